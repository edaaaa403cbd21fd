//! A rule, ready to be applied.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::{Mutex, OnceLock, PoisonError};

use memchr::memmem;
use regex::{Captures, Regex, RegexBuilder};

use super::needed::needed;
use super::pairs::{Pairs, is_cut};
use super::prose::Prose;
use super::raw::RawRule;
use super::shape::{self, Known, Look, Shape};
use super::template::Template;
use super::{Fix, Hit, Kind, Level, Mask, Scope};
use crate::diag::{Code, code, one_line};

/// The group of a pattern that is what was found, when it is not all that matched.
const PLACE: &str = "at";
/// How far around a match an exception may reach.
const AROUND: usize = 120;
/// Bytes that one compiled pattern may take: those of a file with lists of some hundred words.
const LARGEST: usize = 4 << 20;
/// Bytes that a pattern is taken to have at least.
const SMALLEST: usize = 16 << 10;
/// The last of the letters that words of a Latin script have.
const LATIN: char = '\u{24f}';
/// How a source begins that nobody has read: the rule is a convention.
const UNREAD: char = 'X';

/// What several rules need, compiled once.
static SHARED: Mutex<BTreeMap<String, Option<Regex>>> = Mutex::new(BTreeMap::new());

/// A rule of house style.
#[derive(Debug)]
pub struct Rule {
    pub(super) code: Code,
    pub(super) finder: Finder,
    pub(super) instead: Option<String>,
    /// Without it in a text, the rule finds nothing there.
    needs: Option<Pattern>,
    template: Option<Template>,
    words: BTreeMap<String, String>,
    /// Whether its pattern says where words begin or end.
    has_edges: bool,
    pub(super) signs: Vec<String>,
    pub(super) forms: Vec<Pattern>,
    except: Vec<Pattern>,
    pub(super) scopes: Vec<Scope>,
    pub(super) reads: Vec<Mask>,
    pub(super) fix: Fix,
    pub(super) why: String,
    pub(super) wrong: Vec<String>,
    pub(super) right: Vec<String>,
    /// Whether an author wrote it: then it ends when all such rules have taken their time.
    is_own: bool,
}

/// How a rule finds what breaks it.
#[derive(Debug)]
pub(super) enum Finder {
    Pattern(Pattern),
    List(Box<Pairs>),
    /// A form that code knows, with a pattern of what it looks at.
    Shape(&'static Shape, Option<Pattern>),
    /// A rule of the program's own; the style says how severe it is, and why.
    Program(Code),
}

/// A pattern that is compiled when it is first needed: most editions need few.
#[derive(Debug)]
pub(super) struct Pattern {
    written: String,
    /// Words of which a text has to have one; none when that is not known.
    needed: OnceLock<Option<Vec<String>>>,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    fn new(written: &str) -> Self {
        Self { written: written.to_owned(), needed: OnceLock::new(), compiled: OnceLock::new() }
    }

    fn compile(&self) -> Result<Regex, String> {
        self.build(LARGEST).map_err(|error| format!("the pattern `{}` cannot be used: {error}", self.written))
    }

    fn build(&self, largest: usize) -> Result<Regex, regex::Error> {
        RegexBuilder::new(&narrow(&self.written)).multi_line(true).size_limit(largest).build()
    }

    /// Compiles it, and takes the bytes of that from those that are left to all patterns of an author.
    fn compile_within(&self, left: &mut usize) -> Result<Regex, String> {
        // A pattern does not tell its size, only that it is larger than allowed.
        let mut allowed = SMALLEST;
        loop {
            match self.build(allowed) {
                Err(regex::Error::CompiledTooBig(_)) if allowed < LARGEST => allowed *= 2,
                Err(error) => return Err(format!("the pattern `{}` cannot be used: {error}", self.written)),
                Ok(regex) => {
                    *left = left
                        .checked_sub(allowed)
                        .ok_or("the patterns of all rules together are too large")?;
                    return Ok(regex);
                }
            }
        }
    }

