//! The list of projects, and what of the open one is still to be kept.
//!
//! Nothing here waits for the storage. Actions put [`Job`]s into a queue; the page's wiring takes them, keeps them, and
//! confirms. What the storage brings back comes in through `switching`.

mod list;

use super::{Refused, Workspace};
use faaso::{
    journal::{Entry, Snapshot, Step},
    outside::MAX_NAME,
    project::{Edit, Project},
    records::{DamagedProject, Head, Job, LAST, Pin, ProjectId, Tail, Whole, size},
    text::floor_boundary,
};
use reactive_graph::{owner::StoredValue, signal::RwSignal, traits::*};
use std::collections::BTreeMap;

/// A snapshot takes the place of so many steps.
const STEPS: u64 = 400;
/// Or of steps with so many bytes, or as many as the project has.
const BYTES: u64 = 256 << 10;
/// Deleted projects can be had back for so long, in ms.
pub const GRACE: u64 = 30 * 24 * 3_600_000;

/// What this tab does with the open project.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// It edits.
    #[default]
    Writer,
    /// Another tab edits; this one shows what it does.
    Follower,
}

/// The signals. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Projects {
    workspace: Workspace,
    pub(super) heads: RwSignal<BTreeMap<ProjectId, Head>>,
    pub(super) open: RwSignal<ProjectId>,
    pub(super) role: RwSignal<Role>,
    /// Pinned states of the open project, by number.
    pub(super) pins: RwSignal<Vec<Pin>>,
    /// Records that could not be read.
    damaged: RwSignal<Vec<(ProjectId, DamagedProject)>>,
    /// Grows with every job.
    queued: RwSignal<u64>,
    pub(super) queue: StoredValue<Vec<Job>>,
    /// Jobs that were taken and are not confirmed.
    pub(super) taken: StoredValue<Vec<Job>>,
    pub(super) counts: StoredValue<StepCounts>,
    clock: StoredValue<fn() -> u64>,
}

/// How many steps of the open project are made, and how many its snapshot holds.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct StepCounts {
    /// It is in the queue or in the storage: a runtime as it comes is not before its first edit.
    pub(super) begun: bool,
    /// Steps since the project began.
    pub(super) steps: u64,
    /// Steps that the last snapshot holds, in the queue or in the storage.
    pub(super) from: u64,
    /// The first step that this tab made, or would make.
    pub(super) first: u64,
    /// Part of it could not be read: it may be older than what the folder on disk has of it.
    pub(super) went_back: bool,
    /// Steps and their bytes since the last snapshot.
    pub(super) since: (u64, u64),
}

impl Projects {
    pub(super) fn new(workspace: Workspace) -> Self {
        let projects = Projects {
            workspace,
            heads: RwSignal::default(),
            open: RwSignal::default(),
            role: RwSignal::default(),
            pins: RwSignal::default(),
            damaged: RwSignal::default(),
            queued: RwSignal::default(),
            queue: StoredValue::default(),
            taken: StoredValue::default(),
            counts: StoredValue::default(),
            clock: StoredValue::new(|| 0),
        };
        projects.reset();
        projects
    }

    /// Where the time comes from, in ms since 1970.
    pub fn set_clock(&self, clock: fn() -> u64) {
        self.clock.set_value(clock);
        if !self.counts.with_value(|counts| counts.begun) {
            self.reset();
        }
    }

    pub fn now(&self) -> u64 {
        (self.clock.get_value())()
    }

    /// Every project that is kept, deleted ones too, the last edited first.
    pub fn all(&self) -> Vec<Head> {
        let mut all: Vec<Head> = self.heads.with(|heads| heads.values().cloned().collect());
        all.sort_by_key(|head| (std::cmp::Reverse(head.changed), head.id));
        all
    }

    pub fn head(&self, id: ProjectId) -> Option<Head> {
        self.heads.with(|heads| heads.get(&id).cloned())
    }

    /// The project that is open.
    pub fn open(&self) -> ProjectId {
        self.open.get_untracked()
    }

    /// As [`Projects::open`], and whoever asks is told of the next one.
    pub fn tracked_open(&self) -> ProjectId {
        self.open.get()
    }

    /// The head of the open project, also where it is not kept yet.
    pub fn open_head(&self) -> Head {
        let id = self.open();
        self.heads.with(|heads| heads.get(&id).cloned()).unwrap_or_else(|| {
            let (bytes, name) = self.workspace.with_project(|project| (size(project), called(project)));
            Head { id, name, named: false, changed: self.now(), bytes, deleted: None }
        })
    }

    pub fn role(&self) -> Role {
        self.role.get()
    }

    pub fn follows(&self) -> bool {
        self.role.get_untracked() == Role::Follower
    }

    pub fn set_role(&self, role: Role) {
        self.take_role(role);
        self.counts.update_value(|counts| counts.first = counts.steps);
    }

