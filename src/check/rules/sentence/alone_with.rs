//! Clauses without a number: which figure their words name, and whether nothing stands there that they could tell of but it.

use std::ops::Range;

use super::explained::Explained;
use super::label_words::is_akin;
use crate::check::Subject;
use crate::language::words_of;
use crate::report::Figure;
use crate::text::{Extreme, Line, NamedPart, ReadPassage, words_in};

/// Words that may say what only some of those counted are, so that the figure does not rank them: one is the verb.
const MOST_UNEXPLAINED: usize = 1;
/// Words between "most" and the name that it tells of: "most work permits of the quarter were granted to citizens of".
const WORDS_TO_NAME: usize = 10;

/// The one figure whose label stands in a clause, all its words.
pub(super) fn told_of<'a>(subject: &Subject<'a>, line: &Line<'_>, own: &Range<usize>) -> Option<&'a Figure> {
    let labels = subject.labels;
    let here = crate::check::telling_words(&line.text[own.clone()], subject.locale);
    let is_here = |word: &String| here.iter().any(|known| is_akin(known, word));
    let count = |label: &[String]| label.iter().filter(|word| !labels.is_generic(word)).count();
    let told = labels.all().filter(|(_, label)| count(label) > 0);
    let told: Vec<(&str, usize)> = told
        .filter(|(_, label)| label.iter().filter(|word| !labels.is_generic(word)).all(is_here))
        .map(|(key, label)| (key, count(label)))
        .collect();
    // "Work permits of seasonal workers" are no work permits: of labels that stand there, the longest is meant.
    let most = told.iter().map(|(_, count)| *count).max()?;
    let mut longest = told.into_iter().filter(|(_, count)| *count == most);
    let ((key, _), None) = (longest.next()?, longest.next()) else { return None };
    subject.report.figures.get(key).map(AsRef::as_ref)
}

/// The part of a sentence around a superlative, with the figure that its words name.
pub(super) struct Clause<'c> {
    pub(super) subject: &'c Subject<'c>,
    pub(super) line: &'c Line<'c>,
    pub(super) range: &'c Range<usize>,
    pub(super) figure: &'c Figure,
    pub(super) named: &'c [NamedPart],
    pub(super) extreme: &'c Extreme,
}

impl Clause<'_> {
    /// Whether no other period is named than the figure's own, and no digit stands outside of such a name.
    pub(super) fn is_of_now(&self, passage: &ReadPassage<'_>) -> bool {
        let period = self.figure.period;
        let mut mentions = passage.named.iter().filter(|mention| self.range.contains(&mention.range.start));
        let text = &self.line.text[self.range.clone()];
        let mut digits = text.char_indices().filter(|(_, c)| c.is_ascii_digit());
        let is_in_mention = |at: usize| passage.named.iter().any(|mention| mention.range.contains(&at));
        mentions.all(|mention| mention.named.means(period, period))
            && digits.all(|(at, _)| is_in_mention(self.range.start + at))
    }

    /// Whether the words of the clause that nothing here explains are so few that they say of no subset.
    pub(super) fn is_of_all(&self, passage: &ReadPassage<'_>) -> bool {
        let explained = Explained {
            subject: self.subject,
            figure: self.figure,
            named: self.named,
            mentions: &passage.named,
        };
        let words = self.words(&self.line.lower);
        let mut unexplained = 0;
        for (index, (at, word)) in words.iter().enumerate() {
            if self.extreme.range.contains(at) || explained.is(*at, word) {
                continue;
            }
            let next = words.get(index + 1);
            // "Refused asylum applications".
            if next
                .is_some_and(|(_, word)| explained.is_of_label(word) && !self.subject.labels.is_generic(word))
            {
                return false;
            }
            // "The largest amount of".
            let is_head = self.line.lower[..*at].trim_end().len() == self.extreme.range.end;
            unexplained += usize::from(!is_head);
        }
        unexplained <= MOST_UNEXPLAINED
    }

    /// Whether something else with a name stands in the clause: a place, a body, a part of another figure.
    pub(super) fn names_others(&self, passage: &ReadPassage<'_>) -> bool {
        let is_known = |at: usize| {
            self.named.iter().any(|(range, _)| range.contains(&at))
                || passage.named.iter().any(|mention| mention.range.contains(&at))
        };
        let all = self.words(&self.line.text);
        let label = &self.figure.label;
        let home = || self.subject.locale.country_forms(&self.subject.spec.series.country.value);
        let is_name = |(at, word): &(usize, &str)| {
            word.starts_with(char::is_uppercase)
                && !is_known(*at)
                && !label.contains(word)
                && !home().any(|name| name.split(' ').any(|home| is_akin(home, word)))
        };
        let others = self.subject.report.figures.keys().filter(|key| **key != self.figure.key);
        let of_others = || {
            others.flat_map(|key| {
                let (names, locale) = (self.subject.names, self.subject.locale);
                crate::text::named_parts(self.line, key, self.range, names, locale)
            })
        };
        // The first word of a sentence has a capital anyway.
        all.iter().skip(1).any(is_name) || of_others().any(|(range, _)| !is_known(range.start))
    }

    /// The words of the clause in a text of the line, with their places there.
    fn words<'t>(&self, text: &'t str) -> Vec<(usize, &'t str)> {
        words_of(&text[self.range.clone()]).map(|(at, word)| (self.range.start + at, word)).collect()
    }

    /// Whether a name stands in the clause of "most", not far behind it.
    pub(super) fn is_near(&self, name: &Range<usize>) -> bool {
        let between = self.extreme.range.end..name.start;
        self.extreme.range.end <= name.start
            && !self.line.lower[between.clone()].contains([',', ';', ':', '('])
            && words_in(self.line, between) <= WORDS_TO_NAME
    }
}
