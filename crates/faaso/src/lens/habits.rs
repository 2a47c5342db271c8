//! What means something else in FaaSO than in Jinja2, and what to say about it.

use crate::text::Span;
use crinja::{Class, Error};

/// A construct that Jinja2 takes as well, with another meaning, or that only FaaSO takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Habit {
    /// A `-` at the beginning of a tag.
    TrimBefore,
    /// A `-` at the end of a tag.
    TrimAfter,
    /// Blanks that go without a `-` beside them.
    TrimStray,
    /// What counts as true.
    Truth,
    AndOr,
    NotFirst,
    BareArguments,
    Filter,
    Test,
    Operator,
    Printing,
    MapPairs,
    Escapes,
}

impl Habit {
    pub fn id(self) -> &'static str {
        match self {
            Habit::TrimBefore => "trim-before",
            Habit::TrimAfter => "trim-after",
            Habit::TrimStray => "trim-stray",
            Habit::Truth => "truth",
            Habit::AndOr => "and-or",
            Habit::NotFirst => "not-first",
            Habit::BareArguments => "bare-arguments",
            Habit::Filter => "filter",
            Habit::Test => "test",
            Habit::Operator => "operator",
            Habit::Printing => "printing",
            Habit::MapPairs => "map-pairs",
            Habit::Escapes => "escapes",
        }
    }
}

/// A construct that may mean something else in FaaSO.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Construct {
    pub habit: Habit,
    pub span: Span,
}

/// What a construct means in either language. `text` is the template.
pub fn lesson(construct: Construct, text: &str) -> String {
    let written = short(construct.span.of(text));
    match construct.habit {
        Habit::TrimBefore => format!(
            "FaaSO removes only the spaces of the same line at `{written}`. Jinja2 also removes the newlines before it."
        ),
        Habit::TrimAfter if written == "-}}" => {
            "FaaSO removes the spaces after `-}}` and keeps the newline. Jinja2 removes all spaces and newlines."
                .to_owned()
        }
        Habit::TrimAfter => {
            format!("FaaSO removes at most one newline after `{written}`. Jinja2 removes all spaces and newlines.")
        }
        Habit::TrimStray => {
            "FaaSO removes spaces here, because of a `-` somewhere else. Jinja2 doesn't.".to_owned()
        }
        Habit::Truth => format!(
            "FaaSO treats any set value as true, so `{written}` is true even when empty. Jinja2 treats empty strings \
             and lists as false."
        ),
        Habit::AndOr => "In FaaSO `and` and `or` give true or false. In Jinja2 they give one of the two values."
            .to_owned(),
        Habit::NotFirst => format!(
            "In FaaSO `not` applies only to the next word, before `is`, `|` and `==`. In Jinja2 it applies to all of \
             `{written}`."
        ),
        Habit::BareArguments => {
            format!("FaaSO accepts the arguments of `{written}` without parentheses. Jinja2 doesn't.")
        }
        Habit::Filter => filter(&written),
        Habit::Test => format!("The test in `{written}` works differently in Jinja2."),
        Habit::Operator => format!(
            "`{written}` gives a different result in Jinja2: options are strings, and operator precedence differs."
        ),
        Habit::Printing => {
            "FaaSO prints none, true, false, numbers, lists and mappings in its own way. Jinja2 prints them as Python does."
                .to_owned()
        }
        Habit::MapPairs => {
            format!("In FaaSO a loop over the mapping `{written}` gives pairs. In Jinja2 it gives the keys.")
        }
        Habit::Escapes => format!(
            "FaaSO knows only the escapes `\\n`, `\\\\` and quotes. Any other backslash in `{written}` is removed, with \
             the next character."
        ),
    }
}

fn filter(written: &str) -> String {
    let after = written.rsplit('|').next().unwrap_or(written).trim_start();
    let name: String = after.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    let says = match name.as_str() {
        "join" => "FaaSO fails when it joins an option that isn't set. Jinja2 treats it as an empty list",
        "tojson" => "FaaSO's `tojson` writes `&quot;` for quotes and one item per line. Jinja2's doesn't",
        "default" | "d" => {
            "FaaSO's `default` also replaces none, and with `true` it keeps empty strings and lists. Jinja2's doesn't"
        }
        "length" | "count" => "FaaSO's `length` of an unset option is 0",
        "title" | "capitalize" => "FaaSO starts words after other characters than Jinja2",
        "indent" => "FaaSO's `indent` also indents empty lines",
        "trim" => "FaaSO's `trim` removes only spaces and newlines, whatever characters it's given",
        "int" | "float" | "round" => "FaaSO reads and rounds numbers by other rules",
        "groupby" | "dictsort" => "FaaSO's pairs and groups are different from Jinja2's",
        _ => "this filter works differently in Jinja2",
    };
    format!("In `{written}`: {says}.")
}

/// Of Python's dicts and texts.
pub const METHODS: [&str; 27] = [
    "items",
    "keys",
    "values",
    "get",
    "upper",
    "lower",
    "strip",
    "lstrip",
    "rstrip",
    "startswith",
    "endswith",
    "split",
    "splitlines",
    "replace",
    "isdigit",
    "format",
    "append",
    "capitalize",
    "count",
    "extend",
    "find",
    "index",
    "isalpha",
    "join",
    "pop",
    "title",
    "zfill",
];

