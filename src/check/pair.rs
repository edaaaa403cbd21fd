//! Holds words of direction to two values of one figure: "fell from 12,339 to 6,996", "higher than in 2022 (12,339)".

use std::cmp::Ordering;
use std::ops::Range;

use super::Subject;
use super::direction::{Told, behind, finding, last, moved};
use super::mention::{Calendar, Mention, mentions};
use super::said::is_close;
use super::sentence::{Line, Occurrence, ends_with_word};
use crate::data::period::Period;
use crate::diag::Diagnostic;
use crate::locale::Reading;
use crate::report::{Direction, Figure, Quantity, What};

/// What the words before a value make of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// What the number was before: "from 12,339".
    From,
    /// What it became: "to 6,996".
    To,
    /// What it is held against: "compared with 12,339".
    Against,
}

/// A value of a figure in a sentence.
#[derive(Debug, Clone)]
struct Value<'a> {
    occurrence: &'a Occurrence<'a>,
    figure: &'a Figure,
    period: Period,
    quantity: Quantity,
    role: Option<Role>,
    /// Where the words begin that give it its role.
    mark: usize,
}

/// A sentence with what is needed to read it.
struct Sentence<'a> {
    subject: &'a Subject<'a>,
    line: &'a Line<'a>,
    range: &'a Range<usize>,
    occurrences: &'a [Occurrence<'a>],
    mentions: Vec<Mention>,
}

/// Words of direction that two values of one figure belie; `heard` are those that belong to a change.
pub(super) fn findings(
    subject: &Subject<'_>,
    line: &Line<'_>,
    range: &Range<usize>,
    occurrences: &[Occurrence<'_>],
    heard: &[Range<usize>],
) -> Vec<Diagnostic> {
    let reading = &subject.locale.words().reading;
    let is_value = |occurrence: &&Occurrence<'_>| matches!(occurrence.asked.what, What::Value(_));
    let has_respectively = reading.respectively.iter().any(|word| !line.find(word, range).is_empty());
    if occurrences.iter().filter(is_value).count() < 2 || has_respectively {
        return Vec::new();
    }
    let mentions = mentions(line, range, &Calendar::new(subject.locale));
    let sentence = Sentence { subject, line, range, occurrences, mentions };
    let mut findings = Vec::new();
    let mut done = heard.to_vec();
    for pair in sentence.pairs() {
        for (told, fault) in sentence.words_of(&pair) {
            // A comparative and its "not" are one place.
            if !done.iter().any(|known| known.start < told.range.end && told.range.start < known.end) {
                findings.extend(fault);
                done.push(told.range);
            }
        }
    }
    findings
}

/// Whether a value is the one that another of its figure is compared with: "6,996, fewer than 12,339".
pub(super) fn is_compared(
    subject: &Subject<'_>,
    line: &Line<'_>,
    range: &Range<usize>,
    occurrence: &Occurrence<'_>,
) -> bool {
    let occurrences = line.occurrences(subject.report, range);
    let mentions = mentions(line, range, &Calendar::new(subject.locale));
    let sentence = Sentence { subject, line, range, occurrences: &occurrences, mentions };
    sentence
        .pairs()
        .iter()
        .any(|pair| pair[1].occurrence.range == occurrence.range && sentence.comparative(pair).is_some())
}

type Pair<'a> = [Value<'a>; 2];

