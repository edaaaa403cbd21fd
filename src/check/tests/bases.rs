//! What numbers are compared with, and the periods of differences, titles and entries.

use std::sync::Arc;

use super::findings;
use crate::build::checked;
use crate::diag::{Code, code};
use crate::spec::{Folder, Spec};

const FIGURES: &str = r#"
[figures.cases]
label = "applications"
source = "mia"
values = { 2023-Q2 = 480, 2023-Q1 = 520, 2022-Q2 = 500, 2022-Q3 = 510, 2022-Q4 = 505 }
[figures.students]
label = "students"
source = "mia"
period = 2023-07-01
values = { 2022-07-01 = 800, 2023-07-01 = 900 }
[figures.years]
label = "graduates"
source = "mia"
period = "2022"
values = { 2021 = 400, 2022 = 500 }
"#;

fn found(code: Code, text: &str) -> String {
    let found = findings(code, FIGURES, text).into_iter().filter_map(|finding| finding.found);
    found.collect::<Vec<_>>().join("; ")
}

fn holds(code: Code, texts: &[(&str, &str)]) {
    for (text, right) in texts {
        let text = text
            .replace("«C»", "{{ cases.change(\"2022-Q2\") }}")
            .replace("«S»", "{{ students.change(\"2022-07-01\") }}")
            .replace("«N»", "{{ students.change(\"2022-07-01\").amount }}")
            .replace("«Y»", "{{ years.change(\"2021\") }}");
        assert_eq!(found(code, &text), *right, "{text}");
    }
}

#[test]
fn the_base_right_behind_a_change_is_its_own() {
    holds(
        code::CLAIM_PERIOD,
        &[
            ("Applications fell by «C» compared with 2021.", "4.0 per cent"),
            ("Applications fell by «C» on 2021.", "4.0 per cent"),
            ("The number of graduates rose by «Y» since 2020.", "25.0 per cent"),
            ("At the end of June, students numbered 900, «S» more than in 2021.", "12.5 per cent"),
            ("The number of students rose by «N» since 1 October 2022.", "100"),
            ("Applications fell by «C» compared with 2022.", ""),
            ("Applications fell by «C» on April–June 2022.", ""),
            ("The number of graduates rose by «Y» since 2021, the highest since 2015.", ""),
            ("The number of graduates rose by «Y», the strongest growth since 2015.", ""),
            ("The number of students rose by «N» since 1 July 2022.", ""),
            ("The number of students rose by «N» since 30 June 2022.", ""),
        ],
    );
}

#[test]
fn a_difference_is_held_to_the_period_that_a_sentence_tells_of() {
    let more =
        "[figures.left]\nsource = \"mia\"\nperiod = \"2023\"\ntotal = 17120\nvalues = { 2023-H1 = 6996 }\n";
    let of = |text: &str| {
        let found = findings(code::CLAIM_PERIOD, more, text).into_iter().filter_map(|finding| finding.found);
        found.collect::<Vec<_>>().join("; ")
    };
    let left = "{{ left.total - left.value(\"2023-H1\") }}";
    for (text, right) in [
        ("In October–December 2023, «L» left, fewer than in October–December 2022.", "10,124"),
        ("In July–December 2023, «L» left, fewer than in July–December 2022.", ""),
        ("Fewer people left than in January–June 2023: «L».", ""),
    ] {
        assert_eq!(of(&text.replace("«L»", left)), right, "{text}");
    }
    for (label, right) in [("left in October–December 2023", 1), ("left in July–December 2023", 0)] {
        let tile = "left.total - left.value('2023-H1')";
        let tile = format!("{more}[[tile]]\nvalue = \"{tile}\"\nlabel = \"{label}\"\n");
        assert_eq!(findings(code::LABEL_PERIOD, &tile, "Text.").len(), right, "{label}");
    }
}

