//! `format`: Crystal's `sprintf` on wrapped values. Text and integers work; floats, names and a `*` do not, as
//! Crystal takes a wrapped value for no float, hash or integer.

use super::super::call::Call;
use super::super::error::Class;
use super::super::failure::Failure;
use super::super::numbers::to_i32;
use super::super::printing::inspect_text;
use super::super::value::Value;
use std::iter::Peekable;
use std::str::Chars;

pub fn format(call: &Call) -> Result<Value, Failure> {
    let meter = call.env.meter;
    let pattern = call.target.to_text(meter)?;
    meter.bytes(pattern.len())?;
    let mut args = Arguments { values: call.args.positional(), taken: 0, order: None };
    let mut pattern = pattern.chars().peekable();
    let mut out = String::new();
    while let Some(c) = pattern.next() {
        if c != '%' {
            out.push(c);
            continue;
        }
        match pattern.peek() {
            Some('%') => {
                pattern.next();
                out.push('%');
            }
            Some('{') => return Err(named(&mut pattern, '}', &mut args)),
            Some('<') => return Err(named(&mut pattern, '>', &mut args)),
            _ => {
                let text = directive(&mut pattern, &mut args, call)?;
                meter.size(out.len() + text.len())?;
                out.push_str(&text);
            }
        }
    }
    Ok(Value::built(out))
}

/// The arguments, in the one way a pattern may ask for them.
struct Arguments<'a> {
    values: &'a [Value],
    taken: usize,
    order: Option<Order>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    /// `%s`
    Sequential,
    /// `%1$s`
    Numbered,
    /// `%{a}`, `%<a>s`
    Named,
}

impl Order {
    fn name(self) -> &'static str {
        match self {
            Order::Sequential => "sequential",
            Order::Numbered => "numbered",
            Order::Named => "named",
        }
    }
}

impl<'a> Arguments<'a> {
    fn are(&mut self, order: Order) -> Result<(), Failure> {
        match *self.order.get_or_insert(order) {
            known if known == order => Ok(()),
            known => {
                let message = format!("Cannot mix {} parameters with {} ones", known.name(), order.name());
                Err(argument_error(&message))
            }
        }
    }

    /// The next one, or the one of that number, which counts from 1.
    fn take(&mut self, number: Option<usize>) -> Result<&'a Value, Failure> {
        let place = match number {
            None => {
                self.are(Order::Sequential)?;
                self.taken += 1;
                self.taken - 1
            }
            Some(number) => {
                self.are(Order::Numbered)?;
                number.checked_sub(1).ok_or_else(|| argument_error("Parameter number cannot be 0"))?
            }
        };
        self.values.get(place).ok_or_else(|| argument_error("Too few arguments"))
    }
}

#[derive(Default)]
struct Flags {
    plus: bool,
    space: bool,
    sharp: bool,
    left: bool,
    zero: bool,
    width: usize,
    precision: Option<usize>,
    /// Which argument is meant.
    number: Option<usize>,
}

impl Flags {
    fn pads_with_zeros(&self) -> bool {
        self.zero && !self.left && self.precision.is_none()
    }
}

/// One `%…`, behind the percent sign. What is to be shown is taken before its kind is looked at.
fn directive(pattern: &mut Peekable<Chars>, args: &mut Arguments, call: &Call) -> Result<String, Failure> {
    let meter = call.env.meter;
    let mut flags = Flags::default();
    loop {
        match pattern.peek() {
            Some('+') => flags.plus = true,
            Some(' ') => flags.space = true,
            Some('#') => flags.sharp = true,
            Some('-') => flags.left = true,
            Some('0') => flags.zero = true,
            Some('1'..='9') => {
                let Some(number) = number(pattern)? else { break };
                if pattern.peek() != Some(&'$') {
                    flags.width = number;
                    break;
                }
                args.are(Order::Numbered)?;
                if flags.number.replace(number).is_some() {
                    return Err(argument_error("Cannot specify parameter number more than once"));
                }
            }
            Some('*') => return Err(dynamic(pattern, args, call)),
            _ => break,
        }
        pattern.next();
    }
    if pattern.next_if_eq(&'.').is_some() {
        if pattern.peek() == Some(&'*') {
            return Err(dynamic(pattern, args, call));
        }
        flags.precision = Some(number(pattern)?.unwrap_or(0));
    }
    meter.bytes(flags.width)?;
    let value = args.take(flags.number)?;
    match pattern.next().unwrap_or('\0') {
        's' => {
            let text = value.to_text_ref(meter)?;
            meter.bytes(text.len())?;
            let text: String = text.chars().take(flags.precision.unwrap_or(usize::MAX)).collect();
            let size = text.chars().count();
            Ok(padded(text, size, &flags))
        }
        // Whatever it is, it is taken for one sign wide.
        'c' => Ok(padded(value.to_text(meter)?, 1, &flags)),
        kind @ ('d' | 'i' | 'x' | 'X' | 'o' | 'b') => integer(to_i32(value, meter)?, kind, &flags, call),
        'e' | 'E' | 'f' | 'g' | 'G' | 'a' | 'A' => {
            Err(argument_error(&format!("Expected a float, not Crinja::Value<{}>", value.inspect(meter)?)))
        }
        other => Err(argument_error(&format!("Malformed format string - %{}", inspect_sign(other)))),
    }
}

