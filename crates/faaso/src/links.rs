//! What stands behind the `#` of an address, however a mail or chat program mangled it: percent-encoded, wrapped,
//! quoted-printable, with the punctuation of the sentence it stood in.

/// What marks a shared project, and a bundled runtime as it comes.
pub const SHARE: &str = "share";
pub const RUNTIME: &str = "runtime";

/// What an address asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// A project, as [`crate::share::open`] takes it.
    Project(String),
    /// `#share` alone: a program cut all that came after it.
    Nothing,
    /// A bundled runtime by its name, and where in it.
    Runtime(String, Option<Spot>),
}

/// A file of a runtime, and a line of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// Its path without blanks: programs put some in where they break a line.
    pub file: String,
    /// Counted from 1.
    pub line: Option<usize>,
}

impl Spot {
    /// This is the file that is meant.
    pub fn is(&self, path: &str) -> bool {
        path.chars().filter(|&c| !is_wrap(c)).eq(self.file.chars())
    }
}

/// The fragment of a link to a bundled runtime, without `#`.
pub fn to_runtime(name: &str) -> String {
    let encode = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    format!("{RUNTIME}={}", name.bytes().map(encode).collect::<String>())
}

/// What the fragment of an address asks for, with or without its `#`; none where it is nothing of the designer's.
pub fn asked(fragment: &str) -> Option<Asked> {
    // an encoder after the other: each takes the `%` of the one before for text
    let mut text = fragment.to_owned();
    for _ in 0..3 {
        text = decoded(&text);
    }
    text.retain(|c| !is_wrap(c));
    let text = text.trim_start_matches('#');
    let end = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
    let (key, rest) = text.split_at(end);
    // `=3D` is how quoted-printable writes `=`
    let rest = rest.strip_prefix("=3D").or_else(|| rest.strip_prefix('=')).unwrap_or(rest);
    // what a program adds about where the link was found
    let value = rest.split('&').next().unwrap_or_default();
    if key.eq_ignore_ascii_case(SHARE) {
        // what is left of `=` are quoted-printable's ends of lines
        let link: String = value.chars().filter(|c| *c != '=').collect();
        let link = link.trim_end_matches(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_'));
        return Some(match link.is_empty() {
            true => Asked::Nothing,
            false => Asked::Project(link.to_owned()),
        });
    }
    let name = value.trim_end_matches(|c: char| c.is_ascii_punctuation() && c != '-' && c != '_');
    let spot = spot(rest);
    (key.eq_ignore_ascii_case(RUNTIME) && !name.is_empty()).then(|| Asked::Runtime(name.to_owned(), spot))
}

/// `&file=…&line=…` behind a runtime's name; `&` may be written as in HTML.
fn spot(rest: &str) -> Option<Spot> {
    let parts: Vec<&str> =
        rest.split('&').skip(1).map(|part| part.strip_prefix("amp;").unwrap_or(part)).collect();
    let value = |key: &str| {
        parts.iter().find_map(|part| {
            let rest = part.strip_prefix(key)?;
            rest.strip_prefix("=3D").or_else(|| rest.strip_prefix('='))
        })
    };
    // the punctuation of the sentence that the link stood in
    let file = value("file")?.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '>', '"', '\'']);
    let digits = value("line").unwrap_or_default();
    let digits = &digits[..digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len())];
    let line = digits.parse().ok().filter(|&line| line > 0);
    (!file.is_empty()).then(|| Spot { file: file.to_owned(), line })
}

/// Where a program breaks a line: blanks, and a soft hyphen or zero-width space.
fn is_wrap(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}')
}

