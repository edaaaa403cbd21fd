//! What differs between two versions of one element, whatever the place they stand at.

use serde::Serialize;
use similar::{Algorithm, DiffTag, capture_diff_slices};

use super::document::{Area, Document, Drawn, Element, Run};
use super::name::shortened;

/// Something that differs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Difference {
    /// What kind of difference it is.
    pub kind: Kind,
    /// The element, as a reader would name it.
    pub name: String,
    /// What several of its kind are called.
    pub several: &'static str,
    /// The heading that it stands under.
    pub section: String,
    /// How it was.
    pub from: String,
    /// How it is.
    pub to: String,
    /// Where it stood.
    pub old: Vec<Area>,
    /// Where it stands.
    pub new: Vec<Area>,
    /// Its number in the reading order.
    pub order: usize,
    /// Whether what came or went stands in both documents all the same, at another place.
    #[serde(skip)]
    pub stands_elsewhere: bool,
}

/// What is told of marks that have another size or place on their chart, and the same look.
pub(super) const ANOTHER_FORM: &str = "marks of another form";

/// What is told of a label that stands at another place of its chart.
pub(super) const ELSEWHERE: &str = "stands elsewhere in it";

/// Kinds of differences, the ones that explain others first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Another paper.
    PageSize,
    /// An element that was not there.
    Added,
    /// An element that is no longer there.
    Removed,
    /// An element that stands before another one than it did.
    Order,
    /// Other words.
    Text,
    /// Another picture, or another part of it.
    Picture,
    /// Marks of another colour or form.
    Drawing,
    /// Another font, size or colour.
    Style,
    /// Lines of one text further apart.
    Leading,
    /// Another height or width.
    Size,
    /// More or less space above.
    Gap,
    /// Further left or right.
    Shift,
    /// Lines that end at other words.
    Breaks,
    /// Another page.
    Page,
    /// Another place on the page.
    Place,
    /// Another alternative text.
    Alt,
    /// Other properties of a style, a paragraph or a table of Word.
    Format,
    /// Another tag, or another place in the tag tree.
    Tag,
    /// A link that leads elsewhere.
    Link,
    /// A property or an embedded file.
    Property,
    /// A part of a package, a chart's file.
    Part,
    /// Pixels alone.
    Pixels,
}

/// A difference without the element's name and place.
pub(super) struct Found {
    pub(super) kind: Kind,
    pub(super) from: String,
    pub(super) to: String,
}

fn found(kind: Kind, from: impl Into<String>, to: impl Into<String>) -> Found {
    Found { kind, from: from.into(), to: to.into() }
}

/// How exactly two documents can be compared.
#[derive(Debug, Clone, Copy)]
pub(super) struct Exactness {
    /// Places that differ by less are the same.
    pub(super) place: f64,
    /// Distances between two places that differ by less are the same.
    pub(super) distance: f64,
}

impl Exactness {
    pub(super) fn of(old: &Document, new: &Document) -> Self {
        let grain = old.grain.max(new.grain);
        // Two places that were rounded alike differ when they differ; distances add up what was rounded off.
        Self { place: 0.04, distance: 0.04 + 2.0 * grain }
    }
}

