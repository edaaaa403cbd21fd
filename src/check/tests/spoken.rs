//! Numbers in words that the other numbers of a sentence say too, or do not.

use super::findings;
use crate::diag::code;

const FIGURES: &str = r#"
[figures.cases]
source = "mia"
total = 480
values = { 2023-Q1 = 400 }
parts = { CN = 250, TR = 130, UZ = 60, other = 40 }
[figures.cases.at.2022-Q2]
total = 235
parts = { CN = 80, TR = 100, UZ = 30, other = 25 }
[figures.incoming]
label = "transfers received"
source = "mia"
total = 100
[figures.outgoing]
label = "transfers sent"
source = "mia"
total = 48
"#;

/// What the rules find, each with its code. `N` stands for the cases, `Y` for those of a year before, `CN` and the like
/// for those of a country.
fn found(text: &str) -> String {
    let text = text
        .replace("«N»", "{{ cases.total }}")
        .replace("«Y»", "{{ cases.value(\"2022-Q2\") }}")
        .replace("«CN»", "{{ cases.part(\"CN\") }}")
        .replace("«CY»", "{{ cases.part(\"CN\", \"2022-Q2\") }}")
        .replace("«TR»", "{{ cases.part(\"TR\") }}")
        .replace("«UZ»", "{{ cases.part(\"UZ\") }}")
        .replace("«S»", "{{ cases.share(\"TR\") }}");
    let codes = [code::CLAIM_VALUE, code::CLAIM_NEARNESS, code::LOOSE_NUMBER];
    let found = codes.into_iter().flat_map(|code| findings(code, FIGURES, &text));
    let found = found.map(|finding| format!("{}: {}", finding.code, finding.found.unwrap_or_default()));
    found.collect::<Vec<_>>().join("; ")
}

#[test]
fn a_fraction_may_begin_before_its_brackets() {
    for (text, right) in [
        ("More than a [third](=cases.share(\"CN\")) were from China.", ""),
        ("Almost three [fifths](=cases.share(\"CN\")) were from China.", "claim-nearness: almost fifths"),
        ("A [third](=cases.share(\"CN\")) were from China.", "claim-value: third"),
        ("Just over a [quarter](=cases.share(\"TR\")) were from Türkiye.", ""),
        ("One [quarter](=cases.share(\"CN\")) were from China.", "claim-value: quarter"),
    ] {
        assert_eq!(found(text), right, "{text}");
    }
}

#[test]
fn multiples_are_held_to_the_sentence() {
    for (text, right) in [
        (
            "The share of China tripled, from {{ cases.share(\"CN\", \"2022-Q2\") }} to {{ cases.share(\"CN\") }}.",
            "claim-value: tripled",
        ),
        (
            "Cases doubled, and the share of China went from {{ cases.share(\"CN\", \"2022-Q2\") }} to {{ cases.share(\"CN\") }}.",
            "",
        ),
        ("The number of cases tripled, from «Y» to «N».", "claim-value: tripled"),
        ("The number of cases halved, from «Y» to «N».", "claim-value: halved"),
        ("Cases of China doubled: «CN» after «CY».", "claim-value: doubled"),
        ("Cases of China more than quadrupled to «CN».", "claim-value: quadrupled"),
        ("The number of cases almost doubled, from «Y» to «N».", "claim-nearness: doubled"),
        (
            "There were three times as many cases from China («CN») as from Türkiye («TR»).",
            "claim-value: three",
        ),
        // Nothing in these sentences says otherwise.
        ("The number of cases doubled.", ""),
        ("Cases doubled; they were few.", ""),
    ] {
        assert_eq!(found(text), right, "{text}");
    }
    for text in [
        "The number of cases more than doubled, from «Y» to «N».",
        "The number of cases doubled, from «Y» in April–June 2022 to «N».",
        "Cases doubled within a year: «Y» in the second quarter of 2022 and «N» in the same quarter of 2023.",
        "Cases of China more than tripled, from «CY» to «CN».",
        "Cases of China more than tripled, reaching «CN».",
        "Since a year before, cases of China have more than tripled, to «CN».",
        "[480](=cases.total) cases were counted, twice as many as the [235](=cases.value(\"2022-Q2\")) of 2022.",
        "There were nearly twice as many cases from China («CN») as from Türkiye («TR»).",
        "Türkiye had more than twice as many cases as Uzbekistan: «TR» and «UZ».",
        "Cases more than doubled: there were [2.04 times](=cases.ratio(\"2022-Q2\")) as many.",
    ] {
        assert_eq!(found(text), "", "{text}");
    }
}

