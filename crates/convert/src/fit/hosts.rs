//! Addresses under their names: in variables, in what they fall back to, in the Dockerfile.

use super::{
    listens::{Environment, Said, Server},
    others::{below_another, is_other},
};
use crate::{languages::Known, pattern::Pattern};

/// Names of addresses with what they are: only beside a call that opens a port.
pub fn look(sources: &[(&str, &str)], known: &Known<'_>, environment: &Environment, server: &mut Server) {
    // what the Dockerfile sets, if the program reads it
    for name in [
        "HOST",
        "BIND",
        "BIND_ADDRESS",
        "BIND_HOST",
        "LISTEN",
        "LISTEN_HOST",
        "LISTEN_ADDRESS",
        "ADDRESS",
        "SERVER_HOST",
        "APP_HOST",
    ] {
        let reads =
            |(_, text): &(&str, &str)| text.contains(name) && (text.contains("env") || text.contains("ENV"));
        let set = environment.host(name).filter(|said| is_loopback(&said.text));
        server.hosts.extend(set.filter(|_| sources.iter().any(reads)));
    }
    for (file, text) in sources {
        let hits: Vec<_> = HOSTS.iter().flat_map(|pattern| pattern.find(text)).collect();
        if hits.is_empty() || !known.language.calls.iter().any(|call| call.begins.is_in(text)) {
            continue;
        }
        for hit in hits {
            let (Some(name), Some(host)) = (hit.group(1), hit.group(2)) else { continue };
            let line = text[..name.start].rfind('\n').map_or(0, |end| end + 1);
            let client = [
                "connect",
                "createConnection",
                "Client",
                "Pool(",
                "createTransport",
                "Redis",
                "Sequelize",
                "DataSource",
            ];
            let whole = &text[line..text[host.end..].find('\n').map_or(text.len(), |end| host.end + end)];
            let name = name.of(text);
            let overridden = environment.host(name).is_some_and(|said| !is_loopback(&said.text));
            let said = Said { file: (*file).to_owned(), span: host, text: host.of(text).to_owned() };
            if !is_other(name, "")
                && !client.iter().any(|word| whole.contains(word))
                && !below_another(text, host.start)
                && !overridden
                && !server.hosts.contains(&said)
            {
                server.hosts.push(said);
            }
        }
    }
}

/// An address under its name, and an address with a port under its name.
const HOSTS: [Pattern; 7] = [
    Pattern("HOST\"", HOST_FALLBACK),
    Pattern("HOST'", HOST_FALLBACK),
    Pattern("127.0.0.1", HOST),
    Pattern("localhost", HOST),
    Pattern("::1", HOST),
    Pattern("127.0.0.1:", HOST_AND_PORT),
    Pattern("localhost:", HOST_AND_PORT),
];
const HOST: &str = r#"(?i)\b(\w*(?:host|hostname|bind_?addr\w*|listen_?addr\w*|interface))\b["'\])]*(?:\s*(?::\s*\w+\s*)?(?::=|=|:|\|\||\?\?|,)\s*)["'`](127\.0\.0\.1|localhost|::1)["'`]"#;
const HOST_FALLBACK: &str =
    r#"["'`](\w*HOST)["'`](?:[^\n;]|\n\s*\.){0,80}?["'`](127\.0\.0\.1|localhost|::1)["'`]"#;
const HOST_AND_PORT: &str = r#"(?i)\b(\w*(?:addr|address|listen|bind)\w*)\b["']?\s*(?::\s*[\w.&]+\s*)?(?::=|=|:|,)\s*["'`](127\.0\.0\.1|localhost|\[::1\]):\d{2,5}["'`]"#;

pub fn is_loopback(host: &str) -> bool {
    let plain: String = host.chars().filter(|c| !c.is_whitespace()).collect();
    plain.starts_with("127.")
        || plain.eq_ignore_ascii_case("localhost")
        || matches!(
            plain.as_str(),
            "::1" | "[::1]" | "[127,0,0,1]" | "127,0,0,1" | "Ipv4Addr::LOCALHOST" | "IPAddress.Loopback"
        )
}
