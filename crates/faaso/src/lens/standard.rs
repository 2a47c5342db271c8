//! What standard Jinja2 has and MiniJinja has not, or otherwise: filters, and the methods of Python's texts and
//! dicts, as Jinja2 3.1 has them. Without these the lens would show errors that no author of a template ever sees.

use crinja::escape_html;
use minijinja::{
    Environment, Error, ErrorKind, Value,
    value::{Kwargs, Rest, ValueKind},
};

/// Bytes that one call may make: MiniJinja's fuel does not count them.
const MOST: usize = 1 << 20;

pub fn add(environment: &mut Environment<'_>) {
    for name in ["split", "lines", "chain", "zip", "bool"] {
        environment.remove_filter(name);
    }
    for name in ["startingwith", "endingwith", "int"] {
        environment.remove_test(name);
    }
    environment.remove_global("debug");
    for name in ["e", "escape"] {
        environment.add_filter(name, |value: Value| match value.is_safe() {
            true => value,
            false => Value::from_safe_string(escaped(&text(&value))),
        });
    }
    environment.add_filter("forceescape", |value: Value| Value::from_safe_string(escaped(&text(&value))));
    for name in ["d", "default"] {
        environment.add_filter(name, default);
    }
    environment.add_filter("int", int);
    environment.add_filter("float", float);
    environment.add_filter("center", |value: Value, width: Option<usize>, kwargs: Kwargs| {
        let width = or(width, &kwargs, "width", 80)?;
        center(&text(&value), width)
    });
    environment.add_filter("indent", indent);
    environment.add_filter("tojson", tojson);
    environment.add_filter("truncate", truncate);
    environment.add_filter("urlencode", |value: Value| urlencode(&value));
    environment.add_filter("wordcount", |value: Value| {
        text(&value).split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty()).count()
    });
    environment.add_filter("filesizeformat", |value: Value, binary: Option<bool>, kwargs: Kwargs| {
        let bytes = number(&value).ok_or_else(|| wrong("no number"))?;
        Ok::<_, Error>(filesize(bytes, or(binary, &kwargs, "binary", false)?))
    });
    environment.add_test("callable", |value: Value| value.kind() == ValueKind::Plain);
    environment.set_unknown_method_callback(|_, value, name, args| method(value, name, args));
}

fn wrong(why: &str) -> Error {
    Error::new(ErrorKind::InvalidOperation, why.to_owned())
}

fn there(value: &Value) -> Result<(), Error> {
    match value.is_undefined() {
        true => Err(Error::from(ErrorKind::UndefinedError)),
        false => Ok(()),
    }
}

/// An argument, by place or by name.
fn or<T>(given: Option<T>, kwargs: &Kwargs, name: &str, default: T) -> Result<T, Error>
where
    T: for<'a> minijinja::value::ArgType<'a, Output = T>,
{
    Ok(match given {
        Some(given) => given,
        None => kwargs.get::<Option<T>>(name)?.unwrap_or(default),
    })
}

fn text(value: &Value) -> String {
    match value.as_str() {
        Some(text) => text.to_owned(),
        None => value.to_string(),
    }
}

fn fits(bytes: usize) -> Result<(), Error> {
    if bytes <= MOST { Ok(()) } else { Err(wrong("the text is larger than the designer follows")) }
}

/// As `MarkupSafe` does it.
fn escaped(text: &str) -> String {
    // Crystal's but for one sign; of an “&quot;” in the text the “&” is written otherwise by now
    escape_html(text).replace("&quot;", "&#34;")
}

fn number(value: &Value) -> Option<f64> {
    match value.as_str() {
        Some(text) => text.trim().replace('_', "").parse().ok(),
        None => f64::try_from(value.clone()).ok(),
    }
}

fn int(value: Value, default: Option<Value>, base: Option<u32>, kwargs: Kwargs) -> Result<Value, Error> {
    there(&value)?;
    let default = or(default, &kwargs, "default", Value::from(0))?;
    let base = or(base, &kwargs, "base", 10)?;
    if value.kind() == ValueKind::Bool {
        return Ok(Value::from(i64::from(value.is_true())));
    }
    let whole = value.as_str().and_then(|text| {
        let text = text.trim().to_lowercase();
        let digits = match base {
            16 => text.strip_prefix("0x"),
            8 => text.strip_prefix("0o"),
            2 => text.strip_prefix("0b"),
            _ => None,
        };
        (2..=36).contains(&base).then(|| i64::from_str_radix(digits.unwrap_or(&text), base).ok())?
    });
    let cut = || number(&value).filter(|number| number.is_finite()).map(|number| Value::from(number as i64));
    Ok(whole.map(Value::from).or_else(cut).unwrap_or(default))
}