    /// The pattern, when a text has the words without which it matches nothing.
    fn regex_for(&self, text: &str) -> Option<&Regex> {
        let needed = self.needed.get_or_init(|| needed(&self.written));
        let has = |word: &String| memmem::find(text.as_bytes(), word.as_bytes()).is_some();
        needed.as_ref().is_none_or(|words| words.iter().any(has)).then(|| self.regex()).flatten()
    }

    /// Whether a text has it; patterns that are written alike are compiled once.
    fn is_in(&self, text: &str) -> bool {
        let mut known = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        let regex = known.entry(self.written.clone()).or_insert_with(|| self.compile().ok());
        regex.as_ref().is_some_and(|regex| regex.is_match(text))
    }

    /// The pattern; none when it cannot be compiled, which was told when the rule was loaded.
    pub(super) fn regex(&self) -> Option<&Regex> {
        self.compiled.get_or_init(|| self.compile().ok()).as_ref()
    }
}

/// A pattern with digits, spaces and, in a Latin script, letters and edges of words in ASCII: tables of all letters of
/// the world take most of the time of a check. An edge beside another letter is looked at afterwards.
pub(super) fn narrow(written: &str) -> String {
    let is_latin = !written.chars().any(|c| c > LATIN && c.is_alphabetic());
    let (mut narrow, mut in_class) = (String::with_capacity(2 * written.len()), false);
    let mut signs = written.chars();
    while let Some(sign) = signs.next() {
        let escaped = if sign == '\\' { signs.next() } else { None };
        let class = match escaped {
            Some('d') => Some("0-9"),
            Some('s') => Some(r" \t\n\x{a0}\x{202f}"),
            Some('w') if is_latin => Some("0-9A-Za-z_"),
            _ => None,
        };
        match (escaped, class) {
            (_, Some(class)) if in_class => narrow.push_str(class),
            (_, Some(class)) => narrow.push_str(&format!("[{class}]")),
            (Some('S'), _) if !in_class => narrow.push_str(r"[^ \t\n\x{a0}\x{202f}]"),
            (Some('b'), _) if is_latin => narrow.push_str(r"(?-u:\b)"),
            (Some(other), _) => narrow.extend(['\\', other]),
            (None, _) => {
                in_class = match sign {
                    '[' => true,
                    ']' => false,
                    _ => in_class,
                };
                narrow.push(sign);
            }
        }
    }
    narrow
}

impl Rule {
    /// Makes a rule ready; none when it is switched off.
    pub(super) fn new(raw: &RawRule) -> Result<Option<Self>, String> {
        let level = raw.level.ok_or("`level` is missing: always, usually, eye or off")?;
        let fix = raw.fix.ok_or("`fix` is missing: always, ask or no")?;
        let firmness = match level {
            Level::Always => code::Firmness::Always,
            Level::Usually => code::Firmness::Usually,
            Level::Eye => code::Firmness::Eye,
            Level::Off => return Ok(None),
        };
        let is_id = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if raw.id.is_empty() || !raw.id.chars().all(is_id) {
            return Err("`id` is a name of small letters, digits and hyphens".to_owned());
        }
        if raw.why.is_empty() || raw.source.is_empty() {
            return Err("`why` and `source` say what the rule is for and where it stands".to_owned());
        }
        if raw.source.starts_with(UNREAD) && (level == Level::Always || fix == Fix::Always) {
            return Err(
                "a rule whose source nobody has read is at most `usually`, and its fix `ask`".to_owned()
            );
        }
        let pattern = raw.find.as_deref().map(Pattern::new);
        let missing = |what: &str| format!("a rule of this kind needs `{what}`");
        let finder = match raw.kind.ok_or("`kind` is missing: pattern, list or structure")? {
            Kind::Pattern => Finder::Pattern(pattern.ok_or_else(|| missing("find"))?),
            Kind::List if raw.pairs.is_empty() => return Err(missing("pairs")),
            Kind::List => Finder::List(Box::new(Pairs::new(&raw.pairs, &raw.endings)?)),
            Kind::Structure => {
                let check = raw.check.as_deref().ok_or_else(|| missing("check"))?;
                match (Code::find(check), shape::find(check)) {
                    (Some(code), _) if code.can_change() => Finder::Program(code),
                    (_, Some(shape)) => Finder::Shape(shape, pattern),
                    _ => return Err(format!("there is no check `{check}`; known: {}", shape::names())),
                }
            }
        };
        let is_list = matches!(finder, Finder::List(_));
        if !is_list && raw.instead.is_none() {
            return Err(missing("use"));
        }
        let is_template = matches!(finder, Finder::Pattern(_)) && fix != Fix::No;
        let template = raw.instead.as_deref().filter(|_| is_template).map(Template::parse).transpose()?;
        let scopes = if raw.scopes.is_empty() { Scope::ALL.to_vec() } else { raw.scopes.clone() };
        let patterns = |written: &[String]| written.iter().map(|text| Pattern::new(text)).collect::<Vec<_>>();
        Ok(Some(Self {
            code: Code::of_style(&raw.id, firmness, &help(raw)),
            finder,
            instead: raw.instead.clone(),
            needs: raw.needs.as_deref().map(Pattern::new),
            template,
            words: raw.words.clone(),
            has_edges: raw.find.as_ref().is_some_and(|find| find.contains(r"\b")),
            signs: raw.signs.clone(),
            forms: patterns(&raw.forms),
            except: patterns(&raw.except),
            scopes,
            reads: raw.reads.clone(),
            fix,
            why: raw.why.clone(),
            wrong: raw.wrong.clone(),
            right: raw.right.clone(),
            is_own: false,
        }))
    }

