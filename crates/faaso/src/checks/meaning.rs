//! What the names of a template stand for, and which kind of value an expression gives, as far as that is certain.
//! Nothing is rendered: branches that aren't taken now count as well.

use super::uses;
use crate::funko::OptionValue;
use crinja::{
    Template, ast,
    ast::{BinaryOp, ExprId, ExprKind, Form, Set, Tag},
    ops::{Binary, Unary},
    value::Value,
    visit::{self, Place, Visited},
};
use std::{
    cell::{OnceCell, RefCell},
    collections::HashMap,
    rc::Rc,
};

/// How far a chain of expressions is followed: past that nothing is certain.
const DEEP: usize = 64;
/// How many assignments of one name are looked at.
const MANY: usize = 16;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    /// What `tojson` makes: text with HTML escapes.
    Json,
    Number,
    Truth,
    /// A list of strings.
    Texts,
    List,
    Map,
    Unknown,
}

impl Kind {
    pub fn is_list(self) -> bool {
        matches!(self, Kind::Texts | Kind::List)
    }
}

/// What gives a name its value.
enum Binding {
    Value(ExprId),
    /// An item of this.
    Item(ExprId),
    Body,
    Macro,
    Unknown,
}

pub struct Meaning<'a> {
    pub template: &'a Template,
    /// All expressions, outer ones before their parts.
    pub places: Vec<Place<'a>>,
    /// All tags, outer ones before those inside them.
    pub tags: Vec<&'a Tag>,
    /// Where each expression stands among them. Few rules ask.
    by_id: OnceCell<HashMap<ExprId, usize>>,
    bindings: HashMap<Rc<str>, Vec<Binding>>,
    /// The options a template sees; none for a template of `faaso new`, which has none.
    options: Option<Rc<HashMap<String, Kind>>>,
    known: RefCell<HashMap<ExprId, Kind>>,
}

/// The kinds of some options.
pub fn kinds<'o>(options: impl Iterator<Item = (&'o String, &'o OptionValue)>) -> HashMap<String, Kind> {
    let kind = |value: &OptionValue| match value {
        OptionValue::Text(_) => Kind::Text,
        OptionValue::List(_) => Kind::Texts,
    };
    options.map(|(key, value)| (key.clone(), kind(value))).collect()
}

impl<'a> Meaning<'a> {
    pub fn of(template: &'a Template, options: Option<Rc<HashMap<String, Kind>>>) -> Self {
        let (mut places, mut tags) = (Vec::new(), Vec::new());
        visit::walk(template, |visited| match visited {
            Visited::Tag(_, tag) => tags.push(tag),
            Visited::Expr(place) => places.push(place),
        });
        let bindings = bindings(template, &tags);
        Meaning {
            template,
            places,
            tags,
            by_id: OnceCell::new(),
            bindings,
            options,
            known: RefCell::default(),
        }
    }

