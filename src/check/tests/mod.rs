//! Sentences in which the rules have to find a fault, and as many in which they must find none.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use crate::build::checked;
use crate::diag::{Code, Diagnostic};
use crate::spec::{Folder, Spec};
use crate::theme::Theme;

mod added;
mod bases;
mod counted;
mod course;
mod day;
mod direction;
mod judged;
mod limit;
mod loose;
mod named_period;
mod part;
mod period;
mod placed;
mod ranked;
mod record;
mod sign;
mod spoken;
mod step;
mod than;
mod unit;

const SERIES: &str = "id = \"test\"\ncountry = \"KZ\"\n[sources.mia]\nname = \"Ministry\"\n";

const FIGURES: &str = r#"
period = "2023-Q2"
title = "T"
[figures.departures]
source = "mia"
period = "2023-H1"
total = 6996
values = { 2022-H1 = 12339 }
[figures.permits]
source = "mia"
total = 308710
values = { 2023-Q1 = 82000, 2022-Q2 = 300000 }
[figures.visas]
source = "mia"
total = 1653
values = { 2022-Q2 = 2000 }
shares = { CN = 50.3, TR = 16.9, other = 32.8 }
[figures.sent]
source = "mia"
unit = "KZT billion"
values = { 2023-04 = 76.4, 2023-05 = 89.9, 2023-06 = 87.5, 2022-Q2 = 306.3, 2023-Q1 = 182.9 }
convert = { unit = "USD million", rate = 2.2 }
"#;

/// Brand and fonts take longer to read than a sentence.
static THEME: LazyLock<Theme> = LazyLock::new(|| Theme::embedded().unwrap());

/// The findings of one rule in a text, each as what it found. `V` stands for departures of the first half of 2023,
/// `B` for those of the first half of 2022.
fn found(code: Code, text: &str) -> Vec<String> {
    let text = text
        .replace("«V»", "{{ departures.total }}")
        .replace("«B»", "{{ departures.value(\"2022-H1\") }}")
        .replace("«C»", "{{ departures.change(\"2022-H1\") }}");
    let of_rule = findings(code, "", &text).into_iter();
    of_rule.filter_map(|finding| finding.found).collect()
}

/// The findings of one rule in a text beside which more figures stand.
fn findings(code: Code, figures: &str, text: &str) -> Vec<Diagnostic> {
    let edition =
        format!("{FIGURES}{figures}\n[[chapter]]\nid = \"c\"\ntitle = \"C\"\ntext = '''\n{text}\n'''\n");
    let files = [("edition.toml", edition.as_str()), ("series.toml", SERIES)];
    let files = files.map(|(name, text)| (name.to_owned(), Arc::from(text.as_bytes())));
    let spec = Spec::load(&Folder::Memory(BTreeMap::from(files)), "edition.toml", "").unwrap();
    let findings = checked(&spec, &THEME).unwrap().findings;
    findings.into_iter().filter(|finding| finding.code == code).collect()
}

/// Asserts what a rule finds in each of some texts.
fn finds(code: Code, texts: &[(&str, &str)]) {
    for (text, right) in texts {
        assert_eq!(found(code, text).join("; "), *right, "{text}");
    }
}

/// Asserts that a rule finds nothing in any of some texts.
fn lets_stand(code: Code, texts: &[&str]) {
    for text in texts {
        assert_eq!(found(code, text), Vec::<String>::new(), "{text}");
    }
}
