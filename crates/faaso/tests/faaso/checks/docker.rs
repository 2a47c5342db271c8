//! What is said of the rendered Dockerfile: where, how often, and what a fix makes of the template.

use super::{add, analyse, project};
use faaso::diagnostic::Diagnostic;

pub const YML: &str = "name: hello\nruntime: ./example\n";

struct Case {
    dockerfile: &'static str,
    /// Below `options:`, each line with its indentation.
    options: &'static str,
    /// Further files.
    files: &'static [(&'static str, &'static str)],
    rule: &'static str,
    /// Where each finding is: the file's name, and the text that is marked.
    places: &'static [(&'static str, &'static str)],
    /// The template after the first finding's fix; nothing if there is none.
    fixed: Option<&'static str>,
}

fn found(case: &Case) -> (faaso::project::Project, Vec<Diagnostic>) {
    let mut made = project(&[]);
    add(&mut made, "runtime/Dockerfile.j2", case.dockerfile);
    let options = if case.options.is_empty() { String::new() } else { format!("options:\n{}", case.options) };
    add(&mut made, "funko/funko.yml", &format!("{YML}{options}"));
    for (path, text) in case.files {
        add(&mut made, path, text);
    }
    let problems = analyse(&made).problems.into_iter().filter(|problem| problem.rule == case.rule).collect();
    (made, problems)
}

fn check(case: &Case) {
    let (project, problems) = found(case);
    let text = |problem: &Diagnostic| {
        let place = problem.place.clone().expect("it has a place");
        let file = match place.file.side {
            faaso::project::Side::Runtime => project.runtime.get(place.file.path.as_str()).cloned(),
            faaso::project::Side::Funko => project.file(&place.file).cloned(),
        };
        let file = file.expect("the file is there");
        let at = place.at.expect("it is in the text");
        let text = file.as_text().expect("a text")[at.span.start..at.span.end].to_owned();
        (place.file.path.name().to_owned(), text)
    };
    let places: Vec<_> = problems.iter().map(text).collect();
    let places: Vec<_> = places.iter().map(|(file, text)| (file.as_str(), text.as_str())).collect();
    assert_eq!(places, case.places, "{:?}: {problems:#?}", case.dockerfile);
    let fix = problems.first().and_then(|problem| problem.fix.clone());
    assert_eq!(fix.is_some(), case.fixed.is_some(), "{:?}: {fix:?}", case.dockerfile);
    if let (Some(fix), Some(fixed)) = (fix, case.fixed) {
        let mut after = project.clone();
        let back = after.apply(fix.edit(&project).unwrap()).expect("the fix can be made");
        let text = after.runtime.get("Dockerfile.j2").and_then(|file| file.as_text().map(str::to_owned));
        assert_eq!(text.as_deref(), Some(fixed), "{:?}", case.dockerfile);
        let left = analyse(&after).problems.into_iter().filter(|problem| problem.rule == case.rule).count();
        assert_eq!(left, 0, "{:?}: the fix works", case.dockerfile);
        after.apply(back).expect("and undone");
        assert_eq!(after, project);
    }
}

