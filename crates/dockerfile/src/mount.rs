//! `RUN --mount` and `--device`: both builders read them, though only BuildKit does what they say.

use crate::chars::{did_you_mean, quoted};

/// What a mount asks for, as far as it decides whether it can be made.
#[derive(Clone, Debug, Default)]
pub(crate) struct Mount {
    pub(crate) kind: String,
    pub(crate) from: String,
    pub(crate) source: String,
    pub(crate) target: String,
}

type Expand<'a> = &'a mut dyn FnMut(&str) -> Result<String, String>;

/// Reads a mount: first without variables, for what can be said before the build, then with them.
pub(crate) fn read(text: &str, mut expand: Option<Expand<'_>>) -> Result<Mount, String> {
    let mut mount = Mount { kind: "bind".to_owned(), ..Mount::default() };
    let (mut cache_id, mut sharing) = (String::new(), String::new());
    let (mut mode, mut uid, mut gid) = (false, false, false);
    for field in fields(text).map_err(|error| format!("failed to parse csv mounts: {error}"))? {
        let (key, value) = match field.split_once('=') {
            Some((key, value)) => (key.to_lowercase(), Some(value)),
            None => (field.to_lowercase(), None),
        };
        let of_secret = matches!(mount.kind.as_str(), "secret" | "ssh");
        let not_for_kind = |kind: &str| Err(format!("unexpected key '{key}' for mount type '{kind}'"));
        let Some(value) = value else {
            if expand.is_none() {
                continue;
            }
            match key.as_str() {
                "readonly" | "ro" | "readwrite" | "rw" => continue,
                "required" if of_secret => continue,
                "required" => return not_for_kind(&mount.kind),
                _ => return Err(format!("invalid field '{field}' must be a key=value pair")),
            }
        };
        let value = match &mut expand {
            Some(expand) => expand(value)?,
            None => {
                if key == "from" && value.find('$').is_some_and(|at| at + 1 != value.len()) {
                    return Err(format!(
                        "'{key}' doesn't support variable expansion, define alias stage instead"
                    ));
                }
                continue;
            }
        };
        let invalid = || Err(format!("invalid value for {key}: {value}"));
        let is_bool = matches!(
            value.as_str(),
            "1" | "t" | "T" | "true" | "TRUE" | "True" | "0" | "f" | "F" | "false" | "FALSE" | "False"
        );
        let is_number = || value.parse::<u32>().is_ok() && !value.starts_with('+');
        match key.as_str() {
            "type" => {
                let kinds = ["bind", "cache", "secret", "ssh", "tmpfs"];
                let small = value.to_lowercase();
                if !kinds.contains(&small.as_str()) {
                    let hint = did_you_mean(&value, kinds);
                    return Err(format!("unsupported mount type {}{hint}", quoted(&value)));
                }
                mount.kind = small;
            }
            "from" => mount.from = value,
            "source" | "src" => mount.source = value,
            "target" | "dst" | "destination" => mount.target = value,
            "readonly" | "ro" | "readwrite" | "rw" if !is_bool => return invalid(),
            "readonly" | "ro" | "readwrite" | "rw" => {}
            "required" if !of_secret => return not_for_kind(&mount.kind),
            "required" if !is_bool => return invalid(),
            "required" => {}
            "size" if mount.kind != "tmpfs" => return not_for_kind(&mount.kind),
            "size" if !value.starts_with(|c: char| c.is_ascii_digit()) => return invalid(),
            "size" => {}
            "id" => cache_id = value,
            "sharing" => {
                let ways = ["locked", "private", "shared"];
                sharing = value.to_lowercase();
                if !ways.contains(&sharing.as_str()) {
                    let hint = did_you_mean(&value, ways);
                    return Err(format!("unsupported sharing value {}{hint}", quoted(&value)));
                }
            }
            "mode" if u32::from_str_radix(&value, 8).is_err() => {
                return Err(format!("invalid value {value} for mode"));
            }
            "mode" => mode = true,
            "uid" | "gid" if !is_number() => return Err(format!("invalid value {value} for {key}")),
            "uid" => uid = true,
            "gid" => gid = true,
            "env" => {}
            _ => {
                let keys = [
                    "type",
                    "from",
                    "source",
                    "target",
                    "readonly",
                    "id",
                    "sharing",
                    "required",
                    "size",
                    "mode",
                    "uid",
                    "gid",
                    "src",
                    "dst",
                    "destination",
                    "ro",
                    "rw",
                    "readwrite",
                    "env",
                ];
                return Err(format!("unexpected key '{key}' in '{field}'{}", did_you_mean(&key, keys)));
            }
        }
    }
    let kind = &mount.kind;
    if !matches!(kind.as_str(), "secret" | "ssh" | "cache") {
        for (name, given) in [("mode", mode), ("uid", uid), ("gid", gid)] {
            if given {
                return Err(format!("{name} not allowed for {} type mounts", quoted(kind)));
            }
        }
    }
    if expand.is_some() && kind == "secret" {
        let wrong = [
            (!mount.from.is_empty(), "secret mount should not have a from"),
            (!sharing.is_empty(), "secret mount should not define sharing"),
            (
                mount.source.is_empty() && mount.target.is_empty() && cache_id.is_empty(),
                "invalid secret mount. one of source, target required",
            ),
            (!mount.source.is_empty() && !cache_id.is_empty(), "both source and id can't be set"),
        ];
        if let Some((_, message)) = wrong.iter().find(|(wrong, _)| *wrong) {
            return Err((*message).to_owned());
        }
    }
    if !sharing.is_empty() && kind != "cache" {
        return Err(format!("invalid cache sharing set for {kind} mount"));
    }
    Ok(mount)
}

