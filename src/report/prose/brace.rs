//! Tells of expressions that stand in single braces, and would be printed as they are written.

use super::Prose;
use crate::diag::{Diagnostic, code};
use crate::report::context::Builder;
use crate::report::expr::parse;
use crate::report::marks::OPEN;

/// Bytes between two braces that are looked at.
const LONGEST: usize = 200;

/// What an expression may begin with besides a figure.
const NAMES: [&str; 3] = ["period", "country", "span"];

impl Prose<'_> {
    /// Tells of each `{ visas.total }` of the text: what stands in it is an expression that asks a figure.
    pub(super) fn tell_single_braces(&self) {
        let text = &self.marked.text;
        for (at, _) in text.match_indices('{') {
            let before = text[..at].chars().next_back();
            let rest = &text[at + 1..];
            let rest = &rest[..rest.floor_char_boundary(LONGEST)];
            let Some(end) = rest.find(['{', '}', '\n', OPEN]).filter(|end| rest[*end..].starts_with('}'))
            else {
                continue;
            };
            let inside = rest[..end].trim();
            if before == Some('\\') || !asks(self.builder, inside) {
                continue;
            }
            let message = format!("`{{{inside}}}` has single braces and would be printed as it is");
            let hint = format!("write {{{{ {inside} }}}}, or a backslash before the brace when it is meant");
            let place = self.span(&(at..at + end + 2));
            self.builder.fault(Diagnostic::new(code::UNCLOSED_EXPRESSION, place, message).hint(hint));
        }
    }
}

/// Whether words are an expression that begins with something known.
fn asks(builder: &Builder<'_>, words: &str) -> bool {
    let name = words.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).next().unwrap_or_default();
    let is_known = NAMES.contains(&name) || builder.scope.figures.contains_key(name);
    is_known && parse(words).is_ok()
}
