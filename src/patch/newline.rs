//! The line breaks of a file.

/// How a line ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Newline {
    /// As everywhere but on Windows.
    Lf,
    /// As on Windows.
    CrLf,
}

impl Newline {
    /// How the line ends that a place stands in; on a last line without an end, how the line before ends.
    pub fn at(text: &str, place: usize) -> Self {
        let bytes = text.as_bytes();
        let (before, after) = bytes.split_at(place.min(bytes.len()));
        let end = after.iter().position(|&byte| byte == b'\n').map(|at| before.len() + at);
        let end = end.or_else(|| before.iter().rposition(|&byte| byte == b'\n'));
        match end {
            Some(end) if end > 0 && bytes[end - 1] == b'\r' => Self::CrLf,
            _ => Self::Lf,
        }
    }

    /// A text with all its line breaks written so.
    pub fn write(self, text: &str) -> String {
        let plain = text.replace("\r\n", "\n");
        match self {
            Self::Lf => plain,
            Self::CrLf => plain.replace('\n', "\r\n"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Newline;

    #[test]
    fn the_line_itself_decides_in_a_mixed_file() {
        let text = "a\r\nb\nc";
        assert_eq!(Newline::at(text, 0), Newline::CrLf);
        assert_eq!(Newline::at(text, 1), Newline::CrLf);
        assert_eq!(Newline::at(text, 3), Newline::Lf);
    }

    #[test]
    fn the_line_before_decides_where_the_last_one_has_no_end() {
        assert_eq!(Newline::at("a\r\nb", 4), Newline::CrLf);
        assert_eq!(Newline::at("a\nb", 9), Newline::Lf);
        assert_eq!(Newline::at("", 0), Newline::Lf);
        assert_eq!(Newline::at("\n", 0), Newline::Lf);
    }

    #[test]
    fn line_breaks_are_not_doubled() {
        assert_eq!(Newline::CrLf.write("a\nb\r\nc"), "a\r\nb\r\nc");
        assert_eq!(Newline::Lf.write("a\nb\r\nc"), "a\nb\nc");
    }
}
