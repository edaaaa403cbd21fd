//! What an edition says of its figures.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::data::period::Period;
use crate::data::quantity::Unit;
use crate::diag::{Span, Spanned};
use crate::spec::text::Text;

/// A figure: a number series as the letters give it.
#[derive(Debug, Clone)]
pub struct FigureSpec {
    /// Name in the spec.
    pub key: Spanned<String>,
    /// What it counts.
    pub label: Option<Text>,
    /// Unit of its values.
    pub unit: Unit,
    /// Name of its source.
    pub source: Option<Spanned<String>>,
    /// Its own period, when that is not the edition's.
    pub period: Option<Spanned<Period>>,
    /// Whether it counts what is there on a day, and not what came in a time; not given, its periods say so.
    pub stock: Option<bool>,
    /// The value of its own period.
    pub total: Option<Spanned<Decimal>>,
    /// Values of periods.
    pub values: Vec<(Spanned<Period>, Spanned<Decimal>)>,
    /// Shares in per cent by part.
    pub shares: Vec<(Spanned<String>, Spanned<Decimal>)>,
    /// Amounts by part.
    pub parts: Vec<(Spanned<String>, Spanned<Decimal>)>,
    /// Totals, shares and amounts of other periods.
    pub at: Vec<AtSpec>,
    /// Whether its values may be less than nothing.
    pub balance: bool,
    /// How it follows from other figures.
    pub derive: Option<Text>,
    /// Why values of earlier periods are no longer what an earlier edition printed.
    pub revised: Vec<(Spanned<Period>, Text)>,
    /// The other unit it can be given in.
    pub convert: Option<Convert>,
    /// Printed below its chart.
    pub remark: Option<Text>,
    /// Why there are no values.
    pub not_available: Option<Text>,
    /// How sure the source is of its values, and what it gives beside them.
    pub certainty: CertaintySpec,
    /// Its numbers that are to be filled in.
    pub gaps: Vec<GapSpec>,
    /// Whether something in its table could not be understood; what rests on it is then not looked at.
    pub is_broken: bool,
}

/// How sure a source is of the values of a figure, and what it gives beside them.
#[derive(Debug, Clone, Default)]
pub struct CertaintySpec {
    /// Periods whose values are provisional.
    pub provisional: Vec<PeriodSaid>,
    /// Periods whose values are estimated.
    pub estimated: Vec<PeriodSaid>,
    /// Periods that the source has no value for.
    pub missing: Vec<PeriodSaid>,
    /// Changes that the source gives itself.
    pub given: GivenSpec,
}

/// A period of which something is said, perhaps with the reason.
#[derive(Debug, Clone)]
pub struct PeriodSaid {
    /// The period.
    pub period: Spanned<Period>,
    /// Why.
    pub why: Option<Text>,
}

/// Changes in per cent, with their sign, by the period that they start from.
type ChangesSpec = Vec<(Spanned<Period>, Spanned<Decimal>)>;

/// What a source gives of a figure without the values that it follows from.
#[derive(Debug, Clone, Default)]
pub struct GivenSpec {
    /// Changes to the figure's own period.
    pub change: ChangesSpec,
    /// The same of parts.
    pub change_of: Vec<(Spanned<String>, ChangesSpec)>,
}

/// A number that is to be filled in, and the place of the `"?"` that stands for it.
#[derive(Debug, Clone)]
pub struct GapSpec {
    /// Which number.
    pub of: GapOf,
    /// Where it is to be written.
    pub span: Span,
}

/// Which number of a figure is to be filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GapOf {
    /// The value of its own period.
    Total,
    /// The value of a period.
    Value(Period),
    /// The share of a part, in its own period unless another is told.
    Share {
        /// Key of the part.
        part: String,
        /// The other period.
        at: Option<Period>,
    },
    /// The amount of a part, likewise.
    Part {
        /// Key of the part.
        part: String,
        /// The other period.
        at: Option<Period>,
    },
    /// The rate of its conversion.
    Rate,
    /// A converted number, which is only compared.
    Converted(String),
}

/// What a figure is broken down into in a period that is not its own.
#[derive(Debug, Clone)]
pub struct AtSpec {
    /// The period.
    pub period: Spanned<Period>,
    /// The value of the period.
    pub total: Option<Spanned<Decimal>>,
    /// Shares in per cent by part.
    pub shares: Vec<(Spanned<String>, Spanned<Decimal>)>,
    /// Amounts by part.
    pub parts: Vec<(Spanned<String>, Spanned<Decimal>)>,
}

/// An earlier edition of the series: only its figures matter.
#[derive(Debug, Clone)]
pub struct EarlierSpec {
    /// The period it reported on.
    pub period: Period,
    /// Its figures, with their values alone.
    pub figures: Vec<FigureSpec>,
    /// What its figures were broken down into.
    pub lists: Vec<ListsSpec>,
    /// The files it was read from, by path.
    pub files: Vec<(String, Arc<[u8]>)>,
}

/// The shares and parts that an earlier edition gave of a figure.
#[derive(Debug, Clone)]
pub struct ListsSpec {
    /// Name of the figure.
    pub key: String,
    /// The period that they are of.
    pub period: Period,
    /// Shares in per cent.
    pub shares: Vec<(String, Decimal)>,
    /// Amounts.
    pub parts: Vec<(String, Decimal)>,
}

/// A stated rate of conversion.
#[derive(Debug, Clone)]
pub struct Convert {
    /// The other unit.
    pub unit: Unit,
    /// Value × rate gives the value in the other unit.
    pub rate: Spanned<Decimal>,
    /// Converted values as the letters give them, to be compared with value × rate.
    pub values: Vec<(Spanned<Period>, Spanned<Decimal>)>,
    /// Converted amounts by part, likewise.
    pub parts: Vec<(Spanned<String>, Spanned<Decimal>)>,
}
