//! The kinds of charts that a spec can ask for.

/// Kinds of charts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChartKind {
    /// Horizontal bars, one series.
    Bars,
    /// Vertical columns, one series.
    Columns,
    /// Groups of horizontal bars, two or more series.
    Clustered,
    /// Horizontal bars in layers.
    Stacked,
    /// A ring of shares with a legend table.
    Donut,
    /// Lines over periods.
    Line,
    /// Two points a category, joined.
    Dumbbell,
    /// A line a part between two periods.
    Slope,
    /// Bars of two series to both sides of one zero line, with the net as a point.
    Diverging,
    /// The same small columns over periods, a plot a part or figure, on one scale.
    Multiples,
    /// Areas shaded by their values.
    Map,
}

/// How a map shows values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MapStyle {
    /// Areas as dark as the class of their value.
    Shaded,
    /// On each area a circle whose surface is in proportion to its value.
    Circles,
}

impl ChartKind {
    /// The kind that stands for it in Word, which has fewer; a map is a picture there.
    #[must_use]
    pub fn native(self) -> Self {
        match self {
            Self::Dumbbell | Self::Diverging => Self::Clustered,
            Self::Slope | Self::Multiples => Self::Line,
            Self::Bars
            | Self::Columns
            | Self::Clustered
            | Self::Stacked
            | Self::Donut
            | Self::Line
            | Self::Map => self,
        }
    }
}
