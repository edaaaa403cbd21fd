//! `quarterly check --fix`: shows each change that ends a finding, asks, and writes what was agreed to.

use std::collections::BTreeSet;
use std::io::{self, BufRead, Lines, StdinLock};
use std::path::{Path, PathBuf};

use super::Outcome;
use super::asking::of_patch;
use super::guard::guarded;
use super::stream::{print, shown, tell};
use crate::diag::{one_line, place_of};
use crate::fix::{Files, Session};
use crate::patch::file::{Original, Yes};
use crate::patch::{Refused, lines};
use crate::spec::Spec;
use crate::theme::Theme;

/// What the question ends with.
const ANSWERS: &str = "[y]es, [n]o, [a]ll that follow, [q]uit: ";

/// How changes are asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asking<'a> {
    /// Only changes for findings of these codes, if there are any.
    pub(super) codes: &'a [String],
    /// Whether what cannot be wrong is written without a question.
    pub(super) is_agreed: bool,
}

/// Goes through the changes of several editions.
pub(super) fn run(specs: &[PathBuf], theme: &Theme, asking: Asking<'_>) -> Outcome {
    let mut answers = Answers { lines: io::stdin().lock().lines(), is_over: false };
    let mut outcome = Outcome::Clean;
    for spec in specs {
        let done = guarded(|| one(spec, theme, asking, &mut answers)).unwrap_or_else(|told| {
            tell(&told);
            Outcome::Failed
        });
        outcome = outcome.max(done);
    }
    outcome
}

fn one(path: &Path, theme: &Theme, asking: Asking<'_>, answers: &mut Answers<'_>) -> Outcome {
    let read = |files: &Files| Spec::open_changed(path, theme.languages.as_deref(), files.clone());
    // What keeps the edition from being read is told by the check that follows.
    let Ok(mut session) = Session::start(read, theme, asking.codes) else { return Outcome::Clean };
    ask(&mut session, asking, answers);
    let outcome = write(path, &session);
    let near: Vec<String> = session
        .near()
        .iter()
        .map(|near| format!("  {} {}\n", place_of(near.span, session.sources()), one_line(&near.told)))
        .collect();
    if !near.is_empty() {
        print(&format!("not linked; look whether they are typed rightly:\n{}", near.concat()));
    }
    outcome
}

/// Shows the changes one by one, and asks.
fn ask(session: &mut Session<'_>, asking: Asking<'_>, answers: &mut Answers<'_>) {
    let count = session.proposals().len();
    if count == 0 {
        print("no change to propose\n");
    }
    let mut left: BTreeSet<usize> = (0..count).collect();
    while let Some(index) = left.pop_first() {
        // It held together with all the others; without those that were refused, it may not. Where nothing can be
        // agreed to any more it is only shown, and need not be tried.
        let is_shown_only = answers.is_over && !asking.is_agreed;
        let group = if is_shown_only { BTreeSet::from([index]) } else { session.group(index, &left) };
        left.retain(|index| !group.contains(index));
        let Some(patch) = session.patch(&group) else { continue };
        let proposal = &session.proposals()[index];
        let place = proposal.finding.span.map(|span| place_of(span, session.sources())).unwrap_or_default();
        let code = proposal.finding.code;
        print(&format!("{place} {code} ({} of {count})\n{}", index + 1, lines::shown(&patch)));
        if asking.is_agreed && group.iter().all(|index| session.proposals()[*index].is_safe) {
            session.agree(&group);
            continue;
        }
        match answers.next() {
            Answer::Yes => session.agree(&group),
            Answer::All => {
                session.agree(&group);
                let rest: Vec<usize> = left.iter().copied().collect();
                for index in session.agree_to_all(&rest) {
                    if let Some(patch) = session.patch(&BTreeSet::from([index])) {
                        print(&lines::shown(&patch));
                    }
                }
                return;
            }
            Answer::Quit => return,
            Answer::No => {}
        }
    }
}

/// Writes what was agreed to, file by file.
fn write(path: &Path, session: &Session<'_>) -> Outcome {
    let mut outcome = Outcome::Clean;
    let edits = session.edits();
    if edits.is_empty() && !session.proposals().is_empty() {
        print(&format!("`{}` stays as it is\n", shown(path)));
    }
    for (source, edits) in edits {
        let count = session.count(source);
        let file = Spec::file_of(path, session.sources().name(source));
        let original = Original::new(&file, session.sources().text(source));
        // It was read again with all of this when the author agreed.
        let planned = original.plan(edits, |_| Ok::<(), Refused>(()));
        match planned.and_then(|planned| planned.confirm(&Yes::by_option())) {
            Ok(written) => {
                let changes = if count == 1 { "1 change".to_owned() } else { format!("{count} changes") };
                print(&format!("{changes}: {written}\n"));
            }
            Err(refused) => {
                tell(&of_patch(&refused));
                outcome = Outcome::Failed;
            }
        }
    }
    outcome
}

/// What the author answered.
enum Answer {
    Yes,
    No,
    All,
    Quit,
}

/// The answers, line by line: from a terminal or from what is piped in. When there are no more, each is a no.
struct Answers<'a> {
    lines: Lines<StdinLock<'a>>,
    is_over: bool,
}

impl Answers<'_> {
    fn next(&mut self) -> Answer {
        loop {
            if self.is_over {
                return Answer::No;
            }
            print(&format!("write it? {ANSWERS}"));
            let Some(line) = self.lines.next().and_then(Result::ok) else {
                self.is_over = true;
                print("\nno answer: nothing more is written\n");
                return Answer::No;
            };
            print("\n");
            if Yes::answered(&line).is_some() {
                return Answer::Yes;
            }
            match line.trim().to_lowercase().as_str() {
                "n" | "no" => return Answer::No,
                "a" | "all" => return Answer::All,
                "q" | "quit" => return Answer::Quit,
                _ => {}
            }
        }
    }
}
