//! The shape of a file `print.toml`.
#![expect(
    missing_docs,
    reason = "one to one with data/languages/en/print.toml, which explains each table and key"
)]

use std::collections::BTreeMap;

use serde::de::Error;
use serde::{Deserialize, Deserializer};

use super::plural::Plural;
use super::word::Word;

/// The words that are printed, and how numbers, periods and lists are written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    pub language: String,
    pub proofing: String,
    pub number: NumberFormat,
    pub unit: UnitFormat,
    pub scale: ScaleNames,
    #[serde(default)]
    pub roles: BTreeMap<String, Role>,
    #[serde(default)]
    pub heads: BTreeMap<String, String>,
    pub period: PeriodFormat,
    #[serde(default)]
    pub forms: PeriodForms,
    pub date: DateFormat,
    pub list: ListFormat,
    pub change: ChangeFormat,
    pub certainty: CertaintyWords,
    pub labels: Labels,
    pub record: RecordWords,
    pub chart: ChartWords,
    /// Without them, those of English stand in the workbook.
    pub sheet: Option<SheetWords>,
    pub currencies: BTreeMap<String, String>,
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($field:ident),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name { $(pub $field: String),+ }

        impl $name {
            fn with_no_break_spaces(self) -> Self {
                Self { $($field: self.$field.replace('~', "\u{a0}")),+ }
            }
        }
    };
}

/// Patterns for units; `{n}` is the number.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitFormat {
    pub percent: Plural,
    pub percent_short: String,
    pub points: Plural,
    pub points_name: String,
    pub per: String,
    pub per_name: String,
    pub ratio: Plural,
    pub money: String,
    pub scaled: String,
    pub percent_name: String,
    pub money_name: String,
    pub noun: String,
}

/// What a name does in a sentence: a pattern over its forms, `"of {text}"`. Days and periods that a series names itself
/// may have their own, and so may countries and other parts.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Role {
    Plain(String),
    Kinds(Box<RoleKinds>),
}

/// A role by what takes it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleKinds {
    pub other: String,
    pub day: Option<String>,
    pub named: Option<String>,
    pub part: Option<String>,
}

/// Names of powers of ten.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScaleNames {
    pub thousand: Plural,
    pub million: Plural,
    pub billion: Plural,
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
    /// How changes are put into words.
    ChangeFormat {
        down_count, up_count, down_amount, up_amount, same,
        times_count, times_amount, down_count_short, up_count_short, down_amount_short, up_amount_short, same_short,
    }
}
words! {
    /// How limits, ranges, provisional, estimated and missing values are told.
    CertaintyWords {
        more_than, at_least, less_than, fewer_than, at_most, range,
        more_than_short, at_least_short, less_than_short, at_most_short, range_short, limits_drawn, ranges_drawn,
        flag, provisional, estimated, provisional_legend, estimated_legend, provisional_legend_why, estimated_legend_why,
        provisional_note, estimated_note, provisional_note_why, estimated_note_why, provisional_tile, estimated_tile,
        missing, missing_legend, missing_chart, missing_legend_why, missing_chart_why, missing_alt, of_figure, status_alt, why_separator,
    }
}
words! {
    /// Fixed words of the pages.
    Labels {
        contents, figures, tables, glance, figure, table, source, sources, note, other, total, not_available,
        not_broken_down, no_value, page_of, photo_credit, logo_placeholder, publisher, citation, cover_photo,
        category, country, division, period, value, data_of, as_printed, for_editors, record_description, spec_description, chart_description, facts_description, caption, continued, reference,
        chapter_number, topic_number, revised, revised_tile, unavailable, unavailable_of, to_fill, gap, draft,
        joined, heading, chart_heading, labelled, titled, corrected, correction, had_been_published,
    }
}
words! {
    /// Words of the record.
    RecordWords { computed, claimed, loose, tile, chart, agrees, not_compared, allowed, separator, provisional, estimated, revised, limit, given, range, missing }
}
words! {
    /// Names of chart kinds and how alternative text is put together.
    ChartWords {
        bars, columns, clustered, stacked, donut, line, dumbbell, slope, diverging, net, multiples, told, span, map, map_note, map_blank,
        alt, alt_message, alt_value, alt_series, alt_separator, alt_series_separator,
    }
}

