//! The engine's answers, request by request, as the page gets them.

mod reasons;
mod slow;

use faaso::{
    analysis::{Analysis, What},
    archive,
    bundle::{Bundle, File},
    path::BundlePath,
    project::{FileId, FunkoEntry, Project},
};
use faaso_designer::engine::{
    jobs::{
        Compare, Explain, Export, Ground, Job, MakeScenario, Pack, Question, Rewrite, SeenByLens, Share,
        UsesOf,
    },
    messages::{Answer, Changes, Request, Stage},
    service::{Service, run_errand},
};
use std::{collections::BTreeSet, rc::Rc};

const DOCKERFILE: &str = "FROM alpine\nRUN apk add \\\n    zlib-dev {{ options.ship_packages | join(\" \") }} {{ options.devel_packages | join(\" \") }}\n";
const YML: &str =
    "name: {{ name }}\nruntime: {{ runtime }}\noptions:\n  ship_packages: []\n  devel_packages: []\n";

pub fn path(text: &str) -> BundlePath {
    BundlePath::new(text).unwrap()
}

pub fn runtime(at: &str) -> FileId {
    FileId::runtime(path(at))
}

/// The page's side of the talk: what it holds, and every file the engine said it renders.
struct Page {
    service: Service,
    sent: Project,
    project: Project,
    analysis: Analysis,
    rendered: Vec<String>,
    revision: u64,
}

impl Page {
    fn open() -> Page {
        let mut project =
            Project { runtime_name: "kemal".into(), funko_name: "historico".into(), ..Project::default() };
        for (at, text) in [
            ("Dockerfile.j2", DOCKERFILE),
            ("main.cr", "puts 1\n"),
            ("entry.sh.j2", "exec {{ name }}\n"),
            ("template/funko.yml.j2", YML),
            ("template/funko.cr.j2", "# {{ name }}\n"),
        ] {
            project.runtime.put(path(at), File::text(text)).unwrap();
        }
        let mut page = Page {
            service: Service::default(),
            sent: project.clone(),
            project,
            analysis: Analysis::default(),
            rendered: vec![],
            revision: 0,
        };
        page.ask(Request::Open {
            revision: 0,
            project: page.project.clone(),
            guilty: BTreeSet::new(),
            known: None,
        });
        page
    }

    fn ask(&mut self, request: Request) {
        // what goes over the border must come out as it went in
        let request = postcard::from_bytes(&postcard::to_stdvec(&request).unwrap()).unwrap();
        self.rendered.clear();
        let rendered = &mut self.rendered;
        let answer = self.service.answer(request, &mut |answer| match answer {
            // parsed, then rendered
            Answer::Busy { stage: Stage::File(file), .. } => rendered.push(file.path.to_string()),
            Answer::Busy { .. } => {}
            other => panic!("{other:?} is no sign of life"),
        });
        self.rendered.sort();
        self.rendered.dedup();
        let answer = postcard::from_bytes(&postcard::to_stdvec(&answer).unwrap()).unwrap();
        match answer {
            Answer::Analysis(delta) => self.analysis.apply(delta),
            other => panic!("{other:?} is no analysis"),
        }
    }

    /// Sends the changes. Where nothing is broken, the page must then know exactly what an engine says that
    /// sees the document for the first time.
    fn send(&mut self) {
        self.revision += 1;
        let changes = Changes::between(&self.sent, &self.project);
        self.sent = self.project.clone();
        self.ask(Request::Change { revision: self.revision, changes });
        if self.analysis.renderings.values().all(|rendering| rendering.error.is_none()) {
            let open = Request::Open {
                revision: 0,
                project: self.project.clone(),
                guilty: BTreeSet::new(),
                known: None,
            };
            let Answer::Analysis(all) = Service::default().answer(open, &mut |_| {}) else { unreachable!() };
            let mut fresh = Analysis::default();
            fresh.apply(all);
            let mut known = self.analysis.clone();
            for analysis in [&mut fresh, &mut known] {
                analysis.revision = 0;
                analysis.renderings.values_mut().for_each(|rendering| rendering.good_revision = 0);
            }
            assert_eq!(known, fresh);
        }
    }

