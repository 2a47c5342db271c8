#[cfg(target_arch = "wasm32")]
fn main() {
    std::panic::set_hook(Box::new(|panic| {
        console_error_panic_hook::hook(panic);
        faaso_designer::platform::stop::stop();
    }));
    leptos::mount::mount_to_body(faaso_designer::ui::App);
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("The designer runs in a browser: see README.md.");
    std::process::exit(2);
}
