//! Finds the parts of a figure that a sentence names: "China (50.3 per cent)".

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use super::line::{Line, whole};
use crate::data::apostrophe::spellings;
use crate::language::{Language, Pattern, plain, words_of};
use crate::report::{Figure, Piece, PieceKind};

/// The names of parts, by their keys; the rest has no name that a sentence could be compared with.
#[derive(Debug, Clone, Default)]
pub struct PartNames {
    names: BTreeMap<String, Vec<String>>,
    /// The names of the parts of each figure.
    figures: BTreeMap<String, Names>,
    /// The names of groups of parts, by their keys.
    groups: BTreeMap<String, Vec<String>>,
}

/// A part that a sentence names, with the place of its name.
pub type NamedPart = (Range<usize>, String);

/// The parts of a figure that a sentence names, as seen from one of its numbers.
#[derive(Debug, Clone)]
pub struct PartsNamed {
    /// The first that is named before the number.
    pub first: Option<NamedPart>,
    /// Whether the number's own part is named before it.
    pub is_named: bool,
    /// The name that the number stands behind, in brackets.
    pub beside: Option<NamedPart>,
    /// The name that stands behind the number and belongs to no other one: "2,704 to citizens of China".
    pub behind: Option<NamedPart>,
    /// Whether it stands before the first name.
    pub is_before_names: bool,
    /// Whether its own part is named between the number before it and itself.
    pub is_led: bool,
    /// How many different parts the whole sentence names.
    pub distinct: usize,
}

/// Names in order, as they are looked for, each with the place of its part among those of the figure.
#[derive(Debug, Clone, Default)]
struct Names {
    names: Vec<(String, usize)>,
    parts: Vec<String>,
}

impl Names {
    fn new(figure: &Figure, names: &BTreeMap<String, Vec<String>>) -> Self {
        let parts: Vec<String> = figure.all_parts().map(str::to_owned).collect();
        let of = |(index, part): (usize, &String)| {
            let all = names.get(part).into_iter().flatten();
            all.flat_map(|name| spellings(plain(name))).map(|name| (name, index)).collect::<Vec<_>>()
        };
        let names = parts.iter().enumerate().flat_map(of).filter(|(name, _)| !name.is_empty());
        let mut names: Vec<(String, usize)> = names.collect();
        names.extend(short_forms(&names));
        names.sort();
        names.dedup();
        Self { names, parts }
    }

    /// The names that a text begins with. Those that begin alike stand beside each other, so that few are looked at.
    fn leading(&self, text: &str) -> Vec<&(String, usize)> {
        let mut found = Vec::new();
        let mut names = &self.names[..];
        for (index, byte) in text.bytes().enumerate() {
            let from = names.partition_point(|(name, _)| name.as_bytes().get(index) < Some(&byte));
            let to = names.partition_point(|(name, _)| name.as_bytes().get(index) <= Some(&byte));
            names = &names[from..to];
            if names.is_empty() {
                break;
            }
            let ended = names.iter().take_while(|(name, _)| name.len() == index + 1);
            found.extend(ended);
        }
        found
    }
}

/// Letters of a short form; a shorter one is no name.
const SHORTEST: usize = 5;

/// What a name is called for short, when no other part is called so: "agriculture" for "agriculture, forestry and
/// fisheries".
fn short_forms(names: &[(String, usize)]) -> Vec<(String, usize)> {
    let short = |name: &str| -> Option<String> {
        let (short, _) = name.split_once([',', '('])?;
        let short = short.trim();
        (short.chars().count() >= SHORTEST).then(|| short.to_owned())
    };
    let all: Vec<(String, usize)> =
        names.iter().filter_map(|(name, part)| Some((short(name)?, *part))).collect();
    let is_own = |(form, part): &&(String, usize)| {
        let others = names.iter().filter(|(_, other)| other != part);
        !others.clone().any(|(name, _)| name.starts_with(form.as_str()))
    };
    all.iter().filter(is_own).cloned().collect()
}

