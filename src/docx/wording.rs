//! Finds the words that differ between two texts of one block.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::hash::fnv;

/// Words of a text, in letters counted from its beginning, and what stands in their place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hunk {
    /// The letters of the old text that go.
    pub old: Range<usize>,
    /// What comes in their place.
    pub new: String,
}

/// A sign as it is compared: spaces, quotation marks and hyphens that look alike are one.
pub fn folded(c: char) -> char {
    match c {
        '\u{2010}' | '\u{2011}' => '-',
        '\u{2018}'..='\u{201b}' | '\u{2032}' => '\'',
        '\u{201c}'..='\u{201f}' | '\u{ab}' | '\u{bb}' | '\u{2033}' => '"',
        '\n' => '\n',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

/// Whether two texts read alike.
pub fn same(one: &str, two: &str) -> bool {
    let read = |text: &str| {
        text.chars().map(folded).collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    read(one) == read(two)
}

/// Words, spaces and signs, each with where it begins.
fn tokens(text: &[char]) -> Vec<(usize, String)> {
    let mut tokens: Vec<(usize, String)> = Vec::new();
    let mut joins = false;
    for (at, c) in text.iter().map(|c| folded(*c)).enumerate() {
        // A number is one word with its separators, so that no digit of it is taken for another's.
        let inside = matches!(c, '.' | ',' | '\'' | '-')
            && joins
            && text.get(at + 1).is_some_and(|next| next.is_alphanumeric());
        let is_word = c.is_alphanumeric() || inside;
        match tokens.last_mut() {
            Some((_, word)) if joins && is_word => word.push(c),
            _ => tokens.push((at, c.to_string())),
        }
        joins = is_word;
    }
    tokens
}

/// The letters that differ, of the old text and of the new one, in their order.
pub fn differing(old: &[char], new: &[char]) -> Vec<(Range<usize>, Range<usize>)> {
    let (from, to) = (tokens(old), tokens(new));
    let words = |tokens: &[(usize, String)]| tokens.iter().map(|(_, word)| word.clone()).collect::<Vec<_>>();
    let place =
        |tokens: &[(usize, String)], index: usize, end: usize| tokens.get(index).map_or(end, |token| token.0);
    let mut hunks: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    for op in capture_diff_slices(Algorithm::Patience, &words(&from), &words(&to)) {
        let (a, b) = (op.old_range(), op.new_range());
        if matches!(op, DiffOp::Equal { .. }) {
            continue;
        }
        let range = |tokens: &[(usize, String)], range: Range<usize>, end: usize| {
            place(tokens, range.start, end)..place(tokens, range.end, end)
        };
        let (a, b) = (range(&from, a, old.len()), range(&to, b, new.len()));
        match hunks.last_mut() {
            // A space between two changed words belongs to both.
            Some((last, text)) if old[last.end..a.start].iter().all(|c| folded(*c) == ' ') => {
                (last.end, text.end) = (a.end, b.end);
            }
            _ => hunks.push((a, b)),
        }
    }
    hunks
}

/// What differs, in the order of the old text.
pub fn hunks(old: &str, new: &str) -> Vec<Hunk> {
    let (old, new): (Vec<char>, Vec<char>) = (old.chars().collect(), new.chars().collect());
    let found = differing(&old, &new);
    found.into_iter().map(|(old, text)| Hunk { old, new: new[text].iter().collect() }).collect()
}

/// The first sign that stands for the mark of a note, and how many there are: of those that no text has.
const MARKS: (u32, u64) = (0xf_0000, 0xfff0);

/// The mark of a note as one sign, by its name, so that its place among the words can be compared.
pub fn mark(name: &str) -> char {
    let number = u32::try_from(fnv(name.as_bytes()) % MARKS.1).unwrap_or_default();
    char::from_u32(MARKS.0 + number).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// Whether a sign stands for the mark of a note.
pub fn is_mark(c: char) -> bool {
    u32::from(c) >= MARKS.0
}

/// The new text with what went and came in brackets: `the [-key stakeholders-]{+partners+} data`; what stays between
/// changes that are far apart is left out.
pub fn marked(old: &str, new: &str) -> String {
    /// Letters that are shown around a change.
    const AROUND: usize = 30;
    let letters: Vec<char> = old.chars().collect();
    let mut out = String::new();
    let mut at = 0;
    let kept = |from: usize, to: usize, out: &mut String, is_last: bool| {
        let text = &letters[from..to];
        if from == 0 && !is_last && text.len() > AROUND {
            out.push('…');
            out.extend(&text[text.len() - AROUND..]);
        } else if is_last && text.len() > AROUND {
            out.extend(&text[..AROUND]);
            out.push('…');
        } else if text.len() > 2 * AROUND + 1 {
            out.extend(&text[..AROUND]);
            out.push_str(" … ");
            out.extend(&text[text.len() - AROUND..]);
        } else {
            out.extend(text);
        }
    };
    for hunk in hunks(old, new) {
        kept(at, hunk.old.start, &mut out, false);
        if !hunk.old.is_empty() {
            out.push_str("[-");
            out.extend(&letters[hunk.old.clone()]);
            out.push_str("-]");
        }
        if !hunk.new.is_empty() {
            out.extend(["{+", &hunk.new, "+}"]);
        }
        at = hunk.old.end;
    }
    if at > 0 || !out.is_empty() {
        kept(at, letters.len(), &mut out, true);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{hunks, marked};

    #[test]
    fn words_are_told_and_not_letters() {
        assert_eq!(
            marked("the key stakeholders data", "the partners data"),
            "the [-key stakeholders-]{+partners+} data"
        );
        assert_eq!(marked("fell by 1,653 visas", "fell by 1,635 visas"), "fell by [-1,653-]{+1,635+} visas");
        assert_eq!(marked("a\u{a0}b", "a b"), "");
        let long = "word ".repeat(20);
        assert!(marked(&long, &format!("new {long}")).starts_with("{+new +}word word"));
    }

    #[test]
    fn an_insertion_takes_nothing() {
        let found = hunks("a b", "a new b");
        assert_eq!(found.len(), 1);
        assert!(found[0].old.is_empty(), "{found:?}");
    }
}
