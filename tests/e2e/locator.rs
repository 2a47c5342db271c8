//! Things on the page by role and name, and what a user does with them.

use crate::{
    firefox,
    page::{PAUSE, Page, wait_for},
};
use serde_json::{Value, json};
use std::{fmt, thread};

/// Something with a role and a name, possibly inside something else. Looked up when it is used.
#[derive(Clone)]
pub struct Locator<'a> {
    page: &'a Page,
    scope: Option<Box<Locator<'a>>>,
    role: &'static str,
    name: Name,
}

/// Which name a thing has.
#[derive(Clone)]
pub enum Name {
    Is(String),
    Start(String),
    Any,
}

/// How a browser says which element: Chromium gives a number to be resolved.
enum Node {
    Number(i64),
    Handle(String),
}

impl Name {
    fn is(&self, name: &str) -> bool {
        match self {
            Name::Is(wanted) => wanted == name,
            Name::Start(start) => name.starts_with(start),
            Name::Any => true,
        }
    }
}

/// The roles that have a shorthand, on the page and inside anything found.
macro_rules! roles {
    ($($role:ident)*) => {
        impl Page {
            $(pub fn $role(&self, name: &str) -> Locator<'_> { self.get(stringify!($role), name) })*
        }
        impl<'a> Locator<'a> {
            $(pub fn $role(&self, name: &str) -> Locator<'a> { self.get(stringify!($role), name) })*
        }
    };
}
roles!(alert button checkbox combobox dialog group heading link list listitem menuitem option region status tab tablist tabpanel
    textbox tree treeitem);

impl<'a> Locator<'a> {
    pub fn new(page: &'a Page, role: &'static str, name: Name) -> Self {
        Locator { page, scope: None, role, name }
    }

    /// The one thing of this role with exactly this name inside this one.
    pub fn get(&self, role: &'static str, name: &str) -> Locator<'a> {
        self.inside(role, Name::Is(name.to_owned()))
    }

    /// The one thing of this role inside this one whose name begins so.
    pub fn starting(&self, role: &'static str, name: &str) -> Locator<'a> {
        self.inside(role, Name::Start(name.to_owned()))
    }

    fn inside(&self, role: &'static str, name: Name) -> Locator<'a> {
        Locator { page: self.page, scope: Some(Box::new(self.clone())), role, name }
    }

    /// Waits until it is there.
    pub fn wait(&self) -> &Self {
        self.object();
        self
    }

    /// Waits until it is not, or no longer, there.
    pub fn wait_gone(&self) {
        wait_for(&format!("the end of {self}"), || match self.find() {
            Ok(_) => Err("it is still there".to_owned()),
            Err(_) => Ok(()),
        });
    }

    pub fn is_there(&self) -> bool {
        self.find().is_ok()
    }

    /// A real click in its middle. Waits until it stands in view and nothing covers it.
    pub fn click(&self) -> &Self {
        self.click_times(1)
    }

    pub fn double_click(&self) -> &Self {
        self.click_times(2)
    }

    /// An editor that has no document yet takes no text: it is waited for.
    pub fn focus(&self) -> &Self {
        wait_for(&format!("{self} that can be written in"), || {
            match self
                .call("element => element.ariaReadOnly !== 'true' && (element.focus(), true)", json!(null))
            {
                Value::Bool(true) => Ok(()),
                _ => Err("it is read-only".to_owned()),
            }
        });
        self
    }

    /// Key by key, where the cursor is.
    pub fn type_text(&self, text: &str) -> &Self {
        self.focus();
        self.page.type_text(text);
        self
    }

    /// A key with the focus here: `Control+z`, `Enter`.
    pub fn press(&self, keys: &str) -> &Self {
        self.focus();
        self.page.press(keys);
        self
    }

    /// Replaces all that is in it, as pasting over everything does.
    pub fn fill(&self, text: &str) -> &Self {
        self.focus();
        self.page.press("Control+a");
        if text.is_empty() {
            self.page.press("Delete");
        } else {
            self.page.insert(text);
        }
        self
    }

    /// Selects the first place in view that reads so, inside one line of an editor.
    pub fn select(&self, text: &str) -> &Self {
        self.focus();
        wait_for(&format!("“{text}” in {self}"), || {
            if self.call(SELECT, json!(text)) != json!(true) {
                return Err(format!("it reads:\n{}", self.text()));
            }
            // the editor hears of a selection a moment later; what it draws until then puts its own back
            thread::sleep(PAUSE);
            match self.page.evaluate("getSelection().toString()") {
                Value::String(selected) if selected == text => Ok(()),
                other => Err(format!("{other} is selected")),
            }
        });
        self
    }

    /// Chooses the option of a combobox whose words begin so.
    pub fn choose(&self, option: &str) -> &Self {
        let choose = "(select, words) => {
            const option = [...select.options ?? []].find(option => option.text.trim().startsWith(words));
            if (!option) return [...select.options ?? []].map(option => option.text);
            select.value = option.value;
            select.dispatchEvent(new Event('input', { bubbles: true }));
            select.dispatchEvent(new Event('change', { bubbles: true }));
            return true;
        }";
        wait_for(&format!("option “{option}” of {self}"), || match self.call(choose, json!(option)) {
            Value::Bool(true) => Ok(()),
            options => Err(format!("there are {options}")),
        });
        self
    }

    /// Calls a function with the element and an argument.
    pub fn run(&self, function: &str, argument: Value) -> &Self {
        self.call(function, argument);
        self
    }

    /// Its value, or the words in it. An editor draws, and so gives, only the lines in view.
    pub fn text(&self) -> String {
        let text = self.call(
            "element => typeof element.value === 'string' ? element.value : element.innerText",
            json!(null),
        );
        text.as_str().unwrap_or_default().to_owned()
    }

    /// An attribute, such as `aria-selected`; empty when it is not set.
    pub fn attribute(&self, name: &str) -> String {
        let value = self.call("(element, name) => element.getAttribute(name)", json!(name));
        value.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until its text holds this.
    pub fn wait_text(&self, part: &str) -> &Self {
        self.wait_until(&format!("“{part}”"), |text| text.contains(part))
    }

    /// Waits until it is the chosen one of its kind.
    pub fn wait_selected(&self) -> &Self {
        wait_for(&format!("{self} to be selected"), || match self.attribute("aria-selected").as_str() {
            "true" => Ok(()),
            other => Err(format!("aria-selected is “{other}”")),
        });
        self
    }

    /// Waits until its text no longer holds this.
    pub fn wait_no_text(&self, part: &str) -> &Self {
        self.wait_until(&format!("no “{part}”"), |text| !text.contains(part))
    }

    /// Waits until its text is as wanted; `what` names the wish when it does not come true.
    pub fn wait_until(&self, what: &str, wanted: impl Fn(&str) -> bool) -> &Self {
        wait_for(&format!("{what} in {self}"), || {
            let text = self.text();
            if wanted(&text) { Ok(()) } else { Err(format!("it reads:\n{text}")) }
        });
        self
    }

    /// The names of everything of a role inside it, in the order of the page.
    pub fn names(&self, role: &'static str) -> Vec<String> {
        let all = self.inside(role, Name::Any).candidates().unwrap_or_default();
        all.into_iter().map(|(name, _)| name).collect()
    }

    fn click_times(&self, count: u32) -> &Self {
        let place = wait_for(&format!("a click on {self}"), || {
            let object = self.find()?;
            let place = self.page.call_on(&object, POINT, json!(null))?;
            match place.as_str() {
                Some(covered) => Err(covered.to_owned()),
                None => Ok(place),
            }
        });
        if self.page.is_firefox() {
            let at = |axis: &str| place[axis].as_f64().unwrap_or_default();
            firefox::click_at(&self.page.browser, at("x"), at("y"), count);
            return self;
        }
        for click in 1..=count {
            for kind in ["mouseMoved", "mousePressed", "mouseReleased"] {
                let (button, buttons) = if kind == "mouseMoved" { ("none", 0) } else { ("left", 1) };
                self.page.browser.cdp(
                    "Input.dispatchMouseEvent",
                    json!({
                        "type": kind, "x": place["x"], "y": place["y"], "button": button, "buttons": buttons,
                        "clickCount": if kind == "mouseMoved" { 0 } else { click },
                    }),
                );
            }
        }
        self
    }

    fn call(&self, function: &str, argument: Value) -> Value {
        wait_for(&self.to_string(), || {
            let object = self.find()?;
            self.page.call_on(&object, function, argument.clone())
        })
    }

    fn object(&self) -> String {
        wait_for(&self.to_string(), || self.find())
    }

    /// The browser's handle of it, if it is there and the only one.
    fn find(&self) -> Result<String, String> {
        let all = self.candidates()?;
        let named = all.iter().filter(|(name, _)| self.name.is(name));
        match named.collect::<Vec<_>>().as_slice() {
            [(_, Node::Handle(handle))] => Ok(handle.clone()),
            [(_, Node::Number(node))] => {
                let resolved =
                    self.page.browser.try_cdp("DOM.resolveNode", json!({ "backendNodeId": node }))?;
                resolved["object"]["objectId"]
                    .as_str()
                    .map(str::to_owned)
                    .ok_or("it is gone again".to_owned())
            }
            [] => {
                let names: Vec<_> = all.iter().map(|(name, _)| name).collect();
                Err(format!("of role {} there are {names:?}", self.role))
            }
            several => Err(format!("there are {} of them", several.len())),
        }
    }

    /// Names and nodes of everything with this role in the scope.
    fn candidates(&self) -> Result<Vec<(String, Node)>, String> {
        if self.page.is_firefox() {
            let scope = self.scope.as_ref().map(|scope| scope.find()).transpose()?;
            let found = firefox::candidates(&self.page.browser, scope.as_deref(), self.role)?;
            return Ok(found.into_iter().map(|(name, handle)| (name, Node::Handle(handle))).collect());
        }
        let scope = match &self.scope {
            Some(scope) => scope.find()?,
            None => {
                let document = self.page.evaluate_object("document")?;
                document["objectId"].as_str().ok_or("no document yet")?.to_owned()
            }
        };
        let tree = self
            .page
            .browser
            .try_cdp("Accessibility.queryAXTree", json!({ "objectId": scope, "role": self.role }))?;
        let nodes = tree["nodes"].as_array().into_iter().flatten();
        let shown = nodes.filter(|node| node["ignored"] != true);
        let named = |node: &Value| {
            let name = node["name"]["value"].as_str().unwrap_or_default().trim().to_owned();
            Some((name, Node::Number(node["backendDOMNodeId"].as_i64()?)))
        };
        Ok(shown.filter_map(named).collect())
    }
}

impl fmt::Display for Locator<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            Name::Is(name) => write!(f, "{} “{name}”", self.role)?,
            Name::Start(name) => write!(f, "{} “{name}…”", self.role)?,
            Name::Any => f.write_str(self.role)?,
        }
        match &self.scope {
            Some(scope) => write!(f, " in {scope}"),
            None => Ok(()),
        }
    }
}

/// The middle of an element as a point to click, or why not yet.
const POINT: &str = "element => {
    element.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    const box = element.getBoundingClientRect();
    if (!box.width || !box.height) return 'it has no size';
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const hit = document.elementFromPoint(x, y);
    if (!hit) return 'it is out of view';
    if (element.contains(hit) || hit.contains(element) || element.labels && [...element.labels].some(label => label.contains(hit))) return { x, y };
    return `it is covered by ${hit.outerHTML.slice(0, 200)}`;
}";

/// Selects the first occurrence of words inside one line.
const SELECT: &str = "(element, words) => {
    const lines = element.querySelectorAll('.cm-line');
    for (const line of lines.length ? lines : [element]) {
        const at = line.textContent.indexOf(words);
        if (at < 0) continue;
        const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
        const point = (offset) => {
            walker.currentNode = line;
            while (walker.nextNode()) {
                const length = walker.currentNode.data.length;
                if (offset <= length) return [walker.currentNode, offset];
                offset -= length;
            }
        };
        const [start, end] = [point(at), point(at + words.length)];
        getSelection().setBaseAndExtent(...start, ...end);
        return true;
    }
    return false;
}";