    /// Editors are made anew when it changes, so it is set only then.
    pub(super) fn take_role(&self, role: Role) {
        if self.role.get_untracked() != role {
            self.role.set(role);
        }
    }

    /// Pinned states of the open project; the first is the project as it was opened.
    pub fn pins(&self) -> Vec<Pin> {
        self.pins.get()
    }

    /// The pinned state of that number; the first where it is gone.
    pub fn pin_of(&self, number: u64) -> Option<Pin> {
        self.pins.with(|pins| pins.iter().find(|pin| pin.number == number).or(pins.first()).cloned())
    }

    pub fn damaged(&self) -> Vec<(ProjectId, DamagedProject)> {
        self.damaged.get()
    }

    pub fn set_damaged(&self, damaged: Vec<(ProjectId, DamagedProject)>) {
        self.damaged.set(damaged);
    }

    /// What the storage knows. The open project's own head is the newer one here.
    pub fn set_heads(&self, mut heads: BTreeMap<ProjectId, Head>) {
        let open = self.open();
        if let Some(mine) = self.heads.with_untracked(|heads| heads.get(&open).cloned())
            && !self.follows()
        {
            heads.insert(open, mine);
        }
        self.heads.set(heads);
    }

    /// Steps of the open project so far.
    pub fn steps(&self) -> u64 {
        self.counts.with_value(|counts| counts.steps)
    }

    /// It had fewer steps when it was opened, or went back.
    pub(super) fn is_older_than(&self, steps: u64) -> bool {
        self.counts.with_value(|counts| counts.went_back || counts.first < steps)
    }

    /// The whole of the open project.
    pub fn snapshot(&self) -> Snapshot {
        let w = self.workspace;
        Snapshot {
            project: w.document.get_untracked(),
            history: w.history.get_untracked(),
            steps: self.steps(),
        }
    }

    /// Grows when there is something to keep.
    pub fn queued(&self) -> u64 {
        self.queued.get()
    }

    /// What is to be kept now: what was taken before and not confirmed, and everything since.
    pub fn take(&self) -> Vec<Job> {
        let new = self.queue.try_update_value(std::mem::take).unwrap_or_default();
        self.taken.update_value(|taken| taken.extend(new));
        self.taken.get_value()
    }

    /// What was not taken yet.
    pub fn waiting(&self) -> Vec<Job> {
        self.queue.get_value()
    }

    /// What was taken is kept.
    pub fn confirm(&self) {
        self.taken.set_value(Vec::new());
    }

    /// Everything is kept.
    pub fn is_quiet(&self) -> bool {
        self.queue.with_value(Vec::is_empty) && self.taken.with_value(Vec::is_empty)
    }

    /// Steps of this project are not to be written any more.
    pub(super) fn drop_steps(&self, id: ProjectId) {
        for jobs in [self.queue, self.taken] {
            jobs.update_value(|jobs| jobs.retain(|job| job.steps_of() != Some(id)));
        }
    }

    pub(super) fn put(&self, job: Job) {
        self.queue.update_value(|queue| {
            // of these only the last counts
            queue.retain(|waiting| match (&job, waiting) {
                (Job::Head(new), Job::Head(old)) => old.id != new.id,
                (Job::Tail(new, _), Job::Tail(old, _)) => old != new,
                _ => true,
            });
            queue.push(job);
        });
        self.queued.update(|queued| *queued += 1);
    }

    /// Before the first step: from now on the project is kept.
    pub(super) fn begin(&self) {
        if self.counts.with_value(|counts| counts.begun) {
            return;
        }
        self.counts.update_value(|counts| {
            counts.begun = true;
            counts.from = counts.steps;
        });
        let id = self.open();
        self.put(Job::Begin(id, Box::new(self.snapshot())));
        self.put_pins();
        self.touch();
    }

    /// The open project is kept, or is about to be.
    pub fn is_begun(&self) -> bool {
        self.counts.with_value(|counts| counts.begun)
    }

    /// Everything of the open project is to be kept, whatever the storage holds of it.
    pub fn put_whole(&self) {
        if !self.is_begun() || self.follows() {
            return;
        }
        self.compact();
        self.put_pins();
        let head = self.open_head();
        self.set_head(head);
    }

    /// What has to be in the storage once everything so far is kept; none where this tab keeps nothing.
    pub fn whole(&self) -> Option<Whole> {
        let counts = self.counts.get_value();
        let whole = Whole {
            id: self.open(),
            from: counts.from,
            steps: counts.steps - counts.from,
            pins: self.pins.with_untracked(Vec::len) as u64,
        };
        (counts.begun && !self.follows()).then_some(whole)
    }

    /// Projects that the list has and the storage has not.
    pub fn lost(&self, kept: &[ProjectId]) -> Vec<Head> {
        let open = self.open();
        let waits = |id| {
            let of = |jobs: &Vec<Job>| jobs.iter().any(|job| job.steps_of() == Some(id));
            self.queue.with_value(of) || self.taken.with_value(of)
        };
        let heads = self.heads.get_untracked();
        heads.into_values().filter(|h| h.id != open && !kept.contains(&h.id) && !waits(h.id)).collect()
    }

