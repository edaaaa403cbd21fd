//! The rule about what a number counts: another figure's words beside it, and none of its own.

use std::collections::{BTreeMap, BTreeSet};

use super::alone::is_led;
use crate::check::Subject;
use crate::check::terms::Term;
use crate::diag::{Diagnostic, code};
use crate::language::{Pattern, Patterns, Reading, plain};
use crate::report::{Figure, Unit, What};
use crate::text::{Line, Said, Sentence, segment};

/// Letters that a word of a label has at least.
const SHORTEST: usize = 4;
/// Letters that two forms of a word share at the beginning, and how much of the longer one: "arrived", "arrivals".
const STEM: usize = 5;
const SHARED_PERCENT: usize = 60;
/// A word in more labels than this says of no figure that it is meant.
const FEW: usize = 2;
/// Words of another label that have to stand there, one beside the other, when its first one does not.
const ENOUGH: usize = 2;

/// Figures of an edition that can be mistaken for each other; nobody keeps more apart by their labels.
const MOST_FIGURES: usize = 200;
/// Words of a label that are looked at.
const LONGEST_LABEL: usize = 12;
/// Figures that one sentence can be taken to tell of.
const MOST_MEANT: usize = 20;

#[doc = include_str!("claim-figure.md")]
pub(in crate::check) fn claim_figure(subject: &Subject<'_>) -> Vec<Diagnostic> {
    if subject.report.figures.len() > MOST_FIGURES {
        return Vec::new();
    }
    let labels = Labels::new(subject);
    let of_sentence = |line: &Line<'_>, sentence: &Sentence<'_>| {
        let told = told_of(subject, sentence);
        let all = words(&line.lower[sentence.range.clone()], subject.locale.reading());
        let meant: Vec<&Figure> = labels
            .meant_in(&all)
            .into_iter()
            .filter(|key| !told.contains(key))
            .filter_map(|key| Some(subject.report.figures.get(key)?.as_ref()))
            .collect();
        if meant.is_empty() {
            return Vec::new();
        }
        let found = sentence
            .numbers
            .iter()
            .filter_map(|said| check(subject, line, (sentence, said), (&meant, &all), &labels));
        found.collect::<Vec<_>>()
    };
    let sentences = subject.text.sentences();
    sentences.flat_map(|(passage, sentence)| of_sentence(&passage.line, sentence)).collect()
}

/// The words of each figure's label.
struct Labels<'a> {
    words: BTreeMap<&'a str, Vec<String>>,
    /// The figures whose labels have a word, and those whose labels have it with one more letter.
    by_word: BTreeMap<String, BTreeSet<&'a str>>,
    by_shorter: BTreeMap<String, BTreeSet<&'a str>>,
    /// In how many labels a word stands, in one form or another.
    counts: BTreeMap<String, usize>,
    /// Words that say of no figure that it is meant.
    generic: &'a Patterns,
}

impl<'a> Labels<'a> {
    fn new(subject: &Subject<'a>) -> Self {
        let reading = subject.locale.reading();
        let figures = subject.report.figures.values();
        let of_label =
            |label: &str| words(label, reading).into_iter().take(LONGEST_LABEL).collect::<Vec<_>>();
        let words: BTreeMap<&str, Vec<String>> =
            figures.map(|figure| (figure.key.as_str(), of_label(&figure.label))).collect();
        let (mut by_word, mut by_shorter) = (BTreeMap::new(), BTreeMap::new());
        for (key, label) in &words {
            for word in label {
                by_word.entry(word.clone()).or_insert_with(BTreeSet::new).insert(*key);
                if let Some(cut) = shorter(word) {
                    by_shorter.entry(cut.to_owned()).or_insert_with(BTreeSet::new).insert(*key);
                }
            }
        }
        let count = |word: &String| {
            words.values().filter(|words| words.iter().any(|other| is_akin(other, word))).count()
        };
        let counts = by_word.keys().map(|word| (word.clone(), count(word))).collect();
        Self { counts, by_word, by_shorter, words, generic: &reading.generic }
    }

