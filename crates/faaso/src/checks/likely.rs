//! Which known name a misspelt one stands for.

/// Equal but for the case of letters and one letter too many, too few or wrong.
pub fn is_like(key: &str, known: &str) -> bool {
    let (key, known): (Vec<_>, Vec<_>) = (key.to_lowercase().chars().collect(), known.chars().collect());
    let (short, long) = if key.len() < known.len() { (&key, &known) } else { (&known, &key) };
    let same = short.iter().zip(long.iter()).take_while(|(a, b)| a == b).count();
    match long.len() - short.len() {
        0 => same == long.len() || short[same + 1..] == long[same + 1..] || swapped(short, long, same),
        1 => short[same..] == long[same + 1..],
        _ => false,
    }
}

fn swapped(one: &[char], other: &[char], at: usize) -> bool {
    at + 1 < one.len()
        && one[at] == other[at + 1]
        && one[at + 1] == other[at]
        && one[at + 2..] == other[at + 2..]
}

/// The first of these, by name, that one typing error makes of `name`. Short names are like too many others.
pub fn likely<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    if name.chars().count() < 3 {
        return None;
    }
    known.filter(|known| known.len() > 2 && *known != name && is_like(name, known)).min()
}
