//! The page's end: the Worker, its clock, and who waits for its answers. What is said when is [`Talk`]'s business.

pub use super::talk::{Document, Event};
use super::{
    jobs::{Job, Refusal, Reply},
    messages::{Answer, Export, Exported, Request, Rule},
    talk::{NOT_STARTED, Talk, Todo},
    watch::TICK,
};
use faaso::{
    archive::Arrival,
    lens::Comparison,
    project::{FileId, Project},
};
use gloo::timers::callback::Timeout;
use std::{
    cell::RefCell,
    collections::{BTreeMap, VecDeque},
    fmt,
    rc::{Rc, Weak},
};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{ErrorEvent, MessageEvent, Worker};

/// A handle to the engine. Clones are the same engine.
#[derive(Clone)]
pub struct Engine(Rc<RefCell<Inner>>);

struct Inner {
    /// The Worker's script, from the page.
    script: String,
    listener: Rc<dyn Fn(Event)>,
    worker: Option<Running>,
    talk: Talk,
    waiting: BTreeMap<u64, Reply>,
    next_ticket: u64,
    /// Runs while something has to be looked after.
    clock: Option<Timeout>,
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
    /// Starts the Worker of that script. `listener` hears everything but replies to questions.
    pub fn start(script: String, listener: impl Fn(Event) + 'static) -> Engine {
        let engine = Engine(Rc::new(RefCell::new(Inner {
            script,
            listener: Rc::new(listener),
            worker: None,
            talk: Talk::default(),
            waiting: BTreeMap::new(),
            next_ticket: 0,
            clock: None,
        })));
        engine.act(vec![Todo::Spawn]);
        engine
    }

    /// The document as it is now. Cheap to call on every edit: files are shared, not copied.
    pub fn update(&self, document: Document) {
        self.talk(|talk, now| talk.update(document, now));
    }

    /// Makes a zip of the newest document.
    pub fn export(&self, what: Export, reply: impl FnOnce(Result<Exported, Refusal>) + 'static) {
        self.ask(Job::Export(what), Reply::Export(Box::new(reply)));
    }

    /// What is to be said about a rule; none when there is no such rule.
    pub fn explain(&self, rule: String, reply: impl FnOnce(Result<Option<Rule>, Refusal>) + 'static) {
        self.ask(Job::Explain(rule), Reply::Explain(Box::new(reply)));
    }

    /// The Jinja2 lens on a file of the newest document; none where FaaSO does not render it.
    pub fn compare(&self, file: FileId, reply: impl FnOnce(Result<Option<Comparison>, Refusal>) + 'static) {
        self.ask(Job::Compare(file), Reply::Compare(Box::new(reply)));
    }

    /// Reads a zip. `name` is the zip's file name; `bytes` its content.
    pub fn import(
        &self,
        name: String,
        bytes: Vec<u8>,
        reply: impl FnOnce(Result<Arrival, Refusal>) + 'static,
    ) {
        self.ask(Job::Import { name, bytes }, Reply::Import(Box::new(reply)));
    }

    /// The newest document as the fragment of a link.
    pub fn share(&self, reply: impl FnOnce(Result<String, Refusal>) + 'static) {
        self.ask(Job::Share, Reply::Share(Box::new(reply)));
    }

    /// The project in a link's fragment.
    pub fn open_link(&self, link: String, reply: impl FnOnce(Result<Project, Refusal>) + 'static) {
        self.ask(Job::OpenLink(link), Reply::OpenLink(Box::new(reply)));
    }

    fn ask(&self, job: Job, reply: Reply) {
        let ticket = {
            let mut inner = self.0.borrow_mut();
            let ticket = inner.next_ticket;
            inner.next_ticket += 1;
            inner.waiting.insert(ticket, reply);
            ticket
        };
        self.talk(|talk, now| talk.ask(ticket, job.request(ticket), now));
    }

