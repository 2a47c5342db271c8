//! The picture of the build: stages and steps in words and drawn, the way to the template, and what a change builds again.

use crate::page::Page;

pub const TWO_STAGES: &str = "FROM golang:1.24 AS build\nCOPY main.py /src/\n{% for p in options.ship_packages -%}\nRUN add {{ p }}\n{% endfor -%}\nRUN make\n\
                              FROM alpine:3.22\nCOPY --from=build /out /app\nEXPOSE 3000\nCMD [\"/app/run\", \"/ping\"]\n";

in_each_browser! {
    fn the_picture_says_what_is_built_and_what_ships(page: &Page) {
        page.textbox("Template editor").fill(TWO_STAGES);
        page.textbox("Rendered output").wait_text("FROM golang");
        page.tab("Build picture").click();
        let stages = page.list("Stages");
        stages.listitem("Stage 0 build").wait_text("golang:1.24").wait_text("Used by stage 1.");
        stages.listitem("Stage 1, the image").wait_text("alpine:3.22").wait_text("This stage is the image.");
        let first = page.list("Steps of stage 0");
        first.wait_text("Reads main.py from the build context: 1 file.");
        page.list("Steps of stage 1").wait_text("Reads out from stage build.");
        // by key as by click to the line of the template
        first.button("Step 3: RUN make").press("Enter");
        page.wait_true("getSelection().toString() === 'RUN make'");
        page.list("Steps of stage 1").button("Step 5: COPY --from=build /out /app").click();
        page.wait_true("getSelection().toString() === 'COPY --from=build /out /app'");
    }

    fn the_picture_says_what_a_change_builds_again(page: &Page) {
        page.textbox("Template editor").fill(TWO_STAGES);
        page.textbox("Rendered output").wait_text("FROM golang");
        page.tab("Changes").click();
        page.textbox("Snapshot name").fill("before");
        page.button("Take snapshot").click();
        page.tab("Build picture").click();
        page.combobox("Compare with").choose("before");
        let again = page.status("Built again");
        again.wait_text("No step is built again.");
        // an option makes a step
        page.textbox("funko.yml editor").select("ship_packages: []").type_text("ship_packages: [curl]");
        again.wait_text("2 steps of 8 built again, and perhaps 3 more, from step 3 on. It's new, or its text changed.");
        let first = page.list("Steps of stage 0");
        first.wait_text("Step 3: RUN add curl").wait_text("Depends on the option ship_packages.");
        first.wait_text("Step 3 is built again, and this one builds on it.");
        page.list("Steps of stage 1").wait_text("It copies from stage build, which is built again");
        // a file
        page.button("Reset").click();
        again.wait_text("No step is built again.");
        page.treeitem("main.py").double_click();
        page.textbox("Template editor").press("Control+Home");
        page.type_text("# mine\n");
        again.wait_text("from step 2 on. main.py changed.");
        page.screenshot("picture-again");
    }
}

#[test]
fn the_picture_says_where_faasos_builder_stops_and_why_there_is_none() {
    let page = Page::open();
    page.textbox("Template editor")
        .fill(&TWO_STAGES.replace("RUN make", "RUN --mount=type=cache,target=/c make"));
    page.tab("Build picture").click();
    page.list("Steps of stage 0")
        .wait_text("FaaSO's builder stops here: the --mount option requires BuildKit.");
    page.list("Steps of stage 1").wait_text("Not reached: FaaSO's builder stops before it.");
    page.textbox("Template editor").fill("FROM alpine\nEXPSE 3000\n");
    let panel = page.get("tabpanel", "Build picture");
    panel
        .wait_text("There is no picture: FaaSO's builder can't read the Dockerfile.")
        .wait_text("unknown instruction: EXPSE");
    panel.button("Go to it").click();
    page.wait_true("getSelection().toString() === 'EXPSE'");
    page.textbox("Template editor").fill("FROM {{ options. }}\n");
    panel.wait_text("FaaSO can't render Dockerfile.j2. Fix its error first.");
    // the last one stays as long as the error does
    page.textbox("Template editor").fill("FROM alpine\nRUN one\n");
    page.list("Steps of stage 0").wait_text("RUN one");
    page.textbox("Template editor").fill("FROM alpine\nRUN {{ two. }}\n");
    panel.wait_text("This is the last picture, from before the error.").wait_text("RUN one");
}
