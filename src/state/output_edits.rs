//! Typing in the output: the template or `funko.yml` is changed so that FaaSO makes what was typed.

use super::{
    last_edit::Draft,
    output::Output,
    refused::Refused,
    view::{funko_yml, is_funko_yml},
    workbench::Workbench,
    workspace::Workspace,
};
use crinja::Rendered;
use faaso::{
    analysis::Rendering,
    bundle::File,
    output_edit::{self, Of},
    project::FileId,
    text::Span,
};
use reactive_graph::{graph::untrack, traits::*};
use std::sync::Arc;

impl Workspace {
    /// What was typed last into the output of a file, if nothing has changed since.
    fn draft_of(&self, id: &FileId) -> Option<Draft> {
        let current = |draft: &&Draft| draft.file == *id && draft.revision == self.revision();
        self.draft.with(|draft| draft.as_ref().filter(current).cloned())
    }

    /// The output of a file as it was just typed; none once the engine has answered, or something else has changed.
    pub(super) fn drafted(&self, id: &FileId) -> Option<Arc<Rendered>> {
        self.draft_of(id).filter(|_| !self.is_fresh()).map(|draft| draft.rendered)
    }

    /// The output as it is. Where it was just typed, with the places that print nothing now: there it can be gone on.
    fn output_now(&self, id: &FileId) -> Option<Arc<Rendered>> {
        let made = self.early_of(id).and_then(|early| early.good).or_else(|| self.made_now(id));
        let Some(made) = made else { return self.drafted(id) };
        let typed = self.draft_of(id).map(|draft| draft.rendered);
        Some(typed.filter(|typed| typed.text == made.text).unwrap_or(made))
    }

    /// Where the text ends that was just typed into the output of a file, in the output as it is shown. None where that is made of
    /// other pieces.
    pub fn typed_to(&self, id: &FileId) -> Option<usize> {
        untrack(|| {
            let Draft { rendered: typed, end, .. } = self.draft_of(id)?;
            let Output::Rendered(Rendering { good: Some(shown), error: None, .. }) = self.output(id) else {
                return None;
            };
            if typed.text == shown.text {
                return Some(end);
            }
            let (typed, shown) = (&typed.pieces, &shown.pieces);
            let at =
                typed.iter().position(|piece| piece.end >= end).filter(|_| typed.len() == shown.len())?;
            let start = at.checked_sub(1).map_or(0, |before| shown[before].end);
            Some(shown[at].end.checked_sub(typed[at].end - end)?.max(start))
        })
    }
}

impl Workbench {
    /// Changes what makes this part of a file's output. What else changes with it is said; where it can't be, why.
    pub fn edit_output(
        &self,
        id: &FileId,
        span: Span,
        text: String,
        typing: bool,
    ) -> Result<Option<String>, String> {
        let refused = |refused: Refused| format!("Couldn't change it: {refused}.");
        match untrack(|| self.workspace.output(id)) {
            output if matches!(output, Output::Copied(_)) || is_funko_yml(id) => {
                self.type_into(id, [(span, text)], typing).map_err(refused)?;
                return Ok(None);
            }
            Output::Rendered(rendering) if rendering.error.is_some() => {
                return Err("This is the last valid output. Fix the error first, then change it.".to_owned());
            }
            _ => {}
        }
        let late = "The output isn't up to date yet, so it can't be changed. Try again in a moment.";
        let rendered = untrack(|| self.workspace.output_now(id));
        let rendered = rendered.ok_or(late)?;
        let own = untrack(|| self.workspace.file(id));
        let template = own.as_ref().and_then(File::as_text).ok_or(late)?;
        let yml = untrack(|| self.workspace.file(&funko_yml()));
        let yml = yml.as_ref().and_then(File::as_text);
        let last =
            self.workspace.draft.get_untracked().filter(|draft| draft.file == *id).map(|draft| draft.of);
        let edit = output_edit::edit(template, &rendered, yml, span, &text, last.as_ref())?;
        let (file, also) = match &edit.of {
            Of::Template => (
                id.clone(),
                (edit.places > 1)
                    .then(|| format!("Changed at {} places: the template repeats this text.", edit.places)),
            ),
            Of::Option(option) => {
                (funko_yml(), Some(format!("Changed options.{} in funko.yml.", option.key)))
            }
        };
        let splices = edit.splices.into_iter().map(|splice| (splice.span, splice.text));
        self.type_into(&file, splices, typing).map_err(refused)?;
        let revision = self.workspace.revision_now();
        self.workspace.draft.set(Some(Draft {
            file: id.clone(),
            revision,
            rendered: Arc::new(edit.rendered),
            of: edit.of,
            end: edit.end,
        }));
        // once for a run of typing
        Ok(also.filter(|_| !typing))
    }
}
