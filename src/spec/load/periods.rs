//! Finds the periods that a series and its editions name, before values are told apart by them.

use toml::de::DeTable;

use super::{LONGEST_FILE, Loader, head};
use crate::data::period::{NamedPeriods, Period};
use crate::spec::period;

impl Loader<'_> {
    /// The periods that an edition and its series name. Faults of both are told when they are read.
    pub(super) fn named_periods(&self, edition: &str) -> NamedPeriods {
        let (table, _) = DeTable::parse_recoverable(head(edition));
        let series = table.get_ref().get("series").and_then(|value| value.get_ref().as_str());
        let series = self.folder.read_at_most(series.unwrap_or("series.toml"), LONGEST_FILE as u64);
        let series = series.ok().and_then(|bytes| String::from_utf8(bytes.to_vec()).ok()).unwrap_or_default();
        let own = period::names(table.get_ref(), edition);
        NamedPeriods::new(in_file(&series).into_iter().chain(own)).within(own_period(table.get_ref()))
    }

    /// The same with those of another edition of the series, which win over them.
    pub(super) fn with_periods_of(&self, text: &str) -> NamedPeriods {
        let known = self.periods.labels().map(|(period, label)| (period, label.to_owned()));
        let named = NamedPeriods::new(known.chain(in_file(text)));
        // Most files tell none by their own period, and need not be read twice.
        if !["\"period", "'period"].iter().any(|sign| text.contains(sign)) {
            return named;
        }
        let (table, _) = DeTable::parse_recoverable(head(text.strip_prefix('\u{feff}').unwrap_or(text)));
        named.within(own_period(table.get_ref()))
    }
}

/// The period of an edition, when it needs no other to be told by.
fn own_period(table: &DeTable<'_>) -> Option<Period> {
    table.get("period")?.get_ref().as_str()?.parse().ok()
}

fn in_file(text: &str) -> Vec<(Period, String)> {
    // Most files name none, and need not be read twice. A chart's `periods = [` is something else.
    let names_some = |line: &str| {
        let key = line.trim_start_matches(['[', '"', '\'', ' ', '\t']).strip_prefix("periods");
        let rest = key.map(|rest| rest.trim_start_matches(['"', '\'', ' ', '\t']));
        rest.is_some_and(|rest| match rest.strip_prefix('=') {
            Some(value) => value.trim_start().starts_with('{'),
            None => true,
        })
    };
    if !text.lines().any(names_some) {
        return Vec::new();
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (table, _) = DeTable::parse_recoverable(head(text));
    period::names(table.get_ref(), text)
}
