//! The one line that builds and runs a *Funko zip (ready to build)*, for three shells.
//!
//! What it does, in each: unpack into a fresh folder, so that nothing of the author's is overwritten and no
//! file of an earlier export stays behind in the image; `docker build`; take the folder away; say where the
//! funko answers; `docker run`. It stops at the first step that fails, and leaves neither a folder nor a variable behind:
//! what takes the folder away runs whether or not the build fails, in POSIX shells on Ctrl+C too.
//!
//! * The fresh folder is made beside the zip on Unix: Docker from a snap cannot read `/tmp`.
//! * `unzip` keeps executable bits, which python's does not. Windows brings `tar`, PowerShell `Expand-Archive`.
//! * FaaSO asks for Docker's classic builder, with `uname -m` as `BUILDPLATFORM`. Where there is no `uname`, Docker says
//!   on what machine it builds. The setting ends with the line.
//! * `--init`: Ctrl+C ends a program that does not care for signals. No `--name`: it would collide with the
//!   container of the last time. No `-t`: the line also works in a script.

use crate::archive::folder_name;

/// Where the funko answers once the line runs.
pub const ADDRESS: &str = "http://localhost:3000/";

/// Which of Docker's builders a line asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Builder {
    /// The one of `docker build`.
    Buildkit,
    /// The classic one, as FaaSO calls it.
    Faaso,
}

/// The command for each shell, each one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuildCommand {
    /// Any POSIX shell: `sh`, `bash`, `zsh`, …
    pub sh: String,
    /// Windows PowerShell 5 and PowerShell 7, which differ in `&&`: so without it.
    pub powershell: String,
    /// `cmd.exe`, typed or pasted; in a batch file every `%` must be doubled.
    pub cmd: String,
}

/// `zip` is the name of the downloaded file in the current folder, `name` the funko's.
pub fn build_command(zip: &str, name: &str, builder: Builder) -> BuildCommand {
    let faaso = builder == Builder::Faaso;
    let of_faaso = |text: &'static str| if faaso { text } else { "" };
    let folder = folder_name(name);
    let image = image_name(name);
    let windows_zip = windows_name(zip);
    BuildCommand {
        sh: format!(
            "(d=$(mktemp -d ./{image}.XXXXXX) && trap 'rm -rf \"$d\"' EXIT && trap 'exit 130' INT TERM && unzip -q {zip} \
             -d \"$d\" && {classic}docker build -t {image}{machine} \"$d\"/{folder} && rm -rf \"$d\" && trap - EXIT INT TERM && echo \
             'Open {ADDRESS}' && docker run --rm --init -p 3000:3000 {image})",
            zip = sh_quoted(&unzip_pattern(zip)),
            classic = of_faaso("DOCKER_BUILDKIT=0 "),
            machine = of_faaso(" --build-arg BUILDPLATFORM=$(uname -m)"),
            folder = sh_quoted(&folder),
        ),
        powershell: format!(
            "& {{ $d = Join-Path ([IO.Path]::GetTempPath()) ([Guid]::NewGuid()); $built = $false; {keep}try {{ \
             Expand-Archive -LiteralPath {zip} -DestinationPath $d; if ($?) {{ {classic}docker build -t {image}{machine} \
             (Join-Path $d {folder}); $built = $? }} }} finally {{ {back}Remove-Item -LiteralPath $d -Recurse -Force -ErrorAction \
             Ignore }}; if ($built) {{ 'Open {ADDRESS}'; docker run --rm --init -p 3000:3000 {image} }} }}",
            zip = powershell_quoted(&windows_zip),
            keep = of_faaso("$kit = $env:DOCKER_BUILDKIT; "),
            classic = of_faaso("$env:DOCKER_BUILDKIT = '0'; "),
            machine = of_faaso(" --build-arg \"BUILDPLATFORM=$(docker info -f '{{.Architecture}}')\""),
            back = of_faaso("$env:DOCKER_BUILDKIT = $kit; "),
            folder = powershell_quoted(&folder),
        ),
        cmd: format!(
            "{machine}for %i in (\"%TEMP%\\{image}-%RANDOM%%RANDOM%\") do @(md %i && (tar -xf {zip} -C %i && {classic}docker \
             build -t {image}{argument} \"%~i\\{folder}\"{end} && rd /s /q %i && echo Open {ADDRESS} && docker run --rm \
             --init -p 3000:3000 {image} || if exist %i rd /s /q %i))",
            zip = cmd_quoted(&windows_zip),
            machine = of_faaso("for /f %m in ('docker info -f {{.Architecture}}') do @"),
            classic = of_faaso("cmd /s /c \"set DOCKER_BUILDKIT=0&& "),
            argument = of_faaso(" --build-arg BUILDPLATFORM=%m"),
            end = of_faaso("\""),
        ),
    }
}

/// The image FaaSO makes, `faaso-NAME`, made valid for Docker: lower case, letters and digits with single
/// dashes between, at most 128 characters.
pub fn image_name(name: &str) -> String {
    let mut image = String::from("faaso");
    let words = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    for word in words {
        image.push('-');
        image.push_str(&word.to_ascii_lowercase());
    }
    image.truncate(128);
    image.trim_end_matches('-').to_owned()
}

/// One word for a POSIX shell.
///
/// Between quotes a script takes every sign as it is. A line that is pasted it takes sign by sign, as if typed: a tab
/// completes, and `^` behind a line break asks for the line before. So control characters are spelt out.
fn sh_quoted(word: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-/".contains(&byte);
    if !word.is_empty() && word.bytes().all(plain) {
        return word.to_owned();
    }
    // `$(…)` would lose a line break at the end
    if word.contains(|c: char| c.is_control()) && !word.ends_with('\n') {
        let spelt = word.bytes().map(|byte| match plain(byte) {
            true => char::from(byte).to_string(),
            false => format!("\\0{byte:03o}"),
        });
        return format!("\"$(printf %b '{}')\"", spelt.collect::<String>());
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

/// `unzip` takes the name of the archive for a pattern, and one that begins with a dash for an option.
fn unzip_pattern(zip: &str) -> String {
    let mut pattern = String::from(if zip.starts_with('-') { "./" } else { "" });
    let is_pattern = zip.contains(['*', '?', '[']);
    for c in zip.chars() {
        match c {
            '*' | '?' | '[' => pattern.extend(['[', c, ']']),
            '\\' if is_pattern => pattern.push_str(r"\\"),
            c => pattern.push(c),
        }
    }
    pattern
}

/// The name under which a file can be on Windows: browsers put `_` for each sign that cannot.
fn windows_name(name: &str) -> String {
    let possible = |c: char| !c.is_control() && !"\"*/:<>?\\|".contains(c);
    name.chars().map(|c| if possible(c) { c } else { '_' }).collect()
}

/// One word for PowerShell, always quoted. It takes curly quotes for quotes, too.
fn powershell_quoted(word: &str) -> String {
    let mut quoted = String::from("'");
    for c in word.chars() {
        if matches!(c, '\'' | '\u{2018}'..='\u{201B}') {
            quoted.push(c);
        }
        quoted.push(c);
    }
    quoted.push('\'');
    quoted
}

/// One word for `cmd`, free of `"`. Variables are filled in even between quotes, so every `%` stands outside
/// them behind a caret, which makes the name between two `%` one that no variable has.
fn cmd_quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
    if !word.is_empty() && !word.starts_with('-') && word.chars().all(plain) {
        return word.to_owned();
    }
    let word = if word.starts_with('-') { format!(".\\{word}") } else { word.to_owned() };
    format!("\"{}\"", word.replace('%', "\"^%\""))
}
