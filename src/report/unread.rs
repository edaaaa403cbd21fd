//! What reading left out of an author's files: entries with an error in them, and the names that they may define.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::diag::{Diagnostic, Severity, SourceId, Sources, Span, code};

/// Where the tables of files begin.
#[derive(Debug)]
pub(super) struct Entries<'a> {
    sources: &'a Sources,
    /// The lines that are headers, by file.
    headers: BTreeMap<SourceId, Vec<Range<usize>>>,
}

impl<'a> Entries<'a> {
    pub(super) fn new(sources: &'a Sources) -> Self {
        Self { sources, headers: BTreeMap::new() }
    }

    fn headers(&mut self, source: SourceId) -> &[Range<usize>] {
        let text = self.sources.text(source);
        self.headers.entry(source).or_insert_with(|| headers(text))
    }

    /// The table around a place: from its header to the next one. What stands before all headers is one too.
    pub(super) fn around(&mut self, place: Span) -> Span {
        let length = self.sources.text(place.source).len();
        let headers = self.headers(place.source);
        let next = headers.partition_point(|header| header.start <= place.start);
        let start = next.checked_sub(1).and_then(|last| headers.get(last)).map_or(0, |header| header.start);
        let end = headers.get(next).map_or(length, |header| header.start);
        Span { start, end, ..place }
    }

    /// The paragraph around a place, or the table where no line is empty.
    pub(super) fn paragraph(&mut self, place: Span) -> Span {
        let entry = self.around(place);
        let text = self.sources.text(place.source);
        let (before, after) = (text.get(entry.start..place.start), text.get(place.start..entry.end));
        let start = before.and_then(|before| before.rfind("\n\n")).map_or(entry.start, |at| entry.start + at);
        let end = after.and_then(|after| after.find("\n\n")).map_or(entry.end, |at| place.start + at);
        Span { start, end, ..place }
    }

    /// All tables of which a key is a part, when it stands in a header: `figurs` in `[figurs.visas]`.
    fn named(&mut self, key: Span) -> Vec<Span> {
        let text = self.sources.text(key.source);
        let word = text.get(key.range()).unwrap_or_default();
        let headers = self.headers(key.source).to_vec();
        if !headers.iter().any(|header| header.contains(&key.start)) {
            return Vec::new();
        }
        let has_word = |header: &&Range<usize>| segments(&text[(*header).clone()]).any(|part| part == word);
        let found: Vec<usize> = headers.iter().filter(has_word).map(|header| header.start).collect();
        found.into_iter().map(|start| self.around(Span { start, end: start, ..key })).collect()
    }
}

/// The lines that are headers of tables. A line of a text may begin with a bracket too, but does not end with one.
fn headers(text: &str) -> Vec<Range<usize>> {
    let is_name = |c: char| c.is_alphanumeric() || "-_.\"' ".contains(c);
    let is_header = |line: &Range<usize>| {
        let line = text[line.clone()].trim_start();
        if !line.starts_with('[') {
            return false;
        }
        let plain = line.split('#').next().unwrap_or_default().trim_end();
        let inside = plain.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        let inside =
            inside.map(|name| name.strip_prefix('[').and_then(|n| n.strip_suffix(']')).unwrap_or(name));
        inside.is_some_and(|name| !name.is_empty() && name.chars().all(is_name))
    };
    lines_with(text, '[').filter(is_header).collect()
}

/// The lines that have a sign in them, each with its line break: most lines of a long text are not looked at.
fn lines_with(text: &str, sign: char) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let place = at + text[at..].find(sign)?;
        let start = text[at..place].rfind('\n').map_or(at, |offset| at + offset + 1);
        at = text[place..].find('\n').map_or(text.len(), |offset| place + offset + 1);
        Some(start..at)
    })
}

/// The names between the points of a header or key.
fn segments(text: &str) -> impl Iterator<Item = &str> {
    let plain = text.split('#').next().unwrap_or_default();
    plain.split('.').map(|part| part.trim().trim_matches(['[', ']', '"', '\'', ' ']))
}

/// Entries that could not be read as they were meant.
#[derive(Debug)]
pub(super) struct Unread<'a> {
    sources: &'a Sources,
    /// The entries, in order.
    pub(super) entries: Vec<Span>,
    /// Names that stand in them as names of something, gathered when somebody asks for one: an entry may be long.
    names: OnceCell<BTreeSet<String>>,
    /// The charts and tables that have their place in them, likewise.
    placed: OnceCell<BTreeSet<String>>,
    /// Where the errors were found.
    pub(super) told: BTreeSet<(SourceId, usize)>,
    /// Whether a header was not understood, so that anything may stand below it.
    pub(super) has_lost_tables: bool,
}

