//! Documents and what is done to them: every edit can be taken back, changes carry over, the engine answers.

use super::{grammar, random::Random, show, yaml, zips};
use crinja::Rendered;
use faaso::{
    analysis::Analysis,
    bundle::File,
    diagnostic::Diagnostic,
    history::History,
    path::BundlePath,
    project::{Edit, FileId, FunkoEntry, Project, Side},
    text::{self, Span},
};
use faaso_designer::engine::{
    jobs::{Export, Ground, Import},
    messages::{Answer, Changes, Request},
    service::Service,
};
use std::collections::BTreeSet;

/// Random edits, undone and made again.
pub fn run_edits(random: &mut Random) {
    let first = project(random, &mut |random| random.noise(20));
    let (mut now, mut history) = (first.clone(), History::default());
    let mut states = vec![first.clone()];
    for _ in 0..random.below(25) {
        let edit = edit(&now, random, 2);
        show(format!("{edit:?}\non {now:?}"));
        let before = now.clone();
        take_back(&before, &edit);
        match history.apply(&mut now, edit, random.one_in(2)) {
            Ok(()) => states.push(now.clone()),
            Err(_) => assert_eq!(now, before, "an edit that fails changes nothing"),
        }
        carries_over(&before, &now);
        if random.one_in(6) {
            let there = now.clone();
            if history.undo(&mut now).is_some() {
                assert!(states.contains(&now), "undo leads to a state that never was");
                assert!(history.redo(&mut now).is_some());
                assert_eq!(now, there);
            }
        }
    }
    let last = now.clone();
    while history.undo(&mut now).is_some() {
        assert!(states.contains(&now), "undo leads to a state that never was");
    }
    assert_eq!(now, first, "everything undone");
    while history.redo(&mut now).is_some() {}
    assert_eq!(now, last, "everything made again");
    carries_over(&first, &last);
    let bytes = postcard::to_stdvec(&(&last, &history)).expect("it can be written");
    assert_eq!(postcard::from_bytes::<(Project, History)>(&bytes).expect("it can be read"), (last, history));
}

/// The edit and then its inverse: as before. And once more: as after.
fn take_back(before: &Project, edit: &Edit) {
    let mut now = before.clone();
    let Ok(inverse) = now.apply(edit.clone()) else {
        assert_eq!(now, *before, "an edit that fails changes nothing");
        return;
    };
    let after = now.clone();
    let again = now.apply(inverse).expect("an edit that was made can be taken back");
    assert_eq!(now, *before, "taken back");
    now.apply(again).expect("what was taken back can be made again");
    assert_eq!(now, after, "made again");
}

fn carries_over(before: &Project, now: &Project) {
    let changes = Changes::between(before, now);
    assert_eq!(changes.is_empty(), before == now);
    let changes: Changes = postcard::from_bytes(&postcard::to_stdvec(&changes).unwrap()).unwrap();
    let mut there = before.clone();
    changes.apply(&mut there);
    assert_eq!(there, *now, "changes lead to the document");
}

/// The engine under random requests. What the page then knows is what a fresh engine says.
pub fn run_service(random: &mut Random) {
    let mut service = Service::default();
    let mut page = Analysis::default();
    let mut document = project(random, &mut content);
    ask(&mut service, open(0, &document, &page), &mut page, &document);
    for revision in 1..=random.below(6) as u64 {
        let before = document.clone();
        for _ in 0..=random.below(3) {
            let edit = service_edit(&document, random);
            let _ = document.apply(edit);
        }
        let request = match random.below(8) {
            // As after a restart: what the page knows goes along.
            0 => open(revision, &document, &page),
            _ => Request::Change { revision, changes: Changes::between(&before, &document) },
        };
        ask(&mut service, request, &mut page, &document);
        let what = *random.pick(&[Export::FunkoReady, Export::FunkoSource, Export::Runtime]);
        if random.one_in(3) {
            ask(&mut service, Request::Ask { ticket: revision, question: what.into() }, &mut page, &document);
        }
        if random.one_in(6) {
            // Its bytes alone are large, on top of what the engine takes.
            let (name, mut bytes) = (random.noise(8), zips::hostile(random).bytes);
            bytes.truncate(1 << 20);
            ask(
                &mut service,
                Request::Errand {
                    ticket: revision,
                    ground: Ground::default(),
                    question: Import { name, bytes }.into(),
                },
                &mut page,
                &document,
            );
        }
        same_as_fresh(&page, &document);
    }
}