    /// They are not in the list any more.
    pub fn drop_lost(&self, lost: &[Head]) {
        self.heads.update(|heads| lost.iter().for_each(|head| drop(heads.remove(&head.id))));
    }

    /// The names of these projects are kept again.
    pub fn put_heads(&self, is_kept: impl Fn(ProjectId) -> bool) {
        for head in self.heads.get_untracked().into_values().filter(|head| !is_kept(head.id)) {
            self.put(Job::Head(head));
        }
    }

    pub(super) fn put_pins(&self) {
        for pin in self.pins.get_untracked() {
            self.put(Job::Pin(self.open(), Box::new(pin)));
        }
        self.put_tail();
    }

    /// How many steps and which pinned states there are goes along with each of them.
    fn put_tail(&self) {
        let pins = self.pins.with_untracked(|pins| pins.iter().map(|pin| pin.number).collect());
        self.put(Job::Tail(self.open(), Tail { steps: self.steps(), pins }));
    }

    /// A step was made.
    pub(super) fn record(&self, step: Step) {
        let id = self.open();
        let weight = match &step {
            Step::Edit { edit, .. } | Step::Outside(edit) => weight(edit),
            Step::Undo | Step::Redo => 1,
        };
        let number = self.steps();
        self.counts.update_value(|counts| {
            counts.steps += 1;
            counts.since = (counts.since.0 + 1, counts.since.1 + weight);
        });
        self.put(Job::Step(id, Entry { number, step }));
        self.put_tail();
        let head = self.touch();
        let counts = self.counts.get_value();
        if counts.since.0 >= STEPS || counts.since.1 >= BYTES.max(head.bytes) {
            self.compact();
        }
    }

    /// A snapshot takes the place of all steps.
    pub(super) fn compact(&self) {
        let counts = self.counts.get_value();
        let (id, snapshot) = (self.open(), Box::new(self.snapshot()));
        self.put(Job::Compact { id, snapshot, first: counts.first });
        self.put_tail();
        self.counts.update_value(|counts| {
            counts.since = (0, 0);
            counts.from = counts.steps;
        });
    }

    /// The open project was edited just now.
    fn touch(&self) -> Head {
        let (id, w) = (self.open(), self.workspace);
        let before = self.heads.with_untracked(|heads| heads.get(&id).cloned());
        let (bytes, name) = w.document.with_untracked(|project| (size(project), called(project)));
        let named = before.filter(|head| head.named).map(|head| head.name);
        let head = Head {
            id,
            named: named.is_some(),
            name: named.unwrap_or(name),
            changed: self.now(),
            bytes,
            deleted: None,
        };
        self.set_head(head.clone());
        head
    }

    pub(super) fn set_head(&self, head: Head) {
        self.heads.update(|heads| {
            heads.insert(head.id, head.clone());
        });
        self.put(Job::Head(head));
    }

    /// The document is a new project's. `name` none lets it go with the funko's and the runtime's.
    pub(super) fn start(&self, name: Option<String>) {
        self.reset();
        self.begin();
        if let Some(name) = name {
            self.rename(self.open(), &name);
        }
    }

    /// The counts of a project that is not kept yet.
    pub(super) fn reset(&self) {
        let id = self.fresh_id();
        let project = self.workspace.document.get_untracked();
        self.pins.set(vec![Pin { number: 0, name: "When opened".into(), made: self.now(), project }]);
        self.counts.set_value(StepCounts::default());
        self.take_role(Role::Writer);
        self.open.set(id);
    }

    pub(super) fn fresh_id(&self) -> ProjectId {
        // as many ids as a double can count, and two tabs do not meet in them; a clock far off begins anew
        let wanted = self.now().saturating_mul(1024) % LAST;
        let open = self.open();
        self.heads.with_untracked(|heads| {
            let last = heads.keys().next_back().copied().unwrap_or_default().max(open).0 + 1;
            let from = if last < LAST { wanted.max(last) } else { wanted };
            let is_free = |id: &ProjectId| *id != open && !heads.contains_key(id);
            (from..).map(ProjectId).find(is_free).expect("there are more numbers than projects")
        })
    }
}

pub(super) fn called(project: &Project) -> String {
    format!("{} — {}", project.funko_name, project.runtime_name)
}

/// About how many bytes an edit takes.
fn weight(edit: &Edit) -> u64 {
    use faaso::project::FunkoEntry;
    16 + match edit {
        Edit::Splice { text, .. } => text.len() as u64,
        Edit::Runtime { file: Some(file), .. } | Edit::Funko { own: Some(FunkoEntry::File(file)), .. } => {
            file.bytes.len() as u64
        }
        Edit::Open(project) => size(project),
        Edit::All(edits) => edits.iter().map(weight).sum(),
        _ => 0,
    }
}
