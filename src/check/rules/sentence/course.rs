//! Which way a number went, where words and values are joined in other ways than by "from", "to" and "than": differences
//! that were computed, "up on", "did not rise: there were …", sizes of balances.

use std::ops::Range;

use rust_decimal::Decimal;

use super::label_words::is_akin;
use crate::check::Subject;
use crate::check::terms::{Term, value};
use crate::data::period::Period;
use crate::diag::{Diagnostic, code};
use crate::language::{Opposites, Reading, words_of};
use crate::report::{Asked, Direction, PartOf, Quantity, What};
use crate::text::{
    DirectionWord, Line, Link, Pair, ReadPassage, Said, Sentence, ValueRole, comparative, directed, is_close,
    moved, named_parts, segment, signs, words_in,
};

/// Words between "up on" and the value that it stands before: "up on the level of".
const WORDS_BETWEEN: usize = 4;

/// Which way a computed difference of two periods went, and the two values in words.
pub(super) fn difference(subject: &Subject<'_>, asked: &Asked) -> Option<(Direction, String)> {
    let What::Computed { .. } = asked.what else { return None };
    let Term::Less(left, right) = Term::of(subject, asked)? else { return None };
    let (left, right) = (left.one()?, right.one()?);
    let ((one, first), (two, second)) = (place(left)?, place(right)?);
    if left.figure != right.figure || one != two || first == second {
        return None;
    }
    let (earlier, later) = if first < second { (left, right) } else { (right, left) };
    let (before, after) = (value(subject, earlier)?, value(subject, later)?);
    let locale = subject.locale;
    let words = |asked: &Asked| Some(locale.period_when(place(asked)?.1));
    let figures_say = format!(
        "`{}` went from {} {} to {} {}",
        left.figure,
        locale.format(&before).text(),
        words(earlier)?,
        locale.format(&after).text(),
        words(later)?
    );
    Some((way(before.value(), after.value()), figures_say))
}

/// The part and the period of a value.
fn place(asked: &Asked) -> Option<(Option<&str>, Period)> {
    match &asked.what {
        What::Value(period) => Some((None, *period)),
        What::Part(of) | What::Share(of) => Some((Some(&of.part), of.at)),
        _ => None,
    }
}

fn way(from: Decimal, to: Decimal) -> Direction {
    match to.cmp(&from) {
        std::cmp::Ordering::Less => Direction::Down,
        std::cmp::Ordering::Equal => Direction::Same,
        std::cmp::Ordering::Greater => Direction::Up,
    }
}

/// A balance below nothing whose loss a sentence tells as a number of its own: it grows when the balance falls.
pub(super) fn is_told_as_loss(
    subject: &Subject<'_>,
    passage: &ReadPassage<'_>,
    sentence: &Sentence<'_>,
    said: &Said<'_>,
) -> bool {
    let asked = said.asked;
    let Some(figure) = subject.report.figures.get(&asked.figure).filter(|figure| figure.is_balance) else {
        return false;
    };
    let (What::Change { from, to, .. } | What::Ratio { from, to }) = &asked.what else { return false };
    let is_loss = |period: &Period| figure.value(*period).is_ok_and(|value| value.value() < Decimal::ZERO);
    let reading = subject.locale.reading();
    let own = segment(&passage.line, &sentence.range, said.range.start, reading);
    let words = signs(&passage.line, &own, reading);
    let is_said = words.iter().any(|word| !word.is_positive && !word.is_adjective)
        || reading
            .widths
            .iter()
            .any(|pair| pair.both().into_iter().any(|word| passage.line.has_one(word, &own)));
    is_said && is_loss(from) && is_loss(to)
}

