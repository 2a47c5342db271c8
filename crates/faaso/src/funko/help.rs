//! What to write instead, for each shape that FaaSO refuses.

pub const TOP: &str = "A funko.yml is a mapping: “name: hello”, “runtime: kemal”, “options:”, …";
pub const KEY: &str = "A key is a text.";
pub const NAME: &str = "The name is a text: “name: hello”.";
pub const NAME_BRACES: &str =
    "“{{ … }}” is a mapping in YAML. Templates are filled in only in files that end in “.j2”.";
pub const RUNTIME: &str = "The runtime is a text: “runtime: kemal”. Leave it out for none.";
pub const OPTIONS: &str = "The options are a mapping, each a text or a list of texts.";
pub const OPTIONS_ALIAS: &str = "Write “options:” with a merge key below it: “<<: *anchor”.";
pub const OPTION: &str =
    "An option is a text or a list of texts. Give each entry its own option, or write it as one text.";
pub const ITEM: &str = "The items of an option are texts. “- a: b” is a mapping, “- [a]” a list in a list: put quotes around it.";
pub const ALIAS: &str = "An alias works if its anchor is on a text, or list of texts, of “name”, “runtime” or “options” before it.";
