//! Parts that the label of a tile names, and that of its value.

use crate::check::Subject;
use crate::diag::{Diagnostic, code};
use crate::language::plain;
use crate::report::compute::OTHER;
use crate::report::{Tile, What};
use crate::spec::schema::TileSpec;

/// Labels of tiles that name another part than that of their value.
pub(super) fn of_tiles(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let (written, printed) = (&subject.spec.edition.tiles, &subject.report.tiles);
    // A tile that could not be made leaves open which of the others is which.
    let both = written.iter().zip(printed).filter(|_| written.len() == printed.len());
    both.filter_map(|(spec, tile)| of_tile(subject, spec, tile)).collect()
}

fn of_tile(subject: &Subject<'_>, spec: &TileSpec, tile: &Tile) -> Option<Diagnostic> {
    let read = subject.text.at(spec.label.as_ref()?.span)?;
    let asked = tile.asked.as_ref()?;
    let figure = subject.report.figures.get(&asked.figure)?;
    let line = &read.line;
    let mut named = subject.names.named_in(line, &figure.key, subject.locale);
    named.extend(subject.names.groups_in(line, &line.whole()));
    let is_within = |part: &str, group: &str| {
        figure.groups.members(group).is_some_and(|members| members.iter().any(|member| member == part))
    };
    let (range, other, of) = match &asked.what {
        What::Share(of) | What::Part(of) if of.part != OTHER => {
            let part = of.part.as_str();
            let is_own = |name: &str| name == part || is_within(name, part) || is_within(part, name);
            if named.iter().any(|(_, name)| is_own(name)) {
                return None;
            }
            let (range, other) = named.into_iter().next()?;
            let names = subject.names.of(part).first().or(subject.names.of_group(part).first());
            (range, other, names?.clone())
        }
        What::Value(_) => {
            let label = plain(&figure.label);
            let home = &subject.spec.series.country.value;
            let is_of_all = |name: &str| {
                name == home.as_str()
                    || subject.names.of(name).iter().any(|name| label.contains(&plain(name)))
            };
            let (range, other) = named.into_iter().find(|(_, name)| !is_of_all(name))?;
            (range, other, format!("all of `{}`", figure.key))
        }
        _ => return None,
    };
    let name = &line.text[range.clone()];
    let message = format!("the label names {name}, its value is that of {of}");
    let hint = format!("name {of} in the label, or ask for the part `{other}`");
    Some(Diagnostic::new(code::CLAIM_PART, line.span(&range), message).hint(hint).found(name))
}
