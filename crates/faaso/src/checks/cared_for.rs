//! Which files need no executable bit, by what the Dockerfile says.

use crate::{
    path::{BundlePath, last_part},
    trees::Tree,
};
use std::collections::{BTreeSet, HashSet};

/// Programs that take a script by its name.
const INTERPRETERS: [&str; 12] =
    ["sh", "bash", "ash", "dash", "python", "python3", "node", "ruby", "perl", "php", "deno", "bun"];

/// What is named in lines that change permission bits, and what an interpreter is handed.
#[derive(Default, PartialEq, Eq)]
pub struct CaredFor {
    everything: bool,
    /// Names of files, and of folders above them.
    names: HashSet<String>,
    /// Of patterns such as `*.sh`.
    endings: BTreeSet<String>,
}

impl CaredFor {
    pub fn by(build_context: &Tree) -> Self {
        let mut all = CaredFor::default();
        let Some(dockerfile) = build_context.files.get("Dockerfile").and_then(|output| output.file()) else {
            return all;
        };
        let text = String::from_utf8_lossy(&dockerfile.bytes).replace("\\\n", " ");
        let between = |c: char| c.is_whitespace() || "\"',;&|[]=".contains(c);
        for line in text.lines() {
            let words: Vec<&str> =
                line.split(between).filter(|word| !word.is_empty()).map(last_part).collect();
            match line.contains("chmod") {
                true => words.iter().for_each(|word| all.add(word)),
                false => {
                    let handed = words.windows(2).filter(|two| INTERPRETERS.contains(&two[0]));
                    handed.for_each(|two| all.add(two[1]));
                }
            }
        }
        all
    }

    pub fn holds(&self, path: &BundlePath) -> bool {
        self.everything
            || path.components().any(|part| self.names.contains(part))
            || self.endings.iter().any(|ending| path.name().ends_with(ending))
    }

    fn add(&mut self, word: &str) {
        match word.strip_prefix('*') {
            None if word != "." => drop(self.names.insert(word.to_owned())),
            Some(ending) if !ending.is_empty() => drop(self.endings.insert(ending.to_owned())),
            _ => self.everything = true,
        }
    }
}
