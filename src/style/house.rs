//! A house style, loaded: the rules of its file with what the series says otherwise.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use aho_corasick::AhoCorasick;
use include_dir::{Dir, include_dir};
use toml::Spanned;

use super::example::try_examples;
use super::pairs::automaton;
use super::raw::{RawFile, RawRule, RawSeries};
use super::room::Room;
use super::rule::Rule;
use super::shape::Known;
use crate::diag::code::{BAD_STYLE_RULE, STYLE, UNKNOWN_CHOICE};
use crate::diag::{Code, Diagnostic, SourceId, Span, listed, nearest};
use crate::language::Language;
use crate::spec::Spec;
use crate::spec::schema::StyleSpec;

static HOUSES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/data/style");

/// A house style for a language.
#[derive(Debug)]
pub struct House {
    rules: Arc<Vec<Rule>>,
    quotations: Vec<(char, char)>,
    acronyms: BTreeSet<String>,
    /// Names of the edition, which no rule reads.
    names: Vec<String>,
    shielded: Option<AhoCorasick>,
}

/// A file of rules, and where it was written: none for one inside the program.
struct Written {
    file: RawFile,
    source: Option<SourceId>,
}

/// Rules that every edition of a house has, made ready once.
static READY: Mutex<BTreeMap<String, Arc<Vec<Rule>>>> = Mutex::new(BTreeMap::new());

impl House {
    /// The house that a series names, with what the series changes of it; none when it names none.
    ///
    /// # Errors
    /// What is wrong with the file of the house, with a rule of it, or with what the series says of it.
    pub fn load(spec: &Spec, language: &Language) -> Result<Option<Self>, Vec<Diagnostic>> {
        let Some(style) = &spec.series.style else { return Ok(None) };
        let stem = format!("{}-{}", style.house.value, language.language());
        let written = match spec.style_file {
            Some(source) => {
                let file = toml::from_str(spec.sources.text(source)).map_err(|error| {
                    let range = error.span().unwrap_or(0..0);
                    let place = Span { source, start: range.start, end: range.end };
                    vec![
                        Diagnostic::new(BAD_STYLE_RULE, place, error.message())
                            .hint("docs/style.md lists the keys of a rule"),
                    ]
                })?;
                Written { file, source: Some(source) }
            }
            None => match embedded(&stem) {
                Some(file) => Written { file, source: None },
                None if houses().iter().any(|house| *house == style.house.value) => return Ok(None),
                None => return Err(vec![unknown_house(style)]),
            },
        };
        let own: RawSeries = toml::from_str(spec.sources.text(style.span.source)).map_err(|error| {
            let range = error.span().unwrap_or_else(|| style.span.range());
            let place = Span { start: range.start, end: range.end, ..style.span };
            vec![
                Diagnostic::new(BAD_STYLE_RULE, place, error.message())
                    .hint("docs/style.md lists the keys of a rule"),
            ]
        })?;
        let mut house = Self::of_file(&written.file);
        house.names.extend(learned(spec));
        house.names.extend(style.names.iter().map(|name| name.value.clone()));
        house.names.retain(|name| name.chars().count() > 1);
        house.names.sort();
        house.names.dedup();
        house.shielded = automaton(house.names.iter().map(String::as_str)).ok();
        house.rules = if written.source.is_none() && own.style.rules.is_empty() && style.off.is_empty() {
            ready(&stem, &written.file)
        } else {
            Arc::new(house.own_rules(written, own.style.rules, style, language)?)
        };
        Ok(Some(house))
    }

    /// A house without rules yet.
    fn of_file(file: &RawFile) -> Self {
        let pair = |pair: &String| {
            let mut signs = pair.chars();
            Some((signs.next()?, signs.next()?))
        };
        Self {
            rules: Arc::default(),
            quotations: file.quotations.iter().filter_map(pair).collect(),
            acronyms: file.acronyms.iter().cloned().collect(),
            names: file.names.clone(),
            shielded: None,
        }
    }

