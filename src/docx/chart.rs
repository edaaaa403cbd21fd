//! A chart in the text: the one place that decides what a DOCX shows for it.

use super::DocxError;
use super::body::{Body, Frame};
use super::tree::Element;
use super::word::{Look, run_with};
use crate::report::Chart;

impl Body<'_> {
    /// The run that shows a chart: its SVG as a picture, as wide as the text.
    ///
    /// # Errors
    /// Fails when there is no SVG of that chart.
    pub(super) fn chart_element(&mut self, chart: &Chart, frame: Frame) -> Result<Element, DocxError> {
        let bitmap = self
            .charts
            .get(chart.id.as_str())
            .cloned()
            .ok_or_else(|| DocxError::NoChart(chart.id.clone()))?;
        let name = self.label(&self.locale.labels().figure, chart.number);
        let drawing = self.drawing(&bitmap, &name, &chart.alt, frame.width, None);
        Ok(run_with(drawing, Look::default()))
    }
}