/// Whether two values lie below nothing in a sentence that calls them a loss, or tells of their width.
pub(super) fn is_loss_of(
    subject: &Subject<'_>,
    line: &Line<'_>,
    sentence: &Sentence<'_>,
    quantities: [&Quantity; 2],
) -> bool {
    let reading = subject.locale.reading();
    let is_said = || {
        signs(line, &sentence.range, reading).iter().any(|word| !word.is_positive && !word.is_adjective)
            || reading
                .widths
                .iter()
                .any(|pair| pair.both().into_iter().any(|word| line.has_one(word, &sentence.range)))
    };
    quantities.iter().all(|quantity| quantity.value() < Decimal::ZERO) && is_said()
}

/// A value in a sentence.
struct Worth<'s, 'a> {
    said: &'s Said<'a>,
    asked: Asked,
    period: Period,
    value: Decimal,
    is_size: bool,
}

impl Worth<'_, '_> {
    fn is_of_one(&self, other: &Self) -> bool {
        let part = |worth: &Self| place(&worth.asked).map(|(part, _)| part.map(str::to_owned));
        self.asked.figure == other.asked.figure
            && part(self) == part(other)
            && self.is_size == other.is_size
            && self.period != other.period
            && self.period.frequency() == other.period.frequency()
    }
}

fn worth<'s, 'a>(subject: &Subject<'_>, said: &'s Said<'a>) -> Option<Worth<'s, 'a>> {
    let (asked, is_size) = match Term::of(subject, said.asked)? {
        Term::Size(inner) => (inner.one()?.clone(), true),
        term => (term.one()?.clone(), false),
    };
    let (_, period) = place(&asked)?;
    let quantity = value(subject, &asked)?.value();
    let value = if is_size { quantity.abs() } else { quantity };
    Some(Worth { said, asked, period, value, is_size })
}

/// What words say wrongly of two values that stand one behind the other; words in `heard` have been judged.
pub(super) fn of_values(
    subject: &Subject<'_>,
    passage: &ReadPassage<'_>,
    sentence: &Sentence<'_>,
    heard: &[Range<usize>],
) -> Vec<Diagnostic> {
    let worths: Vec<Option<Worth<'_, '_>>> =
        sentence.numbers.iter().map(|said| worth(subject, said)).collect();
    let (line, reading) = (&passage.line, subject.locale.reading());
    let mut findings = Vec::new();
    for pair in worths.windows(2) {
        let [Some(one), Some(two)] = pair else { continue };
        if !one.is_of_one(two) || sentence.is_respective {
            continue;
        }
        let judged = standing(line, (one, two), reading)
            .or_else(|| sized(line, sentence, (one, two), reading))
            .or_else(|| explained(subject, line, sentence, (one, two)))
            .or_else(|| headed(line, sentence, (one, two), reading))
            .or_else(|| closing(line, sentence, (one, two), reading));
        let Some((word, went)) = judged else { continue };
        // "Stable" may stand for a small change.
        if word.direction == Direction::Same && is_close(one.value, two.value) {
            continue;
        }
        let is_heard = heard.iter().any(|known| known.start < word.range.end && word.range.start < known.end);
        if word.is_wrong(went) && !is_heard {
            findings.push(told(subject, line, &word, (one, two)));
        }
    }
    findings
}

fn told(
    subject: &Subject<'_>,
    line: &Line<'_>,
    word: &DirectionWord,
    (one, two): (&Worth<'_, '_>, &Worth<'_, '_>),
) -> Diagnostic {
    let found = &line.text[word.range.clone()];
    let locale = subject.locale;
    let said = |worth: &Worth<'_, '_>| {
        let number = &line.text[worth.said.range.clone()];
        format!("{number} {}", locale.period_when(worth.period))
    };
    let message = format!(
        "the word “{found}” says another way than the figures: `{}` was {} and {}",
        one.asked.figure,
        said(one),
        said(two)
    );
    let quoted: Vec<String> = word.opposites.iter().map(|word| format!("“{word}”")).collect();
    let hint = format!("write {}", quoted.join(" or "));
    Diagnostic::new(code::CLAIM_DIRECTION, line.span(&word.range), message).hint(hint).found(found)
}

