//! A project that stops or freezes the page is not opened by itself again: a mark stands in the storage while one is opened,
//! and is taken away when the page has drawn it and goes on.

use super::keeper::Keeper;
use crate::platform::settings;
use faaso::records::{ProjectId, Write, opening};
use gloo::timers::callback::Timeout;
use leptos::{prelude::request_animation_frame, task::spawn_local};

/// From the opening on, in ms: by then its files are drawn, with their colours.
const DRAWN: u32 = 1_500;

impl Keeper {
    /// Call it before the project is shown.
    pub(super) fn watch_opening(&self, id: ProjectId) {
        if self.0.opening.get() == Some(id) {
            return;
        }
        let before = self.0.opening.replace(Some(id)).map(|before| opening(before, false));
        self.put_marks(before.into_iter().chain([opening(id, true)]).collect());
        let keeper = self.clone();
        Timeout::new(DRAWN, move || {
            // two frames: the first is asked for before what came until now is drawn
            request_animation_frame(move || {
                request_animation_frame(move || {
                    if keeper.0.opening.get() == Some(id) {
                        spawn_local(async move {
                            let writes: Vec<Write> = keeper.opened().collect();
                            if keeper.0.storage.write(&writes, None).await.is_err() {
                                keeper.still_opening(id);
                            }
                        });
                    }
                });
            });
        })
        .forget();
    }

    /// The page goes on with what it opened, or is left as pages are: what is then to be written.
    pub(super) fn opened(&self) -> impl Iterator<Item = Write> {
        let id = self.0.opening.take();
        id.into_iter().map(|id| {
            settings::clear_stopped(id);
            opening(id, false)
        })
    }

    /// The mark could not be taken away: the next write, or leaving the page, tries again.
    pub(super) fn still_opening(&self, id: ProjectId) {
        if self.0.opening.get().is_none() {
            self.0.opening.set(Some(id));
        }
    }

    /// Handed to the browser at once, which carries it out though the page freezes.
    fn put_marks(&self, marks: Vec<Write>) {
        let keeper = self.clone();
        spawn_local(async move {
            // where nothing can be kept, nothing is opened by itself either
            let _ = keeper.0.storage.write(&marks, None).await;
        });
    }

    pub(super) fn withdraw_opening(&self) {
        if let Some(id) = self.0.opening.take() {
            self.put_marks(vec![opening(id, false)]);
        }
    }

    /// The page stopped or froze with this project.
    pub(super) fn is_held(&self, id: ProjectId) -> bool {
        self.0.marked.borrow().contains(&id) || settings::is_stopped_by(id)
    }
}
