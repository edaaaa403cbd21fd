//! Gives numbers the format codes by which Word and Excel print them as the other outputs do.

use rust_decimal::Decimal;

use crate::data::certainty::Bound;
use crate::language::NumberFormat;
use crate::report::{Chart, Number};

/// The digits of a whole number in a code, with the signs of the reader's machine between groups.
const GROUPED: &str = "#,##0";

/// How a locale wrote a number, as far as a format code can say it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Written<'a> {
    /// Before the digits, without the sign.
    before: &'a str,
    after: &'a str,
    /// The sign, when the number is negative.
    minus: &'a str,
    whole_digits: usize,
    grouped: bool,
}

impl<'a> Written<'a> {
    fn of(number: &'a Number) -> Self {
        let text = number.text();
        let is_range = matches!(number.quantity().bound(), Bound::UpTo(_));
        let is_digit = |c: char| c.is_ascii_digit();
        let (Some(first), Some(last)) = (text.find(is_digit), number.plain().rfind(is_digit)) else {
            return Self { after: text, ..Self::default() };
        };
        if is_range {
            return Self { after: text, ..Self::default() };
        }
        let (before, core, after) = (&text[..first], &text[first..=last], &text[last + 1..]);
        let value = number.quantity().value();
        let negative = value.is_sign_negative() && !value.is_zero();
        let digits = core.chars().filter(|c| is_digit(*c)).count();
        let decimals = number.quantity().digits() as usize;
        let signs = core.chars().filter(|c| !is_digit(*c)).count();
        Self {
            before: if negative { "" } else { before },
            after,
            minus: if negative { before } else { "" },
            whole_digits: digits.saturating_sub(decimals),
            grouped: signs > usize::from(decimals > 0),
        }
    }
}

/// The format codes of a chart's numbers.
#[derive(Debug, Clone, Default)]
pub(super) struct Codes {
    /// Whether any number is long enough to be grouped.
    grouped: bool,
    /// The sign of negative numbers, when there are any.
    minus: Option<String>,
    /// The code of most numbers: of the first, to be exact.
    pub(super) usual: String,
}

impl Codes {
    /// Reads how the numbers of a chart are written.
    pub(super) fn of(chart: &Chart) -> Self {
        let numbers = || {
            chart.series.iter().flat_map(|series| series.values.iter().flatten()).chain(chart.totals.iter())
        };
        let written = || numbers().map(Written::of);
        let mut codes = Self {
            grouped: written().any(|written| written.grouped),
            minus: written().find(|w| !w.minus.is_empty()).map(|w| w.minus.to_owned()),
            usual: "General".to_owned(),
        };
        // Axes have neither signs of limits nor flags; they are written as most numbers are.
        let is_plain = |number: &&Number| number.quantity().is_exact() && number.flag().is_empty();
        if let Some(first) = numbers().find(is_plain).or_else(|| numbers().next()) {
            codes.usual = codes.code(first);
        }
        codes
    }

    /// The code of an axis that reaches as far: without decimals where its steps are whole, and then with the signs of
    /// the language between groups. For the sign of decimals no code has another than the reader's machine.
    pub(super) fn axis(&self, greatest: f64, numbers: &NumberFormat) -> String {
        let zeros: String = match self.usual.split_once('.') {
            Some((_, tail)) if greatest >= 10.0 => tail.chars().take_while(|c| *c == '0').collect(),
            _ => String::new(),
        };
        let code =
            if zeros.is_empty() { self.usual.clone() } else { self.usual.replace(&format!(".{zeros}"), "") };
        // A code has two conditions: not enough for both signs, nor for thousands of millions.
        if code.contains([';', '.']) || !code.contains(GROUPED) || greatest >= 1e9 {
            return code;
        }
        let group: String = numbers.group.chars().flat_map(|c| ['\\', c]).collect();
        let from = if numbers.group_from > 4 { 10_000 } else { 1_000 };
        // Edited values may reach farther than those of today.
        let millions = ("[>=1000000]".to_owned(), format!("0{group}000{group}000"));
        let thousands = (format!("[>={from}]"), format!("0{group}000"));
        let section = |(condition, digits): (String, String)| condition + &code.replace(GROUPED, &digits);
        [millions, thousands, (String::new(), "0".to_owned())].map(section).join(";")
    }

