use super::{finds, lets_stand};

const RULE: &str = "loose-number";

#[test]
fn words_that_the_sentence_does_not_show_in_digits_are_found() {
    finds(
        RULE,
        &[
            ("Two thirds of the visas ({{ visas.share(\"CN\") }}) went to China.", "Two thirds"),
            ("Less than half of all visas ({{ visas.share(\"CN\") }}) went to China.", "half"),
            ("Permits doubled: there were {{ permits.ratio(\"2023-Q1\") }} as many.", "doubled"),
        ],
    );
    lets_stand(
        RULE,
        &[
            "More than half of all visas ({{ visas.share(\"CN\") }}) went to China.",
            "[Half](=visas.share(\"CN\")) of the visas went to China, and [a sixth](=visas.share(\"TR\")) to Türkiye.",
            "Permits nearly quadrupled: there were {{ permits.ratio(\"2023-Q1\") }} as many.",
            "There were [almost four times](=permits.ratio(\"2023-Q1\")) as many permits.",
        ],
    );
}
