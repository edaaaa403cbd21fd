//! Groups differences that are one, and puts the one that explains the others first.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use serde::Serialize;

use super::change::{ANOTHER_FORM, Difference, ELSEWHERE, Kind};
use super::place::direction;

/// Differences of one kind that have one reason.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cause {
    /// The reason in one sentence.
    pub line: String,
    /// The differences, in reading order.
    pub changes: Vec<Difference>,
    /// Whether it stands for itself, or is what another one brings with it.
    pub is_cause: bool,
}

/// From this many places on, a difference of style is one of the template or the brand.
const BROAD: usize = 6;
/// What ranks below this explains what ranks above it. The ranks go from what explains most to what explains least:
/// sizes of pages and blocks that are new, the template, words and looks, where things stand, properties of the files.
const CONSEQUENCES: u8 = 50;
/// Rank of blocks that come or go.
const ADDED: u8 = 10;
/// Rank of notes that come and go and of their numbers: each page has those of its own marks.
const NOTES: u8 = 41;
/// Rank of a block that stands elsewhere behind words or drawings that differ: what floats finds another place then.
const FLOATED: u8 = 40;
/// Rank of charts that are all drawn higher or lower: what floats finds another place for the same reason.
const REDRAWN: u8 = 38;
/// Rank of a look that differs in many places: the template or the brand has changed.
const TEMPLATE: u8 = 20;
/// Ranks of drawings, links, tags and alternative texts, which follow the words of their element.
const FOLLOW_WORDS: Range<u8> = 32..40;
/// Ranks of places and sizes, which follow from nearly everything else.
const PLACES: Range<u8> = CONSEQUENCES..62;

/// All differences, grouped; the one that explains most of the others first.
#[must_use]
pub fn causes(changes: Vec<Difference>) -> Vec<Cause> {
    let mut groups = ranked(grouped(changes));
    if groups.first().is_some_and(|(rank, _)| PLACES.contains(rank)) {
        groups = ranked(together(groups.into_iter().map(|(_, group)| group).collect()));
    }
    let limit = groups.first().map_or(0, |(rank, _)| (*rank).max(CONSEQUENCES - 1));
    let mut causes: Vec<Cause> = Vec::new();
    for (rank, group) in groups {
        let is_cause = causes.is_empty() || rank < limit.min(CONSEQUENCES);
        causes.push(Cause { line: line(&group), changes: group, is_cause });
    }
    let followers: BTreeSet<usize> = {
        let own: BTreeSet<usize> =
            causes.first().iter().flat_map(|cause| &cause.changes).map(|change| change.order).collect();
        let later = causes.iter().filter(|cause| !cause.is_cause).flat_map(|cause| &cause.changes);
        let moved = later.filter(|change| change.kind.is_place() && !is_aside(change));
        moved.map(|change| change.order).filter(|order| !own.contains(order)).collect()
    };
    if let Some(first) = causes.first_mut()
        && !followers.is_empty()
    {
        let count = followers.len();
        let blocks = if count == 1 {
            "1 block after it follows".to_owned()
        } else {
            format!("{count} blocks after it follow")
        };
        first.line = format!("{}; {blocks}", first.line);
    }
    causes
}

impl Kind {
    /// Whether only the place is another.
    pub(super) fn is_place(self) -> bool {
        matches!(self, Self::Gap | Self::Shift | Self::Breaks | Self::Page | Self::Place | Self::Size)
    }
}

/// Not part of the text: what repeats on pages, and what lists where things stand.
fn is_aside(change: &Difference) -> bool {
    matches!(
        change.several,
        "rules and panels" | "running heads and page numbers" | "entries of the contents"
    )
}

/// A chart whose marks have other sizes and whose labels stand elsewhere, with the same looks.
fn is_redrawn(change: &Difference) -> bool {
    change.kind == Kind::Drawing
        && change.several == "charts"
        && [ANOTHER_FORM, ELSEWHERE].iter().any(|form| change.to.ends_with(form))
}

/// What Word keeps behind a chart.
fn is_part(change: &Difference) -> bool {
    matches!(change.several, "workbooks" | "native charts" | "parts")
}

