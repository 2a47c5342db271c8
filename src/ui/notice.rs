//! Something said in passing.

use super::{
    bench,
    icon::{Icon, Sign},
};
use leptos::prelude::*;

#[component]
pub fn NoticeBox() -> impl IntoView {
    let bench = bench();
    view! {
        <div class="notice-place" role="status" aria-label="Notice">
            {move || {
                bench.view.notice.get().map(|notice| view! {
                    <div class=if notice.bad { "notice bad" } else { "notice" }>
                        <p>{notice.text}</p>
                        {notice.undo.then(|| view! {
                            <button
                                type="button"
                                class="small"
                                // the bar above has an Undo as well
                                aria-label="Undo this"
                                on:click=move |_| {
                                    bench.view.notice.set(None);
                                    bench.undo();
                                }
                            >
                                "Undo"
                            </button>
                        })}
                        <button
                            type="button"
                            class="quiet square"
                            aria-label="Dismiss"
                            on:click=move |_| bench.view.notice.set(None)
                        >
                            <Icon sign=Sign::Close />
                        </button>
                    </div>
                })
            }}
        </div>
    }
}
