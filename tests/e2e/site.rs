//! Serves `dist/` on a free port, and refuses to when it is not what the sources would make.

use std::{
    env, fs,
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::SystemTime,
};

/// The site is served at the top and below this path too.
pub const BELOW: &str = "below/a-path/";

/// The address of the site, with a slash at its end. One server for all tests.
pub fn address() -> &'static str {
    static ADDRESS: OnceLock<String> = OnceLock::new();
    ADDRESS.get_or_init(|| {
        let root = dist();
        serve(move |stream| answer(stream, &root))
    })
}

/// The built site, when it is what the sources make.
pub fn dist() -> PathBuf {
    let dist = root().join("dist");
    fresh(&dist).unwrap_or_else(|why| panic!("{why}: run ./designer dist"));
    dist
}

/// Answers each connection on a thread of its own. Gives the address.
pub fn serve(answer: impl Fn(TcpStream) + Send + Sync + 'static) -> String {
    let server = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = server.local_addr().expect("it is bound").port();
    let answer = Arc::new(answer);
    thread::spawn(move || {
        for stream in server.incoming().flatten() {
            let answer = answer.clone();
            thread::spawn(move || answer(stream));
        }
    });
    format!("http://127.0.0.1:{port}/")
}

/// A host of one test's own: it can be switched off, and another version of the site be put on it.
pub struct Host {
    pub address: String,
    folder: PathBuf,
    up: Arc<AtomicBool>,
}

impl Host {
    pub fn start(name: &str) -> Self {
        let folder = env::temp_dir().join(format!("faaso-designer-site-{}-{name}", std::process::id()));
        copy(&dist(), &folder);
        let up = Arc::new(AtomicBool::new(true));
        let (root, running) = (folder.clone(), up.clone());
        let address = serve(move |stream| {
            if running.load(Ordering::Relaxed) {
                answer(stream, &root);
            }
        });
        Host { address, folder, up }
    }

    pub fn switch(&self, on: bool) {
        self.up.store(on, Ordering::Relaxed);
    }

    pub fn read(&self, file: &str) -> String {
        fs::read_to_string(self.folder.join(file)).expect("the site has it")
    }

    pub fn write(&self, file: &str, text: &str) {
        fs::write(self.folder.join(file), text).expect("the folder is ours");
    }

    /// The one file of the site whose path begins and ends so.
    pub fn find(&self, start: &str, end: &str) -> String {
        let (folder, start) = start.rsplit_once('/').unwrap_or(("", start));
        let entries = fs::read_dir(self.folder.join(folder)).expect("the site has it").flatten();
        let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
        // what a name ends with may only be its hash: part-dialogs-… isn't part-dialogs-panels-…
        let is_it = |name: &String| {
            let hash = name.strip_prefix(start).and_then(|rest| rest.strip_suffix(end));
            hash.is_some_and(|hash| !hash.contains('-'))
        };
        let found: Vec<_> = names.filter(is_it).collect();
        assert_eq!(found.len(), 1, "{start}…{end}: {found:?}");
        if folder.is_empty() { found[0].clone() } else { format!("{folder}/{}", found[0]) }
    }

    /// The file is there again, as it was built.
    pub fn restore(&self, file: &str) {
        fs::copy(dist().join(file), self.folder.join(file)).expect("the folder is ours");
    }

    /// The file is not there any more.
    pub fn remove(&self, file: &str) {
        fs::remove_file(self.folder.join(file)).expect("the folder is ours");
    }

    /// Of the file only the first half is there.
    pub fn cut(&self, file: &str) {
        let whole = fs::read(self.folder.join(file)).expect("the site has it");
        fs::write(self.folder.join(file), &whole[..whole.len() / 2]).expect("the folder is ours");
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the temporary folder takes files");
    for entry in fs::read_dir(from).expect("it was built").flatten() {
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        match from.is_dir() {
            true => copy(&from, &to),
            false => drop(fs::copy(&from, &to).expect("the temporary folder takes files")),
        }
    }
}

/// As it is shipped: with a workshop and parts, which a site for development hasn't.
pub fn is_released() -> bool {
    let mut files = root().join("dist").read_dir().expect("it was built").flatten();
    files.any(|entry| entry.file_name().to_string_lossy().starts_with("workshop_bg-"))
}

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// What goes into the site.
const SOURCES: &[&str] = &[
    "Cargo.lock",
    "Trunk.toml",
    "crates",
    "index.html",
    "package-lock.json",
    "runtimes",
    "scripts",
    "src",
    "style",
];

fn fresh(site: &Path) -> Result<(), String> {
    let built = modified(&site.join("index.html")).ok_or("dist/ holds no site")?;
    for source in SOURCES {
        if let Some((path, _)) = newest(&root().join(source)).filter(|&(_, at)| at > built) {
            return Err(format!("dist/ is older than {}", path.display()));
        }
    }
    Ok(())
}

fn newest(path: &Path) -> Option<(PathBuf, SystemTime)> {
    if !path.is_dir() {
        return modified(path).map(|at| (path.to_owned(), at));
    }
    let entries = fs::read_dir(path).ok()?.flatten();
    entries.filter_map(|entry| newest(&entry.path())).max_by_key(|&(_, at)| at)
}

fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|meta| meta.modified()).ok()
}

fn answer(stream: TcpStream, root: &Path) {
    let mut lines = BufReader::new(&stream).lines().map_while(Result::ok);
    let Some(request) = lines.next() else { return };
    lines.take_while(|line| !line.is_empty()).for_each(drop);
    let target = request.split(' ').nth(1).unwrap_or("/");
    let path = target.split(['?', '#']).next().unwrap_or("/").trim_start_matches('/');
    send_file(&stream, path.strip_prefix(BELOW).unwrap_or(path), root);
}

/// Answers with a file of the site, by its path from the site's top.
pub fn send_file(mut stream: &TcpStream, path: &str, root: &Path) {
    let file = if path.is_empty() { "index.html" } else { path };
    let found = (!file.split('/').any(|part| part == "..")).then(|| fs::read(root.join(file)).ok()).flatten();
    let (status, body) = match found {
        Some(body) => ("200 OK", body),
        None => ("404 Not Found", b"not found".to_vec()),
    };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {}\r\nContent-Length: {}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n",
        kind(file),
        body.len()
    );
    // the browser may have gone away
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body));
}

fn kind(file: &str) -> &'static str {
    match file.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("json" | "webmanifest") => "application/json",
        _ => "application/octet-stream",
    }
}
