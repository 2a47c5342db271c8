//! The dialogs, each over the page: a part of their own.

use super::{
    arrival::{ChooseDialog, ImportDialog},
    export::ExportDialog,
    file_dialogs::{MoveDialog, NewFileDialog, NewFolderDialog},
    folder::ConflictsDialog,
    go_to_file::GoToFile,
    help::HelpDialog,
    lessons_dialog::LessonsDialog,
    open::{ApplicationDialog, As, CopyDialog},
    option_dialogs::{MakeOption, PatchDialog, RenameOption},
    part::{Door, In, when_wanted},
    patch_dialog::SenderDialog,
    projects::{HeldDialog, ProjectsDialog},
    remote_build::RemoteBuildDialog,
    rule_dialog::RuleDialog,
    settings::SettingsDialog,
    share::{NoRuntime, ShareDialog, SharedDialog},
};
use crate::state::view::Dialog;
use leptos::prelude::*;

pub static DIALOGS: Door<Dialog, AnyView> = Door::new();

pub fn dialog(dialog: Dialog) -> AnyView {
    when_wanted(In::Dialog, &DIALOGS, dialog)
}

/// Behind [`DIALOGS`]: nothing but the page's program may name it.
pub fn dialog_behind_door(dialog: Dialog) -> AnyView {
    match dialog {
        Dialog::Help => view! { <HelpDialog /> }.into_any(),
        Dialog::MakeOption(selection) => view! { <MakeOption selection /> }.into_any(),
        Dialog::RenameOption(old) => view! { <RenameOption old /> }.into_any(),
        Dialog::Sender => view! { <SenderDialog /> }.into_any(),
        Dialog::Patch(patch) => view! { <PatchDialog patch=*patch /> }.into_any(),
        Dialog::Settings => view! { <SettingsDialog /> }.into_any(),
        Dialog::GoToFile => view! { <GoToFile begin="" /> }.into_any(),
        Dialog::Commands => view! { <GoToFile begin=">" /> }.into_any(),
        Dialog::Export => view! { <ExportDialog /> }.into_any(),
        Dialog::Share => view! { <ShareDialog /> }.into_any(),
        Dialog::NoRuntime(name) => view! { <NoRuntime name /> }.into_any(),
        Dialog::Shared(shared) => view! { <SharedDialog shared /> }.into_any(),
        Dialog::Import(import) => view! { <ImportDialog import /> }.into_any(),
        Dialog::Choose(arrival) => view! { <ChooseDialog arrival=*arrival /> }.into_any(),
        Dialog::Rule(rule) => view! { <RuleDialog rule /> }.into_any(),
        Dialog::Lessons => view! { <LessonsDialog /> }.into_any(),
        Dialog::Projects => view! { <ProjectsDialog /> }.into_any(),
        Dialog::Held(id) => view! { <HeldDialog id /> }.into_any(),
        Dialog::Application => view! { <ApplicationDialog what=As::Application /> }.into_any(),
        Dialog::Second => view! { <ApplicationDialog what=As::Second /> }.into_any(),
        Dialog::RemoteBuild => view! { <RemoteBuildDialog /> }.into_any(),
        Dialog::Conflicts => view! { <ConflictsDialog /> }.into_any(),
        Dialog::CopyRuntime => view! { <CopyDialog /> }.into_any(),
        Dialog::NewFile(group, folder) => view! { <NewFileDialog group folder /> }.into_any(),
        Dialog::NewFolder(group, folder) => view! { <NewFolderDialog group folder /> }.into_any(),
        Dialog::Move(node) => view! { <MoveDialog node /> }.into_any(),
    }
}
