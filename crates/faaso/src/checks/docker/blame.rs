//! What a failed build means: the instruction and the files that its log names, where they are written.

use crate::{
    checks::{Facts, before_rendering},
    diagnostic::{At, Place},
    remote_build::{Blamed, Failure, Named, line_span},
    trees::{Content, Output},
};

/// Finds the places of a failure. `sent` is the Dockerfile that was built.
pub fn blame(facts: &Facts<'_>, failure: &Failure, sent: &str) -> Blamed {
    let docker = facts.docker().filter(|docker| *docker.text == *sent);
    let instruction = docker.and_then(|docker| {
        let spot = failure.spot(sent)?;
        let place = docker.place(facts, &(spot.span.start..spot.span.end));
        Some(Named { words: spot.text, place })
    });
    let files = failure.named.iter().filter_map(|(path, line)| {
        let output = named_output(facts, path)?;
        Some(Named { words: format!("{path}:{line}"), place: line_of(facts, output, *line)? })
    });
    Blamed { instruction, files: files.collect(), changed: docker.is_none() }
}

/// The file of the build context that a path in the container means: it ends with that file's whole path.
fn named_output<'f>(facts: &Facts<'f>, path: &str) -> Option<&'f Output> {
    let path = path.trim_start_matches("./");
    let ends = |own: &str| path == own || path.strip_suffix(own).is_some_and(|rest| rest.ends_with('/'));
    let files = facts.shape().build_context.files.iter();
    // `a/b.py` is meant more likely than `b.py`
    let longest = files.filter(|(own, _)| ends(own.as_str())).max_by_key(|(own, _)| own.as_str().len());
    longest.map(|(_, output)| output)
}

fn line_of(facts: &Facts<'_>, output: &Output, line: usize) -> Option<Place> {
    let (file, span) = match &output.content {
        Content::Copied(file) => {
            let span = line_span(file.as_text()?, line)?;
            let written = facts.written(&output.origin, span);
            (written.file, written.span)
        }
        Content::Rendered(Ok(rendered)) => {
            let template = facts.source(&output.origin)?.text.as_deref()?;
            let span = line_span(&rendered.text, line)?;
            (output.origin.clone(), before_rendering(rendered, template, span).0)
        }
        Content::Rendered(Err(_)) => return None,
    };
    let text = facts.source(&file).and_then(|source| source.text.as_deref());
    Some(Place { file, at: text.map(|text| At::new(text, span)) })
}
