//! Draws the build: what the rendered Dockerfile asks for, at the places where its parts are written.

use super::{Beside, Docker};
use crate::{
    checks::{Facts, before_rendering},
    diagnostic::Place,
    picture::{Base, Before, Cached, Cause, Drawn, From, How, Picture, Read, Rebuilds, Ships, Stage, Step},
    project::FileId,
    text::Span,
    trees::{Content, Tree},
};
use crinja::{
    ast::{Node, Tag, TagKind},
    visit::Role,
};
use dockerfile::{
    Instruction,
    build::{self, Build, Shipped, Source},
    cache::{self, Side, compare},
    classic::{Refusal, RefusalKind},
    images::Official,
};
use std::{
    cell::RefCell,
    collections::{BTreeSet, HashMap, hash_map::DefaultHasher},
    hash::{Hash, Hasher},
};

/// How much of a step's text is shown, in characters.
const SHOWN: usize = 160;
/// How many steps are drawn, in all stages together: nobody reads more, and a loop makes any number.
const MOST: usize = 500;
/// How many sources of one step are said.
const READS: usize = 20;

/// Draws the build of a project. `before` is the build context whose build filled the cache; none where nothing is to be
/// compared.
pub fn draw(facts: &Facts<'_>, before: Option<&Tree>) -> Drawn {
    let tree = facts.shape().build_context;
    let Some(docker) = facts.docker() else { return nothing(facts) };
    let beside = Beside::of(tree);
    let context = beside.context();
    let file = &docker.judged.file;
    let build = dockerfile::follow(file, &context, &Official);
    if build.stages.is_empty() {
        return unreadable(docker, facts);
    }
    let fates = before.map(|before| {
        let judged = text_of(before).map(|text| dockerfile::parse(&text));
        let beside = Beside::of(before);
        let context_before = beside.context();
        let earlier = judged.map(|file| dockerfile::follow(&file, &context_before, &Official));
        let earlier = earlier.filter(|earlier| !earlier.stages.is_empty())?;
        let digest_now = |path: &str| digest(tree, before, path);
        let digest_before = |path: &str| digest(before, tree, path);
        let now = Side { build: &build, context: &context, digest: &digest_now };
        Some(compare(&now, &Side { build: &earlier, context: &context_before, digest: &digest_before }))
    });
    let counts: RefCell<HashMap<String, usize>> = RefCell::default();
    let seen = |path: &str| {
        let mut counts = counts.borrow_mut();
        *counts.entry(path.to_owned()).or_insert_with(|| context.copied(path).len())
    };
    let conditions = conditions(facts, docker);
    let shipped = build.shipped();
    let uses: Vec<BTreeSet<usize>> = build.stages.iter().map(build::Stage::uses).collect();
    let fate = |at: usize, number: usize, step: &build::Step| match &fates {
        Some(Some(fates)) => cached(&fates[at][number], &build),
        _ if build.stops.is_some_and(|stops| step.instruction >= stops) => Cached::NotReached,
        _ => Cached::Unknown,
    };
    let mut rebuilds = Rebuilds::default();
    let mut room = MOST;
    let mut stages = Vec::new();
    for (at, stage) in build.stages.iter().enumerate() {
        let mut steps = Vec::new();
        for (number, step) in stage.steps.iter().enumerate() {
            let cached = fate(at, number, step);
            if !step.triggered {
                rebuilds.count(step.instruction + 1, &cached);
            }
            if steps.len() == room {
                continue;
            }
            let instruction = &file.instructions[step.instruction];
            let refusal = docker.judged.classic.refusals.iter().find(|it| stands_in(it, instruction));
            steps.push(Step {
                number: step.instruction + 1,
                text: shown(instruction.code.text.trim()),
                place: docker.place(facts, &instruction.span),
                triggered: step.triggered,
                options: options(docker, facts, instruction, &conditions),
                reads: step.reads.iter().take(READS).map(|read| read_of(read, &seen)).collect(),
                refused: refusal.filter(|_| !step.triggered).map(|refusal| refusal.message.clone()),
                cached,
            });
        }
        room -= steps.len();
        stages.push(Stage {
            name: stage.name.clone(),
            base: match &stage.base {
                build::Base::Scratch => Base::Scratch,
                build::Base::Stage(at) => Base::Stage(*at),
                build::Base::Image(name) => Base::Image(shown(name)),
            },
            ships: match shipped[at] {
                Shipped::Whole => Ships::Whole,
                Shipped::InPart => Ships::InPart,
                Shipped::Not => Ships::Not,
            },
            used_by: (0..uses.len()).filter(|user| uses[*user].contains(&at)).collect(),
            more: stage.steps.len() - steps.len(),
            steps,
        });
    }
    // what is left of very many stages is not drawn either
    stages.truncate(MOST);
    let before = match &fates {
        None => Before::Unasked,
        Some(None) => Before::Nothing,
        Some(Some(_)) => Before::Build,
    };
    Drawn::Picture(Picture { stages, before, rebuilds })
}

