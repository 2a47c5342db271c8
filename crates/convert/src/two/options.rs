//! What differs between two applications, as options with a value for each.

use super::hunks::{Hunk, hunks, likeness, size};
use crate::{
    app::{App, DOCKERFILE},
    fixing::spot,
    option_proposals::{may_name_a_secret, propose},
    options::{
        Kind,
        guess::{guess, slug, words},
    },
    plan::{Goes, Plan, Proposal, Spot},
};
use faaso::{
    bundle::{Bundle, File},
    funko::OptionValue,
    path::BundlePath,
    text::Span,
};
use std::collections::BTreeSet;

/// Larger texts aren't compared, they come with the funko.
const MAX_TEXT: usize = 256 << 10;
/// Files that have less in common aren't one template.
const ENOUGH: f64 = 0.5;
/// More differences in a file than anybody would fill in.
const MOST: usize = 40;

/// The same difference at two places is one option from so many letters on, whatever stands around it.
const DISTINCTIVE: usize = 5;

const SAME: &str = "It's the same in both applications.";
const DIFFERS: &str = "Your two applications differ here.";
const SECRET: &str = "Your two applications differ here. It may be a secret, so it isn't made by itself.";

/// What two applications have in common, and what not.
#[derive(Debug, Default)]
pub struct Compared {
    /// Not decided about.
    pub options: Vec<Proposal>,
    /// Files that the second application's funko brings along.
    pub own: Vec<BundlePath>,
    /// Files of the runtime that no options are proposed for, each with the reason.
    pub unlike: Vec<(BundlePath, String)>,
}

/// Compares the files of the runtime. Both applications are as their fixes make them, each with its own plan.
pub fn compare(first: &Bundle, plan: &Plan, second: &Bundle, its_plan: &Plan) -> Compared {
    let mut compared = Compared::default();
    let (app, its) = (App::new(first), App::new(second));
    let (known, its_known) = (propose(&app), propose(&its));
    let mut differing = Vec::new();
    for placement in its_plan.files.iter().filter(|placement| placement.goes != Goes::Out) {
        let path = &placement.path;
        let of_runtime = plan.placement(path.as_str()).is_some_and(|it| it.goes == Goes::Runtime);
        let (Some(theirs), Some(ours)) =
            (second.get(path.as_str()), first.get(path.as_str()).filter(|_| of_runtime))
        else {
            compared.own.push(path.clone());
            continue;
        };
        if theirs.bytes == ours.bytes {
            continue;
        }
        match in_file(path, ours, theirs, &known, &its_known) {
            Ok(found) => differing.extend(found),
            Err(why) => {
                // another Dockerfile would leave nothing of the runtime
                if path.as_str() != DOCKERFILE {
                    compared.own.push(path.clone());
                }
                compared.unlike.push((path.clone(), why));
            }
        }
    }
    compared.options = options(known, differing);
    compared
}

/// A stretch that differs.
#[derive(Debug)]
struct Differing {
    place: Spot,
    first: String,
    second: String,
    /// The proposal whose place it is, by its number.
    proposal: Option<usize>,
    /// What a new option for it is called.
    name: String,
    about: String,
    may_be_secret: bool,
}

fn in_file(
    path: &BundlePath,
    ours: &File,
    theirs: &File,
    known: &[Proposal],
    its_known: &[Proposal],
) -> Result<Vec<Differing>, String> {
    let (Some(first), Some(second)) = (ours.as_text(), theirs.as_text()) else {
        return Err("It isn't a text file in both applications.".to_owned());
    };
    if first.len().max(second.len()) > MAX_TEXT {
        return Err("It's too long to be compared.".to_owned());
    }
    if path.as_str().ends_with(".j2") {
        return Err("It's a template of the application itself.".to_owned());
    }
    if first.contains("\r\n") != second.contains("\r\n") {
        return Err("Only one of the two has Windows line ends (CRLF).".to_owned());
    }
    let hunks = hunks(first, second);
    if likeness(first, second, &hunks) < ENOUGH {
        return Err("Less than half of it is the same in both applications.".to_owned());
    }
    let is_docker = path.as_str() == DOCKERFILE;
    let (known, its_known) = if is_docker { (known, its_known) } else { (&[][..], &[][..]) };
    let units = units(&hunks, (first, second), known, its_known);
    let apart: BTreeSet<_> =
        units.iter().map(|(hunk, _)| (hunk.first.of(first), hunk.second.of(second))).collect();
    if apart.len() > MOST {
        return Err(format!("It has {} differences.", apart.len()));
    }
    let one = |(hunk, proposal): (Hunk, Option<usize>)| {
        let (a, b) = (hunk.first.of(first), hunk.second.of(second));
        let (name, about) = named(path.as_str(), (first, hunk.first), (second, hunk.second));
        let place = spot(path.as_str(), first, hunk.first)?;
        let lines = [line_around(first, hunk.first), line_around(second, hunk.second)];
        let may_be_secret = lines.iter().any(|line| may_name_a_secret(&line.to_ascii_uppercase()));
        let about = match about.is_empty() {
            true => format!("Part of line {} of {path}.", place.line),
            false => about,
        };
        Some(Differing {
            place,
            first: a.to_owned(),
            second: b.to_owned(),
            proposal,
            name,
            about,
            may_be_secret,
        })
    };
    Ok(units.into_iter().filter_map(one).collect())
}

