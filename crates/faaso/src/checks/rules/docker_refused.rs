use crate::checks::{Facts, Report, Rule, docker::Docker};
use crate::{
    diagnostic::{Fix, Severity},
    funko::OptionValue,
};
use dockerfile::classic::{Refusal, RefusalKind};

pub static RULE: Rule = Rule {
    id: "docker-refused",
    severity: Severity::Error,
    title: "FaaSO's build of the Dockerfile fails",
    what: "The designer follows the rendered Dockerfile step by step, as the builder does that FaaSO uses. It stops \
           at unknown instructions, wrong values, and images, stages or users that don't exist.",
    why: "The build stops there, with the words that stand below the message.",
    instead: "Correct the line of the template that the message points to.",
    fires: &[
        (
            "funko/funko.yml",
            "name: hello\nruntime: ./example\noptions:\n  steps: |\n    true\n    npm run build\n",
        ),
        ("runtime/Dockerfile.j2", "FROM alpine\nRUN {{ options.steps }}\nCMD [\"httpd\", \"-f\"]\n"),
    ],
    quiet: &[
        ("funko/funko.yml", "name: hello\nruntime: ./example\noptions:\n  steps: true && npm run build\n"),
        ("runtime/Dockerfile.j2", "FROM alpine\nRUN {{ options.steps }}\nCMD [\"httpd\", \"-f\"]\n"),
    ],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    let Some(docker) = facts.docker() else { return };
    for refusal in &docker.judged.classic.refusals {
        if matches!(refusal.kind, RefusalKind::NeedsBuildkit | RefusalKind::Source | RefusalKind::Destination)
        {
            continue;
        }
        let (message, help) = in_words(docker, facts, refusal);
        let fix = fix(docker, facts, refusal);
        let line = docker.line_of(refusal.line);
        if let Some(found) = report.docker(docker, &refusal.span, format!("{message}{line}.")) {
            found.said = Some(refusal.message.clone());
            found.fix = fix;
            if let Some(help) = help {
                found.help = Some(help);
            }
        }
    }
}

/// What is wrong, without a full stop, and what to do about it.
fn in_words(docker: &Docker, facts: &Facts<'_>, refusal: &Refusal) -> (String, Option<String>) {
    let said = refusal.message.split_once(": ").filter(|_| refusal.kind == RefusalKind::Syntax);
    let said = said.map_or(refusal.message.as_str(), |(_, said)| said);
    if let Some(word) = said.strip_prefix("unknown instruction: ") {
        let word = word.split(" (did you mean").next().unwrap_or(word);
        let option = docker.option_at(facts, &refusal.span);
        let several = option.filter(|option| {
            let lines = |text: &String| text.trim_end().contains('\n');
            match facts.value(&option.key) {
                Some(OptionValue::Text(text)) => lines(text),
                Some(OptionValue::List(items)) => items.iter().any(lines),
                None => false,
            }
        });
        return match several {
            Some(option) => (
                format!("`{word}` isn't a Dockerfile instruction: option `{}` has several lines", option.key),
                Some("Each line of an option becomes a line of the Dockerfile. Write the commands in one line, joined with `&&`.".to_owned()),
            ),
            None if word.starts_with(['&', '|', '-', '\\', ';', ')']) => (
                format!("`{word}` isn't a Dockerfile instruction: the line before it has no `\\` at its end"),
                Some("End the line before with `\\`, also where a condition leaves something out.".to_owned()),
            ),
            None => (format!("`{word}` isn't a Dockerfile instruction"), None),
        };
    }
    let message = match refusal.kind {
        RefusalKind::Syntax => format!("Docker can't read the Dockerfile: {said}"),
        RefusalKind::Stage if said.ends_with("stage name already used") => {
            let name = said.split(' ').next().unwrap_or_default();
            format!("Two stages are called `{name}`, and FaaSO's builder stops at the second")
        }
        RefusalKind::Stage if said.contains("pull access denied") => {
            "FaaSO's builder takes this name for an image and can't find it: a stage must come first"
                .to_owned()
        }
        RefusalKind::Stage if said.contains("invalid reference format") => {
            "This isn't the name of an image, so FaaSO's build stops".to_owned()
        }
        RefusalKind::Stage => format!("FaaSO's builder can't find the image or stage: {said}"),
        RefusalKind::Platform => "FaaSO's builder has no value for this platform and stops".to_owned(),
        RefusalKind::User => {
            "This user or group doesn't exist in the image, so FaaSO's build stops".to_owned()
        }
        RefusalKind::Command => "This command fails, and the build with it".to_owned(),
        RefusalKind::Nothing => "This Dockerfile builds no image".to_owned(),
        _ => format!("FaaSO's build stops here: {said}"),
    };
    (message, None)
}

/// `ARG BUILDPLATFORM` in front of the first `FROM` gives it a value.
fn fix(docker: &Docker, facts: &Facts<'_>, refusal: &Refusal) -> Option<Fix> {
    if refusal.kind != RefusalKind::Platform {
        return None;
    }
    let word = docker.text.get(refusal.span.clone())?;
    let declared = docker
        .judged
        .file
        .instructions
        .iter()
        .take_while(|at| !at.is("from"))
        .any(|at| at.code.text.contains("BUILDPLATFORM"));
    if matches!(word, "--platform=$TARGETPLATFORM" | "--platform=${TARGETPLATFORM}") {
        let rest = &docker.text[refusal.span.end..];
        let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        return docker.fix(facts, "Remove --platform", &(refusal.span.start..refusal.span.end + blanks), "");
    }
    let first = docker.judged.file.instructions.iter().find(|at| at.is("from"))?;
    let start = first.span.start..first.span.start;
    let title = "Declare ARG BUILDPLATFORM";
    if word.contains("BUILDPLATFORM") && !declared {
        docker.fix(facts, title, &start, "ARG BUILDPLATFORM\n")
    } else {
        None
    }
}
