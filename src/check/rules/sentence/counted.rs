//! What a number counts, by words that say which way people and money go, and by words of which a label has one and
//! the sentence the contrary: departures told as immigration, unemployment as employment.

use std::collections::BTreeMap;
use std::ops::Range;

use super::alone::is_led;
use super::label_words::{is_akin, words};
use crate::check::Subject;
use crate::diag::{Diagnostic, code};
use crate::language::{Pattern, Patterns, Reading, fill, plain};
use crate::report::{Figure, What};
use crate::text::{Line, Said, Sentence, clause, named_parts, segment, whole, words_in};

/// Words between "temporary" and what it is said of: "temporary labour migration permits".
const WORDS_BETWEEN: usize = 3;

/// The words of a language for what comes and what goes, with the names of the series' own country.
pub(super) struct Counted<'a> {
    words: Vec<Word>,
    /// The names of the series' own country.
    home: Vec<Pattern>,
    /// Which way the numbers of a figure go, by its label; none when it does not say.
    ways: BTreeMap<&'a str, Option<bool>>,
    /// The groups of contrary words of which its label has some.
    groups: BTreeMap<&'a str, Vec<Group>>,
}

/// A word for what comes or goes.
struct Word {
    pattern: Pattern,
    is_coming: bool,
    /// Whether the one who does it may stand at either end.
    is_verb: bool,
}

/// Words of which a label has some.
struct Group {
    own: Vec<Pattern>,
    others: Vec<Pattern>,
    needs_noun: bool,
}

/// Where such a word stands, whether it tells of what comes, and whether it is a verb.
type Place = (Range<usize>, bool, bool);

/// What comes, and what goes.
#[derive(Default)]
struct Found {
    comings: Vec<Range<usize>>,
    goings: Vec<Range<usize>>,
}

impl<'a> Counted<'a> {
    pub(super) fn new(subject: &Subject<'a>) -> Self {
        let counted = &subject.locale.reading().counted;
        let home: Vec<&str> = subject.locale.country_forms(&subject.spec.series.country.value).collect();
        let of_list = |list: &[String], is_coming: bool| -> Vec<Word> {
            let word = |pattern: &str| Word { pattern: Pattern::from(pattern), is_coming, is_verb: false };
            let of = |pattern: &String| -> Vec<Word> {
                if !pattern.contains("{home}") {
                    return vec![word(pattern)];
                }
                home.iter().map(|home| word(&fill(pattern, &[("home", &plain(home))]))).collect()
            };
            list.iter().flat_map(of).collect()
        };
        let mut words = of_list(&counted.comings, true);
        words.extend(of_list(&counted.goings, false));
        let verb = |pattern: &Pattern, is_coming| Word { pattern: pattern.clone(), is_coming, is_verb: true };
        words.extend(counted.coming_verbs.iter().map(|word| verb(word, true)));
        words.extend(counted.going_verbs.iter().map(|word| verb(word, false)));
        let home = home.iter().map(|home| Pattern::from(plain(home))).collect();
        let mut this = Self { words, home, ways: BTreeMap::new(), groups: BTreeMap::new() };
        for (key, figure) in &subject.report.figures {
            this.ways.insert(key, this.of_label(subject, figure));
            this.groups.insert(key, groups(subject, &plain(&figure.label)));
        }
        this
    }

    fn of_label(&self, subject: &Subject<'_>, figure: &Figure) -> Option<bool> {
        if figure.is_balance || subject.labels.is_nameless(figure) {
            return None;
        }
        let label = plain(&figure.label);
        let whole = 0..label.len();
        let found = found_in(&self.places(&label, &whole), &whole, true);
        match (found.comings.is_empty(), found.goings.is_empty()) {
            (false, true) => Some(true),
            (true, false) => Some(false),
            _ => None,
        }
    }

    /// Every place of the words in a part of a text, in order.
    fn places(&self, text: &str, range: &Range<usize>) -> Vec<Place> {
        let all = self.words.iter().flat_map(|word| {
            word.pattern.find(text, range).into_iter().map(|place| (place, word.is_coming, word.is_verb))
        });
        let mut all: Vec<Place> = all.collect();
        all.sort_by_key(|(place, ..)| (place.start, std::cmp::Reverse(place.end)));
        all
    }

