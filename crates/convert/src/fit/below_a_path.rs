//! The application works below `/faaso/NAME/`.

use super::rule::{Facts, Rule, fix};
use crate::{
    fixing::{create, insert, splice},
    pattern::Pattern,
    plan::{Change, Finding, Spot},
};
use faaso::text::Span;

pub static RULE: Rule = Rule {
    id: "below-a-path",
    must: "Links are relative: browsers see the funko below `/faaso/NAME/`.",
    find,
    fires: &[(
        "public/index.html",
        "<!doctype html>\n<link rel=\"stylesheet\" href=\"/style.css\">\n<a href=\"//example.org/\">x</a>\n",
    )],
    quiet: &[(
        "public/index.html",
        "<!doctype html>\n<link rel=\"stylesheet\" href=\"style.css\">\n<a href=\"//example.org/\">x</a>\n",
    )],
};

/// In pages and styles: the slash is the first group.
const LINKS: [Pattern; 5] = [
    Pattern("href", ATTRIBUTE),
    Pattern("src", ATTRIBUTE),
    Pattern("action", ATTRIBUTE),
    Pattern("poster", ATTRIBUTE),
    Pattern("url(", r#"(?i)\burl\(\s*["']?(/)[\w.~%-]"#),
];
const ATTRIBUTE: &str =
    r#"(?i)\b(?:href|src|action|formaction|poster|data-src|srcset)\s*=\s*["']?(/)(?:[\w.~?#{<$%-]|["'\s>])"#;

/// In scripts of pages: what they ask for.
const ASKED: [Pattern; 5] = [
    Pattern("fetch(", REQUEST),
    Pattern("axios", REQUEST),
    Pattern("$.", REQUEST),
    Pattern("EventSource(", REQUEST),
    Pattern("location", r#"\blocation(?:\.href)?\s*=\s*["'`](/)(?:[\w?$.]|["'`])"#),
];
const REQUEST: &str = r#"(?:\b(?:fetch|axios(?:\.\w+)?|new EventSource|importScripts)|\$\.(?:get|post|getJSON|ajax))\(\s*["'`](/)[\w?$.]"#;

/// In servers.
const REDIRECTS: [Pattern; 3] = [
    Pattern(
        "redirect",
        r#"(?i)\bredirect(?:_to)?[ (]\s*(?:\w+,\s*\w+,\s*)?(?:\d+,\s*)?["'`](/)(?:[\w?$.{]|["'`])"#,
    ),
    Pattern("ocation", r#"(?i)["']location["']?\s*[,:\])=]*\s*["'`](/)(?:[\w?$.]|["'`])"#),
    Pattern("RedirectResponse(", r#"\bRedirectResponse\(\s*(?:url\s*=\s*)?["'](/)"#),
];

/// In pages that a framework fills: addresses of its own, which begin at the top.
const MADE: [Pattern; 3] = [
    Pattern("url_for(", r"\b(url_for)\("),
    Pattern("{% url", r"\{%-?\s*(url)\s"),
    Pattern("{% static", r"\{%-?\s*(static)\s"),
];

/// More help nobody.
const MOST: usize = 200;

const PAGES: &[&str] = &[
    ".html",
    ".htm",
    ".css",
    ".erb",
    ".ejs",
    ".ecr",
    ".hbs",
    ".mustache",
    ".pug",
    ".tmpl",
    ".gohtml",
    ".jinja",
    ".j2",
    ".twig",
    ".php",
    ".vue",
    ".jsx",
    ".tsx",
    ".svelte",
];

fn find(facts: &Facts<'_>, rule: &Rule) -> Vec<Finding> {
    let (mut links, mut asked, mut redirects, mut made) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (file, text) in facts.app.sources() {
        if PAGES.iter().any(|ending| file.ends_with(ending)) {
            collect(file, text, &LINKS, &mut links);
            collect(file, text, &MADE, &mut made);
        }
        let in_page = file.ends_with(".html") || served(file) && file.ends_with(".js");
        match in_page {
            true => collect(file, text, &ASKED, &mut asked),
            false => collect(file, text, &REDIRECTS, &mut redirects),
        }
    }
    let mut findings = Vec::new();
    let help = "Leave the first `/` out, so that the link counts from the page.";
    let changes = |places: &[Place<'_>]| places.iter().filter_map(Place::relative).collect();
    let plural = |n: usize, what: &str| {
        if n == 1 { format!("1 {what} starts with `/`.") } else { format!("{n} {what}s start with `/`.") }
    };
    if !links.is_empty() {
        let fix = fix("links", "Make the links relative", links.iter().all(Place::is_sure), changes(&links));
        findings.push(rule.finding(plural(links.len(), "link"), help, spots(&links), fix));
    }
    if !asked.is_empty() {
        let fix =
            fix("requests", "Make the requests relative", asked.iter().all(Place::is_sure), changes(&asked));
        findings.push(rule.finding(plural(asked.len(), "request of a script"), help, spots(&asked), fix));
    }
    if !redirects.is_empty() {
        let help = "Redirect to a relative address, such as `./` or `login`.";
        findings.push(rule.finding(plural(redirects.len(), "redirect"), help, spots(&redirects), None));
    }
    if let Some(first) = made.first() {
        let word = first.span.of(first.text);
        let found =
            format!("The framework makes links that start with `/` (`{word}`, {}).", times(made.len()));
        let help = "Write relative links in their place: FaaSO's proxy takes `/faaso/NAME` away before the framework sees it.";
        findings.push(rule.finding(found, help, spots(&made), None));
    }
    findings.extend(vite(facts, rule));
    findings
}

fn times(n: usize) -> String {
    if n == 1 { "once".to_owned() } else { format!("{n} times") }
}

/// Vite writes links from the top, unless its configuration says otherwise.
fn vite(facts: &Facts<'_>, rule: &Rule) -> Option<Finding> {
    let package = facts.app.text("package.json")?;
    if !package.contains("\"vite\"") || package.contains("--base") {
        return None;
    }
    let begins = Pattern("export default", r"export default (?:defineConfig\(\s*)?\{");
    let config = facts.app.sources().find(|(path, _)| path.starts_with("vite.config."));
    let (change, place) = match config {
        Some((_, text)) if Pattern("base", r"\bbase\s*:").is_in(text) => return None,
        Some((path, text)) => {
            let hit = begins.first(text);
            let change = hit.as_ref().and_then(|hit| insert(path, text, hit.span.end, " base: \"./\","));
            (change, hit.and_then(|hit| facts.spot(path, hit.span)))
        }
        None => (create("vite.config.js", "export default { base: \"./\" };\n"), None),
    };
    let fix = fix("vite-base", "Let Vite write relative links", true, change.into_iter().collect());
    let help = "Set `base: \"./\"` in Vite's configuration.";
    Some(rule.finding("Vite writes links that start with `/`.", help, place.into_iter().collect(), fix))
}

struct Place<'a> {
    file: &'a str,
    text: &'a str,
    /// Of the slash, or of what makes one.
    span: Span,
}

fn collect<'a>(file: &'a str, text: &'a str, patterns: &[Pattern], places: &mut Vec<Place<'a>>) {
    for hit in patterns.iter().flat_map(|pattern| pattern.find(text)) {
        if let Some(span) = hit.group(1).filter(|_| places.len() < MOST) {
            places.push(Place { file, text, span });
        }
    }
}

/// A folder whose files a server hands out as they are.
const ROOTS: [&str; 7] = ["public", "static", "www", "html", "site", "htdocs", "dist"];

fn served(file: &str) -> bool {
    file.split('/').rev().skip(1).any(|part| ROOTS.contains(&part) || part == "assets")
}

impl Place<'_> {
    /// A page that is handed out as it is, so that what its links count from is known.
    fn is_sure(&self) -> bool {
        let below = self.below();
        below.is_some()
            && (self.file.ends_with(".html") || self.file.ends_with(".css") || self.file.ends_with(".htm"))
    }

    /// How many folders below the served one it lies.
    fn below(&self) -> Option<usize> {
        let parts: Vec<&str> = self.file.split('/').collect();
        match parts.iter().rposition(|part| ROOTS.contains(part)) {
            Some(root) if root + 1 < parts.len() => Some(parts.len() - root - 2),
            _ => (parts.len() == 1).then_some(0),
        }
    }

    fn relative(&self) -> Option<Change> {
        let behind = self.text[self.span.end..].chars().next();
        let alone = behind.is_none_or(|c| matches!(c, '"' | '\'' | '`' | '>') || c.is_whitespace());
        let up = "../".repeat(self.below().unwrap_or_default());
        let new = if up.is_empty() && alone { "./".to_owned() } else { up };
        splice(self.file, self.text, self.span, new)
    }
}

fn spots(places: &[Place<'_>]) -> Vec<Spot> {
    places.iter().filter_map(|place| crate::fixing::spot(place.file, place.text, place.span)).collect()
}
