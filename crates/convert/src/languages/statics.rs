//! Static files behind a server that hands them out.

use super::kind::{Framework, Known, Language, Launcher, Ping};
use crate::{
    app::App,
    fixing::{create, insert},
    pattern::Pattern,
    plan::Change,
};

/// What a file `ping` holds.
pub const PONG: &str = "OK\n";
pub const WGET: &str = "wget -q -O /dev/null http://127.0.0.1:3000/ping || exit 1";

pub static STATIC: Language = Language {
    name: "Static files",
    images: &["nginx", "httpd", "caddy", "nginx-unprivileged", "static-web-server", "lighttpd"],
    manifests: &[],
    endings: &[".html", ".htm"],
    entries: &["index.html"],
    frameworks: &[Framework {
        name: "files",
        used: &[Pattern("<", r"(?i)<(?:!doctype|html|head|body)\b")],
        ping: &[Ping::By(file)],
        ..Framework::NONE
    }],
    launchers: &[
        Launcher {
            words: &["httpd"],
            port: &[],
            host: &[],
            bind: &["-p"],
            default: ("80", ""),
            add: (&["-p", "3000"], &[]),
            ..Launcher::NONE
        },
        Launcher {
            words: &["caddy", "file-server"],
            port: &[],
            host: &[],
            bind: &["--listen", "-l"],
            default: ("80", ""),
            add: (&["--listen", ":3000"], &[]),
            ..Launcher::NONE
        },
        Launcher {
            words: &["caddy", "respond"],
            port: &[],
            host: &[],
            bind: &["--listen", "-l"],
            default: ("80", ""),
            add: (&["--listen", ":3000"], &[]),
            ..Launcher::NONE
        },
        Launcher {
            words: &["static-web-server"],
            host: &["--host", "-a"],
            default: ("80", ""),
            variables: (&["SERVER_PORT"], &["SERVER_HOST"]),
            ..Launcher::NONE
        },
        Launcher {
            words: &["darkhttpd"],
            port: &["--port"],
            host: &["--addr"],
            default: ("8080", ""),
            ..Launcher::NONE
        },
    ],
    calls: &[],
    everything: &[(Pattern("try_files", r"try_files\s[^;]*/index\.(?:html|php)"), &[])],
    health: "",
    dockerfile,
    runtime: "static",
    settings: &[],
    scripts: &[],
};

/// The folder whose files are served, with `/` at its end.
fn root(app: &App<'_>) -> String {
    let copied = app.docker.as_ref().and_then(|docker| {
        let mut served = docker.copies().filter(|(_, copying)| {
            ["/usr/share/nginx/html", "/usr/local/apache2/htdocs", "/var/www", "/srv"]
                .iter()
                .any(|root| copying.dest.starts_with(root))
        });
        let (_, copying) = served.next()?;
        let [source] = &copying.sources[..] else { return None };
        let folder = source.trim_start_matches("./").trim_matches('/');
        app.is_folder(folder).then(|| format!("{folder}/")).or_else(|| (folder == ".").then(String::new))
    });
    if let Some(folder) = copied {
        return folder;
    }
    // a tool that builds pages takes what lies there as it is
    let built = app.docker.as_ref().is_some_and(|docker| docker.stages.len() > 1) && app.has("package.json");
    if built {
        return "public/".to_owned();
    }
    let index = app.texts.keys().filter(|path| path.rsplit('/').next() == Some("index.html"));
    let least = index.min_by_key(|path| path.matches('/').count());
    let folder = least.and_then(|path| path.rsplit_once('/')).map(|(folder, _)| format!("{folder}/"));
    folder.unwrap_or_else(|| if app.is_folder("public") { "public/".to_owned() } else { String::new() })
}

/// A place in the server's configuration, or a file that is handed out.
pub fn file(app: &App<'_>, _: &Known<'_>) -> Option<Vec<Change>> {
    let server = Pattern("server", r"(?m)^([ \t]*)server\s*\{");
    for (path, text) in app.ending(&[".conf"]) {
        if let Some(hit) = server.first(text) {
            let indent = hit.group(1).map_or("", |at| at.of(text));
            let place = format!(
                "\n{indent}    location = /ping {{\n{indent}        return 200 \"OK\";\n{indent}    }}"
            );
            return Some(vec![insert(path, text, hit.span.end, place)?]);
        }
    }
    Some(vec![create(&format!("{}ping", root(app)), PONG)?])
}

fn dockerfile(app: &App<'_>, _: &Known<'_>) -> Option<String> {
    let root = root(app);
    let folder = if root.is_empty() { "." } else { root.trim_end_matches('/') };
    Some(format!(
        "FROM busybox:1.37\nWORKDIR /home/app\nCOPY . .\nEXPOSE 3000\nCMD [\"httpd\", \"-f\", \"-p\", \"3000\", \"-h\", \"{folder}\"]\n\
         HEALTHCHECK {} \\\n    CMD {WGET}\n",
        super::offer::OPTIONS
    ))
}
