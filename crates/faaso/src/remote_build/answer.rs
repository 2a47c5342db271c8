//! What a server answers, as it comes in.

use super::{log, terminal::Terminal};
use crate::text::floor_boundary;
use serde::Deserialize;

/// What a server adds to the log of a build that failed: by then its status is out.
pub const FAILED: &str = "\n##--##--##--##ERROR";

/// An answer whose body comes in chunks.
#[derive(Debug)]
pub struct Answer {
    status: u16,
    terminal: Terminal,
    /// What came so far, as text.
    text: String,
    start: Start,
    /// Its beginning is gone.
    is_cut: bool,
    /// How much of it was given out.
    given: usize,
}

/// How the body came to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ended {
    Whole,
    /// The connection broke, in the browser's words.
    Cut(String),
}

/// What became of the build.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Built,
    /// The build failed.
    Failed,
    /// It isn't said: the server is of a version that doesn't, or the log has nothing of a build.
    Unknown,
    /// It may go on at the server.
    Cut(String),
    /// The server didn't build: why and what to do, in sentences.
    Refused(String),
}

/// Bytes of a log that are kept: of a longer one the beginning goes.
const MOST_LOG: usize = 16 << 20;

impl Answer {
    pub fn new(status: u16) -> Answer {
        Answer {
            status,
            terminal: Terminal::default(),
            text: String::new(),
            start: Start::Unsure,
            is_cut: false,
            given: 0,
        }
    }

    /// Takes a chunk. Gives the part of the log that is new.
    pub fn push(&mut self, chunk: &[u8]) -> String {
        let text = self.terminal.push(chunk);
        self.add(&text);
        if self.text.len() > MOST_LOG {
            let half = self.text.len() / 2;
            let end = self.text.as_bytes()[half..].iter().position(|&byte| byte == b'\n');
            let cut = end.map_or_else(|| floor_boundary(&self.text, half), |at| half + at + 1);
            self.text.drain(..cut);
            self.is_cut = true;
            self.given = self.given.saturating_sub(cut);
        }
        if self.is_held() { String::new() } else { self.give(kept(&self.text)) }
    }

    /// Nothing more comes. Gives the rest of the log, and what became of the build.
    pub fn finish(&mut self, ended: Ended) -> (String, Outcome) {
        let rest = self.terminal.finish();
        self.add(&rest);
        if let Some((log, failed)) = in_json(&self.text).filter(|_| self.is_held()) {
            // of the old kind the log comes at once, inside
            let failed = failed || self.status >= 400;
            let mut terminal = Terminal::default();
            self.text = terminal.push(log.as_bytes()) + &terminal.finish();
            self.given = 0;
            return (self.give(self.text.len()), outcome(&self.text, failed));
        }
        if let Some(why) = refused(self.status, self.start) {
            self.text.clear();
            return (String::new(), Outcome::Refused(why));
        }
        let said = self.text.trim_end();
        // a log of nothing else has no newline before it
        let log = said.strip_suffix(FAILED).or_else(|| said.strip_suffix(FAILED.trim_start()));
        let marked = log.is_some();
        let end = log.map_or(self.text.len(), str::len);
        self.text.truncate(end);
        let rest = self.give(self.text.len());
        match ended {
            Ended::Cut(why) if !marked => (rest, Outcome::Cut(why)),
            _ => (rest, outcome(&self.text, marked)),
        }
    }

    /// What became of the build is known before the end, so nothing more has to be waited for: it is [`Answer::finish`]ed.
    pub fn is_decided(&self) -> bool {
        match self.status {
            200 => self.start == Start::Page || (self.is_held() && self.is_cut),
            // an answer of the old kind may be in it
            500..=599 => self.is_cut,
            _ => true,
        }
    }

    /// The whole log.
    pub fn log(&self) -> &str {
        &self.text
    }

    /// It isn't a log, or may not be one yet: an answer of the old kind, a page, or the words of an error.
    fn is_held(&self) -> bool {
        self.status != 200 || self.start != Start::Log
    }

    fn add(&mut self, text: &str) {
        self.text.push_str(text);
        if self.start == Start::Unsure {
            self.start = start(&self.text);
        }
    }

    fn give(&mut self, end: usize) -> String {
        let new = self.text.get(self.given..end).unwrap_or_default().to_owned();
        self.given = self.given.max(end);
        new
    }
}

