//! The page's end of the talk with the Worker, as a state machine without a clock and without a Worker: what is heard
//! goes in, what is to be done comes out. [`client`](super::client) does it; the tests do it with an engine of their own.
//!
//! One request is under way at a time. A document that comes meanwhile waits, and a newer one takes its place: nothing
//! queues up. The Worker never holds the only copy of anything, so ending it loses nothing.

use super::{
    jobs::{Ground, Question, Reply},
    messages::{self, Answer, Changes, Request, Stage},
    watch::Watch,
};
use faaso::{
    analysis::{Analysis, Delta},
    project::{FileId, Project},
};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// How long the Worker's loader may take to say its first word, in ms: that is a small file.
const FIRST_WORD: f64 = 10_000.0;
/// How long the Worker may take to start after that, in ms: it has to be fetched and compiled.
const START: f64 = 60_000.0;
/// How long it may be silent over a zip or a link beyond its bytes, in ms.
const JOB: f64 = 20_000.0;
/// How much more patience a file has that is tried once more.
const RETRY: f64 = 8.0;
/// How long nothing else is wanted before a file is tried once more, in ms.
const REST: f64 = 2_000.0;
/// So many ends of Workers in a row, with nothing to blame and nothing answered: it will not get better.
const MOST_FAILURES: u32 = 4;

/// So many of Workers whose loader did not even run.
const MOST_SILENT: u32 = 2;
/// Why nothing is rendered where no Worker starts.
pub const NOT_STARTED: &str = "the rendering engine couldn't be loaded";

/// What the page hears.
#[allow(clippy::large_enum_variant, reason = "one is under way at a time")]
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// What became different. Comes in the order of revisions.
    Analysis(Delta),
    /// The engine hung or broke down, and was started afresh with the newest document. `guilty` is the file it was
    /// busy with; that is not rendered until it changes, or there is time to try it once more.
    Restarted { guilty: Option<FileId> },
    /// The engine cannot be started at all: nothing is rendered any more.
    Failed(String),
}

/// The document at one moment.
#[derive(Clone, Debug)]
pub struct Document {
    /// The revision at which it was opened.
    pub opened: u64,
    /// Grows with every change.
    pub revision: u64,
    pub project: Project,
}

impl Document {
    /// About what the engine goes through for all of it, in bytes of files.
    fn weight(&self) -> u64 {
        messages::weight_of(&self.project)
    }
}

/// What is to be done, in this order.
#[allow(clippy::large_enum_variant, reason = "one is under way at a time")]
#[derive(Clone, Debug, PartialEq)]
pub enum Todo {
    /// End the Worker that there is, and start another one.
    Spawn,
    /// Hand this to the Worker.
    Post(Request),
    /// Tell the page.
    Tell(Event),
    /// Give the answer to who asked.
    Give(u64, Reply),
    /// Nobody will answer; why.
    Refuse(u64, &'static str),
}

/// Who talks.
#[derive(Debug)]
pub struct Talk {
    /// The newest document; none before the first `update`.
    newest: Option<Document>,
    /// What the Worker was last given; none before `Open`.
    sent: Option<Document>,
    /// What waits for the Worker to be free.
    jobs: VecDeque<(u64, Question, Option<Ground>)>,
    busy: Busy,
    /// Files over which a Worker hung, and whether they were tried once more.
    guilty: BTreeMap<FileId, bool>,
    /// All that was heard so far of the document, for the Worker's successor.
    known: Option<Analysis>,
    /// The file that the Worker said it is at.
    at: Option<FileId>,
    /// When there was nothing to do any more, in ms.
    idle_since: f64,
    /// Ends of Workers without one good answer between them.
    failures: u32,
    /// A loader ran: this browser starts Workers, and the site has the file.
    spoke: bool,
}

#[derive(Debug)]
enum Busy {
    Starting(Watch),
    Idle,
    /// The file is one that is tried once more.
    Analysing(Watch, Option<FileId>),
    Job(u64, Watch),
    /// It could not be started again and again.
    Dead,
}

impl Default for Talk {
    fn default() -> Self {
        Talk {
            newest: None,
            sent: None,
            jobs: VecDeque::new(),
            busy: Busy::Dead,
            guilty: BTreeMap::new(),
            known: None,
            at: None,
            idle_since: 0.0,
            failures: 0,
            spoke: false,
        }
    }
}

impl Talk {
    /// A Worker is going to be started. It may take as long as one that is fetched.
    pub fn spawns_later(&mut self, now: f64) -> Vec<Todo> {
        self.busy = Busy::Starting(Watch::for_ms(now, START, 0));
        Vec::new()
    }