    /// The rule, when it is an author's or not.
    pub(super) fn of_author(self, is_own: bool) -> Self {
        Self { is_own, ..self }
    }

    /// Whether the program has a rule of its own for the matter, which finds it.
    pub(super) fn is_of_program(&self) -> bool {
        matches!(self.finder, Finder::Program(_))
    }

    /// Whether it looks at a form.
    pub(super) fn is_of_form(&self) -> bool {
        matches!(self.finder, Finder::Shape(..))
    }

    /// Compiles all patterns within the bytes that are left, and says what is wrong with one.
    pub(super) fn try_patterns(&self, left: &mut usize) -> Result<(), String> {
        let own = match &self.finder {
            Finder::Pattern(pattern) => Some(pattern),
            Finder::Shape(_, pattern) => pattern.as_ref(),
            Finder::List(_) | Finder::Program(_) => None,
        };
        for pattern in self.except.iter().chain(&self.forms).chain(&self.needs) {
            pattern.compile_within(left)?;
        }
        let Some(regex) = own.map(|own| own.compile_within(left)).transpose()? else { return Ok(()) };
        let known: BTreeSet<&str> = regex.capture_names().flatten().collect();
        for group in self.template.iter().flat_map(Template::groups) {
            let is_number = group.parse::<usize>().is_ok_and(|number| number < regex.captures_len());
            if !is_number && !known.contains(group) {
                return Err(format!("`use` names a group `{group}` that `find` does not have"));
            }
        }
        Ok(())
    }

