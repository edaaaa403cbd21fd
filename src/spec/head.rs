//! Limits how many errors the parser collects in a large file that is no TOML at all.

use toml_parser::parser::{RecursionGuard, parse_document};
use toml_parser::{ParseError, Source};

/// A file up to this size is parsed as it is, whatever is in it; editions have a twentieth of it.
const SMALL: usize = 1024 * 1024;
/// Nothing is read below that many faults. The parser keeps some hundred bytes about each of them.
const MOST_FAULTS: usize = 10_000;
/// As deep as the parser itself follows brackets.
const DEEPEST: u32 = 80;

/// The file, or as much of it as has that many faults.
pub(super) fn head(text: &str) -> &str {
    if text.len() <= SMALL {
        return text;
    }
    let tokens = Source::new(text).lex().into_vec();
    let (mut faults, mut end) = (0, text.len());
    let mut count = |error: ParseError| {
        faults += 1;
        if faults == MOST_FAULTS
            && let Some(place) = error.unexpected().or_else(|| error.context())
        {
            end = place.end();
        }
    };
    parse_document(&tokens, &mut RecursionGuard::new(&mut (), DEEPEST), &mut count);
    let line = text.as_bytes()[end..].iter().position(|byte| *byte == b'\n');
    line.map_or(text, |length| &text[..end + length])
}

#[cfg(test)]
mod tests {
    use super::{MOST_FAULTS, SMALL, head};

    #[test]
    fn a_sound_file_is_read_whole() {
        let file = "a = 1\n".repeat(SMALL / 5);
        assert_eq!(head(&file).len(), file.len());
        let small = "= = =\n".repeat(2 * MOST_FAULTS);
        assert_eq!(head(&small).len(), small.len());
    }

    #[test]
    fn a_broken_file_is_read_as_far_as_it_helps() {
        let file = "= = ä\n".repeat(SMALL / 5);
        let lines = head(&file).lines().count();
        assert!((1000..=MOST_FAULTS).contains(&lines), "{lines} lines");
    }
}
