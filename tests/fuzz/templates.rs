//! What must hold for any template: no panic, within the budget, places inside the text, pieces without gaps.

use super::{grammar, random::Random, show};
use crinja::{
    self, Budget, Class, Context, Error, Rendered, Template,
    ast::{Form, Node},
};
use faaso::{
    lens::{self, Jinja2},
    text::Span,
};

/// Any template under the budget that the designer gives it.
pub fn run(random: &mut Random) {
    let (template, context) = (grammar::template(random), grammar::context(random));
    check(&template, &context, &Budget::default());
}

/// Any template under a budget that is soon used up, so that every way to run out of it is gone.
pub fn run_within_small_budgets(random: &mut Random) {
    let (template, context) = (grammar::template(random), grammar::context(random));
    let budget =
        Budget { steps: random.below(20_000) as u64, bytes: random.below(4_000), depth: random.below(40) };
    check(&template, &context, &budget);
}

/// The same templates as standard Jinja2, and what is to blame where the two differ.
pub fn run_lens(random: &mut Random) {
    let (template, context) = (grammar::template(random), grammar::context(random));
    show(template.clone());
    if let Jinja2::Failure { span, .. } = lens::render(&template, &context) {
        inside(&template, span, "Jinja2's failure");
    }
    let faaso = crinja::render(&template, &context, &Budget::default());
    let comparison = lens::compare(&template, &context, faaso.as_ref());
    assert_eq!(comparison.same, comparison.differences.is_empty());
    for found in &comparison.differences {
        inside(&template, found.span, "the construct to blame");
    }
}

/// Renders, and gives the class it ends in.
pub fn check(template: &str, context: &Context, budget: &Budget) -> Option<Class> {
    show(format!("{budget:?}\n{template}"));
    let parsed = match crinja::parse(template) {
        Ok(parsed) => parsed,
        Err(error) => {
            failed(template, &error);
            return Some(error.class);
        }
    };
    structure(&parsed, template);
    match crinja::eval::render(&parsed, context, budget) {
        Ok(rendered) => {
            made(template, &rendered, budget);
            None
        }
        Err(error) => {
            failed(template, &error);
            Some(error.class)
        }
    }
}

fn failed(template: &str, error: &Error) {
    inside(template, error.span, "the error");
    if let Some((from, to)) = error.reported {
        // Crinja counts the blanks before a token twice, so its places may lie behind the end.
        assert!(from.line >= 1 && to.line >= from.line, "lines count from 1: {error:?}");
    }
}

fn made(template: &str, rendered: &Rendered, budget: &Budget) {
    assert!(rendered.text.len() <= budget.bytes, "{} bytes", rendered.text.len());
    let mut before = 0;
    for piece in &rendered.pieces {
        assert!(piece.end > before, "an empty piece, or one that goes back: {piece:?} after {before}");
        assert!(rendered.text.is_char_boundary(piece.end), "a piece cuts a character: {piece:?}");
        inside(template, piece.source, "a piece's source");
        before = piece.end;
    }
    assert_eq!(before, rendered.text.len(), "the last piece ends where the text does");
}

/// Every place in the tree lies in the text; a node's parts lie in order.
fn structure(template: &Template, given: &str) {
    let text = &*template.text;
    // To report one is to count the lines before it.
    let mut faults = 100;
    assert!(given.starts_with(text));
    let mut end = 0;
    for token in &template.tokens {
        inside(text, token.span, "a token");
        assert!(token.at <= token.span.start && text.is_char_boundary(token.at), "{token:?}");
        assert!(token.span.start >= end, "tokens go back: {token:?}");
        end = token.span.end;
    }
    for node in &template.nodes {
        match node {
            Node::Text(it) => {
                inside(text, it.span, "a text");
                for kept in it.kept {
                    inside(text, kept, "what is kept of a text");
                    assert!(kept.is_empty() || it.span.start <= kept.start && kept.end <= it.span.end);
                }
            }
            Node::Print(it) => inside(text, it.span, "an expression's braces"),
            Node::Tag(it) => {
                inside(text, it.span, "a tag");
                inside(text, it.name_span, "a tag's name");
                inside(text, it.whole(), "a whole tag");
                if let (Err(fault), 1..) = (&it.form, faults) {
                    faults -= 1;
                    failed(given, &fault.clone().report(text));
                } else if let Ok(Form::Expr(id)) = &it.form {
                    inside(text, template.expr(*id).span, "a tag's expression");
                }
            }
            Node::Comment(span) => inside(text, *span, "a comment"),
        }
    }
    for expr in &template.exprs {
        inside(text, expr.span, "an expression");
    }
}

#[track_caller]
fn inside(text: &str, span: Span, what: &str) {
    assert!(span.start <= span.end && text.get(span.start..span.end).is_some(), "{what} at {span:?}");
}
