//! The rule about what a number counts: another figure's words beside it, and none of its own.

use std::collections::{BTreeMap, BTreeSet};

use super::alone::is_led;
use super::counted::Counted;
use super::label_words::{LabelWords, in_small_letters, is_akin, is_same, may_be_akin, stem, words};
use crate::check::Subject;
use crate::check::terms::Term;
use crate::diag::{Diagnostic, Span, code};
use crate::language::Pattern;
use crate::report::{Figure, Unit, What};
use crate::text::{Line, Said, Sentence, segment, whole};

/// Words of another label that have to stand there, one beside the other, when its first one does not.
const ENOUGH: usize = 2;

/// Figures of an edition that can be mistaken for each other; nobody keeps more apart by their labels.
pub(super) const MOST_FIGURES: usize = 200;
/// Figures that one sentence can be taken to tell of.
const MOST_MEANT: usize = 20;

/// What sentences tell wrongly of what their numbers count.
pub(super) fn of_sentences(
    subject: &Subject<'_>,
    labels: &Labels<'_>,
    counted: &Counted<'_>,
) -> Vec<Diagnostic> {
    let of_sentence = |line: &Line<'_>, sentence: &Sentence<'_>| {
        let mut found = of_labels(subject, line, sentence, labels);
        let told: Vec<Span> = found.iter().filter_map(|finding| finding.span).collect();
        let words = counted.in_sentence(line, sentence);
        let others = sentence.numbers.iter().filter(|said| !told.contains(&said.span));
        found.extend(others.filter_map(|said| counted.check(subject, line, (sentence, said), &words)));
        found
    };
    let sentences = subject.text.sentences();
    sentences.flat_map(|(passage, sentence)| of_sentence(&passage.line, sentence)).collect()
}

/// Numbers beside which the words of another figure's label stand.
fn of_labels(
    subject: &Subject<'_>,
    line: &Line<'_>,
    sentence: &Sentence<'_>,
    labels: &Labels<'_>,
) -> Vec<Diagnostic> {
    let told = told_of(subject, sentence);
    let places = in_small_letters(&line.lower[sentence.range.clone()], subject.locale);
    let places: Vec<(usize, String)> =
        places.map(|(at, word)| (sentence.range.start + at, word.to_owned())).collect();
    let all: Vec<String> = places.iter().map(|(_, word)| word.clone()).collect();
    let named = labels.meant_in(&all);
    let figures = |is_other: &dyn Fn(&str) -> bool| -> Vec<&Figure> {
        let keys = named.iter().filter(|key| is_other(key));
        keys.filter_map(|key| Some(subject.report.figures.get(*key)?.as_ref())).collect()
    };
    if named.is_empty() {
        return Vec::new();
    }
    let (meant, every) = (figures(&|key| !told.contains(key)), figures(&|_| true));
    let found = sentence.numbers.iter().filter_map(|said| {
        let of_whole = of_whole(subject, line, (sentence, said), &every, labels);
        of_whole.or_else(|| check(subject, line, (sentence, said), (&meant, &all, &places), labels))
    });
    found.collect()
}

/// A number told as a part of what another figure counts: "of the visas, 24 per cent were workers from India".
fn of_whole(
    subject: &Subject<'_>,
    line: &Line<'_>,
    (sentence, said): (&Sentence<'_>, &Said<'_>),
    others: &[&Figure],
    labels: &Labels<'_>,
) -> Option<Diagnostic> {
    let reading = subject.locale.reading();
    let is_share = matches!(said.asked.what, What::Share(_));
    if !is_share && !matches!(said.asked.what, What::Part(_)) {
        return None;
    }
    let figure = subject.report.figures.get(&said.asked.figure)?;
    let next = sentence.numbers.iter().map(|other| other.range.start).find(|at| *at >= said.range.end);
    let next = next.unwrap_or(sentence.range.end);
    let phrase = whole(line, &sentence.range, &said.range, next, reading)?;
    if labels.words.is_nameless(figure) || !(is_share || phrase.is_before) {
        return None;
    }
    let here = words(&line.lower[phrase.range.clone()], subject.locale);
    let found = others.iter().filter(|other| is_confusable(subject, figure, other, is_share));
    let found =
        found.filter_map(|other| Some((meant(labels, (figure, other), (&here, &here), is_akin)?, *other)));
    let ((_, word), other) = found.max_by_key(|((count, _), _)| *count)?;
    Some(told_as(line, said, (figure, other), &word))
}

fn told_as(line: &Line<'_>, said: &Said<'_>, (figure, other): (&Figure, &Figure), word: &str) -> Diagnostic {
    let number = &line.text[said.range.clone()];
    let message = format!(
        "the sentence tells of {} (“{word}”), the number {number} is one of `{}`: {}",
        other.label, figure.key, figure.label
    );
    let hint = format!("ask for `{}`, or name what is counted: {}", other.key, figure.label);
    Diagnostic::new(code::CLAIM_FIGURE, said.span, message).hint(hint).found(number)
}