#[test]
fn fractions_are_held_to_the_sentence() {
    for (text, right) in [
        ("A third of the cases were from China («CN»).", "claim-value: A third"),
        ("Less than half of the cases, «CN» of «N», were from China.", "claim-nearness: half"),
        ("Half of the cases («S») were from Türkiye.", "claim-value: Half"),
        ("More than a third of the cases («S») were from Türkiye.", "claim-value: a third"),
        (
            "About two thirds of the cases were from Türkiye («TR») and Uzbekistan («UZ»).",
            "claim-value: two thirds",
        ),
        ("More than half of the cases were solved.", "loose-number: half"),
    ] {
        assert_eq!(found(text), right, "{text}");
    }
    for text in [
        "More than half of the cases were from China («CN»).",
        "More than half of the «N» cases, «CN», were from China.",
        "A little more than a quarter of the cases ([27.1 per cent](=cases.share(\"TR\"))) were from Türkiye.",
        "China («CN») and Türkiye («TR») had more than three quarters of the cases.",
        "About two fifths of the cases were from Türkiye («TR») and Uzbekistan («UZ»).",
        "Uzbekistan had about a quarter of the cases from China: «UZ» and «CN».",
        "Cases of Türkiye, with «S», were about a quarter of all cases.",
        "Around a quarter of cases, «S», were from Türkiye.",
        "An eighth, that is «UZ» of «N», were from Uzbekistan; so they are few.",
        "More than half of the cases, {{ percent(cases.part(\"CN\"), cases) }}, were from China.",
    ] {
        assert_eq!(found(text), "", "{text}");
    }
}

#[test]
fn numbers_that_no_figure_has_are_known() {
    for (text, right) in [
        ("Some 85 cases and «CN» from China.", "loose-number: 85"),
        ("There were fewer than 300 cases from Türkiye («TR»).", "loose-number: 300"),
        ("Their number stayed below 400: «N».", "loose-number: 400"),
        ("Over 477 cases were counted, namely «N».", "loose-number: 477"),
        ("There were 5 cases per {{ per(1000, cases, cases) | bare }}.", "loose-number: 5"),
        (
            "There were {{ per(1000, cases.part(\"CN\"), cases) | bare }} of them per 10,000 cases.",
            "loose-number: 10,000",
        ),
    ] {
        assert_eq!(found(text), right, "{text}");
    }
    for text in [
        "There were {{ per(1000, cases.part(\"CN\"), cases) | bare }} of them per 1,000 cases.",
        "For every 10,000 residents, there were «N» cases; 12 is the number of none.",
        "Applicants between 18 and 35 years of age wait from 5 to 30 days; «N» cases.",
        "The hotline 1899 and rounds 3 and 4 of the survey, rule 12 and telephone 112; «N» cases.",
        "Nationals of 61 countries and 3 regions need none; «N» cases.",
        "Their number stayed below 500, with «N».",
        "More than 470 cases were counted, «N» in all.",
        "In no quarter were there fewer than 400 cases: {{ cases.value(\"2023-Q1\") }} in the first.",
        "They did not fall below 450: there were «N».",
        "The number, «N», remained under 500.",
    ] {
        assert_eq!(found(text).replace("loose-number: 12", ""), "", "{text}");
    }
}

#[test]
fn a_part_may_be_that_of_a_sum_and_of_another_figure() {
    let both = "{{ cases.part(\"CN\") + cases.part(\"UZ\") }}";
    for (text, right) in [
        (format!("They lodged nearly half of the cases, namely {both}."), "claim-value: half"),
        (format!("They lodged nearly two thirds of the cases, namely {both}."), ""),
        (format!("Together they had {both}, well over half of all cases."), ""),
        ("The outflow stood at {{ outgoing }}, about half of the inflow.".to_owned(), ""),
        ("The outflow stood at {{ outgoing }}, about half of the outflow.".to_owned(), "loose-number: half"),
        ("The outflow stood at {{ outgoing }}, a third of the inflow.".to_owned(), "loose-number: a third"),
        ("The outflow stood at {{ outgoing }}, about half of the cases.".to_owned(), "loose-number: half"),
        (
            "Cases were half as high again as a year before («N» and «Y», respectively).".to_owned(),
            "claim-value: half as high again",
        ),
    ] {
        assert_eq!(found(&text), right, "{text}");
    }
}
