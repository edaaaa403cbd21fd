//! Formats of numbers, periods, dates, lists and changes.

use rust_decimal::Decimal;

use super::{Direction, Frequency, Locale, Measure, Number, Period, Quantity, Scale, Unit, When, fill};

/// What a change is told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeForm {
    /// With the period compared with.
    Full,
    /// Without it.
    Short,
}

impl Locale {
    /// A quantity for running text: "50.3 per cent", "KZT 253.8 billion", "1,653".
    pub fn format(&self, quantity: &Quantity) -> Number {
        let unit = &self.words.unit;
        let text = match &quantity.unit().measure {
            Measure::Percent => fill(&unit.percent, &[("n", &self.decimal(quantity.value()))]),
            Measure::Ratio => fill(&unit.ratio, &[("n", &self.decimal(quantity.value()))]),
            Measure::Count => self.scaled(quantity),
            Measure::Money(code) => {
                fill(&unit.money, &[("currency", self.currency(code)), ("n", &self.scaled(quantity))])
            }
        };
        Number::new(quantity.clone(), text)
    }

    /// A quantity for tables and charts, where the unit is named once: "50.3%", "253.8", "1,653".
    pub fn format_short(&self, quantity: &Quantity) -> Number {
        let text = match quantity.unit().measure {
            Measure::Percent => {
                fill(&self.words.unit.percent_short, &[("n", &self.decimal(quantity.value()))])
            }
            Measure::Ratio | Measure::Count | Measure::Money(_) => self.decimal(quantity.value()),
        };
        Number::new(quantity.clone(), text)
    }

    /// A quantity without any unit: "50.3".
    pub fn format_bare(&self, quantity: &Quantity) -> Number {
        Number::new(quantity.clone(), self.decimal(quantity.value()))
    }

    /// The name of a unit, for headers and captions: "per cent", "KZT billion", "" for counts.
    pub fn unit_name(&self, unit: &Unit) -> String {
        match &unit.measure {
            Measure::Percent => self.words.unit.percent_name.clone(),
            Measure::Ratio | Measure::Count => self.scale_name(unit.scale).to_owned(),
            Measure::Money(code) => {
                let values = [("currency", self.currency(code)), ("scale", self.scale_name(unit.scale))];
                fill(&self.words.unit.money_name, &values).trim().to_owned()
            }
        }
    }

    /// A period by its months: "April–June 2023".
    pub fn period(&self, period: Period) -> String {
        let format = &self.words.period;
        let year = period.year().to_string();
        let (first, last) = (self.month(period.first_month()), self.month(period.last_month()));
        match period.frequency() {
            Frequency::Year => fill(&format.year, &[("year", &year)]),
            Frequency::Month => fill(&format.month, &[("month", first), ("year", &year)]),
            Frequency::Quarter | Frequency::Half => {
                fill(&format.range, &[("first", first), ("last", last), ("year", &year)])
            }
        }
    }

    /// A period by its number, in words: "second quarter of 2023".
    pub fn period_ordinal(&self, period: Period) -> String {
        let format = &self.words.period;
        let year = period.year().to_string();
        let ordinal = usize::from(period.index() - 1).min(3);
        let values = [("ordinal", format.ordinals[ordinal].as_str()), ("year", year.as_str())];
        match period.frequency() {
            Frequency::Quarter => fill(&format.quarter_ordinal, &values),
            Frequency::Half => fill(&format.half_ordinal, &values),
            Frequency::Month | Frequency::Year => self.period(period),
        }
    }

    /// A period by its number, short: "Q2 2023".
    pub fn period_short(&self, period: Period) -> String {
        let format = &self.words.period;
        let (year, index) = (period.year().to_string(), period.index().to_string());
        let values = [("index", index.as_str()), ("year", year.as_str())];
        match period.frequency() {
            Frequency::Quarter => fill(&format.quarter_short, &values),
            Frequency::Half => fill(&format.half_short, &values),
            Frequency::Month | Frequency::Year => self.period(period),
        }
    }

    /// Days in a row or a period: "5–6 April 2023", "May 2023".
    pub fn when(&self, when: When) -> String {
        let (first, last) = match when {
            When::Within(period) => return self.period(period),
            When::Days(first, last) => (first, last),
        };
        let format = &self.words.date;
        let pattern = if first == last {
            &format.day
        } else if (first.year, first.month) == (last.year, last.month) {
            &format.days
        } else if first.year == last.year {
            &format.days_across
        } else {
            &format.days_years
        };
        let (day, last_day) = (first.day.to_string(), last.day.to_string());
        let (year, last_year) = (first.year.to_string(), last.year.to_string());
        let values = [
            ("day", day.as_str()),
            ("first", &day),
            ("last", &last_day),
            ("month", self.month(first.month)),
            ("last_month", self.month(last.month)),
            ("year", &year),
            ("last_year", &last_year),
        ];
        fill(pattern, &values)
    }

    /// The large and the small part of a date badge: "5–6" and "April 2023".
    pub fn badge(&self, when: When) -> (String, String) {
        let format = &self.words.date;
        match when {
            When::Within(period) => (String::new(), self.period(period)),
            When::Days(first, last) => {
                let (day, last_day) = (first.day.to_string(), last.day.to_string());
                if (first.year, first.month) != (last.year, last.month) {
                    return (String::new(), self.when(when));
                }
                let days = if first == last {
                    day
                } else {
                    fill(&format.badge_days, &[("first", &day), ("last", &last_day)])
                };
                let year = first.year.to_string();
                (days, fill(&format.badge_month, &[("month", self.month(first.month)), ("year", &year)]))
            }
        }
    }

