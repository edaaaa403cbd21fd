//! Formats of numbers, periods, dates, lists and changes.

use rust_decimal::Decimal;

use super::Language;
use super::certainty::{Form, named};
use super::fill::{fill, fill_with};
use super::inflect::{Name, Slot, worded_plainly};
use super::plural::Plural;
use super::word::{NAME, Word};
use crate::data::period::{Date, Frequency, Period, When};
use crate::data::quantity::{Direction, Measure, Number, Quantity, Scale, Unit};

/// A name of a unit alone, as in a header, stands for many of it.
const MANY: Decimal = Decimal::ONE_HUNDRED;

/// Whether a change names the period that it is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeForm {
    /// With that period: "43.3 per cent fewer than in January–June 2022".
    Full,
    /// Without it: "43.3% fewer".
    Short,
}

impl Language {
    /// A quantity for running text: "50.3 per cent", "KZT 253.8 billion", "1,653".
    pub fn format(&self, quantity: &Quantity) -> Number {
        let unit = &self.words.unit;
        let text = match &quantity.unit().measure {
            Measure::Percent => self.counted(&unit.percent, quantity),
            Measure::Points => self.counted(&unit.points, quantity),
            Measure::Per(base) => {
                let base = self.decimal(Decimal::from(*base));
                fill(&unit.per, &[("n", &self.digits(quantity, Form::Long)), ("base", &base)])
            }
            Measure::Ratio => self.counted(&unit.ratio, quantity),
            Measure::Count => self.scaled(quantity),
            Measure::Money(code) => {
                fill(&unit.money, &[("currency", self.currency(code)), ("n", &self.scaled(quantity))])
            }
        };
        Number::new(quantity.clone(), self.limited(text, quantity, Form::Long))
    }

    /// A quantity for tables and charts, where the unit is named once: "50.3%", "253.8", "1,653".
    pub fn format_short(&self, quantity: &Quantity) -> Number {
        let text = match quantity.unit().measure {
            Measure::Percent => {
                fill(&self.words.unit.percent_short, &[("n", &self.digits(quantity, Form::Short))])
            }
            Measure::Points | Measure::Per(_) | Measure::Ratio | Measure::Count | Measure::Money(_) => {
                self.digits(quantity, Form::Short)
            }
        };
        Number::new(quantity.clone(), self.limited(text, quantity, Form::Short))
    }

    /// A quantity without any unit: "50.3".
    pub fn format_bare(&self, quantity: &Quantity) -> Number {
        let text = self.digits(quantity, Form::Short);
        Number::new(quantity.clone(), self.limited(text, quantity, Form::Short))
    }

    /// The name of a unit, for headers and captions: "per cent", "KZT billion", "" for counts.
    pub fn unit_name(&self, unit: &Unit) -> String {
        match &unit.measure {
            Measure::Percent => self.words.unit.percent_name.clone(),
            Measure::Points => self.words.unit.points_name.clone(),
            Measure::Per(base) => {
                fill(&self.words.unit.per_name, &[("base", &self.decimal(Decimal::from(*base)))])
            }
            Measure::Ratio | Measure::Count => self.scale_name(unit.scale, MANY).to_owned(),
            Measure::Money(code) => {
                let values =
                    [("currency", self.currency(code)), ("scale", self.scale_name(unit.scale, MANY))];
                fill(&self.words.unit.money_name, &values).trim().to_owned()
            }
        }
    }

    /// A period by its months or its day: "April–June 2023", "1 July 2024"; as the series calls it when it names it.
    pub fn period(&self, period: Period) -> String {
        self.period_in(period, NAME).unwrap_or_else(|| period.to_string())
    }

    /// A period with the word before it in a sentence: "in April–June 2023", "on 1 July 2024", "during round 3".
    pub fn period_when(&self, period: Period) -> String {
        let format = &self.words.period;
        let pattern = match period.frequency() {
            Frequency::Named => &format.when_named,
            Frequency::Day => &format.when_day,
            Frequency::Month
            | Frequency::Quarter
            | Frequency::Half
            | Frequency::Year
            | Frequency::Months(_) => &format.when_months,
        };
        self.with_period(pattern, period, &[])
    }

