//! Charts in the text, with their captions and sources.

use super::caption::{captions_of, source};
use super::place::{figure_place, label};
use super::word::{Look, Para, run_with};
use super::writer::{Frame, Shown, Writer};
use crate::docx::error::DocxError;
use crate::docx::package::drawing::inline;
use crate::docx::package::length::points;
use crate::docx::package::namespace::{CHART, DRAWING, RELATION};
use crate::docx::package::style::id;
use crate::docx::package::tree::{Element, el};
use crate::report::{Chart, ChartKind, Lettered};

const EMU_PER_TWIP: f64 = 635.0;

/// A chart with its caption above and its source below.
///
/// # Errors
/// Says which picture cannot be drawn.
pub(super) fn chart(writer: &mut Writer<'_>, chart: &Chart, frame: Frame) -> Result<Vec<Element>, DocxError> {
    writer.scoped(&format!("chart/{}", chart.id), |writer| chart_and_words(writer, chart, frame))
}

fn chart_and_words(writer: &mut Writer<'_>, chart: &Chart, frame: Frame) -> Result<Vec<Element>, DocxError> {
    let word = writer.locale.labels().figure.clone();
    let mut flow = captions_of(writer, &word, chart, &figure_place(&chart.id));
    let picture = match chart.kind {
        ChartKind::Map => map_picture(writer, chart, frame)?,
        _ => chart_element(writer, chart, frame),
    };
    match source(writer, &chart.source, &chart.remark, Lettered::default()) {
        Some(source) => flow.extend([Para::of(id::PICTURE).with([picture]), source]),
        None => flow.push(Para::of(id::PICTURE).with([picture])),
    }
    Ok(flow)
}

/// The run that shows a map: Word has no such chart, and it is a picture of the same drawing.
fn map_picture(writer: &mut Writer<'_>, chart: &Chart, frame: Frame) -> Result<Element, DocxError> {
    let svg = crate::chart::svg(chart, writer.theme);
    let bitmap = writer.painter.paint(&chart.id, svg.as_bytes(), points(frame.width))?;
    let name = label(writer.locale, &writer.locale.labels().figure, chart.number);
    let width = frame.width.min(highest(frame) * bitmap.width as usize / (bitmap.height as usize).max(1));
    let shown = Shown { name: &name, alt: &chart.alt, width, crop: None };
    Ok(run_with(writer.drawing(&bitmap, shown), Look::default()))
}

/// The run that shows a chart, as wide as the text.
fn chart_element(writer: &mut Writer<'_>, chart: &Chart, frame: Frame) -> Element {
    let known = writer.placed_charts.iter().position(|id| *id == chart.id);
    let index = known.unwrap_or_else(|| {
        writer.placed_charts.push(chart.id.clone());
        writer.placed_charts.len() - 1
    });
    let relation = writer.relations.part("chart", &format!("charts/chart{}.xml", index + 1));
    let ratio = writer.charts.iter().find(|native| native.id == chart.id).map_or(0.4, |native| native.ratio);
    let name = label(writer.locale, &writer.locale.labels().figure, chart.number);
    let id = writer.next_drawing();
    let properties = el("wp:docPr").attr("id", id).attr("name", name).attr("descr", &chart.alt);
    let reference = el("c:chart").attr("xmlns:c", CHART).attr("xmlns:r", RELATION).attr("r:id", relation);
    let graphic = el("a:graphic")
        .attr("xmlns:a", DRAWING)
        .child(el("a:graphicData").attr("uri", CHART).child(reference));
    run_with(inline(extent(fitting(frame, ratio), ratio), properties, graphic), Look::default())
}

/// Height of a chart that leaves room on its page for its caption and source, in twips.
fn highest(frame: Frame) -> usize {
    frame.height * 3 / 4
}

/// Width of a chart of those proportions: that of the text, or less where it would be higher than a page.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "twips of a page"
)]
fn fitting(frame: Frame, ratio: f64) -> usize {
    let most = highest(frame) as f64 / ratio.max(0.01);
    frame.width.min(most as usize)
}

/// Width and height in EMU.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "lengths of a page"
)]
fn extent(twips: usize, ratio: f64) -> (u64, u64) {
    let width = twips as f64 * EMU_PER_TWIP;
    (width as u64, libm::round(width * ratio).max(1.0) as u64)
}
