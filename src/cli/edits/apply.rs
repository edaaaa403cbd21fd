//! `quarterly edits --apply`: shows what can be carried back, asks, and writes what was agreed to.

use std::path::Path;

use super::told::{self, line};
use crate::cli::asking::{agreed, failed, of_patch};
use crate::cli::files::write_one;
use crate::cli::stream::{print, shown, tell};
use crate::cli::{EditsArguments, Outcome};
use crate::diag::printable;
use crate::docx::Edit;
use crate::edits::diff::marked;
use crate::edits::{Change, Files, Left, Proven, Reason, Review, Wanted};
use crate::patch::file::Original;
use crate::patch::{Refused, lines};
use crate::spec::Spec;

/// `path` is that of the spec, with the language of its translation.
pub(super) fn run(
    arguments: &EditsArguments,
    (path, language): (&Path, Option<&str>),
    docx: &[u8],
    review: &Review<'_>,
) -> Outcome {
    let languages = arguments.theme.languages.as_deref();
    let wanted = Wanted { shared: arguments.shared, structure: arguments.structure };
    let read = |files: &Files| Spec::open_in(path, language, languages, files.clone());
    let proven = review.proven(read, wanted);
    print(&told(review, &proven));
    let outcome =
        if proven.changes.is_empty() { Outcome::Clean } else { write(arguments, path, review, &proven) };
    let outcome = match &arguments.answer {
        Some(file) if outcome != Outcome::Failed => outcome.max(answer(file, docx, review, &proven, outcome)),
        _ => outcome,
    };
    let is_done = proven.left.is_empty() && review.edits().invisible.is_empty();
    outcome.max(if is_done { Outcome::Clean } else { Outcome::Findings })
}

/// What can be carried back, and what cannot, with the reason and what to do.
fn told(review: &Review<'_>, proven: &Proven) -> String {
    let mut out = String::new();
    for (index, change) in proven.changes.iter().enumerate() {
        out.push_str(&applied(review, change));
        for key in proven.others.get(&index).into_iter().flatten() {
            out.push_str(&line(&format!("{key} prints the same words and follows"), "", ""));
        }
    }
    out.extend(proven.left.iter().map(|left| of_left(review, left)));
    let is_refused = |left: &&Left| left.reason.told(review).0.starts_with("refused");
    let refused = proven.left.iter().filter(is_refused).count();
    let (changes, yours) = (proven.changes.len(), proven.left.len() - refused);
    out.push_str(&format!(
        "{}: {changes} can be carried back, {refused} refused, {yours} for you\n",
        printable(&review.edits().edition)
    ));
    out
}

fn applied(review: &Review<'_>, change: &Change) -> String {
    let place = review.told_place(change.place);
    format!("{place} {}: can be carried back\n{}", printable(&change.key), words(&change.was, &change.now))
}

fn of_left(review: &Review<'_>, left: &Left) -> String {
    let place = left.place.map(|place| format!("{} ", review.told_place(place)));
    let (why, what) = left.reason.told(review);
    let (said, more) = of_edit(review, left).unwrap_or_default();
    format!(
        "{}{}: {}{}\n{}{more}{}",
        place.unwrap_or_default(),
        printable(&left.key),
        printable(&why),
        if said.is_empty() { said } else { format!(": {said}") },
        words(&left.was, &left.now),
        line(&what, "", "")
    )
}

/// Of an edit that is left as a whole, what it is and what else is known of it.
fn of_edit(review: &Review<'_>, left: &Left) -> Option<(String, String)> {
    if !matches!(left.reason, Reason::ByHand | Reason::Structure) {
        return None;
    }
    let edits: Vec<&Edit> = review.edits().changes.iter().filter(|edit| edit.key == left.key).collect();
    // Behind a block that was changed itself, another may be new.
    let own = edits.iter().find(|edit| edit.text == left.now).into_iter();
    own.chain(&edits).find_map(|edit| told::besides(edit))
}

fn words(was: &str, now: &str) -> String {
    if was.is_empty() && now.is_empty() {
        return String::new();
    }
    let words = marked(was, now);
    if words.is_empty() { line(&format!("= {now}"), "", "") } else { line(&format!("~ {words}"), "", "") }
}

/// Shows the files as they would be, asks, and writes them.
fn write(arguments: &EditsArguments, spec: &Path, review: &Review<'_>, proven: &Proven) -> Outcome {
    let mut planned = Vec::new();
    for (source, edits) in proven.edits() {
        let sources = &review.spec().sources;
        let original = Original::new(&Spec::file_of(spec, sources.name(source)), sources.text(source));
        // It was built with all of this already.
        match original.plan(edits, |_| Ok::<(), Refused>(())) {
            Ok(plan) => planned.push(plan),
            Err(refused) => return failed(&of_patch(&refused)),
        }
    }
    for plan in &planned {
        print(&format!("{}\n{}", printable(&plan.path().to_string_lossy()), lines::shown(plan.patch())));
    }
    let Some(yes) = agreed(arguments.yes) else {
        print("nothing is written\n");
        return Outcome::Findings;
    };
    for plan in planned {
        match plan.confirm(&yes) {
            Ok(written) => print(&format!("{written}\n")),
            Err(refused) => return failed(&of_patch(&refused)),
        }
    }
    Outcome::Clean
}

/// Writes a copy of the document with an answer to each edit.
fn answer(file: &Path, docx: &[u8], review: &Review<'_>, proven: &Proven, written: Outcome) -> Outcome {
    let word = if written == Outcome::Clean { "applied" } else { "not applied: nobody has agreed yet" };
    let mut answers: Vec<(String, String)> = proven
        .changes
        .iter()
        .map(|change| (change.key.clone(), format!("{word}: {}", marked(&change.was, &change.now))))
        .collect();
    answers.extend(proven.left.iter().map(|left| {
        let (why, what) = left.reason.told(review);
        (left.key.clone(), format!("{why}. {} {what}", marked(&left.was, &left.now)))
    }));
    let refuse = |why: &str, hint: &str| {
        tell(&format!("error: `{}`: {}\n = hint: {hint}\n", shown(file), printable(why)));
        Outcome::Failed
    };
    if file.exists() {
        return refuse("there is a file of that name", "name a new file for the answers");
    }
    let copy = match review.answered(docx, &answers) {
        Ok(copy) => copy,
        Err(error) => return refuse(&error.to_string(), "the changes of the spec are written all the same"),
    };
    match write_one(file, &copy, b"PK") {
        Ok(()) => {
            print(&format!("answers are in `{}`\n", shown(file)));
            Outcome::Clean
        }
        Err(error) => {
            tell(&format!("error: {}\n", error.told()));
            Outcome::Failed
        }
    }
}