    pub fn place(&self, id: ExprId) -> Option<&Place<'a>> {
        let all = || self.places.iter().enumerate().map(|(at, place)| (place.id, at)).collect();
        self.by_id.get_or_init(all).get(&id).map(|&at| &self.places[at])
    }

    pub fn parent(&self, place: &Place<'a>) -> Option<&Place<'a>> {
        self.place(place.parent?)
    }

    /// The expression as it is written.
    pub fn written(&self, id: ExprId) -> &'a str {
        self.template.expr(id).span.of(&self.template.text)
    }

    /// The template gives this name a value somewhere.
    pub fn is_bound(&self, name: &str) -> bool {
        self.bindings.contains_key(name)
    }

    pub fn bound_names(&self) -> impl Iterator<Item = &str> {
        self.bindings.keys().map(|name| &**name)
    }

    /// The option that an expression is, be it through names that `set` gives.
    pub fn option(&self, id: ExprId) -> Option<Rc<str>> {
        let id = self.resolved(id);
        uses::key(self.template, &self.template.expr(id).kind).filter(|_| !self.is_bound("options"))
    }

    /// What a name stands for, if it is given a value once.
    pub fn resolved(&self, id: ExprId) -> ExprId {
        let mut id = id;
        for _ in 0..DEEP {
            let ExprKind::Name { name, function: None } = &self.template.expr(id).kind else { break };
            let Some([Binding::Value(value)]) = self.bindings.get(name).map(Vec::as_slice) else { break };
            id = *value;
        }
        id
    }

    pub fn kind(&self, id: ExprId) -> Kind {
        self.kind_at(id, 0)
    }

    fn kind_at(&self, id: ExprId, deep: usize) -> Kind {
        if deep > DEEP {
            return Kind::Unknown;
        }
        let expr = &self.template.expr(id).kind;
        if let ExprKind::Literal(value) = expr {
            return literal(value);
        }
        if let Some(key) = uses::key(self.template, expr).filter(|_| !self.is_bound("options")) {
            return self.options.as_ref().and_then(|all| all.get(&*key)).copied().unwrap_or(Kind::Unknown);
        }
        if let Some(kind) = self.known.borrow().get(&id) {
            return *kind;
        }
        // what is worked out right now depends on itself
        self.known.borrow_mut().insert(id, Kind::Unknown);
        let kind = self.work_out(id, deep + 1);
        self.known.borrow_mut().insert(id, kind);
        kind
    }

    fn work_out(&self, id: ExprId, deep: usize) -> Kind {
        match &self.template.expr(id).kind {
            ExprKind::Name { name, function: None } => self.named(name, deep),
            ExprKind::Member { object, .. } | ExprKind::Index { object, .. } => {
                match self.kind_at(*object, deep) {
                    Kind::Texts => Kind::Text,
                    _ => Kind::Unknown,
                }
            }
            ExprKind::Call { name: Some(name), .. } => match &**name {
                "range" => Kind::List,
                "dict" => Kind::Map,
                name if matches!(self.bindings.get(name).map(Vec::as_slice), Some([Binding::Macro])) => {
                    Kind::Text
                }
                _ => Kind::Unknown,
            },
            ExprKind::Filter { target, name, arguments } => {
                self.filtered(&name.text.to_lowercase(), *target, arguments, deep)
            }
            ExprKind::Test { .. } | ExprKind::Unary(Unary::Not, _) => Kind::Truth,
            ExprKind::Unary(..) => Kind::Number,
            ExprKind::Binary(op, left, right) => self.operated(*op, *left, *right, deep),
            ExprKind::List { items, .. } => {
                let texts = items.iter().all(|item| self.kind_at(*item, deep) == Kind::Text);
                if texts { Kind::Texts } else { Kind::List }
            }
            ExprKind::Map(_) => Kind::Map,
            _ => Kind::Unknown,
        }
    }

    fn named(&self, name: &str, deep: usize) -> Kind {
        let Some(bindings) = self.bindings.get(name) else {
            return match name {
                "name" | "runtime" => Kind::Text,
                "options" if self.options.is_some() => Kind::Map,
                _ => Kind::Unknown,
            };
        };
        // a name of the context that is given another value is either
        if bindings.len() > MANY || matches!(name, "name" | "runtime" | "options") {
            return Kind::Unknown;
        }
        let mut kinds = bindings.iter().map(|binding| match binding {
            Binding::Value(value) => self.kind_at(*value, deep),
            Binding::Item(items) => match self.kind_at(*items, deep) {
                Kind::Texts | Kind::Text => Kind::Text,
                _ => Kind::Unknown,
            },
            Binding::Body => Kind::Text,
            Binding::Macro | Binding::Unknown => Kind::Unknown,
        });
        let first = kinds.next().unwrap_or(Kind::Unknown);
        if kinds.all(|kind| kind == first) { first } else { Kind::Unknown }
    }

    fn filtered(&self, filter: &str, target: ExprId, arguments: &ast::Arguments, deep: usize) -> Kind {
        match filter {
            "sort" | "reverse" | "select" | "reject" => self.kind_at(target, deep),
            "list" => match self.kind_at(target, deep) {
                Kind::Text | Kind::Texts => Kind::Texts,
                _ => Kind::List,
            },
            "map" | "batch" | "slice" | "selectattr" | "rejectattr" | "dictsort" => Kind::List,
            "groupby" => Kind::Map,
            "length" | "count" | "wordcount" | "int" | "float" | "round" | "abs" | "sum" => Kind::Number,
            "first" | "last" | "random" => match self.kind_at(target, deep) {
                Kind::Texts | Kind::Text => Kind::Text,
                _ => Kind::Unknown,
            },
            "default" | "d" => match (self.kind_at(target, deep), arguments.positional.first()) {
                (Kind::Unknown, Some(other)) if self.may_be_missing(target) => self.kind_at(*other, deep),
                (kind, _) => kind,
            },
            "tojson" => match self.kind_at(target, deep) {
                // nothing in these is escaped
                kind @ (Kind::Number | Kind::Truth) => kind,
                _ => Kind::Json,
            },
            filter if is_text_filter(filter) => Kind::Text,
            _ => Kind::Unknown,
        }
    }

    /// An option that isn't set.
    fn may_be_missing(&self, id: ExprId) -> bool {
        let unset = |key: Rc<str>| self.options.as_ref().is_some_and(|options| !options.contains_key(&*key));
        self.option(id).is_some_and(unset)
    }

    fn operated(&self, op: BinaryOp, left: ExprId, right: ExprId, deep: usize) -> Kind {
        use Binary::*;
        match op {
            BinaryOp::Value(Join) => Kind::Text,
            BinaryOp::Value(Add) => match (self.kind_at(left, deep), self.kind_at(right, deep)) {
                (Kind::Texts, Kind::Texts | Kind::Text) => Kind::Texts,
                (kind, _) if kind.is_list() => Kind::List,
                (Kind::Number, Kind::Number) => Kind::Number,
                (Kind::Text | Kind::Json, _) | (_, Kind::Text | Kind::Json) => Kind::Text,
                _ => Kind::Unknown,
            },
            BinaryOp::Value(Subtract | Multiply | Divide | IntDivide | Modulo | Power) => Kind::Number,
            _ => Kind::Truth,
        }
    }
}

