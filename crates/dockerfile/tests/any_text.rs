//! Any text is read without a panic, and every place lies in it.

use dockerfile::{context::Context, images::Official, judge};
use std::ops::Range;

fn check(text: &str) {
    let judged = judge(text, &Context::default(), &Official, true);
    let within = |span: &Range<usize>, what: &str| {
        assert!(text.get(span.clone()).is_some(), "{what}: {span:?} is not in {text:?}");
    };
    for instruction in &judged.file.instructions {
        within(&instruction.span, "instruction");
        for word in instruction.flags.iter().chain(&instruction.args) {
            within(&word.span, "word");
        }
        instruction.heredocs.iter().for_each(|heredoc| within(&heredoc.span, "here-document"));
    }
    judged.classic.refusals.iter().for_each(|refusal| within(&refusal.span, "refusal"));
    judged.classic.differences.iter().for_each(|difference| within(&difference.span, "difference"));
    judged.buildkit.findings.iter().for_each(|finding| within(&finding.span, "finding"));
}

#[test]
fn recorded_files_cut_anywhere() {
    for (number, line) in include_str!("recorded.jsonl").lines().enumerate() {
        let case: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = case["dockerfile"].as_str().unwrap();
        if text.len() > 2_000 {
            continue;
        }
        // each case at every thirteenth place, another one in the next
        for (at, _) in text.char_indices().filter(|(at, _)| at % 13 == number % 13) {
            check(&text[..at]);
            // a character less, and one more
            let rest = text[at..].chars().next().map_or(0, char::len_utf8) + at;
            check(&format!("{}{}", &text[..at], &text[rest..]));
            for more in ["\\", "\"", "$", "ä", "\n", "<<", "\u{a0}", "\r\n"] {
                check(&format!("{}{more}{}", &text[..at], &text[at..]));
            }
        }
    }
}
