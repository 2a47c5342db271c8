//! What is known of a stage while it is built.

use crate::{
    images::{Family, Image, UNKNOWN},
    words::Variables,
};
use std::collections::{BTreeMap, BTreeSet};

/// The machine that FaaSO runs on, as `uname -m` has it: the only build argument it gives.
pub(super) const MACHINE: &str = "x86_64";

/// The `ARG`s before the first `FROM`.
#[derive(Default)]
pub(super) struct Meta {
    pub(super) args: BTreeMap<String, Option<String>>,
}

impl Variables for Meta {
    fn get(&self, name: &str) -> Option<&str> {
        let value = self.args.get(name)?;
        match name {
            "BUILDPLATFORM" => Some(MACHINE),
            _ => value.as_deref(),
        }
    }
}

/// What the words of a stage's instructions are expanded with.
pub(super) struct Scope<'a> {
    pub(super) stage: &'a Stage,
    pub(super) meta: &'a Meta,
}

impl Variables for Scope<'_> {
    fn get(&self, name: &str) -> Option<&str> {
        if let Some((_, value)) = self.stage.env.iter().find(|(key, _)| key == name) {
            return Some(value);
        }
        let default = self.stage.args.get(name)?;
        match (name, default) {
            ("BUILDPLATFORM", _) => Some(MACHINE),
            (_, Some(value)) => Some(value),
            (_, None) => self.meta.args.get(name)?.as_deref(),
        }
    }
}

/// A stage, as far as it is built.
#[derive(Clone, Default)]
pub(super) struct Stage {
    pub(super) name: String,
    /// What `FROM` names, variables filled in.
    pub(super) base_name: String,
    /// The stage that it is made from.
    pub(super) base: Option<usize>,
    /// Stages that it copies from.
    pub(super) copies_from: Vec<usize>,
    pub(super) used: bool,
    pub(super) line: usize,
    pub(super) image: Image,
    /// Its base, or its base's base, is nothing.
    pub(super) scratch: bool,
    /// All variables of the base image are known.
    pub(super) complete: bool,
    pub(super) env: Vec<(String, String)>,
    pub(super) args: BTreeMap<String, Option<String>>,
    /// `ARG`s with a value in the stages below.
    pub(super) parent_args: BTreeSet<String>,
    pub(super) workdir: String,
    pub(super) workdir_set: bool,
    pub(super) user: String,
    /// What `SHELL` says; empty for `/bin/sh -c`.
    pub(super) shell: Vec<String>,
    pub(super) volumes: Vec<String>,
    pub(super) onbuild: Vec<String>,
    /// Steps besides `FROM`.
    pub(super) steps: usize,
    /// All that commands and copies named, to look for a file's name in.
    pub(super) mentioned: String,
    /// The sources of each `COPY` whose files are among them.
    pub(super) copied: BTreeSet<String>,
    /// Files whose place is known.
    pub(super) files: BTreeSet<String>,
    /// A command may have made any file.
    pub(super) opaque: bool,
    /// Something was copied or run.
    pub(super) filled: bool,
    /// A folder that `WORKDIR` made as root, though another user works.
    pub(super) roots_folder: Option<String>,
}

impl Stage {
    pub(super) fn begin(&mut self) {
        let env = self.image.env.iter();
        self.env =
            env.map(|(name, value)| (name.clone(), value.clone().unwrap_or(UNKNOWN.to_string()))).collect();
        if !self.env.iter().any(|(name, _)| name == "PATH") {
            self.env.push(("PATH".to_owned(), UNKNOWN.to_string()));
        }
        self.workdir.clone_from(&self.image.workdir);
        self.opaque = self.image.family == Family::Unknown || !self.image.programs.is_empty();
        if self.image.family != Family::Scratch && self.image.family != Family::Unknown {
            self.files.extend(["/etc/passwd", "/etc/group", "/etc/os-release"].map(str::to_owned));
        }
    }

    /// A stage that is made from this one.
    pub(super) fn child(&self, name: String) -> Stage {
        let mut child = self.clone();
        child.name = name;
        child.used = false;
        child.copies_from.clear();
        let valued = child.args.iter().filter(|(_, value)| value.is_some()).map(|(name, _)| name.clone());
        child.parent_args.extend(valued);
        child.args.clear();
        child.roots_folder = None;
        child
    }

    pub(super) fn set_env(&mut self, name: &str, value: String) {
        match self.env.iter_mut().find(|(key, _)| key == name) {
            Some((_, old)) => *old = value,
            None => self.env.push((name.to_owned(), value)),
        }
    }

    /// Somebody else than root works, for certain.
    pub(super) fn user_is_other(&self) -> bool {
        let user = self.user.split(':').next().unwrap_or_default();
        !matches!(user, "" | "root" | "0") && !user.contains(UNKNOWN)
    }

    pub(super) fn mention(&mut self, text: &str) {
        self.mentioned.push(' ');
        self.mentioned.push_str(text);
    }

    pub(super) fn mentions(&self, text: &str) -> bool {
        self.mentioned.contains(text)
    }

    /// A folder may be there: it belongs to any system, or something named it.
    pub(super) fn may_have(&self, folder: &str) -> bool {
        if self.opaque && self.image.family == Family::Unknown || folder.contains(UNKNOWN) {
            return true;
        }
        let system = [
            "/",
            "/tmp",
            "/home",
            "/root",
            "/opt",
            "/srv",
            "/var",
            "/usr",
            "/usr/src",
            "/usr/local",
            "/etc",
            "/mnt",
            "/media",
            "/run",
            "/var/tmp",
            "/var/www",
            "/var/lib",
            "/var/cache",
            "/usr/local/bin",
            "/usr/bin",
            "/bin",
        ];
        let users = self.image.users.iter().any(|user| folder.strip_prefix("/home/") == Some(user));
        system.contains(&folder)
            || folder == self.image.workdir
            || folder == self.workdir
            || users
            || self.mentions(folder)
    }

    /// Nothing is at a path yet: it isn't below a folder that any system has, and nothing named it.
    pub(super) fn surely_new(&self, path: &str) -> bool {
        !self.comes_with(path) && !self.may_have(path)
    }

    /// The path is below a folder of the base image.
    pub(super) fn comes_with(&self, path: &str) -> bool {
        let top = path.trim_matches('/').split('/').next().unwrap_or_default();
        let system = [
            "", ".", "..", "bin", "boot", "dev", "etc", "home", "lib", "lib32", "lib64", "libx32", "media",
            "mnt", "opt", "proc", "root", "run", "sbin", "srv", "sys", "tmp", "usr", "var",
        ];
        !self.scratch && system.contains(&top)
    }

    /// A user or group may be there: it is known, or something named it.
    pub(super) fn may_know(&self, name: &str) -> bool {
        let numeric = name.bytes().all(|b| b.is_ascii_digit());
        numeric
            || name.contains(UNKNOWN)
            || self.image.has_user(name) != Some(false)
            || self.mentions(name)
            || self.mentions("passwd")
    }
}
