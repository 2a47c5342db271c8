//! What can be done, each thing once: its name, its key, when it makes sense, and how it is done. The keys that work
//! everywhere, the list of commands, the menus and Help come from here.
//!
//! Long because every command stands in one table.

use super::{
    deeds::{Deed, carry_out},
    editors::Editors,
    export::{Exports, copy_command, export},
    file_actions::{
        delete_node, download, duplicate_node, move_node, new_file, new_folder, reset_file, toggle_executable,
    },
    lesson::show_lessons,
    made_by::go_to_source,
    menu::Item,
    open::open_blank,
    options,
    panes::{maximise_focused, next_pane, toggle_wrap},
    problems_pane::go_to_problem,
    search::find_in_files,
};
use crate::{
    engine::jobs::Export,
    platform::{dom, folder},
    state::{
        Workbench,
        keys::{self, Press},
        node::Node,
        view::{Dialog, OutputTab, Pane, is_funko_yml},
        workspace::Origin,
    },
    wiring::Wiring,
};
use faaso::project::Group;
use leptos::{ev, prelude::*};

/// What commands work with.
#[derive(Clone, Copy)]
pub struct Desk {
    pub bench: Workbench,
    pub editors: Editors,
    pub wiring: Wiring,
    pub exports: Exports,
}

impl Desk {
    /// Of the component that asks.
    pub fn here() -> Self {
        Desk {
            bench: super::bench(),
            editors: expect_context(),
            wiring: super::wired(),
            exports: expect_context(),
        }
    }
}

pub struct Command {
    /// Stays as it is when the title changes.
    pub id: &'static str,
    pub title: &'static str,
    /// `Ctrl+Shift+E`; empty where there is none. Ctrl is the Command key on a Mac.
    pub key: &'static str,
    /// Its name in a menu that says the rest, and what stands beside it there; both may be empty.
    pub in_menu: (&'static str, &'static str),
    /// Its key is left to what is typed into: a text has an undo of its own.
    pub not_in_text: bool,
    pub when: fn(Workbench) -> bool,
    pub run: fn(Desk),
}

const fn command(id: &'static str, title: &'static str, key: &'static str, run: fn(Desk)) -> Command {
    Command { id, title, key, in_menu: ("", ""), not_in_text: false, when: always, run }
}

/// On the row of Files that has the focus.
const fn on_row(
    id: &'static str,
    title: &'static str,
    name: &'static str,
    key: &'static str,
    when: fn(Workbench) -> bool,
    run: fn(Desk),
) -> Command {
    Command { when, in_menu: (name, key), ..command(id, title, "", run) }
}

fn always(_: Workbench) -> bool {
    true
}