/// Filters that turn whatever they are given into a string.
pub fn is_text_filter(filter: &str) -> bool {
    const ALL: [&str; 25] = [
        "append",
        "capitalize",
        "center",
        "e",
        "escape",
        "filesizeformat",
        "forceescape",
        "format",
        "indent",
        "join",
        "lower",
        "prepend",
        "pprint",
        "replace",
        "safe",
        "string",
        "striptags",
        "title",
        "trim",
        "truncate",
        "upper",
        "urlencode",
        "urlize",
        "wordwrap",
        "xmlattr",
    ];
    ALL.contains(&filter)
}

fn literal(value: &Value) -> Kind {
    match value {
        Value::Text(_) | Value::Safe(_) => Kind::Text,
        Value::Bool(_) => Kind::Truth,
        value if value.is_number() => Kind::Number,
        _ => Kind::Unknown,
    }
}

fn bindings(template: &Template, tags: &[&Tag]) -> HashMap<Rc<str>, Vec<Binding>> {
    let mut all: HashMap<Rc<str>, Vec<Binding>> = HashMap::new();
    for tag in tags {
        let mut bind = |name: &ast::Name, binding| all.entry(name.text.clone()).or_default().push(binding);
        match &tag.form {
            Ok(Form::For(form)) => match form.variables.as_slice() {
                [name] => bind(name, Binding::Item(form.items)),
                names => names.iter().for_each(|name| bind(name, Binding::Unknown)),
            },
            Ok(Form::Set(Set::Values { values, .. }) | Form::With(values)) => {
                values.iter().for_each(|(name, value)| bind(name, Binding::Value(*value)));
            }
            Ok(Form::Set(Set::Body(name))) => bind(name, Binding::Body),
            Ok(Form::Macro(form)) => {
                bind(&form.name, Binding::Macro);
                form.parameters.iter().for_each(|parameter| bind(&parameter.name, Binding::Unknown));
            }
            Ok(Form::Call(parameters, _)) => {
                parameters.iter().for_each(|parameter| bind(&parameter.name, Binding::Unknown));
            }
            Ok(Form::Import { name: Some(name), .. }) => bind(name, Binding::Unknown),
            Ok(Form::From { names, .. }) => names.iter().for_each(|(_, name)| bind(name, Binding::Unknown)),
            // what a tag that can't be read would bind
            Err(_) => {
                let names =
                    template.arguments(tag).iter().filter(|it| it.kind == crinja::token::Kind::Identifier);
                names.for_each(|token| {
                    let text = token.span.of(&template.text).into();
                    bind(&ast::Name { text, span: token.span }, Binding::Unknown);
                });
            }
            Ok(_) => {}
        }
    }
    all
}
