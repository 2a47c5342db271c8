//! What the editor's JavaScript is told once: the words of FaaSO's template dialect, for completion in Jinja places, and
//! the characters that it marks.
//!
//! The words are only those that work in FaaSO: no `unique`, no `items`, no inline `if`. The loader tags (`include`,
//! `import`, `from`, `extends`) are left out, since FaaSO finds nothing through them. Spaces separate the words.

use super::word_help;
use faaso::invisible;

pub const TAGS: &str = "\
    autoescape block call do elif else endautoescape endblock endcall endfilter endfor endif endmacro \
    endraw endset endwith filter for if macro raw set with";

pub const FILTERS: &str = "\
    abs append attr batch capitalize center count d date default dictsort e escape filesizeformat first \
    float forceescape format groupby indent int join last length list lower map pprint prepend random \
    reject rejectattr replace reverse round safe select selectattr slice sort string striptags sum title \
    tojson trim truncate upper urlencode urlize wordcount wordwrap xmlattr";

pub const TESTS: &str = "\
    callable defined divisibleby equalto escaped even greaterthan in iterable lessthan lower mapping nil \
    none number odd sameas sequence string undefined upper";

pub const FUNCTIONS: &str = "cycler debug dict joiner range super";

/// What a template sees without setting it.
pub const VARIABLES: &str = "name options runtime";

/// Words of expressions. `in` stands among the tests only (`x is in y`) and in `for`.
pub const KEYWORDS: &str = "and false in is none not or true";

/// All of it as the editor's JavaScript reads it. The words are plain letters: nothing to escape.
pub fn json() -> String {
    let lists = [
        ("tags", TAGS),
        ("filters", FILTERS),
        ("tests", TESTS),
        ("functions", FUNCTIONS),
        ("variables", VARIABLES),
        ("keywords", KEYWORDS),
    ];
    let lists = lists.iter().map(|(name, words)| format!("\"{name}\":\"{words}\""));
    let rows = invisible::ALL.iter().map(|&(first, last, invisible::Invisible { mark, name })| {
        format!("[{},{},\"{mark}\",\"{name}\"]", u32::from(first), u32::from(last))
    });
    let help = serde_json::to_string(word_help::WORDS).expect("words are JSON");
    let help = format!("\"help\":{help}");
    let invisible = format!("\"invisible\":[{}]", rows.collect::<Vec<_>>().join(","));
    format!("{{{}}}", lists.chain([invisible, help]).collect::<Vec<_>>().join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_cross_as_json() {
        let parsed: serde_json::Value = serde_json::from_str(&json()).expect("it is JSON");
        assert_eq!(parsed["functions"], FUNCTIONS);
        assert_eq!(parsed["tags"].as_str().map(|tags| tags.split(' ').count()), Some(23));
        let rows = parsed["invisible"].as_array().map_or(&[][..], Vec::as_slice);
        assert!(rows.contains(&serde_json::json!([0xa0, 0xa0, "NBSP", "no-break space"])));
    }
}
