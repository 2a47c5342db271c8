//! Lays each difference between FaaSO and Jinja2 at a construct's door.

use super::{
    habits::{self, Construct, Habit, short},
    jinja2::{self, Jinja2},
    library,
    supported::is_supported,
    translation::{Off, Translator},
};
use crate::text::{Span, floor_boundary};
use crinja::{self, Class, Context, Error, Rendered, Template};
use minijinja::Environment;
use serde::{Deserialize, Serialize};
use std::{borrow::Cow, cell::Cell, collections::BTreeSet, sync::Arc};

/// How much work may go into finding what is to blame: MiniJinja's fuel, and half of the bytes that it parses.
const WORK: u64 = 2_000_000;
/// However cheap a template is, it is not rendered more often.
const MOST: u64 = 400;

/// A template as FaaSO and as Jinja2 render it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    /// Both make the same of it, or neither can.
    pub same: bool,
    pub jinja2: Jinja2,
    /// What is to blame, in the order in which it shows in the output. Never empty when they are not the same.
    pub differences: Vec<Difference>,
}

/// A construct that means something else to FaaSO.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// Bytes of the template.
    pub span: Span,
    /// In kebab case: which of the differences between the languages it is.
    pub habit: Cow<'static, str>,
    /// What the construct means in either, in one sentence.
    pub message: String,
    /// What shows of it first: a part of a line of FaaSO's output (or why it fails) …
    pub faaso: String,
    /// … and of Jinja2's.
    pub jinja2: String,
}

/// A template, and what FaaSO makes of it: all that the lens looks at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    pub template: String,
    pub context: Context,
    pub outcome: Result<Arc<Rendered>, Error>,
}

impl Seen {
    pub fn compare(&self) -> Comparison {
        compare(&self.template, &self.context, self.outcome.as_deref())
    }
}

/// Compares. `faaso` is what FaaSO makes of the template with this context.
pub fn compare(template: &str, context: &Context, faaso: Result<&Rendered, &Error>) -> Comparison {
    let jinja2 = jinja2::render(template, context);
    let differences = match (&jinja2, faaso) {
        (Jinja2::Text(text), Ok(rendered)) if *text == rendered.text => Vec::new(),
        (Jinja2::Failure { .. } | Jinja2::Lacking { .. }, Err(error)) => {
            both_fail(template, context, error, &jinja2)
        }
        // what Jinja2 would make of it isn't known, so nothing is to blame
        (Jinja2::Lacking { message, span }, Ok(rendered)) => vec![Difference {
            span: *span,
            habit: Cow::Borrowed("not-compared"),
            message: format!("{message}."),
            faaso: excerpt(&Jinja2::Text(rendered.text.clone()), 0),
            jinja2: String::new(),
        }],
        _ => blame(template, context, faaso, &jinja2),
    };
    Comparison { same: differences.is_empty(), jinja2, differences }
}

/// Both fail: the same only where Jinja2 doesn't support either what FaaSO fails at.
fn both_fail(template: &str, context: &Context, error: &Error, jinja2: &Jinja2) -> Vec<Difference> {
    if !is_supported(template, context, error) {
        return Vec::new();
    }
    let shown = Jinja2::Failure { message: error.message.clone(), span: error.span };
    unexplained(template, Err(error), jinja2, &shown, true).into_iter().collect()
}

fn blame(
    template: &str,
    context: &Context,
    faaso: Result<&Rendered, &Error>,
    jinja2: &Jinja2,
) -> Vec<Difference> {
    let shown = match faaso {
        Ok(rendered) => Jinja2::Text(rendered.text.clone()),
        Err(error) => Jinja2::Failure { message: error.message.clone(), span: error.span },
    };
    let mut differences = Vec::new();
    let mut explained = false;
    // what FaaSO spends its whole budget on is not worked through once more
    let too_much = matches!(faaso, Err(error) if error.class == Class::Budget);
    if let Some(parsed) = crinja::parse(template).ok().filter(|_| !too_much) {
        let (trial, whole, constructs) = Trial::new(&parsed, context);
        let mut blamed = trial.blamed(&whole, &constructs);
        blamed.sort_by_key(|(at, construct, _)| (*at, construct.span.start));
        for (at, construct, without) in blamed {
            let (faaso, jinja2) = (excerpt(&shown, at), excerpt(&without, at));
            let message = habits::lesson(construct, &parsed.text);
            let habit = Cow::Borrowed(construct.habit.id());
            differences.push(Difference { span: construct.span, habit, message, faaso, jinja2 });
        }
        explained = match (&whole, faaso) {
            (Jinja2::Text(text), Ok(rendered)) => *text == rendered.text,
            (Jinja2::Failure { .. } | Jinja2::Lacking { .. }, Err(_)) => true,
            _ => false,
        } && !differences.is_empty();
    }
    if !explained {
        differences.extend(unexplained(template, faaso, jinja2, &shown, differences.is_empty()));
    }
    differences
}

