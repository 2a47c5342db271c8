//! How the view is changed, each change by its name.

use super::{
    node::Node,
    view::{ChangesOf, ConversionShown, Dialog, FontSize, FunkoTab, OutputTab, Pane, Theme, View},
};
use convert::options::Selection;
use faaso::{project::FileId, records::ProjectId, remade::Remade, text::LineColumn};

impl View {
    pub fn show(&self, dialog: Dialog) {
        self.dialog.set(Some(dialog));
    }

    pub fn close_dialog(&self) {
        self.dialog.set(None);
    }

    pub fn close_notice(&self) {
        self.notice.set(None);
    }

    pub fn show_output(&self, tab: OutputTab) {
        self.output.set(tab);
    }

    pub fn show_funko(&self, tab: FunkoTab) {
        self.funko.set(tab);
    }

    /// Between `funko.yml` as text and as a form.
    pub fn toggle_funko(&self) {
        self.funko.update(|tab| {
            *tab = match tab {
                FunkoTab::Yaml => FunkoTab::Form,
                FunkoTab::Form => FunkoTab::Yaml,
            }
        });
    }

    pub fn toggle_tint(&self) {
        self.tint.update(|tint| tint.0 = !tint.0);
    }

    pub fn toggle_whitespace(&self) {
        self.whitespace.update(|shown| *shown = !*shown);
    }

    pub fn toggle_write_at_once(&self) {
        self.write_at_once.update(|on| *on = !*on);
    }

    pub fn toggle_side_by_side(&self) {
        self.side_by_side.update(|on| *on = !*on);
    }

    pub fn toggle_wrap(&self, pane: Pane) {
        self.wrap.update(|wrap| wrap.toggle(pane));
    }

    pub fn toggle_preview_tabs(&self) {
        self.preview_tabs.update(|on| *on = !*on);
    }

    pub fn toggle_lens(&self) {
        self.lens.update(|on| *on = !*on);
    }

    pub fn toggle_problems(&self) {
        self.problems_shut.update(|shut| *shut = !*shut);
    }

    pub fn set_theme(&self, theme: Theme) {
        self.theme.set(theme);
    }

    pub fn set_font_size(&self, size: FontSize) {
        self.font_size.set(size);
    }

    /// Builds on a FaaSO server are offered, or not any more.
    pub fn toggle_build_server(&self) {
        self.build_server.update(|server| server.on = !server.on);
    }

    pub fn set_build_address(&self, address: String) {
        self.build_server.update(|server| server.address = address);
    }

    /// Compares the document with the pinned state of this number; 0: with none.
    pub fn compare_with(&self, pin: u64) {
        self.against.set(pin);
    }

    pub fn show_changes_of(&self, what: ChangesOf) {
        self.changes_of.set(what);
    }

    pub fn take_remade(&self, remade: Result<Vec<Remade>, String>) {
        self.remade.set(Some(remade));
    }

    /// The conversion as it was at a revision of the document.
    pub fn take_conversion(&self, revision: u64, conversion: ConversionShown) {
        self.conversion.set(Some((revision, conversion)));
    }

    /// Puts the cursor there, once the file is shown.
    pub fn reveal(&self, file: FileId, place: LineColumn) {
        self.revealed.set(Some((file, place)));
    }

    /// The cursor is where it was to be put.
    pub fn revealed(&self) {
        self.revealed.set(None);
    }

    /// The cursor of the Template pane moved.
    pub fn cursor_moved(&self, place: LineColumn) {
        self.cursor.set(Some(place));
    }

    pub fn select(&self, selected: Option<Selection>) {
        self.selected.set(selected);
    }

    pub fn focus_row(&self, node: Node) {
        self.focused.set(Some(node));
    }

    /// The name of a row is changed in its place from now on, or none any more.
    pub fn rename(&self, node: Option<Node>) {
        self.renaming.set(node);
    }

    /// A row of the tree is dragged from now on, or none any more.
    pub fn drag(&self, node: Option<Node>) {
        self.dragged.set(node);
    }

    /// The problem last gone to, by its place in the list.
    pub fn mark_problem(&self, at: usize) {
        self.problem.set(Some(at));
    }

    /// The list of problems has its room, or not.
    pub fn set_problems_tall(&self, tall: bool) {
        self.problems_tall.set(tall);
    }

    /// The newcomer's introduction is of no use any more.
    pub fn welcome(&self) {
        self.welcomed.set(true);
    }

    /// Shows the files of this project without colours; of none with `None`.
    pub fn show_plain(&self, project: Option<ProjectId>) {
        self.plain.set(project);
    }

    /// The designer opens without a network from now on.
    pub fn set_offline(&self) {
        self.offline.set(true);
    }

    /// A newer version of the designer waits, or isn't to be offered any more.
    pub fn offer_newer(&self, newer: bool) {
        self.newer.set(newer);
    }
}
