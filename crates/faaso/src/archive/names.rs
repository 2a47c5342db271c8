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

#[cfg(test)]
mod tests {
    use super::folder_name;

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
