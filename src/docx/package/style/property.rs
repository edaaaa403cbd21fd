//! The properties that styles are made of.

use crate::docx::package::length::twips;
use crate::docx::package::tree::{Element, el, val};

/// A style of that kind; Word counts as custom what it has no name for itself.
pub(super) fn named(kind: &'static str, id: &'static str, name: &'static str) -> Element {
    let style = el("w:style").attr("w:type", kind);
    let own = name.chars().next().is_some_and(char::is_uppercase) && !BUILT_IN.contains(&name);
    let style = if own { style.attr("w:customStyle", "1") } else { style };
    style.attr("w:styleId", id).child(val("w:name", name))
}

/// Word's own style names that begin with a capital letter.
const BUILT_IN: &[&str] = &[
    "Body Text",
    "TOC Heading",
    "List Bullet",
    "List Bullet 2",
    "List Bullet 3",
    "List Number",
    "List Number 2",
    "List Number 3",
    "List Continue",
    "List Continue 2",
    "List Continue 3",
    "Strong",
    "Emphasis",
    "Bibliography",
    "Hyperlink",
];

#[expect(clippy::cast_possible_truncation, reason = "type sizes are far below 2^31 half-points")]
pub(super) fn half_points(points: f64) -> i32 {
    (points * 2.0).round() as i32
}

/// Space above and below and the least height of a line, in points: an exact height would cut pictures.
pub(super) fn spacing(before: f64, after: f64, line: f64) -> Element {
    el("w:spacing")
        .attr("w:before", twips(before))
        .attr("w:after", twips(after))
        .attr("w:line", twips(line))
        .attr("w:lineRule", "atLeast")
}

pub(super) fn exact_spacing(line: f64) -> Element {
    el("w:spacing")
        .attr("w:before", 0)
        .attr("w:after", 0)
        .attr("w:line", twips(line))
        .attr("w:lineRule", "exact")
}

pub(super) fn indent(left: f64, hanging: f64) -> Element {
    let indent = el("w:ind").attr("w:left", twips(left));
    if hanging > 0.0 { indent.attr("w:hanging", twips(hanging)) } else { indent }
}

/// An indent at the left beside one at the right, in points.
pub(super) fn indent_right(right: f64) -> impl Fn(f64) -> Element {
    move |left| indent(left, 0.0).attr("w:right", twips(right))
}

/// The size of type for all scripts.
pub(super) fn size(points: f64) -> Vec<Element> {
    vec![val("w:sz", half_points(points)), val("w:szCs", half_points(points))]
}

/// A colour, tied to the theme where it has a place in it.
pub(super) fn colour(hex: &str, theme: Option<&'static str>) -> Element {
    let colour = val("w:color", hex);
    if let Some(theme) = theme { colour.attr("w:themeColor", theme) } else { colour }
}

/// A rule at one side; width in eighths of a point, distance in points.
pub(super) fn border(
    side: &'static str,
    eighths: u32,
    distance: u32,
    hex: &str,
    theme: Option<&'static str>,
) -> Element {
    let border = val(side, "single").attr("w:sz", eighths).attr("w:space", distance).attr("w:color", hex);
    if let Some(theme) = theme { border.attr("w:themeColor", theme) } else { border }
}
