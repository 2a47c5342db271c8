//! Two texts line by line, as a table.

use super::count;
use faaso::changes::{Row, lines};
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
    let row = |row: Row| {
        let (class, old, new, sign, text) = match row {
            Row::Same(old, new, text) => ("", old.to_string(), new.to_string(), " ", text),
            Row::Gone(old, text) => ("gone", old.to_string(), String::new(), "−", text),
            Row::New(new, text) => ("new", String::new(), new.to_string(), "+", text),
            Row::Skipped(lines) => {
                ("elided", String::new(), String::new(), " ", count(lines, "unchanged line"))
            }
        };
        view! {
            <tr class=class>
                <td class="line">{old}</td>
                <td class="line">{new}</td>
                <td class="sign">{sign}</td>
                <td><pre>{text}</pre></td>
            </tr>
        }
    };
    let drawn = all.into_iter().map(row).collect_view();
    view! {
        <table class="lines"><tbody>{drawn}</tbody></table>
        {(left > 0).then(|| view! { <p class="none">{format!("{} more", count(left, "line"))}</p> })}
    }
}