    fn of(&self, figure: &str) -> &[String] {
        self.words.get(figure).map_or(&[], Vec::as_slice)
    }

    /// The figures whose labels have a word of a text; none when there are so many that the word tells nothing.
    fn meant_in(&self, all: &[String]) -> BTreeSet<&'a str> {
        let mut found = BTreeSet::new();
        for word in all {
            let known = [
                self.by_word.get(word),
                self.by_shorter.get(word),
                shorter(word).and_then(|word| self.by_word.get(word)),
            ];
            found.extend(known.into_iter().flatten().flatten().copied());
        }
        if found.len() > MOST_MEANT { BTreeSet::new() } else { found }
    }

    /// Whether a word can tell a figure from most others.
    fn is_telling(&self, word: &str) -> bool {
        !self.generic.contain(word) && self.count(word) <= FEW
    }

    /// In how many labels a word stands, in one form or another.
    fn count(&self, word: &str) -> usize {
        self.counts.get(word).copied().unwrap_or_default()
    }
}

/// A word without its last letter.
fn shorter(word: &str) -> Option<&str> {
    word.char_indices().next_back().map(|(end, _)| &word[..end])
}

/// The words of a text that can tell one figure from another.
pub(crate) fn words(text: &str, reading: &Reading) -> Vec<String> {
    let text = plain(text);
    let all = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() >= SHORTEST);
    let is_small = |word: &str| {
        [&reading.fillers, &reading.clauses, &reading.asides, &reading.year_leads, &reading.counts]
            .into_iter()
            .any(|list| list.contain(word))
    };
    all.filter(|word| !is_small(word)).map(str::to_owned).collect()
}

/// Whether two words are one, or one of them is the other's plural: "visa" and "visas". A verb is no name of what is
/// counted: "granted" tells of no grants.
fn is_same(one: &str, two: &str) -> bool {
    let shared = one.chars().zip(two.chars()).take_while(|(one, two)| one == two).count();
    let (one_count, two_count) = (one.chars().count(), two.chars().count());
    let longer = one_count.max(two_count);
    one == two || (shared == one_count.min(two_count) && longer - shared == 1 && shared + 1 > SHORTEST)
}