    fn put(&mut self, at: &str, text: &str) {
        self.project.runtime.put(path(at), File::text(text)).unwrap();
        self.send();
    }

    fn own(&mut self, at: &str, text: &str) {
        self.project.own.insert(path(at), FunkoEntry::File(File::text(text)));
        self.send();
    }

    fn output(&self, at: &str) -> &str {
        let rendering = &self.analysis.renderings[&runtime(at)];
        rendering.good.as_ref().map_or("(never)", |good| &good.text)
    }

    /// `line:column message` of a file's error.
    fn error(&self, at: &str) -> String {
        let Some(error) = &self.analysis.renderings[&runtime(at)].error else { return String::new() };
        let place =
            error.place.as_ref().and_then(|place| place.at).expect("an error in a file has its place");
        format!("{}:{} {}", place.from.line, place.from.column, error.message)
    }
}

#[test]
fn the_documents_own_example() {
    let mut page = Page::open();
    assert!(page.output("Dockerfile.j2").ends_with("    zlib-dev  "));
    page.own(
        "funko.yml",
        "name: historico\nruntime: kemal\noptions:\n  ship_packages: [\"curl\", \"fish\"]\n  devel_packages: []\n",
    );
    assert!(page.output("Dockerfile.j2").ends_with("    zlib-dev curl fish "));
    assert_eq!(page.analysis.options_set, ["ship_packages", "devel_packages"]);
    assert_eq!(page.analysis.build_context.failure, None);
}

#[test]
fn a_broken_template_keeps_its_last_good_output() {
    let mut page = Page::open();
    let good = page.output("Dockerfile.j2").to_owned();
    page.put("Dockerfile.j2", "FROM alpine\nRUN {{ options. }}\n");
    assert_eq!(page.output("Dockerfile.j2"), good);
    assert_eq!(page.analysis.renderings[&runtime("Dockerfile.j2")].good_revision, 0);
    assert!(page.error("Dockerfile.j2").starts_with("2:"), "{}", page.error("Dockerfile.j2"));
    assert_eq!(page.output("entry.sh.j2"), "exec historico");
    assert!(page.analysis.build_context.failure.is_some());
    page.put("Dockerfile.j2", "FROM alpine\n");
    assert_eq!((page.output("Dockerfile.j2"), page.error("Dockerfile.j2").as_str()), ("FROM alpine", ""));
}

#[test]
fn a_broken_funko_yml_keeps_every_output() {
    let mut page = Page::open();
    page.own(
        "funko.yml",
        "name: historico\nruntime: kemal\noptions: {ship_packages: [a], devel_packages: []\n",
    );
    assert_eq!(page.output("entry.sh.j2"), "exec historico");
    assert!(page.output("Dockerfile.j2").ends_with("zlib-dev  "));
    let problem = &page.analysis.problems[0];
    assert_eq!(
        (problem.rule.as_ref(), problem.place.as_ref().unwrap().file.shown()),
        ("funko-yml-syntax", "funko.yml")
    );
    assert_eq!(page.analysis.renderings[&runtime("Dockerfile.j2")].error.as_ref(), Some(problem));
}

#[test]
fn a_broken_template_of_a_live_file_leaves_the_file_as_it_was() {
    let mut page = Page::open();
    assert_eq!(page.analysis.live["funko.cr"].as_text(), Some("# historico"));
    page.put("template/funko.cr.j2", "# {{ name }} {{ options.x }}\n");
    assert_eq!(page.analysis.live["funko.cr"].as_text(), Some("# historico"));
    assert!(page.error("template/funko.cr.j2").starts_with("1:"));
    page.put("template/funko.cr.j2", "# funko {{ name }}\n");
    assert_eq!(page.analysis.live["funko.cr"].as_text(), Some("# funko historico"));
}

