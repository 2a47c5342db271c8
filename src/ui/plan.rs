//! The build, drawn. A list beside it says the same, so assistive technology hears only that.

use super::editors::Editors;
use crate::platform::dom;
use faaso::picture::{Base, Cached, From, Picture, Ships, Step};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// Sizes in px where the browser's text size is 16 px; they grow with the text.
const ROW: f64 = 20.0;
const HEAD: f64 = 26.0;
const BOX: f64 = 24.0;
const GAP: f64 = 12.0;
/// Between two lines in the margin.
const LANE: f64 = 8.0;
/// So many sources have a line of their own; others share.
const LANES: usize = 8;

/// Where something is read from, as the picture tells sources apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Origin {
    Context,
    Image(String),
    Network,
    Stage(usize),
}

#[component]
pub fn Plan(picture: Picture) -> impl IntoView {
    let editors = expect_context::<Editors>();
    let scale = dom::rem() / 16.0;
    let at = move |px: f64| (px * scale).round();
    let reads = reads(&picture);
    let lanes = reads.len().min(LANES);
    let left = 14.0 + LANE * lanes as f64;
    // from where each source's line starts
    let mut starts: BTreeMap<Origin, f64> = BTreeMap::new();
    let mut y = 1.0;
    let mut boxes = Vec::new();
    for (origin, _) in reads.iter().filter(|(origin, _)| !matches!(origin, Origin::Stage(_))) {
        starts.insert(origin.clone(), y + BOX / 2.0);
        let name = match origin {
            Origin::Image(name) => format!("Image {name}"),
            Origin::Network => "Network".to_owned(),
            Origin::Context | Origin::Stage(_) => "Build context".to_owned(),
        };
        boxes.push(
            view! {
                <g>
                    <rect class="source" x=at(left) y=at(y) width="60%" height=at(BOX) rx="4" />
                    <text class="name" x=at(left + 8.0) y=at(y + 16.0)>{name}</text>
                </g>
            }
            .into_any(),
        );
        y += BOX + GAP;
    }
    let last = picture.stages.len().saturating_sub(1);
    let mut rows: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    for (number, stage) in picture.stages.iter().enumerate() {
        let lines = stage.steps.len() + usize::from(stage.more > 0);
        let height = HEAD + ROW * lines as f64 + 6.0;
        starts.insert(Origin::Stage(number), y + HEAD / 2.0);
        let class = match stage.ships {
            Ships::Whole => "stage ships",
            Ships::InPart => "stage",
            Ships::Not => "stage unused",
        };
        let base = match &stage.base {
            Base::Scratch => "empty".to_owned(),
            Base::Image(name) => name.clone(),
            Base::Stage(at) => format!("stage {at}"),
        };
        let name = if stage.name.is_empty() { String::new() } else { format!(" {}", stage.name) };
        let what = match stage.ships {
            _ if number == last => " · the image",
            Ships::Whole | Ships::InPart => "",
            Ships::Not => " · unused",
        };
        let steps = stage.steps.iter().enumerate().map(|(index, step)| {
            let top = y + HEAD + ROW * index as f64;
            rows.insert((number, index), top + ROW / 2.0);
            let place = step.place.clone();
            let mark = if step.options.is_empty() { "" } else { "◆" };
            view! {
                <g class=format!("row {}", state(step)) on:click=move |_| editors.go_to(&place)>
                    <rect class="hit" x=at(left + 2.0) y=at(top) width="100%" height=at(ROW) />
                    <text class="sign" x=at(left + 8.0) y=at(top + 14.0)>{sign(step)}</text>
                    <text class="number" x=at(left + 42.0) y=at(top + 14.0)>{step.number}</text>
                    <text class="option" x=at(left + 46.0) y=at(top + 14.0)>{mark}</text>
                    <text class="code" x=at(left + 60.0) y=at(top + 14.0)>{step.text.clone()}</text>
                </g>
            }
        });
        let steps = steps.collect_view();
        let more = (stage.more > 0).then(|| {
            let top = y + HEAD + ROW * stage.steps.len() as f64;
            view! { <text class="sign" x=at(left + 60.0) y=at(top + 14.0)>{format!("and {} more", stage.more)}</text> }
        });
        boxes.push(view! {
            <g>
                <rect class=class x=at(left) y=at(y) height=at(height) rx="6" style:width=format!("calc(100% - {}px)", at(left + 1.0)) />
                <text class="name" x=at(left + 8.0) y=at(y + 17.0)>{format!("Stage {number}{name}{what} · from {base}")}</text>
                {steps}
                {more}
            </g>
        }.into_any());
        y += height + GAP;
    }
    let lines = reads.iter().enumerate().map(|(lane, (origin, readers))| {
        let x = left - 8.0 - LANE * (lane % LANES) as f64;
        let from = starts.get(origin).copied().unwrap_or_default();
        let ends: Vec<f64> = readers.iter().filter_map(|row| rows.get(row).copied()).collect();
        let down = ends.iter().copied().fold(from, f64::max);
        let up = ends.iter().copied().fold(from, f64::min);
        let mut path = format!("M{} {}H{}M{} {}V{}", at(left), at(from), at(x), at(x), at(up), at(down));
        for end in ends {
            let (tip, end) = (at(left + 3.0), at(end));
            let (back, wide) = (at(4.0), at(3.0));
            path.push_str(&format!(
                "M{} {end}H{tip}M{} {}L{tip} {end}L{} {}",
                at(x),
                tip - back,
                end - wide,
                tip - back,
                end + wide
            ));
        }
        let class = match origin {
            Origin::Context => "line context",
            Origin::Stage(_) => "line of-stage",
            Origin::Image(_) | Origin::Network => "line",
        };
        view! { <path class=class d=path /> }
    });
    let lines = lines.collect_view();
    view! {
        <svg class="plan" aria-hidden="true" focusable="false" height=at(y)>
            {boxes}
            {lines}
        </svg>
        <p class="key" aria-hidden="true">
            "↻ built again · ? may be built again · ✕ FaaSO's builder stops · ◆ depends on an option"
        </p>
    }
}

