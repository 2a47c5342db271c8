//! The build command in real shells, with names made to break out of their quotes.
//!
//! A hundred lines are run by one shell, with functions in place of the tools that write down what they were
//! called with: a name that gets out of its quotes spoils the record of its line, or of all that follow.

use super::{random::Random, show};
use faaso::{
    archive::folder_name,
    build_command::{Builder, build_command, image_name},
};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// Names in one input.
pub const NAMES: usize = 100;

/// The shells that are there.
pub fn shells() -> Vec<&'static str> {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let is_there = |shell: &&str| std::env::split_paths(&paths).any(|folder| folder.join(shell).is_file());
    ["sh", "dash", "bash", "zsh", "ksh", "mksh", "busybox"].into_iter().filter(is_there).collect()
}

/// A hundred names through every shell.
pub fn run(random: &mut Random) {
    let names: Vec<(String, String)> = (0..NAMES).map(|_| (file_name(random), funko_name(random))).collect();
    for shell in shells() {
        through(shell, Way::Script, &names);
        if let "bash" | "zsh" = shell {
            through(shell, Way::Pasted, &names);
        }
    }
}

/// How a shell comes to the lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Script,
    /// Line by line to a shell that takes itself for one with a person before it, who has a history: `!!` in a line
    /// means something then.
    Pasted,
}

/// Runs the lines for these names of zips and funkos, and looks at every word that every tool got.
pub fn through(shell: &str, way: Way, names: &[(String, String)]) {
    let place = Place::new(shell);
    let lines: Vec<String> = names
        .iter()
        .flat_map(|(zip, name)| BUILDERS.map(|builder| build_command(zip, name, builder).sh))
        .collect();
    let script = format!("{TOOLS}{}\n", lines.join("\n"));
    show(format!("{shell}, {way:?}\n{script}"));
    fs::write(place.0.join("script"), &script).expect("a file");
    let mut command = Command::new(shell);
    match way {
        Way::Script => command.args((shell == "busybox").then_some("sh")).arg(place.0.join("script")),
        Way::Pasted => {
            let script = fs::File::open(place.0.join("script")).expect("it was just written");
            command.args([if shell == "zsh" { "-f" } else { "--norc" }, "-i"]).stdin(script)
        }
    };
    let run = command
        .current_dir(place.sentinel())
        .env("HOME", place.sentinel())
        .env("HISTFILE", "/dev/null")
        .env_remove("DOCKER_BUILDKIT")
        .env("LOG", place.0.join("log"))
        .output()
        .expect("a shell that is there");
    // One that is pasted to also prints its prompts.
    let is_quiet = run.stderr.is_empty() || way == Way::Pasted;
    assert!(run.status.success() && is_quiet, "{shell}: {run:?}");
    let log = fs::read(place.0.join("log")).expect("a record");
    let got: Vec<&[u8]> = log.split(|byte| *byte == 0).collect();
    let expected: Vec<String> = names
        .iter()
        .flat_map(|(zip, name)| BUILDERS.into_iter().flat_map(|builder| calls(zip, name, builder)))
        .collect();
    for (at, (got, expected)) in got.iter().zip(&expected).enumerate() {
        assert_eq!(String::from_utf8_lossy(got), *expected, "{shell}, word {at}");
    }
    assert_eq!(got.len(), expected.len() + 1, "{shell}: the last NUL ends the record");
    let left: Vec<_> = fs::read_dir(place.sentinel()).expect("it is there").collect();
    assert_eq!(left.len(), 1, "{shell}: nothing was made and nothing is gone: {left:?}");
}

/// Each name is tried with the line for each of Docker's builders.
const BUILDERS: [Builder; 2] = [Builder::Buildkit, Builder::Faaso];