/// What no known construct explains: at least its place.
fn unexplained(
    template: &str,
    faaso: Result<&Rendered, &Error>,
    jinja2: &Jinja2,
    shown: &Jinja2,
    nothing_else: bool,
) -> Option<Difference> {
    let at = first_difference(shown, jinja2);
    let (span, habit, message) = match (faaso, jinja2) {
        (Err(error), _) => {
            let (habit, message) = habits::refused(error, error.span, template);
            (error.span, habit, message)
        }
        (Ok(_), Jinja2::Failure { message, span }) if nothing_else => (
            *span,
            "jinja2-refuses",
            format!("FaaSO accepts this; Jinja2 doesn't. Jinja2 says: `{message}`."),
        ),
        (Ok(rendered), Jinja2::Text(_)) if nothing_else => {
            let piece = rendered.pieces.iter().find(|piece| piece.end > at).or(rendered.pieces.last());
            let span = piece.map_or(Span::at(0), |piece| piece.source);
            let (habit, span, message) = habits::of_text(template, span, at, &rendered.text);
            (span, habit, message)
        }
        _ => return None,
    };
    let (faaso, jinja2) = (excerpt(shown, at), excerpt(jinja2, at));
    Some(Difference { span, habit: Cow::Borrowed(habit), message, faaso, jinja2 })
}

struct Trial<'a> {
    translator: Translator<'a>,
    environment: Environment<'static>,
    context: &'a Context,
    /// How often a translation may still be rendered.
    left: Cell<u64>,
}

impl<'a> Trial<'a> {
    /// With the result and the constructs of the whole translation.
    fn new(parsed: &'a Template, context: &'a Context) -> (Self, Jinja2, Vec<Construct>) {
        let (translator, environment) = (Translator::new(parsed), library::with_faaso());
        let (translated, constructs) = translator.write(Off::Nothing);
        let (whole, fuel) = jinja2::render_measured(&environment, &translated, context);
        let cost = fuel + translated.len() as u64 / 2 + 1;
        let left = Cell::new((WORK / cost).min(MOST));
        (Trial { translator, environment, context, left }, whole, constructs)
    }

    /// None when there was enough of it.
    fn run(&self, off: Off) -> Option<Jinja2> {
        self.left.set(self.left.get().checked_sub(1)?);
        let (translated, _) = self.translator.write(off);
        Some(jinja2::render_in(&self.environment, &translated, self.context))
    }

    /// Constructs without whose translation the result is another: where it first is, and what it is then.
    fn blamed(&self, whole: &Jinja2, constructs: &[Construct]) -> Vec<(usize, Construct, Jinja2)> {
        let habits: BTreeSet<Habit> = constructs.iter().map(|construct| construct.habit).collect();
        // all habits first, so that what is left goes to telling their constructs apart
        let guilty: Vec<_> = habits.into_iter().filter_map(|habit| self.without(habit, whole)).collect();
        let mut blamed = Vec::new();
        for (habit, without_all) in guilty {
            let before = blamed.len();
            let of_habit = || constructs.iter().filter(|construct| construct.habit == habit);
            for &construct in of_habit() {
                let Some(without) = self.run(Off::One(construct)) else { break };
                if !same(&without, whole) {
                    blamed.push((first_difference(whole, &without), construct, without));
                }
            }
            // only together do they matter, or there was no telling them apart: the first stands for all
            if let (true, Some(&first)) = (blamed.len() == before, of_habit().next()) {
                blamed.push((first_difference(whole, &without_all), first, without_all));
            }
        }
        blamed
    }

    /// What it is without a habit, if that is another result.
    fn without(&self, habit: Habit, whole: &Jinja2) -> Option<(Habit, Jinja2)> {
        let without = self.run(Off::All(habit)).filter(|without| !same(without, whole))?;
        // how a value prints is not to blame when only another habit makes it one that prints otherwise
        let follows = habit == Habit::Printing && {
            let (alone, jinja2) = (self.run(Off::AllBut(habit))?, self.run(Off::Everything)?);
            matches!(alone, Jinja2::Text(_)) && same(&alone, &jinja2)
        };
        (!follows).then_some((habit, without))
    }
}

/// One failure is like another: the places are the translation's.
fn same(one: &Jinja2, other: &Jinja2) -> bool {
    match (one, other) {
        (Jinja2::Text(one), Jinja2::Text(other)) => one == other,
        (Jinja2::Text(_), _) | (_, Jinja2::Text(_)) => false,
        _ => true,
    }
}

/// The first byte at which two outputs differ; of a failure, the beginning.
fn first_difference(one: &Jinja2, other: &Jinja2) -> usize {
    match (one, other) {
        (Jinja2::Text(one), Jinja2::Text(other)) => {
            let same = one.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
            floor_boundary(one, same)
        }
        _ => 0,
    }
}

