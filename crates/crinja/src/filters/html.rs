//! Filters for HTML and URLs.

use super::super::call::Call;
use super::super::failure::Failure;
use super::super::letters::is_regex_blank;
use super::super::printing::escape_html;
use super::super::value::Value;
use super::strings::lines;

/// Safe text is left alone.
pub fn escape(call: &Call) -> Result<Value, Failure> {
    match call.target {
        Value::Safe(_) => Ok(call.target.clone()),
        other => escaped(&other.to_bare_text(call.env.meter)?, call),
    }
}

pub fn forceescape(call: &Call) -> Result<Value, Failure> {
    let text = call.target.to_text_ref(call.env.meter)?;
    escaped(&text, call)
}

fn escaped(text: &str, call: &Call) -> Result<Value, Failure> {
    call.env.meter.bytes(text.len().saturating_mul(2))?;
    Ok(Value::safe(escape_html(text)))
}

pub fn safe(call: &Call) -> Result<Value, Failure> {
    match call.target {
        Value::Safe(_) => Ok(call.target.clone()),
        other => other.to_text(call.env.meter).map(Value::safe),
    }
}

/// Blanks become `%20` in text, `+` in lists and maps; items of two become `key=value`.
pub fn urlencode(call: &Call) -> Result<Value, Failure> {
    let meter = call.env.meter;
    let encoded = |value: &Value, blank: &str| -> Result<String, Failure> {
        let text = value.to_text_ref(meter)?;
        meter.bytes(text.len().saturating_mul(3))?;
        Ok(percent_encode(&text, blank))
    };
    if !call.target.is_iterable() {
        return encoded(call.target, "%20").map(Value::built);
    }
    let mut out = String::new();
    for (i, item) in call.target.items()?.enumerate() {
        meter.step(1)?;
        let part = match &*two_items(&item)? {
            [key, value] => format!("{}={}", encoded(key, "+")?, encoded(value, "+")?),
            _ => encoded(&item, "+")?,
        };
        meter.size(out.len() + part.len() + 1)?;
        out.push_str(if i > 0 { "&" } else { "" });
        out.push_str(&part);
    }
    Ok(Value::text(out))
}

/// Links what begins with a scheme or with `www.`.
pub fn urlize(call: &Call) -> Result<Value, Failure> {
    let meter = call.env.meter;
    let rel = call.arg("rel").to_text(meter)?;
    let nofollow = call.arg("nofollow").is_true().then_some("nofollow");
    let mut rels: Vec<&str> = Vec::new();
    for word in rel.split(' ').chain(nofollow).chain(["noopener"]) {
        if !word.is_empty() && !rels.contains(&word) {
            rels.push(word);
        }
    }
    let rel = format!(" rel=\"{}\"", escape_html(&rels.join(" ")));
    let target = match call.arg("target") {
        Value::Text(target) if !target.as_str().is_empty() => {
            format!(" target=\"{}\"", escape_html(target.as_str()))
        }
        Value::Text(_) | Value::None => String::new(),
        other => return Err(Failure::html_cast(&other, "(String | Nil)", "13:19:13")),
    };
    let limit = match call.arg("trim_url_limit") {
        Value::None => None,
        Value::Int32(limit) => Some(i64::from(limit)),
        other => return Err(Failure::html_cast(&other, "(Int32 | Nil)", "14:22:14")),
    };
    let text = call.target.to_text_ref(meter)?;
    let mut out = String::new();
    for line in lines(&text) {
        let mut rest = line;
        while let Some((start, end)) = find_link(rest) {
            let (before, url) =
                (rest.get(..start).unwrap_or_default(), rest.get(start..end).unwrap_or_default());
            let shown = match limit {
                Some(limit) if url.chars().count() as i64 >= limit => shortened(url, limit),
                _ => url.to_owned(),
            };
            meter.size(out.len().saturating_add(before.len() + url.len() * 2 + rel.len() + target.len()))?;
            meter.bytes(before.len() + url.len() * 2 + rel.len() + target.len())?;
            out.push_str(before);
            out.push_str(&format!("<a href=\"{url}\"{rel}{target}>{shown}</a>"));
            rest = rest.get(end..).unwrap_or_default();
        }
        meter.bytes(rest.len())?;
        out.push_str(rest);
    }
    Ok(Value::safe(out))
}

/// Leaves out what is none or undefined.
pub fn xmlattr(call: &Call) -> Result<Value, Failure> {
    let meter = call.env.meter;
    let Value::Map(map) = call.target.defined()? else {
        return Err(Failure::cast(call.target, "Hash(K, V)"));
    };
    let mut out = String::new();
    for (key, value) in map.entries() {
        if matches!(value, Value::None | Value::Undefined(_)) {
            continue;
        }
        let (key, value) = (escape_html(&key.to_text_ref(meter)?), escape_html(&value.to_text_ref(meter)?));
        meter.size(out.len() + key.len() + value.len())?;
        meter.bytes(key.len() + value.len())?;
        out.push_str(&format!(" {key}=\"{value}\""));
    }
    let spaced = call.arg("autoescape").is_true();
    Ok(Value::safe(if spaced { &*out } else { out.strip_prefix(' ').unwrap_or(&out) }))
}