impl<'a> Sentence<'a> {
    fn reading(&self) -> &'a Reading {
        &self.subject.locale.words().reading
    }

    /// The values that a word can be held to, two by two in the order of the text: of one figure and of periods of
    /// one length. Of three and more, only those that are joined by "from … to".
    fn pairs(&self) -> Vec<Pair<'a>> {
        let mut groups: Vec<Vec<Value<'a>>> = Vec::new();
        for value in self.occurrences.iter().filter_map(|occurrence| self.value(occurrence)) {
            let is_of = |other: &Value<'_>| {
                other.figure.key == value.figure.key && other.period.frequency() == value.period.frequency()
            };
            match groups.iter_mut().find(|group| group.first().is_some_and(is_of)) {
                None => groups.push(vec![value]),
                Some(group) => match group.iter_mut().find(|known| known.period == value.period) {
                    // The same value in another unit, or told again.
                    Some(known) if known.role.is_some() || value.role.is_none() => {}
                    Some(known) => *known = value,
                    None => group.push(value),
                },
            }
        }
        let mut pairs = Vec::new();
        for mut group in groups {
            group.sort_by_key(|value| value.occurrence.range.start);
            let is_of_two = group.len() == 2;
            pairs.extend(group.windows(2).filter_map(|window| {
                let [one, two] = window else { return None };
                let is_joined = matches!(
                    (one.role, two.role),
                    (Some(Role::From), Some(Role::To)) | (Some(Role::To), Some(Role::From))
                );
                let is_pair = (is_of_two || is_joined) && !self.has_other(one, two);
                is_pair.then(|| [one.clone(), two.clone()])
            }));
        }
        pairs
    }

    fn value(&self, occurrence: &'a Occurrence<'a>) -> Option<Value<'a>> {
        let What::Value(period) = occurrence.asked.what else { return None };
        let figure = self.subject.report.figures.get(&occurrence.asked.figure)?;
        let quantity = figure.value(period).ok()?;
        let (role, mark) = self.role(occurrence);
        Some(Value { occurrence, figure, period, quantity, role, mark })
    }

    /// Whether a number of another figure stands between two values.
    fn has_other(&self, one: &Value<'_>, two: &Value<'_>) -> bool {
        let between = one.occurrence.range.end..two.occurrence.range.start;
        let mut others =
            self.occurrences.iter().filter(|occurrence| between.contains(&occurrence.range.start));
        others.any(|other| other.asked.figure != one.figure.key)
    }

    /// What the words right before a number make of it, and where they begin.
    fn role(&self, occurrence: &Occurrence<'_>) -> (Option<Role>, usize) {
        let reading = self.reading();
        let start = occurrence.range.start;
        let before = self.occurrences.iter().map(|other| other.range.end).filter(|end| *end <= start).max();
        let from = before.unwrap_or(self.range.start);
        let text = self.plain(&(from..start));
        let text = without_fillers(&text, reading);
        let kinds = [(Role::Against, &reading.against), (Role::From, &reading.from), (Role::To, &reading.to)];
        let mut marks =
            kinds.into_iter().flat_map(|(role, words)| words.iter().map(move |word| (role, word)));
        match marks.find(|(_, word)| ends_with_word(text, word)) {
            Some((role, word)) => (Some(role), from + text.len() - word.len()),
            None => (None, start),
        }
    }

    /// A part of the sentence in small letters, as long as it is, with spaces for the periods that it names and for
    /// what stands in brackets.
    fn plain(&self, range: &Range<usize>) -> String {
        let named = |at: usize| self.mentions.iter().any(|mention| mention.range.contains(&at));
        let mut depth = 0;
        let mut plain = String::new();
        for (offset, c) in self.line.lower[range.clone()].char_indices() {
            depth += i32::from(c == '(') - i32::from(c == ')');
            if named(range.start + offset) || depth > 0 || matches!(c, '(' | ')') {
                plain.extend(std::iter::repeat_n(' ', c.len_utf8()));
            } else {
                plain.push(c);
            }
        }
        plain
    }

    /// The words of direction that belong to a pair, each with what is wrong with it.
    fn words_of(&self, pair: &Pair<'_>) -> Vec<(Told, Option<Diagnostic>)> {
        let fault =
            |told: &Told, went, told_of: &str| finding(self.subject, self.line, told, (went, told_of));
        if let Some((told, went)) = self.comparative(pair) {
            let fault = fault(&told, went, &self.both(pair));
            return vec![(told, fault)];
        }
        let Some((base, end)) = self.ordered(pair) else { return Vec::new() };
        let went = direction(&base.quantity, &end.quantity);
        let told_of = self.both(&[base.clone(), end.clone()]);
        let told = self.before_marks(pair).into_iter();
        // "Stable" may be said of what moved a little.
        let is_still = is_close(base.quantity.value(), end.quantity.value());
        let told = told.filter(|told| told.direction != Direction::Same || !is_still);
        let with_fault = told.map(|told| {
            let fault = if base.period > end.period {
                Some(self.turned(&told, &told_of))
            } else {
                fault(&told, went, &told_of)
            };
            (told, fault)
        });
        with_fault.collect()
    }

    /// "Fell from" the later value "to" the earlier one.
    fn turned(&self, told: &Told, told_of: &str) -> Diagnostic {
        let word = &self.line.text[told.range.clone()];
        let message = format!("the word “{word}” leads from the later period to the earlier one: {told_of}");
        let from = self.reading().from.first().map_or("", String::as_str);
        let hint = format!("put the earlier value behind “{from}”, or correct the periods");
        Diagnostic::warning("claim-direction", self.line.span(&told.range), message).hint(hint).found(word)
    }

    /// Which value of a pair came first; none when words and periods leave it open. "From … to" leaves nothing open.
    fn ordered<'b>(&self, [one, two]: &'b Pair<'a>) -> Option<(&'b Value<'a>, &'b Value<'a>)> {
        use Role::{Against, From, To};
        let (base, end) = match (one.role, two.role) {
            (Some(From | Against), Some(To) | None) | (None, Some(To)) => (one, two),
            (Some(To) | None, Some(From | Against)) | (Some(To), None) => (two, one),
            _ => return None,
        };
        let is_open = one.role.is_none() || two.role.is_none();
        let means = |mention: &Mention| {
            mention.named.means(base.period, end.period) || mention.named.means(end.period, end.period)
        };
        let is_known = base.role.is_some()
            || base.period == end.period.previous()
            || base.period == end.period.year_before();
        let is_clear = !is_open || (is_known && self.mentions.iter().all(means));
        let is_joined = matches!((base.role, end.role), (Some(From), Some(To)));
        (is_joined || (base.period < end.period && is_clear)).then_some((base, end))
    }

    /// The words that lead to the marks of a pair: those right before a mark, or else the only way that is said.
    fn before_marks(&self, [one, two]: &Pair<'_>) -> Vec<Told> {
        let leads = one.role.is_some() || two.role == Some(Role::Against);
        let first = leads.then(|| self.nearest(self.range.start, one)).flatten();
        let second = self.nearest(one.occurrence.range.end, two);
        let found: Vec<(Told, bool)> = first.into_iter().chain(second).collect();
        if found.iter().any(|(_, is_beside)| *is_beside) {
            return found.into_iter().filter(|(_, is_beside)| *is_beside).map(|(told, _)| told).collect();
        }
        let is_one_way = found
            .windows(2)
            .all(|pair| pair[0].0.is_wrong(Direction::Up) == pair[1].0.is_wrong(Direction::Up));
        let last = found.into_iter().next_back().filter(|_| is_one_way);
        last.map(|(told, _)| told).into_iter().collect()
    }

    /// The nearest word of direction before a value in its clause, and whether it stands right there.
    fn nearest(&self, from: usize, value: &Value<'_>) -> Option<(Told, bool)> {
        let reading = self.reading();
        let range = from..value.mark;
        let end = from + self.line.lower[range.clone()].trim_end_matches([' ', ',', '(']).len();
        let beside = || {
            let told = behind(self.line, &range, &reading.comparatives, reading)?;
            (value.role == Some(Role::From) && told.range.end == end).then_some(told)
        };
        let lead = || {
            let text = from..value.occurrence.range.start;
            let is_from = value.role == Some(Role::From);
            is_from.then(|| moved(self.line, &text, &reading.from, reading)).flatten()
        };
        if let Some(told) = beside().or_else(lead) {
            return Some((told, true));
        }
        let told = last(self.line, &range, &reading.directions, reading)?;
        let between = self.plain(&(told.range.end..value.mark));
        let has_word = |words: &[String]| words.iter().any(|word| has_word(&between, word));
        let others = self.occurrences.iter().filter(|other| {
            (told.range.end..value.mark).contains(&other.range.start)
                && other.asked.figure != value.figure.key
        });
        // "Rose in the quarter, from 12,339", but not "rose, departures went from 12,339".
        let has_clause =
            between.split(',').skip(1).any(|part| !without_fillers(part, reading).trim().is_empty());
        if has_clause || between.contains([';', ':']) || has_word(&reading.clauses) || others.count() > 0 {
            return None;
        }
        let is_aside = between.contains(',') && self.is_in_aside(from, &told);
        let is_beside = between.split_whitespace().count() <= 1 && !between.contains(',');
        (!is_aside).then_some((told, is_beside))
    }

    /// Whether a word stands behind "despite", "after" and the like, with no comma between.
    fn is_in_aside(&self, from: usize, told: &Told) -> bool {
        let before = &self.line.lower[from..told.range.start];
        let phrase = before.rsplit([',', ';', ':']).next().unwrap_or_default();
        self.reading().asides.iter().any(|word| has_word(phrase, word))
    }

    /// "A is higher than B", "more A than B": the comparative, and how the first value stands to the second.
    fn comparative(&self, [one, two]: &Pair<'_>) -> Option<(Told, Direction)> {
        let reading = self.reading();
        let (line, start) = (self.line, one.occurrence.range.end);
        let between = start..two.occurrence.range.start;
        let than = reading.than.iter().flat_map(|word| line.find(word, &between)).next_back()?;
        let told = behind(line, &(self.range.start..than.start), &reading.comparatives, reading)?;
        let within = |range: Range<usize>| self.plain(&range);
        // An earlier "than" takes an earlier comparative: "more than a hundred".
        let is_its_own = !reading.than.iter().any(|word| has_word(&within(told.range.end..than.start), word));
        let text = within(start..two.occurrence.range.start);
        let is_clause =
            !text.contains([';', ':']) && !has_break(&text, told.range.end.max(start) - start, reading);
        // "More than 12,339" says how nearly, unless it stands behind the other value.
        let is_nearness = told.range.start < start
            && self.line.lower[than.end..two.occurrence.range.start].trim().is_empty()
            && reading.above.iter().chain(&reading.below).any(|phrase| {
                self.line.lower[..than.end].ends_with(phrase.as_str()) && phrase.len() > than.len()
            });
        let went = direction(&two.quantity, &one.quantity);
        (is_its_own && is_clause && !is_nearness).then_some((told, went))
    }

    /// Two values in words.
    fn both(&self, [one, two]: &Pair<'_>) -> String {
        let locale = self.subject.locale;
        let told = |value: &Value<'_>| {
            format!("{} in {}", locale.format(&value.quantity).text(), locale.period(value.period))
        };
        format!("`{}` is {} and {}", one.figure.key, told(one), told(two))
    }
}

