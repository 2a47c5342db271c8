//! Crystal's pretty printer (Oppen's algorithm, as Ruby has it), for `pprint` and `debug`. Crinja's `pprint`
//! forgets to write out what the printer still holds back, so the printer's inner workings show: what is
//! lost depends on where it held back (docs/dialect.md §18). Long because the printer is one state machine.

use super::budget::Meter;
use super::failure::Failure;
use super::printing::{ADDRESS, inspect_text};
use super::value::Value;
use std::collections::VecDeque;
use std::rc::Rc;

/// What `pprint` writes: everything up to what the printer held back last.
pub fn pprint(value: &Value, meter: &Meter) -> Result<String, Failure> {
    let mut printer = Printer::new(meter);
    printer.value(value)?;
    Ok(printer.out)
}

/// A list as `debug` shows it: its items wrapped.
pub fn wrapped_list(items: &[Value], meter: &Meter) -> Result<String, Failure> {
    let mut printer = Printer::new(meter);
    printer.open(1, "[")?;
    for (i, item) in items.iter().enumerate() {
        printer.comma(i)?;
        printer.wrapped(item)?;
    }
    printer.close("]")?;
    printer.flush();
    Ok(printer.out)
}

/// Named arguments as `debug` shows them.
pub fn wrapped_map(entries: &[(Rc<str>, Value)], meter: &Meter) -> Result<String, Failure> {
    let mut printer = Printer::new(meter);
    printer.named(entries)?;
    printer.flush();
    Ok(printer.out)
}

/// A scope as `debug` shows it: its own variables, whether it sets autoescape, and Crinja's four stacks,
/// which are empty where no file is included.
pub fn scope(
    variables: &[(Rc<str>, Value)],
    autoescape: Option<bool>,
    meter: &Meter,
) -> Result<String, Failure> {
    let mut printer = Printer::new(meter);
    printer.open(0, "")?;
    printer.text("scope: ")?;
    printer.nest(1);
    printer.breakable("")?;
    printer.named(variables)?;
    printer.unnest();
    printer.breakable("")?;
    printer.text("autoescape: ")?;
    printer.text(autoescape.map_or("nil", |on| if on { "true" } else { "false" }))?;
    for stack in ["extend_path_stack", "import_path_stack", "include_path_stack", "macro_stack"] {
        printer.breakable("")?;
        printer.text(stack)?;
        printer.text(": []")?;
    }
    printer.close("")?;
    printer.flush();
    Ok(printer.out)
}

const WIDTH: usize = 79;

/// A name, and what shows its value.
type Field<'f, P> = (&'static str, &'f dyn Fn(&mut P) -> Result<(), Failure>);

struct Printer<'a> {
    out: String,
    /// Characters written to the current line.
    written: usize,
    /// Characters held back.
    held_width: usize,
    held: VecDeque<Held>,
    groups: Vec<Group>,
    /// The groups that are open, outermost first; places in `groups`.
    open: Vec<usize>,
    /// By depth, the groups that may still be broken.
    queue: Vec<Vec<usize>>,
    indent: usize,
    /// The indents to go back to.
    indents: Vec<usize>,
    meter: &'a Meter,
}

struct Group {
    /// Places for line breaks that are still held back.
    breakables: usize,
    broken: bool,
    depth: usize,
}

enum Held {
    Text(String, usize),
    /// A separator or, in a broken group, a new line with this indent.
    Breakable {
        separator: &'static str,
        group: usize,
        indent: usize,
    },
}

impl<'a> Printer<'a> {
    fn new(meter: &'a Meter) -> Self {
        Printer {
            out: String::new(),
            written: 0,
            held_width: 0,
            held: VecDeque::new(),
            groups: vec![Group { breakables: 0, broken: false, depth: 0 }],
            open: vec![0],
            queue: vec![vec![0]],
            indent: 0,
            indents: Vec::new(),
            meter,
        }
    }

    fn value(&mut self, value: &Value) -> Result<(), Failure> {
        match value {
            Value::Text(text) => self.string(text.as_str()),
            Value::List(list) => {
                let _level = self.meter.enter()?;
                self.items("[", &list.items(), "]")
            }
            Value::Pair(pair) => {
                let _level = self.meter.enter()?;
                self.items("((", &[pair.key.clone(), pair.value.clone()], "))")
            }
            Value::Map(map) => {
                let _level = self.meter.enter()?;
                self.entries(map.entries())
            }
            Value::Undefined(it) => self.object(value, &[("name", &|printer| printer.string(&it.name()))]),
            Value::Cycler(it) => {
                let _level = self.meter.enter()?;
                let (values, place) = it.inner();
                let index = |printer: &mut Self| printer.text(&place.to_string());
                self.object(
                    value,
                    &[("index", &index), ("values", &|printer| printer.items("[", values, "]"))],
                )
            }
            Value::Function(it) => {
                let presets: Vec<_> = it.presets().map(|(name, value)| (Value::text(name), value)).collect();
                let block = format!("#<Proc(Crinja::Arguments, Crinja::Value):{ADDRESS}>");
                self.object(
                    value,
                    &[
                        ("defaults", &|printer| printer.entries(&presets)),
                        ("name", &|printer| printer.string(it.name)),
                        ("proc", &|printer| printer.text(&block)),
                    ],
                )
            }
            other => {
                let text = other.inspect(self.meter)?;
                self.text(&text)
            }
        }
    }

