//! Every golden tree: files, bytes, modes, empty folders, error codes as FaaSO's own code made them.

mod replay;

use faaso_designer::core::{
    bundle::{Bundle, File},
    crinja::{self, Rendered},
    faaso::{Content, Failure, Verdict, build_context, funko_name, new_funko},
    path::BundlePath,
};
use replay::trees;
use std::{path::Path, sync::Arc};

#[test]
fn all_golden_trees() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/core/faaso");
    let cases = trees::read(&folder).expect("readable cases");
    assert!(cases.len() >= 114, "{}", cases.len());
    let mut wrong = Vec::new();
    for case in &cases {
        let made = trees::replay(case).expect("a case in the format");
        if let Some(difference) = trees::difference(case, &made).expect("a case in the format") {
            wrong.push(format!(
                "{}\n  expected {}\n  got      {}",
                case["id"], difference.expected, difference.got
            ));
        }
        assert_eq!(case["expect"]["one_of"].is_object(), !made.by_chance.is_empty(), "{}", case["id"]);
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

fn bundle(files: &[(&str, &str)]) -> Bundle {
    let mut bundle = Bundle::new();
    for (path, text) in files {
        bundle.put(BundlePath::new(path).unwrap(), File::text(text)).unwrap();
    }
    bundle
}

/// Stands for the engine: what begins with `!` fails, anything else comes back in brackets.
fn brackets(
    _: &faaso_designer::core::project::FileId,
    text: &str,
    _: &crinja::Context,
) -> faaso_designer::core::faaso::Outcome {
    match text.starts_with('!') {
        true => Err(crinja::Error {
            class: crinja::Class::TypeError,
            message: text.to_owned(),
            reported: None,
            span: Default::default(),
        }),
        false => Ok(Arc::new(Rendered { text: format!("[{text}]"), pieces: Vec::new() })),
    }
}

#[test]
fn nothing_stops_at_the_first_failure() {
    let runtime =
        bundle(&[("a.j2", "!a"), ("b.j2", "b"), ("c.j2", "!c"), ("d", "d"), (".h", ""), ("templates/x", "")]);
    let funko = bundle(&[("funko.yml", "name: my-app\nruntime: r\n"), ("d", "own"), (".env", "")]);
    let tree = build_context(Some(&runtime), &funko, &mut brackets);
    let codes: Vec<_> = tree.failures.iter().map(Failure::code).collect();
    assert_eq!(codes, ["funko-name-invalid", "template-error", "template-error"]);
    assert!(matches!(tree.verdict(), Verdict::Fails(Failure::Name { .. })));
    assert_eq!(tree.files["b"].file(), Some(File::text("[b]")));
    assert!(matches!(&tree.files["a"].content, Content::Rendered(Err(error)) if error.message == "!a"));
    assert_eq!(tree.files["d"].file(), Some(File::text("own")));
    assert_eq!(tree.files["d"].replaced.len(), 1);
    assert_eq!(tree.left_out.len(), 3);
    assert!(tree.bundle().is_err());
    assert_eq!(tree.partial_bundle().len(), 3);
}

#[test]
fn chances_and_conflicts_name_both_sides() {
    let runtime =
        bundle(&[("template/x", "1"), ("template/x.j2", "2"), ("template/y.j2", ""), ("template/y/z", "")]);
    let tree = new_funko(Some(&runtime), "r", "deep/app/", &mut brackets);
    assert_eq!(tree.chances[0].to_string(), "“x.j2” and “x” both make “x”: which one stays is chance");
    assert_eq!(tree.failures[0].to_string(), "“y.j2” makes a file “y” where “y/z” needs a folder");
    assert_eq!(tree.files.len(), 2);
}

#[test]
fn a_folder_names_its_funko() {
    for (folder, name) in [("app", "app"), ("deep/er/app1/", "app1"), ("/", "/"), ("", ""), ("a//", "a")] {
        assert_eq!(funko_name(folder), name);
    }
}
