//! Sentences about values that their source gives as limits and ranges, and about changes that it gives itself.

use super::findings;
use crate::diag::{Code, code};

const FIGURES: &str = r#"
[figures.refugees]
source = "mia"
total = ">550000"
values = { 2022-Q2 = 480000, 2023-Q1 = "520000-560000" }
shares = { UA = ">50", SY = "<10" }
[figures.workers]
source = "mia"
total = 700
given = { change = { 2022-Q2 = -19, 2022-Q1 = 100 } }
"#;

fn found(code: Code, text: &str) -> Vec<String> {
    findings(code, FIGURES, text).into_iter().filter_map(|finding| finding.found).collect()
}

fn finds(code: Code, texts: &[(&str, &str)]) {
    for (text, right) in texts {
        assert_eq!(found(code, text).join("; "), *right, "{text}");
    }
}

fn lets_stand(texts: &[&str]) {
    let codes = [
        code::CLAIM_VALUE,
        code::CLAIM_NEARNESS,
        code::CLAIM_DIRECTION,
        code::CLAIM_UNIT,
        code::CLAIM_PERIOD,
    ];
    for text in texts {
        for code in codes {
            assert_eq!(found(code, text), Vec::<String>::new(), "{code}: {text}");
        }
    }
}

#[test]
fn what_does_not_follow_from_a_limit_is_told() {
    finds(
        code::CLAIM_VALUE,
        &[
            ("There were [550,000](=refugees) refugees.", "550,000"),
            ("There were [less than 500,000](=refugees) refugees.", "less than 500,000"),
            ("There were fewer than [600,000](=refugees) refugees.", "600,000"),
            ("There were [more than 600,000](=refugees) refugees.", "more than 600,000"),
            ("There were [almost 560,000](=refugees) refugees.", "almost 560,000"),
            ("There were [just over 550,000](=refugees) refugees.", "just over 550,000"),
            (
                "There were [520,000 to 550,000](=refugees.value(\"2023-Q1\")) refugees in January–March 2023.",
                "520,000 to 550,000",
            ),
            ("There were [540,000](=refugees.value(\"2023-Q1\")) refugees in January–March 2023.", "540,000"),
            ("[Less than a third](=refugees.share(\"UA\")) came from Ukraine.", "Less than a third"),
            (
                "[At least 10 per cent](=refugees.share(\"SY\")) came from the Syrian Arab Republic.",
                "At least 10 per cent",
            ),
        ],
    );
}

#[test]
fn what_follows_from_a_limit_or_range_stands() {
    lets_stand(&[
        "There were [more than 550,000](=refugees) refugees.",
        "There were over [550,000](=refugees) refugees.",
        "There were [at least 550,000](=refugees) refugees.",
        "There were [more than 500,000](=refugees) refugees.",
        "There were {{ refugees }} refugees.",
        "There were [520,000 to 560,000](=refugees.value(\"2023-Q1\")) refugees in January–March 2023.",
        "There were [more than 500,000](=refugees.value(\"2023-Q1\")) refugees in January–March 2023.",
        "There were [fewer than 600,000](=refugees.value(\"2023-Q1\")) refugees in January–March 2023.",
        "[More than half](=refugees.share(\"UA\")) came from Ukraine.",
        "[The majority](=refugees.share(\"UA\")) came from Ukraine.",
        "[Less than a tenth](=refugees.share(\"SY\")) came from the Syrian Arab Republic.",
    ]);
}

#[test]
fn a_word_that_a_limit_says_itself_is_told() {
    finds(
        code::CLAIM_NEARNESS,
        &[
            ("There were more than {{ refugees }} refugees.", "more than more than 550,000"),
            ("There were almost {{ refugees }} refugees.", "almost more than 550,000"),
        ],
    );
}

#[test]
fn only_limits_that_lie_apart_tell_which_way_it_went() {
    let text = |word: &str, value: &str| {
        format!(
            "There were {{{{ refugees }}}} refugees, {word} than the {{{{ refugees.value(\"{value}\") }}}} before."
        )
    };
    finds(code::CLAIM_DIRECTION, &[(&text("fewer", "2022-Q2"), "fewer"), (&text("more", "2022-Q2"), "")]);
    // More than 550,000 and at most 560,000 can be either.
    finds(code::CLAIM_DIRECTION, &[(&text("fewer", "2023-Q1"), ""), (&text("more", "2023-Q1"), "")]);
}

