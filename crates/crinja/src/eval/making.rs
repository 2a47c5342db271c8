//! What filters and `~` make of values, for a trace: some leave a text in its stretches or a list its items.

use super::super::Budget;
use super::super::budget::Meter;
use super::super::call::{Args, Env};
use super::super::filters::Filter;
use super::super::value::Value;
use super::addresses::address;
use super::labels::{Labels, union};
use super::output::Stretch;
use super::tracer::{Given, Tracer};
use std::rc::Rc;

impl Tracer {
    /// What a filter makes of its target.
    pub fn filtered(
        &mut self,
        filter: &'static Filter,
        target: (&Value, Labels),
        (args, given): (&Args, &Given),
        value: &Value,
        env: Env,
    ) -> Labels {
        let (target, flow) = target;
        match filter.name() {
            "default" | "d" => {
                let arg = |place: usize, name: &str| {
                    let keyword = args.keyword.iter().rposition(|(key, _)| &**key == name);
                    match keyword {
                        Some(at) => (Some(&args.keyword[at].1), given.keyword.get(at).cloned().flatten()),
                        None => {
                            (args.positional().get(place), given.positional.get(place).cloned().flatten())
                        }
                    }
                };
                let missing = matches!(target, Value::Undefined(_) | Value::None);
                let (boolean, asked) = arg(1, "boolean");
                let asked = boolean.map_or(asked.clone(), |boolean| self.shallow(boolean, &asked));
                if missing || (boolean.is_some_and(Value::is_true) && !target.is_true()) {
                    let target = self.shallow(target, &flow);
                    let target = self.defaulted(&target);
                    let (_, default) = arg(0, "default_value");
                    union(&union(&target, &default), &asked)
                } else {
                    flow
                }
            }
            // Which items there are, and nothing of what they hold.
            "length" | "count" | "first" | "last" | "list" | "reverse" | "batch" | "slice" => {
                let target = self.shallow(target, &flow);
                union(&target, &given.all)
            }
            "join" => self.joined(target, &flow, (args, given), value, env),
            "map" => self.mapped(target, &flow, given, value),
            "upper" | "lower" | "e" | "escape" | "forceescape" | "string" | "safe" if target.is_text() => {
                self.letter_by_letter(filter, target, &flow, value, env)
            }
            _ => {
                let target = self.deep(target, &flow);
                union(&target, &given.all)
            }
        }
    }

    /// Each part of a joined text knows its item.
    fn joined(
        &mut self,
        target: &Value,
        flow: &Labels,
        (args, given): (&Args, &Given),
        value: &Value,
        env: Env,
    ) -> Labels {
        let shape = self.shallow(target, flow);
        let shape = union(&shape, &given.all);
        let all = self.deep(target, &shape);
        let separator = match args.keyword("separator").or(args.positional().first()) {
            Some(separator) => separator.print(&Meter::new(Budget::default())).unwrap_or_default(),
            None => String::new(),
        };
        let by_attribute = args.keyword("attribute").or(args.positional().get(1)).is_some_and(Value::is_true);
        let (Value::List(list), Some(made), false) = (target, value.as_text(), by_attribute) else {
            return all;
        };
        let (mut text, mut stretches) = (String::new(), Vec::new());
        for (at, item) in list.items().into_iter().enumerate() {
            if at > 0 && !separator.is_empty() {
                text.push_str(&separator);
                stretches.push(self.stretch(text.len(), shape.clone()));
            }
            let Ok(printed) = crate::printing::print(&item, env.autoescape, &Meter::new(Budget::default()))
            else {
                return all;
            };
            let start = text.len();
            text.push_str(&printed);
            for stretch in self.stretches_of(&item, &shape, printed.len()) {
                stretches.push(Stretch { end: start + stretch.end, ..stretch });
            }
        }
        if text != made {
            return all;
        }
        self.remember(value, all, stretches);
        None
    }

    /// Each item knows what it was made of.
    fn mapped(&mut self, target: &Value, flow: &Labels, given: &Given, value: &Value) -> Labels {
        let shape = self.shallow(target, flow);
        let mut shape = union(&shape, &given.all);
        let (Value::List(before), Value::List(after)) = (target, value) else {
            return self.deep(target, &shape);
        };
        let (before, after) = (before.items(), after.items());
        for (before, after) in before.iter().zip(&after) {
            let all = self.deep(before, &None);
            // The list itself, and the copy of it above.
            let is_new = match after {
                Value::Text(it) | Value::Safe(it) => Rc::strong_count(it) == 2,
                _ => false,
            };
            match is_new {
                true => self.label(after, &all),
                false if address(after).is_some() && address(after) == address(before) => {}
                false => shape = union(&shape, &all),
            }
        }
        shape
    }

    /// A filter that works on each letter for itself leaves the stretches of a text.
    fn letter_by_letter(
        &mut self,
        filter: &'static Filter,
        target: &Value,
        flow: &Labels,
        value: &Value,
        env: Env,
    ) -> Labels {
        if address(value).is_some() && address(value) == address(target) {
            return flow.clone();
        }
        let all = self.deep(target, flow);
        let (Some(stretches), Some(text), Some(made)) =
            (self.stretches(target), target.as_text(), value.as_text())
        else {
            return all;
        };
        let (mut start, mut length, mut found) = (0, 0, Vec::new());
        for stretch in stretches.iter() {
            let Some(piece) = text.get(start..stretch.end) else { return all };
            let piece =
                if matches!(target, Value::Safe(_)) { Value::safe(piece) } else { Value::text(piece) };
            let meter = Meter::new(Budget::default());
            let Ok(piece) = filter.call(&piece, &Args::default(), Env { meter: &meter, ..env }) else {
                return all;
            };
            let Some(piece) = piece.as_text() else { return all };
            if !made[length..].starts_with(piece) {
                return all;
            }
            length += piece.len();
            start = stretch.end;
            found.push(Stretch { end: length, ..stretch.clone() });
        }
        if length != made.len() {
            return all;
        }
        self.remember(value, all, found);
        flow.clone()
    }

    /// `~`: both sides keep their stretches.
    pub fn concatenated(&mut self, left: (&Value, Labels), right: (&Value, Labels), value: &Value) -> Labels {
        let all = self.deep(left.0, &left.1);
        let all = self.deep(right.0, &union(&all, &right.1));
        // Where one side is empty the other is given as it is.
        if [left.0, right.0]
            .into_iter()
            .any(|side| address(side).is_some() && address(side) == address(value))
        {
            return all;
        }
        let meter = Meter::new(Budget::default());
        let printed = |value: &Value| value.to_text(&meter).ok().map(|text| text.len());
        let (Some(made), Some(first), Some(second)) = (value.as_text(), printed(left.0), printed(right.0))
        else {
            return all;
        };
        if first + second != made.len() {
            return all;
        }
        let mut stretches = self.stretches_of(left.0, &left.1, first);
        for stretch in self.stretches_of(right.0, &right.1, second) {
            stretches.push(Stretch { end: first + stretch.end, ..stretch });
        }
        self.remember(value, all, stretches);
        None
    }
}
