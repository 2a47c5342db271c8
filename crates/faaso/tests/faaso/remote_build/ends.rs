//! What is said of a build at its end: what became of it, and what to do.

use faaso::remote_build::{End, Outcome, Reach};

#[test]
fn each_end_says_what_became_of_the_build() {
    let no_answer = |reach, sent| End::NoAnswer { reach, sent, why: "Failed to fetch".into() };
    let late = |sent| End::Late { sent, after: "20 seconds" };
    let step = Some((2, 5));
    const SENT: &str = "The server may still finish this build: check";
    for (end, step, is_bad, words) in [
        (End::Answered(Outcome::Built), step, false, &["Built `faaso-hello`", "faaso scale hello 1"][..]),
        (End::Answered(Outcome::Failed), step, true, &["failed at step 2 of 5."]),
        (End::Answered(Outcome::Failed), None, true, &["The build failed.", "log"]),
        (End::Answered(Outcome::Unknown), None, false, &["without saying", "Check FaaSO's own page"]),
        (
            End::Answered(Outcome::Cut("network error".into())),
            None,
            true,
            &["connection broke", "may still be building", "`network error`"],
        ),
        (End::Answered(Outcome::Refused("Wrong password.".into())), None, true, &["Wrong password."]),
        // what didn't go out can't be built
        (End::Stopped { sent: false }, None, false, &["Stopped. The funko wasn't sent."]),
        (End::Stopped { sent: true }, step, false, &["Stopped.", SENT]),
        (
            no_answer(Reach::Own, false),
            None,
            true,
            &["can't be reached. Check that it runs", "`Failed to fetch`"],
        ),
        (
            no_answer(Reach::Other, false),
            None,
            true,
            &[
                "can't be reached, or doesn't allow this page",
                "has to allow it (CORS): open “This page comes from another address than the server” above",
            ],
        ),
        (
            no_answer(Reach::Own, true),
            None,
            true,
            &["broke before an answer came. ", SENT, "`Failed to fetch`"],
        ),
        (
            no_answer(Reach::Other, true),
            None,
            true,
            &["doesn't allow this page to send funkos", SENT, "`Failed to fetch`"],
        ),
        (
            late(false),
            None,
            true,
            &["didn't answer within 20 seconds", "wasn't sent", "Check that the server runs"],
        ),
        (late(true), None, true, &["Nothing came from the server for 20 seconds", SENT]),
    ] {
        let said = end.words("hello", step);
        assert_eq!(end.is_bad(), is_bad, "{said}");
        for part in words {
            assert!(said.contains(part), "{part:?} in {said:?}");
        }
        let is_sent = said.contains("may still");
        assert!(!(is_sent && said.contains("wasn't sent")), "{said}");
    }
}
