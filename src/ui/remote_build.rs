//! *Build on a FaaSO*: what would be sent and where, the author's yes, the log, and the way to what failed.

use super::{
    bench, coded::Coded, copy_button::CopyButton, count, dialog::Modal, editors::Editors, export::Errors,
    reason::place_name, size,
};
use crate::{
    platform::{dom, server},
    state::view::Dialog,
    wiring::remote_build::{LOG, Last, Phase, Prepared, RemoteBuild},
};
use faaso::remote_build::{End, KNOWN_VERSION, Named, Outcome, Reach, Sending, Server};
use leptos::{ev, prelude::*};
use std::sync::Arc;

#[component]
pub fn RemoteBuildDialog() -> impl IntoView {
    let view = bench().view;
    let remote = expect_context::<RemoteBuild>();
    let running = Memo::new(move |_| remote.is_running());
    let server = Memo::new(move |_| {
        let asked = remote.built.with(|built| built.as_ref().map(|built| built.server.clone()));
        asked.filter(|_| running.get()).map_or_else(|| remote.server(), Ok)
    });
    let is_no_server = move || server.with(Result::is_err);
    let can = Memo::new(move |_| remote.can_build());
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        remote.build();
    };
    let settings = move |_| view.show(Dialog::Settings);
    view! {
        <Modal title="Build on a FaaSO" class="wide remote">
            {move || match server.get() {
                Err(why) => view! { <p class="wrong" role="alert"><Coded text=why.to_owned() /></p> }.into_any(),
                Ok(server) => view! { <What server /> }.into_any(),
            }}
            <form on:submit=submit>
                <div class="login">
                    <label class="stack">
                        <span>"User"</span>
                        <input
                            type="text"
                            autocomplete="off"
                            autocapitalize="off"
                            spellcheck="false"
                            disabled=is_no_server
                            prop:value=move || remote.login().user
                            on:input=move |event| remote.set_login(|login| login.user = event_target_value(&event))
                        />
                    </label>
                    <label class="stack">
                        <span>"Password"</span>
                        <input
                            type="password"
                            autocomplete="off"
                            aria-describedby="remote-password-note"
                            disabled=is_no_server
                            prop:value=move || remote.login().password
                            on:input=move |event| remote.set_login(|login| login.password = event_target_value(&event))
                        />
                    </label>
                </div>
                <p class="hint" id="remote-password-note">
                    "The password is sent to this server only. It isn't stored and is forgotten when the page closes."
                </p>
                <p class="build-state" class:bad=move || is_bad(remote) role="status" aria-label="Build state">{move || view! { <Coded text=state(remote) /> }}</p>
                <footer>
                    <button type="button" on:click=settings disabled=running>"Change server…"</button>
                    {move || running.get().then(|| view! {
                        <button type="button" on:click=move |_| remote.stop()>"Stop"</button>
                    })}
                    <button type="submit" class="primary" disabled=move || !can.get()>"Build here"</button>
                </footer>
            </form>
            {move || remote.last.get().filter(|_| !remote.is_of_another()).map(|last| view! { <Result last /> })}
            <BuildLog />
        </Modal>
    }
}

