//! A whole tree that FaaSO makes: each file, where it comes from, and what it takes the place of.

use super::{bench, editors::Editors, name::Name, reason::Reason, size};
use crate::state::{
    Workbench,
    view::{OutputTab, is_funko_yml},
    workspace::Origin,
};
use faaso::{
    analysis::{Entry, Tree, What},
    project::{FileId, Group},
};
use leptos::prelude::*;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Which {
    BuildContext,
    NewFunko,
}

#[component]
pub fn OutputTree(which: Which) -> impl IntoView {
    let bench = bench();
    let tree = Memo::new(move |_| {
        bench.workspace.with_analysis(|analysis| match which {
            Which::BuildContext => analysis.build_context.clone(),
            Which::NewFunko => analysis.new_funko.clone(),
        })
    });
    let command = move || {
        let name = bench.workspace.funko_name();
        let runtime = bench.workspace.with_project(|project| project.runtime_name.clone());
        match which {
            Which::BuildContext => format!("faaso export {name} DESTINATION"),
            Which::NewFunko => format!("faaso new -r {runtime} {name}"),
        }
    };
    let rows = move || {
        let tree = tree.get();
        tree.entries.into_iter().map(|entry| row(bench, entry)).collect_view()
    };
    view! {
        <div class="outcome">
            <p class="command">"Result of " <code>{command}</code></p>
            {move || tree.with(|tree| tree.failure.clone()).map(|why| view! {
                <p class="failure" role="alert">"FaaSO would fail: " <Reason problem=why /></p>
            })}
            {move || tree.with(|tree| tree.as_new).then(|| view! {
                <p class="failure">"Shown as a new funko: there is no funko.yml. It can't be exported."</p>
            })}
            <table>
                <thead>
                    <tr><th scope="col">"File"</th><th scope="col">"Made from"</th><th scope="col" class="number">"Size"</th></tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <div class="foot">
            <span>{move || tree.with(total)}</span>
        </div>
    }
}

/// Files and bytes of a tree.
pub fn total(tree: &Tree) -> String {
    let sizes = tree.entries.iter().filter_map(|entry| match entry.what {
        What::File { size, .. } => Some(size),
        What::EmptyFolder => None,
    });
    let (count, bytes) = sizes.fold((0, 0), |(count, bytes), size| (count + 1, bytes + size));
    format!("{}, {}", super::count(count, "file"), size(bytes))
}

fn row(bench: Workbench, entry: Entry) -> AnyView {
    let path = entry.path.to_string();
    let What::File { from, rendered, replaces, size: bytes, mode, broken } = entry.what else {
        return view! {
            <tr><td class="path"><Name name=path />"/"</td><td class="from">"empty folder"</td><td></td></tr>
        }
        .into_any();
    };
    let editors = expect_context::<Editors>();
    let output = {
        let from = from.clone();
        move |_| {
            bench.view.look_at(from.clone());
            if is_funko_yml(&from) {
                editors.reveal(&from, None);
            } else {
                bench.view.show_output(OutputTab::Rendered);
            }
        }
    };
    let source = {
        let from = from.clone();
        move |_| {
            bench.view.look_at(from.clone());
            editors.reveal(&from, None);
        }
    };
    let how = how(bench, &from, rendered);
    let name = name(&from);
    view! {
        <tr class:broken=broken>
            <td class="path">
                <button type="button" class="link" title="Show the output" on:click=output><Name name=path /></button>
                {(mode & 0o111 != 0).then(|| view! { <span class="badge" title="Executable">"+x"</span> })}
                {broken.then(|| view! { <span class="badge err">"not rendered"</span> })}
            </td>
            <td class="from">
                {how} " "
                <button type="button" class="link" title="Open the source" on:click=source><Name name /></button>
                {replaces.map(|other| view! { <span class="replaces">"replaces " {named(&other)}</span> })}
            </td>
            <td class="number">{size(bytes)}</td>
        </tr>
    }
    .into_any()
}

fn how(bench: Workbench, from: &FileId, rendered: bool) -> &'static str {
    match (from.group(), rendered) {
        (Group::Funko, _) if bench.workspace.origin(from) == Some(Origin::Live) => "funko, from template:",
        (Group::Funko, _) => "funko:",
        (_, true) => "rendered from",
        (_, false) => "copied from",
    }
}

fn name(id: &FileId) -> String {
    id.path.to_string()
}

fn named(id: &FileId) -> String {
    match id.group() {
        Group::Runtime => format!("the runtime's {}", id.path),
        Group::Template => id.path.to_string(),
        Group::Funko => format!("the funko's {}", id.path),
    }
}
