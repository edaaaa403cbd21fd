//! What a number was computed of, when that is simple arithmetic.

use rust_decimal::Decimal;

use super::Subject;
use crate::data::period::Period;
use crate::report::expr::{Chain, Head, Operator, Step, parse};
use crate::report::{Asked, Figure, PartOf, Quantity, What};

/// What a number was computed of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Term {
    /// One value of a figure.
    One(Asked),
    /// Its size without the sign.
    Size(Box<Self>),
    /// A sum.
    Sum(Vec<Self>),
    /// The first less the second.
    Less(Box<Self>, Box<Self>),
    /// The first as a percentage of the second.
    Percent(Box<Self>, Box<Self>),
}

impl Term {
    /// What a number was computed of.
    pub(super) fn of(subject: &Subject<'_>, asked: &Asked) -> Option<Self> {
        match &asked.what {
            What::Computed { formula } => Self::read(subject, &parse(formula).ok()?),
            _ => Some(Self::One(asked.clone())),
        }
    }

    /// What a formula computes.
    pub(super) fn read(subject: &Subject<'_>, chain: &Chain) -> Option<Self> {
        let many = |chains: &[Chain]| -> Option<Vec<Self>> {
            chains.iter().map(|chain| Self::read(subject, chain)).collect()
        };
        match &chain.head {
            Head::Operation(both) => {
                let (left, right) = (Self::read(subject, &both.left)?, Self::read(subject, &both.right)?);
                match both.operator {
                    Operator::Plus => Some(Self::Sum(left.summands().chain(right.summands()).collect())),
                    Operator::Minus => Some(Self::Less(Box::new(left), Box::new(right))),
                    Operator::Times | Operator::Over => None,
                }
            }
            Head::Name { name, arguments: Some(arguments) } => {
                let terms = many(arguments)?;
                match (name.text.as_str(), &terms[..]) {
                    ("abs", [one]) => Some(Self::Size(Box::new(one.clone()))),
                    ("sum", [_, _, ..]) => Some(Self::Sum(terms)),
                    ("percent", [part, whole]) => {
                        Some(Self::Percent(Box::new(part.clone()), Box::new(whole.clone())))
                    }
                    _ => None,
                }
            }
            Head::Name { name, arguments: None } => {
                let figure = subject.report.figures.get(&name.text)?;
                let what = one(subject, figure, &chain.steps)?;
                Some(Self::One(Asked { figure: figure.key.clone(), what }))
            }
            Head::Text(_) | Head::Number(_) => None,
        }
    }

    fn summands(self) -> impl Iterator<Item = Self> {
        match self {
            Self::Sum(terms) => terms.into_iter(),
            one => vec![one].into_iter(),
        }
    }

    /// The one value that it is.
    pub(super) fn one(&self) -> Option<&Asked> {
        match self {
            Self::One(asked) => Some(asked),
            _ => None,
        }
    }

    /// The value, not rounded.
    pub(super) fn value(&self, subject: &Subject<'_>) -> Option<Decimal> {
        match self {
            Self::One(asked) => Some(value(subject, asked)?.value()),
            Self::Size(of) => Some(of.value(subject)?.abs()),
            Self::Sum(terms) => terms.iter().map(|term| term.value(subject)).sum(),
            Self::Less(left, right) => Some(left.value(subject)? - right.value(subject)?),
            Self::Percent(part, whole) => {
                let whole = whole.value(subject)?;
                (part.value(subject)? * Decimal::ONE_HUNDRED).checked_div(whole)
            }
        }
    }

    /// All values that it was computed of.
    pub(super) fn all(&self) -> Vec<&Asked> {
        match self {
            Self::One(asked) => vec![asked],
            Self::Size(of) => of.all(),
            Self::Sum(terms) => terms.iter().flat_map(Self::all).collect(),
            Self::Less(left, right) | Self::Percent(left, right) => {
                left.all().into_iter().chain(right.all()).collect()
            }
        }
    }
}

/// A value, share or amount of a figure, when it is known exactly.
pub(super) fn value(subject: &Subject<'_>, asked: &Asked) -> Option<Quantity> {
    let figure = subject.report.figures.get(&asked.figure)?;
    let value = match &asked.what {
        What::Value(at) => figure.value(*at),
        What::Share(of) => figure.share_at(&of.part, of.at),
        What::Part(of) => figure.part_at(&of.part, of.at),
        _ => return None,
    };
    value.ok().filter(Quantity::is_exact)
}

/// What the steps behind the name of a figure ask for.
fn one(subject: &Subject<'_>, figure: &Figure, steps: &[Step]) -> Option<What> {
    let mut asks = steps.iter().filter(|step| matches!(step, Step::Ask { .. }));
    let Some(Step::Ask { name, arguments }) = asks.next() else { return Some(What::Value(figure.period)) };
    if asks.next().is_some() {
        return None;
    }
    let arguments = arguments.as_deref().unwrap_or_default();
    let at = |index: usize| arguments.get(index).map_or(Some(figure.period), |chain| period(subject, chain));
    let of = || {
        let part = match &arguments.first()?.head {
            Head::Text(part) => part.clone(),
            _ => return None,
        };
        Some(PartOf { part, at: at(1)? })
    };
    match name.text.as_str() {
        "total" => Some(What::Value(figure.period)),
        "value" => Some(What::Value(at(0)?)),
        "part" => Some(What::Part(of()?)),
        "share" => Some(What::Share(of()?)),
        _ => None,
    }
}

fn period(subject: &Subject<'_>, chain: &Chain) -> Option<Period> {
    match &chain.head {
        Head::Text(text) | Head::Number(text) if chain.steps.is_empty() => {
            subject.locale.named_periods().parse(text).ok()
        }
        Head::Name { arguments: None, .. } => subject.report.period.relative(&chain.to_string()),
        _ => None,
    }
}
