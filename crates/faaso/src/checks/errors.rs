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
    title: "A funko's name is of letters and digits only",
    what: "FaaSO takes only names of the letters A–Z, a–z and digits, when it exports or builds.",
    why: "FaaSO stops with “Invalid funko name”.",
    instead: "Leave out dashes, underscores, dots, blanks and letters with accents: “myapp” for “my-app”.",
    fires: &[("funko/funko.yml", "name: my-app\n")],
    quiet: &[("funko/funko.yml", "name: myapp\n")],
};

pub static FUNKO_NAME_MISSING: Rule = Rule {
    id: "funko-name-missing",
    severity: Severity::Error,
    title: "The funko.yml has no name",
    what: "A funko.yml must have the key “name”, written like this. An empty file has none.",
    why: "FaaSO stops with “Missing YAML attribute: name”.",
    instead: "Add a line “name: hello”.",
    fires: &[("funko/funko.yml", "Name: hello\n")],
    quiet: &[("funko/funko.yml", "name: hello\n")],
};

pub static FUNKO_YML_MISSING: Rule = Rule {
    id: "funko-yml-missing",
    severity: Severity::Error,
    title: "The funko has no funko.yml",
    what: "FaaSO reads the file of exactly that name at the top of a funko.",
    why: "Without it FaaSO stops with “Index out of bounds”, or skips the funko in silence when it builds \
          several.",
    instead: "Make a file “funko.yml”; “funko.yaml” is not looked at.",
    fires: &[("funko/funko.yaml", "name: hello\n")],
    quiet: &[("funko/funko.yml", "name: hello\n")],
};

pub static FUNKO_YML_SYNTAX: Rule = Rule {
    id: "funko-yml-syntax",
    severity: Severity::Error,
    title: "The funko.yml is not YAML",
    what: "FaaSO reads YAML 1.1. Tabs as indentation, “a: b: c”, an unclosed quote, a text that begins with \
           “@”, a back-quote or “%”, and an alias to nothing are errors.",
    why: "FaaSO stops with libyaml's message.",
    instead: "Put quotes around a text that holds “: ” or “ #”, or begins with a sign; indent with blanks.",
    fires: &[("funko/funko.yml", "name: hello\noptions:\n  command: curl: or wget\n")],
    quiet: &[("funko/funko.yml", "name: hello\noptions:\n  command: \"curl: or wget\"\n")],
};

pub static FUNKO_YML_TYPE: Rule = Rule {
    id: "funko-yml-type",
    severity: Severity::Error,
    title: "A value of the funko.yml has a shape that FaaSO does not take",
    what: "A name and a runtime are texts; options are a mapping, each a text or a list of texts. A mapping \
           as an option, a list in a list or a mapping in a list (“- src: dst”) is an error.",
    why: "FaaSO stops with “Couldn't parse (Array(String) | String)” or a like message.",
    instead: "Write an entry as one text, and let the template take it apart or use it whole.",
    fires: &[("funko/funko.yml", "name: hello\noptions:\n  copy_from_build:\n    - public: public\n")],
    quiet: &[("funko/funko.yml", "name: hello\noptions:\n  copy_from_build:\n    - public public\n")],
};

pub static FUNKO_YML_TOO_BIG: Rule = Rule {
    id: "funko-yml-too-big",
    severity: Severity::Error,
    title: "The funko.yml is more than the designer follows",
    what: "FaaSO has no limits but its memory. The designer does not follow lists nested more than 1,000 \
           deep, nor merge keys and aliases that blow a small file up to a very large one.",
    why: "What FaaSO makes of it, if anything, cannot be shown.",
    instead: "Write the options out, without anchors and merge keys.",
    fires: &[("funko/funko.yml", DEEP)],
    quiet: &[("funko/funko.yml", "name: hello\noptions:\n  list: [a]\n")],
};

pub static OUTPUT_COLLISION: Rule = Rule {
    id: "output-collision",
    severity: Severity::Error,
    title: "Two files of a runtime have one path",
    what: "FaaSO writes “X.j2” and “X” of one folder both to “X”, in the order of the file system's \
           listing; the last stays.",
    why: "Which of the two that is differs between machines, so the designer does not export it.",
    instead: "Rename or delete one of the two.",
    fires: &[("template/funko.yml.j2", "name: {{ name }}\n"), ("template/funko.yml", "name: hello\n")],
    quiet: &[("template/funko.yml.j2", "name: {{ name }}\n")],
};

pub static OVERLAY_CONFLICT: Rule = Rule {
    id: "overlay-conflict",
    severity: Severity::Error,
    title: "A file and a folder want the same place",
    what: "FaaSO cannot write a file where there is a folder, nor make a folder where there is a file: \
           “X.j2” beside “X/” in a runtime, a funko's folder on a runtime's file.",
    why: "FaaSO stops, and leaves a part of the files behind.",
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
    title: "The runtime cannot be found",
    what: "FaaSO takes “runtime:” for a built-in runtime's name, or else for a path from the folder it is \
           run in. An empty text is a path to nothing; only a missing or null “runtime:” means none.",
    why: "FaaSO stops with “Can't find runtime”.",
    instead: "Write the path of a runtime, or leave “runtime:” out.",
    fires: &[("funko/funko.yml", "name: hello\nruntime: \"\"\n")],
    quiet: &[("funko/funko.yml", "name: hello\n")],
};

pub static TEMPLATE_ERROR: Rule = Rule {
    id: "template-error",
    severity: Severity::Error,
    title: "A template cannot be rendered",
    what: "FaaSO's templates are Crinja's, which are like Jinja2's but not the same: no inline “if”, no \
           “in”, no slices; looking into an option that is not set, or joining it, fails.",
    why: "FaaSO stops there. Of the file an empty one is left.",
    instead: "The message says what FaaSO stumbled over. The Jinja2 lens shows where the two languages part.",
    fires: &[
        ("runtime/Dockerfile.j2", "FROM {{ options.base.image }}\n"),
        ("funko/funko.yml", "name: hello\nruntime: ./example\n"),
    ],
    quiet: &[
        ("runtime/Dockerfile.j2", "FROM {{ options.base_image | default(\"alpine\") }}\n"),
        ("funko/funko.yml", "name: hello\nruntime: ./example\n"),
    ],
};
