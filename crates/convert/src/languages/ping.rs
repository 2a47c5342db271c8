//! Whether something answers `/ping`, and how a route for it is added.

use super::kind::{Known, Ping};
use crate::{
    app::App,
    fixing::insert,
    pattern::{Hit, Pattern},
    plan::Change,
};

/// What a route of that path looks like, in whatever language.
const ROUTES: [Pattern; 5] = [
    // "/ping", "GET /ping", '^/ping/?$'
    Pattern("/ping", r##"["'`](?:(?:GET|ANY|HEAD|ALL) )?\^?/ping\b/?(?:\(?\.\w+\)?\??)?\$?/?\??\$?["'`]"##),
    // Django, Rails and others, without the slash
    Pattern(
        "ping",
        r##"(?:\b(?:path|re_path|url|resource|map)\(\s*r?|(?m:^\s*)get\s+|\bMapping\(\s*(?:value\s*=\s*)?|@(?:Get|All)\(\s*|\bHttpGet\(\s*|(?:\bGET|\bget|\bRoute::\w+)\(\s*)["']\^?/?ping/?\$?["']"##,
    ),
    // servers' configuration
    Pattern(
        "/ping",
        r"(?:\blocation\s+(?:=\s*|~\*?\s*\^?)?|\b(?:respond|handle|route|handle_path)\s+|\bAlias\s+)/ping\b",
    ),
    // a shell's case, and comparisons without quotes
    Pattern("/ping", r"(?m)^\s*\*?/ping\*?\)"),
    // %w[/ping], ~ "/ping" in awk and sed
    Pattern("/ping", r"(?:==|=~|\bin|\bwhen|=)\s*/ping\b"),
];

/// Whoever asks for it doesn't answer it.
const ASKS: [&str; 11] = [
    "fetch(",
    "axios",
    "requests.",
    "curl",
    "wget",
    "urlopen",
    "http.get(",
    "http.Get(",
    "HttpClient",
    "HEALTHCHECK",
    "file_get_contents",
];

/// Something of the application answers `/ping`.
pub fn answered(app: &App<'_>, known: Option<&Known<'_>>) -> bool {
    let is_file = |path: &str| {
        let name = path.rsplit('/').next().unwrap_or(path);
        let above = path.rsplit('/').nth(1).unwrap_or_default();
        name == "ping"
            || above == "ping" && (name.starts_with("index.") || name.starts_with("route."))
            || path.contains("pages/ping.") && !path.contains("pages/api/")
    };
    if app.bundle.files().any(|(path, _)| is_file(path.as_str())) {
        return true;
    }
    let endings: &[&str] = known.map_or(&[], |known| known.language.endings);
    let serves = |path: &str| {
        let name = path.rsplit('/').next().unwrap_or(path);
        endings.iter().any(|ending| path.ends_with(ending))
            || [".conf", ".sh", ".cgi", ".yml", ".yaml", ".htaccess", ".ru"]
                .iter()
                .any(|ending| path.ends_with(ending))
            || ["Caddyfile", "Dockerfile"].contains(&name)
    };
    app.sources().filter(|(path, _)| serves(path) && !path.contains("compose")).any(|(path, text)| {
        text.contains("ping")
            && ROUTES.iter().any(|route| route.find(text).iter().any(|hit| answers(app, path, text, hit)))
    }) || known.is_some_and(|known| everything(app, known))
}

/// The route isn't what a client asks for, and isn't below another path.
fn answers(app: &App<'_>, path: &str, text: &str, hit: &Hit) -> bool {
    let line = text[..hit.span.start].rfind('\n').map_or(0, |end| end + 1);
    let end = text[hit.span.end..].find('\n').map_or(text.len(), |end| hit.span.end + end);
    let line = &text[line..end];
    if ASKS.iter().any(|asks| line.contains(asks)) || line.contains("localhost") || line.contains("127.0.0.1")
    {
        return false;
    }
    // a class whose routes have a prefix
    if CLASSES.iter().any(|pattern| pattern.is_in(text)) && line.trim_start().starts_with(['@', '[']) {
        return false;
    }
    // `@router.get("/ping")` of a router with a prefix
    let receiver = line.trim_start().trim_start_matches('@').split('.').next().unwrap_or_default();
    let plain =
        !receiver.is_empty() && receiver.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if !plain {
        return true;
    }
    let prefixed = text.lines().any(|line| {
        let declares =
            line.trim_start().strip_prefix(receiver).is_some_and(|rest| rest.trim_start().starts_with('='));
        declares && ["prefix=", "prefix =", ".Group(", "basePath("].iter().any(|part| line.contains(part))
    });
    !prefixed && !is_mounted(app, path, receiver)
}

/// A prefix of all routes of a class.
const CLASSES: [Pattern; 3] = [
    Pattern("@Controller(", r#"@Controller\(\s*["'][^"'/]"#),
    Pattern("@RequestMapping(", r#"@RequestMapping\(\s*(?:value\s*=\s*|path\s*=\s*)?"/\w"#),
    Pattern("[Route(", r#"\[Route\("[^"]+"\)\]"#),
];

/// How a router is put below a path: everything that is said of it.
const MOUNTS: [Pattern; 3] = [
    Pattern(".use(", r#"\.(?:use|route)\(\s*["'`]/\w[^"'`]*["'`]\s*,\s*([^\n]*)"#),
    Pattern("include_router(", r#"\binclude_router\(([^\n]*prefix\s*=\s*["']/\w[^\n]*)"#),
    Pattern("register_blueprint(", r#"\bregister_blueprint\(([^\n]*url_prefix\s*=\s*["']/\w[^\n]*)"#),
];

/// The router is put below a path.
fn is_mounted(app: &App<'_>, path: &str, router: &str) -> bool {
    let stem = path.rsplit('/').next().and_then(|name| name.split('.').next()).unwrap_or_default();
    let names = |said: &str, name: &str| {
        let part = |c: char| c.is_alphanumeric() || c == '_';
        !name.is_empty()
            && said
                .match_indices(name)
                .any(|(at, _)| !said[..at].ends_with(part) && !said[at + name.len()..].starts_with(part))
    };
    app.sources().any(|(_, text)| {
        let mounts = MOUNTS.iter().flat_map(|pattern| pattern.find(text));
        mounts.filter_map(|hit| hit.group(1)).any(|said| {
            let said = said.of(text);
            names(said, router) || names(said, stem)
        })
    })
}

/// A server without routes answers whatever it is asked.
fn everything(app: &App<'_>, known: &Known<'_>) -> bool {
    app.sources().any(|(path, text)| {
        let of_it =
            known.language.endings.iter().any(|ending| path.ends_with(ending)) || path.ends_with(".conf");
        of_it
            && known
                .language
                .everything
                .iter()
                .any(|(has, without)| has.is_in(text) && !without.iter().any(|word| text.contains(word)))
    })
}

/// The changes that add a route for it, in the framework's own words.
pub fn route(app: &App<'_>, known: &Known<'_>) -> Option<Vec<Change>> {
    let framework = known.framework?;
    let mut sources: Vec<(&str, &str)> = app.ending(known.language.endings).collect();
    sources.sort_by_key(|(path, _)| (Some(*path) != known.entry, path.matches('/').count()));
    framework.ping.iter().find_map(|ping| match ping {
        Ping::By(change) => change(app, known),
        Ping::After(pattern, snippet)
        | Ping::Before(pattern, snippet)
        | Ping::Inside(pattern, snippet)
        | Ping::Behind(pattern, snippet) => sources.iter().find_map(|(path, text)| {
            let hit = pattern.first(text)?;
            let at = match ping {
                Ping::After(..) => statement_end(text, hit.span.end),
                Ping::Before(..) => text[..hit.span.start]
                    .rfind('\n')
                    .map_or(0, |end| end + 1)
                    .max(line_start(text, hit.span.start)),
                Ping::Behind(..) => closing(text, hit.span.end)? + 1,
                _ => hit.span.end,
            };
            let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
            let new = filled(snippet, text, &hit).replace('\n', newline);
            Some(vec![insert(path, text, at, new)?])
        }),
    })
}

fn line_start(text: &str, at: usize) -> usize {
    // a match that begins with the newline before its line
    match text[at..].starts_with('\n') {
        true => at + 1,
        false => text[..at].rfind('\n').map_or(0, |end| end + 1),
    }
}

/// The snippet with what the pattern's groups took; the first is the indent, where it is one.
fn filled(snippet: &str, text: &str, hit: &Hit) -> String {
    let group = |number: usize| hit.group(number).map_or("", |at| at.of(text));
    let first = group(1);
    let indent = if first.trim().is_empty() { first } else { "" };
    snippet.replace("{indent}", indent).replace("{1}", first).replace("{2}", group(2))
}

/// The end of the statement whose last opening bracket is right before `at`: behind the bracket that closes it, what is
/// chained to it, and a semicolon; the line's end, at most.
fn statement_end(text: &str, at: usize) -> usize {
    let mut end = closing(text, at).map_or(at, |closed| closed + 1);
    loop {
        let rest = &text[end..];
        let line = rest.find('\n').unwrap_or(rest.len());
        // what follows on the line may open another bracket
        match rest[..line]
            .rfind(['(', '{', '['])
            .filter(|open| closing(text, end + open + 1).is_some_and(|closed| closed > end + line))
        {
            Some(open) => end = closing(text, end + open + 1).map_or(end + line, |closed| closed + 1),
            None => {
                let chained = rest[line..].trim_start().starts_with('.');
                end += rest[..line].trim_end_matches('\r').len();
                if !chained {
                    return end;
                }
                let next = text[end..].find(|c: char| !c.is_whitespace()).unwrap_or_default();
                end += next;
            }
        }
    }
}

/// Where the bracket is closed that was opened right before `at`. Strings are passed over.
pub fn closing(text: &str, at: usize) -> Option<usize> {
    let mut depth = 0usize;
    let mut quote: Option<char> = None;
    let mut letters = text.get(at..)?.char_indices();
    while let Some((offset, letter)) = letters.next() {
        match quote {
            Some(open) => match letter {
                '\\' => drop(letters.next()),
                '\n' if open != '`' => quote = None,
                letter if letter == open => quote = None,
                _ => {}
            },
            None => match letter {
                '"' | '\'' | '`' => quote = Some(letter),
                '(' | '[' | '{' => depth += 1,
                ')' | ']' | '}' if depth == 0 => return Some(at + offset),
                ')' | ']' | '}' => depth -= 1,
                _ => {}
            },
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_end_behind_what_they_open() {
        for (text, end) in [
            ("a = F(x)\nb", "a = F(x)"),
            ("a = F(\n  \")\",\n  y\n)\nb", "a = F(\n  \")\",\n  y\n)"),
            ("a = F(x); // c\nb", "a = F(x); // c"),
            ("a = F()({\n  b: 1\n});\nc", "a = F()({\n  b: 1\n});"),
            ("a = F()\n  .g()\n  .h();\nc", "a = F()\n  .g()\n  .h();"),
            ("a = F(", "a = F("),
        ] {
            let at = text.find("F(").unwrap() + 2;
            assert_eq!(&text[..statement_end(text, at)], end, "{text:?}");
        }
    }
}
