#[cfg(target_arch = "wasm32")]
fn main() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(trial::Trial);
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}

/// Two editors over one text and its rendering, until the page stands.
#[cfg(target_arch = "wasm32")]
mod trial {
    use faaso_designer::editor::*;
    use leptos::prelude::*;
    use std::sync::Arc;

    #[component]
    pub fn Trial() -> impl IntoView {
        let text = RwSignal::new(
            "FROM alpine\r\nRUN apk add {{ options.ship_packages | join(\" \") }} # ñ🎉\n".to_owned(),
        );
        let back = RwSignal::new(Vec::<String>::new());
        let cursor = RwSignal::new(String::new());
        let document = move |key: &'static str, path: &'static str| {
            Signal::derive(move || {
                Some(Document {
                    key: DocKey::new(key),
                    text: text.get().into(),
                    language: Language::of(path),
                })
            })
        };
        let other = RwSignal::new(false);
        let left = Signal::derive(move || match other.get() {
            true => Some(Document {
                key: DocKey::new("other"),
                text: "a: 1\n".into(),
                language: Language::of("x.yml"),
            }),
            false => document("Dockerfile.j2", "Dockerfile.j2").get(),
        });
        let on_change = Callback::new(move |change: TextChange| {
            if change.key.as_str() != "Dockerfile.j2" {
                return;
            }
            if !change.typing {
                back.update(|back| back.push(text.get_untracked()));
            }
            text.update(|text| {
                for splice in &change.splices {
                    text.replace_range(splice.span.start..splice.span.end, &splice.text);
                }
            });
        });
        let on_undo = Callback::new(move |()| {
            if let Some(before) = back.try_update(Vec::pop).flatten() {
                text.set(before);
            }
        });
        let on_cursor = Callback::new(move |at: Cursor| {
            cursor.set(format!(
                "Ln {}, Col {}, byte {}, selected {:?}",
                at.place.line, at.place.column, at.offset, at.selected
            ));
        });
        let marks = Signal::derive(move || {
            let found = text.with(|text| text.find("nofilter"));
            let mark = |at| Mark {
                span: faaso_designer::core::text::Span::new(at, at + 8),
                severity: faaso_designer::core::diagnostic::Severity::Error,
                message: "no filter with name “nofilter” registered".into(),
            };
            found.map(mark).into_iter().collect::<Arc<[Mark]>>()
        });
        let options: Arc<[OptionName]> =
            Arc::new([OptionName { name: "ship_packages".into(), detail: "curl, fish".into() }]);
        let handle = EditorHandle::new();
        view! {
            <main class="trial">
                <p role="status" aria-label="Cursor">{cursor}</p>
                <button on:click=move |_| other.update(|other| *other = !*other)>"Switch"</button>
                <button on:click=move |_| {
                    let at = text.with(|text| text.find("apk").unwrap_or(0));
                    handle.reveal(DocKey::new("Dockerfile.j2"), faaso_designer::core::text::Span::new(at, at + 3));
                }>"Reveal"</button>
                <CodeEditor label="Template editor" document=left on_change on_undo on_cursor marks options=Signal::derive(move || options.clone()) handle />
                <CodeEditor label="Rendered output" document=document("out", "Dockerfile") read_only=true />
            </main>
        }
    }
}
