//! Writes how sure a source is: limits and ranges in place of a number, flags behind one.

use rust_decimal::Decimal;

use super::{Language, fill};
use crate::data::certainty::{Bound, Status};
use crate::data::quantity::{Measure, Number, Quantity};

/// Whether a number stands in a sentence or in a table or chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Long,
    Short,
}

/// The number by which the word for its unit is chosen: of a range, the one beside that word.
pub(super) fn named(quantity: &Quantity) -> Decimal {
    match quantity.bound() {
        Bound::UpTo(high) => high,
        _ => quantity.value(),
    }
}

impl Language {
    /// The digits of a number, or of both ends of a range.
    pub(super) fn digits(&self, quantity: &Quantity, form: Form) -> String {
        let Bound::UpTo(high) = quantity.bound() else { return self.decimal(quantity.value()) };
        let words = &self.words.certainty;
        let pattern = if form == Form::Long { &words.range } else { &words.range_short };
        fill(pattern, &[("low", &self.decimal(quantity.value())), ("high", &self.decimal(high))])
    }

    /// A number with its unit as the limit that it is: "more than 550,000", ">550,000".
    pub(super) fn limited(&self, text: String, quantity: &Quantity, form: Form) -> String {
        let words = &self.words.certainty;
        let is_counted = quantity.unit().measure == Measure::Count;
        let pattern = match (quantity.bound(), form) {
            (Bound::None | Bound::UpTo(_), _) => return text,
            (Bound::MoreThan, Form::Long) => &words.more_than,
            (Bound::MoreThan, Form::Short) => &words.more_than_short,
            (Bound::AtLeast, Form::Long) => &words.at_least,
            (Bound::AtLeast, Form::Short) => &words.at_least_short,
            (Bound::LessThan, Form::Long) if is_counted => &words.fewer_than,
            (Bound::LessThan, Form::Long) => &words.less_than,
            (Bound::LessThan, Form::Short) => &words.less_than_short,
            (Bound::AtMost, Form::Long) => &words.at_most,
            (Bound::AtMost, Form::Short) => &words.at_most_short,
        };
        fill(pattern, &[("value", &text)])
    }

    /// A number with its noun as the limit that it is: "more than 500 visas".
    pub fn as_limit(&self, text: String, quantity: &Quantity) -> String {
        self.limited(text, quantity, Form::Long)
    }

    /// The flag of a status, as it stands behind a number.
    pub fn flag(&self, status: Status) -> String {
        let words = &self.words.certainty;
        let flag = match status {
            Status::Provisional => &words.provisional,
            Status::Estimated => &words.estimated,
        };
        fill(&words.flag, &[("flag", flag)])
    }

    /// The word for a status.
    pub fn status(&self, status: Status) -> &str {
        let words = &self.words.record;
        match status {
            Status::Provisional => &words.provisional,
            Status::Estimated => &words.estimated,
        }
    }

    /// A number of a table or chart with the flag of its status.
    pub fn flagged(&self, number: Number, status: Option<Status>) -> Number {
        match status {
            Some(status) => number.flagged(&self.flag(status)),
            None => number,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::data::certainty::{Bound, Status};
    use crate::data::quantity::{Origin, Quantity, Unit};
    use crate::diag::{Sources, Span};
    use crate::language::Language;

    fn given(value: &str, unit: &str) -> Quantity {
        let span = Span { source: Sources::default().add("", ""), start: 0, end: 0 };
        let (value, bound) = Bound::parse(value).unwrap();
        Quantity::new(value, Unit::parse(unit).unwrap(), Origin::Given(span)).bounded(bound)
    }

    #[test]
    fn limits_and_ranges_stand_outside_and_inside_their_unit() {
        let english = Language::embedded("en").unwrap();
        for (value, unit, long, short) in [
            (">550000", "", "more than 550,000", ">550,000"),
            ("<10", "", "fewer than 10", "<10"),
            ("<10", "per cent", "less than 10~per~cent", "<10%"),
            (">=76.4", "KZT billion", "at least KZT~76.4~billion", "≥76.4"),
            ("<=3", "per mille", "at most 3 per~1,000", "≤3"),
            ("1200-1500", "", "1,200 to 1,500", "1,200–1,500"),
            ("50-60", "per cent", "50 to 60~per~cent", "50–60%"),
            ("1-2", "KZT billion", "KZT~1 to 2~billion", "1–2"),
        ] {
            let quantity = given(value, unit);
            assert_eq!(english.format(&quantity).text().replace('\u{a0}', "~"), long);
            assert_eq!(english.format_short(&quantity).text(), short);
        }
    }

    #[test]
    fn a_noun_stands_inside_its_limit() {
        let kazakh = Language::embedded("kk").unwrap();
        let quantity = given(">500", "");
        let text = kazakh.as_limit(kazakh.with_noun("500", "виза"), &quantity);
        assert_eq!(text.replace('\u{a0}', " "), "500 виза шегінен жоғары");
        let english = Language::embedded("en").unwrap();
        let text = english.as_limit(english.with_noun("500", "visas"), &quantity);
        assert_eq!(text.replace('\u{a0}', " "), "more than 500 visas");
    }

    #[test]
    fn a_flag_stands_behind_its_number() {
        let english = Language::embedded("en").unwrap();
        let number = english.flagged(english.format_short(&given(">5", "")), Some(Status::Provisional));
        assert_eq!((number.text(), number.plain(), number.flag()), (">5\u{a0}p", ">5", "\u{a0}p"));
    }
}
