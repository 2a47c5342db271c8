//! A build on a FaaSO server: what would be sent, the request, and the log as it comes. Nothing is sent before
//! [`RemoteBuild::build`].

mod log;

use super::Wiring;
use crate::{
    engine::jobs::{Blame, Export, FormOf},
    platform::{
        BrowserError, server,
        server::{Call, Coming, Cut},
    },
    state::view::Dialog,
};
use faaso::{
    records::ProjectId,
    remote_build::{
        Answer, Blamed, End, Ended, Failure, Login, Outcome, Reach, Sending, Server, read, version,
    },
};
use gloo::timers::callback::{Interval, Timeout};
use leptos::{prelude::*, task::spawn_local};
pub use log::{LOG, Log};
use std::{rc::Rc, sync::Arc};

/// Bytes of an answer that is to hold a version.
const VERSION_BYTES: usize = 10_000;
/// How long a server has for its version, in ms.
const VERSION_MS: u32 = 20_000;
const VERSION_WORDS: &str = "20 seconds";
/// After so many minutes without a byte a build isn't waited for any longer. A step may be silent for long, and old servers
/// say nothing before the end.
const SILENCE: u32 = 30;
const SILENCE_WORDS: &str = "30 minutes";
const MINUTE_MS: u32 = 60_000;

/// What is going on.
#[derive(Clone, Debug, PartialEq)]
pub enum Phase {
    /// What would be sent is worked out.
    Preparing,
    /// FaaSO fails on the project: why.
    NotReady(String),
    /// Nothing is sent yet.
    Ready,
    /// The server is asked for its version.
    Checking,
    Sending,
    Building,
}

/// What would be sent.
#[derive(Clone)]
pub struct Prepared {
    /// The revision of the document that it was made of: another one is never sent for it.
    revision: u64,
    /// The funko's name.
    pub name: String,
    pub sending: Arc<Sending>,
}

/// What is built, or was built last.
#[derive(Clone, Debug, PartialEq)]
pub struct Built {
    pub project: ProjectId,
    /// What the project is called.
    pub title: String,
    /// The funko's name.
    pub name: String,
    pub server: Server,
}

/// How the last build ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Last {
    pub end: End,
    pub failure: Failure,
    pub blamed: Blamed,
    /// The Dockerfile that was sent.
    sent: String,
}

/// The build on a server. User and password are here alone: they are gone with the page.
#[derive(Clone, Copy)]
pub struct RemoteBuild {
    wiring: Wiring,
    pub phase: RwSignal<Phase>,
    pub prepared: RwSignal<Option<Prepared>>,
    is_preparing: StoredValue<bool>,
    pub built: RwSignal<Option<Built>>,
    pub last: RwSignal<Option<Last>>,
    pub log: Log,
    /// For so many minutes at least nothing came.
    pub silence: RwSignal<u32>,
    /// What the server says that it is.
    pub version: RwSignal<Option<String>>,
    login: RwSignal<Login>,
    call: StoredValue<Option<Rc<Call>>, LocalStorage>,
    /// Something came in this minute.
    is_heard: StoredValue<bool>,
}

impl RemoteBuild {
    pub fn new(wiring: Wiring) -> Self {
        let remote = RemoteBuild {
            wiring,
            phase: RwSignal::new(Phase::Preparing),
            prepared: RwSignal::new(None),
            is_preparing: StoredValue::new(false),
            built: RwSignal::new(None),
            last: RwSignal::new(None),
            log: Log::default(),
            silence: RwSignal::default(),
            version: RwSignal::default(),
            login: RwSignal::default(),
            call: StoredValue::new_local(None),
            is_heard: StoredValue::default(),
        };
        remote.follow();
        remote
    }

    /// What changes while the dialog is open, or while a build ran, is prepared anew.
    fn follow(self) {
        let bench = self.wiring.bench;
        let is_shown =
            Memo::new(move |_| bench.view.dialog.with(|dialog| *dialog == Some(Dialog::RemoteBuild)));
        let running = Memo::new(move |_| self.is_running());
        Effect::new(move |_| {
            if is_shown.get() {
                bench.workspace.revision();
                if !running.get() {
                    self.prepare();
                }
            }
        });
        Effect::new(move |_| {
            if is_shown.get() {
                self.blame();
            }
        });
    }