/// What differs between two versions of an element, besides its place.
pub(super) fn changes(old: &Element, new: &Element, exact: Exactness) -> Vec<Found> {
    let mut all = Vec::new();
    let (before, after) = (old.text(), new.text());
    let is_same_text = before == after && old.title == new.title;
    if !is_same_text {
        // A heading in capitals reads better as it was written.
        let has_titles = !old.title.is_empty() && !new.title.is_empty() && old.title != new.title;
        let (before, after) = if has_titles { (&old.title, &new.title) } else { (&before, &after) };
        let parts = parts_that_were_changed(before, after);
        // A text that was edited in many places is one difference.
        if parts.len() > PARTS {
            let (from, to) = words_that_differ(before, after);
            all.push(found(Kind::Text, from, to));
        } else {
            all.extend(parts.into_iter().map(|(from, to)| found(Kind::Text, from, to)));
        }
    }
    if let Some(scaled) = scaled(old, new, before == after) {
        all.push(scaled);
        return all;
    }
    all.extend(style(old, new, before == after));
    if old.alt != new.alt {
        let (from, to) = words_that_differ(&old.alt, &new.alt);
        all.push(found(Kind::Alt, from, to));
    }
    let tag = |element: &Element| format!("{}/{} {}", element.path, element.role, element.attributes);
    if tag(old) != tag(new) {
        let (from, to) = if old.role != new.role {
            (old.role.clone(), new.role.clone())
        } else {
            words_that_differ(&tag(old), &tag(new))
        };
        // In Word, what is not text or picture is formatting.
        let kind = if old.path.starts_with("word") { Kind::Format } else { Kind::Tag };
        all.push(found(kind, from, to));
    }
    if old.links != new.links {
        let pair = old.links.iter().zip(&new.links).find(|(a, b)| a != b);
        let (from, to) = match pair {
            Some((from, to)) => (from.clone(), to.clone()),
            None => (format!("{} link(s)", old.links.len()), format!("{} link(s)", new.links.len())),
        };
        all.push(found(Kind::Link, from, to));
    }
    all.extend(marks(old, new, exact));
    if before == after && old.role == "Figure" {
        all.extend(labels(old, new, exact));
    } else if before == after {
        all.extend(lines(old, new, exact));
    }
    all
}

/// A chart or picture that is the same but for its size.
fn scaled(old: &Element, new: &Element, is_same_text: bool) -> Option<Found> {
    let (a, b) = (old.areas().first().copied()?, new.areas().first().copied()?);
    let colours = |element: &Element| -> Vec<String> {
        let of = |mark: &Drawn| mark.look.split(' ').next_back().unwrap_or_default().to_owned();
        element.marks.iter().map(of).collect()
    };
    let is_figure = old.role == "Figure" && !old.runs.is_empty();
    let is_same = is_same_text && old.alt == new.alt && colours(old) == colours(new);
    let (wide, high) = (b.width / a.width, b.height / a.height);
    let is_scaled = (wide - 1.0).abs() > 2e-4 && (wide - high).abs() < 2e-3;
    let told = |area: &Area| format!("{:.1} × {:.1} pt", area.width, area.height);
    (is_figure && is_same && is_scaled).then(|| found(Kind::Size, told(&a), told(&b)))
}

/// The labels of a chart, where nothing but their places in it are others.
fn labels(old: &Element, new: &Element, exact: Exactness) -> Option<Found> {
    let (a, b) = (old.first(), new.first());
    let far = |x: f64, y: f64| (x - y).abs() > exact.distance;
    let moved = old.runs.iter().zip(&new.runs).find(|(from, to)| {
        far(from.area.x - a.x, to.area.x - b.x)
            || far(from.area.y - a.y, to.area.y - b.y)
            || far(from.area.width, to.area.width)
    });
    moved.map(|(_, to)| {
        found(Kind::Drawing, "", format!("the label '{}' stands elsewhere in it", to.text.trim()))
    })
}

/// So many edited places of one text are told one by one.
const PARTS: usize = 3;

/// The words that two texts do not share, place by place.
fn parts_that_were_changed(old: &str, new: &str) -> Vec<(String, String)> {
    let words = |text| -> Vec<&str> { str::split(text, ' ').filter(|word| !word.is_empty()).collect() };
    let (a, b) = (words(old), words(new));
    capture_diff_slices(Algorithm::Myers, &a, &b)
        .iter()
        .filter(|op| op.tag() != DiffTag::Equal)
        .map(|op| (a[op.old_range()].join(" "), b[op.new_range()].join(" ")))
        .collect()
}

/// The words that two texts do not share.
pub(super) fn words_that_differ(old: &str, new: &str) -> (String, String) {
    let parts = parts_that_were_changed(old, new);
    let joined =
        |parts: Vec<&str>| parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" … ");
    (
        joined(parts.iter().map(|part| part.0.as_str()).collect()),
        joined(parts.iter().map(|part| part.1.as_str()).collect()),
    )
}

