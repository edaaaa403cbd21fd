//! Names in a sentence, in the form that it asks for, alone and in lists.

use super::Fault;
use super::tree::Word;
use crate::data::period::Period;
use crate::data::quantity::Quantity;
use crate::diag::{code, nearest};
use crate::language::{FILES, Language, Name, NoForm, fill};
use crate::report::Inline;
use crate::report::scope::Scope;

/// The filters that every language has.
const FILTERS: [&str; 6] = ["round", "convert", "short", "bare", "signed", "noun"];

/// What has a name in several forms besides a period.
#[derive(Debug, Clone)]
pub(super) enum Named {
    /// A period by its number.
    Ordinal(Period),
    /// A country or part by its key.
    Part(String),
}

/// Parts of a figure by size, on their way to the page.
#[derive(Debug, Clone)]
pub(super) struct Ranking {
    /// Name of the figure.
    pub(super) figure: String,
    /// Parts with their values.
    pub(super) entries: Vec<(String, Quantity)>,
    /// Whether the values are printed.
    pub(super) with_values: bool,
    /// The form of the names.
    pub(super) form: Option<Word>,
}

impl Ranking {
    /// Words and numbers as they are printed.
    pub(super) fn inlines(&self, scope: &Scope) -> Result<Vec<Inline>, Fault> {
        let locale = &scope.locale;
        let mut inlines = Vec::new();
        for (index, (part, value)) in self.entries.iter().enumerate() {
            let name = match &self.form {
                Some(form) => of_part(part, form, scope)?,
                None => in_text(part, scope)?,
            };
            inlines.push(Inline::Text(locale.separator(index, self.entries.len()).to_owned()));
            if self.with_values {
                let entry = fill(&locale.words().list.entry, &[("name", &name)]);
                let (before, after) = entry.split_once("{value}").unwrap_or((&entry, ""));
                inlines.push(Inline::Text(before.to_owned()));
                inlines.push(Inline::Number(locale.format(value)));
                inlines.push(Inline::Text(after.to_owned()));
            } else {
                inlines.push(Inline::Text(name));
            }
        }
        inlines.retain(|inline| !matches!(inline, Inline::Text(text) if text.is_empty()));
        Ok(inlines)
    }
}

impl Named {
    /// As running text has it when no form is asked for.
    pub(super) fn text(&self, scope: &Scope) -> Result<String, Fault> {
        match self {
            Self::Ordinal(period) => Ok(scope.locale.period_ordinal(*period)),
            Self::Part(part) => in_text(part, scope),
        }
    }
}

fn in_text(part: &str, scope: &Scope) -> Result<String, Fault> {
    scope.in_text(part).ok_or_else(|| Fault::unknown_part(scope.unknown_part(part)))
}

/// A country or part in a form.
pub(super) fn of_part(part: &str, form: &Word, scope: &Scope) -> Result<String, Fault> {
    let name = match scope.names.get(part) {
        Some(own) => Name::Own(own),
        None => {
            // The fault of an unknown part is the nearer cause.
            in_text(part, scope)?;
            Name::Country(part)
        }
    };
    told(scope.locale.inflected(name, &form.text), form, &scope.locale)
}

/// A period in a form.
pub(super) fn of_period(name: Name<'_>, form: &Word, scope: &Scope) -> Result<String, Fault> {
    told(scope.locale.inflected(name, &form.text), form, &scope.locale)
}

fn told(found: Result<String, NoForm>, form: &Word, locale: &Language) -> Result<String, Fault> {
    found.map_err(|fault| match fault {
        NoForm::Unknown => unknown(form, locale),
        NoForm::Missing { name, form: needed, file } => {
            let message = format!("“{name}” has no form `{needed}`");
            let language = locale.language();
            let hint = match file {
                Some(file) if file == FILES[0] => {
                    format!("add it to the months and patterns of [period], or to [forms] of days and first months, in languages/{language}/{file}: {needed} = \"…\"")
                }
                Some(file) => {
                    format!("add it to languages/{language}/{file}: {{ name = \"{name}\", {needed} = \"…\" }}")
                }
                None => "names of a series have one form: write the words".to_owned(),
            };
            Fault::with(code::MISSING_FORM, message, hint).at(form)
        }
    })
}

/// The fault of a filter that nobody knows.
pub(super) fn unknown(form: &Word, locale: &Language) -> Fault {
    let known: Vec<&str> = FILTERS.into_iter().chain(locale.forms()).collect();
    let hint = match nearest(&form.text, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!(
            "the filters are round(n), convert, short, bare, noun(…) and the forms {}",
            known[FILTERS.len()..].join(", ")
        ),
    };
    Fault::bad(format!("filter {} is unknown", form.text), hint)
}