    /// Where the words of a report break the rule.
    pub(super) fn hits(&self, prose: &Prose<'_>, known: Known<'_>) -> Vec<Hit> {
        let text = prose.masked(&self.reads);
        if self.needs.as_ref().is_some_and(|needs| !needs.is_in(text)) {
            return Vec::new();
        }
        let mut hits: Vec<Hit> = match &self.finder {
            Finder::Pattern(pattern) => {
                let regex = pattern.regex_for(text).into_iter();
                regex
                    .flat_map(|regex| regex.captures_iter(text))
                    // A pattern may look to the end of the text for each of its places.
                    .take_while(|_| !self.is_own || prose.has_time(text.len()))
                    .filter_map(|found| self.hit(&found, prose))
                    .collect()
            }
            Finder::List(pairs) => {
                pairs.find(text).into_iter().map(|(range, to)| Hit::new(range, Some(to))).collect()
            }
            Finder::Shape(shape, pattern) => shape.find(&Look {
                prose,
                known,
                signs: &self.signs,
                pattern: pattern.as_ref().and_then(|pattern| pattern.regex_for(text)),
                forms: self.forms.iter().filter_map(|form| form.regex_for(text)).collect(),
                scopes: &self.scopes,
                reads: &self.reads,
            }),
            Finder::Program(_) => Vec::new(),
        };
        hits.retain(|hit| self.counts(hit, prose));
        hits
    }

    /// Whether a place is one that the rule is about.
    fn counts(&self, hit: &Hit, prose: &Prose<'_>) -> bool {
        let line = prose.line_of(&hit.range).filter(|line| self.scopes.contains(&line.scope));
        let is_mark = hit.file.is_some();
        line.is_some_and(|line| {
            (is_mark || prose.is_typed(&hit.range))
                && !prose.is_around_mark(&hit.range)
                && !self.is_excepted(hit, &line.range, prose)
        })
    }

    fn hit(&self, found: &Captures<'_>, prose: &Prose<'_>) -> Option<Hit> {
        let range = found.name(PLACE).or_else(|| found.get(0))?.range();
        if self.has_edges && found.name(PLACE).is_none() && is_cut(&prose.text, &range) {
            return None;
        }
        let group = |name: &str| {
            let place = name.parse::<usize>().map_or_else(|_| found.name(name), |number| found.get(number));
            place.map(|place| &prose.text[place.range()])
        };
        let to = self.template.as_ref().and_then(|template| template.fill(group, &self.words));
        let is_right = to.as_ref().is_some_and(|to| *to == prose.text[range.clone()]);
        (!is_right).then(|| Hit::new(range, to))
    }

    fn is_excepted(&self, hit: &Hit, line: &Range<usize>, prose: &Prose<'_>) -> bool {
        let text = &prose.text;
        let mut start = line.start.max(hit.range.start.saturating_sub(AROUND));
        let mut end = line.end.min(hit.range.end + AROUND);
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        while !text.is_char_boundary(end) {
            end += 1;
        }
        let covers = |found: regex::Match<'_>| {
            start + found.start() <= hit.range.start && hit.range.end <= start + found.end()
        };
        let patterns = self.except.iter().filter_map(Pattern::regex);
        patterns.into_iter().any(|regex| regex.find_iter(&text[start..end]).any(covers))
    }
}

/// The page of a rule: what it finds, where it stands, its examples.
fn help(raw: &RawRule) -> String {
    // What an author wrote stays in the line that it is part of.
    let why = one_line(raw.why.trim_end_matches('.'));
    let mut text = format!("{}.\n", super::template::capital(&why));
    if let Some(instead) = &raw.instead {
        text.push_str(&format!("\nWrite: {}.\n", one_line(instead.trim_end_matches('.'))));
    }
    let source = if raw.source.starts_with(UNREAD) {
        "A convention: no source was read for it. Its findings are at most warnings, its fixes only proposed."
            .to_owned()
    } else {
        format!("House style, source: {}.", one_line(raw.source.trim_end_matches('.')))
    };
    text.push_str(&format!("\n# Why\n{source}\n\n# Example\n"));
    let lines =
        |texts: &[String]| texts.iter().map(|text| format!("- {}\n", one_line(text))).collect::<String>();
    text.push_str(&format!("Found:\n{}\nLet stand:\n{}", lines(&raw.wrong), lines(&raw.right)));
    text
}
