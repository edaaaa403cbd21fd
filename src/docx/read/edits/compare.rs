//! Says what differs between what a document was built with and what was found in it.

use std::collections::{BTreeMap, BTreeSet};

use super::adopt::{Joined, adopt};
use super::drawing::{Drawing, told as values_told};
use super::fold::{InRow, rows};
use super::format::told;
use super::look;
use super::reading::Read;
use super::words::{Block, When};
use super::{Aspect, AspectKind, Edit, EditKind, Edits, What};
use crate::docx::read::address::{Address, Drawn, Listed, Print, hash_of};

/// What differs, with the words that were there when a document as built is at hand.
///
/// `own` is what the document that was found says that it was built with: what is still so was not edited, though the
/// document as built now says otherwise since words were carried back.
pub(super) fn compare(listed: &Listed, found: &mut Read, base: Option<&Read>, own: Option<&Listed>) -> Edits {
    let addresses = &listed.addresses;
    let of_base = |base: &'_ Read| -> BTreeMap<usize, Block> {
        base.blocks.iter().filter_map(|block| Some((block.address?, block.clone()))).collect()
    };
    let owned = base.map(of_base).unwrap_or_default();
    let base_blocks: BTreeMap<usize, &Block> = owned.iter().map(|(index, block)| (*index, block)).collect();
    let joined = adopt(addresses, &mut found.blocks, &base_blocks);
    let looks = look::Compared::of(listed, found, base, own);
    let comparison = Comparison {
        addresses,
        blocks: &found.blocks,
        base: base_blocks,
        joined,
        has_formats: looks.formats,
    };
    let mut edits = Edits {
        edition: listed.edition.clone(),
        blocks: addresses.len(),
        changes: Vec::new(),
        invisible: Vec::new(),
        unlinked: Vec::new(),
        rewritten_by: looks.rewritten_by.clone(),
    };
    let mut changes = comparison.changes(&mut edits);
    changes.extend(drawings(listed, &found.drawings, base, own));
    changes.extend(looks.breaks(listed, found, base, own));
    edits.changes = rows(changes, addresses);
    edits.changes.extend(looks.styles(listed, found, base));
    edits.changes.extend(edges(listed, &found.edges, base, own));
    if !found.comments.is_empty() {
        let comments = std::mem::take(&mut found.comments);
        edits.changes.push(Edit { comments, ..Edit::of("", What::Document, EditKind::Commented) });
    }
    edits
}

struct Comparison<'a> {
    addresses: &'a [Address],
    blocks: &'a [Block],
    base: BTreeMap<usize, &'a Block>,
    joined: Joined,
    /// Whether what paragraphs have beside their styles can be compared.
    has_formats: bool,
}

/// How a block stands to its address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Words {
    Same,
    /// But for signs that look alike.
    Alike,
    /// But what fields printed are words now.
    Unlinked,
    Other,
}

