//! Shell: scripts behind a small server.

use super::{
    kind::{Framework, Known, Language, Launcher, Ping},
    statics,
};
use crate::{app::App, pattern::Pattern};

pub static SHELL: Language = Language {
    name: "Shell",
    images: &["bash"],
    manifests: &[],
    endings: &[".sh", ".cgi", ".bash"],
    entries: &["server.sh", "serve.sh", "start.sh", "run.sh", "main.sh", "entrypoint.sh", "index.cgi"],
    frameworks: &[
        Framework {
            name: "CGI",
            used: &[Pattern("ontent-", r"(?i)\bcontent-type:")],
            ping: &[Ping::By(statics::file)],
            ..Framework::NONE
        },
        Framework {
            name: "httpd",
            used: &[Pattern("httpd", r"\b(?:light)?httpd\b")],
            ping: &[Ping::By(statics::file)],
            ..Framework::NONE
        },
        Framework {
            name: "http.server",
            used: &[Pattern("http.server", r#"-m["',\s]+http\.server\b"#)],
            ping: &[Ping::By(statics::file)],
            ..Framework::NONE
        },
        Framework {
            name: "serve",
            used: &[Pattern("serve", r"\b(?:npx|pnpx|bunx)\s+(?:-\S+\s+)*(?:http-server|serve)\b")],
            ping: &[Ping::By(statics::file)],
            ..Framework::NONE
        },
    ],
    launchers: &[
        Launcher {
            words: &["nc"],
            port: &["-p"],
            host: &["-s"],
            add: (&["-p", "3000"], &[]),
            ..Launcher::NONE
        },
        Launcher { words: &["ncat"], port: &["-p"], host: &[], positional: true, ..Launcher::NONE },
    ],
    calls: &[],
    everything: &[(Pattern("nc ", r"\b(?:nc|ncat|netcat)\s[^\n]*-\w*l"), &["/", "path"])],
    health: "",
    dockerfile,
    runtime: "shell",
    settings: &[],
    scripts: &[],
};

fn dockerfile(app: &App<'_>, known: &Known<'_>) -> Option<String> {
    let image = catalog::find("shell")?.base_image;
    if let Some(cgi) = app.texts.keys().find(|path| path.contains("cgi-bin/") || path.ends_with(".cgi")) {
        let root = cgi.split_once("cgi-bin/").map_or("", |(root, _)| root);
        let root = if root.is_empty() { "." } else { root.trim_end_matches('/') };
        return Some(format!(
            "FROM busybox:1.37\nWORKDIR /home/app\nCOPY . .\nRUN chmod -R 755 {root}\nEXPOSE 3000\n\
             CMD [\"httpd\", \"-f\", \"-p\", \"3000\", \"-h\", \"{root}\"]\n\
             HEALTHCHECK {} \\\n    CMD {}\n",
            super::offer::OPTIONS,
            statics::WGET
        ));
    }
    let entry = known.entry?;
    Some(format!(
        "FROM {image}\nRUN apt-get update && apt-get install -y --no-install-recommends curl netcat-openbsd && rm -rf /var/lib/apt/lists/*\n\
         WORKDIR /home/app\nCOPY . .\nENV PORT=3000\nEXPOSE 3000\nCMD [\"sh\", \"{entry}\"]\n\
         HEALTHCHECK {} \\\n    CMD curl -f http://127.0.0.1:3000/ping || exit 1\n",
        super::offer::OPTIONS
    ))
}
