//! The page: the workbench, what it needs, and the desk it lies on.

use super::{
    deeds::{DEEDS, Deed},
    desk,
    dialogs::DIALOGS,
    editors, export,
};
use crate::{
    platform::dom,
    state::{Bundled, Workbench},
    wiring::{self, Wiring},
};
use leptos::prelude::*;

/// The runtime that a newcomer sees.
const FIRST: &str = "flask-gunicorn";

#[component]
pub fn App() -> impl IntoView {
    dom::hold_halves();
    let bench = Workbench::new(bundled(), FIRST);
    provide_context(bench);
    provide_context(editors::Editors::new(bench));
    provide_context(export::Exports::new());
    let wiring = wiring::start(bench);
    provide_context(wiring);
    provide_context(wiring::remote_build::RemoteBuild::new(wiring));
    wiring.fetch_later(move || rest(bench, wiring));
    move || wiring.ready.get().then(|| view! { <desk::Desk /> })
}

/// What isn't in view at the start. False: not all of it could be fetched.
async fn rest(bench: Workbench, wiring: Wiring) -> bool {
    let dialogs = DIALOGS.fetch().await;
    DEEDS.go((bench, wiring, Deed::Follow)).await.and(dialogs).is_ok()
}

fn bundled() -> Vec<Bundled> {
    let one = |runtime: &catalog::Bundled| Bundled {
        name: runtime.name.to_owned(),
        about: about(runtime),
        facts: [runtime.language.to_owned(), runtime.base_image.to_owned(), runtime.options.join(", ")],
        files: runtime.files.clone(),
    };
    catalog::bundled().iter().map(one).collect()
}

/// The README's title, without the name that stands before it anyway.
fn about(runtime: &catalog::Bundled) -> String {
    let title = runtime.description;
    match title.split_once(": ") {
        Some((name, rest)) if name.eq_ignore_ascii_case(runtime.name) => rest.to_owned(),
        _ => title.to_owned(),
    }
}