impl<'a> Unread<'a> {
    /// What is unread by the errors of reading.
    pub(super) fn new(findings: &[Diagnostic], sources: &'a Sources) -> Self {
        let mut entries = Entries::new(sources);
        let mut unread = Self {
            sources,
            entries: Vec::new(),
            names: OnceCell::new(),
            placed: OnceCell::new(),
            told: BTreeSet::new(),
            has_lost_tables: false,
        };
        for fault in findings.iter().filter(|fault| fault.severity == Severity::Error) {
            let Some(span) = fault.span else { continue };
            if fault.code == code::UNKNOWN_KEY {
                let lost = entries.named(span);
                unread.has_lost_tables |= !lost.is_empty();
                unread.entries.extend(lost);
            }
            unread.told.insert((span.source, span.start));
            unread.entries.push(entries.around(span));
        }
        unread.entries.sort_unstable();
        unread.entries.dedup();
        unread
    }

    /// Whether a name may be that of something which could not be read, so that it is not told to be unknown.
    pub(super) fn may_define(&self, name: &str) -> bool {
        let gathered = self.names.get_or_init(|| self.texts().flat_map(names).map(str::to_owned).collect());
        gathered.contains(name)
    }

    /// Whether a chart or table may have its place in a text that could not be read.
    pub(super) fn may_place(&self, name: &str) -> bool {
        let gathered = self.placed.get_or_init(|| self.texts().flat_map(placed).map(str::to_owned).collect());
        gathered.contains(name)
    }

    fn texts(&self) -> impl Iterator<Item = &'a str> {
        let sources = self.sources;
        self.entries.iter().map(|entry| sources.text(entry.source).get(entry.range()).unwrap_or_default())
    }
}

/// The names that the lines of an entry give: those of its header, of its keys, and its `id`.
fn names(entry: &str) -> impl Iterator<Item = &str> {
    let lines = ['=', '['].into_iter().flat_map(move |sign| lines_with(entry, sign));
    lines.flat_map(move |line| {
        let line = &entry[line];
        let (key, value) = match line.split_once('=') {
            Some((key, value)) => (key.trim(), value.trim()),
            None => (line.trim(), ""),
        };
        let is_name = !key.is_empty() && (key.starts_with('[') || line.contains('='));
        let id = (key == "id").then(|| value.trim_matches(['"', '\'']));
        is_name.then(|| segments(key)).into_iter().flatten().chain(id)
    })
}

/// The charts and tables that have their place in a text: `months` of `![](table:months)`.
fn placed(entry: &str) -> impl Iterator<Item = &str> {
    let behind = |kind: &'static str| entry.match_indices(kind).map(move |(at, _)| &entry[at + kind.len()..]);
    behind("](chart:").chain(behind("](table:")).filter_map(|rest| Some(rest.split_once(')')?.0))
}

#[cfg(test)]
mod tests {
    use super::{Entries, Unread};
    use crate::diag::{Diagnostic, Sources, Span, code};

    const FILE: &str = "titel = 1\n\n[figurs.visas]\ntotal = 1\n[figurs.permits]\nsource = \"a\" # [x]\n\n[[chapter]]\nid = \"flows\"\ntext = '''\n[words](=a.b) of\n\nothers\n'''\n";

    fn at(word: &str) -> (Sources, Span) {
        let mut sources = Sources::default();
        let source = sources.add("a.toml", FILE);
        let start = FILE.find(word).unwrap();
        (sources, Span { source, start, end: start + word.len() })
    }

    #[test]
    fn an_entry_reaches_from_its_header_to_the_next() {
        for (word, begins, ends) in [
            ("titel", "titel", "1\n\n"),
            ("total", "[figurs.visas]", "1\n"),
            ("others", "[[chapter]]", "'''\n"),
        ] {
            let (sources, span) = at(word);
            let entry = &FILE[Entries::new(&sources).around(span).range()];
            assert!(entry.starts_with(begins) && entry.ends_with(ends), "{entry}");
        }
        let (sources, span) = at("words");
        assert!(FILE[Entries::new(&sources).paragraph(span).range()].ends_with("of"));
    }

    #[test]
    fn what_a_mistyped_header_names_may_be_defined() {
        let (sources, span) = at("figurs");
        let unread = Unread::new(&[Diagnostic::new(code::UNKNOWN_KEY, span, "x")], &sources);
        assert!(unread.may_define("visas") && unread.may_define("permits"));
        assert!(!unread.may_define("flows") && !unread.may_define("a"));
        assert!(unread.has_lost_tables);
        let (sources, span) = at("words");
        assert!(!Unread::new(&[Diagnostic::new(code::WRONG_TYPE, span, "x")], &sources).has_lost_tables);
    }

    #[test]
    fn what_a_lost_text_places_has_a_place() {
        let text = "[[qq.topic]]\ntext = '''\n![](table:months)\n![](chart:visas)\n'''\n";
        let mut sources = Sources::default();
        let source = sources.add("a.toml", text);
        let span = Span { source, start: 2, end: 4 };
        let unread = Unread::new(&[Diagnostic::new(code::UNKNOWN_KEY, span, "x")], &sources);
        assert!(unread.may_place("months") && unread.may_place("visas") && !unread.may_place("table"));
    }
}
