//! What a tile shows large: a number, or what stands in its place.

use super::{Gap, Number};

/// What a tile shows large.
#[derive(Debug, Clone)]
pub enum Headline {
    /// A number.
    Number(Number),
    /// The number is to be filled in.
    ToFill {
        /// What stands in its place.
        gap: Gap,
        /// Name of the figure that it is to be written to.
        figure: String,
        /// The expression as written.
        formula: String,
    },
    /// There is none; a sign stands in its place, and the remark says why.
    NotAvailable(String),
}

impl Headline {
    /// What is printed.
    pub fn text(&self) -> &str {
        match self {
            Self::Number(number) => number.text(),
            Self::ToFill { gap, .. } => &gap.text,
            Self::NotAvailable(sign) => sign,
        }
    }

    /// The number, if there is one.
    pub fn number(&self) -> Option<&Number> {
        match self {
            Self::Number(number) => Some(number),
            Self::ToFill { .. } | Self::NotAvailable(_) => None,
        }
    }

    /// The mark by which the record finds its page.
    pub fn mark(&self) -> Option<u32> {
        match self {
            Self::Number(number) => number.mark(),
            Self::ToFill { gap, .. } => gap.mark,
            Self::NotAvailable(_) => None,
        }
    }
}
