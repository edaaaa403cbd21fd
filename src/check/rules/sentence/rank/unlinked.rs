//! Superlatives in sentences without a number: "most permits went to nationals of India". Which figure they are about, the
//! words of its label say.

use std::collections::BTreeSet;
use std::ops::Range;

use super::about::WORDS_TO_NAME;
use super::left_out::left_out;
use super::ranking::{is_tied, of_figure, within_group};
use super::{names, of_many, wrong};
use crate::check::Subject;
use crate::check::rules::sentence::explained::{Explained, words_of};
use crate::check::rules::sentence::label_words::{LabelWords, is_akin};
use crate::diag::Diagnostic;
use crate::report::Figure;
use crate::text::{Extreme, Line, NamedPart, ReadPassage, Sentence, segment, stretch, words_in};

/// Words that may say what only some of those counted are, so that the figure does not rank them: one is the verb.
const MOST_UNEXPLAINED: usize = 1;

/// What the superlatives of a sentence without numbers tell wrongly of a figure that the sentence names.
pub(super) fn unlinked(
    subject: &Subject<'_>,
    passage: &ReadPassage<'_>,
    sentence: &Sentence<'_>,
    labels: &LabelWords<'_>,
) -> Vec<Diagnostic> {
    let extremes = sentence.extremes(&passage.line, subject.locale).iter();
    extremes.filter_map(|extreme| of_extreme(subject, passage, (sentence, extreme), labels)).collect()
}

fn of_extreme(
    subject: &Subject<'_>,
    passage: &ReadPassage<'_>,
    (sentence, extreme): (&Sentence<'_>, &Extreme),
    labels: &LabelWords<'_>,
) -> Option<Diagnostic> {
    let (line, reading) = (&passage.line, subject.locale.reading());
    let own = segment(line, &sentence.range, extreme.range.start, reading);
    let is_of_time = extreme.is_of_periods
        || extreme.is_of_change
        || stretch(line, &own, extreme, &passage.named, subject.locale).is_some()
        || line.has(&reading.open_times, &own)
        || line.has(&reading.negations.before, &own);
    if is_of_time {
        return None;
    }
    let figure = told_of(subject, line, &own, labels)?;
    let named = names(subject, line, figure, &own);
    let ranking = of_figure(figure)?;
    let clause = Clause { subject, line, range: &own, figure, named: &named, extreme };
    if !clause.is_of_now(passage) || !clause.is_of_all(passage, labels) || clause.names_others(passage) {
        return None;
    }
    if let Some(count) = extreme.count {
        return of_many(line, (extreme, count), (&ranking, &named));
    }
    let mut left_out = left_out(subject, line, &own, (extreme, &named), figure)?;
    // "After China, Türkiye got the most": a comma alone may go on with those that are left out, or end them.
    if let [.., (before, _), (last, name)] = &named[..]
        && named.iter().all(|(_, name)| left_out.contains(name.as_str()))
        && line.lower[before.end..last.start].trim() == ","
    {
        left_out.remove(name.as_str());
    }
    let mut about = named.iter().filter(|(_, name)| !left_out.contains(name.as_str()));
    let ((range, part), None) = (about.next()?, about.next()) else { return None };
    if extreme.needs_name && !clause.is_near(range) {
        return None;
    }
    let ranking = within_group(subject, line, &own, (ranking, part))?;
    if line.has(&reading.counted.foreign, &own) {
        left_out.insert(&subject.spec.series.country.value);
    }
    let before = ranking.before(part, extreme.is_highest, &left_out)?;
    let whole = ranking.before(part, extreme.is_highest, &BTreeSet::new())?;
    let is_right = before + 1 == extreme.nth
        || whole + 1 == extreme.nth && extreme.nth > 1
        || is_tied(&ranking, part, extreme);
    (!is_right).then(|| wrong(subject, line, (range, part, extreme), &ranking, &left_out))
}

/// The one figure with parts whose label stands in a clause, all its words.
fn told_of<'a>(
    subject: &Subject<'a>,
    line: &Line<'_>,
    own: &Range<usize>,
    labels: &LabelWords<'_>,
) -> Option<&'a Figure> {
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
struct Clause<'c> {
    subject: &'c Subject<'c>,
    line: &'c Line<'c>,
    range: &'c Range<usize>,
    figure: &'c Figure,
    named: &'c [NamedPart],
    extreme: &'c Extreme,
}

impl Clause<'_> {
    /// Whether no other period is named than the figure's own, and no digit stands outside of such a name.
    fn is_of_now(&self, passage: &ReadPassage<'_>) -> bool {
        let period = self.figure.period;
        let mut mentions = passage.named.iter().filter(|mention| self.range.contains(&mention.range.start));
        let text = &self.line.text[self.range.clone()];
        let mut digits = text.char_indices().filter(|(_, c)| c.is_ascii_digit());
        let is_in_mention = |at: usize| passage.named.iter().any(|mention| mention.range.contains(&at));
        mentions.all(|mention| mention.named.means(period, period))
            && digits.all(|(at, _)| is_in_mention(self.range.start + at))
    }

    /// Whether the words of the clause that nothing here explains are so few that they say of no subset.
    fn is_of_all(&self, passage: &ReadPassage<'_>, labels: &LabelWords<'_>) -> bool {
        let explained = Explained {
            subject: self.subject,
            labels,
            figure: self.figure,
            named: self.named,
            mentions: &passage.named,
        };
        let words = words_of(&self.line.lower, self.range);
        let mut unexplained = 0;
        for (index, (at, word)) in words.iter().enumerate() {
            if self.extreme.range.contains(at) || explained.is(*at, word) {
                continue;
            }
            let next = words.get(index + 1);
            // "Refused asylum applications".
            if next.is_some_and(|(_, word)| explained.is_of_label(word) && !labels.is_generic(word)) {
                return false;
            }
            // "The largest amount of".
            let is_head = self.line.lower[..*at].trim_end().len() == self.extreme.range.end;
            unexplained += usize::from(!is_head);
        }
        unexplained <= MOST_UNEXPLAINED
    }

    /// Whether something else with a name stands in the clause: a place, a body, a part of another figure.
    fn names_others(&self, passage: &ReadPassage<'_>) -> bool {
        let is_known = |at: usize| {
            self.named.iter().any(|(range, _)| range.contains(&at))
                || passage.named.iter().any(|mention| mention.range.contains(&at))
        };
        let all = words_of(&self.line.text, self.range);
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

    /// Whether a name stands in the clause of "most", not far behind it.
    fn is_near(&self, name: &Range<usize>) -> bool {
        let between = self.extreme.range.end..name.start;
        self.extreme.range.end <= name.start
            && !self.line.lower[between.clone()].contains([',', ';', ':', '('])
            && words_in(self.line, between) <= 2 * WORDS_TO_NAME
    }
}
