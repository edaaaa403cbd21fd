//! Finds the place where something was opened that is never closed, which a parser notices much later.

/// Something that is not closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unclosed {
    /// Where it was opened.
    pub(super) at: usize,
    /// What it was opened with: three quotation marks, or one bracket.
    pub(super) with: &'static str,
    /// Where something else begins, so that it must have been closed before; `None` at the end of the file.
    pub(super) before: Option<usize>,
}

impl Unclosed {
    /// What would close it.
    pub(super) fn end(self) -> &'static str {
        match self.with {
            "[" => "]",
            "{" => "}",
            quotes => quotes,
        }
    }
}

/// The first text in three quotation marks without an end.
///
/// Where the next such text begins, the marks would be taken for the end of the one before; that they stand
/// behind `name =` tells one from the other.
pub(super) fn text(file: &str) -> Option<Unclosed> {
    Scan::new(file).find(|step| matches!(step, Step::Unclosed(_))).and_then(|step| match step {
        Step::Unclosed(found) => Some(found),
        Step::Bracket { .. } => None,
    })
}

/// The innermost bracket that is open at a place.
pub(super) fn bracket(file: &str, place: usize) -> Option<Unclosed> {
    let mut open = Vec::new();
    let mut place = place;
    for step in Scan::new(file) {
        match step {
            Step::Bracket { at, .. } if at >= place => break,
            Step::Bracket { at, .. } if !open.is_empty() && is_heading(file, at) => {
                place = at;
                break;
            }
            Step::Bracket { at, with: with @ ("[" | "{") } => open.push((at, with)),
            Step::Bracket { .. } => {
                open.pop();
            }
            Step::Unclosed(_) => break,
        }
    }
    open.pop().map(|(at, with)| Unclosed { at, with, before: (place < file.len()).then_some(place) })
}

/// Whether a line begins here that is `[name]` or `[[name]]`, which no list of ours holds.
fn is_heading(file: &str, at: usize) -> bool {
    // Asked first: a line can be long, and hold very many brackets.
    if at > 0 && !file[..at].ends_with('\n') {
        return false;
    }
    let line = file[at..].lines().next().unwrap_or_default().split('#').next().unwrap_or_default().trim_end();
    let name = line.trim_start_matches('[').trim_end_matches(']');
    let is_name = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
    line.starts_with('[')
        && line.ends_with(']')
        && name.chars().all(is_name)
        && name.contains(|c: char| c.is_alphabetic())
}

enum Step {
    /// A bracket of a value, outside of quotes.
    Bracket {
        at: usize,
        with: &'static str,
    },
    Unclosed(Unclosed),
}

/// Walks through a file as far as quotes, comments and brackets go.
struct Scan<'a> {
    file: &'a str,
    at: usize,
    /// Brackets that are open.
    depth: usize,
    /// Whether a `=` was seen in this line: a bracket before it is that of a heading.
    in_value: bool,
    /// Where a line ends, as found last.
    line_end: usize,
}

impl<'a> Scan<'a> {
    fn new(file: &'a str) -> Self {
        Self { file, at: 0, depth: 0, in_value: false, line_end: 0 }
    }

    fn rest(&self) -> &'a str {
        &self.file[self.at..]
    }

    /// Where the line ends that is walked through: looked for once, however many texts stand in it.
    fn line_end(&mut self) -> usize {
        if self.at > self.line_end || self.line_end == 0 {
            self.line_end = self.rest().find('\n').map_or(self.file.len(), |end| self.at + end);
        }
        self.line_end
    }

    /// The first heading between two places.
    fn heading(&self, from: usize, to: usize) -> Option<usize> {
        let mut lines = self.file[from..to].match_indices('\n').map(|(at, _)| from + at + 1);
        lines.find(|line| is_heading(self.file, *line))
    }

    /// Steps over a quoted text; gives it when it has no end.
    fn quoted(&mut self, quote: &'static str) -> Option<Unclosed> {
        let at = self.at;
        let with = if quote == "\"" { "\"\"\"" } else { "'''" };
        let is_long = self.rest().starts_with(with);
        let mark = if is_long { with } else { quote };
        self.at += mark.len();
        // A text in single marks ends with its line; the parser reports it there.
        let limit = if is_long { self.file.len() } else { self.line_end() };
        let end = end_of(&self.file[self.at..limit], mark).map(|end| self.at + end);
        self.at = end.map_or(limit, |end| end + mark.len());
        if !is_long {
            return None;
        }
        let Some(end) = end else {
            return Some(Unclosed { at, with, before: self.heading(at, self.file.len()) });
        };
        // Up to two more marks are the text's own.
        let more = self.rest().bytes().take(2).take_while(|byte| *byte == mark.as_bytes()[0]).count();
        self.at += more;
        let line = self.file[at..end].rfind('\n').map(|start| at + start + 1)?;
        let opens = begins_value(&self.file[line..end]);
        opens.then(|| Unclosed { at, with, before: self.heading(at, line).or(Some(line)) })
    }
}

