//! What libxml2 2.9 knows of HTML's elements: which close which, which are empty, which end tags reach further.

/// Whether a start tag `new` closes the element `open` right above it.
pub fn closes(new: &str, open: &str) -> bool {
    let has = |words: &str, word: &str| words.split(' ').any(|known| known == word);
    CLOSED_BY.iter().any(|(olds, news)| has(olds, open) && has(news, new))
}

/// Never has content.
pub fn is_empty(name: &str) -> bool {
    EMPTY.contains(&name)
}

/// An end tag does not reach over an open element of a higher rank.
pub fn rank(name: &str) -> u8 {
    match name {
        "div" => 150,
        "td" | "th" => 160,
        "tr" => 170,
        "thead" | "tbody" | "tfoot" => 180,
        "table" => 190,
        "head" | "body" => 200,
        "html" => 220,
        _ => 100,
    }
}

const EMPTY: &[&str] = &[
    "area", "base", "basefont", "br", "col", "frame", "hr", "img", "input", "isindex", "link", "meta",
    "param",
];

/// Open elements, and the start tags that close them.
#[rustfmt::skip]
const CLOSED_BY: &[(&str, &str)] = &[
    ("a", "a fieldset table td th"),
    ("address", "dd dl dt form li ul"),
    ("b i", "center p td th"),
    ("big s small strike tt", "p"),
    ("caption col", "col colgroup tbody tfoot thead tr"),
    ("colgroup", "colgroup tbody tfoot thead tr"),
    ("dd", "dt"),
    ("dir menu", "dd dl dt form ul"),
    ("dl", "form li"),
    ("dt", "dd dl"),
    ("font", "center td th"),
    ("form hr", "form"),
    ("h1 h2 h3 h4 h5 h6", "fieldset form li p table"),
    ("head", "a abbr acronym address b bdo big blockquote body br center cite code dd dfn dir div dl dt em \
              fieldset font form frameset h1 h2 h3 h4 h5 h6 hr i iframe img kbd li listing map menu ol p pre q s \
              samp small span strike strong sub sup table tt u ul var xmp"),
    ("legend", "fieldset"),
    ("li", "li"),
    ("link style title", "body frameset"),
    ("listing pre xmp", "dd dl dt fieldset form li table ul"),
    ("ol", "form ul"),
    ("option", "optgroup option"),
    ("p", "address blockquote body caption center col colgroup dd dir div dl dt fieldset form frameset h1 h2 h3 h4 \
           h5 h6 head hr li listing menu ol p pre table tbody td tfoot th title tr ul xmp"),
    ("script", "noscript"),
    ("span", "td th"),
    ("tbody thead", "tbody tfoot"),
    ("td th", "tbody td tfoot th tr"),
    ("tfoot", "tbody"),
    ("tr", "tbody tfoot tr"),
    ("u", "p td th"),
    ("ul", "address form menu ol pre"),
];
