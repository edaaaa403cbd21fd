//! Small editions that keep a house style, and what is told of them.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use proptest::collection::vec;
use proptest::sample::select;
use proptest::test_runner::{Config, RngSeed, TestRunner};
use proptest::{prop_assert, prop_assert_eq};

use crate::build::checked;
use crate::diag::{Diagnostic, Family, Severity, Sources, Span};
use crate::language::Language;
use crate::report::{Part, Passage, PassageRole, Piece, PieceKind};
use crate::spec::{Folder, Spec};
use crate::theme::Theme;

static THEME: LazyLock<Theme> = LazyLock::new(|| Theme::embedded().unwrap());

const SERIES: &str = "id = \"test\"\ncountry = \"KZ\"\n";

/// The findings in a text of an edition, its series with some lines more, and files beside it.
fn findings(style: &str, text: &str, files: &[(&str, &str)]) -> (Vec<Diagnostic>, Sources) {
    let edition = format!(
        "period = \"2023-Q2\"\ntitle = \"T\"\n[figures.visas]\ntotal = 1653\n[[chapter]]\nid = \"c\"\ntitle = \"C\"\ntext = '''\n{text}\n'''\n"
    );
    let series = format!("{SERIES}{style}");
    let own = [("edition.toml", edition.as_str()), ("series.toml", series.as_str())];
    let all = own.iter().chain(files).map(|(name, text)| ((*name).to_owned(), Arc::from(text.as_bytes())));
    let spec = Spec::load(&Folder::Memory(BTreeMap::from_iter(all)), "edition.toml", "").unwrap();
    let findings = checked(&spec, &THEME).unwrap().findings;
    (findings, spec.sources)
}

/// What is told of a text by the house inside the program, code and words.
fn told(text: &str) -> Vec<String> {
    let (findings, _) = findings("[style]\nhouse = \"iom\"\n", text, &[]);
    of_style(&findings)
}

fn of_style(findings: &[Diagnostic]) -> Vec<String> {
    let style = findings.iter().filter(|finding| finding.code.family() == Family::Style);
    style.map(|finding| format!("{}: {}", finding.code, finding.found.clone().unwrap_or_default())).collect()
}

#[test]
fn words_of_an_author_are_read_and_those_of_others_are_not() {
    for (text, right) in [
        ("It fell, compared to May.", vec!["style/word-compared: compared to"]),
        ("They wrote “compared to May” then.", vec![]),
        ("They wrote *Compared to May* then.", vec![]),
        ("See [compared to](lang:fr) there.", vec![]),
        ("See https://iom.int/percent there.", vec![]),
        ("There are [1,653](=visas) and [1653](=visas) visas.", vec![]),
        ("There were {{ visas }} %.", vec![]),
        ("There were 5 %.", vec!["style/num-sign: 5 %"]),
        ("It was signed in China[^a].", vec!["style/fn-place: [^a]."]),
    ] {
        let style = "[style]\nhouse = \"iom\"\n[notes]\na = \"A note.\"\n";
        let (findings, _) = findings(style, text, &[]);
        assert_eq!(of_style(&findings), right, "{text}");
    }
}

#[test]
fn a_name_of_a_source_gets_no_full_stop() {
    for (source, mends) in [
        ("name = \"Ministry\"", vec![]),
        ("name = \"Ministry\"\nnote = \"Ministry of Interior\"", vec!["r."]),
    ] {
        let style = format!("[style]\nhouse = \"iom\"\n[sources.mia]\n{source}\n");
        let (findings, _) = findings(&style, "Visas rose.[^mia]", &[]);
        let stops: Vec<&Diagnostic> =
            findings.iter().filter(|finding| finding.code.as_str() == "style/fn-stop").collect();
        assert_eq!(stops.len(), 1, "{source}");
        let written = stops.iter().flat_map(|finding| &finding.replacement).map(|mend| mend.text.as_str());
        assert_eq!(written.collect::<Vec<_>>(), mends, "{source}");
    }
}

