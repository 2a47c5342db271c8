//! `RUN`

use super::{
    DifferenceKind, Judge, RefusalKind, Spot,
    stage::{Scope, Stage},
};
use crate::{
    command::Run,
    mount,
    script::{self, Joint, Simple},
    words::{Variables, variables_in},
};

/// What the builder says of a flag.
pub(super) fn needs_buildkit(flag: &str) -> String {
    format!(
        "the --{flag} option requires BuildKit. Refer to https://docs.docker.com/go/buildkit/ to learn how to build \
         images with BuildKit enabled"
    )
}

impl Judge<'_> {
    pub(super) fn run_step(&mut self, stage: &mut Stage, run: &Run, spot: Spot<'_>) {
        for text in &run.mounts {
            let scope = Scope { stage, meta: &self.meta };
            let lex = self.lex();
            let mut expand = |text: &str| lex.expand(text, &scope).map(|made| made.text);
            match mount::read(text, Some(&mut expand)) {
                Ok(mount) => {
                    let from = mount.from.to_lowercase();
                    stage
                        .copies_from
                        .extend(self.done.iter().rposition(|done| !from.is_empty() && done.name == from));
                }
                Err(error) => return self.refuse(RefusalKind::Value, spot, spot.flag("mount"), error, true),
            }
        }
        if let Some(flag) = run.flag {
            self.refuse(RefusalKind::NeedsBuildkit, spot, spot.flag(flag), needs_buildkit(flag), false);
        }
        let script = run.line.words.join(" ");
        if !run.heredocs.is_empty() {
            let names: Vec<String> =
                run.heredocs.iter().map(|heredoc| format!("`{}`", heredoc.name)).collect();
            let classic = format!("throws the lines up to {} away", names.join(" and "));
            self.differ(DifferenceKind::Heredoc, spot, self.heredoc_span(spot, "<<"), &classic, "runs them");
        }
        self.parent_args(stage, variables_in(&script).into_iter(), spot);
        self.volumes(stage, &script, spot);
        if run.flag.is_none() {
            self.fails(stage, run, &script, spot);
        }
        stage.mention(&script);
        for heredoc in &run.heredocs {
            stage.mention(&heredoc.body);
        }
        stage.opaque |=
            !run.line.shell || !run.heredocs.is_empty() || !script::commands(&script).iter().all(is_plain);
        stage.filled = true;
    }

    /// What is written below a volume is not there in the next step.
    fn volumes(&mut self, stage: &Stage, script: &str, spot: Spot<'_>) {
        let within = |path: &str, volume: &str| {
            path == volume || path.strip_prefix(volume).is_some_and(|rest| rest.starts_with('/'))
        };
        let script = &self.filled_in(stage, script);
        let touched = stage.volumes.iter().find(|volume| {
            let named = script.match_indices(volume.as_str()).any(|(at, _)| {
                let next = script[at + volume.len()..].chars().next();
                let before = script[..at].chars().next_back();
                next.is_none_or(|c| !c.is_alphanumeric() && !"-_.".contains(c))
                    && before.is_none_or(|c| !c.is_alphanumeric() && c != '.')
            });
            named || within(&stage.workdir, volume)
        });
        if let Some(volume) = touched {
            let classic = format!("loses what this step writes into the volume `{volume}`");
            self.differ(DifferenceKind::Volume, spot, spot.whole(), &classic, "keeps it");
        }
    }

    /// A script with the variables in it that are known.
    fn filled_in(&self, stage: &Stage, script: &str) -> String {
        let scope = Scope { stage, meta: &self.meta };
        let mut filled = String::new();
        let mut rest = script;
        while let Some(at) = rest.find('$') {
            let (before, after) = rest.split_at(at);
            filled.push_str(before);
            let name = after[1..].strip_prefix('{').unwrap_or(&after[1..]);
            let end = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(name.len());
            let whole = match (after.starts_with("${"), name[end..].starts_with('}')) {
                (false, _) => 1 + end,
                (true, true) => end + 3,
                (true, false) => 0,
            };
            match scope.get(&name[..end]).filter(|_| whole > 1) {
                Some(value) => filled.push_str(value),
                None => filled.push_str(&after[..whole.max(1)]),
            }
            rest = &after[whole.max(1)..];
        }
        filled + rest
    }

    /// Finds what certainly fails.
    fn fails(&mut self, stage: &Stage, run: &Run, script: &str, spot: Spot<'_>) {
        let shell = if stage.shell.is_empty() { "/bin/sh -c".to_owned() } else { stage.shell.join(" ") };
        let program = stage.shell.first().map_or("/bin/sh", String::as_str);
        if stage.user_is_other() {
            for (name, kind, file) in stage
                .user
                .split(':')
                .zip([("user", "passwd"), ("group", "group")])
                .map(|(n, (k, f))| (n, k, f))
            {
                if !stage.may_know(name) && !stage.opaque {
                    let message = format!("unable to find {kind} {name}: no matching entries in {file} file");
                    return self.refuse(RefusalKind::User, spot, spot.whole(), message, true);
                }
            }
        }
        let group = stage.user.split(':').nth(1).unwrap_or_default();
        if !stage.user_is_other() && !group.is_empty() && !stage.may_know(group) && !stage.opaque {
            let message = format!("unable to find group {group}: no matching entries in group file");
            return self.refuse(RefusalKind::User, spot, spot.whole(), message, true);
        }
        if run.line.shell && run.line.words.is_empty() {
            let message = format!("The command '{shell}' returned a non-zero code: 2");
            return self.refuse(RefusalKind::Command, spot, spot.whole(), message, false);
        }
        let lacks_shell = match (stage.scratch, stage.shell.is_empty()) {
            (true, _) => !stage.filled,
            (false, true) => false,
            (false, false) => {
                let name = program.rsplit('/').next().unwrap_or_default();
                stage.image.has_program(name) == Some(false) && !stage.mentions(name)
                    || !stage.opaque && program.starts_with('/') && !is_a_shell(name) && !stage.mentions(name)
            }
        };
        if lacks_shell && (run.line.shell || stage.scratch) {
            let program =
                if run.line.shell { program } else { run.line.words.first().map_or("", String::as_str) };
            let message = format!(
                "failed to create task for container: failed to create shim task: OCI runtime create failed: runc create \
                 failed: unable to start container process: error during container init: exec: \"{program}\": stat \
                 {program}: no such file or directory"
            );
            return self.refuse(RefusalKind::Command, spot, spot.whole(), message, true);
        }
        if !run.line.shell || !run.heredocs.is_empty() {
            return;
        }
        let commands = script::commands(script);
        for (at, simple) in commands.iter().enumerate().filter(|(at, _)| is_fatal(&commands, *at)) {
            let code = match simple.name() {
                "exit" => {
                    simple.words.get(1).and_then(|code| code.parse().ok()).filter(|code: &u8| *code != 0)
                }
                "false" => Some(1),
                "source"
                    if stage.shell.is_empty() && stage.image.sh_is_dash() && !stage.mentions("/bin/sh") =>
                {
                    Some(127)
                }
                "source" => None,
                name if crate::command::KEYWORDS.iter().any(|key| key.to_uppercase() == name) => Some(127),
                _ if writes_where_root_owns(stage, simple) => Some(1),
                _ => None,
            };
            if let Some(code) = code {
                let span = self.script_span(spot, simple, script);
                let both = simple.name() != "touch" && !writes_where_root_owns(stage, simple);
                let message = format!("The command '{shell} {script}' returned a non-zero code: {code}");
                let _ = at;
                return self.refuse(RefusalKind::Command, spot, span, message, both);
            }
        }
    }

    fn script_span(&self, spot: Spot<'_>, simple: &Simple, script: &str) -> std::ops::Range<usize> {
        let code = &spot.instruction.code;
        let start = code.text.len() - code.text.trim_end().len();
        let offset = code.text.len() - start - script.len().min(code.text.len() - start);
        match (
            simple.places.first(),
            simple.places.last(),
            spot.direct && code.text.trim_end().ends_with(script),
        ) {
            (Some(first), Some(last), true) => code.source(offset + first.start..offset + last.end),
            _ => spot.whole(),
        }
    }
}

