//! Lists of parts with a number behind each name: "China had a, India b and Türkiye c".

use std::collections::BTreeSet;
use std::ops::Range;

use crate::check::Subject;
use crate::diag::{Diagnostic, code};
use crate::report::compute::OTHER;
use crate::text::{Line, Said, Sentence};

/// Names of a list have at least this many; of two, one may be what the other is held against.
const FEWEST: usize = 3;

/// A name with the numbers behind it.
struct Entry<'s, 'a> {
    range: Range<usize>,
    part: String,
    numbers: Vec<&'s Said<'a>>,
}

/// Numbers of a list that stand behind the names of each other's parts. Only a list that names every part of its numbers
/// once, with numbers behind each name, is held to its order: in any other one, a name may stand for something else.
pub(super) fn of_sentence(
    subject: &Subject<'_>,
    line: &Line<'_>,
    sentence: &Sentence<'_>,
) -> Vec<Diagnostic> {
    let parted = |said: &&Said<'_>| said.asked.what.part().is_some_and(|part| part != OTHER);
    let numbers: Vec<&Said<'_>> = sentence.numbers.iter().filter(parted).collect();
    if numbers.len() < FEWEST || sentence.is_respective {
        return Vec::new();
    }
    let figures: BTreeSet<&str> = numbers.iter().map(|said| said.asked.figure.as_str()).collect();
    figures.into_iter().flat_map(|figure| of_figure(subject, line, (sentence, &numbers), figure)).collect()
}

fn of_figure(
    subject: &Subject<'_>,
    line: &Line<'_>,
    (sentence, numbers): (&Sentence<'_>, &[&Said<'_>]),
    figure: &str,
) -> Vec<Diagnostic> {
    let Some(list) = list(subject, line, (sentence, numbers), figure) else { return Vec::new() };
    let wrong = list.iter().flat_map(|entry| {
        let of_other = |said: &&&Said<'_>| said.asked.what.part() != Some(entry.part.as_str());
        entry.numbers.iter().filter(of_other).filter_map(|said| {
            let of = subject.names.of(said.asked.what.part()?).first()?;
            let (name, number) = (&line.text[entry.range.clone()], &line.text[said.range.clone()]);
            let message = format!("the number {number} stands behind {name}, and is that of {of}");
            let hint = format!("name {of} before it, or ask for the part `{}`", entry.part);
            Some(Diagnostic::new(code::CLAIM_PART, said.span, message).hint(hint).found(number))
        })
    });
    wrong.collect()
}

/// The list that a sentence is, when it is one.
fn list<'s, 'a>(
    subject: &Subject<'_>,
    line: &Line<'_>,
    (sentence, numbers): (&Sentence<'_>, &[&'s Said<'a>]),
    figure: &str,
) -> Option<Vec<Entry<'s, 'a>>> {
    let named = subject.names.named_in(line, figure, subject.locale);
    let inside =
        |range: &Range<usize>| sentence.range.start <= range.start && range.end <= sentence.range.end;
    let mut list: Vec<Entry<'s, 'a>> = named
        .into_iter()
        .filter(|(range, _)| inside(range))
        .map(|(range, part)| Entry { range, part, numbers: Vec::new() })
        .collect();
    for said in numbers.iter().filter(|said| said.asked.figure == figure) {
        let before = list.iter_mut().rfind(|entry| entry.range.end <= said.range.start)?;
        before.numbers.push(said);
    }
    let part_of = |entry: &Entry<'_, '_>| {
        let mut parts = entry.numbers.iter().filter_map(|said| said.asked.what.part());
        let first = parts.next()?;
        parts.all(|part| part == first).then(|| first.to_owned())
    };
    let names: BTreeSet<&str> = list.iter().map(|entry| entry.part.as_str()).collect();
    let parts: BTreeSet<String> = list.iter().map(part_of).collect::<Option<_>>()?;
    let is_list = list.len() >= FEWEST
        && names.len() == list.len()
        && parts.len() == list.len()
        && parts.iter().all(|part| names.contains(part.as_str()));
    is_list.then_some(list)
}
