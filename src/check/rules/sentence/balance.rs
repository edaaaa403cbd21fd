//! The rule about the sign of a balance: "net outflow", "a surplus", "more left than came".

use rust_decimal::Decimal;

use super::sign;
use crate::check::Subject;
use crate::check::terms::Term;
use crate::diag::{Diagnostic, code};
use crate::report::{Figure, Origin, What};
use crate::text::{
    Line, ReadPassage, Said, Sentence, Shown, SignWord, ValueRole, segment, sign_of_label, signs,
};

/// Sentences whose words say another sign than their numbers.
pub(super) fn of_sentences(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (passage, sentence) in subject.text.sentences() {
        let balances: Vec<(&Said<'_>, Balance)> =
            sentence.numbers.iter().filter_map(|said| Some((said, balance(subject, said)?))).collect();
        if balances.is_empty() {
            findings.extend(of_both(subject, passage, sentence));
        }
        for (index, (said, balance)) in balances.iter().enumerate() {
            // The rules about values and ways tell of the number itself and of the word right before it.
            let line = &passage.line;
            if sign::of_value(subject, line, said).is_some()
                || sign::of_balance(subject, line, said).is_some()
            {
                continue;
            }
            let before = index.checked_sub(1).map(|index| balances[index].0);
            let after = balances.get(index + 1).map(|(said, _)| *said);
            findings.extend(check(subject, (passage, sentence), (said, balance), (before, after)));
        }
    }
    findings
}

/// A number that may be less than nothing.
pub(super) struct Balance {
    /// Its value, as its label means it.
    pub(super) value: Decimal,
    /// Whether a value below nothing is printed with its sign.
    pub(super) is_signed: bool,
    /// Whether it is that of a figure, so that a number without a sign leaves it open.
    pub(super) is_of_figure: bool,
    /// Which sign the label of its figure has in its words.
    pub(super) label: Option<bool>,
}

fn balance(subject: &Subject<'_>, said: &Said<'_>) -> Option<Balance> {
    let term = Term::of(subject, said.asked)?;
    of_asked(subject, &term, matches!(said.shown, Shown::Claimed(_)))
}

/// What is known of a balance that is claimed in the author's words, or printed.
pub(super) fn of_asked(subject: &Subject<'_>, term: &Term, is_claimed: bool) -> Option<Balance> {
    let (inner, is_size) = match term {
        Term::Size(inner) => (&**inner, true),
        other => (other, false),
    };
    let reading = subject.locale.reading();
    match inner {
        Term::One(asked) => {
            let figure = subject.report.figures.get(&asked.figure).filter(|figure| figure.is_balance)?;
            if !matches!(asked.what, What::Value(_)) {
                return None;
            }
            let label = sign_of_label(&figure.label, reading);
            let value = inner.value(subject)?;
            let value = if label == Some(false) { -value } else { value };
            Some(Balance { value, is_signed: !is_size && !is_claimed, is_of_figure: true, label })
        }
        Term::Less(left, right) => {
            let (left, right) = (left.one()?, right.one()?);
            let is_turned = orientation(subject, &left.figure, &right.figure)?;
            let value = inner.value(subject)?;
            let is_signed = !is_size && !is_claimed && value < Decimal::ZERO;
            let value = if is_turned { -value } else { value };
            Some(Balance { value, is_signed, is_of_figure: false, label: None })
        }
        _ => None,
    }
}

/// "With 39,244 arrivals and 41,013 departures, the country had a surplus": the two numbers of a balance that has none.
fn of_both(subject: &Subject<'_>, passage: &ReadPassage<'_>, sentence: &Sentence<'_>) -> Option<Diagnostic> {
    let [one, two] = &sentence.numbers[..] else { return None };
    let (What::Value(at), What::Value(other)) = (&one.asked.what, &two.asked.what) else { return None };
    let is_turned = orientation(subject, &one.asked.figure, &two.asked.figure).filter(|_| at == other)?;
    let value = |said: &Said<'_>| Some(crate::check::terms::value(subject, said.asked)?.value());
    let less = value(one)? - value(two)?;
    let less = if is_turned { -less } else { less };
    let (line, reading) = (&passage.line, subject.locale.reading());
    let flows = |word: &str| {
        let counted = &reading.counted;
        counted.comings.iter().chain(&counted.goings).any(|flow| flow == word)
    };
    let words = signs(line, &sentence.range, reading).into_iter();
    let mut words = words.filter(|word| word.opposite.is_some() && !flows(&line.lower[word.range.clone()]));
    let word = words.next().filter(|_| words.next().is_none())?;
    if less.is_zero() || word.is_positive == (less > Decimal::ZERO) {
        return None;
    }
    let found = &line.text[word.range.clone()];
    let message = format!("the word “{found}” says another sign than the numbers of the sentence: {less}");
    let hint = format!("write “{}”", word.opposite.unwrap_or_default());
    Some(Diagnostic::new(code::CLAIM_SIGN, line.span(&word.range), message).hint(hint).found(found))
}

/// Whether two figures are subtracted the other way round than in the balance that the edition derives of them.
fn orientation(subject: &Subject<'_>, left: &str, right: &str) -> Option<bool> {
    subject.report.figures.values().find_map(|figure| {
        let (first, second) = minuend(subject, figure)?;
        let is_turned = sign_of_label(&figure.label, subject.locale.reading()) == Some(false);
        match (first.as_str(), second.as_str()) {
            (one, two) if (one, two) == (left, right) => Some(is_turned),
            (one, two) if (one, two) == (right, left) => Some(!is_turned),
            _ => None,
        }
    })
}

/// What a derived balance is computed of.
fn minuend(subject: &Subject<'_>, figure: &Figure) -> Option<(String, String)> {
    let derived = figure.derived.as_ref().filter(|_| figure.is_balance)?;
    let chain = crate::report::expr::parse(&derived.formula).ok()?;
    let Term::Less(left, right) = Term::read(subject, &chain)? else { return None };
    Some((left.one()?.figure.clone(), right.one()?.figure.clone()))
}

fn check(
    subject: &Subject<'_>,
    (passage, sentence): (&ReadPassage<'_>, &Sentence<'_>),
    (said, balance): (&Said<'_>, &Balance),
    (before, after): (Option<&Said<'_>>, Option<&Said<'_>>),
) -> Option<Diagnostic> {
    let (line, reading) = (&passage.line, subject.locale.reading());
    if balance.value.is_zero() {
        return None;
    }
    let own = segment(line, &sentence.range, said.range.start, reading);
    let mut words = signs(line, &own, reading);
    // "More left than came; the difference was 353".
    if words.is_empty() && before.is_none() && after.is_none() {
        words = signs(line, &sentence.range, reading);
    }
    let word = nearest(said, &words, (before, after));
    // "Positive in the first quarter (12,475), it turned negative": a word behind a number may be of another one.
    let is_mixed = words.iter().any(|one| words.iter().any(|two| one.is_positive != two.is_positive));
    if word.is_some_and(|word| is_mixed && word.range.start >= said.range.end) {
        return None;
    }
    if let Some(word) = word {
        return contradicted(subject, line, said, balance, word);
    }
    let number = &line.text[said.range.clone()];
    let value = if balance.label == Some(false) { -balance.value } else { balance.value };
    if !balance.is_of_figure || balance.is_signed || value > Decimal::ZERO || said.sign.is_some() {
        return None;
    }
    // A title or table says it in another place; a sentence may have said it before.
    let told = 0..sentence.range.end;
    let is_told =
        !signs(line, &told, reading).is_empty() || reading.than.before.are_in(&line.lower[told.clone()]);
    let exceeds = reading.outweighs.are_in(&line.lower[told]);
    if passage.line.passage.cell.is_some() || is_told || exceeds {
        return None;
    }
    let message = format!("the number {number} is less than nothing, and nothing says so");
    let hint = hint(subject, balance.value > Decimal::ZERO);
    Some(Diagnostic::new(code::CLAIM_SIGN, said.span, message).hint(hint).found(number))
}

pub(super) fn hint(subject: &Subject<'_>, is_positive: bool) -> String {
    let word = subject.locale.reading().balances.first();
    let word = word.map_or("", |pair| if is_positive { pair.up.as_str() } else { pair.down.as_str() });
    format!("write “{word}” before it, or print it with its sign")
}

/// The word of a sign that belongs to a number: the last one before it, or the first one behind it, with no other
/// balance between, save in "from … to".
fn nearest<'w>(
    said: &Said<'_>,
    words: &'w [SignWord],
    (before, after): (Option<&Said<'_>>, Option<&Said<'_>>),
) -> Option<&'w SignWord> {
    let is_last = |said: &Said<'_>| matches!(said.marked.role, Some(ValueRole::To | ValueRole::Against));
    let from = match before {
        Some(before) if before.marked.role == Some(ValueRole::From) && is_last(said) => 0,
        Some(before) => before.range.end,
        None => 0,
    };
    let to = after.map_or(usize::MAX, |after| after.range.start);
    let ahead = words.iter().rfind(|word| word.range.start >= from && word.range.start < said.range.end);
    // Behind a number, a word may belong to the next one.
    let next = words.iter().find(|word| word.range.start >= said.range.end && word.range.end <= to);
    match (ahead, next) {
        (Some(word), _) => Some(word),
        (None, Some(word)) if after.is_none() => Some(word),
        _ => None,
    }
}

