//! Two applications of the same kind make one runtime: what differs becomes options, and each of the two is a scenario.

use convert::{
    conversion::{Made, make_of},
    decisions::{Choice, Decision, Decisions},
    two::Second,
};
use faaso::{
    bundle::{Bundle, File},
    funko::OptionValue,
    path::BundlePath,
    project::FileId,
    scenarios::{self, Verdict},
};
use std::sync::Arc;

type Files<'a> = &'a [(&'a str, &'a str)];

fn bundle(files: Files<'_>) -> Bundle {
    let mut bundle = Bundle::new();
    for (path, text) in files {
        bundle.put(BundlePath::new(path).unwrap(), File::text(text)).unwrap();
    }
    bundle
}

fn made(first: Files<'_>, second: Files<'_>, decisions: &Decisions) -> Made {
    let second = Second { name: "Blog".to_owned(), files: bundle(second) };
    make_of(&bundle(first), Some(&second), decisions, "shop")
}

fn shown(value: &OptionValue) -> String {
    match value {
        OptionValue::Text(text) => format!("{text:?}"),
        OptionValue::List(items) => format!("{items:?}"),
    }
}

/// Both applications come out of it, and both scenarios pass.
#[track_caller]
fn holds(made: &Made) {
    let second = made.second.as_ref().unwrap();
    assert_eq!(made.refused_options, []);
    assert!(made.proof.holds(), "{:?}", made.proof);
    assert_eq!(second.proof.differing, []);
    assert_eq!(second.proof.failure, None);
    let mut render = |_: &FileId, text: &str, context: &crinja::Context| {
        crinja::render(text, context, &crinja::Budget::default()).map(Arc::new)
    };
    assert_eq!(second.scenarios, ["shop", "Blog"]);
    for name in &second.scenarios {
        let ran = scenarios::run(&made.runtime, name, &mut render).unwrap();
        assert_eq!(ran.verdict, Verdict::Passes, "{name}");
    }
}

#[track_caller]
fn check(first: Files<'_>, second: Files<'_>, wanted: &[&str]) {
    let made = made(first, second, &Decisions::default());
    let options = made.plan.options.iter().filter_map(|option| {
        let its = option.second.as_ref()?;
        let lines: Vec<_> =
            option.places.iter().map(|place| format!("{}:{}", place.file, place.line)).collect();
        let sure = if option.made { "" } else { " ?" };
        Some(format!("{} {} {} @{}{sure}", option.name, shown(&option.default), shown(its), lines.join(",")))
    });
    assert_eq!(options.collect::<Vec<_>>(), wanted);
    holds(&made);
}

const SHOP: &str = "FROM python:3.12-slim\nRUN apt-get update && apt-get install -y curl\nWORKDIR /app\nCOPY . .\n\
    ENV TITLE=Shop LOG=info\nEXPOSE 3000\nHEALTHCHECK --interval=30s CMD curl -f http://localhost:3000/ping\n\
    CMD [\"gunicorn\", \"-b\", \"0.0.0.0:3000\", \"-w\", \"2\", \"app:app\"]\n";

#[test]
fn what_the_proposals_know_differs() {
    let blog = SHOP
        .replace("3.12", "3.13")
        .replace("curl\nWORK", "curl git libpq5\nWORK")
        .replace("Shop LOG", "Blog LOG")
        .replace("30s", "10s")
        .replace("\"2\"", "\"4\"");
    check(
        &[("Dockerfile", SHOP), ("app.py", "print('shop')\n")],
        &[("Dockerfile", &blog), ("app.py", "print('blog')\n"), ("posts/one.md", "# One\n")],
        &[
            "python_version \"3.12-slim\" \"3.13-slim\" @Dockerfile:1",
            "ship_packages [\"curl\"] [\"curl\", \"git\", \"libpq5\"] @Dockerfile:2",
            "title \"Shop\" \"Blog\" @Dockerfile:5",
            "healthcheck_options \"--interval=30s\" \"--interval=10s\" @Dockerfile:7",
            "workers \"2\" \"4\" @Dockerfile:8",
        ],
    );
}

/// An item more at either end, in the middle, or an item less.
#[test]
fn items_of_a_list_come_and_go() {
    let docker = |items: &str| format!("FROM alpine:3.20\nRUN apk add {items} && x\nCOPY . .\nCMD [\"x\"]\n");
    for (one, other) in [
        ("curl", "curl git"),
        ("curl", "git curl"),
        ("curl git", "git"),
        ("curl git", "curl"),
        ("curl git", "curl gcc git"),
        ("curl git make", "make"),
        ("curl curl", "curl"),
    ] {
        let (first, second) = (docker(one), docker(other));
        let items = |text: &str| shown(&OptionValue::List(text.split(' ').map(str::to_owned).collect()));
        let wanted = format!("ship_packages {} {} @Dockerfile:2", items(one), items(other));
        check(&[("Dockerfile", &first)], &[("Dockerfile", &second)], &[&wanted]);
    }
}

