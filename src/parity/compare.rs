//! Tells what one language version says and another does not, at both places.

use std::collections::BTreeMap;

use super::{Fact, Facts, Said};
use crate::diag::{Code, Diagnostic, Span, code};

/// What a version says otherwise than the spec itself, text by text.
pub fn differences(own: &Facts, other: &Facts) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (key, said) in &other.texts {
        let Some(source) = own.texts.get(key) else { continue };
        let Some((span, _)) = said.whole else { continue };
        let pair = Pair { key, own, other, source, said, span };
        pair.multisets(&mut found);
        pair.shape(&mut found);
        pair.ways(&mut found);
    }
    found
}

struct Pair<'p> {
    key: &'p str,
    own: &'p Facts,
    other: &'p Facts,
    source: &'p Said,
    said: &'p Said,
    span: Span,
}

impl Pair<'_> {
    fn multisets(&self, found: &mut Vec<Diagnostic>) {
        let kinds: [(Code, &[Fact], &[Fact]); 4] = [
            (code::PARITY_NUMBER, &self.source.numbers, &self.said.numbers),
            (code::PARITY_TYPED, &self.source.typed, &self.said.typed),
            (code::PARITY_LINK, &self.source.links, &self.said.links),
            (code::PARITY_SENSE, &self.source.nearness, &self.said.nearness),
        ];
        for (code, source, said) in kinds {
            let (missing, more) = (beyond(source, said), beyond(said, source));
            for fact in missing {
                let message = format!(
                    "`{}` in `{}` does not have what `{}` has: {} ({})",
                    self.key, self.other.language, self.own.language, fact.what, fact.place
                );
                found.push(self.told(code, self.span, message, &fact.what));
            }
            for fact in more {
                let place = self.source.whole.as_ref().map(|(_, place)| place.as_str()).unwrap_or_default();
                let message = format!(
                    "`{}` in `{}` has what `{}` does not have: {} ({place})",
                    self.key, self.other.language, self.own.language, fact.what
                );
                found.push(self.told(code, fact.span, message, &fact.what));
            }
        }
    }

    fn shape(&self, found: &mut Vec<Diagnostic>) {
        let (own, other) = (&self.source.shape, &self.said.shape);
        if own != other {
            let place = self.source.whole.as_ref().map(|(_, place)| place.as_str()).unwrap_or_default();
            let message =
                format!("`{}` is built otherwise than the text that it translates ({place})", self.key);
            let fault = self.told(code::PARITY_STRUCTURE, self.span, message, other);
            found.push(fault.hint(format!("there: {own}; here: {other}")));
        }
    }

    fn ways(&self, found: &mut Vec<Diagnostic>) {
        for (what, (ways, span)) in &self.said.ways {
            let Some((source, _)) = self.source.ways.get(what) else { continue };
            if source.is_disjoint(ways) {
                let place = self.source.whole.as_ref().map(|(_, place)| place.as_str()).unwrap_or_default();
                let message = format!(
                    "`{}` goes the other way than in `{}`: {what} ({place})",
                    self.key, self.own.language
                );
                found.push(self.told(code::PARITY_SENSE, *span, message, what));
            }
        }
    }

    fn told(&self, code: Code, span: Span, message: String, what: &str) -> Diagnostic {
        Diagnostic::new(code, span, message).found(what)
    }
}

/// Facts of the first list that the second has not, or has less often.
fn beyond<'f>(one: &'f [Fact], other: &[Fact]) -> Vec<&'f Fact> {
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for fact in other {
        *left.entry(&fact.what).or_insert(0) += 1;
    }
    let mut is_beyond = |fact: &&Fact| match left.get_mut(fact.what.as_str()) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    };
    one.iter().filter(|fact| is_beyond(fact)).collect()
}
