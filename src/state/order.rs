//! The order in which people expect names: numbers by their value, letters without regard to their case.

use std::cmp::Ordering;

/// `1` before `10`, and `a2` before `A10`. Names that differ in case or zeros alone keep an order of their own.
pub fn natural(one: &str, other: &str) -> Ordering {
    let (mut left, mut right) = (one, other);
    loop {
        let order = match (digits(left), digits(right)) {
            (0, _) | (_, 0) => {
                let (a, b) = (left.chars().next(), right.chars().next());
                let (Some(a), Some(b)) = (a, b) else {
                    return a.is_some().cmp(&b.is_some()).then_with(|| one.cmp(other));
                };
                left = &left[a.len_utf8()..];
                right = &right[b.len_utf8()..];
                a.to_lowercase().cmp(b.to_lowercase())
            }
            (a, b) => {
                let (m, n) = (left[..a].trim_start_matches('0'), right[..b].trim_start_matches('0'));
                (left, right) = (&left[a..], &right[b..]);
                m.len().cmp(&n.len()).then_with(|| m.cmp(n))
            }
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}

/// How many digits the text begins with.
fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_in_the_order_people_expect() {
        let check = |sorted: &[&str]| {
            let mut names = sorted.to_vec();
            names.reverse();
            names.sort_by(|a, b| natural(a, b));
            assert_eq!(names, sorted);
        };
        check(&["1", "2", "10", "100", "101"]);
        check(&["a1", "A2", "a10", "b"]);
        check(&["", "file", "file01", "file1", "file2.txt", "file10.txt"]);
        check(&["Dockerfile.j2", "main.py", "README.md"]);
        check(&["é1", "é2", "é11"]);
        check(&["99999999999999999999", "100000000000000000000"]);
    }
}
