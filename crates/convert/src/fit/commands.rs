//! The commands that start the application: of the Dockerfile, of what it starts in turn, of a `Procfile`.

use crate::app::App;
use dockerfile::{Instruction, command::Command, script};
use faaso::{path::last_part, text::Span};

/// A word of a command.
#[derive(Clone, Debug)]
pub struct Word {
    pub text: String,
    /// Where it stands, without quotes.
    pub span: Span,
    /// Where another word can be put behind it.
    pub end: usize,
    /// It is an item of a JSON array.
    pub json: bool,
}

#[derive(Clone, Debug)]
pub struct CommandLine<'a> {
    pub file: &'a str,
    pub text: &'a str,
    pub words: Vec<Word>,
}

impl CommandLine<'_> {
    /// What has to be put in behind a word, so that these follow it.
    pub fn added(&self, behind: usize, words: &[&str]) -> (usize, String) {
        let word = &self.words[behind];
        let new = match word.json {
            true => words.iter().map(|word| format!(", \"{word}\"")).collect(),
            false => words.iter().map(|word| format!(" {word}")).collect(),
        };
        (word.end, new)
    }
}

/// How deep a command is followed into what it starts.
const DEEPEST: usize = 4;

/// Every command that is started, with those that they start in turn.
pub fn started<'a>(app: &App<'a>) -> Vec<CommandLine<'a>> {
    let mut all = Vec::new();
    let first = of_docker(app);
    let first = if first.is_empty() { of_procfile(app) } else { first };
    let first = if first.is_empty() { of_package(app, "start") } else { first };
    for line in first {
        follow(app, line, DEEPEST, &mut all);
    }
    all
}

fn follow<'a>(app: &App<'a>, line: CommandLine<'a>, depth: usize, all: &mut Vec<CommandLine<'a>>) {
    let next = if depth == 0 { Vec::new() } else { inner(app, &line) };
    all.push(line);
    for line in next {
        follow(app, line, depth - 1, all);
    }
}

fn of_docker<'a>(app: &App<'a>) -> Vec<CommandLine<'a>> {
    let Some(docker) = &app.docker else { return Vec::new() };
    let Some(text) = app.text(crate::app::DOCKERFILE) else { return Vec::new() };
    let (mut entrypoint, mut cmd) = (None, None);
    for (at, command) in docker.shipped_steps() {
        match command {
            Command::Entrypoint(_) => entrypoint = Some(docker.instruction(at)),
            Command::Cmd(_) => cmd = Some(docker.instruction(at)),
            _ => {}
        }
    }
    // the words of `CMD` are the arguments of an `ENTRYPOINT` that is a list
    if let (Some(first), Some(second)) = (entrypoint, cmd)
        && first.json
        && second.json
    {
        let mut words = listed(text, first);
        words.extend(listed(text, second));
        let line = CommandLine { file: crate::app::DOCKERFILE, text, words };
        return in_shell(&line).unwrap_or_else(|| vec![line]);
    }
    [entrypoint, cmd]
        .into_iter()
        .flatten()
        .flat_map(|instruction| of_instruction(text, instruction))
        .collect()
}

fn of_instruction<'a>(text: &'a str, instruction: &Instruction) -> Vec<CommandLine<'a>> {
    if !instruction.json {
        let span = &instruction.rest.span;
        return parted(crate::app::DOCKERFILE, text, Span::new(span.start, span.end));
    }
    let line = CommandLine { file: crate::app::DOCKERFILE, text, words: listed(text, instruction) };
    in_shell(&line).unwrap_or_else(|| vec![line])
}

fn listed(text: &str, instruction: &Instruction) -> Vec<Word> {
    let words = instruction.args.iter().filter_map(|word| {
        let raw = text.get(word.span.clone())?;
        // what is escaped has no place
        let start = word.span.start + raw.find(&word.text)?;
        let span = Span::new(start, start + word.text.len());
        Some(Word { text: word.text.clone(), span, end: word.span.end.max(span.end), json: true })
    });
    words.collect()
}

/// `sh -c "…"`: what the shell is handed.
fn in_shell<'a>(line: &CommandLine<'a>) -> Option<Vec<CommandLine<'a>>> {
    let at =
        line.words.iter().position(|word| matches!(last_part(&word.text), "sh" | "bash" | "ash" | "dash"))?;
    let flag =
        line.words.get(at + 1).filter(|word| word.text.starts_with('-') && word.text.ends_with('c'))?;
    let script = line.words.get(at + 2)?;
    let _ = flag;
    Some(parted(line.file, line.text, script.span))
}