    /// A Worker was started. All times are in ms of one clock.
    pub fn spawned(&mut self, now: f64) {
        self.sent = None;
        self.at = None;
        self.busy = Busy::Starting(Watch::for_ms(now, FIRST_WORD, 0));
    }

    /// The loader runs: now the engine itself is fetched and compiled.
    pub fn hear_loader(&mut self, now: f64) -> Vec<Todo> {
        if matches!(self.busy, Busy::Starting(_)) {
            self.spoke = true;
            self.busy = Busy::Starting(Watch::for_ms(now, START, 0));
        }
        Vec::new()
    }

    /// No Worker can be started.
    pub fn cannot_spawn(&mut self, why: String, now: f64) -> Vec<Todo> {
        self.busy = Busy::Dead;
        let mut todo = vec![Todo::Tell(Event::Failed(why))];
        self.go_on(now, &mut todo);
        todo
    }

    /// The document as it is now.
    pub fn update(&mut self, document: Document, now: f64) -> Vec<Todo> {
        let same = |known: &Document| (known.opened, known.revision) == (document.opened, document.revision);
        if !self.newest.as_ref().is_some_and(same)
            && let Busy::Analysing(watch, _) = &mut self.busy
        {
            watch.hurry();
        }
        self.newest = Some(document);
        let mut todo = Vec::new();
        self.go_on(now, &mut todo);
        todo
    }

    /// Something else is asked; the reply comes under this ticket. `ground`: of the workshop, which has no document.
    pub fn ask(&mut self, ticket: u64, question: Question, ground: Option<Ground>, now: f64) -> Vec<Todo> {
        self.jobs.push_back((ticket, question, ground));
        if let Busy::Analysing(watch, _) = &mut self.busy {
            watch.hurry();
        }
        let mut todo = Vec::new();
        self.go_on(now, &mut todo);
        todo
    }

    /// Files over which the Worker hung.
    pub fn guilty(&self) -> BTreeSet<FileId> {
        self.guilty.keys().cloned().collect()
    }

    /// Something has to be looked after: [`Talk::look`] is to be called in a while.
    pub fn wants_a_look(&self) -> bool {
        match self.busy {
            Busy::Starting(_) | Busy::Analysing(..) | Busy::Job(..) => true,
            Busy::Idle => self.guilty.values().any(|tried| !tried),
            Busy::Dead => false,
        }
    }

    /// Looks after the Worker.
    pub fn look(&mut self, now: f64) -> Vec<Todo> {
        let hangs = match &mut self.busy {
            Busy::Starting(watch) | Busy::Analysing(watch, _) | Busy::Job(_, watch) => watch.look(now),
            Busy::Idle | Busy::Dead => false,
        };
        if hangs {
            return self.broke(now);
        }
        let mut todo = Vec::new();
        if matches!(self.busy, Busy::Idle) && now - self.idle_since >= REST {
            self.try_once_more(now, &mut todo);
        }
        todo
    }

    /// The Worker said something.
    pub fn hear(&mut self, answer: Answer, now: f64) -> Vec<Todo> {
        let mut todo = Vec::new();
        match answer {
            Answer::Ready => self.rest(now),
            Answer::Busy { stage, ahead } => {
                if let Busy::Analysing(watch, _) | Busy::Job(_, watch) = &mut self.busy {
                    watch.hear(now, ahead);
                }
                match stage {
                    Stage::File(file) => self.at = Some(file),
                    Stage::SameFile => {}
                    Stage::NoFile => self.at = None,
                }
                return todo;
            }
            Answer::Analysis(delta) => {
                if let Busy::Analysing(_, Some(file)) = &self.busy {
                    self.guilty.remove(file);
                }
                self.rest(now);
                self.failures = 0;
                self.known.get_or_insert_default().apply(delta.clone());
                todo.push(Todo::Tell(Event::Analysis(delta)));
            }
            Answer::Reply { ticket, reply } => {
                self.rest(now);
                todo.push(Todo::Give(ticket, reply));
            }
        }
        self.go_on(now, &mut todo);
        todo
    }

