//! What a change would do to files, before it is made.

use convert::options::Changed;
use leptos::prelude::*;

/// Every file that changes, with its lines before and after.
pub fn changes(changed: &[Changed]) -> AnyView {
    let file = |changed: &Changed| {
        let gone = changed.gone.iter().map(|(line, text)| (*line, "gone", "−", text.clone()));
        let new = changed.new.iter().map(|(line, text)| (*line, "new", "+", text.clone()));
        let mut lines: Vec<_> = gone.chain(new).collect();
        lines.sort_by_key(|(line, ..)| *line);
        let rows = lines.into_iter().map(|(line, class, sign, text)| {
            view! {
                <tr class=class>
                    <td class="line">{line}</td>
                    <td class="sign">{sign}</td>
                    <td><pre>{text}</pre></td>
                </tr>
            }
        });
        let renamed = changed.renamed.as_ref().map(|path| format!(" → {path}")).unwrap_or_default();
        view! {
            <li>
                <p class="path">{format!("{}{renamed}", changed.file.path)}</p>
                <table class="lines"><tbody>{rows.collect_view()}</tbody></table>
            </li>
        }
    };
    let files = changed.iter().map(file).collect_view();
    view! { <ul class="changes preview" aria-label="Changes">{files}</ul> }.into_any()
}
