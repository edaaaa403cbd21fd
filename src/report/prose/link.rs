//! Links, claims and pictures in an author's text.

use std::ops::Range;

use super::{Frame, Opened, Prose};
use crate::diag::{Diagnostic, Span};
use crate::report::expr::Outcome;
use crate::report::formula::evaluate;
use crate::report::marks::{CLAIM, CLOSE, Mark, OPEN};
use crate::report::passage::{Asked, Piece, PieceKind, What};
use crate::report::{Claim, Expected, Inline, Language, Target, plain_text};

/// Stands before the tag of a language, in the place of an address or in quotes behind it.
const LANGUAGE: &str = "lang:";

impl Opened {
    /// Whether nothing but the language of the words is told.
    pub(super) fn is_language_alone(&self) -> bool {
        self.url.starts_with(LANGUAGE)
    }

    /// The tag of the language of the words.
    pub(super) fn language(&self) -> Option<&str> {
        self.url.strip_prefix(LANGUAGE).or_else(|| self.title.strip_prefix(LANGUAGE))
    }
}

impl Prose<'_> {
    pub(super) fn end_link(&mut self, range: &Range<usize>) {
        let Some(Frame::Link(opened, content)) = self.frames.pop() else { return };
        let Some(content) = self.foreign(&opened, content, range) else { return };
        let Opened { url, first, .. } = opened;
        let claim =
            url.strip_prefix(OPEN).and_then(|url| url.strip_prefix(CLAIM)?.strip_suffix(CLOSE)?.parse().ok());
        if let Some(index) = claim {
            return self.claim(index, content, first);
        }
        if url.contains(OPEN) {
            return self.refuse(
                "bad-link",
                range,
                "a link cannot hold an expression or a note",
                "write the address out",
            );
        }
        let target = if let Some(place) = url.strip_prefix('#') {
            self.builder.link_to(place, self.span(range));
            if content.is_empty() {
                let kind = PieceKind::Reference(place.to_owned());
                self.pieces.push(Piece { text: String::new(), span: self.span(range), kind });
            }
            Target::Place(place.to_owned())
        } else if ["http://", "https://", "mailto:"].iter().any(|scheme| url.starts_with(scheme)) {
            Target::Url(url)
        } else {
            let message = format!("`{url}` is not a link that can be followed");
            self.builder
                .fault(Diagnostic::error("bad-link", self.span(range), message).hint(self.link_hint(&url)));
            return;
        };
        self.push(Inline::Link { target, content });
    }

    /// The words of a link, with their language when it is told; none when that was all.
    fn foreign(
        &mut self,
        opened: &Opened,
        content: Vec<Inline>,
        range: &Range<usize>,
    ) -> Option<Vec<Inline>> {
        if !opened.title.is_empty() && !opened.title.starts_with(LANGUAGE) {
            let hint = "only a language stands there: \"lang:ru\"";
            self.refuse("bad-link", range, "what stands in quotes behind an address is not printed", hint);
        }
        let Some(tag) = opened.language() else { return Some(content) };
        let hint = "write the words and a tag such as kk, ru or ru-KZ: [words](lang:kk)";
        let Ok(language) = tag.parse::<Language>() else {
            let message = format!("`{tag}` is not the tag of a language");
            self.refuse("bad-language", range, &message, hint);
            return Some(content).filter(|_| !opened.is_language_alone());
        };
        if self.builder.in_line.get() {
            let message = "words of another language cannot be marked in this text";
            self.refuse("bad-language", range, message, "titles are plain: write the words without the mark");
        } else if plain_text(&content).trim().is_empty() {
            self.refuse("bad-language", range, "no words are marked as another language", hint);
        }
        let content = Inline::Foreign { language, content };
        if opened.is_language_alone() {
            self.push(content);
            return None;
        }
        Some(vec![content])
    }

    /// What is most likely meant by an address that leads nowhere.
    fn link_hint(&self, url: &str) -> String {
        let figure = url.split(['.', ' ', '|']).next().unwrap_or_default();
        if self.builder.scope.figures.contains_key(figure) {
            return format!("a claim has an equals sign: (={url})");
        }
        "links begin with https://, http:// or mailto:, or with # and the name of a chart, table or chapter"
            .to_owned()
    }

    /// Words linked to a formula; their pieces, from the first on, become one.
    fn claim(&mut self, index: usize, words: Vec<Inline>, first: usize) {
        let Some((Mark::Claimed(formula), place)) = self.marked.marks.get(index).cloned() else { return };
        let Some(outcome) = evaluate(self.builder, self.text, &formula, place.clone()) else { return };
        let span = self.text.at(place.start, place.end);
        let (expected, asked) = match outcome {
            Outcome::Quantity(quantity) => (Expected::Quantity(quantity.exact().clone()), quantity.asked()),
            Outcome::Change(change) => {
                let what = What::Change { from: change.from, to: change.to };
                let asked = Asked { figure: change.figure.clone(), what };
                (Expected::Change(*change), asked)
            }
            Outcome::NotAvailable(word) => {
                self.pieces.truncate(first);
                self.pieces.push(Piece { text: word.clone(), span, kind: PieceKind::Made });
                return self.push(Inline::Text(word));
            }
            Outcome::Inlines(_) | Outcome::Text(_) => {
                let message = "a claim must rest on a value or a change";
                self.builder.fault(
                    Diagnostic::error("bad-claim", span, message)
                        .hint("link the words to a value, as in (=visas.total)"),
                );
                return;
            }
        };
        let text = plain_text(&words);
        let typed = self.pieces.drain(first..).map(|piece| piece.span).reduce(|all, next| Span {
            start: all.start.min(next.start),
            end: all.end.max(next.end),
            ..all
        });
        let span = typed.unwrap_or(span);
        let claim = Claim {
            words,
            formula,
            span,
            expected,
            asked: Some(asked.clone()),
            mark: Some(self.builder.next_mark()),
        };
        let mut claims = self.builder.claims.borrow_mut();
        let kind = PieceKind::Claimed(claims.len());
        self.pieces.push(Piece { text, span, kind });
        claims.push(claim.clone());
        drop(claims);
        self.push(Inline::Claim(Box::new(claim)));
        self.mark_revised(&asked);
    }

    pub(super) fn end_image(&mut self, range: &Range<usize>) {
        let Some(Frame::Image(url, alt)) = self.frames.pop() else { return };
        let below = self.frames.len().checked_sub(2).and_then(|index| self.frames.get(index));
        let alone = matches!(self.frames.last(), Some(Frame::Inlines(_)))
            && matches!(below, Some(Frame::Blocks(_) | Frame::Figures(_)));
        if !alone {
            return self.refuse_picture_in_line(range);
        }
        let Some(block) = self.builder.placed(&url, &plain_text(&alt), self.span(range)) else {
            return;
        };
        // The paragraph that holds the picture is on top; the pictures are kept right below it.
        let top = self.frames.pop();
        match self.frames.last_mut() {
            Some(Frame::Figures(figures)) => figures.push(block),
            _ => self.frames.push(Frame::Figures(vec![block])),
        }
        self.frames.extend(top);
    }
}