/// The line at a byte, blanks shown as they are.
fn excerpt(output: &Jinja2, at: usize) -> String {
    match output {
        Jinja2::Text(text) => {
            let at = floor_boundary(text, at);
            let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
            let start = floor_boundary(text, start.max(at.saturating_sub(40)));
            let end = text[at..].char_indices().nth(40).map_or(text.len(), |(end, _)| at + end);
            text[start..end].to_owned()
        }
        Jinja2::Failure { message, .. } | Jinja2::Lacking { message, .. } => short(message),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crinja::{Budget, ContextValue};

    fn context() -> Context {
        let text = |text: &str| ContextValue::Text(text.to_owned());
        let options = [
            ("pkgs", ContextValue::List(vec!["curl".into(), "git".into()])),
            ("empty", ContextValue::List(vec![])),
            ("flag", text("true")),
            ("n", text("5")),
            ("blank", text("")),
        ];
        let options = options.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
        let variables = vec![
            ("name".to_owned(), text("hello")),
            ("runtime".to_owned(), ContextValue::None),
            ("options".to_owned(), ContextValue::Map(options)),
        ];
        Context { variables }
    }

    /// The habits blamed, each with what is underlined, in their order.
    #[track_caller]
    fn check(template: &str, expected: &[(&str, &str)]) {
        let context = context();
        let faaso = crinja::render(template, &context, &Budget::default());
        let comparison = compare(template, &context, faaso.as_ref());
        let got: Vec<_> =
            comparison.differences.iter().map(|found| (&*found.habit, found.span.of(template))).collect();
        assert_eq!(got, expected, "{template:?}: {comparison:#?} {faaso:?}");
        assert_eq!(comparison.same, expected.is_empty(), "{template:?}");
        for found in &comparison.differences {
            assert_ne!(found.faaso, found.jinja2, "{template:?}: {found:?}");
            assert!(found.message.len() > 20 && found.message.ends_with(['.', ')', '>']), "{found:?}");
        }
    }

    #[test]
    fn the_same_is_no_difference() {
        for template in [
            "FROM {{ name }}\n{% for p in options.pkgs %}\nRUN {{ p }}\n{% endfor %}\n",
            "{{ options.pkgs | join(\" \") }}{% if options.flag == \"true\" %}x{% endif %}\n\n",
            "{% if options.empty | length > 0 %}x{% endif %}{{ options.nope }}",
            "{{ nope.x }}",
            "{# note #}{% raw %}{{ x }}{% endraw %}",
        ] {
            check(template, &[]);
        }
    }

    #[test]
    fn blame() {
        check("{% if options.empty %}x{% endif %}", &[("truth", "options.empty")]);
        check("{% if not options.blank and name %}x{% endif %}", &[("truth", "options.blank")]);
        check("{{ options.blank or \"fallback\" }}", &[("and-or", "options.blank or \"fallback\"")]);
        check("a\n  {%- if name %}b{% endif %}\n", &[("trim-before", "{%-")]);
        check("{% if name -%}\n\n  b{% endif %}", &[("trim-after", "-%}")]);
        check("{{ name -}}  \nb", &[("trim-after", "-}}")]);
        check("a {#- c #} b {{ 1 }} c", &[("trim-stray", " b ")]);
        check(
            "{% if not options.n is defined %}y{% else %}n{% endif %}",
            &[("not-first", "not options.n is defined")],
        );
        check("{{ options.pkgs | join \" \" }}", &[("bare-arguments", "options.pkgs | join \" \"")]);
        check("{{ options.nope | join(\" \") }}", &[("filter", "options.nope | join(\" \")")]);
        check("{{ options.pkgs | tojson }}", &[("filter", "options.pkgs | tojson")]);
        check("{{ runtime }} {{ 1 == 2 }}", &[("printing", "{{ runtime }}"), ("printing", "{{ 1 == 2 }}")]);
        check("{{ options.n + 1 }}", &[("operator", "options.n + 1")]);
        check("{{ 2 * 7 % 4 }}", &[("operator", "2 * 7 % 4")]);
        check("{% for k in {\"a\": 1} %}{{ k }}{% endfor %}", &[("map-pairs", "{\"a\": 1}")]);
        check("{{ \"a\\d\" }}", &[("escapes", "\"a\\d\"")]);
        check("{{ \"a\" if name else \"b\" }}", &[("inline-if", "if")]);
        check("{% if \"git\" in options.pkgs %}y{% endif %}", &[("in-operator", "options")]);
        check("{{ options.pkgs[0:1] }}", &[("slice", ":")]);
        check("{{ [1,] }}", &[("trailing-comma", "]")]);
        check("{# {{ name }} #}", &[("comment-braces", "}}")]);
        check("{{ options.pkgs | unique }}", &[("filter", "options.pkgs | unique")]);
        check("{% if name: %}ok{% endif %}", &[("jinja2-refuses", ":")]);
        check("{% for k, v in options.items() %}{{ k }}{% endfor %}", &[("method", "options.items()")]);
        check("{{ name.upper() }}", &[("method", "name.upper()")]);
        check("a\r\n", &[("line-end", "\r\n")]);
        check("a\0b", &[("nul", "\0")]);
        check("{% for x in [1, 2] %}{{ loop.nextitem }}{% endfor %}", &[("loop", "loop.nextitem")]);
    }

    /// What shows first in the output is blamed first.
    #[test]
    fn in_the_order_of_the_output() {
        check(
            "{% set x = options.blank or 1 %}{% if options.empty %}a{% endif %}{{ x }}",
            &[("truth", "options.empty"), ("and-or", "options.blank or 1")],
        );
    }
}
