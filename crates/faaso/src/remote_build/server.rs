//! The address of a FaaSO server: whether it is one, whether the page may ask it, and who can read along.

use core::net::{Ipv4Addr, Ipv6Addr};
use std::fmt;

/// The version of FaaSO whose protocol this is.
pub const KNOWN_VERSION: &str = "0.1.0";
/// FaaSO knows no other user.
const USER: &str = "admin";

/// What a browser reads in an address, as its `URL` has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parsed {
    pub href: String,
    pub origin: String,
    pub hostname: String,
}

/// The page that asks.
pub struct Asking<'a> {
    /// The page's address.
    pub page: &'a str,
    /// What the page's policy says of requests: `connect-src …`.
    pub policy: &'a str,
    /// How the browser reads an address; none where it doesn't take it.
    pub parse: &'a dyn Fn(&str) -> Option<Parsed>,
}

/// Whether the page may ask a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// It is the page's own.
    Own,
    /// It has to allow this page.
    Other,
    /// The policy of this visit was made before the address was set: only a reload changes it.
    AfterReload,
}

/// A server that can be asked. Its address is the one that FaaSO's client has in `FAASO_SERVER`, as the browser writes it:
/// `https://faaso.example.org/admin/`, with a slash at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    address: String,
    origin: String,
    reach: Reach,
    open: bool,
}

impl Server {
    /// The server of Settings, or what to do about it. Where nothing was typed, it is the one that the page belongs to.
    pub fn set(typed: &str, asking: &Asking) -> Result<Server, &'static str> {
        match typed.trim() {
            "" => Server::near(asking).ok_or("Enter the address of your FaaSO in Settings."),
            typed => Server::new(typed, asking),
        }
    }

    /// What was typed, or what to do about it.
    fn new(typed: &str, asking: &Asking) -> Result<Server, &'static str> {
        let parsed =
            (asking.parse)(&written(typed)?).ok_or("Check the host and the port: this isn't an address.")?;
        let own = (asking.parse)(asking.page);
        let is_local = is_this_computer(&parsed.hostname);
        let is_http = parsed.origin.starts_with("http://");
        let reach = if own.is_some_and(|own| own.origin == parsed.origin) {
            Reach::Own
        } else if is_http && !is_local && asking.page.starts_with("https:") {
            return Err(
                "Use an `https://` address: this page came over https, so the browser lets it ask no other.",
            );
        } else if parsed.hostname.starts_with('[') {
            return Err(
                "Use a host name or an IPv4 address: browsers don't let a page allow an IPv6 address. A name in this computer's `hosts` file works too.",
            );
        } else if !fits_policy(&parsed.hostname) {
            return Err(
                "Use a host name of letters, digits, dashes and dots, or an IPv4 address: browsers don't let a page allow others. A name in this computer's `hosts` file works too.",
            );
        } else if asking.policy.split(' ').any(|allowed| allowed == parsed.origin) {
            Reach::Other
        } else {
            Reach::AfterReload
        };
        Ok(Server { address: parsed.href, origin: parsed.origin, reach, open: is_http && !is_local })
    }

    /// The server that a page belongs to whose address lies below `/faaso/NAME/`.
    pub fn near(asking: &Asking) -> Option<Server> {
        let page = asking.page.split(['?', '#']).next()?;
        let (start, path) = page.split_once("://").and_then(|(_, rest)| {
            let slash = rest.find('/')?;
            Some((&page[..page.len() - rest.len() + slash], &rest[slash..]))
        })?;
        let at = path.match_indices("/faaso/").map(|(at, _)| at).find(|at| {
            let name = path[at + "/faaso/".len()..].split_once('/').map(|(name, _)| name);
            name.is_some_and(|name| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric()))
        })?;
        Server::new(&format!("{start}{}/admin/", &path[..at]), asking).ok()
    }

    /// Where its version is told.
    pub fn version(&self) -> String {
        format!("{self}version/")
    }

    /// Where funkos are sent.
    pub fn build(&self) -> String {
        format!("{self}funkos/build/")
    }

    /// Scheme, host and port.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    pub fn reach(&self) -> Reach {
        self.reach
    }

    /// What is sent can be read on the way: it isn't encrypted, and it leaves this computer.
    pub fn is_open(&self) -> bool {
        self.open
    }
}

impl fmt::Display for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.address)
    }
}

/// User and password, for one server alone: another one is never given them.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Login {
    /// The address that they were typed for.
    server: String,
    pub user: String,
    pub password: String,
}

impl Login {
    /// What was typed for this server; where that was another one, nothing was.
    pub fn at(&self, server: &Server) -> Login {
        match self.server == server.address {
            true => self.clone(),
            false => Login { server: server.address.clone(), user: USER.to_owned(), password: String::new() },
        }
    }
}

/// What was typed with a slash at its end, or what of it is no part of a server's address.
fn written(typed: &str) -> Result<String, &'static str> {
    let (scheme, rest) = typed.split_once("://").ok_or("Start the address with `https://` or `http://`.")?;
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
    Ok(format!("{scheme}://{host}/{path}{slash}"))
}

/// A content security policy can name the host. Its grammar has no other letters: browsers drop such a source, and block
/// what it was to allow. `platform/js/start.js` writes the policy by the same rule.
fn fits_policy(hostname: &str) -> bool {
    let name = hostname.strip_suffix('.').unwrap_or(hostname);
    let is_label = |label: &str| {
        !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    name.split('.').all(is_label)
}

/// A browser writes every form of an IP address in one way, so a name that only begins like one isn't one.
fn is_this_computer(hostname: &str) -> bool {
    if let Some(v6) = hostname.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return v6.parse::<Ipv6Addr>().is_ok_and(|ip| ip.to_canonical().is_loopback());
    }
    let name = hostname.strip_suffix('.').unwrap_or(hostname);
    match name.parse::<Ipv4Addr>() {
        Ok(ip) => ip.is_loopback(),
        Err(_) => name == "localhost" || name.ends_with(".localhost"),
    }
}
