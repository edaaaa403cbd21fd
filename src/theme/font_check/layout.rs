//! Counts the rules by which a font changes and places its glyphs: each is tried at every letter of every text, and
//! a list of a few kilobytes can name the same ones thousands of times.

use ttf_parser::Face;
use ttf_parser::gpos::PositioningSubtable;
use ttf_parser::gsub::SubstitutionSubtable;
use ttf_parser::opentype_layout::{ChainedContextLookup, ContextLookup, LayoutTable, Lookup};

use super::unfit::{ANOTHER, TOO_MUCH, Unfit};

/// Lists of rules of a table; fonts for Tibetan have three thousand.
const MOST_LISTS: usize = 6_000;
/// Features of a table, and what all of them name together.
const MOST_NAMED: usize = 20_000;
/// Rules that are tried one after the other; fonts for the signs of sign languages have forty thousand.
const MOST_RULES: usize = 60_000;

pub(super) fn check(face: &Face<'_>) -> Result<(), Unfit> {
    let (gsub, gpos) = (face.tables().gsub, face.tables().gpos);
    let is_sound = gsub.is_none_or(|table| is_sound(&table, substitutions))
        && gpos.is_none_or(|table| is_sound(&table, positions));
    if is_sound { Ok(()) } else { Err(Unfit::new(TOO_MUCH, ANOTHER)) }
}

/// Counts down what is left; nothing when it was too much.
struct Budget(usize);

impl Budget {
    fn spend(&mut self, count: usize) -> Option<()> {
        self.0 = self.0.checked_sub(count)?;
        Some(())
    }

    /// Each rule of lists of lists, of which many may be the same one.
    fn sets<T>(&mut self, sets: impl Iterator<Item = T>, rules: impl Fn(&T) -> u16) -> Option<()> {
        for set in sets {
            self.spend(1 + usize::from(rules(&set)))?;
        }
        Some(())
    }
}

type Rules = fn(&mut Budget, &Lookup<'_>) -> Option<()>;

fn is_sound(table: &LayoutTable<'_>, rules: Rules) -> bool {
    let named = || {
        let mut left = Budget(MOST_NAMED);
        for feature in table.features {
            left.spend(1 + usize::from(feature.lookup_indices.len()))?;
        }
        let (mut lists, mut left) = (Budget(MOST_LISTS), Budget(MOST_RULES));
        for lookup in table.lookups {
            lists.spend(1 + usize::from(lookup.subtables.len()))?;
            rules(&mut left, &lookup)?;
        }
        Some(())
    };
    named().is_some()
}

fn substitutions(left: &mut Budget, lookup: &Lookup<'_>) -> Option<()> {
    for list in lookup.subtables.into_iter::<SubstitutionSubtable<'_>>() {
        match list {
            SubstitutionSubtable::Ligature(list) => {
                left.sets(list.ligature_sets.into_iter(), |set| set.len())?;
            }
            SubstitutionSubtable::Context(list) => context(left, &list)?,
            SubstitutionSubtable::ChainContext(list) => chained(left, &list)?,
            SubstitutionSubtable::Single(_)
            | SubstitutionSubtable::Multiple(_)
            | SubstitutionSubtable::Alternate(_)
            | SubstitutionSubtable::ReverseChainSingle(_) => {}
        }
    }
    Some(())
}

fn positions(left: &mut Budget, lookup: &Lookup<'_>) -> Option<()> {
    for list in lookup.subtables.into_iter::<PositioningSubtable<'_>>() {
        match list {
            PositioningSubtable::Context(list) => context(left, &list)?,
            PositioningSubtable::ChainContext(list) => chained(left, &list)?,
            PositioningSubtable::Single(_)
            | PositioningSubtable::Pair(_)
            | PositioningSubtable::Cursive(_)
            | PositioningSubtable::MarkToBase(_)
            | PositioningSubtable::MarkToLigature(_)
            | PositioningSubtable::MarkToMark(_) => {}
        }
    }
    Some(())
}

fn context(left: &mut Budget, list: &ContextLookup<'_>) -> Option<()> {
    match list {
        ContextLookup::Format1 { sets, .. } | ContextLookup::Format2 { sets, .. } => {
            left.sets(sets.into_iter(), |set| set.len())
        }
        ContextLookup::Format3 { .. } => left.spend(1),
    }
}

fn chained(left: &mut Budget, list: &ChainedContextLookup<'_>) -> Option<()> {
    match list {
        ChainedContextLookup::Format1 { sets, .. } | ChainedContextLookup::Format2 { sets, .. } => {
            left.sets(sets.into_iter(), |set| set.len())
        }
        ChainedContextLookup::Format3 { .. } => left.spend(1),
    }
}
