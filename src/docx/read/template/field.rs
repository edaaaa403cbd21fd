//! Fields of headers and footers: those on a list stay, of the others the words.
//!
//! An instruction may be split over any number of runs, or come out of another field. What stays is written anew in
//! one piece, from what was understood of it.

use super::edge::Ties;
use super::left::Kind;
use crate::data::address;
use crate::docx::package::tree::{Element, Node};

/// Fields that print what the document itself knows. Not among them: what reads other files or the reader's machine, what
/// asks or computes, and DATE and TIME, which print the day on which somebody opens the document.
pub(super) const ALLOWED: &[&str] = &[
    "AUTHOR",
    "COMMENTS",
    "CREATEDATE",
    "DOCPROPERTY",
    "FILENAME",
    "KEYWORDS",
    "NUMPAGES",
    "PAGE",
    "PAGEREF",
    "SAVEDATE",
    "SECTION",
    "SECTIONPAGES",
    "STYLEREF",
    "SUBJECT",
    "TITLE",
];
/// The only bookmark that a document of ours is sure to have for a footer: the last page with a number.
const LAST_PAGE: &str = "_last_page";
/// Longest instruction, in bytes: that of a link to a long address.
const LONGEST: usize = 4096;
/// Most pieces of an instruction.
const MOST_WORDS: usize = 16;
/// Most fields within each other.
const DEEPEST: usize = 32;

/// An instruction as it may stay; or the name of the field.
pub(super) fn allowed(instruction: &str) -> Result<String, String> {
    let words = words(instruction);
    let name = words.as_ref().and_then(|words| words.first()).map(|word| word.text.to_uppercase());
    let name = name.unwrap_or_else(|| instruction.split_whitespace().next().unwrap_or("?").to_owned());
    let stays = words.and_then(|words| {
        let rest = words.get(1..)?;
        let is_right = match name.as_str() {
            "HYPERLINK" => match rest {
                [to] => to.is_quoted && address::allowed(&to.text).is_ok(),
                [to, switch] => to.is_quoted && address::allowed(&to.text).is_ok() && switch.text == "\\h",
                _ => false,
            },
            "PAGEREF" => {
                rest.first().is_some_and(|to| to.text == LAST_PAGE) && rest.iter().all(Word::is_plain)
            }
            "FILENAME" => rest.iter().all(|word| word.is_plain() && !word.text.eq_ignore_ascii_case("\\p")),
            name => ALLOWED.contains(&name) && rest.iter().all(Word::is_plain),
        };
        is_right.then(|| rest.iter().fold(name.clone(), |whole, word| format!("{whole} {}", word.written())))
    });
    stays.map(|whole| format!(" {whole} ")).ok_or(name)
}

/// As [`allowed`]; notes what is left out.
pub(super) fn allowed_or_lost(instruction: &str, ties: &mut Ties<'_, '_>) -> Option<String> {
    allowed(instruction).map_err(|name| ties.lose(Kind::Field, &name)).ok()
}

/// Whether the number of the page stands in a header or footer, whose fields are looked at already.
pub(super) fn has_page_number(part: &Element) -> bool {
    let mut found = false;
    part.walk(&mut |element| {
        let instruction = match element.name.as_ref() {
            "w:instrText" => element.plain_text(),
            "w:fldSimple" => element.get("w:instr").unwrap_or_default().to_owned(),
            _ => return,
        };
        found |= instruction.split_whitespace().next().is_some_and(|name| name.eq_ignore_ascii_case("PAGE"));
    });
    found
}

/// A piece of an instruction.
struct Word {
    text: String,
    is_quoted: bool,
}

impl Word {
    /// Whether it is a switch, or says something that no program takes for more than text.
    fn is_plain(&self) -> bool {
        let text = self.text.as_str();
        if let Some(switch) = text.strip_prefix('\\') {
            return !self.is_quoted
                && switch.chars().count() == 1
                && switch.chars().all(|c| c.is_ascii_alphabetic() || "*#@!".contains(c));
        }
        text.chars().count() <= 100
            && text.chars().all(|c| c.is_alphanumeric() || " _-.,:;/#'()+%&".contains(c))
    }

    fn written(&self) -> String {
        if self.is_quoted { format!("\"{}\"", self.text) } else { self.text.clone() }
    }
}

/// The pieces of an instruction; none when quotes are not closed or there is a backslash in them.
fn words(instruction: &str) -> Option<Vec<Word>> {
    let mut words = Vec::new();
    let mut rest = instruction.trim_start();
    if rest.len() > LONGEST {
        return None;
    }
    while !rest.is_empty() {
        let (text, after, is_quoted) = match rest.strip_prefix('"') {
            Some(inside) => {
                let (text, after) = inside.split_once('"')?;
                (text, after, true)
            }
            None => {
                let end = rest.find(|c: char| c.is_whitespace() || c == '"').unwrap_or(rest.len());
                (&rest[..end], &rest[end..], false)
            }
        };
        if is_quoted && text.contains('\\') || text.contains(['{', '}', '\u{13}', '\u{14}', '\u{15}']) {
            return None;
        }
        words.push(Word { text: text.to_owned(), is_quoted });
        if words.len() > MOST_WORDS {
            return None;
        }
        rest = after.trim_start();
    }
    Some(words)
}