fn grouped(changes: Vec<Difference>) -> Vec<Vec<Difference>> {
    let mut groups: BTreeMap<(Kind, bool, String), Vec<Difference>> = BTreeMap::new();
    let mut last: Option<(Kind, usize, usize)> = None;
    let mut runs = 0;
    for change in changes {
        let aside = is_aside(&change);
        let key = match change.kind {
            // What was put in or taken out side by side is one thing.
            Kind::Added | Kind::Removed => {
                let continues =
                    last.is_some_and(|(kind, order, _)| kind == change.kind && order + 1 == change.order);
                if !continues {
                    runs += 1;
                }
                last = Some((change.kind, change.order, runs));
                format!("{runs:06}")
            }
            Kind::Order
            | Kind::Alt
            | Kind::Tag
            | Kind::Property
            | Kind::Part
            | Kind::Pixels
            | Kind::Picture => {
                format!("{:06} {}", change.order, change.name)
            }
            Kind::Page | Kind::Place | Kind::Breaks | Kind::Size => String::new(),
            Kind::Link => (change.from.starts_with("page ") && change.to.starts_with("page ")).to_string(),
            Kind::Gap => format!("{} {:.1}", change.several, growth(&change)),
            Kind::Drawing if change.from.is_empty() => format!("{:06}", change.order),
            _ => format!("{} → {}", change.from, change.to),
        };
        groups.entry((change.kind, aside, key)).or_default().push(change);
    }
    one_of_charts(by_kind(groups.into_values().collect()))
}

/// Charts that all have marks of another form are one difference: they are drawn higher or lower where a page would stay
/// half empty, or the brand draws them otherwise.
fn one_of_charts(groups: Vec<Vec<Difference>>) -> Vec<Vec<Difference>> {
    let (redrawn, mut rest): (Vec<Vec<Difference>>, Vec<Vec<Difference>>) =
        groups.into_iter().partition(|group| group.iter().all(is_redrawn));
    let one: Vec<Difference> = redrawn.iter().flatten().cloned().collect();
    if is_redrawn_edition(&one) {
        rest.push(one);
    } else {
        rest.extend(redrawn);
    }
    rest
}

/// Whether a group is that of many charts whose marks have other sizes.
fn is_redrawn_edition(group: &[Difference]) -> bool {
    let charts: BTreeSet<usize> = group.iter().map(|change| change.order).collect();
    charts.len() >= BROAD && group.iter().all(is_redrawn)
}

/// Shifts that few blocks share are told by what shifted: captions to the right, each as far as it is short.
fn by_kind(groups: Vec<Vec<Difference>>) -> Vec<Vec<Difference>> {
    let is_small = |group: &Vec<Difference>| {
        group.len() < BROAD
            && group.first().is_some_and(|change| change.kind == Kind::Shift && !is_aside(change))
    };
    let (small, mut rest): (Vec<Vec<Difference>>, Vec<Vec<Difference>>) =
        groups.into_iter().partition(is_small);
    let mut kinds: BTreeMap<(&str, String), Vec<Difference>> = BTreeMap::new();
    for change in small.into_iter().flatten() {
        let side = change.to.rsplit(' ').next().unwrap_or_default().to_owned();
        kinds.entry((change.several, side)).or_default().push(change);
    }
    for mut group in kinds.into_values() {
        group.sort_by_key(|change| change.order);
        rest.push(group);
    }
    rest
}

