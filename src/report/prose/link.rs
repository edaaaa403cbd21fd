//! Links, claims and pictures in an author's text.

use std::ops::Range;

use super::{Frame, Opened, Prose};
use crate::data::address::{Address, AddressFault};
use crate::diag::{Diagnostic, Span, code};
use crate::report::expr::{Outcome, parse};
use crate::report::formula::evaluate;
use crate::report::marks::{CLAIM, CLOSE, Mark, OPEN};
use crate::report::passage::{Asked, Piece, PieceKind, What};
use crate::report::place::Place;
use crate::report::walk::plain_text;
use crate::report::{Claim, Expected, Inline, LanguageTag, Quantity, Target};

/// Words of a claim that are still to be written.
const GAP: &str = "?";

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
        let Some(mut content) = self.foreign(&opened, content, range) else { return };
        let Opened { url, first, .. } = opened;
        let claim =
            url.strip_prefix(OPEN).and_then(|url| url.strip_prefix(CLAIM)?.strip_suffix(CLOSE)?.parse().ok());
        if let Some(index) = claim {
            return self.claim(index, content, first);
        }
        if url.contains(OPEN) {
            return self.refuse(
                code::BAD_LINK,
                range,
                "a link cannot hold an expression or a note",
                "write the address out",
            );
        }
        let target = if let Some(place) = url.strip_prefix('#') {
            self.builder.link_to(place, self.span(range));
            // That a place is none is told when all of them are known.
            let Ok(place) = place.parse::<Place>() else { return };
            if content.is_empty() {
                let is_plain = self.builder.in_line.get() || self.is_in_image();
                let words =
                    is_plain.then(|| self.builder.titles.words_of(&place, self.span(range))).flatten();
                content.extend(words.map(Inline::Text));
                let kind = PieceKind::Reference(place.clone());
                self.pieces.push(Piece { text: String::new(), span: self.span(range), kind });
            }
            Target::Place(place)
        } else {
            match url.parse::<Address>() {
                Ok(address) => Target::Url(address),
                Err(why) => return self.refuse_address(range, &url, why),
            }
        };
        self.push(Inline::Link { target, content });
    }

    /// Whether it is the alternative text of a picture that is being read.
    fn is_in_image(&self) -> bool {
        self.frames.iter().any(|frame| matches!(frame, Frame::Image(..)))
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
            self.refuse(
                code::BAD_LINK,
                range,
                "what stands in quotes behind an address is not printed",
                hint,
            );
        }
        let Some(tag) = opened.language() else { return Some(content) };
        let hint = "write the words and a tag such as kk, ru or ru-KZ: [words](lang:kk)";
        let Ok(language) = tag.parse::<LanguageTag>() else {
            let message = format!("`{tag}` is not the tag of a language");
            self.refuse(code::BAD_LANGUAGE, range, &message, hint);
            return Some(content).filter(|_| !opened.is_language_alone());
        };
        if self.builder.in_line.get() {
            let message = "words of another language cannot be marked in this text";
            self.refuse(
                code::BAD_LANGUAGE,
                range,
                message,
                "titles are plain: write the words without the mark",
            );
        } else if plain_text(&content).trim().is_empty() {
            self.refuse(code::BAD_LANGUAGE, range, "no words are marked as another language", hint);
        }
        let content = Inline::Foreign { language, content };
        if opened.is_language_alone() {
            self.push(content);
            return None;
        }
        Some(vec![content])
    }

    /// An address that may not stand in an output.
    fn refuse_address(&self, range: &Range<usize>, url: &str, why: AddressFault) {
        let (message, hint) = match why {
            AddressFault::Scheme => {
                (format!("`{url}` is not a link that can be followed"), self.link_hint(url))
            }
            _ => (format!("`{url}` cannot be a link: {why}"), why.hint().to_owned()),
        };
        self.builder.fault(Diagnostic::new(code::BAD_LINK, self.span(range), message).hint(hint));
    }

    /// What is most likely meant by an address that leads nowhere.
    fn link_hint(&self, url: &str) -> String {
        let asks = parse(url).is_ok_and(|chain| {
            chain.name().is_some_and(|name| self.builder.scope.figures.contains_key(&name.text))
        });
        if asks {
            return format!("a claim has an equals sign: (={url})");
        }
        "links begin with https://, http:// or mailto:, or with # and the name of a chart, table or chapter"
            .to_owned()
    }

    /// Words linked to a formula; their pieces, from the first on, become one.
    fn claim(&mut self, index: usize, words: Vec<Inline>, first: usize) {
        let Some((Mark::Claimed(formula), place)) = self.marked.marks.get(index).cloned() else { return };
        let span = self.text.at(place.start, place.end);
        let Some(outcome) = evaluate(self.builder, self.text, &formula, place) else {
            return self.unknown_claim(span, first);
        };
        // What has not been translated is held against the figures in its own language.
        if self.builder.is_foreign.get() {
            return words.into_iter().for_each(|inline| self.push(inline));
        }
        let (expected, asked) = match outcome {
            Outcome::Quantity(quantity) => (Expected::Quantity(quantity.exact().clone()), quantity.asked()),
            Outcome::Change(change) => {
                let what = What::Change { from: change.from, to: change.to, part: change.part.clone() };
                let asked = Asked { figure: change.figure.clone(), what };
                (Expected::Change(*change), asked)
            }
            Outcome::NotAvailable(figure) => {
                let word = self.builder.reach().locale.labels().not_available.clone();
                self.pieces.truncate(first);
                self.pieces.push(Piece { text: word.clone(), span, kind: PieceKind::Made });
                self.absent.push((span, figure));
                return self.push(Inline::Text(word));
            }
            Outcome::ToFill { figure } => {
                let (words, span) = self.words_of_claim(&words, first, span);
                let gap = if words == GAP { self.builder.gap() } else { self.builder.gap_behind(&words) };
                if words == GAP {
                    self.tell_to_write(span, None);
                }
                return self.push_gap(gap, &figure, &formula, span);
            }
            Outcome::Ranking { .. } | Outcome::Text(_) | Outcome::Gap(_) => {
                let message = "a claim must rest on a value or a change";
                self.builder.fault(
                    Diagnostic::new(code::BAD_CLAIM, span, message)
                        .hint("link the words to a value, as in (=visas.total)"),
                );
                return self.unknown_claim(span, first);
            }
        };
        let (text, span) = self.words_of_claim(&words, first, span);
        if text == GAP {
            self.tell_to_write(span, Some(&expected));
            return self.push_gap(self.builder.gap(), &asked.figure, &formula, span);
        }
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
        let exact = match &claim.expected {
            Expected::Quantity(quantity) => quantity.clone(),
            Expected::Change(change) => change.exact_percent.clone(),
        };
        self.push(Inline::Claim(Box::new(claim)));
        self.mark_revised(&asked);
        self.mark_status(&[&exact]);
        self.flag_claim(&exact, span);
    }

    /// Puts the flag of its value behind a claim in a table.
    fn flag_claim(&mut self, exact: &Quantity, span: Span) {
        let status = self.builder.statuses.of(exact).filter(|_| self.builder.in_cell.get());
        let Some(status) = status else { return };
        self.builder.show_in_cell(exact);
        let text = self.builder.locale.flag(status);
        self.pieces.push(Piece { text: text.clone(), span, kind: PieceKind::Made });
        self.push(Inline::Text(text));
    }

    /// The words of a claim and their place; their pieces, from the first on, are taken out.
    fn words_of_claim(&mut self, words: &[Inline], first: usize, formula: Span) -> (String, Span) {
        let typed = self.pieces.drain(first..).map(|piece| piece.span).reduce(|all, next| Span {
            start: all.start.min(next.start),
            end: all.end.max(next.end),
            ..all
        });
        (plain_text(words), typed.unwrap_or(formula))
    }

    /// Tells that the words of a claim are still to be written, and what they are to say.
    fn tell_to_write(&self, span: Span, expected: Option<&Expected>) {
        let locale = &self.builder.locale;
        let gives = expected.map(|expected| match expected {
            Expected::Quantity(value) => {
                locale.format(&value.rounded(value.digits().min(1))).text().to_owned()
            }
            Expected::Change(change) => change.percent.text().to_owned(),
        });
        let gives = gives.map_or_else(String::new, |gives| format!("; the figures give {gives}"));
        let message = format!("words about a number are to be written here{gives}");
        let fault = Diagnostic::new(code::TO_WRITE, span, message);
        self.builder.fault(fault.hint("write the words in place of `?`, as in [almost half](=…)"));
    }

    /// Words whose formula could not be computed: nobody can say whether they are right.
    fn unknown_claim(&mut self, formula: Span, first: usize) {
        let words = self.pieces.drain(first..).map(|piece| piece.span);
        let span = words.fold(formula, |all, next| Span {
            start: all.start.min(next.start),
            end: all.end.max(next.end),
            ..all
        });
        self.push_unknown(span);
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
