//! What Crinja means by its errors, in plain words, and what to write instead. Its own words stay the message, since they
//! are what FaaSO prints; an error is recognised by them and by what stands at its place. Of a syntax error the help says
//! what is wrong as well.

use super::{Class, Error};
use super::{filters, functions, tests as known_tests};

/// None where the message says it all, or nothing more is known.
pub fn help(error: &Error) -> Option<String> {
    error.help.clone()
}

/// The help for an error, which has its place in the template's text.
pub fn find(error: &Error, text: &str) -> Option<String> {
    let message = error.message.as_str();
    let source = text.get(error.span.start..error.span.end).unwrap_or_default();
    match error.class {
        Class::TemplateSyntaxError => syntax(message, &Around::of(error, text)),
        Class::UndefinedError => Some(undefined(message.strip_suffix(" is undefined.")?)),
        Class::UnknownFeatureError => unknown(message),
        Class::TypeError if message.ends_with("must be a sequence to join it") => {
            Some("For an option that may be missing, write `options.x | default([]) | join(…)`.".into())
        }
        Class::TypeError if message.ends_with(" is undefined") => {
            Some(call(message.strip_suffix(" is undefined")?))
        }
        Class::TypeError if message.ends_with(" is not callable") => Some(NOT_A_FUNCTION.into()),
        Class::TypeError if message.ends_with(" is not iterable") => {
            Some("`for` needs a list, a map or a string.".into())
        }
        Class::ArgumentsError if message.contains("to be numeric") => Some(numeric(source)),
        Class::EmptyError => Some(empty(source)),
        Class::IndexError => source.contains('|').then(|| empty(source)),
        Class::ArgumentError if message.starts_with("Invalid Int32: ") => lookup(source, message),
        Class::Exception if message.starts_with("not implemented for Crinja::AST::") => Some(method(source)),
        Class::CrinjaError if message.contains("Crinja::Undefined+ failed") => Some(NOT_A_FUNCTION.into()),
        _ if message.contains("cast from Crinja::Tuple ") => Some(PAIR.into()),
        Class::CrinjaError | Class::TypeCastError if message.contains("SafeString | String") => Some(
            "This filter needs a string. Convert the value with `string`, or join a list with `join`.".into(),
        ),
        _ => None,
    }
}

const NOT_A_FUNCTION: &str = "This value isn't a function. Remove the parentheses.";

const PAIR: &str = "This is an entry of a map: a key and a value. Loop with two names: \
                    `{% for key, value in options %}`.";

/// The words right before and at an error's place, in its tag.
struct Around<'a> {
    /// The word before.
    before: &'a str,
    /// Everything before, back to where the tag begins.
    head: &'a str,
}

impl<'a> Around<'a> {
    fn of(error: &Error, text: &'a str) -> Self {
        let head = text.get(..error.span.start).unwrap_or_default();
        let begins = head.rfind("{%").max(head.rfind("{{")).unwrap_or(0);
        let head = head.get(begins..).unwrap_or_default().trim_end();
        let word = head.rfind(|c: char| !(c.is_alphanumeric() || c == '_')).map_or(0, |at| at + 1);
        Around { before: head.get(word..).unwrap_or_default(), head }
    }
}