/// The words of each figure's label, and by each word the figures that it may stand for.
pub(super) struct Labels<'a> {
    words: &'a LabelWords<'a>,
    /// The figures whose labels have a word, and those whose labels have it with one more letter.
    by_word: BTreeMap<String, BTreeSet<&'a str>>,
    by_shorter: BTreeMap<String, BTreeSet<&'a str>>,
    /// Those whose labels have a word with this stem, in a language whose nouns have cases.
    by_stem: BTreeMap<String, BTreeSet<&'a str>>,
    /// The endings of nouns.
    endings: &'a [String],
}

impl<'a> Labels<'a> {
    pub(super) fn new(subject: &Subject<'a>) -> Self {
        let words = subject.labels;
        let endings = &subject.locale.reading().noun_endings;
        let (mut by_word, mut by_shorter, mut by_stem) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        for (key, label) in words.all() {
            for word in label {
                by_word.entry(word.clone()).or_insert_with(BTreeSet::new).insert(key);
                if let Some(cut) = shorter(word) {
                    by_shorter.entry(cut.to_owned()).or_insert_with(BTreeSet::new).insert(key);
                }
                if !endings.is_empty() {
                    let stem = stem(word, endings).to_owned();
                    by_stem.entry(stem).or_insert_with(BTreeSet::new).insert(key);
                }
            }
        }
        Self { words, by_word, by_shorter, by_stem, endings }
    }

    /// The figures whose labels have a word of a text; none when there are so many that the word tells nothing.
    fn meant_in(&self, all: &[String]) -> BTreeSet<&'a str> {
        let mut found = BTreeSet::new();
        for word in all {
            let known = [
                self.by_word.get(word),
                self.by_shorter.get(word),
                shorter(word).and_then(|word| self.by_word.get(word)),
                self.by_stem.get(stem(word, self.endings)),
            ];
            found.extend(known.into_iter().flatten().flatten().copied());
        }
        if found.len() > MOST_MEANT { BTreeSet::new() } else { found }
    }

    /// Whether two words are one, in whatever case.
    fn is_same(&self, one: &str, two: &str) -> bool {
        is_same(one, two) || !self.endings.is_empty() && stem(one, self.endings) == stem(two, self.endings)
    }
}

/// A word without its last letter.
fn shorter(word: &str) -> Option<&str> {
    word.char_indices().next_back().map(|(end, _)| &word[..end])
}

/// The figures of a sentence: those of its numbers, and those that they are computed of.
fn told_of<'a>(subject: &Subject<'a>, sentence: &Sentence<'_>) -> BTreeSet<&'a str> {
    let numbers = sentence.numbers.iter();
    let keys = numbers.flat_map(|said| {
        let own = figures_of(subject, said);
        own.iter().flat_map(|figure| sources(subject, figure)).chain(own.iter().copied()).collect::<Vec<_>>()
    });
    let of_pieces = sentence.pieces.iter().filter_map(|piece| match &piece.kind {
        crate::report::PieceKind::Number { figure, .. } => {
            subject.report.figures.get_key_value(figure).map(|(key, _)| key.as_str())
        }
        _ => None,
    });
    keys.chain(of_pieces).collect()
}

/// The figures that a number is computed of.
fn figures_of<'a>(subject: &Subject<'a>, said: &Said<'_>) -> Vec<&'a str> {
    // "percent(visas, visas.value(…))" names one figure twice.
    let names: BTreeSet<String> = match &said.asked.what {
        What::Computed { formula } => crate::report::expr::parse(formula)
            .map(|chain| chain.names().into_iter().map(|name| name.text.clone()).collect())
            .unwrap_or_default(),
        _ => [said.asked.figure.clone()].into(),
    };
    let known = names.iter().filter_map(|name| subject.report.figures.get_key_value(name));
    known.map(|(key, _)| key.as_str()).collect()
}

/// The figures that one is derived from.
fn sources<'a>(subject: &Subject<'a>, figure: &str) -> Vec<&'a str> {
    let derived = subject.report.figures.get(figure).and_then(|figure| figure.derived.as_ref());
    let chain = derived.and_then(|derived| crate::report::expr::parse(&derived.formula).ok());
    let names = chain.iter().flat_map(|chain| chain.names());
    let known = names.filter_map(|name| subject.report.figures.get_key_value(&name.text));
    known.map(|(key, _)| key.as_str()).collect()
}