impl PartNames {
    /// The names of the parts of some figures: those that authors gave, the latest first, then those of the language.
    pub fn new<'a>(
        figures: impl IntoIterator<Item = &'a Figure>,
        given: &[(&str, &str)],
        language: &Language,
    ) -> Self {
        let mut own: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (key, name) in given {
            own.entry(key).or_default().push(name);
        }
        let (mut names, mut of_figures) = (BTreeMap::new(), BTreeMap::new());
        let mut groups = BTreeMap::new();
        for figure in figures {
            groups.extend(figure.groups.keys().filter_map(|group| {
                let given = own.get(group)?.iter().map(|name| (*name).to_owned());
                Some((group.to_owned(), given.collect()))
            }));
            for part in figure.all_parts() {
                names.entry(part.to_owned()).or_insert_with(|| {
                    let given = own.get(part).into_iter().flatten().copied();
                    let others = language.reading().country_names.get(part).into_iter().flatten();
                    let forms = language.country_forms(part).chain(others.map(String::as_str));
                    let mut all: Vec<String> = given.chain(forms).map(str::to_owned).collect();
                    // "Is a man" of the part that is called "men".
                    let singulars = &language.reading().singulars;
                    let one = all.iter().filter_map(|name| singulars.get(&plain(name)).cloned());
                    let one: Vec<String> = one.collect();
                    all.extend(one);
                    all
                });
            }
            of_figures.insert(figure.key.clone(), Names::new(figure, &names));
        }
        Self { names, figures: of_figures, groups }
    }

    /// The names of a group of parts.
    pub fn of_group(&self, group: &str) -> &[String] {
        self.groups.get(group).map_or(&[], Vec::as_slice)
    }

    /// Where a part of a line names which groups, in order.
    pub fn groups_in(&self, line: &Line<'_>, range: &Range<usize>) -> Vec<NamedPart> {
        let all = self.groups.iter().flat_map(|(key, names)| {
            let places = names.iter().filter(|name| !name.is_empty());
            let places = places.flat_map(|name| line.find(&Pattern::from(plain(name)), range));
            places.map(|place| (place, key.clone())).collect::<Vec<_>>()
        });
        let mut all: Vec<NamedPart> = all.collect();
        all.sort_by_key(|(place, _)| place.start);
        all
    }

    /// The names of a part.
    pub fn of(&self, part: &str) -> &[String] {
        self.names.get(part).map_or(&[], Vec::as_slice)
    }
}

impl PartNames {
    /// The parts of a figure that a line names.
    pub fn named_in(&self, line: &Line<'_>, figure: &str, language: &Language) -> Vec<NamedPart> {
        named_parts(line, figure, &line.whole(), self, language)
    }
}

/// Where a part of a line names which parts of a figure; a longer name hides those in it.
pub fn named_parts(
    line: &Line<'_>,
    figure: &str,
    range: &Range<usize>,
    names: &PartNames,
    language: &Language,
) -> Vec<NamedPart> {
    let Some(of_figure) = names.figures.get(figure) else { return Vec::new() };
    let all = line.named(figure, || find(line, of_figure, language));
    let from = all.partition_point(|(place, _)| place.start < range.start);
    let inside = all[from..].iter().take_while(|(place, _)| place.start < range.end);
    inside.filter(|(place, _)| place.end <= range.end).cloned().collect()
}

/// The same in the whole line.
fn find(line: &Line<'_>, names: &Names, language: &Language) -> Vec<NamedPart> {
    let endings = &language.reading().sentence.endings;
    let mut found: Vec<(Range<usize>, usize)> = Vec::new();
    let mut before: Option<char> = None;
    for (place, c) in line.lower.char_indices() {
        let joins = before.replace(c).is_some_and(char::is_alphanumeric) && c.is_alphanumeric();
        if joins {
            continue;
        }
        for (name, part) in names.leading(&line.lower[place..]) {
            let place = whole(&line.lower, &(place..place + name.len()), endings);
            let place = place.filter(|place| !is_of_money(line, place, language));
            found.extend(place.map(|place| (place, *part)));
        }
    }
    found.sort_by_key(|(range, part)| (range.start, Reverse(range.end), *part));
    let mut end = 0;
    found.retain(|(range, _)| {
        let is_new = range.start >= end;
        if is_new {
            end = range.end;
        }
        is_new
    });
    found.into_iter().map(|(range, part)| (range, names.parts[part].clone())).collect()
}

/// Whether a name stands in that of a currency: "USD 5" in Kazakh is "5 АҚШ доллары", and tells of no United States.
fn is_of_money(line: &Line<'_>, place: &Range<usize>, language: &Language) -> bool {
    let name = &line.lower[place.clone()];
    let longer = language.known().currencies.iter().filter(|(money, _)| {
        let money = money.as_str();
        money.len() > name.len() && money.contains(name)
    });
    let mut places = longer.flat_map(|(money, _)| money.find(&line.lower, &line.whole()));
    places.any(|money| money.start <= place.start && place.end <= money.end)
}

/// The parts of a figure that a sentence names.
#[derive(Debug)]
pub(super) struct SentenceParts {
    /// In order, none within another.
    named: Vec<NamedPart>,
    /// Where the first name of each part ends.
    first: BTreeMap<String, usize>,
}

