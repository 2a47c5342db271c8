//! The Jinja2 lens on the whole corpus: every difference is laid at a construct's door.

mod replay;

use faaso_designer::core::{
    crinja::{self, Budget},
    lens,
};
use replay::templates;
use std::{collections::BTreeMap, time::Instant};

#[test]
fn every_difference_in_the_corpus_is_explained() {
    let corpus = templates::parse(include_str!("crinja/corpus.jsonl")).expect("cases in the format");
    let mut habits: BTreeMap<String, usize> = BTreeMap::new();
    let (mut different, mut unexplained, mut slowest) = (0, Vec::new(), Default::default());
    let began = Instant::now();
    for case in &corpus {
        let Ok(context) = templates::context(case).expect("a case in the format") else { continue };
        let template = case["template"].as_str().expect("a template");
        let faaso = crinja::render(template, &context, &Budget::default());
        let one = Instant::now();
        let comparison = lens::compare(template, &context, faaso.as_ref());
        slowest = one.elapsed().max(slowest);
        assert_eq!(comparison.same, comparison.differences.is_empty(), "{template:?}");
        let Some(first) = comparison.differences.first() else { continue };
        different += 1;
        for found in &comparison.differences {
            assert!(template.get(found.span.start..found.span.end).is_some(), "{template:?}: {found:?}");
            *habits.entry(found.habit.to_string()).or_default() += 1;
        }
        if first.habit == "other" {
            unexplained.push(format!("{} {template:?} {first:?} {:?}", case["id"], comparison.jinja2));
        }
    }
    println!("{different} of {} differ from Jinja2, {} of them unexplained", corpus.len(), unexplained.len());
    println!("{habits:#?} {:?} in all, {slowest:?} the slowest", began.elapsed());
    println!("{}", unexplained.join("\n"));
    assert!(unexplained.len() * 20 < different, "{} of {different} are unexplained", unexplained.len());
}