fn check(
    subject: &Subject<'_>,
    line: &Line<'_>,
    (sentence, said): (&Sentence<'_>, &Said<'_>),
    (others, all, places): (&[&Figure], &[String], &[(usize, String)]),
    labels: &Labels<'_>,
) -> Option<Diagnostic> {
    if others.is_empty() {
        return None;
    }
    let reading = subject.locale.reading();
    let own = figures_of(subject, said);
    let [key] = own[..] else { return None };
    // A balance is told by what it is of: "departures exceeded arrivals by".
    let figure = subject.report.figures.get(key).filter(|figure| !figure.is_balance)?;
    // One without a label of its own is called by its name, which is no word of a sentence.
    if labels.words.is_nameless(figure) {
        return None;
    }
    let part = segment(line, &sentence.range, said.range.start, reading);
    let here = places.iter().filter(|(at, _)| part.contains(at) && line.is_typed_or_claimed(*at));
    let here: Vec<String> = here.map(|(_, word)| word.clone()).collect();
    let is_share = matches!(said.asked.what, What::Share(_) | What::Shares(_))
        || matches!(Term::of(subject, said.asked), Some(Term::Percent(..)));
    let mut found: Option<(usize, &Figure, String)> = None;
    for other in others.iter().copied() {
        if !is_confusable(subject, figure, other, is_share) {
            continue;
        }
        if let Some((count, word)) =
            meant(labels, (figure, other), (&here, all), |one, two| labels.is_same(one, two))
            && found.as_ref().is_none_or(|(known, ..)| count > *known)
        {
            found = Some((count, other, word));
        }
    }
    let (_, other, word) = found?;
    // "They outnumbered arrivals" only compares with them.
    let leads = [&reading.than.before, &reading.against.before, &reading.outweighs, &reading.extremes.after];
    if line.find(&Pattern::from(word.as_str()), &part).iter().any(|place| is_led(line, place, &leads)) {
        return None;
    }
    Some(told_as(line, said, (figure, other), &word))
}

/// Whether a number of one figure can be taken for one of another: what is told in another unit cannot.
pub(super) fn is_confusable(subject: &Subject<'_>, figure: &Figure, other: &Figure, is_share: bool) -> bool {
    let is_derived = sources(subject, &figure.key).contains(&other.key.as_str())
        || sources(subject, &other.key).contains(&figure.key.as_str());
    let is_other = figure.key != other.key && figure.label != other.label && !is_derived;
    let is_alike =
        if is_share { other.unit != Unit::PERCENT } else { figure.unit.measure == other.unit.measure };
    is_other && is_alike
}

/// How many words of another figure's label stand in a part of a sentence that has none of its own figure's, and the
/// first of them; none when they do not tell the two apart.
pub(super) fn meant(
    labels: &Labels<'_>,
    (figure, other): (&Figure, &Figure),
    (here, all): (&[String], &[String]),
    is_form: impl Fn(&str, &str) -> bool,
) -> Option<(usize, String)> {
    let (own, others) = (labels.words.of(&figure.key), labels.words.of(&other.key));
    let is_in = |words: &[String], word: &str| words.iter().any(|known| is_akin(known, word));
    let own: Vec<&String> = own.iter().filter(|word| !is_in(others, word)).collect();
    // Words such as "citizens" stand in many labels and say little.
    let few: Vec<&String> = own.iter().copied().filter(|word| labels.words.is_telling(word)).collect();
    let own = if few.is_empty() { own } else { few };
    if own.is_empty() || own.iter().any(|word| is_in(all, word)) {
        return None;
    }
    // "Workers" may stand for "citizens working abroad".
    let may_be_own = |word: &str| labels.words.of(&figure.key).iter().any(|own| may_be_akin(own, word));
    let telling: Vec<&String> = others.iter().filter(|word| !may_be_own(word)).collect();
    let present: Vec<&String> =
        telling.iter().copied().filter(|word| here.iter().any(|known| is_form(known, word))).collect();
    let first = others.iter().find(|word| !labels.words.is_generic(word));
    let first = first.filter(|first| labels.words.leads(first) && present.contains(first));
    // "Foreign nationals" are in any label.
    let pair = phrase(labels, others, here).filter(|pair| {
        pair.iter().any(|word| telling.contains(word))
            && pair.iter().any(|word| !labels.words.is_generic(word))
    });
    let pair = pair.map(|[word, _]| word);
    // "Sent home from abroad" is not "sent abroad".
    let is_present = |word: &String| present.iter().any(|known| is_akin(known, word));
    let are_beside = here.windows(ENOUGH).any(|words| words.iter().all(is_present));
    let is_enough = are_beside && present.iter().any(|word| labels.words.is_telling(word));
    let word = first.or(pair).or(present.first().copied().filter(|_| is_enough))?;
    let as_written = here.iter().find(|known| is_akin(known, word) || is_form(known, word))?;
    Some((present.len(), as_written.clone()))
}

/// Two words of a label that stand in one order in a text: "residence permits".
fn phrase<'l>(labels: &Labels<'_>, label: &'l [String], here: &[String]) -> Option<[&'l String; 2]> {
    let pairs = label.windows(2).filter_map(|pair| <&[String; 2]>::try_from(pair).ok());
    let stands = |words: &[String], [one, two]: &[String; 2]| {
        words
            .windows(2)
            .any(|pair| matches!(pair, [first, second] if labels.is_same(first, one) && labels.is_same(second, two)))
    };
    let mut found = pairs.filter(|pair| stands(here, pair));
    found.next().map(|[one, two]| [one, two])
}
