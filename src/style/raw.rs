//! A file of rules as it is written.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::{Fix, Kind, Level, Mask, Scope};

/// A file of rules.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawFile {
    /// Pairs of signs between which others speak: `“”`.
    pub(super) quotations: Vec<String>,
    /// Names that every edition may have in them.
    pub(super) names: Vec<String>,
    /// Acronyms that nobody has to spell out.
    pub(super) acronyms: Vec<String>,
    #[serde(rename = "rule")]
    pub(super) rules: Vec<Spanned<RawRule>>,
}

/// What a series says of its style.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct RawSeries {
    pub(super) style: RawStyle,
}

/// The table `[style]` of a series; its other keys are read with the series.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct RawStyle {
    #[serde(rename = "rule")]
    pub(super) rules: Vec<Spanned<RawRule>>,
}

/// A rule.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawRule {
    pub(super) id: String,
    pub(super) kind: Option<Kind>,
    pub(super) find: Option<String>,
    pub(super) needs: Option<String>,
    #[serde(rename = "use")]
    pub(super) instead: Option<String>,
    pub(super) pairs: BTreeMap<String, String>,
    pub(super) endings: Vec<String>,
    pub(super) words: BTreeMap<String, String>,
    pub(super) check: Option<String>,
    pub(super) signs: Vec<String>,
    pub(super) forms: Vec<String>,
    pub(super) except: Vec<String>,
    #[serde(rename = "in")]
    pub(super) scopes: Vec<Scope>,
    pub(super) reads: Vec<Mask>,
    pub(super) level: Option<Level>,
    pub(super) fix: Option<Fix>,
    pub(super) why: String,
    pub(super) source: String,
    pub(super) wrong: Vec<String>,
    pub(super) right: Vec<String>,
}

impl RawRule {
    /// The rule with what a series says otherwise.
    pub(super) fn changed(mut self, own: Self) -> Self {
        fn list<T>(old: &mut Vec<T>, new: Vec<T>) {
            if !new.is_empty() {
                *old = new;
            }
        }
        fn word(old: &mut String, new: String) {
            if !new.is_empty() {
                *old = new;
            }
        }
        self.kind = own.kind.or(self.kind);
        // What another pattern needs is its own.
        self.needs = own.needs.or(self.needs.filter(|_| own.find.is_none()));
        self.find = own.find.or(self.find);
        self.instead = own.instead.or(self.instead);
        self.check = own.check.or(self.check);
        self.level = own.level.or(self.level);
        self.fix = own.fix.or(self.fix);
        self.pairs.extend(own.pairs);
        self.words.extend(own.words);
        list(&mut self.endings, own.endings);
        list(&mut self.signs, own.signs);
        list(&mut self.forms, own.forms);
        self.except.extend(own.except);
        list(&mut self.scopes, own.scopes);
        list(&mut self.reads, own.reads);
        list(&mut self.wrong, own.wrong);
        list(&mut self.right, own.right);
        word(&mut self.why, own.why);
        word(&mut self.source, own.source);
        self
    }
}