pub const COMMANDS: &[Command] = &[
    command("commands", "Show all commands", "Ctrl+K", |desk| show(desk, Dialog::Commands)),
    Command {
        in_menu: ("Go to file", "a list of all files, recent ones first"),
        ..command("go-to-file", "Go to file", "Ctrl+P", |desk| show(desk, Dialog::GoToFile))
    },
    command("find-in-files", "Find and replace in all files", "Ctrl+Shift+F", |desk| {
        find_in_files(desk.bench)
    }),
    Command {
        not_in_text: true,
        when: |bench| bench.workspace.can_undo(),
        ..command("undo", "Undo", "Ctrl+Z", |desk| desk.bench.undo())
    },
    Command {
        not_in_text: true,
        when: |bench| bench.workspace.can_redo(),
        ..command("redo", "Redo", "Ctrl+Shift+Z", |desk| desk.bench.redo())
    },
    command("new-file", "New file", "", |desk| new_file(desk.bench)),
    command("new-folder", "New folder", "", |desk| new_folder(desk.bench)),
    on_row("rename", "Rename or move the selected file", "Rename or move", "", row_is_there, |desk| {
        with_row(desk, |bench, node| bench.view.show(Dialog::Move(node.clone())));
    }),
    on_row("duplicate", "Duplicate the selected file", "Duplicate", "", row_is_there, |desk| {
        with_row(desk, duplicate_node);
    }),
    on_row(
        "move-to-runtime",
        "Move the selected file to Runtime",
        "Move to Runtime",
        "",
        |bench| row_is_outside(bench, Group::Runtime),
        |desk| to_group(desk, Group::Runtime),
    ),
    on_row(
        "move-to-template",
        "Move the selected file to Template",
        "Move to Template",
        "",
        |bench| row_is_outside(bench, Group::Template),
        |desk| to_group(desk, Group::Template),
    ),
    on_row(
        "move-to-funko",
        "Move the selected file to Funko",
        "Move to Funko",
        "",
        |bench| row_is_outside(bench, Group::Funko),
        |desk| to_group(desk, Group::Funko),
    ),
    on_row("delete", "Delete the selected file", "Delete", "Del", row_is_there, |desk| {
        with_row(desk, delete_node);
    }),
    on_row(
        "executable",
        "Make the selected file executable or not",
        "Make executable or not",
        "",
        row_is_file,
        |desk| with_row(desk, toggle_executable),
    ),
    on_row("download", "Download the selected file", "Download", "", row_is_file, |desk| {
        with_row(desk, download);
    }),
    on_row("reset", "Reset the selected file to the template", "Reset to template", "", row_is_own, |desk| {
        with_row(desk, |bench, node| {
            if let Node::File(id) = node {
                reset_file(bench, id);
            }
        });
    }),
    Command {
        when: |bench| bench.view.active().is_some(),
        in_menu: ("Close", "Delete on the tab"),
        ..command("close-tab", "Close the tab", "", |desk| desk.bench.view.close_active())
    },
    Command {
        when: |bench| bench.view.tabs.with(Vec::len) > 1,
        in_menu: ("Close others", ""),
        ..command("close-others", "Close other tabs", "", |desk| desk.bench.view.close_others())
    },
    Command {
        when: |bench| bench.view.tabs.with(|tabs| !tabs.is_empty()),
        in_menu: ("Close all", ""),
        ..command("close-all", "Close all tabs", "", |desk| desk.bench.view.close_all())
    },
    Command {
        when: |bench| bench.view.first().is_some_and(|file| bench.view.is_preview(&file)),
        in_menu: ("Keep open", ""),
        ..command("keep-tab", "Keep the preview tab open", "", |desk| {
            if let Some(file) = untrack(|| desk.bench.view.first()) {
                desk.bench.view.keep_tab(&file);
            }
        })
    },
    Command {
        when: |bench| bench.view.active().is_some(),
        in_menu: ("Open to the side", "Ctrl \\"),
        ..command("beside", "Open to the side", "Ctrl+\\", |desk| desk.editors.open_beside())
    },
    Command {
        when: |bench| bench.view.second().is_some(),
        ..command("close-beside", "Close the second editor", "", |desk| desk.editors.close_second())
    },
    on_row(
        "row-beside",
        "Open the selected file to the side",
        "Open to the side",
        "",
        |bench| row_is_file(bench) && !row_is_funko_yml(bench),
        |desk| {
            with_row(desk, |_, node| {
                if let Node::File(id) = node {
                    desk.bench.view.open_beside(id.clone());
                    desk.editors.reveal(id, None);
                }
            })
        },
    ),
    Command {
        not_in_text: true,
        when: |bench| bench.tab_beside(-1).is_some(),
        in_menu: ("Move left", "Alt Shift ←"),
        ..command("tab-left", "Move tab left", "Alt+Shift+ArrowLeft", |desk| move_tab(desk, -1))
    },
    Command {
        not_in_text: true,
        when: |bench| bench.tab_beside(1).is_some(),
        in_menu: ("Move right", "Alt Shift →"),
        ..command("tab-right", "Move tab right", "Alt+Shift+ArrowRight", |desk| move_tab(desk, 1))
    },
    Command {
        in_menu: ("Zip…", "or tar.gz: runtime or funko"),
        ..command("open-zip", "Open a zip or tar.gz", "", |_| press("[aria-label='Open zip']"))
    },
    Command {
        in_menu: ("Folder…", "file permissions aren't read"),
        ..command("open-folder", "Open a folder", "", |_| press("[aria-label='Open folder']"))
    },
    Command {
        when: |_| folder::is_supported(),
        in_menu: ("Folder on this computer…", "edit it in place"),
        ..command("open-in-place", "Edit a folder on this computer", "", |desk| {
            do_deed(desk, Deed::OpenFolder);
        })
    },
    command("save", "Write changes to the folder on this computer", "Ctrl+S", |desk| {
        do_deed(desk, Deed::SaveToFolder);
    }),
    Command {
        when: |bench| bench.folder.conflicts.with(|all| !all.is_empty()),
        ..command("conflicts", "Show conflicts with the folder on this computer", "", |desk| {
            show(desk, Dialog::Conflicts)
        })
    },
    Command {
        when: |bench| bench.folder.joined.with(Option::is_some),
        in_menu: ("Leave the folder", "changes stay in this browser"),
        ..command("leave-folder", "Leave the folder on this computer", "", |desk| {
            do_deed(desk, Deed::LeaveFolder);
        })
    },
    Command {
        in_menu: ("Blank runtime", "minimal web server"),
        ..command("open-blank", "Open a blank runtime", "", |desk| open_blank(desk.bench))
    },
    Command {
        in_menu: ("Copy of a bundled runtime", "with a new name"),
        ..command("open-copy", "Copy a bundled runtime", "", |desk| show(desk, Dialog::CopyRuntime))
    },
    Command {
        in_menu: ("Application to convert…", "folder, zip or tar.gz with a Dockerfile or without"),
        ..command("convert", "Convert an application to a runtime", "", |desk| {
            show(desk, Dialog::Application)
        })
    },
    Command {
        in_menu: ("Lessons…", "learn with short tasks"),
        ..command("lessons", "Show lessons", "", |desk| show_lessons(desk.bench))
    },
    Command {
        when: |bench| bench.lesson().is_some(),
        ..command("lesson", "Show or hide the open lesson", "", |desk| desk.bench.toggle_lesson())
    },
    command("projects", "Show projects", "", |desk| show(desk, Dialog::Projects)),
    command("export", "Export", "Ctrl+Shift+E", |_| {
        dom::focus_now("[aria-label=Export]");
        press("[aria-label=Export]");
    }),
    Command {
        in_menu: ("Funko zip (ready to build)", "what `faaso export` creates"),
        ..command("export-ready", "Export: Funko zip (ready to build)", "", |desk| {
            out(desk, Export::FunkoReady)
        })
    },
    Command {
        in_menu: ("Funko source zip", "for `faaso build`"),
        ..command("export-source", "Export: Funko source zip", "", |desk| out(desk, Export::FunkoSource))
    },
    Command {
        in_menu: ("Runtime zip", "for `faaso new -r`"),
        ..command("export-runtime", "Export: Runtime zip", "", |desk| out(desk, Export::Runtime))
    },
    Command {
        in_menu: ("Runtime tar.gz", "the same, for tools without zip"),
        ..command("export-tar", "Export: Runtime tar.gz", "", |desk| out(desk, Export::RuntimeTarGz))
    },
    Command {
        in_menu: ("Copy build command", "unzip, build and run"),
        ..command("copy-command", "Export: Copy build command", "", |desk| {
            copy_command(desk.bench, desk.wiring, desk.exports);
        })
    },
    Command {
        in_menu: ("Patch for FaaSO", "for `git am`"),
        ..command("export-patch", "Export: Patch for FaaSO", "", |desk| show(desk, Dialog::Sender))
    },
    Command {
        when: |bench| bench.view.build_server.with(|server| server.on),
        in_menu: ("Build on a FaaSO…", "asks before it sends anything"),
        ..command(REMOTE, "Build on a FaaSO", "", |desk| show(desk, Dialog::RemoteBuild))
    },
    on_row(
        "make-template",
        "Make it a template",
        "",
        "",
        |bench| row_is_plain(bench, true),
        |desk| {
            with_row(desk, |bench, node| options::rewrite(bench, desk.wiring, node));
        },
    ),
    on_row(
        "make-plain",
        "Make it plain",
        "",
        "",
        |bench| row_is_plain(bench, false),
        |desk| {
            with_row(desk, |bench, node| options::rewrite(bench, desk.wiring, node));
        },
    ),
    command("make-option", "Make it an option…", "Alt+O", |desk| options::make(desk.bench)),
    command("inline-option", "Inline this option", "", |desk| options::inline(desk.bench, desk.wiring)),
    command("rename-option", "Rename this option", "F2", |desk| options::rename(desk.bench, desk.wiring)),
    command("readme-options", "Update the table of options in README", "", |desk| {
        options::update_readme(desk.bench, desk.wiring);
    }),
    command("share", "Share a link to this project", "", |desk| show(desk, Dialog::Share)),
    command("go-to-source", "Go to what made it", "F12", |desk| go_to_source(desk.bench, desk.editors)),
    command("uses", "List the uses of this option", "Shift+F12", |desk| {
        do_deed(desk, Deed::ShowUses(Box::new(desk.editors)));
    }),
    command("go-back", "Go back to the last place", "Alt+ArrowLeft", |desk| desk.editors.go_back()),
    command("go-forward", "Go forward again", "Alt+ArrowRight", |desk| desk.editors.go_forth()),
    command("next-problem", "Next problem", "F8", |desk| go_to_problem(desk.bench, desk.editors, 1)),
    command("previous-problem", "Previous problem", "Shift+F8", |desk| {
        go_to_problem(desk.bench, desk.editors, -1);
    }),
    command("next-pane", "Next pane", "F6", |desk| next_pane(desk.bench, desk.editors, false)),
    command("previous-pane", "Previous pane", "Shift+F6", |desk| next_pane(desk.bench, desk.editors, true)),
    command("maximize", "Maximize the pane, or restore all", "Alt+M", |desk| maximise_focused(desk.bench)),
    command("wrap", "Word wrap on or off", "Alt+Z", |desk| toggle_wrap(desk.bench)),
    command("tint", "Tint what options made, on or off", "Alt+T", |desk| {
        desk.bench.view.toggle_tint();
        let on = desk.bench.view.tint.get_untracked().0;
        desk.bench.view.say(format!("Tint of options: {}", if on { "on" } else { "off" }));
    }),
    command("side-by-side", "Show changes side by side, or in one column", "", |desk| {
        desk.bench.view.toggle_side_by_side();
        let on = desk.bench.view.side_by_side.get_untracked();
        desk.bench.view.say(format!("Changes: {}", if on { "side by side" } else { "one column" }));
    }),
    command("whitespace", "Show whitespace that a dash removes, or not", "Alt+W", |desk| {
        desk.bench.view.toggle_whitespace();
        let on = desk.bench.view.whitespace.get_untracked();
        desk.bench.view.say(format!("Removed whitespace: {}", if on { "shown" } else { "hidden" }));
    }),
    command("problems", "Show or hide problems", "", |desk| {
        desk.bench.view.toggle_problems();
    }),
    command("rendered", "Show the rendered output", "", |desk| output(desk, OutputTab::Rendered)),
    command("build-context", "Show the build context", "", |desk| output(desk, OutputTab::BuildContext)),
    command("new-funko", "Show the new funko", "", |desk| output(desk, OutputTab::NewFunko)),
    command("changes", "Show changes", "", |desk| output(desk, OutputTab::Changes)),
    command("picture", "Show the build picture", "", |desk| output(desk, OutputTab::Picture)),
    command("scenarios", "Show scenarios", "", |desk| output(desk, OutputTab::Scenarios)),
    command("conversion", "Show the conversion", "", |desk| output(desk, OutputTab::Conversion)),
    command("edges", "Try the edges of every option", "", |desk| {
        output(desk, OutputTab::Scenarios);
        do_deed(desk, Deed::TryEdges);
    }),
    command("options", "Show options and the files that use them", "", |desk| {
        output(desk, OutputTab::Options)
    }),
    command("form", "Edit options as a form, or as YAML", "", |desk| {
        desk.bench.view.toggle_funko();
        desk.bench.view.go_to_pane(Pane::Funko);
    }),
    command("theme", "Change theme", "", |desk| desk.bench.view.next_theme()),
    command("settings", "Settings", "Ctrl+,", |desk| show(desk, Dialog::Settings)),
    command("help", "Help", "F1", |desk| show(desk, Dialog::Help)),
];

