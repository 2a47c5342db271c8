//! What an instruction asks for. Both builders check this of the whole file before they run anything.

use crate::{
    chars::{did_you_mean, quoted},
    duration,
    file::{Heredoc, Instruction, heredoc_word},
    flags::{Flags, Kind},
    mount::{self, Device},
};

/// All instructions, in small letters.
pub const KEYWORDS: [&str; 18] = [
    "add",
    "arg",
    "cmd",
    "copy",
    "entrypoint",
    "env",
    "expose",
    "from",
    "healthcheck",
    "label",
    "maintainer",
    "onbuild",
    "run",
    "shell",
    "stopsignal",
    "user",
    "volume",
    "workdir",
];

/// An instruction, typed. Values are not expanded yet.
#[derive(Clone, Debug)]
#[allow(missing_docs)] // the words of the instruction, each under its own name
pub enum Command {
    From(From),
    Add(Copying),
    Copy(Copying),
    Run(Run),
    Cmd(CommandLine),
    Entrypoint(CommandLine),
    Shell(Vec<String>),
    Env(Vec<Pair>),
    Label(Vec<Pair>),
    Arg(Vec<Argument>),
    Expose(Vec<String>),
    Volume(Vec<String>),
    Healthcheck(Option<CommandLine>),
    Workdir(String),
    User(String),
    Stopsignal(String),
    Maintainer(String),
    /// The instruction that waits for the next build, as it is written.
    Onbuild(String),
}

/// `FROM`
#[derive(Clone, Debug)]
pub struct From {
    /// The image or stage, not expanded.
    pub base: String,
    /// In small letters; nothing when there is no `AS`.
    pub name: String,
    /// `--platform`
    pub platform: String,
}

/// `COPY` and `ADD`
#[derive(Clone, Debug, Default)]
pub struct Copying {
    /// Sources that are no here-documents.
    pub sources: Vec<String>,
    /// Sources that are.
    pub heredocs: Vec<Heredoc>,
    /// Where to.
    pub dest: String,
    /// `--from`
    pub from: String,
    /// `--chown`
    pub chown: String,
    /// `--chmod`
    pub chmod: String,
    /// `--checksum`
    pub checksum: String,
    /// `--exclude`, once for each
    pub exclude: Vec<String>,
    /// `--unpack`
    pub unpack: Option<bool>,
    /// `--keep-git-dir`
    pub keep_git_dir: Option<bool>,
}

/// What a shell or the kernel runs.
#[derive(Clone, Debug, Default)]
pub struct CommandLine {
    /// One text for the shell, or the words of a JSON array.
    pub words: Vec<String>,
    /// The shell form.
    pub shell: bool,
}

/// `RUN`
#[derive(Clone, Debug)]
pub struct Run {
    /// What is run.
    pub line: CommandLine,
    /// Here-documents.
    pub heredocs: Vec<Heredoc>,
    /// `--mount`, once for each, not expanded
    pub mounts: Vec<String>,
    /// `--network`
    pub network: String,
    /// `--device`
    pub devices: usize,
    /// The name of the first flag: the classic builder takes none.
    pub flag: Option<&'static str>,
}

/// A pair of `ENV` or `LABEL`.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct Pair {
    pub name: String,
    pub value: String,
    /// Written without `=`.
    pub legacy: bool,
}

/// One of `ARG`'s.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct Argument {
    pub name: String,
    pub default: Option<String>,
}

