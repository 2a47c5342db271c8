//! .NET: ASP.NET Core.

use super::kind::{Add, Call, Framework, Known, Language, Launcher, Ping};
use crate::{app::App, pattern::Pattern};

pub static DOTNET: Language = Language {
    name: ".NET",
    images: &[
        "mcr.microsoft.com/dotnet/aspnet",
        "mcr.microsoft.com/dotnet/sdk",
        "mcr.microsoft.com/dotnet/runtime",
        "aspnet",
    ],
    manifests: &["*.csproj", "*.fsproj", "*.sln"],
    endings: &[".cs", ".fs"],
    entries: &["Program.cs", "Startup.cs"],
    frameworks: &[Framework {
        name: "ASP.NET Core",
        packages: &["microsoft.net.sdk.web"],
        used: &[Pattern("WebApplication.Create", r"\bWebApplication\.Create(?:Slim|Empty)?(?:Builder)?\b")],
        ping: &[Ping::After(
            Pattern(
                "var",
                r"(?m)^([ \t]*)(?:var|WebApplication)\s+(\w+)\s*=\s*(?:\w+\.Build|WebApplication\.Create(?:(?:Slim|Empty)?Builder\([^;\n]*\)\.Build)?)\(",
            ),
            "\n{indent}{2}.MapGet(\"/ping\", () => \"OK\");",
        )],
        default_port: Some("8080"),
        ..Framework::NONE
    }],
    launchers: &[Launcher {
        words: &["dotnet"],
        port: &[],
        host: &[],
        bind: &["--urls"],
        variables: (
            &["ASPNETCORE_HTTP_PORTS", "ASPNETCORE_URLS", "HTTP_PORTS", "URLS"],
            &["ASPNETCORE_URLS", "URLS"],
        ),
        ..Launcher::NONE
    }],
    calls: &[
        Call {
            begins: Pattern("Url", r"\b(?:UseUrls|Urls\.Add)\("),
            port: &[r#":(\d+)/?["']"#],
            host: &[r"//([\w.]+|\[::1\]):"],
            default: ("", ""),
            add: (Add::Nothing, Add::Nothing),
        },
        Call {
            begins: Pattern(".Run(", r#"\b\w+\.Run(?:Async)?\(\s*\$?["']"#),
            port: &[r#":(\d+)/?["']"#],
            host: &[r"//([\w.]+|\[::1\]):"],
            default: ("", ""),
            add: (Add::Nothing, Add::Nothing),
        },
        Call {
            begins: Pattern("Listen", r"\bListen(?:AnyIP|Localhost)?\("),
            port: &[r"(\d{2,5})\s*(?:,|$)"],
            host: &[r"\b(IPAddress\.Loopback)\b"],
            default: ("", ""),
            add: (Add::Nothing, Add::Nothing),
        },
    ],
    everything: &[],
    health: "",
    dockerfile,
    runtime: "shell",
    settings: &[
        ("appsettings", Pattern("rls\"", r#"(?i)"urls"\s*:\s*"http://([\w.*+]+|\[[^\]]*\]):(\d{2,5})"#)),
        (
            "appsettings",
            Pattern(
                "\"Kestrel\"",
                r#""Kestrel"(?:[^}]|\n\s)*?"Url"\s*:\s*"http://([\w.*+]+|\[[^\]]*\]):(\d{2,5})"#,
            ),
        ),
    ],
    scripts: &[],
};

fn dockerfile(_: &App<'_>, known: &Known<'_>) -> Option<String> {
    let manifest = known.manifest.filter(|path| path.ends_with("proj"))?;
    let name = manifest.rsplit('/').next()?.rsplit_once('.')?.0;
    Some(format!(
        "FROM mcr.microsoft.com/dotnet/sdk:9.0\nWORKDIR /home/app\nCOPY . .\nRUN dotnet publish \"{manifest}\" -c Release -o out\n\
         ENV ASPNETCORE_HTTP_PORTS=3000\nEXPOSE 3000\nCMD [\"dotnet\", \"out/{name}.dll\"]\n\
         HEALTHCHECK {} \\\n    CMD curl -f http://127.0.0.1:3000/ping || exit 1\n",
        super::offer::OPTIONS
    ))
}