#[test]
fn findings_stand_where_they_can_be_changed() {
    let base = Case { dockerfile: "", options: "", files: &[], rule: "", places: &[], fixed: None };
    let cases = [
        // a condition takes the continuation away
        Case {
            dockerfile: "FROM debian:trixie-slim\nRUN apt-get update && \\\n    apt-get install -y curl{% if options.more %} \\\n    {{ options.more }}{% endif %}\n    && rm -rf /tmp/x\nCMD [\"a\"]\n",
            options: "  x: y\n",
            rule: "docker-refused",
            places: &[("Dockerfile.j2", "&&")],
            ..base
        },
        // an option of several lines
        Case {
            dockerfile: "FROM debian:trixie-slim\nRUN {{ options.steps }}\nCMD [\"a\"]\n",
            options: "  steps: |\n    npm ci\n    npm run build\n",
            rule: "docker-refused",
            places: &[("funko.yml", "|\n    npm ci\n    npm run build")],
            ..base
        },
        // ten rounds, one finding
        Case {
            dockerfile: "FROM alpine\n{% for p in options.all %}RUN --mount=type=cache,target=/c apk add {{ p }}\n{% endfor %}CMD [\"a\"]\n",
            options: "  all: [a, b, c, d]\n",
            rule: "docker-needs-buildkit",
            places: &[("Dockerfile.j2", "--mount=type=cache,target=/c")],
            fixed: Some(
                "FROM alpine\n{% for p in options.all %}RUN apk add {{ p }}\n{% endfor %}CMD [\"a\"]\n",
            ),
            ..base
        },
        Case {
            dockerfile: "FROM alpine\nRUN <<EOF\nset -e\n# a word\nmkdir /x\necho a > /x/y\nEOF\nCMD [\"a\"]\n",
            rule: "docker-heredoc",
            places: &[("Dockerfile.j2", "<<EOF")],
            fixed: Some(
                "FROM alpine\nRUN set -e \\\n    && mkdir /x \\\n    && echo a > /x/y\nCMD [\"a\"]\n",
            ),
            ..base
        },
        // what a shell has to read as a whole, and what can't be joined
        Case {
            dockerfile: "FROM alpine\nRUN <<EOF\nif true; then\n  echo a\nfi\nEOF\nCMD [\"a\"]\n",
            rule: "docker-heredoc",
            places: &[("Dockerfile.j2", "<<EOF")],
            ..base
        },
        Case {
            dockerfile: "FROM alpine\nRUN <<EOF\necho a # why\nls\nEOF\nCMD [\"a\"]\n",
            rule: "docker-heredoc",
            places: &[("Dockerfile.j2", "<<EOF")],
            ..base
        },
        Case {
            dockerfile: "FROM alpine\nRUN <<EOF\nsleep 9 &\nls\nEOF\nCMD [\"a\"]\n",
            rule: "docker-heredoc",
            places: &[("Dockerfile.j2", "<<EOF")],
            ..base
        },
        Case {
            dockerfile: "FROM alpine\nRUN <<EOF\nls \\\n  /\nEOF\nCMD [\"a\"]\n",
            rule: "docker-heredoc",
            places: &[("Dockerfile.j2", "<<EOF")],
            ..base
        },
        Case {
            dockerfile: "# escape=`\nFROM alpine\nRUN <<EOF\nls\nls /\nEOF\nCMD [\"a\"]\n",
            rule: "docker-heredoc",
            places: &[("Dockerfile.j2", "<<EOF")],
            ..base
        },
        Case {
            dockerfile: "FROM alpine\nCOPY <<'EOF' /etc/app/x.conf\nport = 3000\nname = 'a'\nEOF\nCMD [\"a\"]\n",
            rule: "docker-heredoc",
            places: &[("Dockerfile.j2", "<<'EOF'")],
            fixed: Some(
                "FROM alpine\nRUN mkdir -p /etc/app \\\n    && printf '%s\\n' 'port = 3000' \\\n    'name = '\\''a'\\''' > /etc/app/x.conf\nCMD [\"a\"]\n",
            ),
            ..base
        },
        Case {
            dockerfile: "FROM alpine\nCOPY --chmod=755 run.sh /bin/\nCMD [\"run.sh\"]\n",
            files: &[("funko/run.sh", "#!/bin/sh\n")],
            rule: "docker-needs-buildkit",
            places: &[("Dockerfile.j2", "--chmod=755")],
            fixed: Some("FROM alpine\nCOPY run.sh /bin/\nRUN chmod 755 /bin/run.sh\nCMD [\"run.sh\"]\n"),
            ..base
        },
        Case {
            dockerfile: "FROM alpine\nCOPY {{ options.file }} /x\nCMD [\"a\"]\n",
            options: "  file: nothere.txt\n",
            rule: "docker-copy",
            places: &[("funko.yml", "nothere.txt")],
            ..base
        },
        Case {
            dockerfile: "FROM alpine\nCOPY *.toml /x/\nCMD [\"a\"]\n",
            rule: "docker-copy",
            places: &[("Dockerfile.j2", "*.toml")],
            ..base
        },
        Case {
            dockerfile: "FROM --platform=$BUILDPLATFORM golang AS build\nFROM scratch\nCOPY --from=build /go /go\nCMD [\"/go\"]\n",
            rule: "docker-refused",
            places: &[("Dockerfile.j2", "--platform=$BUILDPLATFORM")],
            fixed: Some(
                "ARG BUILDPLATFORM\nFROM --platform=$BUILDPLATFORM golang AS build\nFROM scratch\nCOPY --from=build /go /go\nCMD [\"/go\"]\n",
            ),
            ..base
        },
        Case {
            dockerfile: "FROM alpine AS a\nRUN ls\n# the image\nFROM alpine\nCMD [\"a\"]\n",
            rule: "docker-unused-stage",
            places: &[("Dockerfile.j2", "FROM alpine AS a")],
            fixed: Some("FROM alpine\nCMD [\"a\"]\n"),
            ..base
        },
        // a list, printed
        Case {
            dockerfile: "FROM node:22\nCMD {{ options.cmd }}\n",
            options: "  cmd: [node, main.js]\n",
            rule: "docker-exec-form",
            places: &[("funko.yml", "[node, main.js]")],
            fixed: Some("FROM node:22\nCMD [\"{{ options.cmd | join('\", \"') }}\"]\n"),
            ..base
        },
        Case {
            dockerfile: "FROM node:22\nCMD ['node', 'main.js']\n",
            rule: "docker-exec-form",
            places: &[("Dockerfile.j2", "['node', 'main.js']")],
            fixed: Some("FROM node:22\nCMD [\"node\", \"main.js\"]\n"),
            ..base
        },
        // a shell's own brackets
        Case { dockerfile: "FROM node:22\nRUN [ -f x ]\nCMD [\"a\"]\n", rule: "docker-exec-form", ..base },
        Case {
            dockerfile: "FROM alpine\nCOPY . /app\nCMD [\"/app/run.sh\"]\n",
            files: &[("funko/run.sh", "#!/bin/sh\n")],
            rule: "docker-not-executable",
            places: &[("Dockerfile.j2", "/app/run.sh")],
            fixed: Some("FROM alpine\nCOPY . /app\nRUN chmod 755 /app/run.sh\nCMD [\"/app/run.sh\"]\n"),
            ..base
        },
        Case {
            dockerfile: "FROM alpine\nCOPY . /app\nCMD [\"sh\", \"/app/run.sh\"]\n",
            files: &[("funko/run.sh", "#!/bin/sh\n")],
            rule: "docker-not-executable",
            ..base
        },
        Case {
            dockerfile: "FROM debian:trixie-slim\nCMD [\"a\"]\nHEALTHCHECK CMD {{ options.check }}\n",
            options: "  check: curl -f http://localhost:3000/ping\n",
            rule: "docker-healthcheck",
            places: &[("funko.yml", "curl -f http://localhost:3000/ping")],
            ..base
        },
        Case {
            dockerfile: "FROM example/own\nCMD [\"a\"]\nHEALTHCHECK CMD curl -f http://localhost:3000/ping\n",
            rule: "docker-healthcheck",
            ..base
        },
        // the base image sets it
        Case {
            dockerfile: "FROM node:22\nENV V=$NODE_VERSION W=$NOPE\nCMD [\"a\"]\n",
            rule: "docker-check",
            places: &[("Dockerfile.j2", "$NOPE")],
            ..base
        },
        // nothing is known of the image
        Case { dockerfile: "FROM example/own\nENV W=$NOPE\n", rule: "docker-check", ..base },
        Case {
            dockerfile: "# check=skip=UndefinedVar\nFROM alpine\nENV W=$NOPE\nCMD [\"a\"]\n",
            rule: "docker-check",
            ..base
        },
        Case {
            dockerfile: "FROM alpine\n# hadolint ignore=DL3025\nCMD httpd -f\n",
            rule: "docker-check",
            ..base
        },
        Case { dockerfile: "FROM nginx\nCOPY . /usr/share/nginx/html\n", rule: "docker-start", ..base },
        Case { dockerfile: "FROM example/own\nRUN ls\n", rule: "docker-start", ..base },
    ];
    for case in &cases {
        check(case);
    }
}
