//! From the tree of nodes to a [`Funko`], as Crystal's `YAML::Serializable` does it for FaaSO.
//!
//! Scalars are texts, never typed. Merges are unrolled where they stand, so the last assignment wins.
//! Aliases are looked up by name among what has been *typed* so far: an anchor under a key that FaaSO
//! ignores is there for merges only (docs/semantics.md §6.1).

use super::{
    Code, Entry, Funko, Item, Merge, OptionValue, Places, Problem, Shape, Value, help,
    libyaml::{Mark, Style},
    nodes::{Kind, NodeId, Tree, at},
};
use crate::text::Span;
use std::collections::{HashMap, HashSet};

/// How many entries merges may bring, and how many bytes aliases of lists may copy. FaaSO has no such limits.
const MAX_MERGED: usize = 100_000;
const MAX_COPIED: usize = 16 << 20;

pub struct Typed {
    pub funko: Result<Funko, Problem>,
    pub further: Vec<Problem>,
    pub places: Places,
}

pub fn read(tree: &Tree, text: &str) -> Typed {
    let mut typing = Typing {
        tree,
        known: HashMap::new(),
        problems: Vec::new(),
        places: Places::default(),
        merged: 0,
        copied: 0,
    };
    let document = typing.document(text);
    let Typing { mut problems, places, .. } = typing;
    let funko = document.and_then(|funko| match problems.is_empty() {
        true => Ok(funko),
        false => Err(problems.remove(0)),
    });
    Typed { funko, further: problems, places }
}

struct Typing<'a> {
    tree: &'a Tree,
    /// What each anchor was typed as last, and of which node: aliases take it by the anchor's name.
    known: HashMap<&'a str, (NodeId, Known)>,
    problems: Vec<Problem>,
    places: Places,
    merged: usize,
    copied: usize,
}

#[derive(Clone)]
enum Known {
    Text(String),
    List(Vec<String>),
    Options(Vec<(String, OptionValue)>),
}

/// One `key: value` after merges are unrolled.
struct Pair {
    key: NodeId,
    value: NodeId,
    merge: Option<usize>,
}

/// A value could not be typed.
enum Refused {
    /// Another shape may fit: the problem's message is the one of the value as a whole.
    Shape { inner: NodeId },
    /// FaaSO ends here.
    Final(Problem),
}

impl<'a> Typing<'a> {
    fn document(&mut self, text: &str) -> Result<Funko, Problem> {
        let Some(root) = self.tree.root else {
            return Err(missing_name("line 0, column 0".to_owned(), Span::at(text.len())));
        };
        let node = &self.tree[root];
        let mut name = None;
        let mut runtime = None;
        let mut options = Vec::new();
        match &node.kind {
            Kind::Mapping { .. } => {
                for pair in self.unroll(root, false)? {
                    let Kind::Scalar { text: key, .. } = &self.tree[pair.key].kind else {
                        let what = "Expected scalar as key for mapping";
                        self.problems.push(self.problem(pair.key, what, Some(help::KEY)));
                        continue;
                    };
                    let typed = match key.as_str() {
                        "name" => self.text(pair.value).map(|text| name = Some(text)).map_err(|refused| {
                            let help = match self.tree[pair.value].kind {
                                Kind::Mapping { .. } => help::NAME_BRACES,
                                _ => help::NAME,
                            };
                            self.refusal(refused, pair.value, &self.not_a("String", pair.value), help)
                        }),
                        "runtime" => self.runtime(pair.value).map(|text| runtime = text),
                        "options" => self.options(pair.value).map(|all| options = all),
                        _ => Ok(()),
                    };
                    let wrong = typed.is_err();
                    self.problems.extend(typed.err());
                    let entry = self.entry(key.clone(), &pair, wrong);
                    self.places.top.push(entry);
                }
            }
            Kind::Scalar { text, style: Style::Plain } if text.is_empty() && node.tag.is_none() => {}
            Kind::Scalar { .. } | Kind::Alias { .. } => {
                return Err(self.problem(root, "Expected mapping, not YAML::Nodes::Scalar", Some(help::TOP)));
            }
            Kind::List { .. } => {
                return Err(self.problem(
                    root,
                    "Expected mapping, not YAML::Nodes::Sequence",
                    Some(help::TOP),
                ));
            }
        }
        match name {
            Some(name) => Ok(Funko { name, runtime, options }),
            None if !self.problems.is_empty() => Err(self.problems.remove(0)),
            None => {
                let Mark { line, column, .. } = node.mark;
                let place = format!("line {}, column {}", line + 1, column + 1);
                Err(missing_name(place, Span::at(node.span.start)))
            }
        }
    }

