//! What holds for every period.

use proptest::prelude::{Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};

use super::{Date, Frequency, NamedPeriods, Period, PeriodName, When};

fn period(text: &str) -> Period {
    text.parse().unwrap()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn round(name: &str, first: &str, last: &str) -> Period {
    Period::named(PeriodName::new(name).unwrap(), day(first), day(last)).unwrap()
}

#[test]
fn text_form_round_trips() {
    for text in [
        "2023",
        "2023-H2",
        "2023-Q4",
        "2023-12",
        "2023-9M",
        "2023-2M",
        "2023-11M",
        "2023-02/2023-04",
        "2023-10/2024-03",
        "2021-01/2022-12",
        "2024-02-29",
    ] {
        assert_eq!(period(text).to_string(), text);
    }
    for (text, same) in [
        ("2023-01/2023-09", "2023-9M"),
        ("2023-Q1/2023-Q3", "2023-9M"),
        ("2023-6M", "2023-H1"),
        ("2023-3M", "2023-Q1"),
        ("2023-1M", "2023-01"),
        ("2023-12M", "2023"),
        ("2023-07/2023-12", "2023-H2"),
        ("2023-05/2023-05", "2023-05"),
        ("2022/2023", "2022-01/2023-12"),
    ] {
        assert_eq!(period(text).to_string(), same);
    }
}

#[test]
fn impossible_periods_are_refused() {
    for text in [
        "2023-Q5",
        "2023-13",
        "2023-00",
        "23-Q1",
        "2023-q1",
        "2023-H0",
        "2023-1",
        "",
        "2023-Q+1",
        "2023-0M",
        "2023-13M",
        "2023-09M",
        "2023-M",
        "2023-09/2023-01",
        "2023-H1/2023-Q1",
        "2023-01/",
        "/2023-01",
        "2023-01/2023-02/2023-03",
        "2023-02-29",
        "2023-07-01/2023-07-15",
        "2023-07-01/2023-08",
        "1000-01/9999-12",
        "2023-300M",
        "2023-Q",
    ] {
        assert!(text.parse::<Period>().is_err(), "{text}");
    }
}

#[test]
fn previous_steps_over_the_new_year() {
    let previous = |text: &str| period(text).previous().map(|period| period.to_string()).unwrap_or_default();
    assert_eq!(previous("2023-Q1"), "2022-Q4");
    assert_eq!(previous("2023-01"), "2022-12");
    assert_eq!(previous("2023-H2"), "2023-H1");
    assert_eq!(previous("2023"), "2022");
    assert_eq!(previous("2023-9M") + &previous("2024-07-01") + &previous("2023-10/2024-03"), "");
}

#[test]
fn the_year_before_keeps_the_months() {
    for (text, before) in [
        ("2023-9M", "2022-9M"),
        ("2023-10/2024-03", "2022-10/2023-03"),
        ("2024-07-01", "2023-07-01"),
        ("2024-02-29", "2023-02-28"),
        ("2024-02", "2023-02"),
    ] {
        assert_eq!(period(text).year_before(), Some(period(before)));
    }
    assert_eq!(round("round_3", "2024-05-01", "2024-05-20").year_before(), None);
}

#[test]
fn halves_and_years_to_date_hold_the_period() {
    let to_date = |text: &str| period(text).to_date();
    for (text, right) in [
        ("2023-Q3", "2023-9M"),
        ("2023-Q1", "2023-Q1"),
        ("2023-05", "2023-5M"),
        ("2023-10/2024-03", "2024-Q1"),
    ] {
        assert_eq!(to_date(text), Some(period(right)), "{text}");
    }
    assert_eq!(to_date("2023-07-01"), None);
    let half = |text: &str| period(text).half();
    assert_eq!(half("2023-Q3"), Some(period("2023-H2")));
    assert_eq!((half("2023-9M"), half("2023-07-01")), (None, None));
}

#[test]
fn the_fewest_parts_come_first() {
    let ways = |text: &str| {
        let ways = period(text).compositions().into_iter();
        ways.map(|way| way.iter().map(Period::to_string).collect::<Vec<_>>().join(" ")).collect::<Vec<_>>()
    };
    assert_eq!(ways("2023-H1"), ["2023-Q1 2023-Q2", "2023-01 2023-02 2023-03 2023-04 2023-05 2023-06"]);
    assert_eq!(ways("2023-9M")[..2], ["2023-H1 2023-Q3", "2023-Q1 2023-Q2 2023-Q3"]);
    assert_eq!(ways("2023")[..3], ["2023-H1 2023-H2", "2023-9M 2023-Q4", "2023-Q1 2023-Q2 2023-Q3 2023-Q4"]);
    assert_eq!(ways("2023-10/2024-03")[0], "2023-Q4 2024-Q1");
    assert_eq!(ways("2023-02/2023-07")[0], "2023-02 2023-03 2023-Q2 2023-07");
    assert!(ways("2024-07-01").is_empty() && ways("2024-07").is_empty());
}

#[test]
fn a_period_is_a_part_of_longer_ones() {
    let around =
        |text: &str| period(text).around().map(|period| period.to_string()).collect::<Vec<_>>().join(" ");
    assert_eq!(around("2023-09"), "2023-Q3 2023-H2 2023-9M 2023");
    assert_eq!(around("2023-Q2"), "2023-H1 2023-9M 2023");
    assert_eq!(around("2023-Q4"), "2023-H2 2023");
    assert_eq!(around("2023") + &around("2023-12/2024-02") + &around("2023-07-01"), "");
}

#[test]
fn known_parts_cover_a_period_with_the_fewest() {
    let cover = |text: &str, known: &[&str]| {
        let cover = period(text).cover(known.iter().map(|known| period(known)))?;
        Some(cover.iter().map(Period::to_string).collect::<Vec<_>>().join(" "))
    };
    let is = |found: Option<String>, right: &str| assert_eq!(found.as_deref(), Some(right));
    is(cover("2023", &["2023-9M", "2023-Q4", "2023-10"]), "2023-9M 2023-Q4");
    is(cover("2023", &["2023-9M", "2023-Q4", "2023-H1", "2023-H2"]), "2023-H1 2023-H2");
    is(cover("2023", &["2023-10M", "2023-11", "2023-12", "2023-Q1"]), "2023-10M 2023-11 2023-12");
    is(
        cover("2023-10/2024-03", &["2023-Q4", "2024-01", "2024-02", "2024-03"]),
        "2023-Q4 2024-01 2024-02 2024-03",
    );
    assert_eq!(cover("2023", &["2023-9M", "2023-11", "2023-12", "2023"]), None);
    assert_eq!(cover("2023-07", &["2023-07-01"]), None);
}

#[test]
fn a_series_names_periods_of_its_own() {
    let three = round("round_3", "2024-05-01", "2024-05-20");
    let all = NamedPeriods::new([
        (round("round_2", "2024-01-08", "2024-01-30"), "round 2".to_owned()),
        (three, "old".to_owned()),
        (round("season", "2024-03-01", "2024-10-31"), "the season".to_owned()),
        (three, "round 3".to_owned()),
    ]);
    assert_eq!(all.parse("round_3"), Ok(three));
    assert_eq!(all.parse("2024-Q1"), Ok(period("2024-Q1")));
    assert!(all.parse("round_4").is_err());
    assert_eq!((all.label(three), three.to_string().as_str()), (Some("round 3"), "round_3"));
    assert_eq!(all.before(three).map(|before| before.to_string()), Some("round_2".to_owned()));
    assert_eq!(three.frequency(), Frequency::Named);
    for name in ["", "Round", "3rd", "round-3", "a_name_of_more_than_24_letters"] {
        assert_eq!(PeriodName::new(name), None, "{name}");
    }
}

#[test]
fn days_that_do_not_exist_are_refused() {
    for text in ["2023-02-29", "2023-04-31", "2023-04-06/2023-04-05", "2023-4-5"] {
        assert!(text.parse::<When>().is_err(), "{text}");
    }
    assert!("2024-02-29".parse::<When>().is_ok());
    assert!(matches!("2023-04-05/2023-04-06".parse(), Ok(When::Days(..))));
    assert!(matches!("2023-04-05".parse(), Ok(When::Days(..))));
    assert!(matches!("2023-04/2023-05".parse(), Ok(When::Within(_))));
}

fn any_period() -> impl Strategy<Value = Period> {
    let months = (1900..2100u16, 1..=12u8, 1..=40u16)
        .prop_map(|(year, first, months)| Period::months(year, first, months).unwrap());
    let days = (1900..2100u16, 1..=12u8, 1..=28u8)
        .prop_map(|(year, month, day)| Period::day(Date { year, month, day }));
    prop_oneof![3 => months, 1 => days]
}

proptest! {
    #[test]
    fn every_period_reads_back(period in any_period()) {
        prop_assert_eq!(period.to_string().parse::<Period>(), Ok(period));
        let frequency = period.frequency();
        if period.is_day() {
            prop_assert_eq!(frequency, Frequency::Day);
        } else {
            prop_assert_eq!(Period::new(period.first_day().year, frequency, period.index()), Some(period));
        }
    }

    #[test]
    fn compositions_cover_exactly(period in any_period()) {
        for way in period.compositions() {
            prop_assert_eq!(way[0].first_day(), period.first_day());
            prop_assert_eq!(way[way.len() - 1].last_day(), period.last_day());
            for two in way.windows(2) {
                prop_assert_eq!(two[0].last_day().next(), Some(two[1].first_day()));
            }
            prop_assert!(way.len() > 1 && way.iter().all(|part| *part != period && period.contains(*part)));
            let found = period.cover(way.iter().copied());
            prop_assert_eq!(found, Some(way));
        }
        let ways = period.compositions();
        prop_assert!(ways.windows(2).all(|two| two[0].len() <= two[1].len() && two[0] != two[1]));
    }

    #[test]
    fn a_cover_leaves_no_gap(period in any_period(), known in proptest::collection::vec(any_period(), 0..30)) {
        if let Some(cover) = period.cover(known.iter().copied()) {
            prop_assert!(cover.iter().all(|part| known.contains(part)));
            prop_assert_eq!(cover.first().map(|part| part.first_day()), Some(period.first_day()));
            prop_assert_eq!(cover.last().map(|part| part.last_day()), Some(period.last_day()));
            for two in cover.windows(2) {
                prop_assert_eq!(two[0].last_day().next(), Some(two[1].first_day()));
            }
        }
    }

    #[test]
    fn years_keep_the_place_of_a_period(period in any_period(), year in 1950..2050u16) {
        let moved = period.in_year(year);
        prop_assert_eq!(moved.map(Period::year), Some(year));
        prop_assert_eq!(moved.map(Period::frequency), Some(period.frequency()));
        prop_assert_eq!(moved.and_then(|moved| moved.in_year(period.year())), Some(period));
        if let Some(before) = period.previous() {
            prop_assert_eq!(before.last_day().next(), Some(period.first_day()));
            prop_assert_eq!(before.frequency(), period.frequency());
        }
        if let Some(whole) = period.to_date() {
            prop_assert_eq!(whole.last_day(), period.last_day());
            prop_assert_eq!((whole.first_month(), whole.first_day().day), (1, 1));
        }
    }

    #[test]
    fn earlier_periods_come_first(one in any_period(), two in any_period()) {
        let by_days = (one.first_day(), one.last_day()).cmp(&(two.first_day(), two.last_day()));
        prop_assert_eq!(one.cmp(&two), by_days);
    }

    #[test]
    fn no_text_breaks_the_reading(text in "[0-9QHM/-]{0,24}", more in any::<String>()) {
        if let Ok(period) = text.parse::<Period>() {
            prop_assert_eq!(period.to_string().parse::<Period>(), Ok(period));
        }
        prop_assert!(more.parse::<Period>().map_or(true, |period| period.to_string().parse() == Ok(period)));
    }
}
