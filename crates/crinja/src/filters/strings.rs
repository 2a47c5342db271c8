//! Filters on text. They take any value and see it as `~` does.

use super::super::call::Call;
use super::super::error::Class;
use super::super::failure::Failure;
use super::super::letters;
use super::super::numbers::to_i32;
use super::super::ops::repeat;
use super::super::printing;
use super::super::value::Value;
use super::wanted::{as_text, as_text_argument};
use std::borrow::Cow;

pub fn upper(call: &Call) -> Result<Value, Failure> {
    target_text(call, letters::upcase)
}

pub fn lower(call: &Call) -> Result<Value, Failure> {
    target_text(call, letters::downcase)
}

pub fn capitalize(call: &Call) -> Result<Value, Failure> {
    target_text(call, capital)
}

/// Capitalises after blanks, `-`, `(`, `{`, `[`, `<` and lowers the rest.
pub fn title(call: &Call) -> Result<Value, Failure> {
    target_text(call, |text| {
        let mut out = String::with_capacity(text.len());
        let mut at_start = true;
        for c in text.chars() {
            match (ends_word(c), at_start) {
                (true, _) => out.push(c),
                (false, true) => letters::push_upper(c, &mut out),
                (false, false) => letters::push_lower(c, &mut out),
            }
            at_start = ends_word(c);
        }
        out
    })
}

/// An odd space goes right.
pub fn center(call: &Call) -> Result<Value, Failure> {
    let text = call.target.to_text_ref(call.env.meter)?;
    let width = to_i32(&call.arg("width"), call.env.meter)?;
    let Ok(missing) = usize::try_from(i64::from(width) - text.chars().count() as i64) else {
        return Ok(as_it_was(call, text));
    };
    if missing == 0 {
        return Ok(as_it_was(call, text));
    }
    call.env.meter.bytes(text.len() + missing)?;
    let left = missing / 2;
    Ok(Value::text(format!("{}{text}{}", " ".repeat(left), " ".repeat(missing - left))))
}

/// Every line but the first, blank ones too.
pub fn indent(call: &Call) -> Result<Value, Failure> {
    let meter = call.env.meter;
    let width = to_i32(&call.arg("width"), meter)?;
    let indent = repeat(" ", width, meter)?;
    let text = call.target.to_text_ref(meter)?;
    let lines = text.matches('\n').count();
    meter.bytes(text.len().saturating_add(indent.len().saturating_mul(lines + 1)))?;
    let first = if call.arg("indentfirst").is_true() { &*indent } else { "" };
    if first.is_empty() && lines == 0 {
        return Ok(as_it_was(call, text));
    }
    Ok(Value::text(format!("{first}{}", text.replace('\n', &format!("\n{indent}")))))
}

/// As printed; the one filter on text that is.
pub fn string(call: &Call) -> Result<Value, Failure> {
    printing::print(call.target, call.env.autoescape, call.env.meter).map(Value::built)
}

/// With a leeway as long as the text may be there is no leeway, and words are cut unless it was said
/// whether to.
pub fn truncate(call: &Call) -> Result<Value, Failure> {
    let meter = call.env.meter;
    let length = to_i32(&call.arg("length"), meter)?;
    let end = call.arg("end").to_text(meter)?;
    let end_size = end.chars().count();
    let Some(kept) = usize::try_from(length).ok().and_then(|length| length.checked_sub(end_size)) else {
        return Err(exception(format!("expected length >= {end_size}, got {length}")));
    };
    let mut leeway = match call.arg("leeway") {
        Value::None => 5,
        leeway => to_i32(&leeway, meter)?,
    };
    if leeway < 0 {
        return Err(exception(format!("expected leeway >= 0, got {leeway}")));
    }
    let mut kill_words = call.arg("killwords").is_true();
    if leeway >= length {
        leeway = 0;
        kill_words = kill_words || !call.is_set("killwords");
    }
    let allowed = length.checked_add(leeway).ok_or_else(Failure::overflow)?;
    let text = call.target.to_text_ref(meter)?;
    meter.bytes(text.len())?;
    if text.chars().count() as i64 <= i64::from(allowed) {
        return Ok(as_it_was(call, text));
    }
    let trimmed: String = text.chars().take(kept).collect();
    let trimmed = match trimmed.rsplit_once(' ') {
        _ if kill_words => &*trimmed,
        Some((words, _)) => words,
        None => "",
    };
    Ok(Value::text(format!("{trimmed}{end}")))
}

/// The pieces between word ends, empty ones too.
pub fn wordcount(call: &Call) -> Result<Value, Failure> {
    let text = call.target.to_text_ref(call.env.meter)?;
    call.env.meter.bytes(text.len())?;
    let mut count = 1_i32;
    let mut in_gap = false;
    for c in text.chars() {
        if ends_word(c) && !in_gap {
            count = count.saturating_add(1);
        }
        in_gap = ends_word(c);
    }
    Ok(Value::Int32(count))
}

