//! What of a figure rests on a number that is to be filled in.

use std::collections::BTreeSet;

use super::compute::{Figure, MissingValue, NoValue, OTHER};
use super::gap::Of;
use crate::data::period::Period;

impl Figure {
    /// Whether it has shares of a period, known or to be filled in.
    pub(super) fn has_shares(&self, at: Period) -> bool {
        !self.lists(at).shares.is_empty() || self.gaps.shares.contains_key(&at)
    }

    /// Whether it has amounts of parts of a period, known or to be filled in.
    pub(super) fn has_parts(&self, at: Period) -> bool {
        !self.lists(at).parts.is_empty() || self.gaps.parts.contains_key(&at)
    }

    /// Whether there is no value of a period yet.
    pub fn waits_for(&self, at: Period) -> bool {
        self.gap_of_value(at).is_some()
    }

    /// Whether there is no amount of a part yet.
    pub fn waits_for_part(&self, part: &str, at: Period) -> bool {
        self.gap_of_part(Of::Parts, part, at).is_some()
    }

    /// Why there is no value of a period, if that is since a number is to be filled in: that of the period, or one
    /// that it is the sum of.
    pub(super) fn gap_of_value(&self, at: Period) -> Option<NoValue> {
        let gaps = &self.gaps.values;
        if gaps.is_empty() {
            return None;
        }
        if let Some(figure) = gaps.get(&at) {
            return Some(to_fill(figure));
        }
        let known: BTreeSet<Period> = self.values.keys().chain(gaps.keys()).copied().collect();
        let parts = at.cover(known).filter(|_| self.adds_up())?;
        parts.iter().find_map(|part| gaps.get(part)).map(|figure| to_fill(figure))
    }

    /// Why a part has no share or amount, if that is since a number is to be filled in: its own, or for the rest and
    /// for groups any of the list.
    pub(super) fn gap_of_part(&self, of: Of, part: &str, at: Period) -> Option<NoValue> {
        let list = self.gaps.list(of, at)?;
        let is_sum = part == OTHER || self.groups.members(part).is_some();
        (list.contains(part) || is_sum).then(|| to_fill(&self.key))
    }

    /// Why a list of a period cannot be ranked, added up or drawn, if that is since a number is to be filled in.
    pub(super) fn gap_in(&self, of: Of, at: Period) -> Option<NoValue> {
        self.gaps.list(of, at).map(|_| to_fill(&self.key))
    }

    /// Why nothing can be converted, if that is since the rate is to be filled in.
    pub(super) fn gap_of_rate(&self) -> Option<NoValue> {
        self.gaps.has_rate.then(|| to_fill(&self.key))
    }
}

