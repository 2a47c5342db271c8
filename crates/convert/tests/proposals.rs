//! What of a Dockerfile becomes an option, with the name, kind, default and places that it gets.

use convert::{
    conversion::{make, plan},
    decisions::{Choice, Decision, Decisions},
    plan::Proposal,
};
use faaso::{
    bundle::{Bundle, File},
    funko::OptionValue,
    path::BundlePath,
};

fn application(dockerfile: &str) -> Bundle {
    let mut bundle = Bundle::new();
    bundle.put(BundlePath::new("Dockerfile").unwrap(), File::text(dockerfile)).unwrap();
    bundle.put(BundlePath::new("app.py").unwrap(), File::text("print('{{')\n")).unwrap();
    bundle
}

fn shown(proposal: &Proposal) -> String {
    let default = match &proposal.default {
        OptionValue::Text(text) => text.clone(),
        OptionValue::List(items) => format!("[{}]", items.join(", ")),
    };
    let lines: Vec<_> = proposal.places.iter().map(|place| place.line.to_string()).collect();
    let made = if proposal.made { "" } else { " ?" };
    format!("{}={default} @{}{made}", proposal.name, lines.join(","))
}

#[track_caller]
fn check(dockerfile: &str, wanted: &[&str]) {
    let application = application(dockerfile);
    let plan = plan(&application, &Decisions::default());
    assert_eq!(plan.options.iter().map(shown).collect::<Vec<_>>(), wanted, "{dockerfile}");
    // whatever is accepted, every byte stays
    let mut all = Decisions::default();
    for proposal in &plan.options {
        all.options.insert(proposal.id.clone(), Choice::Make(proposal.name.clone()));
    }
    for decisions in [Decisions::default(), all] {
        let made = make(&application, &decisions, "shop");
        assert_eq!(made.refused_options, [], "{dockerfile}");
        assert!(made.proof.holds() && made.proof.same == 2, "{dockerfile}\n{:?}", made.proof);
        let accepted = made.plan.options.iter().filter(|option| option.made).count();
        let readme = made.runtime.get("README.md").unwrap().as_text().unwrap();
        assert_eq!(readme.matches("\n| `").count(), accepted, "{readme}");
        assert_eq!(made.runtime.get("Dockerfile").is_some(), accepted == 0);
    }
}

#[test]
fn versions_packages_variables_and_the_health_check() {
    check(
        "FROM node:22-slim AS build\nRUN apt-get update && apt-get install -y gcc make\nFROM node:22-slim\n\
         RUN apt-get update && \\\n    apt-get install -y --no-install-recommends \\\n    curl \\\n    libpq5 \\\n    && rm -rf /var/lib/apt/lists/*\n\
         ENV GREETING=\"Hello {{ you }}\" NODE_ENV=production PORT=3000\nENV LOG_LEVEL info\n\
         HEALTHCHECK --interval=30s \\\n  --timeout=2s \\\n  CMD curl -f http://localhost:3000/ping || exit 1\nCMD [\"node\", \"main.js\"]\n",
        &[
            "node_version=22-slim @1,3",
            "devel_packages=[gcc, make] @2",
            "ship_packages=[curl, libpq5] @6",
            "greeting=Hello {{ you }} @9",
            "node_env=production @9 ?",
            "log_level=info @10",
            "healthcheck_options=--interval=30s \\\n  --timeout=2s @11",
            "healthcheck_command=curl -f http://localhost:3000/ping || exit 1 @13",
        ],
    );
    check(
        "ARG PYTHON=3.13\nFROM python:${PYTHON}-slim\nARG MODE=\"fast\"\nRUN apk add --no-cache --virtual .build-deps gcc musl-dev && apk add libpq\n\
         RUN pip install --no-cache-dir -r requirements.txt gunicorn flask\nENV PATH=/venv/bin:$PATH SITE_URL=https://x.y\n\
         HEALTHCHECK CMD [\"wget\", \"-q\", \"http://127.0.0.1:3000/ping\"]\nCMD [\"gunicorn\", \"--workers=4\", \"-b\", \"0.0.0.0:3000\", \"app:app\"]\n",
        &[
            "python=3.13 @1",
            "mode=fast @3 ?",
            "devel_packages=[gcc, musl-dev] @4",
            "ship_packages=[libpq] @4",
            "python_packages=[gunicorn, flask] @5 ?",
            "site_url=https://x.y @6 ?",
            "healthcheck_command=[\"wget\", \"-q\", \"http://127.0.0.1:3000/ping\"] @7",
            "workers=4 @8 ?",
        ],
    );
}

#[test]
fn odd_dockerfiles() {
    // CRLF, a registry with a port, a digest, no tag, a stage of a stage
    check(
        "FROM registry:5000/team/base:1.2 AS base\r\nRUN apt install -y \\\r\n    a \\\r\n    b\r\nFROM base\r\nENV X=1\r\n",
        &["base_version=1.2 @1", "devel_packages=[a, b] @3", "x=1 @6"],
    );
    check(
        "FROM alpine@sha256:abc\nRUN apk add a=1 $b c d\n",
        &["base_image=alpine@sha256:abc @1 ?", "ship_packages=[c, d] @2"],
    );
    check("FROM busybox\nRUN echo \"apt-get install x\"\nENV A= B='' C=$D\n", &["base_image=busybox @1 ?"]);
    // the same name twice, with another text
    check("FROM a:1\nFROM b/a:2\nFROM a:1\n", &["a_version=1 @1,3", "a_version_2=2 @2"]);
    check(
        "FROM a:1\nRUN apt-get install -y x y \\\n  # why\n  z\n",
        &["a_version=1 @1", "ship_packages=[x, y] @2"],
    );
    // what may be a secret is no default without being asked
    check("FROM a:1\nENV DB_PASSWORD=x MODE=y\n", &["a_version=1 @1", "db_password=x @2 ?", "mode=y @2"]);
    check("", &[]);
    check("FROM\nRUN\nHEALTHCHECK\nENV\n", &[]);
}

#[test]
fn a_decision_names_or_refuses_an_option() {
    let application = application("FROM python:3.13\nENV A_B=1\n");
    let mut decisions = Decisions::default();
    let back = decisions.decide(Decision::All(vec![
        Decision::Option { id: "python_version".into(), choice: Some(Choice::Make("python".into())) },
        Decision::Option { id: "a_b".into(), choice: Some(Choice::Refuse) },
        Decision::Describe { text: Some("Shops".into()) },
    ]));
    let made = make(&application, &decisions, "shop");
    let text = |path: &str| made.runtime.get(path).unwrap().as_text().unwrap();
    assert_eq!(text("Dockerfile.j2"), "FROM python:{{ options.python | default('3.13') }}\nENV A_B=1\n\n");
    assert!(text("README.md").starts_with("# Shops\n"));
    assert!(
        text("template/funko.yml.j2").contains("\n  python: \"3.13\""),
        "{}",
        text("template/funko.yml.j2")
    );
    decisions.decide(back);
    assert_eq!(decisions, Decisions::default());
    // two options can't have one name: the second isn't made, and says why
    decisions.options.insert("a_b".into(), Choice::Make("python_version".into()));
    let made = make(&application, &decisions, "shop");
    assert_eq!(made.refused_options.len(), 1);
    assert!(
        made.proof.holds() && made.refused_options[0].1.contains("another default"),
        "{:?}",
        made.refused_options
    );
}
