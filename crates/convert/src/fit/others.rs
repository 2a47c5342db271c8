//! What tells another server's port and address from the application's own.

/// Names of other servers' ports.
const OTHERS: [&str; 24] = [
    "db",
    "database",
    "redis",
    "pg",
    "postgres",
    "mysql",
    "mongo",
    "smtp",
    "mail",
    "kafka",
    "rabbit",
    "amqp",
    "memcache",
    "elastic",
    "remote",
    "target",
    "upstream",
    "metrics",
    "debug",
    "ssh",
    "ftp",
    "proxy",
    "inspect",
    "management",
];

/// Ports of other servers.
pub const KNOWN: [&str; 18] = [
    "22", "25", "53", "389", "443", "465", "587", "1433", "1521", "1883", "3306", "5432", "5672", "6379",
    "9092", "9200", "11211", "27017",
];

/// By its name, or by its number.
pub fn is_other(name: &str, number: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    KNOWN.contains(&number)
        || OTHERS.iter().any(|other| lower.contains(other))
        || lower.ends_with("support")
        || lower.ends_with("import")
        || lower.ends_with("export")
        || lower.ends_with("viewport")
        || lower.ends_with("report")
}

/// The key above it in YAML or JSON is another server's.
pub fn below_another(text: &str, at: usize) -> bool {
    let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let indent = |line: &str| line.len() - line.trim_start().len();
    let own = indent(&text[line..]);
    let mut lines = text[..line].lines().rev().filter(|line| !line.trim().is_empty()).take(40);
    let parent = lines.find(|line| indent(line) < own);
    let Some(parent) = parent.filter(|_| own > 0) else { return false };
    let key = parent
        .trim()
        .trim_end_matches(['{', '(', '[', ' '])
        .trim_end_matches(['=', ':', ' '])
        .trim_matches(['"', '\'']);
    let key = key.to_ascii_lowercase();
    let word = key.rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap_or_default();
    OTHERS.iter().any(|other| word.contains(other))
        || ["client", "connect", "createconnection", "pool", "createtransport"]
            .iter()
            .any(|other| key.contains(other))
}
