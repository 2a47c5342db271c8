//! `check`: every problem that the page lists.

use crate::{End, Stop, arguments::Check, input, report};
use faaso::{
    analysis::{Analysis, Analyzer},
    diagnostic::Severity,
    funko,
    project::Project,
};
use std::collections::BTreeSet;

/// The name of the new funko where none is given, as in the page.
const NEW_FUNKO: &str = "hello";

pub fn run(arguments: &Check) -> Result<End, Stop> {
    let runtime = input::runtime(&arguments.runtime)?;
    let mut project = Project {
        runtime_name: runtime.name,
        runtime: runtime.files,
        funko_name: NEW_FUNKO.to_owned(),
        ..Project::default()
    };
    if let Some(given) = &arguments.funko {
        let files = input::funko(given)?;
        let yml = files.get(funko::FILE).expect("a funko has its funko.yml");
        if let Ok(described) = funko::read(&yml.bytes).funko {
            described.name.trim_end().clone_into(&mut project.funko_name);
        }
        project.take_funko(&files);
    }
    let mut analyzer = Analyzer::default();
    analyzer.open(project, BTreeSet::new(), Analysis::default());
    let mut analysis = Analysis::default();
    analysis.apply(analyzer.analyse(1, &mut |_| {}));
    let places = report::Places { runtime: &arguments.runtime, funko: arguments.funko.as_deref() };
    report::print(&analysis.problems, &places, analyzer.project(), arguments.format);
    let wrong =
        analysis.problems.iter().any(|problem| problem.severity == Severity::Error || arguments.strict);
    Ok(if wrong { End::Problems } else { End::Well })
}
