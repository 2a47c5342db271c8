//! Drawn signs. They say nothing to assistive technology: the control they stand in has a name.

use leptos::prelude::*;

/// Strokes in a square of 16.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    Bang,
    Chevron,
    Close,
    Contrast,
    Copy,
    Cross,
    Dots,
    Folder,
    Help,
    Maximise,
    Moon,
    Plus,
    Redo,
    Restore,
    Screen,
    Sun,
    Tick,
    Undo,
    Upload,
}

impl Sign {
    fn path(self) -> &'static str {
        match self {
            Sign::Bang => "M8 2.5 14.5 13.5h-13zM8 6.5v3.2M8 11.6v.2",
            Sign::Chevron => "M4 6l4 4 4-4",
            Sign::Close => "M4 4l8 8M12 4l-8 8",
            Sign::Contrast => "M8 2a6 6 0 1 0 0 12zM8 2a6 6 0 0 1 0 12M6 4v8M4 5.5v5",
            Sign::Copy => "M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3",
            Sign::Cross => {
                "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zM5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4"
            }
            Sign::Dots => "M3 8h.1M8 8h.1M13 8h.1",
            Sign::Folder => "M2 13V3.5h4l1.5 2H14V13zM8 7.3v3.8M6.1 9.2h3.8",
            Sign::Help => "M5.6 6a2.4 2.4 0 1 1 3.6 2.1C8.4 8.6 8 9 8 10M8 12.6v.2",
            Sign::Maximise => "M3 6.5v-3.5h3.5M9.5 3h3.5v3.5M13 9.5v3.5H9.5M6.5 13H3V9.5",
            Sign::Moon => "M13 9.8A5.6 5.6 0 0 1 6.2 3 5.6 5.6 0 1 0 13 9.8z",
            Sign::Plus => "M8 3v10M3 8h10",
            Sign::Redo => "M12.5 6.5h-6a3.5 3.5 0 0 0 0 7H9M12.5 6.5l-3-3M12.5 6.5l-3 3",
            Sign::Restore => "M6.5 3v3.5H3M13 6.5H9.5V3M9.5 13V9.5H13M3 9.5h3.5V13",
            Sign::Sun => {
                "M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6zM8 1.4v1.4M8 13.2v1.4M1.4 8h1.4M13.2 8h1.4M3.3 3.3l1 1M11.7 11.7l1 1M3.3 12.7l1-1M11.7 4.3l1-1"
            }
            Sign::Screen => "M1.8 3h12.4v8.2H1.8zM5.5 13.6h5M8 11.2v2.4",
            Sign::Tick => "M3 8.5l3.2 3.2L13 4.8",
            Sign::Undo => "M3.5 6.5h6a3.5 3.5 0 0 1 0 7H7M3.5 6.5l3-3M3.5 6.5l3 3",
            Sign::Upload => "M8 10.5V2.8M4.8 5.8 8 2.6l3.2 3.2M2.8 10.5v2.7h10.4v-2.7",
        }
    }
}

#[component]
pub fn Icon(sign: Sign) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
            <path d=sign.path() />
        </svg>
    }
}
