//! A build on a FaaSO server: what would be sent, the request, and the log as it comes. Nothing is sent before
//! [`RemoteBuild::build`].

use super::Wiring;
use crate::{
    engine::jobs::{Blame, Export, FormOf},
    platform::{
        BrowserError, address, dom,
        server::{Call, Coming, Login, Reach, reach},
    },
    state::view::Dialog,
};
use faaso::remote_build::{Answer, Blamed, Ended, Failure, Outcome, Sending, Server, USER, read, version};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

/// The id of the log's element: at its end it stays at its end.
pub const LOG: &str = "build-log";
/// Bytes of the log that are shown: the last ones.
const SHOWN: usize = 200_000;
/// Bytes of an answer that is to hold a version.
const VERSION_BYTES: usize = 10_000;

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
    /// At a step of so many, where one was said.
    Building(Option<(usize, usize)>),
}

/// How the last build ended.
#[derive(Clone, Debug, PartialEq)]
pub enum End {
    Answered(Outcome),
    /// By the author.
    Stopped,
    /// There was no answer, or the browser didn't give it to the page.
    NoAnswer(Reach, String),
}

/// The last build.
#[derive(Clone, Debug, PartialEq)]
pub struct Last {
    /// The funko's name.
    pub name: String,
    pub end: End,
    pub failure: Failure,
    pub blamed: Blamed,
}

/// The build on a server. User and password are here alone: they are gone with the page.
#[derive(Clone, Copy)]
pub struct RemoteBuild {
    wiring: Wiring,
    pub phase: RwSignal<Phase>,
    /// The funko's name and what would be sent.
    pub prepared: RwSignal<Option<(String, Arc<Sending>)>>,
    pub last: RwSignal<Option<Last>>,
    /// The end of the log.
    pub log: RwSignal<String>,
    /// What the server says that it is.
    pub version: RwSignal<Option<String>>,
    pub user: RwSignal<String>,
    pub password: RwSignal<String>,
    call: StoredValue<Option<Call>, LocalStorage>,
    /// What came of the log since it was last shown.
    waiting: StoredValue<String>,
}

impl RemoteBuild {
    pub fn new(wiring: Wiring) -> Self {
        RemoteBuild {
            wiring,
            phase: RwSignal::new(Phase::Preparing),
            prepared: RwSignal::new(None),
            last: RwSignal::new(None),
            log: RwSignal::default(),
            version: RwSignal::default(),
            user: RwSignal::new(USER.to_owned()),
            password: RwSignal::default(),
            call: StoredValue::new_local(None),
            waiting: StoredValue::default(),
        }
    }

