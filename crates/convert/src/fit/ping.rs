//! Something answers `/ping`.

use super::rule::{Facts, Rule, fix};
use crate::{
    languages::{answered, route},
    plan::{Change, Finding},
};
use faaso::text::Span;

pub static RULE: Rule = Rule {
    id: "ping",
    must: "The server answers `/ping`: FaaSO asks for it to see whether the funko works.",
    find,
    fires: &[
        ("Dockerfile", "FROM golang:1.24\nCOPY . .\nRUN go build -o app .\nEXPOSE 3000\nCMD [\"./app\"]\n"),
        ("go.mod", "module shop\n"),
        (
            "main.go",
            "package main\n\nimport \"net/http\"\n\nfunc main() {\n\tmux := http.NewServeMux()\n\tmux.HandleFunc(\"/shop\", shop)\n\thttp.ListenAndServe(\":3000\", mux)\n}\n",
        ),
    ],
    quiet: &[
        ("Dockerfile", "FROM golang:1.24\nCOPY . .\nRUN go build -o app .\nEXPOSE 3000\nCMD [\"./app\"]\n"),
        ("go.mod", "module shop\n"),
        (
            "main.go",
            "package main\n\nimport \"net/http\"\n\nfunc main() {\n\tmux := http.NewServeMux()\n\tmux.HandleFunc(\"/ping\", ping)\n\thttp.ListenAndServe(\":3000\", mux)\n}\n",
        ),
    ],
};

fn find(facts: &Facts<'_>, rule: &Rule) -> Vec<Finding> {
    let known = facts.known.as_ref();
    if facts.app.texts.is_empty() || answered(facts.app, known) {
        return Vec::new();
    }
    let changes = known.and_then(|known| route(facts.app, known)).unwrap_or_default();
    let place = changes.iter().find_map(|change| match change {
        Change::Splice { file, span, .. } => facts.spot(file.as_str(), *span),
        Change::Create { .. } => None,
    });
    let entry = || facts.spot(known?.entry?, Span::at(0));
    let places = place.or_else(entry).into_iter().collect();
    let fix = fix("ping", "Answer /ping", true, changes);
    let help = "Add a route for `/ping` that answers with status 200 and any text.";
    vec![rule.finding("Nothing answers `/ping`.", help, places, fix)]
}
