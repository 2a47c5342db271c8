//! Names that are safe as one folder of a zip on every system.

/// The folder in a zip for a funko or runtime of that name: its last path part, letters and digits of any script,
/// `-`, `_` and `.` kept, everything else a dash; never hidden, never an option, never a name that Windows or
/// macOS keeps for itself.
pub fn folder_name(name: &str) -> String {
    let last = name.trim_end_matches('/').rsplit('/').next().unwrap_or(name);
    let mut folder = String::new();
    for c in last.chars() {
        let c = if c.is_alphanumeric() || "-_.".contains(c) { c } else { '-' };
        if !(c == '-' && folder.ends_with('-')) && folder.len() + c.len_utf8() <= 200 {
            folder.push(c);
        }
    }
    let folder = folder.trim_matches(['-', '.']);
    let stem = folder.split('.').next().unwrap_or(folder).to_ascii_lowercase();
    match stem.as_str() {
        "" => format!("funko{folder}"),
        stem if is_reserved(stem) || folder == "__MACOSX" => format!("funko-{folder}"),
        _ => folder.to_owned(),
    }
}

/// A device on Windows, in any folder and with any ending.
fn is_reserved(stem: &str) -> bool {
    match stem {
        "con" | "prn" | "aux" | "nul" => true,
        _ => {
            let number = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
            number.is_some_and(|number| number.len() == 1 && number.bytes().all(|b| b.is_ascii_digit()))
        }
    }
}

/// `shop` of `shop.zip` and `shop.tar.gz`; none of what is no archive by its name.
pub fn without_ending(file_name: &str) -> Option<&str> {
    let stem = |ending: &&str| {
        let at = file_name.len().checked_sub(ending.len()).filter(|&at| file_name.is_char_boundary(at))?;
        let (stem, end) = file_name.split_at(at);
        (end.eq_ignore_ascii_case(ending) && !stem.is_empty()).then_some(stem)
    };
    [".zip", ".tar.gz", ".tgz", ".tar"].iter().find_map(stem)
}

#[cfg(test)]
mod tests {
    use super::{folder_name, without_ending};

    #[test]
    fn endings_of_archives() {
        for (name, stem) in [
            ("shop.zip", Some("shop")),
            ("SHOP.ZIP", Some("SHOP")),
            ("shop.tar.gz", Some("shop")),
            ("shop-1.0.TGZ", Some("shop-1.0")),
            ("shop.tar", Some("shop")),
            ("☃.tgz", Some("☃")),
            (".zip", None),
            ("shop.gz", None),
            ("shop", None),
            ("☃☃", None),
        ] {
            assert_eq!(without_ending(name), stem, "{name}");
        }
    }

    #[test]
    fn safe_on_every_system() {
        for (name, folder) in [
            ("hello", "hello"),
            ("hello\n", "hello"),
            ("./my/runtimes/web/", "web"),
            ("my app", "my-app"),
            ("-rf", "rf"),
            ("..", "funko"),
            ("", "funko"),
            (".hidden", "hidden"),
            ("año ☃", "año"),
            ("$(x)`;'\"", "x"),
            ("con", "funko-con"),
            ("COM1", "funko-COM1"),
            ("company", "company"),
            ("__MACOSX", "funko-__MACOSX"),
            ("C:\\x", "C-x"),
            (&"x".repeat(300), &"x".repeat(200)),
        ] {
            assert_eq!(folder_name(name), folder, "{name:?}");
        }
    }
}
