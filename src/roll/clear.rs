//! Takes out what an edition says of its own quarter: values, exemptions, reasons; and says what they were.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::Old;
use super::role::Role;
use super::tree::{Item, removals};
use crate::data::period::Period;
use crate::patch::Edit;
use crate::spec::schema::{GapOf, GapSpec};

/// A part that is asked for: the figure, its list of parts or shares, the part, the period.
pub(super) type PartAsked = (String, &'static str, String, Period);

/// What is written in the place of a number that is to come.
pub(super) const GAP: &str = "\"?\"";
/// What is said of values in the letters of the old period, and of no other.
const SAID_THEN: [&str; 5] = ["revised", "provisional", "estimated", "missing", "given"];

/// How comments on letters and files are counted.
pub(super) const LETTERS: &str = "source comment";

/// What is taken out of a file.
#[derive(Debug, Default)]
pub(super) struct Cleared {
    /// The edits.
    pub(super) edits: Vec<Edit>,
    /// Bytes that are gone, or are a comment now.
    pub(super) gone: Vec<Range<usize>>,
    /// How many exemptions.
    pub(super) allowed: usize,
    /// How many converted values.
    pub(super) converted: usize,
    /// What else, by its key, with how often.
    pub(super) others: BTreeMap<String, usize>,
    /// Parts of other periods whose change only the source gave: figure, list, part, and the period in the new edition.
    pub(super) wanted_parts: Vec<PartAsked>,
    /// Figures that are still called not available, with the places of the reasons.
    pub(super) not_available: Vec<(usize, String)>,
}

/// What is done with the reason why a figure is not available.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reasons {
    /// It goes, and the value is asked for.
    Asked,
    /// It stays, since the text has no place for a value.
    Kept,
}

/// What one figure had.
#[derive(Debug, Default)]
struct Had {
    /// Where the first of it stood.
    first: Option<usize>,
    /// The periods whose values are asked for.
    asked: BTreeSet<Period>,
    total: Option<String>,
    values: Vec<String>,
    shares: Vec<String>,
    parts: Vec<String>,
    rate: Option<String>,
    why: Option<String>,
}

/// Takes out what is of the old period alone.
pub(super) fn cleared(old: &Old<'_>, reasons: Reasons) -> Cleared {
    let mut cleared = Cleared::default();
    let mut gone: Vec<usize> = Vec::new();
    let mut figures: BTreeMap<String, Had> = BTreeMap::new();
    for (index, item) in old.tree.items.iter().enumerate() {
        if old.is_gone(item.range.start) {
            continue;
        }
        let path: Vec<&str> = item.path.iter().map(String::as_str).collect();
        match path[..] {
            ["published"] => {
                gone.push(index);
                *cleared.others.entry("date".to_owned()).or_default() += 1;
            }
            ["flags", _] if old.tree.text[item.value.range.clone()] == *"true" => {
                cleared.edits.push(Edit::new(item.value.range.clone(), "false", "not yet of this edition"));
            }
            [.., "allow"] => old.allow(item, &mut cleared, &mut gone, index),
            ["charts", _, "alt"] if has_digits(item) => {
                gone.push(index);
                *cleared.others.entry("alternative text".to_owned()).or_default() += 1;
            }
            ["figures", key, ref inside @ ..] => {
                let had = figures.entry(key.to_owned()).or_default();
                if old.clear(key, inside, (item, reasons), (&mut cleared, had)) {
                    gone.push(index);
                }
            }
            _ => {}
        }
    }
    old.allow_tables(&mut cleared);
    let mut ranges = old.tree.without(&gone);
    let letters = old.letters();
    if !letters.is_empty() {
        cleared.others.insert(LETTERS.to_owned(), letters.len());
    }
    ranges.extend(letters);
    ranges.extend(old.empty_tables());
    cleared.gone.extend(ranges.iter().cloned());
    cleared.edits.extend(removals(ranges, "of the old period alone"));
    for had in figures.values() {
        cleared.edits.extend(old.comment(had));
    }
    cleared
}

