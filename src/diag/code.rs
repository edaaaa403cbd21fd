//! The registry of codes: every kind of finding that the program can print, with its severity, family and help.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use super::Severity;
use super::family::Family;

/// The stable name of a kind of finding, in kebab case.
///
/// Only this table makes one, so that no finding can have a code that nobody explains:
///
/// ```compile_fail
/// let fault = quarterly::diag::Diagnostic::new("my-own-code", None, "a code that stands in no table");
/// ```
#[derive(Clone, Copy)]
pub struct Code(&'static Entry);

/// What the table says of a code.
struct Entry {
    text: &'static str,
    severity: Severity,
    family: Family,
    set_by: SetBy,
    /// Whether a final build refuses its findings.
    when_final: WhenFinal,
    help: &'static str,
}

/// What a final build does with the findings of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum WhenFinal {
    /// It refuses them, unless they are notes: those stop nothing.
    Refused,
    /// It refuses them, also as notes: something is missing on a page.
    Gap,
    /// It leaves them as severe as they are: a matter of taste holds nothing up.
    Stays,
}

/// Who says how severe the findings of a code are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SetBy {
    /// The program alone.
    Program,
    /// A series may wish otherwise under `[checks]`.
    Series,
}

/// Makes a constant of each code; its help is the page of its name in the folder of its family.
macro_rules! codes {
    ($($family:ident in $folder:literal {
        $($name:ident = $text:literal, $severity:ident, $set_by:ident $(, $when_final:ident)?;)+
    })+) => {
        $($(
            #[doc = include_str!(concat!($folder, "/", $text, ".md"))]
            pub const $name: Code = Code(&Entry {
                text: $text,
                severity: Severity::$severity,
                family: Family::$family,
                set_by: SetBy::$set_by,
                when_final: codes!(@ $($when_final)?),
                help: include_str!(concat!($folder, "/", $text, ".md")),
            });
        )+)+

        /// All codes, family by family.
        const ALL: &[Code] = &[$($($name),+),+];
    };
    (@) => { WhenFinal::Refused };
    (@ $when_final:ident) => { WhenFinal::$when_final };
}

