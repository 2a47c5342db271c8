#[cfg(target_arch = "wasm32")]
fn main() {
    std::panic::set_hook(Box::new(|panic| {
        console_error_panic_hook::hook(panic);
        faaso_designer::platform::stop::stop();
    }));
    parts::lead_doors();
    leptos::mount::mount_to_body(faaso_designer::ui::App);
}

/// Where the page's doors lead. In a release each function here and all that only it reaches is in the part that is named before it.
/// They are here, and not in the library, because a program links every one of them that it knows.
#[cfg(target_arch = "wasm32")]
mod parts {
    use faaso_designer::{
        state::{Workbench, view::Dialog},
        ui::{self, Deed, NotFetched, Panel},
        wiring::Wiring,
    };
    use leptos::prelude::AnyView;

    macro_rules! part {
        ($part:ident, $fetch:ident: $go:ident($with:ty) -> $answer:ty = $behind:path) => {
            #[cfg(split)]
            #[leptos::wasm_split::wasm_split($part, wasm_split_path = ::leptos::wasm_split, fallible, preload($fetch))]
            fn $go(with: $with) -> Result<$answer, NotFetched> {
                Ok($behind(with))
            }

            #[cfg(not(split))]
            async fn $go(with: $with) -> Result<$answer, NotFetched> {
                Ok($behind(with))
            }

            #[cfg(not(split))]
            async fn $fetch() -> Result<(), NotFetched> {
                Ok(())
            }
        };
    }

    part! { dialogs, fetch_dialogs: dialog(Dialog) -> AnyView = ui::dialog_behind_door }
    part! { panels, fetch_panels: panel(Panel) -> AnyView = ui::panel_behind_door }
    part! { panels, fetch_deeds: deed((Workbench, Wiring, Deed)) -> () = ui::deed_behind_door }

    pub fn lead_doors() {
        ui::DIALOGS.lead_to(|with| Box::pin(dialog(with)), || Box::pin(fetch_dialogs()));
        ui::PANELS.lead_to(|with| Box::pin(panel(with)), || Box::pin(fetch_panels()));
        ui::DEEDS.lead_to(|with| Box::pin(deed(with)), || Box::pin(fetch_deeds()));
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("The designer runs in a browser: see README.md.");
    std::process::exit(2);
}