#[test]
fn what_no_proposal_knows_differs() {
    let dockerfile = "FROM nginx:1.27\nCOPY . /srv/shop/\nRUN touch /srv/shop/x\nUSER www\nEXPOSE 3000\n";
    let blog = "FROM nginx:1.27\nRUN apt-get update && \\\n    apt-get install -y git\nCOPY . /srv/weblog/\n\
        RUN touch /srv/weblog/x\nEXPOSE 3000\n";
    let conf = "server {\r\n  root /srv/shop/;\r\n  # {{ a }} {# b #}\r\n  gzip off;\r\n}\r\n";
    check(
        &[("Dockerfile", dockerfile), ("nginx.conf", conf), ("index.html", "shop")],
        &[
            ("Dockerfile", blog),
            ("nginx.conf", &conf.replace("shop", "weblog").replace("gzip off", "gzip on")),
            ("index.html", "blog"),
        ],
        &[
            "extra_run_apt_get \"\" \"RUN apt-get update && \\\\\\n    apt-get install -y git\\n\" @Dockerfile:2",
            "shop \"shop\" \"weblog\" @Dockerfile:2,Dockerfile:3,nginx.conf:2",
            "extra_user_www \"USER www\\n\" \"\" @Dockerfile:4",
            "off \"off\" \"on\" @nginx.conf:4",
        ],
    );
}

/// What is the same in both stays plain until the author says otherwise. Where nothing differs, nothing is known of that.
#[test]
fn what_is_the_same_stays() {
    let other = SHOP.replace("30s", "10s");
    let (first, second): (Files<'_>, Files<'_>) = (&[("Dockerfile", SHOP)], &[("Dockerfile", &other)]);
    let plain = made(first, second, &Decisions::default());
    let mut stays = plain.plan.options.iter().filter(|option| option.second.is_none());
    assert!(stays.all(|option| !option.made && option.reason.contains("the same in both")));
    let mut decisions = Decisions::default();
    let choice = Some(Choice::Make("python".to_owned()));
    decisions.decide(Decision::Option { id: "python_version".to_owned(), choice });
    let asked = made(first, second, &decisions);
    assert!(asked.runtime.get("Dockerfile.j2").unwrap().as_text().unwrap().contains("options.python "));
    holds(&asked);
    let same = made(first, first, &Decisions::default());
    assert!(same.plan.options.iter().any(|option| option.made));
    holds(&same);
}

#[test]
fn line_ends_are_no_options() {
    let windows = SHOP.replace('\n', "\r\n");
    let made = made(&[("Dockerfile", SHOP)], &[("Dockerfile", &windows)], &Decisions::default());
    assert!(made.plan.options.iter().all(|option| option.second.is_none()));
    assert!(made.second.unwrap().unlike[0].1.contains("CRLF"));
}

#[test]
fn a_secret_is_not_taken_along_without_being_asked() {
    let with = |token: &str| SHOP.replace("LOG=info", &format!("API_TOKEN={token}"));
    let (first, second) = (with("aaa"), with("s3cret"));
    let (first, second): (Files<'_>, Files<'_>) = (&[("Dockerfile", &first)], &[("Dockerfile", &second)]);
    let plain = made(first, second, &Decisions::default());
    let says = |made: &Made, text: &str| {
        made.runtime.files().any(|(_, file)| file.as_text().is_some_and(|file| file.contains(text)))
    };
    assert!(!says(&plain, "s3cret"));
    assert_eq!(plain.second.as_ref().unwrap().proof.differing[0].as_str(), "Dockerfile");
    let mut decisions = Decisions::default();
    let choice = Some(Choice::Make("token".to_owned()));
    decisions.decide(Decision::Option { id: "api_token".to_owned(), choice });
    let asked = made(first, second, &decisions);
    assert!(says(&asked, "s3cret"));
    holds(&asked);
}