fn open(revision: u64, document: &Project, known: &Analysis) -> Request {
    let known = Some(known.clone());
    Request::Open { revision, project: document.clone(), guilty: BTreeSet::new(), known }
}

fn ask(service: &mut Service, request: Request, page: &mut Analysis, document: &Project) {
    show(format!("{request:?}"));
    let request: Request = postcard::from_bytes(&postcard::to_stdvec(&request).unwrap()).unwrap();
    let answer = service.answer(request, &mut |sign| assert!(matches!(sign, Answer::Busy { .. })));
    let answer: Answer = postcard::from_bytes(&postcard::to_stdvec(&answer).unwrap()).unwrap();
    if let Answer::Analysis(delta) = answer {
        page.apply(delta);
        well_formed(page, document);
    }
}

/// Where nothing is broken, an engine that sees the document for the first time says the same.
fn same_as_fresh(page: &Analysis, document: &Project) {
    if page.renderings.values().any(|rendering| rendering.error.is_some()) {
        return;
    }
    let mut fresh = Analysis::default();
    let request = open(0, document, &fresh);
    let Answer::Analysis(delta) = Service::default().answer(request, &mut |_| {}) else {
        panic!("no analysis")
    };
    fresh.apply(delta);
    if fresh.renderings.values().any(|rendering| rendering.error.is_some()) {
        return;
    }
    let plain = |analysis: &Analysis| {
        let mut analysis = analysis.clone();
        analysis.revision = 0;
        analysis.renderings.values_mut().for_each(|rendering| rendering.good_revision = 0);
        analysis
    };
    assert_eq!(plain(page), plain(&fresh));
}

fn well_formed(analysis: &Analysis, document: &Project) {
    for rendering in analysis.renderings.values() {
        if let Some(Rendered { text, pieces }) = rendering.good.as_deref() {
            assert_eq!(pieces.last().map_or(0, |piece| piece.end), text.len());
        }
        rendering.error.iter().for_each(|problem| placed(problem, analysis, document));
    }
    for problem in &analysis.problems {
        placed(problem, analysis, document);
        if let Some(fix) = &problem.fix {
            let mut fixed = document.clone();
            fixed.apply(fix.edit(document).expect("its file is there")).expect("a fix can be made");
        }
    }
}

/// A problem's place lies in the text of its file.
fn placed(problem: &Diagnostic, analysis: &Analysis, document: &Project) {
    let Some(place) = &problem.place else { return };
    let Some(at) = place.at else { return };
    let file = document.file(&place.file);
    let file =
        file.or_else(|| analysis.live.get(&place.file.path).filter(|_| place.file.side == Side::Funko));
    let bytes = &file.unwrap_or_else(|| panic!("{problem:?} is in no file")).bytes;
    let decoded = text::decode(bytes);
    let utf16 = matches!(**bytes, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]);
    assert!(utf16 || decoded.get(at.span.start..at.span.end).is_some(), "{problem:?} is outside of the text");
}

fn project(random: &mut Random, content: &mut dyn FnMut(&mut Random) -> String) -> Project {
    let mut project =
        Project { runtime_name: "kemal".to_owned(), funko_name: "hello".to_owned(), ..Project::default() };
    for _ in 0..random.below(8) {
        let (path, text) = (path(random), content(random));
        let _ = project.apply(Edit::Runtime { path, file: Some(File::text(&text)) });
    }
    let yml = yaml::text(random);
    let template = BundlePath::new("template/funko.yml.j2").expect("a path");
    let _ = project.apply(Edit::Runtime { path: template, file: Some(File::text(&yml)) });
    project
}

