//! The charts that a text has placed, those that cannot be shown among them.

use super::Chart;

/// A chart that cannot be shown: its place, and why.
#[derive(Debug, Clone)]
pub struct Absent {
    /// Name of the chart in the spec.
    pub id: String,
    /// Its number among the figures of the publication.
    pub number: u32,
    /// Caption without the number.
    pub title: String,
    /// "not available", "to be filled in".
    pub state: String,
    /// Why there is nothing to show, in the author's words; which numbers are to be filled in.
    pub reason: String,
    /// State and reason in one sentence.
    pub sentence: String,
    /// Whether numbers are to be filled in.
    pub is_gap: bool,
}

/// The caption of a chart, shown or not.
#[derive(Debug, Clone, Copy)]
pub struct Caption<'a> {
    /// Name of the chart in the spec.
    pub id: &'a str,
    /// Its number.
    pub number: u32,
    /// The title without the number.
    pub title: &'a str,
}

/// A chart that was placed in the text.
#[derive(Debug, Clone)]
pub(super) enum Placed {
    Shown(Box<Chart>),
    Absent(Absent),
}

impl Placed {
    /// Name of the chart in the spec.
    pub(super) fn id(&self) -> &str {
        match self {
            Self::Shown(chart) => &chart.id,
            Self::Absent(absent) => &absent.id,
        }
    }
}