fn has_digits(item: &Item) -> bool {
    item.value.text().is_some_and(|text| text.contains(|c: char| c.is_ascii_digit()))
}

impl Old<'_> {
    /// An exemption becomes a comment where it has lines of its own, and goes where it has none.
    fn allow(&self, item: &Item, cleared: &mut Cleared, gone: &mut Vec<usize>, index: usize) {
        let (text, range) = (self.tree.text, item.range.clone());
        let is_of_its_own = text[self.tree.line_start(range.start)..range.start].trim().is_empty();
        let is_line = is_of_its_own && self.tree.statements[item.statement].range == range;
        cleared.allowed += 1;
        if !is_line {
            gone.push(index);
            return;
        }
        self.comment_out(range, cleared);
    }

    /// Exemptions that are tables of their own become comments, too.
    fn allow_tables(&self, cleared: &mut Cleared) {
        let is_of_one = |path: &[String]| path.iter().any(|name| name == "allow");
        let statements = self.tree.statements.iter().filter(|one| is_of_one(&one.path));
        for statement in statements.filter(|one| !self.is_gone(one.range.start)) {
            cleared.allowed += usize::from(statement.is_heading());
            self.comment_out(statement.range.clone(), cleared);
        }
    }

    /// Comments above figures that name the letter or file which their old numbers came from, as `quarterly fill` writes
    /// them.
    fn letters(&self) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        for heading in self.tree.statements.iter().filter(|one| one.is_heading()) {
            let [figures, key] = &heading.path[..] else { continue };
            let figure = self.spec.figures.iter().find(|figure| figure.key.value == *key);
            let source =
                figure.and_then(|figure| figure.source.as_ref()).map_or("source", |key| key.value.as_str());
            let signs = [format!("# {source}, letter "), format!("# {source}: ")];
            let mut end = self.tree.line_start(heading.range.start);
            while figures == "figures" && end > 0 {
                let start = self.tree.line_start(end - 1);
                let line = &self.tree.text[start..end];
                if !line.starts_with('#') {
                    break;
                }
                let is_file = line.starts_with("# from ") && line.contains("(SHA-256 ");
                if is_file || signs.iter().any(|sign| line.starts_with(sign.as_str())) {
                    found.push(start..end);
                }
                end = start;
            }
        }
        found
    }

    fn comment_out(&self, range: Range<usize>, cleared: &mut Cleared) {
        let mut at = range.start;
        while at < range.end {
            cleared.edits.push(Edit::new(at..at, "# ", "an exemption of the old numbers"));
            at = self.tree.line_end(at);
        }
        cleared.gone.push(range);
    }

    /// Looks at one key of a figure; tells whether it goes.
    fn clear(
        &self,
        key: &str,
        inside: &[&str],
        (item, reasons): (&Item, Reasons),
        (cleared, had): (&mut Cleared, &mut Had),
    ) -> bool {
        let moves = self.own(key).is_some_and(|own| self.roles.of(own).period().is_some());
        let value = self.tree.text[item.value.range.clone()].to_owned();
        let mut ask = |had: &mut Had| {
            had.first.get_or_insert(item.range.start);
            cleared.edits.push(Edit::new(item.value.range.clone(), GAP, "to be filled in"));
        };
        match inside {
            ["total"] if moves => {
                ask(had);
                had.total = Some(value);
            }
            ["shares", part] if moves => {
                ask(had);
                had.shares.push(format!("{part} {value}"));
            }
            ["parts", part] if moves => {
                ask(had);
                had.parts.push(format!("{part} {value}"));
            }
            ["convert", "rate"] if moves => {
                ask(had);
                had.rate = Some(value);
            }
            ["values", period] => {
                let Some(to) = self.becomes(period) else { return false };
                // Two periods become one when the year begins anew.
                if self.is_known(key, to) || self.is_total(key, to) || !had.asked.insert(to) {
                    return true;
                }
                ask(had);
                had.values.push(format!("{period} {value}"));
            }
            ["at", period, "total"] => {
                let Some(to) = self.at_becomes_written(key, period) else { return false };
                if self.is_known(key, to) {
                    return true;
                }
                ask(had);
            }
            ["at", period, kind @ ("shares" | "parts"), part] => {
                let Some(to) = self.at_becomes_written(key, period) else { return false };
                match self.listed(key, kind, part, to) {
                    Some(known) => {
                        let range = item.value.range.clone();
                        cleared.edits.push(Edit::new(range, known, "as the edition of that period has it"));
                    }
                    None => ask(had),
                }
            }
            ["convert", "values" | "parts", _] => {
                cleared.converted += 1;
                return true;
            }
            ["not_available"] if moves && reasons == Reasons::Asked => {
                had.first.get_or_insert(item.range.start);
                had.why = item.value.text().map(|why| why.lines().collect::<Vec<_>>().join(" "));
                let has_total =
                    self.tree.below(&["figures", key]).any(|(_, item)| item.path[2..] == ["total"]);
                if has_total {
                    return true;
                }
                let edit = Edit::new(item.range.clone(), format!("total = {GAP}"), "to be filled in");
                cleared.edits.push(edit);
                cleared.gone.push(item.range.clone());
            }
            ["not_available"] if moves => {
                cleared.not_available.push((item.range.start, key.to_owned()));
            }
            [said] if SAID_THEN.contains(said) => {
                *cleared.others.entry((*said).to_owned()).or_default() += 1;
                return true;
            }
            [said, ..] if SAID_THEN.contains(said) => {
                cleared.wanted_parts.extend(self.wanted(key, inside));
                return true;
            }
            _ => {}
        }
        false
    }

    /// The part of another period that is asked for in the place of a change which only the source gave.
    fn wanted(&self, key: &str, inside: &[&str]) -> Option<PartAsked> {
        let ["given", "change_of", part, from] = inside else { return None };
        let shares = ["figures", key, "shares"];
        let list = if self.tree.below(&shares).next().is_some() { "shares" } else { "parts" };
        Some((key.to_owned(), list, (*part).to_owned(), self.becomes(from)?))
    }

    /// Headings of tables that say nothing of the new period.
    fn empty_tables(&self) -> Vec<Range<usize>> {
        let headings = self.tree.statements.iter().filter(|one| one.is_heading());
        let is_empty = |path: &[String]| match path {
            [figures, _, said, ..] if figures == "figures" && SAID_THEN.contains(&said.as_str()) => true,
            [figures, _, convert, list] => {
                figures == "figures" && convert == "convert" && ["values", "parts"].contains(&list.as_str())
            }
            _ => false,
        };
        headings.filter(|one| is_empty(&one.path)).map(|one| self.tree.lines(&one.range)).collect()
    }

    /// What a period that is written becomes, if it is another.
    fn becomes(&self, written: &str) -> Option<Period> {
        let period = written.parse().ok().or_else(|| self.roles.from().relative(written));
        period.and_then(|period| self.roles.of(period).period())
    }

    /// What the period of other parts of a figure becomes. Those that stand in a row with its own move with it.
    pub(super) fn at_becomes(&self, key: &str, period: Period) -> Role {
        let figure = self.spec.figures.iter().find(|figure| figure.key.value == key);
        let at = figure.into_iter().flat_map(|figure| &figure.at).map(|at| at.period.value);
        let mut row: Vec<Period> = at.chain(self.own(key)).collect();
        row.sort_by_key(|period| (period.first_day(), period.last_day()));
        row.dedup();
        let to = self.roles.together(&row).and_then(|new| {
            let index = row.iter().position(|one| *one == period)?;
            new.get(index).copied()
        });
        to.map_or_else(|| self.roles.of(period), Role::Moves)
    }

    fn at_becomes_written(&self, key: &str, written: &str) -> Option<Period> {
        self.at_becomes(key, written.parse().ok()?).period()
    }

    /// The own period of a figure.
    fn own(&self, key: &str) -> Option<Period> {
        let spec = self.spec.figures.iter().find(|figure| figure.key.value == key)?;
        Some(spec.period.as_ref().map_or(self.spec.edition.period.value, |own| own.value))
    }

    /// Whether the total of a figure will be that of a period.
    fn is_total(&self, key: &str, period: Period) -> bool {
        let own = self.own(key).map(|own| self.roles.of(own).period().unwrap_or(own));
        let has_total = self.tree.below(&["figures", key]).any(|(_, item)| item.path[2..] == ["total"]);
        has_total && own == Some(period)
    }

    /// Whether somebody has given the value of a period, or has left a place for it: it is history in the new edition,
    /// or stands in it already.
    fn is_known(&self, key: &str, period: Period) -> bool {
        let is_given = self.figures.get(key).is_some_and(|figure| figure.values.contains_key(&period));
        let figure = self.spec.figures.iter().find(|figure| figure.key.value == key);
        let is_open = |gap: &GapSpec| gap.of == GapOf::Value(period);
        is_given || figure.is_some_and(|figure| figure.gaps.iter().any(is_open))
    }

    /// The share or amount of a part that an edition has given for a period, with its digits.
    fn listed(&self, key: &str, kind: &str, part: &str, period: Period) -> Option<String> {
        if self.own(key) == Some(period) {
            let path = ["figures", key, kind];
            let (_, item) = self.tree.below(&path).find(|(_, item)| item.path[3..] == [part])?;
            return Some(self.tree.text[item.value.range.clone()].to_owned());
        }
        let own = self.spec.figures.iter().filter(|figure| figure.key.value == key);
        let mut at = own.flat_map(|figure| &figure.at).filter(|at| at.period.value == period);
        let here = at.find_map(|at| {
            let list = if kind == "shares" { &at.shares } else { &at.parts };
            list.iter().find(|(name, _)| name.value == part)
        });
        if let Some((_, value)) = here {
            return self.tree.text.get(value.span.range()).map(str::to_owned);
        }
        let lists = self.spec.earlier.iter().flat_map(|earlier| &earlier.lists);
        let lists = lists.filter(|lists| lists.key == key && lists.period == period);
        let mut values = lists.flat_map(|lists| if kind == "shares" { &lists.shares } else { &lists.parts });
        values.find(|(name, _)| name == part).map(|(_, value)| value.to_string())
    }

    /// A comment above a figure that says what it had.
    fn comment(&self, had: &Had) -> Option<Edit> {
        let place = self.tree.line_start(had.first?);
        let text = &self.tree.text[place..];
        let indent = &text[..text.len() - text.trim_start_matches([' ', '\t']).len()];
        let mut said: Vec<String> = Vec::new();
        said.extend(had.total.as_ref().map(|total| format!("total {total}")));
        for list in [&had.values, &had.shares, &had.parts] {
            said.extend((!list.is_empty()).then(|| list.join(", ")));
        }
        said.extend(had.rate.as_ref().map(|rate| format!("rate {rate}")));
        said.extend(had.why.as_ref().map(|why| format!("not available: {why}")));
        (!said.is_empty()).then(|| {
            let line = format!("{indent}# {}: {}\n", self.roles.from(), said.join("; "));
            // That of the edition before goes: its own file has it.
            let above = self.tree.line_start(place.saturating_sub(1))..place;
            let is_ours = place > 0 && is_record(&self.tree.text[above.clone()]);
            let range = if is_ours { above } else { place..place };
            Edit::new(range, line, "what the last edition had")
        })
    }
}

/// Whether a line is a comment on what an edition had, as this program writes it: `# 2023-Q2: total 1653`.
pub(super) fn is_record(line: &str) -> bool {
    let period = line.trim_start().strip_prefix("# ").and_then(|rest| rest.split_once(": "));
    period.is_some_and(|(period, _)| period.parse::<Period>().is_ok())
}
