//! How fast the core is, beside MiniJinja where that takes the same input:
//!
//! ```text
//! cargo bench
//! ```
//!
//! The two are measured in turns, and of each the quickest round counts: on a machine that does other things,
//! the ratio is what can be relied on.

use convert::decisions::Decisions;
use crinja::{self, Budget, Context};
use dockerfile::{context::Entry, images::Official};
use faaso::{
    analysis::{Analysis, Analyzer, Touched},
    archive,
    bundle::{Bundle, File},
    funko,
    path::BundlePath,
    project::{FileId, FunkoEntry, Project},
    text,
    trees::{self, Tree},
};
use std::{
    collections::BTreeSet,
    hint::black_box,
    sync::Arc,
    time::{Duration, Instant},
};

fn main() {
    // `cargo test --benches` only wants to know whether it runs.
    let rounds = if std::env::args().any(|argument| argument == "--bench") { 40 } else { 1 };
    println!("{:44} {:>12} {:>12} {:>7}", "", "designer", "MiniJinja", "ratio");
    for Sample { name, template, context } in samples() {
        against_minijinja(name, &template, &context, rounds);
    }
    println!("{:44} {:>12} {:>12} {:>7}", "", "traced", "rendered", "ratio");
    for Sample { name, template, context } in samples() {
        traced(name, &template, &context, rounds);
    }
    println!("{:44} {:>12}", "", "designer");
    long_dockerfile(rounds);
    projects(rounds);
    applications(rounds);
}

struct Sample {
    name: &'static str,
    template: String,
    context: Context,
}

fn samples() -> Vec<Sample> {
    let (template, context) = dockerfile();
    vec![
        Sample { name: "a bundled Dockerfile", template, context },
        Sample { name: "5,000 lines of text, tags and expressions", template: long(5_000), context: options() },
        Sample {
            name: "5,000 lines of text alone",
            template: "RUN apk add --no-cache curl # and so on\n".repeat(5_000),
            context: options(),
        },
        Sample {
            name: "a loop of 10,000 rounds",
            template: "{% for i in range(10000) %}{% if i % 3 == 0 %}{{ i }}: {{ name | upper }}\n{% endif %}{% endfor %}"
                .to_owned(),
            context: options(),
        },
    ]
}

/// The largest Dockerfile there is, in the spelling that both engines take, and the options that go with it.
fn dockerfile() -> (String, Context) {
    let all =
        catalog::bundled().iter().filter_map(|runtime| Some((runtime, runtime.files.get("Dockerfile.j2")?)));
    let (runtime, file) = all.max_by_key(|(_, file)| file.bytes.len()).expect("some runtime has a template");
    let text = text::decode(&file.bytes).replace("join \" \"", "join(\" \")");
    let project = project_of(runtime.name, &runtime.files);
    let mut render = |_: &FileId, text: &str, context: &Context| {
        crinja::render(text, context, &Budget::default()).map(Arc::new)
    };
    let new = trees::new_funko(Some(&project.runtime), runtime.name, "hello", &mut render);
    let made = new.partial_bundle();
    let yml = made.get(funko::FILE).expect("a runtime makes a funko.yml");
    (text, funko::read(&yml.bytes).funko.expect("and a good one").context())
}

fn options() -> Context {
    let yml = "name: hello\nruntime: kemal\noptions:\n  ship_packages: [curl, fish, git]\n  devel_packages: [make]\n  \
               healthcheck: \"--interval=1m\"\n  empty: []\n";
    funko::read(yml.as_bytes()).funko.expect("a good funko.yml").context()
}

fn long(lines: usize) -> String {
    const LINES: &[&str] = &[
        "FROM alpine AS build\n",
        "RUN apk add {{ options.ship_packages | join(\" \") }} {{ options.devel_packages | join(\" \") }}\n",
        "# a comment in the file\n",
        "{% for package in options.ship_packages %}\n",
        "RUN install {{ package | upper }} {{ loop.index }}\n",
        "{% endfor %}\n",
        "{% if options.healthcheck and name != \"x\" %}\n",
        "HEALTHCHECK {{ options.healthcheck | default(\"none\") }} CMD curl {{ name ~ \"/ping\" }}\n",
        "{% endif %}\n",
        "{# a note #}\n",
    ];
    LINES.iter().cycle().take(lines).copied().collect()
}

