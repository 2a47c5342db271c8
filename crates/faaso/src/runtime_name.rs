//! Which runtime FaaSO takes for a name (docs/semantics.md §5).

use crate::path::last_part;

/// FaaSO's own runtimes. For these names, spelled exactly so, it never looks for a folder.
pub const BUILT_IN: [&str; 3] = ["kemal", "flask", "express"];

pub fn is_built_in(name: &str) -> bool {
    BUILT_IN.contains(&name)
}

/// Both name the same runtime. Where a runtime lies on its author's machine nobody knows here, so of two paths only the
/// last parts are compared; a built-in runtime is only the same as itself.
pub fn is_same(one: &str, other: &str) -> bool {
    match is_built_in(one) || is_built_in(other) {
        true => one == other,
        false => last_part(one) == last_part(other),
    }
}

/// A name that begins with a built-in runtime's and a dash stands for a runtime of the same kind: `flask-gunicorn`.
pub fn is_like(name: &str, built_in: &str) -> bool {
    is_built_in(built_in) && name.strip_prefix(built_in).is_some_and(|rest| rest.starts_with('-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_one_runtime() {
        for (one, other, same) in [
            ("flask", "flask", true),
            ("flask", "./flask", false),
            ("./flask", "runtimes/flask/", true),
            ("flask-gunicorn", "./my/flask-gunicorn", true),
            ("Flask", "./Flask", true),
            ("shop", "store", false),
        ] {
            assert_eq!(is_same(one, other), same, "{one:?} {other:?}");
            assert_eq!(is_same(other, one), same, "{other:?} {one:?}");
        }
    }

    #[test]
    fn only_a_built_in_has_its_like() {
        assert!(is_like("flask-gunicorn", "flask"));
        assert!(!is_like("flask", "flask") && !is_like("flasky", "flask") && !is_like("go-chi", "go"));
    }
}
