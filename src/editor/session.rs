//! One editor's life: what it shows, what it keeps of other documents, and bytes against UTF-16.

use super::{
    Cursor, DocKey, Document, Language, Mark, OptionName, Splice, TextChange,
    ffi::{self, Editor, EditorError, Listener, MarkLists, report},
    offsets::Offsets,
    protocol::{self, Notes, YmlWords},
};
use faaso::{
    diagnostic::Severity,
    text::{LineColumn, Span},
};
use std::{
    cell::{OnceCell, RefCell},
    collections::HashMap,
    rc::{Rc, Weak},
    sync::Arc,
};
use wasm_bindgen::closure::Closure;

/// A mounted editor. Dropping it takes the editor down.
pub struct Session {
    editor: Editor,
    read_only: bool,
    state: RefCell<State>,
}

/// Whom the session tells. `change` gives the document as it is after the change, for the editor to agree with.
pub struct Owner {
    pub change: Box<dyn Fn(TextChange) -> Option<Document>>,
    /// Where the cursor is after a change that made more of the document another than the author did.
    pub landed: Box<dyn Fn() -> Option<usize>>,
    pub undo: Box<dyn Fn()>,
    pub redo: Box<dyn Fn()>,
    pub cursor: Box<dyn Fn(Cursor)>,
    pub point: Box<dyn Fn(Option<Spot>)>,
    pub follow: Box<dyn Fn(Spot)>,
    pub option: Box<dyn Fn(String) -> String>,
    pub rename: Box<dyn Fn(String)>,
}

/// A document and a byte of it.
pub type Spot = (DocKey, usize);

#[derive(Default)]
struct State {
    shown: Option<Shown>,
    /// The texts that the editor holds of documents it does not show.
    kept: HashMap<DocKey, (Arc<str>, Language)>,
    marks: Arc<[Mark]>,
    options: Arc<[OptionName]>,
    plain: bool,
    /// The cursor stays where the text becomes another: somebody else's does that.
    still: bool,
}

/// More marks in one text are of no use, and would hold the page.
const MOST_MARKS: usize = 1000;

struct Shown {
    key: DocKey,
    language: Language,
    offsets: Offsets,
}

impl Session {
    /// Fetches the editor and mounts it in `parent`, empty.
    pub async fn start(
        parent: web_sys::Element,
        label: &str,
        read_only: bool,
        owner: Owner,
    ) -> Result<Rc<Self>, EditorError> {
        let bundle = ffi::load().await?;
        let me = Rc::new(OnceCell::new());
        let editor = Editor::mount(&bundle, &parent, label, read_only, listener(me.clone(), owner))?;
        let session = Rc::new(Session { editor, read_only, state: RefCell::default() });
        me.get_or_init(|| Rc::downgrade(&session));
        Ok(session)
    }

    /// Makes the editor show this document with these marks; does only what is different.
    pub fn render(
        &self,
        document: Option<&Document>,
        marks: &Arc<[Mark]>,
        options: &Arc<[OptionName]>,
    ) -> Result<(), EditorError> {
        let another = self.show(document)?;
        if another || !Arc::ptr_eq(&self.state.borrow().marks, marks) {
            self.state.borrow_mut().marks = marks.clone();
            self.editor.set_marks(self.mark_lists(marks))?;
        }
        if self.state.borrow().options != *options {
            self.state.borrow_mut().options = options.clone();
            let parts = options.iter().map(|option| (option.name.clone(), option.detail.clone()));
            let (names, details) = parts.unzip();
            self.editor.set_options(names, details)?;
        }
        Ok(())
    }

    /// The text became another: where the author is typing, that goes on here.
    pub fn carry_on(&self, at: usize) -> Result<(), EditorError> {
        let Some((at, _)) = self.utf16(Span::at(at)) else { return Ok(()) };
        self.editor.carry_on(at)
    }

    /// With `plain`, nothing is highlighted.
    pub fn set_plain(&self, plain: bool) -> Result<(), EditorError> {
        let before = std::mem::replace(&mut self.state.borrow_mut().plain, plain);
        if before == plain { Ok(()) } else { self.editor.set_plain(plain) }
    }

    pub fn set_still(&self, still: bool) {
        self.state.borrow_mut().still = still;
    }

    pub fn shows(&self, key: &DocKey) -> bool {
        self.state.borrow().shown.as_ref().is_some_and(|shown| shown.key == *key)
    }

    /// Selects a span of the document shown, scrolls there and takes the focus.
    pub fn reveal(&self, span: Span) -> Result<(), EditorError> {
        let Some((from, to)) = self.utf16(span) else { return Ok(()) };
        self.editor.reveal(from, to)
    }

