//! A trace says what each stretch of output was made of. Here another value of an option has to change nothing but what
//! the trace says that it reaches: what is left when all of that is taken out has to be there before and after, in the same order.

mod chance;

use chance::Chance;
use crinja::{
    Budget, Context, ContextValue, Trace, render,
    trace::{Part, Source, SourceOf},
};
use replay::templates;

#[test]
fn the_corpus_is_traced_to_the_letter() {
    let mut traced = 0;
    for recorded in [include_str!("corpus.jsonl"), include_str!("found.jsonl")] {
        for case in &templates::parse(recorded).expect("cases in the format") {
            let Ok(Ok(context)) = templates::context(case) else { continue };
            let template = replay::text(case, "template").expect("a template");
            if template.contains("random") {
                continue;
            }
            traced += usize::from(same(template, &context).is_some());
            let mut chance = Chance::new(traced as u64);
            for (change, other) in changes(&context, &mut chance) {
                reaches_all(template, &context, &change, &other);
            }
        }
    }
    assert!(traced > 1500, "{traced}");
}

#[test]
fn an_option_changes_only_what_it_reaches() {
    let (mut compared, mut changed) = (0, 0);
    let mut seed = 0;
    while compared < 20_000 {
        seed += 1;
        let mut chance = Chance::new(seed);
        let template = chance.template();
        let context = chance.context();
        if same(&template, &context).is_none() {
            continue;
        }
        for (change, other) in changes(&context, &mut chance) {
            if let Some(differs) = reaches_all(&template, &context, &change, &other) {
                compared += 1;
                changed += usize::from(differs);
            }
        }
    }
    // Templates make something of their options, or the test would say little.
    assert!(changed * 8 > compared, "{changed} of {compared}");
    assert!(seed < 40_000, "{seed} templates for {compared} comparisons");
}

/// The trace of a template, which prints the same bytes or fails alike. None where it fails.
fn same(template: &str, context: &Context) -> Option<Trace> {
    let made = render(template, context, &Budget::default());
    let traced = crinja::trace(template, context, &Budget::default());
    match (made, traced) {
        (Ok(made), Ok(traced)) => {
            assert_eq!(traced.text, made.text, "{template}");
            let ends = traced.parts.iter().map(|part| part.end);
            assert!(ends.clone().zip(ends.clone().skip(1)).all(|(a, b)| a <= b), "{template}");
            assert_eq!(traced.parts.last().map_or(0, |part| part.end), made.text.len(), "{template}");
            let mut end = 0;
            for part in &traced.parts {
                assert!(template.get(part.source.start..part.source.end).is_some(), "{template}");
                assert!(traced.text.get(end..part.end).is_some(), "{template}");
                assert!(!part.is_eaten || part.end == end, "{template}");
                end = part.end;
            }
            assert!(traced.is_whole, "{template}");
            Some(traced)
        }
        (Err(made), Err(traced)) => {
            assert_eq!(made, traced, "{template}");
            None
        }
        (made, traced) => panic!("{template}\n{made:?}\n{traced:?}"),
    }
}

/// What is changed: an option, or one item of it.
type Change = (String, Option<usize>);

/// Other values, each for one option or one item.
fn changes(context: &Context, chance: &mut Chance) -> Vec<(Change, Context)> {
    let options = context.variables.iter().position(|(name, _)| name == "options");
    let Some(at) = options else { return Vec::new() };
    let ContextValue::Map(entries) = &context.variables[at].1 else { return Vec::new() };
    let mut found = Vec::new();
    for (place, (key, value)) in entries.iter().enumerate() {
        let mut with = |change: Change, value: Option<ContextValue>| {
            let mut entries = entries.clone();
            match value {
                Some(value) => entries[place].1 = value,
                None => drop(entries.remove(place)),
            }
            let mut other = context.clone();
            other.variables[at].1 = ContextValue::Map(entries);
            found.push((change, other));
        };
        with((key.clone(), None), Some(chance.value()));
        if chance.one_in(4) {
            with((key.clone(), None), None);
        }
        if let ContextValue::List(items) = value
            && !items.is_empty()
        {
            let item = chance.below(items.len());
            let mut items = items.clone();
            items[item] = chance.word();
            with((key.clone(), Some(item)), Some(ContextValue::List(items)));
        }
    }
    found
}

/// Whether the output differs; fails where more of it does than the traces say. None where one of the two fails.
fn reaches_all(template: &str, context: &Context, change: &Change, other: &Context) -> Option<bool> {
    let before = crinja::trace(template, context, &Budget::default()).ok()?;
    let after = crinja::trace(template, other, &Budget::default()).ok()?;
    for (one, two) in [(&before, &after), (&after, &before)] {
        let stays = letters(one, |part| !one.reaching(part).any(|source| is_of(source, change)));
        let all = letters(two, |_| true);
        let mut ahead = all.iter();
        let lost = stays.iter().position(|letter| !ahead.any(|it| it == letter));
        assert!(
            lost.is_none(),
            "{change:?} changes {:?} in\n{template}\n{context:?}\n{other:?}\n{:?}\n{:?}",
            lost.map(|at| stays[at]),
            before.text,
            after.text,
        );
    }
    Some(before.text != after.text)
}

/// The letters of some parts, each with the place in the template that printed it.
fn letters(trace: &Trace, which: impl Fn(&Part) -> bool) -> Vec<(usize, char)> {
    let parts = trace.parts.iter().enumerate().filter(|(_, part)| which(part));
    let text = |at: usize, part: &Part| trace.text[trace.start(at)..part.end].chars().collect::<Vec<_>>();
    parts.flat_map(|(at, part)| text(at, part).into_iter().map(|letter| (part.at.start, letter))).collect()
}

fn is_of(source: &Source, (key, item): &Change) -> bool {
    match &source.of {
        SourceOf::Option(option) => option.key == *key && (item.is_none() || option.item == *item),
        SourceOf::Options => item.is_none(),
        SourceOf::Variable(_) => false,
    }
}