/// The groups with their ranks, the best first.
fn ranked(groups: Vec<Vec<Difference>>) -> Vec<(u8, Vec<Difference>)> {
    let mut groups: Vec<(u8, Vec<Difference>)> =
        groups.into_iter().map(|group| (rank(&group), group)).collect();
    // In an element of other words, its alternative text, links and drawing follow them.
    let texts = groups.iter().filter(|(_, group)| group.iter().any(|change| change.kind == Kind::Text));
    let explained: BTreeSet<usize> =
        texts.flat_map(|(_, group)| group.iter().map(|change| change.order)).collect();
    for (rank, group) in &mut groups {
        if FOLLOW_WORDS.contains(rank) && group.iter().all(|change| explained.contains(&change.order)) {
            *rank += CONSEQUENCES;
        }
    }
    // The contents list what stands in the text: an entry that goes where no words did is a cause of its own.
    let comes_or_goes = |change: &Difference| matches!(change.kind, Kind::Added | Kind::Removed);
    let is_of_text = |change: &Difference| {
        !is_aside(change) && (comes_or_goes(change) || matches!(change.kind, Kind::Text | Kind::Order))
    };
    if !groups.iter().flat_map(|(_, group)| group).any(is_of_text) {
        let is_listed = |group: &[Difference]| {
            group.iter().all(|change| comes_or_goes(change) && change.several == "entries of the contents")
        };
        for (rank, _) in groups.iter_mut().filter(|(_, group)| is_listed(group)) {
            *rank = ADDED;
        }
    }
    for (rank, group) in &mut groups {
        if is_redrawn_edition(group) {
            *rank = REDRAWN;
        }
    }
    let first = groups
        .iter()
        .filter(|(rank, _)| *rank != REDRAWN)
        .flat_map(|(_, group)| group)
        .filter(|change| {
            matches!(change.kind, Kind::Text | Kind::Picture | Kind::Drawing) && !is_aside(change)
        })
        .map(|change| change.order)
        .min();
    for (rank, group) in &mut groups {
        let is_order = |change: &Difference| change.kind == Kind::Order && change.several != "cells";
        if group.iter().all(|change| is_order(change) && first.is_some_and(|first| first < change.order)) {
            *rank = FLOATED;
        }
    }
    groups.sort_by_key(|(rank, group)| {
        // A change of the template shows most where it shows most often.
        let weight = if *rank == TEMPLATE { usize::MAX - group.len() } else { 0 };
        (*rank, weight, group.first().map(|change| change.order))
    });
    groups
}

/// When most of what moved went the same way, that is one difference, and not one for each block.
fn together(groups: Vec<Vec<Difference>>) -> Vec<Vec<Difference>> {
    let way = |change: &Difference| match (change.old.first(), change.new.first()) {
        (Some(from), Some(to)) if from.page == to.page && !is_aside(change) => {
            let tenths = |length: f64| (length * 10.0).round() as i64;
            Some((tenths(to.x - from.x), tenths(to.y - from.y)))
        }
        _ => None,
    };
    let moves = |change: &Difference| matches!(change.kind, Kind::Gap | Kind::Shift | Kind::Place);
    let mut ways: BTreeMap<(i64, i64), BTreeSet<usize>> = BTreeMap::new();
    let moved: Vec<&Difference> = groups.iter().flatten().filter(|change| moves(change)).collect();
    for change in &moved {
        if let Some(way) = way(change) {
            ways.entry(way).or_default().insert(change.order);
        }
    }
    let all: BTreeSet<usize> = moved.iter().map(|change| change.order).collect();
    let Some((main, orders)) = ways.into_iter().max_by_key(|(_, orders)| orders.len()) else { return groups };
    let pages: BTreeSet<usize> = moved
        .iter()
        .filter(|change| orders.contains(&change.order))
        .flat_map(|change| change.new.iter().map(|area| area.page))
        .collect();
    if orders.len() < BROAD || orders.len() * 5 < all.len() * 3 || pages.len() < 2 {
        return groups;
    }
    let (right, down) = (main.0 as f64 / 10.0, main.1 as f64 / 10.0);
    // A space that grew by as much is the reason of what stands below it.
    let explains = |change: &&Difference| change.kind == Kind::Gap && (growth(change) - down).abs() < 0.15;
    if main.0 == 0 && moved.iter().any(explains) {
        return groups;
    }
    let kind = if main.0 == 0 { Kind::Place } else { Kind::Shift };
    let mut one: Vec<Difference> = Vec::new();
    let mut rest: Vec<Vec<Difference>> = Vec::new();
    for group in groups {
        let (mut same, other): (Vec<Difference>, Vec<Difference>) =
            group.into_iter().partition(|change| moves(change) && way(change) == Some(main));
        for change in &mut same {
            (change.kind, change.from, change.to) =
                (Kind::Shift, String::new(), direction(right, down, kind));
        }
        one.extend(same);
        if !other.is_empty() {
            rest.push(other);
        }
    }
    one.sort_by_key(|change| change.order);
    rest.insert(0, one);
    rest
}