    /// A change in words: "43.3 per cent fewer than in January–June 2022".
    pub fn change(
        &self,
        direction: Direction,
        percent: &Quantity,
        of: &Unit,
        from: Period,
        form: ChangeForm,
    ) -> String {
        let format = &self.words.change;
        let money = matches!(of.measure, Measure::Money(_));
        let full = form == ChangeForm::Full;
        let pattern = match (direction, money, full) {
            (Direction::Down, false, true) => &format.down_count,
            (Direction::Down, false, false) => &format.down_count_short,
            (Direction::Down, true, true) => &format.down_amount,
            (Direction::Down, true, false) => &format.down_amount_short,
            (Direction::Up, false, true) => &format.up_count,
            (Direction::Up, false, false) => &format.up_count_short,
            (Direction::Up, true, true) => &format.up_amount,
            (Direction::Up, true, false) => &format.up_amount_short,
            (Direction::Same, _, true) => &format.same,
            (Direction::Same, _, false) => &format.same_short,
        };
        let number = if full { self.format(percent) } else { self.format_short(percent) };
        fill(pattern, &[("percent", number.text()), ("period", &self.period(from))])
    }

    /// The separator before entry `index` of a list of `count`: "", ", " or " and ".
    pub fn separator(&self, index: usize, count: usize) -> &str {
        let list = &self.words.list;
        match index {
            0 => "",
            _ if index + 1 < count => &list.separator,
            1 => &list.last,
            _ => &list.last_of_many,
        }
    }

    fn scaled(&self, quantity: &Quantity) -> String {
        let number = self.decimal(quantity.value());
        match quantity.unit().scale {
            Scale::One => number,
            scale => fill(&self.words.unit.scaled, &[("n", &number), ("scale", self.scale_name(scale))]),
        }
    }

    fn scale_name(&self, scale: Scale) -> &str {
        let names = &self.words.scale;
        match scale {
            Scale::One => "",
            Scale::Thousand => &names.thousand,
            Scale::Million => &names.million,
            Scale::Billion => &names.billion,
        }
    }

    fn currency<'a>(&'a self, code: &'a str) -> &'a str {
        self.words.currencies.get(code).map_or(code, String::as_str)
    }

    fn month(&self, month: u8) -> &str {
        &self.words.period.months[usize::from(month.clamp(1, 12)) - 1]
    }

    fn decimal(&self, value: Decimal) -> String {
        let format = &self.words.number;
        let digits = value.abs().to_string();
        let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
        let mut text = String::new();
        if value.is_sign_negative() && !value.is_zero() {
            text.push_str(&format.minus);
        }
        for (index, digit) in whole.chars().enumerate() {
            let left = whole.len() - index;
            if index > 0 && left.is_multiple_of(3) && whole.len() >= format.group_from {
                text.push_str(&format.group);
            }
            text.push(digit);
        }
        if !fraction.is_empty() {
            text.push_str(&format.decimal);
            text.push_str(fraction);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use crate::data::period::{Period, When};
    use crate::data::quantity::{Origin, Quantity, Unit};
    use crate::diag::{Sources, Span};
    use crate::locale::Locale;

    fn number(value: &str, unit: &str) -> Quantity {
        let span = Span { source: Sources::default().add("", ""), start: 0, end: 0 };
        Quantity::new(value.parse().unwrap(), Unit::parse(unit).unwrap(), Origin::Given(span))
    }

    fn plain(text: &str) -> String {
        text.replace('\u{a0}', "~")
    }

    #[test]
    fn numbers_follow_the_editorial_manual() {
        let english = Locale::embedded("en").unwrap();
        for (value, unit, expected) in [
            ("308710", "", "308,710"),
            ("1653", "", "1,653"),
            ("999", "", "999"),
            ("-1234.50", "", "−1,234.50"),
            ("-0.0", "", "0.0"),
            ("3.0", "per cent", "3.0~per~cent"),
            ("253.8", "KZT billion", "KZT~253.8~billion"),
            ("296", "thousand", "296~thousand"),
            ("12", "XXX", "XXX~12"),
        ] {
            assert_eq!(plain(english.format(&number(value, unit)).text()), expected);
        }
    }

    #[test]
    fn dates_and_periods_are_day_month_year_with_closed_dashes() {
        let english = Locale::embedded("en").unwrap();
        let when = |text: &str| plain(&english.when(text.parse::<When>().unwrap()));
        assert_eq!(when("2023-04-12"), "12~April~2023");
        assert_eq!(when("2023-04-05/2023-04-06"), "5–6~April~2023");
        assert_eq!(when("2023-04-30/2023-05-02"), "30~April–2~May~2023");
        assert_eq!(when("2022-12-31/2023-01-01"), "31~December~2022–1~January~2023");
        assert_eq!(when("2023-05"), "May~2023");
        let period = |text: &str| text.parse::<Period>().unwrap();
        assert_eq!(plain(&english.period(period("2023-H2"))), "July–December~2023");
        assert_eq!(plain(&english.period_short(period("2023-Q4"))), "Q4~2023");
        assert_eq!(plain(&english.period_ordinal(period("2023-Q1"))), "first quarter of~2023");
    }

    #[test]
    fn another_language_needs_only_data() {
        let text = include_str!("../../data/locales/en.toml")
            .replace("language = \"en\"", "language = \"ru\"")
            .replace("decimal = \".\"", "decimal = \",\"")
            .replace("group = \",\"", "group = \"~\"")
            .replace("money = \"{currency}~{n}\"", "money = \"{n}~{currency}\"")
            .replace("billion = \"billion\"", "billion = \"млрд\"")
            .replace("KZT = \"KZT\"", "KZT = \"тенге\"");
        let russian = Locale::parse(&text).unwrap();
        assert_eq!(plain(russian.format(&number("1253.8", "KZT billion")).text()), "1~253,8~млрд~тенге");
    }
}