fn against_minijinja(name: &str, template: &str, context: &Context, rounds: usize) {
    let environment = minijinja::Environment::new();
    let budget = Budget::default();
    let parsed = crinja::parse(template).expect("it parses");
    let theirs = environment.template_from_str(template).ok();
    let (ours, mini) = in_turns(
        rounds,
        &mut || drop(black_box(crinja::parse(black_box(template)))),
        theirs.as_ref().map(|_| {
            || {
                let _parsed = black_box(environment.template_from_str(black_box(template)));
            }
        }),
    );
    tell(&format!("parse   {name}"), ours, mini);
    let (ours, mini) = in_turns(
        rounds,
        &mut || drop(black_box(crinja::eval::render(&parsed, context, &budget).expect("it renders"))),
        theirs
            .as_ref()
            .map(|template| || drop(black_box(template.render(plain(context)).expect("it renders")))),
    );
    tell(&format!("render  {name}"), ours, mini);
}

/// What the whole chain to each stretch of output costs: it is asked for the file in view, after a pause.
fn traced(name: &str, template: &str, context: &Context, rounds: usize) {
    let budget = Budget::default();
    let (trace, render) = in_turns(
        rounds,
        &mut || drop(black_box(crinja::trace(black_box(template), context, &budget).expect("it renders"))),
        Some(|| drop(black_box(crinja::render(black_box(template), context, &budget).expect("it renders")))),
    );
    tell(&format!("trace   {name}"), trace, render);
}

/// The variables as MiniJinja has them.
fn plain(context: &Context) -> minijinja::Value {
    use crinja::ContextValue;
    fn value(it: &ContextValue) -> minijinja::Value {
        match it {
            ContextValue::None => minijinja::Value::from(()),
            ContextValue::Text(text) => minijinja::Value::from(text.as_str()),
            ContextValue::List(items) => {
                items.iter().map(|item| minijinja::Value::from(item.as_str())).collect()
            }
            ContextValue::Map(entries) => {
                minijinja::Value::from_pairs(entries.iter().map(|(key, it)| (key.as_str(), value(it))))
            }
        }
    }
    minijinja::Value::from_pairs(context.variables.iter().map(|(key, it)| (key.as_str(), value(it))))
}

/// A Dockerfile of 500 lines in 20 stages, judged as both builders would with 100 files beside it.
fn long_dockerfile(rounds: usize) {
    let stage = |n: usize| {
        let before =
            if n == 0 { String::new() } else { format!("COPY --from=stage{} /app/out /in\n", n - 1) };
        let steps = "COPY src/file1.txt src/*.txt ./\nENV A=1 B=${A:-x}\nRUN apt-get update \\\n    && apt-get install -y curl \\\n    \
                     # why\n    && echo \"$A\" > /app/out \\\n    && true\nUSER 1000\nLABEL a=b\n";
        format!(
            "FROM debian:trixie-slim AS stage{n}\nWORKDIR /app\n{before}{steps}{}",
            "EXPOSE 3000\n".repeat(13)
        )
    };
    let text: String = (0..20).map(stage).chain(["CMD [\"/app/out\"]\n".to_owned()]).collect();
    let paths: Vec<String> = (0..100).map(|n| format!("src/file{n}.txt")).collect();
    let context = || {
        let entries = paths.iter().map(|path| Entry { path, folder: false, executable: false, bytes: b"" });
        dockerfile::context::Context::new(entries)
    };
    let name = format!("a Dockerfile of {} lines, judged", text.lines().count());
    let judged =
        quickest(rounds, &mut || drop(black_box(dockerfile::judge(&text, &context(), &Official, false))));
    tell(&name, judged, None);
    println!("{:44} {:>12} of the 2 ms it may take", "", format!("{:.2}", judged.as_secs_f64() / 0.002));
    // the work grows with the steps and the files, not with both at once
    let text = format!("FROM alpine\n{}CMD [\"a\"]\n", "COPY . ./\nRUN chown app /x\n".repeat(100));
    let paths: Vec<String> = (0..5_000).map(|n| format!("src/folder{}/file{n}.py", n % 50)).collect();
    let entries = paths.iter().map(|path| Entry { path, folder: false, executable: false, bytes: b"" });
    let context = dockerfile::context::Context::new(entries);
    let judged =
        quickest(rounds, &mut || drop(black_box(dockerfile::judge(&text, &context, &Official, false))));
    tell("100 COPY of 5,000 files, judged", judged, None);
}