    /// The places in a sentence, when one of its numbers can be told wrongly by them.
    pub(super) fn in_sentence(&self, line: &Line<'_>, sentence: &Sentence<'_>) -> Vec<Place> {
        let has_way = sentence.numbers.iter().any(|said| {
            let way = self.ways.get(said.asked.figure.as_str());
            way.is_some_and(|way| way.is_some() || matches!(said.asked.what, What::Value(_)))
        });
        if has_way && line.passage.cell.is_none() {
            self.places(&line.lower, &sentence.range)
        } else {
            Vec::new()
        }
    }

    /// What is wrong with a number whose figure's words the rule about labels has found nothing against.
    pub(super) fn check(
        &self,
        subject: &Subject<'_>,
        line: &Line<'_>,
        (sentence, said): (&Sentence<'_>, &Said<'_>),
        words: &[Place],
    ) -> Option<Diagnostic> {
        let is_own = matches!(
            said.asked.what,
            What::Value(_) | What::Part(_) | What::Share(_) | What::Change { .. } | What::Ratio { .. }
        );
        let figure = subject.report.figures.get(&said.asked.figure).filter(|_| is_own)?;
        if subject.labels.is_nameless(figure) || line.passage.cell.is_some() {
            return None;
        }
        let groups = self.groups.get(figure.key.as_str()).map_or(&[][..], Vec::as_slice);
        if words.is_empty() && groups.is_empty() {
            return None;
        }
        let place = Told::new(subject, line, (sentence, said));
        let word = self.way(subject, line, (sentence, said, figure), (&place, words)).or_else(|| {
            let word = contrary(subject, line, (&sentence.range, figure), (&place.range, groups))?;
            (!is_of_other(subject, line, (sentence, said), &word)).then_some(word)
        })?;
        let number = &line.text[said.range.clone()];
        let message = format!(
            "the sentence tells of {}, the number {number} is one of `{}`: {}",
            &line.text[word], figure.key, figure.label
        );
        let hint = format!("name what is counted: {}, or ask for the figure that is told of", figure.label);
        Some(Diagnostic::new(code::CLAIM_FIGURE, said.span, message).hint(hint).found(number))
    }

    /// A word of a label for the other way than that of a figure, or for the contrary of what it counts.
    pub(super) fn of_label_words(
        &self,
        subject: &Subject<'_>,
        line: &Line<'_>,
        figure: &Figure,
    ) -> Option<Range<usize>> {
        let whole = line.whole();
        let by_way = || {
            let is_coming = (*self.ways.get(figure.key.as_str())?)?;
            let found = found_in(&self.places(&line.lower, &whole), &whole, true);
            let (own, other) =
                if is_coming { (found.comings, found.goings) } else { (found.goings, found.comings) };
            other.into_iter().next().filter(|_| own.is_empty())
        };
        let groups = self.groups.get(figure.key.as_str()).map_or(&[][..], Vec::as_slice);
        by_way().or_else(|| contrary(subject, line, (&whole, figure), (&whole, groups)))
    }

