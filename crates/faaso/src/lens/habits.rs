//! What means something else in FaaSO than in Jinja2, and what to say about it.

use super::translation::Construct;
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

/// What a construct means in either language. `text` is the template.
pub fn lesson(construct: Construct, text: &str) -> String {
    let written = short(construct.span.of(text));
    match construct.habit {
        Habit::TrimBefore => format!(
            "In FaaSO “{written}” removes only the blanks of its own line; in Jinja2 it also removes the \
             line ends before it."
        ),
        Habit::TrimAfter if written == "-}}" => {
            "In FaaSO “-}}” removes blanks up to the line end, which stays; in Jinja2 it removes all blanks \
             and line ends."
                .to_owned()
        }
        Habit::TrimAfter => {
            format!(
                "In FaaSO “{written}” removes one line end at most; in Jinja2 all blanks and line ends \
                     behind it."
            )
        }
        Habit::TrimStray => {
            "FaaSO removes blanks here, by a “-” that stands elsewhere; Jinja2 does not.".to_owned()
        }
        Habit::Truth => format!(
            "In FaaSO “{written}” is true as soon as it is there, be it an empty text or list; in Jinja2 an \
             empty one is false."
        ),
        Habit::AndOr => "In FaaSO “and” and “or” give true or false; in Jinja2 they give one of the two \
                         values."
            .to_owned(),
        Habit::NotFirst => format!(
            "In FaaSO “not” takes only what stands right behind it, before “is”, “|” and “==”; in Jinja2 \
             all of “{written}”."
        ),
        Habit::BareArguments => {
            format!("FaaSO takes the arguments of “{written}” without brackets; Jinja2 does not.")
        }
        Habit::Filter => filter(&written),
        Habit::Test => format!("The test in “{written}” does not ask the same in FaaSO and in Jinja2."),
        Habit::Operator => format!(
            "In FaaSO “{written}” is worked out otherwise than in Jinja2: options are texts, “+” with a \
             text joins, and operators bind otherwise."
        ),
        Habit::Printing => {
            "FaaSO prints none, true, false, numbers, lists and maps in its own way; Jinja2 as Python does."
                .to_owned()
        }
        Habit::MapPairs => format!(
            "In FaaSO a loop over the map “{written}” gives pairs; in Jinja2 its \
                                    keys."
        ),
        Habit::Escapes => format!(
            "In FaaSO only \\n\
             , \\\\ and quotes are escapes in a text: every other backslash in “{written}” vanishes with the sign behind it."
        ),
    }
}

fn filter(written: &str) -> String {
    let after = written.rsplit('|').next().unwrap_or(written).trim_start();
    let name: String = after.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    let says = match name.as_str() {
        "join" => "of an option that is not set, “join” stops FaaSO; Jinja2 takes it for an empty list",
        "tojson" => "FaaSO's “tojson” writes “&quot;” for quotes and one item a line; Jinja2's does not",
        "default" | "d" => {
            "FaaSO's “default” also replaces none, and with “true” does not replace empty texts and lists"
        }
        "length" | "count" => "FaaSO's “length” takes what is not there for empty",
        "title" | "capitalize" => "FaaSO begins words after other signs than Jinja2",
        "indent" => "FaaSO's “indent” indents blank lines too",
        "trim" => "FaaSO's “trim” takes off blanks only, whatever signs it is given",
        "int" | "float" | "round" => "FaaSO reads and rounds numbers by other rules",
        "groupby" | "dictsort" => "FaaSO's pairs and groups are not Jinja2's",
        _ => "FaaSO's filter is not Jinja2's",
    };
    format!("In “{written}”: {says}.")
}

/// Of Python's dicts and texts.
const METHODS: [&str; 16] = [
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
];