/// Each source with the steps that read it, by stage and number there.
fn reads(picture: &Picture) -> Vec<(Origin, Vec<(usize, usize)>)> {
    let mut found: BTreeMap<Origin, Vec<(usize, usize)>> = BTreeMap::new();
    for (number, stage) in picture.stages.iter().enumerate() {
        if let Base::Stage(base) = stage.base {
            found.entry(Origin::Stage(base)).or_default().push((number, 0));
        }
        for (index, step) in stage.steps.iter().enumerate() {
            for read in &step.reads {
                let origin = match &read.from {
                    From::Context => Origin::Context,
                    From::Stage(at) => Origin::Stage(*at),
                    From::Image(name) => Origin::Image(name.clone()),
                    From::Address => Origin::Network,
                };
                let readers = found.entry(origin).or_default();
                if readers.last() != Some(&(number, index)) {
                    readers.push((number, index));
                }
            }
        }
    }
    found.into_iter().collect()
}

/// How a step stands, for its colours.
pub fn state(step: &Step) -> &'static str {
    match (&step.refused, &step.cached) {
        (Some(_), _) => "refused",
        (None, Cached::Again(_) | Cached::Perhaps(_)) => "again",
        (None, Cached::NotReached) => "beyond",
        (None, Cached::Kept | Cached::Unknown) => "",
    }
}

fn sign(step: &Step) -> &'static str {
    match (&step.refused, &step.cached) {
        (Some(_), _) => "✕",
        (None, Cached::Again(_)) => "↻",
        (None, Cached::Perhaps(_)) => "?",
        (None, Cached::NotReached | Cached::Kept | Cached::Unknown) => "",
    }
}