codes! {
    Reading in "help/reading" {
        // An invisible character between letters is a note of `forbidden-character`: it may be meant.
        // Of an earlier edition, `empty-text`, `forbidden-character`, `missing-key`, `unknown-choice` and `unknown-key`
        // are warnings: they leave its numbers as they are, which is all that this edition wants of it.
        BAD_CSV = "bad-csv", Error, Program;
        BAD_DATE = "bad-date", Error, Program;
        BAD_ID = "bad-id", Error, Program;
        BAD_LANGUAGE_FILE = "bad-language-file", Error, Program;
        BAD_NAME = "bad-name", Error, Program;
        BAD_NUMBER = "bad-number", Error, Program;
        BAD_PERIOD = "bad-period", Error, Program;
        BAD_STYLE_RULE = "bad-style-rule", Error, Program;
        BAD_XLSX = "bad-xlsx", Error, Program;
        CELL_NAME = "cell-name", Error, Program;
        CELL_NUMBER = "cell-number", Error, Program;
        COLUMN_TWICE = "column-twice", Error, Program;
        DUPLICATE_ID = "duplicate-id", Error, Program;
        EMPTY_TEXT = "empty-text", Error, Program;
        FORBIDDEN_CHARACTER = "forbidden-character", Error, Program;
        BAD_MAP = "bad-map", Error, Program;
        MAP_CHOICE = "map-choice", Error, Program;
        MAP_PERIOD = "map-period", Error, Program;
        MAP_ROWS = "map-rows", Error, Program;
        MAP_SUM = "map-sum", Error, Program;
        MAP_WORDS = "map-words", Error, Program;
        MISSING_KEY = "missing-key", Error, Program;
        NOT_UTF_8 = "not-utf-8", Error, Program;
        NO_REASON = "no-reason", Error, Program;
        SHEET_BY_HAND = "sheet-by-hand", Error, Program;
        SHEET_CONFLICT = "sheet-conflict", Error, Program;
        SHEET_EDITION = "sheet-edition", Error, Program;
        SHEET_KEY = "sheet-key", Error, Program;
        OVERLAY_BASE = "overlay-base", Error, Program;
        OVERLAY_LANGUAGE = "overlay-language", Error, Program;
        OVERLAY_TWICE = "overlay-twice", Error, Program;
        OVERLAY_VALUE = "overlay-value", Error, Program;
        TOML_SYNTAX = "toml-syntax", Error, Program;
        TOO_LONG = "too-long", Error, Program;
        TOO_MANY = "too-many", Error, Program;
        TRANSLATION_ORPHAN = "translation-orphan", Error, Program;
        TWO_VALUES = "two-values", Error, Program;
        UNKNOWN_CHOICE = "unknown-choice", Error, Program;
        UNKNOWN_COLUMN = "unknown-column", Error, Program;
        UNKNOWN_KEY = "unknown-key", Error, Program;
        UNKNOWN_ROW = "unknown-row", Error, Program;
        UNKNOWN_SHEET = "unknown-sheet", Error, Program;
        UNKNOWN_UNIT = "unknown-unit", Error, Program;
        WRONG_TYPE = "wrong-type", Error, Program;
    }
    Markup in "help/markup" {
        BAD_CLAIM = "bad-claim", Error, Program;
        BAD_LANGUAGE = "bad-language", Error, Program;
        BAD_LINK = "bad-link", Error, Program;
        HEADING_LEVEL = "heading-level", Error, Program;
        HTML_IN_TEXT = "html-in-text", Error, Program;
        NOTE_IN_NOTE = "note-in-note", Error, Program;
        NOTE_IN_TITLE = "note-in-title", Error, Program;
        NOT_ONE_PARAGRAPH = "not-one-paragraph", Error, Program;
        PICTURE_IN_LINE = "picture-in-line", Error, Program;
        TOO_DEEP = "too-deep", Error, Program;
        UNCLOSED_EXPRESSION = "unclosed-expression", Error, Program;
        UNCLOSED_MARKUP = "unclosed-markup", Warning, Program;
        UNSUPPORTED_TEXT = "unsupported-text", Error, Program;
    }
    Resolving in "help/resolving" {
        BAD_CHART = "bad-chart", Error, Program;
        BAD_EXPRESSION = "bad-expression", Error, Program;
        BAD_TABLE = "bad-table", Error, Program;
        BAD_TILE = "bad-tile", Error, Program;
        DATA_BEFORE_CHARTS = "data-before-charts", Error, Program;
        FIXED_SEVERITY = "fixed-severity", Error, Program;
        MISSING_FORM = "missing-form", Error, Program;
        NO_VALUE = "no-value", Error, Program;
        PLACED_TWICE = "placed-twice", Error, Program;
        TO_FILL = "to-fill", Warning, Program;
        TO_WRITE = "to-write", Warning, Program;
        // Of an earlier edition a warning: its values are left out, and this edition is whole without them.
        UNIT_DIFFERS = "unit-differs", Error, Program;
        UNKNOWN_BLOCK = "unknown-block", Error, Program;
        UNKNOWN_COUNTRY = "unknown-country", Error, Program;
        // Of a history file a warning: one file may serve several editions, and not each has all figures.
        UNKNOWN_FIGURE = "unknown-figure", Error, Program;
        UNKNOWN_LANGUAGE = "unknown-language", Error, Program;
        UNKNOWN_NAME = "unknown-name", Error, Program;
        UNKNOWN_NOTE = "unknown-note", Error, Program;
        UNKNOWN_PART = "unknown-part", Error, Program;
        UNKNOWN_PLACE = "unknown-place", Error, Program;
        UNKNOWN_RULE = "unknown-rule", Error, Program;
        UNKNOWN_SOURCE = "unknown-source", Error, Program;
        UNKNOWN_STANDING_TEXT = "unknown-standing-text", Error, Program;
    }
    Brand in "help/brand" {
        BAD_BRAND = "bad-brand", Error, Program;
        BAD_COLOUR = "bad-colour", Error, Program;
        BAD_FONT = "bad-font", Error, Program;
        BAD_TEMPLATE = "bad-template", Error, Program;
        BAD_THEME = "bad-theme", Error, Program;
        EMPTY_LIST = "empty-list", Error, Program;
        OUT_OF_RANGE = "out-of-range", Error, Program;
        PLACEHOLDER_LOGO = "placeholder-logo", Note, Program, Gap;
        // As severe as Typst says: what it only warns of is set all the same.
        TYPST = "typst", Error, Program;
        UNKNOWN_FONT = "unknown-font", Error, Program;
    }
    Files in "help/files" {
        BAD_PICTURE = "bad-picture", Error, Program;
        CANNOT_WRITE = "cannot-write", Error, Program;
        CIRCULAR_REFERENCE = "circular-reference", Error, Program;
        FILE_NOT_FOUND = "file-not-found", Error, Program;
        FILE_UNREADABLE = "file-unreadable", Error, Program;
        PATH_OUTSIDE = "path-outside", Error, Program;
        REFERENCE_DOCUMENT = "reference-document", Error, Program;
        // What is added is no fault of the edition.
        TEMPLATE_COMPLETED = "template-completed", Note, Program, Stays;
        TEMPLATE_REDUCED = "template-reduced", Warning, Program;
    }
    Figure in "../check/rules/figure" {
        CONVERSION_DIFFERS = "conversion-differs", Warning, Series;
        DERIVED_DIFFERS = "derived-differs", Warning, Series;
        GIVEN_DIFFERS = "given-differs", Warning, Series;
        HIDDEN_CELLS = "hidden-cells", Warning, Series;
        MIXED_DECIMALS = "mixed-decimals", Warning, Series;
        // A warning where the format divides by thousands: a figure without that unit would then be wrong.
        MORE_DIGITS = "more-digits", Note, Series;
        NEGATIVE_COUNT = "negative-count", Warning, Series;
        NOT_RENEWED = "not-renewed", Warning, Series;
        // A note where a number says more than so many of so many: some things are counted several times for one person.
        ODD_COUNT = "odd-count", Warning, Series;
        PARTS_SUM = "parts-sum", Warning, Series;
        PERIODS_SUM = "periods-sum", Warning, Series;
        RATE_REUSED = "rate-reused", Warning, Series;
        SHARES_SUM = "shares-sum", Warning, Series;
        SHARE_OF_TOTAL = "share-of-total", Warning, Series;
        // No chart can draw it.
        SHARE_RANGE = "share-range", Error, Program;
    }
    Edition in "../check/rules/edition" {
        CITATION_TITLE = "citation-title", Warning, Series;
        DATE_ORDER = "date-order", Warning, Series;
        EVENT_OUTSIDE = "event-outside", Warning, Series;
        NEEDLESS_REVISION = "needless-revision", Warning, Series;
        NOT_PLACED = "not-placed", Warning, Series;
        NO_BASE = "no-base", Warning, Series;
        PHOTO_MISSING = "photo-missing", Warning, Series;
        PUBLISHED_EARLY = "published-early", Warning, Series;
        // What stands in two editions may be right in both.
        SAME_AS_LAST = "same-as-last", Note, Series, Stays;
        REMARK_UNUSED = "remark-unused", Note, Series;
        SHARP_BREAK = "sharp-break", Warning, Series;
        SOURCE_MISSING = "source-missing", Warning, Series;
        SOURCE_UNUSED = "source-unused", Warning, Series;
        UNUSED_ALLOW = "unused-allow", Warning, Series;
        VALUE_DIFFERS = "value-differs", Warning, Series;
    }
    Sentence in "../check/rules/sentence" {
        CHANGE_OR_VALUE = "change-or-value", Warning, Series;
        CLAIM_DIRECTION = "claim-direction", Warning, Series;
        CLAIM_FIGURE = "claim-figure", Warning, Series;
        CLAIM_NEARNESS = "claim-nearness", Warning, Series;
        CLAIM_PART = "claim-part", Warning, Series;
        CLAIM_PERIOD = "claim-period", Warning, Series;
        CLAIM_RANK = "claim-rank", Warning, Series;
        CLAIM_RECORD = "claim-record", Warning, Series;
        CLAIM_SIGN = "claim-sign", Warning, Series;
        CLAIM_SIZE = "claim-size", Note, Series;
        CLAIM_SUM = "claim-sum", Warning, Series;
        CLAIM_TREND = "claim-trend", Warning, Series;
        CLAIM_UNIT = "claim-unit", Warning, Series;
        CLAIM_VALUE = "claim-value", Warning, Series;
        IMPOSSIBLE_DATE = "impossible-date", Warning, Series;
        LOOSE_NUMBER = "loose-number", Warning, Series;
        NOT_AVAILABLE = "not-available", Warning, Series;
        PRINTED_DIFFERENTLY = "printed-differently", Warning, Series;
        RANKING_ORDER = "ranking-order", Warning, Series;
        // Events, fees and budgets have numbers that no figure keeps.
        TYPED_NUMBERS = "typed-numbers", Note, Series, Stays;
    }
    Label in "../check/rules/label" {
        CROWDED_TABLE = "crowded-table", Warning, Series;
        LABEL_PERIOD = "label-period", Warning, Series;
        LABEL_UNIT = "label-unit", Warning, Series;
        SAME_LABEL = "same-label", Warning, Series;
        // A PDF with a missing glyph breaks its standards; no series can wish that away.
        MISSING_GLYPH = "missing-glyph", Error, Program;
    }
    Chart in "../check/rules/chart" {
        CHART_ALT = "chart-alt", Warning, Series;
        CHART_MESSAGE = "chart-message", Warning, Series;
        CHART_PERIODS = "chart-periods", Warning, Series;
        CHART_REFERENCE = "chart-reference", Warning, Series;
        // A remark: editions that were published with such a donut still build.
        DONUT_PARTS = "donut-parts", Note, Series;
        OTHER_CHANGE = "other-change", Warning, Series;
        OTHER_MISSING = "other-missing", Warning, Series;
    }
    Layout in "../pdf/layout/help" {
        CAPTION_APART = "caption-apart", Warning, Series;
        CUT_OFF = "cut-off", Warning, Series;
        HEADING_AT_FOOT = "heading-at-foot", Warning, Series;
        LOW_CONTRAST = "low-contrast", Warning, Series;
        LOW_RESOLUTION = "low-resolution", Warning, Series;
        NOTE_APART = "note-apart", Warning, Series;
        OUTSIDE_FRAME = "outside-frame", Warning, Series;
        OUTSIDE_PAGE = "outside-page", Warning, Series;
        PAGE_BUDGET = "page-budget", Warning, Series;
        PHOTO_CUT = "photo-cut", Warning, Series;
        SHORT_LAST_LINE = "short-last-line", Warning, Series;
        SMALL_TYPE = "small-type", Warning, Series;
        SOURCE_APART = "source-apart", Warning, Series;
        SPARSE_PAGE = "sparse-page", Warning, Series;
        TEXT_OVER_TEXT = "text-over-text", Warning, Series;
        WIDE_SPACES = "wide-spaces", Warning, Series;
    }
    Translation in "help/translation" {
        MIXED_ALPHABETS = "mixed-alphabets", Warning, Series;
        PARITY_LINK = "parity-link", Warning, Series;
        PARITY_NUMBER = "parity-number", Warning, Series;
        PARITY_SENSE = "parity-sense", Warning, Series;
        PARITY_STRUCTURE = "parity-structure", Warning, Series;
        PARITY_TYPED = "parity-typed", Warning, Series;
        TRANSLATION_MISSING = "translation-missing", Warning, Series;
        TRANSLATION_STALE = "translation-stale", Warning, Series;
        UNTRANSLATED_LANGUAGE = "untranslated-language", Warning, Series;
    }
}

