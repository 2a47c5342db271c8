//! What goes out: zips, a tar.gz, and the line that builds the funko.

use super::{
    bench,
    coded::Coded,
    copy_button::CopyButton,
    count,
    dialog::Modal,
    icon::{Icon, Sign},
    reason::Reason,
    size,
    tab_row::Tabs,
};
use crate::{
    engine::jobs::{Commands, Export, Exported, Pack, Refusal},
    platform::{clipboard, files},
    state::{Workbench, view::Dialog},
    wiring::Wiring,
};
use faaso::{
    build_command::{ADDRESS, Builder},
    diagnostic::{Diagnostic, Severity},
};
use leptos::prelude::*;

#[allow(clippy::enum_variant_names)] // it is called so
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shell {
    Sh,
    PowerShell,
    Cmd,
}

const SHELLS: &[(Shell, &str)] = &[(Shell::Sh, "sh"), (Shell::PowerShell, "PowerShell"), (Shell::Cmd, "cmd")];

const BUILDERS: &[(Builder, &str)] =
    &[(Builder::Buildkit, "docker build"), (Builder::Faaso, "Same as FaaSO")];

/// How many errors are listed.
const LISTED: usize = 50;

/// How the export shown in the dialog came out.
#[derive(Clone)]
enum Outcome {
    Making,
    /// Why, and whether FaaSO would fail, too.
    Refused(String, bool),
    Done {
        file_name: String,
        bytes: usize,
        commands: Option<Commands>,
        downloaded: bool,
    },
}

#[derive(Clone, Copy)]
pub struct Exports {
    outcome: RwSignal<Outcome>,
    builder: RwSignal<Builder>,
    shell: RwSignal<Shell>,
}

impl Exports {
    pub fn new() -> Self {
        Exports {
            outcome: RwSignal::new(Outcome::Making),
            builder: RwSignal::new(Builder::Buildkit),
            shell: RwSignal::new(Shell::Sh),
        }
    }
}

/// Makes the archive, hands it to the downloads, and says in a dialog what to do with it.
pub fn export(bench: Workbench, wiring: Wiring, exports: Exports, what: Export) {
    exports.outcome.set(Outcome::Making);
    bench.view.show(Dialog::Export);
    let made = made(wiring, what);
    leptos::task::spawn_local(async move {
        let outcome = match made.await {
            Err(why) => Outcome::Refused(why, fails(bench, what)),
            Ok(Exported { file_name, bytes, commands }) => {
                let kind = if what == Export::RuntimeTarGz { "application/gzip" } else { "application/zip" };
                match files::download(&file_name, kind, &bytes) {
                    Ok(()) => Outcome::Done { file_name, bytes: bytes.len(), commands, downloaded: true },
                    Err(error) => {
                        Outcome::Refused(format!("The browser blocked the download: {error}"), false)
                    }
                }
            }
        };
        exports.outcome.set(outcome);
    });
}

/// The engine says what is in the archive, the workshop makes it.
fn made(wiring: Wiring, what: Export) -> impl Future<Output = Result<Exported, Refusal>> {
    let listed = wiring.ask(what);
    async move { wiring.ask(Pack(listed.await?)).await }
}

/// The line alone. Where the clipboard is shut it is shown, to be copied by hand.
pub fn copy_command(bench: Workbench, wiring: Wiring, exports: Exports) {
    let made = made(wiring, Export::FunkoReady);
    leptos::task::spawn_local(async move {
        match made.await {
            Err(why) => {
                exports.outcome.set(Outcome::Refused(why, fails(bench, Export::FunkoReady)));
                bench.view.show(Dialog::Export);
            }
            Ok(Exported { file_name, bytes, commands }) => {
                let line = commands.as_ref().map(|commands| {
                    line(commands, exports.builder.get_untracked(), exports.shell.get_untracked())
                });
                match clipboard::copy(&line.unwrap_or_default()).await {
                    Ok(()) => bench.view.say(format!("Build command for {file_name} copied")),
                    Err(_) => {
                        let bytes = bytes.len();
                        exports.outcome.set(Outcome::Done { file_name, bytes, commands, downloaded: false });
                        bench.view.show(Dialog::Export);
                    }
                }
            }
        }
    });
}

/// FaaSO fails there, too: the errors say where.
fn fails(bench: Workbench, what: Export) -> bool {
    what == Export::FunkoReady
        && untrack(|| bench.workspace.with_analysis(|analysis| analysis.build_context.failure.is_some()))
}

fn line(commands: &Commands, builder: Builder, shell: Shell) -> String {
    let lines = match builder {
        Builder::Buildkit => &commands.buildkit,
        Builder::Faaso => &commands.faaso,
    };
    match shell {
        Shell::Sh => lines.sh.clone(),
        Shell::PowerShell => lines.powershell.clone(),
        Shell::Cmd => lines.cmd.clone(),
    }
}

/// FaaSO's builder takes it, and makes another image than `docker build`.
fn differs(problem: &Diagnostic) -> bool {
    problem.rule == "docker-differs" || problem.rule == "docker-heredoc" && problem.said.is_none()
}

