//! Finds the overlays of an edition and of its series, and puts their words in the places of the spec's.

use std::collections::{BTreeMap, BTreeSet};

use toml::de::DeTable;

use super::{LONGEST_FILE, Loader, Translated, head};
use crate::diag::{Diagnostic, SourceId, Span, Spanned, code, nearest};
use crate::language::LanguageTag;
use crate::spec::folder::ReadError;
use crate::spec::overlay::alphabets::mixed;
use crate::spec::overlay::read::{Written, overlay};
use crate::spec::overlay::stamp::{has_words, stamp};
use crate::spec::overlay::{Home, Overlay, Translation, Word, keys, path_of};
use crate::spec::text::Text;

/// Keys that are texts in TOML and no words: what they hold is the same in every language.
const NO_WORDS: [&str; 28] = [
    "at",
    "by",
    "change",
    "code",
    "country",
    "csv",
    "date",
    "derive",
    "figure",
    "file",
    "id",
    "kind",
    "list",
    "logo",
    "period",
    "place",
    "published",
    "reference",
    "series",
    "sort",
    "source",
    "standing",
    "total",
    "unit",
    "value",
    "values",
    "website",
    "xlsx",
];
/// Keys that are words.
const WORDS: [&str; 14] = [
    "alt",
    "credit",
    "label",
    "message",
    "name",
    "not_available",
    "note",
    "published",
    "remark",
    "summary",
    "text",
    "title",
    "what",
    "why",
];
/// Tables that have words.
const TABLES: [&str; 23] = [
    "author",
    "chapter",
    "charts",
    "correction",
    "cover",
    "donor",
    "event",
    "figures",
    "finding",
    "imprint",
    "keywords",
    "legislation",
    "names",
    "notes",
    "periods",
    "photos",
    "publisher",
    "reference",
    "sources",
    "standing",
    "tables",
    "term",
    "tile",
];

/// A file of the folder that says what it translates.
struct Beside {
    path: String,
    translates: String,
    language: String,
}