    /// A word for the other way than that of the label, where none for its own way stands.
    fn way(
        &self,
        subject: &Subject<'_>,
        line: &Line<'_>,
        (sentence, said, figure): (&Sentence<'_>, &Said<'_>, &Figure),
        (place, words): (&Told, &[Place]),
    ) -> Option<Range<usize>> {
        if words.is_empty() {
            return None;
        }
        let Some(is_coming) = *self.ways.get(figure.key.as_str())? else {
            return self.beside(subject, line, (sentence, said, figure), words);
        };
        if !place.is_whole && place.figures > 1 {
            return None;
        }
        let range = &place.range;
        // A country may receive as well as send.
        let has_part = !place.is_whole && said.asked.what.part().is_some()
            || !named_parts(line, &figure.key, range, subject.names, subject.locale).is_empty();
        let found = found_in(words, range, !has_part);
        let (own, other) =
            if is_coming { (&found.comings, &found.goings) } else { (&found.goings, &found.comings) };
        let joints = &subject.locale.known().list_joints;
        // "Of all transfers received and sent".
        let is_joined = |one: &Range<usize>| {
            own.iter().any(|two| {
                let (first, last) = if one.start < two.start { (one, two) } else { (two, one) };
                let between = line.lower.get(first.end..last.start).map(str::trim);
                joints.iter().any(|joint| Some(joint.as_str()) == between)
            })
        };
        let word = other.first().filter(|word| own.is_empty() || place.is_whole && is_joined(word))?;
        let reading = subject.locale.reading();
        if self.is_done_by_other(line, (said, word), range, reading) {
            return None;
        }
        let leads = [&reading.than.before, &reading.against.before, &reading.outweighs, &reading.asides];
        if !line.is_typed_or_claimed(word.start) || is_led(line, word, &leads) {
            return None;
        }
        // "Departures rose, reaching 3,606 after the inflow of spring": another clause tells what is counted.
        let all = found_in(words, &sentence.range, true);
        let own = if is_coming { all.comings } else { all.goings };
        let is_told = |place: &Range<usize>| {
            let here = clause(line, &sentence.range, place);
            sentence.numbers.iter().all(|said| !here.contains(&said.range.start))
        };
        (place.is_whole || !own.iter().any(is_told)).then(|| word.clone())
    }
}

impl Counted<'_> {
    /// "Emigrants numbered 1,763,438": a word of a way right beside a number of a figure whose label has none, in a
    /// sentence without a word of that label; some other figure goes that way.
    fn beside(
        &self,
        subject: &Subject<'_>,
        line: &Line<'_>,
        (sentence, said, figure): (&Sentence<'_>, &Said<'_>, &Figure),
        places: &[Place],
    ) -> Option<Range<usize>> {
        if figure.is_balance || !matches!(said.asked.what, What::Value(_)) {
            return None;
        }
        let here = words(&line.lower[sentence.range.clone()], subject.locale);
        let own = words(&figure.label, subject.locale);
        if here.iter().any(|word| own.iter().any(|known| is_akin(known, word))) {
            return None;
        }
        let found = found_in(places, &clause(line, &sentence.range, &said.range), false);
        let all = found.comings.iter().map(|place| (place, true));
        let mut all = all.chain(found.goings.iter().map(|place| (place, false)));
        let is_beside = |place: &Range<usize>| {
            let (before, behind) = (place.end <= said.range.start, place.start >= said.range.end);
            before && words_in(line, place.end..said.range.start) <= 1
                || behind && words_in(line, said.range.end..place.start) == 0
        };
        let goes = |is_coming: bool| {
            let others = subject.report.figures.values().filter(|other| {
                other.unit.measure == figure.unit.measure
                    && self.ways.get(other.key.as_str()) == Some(&Some(is_coming))
            });
            others.count() > 0
        };
        let found = all.find(|(place, is_coming)| is_beside(place) && goes(*is_coming));
        found.map(|(place, _)| place.clone())
    }
}

/// The words in a part of a text, none within another.
fn found_in(places: &[Place], range: &Range<usize>, has_verbs: bool) -> Found {
    let mut end = 0;
    let mut found = Found::default();
    for (place, is_coming, is_verb) in places {
        let is_inside = range.start <= place.start && place.end <= range.end;
        if is_inside && place.start >= end && (has_verbs || !is_verb) {
            end = place.end;
            if *is_coming { &mut found.comings } else { &mut found.goings }.push(place.clone());
        }
    }
    found
}

/// The groups of contrary words of which a label has some.
fn groups(subject: &Subject<'_>, label: &str) -> Vec<Group> {
    let counted = &subject.locale.reading().counted;
    let all = counted.contraries.iter().map(|group| (group, false));
    let all = all.chain(counted.kinds.iter().map(|group| (group, true)));
    let of_group = |(group, needs_noun): (&Patterns, bool)| {
        let (own, others): (Vec<Pattern>, Vec<Pattern>) =
            group.iter().cloned().partition(|word| word.is_in(label));
        (!own.is_empty()).then_some(Group { own, others, needs_noun })
    };
    all.filter_map(of_group).collect()
}

