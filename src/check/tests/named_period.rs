//! Sentences that name several periods: which of them is that of which number.

use super::findings;
use crate::diag::{Code, code};

const RULE: Code = code::CLAIM_PERIOD;

const FIGURES: &str = r#"
[figures.cases]
source = "mia"
total = 480
values = { 2022-Q2 = 240, 2022-Q3 = 300, 2022-Q4 = 310, 2023-Q1 = 400, 2023-04 = 150, 2023-05 = 160, 2023-06 = 170 }
parts = { CN = 250, TR = 130, UZ = 60, other = 40 }
[figures.held]
source = "mia"
period = 2023-06-30
values = { 2023-06-30 = 900, 2023-03-31 = 850, 2022-06-30 = 700 }
[figures.asked]
source = "mia"
period = "2022"
values = { 2022 = 1500, 2021 = 1200, 2022-Q4 = 420, 2022-Q3 = 360 }
"#;

/// `N` stands for the cases of April–June 2023, `Q` for those of January–March 2023, `Y` for those of a year before, `H`
/// for those held on 30 June 2023, `M` for those on 31 March 2023, `A` for those asked in 2022, `F` for those asked in
/// the fourth quarter of it.
fn found(text: &str) -> String {
    let text = text
        .replace("«N»", "{{ cases.total }}")
        .replace("«Q»", "{{ cases.value(\"2023-Q1\") }}")
        .replace("«Y»", "{{ cases.value(\"2022-Q2\") }}")
        .replace("«QC»", "{{ cases.change(\"2023-Q1\") }}")
        .replace("«YC»", "{{ cases.change(\"2022-Q2\") }}")
        .replace("«H»", "{{ held.total }}")
        .replace("«M»", "{{ held.value(\"2023-03-31\") }}")
        .replace("«A»", "{{ asked.total }}")
        .replace("«A21»", "{{ asked.value(\"2021\") }}")
        .replace("«F»", "{{ asked.value(\"2022-Q4\") }}")
        .replace("«T»", "{{ asked.value(\"2022-Q3\") }}");
    let found = findings(RULE, FIGURES, &text).into_iter().filter_map(|finding| finding.found);
    found.collect::<Vec<_>>().join("; ")
}

fn finds(texts: &[(&str, &str)]) {
    for (text, right) in texts {
        assert_eq!(found(text), *right, "{text}");
    }
}

fn lets_stand(texts: &[&str]) {
    for text in texts {
        assert_eq!(found(text), "", "{text}");
    }
}

#[test]
fn a_period_that_something_is_held_against_is_not_that_of_the_value() {
    finds(&[
        ("In the previous quarter, «N» cases were counted.", "480"),
        ("In the same quarter of 2022, «N» cases were counted.", "480"),
        ("A year earlier, «N» cases had been counted.", "480"),
        ("In the first quarter of 2023, «N» cases were counted.", "480"),
        ("There were «N» cases in 2022, which is much.", "480"),
        ("«YC» more cases were counted than in the previous quarter.", "100.0 per cent"),
        ("In the previous quarter, «N» cases were counted, after «Q» in the first.", "480"),
    ]);
    lets_stand(&[
        "«N» cases were counted, «QC» more than in the previous quarter.",
        "«N» cases were counted, «YC» more than in the second quarter of 2022.",
        "There were «N» cases, which is above the level of the previous quarter.",
        "The number of cases, «N», exceeded that of the first quarter of 2023.",
        "The «N» cases surpassed those counted in the same quarter of 2022.",
        "Year on year, the number of cases doubled to «N».",
        "Compared with the preceding quarter, «N» cases are many.",
        "With «N», there were more cases than a year before.",
        "As in the previous quarter, there were many cases, namely «N».",
        "An increase on the same period of 2022, «N» cases, was counted.",
        "After «Q» cases in the previous quarter, «N» were counted.",
        "«N» cases were counted, against the «Y» registered a year earlier.",
    ]);
}

#[test]
fn two_values_have_each_their_own_period() {
    finds(&[
        ("In the first quarter of 2023, «N» cases were counted; «A» persons were asked.", "480"),
        ("In the fourth quarter of 2022, «T» persons were asked.", "360"),
        ("In 2021, «A» persons were asked.", "1,500"),
    ]);
    lets_stand(&[
        "In the first quarter, «Q» cases were counted; three months later, there were «N».",
        "The «Q» cases of the first quarter were followed by «N» in the second.",
        "The first quarter had «Q» cases, the second had the most («N»).",
        "While «Q» cases had been counted in January–March 2023, the number rose to «N».",
        "The number asked in 2022, «A», did not stay at the «A21» of 2021.",
        "The «A21» persons asked of 2021 became «A».",
        "Of the «A» persons asked in 2022, «F» were asked in the last quarter.",
        "«F» persons were asked between October and December 2022, which brought the number for the year to «A».",
        "In the third quarter of 2022, «T» persons were asked; with the fourth quarter added, the year ended at «A».",
        "Cases did not exceed «Q», the number of the first quarter, for long: «N» were counted.",
        "In 2021, «A21» persons were asked; one year later, it was «A».",
    ]);
}

#[test]
fn the_last_quarter_of_a_year_is_its_fourth() {
    finds(&[
        ("In the last quarter of 2022, «T» persons were asked.", "360"),
        ("In the final quarter of the year, «T» persons were asked.", "360"),
        ("In the last three months of 2022, «T» persons were asked.", "360"),
        ("In the last quarter of 2022, «N» cases were counted.", "480"),
    ]);
    lets_stand(&[
        "In the last quarter of 2022, «F» persons were asked.",
        "In the last quarter of the year, «F» persons were asked.",
        "In the final quarter, «F» persons were asked.",
        "The closing quarter of 2022 saw «F» asked, the last three months of 2022 too.",
        "In the last quarter, «Q» cases had been counted.",
        "«N» cases were counted, «QC» more than in the last quarter.",
    ]);
}

#[test]
fn a_stock_may_be_told_by_a_time_that_the_rest_tells() {
    finds(&[
        ("On 31 March 2023, «H» were held.", "900"),
        ("On 30 June 2023, «M» were held and «H» in 2022.", "850; 900"),
    ]);
    lets_stand(&[
        "The number stood at «M» on 31 March 2023 and had risen to «H» by the end of the quarter.",
        "Some «M» were held on 31 March 2023; three months later there were «H».",
        "On 30 June 2023, «H» were held, compared with {{ held.value(\"2022-06-30\") }} a year earlier.",
        "It was «M» on 31 March 2023 and then became «H».",
        "There were «H» on 30 June 2023, up from «M» three months before.",
        "On 31 March «M» were held, at the turn of the year fewer, and «H» now.",
    ]);
}

#[test]
fn a_period_is_read_behind_a_word_behind_any_sign() {
    for sign in ["“", "«", "—", "("] {
        assert_eq!(found(&format!("The {sign}law of 2022 is new.")), "", "{sign}");
    }
}
