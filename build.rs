//! The page's stack, and which commit it was built from.

use std::{env, process::Command};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // Without optimisation the page's view is built on its stack, and the linker's 1 MB is too little for that.
    if env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32") {
        println!("cargo::rustc-link-arg-bin=page=-zstack-size={}", 4 << 20);
    }
    // Only what is shipped names its commit: a build for development isn't made anew by every commit.
    let commit = if env::var("PROFILE").is_ok_and(|profile| profile == "release") { commit() } else { None };
    println!("cargo::rustc-env=DESIGNER_COMMIT={}", commit.unwrap_or_default());
}

/// None where there is no Git, as in an unpacked archive.
fn commit() -> Option<String> {
    let git = |arguments: &[&str]| {
        let output = Command::new("git").args(arguments).output().ok()?;
        let text = String::from_utf8(output.stdout).ok()?;
        output.status.success().then(|| text.trim().to_owned())
    };
    println!("cargo::rerun-if-changed={}", git(&["rev-parse", "--git-path", "logs/HEAD"])?);
    git(&["rev-parse", "--short=12", "HEAD"])
}
