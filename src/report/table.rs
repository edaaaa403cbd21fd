//! Tables as they are printed.

use super::Inline;

/// A table with a header row.
#[derive(Debug, Clone)]
pub struct Table {
    /// Name in the spec, or one made from its position.
    pub id: String,
    /// Its number among the tables; `None` for a table without caption, and for the data of a chart.
    pub number: Option<u32>,
    /// Caption without the number; empty for a table without caption.
    pub title: String,
    /// Columns, left to right.
    pub columns: Vec<Column>,
    /// Rows of cells; every row has one cell a column.
    pub rows: Vec<Vec<Vec<Inline>>>,
    /// Source line below, without the label.
    pub source: Vec<Inline>,
    /// Remark below, without the label.
    pub remark: Vec<Inline>,
    /// Whether it repeats the data of a chart: compact, with a title of its own and without a number.
    pub is_data: bool,
}

/// Header and alignment of a table column.
#[derive(Debug, Clone)]
pub struct Column {
    /// Header cell.
    pub header: Vec<Inline>,
    /// How the cells stand; numbers stand at the right.
    pub align: Align,
}

/// How the cells of a column stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Short marks.
    Center,
    /// Numbers.
    Right,
}
