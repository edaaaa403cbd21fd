//! `quarterly edits --apply`: shows what can be carried back, asks, and writes what was agreed to.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

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
use crate::spec::{Spec, read_file};

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
    let is_whole =
        matches!(left.reason, Reason::ByHand | Reason::Structure | Reason::Elsewhere | Reason::Numbers);
    if !is_whole {
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
    print(&translations(review, proven));
    print(&editions(spec, review, proven));
    Outcome::Clean
}

/// The other languages of the edition, whose texts are behind once these are others.
fn translations(review: &Review<'_>, proven: &Proven) -> String {
    let spec = review.spec();
    let own = spec.language().value;
    let others: Vec<&str> = spec
        .languages
        .iter()
        .map(|language| language.value.as_str())
        .filter(|language| *language != own)
        .collect();
    let blocks: BTreeSet<&str> = proven.changes.iter().map(|change| change.key.as_str()).collect();
    let is_words = |change: &&Change| change.is_of_words();
    let is_translation = spec.translation.is_some();
    if others.is_empty() || (is_translation && proven.changes.iter().all(|change| is_words(&change))) {
        return String::new();
    }
    let others = printable(&others.join(", "));
    if is_translation {
        return format!("{others}: paragraphs or items are others here now; `quarterly check` tells which\n");
    }
    let texts = if blocks.len() == 1 { "1 text".to_owned() } else { format!("{} texts", blocks.len()) };
    format!("{others}: {texts} to be translated again; `quarterly check` tells which\n")
}

/// The other editions that print what was changed in a file of the series: nothing was built of them.
fn editions(spec: &Path, review: &Review<'_>, proven: &Proven) -> String {
    let shared = proven.edits().into_keys().find(|source| review.is_shared(*source));
    let Some(shared) = shared else { return String::new() };
    let folder = spec.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let own = spec.file_name().unwrap_or_default();
    let is_edition = |path: &PathBuf| {
        let is_toml = path.extension().is_some_and(|end| end == "toml") && path.file_name() != Some(own);
        let text = || read_file(path, LARGEST_SPEC).unwrap_or_default();
        // A translation has the name of its language before the ending, and no period.
        is_toml
            && text()
                .split(|byte| *byte == b'\n')
                .any(|line| line.starts_with(b"period") && line.contains(&b'='))
    };
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut names: Vec<String> = files
        .filter(is_edition)
        .filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned()))
        .collect();
    names.sort();
    if names.is_empty() {
        return String::new();
    }
    let file = printable(review.spec().sources.name(shared));
    format!(
        "`{file}` is read for {} too: look there whether the new words are right\n",
        printable(&names.join(", "))
    )
}

/// Most bytes of a file that is looked at for a period.
const LARGEST_SPEC: u64 = 16 << 20;

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
        let (said, _) = of_edit(review, left).unwrap_or_default();
        let said = if said.is_empty() { said } else { format!(" ({said})") };
        let words = marked(&left.was, &left.now);
        // What the office does by hand, it does; the editor need not know how.
        let answer = match why.strip_prefix("for you: ") {
            Some(_) if matches!(left.reason, Reason::ByHand) => format!("left to the office{said}. {words}"),
            Some(why) => format!("left to the office: {why}{said}. {words}"),
            None => format!("{why}. {words} {what}"),
        };
        (left.key.clone(), answer.trim_end().to_owned())
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