impl Comparison<'_> {
    fn changes(&self, edits: &mut Edits) -> Vec<InRow> {
        let known: BTreeMap<usize, &Block> =
            self.blocks.iter().filter_map(|block| Some((block.address?, block))).collect();
        let moved = self.moved();
        let (carried, arrived) = self.carried(&known);
        let mut changes: Vec<InRow> = Vec::new();
        let mut new: BTreeMap<Option<usize>, Vec<&Block>> = BTreeMap::new();
        let pieces: BTreeSet<usize> = self.joined.split.values().copied().collect();
        for (place, block) in self.blocks.iter().enumerate() {
            if block.address.is_none() && !pieces.contains(&place) && !arrived.contains(&place) {
                new.entry(block.after).or_default().push(block);
            }
        }
        let rows: BTreeSet<usize> = known.values().filter_map(|block| block.row).collect();
        let swallowed: BTreeSet<usize> = self.joined.merged.values().copied().collect();
        // What stands before all blocks comes first.
        let places = std::iter::once(None).chain((0..self.addresses.len()).map(Some));
        for place in places {
            if let Some(index) = place.filter(|index| !swallowed.contains(index)) {
                let found = known.get(&index).copied();
                let change = match carried.get(&index) {
                    Some(after) => Some(self.moved_to(index, *after, found)),
                    None => self.change(index, found, moved.get(&index), edits),
                };
                let row = found.and_then(|block| block.row);
                changes.extend(change.map(|edit| InRow { edit, row, order: index + 1 }));
            }
            for block in new.get(&place).into_iter().flatten() {
                let key = place.map_or("", |index| self.addresses[index].key.as_str());
                let what = if block.is_note { What::Note } else { What::Text };
                let mut edit = self.filled(Edit::of(key, what, EditKind::New), block);
                edit.style = Some(block.style.clone());
                // A paragraph more in a row that was there is none.
                let row = block.row.filter(|row| !rows.contains(row));
                changes.push(InRow { edit, row, order: place.map_or(0, |index| index + 1) });
            }
        }
        changes
    }

    /// The blocks that stand elsewhere, each with the one before it now.
    fn moved(&self) -> BTreeMap<usize, Option<usize>> {
        // A note stands where its mark does, and words that joined a paragraph stand where that does.
        let in_text = |block: &&Block| block.merged_into.is_none() && !block.is_note;
        let order: Vec<usize> =
            self.blocks.iter().filter(in_text).filter_map(|block| block.address).collect();
        let kept: BTreeSet<usize> = longest_rise(&order).into_iter().collect();
        let mut before = None;
        let mut moved = BTreeMap::new();
        for index in order {
            if !kept.contains(&index) {
                moved.insert(index, before);
            }
            before = Some(index);
        }
        moved
    }

    /// Blocks that are deleted here and stand there as new ones, by index with what stands before them there; and the
    /// places of the new ones.
    fn carried(&self, known: &BTreeMap<usize, &Block>) -> (BTreeMap<usize, Option<usize>>, BTreeSet<usize>) {
        let mut carried = BTreeMap::new();
        let mut arrived = BTreeSet::new();
        let new = self.blocks.iter().enumerate().filter(|(_, block)| block.address.is_none());
        let mut new: BTreeMap<String, Vec<usize>> = new.fold(BTreeMap::new(), |mut new, (place, block)| {
            let words: &mut Vec<usize> = new.entry(hash_of(&block.with_printed(When::After))).or_default();
            words.push(place);
            new
        });
        for (index, block) in known {
            let gone = block.is_empty(When::After) && !block.is_empty(When::Before);
            let Some(print) = self.addresses[*index].print.as_ref().filter(|_| gone) else { continue };
            let Some(place) = new.get_mut(&print.shown).and_then(Vec::pop) else { continue };
            carried.insert(*index, self.blocks[place].after);
            arrived.insert(place);
        }
        (carried, arrived)
    }

    fn moved_to(&self, index: usize, after: Option<usize>, found: Option<&Block>) -> Edit {
        let edit = Edit::of(&self.addresses[index].key, self.what(index), EditKind::Moved);
        let mut edit = found.map_or(edit.clone(), |block| self.filled(edit, block));
        edit.to = Some(after.map_or_else(String::new, |after| self.addresses[after].key.clone()));
        edit
    }

    fn what(&self, index: usize) -> What {
        if self.addresses[index].is_note() { What::Note } else { What::Text }
    }

    /// An edit with what its block says.
    fn filled(&self, edit: Edit, block: &Block) -> Edit {
        Edit {
            text: block.shown(When::After).trim().to_owned(),
            revisions: block.revisions.clone(),
            comments: block.comments.clone(),
            ..edit
        }
    }

    fn change(
        &self,
        index: usize,
        found: Option<&Block>,
        moved: Option<&Option<usize>>,
        edits: &mut Edits,
    ) -> Option<Edit> {
        let address = &self.addresses[index];
        let was = self.base.get(&index).map(|block| block.shown(When::Before).trim().to_owned());
        let Some(block) = found else {
            return Some(Edit { was, ..Edit::of(&address.key, self.what(index), EditKind::Missing) });
        };
        let words = match words(address, block) {
            Words::Unlinked if self.leads_elsewhere(index, block) => Words::Other,
            words => words,
        };
        let also = self.aspects(index, block, words);
        let kind = self.kind(index, block, words, moved.is_some());
        let kind = kind.or_else(|| (!also.is_empty()).then_some(EditKind::Look));
        let kind = kind.or_else(|| (!block.comments.is_empty()).then_some(EditKind::Commented));
        match words {
            Words::Alike if kind.is_none() => edits.invisible.push(address.key.clone()),
            Words::Unlinked => edits.unlinked.push(address.key.clone()),
            Words::Same | Words::Alike | Words::Other => {}
        }
        let mut edit = self.filled(Edit::of(&address.key, self.what(index), kind?), block);
        edit.to = match edit.kind {
            EditKind::Moved => {
                moved.map(|after| after.map_or_else(String::new, |after| self.addresses[after].key.clone()))
            }
            EditKind::Merged => self.with(index).map(|other| self.addresses[other].key.clone()),
            // Words that were changed may stand somewhere else besides.
            _ => moved.map(|after| after.map_or_else(String::new, |after| self.addresses[after].key.clone())),
        };
        if let Some(place) = self.joined.split.get(&index) {
            edit.text = format!("{}\n{}", edit.text, self.blocks[*place].shown(When::After).trim());
        }
        (edit.was, edit.also) = (was, also);
        Some(edit)
    }

    fn kind(&self, index: usize, block: &Block, words: Words, is_moved: bool) -> Option<EditKind> {
        let is_gone = block.is_empty(When::After);
        let was_there = words_of(&self.addresses[index], block, When::Before) != Words::Other;
        let is_tracked = was_there && block.revisions.iter().any(|revision| revision.text != "¶");
        if block.is_empty(When::Before) && words == Words::Same && !is_gone {
            return Some(EditKind::Moved);
        }
        let as_built = words != Words::Other;
        if is_gone && !block.is_empty(When::Before) {
            return Some(if as_built && is_tracked { EditKind::Deleted } else { EditKind::Missing });
        }
        if is_gone && !as_built {
            return Some(EditKind::Missing);
        }
        if block.is_open || self.with(index).is_some() {
            return Some(EditKind::Merged);
        }
        if block.is_split() || self.joined.split.contains_key(&index) {
            return Some(EditKind::Split);
        }
        match (as_built, is_tracked) {
            (true, true) => Some(EditKind::Tracked),
            (false, _) => Some(EditKind::Changed),
            (true, false) => is_moved.then_some(EditKind::Moved),
        }
    }

    /// Whether a reference of a block leads elsewhere: it prints what it printed until Word updates it. When the block as
    /// it was is not at hand, one that has a reference still is taken to have another.
    fn leads_elsewhere(&self, index: usize, block: &Block) -> bool {
        let now = block.references();
        match self.base.get(&index).map(|base| base.references()) {
            Some(was) => was.len() == now.len() && was != now,
            None => self.has_formats && !now.is_empty(),
        }
    }

    /// The block that is one paragraph with this one, and stands behind it.
    fn with(&self, index: usize) -> Option<usize> {
        let by_words = self.joined.merged.get(&index).copied();
        by_words.or_else(|| {
            let place = self.blocks.iter().position(|block| block.address == Some(index))?;
            let mut behind = self.blocks[place + 1..].iter().filter(|block| !block.is_note);
            let next = behind.find(|block| block.address.is_some())?;
            let joined = next.merged_into == Some(place) || self.blocks[place].is_open;
            next.address.filter(|_| joined)
        })
    }

    /// What else is not as it was.
    fn aspects(&self, index: usize, block: &Block, words: Words) -> Vec<Aspect> {
        let Some(print) = &self.addresses[index].print else { return Vec::new() };
        let (base, now) = (self.base.get(&index), block.print());
        let mut also = Vec::new();
        let joined = |list: Vec<String>| list.join("; ");
        if words == Words::Other && hash_of(&block.words(When::Before)) == self.addresses[index].hash {
            let was = base.map(|base| base.marks(When::Before));
            also.push(Aspect { of: AspectKind::Marks, was, now: block.marks(When::After) });
        } else if let Some(base) = base.filter(|base| words == Words::Other && other_marks(base, block)) {
            let was = Some(base.marks(When::Before));
            also.push(Aspect { of: AspectKind::Marks, was, now: block.marks(When::After) });
        }
        if now.style != print.style {
            let now = now.style.clone();
            also.push(Aspect { of: AspectKind::Style, was: Some(print.style.clone()), now });
        }
        // Another style has other values beside it.
        if self.has_formats && now.style == print.style && now.format != print.format {
            let was = base.map(|base| told(&base.format));
            also.push(Aspect { of: AspectKind::Format, was, now: told(&block.format) });
        }
        // Other words may be other bold words too.
        let looks = |block: &Block, when| joined([block.emphasis(when), block.paints(when)].concat());
        let is_painted =
            |base: &&Block| self.has_formats && base.paints(When::Before) != block.paints(When::Before);
        if words != Words::Other && (now.emphasis != print.emphasis || base.is_some_and(is_painted)) {
            let was = base.map(|base| looks(base, When::Before));
            also.push(Aspect { of: AspectKind::Emphasis, was, now: looks(block, When::Before) });
        }
        let other =
            base.filter(|base| words == Words::Other && block.looks_otherwise(base, self.has_formats));
        if let Some(base) = other.filter(|_| !block.is_empty(When::After)) {
            let was = Some(looks(base, When::Before));
            also.push(Aspect { of: AspectKind::Emphasis, was, now: looks(block, When::After) });
        }
        if now.links != print.links {
            let was = base.map(|base| joined(base.links.clone()));
            also.push(Aspect { of: AspectKind::Links, was, now: joined(block.links.clone()) });
        }
        also
    }
}