/// What only Jinja2 takes, by the error that FaaSO gives. `at` is the error's place in `text`.
pub fn refused(error: &Error, at: Span, text: &str) -> (&'static str, String) {
    let message = error.message.as_str();
    let has = |part: &str| message.contains(part);
    let line = text[..at.start.min(text.len())].rfind('\n').map_or(0, |end| end + 1);
    let line = text[line..].lines().next().unwrap_or_default();
    let called = message.strip_suffix(" is undefined").and_then(|path| path.rsplit_once('.'));
    let formats = |sign: &str| line.contains(&format!("{sign} %")) && !line.contains(&format!("{sign} %}}"));
    let (id, says) = match error.class {
        _ if called.is_some_and(|(_, method)| METHODS.contains(&method)) => (
            "method",
            "FaaSO's values have no methods. Use filters for strings; a loop over a mapping gives pairs: \
             `{% for key, value in options %}`.",
        ),
        Class::ArgumentError if has("Invalid Int32") => {
            ("method", "FaaSO's lists have no methods or attributes. Use filters, such as `| length`.")
        }
        Class::Exception if has("not implemented for") => {
            ("method", "FaaSO can't look into a literal value. Use a filter instead of a method.")
        }
        Class::ArgumentsError if formats("\"") || formats("'") => {
            ("percent", "FaaSO can't format strings with `%`. Write `\"%s\" | format(x)`, or join with `~`.")
        }
        Class::TemplateSyntaxError if has("IDENTIFIER:\"if\"") || has("IDENTIFIER:\"else\"") => {
            ("inline-if", "FaaSO has no `a if b else c`. Write `{% if b %}a{% else %}c{% endif %}`.")
        }
        Class::TemplateSyntaxError
            if has("IDENTIFIER:\"in\"") || (has("Did not expect any more") && line.contains(" in ")) =>
        {
            ("in-operator", "FaaSO has no operator `in`. Write the test `is in`.")
        }
        Class::TemplateSyntaxError if has("got DICT_ASSIGN") => {
            ("slice", "FaaSO has no slices such as `list[0:2]`.")
        }
        Class::TemplateSyntaxError if has("Terminated <State:note>") => (
            "comment-braces",
            "In FaaSO a comment can't contain `}}` or `%}`, so template code can't be commented out.",
        ),
        Class::TemplateSyntaxError if has("Terminated <State:tag>") => {
            ("nested-braces", "In FaaSO `}}` inside a tag needs a space between the braces.")
        }
        Class::TemplateSyntaxError if has("Unexpected RIGHT_") => (
            "trailing-comma",
            "FaaSO accepts no comma after the last item, and no filter without parentheses before a comma.",
        ),
        Class::TemplateSyntaxError if has("missing: endraw") => {
            ("endraw-mark", "FaaSO doesn't know `{%- endraw`. Write it without the `-`.")
        }
        Class::UnknownFeatureError => ("unknown-name", "Jinja2 has this; FaaSO doesn't."),
        Class::UndefinedError => ("undefined", "FaaSO fails when it looks into something that isn't set."),
        Class::TemplateNotFoundError => {
            ("include", "FaaSO looks for other templates in the folder where it's run.")
        }
        _ => ("refused", "FaaSO doesn't support this; Jinja2 does."),
    };
    (id, format!("{says} FaaSO says: `{}`.", message.trim()))
}

/// What no construct of the language is to blame for: signs of the text, and what a loop knows. `at` is where
/// FaaSO's output `made` begins to differ, `piece` what made that.
pub fn of_text(text: &str, piece: Span, at: usize, made: &str) -> (&'static str, Span, String) {
    let asked = ["loop.previtem", "loop.nextitem", "loop.changed", "loop.depth"]
        .into_iter()
        .find_map(|asked| Some(Span::new(text.find(asked)?, text.find(asked)? + asked.len())));
    let (id, span, says) = match (text.find('\0'), asked) {
        (Some(nul), _) if at == made.len() => {
            ("nul", Span::new(nul, nul + 1), "FaaSO ends the template at a NUL character. Jinja2 doesn't.")
        }
        _ if made[at..] == *"\r" && text.ends_with(['\n', '\r']) => (
            "line-end",
            Span::new(text.rfind('\r').unwrap_or(0), text.len()),
            "FaaSO removes the final LF of a template and keeps the CR before it. Jinja2 removes both.",
        ),
        (_, Some(asked)) => (
            "loop",
            asked,
            "Jinja2's loops have `previtem`, `nextitem`, `changed` and `depth`. FaaSO's don't.",
        ),
        _ => ("other", piece, "FaaSO and Jinja2 give different output here."),
    };
    (id, span, says.to_owned())
}

/// A stretch of template, shortened to be said in a sentence.
pub fn short(text: &str) -> String {
    let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match one_line.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &one_line[..end]),
        None => one_line,
    }
}
