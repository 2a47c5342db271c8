//! How a build ended, in words.

use super::{Outcome, Reach};

/// How a build ended. `sent`: the funko was on its way by then, so the server may have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    Answered(Outcome),
    /// By the author.
    Stopped {
        sent: bool,
    },
    /// There was no answer, or the browser didn't give it to the page: in its words.
    NoAnswer {
        reach: Reach,
        sent: bool,
        why: String,
    },
    /// The page stopped waiting, after so long in its words.
    Late {
        sent: bool,
        after: &'static str,
    },
}

impl End {
    /// It ended without an image, and not by the author.
    pub fn is_bad(&self) -> bool {
        !matches!(self, End::Stopped { .. } | End::Answered(Outcome::Built | Outcome::Unknown))
    }

    /// What is to be said of the build of that funko, whose log came to a step of so many.
    pub fn words(&self, name: &str, step: Option<(usize, usize)>) -> String {
        let outcome = match self {
            End::Answered(outcome) => outcome,
            End::Stopped { sent: true } => return format!("Stopped. {MAY_FINISH}"),
            End::Stopped { sent: false } => return "Stopped. The funko wasn't sent.".to_owned(),
            End::NoAnswer { reach, sent: true, why } => {
                let or = if *reach == Reach::Own {
                    ""
                } else {
                    ", or the server doesn't allow this page to send funkos"
                };
                return format!(
                    "The connection broke before an answer came{or}. {MAY_FINISH} The browser says: `{why}`"
                );
            }
            End::NoAnswer { reach: Reach::Own, sent: false, why } => {
                return format!(
                    "The server can't be reached. Check that it runs, and its address. The browser says: `{why}`"
                );
            }
            End::NoAnswer { sent: false, why, .. } => {
                return format!(
                    "The server can't be reached, or doesn't allow this page. Check that it runs, and the address. A server at another address than this page has to allow it (CORS): open “This page comes from another address than the server” above. The browser says: `{why}`"
                );
            }
            End::Late { sent: true, after } => {
                return format!(
                    "Nothing came from the server for {after}, so the page stopped waiting. {MAY_FINISH}"
                );
            }
            End::Late { sent: false, after } => {
                return format!(
                    "The server didn't answer within {after}. The funko wasn't sent. Check that the server runs, and its address."
                );
            }
        };
        match (outcome, step) {
            (Outcome::Built, _) => {
                format!(
                    "Built `faaso-{name}`. To start it, run `faaso scale {name} 1` or use FaaSO's own page."
                )
            }
            (Outcome::Failed, Some((number, of))) => format!("The build failed at step {number} of {of}."),
            (Outcome::Failed, None) => "The build failed. The log says why.".to_owned(),
            (Outcome::Unknown, _) => {
                "The log ended without saying whether there is an image. Check FaaSO's own page.".to_owned()
            }
            (Outcome::Cut(why), _) => {
                format!("The connection broke. The server may still be building. The browser says: `{why}`")
            }
            (Outcome::Refused(why), _) => why.clone(),
        }
    }
}

const MAY_FINISH: &str = "The server may still finish this build: check FaaSO's own page.";
