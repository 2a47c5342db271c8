//! Ruby: Sinatra, Rack, Rails.

use super::{
    kind::{Add, Call, Framework, Known, Language, Launcher, Ping},
    offer::{self, Parts},
};
use crate::{app::App, pattern::Pattern};

pub static RUBY: Language = Language {
    name: "Ruby",
    images: &["ruby", "jruby"],
    manifests: &["Gemfile"],
    endings: &[".rb", ".ru"],
    entries: &["app.rb", "main.rb", "server.rb", "config.ru"],
    frameworks: &[
        Framework {
            name: "Sinatra",
            packages: &["sinatra"],
            used: &[
                Pattern("sinatra", r#"require\s*\(?\s*["']sinatra"#),
                Pattern("Sinatra::", r"\bSinatra::(?:Base|Application)\b"),
            ],
            ping: &[
                Ping::Inside(
                    Pattern(
                        "Sinatra::",
                        r"(?m)^([ \t]*)class\s+[\w:]+\s*<\s*Sinatra::(?:Base|Application)[ \t]*$",
                    ),
                    "\n{indent}  get \"/ping\" do\n{indent}    \"OK\"\n{indent}  end\n",
                ),
                Ping::Before(
                    Pattern("get", r#"(?m)^(?:get|post)\s+["']"#),
                    "get \"/ping\" do\n  \"OK\"\nend\n\n",
                ),
                Ping::Inside(
                    Pattern("sinatra", r#"(?m)^require\s*\(?\s*["']sinatra["']\)?[^\n]*$"#),
                    "\n\nget \"/ping\" do\n  \"OK\"\nend\n",
                ),
            ],
            default_port: Some("4567"),
            ..Framework::NONE
        },
        Framework {
            name: "Rails",
            packages: &["rails"],
            used: &[Pattern("Rails.application", r"\bRails\.application\.routes\.draw\b")],
            ping: &[Ping::Inside(
                Pattern("routes.draw", r"(?m)^([ \t]*)Rails\.application\.routes\.draw do[ \t]*$"),
                "\n{indent}  get \"ping\", to: proc { [200, {}, [\"OK\"]] }",
            )],
            ..Framework::NONE
        },
        Framework {
            name: "Rack",
            packages: &["rack"],
            used: &[Pattern("run", r"(?m)^run\b")],
            ping: &[Ping::Before(
                Pattern("run", r"(?m)^run\b"),
                "map \"/ping\" do\n  run ->(_env) { [200, { \"content-type\" => \"text/plain\" }, [\"OK\"]] }\nend\n\n",
            )],
            ..Framework::NONE
        },
    ],
    launchers: &[
        Launcher {
            words: &["rackup"],
            host: &["--host", "-o"],
            default: ("9292", "localhost"),
            ..Launcher::NONE
        },
        Launcher {
            words: &["puma"],
            host: &[],
            bind: &["--bind", "-b"],
            default: ("9292", ""),
            variables: (&["PORT"], &[]),
            add: (&["--port", "3000"], &["--bind", "tcp://0.0.0.0:3000"]),
            ..Launcher::NONE
        },
        Launcher {
            words: &["rails", "server"],
            host: &["--binding", "-b"],
            default: ("3000", "localhost"),
            variables: (&["PORT"], &["BINDING"]),
            add: (&["--port", "3000"], &["--binding", "0.0.0.0"]),
            ..Launcher::NONE
        },
        Launcher {
            words: &["rails", "s"],
            host: &["--binding", "-b"],
            default: ("3000", "localhost"),
            variables: (&["PORT"], &["BINDING"]),
            add: (&["--port", "3000"], &["--binding", "0.0.0.0"]),
            ..Launcher::NONE
        },
        Launcher {
            words: &["thin"],
            host: &["--address", "-a"],
            default: ("3000", ""),
            add: (&["--port", "3000"], &["--address", "0.0.0.0"]),
            ..Launcher::NONE
        },
        Launcher {
            words: &["unicorn"],
            host: &["--host", "-o"],
            bind: &["--listen", "-l"],
            default: ("8080", ""),
            ..Launcher::NONE
        },
        Launcher {
            words: &["falcon", "serve"],
            host: &[],
            bind: &["--bind", "-b"],
            default: ("9292", "localhost"),
            add: (&["--bind", "http://0.0.0.0:3000"], &["--bind", "http://0.0.0.0:3000"]),
            ..Launcher::NONE
        },
    ],
    calls: &[
        Call {
            begins: Pattern("set", r"(?m)^\s*set[ (]+:?port\b"),
            port: &[r"^\s*(?:,|=>|:)?\s*(\d+)", r#"^\s*(?:,|=>|:)?\s*["'](\d+)["']"#],
            host: &[],
            default: ("", ""),
            add: (Add::Nothing, Add::Nothing),
        },
        Call {
            begins: Pattern("set", r"(?m)^\s*set[ (]+:?bind\b"),
            port: &[],
            host: &[r#"["']([^"']+)["']"#],
            default: ("", ""),
            add: (Add::Nothing, Add::Nothing),
        },
        Call {
            // puma.rb
            begins: Pattern("port", r"(?m)^\s*port[ (]+"),
            port: &[r"^\s*(\d+)", r"\{\s*(\d+)\s*\}"],
            host: &[],
            default: ("", ""),
            add: (Add::Nothing, Add::Nothing),
        },
        Call {
            begins: Pattern("bind", r#"(?m)^\s*bind[ (]+["']"#),
            port: &[r":(\d+)"],
            host: &[r"^(?:tcp://)?([\d.]+|localhost):"],
            default: ("", ""),
            add: (Add::Nothing, Add::Nothing),
        },
        Call {
            begins: Pattern("run!", r"\brun!"),
            port: &[r"\bport:\s*(\d+)"],
            host: &[r#"\b(?:bind|host):\s*["']([^"']+)["']"#],
            default: ("", ""),
            add: (Add::Nothing, Add::Nothing),
        },
        Call {
            begins: Pattern("HTTPServer.new", r"\bWEBrick::HTTPServer\.new\b\(?"),
            port: &[r"\bPort\s*(?::|=>)\s*(\d+)"],
            host: &[r#"\bBindAddress\s*(?::|=>)\s*["']([^"']+)["']"#],
            default: ("", ""),
            add: (Add::Nothing, Add::Nothing),
        },
    ],
    everything: &[(Pattern("run", r"(?m)^run\s*(?:->|lambda|proc)"), &["PATH_INFO", "path", "map "])],
    health: "ruby -rnet/http -e \"exit Net::HTTP.get_response(URI('http://127.0.0.1:3000/ping')).is_a?(Net::HTTPSuccess)\" || exit 1",
    dockerfile,
    runtime: "shell",
    settings: &[],
    scripts: &[],
};

fn dockerfile(app: &App<'_>, known: &Known<'_>) -> Option<String> {
    let start = match (app.has("config.ru"), known.entry) {
        (true, _) => "bundle exec rackup --host 0.0.0.0 --port 3000".to_owned(),
        (false, Some(entry)) if known.framework.is_some_and(|framework| framework.name == "Sinatra") => {
            format!("bundle exec ruby {entry} -o 0.0.0.0 -p 3000")
        }
        (false, entry) => format!("ruby {}", entry?),
    };
    let bundled = app.has("Gemfile");
    let start = if bundled { start } else { start.replace("bundle exec ", "") };
    Some(offer::written(&Parts {
        image: "ruby:3.4",
        manifests: if bundled { "Gemfile*" } else { "" },
        install: if bundled { "bundle install" } else { "" },
        environment: "PORT=3000",
        start: &start,
        ..Parts::default()
    }))
}
