//! The engine: runs in a Web Worker, receives requests, calls the core, answers. Nothing else.

#[cfg(target_arch = "wasm32")]
fn main() {
    faaso_designer::engine::worker::run();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("The engine runs in a browser's Worker: see README.md.");
    std::process::exit(2);
}
