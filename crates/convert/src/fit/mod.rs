//! Fit for FaaSO: what must be true of an application, a file a rule. A [`rule::Rule`] has an application that fires it
//! and one that doesn't; the tests run it on both. To add one: a file with its `RULE`, and its name in [`RULES`].

mod allowed_hosts;
mod below_a_path;
mod bind_address;
mod builder;
mod calls;
mod checked;
mod commands;
mod configs;
mod copied;
mod executable;
mod health_check;
mod hosts;
mod listens;
mod no_dockerfile;
mod others;
mod ping;
mod port;
mod rule;
mod server;

pub use no_dockerfile::FIX as DOCKERFILE_FIX;
pub use rule::Rule;

use crate::{
    app::App,
    languages::Known,
    plan::{Finding, Placement},
};
use rule::Facts;

/// Every rule, in the order in which an author reads them.
pub static RULES: [&Rule; 10] = [
    &no_dockerfile::RULE,
    &port::RULE,
    &bind_address::RULE,
    &allowed_hosts::RULE,
    &ping::RULE,
    &health_check::RULE,
    &below_a_path::RULE,
    &builder::RULE,
    &executable::RULE,
    &copied::RULE,
];

/// Everything that FaaSO needs otherwise.
pub fn findings<'a>(app: &'a App<'a>, known: Option<&Known<'a>>, placements: &[Placement]) -> Vec<Finding> {
    let facts = Facts {
        app,
        known: known.cloned(),
        server: server::server(app, known).once(),
        problems: checked::problems(app, placements),
    };
    RULES.iter().flat_map(|rule| (rule.find)(&facts, rule)).collect()
}
