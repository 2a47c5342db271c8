//! Which files a few letters of their path mean, the likeliest first.

use super::order::natural;
use std::cmp::Ordering;

/// How well something fits what was asked; the least is the best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// The whole path.
    Path,
    /// The whole of its last part.
    Name,
    /// The last part begins so.
    Start,
    /// The last part has it somewhere.
    Inside,
    /// The path has it somewhere.
    Somewhere,
    /// Its letters come in this order. Holds how many others stand between the first and the last of them.
    Letters(usize),
}

/// How well a path fits every word that was asked for, in any case of letters; none where one of them does not.
/// Where nothing was asked everything fits.
pub fn fit(path: &str, asked: &str) -> Option<Fit> {
    let path = path.to_lowercase();
    let asked = asked.to_lowercase();
    asked
        .split_whitespace()
        .map(|word| one(&path, word))
        .try_fold(Fit::Path, |worst, fit| Some(worst.max(fit?)))
}

fn one(path: &str, word: &str) -> Option<Fit> {
    let name = path.rsplit('/').next().unwrap_or(path);
    Some(match () {
        () if path == word => Fit::Path,
        () if name == word => Fit::Name,
        () if name.starts_with(word) => Fit::Start,
        () if name.contains(word) => Fit::Inside,
        () if path.contains(word) => Fit::Somewhere,
        () => Fit::Letters(between(name, word).or_else(|| between(path, word))?),
    })
}

/// How many letters stand between those of the word, where they come in its order.
fn between(text: &str, word: &str) -> Option<usize> {
    let mut letters = text.char_indices();
    let mut places =
        word.chars().map(|wanted| letters.find(|(_, letter)| *letter == wanted).map(|(at, _)| at));
    let first = places.next()??;
    let last = places.try_fold(first, |_, place| place)?;
    Some(text[first..=last].chars().count().saturating_sub(word.chars().count()))
}

/// Of two that fit as well: the shorter path, then by name.
pub fn before(one: &str, other: &str) -> Ordering {
    one.chars().count().cmp(&other.chars().count()).then_with(|| natural(one, other))
}

/// What was asked for without the line that may follow it, and the line, from 1: `app.py:12`.
pub fn with_line(asked: &str) -> (&str, Option<usize>) {
    let split = asked.trim().rsplit_once(':');
    match split
        .and_then(|(path, line)| Some((path, if line.is_empty() { None } else { Some(line.parse().ok()?) })))
    {
        Some((path, line)) => (path, line.filter(|line| *line > 0)),
        None => (asked.trim(), None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_likeliest_is_first() {
        let check = |asked: &str, expected: &[&str]| {
            let paths = [
                "README.md",
                "funko.yml.j2",
                "funko.yml",
                "src/module19.py",
                "src/module109.py",
                "src/app/main.rs",
                "public/funko/logo.svg",
            ];
            let mut found: Vec<_> =
                paths.into_iter().filter_map(|path| Some((fit(path, asked)?, path))).collect();
            found.sort_by(|(a, one), (b, other)| a.cmp(b).then_with(|| before(one, other)));
            assert_eq!(found.into_iter().map(|(_, path)| path).collect::<Vec<_>>(), expected, "{asked}");
        };
        check("funko.yml", &["funko.yml", "funko.yml.j2"]);
        check("FUNKO", &["funko.yml", "funko.yml.j2", "public/funko/logo.svg"]);
        check("mn19", &[]);
        check("md19", &["src/module19.py", "src/module109.py"]);
        check("m19", &["src/module19.py", "src/module109.py"]);
        check("app rs", &["src/app/main.rs"]);
        check("sam", &["src/app/main.rs"]);
        check("zzz", &[]);
    }

    #[test]
    fn a_line_may_follow() {
        let check = |asked, expected| assert_eq!(with_line(asked), expected, "{asked}");
        check("app.py", ("app.py", None));
        check("app.py:12", ("app.py", Some(12)));
        check("app.py:", ("app.py", None));
        check("app.py:0", ("app.py", None));
        check("a:b", ("a:b", None));
        check(" :7", ("", Some(7)));
    }
}
