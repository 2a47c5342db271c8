//! One instruction after the other, but for `COPY`, `ADD` and `RUN`.

use super::{
    DifferenceKind, Judge, MACHINE, RefusalKind, Spot, has_value,
    stage::{Scope, Stage},
};
use crate::{
    command::{Argument, Command},
    ports, signal,
};

impl Judge<'_> {
    pub(super) fn step(&mut self, stage: &mut Stage, command: &Command, spot: Spot<'_>) {
        stage.steps += 1;
        match command {
            Command::From(_) | Command::Maintainer(_) => {}
            Command::Add(copying) => self.copy(stage, copying, "ADD", spot),
            Command::Copy(copying) => self.copy(stage, copying, "COPY", spot),
            Command::Run(run) => self.run_step(stage, run, spot),
            Command::Cmd(line) | Command::Entrypoint(line) => {
                if line.shell && line.words.is_empty() {
                    let classic = "leaves the shell without a script";
                    self.differ(
                        DifferenceKind::EmptyCommand,
                        spot,
                        spot.whole(),
                        classic,
                        "gives the shell an empty one",
                    );
                }
            }
            Command::Healthcheck(_) => {}
            Command::Shell(words) => stage.shell = words.clone(),
            Command::Env(pairs) => {
                let mut new = Vec::new();
                for pair in pairs {
                    let Some((name, _)) = self.expand(stage, &pair.name, spot) else { return };
                    let Some((value, certain)) = self.expand(stage, &pair.value, spot) else { return };
                    let value = if certain { value } else { crate::images::UNKNOWN.to_string() };
                    new.push((name, value));
                }
                for (name, value) in new {
                    stage.set_env(&name, value);
                }
            }
            Command::Label(pairs) => {
                for pair in pairs {
                    if self.expand(stage, &pair.name, spot).is_none()
                        || self.expand(stage, &pair.value, spot).is_none()
                    {
                        return;
                    }
                }
            }
            Command::Arg(arguments) => self.arg(stage, arguments, spot),
            Command::Expose(words) => self.expose(stage, words, spot),
            Command::Volume(volumes) => {
                for volume in volumes {
                    let Some((volume, certain)) = self.expand(stage, volume, spot) else { return };
                    if volume.is_empty() && certain {
                        let message = "VOLUME specified can not be an empty string";
                        return self.refuse(RefusalKind::Value, spot, spot.whole(), message, true);
                    }
                    if certain {
                        stage.volumes.push(crate::glob::join("/", &volume));
                    }
                }
            }
            Command::Workdir(path) => self.workdir(stage, path, spot),
            Command::User(user) => {
                if let Some((user, certain)) = self.expand(stage, user, spot) {
                    stage.user = if certain { user } else { crate::images::UNKNOWN.to_string() };
                }
            }
            Command::Stopsignal(signal) => {
                if let Some((signal, true)) = self.expand(stage, signal, spot)
                    && !signal::is_signal(&signal)
                {
                    let message = format!("invalid signal: {signal}");
                    self.refuse(RefusalKind::Value, spot, spot.whole(), message, true);
                }
            }
            Command::Onbuild(text) => stage.onbuild.push(text.clone()),
        }
    }

    pub(super) fn arg(&mut self, stage: &mut Stage, arguments: &[Argument], spot: Spot<'_>) {
        let mut new = Vec::new();
        for argument in arguments {
            let Some((name, _)) = self.expand(stage, &argument.name, spot) else { return };
            let value = match &argument.default {
                None => None,
                Some(text) => match self.expand(stage, text, spot) {
                    Some((value, _)) => Some(value),
                    None => return,
                },
            };
            new.push((name, value));
        }
        for (name, value) in new {
            let global = self.meta.args.get(&name).is_some_and(Option::is_some);
            if name == "BUILDPLATFORM" {
                let classic = format!("sets it to `{MACHINE}`");
                self.differ(
                    DifferenceKind::PlatformArg,
                    spot,
                    spot.whole(),
                    &classic,
                    "sets it to `linux/amd64`",
                );
            } else if value.is_none() && !global && has_value(&name) {
                self.differ(
                    DifferenceKind::PlatformArg,
                    spot,
                    spot.whole(),
                    &format!("leaves `{name}` empty"),
                    &format!("sets `{name}`"),
                );
            }
            let env = stage.env.iter().find(|(key, _)| *key == name).map(|(_, value)| value.clone());
            if let (Some(env), Some(value)) = (env, &value)
                && env != *value
                && !env.contains(crate::images::UNKNOWN)
            {
                let classic = format!("keeps the value of ENV, `{env}`");
                let buildkit = format!("takes the value of ARG, `{value}`");
                self.differ(DifferenceKind::ArgOverEnv, spot, spot.whole(), &classic, &buildkit);
            }
            stage.args.insert(name, value);
        }
    }

    pub(super) fn expose(&mut self, stage: &Stage, words: &[String], spot: Spot<'_>) {
        for word in words {
            let scope = Scope { stage, meta: &self.meta };
            match self.lex().expand(word, &scope) {
                Err(error) => return self.refuse(RefusalKind::Value, spot, spot.whole(), error, true),
                Ok(made)
                    if made.text.contains(crate::images::UNKNOWN)
                        || (!stage.complete && !made.unmatched.is_empty()) => {}
                Ok(made) => {
                    for port in &made.words {
                        if let Err(error) = ports::check_classic(port) {
                            let at =
                                spot.instruction.args.iter().find(|arg| arg.text == *word && spot.direct);
                            let span = at.map_or_else(|| spot.whole(), |arg| arg.span.clone());
                            return self.refuse(RefusalKind::Value, spot, span, error, true);
                        }
                    }
                }
            }
        }
    }

    pub(super) fn workdir(&mut self, stage: &mut Stage, path: &str, spot: Spot<'_>) {
        let Some((path, certain)) = self.expand(stage, path, spot) else { return };
        if path.is_empty() && certain {
            return self.refuse(RefusalKind::Value, spot, spot.arg(0), "cannot normalize nothing", false);
        }
        if !certain {
            stage.workdir = crate::images::UNKNOWN.to_string();
            return;
        }
        let folder = crate::glob::join(&stage.workdir, &path);
        if path.starts_with('/') && path != folder {
            let classic = format!("writes it as `{folder}`");
            self.differ(
                DifferenceKind::Cosmetic,
                spot,
                spot.arg(0),
                &classic,
                &format!("writes it as `{path}`"),
            );
        }
        if stage.user_is_other() && !stage.may_have(&folder) {
            stage.roots_folder = Some(folder.clone());
            self.differ(
                DifferenceKind::WorkdirOwner,
                spot,
                spot.arg(0),
                &format!("makes `{folder}` as root, so `{}` can't write there", stage.user),
                &format!("makes it for `{}`", stage.user),
            );
        }
        stage.workdir = folder.clone();
        stage.workdir_set = true;
        stage.mention(&folder);
    }
}
