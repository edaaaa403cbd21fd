//! The mapping of a ministry's table to a figure, as it is kept beside the data for the next quarter.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use serde::Deserialize;

use super::Wish;
use super::read::Read;
use super::words::roman;
use crate::patch::toml;
use crate::spec::text::{is_unseen, seen};

/// What a table can give: amounts by part, shares, shares that are computed from amounts, values of periods.
pub const TARGETS: [&str; 4] = ["parts", "shares", "shares-of-counts", "values"];

/// What a mapping can say of the period that a table names: whichever it is, it is that of the numbers; it names none.
pub const PERIODS: [&str; 2] = [ANY, UNNAMED];
/// Whatever period the table names is that of its numbers.
pub(super) const ANY: &str = "any";
/// What a mapping can say of the numbers of a table: they are taken as they stand, or they are so many ones, thousands and
/// so on.
pub const SCALES: [&str; 5] = [AS_IS, "one", "thousand", "million", "billion"];
/// Units that a table names and that a mapping can say of that its numbers are none of them.
pub const UNITS: [&str; 6] = ["one", "thousand", "million", "billion", PERCENT, RATE];
/// Per cent.
pub(super) const PERCENT: &str = "percent";
/// So many for each thousand of something, or for each head.
pub(super) const RATE: &str = "rate";
/// The numbers are in the unit of the figure, whatever the table says.
pub(super) const AS_IS: &str = "as-is";
/// The table names no period.
const UNNAMED: &str = "unnamed";

/// Which file, sheet, rows and columns give the numbers of a figure.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Map {
    /// Names of files that it is for; `*` stands for any letters.
    pub file: String,
    /// The sheet, where there is more than one with a table.
    pub sheet: Option<String>,
    /// The figure.
    pub figure: String,
    /// `parts`, `shares`, `shares-of-counts` or `values`.
    #[serde(rename = "as")]
    pub target: String,
    /// Words above the column that names the rows, or its letter.
    pub key: Option<String>,
    /// Whether names stand across, and numbers in rows: then `value` has the words before these rows.
    #[serde(default, rename = "across")]
    pub is_turned: bool,
    /// Words above the columns whose numbers are added up.
    #[serde(default)]
    pub value: Vec<Vec<String>>,
    /// Only rows that have these words in these columns: `{ Year = "{year}" }`.
    #[serde(default, rename = "where")]
    pub only: BTreeMap<String, String>,
    /// `any`: whatever period the table names is that of its numbers; `unnamed`: it is known to name none.
    pub period: Option<String>,
    /// One of [`SCALES`].
    pub scale: Option<String>,
    /// Which of [`UNITS`] the table named when somebody said that its numbers are taken as they stand: of another one, it is
    /// asked again. None of them was, of numbers of which it is said now.
    pub units: Option<Vec<String>>,
    /// Whether its rows are all there are, although no sum proves it.
    #[serde(default, rename = "complete")]
    pub is_complete: bool,
    /// Rows that are left out.
    #[serde(default)]
    pub skip: Vec<String>,
    /// What names mean that the program does not know.
    #[serde(default)]
    pub rename: BTreeMap<String, String>,
}