#[component]
pub fn ExportDialog() -> impl IntoView {
    let bench = bench();
    let exports = expect_context::<Exports>();
    view! {
        <Modal title="Export" class="wide">
            {move || match exports.outcome.get() {
                Outcome::Making => view! { <p>"Exporting…"</p> }.into_any(),
                Outcome::Refused(why, fails) => view! {
                    <p class="wrong" role="alert"><Coded text=format!("Couldn't export. {why}") /></p>
                    {fails.then(|| view! { <Errors title="Fix these errors first" /> })}
                }.into_any(),
                Outcome::Done { file_name, bytes, commands, downloaded } => view! {
                    <p class="made">
                        <Icon sign=Sign::Tick />
                        {downloaded.then_some("Downloaded ")}
                        <code>{file_name}</code>
                        {format!(" ({})", size(bytes))}
                    </p>
                    <Errors title="Exported with errors. FaaSO will fail on:" />
                    <WindowsNames />
                    {commands.map(|commands| view! { <BuildCommand commands /> })}
                }.into_any(),
            }}
            <footer>
                <button type="button" on:click=move |_| bench.view.close_dialog()>"Done"</button>
            </footer>
        </Modal>
    }
}

/// What FaaSO would fail on, each with the way there, as among the problems.
#[component]
pub fn Errors(title: &'static str) -> impl IntoView {
    let bench = bench();
    let errors = move || {
        let problems = bench.workspace.problems();
        let errors: Vec<_> =
            problems.into_iter().filter(|it| it.severity == Severity::Error && !differs(it)).collect();
        (!errors.is_empty()).then(|| {
            let more = errors.len().saturating_sub(LISTED);
            let rows = errors.into_iter().take(LISTED).map(|problem| view! { <li><Reason problem /></li> });
            view! {
                <h3>{title}</h3>
                <ul class="skipped" aria-label="Errors">{rows.collect_view()}</ul>
                {(more > 0).then(|| view! { <p class="hint">{format!("And {} in Problems.", count(more, "more error"))}</p> })}
            }
        })
    };
    view! { {errors} }
}

/// Where the image of `docker build` is not the one that FaaSO makes, each with the way there.
#[component]
fn Differences() -> impl IntoView {
    let bench = bench();
    let exports = expect_context::<Exports>();
    let found = move || {
        let found: Vec<_> = bench.workspace.problems().into_iter().filter(differs).collect();
        let title = match exports.builder.get() {
            Builder::Buildkit => "FaaSO makes a different image. These lines are the reason:",
            Builder::Faaso => {
                "The image differs from the one that docker build makes. These lines are the reason:"
            }
        };
        (!found.is_empty()).then(|| {
            let rows = found.into_iter().take(LISTED).map(|problem| view! { <li><Reason problem /></li> });
            view! {
                <p class="hint">{title}</p>
                <ul class="skipped" aria-label="Differences">{rows.collect_view()}</ul>
            }
        })
    };
    view! { {found} }
}

/// The line for Windows would fail.
#[component]
fn WindowsNames() -> impl IntoView {
    let bench = bench();
    let names = move || {
        let problems = bench.workspace.problems();
        let names = problems.iter().filter(|it| it.rule == "windows-name").count();
        (names > 0).then(|| {
            let names = if names == 1 { "1 name".to_owned() } else { format!("{names} names") };
            view! { <p class="hint">{format!("Windows can't unpack {names} of this project. See Problems.")}</p> }
        })
    };
    view! { {names} }
}

#[component]
fn BuildCommand(commands: Commands) -> impl IntoView {
    let exports = expect_context::<Exports>();
    let command = Memo::new(move |_| line(&commands, exports.builder.get(), exports.shell.get()));
    let builder = move || match exports.builder.get() {
        Builder::Buildkit => "This line uses BuildKit, Docker's default builder. FaaSO uses the classic one.",
        Builder::Faaso => {
            "This line uses Docker's classic builder, exactly as FaaSO does. Docker warns that it is deprecated."
        }
    };
    view! {
        <h3>"Build and run it"</h3>
        <p>"Paste this line into a terminal, in the folder with the zip:"</p>
        <div class="bar">
            <Tabs label="Builder" id="builders" tabs=BUILDERS chosen=exports.builder choose=move |tab| exports.builder.set(tab) />
        </div>
        <p class="hint">{builder}</p>
        <Differences />
        <div class="command-box">
            <div class="bar">
                <Tabs label="Shell" id="shells" tabs=SHELLS chosen=exports.shell choose=move |tab| exports.shell.set(tab) />
                <CopyButton text=command />
            </div>
            <textarea
                class="code"
                aria-label="Build command"
                readonly
                rows="4"
                spellcheck="false"
                prop:value=move || command.get()
            ></textarea>
        </div>
        <p>
            "Then open "
            <a href=ADDRESS target="_blank" rel="noreferrer">{ADDRESS}</a>
            "."
        </p>
    }
}
