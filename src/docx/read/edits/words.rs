//! The words of a block, each run with what it is: typed, printed by a field, the mark of a note, tracked.

use std::rc::Rc;

use percent_encoding::percent_decode_str;

use super::format::{Values, told};
use super::{Comment, Revision, RevisionKind};
use crate::docx::read::address::{Print, hash_of};
use crate::docx::wording::{differing, is_mark, mark};

/// What a run of a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Words.
    Words,
    /// Words that a field prints.
    Printed,
    /// The mark of a note.
    Note,
    /// A field, whatever it prints.
    Field,
    /// The end of a paragraph, where a block has several.
    Split,
}

/// How a run looks beside its paragraph's style.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Look {
    pub(super) bold: bool,
    pub(super) italic: bool,
    /// Through the words goes a line: some editors delete so.
    pub(super) is_struck: bool,
    pub(super) is_hidden: bool,
    /// A colour behind the words, as a pen leaves it.
    pub(super) is_highlighted: bool,
    /// A letter or number that marks a note, or whatever else stands raised.
    pub(super) is_raised: bool,
    /// Raised, lowered or in capitals by somebody's hand.
    pub(super) is_superscript: bool,
    pub(super) is_subscript: bool,
    pub(super) is_capital: bool,
    pub(super) is_small_capital: bool,
    /// The colour, size, font and shading that somebody gave it beside its style.
    pub(super) paint: Option<Rc<str>>,
}

/// A look by its name, and whether it is there.
type Named = (&'static str, fn(&Look) -> bool);

/// The looks that say something.
const LOOKS: [Named; 9] = [
    ("bold", |look| look.bold),
    ("italic", |look| look.italic),
    ("struck out", |look| look.is_struck),
    ("hidden", |look| look.is_hidden),
    ("highlighted", |look| look.is_highlighted),
    ("superscript", |look| look.is_superscript),
    ("subscript", |look| look.is_subscript),
    ("capitals", |look| look.is_capital),
    ("small capitals", |look| look.is_small_capital),
];

/// A run of a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Atom {
    pub(super) kind: Kind,
    pub(super) text: String,
    pub(super) tracked: Option<RevisionKind>,
    pub(super) look: Look,
}

/// The words that stand between one address and the next, or a paragraph without an address.
#[derive(Debug, Clone, Default)]
pub(super) struct Block {
    /// Index of its address; none for a new paragraph.
    pub(super) address: Option<usize>,
    /// Index of the address before it.
    pub(super) after: Option<usize>,
    pub(super) atoms: Vec<Atom>,
    pub(super) revisions: Vec<Revision>,
    pub(super) comments: Vec<Comment>,
    /// The name of its paragraph's style, in small letters.
    pub(super) style: String,
    /// What its paragraph has beside that style.
    pub(super) format: Values,
    /// Where its links lead.
    pub(super) links: Vec<String>,
    /// Whether it is a note.
    pub(super) is_note: bool,
    /// The row of a table that it stands in, counted through the document.
    pub(super) row: Option<usize>,
    /// The block whose paragraph it stands in, when that began with another.
    pub(super) merged_into: Option<usize>,
    /// Whether the end of its paragraph is deleted, and that is tracked.
    pub(super) is_open: bool,
}

/// Before the tracked changes, or after them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    Before,
    After,
}

impl Atom {
    fn is_there(&self, when: When) -> bool {
        match when {
            When::Before => self.tracked != Some(RevisionKind::Inserted),
            When::After => self.tracked != Some(RevisionKind::Deleted),
        }
    }
}

impl Block {
    fn text(&self, when: When, is_wanted: impl Fn(Kind) -> bool) -> String {
        let wanted = self.atoms.iter().filter(|atom| atom.is_there(when) && is_wanted(atom.kind));
        wanted.map(|atom| atom.text.as_str()).collect()
    }

    /// The words alone, without what fields print.
    pub(super) fn words(&self, when: When) -> String {
        self.text(when, |kind| kind == Kind::Words)
    }

    /// The words with the marks of notes and fields.
    pub(super) fn marked(&self, when: When) -> String {
        plain(&self.text(when, |kind| matches!(kind, Kind::Words | Kind::Note | Kind::Field)))
    }

    /// The words with the marks of notes and what fields print.
    pub(super) fn with_printed(&self, when: When) -> String {
        plain(&self.text(when, |kind| matches!(kind, Kind::Words | Kind::Note | Kind::Printed)))
    }

