//! Charts inside the picture of a page. A browser sets the letters of such a picture in its own fonts, so that each
//! chart gets outlines in the place of letters; where its texts stand is kept, to be selected and clicked.

use crate::chart::{layout, outlined};
use crate::diff::html::base64;
use crate::report::Report;
use crate::theme::Theme;
use rayon::prelude::*;

/// A chart as a page shows it.
#[derive(Debug, Clone)]
pub(super) struct DrawnChart {
    /// Its name in the spec.
    pub(super) id: String,
    /// The mark before it.
    pub(super) mark: Option<u32>,
    /// As Typst puts it into the picture of a page, and as it is shown.
    in_page: [String; 2],
    /// Its texts with their places in shares of its width and height: left, top, width, height.
    pub(super) texts: Vec<(String, [f64; 4])>,
}

/// Draws the charts of a report, whose SVG is known; those that were drawn before are taken from there.
pub(super) fn drawn(
    report: &Report,
    theme: &Theme,
    svgs: &[(String, String)],
    before: &[DrawnChart],
) -> Vec<DrawnChart> {
    let charts = report.charts();
    let draw = |chart: &&crate::report::Chart| {
        let (_, svg) = svgs.iter().find(|(id, _)| *id == chart.id)?;
        let in_page = base64(svg.as_bytes());
        if let Some(known) = before.iter().find(|known| known.in_page[0] == in_page) {
            return Some(DrawnChart { id: chart.id.clone(), mark: chart.mark, ..known.clone() });
        }
        let scene = layout(chart, theme);
        let texts = scene.texts.iter().map(|text| {
            let frame = text.frame;
            let place = [
                frame.left / scene.width,
                frame.top / scene.height,
                (frame.right - frame.left) / scene.width,
                (frame.bottom - frame.top) / scene.height,
            ];
            (text.content.clone(), place)
        });
        let texts = texts.collect();
        let shown = base64(outlined(chart, theme).as_bytes());
        Some(DrawnChart { id: chart.id.clone(), mark: chart.mark, in_page: [in_page, shown], texts })
    };
    charts.par_iter().filter_map(draw).collect()
}

/// The picture of a page with its charts as they are shown.
pub(super) fn with_outlines(svg: String, charts: &[DrawnChart]) -> String {
    const BEGIN: &str = "data:image/svg+xml;base64,";
    if !svg.contains(BEGIN) {
        return svg;
    }
    let mut parts = svg.split(BEGIN);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(BEGIN);
        let (data, rest) = part.split_at(part.find(['"', '\'']).unwrap_or(part.len()));
        let shown =
            charts.iter().find(|chart| chart.in_page[0] == data).map(|chart| chart.in_page[1].as_str());
        out.push_str(shown.unwrap_or(data));
        out.push_str(rest);
    }
    out
}