    /// The server's address, or what to do about it.
    pub fn server(&self) -> Result<Server, &'static str> {
        let address = self.wiring.bench.view.build_server.with(|server| server.address.clone());
        if address.trim().is_empty() {
            return Server::near(&address::page()).ok_or("Enter the address of your FaaSO in Settings.");
        }
        Server::new(&address)
    }

    pub fn is_running(&self) -> bool {
        matches!(self.phase.get(), Phase::Checking | Phase::Sending | Phase::Building(_))
    }

    /// Works out what would be sent.
    pub fn prepare(self) {
        if untrack(|| self.is_running()) {
            return;
        }
        self.phase.set(Phase::Preparing);
        self.prepared.set(None);
        let listed = self.wiring.ask(Export::FunkoReady);
        spawn_local(async move {
            let made = async {
                let listed = listed.await?;
                let name = listed.folder.clone();
                Ok((name, Arc::new(self.wiring.ask(FormOf(listed)).await?)))
            };
            match made.await {
                Ok(made) => {
                    self.prepared.set(Some(made));
                    self.phase.set(Phase::Ready);
                }
                Err(why) => self.phase.set(Phase::NotReady(why)),
            }
        });
    }

    /// The author's yes: sends what was prepared.
    pub fn build(self) {
        let (Some((name, sending)), Ok(server)) = (self.prepared.get_untracked(), untrack(|| self.server()))
        else {
            return;
        };
        if untrack(|| self.is_running()) {
            return;
        }
        self.last.set(None);
        self.log.set(String::new());
        self.version.set(None);
        self.waiting.set_value(String::new());
        self.phase.set(Phase::Checking);
        spawn_local(async move {
            let (end, log) = self.run(&server, &sending).await;
            let mut last = Last { name, end, failure: Failure::default(), blamed: Blamed::default() };
            if last.end == End::Answered(Outcome::Failed) {
                let sent = sending.dockerfile.clone().unwrap_or_default();
                // without an answer the log still says it all
                if let Ok((failure, blamed)) = self.wiring.ask(Blame { log, sent }).await {
                    last.failure = failure;
                    last.blamed = blamed;
                }
            }
            self.call.set_value(None);
            self.show();
            let view = self.wiring.bench.view;
            if view.dialog.with_untracked(|dialog| *dialog != Some(Dialog::RemoteBuild)) {
                match &last.end {
                    End::Answered(Outcome::Built) => {
                        view.say(format!("Built `{}` on the FaaSO server.", last.name))
                    }
                    _ => view.complain(format!(
                        "The build of `{}` on the FaaSO server didn't succeed. See Export, Build on a FaaSO.",
                        last.name
                    )),
                }
            }
            self.last.set(Some(last));
            self.phase.set(Phase::Ready);
        });
    }

    /// Ends the request. The server may go on.
    pub fn stop(self) {
        self.call.update_value(|call| {
            if let Some(call) = call.take() {
                call.stop();
            }
        });
    }

    async fn run(self, server: &Server, sending: &Sending) -> (End, String) {
        let fails = |error: BrowserError| match self.call.with_value(Option::is_none) {
            true => End::Stopped,
            false => End::NoAnswer(reach(&server.build()), error.to_string()),
        };
        let login = Login { user: self.user.get_untracked(), password: self.password.get_untracked() };
        let call = match Call::new() {
            Ok(call) => call,
            Err(error) => return (End::NoAnswer(Reach::Own, error.to_string()), String::new()),
        };
        let asked = call.get(&server.version(), &login);
        self.call.set_value(Some(call));
        let told = async {
            let coming = asked?.answer().await?;
            Ok((coming.status, coming.text(VERSION_BYTES).await?))
        };
        match told.await {
            Err(error) => return (fails(error), String::new()),
            Ok((status, body)) => match version(status, &body) {
                Ok(version) => self.version.set(Some(version)),
                Err(why) => return (End::Answered(Outcome::Refused(why)), String::new()),
            },
        }
        self.phase.set(Phase::Sending);
        let post = |call: &Call| call.post(&server.build(), &login, &sending.content_type(), &sending.body);
        let Some(posted) = self.call.with_value(|call| call.as_ref().map(post)) else {
            return (End::Stopped, String::new());
        };
        let came = async { posted?.answer().await };
        match came.await {
            Err(error) => (fails(error), String::new()),
            Ok(coming) => self.listen(coming).await,
        }
    }

    /// Takes the log as it comes.
    async fn listen(self, coming: Coming) -> (End, String) {
        self.phase.set(Phase::Building(None));
        let mut answer = Answer::new(coming.status);
        let ended = loop {
            match coming.chunk().await {
                Ok(None) => break Ended::Whole,
                Ok(Some(chunk)) => self.take(&answer.push(&chunk)),
                Err(error) => break Ended::Cut(error.to_string()),
            }
        };
        let stopped = self.call.with_value(Option::is_none);
        let (rest, outcome) = answer.finish(ended);
        self.take(&rest);
        let end = if stopped { End::Stopped } else { End::Answered(outcome) };
        (end, answer.log().to_owned())
    }

    /// What comes is shown once a frame.
    fn take(self, text: &str) {
        if text.is_empty() {
            return;
        }
        let first = self.waiting.with_value(String::is_empty);
        self.waiting.update_value(|waiting| waiting.push_str(text));
        if first {
            request_animation_frame(move || self.show());
        }
    }

    fn show(self) {
        let new = self.waiting.try_update_value(std::mem::take).unwrap_or_default();
        if new.is_empty() {
            return;
        }
        // who reads above is left there
        let log = format!("#{LOG}");
        if dom::is_at_end(&log) {
            request_animation_frame(move || dom::scroll_to_end(&log));
        }
        if let Some((number, of, _)) = read(&new).step {
            self.phase.set(Phase::Building(Some((number, of))));
        }
        self.log.update(|log| {
            log.push_str(&new);
            if log.len() > SHOWN {
                let from = log.len() - SHOWN;
                let line = log.as_bytes()[from..].iter().position(|&byte| byte == b'\n');
                let cut = line.map_or_else(|| ceil_boundary(log, from), |at| from + at + 1);
                log.drain(..cut);
            }
        });
    }
}

/// The first boundary between letters from there on.
fn ceil_boundary(text: &str, from: usize) -> usize {
    (from..=text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len())
}
