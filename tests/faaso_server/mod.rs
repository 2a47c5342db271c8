//! A FaaSO server for tests, made after FaaSO's own sources: its pages below `/admin/`, guarded by user and password, and a
//! funko below `/faaso/designer/`, which is whatever the test says. It keeps what it was asked, and answers as the test says.

pub mod form;

use base64::{Engine, engine::general_purpose::STANDARD};
use form::{Part, Unpacked};
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{Shutdown, TcpStream},
    sync::{
        Mutex,
        mpsc::{Receiver, Sender, channel},
    },
    time::Duration,
};

/// What the server answers to a funko.
#[derive(Clone, Debug)]
pub enum Reply {
    /// The log in pieces: the first at once, each other one when the test says [`Faaso::go_on`].
    Log(Vec<String>),
    /// The same, and then, when the test says it once more, the connection breaks.
    Broken(Vec<String>),
    /// All at once: status, type and body.
    Whole(u16, &'static str, String),
}

/// What `GET version/` gives.
#[derive(Clone, Copy, Debug)]
pub enum Tells {
    Version(&'static str),
    /// An answer that doesn't end, as long as the browser takes it.
    Endless,
    /// Its beginning, and then nothing more.
    Silent,
}

/// A funko that came in.
#[derive(Debug)]
pub struct Received {
    pub files: Vec<Unpacked>,
    /// The other field of the form.
    pub name: String,
}

pub struct Faaso {
    pub password: &'static str,
    pub version: Mutex<Tells>,
    /// The page that may ask from elsewhere, as CORS has it.
    pub allowed: Mutex<Option<String>>,
    pub reply: Mutex<Reply>,
    /// Each request below `/admin/`: method and path.
    pub asked: Mutex<Vec<String>>,
    pub received: Mutex<Vec<Received>>,
    gate: (Mutex<Sender<()>>, Mutex<Receiver<()>>),
}

/// How long a piece of a log waits for the test.
const PATIENCE: Duration = Duration::from_secs(60);

impl Faaso {
    pub fn new(reply: Reply) -> Faaso {
        let (open, gate) = channel();
        Faaso {
            password: "geheim: \u{e4}",
            version: Mutex::new(Tells::Version("0.1.0")),
            allowed: Mutex::default(),
            reply: Mutex::new(reply),
            asked: Mutex::default(),
            received: Mutex::default(),
            gate: (Mutex::new(open), Mutex::new(gate)),
        }
    }

    /// The next piece of the log may come.
    pub fn go_on(&self) {
        self.gate.0.lock().unwrap().send(()).expect("the server lives");
    }

    /// Answers one connection. `funko` answers for the funko at `/faaso/designer/`, by the path below it.
    pub fn answer(&self, stream: &TcpStream, funko: &dyn Fn(&TcpStream, &str)) {
        let Some(request) = Request::read(stream) else { return };
        if let Some(path) = request.path.strip_prefix("/faaso/designer/") {
            return funko(stream, path);
        }
        let Some(path) = request.path.strip_prefix("/admin/") else {
            return say(stream, "404 Not Found", "", "");
        };
        self.asked.lock().unwrap().push(format!("{} {path}", request.method));
        let allowed = self.allowed.lock().unwrap().clone();
        let allows = allowed.map(|origin| {
            format!(
                "Access-Control-Allow-Origin: {origin}\r\nAccess-Control-Allow-Headers: authorization, content-type\r\n\
                 Access-Control-Allow-Methods: GET, POST\r\n"
            )
        });
        let head = allows.clone().unwrap_or_default();
        if request.method == "OPTIONS" && allows.is_some() {
            return say(stream, "204 No Content", &head, "");
        }
        let secret = STANDARD.encode(format!("admin:{}", self.password));
        if request.header("authorization") != Some(&format!("Basic {secret}")) {
            let head = format!("{head}WWW-Authenticate: Basic realm=\"Login Required\"\r\n");
            return say(stream, "401 Unauthorized", &head, "Could not verify your access level");
        }
        match (request.method.as_str(), path) {
            ("GET", "version/") => self.tell(stream, &format!("{head}Content-Type: text/html\r\n")),
            ("POST", "funkos/build/") => match received(&request) {
                Ok(received) => {
                    self.received.lock().unwrap().push(received);
                    self.reply(stream, &head);
                }
                Err(why) => say(stream, "500 Internal Server Error", &head, &why),
            },
            _ => say(stream, "404 Not Found", &head, ""),
        }
    }

