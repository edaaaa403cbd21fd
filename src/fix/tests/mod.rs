//! Sentences with typed numbers, and what is proposed for them.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Files, Session};
use crate::spec::{Folder, Spec};
use crate::theme::Theme;

const SPEC: &str = r#"period = "2023-Q2"
title  = "A test"

[figures.visas]
label  = "visas issued"
source = "mia"
total  = 1653
values = { 2023-Q1 = 1312, 2022-Q2 = 2000 }
shares = { CN = 50.3, TR = 16.9, other = 32.8 }

[figures.departures]
label  = "departures from the country"
source = "mia"
total  = 6996
values = { 2022-Q2 = 12339 }

[figures.sent]
label   = "money transfers sent"
unit    = "KZT billion"
source  = "mia"
total   = 253.8
parts   = { RU = 60.9, UZ = 80.5 }
convert = { unit = "USD million", rate = 2.2 }

[figures.deaths]
label  = "deaths"
source = "mia"
total  = 12

[[chapter]]
id    = "one"
title = "Visas"
text  = '''
WORDS
'''
"#;

/// What is proposed for a text, and what is told of mistyped numbers.
fn proposed(words: &str) -> (Vec<String>, Vec<String>) {
    let series = include_str!("../../../golden/suite/faults/no-value/series.toml");
    let files = [("edition.toml", SPEC.replace("WORDS", words)), ("series.toml", series.to_owned())];
    let files: BTreeMap<String, Arc<[u8]>> =
        files.map(|(name, text)| (name.to_owned(), Arc::from(text.as_bytes()))).into();
    let folder = Folder::Memory(files);
    let read = |files: &Files| {
        Spec::load(&Folder::Changed(Box::new(folder.clone()), files.clone()), "edition.toml", "")
    };
    let theme = Theme::embedded().unwrap();
    let session = Session::start(read, &theme, &[]).unwrap();
    let links =
        session.proposals().iter().filter(|proposal| proposal.finding.code.as_str() == "loose-number");
    let links = links.map(|proposal| {
        let [open, close] = &proposal.edits[..] else { return String::new() };
        let text = session.sources().text(proposal.source);
        format!("{}{}{}", open.text, &text[open.range.start..close.range.start], close.text)
    });
    let near = session.near().iter().map(|near| near.told.replace('\u{a0}', " "));
    (links.collect(), near.collect())
}

fn links(words: &str) -> Vec<String> {
    proposed(words).0
}

#[test]
fn numbers_are_linked_with_their_units() {
    for (words, right) in [
        ("In all, 1,653 visas were issued.", "[1,653](=visas.total)"),
        ("In April–June 2022, 2,000 visas were issued.", "[2,000](=visas.value(\"2022-Q2\"))"),
        ("Of all visas, 50.3 per cent went to China.", "[50.3 per cent](=visas.share(\"CN\"))"),
        ("Of all visas, 32.8 per cent went to other countries.", ""),
        ("Nationals of other countries had 32.8 per cent of visas.", "[32.8 per cent](=visas.other)"),
        ("Of all visas, half (50.3%) went to China.", "[50.3%](=visas.share(\"CN\"))"),
        (
            "Departures fell by 43.3 per cent compared with April–June 2022.",
            "[43.3 per cent](=departures.change(\"2022-Q2\"))",
        ),
        (
            "There were 5,343 fewer departures than in April–June 2022.",
            "[5,343](=departures.change(\"2022-Q2\").amount)",
        ),
        ("People sent KZT 60.9 billion to the Russian Federation.", "[KZT 60.9 billion](=sent.part(\"RU\"))"),
        ("They sent USD 558.36 million.", "[USD 558.36 million](=sent.total | convert)"),
    ] {
        assert_eq!(links(words).concat(), right, "{words}");
    }
}

#[test]
fn a_number_may_be_shown_rounder() {
    for (words, right) in [
        ("They sent KZT 254 billion.", "[KZT 254 billion](=sent.total)"),
        ("About 7,000 departures were recorded.", "[7,000](=departures.total)"),
        ("Some 1.7 thousand visas were issued.", "[1.7 thousand](=visas.total)"),
        ("About half of the visas went to nationals of China.", "[half](=visas.share(\"CN\"))"),
    ] {
        assert_eq!(links(words), [right], "{words}");
    }
}

#[test]
fn what_is_not_in_the_words_is_not_linked() {
    for words in [
        // Another part, another period, another unit, another figure, no figure.
        "Of all visas, 50.3 per cent went to Türkiye.",
        "Of all visas, 50.3 per cent were paid.",
        "In January–March 2023, 1,653 visas were issued.",
        "Of all visas, 1,653 per cent were issued.",
        "Visas fell by 50.3 per cent in China.",
        "They recorded 6,996 permits.",
        // Small numbers are many things.
        "There were 13 deaths.",
        "They sent KZT 3 billion.",
    ] {
        assert_eq!(links(words), [""; 0], "{words}");
    }
}

#[test]
fn what_stands_above_may_name_the_figure() {
    assert_eq!(
        links("Nationals of China received 50.3 per cent."),
        ["[50.3 per cent](=visas.share(\"CN\"))"]
    );
    assert_eq!(
        links("Many people sent money. The Russian Federation received KZT 60.9 billion."),
        ["[KZT 60.9 billion](=sent.part(\"RU\"))"]
    );
    assert_eq!(links("The Russian Federation received KZT 60.9 billion."), [""; 0]);
}

#[test]
fn names_and_numbers_in_one_order_are_paired() {
    assert_eq!(
        links("Of visas, China and Türkiye had 50.3 per cent and 16.9 per cent respectively."),
        ["[50.3 per cent](=visas.share(\"CN\"))", "[16.9 per cent](=visas.share(\"TR\"))"]
    );
    assert_eq!(
        links("Of visas, China and Türkiye had 16.9 per cent and 50.3 per cent respectively."),
        [""; 0]
    );
}

#[test]
fn a_mistyped_number_is_told_with_the_one_near_it() {
    for (words, right) in [
        ("Of all visas, 53.0 per cent went to China.", "53.0: `visas.share(\"CN\")` is 50.3 per cent"),
        ("In all, 1,635 visas were issued.", "1,635: `visas.total` is 1,653"),
        ("In all, 163 visas were issued.", "163: `visas.total` is 1,653"),
    ] {
        assert_eq!(proposed(words), (Vec::new(), vec![right.to_owned()]), "{words}");
    }
    assert_eq!(proposed("In all, 4,711 visas were issued."), (Vec::new(), Vec::new()));
}
