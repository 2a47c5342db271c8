//! Go: `net/http`, Gin, Echo, Fiber, chi.

use super::{
    kind::{Add, Call, Framework, Known, Language, Ping},
    offer::{self, Parts},
};
use crate::{app::App, pattern::Pattern};

pub static GO: Language = Language {
    name: "Go",
    images: &["golang"],
    manifests: &["go.mod"],
    endings: &[".go"],
    entries: &["main.go", "server.go"],
    frameworks: &[
        Framework {
            name: "Gin",
            packages: &["github.com/gin-gonic/gin"],
            used: &[Pattern("gin-gonic/gin", r#""github\.com/gin-gonic/gin""#)],
            ping: &[Ping::After(
                Pattern("gin.", r"(?m)^([ \t]*)(\w+)\s*:?=\s*gin\.(?:Default|New)\("),
                "\n{indent}{2}.GET(\"/ping\", func(c *gin.Context) {\n{indent}\tc.String(200, \"OK\")\n{indent}})",
            )],
            default_port: Some("8080"),
            ..Framework::NONE
        },
        Framework {
            name: "Echo",
            packages: &["github.com/labstack/echo/v4"],
            used: &[Pattern("labstack/echo", r#""github\.com/labstack/echo(?:/v\d+)?""#)],
            ping: &[Ping::After(
                Pattern("echo.New(", r"(?m)^([ \t]*)(\w+)\s*:?=\s*echo\.New\("),
                "\n{indent}{2}.GET(\"/ping\", func(c echo.Context) error {\n{indent}\treturn c.String(200, \"OK\")\n{indent}})",
            )],
            ..Framework::NONE
        },
        Framework {
            name: "Fiber",
            packages: &["github.com/gofiber/fiber/v2"],
            used: &[Pattern("gofiber/fiber", r#""github\.com/gofiber/fiber(?:/v\d+)?""#)],
            ping: &[Ping::After(
                Pattern("fiber.New(", r"(?m)^([ \t]*)(\w+)\s*:?=\s*fiber\.New\("),
                "\n{indent}{2}.Get(\"/ping\", func(c *fiber.Ctx) error {\n{indent}\treturn c.SendString(\"OK\")\n{indent}})",
            )],
            ..Framework::NONE
        },
        Framework {
            name: "chi",
            packages: &["github.com/go-chi/chi/v5"],
            used: &[Pattern("go-chi/chi", r#""github\.com/go-chi/chi(?:/v\d+)?""#)],
            // routes come behind all middleware
            ping: &[Ping::Before(
                Pattern(
                    "http.ListenAndServe(",
                    r"(?m)^([ \t]*)[^\n]*http\.ListenAndServe\([^,\n]*,\s*(\w+)\s*\)",
                ),
                "{indent}{2}.Get(\"/ping\", func(w http.ResponseWriter, r *http.Request) {\n{indent}\tw.Write([]byte(\"OK\"))\n{indent}})\n",
            )],
            ..Framework::NONE
        },
        Framework {
            name: "net/http",
            used: &[Pattern("net/http", r#""net/http""#)],
            ping: &[
                Ping::After(
                    Pattern("NewServeMux(", r"(?m)^([ \t]*)(\w+)\s*:?=\s*http\.NewServeMux\("),
                    "\n{indent}{2}.HandleFunc(\"/ping\", func(w http.ResponseWriter, r *http.Request) {\n{indent}\tw.Write([]byte(\"OK\"))\n{indent}})",
                ),
                Ping::After(
                    Pattern("mux.NewRouter(", r"(?m)^([ \t]*)(\w+)\s*:?=\s*mux\.NewRouter\("),
                    "\n{indent}{2}.HandleFunc(\"/ping\", func(w http.ResponseWriter, r *http.Request) {\n{indent}\tw.Write([]byte(\"OK\"))\n{indent}})",
                ),
                Ping::Before(
                    Pattern("http.HandleFunc(", r"(?m)^([ \t]*)http\.HandleFunc\("),
                    "{indent}http.HandleFunc(\"/ping\", func(w http.ResponseWriter, r *http.Request) {\n{indent}\tw.Write([]byte(\"OK\"))\n{indent}})\n",
                ),
                Ping::Before(
                    Pattern("http.Handle(", r"(?m)^([ \t]*)http\.Handle\("),
                    "{indent}http.HandleFunc(\"/ping\", func(w http.ResponseWriter, r *http.Request) {\n{indent}\tw.Write([]byte(\"OK\"))\n{indent}})\n",
                ),
            ],
            ..Framework::NONE
        },
    ],
    launchers: &[],
    calls: &[
        Call {
            begins: Pattern("ListenAndServe", r"\.ListenAndServe(?:TLS)?\("),
            port: &[r#"^\s*["'`][^"'`]*:(\d+)["'`]"#],
            host: &[r#"^\s*["'`]([^"'`:]+):"#],
            default: ("", ""),
            add: (Add::Nothing, Add::Nothing),
        },
        Call {
            begins: Pattern("net.Listen(", r"\bnet\.Listen\("),
            port: &[r#",\s*["'`][^"'`]*:(\d+)["'`]"#],
            host: &[r#",\s*["'`]([^"'`:]+):"#],
            default: ("", ""),
            add: (Add::Nothing, Add::Nothing),
        },
        Call {
            // http.Server{Addr: ":8080"}
            begins: Pattern("http.Server{", r"\bhttp\.Server\{"),
            port: &[r#"\bAddr:\s*["'`][^"'`]*:(\d+)["'`]"#],
            host: &[r#"\bAddr:\s*["'`]([^"'`:]+):"#],
            default: ("", ""),
            add: (Add::Nothing, Add::Nothing),
        },
        Call {
            // Gin's
            begins: Pattern(".Run(", r"\b\w+\.Run\("),
            port: &[r#"^\s*["'`][^"'`]*:(\d+)["'`]"#],
            host: &[r#"^\s*["'`]([\d.]+|localhost):\d"#],
            default: ("", ""),
            add: (Add::Nothing, Add::Nothing),
        },
        Call {
            // Echo's
            begins: Pattern(".Start(", r"\b\w+\.Start\("),
            port: &[r#"^\s*["'`][^"'`]*:(\d+)["'`]"#],
            host: &[r#"^\s*["'`]([\d.]+|localhost):\d"#],
            default: ("", ""),
            add: (Add::Nothing, Add::Nothing),
        },
        Call {
            // Fiber's
            begins: Pattern(".Listen(", r"\b\w+\.Listen\("),
            port: &[r#"^\s*["'`][^"'`]*:(\d+)["'`]"#],
            host: &[r#"^\s*["'`]([\d.]+|localhost):\d"#],
            default: ("", ""),
            add: (Add::Nothing, Add::Nothing),
        },
    ],
    everything: &[(Pattern("HandleFunc(\"/\"", r#"HandleFunc\("/","#), &["URL.Path", "NotFound"])],
    health: "",
    dockerfile,
    runtime: "go",
    settings: &[],
    scripts: &[],
};

fn dockerfile(_: &App<'_>, known: &Known<'_>) -> Option<String> {
    let entry = known.entry?;
    let package = entry.rsplit_once('/').map_or(".".to_owned(), |(folder, _)| format!("./{folder}"));
    let build = format!("go build -o /usr/local/bin/funko {package}");
    Some(
        offer::written(&Parts {
            image: "golang:1.24",
            manifests: "go.*",
            install: "go mod download",
            build: &build,
            environment: "PORT=3000",
            start: "funko",
        }) + &with_curl(),
    )
}

fn with_curl() -> String {
    // the image of Go has it
    format!("HEALTHCHECK {} \\\n    CMD curl -f http://127.0.0.1:3000/ping || exit 1\n", offer::OPTIONS)
}