    /// Fills a pattern that names a period, perhaps in a form or role: `{period}`, `{period.gen}`.
    fn with_period(&self, pattern: &str, period: Period, others: &[(&str, &str)]) -> String {
        fill_with(pattern, |slot| match slot.split_once('.') {
            Some(("period", form)) => {
                Some(self.inflected(Name::Period(period), form).unwrap_or_else(|_| self.period(period)))
            }
            _ if slot == "period" => Some(self.period(period)),
            _ => others.iter().find(|(key, _)| *key == slot).map(|(_, text)| (*text).to_owned()),
        })
    }

    /// A period by its number, in words: "second quarter of 2023", "first nine months of 2023".
    pub fn period_ordinal(&self, period: Period) -> String {
        self.ordinal_in(period, NAME).unwrap_or_else(|| period.to_string())
    }

    /// A period by its number, short: "Q2 2023", "9M 2023".
    pub fn period_short(&self, period: Period) -> String {
        let format = &self.words.period;
        let (year, index) = (period.year().to_string(), period.index().to_string());
        let values = [("index", index.as_str()), ("year", year.as_str())];
        match (period.frequency(), period.first_months()) {
            (Frequency::Quarter, _) => fill(&format.quarter_short, &values),
            (Frequency::Half, _) => fill(&format.half_short, &values),
            (_, Some(months)) => {
                fill(&format.first_months_short, &[("n", &months.to_string()), ("year", &year)])
            }
            _ => self.period(period),
        }
    }

