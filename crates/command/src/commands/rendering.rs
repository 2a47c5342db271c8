//! What `new`, `export` and their like share: templates rendered as on the page, and the files, or why there are none.

use crate::end::{End, Stop};
use crinja::{Budget, Context};
use faaso::{
    bundle::Bundle,
    project::FileId,
    trees::{Outcome, Tree, Verdict},
};
use std::sync::Arc;

/// Renders as the page does, within the same limits.
pub fn render(_: &FileId, text: &str, context: &Context) -> Outcome {
    crinja::render(text, context, &Budget::default()).map(Arc::new)
}

/// The files that FaaSO makes, or every reason why it doesn't.
pub fn files(tree: &Tree) -> Result<Bundle, Stop> {
    tree.bundle().map_err(|verdict| {
        let why: Vec<String> = match verdict {
            Verdict::Fails(_) => tree.failures.iter().map(ToString::to_string).collect(),
            Verdict::Clash(_) => tree.clashes.iter().map(ToString::to_string).collect(),
            Verdict::Works => Vec::new(),
        };
        Stop::new(End::Problems, format!("FaaSO would fail: {}", why.join("\n  also: ")))
    })
}
