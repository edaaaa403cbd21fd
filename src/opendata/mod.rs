//! Turns the numbers of editions into open data: a table a row a value, as CSV and XLSX, with what portals want to know.
//!
//! Only what sources gave is in it, with their digits; what follows from it is added when it is asked for. Of several
//! editions, each value is that of the latest one which gives it.
//!
//! The columns `location_code` and `reference_period_…` are called as those of the Humanitarian Data Exchange; the
//! description of the table is a [Data Package](https://datapackage.org/standard/data-package/), version 2.

use std::collections::BTreeMap;

use crate::build::Checked;
use crate::data::period::Period;
use crate::diag::Severity;
use crate::report::Report;
use crate::spec::Spec;

mod fields;
mod hdx;
mod package;
mod plain;
mod rows;
mod table;

pub use hdx::hdx;
pub use package::package;
use plain::{plain, words};
pub use rows::{Computed, Row, rows};
pub use table::{TableError, csv, xlsx};

/// An edition whose numbers are taken.
#[derive(Debug)]
pub struct Edition {
    /// As messages call it.
    pub name: String,
    /// What was written.
    pub spec: Spec,
    /// What was computed and found.
    pub checked: Checked,
}

/// Why the numbers of an edition are no open data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// It is not for everybody.
    Confidential,
    /// So many of its values are to be filled in.
    ToFill(usize),
    /// It has so many errors.
    Errors(usize),
}

impl Edition {
    /// Why it cannot be used, if it cannot.
    pub fn refused(&self) -> Option<Refused> {
        if self.spec.edition.confidential {
            return Some(Refused::Confidential);
        }
        let errors = self.checked.findings.iter().filter(|one| one.severity == Severity::Error).count();
        if errors > 0 || self.checked.report.is_none() {
            return Some(Refused::Errors(errors.max(1)));
        }
        let gaps: usize = self.spec.figures.iter().map(|figure| figure.gaps.len()).sum();
        (gaps > 0).then_some(Refused::ToFill(gaps))
    }

    /// Its report, when it is not refused.
    pub fn report(&self) -> Option<&Report> {
        self.checked.report.as_ref()
    }

    /// Its period.
    pub fn period(&self) -> Period {
        self.spec.edition.period.value
    }
}

/// All that is written about the numbers of a series.
#[derive(Debug, Clone)]
pub struct About {
    /// Begins the names of the files: `kazakhstan`.
    pub id: String,
    /// The title of the series.
    pub title: String,
    /// Who publishes.
    pub publisher: String,
    /// Where it can be read.
    pub website: Option<String>,
    /// The country by its name, and by the code of three letters where it has one.
    pub country: (String, String),
    /// The language of labels and names.
    pub language: String,
    /// The first and the last day that a value is of, as they are written.
    pub days: Option<(String, String)>,
    /// The sources, by their names, with the figures that they give.
    pub sources: BTreeMap<String, Vec<String>>,
    /// The licence for data.
    pub licence: Option<String>,
    /// How the numbers came about, from the series' standing text on it.
    pub methodology: Option<String>,
    /// What limits them: remarks of figures.
    pub caveats: Vec<String>,
    /// Words to be found by.
    pub keywords: Vec<String>,
    /// How often an edition comes, in days; nothing when that is not clear.
    pub every: Option<u32>,
}

impl About {
    /// Of the latest of some editions and all of their rows.
    pub fn new(latest: &Edition, rows: &[Row]) -> Option<Self> {
        let (spec, report) = (&latest.spec, latest.report()?);
        let country = &spec.series.country.value;
        let mut sources: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for row in rows.iter().filter(|row| !row.source.is_empty()) {
            let labels = sources.entry(row.source.clone()).or_default();
            if !labels.contains(&row.label) {
                labels.push(row.label.clone());
            }
        }
        let first = rows.iter().map(|row| row.start.as_str()).min();
        let last = rows.iter().map(|row| row.end.as_str()).max();
        let text = |name: &str| {
            let standing = spec.series.standing.iter().find(|standing| standing.key.value == name)?;
            let words = plain(&standing.text.value).replace("{{ period }}", &words(&report.period_text));
            // What else is computed in it is left to the report.
            (!words.contains("{{")).then_some(words)
        };
        let remarks = spec.figures.iter().filter_map(|figure| figure.remark.as_ref());
        let months = latest.period().count_of_months();
        Some(Self {
            id: spec.series.id.value.clone(),
            title: report.title.clone(),
            publisher: spec
                .series
                .publisher
                .name
                .as_ref()
                .map_or_else(|| report.author.clone(), |name| name.value.clone()),
            website: spec.series.publisher.website.as_ref().map(|website| website.value.clone()),
            country: (report.country.clone(), rows::location(country)),
            language: report.language.clone(),
            days: first.zip(last).map(|(first, last)| (first.to_owned(), last.to_owned())),
            sources,
            licence: spec.series.data_licence.as_ref().map(|licence| words(&licence.value)),
            methodology: text("methodology"),
            // What is computed in a remark is left to the report.
            caveats: remarks.map(|remark| plain(&remark.value)).filter(|text| !text.contains("{{")).collect(),
            keywords: report.keywords.clone(),
            every: months.map(|months| match months {
                1 => 30,
                3 => 90,
                6 => 180,
                12 => 365,
                months => u32::from(months) * 30,
            }),
        })
    }
}
