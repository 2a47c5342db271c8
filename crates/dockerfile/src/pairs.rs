//! The pairs of `ENV` and `LABEL`.

use crate::{
    chars::{quoted, split_blanks},
    file::Word,
};
use std::ops::Range;

/// Name, value and separator of each pair of `ENV` and `LABEL`.
pub(crate) fn pairs(
    text: &str,
    words: &[(String, Range<usize>)],
    keyword: &str,
    word_at: &dyn Fn(&str, Range<usize>) -> Word,
) -> Result<Vec<Word>, String> {
    let Some((first, _)) = words.first() else { return Ok(Vec::new()) };
    if !first.contains('=') {
        let parts = split_blanks(text, 2);
        let &[(at, name), (start, value)] = &parts[..] else {
            return Err(format!("{keyword} must have two arguments"));
        };
        return Ok(vec![
            word_at(name, at..at + name.len()),
            word_at(value, start..text.len()),
            word_at("", text.len()..text.len()),
        ]);
    }
    let mut args = Vec::new();
    for (word, range) in words {
        let Some((name, value)) = word.split_once('=') else {
            let word = quoted(word);
            return Err(format!("Syntax error - can't find = in {word}. Must be of the form: name=value"));
        };
        let middle = range.start + name.len().min(range.len());
        args.push(word_at(name, range.start..middle));
        args.push(word_at(value, (middle + 1).min(range.end)..range.end));
        args.push(word_at("=", middle..(middle + 1).min(range.end)));
    }
    Ok(args)
}