/// The styles of a text, letter by letter.
fn letters(element: &Element) -> Vec<(char, &str)> {
    let of = |run: &Run| run.text.chars().filter(|c| !c.is_whitespace()).collect::<Vec<_>>();
    element.runs.iter().flat_map(|run| of(run).into_iter().map(|c| (c, run.style.as_str()))).collect()
}

fn style(old: &Element, new: &Element, is_same_text: bool) -> Option<Found> {
    let (a, b) = (letters(old), letters(new));
    if is_same_text {
        let (from, to) = a.iter().zip(&b).find(|((_, from), (_, to))| from != to)?;
        let (from, to) = parts_that_differ(from.1, to.1);
        return Some(found(Kind::Style, from, to));
    }
    // Of another text, only a style that was not there before tells anything.
    let missing = a.iter().find(|(_, style)| b.iter().all(|(_, known)| known != style))?;
    let added = b.iter().find(|(_, style)| a.iter().all(|(_, known)| known != style))?;
    let (from, to) = parts_that_differ(missing.1, added.1);
    Some(found(Kind::Style, from, to))
}

/// Of `Carlito 11pt #000000`, only what differs.
fn parts_that_differ(old: &str, new: &str) -> (String, String) {
    let (a, b): (Vec<&str>, Vec<&str>) = (old.split(' ').collect(), new.split(' ').collect());
    if a.len() != b.len() {
        return (old.to_owned(), new.to_owned());
    }
    let differ = |one: &[&str], other: &[&str]| {
        let parts = one.iter().zip(other).filter(|(x, y)| x != y);
        parts.map(|(x, _)| *x).collect::<Vec<_>>().join(" ")
    };
    (differ(&a, &b), differ(&b, &a))
}

fn marks(old: &Element, new: &Element, exact: Exactness) -> Option<Found> {
    let picture = |mark: &&Drawn| mark.look.starts_with("picture");
    let pictures = |element: &Element| -> Vec<(String, u64)> {
        element.marks.iter().filter(picture).map(|mark| (mark.look.clone(), mark.outline)).collect()
    };
    let (a, b) = (pictures(old), pictures(new));
    if let Some((from, to)) = a.iter().zip(&b).find(|(from, to)| from != to) {
        let (one, other) = (old.first(), new.first());
        let near = |a: f64, b: f64| (a / b - 1.0).abs() < 0.02;
        if from.0 == to.0 && one != other && near(one.width, other.width) && near(one.height, other.height) {
            // A picture as wide as its column is not cropped anew when the column changes by a hair.
            let told = |area: &Area| format!("{:.2} × {:.2} pt", area.width, area.height);
            return (told(&one) != told(&other)).then(|| found(Kind::Size, told(&one), told(&other)));
        }
        let crop = if from.0 == to.0 { "another crop or size of it" } else { "another picture" };
        return Some(found(Kind::Picture, "one picture", crop));
    }
    if old.marks.len() != new.marks.len() {
        let count = |marks: usize| format!("{marks} marks");
        return Some(found(Kind::Drawing, count(old.marks.len()), count(new.marks.len())));
    }
    let look = old.marks.iter().zip(&new.marks).find(|(from, to)| from.look != to.look);
    if let Some((from, to)) = look {
        let (from, to) = parts_that_differ(&from.look, &to.look);
        return Some(found(Kind::Drawing, from, to));
    }
    // The forms, where nothing but the place is another.
    let (origin_a, origin_b) = (old.first(), new.first());
    let differs = |from: &Drawn, to: &Drawn| {
        let far = |a: f64, b: f64| (a - b).abs() > exact.distance;
        let is_formed = from.outline != to.outline
            || far(from.area.width, to.area.width)
            || far(from.area.height, to.area.height);
        let same_page = from.area.page == origin_a.page && to.area.page == origin_b.page;
        let is_placed = same_page
            && (far(from.area.x - origin_a.x, to.area.x - origin_b.x)
                || far(from.area.y - origin_a.y, to.area.y - origin_b.y));
        is_formed || is_placed
    };
    let count = old.marks.iter().zip(&new.marks).filter(|(from, to)| differs(from, to)).count();
    if count > 0 {
        return Some(found(Kind::Drawing, "", format!("{count} of {} {ANOTHER_FORM}", new.marks.len())));
    }
    None
}