impl SentenceParts {
    pub(super) fn new(
        line: &Line<'_>,
        figure: &str,
        sentence: &Range<usize>,
        names: &PartNames,
        language: &Language,
    ) -> Self {
        let named = named_parts(line, figure, sentence, names, language);
        let mut first = BTreeMap::new();
        for (range, part) in &named {
            first.entry(part.clone()).or_insert(range.end);
        }
        Self { named, first }
    }

    /// The parts named before a place.
    pub(super) fn before(&self, place: usize) -> &[NamedPart] {
        &self.named[..self.named.partition_point(|(range, _)| range.end <= place)]
    }

    /// How many different parts are named.
    pub(super) fn distinct(&self) -> usize {
        self.first.len()
    }

    /// Whether a name goes on behind the beginning of a number, so that before it stands another one.
    pub(super) fn is_cut_by(&self, number: &Range<usize>) -> bool {
        let next = self.named.get(self.before(number.start).len());
        next.is_some_and(|(range, _)| range.start < number.start)
    }

    /// What the sentence names, as seen from the number of a part.
    pub(super) fn seen_from(
        &self,
        line: &Line<'_>,
        (sentence, number): (&Range<usize>, &Range<usize>),
        part: &str,
        language: &Language,
    ) -> PartsNamed {
        let before = self.before(number.start);
        let ahead = sentence.start..number.start;
        let numbers = line.pieces_in(&ahead).filter(|(_, piece)| is_number(piece));
        let last = numbers.last().map_or(sentence.start, |(at, piece)| at + line.length(piece));
        PartsNamed {
            behind: self.behind(line, (sentence, number), part, language),
            is_before_names: before.is_empty(),
            is_led: before.iter().any(|(range, name)| {
                let is_own = range.start >= last && name == part;
                is_own && (last == sentence.start || !is_joined(&line.lower[last..range.start], language))
            }),
            first: before.first().cloned(),
            is_named: self.first.get(part).is_some_and(|end| *end <= number.start),
            beside: before.last().filter(|last| is_beside(line, last, number)).cloned(),
            distinct: self.distinct(),
        }
    }
}

impl SentenceParts {
    /// The name that stands behind a number, before the next one, with nothing between that would part them: that of its
    /// own part, or else the first.
    fn behind(
        &self,
        line: &Line<'_>,
        (sentence, number): (&Range<usize>, &Range<usize>),
        part: &str,
        language: &Language,
    ) -> Option<NamedPart> {
        let rest = number.end..sentence.end;
        let next = line.pieces_in(&rest).find(|(_, piece)| is_number(piece)).map(|(start, _)| start);
        let end = next.unwrap_or(sentence.end);
        let from = self.named.partition_point(|(range, _)| range.start < number.end);
        let names = self.named[from..].iter().take_while(|(range, _)| range.end <= end);
        let joins = |(range, _): &&NamedPart| {
            let is_joined = is_joined(&line.lower[number.end..range.start], language);
            // "China 571 and Türkiye 2,704": right before the next number, it is the name of that one.
            let gap = &line.lower[range.end..end];
            is_joined
                && (next.is_none() || gap.contains(char::is_alphanumeric) || gap.contains([',', ';', ')']))
        };
        // With no other number behind it, the name may stand in a clause of its own.
        let own = names.clone().filter(|name| next.is_none() || joins(name)).find(|(_, name)| name == part);
        own.or_else(|| names.take(1).find(joins)).cloned()
    }
}

/// Whether a piece of a text is a number of a figure.
pub fn is_number(piece: &Piece) -> bool {
    matches!(piece.kind, PieceKind::Number { .. } | PieceKind::Claimed(_) | PieceKind::Unknown)
}

/// Words between a number and the name behind it that it belongs to: "permits were given to workers from".
const MOST_WORDS: usize = 9;

/// Whether a text joins a number with the name behind it.
fn is_joined(between: &str, language: &Language) -> bool {
    let (reading, known) = (language.reading(), language.known());
    let words = || words_of(between).map(|(_, word)| word);
    let parts = |word: &str| known.list_joints.iter().any(|joint| joint == word);
    let compares = [&reading.than.before, &reading.against.before];
    !between.contains([',', ';', ':', '(', ')'])
        && words().count() <= MOST_WORDS
        && !words().any(parts)
        && !compares.into_iter().any(|words| words.are_in(between))
}

/// Whether a number stands behind a name, in brackets: "China (50.3 per cent)", "China (KZT 7.9 billion or USD …)".
fn is_beside(line: &Line<'_>, (name, _): &NamedPart, number: &Range<usize>) -> bool {
    let between = line.text[name.end..number.start].trim_start();
    between.starts_with('(') && !between.contains(')')
}