/// Whether two words are forms of one.
pub(crate) fn is_akin(one: &str, two: &str) -> bool {
    if one == two {
        return true;
    }
    let shared = one.chars().zip(two.chars()).take_while(|(one, two)| one == two).count();
    let (one, two) = (one.chars().count(), two.chars().count());
    let longer = one.max(two);
    // "Visa" and "visas", "permit" and "permits".
    let is_plural = shared == one.min(two) && longer - shared == 1 && shared + 1 > SHORTEST;
    is_plural || shared >= STEM && shared * 100 >= longer * SHARED_PERCENT
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
    let names: Vec<String> = match &said.asked.what {
        What::Computed { formula } => crate::report::expr::parse(formula)
            .map(|chain| chain.names().into_iter().map(|name| name.text.clone()).collect())
            .unwrap_or_default(),
        _ => vec![said.asked.figure.clone()],
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
    (others, all): (&[&Figure], &[String]),
    labels: &Labels<'_>,
) -> Option<Diagnostic> {
    let reading = subject.locale.reading();
    let own = figures_of(subject, said);
    let [key] = own[..] else { return None };
    // A balance is told by what it is of: "departures exceeded arrivals by".
    let figure = subject.report.figures.get(key).filter(|figure| !figure.is_balance)?;
    // One without a label of its own is called by its name, which is no word of a sentence.
    if figure.label == figure.key {
        return None;
    }
    let part = segment(line, &sentence.range, said.range.start, reading);
    let typed: String = line.lower[part.clone()]
        .char_indices()
        .map(|(offset, c)| if line.is_typed_or_claimed(part.start + offset) { c } else { ' ' })
        .collect();
    let here = words(&typed, reading);
    let is_share = matches!(said.asked.what, What::Share(_) | What::Shares(_))
        || matches!(Term::of(subject, said.asked), Some(Term::Percent(..)));
    let mut found: Option<(usize, &Figure, String)> = None;
    for other in others.iter().copied() {
        if !is_confusable(subject, figure, other, is_share) {
            continue;
        }
        if let Some((count, word)) = meant(labels, (figure, other), (&here, all))
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
    let number = &line.text[said.range.clone()];
    let message = format!(
        "the sentence tells of {} (“{word}”), the number {number} is one of `{}`: {}",
        other.label, figure.key, figure.label
    );
    let hint = format!("ask for `{}`, or name what is counted: {}", other.key, figure.label);
    Some(Diagnostic::new(code::CLAIM_FIGURE, said.span, message).hint(hint).found(number))
}

/// Whether a number of one figure can be taken for one of another: what is told in another unit cannot.
fn is_confusable(subject: &Subject<'_>, figure: &Figure, other: &Figure, is_share: bool) -> bool {
    let is_derived = sources(subject, &figure.key).contains(&other.key.as_str())
        || sources(subject, &other.key).contains(&figure.key.as_str());
    let is_other = figure.key != other.key && figure.label != other.label && !is_derived;
    let is_alike =
        if is_share { other.unit != Unit::PERCENT } else { figure.unit.measure == other.unit.measure };
    is_other && is_alike
}

/// How many words of another figure's label stand in a part of a sentence that has none of its own figure's, and the
/// first of them; none when they do not tell the two apart.
fn meant(
    labels: &Labels<'_>,
    (figure, other): (&Figure, &Figure),
    (here, all): (&[String], &[String]),
) -> Option<(usize, String)> {
    let (own, others) = (labels.of(&figure.key), labels.of(&other.key));
    let is_in = |words: &[String], word: &str| words.iter().any(|known| is_akin(known, word));
    let own: Vec<&String> = own.iter().filter(|word| !is_in(others, word)).collect();
    // Words such as "citizens" stand in many labels and say little.
    let few: Vec<&String> = own.iter().copied().filter(|word| labels.is_telling(word)).collect();
    let own = if few.is_empty() { own } else { few };
    if own.is_empty() || own.iter().any(|word| is_in(all, word)) {
        return None;
    }
    let telling: Vec<&String> = others.iter().filter(|word| !is_in(labels.of(&figure.key), word)).collect();
    let present: Vec<&String> =
        telling.iter().copied().filter(|word| here.iter().any(|known| is_same(known, word))).collect();
    let first = others.first().filter(|first| {
        !labels.generic.contain(first) && labels.count(first) == 1 && present.contains(first)
    });
    let pair = phrase(labels, others, here).filter(|pair| pair.iter().any(|word| telling.contains(word)));
    let pair = pair.map(|[word, _]| word);
    // "Sent home from abroad" is not "sent abroad".
    let is_present = |word: &String| present.iter().any(|known| is_akin(known, word));
    let are_beside = here.windows(ENOUGH).any(|words| words.iter().all(is_present));
    let is_enough = are_beside && present.iter().any(|word| labels.is_telling(word));
    let word = first.or(pair).or(present.first().copied().filter(|_| is_enough))?;
    let as_written = here.iter().find(|known| is_akin(known, word))?;
    Some((present.len(), as_written.clone()))
}

/// Two words of a label that stand in one order in a text and in no other label: "residence permits".
fn phrase<'l>(labels: &Labels<'_>, label: &'l [String], here: &[String]) -> Option<[&'l String; 2]> {
    let pairs = label.windows(2).filter_map(|pair| <&[String; 2]>::try_from(pair).ok());
    let stands = |words: &[String], [one, two]: &[String; 2]| {
        words
            .windows(2)
            .any(|pair| matches!(pair, [first, second] if is_same(first, one) && is_same(second, two)))
    };
    let is_unique =
        |pair: &&[String; 2]| labels.words.values().filter(|words| stands(words, pair)).count() == 1;
    let mut found = pairs.filter(is_unique).filter(|pair| stands(here, pair));
    found.next().map(|[one, two]| [one, two])
}