    /// The rules of a file with those of the series, each held against its examples when it is an author's.
    fn own_rules(
        &self,
        written: Written,
        own: Vec<Spanned<RawRule>>,
        style: &StyleSpec,
        language: &Language,
    ) -> Result<Vec<Rule>, Vec<Diagnostic>> {
        let mut raw: Vec<(RawRule, Option<Span>)> = Vec::new();
        let place = |source: SourceId, rule: &Spanned<RawRule>| Span {
            source,
            start: rule.span().start,
            end: rule.span().end,
        };
        let mut faults = Vec::new();
        for rule in written.file.rules {
            let span = written.source.map(|source| place(source, &rule));
            let rule = rule.into_inner();
            if raw.iter().any(|(known, _)| known.id == rule.id) {
                let message = format!("the rule `{}` is given twice", rule.id);
                faults.push(Diagnostic::new(BAD_STYLE_RULE, span, message).hint("delete one of them"));
            }
            raw.push((rule, span));
        }
        for rule in own {
            let span = Some(place(style.span.source, &rule));
            let rule = rule.into_inner();
            match raw.iter_mut().find(|(known, _)| known.id == rule.id) {
                Some((known, at)) => {
                    *known = std::mem::take(known).changed(rule);
                    *at = span;
                }
                None => raw.push((rule, span)),
            }
        }
        for off in &style.off {
            let known = raw.len();
            raw.retain(|(rule, _)| rule.id != off.value);
            if raw.len() == known {
                let message = format!("the house style has no rule `{}`", off.value);
                let fault = Diagnostic::new(UNKNOWN_CHOICE, off.span, message);
                faults.push(fault.did_you_mean(&off.value, raw.iter().map(|(rule, _)| rule.id.as_str())));
            }
        }
        let known = Known { language, acronyms: &self.acronyms, names: &[] };
        let mut rules = Vec::new();
        let mut room = Room::default();
        for (raw, span) in &raw {
            let is_own = span.is_some();
            let fits = if is_own { room.add(raw) } else { Ok(()) };
            let made = fits.and_then(|()| Rule::new(raw)).and_then(|rule| {
                let rule = rule.map(|rule| rule.of_author(is_own));
                if let Some(rule) = rule.as_ref().filter(|rule| is_own && !rule.is_of_program()) {
                    rule.try_patterns(&mut room.compiled)?;
                    try_examples(rule, &self.quotations, known)?;
                }
                Ok(rule)
            });
            if room.is_full() {
                let fault = Diagnostic::new(BAD_STYLE_RULE, *span, "the style has more rules than are read");
                return Err(vec![fault.hint(Room::HINT)]);
            }
            match made {
                Ok(rule) => rules.extend(rule),
                Err(why) => {
                    let message = format!("the rule `{}` cannot be used: {why}", raw.id);
                    let hint = "mend the rule or its examples; docs/style.md shows how one is written";
                    faults.push(Diagnostic::new(BAD_STYLE_RULE, *span, message).hint(hint));
                }
            }
        }
        if faults.is_empty() { Ok(rules) } else { Err(faults) }
    }

    /// Its rules, in the order of its file.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The codes of its rules.
    pub fn codes(&self) -> impl Iterator<Item = Code> {
        self.rules.iter().map(|rule| rule.code)
    }

    pub(super) fn quotations(&self) -> &[(char, char)] {
        &self.quotations
    }

    pub(super) fn acronyms(&self) -> &BTreeSet<String> {
        &self.acronyms
    }

    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    pub(super) fn shielded(&self) -> Option<&AhoCorasick> {
        self.shielded.as_ref()
    }
}

/// A file of rules inside the program.
fn embedded(stem: &str) -> Option<RawFile> {
    toml::from_str(HOUSES.get_file(format!("{stem}.toml"))?.contents_utf8()?).ok()
}