/// All codes, in the order of their text.
pub fn all() -> impl Iterator<Item = Code> {
    let mut codes = ALL.to_vec();
    codes.sort_unstable();
    codes.into_iter()
}

/// The codes of rules of house style, by what they say. A rule is told as long as the program runs; one that is loaded
/// again, for another edition, is kept once.
static OF_STYLE: Mutex<BTreeMap<(String, Firmness, String), Code>> = Mutex::new(BTreeMap::new());

/// Stands before the name of a rule of house style in its code.
pub const STYLE: &str = "style/";

/// How sure a rule of house style is that what it finds is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Firmness {
    /// Always: a warning, and a final build refuses it.
    Always,
    /// Usually: a warning, which a final build only tells.
    Usually,
    /// Somebody has to look: a note.
    Eye,
}

impl Code {
    /// The code of a rule of house style that was loaded, `style/` and its name. The help says what it finds.
    pub(crate) fn of_style(name: &str, firmness: Firmness, help: &str) -> Self {
        let mut known = OF_STYLE.lock().unwrap_or_else(PoisonError::into_inner);
        let (severity, when_final) = match firmness {
            Firmness::Always => (Severity::Warning, WhenFinal::Refused),
            Firmness::Usually => (Severity::Warning, WhenFinal::Stays),
            Firmness::Eye => (Severity::Note, WhenFinal::Stays),
        };
        *known.entry((name.to_owned(), firmness, help.to_owned())).or_insert_with(|| {
            Self(Box::leak(Box::new(Entry {
                text: Box::leak(format!("{STYLE}{name}").into_boxed_str()),
                severity,
                family: Family::Style,
                set_by: SetBy::Series,
                when_final,
                help: Box::leak(help.to_owned().into_boxed_str()),
            })))
        })
    }

