//! What a trace lets be shown beside and in the texts themselves: rounds and branches, what a `-` took, and which
//! option reaches what.

use super::workspace::Workspace;
use crinja::trace::{FrameKind, SourceOf};
use faaso::{project::FileId, text::Span};
use std::collections::BTreeMap;

/// Signs for one text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Notes {
    /// Stretches, in order.
    pub marks: Vec<(Span, Sign)>,
    /// Newlines that are not written, by byte.
    pub ghosts: Vec<usize>,
    /// At the line of this byte: a sign, and what it means.
    pub beside: Vec<(usize, String, String)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// Made by an option: which of the colours.
    Tint(usize),
    /// A `-` took this away.
    Eaten,
    /// The `-` that did.
    Dash,
}

/// How many colours there are.
pub const TINTS: usize = 5;

/// More than anyone looks at.
const MOST_NOTES: usize = 3000;

impl Workspace {
    /// Rounds beside each `for` and the branch taken of each `if`; with `whitespace` also what was taken away, and by what.
    pub fn template_notes(&self, id: &FileId, whitespace: bool) -> Notes {
        let mut notes = Notes::default();
        let Some((traced, _)) = self.traced_now().filter(|(traced, _)| traced.file == *id) else {
            return notes;
        };
        let Some(file) = self.file(id) else { return notes };
        let Some(template) = file.as_text() else { return notes };
        let mut loops: BTreeMap<usize, u32> = BTreeMap::new();
        let mut branches: BTreeMap<usize, u32> = BTreeMap::new();
        for frame in &traced.trace.frames {
            match frame.kind {
                FrameKind::Round { .. } => *loops.entry(frame.span.start).or_default() += 1,
                FrameKind::NoRounds => *loops.entry(frame.span.start).or_default() += 0,
                FrameKind::Branch => *branches.entry(frame.span.start).or_default() += 1,
                _ => {}
            }
        }
        let rounds = loops.into_iter().map(|(at, rounds)| {
            let words = if rounds == 1 { "1 round".to_owned() } else { format!("{rounds} rounds") };
            (at, format!("×{rounds}"), words)
        });
        let taken = branches.into_iter().map(|(at, times)| match times {
            1 => (at, "✓".to_owned(), "this branch was taken".to_owned()),
            _ => (at, format!("✓{times}"), format!("this branch was taken {times} times")),
        });
        notes.beside = rounds.chain(taken).take(MOST_NOTES).collect();
        notes.beside.sort();
        if whitespace {
            let mut eaten: Vec<Span> =
                traced.trace.parts.iter().filter(|part| part.is_eaten).map(|part| part.source).collect();
            eaten.sort();
            eaten.dedup();
            eaten.truncate(MOST_NOTES);
            for span in eaten {
                let newlines = span.of(template).match_indices('\n').map(|(at, _)| span.start + at);
                notes.ghosts.extend(newlines);
                notes.marks.push((span, Sign::Eaten));
                notes.marks.extend(dash_of(template, span).map(|dash| (dash, Sign::Dash)));
            }
            notes.marks.sort_by_key(|(span, _)| *span);
            notes.marks.dedup();
        }
        notes
    }

    /// What stands beside the tag at this byte of a template, in words: `2 rounds`.
    pub fn words_beside(&self, id: &FileId, offset: usize) -> Option<String> {
        let (traced, _) = self.traced_now().filter(|(traced, _)| traced.file == *id)?;
        let here = |span: Span| span.start <= offset && offset < span.end;
        let tag = traced.trace.frames.iter().find(|frame| frame.parent.is_some() && here(frame.span))?.span;
        let beside = self.template_notes(id, false).beside;
        beside.into_iter().find(|(at, ..)| *at == tag.start).map(|(_, _, words)| words)
    }

    /// In the output of a file, what each option made.
    pub fn output_notes(&self, id: &FileId) -> Notes {
        let mut notes = Notes::default();
        let Some((traced, _)) = self.traced_now().filter(|(traced, _)| traced.file == *id) else {
            return notes;
        };
        let trace = &traced.trace;
        let mut keys: Vec<&str> = Vec::new();
        let mut start = 0;
        for part in &trace.parts {
            let span = Span::new(start, part.end);
            start = part.end;
            let key = trace.set(part.sources).find_map(|source| match &source.of {
                SourceOf::Option(option) => Some(option.key.as_str()),
                _ => None,
            });
            let Some(key) = key.filter(|_| !span.is_empty() && notes.marks.len() < MOST_NOTES) else {
                continue;
            };
            let known = keys.iter().position(|known| *known == key).unwrap_or_else(|| {
                keys.push(key);
                keys.len() - 1
            });
            notes.marks.push((span, Sign::Tint(known % TINTS)));
        }
        notes
    }
}

/// The `-` of the tag that touches a stretch, or of the last one before it.
fn dash_of(template: &str, span: Span) -> Option<Span> {
    let after = &template[span.end..];
    if ["{%-", "{{-", "{#-"].iter().any(|tag| after.starts_with(tag)) {
        return Some(Span::new(span.end + 2, span.end + 3));
    }
    let before = &template[..span.start];
    let ends = ["-%}", "-}}", "-#}"].iter().filter_map(|tag| before.rfind(tag));
    ends.max().map(|at| Span::new(at, at + 1))
}
