//! Whole applications, as somebody might have written them: each is converted, as proposed and with every fix, and a new
//! funko builds it byte for byte.

use convert::{
    conversion::{Made, make},
    decisions::{Choice, Decisions},
    plan::{Finding, Goes},
};
use faaso::{
    bundle::{Bundle, EXECUTABLE, File, PLAIN},
    diagnostic::Severity,
    path::BundlePath,
};
use std::{collections::BTreeSet, fs, path::Path};

const APPS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/apps");

fn read(folder: &Path, inside: &str, files: &mut Bundle) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{inside}{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            read(&entry.path(), &format!("{path}/"), files);
            continue;
        }
        // git keeps this bit and no other
        let bytes = fs::read(entry.path()).unwrap();
        let mode = if bytes.starts_with(b"#!") { EXECUTABLE } else { PLAIN };
        files.put(BundlePath::new(&path).unwrap(), File::new(bytes, mode)).unwrap();
    }
}

struct App {
    name: &'static str,
    /// Language and framework.
    is: &'static str,
    /// The options that are made.
    options: &'static [&'static str],
    /// The rules that find something, each once.
    rules: &'static [&'static str],
    /// What isn't taken along.
    out: &'static [&'static str],
    /// The rules that still find something with every fix made.
    left: &'static [&'static str],
}

#[track_caller]
fn check(app: &App) {
    let App { name, is, options, rules, out, left } = app;
    let mut application = Bundle::new();
    read(&Path::new(APPS).join(name), "", &mut application);
    let made = make(&application, &Decisions::default(), name);
    let recognized = made.plan.recognized.as_ref().expect("it is recognized");
    assert_eq!(
        format!("{}, {}", recognized.language, recognized.framework.as_deref().unwrap_or("-")),
        *is,
        "{name}"
    );
    let made_options = made.plan.options.iter().filter(|option| option.made);
    assert_eq!(made_options.map(|option| option.name.as_str()).collect::<Vec<_>>(), *options, "{name}");
    assert_eq!(by_rule(&made), rules.iter().copied().collect(), "{name}: {:#?}", made.plan.findings);
    let left_out = made.plan.files.iter().filter(|placement| placement.goes == Goes::Out);
    assert_eq!(left_out.map(|placement| placement.path.as_str()).collect::<Vec<_>>(), *out, "{name}");
    assert_eq!(made.application, application, "{name}: without a decision the application stays as it is");
    holds(name, &application, &made);
    // every option, the Dockerfile and each fix, until none is left
    let mut decisions = Decisions { dockerfile: true, ..Decisions::default() };
    for proposal in &made.plan.options {
        decisions.options.insert(proposal.id.clone(), Choice::Make(proposal.name.clone()));
    }
    let mut made = made;
    for _ in 0..5 {
        let fixes = made.plan.findings.iter().filter_map(|finding| finding.fix.as_ref());
        decisions.fixes.extend(fixes.map(|fix| fix.id.clone()));
        made = make(&application, &decisions, name);
        assert!(made.proof.holds(), "{name}: {:?}", made.proof);
    }
    assert_eq!(made.refused_options, [], "{name}");
    let open = made.plan.findings.iter().filter(|finding| is_open(finding));
    let open: BTreeSet<&str> = open.map(|finding| finding.rule.as_str()).collect();
    assert_eq!(open, left.iter().copied().collect(), "{name}: {:#?}", made.plan.findings);
    assert!(made.application.get("Dockerfile").is_some(), "{name}");
}

fn is_open(finding: &Finding) -> bool {
    !finding.fix.as_ref().is_some_and(|fix| fix.made)
}

fn by_rule(made: &Made) -> BTreeSet<&str> {
    made.plan.findings.iter().map(|finding| finding.rule.as_str()).collect()
}

/// With the defaults, every file that is taken along is what a new funko builds.
fn holds(name: &str, application: &Bundle, made: &Made) {
    assert!(
        made.proof.holds() && made.refused.is_empty() && made.refused_options.is_empty(),
        "{name}: {made:?}"
    );
    let kept = made.plan.files.iter().filter(|placement| placement.goes != Goes::Out);
    let kept = kept.filter(|placement| placement.path.as_str() != "README.md").count();
    assert_eq!((made.proof.same, made.proof.of), (kept, kept), "{name}");
    assert_eq!(made.plan.files.len(), application.len(), "{name}: no file is dropped in silence");
}

