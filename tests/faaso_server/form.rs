//! Reads a form and a tar.gz as strictly as their rules allow: what a lenient server would mend is an error here.

use flate2::read::GzDecoder;
use std::io::Read;

/// A part of a form.
#[derive(Debug, PartialEq, Eq)]
pub struct Part {
    pub name: String,
    pub file_name: Option<String>,
    pub kind: Option<String>,
    pub bytes: Vec<u8>,
}

/// A file of a tar.
#[derive(Debug, PartialEq, Eq)]
pub struct Unpacked {
    pub path: String,
    pub mode: u32,
    pub bytes: Vec<u8>,
}

/// The parts of a `multipart/form-data` body (RFC 7578).
pub fn parts(content_type: &str, body: &[u8]) -> Result<Vec<Part>, String> {
    let boundary = content_type.strip_prefix("multipart/form-data; boundary=").ok_or("no boundary")?;
    if boundary.is_empty()
        || boundary.len() > 70
        || !boundary.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    {
        return Err(format!("the boundary `{boundary}` needs quotes, or is too long"));
    }
    let mark = format!("\r\n--{boundary}");
    let start = format!("--{boundary}\r\n");
    let mut rest = body.strip_prefix(start.as_bytes()).ok_or("it doesn't begin with the boundary")?;
    let mut parts = Vec::new();
    loop {
        let (head, after) = split(rest, b"\r\n\r\n").ok_or("a part without an empty line")?;
        let (bytes, after) = split(after, mark.as_bytes()).ok_or("a part without an end")?;
        parts.push(part(std::str::from_utf8(head).map_err(|_| "a head that is no text")?, bytes)?);
        if after == b"--\r\n" {
            return Ok(parts);
        }
        rest = after.strip_prefix(b"\r\n").ok_or("something behind a boundary")?;
    }
}

fn part(head: &str, bytes: &[u8]) -> Result<Part, String> {
    let (mut name, mut file_name, mut kind) = (None, None, None);
    for line in head.split("\r\n") {
        let (key, value) = line.split_once(": ").ok_or(format!("no header: `{line}`"))?;
        match key {
            "Content-Disposition" => {
                let mut all = value.split("; ");
                if all.next() != Some("form-data") {
                    return Err(format!("no form-data: `{value}`"));
                }
                for parameter in all {
                    let (key, value) = parameter.split_once('=').ok_or(format!("no value: `{parameter}`"))?;
                    let value = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
                    let value =
                        value.filter(|value| !value.contains(['"', '\r', '\n'])).ok_or("not quoted")?;
                    let into = match key {
                        "name" => &mut name,
                        "filename" => &mut file_name,
                        _ => return Err(format!("unknown: `{key}`")),
                    };
                    if into.replace(value.to_owned()).is_some() {
                        return Err(format!("twice: `{key}`"));
                    }
                }
            }
            "Content-Type" => kind = Some(value.to_owned()),
            _ => return Err(format!("a header that forms don't have: `{key}`")),
        }
    }
    Ok(Part { name: name.ok_or("a part without a name")?, file_name, kind, bytes: bytes.to_owned() })
}

fn split<'b>(bytes: &'b [u8], at: &[u8]) -> Option<(&'b [u8], &'b [u8])> {
    let start = bytes.windows(at.len()).position(|part| part == at)?;
    Some((&bytes[..start], &bytes[start + at.len()..]))
}

/// The files of a tar.gz: nothing else may be in it.
pub fn unpack(packed: &[u8]) -> Result<Vec<Unpacked>, String> {
    let mut tar = Vec::new();
    GzDecoder::new(packed).read_to_end(&mut tar).map_err(|error| error.to_string())?;
    let mut blocks = tar.chunks_exact(512);
    let mut files = Vec::new();
    let mut long = None;
    loop {
        let header = blocks.next().ok_or("no end")?;
        if header.iter().all(|&byte| byte == 0) {
            let zeros = blocks.next().is_some_and(|block| block.iter().all(|&byte| byte == 0));
            return if zeros && long.is_none() { Ok(files) } else { Err("no two empty blocks".to_owned()) };
        }
        let text = |at: usize, length: usize| {
            let field = &header[at..at + length];
            let end = field.iter().position(|&byte| byte == 0).unwrap_or(length);
            String::from_utf8(field[..end].to_owned()).map_err(|error| error.to_string())
        };
        let octal = |at: usize, length: usize| {
            u32::from_str_radix(text(at, length)?.trim(), 8).map_err(|error| error.to_string())
        };
        let sum: u32 =
            (0..512).map(|at| if (148..156).contains(&at) { 32 } else { u32::from(header[at]) }).sum();
        if octal(148, 8)? != sum {
            return Err("a wrong sum".to_owned());
        }
        let size = octal(124, 12)? as usize;
        let mut bytes = Vec::new();
        for _ in 0..size.div_ceil(512) {
            bytes.extend_from_slice(blocks.next().ok_or("cut off")?);
        }
        bytes.truncate(size);
        match header[156] {
            b'L' => {
                bytes.pop_if(|byte| *byte == 0);
                long = Some(String::from_utf8(bytes).map_err(|error| error.to_string())?);
            }
            b'0' => {
                let path = match long.take() {
                    Some(path) => path,
                    None => text(0, 100)?,
                };
                if path.split('/').any(|part| part.is_empty() || part == "." || part == "..") {
                    return Err(format!("a path that leads elsewhere: `{path}`"));
                }
                files.push(Unpacked { path, mode: octal(100, 8)?, bytes });
            }
            kind => return Err(format!("no file: `{}`", char::from(kind))),
        }
    }
}
