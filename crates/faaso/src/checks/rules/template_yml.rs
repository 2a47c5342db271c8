use crate::checks::{Facts, Report, Rule};
use crate::{
    diagnostic::Severity,
    funko,
    trees::{Content, funko_name},
};

pub static RULE: Rule = Rule {
    id: "template-yml",
    severity: Severity::Warning,
    title: "A new funko gets no fitting funko.yml",
    what: "FaaSO does not write a “funko.yml” itself: a new funko has what the template makes. Only a \
           “funko.yml.j2” is filled in with the funko's name and runtime.",
    why: "A funko without “funko.yml” cannot be exported or built; with a fixed one, every funko has the \
          same name.",
    instead: "Add “funko.yml.j2” to the template, with “name: {{ name }}” and “runtime: {{ runtime }}”.",
    fires: &[("template/funko.yml", "name: hello\nruntime: ./example\n")],
    quiet: &[("template/funko.yml.j2", "name: {{ name }}\nruntime: {{ runtime }}\n")],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    if facts.new_funko.files.is_empty() {
        return;
    }
    let Some(output) = facts.new_funko.files.get(funko::FILE) else {
        let elsewhere = facts.new_funko.files.get("funko.yaml");
        let message = "The template has no “funko.yml.j2”: a new funko cannot be exported.";
        match elsewhere {
            Some(output) => {
                report.file(&output.origin, format!("{message} FaaSO does not look at “funko.yaml”."))
            }
            None => report.project(message),
        };
        return;
    };
    if matches!(output.content, Content::Copied(_)) {
        let message =
            "The template's “funko.yml” is no “.j2” file: every new funko gets the same name and runtime.";
        report.file(&output.origin, message);
        return;
    }
    // rendered, but does it say what it was given?
    let Some(Ok(made)) = facts.template_yml.as_ref().map(|reading| &reading.funko) else { return };
    let name = funko_name(&facts.project.funko_name);
    if made.name != name {
        let message = format!(
            "A new funko “{name}” gets the name “{}”: write “name: {{{{ name }}}}”.",
            made.name.trim_end()
        );
        report.file(&output.origin, message);
    }
}