/// The rules of a file inside the program, which a test holds against their examples.
fn ready(stem: &str, file: &RawFile) -> Arc<Vec<Rule>> {
    let mut known = READY.lock().unwrap_or_else(PoisonError::into_inner);
    let make = || file.rules.iter().filter_map(|raw| Rule::new(raw.get_ref()).ok().flatten()).collect();
    Arc::clone(known.entry(stem.to_owned()).or_insert_with(|| Arc::new(make())))
}

/// The houses inside the program.
fn houses() -> Vec<&'static str> {
    let stems = HOUSES.files().filter_map(|file| file.path().file_stem()?.to_str());
    let mut houses: Vec<&str> = stems.filter_map(|stem| Some(stem.split_once('-')?.0)).collect();
    houses.sort_unstable();
    houses.dedup();
    houses
}

fn unknown_house(style: &StyleSpec) -> Diagnostic {
    let house = &style.house;
    let message = format!("unknown house style `{}`", house.value);
    let known = houses();
    Diagnostic::new(UNKNOWN_CHOICE, house.span, message)
        .meant(nearest(&house.value, known.iter().copied()))
        .hint(format!(
            "write one of: {}; or put style/{}-….toml beside the series",
            listed(known),
            house.value
        ))
}

/// Names that a series has for its own ends: sources, publisher, donors.
fn learned(spec: &Spec) -> Vec<String> {
    let sources = spec.common.iter().flat_map(|common| &common.sources).map(|source| &source.name);
    let series = &spec.series;
    let others = series
        .publisher
        .name
        .iter()
        .chain(series.donors.iter().map(|donor| &donor.name))
        .chain(&series.author);
    // An acronym behind a name is not part of it.
    let plain = |name: &str| name.split(" (").next().unwrap_or_default().trim().to_owned();
    sources.chain(others).map(|text| plain(&text.value)).filter(|name| name.contains(' ')).collect()
}

/// The codes of the rules inside the program, by their text.
static CODES: LazyLock<BTreeMap<&'static str, Code>> = LazyLock::new(|| {
    let stems = HOUSES.files().filter_map(|file| file.path().file_stem()?.to_str());
    let rules = stems.filter_map(|stem| Some(ready(stem, &embedded(stem)?)));
    let rules: Vec<Arc<Vec<Rule>>> = rules.collect();
    rules.iter().flat_map(|rules| rules.iter().map(|rule| (rule.code.as_str(), rule.code))).collect()
});

/// The code of a rule of house style inside the program.
pub fn code(text: &str) -> Option<Code> {
    text.starts_with(STYLE).then(|| CODES.get(text).copied()).flatten()
}

#[cfg(test)]
mod tests {
    use super::{HOUSES, House, READY, embedded};
    use crate::language::Language;
    use crate::style::example::try_examples;
    use crate::style::rule::Rule;
    use crate::style::shape::Known;

    #[test]
    fn every_rule_inside_the_program_comes_out_as_its_examples_say() {
        let mut faults = Vec::new();
        for file in HOUSES.files() {
            let stem = file.path().file_stem().unwrap().to_str().unwrap();
            let text = file.contents_utf8().unwrap();
            if let Err(error) = toml::from_str::<super::RawFile>(text) {
                panic!("{stem}: {error}");
            }
            let raw = embedded(stem).unwrap();
            let house = House::of_file(&raw);
            let tag = stem.split_once('-').unwrap().1;
            let language = Language::embedded(tag).unwrap_or_else(|_| Language::embedded("en").unwrap());
            let known = Known { language: &language, acronyms: &house.acronyms, names: &[] };
            for raw in &raw.rules {
                let raw = raw.get_ref();
                let tried = Rule::new(raw).and_then(|rule| {
                    rule.filter(|rule| !rule.is_of_program()).map_or(Ok(()), |rule| {
                        rule.try_patterns(&mut super::Room::default().compiled)?;
                        try_examples(&rule, house.quotations(), known)
                    })
                });
                faults.extend(tried.err().map(|why| format!("{stem}: {}: {why}", raw.id)));
            }
        }
        assert!(faults.is_empty(), "{}", faults.join("\n"));
        assert!(READY.lock().is_ok());
    }
}
