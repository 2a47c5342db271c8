//! What FaaSO needs of an application: each rule fires and stays quiet on its own examples, and in many words of many
//! languages what is found is mended by its fix.

mod languages;
mod servers;

use convert::{
    conversion::{make, plan},
    decisions::Decisions,
    fit::RULES,
    plan::{Finding, Plan},
};
use faaso::{
    bundle::{Bundle, EXECUTABLE, File, PLAIN},
    path::BundlePath,
};

/// A path that ends in `*` is executable.
pub fn application(files: &[(&str, &str)]) -> Bundle {
    let mut bundle = Bundle::new();
    for (path, text) in files {
        let (path, mode) = match path.strip_suffix('*') {
            Some(path) => (path, EXECUTABLE),
            None => (*path, PLAIN),
        };
        bundle.put(BundlePath::new(path).unwrap(), File::new(text.as_bytes(), mode)).unwrap();
    }
    bundle
}

pub fn proposed(application: &Bundle) -> Plan {
    plan(application, &Decisions::default())
}

pub fn of_rule<'a>(plan: &'a Plan, rule: &str) -> Vec<&'a Finding> {
    plan.findings.iter().filter(|finding| finding.rule == rule && !is_made(finding)).collect()
}

fn is_made(finding: &Finding) -> bool {
    finding.fix.as_ref().is_some_and(|fix| fix.made)
}

/// Makes every fix, and those that come up then.
#[track_caller]
pub fn mended(application: &Bundle) -> (Bundle, Plan) {
    let mut decisions = Decisions::default();
    for _ in 0..6 {
        let plan = plan(application, &decisions);
        let fixes = plan.findings.iter().filter_map(|finding| finding.fix.as_ref());
        let before = decisions.fixes.len();
        decisions.fixes.extend(fixes.map(|fix| fix.id.clone()));
        if decisions.fixes.len() == before {
            break;
        }
    }
    let made = make(application, &decisions, "shop");
    assert!(made.proof.holds(), "{:?}", made.proof);
    assert_eq!(made.refused_options, []);
    let unmade: Vec<_> =
        made.plan.findings.iter().filter(|finding| finding.fix.is_some() && !is_made(finding)).collect();
    assert!(unmade.is_empty(), "a fix that was taken is made: {unmade:#?}");
    (made.application, made.plan)
}

pub fn text<'a>(application: &'a Bundle, path: &str) -> &'a str {
    application.get(path).unwrap_or_else(|| panic!("no {path}")).as_text().unwrap()
}

#[test]
fn every_rule_fires_and_stays_quiet() {
    for rule in RULES {
        let fires = application(rule.fires);
        let found = proposed(&fires);
        let of_rule_there = of_rule(&found, rule.id);
        assert!(!of_rule_there.is_empty(), "{} doesn't fire: {:#?}", rule.id, found.findings);
        for finding in &of_rule_there {
            assert_eq!(finding.must, rule.must);
            assert!(finding.found.ends_with('.') && finding.help.ends_with('.'), "{finding:?}");
            for place in &finding.places {
                let text = text(&fires, place.file.as_str());
                assert_eq!(place.line, 1 + text[..place.span.start].matches('\n').count(), "{finding:?}");
            }
        }
        let quiet = proposed(&application(rule.quiet));
        assert_eq!(of_rule(&quiet, rule.id), Vec::<&Finding>::new(), "{} isn't quiet", rule.id);
        // what has a fix is quiet then
        if of_rule_there.iter().all(|finding| finding.fix.is_some()) {
            let (application, plan) = mended(&fires);
            assert_eq!(
                of_rule(&plan, rule.id),
                Vec::<&Finding>::new(),
                "{} isn't fixed: {application:?}",
                rule.id
            );
        }
    }
}

#[test]
fn a_fix_is_undone_by_leaving_it_out() {
    let application = application(RULES[1].fires);
    let (_, plan) = mended(&application);
    assert!(plan.findings.iter().any(is_made));
    let again = proposed(&application);
    assert!(!again.findings.iter().any(is_made));
    assert_eq!(make(&application, &Decisions::default(), "shop").application, application);
}