/// Why there is no Dockerfile.
fn nothing(facts: &Facts<'_>) -> Drawn {
    let tree = facts.shape().build_context;
    if let Some(output) = tree.files.get("Dockerfile") {
        let name = output.origin.shown();
        let why = format!("There is no picture: FaaSO can't render `{name}`. Fix its error first.");
        return Drawn::Nothing(why, Some(Place { file: output.origin.clone(), at: None }));
    }
    let text = |file: &FileId| facts.source(file)?.text.as_deref().map(str::to_owned);
    match tree.failures.first().map(|failure| failure.diagnostic(&text)) {
        Some(said) => {
            let why = "There is no picture: FaaSO can't make the build context.";
            Drawn::Nothing(format!("{why} {}", said.message), said.place)
        }
        None => {
            Drawn::Nothing("There is no picture: the build context has no `Dockerfile`.".to_owned(), None)
        }
    }
}

/// What the builder says before it runs anything.
fn unreadable(docker: &Docker, facts: &Facts<'_>) -> Drawn {
    match docker.judged.classic.refusals.first() {
        Some(refusal) if refusal.kind != RefusalKind::Nothing => {
            let said = refusal.message.replace('`', "'");
            let place = docker.place(facts, &refusal.span);
            Drawn::Nothing(
                format!("There is no picture: FaaSO's builder can't read the Dockerfile. It says: `{said}`"),
                Some(place),
            )
        }
        _ => Drawn::Nothing("There is no picture: the Dockerfile has no `FROM`.".to_owned(), None),
    }
}

fn stands_in(refusal: &Refusal, instruction: &Instruction) -> bool {
    let at = refusal.span.start;
    instruction.span.start <= at && at < instruction.span.end.max(instruction.span.start + 1)
}

fn text_of(tree: &Tree) -> Option<String> {
    let file = tree.files.get("Dockerfile")?.file()?;
    Some(String::from_utf8_lossy(&file.bytes).into_owned())
}

/// Tells a file of one tree apart from what stands at its path in the other.
fn digest(tree: &Tree, other: &Tree, path: &str) -> u64 {
    let content = |tree: &'_ Tree| tree.files.get(path).map(|output| output.content.clone());
    let ours = content(tree);
    if ours == content(other) {
        return 0;
    }
    let mut hasher = DefaultHasher::new();
    match ours {
        Some(Content::Copied(file)) => (file.bytes, file.mode & 0o111 != 0).hash(&mut hasher),
        Some(Content::Rendered(Ok(rendered))) => (rendered.text.as_bytes(), false).hash(&mut hasher),
        Some(Content::Rendered(Err(_))) | None => 1.hash(&mut hasher),
    }
    hasher.finish()
}

fn read_of(read: &build::Read, seen: &dyn Fn(&str) -> usize) -> Read {
    let from = match &read.from {
        Source::Context => From::Context,
        Source::Stage(at) => From::Stage(*at),
        Source::Image(name) => From::Image(shown(name)),
        Source::Address => From::Address,
    };
    let files = (from == From::Context && read.certain).then(|| seen(&read.path));
    Read { from, path: shown(&read.path), files }
}