/// The command that is only there when Settings offers builds on a FaaSO server.
pub const REMOTE: &str = "build-remote";

/// The menu of a file or folder, on its row and over the tree.
pub const FILE_ACTIONS: &[&str] = &[
    "new-file",
    "new-folder",
    "row-beside",
    "rename",
    "duplicate",
    "move-to-runtime",
    "move-to-template",
    "move-to-funko",
    "delete",
    "executable",
    "download",
    "reset",
    "make-template",
    "make-plain",
];

/// Does what the key stands for. Says whether it was one of ours.
pub fn on_key(desk: Desk, event: &ev::KeyboardEvent) -> bool {
    let (key, code) = (event.key(), event.code());
    let press = Press {
        key: &key,
        code: &code,
        command: event.ctrl_key() || event.meta_key(),
        shift: event.shift_key(),
        alt: event.alt_key(),
    };
    let pressed = COMMANDS.iter().find(|command| !command.key.is_empty() && press.is(command.key));
    let Some(command) = pressed.filter(|command| !command.not_in_text || !dom::in_text(event)) else {
        return false;
    };
    event.prevent_default();
    if untrack(|| (command.when)(desk.bench)) {
        (command.run)(desk);
    }
    true
}

/// The key as this system's keyboards show it.
pub fn shown_key(key: &str) -> String {
    keys::shown(key, dom::is_mac())
}

