use super::{findings, finds, lets_stand};
use crate::diag::{Code, code};

const RULE: Code = code::CLAIM_UNIT;

#[test]
fn words_around_a_bare_number_are_held_to_its_unit() {
    finds(
        RULE,
        &[
            ("It was {{ sent.total | bare }} million tenge.", "253.8 million tenge"),
            ("It was [KZT 253.8](=sent.total).", "KZT 253.8"),
            ("It was USD {{ sent.total | bare }} million.", "USD 253.8 million"),
            ("It was KZT {{ sent.total | convert | round(2) | bare }} billion.", "KZT 558.36 billion"),
            ("It was {{ visas.share(\"CN\") | bare }} thousand.", "50.3 thousand"),
            ("It was **{{ visas.total }}** million.", "1,653 million"),
            ("It was {{ visas.total }} per cent.", "1,653 per cent"),
            ("It was {{ visas.share(\"CN\") | bare }} percentage points.", "50.3 percentage points"),
            ("It was {{ sent.total | bare }} tenge.", "253.8 tenge"),
            ("It was $ {{ sent.total | bare }} billion.", "$ 253.8 billion"),
        ],
    );
}

#[test]
fn right_words_around_a_bare_number_stand() {
    lets_stand(
        RULE,
        &[
            "It was {{ sent.total | bare }} billion tenge.",
            "It was KZT {{ sent.total | bare }} billion.",
            "It was KZT\u{a0}{{ sent.total | bare }}\u{a0}billion.",
            "It was {{ sent.total | bare }} billion.",
            "It was USD {{ sent.total | convert | round(2) | bare }} million.",
            "It was {{ visas.share(\"CN\") | bare }} per cent or {{ visas.share(\"CN\") | bare }}%.",
            "It was {{ sent.total | convert | round(2) | bare }} USD million.",
            "It was {{ visas.total }} visas, or a thousand more.",
            "From KZT {{ sent.value(\"2023-04\") | bare }} to {{ sent.value(\"2023-06\") | bare }} billion.",
            "Sent {{ sent.total | bare }}, in KZT billion.",
            "It fell by {{ departures.change(\"2022-H1\").amount | bare }} persons.",
        ],
    );
}

/// Figures in a currency that no file of a language names, and per thousand.
const OF_ROMANIA: &str = r#"
[figures.aid]
label = "aid"
unit = "RON million"
source = "mia"
total = 86.4
[figures.rate]
label = "immigrants per 1,000 inhabitants"
unit = "per 1,000"
source = "mia"
total = 2.8
"#;

#[test]
fn any_currency_of_a_figure_is_known_and_any_number_that_a_rate_is_told_for() {
    for (text, right) in [
        ("It was [RON 76.4 billion](=sent.value(\"2023-04\")).", "RON 76.4 billion"),
        ("It was [EUR 86.4 million](=aid.total).", "EUR 86.4 million"),
        ("It was [RON 86.4 billion](=aid.total).", "RON 86.4 billion"),
        ("It was [RON 86.4 million](=aid.total).", ""),
        ("There were [2.8](=rate) permanent immigrants per 10,000 inhabitants.", "2.8"),
        ("There were [2.8](=rate) permanent immigrants per 1,000 inhabitants.", ""),
        ("There were [2.8 per mille](=rate).", ""),
        ("It was [50.3 per mille](=visas.share(\"CN\")).", "50.3 per mille"),
        ("It was [50.3 ‰](=visas.share(\"CN\")).", "50.3 ‰"),
        ("There were [1,653](=visas.total) visas; per 1,000 inhabitants, few.", ""),
    ] {
        let found: Vec<_> =
            findings(RULE, OF_ROMANIA, text).into_iter().filter_map(|finding| finding.found).collect();
        assert_eq!(found.join("; "), right, "{text}");
    }
}

#[test]
fn a_unit_that_is_typed_around_a_number_with_its_own_is_told() {
    finds(
        RULE,
        &[
            ("KZT {{ sent.total }} was sent.", "KZT KZT 253.8 billion"),
            ("It was {{ sent.total }} billion.", "KZT 253.8 billion billion"),
            ("It was {{ visas.share(\"CN\") }} per cent.", "50.3 per cent per cent"),
            ("It was [50.3 per cent](=visas.share(\"CN\"))%.", "50.3 per cent%"),
            ("It was EUR [253.8 billion](=sent.total).", "EUR 253.8 billion"),
            ("It was USD [KZT 253.8 billion](=sent.total).", "USD KZT 253.8 billion"),
        ],
    );
    lets_stand(
        RULE,
        &[
            "It was KZT [253.8 billion](=sent.total).",
            "It was {{ sent.total }} or USD {{ sent.total | convert | round(2) | bare }} million.",
            "It was {{ visas.share(\"CN\") }}, per cent of all.",
            "Of {{ visas.total }} visas, {{ visas.share(\"CN\") }} went to China.",
        ],
    );
}
