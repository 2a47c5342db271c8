//! `completions`: what a shell needs to complete this program's arguments.

use crate::{End, Stop, arguments::Arguments};
use clap::CommandFactory;
use clap_complete::{Shell, generate};

pub fn run(shell: Shell) -> Result<End, Stop> {
    generate(shell, &mut Arguments::command(), "faaso-designer", &mut std::io::stdout());
    Ok(End::Well)
}
