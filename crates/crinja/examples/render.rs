//! Renders a template from standard input: `cargo run -p crinja --example render -- name=hello < Dockerfile.j2`.
//! Arguments set strings; `pkgs=curl,git` sets a list.

use crinja::{Budget, Context, ContextValue, render};
use std::{io, process::ExitCode};

fn main() -> ExitCode {
    let variables = std::env::args().skip(1).map(|argument| {
        let (name, value) = argument.split_once('=').unwrap_or((&argument, ""));
        let items: Vec<_> = value.split(',').map(str::to_owned).collect();
        let value = match items.len() {
            1 => ContextValue::Text(value.to_owned()),
            _ => ContextValue::List(items),
        };
        (name.to_owned(), value)
    });
    let context = Context { variables: variables.collect() };
    let template = match io::read_to_string(io::stdin()) {
        Ok(template) => template,
        Err(error) => {
            eprintln!("can't read the template: {error}");
            return ExitCode::from(2);
        }
    };
    match render(&template, &context, &Budget::default()) {
        Ok(rendered) => {
            print!("{}", rendered.text);
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            if let Some(help) = error.help {
                eprintln!("{help}");
            }
            ExitCode::FAILURE
        }
    }
}