/// When it fails, the whole script does.
fn is_fatal(commands: &[Simple], at: usize) -> bool {
    let chain = commands[..=at].iter().rev().take_while(|simple| simple.joint != Joint::Next);
    let asked = chain.into_iter().any(|simple| simple.joint != Joint::And);
    let nested = commands.iter().any(|simple| simple.nested);
    !asked && !nested && commands[at + 1..].iter().all(|simple| simple.joint == Joint::And)
}

/// It writes into the working directory, which root made for another user.
fn writes_where_root_owns(stage: &Stage, simple: &Simple) -> bool {
    if stage.roots_folder.as_deref() != Some(stage.workdir.as_str()) || !stage.user_is_other() {
        return false;
    }
    let relative = |path: &str| !path.starts_with(['/', '$', '~', '-']) && !path.contains("..");
    let words: Vec<&str> = simple.words.iter().map(String::as_str).collect();
    let writes = match words[..] {
        ["touch" | "mkdir", ref rest @ ..] => rest.iter().any(|path| relative(path)),
        ["npm", "install" | "ci" | "i", ref rest @ ..] => {
            !rest.iter().any(|flag| matches!(*flag, "-g" | "--global"))
        }
        ["git", "clone", _] => true,
        ["python" | "python3", "-m", "venv", path, ..] => relative(path),
        _ => false,
    };
    writes || simple.writes.iter().any(|path| relative(path))
}

fn is_a_shell(name: &str) -> bool {
    matches!(name, "sh" | "bash" | "dash" | "ash" | "busybox" | "env")
}

/// It makes no file but those that it names.
fn is_plain(simple: &Simple) -> bool {
    matches!(
        simple.name(),
        "" | "echo"
            | "printf"
            | "mkdir"
            | "touch"
            | "cp"
            | "mv"
            | "ln"
            | "chmod"
            | "chown"
            | "rm"
            | "cat"
            | "true"
            | ":"
            | "useradd"
            | "adduser"
            | "groupadd"
            | "addgroup"
            | "ls"
            | "test"
            | "["
            | "exit"
            | "set"
            | "cd"
            | "pwd"
            | "id"
            | "uname"
            | "sleep"
    )
}