/// Whether only the number of a note is another: "[8]" became "[9]", in the text or before the note.
fn is_renumbered(change: &Difference) -> bool {
    let rest = |text: &str| {
        let (number, rest) = text.strip_prefix('[')?.split_once(']')?;
        number.chars().all(|c| c.is_ascii_digit()).then(|| rest.to_owned())
    };
    rest(&change.from).is_some_and(|from| Some(from) == rest(&change.to))
}

/// By how much a space grew, in points.
fn growth(change: &Difference) -> f64 {
    let points =
        |text: &str| text.split(' ').next().and_then(|number| number.parse::<f64>().ok()).unwrap_or(0.0);
    points(&change.to) - points(&change.from)
}

/// How much a group explains of the others, by its first difference; numbers between the named ones only order kinds.
fn rank(group: &[Difference]) -> u8 {
    let Some(first) = group.first() else { return u8::MAX };
    let places: BTreeSet<usize> = group.iter().map(|change| change.order).collect();
    let is_broad = places.len() >= BROAD;
    if group.iter().all(is_aside) {
        return if first.kind.is_place() {
            92
        } else if first.several == "rules and panels" {
            80
        } else {
            70
        };
    }
    match first.kind {
        Kind::PageSize => 0,
        Kind::Order if first.several == "cells" => 31,
        // A chart that comes or goes parts the text around it in other places.
        Kind::Added | Kind::Removed
            if group.iter().any(|change| ["captions", "charts"].contains(&change.several)) =>
        {
            9
        }
        Kind::Added | Kind::Removed if group.iter().all(|change| change.several == "notes") => NOTES,
        // A back cover comes and goes with the number of pages; what it says stands in the imprint too.
        Kind::Added | Kind::Removed if group.iter().all(|change| change.stands_elsewhere) => FLOATED,
        Kind::Added | Kind::Removed | Kind::Order => ADDED,
        Kind::Text if group.iter().all(is_renumbered) => NOTES,
        Kind::Style | Kind::Leading if is_broad => TEMPLATE,
        Kind::Text if is_part(first) => 39,
        Kind::Text | Kind::Picture | Kind::Style | Kind::Leading => 30,
        Kind::Format if first.several == "styles" || first.several == "sections" => 25,
        Kind::Drawing => FOLLOW_WORDS.start,
        Kind::Format => 34,
        Kind::Tag => 35,
        Kind::Link if first.from.starts_with("page ") && first.to.starts_with("page ") => 90,
        Kind::Link => 36,
        Kind::Alt => 37,
        Kind::Shift if is_broad => PLACES.start,
        Kind::Gap => 51,
        Kind::Shift => 52,
        Kind::Size => 53,
        Kind::Breaks => 54,
        Kind::Page => 60,
        Kind::Place => 61,
        Kind::Property if first.name.starts_with("the property") => 91,
        Kind::Property => 94,
        Kind::Part => 95,
        Kind::Pixels => 96,
    }
}

/// The element whose name tells most about a group.
fn head(group: &[Difference]) -> &Difference {
    let weight = |change: &Difference| match (change.kind, change.several) {
        (Kind::Added | Kind::Removed, "headings") => 0,
        (Kind::Added | Kind::Removed, "captions") => 1,
        (Kind::Added | Kind::Removed, "charts" | "pictures") => 2,
        (Kind::Page, "notes") => 4,
        _ => 3,
    };
    group
        .iter()
        .min_by_key(|change| (weight(change), change.order))
        .expect("a group holds at least one change")
}

/// The element with the section it stands in and its page.
fn subject(change: &Difference) -> String {
    let page = change.new.first().or(change.old.first()).map_or(0, |area| area.page);
    let section = if change.section.is_empty() { String::new() } else { format!(" in '{}'", change.section) };
    let page = if page == 0 || change.kind == Kind::Page || is_aside(change) {
        String::new()
    } else {
        format!(" on page {page}")
    };
    format!("{}{section}{page}", change.name)
}

