//! What FaaSO does with a file: the one answer, for what it writes, the checks, the tree of files and the output pane.

use crate::{
    file_id::{FileId, Group},
    path::BundlePath,
};

/// What becomes of a file of the project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Rendered, and written to this path of the new funko or the build.
    Rendered(BundlePath),
    /// Copied byte for byte, to this path.
    Copied(BundlePath),
    /// FaaSO ignores it.
    LeftOut(LeftOut),
    /// It would be written, but this file takes its place.
    Overlaid(FileId),
    /// It would be written, had nothing stopped FaaSO before, or did the funko name its runtime.
    NotReached,
}

/// Why FaaSO ignores a file. It never says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeftOut {
    /// Of a runtime or template: a part of its path begins with a dot.
    Hidden,
    /// The same, of the designer's own: part of a scenario.
    Scenario,
    /// The same: the application that the runtime is made from, with what was decided.
    Conversion,
    /// Of a funko: its path begins with a dot.
    HiddenAtTop,
    /// Its path begins with the letters `template` (docs/semantics.md §4.2) and isn't in `template/`.
    TemplatePrefix,
}

impl Fate {
    /// What FaaSO does with a file for its name alone, whatever else is there: [`Fate::Rendered`], [`Fate::Copied`] or
    /// [`Fate::LeftOut`].
    pub fn by_name(file: &FileId) -> Fate {
        let shown = file.shown();
        match file.group() {
            Group::Funko if shown.starts_with('.') => return Fate::LeftOut(LeftOut::HiddenAtTop),
            Group::Funko => return Fate::Copied(file.path.clone()),
            Group::Runtime if is_of_scenario(shown) => return Fate::LeftOut(LeftOut::Scenario),
            Group::Runtime if is_of_conversion(shown) => return Fate::LeftOut(LeftOut::Conversion),
            Group::Runtime if shown.starts_with("template") => return Fate::LeftOut(LeftOut::TemplatePrefix),
            Group::Runtime | Group::Template if file.path.is_hidden() => {
                return Fate::LeftOut(LeftOut::Hidden);
            }
            Group::Runtime | Group::Template => {}
        }
        let path = |text: &str| BundlePath::new(text).expect("part of a path that isn't hidden is a path");
        match shown.strip_suffix(".j2") {
            Some(target) => Fate::Rendered(path(target)),
            None => Fate::Copied(path(shown)),
        }
    }

    /// FaaSO renders it, be it for a new funko or in a build.
    pub fn is_rendered(&self) -> bool {
        matches!(self, Fate::Rendered(_))
    }

    pub fn is_left_out(&self) -> bool {
        matches!(self, Fate::LeftOut(_))
    }
}

/// The folder of a runtime's scenarios. FaaSO ignores it, as everything hidden.
pub const SCENARIOS: &str = ".scenarios";

/// A file of a runtime is part of a scenario, or lies among them.
pub fn is_of_scenario(path: &str) -> bool {
    is_below(path, SCENARIOS)
}

/// The folder of a runtime that was made from an application: that application, and what was decided about it.
pub const CONVERSION: &str = ".conversion";

/// A file of a runtime is part of its conversion.
pub fn is_of_conversion(path: &str) -> bool {
    is_below(path, CONVERSION)
}

fn is_below(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_decides() {
        let path = |path: &str| BundlePath::new(path).expect("a path");
        let runtime = |text: &str| Fate::by_name(&FileId::runtime(path(text)));
        let funko = |text: &str| Fate::by_name(&FileId::funko(path(text)));
        let rendered = |text: &str| Fate::Rendered(path(text));
        let copied = |text: &str| Fate::Copied(path(text));
        assert_eq!(runtime("a.j2.j2"), rendered("a.j2"));
        assert_eq!(runtime("dir.j2/f"), copied("dir.j2/f"));
        assert_eq!(runtime("x.J2"), copied("x.J2"));
        assert_eq!(runtime("template/x.j2"), rendered("x"));
        assert_eq!(runtime("template/template.j2"), rendered("template"));
        assert_eq!(runtime("src/template/y"), copied("src/template/y"));
        assert_eq!(runtime("Template/y"), copied("Template/y"));
        for lost in ["templates/x", "template.j2", "template", "template2/.x"] {
            assert_eq!(runtime(lost), Fate::LeftOut(LeftOut::TemplatePrefix), "{lost}");
        }
        for hidden in [".x", "a/.j2", ".a/b", "template/.x.j2", "template/a/.b/c"] {
            assert_eq!(runtime(hidden), Fate::LeftOut(LeftOut::Hidden), "{hidden}");
        }
        for scenario in [".scenarios/a/funko.yml", ".scenarios/a/expected/Dockerfile.j2", ".scenarios"] {
            assert_eq!(runtime(scenario), Fate::LeftOut(LeftOut::Scenario), "{scenario}");
        }
        assert_eq!(runtime(".scenarios2/a"), Fate::LeftOut(LeftOut::Hidden));
        assert_eq!(runtime("template/.scenarios/a"), Fate::LeftOut(LeftOut::Hidden));
        assert_eq!(funko(".scenarios/a"), Fate::LeftOut(LeftOut::HiddenAtTop));
        assert_eq!(funko("x.j2"), copied("x.j2"));
        assert_eq!(funko("a/.x"), copied("a/.x"));
        assert_eq!(funko("template/x.j2"), copied("template/x.j2"));
        assert_eq!(funko(".git/config"), Fate::LeftOut(LeftOut::HiddenAtTop));
    }
}
