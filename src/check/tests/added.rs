//! Sums, differences and multiples of what a sentence names, and figures that are called as their label.

use super::findings;
use crate::diag::{Code, code};

const FIGURES: &str = r#"
[groups]
neighbours = ["UZ", "KG", "CN"]
[names]
neighbours = "neighbouring countries"
[figures.arrivals]
label = "arrivals"
source = "mia"
total = 480
parts = { CN = 250, TR = 130, UZ = 60, KG = 20, other = 20 }
[figures.arrivals.at.2022-Q2]
total = 470
parts = { CN = 80, TR = 260, UZ = 60, KG = 40, other = 30 }
[figures.asylum]
label = "asylum applications"
source = "mia"
total = 90
[figures.returns]
label = "returned persons"
source = "mia"
total = 45
"#;

fn holds(code: Code, texts: &[(&str, &str)]) {
    for (text, right) in texts {
        let part = |key: &str| format!("arrivals.part(\"{key}\")");
        let mut text = (*text).to_owned();
        for key in ["CN", "TR", "UZ", "KG"] {
            text = text.replace(&format!("«{key}»"), &part(key));
        }
        let found = findings(code, FIGURES, &text).into_iter().filter_map(|finding| finding.found);
        assert_eq!(found.collect::<Vec<_>>().join("; "), *right, "{text}");
    }
}

#[test]
fn a_difference_is_that_of_the_parts_that_are_named() {
    holds(
        code::CLAIM_SUM,
        &[
            ("The gap between China and Türkiye was {{ «CN» - «UZ» }}.", "190"),
            ("The gap between China and Türkiye was {{ «CN» - «TR» }}.", ""),
            ("China was {{ «CN» - «TR» }} ahead.", ""),
            ("Between China, Türkiye and Uzbekistan, the gap was {{ «CN» - «UZ» }}.", ""),
        ],
    );
}

#[test]
fn a_sum_is_that_of_the_group_that_is_named() {
    holds(
        code::CLAIM_SUM,
        &[
            ("Arrivals from neighbouring countries numbered {{ «CN» + «UZ» + «KG» + «TR» }}.", "460"),
            ("Arrivals from neighbouring countries numbered {{ «CN» + «UZ» + «KG» }}.", ""),
            (
                "Arrivals from neighbouring countries and Türkiye numbered {{ «CN» + «UZ» + «KG» + «TR» }}.",
                "",
            ),
            ("Apart from neighbouring countries, {{ «CN» + «TR» }} came.", ""),
        ],
    );
}

#[test]
fn a_sum_is_that_of_the_figures_that_are_named() {
    holds(
        code::CLAIM_SUM,
        &[
            ("Asylum applications and arrivals added up to {{ asylum + returns }}.", "135"),
            ("Asylum applications and returned persons added up to {{ asylum + returns }}.", ""),
            ("Asylum applications and others added up to {{ asylum + returns }}.", ""),
        ],
    );
}

#[test]
fn a_label_that_is_the_name_of_its_figure_is_a_label() {
    holds(
        code::CLAIM_FIGURE,
        &[
            ("There were {{ arrivals }} asylum applications.", "480"),
            (
                "[52.1 per cent](=arrivals.share(\"CN\")) of the asylum applications were Chinese.",
                "52.1 per cent",
            ),
            ("There were {{ arrivals }} arrivals beside the asylum applications.", ""),
            ("There were {{ departures }} asylum applications.", ""),
        ],
    );
}

#[test]
fn what_is_left_and_what_is_doubled_is_held_to_the_sentence() {
    let (was, is) = ("{{ arrivals.part(\"TR\", \"2022-Q2\") }}", "{{ arrivals.part(\"TR\") }}");
    for (text, right) in [
        (format!("Arrivals from Türkiye fell to a third, from {was} to {is}."), "a third"),
        (format!("Arrivals from Türkiye fell to one half, from {was} to {is}."), ""),
        (format!("Arrivals from Türkiye fell by one half, from {was} to {is}."), ""),
        (
            "Arrivals from Kyrgyzstan were double those of Uzbekistan: {{ «KG» }} and {{ «UZ» }}.".to_owned(),
            "double",
        ),
        ("Chinese were almost double those of Türkiye: {{ «CN» }} and {{ «TR» }}.".to_owned(), ""),
        (
            "Türkiye doubled its share, from {{ arrivals.share(\"TR\") }} to {{ arrivals.share(\"CN\") }}.".to_owned(),
            "",
        ),
        (
            "China doubled its share, from {{ arrivals.share(\"CN\", \"2022-Q2\") }} to {{ arrivals.share(\"CN\") }}."
                .to_owned(),
            "doubled",
        ),
        ("Arrivals were double those of a year before, and {{ «CN» }} came from China.".to_owned(), ""),
    ] {
        holds(code::CLAIM_VALUE, &[(&text, right)]);
    }
}

#[test]
fn a_comparison_has_an_order_of_its_own() {
    holds(
        code::RANKING_ORDER,
        &[
            (
                "Türkiye sent fewer than China, but more than Uzbekistan ({{ «TR» }}, {{ «CN» }} and {{ «UZ» }}).",
                "",
            ),
            ("Türkiye, China and Uzbekistan sent {{ «TR» }}, {{ «CN» }} and {{ «UZ» }}.", "TR, CN"),
        ],
    );
}