/// A health check that asks for what nothing answers makes every build unhealthy.
#[test]
fn a_health_check_asks_for_what_is_answered() {
    let dockerfile = |check: &str| {
        format!(
            "FROM python:3.13\nCOPY . .\nEXPOSE 3000\nHEALTHCHECK --start-period=5s {check}\nCMD [\"python\", \"app.py\"]\n"
        )
    };
    for (check, app, mended_check) in [
        (
            "CMD curl -f http://localhost:3000/healthz || exit 1",
            "",
            Some("CMD curl -f http://localhost:3000/ping || exit 1"),
        ),
        (
            "CMD [\"curl\", \"-f\", \"http://127.0.0.1:3000/api/health/\"]",
            "",
            Some("CMD [\"curl\", \"-f\", \"http://127.0.0.1:3000/ping\"]"),
        ),
        (
            "CMD curl -f 'http://0.0.0.0:$PORT/up?full=1'",
            "",
            Some("CMD curl -f 'http://0.0.0.0:$PORT/ping?full=1'"),
        ),
        ("CMD curl -f http://localhost:3000/healthz", "@app.get('/healthz')", None),
        ("CMD curl -f http://localhost:3000/healthz", "path('healthz', view)", None),
        ("CMD curl -f http://localhost:3000/", "", None),
        ("CMD curl -f http://localhost:3000", "", None),
        ("CMD curl -f http://localhost:3000/ping", "", None),
        ("CMD curl -f http://example.org/healthz", "", None),
        ("CMD python check.py", "", None),
    ] {
        let text = dockerfile(check);
        let app = format!("{app}\nprint('/ping', 3000)\n");
        let application = application(&[("Dockerfile", &text), ("app.py", &app)]);
        let plan = proposed(&application);
        let asks = |finding: &&Finding| finding.found.contains("which no file names");
        let found = of_rule(&plan, "health-check").into_iter().filter(asks).count();
        assert_eq!(found, usize::from(mended_check.is_some()), "{check}");
        if let Some(mended_check) = mended_check {
            let (application, _) = mended(&application);
            assert_eq!(self::text(&application, "Dockerfile"), dockerfile(mended_check));
        }
    }
}

/// What hands files out answers with a file.
#[test]
fn a_server_of_files_gets_a_file() {
    for (start, at) in [
        ("python3 -m http.server 3000 --directory www", "www/ping"),
        ("exec python -m http.server 3000 -d www", "www/ping"),
        ("npx --yes serve -l 3000 www", "www/ping"),
        ("npx http-server www -p 3000", "www/ping"),
    ] {
        let start = format!("#!/bin/sh\n{start}\n");
        let application = application(&[
            ("Dockerfile", "FROM debian:trixie-slim\nCOPY . .\nEXPOSE 3000\nCMD [\"sh\", \"start.sh\"]\n"),
            ("start.sh", &start),
            ("www/index.html", "<h1>Hi</h1>\n"),
        ]);
        assert_eq!(of_rule(&proposed(&application), "ping").len(), 1, "{start}");
        let (application, plan) = mended(&application);
        assert_eq!(text(&application, at), "OK\n", "{start}");
        assert_eq!(of_rule(&plan, "ping"), Vec::<&Finding>::new());
    }
}

/// Links that a framework makes begin at the top, where the funko isn't.
#[test]
fn links_of_the_framework_are_found() {
    for (page, found) in [
        ("<a href=\"{{ url_for('index') }}\">", "`url_for`, once"),
        (
            "{% load static %}<img src=\"{% static 'a.png' %}\"><a href=\"{% url 'index' %}\">",
            "`url`, 2 times",
        ),
        ("<a href=\"{{ link }}\">", ""),
        ("<p>{% block url %}</p>", ""),
    ] {
        let plan = proposed(&application(&[
            ("requirements.txt", "flask\n"),
            ("app.py", "from flask import Flask\napp = Flask(__name__)\n"),
            ("templates/index.html", page),
        ]));
        let told = of_rule(&plan, "below-a-path");
        match found {
            "" => assert_eq!(told, Vec::<&Finding>::new(), "{page}"),
            found => assert!(told.iter().any(|finding| finding.found.contains(found)), "{page}: {told:#?}"),
        }
    }
}

/// What names the hosts that may ask, in the words of each framework; what is worked out is left alone.
#[test]
fn every_host_is_allowed() {
    for (path, before, after) in [
        ("a/settings.py", "ALLOWED_HOSTS = ['shop.example']\n", Some("ALLOWED_HOSTS = [\"*\"]\n")),
        ("a/settings.py", "ALLOWED_HOSTS: list[str] = []\n", Some("ALLOWED_HOSTS: list[str] = [\"*\"]\n")),
        ("a/settings.py", "ALLOWED_HOSTS = [\n    'a',\n    'b',\n]\n", Some("ALLOWED_HOSTS = [\"*\"]\n")),
        ("a/settings.py", "ALLOWED_HOSTS = ['*']\n", None),
        ("a/settings.py", "ALLOWED_HOSTS = [os.environ['HOST']]\n", None),
        ("a/settings.py", "# ALLOWED_HOSTS = ['a']\n", None),
        (
            "main.py",
            "app.add_middleware(TrustedHostMiddleware, allowed_hosts=[\"a.example\"])\n",
            Some("app.add_middleware(TrustedHostMiddleware, allowed_hosts=[\"*\"])\n"),
        ),
        ("appsettings.json", "{ \"AllowedHosts\": \"a.example\" }\n", Some("{ \"AllowedHosts\": \"*\" }\n")),
        ("appsettings.json", "{ \"AllowedHosts\": \"*\" }\n", None),
        (
            "config/environments/production.rb",
            "  config.hosts << \"a.example\"\n",
            Some("  config.hosts.clear\n"),
        ),
    ] {
        let application = application(&[(path, before)]);
        let found = proposed(&application);
        assert_eq!(of_rule(&found, "allowed-hosts").len(), usize::from(after.is_some()), "{before}");
        if let Some(after) = after {
            let (application, _) = mended(&application);
            assert_eq!(text(&application, path), after, "{before}");
        }
    }
}