fn content(random: &mut Random) -> String {
    match random.below(6) {
        0 => grammar::template(random),
        1 => random.noise(20),
        _ => grammar::recorded(random).to_owned(),
    }
}

fn path(random: &mut Random) -> BundlePath {
    const PARTS: &[&str] = &[
        "Dockerfile",
        "Dockerfile.j2",
        "a",
        "a.j2",
        "b.txt.j2",
        "template",
        "template.txt",
        "funko.yml",
        "funko.yml.j2",
        ".env",
        "src",
        "main.py.j2",
        ".j2",
        "ñ",
    ];
    let parts: Vec<&str> = (0..=random.below(3)).map(|_| *random.pick(PARTS)).collect();
    BundlePath::new(&parts.join("/")).expect("ordinary parts")
}

fn file(random: &mut Random) -> File {
    let bytes = match random.below(5) {
        0 => (0..random.below(10)).map(|_| random.byte()).collect(),
        _ => random.noise(20).into_bytes(),
    };
    File::new(bytes, *random.pick(&[0o644, 0o755, 0, 0o777]))
}

fn edit(project: &Project, random: &mut Random, depth: usize) -> Edit {
    let files: Vec<FileId> = project
        .runtime
        .files()
        .map(|(path, _)| FileId::runtime(path.clone()))
        .chain(project.own.keys().cloned().map(FileId::funko))
        .collect();
    let file_id = match files.is_empty() || random.one_in(10) {
        true => FileId { side: *random.pick(&[Side::Runtime, Side::Funko]), path: path(random) },
        false => random.pick(&files).clone(),
    };
    match random.below(12) {
        0 | 1 => Edit::Runtime { path: path(random), file: Some(file(random)) },
        2 => Edit::Runtime { path: file_id.path, file: None },
        3 => Edit::Funko { path: path(random), own: Some(FunkoEntry::File(file(random))) },
        4 => Edit::Funko { path: path(random), own: Some(FunkoEntry::Removed) },
        5 => Edit::Funko { path: file_id.path, own: None },
        6 => Edit::FunkoName(random.noise(5)),
        7 => Edit::RuntimeName(random.noise(5)),
        8 if depth > 0 => Edit::All((0..random.below(4)).map(|_| edit(project, random, depth - 1)).collect()),
        9 if random.one_in(4) => Edit::Open(Box::new(self::project(random, &mut |random| random.noise(20)))),
        _ => splice(project, file_id, random),
    }
}

/// Mostly a good one; typing often goes on where it ended.
fn splice(project: &Project, file: FileId, random: &mut Random) -> Edit {
    let text =
        project.file(&file).map_or("ab".to_owned(), |file| String::from_utf8_lossy(&file.bytes).into_owned());
    let (mut start, mut end) = random.stretch(&text);
    if random.one_in(8) {
        (start, end) = (start, end + 1);
    }
    if random.one_in(2) {
        end = start;
    }
    Edit::Splice { file, span: Span::new(start, end), text: random.noise(3) }
}

/// An edit with contents that an engine can do something with.
fn service_edit(project: &Project, random: &mut Random) -> Edit {
    match random.below(5) {
        0 => Edit::Runtime { path: path(random), file: Some(File::text(&content(random))) },
        1 => {
            let path = BundlePath::new(faaso::funko::FILE).expect("a path");
            Edit::Funko { path, own: Some(FunkoEntry::File(File::text(&yaml::text(random)))) }
        }
        2 => Edit::Funko { path: path(random), own: Some(FunkoEntry::File(File::text(&content(random)))) },
        _ => edit(project, random, 1),
    }
}
