//! With the plan as proposed, a new funko builds the application it was made from, byte for byte.

use convert::{
    apply::{apply, proof},
    conversion::plan,
    decisions::{Decision, Decisions},
    plan::Goes,
};
use faaso::{
    bundle::{Bundle, EXECUTABLE, File, PLAIN},
    path::BundlePath,
};

/// A path that ends in `*` is executable.
fn application(files: &[(&str, &[u8])]) -> Bundle {
    let mut bundle = Bundle::new();
    for (path, bytes) in files {
        let (path, mode) = match path.strip_suffix('*') {
            Some(path) => (path, EXECUTABLE),
            None => (*path, PLAIN),
        };
        bundle.put(BundlePath::new(path).unwrap(), File::new(*bytes, mode)).unwrap();
    }
    bundle
}

const DJANGO: &[(&str, &[u8])] = &[
    ("Dockerfile", b"FROM python:3.13-slim\nCOPY . .\nCMD [\"python\", \"manage.py\", \"runserver\", \"0.0.0.0:3000\"]\n"),
    ("manage.py*", b"#!/usr/bin/env python\n"),
    ("requirements.txt", b"django\r\n"),
    ("shop/views.py", b"def ping(request): pass"),
    ("shop/wsgi.py", b""),
    ("web/wsgi.py", b"app = Flask(__name__)\n"),
    ("templates/page.html", b"{% block a %}{{ b }}{# c #}\n"),
    ("db.sqlite3", b"SQLite\0"),
    (".env", b"SECRET_KEY=x\n"),
    (".env.example", b"SECRET_KEY=\n"),
    (".gitignore", b"*.log\n/out/\n"),
    ("out/x.txt", b"x"),
    ("LICENSE", b"MIT\n"),
    ("README.md", b"# Shop\n"),
    ("node_modules/a/index.js", b""),
    ("docker-compose.yml", b"services:\n"),
    ("certs/server.key", b"-----BEGIN PRIVATE KEY-----\n"),
    ("config.j2", b"a: {{ b }}\n\n"),
    ("bad.j2", b"\xff"),
    ("funko.yml", b"name: x\n"),
    ("my file.txt", b"\xef\xbb\xbfa"),
    ("deploy.py", b"key = 'ghp_abcdefghijklmnopqrstuvwxyz0123456789'\n"),
];

#[test]
fn each_file_goes_where_its_kind_goes() {
    let application = application(DJANGO);
    let plan = plan(&application, &Decisions::default());
    for (path, goes, secret) in [
        ("Dockerfile", Goes::Runtime, false),
        ("manage.py", Goes::Runtime, false),
        ("requirements.txt", Goes::Template, false),
        ("shop/views.py", Goes::Template, false),
        ("shop/wsgi.py", Goes::Runtime, false),
        ("web/wsgi.py", Goes::Template, false),
        ("templates/page.html", Goes::Template, false),
        ("db.sqlite3", Goes::Out, false),
        (".env", Goes::Out, true),
        (".env.example", Goes::Out, false),
        (".gitignore", Goes::Out, false),
        ("out/x.txt", Goes::Out, false),
        ("LICENSE", Goes::Runtime, false),
        ("node_modules/a/index.js", Goes::Out, false),
        ("docker-compose.yml", Goes::Out, false),
        ("certs/server.key", Goes::Out, true),
        ("config.j2", Goes::Template, false),
        ("bad.j2", Goes::Out, false),
        ("funko.yml", Goes::Out, false),
        ("deploy.py", Goes::Out, true),
    ] {
        let placement = plan.files.iter().find(|placement| placement.path.as_str() == path).unwrap();
        assert_eq!((placement.goes, placement.secret), (goes, secret), "{path}: {}", placement.reason);
    }
    let said = plan.files.iter().find(|placement| placement.path.as_str() == "out/x.txt").unwrap();
    assert_eq!(said.reason, "`.gitignore` line 2 names it: `/out/`.");
    assert_eq!(plan.files.len(), application.len());
}

#[test]
fn the_same_bytes_and_a_decision_taken_back() {
    let application = application(DJANGO);
    let mut decisions = Decisions::default();
    let proposed = plan(&application, &decisions);
    let applied = apply(&application, &proposed, "shop");
    assert_eq!(applied.refused, []);
    let held = proof(&application, &proposed, &applied.runtime);
    assert!(held.holds() && held.same == held.of && held.of > 5, "{held:?}");
    assert_eq!(held.not_executable, [BundlePath::new("manage.py").unwrap()]);
    assert_eq!(applied.runtime.get("README.md").unwrap().as_text(), Some("# Shop\n"));
    // a template folder in the runtime's own place would be lost, and the proof says so
    let path = BundlePath::new("templates/page.html").unwrap();
    let back = decisions.decide(Decision::Place { path: path.clone(), goes: Some(Goes::Runtime) });
    let lost = plan(&application, &decisions);
    assert_eq!(proof(&application, &lost, &apply(&application, &lost, "shop").runtime).differing, [path]);
    decisions.decide(back);
    assert_eq!(plan(&application, &decisions), proposed);
}

#[test]
fn ten_thousand_applications_keep_every_byte() {
    let mut chance = fastrand::Rng::with_seed(7);
    let folders =
        ["", "src/", "templates/", "template/", "public/", "a b/", "x.j2/", "funko.yml/", "README.md/", "ü/"];
    let names = [
        "Dockerfile",
        "a.py",
        "b.j2",
        "c.j2.j2",
        "x.bin",
        "template.txt",
        "package.json",
        "nginx.conf",
        "d e.html",
        "\"q'.js",
        "README.md",
        "funko.yml",
        "none",
        ".hidden",
        "LICENSE",
        "n\nl.txt",
        "Makefile",
    ];
    let texts: [&[u8]; 9] = [
        b"",
        b"a\n",
        b"{{ x }}\n\n",
        b"{% if",
        b"a\r\n",
        b"a\r",
        b"\0",
        b"\xff\xfe",
        b"{{ options.a.b.c }}{#",
    ];
    for _ in 0..10_000 {
        let mut application = Bundle::new();
        for _ in 0..chance.usize(0..12) {
            let path =
                format!("{}{}", folders[chance.usize(0..folders.len())], names[chance.usize(0..names.len())]);
            let bytes = texts[chance.usize(0..texts.len())];
            let _ = application.put(BundlePath::new(&path).unwrap(), File::new(bytes, PLAIN));
        }
        let plan = plan(&application, &Decisions::default());
        let applied = apply(&application, &plan, "shop");
        let held = proof(&application, &plan, &applied.runtime);
        assert!(applied.refused.is_empty() && held.holds(), "{application:?}\n{applied:?}\n{held:?}");
        assert_eq!(plan.files.len(), application.len(), "no file is dropped in silence");
    }
}

#[test]
fn two_thousand_files_of_twenty_megabytes() {
    let mut application = Bundle::new();
    for at in 0..2_000 {
        let path = BundlePath::new(&format!("src/{}/f{at}.py", at % 40)).unwrap();
        application.put(path, File::new("x = '{{'\n".repeat(1_110).into_bytes(), PLAIN)).unwrap();
    }
    let plan = plan(&application, &Decisions::default());
    let applied = apply(&application, &plan, "large");
    let held = proof(&application, &plan, &applied.runtime);
    assert!(held.holds() && held.same == 2_000, "{held:?}");
}