/// One layer of percent-encoding taken off. What is not encoded stays.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let hex = |digit: u8| char::from(digit).to_digit(16).map(|digit| digit as u8);
        match (first, after) {
            (b'%', [high, low, more @ ..]) if hex(*high).is_some() && hex(*low).is_some() => {
                bytes.extend(hex(*high).zip(hex(*low)).map(|(high, low)| high * 16 + low));
                rest = more;
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{bundle::File, path::BundlePath, project::Project, share};

    #[test]
    fn mangled_links_open() {
        let mut project = Project { runtime_name: "./r".into(), ..Project::default() };
        project
            .runtime
            .put(BundlePath::new("Dockerfile").expect("a path"), File::text("FROM a"))
            .expect("it fits");
        let link = share::link(&project).expect("it is small");
        let wrap = |every: usize, with: &str| {
            let parts: Vec<_> = link.as_bytes().chunks(every).map(String::from_utf8_lossy).collect();
            parts.join(with)
        };
        for mangled in [
            format!("#share={link}"),
            format!("share={link}"),
            format!("#share%3D{link}"),
            format!("#share%253D{link}"),
            format!("%23share%3d{}", link.replace('.', "%2E")),
            format!("#share=3D{}", wrap(20, "=\r\n")),
            format!("#share=\n{}", wrap(30, "\n> ").replace("> ", "")),
            format!("#share={}", wrap(10, " ")),
            format!("#share={}", wrap(10, "%0A%20")),
            format!("#share={}", wrap(10, "\u{200B}")),
            format!("#share={link}."),
            format!("#share={link}>,"),
            format!("#share={link})"),
            format!("#share={link}%22%3E"),
            format!("#share={link}\u{201D}"),
            format!("#share={link}&utm_source=mail"),
            format!("#Share={link}"),
        ] {
            let Some(Asked::Project(found)) = asked(&mangled) else { panic!("{mangled}") };
            assert_eq!(share::open(&found), Ok(project.clone()), "{mangled}");
        }
    }

    #[test]
    fn what_else_stands_there() {
        let runtime = |name: &str| Some(Asked::Runtime(name.to_owned(), None));
        let at = |name: &str, file: &str, line: Option<usize>| {
            Some(Asked::Runtime(name.to_owned(), Some(Spot { file: file.to_owned(), line })))
        };
        for (fragment, wanted) in [
            ("", None),
            ("#", None),
            ("#top", None),
            ("#sharing=1.a", None),
            ("#share", Some(Asked::Nothing)),
            ("#share=", Some(Asked::Nothing)),
            ("#share%3D.", Some(Asked::Nothing)),
            ("#runtime", None),
            ("#runtime=flask-gunicorn", runtime("flask-gunicorn")),
            ("#runtime%3Dflask-gunicorn.", runtime("flask-gunicorn")),
            ("#runtime=a%20b", runtime("ab")),
            (
                "#runtime=flask-gunicorn&file=Dockerfile.j2&line=9",
                at("flask-gunicorn", "Dockerfile.j2", Some(9)),
            ),
            ("#runtime=go&file=template/funko.go.j2", at("go", "template/funko.go.j2", None)),
            ("#runtime=go&line=12&file=a%20b.j2", at("go", "ab.j2", Some(12))),
            ("#runtime=go&amp;file=main.go&amp;line=7.", at("go", "main.go", Some(7))),
            ("#runtime%3Dgo%26file%3Dmain.go%26line%3D7", at("go", "main.go", Some(7))),
            ("#runtime=go&file=main.go)", at("go", "main.go", None)),
            ("#runtime=go&file=main.go&line=0", at("go", "main.go", None)),
            ("#runtime=go&file=&line=3", runtime("go")),
            ("#runtime=go&line=3&utm_source=mail", runtime("go")),
            ("#share=%", Some(Asked::Nothing)),
            ("#share=1.%zz", Some(Asked::Project("1.%zz".to_owned()))),
        ] {
            assert_eq!(asked(fragment), wanted, "{fragment}");
        }
        assert_eq!(asked(&to_runtime("go-net.http_1")), runtime("go-net.http_1"));
        let spot = Spot { file: "ab.j2".to_owned(), line: None };
        assert!(spot.is("a b.j2") && spot.is("ab.j2") && !spot.is("b.j2"));
    }
}
