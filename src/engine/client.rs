//! The page's end: starts the Worker, hands it the newest document, and ends it when it hangs.
//!
//! One request is under way at a time. A document that comes meanwhile waits, and a newer one takes its
//! place: nothing queues up. The Worker never holds the only copy of anything, so ending it loses nothing.

use super::{
    jobs::{Job, Refusal, Reply},
    messages::{Answer, Changes, Export, Exported, Imported, Request, Rule},
};
use faaso::{
    analysis::{Analysis, Delta},
    lens::Comparison,
    project::{FileId, Project},
};
use gloo::timers::callback::Timeout;
use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet, VecDeque},
    fmt,
    rc::{Rc, Weak},
};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{ErrorEvent, MessageEvent, Worker};

/// How long the Worker may be silent over an analysis, in ms.
const PATIENCE: u32 = 1_000;
/// How long it may be silent over anything else, in ms: a large zip is honest work.
const JOB_PATIENCE: u32 = 20_000;
/// How long it may take to start, in ms: it has to be fetched and compiled.
const START_PATIENCE: u32 = 60_000;

/// What the page hears.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The engine is up.
    Ready,
    /// What became different. Comes in the order of revisions.
    Analysis(Delta),
    /// The engine was silent for too long or broke down, and was started afresh with the newest document.
    /// `guilty` is the file it was busy with; that is not rendered until it changes.
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

/// A handle to the engine. Clones are the same engine.
#[derive(Clone)]
pub struct Engine(Rc<RefCell<Inner>>);

struct Inner {
    me: Weak<RefCell<Inner>>,
    /// The Worker's script, from the page.
    script: String,
    listener: Rc<dyn Fn(Event)>,
    worker: Option<Running>,
    /// The newest document; none before the first `update`.
    newest: Option<Document>,
    /// What the Worker was last given; none before `Open`.
    sent: Option<Document>,
    /// What waits for the Worker to be free.
    jobs: VecDeque<(u64, Job)>,
    waiting: BTreeMap<u64, Reply>,
    next_ticket: u64,
    busy: Busy,
    guilty: BTreeSet<FileId>,
    /// All that was heard so far of the document, for the Worker's successor.
    known: Option<Analysis>,
    /// The file that the Worker said it renders.
    rendering: Option<FileId>,
    /// Ends of Workers without one good answer between them.
    failures: u32,
}

