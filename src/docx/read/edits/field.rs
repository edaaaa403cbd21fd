//! Fields of a text: which words are the author's, and what a field is known by.

/// A field that has begun.
#[derive(Debug, Default)]
pub(super) struct Field {
    pub(super) instruction: String,
    /// Whether its instruction has ended and its result has begun.
    pub(super) has_result: bool,
    /// Whether it stands in a field whose words are not the author's, and in an instruction.
    in_printed: bool,
    in_instruction: bool,
}

/// Of an instruction, the beginning tells what it is.
const LONGEST: usize = 256;

impl Field {
    /// A field that is written as one element, with its instruction.
    pub(super) fn simple(instruction: &str) -> Self {
        let instruction = instruction.trim_start().chars().take(LONGEST).collect();
        Self { instruction, has_result: true, ..Self::default() }
    }

    /// The field within others.
    pub(super) fn inside(self, around: Option<&Self>) -> Self {
        let (in_printed, in_instruction) = around.map_or((false, false), |f| (f.prints(), f.instructs()));
        Self { in_printed, in_instruction, ..self }
    }

    /// Adds to the instruction.
    pub(super) fn instruct(&mut self, words: &str) {
        let room = LONGEST.saturating_sub(self.instruction.len());
        self.instruction.extend(words.trim_start().chars().take(room));
    }

    /// Whether the words that it shows are the author's: other programs write links as fields.
    pub(super) fn is_link(&self) -> bool {
        self.instruction.trim_start().starts_with("HYPERLINK")
    }

    /// Where a link leads outside of the document.
    pub(super) fn address(&self) -> Option<String> {
        let rest = self.instruction.trim_start().strip_prefix("HYPERLINK")?;
        let (address, options) = word(rest).filter(|(address, _)| !address.starts_with('\\'))?;
        let place = options.split_once("\\l").and_then(|(_, rest)| word(rest));
        Some(with_place(address, place.map(|(place, _)| place)))
    }

    /// What it is known by: its kind and what it is about, without how it prints that.
    pub(super) fn mark(&self) -> Option<String> {
        if self.is_link() || self.in_printed || self.in_instruction {
            return None;
        }
        let words: Vec<&str> =
            self.instruction.split_whitespace().take(2).filter(|word| !word.starts_with('\\')).collect();
        Some(format!("{{{}}}", words.join(" ")))
    }

    /// Whether words in it, and in those around it, are printed by one of them.
    pub(super) fn prints(&self) -> bool {
        self.in_printed || !self.is_link()
    }

    /// Whether words in it belong to its instruction, or to one around it.
    pub(super) fn instructs(&self) -> bool {
        self.in_instruction || !self.has_result
    }
}

/// An address with the place on its page, which Word keeps apart.
pub(super) fn with_place(address: &str, place: Option<&str>) -> String {
    place.map_or_else(|| address.to_owned(), |place| format!("{address}#{place}"))
}

/// The first word of an instruction, without its quotation marks, and what follows it.
fn word(instruction: &str) -> Option<(&str, &str)> {
    let rest = instruction.trim_start();
    let both = match rest.strip_prefix('"') {
        Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
        None => rest.split_once(char::is_whitespace).unwrap_or((rest, "")),
    };
    Some(both).filter(|(word, _)| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::Field;

    #[test]
    fn a_field_is_known_by_what_it_is_about() {
        assert_eq!(Field::simple(" REF fig_visas \\h ").mark().as_deref(), Some("{REF fig_visas}"));
        assert_eq!(Field::simple("HYPERLINK \"https://a.int/\"").mark(), None);
        assert_eq!(
            Field::simple("HYPERLINK \"https://a.int/\" \\o x").address().as_deref(),
            Some("https://a.int/")
        );
        assert_eq!(
            Field::simple("HYPERLINK \"https://a.int/b\" \\l \"c\"").address().as_deref(),
            Some("https://a.int/b#c")
        );
        assert_eq!(Field::simple("HYPERLINK \\l place").address(), None);
        assert_eq!(Field::simple("HYPERLINK \"\" \\l \"place\"").address(), None);
    }
}
