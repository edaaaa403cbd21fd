//! Sentences about days, spans of months and periods that a series names.

use super::findings;
use crate::diag::{Code, code};

const FIGURES: &str = r#"
[periods.round_2]
label = "round 2"
from = 2023-02-06
to = 2023-03-10
[periods.round_3]
label = "round 3"
from = 2023-05-08
to = 2023-05-26
[figures.workers]
source = "mia"
period = 2023-07-01
values = { 2023-07-01 = 14571, 2023-06-01 = 14534, 2023-04-01 = 13733, 2022-07-01 = 12800 }
[figures.left]
source = "mia"
period = "2023-9M"
total = 12732
values = { 2022-9M = 20341, "2022-10/2023-03" = 9000, "2021-10/2022-03" = 8000, 2023-01 = 1100, 2023-09 = 1900 }
[figures.surveyed]
source = "mia"
period = "round_3"
values = { round_3 = 3211, round_2 = 2877 }
"#;

/// What a rule finds in a text. `W` stands for the workers of 1 July 2023, `L` for those who left from January to
/// September 2023, `S` for those surveyed in round 3.
fn found(code: Code, text: &str) -> String {
    let text = text
        .replace("«V»", "{{ departures.total }}")
        .replace("«C»", "{{ departures.change(\"2022-H1\") }}")
        .replace("«W»", "{{ workers.total }}")
        .replace("«June»", "{{ workers.value(\"2023-06-01\") }}")
        .replace("«WC»", "{{ workers.change(\"2022-07-01\") }}")
        .replace("«L»", "{{ left.total }}")
        .replace("«LC»", "{{ left.change(\"2022-9M\") }}")
        .replace("«S»", "{{ surveyed.total }}")
        .replace("«SC»", "{{ surveyed.change(\"round_2\") }}");
    let found = findings(code, FIGURES, &text).into_iter().filter_map(|finding| finding.found);
    found.collect::<Vec<_>>().join("; ")
}

fn finds(code: Code, texts: &[(&str, &str)]) {
    for (text, right) in texts {
        assert_eq!(found(code, text), *right, "{text}");
    }
}

fn lets_stand(code: Code, texts: &[&str]) {
    for text in texts {
        assert_eq!(found(code, text), "", "{text}");
    }
}

#[test]
fn the_day_of_a_stock_is_held_to_the_sentence() {
    finds(
        code::CLAIM_PERIOD,
        &[
            ("On 1 June 2023, «W» foreigners had a permit.", "14,571"),
            ("As of 1 July 2022, «W» foreigners had a permit.", "14,571"),
            ("There were «W» workers on 1 June and «June» on 1 July 2023.", "14,571; 14,534"),
            ("By 1 July, «June» foreigners had a permit.", "14,534"),
            ("In January–March 2023, «W» foreigners had a permit.", "14,571"),
            ("In May 2023, «W» foreigners had a permit.", "14,571"),
            ("In 2022, «W» foreigners had a permit.", "14,571"),
            ("Since the beginning of the year, «W» foreigners had a permit.", "14,571"),
            ("Their number rose by «WC» compared with 1 June 2023.", "13.8 per cent"),
            ("There were «WC» more than on 1 April 2023.", "13.8 per cent"),
        ],
    );
    lets_stand(
        code::CLAIM_PERIOD,
        &[
            "On 1 July 2023, «W» foreigners had a permit.",
            "On {{ span(\"2023-07-01\") }}, «W» foreigners had a permit, «WC» more than {{ span(\"2022-07-01\").when }}.",
            "As of 1 July, «W» foreigners had a permit; on 1 June it was «June».",
            "There were «W» workers on 1 July and «June» on 1 June 2023.",
            "There were «June» workers on 1 June and «W» on 1 July 2023, respectively.",
            "In July 2023, «W» foreigners had a permit; in 2023 too.",
            "At the end of April–June 2023 «W» foreigners had a permit.",
            "In April–June 2023, the number of workers came to «W».",
            "Under the Law of 19 April 2023, «W» foreigners had a permit.",
            "«W» foreigners had a permit, «WC» more than a year before.",
            "Their number rose by «WC» compared with 1 July 2022, to «W» on 1 July 2023.",
            "By 1 April 2023 it had been {{ workers.value(\"2023-04-01\") }}; on 1 June 2023 it was \
             [5.8 per cent](=workers.change(\"2023-04-01\", \"2023-06-01\")) more than two months before.",
            "On 1 July 2023 it was {{ workers.change(\"2022-07-01\", \"2023-07-01\") }} more than a year before.",
            "After the decree of 5 May 2023, their number rose by «WC» from 1 July 2022.",
            "Their number was «WC» higher than on the same day of 2022, when the decree of 5 May was in force.",
        ],
    );
}

