//! The parsed templates of a runtime, what they read of the variables, and the verdict on its Dockerfile.

use super::{docker::Kept, uses};
use crate::{
    bundle::{Bundle, File},
    fate::Fate,
    project::FileId,
    text,
};
use crinja::{Context, ContextValue, Error, Template, ast::ExprKind, visit};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    fmt,
    rc::Rc,
    sync::Arc,
};

/// Kept between analyses, for checks and rendering.
#[derive(Default)]
pub struct Templates {
    parsed: BTreeMap<FileId, Parsed>,
    readers: HashMap<Variable, BTreeSet<FileId>>,
    docker: Kept,
}

struct Parsed {
    /// What it was parsed of.
    bytes: Arc<[u8]>,
    template: Result<Template, Error>,
    variables: HashSet<Variable>,
}

/// What a template can read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Variable {
    Name,
    Runtime,
    /// The options as a whole.
    Options,
    Option(Rc<str>),
}

impl Templates {
    /// Parses what has changed, forgets what is gone. `skip` are files that are not parsed now; `begins` hears of each
    /// of the others that is, before.
    pub fn update(
        &mut self,
        runtime: &Bundle,
        skip: &BTreeSet<FileId>,
        begins: &mut dyn FnMut(&FileId, usize),
    ) {
        let is_there = |id: &FileId| runtime.get(id.path.as_str()).is_some() && !skip.contains(id);
        let gone: Vec<FileId> = self.parsed.keys().filter(|id| !is_there(id)).cloned().collect();
        gone.iter().for_each(|id| self.forget(id));
        for (path, file) in runtime.files() {
            let id = FileId::runtime(path.clone());
            if Fate::by_name(&id).is_rendered() && !skip.contains(&id) {
                self.put(&id, file, begins);
            }
        }
    }

    /// Parses a template, if it is not as before.
    pub fn put(&mut self, id: &FileId, file: &File, begins: &mut dyn FnMut(&FileId, usize)) {
        if self.parsed.get(id).is_some_and(|kept| kept.bytes == file.bytes) {
            return;
        }
        begins(id, file.bytes.len());
        self.forget(id);
        let template = crinja::parse(&text::decode(&file.bytes));
        let variables = template.as_ref().map(variables).unwrap_or_default();
        for variable in &variables {
            self.readers.entry(variable.clone()).or_default().insert(id.clone());
        }
        self.parsed.insert(id.clone(), Parsed { bytes: file.bytes.clone(), template, variables });
    }

    fn forget(&mut self, id: &FileId) {
        let Some(parsed) = self.parsed.remove(id) else { return };
        for variable in &parsed.variables {
            if let Some(readers) = self.readers.get_mut(variable) {
                readers.remove(id);
                if readers.is_empty() {
                    self.readers.remove(variable);
                }
            }
        }
    }

    /// The templates that read one of these.
    pub fn readers(&self, variables: &[Variable]) -> BTreeSet<FileId> {
        variables.iter().filter_map(|variable| self.readers.get(variable)).flatten().cloned().collect()
    }

    /// The verdict on the Dockerfile that was given last.
    pub fn docker(&self) -> &Kept {
        &self.docker
    }

    /// None for a file that is not rendered.
    pub fn parsed(&self, id: &FileId) -> Option<Result<&Template, Error>> {
        self.parsed.get(id).map(|parsed| parsed.template.as_ref().map_err(Error::clone))
    }
}

impl fmt::Debug for Templates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.parsed.keys()).finish()
    }
}

/// The variables that a template reads, in whatever branch.
fn variables(template: &Template) -> HashSet<Variable> {
    let mut found = HashSet::new();
    let mut keyed = HashSet::new();
    for place in visit::expressions(template) {
        if let Some(key) = uses::key(template, &place.expr.kind) {
            if let ExprKind::Member { object, .. } | ExprKind::Index { object, .. } = &place.expr.kind {
                keyed.insert(*object);
            }
            found.insert(Variable::Option(key));
        }
        let ExprKind::Name { name, .. } = &place.expr.kind else { continue };
        match &**name {
            "name" => drop(found.insert(Variable::Name)),
            "runtime" => drop(found.insert(Variable::Runtime)),
            // outer expressions come before their parts
            "options" if !keyed.contains(&place.id) => drop(found.insert(Variable::Options)),
            // shows them all
            "debug" => found.extend([Variable::Name, Variable::Runtime, Variable::Options]),
            _ => {}
        }
    }
    found
}

/// The variables that are not the same in both.
pub fn differing(before: &Context, now: &Context) -> Vec<Variable> {
    let value = |context: &Context, name: &str| {
        context.variables.iter().find(|(it, _)| it == name).map(|(_, value)| value.clone())
    };
    let mut found = Vec::new();
    for (name, variable) in [("name", Variable::Name), ("runtime", Variable::Runtime)] {
        if value(before, name) != value(now, name) {
            found.push(variable);
        }
    }
    let (before, now) = (value(before, "options"), value(now, "options"));
    if before != now {
        found.push(Variable::Options);
        let (before, now) = (entries(&before), entries(&now));
        let differs = |key: &&&str| before.get(**key) != now.get(**key);
        let keys: BTreeSet<&str> = before.keys().chain(now.keys()).filter(differs).copied().collect();
        found.extend(keys.into_iter().map(|key| Variable::Option(key.into())));
    }
    found
}

fn entries(options: &Option<ContextValue>) -> HashMap<&str, Vec<&ContextValue>> {
    let mut all: HashMap<&str, Vec<&ContextValue>> = HashMap::new();
    if let Some(ContextValue::Map(entries)) = options {
        for (key, value) in entries {
            all.entry(key).or_default().push(value);
        }
    }
    all
}
