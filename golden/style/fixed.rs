//! `quarterly check --fix` with faults of style: what it shows, asks for and writes, and that what it wrote stays.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::Arc;

use libtest_mimic::{Failed, Trial};
use proptest::collection::vec;
use proptest::sample::select;
use proptest::test_runner::{Config, RngSeed, TestCaseError, TestRunner};
use quarterly::build::checked;
use quarterly::diag::Family;
use quarterly::fix::{Files, Session};
use quarterly::patch::Patch;
use quarterly::spec::{Folder as Memory, Spec};
use quarterly::theme::Theme;

use crate::command::{Folder, expect};
use crate::fail;

/// Runs after which nothing is left to be written: of two changes of one place, the second is proposed by the next run.
const MOST_RUNS: usize = 3;

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("style::faults_of_style_are_shown_asked_for_and_written", command),
        Trial::test("style::what_is_fixed_stays_fixed_and_brings_nothing_new", every_rule),
        Trial::test("style::mixtures_of_examples_are_fixed_for_good", mixtures),
    ]
}

const SERIES: &str = r#"id = "test"
country = "KZ"
[style]
house = "iom"
[sources.s]
name = "Ministry"
note = "Ministry of Internal Affairs, data on visas, {{ period }}."
[notes]
law = "Law on migration, article 5."
"#;

/// Every kind of text; only what stands in the file as it is printed is replaced.
const WRONG: &str = r#"period = "2023-Q2"
title  = "The overview"

[figures.visas]
label  = "visas issued"
source = "s"
total  = 1653
shares = { CN = 20.0, TR = 50.0, other = 30.0 }

[[chapter]]
id    = "one"
title = "Labour migration"
text  = '''
On April 5, 2023, the office analyzed {{ visas.total }} visas[^s]. Türkiye took [50%](=visas.share("TR")), compared to {{ visas.share("CN") }} of China. They wrote “10 percent” to [the office](https://iom.int/percent).[^s], [^law]

- Some 5 percent of permits were renewed.
- The labor code was changed for 558.36 million USD.
'''

[[chapter]]
id    = "two"
title = "Two"
text  = "In \"all\", 7% of them\u2014more than before\u2014were of 3 regions."
"#;

/// What cannot be wrong is written.
const CERTAIN: [(&str, &str); 7] = [
    ("On April 5, 2023,", "On 5 April 2023,"),
    ("analyzed", "analysed"),
    ("visas[^s].", "visas.[^s]"),
    ("[^s], [^law]", "[^s][^law]"),
    ("5 percent of permits", "5 per cent of permits"),
    ("The labor code", "The labour code"),
    // The number is linked to no figure, neither here nor there: that it moves is no new finding.
    ("558.36 million USD", "USD 558.36 million"),
];
/// What is asked for.
const ASKED: [(&str, &str); 1] = [("compared to", "compared with")];

fn command() -> Result<(), Failed> {
    let folder = Folder::new("style-fix")?;
    let spec = folder.0.join("edition.toml");
    fs::write(folder.0.join("series.toml"), SERIES)?;
    fs::write(&spec, WRONG)?;
    let replaced = |text: &str, pairs: &[(&str, &str)]| {
        pairs.iter().fold(text.to_owned(), |text, (old, new)| text.replacen(old, new, 1))
    };
    // Without an answer, nothing is written, and everything is shown.
    let output = fix(&spec, &[], "")?;
    expect(fs::read_to_string(&spec)? == WRONG, "nothing is written without an answer", &output)?;
    let shown = stdout(&output);
    for (_, new) in CERTAIN.iter().chain(&ASKED) {
        let is_shown = shown.lines().any(|line| line.contains(" + ") && line.contains(new));
        expect(is_shown, new, &output)?;
    }
    expect(shown.contains("write it? [y]es, [n]o"), "it asks", &output)?;
    // By option, what cannot be wrong is written without a question.
    let output = fix(&spec, &["--yes"], "n\n".repeat(40).as_str())?;
    let new = fs::read_to_string(&spec)?;
    let certain = replaced(WRONG, &CERTAIN);
    expect(new == certain, &format!("only the certain is written:\n{new}"), &output)?;
    expect(fs::read_to_string(spec.with_extension("toml.before"))? == WRONG, "what was is kept", &output)?;
    // What is asked for and agreed to.
    let output = fix(&spec, &["--code", "style/word-compared"], "y\n")?;
    let asked = replaced(&certain, &ASKED);
    expect(fs::read_to_string(&spec)? == asked, "the rest is asked for", &output)?;
    expect(stdout(&output).contains("style/word-compared (1 of 1)"), "its code is shown", &output)?;
    // A second run has nothing left that is certain.
    for arguments in [&["--yes"][..], &["--code", "style/word-compared"][..]] {
        let output = fix(&spec, arguments, "n\n".repeat(40).as_str())?;
        expect(fs::read_to_string(&spec)? == asked, "a second run changes nothing", &output)?;
    }
    Ok(())
}

