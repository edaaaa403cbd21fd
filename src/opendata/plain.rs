//! Turns an author's text into plain words.

/// Words of a text without its marks: links, emphasis, notes, expressions of periods.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['[', '*', '\n']) {
        out.push_str(&rest[..at]);
        let behind = &rest[at + 1..];
        rest = match rest.as_bytes()[at] {
            b'[' => match behind.split_once(']') {
                Some((note, after)) if note.starts_with('^') => after,
                Some((words, after)) if after.starts_with('(') => {
                    out.push_str(words);
                    after.split_once(')').map_or(after, |(_, after)| after)
                }
                _ => behind,
            },
            b'\n' => {
                out.push(' ');
                behind
            }
            _ => behind,
        };
    }
    out.push_str(rest);
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Words in one line, with plain spaces.
pub(super) fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn marks_are_left_out() {
        let text = "A *word*, a [link](https://x.y) and a note.[^bns]\n\nAnd more [k].";
        assert_eq!(plain(text), "A word, a link and a note. And more k].");
    }
}
