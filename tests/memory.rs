//! A long session does not grow: ten thousand edits of a project of two hundred files, through the page's state and the
//! engine, as the page's wiring brings them from one to the other.

#[path = "fuzz/memory.rs"]
mod memory;

use faaso::{
    bundle::{Bundle, File},
    path::BundlePath,
    project::{FileId, Project},
    records::Job,
    text::Span,
};
use faaso_designer::{
    engine::{
        messages::{Answer, Changes, Request},
        service::Service,
    },
    state::{Bundled, Workbench},
};
use reactive_graph::{graph::untrack, owner::Owner};
use std::collections::BTreeSet;

#[global_allocator]
static HEAP: memory::Counting = memory::Counting;

const FILES: usize = 200;
const TEXT: &str = "# {{ name }} {% for package in options.packages %}{{ package }} {% endfor %}\n";

fn path(number: usize) -> BundlePath {
    BundlePath::new(&format!("folder {}/file {number}.txt.j2", number % 7)).unwrap()
}

fn runtime() -> Bundle {
    let mut files = Bundle::new();
    for number in 0..FILES {
        files.put(path(number), File::text(&TEXT.repeat(60))).unwrap();
    }
    let yml = "name: {{ name }}\nruntime: {{ runtime }}\noptions:\n  packages: [curl, fish]\n";
    files.put(BundlePath::new("template/funko.yml.j2").unwrap(), File::text(yml)).unwrap();
    files
}

/// The page's end and the Worker's, each with memory of its own.
struct Session {
    page: Workbench,
    service: Service,
    sent: Project,
}

impl Session {
    fn start() -> Self {
        let flask = Bundled {
            name: "flask".into(),
            about: String::new(),
            facts: Default::default(),
            files: runtime(),
        };
        let page = Workbench::new(vec![flask], "flask");
        let mut session = Session { page, service: Service::default(), sent: page.workspace.project_now() };
        let project = session.sent.clone();
        session.ask(Request::Open { revision: 0, project, guilty: BTreeSet::new(), known: None });
        session
    }

    fn ask(&mut self, request: Request) {
        let request = postcard::from_bytes(&postcard::to_stdvec(&request).unwrap()).unwrap();
        let answer = self.service.answer(request, &mut |_| {});
        match postcard::from_bytes(&postcard::to_stdvec(&answer).unwrap()).unwrap() {
            Answer::Analysis(delta) => self.page.take_in(delta),
            other => panic!("{other:?}"),
        }
    }

    /// One key in one of the files. Words of eight letters are one step each, every other word is taken out again.
    fn edit(&mut self, number: usize) {
        let file = FileId::runtime(path(number / 40 % FILES));
        let (word, letter) = (number / 8, number % 8);
        let start = "# ".len();
        let change = match word % 2 {
            0 => (Span::at(start + letter), "x".to_owned()),
            _ => (Span::new(start, start + 1), String::new()),
        };
        self.page.type_into(&file, [change], letter > 0).expect("the text has that place");
        let now = self.page.workspace.project_now();
        let changes = Changes::between(&self.sent, &now);
        self.sent = now;
        self.ask(Request::Change { revision: self.page.workspace.revision_now(), changes });
        // the storage takes what is to be kept
        let written: usize = self.page.projects.take().iter().flat_map(Job::writes).count();
        assert!(written > 0);
        self.page.projects.confirm();
        assert!(!self.page.rows().is_empty());
    }
}

/// A short session is among the tests; `FAULTS=whole cargo test --profile fuzz --test memory -- --nocapture` is the whole one.
#[test]
fn many_edits_leave_memory_as_it_was() {
    let whole = std::env::var("FAULTS").is_ok_and(|value| value == "whole");
    let (some, all) = if whole { (1_000, 10_000) } else { (80, 240) };
    let owner = Owner::new();
    owner.set();
    // nobody follows what is read here, and the words about that would be memory as well
    untrack(|| session_of(some, all));
}

fn session_of(some: usize, all: usize) {
    memory::begin();
    let mut session = Session::start();
    (0..some).for_each(|number| session.edit(number));
    let before = memory::now();
    (some..all).for_each(|number| session.edit(number));
    let after = memory::now();
    println!(
        "{before} bytes after edit {some}, {after} after edit {all}: {:.4}",
        after as f64 / before as f64
    );
    assert!(after as f64 <= before as f64 * 1.02, "{before} bytes became {after}");
    // it was about a real session
    assert!(session.page.workspace.with_analysis(|analysis| analysis.renderings.len()) > FILES);
}