#[test]
fn days_say_nothing_of_what_came_in_a_time() {
    lets_stand(
        code::CLAIM_PERIOD,
        &[
            "On 19 April 2023, a law was adopted; «V» persons left in the first half of 2023.",
            "By 1 July 2023, «V» persons had left, «C» fewer than a year before.",
            "A course was held on 5 May 2023; {{ visas.total }} visas were issued.",
        ],
    );
}

#[test]
fn spans_of_months_are_read_in_all_forms() {
    finds(
        code::CLAIM_PERIOD,
        &[
            ("In January–August 2023, «L» persons left.", "12,732"),
            ("In the first eight months of 2023, «L» persons left.", "12,732"),
            ("In January–September 2022, «L» persons left.", "12,732"),
            ("In nine months of 2022, «L» persons left.", "12,732"),
            ("From January to June 2023, «L» persons left.", "12,732"),
            ("9M 2022 saw «L» persons leave.", "12,732"),
            ("In 9 months of 2022, «L» persons left.", "12,732"),
            ("«LC» fewer left than in January–September 2021.", "37.4 per cent"),
            ("In October 2021–March 2022, {{ left.value(\"2022-10/2023-03\") }} persons left.", "9,000"),
            ("In the first six months of 2023, «L» persons left.", "12,732"),
            (
                "In January–September 2023, there were {{ left.ratio(\"2023-01\") }} as many as in 9M 2022.",
                "11.6 times",
            ),
            ("In the first eight months of the year, «L» persons left.", "12,732"),
        ],
    );
    lets_stand(
        code::CLAIM_PERIOD,
        &[
            "In January–September 2023, «L» persons left, «LC» fewer than in the same period of 2022.",
            "From January to September 2023, «L» persons left; January through September 2023 was calm.",
            "In the first nine months of 2023, «L» persons left, «LC» fewer than in nine months of 2022.",
            "In 9 months of 2023 «L» left; 9M 2023: «L»; in the first 9 months, «L»; in January–September, «L».",
            "Since the beginning of the year, «L» persons have left.",
            "In the remaining six months of 2023 and in the first two months of the project, «L» persons left.",
            "«L» left in {{ left.label }} {{ span(\"2023-9M\") }}, or {{ span(\"2023-9M\").ordinal }}.",
            "In October 2022–March 2023, {{ left.value(\"2022-10/2023-03\") }} persons left, \
             {{ left.change(\"2021-10/2022-03\", \"2022-10/2023-03\") }} more than in the same months of 2022.",
            "From January to September 2023, departures rose by {{ left.change(\"2023-01\", \"2023-09\") }}.",
            "In January 2023, {{ left.value(\"2023-01\") }} left, in September {{ left.value(\"2023-09\") }}.",
        ],
    );
}

#[test]
fn periods_of_a_series_are_read_by_their_labels() {
    finds(
        code::CLAIM_PERIOD,
        &[
            ("During round 2, «S» households were asked.", "3,211"),
            ("In August 2023, «S» households were asked.", "3,211"),
            ("«SC» more were asked than during round 3.", ""),
            ("«SC» more were asked than in January–March 2022.", "11.6 per cent"),
        ],
    );
    lets_stand(
        code::CLAIM_PERIOD,
        &[
            "During round 3, «S» households were asked, «SC» more than in round 2.",
            "In May 2023 «S» households were asked, «SC» more than in the previous round.",
            "Round 3 asked «S» households in 2023.",
        ],
    );
}

