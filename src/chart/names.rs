//! Wraps the names of categories into a column beside the marks.

use super::label::{Sketch, Style};
use crate::report::Chart;

/// Width of a column of names beside a scale that several charts share: most names of countries stand in it in one line,
/// in English, Russian and Kazakh.
const SHARED: f64 = 128.0;

/// Names in a column, wrapped.
pub(super) struct Column {
    /// Lines of each name.
    pub(super) names: Vec<Vec<String>>,
    /// Width of the widest line.
    pub(super) width: f64,
}

impl Column {
    /// The narrowest of a few widths at which no name has more than two lines, else the widest.
    pub(super) fn new<'n>(
        sketch: &Sketch<'_>,
        names: impl Iterator<Item = &'n str> + Clone,
        most: f64,
        style: Style,
    ) -> Self {
        let wrap = |limit: f64| names.clone().map(|name| sketch.wrap(name, limit, style)).collect::<Vec<_>>();
        // A width at which a word is cut is no choice as long as a wider one is left.
        let words = names.clone().flat_map(|name| name.split(' '));
        let word = words.map(|word| sketch.width(word, style)).fold(0.0, f64::max);
        let steps = [0.5, 0.7, 0.85].map(|share| (most * share).max(word));
        let names = steps
            .into_iter()
            .filter(|&limit| limit <= most)
            .map(wrap)
            .find(|names| names.iter().all(|lines| lines.len() <= 2))
            .unwrap_or_else(|| wrap(most));
        let width = names.iter().map(|lines| sketch.widest(lines, style)).fold(0.0, f64::max);
        Self { names, width }
    }

    /// Names beside marks of a scale that several charts share: their column has one width in all of these charts, so
    /// that a unit has one length, as long as each name finds room in it in two lines.
    pub(super) fn beside<'n>(
        sketch: &Sketch<'_>,
        chart: &Chart,
        names: impl Iterator<Item = &'n str> + Clone,
        most: f64,
        style: Style,
    ) -> Self {
        let held = names.clone().map(|name| sketch.wrap(name, SHARED, style)).collect::<Vec<_>>();
        let has_room = |lines: &Vec<String>| lines.len() <= 2 && sketch.widest(lines, style) <= SHARED;
        let is_whole = |word: &str| sketch.width(word, style) <= SHARED;
        let mut words = names.clone().flat_map(|name| name.split(' '));
        if chart.reach.is_some() && SHARED <= most && held.iter().all(has_room) && words.all(is_whole) {
            return Self { names: held, width: SHARED };
        }
        Self::new(sketch, names, most, style)
    }
}
