//! Names of images and platforms.

use crate::chars::quoted;

/// Checks an image's name. The error is the builders' own.
pub fn check(name: &str) -> Result<(), String> {
    if name.len() == 64 && name.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)) {
        return Err(format!("invalid repository name ({name}), cannot specify 64-byte hexadecimal strings"));
    }
    let (domain, rest) = split_domain(name);
    let path = rest.split(':').next().unwrap_or_default();
    if path.to_lowercase() != path {
        return Err(format!("invalid reference format: repository name ({path}) must be lowercase"));
    }
    let whole = format!("{domain}/{rest}");
    if is_reference(&whole) {
        let (repository, _) = split_tag(&whole);
        let length = repository.split_once('/').map_or(0, |(_, path)| path.len());
        return match length > 255 {
            true => Err("repository name must not be more than 255 characters".to_owned()),
            false => Ok(()),
        };
    }
    if is_reference(&whole.to_lowercase()) {
        return Err("repository name must be lowercase".to_owned());
    }
    Err("invalid reference format".to_owned())
}

/// An image's name without registry `docker.io/library/`, tag and digest, and its tag.
pub fn familiar(name: &str) -> (&str, Option<&str>) {
    let (name, tag) = split_tag(name.split('@').next().unwrap_or(name));
    let name = name.strip_prefix("docker.io/").unwrap_or(name);
    (name.strip_prefix("library/").unwrap_or(name), tag)
}

fn split_domain(name: &str) -> (String, String) {
    let official = |rest: &str| match rest.contains('/') {
        true => rest.to_owned(),
        false => format!("library/{rest}"),
    };
    let Some((first, rest)) = name.split_once('/') else { return ("docker.io".to_owned(), official(name)) };
    let is_domain = first == "localhost" || first.contains(['.', ':']) || first.to_lowercase() != first;
    match (first, is_domain) {
        ("index.docker.io" | "docker.io", _) => ("docker.io".to_owned(), official(rest)),
        (_, true) => (first.to_owned(), rest.to_owned()),
        (_, false) => ("docker.io".to_owned(), name.to_owned()),
    }
}

/// Parts a name from its tag: the last `:` behind the last `/`.
fn split_tag(name: &str) -> (&str, Option<&str>) {
    let last = name.rfind('/').map_or(0, |at| at + 1);
    match name[last..].find(':') {
        Some(at) => (&name[..last + at], Some(&name[last + at + 1..])),
        None => (name, None),
    }
}

fn is_reference(text: &str) -> bool {
    let (text, digest) = match text.split_once('@') {
        Some((text, digest)) => (text, Some(digest)),
        None => (text, None),
    };
    let (name, tag) = split_tag(text);
    let Some((domain, path)) = name.split_once('/') else { return false };
    is_domain(domain)
        && path.split('/').all(is_component)
        && tag.is_none_or(is_tag)
        && digest.is_none_or(is_digest)
}

fn is_domain(text: &str) -> bool {
    let (host, port) = match text.rsplit_once(':') {
        Some((host, port)) if !text.ends_with(']') => (host, Some(port)),
        _ => (text, None),
    };
    let is_part = |part: &str| {
        !part.is_empty()
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !part.starts_with('-')
            && !part.ends_with('-')
    };
    let v6 = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    let host = match v6 {
        Some(host) => !host.is_empty() && host.bytes().all(|b| b.is_ascii_hexdigit() || b == b':'),
        None => host.split('.').all(is_part),
    };
    host && port.is_none_or(|port| !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()))
}

fn is_component(text: &str) -> bool {
    let is_word = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    let bytes = text.as_bytes();
    if bytes.is_empty() || !is_word(bytes[0]) || !is_word(bytes[bytes.len() - 1]) {
        return false;
    }
    let separators = bytes.split(|&b| is_word(b)).filter(|part| !part.is_empty());
    separators.into_iter().all(|part| matches!(part, b"." | b"_" | b"__") || part.iter().all(|&b| b == b'-'))
}

fn is_tag(text: &str) -> bool {
    let is_word = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    let bytes = text.as_bytes();
    (1..=128).contains(&bytes.len())
        && is_word(bytes[0])
        && bytes.iter().all(|&b| is_word(b) || b == b'.' || b == b'-')
}

