//! Node: Express, Koa, Hono, Fastify, Nest, Next and plain `http`.

use super::{
    kind::{Add, Call, Framework, Known, Language, Launcher, Ping},
    offer::{self, Parts},
};
use crate::{app::App, fixing::create, pattern::Pattern, plan::Change};

pub static NODE: Language = Language {
    name: "Node",
    images: &["node"],
    manifests: &["package.json"],
    endings: &[".js", ".mjs", ".cjs", ".ts", ".mts"],
    entries: &[
        "server.js",
        "index.js",
        "app.js",
        "main.js",
        "server.ts",
        "index.ts",
        "app.ts",
        "main.ts",
        "server.mjs",
        "index.mjs",
    ],
    frameworks: &[
        Framework {
            name: "Nest",
            packages: &["@nestjs/core"],
            used: &[Pattern("NestFactory", r"\bNestFactory\.create\b")],
            ping: &[Ping::After(
                Pattern(
                    "NestFactory",
                    r"(?m)^([ \t]*)(?:const|let|var)\s+(\w+)\s*(?::[^=\n]+)?=\s*await\s+NestFactory\.create(?:<[^\n]*?>)?\(",
                ),
                "\n{indent}{2}.getHttpAdapter().get(\"/ping\", (request, response) => response.send(\"OK\"));",
            )],
            ..Framework::NONE
        },
        Framework { name: "Next", packages: &["next"], ping: &[Ping::By(next)], ..Framework::NONE },
        Framework {
            name: "Fastify",
            packages: &["fastify"],
            used: &[Pattern("astify", r#"(?:require\(\s*|from\s+)["']fastify["']"#)],
            ping: &[Ping::After(
                Pattern(
                    "astify",
                    r#"(?m)^([ \t]*)(?:export\s+)?(?:const|let|var)\s+(\w+)\s*(?::[^=\n]+)?=\s*(?:await\s+)?(?:require\(\s*["']fastify["']\s*\)|\w*[fF]astify)\("#,
                ),
                "\n{indent}{2}.get(\"/ping\", async () => \"OK\");",
            )],
            ..Framework::NONE
        },
        Framework {
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
        },
        Framework {
            name: "Koa",
            packages: &["koa"],
            used: &[Pattern("oa", r#"(?:require\(\s*|from\s+)["']koa["']"#)],
            ping: &[Ping::After(
                Pattern(
                    "new ",
                    r#"(?m)^([ \t]*)(?:export\s+)?(?:const|let|var)\s+(\w+)\s*(?::[^=\n]+)?=\s*new (?:Koa|\(require\(["']koa["']\)\))\("#,
                ),
                "\n{indent}{2}.use(async (context, next) => {\n{indent}  if (context.path === \"/ping\") context.body = \"OK\";\n{indent}  else await next();\n{indent}});",
            )],
            ..Framework::NONE
        },
        Framework {
            name: "Express",
            packages: &["express"],
            used: &[Pattern("express", r#"(?:require\(\s*|from\s+)["']express["']"#)],
            ping: &[Ping::After(
                Pattern(
                    "express",
                    r#"(?m)^([ \t]*)(?:export\s+)?(?:const|let|var)\s+(\w+)\s*(?::[^=\n]+)?=\s*(?:require\(\s*["']express["']\s*\)|express)\("#,
                ),
                "\n{indent}{2}.get(\"/ping\", (request, response) => response.send(\"OK\"));",
            )],
            ..Framework::NONE
        },
        Framework {
            name: "http",
            used: &[Pattern("createServer", r"\bcreateServer\(")],
            ping: &[
                Ping::Inside(
                    Pattern(
                        "createServer",
                        r"createServer\(\s*(?:\{[^}]*\}\s*,\s*)?(?:async\s*)?\(\s*(\w+)(?:\s*:[^,)]+)?\s*,\s*(\w+)(?:\s*:[^,)]+)?\s*\)\s*=>\s*\{",
                    ),
                    "\n  if ({1}.url === \"/ping\") {\n    {2}.end(\"OK\");\n    return;\n  }",
                ),
                Ping::Inside(
                    Pattern(
                        "createServer",
                        r"createServer\(\s*(?:\{[^}]*\}\s*,\s*)?(?:async\s*)?function\s*\w*\s*\(\s*(\w+)(?:\s*:[^,)]+)?\s*,\s*(\w+)(?:\s*:[^,)]+)?\s*\)\s*\{",
                    ),
                    "\n  if ({1}.url === \"/ping\") {\n    {2}.end(\"OK\");\n    return;\n  }",
                ),
            ],
            ..Framework::NONE
        },
    ],
    launchers: &[
        Launcher {
            words: &["next", "start"],
            host: &["--hostname", "-H"],
            default: ("3000", ""),
            variables: (&["PORT"], &["HOSTNAME"]),
            ..Launcher::NONE
        },
        Launcher {
            words: &["next", "dev"],
            host: &["--hostname", "-H"],
            default: ("3000", ""),
            variables: (&["PORT"], &[]),
            ..Launcher::NONE
        },
        Launcher {
            words: &["vite", "preview"],
            port: &["--port"],
            host: &["--host"],
            default: ("4173", "localhost"),
            ..Launcher::NONE
        },
        Launcher {
            words: &["vite"],
            port: &["--port"],
            host: &["--host"],
            default: ("5173", "localhost"),
            ..Launcher::NONE
        },
        Launcher {
            words: &["http-server"],
            host: &["-a"],
            default: ("8080", ""),
            variables: (&["PORT"], &[]),
            ..Launcher::NONE
        },
        Launcher {
            words: &["serve"],
            port: &["--listen", "-l", "-p"],
            host: &[],
            bind: &["--listen", "-l"],
            default: ("3000", ""),
            variables: (&["PORT"], &[]),
            add: (&["--listen", "3000"], &[]),
            ..Launcher::NONE
        },
        Launcher {
            words: &["json-server"],
            host: &["--host", "-H"],
            default: ("3000", "localhost"),
            ..Launcher::NONE
        },
        Launcher {
            words: &["ng", "serve"],
            port: &["--port"],
            host: &["--host"],
            default: ("4200", "localhost"),
            ..Launcher::NONE
        },
    ],
    calls: &[
        Call {
            // Fastify's takes an object, and without an address it listens on localhost
            begins: Pattern(".listen(", r"\b(?:fastify|f)\.listen\("),
            port: &[r"\bport\s*:\s*(\d+)", r"^\s*(\d+)"],
            host: &[r#"\bhost\s*:\s*["'`]([^"'`]+)["'`]"#, r#"^[^,{]*,\s*["'`]([^"'`]+)["'`]"#],
            default: ("", "localhost"),
            add: (Add::Nothing, Add::Member(" host: \"0.0.0.0\",")),
        },
        Call {
            begins: Pattern(".listen(", r"\)?\.listen\("),
            port: &[r"^\s*(\d+)", r"\bport\s*:\s*(\d+)"],
            host: &[r#"^[^,{]*,\s*["'`]([^"'`]+)["'`]"#, r#"\bhost(?:name)?\s*:\s*["'`]([^"'`]+)["'`]"#],
            default: ("", ""),
            add: (Add::Nothing, Add::Nothing),
        },
        Call {
            // Hono's
            begins: Pattern("serve(", r"(?m)^\s*(?:export default\s+)?serve\("),
            port: &[r"\bport\s*:\s*(\d+)"],
            host: &[r#"\bhostname\s*:\s*["'`]([^"'`]+)["'`]"#],
            default: ("3000", ""),
            add: (Add::Nothing, Add::Nothing),
        },
    ],
    everything: &[(
        Pattern("createServer(", r"\bcreateServer\((?:\{[^}]*\},)?\s*(?:async\s*)?(?:\(|function|\w+\s*=>)"),
        &[".url", "pathname", "express", "koa", "Hono"],
    )],
    health: "node -e \"fetch('http://127.0.0.1:3000/ping').then((answer) => answer.ok || process.exit(1))\" || exit 1",
    dockerfile,
    runtime: "express-node",
    settings: &[],
    scripts: &[],
};

/// A route handler, or a page where there are none.
fn next(app: &App<'_>, _: &Known<'_>) -> Option<Vec<Change>> {
    let folder = ["app", "src/app", "pages", "src/pages"].into_iter().find(|folder| app.is_folder(folder))?;
    let change = match folder.ends_with("app") {
        true => create(
            &format!("{folder}/ping/route.js"),
            "export function GET() {\n  return new Response(\"OK\");\n}\n",
        ),
        false => create(
            &format!("{folder}/ping.js"),
            "export async function getServerSideProps({ res }) {\n  res.end(\"OK\");\n  return { props: {} };\n}\n\n\
             export default function Ping() {\n  return null;\n}\n",
        ),
    };
    Some(vec![change?])
}

fn dockerfile(app: &App<'_>, known: &Known<'_>) -> Option<String> {
    let manifest = app.text("package.json");
    let package: Option<serde_json::Value> = manifest.and_then(|text| serde_json::from_str(text).ok());
    let script = |name: &str| package.as_ref().is_some_and(|package| package["scripts"][name].is_string());
    let start = match (script("start"), known.entry) {
        // Nest's: the other one builds again
        _ if script("start:prod") => "npm run start:prod".to_owned(),
        (true, _) => "npm start".to_owned(),
        (false, Some(entry)) if !entry.ends_with("ts") => format!("node {entry}"),
        _ => return None,
    };
    let build = script("build");
    Some(offer::written(&Parts {
        image: catalog::find("express-node")?.base_image,
        manifests: if package.is_some() { "package*.json" } else { "" },
        install: match (package.is_some(), build) {
            (false, _) => "",
            (true, true) => "npm install --no-audit --no-fund",
            (true, false) => "npm install --omit=dev --no-audit --no-fund",
        },
        build: if build { "npm run build" } else { "" },
        environment: "NODE_ENV=production PORT=3000",
        start: &start,
    }))
}
