//! Whether Jinja2 supports what FaaSO fails at, when both fail at the whole template: Jinja2 then fails elsewhere, or only
//! in this comparison.

use super::{
    habits::METHODS,
    jinja2::{self, Jinja2},
};
use crate::text::{Span, floor_boundary};
use crinja::{Class, Context, Error};

/// Jinja2 takes the tag or expression that FaaSO fails at.
pub fn is_supported(template: &str, context: &Context, error: &Error) -> bool {
    match error.class {
        Class::Budget | Class::TemplateNotFoundError => return false,
        Class::UnknownFeatureError => {
            let name = error.message.split('"').nth(1).unwrap_or_default();
            if error.message.starts_with("no tag") {
                return in_a_loop(template, name);
            }
            return FILTERS_AND_TESTS.contains(&name);
        }
        _ => {}
    }
    // how tags pair is the same in both, but for one mark
    let says = |start: &str| error.message.starts_with(start);
    if says("Unclosed tag") || says("Mismatched end tag") || says("End tag without") || says("Unterminated") {
        return says("Unclosed tag, missing: endraw") && template.contains("{%- endraw");
    }
    let Some((span, is_tag)) = around(template, error.span) else { return false };
    let written = span.of(template);
    is_python(written, error) || renders(written, is_tag, context)
}

/// `break` and `continue` are an extension that most turn on, and mean something in loops alone.
fn in_a_loop(template: &str, name: &str) -> bool {
    matches!(name, "break" | "continue") && template.contains("endfor")
}

/// The tag or expression at a place, from brace to brace, and whether it is a tag.
fn around(template: &str, at: Span) -> Option<(Span, bool)> {
    // a brace pair that begins at the place counts
    let before = &template[..floor_boundary(template, at.start + 2)];
    let open = ["{{", "{%"].into_iter().filter_map(|open| before.rfind(open)).max()?;
    let is_tag = template[open..].starts_with("{%");
    let close = if is_tag { "%}" } else { "}}" };
    let end = template[open..].find(close)? + open + close.len();
    Some((Span::new(open, end), is_tag))
}

/// What Python's strings and lists can do, and the comparison can't.
fn is_python(written: &str, error: &Error) -> bool {
    let called = METHODS.iter().any(|method| written.contains(&format!(".{method}(")));
    let is_about_methods = error.message.contains(" is undefined")
        || error.message.starts_with("Invalid Int32")
        || error.message.starts_with("not implemented for");
    let formats = ["\" %", "' %", "\"%", "'%"].iter().any(|sign| {
        written.match_indices(sign).any(|(at, sign)| !written[at + sign.len()..].starts_with('}'))
    });
    let lorem = written.contains("lipsum(") && error.message.contains(" is undefined");
    lorem || (called && is_about_methods) || (formats && error.class == Class::ArgumentsError)
}

/// Alone, and without what stands in other tags.
fn renders(written: &str, is_tag: bool, context: &Context) -> bool {
    let name = written
        .trim_start_matches(['{', '%', '-', ' ', '\n', '\t'])
        .split(|c: char| !c.is_alphabetic())
        .next();
    let whole = match name {
        Some("if" | "for" | "filter" | "with" | "macro" | "call") if is_tag => {
            format!("{written}{{% end{} %}}", name.unwrap_or_default())
        }
        Some("elif") if is_tag => format!("{{% if false %}}{written}{{% endif %}}"),
        _ => written.to_owned(),
    };
    matches!(jinja2::render(&whole, context), Jinja2::Text(_))
}

/// Of Jinja2, that FaaSO doesn't have.
const FILTERS_AND_TESTS: [&str; 18] = [
    "items", "max", "min", "unique", "boolean", "eq", "equalto", "false", "filter", "float", "ge", "gt",
    "integer", "le", "lt", "ne", "test", "true",
];
