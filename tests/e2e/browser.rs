//! A headless Chromium for one test, driven by chromedriver: WebDriver for the session, the DevTools protocol for
//! everything else. The little HTTP that takes is written out here, so the tests need no crate of their own.

use serde_json::{Value, json};
use std::{
    env, fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

pub struct Browser {
    driver: Child,
    port: u16,
    session: String,
    folder: PathBuf,
    profile: PathBuf,
}

impl Browser {
    /// Starts a driver on a port of its own choice and a browser with this profile, or one that nobody used.
    pub fn start(profile: Option<&Path>) -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = env::temp_dir().join(format!("faaso-designer-e2e-{}-{count}", std::process::id()));
        fs::create_dir_all(folder.join("downloads")).expect("the temporary folder takes files");

        // it takes a port for IPv4 and asks for the same one of IPv6: now and then that is somebody's, and it ends
        let started = (0..5).find_map(|_| driver());
        let (driver, port) = started.expect("chromedriver finds a port");

        let profile = profile.map_or_else(|| folder.join("profile"), Path::to_owned);
        let mut browser = Browser { driver, port, session: String::new(), folder, profile };
        let answer = browser.post("/session", &browser.capabilities());
        browser.session = answer["sessionId"].as_str().expect("a session has an id").to_owned();
        browser.cdp(
            "Browser.setDownloadBehavior",
            json!({ "behavior": "allow", "downloadPath": browser.downloads() }),
        );
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
        let ours = |pid: &String| {
            let line = fs::read(Path::new("/proc").join(pid).join("cmdline")).unwrap_or_default();
            String::from_utf8_lossy(&line).split('\0').any(|argument| argument == profile)
        };
        let entries = fs::read_dir("/proc").expect("Linux").flatten();
        let pids = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
        let pids: Vec<String> =
            pids.filter(|name| name.bytes().all(|b| b.is_ascii_digit())).filter(ours).collect();
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
        if is_root() {
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
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
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

/// A driver on a port of its own choice; none when it found none.
fn driver() -> Option<(Child, u16)> {
    let program = env::var("CHROMEDRIVER").unwrap_or_else(|_| "chromedriver".to_owned());
    let started = Command::new(&program).arg("--port=0").stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
    let mut driver = started.unwrap_or_else(|error| {
        panic!("{program} cannot be started ({error}): run ./designer test, it says what to install")
    });
    let mut lines = BufReader::new(driver.stdout.take().expect("it is piped")).lines().map_while(Result::ok);
    let port = lines.find_map(|line| {
        let port = line.rsplit_once("on port ")?.1.trim_end_matches('.').parse().ok();
        port.filter(|&port: &u16| port != 0)
    });
    let Some(port) = port else {
        // it has ended its output, and so is about to end
        let _ = driver.wait();
        return None;
    };
    // it must be able to go on writing
    std::thread::spawn(move || lines.for_each(drop));
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
    let mut body = vec![0; length.ok_or("chromedriver's answer has no length")?];
    reader.read_exact(&mut body).map_err(|error| error.to_string())?;
    Ok(body)
}

/// Chromium's sandbox refuses to run as root.
fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    fs::metadata(Path::new("/proc/self")).is_ok_and(|meta| meta.uid() == 0)
}
