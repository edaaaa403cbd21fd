//! Says of a PDF, before it is read, whether its objects are nested deeper than in any document.

use memchr::memmem;

/// Deepest array or dictionary: those of documents of ours are some ten deep.
const DEEPEST: usize = 500;

/// Whether arrays and dictionaries, outside of streams and strings, are nested deeper than in any document.
pub(super) fn is_too_deep(bytes: &[u8]) -> bool {
    let (mut at, mut depth) = (0, 0_usize);
    let mut has_ends = true;
    while at < bytes.len() {
        let rest = &bytes[at..];
        at += 1;
        match rest {
            [b'[', ..] | [b'<', b'<', ..] => depth += 1,
            [b']', ..] | [b'>', b'>', ..] => depth = depth.saturating_sub(1),
            // A new object begins at the top, whatever the one before was.
            [b'e', b'n', b'd', b'o', b'b', b'j', ..] => depth = 0,
            [b's', b't', b'r', b'e', b'a', b'm', ..] if has_ends => {
                let end = memmem::find(rest, b"endstream");
                at += end.map_or(0, |end| end + 8);
                has_ends = end.is_some();
            }
            _ => {}
        }
        at += usize::from(matches!(rest, [b'<', b'<', ..] | [b'>', b'>', ..]));
        if depth > DEEPEST {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::is_too_deep;
    use crate::diff::pdf::open;

    #[test]
    fn what_is_nested_too_deep_is_not_opened() {
        let deep = |open: &str, close: &str, times: usize| {
            format!("%PDF-1.7\n1 0 obj\n{}{}\nendobj\n", open.repeat(times), close.repeat(times))
        };
        for (begin, end) in [("[", "]"), ("<</A", ">>"), ("<</A[", "]>>")] {
            assert!(is_too_deep(deep(begin, end, 100_000).as_bytes()));
            assert!(!is_too_deep(deep(begin, end, 50).as_bytes()));
            assert!(open(deep(begin, end, 100_000).as_bytes()).is_err());
        }
        let stream = format!("<<>>\nstream\n{}\nendstream [[1]]", "[".repeat(10_000));
        assert!(!is_too_deep(stream.as_bytes()));
    }
}
