//! Writes figures that an edition does not have as tables of its file.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use toml::de::{DeTable, DeValue};

use super::{NewFigure, NewNumber};
use crate::data::period::Date;
use crate::patch::toml as written;

/// The tables of a figure, with an empty line before each.
pub(in crate::workbook) fn block(figure: &NewFigure) -> String {
    let quoted = |text: &str| written::string(text, "\"\"");
    let mut out = String::new();
    let (source, name) = &figure.source;
    // Writing into a string cannot fail.
    if let Some(name) = name {
        let _ = write!(out, "\n[sources.{}]\nname = {}\n", written::key(source), quoted(name));
    }
    out.push('\n');
    for comment in &figure.comments {
        let _ = writeln!(out, "{comment}");
    }
    let key = written::key(&figure.key);
    let _ = write!(out, "[figures.{key}]\nlabel  = {}\nsource = {}\n", quoted(&figure.label), quoted(source));
    if let Some(unit) = &figure.unit {
        let _ = writeln!(out, "unit   = {}", quoted(unit));
    }
    let _ = writeln!(out, "period = {}", quoted(&figure.period.to_string()));
    if figure.is_balance() {
        out.push_str("balance = true\n");
    }
    if let Some(derive) = &figure.derive {
        let _ = writeln!(out, "derive = {}", quoted(derive));
    }
    let mut others: BTreeMap<(Date, String), Vec<&NewNumber>> = BTreeMap::new();
    for number in figure.numbers.iter().filter(|number| number.period != figure.period) {
        others.entry((number.period.first_day(), number.period.to_string())).or_default().push(number);
    }
    let own: Vec<&NewNumber> =
        figure.numbers.iter().filter(|number| number.period == figure.period).collect();
    whole(&mut out, &own);
    let has_parts = |numbers: &[&NewNumber]| numbers.iter().any(|number| number.part.is_some());
    let alone = others.iter().filter(|(_, numbers)| !has_parts(numbers));
    let values: Vec<String> = alone
        .flat_map(|((_, period), numbers)| {
            numbers.iter().map(|number| format!("{} = {}", written::key(period), value(number)))
        })
        .collect();
    if !values.is_empty() {
        let _ = writeln!(out, "values = {{ {} }}", values.join(", "));
    }
    lists(&mut out, &own);
    for ((_, period), numbers) in others.iter().filter(|(_, numbers)| has_parts(numbers)) {
        let _ = write!(out, "\n[figures.{key}.at.{}]\n", written::key(period));
        whole(&mut out, numbers);
        lists(&mut out, numbers);
    }
    out
}

fn value(number: &NewNumber) -> String {
    written::number(&number.text).unwrap_or_else(|| written::string(&number.text, "\"\""))
}

fn whole(out: &mut String, numbers: &[&NewNumber]) {
    if let Some(number) = numbers.iter().find(|number| number.part.is_none()) {
        out.push_str(&format!("total  = {}\n", value(number)));
    }
}

fn lists(out: &mut String, numbers: &[&NewNumber]) {
    for (name, is_share) in [("shares", true), ("parts ", false)] {
        let of_list = numbers.iter().filter(|number| number.is_share == is_share);
        let entries: Vec<String> = of_list
            .filter_map(|number| Some(format!("{} = {}", written::key(number.part.as_ref()?), value(number))))
            .collect();
        if !entries.is_empty() {
            out.push_str(&format!("{name} = {{ {} }}\n", entries.join(", ")));
        }
    }
}

/// Where figures are added to a file: behind the last one, or at its end.
pub(in crate::workbook) fn place(text: &str) -> usize {
    let end = DeTable::parse(text).ok().and_then(|root| {
        let (_, figures) = root.get_ref().iter().find(|(key, _)| key.get_ref() == "figures")?;
        last(figures.get_ref())
    });
    let Some(end) = end else { return text.len() };
    text[end..].find('\n').map_or(text.len(), |at| end + at + 1)
}

/// The last byte of what stands in a table.
fn last(value: &DeValue<'_>) -> Option<usize> {
    let DeValue::Table(table) = value else { return None };
    let ends = table.iter().map(|(key, value)| {
        let inner = last(value.get_ref());
        inner.unwrap_or(0).max(key.span().end).max(if inner.is_none() { value.span().end } else { 0 })
    });
    ends.max()
}
