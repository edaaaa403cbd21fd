//! `quarterly translate`: what a translation lacks, the places for it, what was accepted, and the files of translators.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::asking::{agreed, error_line, failed, of_patch};
use super::files::write_one;
use super::stream::{print, shown, tell};
use super::telling::Telling;
use super::{Outcome, TranslateArguments};
use crate::diag::{Extent, Severity, nearest, one_line, place_of, printable};
use crate::patch::file::{Original, Planned, Yes};
use crate::patch::{Edit, Refused};
use crate::spec::Spec;
use crate::spec::overlay::{Overlay, Published};
use crate::spec::read_file;
use crate::translate::accept::{Wanted, accepted};
use crate::translate::{Listing, Sheet, Stale, changed, sheets, skeleton, xliff};

/// How every overlay begins that this program writes.
const BEGINS: &[u8] = b"# The words of ";
/// How every file for translators begins that this program writes.
const XLIFF_BEGINS: &[u8] = b"<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<xliff ";
/// No file of a translator is larger.
const LARGEST_XLIFF: u64 = 16 << 20;
/// Texts of one kind that are listed.
const LISTED: usize = 20;

/// The spec in the language that is asked for; of a spec with errors, what they are.
fn read(arguments: &TranslateArguments) -> Result<Spec, String> {
    let Published { own, .. } = Published::of(&arguments.spec);
    if own == arguments.language {
        let spec = printable(&arguments.spec.to_string_lossy());
        return Err(format!(
            "error: `{spec}` is written in `{own}` itself\n = hint: name another language\n"
        ));
    }
    let (language, folder) = (Some(arguments.language.as_str()), arguments.languages.as_deref());
    let telling = Telling { extent: Extent::Short, consequence: "; nothing was written" };
    let spec = Spec::open_in(&arguments.spec, language, folder, BTreeMap::new())
        .map_err(|faults| telling.faults(&faults))?;
    let is_error = |finding: &&crate::diag::Diagnostic| finding.severity == Severity::Error;
    let errors: Vec<_> = spec.findings.iter().filter(is_error).cloned().collect();
    if !errors.is_empty() {
        // What an overlay has too much is a matter of this command; other errors have to be mended first.
        tell(&telling.findings(&errors, &spec.sources, 0));
    }
    Ok(spec)
}

pub(super) fn run(arguments: &TranslateArguments) -> Outcome {
    let spec = match read(arguments) {
        Ok(spec) => spec,
        Err(told) => {
            tell(&told);
            return Outcome::Failed;
        }
    };
    let name = arguments.spec.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let work = Work { arguments, spec: &spec, name: &name };
    let sheets = sheets(&spec);
    let mut outcome = Outcome::Clean;
    if let Some(path) = &arguments.export {
        return work.export(&sheets, path);
    }
    if let Some(path) = &arguments.import {
        return work.import(&sheets, path);
    }
    if !arguments.accept.is_empty() || arguments.all {
        return work.accept(&sheets);
    }
    for sheet in &sheets {
        outcome = outcome.max(work.list(sheet));
    }
    outcome
}

/// A call on one edition.
struct Work<'w> {
    arguments: &'w TranslateArguments,
    spec: &'w Spec,
    name: &'w str,
}

