//! `check`: every problem that the page lists.

use crate::{
    End, Stop,
    arguments::Check,
    input,
    report::{self, Made, Problem},
};
use faaso::{
    analysis::{Analysis, Analyzer},
    diagnostic::{Diagnostic, Severity},
    funko,
    project::Project,
};
use std::{borrow::Cow, collections::BTreeSet};

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
    let problem = |problem| Problem { diagnostic: Cow::Borrowed(problem), made: made(problem, &analysis) };
    let problems: Vec<_> = analysis.problems.iter().map(problem).collect();
    report::print(&problems, &places, analyzer.project(), arguments.format);
    let wrong =
        analysis.problems.iter().any(|problem| problem.severity == Severity::Error || arguments.strict);
    Ok(if wrong { End::Problems } else { End::Well })
}

/// The line of the build or of the new funko that a problem's place makes.
fn made(problem: &Diagnostic, analysis: &Analysis) -> Option<Made> {
    let place = problem.place.as_ref()?;
    let rendering = analysis.renderings.get(&place.file)?;
    let file = rendering.output.to_string();
    let (Some(at), Some(good), None) = (place.at, &rendering.good, &rendering.error) else {
        return Some(Made { file, line: None });
    };
    let starts = || std::iter::once(0).chain(good.pieces.iter().map(|piece| piece.end));
    let mut pieces = good.pieces.iter().zip(starts());
    let within = pieces.clone().find(|(piece, _)| {
        piece.source.start <= at.span.start && at.span.start < piece.source.end.max(piece.source.start + 1)
    });
    // a tag makes nothing itself: what comes behind it does
    let found = within.or_else(|| pieces.find(|(piece, _)| piece.source.start >= at.span.start));
    let line = found.map(|(piece, start)| {
        let inside = at.span.start.saturating_sub(piece.source.start).min(piece.end - start);
        1 + good.text.as_bytes()[..start + inside].iter().filter(|&&byte| byte == b'\n').count()
    });
    Some(Made { file, line })
}