enum Busy {
    Starting(#[allow(dead_code, reason = "dropping it stops the clock")] Timeout),
    Idle,
    Analysing(#[allow(dead_code, reason = "dropping it stops the clock")] Timeout),
    Job(u64, #[allow(dead_code, reason = "dropping it stops the clock")] Timeout),
    /// It could not be started again and again.
    Dead,
}

/// The Worker and its listeners, which live and go together.
struct Running {
    worker: Worker,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(ErrorEvent)>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Engine")
    }
}

impl Engine {
    /// Starts the Worker of that script. `listener` hears everything but replies to `export` and `import`.
    pub fn start(script: String, listener: impl Fn(Event) + 'static) -> Engine {
        let inner = Rc::new_cyclic(|me: &Weak<RefCell<Inner>>| {
            RefCell::new(Inner {
                me: me.clone(),
                script,
                listener: Rc::new(listener),
                worker: None,
                newest: None,
                sent: None,
                jobs: VecDeque::new(),
                waiting: BTreeMap::new(),
                next_ticket: 0,
                busy: Busy::Idle,
                guilty: BTreeSet::new(),
                known: None,
                rendering: None,
                failures: 0,
            })
        });
        let engine = Engine(inner);
        engine.spawn();
        engine
    }

    /// The document as it is now. Cheap to call on every edit: files are shared, not copied.
    pub fn update(&self, document: Document) {
        self.0.borrow_mut().newest = Some(document);
        self.go_on();
    }

    /// Makes a zip of the newest document.
    pub fn export(&self, what: Export, reply: impl FnOnce(Result<Exported, Refusal>) + 'static) {
        self.add_job(Job::Export(what), Reply::Export(Box::new(reply)));
    }

    /// What is to be said about a rule; none when there is no such rule.
    pub fn explain(&self, rule: String, reply: impl FnOnce(Result<Option<Rule>, Refusal>) + 'static) {
        self.add_job(Job::Explain(rule), Reply::Explain(Box::new(reply)));
    }

    /// The Jinja2 lens on a file of the newest document; none where FaaSO does not render it.
    pub fn compare(&self, file: FileId, reply: impl FnOnce(Result<Option<Comparison>, Refusal>) + 'static) {
        self.add_job(Job::Compare(file), Reply::Compare(Box::new(reply)));
    }

    /// Reads a zip. `name` is the zip's file name; `bytes` its content.
    pub fn import(
        &self,
        name: String,
        bytes: Vec<u8>,
        reply: impl FnOnce(Result<Imported, Refusal>) + 'static,
    ) {
        self.add_job(Job::Import { name, bytes }, Reply::Import(Box::new(reply)));
    }

    /// The newest document as the fragment of a link.
    pub fn share(&self, reply: impl FnOnce(Result<String, Refusal>) + 'static) {
        self.add_job(Job::Share, Reply::Share(Box::new(reply)));
    }

    /// The project in a link's fragment.
    pub fn open_link(&self, link: String, reply: impl FnOnce(Result<Project, Refusal>) + 'static) {
        self.add_job(Job::OpenLink(link), Reply::OpenLink(Box::new(reply)));
    }

    fn add_job(&self, job: Job, reply: Reply) {
        {
            let mut inner = self.0.borrow_mut();
            let ticket = inner.next_ticket;
            inner.next_ticket += 1;
            inner.waiting.insert(ticket, reply);
            inner.jobs.push_back((ticket, job));
        }
        self.go_on();
    }

    /// Sends what comes next, if the Worker is free. The document goes first: a zip is made of the newest.
    fn go_on(&self) {
        let mut refused = Vec::new();
        {
            let mut inner = self.0.borrow_mut();
            if matches!(inner.busy, Busy::Dead) {
                let jobs = std::mem::take(&mut inner.jobs);
                refused.extend(jobs.into_iter().filter_map(|(ticket, _)| inner.waiting.remove(&ticket)));
            } else if matches!(inner.busy, Busy::Idle)
                && let Some(request) = inner.next_request()
            {
                let busy = match &request {
                    Request::Open { .. } | Request::Change { .. } => Busy::Analysing(self.clock(PATIENCE)),
                    // standard Jinja2 has no budget for what it prints
                    Request::Compare { ticket, .. } => Busy::Job(*ticket, self.clock(PATIENCE)),
                    Request::Export { ticket, .. }
                    | Request::Import { ticket, .. }
                    | Request::Explain { ticket, .. }
                    | Request::Share { ticket }
                    | Request::OpenLink { ticket, .. } => Busy::Job(*ticket, self.clock(JOB_PATIENCE)),
                };
                inner.rendering = None;
                inner.busy = busy;
                inner.post(&request);
            }
        }
        for reply in refused {
            reply.refuse("The engine cannot be started in this browser; reload the page to try again.");
        }
    }

    fn spawn(&self) {
        let made = self.running();
        let mut inner = self.0.borrow_mut();
        inner.sent = None;
        inner.rendering = None;
        match made {
            Ok(running) => {
                inner.worker = Some(running);
                inner.busy = Busy::Starting(self.clock(START_PATIENCE));
            }
            Err(why) => {
                inner.busy = Busy::Dead;
                let listener = inner.listener.clone();
                drop(inner);
                listener(Event::Failed(why));
                self.go_on();
            }
        }
    }

    fn running(&self) -> Result<Running, String> {
        let worker = Worker::new(&self.0.borrow().script).map_err(|error| format!("{error:?}"))?;
        let me = Rc::downgrade(&self.0);
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let Some(inner) = me.upgrade() else { return };
            let bytes = js_sys::Uint8Array::new(&event.data()).to_vec();
            match postcard::from_bytes(&bytes) {
                Ok(answer) => Engine(inner).hear(answer),
                Err(_) => Engine(inner).restart(),
            }
        });
        let me = Rc::downgrade(&self.0);
        let on_error = Closure::<dyn FnMut(ErrorEvent)>::new(move |_: ErrorEvent| {
            if let Some(inner) = me.upgrade() {
                Engine(inner).restart();
            }
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Ok(Running { worker, _on_message: on_message, _on_error: on_error })
    }

    /// A clock that ends the Worker when it runs out.
    fn clock(&self, ms: u32) -> Timeout {
        let me = Rc::downgrade(&self.0);
        Timeout::new(ms, move || {
            if let Some(inner) = me.upgrade() {
                Engine(inner).restart();
            }
        })
    }

    fn hear(&self, answer: Answer) {
        let mut inner = self.0.borrow_mut();
        let listener = inner.listener.clone();
        match &answer {
            Answer::Ready => {
                inner.busy = Busy::Idle;
                drop(inner);
                listener(Event::Ready);
            }
            Answer::Rendering(file) => {
                // a sign of life: each file has the whole patience
                if matches!(inner.busy, Busy::Analysing(_)) {
                    inner.busy = Busy::Analysing(self.clock(PATIENCE));
                }
                inner.rendering = Some(file.clone());
                return;
            }
            Answer::Analysis(delta) => {
                inner.busy = Busy::Idle;
                inner.failures = 0;
                inner.known.get_or_insert_default().apply(delta.clone());
                drop(inner);
                listener(Event::Analysis(delta.clone()));
            }
            Answer::Exported { ticket, .. }
            | Answer::Imported { ticket, .. }
            | Answer::Explained { ticket, .. }
            | Answer::Compared { ticket, .. }
            | Answer::Shared { ticket, .. }
            | Answer::LinkOpened { ticket, .. } => {
                inner.busy = Busy::Idle;
                let reply = inner.waiting.remove(ticket);
                drop(inner);
                if let Some(reply) = reply {
                    reply.give(answer);
                }
            }
        }
        self.go_on();
    }

    /// Ends the Worker and starts a fresh one, which gets the newest document.
    fn restart(&self) {
        let (reply, event) = {
            let mut inner = self.0.borrow_mut();
            inner.worker = None;
            inner.failures += 1;
            let reply = match inner.busy {
                Busy::Job(ticket, _) => inner.waiting.remove(&ticket),
                _ => None,
            };
            let guilty = inner.rendering.take();
            inner.guilty.extend(guilty.clone());
            // three in a row without a good answer and without a file to blame: it will not get better
            if inner.failures >= 3 && guilty.is_none() {
                inner.busy = Busy::Dead;
                (reply, Event::Failed("The engine broke down three times in a row.".into()))
            } else {
                (reply, Event::Restarted { guilty })
            }
        };
        if !matches!(event, Event::Failed(_)) {
            self.spawn();
        }
        if let Some(reply) = reply {
            reply.refuse("This took too long and was stopped; your work is as it was.");
        }
        let listener = self.0.borrow().listener.clone();
        listener(event);
        self.go_on();
    }
}

impl Inner {
    fn next_request(&mut self) -> Option<Request> {
        let newest = self.newest.as_ref()?;
        let (opened, revision) = (newest.opened, newest.revision);
        let request = match &self.sent {
            Some(sent) if sent.opened == opened && sent.revision == revision => None,
            Some(sent) if sent.opened == opened => {
                let changes = Changes::between(&sent.project, &newest.project);
                self.guilty.retain(|file| !changes.touches(file));
                Some(Request::Change { revision, changes })
            }
            before => {
                if before.is_some() {
                    // files of the same path are not the same files
                    self.guilty.clear();
                    self.known = None;
                }
                let (project, known) = (newest.project.clone(), self.known.clone());
                Some(Request::Open { revision, project, guilty: self.guilty.clone(), known })
            }
        };
        if request.is_some() {
            self.sent = self.newest.clone();
            return request;
        }
        let (ticket, job) = self.jobs.pop_front()?;
        Some(job.request(ticket))
    }

    fn post(&self, request: &Request) {
        let Some(running) = &self.worker else { return };
        let bytes = postcard::to_stdvec(request).expect("requests hold nothing that postcard cannot write");
        let array = js_sys::Uint8Array::from(bytes.as_slice());
        let transfer = js_sys::Array::of1(&array.buffer());
        if running.worker.post_message_with_transfer(&array, &transfer).is_err()
            && let Some(inner) = self.me.upgrade()
        {
            // the browser refused the message: handled like a silent Worker, outside this borrow
            wasm_bindgen_futures::spawn_local(async move { Engine(inner).restart() });
        }
    }
}
