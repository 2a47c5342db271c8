//! A Dockerfile for an application that has none where FaaSO looks for it.

use super::kind::Known;
use crate::{app::App, plan::OfferedDockerfile};

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
        return Some(OfferedDockerfile {
            runtime: known.map_or("", |known| known.runtime()).to_owned(),
            reason: format!("The application has one at `{path}`, and FaaSO looks for it at the top."),
            text: app.text(path)?.to_owned(),
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
