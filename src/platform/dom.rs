//! The few things that components need of the document itself.

use super::BrowserError;
use gloo::events::{EventListener, EventListenerOptions, EventListenerPhase};
use js_sys::Promise;
use std::cell::RefCell;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Document, Element, Event, EventTarget, FocusEvent, HtmlElement, HtmlInputElement, HtmlScriptElement,
    HtmlTextAreaElement, Node, PointerEvent, ScrollIntoViewOptions, ScrollLogicalPosition, Window,
};

pub fn window() -> Window {
    web_sys::window().expect("the page runs in a window")
}

pub fn document() -> Document {
    web_sys::window().and_then(|window| window.document()).expect("the page runs in a window with a document")
}

/// An element that can be scrolled is scrolled to its end, or nearly, or is not there yet.
pub fn is_at_end(selector: &str) -> bool {
    find(selector).is_none_or(|it| it.scroll_top() + it.client_height() + 8 >= it.scroll_height())
}

pub fn scroll_to_end(selector: &str) {
    if let Some(found) = find(selector) {
        found.set_scroll_top(found.scroll_height());
    }
}

/// What the build wrote into the page under this name.
pub fn meta(name: &str) -> Option<String> {
    document().query_selector(&format!("meta[name={name}]")).ok()??.get_attribute("content")
}

/// Fetches a module of the site and runs it. It runs once, however often it is asked for.
pub async fn run_module(file: &str) -> Result<(), BrowserError> {
    let script: HtmlScriptElement = document().create_element("script")?.unchecked_into();
    script.set_type("module");
    script.set_src(file);
    let run = Promise::new(&mut |resolve, reject| {
        script.set_onload(Some(&resolve));
        script.set_onerror(Some(&reject));
    });
    document().head().ok_or_else(|| BrowserError("the page has no head".into()))?.append_child(&script)?;
    JsFuture::from(run).await?;
    Ok(())
}

/// What the browser's tab says.
pub fn set_title(title: &str) {
    document().set_title(title);
}

/// Loads the page anew.
pub fn reload() {
    if let Some(location) = document().location() {
        // fails only in a page that is going away
        let _ = location.reload();
    }
}

/// Something has the focus, not only the page.
pub fn has_focus() -> bool {
    document().active_element().is_some_and(|element| element.tag_name() != "BODY")
}

/// The keyboard is a Mac's.
pub fn is_mac() -> bool {
    let platform = web_sys::window().and_then(|window| window.navigator().platform().ok());
    platform.is_some_and(|platform| platform.starts_with("Mac"))
}

/// What a text field says, where that is not what was typed.
pub fn set_value(event: &Event, text: &str) {
    let Some(target) = event.target() else { return };
    match target.dyn_into::<HtmlInputElement>() {
        Ok(input) => input.set_value(text),
        Err(target) => {
            if let Ok(area) = target.dyn_into::<HtmlTextAreaElement>() {
                area.set_value(text);
            }
        }
    }
}

/// Puts the focus on the first element that fits, once what was just changed is drawn.
pub fn focus(selector: impl Into<String>) {
    let selector = selector.into();
    leptos::prelude::request_animation_frame(move || {
        let missed = if focus_now(&selector) { None } else { Some((selector, document().active_element())) };
        MISSED.set(missed);
    });
}

thread_local! {
    /// What was to have the focus last where it wasn't there, and what had it instead.
    static MISSED: RefCell<Option<(String, Option<Element>)>> = const { RefCell::new(None) };
}

/// What comes late gets the focus that it was to have, unless the author went elsewhere meanwhile.
pub fn focus_what_was_missed() {
    if let Some((selector, instead)) = MISSED.take()
        && document().active_element() == instead
    {
        focus(selector);
    }
}

/// Puts the focus on the first element that fits and is to be seen.
pub fn focus_now(selector: &str) -> bool {
    let Ok(found) = document().query_selector_all(selector) else { return false };
    let elements = (0..found.length()).filter_map(|at| found.get(at));
    let mut shown = elements
        .filter_map(|node| node.dyn_into::<HtmlElement>().ok())
        .filter(|element| element.get_bounding_client_rect().width() > 0.0);
    shown.next().is_some_and(|element| element.focus().is_ok())
}

/// The nearest element around the event's target that fits.
pub fn around(event: &Event, selector: &str) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest(selector).ok()?
}

/// Selects a part of the field that the event is about, in UTF-16 units.
pub fn select(event: &Event, from: u32, to: u32) {
    if let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) {
        // once the browser is done with the focus: it puts the cursor at the end
        leptos::task::spawn_local(async move {
            // fails only for fields that hold no text
            let _ = input.set_selection_range(from, to);
        });
    }
}

/// The author is typing into something of its own.
pub fn in_text(event: &Event) -> bool {
    around(event, "input, textarea, select, [contenteditable]").is_some()
}

/// Some keyboards and input methods send a character beyond the BMP as its two halves, one after the other. What a text
/// box says between the two is kept from the page, which would make two U+FFFD of it: the next word brings both.
pub fn hold_halves() {
    let Some(window) = web_sys::window() else { return };
    for event in ["input", "change"] {
        let options = EventListenerOptions { phase: EventListenerPhase::Capture, passive: true };
        EventListener::new_with_options(&window, event, options, |event| {
            if has_half(event) {
                event.stop_immediate_propagation();
            }
        })
        .forget();
    }
}

fn has_half(event: &Event) -> bool {
    let Some(target) = event.target() else { return false };
    let value = js_sys::Reflect::get(&target, &"value".into()).ok();
    value.and_then(|value| value.dyn_into::<js_sys::JsString>().ok()).is_some_and(|it| !it.is_valid_utf16())
}