fn syntax(message: &str, around: &Around<'_>) -> Option<String> {
    if let Some(wanted) = message.strip_prefix("Unexpected end of file, expected ") {
        return Some(format!("The tag ends, but {} was expected.", sign(wanted).unwrap_or(wanted.into())));
    }
    if message == "Expected RIGHT_BRACKET, got DICT_ASSIGN" {
        return Some("FaaSO has no slices such as `x[0:2]`. Use `first`, `last` or a loop.".into());
    }
    let instead = |rest: &str, between: &str| {
        let (wanted, found) = rest.split_once(between)?;
        Some(format!("Expected {}, found {}.", sign(wanted)?, sign(found)?))
    };
    if let Some(rest) = message.strip_prefix("Expected ") {
        return instead(rest, ", got ");
    }
    if let Some(rest) = message.strip_prefix("Expecting ") {
        return instead(rest, ", instead found ");
    }
    let left_over = ["expression was not fully parsed: ", "Did not expect any more tokens, found: "];
    if let Some(found) = left_over.iter().find_map(|start| message.strip_prefix(start)) {
        return surplus(found, around);
    }
    if let Some(found) = message.strip_prefix("Not expecting closing symbol ") {
        return Some(format!("{} has no matching opening.", capital(&sign(found)?)));
    }
    if let Some(found) = message.strip_prefix("Not implemented expression value ") {
        return character(found.trim_matches('`'));
    }
    if message == "Invalid operator `!`" {
        return Some("`!` isn't an operator. Use `not`.".into());
    }
    if let Some(found) = message.strip_prefix("Invalid number. Found char: '") {
        let found = found.chars().next()?;
        return unusual(found)
            .or_else(|| Some(format!("A number can't contain `{found}`. Write it with digits only.")));
    }
    if let Some(found) = message.strip_prefix("Unexpected ") {
        return Some(format!("{} isn't allowed here.", capital(&sign(found)?)));
    }
    if let Some(rest) = message.strip_prefix("Terminated <State:") {
        let (state, end) = rest.split_once("> with '")?;
        let (open, close) = brackets(state)?;
        let end = end.trim_end_matches('\'');
        return Some(match state {
            "note" => format!(
                "`{{#` opens a comment, and a comment can't contain `{end}`. Close it with `#}}` before, or write \
                 `{{{{ '{{#' }}}}` for the characters themselves."
            ),
            _ => format!("`{open}` must be closed with `{close}`, not `{end}`."),
        });
    }
    if let Some(state) = message.strip_prefix("Unterminated ") {
        return match (state, brackets(state)) {
            ("note", _) => Some(
                "`{#` opens a comment that is never closed with `#}`. For the characters themselves, write \
                 `{{ '{#' }}`."
                    .into(),
            ),
            (_, Some((open, close))) => Some(format!("`{open}` is never closed with `{close}`.")),
            ("string literal", None) => Some("This quote is never closed.".into()),
            (_, None) => None,
        };
    }
    if let Some(ends) = message.strip_prefix("Unclosed tag, missing: ") {
        let ends: Vec<_> = ends.split(", ").map(|end| format!("`{{% {end} %}}`")).collect();
        return Some(format!("This tag is never closed. Add {}.", ends.join(" and ")));
    }
    if let Some(end) = message.strip_prefix("Mismatched end tag: ") {
        return Some(format!(
            "`{end}` closes another tag than the one that is open. Close the inner tag first."
        ));
    }
    let end = message.strip_prefix("End tag without start: ")?;
    Some(format!("`{end}` has no matching `{{% {} %}}`.", end.strip_prefix("end").unwrap_or(end)))
}

/// A token behind an expression that is complete.
fn surplus(found: &str, around: &Around<'_>) -> Option<String> {
    let shown = sign(found)?;
    let is_in = |word: &str| word == "in";
    if is_in(shown.trim_matches('`')) || is_in(around.before) && !around.head.starts_with("{% for") {
        return Some(
            "FaaSO has no `in` operator. Write `is in`, for example `'git' is in options.packages`.".into(),
        );
    }
    match shown.trim_matches('`') {
        "if" if around.head.starts_with("{{") || around.head.contains('=') => {
            return Some("FaaSO has no inline `if`. Use `{% if … %}…{% else %}…{% endif %}`.".into());
        }
        "[" | "." | "(" if around.head.ends_with(')') => {
            return Some("Nothing can follow a closing parenthesis but a filter or an operator.".into());
        }
        _ => {}
    }
    Some(format!("The expression ends before {shown}. An operator or `|` may be missing."))
}

fn undefined(name: &str) -> String {
    match name {
        "options" => "Templates of `faaso new` can only use `name` and `runtime`.".into(),
        "" => "There is no function of this name.".into(),
        "loop" => "`loop` can't be used in the condition of a `for`.".into(),
        name if name.contains(['.', '[']) => {
            format!("Set it in funko.yml, or use `{name} | default(…)`.")
        }
        _ => "Templates can use `name`, `runtime` and, in a build, `options`.".into(),
    }
}

