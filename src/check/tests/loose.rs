use super::{findings, finds, lets_stand};
use crate::diag::{Code, code};

const RULE: Code = code::LOOSE_NUMBER;

#[test]
fn words_that_the_sentence_does_not_show_in_digits_are_found() {
    finds(RULE, &[("Two thirds of the visas went to China.", "Two thirds")]);
    finds(
        code::CLAIM_VALUE,
        &[
            ("Two thirds of the visas ({{ visas.share(\"CN\") }}) went to China.", "Two thirds"),
            ("Permits doubled: there were {{ permits.ratio(\"2023-Q1\") }} as many.", "doubled"),
        ],
    );
    let text = "Less than half of all visas ({{ visas.share(\"CN\") }}) went to China.";
    finds(code::CLAIM_NEARNESS, &[(text, "half")]);
    lets_stand(
        RULE,
        &[
            "More than half of all visas ({{ visas.share(\"CN\") }}) went to China.",
            "[Half](=visas.share(\"CN\")) of the visas went to China, and [a sixth](=visas.share(\"TR\")) to Türkiye.",
            "Permits nearly quadrupled: there were {{ permits.ratio(\"2023-Q1\") }} as many.",
            "Permits doubled.",
            "There were [almost four times](=permits.ratio(\"2023-Q1\")) as many permits.",
        ],
    );
}

#[test]
fn a_value_is_proposed_before_a_change_whatever_its_figure_is_called() {
    let figures = "[figures.exchange]\nsource = \"mia\"\ntotal = 43.3\n";
    let found = findings(RULE, figures, "The rate was 43.3 then; it is {{ exchange }} now.");
    let hints: Vec<&String> = found.iter().flat_map(|finding| &finding.hints).collect();
    assert_eq!(hints.len(), 1, "{hints:?}");
    let named = hints[0].split(" gives").next();
    assert_eq!(named, Some("it is what exchange.total, departures.change(\"2022-H1\")"));
}
