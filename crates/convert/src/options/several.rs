//! Several options at once, each at places that are known: what a conversion proposes.

use super::{
    extract::{Refused, as_template_path, describe, finish, name_is_good, quote, written},
    preview::{self, Changed, Rewrite},
    selection::{Source, rewritten},
    yml,
};
use faaso::{
    bundle::File,
    funko::OptionValue,
    project::{Edit, FileId, Project},
    text::Span,
};
use std::collections::BTreeMap;

/// An option to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    pub name: String,
    pub value: OptionValue,
    /// What stands between a list's items.
    pub separator: String,
    pub about: String,
    /// Where it stands. No two places overlap, be they of several options.
    pub places: Vec<(FileId, Span)>,
}

/// Makes all of them in one edit, where the output stays what it is.
pub fn several(project: &Project, asks: &[Ask]) -> Result<(Edit, Vec<Changed>), Refused> {
    let no = |why: String| (Vec::new(), why);
    let mut described = project.clone();
    let mut taken: BTreeMap<FileId, Vec<(Span, &Ask)>> = BTreeMap::new();
    for ask in asks {
        name_is_good(&ask.name).map_err(no)?;
        let mut rewrites = Vec::new();
        describe(&described, &ask.name, &ask.value, &ask.about, &mut rewrites).map_err(no)?;
        let (edit, _) = preview::edit(&described, &rewrites);
        described.apply(edit).map_err(|error| no(format!("{error}.")))?;
        for (file, span) in &ask.places {
            taken.entry(file.clone()).or_default().push((*span, ask));
        }
    }
    let mut rewrites = Vec::new();
    for (path, file) in described.runtime.files() {
        let said =
            yml::TEMPLATES.contains(&path.as_str()) && project.runtime.get(path.as_str()) != Some(file);
        if let Some(text) = Some(file).filter(|_| said).and_then(File::as_text) {
            rewrites.push(Rewrite::new(FileId::runtime(path.clone()), text.to_owned()));
        }
    }
    for (file, mut places) in taken {
        places.sort_by_key(|(span, _)| (span.start, span.end));
        if places.windows(2).any(|two| two[0].0.end > two[1].0.start) {
            return Err(no(format!("Two of the options overlap in `{}`.", file.path)));
        }
        let source = Source::of(project, &file).map_err(no)?;
        let quote = quote(&source);
        let places: Vec<_> = places
            .into_iter()
            .map(|(span, ask)| {
                let raw = source.text_around(span).unwrap_or_default();
                (span, raw, written(&ask.name, &ask.value, &ask.separator, quote))
            })
            .collect();
        let mut rewrite = Rewrite::new(file.clone(), rewritten(&source, &places));
        if source.template.is_none() {
            rewrite.path = Some(as_template_path(project, &file).map_err(no)?);
        }
        rewrites.push(rewrite);
    }
    finish(project, rewrites)
}