fn unknown(message: &str) -> Option<String> {
    let (kind, rest) = message.strip_prefix("no ")?.split_once(" with name \"")?;
    let name = rest.strip_suffix("\" registered")?;
    if let Some(help) = name.chars().find_map(unusual) {
        return Some(help);
    }
    Some(match (kind, name) {
        ("tag", "break" | "continue") => {
            "FaaSO can't leave a loop early. Use `for … if` to choose items.".into()
        }
        ("tag", "elsif" | "elseif") => "Write `{% elif … %}`.".into(),
        ("filter", "split") => "FaaSO can't split strings. Make the option a list.".into(),
        ("filter", "items" | "unique" | "min" | "max") => {
            format!("FaaSO has no `{name}`. {}", all_of(kind))
        }
        ("test", "eq" | "ne" | "gt" | "lt" | "ge" | "le") => {
            "Use an operator such as `==` or `<`, or the tests `equalto`, `lessthan`, `greaterthan`.".into()
        }
        _ => all_of(kind),
    })
}

/// Those that begin something, in alphabetical order. The parser, which has them too, can't be asked: it makes errors.
const TAGS: [&str; 17] = [
    "autoescape",
    "block",
    "call",
    "do",
    "elif",
    "else",
    "extends",
    "filter",
    "for",
    "from",
    "if",
    "import",
    "include",
    "macro",
    "raw",
    "set",
    "with",
];

/// All tags, filters or tests by name: the help is read in terminals too, where no editor completes them.
fn all_of(kind: &str) -> String {
    let names: Vec<&str> = match kind {
        "tag" => TAGS.to_vec(),
        "filter" => filters::names().collect(),
        "test" => known_tests::names().collect(),
        _ => functions::names().collect(),
    };
    format!("FaaSO's {kind}s: {}.", names.join(", "))
}

/// A name with brackets behind it that is no function.
fn call(name: &str) -> String {
    match name.rsplit_once('.') {
        Some((_, method @ ("items" | "keys" | "values"))) => format!(
            "Values have no methods such as `.{method}()`. Loop over the map itself: \
             `{{% for key, value in options %}}`."
        ),
        Some((object, "append")) => format!("Values have no methods. Write `{{% do {object} + item %}}`."),
        Some((object, "get")) => format!("Values have no methods. Write `{object}.key | default(…)`."),
        Some((object, method)) if filters::names().any(|known| known == method) => {
            format!("Values have no methods. Use the filter: `{object} | {method}`.")
        }
        Some(_) => "Values have no methods. Use a filter instead.".into(),
        None => {
            "It is not a function: FaaSO has `range`, `dict`, `cycler`, `joiner` and the template's macros."
                .into()
        }
    }
}

/// A literal that is called, indexed or asked for an attribute.
fn method(source: &str) -> String {
    if source.contains(".format") {
        return "FaaSO has no `.format()`. Use the filter: `\"%s-%s\" | format(a, b)`.".into();
    }
    if let Some((_, rest)) = source.split_once(".join(") {
        let list = rest.strip_suffix(')').unwrap_or("list");
        return format!("Strings have no methods. Use the filter: `{list} | join(…)`.");
    }
    "A literal has no methods, attributes or indexes. Use a filter instead.".into()
}

/// `- * / // % **` with something that is no number.
fn numeric(source: &str) -> String {
    let is_text = source.starts_with(['"', '\'']);
    if source.contains('%') && (is_text || source.contains("%s") || source.contains("%d")) {
        return "`%` only divides numbers. To format text, use the filter: `\"/usr/%s\" | format(options.s)`.".into();
    }
    "Options are strings. Use `options.n | int` to calculate with one.".into()
}

/// `first` or `last` of what has no items.
fn empty(source: &str) -> String {
    let piped =
        source.trim_matches(|c: char| matches!(c, '{' | '}' | '-') || c.is_whitespace()).rsplit_once('|');
    let Some((list, filter)) = piped else {
        return "The list is empty. Test `… | length > 0` first.".into();
    };
    let (list, filter) = (list.trim(), filter.trim());
    let filter = filter.split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap_or_default();
    format!("`{list}` is empty, so `{filter}` has nothing to return. Test `{list} | length > 0` first.")
}

/// A list or pair that is looked up by a word.
fn lookup(source: &str, message: &str) -> Option<String> {
    let word = message.strip_prefix("Invalid Int32: \"")?.strip_suffix('"')?;
    let object = source.strip_suffix(word).and_then(|rest| rest.strip_suffix('.'))?;
    Some(match filters::names().any(|known| known == word) {
        true => format!("A list has no attributes. Use the filter: `{object} | {word}`."),
        false => format!(
            "`{object}` is a list, or an entry of a map, and has no `{word}`. For entries, loop with two names: \
             `{{% for key, value in options %}}`."
        ),
    })
}

