//! Patterns for paths as `.gitignore` has them, which the rules for places use too.

/// A pattern of one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glob {
    /// Of the path's parts.
    parts: Vec<Part>,
    /// It counts from the top, not at any depth.
    anchored: bool,
    /// It takes folders only.
    folder: bool,
}

/// What one part of a path has to be. Most patterns are simple, and thousands of paths are held against them.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    /// `**`
    Any,
    Literal(String),
    /// `*` and this.
    Ends(String),
    /// This and `*`.
    Begins(String),
    Pattern(Vec<char>),
}

impl Part {
    fn new(text: &str) -> Part {
        let plain = |text: &str| !text.contains(['*', '?', '[', '\\']);
        match (text, text.strip_prefix('*'), text.strip_suffix('*')) {
            ("**", ..) => Part::Any,
            (_, Some(end), _) if plain(end) => Part::Ends(end.to_owned()),
            (_, _, Some(begin)) if plain(begin) => Part::Begins(begin.to_owned()),
            _ if plain(text) => Part::Literal(text.to_owned()),
            _ => Part::Pattern(text.chars().collect()),
        }
    }

    fn takes(&self, part: &str) -> bool {
        match self {
            Part::Any => true,
            Part::Literal(text) => part == text,
            Part::Ends(end) => part.ends_with(end.as_str()),
            Part::Begins(begin) => part.starts_with(begin.as_str()),
            Part::Pattern(pattern) => part_matches(pattern, part),
        }
    }
}

impl Glob {
    /// None for a pattern that takes nothing.
    pub fn new(pattern: &str) -> Option<Glob> {
        let (pattern, folder) = match pattern.strip_suffix('/') {
            Some(rest) => (rest, true),
            None => (pattern, false),
        };
        let anchored = pattern.contains('/');
        let pattern = pattern.strip_prefix('/').unwrap_or(pattern);
        let empty = pattern.split('/').any(str::is_empty);
        (!empty).then(|| Glob { parts: pattern.split('/').map(Part::new).collect(), anchored, folder })
    }

    /// It names this very path.
    pub fn takes(&self, path: &str, is_folder: bool) -> bool {
        if self.folder && !is_folder {
            return false;
        }
        match (&self.parts[..], self.anchored) {
            ([name], false) => name.takes(path.rsplit('/').next().unwrap_or(path)),
            ([name], true) => !path.contains('/') && name.takes(path),
            (parts, _) => parts_match(parts, &path.split('/').collect::<Vec<_>>()),
        }
    }

    /// It names this file, or a folder that the file lies in.
    pub fn covers(&self, path: &str) -> bool {
        self.takes(path, false) || path.match_indices('/').any(|(at, _)| self.takes(&path[..at], true))
    }
}

/// Goes back to the last `**` only, as within a part: the earlier ones can take no more by taking more.
fn parts_match(parts: &[Part], path: &[&str]) -> bool {
    let (mut p, mut t) = (0, 0);
    let mut any: Option<(usize, usize)> = None;
    loop {
        match parts.get(p) {
            // everything inside, not the folder itself
            Some(Part::Any) if p + 1 == parts.len() => return t < path.len(),
            Some(Part::Any) => {
                any = Some((p + 1, t));
                p += 1;
            }
            Some(part) if path.get(t).is_some_and(|name| part.takes(name)) => (p, t) = (p + 1, t + 1),
            None if t == path.len() => return true,
            _ => match any {
                Some((after, from)) if from < path.len() => {
                    any = Some((after, from + 1));
                    (p, t) = (after, from + 1);
                }
                _ => return false,
            },
        }
    }
}

/// `*`, `?`, `[…]` and `\` within one part. Goes back to the last `*` only, so its time is bounded.
fn part_matches(pattern: &[char], part: &str) -> bool {
    let text: Vec<char> = part.chars().collect();
    let (mut p, mut t) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    loop {
        if t == text.len() && pattern[p..].iter().all(|&c| c == '*') {
            return true;
        }
        let step = match pattern.get(p) {
            Some('*') => {
                star = Some((p + 1, t));
                p += 1;
                continue;
            }
            Some(_) if t == text.len() => None,
            Some('?') => Some(p + 1),
            Some('[') => class(pattern, p, text[t]),
            Some('\\') if p + 1 < pattern.len() => (pattern[p + 1] == text[t]).then_some(p + 2),
            Some(&c) => (c == text[t]).then_some(p + 1),
            None => None,
        };
        match (step, star) {
            (Some(next), _) => (p, t) = (next, t + 1),
            (None, Some((after, from))) if from < text.len() => {
                star = Some((after, from + 1));
                (p, t) = (after, from + 1);
            }
            (None, _) => return false,
        }
    }
}

