//! Python: Flask, FastAPI, Django, Bottle and others.

use super::{
    kind::{Add, Call, Framework, Known, Language, Launcher, Ping},
    offer::{self, Parts},
};
use crate::{
    app::App,
    fixing::{insert, splice},
    pattern::Pattern,
    plan::Change,
};
use faaso::text::Span;

const ROUTE: &str = "\n\n\n{indent}@{2}.route(\"/ping\")\n{indent}def ping():\n{indent}    return \"OK\"";

pub static PYTHON: Language = Language {
    name: "Python",
    images: &["python", "pypy", "uv", "uvicorn-gunicorn-fastapi"],
    manifests: &["requirements.txt", "pyproject.toml", "Pipfile", "setup.py", "requirements*.txt"],
    endings: &[".py"],
    entries: &[
        "main.py",
        "app.py",
        "server.py",
        "wsgi.py",
        "asgi.py",
        "run.py",
        "manage.py",
        "index.py",
        "__main__.py",
    ],
    frameworks: &[
        Framework {
            name: "FastAPI",
            packages: &["fastapi"],
            used: &[Pattern("FastAPI(", r"\bFastAPI\(")],
            ping: &[Ping::After(
                Pattern("FastAPI(", r"(?m)^([ \t]*)(\w+)\s*(?::\s*[\w.]+\s*)?=\s*(?:fastapi\.)?FastAPI\("),
                "\n\n\n{indent}@{2}.get(\"/ping\")\n{indent}def ping():\n{indent}    return \"OK\"",
            )],
            runtime: Some("fastapi"),
            ..Framework::NONE
        },
        Framework {
            name: "Django",
            packages: &["django"],
            used: &[Pattern("django", r"(?m)^\s*(?:from|import)\s+django\b")],
            ping: &[Ping::By(django)],
            ..Framework::NONE
        },
        Framework {
            name: "Quart",
            packages: &["quart"],
            used: &[Pattern("Quart(", r"\bQuart\(")],
            ping: &[Ping::After(
                Pattern("Quart(", r"(?m)^([ \t]*)(\w+)\s*(?::\s*\w+\s*)?=\s*(?:quart\.)?Quart\("),
                ROUTE,
            )],
            ..Framework::NONE
        },
        Framework {
            name: "Flask",
            packages: &["flask"],
            used: &[Pattern("Flask(", r"\bFlask\(")],
            ping: &[Ping::After(
                Pattern("Flask(", r"(?m)^([ \t]*)(\w+)\s*(?::\s*\w+\s*)?=\s*(?:flask\.)?Flask\("),
                ROUTE,
            )],
            ..Framework::NONE
        },
        Framework {
            name: "Bottle",
            packages: &["bottle"],
            used: &[Pattern("bottle", r"(?m)^\s*(?:from|import)\s+bottle\b")],
            ping: &[
                Ping::After(Pattern("Bottle(", r"(?m)^([ \t]*)(\w+)\s*=\s*(?:bottle\.)?Bottle\("), ROUTE),
                Ping::Before(
                    Pattern("@", r"(?m)^@((?:\w+\.)?(?:route|get))\("),
                    "@{1}(\"/ping\")\ndef ping():\n    return \"OK\"\n\n\n",
                ),
            ],
            ..Framework::NONE
        },
        Framework {
            name: "Starlette",
            packages: &["starlette"],
            used: &[Pattern("Starlette(", r"\bStarlette\(")],
            ..Framework::NONE
        },
        Framework {
            name: "Sanic",
            packages: &["sanic"],
            used: &[Pattern("Sanic(", r"\bSanic\(")],
            ping: &[Ping::After(
                Pattern("Sanic(", r"(?m)^([ \t]*)(\w+)\s*=\s*Sanic\("),
                "\n\n\n{indent}@{2}.get(\"/ping\")\n{indent}async def ping(request):\n{indent}    from sanic.response import text\n\n{indent}    return text(\"OK\")",
            )],
            ..Framework::NONE
        },
        Framework {
            name: "Tornado",
            packages: &["tornado"],
            used: &[Pattern("tornado", r"(?m)^\s*(?:from|import)\s+(?:[\w.]+,\s*)*tornado\b")],
            ping: &[Ping::Inside(
                Pattern(
                    "Application(",
                    r"\b((?:tornado\.)?(?:web\.)?)Application\(\s*(?:\n\s*)?(?:handlers\s*=\s*)?\[",
                ),
                "\n        (r\"/ping\", type(\"Ping\", ({1}RequestHandler,), {\"get\": lambda self: self.write(\"OK\")})),",
            )],
            ..Framework::NONE
        },
        Framework {
            name: "aiohttp",
            packages: &["aiohttp"],
            used: &[Pattern("web.Application(", r"(?:^|[^.\w])web\.Application\(")],
            ping: &[Ping::After(
                Pattern("Application(", r"(?m)^([ \t]*)(\w+)\s*=\s*web\.Application\("),
                "\n\n\n{indent}async def ping(request):\n{indent}    return web.Response(text=\"OK\")\n\n\n{indent}{2}.router.add_get(\"/ping\", ping)",
            )],
            ..Framework::NONE
        },
        Framework {
            name: "http.server",
            used: &[Pattern("HTTPRequestHandler", r"\b(?:Base|Simple)HTTPRequestHandler\b")],
            ping: &[Ping::Inside(
                Pattern("def do_GET", r"([ \t]*)def do_GET\((\w+)[^)]*\):"),
                "\n{indent}    if {2}.path == \"/ping\":\n{indent}        {2}.send_response(200)\n{indent}        {2}.end_headers()\n{indent}        {2}.wfile.write(b\"OK\")\n{indent}        return",
            )],
            ..Framework::NONE
        },
    ],
    launchers: &[
        Launcher {
            words: &["gunicorn"],
            port: &[],
            host: &[],
            bind: &["--bind", "-b"],
            default: ("8000", "127.0.0.1"),
            variables: (&["PORT"], &["PORT"]),
            add: (&["--bind", "0.0.0.0:3000"], &["--bind", "0.0.0.0:3000"]),
            ..Launcher::NONE
        },
        Launcher {
            words: &["uvicorn"],
            port: &["--port"],
            host: &["--host"],
            default: ("8000", "127.0.0.1"),
            variables: (&["UVICORN_PORT"], &["UVICORN_HOST"]),
            ..Launcher::NONE
        },
        Launcher {
            words: &["hypercorn"],
            port: &[],
            host: &[],
            bind: &["--bind", "-b"],
            default: ("8000", "127.0.0.1"),
            add: (&["--bind", "0.0.0.0:3000"], &["--bind", "0.0.0.0:3000"]),
            ..Launcher::NONE
        },
        Launcher {
            words: &["granian"],
            default: ("8000", "127.0.0.1"),
            variables: (&["GRANIAN_PORT"], &["GRANIAN_HOST"]),
            ..Launcher::NONE
        },
        Launcher {
            words: &["daphne"],
            host: &["--bind", "-b"],
            default: ("8000", "127.0.0.1"),
            add: (&["--port", "3000"], &["--bind", "0.0.0.0"]),
            ..Launcher::NONE
        },
        Launcher {
            words: &["waitress-serve"],
            port: &["--port"],
            host: &["--host"],
            bind: &["--listen"],
            default: ("8080", ""),
            add: (&["--port=3000"], &["--host=0.0.0.0"]),
            ..Launcher::NONE
        },
        Launcher {
            words: &["flask", "run"],
            default: ("5000", "127.0.0.1"),
            variables: (&["FLASK_RUN_PORT"], &["FLASK_RUN_HOST"]),
            ..Launcher::NONE
        },
        Launcher {
            words: &["fastapi", "run"],
            port: &["--port"],
            host: &["--host"],
            default: ("8000", ""),
            variables: (&["PORT"], &["HOST"]),
            ..Launcher::NONE
        },
        Launcher {
            words: &["fastapi", "dev"],
            port: &["--port"],
            host: &["--host"],
            default: ("8000", "127.0.0.1"),
            ..Launcher::NONE
        },
        Launcher {
            words: &["sanic"],
            host: &["--host", "-H"],
            default: ("8000", "127.0.0.1"),
            ..Launcher::NONE
        },
        Launcher {
            words: &["manage.py", "runserver"],
            port: &[],
            host: &[],
            positional: true,
            default: ("8000", "127.0.0.1"),
            add: (&["0.0.0.0:3000"], &["0.0.0.0:3000"]),
            ..Launcher::NONE
        },
        Launcher {
            words: &["django-admin", "runserver"],
            port: &[],
            host: &[],
            positional: true,
            default: ("8000", "127.0.0.1"),
            add: (&["0.0.0.0:3000"], &["0.0.0.0:3000"]),
            ..Launcher::NONE
        },
        Launcher {
            words: &["http.server"],
            port: &[],
            host: &["--bind", "-b"],
            positional: true,
            default: ("8000", ""),
            add: (&["3000"], &["--bind", "0.0.0.0"]),
            ..Launcher::NONE
        },
        Launcher {
            words: &["streamlit", "run"],
            port: &["--server.port"],
            host: &["--server.address"],
            default: ("8501", ""),
            variables: (&["STREAMLIT_SERVER_PORT"], &["STREAMLIT_SERVER_ADDRESS"]),
            add: (&["--server.port", "3000"], &["--server.address", "0.0.0.0"]),
            ..Launcher::NONE
        },
    ],
    calls: &[
        Call {
            begins: Pattern("uvicorn.run(", r"\buvicorn\.run\("),
            port: &[r"\bport\s*=\s*(?:int\()?(\d+)"],
            host: &[r#"\bhost\s*=\s*["']([^"']+)["']"#],
            default: ("8000", "127.0.0.1"),
            add: (Add::Last("port=3000"), Add::Last("host=\"0.0.0.0\"")),
        },
        Call {
            // Flask's, Bottle's, Sanic's and aiohttp's
            begins: Pattern(
                "run",
                r"(?m)(?:\b(?:\w*app|application|server|api|bottle|web)\.run(?:_app|_async)?|^\s*run)\(",
            ),
            port: &[r"\bport\s*=\s*(?:int\()?(\d+)"],
            host: &[r#"\bhost\s*=\s*["']([^"']+)["']"#, r#"^["']((?:\d+\.){3}\d+|localhost)["']"#],
            default: ("5000", "127.0.0.1"),
            add: (Add::Last("port=3000"), Add::Last("host=\"0.0.0.0\"")),
        },
        Call {
            begins: Pattern("Server(", r"\b(?:HTTP|ThreadingHTTP|TCP|ThreadingTCP|WSGI)Server\("),
            port: &[r"\(\s*[^(),]*,\s*(\d+)\s*\)"],
            host: &[r#"\(\s*["']([^"']+)["']"#],
            default: ("", ""),
            add: (Add::Nothing, Add::Nothing),
        },
        Call {
            // Tornado
            begins: Pattern(".listen(", r"\b(?:\w*app\w*(?:\(\))?|application|http_server)\.listen\("),
            port: &[r"^\s*(?:port\s*=\s*)?(\d{2,5})\b"],
            host: &[r#"\baddress\s*=\s*["']([^"']+)["']"#, r#"^\s*\d+\s*,\s*["']([^"']+)["']"#],
            default: ("", ""),
            add: (Add::Nothing, Add::Nothing),
        },
        Call {
            begins: Pattern("make_server(", r"\bmake_server\("),
            port: &[r"^[^,]*,\s*(\d+)"],
            host: &[r#"^\s*["']([^"']+)["']"#],
            default: ("", ""),
            add: (Add::Nothing, Add::Nothing),
        },
        Call {
            // waitress
            begins: Pattern("serve(", r"(?m)(?:^\s*|waitress\.)serve\("),
            port: &[r"\bport\s*=\s*(?:int\()?(\d+)", r#"\blisten\s*=\s*["'][^"']*:(\d+)["']"#],
            host: &[r#"\bhost\s*=\s*["']([^"']+)["']"#, r#"\blisten\s*=\s*["']([^"':*]+):"#],
            default: ("8080", ""),
            add: (Add::Last("port=3000"), Add::Nothing),
        },
        Call {
            begins: Pattern(".listen(", r"\b(?:app|server|application|http_server)\.listen\("),
            port: &[r"^\s*(\d+)"],
            host: &[r#"["']((?:\d+\.){3}\d+|localhost)["']"#],
            default: ("", ""),
            add: (Add::Nothing, Add::Nothing),
        },
    ],
    everything: &[(Pattern("def do_GET", r"def do_GET"), &[".path", "SimpleHTTP"])],
    health: "python -c \"import urllib.request; urllib.request.urlopen('http://127.0.0.1:3000/ping')\" || exit 1",
    dockerfile,
    runtime: "flask-gunicorn",
    settings: &[],
    scripts: &[],
};

/// A line in the file of addresses that the settings name, the least deep of all.
fn django(app: &App<'_>, _: &Known<'_>) -> Option<Vec<Change>> {
    let urls = app.ending(&["urls.py"]).filter(|(_, text)| text.contains("urlpatterns"));
    let root = |path: &str| {
        let module = path.trim_end_matches(".py").replace('/', ".");
        app.ending(&[".py"])
            .any(|(_, text)| text.contains("ROOT_URLCONF") && text.contains(&format!("\"{module}\"")))
            || app.ending(&[".py"]).any(|(_, text)| text.contains(&format!("ROOT_URLCONF = '{module}'")))
    };
    let (path, text) = urls.min_by_key(|(path, _)| (!root(path), path.matches('/').count()))?;
    let list = Pattern("urlpatterns", r"(?m)^urlpatterns\s*(?::[^=]+)?=\s*\[").first(text)?;
    let has_path = Pattern("import", r"from django\.urls import [^\n]*\bpath\b").is_in(text);
    let mut import = String::new();
    if !text.contains("import HttpResponse") {
        import.push_str("from django.http import HttpResponse\n");
    }
    if !has_path {
        import.push_str("from django.urls import path\n");
    }
    let mut changes = vec![insert(
        path,
        text,
        list.span.end,
        "\n    path(\"ping\", lambda request: HttpResponse(\"OK\")),",
    )?];
    if !import.is_empty() {
        let first = Pattern("import", r"(?m)^(?:from\s+\S+\s+)?import\b")
            .first(text)
            .map_or(list.span.start, |hit| hit.span.start);
        changes.insert(0, splice(path, text, Span::at(first), import)?);
    }
    Some(changes)
}

fn dockerfile(app: &App<'_>, known: &Known<'_>) -> Option<String> {
    let entry = known.entry?;
    let module = entry.trim_end_matches(".py").replace('/', ".");
    let text = app.text(entry).unwrap_or_default();
    let name = |pattern: Pattern| pattern.first(text).and_then(|hit| hit.group(1)).map(|at| at.of(text));
    let (server, start) = match known.framework.map(|framework| framework.name) {
        Some("FastAPI" | "Starlette") => {
            let name =
                name(Pattern("(", r"(?m)^(\w+)\s*(?::[^=\n]+)?=\s*(?:\w+\.)?(?:FastAPI|Starlette)\("))?;
            ("uvicorn", format!("uvicorn --host 0.0.0.0 --port 3000 {module}:{name}"))
        }
        Some("Flask" | "Bottle") => {
            let name =
                name(Pattern("(", r"(?m)^(\w+)\s*=\s*(?:\w+\.)?(?:Flask|Bottle|default_app|create_app)\("));
            match name {
                Some(name) => ("gunicorn", format!("gunicorn --bind 0.0.0.0:3000 {module}:{name}")),
                None => ("", format!("python {entry}")),
            }
        }
        Some("Django") => {
            let (path, _) = app.ending(&["wsgi.py"]).next()?;
            let module = path.trim_end_matches(".py").replace('/', ".");
            ("gunicorn", format!("gunicorn --bind 0.0.0.0:3000 {module}:application"))
        }
        _ => ("", format!("python {entry}")),
    };
    let pip = |what: &str| format!("pip install --no-cache-dir {what}").trim_end().to_owned();
    let (copied, install) = match known.manifest {
        Some(path @ ("requirements.txt" | "pyproject.toml" | "setup.py")) => {
            let named = app.text(path).is_some_and(|text| text.contains(server)) || server.is_empty();
            let server = if named { String::new() } else { format!(" {server}") };
            match path {
                "requirements.txt" => ("requirements.txt", pip(&format!("-r requirements.txt{server}"))),
                _ => ("", pip(&format!(".{server}"))),
            }
        }
        _ if server.is_empty() => ("", String::new()),
        _ => ("", pip(server)),
    };
    Some(offer::written(&Parts {
        image: catalog::find("flask-gunicorn")?.base_image,
        manifests: copied,
        install: &install,
        environment: "PYTHONUNBUFFERED=1",
        start: &start,
        ..Parts::default()
    }))
}
