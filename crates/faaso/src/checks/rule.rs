//! What a rule is, and what the page says about it.

use crate::diagnostic::{Diagnostic, Severity};

/// What the page says about a rule. The texts are plain; code stands in backticks.
pub struct Rule {
    /// In kebab case, the name of its file.
    pub id: &'static str,
    pub severity: Severity,
    pub title: &'static str,
    /// What FaaSO does.
    pub what: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// What to do about it.
    pub instead: &'static str,
    /// A project that has the problem.
    pub fires: Files,
    /// The same, fixed.
    pub quiet: Files,
}

/// What of a rule each finding says. The rest is only wanted where the rule is shown, and is not linked without that.
#[derive(Clone, Copy, Debug)]
pub struct Brief {
    pub id: &'static str,
    pub severity: Severity,
    pub instead: &'static str,
}

impl Rule {
    pub const fn brief(&self) -> Brief {
        Brief { id: self.id, severity: self.severity, instead: self.instead }
    }
}

/// A small project, each file with its text. `runtime/a` lies in the runtime, `template/a` below its
/// `template/`, `funko/a` is the funko author's own. A path that ends in `*` is executable, in `/` a folder.
/// `name` and `runtime` are what `faaso new` is given, if it matters. U+FFFD stands for a byte that is no text.
pub type Files = &'static [(&'static str, &'static str)];

impl Diagnostic {
    /// That rule found it.
    pub fn is(&self, rule: &Rule) -> bool {
        self.rule == rule.id
    }
}