#[test]
fn only_what_an_edit_touches_is_rendered() {
    let mut page = Page::open();
    page.put("entry.sh.j2", "run {{ name }}\n");
    assert_eq!(page.rendered, ["entry.sh.j2"]);
    page.put("main.cr", "puts 2\n");
    assert_eq!(page.rendered, [""; 0]);
    let yml = "name: other\nruntime: kemal\noptions:\n  ship_packages: []\n  devel_packages: []\n";
    page.own("funko.yml", yml);
    // what reads a variable that is another
    assert_eq!(page.rendered, ["entry.sh.j2"]);
    page.own("funko.yml", &yml.replacen("[]", "[git]", 1));
    assert_eq!(page.rendered, ["Dockerfile.j2"]);
}

#[test]
fn an_own_file_stays_when_the_template_changes() {
    let mut page = Page::open();
    page.own("funko.cr", "mine\n");
    page.put("template/funko.cr.j2", "theirs\n");
    let from = page.analysis.build_context.entries.iter().find_map(|entry| match &entry.what {
        What::File { from, .. } if entry.path.as_str() == "funko.cr" => Some(from.clone()),
        _ => None,
    });
    assert_eq!(from, Some(FileId::funko(path("funko.cr"))));
    page.project.own.insert(path("funko.cr"), FunkoEntry::Removed);
    page.send();
    assert!(page.analysis.build_context.entries.iter().all(|entry| entry.path.as_str() != "funko.cr"));
    page.project.own.clear();
    page.send();
    assert_eq!(page.analysis.live["funko.cr"].as_text(), Some("theirs"));
}

#[test]
fn a_file_that_hung_an_engine_waits_for_its_change() {
    let mut page = Page::open();
    let guilty = BTreeSet::from([runtime("entry.sh.j2"), runtime("template/funko.cr.j2")]);
    page.ask(Request::Open {
        revision: 1,
        project: page.project.clone(),
        guilty,
        known: Some(page.analysis.clone()),
    });
    assert!(!page.rendered.contains(&"entry.sh.j2".to_owned()));
    assert!(page.error("entry.sh.j2").contains("stopped"));
    assert_eq!(page.output("entry.sh.j2"), "exec historico", "the last good output outlives the engine");
    assert_eq!(page.analysis.live["funko.cr"].as_text(), Some("# historico"));
    page.put("Dockerfile.j2", "FROM b\n");
    assert_eq!(page.rendered, ["Dockerfile.j2"]);
    page.put("entry.sh.j2", "fixed\n");
    assert_eq!((page.output("entry.sh.j2"), page.error("entry.sh.j2").as_str()), ("fixed", ""));
}

#[test]
fn another_document_begins_without_the_outputs_of_the_one_before() {
    let mut page = Page::open();
    assert_eq!(page.output("entry.sh.j2"), "exec historico");
    let mut project = page.project.clone();
    project.runtime.put(path("entry.sh.j2"), File::text("{{ broken ")).unwrap();
    project.runtime.put(path("template/funko.cr.j2"), File::text("{{ broken ")).unwrap();
    page.ask(Request::Open { revision: 9, project, guilty: BTreeSet::new(), known: None });
    assert_eq!(page.analysis.renderings[&runtime("entry.sh.j2")].good, None);
    assert_eq!(page.analysis.live.get("funko.cr").and_then(|file| file.as_text()), None);
}

#[test]
fn rules_explain_themselves_and_the_lens_compares() {
    let mut page = Page::open();
    let mut explain = |rule: &str| {
        let explained = page.service.ask(Explain(rule.into())).unwrap();
        explained.map(|rule| rule.id)
    };
    assert_eq!(explain("bare-if").as_deref(), Some("bare-if"));
    assert_eq!(explain("no-such-rule"), None);
    page.put("Dockerfile.j2", "{% if options.devel_packages %}y{% endif %}\n");
    let mut compare = |at: &str| {
        let seen = page.service.ask(SeenByLens(runtime(at))).unwrap()?;
        Some(page.service.ask(Compare(seen)).unwrap())
    };
    let seen = compare("Dockerfile.j2").unwrap();
    assert_eq!((seen.same, seen.differences[0].span.start), (false, 6));
    assert!(compare("entry.sh.j2").unwrap().same);
    assert_eq!(compare("main.cr"), None);
}

