//! What to write instead, for each shape that FaaSO refuses.

pub const TOP: &str = "Write `name: hello`, `runtime: NAME` and `options:` on lines of their own.";
pub const KEY: &str = "Lists and mappings can't be keys.";
pub const NAME: &str = "For example: `name: hello`.";
pub const NAME_BRACES: &str =
    "In YAML, `{{ … }}` is a mapping. FaaSO only fills it in in files that end in `.j2`.";
pub const RUNTIME: &str = "For example: `runtime: NAME`. Remove the line to build without a runtime.";
pub const OPTIONS: &str = "Write one line for each option, indented below `options:`.";
pub const OPTIONS_ALIAS: &str = "Write `options:` and below it, indented, a merge key: `<<: *anchor`.";
pub const OPTION: &str = "Give each entry its own option, or write it as one string.";
pub const ITEM: &str = "`- a: b` is a mapping and `- [a]` is a list in a list. Put quotes around the item.";
pub const ALIAS: &str =
    "The anchor must be on a string, or a list of strings, of `name`, `runtime` or `options` further up.";
