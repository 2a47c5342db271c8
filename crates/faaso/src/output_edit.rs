//! Typing in a file's output: which change of the template or of `funko.yml` makes the output read so.
//!
//! Plain text of the template is changed there, at every place where it is repeated. A value that is an option's as it
//! stands is changed in `funko.yml`. Anything else is refused with the reason. What the output will be is worked out
//! along with it, so that an author can go on typing before the engine has answered.

use crate::{
    funko::{self, Change, OptionValue, Splice, change},
    text::Span,
};
use crinja::{OptionRef, Piece, Rendered};

/// What a change of the output comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputEdit {
    pub of: Of,
    /// Last place first.
    pub splices: Vec<Splice>,
    /// What the output will be, and the template's places in it. Of an option, as far as it can be said beforehand.
    pub rendered: Rendered,
    /// At how many places of the output the same text is changed.
    pub places: usize,
    /// Where in that output the new text ends.
    pub end: usize,
}

/// The file that is changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Of {
    Template,
    /// `funko.yml`: this option.
    Option(OptionRef),
}

const TAGS: &str = "`{{`, `{%` and `{#` begin template code. Type them in the template.";
const EATEN: &str = "A dash in the tag beside it removes white space. Change it in the template.";
const NUL: &str = "A NUL character would end the template there.";
const NOTHING: &str = "There is no text to change. Type in the template.";
const SEVERAL: &str = "Several parts of the template make this text. Change one part at a time.";

/// The change of the template, or of `funko.yml`, after which this part of the output reads `new`. `rendered` is of this
/// template as it is. `last` is what the change before it was of: an option whose value was emptied goes on there.
pub fn edit(
    template: &str,
    rendered: &Rendered,
    yml: Option<&str>,
    span: Span,
    new: &str,
    last: Option<&Of>,
) -> Result<OutputEdit, String> {
    if new.contains('\0') {
        return Err(NUL.to_owned());
    }
    if rendered.pieces.is_empty() && template.trim().is_empty() {
        // one that says nothing yet
        let nothing = Piece { end: 0, source: Span::at(0), option: None };
        let rendered = Rendered { text: String::new(), pieces: vec![nothing] };
        return in_text(template, &rendered, 0, Span::at(0), new);
    }
    if rendered.text.is_empty() {
        return Err(NOTHING.to_owned());
    }
    let mut refused = None;
    let mut pieces = pieces_of(rendered, span);
    // what was just emptied comes first
    let goes_on = |at: &usize| match (last, &rendered.pieces[*at].option) {
        (Some(Of::Option(last)), Some(option)) => last == option,
        _ => false,
    };
    pieces.sort_by_key(|at| !goes_on(at));
    for at in pieces {
        match in_piece(template, rendered, yml, at, span, new) {
            Ok(edit) => return Ok(edit),
            Err(why) => refused = refused.or(Some(why)),
        }
    }
    Err(refused.unwrap_or_else(|| SEVERAL.to_owned()))
}

/// The pieces that a stretch can be a part of. At a seam, what stands before comes first: it is what is gone on with.
fn pieces_of(rendered: &Rendered, span: Span) -> Vec<usize> {
    let pieces = &rendered.pieces;
    let first = pieces.partition_point(|piece| piece.end < span.start);
    let around = |at: &usize| start_of(rendered, *at) <= span.start && span.end <= pieces[*at].end;
    let near = (first..pieces.len()).take_while(|&at| start_of(rendered, at) <= span.start).filter(around);
    let (empty, mut all): (Vec<usize>, Vec<usize>) =
        near.partition(|&at| start_of(rendered, at) == pieces[at].end);
    all.extend(empty);
    all
}

fn in_piece(
    template: &str,
    rendered: &Rendered,
    yml: Option<&str>,
    at: usize,
    span: Span,
    new: &str,
) -> Result<OutputEdit, String> {
    let piece = &rendered.pieces[at];
    let start = start_of(rendered, at);
    let local = Span::new(span.start - start, span.end - start);
    if is_plain(template, rendered, at) {
        return in_text(template, rendered, at, local, new);
    }
    let code = piece.source.of(template);
    let Some(option) = piece.option.clone().or_else(|| default_alone(code)) else {
        return Err(format!("`{}` makes this text. Change it in the template.", short(code)));
    };
    in_option(template, rendered, yml, (at, &option), local, new)
}

fn start_of(rendered: &Rendered, piece: usize) -> usize {
    piece.checked_sub(1).map_or(0, |before| rendered.pieces[before].end)
}

fn text_of(rendered: &Rendered, piece: usize) -> &str {
    &rendered.text[start_of(rendered, piece)..rendered.pieces[piece].end]
}

/// It stands in the template as it is.
fn is_plain(template: &str, rendered: &Rendered, piece: usize) -> bool {
    let Piece { source, option, .. } = &rendered.pieces[piece];
    option.is_none() && template.get(source.start..source.end) == Some(text_of(rendered, piece))
}

fn in_text(
    template: &str,
    rendered: &Rendered,
    at: usize,
    local: Span,
    new: &str,
) -> Result<OutputEdit, String> {
    let source = rendered.pieces[at].source;
    let old = source.of(template);
    let text = format!("{}{new}{}", &old[..local.start], &old[local.end..]);
    let (before, after) = (&template[..source.start], &template[source.end..]);
    let mut written = new.to_owned();
    // FaaSO leaves the template's last newline out
    if after.is_empty() && local.end == old.len() && text.ends_with('\n') {
        written.push('\n');
    }
    if signs(before, &text, after) != signs(before, old, after) {
        return Err(TAGS.to_owned());
    }
    if trims(template) && edges(&text) != edges(old) {
        return Err(EATEN.to_owned());
    }
    let splice =
        Splice { span: Span::new(source.start + local.start, source.start + local.end), text: written };
    let (rendered, places) = with_text(rendered, source, &text);
    let end = start_of(&rendered, at) + local.start + new.len();
    Ok(OutputEdit { of: Of::Template, splices: vec![splice], rendered, places, end })
}

