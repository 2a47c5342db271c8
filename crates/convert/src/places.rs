//! Proposes a place for every file: by rules that are data, by the application's own ignore files, and for the rest by
//! what lies beside it.

use crate::{
    app::App,
    decisions::Decisions,
    globs::Glob,
    ignore_files::Ignored,
    pattern::Pattern,
    plan::{Goes, Placement},
    template_text::file_as_template,
    where_files_go::{self, Rule},
};
use faaso::{
    bundle::{Bundle, File},
    fate::Fate,
    path::BundlePath,
    project::FileId,
};
use std::collections::BTreeMap;

/// Where every file goes, as the decisions so far make it, in the order of the paths.
pub fn places(app: &App<'_>, decisions: &Decisions) -> Vec<Placement> {
    let application = app.bundle;
    let rules = where_files_go::compiled();
    let ignored = Ignored::of(application);
    let known: Vec<_> =
        application.files().map(|(path, file)| known(app, &rules, &ignored, path, file)).collect();
    let beside = neighbours(application, &known);
    let files = application.files().zip(known).map(|((path, file), known)| {
        let known = known.unwrap_or_else(|| by_neighbours(path, &beside));
        let known = movable(path, file, known);
        let goes = decisions.places.get(path).copied().unwrap_or(known.goes);
        let Known { goes: proposed, reason, sure, secret } = known;
        Placement { path: path.clone(), goes, proposed, reason, sure, secret, size: file.bytes.len() }
    });
    files.collect()
}

struct Known {
    goes: Goes,
    reason: String,
    sure: bool,
    secret: bool,
}

impl Known {
    fn out(reason: impl Into<String>) -> Known {
        Known { goes: Goes::Out, reason: reason.into(), sure: true, secret: false }
    }
}