    fn tell(&self, mut stream: &TcpStream, head: &str) {
        let tells = *self.version.lock().unwrap();
        if let Tells::Version(version) = tells {
            return say(stream, "200 OK", head, version);
        }
        let chunk = format!("1000\r\n{}\r\n", "x".repeat(0x1000));
        let _ = write!(stream, "HTTP/1.1 200 OK\r\n{head}Transfer-Encoding: chunked\r\n\r\n{chunk}");
        match tells {
            // until the browser is gone
            Tells::Endless => while stream.write_all(chunk.as_bytes()).is_ok() {},
            _ => drop(stream.read(&mut [0])),
        }
    }

    fn reply(&self, mut stream: &TcpStream, head: &str) {
        let reply = self.reply.lock().unwrap().clone();
        let (pieces, is_whole) = match reply {
            Reply::Whole(status, kind, body) => {
                return say(
                    stream,
                    &format!("{status} Said"),
                    &format!("{head}Content-Type: {kind}\r\n"),
                    &body,
                );
            }
            Reply::Log(pieces) => (pieces, true),
            Reply::Broken(pieces) => (pieces, false),
        };
        let head = format!(
            "HTTP/1.1 200 OK\r\n{head}Content-Type: text/html\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
        );
        // the browser may have gone away
        let _ = stream.write_all(head.as_bytes());
        for (at, piece) in pieces.iter().enumerate() {
            if at > 0 && self.gate.1.lock().unwrap().recv_timeout(PATIENCE).is_err() {
                return;
            }
            let chunk = [format!("{:x}\r\n", piece.len()).as_bytes(), piece.as_bytes(), b"\r\n"].concat();
            if stream.write_all(&chunk).and_then(|()| stream.flush()).is_err() {
                return;
            }
        }
        match is_whole {
            true => drop(stream.write_all(b"0\r\n\r\n")),
            false => {
                // what was sent is read before
                let _ = self.gate.1.lock().unwrap().recv_timeout(PATIENCE);
                drop(stream.shutdown(Shutdown::Both));
            }
        }
    }
}

fn received(request: &Request) -> Result<Received, String> {
    let kind = request.header("content-type").ok_or("no type")?;
    let mut parts = form::parts(kind, &request.body)?.into_iter();
    let (Some(file), Some(name), None) = (parts.next(), parts.next(), parts.next()) else {
        return Err("a file and a field are expected".to_owned());
    };
    let Part { name: field, file_name: Some(_), bytes, .. } = file else { return Err("no file".to_owned()) };
    if (field.as_str(), name.name.as_str(), name.file_name) != ("funko.tgz", "name", None) {
        return Err("other fields are expected".to_owned());
    }
    let files = form::unpack(&bytes)?;
    let name = String::from_utf8(name.bytes).map_err(|error| error.to_string())?;
    Ok(Received { files, name })
}

fn say(mut stream: &TcpStream, status: &str, head: &str, body: &str) {
    let text = format!(
        "HTTP/1.1 {status}\r\n{head}Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    // the browser may have gone away
    let _ = stream.write_all(text.as_bytes());
}

struct Request {
    method: String,
    path: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Request {
    fn read(stream: &TcpStream) -> Option<Request> {
        let mut reader = BufReader::new(stream);
        let mut line = || {
            let mut line = String::new();
            reader.read_line(&mut line).ok().map(|_| line.trim_end().to_owned())
        };
        let first = line()?;
        let mut words = first.split(' ');
        let (method, target) = (words.next()?.to_owned(), words.next()?);
        let path = target.split('?').next()?.to_owned();
        let mut headers = Vec::new();
        loop {
            let line = line()?;
            if line.is_empty() {
                break;
            }
            let (key, value) = line.split_once(':')?;
            headers.push((key.to_ascii_lowercase(), value.trim().to_owned()));
        }
        let length = headers.iter().find(|(key, _)| key == "content-length");
        let mut body = vec![0; length.map_or(Some(0), |(_, length)| length.parse().ok())?];
        reader.read_exact(&mut body).ok()?;
        Some(Request { method, path, headers, body })
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}
