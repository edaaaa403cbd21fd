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
}