fn line(group: &[Difference]) -> String {
    let first = head(group);
    let (name, count) = (subject(first), group.len());
    let became = became(&first.from, &first.to);
    let more = if count > 1 { format!(", with {} more", count - 1) } else { String::new() };
    let kinds: BTreeSet<&str> = group.iter().map(|change| change.several).collect();
    let kinds = kinds.into_iter().collect::<Vec<_>>().join(", ");
    match first.kind {
        Kind::PageSize => format!("the pages have another size: {became}"),
        Kind::Added => format!("{name} is new{more}"),
        Kind::Removed => format!("{name} is gone{more}"),
        Kind::Order => format!("{name} stands at another place of the order"),
        Kind::Text if count == 1 => format!("{name}: {became}"),
        Kind::Text => format!("{became} in {count} places, first in {name}"),
        Kind::Picture => format!("{name} shows {}", first.to),
        Kind::Drawing if is_redrawn_edition(group) => {
            let charts: BTreeSet<usize> = group.iter().map(|change| change.order).collect();
            format!("{} {kinds} have {ANOTHER_FORM}, first {name}", charts.len())
        }
        Kind::Drawing if first.from.is_empty() => format!("{name} is drawn differently: {}", first.to),
        Kind::Drawing if count == 1 => format!("{name} is drawn differently: {became}"),
        Kind::Drawing => format!("{count} {kinds} are drawn differently, {became}; first {name}"),
        Kind::Style if count == 1 => format!("{name} is set differently: {became}"),
        Kind::Style => format!("{count} {kinds} are set differently, {became}; first {name}"),
        Kind::Leading if count == 1 => {
            format!("the lines of {name} stand {} apart, were {}", first.to, first.from)
        }
        Kind::Leading => {
            format!(
                "the lines of {count} {kinds} stand {} apart, were {}; first {name}",
                first.to, first.from
            )
        }
        Kind::Size if count == 1 => format!("{name} takes another width: {became}"),
        Kind::Size => format!("{count} {kinds} take another width; first {name}: {became}"),
        Kind::Gap if count == 1 => format!("the space above {name} went from {} to {}", first.from, first.to),
        Kind::Gap => {
            let growth = growth(first);
            let grew = if growth > 0.0 { "grew" } else { "shrank" };
            format!("the space above {count} {kinds} {grew} by {:.1} pt, first {name}", growth.abs())
        }
        Kind::Shift if count == 1 => format!("{name} stands {}", first.to),
        Kind::Shift => {
            let pages: BTreeSet<usize> =
                group.iter().flat_map(|change| change.new.iter().map(|area| area.page)).collect();
            let pages =
                if pages.len() == 1 { "one page".to_owned() } else { format!("{} pages", pages.len()) };
            // Their distances may differ, their direction does not.
            let is_one = group.iter().all(|change| change.to == first.to);
            let way = if is_one { &first.to } else { first.to.split_once(" pt ").map_or("", |(_, way)| way) };
            let what =
                if kinds.contains(", ") || group.len() >= 2 * BROAD && is_one { "blocks" } else { &kinds };
            format!("{count} {what} on {pages} stand {way}, first {name}")
        }
        Kind::Breaks => format!("{name} breaks into other lines: {became}{more}"),
        Kind::Page => format!("{name} moved from page {} to {}{}", first.from, first.to, more),
        Kind::Place => format!("{name} stands {}{more}", first.to),
        Kind::Alt => format!("{name} has another alternative text: {became}"),
        Kind::Tag => format!("{name} has another tag: {became}"),
        Kind::Format if count == 1 => format!("{name} has other properties: {became}"),
        Kind::Format => format!("{count} {kinds} have other properties, {became}; first {name}"),
        Kind::Link => format!("{name} links to another place: {became}{more}"),
        Kind::Property | Kind::Part => format!("{name} differs: {became}"),
        Kind::Pixels => format!("{name} looks different: {}", first.to),
    }
}

/// `'1,653' became '1,753'`.
pub(super) fn became(from: &str, to: &str) -> String {
    let (from, to) = (long(from), long(to));
    match (from.is_empty(), to.is_empty()) {
        (true, _) => format!("'{to}' was added"),
        (_, true) => format!("'{from}' was taken out"),
        _ => format!("'{from}' became '{to}'"),
    }
}

fn long(text: &str) -> String {
    const LONGEST: usize = 120;
    let text = text.replace('\u{a0}', " ");
    if text.chars().count() <= LONGEST { text } else { text.chars().take(LONGEST).chain(['…']).collect() }
}