    /// The server of Settings, or what to do about it.
    pub fn server(&self) -> Result<Server, &'static str> {
        self.wiring.bench.view.build_server.with(|set| server::server(&set.address))
    }

    /// What was typed for the server of Settings.
    pub fn login(&self) -> Login {
        let Ok(server) = self.server() else { return Login::default() };
        self.login.with(|login| login.at(&server))
    }

    /// Something is typed for the server of Settings.
    pub fn set_login(&self, set: impl FnOnce(&mut Login)) {
        let Ok(server) = untrack(|| self.server()) else { return };
        self.login.update(|login| {
            *login = login.at(&server);
            set(login);
        });
    }

    pub fn is_running(&self) -> bool {
        matches!(self.phase.get(), Phase::Checking | Phase::Sending | Phase::Building)
    }

    /// The last build, or the one that runs, is of a project that isn't open.
    pub fn is_of_another(&self) -> bool {
        let open = self.wiring.bench.projects.tracked_open();
        self.built.with(|built| built.as_ref().is_some_and(|built| built.project != open))
    }

    /// What is prepared is the document as it is now, whole, and the page may send it.
    pub fn can_build(&self) -> bool {
        let now = self.wiring.bench.workspace.revision();
        let is_whole = |made: &Prepared| made.revision == now && made.sending.missing.is_empty();
        self.phase.get() == Phase::Ready
            && self.prepared.with(|made| made.as_ref().is_some_and(is_whole))
            && self.server().is_ok_and(|server| server.reach() != Reach::AfterReload)
    }

    /// Works out what would be sent, where that isn't known of the document as it is now.
    fn prepare(self) {
        let now = move || self.wiring.bench.workspace.revision_now();
        let is_known =
            self.prepared.with_untracked(|made| made.as_ref().is_some_and(|made| made.revision == now()));
        if is_known || self.is_preparing.get_value() || untrack(|| self.is_running()) {
            return;
        }
        self.phase.set(Phase::Preparing);
        self.prepared.set(None);
        self.is_preparing.set_value(true);
        spawn_local(async move {
            loop {
                let revision = now();
                let made = self.made(revision).await;
                if revision == now() {
                    self.phase.set(match &made {
                        Ok(_) => Phase::Ready,
                        Err(why) => Phase::NotReady(why.clone()),
                    });
                    self.prepared.set(made.ok());
                    break;
                }
                // without its dialog it is prepared when that is opened again
                if !self.is_shown() {
                    break;
                }
            }
            self.is_preparing.set_value(false);
        });
    }

    async fn made(self, revision: u64) -> Result<Prepared, String> {
        let listed = self.wiring.ask(Export::FunkoReady).await?;
        let name = listed.folder.clone();
        Ok(Prepared { revision, name, sending: Arc::new(self.wiring.ask(FormOf(listed)).await?) })
    }

    fn is_shown(self) -> bool {
        self.wiring.bench.view.dialog.with_untracked(|dialog| *dialog == Some(Dialog::RemoteBuild))
    }

    /// The author's yes: sends what was prepared, and nothing else.
    pub fn build(self) {
        if !untrack(|| self.can_build()) {
            return;
        }
        let (Some(prepared), Ok(server)) = (self.prepared.get_untracked(), untrack(|| self.server())) else {
            return;
        };
        let login = self.login.with_untracked(|login| login.at(&server));
        let Prepared { name, sending, .. } = prepared;
        let head = untrack(|| self.wiring.bench.projects.open_head());
        self.built.set(Some(Built {
            project: head.id,
            title: head.name,
            name: name.clone(),
            server: server.clone(),
        }));
        self.last.set(None);
        self.log.clear();
        self.version.set(None);
        self.phase.set(Phase::Checking);
        spawn_local(async move {
            let (end, log) = self.run(&server, &login, &sending).await;
            // the last holder: what is still under way ends here
            self.call.set_value(None);
            self.silence.set(0);
            self.log.show();
            let is_failed = end == End::Answered(Outcome::Failed);
            let failure = if is_failed { read(&log) } else { Failure::default() };
            let is_built = end == End::Answered(Outcome::Built);
            let sent = sending.dockerfile.clone().unwrap_or_default();
            self.last.set(Some(Last { end, failure, blamed: Blamed::default(), sent }));
            self.phase.set(Phase::Ready);
            let view = self.wiring.bench.view;
            match self.is_shown() {
                true => self.blame(),
                false if is_built => view.say(format!("Built `{name}` on the FaaSO server.")),
                false => view.complain(format!(
                    "The build of `{name}` on the FaaSO server didn't succeed. See Export, Build on a FaaSO."
                )),
            }
        });
    }

    /// Finds where a failed build can be changed in the document as it is now.
    fn blame(self) {
        let failed = |last: &Last| last.end == End::Answered(Outcome::Failed);
        let Some(last) = self.last.get_untracked().filter(failed) else { return };
        if untrack(|| self.is_of_another()) {
            return;
        }
        let asked = self.wiring.ask(Blame { failure: last.failure, sent: last.sent });
        spawn_local(async move {
            // without an answer the log still says it all
            let Ok(blamed) = asked.await else { return };
            if !untrack(|| self.is_of_another()) {
                self.last.update(|last| {
                    if let Some(last) = last.as_mut().filter(|last| failed(last)) {
                        last.blamed = blamed;
                    }
                });
            }
        });
    }

    /// Ends the request. The server may go on.
    pub fn stop(self) {
        self.call.with_value(|call| {
            if let Some(call) = call {
                call.end(Cut::Stopped);
            }
        });
    }

    async fn run(self, server: &Server, login: &Login, sending: &Sending) -> (End, String) {
        let nothing = |end| (end, String::new());
        match self.check(server, login).await {
            Ok(version) => self.version.set(Some(version)),
            Err(end) => return nothing(end),
        }
        self.phase.set(Phase::Sending);
        let call = match self.begin() {
            Ok(call) => call,
            Err(error) => return nothing(no_answer(None, server, false, &error)),
        };
        let _clock = self.watch(&call);
        let posted = call.post(&server.build(), login, &sending.content_type(), &sending.body);
        let came = async { posted?.answer().await };
        match came.await {
            Err(error) => nothing(no_answer(call.cut(), server, true, &error)),
            Ok(coming) => self.listen(&call, coming).await,
        }
    }

    /// A request that the author can stop. The one before it ends.
    fn begin(self) -> Result<Rc<Call>, BrowserError> {
        let call = Rc::new(Call::new()?);
        self.call.set_value(Some(call.clone()));
        Ok(call)
    }

    /// Asks for the version, or gives how it ended: a server that doesn't know it isn't sent a funko.
    async fn check(self, server: &Server, login: &Login) -> Result<String, End> {
        let call = self.begin().map_err(|error| no_answer(None, server, false, &error))?;
        let late = call.clone();
        let _clock = Timeout::new(VERSION_MS, move || late.end(Cut::Late));
        let told = async {
            let coming = call.get(&server.version(), login)?.answer().await?;
            let body = if coming.status == 200 { coming.text(VERSION_BYTES).await? } else { String::new() };
            Ok((coming.status, body))
        };
        let (status, body) = told.await.map_err(|error| no_answer(call.cut(), server, false, &error))?;
        if let Some(cut) = call.cut() {
            return Err(ended(cut, false));
        }
        version(status, &body).map_err(|why| End::Answered(Outcome::Refused(why)))
    }

    /// Counts the minutes in which nothing comes, and ends what is silent for too long.
    fn watch(self, call: &Rc<Call>) -> Interval {
        self.is_heard.set_value(false);
        let late = call.clone();
        Interval::new(MINUTE_MS, move || {
            if self.is_heard.try_update_value(std::mem::take) == Some(true) {
                return;
            }
            self.silence.update(|minutes| *minutes += 1);
            if self.silence.get_untracked() >= SILENCE {
                late.end(Cut::Late);
            }
        })
    }

    /// Takes the log as it comes.
    async fn listen(self, call: &Call, coming: Coming) -> (End, String) {
        self.phase.set(Phase::Building);
        let mut answer = Answer::new(coming.status);
        let whole = loop {
            if answer.is_decided() {
                break Ended::Whole;
            }
            match coming.chunk().await {
                Ok(None) => break Ended::Whole,
                Ok(Some(chunk)) => {
                    self.is_heard.set_value(true);
                    if self.silence.get_untracked() > 0 {
                        self.silence.set(0);
                    }
                    self.log.take(&answer.push(&chunk));
                }
                Err(error) => break Ended::Cut(error.to_string()),
            }
        };
        let (rest, outcome) = answer.finish(whole);
        self.log.take(&rest);
        let end = call.cut().map_or(End::Answered(outcome), |cut| ended(cut, true));
        (end, answer.log().to_owned())
    }
}

fn no_answer(cut: Option<Cut>, server: &Server, sent: bool, error: &BrowserError) -> End {
    let failed = || End::NoAnswer { reach: server.reach(), sent, why: error.to_string() };
    cut.map_or_else(failed, |cut| ended(cut, sent))
}

fn ended(cut: Cut, sent: bool) -> End {
    match cut {
        Cut::Stopped => End::Stopped { sent },
        Cut::Late => End::Late { sent, after: if sent { SILENCE_WORDS } else { VERSION_WORDS } },
    }
}
