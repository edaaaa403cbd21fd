//! Keeps the source of a translated text in the overlay, as a comment above its key.

use std::ops::Range;

/// Begins each line of a source that is kept. Other comments are the translator's own.
const MARK: &str = "#|";

/// A source as lines of a comment. TOML has no control characters there: a carriage return in a text, too, is a space.
pub(super) fn lines(source: &str) -> String {
    let allowed = |c: char| if c.is_control() && !matches!(c, '\n' | '\t') { ' ' } else { c };
    let source: String = source.replace("\r\n", "\n").chars().map(allowed).collect();
    let lines = source.trim_matches('\n').split('\n');
    lines.map(|line| format!("{}\n", format!("{MARK} {line}").trim_end())).collect()
}

/// The source that is kept right above the line of a place, with the bytes of its lines.
pub(super) fn above(text: &str, place: usize) -> Option<(Range<usize>, String)> {
    let end = line_start(text, place);
    let mut start = end;
    while start > 0 {
        let line = line_start(text, start - 1);
        if !text[line..start].trim_start().starts_with(MARK) {
            break;
        }
        start = line;
    }
    (start < end).then(|| {
        let plain = |line: &str| {
            let line = line.trim_start().trim_start_matches(MARK).trim_end_matches('\r');
            line.strip_prefix(' ').unwrap_or(line).to_owned()
        };
        let kept =
            text[start..end].trim_end_matches('\n').split('\n').map(plain).collect::<Vec<_>>().join("\n");
        (start..end, kept)
    })
}

/// Where the line of a place begins.
pub(super) fn line_start(text: &str, place: usize) -> usize {
    text[..place].rfind('\n').map_or(0, |at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::{above, lines};

    #[test]
    fn a_source_is_read_as_it_was_kept() {
        for source in ["One line", "Two\n\nparagraphs, {{ visas }}\n- item"] {
            let text = format!("a = 1\n# mine\n{}title = \"\"\n", lines(source));
            let place = text.find("title").unwrap();
            assert_eq!(above(&text, place).unwrap().1, source);
        }
        assert_eq!(above("# mine\ntitle = 1", 7), None);
        assert_eq!(lines("Overview\r of\u{b} it\r\nb"), "#| Overview  of  it\n#| b\n");
    }
}