    /// Lights up these spans, which are in order.
    pub fn set_lit(&self, spans: &[Span]) -> Result<(), EditorError> {
        let (froms, tos): (Vec<u32>, Vec<u32>) = spans.iter().filter_map(|span| self.utf16(*span)).unzip();
        self.editor.set_lit(&froms, &tos)
    }

    pub fn set_notes(&self, notes: &Notes) -> Result<(), EditorError> {
        let at = |byte: usize| self.utf16(Span::at(byte)).unwrap_or_default().0;
        let marks = notes
            .marks
            .iter()
            .filter_map(|(span, class)| self.utf16(*span).map(|(from, to)| (from, to, class)));
        let json = serde_json::json!({
            "marks": marks.collect::<Vec<_>>(),
            "ghosts": notes.ghosts.iter().map(|&byte| at(byte)).collect::<Vec<_>>(),
            "beside": notes.beside.iter().map(|(byte, text, title)| (at(*byte), text, title)).collect::<Vec<_>>(),
        });
        self.editor.set_notes(&json.to_string())
    }

    /// What completion offers in a `funko.yml`; none where the text shown is no such file.
    pub fn set_yml(&self, words: Option<&YmlWords>) -> Result<(), EditorError> {
        let json = words.map(|words| serde_json::to_string(words).expect("plain words are JSON"));
        self.editor.set_yml(json.as_deref().unwrap_or(""))
    }

    pub fn set_wrap(&self, wraps: bool) -> Result<(), EditorError> {
        self.editor.set_wrap(wraps)
    }

    pub fn focus(&self) -> Result<(), EditorError> {
        self.editor.focus()
    }

    pub fn tell_cursor(&self) -> Result<(), EditorError> {
        self.editor.tell_cursor()
    }

    pub fn search(&self) -> Result<(), EditorError> {
        self.editor.search()
    }

    pub fn forget(&self, key: &DocKey) -> Result<(), EditorError> {
        self.state.borrow_mut().kept.remove(key);
        self.editor.forget(key.as_str())
    }

    /// Says whether another document is shown than before.
    fn show(&self, document: Option<&Document>) -> Result<bool, EditorError> {
        let before = self.state.borrow().shown.as_ref().map(|shown| shown.key.clone());
        if before.as_ref() == document.map(|document| &document.key) {
            if let Some(document) = document {
                let follow = !self.read_only && !self.state.borrow().still;
                self.update(document, follow)?;
            }
            return Ok(false);
        }
        let mut state = self.state.borrow_mut();
        if let Some(old) = state.shown.take() {
            state.kept.insert(old.key, (old.offsets.text().clone(), old.language));
        }
        let Some(document) = document else {
            drop(state);
            self.editor.clear()?;
            return Ok(true);
        };
        let known = state.kept.remove(&document.key);
        let (text, language) = known.clone().unwrap_or_else(|| (document.text.clone(), document.language));
        state.shown = Some(Shown { key: document.key.clone(), language, offsets: Offsets::new(text) });
        drop(state);
        match known {
            Some(_) => self.editor.show(document.key.as_str())?,
            None => self.editor.open(
                document.key.as_str(),
                &document.text,
                document.language.base.key().unwrap_or(""),
                document.language.jinja,
            )?,
        }
        self.update(document, false)?;
        Ok(true)
    }

    /// Brings the document shown to this text and language.
    fn update(&self, document: &Document, follow: bool) -> Result<(), EditorError> {
        let mut state = self.state.borrow_mut();
        let shown = state.shown.as_mut().expect("the document is shown");
        let splice = protocol::difference(shown.offsets.text(), &document.text);
        let range = splice.as_ref().map(|splice| shown.utf16(splice.span));
        if !Arc::ptr_eq(shown.offsets.text(), &document.text) {
            shown.offsets = Offsets::new(document.text.clone());
        }
        let language = (shown.language != document.language).then_some(document.language);
        shown.language = document.language;
        drop(state);
        if let (Some(splice), Some((from, to))) = (splice, range) {
            self.editor.splice(from, to, &splice.text, follow)?;
        }
        if let Some(language) = language {
            self.editor.set_language(language.base.key().unwrap_or(""), language.jinja)?;
        }
        Ok(())
    }