    /// A formula that writes a number of a cell as the language does, on a machine of any other; none where the words
    /// are no number. `TEXT` and `FIXED` alone would write the signs of the machine.
    pub(super) fn spelled(&self, cell: &str, number: &Number, numbers: &NumberFormat) -> Option<String> {
        let written = Written::of(number);
        let is_range = matches!(number.quantity().bound(), Bound::UpTo(_));
        if is_range || written.whole_digits == 0 {
            return None;
        }
        let decimals = number.quantity().digits() as usize;
        let scale = format!("1{}", "0".repeat(decimals));
        let (whole, fraction) = if decimals == 0 {
            (format!("ROUND(ABS({cell}),0)"), None)
        } else {
            let all = format!("ROUND(ABS({cell})*{scale},0)");
            let whole = format!("INT({all}/{scale})");
            let rest = format!("TEXT({all}-{whole}*{scale},\"{}\")", "0".repeat(decimals));
            (whole, Some(format!("{}&{rest}", spoken(&numbers.decimal))))
        };
        let minus = self.minus.as_deref().unwrap_or(&numbers.minus);
        let sign = format!("IF({cell}<0,{},{})", spoken(minus), spoken(written.before));
        let after = (!written.after.is_empty()).then(|| spoken(written.after));
        let pieces = [Some(sign), Some(groups(&whole, numbers)), fraction, after];
        let pieces: Vec<String> = pieces.into_iter().flatten().collect();
        Some(format!("=IF(ISNUMBER({cell}),{},{cell}&\"\")", pieces.join("&")))
    }

    /// The code of a number: `#,##0.0"%"`. The comma and the point stand for the separators that the
    /// reader's own machine is set to.
    pub(super) fn code(&self, number: &Number) -> String {
        // Two numbers have no code: the cell holds what is drawn, and prints the words.
        if matches!(number.quantity().bound(), Bound::UpTo(_)) {
            return quoted(number.text());
        }
        let written = Written::of(number);
        // Some languages group from five digits on: there, four digits beside five have a code of their own.
        let group = if written.whole_digits > 3 { written.grouped } else { self.grouped };
        let mut digits = if group { GROUPED.to_owned() } else { "0".to_owned() };
        let decimals = number.quantity().digits() as usize;
        if decimals > 0 {
            digits.push('.');
            digits.extend(std::iter::repeat_n('0', decimals));
        }
        let plain = format!("{}{digits}{}", quoted(written.before), quoted(written.after));
        match &self.minus {
            None => plain,
            Some(minus) => format!("{plain};{}{digits}{}", quoted(minus), quoted(written.after)),
        }
    }
}

/// The digits of a whole number in a formula, in groups as the language has them.
fn groups(whole: &str, numbers: &NumberFormat) -> String {
    let of = |thousands: u32| match thousands {
        0 => whole.to_owned(),
        _ => format!("INT({whole}/1{})", "0".repeat(thousands as usize * 3)),
    };
    // The three digits of that group, in front of which there are others.
    let group = |thousands: u32| format!("TEXT({}-{}*1000,\"000\")", of(thousands), of(thousands + 1));
    let between = format!("&{}&", spoken(&numbers.group));
    let grouped = |most: u32| {
        let first = format!("TEXT({},\"0\")", of(most));
        let rest = (0..most).rev().map(group);
        std::iter::once(first).chain(rest).collect::<Vec<_>>().join(&between)
    };
    let from = format!("1{}", "0".repeat(numbers.group_from.saturating_sub(1).max(3)));
    let plain = format!("TEXT({whole},\"0\")");
    format!(
        "IF({whole}<{from},{plain},IF({whole}<1000000,{},IF({whole}<1000000000,{},{})))",
        grouped(1),
        grouped(2),
        grouped(3)
    )
}

/// Text in a formula.
fn spoken(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// Text that a format code prints as it is.
fn quoted(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("\"{}\"", text.replace('"', "\"\\\"\"")) }
}