#[test]
fn each_application_is_converted_byte_for_byte() {
    let apps = [
        App {
            name: "flask-notes",
            is: "Python, Flask",
            options: &[
                "python_version",
                "ship_packages",
                "notes_title",
                "healthcheck_options",
                "healthcheck_command",
            ],
            rules: &["port", "ping", "health-check", "below-a-path", "builder"],
            out: &[".dockerignore", ".env", "docker-compose.yml", "tests/test_app.py"],
            left: &["below-a-path"],
        },
        App {
            name: "fastapi-weather",
            is: "Python, FastAPI",
            options: &[],
            rules: &["no-dockerfile", "port", "ping"],
            out: &[".python-version"],
            left: &[],
        },
        App {
            name: "django-polls",
            is: "Python, Django",
            options: &["python_version"],
            rules: &["port", "ping", "health-check", "executable"],
            out: &["db.sqlite3"],
            left: &[],
        },
        App {
            name: "bottle-api",
            is: "Python, Bottle",
            options: &[],
            rules: &["no-dockerfile", "port", "bind-address", "ping"],
            out: &[],
            left: &[],
        },
        App {
            name: "express-links",
            is: "Node, Express",
            options: &["node_version", "ship_packages", "healthcheck_command"],
            rules: &["port", "ping", "health-check", "below-a-path", "copied"],
            out: &[".gitignore", ".npmrc", "debug.log"],
            left: &["below-a-path", "copied"],
        },
        App {
            name: "hono-quotes",
            is: "Node, Hono",
            options: &[],
            rules: &["no-dockerfile", "port", "ping"],
            out: &[".github/workflows/ci.yml"],
            left: &[],
        },
        App {
            name: "node-http",
            is: "Node, http",
            options: &["node_version"],
            rules: &["port", "bind-address", "ping", "health-check", "builder"],
            out: &[],
            left: &[],
        },
        App {
            name: "go-guestbook",
            is: "Go, net/http",
            options: &["golang_version", "devel_packages", "alpine_version", "ship_packages"],
            rules: &["port", "bind-address", "ping", "health-check", "below-a-path", "builder"],
            out: &[".golangci.yml"],
            left: &[],
        },
        App {
            name: "rust-counter",
            is: "Rust, axum",
            options: &["rust_version", "debian_version", "ship_packages", "counter_step"],
            rules: &["port", "ping", "health-check", "builder"],
            out: &["target/debug/counter"],
            left: &["builder"],
        },
        App {
            name: "sinatra-jokes",
            is: "Ruby, Sinatra",
            options: &["ruby_version", "ship_packages"],
            rules: &["port", "bind-address", "ping", "health-check", "below-a-path"],
            out: &[],
            left: &["below-a-path"],
        },
        App {
            name: "php-board",
            is: "PHP, plain PHP",
            options: &["php_version"],
            rules: &["port", "ping", "health-check", "copied"],
            out: &["src/.htaccess"],
            left: &["copied"],
        },
        App {
            name: "kemal-todo",
            is: "Crystal, Kemal",
            options: &[],
            rules: &["no-dockerfile", "port", "ping"],
            out: &["lib/.shards.info", "lib/kemal/kemal.cr"],
            left: &[],
        },
        App {
            name: "spring-greeter",
            is: "Java, Spring Boot",
            options: &["maven_version", "eclipse_temurin_version", "greeting"],
            rules: &["port", "ping", "health-check", "executable"],
            out: &[],
            left: &[],
        },
        App {
            name: "dotnet-hello",
            is: ".NET, ASP.NET Core",
            options: &["sdk_version", "aspnet_version"],
            rules: &["port", "ping", "health-check"],
            out: &["bin/Debug/hello.dll", "obj/project.assets.json"],
            left: &[],
        },
        App {
            name: "deno-echo",
            is: "Deno, Deno.serve",
            options: &[],
            rules: &["no-dockerfile", "port", "ping"],
            out: &[],
            left: &[],
        },
        App {
            name: "shell-clock",
            is: "Shell, httpd",
            options: &["alpine_version", "ship_packages"],
            rules: &["port", "ping", "health-check", "below-a-path", "executable"],
            out: &[],
            left: &[],
        },
        App {
            name: "static-portfolio",
            is: "Static files, files",
            options: &["nginx_version"],
            rules: &["port", "ping", "health-check", "below-a-path"],
            out: &[".nojekyll"],
            left: &[],
        },
        App {
            name: "static-bare",
            is: "Static files, files",
            options: &[],
            rules: &["no-dockerfile", "ping"],
            out: &["Thumbs.db"],
            left: &[],
        },
    ];
    let there: BTreeSet<String> =
        fs::read_dir(APPS).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(apps.iter().map(|app| app.name.to_owned()).collect::<BTreeSet<_>>(), there);
    apps.iter().for_each(check);
}

