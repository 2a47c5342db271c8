//! Requests to a FaaSO server: the only ones that leave the site, and none without the author's yes.

use super::{BrowserError, address, dom};
use base64::{Engine, engine::general_purpose::STANDARD};
use faaso::remote_build::{Asking, Login, Parsed, Server};
use js_sys::{Reflect, Uint8Array};
use std::cell::Cell;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, Headers, ReadableStreamDefaultReader, ReferrerPolicy, RequestCache, RequestCredentials,
    RequestInit, RequestRedirect, Response, Url,
};

/// The server of Settings, or what to do about it.
pub fn server(typed: &str) -> Result<Server, &'static str> {
    asking(|asking| Server::set(typed, asking))
}

/// The server that the page belongs to.
pub fn near() -> Option<Server> {
    asking(Server::near)
}

fn asking<T>(judge: impl FnOnce(&Asking) -> T) -> T {
    // the last one is what `js/start.js` put in
    let policies = dom::document().query_selector_all("meta[http-equiv=Content-Security-Policy]").ok();
    let last = policies.and_then(|all| all.get(all.length().checked_sub(1)?));
    let policy = last.and_then(|meta| meta.unchecked_into::<web_sys::Element>().get_attribute("content"));
    judge(&Asking { page: &address::page(), policy: &policy.unwrap_or_default(), parse: &parse })
}

fn parse(address: &str) -> Option<Parsed> {
    let url = Url::new(address).ok()?;
    Some(Parsed { href: url.href(), origin: url.origin(), hostname: url.hostname() })
}

/// Scheme, host and port of the page's own address.
pub fn own_origin() -> String {
    parse(&address::page()).map(|page| page.origin).unwrap_or_default()
}

/// Who ended a request before it was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    Stopped,
    Late,
}

/// A request and its answer. It ends with its holder: an answer without end would keep a connection to itself, and browsers
/// have six of them for one server.
pub struct Call {
    abort: AbortController,
    cut: Cell<Option<Cut>>,
}

impl Drop for Call {
    fn drop(&mut self) {
        self.abort.abort();
    }
}

impl Call {
    pub fn new() -> Result<Self, BrowserError> {
        Ok(Call { abort: AbortController::new()?, cut: Cell::new(None) })
    }

    /// Ends what is under way: it fails.
    pub fn end(&self, cut: Cut) {
        self.cut.set(self.cut.get().or(Some(cut)));
        self.abort.abort();
    }

    /// Who ended it.
    pub fn cut(&self) -> Option<Cut> {
        self.cut.get()
    }

    pub fn get(&self, url: &str, login: &Login) -> Result<Asked, BrowserError> {
        self.ask(url, login, &RequestInit::new(), Headers::new()?)
    }

    pub fn post(&self, url: &str, login: &Login, kind: &str, body: &[u8]) -> Result<Asked, BrowserError> {
        let init = RequestInit::new();
        init.set_method("POST");
        init.set_body(&Uint8Array::from(body));
        let headers = Headers::new()?;
        headers.set("Content-Type", kind)?;
        self.ask(url, login, &init, headers)
    }

    /// The browser has no say: it neither sends nor keeps a password, follows no redirect, and keeps no answer.
    fn ask(
        &self,
        url: &str,
        login: &Login,
        init: &RequestInit,
        headers: Headers,
    ) -> Result<Asked, BrowserError> {
        let secret = STANDARD.encode(format!("{}:{}", login.user, login.password));
        headers.set("Authorization", &format!("Basic {secret}"))?;
        init.set_headers(&headers);
        init.set_credentials(RequestCredentials::Omit);
        init.set_cache(RequestCache::NoStore);
        init.set_redirect(RequestRedirect::Manual);
        init.set_referrer_policy(ReferrerPolicy::NoReferrer);
        init.set_signal(Some(&self.abort.signal()));
        let window = web_sys::window().expect("the page runs in a window");
        Ok(Asked(JsFuture::from(window.fetch_with_str_and_init(url, init))))
    }
}

/// A request on its way.
pub struct Asked(JsFuture);

impl Asked {
    pub async fn answer(self) -> Result<Coming, BrowserError> {
        let response: Response = self.0.await?.unchecked_into();
        let reader = response.body().map(|body| body.get_reader().unchecked_into());
        // a redirect that isn't followed has status 0
        let status = if response.status() == 0 { 308 } else { response.status() };
        Ok(Coming { status, reader })
    }
}

/// An answer whose body comes in.
pub struct Coming {
    pub status: u16,
    reader: Option<ReadableStreamDefaultReader>,
}

impl Coming {
    /// What came since the last one; none at the end.
    pub async fn chunk(&self) -> Result<Option<Vec<u8>>, BrowserError> {
        let Some(reader) = &self.reader else { return Ok(None) };
        let read = JsFuture::from(reader.read()).await?;
        let part = |key: &str| Reflect::get(&read, &JsValue::from_str(key));
        match part("done")?.is_truthy() {
            true => Ok(None),
            false => Ok(Some(Uint8Array::new(&part("value")?).to_vec())),
        }
    }

    /// The whole body, up to so many bytes.
    pub async fn text(&self, most: usize) -> Result<String, BrowserError> {
        let mut bytes = Vec::new();
        while bytes.len() < most
            && let Some(chunk) = self.chunk().await?
        {
            bytes.extend(chunk);
        }
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}
