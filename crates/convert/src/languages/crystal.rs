//! Crystal: Kemal and its own `HTTP::Server`.

use super::kind::{Add, Call, Framework, Known, Language, Ping};
use crate::{app::App, pattern::Pattern};

pub static CRYSTAL: Language = Language {
    name: "Crystal",
    images: &["crystal", "crystallang/crystal", "84codes/crystal"],
    manifests: &["shard.yml"],
    endings: &[".cr"],
    entries: &["main.cr", "app.cr", "server.cr"],
    frameworks: &[
        Framework {
            name: "Kemal",
            packages: &["kemal", "kemalcr/kemal"],
            used: &[Pattern("kemal", r#"require\s+"kemal""#)],
            ping: &[Ping::Before(
                Pattern("Kemal.run", r"(?m)^Kemal\.run\b"),
                "get \"/ping\" do\n  \"OK\"\nend\n\n",
            )],
            default_port: Some("3000"),
            ..Framework::NONE
        },
        Framework {
            name: "HTTP::Server",
            used: &[Pattern("HTTP::Server", r"\bHTTP::Server\.new\b")],
            ping: &[Ping::Inside(
                Pattern(
                    "HTTP::Server.new",
                    r"(?m)^([ \t]*)(?:\w+\s*=\s*)?HTTP::Server\.new do \|(\w+)\|[ \t]*$",
                ),
                "\n{indent}  if {2}.request.path == \"/ping\"\n{indent}    {2}.response.print \"OK\"\n{indent}    next\n{indent}  end",
            )],
            ..Framework::NONE
        },
    ],
    launchers: &[],
    calls: &[
        Call {
            begins: Pattern("Kemal.run", r"\bKemal\.run\b[ \t]*\(?"),
            port: &[r"^\s*(\d+)", r"\bport:\s*(\d+)"],
            host: &[],
            default: ("", ""),
            add: (Add::Nothing, Add::Nothing),
        },
        Call {
            begins: Pattern("config", r"\b(?:Kemal\.)?config\.port\s*="),
            port: &[r"^\s*(\d+)"],
            host: &[],
            default: ("", ""),
            add: (Add::Nothing, Add::Nothing),
        },
        Call {
            begins: Pattern("host_binding", r"\.host_binding\s*="),
            port: &[],
            host: &[r#""([^"]+)""#],
            default: ("", ""),
            add: (Add::Nothing, Add::Nothing),
        },
        Call {
            // without an address it is the loopback
            begins: Pattern("server.", r"\bserver\.(?:bind_tcp|listen)[ \t]*\(?"),
            port: &[r#"^\s*(?:"[^"]*"\s*,\s*)?(\d+)"#],
            host: &[r#"^\s*"([^"]+)""#],
            default: ("", "127.0.0.1"),
            add: (Add::Nothing, Add::First("\"0.0.0.0\"")),
        },
    ],
    everything: &[(Pattern("HTTP::Server.new", r"HTTP::Server\.new do"), &["request.path", "resource"])],
    health: "wget -q -O /dev/null http://127.0.0.1:3000/ping || exit 1",
    dockerfile,
    runtime: "kemal-alpine",
    settings: &[],
    scripts: &[],
};

fn dockerfile(app: &App<'_>, known: &Known<'_>) -> Option<String> {
    let entry = known.entry?;
    let image = catalog::find("kemal-alpine")?.base_image;
    let shards = if app.has("shard.yml") { "COPY shard.* ./\nRUN shards install\n" } else { "" };
    Some(format!(
        "FROM {image}\nRUN apk add --no-cache crystal git shards openssl-dev zlib-dev\nWORKDIR /home/app\n{shards}COPY . .\n\
         RUN crystal build --release -o funko {entry}\nENV PORT=3000\nEXPOSE 3000\nCMD [\"./funko\"]\n"
    ))
}
