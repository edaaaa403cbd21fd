//! Finds everything that is wrong in a brand file, by holding it against the bundled one.

use std::str::FromStr;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Colour;
use crate::diag::{Diagnostic, SourceId, Span};

const MODEL: &str = include_str!("../../templates/brand.toml");
/// Keys that the bundled brand does without: names of files, and the number of pages.
const OPTIONAL: [(&str, &str); 3] = [("[logo]", "organization"), ("[logo]", "donor"), ("[layout]", "pages")];
/// The table that a brand may leave out, as a whole or in parts: the limits of the layout have defaults.
const LIMITS: &str = "layout";
/// Points or millimetres; no page is larger.
const LARGEST: f64 = 2_000.0;
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
        check.faults.push(Diagnostic::error("toml-syntax", span, message).hint(hint));
    }
    let (model, _) = DeTable::parse_recoverable(MODEL);
    if errors.is_empty() {
        let first_line = Span { source, start: 0, end: text.find('\n').unwrap_or(text.len()) };
        check.table(root.get_ref(), model.get_ref(), "the file", first_line);
    }
    check.faults
}

impl Check {
    fn fault(&mut self, code: &'static str, value: &Value<'_>, message: String, hint: &str) {
        let range = value.span();
        let span = Span { source: self.source, start: range.start, end: range.end };
        self.faults.push(Diagnostic::error(code, span, message).hint(hint));
    }

    fn table(&mut self, table: &DeTable<'_>, model: &DeTable<'_>, name: &str, place: Span) {
        let known = || model.keys().map(|key| key.get_ref().as_ref());
        for (key, value) in table {
            let (word, range) = (key.get_ref().as_ref(), key.span());
            let span = Span { source: self.source, start: range.start, end: range.end };
            match model.get(word) {
                Some(model) => self.value(word, value, model.get_ref(), span),
                None if OPTIONAL.contains(&(name, word)) => {
                    if !value.get_ref().is_str() {
                        self.wrong_type("text in quotes", value);
                    }
                }
                None => {
                    let message = format!("unknown key `{word}` in {name}");
                    let list = || format!("known keys: {}", known().collect::<Vec<_>>().join(", "));
                    let fault = Diagnostic::error("unknown-key", span, message);
                    self.faults.push(fault.did_you_mean(word, known()).or_hint(list));
                }
            }
        }
        let has_defaults = name.trim_matches(['[', ']']) == LIMITS;
        let must_be = known().filter(|key| *key != LIMITS && !has_defaults);
        for key in must_be.filter(|key| !table.contains_key(*key)) {
            let message = format!("{name} has no `{key}`");
            let fault = Diagnostic::error("missing-key", place, message);
            self.faults.push(fault.hint("templates/brand.toml shows all keys and their values"));
        }
    }

    fn value(&mut self, key: &str, value: &Value<'_>, model: &DeValue<'_>, place: Span) {
        match (model, value.get_ref()) {
            (DeValue::Table(model), DeValue::Table(table)) => {
                self.table(table, model, &format!("[{key}]"), place);
            }
            (DeValue::Table(_), _) => self.wrong_type("a table", value),
            (DeValue::Array(_), DeValue::Array(colours)) => {
                if colours.is_empty() || colours.len() > MOST_SERIES {
                    let message = format!("`{key}` has {} colours", colours.len());
                    let code = if colours.is_empty() { "empty-list" } else { "too-many" };
                    self.fault(code, value, message, "a chart uses one to six");
                }
                colours.iter().for_each(|colour| self.colour(colour));
            }
            (DeValue::Array(_), _) => self.wrong_type("a list of colours", value),
            (DeValue::String(model), _) if model.starts_with('#') => self.colour(value),
            (DeValue::String(_), found) if !found.is_str() => self.wrong_type("text in quotes", value),
            (DeValue::Float(_) | DeValue::Integer(_), found) => match number(found) {
                Some((_, size)) if size > 0.0 && size <= LARGEST => {}
                Some((written, _)) => {
                    let message = format!("`{written}` cannot be a size");
                    self.fault("out-of-range", value, message, "write a number above 0 and up to 2000");
                }
                None => self.wrong_type("a number", value),
            },
            _ => {}
        }
    }

    fn colour(&mut self, value: &Value<'_>) {
        match value.get_ref().as_str() {
            Some(text) if Colour::from_str(text).is_ok() => {}
            Some(text) => {
                let message = format!("`{text}` is not a colour");
                self.fault("bad-colour", value, message, "colours are written #0033A0");
            }
            None => self.wrong_type("a colour in quotes", value),
        }
    }

    fn wrong_type(&mut self, expected: &str, value: &Value<'_>) {
        let article = if value.get_ref().is_integer() || value.get_ref().is_array() { "an" } else { "a" };
        let message = format!("expected {expected}, found {article} {}", value.get_ref().type_str());
        self.fault("wrong-type", value, message, "templates/brand.toml shows what is written here");
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
