//! `COPY` and `ADD`.

use super::{DifferenceKind, Judge, RefusalKind, Spot, stage::Stage};
use crate::{command::Copying, context::Found, glob};

/// Sources and destination of a `COPY`, expanded.
struct Plan {
    /// Each with its place among the instruction's words, and whether its value is certain.
    sources: Vec<(usize, String, bool)>,
    dest: String,
    certain: bool,
}

impl<'a> Judge<'a> {
    pub(super) fn copy(&mut self, stage: &mut Stage, copying: &Copying, name: &str, spot: Spot<'_>) {
        let Some((chown, chown_certain)) = self.expand(stage, &copying.chown, spot) else { return };
        let Some((chmod, _)) = self.expand(stage, &copying.chmod, spot) else { return };
        if self.expand(stage, &copying.checksum, spot).is_none() {
            return;
        }
        let Some(plan) = self.plan(stage, copying, spot) else { return };
        if !chmod.is_empty() {
            let message = super::running::needs_buildkit("chmod");
            self.refuse(RefusalKind::NeedsBuildkit, spot, spot.flag("chmod"), message, false);
        }
        let from = if copying.from.is_empty() { None } else { self.source_stage(stage, &copying.from, spot) };
        let external = !copying.from.is_empty();
        self.ignored_flags(copying, &plan, spot);
        let before = self.verdict.refusals.len();
        let copied = self.sources(stage, copying, &plan, external, from, name, spot);
        if self.verdict.refusals.len() == before && chown_certain && !chown.is_empty() {
            self.owner(stage, &chown, spot);
        }
        for heredoc in &copying.heredocs {
            if plan.sources.is_empty() {
                break;
            }
            let classic = format!("leaves `{}` out and copies the other sources", heredoc.name);
            let span = self.heredoc_span(spot, &heredoc.name);
            self.differ(
                DifferenceKind::Heredoc,
                spot,
                span,
                &classic,
                &format!("writes `{}` as well", heredoc.name),
            );
        }
        if !external {
            self.compare_views(&plan, spot);
        }
        let dest = glob::join(&stage.workdir, &plan.dest);
        self.clashes(stage, &plan, &dest, &copied, spot);
        let new_file = stage.surely_new(&dest);
        let views = self.views();
        let sources: Vec<&str> = plan.sources.iter().map(|(_, source, _)| source.as_str()).collect();
        // the same sources again name nothing new: with thousands of files the text would grow for each `COPY . .`
        if stage.copied.insert(sources.join(" ")) || external {
            sources.iter().chain(&copied).for_each(|path| stage.mention(path));
        }
        stage.mention(&dest);
        let into_folder =
            plan.dest.ends_with('/') || matches!(plan.dest.as_str(), "." | "") || plan.dest.ends_with("/.");
        if let ([(_, source, true)], false, true, false) =
            (&plan.sources[..], external, plan.certain, into_folder)
            && views.faaso.at(source.trim_start_matches("./")) == Found::File
            && new_file
        {
            stage.files.insert(dest);
        }
        // an archive or a folder of another image may hold anything
        stage.opaque |=
            (external && from.is_none()) || name == "ADD" || from.is_some_and(|at| self.done[at].opaque);
        stage.filled = true;
    }

    fn plan(&mut self, stage: &Stage, copying: &Copying, spot: Spot<'_>) -> Option<Plan> {
        let mut sources = Vec::new();
        let mut at = 0;
        for source in &copying.sources {
            let args = &spot.instruction.args;
            at += args[at.min(args.len())..].iter().position(|arg| arg.text == *source).unwrap_or(0);
            let (text, certain) = self.expand(stage, source, spot)?;
            sources.push((at, text, certain));
            at += 1;
        }
        let (dest, certain) = self.expand(stage, &copying.dest, spot)?;
        Some(Plan { sources, dest, certain })
    }