    /// What a reader sees, with the marks of notes in brackets.
    pub(super) fn shown(&self, when: When) -> String {
        let mut out = String::new();
        for atom in self.atoms.iter().filter(|atom| atom.is_there(when) && atom.kind != Kind::Field) {
            if atom.look.is_raised && atom.kind == Kind::Words && !atom.text.trim().is_empty() {
                out.extend(["[", atom.text.as_str(), "]"]);
            } else {
                out.push_str(&atom.text);
            }
        }
        out
    }

    /// What a reader sees, without the marks of notes, as passages of a report have it.
    pub(super) fn printed(&self, when: When) -> String {
        let is_text = |atom: &&Atom| matches!(atom.kind, Kind::Words | Kind::Printed | Kind::Split);
        let atoms = self.atoms.iter().filter(|atom| atom.is_there(when) && !atom.look.is_raised);
        atoms.filter(is_text).map(|atom| atom.text.as_str()).collect()
    }

    /// The marks of notes, in their order.
    pub(super) fn notes(&self, when: When) -> Vec<&str> {
        let notes = self.atoms.iter().filter(|atom| atom.is_there(when));
        let is_mark =
            |atom: &&Atom| atom.kind == Kind::Note || (atom.look.is_raised && atom.kind == Kind::Words);
        let notes = notes.filter(is_mark).map(|atom| atom.text.as_str());
        notes.filter(|name| !name.trim().is_empty()).collect()
    }

    /// The same without what somebody raised by hand, which marks nothing.
    pub(super) fn note_names(&self, when: When) -> Vec<&str> {
        let is_mark = |atom: &&Atom| {
            let is_letter = atom.look.is_raised && !atom.look.is_superscript && atom.kind == Kind::Words;
            atom.kind == Kind::Note || is_letter
        };
        let names = self.atoms.iter().filter(|atom| atom.is_there(when)).filter(is_mark);
        names.map(|atom| atom.text.as_str()).filter(|name| !name.trim().is_empty()).collect()
    }

    /// The same as [`Self::printed`], with a sign where the mark of a note stands.
    pub(super) fn with_marks(&self, when: When) -> String {
        let mut out = String::new();
        for atom in self.atoms.iter().filter(|atom| atom.is_there(when)) {
            let is_raised = atom.look.is_raised && atom.kind == Kind::Words;
            match atom.kind {
                Kind::Note => out.push(mark(&atom.text)),
                Kind::Words if is_raised && !atom.text.trim().is_empty() => out.push(mark(&atom.text)),
                Kind::Words | Kind::Printed | Kind::Split if !atom.look.is_raised => {
                    let letter = |c: char| if is_mark(c) { char::REPLACEMENT_CHARACTER } else { c };
                    out.extend(atom.text.chars().map(letter));
                }
                Kind::Words | Kind::Printed | Kind::Split | Kind::Field => {}
            }
        }
        out
    }

    /// The letters of [`Self::printed`], each with how it looks.
    fn letters(&self, when: When, paints: bool) -> (Vec<char>, Vec<Look>) {
        let is_text = |atom: &&Atom| matches!(atom.kind, Kind::Words | Kind::Printed | Kind::Split);
        let atoms = self.atoms.iter().filter(|atom| atom.is_there(when) && !atom.look.is_raised);
        let look = |look: &Look| Look { paint: look.paint.clone().filter(|_| paints), ..look.clone() };
        let letters =
            atoms.filter(is_text).flat_map(|atom| atom.text.chars().map(move |c| (c, look(&atom.look))));
        letters.unzip()
    }

    /// Whether words that stayed look otherwise than in the block as it was built, or words that came look otherwise
    /// than those in whose place or beside which they stand.
    pub(super) fn looks_otherwise(&self, base: &Self, paints: bool) -> bool {
        let ((old, was), (new, now)) =
            (base.letters(When::Before, paints), self.letters(When::After, paints));
        let mut at = (0, 0);
        let end = (old.len()..old.len(), new.len()..new.len());
        for (gone, come) in differing(&old, &new).into_iter().chain([end]) {
            let kept = (at.0..gone.start).zip(at.1..come.start);
            let near = &was[gone.start.saturating_sub(1)..(gone.end + 1).min(was.len())];
            let is_other = |at: usize| !new[at].is_whitespace() && !near.contains(&now[at]);
            let mut kept = kept.filter(|(_, at)| !new[*at].is_whitespace());
            if kept.any(|(one, two)| was[one] != now[two]) || come.clone().any(is_other) {
                return true;
            }
            at = (gone.end, come.end);
        }
        false
    }