/// What would be sent, where, and what to know before.
#[component]
fn What(server: Server) -> impl IntoView {
    let remote = expect_context::<RemoteBuild>();
    let address = server.to_string();
    let open = server.is_open();
    let rows = move |name: String, sending: &Sending| {
        let files =
            format!("{} ({}, packed as funko.tgz)", count(sending.files, "file"), size(sending.packed));
        view! {
            <dt>"Funko"</dt>
            <dd><code>{name.clone()}</code>", built as the image "<code>{format!("faaso-{name}")}</code></dd>
            <dt>"Files"</dt>
            <dd>{files}", as in the tab Build context"</dd>
        }
    };
    let notes = move || {
        let Prepared { sending, .. } = remote.prepared.get()?;
        let notes = notes(&sending);
        (!notes.is_empty()).then(|| {
            let rows = notes.into_iter().map(|note| view! { <li><Coded text=note /></li> });
            view! { <ul class="notes" aria-label="Before you build">{rows.collect_view()}</ul> }
        })
    };
    view! {
        <p>"Sends the rendered funko to a FaaSO server, which builds its image. Nothing is sent until you select Build here."</p>
        <dl class="facts" aria-label="What is sent">
            <dt>"Server"</dt>
            <dd><code>{address}</code></dd>
            {move || remote.prepared.get().map(|made| rows(made.name, &made.sending))}
        </dl>
        {move || match remote.phase.get() {
            Phase::NotReady(why) => view! {
                <p class="wrong" role="alert">{format!("There is nothing to build. {why}")}</p>
                <Errors title="Fix these errors first" />
            }.into_any(),
            _ => view! { <Errors title="The build fails on these errors:" /> }.into_any(),
        }}
        {notes}
        {open.then(|| view! {
            <p class="hint">
                "This connection isn't encrypted: others on the network can read the password and the files. Use an https address if the server has one."
            </p>
        })}
        <Elsewhere server />
    }
}

/// What FaaSO does otherwise than a build on this computer, and what it would refuse.
fn notes(sending: &Arc<Sending>) -> Vec<String> {
    let missing = sending.missing.iter().map(|path| {
        format!("The build context has no `{path}`, so FaaSO would build nothing. Create it first.")
    });
    let executable = match &sending.executable[..] {
        [] => None,
        [one] => Some(format!(
            "FaaSO's server drops the executable permission of `{one}`. Start it with its interpreter, or add `RUN chmod +x`."
        )),
        [one, ..] => Some(format!(
            "FaaSO's server drops the executable permission of {} files, for example `{one}`. Start them with their interpreter, or add `RUN chmod +x`.",
            sending.executable.len()
        )),
    };
    let hidden = match &sending.hidden[..] {
        [] => None,
        [one] => Some(format!("FaaSO doesn't send `{one}`: its path has a part that starts with a dot.")),
        [one, ..] => Some(format!(
            "FaaSO doesn't send {} files whose path has a part that starts with a dot, for example `{one}`.",
            sending.hidden.len()
        )),
    };
    missing.chain(executable).chain(hidden).collect()
}

/// Where the server isn't the page's own: what it has to allow, and the way without the page.
#[component]
fn Elsewhere(server: Server) -> impl IntoView {
    let remote = expect_context::<RemoteBuild>();
    let reached = server.reach();
    if reached == Reach::Own {
        return ().into_any();
    }
    let here = server::own_origin();
    let other = server.origin().to_owned();
    let command = Signal::derive(move || {
        let name =
            remote.prepared.with(|made| made.as_ref().map(|made| made.name.clone())).unwrap_or_default();
        format!("export FAASO_SERVER={server}\nfaaso login\nfaaso build {name} --no-runtime")
    });
    let reload = (reached == Reach::AfterReload).then(|| {
        view! {
            <p class="hint">
                "This page may not send anything to "<code>{other.clone()}</code>" yet. Reload it once to allow the address from Settings. Your work is saved. "
                <button type="button" on:click=move |_| dom::reload()>"Reload page"</button>
            </p>
        }
    });
    view! {
        {reload}
        <details class="elsewhere">
            <summary>"This page comes from another address than the server"</summary>
            <p class="hint">
                "The server has to allow requests from "<code>{here}</code>" (CORS), with the methods GET and POST and the headers Authorization and Content-Type. "
                "FaaSO's own configuration doesn't. If the server can't be changed, export “Funko zip (ready to build)”, unpack it and run:"
            </p>
            <div class="command-box">
                <div class="bar"><CopyButton text=command /></div>
                <textarea
                    class="code"
                    aria-label="Command for FaaSO's client"
                    readonly
                    rows="3"
                    spellcheck="false"
                    prop:value=move || command.get()
                ></textarea>
            </div>
        </details>
    }
    .into_any()
}

