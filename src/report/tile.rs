//! Computes the tiles of the page "At a glance".

use rust_decimal::Decimal;

use super::compute::{Figure, NoValue};
use super::context::Builder;
use super::expr::Outcome;
use super::own_change::{self, Beside};
use super::{Asked, Change, Direction, Headline, Inline, Number, Origin, Tile, Unit, formula, prose};
use crate::diag::{Diagnostic, Spanned, code};
use crate::language::{ChangeForm, fill};
use crate::spec::Text;
use crate::spec::schema::TileSpec;

/// Rises of more per cent are told as multiples.
const MOST_PERCENT: Decimal = Decimal::from_parts(200, 0, 0, false, 0);

impl Builder<'_> {
    /// Tells of a tile's change that is not of the value it shows.
    fn check_change(&self, text: &Text, change: &Change, asked: &Asked) {
        let Some(figure) = self.scope.figures.get(&asked.figure) else { return };
        let to = asked.what.periods().first().copied().unwrap_or(figure.period);
        let beside = Beside { what: "tile", figure: &asked.figure, from: None, to, part: asked.what.part() };
        own_change::check(self, text, change, &beside);
    }

    /// The change in the words of tiles, which stand beside each other: all with one decimal.
    fn in_tile(&self, change: Change) -> Change {
        let exact = &change.exact_percent;
        let unit = self.scope.figures.get(&change.figure).map(|figure| figure.unit.clone());
        let is_computed = matches!(exact.origin(), Origin::Computed { .. });
        let (true, Some(unit)) = (is_computed && *exact.unit() == Unit::PERCENT, unit) else { return change };
        let percent = exact.rounded(1);
        // What is less than that is told with the digits that it takes.
        if percent.value().is_zero() {
            return change;
        }
        let from = change.from;
        // A rise of more than 200 per cent is hard to picture: it is told as a multiple.
        let is_high = change.direction == Direction::Up && percent.value() > MOST_PERCENT;
        let figure = self.scope.figures.get(&change.figure).filter(|_| is_high && change.part.is_none());
        if let Some(Ok(ratio)) = figure.map(|figure| figure.ratio(from, change.to)) {
            let ratio = ratio.rounded(1);
            let words = self.locale.multiple(&ratio, &unit, from);
            return Change { words, percent: self.locale.format(&ratio), ..change };
        }
        let words = self.locale.change(change.direction, &percent, &unit, from, ChangeForm::Full);
        Change { words, percent: self.locale.format(&percent), ..change }
    }

    /// What the value of a tile gives; a value that its source does not have, only where the figure says why.
    fn in_tile_or_missing(&self, value: &Text) -> Option<Outcome> {
        let was = self.in_cell.replace(true);
        let outcome = formula::expression(self, value);
        self.in_cell.set(was);
        match outcome? {
            Outcome::Gap(fault) if self.reason_for_gap(&fault).is_none() => {
                let period = fault.missing.as_ref().and_then(|missing| missing.period);
                let period = period.map(|period| period.to_string()).unwrap_or_default();
                let hint = format!(
                    "say why its source has none, for the tile to print: missing = {{ {period} = \"\u{2026}\" }}; or leave the tile out"
                );
                let told = Diagnostic::new(code::NO_VALUE, value.span, fault.message).hint(hint);
                self.fault_of(told, fault.missing);
                None
            }
            outcome => Some(outcome),
        }
    }

    /// The figure that lacks a value, and why its source does not have it.
    fn reason_for_gap(&self, fault: &NoValue) -> Option<(String, String)> {
        let missing = fault.missing.as_ref()?;
        let figure = self.scope.figures.get(&missing.figure)?;
        let why = figure.missing.get(&missing.period?)?.as_ref()?;
        let reason = self.line(why);
        Some((figure.key.clone(), fill(&self.locale.labels().unavailable, &[("reason", &reason)])))
    }

    /// The source that the note of a tile is of.
    fn source_of_tile(&self, spec: &TileSpec, figure: Option<&Figure>) -> Option<Spanned<String>> {
        match &spec.source {
            Some(name) => Some(name.clone()).filter(|name| self.known_source(name)),
            // That a figure's source is unknown is reported at the figure.
            None => figure
                .and_then(|figure| figure.source.clone())
                .filter(|name| self.note_text(name).is_some())
                .map(|name| Spanned::new(name, spec.value.span)),
        }
    }

    pub(super) fn tile(&self, spec: &TileSpec) -> Option<Tile> {
        // A value that is missing was told when it was read.
        (!spec.value.value.trim().is_empty()).then_some(())?;
        let labels = self.locale.labels();
        let mut why_missing = None;
        let (number, figure, asked) = match self.in_tile_or_missing(&spec.value)? {
            Outcome::Quantity(quantity) => {
                let (number, asked) = (quantity.number(&self.locale), quantity.asked());
                (Headline::Number(number), asked.figure.clone(), Some(asked))
            }
            Outcome::NotAvailable(figure) => {
                (Headline::NotAvailable(labels.not_available.clone()), figure.key.clone(), None)
            }
            Outcome::ToFill { figure } => {
                let formula = spec.value.value.trim().to_owned();
                (Headline::ToFill { gap: self.gap(), figure: figure.clone(), formula }, figure, None)
            }
            Outcome::Gap(fault) => {
                let (figure, reason) = self.reason_for_gap(&fault)?;
                why_missing = Some(reason);
                (Headline::NotAvailable(labels.not_available.clone()), figure, None)
            }
            Outcome::Change(_) | Outcome::Ranking { .. } | Outcome::Text(_) => {
                self.fault(
                    Diagnostic::new(code::BAD_TILE, spec.value.span, "a tile needs a value")
                        .hint("write it like value = \"visas.total\""),
                );
                return None;
            }
        };
        let mut is_open = false;
        // What is not there has not changed.
        let change = spec.change.as_ref().filter(|_| why_missing.is_none());
        let change = match change.map(|text| (text, formula::expression(self, text))) {
            Some((text, Some(Outcome::Change(change)))) => {
                if let Some(asked) = &asked {
                    self.check_change(text, &change, asked);
                }
                Some(self.in_tile(*change))
            }
            Some((_, Some(Outcome::ToFill { .. }))) => {
                is_open = !matches!(number, Headline::ToFill { .. });
                None
            }
            Some((text, Some(Outcome::Quantity(_) | Outcome::Ranking { .. } | Outcome::Text(_)))) => {
                let hint = "write it like change = 'departures.change(\"2022-H1\")'";
                self.fault(
                    Diagnostic::new(code::BAD_TILE, text.span, "the change of a tile must be a change")
                        .hint(hint),
                );
                None
            }
            Some((_, Some(Outcome::NotAvailable(_) | Outcome::Gap(_)) | None)) | None => None,
        };
        let figure = self.scope.figures.get(&figure);
        let label = match &spec.label {
            Some(label) => prose::inlines(self, label),
            None => vec![Inline::Text(figure.map(|figure| figure.label.clone()).unwrap_or_default())],
        };
        let source = self.source_of_tile(spec, figure.map(AsRef::as_ref));
        let note =
            source.and_then(|name| self.note(&name.value, name.span, figure.map(|figure| figure.period)));
        let mut remark = if is_open { vec![Inline::Gap(self.gap())] } else { Vec::new() };
        let reason = figure.filter(|_| matches!(number, Headline::NotAvailable(_)));
        let reason = why_missing.or_else(|| reason.and_then(|figure| self.why_absent(figure)));
        remark.extend(reason.map(Inline::Text));
        prose::append(
            &mut remark,
            spec.text.as_ref().map(|text| prose::inlines(self, text)).unwrap_or_default(),
        );
        if let Some(asked) = &asked {
            prose::append(&mut remark, self.revised_tile(asked, change.as_ref()));
        }
        let shown = number.number().map(Number::quantity);
        let shown = change.iter().map(|change| &change.exact_percent).chain(shown);
        prose::append(&mut remark, self.status_tile(&shown.collect::<Vec<_>>()));
        let spark = asked.as_ref().and_then(|asked| self.spark(asked, number.number()?, &label));
        let number = match number {
            Headline::Number(number) => Headline::Number(number.at(self.next_mark())),
            other => other,
        };
        Some(Tile { number, label, change, remark, note, asked, spark })
    }
}