/// Whether notes or references of a block are others. A program that has lost a reference has made plain words of it.
fn other_marks(base: &Block, block: &Block) -> bool {
    let (was, now) = (base.references(), block.references());
    base.note_names(When::Before) != block.note_names(When::After) || (was.len() == now.len() && was != now)
}

fn words(address: &Address, block: &Block) -> Words {
    let before = words_of(address, block, When::Before);
    // What was tracked may have been carried back already.
    if before == Words::Other && words_of(address, block, When::After) == Words::Same {
        Words::Same
    } else {
        before
    }
}

fn words_of(address: &Address, block: &Block, when: When) -> Words {
    let same = hash_of(&block.words(when)) == address.hash;
    let Some(Print { marked, shown, .. }) = &address.print else {
        return if same { Words::Same } else { Words::Other };
    };
    let alike = hash_of(&block.marked(when)) == *marked;
    if same && alike {
        Words::Same
    } else if alike {
        Words::Alike
    } else if hash_of(&block.with_printed(when)) == *shown {
        Words::Unlinked
    } else {
        Words::Other
    }
}

/// What is drawn that was not, and the other way round.
fn drawings(
    listed: &Listed,
    found: &[(Drawing, Drawn)],
    base: Option<&Read>,
    own: Option<&Listed>,
) -> Vec<InRow> {
    // Documents of earlier versions do not say what was drawn.
    if listed.edges.is_none() {
        return Vec::new();
    }
    let key = |index: Option<usize>| index.map_or("", |index| listed.addresses[index].key.as_str());
    let of = |kind: &str| if kind == "chart" { What::Chart } else { What::Picture };
    let mut free: Vec<usize> = (0..found.len()).collect();
    let mut pairs: Vec<Option<usize>> = vec![None; listed.drawings.len()];
    let same: [fn(&Drawn, &Drawn) -> bool; 4] = [
        |a, b| a == b,
        |a, b| a.kind == b.kind && a.name == b.name && (a.alt == b.alt || a.data == b.data),
        |a, b| a.kind == b.kind && (a.data == b.data || (a.name == b.name && !a.name.is_empty())),
        |a, b| a.kind == b.kind && a.alt == b.alt && !a.alt.is_empty(),
    ];
    for is_same in same {
        for (pair, old) in pairs.iter_mut().zip(&listed.drawings).filter(|(pair, _)| pair.is_none()) {
            if let Some(at) = free.iter().position(|new| is_same(old, &found[*new].1)) {
                *pair = Some(free.remove(at));
            }
        }
    }
    // LibreOffice keeps none of charts: then it was no editor.
    let charts =
        pairs.iter().zip(&listed.drawings).filter(|(_, old)| old.kind == "chart" && !old.alt.is_empty());
    let mut found_charts = charts.filter_map(|(pair, _)| Some(&found[(*pair)?].0)).peekable();
    let lost = found_charts.peek().is_some() && found_charts.all(|drawing| drawing.alt.is_empty());
    let mut changes = Vec::new();
    for (at, (pair, old)) in pairs.iter().zip(&listed.drawings).enumerate() {
        let was = base.and_then(|base| base.drawings.get(at));
        let place = was.map(|(drawing, _)| key(drawing.after)).unwrap_or_default();
        let Some((drawing, now)) = pair.map(|new| &found[new]) else {
            let missing = Edit::of(of_chart(place), of(&old.kind), EditKind::Missing);
            changes.push((
                was.and_then(|(drawing, _)| drawing.after),
                Edit { text: old.name.clone(), ..missing },
            ));
            continue;
        };
        let known = |text: &Drawing| text.alt.clone();
        let mut also = Vec::new();
        if now.alt != old.alt && !(lost && old.kind == "chart") {
            let was = was.map(|(drawing, _)| known(drawing));
            also.push(Aspect { of: AspectKind::Alternative, was, now: drawing.alt.clone() });
        }
        also.extend(values((old, was.map(|(drawing, _)| drawing)), (now, drawing)));
        if own.is_some_and(|own| own.drawings.contains(now)) {
            also.clear();
        }
        let kind = match (drawing.deleted, also.is_empty(), drawing.comments.is_empty()) {
            (true, ..) => EditKind::Deleted,
            (false, false, _) => EditKind::Changed,
            (false, true, false) => EditKind::Commented,
            (false, true, true) => continue,
        };
        let change = Edit { also, ..Edit::of(of_chart(key(drawing.after)), of(&old.kind), kind) };
        changes.push((
            drawing.after,
            Edit { text: drawing.name.clone(), comments: drawing.comments.clone(), ..change },
        ));
    }
    for new in free {
        let (drawing, drawn) = &found[new];
        let change = Edit::of(key(drawing.after), of(&drawn.kind), EditKind::New);
        let said =
            if drawing.words.is_empty() { String::new() } else { format!("that says: {}", drawing.words) };
        let text = [drawing.name.as_str(), drawing.alt.as_str(), said.as_str()].join(" ");
        changes.push((
            drawing.after,
            Edit { text: text.trim().to_owned(), comments: drawing.comments.clone(), ..change },
        ));
    }
    let order = |index: Option<usize>| index.map_or(0, |index| index + 1);
    changes.into_iter().map(|(index, edit)| InRow { edit, row: None, order: order(index) }).collect()
}