/// Whether another clause begins before a comparative: "6,996 left, while more came than".
fn has_break(text: &str, upto: usize, reading: &Reading) -> bool {
    let text = text.get(..upto).unwrap_or(text);
    reading.clauses.iter().any(|word| has_word(text, word))
}

fn direction(from: &Quantity, to: &Quantity) -> Direction {
    match to.value().cmp(&from.value()) {
        Ordering::Less => Direction::Down,
        Ordering::Equal => Direction::Same,
        Ordering::Greater => Direction::Up,
    }
}

/// A text without the words at its end that may stand between "to" and a value: "to a total of about".
fn without_fillers<'a>(text: &'a str, reading: &Reading) -> &'a str {
    let nearness = [
        &reading.nearly,
        &reading.just_over,
        &reading.below,
        &reading.above,
        &reading.at_least,
        &reading.at_most,
        &reading.about,
    ];
    let fillers = nearness.into_iter().flatten().chain(&reading.fillers);
    let fillers: Vec<&String> = fillers.collect();
    let mut text = text.trim_end();
    loop {
        let year = text.len() - text.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let filler = fillers.iter().find(|word| ends_with_word(text, word)).map(|word| word.len());
        match filler.or((year == 4).then_some(year)) {
            Some(length) => text = text[..text.len() - length].trim_end(),
            None => return text,
        }
    }
}

fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| super::sentence::is_whole(text, &(at..at + word.len())))
}
