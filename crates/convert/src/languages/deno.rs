//! Deno and Bun.

use super::kind::{Add, Call, Framework, Known, Language, Launcher, Ping};
use crate::{app::App, pattern::Pattern};

const INSIDE: &str = "\n  if (new URL({1}.url).pathname === \"/ping\") return new Response(\"OK\");";
const HONO: Framework = Framework {
    name: "Hono",
    packages: &["hono"],
    used: &[Pattern("Hono", r"\bnew Hono\b")],
    ping: &[Ping::After(
        Pattern(
            "new Hono",
            r"(?m)^([ \t]*)(?:export\s+)?(?:const|let|var)\s+(\w+)\s*(?::[^=\n]+)?=\s*new Hono(?:<[^\n]*?>)?\(",
        ),
        "\n{indent}{2}.get(\"/ping\", (context) => context.text(\"OK\"));",
    )],
    ..Framework::NONE
};
const OAK: Framework = Framework {
    name: "Oak",
    packages: &["@oak/oak"],
    used: &[Pattern("oak", r#"from\s+["'][^"']*\boak\b"#)],
    ping: &[Ping::After(
        Pattern(
            "new Router",
            r"(?m)^([ \t]*)(?:export\s+)?(?:const|let|var)\s+(\w+)\s*(?::[^=\n]+)?=\s*new Router(?:<[^\n]*?>)?\(",
        ),
        "\n{indent}{2}.get(\"/ping\", (context) => {\n{indent}  context.response.body = \"OK\";\n{indent}});",
    )],
    ..Framework::NONE
};
const EVERYTHING: &[(Pattern, &[&str])] =
    &[(Pattern("serve(", r"\b(?:Deno|Bun)\.serve\("), &[".url", "Hono", "oak", "routes"])];

pub static DENO: Language = Language {
    name: "Deno",
    images: &["denoland/deno", "deno"],
    manifests: &["deno.json", "deno.jsonc"],
    endings: &[".ts", ".js", ".mts"],
    entries: &["main.ts", "server.ts", "mod.ts", "app.ts", "main.js"],
    frameworks: &[
        HONO,
        OAK,
        Framework {
            name: "Deno.serve",
            used: &[Pattern("Deno.", r"\bDeno\.(?:serve|env|listen)\b")],
            ping: &[Ping::Inside(
                Pattern(
                    "Deno.serve(",
                    r"Deno\.serve\((?:\s*\{[^}]*\}\s*,)?\s*(?:async\s*)?\(\s*(\w+)[^)]*\)(?:\s*:[^=\n]+)?\s*=>\s*\{",
                ),
                INSIDE,
            )],
            default_port: Some("8000"),
            ..Framework::NONE
        },
    ],
    launchers: &[Launcher {
        words: &["deno", "serve"],
        port: &["--port"],
        host: &["--host"],
        default: ("8000", ""),
        ..Launcher::NONE
    }],
    calls: &[
        Call {
            begins: Pattern("Deno.", r"\bDeno\.(?:serve|listen)\("),
            port: &[r"\bport\s*:\s*(\d+)"],
            host: &[r#"\bhostname\s*:\s*["'`]([^"'`]+)["'`]"#],
            default: ("8000", ""),
            add: (Add::First("{ port: 3000 }"), Add::Nothing),
        },
        Call {
            // Oak's application
            begins: Pattern(".listen(", r"\b\w+\.listen\("),
            port: &[r"\bport\s*:\s*(\d+)", r#"^\s*["'`][\w.]*:(\d+)["'`]"#],
            host: &[r#"\bhostname\s*:\s*["'`]([^"'`]+)["'`]"#, r#"^\s*["'`]([\w.]+):\d+["'`]"#],
            default: ("", ""),
            add: (Add::Nothing, Add::Nothing),
        },
    ],
    everything: EVERYTHING,
    health: "deno eval \"const answer = await fetch('http://127.0.0.1:3000/ping'); Deno.exit(answer.ok ? 0 : 1)\" || exit 1",
    dockerfile: deno,
    runtime: "express-node",
    settings: &[],
    scripts: &[],
};

pub static BUN: Language = Language {
    name: "Bun",
    images: &["oven/bun", "bun"],
    manifests: &["bun.lock", "bun.lockb", "bunfig.toml"],
    endings: &[".ts", ".js", ".tsx"],
    entries: &["index.ts", "server.ts", "main.ts", "index.js"],
    frameworks: &[
        HONO,
        Framework {
            name: "Elysia",
            packages: &["elysia"],
            used: &[Pattern("Elysia", r"\bnew Elysia\b")],
            ping: &[Ping::Behind(
                Pattern("new Elysia(", r"\bnew Elysia\("),
                "\n  .get(\"/ping\", () => \"OK\")",
            )],
            ..Framework::NONE
        },
        Framework {
            name: "Bun.serve",
            used: &[Pattern("Bun.", r"\bBun\.(?:serve|env)\b")],
            ping: &[Ping::Inside(
                Pattern("fetch(", r"\bfetch\(\s*(\w+)[^)]*\)(?:\s*:[^{\n]+)?\s*\{"),
                INSIDE,
            )],
            default_port: Some("3000"),
            ..Framework::NONE
        },
    ],
    launchers: &[],
    calls: &[Call {
        begins: Pattern("Bun.serve(", r"\bBun\.serve\("),
        port: &[r"\bport\s*:\s*(\d+)"],
        host: &[r#"\bhostname\s*:\s*["'`]([^"'`]+)["'`]"#],
        default: ("3000", ""),
        add: (Add::Nothing, Add::Nothing),
    }],
    everything: EVERYTHING,
    health: "bun -e \"const answer = await fetch('http://127.0.0.1:3000/ping'); process.exit(answer.ok ? 0 : 1)\" || exit 1",
    dockerfile: bun,
    runtime: "express-node",
    settings: &[],
    scripts: &["bun", "bunx"],
};

fn deno(_: &App<'_>, known: &Known<'_>) -> Option<String> {
    let entry = known.entry?;
    Some(format!(
        "FROM denoland/deno:2.5.6\nWORKDIR /home/app\nCOPY . .\nRUN deno cache {entry}\nENV PORT=3000\nEXPOSE 3000\n\
         CMD [\"deno\", \"run\", \"--allow-net\", \"--allow-read\", \"--allow-env\", \"{entry}\"]\n"
    ))
}

fn bun(app: &App<'_>, known: &Known<'_>) -> Option<String> {
    let entry = known.entry?;
    let install = if app.has("package.json") { "RUN bun install\n" } else { "" };
    Some(format!(
        "FROM oven/bun:1\nWORKDIR /home/app\nCOPY . .\n{install}ENV PORT=3000\nEXPOSE 3000\nCMD [\"bun\", \"run\", \"{entry}\"]\n"
    ))
}
