//! What one key costs in a project of 10 files and in one of 2,000:
//!
//! ```text
//! cargo bench -p faaso --bench keys
//! ```
//!
//! Both are measured in turns, and of each the quickest round counts: the ratio is what can be relied on. It is to be
//! about 1, whatever the number of files.

use faaso::{
    analysis::{Analysis, Analyzer, Touched},
    bundle::{EXECUTABLE, File, PLAIN},
    path::BundlePath,
    project::{FileId, FunkoEntry, Project, Side},
};
use std::{
    collections::BTreeSet,
    hint::black_box,
    time::{Duration, Instant},
};

const FEW: usize = 10;
const MANY: usize = 2_000;

struct Case {
    name: &'static str,
    /// The file that is typed into, and what stands before the key.
    file: FileId,
    text: String,
    /// Permission bits of every file: those that FaaSO changes are told of.
    mode: u16,
}

fn main() {
    // `cargo test --benches` only wants to know whether it runs.
    let rounds = if std::env::args().any(|argument| argument == "--bench") { 60 } else { 1 };
    println!("{:44} {FEW:>10} {MANY:>10} files {:>7}", "one key", "ratio");
    for case in cases() {
        let (mut few, mut many) = (Typist::new(&case, FEW), Typist::new(&case, MANY));
        let (mut least, mut most) = (Duration::MAX, Duration::MAX);
        for _ in 0..rounds {
            least = least.min(few.types());
            most = most.min(many.types());
        }
        let shown = |time: Duration| format!("{:.1} µs", time.as_secs_f64() * 1e6);
        let ratio = most.as_secs_f64() / least.as_secs_f64();
        println!("{:44} {:>10} {:>10}       {ratio:>7.2}", case.name, shown(least), shown(most));
    }
}

fn cases() -> Vec<Case> {
    let dockerfile = "FROM alpine\nCOPY main.txt /app/\nRUN apk add {{ options.packages | join(\" \") }}\nCMD [\"/app/run\"]\n";
    let yml = "name: hello\nruntime: ./example\noptions:\n  packages: [curl]\n  color: red\n  title: a";
    let at = |side, path: &str| FileId { side, path: path_of(path) };
    vec![
        Case {
            name: "in a template",
            file: at(Side::Runtime, "src/file3.txt.j2"),
            text: template(3),
            mode: PLAIN,
        },
        Case {
            name: "in a template, a warning in every file",
            file: at(Side::Runtime, "src/file3.txt.j2"),
            text: template(3),
            mode: EXECUTABLE,
        },
        Case {
            name: "in funko.yml, an option that few files use",
            file: at(Side::Funko, "funko.yml"),
            text: yml.to_owned(),
            mode: PLAIN,
        },
        Case {
            name: "in a file of the funko",
            file: at(Side::Funko, "main.txt"),
            text: "hello\n".to_owned(),
            mode: PLAIN,
        },
        Case {
            name: "in the Dockerfile",
            file: at(Side::Runtime, "Dockerfile.j2"),
            text: dockerfile.to_owned(),
            mode: PLAIN,
        },
    ]
}

/// Of some 30 lines. Only the first uses the option that is typed into.
fn template(number: usize) -> String {
    let title = if number == 3 { "{{ options.title }}\n" } else { "" };
    let lines = "{% if options.color == \"red\" %}port 3000 of {{ name }}: /ping\n{% endif %}color {{ options.color }}\n";
    format!("{title}{}", lines.repeat(10))
}

fn project(case: &Case, files: usize) -> Project {
    let mut project =
        Project { runtime_name: "./example".into(), funko_name: "hello".into(), ..Project::default() };
    let mut put = |path: &str, text: &str| {
        let file = File::new(text.as_bytes(), case.mode);
        project.runtime.put(path_of(path), file).expect("a free place");
    };
    for other in cases().into_iter().filter(|case| case.file.side == Side::Runtime) {
        put(other.file.path.as_str(), &other.text);
    }
    put("template/funko.yml.j2", "name: {{ name }}\nruntime: {{ runtime }}\n");
    for number in 0..files - 4 {
        put(&format!("src/file{number}.txt.j2"), &template(number));
    }
    for other in cases().into_iter().filter(|case| case.file.side == Side::Funko) {
        project.own.insert(other.file.path, FunkoEntry::File(File::text(&other.text)));
    }
    project
}

struct Typist<'c> {
    case: &'c Case,
    analyzer: Analyzer,
    page: Analysis,
    revision: u64,
}

impl<'c> Typist<'c> {
    fn new(case: &'c Case, files: usize) -> Typist<'c> {
        let mut analyzer = Analyzer::default();
        analyzer.open(project(case, files), BTreeSet::new(), Analysis::default());
        let mut page = Analysis::default();
        page.apply(analyzer.analyse(0, &mut |_| {}));
        Typist { case, analyzer, page, revision: 0 }
    }

    /// The time of one key until the page knows what it makes, over as many keys as take a few milliseconds.
    fn types(&mut self) -> Duration {
        let (start, mut keys) = (Instant::now(), 0);
        while keys == 0 || start.elapsed() < Duration::from_millis(4) {
            self.revision += 1;
            keys += 1;
            let text = format!("{}{}", self.case.text, "x".repeat(1 + (self.revision % 7) as usize));
            let id = &self.case.file;
            let file = File::new(text.as_bytes(), self.case.mode);
            let touched = Touched { whole: false, files: BTreeSet::from([id.clone()]) };
            let put = |project: &mut Project| match id.side {
                Side::Runtime => drop(project.runtime.put(id.path.clone(), file)),
                Side::Funko => drop(project.own.insert(id.path.clone(), FunkoEntry::File(File::text(&text)))),
            };
            self.analyzer.change(put, touched);
            let delta = self.analyzer.analyse(self.revision, &mut |_| {});
            self.page.apply(black_box(delta));
        }
        start.elapsed() / keys
    }
}

fn path_of(text: &str) -> BundlePath {
    BundlePath::new(text).expect("a path")
}
