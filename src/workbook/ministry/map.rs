//! The mapping of a ministry's table to a figure, as it is kept beside the data for the next quarter.

use std::fmt::Write as _;

use serde::Deserialize;
use std::collections::BTreeMap;

use crate::patch::toml;

/// What a table can give: amounts by part, shares, shares that are computed from amounts, values of periods.
pub const TARGETS: [&str; 4] = ["parts", "shares", "shares-of-counts", "values"];

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
        let map: Self = ::toml::from_str(text).map_err(|error| error.message().to_owned())?;
        if TARGETS.contains(&map.target.as_str()) {
            Ok(map)
        } else {
            Err(format!("`as = \"{}\"` is none of {}", map.target, TARGETS.join(", ")))
        }
    }

    /// Writes a file; `from` is the name of the file that it was made from.
    pub fn text(&self, from: &str) -> String {
        let quoted = |text: &str| toml::string(text, "\"\"");
        let list = |words: &[String]| {
            format!("[{}]", words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(", "))
        };
        let table = |entries: &BTreeMap<String, String>| {
            let entries =
                entries.iter().map(|(key, value)| format!("{} = {}", toml::key(key), quoted(value)));
            format!("{{ {} }}", entries.collect::<Vec<_>>().join(", "))
        };
        let mut out = format!(
            "# How {} is read. The next file of this name is read by the same words.\n",
            from.replace(char::is_control, " ")
        );
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
        if !self.skip.is_empty() {
            let _ = writeln!(out, "skip   = {}", list(&self.skip));
        }
        if !self.rename.is_empty() {
            let _ = writeln!(out, "rename = {}", table(&self.rename));
        }
        out
    }

    /// Whether it is for a file of that name.
    pub fn is_for(&self, name: &str) -> bool {
        matches(&self.file.to_lowercase(), &name.to_lowercase())
    }
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

/// The pattern by which next quarter's file is known: the name up to its first number.
pub(super) fn pattern(name: &str) -> String {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let start = stem.find(|c: char| c.is_ascii_digit()).map_or(stem, |at| &stem[..at]);
    let start = start.trim_end_matches(|c: char| c.is_whitespace() || "_-.(".contains(c));
    let ending = if ending.to_lowercase().starts_with("xls") { "xls*" } else { ending };
    format!("{start}*.{ending}")
}

#[cfg(test)]
mod tests {
    use super::{Map, matches, pattern};

    #[test]
    fn a_mapping_reads_back_as_it_is_written() {
        let map = Map {
            file: "ВНЖ*.xls*".into(),
            sheet: Some("РВП \"1\"".into()),
            figure: "visas".into(),
            target: "parts".into(),
            key: Some("Гражданство".into()),
            is_turned: true,
            value: vec![vec!["{month 1}".into(), "муж.".into()], vec!["x".into()]],
            only: [("Year".to_owned(), "{year}".to_owned())].into(),
            skip: vec!["в том числе".into()],
            rename: [("Корея".to_owned(), "KR".to_owned())].into(),
        };
        assert_eq!(Map::parse(&map.text("a.xlsx")).as_ref(), Ok(&map));
        assert!(Map::parse("file = \"a\"\nfigure = \"b\"\nas = \"c\"\n").is_err());
        assert!(Map::parse("file = \"a\"\nfigure = \"b\"\nas = \"parts\"\nx = 1\n").is_err());
    }

    #[test]
    fn the_next_file_is_known_by_its_name() {
        assert_eq!(pattern("ВНЖ 9 мес 2023.xlsx"), "ВНЖ*.xls*");
        assert!(matches("внж*.xls*", "внж 12 мес 2023.xls"));
        assert!(!matches("внж*.xls*", "рвп 12 мес 2023.xls"));
        assert_eq!(pattern("2023.csv"), "*.csv");
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