    /// The code of that text, of the rules of house style that were loaded.
    pub(crate) fn loaded(text: &str) -> Option<Self> {
        let name = text.strip_prefix(STYLE)?;
        let known = OF_STYLE.lock().unwrap_or_else(PoisonError::into_inner);
        known.iter().find(|((known, ..), _)| known == name).map(|(_, code)| *code)
    }

    /// The code of that text, of those that the program itself has.
    pub fn find(text: &str) -> Option<Self> {
        ALL.iter().copied().find(|code| code.as_str() == text)
    }

    /// As it is printed.
    pub const fn as_str(self) -> &'static str {
        self.0.text
    }

    /// How bad its findings are, unless the place where one is found, or the series, says otherwise.
    pub const fn severity(self) -> Severity {
        self.0.severity
    }

    /// What its findings are about.
    pub const fn family(self) -> Family {
        self.0.family
    }

    /// Whether a series may say otherwise how bad its findings are.
    pub fn can_change(self) -> bool {
        self.0.set_by == SetBy::Series
    }

    /// Whether a final build refuses its findings, unless they are notes.
    pub(super) fn is_refused_when_final(self) -> bool {
        self.0.when_final != WhenFinal::Stays
    }

    /// Whether a final build refuses even those of its findings that are notes.
    pub(super) fn leaves_a_gap(self) -> bool {
        self.0.when_final == WhenFinal::Gap
    }

    /// What it finds, why that is bad, an example.
    pub const fn help(self) -> &'static str {
        self.0.help
    }
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Code {}