/// The key of the command with this id, for `aria-keyshortcuts`: `Control+Shift+E`.
pub fn aria_key(id: &str) -> String {
    let key = COMMANDS.iter().find(|command| command.id == id).map_or("", |command| command.key);
    keys::aria(key, dom::is_mac())
}

/// A button's name with its command's key: `Undo (Ctrl Z)`.
pub fn hint(id: &str) -> String {
    let command = COMMANDS.iter().find(|command| command.id == id);
    command.map_or_else(String::new, |command| format!("{} ({})", command.title, shown_key(command.key)))
}

/// A menu's rows: the commands with these ids, each off while it makes no sense.
pub fn items(desk: Desk, ids: &[&str]) -> Vec<Item> {
    let row = |id: &&str| {
        let command = COMMANDS.iter().find(|command| command.id == *id)?;
        let (name, hint) = command.in_menu;
        let name = if name.is_empty() { command.title } else { name };
        let off = Signal::derive(move || !(command.when)(desk.bench));
        Some(Item::new(name, hint, move || (command.run)(desk)).off(off))
    };
    ids.iter().filter_map(row).collect()
}

fn do_deed(desk: Desk, deed: Deed) {
    carry_out(desk.bench, desk.wiring, deed);
}

fn show(desk: Desk, dialog: Dialog) {
    desk.bench.view.show(dialog);
}