#[test]
fn years_in_titles_of_charts_are_those_that_are_drawn() {
    for (title, right) in [
        ("Students, 2021 and 2022", "2021"),
        ("Students in 2020", "2020"),
        ("Students, mid-years of 2021–2022", ""),
        ("Students, 2022 and 2023", ""),
        ("Students by the Law of 2019", ""),
        ("Students since 2015, 2022 and 2023", ""),
        ("Students, 2019 census", ""),
    ] {
        let chart = format!(
            "{FIGURES}[charts.s]\nfigure = \"students\"\nkind = \"columns\"\nperiods = [2022-07-01, 2023-07-01]\ntitle = \"{title}\"\n"
        );
        let text = "See [](#fig-s).\n\n![](chart:s)";
        let found =
            findings(code::LABEL_PERIOD, &chart, text).into_iter().filter_map(|finding| finding.found);
        assert_eq!(found.collect::<Vec<_>>().join("; "), right, "{title}");
    }
}

#[test]
fn the_summary_is_that_of_the_edition() {
    for (summary, right) in [
        ("Migration in January–March 2023.", "January–March 2023"),
        ("Migration in April–June 2023.", ""),
        ("Migration in {{ period }}, compared with January–March 2023.", ""),
        ("Migration in the first half of 2023.", ""),
        ("Migration since 2015.", ""),
    ] {
        let edition =
            super::FIGURES.replace("title = \"T\"", &format!("title = \"T\"\nsummary = \"{summary}\""));
        let edition = format!("{edition}\n[[chapter]]\nid = \"c\"\ntitle = \"C\"\ntext = \"Text.\"\n");
        let files = [("edition.toml", edition.as_str()), ("series.toml", super::SERIES)];
        let files = files.map(|(name, text)| (name.to_owned(), Arc::from(text.as_bytes())));
        let spec = Spec::load(&Folder::Memory(files.into_iter().collect()), "edition.toml", "").unwrap();
        let findings = checked(&spec, &super::THEME).unwrap().findings.into_iter();
        let found = findings.filter(|finding| finding.code == code::LABEL_PERIOD);
        let found: Vec<String> = found.filter_map(|finding| finding.found).collect();
        assert_eq!(found.join("; "), right, "{summary}");
    }
}

#[test]
fn the_day_of_a_text_is_that_of_its_entry() {
    let event = |date: &str, text: &str| {
        let event = format!(
            "[[event]]\ndate = {date}\ntitle = \"Meeting\"\ntext = \"{text}\"\n[[chapter]]\nid = \"e\"\ntitle = \"E\"\nlist = \"events\"\n"
        );
        let found =
            findings(code::EVENT_OUTSIDE, &event, "Text.").into_iter().filter_map(|finding| finding.found);
        found.collect::<Vec<_>>().join("; ")
    };
    for (date, text, right) in [
        ("2023-05-18", "On 18 April 2023, IOM held a meeting.", "18 April 2023"),
        ("2023-05-18", "On 18 April, IOM held a meeting.", "18 April"),
        ("2023-05-18", "On 18 May 2023, IOM held a meeting.", ""),
        ("2023-05-18", "On 18 April 2023, rules were adopted; they hold from 18 May 2023.", ""),
        ("2023-05-18", "The rules of 18 April 2023 were discussed.", ""),
        ("2023-05-18", "IOM held a meeting, as on 18 April 2023.", ""),
    ] {
        assert_eq!(event(date, text), right, "{text}");
    }
}

#[test]
fn one_value_is_held_to_what_a_reader_compares_it_with() {
    holds(
        code::CLAIM_DIRECTION,
        &[
            ("Applications rose to {{ cases }}.", "rose"),
            ("Applications fell to {{ cases }}.", ""),
            ("Applications rose to {{ cases.value(\"2022-Q3\") }} in July–September 2022.", ""),
            ("Applications fell to {{ cases.value(\"2023-Q1\") }} in January–March 2023.", ""),
            ("Students rose to {{ students }}.", ""),
            ("Visas rose to {{ visas }}.", ""),
        ],
    );
}

#[test]
fn more_than_a_part_says_how_nearly() {
    holds(
        code::CLAIM_DIRECTION,
        &[
            ("Departures fell by [more than two fifths](=departures.change(\"2022-H1\")).", ""),
            ("Departures fell by [less than half](=departures.change(\"2022-H1\")).", ""),
            ("Departures rose by [more than two fifths](=departures.change(\"2022-H1\")).", "rose"),
            ("There were [two fifths more](=departures.change(\"2022-H1\")) departures.", "more"),
            (
                "Applications were down «C» on a year before but up [5.0 per cent](=departures.change(\"2022-H1\")).",
                "but up",
            ),
        ],
    );
}