#[test]
fn an_acronym_of_labels_is_used() {
    let of_acronyms = |text: &str| -> Vec<String> {
        told(text).into_iter().filter(|told| told.starts_with("style/acr")).collect()
    };
    let defined = "Workers from the Commonwealth of Independent States (CIS) came.";
    assert_eq!(of_acronyms(defined), ["style/acr-unused: CIS"]);
    let table = format!("{defined}\n\n| From | Number |\n|---|---|\n| CIS | 5 |\n| not CIS | 6 |");
    assert_eq!(of_acronyms(&table), Vec::<String>::new());
}

#[test]
fn bold_is_told_by_what_stands_around_it_in_the_file() {
    for (text, right) in [
        ("Visas rose **very** fast, and **quite** so.", vec!["style/emph: very", "style/emph: quite"]),
        ("In all, **{{ visas }}** visas and **[1,653](=visas)** more, **2,000** of them old.", vec![]),
        ("**Visas.** They rose. **Permits:** they did so too.", vec![]),
        ("- **Visas** rose.\n- Permits __fell__.", vec!["style/emph: fell"]),
        ("| a | b |\n|---|---|\n| **c** | d **e** |", vec![]),
    ] {
        let told: Vec<String> =
            told(text).into_iter().filter(|told| told.starts_with("style/emph")).collect();
        assert_eq!(told, right, "{text}");
    }
}

#[test]
fn a_straight_quotation_mark_begins_a_quotation_only_before_a_word() {
    for (text, right) in [
        ("They said \"5 %\" then.", vec![]),
        ("It is 5' 6\" long, 5 % more, \"so\" to say.", vec!["style/num-sign: 5 %"]),
        ("The mobility\" rose by 5 % and \"more.", vec!["style/num-sign: 5 %"]),
    ] {
        let told: Vec<String> =
            told(text).into_iter().filter(|told| told.starts_with("style/num-sign")).collect();
        assert_eq!(told, right, "{text}");
    }
}

#[test]
fn without_a_house_there_is_no_style() {
    let (findings, _) = findings("", "It fell by 5 %, compared to May.", &[]);
    assert_eq!(of_style(&findings), Vec::<String>::new());
}

#[test]
fn findings_are_as_severe_as_their_rule_is_sure() {
    let style = "[style]\nhouse = \"iom\"\n";
    let (findings, _) = findings(style, "It fell by 5 %, compared to the host country.", &[]);
    let found: Vec<_> = findings
        .iter()
        .filter(|finding| finding.code.family() == Family::Style)
        .map(|finding| (finding.code.as_str(), finding.severity, finding.is_refused_when_final()))
        .collect();
    let right = [
        ("style/num-sign", Severity::Warning, true),
        ("style/word-compared", Severity::Warning, false),
        ("style/mig-host", Severity::Note, false),
    ];
    assert_eq!(found, right);
}

#[test]
fn a_replacement_is_a_range_of_the_file() {
    let (found, sources) =
        findings("[style]\nhouse = \"iom\"\n", "Now it fell by 5 %, compared to May.", &[]);
    let mut mended = Vec::new();
    for replacement in found.iter().filter_map(|finding| finding.replacement.as_ref()) {
        let written = &sources.text(replacement.place.source)[replacement.place.range()];
        mended.push((written.to_owned(), replacement.text.clone(), replacement.certain));
    }
    let right = [("5 %", "5 per cent", true), ("compared to", "compared with", false)];
    assert_eq!(mended, right.map(|(old, new, certain)| (old.to_owned(), new.to_owned(), certain)));
}

#[test]
fn an_exemption_and_the_series_have_the_last_word() {
    let (findings, _) = findings(
        "allow = { code = \"style/num-sign\", found = \"5 %\", reason = \"So it was.\" }\n[style]\nhouse = \"iom\"\noff = [\"word-compared\"]\n[checks]\n\"style/mig-host\" = \"error\"\n",
        "It fell, compared to the host country.",
        &[],
    );
    let is_about = |code: &str| code.starts_with("style/") || code.starts_with("un");
    let told = findings.iter().map(|finding| (finding.code.as_str(), finding.severity));
    let told: Vec<_> = told.filter(|(code, _)| is_about(code)).collect();
    assert_eq!(told, [("style/mig-host", Severity::Error), ("unused-allow", Severity::Warning)]);
}

