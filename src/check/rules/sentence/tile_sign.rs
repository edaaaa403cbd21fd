//! The rule about the signs of balances, in sentences and in the labels of tiles.

use rust_decimal::Decimal;

use super::balance::{Balance, hint, of_asked, of_sentences};
use crate::check::Subject;
use crate::check::terms::Term;
use crate::diag::{Diagnostic, code};
use crate::language::plain;
use crate::report::Tile;
use crate::spec::schema::TileSpec;
use crate::text::sign_of_label;

#[doc = include_str!("claim-sign.md")]
pub(in crate::check) fn claim_sign(subject: &Subject<'_>) -> Vec<Diagnostic> {
    of_tiles(subject).into_iter().chain(of_sentences(subject)).collect()
}

/// Tiles of balances whose label and number say other signs, the same twice, or none.
fn of_tiles(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let (written, printed) = (&subject.spec.edition.tiles, &subject.report.tiles);
    // A tile that could not be made leaves open which of the others is which.
    let both = written.iter().zip(printed).filter(|_| written.len() == printed.len());
    both.filter_map(|(spec, tile)| of_tile(subject, spec, tile)).collect()
}

fn of_tile(subject: &Subject<'_>, spec: &TileSpec, tile: &Tile) -> Option<Diagnostic> {
    let term = Term::of(subject, tile.asked.as_ref()?)?;
    let Balance { value, is_signed, is_of_figure, label: of_figure } = of_asked(subject, &term, false)?;
    let number = tile.number.number()?;
    // The figure's own label, with its sign, is what its numbers are printed as.
    let read = subject.text.at(spec.label.as_ref()?.span)?;
    let words = &read.line.text;
    let said = sign_of_label(words, subject.locale.reading());
    let is_below = if of_figure == Some(false) { value > Decimal::ZERO } else { value < Decimal::ZERO };
    let (place, found) = (read.line.span(&read.line.whole()), plain(words));
    let told = |message: String, hint: String| {
        Some(Diagnostic::new(code::CLAIM_SIGN, place, message).hint(hint).found(found.clone()))
    };
    match said {
        _ if value.is_zero() => None,
        None if is_of_figure && !is_signed && is_below => {
            let message = format!("the number {} is less than nothing, and nothing says so", number.text());
            told(message, hint(subject, value > Decimal::ZERO))
        }
        None => None,
        // A figure that is called "net outflow" has its own sign.
        Some(said) if is_signed && of_figure == Some(said) => None,
        Some(said) if said != (value > Decimal::ZERO) => {
            let message = format!("the label says another sign than its number: {}", number.text());
            told(message, hint(subject, value > Decimal::ZERO))
        }
        Some(false) if is_signed && is_below => {
            let message = format!(
                "the label and the sign of {} say the same twice: together they mean the contrary",
                number.text()
            );
            told(message, "leave the sign out, as in abs(net.total), or take words without one".to_owned())
        }
        Some(_) => None,
    }
}
