//! The page's stack and parts, and which commit of which repository it was built from.

use std::{env, process::Command};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // Without optimisation the page's view is built on its stack, and the linker's 1 MB is too little for that.
    let is_wasm = env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32");
    if is_wasm {
        println!("cargo::rustc-link-arg-bin=page=-zstack-size={}", 4 << 20);
    }
    // Only what is shipped names its commit: a build for development isn't made anew by every commit.
    let is_release = env::var("PROFILE").is_ok_and(|profile| profile == "release");
    // What is shipped is in parts, which scripts/parts.mjs takes apart by the linker's relocations.
    println!("cargo::rustc-check-cfg=cfg(split)");
    if is_release && is_wasm {
        println!("cargo::rustc-cfg=split");
        println!("cargo::rustc-link-arg-bin=page=--emit-relocs");
    }
    let (commit, repository) = if is_release { (commit(), repository()) } else { (None, None) };
    println!("cargo::rustc-env=DESIGNER_COMMIT={}", commit.unwrap_or_default());
    println!("cargo::rustc-env=DESIGNER_REPOSITORY={}", repository.unwrap_or_default());
}

/// None where there is no Git, as in an unpacked archive.
fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}

/// Where a workflow builds it, else where it was cloned from. None for a folder or another machine's: people who see the
/// page couldn't open it.
fn repository() -> Option<String> {
    println!("cargo::rerun-if-env-changed=GITHUB_REPOSITORY");
    if let (Ok(server), Ok(name)) = (env::var("GITHUB_SERVER_URL"), env::var("GITHUB_REPOSITORY")) {
        return Some(format!("{server}/{name}"));
    }
    let origin = git(&["remote", "get-url", "origin"])?;
    let address = match origin.strip_prefix("git@") {
        Some(rest) => format!("https://{}", rest.replacen(':', "/", 1)),
        None => origin,
    };
    let host = address.strip_prefix("https://")?.split('/').next()?;
    // a name or password would be shown to everybody
    (host.contains('.') && !host.contains('@')).then(|| address.trim_end_matches(".git").to_owned())
}

fn commit() -> Option<String> {
    println!("cargo::rerun-if-changed={}", git(&["rev-parse", "--git-path", "logs/HEAD"])?);
    git(&["rev-parse", "--short=12", "HEAD"])
}
