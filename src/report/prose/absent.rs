//! Tells where a sentence needs a figure that is not available.

use super::Prose;
use crate::diag::{Diagnostic, code};
use crate::report::passage::{Piece, PieceKind};

impl Prose<'_> {
    /// Tells that what has just been read says "not available" in the middle of other words. A cell of a table that
    /// says nothing else is as it has to be: the note below the table says why.
    pub(super) fn tell_absent(&mut self, pieces: &[Piece]) {
        let absent = std::mem::take(&mut self.absent);
        let Some((span, figure)) = absent.first() else { return };
        let is_silent = |piece: &Piece| match piece.kind {
            PieceKind::Words | PieceKind::Foreign => piece.text.trim().is_empty(),
            PieceKind::Made => true,
            _ => false,
        };
        if self.cell.is_some() && pieces.iter().all(is_silent) {
            self.builder.absent.borrow_mut().extend(absent.into_iter().map(|(_, figure)| figure));
            return;
        }
        let word = &self.builder.locale.labels().not_available;
        let more = match absent.len() - 1 {
            0 => String::new(),
            1 => ", and once more".to_owned(),
            more => format!(", and {more} times more"),
        };
        let key = &figure.key;
        let message =
            format!("`{key}` is not available, and the text reads \u{201c}{word}\u{201d} here{more}");
        let sources = &self.builder.spec.sources;
        let found = sources.text(span.source).get(span.range()).unwrap_or_default();
        let hint = format!(
            "write the sentence for this case beside it: {{{{ if {key} }}}}\u{2026}{{{{ else }}}}\u{2026}{{{{ end }}}}"
        );
        let fault = Diagnostic::new(code::NOT_AVAILABLE, *span, message).hint(hint).found(found);
        self.builder.fault(fault);
    }
}
