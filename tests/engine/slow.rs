//! A slow machine is not a hung template: the page's end of the talk against an engine on a machine of any speed. The
//! clock is the test's; the engine is the real one, its answers are let through at the machine's pace.

use crate::{path, runtime};
use convert::decisions::Decision;
use faaso::{analysis::Analysis, bundle::File, project::Project};
use faaso_designer::engine::{
    jobs::{ConversionNow, Decide, Question},
    messages::{Answer, Request, Stage, weight_of},
    service::Service,
    talk::{Document, Event, Talk, Todo},
};
use std::collections::{BTreeMap, VecDeque};

const TICK: f64 = 250.0;

struct Machine {
    talk: Talk,
    service: Service,
    /// What the Worker says next: when, and what. Nothing comes after one that never comes.
    coming: VecDeque<(f64, Answer)>,
    now: f64,
    looked: f64,
    /// How long a KB of files takes, in ms.
    pace: f64,
    /// How often the engine hangs on a file before it gets through.
    hangs: BTreeMap<String, usize>,
    /// How often it hangs on what is no file's.
    stuck: usize,
    known: Analysis,
    restarts: Vec<Option<String>>,
    failed: bool,
    answers: usize,
    /// Of questions: how many were answered, and how many refused.
    given: usize,
    refused: usize,
    /// What the engine goes through for a question, in bytes.
    question: u64,
}

impl Machine {
    fn new(pace: f64) -> Machine {
        let mut machine = Machine {
            talk: Talk::default(),
            service: Service::default(),
            coming: VecDeque::new(),
            now: 0.0,
            looked: 0.0,
            pace,
            hangs: BTreeMap::new(),
            stuck: 0,
            known: Analysis::default(),
            restarts: Vec::new(),
            failed: false,
            answers: 0,
            given: 0,
            refused: 0,
            question: 0,
        };
        machine.act(vec![Todo::Spawn]);
        machine
    }

    fn act(&mut self, todo: Vec<Todo>) {
        for next in todo {
            match next {
                Todo::Spawn => {
                    self.talk.spawned(self.now);
                    self.service = Service::default();
                    self.coming = [(self.now + 100.0, Answer::Ready)].into();
                }
                Todo::Post(request) => self.work(request),
                Todo::Tell(Event::Analysis(delta)) => {
                    self.answers += 1;
                    self.known.apply(delta);
                }
                Todo::Tell(Event::Restarted { guilty }) => {
                    self.restarts.push(guilty.map(|file| file.path.to_string()))
                }
                Todo::Tell(Event::Failed(_)) => self.failed = true,
                Todo::Give(..) => self.given += 1,
                Todo::Refuse(..) => self.refused += 1,
            }
        }
    }

    fn work(&mut self, request: Request) {
        let mut said = Vec::new();
        let asked = matches!(request, Request::Ask { .. });
        let ahead = request.weight() + if asked { self.question } else { 0 };
        let answer = self.service.answer(request, &mut |answer| said.push(answer.clone()));
        let mut at = self.now + self.time(ahead);
        let mut said = said.into_iter().peekable();
        while let Some(answer) = said.next() {
            let Answer::Busy { stage, ahead } = &answer else { panic!("{answer:?}") };
            // between two files there is next to nothing to do
            let a_file_comes = matches!(said.peek(), Some(Answer::Busy { stage: Stage::File(_), .. }));
            let ahead = if a_file_comes { 500 } else { *ahead };
            let hangs = match stage {
                Stage::File(file) => {
                    let left = self.hangs.get_mut(file.path.as_str()).filter(|left| **left > 0);
                    left.map(|left| *left -= 1).is_some()
                }
                _ => {
                    let hangs = self.stuck > 0;
                    self.stuck = self.stuck.saturating_sub(1);
                    hangs
                }
            };
            self.coming.push_back((at, answer));
            if hangs {
                return;
            }
            at += self.time(ahead);
        }
        self.coming.push_back((at, answer));
    }

    fn time(&self, bytes: u64) -> f64 {
        bytes as f64 / 1_000.0 * self.pace
    }

    /// Lets the time run until nothing comes and nothing is to be looked after, or so many ms are over.
    fn run(&mut self, ms: f64) {
        let end = self.now + ms;
        while self.now < end {
            let look = self.looked + TICK;
            match self.coming.front() {
                Some((at, _)) if *at <= look => {
                    let (at, answer) = self.coming.pop_front().unwrap();
                    self.now = self.now.max(at);
                    let todo = self.talk.hear(answer, self.now);
                    self.act(todo);
                }
                _ if !self.talk.wants_a_look() => return,
                _ => {
                    self.now = self.now.max(look);
                    self.looked = self.now;
                    let todo = self.talk.look(self.now);
                    self.act(todo);
                }
            }
        }
    }

    fn update(&mut self, revision: u64, project: &Project) {
        let document = Document { opened: 1, revision, project: project.clone() };
        let todo = self.talk.update(document, self.now);
        self.act(todo);
    }

    fn ask(&mut self, question: impl Into<Question>) {
        let todo = self.talk.ask(7, question.into(), None, self.now);
        self.act(todo);
    }

    /// How many files have an output, and which have none.
    fn shown(&self) -> (usize, Vec<String>) {
        let broken = self.known.renderings.iter().filter(|(_, it)| it.error.is_some());
        let broken = broken.map(|(file, _)| file.path.to_string()).collect();
        (self.known.renderings.values().filter(|it| it.error.is_none()).count(), broken)
    }
}