/// How a text begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Start {
    /// What came so far may become anything.
    Unsure,
    /// The JSON of an old server.
    Old,
    Page,
    Log,
}

/// What a page begins with, in small letters.
const PAGE: [&str; 3] = ["<!doctype", "<html", "<head"];

/// A log may begin with a bracket, too: only so much is held back as can still become something else.
fn start(text: &str) -> Start {
    let text = text.trim_start();
    if let Some(object) = text.strip_prefix('{') {
        let key = object.trim_start();
        return among(key, &["\"exit_code\"", "\"output\"", "\"stdout\"", "\"stderr\""], Start::Old);
    }
    among(&text.chars().take(64).collect::<String>().to_ascii_lowercase(), &PAGE, Start::Page)
}

/// Whether a text begins with one of these, or can still come to.
fn among(text: &str, starts: &[&str], known: Start) -> Start {
    if starts.iter().any(|start| text.starts_with(start)) {
        return known;
    }
    match starts.iter().any(|start| start.starts_with(text)) {
        true => Start::Unsure,
        false => Start::Log,
    }
}

/// The version that a server tells, or why there is none.
pub fn version(status: u16, body: &str) -> Result<String, String> {
    if let Some(why) = refused(status, start(body)) {
        return Err(why);
    }
    let version = body.trim();
    let is_version = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '+' | '_');
    match !version.is_empty() && version.len() <= 40 && version.chars().all(is_version) {
        true => Ok(version.to_owned()),
        false => Err(format!("This address doesn't tell a version as FaaSO does. {CHECK_ADDRESS}")),
    }
}

/// How much of the text is surely no beginning of the mark at its end, which a newline may follow.
fn kept(text: &str) -> usize {
    let least = text.len().saturating_sub(FAILED.len() + 2);
    let is_mark = |rest: &str| {
        FAILED.starts_with(rest) || rest.strip_prefix(FAILED).is_some_and(|rest| rest.trim().is_empty())
    };
    let begins = |at: &usize| text.is_char_boundary(*at) && is_mark(&text[*at..]);
    (least..text.len()).find(begins).unwrap_or(text.len())
}

/// An answer of the old kind; the oldest kept the two streams apart.
#[derive(Deserialize)]
struct Ran {
    exit_code: i64,
    output: Option<String>,
    #[serde(default)]
    stdout: String,
    #[serde(default)]
    stderr: String,
}

/// The log in an answer of the old kind, and whether the build failed.
fn in_json(text: &str) -> Option<(String, bool)> {
    let Ran { exit_code, output, stdout, stderr } = serde_json::from_str(text.trim()).ok()?;
    Some((output.unwrap_or_else(|| stdout + &stderr), exit_code != 0))
}

fn outcome(log: &str, failed: bool) -> Outcome {
    let failure = log::read(log);
    match (failed || failure.error.is_some(), failure.built) {
        (true, _) => Outcome::Failed,
        (false, true) => Outcome::Built,
        (false, false) => Outcome::Unknown,
    }
}

const CHECK_ADDRESS: &str = "Check the address: FaaSO's usually ends in `/admin/`.";

/// Why a server built nothing; none where it did.
fn refused(status: u16, start: Start) -> Option<String> {
    Some(match status {
        200 if start == Start::Page => format!("This address answers with a web page. {CHECK_ADDRESS}"),
        200 => return None,
        401 => "Wrong password. The server refused user and password.".to_owned(),
        403 => "The server doesn't allow this. Ask whoever runs it.".to_owned(),
        404 | 405 => format!("There is no FaaSO at this address. {CHECK_ADDRESS}"),
        413 => {
            "The funko is too large for this server. Leave out large files, or ask whoever runs it.".to_owned()
        }
        429 => "The server refused the request: there were too many. Wait, then try again.".to_owned(),
        502..=504 => "A proxy answered: FaaSO isn't running behind it, or takes too long. Try again later, or ask whoever runs it.".to_owned(),
        500..=599 => {
            "The server failed before it built anything. Old versions of FaaSO fail when the funko has folders.".to_owned()
        }
        300..=399 => "The server redirects to another address. Use that address instead.".to_owned(),
        400..=499 => {
            format!("The server refused the request with status {status}. {CHECK_ADDRESS} If it's right, ask whoever runs the server.")
        }
        _ => format!("The server answered with status {status}, as FaaSO never does. {CHECK_ADDRESS}"),
    })
}
