//! Finds everything that is wrong in a brand file, by holding it against the bundled one.

use std::str::FromStr;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::font_name::is_name;
use super::{Colour, limits};
use crate::diag::{Code, Diagnostic, SourceId, Span, code};

const MODEL: &str = include_str!("../../templates/brand.toml");
/// Keys that the bundled brand does without: names of files, and the number of pages.
const OPTIONAL: [(&str, &str); 3] = [("[logo]", "organization"), ("[logo]", "donor"), ("[layout]", "pages")];
/// The table that a brand may leave out, as a whole or in parts: the limits of the layout have defaults.
const LIMITS: &str = "layout";
/// Colours of series in one chart.
const MOST_SERIES: usize = 6;

type Value<'a> = Spanned<DeValue<'a>>;

struct Check {
    source: SourceId,
    faults: Vec<Diagnostic>,
}

/// All faults of a brand file.
pub(super) fn faults(source: SourceId, text: &str) -> Vec<Diagnostic> {
    let mut check = Check { source, faults: Vec::new() };
    let (root, errors) = DeTable::parse_recoverable(text);
    for error in errors.iter().take(20) {
        let range = error.span().unwrap_or(0..0);
        let span = Span { source, start: range.start.min(text.len()), end: range.end.min(text.len()) };
        let message = error.message().lines().collect::<Vec<_>>().join(", ");
        let hint = "a line is `name = value` or `[table]`; templates/brand.toml shows all of them";
        check.faults.push(Diagnostic::new(code::TOML_SYNTAX, span, message).hint(hint));
    }
    let (model, _) = DeTable::parse_recoverable(MODEL);
    if errors.is_empty() {
        let first_line = Span { source, start: 0, end: text.find('\n').unwrap_or(text.len()) };
        check.table(root.get_ref(), model.get_ref(), "the file", first_line);
        // Of numbers that cannot be, no more is to be said.
        if check.faults.is_empty() {
            check.room(root.get_ref());
        }
    }
    check.faults
}

impl Check {
    fn fault(&mut self, code: Code, value: &Value<'_>, message: String, hint: &str) {
        let range = value.span();
        let span = Span { source: self.source, start: range.start, end: range.end };
        self.faults.push(Diagnostic::new(code, span, message).hint(hint));
    }

    fn table(&mut self, table: &DeTable<'_>, model: &DeTable<'_>, name: &str, place: Span) {
        let known = || model.keys().map(|key| key.get_ref().as_ref());
        for (key, value) in table {
            let (word, range) = (key.get_ref().as_ref(), key.span());
            let span = Span { source: self.source, start: range.start, end: range.end };
            match model.get(word) {
                Some(model) => self.value(name, word, value, model.get_ref(), span),
                None if OPTIONAL.contains(&(name, word)) => {
                    let list = value.get_ref().as_array().filter(|_| word == "donor");
                    let is_list = list.is_some_and(|list| list.iter().all(|file| file.get_ref().is_str()));
                    if !value.get_ref().is_str() && !is_list {
                        self.wrong_type("text in quotes", value);
                    }
                }
                None => {
                    let message = format!("unknown key `{word}` in {name}");
                    let list = || format!("known keys: {}", known().collect::<Vec<_>>().join(", "));
                    let fault = Diagnostic::new(code::UNKNOWN_KEY, span, message);
                    self.faults.push(fault.did_you_mean(word, known()).or_hint(list));
                }
            }
        }
        let has_defaults = name.trim_matches(['[', ']']) == LIMITS;
        let must_be = known().filter(|key| *key != LIMITS && !has_defaults);
        for key in must_be.filter(|key| !table.contains_key(*key)) {
            let message = format!("{name} has no `{key}`");
            let fault = Diagnostic::new(code::MISSING_KEY, place, message);
            self.faults.push(fault.hint("templates/brand.toml shows all keys and their values"));
        }
    }