/// The last of some words in a range, with what it says.
fn last_of(line: &Line<'_>, pairs: &[Opposites], range: &Range<usize>) -> Option<DirectionWord> {
    let all = pairs
        .iter()
        .flat_map(|pair| [(&pair.up, &pair.down, Direction::Up), (&pair.down, &pair.up, Direction::Down)]);
    let found = all.flat_map(|(word, opposite, direction)| {
        let opposites = vec![opposite.as_str().to_owned()];
        let places = line.find(word, range).into_iter();
        places.map(move |range| DirectionWord {
            range,
            direction,
            is_denied: false,
            opposites: opposites.clone(),
        })
    });
    found.max_by_key(|word| (word.range.end, std::cmp::Reverse(word.range.start)))
}

/// "1,312, which was up on the 1,745 of a year before": the first value is held to the second one.
fn standing(
    line: &Line<'_>,
    (one, two): (&Worth<'_, '_>, &Worth<'_, '_>),
    reading: &Reading,
) -> Option<(DirectionWord, Direction)> {
    let between = one.said.range.end..two.said.range.start;
    let word = last_of(line, &reading.standing, &between)?;
    let rest = &line.lower[word.range.end..between.end];
    let is_other = |c: char| c.is_ascii_digit() || matches!(c, ',' | ';' | ':' | '(');
    let is_near = !rest.contains(is_other) && words_in(line, word.range.end..between.end) <= WORDS_BETWEEN;
    is_near.then(|| (word, way(two.value, one.value)))
}

/// "The net loss widened from 353 to 432".
fn sized(
    line: &Line<'_>,
    sentence: &Sentence<'_>,
    (one, two): (&Worth<'_, '_>, &Worth<'_, '_>),
    reading: &Reading,
) -> Option<(DirectionWord, Direction)> {
    if !one.is_size {
        return None;
    }
    let (base, end) = match (one.said.marked.role, two.said.marked.role) {
        (Some(ValueRole::From), Some(ValueRole::To)) => (one, two),
        (Some(ValueRole::To) | None, Some(ValueRole::From)) => (two, one),
        _ => return None,
    };
    let before = segment(line, &sentence.range, one.said.range.start, reading).start..one.said.range.start;
    let width = last_of(line, &reading.widths, &before);
    let word = directed(line, &before, reading).into_iter().chain(width).max_by_key(|word| word.range.end)?;
    Some((word, way(base.value, end.value)))
}

/// "Registrations did not rise: there were 44,150 a year before and 58,940 now".
fn explained(
    subject: &Subject<'_>,
    line: &Line<'_>,
    sentence: &Sentence<'_>,
    (one, two): (&Worth<'_, '_>, &Worth<'_, '_>),
) -> Option<(DirectionWord, Direction)> {
    let reading = subject.locale.reading();
    let is_judged = |pair: &Pair| match &pair.link {
        Link::Comparative(_) => true,
        Link::Ordered { words, .. } => !words.is_empty(),
    };
    if sentence.numbers.len() != 2 || sentence.pairs.iter().any(is_judged) {
        return None;
    }
    let before = sentence.range.start..one.said.range.start;
    // "The situation improved: 5,300 applications after 4,800" tells of another thing, if of any.
    let is_own = |word: &DirectionWord| {
        names(subject, line, &(sentence.range.start..word.range.start), &one.asked.figure)
    };
    let moves = || last_of(line, &reading.moves, &before).filter(is_own);
    let words = [moves(), directed(line, &before, reading)].into_iter().flatten();
    let word = words.max_by_key(|word| word.range.end)?;
    let rest = &line.lower[word.range.end..one.said.range.start];
    // "Demand weakened, as 935 permits after 811 show"; what stood before the clause of the word tells of another thing.
    let colon = rest.find(':').or_else(|| {
        let comma = rest.find(',')?;
        let is_clause =
            reading.clauses.iter().any(|clause| clause.leads(rest[comma + 1..].trim_start()).is_some());
        let head = &line.lower[sentence.range.start..word.range.start];
        let is_whole = ![&reading.clauses, &reading.asides].into_iter().any(|words| words.are_in(head));
        (is_clause && is_whole && is_own(&word)).then_some(comma)
    })?;
    let colon = word.range.end + colon;
    // "Rising numbers were expected: …" tells of others.
    let is_explained = word.is_denied || words_in(line, word.range.end..colon) <= 1;
    let (base, end) = if one.period < two.period { (one, two) } else { (two, one) };
    is_explained.then(|| (word, way(base.value, end.value)))
}