/// A value as a format code of this program prints it on a machine set to English.
pub(super) fn printed(value: Decimal, code: &str) -> String {
    let mut sections = code.split(';');
    let plain = sections.next().unwrap_or_default();
    let negative = value.is_sign_negative() && !value.is_zero();
    let (section, sign) = match sections.next() {
        Some(section) if negative => (section, ""),
        _ if negative => (plain, "-"),
        _ => (plain, ""),
    };
    if section == "General" {
        return value.normalize().to_string();
    }
    let mut out = sign.to_owned();
    let mut rest = section;
    while let Some(c) = rest.chars().next() {
        if let Some(literal) = rest.strip_prefix('"') {
            let end = literal.find('"').unwrap_or(literal.len());
            out.push_str(&literal[..end]);
            rest = literal.get(end + 1..).unwrap_or_default();
        } else if let Some(escaped) = rest.strip_prefix('\\') {
            let end = escaped.chars().next().map_or(0, char::len_utf8);
            out.push_str(&escaped[..end]);
            rest = &escaped[end..];
        } else if matches!(c, '#' | '0') {
            let end = rest.find(|c| !matches!(c, '#' | '0' | ',' | '.')).unwrap_or(rest.len());
            out.push_str(&digits(value.abs(), &rest[..end]));
            rest = &rest[end..];
        } else {
            out.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    out
}

fn digits(value: Decimal, pattern: &str) -> String {
    let decimals = pattern.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let mut value = value;
    value.rescale(u32::try_from(decimals).unwrap_or(0));
    let text = value.to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut out = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && pattern.contains(',') && (whole.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Codes, printed, quoted};
    use crate::chart::tests::{samples, single};
    use crate::language::NumberFormat;
    use crate::report::ChartKind;

    /// How a language with a decimal comma writes numbers.
    fn numbers(group: &str, group_from: usize) -> NumberFormat {
        let [decimal, minus] = [",", "\u{2212}"].map(str::to_owned);
        NumberFormat { decimal, group: group.to_owned(), group_from, minus, nouns: Vec::new() }
    }

    fn codes(unit: &str, values: &[&str]) -> Vec<String> {
        let rows: Vec<_> = values.iter().map(|value| ("a", *value)).collect();
        let chart = single(ChartKind::Bars, unit, &rows);
        let codes = Codes::of(&chart);
        chart.series[0].values.iter().flatten().map(|number| codes.code(number)).collect()
    }

    #[test]
    fn a_code_keeps_decimals_groups_signs_and_the_per_cent_sign() {
        assert_eq!(codes("per cent", &["50.3", "3"]), ["0.0\"%\"", "0\"%\""]);
        assert_eq!(codes("", &["12339", "99"]), ["#,##0", "#,##0"]);
        assert_eq!(codes("", &["1240", "-722"]), ["#,##0;\"\u{2212}\"#,##0", "#,##0;\"\u{2212}\"#,##0"]);
        assert_eq!(codes("KZT billion", &["253.80"]), ["0.00"]);
    }

    #[test]
    fn what_a_code_prints_is_what_the_locale_wrote() {
        let mut count = 0;
        for (name, chart) in samples::all() {
            let codes = Codes::of(&chart);
            let values = chart.series.iter().flat_map(|series| series.values.iter().flatten());
            for number in values.chain(&chart.totals) {
                let code = codes.code(number);
                assert_eq!(printed(number.quantity().value(), &code), number.text(), "{name}: {code}");
                count += 1;
            }
        }
        assert!(count > 100, "{count}");
    }

    #[test]
    fn an_axis_of_whole_steps_has_no_decimals() {
        let rows = [("a", "1250.25"), ("b", "-3.50")];
        let codes = Codes::of(&single(ChartKind::Bars, "", &rows));
        assert_eq!(codes.axis(1300.0, &numbers(",", 4)), "#,##0;\"\u{2212}\"#,##0");
        assert_eq!(codes.axis(1.0, &numbers(",", 4)), "#,##0.00;\"\u{2212}\"#,##0.00");
    }

    #[test]
    fn an_axis_of_whole_numbers_has_the_signs_of_the_language() {
        let codes = Codes::of(&single(ChartKind::Bars, "per cent", &[("a", "12500"), ("b", "3")]));
        let comma = "[>=1000000]0\\,000\\,000\"%\";[>=1000]0\\,000\"%\";0\"%\"";
        assert_eq!(codes.axis(13000.0, &numbers(",", 4)), comma);
        let blank = "[>=1000000]0\\\u{a0}000\\\u{a0}000\"%\";[>=10000]0\\\u{a0}000\"%\";0\"%\"";
        assert_eq!(codes.axis(2e6, &numbers("\u{a0}", 5)), blank);
    }

    #[test]
    fn a_formula_writes_a_number_with_the_signs_of_the_language() {
        let chart = single(ChartKind::Bars, "per cent", &[("a", "12.5"), ("b", "7")]);
        let [first, second] = [0, 1].map(|at| chart.series[0].values[at].clone().unwrap());
        let codes = Codes::of(&chart);
        let formula = codes.spelled("B2", &first, &numbers(".", 4)).unwrap();
        assert!(
            formula.starts_with(
                "=IF(ISNUMBER(B2),IF(B2<0,\"\u{2212}\",\"\")&IF(INT(ROUND(ABS(B2)*10,0)/10)<1000,"
            )
        );
        assert!(
            formula.ends_with(
                "&\",\"&TEXT(ROUND(ABS(B2)*10,0)-INT(ROUND(ABS(B2)*10,0)/10)*10,\"0\")&\"%\",B2&\"\")"
            ),
            "{formula}"
        );
        let whole = codes.spelled("B3", &second, &numbers(".", 5)).unwrap();
        assert!(whole.contains("IF(ROUND(ABS(B3),0)<10000,TEXT(ROUND(ABS(B3),0),\"0\"),"), "{whole}");
        let thousands = "TEXT(INT(ROUND(ABS(B3),0)/1000),\"0\")&\".\"&TEXT(ROUND(ABS(B3),0)-INT(ROUND(ABS(B3),0)/1000)*1000,\"000\")";
        assert!(whole.contains(thousands), "{whole}");
    }

    #[test]
    fn text_in_a_code_is_quoted() {
        assert_eq!(printed(5.into(), &format!("0{}", quoted(" \"a\" 0;"))), "5 \"a\" 0");
        assert_eq!(quoted(""), "");
    }
}