fn float(value: Value, default: Option<f64>, kwargs: Kwargs) -> Result<f64, Error> {
    there(&value)?;
    let default = or(default, &kwargs, "default", 0.0)?;
    if value.kind() == ValueKind::Bool {
        return Ok(f64::from(u8::from(value.is_true())));
    }
    Ok(number(&value).unwrap_or(default))
}

/// Of an odd number of blanks Python puts the one more to the left when the width is odd.
fn center(text: &str, width: usize) -> Result<String, Error> {
    let more = width.saturating_sub(text.chars().count());
    fits(more)?;
    let left = more / 2 + (more & width & 1);
    Ok(format!("{}{text}{}", " ".repeat(left), " ".repeat(more - left)))
}

fn indent(
    value: Value,
    width: Option<Value>,
    first: Option<bool>,
    blank: Option<bool>,
    kwargs: Kwargs,
) -> Result<String, Error> {
    there(&value)?;
    let width = or(width, &kwargs, "width", Value::from(4))?;
    let (first, blank) = (or(first, &kwargs, "first", false)?, or(blank, &kwargs, "blank", false)?);
    let indention = match width.as_str() {
        Some(text) => text.to_owned(),
        None => " ".repeat(usize::try_from(width)?.min(MOST)),
    };
    let text = text(&value);
    fits(text.lines().count().saturating_mul(indention.len()))?;
    let mut out = String::new();
    for (at, line) in text.split('\n').enumerate() {
        let wanted = if at == 0 { first } else { blank || !line.is_empty() };
        out.push_str(if at == 0 { "" } else { "\n" });
        out.push_str(if wanted { &indention } else { "" });
        out.push_str(line);
    }
    fits(out.len())?;
    Ok(out)
}

/// Its arguments by hand: MiniJinja's functions have five at most.
fn truncate(value: Value, args: Rest<Value>) -> Result<String, Error> {
    let (given, kwargs) = match args.split_last() {
        Some((last, before)) if last.is_kwargs() => (before, Kwargs::try_from(last.clone())?),
        _ => (&args[..], Kwargs::from_iter(Vec::<(String, Value)>::new())),
    };
    let at = |at: usize| given.get(at).filter(|value| !value.is_none()).cloned();
    let size = |value: Option<Value>| value.map(usize::try_from).transpose();
    let length = or(size(at(0))?, &kwargs, "length", 255)?;
    let killwords = or(at(1).map(|value| value.is_true()), &kwargs, "killwords", false)?;
    let end = or(at(2).map(|value| text(&value)), &kwargs, "end", "...".to_owned())?;
    let leeway = or(size(at(3))?, &kwargs, "leeway", 5)?;
    let (text, end_length) = (text(&value), end.chars().count());
    if text.chars().count() <= length.saturating_add(leeway) {
        return Ok(text);
    }
    let cut: String = text.chars().take(length.saturating_sub(end_length)).collect();
    let kept = if killwords { &*cut } else { cut.rsplit_once(' ').map_or(&*cut, |(before, _)| before) };
    Ok(format!("{kept}{end}"))
}

fn default(
    value: Value,
    given: Option<Value>,
    boolean: Option<bool>,
    kwargs: Kwargs,
) -> Result<Value, Error> {
    let given = or(given, &kwargs, "default_value", Value::from(""))?;
    let boolean = or(boolean, &kwargs, "boolean", false)?;
    Ok(if value.is_undefined() || boolean && !value.is_true() { given } else { value })
}

fn urlencode(value: &Value) -> Result<String, Error> {
    if value.kind() != ValueKind::Map {
        return Ok(quoted(&text(value), b"/"));
    }
    let mut pairs = Vec::new();
    for key in value.try_iter()? {
        let item = value.get_item(&key)?;
        let quoted = |value: &Value| quoted(&text(value), b"").replace("%20", "+");
        pairs.push(format!("{}={}", quoted(&key), quoted(&item)));
    }
    Ok(pairs.join("&"))
}

