//! Where a runtime's templates use options, and what becomes of them there.

use crate::{
    diagnostic::{At, Place as InFile},
    option_uses::OptionUse,
    project::FileId,
    text::{LineIndex, Span},
};
use crinja::{
    Template,
    ast::{BinaryOp, ExprKind, Tag, TagKind},
    ops::Unary,
    token::Kind,
    value::Value,
    visit::{self, Place, Role, Visited},
};
use std::{collections::HashMap, rc::Rc};

/// A use of an option: `options.key` or `options["key"]`.
pub struct Use<'a> {
    pub file: FileId,
    pub template: &'a Template,
    pub key: Rc<str>,
    pub place: Place<'a>,
    /// The expressions it is a part of, innermost first.
    pub parents: Vec<Place<'a>>,
    /// It stands in an `if` that asks about the same option.
    pub guarded: bool,
}

/// All uses in a template, in its order.
pub fn find<'a>(file: &FileId, template: &'a Template) -> Vec<Use<'a>> {
    let mut uses = Vec::new();
    let mut parents: Vec<Place<'a>> = Vec::new();
    // The `if` tags that stand open, whole, and where the last of them ends that asks about an option.
    let mut open: Vec<Span> = Vec::new();
    let mut asked: HashMap<Rc<str>, usize> = HashMap::new();
    visit::walk(template, |visited| match visited {
        Visited::Tag(_, tag) => {
            open.retain(|whole| tag.span.start < whole.end);
            if let (TagKind::If, Some(end)) = (tag.kind, tag.end) {
                open.push(tag.span.to(end));
            }
        }
        Visited::Expr(place) => {
            let is_parent = |last: &Place<'_>| place.parent == Some(last.id);
            parents.truncate(parents.iter().rposition(is_parent).map_or(0, |at| at + 1));
            let called = METHODS.contains(&place.expr.span.of(&template.text).rsplit('.').next().unwrap_or_default())
                && parents.last().is_some_and(
                    |parent| matches!(&parent.expr.kind, ExprKind::Call { callee, .. } if *callee == place.id),
                );
            if let Some(key) = key(template, &place.expr.kind).filter(|_| !called) {
                let start = place.expr.span.start;
                open.retain(|whole| start < whole.end);
                let guarded = asked.get(&key).is_some_and(|end| start < *end);
                if let (Role::Condition, Some(whole)) = (place.role, open.last()) {
                    let end = asked.entry(key.clone()).or_default();
                    *end = whole.end.max(*end);
                }
                let parents = parents.iter().rev().copied().collect();
                uses.push(Use { file: file.clone(), template, key, place, parents, guarded });
            }
            parents.push(place);
        }
    });
    uses
}

/// The uses in a template, as data.
pub fn in_file(file: &FileId, template: &Template) -> Vec<OptionUse> {
    let text = &*template.text;
    let lines = LineIndex::new(text);
    let found = find(file, template);
    let data = found.iter().map(|found| {
        let span = found.span();
        let at = At { span, from: lines.line_column(text, span.start) };
        OptionUse {
            option: found.key.to_string(),
            place: InFile { file: file.clone(), at: Some(at) },
            optional: found.guarded || found.default().is_some() || found.is_asked_for(),
        }
    });
    data.collect()
}

/// The option that an expression is.
pub fn key(template: &Template, kind: &ExprKind) -> Option<Rc<str>> {
    let (object, key) = match kind {
        ExprKind::Member { object, name } => (*object, name.text.clone()),
        ExprKind::Index { object, index } => match &template.expr(*index).kind {
            ExprKind::Literal(Value::Text(text)) => (*object, text.as_str().into()),
            _ => return None,
        },
        _ => return None,
    };
    visit::is_name(template, object, "options").then_some(key)
}

/// The options that are named in tags which can't be read: they are meant to be used.
pub fn in_broken_tags(template: &Template, tags: &[&Tag]) -> Vec<Rc<str>> {
    let mut found = Vec::new();
    for tag in tags.iter().filter(|tag| tag.form.is_err()) {
        let text = &*template.text;
        for three in template.arguments(tag).windows(3) {
            let [object, between, key] = three else { continue };
            let opens = matches!(between.kind, Kind::Point | Kind::LeftBracket);
            if opens && object.value(text) == "options" {
                found.push(key.value(text).into());
            }
        }
    }
    found
}

impl<'a> Use<'a> {
    pub fn span(&self) -> Span {
        self.place.expr.span
    }

    /// The option's name in it, without quotes; none where it is escaped there.
    pub fn key_span(&self) -> Option<Span> {
        let span = match &self.place.expr.kind {
            ExprKind::Member { name, .. } => name.span,
            ExprKind::Index { index, .. } => {
                let quoted = self.template.expr(*index).span;
                Span::new(quoted.start + 1, quoted.end - 1)
            }
            _ => return None,
        };
        (span.of(&self.template.text) == &*self.key).then_some(span)
    }

    /// As it is written.
    pub fn written(&self) -> &'a str {
        self.span().of(&self.template.text)
    }

    /// The `default` that is asked for a missing option's value.
    pub fn default(&self) -> Option<&Place<'a>> {
        let first = self.parents.first()?;
        match &first.expr.kind {
            ExprKind::Filter { target, name, .. } if *target == self.place.id => {
                matches!(name.text.to_lowercase().as_str(), "default" | "d").then_some(first)
            }
            _ => None,
        }
    }

    /// The option, or the option with its default, as a value, and what it is a part of.
    pub fn value(&self) -> (&Place<'a>, &[Place<'a>]) {
        match self.default() {
            Some(default) => (default, &self.parents[1..]),
            None => (&self.place, &self.parents),
        }
    }

    /// It is asked whether the option is there at all.
    pub fn is_asked_for(&self) -> bool {
        self.parents.first().is_some_and(|parent| match &parent.expr.kind {
            ExprKind::Test { target, name, .. } => {
                *target == self.place.id
                    && matches!(name.text.to_lowercase().as_str(), "defined" | "undefined")
            }
            _ => false,
        })
    }

    /// Its truth alone decides: `if options.x`, also in `and`, `or` and `not`.
    pub fn is_bare_condition(&self) -> bool {
        let logic = |place: &Place<'_>| {
            matches!(
                place.expr.kind,
                ExprKind::Binary(BinaryOp::And | BinaryOp::Or, ..) | ExprKind::Unary(Unary::Not, _)
            )
        };
        self.place.role == Role::Condition && self.value().1.iter().all(logic)
    }

    /// The filter that it is given to at once, in lower case.
    pub fn filter(&self) -> Option<String> {
        let (value, parents) = self.value();
        match &parents.first()?.expr.kind {
            ExprKind::Filter { target, name, .. } if *target == value.id => Some(name.text.to_lowercase()),
            _ => None,
        }
    }

    /// A loop runs over it.
    pub fn is_looped_over(&self) -> bool {
        self.place.role == Role::Items && self.value().1.is_empty()
    }
}

/// Python's, Ruby's and JavaScript's; those of cyclers and loops aren't among them.
pub const METHODS: [&str; 32] = [
    "append",
    "capitalize",
    "count",
    "endswith",
    "extend",
    "find",
    "format",
    "get",
    "has_key",
    "index",
    "isalpha",
    "isdigit",
    "items",
    "iteritems",
    "join",
    "keys",
    "lower",
    "lstrip",
    "pop",
    "push",
    "replace",
    "rstrip",
    "sort",
    "split",
    "splitlines",
    "startswith",
    "strip",
    "title",
    "update",
    "upper",
    "values",
    "zfill",
];