fn projects(rounds: usize) {
    for (name, project) in [("one bundled runtime", small()), ("200 files", wide())] {
        let budget = Budget::default();
        let mut render =
            |_: &FileId, text: &str, context: &Context| crinja::render(text, context, &budget).map(Arc::new);
        let make_new = |render: &mut trees::Render<'_>| {
            trees::new_funko(Some(&project.runtime), &project.runtime_name, "hello", render)
        };
        let funko = make_new(&mut render).partial_bundle();
        let context: Tree = trees::build_context(Some(&project.runtime), &funko, &mut render);
        let new = quickest(rounds, &mut || drop(black_box(make_new(&mut render))));
        tell(&format!("new     {name}"), new, None);
        let mut render =
            |_: &FileId, text: &str, context: &Context| crinja::render(text, context, &budget).map(Arc::new);
        let export = quickest(rounds, &mut || {
            drop(black_box(trees::build_context(Some(&project.runtime), &funko, &mut render)));
        });
        tell(&format!("export  {name}"), export, None);
        let zip = quickest(rounds.min(10), &mut || drop(black_box(archive::ready_zip(&context, "hello"))));
        tell(&format!("zip     {name}"), zip, None);
        keystroke(name, &project, rounds);
    }
}

/// What a conversion proposes for an application, against opening the runtime that it makes.
fn applications(rounds: usize) {
    for files in [200, 5_000] {
        let application = application(files);
        let plan = quickest(rounds.min(10), &mut || {
            drop(black_box(convert::conversion::plan(&application, &Decisions::default())));
        });
        tell(&format!("convert {files} files, planned"), plan, None);
        if files == 200 {
            println!(
                "{:44} {:>12} of the 100 ms it may take",
                "",
                format!("{:.2}", plan.as_secs_f64() / 0.1)
            );
        }
    }
}

/// An application as a page of code and a page of text in turns.
fn application(files: usize) -> Bundle {
    let mut application = Bundle::new();
    let code = "const express = require('express');\nconst port = process.env.PORT || 8080;\nrouter.get('/items/:id', async (req, res) => {\n  \
                const item = await db.find(req.params.id);\n  if (!item) return res.redirect('/');\n  res.json({ item });\n});\n";
    let page = "<!doctype html>\n<link rel=\"stylesheet\" href=\"/css/site.css\">\n<p>{{ item.name }}</p>\n<a href=\"items\">all</a>\n";
    let mut put = |path: &str, text: &str| {
        application.put(BundlePath::new(path).expect("a path"), File::text(text)).expect("a free place");
    };
    put(
        "Dockerfile",
        "FROM node:22-slim\nRUN apt-get update && apt-get install -y curl\nCOPY . .\nEXPOSE 8080\nCMD [\"node\", \"src/part0/file0.js\"]\n",
    );
    put("package.json", "{ \"dependencies\": { \"express\": \"5\" } }\n");
    for at in 0..files - 2 {
        match at % 2 {
            0 => put(&format!("src/part{}/file{at}.js", at % 20), &code.repeat(12)),
            _ => put(&format!("views/part{}/page{at}.html", at % 20), &page.repeat(20)),
        }
    }
    application
}