impl Work<'_> {
    /// The file of an overlay, as it is called from here.
    fn path(&self, sheet: &Sheet<'_>) -> PathBuf {
        let path = sheet.path(self.name);
        self.arguments.spec.parent().map_or_else(|| PathBuf::from(&path), |folder| folder.join(&path))
    }

    /// Tells what is to be done about a file, and writes the places for what is missing.
    fn list(&self, sheet: &Sheet<'_>) -> Outcome {
        let listing = sheet.listing();
        if listing.count == 0 {
            return Outcome::Clean;
        }
        let path = self.path(sheet);
        print(&self.told(&listing, sheet.overlay, &path));
        let done = if sheet.overlay.is_some() {
            self.add_places(sheet, &path)
        } else if path.exists() {
            // It is there and could not be read; why has been told.
            Outcome::Failed
        } else {
            self.write_new(sheet, &path)
        };
        let Listing { missing, stale, open, orphaned, .. } = &listing;
        let is_done = missing.is_empty() && stale.is_empty() && open.is_empty() && orphaned.is_empty();
        done.max(if is_done { Outcome::Clean } else { Outcome::Findings })
    }

    fn told(&self, listing: &Listing<'_>, overlay: Option<&Overlay>, path: &Path) -> String {
        let Listing { count, missing, stale, open, orphaned } = listing;
        let mut text = format!(
            "{}: {count} texts, {} translated, {} missing, {} stale, {} not accepted, {} orphaned\n",
            shown(path),
            count - missing.len(),
            missing.len(),
            stale.len(),
            open.len(),
            orphaned.len()
        );
        let sources = &self.spec.sources;
        for Stale { word, then } in stale {
            let place = place_of(word.printed.span, sources);
            text.push_str(&format!("  stale: {} ({place})\n", printable(&word.key)));
            let now = &word.source.value;
            let shown = match then {
                Some(then) => changed(then, now),
                None => format!("the source is now: {now}"),
            };
            // Paragraphs go on in one line.
            let words: Vec<&str> = shown.split_whitespace().collect();
            text.push_str(&format!("    {}\n", one_line(&words.join(" "))));
        }
        for (key, place) in orphaned {
            text.push_str(&format!("  orphaned: {} ({})\n", printable(key), place_of(*place, sources)));
        }
        for (what, words) in [("missing", missing), ("not accepted", open)] {
            for word in words.iter().take(LISTED) {
                // Where there is a place for it, the translator writes there.
                let there = overlay.and_then(|overlay| overlay.places.get(&word.key));
                let place = place_of(there.map_or(word.source.span, |(_, text)| *text), sources);
                text.push_str(&format!("  {what}: {} ({place})\n", printable(&word.key)));
            }
            if words.len() > LISTED {
                text.push_str(&format!("  {what}: {} more\n", words.len() - LISTED));
            }
        }
        text
    }

    /// Writes all texts for the programs of translators.
    fn export(&self, sheets: &[Sheet<'_>], path: &Path) -> Outcome {
        let from = self.spec.translation.as_ref().map_or("", |translation| translation.from.value.as_str());
        match write_one(path, &xliff::export(sheets, self.name, from), XLIFF_BEGINS) {
            Ok(()) => {
                print(&format!("wrote {}\n", shown(path)));
                Outcome::Clean
            }
            Err(error) => {
                tell(&format!("error: {}\n", error.told()));
                Outcome::Failed
            }
        }
    }

    /// Takes over what came back; what of it cannot be taken is told, and stays as it is.
    fn import(&self, sheets: &[Sheet<'_>], path: &Path) -> Outcome {
        let name = shown(path);
        let units = match self.units(path) {
            Ok(units) => units,
            Err(told) => {
                tell(&told);
                return Outcome::Failed;
            }
        };
        let mut told = String::new();
        let is_known = |unit: &&xliff::Unit| sheets.iter().any(|sheet| sheet.base(self.name) == unit.file);
        for unit in units.iter().filter(|unit| !is_known(unit)) {
            let (line, key, file) = (unit.line, printable(&unit.key), printable(&unit.file));
            told.push_str(&format!("error: {name}:{line}: `{key}`: `{file}` is no file of this edition\n"));
        }
        let mut planned = Vec::new();
        for sheet in sheets {
            let (edits, refused) = xliff::taken(sheet, self.name, &units);
            for xliff::Refusal { line, key, what } in refused {
                let (key, what) = (printable(&key), printable(&what));
                told.push_str(&format!("error: {name}:{line}: `{key}`: {what}\n"));
            }
            planned.push((sheet, edits));
        }
        let refused = told.lines().count();
        if refused > 0 {
            let hint = "mend it in the program of the translator, or write the file anew with --export; the other texts are taken";
            tell(&format!("{told} = hint: {hint}\n"));
        }
        let count: usize = planned.iter().map(|(_, edits)| edits.len()).sum();
        print(&format!("{name}: {} texts, {count} are new or other ones\n", units.len()));
        let write = |(sheet, edits): (&Sheet<'_>, Vec<Edit>)| {
            if edits.is_empty() { Outcome::Clean } else { self.write(sheet, &self.path(sheet), edits) }
        };
        let done = planned.into_iter().map(write).max().unwrap_or(Outcome::Clean);
        done.max(if refused > 0 { Outcome::Findings } else { Outcome::Clean })
    }

    /// The texts of a file that came back.
    fn units(&self, path: &Path) -> Result<Vec<xliff::Unit>, String> {
        let name = shown(path);
        let bytes = read_file(path, LARGEST_XLIFF).map_err(|error| {
            format!("error: cannot read `{name}`: {error}\n = hint: name a file that --export wrote\n")
        })?;
        let (language, units) = xliff::read(&bytes).map_err(|error| {
            let (line, what) = (error.line, printable(&error.what));
            format!("error: {name}:{line}: {what}\n = hint: name a file that --export wrote\n")
        })?;
        if language != self.arguments.language {
            let (found, asked) = (printable(&language), &self.arguments.language);
            return Err(format!(
                "error: `{name}` is a translation into `{found}`\n = hint: name its language with --language, not `{asked}`\n"
            ));
        }
        Ok(units)
    }

    fn write_new(&self, sheet: &Sheet<'_>, path: &Path) -> Outcome {
        let text = skeleton::new(sheet, self.name);
        match write_one(path, text.as_bytes(), BEGINS) {
            Ok(()) => {
                print(&format!("wrote {}\n", shown(path)));
                Outcome::Findings
            }
            Err(error) => {
                tell(&format!("error: {}\n", error.told()));
                Outcome::Failed
            }
        }
    }

    fn add_places(&self, sheet: &Sheet<'_>, path: &Path) -> Outcome {
        let (edits, left) = skeleton::added(sheet);
        for word in left {
            print(&format!(
                "  add it by hand, its table has no header of its own: {}\n",
                printable(&word.key)
            ));
        }
        if edits.is_empty() { Outcome::Clean } else { self.write(sheet, path, edits) }
    }

    /// Accepts texts; a name that is none, or is that of a text without a translation, is told, and the others are
    /// accepted.
    fn accept(&self, sheets: &[Sheet<'_>]) -> Outcome {
        let names = self.arguments.accept.iter().map(|key| key.trim().to_owned());
        let keys: BTreeSet<String> = names.filter(|key| !key.is_empty()).collect();
        let mut outcome = Outcome::Clean;
        for key in &keys {
            let word = self.spec.words.iter().find(|word| word.key == *key);
            let (message, hint) = match word {
                Some(word) if word.is_translated() => continue,
                Some(word) => {
                    let place = place_of(word.source.span, &self.spec.sources);
                    (
                        format!("`{key}` has no translation yet"),
                        format!("translate it first; its source: {place}"),
                    )
                }
                None => {
                    let known = self.spec.words.iter().map(|word| word.key.as_str());
                    let hint = nearest(key, known).map_or_else(
                        || "without --accept, the command lists all names that are open".to_owned(),
                        |near| format!("did you mean `{near}`?"),
                    );
                    (format!("there is no text `{key}`"), hint)
                }
            };
            tell(&error_line(&message, &hint));
            outcome = Outcome::Findings;
        }
        let wanted = if self.arguments.all { Wanted::All } else { Wanted::Keys(keys) };
        let accept = |sheet: &Sheet<'_>| {
            let edits = accepted(sheet, &wanted);
            if edits.is_empty() { Outcome::Clean } else { self.write(sheet, &self.path(sheet), edits) }
        };
        sheets.iter().map(accept).max().unwrap_or(outcome).max(outcome)
    }

    /// Shows edits of an overlay, asks, and writes them.
    fn write(&self, sheet: &Sheet<'_>, path: &Path, edits: Vec<Edit>) -> Outcome {
        let planned = Original::new(path, sheet.text()).plan(edits, |_| Ok::<(), Refused>(()));
        let written = planned
            .map(|planned| (self.agreed(&planned), planned))
            .and_then(|(yes, planned)| yes.map(|yes| planned.confirm(&yes)).transpose());
        match written {
            Ok(Some(written)) => {
                print(&format!("{written}\n"));
                Outcome::Clean
            }
            Ok(None) => {
                print(&format!("`{}` stays as it is\n", shown(path)));
                Outcome::Findings
            }
            Err(refused) => failed(&of_patch(&refused)),
        }
    }

    /// The author's yes, by option or as the answer to what is shown.
    fn agreed(&self, planned: &Planned) -> Option<Yes> {
        if !self.arguments.yes {
            print(&format!("{}\n", planned.shown()));
        }
        agreed(self.arguments.yes)
    }
}
