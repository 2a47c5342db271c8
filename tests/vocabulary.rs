//! What completion offers is what the dialect knows: no word of the editor's is a mistake in FaaSO, and none that FaaSO
//! knows is missing.

use crinja::{Budget, Class, Context, render};
use faaso_designer::editor::vocabulary;
use std::collections::BTreeSet;

/// Whether the dialect knows the word: anything but an unknown feature will do.
fn check(kind: &str, words: &str, template: impl Fn(&str) -> String) {
    for word in words.split(' ') {
        assert!(
            knows(&template(word)),
            "completion offers the {kind} “{word}”, which the dialect does not know"
        );
    }
    assert!(!knows(&template("nosuch")), "an unknown {kind} goes unnoticed");
}

fn knows(template: &str) -> bool {
    match render(template, &Context::default(), &Budget::default()) {
        Ok(_) => true,
        Err(error) => error.class != Class::UnknownFeatureError,
    }
}

#[test]
fn every_word_is_of_the_dialect() {
    check("filter", vocabulary::FILTERS, |word| format!("{{{{ [1] | {word} }}}}"));
    check("test", vocabulary::TESTS, |word| format!("{{{{ 1 is {word}(1) }}}}"));
    check("tag", vocabulary::TAGS, |word| format!("{{% {word} x %}}"));
}

#[test]
fn every_function_can_be_called() {
    for word in vocabulary::FUNCTIONS.split(' ') {
        let called = render(&format!("{{{{ {word}() }}}}"), &Context::default(), &Budget::default());
        let message = called.err().map(|error| error.message).unwrap_or_default();
        assert!(!message.contains("is undefined"), "completion offers the function “{word}”: {message}");
    }
}

/// FaaSO finds nothing through them, so they are not offered.
const LOADERS: [&str; 4] = ["extends", "from", "import", "include"];

#[test]
fn every_word_of_the_dialect_is_offered() {
    fn same<'a>(kind: &str, offered: &'a str, known: impl Iterator<Item = &'a str>) {
        let offered: BTreeSet<_> = offered.split(' ').collect();
        let known: BTreeSet<_> = known.collect();
        assert_eq!(offered, known, "{kind}");
    }
    same("filters", vocabulary::FILTERS, crinja::filters::names());
    same("tests", vocabulary::TESTS, crinja::tests::names());
    same("functions", vocabulary::FUNCTIONS, crinja::functions::names());
    same("tags", vocabulary::TAGS, crinja::tag_names().filter(|name| !LOADERS.contains(name)));
}
