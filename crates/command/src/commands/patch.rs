//! `patch`: a patch for `git am` that adds a runtime to FaaSO's own.

use crate::{
    End, Stop,
    arguments::{PLACEHOLDER, Patch},
    input, output,
};
use convert::patch::{Sender, State, folder_name, patch};

/// When nothing else is said: the same input gives the same patch.
const DATE: &str = "Thu, 1 Jan 2026 00:00:00 +0000";

pub fn run(arguments: &Patch) -> Result<End, Stop> {
    output::is_free(&arguments.out, arguments.force)?;
    let runtime = input::runtime(&arguments.runtime)?;
    let name = arguments.name.as_deref().unwrap_or_else(|| folder_name(&runtime.name));
    let (author, email) = match arguments.author.split_once('<') {
        Some((author, email)) => (author.trim(), email.trim_end().trim_end_matches('>')),
        None => (arguments.author.trim(), ""),
    };
    let date = arguments.date.as_deref().unwrap_or(DATE);
    let sender = Sender { name: author.to_owned(), email: email.to_owned(), date: date.to_owned() };
    let made = patch(&runtime.files, name, &sender).map_err(|why| Stop::new(End::Usage, why))?;
    output::file(&arguments.out, &made.bytes)?;
    for item in &made.checklist {
        match item.state {
            State::Done => eprintln!("[x] {}", item.text),
            State::ToDo => eprintln!("[ ] {}: {}", item.text, item.help),
        }
    }
    if arguments.author == PLACEHOLDER {
        eprintln!("[ ] The patch names its sender: it says `{PLACEHOLDER}`. Use --author \"NAME <EMAIL>\"");
    }
    output::say(&format!("{}\n\n{}\n", made.title, made.text));
    Ok(End::Well)
}