impl PartialOrd for Code {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Code {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::{ALL, Code, all};

    #[test]
    fn codes_are_given_once_and_in_order_of_text() {
        let codes: Vec<Code> = all().collect();
        assert_eq!(codes.len(), ALL.len());
        for pair in codes.windows(2) {
            assert!(pair[0] < pair[1], "{} is given twice", pair[0]);
        }
    }

    #[test]
    fn a_constant_is_named_as_its_code() {
        let lines = include_str!("code.rs").lines().filter_map(|line| line.trim().split_once(" = \""));
        let entries = lines.filter_map(|(name, rest)| Some((name, rest.split_once("\", ")?.0)));
        let mut count = 0;
        for (name, text) in entries {
            assert_eq!(name, text.replace('-', "_").to_uppercase());
            count += 1;
        }
        assert_eq!(count, ALL.len());
    }

    #[test]
    fn a_code_is_found_by_its_text_alone() {
        for code in all() {
            assert_eq!(Code::find(code.as_str()), Some(code));
            assert!(code.as_str().bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
        }
        assert_eq!(Code::find("Unknown-Figure"), None);
    }

    #[test]
    fn a_series_changes_rules_alone() {
        for code in all().filter(|code| code.can_change()) {
            assert!(code.family().is_of_rules(), "{code}");
        }
    }
}