/// Words of the workbook in which figures are filled in.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SheetWords {
    pub name: String,
    pub guide: String,
    pub title: String,
    pub figure: String,
    pub part: String,
    pub period: String,
    pub unit: String,
    pub source: String,
    pub last: String,
    pub year_before: String,
    pub value: String,
    pub change: String,
    pub check: String,
    pub note: String,
    pub letter: String,
    pub count: String,
    pub rate: String,
    pub add: String,
    pub sum: String,
    pub asked: String,
    pub new: String,
    pub new_hint: String,
    pub none: String,
    pub right: String,
    pub short: String,
    pub over: String,
    pub exceed: String,
    pub invalid_title: String,
    pub invalid: String,
    pub unknown_part: String,
    pub steps: Vec<String>,
}

/// A sign without which a number would be another one: 43.3 would be 433, and −5 would be 5.
fn sign<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let sign = String::deserialize(deserializer)?;
    if sign.trim().is_empty() || sign.contains(|c: char| c.is_alphanumeric()) {
        return Err(Error::custom("a sign is needed here, and no blank, letter or digit"));
    }
    Ok(sign)
}

/// How numbers are written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NumberFormat {
    #[serde(deserialize_with = "sign")]
    pub decimal: String,
    pub group: String,
    pub group_from: usize,
    #[serde(deserialize_with = "sign")]
    pub minus: String,
    pub nouns: Vec<String>,
}

/// How periods are named.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeriodFormat {
    pub months: [Word; 12],
    pub ordinals: [Word; 4],
    pub month: Word,
    pub range: Word,
    pub range_years: Word,
    pub year: Word,
    pub quarter_ordinal: Word,
    pub half_ordinal: Word,
    pub first_months: Plural,
    pub counts: [Word; 12],
    pub quarter_short: String,
    pub half_short: String,
    pub first_months_short: String,
    pub when_months: String,
    pub when_day: String,
    pub when_named: String,
}

/// Forms of a period whose words do not change by themselves, by the name of the form.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PeriodForms {
    pub first_months: BTreeMap<String, Plural>,
    pub day: BTreeMap<String, String>,
}

impl Words {
    /// `~` in patterns becomes a no-break space.
    pub(super) fn with_no_break_spaces(mut self) -> Self {
        let spaced = |pattern: &str| pattern.replace('~', "\u{a0}");
        let period = &mut self.period;
        let words = [
            &mut period.month,
            &mut period.range,
            &mut period.range_years,
            &mut period.year,
            &mut period.quarter_ordinal,
            &mut period.half_ordinal,
        ];
        words.into_iter().chain(&mut period.ordinals).for_each(|word| word.map(spaced));
        period.first_months.map(spaced);
        period.counts.iter_mut().for_each(|word| word.map(spaced));
        self.forms.first_months.values_mut().for_each(|pattern| pattern.map(spaced));
        self.forms.day.values_mut().for_each(|pattern| *pattern = spaced(pattern));
        let (unit, scale) = (&mut self.unit, &mut self.scale);
        for pattern in [
            &mut period.quarter_short,
            &mut period.half_short,
            &mut period.first_months_short,
            &mut period.when_months,
            &mut period.when_day,
            &mut period.when_named,
            &mut self.number.group,
            &mut unit.percent_short,
            &mut unit.points_name,
            &mut unit.per,
            &mut unit.per_name,
            &mut unit.money,
            &mut unit.scaled,
            &mut unit.percent_name,
            &mut unit.money_name,
            &mut unit.noun,
        ] {
            *pattern = spaced(pattern);
        }
        self.currencies.values_mut().for_each(|name| *name = spaced(name));
        for plural in [
            &mut unit.percent,
            &mut unit.points,
            &mut unit.ratio,
            &mut scale.thousand,
            &mut scale.million,
            &mut scale.billion,
        ] {
            plural.map(spaced);
        }
        for role in self.roles.values_mut() {
            match role {
                Role::Plain(pattern) => *pattern = spaced(pattern),
                Role::Kinds(kinds) => {
                    let RoleKinds { other, day, named, part } = &mut **kinds;
                    [day, named, part]
                        .into_iter()
                        .flatten()
                        .chain([other])
                        .for_each(|pattern| *pattern = spaced(pattern));
                }
            }
        }
        Self {
            date: self.date.with_no_break_spaces(),
            list: self.list.with_no_break_spaces(),
            change: self.change.with_no_break_spaces(),
            certainty: self.certainty.with_no_break_spaces(),
            labels: self.labels.with_no_break_spaces(),
            record: self.record.with_no_break_spaces(),
            chart: self.chart.with_no_break_spaces(),
            ..self
        }
    }
}
