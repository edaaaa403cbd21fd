//! `quarterly edits`: an edited DOCX in, what was edited out; with `--apply` the spec is changed after a yes.

use std::collections::BTreeMap;
use std::path::Path;

use super::guard::guarded;
use super::stream::{print, shown, tell};
use super::{EditsArguments, Format, Outcome, theme, threads};
use crate::diag::{Extent, Faults, json_text, list, printable};
use crate::docx::{Edits, edits, facts};
use crate::edits::{Review, ReviewError};
use crate::parity::KeptFacts;
use crate::spec::overlay::Published;
use crate::spec::{Spec, read_file};
use before::Before;
use told::{Places, text};

mod apply;
mod before;
mod told;

/// Largest file that is read: an edition with full-page photographs has some ten.
const LARGEST: u64 = 256 << 20;

pub(super) fn run(arguments: &EditsArguments) -> Outcome {
    threads::start(None);
    guarded(|| match &arguments.spec {
        Some(spec) => beside(arguments, spec),
        None => alone(arguments),
    })
    .unwrap_or_else(|told| {
        tell(&told);
        Outcome::Failed
    })
}

/// Tells what was edited by what the document says of itself.
fn alone(arguments: &EditsArguments) -> Outcome {
    let read = read(arguments).and_then(|bytes| edits(&bytes).map_err(|error| error.to_string()));
    match read {
        Ok(edits) => {
            tell_edits(arguments.format, &edits, &Places::new());
            ended(&edits)
        }
        Err(why) => refuse(
            arguments,
            &why,
            "name a DOCX that this program has built; with --spec SPEC also one that another program has saved",
        ),
    }
}

/// Tells what was edited against the document as the spec builds it.
fn beside(arguments: &EditsArguments, spec: &Path) -> Outcome {
    let docx = match read(arguments) {
        Ok(docx) => docx,
        Err(why) => return refuse(arguments, &why, "name the DOCX that came back"),
    };
    let theme = match theme::theme(&arguments.theme) {
        Ok(theme) => theme,
        Err(faults) => return faulty(&faults),
    };
    let language = language_of(&docx, spec);
    let opened = Spec::open_in(spec, language.as_deref(), theme.languages.as_deref(), BTreeMap::new());
    let review = match opened.map_err(ReviewError::Spec).and_then(|spec| Review::new(spec, &theme, &docx)) {
        Ok(review) => review,
        Err(ReviewError::Spec(faults)) => return faulty(&faults),
        Err(ReviewError::Docx(error)) => {
            return refuse(arguments, &error.to_string(), "name the DOCX that came back");
        }
    };
    if !review.moved_on.is_empty() {
        let before = before::found(arguments, (spec, language.as_deref()), &theme, &review, &docx);
        return match before {
            Some(before) => told_of(arguments, &before, &review),
            None => moved_on(arguments, spec, &review),
        };
    }
    if !review.by_program.is_empty() {
        let keys = printable(&review.by_program.join(", "));
        tell(&format!(
            "note: `{}` was built by an older version of quarterly, which did not make {keys}; that is no edit\n",
            shown(&arguments.file)
        ));
    }
    if arguments.apply {
        return apply::run(arguments, (spec, language.as_deref()), &docx, &review);
    }
    let place = |key: &str| Some((key.to_owned(), review.told_place(review.place(key)?)));
    let places = review.edits().changes.iter().filter_map(|edit| place(&edit.key)).collect();
    tell_edits(arguments.format, review.edits(), &places);
    ended(review.edits())
}

/// Tells what of a document is left that was built from the spec as it was before words were carried back.
fn told_of(arguments: &EditsArguments, before: &Before<'_>, now: &Review<'_>) -> Outcome {
    let (file, kept) = (shown(&arguments.file), printable(&before.names.join(", ")));
    if arguments.apply {
        tell(&format!(
            "error: `{file}` was built from {kept}, and the spec has changed since\n = hint: without --apply it is told \
             what of it the spec does not say yet; make that by hand, or put these files in the place of the spec's in a \
             copy of the folder and carry it back there\n"
        ));
        return Outcome::Failed;
    }
    tell(&format!("note: `{file}` was built from {kept}; what the spec says by now is not told\n"));
    let review = &before.review;
    let mut edits = review.edits().clone();
    edits.changes.retain(|edit| !review.is_said_by(edit, now));
    let place = |key: &str| Some((key.to_owned(), review.told_place(review.place(key)?)));
    let places = edits.changes.iter().filter_map(|edit| place(&edit.key)).collect();
    tell_edits(arguments.format, &edits, &places);
    ended(&edits)
}

/// The language of a translation, as the facts in the document have it; none when it is in the spec's own.
fn language_of(docx: &[u8], spec: &Path) -> Option<String> {
    let language = KeptFacts::read(&facts(docx).ok()??).ok()?.language;
    (language != Published::of(spec).own).then_some(language)
}

/// The spec has changed since the document was built: what differs would be taken for an edit.
fn moved_on(arguments: &EditsArguments, spec: &Path, review: &Review<'_>) -> Outcome {
    let (file, spec) = (shown(&arguments.file), shown(spec));
    let keys: Vec<&str> = review.moved_on.iter().take(5).map(String::as_str).collect();
    let more = review.moved_on.len() - keys.len();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    tell(&format!(
        "error: `{file}` was not built from `{spec}` as it is now: {}{more}\n = hint: take the spec as it was when \
         the document went out, and the version of quarterly that built it, or read it without --spec\n",
        printable(&keys.join(", "))
    ));
    Outcome::Failed
}

fn tell_edits(format: Format, edits: &Edits, places: &Places) {
    print(&match format {
        Format::Text => text(edits, places),
        Format::Json => json(edits, places),
    });
}

fn json(edits: &Edits, places: &Places) -> String {
    #[derive(serde::Serialize)]
    struct Told<'a> {
        #[serde(flatten)]
        edits: &'a Edits,
        #[serde(skip_serializing_if = "BTreeMap::is_empty")]
        places: &'a Places,
    }
    json_text(&Told { edits, places })
}

fn ended(edits: &Edits) -> Outcome {
    let is_clean = edits.changes.is_empty() && edits.invisible.is_empty();
    if is_clean { Outcome::Clean } else { Outcome::Findings }
}

fn read(arguments: &EditsArguments) -> Result<Vec<u8>, String> {
    read_file(&arguments.file, LARGEST).map_err(|error| error.to_string())
}

fn refuse(arguments: &EditsArguments, why: &str, hint: &str) -> Outcome {
    tell(&format!("error: `{}`: {}\n = hint: {hint}\n", shown(&arguments.file), printable(why)));
    Outcome::Failed
}

fn faulty(faults: &Faults) -> Outcome {
    tell(&list(&faults.diagnostics, &faults.sources, Extent::Short));
    Outcome::Failed
}