/// Whether a part of a figure is named in a range, or a word of its label.
fn names(subject: &Subject<'_>, line: &Line<'_>, range: &Range<usize>, figure: &str) -> bool {
    let labels = subject.labels;
    let telling: Vec<&String> = labels.of(figure).iter().filter(|word| !labels.is_generic(word)).collect();
    words_of(&line.lower[range.clone()]).any(|(_, word)| telling.iter().any(|known| is_akin(known, word)))
        || !named_parts(line, figure, range, subject.names, subject.locale).is_empty()
}

/// "Fewer Indians obtained a permit: 1,105, compared with 1,871", "more than a year before: 803 after 346".
fn headed(
    line: &Line<'_>,
    sentence: &Sentence<'_>,
    (one, two): (&Worth<'_, '_>, &Worth<'_, '_>),
    reading: &Reading,
) -> Option<(DirectionWord, Direction)> {
    if sentence.numbers.len() != 2 {
        return None;
    }
    let head = sentence.range.start..one.said.range.start;
    let text = line.lower[head.clone()].trim_end();
    let word = comparative(line, &head, reading).filter(|_| text.ends_with(':'))?;
    let rest = word.range.end..head.end;
    let than = reading.than.before.iter().find_map(|than| line.find(than, &rest).pop());
    // "More were issued to Indians than to Iranians" compares parts.
    let is_of_time = than.is_none_or(|than| {
        let mut named = sentence.periods.iter().map(|mention| mention.range.start);
        named.any(|start| start >= than.end && words_in(line, than.end..start) <= WORDS_BETWEEN)
    });
    let is_other = line.lower[rest].contains(';') || directed(line, &head, reading).is_some();
    let (base, end) = if one.period < two.period { (one, two) } else { (two, one) };
    (is_of_time && !is_other).then(|| (word, way(base.value, end.value)))
}

/// "6,996 left, after 12,339 a year earlier: a sharp drop": what stands alone behind the last comma or colon.
fn closing(
    line: &Line<'_>,
    sentence: &Sentence<'_>,
    (one, two): (&Worth<'_, '_>, &Worth<'_, '_>),
    reading: &Reading,
) -> Option<(DirectionWord, Direction)> {
    let head = sentence.range.start..one.said.range.start;
    if sentence.numbers.len() != 2
        || directed(line, &head, reading).is_some()
        || reading.breaks.are_in(&line.lower[sentence.range.clone()])
    {
        return None;
    }
    let rest = &line.lower[two.said.range.end..sentence.range.end];
    let sign = rest.rfind([',', ':', '–', '—', ';'])?;
    let start = two.said.range.end + sign;
    let phrase = start + line.lower[start..].chars().next()?.len_utf8()..sentence.range.end;
    let word = directed(line, &phrase, reading)?;
    let is_said = |range: Range<usize>| {
        let all = line.lower[range].split(|c: char| !c.is_alphanumeric() && c != '-');
        let mut others = all.filter(|word| !word.is_empty()).filter(|word| {
            let known = [&reading.fillers, &reading.qualifiers, &reading.sizes.slight, &reading.sizes.sharp];
            !known.into_iter().any(|words| words.contain(word))
        });
        others.next().is_none()
    };
    let is_alone = is_said(phrase.start..word.range.start) && is_said(word.range.end..phrase.end);
    let (base, end) = if one.period < two.period { (one, two) } else { (two, one) };
    is_alone.then(|| (word, way(base.value, end.value)))
}

