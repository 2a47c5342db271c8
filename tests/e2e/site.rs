//! Serves `dist/` on a free port, and refuses to when it is not what the sources would make.

use std::{
    fs,
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    sync::OnceLock,
    thread,
    time::SystemTime,
};

/// The site is served at the top and below this path too.
pub const BELOW: &str = "below/a-path/";

/// The address of the site, with a slash at its end. One server for all tests.
pub fn address() -> &'static str {
    static ADDRESS: OnceLock<String> = OnceLock::new();
    ADDRESS.get_or_init(|| {
        let root = root().join("dist");
        fresh(&root).unwrap_or_else(|why| panic!("{why}: run ./designer dist"));
        let server = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = server.local_addr().expect("it is bound").port();
        thread::spawn(move || {
            for stream in server.incoming().flatten() {
                let root = root.clone();
                thread::spawn(move || answer(stream, &root));
            }
        });
        format!("http://127.0.0.1:{port}/")
    })
}

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// What goes into the site.
const SOURCES: &[&str] =
    &["Cargo.lock", "Trunk.toml", "index.html", "package-lock.json", "runtimes", "scripts", "src", "style"];

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
    let path = path.strip_prefix(BELOW).unwrap_or(path);
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
    let _ = (&stream).write_all(head.as_bytes()).and_then(|()| (&stream).write_all(&body));
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
