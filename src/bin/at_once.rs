//! What the page renders itself: the template in view, before the engine has answered. Nothing else.

#[cfg(target_arch = "wasm32")]
fn main() {
    faaso_designer::engine::at_once::serve();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("This program runs in the designer's page: see README.md.");
    std::process::exit(2);
}
