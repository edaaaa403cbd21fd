use super::{findings, finds, lets_stand};
use crate::diag::{Code, code};

const RULE: Code = code::CLAIM_RECORD;

#[test]
fn a_peak_is_held_to_the_periods_beside_it() {
    finds(
        RULE,
        &[
            ("The money sent peaked in June ({{ sent.value(\"2023-06\") }}).", "peaked"),
            ("The money sent bottomed out in May, at {{ sent.value(\"2023-05\") }}.", "bottomed out"),
            ("At {{ sent.value(\"2023-06\") }} in June, the money sent was at its lowest.", "lowest"),
            (
                "The money sent had never been lower than in May ({{ sent.value(\"2023-05\") }}).",
                "never been lower than",
            ),
            ("The busiest month was April, with {{ sent.value(\"2023-04\") }}.", "busiest"),
        ],
    );
    lets_stand(
        RULE,
        &[
            "The money sent peaked in May ({{ sent.value(\"2023-05\") }}).",
            "The money sent bottomed out in April, at {{ sent.value(\"2023-04\") }}.",
            "At {{ sent.value(\"2023-04\") }} in April, the money sent was at its lowest.",
            "The money sent had never been lower than in April ({{ sent.value(\"2023-04\") }}).",
            "The busiest month was May, with {{ sent.value(\"2023-05\") }}.",
            "In the peak season, {{ sent.value(\"2023-06\") }} were sent in June.",
            "At the peak of the season, {{ sent.value(\"2023-06\") }} were sent in June.",
            "Having peaked in 2021, the money sent stood at {{ sent.value(\"2023-06\") }} in June.",
        ],
    );
}

#[test]
fn a_ranking_of_months_without_a_number_is_held_to_the_figure_that_it_names() {
    let figure = "[figures.asylum]\nlabel = \"asylum applications\"\nsource = \"mia\"\ntotal = 2538\n\
                  values = { 2023-04 = 764, 2023-05 = 899, 2023-06 = 875 }\n";
    for (text, right) in [
        ("Asylum applications peaked in April.", Some("peaked")),
        ("The busiest month for asylum applications was June.", Some("busiest")),
        ("Of the three months, June had the highest number of asylum applications.", Some("highest")),
        ("Asylum applications peaked in May.", None),
        ("Of the three months, May had the highest number of asylum applications.", None),
        ("Asylum applications of seasonal workers in agriculture peaked in April.", None),
        ("The busiest month for transfers was June.", None),
    ] {
        let found = findings(RULE, figure, text);
        let found = found.first().and_then(|finding| finding.found.as_deref());
        assert_eq!(found, right, "{text}");
    }
}