/// What is wrong with a word beside a balance.
fn contradicted(
    subject: &Subject<'_>,
    line: &Line<'_>,
    said: &Said<'_>,
    balance: &Balance,
    word: &SignWord,
) -> Option<Diagnostic> {
    let found = &line.text[word.range.clone()];
    let number = &line.text[said.range.clone()];
    let is_positive = balance.value > Decimal::ZERO;
    let is_own = balance.label == Some(word.is_positive) && balance.is_signed;
    let place = line.span(&word.range);
    if word.is_positive != is_positive {
        if is_own {
            return None;
        }
        let exact = shown(subject, said)?;
        let message = format!("the word “{found}” says another sign than the figures: {exact}");
        let hint = match &word.opposite {
            Some(word) => format!("write “{word}”"),
            None => "put the two the other way round".to_owned(),
        };
        return Some(Diagnostic::new(code::CLAIM_SIGN, place, message).hint(hint).found(found));
    }
    // "A net outflow of −432": the word and the number both have the sign.
    let is_twice = !is_positive && !word.is_adjective && word.opposite.is_some() && balance.is_signed;
    // "The net loss deepened, from −878 to −1,262": what it came from and to are values of the balance itself.
    let is_course = matches!(said.marked.role, Some(ValueRole::From | ValueRole::To));
    if !is_twice || is_course || word.range.start > said.range.start {
        return None;
    }
    let message =
        format!("“{found}” and the sign of {number} say the same twice: together they mean the contrary");
    let hint = "leave the sign out, as in {{ abs(net.total) }}, or take a word without one";
    Some(Diagnostic::new(code::CLAIM_SIGN, said.span, message).hint(hint).found(number))
}

/// The values of the figures behind a balance, in words.
fn shown(subject: &Subject<'_>, said: &Said<'_>) -> Option<String> {
    let term = Term::of(subject, said.asked)?;
    let of = |asked: &crate::report::Asked| {
        let quantity = crate::check::terms::value(subject, asked)?;
        let expression = match quantity.origin() {
            Origin::Computed { formula, .. } => formula.clone(),
            Origin::Given(_) => subject.report.figures.get(&asked.figure)?.expression(&quantity),
        };
        Some(format!("`{expression}` is {}", subject.locale.format(&quantity).text()))
    };
    let all: Option<Vec<String>> = term.all().into_iter().map(of).collect();
    Some(all?.join(", "))
}
