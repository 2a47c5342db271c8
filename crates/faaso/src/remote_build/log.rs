//! What the log of a build says: the step it was at, the error, and the places that it names.
//!
//! FaaSO asks for the classic builder, which announces each step: `Step 3/9 : RUN …`. Lines of the server begin with a time
//! and a level, those of a program in the middle of a step with anything. Another builder names lines of the Dockerfile.

use crate::text::Span;
use dockerfile::{Instruction, file::Dockerfile};
use serde::{Deserialize, Serialize};

/// What is known of a build from its log.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// The last step that was announced: its number from 1, of how many, and its text.
    pub step: Option<(usize, usize, String)>,
    /// The error, in the builder's words.
    pub error: Option<String>,
    /// The line of the Dockerfile that the error names.
    pub line: Option<usize>,
    /// Places that the failed step's output names, each once: a path as it is written, and a line.
    pub named: Vec<(String, usize)>,
    /// The builder says that there is an image.
    pub built: bool,
}

/// A part of the Dockerfile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    pub span: Span,
    /// Counted from 1.
    pub line: usize,
    /// What stands there, on one line.
    pub text: String,
}

/// Places of files that are told of.
const MOST_NAMED: usize = 5;

/// Reads a log.
pub fn read(log: &str) -> Failure {
    let mut failure = Failure::default();
    let (mut of_server, mut line) = (None, None);
    for said in log.lines() {
        let (level, said) = message(said);
        if let Some(step) = step(said) {
            let follows = match &failure.step {
                // a program may print such lines, too
                Some((number, of, _)) => step.0 == number + 1 && step.1 == *of,
                None => true,
            };
            if follows {
                failure.step = Some(step);
                failure.named.clear();
                continue;
            }
        }
        if let Some(error) = builder_error(level, said) {
            failure.error = Some(error.to_owned());
            failure.built = false;
        } else if level == Some("ERROR") {
            of_server = Some(said.to_owned());
        } else if is_built(said) {
            failure.built = true;
            failure.error = None;
        }
        if let Some(found) = buildkit_line(said) {
            line = Some(found);
        } else if failure.named.len() < MOST_NAMED
            && let Some(place) = named(said)
            && !failure.named.contains(&place)
        {
            failure.named.push(place);
        }
    }
    if !failure.built {
        failure.error = failure.error.or(of_server);
    }
    let parsed = failure.error.as_deref().and_then(parse_error_line);
    // with steps it is the classic builder: then a program said it
    failure.line = parsed.or(line.filter(|_| failure.step.is_none()));
    failure
}

impl Failure {
    /// The part of the Dockerfile that is to blame, where one is known.
    pub fn spot(&self, dockerfile: &str) -> Option<Spot> {
        let file = dockerfile::parse(dockerfile);
        if let Some(line) = self.line {
            let holds = |it: &&Instruction| it.line <= line && line <= it.end_line;
            return match file.instructions.iter().find(holds) {
                Some(found) => Some(spot(found)),
                None => whole_line(dockerfile, line),
            };
        }
        if let Some((number, of, text)) = &self.step {
            return Some(spot(at_step(&file, *number, *of, text)?));
        }
        // it couldn't be read, and Docker doesn't say where
        let unread = file.error.filter(|unread| unread.line > 0)?;
        let is_said = self.error.as_ref().is_some_and(|error| error.contains(&unread.message));
        is_said.then(|| whole_line(dockerfile, unread.line)).flatten()
    }
}

/// The instruction of a step: by its number where that is of this file, else by its text.
fn at_step<'f>(file: &'f Dockerfile, number: usize, of: usize, text: &str) -> Option<&'f Instruction> {
    let word = text.split_whitespace().next().unwrap_or_default();
    let numbered = file.instructions.get(number.checked_sub(1)?);
    if let Some(found) = numbered.filter(|it| of == file.instructions.len() && it.is(word)) {
        return Some(found);
    }
    let wanted = squeezed(text);
    let mut alike = file.instructions.iter().filter(|it| squeezed(&it.code.text) == wanted);
    alike.next().filter(|_| alike.next().is_none())
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn spot(instruction: &Instruction) -> Spot {
    let Instruction { span, line, code, .. } = instruction;
    Spot { span: Span::new(span.start, span.end), line: *line, text: squeezed(&code.text) }
}

fn whole_line(text: &str, line: usize) -> Option<Spot> {
    let span = line_span(text, line)?;
    Some(Spot { span, line, text: squeezed(span.of(text)) })
}