    pub(super) fn day(&self, day: Date) -> String {
        self.when(When::Days(day, day))
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
        let slots = [
            ("day", Slot::Text(&day)),
            ("first", Slot::Text(&day)),
            ("last", Slot::Text(&last_day)),
            ("month", Slot::Word(self.month(first.month))),
            ("last_month", Slot::Word(self.month(last.month))),
            ("year", Slot::Text(&year)),
            ("last_year", Slot::Text(&last_year)),
        ];
        worded_plainly(pattern, &slots)
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
                let slots = [("month", Slot::Word(self.month(first.month))), ("year", Slot::Text(&year))];
                (days, worded_plainly(&format.badge_month, &slots))
            }
        }
    }

    /// How many times as many there are as in another period: "3.8 times as many as in January–March 2023".
    pub fn multiple(&self, ratio: &Quantity, of: &Unit, from: Period) -> String {
        let format = &self.words.change;
        let is_count = matches!(of.measure, Measure::Count);
        let pattern = if is_count { &format.times_count } else { &format.times_amount };
        let when = self.period_when(from);
        self.with_period(pattern, from, &[("ratio", self.format(ratio).text()), ("when", &when)])
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
        let is_amount = !matches!(of.measure, Measure::Count);
        let full = form == ChangeForm::Full;
        let pattern = match (direction, is_amount, full) {
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
        let when = self.period_when(from);
        self.with_period(pattern, from, &[("percent", number.text()), ("when", &when)])
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
        let number = self.digits(quantity, Form::Long);
        match quantity.unit().scale {
            Scale::One => number,
            scale => {
                let name = self.scale_name(scale, named(quantity));
                fill(&self.words.unit.scaled, &[("n", &number), ("scale", name)])
            }
        }
    }

    /// A number in a pattern that depends on it.
    fn counted(&self, pattern: &Plural, quantity: &Quantity) -> String {
        let pattern = pattern.pattern(&self.plurals, named(quantity));
        fill(pattern, &[("n", &self.digits(quantity, Form::Long))])
    }

    fn scale_name(&self, scale: Scale, number: Decimal) -> &str {
        let names = &self.words.scale;
        let name = match scale {
            Scale::One => return "",
            Scale::Thousand => &names.thousand,
            Scale::Million => &names.million,
            Scale::Billion => &names.billion,
        };
        name.pattern(&self.plurals, number)
    }

    fn currency<'a>(&'a self, code: &'a str) -> &'a str {
        self.words.currencies.get(code).map_or(code, String::as_str)
    }

    /// Every form of the name of a month, in small and capital letters, with the same form of another one; the longest
    /// come first, since one may begin another.
    pub fn months_instead(&self, month: u8, other: u8) -> Vec<(String, String)> {
        let (from, to) = (self.month(month), self.month(other));
        let names = std::iter::once(NAME).chain(from.names_of_forms());
        let both = names.filter_map(|form| Some((from.form(form)?.to_owned(), to.form(form)?.to_owned())));
        let mut all: Vec<(String, String)> = Vec::new();
        for (one, two) in both {
            let capitals = (capitalized(&one), capitalized(&two));
            for pair in [(one, two), capitals] {
                if !all.iter().any(|(known, _)| *known == pair.0) {
                    all.push(pair);
                }
            }
        }
        all.sort_by_key(|(one, _)| std::cmp::Reverse(one.len()));
        all
    }

    pub(super) fn month(&self, month: u8) -> &Word {
        &self.words.period.months[usize::from(month.clamp(1, 12)) - 1]
    }

    pub(super) fn decimal(&self, value: Decimal) -> String {
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

/// A word with a capital letter in front.
fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use crate::data::period::{Period, When};
    use crate::data::quantity::{Origin, Quantity, Unit};
    use crate::diag::{Sources, Span};
    use crate::language::Language;

    fn number(value: &str, unit: &str) -> Quantity {
        let span = Span { source: Sources::default().add("", ""), start: 0, end: 0 };
        Quantity::new(value.parse().unwrap(), Unit::parse(unit).unwrap(), Origin::Given(span))
    }

    fn plain(text: &str) -> String {
        text.replace('\u{a0}', "~")
    }

    #[test]
    fn numbers_follow_the_editorial_manual() {
        let english = Language::embedded("en").unwrap();
        for (value, unit, expected) in [
            ("308710", "", "308,710"),
            ("1653", "", "1,653"),
            ("999", "", "999"),
            ("-1234.50", "", "−1,234.50"),
            ("-0.0", "", "0.0"),
            ("3.0", "per cent", "3.0~per~cent"),
            ("253.8", "KZT billion", "KZT~253.8~billion"),
            ("296", "thousand", "296~thousand"),
            ("2.2", "percentage points", "2.2~percentage points"),
            ("1", "percentage points", "1~percentage point"),
            ("3.2", "per mille", "3.2 per~1,000"),
            ("41", "per 100,000", "41 per~100,000"),
            ("12", "XXX", "XXX~12"),
        ] {
            assert_eq!(plain(english.format(&number(value, unit)).text()), expected);
        }
    }

    #[test]
    fn dates_and_periods_are_day_month_year_with_closed_dashes() {
        let english = Language::embedded("en").unwrap();
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
    fn a_noun_behind_a_power_of_ten_belongs_to_that() {
        let english = Language::embedded("en").unwrap();
        let russian = Language::embedded("ru").unwrap();
        for (value, unit, en, ru) in [
            ("1", "million", "visas", "виз"),
            ("2.4", "million", "visas", "виз"),
            ("2", "thousand", "visas", "виз"),
            ("1", "", "visa", "виза"),
            ("2.4", "", "visas", "визы"),
        ] {
            let quantity = number(value, unit);
            assert_eq!(english.noun(&quantity, &["visa", "visas"]), Some(en), "{value} {unit}");
            assert_eq!(russian.noun(&quantity, &["виза", "визы", "виз"]), Some(ru), "{value} {unit}");
        }
    }

    #[test]
    fn another_language_needs_only_data() {
        let english = include_str!("../../data/languages/en/print.toml");
        let print = english
            .replace("language = \"en\"", "language = \"ru\"")
            .replace("decimal = \".\"", "decimal = \",\"")
            .replace("group = \",\"", "group = \"~\"")
            .replace("money = \"{currency}~{n}\"", "money = \"{n}~{currency}\"")
            .replace("billion = \"billion\"", "billion = \"млрд\"")
            .replace("KZT = \"KZT\"", "KZT = \"тенге\"")
            .replace(
                "percent = \"{n}~per~cent\"",
                "percent = { one = \"{n}~процент\", few = \"{n}~процента\", other = \"{n}~процента\", many = \"{n}~процентов\" }",
            );
        let own = |file: &str| (file == "print.toml").then(|| print.clone());
        let russian = Language::load("en", own).unwrap();
        let text = |value, unit| plain(russian.format(&number(value, unit)).text());
        assert_eq!(text("1253.8", "KZT billion"), "1~253,8~млрд~тенге");
        assert_eq!(text("43.3", "per cent"), "43,3~процента");
        assert_eq!(text("25", "per cent"), "25~процентов");
    }
}