fn is_outside(element: &Element, other: Option<EventTarget>) -> bool {
    let node = other.and_then(|other| other.dyn_into::<Node>().ok());
    !element.contains(node.as_ref())
}

/// The place of the pane with the focus, by its `data-pane`.
pub fn focused_pane() -> Option<String> {
    document().active_element()?.closest("[data-pane]").ok()??.get_attribute("data-pane")
}

/// Events of this pointer go to the element that was pressed until it is let go.
pub fn capture(event: &PointerEvent) {
    if let Some(element) = event.current_target().and_then(|target| target.dyn_into::<Element>().ok()) {
        // fails only when the pointer is gone already
        let _ = element.set_pointer_capture(event.pointer_id());
    }
}

/// Width and height of the element that fits, in px.
pub fn size_of(selector: &str) -> Option<(f64, f64)> {
    let rect = document().query_selector(selector).ok()??.get_bounding_client_rect();
    Some((rect.width(), rect.height()))
}

/// Makes what hangs down no longer than the window, and the pane that it hangs in, let it be.
pub fn keep_in_view(element: &HtmlElement) {
    const LEAST: f64 = 96.0;
    let window = web_sys::window().and_then(|window| window.inner_height().ok()?.as_f64());
    let pane = element.closest("[data-pane]").ok().flatten();
    let pane = pane.map(|pane| pane.get_bounding_client_rect().bottom());
    let end = [window, pane].into_iter().flatten().fold(f64::INFINITY, f64::min);
    let room = (end - element.get_bounding_client_rect().top() - 4.0).max(LEAST);
    if room.is_finite() {
        // a wrong length would be no harm
        let _ = element.style().set_property("max-height", &format!("{room:.0}px"));
    }
}

/// The browser's size of text, in px: what `1rem` is. 16 unless the user chose another.
pub fn rem() -> f64 {
    let size = || {
        let root = document().document_element()?;
        let style = web_sys::window()?.get_computed_style(&root).ok()??;
        // the browser's own reader of numbers: Rust's would bring 15 KB along
        Some(js_sys::parse_float(&style.get_property_value("font-size").ok()?))
    };
    size().filter(|size| *size > 0.0).unwrap_or(16.0)
}

/// A theme of `style/tokens.css`; none lets the system choose.
pub fn set_theme(theme: Option<&str>) {
    let Some(root) = document().document_element() else { return };
    let done = match theme {
        Some(theme) => root.set_attribute("data-theme", theme),
        None => root.remove_attribute("data-theme"),
    };
    done.expect("the attribute's name is a name");
}

/// How large code is written, in px of a browser whose text is 16 px.
pub fn set_code_size(px: u8) {
    let root = document().document_element().and_then(|root| root.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(root) = root {
        // a size is always a value that the style takes
        let _ = root.style().set_property("--code", &format!("{}rem", f64::from(px) / 16.0));
    }
}

/// The page is about to be hidden or left.
pub fn is_hidden() -> bool {
    document().visibility_state() == web_sys::VisibilityState::Hidden
}

/// Where the view of a scrolled element begins and how high it is, in px.
pub fn scrolled(event: &Event) -> Option<(f64, f64)> {
    let element = event.current_target()?.dyn_into::<Element>().ok()?;
    Some((element.scroll_top().into(), element.client_height().into()))
}

/// Scrolls the element that fits so that what begins `top` px below its own top is in view.
pub fn scroll_into(selector: &str, top: f64, height: f64) {
    let Ok(Some(element)) = document().query_selector(selector) else { return };
    let (first, room) = (f64::from(element.scroll_top()), f64::from(element.client_height()));
    if top < first || top + height > first + room {
        element.set_scroll_top((top - room / 2.0) as i32);
    }
}

/// As if the author had clicked there.
pub fn click(node: &Node) {
    if let Some(element) = node.dyn_ref::<HtmlElement>() {
        element.click();
    }
}

/// The first element that fits.
pub fn find(selector: &str) -> Option<Element> {
    document().query_selector(selector).ok()?
}

/// Text as it stands between double quotes in a selector.
pub fn quoted(text: &str) -> String {
    text.chars().fold(String::new(), |mut quoted, c| {
        match c {
            '"' | '\\' => {
                quoted.push('\\');
                quoted.push(c);
            }
            c if c.is_control() => quoted.push_str(&format!("\\{:x} ", u32::from(c))),
            c => quoted.push(c),
        }
        quoted
    })
}

/// The event's target is still part of the page.
pub fn is_there(event: &Event) -> bool {
    event.target().and_then(|target| target.dyn_into::<Node>().ok()).is_some_and(|node| node.is_connected())
}

/// The focus went from the element that listens to somewhere outside it.
pub fn left(event: &FocusEvent) -> bool {
    let listener = event.current_target().and_then(|target| target.dyn_into::<Element>().ok());
    listener.is_some_and(|listener| is_outside(&listener, event.related_target()))
}

/// Moves the first element that fits into view, no further than needed, once what was just changed is drawn.
pub fn bring_into_view(selector: &'static str) {
    leptos::prelude::request_animation_frame(move || {
        if let Some(element) = find(selector) {
            let options = ScrollIntoViewOptions::new();
            options.set_block(ScrollLogicalPosition::Nearest);
            options.set_inline(ScrollLogicalPosition::Nearest);
            element.scroll_into_view_with_scroll_into_view_options(&options);
        }
    });
}
