//! Compares two documents element by element.

use std::cell::LazyCell;
use std::collections::BTreeSet;

use super::align::{Pair, pairs};
use super::change::{Difference, Exactness, Found, Kind, changes, words_that_differ};
use super::document::{ARTIFACT, Document, Element};
use super::name::{Name, names, shortened};
use super::place::{page_sizes, places};

/// Everything that differs between two documents, in reading order.
#[must_use]
pub fn compare(old: &Document, new: &Document) -> Vec<Difference> {
    let exact = Exactness::of(old, new);
    let (old_names, new_names) = (names(old), names(new));
    // Most comparisons have nothing that came or went.
    let (old_texts, new_texts) = (LazyCell::new(|| texts(old)), LazyCell::new(|| texts(new)));
    let (old_flow, new_flow) = (flow_end(old), flow_end(new));
    let mut all: Vec<Difference> = page_sizes(old, new, exact).into_iter().collect();
    let mut pairs = pairs(&old.elements[..old_flow], &new.elements[..new_flow]);
    let artifacts = super::align::pairs(&old.elements[old_flow..], &new.elements[new_flow..]);
    pairs.extend(artifacts.into_iter().map(|pair| match pair {
        Pair::Both(a, b) => Pair::Both(a + old_flow, b + new_flow),
        Pair::Elsewhere(a, b) => Pair::Elsewhere(a + old_flow, b + new_flow),
        Pair::Removed(a) => Pair::Removed(a + old_flow),
        Pair::Added(b) => Pair::Added(b + new_flow),
    }));
    for (order, pair) in pairs.iter().enumerate() {
        let change = |found: Found, name: &Name, from: Option<&Element>, to: Option<&Element>| Difference {
            kind: found.kind,
            name: name.name.clone(),
            several: name.kind,
            section: name.section.clone(),
            from: found.from,
            to: found.to,
            old: from.map(Element::areas).unwrap_or_default(),
            new: to.map(Element::areas).unwrap_or_default(),
            order,
            stands_elsewhere: false,
        };
        let none = |kind| Found { kind, from: String::new(), to: String::new() };
        match *pair {
            Pair::Removed(a) => {
                let element = &old.elements[a];
                let gone = change(none(Kind::Removed), &old_names[a], Some(element), None);
                all.push(Difference { stands_elsewhere: new_texts.contains(&element.text()), ..gone });
            }
            Pair::Added(b) => {
                let element = &new.elements[b];
                let come = change(none(Kind::Added), &new_names[b], None, Some(element));
                all.push(Difference { stands_elsewhere: old_texts.contains(&element.text()), ..come });
            }
            Pair::Both(a, b) | Pair::Elsewhere(a, b) => {
                let (from, to) = (&old.elements[a], &new.elements[b]);
                if matches!(pair, Pair::Elsewhere(..)) {
                    all.push(change(none(Kind::Order), &new_names[b], Some(from), Some(to)));
                }
                for found in changes(from, to, exact) {
                    // A text that changed has the name under which it was known.
                    let name = if found.kind == Kind::Text { &old_names[a] } else { &new_names[b] };
                    all.push(change(found, name, Some(from), Some(to)));
                }
            }
        }
    }
    for (order, found) in places(old, new, &pairs, exact) {
        let (Pair::Both(a, b) | Pair::Elsewhere(a, b)) = pairs[order] else { continue };
        let name = &new_names[b];
        all.push(Difference {
            kind: found.kind,
            name: name.name.clone(),
            several: name.kind,
            section: name.section.clone(),
            from: found.from,
            to: found.to,
            old: old.elements[a].areas(),
            new: new.elements[b].areas(),
            order,
            stands_elsewhere: false,
        });
    }
    all.sort_by_key(|change| (change.order, change.kind));
    all.extend(properties(old, new, pairs.len()));
    all
}

/// What the elements of a document say.
fn texts(document: &Document) -> BTreeSet<String> {
    let read = document.elements.iter().filter(|element| element.role != ARTIFACT);
    read.map(Element::text).filter(|text| !text.is_empty()).collect()
}

/// Where the elements end that a reader is told of.
fn flow_end(document: &Document) -> usize {
    document.elements.iter().position(|element| element.role == ARTIFACT).unwrap_or(document.elements.len())
}

fn properties(old: &Document, new: &Document, order: usize) -> Vec<Difference> {
    let mut names: Vec<&String> = old.properties.keys().chain(new.properties.keys()).collect();
    names.sort();
    names.dedup();
    let value = |document: &Document, name: &String| document.properties.get(name).cloned();
    let differing = names.into_iter().filter(|name| value(old, name) != value(new, name));
    let change = |name: &String| {
        let (from, to) = (value(old, name).unwrap_or_default(), value(new, name).unwrap_or_default());
        let (from, to) =
            if name.starts_with("embedded") { (from, to) } else { words_that_differ(&from, &to) };
        Difference {
            kind: Kind::Property,
            name: if name.starts_with("embedded") {
                format!("the {name}")
            } else {
                format!("the property `{name}`")
            },
            several: "properties",
            section: String::new(),
            from: shortened(&from),
            to: shortened(&to),
            old: Vec::new(),
            new: Vec::new(),
            order,
            stands_elsewhere: false,
        }
    };
    differing.map(change).collect()
}
