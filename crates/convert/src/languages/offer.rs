//! A Dockerfile for an application that has none where FaaSO looks for it.

use super::kind::Known;
use crate::{
    app::{App, is_source},
    docker::Docker,
    plan::OfferedDockerfile,
};

/// What a Dockerfile is made of. What is empty is left out.
#[derive(Default)]
pub struct Parts<'a> {
    pub image: &'a str,
    /// Files that are copied before anything else, so that what is installed stays until one of them changes.
    pub manifests: &'a str,
    pub install: &'a str,
    pub build: &'a str,
    pub environment: &'a str,
    /// Words without quotes or blanks.
    pub start: &'a str,
}

/// One stage: installs, copies everything, listens on port 3000. The health check comes later.
pub fn written(parts: &Parts<'_>) -> String {
    let mut text = format!("FROM {}\nWORKDIR /home/app\n", parts.image);
    let mut line = |word: &str, rest: &str| {
        if !rest.is_empty() {
            text.push_str(&format!("{word} {rest}\n"));
        }
    };
    if parts.manifests.is_empty() {
        line("COPY", ". .");
        line("RUN", parts.install);
    } else {
        line("COPY", &format!("{} ./", parts.manifests));
        line("RUN", parts.install);
        line("COPY", ". .");
    }
    line("RUN", parts.build);
    line("ENV", parts.environment);
    line("EXPOSE", "3000");
    let words: Vec<String> = parts.start.split_whitespace().map(|word| format!("\"{word}\"")).collect();
    line("CMD", &format!("[{}]", words.join(", ")));
    text
}

/// The Dockerfile that is offered, for an application that has none at its top.
pub fn offered(app: &App<'_>, known: Option<&Known<'_>>, taken: bool) -> Option<OfferedDockerfile> {
    if app.docker.is_some() || app.has(crate::app::DOCKERFILE) {
        return None;
    }
    if let Some(path) = elsewhere(app) {
        let text = app.text(path)?;
        return Some(OfferedDockerfile {
            runtime: known.map_or("", |known| known.runtime()).to_owned(),
            reason: format!("The application has one at `{path}`, and FaaSO looks for it at the top."),
            text: moved(app, path, text),
            sure: true,
            taken,
        });
    }
    let known = known?;
    let mut text = (known.language.dockerfile)(app, known)?;
    if !text.contains("\nHEALTHCHECK ") {
        text.push_str(&format!("HEALTHCHECK {OPTIONS} \\\n    CMD {}\n", known.language.health));
    }
    let runtime = known.runtime();
    let reason = format!(
        "It's made like that of the bundled runtime `{runtime}`, since the application is written in {}. {}",
        match known.framework {
            Some(framework) => format!("{} with {}", known.language.name, framework.name),
            None => known.language.name.to_owned(),
        },
        known.reason
    );
    Some(OfferedDockerfile { runtime: runtime.to_owned(), reason, text, sure: known.sure, taken })
}

/// How often Docker asks, as in the bundled runtimes.
pub const OPTIONS: &str = "--interval=1m --timeout=2s --start-period=2s --retries=3";

/// A Dockerfile in another place than FaaSO looks: the least deep.
pub fn elsewhere<'a>(app: &App<'a>) -> Option<&'a str> {
    let is = |path: &&str| {
        let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
        let named = matches!(
            name.as_str(),
            "dockerfile" | "containerfile" | "dockerfile.prod" | "dockerfile.production" | "prod.dockerfile"
        );
        named && !path.starts_with('.') && path.matches('/').count() < 3
    };
    let depth = |path: &&str| path.matches('/').count();
    app.texts.keys().copied().filter(is).min_by_key(depth)
}

/// The same Dockerfile at the top: what it copies from its own folder is named from there.
fn moved(app: &App<'_>, path: &str, text: &str) -> String {
    let Some((folder, _)) = path.rsplit_once('/') else { return text.to_owned() };
    let docker = Docker::new(text);
    let mut changes: Vec<(std::ops::Range<usize>, String)> = Vec::new();
    // a folder of Docker's things alone is none that is built
    let below = format!("{folder}/");
    let built = app.texts.keys().any(|other| *other != path && other.starts_with(&below) && is_source(other));
    for (at, copying) in docker.copies().filter(|_| built) {
        for word in &docker.instruction(at).args {
            let source = word.text.trim_start_matches("./").trim_end_matches('/');
            let inside = format!("{below}{source}");
            let there = app.has(&inside) || app.is_folder(&inside) || source.contains('*');
            let at_top = app.has(source) || app.is_folder(source);
            let is_source = copying.sources.contains(&word.text) && word.text != copying.dest;
            // of `COPY . .` the first
            let first = docker.instruction(at).args.first().is_some_and(|first| first.span == word.span);
            match source {
                "" | "." if is_source || first => changes.push((word.span.clone(), below.clone())),
                _ if is_source && there && !at_top => changes.push((word.span.clone(), inside)),
                _ => {}
            }
        }
    }
    let mut moved = text.to_owned();
    changes.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
    for (span, new) in changes {
        let json = text[span.clone()].starts_with('"');
        moved.replace_range(span, &if json { format!("\"{new}\"") } else { new });
    }
    moved
}