/// What becomes of a piece of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Fate {
    Stays,
    Goes,
    /// An instruction is written anew.
    Becomes(String),
}

/// A field that has begun.
#[derive(Default)]
struct Open {
    /// Pieces that stand for it: its beginning, its instruction, the beginning of its result.
    marks: Vec<usize>,
    /// Those of them that hold its instruction.
    parts: Vec<usize>,
    instruction: String,
    has_result: bool,
    /// Whether something but words stands in its instruction, or it stands in one itself.
    is_made: bool,
}

/// Reduces the fields of a part; gives the names of those that go.
pub(super) fn reduce(root: &mut Element) -> Vec<String> {
    let mut fates = Fates { fates: Vec::new(), open: Vec::new(), lost: Vec::new(), without_result: 0 };
    walk(root, &mut |piece| fates.look(piece));
    for open in std::mem::take(&mut fates.open) {
        fates.close(open, None);
    }
    apply(root, &mut fates.fates.into_iter());
    fates.lost
}

/// Calls a function on every piece of every run, in their order.
fn walk(element: &Element, look: &mut impl FnMut(&Element)) {
    for child in element.elements() {
        if element.name == "w:r" && child.name != "w:rPr" {
            look(child);
        }
        // A text box within a run has runs of its own.
        walk(child, look);
    }
}

/// Does to every piece what was found, in the order of [`walk`].
fn apply(element: &mut Element, fates: &mut impl Iterator<Item = Fate>) {
    let is_run = element.name == "w:r";
    element.children.retain_mut(|node| {
        let Node::Element(child) = node else { return true };
        let fate = if is_run && child.name != "w:rPr" { fates.next() } else { None };
        apply(child, fates);
        match fate {
            None | Some(Fate::Stays) => true,
            Some(Fate::Goes) => false,
            Some(Fate::Becomes(text)) => {
                child.set("xml:space", "preserve".to_owned());
                child.children = vec![Node::Text(text)];
                true
            }
        }
    });
}

struct Fates {
    fates: Vec<Fate>,
    open: Vec<Open>,
    /// Names of fields that go.
    lost: Vec<String>,
    /// How many open fields have no result yet.
    without_result: usize,
}

impl Fates {
    fn look(&mut self, piece: &Element) {
        let at = self.fates.len();
        self.fates.push(Fate::Stays);
        let kind = piece.get("w:fldCharType").unwrap_or_default();
        match (piece.name.as_ref(), kind) {
            ("w:fldChar", "begin") => self.begin(at),
            ("w:fldChar", "separate") => match self.open.last_mut() {
                Some(open) if !open.has_result => {
                    open.has_result = true;
                    open.marks.push(at);
                    self.without_result -= 1;
                }
                _ => self.fates[at] = Fate::Goes,
            },
            ("w:fldChar", _) => match self.open.pop() {
                Some(open) => {
                    self.without_result -= usize::from(!open.has_result);
                    self.close(open, Some(at));
                }
                None => self.fates[at] = Fate::Goes,
            },
            ("w:instrText", _) => match self.open.last_mut() {
                Some(open) if !open.has_result => {
                    open.marks.push(at);
                    open.parts.push(at);
                    if open.instruction.len() <= LONGEST {
                        open.instruction.push_str(&piece.plain_text());
                    }
                }
                _ => self.fates[at] = Fate::Goes,
            },
            // Word takes any words before the result for instruction.
            _ if self.without_result > 0 => {
                self.fates[at] = Fate::Goes;
                if let Some(open) = self.open.last_mut() {
                    open.is_made |= !open.has_result;
                }
            }
            _ => {}
        }
    }

    fn begin(&mut self, at: usize) {
        let is_made = self.without_result > 0 || self.open.len() >= DEEPEST;
        if let Some(around) = self.open.last_mut() {
            around.is_made |= !around.has_result;
        }
        self.without_result += 1;
        self.open.push(Open { marks: vec![at], is_made, ..Open::default() });
    }