    /// The words that somebody gave a colour, size, font or shading, one run after the other.
    pub(super) fn paints(&self, when: When) -> Vec<String> {
        let mut found: Vec<(Rc<str>, String)> = Vec::new();
        let mut is_on = false;
        let is_words = |atom: &&Atom| matches!(atom.kind, Kind::Words | Kind::Printed);
        for atom in self.atoms.iter().filter(|atom| atom.is_there(when)).filter(is_words) {
            let Some(paint) = &atom.look.paint else {
                // Spaces look alike, whatever they are.
                is_on &= atom.text.trim().is_empty();
                continue;
            };
            match found.last_mut().filter(|(last, _)| is_on && last == paint) {
                Some((_, words)) => words.push_str(&atom.text),
                None => found.push((Rc::clone(paint), atom.text.clone())),
            }
            is_on = true;
        }
        let found = found.into_iter().filter(|(_, words)| !words.trim().is_empty());
        found.map(|(paint, words)| format!("{paint}: {}", plain(&words))).collect()
    }

    /// The marks of notes and fields, in their order.
    pub(super) fn marks(&self, when: When) -> String {
        let marks = self.atoms.iter().filter(|atom| atom.is_there(when));
        let marks = marks.filter(|atom| matches!(atom.kind, Kind::Note | Kind::Field));
        marks.map(|atom| atom.text.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// The bold words, the italic ones and those of other looks that say something, one run after the other.
    pub(super) fn emphasis(&self, when: When) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for (name, has) in LOOKS {
            let mut run = String::new();
            let mut end = |run: &mut String| {
                if !run.trim().is_empty() {
                    found.push(format!("{name}: {}", plain(run)));
                }
                run.clear();
            };
            let is_mark = |look: &Look| look.is_raised && !look.is_superscript;
            let words = self.atoms.iter().filter(|atom| atom.is_there(when) && !is_mark(&atom.look));
            for atom in words.filter(|atom| matches!(atom.kind, Kind::Words | Kind::Printed)) {
                // Spaces look alike, whatever they are.
                if has(&atom.look) || (!run.is_empty() && atom.text.trim().is_empty()) {
                    run.push_str(&atom.text);
                } else {
                    end(&mut run);
                }
            }
            end(&mut run);
        }
        found
    }

    /// What its references lead to: charts, tables and chapters, in their order.
    pub(super) fn references(&self) -> Vec<&str> {
        let fields = self.atoms.iter().filter(|atom| atom.kind == Kind::Field);
        fields.map(|atom| atom.text.as_str()).filter(|mark| mark.starts_with("{REF ")).collect()
    }

    /// Whether nothing of it is left to be read.
    pub(super) fn is_empty(&self, when: When) -> bool {
        self.words(when).trim().is_empty()
    }

    /// Whether a paragraph of it was split.
    pub(super) fn is_split(&self) -> bool {
        self.atoms.iter().any(|atom| atom.kind == Kind::Split && atom.tracked != Some(RevisionKind::Deleted))
    }

    /// What is kept of it to be compared with.
    pub(super) fn print(&self) -> Print {
        let list =
            |items: Vec<String>| if items.is_empty() { String::new() } else { hash_of(&items.join("\n")) };
        Print {
            marked: hash_of(&self.marked(When::Before)),
            shown: hash_of(&self.with_printed(When::Before)),
            style: self.style.clone(),
            format: if self.format.is_empty() { String::new() } else { hash_of(&told(&self.format)) },
            emphasis: list(self.emphasis(When::Before)),
            links: list(self.links.iter().map(|link| known_link(link)).collect()),
        }
    }
}

/// An address as it is compared: programs add the slash of one without a path, and write signs for what stood for them.
fn known_link(link: &str) -> String {
    percent_decode_str(link.trim_end_matches('/')).decode_utf8_lossy().into_owned()
}

/// The words with one kind of space, quotation mark and hyphen: the others look the same to who edits.
pub(super) fn plain(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        let c = match c {
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => continue,
            '\u{2010}' | '\u{2011}' => '-',
            '\u{2018}'..='\u{201b}' | '\u{2032}' => '\'',
            '\u{201c}'..='\u{201f}' | '\u{ab}' | '\u{bb}' | '\u{2033}' => '"',
            c if c.is_whitespace() && c != '\n' => ' ',
            c => c,
        };
        if c != ' ' || !out.ends_with([' ', '\n']) {
            out.push(c);
        }
    }
    out.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn signs_that_look_alike_are_one() {
        assert_eq!(plain("a\u{a0}\u{202f} \u{ab}b\u{bb} c\u{2011}d\u{ad}e "), "a \"b\" c-de");
        assert_ne!(plain("a\nb"), plain("a b"));
    }
}
