//! What is offered where a new funko would have no `funko.yml`.

use super::{analyse, project};
use faaso::{path::BundlePath, project::FileId};

/// Of that rule's problem: the fix's title, and the text of the file that it makes.
#[track_caller]
fn check(files: &'static [(&'static str, &'static str)], rule: &str, title: &str, made: &str) {
    let before = project(files);
    let problems = analyse(&before).problems;
    let problem = problems.iter().find(|problem| problem.rule == rule).unwrap_or_else(|| panic!("no {rule}"));
    let fix = problem.fix.as_ref().unwrap_or_else(|| panic!("{rule} has no fix"));
    let mut after = before.clone();
    after.apply(fix.edit(&before).unwrap()).unwrap();
    // nothing of the author's is gone or other than before, but for what is renamed
    for (path, file) in before.runtime.files() {
        let kept = after.runtime.get(path.as_str()) == Some(file);
        assert!(kept || fix.title.contains(path.as_str()), "{path}");
    }
    for (path, own) in &before.own {
        let kept = after.own.get(path) == Some(own);
        assert!(kept || fix.title.contains(path.as_str()) || path.as_str() == "funko.yml", "{path}");
    }
    let file = after
        .runtime
        .get("template/funko.yml.j2")
        .map_or_else(|| after.file(&FileId::funko(BundlePath::new("funko.yml").unwrap())), Some);
    let text = file.and_then(|file| file.as_text()).unwrap_or("-");
    assert_eq!((fix.title.as_str(), text), (title, made));
    let left = analyse(&after).problems;
    assert!(left.iter().all(|problem| problem.rule != rule), "{left:?}");
    assert!(left.iter().all(|problem| problem.rule != "option-not-set"), "{left:?}");
}

const DOCKERFILE: &str = "FROM {{ options.base | default('alpine:3') }}\n\
    RUN apk add {{ options.packages | join(' ') }}\n\
    {% for x in options.copy_from_build %}COPY --from=build {{ x }}\n{% endfor %}\
    EXPOSE {{ options.port | default(3000) }}\n\
    {% if options.debug == 'true' %}ENV A=1{% endif %} {{ options.ports | default(['1', '2']) }}";

#[test]
fn a_runtime_gets_its_template() {
    let made = "name: {{ name }}\nruntime: {{ runtime }}\noptions:\n  base: \"alpine:3\"\n  copy_from_build: []\n  \
                debug: \"\"\n  packages: []\n  port: \"3000\"\n  ports: [\"1\", \"2\"]\n";
    let title = "Create `template/funko.yml.j2`";
    for rule in ["funko-yml-missing", "no-template"] {
        check(&[("runtime/Dockerfile.j2", DOCKERFILE)], rule, title, made);
    }
    let with_files = &[("runtime/Dockerfile.j2", DOCKERFILE), ("template/main.py", ""), ("funko/x", "")];
    check(with_files, "template-yml", title, made);
    // what the author's own funko sets is a good default
    check(
        &[
            ("runtime/Dockerfile.j2", "FROM {{ options.base }}"),
            ("funko/funko.yml", "name: a\nruntime: r\noptions:\n  base: debian\n"),
        ],
        "no-template",
        title,
        "name: {{ name }}\nruntime: {{ runtime }}\noptions:\n  base: \"debian\"\n",
    );
}

#[test]
fn what_is_there_under_another_name_is_renamed() {
    check(
        &[("template/funko.yml", "# mine\nname: hello\nruntime: 'x' # here\n")],
        "template-yml",
        "Rename `template/funko.yml` to `template/funko.yml.j2` and fill in name and runtime",
        "# mine\nname: {{ name }}\nruntime: {{ runtime }} # here\n",
    );
    check(
        &[("template/funko.yaml.j2", "name: {{ name }}\n")],
        "template-yml",
        "Rename `template/funko.yaml.j2` to `template/funko.yml.j2`",
        "name: {{ name }}\n",
    );
    check(
        &[("funko/funko.yaml", "name: hello\n"), ("runtime/Dockerfile", "")],
        "funko-yml-missing",
        "Rename `funko.yaml` to `funko.yml`",
        "name: hello\n",
    );
}

/// Where there is nothing to write a template for, the funko gets its own.
#[test]
fn a_funko_alone_gets_its_own() {
    check(
        &[("funko/Dockerfile", "")],
        "funko-yml-missing",
        "Create funko.yml",
        "name: hello\nruntime: ./example\n",
    );
}