/// "Worsened by 3 points, rising to 13.7 per cent", "compared with 2022, it rose to 6,996": a value behind "to" whose base
/// is that of a change, or a period that the sentence holds it against.
pub(super) fn of_ends(
    subject: &Subject<'_>,
    passage: &ReadPassage<'_>,
    sentence: &Sentence<'_>,
    heard: &[Range<usize>],
) -> Vec<Diagnostic> {
    let (line, reading) = (&passage.line, subject.locale.reading());
    let ends = sentence.numbers.iter().filter(|said| said.marked.role == Some(ValueRole::To));
    let wrong = ends.filter_map(|said| {
        let end = worth(subject, said).filter(|end| !end.is_size)?;
        let from = sentence.numbers.iter().rfind(|other| other.range.end <= said.range.start);
        let from = from.map_or(sentence.range.start, |other| other.range.end);
        let before = from..said.marked.mark;
        let word = directed(line, &before, reading)
            .or_else(|| moved(line, &(from..said.range.start), &reading.to.before, reading))?;
        let is_beside = words_in(line, word.range.end..said.marked.mark) <= 1;
        let is_heard = heard.iter().any(|known| known.start < word.range.end && word.range.start < known.end);
        if !is_beside || is_heard || word.direction == Direction::Same {
            return None;
        }
        let (base, before) = base(subject, sentence, said, &end)?;
        let went = way(before, end.value);
        if !word.is_wrong(went) {
            return None;
        }
        let (found, number) = (&line.text[word.range.clone()], &line.text[said.range.clone()]);
        let (figure, locale) = (&end.asked.figure, subject.locale);
        let message = format!(
            "the word “{found}” says another way than the figures: `{figure}` was {before} {} and {number} {}",
            locale.period_when(base),
            locale.period_when(end.period)
        );
        let quoted: Vec<String> = word.opposites.iter().map(|word| format!("“{word}”")).collect();
        let hint = format!("write {}", quoted.join(" or "));
        Some(Diagnostic::new(code::CLAIM_DIRECTION, line.span(&word.range), message).hint(hint).found(found))
    });
    wrong.collect()
}

/// The period that the end of a course is held against, and its value.
fn base(
    subject: &Subject<'_>,
    sentence: &Sentence<'_>,
    said: &Said<'_>,
    end: &Worth<'_, '_>,
) -> Option<(Period, Decimal)> {
    let part = place(&end.asked)?.0;
    let alike = sentence
        .numbers
        .iter()
        .filter(|other| other.range != said.range && other.asked.figure == end.asked.figure);
    let others: Vec<&Said<'_>> = alike.collect();
    let changes = others.iter().find_map(|other| match &other.asked.what {
        What::Change { from, to, part: of } if *to == end.period && of.as_deref() == part => Some(*from),
        _ => None,
    });
    let named = || {
        let held: Vec<_> =
            sentence.periods.iter().filter(|mention| sentence.basis.is_held_against(mention)).collect();
        let [mention] = held[..] else { return None };
        let figure = subject.report.figures.get(&end.asked.figure)?;
        let mut known = figure.values.keys().copied().filter(|at| {
            *at < end.period
                && at.frequency() == end.period.frequency()
                && mention.named.means(*at, end.period)
        });
        let first = known.next()?;
        (known.next().is_none() && others.is_empty()).then_some(first)
    };
    let at = changes.or_else(named)?;
    let what = match &end.asked.what {
        What::Value(_) => What::Value(at),
        What::Part(of) => What::Part(PartOf { at, ..of.clone() }),
        What::Share(of) => What::Share(PartOf { at, ..of.clone() }),
        _ => return None,
    };
    Some((at, value(subject, &Asked { what, ..end.asked.clone() })?.value()))
}
