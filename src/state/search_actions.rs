//! What is done with the search in all files.

use super::{view::Pane, workbench::Workbench};
use convert::options::Within;
use reactive_graph::graph::untrack;

/// More of a selected text is not looked for.
const MOST_SELECTED: usize = 200;

impl Workbench {
    /// Opens the search, for what is selected where that is on one line.
    pub fn open_search(&self) {
        let selected = self.view.selected.get_untracked().filter(|it| it.within == Within::File);
        let text = selected.and_then(|selected| {
            let file = untrack(|| self.workspace.file(&selected.file))?;
            let text = file.as_text()?.get(selected.span.start..selected.span.end)?;
            let fits = !text.is_empty() && !text.contains('\n') && text.len() <= MOST_SELECTED;
            fits.then(|| text.to_owned())
        });
        if let Some(text) = text {
            self.search.look_for(|query| {
                query.text = text;
                query.regex = false;
            });
        }
        self.search.shown.set(true);
        self.view.go_to_pane(Pane::Output);
    }
}