/// A character that no expression can have.
fn character(found: &str) -> Option<String> {
    let c = found.chars().next()?;
    let instead = match c {
        '&' => "Use `and`.",
        '^' | '$' | '@' | '#' | ';' | '`' | '\\' => "Remove it, or put it in quotes.",
        '?' => "Use `{% if … %}…{% else %}…{% endif %}`.",
        c if c.is_ascii_graphic() => "Remove it.",
        c => return unusual(c),
    };
    Some(format!("`{c}` isn't allowed in an expression. {instead}"))
}

/// A character that looks like another one, or like nothing, by its name.
fn unusual(c: char) -> Option<String> {
    let (name, instead) = match c {
        '\u{A0}' => ("no-break space", "a normal space"),
        '\u{202F}' => ("narrow no-break space", "a normal space"),
        '\u{3000}' => ("ideographic space", "a normal space"),
        '\u{2000}'..='\u{200A}' | '\u{205F}' | '\u{1680}' => ("typographic space", "a normal space"),
        '\u{85}' | '\u{2028}' | '\u{2029}' => ("line separator", "a normal line break"),
        '\u{200B}' => ("zero width space", "nothing"),
        '\u{200C}' | '\u{200D}' => ("zero width joiner", "nothing"),
        '\u{2060}' => ("word joiner", "nothing"),
        '\u{FEFF}' => ("byte order mark", "nothing"),
        '\u{AD}' => ("soft hyphen", "nothing"),
        '\u{2018}' => ("left single quotation mark", "`'`"),
        '\u{2019}' => ("right single quotation mark", "`'`"),
        '\u{201A}' => ("single low-9 quotation mark", "`'`"),
        '\u{201C}' => ("left double quotation mark", "`\"`"),
        '\u{201D}' => ("right double quotation mark", "`\"`"),
        '\u{201E}' => ("double low-9 quotation mark", "`\"`"),
        '\u{AB}' | '\u{BB}' => ("angle quotation mark", "`\"`"),
        '\u{2039}' | '\u{203A}' => ("single angle quotation mark", "`'`"),
        '\u{2010}' | '\u{2011}' => ("hyphen", "`-`"),
        '\u{2012}' | '\u{2013}' => ("en dash", "`-`"),
        '\u{2014}' | '\u{2015}' => ("em dash", "`-`"),
        '\u{2212}' => ("minus sign", "`-`"),
        '\u{D7}' => ("multiplication sign", "`*`"),
        '\u{2026}' => ("horizontal ellipsis", "`...`"),
        '\u{FF5C}' => ("fullwidth vertical line", "`|`"),
        '\u{FF08}' => ("fullwidth left parenthesis", "`(`"),
        '\u{FF09}' => ("fullwidth right parenthesis", "`)`"),
        '\u{FF0C}' => ("fullwidth comma", "`,`"),
        c if c.is_ascii() || c.is_alphanumeric() => return None,
        c => {
            let code = u32::from(c);
            return Some(format!("The character `{c}` (U+{code:04X}) isn't allowed in a tag. Remove it."));
        }
    };
    let code = u32::from(c);
    let shown = if c.is_whitespace() || c.is_control() || instead == "nothing" {
        String::new()
    } else {
        format!("`{c}` ")
    };
    let action = match instead {
        "nothing" => "Delete it.".into(),
        instead => format!("Use {instead}."),
    };
    let shown = match shown.is_empty() {
        true => format!("A {name} (U+{code:04X})"),
        false => format!("{shown}({name}, U+{code:04X})"),
    };
    Some(format!("{shown} isn't allowed in a tag. {action}"))
}