impl Counted<'_> {
    /// "Migrants sent 759.3 million home": a verb right before its number, whose subject is not the series' own country.
    fn is_done_by_other(
        &self,
        line: &Line<'_>,
        (said, word): (&Said<'_>, &Range<usize>),
        range: &Range<usize>,
        reading: &Reading,
    ) -> bool {
        let is_verb = [&reading.counted.coming_verbs, &reading.counted.going_verbs]
            .into_iter()
            .any(|verbs| verbs.contain(&line.lower[word.clone()]));
        let between = line.lower.get(word.end..said.range.start).unwrap_or("-");
        let is_before = between.split_whitespace().all(|word| reading.fillers.contain(word));
        let head = &line.lower[range.start..word.start];
        is_verb && is_before && !self.home.iter().any(|home| home.is_in(head))
    }
}

/// The part of a sentence that tells what a number counts.
struct Told {
    range: Range<usize>,
    /// Whether it names what the number is a part of.
    is_whole: bool,
    /// Of how many figures its numbers are.
    figures: usize,
}

impl Told {
    fn new(subject: &Subject<'_>, line: &Line<'_>, (sentence, said): (&Sentence<'_>, &Said<'_>)) -> Self {
        let reading = subject.locale.reading();
        let next =
            sentence.numbers.iter().map(|other| other.range.start).find(|start| *start >= said.range.end);
        let next = next.unwrap_or(sentence.range.end);
        if let Some(whole) = whole(line, &sentence.range, &said.range, next, reading) {
            return Self { range: whole.range, is_whole: true, figures: 1 };
        }
        let own = segment(line, &sentence.range, said.range.start, reading);
        let range = clause(line, &own, &said.range);
        let here = sentence.numbers.iter().filter(|other| range.contains(&other.range.start));
        let mut figures: Vec<&str> = here.map(|other| other.asked.figure.as_str()).collect();
        figures.dedup();
        Self { range, is_whole: false, figures: figures.len() }
    }
}

/// Whether a word only compares, or is one of the label of another number: "more came back (142,811) than left (118,326)".
fn is_of_other(
    subject: &Subject<'_>,
    line: &Line<'_>,
    (sentence, said): (&Sentence<'_>, &Said<'_>),
    word: &Range<usize>,
) -> bool {
    let reading = subject.locale.reading();
    let leads = [&reading.than.before, &reading.against.before, &reading.outweighs, &reading.asides];
    let pattern = Pattern::from(&line.lower[word.clone()]);
    let others = sentence.numbers.iter().filter(|other| other.asked.figure != said.asked.figure);
    let mut labels = others.filter_map(|other| subject.report.figures.get(&other.asked.figure));
    is_led(line, word, &leads) || labels.any(|figure| pattern.is_in(&plain(&figure.label)))
}

/// A word that says the contrary of one in the label of a figure, in a sentence without that one.
fn contrary(
    subject: &Subject<'_>,
    line: &Line<'_>,
    (sentence, figure): (&Range<usize>, &Figure),
    (range, groups): (&Range<usize>, &[Group]),
) -> Option<Range<usize>> {
    let says_it = |place: &Range<usize>| {
        let of_label = words(&figure.label, subject.locale);
        let behind = line.lower[place.end..range.end].split(|c: char| !c.is_alphanumeric());
        let mut near = behind.filter(|word| !word.is_empty()).take(WORDS_BETWEEN);
        near.any(|word| of_label.iter().any(|known| is_akin(known, word)))
    };
    groups.iter().find_map(|group| {
        let others = group.others.iter().flat_map(|word| line.find(word, range));
        let is_meant = |place: &Range<usize>| {
            line.is_typed_or_claimed(place.start) && (!group.needs_noun || says_it(place))
        };
        let found = others.filter(is_meant).min_by_key(|place| place.start)?;
        (!group.own.iter().any(|word| line.has_one(word, sentence))).then_some(found)
    })
}