    /// The stage that `--from` names; none if it is an image or nothing.
    fn source_stage(&mut self, stage: &mut Stage, from: &str, spot: Spot<'_>) -> Option<usize> {
        let small = from.to_lowercase();
        if let Some(at) = self.done.iter().rposition(|done| !done.name.is_empty() && done.name == small) {
            self.done[at].used = true;
            stage.copies_from.push(at);
            return Some(at);
        }
        let (why, both) = match from.parse::<i64>() {
            Ok(index) if usize::try_from(index).is_ok_and(|index| index < self.done.len()) => {
                stage.copies_from.push(index as usize);
                return Some(index as usize);
            }
            Ok(index) if index == self.done.len() as i64 => {
                ("refers to current build stage".to_owned(), true)
            }
            Ok(_) => ("index out of bounds".to_owned(), true),
            // an unused stage is not built by BuildKit
            Err(_) => match self.pulled(from) {
                Ok(()) => return None,
                Err(why) => (why, true),
            },
        };
        let message = format!("invalid from flag value {from}: {why}");
        self.refuse(RefusalKind::Stage, spot, spot.flag("from"), message, both);
        None
    }

    fn ignored_flags(&mut self, copying: &Copying, plan: &Plan, spot: Spot<'_>) {
        let is_url = |source: &str| source.starts_with("http://") || source.starts_with("https://");
        if !copying.checksum.is_empty() {
            let classic = "doesn't compare the checksum and takes any file";
            self.differ(
                DifferenceKind::IgnoredFlag,
                spot,
                spot.flag("checksum"),
                classic,
                "stops if the file is another",
            );
        }
        if !copying.exclude.is_empty() {
            let classic = "ignores `--exclude` and copies everything";
            self.differ(
                DifferenceKind::IgnoredFlag,
                spot,
                spot.flag("exclude"),
                classic,
                "leaves out what it names",
            );
        }
        let archive = |source: &str| {
            let small = source.to_lowercase();
            [".tar", ".tgz", ".gz", ".bz2", ".xz", ".zst"].iter().any(|end| small.ends_with(end))
                || glob::is_pattern(source)
        };
        let unpack = match copying.unpack {
            Some(false) => plan.sources.iter().any(|(_, source, _)| !is_url(source) && archive(source)),
            Some(true) => plan.sources.iter().any(|(_, source, _)| is_url(source)),
            None => false,
        };
        if unpack {
            let (classic, buildkit) = match copying.unpack {
                Some(true) => ("ignores `--unpack` and keeps the download as it is", "unpacks it"),
                _ => ("ignores `--unpack=false` and unpacks the archive", "keeps it as it is"),
            };
            self.differ(DifferenceKind::IgnoredFlag, spot, spot.flag("unpack"), classic, buildkit);
        }
        let git = plan.sources.iter().find(|(_, source, _)| is_url(source) && is_git(source));
        if let Some(&(at, _, _)) = git
            && spot.instruction.is("add")
        {
            let classic = "downloads what the address answers, as one file";
            self.differ(DifferenceKind::GitUrl, spot, spot.arg(at), classic, "clones the repository");
        }
    }

