use crate::checks::{Facts, Report, Rule, report::fix};
use crate::{diagnostic::Severity, funko, project::Edit, trees::funko_name};

pub static RULE: Rule = Rule {
    id: "folder-name",
    severity: Severity::Warning,
    title: "The name of a new funko is not looked at until it is built",
    what: "“faaso new” takes any folder name and fills it in as “{{ name }}”. “faaso export” and “faaso \
           build” take only names of the letters A–Z, a–z and digits.",
    why: "The new funko looks well, and cannot be built.",
    instead: "Use letters and digits only: “myapp” for “my-app”.",
    fires: &[("name", "my-app"), ("template/funko.yml.j2", "name: {{ name }}\nruntime: {{ runtime }}\n")],
    quiet: &[("name", "myapp"), ("template/funko.yml.j2", "name: {{ name }}\nruntime: {{ runtime }}\n")],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    let name = funko_name(&facts.project.funko_name);
    if let Err(error) = funko::check_name(name) {
        let good: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
        let finding =
            report.project(format!("“faaso new” takes the name “{name}”, but a build fails: {error}."));
        if !good.is_empty() {
            finding.fix = fix(format!("Name the funko “{good}”"), Edit::FunkoName(good));
        }
    }
}
