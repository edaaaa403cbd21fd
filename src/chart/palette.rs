//! Gives marks their colours, and texts on them a colour that can be read.
//!
//! Colour is never the only sign: every mark has a label, or a legend in the order of the marks.

use crate::report::{Chart, Role};
use crate::theme::{Brand, Colour};

/// White: paper, separators, text on dark marks.
pub(super) const WHITE: Colour = Colour([255; 3]);

/// Least contrast of text by WCAG 2.2, level AA.
pub(super) const READABLE: f64 = 4.5;

/// Which parts of a chart have a colour each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hues {
    /// All marks in the first colour, but for the highlight and the rest.
    One,
    /// A colour a category.
    ByCategory,
    /// A colour a series.
    BySeries,
}

/// The colours of a chart, one an entry of what is coloured.
pub(super) fn colours(chart: &Chart, brand: &Brand, hues: Hues) -> Vec<Colour> {
    let roles: Vec<Role> = match hues {
        Hues::One | Hues::ByCategory => chart.categories.iter().map(|category| category.role).collect(),
        Hues::BySeries => chart.series.iter().map(|series| series.role).collect(),
    };
    // A hue that stands for the highlight must not stand for a part beside it.
    let highlighted = roles.contains(&Role::Highlight);
    let mut series: Vec<Colour> = brand.chart.series.clone();
    if highlighted && series.len() > 1 {
        series.retain(|colour| *colour != brand.chart.highlight);
    }
    let mut next = 0;
    roles
        .iter()
        .enumerate()
        .map(|(index, role)| match role {
            Role::Highlight => brand.chart.highlight,
            Role::Other => brand.chart.other,
            Role::Part if hues == Hues::One => hue(&series, 0),
            Role::Part if hues == Hues::BySeries && is_whole(chart, index) => brand.colours.muted,
            Role::Part => {
                next += 1;
                hue(&series, next - 1)
            }
        })
        .collect()
}

/// Whether a layer is never divided while other bars are: "No breakdown" beside a bar with layers.
/// It is no part among the parts and takes no hue from them.
fn is_whole(chart: &Chart, series: usize) -> bool {
    let layers = |category: usize| {
        chart.series.iter().filter(|s| s.values.get(category).is_some_and(Option::is_some)).count()
    };
    let values = &chart.series[series].values;
    let mut own = (0..values.len()).filter(|&category| values[category].is_some()).peekable();
    own.peek().is_some()
        && own.all(|category| layers(category) == 1)
        && (0..chart.categories.len()).any(|category| layers(category) > 1)
}

/// The colour of the part at that place; after the last hue come tints of them.
fn hue(series: &[Colour], index: usize) -> Colour {
    let Some(&base) = series.get(index % series.len().max(1)) else { return Colour([0; 3]) };
    match index / series.len() {
        0 => base,
        1 => mix(base, WHITE, 0.5),
        _ => mix(base, Colour([0; 3]), 0.4),
    }
}

/// A colour with a share of another.
pub(super) fn mix(colour: Colour, with: Colour, share: f64) -> Colour {
    let channel = |index: usize| {
        let (a, b) = (f64::from(colour.0[index]), f64::from(with.0[index]));
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 255")]
        let mixed = libm::round(a + (b - a) * share) as u8;
        mixed
    };
    Colour([channel(0), channel(1), channel(2)])
}

/// White or the text colour, whichever can be read on a mark; `None` when neither can.
pub(super) fn ink_on(mark: Colour, brand: &Brand) -> Option<Colour> {
    [WHITE, brand.colours.text].into_iter().find(|ink| ink.contrast(mark) >= READABLE)
}