fn fix(spec: &Path, arguments: &[&str], answers: &str) -> Result<Output, Failed> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quarterly"));
    command.args(["check", "--fix"]).args(arguments).arg(spec);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    if let Some(mut input) = child.stdin.take() {
        // What nobody reads any more needs no answer.
        let _ = input.write_all(answers.as_bytes());
    }
    Ok(child.wait_with_output()?)
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).replace('\u{a0}', " ")
}

/// An example of a rule that proposes something.
#[derive(Debug, Clone)]
struct Example {
    code: String,
    text: String,
    is_certain: bool,
    is_text: bool,
}

/// The wrong examples of one line in the files of a language, those of rules that mend.
fn examples(language: &str) -> Result<Vec<Example>, Failed> {
    let mut found = Vec::new();
    for file in fs::read_dir("data/style")? {
        let path = file?.path();
        if !path.file_stem().is_some_and(|stem| stem.to_string_lossy().ends_with(language)) {
            continue;
        }
        let table: toml::Table = fs::read_to_string(&path)?.parse()?;
        for rule in table.get("rule").and_then(toml::Value::as_array).into_iter().flatten() {
            let word = |key: &str| rule.get(key).and_then(toml::Value::as_str).unwrap_or_default();
            let words = |key: &str| {
                let list = rule.get(key).and_then(toml::Value::as_array).into_iter().flatten();
                list.filter_map(toml::Value::as_str).map(str::to_owned).collect::<Vec<_>>()
            };
            if word("fix") == "no" {
                continue;
            }
            let scopes = words("in");
            let is_of_line = |text: &String| {
                !text.contains('\n') && !text.starts_with(['#', '-', '^', '=', '@', '+', '|'])
            };
            found.extend(words("wrong").into_iter().filter(is_of_line).map(|text| Example {
                code: format!("style/{}", word("id")),
                // Marks need their note.
                text: text.replace("[^a]", "[^s]").replace("[^b]", "[^law]").replace("[^c]", "[^s]"),
                is_certain: word("fix") == "always",
                is_text: scopes.is_empty() || scopes.iter().any(|scope| scope == "text"),
            }));
        }
    }
    found.retain(|example| example.is_text && !example.text.contains("'''"));
    Ok(found)
}

/// An edition with each text as a paragraph.
fn edition(texts: &[String]) -> String {
    format!(
        "period = \"2023-Q2\"\ntitle = \"The overview\"\n[[chapter]]\nid = \"a\"\ntitle = \"Texts\"\ntext = '''\n{}\n'''\n",
        texts.join("\n\n")
    )
}

fn read(text: &str, language: &str, files: &Files) -> Result<Spec, quarterly::diag::Faults> {
    // Numbers of examples are no figures.
    let series = format!("language = \"{language}\"\n{SERIES}[checks]\nloose-number = \"off\"\n");
    let own = [("edition.toml", text.to_owned()), ("series.toml", series)];
    let own = own.map(|(name, text)| (name.to_owned(), Arc::from(text.as_bytes())));
    let folder = Memory::Changed(Box::new(Memory::Memory(BTreeMap::from(own))), files.clone());
    Spec::load(&folder, "edition.toml", "")
}

/// How many findings of each code there are.
fn counts(text: &str, language: &str, theme: &Theme) -> Result<BTreeMap<&'static str, usize>, Failed> {
    let spec = read(text, language, &Files::new()).map_err(|faults| fail(faults.to_string()))?;
    let checked = checked(&spec, theme).map_err(|faults| fail(faults.to_string()))?;
    if checked.report.is_none() {
        let told: Vec<String> = checked.findings.iter().map(|finding| finding.message.clone()).collect();
        return Err(fail(format!("the edition has errors: {}\n{text}", told.join("\n"))));
    }
    let mut counts = BTreeMap::new();
    for finding in checked.findings {
        *counts.entry(finding.code.as_str()).or_default() += 1;
    }
    Ok(counts)
}

