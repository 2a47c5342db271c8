//! A headless browser for one test. Chromium is driven by chromedriver: WebDriver for the session, the DevTools protocol
//! for everything else; Firefox by geckodriver, with WebDriver alone (`firefox`). The little HTTP that takes is written
//! out here, so the tests need no crate of their own.

use crate::firefox;

use serde_json::{Value, json};
use std::{
    env, fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

/// Which browser a story runs in. Most run in Chromium only, the main ones in both: see `page::in_each_browser`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Chromium,
    Firefox,
}

pub struct Browser {
    pub kind: Kind,
    driver: Child,
    /// What Firefox writes, its console among it.
    said: Arc<Mutex<Vec<String>>>,
    port: u16,
    session: String,
    folder: PathBuf,
    profile: PathBuf,
}

impl Browser {
    /// Starts a driver on a port of its own choice and a browser with this profile, or one that nobody used.
    pub fn start(kind: Kind, profile: Option<&Path>) -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = env::temp_dir().join(format!("faaso-designer-e2e-{}-{count}", std::process::id()));
        fs::create_dir_all(folder.join("downloads")).expect("the temporary folder takes files");

        // it takes a port for IPv4 and asks for the same one of IPv6: now and then that is somebody's, and it ends
        let said = Arc::default();
        let started = (0..5).find_map(|_| driver(kind, &said));
        let (driver, port) = started.expect("the driver finds a port");