/// A token as Crinja names it (`RIGHT_CURLY`, `IDENTIFIER:"x"[3:4]`), as an author knows it.
fn sign(token: &str) -> Option<String> {
    let (kind, value) = token.split_once(':').unwrap_or((token, ""));
    if let Some((value, _)) = value.strip_prefix('"').and_then(|value| value.rsplit_once('"')) {
        return Some(format!("`{value}`"));
    }
    let kind = kind.split_once('[').map_or(kind, |(kind, _)| kind);
    let known = match kind {
        "IDENTIFIER" => "a name",
        "EXPR_END" => "`}}`",
        "TAG_END" => "`%}`",
        "EOF" => "the end",
        "PIPE" => "`|`",
        "TEST" => "`is`",
        "OPERATOR" => "an operator",
        "STRING" => "a string",
        "FLOAT" | "INTEGER" => "a number",
        "BOOL" => "`true` or `false`",
        "NONE" => "`none`",
        "LEFT_BRACKET" => "`[`",
        "RIGHT_BRACKET" => "`]`",
        "LEFT_CURLY" => "`{`",
        "RIGHT_CURLY" => "`}`",
        "LEFT_PAREN" => "`(`",
        "RIGHT_PAREN" => "`)`",
        "DICT_ASSIGN" => "`:`",
        "KW_ASSIGN" => "`=`",
        "POINT" => "`.`",
        "COMMA" => "`,`",
        "in" => "`in`",
        _ => return None,
    };
    Some(known.into())
}

