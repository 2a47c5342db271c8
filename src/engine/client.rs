//! The page's end: the Worker, its clock, and who waits for its answers. What is said when is [`Talk`]'s business.

pub use super::talk::{Document, Event};
use super::{
    jobs::{Ground, Job, Refusal, Reply},
    messages::{Answer, Request},
    talk::{NOT_STARTED, Talk, Todo},
    watch::TICK,
};
use faaso::project::FileId;
use futures_channel::oneshot;
use gloo::timers::callback::Timeout;
use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet, VecDeque},
    fmt,
    rc::{Rc, Weak},
};
use wasm_bindgen::{JsCast, closure::Closure};
use wasm_bindgen_futures::spawn_local;
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
    waiting: BTreeMap<u64, oneshot::Sender<Result<Reply, &'static str>>>,
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
    /// Starts the Worker of that script, `after` something that comes first on a slow line. `listener` hears everything but replies to
    /// questions.
    pub fn start_after(
        after: impl Future<Output = ()> + 'static,
        script: String,
        listener: impl Fn(Event) + 'static,
    ) -> Engine {
        let engine = Engine::new(script, listener);
        engine.talk(Talk::spawns_later);
        let me = Rc::downgrade(&engine.0);
        spawn_local(async move {
            after.await;
            // it may have waited too long for that
            if let Some(engine) = upgrade(&me).filter(|engine| engine.0.borrow().worker.is_none()) {
                engine.act(vec![Todo::Spawn]);
            }
        });
        engine
    }

    /// Starts the Worker of that script.
    pub fn start(script: String, listener: impl Fn(Event) + 'static) -> Engine {
        let engine = Engine::new(script, listener);
        engine.act(vec![Todo::Spawn]);
        engine
    }

    fn new(script: String, listener: impl Fn(Event) + 'static) -> Engine {
        Engine(Rc::new(RefCell::new(Inner {
            script,
            listener: Rc::new(listener),
            worker: None,
            talk: Talk::default(),
            waiting: BTreeMap::new(),
            next_ticket: 0,
            clock: None,
        })))
    }

    /// The document as it is now. Cheap to call on every edit: files are shared, not copied.
    pub fn update(&self, document: Document) {
        self.talk(|talk, now| talk.update(document, now));
    }

    /// Files that are not rendered now, since the Worker hung on them.
    pub fn guilty(&self) -> BTreeSet<FileId> {
        self.0.borrow().talk.guilty()
    }

    /// Asks something. The engine gets the document first, so the answer is about the newest one; the workshop gets what
    /// it has to know of it along with the question.
    pub fn ask<J: Job>(
        &self,
        job: J,
        ground: Option<Ground>,
    ) -> impl Future<Output = Result<J::Answer, Refusal>> + use<J> {
        let (give, given) = oneshot::channel();
        let ticket = {
            let mut inner = self.0.borrow_mut();
            let ticket = inner.next_ticket;
            inner.next_ticket += 1;
            inner.waiting.insert(ticket, give);
            ticket
        };
        self.talk(|talk, now| talk.ask(ticket, job.into(), ground, now));
        async {
            match given.await {
                Ok(Ok(reply)) => reply.read::<J>(),
                Ok(Err(why)) => Err(why.to_owned()),
                Err(oneshot::Canceled) => {
                    Err("Rendering stopped working. Reload the page to try again.".to_owned())
                }
            }
        }
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
                Todo::Give(ticket, reply) => self.give(ticket, Ok(reply)),
                Todo::Refuse(ticket, why) => self.give(ticket, Err(why)),
            }
        }
        self.set_clock();
    }

    fn give(&self, ticket: u64, reply: Result<Reply, &'static str>) {
        let waiting = self.0.borrow_mut().waiting.remove(&ticket);
        if let Some(waiting) = waiting {
            // who asked may be gone, as a dialog that was closed
            drop(waiting.send(reply));
        }
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