    /// A text where only a text may stand.
    fn text(&mut self, id: NodeId) -> Result<String, Refused> {
        let node = &self.tree[id];
        match &node.kind {
            Kind::Scalar { text, .. } => {
                self.know(id, Known::Text(text.clone()));
                Ok(text.clone())
            }
            Kind::Alias { anchor, .. } => match self.known(anchor) {
                Some(Known::Text(text)) => Ok(text.clone()),
                // This one FaaSO says without a place, and it does not look for another shape.
                _ => Err(Refused::Final(Problem {
                    code: Code::Type,
                    message: "Error deserializing alias".to_owned(),
                    span: node.span,
                    help: Some(help::ALIAS),
                })),
            },
            Kind::List { .. } | Kind::Mapping { .. } => Err(Refused::Shape { inner: id }),
        }
    }

    fn runtime(&mut self, id: NodeId) -> Result<Option<String>, Problem> {
        // The one tag that counts: Crystal tries null before text, and there it heeds the tag, quotes or none.
        let tagged = self.tree[id].tag.as_deref() == Some("tag:yaml.org,2002:null");
        if self.tree.is_null(id) || tagged && self.tree.has_null_text(id) {
            return Ok(None);
        }
        match &self.tree[id].kind {
            Kind::Alias { anchor, .. } => match self.known(anchor) {
                Some(Known::Text(text)) => Ok(Some(text.clone())),
                _ => Err(self.problem(id, "Error deserializing alias", Some(help::ALIAS))),
            },
            _ => self
                .text(id)
                .map(Some)
                .map_err(|refused| self.refusal(refused, id, "Couldn't parse (String | Nil)", help::RUNTIME)),
        }
    }

    fn options(&mut self, id: NodeId) -> Result<Vec<(String, OptionValue)>, Problem> {
        if self.tree.is_null(id) {
            return Ok(Vec::new());
        }
        match &self.tree[id].kind {
            Kind::Alias { anchor, .. } => match self.known(anchor) {
                Some(Known::Options(options)) => Ok(options.clone()),
                _ => Err(Problem {
                    code: Code::Type,
                    message: "Error deserializing alias".to_owned(),
                    span: self.tree[id].span,
                    help: Some(help::OPTIONS_ALIAS),
                }),
            },
            Kind::Mapping { .. } => {
                self.know(id, Known::Options(Vec::new()));
                let mut options: Vec<(String, OptionValue)> = Vec::new();
                let mut places: HashMap<String, usize> = HashMap::new();
                for pair in self.unroll(id, true)? {
                    let Some((key, value)) = self.option(&pair) else { continue };
                    match places.get(&key) {
                        Some(&at) => options[at].1 = value,
                        None => {
                            places.insert(key.clone(), options.len());
                            options.push((key, value));
                        }
                    }
                }
                self.fill(id, Known::Options(options.clone()));
                Ok(options)
            }
            _ => {
                let what = format!("Expected mapping, not {}", self.kind(id));
                Err(self.problem(id, &what, Some(help::OPTIONS)))
            }
        }
    }

