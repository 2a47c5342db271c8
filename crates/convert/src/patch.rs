//! A patch that adds a runtime to FaaSO's `runtimes/`, as `git am` takes it, with what to look at before it is sent.

mod checklist;
mod git_quoting;

pub use checklist::{Item, State, checklist};

use crate::conversion::without_conversion;
use checklist::first_line;
use faaso::{
    bundle::{Bundle, File},
    path::BundlePath,
};
use flate2::{Compression, write::ZlibEncoder};
use git_quoting::{base85, quoted};
use serde::{Deserialize, Serialize};
use std::io::Write;

/// The folder of FaaSO that holds its runtimes.
const FOLDER: &str = "runtimes";

/// Who sends the patch, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sender {
    pub name: String,
    pub email: String,
    /// As in an email: `Thu, 26 Nov 2026 09:00:00 +0000`.
    pub date: String,
}

/// A patch with what belongs to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Patch {
    /// `NAME.patch`
    pub file_name: String,
    #[serde(with = "serde_bytes")]
    pub bytes: Vec<u8>,
    pub checklist: Vec<Item>,
    /// For the pull request: its title, and its text.
    pub title: String,
    pub text: String,
}

/// The patch that adds these files as the runtime of that name. An error where the name can't be a runtime's.
pub fn patch(runtime: &Bundle, name: &str, sender: &Sender) -> Result<Patch, String> {
    let name = name.trim();
    let one_part = BundlePath::new(name).is_ok_and(|path| path.parent().is_none()) && !name.starts_with('.');
    if !one_part || name.chars().any(char::is_control) {
        return Err("The runtime's name must be a folder name without `/`.".to_owned());
    }
    let runtime = &without_conversion(runtime);
    if runtime.files().next().is_none() {
        return Err("The runtime has no files.".to_owned());
    }
    let about = first_line(runtime);
    let title = format!("Add the runtime {name}");
    let checklist = checklist(runtime, name);
    let mut bytes = head(&title, about.as_deref(), sender).into_bytes();
    for (path, file) in runtime.files() {
        add(&mut bytes, &format!("{FOLDER}/{name}/{path}"), file);
    }
    bytes.extend(b"-- \nFaaSO Runtime Designer\n\n");
    let text = request(name, about.as_deref(), &checklist);
    Ok(Patch { file_name: format!("{name}.patch"), bytes, checklist, title, text })
}

/// The last part of a runtime's name, as FaaSO would call it: `my-runtime` of `./runtimes/my-runtime`.
pub fn folder_name(runtime_name: &str) -> &str {
    runtime_name.trim_end_matches('/').rsplit('/').next().unwrap_or(runtime_name)
}

fn head(title: &str, about: Option<&str>, sender: &Sender) -> String {
    let clean = |text: &str| {
        let text: String = text.chars().filter(|c| !c.is_control() && !matches!(c, '<' | '>')).collect();
        text.trim().to_owned()
    };
    let or = |text: String, other: &str| if text.is_empty() { other.to_owned() } else { text };
    let (name, email) =
        (or(clean(&sender.name), "Runtime author"), or(clean(&sender.email), "author@localhost"));
    let about =
        about.map(|about| format!("The runtime's README calls it: {}\n\n", clean(about))).unwrap_or_default();
    format!(
        "From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001\nFrom: {name} <{email}>\nDate: {}\n\
         Subject: [PATCH] {title}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n\
         Content-Transfer-Encoding: 8bit\n\n{about}---\n\n",
        clean(&sender.date)
    )
}

/// The part of the patch that adds one file.
fn add(patch: &mut Vec<u8>, path: &str, file: &File) {
    let (before, after) = (quoted(&format!("a/{path}")), quoted(&format!("b/{path}")));
    let mode = if file.is_executable() { "100755" } else { "100644" };
    let hash = blob(&file.bytes);
    let empty = "0".repeat(hash.len());
    let mut say = |text: &str| patch.extend(text.as_bytes());
    say(&format!("diff --git {before} {after}\nnew file mode {mode}\nindex {empty}..{hash}\n"));
    if file.bytes.is_empty() {
        return;
    }
    // A mail's lines end in LF alone: what has a CR, or is no text, goes as binary.
    match file.as_text().filter(|text| !text.contains('\r')) {
        Some(text) => {
            let lines = text.split_inclusive('\n').count();
            let range = if lines == 1 { "1".to_owned() } else { format!("1,{lines}") };
            // git ends a name with spaces in it by a tab
            let tab = if after.starts_with('"') || !after.contains(' ') { "" } else { "\t" };
            say(&format!("--- /dev/null\n+++ {after}{tab}\n@@ -0,0 +{range} @@\n"));
            for line in text.split_inclusive('\n') {
                say("+");
                say(line);
            }
            if !text.ends_with('\n') {
                say("\n\\ No newline at end of file\n");
            }
        }
        None => {
            let mut packed = ZlibEncoder::new(Vec::new(), Compression::default());
            packed.write_all(&file.bytes).expect("a vector takes everything");
            let packed = packed.finish().expect("a vector takes everything");
            say(&format!("GIT binary patch\nliteral {}\n", file.bytes.len()));
            say(&base85(&packed));
            say("\nliteral 0\nHcmV?d00001\n\n");
        }
    }
}

/// Git's name for a file's content.
fn blob(bytes: &[u8]) -> String {
    let mut hash = sha1_smol::Sha1::new();
    hash.update(format!("blob {}\0", bytes.len()).as_bytes());
    hash.update(bytes);
    hash.digest().to_string()
}

fn request(name: &str, about: Option<&str>, checklist: &[Item]) -> String {
    let about = about.map(|about| format!(": {about}")).unwrap_or_default();
    let items: String = checklist
        .iter()
        .map(|item| format!("- [{}] {}\n", if item.state == State::Done { 'x' } else { ' ' }, item.text))
        .collect();
    format!(
        "This adds the runtime `{name}`{about}.\n\nTo try it:\n\n```sh\nfaaso new -r {name} hello\nfaaso build hello\n```\n\n\
         Checked:\n\n{items}"
    )
}
