//! `quarterly check --fix`: what it proposes for an edition of which all markup was taken out, and for one in which
//! numbers were mistyped besides; how it asks, and what it writes.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use libtest_mimic::{Failed, Trial};
use quarterly::build::checked;
use quarterly::diag::{Diagnostic, SourceId, code};
use quarterly::fix::{Files, Session};
use quarterly::patch::Patch;
use quarterly::report::{Asked, Passage, PieceKind, Report, What};
use quarterly::spec::{Folder, Spec};
use quarterly::theme::Theme;

use super::{example_files, fail, reference};

mod asked;
mod offered;
mod typed;

const REFERENCE: &str = "golden/ref/fix/measure.txt";
/// Sets of sentences, with the country of their figures.
const SETS: [(&str, &str); 2] = [("first", "KG"), ("second", "GE")];

pub(crate) fn trials() -> Vec<Trial> {
    let mut trials = vec![Trial::test("fix::most_typed_numbers_are_linked_and_few_wrongly", measured)];
    trials.extend(asked::trials());
    trials.extend(offered::trials());
    trials
}

/// The files of an edition's folder, and what is asked of a changed spec.
struct Bench {
    files: BTreeMap<String, Arc<[u8]>>,
    spec: &'static str,
    theme: Theme,
}

impl Bench {
    fn example() -> Result<Self, Failed> {
        let files = example_files()?;
        Ok(Self { files, spec: "2023-q2.toml", theme: super::theme::embedded()? })
    }

    /// The true sentences of a set, which people wrote who know the docs alone.
    fn strangers(set: &str, country: &str) -> Result<Self, Failed> {
        let folder = Path::new("golden/strangers").join(set);
        let read =
            |name: &str| std::fs::read_to_string(folder.join(name)).map(|text| text.replace("\r\n", "\n"));
        let mut spec = read("figures.toml")? + "\n[[chapter]]\nid = \"all\"\ntitle = \"All\"\n";
        for (index, sentence) in read("true.txt")?.lines().filter(|line| !line.trim().is_empty()).enumerate()
        {
            write!(
                spec,
                "\n[[chapter.topic]]\nid = \"s{index}\"\ntitle = \"S\"\ntext = \'\'\'\n{sentence}\n\'\'\'\n"
            )?;
        }
        let series = format!("id = \"strangers\"\ncountry = \"{country}\"\n");
        let files = [("edition.toml", spec), ("series.toml", series)];
        let files = files.map(|(name, text)| (name.to_owned(), Arc::from(text.as_bytes())));
        Ok(Self { files: files.into(), spec: "edition.toml", theme: super::theme::embedded()? })
    }

    fn text(&self) -> Result<String, Failed> {
        Ok(String::from_utf8(self.files[self.spec].to_vec())?)
    }

    fn with(&self, text: &str) -> Folder {
        let mut files = self.files.clone();
        files.insert(self.spec.to_owned(), Arc::from(text.as_bytes()));
        Folder::Memory(files)
    }

    fn read(&self, text: &str) -> Result<(Spec, Report, Vec<Diagnostic>), Failed> {
        let spec = Spec::load(&self.with(text), self.spec, "").map_err(|faults| fail(faults.to_string()))?;
        let checked = checked(&spec, &self.theme).map_err(|faults| fail(faults.to_string()))?;
        let report = checked.report.ok_or_else(|| fail("the edition has errors"))?;
        Ok((spec, report, checked.findings))
    }

    /// The text with everything that is proposed, the places of the numbers that it is for, and the numbers that are told
    /// with the value that they may be mistyped from.
    fn fixed(&self, text: &str) -> Result<(String, BTreeSet<usize>, Vec<String>), Failed> {
        let folder = self.with(text);
        let read = |files: &Files| {
            let folder = Folder::Changed(Box::new(folder.clone()), files.clone());
            Spec::load(&folder, self.spec, "")
        };
        let session = Session::start(read, &self.theme, &[]);
        let mut session = session.map_err(|faults| fail(faults.to_string()))?;
        let all: Vec<usize> = (0..session.proposals().len()).collect();
        if session.agree_to_all(&all).len() != all.len() {
            return Err(fail("what is proposed does not hold together"));
        }
        // Numbers without their rate leave its exemption unused, which goes then.
        let numbers =
            session.proposals().iter().filter(|proposal| proposal.finding.code != code::UNUSED_ALLOW);
        let places = numbers.filter_map(|proposal| Some(proposal.finding.span?.start)).collect();
        let mut out = text.to_owned();
        for (source, edits) in session.edits() {
            if session.sources().name(source) != self.spec {
                return Err(fail("another file than the spec would change"));
            }
            out = Patch::new(text, edits).map_err(|error| fail(error.to_string()))?.new_text();
        }
        let near = session.near().iter().map(|near| near.told.clone()).collect();
        Ok((out, places, near))
    }
}

/// A number of an edition: its figure, and what of it where the text says so by one expression.
#[derive(Debug, Clone)]
struct Told {
    passage: usize,
    range: Range<usize>,
    words: String,
    figure: String,
    what: Option<What>,
    formula: String,
}

impl Told {
    fn is_right(&self, linked: &Self) -> bool {
        match &self.what {
            // "abs(net)" for a loss, and the difference of two values for a change.
            Some(What::Computed { .. }) => self.formula.contains(&linked.figure),
            // A list has several values, of one figure.
            None => self.figure == linked.figure,
            what => (&self.figure, what) == (&linked.figure, &linked.what),
        }
    }
}

