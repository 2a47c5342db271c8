//! A sentence with its `code` set as code.

use crate::state::prose;
use leptos::prelude::*;

#[component]
pub fn Coded(text: String) -> impl IntoView {
    let part = |(code, part): (bool, &str)| match code {
        true => view! { <code>{part.to_owned()}</code> }.into_any(),
        false => part.to_owned().into_any(),
    };
    prose::parts(&text).into_iter().map(part).collect_view()
}
