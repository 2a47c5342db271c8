//! `check`: every problem that the page lists.

use crate::{
    End, Stop,
    arguments::Check,
    input::{self, Runtime, RuntimeOrFunko},
    report::{self, Made, Problem},
};
use faaso::{
    analysis::{Analysis, Analyzer},
    bundle::Bundle,
    diagnostic::{Diagnostic, Severity},
    funko,
    project::Project,
};
use std::{borrow::Cow, collections::BTreeSet};

/// The name of the new funko where none is given, as in the page.
const NEW_FUNKO: &str = "hello";

/// What the empty runtime is called of a funko that names none.
const NO_RUNTIME: &str = "./runtime";

pub fn run(arguments: &Check) -> Result<End, Stop> {
    let Asked { runtime, funko, places } = asked(arguments)?;
    let mut project = Project {
        runtime_name: runtime.as_ref().map_or(NO_RUNTIME, |runtime| &runtime.name).to_owned(),
        runtime: runtime.map(|runtime| runtime.files).unwrap_or_default(),
        funko_name: NEW_FUNKO.to_owned(),
        ..Project::default()
    };
    if let Some(files) = funko {
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
    let places = report::Places { runtime: &places.0, funko: places.1.as_deref() };
    let problem = |problem| Problem { diagnostic: Cow::Borrowed(problem), made: made(problem, &analysis) };
    let problems: Vec<_> = analysis.problems.iter().map(problem).collect();
    report::print(&problems, &places, analyzer.project(), arguments.format);
    let wrong =
        analysis.problems.iter().any(|problem| problem.severity == Severity::Error || arguments.strict);
    Ok(if wrong { End::Problems } else { End::Well })
}

/// What is checked.
struct Asked {
    /// None for a funko that names none.
    runtime: Option<Runtime>,
    /// None for a new one.
    funko: Option<Bundle>,
    /// Where the two are, as the caller says it.
    places: (String, Option<String>),
}

/// `check RUNTIME`, `check RUNTIME FUNKO`, or `check FUNKO` with the runtime that its funko.yml or `--runtime` names.
fn asked(arguments: &Check) -> Result<Asked, Stop> {
    let Check { given, funko, runtime, .. } = arguments;
    if let Some(funko) = funko {
        let places = (given.clone(), Some(funko.clone()));
        return Ok(Asked {
            runtime: Some(input::runtime(given)?),
            funko: Some(input::funko(funko)?),
            places,
        });
    }
    match (input::runtime_or_funko(given)?, runtime) {
        (RuntimeOrFunko::Runtime(runtime), None) => {
            Ok(Asked { runtime: Some(runtime), funko: None, places: (given.clone(), None) })
        }
        (RuntimeOrFunko::Runtime(_), Some(_)) => {
            let why = format!("`{given}` has no {}, so it isn't a funko", funko::FILE);
            Err(Stop::new(End::Usage, why))
        }
        (RuntimeOrFunko::Funko(files), named) => {
            let runtime = match named {
                Some(named) => Some(input::runtime(named)?),
                None => input::named_runtime(&files)?,
            };
            // a runtime's own name is also where it lies
            let place = named.clone().or_else(|| Some(runtime.as_ref()?.name.clone())).unwrap_or_default();
            Ok(Asked { runtime, funko: Some(files), places: (place, Some(given.clone())) })
        }
    }
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
