//! The rule about the periods that a sentence names and those that its numbers are of.

use std::ops::Range;

use super::Subject;
use super::mention::{Calendar, Mention, mentions};
use super::sentence::{Line, Occurrence};
use crate::data::period::Period;
use crate::diag::Diagnostic;
use crate::report::{Piece, PieceKind, What};

/// A sentence with the periods that it names.
struct Named<'a> {
    line: &'a Line<'a>,
    mentions: Vec<Mention>,
    /// Where its numbers that compare two periods end.
    comparisons: Vec<usize>,
}

#[doc = include_str!("help/claim-period.md")]
pub(super) fn claim_period(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let calendar = Calendar::new(subject.locale);
    for passage in &subject.report.passages {
        let is_of_figure =
            |piece: &Piece| matches!(piece.kind, PieceKind::Number { .. } | PieceKind::Claimed(_));
        if !passage.pieces.iter().any(is_of_figure) {
            continue;
        }
        let line = Line::new(passage);
        let mut before: Vec<Mention> = Vec::new();
        for sentence in line.sentences() {
            let occurrences = line.occurrences(subject.report, &sentence);
            let here = mentions(&line, &sentence, &calendar);
            let comparing = occurrences.iter().filter(|occurrence| occurrence.asked.what.base().is_some());
            let comparisons: Vec<usize> = comparing.map(|occurrence| occurrence.range.end).collect();
            let own = Named { line: &line, mentions: here.clone(), comparisons: comparisons.clone() };
            let with_context = Named {
                line: &line,
                mentions: if here.is_empty() { before.clone() } else { here.clone() },
                comparisons,
            };
            let taken: Vec<Range<usize>> = occurrences
                .iter()
                .filter_map(|other| Some(own.beside(subject, &other.range)?.range.clone()))
                .collect();
            for occurrence in &occurrences {
                let comparison = occurrence.asked.what.base().is_some();
                let named = if comparison { &with_context } else { &own };
                findings.extend(named.check(subject, occurrence, &taken));
            }
            if !here.is_empty() {
                before = here;
            }
        }
    }
    findings
}

impl Named<'_> {
    /// `taken` are the periods that stand right beside a number: they are of that number and of no other.
    fn check(
        &self,
        subject: &Subject<'_>,
        occurrence: &Occurrence<'_>,
        taken: &[Range<usize>],
    ) -> Option<Diagnostic> {
        let own = subject.report.figures.get(&occurrence.asked.figure)?.period;
        let wrong = match occurrence.asked.what {
            What::Change { from, to } | What::Ratio { from, to } => self.wrong_base(from, to, own),
            What::Value(period) => self.wrong_value(subject, occurrence, (period, own), taken),
            What::Share(_) | What::Part(_) | What::Shares | What::Parts => {
                self.wrong_value(subject, occurrence, (own, own), taken)
            }
            // A rate holds for every period that it is used for.
            What::Rate => None,
        }?;
        let locale = subject.locale;
        let said = &self.line.text[wrong.said.clone()];
        let number = self.line.text[occurrence.range.clone()].to_owned();
        let label = subject.report.figures.get(&occurrence.asked.figure).map_or("", |figure| &figure.label);
        let of = locale.period(wrong.of);
        let message = match wrong.is_base {
            true => format!("the sentence names {said}, the number {number} ({label}) is compared with {of}"),
            false => format!("the sentence names {said}, the number {number} ({label}) is that of {of}"),
        };
        let hint = format!("name {of} in the sentence, or ask for the period that is named");
        Some(Diagnostic::warning("claim-period", occurrence.span, message).hint(hint).found(number))
    }

    /// A comparison in a sentence that names other periods than the one it starts from.
    fn wrong_base(&self, from: Period, to: Period, own: Period) -> Option<Wrong> {
        let means = |period| move |mention: &&Mention| mention.named.means(period, to);
        if to != own && !self.mentions.is_empty() && !self.mentions.iter().any(|m| m.named.means(to, to)) {
            return self.first_of(|_| true, to, false);
        }
        if self.mentions.iter().any(|mention| means(from)(&mention)) {
            return None;
        }
        self.first_of(|mention| !mention.named.means(to, to), from, true)
    }

    /// A value in a sentence that names other periods than its own.
    fn wrong_value(
        &self,
        subject: &Subject<'_>,
        occurrence: &Occurrence<'_>,
        (period, own): (Period, Period),
        taken: &[Range<usize>],
    ) -> Option<Wrong> {
        if let Some(beside) = self.beside(subject, &occurrence.range) {
            let right = beside.named.means(period, own) || beside.named.means(period, period);
            return (!right).then(|| Wrong { said: beside.range.clone(), of: period, is_base: false });
        }
        let free: Vec<&Mention> =
            self.mentions.iter().filter(|mention| !taken.contains(&mention.range)).collect();
        // What a comparison ends at is mostly not named again: "they fell by 17 per cent to 254".
        let compared = self.comparisons.iter().rfind(|end| **end <= occurrence.range.start);
        let is_end = compared.is_some_and(|end| {
            let between = *end..occurrence.range.start;
            !self.mentions.iter().any(|mention| between.contains(&mention.range.start))
        });
        if free.is_empty() || (period == own && is_end) {
            return None;
        }
        let named = free
            .iter()
            .any(|mention| mention.named.means(period, own) || mention.named.means(period, period));
        let said = free.first()?.range.clone();
        (!named).then_some(Wrong { said, of: period, is_base: false })
    }

    fn first_of(&self, which: impl Fn(&Mention) -> bool, of: Period, is_base: bool) -> Option<Wrong> {
        let mention = self.mentions.iter().find(|mention| which(mention))?;
        Some(Wrong { said: mention.range.clone(), of, is_base })
    }

    /// The period named right behind a number, "76.4 in April", or right before it, "April–June 2022 (306.3)".
    fn beside(&self, subject: &Subject<'_>, number: &Range<usize>) -> Option<&Mention> {
        let leads = &subject.locale.words().reading.period_leads;
        let behind =
            self.mentions.iter().find(|mention| mention.range.start >= number.end).filter(|mention| {
                let between = without_brackets(&self.line.lower[number.end..mention.range.start]);
                leads.iter().any(|lead| between.trim() == lead)
            });
        behind.or_else(|| {
            let before = self.mentions.iter().rfind(|mention| mention.range.end <= number.start)?;
            let between = self.line.text[before.range.end..number.start].trim_start();
            (between.starts_with('(') && !between.contains(')')).then_some(before)
        })
    }
}

/// What is wrong: where the sentence names a period, and which one the number is of.
struct Wrong {
    said: Range<usize>,
    of: Period,
    is_base: bool,
}

/// A text without what stands in round brackets, closed before it or in it.
fn without_brackets(text: &str) -> String {
    let mut out = String::new();
    let mut depth = 0;
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' if depth > 0 => depth -= 1,
            ')' => out.clear(),
            _ if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}