/// Types an instruction. The error is the builders' own, without “dockerfile parse error on line N: ”.
pub fn typed(instruction: &Instruction) -> Result<Command, String> {
    let args = || instruction.args.iter().map(|arg| arg.text.clone());
    let flags = |known: &[(&'static str, Kind)]| Flags::read(&instruction.flags, known);
    let one = |name: &str| match &instruction.args[..] {
        [arg] => Ok(arg.text.clone()),
        _ => Err(format!("{name} requires exactly one argument")),
    };
    let some = |name: &str| match instruction.args.is_empty() {
        true => Err(format!("{name} requires at least one argument")),
        false => Ok(()),
    };
    match instruction.keyword().as_str() {
        "env" => {
            flags(&[])?;
            pairs(instruction, "ENV").map(Command::Env)
        }
        "label" => {
            flags(&[])?;
            pairs(instruction, "LABEL").map(Command::Label)
        }
        "maintainer" => {
            let text = one("MAINTAINER")?;
            flags(&[])?;
            Ok(Command::Maintainer(text))
        }
        "add" => copying(instruction, "ADD").map(Command::Add),
        "copy" => copying(instruction, "COPY").map(Command::Copy),
        "from" => from(instruction).map(Command::From),
        "onbuild" => {
            some("ONBUILD")?;
            flags(&[])?;
            let trigger = instruction.args[0].text.trim().to_uppercase();
            match trigger.as_str() {
                "ONBUILD" => return Err("Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed".to_owned()),
                "MAINTAINER" | "FROM" => {
                    return Err(format!("{trigger} isn't allowed as an ONBUILD trigger"));
                }
                _ => {}
            }
            let code = instruction.code.text.trim_start();
            let mut text = code.get("onbuild".len()..).unwrap_or_default().trim_start().to_owned();
            for heredoc in &instruction.heredocs {
                text.push('\n');
                text.push_str(&heredoc.body);
                text.push_str(&heredoc.name);
            }
            Ok(Command::Onbuild(text))
        }
        "workdir" => {
            let text = one("WORKDIR")?;
            flags(&[])?;
            Ok(Command::Workdir(text))
        }
        "run" => run(instruction).map(Command::Run),
        "cmd" => {
            flags(&[])?;
            Ok(Command::Cmd(line(instruction, 0)))
        }
        "entrypoint" => {
            flags(&[])?;
            Ok(Command::Entrypoint(line(instruction, 0)))
        }
        "healthcheck" => healthcheck(instruction).map(Command::Healthcheck),
        "expose" => {
            some("EXPOSE")?;
            flags(&[])?;
            let mut ports: Vec<String> = args().collect();
            ports.sort();
            Ok(Command::Expose(ports))
        }
        "user" => {
            let text = one("USER")?;
            flags(&[])?;
            Ok(Command::User(text))
        }
        "volume" => {
            some("VOLUME")?;
            flags(&[])?;
            let volumes: Vec<String> = args().map(|volume| volume.trim().to_owned()).collect();
            match volumes.iter().any(String::is_empty) {
                true => Err("VOLUME specified can not be an empty string".to_owned()),
                false => Ok(Command::Volume(volumes)),
            }
        }
        "stopsignal" => one("STOPSIGNAL").map(Command::Stopsignal),
        "arg" => {
            some("ARG")?;
            let arguments = args().map(|arg| match arg.split_once('=') {
                Some(("", _)) => Err("ARG names can not be blank".to_owned()),
                Some((name, value)) => {
                    Ok(Argument { name: name.to_owned(), default: Some(value.to_owned()) })
                }
                None => Ok(Argument { name: arg, default: None }),
            });
            arguments.collect::<Result<_, _>>().map(Command::Arg)
        }
        "shell" => {
            flags(&[])?;
            match (instruction.args.is_empty(), instruction.json) {
                (true, _) => Err("SHELL requires at least one argument".to_owned()),
                (false, true) => Ok(Command::Shell(args().collect())),
                (false, false) => Err("SHELL requires the arguments to be in JSON form".to_owned()),
            }
        }
        _ => {
            let word = &instruction.word.text;
            let near = did_you_mean(&word.to_lowercase(), KEYWORDS);
            let near = if *word == word.to_lowercase() { near } else { capitals(&near) };
            Err(format!("unknown instruction: {word}{near}"))
        }
    }
}

fn capitals(hint: &str) -> String {
    match hint.strip_prefix(" (did you mean ").and_then(|rest| rest.strip_suffix("?)")) {
        Some(word) => format!(" (did you mean {}?)", word.to_uppercase()),
        None => hint.to_owned(),
    }
}

fn pairs(instruction: &Instruction, name: &str) -> Result<Vec<Pair>, String> {
    if instruction.args.is_empty() {
        return Err(format!("{name} requires at least one argument"));
    }
    let pairs = instruction.args.chunks(3).map(|part| match part {
        [key, _, _] if key.text.is_empty() => Err(format!("{name} names can not be blank")),
        [key, value, separator] => {
            Ok(Pair { name: key.text.clone(), value: value.text.clone(), legacy: separator.text.is_empty() })
        }
        _ => Err(format!("Bad input to {name}, too many arguments")),
    });
    pairs.collect()
}

fn line(instruction: &Instruction, skip: usize) -> CommandLine {
    let words: Vec<String> = instruction.args.iter().skip(skip).map(|arg| arg.text.clone()).collect();
    match instruction.json || words.is_empty() {
        true => CommandLine { words, shell: !instruction.json },
        false => CommandLine { words: vec![words.join(" ")], shell: true },
    }
}

fn from(instruction: &Instruction) -> Result<From, String> {
    let args: Vec<&str> = instruction.args.iter().map(|arg| arg.text.as_str()).collect();
    let name = match args[..] {
        [_, r#as, name] if r#as.eq_ignore_ascii_case("as") => {
            let small = name.to_lowercase();
            let mut bytes = small.bytes();
            let valid = bytes.next().is_some_and(|b| b.is_ascii_lowercase())
                && bytes.all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_.".contains(&b));
            if !valid {
                let name = quoted(name);
                return Err(format!(
                    "invalid name for build stage: {name}, name can't start with a number or contain symbols"
                ));
            }
            small
        }
        [_] => String::new(),
        _ => return Err("FROM requires either one or three arguments".to_owned()),
    };
    let flags = Flags::read(&instruction.flags, &[("platform", Kind::Text)])?;
    Ok(From { base: args[0].to_owned(), name, platform: flags.text("platform") })
}

fn copying(instruction: &Instruction, name: &str) -> Result<Copying, String> {
    let [sources @ .., dest] = &instruction.args[..] else { return Err(no_destination(name)) };
    if sources.is_empty() {
        return Err(no_destination(name));
    }
    let known: &[(&str, Kind)] = match name {
        "ADD" => &[
            ("chmod", Kind::Text),
            ("checksum", Kind::Text),
            ("chown", Kind::Text),
            ("exclude", Kind::Texts),
            ("keep-git-dir", Kind::Bool),
            ("link", Kind::Bool),
            ("unpack", Kind::Bool),
        ],
        _ => &[
            ("chmod", Kind::Text),
            ("chown", Kind::Text),
            ("exclude", Kind::Texts),
            ("from", Kind::Text),
            ("link", Kind::Bool),
        ],
    };
    let flags = Flags::read(&instruction.flags, known)?;
    if heredoc_word(&dest.text).is_some() {
        return Err(format!("{name} cannot accept a heredoc as a destination"));
    }
    let mut made = Copying {
        dest: dest.text.clone(),
        from: flags.text("from"),
        chown: flags.text("chown"),
        chmod: flags.text("chmod"),
        checksum: flags.text("checksum"),
        exclude: flags.values("exclude"),
        unpack: flags.value("unpack").map(|value| value == "true"),
        keep_git_dir: flags.value("keep-git-dir").map(|value| value == "true"),
        ..Copying::default()
    };
    for source in sources {
        match heredoc_word(&source.text) {
            Some((name, expand, chomp)) => {
                let found = instruction.heredocs.iter().rfind(|heredoc| heredoc.name == name).cloned();
                let none = || Heredoc {
                    name: name.clone(),
                    expand,
                    chomp,
                    body: String::new(),
                    span: source.span.clone(),
                };
                made.heredocs.push(found.unwrap_or_else(none));
            }
            None => made.sources.push(source.text.clone()),
        }
    }
    Ok(made)
}

fn no_destination(name: &str) -> String {
    format!(
        "{name} requires at least two arguments, but only one was provided. Destination could not be determined"
    )
}

fn run(instruction: &Instruction) -> Result<Run, String> {
    let known = [("device", Kind::Texts), ("mount", Kind::Texts), ("network", Kind::Text)];
    let flags = Flags::read(&instruction.flags, &known)?;
    let devices = flags.values("device");
    for device in &devices {
        Device::check(device)?;
    }
    let mounts = flags.values("mount");
    for mount in &mounts {
        mount::read(mount, None)?;
    }
    let network = flags.value("network").unwrap_or("default").to_owned();
    if !matches!(network.as_str(), "default" | "none" | "host") {
        return Err(format!("invalid network mode {}", quoted(&network)));
    }
    Ok(Run {
        line: line(instruction, 0),
        heredocs: instruction.heredocs.clone(),
        mounts,
        network,
        devices: devices.len(),
        flag: flags.first(),
    })
}

fn healthcheck(instruction: &Instruction) -> Result<Option<CommandLine>, String> {
    let Some(kind) = instruction.args.first() else {
        return Err("HEALTHCHECK requires at least one argument".to_owned());
    };
    let kind = kind.text.to_uppercase();
    if kind == "NONE" {
        return match instruction.args.len() {
            1 => Ok(None),
            _ => Err("HEALTHCHECK NONE takes no arguments".to_owned()),
        };
    }
    let names = ["interval", "timeout", "start-period", "start-interval", "retries"];
    let flags = Flags::read(&instruction.flags, &names.map(|name| (name, Kind::Text)))?;
    if kind != "CMD" {
        return Err(format!("Unknown type {} in HEALTHCHECK (try CMD)", quoted(&kind)));
    }
    let line = line(instruction, 1);
    if line.words.is_empty() {
        return Err("Missing command after HEALTHCHECK CMD".to_owned());
    }
    for name in &names[..4] {
        duration::check(name, flags.value(name).unwrap_or_default())?;
    }
    if let Some(retries) = flags.value("retries").filter(|retries| !retries.is_empty()) {
        let digits = retries.strip_prefix(['+', '-']).unwrap_or(retries);
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(format!("strconv.ParseInt: parsing {}: invalid syntax", quoted(retries)));
        }
        match retries.parse::<i32>() {
            Ok(count) if count < 0 => return Err(format!("--retries cannot be negative ({count})")),
            Ok(_) => {}
            Err(_) => {
                return Err(format!("strconv.ParseInt: parsing {}: value out of range", quoted(retries)));
            }
        }
    }
    Ok(Some(line))
}