    /// Looks for the sources, as the builder does. What is copied of the context comes back.
    #[allow(clippy::too_many_arguments)] // one walk over what `COPY` is made of
    fn sources(
        &mut self,
        stage: &Stage,
        copying: &Copying,
        plan: &Plan,
        external: bool,
        from: Option<usize>,
        name: &str,
        spot: Spot<'_>,
    ) -> Vec<&'a str> {
        let views = self.views();
        let seen = &views.faaso;
        let mut copied = Vec::new();
        let mut count = 0;
        let mut unsure = !plan.certain;
        for (at, source, certain) in &plan.sources {
            let span = spot.arg(*at);
            let refuse = |judge: &mut Self, why: String, both| {
                judge.refuse(RefusalKind::Source, spot, span.clone(), format!("{name} failed: {why}"), both);
            };
            if source.starts_with("http://") || source.starts_with("https://") {
                if name == "COPY" {
                    refuse(self, "source can't be a URL for COPY".to_owned(), true);
                    return copied;
                }
                let path = source
                    .split("://")
                    .nth(1)
                    .unwrap_or_default()
                    .split(['?', '#'])
                    .next()
                    .unwrap_or_default();
                let nameless =
                    path.split_once('/').is_none_or(|(_, path)| path.is_empty() || path.ends_with('/'));
                if nameless && plan.dest.ends_with('/') {
                    refuse(self, format!("cannot determine filename for source {source}"), false);
                    return copied;
                }
                count += 1;
                continue;
            }
            if !certain {
                unsure = true;
                count += 1;
                continue;
            }
            let path = source.strip_prefix('/').unwrap_or(source);
            let path = path.strip_prefix("./").unwrap_or(path);
            if external {
                match from.map(|at| &self.done[at]) {
                    Some(stage) if !glob::is_pattern(path) && surely_lacks(stage, path) => {
                        refuse(self, format!("stat {path}: file does not exist"), true);
                        return copied;
                    }
                    _ => count += 1,
                }
                unsure |= glob::is_pattern(path);
                continue;
            }
            if glob::is_pattern(path) {
                for found in seen.matching(path) {
                    count += 1;
                    copied.extend(seen.below(found));
                }
                continue;
            }
            if glob::clean(path).starts_with("..") {
                refuse(self, format!("forbidden path outside the build context: {path} ()"), false);
                return copied;
            }
            match seen.at(path) {
                Found::File | Found::Folder => {
                    count += 1;
                    copied.extend(seen.below(path));
                }
                Found::Nothing => {
                    let both = views.buildkit.at(path) == Found::Nothing;
                    let why = format!(
                        "file not found in build context or excluded by .dockerignore: stat {path}: file does not exist"
                    );
                    refuse(self, why, both);
                    return copied;
                }
                Found::BelowFile => {
                    refuse(self, format!("lstat {path}: not a directory"), true);
                    return copied;
                }
            }
        }
        let _ = stage;
        if count == 0 {
            let span =
                plan.sources.first().map_or_else(|| heredocs_span(copying, spot), |&(at, _, _)| spot.arg(at));
            let message = format!("{name} failed: no source files were specified");
            self.refuse(RefusalKind::Source, spot, span, message, false);
        } else if count > 1 && !unsure && !plan.dest.ends_with('/') {
            let span = spot.arg(spot.instruction.args.len().saturating_sub(1));
            let message = format!(
                "When using {name} with more than one source file, the destination must be a directory and end with a /"
            );
            self.refuse(RefusalKind::Destination, spot, span, message, false);
        }
        copied
    }

    fn owner(&mut self, stage: &Stage, chown: &str, spot: Spot<'_>) {
        let (user, group) = chown.split_once(':').unwrap_or((chown, ""));
        let scratch = stage.scratch && !stage.filled;
        for (name, what, kind, file) in [(user, "uid", "user", "passwd"), (group, "gid", "group", "group")] {
            let numeric = name.bytes().all(|b| b.is_ascii_digit());
            let lacks = match (scratch, name.is_empty() || numeric) {
                (_, true) => false,
                (true, false) => true,
                (false, false) => !stage.may_know(name),
            };
            if lacks {
                let why = match scratch {
                    true => format!("open /etc/{file}: no such file or directory"),
                    false => format!("no such {kind}: {name}"),
                };
                let message = format!(
                    "unable to convert uid/gid chown string to host mapping: can't find {what} for {kind} {name}: {why}"
                );
                return self.refuse(RefusalKind::User, spot, spot.flag("chown"), message, scratch);
            }
        }
    }

    /// Says what of the context only one of the builders copies.
    fn compare_views(&mut self, plan: &Plan, spot: Spot<'_>) {
        let views = self.views();
        if views.same {
            return;
        }
        let (ignored, file) = self.context.ignored();
        for (at, source, certain) in &plan.sources {
            if !certain || source.contains("://") {
                continue;
            }
            let path = source.trim_start_matches('/').trim_start_matches("./");
            let (ours, theirs) = (views.faaso.copied(path), views.buildkit.copied(path));
            if ours.is_empty() {
                continue;
            }
            let more = ours.iter().find(|path| !theirs.contains(*path));
            if let Some(first) = more.filter(|_| !ignored.is_empty()) {
                let classic = format!("copies `{first}`: {file} has no effect");
                let named = !glob::is_pattern(path) && glob::clean(path) != ".";
                let buildkit =
                    if theirs.is_empty() && named { "doesn't find it and stops" } else { "leaves it out" };
                self.differ(DifferenceKind::Dockerignore, spot, spot.arg(*at), &classic, buildkit);
            }
            let is_leaf = |path: &&&str| {
                let below = format!("{path}/");
                theirs.range(below.as_str()..).next().is_none_or(|other| !other.starts_with(&below))
            };
            if let Some(first) = theirs.iter().filter(|path| !ours.contains(*path)).find(is_leaf) {
                let what = if crate::context::is_hidden(first) { "hidden file" } else { "empty folder" };
                let classic = format!("doesn't get the {what} `{first}`");
                self.differ(DifferenceKind::Hidden, spot, spot.arg(*at), &classic, "copies it");
            }
        }
    }

    /// A folder that is copied onto a file, or anything that is copied below one.
    fn clashes(&mut self, stage: &Stage, plan: &Plan, dest: &str, copied: &[&str], spot: Spot<'_>) {
        if !plan.certain {
            return;
        }
        let views = self.views();
        let span = spot.arg(spot.instruction.args.len().saturating_sub(1));
        let below = dest.match_indices('/').skip(1).any(|(at, _)| stage.files.contains(&dest[..at]));
        if below {
            let message = format!("failed to copy files: lstat {dest}: not a directory");
            self.refuse(RefusalKind::Destination, spot, span, message, true);
        } else if stage.files.contains(dest) {
            let folder = plan.sources.iter().any(|(_, source, certain)| {
                *certain
                    && !copied.is_empty()
                    && views.faaso.at(source.trim_start_matches("./")) == Found::Folder
            });
            if folder {
                let message =
                    format!("failed to copy files: failed to copy directory: mkdir {dest}: not a directory");
                self.refuse(RefusalKind::Destination, spot, span, message, true);
            }
        }
    }

    pub(super) fn heredoc_span(&self, spot: Spot<'_>, name: &str) -> std::ops::Range<usize> {
        let word = spot.instruction.args.iter().filter(|_| spot.direct);
        let mut word = word.filter(|arg| arg.text.contains("<<") && arg.text.contains(name));
        word.next().map_or_else(|| spot.whole(), |arg| arg.span.clone())
    }
}

fn heredocs_span(copying: &Copying, spot: Spot<'_>) -> std::ops::Range<usize> {
    let at = spot.instruction.args.iter().position(|arg| arg.text.starts_with("<<"));
    match (copying.heredocs.is_empty(), at) {
        (false, Some(at)) => spot.arg(at),
        _ => spot.whole(),
    }
}

/// BuildKit clones it.
fn is_git(source: &str) -> bool {
    let path = source.split(['#', '?']).next().unwrap_or_default();
    path.ends_with(".git")
}

/// A file of a stage is certainly not there: nothing that could have made it was ever named.
fn surely_lacks(stage: &Stage, path: &str) -> bool {
    let top = path.trim_matches('/').split('/').next().unwrap_or_default();
    !stage.opaque && !stage.comes_with(path) && !matches!(top, "" | ".") && !stage.mentions(top)
}
