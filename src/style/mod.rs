//! Holds an author's words to a house style: rules that are data, which an editor changes without Rust.
//!
//! A house is a file of rules for a language, `data/style/<house>-<language>.toml`, or one of the same name in the
//! folder `style/` beside the series. A series names its house, and may switch rules off, change them or add its own
//! ([`House::load`]). A rule is a pattern, a list of words, or a form that code knows and data describes; its own
//! examples have to come out as they say. What is read are the passages of the report, not Markdown: quotations, words
//! of another language, addresses and names are masked, and what the program computed is no author's.

use std::ops::Range;

use serde::Deserialize;

use crate::diag::{Diagnostic, Replacement, Severity, Sources, Span};
use crate::language::Language;
use crate::report::Report;

mod example;
mod house;
mod needed;
mod pairs;
mod prose;
mod raw;
mod room;
mod rule;
mod shape;
mod template;
#[cfg(test)]
mod tests;

pub use house::{House, code};
pub use rule::Rule;

use prose::Prose;
use rule::Finder;
use shape::Known;

/// How a rule finds what breaks it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    /// A pattern of words.
    Pattern,
    /// Words, and what is written for each.
    List,
    /// A form: of titles, lists, acronyms, notes.
    Structure,
}

/// How sure a rule is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Level {
    /// What it finds is wrong wherever it stands.
    Always,
    /// It is wrong in most places.
    Usually,
    /// Somebody has to look.
    Eye,
    /// The rule is switched off.
    Off,
}

/// Whether what a rule proposes is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Fix {
    /// Wherever it is proposed.
    Always,
    /// Somebody has to say yes.
    Ask,
    /// It proposes nothing.
    No,
}

/// What of a publication a rule reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Scope {
    /// Running text.
    Text,
    /// Items of lists.
    Lists,
    /// Titles of chapters, topics, entries.
    Titles,
    /// Captions, labels, remarks, alternative texts.
    Captions,
    /// Cells of tables.
    Tables,
    /// Notes, source lines, the bibliography.
    Notes,
    /// The page inside the cover.
    Imprint,
}

impl Scope {
    const ALL: [Self; 7] =
        [Self::Text, Self::Lists, Self::Titles, Self::Captions, Self::Tables, Self::Notes, Self::Imprint];
}

/// What a rule reads only when it asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Mask {
    /// Words of others, and titles of documents.
    Quotations,
    /// Addresses of the web and of mail.
    Addresses,
    /// Names of the edition.
    Names,
}

/// A place that breaks a rule.
#[derive(Debug, Clone)]
struct Hit {
    /// Where in the text of the report.
    range: Range<usize>,
    /// What would be right there.
    to: Option<String>,
    /// What is wrong, when the rule's own words do not say it.
    what: Option<String>,
    /// What is written instead, when it is not what the rule says.
    instead: Option<&'static str>,
    /// The place in the author's file, when it is none of the words.
    file: Option<Span>,
}

impl Hit {
    fn new(range: Range<usize>, to: Option<String>) -> Self {
        Self { range, to, what: None, instead: None, file: None }
    }

    fn saying(self, what: impl Into<String>) -> Self {
        Self { what: Some(what.into()), ..self }
    }
}

/// Characters of what was found that a message shows.
const SHOWN: usize = 60;

impl House {
    /// What breaks the rules in a report.
    pub fn findings(&self, report: &Report, sources: &Sources, language: &Language) -> Vec<Diagnostic> {
        let prose = Prose::new(&report.passages, sources, self.quotations(), self.shielded());
        self.hits(&prose, language)
            .into_iter()
            .filter_map(|(rule, hit)| finding(rule, &hit, &prose))
            .collect()
    }

    /// Every place that breaks a rule; of two on one place the longer stands.
    fn hits(&self, prose: &Prose<'_>, language: &Language) -> Vec<(&Rule, Hit)> {
        let known = Known { language, acronyms: self.acronyms(), names: self.names() };
        let all = self
            .rules()
            .iter()
            .flat_map(|rule| rule.hits(prose, known).into_iter().map(move |hit| (rule, hit)));
        let mut all: Vec<(&Rule, Hit)> = all.collect();
        all.sort_by_key(|(_, hit)| (hit.range.start, std::cmp::Reverse(hit.range.end)));
        let mut reach = 0..0;
        all.retain(|(rule, hit)| {
            // A form is about more than the words it is told at.
            if rule.is_of_form() {
                return true;
            }
            let is_inside = reach.start <= hit.range.start && hit.range.end <= reach.end;
            if !is_inside {
                reach = hit.range.clone();
            }
            !is_inside
        });
        all
    }

    /// What the house says of findings of the program's own rules: how severe they are, and why.
    pub fn dress(&self, findings: &mut [Diagnostic]) {
        let rules = self.rules().iter().filter_map(|rule| match &rule.finder {
            Finder::Program(code) => Some((*code, rule)),
            _ => None,
        });
        let rules: Vec<_> = rules.collect();
        for finding in findings {
            if let Some((_, rule)) = rules.iter().find(|(code, _)| *code == finding.code) {
                if finding.severity == finding.code.severity() && finding.severity != Severity::Error {
                    finding.severity = rule.code.severity();
                }
                finding.hints.push(format!("house style: {}", rule.why));
            }
        }
    }
}

fn finding(rule: &Rule, hit: &Hit, prose: &Prose<'_>) -> Option<Diagnostic> {
    let span = hit.file.or_else(|| prose.span(&hit.range))?;
    let found = hit.file.map_or_else(|| &prose.text[hit.range.clone()], |span| prose.written(span));
    let place = hit.file.or_else(|| prose.literal(&hit.range));
    let certain = rule.fix == Fix::Always && !prose.is_claimed(&hit.range);
    let can_write = |to: &String| !to.contains(['"', '\\', '\n', '\'']);
    let text = hit.to.as_ref().filter(|to| rule.fix != Fix::No && can_write(to));
    let replacement = text.zip(place).map(|(text, place)| Replacement { place, text: text.clone(), certain });
    let hint = match (&hit.to, hit.instead.or(rule.instead.as_deref())) {
        (Some(to), _) if to.is_empty() => "delete it".to_owned(),
        (Some(to), _) => format!("write “{to}”"),
        (None, Some(instead)) => format!("write: {instead}"),
        (None, None) => format!("see `quarterly check --explain {}`", rule.code),
    };
    let what = hit.what.as_deref().unwrap_or(&rule.why);
    let finding = Diagnostic::new(rule.code, span, format!("“{}”: {what}", short(found)));
    Some(finding.hint(hint).found(found).mended_by(replacement))
}

/// The beginning of what was found.
fn short(found: &str) -> String {
    match found.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}…", &found[..at]),
        None => found.to_owned(),
    }
}