/// Where the pattern goes on, if the class that begins at `at` has the character.
fn class(pattern: &[char], at: usize, c: char) -> Option<usize> {
    let mut p = at + 1;
    let negated = matches!(pattern.get(p), Some('!' | '^'));
    p += usize::from(negated);
    let (first, mut found) = (p, false);
    loop {
        let mut low = *pattern.get(p)?;
        if low == ']' && p > first {
            return (found != negated).then_some(p + 1);
        }
        if low == '\\' {
            p += 1;
            low = *pattern.get(p)?;
        }
        p += 1;
        let high = match (pattern.get(p), pattern.get(p + 1)) {
            (Some('-'), Some(&high)) if high != ']' => {
                p += 2;
                high
            }
            _ => low,
        };
        found |= (low..=high).contains(&c);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_git_reads_them() {
        for (pattern, path, covered) in [
            ("*.log", "a.log", true),
            ("*.log", "a/b.log", true),
            ("/*.log", "a/b.log", false),
            ("build/", "build/x", true),
            ("build/", "build", false),
            ("build/", "a/build/x", true),
            ("/build/", "a/build/x", false),
            ("a/*.txt", "a/b.txt", true),
            ("a/*.txt", "a/b/c.txt", false),
            ("a/**/c.txt", "a/c.txt", true),
            ("a/**/c.txt", "a/b/b/c.txt", true),
            ("**/x", "x", true),
            ("**/x", "a/b/x", true),
            ("a/**", "a/b/c", true),
            ("a/**", "b", false),
            ("*.py[cod]", "m.pyc", true),
            ("*.py[cod]", "m.py", false),
            ("[!a]b", "cb", true),
            ("[!a]b", "ab", false),
            ("[a-c]x", "bx", true),
            ("\\#x", "#x", true),
            ("a?c", "abc", true),
            ("a*b*c", "axxbyyc", true),
            ("a*b*c", "axxbyy", false),
            ("*~", "x~", true),
            ("node_modules", "a/node_modules/b/c.js", true),
            ("Ünï*", "a/Ünïx", true),
        ] {
            assert_eq!(Glob::new(pattern).is_some_and(|glob| glob.covers(path)), covered, "{pattern} {path}");
        }
        assert_eq!(Glob::new(""), None);
        assert_eq!(Glob::new("//"), None);
    }

    /// Every pattern of up to four parts and every path of up to five, as the definition has it.
    #[test]
    fn any_depth_is_as_defined() {
        fn defined(parts: &[Part], path: &[&str]) -> bool {
            match parts.split_first() {
                None => path.is_empty(),
                Some((Part::Any, [])) => !path.is_empty(),
                Some((Part::Any, rest)) => (0..path.len()).any(|skip| defined(rest, &path[skip..])),
                Some((first, rest)) => {
                    path.split_first().is_some_and(|(name, path)| first.takes(name) && defined(rest, path))
                }
            }
        }
        fn all<'a>(names: &[&'a str], most: u32) -> Vec<Vec<&'a str>> {
            let mut found = vec![Vec::new()];
            let mut last = found.clone();
            for _ in 0..most {
                last = last
                    .iter()
                    .flat_map(|begin: &Vec<&str>| names.iter().map(|name| [&begin[..], &[*name]].concat()))
                    .collect();
                found.extend(last.clone());
            }
            found
        }
        let paths = all(&["a", "b"], 5);
        for pattern in all(&["**", "a", "b"], 4) {
            let parts: Vec<_> = pattern.iter().map(|part| Part::new(part)).collect();
            for path in &paths {
                assert_eq!(parts_match(&parts, path), defined(&parts, path), "{pattern:?} {path:?}");
            }
        }
    }

    /// A stranger's `.gitignore` can't hold the conversion up: tried one after the other these are more ways than can be
    /// counted.
    #[test]
    fn many_depths_end() {
        let pattern = format!("{}b", "**/a/".repeat(40));
        let path = "a/".repeat(200) + "c";
        assert!(!Glob::new(&pattern).is_some_and(|glob| glob.covers(&path)));
    }
}
