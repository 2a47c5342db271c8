//! Two texts line by line, as a table, in one column or side by side. Changed words are marked.

use super::{bench, count};
use faaso::{
    changes::{Row, lines},
    side_by_side::{Half, Line, side_by_side},
    text::Span,
};
use leptos::prelude::*;

/// More lines than this are not drawn: nobody reads them.
const MOST: usize = 2_000;

pub fn line_table(before: &str, after: &str) -> impl IntoView + use<> {
    let mut all = lines(before, after);
    let left = all.len().saturating_sub(MOST);
    all.truncate(MOST);
    row_table(all, left)
}

/// Rows of a comparison; `left` is how many more there are.
pub fn row_table(all: Vec<Row>, left: usize) -> impl IntoView + use<> {
    let view = bench().view;
    let all = side_by_side(all);
    view! {
        {move || match view.side_by_side.get() {
            true => two_columns(all.clone()).into_any(),
            false => one_column(all.clone()).into_any(),
        }}
        {(left > 0).then(|| view! { <p class="none">{format!("{} more", count(left, "line"))}</p> })}
    }
}

/// Switches between the two.
#[component]
pub fn SideBySide() -> impl IntoView {
    let view = bench().view;
    view! {
        <button
            type="button"
            class="quiet"
            aria-pressed=move || view.side_by_side.get().to_string()
            on:click=move |_| view.toggle_side_by_side()
        >
            "Side by side"
        </button>
    }
}

fn one_column(all: Vec<Line>) -> impl IntoView {
    let row = |class: &'static str, old: String, new: String, sign: &'static str, text: AnyView| {
        view! {
            <tr class=class>
                <td class="line">{old}</td>
                <td class="line">{new}</td>
                <td class="sign">{sign}</td>
                <td><pre>{text}</pre></td>
            </tr>
        }
    };
    let mut drawn = Vec::new();
    // of neighbouring changes what was removed comes first
    let mut come = Vec::new();
    for line in all {
        if !matches!(line, Line::Changed(..)) {
            drawn.append(&mut come);
        }
        match line {
            Line::Same(old, new, text) => {
                drawn.push(row("", old.to_string(), new.to_string(), " ", text.into_any()));
            }
            Line::Changed(old, new) => {
                drawn.extend(old.map(|half| {
                    row("gone", half.number.to_string(), String::new(), "−", marked(half, Side::Old))
                }));
                come.extend(new.map(|half| {
                    row("new", String::new(), half.number.to_string(), "+", marked(half, Side::New))
                }));
            }
            Line::Skipped(lines) => {
                let text = count(lines, "unchanged line").into_any();
                drawn.push(row("elided", String::new(), String::new(), " ", text));
            }
        }
    }
    drawn.append(&mut come);
    view! { <table class="lines"><tbody>{drawn}</tbody></table> }
}

/// Where there is little room the two stand one below the other.
fn two_columns(all: Vec<Line>) -> impl IntoView {
    let half = |half: Option<Half>, side: Side| {
        let (class, sign) = match (&half, side) {
            (None, _) => ("void", " "),
            (Some(_), Side::Old) => ("gone", "−"),
            (Some(_), Side::New) => ("new", "+"),
        };
        let number = half.as_ref().map(|half| half.number);
        let text = half.map(|half| marked(half, side));
        cells(class, number, sign, text.into_any())
    };
    let row = |line: Line| match line {
        Line::Same(old, new, text) => view! {
            <tr>
                {cells("", Some(old), " ", text.clone().into_any())}
                {cells("again", Some(new), " ", text.into_any())}
            </tr>
        }
        .into_any(),
        Line::Changed(old, new) => {
            view! { <tr>{half(old, Side::Old)} {half(new, Side::New)}</tr> }.into_any()
        }
        Line::Skipped(lines) => view! {
            <tr class="elided"><td colspan="6"><pre>{count(lines, "unchanged line")}</pre></td></tr>
        }
        .into_any(),
    };
    let drawn = all.into_iter().map(row).collect_view();
    view! {
        <table class="lines two">
            <colgroup>
                <col class="line" /><col class="sign" /><col /><col class="line" /><col class="sign" /><col />
            </colgroup>
            <tbody>{drawn}</tbody>
        </table>
    }
}

fn cells(class: &'static str, number: Option<usize>, sign: &'static str, text: AnyView) -> impl IntoView {
    view! {
        <td class=format!("line {class}")>{number}</td>
        <td class=format!("sign {class}")>{sign}</td>
        <td class=class><pre>{text}</pre></td>
    }
}

#[derive(Clone, Copy)]
enum Side {
    Old,
    New,
}

/// A line, with what the other one lacks as removed or new.
fn marked(Half { text, words, .. }: Half, side: Side) -> AnyView {
    if words.is_empty() {
        return text.into_any();
    }
    let mut parts = Vec::new();
    let mut at = 0;
    for Span { start, end } in words {
        parts.push(text[at..start].to_owned().into_any());
        let word = text[start..end].to_owned();
        parts.push(match side {
            Side::Old => view! { <del>{word}</del> }.into_any(),
            Side::New => view! { <ins>{word}</ins> }.into_any(),
        });
        at = end;
    }
    parts.push(text[at..].to_owned().into_any());
    parts.into_any()
}