/// What only Jinja2 takes, by the error that FaaSO gives. `at` is the error's place in `text`.
pub fn refused(error: &Error, at: Span, text: &str) -> (&'static str, String) {
    let message = error.message.as_str();
    let has = |part: &str| message.contains(part);
    let line = text[..at.start.min(text.len())].rfind('\n').map_or(0, |end| end + 1);
    let line = text[line..].lines().next().unwrap_or_default();
    let called = message.strip_suffix(" is undefined").and_then(|path| path.rsplit_once('.'));
    let (id, says) = match error.class {
        _ if called.is_some_and(|(_, method)| METHODS.contains(&method)) => (
            "method",
            "FaaSO's values have no methods: a loop over a map gives pairs, “{% for key, value in options %}”, and texts \
             have filters.",
        ),
        Class::TemplateSyntaxError if has("IDENTIFIER:\"if\"") || has("IDENTIFIER:\"else\"") => {
            ("inline-if", "FaaSO has no “a if b else c”: write “{% if b %}a{% else %}c{% endif %}”.")
        }
        Class::TemplateSyntaxError
            if has("IDENTIFIER:\"in\"") || (has("Did not expect any more") && line.contains(" in ")) =>
        {
            ("in-operator", "FaaSO has no operator “in”: write the test “is in”.")
        }
        Class::TemplateSyntaxError if has("got DICT_ASSIGN") => {
            ("slice", "FaaSO has no slices such as “list[0:2]”.")
        }
        Class::TemplateSyntaxError if has("Terminated <State:note>") => (
            "comment-braces",
            "In FaaSO a comment cannot hold “}}” or “%}”: template code cannot be commented out.",
        ),
        Class::TemplateSyntaxError if has("Terminated <State:tag>") => {
            ("nested-braces", "In FaaSO “}}” inside a tag needs a blank between the braces.")
        }
        Class::TemplateSyntaxError if has("Unexpected RIGHT_") => (
            "trailing-comma",
            "FaaSO takes no comma behind the last item, and no filter without brackets before a comma.",
        ),
        Class::TemplateSyntaxError if has("missing: endraw") => {
            ("endraw-mark", "FaaSO does not know “{%- endraw”: write it without the “-”.")
        }
        Class::UnknownFeatureError => ("unknown-name", "FaaSO does not have that one, as Jinja2 has."),
        Class::UndefinedError => ("undefined", "FaaSO stops when it looks into what is not there."),
        Class::TemplateNotFoundError => {
            ("include", "FaaSO looks for other templates in the folder it is run in.")
        }
        _ => ("refused", "FaaSO does not take this; Jinja2 does."),
    };
    (id, format!("{says} FaaSO says: “{}”.", message.trim()))
}

/// What no construct of the language is to blame for: signs of the text, and what a loop knows. `at` is where
/// FaaSO's output `made` begins to differ, `piece` what made that.
pub fn of_text(text: &str, piece: Span, at: usize, made: &str) -> (&'static str, Span, String) {
    let asked = ["loop.previtem", "loop.nextitem", "loop.changed", "loop.depth"]
        .into_iter()
        .find_map(|asked| Some(Span::new(text.find(asked)?, text.find(asked)? + asked.len())));
    let (id, span, says) = match (text.find('\0'), asked) {
        (Some(nul), _) if at == made.len() => (
            "nul",
            Span::new(nul, nul + 1),
            "FaaSO takes a NUL for the end of the template; to Jinja2 it is a sign like any other.",
        ),
        _ if made[at..] == *"\r" && text.ends_with(['\n', '\r']) => (
            "line-end",
            Span::new(text.rfind('\r').unwrap_or(0), text.len()),
            "FaaSO takes one LF off the end of a template and leaves a CR before it; Jinja2 takes both off.",
        ),
        (_, Some(asked)) => (
            "loop",
            asked,
            "FaaSO's loops do not know “previtem”, “nextitem”, “changed” and “depth”; Jinja2's do.",
        ),
        _ => ("other", piece, "FaaSO and Jinja2 write different things here."),
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