/// The differences, widened to the proposals that they lie in; what overlaps then is one.
fn units(
    hunks: &[Hunk],
    texts: (&str, &str),
    known: &[Proposal],
    its_known: &[Proposal],
) -> Vec<(Hunk, Option<usize>)> {
    let mut units: Vec<(Span, Option<usize>, i64)> = Vec::new();
    for hunk in hunks {
        // a word that one of the two has more can come with the blank before or behind it
        let ways = [Some(*hunk), slid(*hunk, texts, true), slid(*hunk, texts, false)];
        let around = ways.into_iter().flatten().find_map(|hunk| {
            let (number, span) = around(&hunk, known, its_known)?;
            Some((number, span, hunk))
        });
        let hunk = around.as_ref().map_or(hunk, |(.., hunk)| hunk);
        let (span, proposal) = match around {
            Some((number, span, _)) => (span, Some(number)),
            None => (hunk.first, None),
        };
        let grows = size(hunk.second) as i64 - size(hunk.first) as i64;
        match units.last_mut() {
            Some((last, its, growth)) if span.start < last.end || span == *last => {
                if (*its, *last) != (proposal, span) {
                    *its = None;
                }
                *last = Span::new(last.start.min(span.start), last.end.max(span.end));
                *growth += grows;
            }
            _ => units.push((span, proposal, grows)),
        }
    }
    let mut shift = 0_i64;
    let at = |at: usize, by: i64| (at as i64 + by) as usize;
    let hunk = |(first, proposal, grows): (Span, Option<usize>, i64)| {
        let start = at(first.start, shift);
        shift += grows;
        (Hunk { first, second: Span::new(start, at(first.end, shift)) }, proposal)
    };
    units.into_iter().map(hunk).collect()
}

/// The proposal whose place a difference lies in, and that place.
fn around(hunk: &Hunk, known: &[Proposal], its_known: &[Proposal]) -> Option<(usize, Span)> {
    let all = known.iter().enumerate();
    let mut places = all.flat_map(|(number, it)| it.places.iter().map(move |spot| (number, it, spot.span)));
    let (number, _, span) = places.find(|(_, proposal, span)| {
        let mut theirs = its_known.iter().filter(|it| stem(&it.id) == stem(&proposal.id));
        let inside = span.start < hunk.first.start && hunk.first.end < span.end;
        let whole = *span == hunk.first && !hunk.first.is_empty();
        let both = span.start <= hunk.first.start
            && hunk.first.end <= span.end
            && theirs.any(|it| {
                let mut spans = it.places.iter().map(|spot| spot.span);
                spans.any(|its| its.start <= hunk.second.start && hunk.second.end <= its.end)
            });
        inside || whole || both
    })?;
    Some((number, span))
}

/// What only one of the two has, with the blank of its other end.
fn slid(hunk: Hunk, (first, second): (&str, &str), left: bool) -> Option<Hunk> {
    let Hunk { first: a, second: b } = hunk;
    let (text, span) = match (size(a), size(b)) {
        (_, 0) => (first, a),
        (0, _) => (second, b),
        _ => return None,
    };
    let inside = span.of(text).as_bytes();
    let (own, next) = match left {
        true => (inside.last()?, text.as_bytes().get(span.start.checked_sub(1)?)?),
        false => (inside.first()?, text.as_bytes().get(span.end)?),
    };
    let moved = |span: Span| match left {
        true => Some(Span::new(span.start.checked_sub(1)?, span.end.checked_sub(1)?)),
        false => Some(Span::new(span.start + 1, span.end + 1)),
    };
    (own == next && *own == b' ').then(|| Some(Hunk { first: moved(a)?, second: moved(b)? }))?
}

fn stem(id: &str) -> &str {
    id.trim_end_matches(|letter: char| letter.is_ascii_digit() || letter == '_')
}

