//! What completion offers is what the dialect knows: no word of the editor's is a mistake in FaaSO, and none that FaaSO
//! knows is missing.

use crinja::{Budget, Class, Context, render};
use faaso_designer::editor::{vocabulary, word_help::WORDS};
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

#[test]
fn every_word_has_help_with_an_example_that_prints_that() {
    for (kind, offered) in [
        ("filter", vocabulary::FILTERS),
        ("test", vocabulary::TESTS),
        ("function", vocabulary::FUNCTIONS),
        ("tag", vocabulary::TAGS),
    ] {
        let helped: BTreeSet<_> = WORDS.iter().filter(|word| word.0 == kind).map(|word| word.1).collect();
        // an end says what it ends
        let offered: BTreeSet<_> =
            offered.split(' ').filter(|word| kind != "tag" || !word.starts_with("end")).collect();
        assert_eq!(helped, offered, "{kind}");
    }
    for (kind, word, about, example, printed) in WORDS {
        assert!(about.ends_with('.'), "{kind} {word}");
        if example.is_empty() {
            assert_eq!(*printed, "");
            continue;
        }
        assert!(example.contains(word) || *kind == "function", "{kind} {word}: {example}");
        let made = render(example, &Context::default(), &Budget::default());
        assert_eq!(made.map(|made| made.text).as_deref(), Ok(*printed), "{kind} {word}: {example}");
    }
}
