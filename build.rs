//! The page's stack. Without optimisation its view is built on it, and the linker's 1 MB is too little for that.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32") {
        println!("cargo::rustc-link-arg-bin=page=-zstack-size={}", 4 << 20);
    }
}