/// A line without its end.
pub(crate) fn line_span(text: &str, line: usize) -> Option<Span> {
    let before: usize = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let found = text[before..].split('\n').next().filter(|_| before < text.len())?;
    Some(Span::new(before, before + found.trim_end_matches('\r').len()))
}

/// The level and the message of a line that the server logged: `2024-09-09T20:31:14.123456Z   INFO - …`. Without a level
/// where it is a line of something else.
fn message(line: &str) -> (Option<&str>, &str) {
    let logged = line.split_once(" - ").and_then(|(head, said)| {
        let mut words = head.split_whitespace();
        let (time, level) = (words.next()?, words.next()?);
        let is_time =
            time.starts_with(|c: char| c.is_ascii_digit()) && time.ends_with('Z') && time.contains('T');
        let is_level = level.bytes().all(|byte| byte.is_ascii_uppercase());
        (is_time && is_level && words.next().is_none()).then_some((Some(level), said))
    });
    let (level, said) = logged.unwrap_or((None, line));
    (level, said.trim())
}

/// `Step 3/9 : RUN …`
fn step(said: &str) -> Option<(usize, usize, String)> {
    let (numbers, text) = said.strip_prefix("Step ")?.split_once(" : ")?;
    let (number, of) = numbers.split_once('/')?;
    let (number, of) = (number.parse().ok()?, of.parse().ok()?);
    (0 < number && number <= of).then(|| (number, of, text.to_owned()))
}

/// What the builder says of its end.
fn builder_error<'l>(level: Option<&str>, said: &'l str) -> Option<&'l str> {
    let from = |mark: &str| said.find(mark).map(|at| said[at + mark.len()..].trim());
    let of_docker = || from(" Message: ").filter(|_| level == Some("ERROR") && said.starts_with("Code: "));
    let of_step = || said.starts_with("The command '") && said.contains("' returned a non-zero code: ");
    from("Docker Build Error: ")
        .map(|error| error.strip_suffix(" (Docr::Errors::DockerBuildError)").unwrap_or(error))
        .or_else(of_docker)
        .or_else(|| said.strip_prefix("ERROR: failed to solve: "))
        .or_else(|| of_step().then_some(said))
        .filter(|error| !error.is_empty())
}

/// The classic builder's last words. Other programs say that they built something, too.
fn is_built(said: &str) -> bool {
    let is_id = |id: &str| id.len() == 12 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    said.strip_prefix("Successfully built ").is_some_and(is_id)
        || said.strip_prefix("Successfully tagged ").is_some_and(|tag| tag.starts_with("faaso-"))
}

/// `dockerfile parse error on line 3: …`, `dockerfile parse error line 3: …`
fn parse_error_line(error: &str) -> Option<usize> {
    ["parse error on line ", "parse error line "].iter().find_map(|mark| number_after(error, mark))
}

/// `Dockerfile:12`, `Dockerfile:12-14`: so BuildKit names the lines that it failed at.
fn buildkit_line(said: &str) -> Option<usize> {
    let lines = said.strip_prefix("Dockerfile:")?;
    let is_lines = lines.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    is_lines.then(|| number_after(said, "Dockerfile:")).flatten()
}

fn number_after(text: &str, mark: &str) -> Option<usize> {
    let rest = &text[text.find(mark)? + mark.len()..];
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    rest[..digits].parse().ok().filter(|line| *line > 0)
}

/// A file and a line that a program complains of: `funko.py:12:3`, `File "/app/funko.py", line 12`.
fn named(said: &str) -> Option<(String, usize)> {
    if let Some((path, rest)) = said.split_once("File \"").and_then(|(_, rest)| rest.split_once("\", line "))
    {
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        return Some((path.to_owned(), digits.parse().ok()?));
    }
    said.split([' ', '\t', '(', ')', '[', ']', '\'', '"', '`']).find_map(|word| {
        let mut parts = word.split(':');
        let (path, line) = (parts.next()?, parts.next()?.parse().ok()?);
        let has_ending = path.rsplit('/').next().and_then(|name| name.rsplit_once('.'));
        let is_file = has_ending.is_some_and(|(name, ending)| {
            !name.is_empty() && ending.starts_with(|c: char| c.is_ascii_alphabetic())
        });
        (is_file && line > 0 && !path.contains("//")).then(|| (path.to_owned(), line))
    })
}