/// Two lengths, with as many decimals as tell them apart.
pub(super) fn points(from: f64, to: f64) -> (String, String) {
    let digits = if format!("{from:.1}") == format!("{to:.1}") { 2 } else { 1 };
    (format!("{from:.digits$} pt"), format!("{to:.digits$} pt"))
}

/// Lines of a text by their words, each with its upper edge and what it takes in width.
fn rows(element: &Element) -> Vec<(String, Area)> {
    let mut rows: Vec<(String, Area)> = Vec::new();
    for run in &element.runs {
        match rows.last_mut() {
            Some((text, area)) if area.page == run.area.page && is_one_line(area, &run.area) => {
                text.push_str(&run.text);
                *area = area.with(&run.area);
            }
            _ => rows.push((run.text.clone(), run.area)),
        }
    }
    rows
}

fn is_one_line(a: &Area, b: &Area) -> bool {
    a.bottom().min(b.bottom()) - a.y.max(b.y) > a.height.min(b.height) / 2.0
}

fn lines(old: &Element, new: &Element, exact: Exactness) -> Option<Found> {
    let (a, b) = (rows(old), rows(new));
    let words = |rows: &[(String, Area)]| rows.iter().map(|row| row.0.trim().to_owned()).collect::<Vec<_>>();
    if words(&a) != words(&b) {
        let at = a.iter().zip(&b).position(|(x, y)| x.0.trim() != y.0.trim()).unwrap_or(0);
        let end = |rows: &[(String, Area)]| {
            let text = rows.get(at).map(|row| row.0.trim().to_owned()).unwrap_or_default();
            shortened(
                &text
                    .split_whitespace()
                    .rev()
                    .take(3)
                    .collect::<Vec<_>>()
                    .into_iter()
                    .rev()
                    .collect::<Vec<_>>()
                    .join(" "),
            )
        };
        return Some(found(
            Kind::Breaks,
            format!("{} lines, line {} ending '{}'", a.len(), at + 1, end(&a)),
            format!("{} lines, line {} ending '{}'", b.len(), at + 1, end(&b)),
        ));
    }
    for (from, to) in a.windows(2).zip(b.windows(2)) {
        let same_page = from[0].1.page == from[1].1.page && to[0].1.page == to[1].1.page;
        let (before, after) = (from[1].1.bottom() - from[0].1.bottom(), to[1].1.bottom() - to[0].1.bottom());
        if same_page && (before - after).abs() > exact.distance {
            let (from, to) = points(before, after);
            return Some(found(Kind::Leading, from, to));
        }
    }
    let size = a.iter().zip(&b).find(|(from, to)| (from.1.width - to.1.width).abs() > exact.distance);
    if let Some((from, to)) = size {
        let (from, to) = points(from.1.width, to.1.width);
        return Some(found(Kind::Size, format!("{from} wide"), format!("{to} wide")));
    }
    let indent = |rows: &[(String, Area)], at: usize| rows[at].1.x - rows[0].1.x;
    let same_page = |rows: &[(String, Area)], at: usize| rows[at].1.page == rows[0].1.page;
    let at = (1..a.len())
        .filter(|at| same_page(&a, *at) && same_page(&b, *at))
        .find(|at| (indent(&a, *at) - indent(&b, *at)).abs() > exact.distance)?;
    let told = |value: f64| format!("line {} indented {value:.1} pt", at + 1);
    Some(found(Kind::Size, told(indent(&a, at)), told(indent(&b, at))))
}
