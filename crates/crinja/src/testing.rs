//! What the tests of the library share.

use super::{Budget, Context, ContextValue, render};

/// What a template gives: its output, or the class and message of its error. The context is that of
/// docs/dialect.md.
pub fn said(template: &str) -> String {
    said_under(template, &Budget::default())
}

pub fn said_under(template: &str, budget: &Budget) -> String {
    match render(template, &context(), budget) {
        Ok(rendered) => rendered.text,
        Err(error) => error.to_string(),
    }
}

/// Checks pairs of a template and what it gives.
#[track_caller]
pub fn check_all(pairs: &[(&str, &str)]) {
    for (template, wanted) in pairs {
        assert_eq!(said(template), *wanted, "{template}");
    }
}

/// Of docs/dialect.md, as its first section gives it.
pub fn context() -> Context {
    let text = |text: &str| ContextValue::Text(text.into());
    let list = |items: &[&str]| ContextValue::List(items.iter().map(|item| (*item).into()).collect());
    let options = [
        ("pkgs", list(&["curl", "git"])),
        ("empty", list(&[])),
        ("flag", text("true")),
        ("n", text("5")),
        ("s", text("abc")),
        ("words", list(&["pear", "Apple", "fig", "apple"])),
        ("blank", text("")),
    ];
    let options = options.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    let variables =
        [("name", text("hello")), ("runtime", text("kemal")), ("options", ContextValue::Map(options))];
    Context { variables: variables.into_iter().map(|(name, value)| (name.to_owned(), value)).collect() }
}
