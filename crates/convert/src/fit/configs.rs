//! Servers that are configured and not written: nginx, Apache, Caddy, lighttpd.

use super::{
    commands::CommandLine,
    listens::{Said, Server, Unsaid},
};
use crate::{
    app::{App, DOCKERFILE},
    fixing::insert,
    pattern::Pattern,
};
use dockerfile::reference;
use faaso::{path::last_part, text::Span};

/// A server, and where its configuration says the port.
struct Configured {
    name: &'static str,
    /// Images that start it by themselves.
    images: &'static [&'static str],
    /// A part of the tag that these images need to be it.
    tag: &'static str,
    programs: &'static [&'static str],
    files: &'static [&'static str],
    /// The address, if any, and the port.
    says: &'static [Pattern],
    default: &'static str,
    /// Changes the configuration that comes with the image.
    step: &'static str,
}

static SERVERS: [Configured; 5] = [
    Configured {
        name: "nginx",
        images: &["nginx", "nginx-unprivileged", "openresty"],
        tag: "",
        programs: &["nginx"],
        files: &[".conf", ".template", "nginx"],
        says: &[Pattern("listen", r"(?m)^[ \t]*listen\s+(?:(\[[^\]]*\]|[\w.*]+):)?(\d+)\b")],
        default: "80",
        step: "RUN sed -i 's/\\(listen[^;]*[ :]\\)80;/\\13000;/' /etc/nginx/conf.d/default.conf\n",
    },
    Configured {
        name: "Apache",
        images: &["php"],
        tag: "apache",
        programs: &["apache2", "apache2ctl", "apache2-foreground", "apachectl"],
        files: &[".conf", "apache"],
        says: &[
            Pattern("isten", r"(?m)^[ \t]*[Ll]isten\s+(?:(\[[^\]]*\]|[\w.*]+):)?(\d+)\b"),
            Pattern("VirtualHost", r"(?m)^[ \t]*<VirtualHost\s+(?:(\[[^\]]*\]|[\w.*]+):)?(\d+)>"),
        ],
        default: "80",
        step: "RUN sed -i 's/^Listen 80$/Listen 3000/' /etc/apache2/ports.conf && sed -i 's/:80>/:3000>/' /etc/apache2/sites-available/000-default.conf\n",
    },
    Configured {
        name: "Apache",
        images: &["httpd"],
        tag: "",
        programs: &["httpd-foreground"],
        files: &[".conf"],
        says: &[Pattern("isten", r"(?m)^[ \t]*[Ll]isten\s+(?:(\[[^\]]*\]|[\w.*]+):)?(\d+)\b")],
        default: "80",
        step: "RUN sed -i 's/^Listen 80$/Listen 3000/' /usr/local/apache2/conf/httpd.conf\n",
    },
    Configured {
        name: "Caddy",
        images: &["caddy"],
        tag: "",
        programs: &["caddy"],
        files: &["Caddyfile"],
        says: &[Pattern(":", r"(?m)^(?:https?://)?([\w.]*):(\d+)\s*(?:,|\{|$)")],
        default: "80",
        step: "",
    },
    Configured {
        name: "lighttpd",
        images: &["lighttpd"],
        tag: "",
        programs: &["lighttpd"],
        files: &["lighttpd"],
        says: &[
            Pattern("server.port", r"(?m)^[ \t]*server\.(port)?\w*\s*:?=\s*(\d+)"),
            Pattern("server.bind", r#"(?m)^[ \t]*server\.bind\s*:?=\s*"([^"]+)""#),
        ],
        default: "80",
        step: "",
    },
];

/// Notes what a configured server says, if it is one.
pub fn served(app: &App<'_>, lines: &[CommandLine<'_>], server: &mut Server) -> bool {
    let Some(docker) = &app.docker else { return false };
    let base = docker.base().unwrap_or_default();
    let (image, tag) = reference::familiar(base);
    let image = last_part(image);
    let runs = |wanted: &[&str]| {
        lines.iter().any(|line| line.words.iter().take(3).any(|word| wanted.contains(&last_part(&word.text))))
    };
    let is = |it: &&Configured| {
        let by_image =
            it.images.contains(&image) && tag.unwrap_or_default().contains(it.tag) && lines.is_empty();
        by_image || runs(it.programs)
    };
    let Some(it) = SERVERS.iter().find(is) else { return false };
    let files = app.sources().filter(|(path, _)| {
        let name = last_part(path);
        it.files.iter().any(|file| name.ends_with(file) || name.starts_with(file))
    });
    for (file, text) in files {
        for hit in it.says.iter().flat_map(|pattern| pattern.find(text)) {
            let said = |span: Span| Said { file: file.to_owned(), span, text: span.of(text).to_owned() };
            if let Some(host) = hit.group(1).filter(|host| host.of(text) != "port") {
                server.hosts.push(said(host));
            }
            server.ports.extend(hit.group(2).map(said));
        }
    }
    // TLS is the proxy's
    server.ports.retain(|said| said.text != "443");
    server.ports.sort();
    server.ports.dedup();
    // a step may do it: whoever names the port means it
    let changed = docker.file.instructions.iter().filter(|at| at.is("run")).find_map(|at| {
        let text = docker.text.get(at.span.clone())?;
        let found = text.find("3000")?;
        let start = at.span.start + found;
        Some(Said { file: DOCKERFILE.to_owned(), span: Span::new(start, start + 4), text: "3000".to_owned() })
    });
    server.ports.extend(changed);
    if server.ports.is_empty() {
        let default = if image == "nginx-unprivileged" { "8080" } else { it.default };
        let last = docker.file.instructions.iter().rfind(|at| at.is("from"));
        let Some(from) = last else { return true };
        let step = it.step.replace(")80;", &format!("){default};"));
        let at =
            docker.text[from.span.end..].find('\n').map_or(docker.text.len(), |end| from.span.end + end + 1);
        let lead = if docker.text[..at].ends_with('\n') { "" } else { "\n" };
        let change = insert(DOCKERFILE, &docker.text, at, format!("{lead}{step}"))
            .filter(|_| !step.is_empty() && it.images.contains(&image));
        server.default_port = Some(Unsaid {
            value: default.to_owned(),
            who: it.name.to_owned(),
            at: (DOCKERFILE.to_owned(), Span::new(from.span.start, from.span.end)),
            changes: change.into_iter().collect(),
        });
    }
    true
}
