//! The log of a build as the page shows it: its end, once a frame.

use crate::platform::dom;
use faaso::remote_build::read;
use leptos::prelude::*;

/// The id of the log's element: at its end it stays at its end.
pub const LOG: &str = "build-log";
/// Bytes of the log that are shown: the last ones.
const SHOWN: usize = 200_000;

#[derive(Clone, Copy, Default)]
pub struct Log {
    /// Its end.
    pub text: RwSignal<String>,
    /// The last step of so many that it told of.
    pub step: RwSignal<Option<(usize, usize)>>,
    /// What came since it was last shown.
    waiting: StoredValue<String>,
}

impl Log {
    pub(super) fn clear(self) {
        self.text.set(String::new());
        self.step.set(None);
        self.waiting.set_value(String::new());
    }

    /// What comes is shown once a frame.
    pub(super) fn take(self, text: &str) {
        if text.is_empty() {
            return;
        }
        let first = self.waiting.with_value(String::is_empty);
        self.waiting.update_value(|waiting| waiting.push_str(text));
        if first {
            request_animation_frame(move || self.show());
        }
    }

    pub(super) fn show(self) {
        let new = self.waiting.try_update_value(std::mem::take).unwrap_or_default();
        if new.is_empty() {
            return;
        }
        // who reads above is left there
        let log = format!("#{LOG}");
        if dom::is_at_end(&log) {
            request_animation_frame(move || dom::scroll_to_end(&log));
        }
        if let Some((number, of, _)) = read(&new).step {
            self.step.set(Some((number, of)));
        }
        self.text.update(|log| {
            log.push_str(&new);
            if log.len() > SHOWN {
                let from = log.len() - SHOWN;
                let line = log.as_bytes()[from..].iter().position(|&byte| byte == b'\n');
                let cut = line.map_or_else(|| ceil_boundary(log, from), |at| from + at + 1);
                log.drain(..cut);
            }
        });
    }
}

/// The first boundary between letters from there on.
fn ceil_boundary(text: &str, from: usize) -> usize {
    (from..=text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len())
}
