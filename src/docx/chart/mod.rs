//! Turns a chart into a native chart of Word with its own workbook behind "Edit data".

mod cell_words;
mod guide;
mod ink;
mod labels;
mod number;
mod part;
mod plan;
mod points;
mod series;
mod shapes;
mod sheet;
#[cfg(test)]
mod twin;
#[cfg(test)]
mod twin_guide;
#[cfg(test)]
mod twin_labels;
mod workbook;

use rayon::prelude::*;

use super::error::DocxError;
use super::package::archive::Package;
use super::package::relation::Relations;
use super::package::tree::Element;
use crate::language::Language;
use crate::report::{Chart, ChartKind, Report};
use crate::theme::Theme;
use plan::Plan;
use series::Maker;
use workbook::Sheet;

pub(super) use sheet::{Cells, SheetCell};

const OFFICE: &str = "application/vnd.openxmlformats-officedocument.drawingml";

/// A chart as the parts of the package that it takes.
#[derive(Debug, Clone)]
pub(super) struct Native {
    /// Name of the chart in the spec.
    pub(super) id: String,
    /// Height to width.
    pub(super) ratio: f64,
    space: Element,
    shapes: Option<Element>,
    workbook: Vec<u8>,
}

/// The relations of every chart part, in their order.
const WORKBOOK: &str = "rId1";
const SHAPES: &str = "rId2";

impl Native {
    /// Makes the parts of a chart.
    ///
    /// # Errors
    /// Fails when the chart does not fit into a workbook.
    fn new(chart: &Chart, report: &Report, theme: &Theme, locale: &Language) -> Result<Self, DocxError> {
        // Word has fewer kinds: the nearest of them shows the same values.
        let nearest =
            (chart.kind.native() != chart.kind).then(|| Chart { kind: chart.kind.native(), ..chart.clone() });
        let chart = nearest.as_ref().unwrap_or(chart);
        let plan = Plan::new(chart, theme);
        let language = locale.words().proofing.as_str();
        let shapes = shapes::shapes(&plan, language, guide::draw);
        let maker = Maker::new(&plan, Sheet::of(chart, locale), locale);
        let relation = shapes.as_ref().map(|_| SHAPES);
        let space = part::space(&maker, language, &locale.labels().total, WORKBOOK, relation);
        Ok(Self {
            id: chart.id.clone(),
            ratio: plan.height / plan.width,
            space,
            shapes,
            workbook: workbook::workbook(&plan, report, locale)?,
        })
    }

    /// Puts the parts into the package as those of the chart of that number.
    fn add_to(&self, package: &mut Package, number: usize) {
        let name = format!("word/charts/chart{number}.xml");
        let book = format!("embeddings/Microsoft_Excel_Worksheet{number}.xlsx");
        let drawing = format!("drawings/drawing{number}.xml");
        let mut relations = Relations::default();
        relations.part("package", &format!("../{book}"));
        package.add(&name, &format!("{OFFICE}.chart+xml"), self.space.to_xml());
        if let Some(shapes) = &self.shapes {
            relations.part("chartUserShapes", &format!("../{drawing}"));
            package.add(&format!("word/{drawing}"), &format!("{OFFICE}.chartshapes+xml"), shapes.to_xml());
        }
        package.add_relations(&name, &relations);
        package.add_media(&format!("word/{book}"), self.workbook.clone());
    }
}

/// Makes the parts of all charts of a report, several at a time; of maps, which are pictures, none.
///
/// # Errors
/// Fails when a chart does not fit into a workbook.
pub(super) fn natives(report: &Report, theme: &Theme, locale: &Language) -> Result<Vec<Native>, DocxError> {
    let mut charts = report.charts();
    charts.retain(|chart| chart.kind != ChartKind::Map);
    charts.into_par_iter().map(|chart| Native::new(chart, report, theme, locale)).collect()
}

/// Puts the charts that stand in the text into the package.
pub(super) fn add_charts(package: &mut Package, natives: &[Native], placed: &[String]) {
    for (number, id) in (1..).zip(placed) {
        if let Some(native) = natives.iter().find(|native| native.id == *id) {
            native.add_to(package, number);
        }
    }
}