impl Map {
    /// Reads a file.
    ///
    /// # Errors
    /// It is no TOML, or says what no mapping can say.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut map: Self = ::toml::from_str(text).map_err(|error| error.message().to_owned())?;
        let said = [
            ("period", map.period.as_deref(), &PERIODS[..]),
            ("scale", map.scale.as_deref(), &SCALES[..]),
            ("as", Some(map.target.as_str()), &TARGETS[..]),
        ];
        for (key, value, known) in said {
            if let Some(value) = value.filter(|value| !known.contains(value)) {
                return Err(format!("`{key} = \"{value}\"` is none of {}", known.join(", ")));
            }
        }
        if let Some(unit) = map.units.iter().flatten().find(|unit| !UNITS.contains(&unit.as_str())) {
            return Err(format!("`units` has `{unit}`, which is none of {}", UNITS.join(", ")));
        }
        // Without a list, it was said of a table that names no unit.
        if map.scale.as_deref() == Some(AS_IS) {
            map.units.get_or_insert_default();
        }
        Ok(map)
    }

    /// The same of a table that names no period: the next one need not be told of.
    pub fn of_unnamed(self, is_unnamed: bool) -> Self {
        let unnamed = || UNNAMED.to_owned();
        Self { period: self.period.or_else(|| is_unnamed.then(unnamed)), ..self }
    }

    /// The same with what was read: that its table names no period, and which units it names besides that of the figure.
    pub fn with_read(self, read: &Read) -> Self {
        let is_said = self.scale.as_deref() == Some(AS_IS);
        let units = self.units.clone().or_else(|| is_said.then(|| read.units.clone()));
        Self { units, ..self.of_unnamed(read.is_unnamed) }
    }

    /// The same with answers that somebody gives now.
    pub fn with_answers(self, wish: &Wish) -> Self {
        let units = if wish.scale.is_some() { None } else { self.units };
        Self {
            period: wish.period.clone().or(self.period),
            scale: wish.scale.clone().or(self.scale),
            is_complete: wish.is_complete || self.is_complete,
            units,
            ..self
        }
    }

    /// The text of a mapping, as somebody may have changed it, with the answers of another one: its period, its unit, and
    /// whether it is complete. Nothing where the file has no place for them.
    pub fn text_with_answers(&self, text: &str) -> Option<String> {
        let mut out = text.to_owned();
        for (key, value) in self.answers() {
            let is_key = |line: &&str| line.split_once('=').is_some_and(|(left, _)| left.trim() == key);
            let line = out.split_inclusive('\n').find(is_key).map(str::to_owned);
            match (line, value) {
                (Some(line), value) => {
                    let new = value.map(|value| format!("{key} = {value}{}", line_break(&line)));
                    out = out.replacen(&line, &new.unwrap_or_default(), 1);
                }
                (None, Some(value)) => {
                    let is_figure =
                        |line: &&str| line.split('=').next().is_some_and(|key| key.trim() == "figure");
                    let line = out.split_inclusive('\n').find(is_figure)?.to_owned();
                    let end = line_break(&line);
                    let bare = line.trim_end_matches(['\r', '\n']);
                    out = out.replacen(&line, &format!("{bare}{end}{key} = {value}{end}"), 1);
                }
                (None, None) => {}
            }
        }
        (Self::parse(&out).ok()? == *self).then_some(out)
    }

    /// The keys of answers, each as TOML.
    fn answers(&self) -> [(&'static str, Option<String>); 4] {
        let quoted = |text: &String| toml::string(text, "\"\"");
        let units = self.units.as_ref().filter(|units| !units.is_empty());
        let list =
            |units: &Vec<String>| format!("[{}]", units.iter().map(quoted).collect::<Vec<_>>().join(", "));
        [
            ("complete", self.is_complete.then(|| "true".to_owned())),
            ("units", units.map(list)),
            ("scale", self.scale.as_ref().map(quoted)),
            ("period", self.period.as_ref().map(quoted)),
        ]
    }

    /// Whether its columns are named by their letters.
    pub(super) fn is_by_place(&self) -> bool {
        let is_letter = |words: &Vec<String>| matches!(words.as_slice(), [word] if word.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()) && word.len() <= 3);
        !self.value.is_empty() && self.value.iter().all(is_letter)
    }

    /// Writes a file; `from` is the name of the file that it was made from.
    pub fn text(&self, from: &str) -> String {
        let quoted = |text: &str| seen_in_marks(&toml::string(text, "\"\""));
        let list = |words: &[String]| {
            format!("[{}]", words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(", "))
        };
        let table = |entries: &BTreeMap<String, String>| {
            let entries = entries
                .iter()
                .map(|(key, value)| format!("{} = {}", seen_in_marks(&toml::key(key)), quoted(value)));
            format!("{{ {} }}", entries.collect::<Vec<_>>().join(", "))
        };
        let mut out =
            format!("# How {} is read. The next file of this name is read by the same words.\n", seen(from));
        // Writing into a string cannot fail.
        let _ = writeln!(out, "file   = {}", quoted(&self.file));
        if let Some(sheet) = &self.sheet {
            let _ = writeln!(out, "sheet  = {}", quoted(sheet));
        }
        let _ = writeln!(out, "figure = {}\nas     = {}", quoted(&self.figure), quoted(&self.target));
        if let Some(key) = &self.key {
            let _ = writeln!(out, "key    = {}", quoted(key));
        }
        if self.is_turned {
            out.push_str("across = true\n");
        }
        if !self.value.is_empty() {
            let columns: Vec<String> = self.value.iter().map(|words| list(words)).collect();
            let _ = writeln!(out, "value  = [{}]", columns.join(", "));
        }
        if !self.only.is_empty() {
            let _ = writeln!(out, "where  = {}", table(&self.only));
        }
        if let Some(period) = &self.period {
            let _ = writeln!(out, "period = {}", quoted(period));
        }
        if let Some(scale) = &self.scale {
            let _ = writeln!(out, "scale  = {}", quoted(scale));
        }
        if let Some(units) = self.units.as_ref().filter(|units| !units.is_empty()) {
            let _ = writeln!(out, "units  = {}", list(units));
        }
        if self.is_complete {
            out.push_str("complete = true\n");
        }
        if !self.skip.is_empty() {
            let _ = writeln!(out, "skip   = {}", list(&self.skip));
        }
        if !self.rename.is_empty() {
            let _ = writeln!(out, "rename = {}", table(&self.rename));
        }
        out
    }

    /// The same with what another mapping says of names, as far as this one says nothing.
    pub fn with_names_of(mut self, other: Self) -> Self {
        for (name, meaning) in other.rename {
            self.rename.entry(name).or_insert(meaning);
        }
        if self.skip.is_empty() {
            self.skip = other.skip;
        }
        self
    }

    /// Whether it is for a file of that name, as a workbook or as text: the same table is published as both.
    pub fn is_for_kind(&self, name: &str) -> bool {
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
        let other = if ending.eq_ignore_ascii_case("csv") { "xlsx" } else { "csv" };
        self.is_for(name) || self.is_for(&format!("{stem}.{other}"))
    }

    /// Whether it is for a file of that name. A number in Roman letters is that of a quarter: the next one has another.
    pub fn is_for(&self, name: &str) -> bool {
        matches(&self.file.to_lowercase(), &name.to_lowercase())
            || matches(&without_roman(&self.file), &without_roman(name))
    }
}

