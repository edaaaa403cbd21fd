//! What of a template is not taken over, and how that is told: once a kind.

use std::collections::BTreeMap;

use crate::diag::code::{self, Code};
use crate::diag::{Diagnostic, Span};

/// A kind of what is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// A link to anything but the web and mail.
    Link,
    /// A picture or another part that lies outside of the file.
    Outside,
    /// A field that is not on the list.
    Field,
    /// An object of another program, a control, a diagram, another document.
    Object,
    /// A drawing as Word 2007 and before made them.
    OldDrawing,
    /// A picture that is no PNG and no JPEG.
    Picture,
    /// A font that travels in the file.
    Font,
    /// Programs.
    Macros,
    /// A part that Word does not write into a document without being asked.
    Part,
    /// A theme that is not whole.
    Theme,
    /// A value that the format does not have.
    Value,
    /// Any other element.
    Element,
    /// A drawing without an alternative text.
    Silent,
}

/// The first of a kind, and how many there are.
#[derive(Debug, Clone)]
struct Found {
    part: String,
    what: String,
    count: usize,
}

/// All that is left out.
#[derive(Debug, Clone, Default)]
pub(super) struct Left {
    found: BTreeMap<Kind, Found>,
}

/// Most characters of a name or address that are told.
const LONGEST: usize = 80;

impl Left {
    /// Notes that something in a part is left out.
    pub(super) fn add(&mut self, kind: Kind, part: &str, what: &str) {
        let new = || Found { part: told(part), what: told(what), count: 0 };
        self.found.entry(kind).or_insert_with(new).count += 1;
    }

    /// The findings about it, at the place that names the template.
    pub(super) fn findings(&self, place: Option<Span>) -> Vec<Diagnostic> {
        let finding = |(kind, found): (&Kind, &Found)| {
            let (before, after, hint) = kind.words();
            let more = match found.count {
                1 => String::new(),
                2 => " and one more place".to_owned(),
                count => format!(" and {} more places", count - 1),
            };
            let Found { part, what, .. } = found;
            let message = format!("the Word template {before} `{what}` in `{part}`{more}: {after}");
            Diagnostic::new(kind.code(), place, message).hint(hint)
        };
        self.found.iter().map(finding).collect()
    }
}

/// A name of a foreign file as a message can hold it: in one line, and short.
fn told(name: &str) -> String {
    let shown = |c: char| if c.is_whitespace() || c.is_control() || c == '`' { ' ' } else { c };
    let mut told: String = name.trim().chars().take(LONGEST).map(shown).collect();
    if name.chars().nth(LONGEST).is_some() {
        told.push('…');
    }
    told
}

impl Kind {
    /// A drawing that is marked is taken over all the same.
    fn code(self) -> Code {
        match self {
            Self::Silent => code::TEMPLATE_COMPLETED,
            _ => code::TEMPLATE_REDUCED,
        }
    }

    /// What the template does, what becomes of it, and what to do.
    fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Link => (
                "links to",
                "the words stay, the link is left out",
                "a link of a template leads to https://, http:// or mailto:, as those of an edition do",
            ),
            Self::Outside => (
                "takes a picture from",
                "it is left out",
                "insert the picture into the template: a document takes nothing from another place",
            ),
            Self::Field => (
                "has the field",
                "its words stay and are not updated",
                "fields that stay: PAGE, NUMPAGES, SECTIONPAGES, STYLEREF, TITLE and others that docs/word.md lists",
            ),
            Self::Object => (
                "holds an object, control or diagram",
                "it is left out",
                "insert it into the template as a picture (PNG or JPEG)",
            ),
            Self::OldDrawing => (
                "holds a drawing of Word 2007 or before, as a watermark is,",
                "it is left out",
                "draw it anew in Word as a shape, or insert it as a picture (PNG or JPEG)",
            ),
            Self::Picture => (
                "holds a picture that cannot be taken over,",
                "it is left out",
                "insert it into the template as PNG or JPEG",
            ),
            Self::Font => (
                "brings a font along,",
                "it is left out",
                "whoever reads the document needs the font; in Word: File, Options, Save, Embed fonts",
            ),
            Self::Macros => (
                "holds macros,",
                "they are left out",
                "save the template as a document without macros (.docx); ask whoever sent it what they are for",
            ),
            Self::Part => (
                "holds",
                "it is left out",
                "save the template as a document (.docx) without it; ask whoever sent it what it is for",
            ),
            Self::Theme => (
                "has a theme that is not whole,",
                "colours and fonts of the brand stand in for it",
                "choose colours and fonts anew in Word: Design, Colors and Fonts",
            ),
            Self::Value => (
                "holds a value that Word does not know,",
                "what it is about is left out",
                "save the template in Word, and set anew what looks otherwise",
            ),
            Self::Element => {
                ("holds", "it is left out", "docs/word.md says what is taken over from a template")
            }
            Self::Silent => (
                "shows, without an alternative text,",
                "it is marked as decoration",
                "describe in Word what says something, as a logo does: View Alt Text",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, Left};

    #[test]
    fn each_kind_is_told_once_in_one_line() {
        let mut left = Left::default();
        for index in 0..3 {
            left.add(
                Kind::Link,
                &format!("word/header{index}.xml"),
                &format!("file://a\nerror[fake]: b{}", "c".repeat(200)),
            );
        }
        left.add(Kind::Field, "word/footer1.xml", "DDEAUTO");
        let findings = left.findings(None);
        assert_eq!(findings.len(), 2);
        let first = &findings[0].message;
        assert!(first.contains("in `word/header0.xml` and 2 more places"), "{first}");
        assert!(!first.contains('\n') && first.len() < 300, "{first}");
    }
}