fn cached(fate: &cache::Cached, build: &Build) -> Cached {
    let cause = |cause: &cache::Cause| match cause {
        cache::Cause::Words => Cause::Words,
        cache::Cause::Argument(name) => Cause::Argument(name.clone()),
        cache::Cause::File { path, how, more } => Cause::File {
            path: path.clone(),
            how: match how {
                cache::How::Changed => How::Changed,
                cache::How::Added => How::Added,
                cache::How::Removed => How::Removed,
            },
            more: *more,
        },
        cache::Cause::Stage(at) => Cause::Stage(*at),
        cache::Cause::Below(stage, at) => Cause::Step(build.stages[*stage].steps[*at].instruction + 1),
    };
    match fate {
        cache::Cached::Kept => Cached::Kept,
        cache::Cached::Lost(why) => Cached::Again(cause(why)),
        cache::Cached::Unsure(why) => Cached::Perhaps(cause(why)),
        cache::Cached::NotReached => Cached::NotReached,
    }
}

/// On one line and not too long.
fn shown(text: &str) -> String {
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// The stretches of the template that stand there, or again and again, by an option.
fn conditions<'f>(facts: &'f Facts<'_>, docker: &Docker) -> Vec<(Span, &'f str)> {
    let uses = facts.uses_in(&docker.origin);
    let asks = uses.iter().filter(|found| matches!(found.place.role, Role::Condition | Role::Items));
    let stretch = |found: &'f crate::checks::uses::Use<'_>| {
        let tag = |node: &'f Node| match node {
            Node::Tag(tag) => Some(&**tag),
            Node::Text(_) | Node::Print(_) | Node::Comment(_) => None,
        };
        let asked: &Tag = tag(found.template.node(found.place.node))?;
        let within = |tag: &&Tag| {
            let whole = tag.whole();
            tag.kind == TagKind::If && whole.start <= asked.span.start && asked.span.end <= whole.end
        };
        let whole = match asked.end {
            Some(_) => Some(asked.whole()),
            // an `elif` is a part of its `if`
            None => {
                let ifs = found.template.nodes.iter().filter_map(tag).filter(within);
                ifs.map(Tag::whole).min_by_key(|whole| whole.end - whole.start)
            }
        };
        Some((whole?, &*found.key))
    };
    asks.filter_map(stretch).collect()
}

/// The options that an instruction depends on: their values are in it, or it stands there because of them.
fn options(
    docker: &Docker,
    facts: &Facts<'_>,
    instruction: &Instruction,
    conditions: &[(Span, &str)],
) -> Vec<String> {
    let Some(rendered) = &docker.rendered else { return Vec::new() };
    let span = &instruction.span;
    let mut found = BTreeSet::new();
    let first = rendered.pieces.partition_point(|piece| piece.end <= span.start);
    let mut start = first.checked_sub(1).map_or(0, |before| rendered.pieces[before].end);
    for piece in &rendered.pieces[first..] {
        if start >= span.end {
            break;
        }
        found.extend(piece.option.iter().map(|option| option.key.clone()));
        start = piece.end;
    }
    let template = facts.source(&docker.origin).and_then(|source| source.text.as_deref());
    if let Some(template) = template {
        // its first byte stands for it: the instruction is there or not as a whole
        let (at, _) = before_rendering(rendered, template, Span::new(span.start, span.start + 1));
        let holds = |whole: &Span| whole.start <= at.start && at.end <= whole.end;
        found.extend(conditions.iter().filter(|(whole, _)| holds(whole)).map(|(_, key)| (*key).to_owned()));
        // a part of it may be there or not
        let (all, _) = before_rendering(rendered, template, Span::new(span.start, span.end));
        let within = |whole: &Span| all.start <= whole.start && whole.end <= all.end;
        found.extend(conditions.iter().filter(|(whole, _)| within(whole)).map(|(_, key)| (*key).to_owned()));
    }
    found.into_iter().collect()
}