/// With a count the first find is replaced so many times, each time from the start.
pub fn replace(call: &Call) -> Result<Value, Failure> {
    let meter = call.env.meter;
    let old = call.arg("old").to_text(meter)?;
    let new = call.arg("new").to_text(meter)?;
    let grown = |text: &str, finds: usize| {
        meter.bytes(text.len().saturating_add(finds.saturating_mul(new.len().saturating_sub(old.len()))))
    };
    let count = call.arg("count");
    if matches!(count, Value::None) {
        let text = as_text(call.target)?;
        let finds = if old.is_empty() { text.len() + 1 } else { text.matches(&*old).count() };
        grown(text, finds)?;
        if old.is_empty() {
            return Ok(Value::built(between_bytes(text, &new)));
        }
        return Ok(match finds {
            0 => as_it_was(call, text.into()),
            _ => Value::built(text.replace(&*old, &new)),
        });
    }
    let mut text = call.target.to_text_ref(meter)?;
    let mut is_changed = false;
    for _ in 0..to_i32(&count, meter)? {
        meter.step(1)?;
        grown(&text, 1)?;
        if !text.contains(&*old) {
            break;
        }
        text = text.replacen(&*old, &new, 1).into();
        is_changed = true;
    }
    Ok(if is_changed { Value::built(text) } else { as_it_was(call, text) })
}

/// Safe text stays safe.
pub fn trim(call: &Call) -> Result<Value, Failure> {
    let trimmed = as_text(call.target)?.trim_matches(letters::is_blank);
    Ok(match call.target {
        Value::Safe(_) => Value::safe(trimmed),
        _ => as_it_was(call, trimmed.into()),
    })
}

/// Cuts lines at the width; without breaking words, behind the last blank before it. A line with no blank
/// in reach never gets shorter then, nor does one at width 0: FaaSO hangs, here the budget ends it.
pub fn wordwrap(call: &Call) -> Result<Value, Failure> {
    let meter = call.env.meter;
    let width = to_i32(&call.arg("width"), meter)?;
    let break_words = call.arg("break_long_words").is_true();
    let wrap = match call.arg("wrapstring") {
        Value::None => "\n".to_owned(),
        wrap => wrap.to_text(meter)?,
    };
    let mut out = String::new();
    for (i, line) in lines(as_text_argument(call.target)?).enumerate() {
        if i > 0 {
            out.push_str(&wrap);
        }
        let mut line = line;
        while line.chars().count() as i64 > i64::from(width) {
            let Ok(width) = usize::try_from(width) else {
                return Err(Failure::new(Class::ArgumentError, format!("Negative count: {width}")));
            };
            let cut = line.char_indices().nth(width).map_or(line.len(), |(at, _)| at);
            let (head, _) = line.split_at(cut);
            let blank = head.char_indices().rev().find(|(_, c)| letters::is_regex_blank(*c));
            let (taken, shown) = match blank {
                _ if break_words => (cut, cut),
                Some((at, blank)) => (at, at + blank.len_utf8()),
                None => (0, 0),
            };
            meter.step(1 + line.len() / 16)?;
            meter.size(out.len() + shown + wrap.len())?;
            out.push_str(head.get(..shown).unwrap_or_default());
            out.push_str(&wrap);
            line = line.get(taken..).unwrap_or_default();
        }
        meter.size(out.len() + line.len())?;
        out.push_str(line);
    }
    Ok(Value::built(out))
}

pub fn append(call: &Call) -> Result<Value, Failure> {
    both(call.target, &call.arg("string"), call)
}

pub fn prepend(call: &Call) -> Result<Value, Failure> {
    both(&call.arg("string"), call.target, call)
}

/// Crystal's `each_line`: without line ends, and nothing after the last one.
pub fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive('\n').map(|line| match line.strip_suffix('\n') {
        Some(line) => line.strip_suffix('\r').unwrap_or(line),
        None => line,
    })
}

fn target_text(call: &Call, change: impl Fn(&str) -> String) -> Result<Value, Failure> {
    let text = call.target.to_text_ref(call.env.meter)?;
    call.env.meter.bytes(text.len())?;
    Ok(if text.is_empty() { as_it_was(call, text) } else { Value::text(change(&text)) })
}

fn both(first: &Value, second: &Value, call: &Call) -> Result<Value, Failure> {
    let meter = call.env.meter;
    let (first, second) = (first.to_text_ref(meter)?, second.to_text_ref(meter)?);
    meter.bytes(first.len() + second.len())?;
    Ok(Value::built(format!("{first}{second}")))
}

/// The very same text where there was nothing to do, as Crystal gives it (`sameas`).
fn as_it_was(call: &Call, text: Cow<'_, str>) -> Value {
    match call.target {
        Value::Text(target) if target.as_str().len() == text.len() => call.target.clone(),
        Value::None | Value::Undefined(_) => Value::built(text),
        _ => Value::text(text),
    }
}

