//! What FaaSO refuses, documented in the same form as the checks. FaaSO's own rules find these: see `faaso` and
//! `funko`.

use super::Rule;
use crate::diagnostic::Severity;

macro_rules! hundred {
    () => {
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
    };
}

macro_rules! thousand {
    () => {
        concat!(
            hundred!(),
            hundred!(),
            hundred!(),
            hundred!(),
            hundred!(),
            hundred!(),
            hundred!(),
            hundred!(),
            hundred!(),
            hundred!()
        )
    };
}

/// A list in a list, 1,100 times.
const DEEP: &str = concat!("name: hello\noptions:\n  list: ", thousand!(), hundred!(), "a");

pub static ERRORS: &[&Rule] = &[
    &FUNKO_NAME_INVALID,
    &FUNKO_NAME_MISSING,
    &FUNKO_YML_MISSING,
    &FUNKO_YML_SYNTAX,
    &FUNKO_YML_TOO_BIG,
    &FUNKO_YML_TYPE,
    &OUTPUT_COLLISION,
    &OVERLAY_CONFLICT,
    &RUNTIME_NOT_FOUND,
    &TEMPLATE_ERROR,
];

pub static FUNKO_NAME_INVALID: Rule = Rule {
    id: "funko-name-invalid",
    severity: Severity::Error,
    title: "Invalid funko name",
    what: "FaaSO accepts only letters (A–Z, a–z) and digits in a name, when it exports or builds.",
    why: "FaaSO fails with `Invalid funko name`.",
    instead: "Remove dashes, underscores, dots, spaces and accented letters, for example `myapp`.",
    fires: &[("funko/funko.yml", "name: my-app\n")],
    quiet: &[("funko/funko.yml", "name: myapp\n")],
};

pub static FUNKO_NAME_MISSING: Rule = Rule {
    id: "funko-name-missing",
    severity: Severity::Error,
    title: "The funko.yml has no name",
    what: "A funko.yml needs the key `name`, in lower case.",
    why: "FaaSO fails with `Missing YAML attribute: name`.",
    instead: "Add a line `name: hello`.",
    fires: &[("funko/funko.yml", "Name: hello\n")],
    quiet: &[("funko/funko.yml", "name: hello\n")],
};

pub static FUNKO_YML_MISSING: Rule = Rule {
    id: "funko-yml-missing",
    severity: Severity::Error,
    title: "The funko has no funko.yml",
    what: "FaaSO reads the file with exactly that name at the top of a funko.",
    why: "Without it FaaSO fails with `Index out of bounds`, or skips the funko without a message when it \
          builds several.",
    instead: "Create a file `funko.yml`. FaaSO ignores `funko.yaml`.",
    fires: &[("funko/funko.yaml", "name: hello\n")],
    quiet: &[("funko/funko.yml", "name: hello\n")],
};

pub static FUNKO_YML_SYNTAX: Rule = Rule {
    id: "funko-yml-syntax",
    severity: Severity::Error,
    title: "The funko.yml isn't valid YAML",
    what: "FaaSO reads YAML 1.1. Errors are: tabs as indentation, `a: b: c`, an unclosed quote, a string \
           that starts with `@`, a backtick or `%`, and an alias without an anchor.",
    why: "FaaSO fails with a message of its YAML parser.",
    instead: "Quote a string that contains `: ` or ` #`, or starts with a special character. Indent with \
              spaces.",
    fires: &[("funko/funko.yml", "name: hello\noptions:\n  command: curl: or wget\n")],
    quiet: &[("funko/funko.yml", "name: hello\noptions:\n  command: \"curl: or wget\"\n")],
};

pub static FUNKO_YML_TYPE: Rule = Rule {
    id: "funko-yml-type",
    severity: Severity::Error,
    title: "A value in funko.yml has the wrong type",
    what: "A name and a runtime are strings. Options must be strings or lists of strings. A mapping as an \
           option, a list in a list or a mapping in a list (`- src: dst`) is an error.",
    why: "FaaSO fails with a message such as `Couldn't parse (Array(String) | String)`.",
    instead: "Write each entry as one string, and use it whole in the template.",
    fires: &[("funko/funko.yml", "name: hello\noptions:\n  copy_from_build:\n    - public: public\n")],
    quiet: &[("funko/funko.yml", "name: hello\noptions:\n  copy_from_build:\n    - public public\n")],
};

