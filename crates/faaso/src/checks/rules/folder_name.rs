use crate::checks::{Facts, Report, Rule, report::fix};
use crate::{diagnostic::Severity, funko, project::Edit, trees::funko_name};

pub static RULE: Rule = Rule {
    id: "folder-name",
    severity: Severity::Warning,
    title: "FaaSO checks the name only when building",
    what: "`faaso new` accepts any folder name and uses it as `{{ name }}`. `faaso export` and `faaso build` \
           accept only letters (A–Z, a–z) and digits.",
    why: "The new funko looks fine but can't be built.",
    instead: "Use letters and digits only, for example `myapp` instead of `my-app`.",
    fires: &[("name", "my-app"), ("funko/funko.yml", "name: myapp\nruntime: ./example\n")],
    quiet: &[("name", "myapp"), ("funko/funko.yml", "name: myapp\nruntime: ./example\n")],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    let name = funko_name(facts.funko_name());
    // the funko that has this name can't be built: that is said of the funko
    let is_said =
        facts.yml().and_then(|(_, yml)| yml.funko.as_ref().ok()).is_some_and(|funko| funko.name == name);
    if is_said {
        return;
    }
    if let Err(error) = funko::check_name(name) {
        let good: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
        let finding = report
            .project(format!("`faaso new` accepts the name `{name}`, but `faaso build` fails: {error}."));
        if !good.is_empty() {
            finding.fix = fix(format!("Rename the funko to `{good}`"), Edit::FunkoName(good));
        }
    }
}