#[test]
fn a_stock_that_is_told_from_day_to_day_has_a_direction() {
    finds(
        code::CLAIM_DIRECTION,
        &[
            ("Their number fell from «June» on 1 June 2023 to «W» on 1 July 2023.", "fell"),
            ("Their number fell by «WC» to «W» on 1 July 2023.", "fell"),
            ("During round 3, «SC» fewer were asked.", "fewer"),
        ],
    );
    lets_stand(
        code::CLAIM_DIRECTION,
        &[
            "Their number rose from «June» on 1 June 2023 to «W» on 1 July 2023.",
            "Their number rose by «WC» to «W» on 1 July 2023.",
            "During round 3, «SC» more were asked.",
        ],
    );
}

#[test]
fn values_that_jump_from_one_day_or_round_to_the_next_are_told() {
    let figures = FIGURES.replace("14571", "145710").replace("3211", "32110");
    let found = findings(code::SHARP_BREAK, &figures, "Text.").into_iter().filter_map(|found| found.found);
    assert_eq!(found.collect::<Vec<_>>(), ["145710 after 14534", "32110 after 2877"]);
}

#[test]
fn none_of_their_names_is_a_loose_number() {
    lets_stand(
        code::LOOSE_NUMBER,
        &["On 1 July 2024, in 9 months of 2023, 9M 2023, the first 9 months, nine months of 2023, round 3."],
    );
}

#[test]
fn labels_of_tiles_name_the_period_of_their_value() {
    let tile = |value: &str, label: &str| {
        let figures = format!("{FIGURES}[[tile]]\nvalue = \"{value}\"\nlabel = \"{label}\"\n");
        findings(code::LABEL_PERIOD, &figures, "Text.").into_iter().filter_map(|found| found.found).next()
    };
    for (value, label, right) in [
        ("workers", "workers on 1 July 2023", None),
        ("workers", "workers on 1 October 2023", Some("1 October 2023")),
        ("departures", "departures, January–June 2023", None),
        ("departures", "departures, April–June 2023", Some("April–June 2023")),
        ("left", "departures, first nine months of 2022", Some("first nine months of 2022")),
        ("left", "departures under the law of 19 April 2022", None),
        ("surveyed", "households asked, round 2", Some("round 2")),
    ] {
        assert_eq!(tile(value, label).as_deref(), right, "{label}");
    }
}

#[test]
fn rows_and_columns_are_named_by_days_and_spans() {
    let table = |row: &str, value: &str| {
        format!("| Time | Number |\n|:--|--:|\n| {row} | {{{{ {value} | bare }}}} |")
    };
    for (row, value, right) in [
        ("1 July 2023", "workers.total", ""),
        ("1 July", "workers.total", ""),
        ("July 2023", "workers.total", ""),
        ("1 June 2023", "workers.total", "14,571"),
        ("1 July 2022", "workers.total", "14,571"),
        ("May 2023", "workers.total", "14,571"),
        ("January–September 2023", "left.total", ""),
        ("January–September", "left.total", ""),
        ("9M 2023", "left.total", ""),
        ("January–August 2023", "left.total", "12,732"),
        ("January–August", "left.total", "12,732"),
        ("Round 3", "surveyed.total", ""),
        ("Round 2", "surveyed.total", "3,211"),
        ("Law of 19 April 2023", "visas.total", ""),
    ] {
        assert_eq!(found(code::LABEL_PERIOD, &table(row, value)), right, "{row}");
    }
}

#[test]
fn brackets_days_and_records_name_the_period_that_is_meant() {
    finds(
        code::CLAIM_PERIOD,
        &[
            ("«W» workers on 1 July 2023, up from «June» on the same day of 2022.", "14,534"),
            ("Not in January–September 2022 had so many people left: «L».", "12,732"),
            ("In January–September 2022 («L»), fewer left.", "12,732"),
        ],
    );
    lets_stand(
        code::CLAIM_PERIOD,
        &[
            "«W» workers on 1 July 2023, up from {{ workers.value(\"2022-07-01\") }} on the same day of 2022.",
            "Not since January–September 2022 had so many people left: «L».",
            "Fewer left than in January–September 2022 («L» and {{ left.value(\"2022-9M\") }}, respectively).",
        ],
    );
}
