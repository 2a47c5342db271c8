use super::*;
use convert::readme_table::{BEGIN, END, updated, written};

const YML: &str = "name: {{ name }}\nruntime: {{ runtime }}\noptions:\n  # Where it is: /faaso/{{ name }}\n  # and more.\n  \
                   path: \"/faaso/{{ name }}\"\n  pkgs: [a, \"b|c\"]\n  none: []\n  empty: \"\"\n";

fn table() -> String {
    format!(
        "{BEGIN}\n| Option | Kind | Default | What it does |\n|---|---|---|---|\n\
         | `path` | string | `/faaso/NAME` | Where it is: /faaso/NAME and more. |\n\
         | `pkgs` | list | `a`, `b\\|c` | kept |\n| `none` | list | none |  |\n| `empty` | string | empty |  |\n{END}"
    )
}

#[track_caller]
fn check(readme: &str, wanted: &str) {
    let project = project(&[("README.md", readme), ("template/funko.yml.j2", YML)]);
    let (_, new) = written(&project).expect("options");
    assert_eq!(new, wanted);
    let again = super::project(&[("README.md", &new), ("template/funko.yml.j2", YML)]);
    assert_eq!(written(&again).expect("options").1, new, "a second time");
    assert_eq!(updated(&again), None);
}

#[test]
fn the_table_goes_where_it_belongs() {
    let empty = table().replace("kept", "");
    check("# A\n", &format!("# A\n\n## Options\n\n{empty}\n"));
    check("", &format!("## Options\n\n{empty}\n"));
    check("# A\n\n## Options\n\nText.\n", &format!("# A\n\n## Options\n\n{empty}\n\nText.\n"));
    let old = "# A\n\n## Options\n\n| option | does |\n|---|---|\n| `pkgs` | kept |\n\n## More\n";
    check(old, &format!("# A\n\n## Options\n\n{}\n\n## More\n", table()));
    check(&format!("# A\n{BEGIN}\n{END}\nb\n"), &format!("# A\n{empty}\nb\n"));
}

#[test]
fn it_is_brought_up_to_date_where_it_is_wanted() {
    let plain = project(&[("README.md", "# A\n"), ("template/funko.yml.j2", YML)]);
    assert_eq!(updated(&plain), None);
    let old = project(&[("README.md", &format!("{BEGIN}\nold\n{END}\n")), ("template/funko.yml.j2", YML)]);
    assert!(updated(&old).is_some_and(|(_, text)| text.contains("/faaso/NAME")));
}
