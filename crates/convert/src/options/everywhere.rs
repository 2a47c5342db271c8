//! Where a project names an option.

use super::{selection::Source, uses, yml::Yml};
use faaso::{
    project::{FileId, Project},
    text::Span,
};

/// Every place in a project's files that names an option: templates first, then each `funko.yml`.
pub fn uses_of(project: &Project, key: &str) -> Vec<(FileId, Span)> {
    let mut found = Vec::new();
    for source in Source::all(project) {
        let Some(template) = &source.template else { continue };
        found.extend(uses::of(template, key).iter().map(|found| (source.file.clone(), found.key_span)));
        let broken = uses::in_broken_tags(template).into_iter().filter(|(name, _)| name == key);
        found.extend(broken.map(|(_, span)| (source.file.clone(), span)));
    }
    let template = Yml::of_template(project).ok().flatten();
    for yml in template.into_iter().chain(Yml::others(project)) {
        found.extend(yml.key_span(key).map(|span| (yml.file.clone(), span)));
    }
    found
}