    /// One option. A problem is noted, and reading goes on with the next.
    fn option(&mut self, pair: &Pair) -> Option<(String, OptionValue)> {
        let key = match self.text(pair.key) {
            Ok(key) => key,
            Err(refused) => {
                let what = self.not_a("String", pair.key);
                let problem = self.refusal(refused, pair.key, &what, help::KEY);
                self.problems.push(problem);
                return None;
            }
        };
        let value = self.option_value(pair.value);
        let entry = self.entry(key.clone(), pair, value.is_err());
        self.places.options.push(entry);
        match value {
            Ok(value) => Some((key, value)),
            Err(problem) => {
                self.problems.push(problem);
                None
            }
        }
    }

    fn option_value(&mut self, id: NodeId) -> Result<OptionValue, Problem> {
        let typed = match &self.tree[id].kind {
            Kind::Alias { anchor, .. } => return self.option_alias(id, anchor),
            Kind::Scalar { .. } => self.text(id).map(OptionValue::Text),
            Kind::List { items } => {
                self.know(id, Known::List(Vec::new()));
                let texts = items.iter().map(|&item| self.text(item)).collect::<Result<Vec<_>, _>>();
                texts.map(|texts| {
                    self.fill(id, Known::List(texts.clone()));
                    OptionValue::List(texts)
                })
            }
            Kind::Mapping { .. } => Err(Refused::Shape { inner: id }),
        };
        typed.map_err(|refused| {
            let help = match &refused {
                Refused::Shape { inner } if *inner != id => help::ITEM,
                _ => help::OPTION,
            };
            self.refusal(refused, id, "Couldn't parse (Array(String) | String)", help)
        })
    }

    fn option_alias(&mut self, id: NodeId, anchor: &str) -> Result<OptionValue, Problem> {
        match self.known.get(anchor) {
            Some((_, Known::Text(text))) => Ok(OptionValue::Text(text.clone())),
            Some((_, Known::List(items))) => {
                self.copied += items.iter().map(|item| item.len() + size_of::<String>()).sum::<usize>();
                if self.copied > MAX_COPIED {
                    return Err(self.too_big(id, "aliases of lists"));
                }
                Ok(OptionValue::List(items.clone()))
            }
            _ => Err(self.problem(id, "Error deserializing alias", Some(help::ALIAS))),
        }
    }

