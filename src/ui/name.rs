//! A name from a project as the page draws it: on its own in the direction of writing, with a mark for every character
//! that cannot be seen, so that no name looks like another one.

use faaso::invisible;
use leptos::prelude::*;

/// `name` is a path, a part of one, or any other name that the author or a stranger chose.
#[component]
pub fn Name(#[prop(into)] name: String) -> impl IntoView {
    let pieces = pieces(&name).into_iter().map(|piece| match piece {
        Piece::Text(text) => text.into_any(),
        Piece::Mark(c, invisible::Invisible { mark, name }) => {
            let title = format!("{name} (U+{:04X})", u32::from(c));
            view! { <span class="marked-character" title=title>{mark}</span> }.into_any()
        }
    });
    view! { <bdi>{pieces.collect_view()}</bdi> }
}

enum Piece {
    Text(String),
    Mark(char, invisible::Invisible),
}

fn pieces(name: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut seen = 0;
    for (at, c) in name.char_indices() {
        let Some(mark) = invisible::of(c).filter(|_| !invisible::is_drawn(name, at)) else { continue };
        if seen < at {
            pieces.push(Piece::Text(name[seen..at].to_owned()));
        }
        pieces.push(Piece::Mark(c, mark));
        seen = at + c.len_utf8();
    }
    if seen < name.len() {
        pieces.push(Piece::Text(name[seen..].to_owned()));
    }
    pieces
}
