//! The shape of a locale file.
#![expect(missing_docs, reason = "one to one with data/locales/en.toml, which explains each table and key")]

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Names;
use super::reading::Reading;

/// A locale file, as it is written.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    pub language: String,
    pub proofing: String,
    pub number: NumberFormat,
    pub unit: UnitFormat,
    pub scale: ScaleNames,
    pub period: PeriodFormat,
    pub date: DateFormat,
    pub list: ListFormat,
    pub change: ChangeFormat,
    pub labels: Labels,
    pub chart: ChartWords,
    pub reading: Reading,
    pub currencies: Names,
    pub countries: BTreeMap<String, Country>,
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($field:ident),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Deserialize, Serialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name { $(pub $field: String),+ }

        impl $name {
            fn with_no_break_spaces(self) -> Self {
                Self { $($field: self.$field.replace('~', "\u{a0}")),+ }
            }
        }
    };
}

words! {
    /// Patterns for units; `{n}` is the number.
    UnitFormat { percent, percent_short, ratio, money, scaled, percent_name, money_name }
}
words! {
    /// Names of powers of ten.
    ScaleNames { thousand, million, billion }
}
words! {
    /// Patterns for days and spans of days.
    DateFormat { day, days, days_across, days_years, badge_days, badge_month }
}
words! {
    /// How lists are joined.
    ListFormat { separator, last, last_of_many, entry }
}
words! {
    /// How changes are told.
    ChangeFormat {
        down_count, up_count, down_amount, up_amount, same,
        down_count_short, up_count_short, down_amount_short, up_amount_short, same_short,
    }
}
words! {
    /// Fixed words of the pages.
    Labels {
        contents, figures, tables, glance, figure, table, source, note, other, total, not_available,
        not_broken_down, no_value, page_of, photo_credit, logo_placeholder, publisher, citation, cover_photo,
        category, country, period, value, data_of, record_description, spec_description, chart_description, caption, reference,
        chapter_number, topic_number, revised, revised_tile, joined,
    }
}
words! {
    /// Names of chart kinds and how alternative text is put together.
    ChartWords {
        bars, columns, clustered, stacked, donut, line,
        alt, alt_value, alt_series, alt_separator, alt_series_separator,
    }
}

/// How numbers are written.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct NumberFormat {
    pub decimal: String,
    pub group: String,
    pub group_from: usize,
    pub minus: String,
}

/// How periods are named.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct PeriodFormat {
    pub months: [String; 12],
    pub ordinals: [String; 4],
    pub month: String,
    pub range: String,
    pub year: String,
    pub quarter_ordinal: String,
    pub half_ordinal: String,
    pub quarter_short: String,
    pub half_short: String,
}

/// The name of a country, with a second form where running text needs one.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(untagged)]
pub enum Country {
    /// One form for all places.
    Plain(String),
    /// A form for labels and one for running text.
    Forms {
        /// For labels.
        name: String,
        /// For running text.
        text: String,
    },
}

impl Country {
    /// The form for labels.
    pub fn name(&self) -> &str {
        match self {
            Self::Plain(name) | Self::Forms { name, .. } => name,
        }
    }

    /// The form for running text.
    pub fn in_text(&self) -> &str {
        match self {
            Self::Plain(name) => name,
            Self::Forms { text, .. } => text,
        }
    }
}

impl Words {
    /// `~` in patterns becomes a no-break space.
    pub(super) fn with_no_break_spaces(mut self) -> Self {
        let period = &mut self.period;
        for pattern in [
            &mut period.month,
            &mut period.range,
            &mut period.year,
            &mut period.quarter_ordinal,
            &mut period.half_ordinal,
            &mut period.quarter_short,
            &mut period.half_short,
            &mut self.number.group,
        ] {
            *pattern = pattern.replace('~', "\u{a0}");
        }
        Self {
            unit: self.unit.with_no_break_spaces(),
            scale: self.scale.with_no_break_spaces(),
            date: self.date.with_no_break_spaces(),
            list: self.list.with_no_break_spaces(),
            change: self.change.with_no_break_spaces(),
            labels: self.labels.with_no_break_spaces(),
            chart: self.chart.with_no_break_spaces(),
            ..self
        }
    }
}
