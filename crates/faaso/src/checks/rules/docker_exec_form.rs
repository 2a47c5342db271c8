use crate::checks::{Facts, Report, Rule, docker::Docker, report::fix};
use crate::{
    diagnostic::{Fix, Severity},
    funko::OptionValue,
};
use dockerfile::Instruction;

pub static RULE: Rule = Rule {
    id: "docker-exec-form",
    severity: Severity::Warning,
    title: "A command in brackets that isn't JSON",
    what: "Docker takes `CMD [\"a\", \"b\"]` for a list only if it is valid JSON. With single quotes or a comma too much it \
           runs the whole line, brackets included, in a shell.",
    why: "The shell looks for a program called `[node,` and the container stops at once. A list option that is printed \
          as it is has single quotes.",
    instead: "Use double quotes: `CMD [\"node\", \"main.js\"]`. To print a list option, join it: \
              `CMD [\"{{ options.cmd | join('\", \"') }}\"]`.",
    fires: &[
        ("funko/funko.yml", "name: hello\nruntime: ./example\n"),
        ("runtime/Dockerfile.j2", "FROM alpine\nCMD ['httpd', '-f', '-p', '3000']\n"),
    ],
    quiet: &[
        ("funko/funko.yml", "name: hello\nruntime: ./example\n"),
        ("runtime/Dockerfile.j2", "FROM alpine\nCMD [\"httpd\", \"-f\", \"-p\", \"3000\"]\n"),
    ],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    let Some(docker) = facts.docker() else { return };
    for instruction in &docker.judged.file.instructions {
        let of_interest = ["cmd", "entrypoint", "run"].iter().any(|keyword| instruction.is(keyword));
        let text = instruction.rest.text.as_str();
        // `[ -f x ]` and `[[ … ]]` are a shell's
        let list = text.starts_with("['")
            || text.starts_with("[\"")
            || text.starts_with("[ '")
            || text.starts_with("[ \"");
        if !of_interest || instruction.json || !list || !text.ends_with(']') {
            continue;
        }
        let word = instruction.word.text.to_uppercase();
        let line = docker.line_of(instruction.line);
        let message =
            format!("Docker runs this `{word}` in a shell, brackets included: it isn't valid JSON{line}.");
        let fix = json(docker, facts, instruction).or_else(|| of_list(docker, facts, instruction));
        if let Some(found) = report.docker(docker, &instruction.rest.span, message) {
            let mut same = docker.judged.buildkit.findings.iter();
            let same = same.find(|it| it.rule == "JSONArgsRecommended" && it.line == instruction.line);
            found.said = same.map(|it| format!("{}: {}", it.rule, it.message));
            found.fix = fix;
        }
    }
}

/// The list in double quotes, where it is plain enough.
fn json(docker: &Docker, facts: &Facts<'_>, instruction: &Instruction) -> Option<Fix> {
    let text =
        instruction.rest.text.trim_start_matches('[').trim_end_matches(']').trim().trim_end_matches(',');
    let words = text.split(',').map(|word| {
        let word = word.trim();
        let inner = word.strip_prefix('\'').and_then(|word| word.strip_suffix('\''));
        let inner = inner.or_else(|| word.strip_prefix('"').and_then(|word| word.strip_suffix('"')))?;
        (!inner.contains(['\'', '"', '\\'])).then(|| format!("\"{inner}\""))
    });
    let words: Vec<String> = words.collect::<Option<_>>()?;
    docker.fix(facts, "Use double quotes", &instruction.rest.span, &format!("[{}]", words.join(", ")))
}

/// A list option, printed as a list of JSON: only where its items need no escape.
fn of_list(docker: &Docker, facts: &Facts<'_>, instruction: &Instruction) -> Option<Fix> {
    let (file, span, text) = docker.expression(facts, &instruction.rest.span)?;
    let inner = text.trim_start_matches("{{").trim_end_matches("}}").trim();
    let key = inner.strip_prefix("options.")?;
    let plain = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    let Some(OptionValue::List(items)) = facts.value(key).filter(|_| plain(key)) else { return None };
    if items.is_empty() || items.iter().any(|item| item.contains(['"', '\\', '\n'])) {
        return None;
    }
    let new = format!("[\"{{{{ {inner} | join('\", \"') }}}}\"]");
    fix("Print the list as JSON", facts.splice(&file, span, new))
}