/// What a chart shows and what its workbook holds, where that is other than before.
fn values((old, was): (&Drawn, Option<&Drawing>), (now, drawing): (&Drawn, &Drawing)) -> Vec<Aspect> {
    let mut also = Vec::new();
    let (shows, holds) = (now.data != old.data, now.workbook != old.workbook);
    if shows {
        let told = was.map(|was| values_told(&was.points, &drawing.points)).unwrap_or_default();
        let apart =
            if holds || old.workbook.is_empty() { "" } else { "; its workbook has the old values still" };
        also.push(Aspect { of: AspectKind::Data, was: None, now: format!("{told}{apart}") });
    }
    if holds {
        let told = was.map(|was| values_told(&was.cells, &drawing.cells)).unwrap_or_default();
        let apart = if shows { "" } else { "; the chart shows the old values still" };
        also.push(Aspect { of: AspectKind::Workbook, was: None, now: format!("{told}{apart}") });
    }
    also
}

/// The key of the chart that a caption belongs to, or the key itself.
fn of_chart(key: &str) -> &str {
    let end = key.strip_prefix("chart/").and_then(|rest| Some("chart/".len() + rest.find('/')?));
    end.map_or(key, |end| &key[..end])
}

/// Headers and footers that say something else.
fn edges(listed: &Listed, found: &[[String; 2]], base: Option<&Read>, own: Option<&Listed>) -> Vec<Edit> {
    let Some(known) = &listed.edges else { return Vec::new() };
    let is_own = |texts: &[String; 2]| {
        let own = own.and_then(|own| own.edges.as_ref());
        own.is_some_and(|own| texts.iter().any(|text| own.contains(&hash_of(text))))
    };
    if found.iter().all(is_own) {
        return Vec::new();
    }
    let is_known = |texts: &[String; 2]| texts.iter().any(|text| known.contains(&hash_of(text)));
    let is_there = |texts: &&[String; 2]| {
        found.iter().flatten().any(|text| !text.is_empty() && texts.iter().any(|known| known == text))
    };
    let mut new = found.iter().filter(|texts| !is_known(texts)).map(|[_, text]| text.clone());
    let gone = base.into_iter().flat_map(|base| &base.edges).filter(|texts| !is_there(texts));
    let mut edits = Vec::new();
    for [_, was] in gone {
        // One that is missing and one that is new are one that says something else.
        let text = new.next();
        let kind = if text.is_some() { EditKind::Changed } else { EditKind::Missing };
        let text = text.unwrap_or_default();
        edits.push(Edit { was: Some(was.clone()), text, ..Edit::of("", What::Header, kind) });
    }
    edits.extend(new.map(|text| Edit { text, ..Edit::of("", What::Header, EditKind::New) }));
    edits
}

/// The largest set of numbers that rise from first to last, in order: whoever is not in it was moved.
pub(super) fn longest_rise(numbers: &[usize]) -> Vec<usize> {
    // For each length, the position of the smallest end of a rise of that length.
    let mut ends: Vec<usize> = Vec::new();
    let mut before = vec![None; numbers.len()];
    for (position, &number) in numbers.iter().enumerate() {
        let length = ends.partition_point(|&end| numbers[end] < number);
        before[position] = length.checked_sub(1).map(|shorter| ends[shorter]);
        if length == ends.len() {
            ends.push(position);
        } else {
            ends[length] = position;
        }
    }
    let last = ends.last().copied();
    let mut rise: Vec<usize> =
        std::iter::successors(last, |&position| before[position]).map(|position| numbers[position]).collect();
    rise.reverse();
    rise
}
