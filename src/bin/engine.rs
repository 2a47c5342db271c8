//! The engine: runs in a Web Worker, receives requests, calls the core, answers. In the page it renders what is to be seen at
//! once. Nothing else.

#[cfg(target_arch = "wasm32")]
fn main() {
    use faaso_designer::engine::{here, worker};
    if worker::is_here() { worker::run() } else { here::serve() }
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("The engine runs in a browser's Worker: see README.md.");
    std::process::exit(2);
}
