//! Slots of patterns: which are filled, which must not be lost. English says it for almost all of them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::Held;
use super::texts::{Text, texts};
use crate::diag::Guesses;
use crate::language::LanguageError;
use crate::language::file::FILES;

/// A table whose patterns have one slot each, for a form of a name.
pub(super) const ROLES: &str = "roles";
/// What a pattern of `[change]` says of the period; one of them is enough.
const WHEN: [&str; 2] = ["when", "period"];

/// Slots that are filled besides those of English.
fn more(text: &Text<'_>) -> &'static [&'static str] {
    match (text.table, text.key) {
        ("change", _) => &WHEN,
        ("period" | "forms", "first_months") => &["n"],
        // English has no form of a day, which would show them.
        ("forms", "day") => &["day", "month", "year"],
        ("", "quarter_names" | "half_names") => &["roman"],
        ("labels", "page_of") => &["pages"],
        _ => &[],
    }
}

/// Slots without which a pattern still says all that it has to: words that another language may not need there.
fn may_lack(text: &Text<'_>, slot: &str) -> bool {
    match text.table {
        "change" => WHEN.contains(&slot),
        "sheet" => true,
        "period" | "forms" => (text.key, slot) == ("first_months", "count"),
        "labels" => matches!(
            (text.key, slot),
            ("data_of" | "chart_description" | "chart_heading", "figure")
                | ("caption" | "reference" | "continued", "label")
                | ("page_of", "pages")
                | ("topic_number", "chapter")
        ),
        _ => false,
    }
}

/// The slots of English for a key: those that one of its patterns has, and those that all of them have.
#[derive(Default)]
struct Known<'t> {
    some: BTreeSet<&'t str>,
    all: BTreeSet<&'t str>,
    first: Option<&'t str>,
}

pub(super) fn faults(held: &Held<'_>) -> Vec<LanguageError> {
    let of_english = texts(held.model);
    let mut known: BTreeMap<String, Known<'_>> = BTreeMap::new();
    for text in &of_english {
        let own: BTreeSet<&str> = slots(text.value).map(|slot| slot.name).collect();
        let known = known.entry(text.path()).or_default();
        known.all = match known.first {
            None => own.clone(),
            Some(_) => known.all.intersection(&own).copied().collect(),
        };
        known.first.get_or_insert(text.value);
        known.some.extend(own);
    }
    let is_printed = held.file == FILES[0];
    let none = Known::default();
    let of_text = |text: &Text<'_>| {
        if is_printed && text.table == ROLES {
            return of_role(held, text);
        }
        of_pattern(held, text, known.get(&text.path()).unwrap_or(&none))
    };
    texts(held.root).iter().flat_map(of_text).collect()
}

fn of_pattern(held: &Held<'_>, text: &Text<'_>, known: &Known<'_>) -> Vec<LanguageError> {
    let mut faults: Vec<LanguageError> = unclosed(held, text).into_iter().collect();
    let may: BTreeSet<&str> = known.some.iter().chain(more(text)).copied().collect();
    let list = may.iter().map(|slot| format!("{{{slot}}}")).collect::<Vec<_>>().join(", ");
    let mut seen = BTreeSet::new();
    for slot in slots(text.value) {
        let name = text.name();
        let hint = if may.is_empty() {
            "it is a text without slots: write what is to be printed".to_owned()
        } else {
            format!("it may hold {list}")
        };
        if !may.contains(slot.name) {
            let meant = Guesses::default().nearest(slot.name, may.iter().copied());
            let meant = meant.map_or_else(String::new, |meant| format!("; did you mean `{{{meant}}}`?"));
            let message = format!("{name} has `{{{}}}`, which nothing fills", slot.whole);
            faults.push(held.fault(place(held, text, slot.whole), message, Some(format!("{hint}{meant}"))));
        } else if !seen.insert(slot.name) {
            let message = format!("{name} has `{{{}}}` twice", slot.name);
            let hint = "it is one word: let it stand in one place".to_owned();
            faults.push(held.fault(text.range.clone(), message, Some(hint)));
        }
    }
    let english = known.first.unwrap_or_default();
    for slot in known.all.iter().filter(|slot| !seen.contains(**slot) && !may_lack(text, slot)) {
        let message = format!("{} has no `{{{slot}}}`", text.name());
        let hint = format!("what it stands for would be lost; English has \"{english}\"");
        faults.push(held.fault(text.range.clone(), message, Some(hint)));
    }
    let names_period = WHEN.iter().any(|slot| known.some.contains(slot));
    if text.table == "change" && names_period && WHEN.iter().all(|slot| !seen.contains(slot)) {
        let message = format!("{} has neither `{{when}}` nor `{{period}}`", text.name());
        let hint = format!("it has to say with what is compared; English has \"{english}\"");
        faults.push(held.fault(text.range.clone(), message, Some(hint)));
    }
    faults
}

/// A role has one slot: the form in which a name stands.
fn of_role(held: &Held<'_>, text: &Text<'_>) -> Vec<LanguageError> {
    let mut faults: Vec<LanguageError> = unclosed(held, text).into_iter().collect();
    let what = match slots(text.value).count() {
        1 => return faults,
        0 if !faults.is_empty() => return faults,
        0 => "no slot for the name",
        _ => "two slots for one name",
    };
    let message = format!("{} has {what}", text.name());
    let hint =
        "write one: {text} for the form of running text, or the name of another form, as in {gen}".to_owned();
    faults.push(held.fault(text.range.clone(), message, Some(hint)));
    faults
}

fn unclosed(held: &Held<'_>, text: &Text<'_>) -> Option<LanguageError> {
    let (mut open, mut fault) = (false, None);
    for c in text.value.chars() {
        match c {
            '{' if open => fault = Some("a `{` that no `}` closes"),
            '}' if !open => fault = Some("a `}` that no `{` opens"),
            _ => {}
        }
        open = if matches!(c, '{' | '}') { c == '{' } else { open };
    }
    let what = if open { Some("a `{` that no `}` closes") } else { fault };
    what.map(|what| {
        let message = format!("{} has {what}", text.name());
        held.fault(text.range.clone(), message, Some("a slot is a name between braces, as in {n}".to_owned()))
    })
}

/// A slot of a pattern.
pub(super) struct Slot<'t> {
    /// With the form that it asks for: `month.gen`.
    pub whole: &'t str,
    /// Without it.
    pub name: &'t str,
    /// The form.
    pub form: Option<&'t str>,
}

/// The slots of a pattern, as they are filled.
pub(super) fn slots(pattern: &str) -> impl Iterator<Item = Slot<'_>> {
    let parts = pattern.split('{').skip(1);
    parts.filter_map(|part| part.split_once('}')).map(|(whole, _)| match whole.split_once('.') {
        Some((name, form)) => Slot { whole, name, form: Some(form) },
        None => Slot { whole, name: whole, form: None },
    })
}

/// Where a slot stands in a text.
pub(super) fn place(held: &Held<'_>, text: &Text<'_>, slot: &str) -> Range<usize> {
    let written = format!("{{{slot}}}");
    let found = held.text.get(text.range.clone()).and_then(|raw| raw.find(&written));
    found
        .map_or_else(|| text.range.clone(), |at| text.range.start + at..text.range.start + at + written.len())
}
