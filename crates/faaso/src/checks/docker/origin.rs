//! Where a part of the rendered Dockerfile can be changed: in the template, through the pieces of its output, or at the
//! option of `funko.yml` that made the bad word. A loop that makes it ten times makes one finding.

use super::Docker;
use crate::{
    checks::{
        Facts, before_rendering,
        report::{Report, fix},
    },
    diagnostic::{At, Diagnostic, Fix, Place},
    project::{Edit, FileId},
    text::Span,
};
use crinja::OptionRef;
use std::ops::Range;

/// Where a part of the Dockerfile can be changed.
struct Origin {
    file: FileId,
    span: Span,
    /// The same bytes stand there.
    verbatim: bool,
    option: Option<OptionRef>,
}

impl Docker {
    fn origin_of(&self, facts: &Facts<'_>, span: &Range<usize>) -> Option<Origin> {
        let span = Span::new(span.start, span.end);
        let file = self.origin.clone();
        let Some(rendered) = &self.rendered else {
            return Some(Origin { file, span, verbatim: true, option: None });
        };
        let template = facts.source(&self.origin)?.text.as_deref()?;
        let mut start = 0;
        let mut option = None;
        for piece in &rendered.pieces {
            if start <= span.start && span.end <= piece.end && span.start < piece.end {
                option.clone_from(&piece.option);
            }
            start = piece.end;
        }
        let (span, verbatim) = before_rendering(rendered, template, span);
        Some(Origin { file, span, verbatim, option: option.filter(|_| !verbatim) })
    }

    /// The option that a part of the file comes from.
    pub fn option_at(&self, facts: &Facts<'_>, span: &Range<usize>) -> Option<OptionRef> {
        self.origin_of(facts, span)?.option
    }

    /// Where something is said.
    pub(super) fn place(&self, facts: &Facts<'_>, span: &Range<usize>) -> Place {
        let Some(origin) = self.origin_of(facts, span) else {
            return Place { file: self.origin.clone(), at: None };
        };
        if let Some(option) = &origin.option
            && let Some((file, reading)) = facts.yml()
            && let Some(span) = reading.places.option_span(&option.key, option.item)
        {
            let written = facts.written(&file, span);
            if written.verbatim {
                let text = facts.source(&written.file).and_then(|source| source.text.as_deref());
                return Place { file: written.file, at: text.map(|text| At::new(text, written.span)) };
            }
            return Place { file, at: Some(At::new(&reading.text, span)) };
        }
        let text = facts.source(&origin.file).and_then(|source| source.text.as_deref());
        Place { file: origin.file, at: text.map(|text| At::new(text, origin.span)) }
    }

    /// Changes a part of the file where it is written; none if it does not stand there as it is here.
    pub fn splice(&self, facts: &Facts<'_>, span: &Range<usize>, text: &str) -> Option<Edit> {
        let origin = self.origin_of(facts, span)?;
        let template = facts.source(&origin.file)?.text.as_deref()?;
        let same = template.get(origin.span.start..origin.span.end)? == self.text.get(span.clone())?;
        (origin.verbatim && same).then(|| facts.splice(&origin.file, origin.span, text))?
    }

    /// The whole `{{ … }}` of the template that made a part of the file: where it stands, and its text.
    pub fn expression<'f>(
        &self,
        facts: &'f Facts<'_>,
        span: &Range<usize>,
    ) -> Option<(FileId, Span, &'f str)> {
        let origin = self.origin_of(facts, span).filter(|origin| !origin.verbatim)?;
        let text = facts.source(&origin.file)?.text.as_deref()?.get(origin.span.start..origin.span.end)?;
        let whole = text.starts_with("{{") && text.ends_with("}}") && text.matches("{{").count() == 1;
        whole.then_some((origin.file, origin.span, text))
    }

    /// A fix that changes a part of the file.
    pub fn fix(&self, facts: &Facts<'_>, title: &str, span: &Range<usize>, text: &str) -> Option<Fix> {
        fix(title, self.splice(facts, span, text))
    }

    /// A fix that changes several parts, none of which touches another.
    pub fn fix_all(&self, facts: &Facts<'_>, title: &str, changes: &[(Range<usize>, String)]) -> Option<Fix> {
        let mut sorted: Vec<_> = changes.iter().collect();
        // from the end, so that each place still holds
        sorted.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
        let edits = sorted.into_iter().map(|(span, text)| self.splice(facts, span, text));
        let edits: Vec<Edit> = edits.collect::<Option<_>>()?;
        fix(title, edits.iter().all(|edit| matches!(edit, Edit::Splice { .. })).then_some(Edit::All(edits)))
    }
}

impl Report<'_> {
    /// A finding in the rendered Dockerfile, said where it can be changed; none if the same was said there already.
    pub fn docker(
        &mut self,
        docker: &Docker,
        span: &Range<usize>,
        message: String,
    ) -> Option<&mut Diagnostic> {
        self.docker_about(docker, span, "", message)
    }

    /// The same, for a rule that may say several things of one place.
    pub fn docker_about(
        &mut self,
        docker: &Docker,
        span: &Range<usize>,
        about: &'static str,
        message: String,
    ) -> Option<&mut Diagnostic> {
        let place = docker.place(self.facts(), span);
        self.once(place, about, message)
    }
}
