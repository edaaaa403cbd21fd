//! Writes labels whose words are those of cells: a format code would print them with the signs of the reader's machine.
//!
//! Office 2013 and later know such labels, as "Value From Cells". Programs that do not print the words in the field.

use super::ink::{Ink, says};
use super::workbook::text;
use crate::docx::package::tree::{Element, el};

/// Namespace of what Office 2013 added to charts.
const OFFICE_2013: &str = "http://schemas.microsoft.com/office/drawing/2012/chart";
/// The extensions of labels, and of series.
pub(super) const OF_LABELS: &str = "{CE6537A1-D6FC-4f65-9D91-7224C49458BB}";
const OF_SERIES: &str = "{02D57815-91ED-43cb-92C2-25804820EDAC}";

/// The value that a label belongs to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Owner {
    pub(super) series: usize,
    pub(super) category: usize,
}

/// An extension of Office 2013 as the only one of a list.
pub(super) fn extension(uri: &'static str, content: impl IntoIterator<Item = Element>) -> Element {
    let extension = el("c:ext").attr("uri", uri).attr("xmlns:c15", OFFICE_2013).with(content);
    el("c:extLst").child(extension)
}

/// The words of a label: a field that prints the cell, with what it prints.
pub(super) fn field(at: Owner, words: &str, ink: Ink, language: &str) -> Element {
    let Owner { series, category } = at;
    // Word makes such ids at random; they have to differ within a chart.
    let id = format!("{{{:08X}-0000-4000-8000-{:012X}}}", series + 1, category + 1);
    let properties = ink.properties("a:rPr").attr("lang", language);
    let field = el("a:fld")
        .attr("id", id)
        .attr("type", "CELLRANGE")
        .child(properties)
        .child(el("a:pPr").child(ink.properties("a:defRPr")))
        .child(el("a:t").text(text(words)));
    el("c:tx").child(ink.rich(field, language))
}

/// Says that a label shows the words of its cell. Office writes the table of its fields beside it, which names formulas
/// and is empty for cells of a range; Microsoft's validator takes one of both, as it does in files of Office itself.
pub(super) fn is_shown() -> Element {
    extension(OF_LABELS, [says("c15:showDataLabelsRange", 1)])
}

/// The cells of a series' labels, with a copy of their words.
pub(super) fn range(cells: String, words: &[Option<&str>]) -> Element {
    let points = words.iter().enumerate().filter_map(|(index, words)| {
        Some(el("c:pt").attr("idx", index).child(el("c:v").text(text((*words)?))))
    });
    let cache = el("c15:dlblRangeCache").child(says("c:ptCount", words.len())).with(points);
    extension(OF_SERIES, [el("c15:datalabelsRange").child(el("c15:f").text(cells)).child(cache)])
}