    /// The Worker hung, or broke down: ends it and starts a fresh one, which gets the newest document.
    pub fn broke(&mut self, now: f64) -> Vec<Todo> {
        let mut todo = Vec::new();
        let before = std::mem::replace(&mut self.busy, Busy::Dead);
        let guilty = self.at.take();
        match &guilty {
            Some(file) => {
                // one that hangs once more is not tried a third time
                let known = self.guilty.contains_key(file);
                self.guilty.insert(file.clone(), known);
            }
            // what was asked is not asked again
            None if matches!(before, Busy::Job(..)) => {}
            None => self.failures += 1,
        }
        let starting = matches!(before, Busy::Starting(_));
        let most = if starting && !self.spoke { MOST_SILENT } else { MOST_FAILURES };
        let hopeless = self.failures >= most && guilty.is_none();
        if !hopeless {
            todo.push(Todo::Spawn);
        }
        if let Busy::Job(ticket, _) = before {
            todo.push(Todo::Refuse(ticket, "Stopped: it took too long. Your work is saved."));
        }
        todo.push(Todo::Tell(match hopeless {
            true if starting => Event::Failed(NOT_STARTED.to_owned()),
            true => Event::Failed("it crashed several times in a row".to_owned()),
            false => Event::Restarted { guilty },
        }));
        if hopeless {
            self.go_on(now, &mut todo);
        }
        todo
    }

    fn rest(&mut self, now: f64) {
        self.busy = Busy::Idle;
        self.at = None;
        self.idle_since = now;
    }

    /// Sends what comes next, if the Worker is free. The document goes first: a zip is made of the newest.
    fn go_on(&mut self, now: f64, todo: &mut Vec<Todo>) {
        match self.busy {
            Busy::Dead => {
                let why = "Rendering stopped working. Reload the page to try again.";
                todo.extend(self.jobs.drain(..).map(|(ticket, ..)| Todo::Refuse(ticket, why)));
            }
            Busy::Idle => {
                if let Some(request) = self.next_document() {
                    self.analyse(request, None, now, todo);
                } else if let Some((ticket, question, ground)) = self.jobs.pop_front() {
                    let is_rendering = question.is_rendering();
                    let ahead = ground.is_some();
                    let request = match ground {
                        Some(ground) => Request::Errand { ticket, ground, question },
                        None => Request::Ask { ticket, question },
                    };
                    let watch = match is_rendering {
                        // it has to take in the document
                        true => Watch::new(now, if ahead { request.weight() } else { 0 }, 1.0),
                        // it may go through the whole document
                        false => Watch::for_ms(
                            now,
                            JOB,
                            request.weight() + self.sent.as_ref().map_or(0, Document::weight),
                        ),
                    };
                    self.busy = Busy::Job(ticket, watch);
                    todo.push(Todo::Post(request));
                }
            }
            Busy::Starting(_) | Busy::Analysing(..) | Busy::Job(..) => {}
        }
    }

    fn analyse(&mut self, request: Request, again: Option<FileId>, now: f64, todo: &mut Vec<Todo>) {
        let factor = if again.is_some() { RETRY } else { 1.0 };
        // who was ended with nothing to blame gets more time each time
        let factor = factor * 4f64.powi(self.failures as i32);
        self.busy = Busy::Analysing(Watch::new(now, request.weight(), factor), again);
        todo.push(Todo::Post(request));
    }

    fn next_document(&mut self) -> Option<Request> {
        let newest = self.newest.as_ref()?;
        let (opened, revision) = (newest.opened, newest.revision);
        let request = match &self.sent {
            Some(sent) if sent.opened == opened && sent.revision == revision => return None,
            Some(sent) if sent.opened == opened => {
                let changes = Changes::between(&sent.project, &newest.project);
                self.guilty.retain(|file, _| !changes.touches(file));
                Request::Change { revision, changes }
            }
            before => {
                if before.is_some() {
                    // files of the same path are not the same files
                    self.guilty.clear();
                    self.known = None;
                }
                let (project, known) = (newest.project.clone(), self.known.clone());
                Request::Open { revision, project, guilty: self.guilty(), known }
            }
        };
        self.sent = self.newest.clone();
        Some(request)
    }

    /// Whether a file hangs is seen when nobody waits for anything, with much more patience.
    fn try_once_more(&mut self, now: f64, todo: &mut Vec<Todo>) {
        let Some(revision) = self.sent.as_ref().map(|sent| sent.revision) else { return };
        let Some((file, tried)) = self.guilty.iter_mut().find(|(_, tried)| !**tried) else { return };
        *tried = true;
        let file = file.clone();
        self.analyse(Request::Retry { revision, file: file.clone() }, Some(file), now, todo);
    }
}