fn quoted(text: &str, safe: &[u8]) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_.-~".contains(&byte) || safe.contains(&byte);
    let quoted = text.bytes().map(|byte| match plain(byte) {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    });
    quoted.collect()
}

fn filesize(bytes: f64, binary: bool) -> String {
    let base: f64 = if binary { 1024.0 } else { 1000.0 };
    let names = match binary {
        true => ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB"],
        false => ["kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"],
    };
    if bytes == 1.0 {
        return "1 Byte".to_owned();
    }
    if bytes < base {
        return format!("{} Bytes", bytes.trunc());
    }
    let mut unit = base * base;
    let mut at = 0;
    while bytes >= unit && at + 1 < names.len() {
        unit *= base;
        at += 1;
    }
    format!("{:.1} {}", base * bytes / unit, names[at])
}

fn tojson(value: Value, indent: Option<usize>, kwargs: Kwargs) -> Result<Value, Error> {
    let indent = match indent {
        Some(indent) => Some(indent),
        None => kwargs.get::<Option<usize>>("indent")?,
    };
    let mut out = String::new();
    json(&value, indent.map(|indent| indent.min(100)), 0, &mut out)?;
    let signs = [('<', "\\u003c"), ('>', "\\u003e"), ('&', "\\u0026"), ('\'', "\\u0027")];
    let out = signs.into_iter().fold(out, |out, (sign, code)| out.replace(sign, code));
    Ok(Value::from_safe_string(out))
}

/// As Python's `json.dumps` with sorted keys.
fn json(value: &Value, indent: Option<usize>, depth: usize, out: &mut String) -> Result<(), Error> {
    if out.len() > MOST || depth > 100 {
        return Err(wrong("the value is larger than the designer follows"));
    }
    let (open, close, mut parts) = match value.kind() {
        ValueKind::None => return put(out, "null"),
        ValueKind::Bool => return put(out, if value.is_true() { "true" } else { "false" }),
        ValueKind::Number => return put(out, &value.to_string()),
        ValueKind::String => return put(out, &json_text(&text(value))),
        ValueKind::Seq | ValueKind::Iterable => {
            let items: Vec<_> = value.try_iter()?.map(|item| (String::new(), item)).collect();
            ('[', ']', items)
        }
        ValueKind::Map => {
            let mut items = Vec::new();
            for key in value.try_iter()? {
                items.push((text(&key), value.get_item(&key)?));
            }
            items.sort_by(|(a, _), (b, _)| a.cmp(b));
            for (key, _) in &mut items {
                *key = json_text(key) + ": ";
            }
            ('{', '}', items)
        }
        _ => return Err(wrong("this cannot be written as JSON")),
    };
    let line = |depth: usize| indent.map(|indent| format!("\n{}", " ".repeat(indent * depth)));
    out.push(open);
    let is_empty = parts.is_empty();
    for (at, (key, item)) in parts.drain(..).enumerate() {
        let inner = line(depth + 1);
        out.push_str(match (at, &inner) {
            (0, _) => "",
            (_, Some(_)) => ",",
            (_, None) => ", ",
        });
        out.push_str(&inner.unwrap_or_default());
        out.push_str(&key);
        json(&item, indent, depth + 1, out)?;
    }
    out.push_str(&line(depth).filter(|_| !is_empty).unwrap_or_default());
    out.push(close);
    Ok(())
}

fn put(out: &mut String, text: &str) -> Result<(), Error> {
    out.push_str(text);
    Ok(())
}

fn json_text(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            ' '..='~' => out.push(c),
            c => c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| out.push_str(&format!("\\u{unit:04x}"))),
        }
    }
    out + "\""
}

/// The methods that templates mostly call.
fn method(value: &Value, name: &str, args: &[Value]) -> Result<Value, Error> {
    let unknown = || Error::new(ErrorKind::UnknownMethod, format!("{} has no method {name}", value.kind()));
    match value.kind() {
        ValueKind::Map => {
            let keys = || value.try_iter().map(Iterator::collect::<Vec<_>>);
            let item = |key: &Value| value.get_item(key).unwrap_or_default();
            Ok(match (name, args) {
                ("keys", []) => keys()?.into(),
                ("values", []) => keys()?.iter().map(item).collect(),
                ("items", []) => {
                    keys()?.iter().map(|key| Value::from(vec![key.clone(), item(key)])).collect()
                }
                ("get", [key] | [key, _]) => {
                    let default = args.get(1).cloned().unwrap_or(().into());
                    Some(item(key)).filter(|item| !item.is_undefined()).unwrap_or(default)
                }
                _ => return Err(unknown()),
            })
        }
        ValueKind::String => of_text(&text(value), name, args).unwrap_or_else(|| Err(unknown())),
        _ => Err(unknown()),
    }
}