fn brackets(state: &str) -> Option<(&'static str, &'static str)> {
    match state {
        "expression" => Some(("{{", "}}")),
        "tag" => Some(("{%", "%}")),
        "note" => Some(("{#", "#}")),
        _ => None,
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use crate::{Budget, Context, ContextValue, Error, render};

    /// Its error.
    #[track_caller]
    fn failed(template: &str) -> Error {
        let text = |text: &str| ContextValue::Text(text.into());
        let options = vec![
            ("s".into(), text("abc")),
            ("pkgs".into(), ContextValue::List(vec!["curl".into()])),
            ("empty".into(), ContextValue::List(vec![])),
        ];
        let context = Context { variables: vec![("options".into(), ContextValue::Map(options))] };
        render(template, &context, &Budget::default()).expect_err("it is broken")
    }

    /// What is said besides FaaSO's own words; empty where nothing is.
    #[track_caller]
    fn check(template: &str, words: &str, plain: &str) {
        let error = failed(template);
        assert_eq!((error.message.as_str(), super::help(&error).as_deref().unwrap_or("")), (words, plain));
    }

    #[test]
    fn every_tag_is_named() {
        let mut known: Vec<_> = crate::parser::TAGS.iter().map(|(name, ..)| *name).collect();
        known.sort_unstable();
        assert_eq!(super::TAGS.to_vec(), known);
    }

    #[test]
    fn what_is_wrong_with_the_syntax() {
        check("{{ a. }}", "Expected IDENTIFIER, got EXPR_END", "Expected a name, found `}}`.");
        check("{{ ) }}", "Not expecting closing symbol RIGHT_PAREN", "`)` has no matching opening.");
        check("{{ a + }}", "Unexpected EXPR_END", "`}}` isn't allowed here.");
        check(
            "{{ a b }}",
            "expression was not fully parsed: IDENTIFIER:\"b\"[1:6]",
            "The expression ends before `b`. An operator or `|` may be missing.",
        );
        check(
            "{# {{ x }} #}",
            "Terminated <State:note> with '}}'",
            "`{#` opens a comment, and a comment can't contain `}}`. Close it with `#}` before, or write `{{ '{#' }}` \
             for the characters themselves.",
        );
        check("{% if a }}", "Terminated <State:tag> with '}}'", "`{%` must be closed with `%}`, not `}}`.");
        check("{% if a %}", "Unclosed tag, missing: endif", "This tag is never closed. Add `{% endif %}`.");
        check("{% endif %}", "End tag without start: endif", "`endif` has no matching `{% if %}`.");
        check("{{ 'a }}", "Unterminated string literal", "This quote is never closed.");
        check(
            "${#a[@]}",
            "Unterminated note",
            "`{#` opens a comment that is never closed with `#}`. For the characters themselves, write `{{ '{#' }}`.",
        );
        check(
            "{{ options.pkgs[0:1] }}",
            "Expected RIGHT_BRACKET, got DICT_ASSIGN",
            "FaaSO has no slices such as `x[0:2]`. Use `first`, `last` or a loop.",
        );
        check(
            "{{ 'a' if options.s else 'b' }}",
            "expression was not fully parsed: IDENTIFIER:\"if\"[1:8]",
            "FaaSO has no inline `if`. Use `{% if … %}…{% else %}…{% endif %}`.",
        );
    }

    #[test]
    fn operators_that_are_missing() {
        let help = "FaaSO has no `in` operator. Write `is in`, for example `'git' is in options.packages`.";
        check(
            "{% if 'x' in options.pkgs %}y{% endif %}",
            "Did not expect any more tokens, found: IDENTIFIER:\"options\"[1:14]",
            help,
        );
        check("{{ 'x' in options.pkgs }}", "expression was not fully parsed: IDENTIFIER:\"in\"[1:8]", help);
        check(
            "{{ '/usr/%s' % options.s }}",
            "Both operators need to be numeric",
            "`%` only divides numbers. To format text, use the filter: `\"/usr/%s\" | format(options.s)`.",
        );
        check(
            "{{ options.s - 1 }}",
            "Both operators need to be numeric",
            "Options are strings. Use `options.n | int` to calculate with one.",
        );
        check(
            "{{ a & b }}",
            "Not implemented expression value `&`",
            "`&` isn't allowed in an expression. Use `and`.",
        );
    }

    #[test]
    fn characters_by_name() {
        check(
            "{{\u{a0}options.s }}",
            "Not implemented expression value `\u{a0}`",
            "A no-break space (U+00A0) isn't allowed in a tag. Use a normal space.",
        );
        check(
            "{{ options.s | default(“x”) }}",
            "Not implemented expression value `“`",
            "`“` (left double quotation mark, U+201C) isn't allowed in a tag. Use `\"`.",
        );
        check(
            "{%\u{a0}if true %}{% endif %}",
            "no tag with name \"\u{a0}if\" registered",
            "A no-break space (U+00A0) isn't allowed in a tag. Use a normal space.",
        );
    }

    #[test]
    fn what_values_cannot_do() {
        check(
            "{{ options.empty | first }}",
            "Empty enumerable",
            "`options.empty` is empty, so `first` has nothing to return. Test `options.empty | length > 0` first.",
        );
        check(
            "{{ options.empty | last | upper }}",
            "Index out of bounds",
            "`options.empty` is empty, so `last` has nothing to return. Test `options.empty | length > 0` first.",
        );
        check(
            "{{ 'a{}'.format(options.s) }}",
            "not implemented for Crinja::AST::StringLiteral",
            "FaaSO has no `.format()`. Use the filter: `\"%s-%s\" | format(a, b)`.",
        );
        check(
            "{{ options.s.upper() }}",
            "options.s.upper is undefined",
            "Values have no methods. Use the filter: `options.s | upper`.",
        );
        check(
            "{{ options.s() }}",
            "Unexpected type in Crinja value\ncause: cast from String to Crinja::Undefined+ failed, at \
             <crinja>/src/runtime/value.cr:386:7:386",
            "This value isn't a function. Remove the parentheses.",
        );
        check(
            "{{ options.pkgs.length }}",
            "Invalid Int32: \"length\"",
            "A list has no attributes. Use the filter: `options.pkgs | length`.",
        );
        check(
            "{% for o in options %}{{ o.key }}{% endfor %}",
            "Invalid Int32: \"key\"",
            "`o` is a list, or an entry of a map, and has no `key`. For entries, loop with two names: \
             `{% for key, value in options %}`.",
        );
        check(
            "{% for o in options %}{{ o | replace('a', 'b') }}{% endfor %}",
            "Unexpected type in Crinja value\ncause: cast from Crinja::Tuple to (Crinja::SafeString | String) failed, \
             at <crinja>/src/runtime/value.cr:386:7:386",
            super::PAIR,
        );
        check("{{ options.s | nope }}", "no filter with name \"nope\" registered", &super::all_of("filter"));
        for (template, message, first) in [
            ("{{ 1 | nope }}", "no filter with name \"nope\" registered", "FaaSO's filters: abs, append, "),
            (
                "{{ 1 | items }}",
                "no filter with name \"items\" registered",
                "FaaSO has no `items`. FaaSO's filters: abs, ",
            ),
            ("{{ 1 is nope }}", "no test with name \"nope\" registered", "FaaSO's tests: "),
            (
                "{% nope %}",
                "no tag with name \"nope\" registered",
                "FaaSO's tags: autoescape, block, call, do, ",
            ),
        ] {
            let error = failed(template);
            assert_eq!(error.message, message, "{template}");
            let help = error.help.unwrap_or_default();
            assert!(help.starts_with(first) && help.ends_with('.'), "{template}: {help}");
        }
        check("{{ 1 // 0 }}", "Division by 0", "");
    }
}