/// The text with all that one run proposes; nothing when it proposes nothing.
fn fixed(text: &str, language: &str, theme: &Theme) -> Result<Option<String>, Failed> {
    let session = Session::start(|files| read(text, language, files), theme, &[]);
    let mut session = session.map_err(|faults| fail(faults.to_string()))?;
    let of_style = session
        .proposals()
        .iter()
        .enumerate()
        .filter(|(_, proposal)| proposal.finding.code.family() == Family::Style);
    let all: Vec<usize> = of_style.map(|(index, _)| index).collect();
    for proposal in all.iter().map(|index| &session.proposals()[*index]) {
        // What is replaced is what the author typed and the finding shows, byte by byte.
        let places = proposal.edits.iter().map(|edit| &text[edit.range.clone()]);
        let found = proposal.finding.found.as_deref();
        if places.map(Some).any(|place| place != found) {
            return Err(fail(format!("{}: {found:?} is not what is replaced", proposal.finding.code)));
        }
    }
    session.agree_to_all(&all);
    let Some((_, edits)) = session.edits().into_iter().next() else { return Ok(None) };
    Ok(Some(Patch::new(text, edits).map_err(|error| fail(error.to_string()))?.new_text()))
}

/// Fixes an edition until no run has anything left; nothing may be found that was not there before.
fn fixed_for_good(text: &str, language: &str, theme: &Theme) -> Result<String, Failed> {
    let before = counts(text, language, theme)?;
    let mut now = text.to_owned();
    for _ in 0..MOST_RUNS {
        match fixed(&now, language, theme)? {
            Some(new) => now = new,
            None => break,
        }
    }
    if let Some(again) = fixed(&now, language, theme)? {
        return Err(fail(format!("another run changes\n{now}\ninto\n{again}")));
    }
    for (code, count) in counts(&now, language, theme)? {
        if count > before.get(code).copied().unwrap_or_default() {
            return Err(fail(format!("{code} is new in\n{now}\nwhich was\n{text}")));
        }
    }
    Ok(now)
}

fn every_rule() -> Result<(), Failed> {
    let theme = crate::theme::embedded()?;
    for language in ["en", "ru"] {
        let examples = examples(language)?;
        let texts: Vec<String> = examples.iter().map(|example| example.text.clone()).collect();
        let before = counts(&edition(&texts), language, &theme)?;
        // Of two on one place the longer is told, so that what is only asked for may be hidden by another.
        let certain = || examples.iter().filter(|example| example.is_certain);
        let silent = certain().find(|example| !before.contains_key(example.code.as_str()));
        if let Some(Example { code, text, .. }) = silent {
            return Err(fail(format!("{code} is not found in {text}, but {before:?}")));
        }
        let new = fixed_for_good(&edition(&texts), language, &theme)?;
        let left = counts(&new, language, &theme)?;
        let open: Vec<&str> =
            certain().map(|example| example.code.as_str()).filter(|code| left.contains_key(code)).collect();
        if !open.is_empty() {
            return Err(fail(format!("{language}: certain, and not written: {open:?} in\n{new}")));
        }
    }
    Ok(())
}

fn mixtures() -> Result<(), Failed> {
    let theme = crate::theme::embedded()?;
    for language in ["en", "ru"] {
        let texts: Vec<String> = examples(language)?.into_iter().map(|example| example.text).collect();
        let joins = select(vec![". ", ", ", " and ", " (", ") ", "; ", " – "]);
        let paragraph = vec((select(texts), joins), 1..5);
        let config =
            Config { cases: 5, rng_seed: RngSeed::Fixed(1), failure_persistence: None, ..Config::default() };
        let run = TestRunner::new(config).run(&vec(paragraph, 1..12), |paragraphs| {
            let text = |pieces: &Vec<(String, &str)>| {
                pieces.iter().flat_map(|(words, join)| [words.as_str(), *join]).collect::<String>()
            };
            let texts: Vec<String> = paragraphs.iter().map(text).collect();
            let done = fixed_for_good(&edition(&texts), language, &theme);
            done.map(|_| ())
                .map_err(|failed| TestCaseError::fail(failed.message().unwrap_or_default().to_owned()))
        });
        run.map_err(|error| fail(error.to_string()))?;
    }
    Ok(())
}