#[test]
fn what_cannot_be_an_option_comes_with_the_funko() {
    let glue = |word: &str| (0..60).map(|line| format!("{word}{line} the same\n")).collect::<String>();
    let (ours, theirs) = (glue("one"), glue("another"));
    let first: Files<'_> = &[("Dockerfile", SHOP), ("nginx.conf", &ours), ("LICENSE", "MIT\n"), ("a.py", "")];
    let second: Files<'_> = &[("Dockerfile", SHOP), ("nginx.conf", &theirs), ("b.py", ""), (".env", "A=1\n")];
    let made = made(first, second, &Decisions::default());
    holds(&made);
    let outcome = made.second.unwrap();
    let paths = |paths: &[BundlePath]| paths.iter().map(|path| path.to_string()).collect::<Vec<_>>();
    assert_eq!(paths(&outcome.own), ["b.py", "nginx.conf"]);
    assert_eq!(paths(&outcome.proof.extra), ["LICENSE"]);
    assert_eq!(outcome.unlike[0].1, "It has 60 differences.");
    assert_eq!(outcome.left_out.iter().map(|it| it.path.as_str()).collect::<Vec<_>>(), [".env"]);
    assert_eq!((outcome.proof.same, outcome.proof.of), (3, 3));
}

#[test]
fn dockerfiles_of_two_kinds_are_told_apart() {
    let other = "FROM golang:1.23 AS build\nWORKDIR /src\nCOPY go.mod .\nRUN go build -o /bin/x\nFROM scratch\nCMD [\"/x\"]\n";
    let made = made(&[("Dockerfile", SHOP)], &[("Dockerfile", other)], &Decisions::default());
    assert!(made.proof.holds());
    let outcome = made.second.unwrap();
    assert_eq!(outcome.unlike[0].1, "Less than half of it is the same in both applications.");
    assert_eq!(outcome.proof.differing[0].as_str(), "Dockerfile");
    assert!(outcome.own.is_empty());
}

/// Whatever differs, both applications come out of the runtime.
#[test]
fn two_applications_by_chance() {
    let words = [
        "a", "b-1", "{{ x }}", "{#", "\"q\"", "'s'", "$HOME", "${#a}", "é😀", "x=1", "\\", "{", "- y", "#",
        "&&", "\t", "k: v", "%}",
    ];
    let mut chance = fastrand::Rng::with_seed(12);
    let mut options = 0;
    let rounds = if cfg!(debug_assertions) { 300 } else { 10_000 };
    for round in 0..rounds {
        let ending = if chance.u8(..4) == 0 { "\r\n" } else { "\n" };
        let line = |chance: &mut fastrand::Rng| {
            let count = chance.usize(1..5);
            let words: Vec<_> = (0..count).map(|_| words[chance.usize(..words.len())]).collect();
            format!("{}{ending}", words.join(" "))
        };
        let text: Vec<String> = (0..chance.usize(4..14)).map(|_| line(&mut chance)).collect();
        let mut other = text.clone();
        for _ in 0..chance.usize(..4) {
            let at = chance.usize(..other.len());
            match chance.u8(..4) {
                0 => other.insert(at, line(&mut chance)),
                1 if other.len() > 1 => drop(other.remove(at)),
                2 => other[at] = line(&mut chance),
                _ => other[at] = other[at].replacen(' ', " more ", 1),
            }
        }
        let (conf, its_conf) = (text.concat(), other.concat());
        let docker = |chance: &mut fastrand::Rng| {
            let version = ["3.12", "3.13-slim", "3"][chance.usize(..3)];
            let packages = ["curl", "curl git", "gcc  make"][chance.usize(..3)];
            let title = ["Shop", "A {{ b }}", "it's"][chance.usize(..3)];
            format!(
                "FROM python:{version} AS x\nRUN apk add {packages}\nENV A=\"{title}\" B={version}\nCOPY . .\nCMD [\"x\", \"{title}\"]\n"
            )
        };
        let (one, two) = (docker(&mut chance), docker(&mut chance));
        let first: Files<'_> = &[("Dockerfile", &one), ("nginx.conf", &conf), ("app.py", "x")];
        let second: Files<'_> = &[("Dockerfile", &two), ("nginx.conf", &its_conf), ("app.py", "y")];
        let made = made(first, second, &Decisions::default());
        options += made.plan.options.iter().filter(|option| option.made).count();
        let outcome = made.second.as_ref().unwrap();
        assert!(made.proof.holds(), "{round}: {:?}\n{conf:?}\n{its_conf:?}", made.proof);
        if made.refused_options.is_empty() {
            assert_eq!(outcome.proof.differing, [], "{round}:\n{one}\n{two}\n{conf:?}\n{its_conf:?}");
            holds(&made);
        } else {
            panic!("{round}: {:?}\n{one}\n{two}\n{conf:?}\n{its_conf:?}", made.refused_options);
        }
    }
    assert!(options > rounds);
}
