//! Lessons: found, taken, checked while one types, and nothing of what was open is lost. Rules' examples, opened.

use crate::page::Page;

const TITLES: [&str; 8] = [
    "Your first runtime",
    "Templates and whitespace",
    "Three kinds of nothing",
    "Lists and join",
    "The template folder",
    "A health check",
    "FaaSO's builder",
    "Contribute a runtime",
];

fn opened(page: &Page, title: &str) {
    page.press("Control+k");
    page.dialog("Commands").wait();
    page.type_text("show lessons");
    page.press("Enter");
    page.dialog("Lessons").listitem(title).starting("button", "").click();
    page.dialog("Lessons").wait_gone();
    page.region("Lesson").wait_text(title);
}

#[test]
fn a_lesson_is_checked_as_one_types() {
    let page = Page::open();
    page.textbox("Rendered output").wait_text("FROM");
    page.textbox("Template editor").press("Control+Home");
    page.type_text("# mine\n");
    page.region("Welcome").button("Learn with lessons").click();
    let lessons = page.dialog("Lessons");
    lessons.listitem("Contribute a runtime").wait_text("Not started");
    lessons.listitem("Lists and join").starting("button", "").click();
    page.status("Notice").wait_text("Your previous project is in Projects");
    page.region("Welcome").wait_gone();

    let lesson = page.region("Lesson");
    let progress = page.status("Lesson progress");
    progress.wait_text("0 of 4 done");
    lesson.list("Checks").wait_text("To do: packages in funko.yml is the list");
    // each change is checked by itself, and done for as long as it is so
    page.textbox("Template editor").select("options.packages").type_text("options.packages | join(\" \")");
    progress.wait_text("1 of 4 done");
    page.textbox("funko.yml editor").select("- curl");
    page.insert("- curl\n    - git");
    progress.wait_text("Lesson done");
    lesson.list("Checks").wait_text("Done: packages in funko.yml is the list");
    page.textbox("funko.yml editor").select("git").type_text("fish");
    progress.wait_text("1 of 4 done");
    page.button("Undo").click();

    // it stays done, also after a reload, and so does the project
    progress.wait_text("Lesson done");
    page.status("Save state").wait_text("Saved");
    page.wait_true("localStorage['faaso-designer.settings']?.includes('lists-and-join') ?? false");
    page.reload();
    page.region("Lesson").wait_text("Lists and join");
    page.status("Lesson progress").wait_text("Lesson done");
    page.region("Lesson").button("Next lesson").click();
    page.region("Lesson").wait_text("The template folder");
    page.button("Open").click();
    page.starting("menuitem", "Lessons").click();
    page.dialog("Lessons").listitem("Lists and join").wait_text("Done");
    // going back goes on where it was left
    page.dialog("Lessons").listitem("Lists and join").starting("button", "").click();
    page.textbox("Rendered output").wait_text("curl git");

    page.button("Projects").click();
    let projects = page.dialog("Projects");
    projects.listitem("Lesson: Lists and join").wait();
    projects.listitem("Lesson: The template folder").wait();
    projects.listitem("hello — flask-gunicorn").button("hello — flask-gunicorn").click();
    page.textbox("Template editor").wait_text("# mine");
    page.region("Lesson").wait_gone();
}

#[test]
fn a_lesson_gives_a_hint_and_its_solution_is_one_undo() {
    let page = Page::open();
    page.textbox("Rendered output").wait_text("FROM");
    opened(&page, "A health check");
    let lesson = page.region("Lesson");
    let progress = page.status("Lesson progress");
    progress.wait_text("0 of 4 done");
    lesson.button("Hint").click();
    lesson.get("note", "Hint text").wait_text("public/ping");
    lesson.button("Show the solution").click();
    progress.wait_text("Lesson done");
    page.textbox("Rendered output").wait_text("HEALTHCHECK");
    page.status("Notice").button("Undo this").click();
    progress.wait_text("0 of 4 done");
    page.treeitem("ping").wait_gone();
    lesson.button("Show the solution").click();
    progress.wait_text("Lesson done");
    lesson.button("Start again").click();
    progress.wait_text("0 of 4 done");

    // closed, it comes back by its command, with what was done
    lesson.button("Close lesson").click();
    lesson.wait_gone();
    page.press("Control+k");
    page.dialog("Commands").wait();
    page.type_text("hide the open lesson");
    page.press("Enter");
    progress.wait_text("0 of 4 done");

    // on a phone it leaves room to work
    page.resize(420, 800);
    page.wait_true(
        "document.querySelector('.lesson').getBoundingClientRect().height < 320 \
         && document.querySelector('.pane.template .editor').getBoundingClientRect().height > 120 \
         && document.documentElement.scrollWidth <= document.documentElement.clientWidth",
    );
    lesson.button("Show the solution").click();
    progress.wait_text("Lesson done");
    page.screenshot("lesson-narrow");
}

/// Each is open as it begins, and done with its solution, in the order of the list.
#[test]
fn every_lesson_is_done_with_its_solution() {
    let page = Page::open();
    page.textbox("Rendered output").wait_text("FROM");
    opened(&page, "Your first runtime");
    let lesson = page.region("Lesson");
    let progress = page.status("Lesson progress");
    for (at, title) in TITLES.iter().enumerate() {
        lesson.wait_text(title);
        progress.wait_text(" done");
        progress.wait_no_text("Lesson done");
        lesson.list("Checks").wait_text("To do: ");
        lesson.button("Show the solution").click();
        progress.wait_text("Lesson done");
        lesson.list("Checks").wait_no_text("To do: ");
        lesson.button(if at + 1 < TITLES.len() { "Next lesson" } else { "All lessons" }).click();
    }
    for title in TITLES {
        page.dialog("Lessons").listitem(title).wait_text("Done");
    }
}

#[test]
fn a_rules_example_opens_as_a_project() {
    let page = Page::open();
    page.textbox("Template editor").fill("FROM alpine\n{% if options.ship_packages %}RUN x{% endif %}\n");
    page.button("bare-if").click();
    page.only("dialog").button("Try it").click();
    page.status("Notice").wait_text("Your previous project is in Projects");
    page.textbox("Template editor").wait_text("RUN apk add {{ options.packages");
    page.region("Problems").wait_text("bare-if");
    page.button("Projects").click();
    page.dialog("Projects").listitem("Example: if options.x is true for every option that is set").wait();
}

#[test]
fn help_offers_the_ways_to_begin() {
    let page = Page::open();
    page.textbox("Rendered output").wait_text("FROM");
    page.button("Close the introduction").click();
    page.region("Welcome").wait_gone();
    page.press("F1");
    let help = page.dialog("Help");
    for way in ["Try an example", "Open my runtime or funko", "Learn with lessons"] {
        help.button(way).wait();
    }
    help.button("Convert my application").click();
    page.dialog("Application to convert").wait();
    page.press("Escape");
    page.dialog("Application to convert").wait_gone();
    page.press("F1");
    help.button("Learn with lessons").click();
    page.dialog("Lessons").listitem("Your first runtime").wait();
}
