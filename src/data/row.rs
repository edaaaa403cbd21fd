//! Decides which rows of a table are read, and what their keys mean.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::country::{Meaning, Names, folded};
use super::hint::meant;
use super::table::TableSpec;
use crate::diag::{Code, Diagnostic, Spanned, code};

/// A row whose key cannot be used.
#[derive(Debug)]
pub(super) struct BadRow {
    pub(super) code: Code,
    /// What is wrong, to be told behind the place: "`Всего` is the row of the whole".
    pub(super) why: String,
    pub(super) hint: String,
}

/// The rows of a table, one after the other.
pub(super) struct RowNames<'a> {
    spec: &'a TableSpec,
    names: &'a Names,
    only: BTreeSet<String>,
    skip: BTreeSet<String>,
    rename: BTreeMap<String, &'a str>,
    /// The keys that were met, as they are compared.
    met: BTreeSet<String>,
    /// As they are written, for hints.
    written: Vec<String>,
    /// Rows whose keys cannot be used.
    bad: usize,
}

/// Names of rows that are kept for hints.
const MOST_KEPT: usize = 2_000;
/// Rows with unknown names that are told one by one; more are of one kind.
const MOST_BAD: usize = 10;

impl<'a> RowNames<'a> {
    pub(super) fn new(spec: &'a TableSpec, names: &'a Names) -> Self {
        let set = |list: &[Spanned<String>]| list.iter().map(|entry| folded(&entry.value)).collect();
        Self {
            spec,
            names,
            only: set(&spec.only),
            skip: set(&spec.skip),
            rename: spec.rename.iter().map(|(from, to)| (folded(&from.value), to.value.as_str())).collect(),
            met: BTreeSet::new(),
            written: Vec::new(),
            bad: 0,
        }
    }

    /// The key of a row by what stands in it; none when the row is left out.
    ///
    /// # Errors
    /// What stands there is no part.
    pub(super) fn key(&mut self, written: &str) -> Result<Option<String>, Meaning> {
        let row = folded(written);
        if self.met.insert(row.clone()) && self.written.len() < MOST_KEPT {
            self.written.push(written.to_owned());
        }
        if self.skip.contains(&row) {
            return Ok(None);
        }
        let meaning = match self.rename.get(&row) {
            Some(key) => Meaning::Part((*key).to_owned()),
            None if self.spec.target == "values" => Meaning::Part(written.to_owned()),
            None => self.names.meaning(written),
        };
        let key = match &meaning {
            Meaning::Part(key) => folded(key),
            Meaning::Total | Meaning::Several | Meaning::Unknown => row.clone(),
        };
        if !self.only.is_empty() && !self.only.contains(&row) && !self.only.contains(&key) {
            return Ok(None);
        }
        self.met.insert(key);
        match meaning {
            Meaning::Part(key) => Ok(Some(key)),
            // Codes of a language of one's own are known to the report.
            Meaning::Unknown if is_code(written) => Ok(Some(written.to_owned())),
            Meaning::Total | Meaning::Several | Meaning::Unknown => Err(meaning),
        }
    }

    /// What to tell of a row that means no part. A value helps to say what to do. Of many such rows the last are
    /// counted, and not told.
    pub(super) fn tell(
        &mut self,
        written: &str,
        meaning: &Meaning,
        value: Option<Decimal>,
    ) -> Option<BadRow> {
        self.bad += 1;
        (self.bad <= MOST_BAD).then(|| self.bad_row(written, meaning, value))
    }

    fn bad_row(&self, written: &str, meaning: &Meaning, value: Option<Decimal>) -> BadRow {
        match meaning {
            Meaning::Total => {
                let total = value.filter(|_| self.spec.target == "parts");
                let total =
                    total.map_or(String::new(), |total| format!(", and write total = {total} in the figure"));
                BadRow {
                    code: code::UNKNOWN_COUNTRY,
                    why: format!("`{written}` is the row of the whole, not a part"),
                    hint: format!("leave it out with skip = [{written:?}]{total}"),
                }
            }
            Meaning::Several => BadRow {
                code: code::UNKNOWN_COUNTRY,
                why: format!("`{written}` is the name of more than one country"),
                hint: format!("say which by its ISO 3166 code: rename = {{ {written:?} = \"…\" }}"),
            },
            Meaning::Part(_) | Meaning::Unknown => self.unknown(written),
        }
    }

    fn unknown(&self, written: &str) -> BadRow {
        let near = self.names.nearest(written).map(|name| format!("did you mean `{name}`? "));
        let hint = format!(
            "{}add it to [names] as it is written here, say what it means with rename = {{ {written:?} = \"…\" }}, or leave it out with skip = [{written:?}]",
            near.unwrap_or_default()
        );
        let why = format!("`{written}` is no country or part that is known");
        BadRow { code: code::UNKNOWN_COUNTRY, why, hint }
    }

    /// What the spec says of rows that the table does not have: a source may have renamed them.
    pub(super) fn finish(self) -> Vec<Diagnostic> {
        let named = self.spec.only.iter().chain(&self.spec.skip);
        let entries = named.chain(self.spec.rename.iter().map(|(from, _)| from));
        let missing = entries.filter(|entry| !self.met.contains(&folded(&entry.value)));
        let fault = |entry: &Spanned<String>| {
            let message = format!("the file `{}` has no row `{}`", self.spec.file.value, entry.value);
            Diagnostic::new(code::UNKNOWN_ROW, entry.span, message)
                .did_you_mean(&entry.value, meant(self.written.iter().map(String::as_str)))
                .or_hint(|| "write what stands in the column of keys, or delete this".to_owned())
        };
        let mut faults: Vec<Diagnostic> = missing.map(fault).collect();
        if self.bad > MOST_BAD {
            let message = format!("{} more rows have names that are not known", self.bad - MOST_BAD);
            let fault = Diagnostic::new(code::UNKNOWN_COUNTRY, self.spec.file.span, message);
            faults.push(fault.hint("of a long table, name the rows that you need: only = [\"…\", \"…\"]"));
        }
        faults
    }
}

/// Two capital letters, as in ISO 3166.
fn is_code(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase())
}
