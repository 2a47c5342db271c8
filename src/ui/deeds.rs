//! What is done now and then and needs much: in the part of the panels.

use super::{
    editors::{Editors, output_of},
    folder,
    open::{self, As, Taken, application},
    part::{Door, do_when_there},
    scenarios::try_edges,
    uses::show_uses,
};
use crate::{
    editor::TextChange,
    platform::files::Dropped,
    state::{Workbench, view::Dialog},
    wiring::Wiring,
};

pub static DEEDS: Door<(Workbench, Wiring, Deed), ()> = Door::new();

pub enum Deed {
    /// What is followed for the panels and the folder on this computer.
    Follow,
    OpenFolder,
    SaveToFolder,
    JoinFolder,
    LeaveFolder,
    Take(Taken, As),
    ShowUses(Box<Editors>),
    TryEdges,
    /// The author typed in the output.
    ChangeOutput(TextChange),
    /// The name, and whether more of it is being typed.
    NameFunko(String, bool),
    NameRuntime(String),
}

/// What the browser opens itself, it opens after a click only: call it right after one.
pub fn carry_out(bench: Workbench, wiring: Wiring, deed: Deed) {
    do_when_there(bench, DEEDS.go((bench, wiring, deed)));
}

/// Whatever is dropped anywhere but on the tree. While an application is asked for, it is one.
pub fn take_drop(bench: Workbench, wiring: Wiring, dropped: Dropped) {
    let what = match bench.view.dialog.get_untracked() {
        Some(Dialog::Application | Dialog::Second) => application(bench),
        _ => As::Project,
    };
    let taken = match dropped.has_folders() {
        true => Taken::Dropped(dropped),
        false => Taken::Files(dropped.files()),
    };
    carry_out(bench, wiring, Deed::Take(taken, what));
}

/// Behind [`DEEDS`]: nothing but the page's program may name it.
pub fn deed_behind_door((bench, wiring, deed): (Workbench, Wiring, Deed)) {
    match deed {
        Deed::Follow => wiring.follow(),
        Deed::OpenFolder => folder::open_in_place(bench, wiring),
        Deed::SaveToFolder => folder::save(bench, wiring),
        Deed::JoinFolder => folder::join_again(bench, wiring),
        Deed::LeaveFolder => folder::leave(bench, wiring),
        Deed::Take(taken, what) => open::take(bench, wiring, taken, what),
        Deed::ShowUses(editors) => show_uses(bench, *editors, wiring),
        Deed::TryEdges => try_edges(bench, wiring),
        Deed::ChangeOutput(change) => change_output(bench, change),
        Deed::NameFunko(name, typing) => {
            if let Err(refused) = bench.set_funko_name(&name, typing) {
                bench.view.complain(format!("Couldn't rename the funko: {refused}."));
            }
        }
        Deed::NameRuntime(name) => {
            if let Err(refused) = bench.set_runtime_name(&name) {
                bench.view.complain(format!("Couldn't rename the runtime: {refused}."));
            }
        }
    }
}

fn change_output(bench: Workbench, change: TextChange) {
    let Some(file) = output_of(&change.key) else { return };
    let mut splices = change.splices.into_iter();
    let done = match (splices.next(), splices.next()) {
        (Some(one), None) => bench.edit_output(&file, one.span, one.text, change.typing),
        _ => Err("The output can be changed at one place at a time.".to_owned()),
    };
    match done {
        Ok(None) => {}
        Ok(Some(also)) => bench.view.say(also),
        Err(why) => bench.view.complain(why),
    }
}