/// Where a mark stands that is not behind a backslash, in texts that know them.
fn end_of(text: &str, mark: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let end = from + text[from..].find(mark)?;
        let escapes = text[..end].bytes().rev().take_while(|byte| *byte == b'\\').count();
        if !mark.starts_with('"') || escapes % 2 == 0 {
            return Some(end);
        }
        from = end + 1;
    }
}

/// Whether a line so far is `name =`.
fn begins_value(line: &str) -> bool {
    let name = line.trim().strip_suffix('=').map(str::trim).unwrap_or_default();
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c))
}

impl Iterator for Scan<'_> {
    type Item = Step;

    fn next(&mut self) -> Option<Step> {
        loop {
            let at = self.at;
            let c = self.rest().chars().next()?;
            self.at += c.len_utf8();
            let with = match c {
                '\n' => {
                    self.in_value = false;
                    continue;
                }
                '=' => {
                    self.in_value = true;
                    continue;
                }
                '#' => {
                    self.at = self.rest().find('\n').map_or(self.file.len(), |end| self.at + end);
                    continue;
                }
                '"' | '\'' => {
                    self.at = at;
                    match self.quoted(if c == '"' { "\"" } else { "'" }) {
                        Some(found) => return Some(Step::Unclosed(found)),
                        None => continue,
                    }
                }
                '[' => "[",
                '{' => "{",
                ']' => "]",
                '}' => "}",
                _ => continue,
            };
            if self.depth == 0 && !self.in_value {
                continue;
            }
            self.depth = if matches!(c, '[' | '{') { self.depth + 1 } else { self.depth.saturating_sub(1) };
            return Some(Step::Bracket { at, with });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{bracket, text};

    /// Where it begins and before what it must end, as the words that stand there.
    fn found(file: &str) -> Option<(&str, &str)> {
        let found = text(file)?;
        let line = |at: usize| file[at..].lines().next().unwrap_or_default();
        Some((line(found.at), found.before.map_or("", line)))
    }

    #[test]
    fn the_text_that_is_not_closed_is_found() {
        assert_eq!(found("a = '''\nx\nb = '''\ny\n'''"), Some(("'''", "b = '''")));
        assert_eq!(found("a = '''\nx\n[[c]]\nb = '''\ny\n'''"), Some(("'''", "[[c]]")));
        assert_eq!(found("a = '''\nx\n[c.d]\nb = 1"), Some(("'''", "[c.d]")));
        assert_eq!(found("a = '''x\n'''\nb = \"\"\"y\nc = 1"), Some(("\"\"\"y", "")));
        assert_eq!(
            found("a = \"\"\"\nx\n  b.c = \"\"\"y\"\"\"\n"),
            Some(("\"\"\"", "  b.c = \"\"\"y\"\"\""))
        );
    }

    #[test]
    fn texts_that_are_closed_are_let_alone() {
        for file in [
            "a = '''\nb = 1 '''\nc = '''x'''",
            "a = '''x''''\nb = 1",
            "a = \"\"\"\\\"\"\" \"\"\"\nb = 1",
            "a = \"it's\" # '''\nb = 'x\"\"\"'",
            "a = \"\"\"x\\\\\"\"\"\nb = 1",
            "a = \"unclosed\nb = '''\nx\n'''",
        ] {
            assert_eq!(found(file), None, "{file}");
        }
    }

    #[test]
    fn the_innermost_open_bracket_is_found() {
        let at = |file: &str, place: &str| {
            let place = file.find(place).unwrap_or(file.len());
            bracket(file, place).map(|found| (found.at, found.with))
        };
        assert_eq!(at("[a]\nb = [1, { c = 2\nd = 3", "\nd"), Some((12, "{")));
        assert_eq!(at("[a]\nb = [1, { c = 2 }\nd = 3", "d"), Some((8, "[")));
        assert_eq!(at("b = [\"]\", '}', # ]\n2", "$"), Some((4, "[")));
        assert_eq!(at("b = [1]\nc = 2", "$"), None);
        assert_eq!(at("b = [\n1,\n[c.d]\ne = 2", "e"), Some((4, "[")));
    }
}
