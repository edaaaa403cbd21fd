//! Forms that code knows: of titles, lists, acronyms, notes, series of numbers. Which of them a house wants, where, and
//! with which signs, its rules say.

use std::collections::BTreeSet;

use regex::Regex;

use super::prose::Prose;
use super::{Hit, Mask, Scope};
use crate::language::Language;

mod acronym;
mod form;
mod list;
mod note;
mod order;
mod pair;
mod reference;
mod series;
mod stress;
mod table;
mod title;

/// What is known beside the words of a report.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known<'k> {
    /// The language of the edition: names of countries.
    pub(super) language: &'k Language,
    /// Acronyms that nobody has to spell out.
    pub(super) acronyms: &'k BTreeSet<String>,
    /// Names of the edition.
    pub(super) names: &'k [String],
}

/// What a form looks at.
#[derive(Debug)]
pub(super) struct Look<'l> {
    pub(super) prose: &'l Prose<'l>,
    pub(super) known: Known<'l>,
    /// Signs that the rule gives.
    pub(super) signs: &'l [String],
    /// The pattern that the rule gives.
    pub(super) pattern: Option<&'l Regex>,
    /// The forms of one thing that the rule gives.
    pub(super) forms: Vec<&'l Regex>,
    pub(super) scopes: &'l [Scope],
    pub(super) reads: &'l [Mask],
}

/// A form.
#[derive(Debug)]
pub(super) struct Shape {
    name: &'static str,
    run: fn(&Look<'_>) -> Vec<Hit>,
}

impl Shape {
    /// The places that break it.
    pub(super) fn find(&self, look: &Look<'_>) -> Vec<Hit> {
        (self.run)(look)
    }
}

/// All forms.
const SHAPES: &[Shape] = &[
    Shape { name: "acronym-first", run: acronym::first },
    Shape { name: "acronym-twice", run: acronym::twice },
    Shape { name: "acronym-unused", run: acronym::unused },
    Shape { name: "alphabetical", run: order::alphabetical },
    Shape { name: "bold", run: stress::bold },
    Shape { name: "equal-decimals", run: series::equal_decimals },
    Shape { name: "line-stop", run: title::line_stop },
    Shape { name: "list-alone", run: list::alone },
    Shape { name: "list-ends", run: list::ends },
    Shape { name: "list-lead", run: list::lead },
    Shape { name: "names", run: form::names },
    Shape { name: "note-mark", run: note::mark },
    Shape { name: "note-marks-apart", run: note::marks_apart },
    Shape { name: "note-repeated", run: note::repeated },
    Shape { name: "note-stop", run: note::stop },
    Shape { name: "one-form", run: form::one_form },
    Shape { name: "pairs", run: pair::pairs },
    Shape { name: "place-of-publication", run: note::place_of_publication },
    Shape { name: "ranked", run: series::ranked },
    Shape { name: "reference-order", run: reference::order },
    Shape { name: "table-head", run: table::heads },
    Shape { name: "title-alone", run: title::alone },
    Shape { name: "title-case", run: title::case },
    Shape { name: "title-twice", run: title::twice },
];

/// The form of that name.
pub(super) fn find(name: &str) -> Option<&'static Shape> {
    SHAPES.iter().find(|shape| shape.name == name)
}

/// The names of all forms.
pub(super) fn names() -> String {
    SHAPES.iter().map(|shape| shape.name).collect::<Vec<_>>().join(", ")
}
