//! Proposes to delete exemptions that nothing needs.

use std::ops::Range;

use super::Proposal;
use crate::check::Subject;
use crate::diag::{Diagnostic, Span};
use crate::patch::Edit;

/// The exemption's deletion, where it can be taken out without a trace: alone behind its key on lines of its own, or
/// one of a list.
pub(super) fn removal(subject: &Subject<'_>, finding: &Diagnostic) -> Option<Proposal> {
    let span = finding.span?;
    let text = subject.spec.sources.text(span.source);
    let allow = subject.spec.allows.iter().find(|allow| allow.span == span)?;
    let range = removed(text, span)?;
    let reason = format!("no longer needed: {} as “{}”", allow.code.value, allow.found.value);
    // Where something else is found now, the author may have meant that.
    let is_other = finding.hints.iter().any(|hint| hint.contains('“'));
    let edits = vec![Edit::new(range, "", reason)];
    Some(Proposal { finding: finding.clone(), source: span.source, edits, is_safe: !is_other })
}

/// What goes with an exemption: the key before it, or a comma beside it, and the line when nothing else is on it.
fn removed(text: &str, span: Span) -> Option<Range<usize>> {
    let value = span.range();
    if !text.get(value.clone())?.starts_with('{') {
        return None;
    }
    let before = text[..value.start].trim_end();
    let behind = text[value.end..].trim_start_matches(blank);
    if let Some(key) = before.strip_suffix('=') {
        let key = key.trim_end().strip_suffix("allow")?;
        return whole_lines(text, key.len()..value.end);
    }
    let is_first = before.ends_with('[');
    let has_next = behind.starts_with(',');
    match (is_first, has_next) {
        (true, false) if behind.starts_with(']') => {
            let key =
                before.strip_suffix('[')?.trim_end().strip_suffix('=')?.trim_end().strip_suffix("allow")?;
            whole_lines(text, key.len()..text.len() - behind.len() + 1)
        }
        (_, true) => {
            let end = text.len() - behind.len() + 1;
            let range = value.start..end;
            let spaces = text[end..].len() - text[end..].trim_start_matches([' ', '\t']).len();
            whole_lines(text, range.clone()).or(Some(range.start..end + spaces))
        }
        (false, false) if before.ends_with(',') && behind.starts_with(']') => {
            Some(before.len() - 1..value.end)
        }
        _ => None,
    }
}

fn blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}

/// The lines of a range with their end, when nothing else stands on them.
fn whole_lines(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[range.end..].find('\n').map_or(text.len(), |at| range.end + at + 1);
    let is_alone = text[start..range.start].trim().is_empty() && text[range.end..end].trim().is_empty();
    is_alone.then_some(start..end)
}

#[cfg(test)]
mod tests {
    use super::removed;
    use crate::diag::{Sources, Span};

    fn without(text: &str, mark: &str) -> Option<String> {
        let source = Sources::default().add("a.toml", text);
        let start = text.find(mark).unwrap();
        let end = start + text[start..].find('}').unwrap() + 1;
        let range = removed(text, Span { source, start, end })?;
        Some(format!("{}{}", &text[..range.start], &text[range.end..]))
    }

    #[test]
    fn an_exemption_goes_with_its_key() {
        assert_eq!(
            without("a = 1\r\nallow = { x }\r\nb = 2\r\n", "{ x").as_deref(),
            Some("a = 1\r\nb = 2\r\n")
        );
        assert_eq!(without("allow   = [ { x } ]\nb = 2", "{ x").as_deref(), Some("b = 2"));
        assert_eq!(without("allow = [\n    { x },\n]\n", "{ x").as_deref(), Some("allow = [\n]\n"));
    }

    #[test]
    fn the_others_of_a_list_stay() {
        let list = "allow = [\n    { x },\n    { y },\n    { z }\n]\n";
        assert_eq!(without(list, "{ x").as_deref(), Some("allow = [\n    { y },\n    { z }\n]\n"));
        assert_eq!(without(list, "{ z").as_deref(), Some("allow = [\n    { x },\n    { y }\n]\n"));
        let line = "allow = [{ x }, { y }, { z }]\n";
        assert_eq!(without(line, "{ x").as_deref(), Some("allow = [{ y }, { z }]\n"));
        assert_eq!(without(line, "{ y").as_deref(), Some("allow = [{ x }, { z }]\n"));
        assert_eq!(without(line, "{ z").as_deref(), Some("allow = [{ x }, { y }]\n"));
    }

    #[test]
    fn where_something_else_would_go_too_nothing_does() {
        assert_eq!(without("allow = { x } # why\n", "{ x"), None);
        assert_eq!(without("c = { k = 1, allow = { x }, d = 2 }\n", "{ x"), None);
    }
}