fn capital(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (i, c) in text.chars().enumerate() {
        if i == 0 { letters::push_upper(c, &mut out) } else { letters::push_lower(c, &mut out) }
    }
    out
}

fn ends_word(c: char) -> bool {
    letters::is_regex_blank(c) || matches!(c, '-' | '(' | '{' | '[' | '<')
}

/// Crystal finds an empty text between any two bytes, those of one character as well. What is then no text any more
/// reads as U+FFFD.
fn between_bytes(text: &str, new: &str) -> String {
    let mut out = new.as_bytes().to_vec();
    for byte in text.bytes() {
        out.push(byte);
        out.extend_from_slice(new.as_bytes());
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn exception(message: String) -> Failure {
    Failure::new(Class::Exception, message)
}

#[cfg(test)]
mod checks {
    use super::super::super::testing::check_all;

    #[test]
    fn letters() {
        check_all(&[
            ("{{ 'straße Σ' | upper }} {{ 'ΟΔΟΣ' | lower }}", "STRASSE Σ οδοσ"),
            ("{{ 'ǅ ªb' | upper }} {{ 'a\u{180e}b\u{85}c' | title }}", "ǅ ªB A\u{180e}B\u{85}C"),
            ("{{ options.pkgs | upper }}", "[CRINJA::VALUE<\"CURL\">, CRINJA::VALUE<\"GIT\">]"),
            ("{{ 'hELLO wORLD' | capitalize }}[{{ none | upper }}]", "Hello world[]"),
            ("{{ 'hello-wORLD_foo (bar) a.b' | title }}", "Hello-World_foo (Bar) A.b"),
        ]);
    }

    #[test]
    fn room() {
        check_all(&[
            ("[{{ 'ab' | center(5) }}][{{ 'ab' | center(-5) }}]", "[ ab  ][ab]"),
            ("{{ 'a\n\nb' | indent(2) }}|{{ 'a' | indent(2, true) }}", "a\n  \n  b|  a"),
            ("{{ 'a' | indent(-1) }}", "ArgumentError: Negative argument"),
            ("[{{ ' \t x \n' | trim }}][{{ '\u{3000}\u{85}x' | trim | length }}]", "[x][2]"),
            ("{{ (' a ' | safe | trim) is escaped }}", "true"),
            ("{{ 5 | center('x') }}", "ArgumentError: Invalid Int32: \"x\""),
        ]);
    }

    #[test]
    fn shorter() {
        check_all(&[
            ("{{ 'foo bar baz qux' | truncate(9) }}|{{ 'foo bar' | truncate(4) }}", "foo...|f..."),
            ("{{ 'foo bar baz qux' | truncate(11) }}", "foo bar baz qux"),
            ("{{ 'foo bar baz qux' | truncate(9, true) }}", "foo ba..."),
            ("{{ 'foobarbazqux' | truncate(8, leeway=0) }}", "..."),
            ("{{ 'foo bar' | truncate(2) }}", "Exception: expected length >= 3, got 2"),
            ("{{ 'foo bar' | truncate(5, leeway=-1) }}", "Exception: expected leeway >= 0, got -1"),
        ]);
    }

    #[test]
    fn words() {
        check_all(&[
            ("{{ 'foo-bar baz' | wordcount }} {{ ' a b ' | wordcount }} {{ '' | wordcount }}", "3 4 1"),
            ("{{ 'foo bar baz' | wordwrap(5) }}", "foo b\nar ba\nz"),
            ("{{ 'foo bar baz' | wordwrap(5, false) }}", "foo \n bar \n baz"),
            ("{{ 'abcdef\r\ngh\n' | wordwrap(4, wrapstring='|') }}", "abcd|ef|gh"),
            ("{{ 'a' | wordwrap(-1) }}", "ArgumentError: Negative count: -1"),
        ]);
    }

    #[test]
    fn parts() {
        check_all(&[
            ("{{ 'a-b-c' | replace('-', '+') }} {{ 'aaa' | replace('a', 'b', 2) }}", "a+b+c bba"),
            ("{{ 'abc' | replace('', '-') }} {{ 'a' | replace('a', 'aa', 3) }}", "-a-b-c- aaaa"),
            (
                "{{ 'é日' | replace('', '-') }} {{ 'é' | replace('', '') }} {{ 'é' | replace('', '-', 1) }}",
                "-\u{fffd}-\u{fffd}-\u{fffd}-\u{fffd}-\u{fffd}- é -é",
            ),
            ("{{ nope | trim }}", "Crinja::UndefinedError:  is undefined."),
            ("{{ 'x' | append('y') | prepend('z') }}{{ 'x' | append }}", "zxyx"),
            ("{{ [1, 'a', none] | string }}", "[1, 'a', none]"),
        ]);
    }
}