/// The output with another text wherever the template's stretch `source` stands, and the places of the template after it.
fn with_text(rendered: &Rendered, source: Span, text: &str) -> (Rendered, usize) {
    let grows = text.len() as i64 - (source.end - source.start) as i64;
    let moved = |at: usize| if at >= source.end { (at as i64 + grows) as usize } else { at };
    let mut places = 0;
    let made = rebuilt(rendered, |piece, old| match piece.source == source && piece.option.is_none() {
        true => {
            places += 1;
            (text.to_owned(), Span::new(source.start, source.start + text.len()))
        }
        false => (old.to_owned(), Span::new(moved(piece.source.start), moved(piece.source.end))),
    });
    (made, places)
}

/// How many signs of template code a text holds between what stands before and behind it.
fn signs(before: &str, text: &str, after: &str) -> usize {
    let last = before.chars().next_back().filter(|letter| *letter == '{');
    let whole: String = last.into_iter().chain(text.chars()).chain(after.chars().take(1)).collect();
    let count = |sign: &str| whole.as_bytes().windows(2).filter(|two| *two == sign.as_bytes()).count();
    ["{{", "{%", "{#"].into_iter().map(count).sum()
}

/// A tag of the template removes white space: which one, and where, is not asked.
fn trims(template: &str) -> bool {
    ["{{-", "{%-", "{#-", "-}}", "-%}", "-#}"].iter().any(|dash| template.contains(dash))
}

/// What trimming looks at: the white space that a text begins and ends with, and whether it has several lines.
fn edges(text: &str) -> (&str, &str, bool) {
    let begin = text.len() - text.trim_start().len();
    let end = text.trim_end().len();
    (&text[..begin], &text[end.max(begin)..], text.contains('\n'))
}

fn rebuilt(rendered: &Rendered, mut each: impl FnMut(&Piece, &str) -> (String, Span)) -> Rendered {
    let mut made = Rendered { text: String::with_capacity(rendered.text.len() + 16), pieces: Vec::new() };
    for (at, piece) in rendered.pieces.iter().enumerate() {
        let (text, source) = each(piece, text_of(rendered, at));
        made.text.push_str(&text);
        made.pieces.push(Piece { end: made.text.len(), source, option: piece.option.clone() });
    }
    made
}

fn in_option(
    template: &str,
    rendered: &Rendered,
    yml: Option<&str>,
    (at, option): (usize, &OptionRef),
    local: Span,
    new: &str,
) -> Result<OutputEdit, String> {
    let piece = &rendered.pieces[at];
    let (code, old) = (piece.source.of(template), text_of(rendered, at));
    let key = &option.key;
    let name = match option.item {
        Some(item) => format!("options.{key}[{item}]"),
        None => format!("options.{key}"),
    };
    let on_the_way = || format!("`{}` makes this text of `{name}` and changes it on the way.", short(code));
    let Some(yml) = yml else { return Err("There is no funko.yml to set the option in.".to_owned()) };
    let funko = funko::read(yml.as_bytes()).funko;
    let funko = funko.map_err(|_| "FaaSO can't read funko.yml. Correct it first.".to_owned())?;
    let wanted = format!("{}{new}{}", &old[..local.start], &old[local.end..]);
    let value = funko.options.iter().find(|(name, _)| name == key).map(|(_, value)| value);
    let as_it_stands = match (value, option.item) {
        (Some(OptionValue::Text(text)), None) => text == old,
        (Some(OptionValue::List(items)), Some(item)) => items.get(item).is_some_and(|item| item == old),
        (Some(_), _) => false,
        (None, None) => default_alone(code).as_ref() == Some(option),
        (None, Some(_)) => false,
    };
    if !as_it_stands {
        return Err(format!("{} Change it in the template or in funko.yml.", on_the_way()));
    }
    let to = match option.item {
        Some(item) => Change::Item(item, wanted.clone()),
        None => Change::Value(OptionValue::Text(wanted.clone())),
    };
    let splices = change(yml, key, &to).map_err(|why| format!("Couldn't change `{name}`: {why}."))?;
    let mut places = 0;
    let same =
        |piece: &Piece| piece.option.as_ref() == Some(option) || piece.source == rendered.pieces[at].source;
    let made = rebuilt(rendered, |piece, text| match same(piece) && text == old {
        true => {
            places += 1;
            (wanted.clone(), piece.source)
        }
        false => (text.to_owned(), piece.source),
    });
    let end = start_of(&made, at) + local.start + new.len();
    Ok(OutputEdit { of: Of::Option(option.clone()), splices, rendered: made, places, end })
}

/// The option of `{{ options.name | default("…") }}` with nothing besides: what stands in for it is what is printed.
fn default_alone(code: &str) -> Option<OptionRef> {
    let inner = code.strip_prefix("{{")?.strip_suffix("}}")?.trim_matches('-').trim();
    let (access, filter) = inner.split_once('|')?;
    let argument = filter.trim().strip_prefix("default(")?.strip_suffix(')')?;
    let quote = argument.chars().next().filter(|letter| matches!(letter, '"' | '\''))?;
    let literal = argument.len() > 1 && argument.ends_with(quote) && argument.matches(quote).count() == 2;
    let key = access.trim().strip_prefix("options.")?;
    let plain = key.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
    (literal && !argument.contains('\\') && plain && !key.is_empty())
        .then(|| OptionRef { key: key.to_owned(), item: None })
}

/// A tag on one line.
fn short(code: &str) -> String {
    let line = code.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}