/// `docker build` also writes down which builder the line asks for.
const TOOLS: &str = "\
mktemp() { printf '%s\\0' mktemp \"$@\" . >> \"$LOG\"; echo './made here'; }
unzip() { printf '%s\\0' unzip \"$@\" . >> \"$LOG\"; }
docker() { if [ \"$1\" = build ]; then kit=\"${DOCKER_BUILDKIT-}\"; else kit=; fi; printf '%s\\0' docker \"$kit\" \"$@\" . >> \"$LOG\"; }
uname() { echo MACHINE; }
rm() { printf '%s\\0' rm \"$@\" . >> \"$LOG\"; }
";

/// What the tools must be called with, word for word, a point behind each call.
fn calls(zip: &str, name: &str, builder: Builder) -> Vec<String> {
    let (image, folder) = (image_name(name), folder_name(name));
    let (temporary, inside) = (format!("./{image}.XXXXXX"), format!("./made here/{folder}"));
    let pattern = pattern(zip);
    let (kit, machine): (&str, &[&str]) = match builder {
        Builder::Buildkit => ("", &[]),
        Builder::Faaso => ("0", &["--build-arg", "BUILDPLATFORM=MACHINE"]),
    };
    let unpack = ["mktemp", "-d", &temporary, ".", "unzip", "-q", &pattern, "-d", "./made here", "."];
    let build = ["docker", kit, "build", "-t", &image];
    let rest = [&inside, ".", "rm", "-rf", "./made here", "."];
    let run = ["docker", "", "run", "--rm", "--init", "-p", "3000:3000", &image, "."];
    let words = [&unpack[..], &build, machine, &rest, &run].concat();
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// How `unzip`, which takes the name for a pattern, must be told a name. Its manual: `[…]` is a set of signs,
/// a backslash takes the meaning from a sign.
fn pattern(zip: &str) -> String {
    let safe = if zip.starts_with('-') { format!("./{zip}") } else { zip.to_owned() };
    if !zip.contains(['*', '?', '[']) {
        return safe;
    }
    let safe = safe.replace('\\', "\\\\").replace('[', "\u{1}[]").replace('*', "[*]").replace('?', "[?]");
    safe.replace("\u{1}[]", "[[]")
}

fn file_name(random: &mut Random) -> String {
    loop {
        let name = name(random) + ".zip";
        if !name.contains(['\0', '\u{1}', '/']) {
            return name;
        }
    }
}

fn funko_name(random: &mut Random) -> String {
    if random.one_in(2) { "hello".to_owned() } else { name(random).replace('\0', "") }
}

fn name(random: &mut Random) -> String {
    const PARTS: &[&str] = &[
        "hello",
        " ",
        "  ",
        "'",
        "\"",
        "''",
        "'\"'\"'",
        "\\",
        "\\'",
        "$(touch pwned)",
        "`touch pwned`",
        ";touch pwned;",
        "\n",
        "\r\n",
        "\ntouch pwned\n",
        "&& touch pwned",
        "|| touch pwned",
        "| tee pwned",
        "> pwned",
        "< pwned",
        "2>&1",
        "&",
        "!",
        "!!",
        "!$",
        "^a^b",
        "#",
        " #",
        "~",
        "~root",
        "*",
        "?",
        "[a]",
        "[!a]",
        "{a,b}",
        "$HOME",
        "${HOME}",
        "$((1+1))",
        "$'\\n'",
        "%s",
        "%",
        "-",
        "--help",
        "-rf",
        "=ls",
        "(",
        ")",
        "<(ls)",
        "\t",
        "\u{7}",
        "\u{1b}[31m",
        "é",
        "☃",
        "🎉",
        "\u{202E}",
        "\u{A0}",
        "\u{FEFF}",
        "‘",
        "’",
        "EOF",
        "done",
        "if",
        "\\\n",
        "'\n'",
        "$",
        "$$",
        "$@",
        "\"$@\"",
        ".",
        "..",
    ];
    (0..=random.below(5)).map(|_| random.word(PARTS)).collect()
}

/// A folder of its own, with another inside in which nothing may change.
struct Place(PathBuf);

impl Place {
    fn new(shell: &str) -> Place {
        let name = format!("faaso-designer-{}-{:?}-{shell}", std::process::id(), std::thread::current().id());
        let place = std::env::temp_dir().join(name.replace(['(', ')'], ""));
        let _ = fs::remove_dir_all(&place);
        fs::create_dir_all(place.join("sentinel")).expect("a folder");
        fs::write(place.join("sentinel/untouched"), "").expect("a file");
        Place(place)
    }

    fn sentinel(&self) -> PathBuf {
        Path::join(&self.0, "sentinel")
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
