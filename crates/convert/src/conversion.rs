//! The whole conversion: what is proposed, and the runtime that the decisions make.

use crate::{
    apply::{self, Proof},
    decisions::Decisions,
    places,
    plan::{Placement, Plan},
};
use faaso::{bundle::Bundle, path::BundlePath};
use serde::{Deserialize, Serialize};

/// Everything that is proposed for an application, as the decisions so far make it.
pub fn plan(application: &Bundle, decisions: &Decisions) -> Plan {
    Plan { files: places::places(application, decisions), ..Plan::default() }
}

/// A conversion as decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    pub plan: Plan,
    /// The application with the fixes that are made, and the Dockerfile that is taken.
    pub application: Bundle,
    pub runtime: Bundle,
    /// Files that couldn't be put where they should go, each with the reason.
    pub refused: Vec<(BundlePath, String)>,
    /// Options that couldn't be made, by the proposal's id, each with the reason.
    pub refused_options: Vec<(String, String)>,
    /// What a new funko of the runtime builds, held against that application.
    pub proof: Proof,
}

/// Makes the runtime. `name` is its own, for the first line of a README where the application has none.
pub fn make(application: &Bundle, decisions: &Decisions, name: &str) -> Made {
    let plan = plan(application, decisions);
    let applied = apply::apply(application, &plan, name);
    let proof = apply::proof(application, &plan, &applied.runtime);
    Made {
        plan,
        application: application.clone(),
        runtime: applied.runtime,
        refused: applied.refused,
        refused_options: Vec::new(),
        proof,
    }
}

impl Plan {
    pub fn placement(&self, path: &str) -> Option<&Placement> {
        let at = self.files.binary_search_by(|placement| placement.path.as_str().cmp(path)).ok()?;
        self.files.get(at)
    }
}