/// `RUN --device`
pub(crate) struct Device;

impl Device {
    pub(crate) fn check(text: &str) -> Result<(), String> {
        let mut name = String::new();
        for field in fields(text).map_err(|error| format!("failed to parse csv devices: {error}"))? {
            match field.split_once('=') {
                None if field.eq_ignore_ascii_case("required") => {}
                None if name.is_empty() => name = field,
                None => return Err(format!("invalid field '{field}' must be a key=value pair")),
                Some((key, value)) => match key.to_lowercase().as_str() {
                    "name" if !name.is_empty() => return Err(format!("device name already set to {name}")),
                    "name" => name = value.to_owned(),
                    "required" => {}
                    _ if name.is_empty() => name = field,
                    key => {
                        let hint = did_you_mean(key, ["name", "required"]);
                        return Err(format!("unexpected key '{key}' in '{field}'{hint}"));
                    }
                },
            }
        }
        Ok(())
    }
}

/// The fields of one line of comma-separated values.
fn fields(text: &str) -> Result<Vec<String>, String> {
    let mut fields = Vec::new();
    let mut rest = text;
    loop {
        let (field, end) = match rest.strip_prefix('"') {
            None => {
                let end = rest.find(',').unwrap_or(rest.len());
                if let Some(quote) = rest[..end].find('"') {
                    let column = text.len() - rest.len() + quote + 1;
                    return Err(format!(
                        "parse error on line 1, column {column}: bare \" in non-quoted-field"
                    ));
                }
                (rest[..end].to_owned(), end)
            }
            Some(quoted) => {
                let mut field = String::new();
                let mut at = 0;
                loop {
                    let Some(quote) = quoted[at..].find('"') else {
                        let column = text.len() + 1;
                        return Err(format!(
                            "parse error on line 1, column {column}: extraneous or missing \" in quoted-field"
                        ));
                    };
                    field.push_str(&quoted[at..at + quote]);
                    at += quote + 1;
                    if quoted[at..].starts_with('"') {
                        field.push('"');
                        at += 1;
                    } else {
                        break;
                    }
                }
                (field, at + 1)
            }
        };
        fields.push(field);
        match rest[end..].strip_prefix(',') {
            Some(more) => rest = more,
            None => return Ok(fields),
        }
    }
}