const OWN: &str = r#"
quotations = ["„“"]
[[rule]]
id = "sign"
kind = "pattern"
find = '(\d) per cent'
use = "{1} %"
level = "always"
fix = "always"
why = "the sign of per cent"
source = "handbook, 3.1"
wrong = ["5 per cent"]
right = ["5 %"]
"#;

#[test]
fn another_house_wants_the_opposite() {
    let own = [("style/office-en.toml", OWN)];
    let style = "[style]\nhouse = \"office\"\n";
    let (found, _) = findings(style, "It fell by 5 per cent, compared to May; by 5 %.", &own);
    assert_eq!(of_style(&found), ["style/sign: 5 per cent"]);
}

#[test]
fn a_series_adds_and_changes_rules() {
    let rule = "[[style.rule]]\nid = \"quarterly\"\nkind = \"list\"\nlevel = \"usually\"\nfix = \"ask\"\nwhy = \"our name\"\nsource = \"X\"\nwrong = [\"the bulletin\"]\nright = [\"the overview\"]\npairs = { bulletin = \"overview\" }\n[[style.rule]]\nid = \"word-compared\"\nlevel = \"eye\"\n";
    let style = format!("[style]\nhouse = \"iom\"\nnames = [\"Bulletin of May\"]\n{rule}");
    let (found, _) = findings(&style, "This bulletin, compared to the Bulletin of May.", &[]);
    assert_eq!(of_style(&found), ["style/quarterly: bulletin", "style/word-compared: compared to"]);
    let warned = |finding: &&Diagnostic| {
        finding.code.family() == Family::Style && finding.severity == Severity::Warning
    };
    assert_eq!(found.iter().filter(warned).count(), 1);
}

#[test]
fn a_rule_that_fails_its_examples_is_refused() {
    let files = |own: &str| [("style/office-en.toml", own.to_owned())];
    for (from, to, why) in [
        (
            "wrong = [\"5 per cent\"]",
            "wrong = [\"5 percent\"]",
            "its example “5 percent” is to be wrong, and nothing is found in it",
        ),
        (
            "right = [\"5 %\"]",
            "right = [\"5 %\", \"5 per cent\"]",
            "its example “5 per cent” is to be right, and “5 per cent” is found in it",
        ),
        (
            "right = [\"5 %\"]",
            "right = [\"5%\"]",
            "its example “5 per cent” becomes “5 %”, which is none of those that are right",
        ),
        ("use = \"{1} %\"", "use = \"{2} %\"", "`use` names a group `2` that `find` does not have"),
        ("(\\d) per", "(\\d per", "the pattern `(\\d per cent` cannot be used"),
        ("(\\d) per", "(?<=a)(\\d) per", "cannot be used"),
        (
            "source = \"handbook, 3.1\"",
            "source = \"X\"",
            "a rule whose source nobody has read is at most `usually`",
        ),
        ("fix = \"always\"", "fix = \"always\"\nfixed = 1", "unknown field `fixed`"),
        ("level = \"always\"\n", "", "`level` is missing"),
    ] {
        let own = files(&OWN.replace(from, to));
        let own = own.each_ref().map(|(name, text)| (*name, text.as_str()));
        let (found, _) = findings("[style]\nhouse = \"office\"\n", "5 per cent", &own);
        let fault = found.iter().find(|finding| finding.code.as_str() == "bad-style-rule");
        let fault = fault.unwrap_or_else(|| panic!("{to} is let pass"));
        assert!(fault.message.contains(why) && fault.severity == Severity::Error, "{}", fault.message);
    }
}

#[test]
fn a_house_that_nobody_has_is_told() {
    let (found, _) = findings("[style]\nhouse = \"oim\"\n", "Text.", &[]);
    let fault = found.iter().find(|finding| finding.code.as_str() == "unknown-choice").unwrap();
    assert_eq!(fault.message, "unknown house style `oim`");
    assert_eq!(fault.hints[0], "did you mean `iom`?");
}

