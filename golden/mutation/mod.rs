//! Plants single mistakes in the edition and asks which of them the checks find.
//!
//! Two texts are mistaken in: the edition as it is, whose numbers are computed, and the same with every number
//! typed and claimed, as an analyst may write it. A mistake is found when a code that fits its kind is told on a line
//! that it concerns; [`kinds`] says which. What is found, what is told otherwise and what is not, and why, stands in
//! `golden/ref/mutations.txt`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use libtest_mimic::{Failed, Trial};
use quarterly::build::checked;
use quarterly::diag::{Severity, Span};
use quarterly::report::PieceKind;
use quarterly::spec::{Folder, Spec};
use quarterly::theme::Theme;
use rayon::prelude::*;

use super::{example_files, fail, reference};

mod kinds;
mod plant;

use kinds::Outcome;
use plant::Planted;

const REFERENCE: &str = "golden/ref/mutations.txt";

pub(crate) fn trials() -> Vec<Trial> {
    vec![Trial::test("mutation::planted_mistakes_are_found", planted_mistakes)]
}

/// A code and the line of the edition that it is told on.
type Told = (&'static str, Option<usize>);

/// The files of the edition's folder, and what is asked of a changed spec.
struct Bench {
    files: BTreeMap<String, Arc<[u8]>>,
    theme: Theme,
}

impl Bench {
    fn new() -> Result<Self, Failed> {
        let files = example_files()?;
        Ok(Self { files, theme: Theme::embedded().map_err(|error| fail(error.to_string()))? })
    }

    /// What is found in a text, each code with its line; nothing when it is clean.
    fn findings(&self, text: &str) -> Vec<Told> {
        let mut files = self.files.clone();
        files.insert("2023-q2.toml".to_owned(), Arc::from(text.as_bytes()));
        let folder = Folder::Memory(files);
        let (diagnostics, sources) = match Spec::load(&folder, "2023-q2.toml", "") {
            Ok(spec) => match checked(&spec, &self.theme) {
                Ok(checked) => (checked.findings, spec.sources),
                Err(faults) => (faults.diagnostics, faults.sources),
            },
            Err(faults) => (faults.diagnostics, faults.sources),
        };
        // A finding in another file stands on no line of this one.
        let line = |span: Span| {
            let is_here = sources.text(span.source) == text;
            is_here.then(|| sources.line_column(span).0)
        };
        let findings = diagnostics.iter().filter(|finding| finding.severity != Severity::Note);
        let mut told: Vec<Told> =
            findings.map(|finding| (finding.code.as_str(), finding.span.and_then(line))).collect();
        told.sort_unstable();
        told.dedup();
        told
    }

    /// The edition with each computed number typed and claimed.
    fn claimed(&self, text: &str) -> Result<String, Failed> {
        let spec = Spec::load(&Folder::Memory(self.files.clone()), "2023-q2.toml", "")
            .map_err(|faults| fail(faults.to_string()))?;
        let checked = checked(&spec, &self.theme).map_err(|faults| fail(faults.to_string()))?;
        let report = checked.report.ok_or_else(|| fail("the edition has errors"))?;
        let own = spec.edition.period.span.source;
        let mut numbers: BTreeMap<usize, (usize, String)> = BTreeMap::new();
        for piece in report.passages.iter().flat_map(|passage| &passage.pieces) {
            let PieceKind::Number { number, asked: Some(_), formula, .. } = &piece.kind else { continue };
            // A cell's number stands without its unit, which a claim may leave out too.
            if piece.span.source == own {
                let claim = format!("[{}](={})", number.text(), formula.replace(" | bare", ""));
                numbers.insert(piece.span.start, (piece.span.end, claim));
            }
        }
        let mut out = String::new();
        let mut at = 0;
        for (start, (end, claim)) in numbers {
            let open = text[..start].rfind("{{").ok_or_else(|| fail("an expression is opened"))?;
            let close = end + text[end..].find("}}").ok_or_else(|| fail("an expression is closed"))? + 2;
            out.push_str(&text[at..open]);
            out.push_str(&claim);
            at = close;
        }
        Ok(out + &text[at..])
    }
}

fn planted_mistakes() -> Result<(), Failed> {
    let bench = Bench::new()?;
    let computed = String::from_utf8(bench.files["2023-q2.toml"].to_vec())?;
    let claimed = bench.claimed(&computed)?;
    for (name, text) in [("as it is", &computed), ("with claims", &claimed)] {
        let told = bench.findings(text);
        if !told.is_empty() {
            return Err(fail(format!("the edition {name} is not clean: {}", codes(&told).join(", "))));
        }
    }
    let planted = plant::all(&computed, &claimed);
    let found: Vec<Vec<Told>> = planted.par_iter().map(|planted| bench.findings(&planted.text)).collect();
    let text = table(&planted, &found);
    reference::hold(REFERENCE, &text)
}

/// Why a mistake of a kind may not be found.
fn why(kind: &str) -> &'static str {
    match kind {
        "a digit of a given number, prose computed" => "it is given once, and no other number contradicts it",
        "the last digit of a given conversion" => "the rounding of the value in its own unit explains it",
        "a dropped part" => "`other` is computed when it is not given, to the same value",
        "a word for how nearly" => "true: the exact value has more digits",
        "a period, prose computed" | "a period, prose claimed" => "the sentence still names the base",
        "the change of another figure or period" => "a tile may compare with any period",
        _ => "no rule looks at it",
    }
}

/// Codes, each once.
fn codes(told: &[Told]) -> Vec<&'static str> {
    let mut codes: Vec<&str> = told.iter().map(|(code, _)| *code).collect();
    codes.dedup();
    codes
}

/// Which mistakes are found, kind by kind; a mistake that is not is listed with the reason.
fn table(planted: &[Planted], found: &[Vec<Told>]) -> String {
    let mut kinds: Vec<&str> = Vec::new();
    for planted in planted {
        if !kinds.contains(&planted.kind) {
            kinds.push(planted.kind);
        }
    }
    let outcomes: Vec<Outcome> =
        planted.iter().zip(found).map(|(planted, told)| kinds::outcome(planted, told)).collect();
    let count = |which: Outcome| outcomes.iter().filter(|outcome| **outcome == which).count();
    let mut out = format!(
        "{} of {} planted mistakes are found, {} are told otherwise, {} are not told\n",
        count(Outcome::Rightly),
        planted.len(),
        count(Outcome::Otherwise),
        count(Outcome::Silent)
    );
    for kind in kinds {
        let all =
            || planted.iter().zip(found).zip(&outcomes).filter(|((planted, _), _)| planted.kind == kind);
        let caught = all().filter(|(_, outcome)| **outcome == Outcome::Rightly).count();
        let _ = writeln!(out, "\n## {kind}: {caught} of {}", all().count());
        for ((planted, told), outcome) in all() {
            let outcome = match outcome {
                Outcome::Rightly => codes(told).join(", "),
                Outcome::Otherwise => format!("TOLD OTHERWISE: {}", codes(told).join(", ")),
                Outcome::Silent => format!("NOT FOUND: {}", why(kind)),
            };
            let _ = writeln!(out, "{} -> {}: {outcome}", planted.before, planted.after);
        }
    }
    out
}