impl Loader<'_> {
    /// Whether a file is an overlay: it can be checked with its spec only.
    pub(super) fn refuse_overlay(&self, name: &str, source: SourceId) -> Option<()> {
        let (table, _) = DeTable::parse_recoverable(head(self.sources.text(source)));
        let table = table.get_ref();
        let Some(base) = table.get("translates").filter(|_| !table.contains_key("period")) else {
            return Some(());
        };
        let place = Span { source, start: base.span().start, end: base.span().end };
        let named = base.get_ref().as_str().unwrap_or_default();
        let fault = if self.is_there(named) {
            let message = format!("`{name}` translates `{named}` and is no edition itself");
            Diagnostic::new(code::OVERLAY_BASE, place, message)
                .hint(format!("name the edition: {}{named}; its overlays are read with it", self.prefix))
        } else {
            self.without_base(name, named, place)
        };
        self.fault(fault);
        None
    }

    fn is_there(&self, path: &str) -> bool {
        !path.is_empty()
            && !matches!(self.folder.read_at_most(path, 0), Err(ReadError::NotFound | ReadError::Outside))
    }

    fn without_base(&self, name: &str, named: &str, place: Span) -> Diagnostic {
        let message = format!("`{name}` translates `{named}`, and there is no such file");
        Diagnostic::new(code::OVERLAY_BASE, place, message)
            .hint(format!("name the file whose words these are: {}", expected_base(name)))
    }

    /// The overlays of the folder, by what they say of themselves.
    fn overlays_beside(&self) -> Vec<Beside> {
        let read = |path: String| {
            let bytes = self.folder.read_at_most(&path, LONGEST_FILE as u64).ok()?;
            let text = std::str::from_utf8(&bytes).ok()?;
            // Most files of a folder are none, and need not be parsed for it.
            text.contains("translates").then_some(())?;
            self.spend(bytes.len(), 0)?;
            let (table, _) = DeTable::parse_recoverable(head(text));
            let word = |key: &str| Some(table.get_ref().get(key)?.get_ref().as_str()?.to_owned());
            (!table.get_ref().contains_key("period")).then_some(())?;
            let (translates, language) = (word("translates")?, word("language").unwrap_or_default());
            Some(Beside { path, translates, language })
        };
        self.folder.list(".toml").into_iter().filter_map(read).collect()
    }

    /// The languages that an edition is published in, its own first: those of the edition or of its series.
    pub(super) fn languages(&self, own: &[Spanned<String>], base: &str) -> Vec<Spanned<String>> {
        let mut seen = BTreeSet::new();
        for language in own {
            if language.value.parse::<LanguageTag>().is_err() {
                let message = format!("`{}` is not the tag of a language", language.value);
                let fault = Diagnostic::new(code::BAD_LANGUAGE, language.span, message);
                self.fault(fault.hint("write tags such as en, ru, kk: languages = [\"en\", \"ru\"]"));
            } else if !seen.insert(language.value.as_str()) {
                let message = format!("`{}` stands in the list twice", language.value);
                self.fault(
                    Diagnostic::new(code::TWO_VALUES, language.span, message).hint("delete one of them"),
                );
            }
        }
        if let (Some(first), false) = (own.first(), seen.contains(base)) {
            let message = format!("`languages` does not have `{base}`, the language of the spec itself");
            let hint = format!("add it: languages = [\"{base}\", …]");
            self.fault(Diagnostic::new(code::OVERLAY_LANGUAGE, first.span, message).hint(hint));
        }
        let mut all = own.to_vec();
        all.sort_by_key(|language| language.value != base);
        all
    }

    /// Reads the overlays of all languages: those of the one that is asked for are put into the spec, the others only
    /// travel with it.
    pub(super) fn translate(
        &mut self,
        name: &str,
        (base, languages): (&Spanned<String>, &[Spanned<String>]),
        own_files: &[(&'static str, SourceId)],
        mut spec: Translated<'_>,
    ) -> Option<Translation> {
        let asked = self.language.clone().filter(|asked| *asked != base.value);
        // An own language that is asked for by name is one of several, whatever the series lists.
        if self.language.is_none() && languages.is_empty() {
            return None;
        }
        let series = spec.edition.series.value.clone();
        let beside = self.overlays_beside();
        self.check_beside(&beside);
        for language in
            languages.iter().filter(|language| **language != *base && Some(&language.value) != asked.as_ref())
        {
            for path in [path_of(name, &language.value), path_of(&series, &language.value)] {
                if let Ok(bytes) = self.folder.read(&path) {
                    self.keep(&path, &bytes);
                }
            }
        }
        let Some(asked) = asked else {
            for home in [Home::Edition, Home::Series] {
                self.words.extend(merge(None, None, &mut spec, home));
            }
            return None;
        };
        let names = spec.series.iter().flat_map(|(_, common)| &common.names).chain(&spec.common.names);
        let names = names.map(|(key, name)| (key.value.clone(), name.value.clone())).collect();
        let language_files = own_files.to_vec();
        let mut translation = Translation { from: base.clone(), overlays: Vec::new(), names, language_files };
        let listed = languages.iter().find(|language| language.value == asked).map(|language| language.span);
        let mut place = listed.unwrap_or(spec.edition.period.span);
        let from = base.value.parse::<LanguageTag>().ok();
        for (home, file) in [(Home::Edition, name), (Home::Series, series.as_str())] {
            let read = self.overlay_of(file, &asked, &beside);
            let texts = read.as_ref().map(|(.., written)| &written.texts);
            let words = merge(from.as_ref(), texts, &mut spec, home);
            if let Some((source, path, written)) = read {
                place = written.language.as_ref().map_or(place, |language| language.span);
                self.tell(&words, (file, &asked), &written);
                let place_of =
                    |(key, (place, text)): (&String, &(Span, Text))| (key.clone(), (*place, text.span));
                let places = written.texts.iter().map(place_of).collect();
                let stamps = written.stamps;
                translation.overlays.push(Overlay { home, source, path, stamps, places });
            } else if words.iter().any(Word::has_words) {
                let message = format!(
                    "`{file}` has no translation into `{asked}`: there is no `{}`",
                    path_of(file, &asked)
                );
                let fault =
                    Diagnostic::new(code::TRANSLATION_MISSING, listed, message).found(path_of(file, &asked));
                self.fault(
                    fault.hint(format!("quarterly translate {}{name} --language {asked}", self.prefix)),
                );
            }
            self.words.extend(words);
        }
        spec.edition.language = Some(Spanned::new(asked, place));
        Some(translation)
    }

    /// Reads the overlay of a file, when there is one.
    fn overlay_of(
        &mut self,
        file: &str,
        tag: &str,
        beside: &[Beside],
    ) -> Option<(SourceId, String, Written)> {
        let expected = path_of(file, tag);
        let is_same = |one: &&Beside| one.translates == file && one.language == tag && one.path != expected;
        for Beside { path, .. } in beside.iter().filter(is_same) {
            let source = self.read_apart(path);
            let place = source.map(|source| self.place_of("language", source));
            let fault = if self.is_there(&expected) {
                let message = format!("`{path}` translates `{file}` into `{tag}`, as `{expected}` does");
                Diagnostic::new(code::OVERLAY_TWICE, place, message)
                    .hint("keep one of the two: move the words of this file into the other and delete it")
            } else {
                let message = format!("the translation of `{file}` into `{tag}` is called `{expected}`");
                Diagnostic::new(code::OVERLAY_LANGUAGE, place, message).hint(format!("rename `{path}`"))
            };
            self.fault(fault);
        }
        if !self.is_there(&expected) {
            return None;
        }
        let source = self.text(&expected, None)?;
        let written = self.parse(source, overlay)?;
        // One that is not there has been told.
        let is_other =
            |translates: &&Spanned<String>| translates.value != file && self.is_there(&translates.value);
        if let Some(translates) = written.translates.as_ref().filter(is_other) {
            let message = format!("`{expected}` says that it translates `{}`", translates.value);
            let fault = Diagnostic::new(code::OVERLAY_BASE, translates.span, message);
            self.fault(fault.hint(format!("write translates = \"{file}\"")));
        }
        if let Some(language) = written.language.as_ref().filter(|language| language.value != tag) {
            let message = format!("`{expected}` says that its language is `{}`", language.value);
            let hint = format!("write language = \"{tag}\", or give the file the name of the other language");
            self.fault(Diagnostic::new(code::OVERLAY_LANGUAGE, language.span, message).hint(hint));
        }
        Some((source, expected, written))
    }

    /// The value of a key at the top of a file.
    fn place_of(&self, key: &str, source: SourceId) -> Span {
        let (table, _) = DeTable::parse_recoverable(head(self.sources.text(source)));
        let range = table.get_ref().get(key).map_or(0..0, toml::Spanned::span);
        Span { source, start: range.start, end: range.end }
    }

    /// Tells what an overlay has too much, what it lacks, and what is no longer the translation of what stands there.
    fn tell(&self, words: &[Word], (file, tag): (&str, &str), written: &Written) {
        let known: BTreeMap<&str, &Word> = words.iter().map(|word| (word.key.as_str(), word)).collect();
        for (key, (place, _)) in written.texts.iter().filter(|(key, _)| !known.contains_key(key.as_str())) {
            self.fault(not_known(key, *place, &known, file));
        }
        let mut unstamped = Vec::new();
        for word in words {
            let key = &word.key;
            if !word.is_translated() {
                if word.has_words() {
                    let given = written.texts.get(key).map(|(_, text)| text.span);
                    let message = format!("`{key}` is not translated into `{tag}`; it is printed as it is");
                    let fault = Diagnostic::new(
                        code::TRANSLATION_MISSING,
                        given.unwrap_or(word.source.span),
                        message,
                    );
                    self.fault(
                        fault.found(key.as_str()).hint(format!("write it into `{}`", path_of(file, tag))),
                    );
                }
                continue;
            }
            match written.stamps.get(key) {
                None => unstamped.push(word),
                Some(of) if of.value == stamp(&word.source.value) => {}
                Some(_) => {
                    let place = self.place(word.source.span);
                    let message = format!("the text that `{key}` translates is another one now ({place})");
                    let fault = Diagnostic::new(code::TRANSLATION_STALE, word.printed.span, message);
                    let hint = "`quarterly translate` shows what changed; mend it, then accept it: --accept";
                    self.fault(fault.found(key.as_str()).hint(format!("{hint} {key}")));
                }
            }
            for found in mixed(&word.printed.value) {
                let text = &word.printed.value[found.place.clone()];
                let message = format!(
                    "`{text}` has letters of two alphabets: {} is {}",
                    listed(&found.odd),
                    found.name
                );
                let fault = Diagnostic::new(
                    code::MIXED_ALPHABETS,
                    word.printed.at(found.place.start, found.place.end),
                    message,
                );
                self.fault(fault.found(text).hint("type the word anew, in one keyboard layout"));
            }
        }
        if let [first, ..] = &unstamped[..] {
            let count = unstamped.len();
            let what = if count == 1 { "1 text has".to_owned() } else { format!("{count} texts have") };
            let message = format!(
                "{what} not been accepted as a translation of what stands in `{file}` now, first `{}`",
                first.key
            );
            let fault = Diagnostic::new(code::TRANSLATION_STALE, first.printed.span, message).found(tag);
            self.fault(
                fault.hint(format!("when they are right: quarterly translate … --language {tag} --all")),
            );
        }
    }

    /// File, line and column, for messages.
    fn place(&self, span: Span) -> String {
        let (line, column) = self.sources.line_column(span);
        format!("{}:{line}:{column}", self.sources.name(span.source))
    }

    /// An overlay whose base is not there is told for each edition of its folder.
    fn check_beside(&mut self, beside: &[Beside]) {
        for Beside { path, translates, .. } in beside {
            if self.is_there(translates) {
                continue;
            }
            let Some(source) = self.read_apart(path) else { continue };
            let place = self.place_of("translates", source);
            self.fault(self.without_base(path, translates, place));
        }
    }

    /// Reads a file for messages alone: it does not become part of the edition.
    fn read_apart(&mut self, path: &str) -> Option<SourceId> {
        let bytes = self.folder.read_at_most(path, LONGEST_FILE as u64).ok()?;
        let text = std::str::from_utf8(&bytes).ok()?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        Some(self.sources.add(&format!("{}{path}", self.prefix), text))
    }
}

/// Puts the words of an overlay into the spec, and gives all that a translation has to say. What is not translated is
/// marked with its language.
fn merge(
    from: Option<&LanguageTag>,
    texts: Option<&BTreeMap<String, (Span, Text)>>,
    spec: &mut Translated<'_>,
    home: Home,
) -> Vec<Word> {
    let mut words = Vec::new();
    let mut put = |key: String, text: &mut Text| {
        let source = text.clone();
        let given = texts.and_then(|texts| texts.get(&key)).filter(|(_, text)| !text.value.trim().is_empty());
        match given {
            Some((_, translated)) => *text = translated.clone(),
            None if has_words(&source.value) => text.language = from.cloned(),
            None => {}
        }
        words.push(Word { home, key, source, printed: text.clone() });
    };
    match home {
        Home::Edition => {
            let figures = spec.figures.iter_mut().map(|read| &mut read.figure);
            keys::of_edition(spec.edition, spec.common, figures, &mut put);
        }
        Home::Series => {
            if let Some((series, common)) = &mut spec.series {
                keys::of_series(series, common, &mut put);
            }
        }
    }
    words
}

/// What is wrong with a key that no text of the spec has.
fn not_known(key: &str, place: Span, known: &BTreeMap<&str, &Word>, file: &str) -> Diagnostic {
    let (table, last) = key.rsplit_once('.').unwrap_or(("", key));
    let names = || known.keys().copied();
    let first = key.split('.').next().unwrap_or_default();
    let is_number = last.chars().all(|c| c.is_ascii_digit());
    if NO_WORDS.contains(&last) && !WORDS.contains(&last) || is_number && table.ends_with(".focus") {
        let message = format!("`{key}` is no words: an overlay has words alone");
        return Diagnostic::new(code::OVERLAY_VALUE, place, message)
            .hint(format!("delete it; what `{file}` says holds in every language"));
    }
    let has_table = names().any(|name| name.strip_prefix(table).is_some_and(|rest| rest.starts_with('.')));
    let is_word = WORDS.contains(&last) || is_number || ["names", "notes", "imprint"].contains(&table);
    if TABLES.contains(&first) && (is_word || !has_table) || WORDS.contains(&key) {
        let message = format!("`{key}` translates nothing: `{file}` has no such text");
        return Diagnostic::new(code::TRANSLATION_ORPHAN, place, message)
            .meant(nearest(key, names()))
            .hint("delete it, or name what it translates");
    }
    let message = format!("unknown key `{key}`");
    let beside = names().filter_map(|name| name.strip_prefix(table)?.strip_prefix('.'));
    let guess = if has_table { nearest(last, beside) } else { nearest(key, names()) };
    let fault = Diagnostic::new(code::UNKNOWN_KEY, place, message).meant(guess);
    fault.or_hint(|| "quarterly translate writes all keys that there are".to_owned())
}

/// Letters for a message, each once.
fn listed(letters: &str) -> String {
    let distinct: BTreeSet<char> = letters.chars().collect();
    distinct.iter().map(|letter| format!("`{letter}`")).collect::<Vec<_>>().join(", ")
}

/// The file that an overlay of that name should translate.
fn expected_base(name: &str) -> String {
    let stem = name.strip_suffix(".toml").unwrap_or(name);
    format!("{}.toml", stem.rsplit_once('.').map_or(stem, |(base, _)| base))
}