fn is_digest(text: &str) -> bool {
    let Some((algorithm, hex)) = text.split_once(':') else { return false };
    let parts = algorithm.split(['-', '_', '+', '.']);
    let named = parts.into_iter().all(|part| {
        part.starts_with(|c: char| c.is_ascii_alphabetic()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
    });
    named && hex.len() >= 32 && hex.bytes().all(|b| b.is_ascii_hexdigit())
}

/// A platform: operating system and architecture.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Platform {
    pub os: String,
    pub arch: String,
}

/// Reads a platform. The error is the builders' own, without what comes before it.
pub fn platform(text: &str) -> Result<Platform, String> {
    if text.contains('*') {
        return Err(format!("{}: wildcards not yet supported: invalid argument", quoted(text)));
    }
    let parts: Vec<&str> = text.splitn(4, '/').collect();
    let is_part = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-".contains(&b))
    };
    for (at, part) in parts.iter().enumerate() {
        let os = part.split('(').next().unwrap_or_default();
        if at == 0 && !is_part(os) {
            return Err(format!(
                "{} is an invalid OS component of {}: OSAndVersion specifier component must match {}: invalid argument",
                quoted(part),
                quoted(text),
                quoted(r"^([A-Za-z0-9_-]+)(?:\(([A-Za-z0-9_.%-]*)((?:\+[A-Za-z0-9_.%-]+)*)\))?$")
            ));
        }
        let is_later = |b: u8| b.is_ascii_alphanumeric() || b"_.-".contains(&b);
        if at > 0 && (part.is_empty() || !part.bytes().all(is_later)) {
            return Err(format!(
                "{} is an invalid component of {}: platform specifier component must match {}: invalid argument",
                quoted(part),
                quoted(text),
                quoted("^[A-Za-z0-9_.-]+$")
            ));
        }
    }
    let os = parts[0].to_lowercase();
    let os = if os == "macos" { "darwin".to_owned() } else { os };
    let known_os = [
        "aix",
        "android",
        "darwin",
        "dragonfly",
        "freebsd",
        "hurd",
        "illumos",
        "ios",
        "js",
        "linux",
        "nacl",
        "netbsd",
        "openbsd",
        "plan9",
        "solaris",
        "windows",
        "zos",
    ];
    let known_arch = [
        "386",
        "amd64",
        "amd64p32",
        "arm",
        "armbe",
        "arm64",
        "arm64be",
        "ppc64",
        "ppc64le",
        "loong64",
        "mips",
        "mipsle",
        "mips64",
        "mips64le",
        "mips64p32",
        "mips64p32le",
        "ppc",
        "riscv",
        "riscv64",
        "s390",
        "s390x",
        "sparc",
        "sparc64",
        "wasm",
    ];
    match parts.len() {
        1 if known_os.contains(&os.as_str()) => Ok(Platform { os, arch: "amd64".to_owned() }),
        1 => match arch(parts[0]) {
            arch if known_arch.contains(&arch.as_str()) => Ok(Platform { os: "linux".to_owned(), arch }),
            _ => Err(format!("{}: unknown operating system or architecture: invalid argument", quoted(text))),
        },
        2 | 3 => Ok(Platform { os, arch: arch(parts[1]) }),
        _ => Err(format!("{}: cannot parse platform specifier: invalid argument", quoted(text))),
    }
}

fn arch(text: &str) -> String {
    let text = text.to_lowercase();
    match text.as_str() {
        "i386" => "386",
        "x86_64" | "x86-64" => "amd64",
        "aarch64" => "arm64",
        "armhf" | "armel" => "arm",
        arch => arch,
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_images() {
        for (name, expected) in [
            ("debian:bookworm-slim", None),
            (
                "ghcr.io/a/b-c__d.e:1@sha256:0000000000000000000000000000000000000000000000000000000000000000",
                None,
            ),
            ("127.0.0.1:5000/armbase:1", None),
            ("debian:", Some("invalid reference format")),
            (
                "Debian:x",
                Some("invalid reference format: repository name (library/Debian) must be lowercase"),
            ),
            ("base-", Some("invalid reference format")),
            (
                "No_Such::",
                Some("invalid reference format: repository name (library/No_Such) must be lowercase"),
            ),
        ] {
            assert_eq!(check(name).err().as_deref(), expected, "{name}");
        }
    }

    #[test]
    fn platforms_are_read() {
        for (text, arch) in
            [("linux/x86_64", Some("amd64")), ("x86_64", Some("amd64")), ("", None), ("a/b/c/d", None)]
        {
            assert_eq!(platform(text).ok().map(|platform| platform.arch).as_deref(), arch, "{text}");
        }
    }
}