#[test]
fn a_change_that_only_the_source_gives_is_compared() {
    lets_stand(&[
        "The number of workers fell by [19 per cent](=workers.change(\"2022-Q2\")) against April–June 2022.",
        "There were {{ workers.change(\"2022-Q2\") }} fewer workers than a year before.",
        "Their number fell by {{ workers.change(\"2022-Q2\") }} compared with the same period of 2022.",
        "Workers were [19 per cent](=workers.change(\"2022-Q2\")) fewer than a year before, and numbered {{ workers }}.",
        "In {{ period }}, there were {{ workers }} workers, 19 per cent less than a year before.",
        "Since January–March 2022, it has [doubled](=workers.change(\"2022-Q1\")).",
    ]);
    finds(
        code::CLAIM_VALUE,
        &[
            ("The number fell by [19.3 per cent](=workers.change(\"2022-Q2\")).", "19.3 per cent"),
            ("The number fell by [164](=workers.change(\"2022-Q2\")).", "164"),
            ("The number rose [four times](=workers.change(\"2022-Q1\")).", "four times"),
        ],
    );
    finds(
        code::CLAIM_DIRECTION,
        &[("The number rose by [19 per cent](=workers.change(\"2022-Q2\")) since then.", "rose")],
    );
    finds(
        code::CLAIM_PERIOD,
        &[(
            "It fell by [19 per cent](=workers.change(\"2022-Q2\")) against January–March 2022.",
            "19 per cent",
        )],
    );
}

#[test]
fn limits_are_added_up_as_far_as_they_reach() {
    let told = |code: Code, figure: &str| {
        let figures = format!("[figures.sums]\nsource = \"mia\"\n{figure}\n");
        findings(code, &figures, "There were {{ sums }}.").len()
    };
    for (figure, wrong) in [
        // The months are at least 16.
        ("total = 15\nvalues = { 2023-04 = 5, 2023-05 = \">5\", 2023-06 = 6 }", 1),
        ("total = 16\nvalues = { 2023-04 = 5, 2023-05 = \">5\", 2023-06 = 6 }", 0),
        ("total = 40\nvalues = { 2023-04 = 5, 2023-05 = \">5\", 2023-06 = 6 }", 0),
        ("total = 40\nvalues = { 2023-04 = 5, 2023-05 = \"5-9\", 2023-06 = 6 }", 1),
        ("total = \">10\"\nvalues = { 2023-04 = 5, 2023-05 = 3, 2023-06 = 1 }", 1),
        ("total = \">10\"\nvalues = { 2023-04 = 5, 2023-05 = 3, 2023-06 = 3 }", 0),
        ("total = 10\nvalues = { 2023-04 = \">5\", 2023-05 = \"<5\", 2023-06 = 3 }", 0),
    ] {
        assert_eq!(told(code::PERIODS_SUM, figure), wrong, "{figure}");
    }
    for (figure, wrong) in [
        ("total = 100\nparts = { UZ = \">90\", RU = 20 }", 1),
        ("total = 100\nparts = { UZ = \">70\", RU = 20 }", 0),
        ("total = 100\nparts = { UZ = \"<70\", RU = 20, other = 5 }", 1),
        ("total = 100\nparts = { UZ = \"<70\", RU = 20, other = 15 }", 0),
        ("total = \">1000\"\nparts = { UZ = 900, RU = 50, other = 20 }", 1),
        ("total = 100\nparts = { UZ = \">110\", RU = 20 }", 1),
    ] {
        assert_eq!(told(code::PARTS_SUM, figure), wrong, "{figure}");
    }
    for (figure, wrong) in [
        ("total = 10\nshares = { UZ = \">70\", RU = 40 }", 1),
        ("total = 10\nshares = { UZ = \">40\", RU = 40 }", 0),
        ("total = 10\nshares = { UZ = \"<40\", RU = 40, other = 10 }", 1),
    ] {
        assert_eq!(told(code::SHARES_SUM, figure), wrong, "{figure}");
    }
}

#[test]
fn words_that_are_surer_than_the_source_are_told() {
    finds(
        code::CLAIM_NEARNESS,
        &[
            ("There were exactly {{ refugees }} refugees.", "exactly"),
            ("The final number of refugees was {{ refugees }}.", "final number"),
        ],
    );
    lets_stand(&[
        "There were {{ refugees }} refugees.",
        "There were up to [560,000](=refugees.value(\"2023-Q1\")) refugees in January–March 2023.",
        "Exactly {{ workers }} workers came, the final number.",
    ]);
}