fn to_fill(figure: &str) -> NoValue {
    let message = format!("a number of the figure `{figure}` is to be filled in");
    let missing = MissingValue { figure: figure.to_owned(), period: None };
    let no_value = NoValue::new(message, "write the number in place of \"?\"");
    NoValue { missing: Some(missing), is_gap: true, ..no_value }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use crate::build::checked;
    use crate::diag::{Guesses, code};
    use crate::language::Language;
    use crate::report::expr::{Outcome, evaluate};
    use crate::report::scope::Scope;
    use crate::spec::{Folder, Spec};
    use crate::theme::Theme;

    const EDITION: &str = r#"
period = "2023-Q2"
title = "T"
[figures.visas]
total = 1653
values = { 2022-Q2 = "?" }
shares = { CN = 50.3, TR = "?" }
parts = { CN = 832, TR = "?" }
[figures.all]
total = "?"
shares = { CN = "?", TR = "?" }
[figures.sent]
unit = "KZT billion"
values = { 2023-04 = 76.4, 2023-05 = "?", 2023-06 = 87.5, 2023-Q1 = 200.1 }
convert = { unit = "USD million", rate = "?" }
[figures.net]
derive = "visas - all"
[[chapter]]
id = "one"
title = "One"
text = '''TEXT'''
"#;

    fn spec(text: &str) -> Spec {
        let edition = EDITION.replace("TEXT", text);
        let files = [("edition.toml", edition.as_str()), ("series.toml", "id = \"t\"\ncountry = \"KZ\"\n")];
        let files = files.map(|(name, text)| (name.to_owned(), Arc::from(text.as_bytes())));
        Spec::load(&Folder::Memory(BTreeMap::from(files)), "edition.toml", "").unwrap()
    }

    #[test]
    fn what_rests_on_a_number_that_is_to_be_filled_in_is_not_known() {
        let checked = checked(&spec("None."), &Theme::embedded().unwrap()).unwrap();
        let scope = Scope {
            figures: checked.report.unwrap().figures,
            period: "2023-Q2".parse().unwrap(),
            at: None,
            groups: Arc::default(),
            locale: Arc::new(Language::embedded("en").unwrap()),
            names: BTreeMap::new(),
            guesses: Guesses::default(),
        };
        let root = |written: &str| match evaluate(written, &scope) {
            Ok(Outcome::ToFill { figure }) => Some(figure),
            Ok(_) => None,
            Err(fault) => panic!("{written}: {fault:?}"),
        };
        for (written, figure) in [
            ("visas.value('2022-Q2')", "visas"),
            ("visas.change('2022-Q2').amount | round(1)", "visas"),
            ("visas.ratio('2022-Q2')", "visas"),
            ("visas.share('TR')", "visas"),
            ("visas.part('TR')", "visas"),
            ("visas.other", "visas"),
            ("visas.part('other')", "visas"),
            ("visas.ranking(1)", "visas"),
            ("visas.names(1)", "visas"),
            ("visas.sum('shares')", "visas"),
            ("all", "all"),
            ("all.other", "all"),
            ("all.ranking(2)", "all"),
            ("visas + all", "all"),
            ("percent(visas.part('CN'), all)", "all"),
            ("sent", "sent"),
            ("sent.value('2023-H1')", "sent"),
            ("sent.value('2023-04') | convert", "sent"),
            ("sent.rate", "sent"),
            ("net", "all"),
        ] {
            assert_eq!(root(written).as_deref(), Some(figure), "{written}");
        }
        for written in
            ["visas", "visas.share('CN')", "visas.part('CN')", "sent.value('2023-04')", "visas.label"]
        {
            assert_eq!(root(written), None, "{written}");
        }
        // A part that nobody names is still a mistake.
        assert!(evaluate("visas.share('XX')", &scope).is_err());
    }

    #[test]
    fn a_value_that_is_to_come_can_be_called_provisional() {
        let said = |periods: &str| {
            let edition = EDITION
                .replace("TEXT", "None.")
                .replace("[figures.all]\n", &format!("[figures.all]\nprovisional = [\"{periods}\"]\n"));
            let files =
                [("edition.toml", edition.as_str()), ("series.toml", "id = \"t\"\ncountry = \"KZ\"\n")];
            let files = files.map(|(name, text)| (name.to_owned(), Arc::from(text.as_bytes())));
            let spec = Spec::load(&Folder::Memory(BTreeMap::from(files)), "edition.toml", "").unwrap();
            let checked = checked(&spec, &Theme::embedded().unwrap()).unwrap();
            checked.findings.iter().filter(|finding| finding.code == code::NO_VALUE).count()
        };
        assert_eq!((said("2023-Q2"), said("2022-Q2")), (0, 1));
    }

    #[test]
    fn a_place_waits_for_each_figure_that_it_needs() {
        let checked = checked(
            &spec("{{ percent(all, visas.value('2022-Q2')) }} {{ all - sent }}"),
            &Theme::embedded().unwrap(),
        );
        let told = checked.unwrap().findings;
        let waits = |figure: &str| {
            let mut found = told.iter().filter(|finding| finding.code == code::TO_FILL);
            found.any(|finding| {
                finding.message.contains(&format!("`{figure}`")) && finding.message.contains("place")
            })
        };
        assert!(waits("all") && waits("sent"));
    }

    #[test]
    fn each_figure_is_told_once_with_the_places_that_wait() {
        let text = "{{ all }} {{ all.other }} {{ net }} {{ visas.share('TR') }} and {{ visas.share('CN') }}";
        let spec = spec(text);
        let checked = checked(&spec, &Theme::embedded().unwrap()).unwrap();
        let told: Vec<String> = checked
            .findings
            .iter()
            .filter(|finding| finding.code == code::TO_FILL)
            .map(|finding| finding.message.clone())
            .collect();
        let right = [
            "3 numbers of `visas` are to be filled in: 2022-Q2, share of TR, part of TR; one place needs them and is not checked",
            "3 numbers of `all` are to be filled in: total, share of CN, TR; 3 places need them and are not checked",
            "2 numbers of `sent` are to be filled in: 2023-05, rate",
        ];
        assert_eq!(told, right);
        assert!(checked.report.unwrap().is_draft);
        let first = checked.findings.iter().find(|finding| finding.code == code::TO_FILL).unwrap();
        let place = first.span.unwrap();
        assert_eq!(&spec.sources.text(place.source)[place.range()], "\"?\"");
    }
}