fn integer(value: i32, kind: char, flags: &Flags, call: &Call) -> Result<String, Failure> {
    let size = value.unsigned_abs();
    let digits = match kind {
        _ if value == 0 && flags.precision == Some(0) => String::new(),
        'x' => format!("{size:x}"),
        'X' => format!("{size:X}"),
        'o' => format!("{size:o}"),
        'b' => format!("{size:b}"),
        _ => size.to_string(),
    };
    let sign = match () {
        () if value < 0 => "-",
        () if flags.plus => "+",
        () if flags.space => " ",
        () => "",
    };
    let prefix = match kind {
        'x' | 'X' | 'o' | 'b' if flags.sharp && value != 0 => format!("0{kind}"),
        _ => String::new(),
    };
    let wanted = match flags.precision {
        Some(precision) => precision,
        // The prefix is not counted here.
        None if flags.pads_with_zeros() => flags.width.saturating_sub(sign.len()),
        None => 0,
    };
    call.env.meter.bytes(wanted)?;
    let zeros = "0".repeat(wanted.saturating_sub(digits.len()));
    let text = format!("{sign}{prefix}{zeros}{digits}");
    let size = text.len();
    Ok(padded(text, size, flags))
}

/// `text` beside as many fillers as it takes to be as wide, were it `size` wide itself.
fn padded(text: String, size: usize, flags: &Flags) -> String {
    let filler = if flags.pads_with_zeros() { "0" } else { " " };
    let fill = filler.repeat(flags.width.saturating_sub(size));
    if flags.left { text + &fill } else { fill + &text }
}

/// 32 bit.
fn number(pattern: &mut Peekable<Chars>) -> Result<Option<usize>, Failure> {
    let mut number: Option<i32> = None;
    while let Some(digit) = pattern.peek().and_then(|c| c.to_digit(10)) {
        pattern.next();
        let grown = number.unwrap_or(0).checked_mul(10).and_then(|it| it.checked_add_unsigned(digit));
        number = Some(grown.ok_or_else(Failure::overflow)?);
    }
    Ok(number.map(|number| number.unsigned_abs() as usize))
}

/// Why a `*` fails: a wrapped value is no integer.
fn dynamic(pattern: &mut Peekable<Chars>, args: &mut Arguments, call: &Call) -> Failure {
    pattern.next();
    let taken = number(pattern).and_then(|number| {
        if number.is_some() && pattern.next() != Some('$') {
            return Err(argument_error("Expected '$' after dynamic value '*' with parameter number"));
        }
        args.take(number)?.inspect(call.env.meter)
    });
    match taken {
        Err(failure) => failure,
        Ok(inspected) => argument_error(&format!(
            "Expected dynamic value '*' to be an Int - Crinja::Value<{inspected}> (Crinja::Value)"
        )),
    }
}

/// Why a name fails: no argument is a hash.
fn named(pattern: &mut Peekable<Chars>, end: char, args: &mut Arguments) -> Failure {
    if !pattern.any(|c| c == end) {
        return argument_error("Malformed name - unmatched parenthesis");
    }
    match args.are(Order::Named) {
        Err(failure) => failure,
        Ok(()) => argument_error("One hash or named tuple required"),
    }
}

/// A sign as in Crystal source.
fn inspect_sign(sign: char) -> String {
    match sign {
        '\0' => "'\\0'".to_owned(),
        '\'' => "'\\''".to_owned(),
        '"' => "'\"'".to_owned(),
        other => {
            let text = inspect_text(other.encode_utf8(&mut [0; 4]));
            format!("'{}'", text.trim_matches('"'))
        }
    }
}

fn argument_error(message: &str) -> Failure {
    Failure::new(Class::ArgumentError, message)
}

#[cfg(test)]
mod checks {
    use super::super::super::testing::check_all;

    #[test]
    fn directives() {
        check_all(&[
            (
                "{{ '%s-%d' | format('a', 3) }} {{ '%x %X %o %b' | format(255, 255, 8, 5) }}",
                "a-3 ff FF 10 101",
            ),
            (
                "[{{ '%5s|%-5s|%05d|%+d|% d|%.2s' | format('a', 'b', 42, 7, 8, 'xyz') }}]",
                "[    a|b    |00042|+7| 8|xy]",
            ),
            ("{{ '%d%%' | format('3') }}[{{ '%s' | format(none) }}]", "3%[]"),
            (
                "{{ '%#x %#X %#o %#b %#d %#x|%#08x' | format(255, 255, 8, 5, 7, 0, 5) }}",
                "0xff 0XFF 0o10 0b101 7 0|0x00000005",
            ),
            ("{{ '%2$s %1$s %-5c|%.0d|%.3d' | replace('%-5c|%.0d|%.3d', '') | format(1, 2) }}", "2 1 "),
            ("[{{ '%3c|%-3c|%.0d|%+.3d' | format('ab', 'c', 0, 5) }}]", "[  ab|c  ||+005]"),
        ]);
    }

    #[test]
    fn mistakes() {
        check_all(&[
            ("{{ '%.1f' | format(1.5) }}", "ArgumentError: Expected a float, not Crinja::Value<1.5>"),
            ("{{ '%s %s' | format('a') }}", "ArgumentError: Too few arguments"),
            ("{{ '100%' | format }}", "ArgumentError: Too few arguments"),
            ("{{ '%y' | format(1) }}", "ArgumentError: Malformed format string - %'y'"),
            ("{{ '%5' | format(1) }}", "ArgumentError: Malformed format string - %'\\0'"),
            ("{{ '%{a}' | format(a=1) }}", "ArgumentError: One hash or named tuple required"),
            ("{{ '%<a' | format(a=1) }}", "ArgumentError: Malformed name - unmatched parenthesis"),
            (
                "{{ '%s %1$s' | format(1) }}",
                "ArgumentError: Cannot mix sequential parameters with numbered ones",
            ),
            (
                "{{ '%*d' | format(4, 1) }}",
                "ArgumentError: Expected dynamic value '*' to be an Int - Crinja::Value<4> (Crinja::Value)",
            ),
            ("{{ '%d' | format('x') }}", "ArgumentError: Invalid Int32: \"x\""),
        ]);
    }
}