    /// A field ends, or the part does.
    fn close(&mut self, open: Open, end: Option<usize>) {
        let stays = allowed(&open.instruction);
        match (stays, end, open.parts.split_first()) {
            (Ok(whole), Some(_), Some((first, rest))) if !open.is_made => {
                self.fates[*first] = Fate::Becomes(whole);
                for part in rest {
                    self.fates[*part] = Fate::Goes;
                }
            }
            (stays, ..) => {
                for mark in open.marks.iter().copied().chain(end) {
                    self.fates[mark] = Fate::Goes;
                }
                self.lost.push(stays.err().unwrap_or_else(|| open.instruction.trim().to_owned()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop, proptest};

    use super::{allowed, reduce};
    use crate::docx::package::tree::{Element, el};

    #[test]
    fn fields_that_print_what_the_document_knows_stay() {
        for (instruction, expected) in [
            ("PAGE", " PAGE "),
            (" page  \\* MERGEFORMAT ", " PAGE \\* MERGEFORMAT "),
            ("NUMPAGES \\# \"0\"", " NUMPAGES \\# \"0\" "),
            ("STYLEREF \"Heading 1\" \\n", " STYLEREF \"Heading 1\" \\n "),
            ("SAVEDATE \\@ \"d MMMM yyyy\"", " SAVEDATE \\@ \"d MMMM yyyy\" "),
            ("DOCPROPERTY Company", " DOCPROPERTY Company "),
            ("FILENAME", " FILENAME "),
            ("PAGEREF _last_page \\h", " PAGEREF _last_page \\h "),
            ("HYPERLINK \"https://iom.int/a?b=c\" \\h", " HYPERLINK \"https://iom.int/a?b=c\" \\h "),
        ] {
            assert_eq!(allowed(instruction).as_deref(), Ok(expected), "{instruction}");
        }
    }

    #[test]
    fn all_others_go() {
        for (instruction, name) in [
            ("DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe \"/k calc\"", "DDEAUTO"),
            ("dde excel a b", "DDE"),
            ("INCLUDEPICTURE \"http://a.b/c.png\" \\d", "INCLUDEPICTURE"),
            ("INCLUDETEXT \\\\\\\\host\\\\share", "INCLUDETEXT"),
            ("LINK Word.Document.8 \"a\"", "LINK"),
            ("IMPORT a", "IMPORT"),
            ("QUOTE 68 68 69", "QUOTE"),
            ("=1+1", "=1+1"),
            ("IF 1 = 1 \"a\"", "IF"),
            ("MACROBUTTON a b", "MACROBUTTON"),
            ("DATE", "DATE"),
            ("FILENAME \\p", "FILENAME"),
            ("_bookmark", "_BOOKMARK"),
            ("PAGEREF other", "PAGEREF"),
            ("PAGE \"a", "PAGE"),
            ("PAGE \\* \"a\\\\b\"", "PAGE"),
            ("PAGE { DDE a b }", "PAGE"),
            ("STYLEREF \"a\\\"b\"", "STYLEREF"),
            ("HYPERLINK \"file://a/b\"", "HYPERLINK"),
            ("HYPERLINK https://a.b", "HYPERLINK"),
            ("HYPERLINK \"https://a.b\" \\l \"c\"", "HYPERLINK"),
            ("HYPERLINK \\l a", "HYPERLINK"),
            ("", "?"),
        ] {
            let told = allowed(instruction).unwrap_err();
            assert_eq!(told.to_uppercase(), name.to_uppercase(), "{instruction}");
        }
        assert!(allowed(&"PAGE ".repeat(10_000)).is_err());
    }

    proptest! {
        #[test]
        fn however_fields_are_broken_only_whole_ones_that_are_allowed_stay(pieces in prop::collection::vec(0..9_usize, 0..40)) {
            let mark = |kind: &str| el("w:fldChar").attr("w:fldCharType", kind);
            let asks = |text: &str| el("w:instrText").text(text);
            let known = [
                mark("begin"), mark("separate"), mark("end"), asks("PA"), asks("GE"), asks(" DDE"), asks("AUTO a b"),
                el("w:t").text("DDE"), asks("PAGE \\* Arabic"),
            ];
            let runs = pieces.iter().map(|piece| el("w:r").child(known[*piece].clone()));
            let mut root = el("w:hdr").child(el("w:p").with(runs));
            reduce(&mut root);
            // For each open field: its instruction, and whether its result has begun.
            let mut open: Vec<(String, bool)> = Vec::new();
            let mut look = |piece: &Element| match (piece.name.as_ref(), piece.get("w:fldCharType")) {
                (_, Some("begin")) => {
                    assert!(open.iter().all(|(_, has_result)| *has_result));
                    open.push((String::new(), false));
                }
                (_, Some("separate")) => assert!(!std::mem::replace(&mut open.last_mut().unwrap().1, true)),
                (_, Some(_)) => assert!(allowed(&open.pop().unwrap().0).is_ok()),
                ("w:instrText", _) => {
                    let last = open.last_mut().unwrap();
                    assert!(!last.1 && last.0.is_empty());
                    last.0 = piece.plain_text();
                }
                ("w:t", _) => assert!(open.iter().all(|(_, has_result)| *has_result)),
                _ => {}
            };
            root.walk(&mut look);
            assert!(open.is_empty());
        }
    }
}
