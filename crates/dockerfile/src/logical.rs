//! A text that goes over several lines of the file, on one line.

use std::ops::Range;

/// An instruction's text on one line, which knows where each of its bytes stands in the file.
#[derive(Clone, Debug, Default)]
pub struct Logical {
    /// The text, continuation characters and comments taken out.
    pub text: String,
    /// Where a part begins: in the text, and in the file.
    parts: Vec<(usize, usize)>,
}

impl Logical {
    pub(crate) fn push(&mut self, part: &str, start: usize) {
        self.parts.push((self.text.len(), start));
        self.text.push_str(part);
    }

    /// The place in the file of some of the text's bytes.
    pub fn source(&self, range: Range<usize>) -> Range<usize> {
        let start = self.at(range.start);
        let end = if range.is_empty() { start } else { self.at(range.end - 1) + 1 };
        start..end
    }

    /// Places in the file, one for each line that has some of these bytes.
    pub fn pieces(&self, range: Range<usize>) -> Vec<Range<usize>> {
        let ends = self.parts.iter().skip(1).map(|part| part.0).chain([self.text.len()]);
        let parts = self.parts.iter().zip(ends);
        let within = parts.map(|(&(at, start), end)| (at, start, range.start.max(at), range.end.min(end)));
        within
            .filter(|(_, _, from, to)| from < to)
            .map(|(at, start, from, to)| start + from - at..start + to - at)
            .collect()
    }

    fn at(&self, offset: usize) -> usize {
        let part = self.parts.partition_point(|part| part.0 <= offset);
        match part.checked_sub(1).map(|part| self.parts[part]) {
            Some((at, start)) => start + (offset - at),
            None => offset,
        }
    }

    pub(crate) fn part(&self, range: Range<usize>) -> Logical {
        let mut part = Logical::default();
        for piece in self.pieces(range.clone()) {
            let offset = range.start + part.text.len();
            let text = &self.text[offset..offset + piece.len()];
            part.push(text, piece.start);
        }
        part
    }
}
