//! `quarterly diff --facts`: two finished files in, in whatever languages; what one says and the other does not, out.

use std::path::Path;

use super::DiffArguments;
use super::Outcome;
use super::apart::Answer;
use super::side::{Side, SideError};
use super::stream::shown;
use super::theme;
use crate::diag::printable;
use crate::diff::pdf;
use crate::docx;
use crate::parity::{FACTS, KeptFacts, differences_kept};
use crate::theme::Theme;

/// The facts that two files keep, compared.
pub(super) fn compared(arguments: &DiffArguments) -> Result<Answer, SideError> {
    let theme = theme::theme(&arguments.theme).map_err(|error| SideError(error.to_string()))?;
    let (old, new) = (read(&arguments.old, &theme)?, read(&arguments.new, &theme)?);
    let names = (shown(&arguments.old), shown(&arguments.new));
    let notes = format!("{}{}", old.note, new.note);
    let (old, new) = (old.kept, new.kept);
    let languages = format!("{}, {}", printable(&old.language), printable(&new.language));
    if let (Some(digest), Some(other)) = (&old.digest, &new.digest)
        && digest == other
    {
        let text = format!("the same facts ({languages}): {digest}\n{notes}");
        return Ok(told(Outcome::Clean, text));
    }
    let mut lines = differences_kept((&old, &new), (&names.0, &names.1));
    for (kept, name) in [(&old, &names.0), (&new, &names.1)] {
        if kept.untranslated > 0 {
            lines.push(format!(
                "{name} has no digest of facts: {} texts are not translated",
                kept.untranslated
            ));
        }
    }
    let list: String = lines.iter().map(|line| format!("  {}\n", printable(line))).collect();
    let text = format!("not the same facts ({languages}):\n{list}{notes}");
    Ok(told(Outcome::Findings, text))
}

fn told(outcome: Outcome, text: String) -> Answer {
    Answer { outcome, text, messages: String::new(), page: Vec::new() }
}

/// What a file keeps, and what is to be known of it.
struct FactsOfFile {
    kept: KeptFacts,
    note: String,
}

fn read(path: &Path, theme: &Theme) -> Result<FactsOfFile, SideError> {
    let side = Side::read(path, theme)?;
    let name = shown(path);
    let fault = |error: &dyn std::fmt::Display| SideError(format!("`{name}`: {error}"));
    let mut note = String::new();
    let bytes = match (&side.pdf, &side.docx) {
        (Some(bytes), _) => {
            pdf::open(bytes).map(|pdf| pdf::embedded(&pdf, FACTS)).map_err(|error| fault(&error))?
        }
        (None, Some(bytes)) => {
            let kept = docx::facts(bytes).map_err(|error| fault(&error))?;
            // What the file keeps is of the day when it was built.
            let edited = docx::edits(bytes).map_or(0, |edits| edits.changes.len());
            if kept.is_some() && edited > 0 {
                note = format!(
                    "note: {name} has been edited since it was built ({edited} changes); its facts are those of the build\n = hint: `quarterly edits` tells the changes\n"
                );
            }
            kept
        }
        (None, None) => None,
    };
    let Some(bytes) = bytes else {
        let hint = "build it anew, from a spec that names its `languages`, or with --language";
        return Err(SideError(format!("`{name}` keeps no facts\n = hint: {hint}")));
    };
    let kept = KeptFacts::read(&bytes).map_err(|why| {
        let hint = "build the file anew from its spec";
        SideError(format!("the facts that `{name}` keeps cannot be used: {why}\n = hint: {hint}"))
    })?;
    Ok(FactsOfFile { kept, note })
}