/// A text in quotation marks, with what is not seen as it can be: a name of a file may have such signs.
fn seen_in_marks(written: &str) -> String {
    let mut out = String::with_capacity(written.len());
    for c in written.chars() {
        if is_unseen(c) {
            // Writing into a string cannot fail.
            let _ = write!(out, "\\U{:08X}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out
}

/// How a line ends.
fn line_break(line: &str) -> &'static str {
    if line.ends_with("\r\n") { "\r\n" } else { "\n" }
}

/// Whether a name has a pattern, in which `*` stands for any letters.
fn matches(pattern: &str, name: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else { return pattern == name };
    let (middle, end) = rest.rsplit_once('*').unwrap_or(("", rest));
    let inner = name.strip_prefix(start).and_then(|name| name.strip_suffix(end));
    // Of the places that words between stars can have, the first leaves most to those behind.
    let after = |name: Option<&str>, words: &str| name?.split_once(words).map(|(_, rest)| rest.to_owned());
    let found = middle.split('*').fold(inner.map(str::to_owned), |name, words| after(name.as_deref(), words));
    found.is_some()
}

/// The words of a name that number a quarter in Roman letters, each by its place.
fn romans(name: &str) -> Vec<Range<usize>> {
    let (mut found, mut start) = (Vec::new(), None);
    for (at, c) in name.char_indices().chain([(name.len(), ' ')]) {
        match (start, c.is_alphanumeric()) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                // In small letters, they are words.
                let word = &name[from..at];
                let is_number = word.chars().all(char::is_uppercase) && roman(&word.to_lowercase()).is_some();
                found.extend(is_number.then_some(from..at));
                start = None;
            }
            (None, false) | (Some(_), true) => {}
        }
    }
    found
}

/// A name in small letters with one sign for each number in Roman letters.
fn without_roman(name: &str) -> String {
    let mut out = name.to_owned();
    for range in romans(name).into_iter().rev() {
        out.replace_range(range, "i");
    }
    out.to_lowercase()
}

