//! The rendered Dockerfile, as Docker's builders would take it with the merged build context beside it.
//!
//! What is wrong is said where it can be changed: in the template, through the pieces of its output, or at the option
//! of `funko.yml` that made the bad word. A loop that makes it ten times makes one finding.

pub mod convert;

use super::{Facts, Report, facts::before_rendering, report::fix};
use crate::{
    diagnostic::{At, Diagnostic, Fix, Place},
    project::{Edit, FileId},
    text::Span,
    trees::{Content, Tree},
};
use crinja::{OptionRef, Rendered};
use dockerfile::{
    Instruction, Judged,
    command::Command,
    context::{Context, Entry},
    images::{Image, Images, Official},
};
use std::{cell::RefCell, fmt, ops::Range, sync::Arc};

/// The Dockerfile of a build, and what is said of it.
pub struct Docker {
    /// The file that makes it.
    pub origin: FileId,
    /// None when it is copied as it is.
    rendered: Option<Arc<Rendered>>,
    pub text: Arc<str>,
    pub judged: Arc<Judged>,
}

/// The last verdict, and what it was given for: it is given again only when the Dockerfile or the tree changes.
#[derive(Default)]
pub struct Kept(RefCell<Option<Verdict>>);

struct Verdict {
    text: Arc<str>,
    paths: Vec<(String, bool)>,
    ignored: Vec<u8>,
    judged: Arc<Judged>,
}

impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Kept")
    }
}

/// Where a part of the Dockerfile can be changed.
struct Origin {
    file: FileId,
    span: Span,
    /// The same bytes stand there.
    verbatim: bool,
    option: Option<OptionRef>,
}

impl Docker {
    /// None when there is no Dockerfile, or it does not render.
    pub fn of(tree: &Tree, kept: &Kept) -> Option<Docker> {
        let output = tree.files.get("Dockerfile")?;
        let (text, rendered): (Arc<str>, _) = match &output.content {
            Content::Copied(file) => (String::from_utf8_lossy(&file.bytes).into(), None),
            Content::Rendered(Ok(rendered)) => (rendered.text.as_str().into(), Some(rendered.clone())),
            Content::Rendered(Err(_)) => return None,
        };
        let judged = kept.judge(&text, tree);
        Some(Docker { origin: output.origin.clone(), rendered, text, judged })
    }

    /// The instruction at a place.
    pub fn instruction(&self, span: &Range<usize>) -> Option<&Instruction> {
        let mut all = self.judged.file.instructions.iter();
        all.find(|at| at.span.start <= span.start && span.start <= at.span.end)
    }

    /// The instructions of the last stage and of the stages that it is made from, the last stage's last; with the
    /// image at the bottom, if it is known.
    pub fn shipped(&self) -> (Vec<(&Instruction, Command)>, Option<Image>) {
        let mut stages: Vec<(dockerfile::command::From, Vec<(&Instruction, Command)>)> = Vec::new();
        for instruction in &self.judged.file.instructions {
            match (instruction.typed(), stages.last_mut()) {
                (Ok(Command::From(from)), _) => stages.push((from, Vec::new())),
                (Ok(command), Some((_, commands))) => commands.push((instruction, command)),
                _ => {}
            }
        }
        let mut all = Vec::new();
        while let Some((from, commands)) = stages.pop() {
            all.splice(0..0, commands);
            match stages
                .iter()
                .position(|(stage, _)| !stage.name.is_empty() && stage.name == from.base.to_lowercase())
            {
                Some(at) => stages.truncate(at + 1),
                None if from.base.contains('$') => return (all, None),
                None => return (all, Official.image(&from.base)),
            }
        }
        (all, None)
    }

    /// A line of comment right above the instruction says to ignore one of hadolint's rules.
    pub fn ignores(&self, span: &Range<usize>, rule: &str) -> bool {
        let Some(instruction) = self.instruction(span) else { return false };
        let listed =
            instruction.comments.iter().filter_map(|comment| comment.strip_prefix("hadolint ignore="));
        listed.flat_map(|rules| rules.split(',')).any(|named| named.trim() == rule)
    }

    /// Which line of the rendered file it is, in words, if that is another file than the template.
    pub fn line_of(&self, line: usize) -> String {
        match (&self.rendered, line) {
            (Some(_), 1..) => format!(" (line {line} of the rendered Dockerfile)"),
            _ => String::new(),
        }
    }

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
    fn place(&self, facts: &Facts<'_>, span: &Range<usize>) -> Place {
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

impl Kept {
    fn judge(&self, text: &Arc<str>, tree: &Tree) -> Arc<Judged> {
        let files = tree.files.iter().map(|(path, output)| {
            let executable = match &output.content {
                Content::Copied(file) => file.is_executable(),
                Content::Rendered(_) => false,
            };
            (path.as_str().to_owned(), executable)
        });
        let folders = tree.empty_folders.iter().map(|path| (format!("{}/", path.as_str()), false));
        let paths: Vec<(String, bool)> = files.chain(folders).collect();
        let ignored = tree.files.get("Dockerfile.dockerignore").and_then(|output| output.file());
        let ignored = ignored.map(|file| file.bytes.to_vec()).unwrap_or_default();
        if let Some(last) = &*self.0.borrow()
            && last.text == *text
            && last.paths == paths
            && last.ignored == ignored
        {
            return last.judged.clone();
        }
        let entries = paths.iter().map(|(path, executable)| Entry {
            path,
            folder: path.ends_with('/'),
            executable: *executable,
            bytes: if path == "Dockerfile.dockerignore" { &ignored } else { &[] },
        });
        let judged = Arc::new(dockerfile::judge(text, &Context::new(entries), &Official, false));
        *self.0.borrow_mut() = Some(Verdict { text: text.clone(), paths, ignored, judged: judged.clone() });
        judged
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
        let place = docker.place(self.facts(), span);
        self.once(place, message)
    }
}