    /// Tells numbers that leave no room for each other.
    fn room(&mut self, root: &DeTable<'_>) {
        let value = |table: &str, key: &str| {
            let table = root.get(table)?.get_ref().as_table()?;
            table.get(key)
        };
        for misfit in limits::misfits(|table, key| Some(number(value(table, key)?.get_ref())?.1)) {
            if let Some(value) = value(misfit.table, misfit.key) {
                self.fault(code::OUT_OF_RANGE, value, misfit.message, &misfit.hint);
            }
        }
    }

    /// A number must be within its limits.
    fn number(&mut self, table: &str, key: &str, value: &Value<'_>) {
        let Some((written, size)) = number(value.get_ref()) else {
            return self.wrong_type("a number", value);
        };
        let Some(limit) = limits::find(table, key).filter(|limit| !limit.allows(size)) else { return };
        let message = format!("`{key}` cannot be `{written}`");
        let hint = format!("write a number from {} to {}: {}", limit.lowest, limit.highest, limit.reason);
        self.fault(code::OUT_OF_RANGE, value, message, &hint);
    }

    /// The name of a font stands in every output.
    fn name(&mut self, key: &str, value: &Value<'_>) {
        let Some(name) = value.get_ref().as_str() else { return self.wrong_type("text in quotes", value) };
        if !is_name(name) {
            let message = format!("`{key}` is no name of a font");
            self.fault(
                code::BAD_BRAND,
                value,
                message,
                "write the name as the fonts themselves give it: Carlito",
            );
        }
    }

    fn value(&mut self, table: &str, key: &str, value: &Value<'_>, model: &DeValue<'_>, place: Span) {
        match (model, value.get_ref()) {
            (DeValue::Table(model), DeValue::Table(table)) => {
                self.table(table, model, &format!("[{key}]"), place);
            }
            (DeValue::Table(_), _) => self.wrong_type("a table", value),
            (DeValue::Array(_), DeValue::Array(colours)) => {
                if colours.is_empty() || colours.len() > MOST_SERIES {
                    let message = format!("`{key}` has {} colours", colours.len());
                    let code = if colours.is_empty() { code::EMPTY_LIST } else { code::TOO_MANY };
                    self.fault(code, value, message, "a chart uses one to six");
                }
                colours.iter().for_each(|colour| self.colour(colour));
            }
            (DeValue::Array(_), _) => self.wrong_type("a list of colours", value),
            (DeValue::String(model), _) if model.starts_with('#') => self.colour(value),
            (DeValue::String(_), _) => self.name(key, value),
            (DeValue::Float(_) | DeValue::Integer(_), _) => {
                self.number(table.trim_matches(['[', ']']), key, value);
            }
            _ => {}
        }
    }

    fn colour(&mut self, value: &Value<'_>) {
        match value.get_ref().as_str() {
            Some(text) if Colour::from_str(text).is_ok() => {}
            Some(text) => {
                let message = format!("`{text}` is not a colour");
                self.fault(code::BAD_COLOUR, value, message, "colours are written #0033A0");
            }
            None => self.wrong_type("a colour in quotes", value),
        }
    }

    fn wrong_type(&mut self, expected: &str, value: &Value<'_>) {
        let article = if value.get_ref().is_integer() || value.get_ref().is_array() { "an" } else { "a" };
        let message = format!("expected {expected}, found {article} {}", value.get_ref().type_str());
        self.fault(code::WRONG_TYPE, value, message, "templates/brand.toml shows what is written here");
    }
}

/// A number as it was written, and how large it is.
fn number(value: &DeValue<'_>) -> Option<(String, f64)> {
    let written = match value {
        DeValue::Integer(integer) if integer.radix() == 10 => integer.as_str(),
        DeValue::Float(float) => float.as_str(),
        _ => return None,
    };
    Some((written.to_owned(), written.replace('_', "").parse().unwrap_or(f64::NAN)))
}
