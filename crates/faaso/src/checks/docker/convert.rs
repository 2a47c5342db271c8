//! What only BuildKit understands, in words that the classic builder takes too.

use super::Docker;
use crate::{checks::Facts, diagnostic::Fix};
use dockerfile::{
    Instruction,
    command::{Command, Copying},
    file::Heredoc,
};
use std::ops::Range;

/// A `RUN` or `COPY` with a here-document, without one.
pub fn heredoc(docker: &Docker, facts: &Facts<'_>, instruction: &Instruction) -> Option<Fix> {
    let [heredoc] = &instruction.heredocs[..] else { return None };
    // the lines that are written go on with a backslash
    if docker.judged.file.escape != '\\' {
        return None;
    }
    let text = match instruction.typed().ok()? {
        Command::Run(run) if run.flag.is_none() && run.line.shell => {
            let script = run.line.words.first()?.trim();
            match script.strip_prefix("<<") {
                Some(rest) if !rest.contains(char::is_whitespace) => joined(heredoc)?,
                _ => written(script, heredoc)?,
            }
        }
        Command::Copy(copying) | Command::Add(copying) => file(&copying, heredoc)?,
        _ => return None,
    };
    docker.fix(facts, "Write it without a here-document", &instruction.span, &text)
}

/// The lines of a script, joined by `&&`.
fn joined(heredoc: &Heredoc) -> Option<String> {
    let content = heredoc.content();
    let lines: Vec<&str> = content.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let keywords = [
        "if", "then", "else", "elif", "fi", "for", "while", "until", "do", "done", "case", "esac", "{", "}",
        "function",
    ];
    let simple = |line: &&str| {
        let first = line.split([' ', '\t', ';']).next().unwrap_or_default();
        let ends = ["\\", "&", "||", "|", ";", "(", "{", "do", "then"];
        !keywords.contains(&first)
            && !ends.iter().any(|end| line.ends_with(end))
            && !line.contains("<<")
            // the rest of a line that is joined would be a comment, too
            && !line.contains(" #")
            && !line.contains("\t#")
            && !line.contains("()")
            && !line.contains("; then")
            && !line.contains("; do")
            && line.matches('\'').count().is_multiple_of(2)
            && line.matches('"').count().is_multiple_of(2)
            && line.matches('(').count() == line.matches(')').count()
    };
    let comment = |line: &str| line.starts_with('#');
    if lines.first()?.starts_with("#!") || !lines.iter().all(|line| comment(line) || simple(line)) {
        return None;
    }
    let commands: Vec<&str> = lines.iter().copied().filter(|line| !comment(line)).collect();
    (!commands.is_empty()).then(|| format!("RUN {}", commands.join(" \\\n    && ")))
}

/// `cat <<EOF > file`, as a `printf`.
fn written(script: &str, heredoc: &Heredoc) -> Option<String> {
    let words: Vec<&str> = script.split_whitespace().collect();
    let opens = |word: &str| word.starts_with("<<") && word.len() > 2;
    let path = match words[..] {
        ["cat", open, ">", path] | ["cat", ">", path, open] if opens(open) => path,
        ["cat", open, path] if opens(open) => path.strip_prefix('>')?,
        ["cat", path, open] if opens(open) => path.strip_prefix('>')?,
        _ => return None,
    };
    Some(format!("RUN {} > {path}", printed(heredoc)?))
}

/// `COPY <<EOF file`, as a `printf`.
fn file(copying: &Copying, heredoc: &Heredoc) -> Option<String> {
    if !copying.sources.is_empty()
        || !copying.from.is_empty()
        || !copying.chown.is_empty()
        || copying.dest.contains(char::is_whitespace)
    {
        return None;
    }
    let dest = match copying.dest.ends_with('/') {
        true => format!("{}{}", copying.dest, heredoc.name),
        false => copying.dest.clone(),
    };
    let folder = dest.rsplit_once('/').map_or("", |(folder, _)| folder);
    let folder =
        if matches!(folder, "" | ".") { String::new() } else { format!("mkdir -p {folder} \\\n    && ") };
    let mode = match copying.chmod.as_str() {
        "" => String::new(),
        mode => format!(" \\\n    && chmod {mode} {dest}"),
    };
    Some(format!("RUN {folder}{} > {dest}{mode}", printed(heredoc)?))
}

fn printed(heredoc: &Heredoc) -> Option<String> {
    let content = heredoc.content();
    if heredoc.expand && content.contains(['$', '`', '\\']) {
        return None;
    }
    let lines: Vec<String> =
        content.lines().map(|line| format!("'{}'", line.replace('\'', "'\\''"))).collect();
    // a backslash at a line's end would go on
    let plain = !lines.is_empty()
        && content.ends_with('\n')
        && !lines.iter().any(|line| line.contains('\\') && line.trim_end().ends_with('\\'));
    plain.then(|| format!("printf '%s\\n' {}", lines.join(" \\\n    ")))
}

/// `COPY --chmod=755 a b`, as two steps.
pub fn chmod(docker: &Docker, facts: &Facts<'_>, instruction: &Instruction) -> Option<Fix> {
    if !instruction.heredocs.is_empty() {
        return heredoc(docker, facts, instruction);
    }
    let flag = instruction.flag("chmod")?;
    let (Command::Copy(copying) | Command::Add(copying)) = instruction.typed().ok()? else { return None };
    let [source] = &copying.sources[..] else { return None };
    let plain = |text: &str| !text.contains(['$', '*', '?', '[', ' ', '"', '\'']) && !text.contains("://");
    // of a folder, `chmod` would have to go through it
    let is_file = !copying.from.is_empty()
        && source.rsplit('/').next().is_some_and(|name| name.contains('.'))
        || copying.from.is_empty()
            && facts.shape().build_context.files.contains_key(source.trim_start_matches("./"));
    if !plain(source) || !plain(&copying.dest) || !is_file {
        return None;
    }
    let name = source.rsplit('/').next()?;
    let dest = match copying.dest.as_str() {
        "." | "./" => name.to_owned(),
        dest if dest.ends_with('/') => format!("{dest}{name}"),
        dest => dest.to_owned(),
    };
    let end = instruction.span.end..instruction.span.end;
    let changes = [
        (with_blank(docker, &flag.span), String::new()),
        (end, format!("\nRUN chmod {} {dest}", copying.chmod)),
    ];
    docker.fix_all(facts, "Use RUN chmod instead", &changes)
}

/// Takes out `--mount=type=cache`, which only makes a build quicker.
pub fn cache_mounts(docker: &Docker, facts: &Facts<'_>, instruction: &Instruction) -> Option<Fix> {
    let mounts: Vec<_> = instruction.flags.iter().collect();
    let is_cache =
        |text: &str| text.starts_with("--mount=") && text.split(['=', ',']).any(|part| part == "cache");
    let only = !mounts.is_empty() && mounts.iter().all(|flag| is_cache(&flag.text));
    let changes: Vec<_> = mounts.iter().map(|flag| (with_blank(docker, &flag.span), String::new())).collect();
    if !only { None } else { docker.fix_all(facts, "Remove the cache mount", &changes) }
}

/// A flag with the blanks behind it, and with the rest of its line if nothing else stands on it.
fn with_blank(docker: &Docker, span: &Range<usize>) -> Range<usize> {
    let rest = &docker.text[span.end..];
    let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    let after = &rest[blanks..];
    let continued = after
        .strip_prefix("\\\n")
        .map(|more| blanks + 2 + (more.len() - more.trim_start_matches([' ', '\t']).len()));
    span.start..span.end + continued.unwrap_or(blanks)
}
