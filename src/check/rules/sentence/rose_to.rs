//! "Visas rose to 1,710": one value behind a word of direction, when the figure says another way against both periods that a
//! reader compares with, the one before and the same one of a year before, or against the only one that is named.

use std::ops::Range;

use super::held_values::{Value, both, direction, finding};
use crate::check::Subject;
use crate::data::period::Period;
use crate::diag::Diagnostic;
use crate::report::{Direction, Figure, What};
use crate::text::{Mention, Named, ReadPassage, Said, Sentence, ValueRole, directed, segment};

/// What is wrong with the words before the single values of a sentence; `heard` are those that other numbers are held to.
pub(super) fn of_sentence(
    subject: &Subject<'_>,
    passage: &ReadPassage<'_>,
    sentence: &Sentence<'_>,
    heard: &[Range<usize>],
) -> Vec<Diagnostic> {
    let found =
        sentence.numbers.iter().filter_map(|said| of_value(subject, passage, (sentence, said), heard));
    found.collect()
}

fn of_value(
    subject: &Subject<'_>,
    passage: &ReadPassage<'_>,
    (sentence, said): (&Sentence<'_>, &Said<'_>),
    heard: &[Range<usize>],
) -> Option<Diagnostic> {
    let What::Value(at) = said.asked.what else { return None };
    let figure = subject.report.figures.get(&said.asked.figure).filter(|figure| !figure.is_balance)?;
    let line = &passage.line;
    let is_alone =
        sentence.numbers.iter().filter(|other| other.asked.figure == said.asked.figure).count() == 1;
    if said.step.to.is_none() || said.marked.role != Some(ValueRole::To) || !is_alone {
        return None;
    }
    let own = segment(line, &sentence.range, said.range.start, subject.locale.reading());
    let word = directed(line, &(own.start..said.range.start.max(own.start)), subject.locale.reading())?;
    if word.direction == Direction::Same
        || heard.iter().any(|known| known.start < word.range.end && word.range.start < known.end)
    {
        return None;
    }
    let of = |at: Period| Some(Value::told(figure, at, figure.value(at).ok()?));
    let end = of(at)?;
    let against = |base: Option<Period>| -> Option<(Value<'_>, Direction)> {
        let base = of(base?)?;
        let went = direction(&base.quantity, &end.quantity)?;
        Some((base, went))
    };
    let bases = bases(figure, passage, sentence, at)?;
    let compared: Vec<(Value<'_>, Direction)> =
        bases.into_iter().map(|base| against(Some(base))).collect::<Option<_>>()?;
    let (base, went) = compared.first()?;
    if compared.iter().any(|(_, went)| !word.is_wrong(*went)) {
        return None;
    }
    finding(subject, line, &word, (*went, &both(subject, base, &end)))
}

/// The periods that a value can be compared with: the one that the sentence names besides its own, or else the two that
/// a reader thinks of. None when it names more.
fn bases(
    figure: &Figure,
    passage: &ReadPassage<'_>,
    sentence: &Sentence<'_>,
    at: Period,
) -> Option<Vec<Period>> {
    let here = passage.named.iter().filter(|mention| sentence.range.contains(&mention.range.start));
    let is_own = |mention: &&Mention| mention.named.means(at, at);
    let others: Vec<&Mention> = here.filter(|mention| !is_own(mention)).collect();
    let (before, year) = (at.previous()?, at.year_before()?);
    match &others[..] {
        [] if sentence.days.is_empty() => Some(vec![before, year]),
        [one] => {
            let known = figure.values.keys().copied().chain([figure.period]);
            let mut meant = known.filter(|other| *other < at && one.named.means(*other, at));
            let (base, None) = (meant.next()?, meant.next()) else { return None };
            let is_plain = matches!(
                one.named,
                Named::Period(_) | Named::YearBefore | Named::Previous | Named::SamePeriod(_)
            );
            is_plain.then(|| vec![base])
        }
        _ => None,
    }
}
