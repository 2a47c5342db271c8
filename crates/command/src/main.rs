//! `faaso-designer`: what the page does, on the command line, for scripts, hooks and CI. No network, no browser.
//!
//! [`arguments`] says what can be asked, [`input`] reads runtimes and funkos, [`commands`] answers, [`end`] says how, [`output`] writes files and
//! [`report`] problems. Results go to standard output, messages to standard error.

mod arguments;
mod commands;
mod end;
mod input;
mod output;
mod plan_file;
mod report;

use arguments::{Arguments, Command};
use clap::Parser;
use end::{End, Stop};
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let end = match arguments.command {
        Command::New(arguments) => commands::new::run(&arguments),
        Command::Export(arguments) => commands::export::run(&arguments),
        Command::Check(arguments) => commands::check::run(&arguments),
        Command::Test(arguments) => commands::test::run(&arguments),
        Command::RenameOption(arguments) => commands::rename_option::run(&arguments),
        Command::Convert(arguments) => commands::convert::run(&arguments),
        Command::Patch(arguments) => commands::patch::run(&arguments),
        Command::Runtimes => commands::runtimes::run(),
        Command::Completions { shell } => commands::completions::run(shell),
    };
    let end = end.unwrap_or_else(|stop| {
        eprintln!("faaso-designer: {}", stop.message);
        stop.end
    });
    ExitCode::from(match end {
        End::Well => 0,
        End::Problems => 1,
        End::Usage => 2,
        End::InTheWay => 3,
    })
}