/// As Python's `str.title`: a letter is capital where none stands before it.
fn words_capitalised(text: &str) -> String {
    let mut inside = false;
    let mut made = String::with_capacity(text.len());
    for c in text.chars() {
        match inside {
            true => made.extend(c.to_lowercase()),
            false => made.extend(c.to_uppercase()),
        }
        inside = c.is_alphabetic();
    }
    made
}

/// `"{} {name} {0}".format(…)`, without what may follow a colon.
fn formatted(text: &str, args: &[Value]) -> Option<String> {
    let (mut made, mut rest, mut next) = (String::new(), text, 0);
    while let Some(at) = rest.find(['{', '}']) {
        let (before, brace) = rest.split_at(at);
        made.push_str(before);
        if let Some(after) = brace.strip_prefix("{{").or_else(|| brace.strip_prefix("}}")) {
            made.push_str(&brace[..1]);
            rest = after;
            continue;
        }
        let (field, after) = brace.strip_prefix('{')?.split_once('}')?;
        let value = match (field, field.parse::<usize>()) {
            ("", _) => {
                next += 1;
                args.get(next - 1)?.clone()
            }
            (_, Ok(at)) => args.get(at)?.clone(),
            (name, _) => args.last().filter(|last| last.is_kwargs())?.get_attr(name).ok()?,
        };
        if value.is_undefined() || value.is_kwargs() {
            return None;
        }
        made.push_str(&self::text(&value));
        rest = after;
    }
    Some(made + rest)
}

/// None: there is no such method, or not with these arguments.
fn of_text(text: &str, name: &str, args: &[Value]) -> Option<Result<Value, Error>> {
    match (name, args) {
        ("format", args) => return formatted(text, args).map(|made| fits(made.len()).map(|()| made.into())),
        ("join", [items]) => {
            let items: Vec<_> = items.try_iter().ok()?.map(|item| self::text(&item)).collect();
            let made = items.join(text);
            return Some(fits(made.len()).map(|()| made.into()));
        }
        _ => {}
    }
    let texts: Vec<&str> = args.iter().map(Value::as_str).collect::<Option<_>>()?;
    let chars: Vec<char> = texts.first().map(|signs| signs.chars().collect()).unwrap_or_default();
    let of_edge = |c: char| if texts.is_empty() { c.is_whitespace() } else { chars.contains(&c) };
    let made = match (name, &texts[..]) {
        ("upper", []) => text.to_uppercase().into(),
        ("lower", []) => text.to_lowercase().into(),
        ("strip", [] | [_]) => text.trim_matches(of_edge).into(),
        ("lstrip", [] | [_]) => text.trim_start_matches(of_edge).into(),
        ("rstrip", [] | [_]) => text.trim_end_matches(of_edge).into(),
        ("startswith", [start]) => text.starts_with(start).into(),
        ("endswith", [end]) => text.ends_with(end).into(),
        ("split", []) => text.split_whitespace().map(Value::from).collect(),
        ("split", [by]) if !by.is_empty() => text.split(by).map(Value::from).collect(),
        ("splitlines", []) => text.lines().map(Value::from).collect(),
        ("replace", [from, to]) => {
            let many = text.matches(from).count().saturating_mul(to.len());
            return Some(fits(many).map(|()| text.replace(from, to).into()));
        }
        ("title", []) => words_capitalised(text).into(),
        ("capitalize", []) => {
            let mut chars = text.chars();
            let first: String = chars.next().into_iter().flat_map(char::to_uppercase).collect();
            (first + &chars.as_str().to_lowercase()).into()
        }
        ("count", [what]) if !what.is_empty() => text.matches(what).count().into(),
        ("find", [what]) => {
            let at = text.find(what).map(|at| text[..at].chars().count() as i64);
            at.unwrap_or(-1).into()
        }
        ("isalpha", []) => (!text.is_empty() && text.chars().all(char::is_alphabetic)).into(),
        ("isdigit", []) => (!text.is_empty() && text.chars().all(char::is_numeric)).into(),
        _ => return None,
    };
    Some(Ok(made))
}