fn percent_encode(text: &str, blank: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            b' ' => out.push_str(blank),
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// A pair's two, or a list's; a map of two is taken for the like and refuses.
fn two_items(value: &Value) -> Result<Vec<Value>, Failure> {
    match value {
        Value::Pair(pair) => Ok(vec![pair.key.clone(), pair.value.clone()]),
        Value::List(list) if list.len() == 2 => Ok(list.items()),
        Value::Map(map) if map.entries().len() == 2 => Err(Failure::no_place(value)),
        _ => Ok(Vec::new()),
    }
}

/// Where the first link is, in bytes: a scheme with `://` or `www.`, then everything up to a blank or `<`. A scheme may begin
/// with `www.` itself.
fn find_link(text: &str) -> Option<(usize, usize)> {
    let is_scheme = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '.' | ':' | '-');
    let ends = |c: char| is_regex_blank(c) || c == '<';
    let mut best: Option<(usize, usize)> = None;
    for (at, mark) in text.match_indices("://") {
        let before = text.get(..at).unwrap_or_default();
        let start = before.char_indices().rev().take_while(|(_, c)| is_scheme(*c)).last().map(|(at, _)| at);
        let after = text.get(at + mark.len()..).unwrap_or_default();
        if let Some(start) = start
            && after.chars().next().is_some_and(|c| !ends(c))
        {
            best = Some((start, at + mark.len()));
            break;
        }
    }
    let before = best.map_or(text, |(start, _)| text.get(..start).unwrap_or_default());
    for (at, mark) in before.match_indices("www.") {
        let after = text.get(at + mark.len()..).unwrap_or_default();
        if after.chars().next().is_some_and(|c| !ends(c)) {
            best = Some((at, at + mark.len()));
            break;
        }
    }
    let (start, body) = best?;
    let length = text.get(body..)?.find(ends).unwrap_or(text.len() - body);
    Some((start, body + length))
}

/// The first characters up to the limit less two, and three points.
fn shortened(url: &str, limit: i64) -> String {
    let size = url.chars().count() as i64;
    let last = limit - 3;
    let last = if last < 0 { last + size } else { last };
    let kept = usize::try_from(last + 1).unwrap_or(0);
    url.chars().take(kept).chain("...".chars()).collect()
}

#[cfg(test)]
mod checks {
    use super::super::super::testing::check_all;

    #[test]
    fn escaping() {
        check_all(&[
            (
                "{{ \"<a href='x'>&\" | e }} {{ '<' | e | e }} {{ '<' | e | forceescape }}",
                "&lt;a href=&#39;x&#39;&gt;&amp; &lt; &amp;lt;",
            ),
            (
                "{{ {'a': 1} | first | e }} {{ {'a': 1} | first | safe }}",
                "[Crinja::Value&lt;&quot;a&quot;&gt;, Crinja::Value&lt;1&gt;] ((Crinja::Value<\"a\">, Crinja::Value<1>))",
            ),
            ("{{ options.pkgs | safe }}", "[Crinja::Value<\"curl\">, Crinja::Value<\"git\">]"),
        ]);
    }

    #[test]
    fn urls() {
        check_all(&[
            (
                "{{ 'a b/c~é' | urlencode }} {{ {'a': 'b c'} | urlencode }} {{ ['a b', 'c'] | urlencode }}",
                "a%20b%2Fc~%C3%A9 a=b+c a+b&c",
            ),
            (
                "{{ 'see http://a.b/c now' | urlize }}",
                "see <a href=\"http://a.b/c\" rel=\"noopener\">http://a.b/c</a> now",
            ),
            (
                "{{ 'x:// http://a\nb' | urlize(nofollow=true, target='_b') }}",
                "x:// <a href=\"http://a\" rel=\"nofollow noopener\" target=\"_b\">http://a</a>b",
            ),
            (
                "{{ 'http://abcdef' | urlize('10' | int) }}",
                "<a href=\"http://abcdef\" rel=\"noopener\">http://a...</a>",
            ),
            (
                "{{ [{'a': 1}] | urlencode }} {{ [{'a': 1, 'b': 2}] | urlencode }}",
                "Crinja::TypeError: expected Array for #[](index : Int), not Hash(Crinja::Value, Crinja::Value)",
            ),
            ("{{ 'www.a://b' | urlize }}", "<a href=\"www.a://b\" rel=\"noopener\">www.a://b</a>"),
            ("{{ 'www.a.b' | urlize }}", "<a href=\"www.a.b\" rel=\"noopener\">www.a.b</a>"),
        ]);
    }

    #[test]
    fn attributes() {
        check_all(&[
            ("{{ {'class': 'a b', 'id': 5, 'n': none} | xmlattr }}", " class=\"a b\" id=\"5\""),
            ("{{ {'a': '<'} | xmlattr(false) }}[{{ {} | xmlattr }}]", "a=\"&lt;\"[]"),
        ]);
    }
}
