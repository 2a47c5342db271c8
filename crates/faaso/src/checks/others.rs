//! Files whose braces are for another template engine: of the application, of a build tool, of CI.

use crinja::{
    ast::{ExprKind, TagKind},
    visit,
};

/// Another engine renders this file, as far as its path and text tell.
pub fn render(path: &str, text: &str) -> bool {
    by_path(path) || by_text(text) || asks_for_more(text)
}

/// Endings of other engines' files.
const ENDINGS: [&str; 27] = [
    ".vue",
    ".svelte",
    ".astro",
    ".hbs",
    ".handlebars",
    ".mustache",
    ".liquid",
    ".erb",
    ".ejs",
    ".njk",
    ".nunjucks",
    ".twig",
    ".tpl",
    ".gotmpl",
    ".gohtml",
    ".jsx",
    ".tsx",
    ".ecr",
    ".eex",
    ".heex",
    ".leex",
    ".blade.php",
    ".cshtml",
    ".component.html",
    ".pug",
    ".slim",
    ".haml",
];

/// Folders in which applications keep the pages that they render.
const FOLDERS: [&str; 10] = [
    "templates",
    "views",
    "layouts",
    "_layouts",
    "partials",
    "_includes",
    "_partials",
    "components",
    ".github",
    "charts",
];

fn by_path(path: &str) -> bool {
    ENDINGS.iter().any(|ending| path.ends_with(ending))
        || path.split('/').rev().skip(1).any(|folder| FOLDERS.contains(&folder))
}

/// What only others write.
fn by_text(text: &str) -> bool {
    const SIGNS: [&str; 21] = [
        "${{",
        "{{{",
        "{{#",
        "{{/",
        "{{>",
        "{{^",
        "{{&",
        "{{.",
        "{{ .",
        "{{- .",
        "{{ $",
        "*ngFor",
        "*ngIf",
        "v-if=",
        "v-for=",
        "v-model",
        "ng-app",
        "x-data=",
        "{{ include ",
        "{{ template ",
        "{{ range ",
    ];
    SIGNS.iter().any(|sign| text.contains(sign)) || doubled_in_python(text)
}

/// Doubled braces in Python's format strings stand for single ones.
fn doubled_in_python(text: &str) -> bool {
    text.lines().filter(|line| line.contains("{{")).any(|line| {
        [".format(", "f\"", "f'", "rf\"", "$\"", "$@\""].iter().any(|sign| {
            line.match_indices(sign)
                .any(|(at, _)| !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
        })
    })
}

/// It uses variables, or other templates, that FaaSO doesn't have. Loops and assignments of its own may give some.
fn asks_for_more(text: &str) -> bool {
    let Ok(template) = crinja::parse(text) else { return false };
    let tags = visit::tags(&template);
    let loads = |kind| {
        matches!(kind, TagKind::Extends | TagKind::Include | TagKind::Block | TagKind::Import | TagKind::From)
    };
    if tags.iter().any(|tag| loads(tag.kind)) {
        return true;
    }
    // anything may be bound by these
    let binds =
        |kind| matches!(kind, TagKind::For | TagKind::Set | TagKind::Macro | TagKind::With | TagKind::Call);
    if tags.iter().any(|tag| binds(tag.kind)) {
        return false;
    }
    let known = ["name", "runtime", "options"];
    visit::expressions(&template).iter().any(|place| match &place.expr.kind {
        ExprKind::Name { name, function: None } => !known.contains(&&**name),
        _ => false,
    })
}
