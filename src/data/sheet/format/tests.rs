//! What Excel 2019 shows of these numbers in these formats.

use super::{Format, Shown, built_in};

fn show(number: f64, code: &str) -> String {
    match Format::new(code).show(number) {
        Shown::Whole(number) => format!("{number} whole"),
        Shown::Digits { shown, is_scaled: false, .. } => shown.to_string(),
        Shown::Digits { shown, is_scaled: true, .. } => format!("{shown} scaled"),
        Shown::Date(fields) => {
            let letter =
                |is_there: bool, letter: &str| if is_there { letter.to_owned() } else { String::new() };
            [
                letter(fields.year, "y"),
                letter(fields.month, "m"),
                letter(fields.day, "d"),
                letter(fields.time, "t"),
            ]
            .concat()
        }
        Shown::Words(words) => format!("“{words}”"),
        Shown::Unclear => "unclear".to_owned(),
        Shown::TooLong => "too long".to_owned(),
    }
}

fn holds(cases: &[(f64, &str, &str)]) {
    for (number, code, shown) in cases {
        assert_eq!(show(*number, code), *shown, "{number} in {code}");
    }
}

#[test]
fn signs_of_per_cent_in_quotes_change_nothing() {
    holds(&[
        (4.9, "0.0\"%\"", "4.9"),
        (4.9, "0.0\\%", "4.9"),
        (0.5, "0.0\"%\"", "0.5"),
        (0.503, "0.0%", "50.3"),
        (0.503, "%0.0", "50.3"),
        (0.503, "0.0 %", "50.3"),
        (0.5, "0%", "50"),
        (4.9, "[>=1]0.0\"%\";0.0%", "4.9"),
        (0.049, "[>=1]0.0\"%\";0.0%", "4.9"),
        (0.049, "[<1]0.0%;0.0\"%\"", "4.9"),
        (5.0, "0;-0%", "5"),
        (-0.05, "0;-0%", "-5"),
    ]);
}

#[test]
fn digits_are_those_that_are_shown() {
    holds(&[
        (83.2 / 2.0 - 24.7, "General", "16.9 whole"),
        (16.900000000000006, "General", "16.9 whole"),
        (100.0 - 83.1, "0.0", "16.9"),
        (1.0 / 3.0, "0.0%", "33.3"),
        (1.0 / 3.0, "General", "0.333333333333333 whole"),
        (3.0, "0.0", "3.0"),
        (3.0, "0.##", "3"),
        (3.14259, "0.0#", "3.14"),
        (3.1, "0.0#", "3.1"),
        (1.005, "0.00", "1.01"),
        (2.5, "0", "3"),
        (-2.5, "0", "-3"),
        (-0.3, "0", "0"),
        (1653.0, "#,##0", "1653"),
        (1653.0, "###\\ ###\\ ##0;\\-###\\ ###\\ ##0;\\—;", "1653"),
        (-1653.0, "###\\ ###\\ ##0;\\-###\\ ###\\ ##0;\\—;", "-1653"),
        (0.0, "###\\ ###\\ ##0;\\-###\\ ###\\ ##0;\\—;", "“—”"),
        (1234.5, "_-* #,##0.00_-;-* #,##0.00_-;_-* \"-\"??_-;_-@_-", "1234.50"),
        (-1234.5, "_(* #,##0.0_);_(* (#,##0.0);_(* \"-\"_);_(@_)", "-1234.5"),
        (-5.0, "#,##0;[Red]#,##0", "-5"),
        (5.0, "[$€-2]\\ #,##0.0", "5.0"),
        (76.4, "#,##0.0\\ \"млрд\"", "76.4"),
        (5.0, "@", "5 whole"),
        (5.0, "[Red]General", "5 whole"),
        (120_000.0, "0.00E+00", "120000 whole"),
        (1.5, "# ?/?", "1.5 whole"),
        (1e300, "General", "too long"),
        (1e-15, "0.0", "0.0"),
    ]);
}

#[test]
fn commas_behind_the_digits_divide_by_thousands() {
    holds(&[
        (1_234_567.0, "0.0,", "1234.6 scaled"),
        (1_234_567.0, "#,##0,", "1235 scaled"),
        (1_234_567.0, "0.0,,", "1.2 scaled"),
        (1_234_567.0, "0,.0", "1234.6 scaled"),
        (1_234_567.0, "#,##0", "1234567"),
        (1_234_567.0, "0.0,,\" million\"", "1.2 scaled"),
        (1_234_567.0, "#,##0\",\"", "1234567"),
    ]);
}

#[test]
fn what_shows_something_else_is_not_taken_for_the_number() {
    holds(&[
        (7.0, "[<10]\"<10\";0", "“<10”"),
        (12.0, "[<10]\"<10\";0", "12"),
        (7.0, ";;;", "“”"),
        (-7.0, "0;", "“”"),
        (5.0, "0\"00\"", "unclear"),
        (5.0, "\"1\"0", "unclear"),
        (5.0, "\"<\"0", "unclear"),
        (65.0, "0\"+\"", "unclear"),
        (5.0, "\\-0", "unclear"),
        (123_456.0, "000\\-000", "unclear"),
        (1234.0, "#\\.000", "unclear"),
        (5.0, "[<1]0.0", "unclear"),
        (5.0, "0\"¹\"", "5"),
    ]);
}

#[test]
fn dates_are_known_by_what_they_show() {
    holds(&[
        (45017.0, "mmm\\-yy", "ym"),
        (45017.0, "[$-419]mmmm\\ yyyy", "ym"),
        (45017.0, "dd.mm.yyyy", "ymd"),
        (45017.0, "d-mmm", "md"),
        (45017.0, "mmmm", "m"),
        (45017.0, "yyyy", "y"),
        (45017.5, "h:mm", "t"),
        (45017.5, "mm:ss", "t"),
        (45017.5, "[h]:mm:ss", "t"),
        (45017.5, "m/d/yy h:mm AM/PM", "ymdt"),
        (2023.0, "0\" yyyy\"", "2023"),
    ]);
    assert_eq!(super::date::day(45017.0, false), Some((2023, 4, 1)));
    assert_eq!(super::date::day(59.0, false), Some((1900, 2, 28)));
    assert_eq!(super::date::day(61.0, false), Some((1900, 3, 1)));
    assert_eq!(super::date::day(43555.0, true), Some((2023, 4, 1)));
    assert_eq!(super::date::day(-1.0, false), None);
    for (id, fields) in [(14, "ymd"), (16, "md"), (17, "ym"), (20, "t"), (22, "ymdt"), (9, "4501700")] {
        assert_eq!(show(45017.0, built_in(id)), fields, "{id}");
    }
}
