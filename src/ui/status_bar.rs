//! The page's last line: what is open, how large a build is, and the keys worth knowing.

use super::{
    bench,
    commands::{COMMANDS, shown_key},
    count,
    output_tree::total,
    problems_pane::ProblemsCount,
};
use crate::state::workspace::EngineState;
use faaso::{
    fate::{is_of_conversion, is_of_scenario},
    project::{FileId, Group},
};
use leptos::prelude::*;

/// The commands that are named here, by id.
const NAMED: [&str; 4] = ["next-problem", "go-to-file", "commands", "help"];

#[component]
pub fn StatusBar() -> impl IntoView {
    let bench = bench();
    let w = bench.workspace;
    let files = Memo::new(move |_| {
        w.with_files(|project| {
            let paths = project.runtime.files().map(|(path, _)| path);
            let built =
                paths.filter(|path| !is_of_scenario(path.as_str()) && !is_of_conversion(path.as_str()));
            let all: Vec<_> = built.map(|path| FileId::runtime(path.clone()).group()).collect();
            let template = all.iter().filter(|group| **group == Group::Template).count();
            let runtime = all.len() - template;
            format!(
                "{} · {}, {}",
                project.runtime_name,
                count(runtime, "runtime file"),
                count(template, "template file")
            )
        })
    });
    let context = Memo::new(move |_| {
        w.with_analysis(|analysis| match &analysis.build_context.failure {
            Some(_) => "Build context: error".to_owned(),
            None => format!("Build context: {}", total(&analysis.build_context)),
        })
    });
    let engine = move || match w.engine() {
        EngineState::Starting | EngineState::Ready => None,
        EngineState::Restarted { guilty: Some(file), .. } => {
            Some(format!("Rendering {} took too long and was stopped", file.path))
        }
        EngineState::Restarted { guilty: None, .. } => Some("Rendering was restarted".to_owned()),
        EngineState::Failed(_) => Some("Rendering stopped working".to_owned()),
    };
    let named = COMMANDS.iter().filter(|command| NAMED.contains(&command.id)).map(|command| {
        view! { <span><kbd>{shown_key(command.key)}</kbd> " " {command.title}</span> }
    });
    let named = named.collect_view();
    view! {
        <footer class="status">
            <ProblemsCount />
            <span class="what">{files}</span>
            <span>{context}</span>
            <span class="warn">{engine}</span>
            <span class="grow"></span>
            <span>{move || bench.view.offline.get().then_some("Available offline")}</span>
            {named}
        </footer>
    }
}
