//! What charts are made of: categories, series, and what stands at them.

use super::Chart;
use crate::data::chart::MapStyle;
use crate::data::quantity::Number;

/// A category of a chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// Name in the spec: `CN`, `2023-Q2`, `other`.
    pub key: String,
    /// Name as printed.
    pub label: String,
    /// What it stands for; decides its colour.
    pub role: Role,
}

/// What a category or series stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// One of the parts compared.
    Part,
    /// The part that the reader should look at: drawn in the accent colour.
    Highlight,
    /// The rest: drawn in grey, and last.
    Other,
    /// What is left of one series less another.
    Net,
}

/// A series of a chart.
#[derive(Debug, Clone)]
pub struct Series {
    /// Name in the spec: a figure, a period or a part.
    pub key: String,
    /// Name as printed.
    pub label: String,
    /// What it stands for; decides its colour.
    pub role: Role,
    /// One value a category; `None` where there is none.
    pub values: Vec<Option<Number>>,
}

/// The areas of a map, with the classes of their values.
#[derive(Debug, Clone, PartialEq)]
pub struct Map {
    /// The areas in the order of their file.
    pub areas: Vec<MapArea>,
    /// How values are shown.
    pub style: MapStyle,
    /// Classes, the one of the greatest values first.
    pub classes: Vec<MapClass>,
    /// What is said of areas without a value, where there are any.
    pub blank: Option<String>,
}

/// An area of a map.
#[derive(Debug, Clone, PartialEq)]
pub struct MapArea {
    /// Index of the category that it shows; none where the chart has no value of it.
    pub category: Option<usize>,
    /// Its polygons, each with the outer line first and holes behind it: longitude and latitude in degrees.
    pub polygons: Vec<Vec<Vec<[f64; 2]>>>,
}

/// A class of values that have one colour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MapClass {
    /// From which value to which: "93–671".
    pub label: String,
    /// Indexes of its categories, the greatest value first.
    pub categories: Vec<usize>,
}

/// A line across a chart at a value to compare with.
#[derive(Debug, Clone)]
pub struct ReferenceLine {
    /// What it is, with its value: "Mean of 2018–2022: 6,120".
    pub text: String,
    /// Where it stands on the scale.
    pub value: Number,
}

/// Words at a category of a chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annotation {
    /// Index of the category.
    pub category: usize,
    /// The words.
    pub text: String,
}

impl Chart {
    /// Whether lines to compare with stand in it, or words at its marks.
    pub fn is_guided(&self) -> bool {
        !self.references.is_empty() || !self.annotations.is_empty()
    }
}
