//! Keys as data: `Ctrl+Shift+E`. Ctrl is the Command key on a Mac.

/// What is held and pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Press<'a> {
    /// What the key writes.
    pub key: &'a str,
    /// Where the key is: `KeyZ`.
    pub code: &'a str,
    /// Ctrl or Command.
    pub command: bool,
    pub shift: bool,
    pub alt: bool,
}

impl Press<'_> {
    pub fn is(&self, key: &str) -> bool {
        let (held, key) = key.rsplit_once('+').unwrap_or(("", key));
        let held = |name| held.split('+').any(|it| it == name);
        // by its place where Alt is held: that writes another character on some systems
        let is_key = match held("Alt") {
            true => self.code.strip_prefix("Key").unwrap_or(self.code) == key,
            // a backslash takes AltGr on some keyboards: then the key at its place does
            false => self.key.eq_ignore_ascii_case(key) || key == "\\" && self.code == "Backslash",
        };
        is_key && self.command == held("Ctrl") && self.shift == held("Shift") && self.alt == held("Alt")
    }
}

/// As this system's keyboards show it: `Ctrl Shift E`, on a Mac `⌘ ⇧ E`.
pub fn shown(key: &str, mac: bool) -> String {
    let part = |part: &str| match part {
        "Ctrl" if mac => "⌘".to_owned(),
        "Shift" if mac => "⇧".to_owned(),
        "Alt" if mac => "⌥".to_owned(),
        "ArrowLeft" => "←".to_owned(),
        "ArrowRight" => "→".to_owned(),
        part => part.to_owned(),
    };
    key.split('+').map(part).collect::<Vec<_>>().join(" ")
}

/// As `aria-keyshortcuts` has it: `Control+Shift+E`.
pub fn aria(key: &str, mac: bool) -> String {
    key.replace("Ctrl", if mac { "Meta" } else { "Control" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_what_is_held_and_pressed() {
        let check = |held: &str, key, code, wanted, expected| {
            let press = Press {
                key,
                code,
                command: held.contains('c'),
                shift: held.contains('s'),
                alt: held.contains('a'),
            };
            assert_eq!(press.is(wanted), expected, "{press:?} {wanted}");
        };
        check("c", "p", "KeyP", "Ctrl+P", true);
        check("cs", "P", "KeyP", "Ctrl+P", false);
        check("", "p", "KeyP", "Ctrl+P", false);
        check("cs", "E", "KeyE", "Ctrl+Shift+E", true);
        check("a", "Ω", "KeyZ", "Alt+Z", true);
        check("", "F8", "F8", "F8", true);
        check("a", "ArrowLeft", "ArrowLeft", "Alt+ArrowLeft", true);
        check("", "ArrowLeft", "ArrowLeft", "Alt+ArrowLeft", false);
        check("s", "F8", "F8", "F8", false);
        check("s", "F8", "F8", "Shift+F8", true);
        check("c", "\\", "Backslash", "Ctrl+\\", true);
        check("c", "#", "Backslash", "Ctrl+\\", true);
        check("c", "#", "Digit3", "Ctrl+\\", false);
    }

    #[test]
    fn keys_are_said_as_the_system_has_them() {
        let check = |key, other, mac, aria_mac| {
            assert_eq!([shown(key, false), shown(key, true), aria(key, true)], [other, mac, aria_mac]);
        };
        check("Ctrl+Shift+E", "Ctrl Shift E", "⌘ ⇧ E", "Meta+Shift+E");
        check("Alt+Z", "Alt Z", "⌥ Z", "Alt+Z");
        check("F8", "F8", "F8", "F8");
        check("Alt+ArrowLeft", "Alt ←", "⌥ ←", "Alt+ArrowLeft");
    }
}