fn out(desk: Desk, what: Export) {
    export(desk.bench, desk.wiring, desk.exports, what);
}

fn output(desk: Desk, tab: OutputTab) {
    desk.bench.view.show_output(tab);
    desk.bench.view.go_to_pane(Pane::Output);
}

/// A tab that has the focus keeps it: the browser takes it away where the row is drawn in another order.
fn move_tab(desk: Desk, step: isize) {
    let focused = dom::find("#open-files :focus").is_some();
    desk.bench.move_active_tab(step);
    if focused {
        dom::focus("#open-files [role=tab][aria-selected=true]".to_owned());
    }
}

fn press(selector: &str) {
    if let Some(found) = dom::find(selector) {
        dom::click(&found);
    }
}

/// A file that is there, or a folder.
fn row_is_there(bench: Workbench) -> bool {
    bench.view.focused.with(|node| match node {
        Some(Node::File(id)) => bench.workspace.file(id).is_some(),
        Some(Node::Folder(..)) => true,
        _ => false,
    })
}

fn row_is_file(bench: Workbench) -> bool {
    bench.view.focused.with(|node| matches!(node, Some(Node::File(_)))) && row_is_there(bench)
}

fn row_is_funko_yml(bench: Workbench) -> bool {
    bench.view.focused.with(|node| matches!(node, Some(Node::File(id)) if is_funko_yml(id)))
}

/// A file of the runtime or of its template that FaaSO copies, or one that it renders.
fn row_is_plain(bench: Workbench, plain: bool) -> bool {
    row_is_file(bench)
        && bench.view.focused.with(|node| match node {
            Some(Node::File(id)) => id.group() != Group::Funko && id.path.as_str().ends_with(".j2") != plain,
            _ => false,
        })
}

fn row_is_outside(bench: Workbench, group: Group) -> bool {
    row_is_there(bench)
        && bench.view.focused.with(|node| node.as_ref().is_some_and(|node| node.group() != group))
}

/// The funko's own file, in place of one that the template makes.
fn row_is_own(bench: Workbench) -> bool {
    bench.view.focused.with(|node| match node {
        Some(Node::File(id)) => matches!(bench.workspace.origin(id), Some(Origin::Edited | Origin::Removed)),
        _ => false,
    })
}

fn with_row(desk: Desk, run: impl FnOnce(Workbench, &Node)) {
    if let Some(node) = desk.bench.view.focused.get_untracked() {
        run(desk.bench, &node);
    }
}

/// With its whole path.
fn to_group(desk: Desk, group: Group) {
    with_row(desk, |bench, node| move_node(bench, node, group, |node| node.shown().to_owned()));
}
