use crate::checks::{Facts, Report, Rule};
use crate::{
    diagnostic::Severity,
    funko,
    trees::{Content, funko_name},
};

pub static RULE: Rule = Rule {
    id: "template-yml",
    severity: Severity::Warning,
    title: "New funkos get no usable funko.yml",
    what: "FaaSO doesn't write a `funko.yml` itself: a new funko has what the template makes. Only a \
           `funko.yml.j2` gets the funko's name and runtime.",
    why: "A funko without `funko.yml` can't be exported or built. With a fixed one, every funko has the \
          same name.",
    instead: "Add `funko.yml.j2` to the template, with `name: {{ name }}` and `runtime: {{ runtime }}`.",
    fires: &[("template/funko.yml", "name: hello\nruntime: ./example\n")],
    quiet: &[("template/funko.yml.j2", "name: {{ name }}\nruntime: {{ runtime }}\n")],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    if facts.shape().new_funko.files.is_empty() {
        return;
    }
    let Some(output) = facts.shape().new_funko.files.get(funko::FILE) else {
        let elsewhere = facts.shape().new_funko.files.get("funko.yaml");
        let message = "The template has no `funko.yml.j2`, so a new funko can't be exported.";
        match elsewhere {
            Some(output) => report.file(&output.origin, format!("{message} FaaSO ignores `funko.yaml`.")),
            None => report.project(message),
        };
        return;
    };
    if matches!(output.content, Content::Copied(_)) {
        let message = "The template's `funko.yml` isn't a `.j2` file, so every new funko gets the same name and runtime.";
        report.file(&output.origin, message);
        return;
    }
    // rendered, but does it say what it was given?
    let Some(Ok(made)) = facts.template_yml().map(|reading| &reading.funko) else { return };
    let name = funko_name(facts.funko_name());
    if made.name != name {
        let message = format!(
            "A new funko `{name}` gets the name `{}`. Write `name: {{{{ name }}}}`.",
            made.name.trim_end()
        );
        report.file(&output.origin, message);
    }
}