pub static FUNKO_YML_TOO_BIG: Rule = Rule {
    id: "funko-yml-too-big",
    severity: Severity::Error,
    title: "The funko.yml is too large for the designer",
    what: "FaaSO is limited only by memory. The designer supports lists nested up to 1,000 deep, and no \
           merge keys or aliases that expand a small file to a very large one.",
    why: "The designer can't show what FaaSO makes of it.",
    instead: "Write the options out, without anchors and merge keys.",
    fires: &[("funko/funko.yml", DEEP)],
    quiet: &[("funko/funko.yml", "name: hello\noptions:\n  list: [a]\n")],
};

pub static OUTPUT_COLLISION: Rule = Rule {
    id: "output-collision",
    severity: Severity::Error,
    title: "Two files produce the same path",
    what: "FaaSO writes `X.j2` and `X` of one folder both to `X`. It keeps the one that the file system \
           lists last.",
    why: "Which one that is differs between machines, so the designer doesn't export it.",
    instead: "Rename or delete one of the two.",
    fires: &[("template/funko.yml.j2", "name: {{ name }}\n"), ("template/funko.yml", "name: hello\n")],
    quiet: &[("template/funko.yml.j2", "name: {{ name }}\n")],
};

pub static OVERLAY_CONFLICT: Rule = Rule {
    id: "overlay-conflict",
    severity: Severity::Error,
    title: "A file and a folder have the same path",
    what: "FaaSO can't write a file where there is a folder, or a folder where there is a file: `X.j2` \
           beside `X/` in a runtime, or a funko's folder over a runtime's file.",
    why: "FaaSO fails and leaves some of the files behind.",
    instead: "Rename one of the two.",
    fires: &[
        ("runtime/static", "a file\n"),
        ("funko/funko.yml", "name: hello\nruntime: ./example\n"),
        ("funko/static/style.css", "p { margin: 0 }\n"),
    ],
    quiet: &[
        ("runtime/static.txt", "a file\n"),
        ("funko/funko.yml", "name: hello\nruntime: ./example\n"),
        ("funko/static/style.css", "p { margin: 0 }\n"),
    ],
};

pub static RUNTIME_NOT_FOUND: Rule = Rule {
    id: "runtime-not-found",
    severity: Severity::Error,
    title: "FaaSO can't find the runtime",
    what: "FaaSO reads `runtime:` as a built-in runtime's name, or as a path from the folder where it's \
           run. An empty string is a path that doesn't exist; only a missing or null `runtime:` means \
           none.",
    why: "FaaSO fails with `Can't find runtime`.",
    instead: "Write the path of a runtime, or remove `runtime:`.",
    fires: &[("funko/funko.yml", "name: hello\nruntime: \"\"\n")],
    quiet: &[("funko/funko.yml", "name: hello\n")],
};

pub static TEMPLATE_ERROR: Rule = Rule {
    id: "template-error",
    severity: Severity::Error,
    title: "FaaSO can't render a template",
    what: "FaaSO's templates are Crinja's, which differ from Jinja2's: no inline `if`, no `in`, no slices. \
           Accessing or joining an unset option is an error.",
    why: "FaaSO fails, and leaves an empty file behind.",
    instead: "See the error message. `docs/dialect.md` of the designer says how FaaSO's templates differ from Jinja2.",
    fires: &[
        ("runtime/Dockerfile.j2", "FROM {{ options.base.image }}\n"),
        ("funko/funko.yml", "name: hello\nruntime: ./example\n"),
    ],
    quiet: &[
        ("runtime/Dockerfile.j2", "FROM {{ options.base_image | default(\"alpine\") }}\n"),
        ("funko/funko.yml", "name: hello\nruntime: ./example\n"),
    ],
};
