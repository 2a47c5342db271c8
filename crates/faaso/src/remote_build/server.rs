//! The address of a FaaSO server.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The version of FaaSO whose protocol this is.
pub const KNOWN_VERSION: &str = "0.1.0";
/// FaaSO knows no other user.
pub const USER: &str = "admin";

/// The address that FaaSO's client has in `FAASO_SERVER`: `https://faaso.example.org/admin/`, with a slash at its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Server(String);

impl Server {
    /// What was typed, or what to do about it.
    pub fn new(typed: &str) -> Result<Server, &'static str> {
        let typed = typed.trim();
        let (scheme, rest) =
            typed.split_once("://").ok_or("Start the address with `https://` or `http://`.")?;
        let scheme = scheme.to_ascii_lowercase();
        if scheme != "https" && scheme != "http" {
            return Err("Start the address with `https://` or `http://`.");
        }
        if rest.contains(['?', '#']) {
            return Err("Remove `?` or `#` and what follows from the address.");
        }
        let is_plain = |c: char| {
            c.is_alphanumeric() || matches!(c, '-' | '.' | '_' | '~' | ':' | '/' | '[' | ']' | '@' | '%')
        };
        if !rest.chars().all(is_plain) {
            return Err("Remove spaces and special characters from the address.");
        }
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        if host.contains('@') {
            return Err("Remove the user and password from the address: you enter them when you build.");
        }
        if host.is_empty() || host.starts_with(':') {
            return Err("Add the name of the server, for example `https://faaso.example.org/admin/`.");
        }
        let path = path.trim_matches('/');
        let slash = if path.is_empty() { "" } else { "/" };
        Ok(Server(format!("{scheme}://{}/{path}{slash}", host.to_ascii_lowercase())))
    }

    /// The server that a page belongs to whose address lies below `/faaso/NAME/`.
    pub fn near(page: &str) -> Option<Server> {
        let page = page.split(['?', '#']).next()?;
        let (start, path) = page.split_once("://").and_then(|(_, rest)| {
            let slash = rest.find('/')?;
            Some((&page[..page.len() - rest.len() + slash], &rest[slash..]))
        })?;
        let at = path.match_indices("/faaso/").map(|(at, _)| at).find(|at| {
            let name = path[at + "/faaso/".len()..].split_once('/').map(|(name, _)| name);
            name.is_some_and(|name| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric()))
        })?;
        Server::new(&format!("{start}{}/admin/", &path[..at])).ok()
    }

    /// Where its version is told.
    pub fn version(&self) -> String {
        format!("{self}version/")
    }

    /// Where funkos are sent.
    pub fn build(&self) -> String {
        format!("{self}funkos/build/")
    }

    /// What is sent can be read on the way: it isn't encrypted, and it leaves this computer.
    pub fn is_open(&self) -> bool {
        let Some(rest) = self.0.strip_prefix("http://") else { return false };
        let host = rest.split('/').next().unwrap_or_default();
        let name = match host.strip_prefix('[') {
            Some(rest) => rest.split(']').next().unwrap_or_default(),
            None => host.split(':').next().unwrap_or_default(),
        };
        !(name == "localhost" || name.ends_with(".localhost") || name == "::1" || name.starts_with("127."))
    }
}

impl fmt::Display for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