/// A runtime of so many templates, and as many files that are copied.
fn project(templates: usize) -> Project {
    let mut project = Project { runtime_name: "./r".into(), funko_name: "a".into(), ..Project::default() };
    let mut put = |at: &str, text: &str| {
        project.runtime.put(path(at), File::text(text)).unwrap();
    };
    put("Dockerfile.j2", "FROM {{ name }}\n");
    put("template/funko.yml.j2", "name: {{ name }}\nruntime: {{ runtime }}\n");
    for number in 1..templates - 1 {
        put(&format!("t/{number}.j2"), &format!("{{{{ name }}}} {number}"));
        put(&format!("c/{number}"), &"x".repeat(1_000));
    }
    project
}

#[test]
fn whatever_the_machine_every_file_is_shown() {
    // at the slowest the whole takes minutes
    for (pace, at_least) in [(0.1, 0.0), (1.0, 5.0), (3.0, 60.0)] {
        let mut machine = Machine::new(pace);
        machine.update(1, &project(300));
        machine.run(600_000.0);
        assert_eq!((machine.restarts.len(), machine.shown()), (0, (300, vec![])), "{pace}");
        assert!(machine.now / 1_000.0 >= at_least, "{pace}: {} s", machine.now / 1_000.0);
    }
}

/// A machine that is slower than the slowest there is gets there, too: there is more patience after each end.
#[test]
fn a_machine_beyond_all_bounds_gets_there() {
    let mut machine = Machine::new(30.0);
    machine.update(1, &project(300));
    machine.run(6_000_000.0);
    assert!(!machine.failed && machine.restarts.iter().all(Option::is_none), "{:?}", machine.restarts);
    assert_eq!(machine.shown(), (300, vec![]));
}

/// A conversion goes through the whole project without a word.
#[test]
fn a_large_conversion_is_not_ended() {
    let mut machine = Machine::new(3.0);
    let mut project = project(3);
    project.runtime.put(path("data"), File::text(&"x".repeat(15_000_000))).unwrap();
    machine.question = weight_of(&project);
    machine.update(1, &project);
    machine.run(6_000_000.0);
    for question in [Question::from(ConversionNow), Decide(Decision::All(Vec::new())).into()] {
        let asked = machine.now;
        machine.ask(question);
        machine.run(600_000.0);
        assert!(machine.now - asked > 20_000.0, "{}", machine.now - asked);
    }
    assert_eq!((machine.given, machine.refused, machine.restarts.len()), (2, 0, 0));
}

#[test]
fn a_template_that_never_ends_is_stopped_and_named() {
    let mut machine = Machine::new(0.01);
    machine.hangs.insert("t/7.j2".into(), usize::MAX);
    let mut project = project(300);
    machine.update(1, &project);
    machine.run(3_000.0);
    let named = Some("t/7.j2".to_owned());
    assert_eq!(
        (machine.restarts.clone(), machine.shown()),
        (vec![named.clone()], (299, vec!["t/7.j2".into()]))
    );

    // it is tried once more when nothing else is wanted, with more patience, and then left alone
    machine.run(60_000.0);
    assert_eq!((machine.restarts.clone(), machine.shown().0), (vec![named.clone(), named.clone()], 299));
    assert!(!machine.talk.wants_a_look() && machine.coming.is_empty());

    // other keys are answered all the while
    project.runtime.put(path("Dockerfile.j2"), File::text("FROM b")).unwrap();
    machine.update(2, &project);
    machine.run(1_000.0);
    assert_eq!(machine.known.renderings[&runtime("Dockerfile.j2")].good.as_ref().unwrap().text, "FROM b");
    assert_eq!(machine.restarts.len(), 2);

    // and a change of its own text is a new start
    machine.hangs.clear();
    project.runtime.put(path("t/7.j2"), File::text("ended")).unwrap();
    machine.update(3, &project);
    machine.run(1_000.0);
    assert_eq!(machine.shown(), (300, vec![]));
}

/// The machine stood still for a while, over an innocent file.
#[test]
fn who_was_accused_for_nothing_is_shown_in_the_end() {
    let mut machine = Machine::new(0.01);
    machine.hangs.insert("t/7.j2".into(), 1);
    machine.update(1, &project(300));
    machine.run(60_000.0);
    assert_eq!((machine.restarts.len(), machine.shown()), (1, (300, vec![])));
    assert!(!machine.talk.wants_a_look());
}

#[test]
fn a_key_does_not_wait_for_what_is_tried_once_more() {
    let mut machine = Machine::new(0.01);
    machine.hangs.insert("t/7.j2".into(), usize::MAX);
    let mut project = project(300);
    machine.update(1, &project);
    while machine.restarts.is_empty() {
        machine.run(250.0);
    }
    machine.run(4_000.0);
    assert!(machine.talk.wants_a_look(), "it is being tried once more");
    let typed = machine.now;
    project.runtime.put(path("Dockerfile.j2"), File::text("FROM b")).unwrap();
    machine.update(2, &project);
    let answers = machine.answers;
    while machine.answers == answers {
        machine.run(250.0);
    }
    assert!(machine.now - typed < 3_000.0, "{} ms", machine.now - typed);
    assert_eq!(machine.known.renderings[&runtime("Dockerfile.j2")].good.as_ref().unwrap().text, "FROM b");
}

#[test]
fn what_is_stuck_again_and_again_is_said() {
    let mut machine = Machine::new(0.01);
    machine.stuck = usize::MAX;
    machine.update(1, &project(10));
    machine.run(600_000.0);
    assert!(machine.failed && machine.restarts.len() == 3, "{:?}", machine.restarts);
    let mut machine = Machine::new(0.01);
    machine.stuck = 3;
    machine.update(1, &project(10));
    machine.run(600_000.0);
    assert!(!machine.failed);
    assert_eq!(machine.shown(), (10, vec![]));
}