/// The numbers of the edition's own file.
fn told_in(report: &Report, own: SourceId) -> Vec<Told> {
    let mut found = Vec::new();
    for (passage, lines) in report.passages.iter().enumerate() {
        let mut at = 0;
        for piece in &lines.pieces {
            let asked = |asked: &Option<Asked>| {
                asked.as_ref().map(|asked| (asked.figure.clone(), Some(asked.what.clone())))
            };
            let (told, formula) = match &piece.kind {
                PieceKind::Number { asked: told, figure, formula, .. } => {
                    (asked(told).or_else(|| Some((figure.clone(), None))), formula.clone())
                }
                PieceKind::Claimed(index) => {
                    let claim = &report.claims[*index];
                    (asked(&claim.asked), claim.formula.clone())
                }
                _ => (None, String::new()),
            };
            let words = piece.text.replace('\u{a0}', " ");
            let range = at..at + words.len();
            at = range.end;
            if let Some((figure, what)) = told.filter(|_| piece.span.source == own) {
                found.push(Told { passage, range, words, figure, what, formula });
            }
        }
    }
    found
}

fn words(passage: &Passage, at: usize) -> String {
    let text = passage.text().replace('\u{a0}', " ");
    let start = text.floor_char_boundary(at.saturating_sub(60));
    let end = text.ceil_char_boundary((at + 30).min(text.len()));
    text[start..end].to_owned()
}

fn loose(findings: &[Diagnostic], own: SourceId) -> Vec<&Diagnostic> {
    let is_own = |finding: &&Diagnostic| finding.span.is_some_and(|span| span.source == own);
    findings.iter().filter(|finding| finding.code == code::LOOSE_NUMBER).filter(is_own).collect()
}

fn measured() -> Result<(), Failed> {
    let mut out = String::from("# The example edition\n\n");
    let example = Bench::example()?;
    of(&example, &typed::SLIPS, &mut out)?;
    for (set, country) in SETS {
        writeln!(out, "\n# True sentences of strangers, the {set} set\n")?;
        of(&Bench::strangers(set, country)?, &typed::SLIPS[..2], &mut out)?;
    }
    reference::hold(REFERENCE, &out)
}

/// Takes the markup out of an edition and says what is proposed then, and once numbers are mistyped besides.
fn of(bench: &Bench, slips: &[typed::Slip], out: &mut String) -> Result<(), Failed> {
    let text = bench.text()?;
    let (spec, report, _) = bench.read(&text)?;
    let own = spec.edition.period.span.source;
    let right = told_in(&report, own);
    let typed = typed::typed(&report, &text, own);
    let (_, _, findings) = bench.read(&typed)?;
    let told = loose(&findings, own).len();
    let (fixed, places, near) = bench.fixed(&typed)?;
    let (_, after, _) = bench.read(&fixed)?;
    let linked = told_in(&after, own);
    let original = |link: &Told| {
        right.iter().find(|told| told.passage == link.passage && told.range.contains(&link.range.start))
    };
    let mut counts = [0; 3];
    let mut lines = [String::new(), String::new()];
    for link in &linked {
        let place = words(&after.passages[link.passage], link.range.start);
        match original(link) {
            Some(told) if told.is_right(link) => counts[0] += 1,
            Some(told) => {
                counts[1] += 1;
                writeln!(lines[0], "  {} for {} at {place}", link.formula, told.formula)?;
            }
            None => {
                counts[2] += 1;
                writeln!(lines[1], "  {} at {place}", link.formula)?;
            }
        }
    }
    let known = right.iter().filter(|told| told.words.contains(|c: char| c.is_ascii_digit())).count();
    writeln!(out, "numbers of figures: {known}; typed without a link: {told}, with those of no figure")?;
    let [rightly, wrongly, beside] = counts;
    writeln!(out, "proposed: rightly {rightly}, wrongly {wrongly}, where the author had no link {beside}")?;
    writeln!(out, "told with a value near them: {near:?}")?;
    let [wrong, beside] = lines;
    writeln!(out, "\nwrongly\n{wrong}\nwhere the author had no link\n{beside}\nnot proposed")?;
    if places.len() != linked.len() {
        return Err(fail("a proposal is no claim of a figure"));
    }
    let is_linked = |told: &Told| {
        linked.iter().any(|link| told.passage == link.passage && told.range.contains(&link.range.start))
    };
    for told in right.iter().filter(|told| !is_linked(told)) {
        writeln!(out, "  {} in {}", told.words, words(&report.passages[told.passage], told.range.start))?;
    }
    let again = bench.fixed(&fixed)?;
    if !again.1.is_empty() {
        return Err(fail(format!("a second run proposes {} changes", again.1.len())));
    }
    mistyped(bench, (&typed, slips), out)
}

/// Mistypes all numbers in several ways, and counts those that are linked all the same.
fn mistyped(bench: &Bench, (typed, slips): (&str, &[typed::Slip]), out: &mut String) -> Result<(), Failed> {
    let (spec, _, findings) = bench.read(typed)?;
    let own = spec.edition.period.span.source;
    let (mut all, mut linked, mut near) = (0, Vec::new(), 0);
    for slip in slips {
        let (mut text, mut slipped) = (typed.to_owned(), BTreeMap::new());
        // A slip has as many digits as the number, so that all places stay.
        for finding in loose(&findings, own) {
            let Some(span) = finding.span else { continue };
            if let Some(other) = slip(&text[span.range()]) {
                slipped.insert(span.start, format!("{other} for {}", &text[span.range()]));
                text.replace_range(span.range(), &other);
            }
        }
        all += slipped.len();
        let (_, places, told) = bench.fixed(&text)?;
        linked.extend(places.iter().filter_map(|place| slipped.get(place).cloned()));
        near += told.len();
    }
    let count = linked.len();
    writeln!(out, "\nmistyped: {all}, linked all the same: {count}, told with a value near them: {near}")?;
    linked.iter().try_for_each(|link| writeln!(out, "  {link}"))?;
    Ok(())
}
