//! Which language an application is written in, and what starts it.

use super::{
    kind::{Framework, Known, Language},
    table::LANGUAGES,
};
use crate::{
    app::App,
    globs::Glob,
    pattern::{Hit, Pattern},
};

/// None where nothing is known of any file.
pub fn recognize<'a>(app: &App<'a>) -> Option<Known<'a>> {
    let found = LANGUAGES.iter().filter_map(|language| weighed(app, language));
    // of two that weigh the same, the first
    let (_, known) = found.reduce(|best, next| if next.0 > best.0 { next } else { best })?;
    Some(known)
}

/// How sure it is that an application is written in a language, and what is known then.
fn weighed<'a>(app: &App<'a>, language: &'static Language) -> Option<(usize, Known<'a>)> {
    let image = image(app, language);
    let manifest = manifest(app, language).or_else(|| script(app, language));
    let sources: Vec<(&str, &str)> = app.ending(language.endings).collect();
    let framework = framework(language, manifest.and_then(|path| app.text(path)), &sources);
    if manifest.is_none() && sources.is_empty() && image.is_none() {
        return None;
    }
    let top = |path: &str| path.matches('/').count() < 2;
    let (used, word) = framework.map_or((0, None), |(framework, by_use)| {
        let word = format!(
            "{} is {}",
            framework.name,
            if by_use { "used in its source" } else { "in its manifest" }
        );
        (if by_use { 8 } else { 5 }, Some(word))
    });
    let at_top = manifest.is_some_and(|path| !path.contains('/'));
    let weight = used
        + image.as_ref().map_or(0, |(_, weight)| *weight)
        + if at_top { 6 } else { usize::from(manifest.is_some()) * 3 }
        + sources.iter().filter(|(path, _)| top(path)).count().min(4);
    let entry = entry(app, language, framework.map(|(framework, _)| framework), &sources);
    let reason = match (&word, manifest, &image) {
        (Some(word), Some(manifest), _) => format!("There is `{manifest}`, and {word}."),
        (Some(word), None, _) => format!("{word}."),
        (None, Some(manifest), _) => format!("There is `{manifest}`."),
        (None, None, Some((image, _))) => format!("The Dockerfile builds on `{image}`."),
        (None, None, None) => {
            format!(
                "Its files end with {}.",
                language.endings.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ")
            )
        }
    };
    let sure = used > 0 || at_top || image.is_some();
    let framework = framework.map(|(framework, _)| framework);
    Some((weight, Known { language, framework, entry, manifest, reason, sure }))
}

/// A base image of the language, and what it weighs: what is shipped says more than what is built in.
fn image(app: &App<'_>, language: &Language) -> Option<(String, usize)> {
    let docker = app.docker.as_ref()?;
    let shipped = docker.base().unwrap_or_default();
    let is = |image: &str| {
        let (name, _) = dockerfile::reference::familiar(image);
        let last = name.rsplit('/').next().unwrap_or(name);
        language.images.contains(&last) || language.images.contains(&name)
    };
    if is(shipped) {
        return Some((shipped.to_owned(), 9));
    }
    docker.images().find(|image| is(image)).map(|image| (image.to_owned(), 7))
}

/// The first kind of manifest that is there, the least deep of it.
fn manifest<'a>(app: &App<'a>, language: &Language) -> Option<&'a str> {
    language.manifests.iter().find_map(|pattern| {
        let glob = Glob::new(pattern)?;
        let paths =
            app.texts.keys().copied().filter(|path| !path.starts_with('.') && glob.takes(path, false));
        let text =
            paths.filter(|path| path.matches('/').count() < 3).min_by_key(|path| path.matches('/').count());
        // a lock file may be none
        text.or_else(|| app.has(pattern).then_some(*pattern))
    })
}

/// `package.json`, where its scripts start the server with a program of the language.
fn script<'a>(app: &App<'a>, language: &Language) -> Option<&'a str> {
    let starts = Pattern("\"", r#""(?:start|serve|dev)"\s*:\s*"(\w+)\b"#);
    let (path, text) = app.texts.get_key_value(PACKAGE).filter(|_| !language.scripts.is_empty())?;
    let is = |hit: &Hit| hit.group(1).is_some_and(|name| language.scripts.contains(&name.of(text)));
    starts.find(text).iter().any(is).then_some(*path)
}

const PACKAGE: &str = "package.json";

/// A framework, and whether it is used in the source and not only named in the manifest.
fn framework(
    language: &'static Language,
    manifest: Option<&str>,
    sources: &[(&str, &str)],
) -> Option<(&'static Framework, bool)> {
    let used = |framework: &&Framework| {
        sources.iter().any(|(_, text)| framework.used.iter().any(|pattern| pattern.is_in(text)))
    };
    if let Some(framework) = language.frameworks.iter().find(used) {
        return Some((framework, true));
    }
    let named = |framework: &&Framework| {
        framework.packages.iter().any(|package| manifest.is_some_and(|text| names(text, package)))
    };
    language.frameworks.iter().find(named).map(|framework| (framework, false))
}

/// The manifest has the name as a whole word, in whatever case.
fn names(manifest: &str, package: &str) -> bool {
    let text = manifest.to_ascii_lowercase();
    let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    text.match_indices(package).any(|(at, _)| {
        let before = text[..at].chars().next_back().is_some_and(|c| part(c) || c == '/');
        let after = text[at + package.len()..].chars().next().is_some_and(|c| part(c) || c == '/');
        !before && !after
    })
}

/// The file that starts it: what the Dockerfile names, what uses the framework, what is mostly called so.
fn entry<'a>(
    app: &App<'a>,
    language: &Language,
    framework: Option<&'static Framework>,
    sources: &[(&'a str, &'a str)],
) -> Option<&'a str> {
    let depth = |path: &str| path.matches('/').count();
    let name = |path: &'a str| path.rsplit('/').next().unwrap_or(path);
    let started = app.docker.as_ref().map(|docker| docker.started()).unwrap_or_default();
    let words: Vec<&str> =
        started.split(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ',' | '[' | ']')).collect();
    let said = |path: &&str| {
        words.iter().any(|word| {
            let word = word.trim_start_matches("./").trim_start_matches('/');
            // `package.module:app`
            let module = word.split(':').next().unwrap_or(word).replace('.', "/");
            let stem = path.rsplit_once('.').map_or(*path, |(stem, _)| stem);
            !word.is_empty()
                && (word == *path
                    || word.ends_with(&format!("/{path}"))
                    || (word.contains(':') && module == stem))
        })
    };
    let paths = || sources.iter().map(|(path, _)| *path);
    if let Some(path) = paths().find(said) {
        return Some(path);
    }
    let uses = |text: &str| {
        let calls = language.calls.iter().any(|call| call.begins.is_in(text));
        let uses = framework.is_some_and(|framework| framework.used.iter().any(|used| used.is_in(text)));
        usize::from(calls) + usize::from(uses)
    };
    let rank =
        |path: &'a str| language.entries.iter().position(|entry| *entry == name(path)).unwrap_or(usize::MAX);
    let used = sources.iter().map(|(path, text)| (*path, uses(text))).filter(|(_, uses)| *uses > 0);
    let best = used.min_by_key(|(path, uses)| (std::cmp::Reverse(*uses), depth(path), rank(path)));
    if let Some((path, _)) = best {
        return Some(path);
    }
    let usual = app.texts.keys().copied().filter(|path| rank(path) < usize::MAX);
    usual.min_by_key(|path| (depth(path), rank(path))).or_else(|| {
        let mut all = paths();
        let only = all.next();
        if all.next().is_some() { None } else { only }
    })
}