fn known(
    app: &App<'_>,
    rules: &[(Glob, &'static Rule)],
    ignored: &Ignored,
    path: &BundlePath,
    file: &File,
) -> Option<Known> {
    let mut hits = rules.iter().filter(|(glob, rule)| applies(app.bundle, glob, rule, path));
    let hit = hits.next().map(|(_, rule)| *rule);
    let secret =
        hit.filter(|rule| rule.secret).map(|rule| rule.reason.to_owned()).or_else(|| holds_secret(file));
    if let Some(reason) = secret {
        return Some(Known { goes: Goes::Out, reason, sure: true, secret: true });
    }
    if let Some(rule) = hit.filter(|rule| rule.goes == Goes::Out && (path.is_hidden() || rule.always)) {
        return Some(Known::out(rule.reason));
    }
    if path.is_hidden() {
        return Some(Known::out("FaaSO ignores hidden files, so a build never gets it."));
    }
    // the Dockerfile and the README are the runtime's, whatever an ignore file says
    if let Some(rule) = hit.filter(|rule| rule.always) {
        return Some(Known {
            goes: rule.goes,
            reason: rule.reason.to_owned(),
            sure: rule.sure,
            secret: false,
        });
    }
    let is_copied = app.is_copied(path.as_str());
    let named = ignored.names(path.as_str()).filter(|named| named.docker || !is_copied);
    if let Some(named) = named {
        return Some(Known::out(format!("`{}` line {} names it: `{}`.", named.file, named.line, named.text)));
    }
    if let Some(rule) = hit.filter(|rule| rule.goes == Goes::Runtime)
        && file.as_text().is_some_and(|text| HANDLERS.iter().any(|pattern| pattern.is_in(text)))
        && !rule.always
    {
        return Some(Known {
            goes: Goes::Template,
            reason: "It has the handlers, which the user edits.".to_owned(),
            sure: true,
            secret: false,
        });
    }
    match hit {
        Some(rule) if rule.goes == Goes::Out && is_copied => Some(Known {
            goes: Goes::Runtime,
            reason: "The Dockerfile copies it by name.".to_owned(),
            sure: false,
            secret: false,
        }),
        hit => hit.map(|rule| Known {
            goes: rule.goes,
            reason: rule.reason.to_owned(),
            sure: rule.sure,
            secret: false,
        }),
    }
}

/// The rule's pattern takes the file or a folder above it, and what has to lie beside that does.
fn applies(application: &Bundle, glob: &Glob, rule: &Rule, path: &BundlePath) -> bool {
    if rule.beside.is_empty() {
        return glob.covers(path.as_str());
    }
    let whole = (path.as_str(), false);
    let above = path.folders().map(|folder| (folder, true)).chain([whole]);
    above.filter(|(at, is_folder)| glob.takes(at, *is_folder)).any(|(at, _)| {
        let parent = at.rsplit_once('/').map_or(String::new(), |(parent, _)| format!("{parent}/"));
        rule.beside.iter().any(|file| match file.strip_prefix('*') {
            Some(ending) => lies(application, &parent, ending),
            None => application.get(&format!("{parent}{file}")).is_some(),
        })
    })
}

/// A file of that ending lies in the folder itself.
fn lies(application: &Bundle, folder: &str, ending: &str) -> bool {
    application.files().any(|(path, _)| {
        let name = path.as_str().strip_prefix(folder);
        name.is_some_and(|name| !name.contains('/') && name.ends_with(ending))
    })
}

/// What a file that starts the server has, if it is the source as well.
const HANDLERS: [Pattern; 4] = [
    Pattern("@", r"(?m)^\s*@\w+\.(?:route|get|post|put|delete)\("),
    Pattern("(__name__", r"\b(?:Flask|Quart)\(__name__"),
    Pattern("FastAPI(", r"\bFastAPI\("),
    Pattern("get", r#"(?m)^\s*(?:get|post)\s+["']/[^"']*["']\s+do\b"#),
];

/// What only a secret begins with, and what certainly follows.
const TOKENS: [(&str, usize); 8] = [
    ("-----BEGIN RSA PRIVATE KEY", 0),
    ("-----BEGIN PRIVATE KEY", 0),
    ("-----BEGIN EC PRIVATE KEY", 0),
    ("-----BEGIN OPENSSH PRIVATE KEY", 0),
    ("ghp_", 36),
    ("github_pat_", 22),
    ("sk_live_", 24),
    ("AKIA", 16),
];

fn holds_secret(file: &File) -> Option<String> {
    let text = file.as_text()?;
    let (at, _) = TOKENS.iter().find_map(|(begins, letters)| {
        text.match_indices(begins).find(|(at, _)| {
            let rest = &text[at + begins.len()..];
            let follow =
                rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
            let starts = !text[..*at].ends_with(|c: char| c.is_ascii_alphanumeric());
            starts && follow >= *letters
        })
    })?;
    let line = 1 + text[..at].matches('\n').count();
    Some(format!("Line {line} looks like a key or an access token."))
}

/// How many files of each folder go where. The top tells nothing: every kind of file lies there.
fn neighbours<'a>(application: &'a Bundle, known: &[Option<Known>]) -> BTreeMap<&'a str, [usize; 2]> {
    let mut beside: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    for ((path, _), known) in application.files().zip(known) {
        let place = match known.as_ref().map(|known| known.goes) {
            Some(Goes::Template) => 0,
            Some(Goes::Runtime) => 1,
            Some(Goes::Out) | None => continue,
        };
        for folder in path.folders() {
            beside.entry(folder).or_default()[place] += 1;
        }
    }
    beside
}

fn by_neighbours(path: &BundlePath, beside: &BTreeMap<&str, [usize; 2]>) -> Known {
    let folders: Vec<&str> = path.folders().collect();
    let near = folders.iter().rev().find_map(|folder| {
        let [template, runtime] = beside.get(folder)?;
        Some(if runtime > template { Goes::Runtime } else { Goes::Template })
    });
    let (goes, reason) = match near {
        Some(goes) => (goes, "No rule knows it, so it goes where the files near it go."),
        None => (Goes::Template, "No rule knows it."),
    };
    Known { goes, reason: reason.to_owned(), sure: false, secret: false }
}

/// The same, or what FaaSO can do with the file where it can't do that.
fn movable(path: &BundlePath, file: &File, known: Known) -> Known {
    if known.goes == Goes::Out {
        return known;
    }
    if path.as_str().starts_with("README.md/") {
        return Known::out("The runtime needs a file `README.md` in the place of this folder.");
    }
    if path.as_str().ends_with(".j2")
        && let Err(why) = file_as_template(&file.bytes)
    {
        return Known::out(format!("FaaSO would render it. {why}"));
    }
    let Ok(inside) = path.inside("template").and_then(|path| BundlePath::new(&format!("{path}.j2"))) else {
        return Known::out("Its path is too long to be moved into `template/`.");
    };
    let lost = Fate::by_name(&FileId::runtime(path.clone())).is_left_out();
    debug_assert!(!Fate::by_name(&FileId::runtime(inside)).is_left_out());
    match known.goes {
        Goes::Runtime if lost || path.as_str().starts_with("template/") => Known {
            goes: Goes::Template,
            reason: "FaaSO ignores top-level paths in a runtime that start with `template`.".to_owned(),
            ..known
        },
        _ => known,
    }
}
