//! Sums and differences held to what a sentence names: the two parts of a gap, the members of a group, the figures that
//! are added up.

use std::collections::BTreeSet;
use std::ops::Range;

use super::label_words::{is_akin, words};
use crate::check::Subject;
use crate::check::terms::Term;
use crate::diag::{Diagnostic, code};
use crate::report::{Asked, Figure, What};
use crate::text::{Line, Said, named_parts};

/// "The gap between China and India", of the numbers of China and Russia: the two parts of one figure that are named,
/// only one of which the difference is of.
pub(super) fn of_gap(
    subject: &Subject<'_>,
    line: &Line<'_>,
    (said, own): (&Said<'_>, &Range<usize>),
    term: &Term,
) -> Option<Diagnostic> {
    let inner = match term {
        Term::Size(inner) => inner,
        term => term,
    };
    let Term::Less(left, right) = inner else { return None };
    let (left, right) = (left.one()?, right.one()?);
    let at = |asked: &Asked| match &asked.what {
        What::Part(of) | What::Share(of) => Some(of.at),
        _ => None,
    };
    if left.figure != right.figure || at(left)? != at(right)? {
        return None;
    }
    let figure = subject.report.figures.get(&left.figure)?;
    let of: BTreeSet<&str> = [left.what.part()?, right.what.part()?].into();
    let named = named_parts(line, &figure.key, own, subject.names, subject.locale);
    let keys: BTreeSet<&str> = named.iter().map(|(_, name)| name.as_str()).collect();
    let is_other = keys.len() == 2 && of.len() == 2 && keys.intersection(&of).count() == 1;
    if !is_other || !subject.names.groups_in(line, own).is_empty() {
        return None;
    }
    Some(told(line, said, (names(subject, &keys), "difference between", names(subject, &of))))
}

/// "Those from neighbouring countries", of the sum of them and of another one: the only group that is named, and none of
/// its members.
pub(super) fn of_group(
    subject: &Subject<'_>,
    line: &Line<'_>,
    (said, figure): (&Said<'_>, &Figure),
    (parts, own): (&BTreeSet<&str>, &Range<usize>),
) -> Option<Diagnostic> {
    let groups = subject.names.groups_in(line, own);
    let [(place, group)] = &groups[..] else { return None };
    if !named_parts(line, &figure.key, own, subject.names, subject.locale).is_empty()
        || line.has(&subject.locale.reading().extremes.after, own)
    {
        return None;
    }
    let counted: BTreeSet<&str> = figure.all_parts().collect();
    let members = figure.groups.members(group)?.iter().map(String::as_str);
    let members: BTreeSet<&str> = members.filter(|member| counted.contains(member)).collect();
    // Most of the group, and something else with it or one of it left out: so much is no other sum.
    let both = members.intersection(parts).count();
    if both < 2 || members == *parts || both + 1 < members.len() || parts.len() > members.len() + 1 {
        return None;
    }
    let name = line.text[place.clone()].to_owned();
    Some(told(line, said, (name, "sum of", names(subject, parts))))
}

/// "Adding up applications and naturalizations", of the sum of applications and returns.
pub(super) fn of_figures(
    subject: &Subject<'_>,
    line: &Line<'_>,
    (said, own): (&Said<'_>, &Range<usize>),
    all: &[&Asked],
) -> Option<Diagnostic> {
    let added: BTreeSet<&str> = all.iter().map(|asked| asked.figure.as_str()).collect();
    let is_value = |asked: &&Asked| matches!(asked.what, What::Value(_));
    if added.len() != all.len()
        || !all.iter().all(is_value)
        || !line.has(&subject.locale.reading().together, own)
    {
        return None;
    }
    let here = words(&line.lower[own.clone()], subject.locale);
    let telling = |key: &str| -> Vec<&String> {
        subject.labels.of(key).iter().filter(|word| !subject.labels.is_generic(word)).collect()
    };
    let is_here = |word: &String| here.iter().any(|known| is_akin(known, word));
    let is_named = |figure: &Figure| {
        let telling = telling(&figure.key);
        !subject.labels.is_nameless(figure) && !telling.is_empty() && telling.into_iter().all(is_here)
    };
    let named: BTreeSet<&str> = subject
        .report
        .figures
        .values()
        .filter(|figure| is_named(figure))
        .map(|figure| figure.key.as_str())
        .collect();
    let missing: Vec<&str> = added.difference(&named).copied().collect();
    let is_other = named.len() == added.len() && missing.len() == 1;
    if !is_other || missing.iter().any(|key| telling(key).is_empty() || telling(key).into_iter().any(is_here))
    {
        return None;
    }
    let labels = |keys: &BTreeSet<&str>| {
        let label = |key: &&str| subject.report.figures.get(*key).map_or("", |figure| figure.label.as_str());
        keys.iter().map(label).collect::<Vec<_>>().join(", ")
    };
    Some(told(line, said, (labels(&named), "sum of", labels(&added))))
}

fn names(subject: &Subject<'_>, keys: &BTreeSet<&str>) -> String {
    let name = |key: &&str| subject.names.of(key).first().cloned().unwrap_or_else(|| (*key).to_owned());
    keys.iter().map(name).collect::<Vec<_>>().join(", ")
}

fn told(line: &Line<'_>, said: &Said<'_>, (named, kind, of): (String, &str, String)) -> Diagnostic {
    let number = &line.text[said.range.clone()];
    let message = format!("the sentence names {named}, the number {number} is the {kind} {of}");
    let hint = "compute it of what is named, or name what it is of";
    Diagnostic::new(code::CLAIM_SUM, said.span, message).hint(hint).found(number)
}