/// The proposals with what differs in them, and new ones for the rest.
fn options(known: Vec<Proposal>, differing: Vec<Differing>) -> Vec<Proposal> {
    let differs = |place: &Spot| {
        differing.iter().any(|one| {
            let span = one.place.span;
            one.place.file == place.file && span.start < place.span.end && place.span.start < span.end
        })
    };
    if differing.is_empty() {
        return known;
    }
    let mut made: Vec<(Proposal, &Differing)> = Vec::new();
    // one that lies in a larger difference isn't proposed, so its name is free
    let stays = |(number, it): &(usize, &Proposal)| {
        it.places.iter().any(|place| !differs(place))
            || differing.iter().any(|one| one.proposal == Some(*number))
    };
    let mut ids: BTreeSet<String> =
        known.iter().enumerate().filter(stays).map(|(_, it)| it.id.clone()).collect();
    let mut kept: BTreeSet<usize> = BTreeSet::new();
    for one in &differing {
        let again = made.iter_mut().find(|(_, other)| {
            let same = other.first == one.first && other.second == one.second;
            let meant = match (other.proposal, one.proposal) {
                (None, None) => other.name == one.name || one.first.chars().count() >= DISTINCTIVE,
                (of_other, of_one) => of_other == of_one,
            };
            // what is nothing in one of the two is another thing at each place
            same && meant && !one.first.is_empty() && !one.second.is_empty()
        });
        if let Some((other, _)) = again {
            other.places.push(one.place.clone());
            other.sure &= !one.may_be_secret;
            continue;
        }
        let of = one.proposal.map(|number| (number, &known[number]));
        let (default, second) = values(of.map(|(_, it)| it.kind), &one.first, &one.second);
        let (id, about) = match of {
            Some((number, proposal)) if kept.insert(number) => (proposal.id.clone(), proposal.about.clone()),
            Some((_, proposal)) => (free(&mut ids, &proposal.id), proposal.about.clone()),
            None => (free(&mut ids, &one.name), one.about.clone()),
        };
        let proposal = Proposal {
            name: id.clone(),
            id,
            kind: if matches!(default, OptionValue::List(_)) { Kind::List } else { Kind::Text },
            default,
            about,
            reason: if one.may_be_secret { SECRET } else { DIFFERS }.to_owned(),
            places: vec![one.place.clone()],
            sure: !one.may_be_secret,
            made: false,
            second: Some(second),
        };
        made.push((proposal, one));
    }
    let stays = known.into_iter().enumerate().filter_map(|(number, mut proposal)| {
        proposal.places.retain(|place| !differs(place));
        // the rest of one that differs has its value in both
        (!kept.contains(&number) && !proposal.places.is_empty()).then(|| {
            proposal.sure = false;
            proposal.reason = format!("{} {SAME}", proposal.reason);
            proposal
        })
    });
    let mut all: Vec<Proposal> = made.into_iter().map(|(proposal, _)| proposal).chain(stays).collect();
    all.sort_by(|a, b| a.places[0].cmp(&b.places[0]));
    all
}

fn free(ids: &mut BTreeSet<String>, name: &str) -> String {
    let numbered = (2..).map(|number| format!("{name}_{number}"));
    let mut names = std::iter::once(name.to_owned()).chain(numbered);
    let free = names.find(|name| !ids.contains(name)).unwrap_or_default();
    ids.insert(free.clone());
    free
}

/// The two values: lists where both are lists with the same between their items.
fn values(kind: Option<Kind>, first: &str, second: &str) -> (OptionValue, OptionValue) {
    if kind == Some(Kind::List)
        && let (Some((a, between)), Some((b, its))) = (words(first), words(second))
        && (between == its || b.len() == 1)
    {
        return (OptionValue::List(a), OptionValue::List(b));
    }
    (OptionValue::Text(first.to_owned()), OptionValue::Text(second.to_owned()))
}

/// What an option for a difference is called, and what it does.
fn named(path: &str, (first, a): (&str, Span), (second, b): (&str, Span)) -> (String, String) {
    for (text, span) in [(first, a), (second, b)] {
        let plain = !span.is_empty() && !span.of(text).trim().contains('\n');
        let guess = plain.then(|| guess(path, text, span)).filter(|guess| guess.by_context);
        if let Some(guess) = guess {
            return (guess.name, guess.about);
        }
    }
    let written = if a.is_empty() { b.of(second) } else { a.of(first) };
    let lines = a.is_empty() || b.is_empty() || written.trim().contains('\n');
    let words: String =
        written.split_whitespace().take(if lines { 2 } else { 4 }).collect::<Vec<_>>().join(" ");
    let name = slug(&words).unwrap_or_else(|| "part".to_owned());
    (if lines { format!("extra_{name}") } else { name }, String::new())
}

fn line_around(text: &str, span: Span) -> &str {
    let start = text[..span.start].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[span.end..].find('\n').map_or(text.len(), |newline| span.end + newline);
    &text[start..end]
}