    /// The entries of a mapping, each `<<` that merges replaced in its place by what it brings.
    ///
    /// Of a list of mappings the last comes first; a mapping that was visited is not merged again.
    fn unroll(&mut self, mapping: NodeId, in_options: bool) -> Result<Vec<Pair>, Problem> {
        let tree = self.tree;
        let mut pairs = Vec::new();
        let mut visited = HashSet::new();
        let mut stack = vec![(mapping, 0, None)];
        'mappings: while let Some((mapping, from, merge)) = stack.pop() {
            visited.insert(mapping);
            let Kind::Mapping { entries, .. } = &tree[mapping].kind else { continue };
            for (at, &(key, value)) in entries.iter().enumerate().skip(from) {
                let brought = merged_mappings(tree, key, value);
                self.merged += usize::from(merge.is_some()) + brought.as_ref().map_or(0, Vec::len);
                if self.merged > MAX_MERGED {
                    return Err(self.too_big(mapping, "merge keys"));
                }
                let Some(brought) = brought else {
                    pairs.push(Pair { key, value, merge });
                    continue;
                };
                // Of nested merges the one that is written in this mapping is named.
                let named = merge.unwrap_or_else(|| {
                    self.places.merges.push(Merge { span: tree[key].span, in_options });
                    self.places.merges.len() - 1
                });
                stack.push((mapping, at + 1, merge));
                let fresh = brought.into_iter().filter(|id| !visited.contains(id));
                stack.extend(fresh.map(|id| (id, 0, Some(named))));
                continue 'mappings;
            }
        }
        Ok(pairs)
    }

    fn know(&mut self, id: NodeId, known: Known) {
        if let Some(anchor) = &self.tree[id].anchor {
            self.known.insert(anchor, (id, known));
        }
    }

    /// A list or mapping is known from where it begins; here is what is in it. Something inside may have
    /// taken its anchor over.
    fn fill(&mut self, id: NodeId, filled: Known) {
        let anchor = self.tree[id].anchor.as_deref().and_then(|anchor| self.known.get_mut(anchor));
        if let Some((_, known)) = anchor.filter(|(of, _)| *of == id) {
            *known = filled;
        }
    }

    fn known(&self, anchor: &str) -> Option<&Known> {
        self.known.get(anchor).map(|(_, known)| known)
    }

    fn entry(&self, key: String, pair: &Pair, wrong: bool) -> Entry {
        let target = &self.tree[self.tree.target(pair.value)];
        let shape = match &target.kind {
            _ if wrong => Shape::Wrong,
            Kind::Scalar { style, .. } => {
                Shape::Text { plain: *style == Style::Plain, null: self.tree.is_null(pair.value) }
            }
            Kind::List { items } => Shape::List(items.iter().map(|&item| self.item(item)).collect()),
            Kind::Mapping { .. } => Shape::Mapping,
            Kind::Alias { .. } => Shape::Wrong,
        };
        let value = Value { span: self.tree[pair.value].span, shape };
        Entry { key, key_span: self.tree[pair.key].span, value, merge: pair.merge }
    }

    fn item(&self, id: NodeId) -> Item {
        let plain = matches!(self.tree[id].kind, Kind::Scalar { style: Style::Plain, .. });
        Item { span: self.tree[id].span, plain, null: self.tree.is_null(id) }
    }

    fn refusal(&self, refused: Refused, id: NodeId, what: &str, help: &'static str) -> Problem {
        match refused {
            Refused::Final(problem) => problem,
            // The message has FaaSO's place, the whole value's; the span shows the part that is to blame.
            Refused::Shape { inner } => {
                Problem { span: self.tree[inner].span, ..self.problem(id, what, Some(help)) }
            }
        }
    }

    fn problem(&self, id: NodeId, what: &str, help: Option<&'static str>) -> Problem {
        let node = &self.tree[id];
        Problem { code: Code::Type, message: at(what, node.mark), span: node.span, help }
    }

    fn too_big(&self, id: NodeId, what: &str) -> Problem {
        let message = format!("the {what} of this file bring more than the designer follows");
        Problem { code: Code::TooBig, message, span: self.tree[id].span, help: None }
    }

    fn not_a(&self, wanted: &str, id: NodeId) -> String {
        format!("Expected {wanted}, not {}", self.kind(id))
    }

    fn kind(&self, id: NodeId) -> &'static str {
        match self.tree[id].kind {
            Kind::Scalar { .. } => "scalar",
            Kind::List { .. } => "sequence",
            Kind::Mapping { .. } => "mapping",
            Kind::Alias { .. } => "alias",
        }
    }
}

/// The mappings that an entry merges: its key is `<<`, its value a mapping or a list of mappings, itself or by
/// an alias. None: it is an ordinary entry.
fn merged_mappings(tree: &Tree, key: NodeId, value: NodeId) -> Option<Vec<NodeId>> {
    let is_merge = matches!(&tree[key].kind, Kind::Scalar { text, .. } if text == "<<")
        && tree[key].tag.as_deref() != Some("tag:yaml.org,2002:str");
    if !is_merge {
        return None;
    }
    let value = tree.target(value);
    match &tree[value].kind {
        Kind::Mapping { .. } => Some(vec![value]),
        Kind::List { items } => items
            .iter()
            .map(|&item| tree.target(item))
            .map(|item| matches!(tree[item].kind, Kind::Mapping { .. }).then_some(item))
            .collect(),
        Kind::Scalar { .. } | Kind::Alias { .. } => None,
    }
}

fn missing_name(place: String, span: Span) -> Problem {
    Problem {
        code: Code::NameMissing,
        message: format!("Missing YAML attribute: name at {place}"),
        span,
        help: Some("Give the funko a name: “name: hello”."),
    }
}
