//! A template's error in plain words: what is wrong, and what to do. Crinja's own words stand beside.

use crinja::{Class, Error, help};

/// What is wrong, as a sentence, and what to do, where more is known.
pub fn headline(error: &Error) -> (String, Option<String>) {
    let help = help::help(error);
    match error.class {
        // what is known of a syntax error says what is wrong
        Class::TemplateSyntaxError => (help.unwrap_or_else(|| syntax(&error.message)), None),
        _ => (plain(error), help),
    }
}

/// Crinja's own words; none where the designer stopped the rendering.
pub fn in_faasos_words(error: &Error) -> Option<String> {
    (error.class != Class::Budget).then(|| error.message.clone())
}

fn plain(error: &Error) -> String {
    let message = error.message.as_str();
    let fixed = match error.class {
        Class::Budget => return stopped(message),
        Class::UndefinedError => return not_set(message.trim_end_matches('.')),
        Class::UnknownFeatureError => return unknown(message),
        Class::TypeError if message.ends_with(" is undefined") => return not_set(message),
        Class::TypeError if message.contains("sequence to join") => {
            "`join` needs a list, but this value isn't a list or isn't set."
        }
        Class::TypeError if message.ends_with("is not iterable") => "`for` can't loop over this value.",
        Class::TypeError | Class::TypeCastError => "This doesn't work with a value of this type.",
        Class::ArgumentsError if message.contains("numeric") => "Both sides must be numbers.",
        Class::ArgumentsError | Class::ArgumentError => {
            "A filter, test or function gets an argument it can't use."
        }
        Class::TemplateNotFoundError => "FaaSO can't find the included template.",
        Class::IndexError | Class::EmptyError => "This list or string is empty or too short.",
        Class::DivisionByZeroError => "This divides by zero.",
        Class::OverflowError => "This number is too large.",
        Class::KeyError => "This key doesn't exist.",
        Class::JsonError => "This value can't be written as JSON.",
        Class::XmlError => "This value can't be read as XML or HTML.",
        Class::TemplateSyntaxError | Class::RuntimeError | Class::CrinjaError | Class::Exception => {
            "FaaSO can't evaluate this expression."
        }
    };
    fixed.to_owned()
}

/// Of what nothing more is known.
fn syntax(message: &str) -> String {
    match message.strip_prefix("Not implemented expression value ") {
        Some(sign) => format!("FaaSO's templates have no operator {sign}."),
        None => "This isn't valid template syntax.".to_owned(),
    }
}

/// `Rendering was stopped: it takes more than 5000000 steps`, as the designer says it.
fn stopped(message: &str) -> String {
    let why = message.strip_prefix("Rendering was stopped: ").unwrap_or(message);
    let mut letters = why.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("Rendering stopped. {first}{}.", letters.as_str().trim_end_matches('.'))
}

/// `options.a is undefined`
fn not_set(message: &str) -> String {
    match message.strip_suffix(" is undefined") {
        Some("") | None => "A value that is used here isn't set.".to_owned(),
        Some(name) => format!("`{name}` isn't set."),
    }
}

/// `no filter with name "x" registered`
fn unknown(message: &str) -> String {
    let parts = message.strip_prefix("no ").and_then(|rest| rest.split_once(" with name "));
    match parts {
        Some((kind, name)) => {
            let name = name.trim_end_matches(" registered").trim_matches('"');
            format!("There is no {kind} called `{name}`.")
        }
        None => "FaaSO doesn't know this filter, test or function.".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crinja::{Budget, Context, ContextValue, render};

    #[track_caller]
    fn check(template: &str, words: &str) {
        let options = ContextValue::Map(vec![("n".into(), ContextValue::Text("5".into()))]);
        let context = Context { variables: vec![("options".into(), options)] };
        let error = render(template, &context, &Budget::default()).expect_err("it is broken");
        let (first, _) = headline(&error);
        assert_eq!(first, words, "{}: {}", error.class.name(), error.message);
        assert_ne!(in_faasos_words(&error).as_deref(), Some(first.as_str()));
    }

    #[test]
    fn plain_words_come_first() {
        check("{{ options.a.b }}", "`options.a` isn't set.");
        check(
            "{{ options.a | join(' ') }}",
            "`join` needs a list, but this value isn't a list or isn't set.",
        );
        check("{{ options.n | nope }}", "There is no filter called `nope`.");
        check("{% if options.n is nope %}{% endif %}", "There is no test called `nope`.");
        check("{{ 1 // 0 }}", "This divides by zero.");
        check("{{ options & 1 }}", "`&` isn't allowed in an expression. Use `and`.");
        check("{{ options.n - 1 }}", "Both sides must be numbers.");
        check("{% for i in 5 %}{% endfor %}", "`for` can't loop over this value.");
        check(
            "{% for i in range(99999999) %}{% endfor %}",
            "Rendering stopped. It takes more than 5000000 steps.",
        );
    }
}
