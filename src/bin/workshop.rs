//! The workshop: the engine's second Worker, for what is asked now and then. It is fetched when that is.

#[cfg(target_arch = "wasm32")]
fn main() {
    faaso_designer::engine::worker::run_workshop();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("The workshop runs in a browser's Worker: see README.md.");
    std::process::exit(2);
}