        let profile = profile.map_or_else(|| folder.join("profile"), Path::to_owned);
        let mut browser = Browser { kind, driver, said, port, session: String::new(), folder, profile };
        let capabilities = match kind {
            Kind::Chromium => browser.capabilities(),
            Kind::Firefox => firefox::capabilities(&browser.downloads()),
        };
        let answer = browser.post("/session", &capabilities);
        browser.session = answer["sessionId"].as_str().expect("a session has an id").to_owned();
        if kind == Kind::Chromium {
            browser.cdp(
                "Browser.setDownloadBehavior",
                json!({ "behavior": "allow", "downloadPath": browser.downloads() }),
            );
        }
        browser
    }

    /// The folder that downloads end in.
    pub fn downloads(&self) -> PathBuf {
        self.folder.join("downloads")
    }

    /// One call of the DevTools protocol. Panics with the browser's own words when it fails.
    pub fn cdp(&self, command: &str, params: Value) -> Value {
        self.try_cdp(command, params).unwrap_or_else(|why| panic!("{command}: {why}"))
    }

    pub fn try_cdp(&self, command: &str, params: Value) -> Result<Value, String> {
        let path = format!("/session/{}/goog/cdp/execute", self.session);
        self.call("POST", &path, &json!({ "cmd": command, "params": params }))
    }

    /// One command of WebDriver, below the session. Panics with the driver's own words when it fails.
    pub fn command(&self, method: &str, path: &str, body: Value) -> Value {
        self.try_command(method, path, body).unwrap_or_else(|why| panic!("{path}: {why}"))
    }

    pub fn try_command(&self, method: &str, path: &str, body: Value) -> Result<Value, String> {
        self.call(method, &format!("/session/{}{path}", self.session), &body)
    }

    /// Opens another tab and turns to it.
    pub fn new_tab(&self) {
        let tab = self.post(&format!("/session/{}/window/new", self.session), &json!({ "type": "tab" }));
        self.turn_to(tab["handle"].as_str().expect("a tab has a handle"));
    }

    /// The tabs' handles, the oldest first.
    pub fn tabs(&self) -> Vec<String> {
        let path = format!("/session/{}/window/handles", self.session);
        let handles = self.call("GET", &path, &Value::Null).unwrap_or_else(|why| panic!("{path}: {why}"));
        handles.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    }

    /// What follows is done in that tab.
    pub fn turn_to(&self, tab: &str) {
        self.post(&format!("/session/{}/window", self.session), &json!({ "handle": tab }));
    }

    /// It was not killed.
    pub fn runs(&self) -> bool {
        !self.session.is_empty()
    }

    /// Ends the browser's processes as a crash or the machine's power switch would: nothing in it hears of it.
    pub fn kill(&mut self) {
        let profile = self.profile_argument();
        let listed = Command::new("ps").args(["-A", "-ww", "-o", "pid=", "-o", "args="]).output();
        let listed = listed.expect("ps lists processes").stdout;
        let listed = String::from_utf8_lossy(&listed);
        let ours = listed.lines().filter(|line| line.split(' ').any(|argument| argument == profile));
        let pids: Vec<&str> = ours.filter_map(|line| line.split_whitespace().next()).collect();
        assert!(!pids.is_empty(), "a browser is running");
        // a helper may have ended with its parent by now
        let _ = Command::new("kill").arg("-9").args(&pids).stderr(Stdio::null()).status();
        self.session.clear();
    }

    fn profile_argument(&self) -> String {
        format!("--user-data-dir={}", self.profile.display())
    }

    /// What the console said since the last call: level and text.
    pub fn console(&self) -> Vec<(String, String)> {
        if self.kind == Kind::Firefox {
            let said = std::mem::take(&mut *self.said.lock().expect("nobody panics with it"));
            return said.into_iter().filter_map(firefox::console).collect();
        }
        let path = format!("/session/{}/se/log", self.session);
        let entries = self.post(&path, &json!({ "type": "browser" }));
        let text = |entry: &Value, key: &str| entry[key].as_str().unwrap_or_default().to_owned();
        entries
            .as_array()
            .into_iter()
            .flatten()
            .map(|entry| (text(entry, "level"), text(entry, "message")))
            .collect()
    }

    fn capabilities(&self) -> Value {
        let profile = self.profile_argument();
        let mut args = vec![
            "--headless=new",
            "--disable-gpu",
            "--disable-quic",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-dev-shm-usage",
            "--disable-sync",
            "--no-first-run",
            // nothing leaves this machine, whatever the page asks for
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            "--window-size=1440,900",
            &profile,
        ];
        if !sandbox_works() {
            args.push("--no-sandbox");
        }
        let mut options = json!({ "args": args });
        if let Ok(binary) = env::var("CHROMIUM") {
            options["binary"] = binary.into();
        }
        json!({ "capabilities": { "alwaysMatch": {
            "browserName": "chrome",
            "goog:chromeOptions": options,
            "goog:loggingPrefs": { "browser": "ALL" },
        } } })
    }

    fn post(&self, path: &str, body: &Value) -> Value {
        self.call("POST", path, body).unwrap_or_else(|why| panic!("{path}: {why}"))
    }

    fn call(&self, method: &str, path: &str, body: &Value) -> Result<Value, String> {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).map_err(|error| error.to_string())?;
        stream.set_read_timeout(Some(Duration::from_secs(60))).map_err(|error| error.to_string())?;
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            self.port,
            body.len()
        );
        stream.write_all(format!("{head}{body}").as_bytes()).map_err(|error| error.to_string())?;
        let answer: Value = serde_json::from_slice(&read_body(stream)?).map_err(|error| error.to_string())?;
        match answer["value"].get("error") {
            Some(_) => Err(answer["value"]["message"].as_str().unwrap_or("no message").to_owned()),
            None => Ok(answer["value"].clone()),
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if !self.session.is_empty() {
            let _ = self.call("DELETE", &format!("/session/{}", self.session), &json!({}));
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// A driver on a port of its own choice; none when it found none. What it says is kept where somebody reads it.
fn driver(kind: Kind, said: &Arc<Mutex<Vec<String>>>) -> Option<(Child, u16)> {
    let (variable, program, arguments, before) = match kind {
        Kind::Chromium => ("CHROMEDRIVER", "chromedriver", &["--port=0"][..], "on port "),
        Kind::Firefox => ("GECKODRIVER", "geckodriver", firefox::ARGUMENTS, "Listening on 127.0.0.1:"),
    };
    let program = env::var(variable).unwrap_or_else(|_| program.to_owned());
    let started = Command::new(&program).args(arguments).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
    let mut driver = started.unwrap_or_else(|error| {
        panic!("{program} cannot be started ({error}): run ./designer test, it says what to install")
    });
    let mut lines = BufReader::new(driver.stdout.take().expect("it is piped")).lines().map_while(Result::ok);
    let port = lines.find_map(|line| {
        let port = line.rsplit_once(before)?.1.trim_end_matches('.').parse().ok();
        port.filter(|&port: &u16| port != 0)
    });
    let Some(port) = port else {
        // it has ended its output, and so is about to end
        let _ = driver.wait();
        return None;
    };
    // it must be able to go on writing
    let said = said.clone();
    std::thread::spawn(move || {
        for line in lines {
            if kind == Kind::Firefox
                && let Ok(mut said) = said.lock()
            {
                said.push(line);
            }
        }
    });
    Some((driver, port))
}

fn read_body(stream: TcpStream) -> Result<Vec<u8>, String> {
    let mut reader = BufReader::new(stream);
    let mut length = None;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).map_err(|error| error.to_string())?;
        let line = line.trim_end().to_ascii_lowercase();
        if line.is_empty() {
            break;
        }
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().ok();
        }
    }
    let mut body = vec![0; length.ok_or("the driver's answer has no length")?];
    reader.read_exact(&mut body).map_err(|error| error.to_string())?;
    Ok(body)
}

/// Chromium's sandbox refuses to run as root, and can't where namespaces of users are refused, as in many containers.
fn sandbox_works() -> bool {
    let is_root = Command::new("id").arg("-u").output().is_ok_and(|said| said.stdout.trim_ascii() == b"0");
    let unshared = || Command::new("unshare").args(["--user", "true"]).stderr(Stdio::null()).status();
    // where there is no such program, nothing is known of it
    !is_root && (!cfg!(target_os = "linux") || unshared().map_or(true, |status| status.success()))
}