#[test]
fn true_text_of_a_report_is_let_stand() {
    for text in [
        "In April–June 2023, 1,653 visas were issued, 50.3 per cent of them to nationals of China.",
        "The Government of Kazakhstan and Member States agreed on 5–6 April 2023.",
        "Compared with Q1 2023, 3.5 per cent fewer persons arrived: 5,000 in May and 4,800 in June.",
        "Migrants in an irregular situation and asylum seekers were registered under article 12 of the Law.",
        "The programme of the International Organization for Migration (IOM) organized training; IOM analysed the data.",
    ] {
        assert_eq!(told(text), Vec::<String>::new(), "{text}");
    }
}

/// A house, and the language it is for.
fn house() -> (super::House, Language) {
    let language = Language::embedded("en").unwrap();
    let edition =
        "period = \"2023-Q2\"\ntitle = \"T\"\n[[chapter]]\nid = \"c\"\ntitle = \"C\"\ntext = \"x\"\n";
    let series = format!("{SERIES}[style]\nhouse = \"iom\"\n");
    let files = [("edition.toml", edition), ("series.toml", series.as_str())];
    let files = files.map(|(name, text)| (name.to_owned(), Arc::from(text.as_bytes())));
    let spec = Spec::load(&Folder::Memory(BTreeMap::from(files)), "edition.toml", "").unwrap();
    (super::House::load(&spec, &language).unwrap().unwrap(), language)
}

/// What is found in a paragraph, and the paragraph with all that is certain mended.
fn mended(text: &str, house: &super::House, language: &Language) -> (Vec<&'static str>, String) {
    let mut sources = Sources::default();
    let source = sources.add("a", text);
    let span = Span { source, start: 0, end: text.len() };
    let pieces = vec![Piece { text: text.to_owned(), span, kind: PieceKind::Words }];
    let passages = [Passage { part: Part::default(), cell: None, role: PassageRole::Text, pieces }];
    let prose = super::Prose::new(&passages, &sources, house.quotations(), None);
    let hits = house.hits(&prose, language);
    let found: Vec<Diagnostic> =
        hits.into_iter().filter_map(|(rule, hit)| super::finding(rule, &hit, &prose)).collect();
    let codes = found.iter().map(|finding| finding.code.as_str()).collect();
    let edits = found.iter().filter_map(|finding| finding.replacement.as_ref()).filter(|edit| edit.certain);
    let mut edits: Vec<_> = edits.collect();
    edits.sort_by_key(|edit| (edit.place.start, edit.place.end));
    let (mut new, mut at) = (String::new(), 0);
    for edit in edits {
        if edit.place.start >= at {
            new.push_str(&text[at..edit.place.start]);
            new.push_str(&edit.text);
            at = edit.place.end;
        }
    }
    new.push_str(&text[at..]);
    (codes, new)
}

#[test]
fn what_is_mended_stays_mended_and_brings_nothing_new() {
    let (house, language) = house();
    let all = house.rules().iter().flat_map(|rule| rule.wrong.iter().chain(&rule.right));
    let all: Vec<String> = all.filter(|text| !text.contains('\n') && !text.contains("[^")).cloned().collect();
    let joins = select(vec![". ", ", ", " and ", " (", ") ", "; ", " – "]);
    let config =
        Config { cases: 400, rng_seed: RngSeed::Fixed(1), failure_persistence: None, ..Config::default() };
    let texts = vec((select(all), joins), 1..7);
    TestRunner::new(config)
        .run(&texts, |pieces| {
            let text: String = pieces.iter().flat_map(|(words, join)| [words.as_str(), *join]).collect();
            let (before, mut now) = mended(&text, &house, &language);
            for _ in 0..3 {
                now = mended(&now, &house, &language).1;
            }
            let (after, again) = mended(&now, &house, &language);
            prop_assert_eq!(&again, &now, "mended twice: {}", text);
            // A form is about more than the words that were mended: numbers that are written alike are a series.
            let is_form = |code: &str| {
                let rule = house.rules().iter().find(|rule| rule.code.as_str() == code);
                rule.is_some_and(super::Rule::is_of_form)
            };
            for code in after.into_iter().filter(|code| !is_form(code)) {
                prop_assert!(before.contains(&code), "{} is new: {} became {}", code, text, now);
            }
            Ok(())
        })
        .unwrap();
}