/// The commands of a stretch of shell.
fn parted<'a>(file: &'a str, text: &'a str, span: Span) -> Vec<CommandLine<'a>> {
    // as long as before, so every place holds
    let script = span.of(text).replace("\\\r\n", " \\\n");
    let commands = script::commands(&script).into_iter().map(|command| {
        let pairs = command.words.iter().zip(&command.places).filter(|(word, _)| !word.is_empty());
        let words = pairs.filter_map(|(word, place)| {
            let whole = Span::new(span.start + place.start, span.start + place.end);
            let at = whole.of(text).find(word.as_str())?;
            let inner = Span::new(whole.start + at, whole.start + at + word.len());
            Some(Word { text: word.clone(), span: inner, end: whole.end, json: false })
        });
        CommandLine { file, text, words: words.collect() }
    });
    commands.filter(|line| !line.words.is_empty()).collect()
}

/// What a command starts in turn: a script of `package.json`, a shell script, the processes of a `Procfile`.
fn inner<'a>(app: &App<'a>, line: &CommandLine<'a>) -> Vec<CommandLine<'a>> {
    let word = |at: usize| line.words.get(at).map_or("", |word| word.text.as_str());
    let begin = usize::from(matches!(word(0), "exec" | "dumb-init" | "tini"));
    match last_part(word(begin)) {
        "npm" | "yarn" | "pnpm" | "bun" => {
            let name = match word(begin + 1) {
                "run" | "run-script" => word(begin + 2),
                name => name,
            };
            return of_package(app, name);
        }
        "foreman" | "honcho" | "forego" | "heroku" => return of_procfile(app),
        "supervisord" => {
            let configs = app.ending(&[".conf", ".ini"]).filter(|(_, text)| text.contains("command"));
            return configs.flat_map(|(file, text)| of_lines(file, text, "command=")).collect();
        }
        _ => {}
    }
    let scripts = line.words.iter().skip(begin).take(3).filter_map(|word| file_named(app, &word.text));
    let shell = scripts.filter(|(path, text)| {
        let first = text.lines().next().unwrap_or_default();
        path.ends_with(".sh") || first.starts_with("#!") && first.contains("sh")
    });
    shell
        .filter(|(path, _)| *path != line.file)
        .flat_map(|(path, text)| parted(path, text, Span::new(0, text.len())))
        .collect()
}

/// The file of the application that a path in the image is likely to be.
pub fn file_named<'a>(app: &App<'a>, word: &str) -> Option<(&'a str, &'a str)> {
    let path = word.trim_start_matches("./").trim_start_matches('/');
    if path.is_empty() || path.contains('$') {
        return None;
    }
    if let Some((path, text)) = app.texts.get_key_value(path) {
        return Some((path, text));
    }
    let ends = |whole: &&str| path.ends_with(*whole) && path[..path.len() - whole.len()].ends_with('/');
    let found = app.texts.keys().copied().filter(ends).max_by_key(|path| path.len());
    // `COPY docker/run.sh /usr/local/bin/` and `/usr/local/bin/run.sh`
    let by_name = || {
        let mut same = app
            .texts
            .keys()
            .copied()
            .filter(|other| word.contains('/') && last_part(other) == last_part(path));
        let first = same.next();
        if same.next().is_some() { None } else { first }
    };
    let path = found.or_else(by_name)?;
    Some((path, app.text(path)?))
}

/// A script of `package.json`.
fn of_package<'a>(app: &App<'a>, name: &str) -> Vec<CommandLine<'a>> {
    let Some((file, text)) = app.texts.get_key_value("package.json").map(|(file, text)| (*file, *text))
    else {
        return Vec::new();
    };
    let Some(scripts) = text.find("\"scripts\"") else { return Vec::new() };
    let end = text[scripts..].find('}').map_or(text.len(), |end| scripts + end);
    let key = format!("\"{name}\"");
    let Some(at) = text[scripts..end].find(&key).map(|at| scripts + at + key.len()) else {
        return Vec::new();
    };
    let Some(open) = text[at..end].find('"').map(|open| at + open + 1) else { return Vec::new() };
    let mut close = open;
    while let Some(quote) = text[close..end].find('"') {
        close += quote;
        if !text[..close].ends_with('\\') {
            break;
        }
        close += 1;
    }
    parted(file, text, Span::new(open, close.max(open)))
}

fn of_procfile<'a>(app: &App<'a>) -> Vec<CommandLine<'a>> {
    let Some((file, text)) = app.texts.get_key_value("Procfile") else { return Vec::new() };
    of_lines(file, text, "web:")
}

fn of_lines<'a>(file: &'a str, text: &'a str, begin: &str) -> Vec<CommandLine<'a>> {
    let mut start = 0;
    let mut all = Vec::new();
    for line in text.split_inclusive('\n') {
        let blanks = line.len() - line.trim_start().len();
        if let Some(rest) = line.trim_start().strip_prefix(begin) {
            let from = start + blanks + begin.len();
            all.extend(parted(file, text, Span::new(from, from + rest.trim_end().len())));
        }
        start += line.len();
    }
    all
}
