use crate::checks::{Facts, Report, Rule};
use crate::{diagnostic::Severity, funko};

/// Bytes of one part of a host name.
const HOST_NAME: usize = 63;

pub static RULE: Rule = Rule {
    id: "name-long",
    severity: Severity::Warning,
    title: "A funko's name is too long for a host name",
    what: "FaaSO accepts names of any length. At run time the name is a host name that FaaSO's proxy looks \
           up.",
    why: "A part of a host name has at most 63 characters, so the proxy can't find a funko with a longer \
          name.",
    instead: "Use a shorter name.",
    fires: &[(
        "funko/funko.yml",
        "name: anamethatsaysallthereistosayaboutwhatitdoesandforwhomandsincewhen\n",
    )],
    quiet: &[("funko/funko.yml", "name: short\n")],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    let Some((file, reading)) = facts.yml() else { return };
    let (Ok(funko), Some(entry)) = (&reading.funko, reading.places.top("name")) else { return };
    if funko.name.len() > HOST_NAME && funko::check_name(&funko.name).is_ok() {
        let length = funko.name.trim_end().len();
        let message =
            format!("The name has {length} characters, but a host name can have at most {HOST_NAME}.");
        report.at(&file, entry.value.span, message);
    }
}