/// The pattern by which next quarter's file is known: the name up to its first number.
pub(super) fn pattern(name: &str) -> String {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let digit = stem.find(|c: char| c.is_ascii_digit());
    // What a name begins with is no number of a quarter behind it.
    let roman = romans(stem).into_iter().map(|range| range.start).find(|start| *start > 0);
    let start = digit.into_iter().chain(roman).min().map_or(stem, |at| &stem[..at]);
    let start = start.trim_end_matches(|c: char| c.is_whitespace() || "_-.(".contains(c));
    let ending = if ending.to_lowercase().starts_with("xls") { "xls*" } else { ending };
    format!("{start}*.{ending}")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Map, PERIODS, SCALES, TARGETS, UNITS, matches, pattern};

    /// A mapping with all keys.
    fn map() -> Map {
        Map {
            file: "ВНЖ*.xls*".into(),
            sheet: Some("РВП \"1\"".into()),
            figure: "visas".into(),
            target: "parts".into(),
            key: Some("Гражданство".into()),
            is_turned: true,
            value: vec![vec!["{month 1}".into(), "муж.".into()], vec!["x".into()]],
            only: [("Year".to_owned(), "{year}".to_owned())].into(),
            period: Some("unnamed".into()),
            scale: Some("as-is".to_owned()),
            units: Some(vec!["thousand".to_owned(), "rate".to_owned()]),
            is_complete: true,
            skip: vec!["в том числе".into()],
            rename: [("Корея".to_owned(), "KR".to_owned())].into(),
        }
    }

    #[test]
    fn a_mapping_reads_back_as_it_is_written() {
        let map = map();
        assert_eq!(Map::parse(&map.text("a.xlsx")).as_ref(), Ok(&map));
        let turned = Map { file: "r\u{202e}b\u{200b}*.csv".into(), ..map.clone() };
        let text = turned.text("r\u{202e}b\u{200b}.csv");
        assert!(
            !text.contains(['\u{202e}', '\u{200b}']) && text.contains("# How r b .csv is read"),
            "{text}"
        );
        assert_eq!(Map::parse(&text), Ok(turned));
        assert!(Map::parse("file = \"a\"\nfigure = \"b\"\nas = \"c\"\n").is_err());
        assert!(Map::parse("file = \"a\"\nfigure = \"b\"\nas = \"parts\"\nx = 1\n").is_err());
        assert!(Map::parse("file = \"a\"\nfigure = \"b\"\nas = \"parts\"\nperiod = \"x\"\n").is_err());
    }

    #[test]
    fn answers_are_laid_over_a_file_as_somebody_has_changed_it() {
        let text = "# How a.xlsx is read.\nfile = \"a\"\nfigure = \"b\" # mine\nas = \"parts\"\nscale  = \"as-is\"\n";
        let map = Map::parse(text).unwrap();
        let said = Map { scale: Some("thousand".into()), units: None, is_complete: true, ..map.clone() };
        let new = said.text_with_answers(text).unwrap();
        assert_eq!(
            new,
            "# How a.xlsx is read.\nfile = \"a\"\nfigure = \"b\" # mine\ncomplete = true\nas = \"parts\"\nscale = \"thousand\"\n"
        );
        assert_eq!(
            Map { units: Some(vec![]), ..map }.text_with_answers(text).as_deref(),
            Some(text.replace("scale  ", "scale ").as_str())
        );
    }

    #[test]
    fn the_schema_has_every_key_and_word_of_a_mapping() {
        let schema: serde_json::Value =
            serde_json::from_str(include_str!("../../../schema/map.json")).unwrap();
        let keys = schema["properties"].as_object().unwrap();
        let text = map().text("a.xlsx");
        let written: toml::Table = text.parse().unwrap();
        assert_eq!(written.keys().collect::<BTreeSet<_>>(), keys.keys().collect::<BTreeSet<_>>());
        for (key, words) in [("as", &TARGETS[..]), ("period", &PERIODS[..]), ("scale", &SCALES[..])] {
            assert_eq!(keys[key]["enum"], serde_json::json!(words), "{key}");
        }
        assert_eq!(keys["units"]["items"]["enum"], serde_json::json!(UNITS));
    }

    #[test]
    fn the_next_file_is_known_by_its_name() {
        assert_eq!(pattern("ВНЖ 9 мес 2023.xlsx"), "ВНЖ*.xls*");
        assert!(matches("внж*.xls*", "внж 12 мес 2023.xls"));
        assert!(!matches("внж*.xls*", "рвп 12 мес 2023.xls"));
        assert_eq!(pattern("2023.csv"), "*.csv");
        assert_eq!(pattern("Разрешения III кв 2026.xlsx"), "Разрешения*.xls*");
        assert_eq!(pattern("Разрешения и визы.xlsx"), "Разрешения и визы*.xls*");
        let map = |file: &str| Map { file: file.into(), ..Map::default() };
        // So were they written once.
        assert!(map("Разрешения III кв*.xls*").is_for("Разрешения IV кв 2026.xlsx"));
        assert!(!map("Разрешения III кв*.xls*").is_for("Визы IV кв 2026.xlsx"));
    }

    #[test]
    fn stars_stand_for_any_letters() {
        for (pattern, name, right) in [
            ("a*a", "a", false),
            ("a*a", "aa", true),
            ("*", "", true),
            ("**", "x", true),
            ("*b*c*", "abxc", true),
            ("*b*c*", "acxb", false),
            ("ab*bc", "abc", false),
            ("*ж*.xls*", "вж 1.xls", true),
        ] {
            assert_eq!(matches(pattern, name), right, "{pattern} {name}");
        }
        // Each star tried at each letter would take for ever.
        assert!(!matches(&format!("{}z", "*".repeat(40)), &"a".repeat(200)));
    }
}