    /// The author changed the text. Afterwards the editor holds what the document holds.
    fn changed(&self, owner: &Owner, froms: &[u32], tos: &[u32], inserts: Vec<String>, typing: bool) {
        let (key, old, splices) = {
            let state = self.state.borrow();
            let Some(shown) = &state.shown else { return };
            let splices: Vec<Splice> = froms
                .iter()
                .zip(tos)
                .zip(inserts)
                .map(|((&from, &to), text)| Splice { span: shown.bytes(from, to), text })
                .collect();
            (shown.key.clone(), shown.offsets.text().clone(), splices)
        };
        let document = (owner.change)(TextChange { key: key.clone(), splices: splices.clone(), typing })
            .filter(|document| document.key == key);
        let agreed = document.as_ref().filter(|document| protocol::becomes(&old, &splices, &document.text));
        let held = match agreed {
            Some(document) => document.text.clone(),
            None => protocol::spliced(&old, &splices).into(),
        };
        if let Some(shown) = self.state.borrow_mut().shown.as_mut().filter(|shown| shown.key == key) {
            shown.offsets = Offsets::new(held);
        }
        if let (None, Some(document)) = (agreed, &document) {
            report(self.update(document, false));
            if let Some((at, _)) = (owner.landed)().and_then(|at| self.utf16(Span::at(at))) {
                report(self.editor.landed(at));
            }
        }
    }

    fn cursor(&self, head: u32, from: u32, to: u32, line: u32) -> Option<Cursor> {
        let state = self.state.borrow();
        let shown = state.shown.as_ref()?;
        let text = shown.offsets.text();
        let offset = shown.offsets.to_byte(head as usize);
        let line_start = text[..offset].rfind('\n').map_or(0, |newline| newline + 1);
        let column = text[line_start..offset].chars().count() + 1;
        let place = LineColumn { line: line as usize, column };
        Some(Cursor { key: shown.key.clone(), offset, place, selected: shown.bytes(from, to) })
    }

    fn place(&self, at: u32) -> Option<Spot> {
        let state = self.state.borrow();
        let shown = state.shown.as_ref()?;
        Some((shown.key.clone(), shown.offsets.to_byte(at as usize)))
    }

    fn mark_lists(&self, marks: &[Mark]) -> MarkLists {
        let mut lists = MarkLists::default();
        for mark in marks.iter().take(MOST_MARKS) {
            let Some((from, to)) = self.utf16(mark.span) else { break };
            lists.froms.push(from);
            lists.tos.push(to);
            lists.severities.push(match mark.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            });
            lists.messages.push(mark.message.clone());
        }
        lists
    }

    fn utf16(&self, span: Span) -> Option<(u32, u32)> {
        self.state.borrow().shown.as_ref().map(|shown| shown.utf16(span))
    }
}

impl Shown {
    fn utf16(&self, span: Span) -> (u32, u32) {
        (self.offsets.to_utf16(span.start) as u32, self.offsets.to_utf16(span.end) as u32)
    }

    fn bytes(&self, from: u32, to: u32) -> Span {
        Span::new(self.offsets.to_byte(from as usize), self.offsets.to_byte(to as usize))
    }
}

/// The closures for JavaScript. They hold the session weakly: it owns them.
fn listener(me: Rc<OnceCell<Weak<Session>>>, owner: Owner) -> Listener {
    let owner = Rc::new(owner);
    let session = move || me.get().and_then(Weak::upgrade);
    Listener {
        change: Closure::new({
            let (session, owner) = (session.clone(), owner.clone());
            move |froms: Vec<u32>, tos: Vec<u32>, inserts, typing| {
                if let Some(session) = session() {
                    session.changed(&owner, &froms, &tos, inserts, typing);
                }
            }
        }),
        undo: Closure::new({
            let owner = owner.clone();
            move || (owner.undo)()
        }),
        redo: Closure::new({
            let owner = owner.clone();
            move || (owner.redo)()
        }),
        point: Closure::new({
            let (session, owner) = (session.clone(), owner.clone());
            move |at: i32| {
                let place = session().zip(u32::try_from(at).ok()).and_then(|(session, at)| session.place(at));
                (owner.point)(place);
            }
        }),
        follow: Closure::new({
            let (session, owner) = (session.clone(), owner.clone());
            move |at| {
                if let Some(spot) = session().and_then(|session| session.place(at)) {
                    (owner.follow)(spot);
                }
            }
        }),
        option: Closure::new({
            let owner = owner.clone();
            move |name| (owner.option)(name)
        }),
        rename: Closure::new({
            let owner = owner.clone();
            move |name| (owner.rename)(name)
        }),
        cursor: Closure::new(move |head, from, to, line| {
            if let Some(cursor) = session().and_then(|session| session.cursor(head, from, to, line)) {
                (owner.cursor)(cursor);
            }
        }),
    }
}
