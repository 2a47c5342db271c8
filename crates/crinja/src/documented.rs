//! `docs/dialect.md` shows templates with what they render to: every one of them is rendered here.

use super::{Budget, render, testing::context};

const PAGE: &str = include_str!("../../../docs/dialect.md");

#[test]
fn the_page_says_what_templates_give() {
    let mut wrong = Vec::new();
    let examples: Vec<_> = PAGE.split("```dialect\n").skip(1).flat_map(examples).collect();
    for (template, wanted) in &examples {
        let given = given(template);
        if given != *wanted {
            wrong.push(format!("{template} → {given}"));
        }
    }
    assert!(wrong.is_empty(), "the engine says:\n{}", wrong.join("\n"));
    assert!(examples.len() > 120, "only {} examples were seen", examples.len());
}

/// Of the block that the text starts with: each line's template and what it gives, as written.
fn examples(block: &str) -> impl Iterator<Item = (&str, &str)> {
    let block = block.split_once("```").expect("every block ends").0;
    block
        .lines()
        .map(|line| line.split_once(" →").expect("a template and what it gives"))
        .map(|(template, given)| (template, given.strip_prefix(' ').unwrap_or(given)))
}

/// What a template gives, written as on the page.
fn given(template: &str) -> String {
    let template = template.replace('⏎', "\n").replace('␠', " ");
    let said = match render(&template, &context(), &Budget::default()) {
        Ok(rendered) => rendered.text,
        Err(error) => format!("✗ {error}"),
    };
    let said = said.replace('\n', "⏎");
    let visible = said.trim_end_matches(' ');
    format!("{visible}{}", "␠".repeat(said.len() - visible.len()))
}
