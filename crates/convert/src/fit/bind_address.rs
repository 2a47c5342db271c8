//! The server listens on every address.

use super::{
    hosts::is_loopback,
    port,
    rule::{Facts, Rule, fix},
};
use crate::{fixing::splice, plan::Finding};

pub static RULE: Rule = Rule {
    id: "bind-address",
    must: "The server listens on every address (`0.0.0.0`): FaaSO reaches it from outside the container.",
    find,
    fires: &[
        (
            "Dockerfile",
            "FROM python:3.13-slim\nCOPY . .\nEXPOSE 3000\nCMD [\"flask\", \"run\", \"--port\", \"3000\"]\n",
        ),
        ("requirements.txt", "flask\n"),
        (
            "app.py",
            "from flask import Flask\n\napp = Flask(__name__)\n\n\n@app.route(\"/ping\")\ndef ping():\n    return \"OK\"\n",
        ),
    ],
    quiet: &[
        (
            "Dockerfile",
            "FROM python:3.13-slim\nCOPY . .\nEXPOSE 3000\nCMD [\"flask\", \"run\", \"--host\", \"0.0.0.0\", \"--port\", \"3000\"]\n",
        ),
        ("requirements.txt", "flask\n"),
        (
            "app.py",
            "from flask import Flask\n\napp = Flask(__name__)\n\n\n@app.route(\"/ping\")\ndef ping():\n    return \"OK\"\n",
        ),
    ],
};

const TITLE: &str = "Listen on every address";

fn find(facts: &Facts<'_>, rule: &Rule) -> Vec<Finding> {
    let server = &facts.server;
    let wrong: Vec<_> = server.hosts.iter().filter(|said| is_loopback(&said.text)).collect();
    if let Some(first) = wrong.first() {
        let places = wrong.iter().filter_map(|said| facts.spot(&said.file, said.span)).collect();
        let changes = wrong.iter().filter_map(|said| {
            splice(&said.file, facts.app.text(&said.file)?, said.span, everywhere(&said.text))
        });
        let fix = fix("bind-address", TITLE, true, changes.collect());
        let found = format!("The server listens on `{}`, which is inside the container only.", first.text);
        return vec![rule.finding(found, "Use `0.0.0.0` instead.", places, fix)];
    }
    let Some(unsaid) = &server.default_host else { return Vec::new() };
    let same = server.default_port.as_ref().is_some_and(|port| port.changes == unsaid.changes);
    let found = format!(
        "Nothing sets an address, so `{}` listens on `{}`, which is inside the container only.",
        unsaid.who, unsaid.value
    );
    let places = facts.spot(&unsaid.at.0, unsaid.at.1).into_iter().collect();
    let fix = match same {
        // one change does both, with all the places of the port
        true => port::find(facts, &port::RULE).into_iter().next().and_then(|finding| finding.fix),
        false => fix("bind-address", TITLE, true, unsaid.changes.clone()),
    };
    vec![rule.finding(found, format!("Tell `{}` to listen on `0.0.0.0`.", unsaid.who), places, fix)]
}

/// The same in the words of that place.
fn everywhere(host: &str) -> String {
    match host {
        "::1" => "::".to_owned(),
        "[::1]" => "[::]".to_owned(),
        "Ipv4Addr::LOCALHOST" => "Ipv4Addr::UNSPECIFIED".to_owned(),
        "IPAddress.Loopback" => "IPAddress.Any".to_owned(),
        host if host.starts_with('[') => "[0, 0, 0, 0]".to_owned(),
        host if host.contains(',') => "0, 0, 0, 0".to_owned(),
        _ => "0.0.0.0".to_owned(),
    }
}
