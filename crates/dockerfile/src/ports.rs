//! The ports of `EXPOSE`.

/// A port's parts: address, host port, port, protocol.
struct Parts<'a> {
    ip: String,
    host: &'a str,
    port: &'a str,
    protocol: Option<&'a str>,
}

fn parts(text: &str) -> Parts<'_> {
    let parts: Vec<&str> = text.split(':').collect();
    let (ip, host, port) = match parts[..] {
        [port] => (String::new(), "", port),
        [host, port] => (String::new(), host, port),
        [.., host, port] => (parts[..parts.len() - 2].join(":"), host, port),
        [] => (String::new(), "", ""),
    };
    let (port, protocol) = match port.split_once('/') {
        Some((port, protocol)) => (port, Some(protocol)),
        None => (port, None),
    };
    Parts { ip, host, port, protocol }
}

/// A port, or both ends of a range; none if it is neither.
fn range(text: &str) -> Option<(u32, u32)> {
    let number = |text: &str| match text.bytes().all(|b| b.is_ascii_digit()) {
        true => text.parse::<u32>().ok().filter(|port| *port <= 65_535),
        false => None,
    };
    let mut ends = text.split('-');
    let start = number(ends.next()?)?;
    let end = ends.next().map_or(Some(start), number)?;
    (start <= end).then_some((start, end))
}

fn is_address(text: &str) -> bool {
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    text.is_empty() || bare.parse::<core::net::IpAddr>().is_ok()
}

/// What is wrong with a port, in the classic builder's words.
pub(crate) fn check_classic(text: &str) -> Result<(), String> {
    let parts = parts(text);
    if !is_address(&parts.ip) {
        return Err(format!("Invalid ip address: {}", parts.ip));
    }
    if parts.port.is_empty() {
        return Err(format!("No port specified: {text}<empty>"));
    }
    let Some((start, end)) = range(parts.port) else {
        return Err(format!("Invalid containerPort: {}", parts.port));
    };
    if !parts.host.is_empty() {
        let Some((from, to)) = range(parts.host) else {
            return Err(format!("Invalid hostPort: {}", parts.host));
        };
        if end - start != to - from && end != start {
            return Err(format!(
                "Invalid ranges specified for container and host Ports: {} and {}",
                parts.port, parts.host
            ));
        }
    }
    let protocol = parts.protocol.unwrap_or_default().split('/').next().unwrap_or_default();
    match protocol.to_lowercase().as_str() {
        "" | "tcp" | "udp" | "sctp" => Ok(()),
        _ => Err(format!("Invalid proto: {protocol}")),
    }
}

/// What BuildKit says of a port: whether its protocol has capitals, whether it has an address or a host port, and
/// what is wrong.
pub(crate) fn check_buildkit(text: &str) -> (bool, bool, Result<(), String>) {
    let parts = parts(text);
    let wrong = |why: String| (false, false, Err(format!("invalid port: \"{text}\": {why}")));
    if parts.port.is_empty() {
        return wrong("no port specified".to_owned());
    }
    let protocol = parts.protocol.unwrap_or_default();
    if !matches!(protocol.to_lowercase().as_str(), "" | "tcp" | "udp" | "sctp") {
        return wrong(format!("invalid proto: {protocol}"));
    }
    let capitals = protocol != protocol.to_lowercase();
    let mapped = !parts.ip.is_empty() || !parts.host.is_empty();
    let check = || {
        if !is_address(&parts.ip) {
            return Err(format!("invalid IP address: {}", parts.ip));
        }
        let Some((start, end)) = range(parts.port) else {
            return Err(format!("invalid containerPort: {}", parts.port));
        };
        if !parts.host.is_empty() {
            let Some((from, to)) = range(parts.host) else {
                return Err(format!("invalid hostPort: {}", parts.host));
            };
            if end - start != to - from && end != start {
                return Err(format!(
                    "invalid ranges specified for container and host Ports: {} and {}",
                    parts.port, parts.host
                ));
            }
        }
        Ok(())
    };
    (capitals, mapped, check())
}

/// Whether a port, or range of ports, has this one.
pub fn covers(text: &str, port: u32) -> bool {
    range(parts(text).port).is_some_and(|(start, end)| (start..=end).contains(&port))
}
