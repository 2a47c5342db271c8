//! The project has one runtime, and shows what FaaSO makes with it.

use crate::checks::{Facts, Report, Rule, report::fix};
use crate::{diagnostic::Severity, funko, runtime_name};

pub static RULE: Rule = Rule {
    id: "runtime-other",
    severity: Severity::Warning,
    title: "The funko uses another runtime",
    what: "FaaSO builds a funko with the runtime that its funko.yml names: a built-in one, or the folder at \
           that path.",
    why: "The output shown here is made with the runtime that is open. FaaSO uses the other one, or fails if it \
          doesn't exist.",
    instead: "Write the name of the open runtime, as `faaso new` would: `runtime: ./example`. Or open the \
              runtime that funko.yml names.",
    fires: &[
        ("runtime/Dockerfile.j2", "FROM alpine\n"),
        ("funko/funko.yml", "name: hello\nruntime: flask\n"),
    ],
    quiet: &[
        ("runtime/Dockerfile.j2", "FROM alpine\n"),
        ("funko/funko.yml", "name: hello\nruntime: somewhere/example/\n"),
    ],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    let Some((file, reading, funko)) = facts.built() else { return };
    let (Some(named), Some(entry)) = (&funko.runtime, reading.places.top("runtime")) else { return };
    let ours = facts.runtime_name();
    // that nothing can be found under the empty text is said elsewhere
    if runtime_name::is_same(named, ours) || named.is_empty() || facts.shape().project.runtime.is_empty() {
        return;
    }
    let edit = funko::set_runtime(&reading.text, ours)
        .and_then(|splice| facts.splice(&file, splice.span, splice.text));
    let (message, help) = match runtime_name::is_built_in(named) {
        true => (
            format!(
                "FaaSO builds this funko with its built-in runtime `{named}`, which isn't shown here. This \
                 output is made with `{ours}`."
            ),
            format!(
                "To see the output of `{named}`, download FaaSO's repository and open its folder \
                 `runtimes/{named}`. Or use `{ours}` for this funko."
            ),
        ),
        false => (
            format!("FaaSO builds this funko with the runtime `{named}`. This output is made with `{ours}`."),
            format!("Open the runtime `{named}`, or use `{ours}` for this funko."),
        ),
    };
    let problem = report.at(&file, entry.value.span, message);
    problem.help = Some(help);
    problem.fix = fix(format!("Use `{ours}` in funko.yml"), edit);
}
