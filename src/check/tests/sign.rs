use super::findings;
use crate::diag::{Code, code};

const FIGURES: &str = r#"
[figures.net]
source = "mia"
values = { 2023-Q2 = -361, 2023-Q1 = 147 }
balance = true
[figures.lost]
label = "outflow of money"
source = "mia"
total = 905
"#;

fn found(code: Code, text: &str) -> String {
    let all = findings(code, FIGURES, text).into_iter();
    all.filter_map(|finding| finding.found).collect::<Vec<_>>().join("; ")
}

#[test]
fn a_written_sign_is_that_of_the_value() {
    for (text, right) in [
        ("Net migration was [+361](=net).", "+361"),
        ("Net migration was +[361](=net).", "+361"),
        ("Net migration was [−147](=net.value(\"2023-Q1\")).", "−147"),
        ("Net migration was [–147](=net.value(\"2023-Q1\")).", "–147"),
        ("Net migration was −{{ net.value(\"2023-Q1\") }}.", "−147"),
        ("Net migration was −{{ net }}.", "−−361"),
        ("Net migration was +{{ net }}.", "+−361"),
        ("There were [−1,653 visas](=visas.total).", "−1,653 visas"),
        ("It was [−KZT 76.4 billion](=sent.value(\"2023-04\")).", "−KZT 76.4 billion"),
        ("It was −[KZT 76.4 billion](=sent.value(\"2023-04\")).", "−KZT 76.4 billion"),
        ("| A | B |\n|--|--|\n| Net | [+361](=net) |", "+361"),
    ] {
        assert_eq!(found(code::CLAIM_VALUE, text), right, "{text}");
    }
    for text in [
        "Net migration was [−361](=net), after [+147](=net.value(\"2023-Q1\")), or [147](=net.value(\"2023-Q1\")).",
        "Net migration was −[361](=net), after +{{ net.value(\"2023-Q1\") }} and {{ net }}.",
        "It was {{ net.value(\"2023-Q1\") }} –{{ visas.total }}, or {{ net.value(\"2023-Q1\") }}–{{ visas.total }}.",
        "The non-{{ visas.total }} visas; of them ([-361](=net)).",
    ] {
        assert_eq!(found(code::CLAIM_VALUE, text), "", "{text}");
    }
}

#[test]
fn a_value_below_zero_needs_a_sign_or_a_word() {
    for (text, right) in [
        ("Net migration was [361](=net).", "361"),
        ("Net migration fell to [361](=net).", "361"),
        ("| A | B |\n|--|--|\n| Net | [361](=net) |", "361"),
        ("The balance was [5,343 people](=visas.total - departures.total).", "5,343 people"),
    ] {
        assert_eq!(found(code::CLAIM_VALUE, text), right, "{text}");
    }
    for text in [
        "There was a net outflow of [361 people](=net).",
        "Net migration was negative, at [361](=net).",
        "Kazakhstan had a net loss of some [361](=net), after a gain of [147](=net.value(\"2023-Q1\")).",
        "The balance was [361](=net), a deficit.",
        "Departures exceeded arrivals by [361](=net); [361](=net) more people left than came.",
        "Net migration was not positive: [361](=net) of them.",
    ] {
        assert_eq!(found(code::CLAIM_VALUE, text), "", "{text}");
        assert_eq!(found(code::CLAIM_DIRECTION, text), "", "{text}");
    }
}

#[test]
fn a_word_for_a_side_of_zero_is_held_to_the_value() {
    for (text, right) in [
        ("There was a net inflow of [361 people](=net).", "inflow"),
        ("Net migration was positive, at [361](=net).", "positive"),
        ("There was a net outflow of [147](=net.value(\"2023-Q1\")).", "outflow"),
        ("There was a net outflow of {{ net.value(\"2023-Q1\") }}.", "outflow"),
        ("After a loss of [361](=net), there was a loss of [147](=net.value(\"2023-Q1\")).", "loss"),
    ] {
        assert_eq!(found(code::CLAIM_DIRECTION, text), right, "{text}");
    }
    for text in [
        "The outflow of money was [905](=lost), or {{ lost }}.",
        "There was an outflow of {{ lost }}.",
        "There was a net outflow of [361](=abs(net)), or {{ abs(net) }}.",
        "Despite positive signs, net migration was [−361](=net).",
        "Despite negative signs, net migration was [147](=net.value(\"2023-Q1\")).",
    ] {
        assert_eq!(found(code::CLAIM_DIRECTION, text), "", "{text}");
    }
}

#[test]
fn the_sign_of_a_change_is_the_way_it_went() {
    for (text, right) in [
        ("Departures changed by [+43.3 per cent](=departures.change(\"2022-H1\")).", "+43.3 per cent"),
        ("Departures changed by +{{ departures.change(\"2022-H1\") }}.", "+43.3 per cent"),
        ("| A | B |\n|--|--|\n| D | [+43.3%](=departures.change(\"2022-H1\")) |", "+43.3%"),
        ("Permits changed by [−8,710](=permits.change(\"2022-Q2\").amount).", "−8,710"),
        ("Departures rose by [+43.3 per cent](=departures.change(\"2022-H1\")).", "rose"),
    ] {
        assert_eq!(found(code::CLAIM_DIRECTION, text).replace('\u{a0}', " "), right, "{text}");
    }
    for text in [
        "Departures changed by [−43.3 per cent](=departures.change(\"2022-H1\")), or −{{ departures.change(\"2022-H1\") }}.",
        "Permits changed by [+8,710](=permits.change(\"2022-Q2\").amount).",
    ] {
        assert_eq!(found(code::CLAIM_DIRECTION, text), "", "{text}");
        assert_eq!(found(code::CLAIM_VALUE, text), "", "{text}");
    }
}
