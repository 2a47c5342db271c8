use crate::checks::{Facts, Report, Rule};
use crate::{diagnostic::Severity, funko::Places};

pub static RULE: Rule = Rule {
    id: "merge-over-key",
    severity: Severity::Warning,
    title: "A merge key overrides an earlier key",
    what: "FaaSO puts the entries of a merge key `<<` in its place, and the last of two equal keys wins. \
           In YAML, a mapping's own key wins over a merged one.",
    why: "The option has the merged value, not the one written next to the merge key.",
    instead: "Write the merge key first, and the different values below it.",
    fires: &[(
        "funko/funko.yml",
        "name: hello\nx-common: &common\n  workers: \"2\"\noptions:\n  workers: \"8\"\n  <<: *common\n",
    )],
    quiet: &[(
        "funko/funko.yml",
        "name: hello\nx-common: &common\n  workers: \"2\"\noptions:\n  <<: *common\n  workers: \"8\"\n",
    )],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    let Some((file, reading)) = facts.yml() else { return };
    for entries in [&reading.places.top, &reading.places.options] {
        for (own, merged) in Places::duplicates(entries) {
            let merge = merged.merge.and_then(|at| reading.places.merges.get(at));
            if let (None, Some(merge)) = (own.merge, merge) {
                if !report.wants(&file) {
                    return;
                }
                let key = &own.key;
                let message = format!("The merge key sets `{key}` again. FaaSO uses the merged value.");
                report.at(&file, merge.span, message);
            }
        }
    }
}