/// One keystroke, against opening the project.
fn keystroke(name: &str, project: &Project, rounds: usize) {
    let open = quickest(rounds, &mut || {
        let mut analyzer = Analyzer::default();
        analyzer.open(project.clone(), BTreeSet::new(), Analysis::default());
        drop(black_box(analyzer.analyse(0, &mut |_| {})));
    });
    tell(&format!("open    {name}"), open, None);
    let mut analyzer = Analyzer::default();
    analyzer.open(project.clone(), BTreeSet::new(), Analysis::default());
    analyzer.analyse(0, &mut |_| {});
    let path = BundlePath::new("Dockerfile.j2").expect("a path");
    let before = text::decode(&project.runtime.get(path.as_str()).expect("it has one").bytes).into_owned();
    let mut revision = 0;
    let typed = quickest(rounds, &mut || {
        revision += 1;
        let file = File::text(&format!("{before}{revision}"));
        let put = |project: &mut Project| drop(project.runtime.put(path.clone(), file));
        let touched = BTreeSet::from([FileId::runtime(path.clone())]);
        analyzer.change(put, Touched { files: touched, whole: false });
        drop(black_box(analyzer.analyse(revision, &mut |_| {})));
    });
    tell(&format!("type    {name}"), typed, None);
    println!("{:44} {:>12} of opening", "", format!("1/{:.0}", open.as_secs_f64() / typed.as_secs_f64()));
}

fn project_of(name: &str, files: &Bundle) -> Project {
    Project {
        runtime_name: name.to_owned(),
        runtime: files.clone(),
        funko_name: "hello".to_owned(),
        own: Default::default(),
    }
}

fn small() -> Project {
    let all = catalog::bundled().iter().filter(|runtime| runtime.files.get("Dockerfile.j2").is_some());
    let runtime = all.max_by_key(|runtime| runtime.files.len()).expect("some runtime");
    project_of(runtime.name, &runtime.files)
}

/// A runtime with 200 rendered files more.
fn wide() -> Project {
    let mut project = small();
    for at in 0..200 {
        let path = BundlePath::new(&format!("src/part{}/file{at}.txt.j2", at % 10)).expect("a path");
        project.runtime.put(path, File::text(&long(100))).expect("a free place");
    }
    let yml = "name: hello\nruntime: kemal\noptions:\n  ship_packages: [curl]\n  devel_packages: []\n  healthcheck: x\n";
    let path = BundlePath::new(funko::FILE).expect("a path");
    project.own.insert(path, FunkoEntry::File(File::text(yml)));
    project
}

/// The quickest of some rounds of each, taken in turns.
fn in_turns<F: FnMut()>(
    rounds: usize,
    ours: &mut dyn FnMut(),
    mut theirs: Option<F>,
) -> (Duration, Option<Duration>) {
    let (mut best, mut best_theirs) = (Duration::MAX, None::<Duration>);
    for _ in 0..rounds {
        best = best.min(timed(ours));
        if let Some(theirs) = &mut theirs {
            let time = timed(theirs);
            best_theirs = Some(best_theirs.map_or(time, |before| before.min(time)));
        }
    }
    (best, best_theirs)
}

fn quickest(rounds: usize, run: &mut dyn FnMut()) -> Duration {
    (0..rounds).map(|_| timed(run)).min().unwrap_or_default()
}

/// The time of one call, over as many calls as take a millisecond.
fn timed(run: &mut dyn FnMut()) -> Duration {
    let (start, mut calls) = (Instant::now(), 0);
    while calls == 0 || start.elapsed() < Duration::from_millis(1) {
        run();
        calls += 1;
    }
    start.elapsed() / calls
}

fn tell(name: &str, ours: Duration, theirs: Option<Duration>) {
    let shown = |time: Duration| format!("{:.1} µs", time.as_secs_f64() * 1e6);
    let ratio = theirs.map(|theirs| format!("{:.2}", ours.as_secs_f64() / theirs.as_secs_f64()));
    println!(
        "{name:44} {:>12} {:>12} {:>7}",
        shown(ours),
        theirs.map_or("–".into(), shown),
        ratio.unwrap_or_default()
    );
}
