//! Rust: axum, actix, Rocket, warp.

use super::{
    kind::{Add, Call, Framework, Known, Language, Ping},
    offer::{self, Parts},
};
use crate::{app::App, fixing::insert, pattern::Pattern, plan::Change};

pub static RUST: Language = Language {
    name: "Rust",
    images: &["rust"],
    manifests: &["Cargo.toml"],
    endings: &[".rs"],
    entries: &["main.rs"],
    frameworks: &[
        Framework {
            name: "axum",
            packages: &["axum"],
            used: &[Pattern("axum", r"\baxum::")],
            ping: &[Ping::Behind(
                Pattern("Router::new(", r"(?m)\bRouter(?:::<[^>\n]*>)?::new\("),
                "\n        .route(\"/ping\", axum::routing::get(|| async { \"OK\" }))",
            )],
            ..Framework::NONE
        },
        Framework {
            name: "actix",
            packages: &["actix-web"],
            used: &[Pattern("actix_web", r"\bactix_web\b")],
            ping: &[Ping::Behind(
                Pattern("App::new(", r"\bApp::new\("),
                "\n            .route(\"/ping\", actix_web::web::get().to(|| async { \"OK\" }))",
            )],
            ..Framework::NONE
        },
        Framework {
            name: "Rocket",
            packages: &["rocket"],
            used: &[Pattern("rocket", r"\brocket::build\(|\bextern crate rocket\b|\buse rocket\b")],
            ping: &[Ping::By(rocket)],
            default_port: Some("8000"),
            ..Framework::NONE
        },
        Framework {
            name: "warp",
            packages: &["warp"],
            used: &[Pattern("warp", r"\bwarp::serve\b")],
            ..Framework::NONE
        },
    ],
    launchers: &[],
    calls: &[
        Call {
            begins: Pattern("bind", r"\bbind(?:_ephemeral)?\("),
            port: &[r#"["'][^"'\n]*:(\d+)["']"#, r#"\(\s*(?:"[^"]*"|\[[\d, ]*\]|[\w:]+)\s*,\s*(\d+)\s*\)"#],
            host: &[
                r#"["']([\d.]+|localhost|\[::1\]):\d"#,
                r#"\(\s*"([^"]*)"\s*,"#,
                r"(\[\s*127\s*,\s*0\s*,\s*0\s*,\s*1\s*\])",
            ],
            default: ("", ""),
            add: (Add::Nothing, Add::Nothing),
        },
        Call {
            begins: Pattern("SocketAddr", r"\bSocketAddr(?:V4)?::(?:from|new)\("),
            port: &[r",\s*(\d+)\s*\)?\s*,?\s*$"],
            host: &[
                r"(\[\s*127\s*,\s*0\s*,\s*0\s*,\s*1\s*\])",
                r"\b(Ipv4Addr::LOCALHOST)\b",
                r"new\((127\s*,\s*0\s*,\s*0\s*,\s*1)\)",
            ],
            default: ("", ""),
            add: (Add::Nothing, Add::Nothing),
        },
        Call {
            // warp
            begins: Pattern(".run(", r"\.run\(\(?"),
            port: &[r"\]\s*,\s*(\d+)"],
            host: &[r"(\[\s*127\s*,\s*0\s*,\s*0\s*,\s*1\s*\])"],
            default: ("", ""),
            add: (Add::Nothing, Add::Nothing),
        },
        Call {
            begins: Pattern("addr", r#"(?m)\b\w*addr\w*\b\s*(?::[^=\n]+)?="#),
            port: &[r#"["'][\w.\[\]:]*:(\d+)["']"#, r"\(\[[\d, ]*\]\s*,\s*(\d+)\s*\)"],
            host: &[r#"["'](127\.0\.0\.1|localhost):\d"#, r"(\[\s*127\s*,\s*0\s*,\s*0\s*,\s*1\s*\])"],
            default: ("", ""),
            add: (Add::Nothing, Add::Nothing),
        },
    ],
    everything: &[],
    health: "",
    dockerfile,
    runtime: "rust",
    settings: &[("Rocket.toml", Pattern("address", r#"(?m)^\s*address\s*=\s*"([^"\n]+)""#))],
    scripts: &[],
};

fn dockerfile(app: &App<'_>, _: &Known<'_>) -> Option<String> {
    let manifest = app.text("Cargo.toml")?;
    let name = Pattern("name", r#"(?m)^name\s*=\s*"([\w-]+)""#).first(manifest)?.group(1)?.of(manifest);
    let build = format!("cargo build --release && cp target/release/{name} /usr/local/bin/funko");
    let text = offer::written(&Parts {
        image: "rust:1.89",
        build: &build,
        environment: "PORT=3000",
        start: "funko",
        ..Parts::default()
    });
    // the image of Rust has curl
    Some(
        text + &format!(
            "HEALTHCHECK {} \\\n    CMD curl -f http://127.0.0.1:3000/ping || exit 1\n",
            offer::OPTIONS
        ),
    )
}

/// A handler before the function that launches, and its route.
fn rocket(app: &App<'_>, known: &Known<'_>) -> Option<Vec<Change>> {
    let build = Pattern("rocket::", r"\brocket::(?:build\(\)|custom\([^()\n]*\))");
    let launch = Pattern("#[", r"(?m)^#\[(?:rocket::)?(?:launch|main)\]");
    let mut sources: Vec<_> = app.ending(known.language.endings).collect();
    sources.sort_by_key(|(path, _)| Some(*path) != known.entry);
    sources.into_iter().find_map(|(path, text)| {
        let (build, launch) = (build.first(text)?, launch.first(text)?);
        let handler = "#[rocket::get(\"/ping\")]\nfn ping() -> &'static str {\n    \"OK\"\n}\n\n";
        Some(vec![
            insert(path, text, launch.span.start, handler)?,
            insert(path, text, build.span.end, ".mount(\"/\", rocket::routes![ping])")?,
        ])
    })
}
