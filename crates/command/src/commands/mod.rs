//! One command a file.

pub mod check;
pub mod completions;
pub mod export;
pub mod new;
pub mod runtimes;

use crinja::{Budget, Context};
use faaso::{
    bundle::Bundle,
    project::FileId,
    trees::{Outcome, Tree, Verdict},
};
use std::sync::Arc;

/// Renders as the page does, within the same limits.
fn render(_: &FileId, text: &str, context: &Context) -> Outcome {
    crinja::render(text, context, &Budget::default()).map(Arc::new)
}

/// The files that FaaSO makes, or every reason why it doesn't.
fn files(tree: &Tree) -> Result<Bundle, crate::Stop> {
    tree.bundle().map_err(|verdict| {
        let why: Vec<String> = match verdict {
            Verdict::Fails(_) => tree.failures.iter().map(ToString::to_string).collect(),
            Verdict::Chance(_) => tree.chances.iter().map(ToString::to_string).collect(),
            Verdict::Works => Vec::new(),
        };
        crate::Stop::new(crate::End::Problems, format!("FaaSO would fail: {}", why.join("\n  also: ")))
    })
}