/// A zip made by the engine, opened again.
fn zip(page: &mut Page, what: Export) -> (String, Bundle, Option<String>) {
    let request = Request::Ask { ticket: 7, question: Question::from(what) };
    let answer = page.service.answer(request, &mut |_| {});
    let Answer::Reply { ticket: 7, reply } = answer else { panic!("{answer:?}") };
    let listed = reply.read::<Export>().unwrap();
    let made = errand(page, Pack(listed)).unwrap();
    let read = archive::read(&made.bytes).unwrap();
    assert_eq!(read.skipped, []);
    (made.file_name, read.bundle, made.commands.map(|commands| commands.buildkit.sh))
}

#[test]
fn exports_hold_what_was_shown() {
    let mut page = Page::open();
    let (name, bundle, command) = zip(&mut page, Export::FunkoReady);
    assert_eq!(name, "historico.zip");
    assert_eq!(bundle.get("Dockerfile").unwrap().as_text(), Some(page.output("Dockerfile.j2")));
    let paths: Vec<_> = bundle.files().map(|(path, _)| path.as_str()).collect();
    assert_eq!(paths, ["Dockerfile", "entry.sh", "funko.cr", "funko.yml", "main.cr"]);
    assert!(command.unwrap().contains("historico.zip"));
    let (name, bundle, _) = zip(&mut page, Export::FunkoSource);
    assert_eq!((name.as_str(), bundle.len()), ("historico-source.zip", 2));
    let (name, bundle, _) = zip(&mut page, Export::Runtime);
    assert_eq!((name.as_str(), &bundle), ("kemal-runtime.zip", &page.project.runtime));
    page.put("Dockerfile.j2", "{{");
    let why = page.service.export(Export::FunkoReady).unwrap_err();
    assert!(why.starts_with("FaaSO would fail"), "{why}");
}

/// What the workshop says, over the border and back.
fn errand<J: Job>(page: &Page, job: J) -> Result<J::Answer, String> {
    let ground = Ground { project: page.project.clone(), guilty: BTreeSet::new() };
    let request = Request::Errand { ticket: 7, ground, question: job.into() };
    let request = postcard::from_bytes(&postcard::to_stdvec(&request).unwrap()).unwrap();
    let answer = run_errand(request, Rc::new(|| {}));
    let Some(Answer::Reply { ticket: 7, reply }) = answer else { panic!("{answer:?}") };
    reply.read::<J>()
}

#[test]
fn the_workshop_says_what_the_engine_would() {
    let mut page = Page::open();
    for at in ["Dockerfile.j2", "entry.sh.j2"] {
        let seen = page.service.ask(SeenByLens(runtime(at))).unwrap().unwrap();
        let compared = page.service.ask(Compare(seen.clone())).unwrap();
        assert_eq!(errand(&page, Compare(seen)), Ok(compared), "{at}");
        let rewritten = page.service.ask(Rewrite(runtime(at)));
        assert_eq!(errand(&page, Rewrite(runtime(at))), rewritten, "{at}");
    }
    let uses = || UsesOf("ship_packages".into());
    assert_eq!(errand(&page, uses()), page.service.ask(uses()));
    assert_eq!(errand(&page, Share), page.service.ask(Share));
    let scenario = || MakeScenario { name: "some".into(), yml: b"name: some\nruntime: kemal\n".to_vec() };
    let made = page.service.ask(scenario());
    assert!(made.is_ok(), "{made:?}");
    assert_eq!(errand(&page, scenario()), made);
}

#[test]
fn each_worker_answers_its_own_questions_only() {
    let mut page = Page::open();
    assert!(errand(&page, Export::FunkoReady).is_err());
    let request = Request::Ask { ticket: 7, question: Share.into() };
    let Answer::Reply { reply, .. } = page.service.answer(request, &mut |_| {}) else { unreachable!() };
    assert!(reply.read::<Share>().is_err());
    let request = Request::Change { revision: 1, changes: Changes::default() };
    assert_eq!(run_errand(request, Rc::new(|| {})), None);
}