    fn talk(&self, say: impl FnOnce(&mut Talk, f64) -> Vec<Todo>) {
        let todo = say(&mut self.0.borrow_mut().talk, js_sys::Date::now());
        self.act(todo);
    }

    /// Does what is to be done, and what comes of it. Nothing is borrowed while somebody is told.
    fn act(&self, todo: Vec<Todo>) {
        let mut todo = VecDeque::from(todo);
        while let Some(next) = todo.pop_front() {
            match next {
                Todo::Spawn => todo.extend(self.spawn()),
                Todo::Post(request) => {
                    if !self.post(&request) {
                        let more = self.0.borrow_mut().talk.broke(js_sys::Date::now());
                        todo.extend(more);
                    }
                }
                Todo::Tell(event) => {
                    let listener = self.0.borrow().listener.clone();
                    listener(event);
                }
                Todo::Give(ticket, answer) => {
                    let reply = self.0.borrow_mut().waiting.remove(&ticket);
                    if let Some(reply) = reply {
                        reply.give(answer);
                    }
                }
                Todo::Refuse(ticket, why) => {
                    let reply = self.0.borrow_mut().waiting.remove(&ticket);
                    if let Some(reply) = reply {
                        reply.refuse(why);
                    }
                }
            }
        }
        self.set_clock();
    }

    /// Ends the Worker that there is, and starts another one.
    fn spawn(&self) -> Vec<Todo> {
        self.0.borrow_mut().worker = None;
        let made = self.running();
        let mut inner = self.0.borrow_mut();
        let now = js_sys::Date::now();
        match made {
            Ok(running) => {
                inner.worker = Some(running);
                inner.talk.spawned(now);
                Vec::new()
            }
            Err(why) => inner.talk.cannot_spawn(why, now),
        }
    }

    fn running(&self) -> Result<Running, String> {
        // what the browser says of it is for its makers
        let cannot = |_| NOT_STARTED.to_owned();
        let worker = Worker::new(&self.0.borrow().script).map_err(cannot)?;
        let me = Rc::downgrade(&self.0);
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let Some(engine) = upgrade(&me) else { return };
            let bytes = js_sys::Uint8Array::new(&event.data()).to_vec();
            if bytes.is_empty() {
                return engine.talk(Talk::hear_loader);
            }
            engine.talk(|talk, now| match postcard::from_bytes::<Answer>(&bytes) {
                Ok(answer) => talk.hear(answer, now),
                Err(_) => talk.broke(now),
            });
        });
        let me = Rc::downgrade(&self.0);
        let on_error = Closure::<dyn FnMut(ErrorEvent)>::new(move |_: ErrorEvent| {
            if let Some(engine) = upgrade(&me) {
                engine.talk(|talk, now| talk.broke(now));
            }
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Ok(Running { worker, _on_message: on_message, _on_error: on_error })
    }

    /// False where the browser refused the message.
    fn post(&self, request: &Request) -> bool {
        let inner = self.0.borrow();
        let Some(running) = &inner.worker else { return true };
        let bytes = postcard::to_stdvec(request).expect("requests hold nothing that postcard cannot write");
        let array = js_sys::Uint8Array::from(bytes.as_slice());
        let transfer = js_sys::Array::of1(&array.buffer());
        running.worker.post_message_with_transfer(&array, &transfer).is_ok()
    }

    /// Looks after the Worker again in a while, as long as there is something to look after.
    fn set_clock(&self) {
        let mut inner = self.0.borrow_mut();
        if !inner.talk.wants_a_look() {
            inner.clock = None;
        } else if inner.clock.is_none() {
            let me = Rc::downgrade(&self.0);
            inner.clock = Some(Timeout::new(TICK, move || {
                let Some(engine) = upgrade(&me) else { return };
                engine.0.borrow_mut().clock = None;
                engine.talk(Talk::look);
            }));
        }
    }
}

fn upgrade(me: &Weak<RefCell<Inner>>) -> Option<Engine> {
    me.upgrade().map(Engine)
}