/// Whatever becomes of an application's texts, the conversion ends, and what it makes is the same byte for byte.
#[test]
fn applications_by_chance() {
    let mut chance = fastrand::Rng::with_seed(12);
    let pieces = [
        "\n",
        "\r\n",
        "\"",
        "'",
        "`",
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        "{{",
        "{%",
        "{#",
        "\\",
        "é",
        "🎉",
        "\0",
        "$PORT",
        "8080",
        "3000",
        "localhost:",
        "127.0.0.1",
        " \\\n",
        "EXPOSE ",
        "CMD [",
        "HEALTHCHECK ",
        "FROM ",
        "RUN <<EOF\n",
        "#",
        "//",
        "port=",
        "/ping",
    ];
    let mut folders: Vec<_> = fs::read_dir(APPS).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    for folder in folders {
        let mut whole = Bundle::new();
        read(&folder, "", &mut whole);
        for _ in 0..15 {
            let mut application = Bundle::new();
            for (path, file) in whole.files() {
                if chance.u8(..20) == 0 {
                    continue;
                }
                let mut text = String::from_utf8_lossy(&file.bytes).into_owned();
                for _ in 0..chance.usize(..4) {
                    let mut place = || {
                        let at = chance.usize(..=text.len());
                        (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap()
                    };
                    let (one, other) = (place(), place());
                    let (start, end) = (one.min(other), (one.min(other) + 12).min(one.max(other)));
                    let end = (start..=end).rev().find(|at| text.is_char_boundary(*at)).unwrap();
                    text.replace_range(start..end, pieces[chance.usize(..pieces.len())]);
                }
                application.put(path.clone(), File::new(text.into_bytes(), file.mode)).unwrap();
            }
            let mut decisions = Decisions { dockerfile: chance.bool(), ..Decisions::default() };
            for _ in 0..2 {
                let made = make(&application, &decisions, "app");
                assert!(made.proof.holds() && made.refused.is_empty(), "{application:?}\n{:?}", made.proof);
                let fixes = made.plan.findings.iter().filter_map(|finding| finding.fix.as_ref());
                decisions.fixes.extend(fixes.map(|fix| fix.id.clone()));
            }
        }
    }
}

#[test]
fn a_decision_about_each_file_and_fix_is_undone_step_by_step() {
    use convert::decisions::Decision;
    let mut application = Bundle::new();
    read(&Path::new(APPS).join("flask-notes"), "", &mut application);
    let mut decisions = Decisions::default();
    let first = make(&application, &decisions, "notes");
    let mut back = Vec::new();
    for placement in &first.plan.files {
        back.push(
            decisions.decide(Decision::Place { path: placement.path.clone(), goes: Some(Goes::Runtime) }),
        );
    }
    for finding in &first.plan.findings {
        let id = finding.fix.as_ref().map(|fix| fix.id.clone());
        back.extend(id.map(|id| decisions.decide(Decision::Fix { id, make: true })));
    }
    for option in &first.plan.options {
        back.push(decisions.decide(Decision::Option { id: option.id.clone(), choice: Some(Choice::Refuse) }));
    }
    assert_ne!(make(&application, &decisions, "notes").runtime, first.runtime);
    for step in back.into_iter().rev() {
        decisions.decide(step);
    }
    assert_eq!(make(&application, &decisions, "notes"), first);
    // FaaSO stops at the cache mount, and nothing else is as bad
    let errors = first.plan.findings.iter().filter(|finding| finding.severity == Severity::Error);
    assert_eq!(errors.map(|finding| finding.rule.as_str()).collect::<Vec<_>>(), ["builder"]);
}
