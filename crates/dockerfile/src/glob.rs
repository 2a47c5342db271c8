//! Patterns for files: those of `COPY`, and those of `.dockerignore`.

use std::collections::BTreeSet;

/// A pattern of `COPY` takes a path. A pattern that is wrong takes none.
pub(crate) fn matches(pattern: &str, path: &str) -> bool {
    matcher(pattern)(path)
}

/// The same, for many paths.
pub(crate) fn matcher(pattern: &str) -> impl Fn(&str) -> bool + use<> {
    let pattern: Vec<char> = pattern.chars().collect();
    move |path| takes(&pattern, path, &mut BTreeSet::new()).unwrap_or(false)
}

/// It is a pattern, not a path.
pub(crate) fn is_pattern(text: &str) -> bool {
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' => drop(bytes.next()),
            b'*' | b'?' | b'[' => return true,
            _ => {}
        }
    }
    false
}

/// `failed` is what was tried after a `*` in vain, by what was left of pattern and path: with many of them the same would
/// be tried again and again.
fn takes(pattern: &[char], text: &str, failed: &mut BTreeSet<(usize, usize)>) -> Option<bool> {
    let Some((&first, rest)) = pattern.split_first() else { return Some(text.is_empty()) };
    let mut chars = text.chars();
    let next = chars.next();
    let more = chars.as_str();
    match first {
        '*' if failed.contains(&(pattern.len(), text.len())) => Some(false),
        '*' => {
            let end = text.find('/').unwrap_or(text.len());
            for (skip, _) in text[..end].char_indices().chain([(end, '/')]) {
                if takes(rest, &text[skip..], failed)? {
                    return Some(true);
                }
            }
            failed.insert((pattern.len(), text.len()));
            Some(false)
        }
        '?' => match next {
            Some(c) if c != '/' => takes(rest, more, failed),
            _ => Some(false),
        },
        '[' => {
            let (rest, within) = class(rest, next)?;
            match next {
                Some(c) if within && c != '/' => takes(rest, more, failed),
                _ => Some(false),
            }
        }
        '\\' => match (rest.split_first(), next) {
            (None, _) => None,
            (Some((&c, rest)), Some(d)) if c == d => takes(rest, more, failed),
            _ => Some(false),
        },
        c => match next {
            Some(d) if c == d => takes(rest, more, failed),
            _ => Some(false),
        },
    }
}

/// A class `[a-z]`: what follows it, and whether it holds the character.
fn class(mut pattern: &[char], c: Option<char>) -> Option<(&[char], bool)> {
    let negated = pattern.first() == Some(&'^');
    pattern = &pattern[usize::from(negated)..];
    let mut within = false;
    let mut ranges = 0;
    loop {
        if pattern.first() == Some(&']') && ranges > 0 {
            return Some((&pattern[1..], within != negated));
        }
        let low = one(&mut pattern)?;
        let mut high = low;
        if pattern.first() == Some(&'-') {
            pattern = &pattern[1..];
            high = one(&mut pattern)?;
        }
        within |= c.is_some_and(|c| low <= c && c <= high);
        ranges += 1;
    }
}

fn one(pattern: &mut &[char]) -> Option<char> {
    let (&first, rest) = pattern.split_first()?;
    if matches!(first, '-' | ']') {
        return None;
    }
    let (c, rest) = match first {
        '\\' => rest.split_first().map(|(&c, rest)| (c, rest))?,
        c => (c, rest),
    };
    *pattern = rest;
    (!rest.is_empty()).then_some(c)
}

/// The patterns of a `.dockerignore`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ignored {
    /// Not taken out again by `!`, and the pattern, split at `/`.
    patterns: Vec<(bool, Vec<String>)>,
}

impl Ignored {
    pub(crate) fn read(text: &str) -> Ignored {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut patterns = Vec::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let line = line.trim();
            let (again, line) = match line.strip_prefix('!') {
                Some(rest) => (true, rest.trim()),
                None => (false, line),
            };
            if line.is_empty() {
                continue;
            }
            let clean = clean(line);
            let clean = if clean.len() > 1 { clean.strip_prefix('/').unwrap_or(&clean) } else { &clean };
            patterns.push((again, clean.split('/').map(str::to_owned).collect()));
        }
        Ignored { patterns }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// A source of `COPY`, as BuildKit's check compares it: `./a` and `/a` are not `a`.
    pub(crate) fn takes_as_written(&self, source: &str) -> bool {
        source == "."
            && self.patterns.iter().fold(false, |taken, (again, pattern)| match pattern[..].first() {
                Some(first)
                    if *again == taken
                        && matches!(first.as_str(), "*" | "**" | ".")
                        && pattern.len() == 1 =>
                {
                    !again
                }
                _ => taken,
            })
            || source != "." && !source.starts_with("./") && !source.starts_with('/') && self.takes(source)
    }

    /// The path, or a folder above it, is left out.
    pub(crate) fn takes(&self, path: &str) -> bool {
        let parts: Vec<&str> = path.split('/').collect();
        let mut taken = false;
        for (again, pattern) in &self.patterns {
            if *again == taken && (1..=parts.len()).any(|end| parts_match(pattern, &parts[..end])) {
                taken = !again;
            }
        }
        taken
    }
}

fn parts_match(pattern: &[String], path: &[&str]) -> bool {
    match pattern.split_first() {
        None => path.is_empty(),
        Some((first, [])) if first == "**" => !path.is_empty(),
        Some((first, rest)) if first == "**" => (0..=path.len()).any(|skip| parts_match(rest, &path[skip..])),
        Some((first, rest)) => match path.split_first() {
            Some((part, more)) => matches(&first.replace("**", "*"), part) && parts_match(rest, more),
            None => false,
        },
    }
}

/// A path without `.`, `..` and doubled `/`.
pub(crate) fn clean(path: &str) -> String {
    let rooted = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => drop(parts.pop()),
            ".." if rooted => {}
            part => parts.push(part),
        }
    }
    match (rooted, parts.is_empty()) {
        (true, _) => format!("/{}", parts.join("/")),
        (false, true) => ".".to_owned(),
        (false, false) => parts.join("/"),
    }
}

/// A path seen from a folder.
pub(crate) fn join(folder: &str, path: &str) -> String {
    match path.starts_with('/') {
        true => clean(path),
        false => clean(&format!("/{folder}/{path}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_take_paths() {
        for (pattern, path, taken) in [
            ("*.txt", "a.txt", true),
            ("*.txt", "d/a.txt", false),
            ("d/*", "d/a.txt", true),
            ("nope.tx[t]", "nope.txt", true),
            ("[^a]b", "cb", true),
            ("[a", "a", false),
            ("a?c", "abc", true),
        ] {
            assert_eq!(matches(pattern, path), taken, "{pattern} {path}");
        }
    }

    #[test]
    fn many_stars_take_no_longer() {
        let pattern = "*a".repeat(30);
        assert!(matches(&pattern, &"a".repeat(60)));
        assert!(!matches(&format!("{pattern}b"), &"a".repeat(60)));
    }

    #[test]
    fn ignored_paths() {
        let ignored = Ignored::read("# c\n/a.txt\nd/\n**/x\n!d/keep\n  b.txt \n");
        for (path, taken) in [
            ("a.txt", true),
            ("d", true),
            ("d/y", true),
            ("d/keep", false),
            ("e/f/x", true),
            ("b.txt", true),
            ("c", false),
        ] {
            assert_eq!(ignored.takes(path), taken, "{path}");
        }
    }
}