    fn entries(&mut self, entries: &[(Value, Value)]) -> Result<(), Failure> {
        self.open(1, "{")?;
        for (i, (key, value)) in entries.iter().enumerate() {
            self.comma(i)?;
            self.open(0, "")?;
            self.value(key)?;
            self.arrow()?;
            self.value(value)?;
            self.unnest();
            self.close("")?;
        }
        self.close("}")
    }

    /// An object with what it holds, in the order of the names.
    fn object(&mut self, value: &Value, fields: &[Field<'_, Self>]) -> Result<(), Failure> {
        self.open(1, &format!("#<{}:{ADDRESS}", value.type_name()))?;
        for (i, (name, show)) in fields.iter().enumerate() {
            self.text(if i > 0 { "," } else { "" })?;
            self.breakable(" ")?;
            self.open(0, "")?;
            self.text(&format!("@{name}="))?;
            self.nest(1);
            self.breakable("")?;
            show(self)?;
            self.unnest();
            self.close("")?;
        }
        self.close(">")
    }

    fn items(&mut self, open: &str, items: &[Value], close: &str) -> Result<(), Failure> {
        self.open(open.len(), open)?;
        for (i, item) in items.iter().enumerate() {
            self.comma(i)?;
            self.value(item)?;
        }
        self.close(close)
    }

    fn named(&mut self, entries: &[(Rc<str>, Value)]) -> Result<(), Failure> {
        self.open(1, "{")?;
        for (i, (key, value)) in entries.iter().enumerate() {
            self.comma(i)?;
            self.open(0, "")?;
            self.string(key)?;
            self.arrow()?;
            self.wrapped(value)?;
            self.unnest();
            self.close("")?;
        }
        self.close("}")
    }

    fn wrapped(&mut self, value: &Value) -> Result<(), Failure> {
        let text = format!("Crinja::Value<{}>", value.inspect(self.meter)?);
        self.text(&text)
    }

    /// Text of several lines is shown as a sum of them.
    fn string(&mut self, text: &str) -> Result<(), Failure> {
        self.open(0, "")?;
        let mut lines = text.split_inclusive('\n').peekable();
        if lines.peek().is_none() {
            self.text("\"\"")?;
        }
        while let Some(line) = lines.next() {
            self.text(&inspect_text(line))?;
            if lines.peek().is_some() {
                self.text(" +")?;
                self.breakable(" ")?;
            }
        }
        self.close("")
    }

    /// Between a key and its value, which is nested.
    fn arrow(&mut self) -> Result<(), Failure> {
        self.text(" =>")?;
        self.nest(1);
        self.breakable(" ")
    }

    fn comma(&mut self, i: usize) -> Result<(), Failure> {
        if i == 0 {
            return Ok(());
        }
        self.text(",")?;
        self.breakable(" ")
    }

    fn open(&mut self, indent: usize, text: &str) -> Result<(), Failure> {
        self.text(text)?;
        let depth = self.open.last().and_then(|&at| self.groups.get(at)).map_or(0, |group| group.depth) + 1;
        let group = self.groups.len();
        self.groups.push(Group { breakables: 0, broken: false, depth });
        self.open.push(group);
        if self.queue.len() <= depth {
            self.queue.resize_with(depth + 1, Vec::new);
        }
        if let Some(row) = self.queue.get_mut(depth) {
            row.push(group);
        }
        self.nest(indent);
        Ok(())
    }

    fn close(&mut self, text: &str) -> Result<(), Failure> {
        self.unnest();
        if let Some(group) = self.open.pop()
            && self.groups.get(group).is_some_and(|group| group.breakables == 0)
        {
            self.unqueue(group);
        }
        self.text(text)
    }

    fn nest(&mut self, indent: usize) {
        self.indents.push(self.indent);
        self.indent += indent;
    }

    fn unnest(&mut self) {
        self.indent = self.indents.pop().unwrap_or(0);
    }

    fn text(&mut self, text: &str) -> Result<(), Failure> {
        self.meter.step(1)?;
        self.meter.size(self.out.len() + self.held_width + text.len())?;
        self.meter.bytes(text.len())?;
        let width = text.chars().count();
        if self.held.is_empty() {
            self.out.push_str(text);
            self.written += width;
            return Ok(());
        }
        match self.held.back_mut() {
            Some(Held::Text(held, held_width)) => {
                held.push_str(text);
                *held_width += width;
            }
            _ => self.held.push_back(Held::Text(text.into(), width)),
        }
        self.held_width += width;
        self.break_outmost_groups();
        Ok(())
    }

    fn breakable(&mut self, separator: &'static str) -> Result<(), Failure> {
        let group = self.open.last().copied().unwrap_or(0);
        if self.groups.get(group).is_some_and(|group| group.broken) {
            self.meter.bytes(self.indent)?;
            self.flush();
            self.new_line(self.indent);
            self.held_width = 0;
        } else {
            self.held.push_back(Held::Breakable { separator, group, indent: self.indent });
            if let Some(group) = self.groups.get_mut(group) {
                group.breakables += 1;
            }
            self.held_width += separator.len();
            self.break_outmost_groups();
        }
        Ok(())
    }

    fn break_outmost_groups(&mut self) {
        while WIDTH < self.written + self.held_width {
            let Some(group) = self.next_to_break() else { return };
            while self.groups.get(group).is_some_and(|group| group.breakables > 0) {
                let Some(held) = self.held.pop_front() else { return };
                self.write(held);
            }
            while let Some(Held::Text(..)) = self.held.front() {
                if let Some(held) = self.held.pop_front() {
                    self.write(held);
                }
            }
        }
    }

    /// The outermost group that has places to break, marked as broken.
    fn next_to_break(&mut self) -> Option<usize> {
        for depth in 0..self.queue.len() {
            let row = self.queue.get_mut(depth)?;
            let found =
                row.iter().rposition(|&at| self.groups.get(at).is_some_and(|group| group.breakables > 0));
            if let Some(place) = found {
                let group = row.remove(place);
                self.groups.get_mut(group)?.broken = true;
                return Some(group);
            }
            for at in row.drain(..) {
                if let Some(group) = self.groups.get_mut(at) {
                    group.broken = true;
                }
            }
        }
        None
    }

    fn write(&mut self, held: Held) {
        match held {
            Held::Text(text, width) => {
                self.out.push_str(&text);
                self.written += width;
                self.held_width = self.held_width.saturating_sub(width);
            }
            Held::Breakable { separator, group, indent } => {
                self.held_width = self.held_width.saturating_sub(separator.len());
                let Some(state) = self.groups.get_mut(group) else { return };
                state.breakables = state.breakables.saturating_sub(1);
                let (broken, left) = (state.broken, state.breakables);
                if broken {
                    self.new_line(indent);
                } else {
                    if left == 0 {
                        self.unqueue(group);
                    }
                    self.out.push_str(separator);
                    self.written += separator.len();
                }
            }
        }
    }

    fn new_line(&mut self, indent: usize) {
        self.out.push('\n');
        self.out.extend(std::iter::repeat_n(' ', indent));
        self.written = indent;
    }

    fn unqueue(&mut self, group: usize) {
        let depth = self.groups.get(group).map_or(0, |group| group.depth);
        if let Some(row) = self.queue.get_mut(depth) {
            row.retain(|&at| at != group);
        }
    }

    fn flush(&mut self) {
        while let Some(held) = self.held.pop_front() {
            self.write(held);
        }
        self.held_width = 0;
    }
}

#[cfg(test)]
mod checks {
    use super::super::testing::check_all;

    use super::*;

    #[test]
    fn what_is_held_back_is_lost() {
        check_all(&[
            (
                "{{ [1, 2] | pprint }} {{ [1] | pprint }} {{ 'a' | pprint }} {{ {'a': 1} | pprint }}",
                "[1, [1] \"a\" {\"a\" =>",
            ),
            ("{{ nope | pprint }} {{ [1, nope] | pprint }}", "#<Crinja::Undefined:0x<address> [1,"),
        ]);
    }

    #[test]
    fn long_lists_break() {
        let meter = Meter::new(crate::Budget::default());
        let items: Vec<Value> = (0..4).map(|_| Value::text("0123456789")).collect();
        let shown = wrapped_list(&items, &meter).expect("short");
        let item = "Crinja::Value<\"0123456789\">";
        assert_eq!(shown, format!("[{item},\n {item},\n {item},\n {item}]"));
        let shown = wrapped_list(&items[..2], &meter).expect("short");
        assert_eq!(shown, format!("[{item}, {item}]"));
    }
}