/// What is going on, in a sentence. A build of another project is called by that project's name.
fn state(remote: RemoteBuild) -> String {
    let of = || remote.built.get().filter(|_| remote.is_of_another());
    let of = || of().map(|built| format!("Project `{}`: ", built.title)).unwrap_or_default();
    let silence = match remote.silence.get() {
        0 => String::new(),
        minutes => format!(" · nothing new for {}", count(minutes as usize, "minute")),
    };
    match remote.phase.get() {
        Phase::Preparing => "Rendering the funko…".to_owned(),
        phase @ (Phase::Ready | Phase::NotReady(_)) => match (remote.last.get(), remote.built.get()) {
            (Some(Last { end, failure, .. }), Some(built)) => {
                let step = failure.step.map(|(number, of, _)| (number, of));
                of() + &end.words(&built.name, step)
            }
            _ if phase == Phase::Ready => "Nothing was sent yet.".to_owned(),
            _ => String::new(),
        },
        Phase::Checking => of() + "Checking the server…",
        Phase::Sending => of() + "Sending the funko…" + &silence,
        Phase::Building => match remote.log.step.get() {
            Some((number, steps)) => format!("{}Building: step {number} of {steps}{silence}", of()),
            None => of() + "Building…" + &silence,
        },
    }
}

/// The last build ended without an image, and not by the author.
fn is_bad(remote: RemoteBuild) -> bool {
    matches!(remote.phase.get(), Phase::Ready | Phase::NotReady(_))
        && remote.last.with(|last| last.as_ref().is_some_and(|last| last.end.is_bad()))
}

/// Why the last build failed, and where to change it.
#[component]
fn Result(last: Last) -> impl IntoView {
    let Last { failure, blamed, end, .. } = last;
    if end != End::Answered(Outcome::Failed) {
        return ().into_any();
    }
    let said = failure
        .error
        .map(|error| view! { <p class="wrong said">"The server says: "<code>{error}</code></p> });
    let places: Vec<_> = blamed.instruction.into_iter().chain(blamed.files).collect();
    let places = (!places.is_empty()).then(|| {
        let rows = places.into_iter().map(|named| view! { <li><Way named /></li> });
        view! { <ul class="skipped" aria-label="Where it failed">{rows.collect_view()}</ul> }
    });
    let changed = blamed.changed.then(|| {
        view! { <p class="hint">"The Dockerfile has changed since it was sent, so its lines can't be found any more."</p> }
    });
    view! {
        <section class="failed" aria-label="Build error">
            {said}
            {places}
            {changed}
        </section>
    }
    .into_any()
}

/// A click goes there and closes the dialog; the log is there again when the dialog is.
#[component]
fn Way(named: Named) -> impl IntoView {
    let bench = bench();
    let editors = expect_context::<Editors>();
    let Named { words, place } = named;
    let name = place_name(&place);
    let said = name.starts_with(&words);
    let go = move |_| {
        bench.view.close_dialog();
        editors.go_to(&place);
    };
    view! {
        <button type="button" class="link place" title="Go to this place" on:click=go>{name}</button>
        " "
        {(!said).then(|| view! { <code>{words}</code> })}
    }
}

#[component]
fn BuildLog() -> impl IntoView {
    let remote = expect_context::<RemoteBuild>();
    let version = move || {
        remote.version.get().map(|version| match version == KNOWN_VERSION {
            true => format!("FaaSO {version}"),
            false => format!("FaaSO {version}: the designer was tested with {KNOWN_VERSION}"),
        })
    };
    let is_there = Memo::new(move |_| remote.log.text.with(|log| !log.is_empty()));
    view! {
        <div class="log-box" hidden=move || !is_there.get()>
            <div class="bar">
                <small>{version}</small>
                <CopyButton text=remote.log.text />
            </div>
            <pre class="code" role="log" aria-label="Build log" id=LOG tabindex="0">
                {remote.log.text}
            </pre>
        </div>
    }
}
