//! The tree of an expression.

use std::ops::Range;

/// A word of an expression and its place in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The word.
    pub text: String,
    /// Its place, in bytes.
    pub place: Range<usize>,
}

/// An expression: something, and what is done with it in turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    /// What is asked.
    pub head: Head,
    /// What it is asked for, and what is done with that.
    pub steps: Vec<Step>,
}

/// What an expression begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Head {
    /// `visas`, `period`, `country("KR")`
    Name {
        /// The name.
        name: Word,
        /// What stands in brackets right behind it.
        arguments: Option<Vec<Chain>>,
    },
    /// `"CN"`
    Text(String),
    /// `7`, `-1`, `1.5`
    Number(String),
    /// `arrivals - departures`
    Operation(Box<Operation>),
}

/// Two values and what is done with them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// What stands before the sign.
    pub left: Chain,
    /// The sign.
    pub operator: Operator,
    /// What stands behind it.
    pub right: Chain,
}

/// A sign of arithmetic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `*`
    Times,
    /// `/`
    Over,
}

impl Operator {
    pub(super) fn read(written: &str) -> Option<Self> {
        Some(match written {
            "+" => Self::Plus,
            "-" => Self::Minus,
            "*" => Self::Times,
            "/" => Self::Over,
            _ => return None,
        })
    }

    /// As it is written.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Plus => "+",
            Self::Minus => "-",
            Self::Times => "*",
            Self::Over => "/",
        }
    }

    /// Whether it binds its operands more tightly than a sum does.
    pub fn is_product(self) -> bool {
        matches!(self, Self::Times | Self::Over)
    }
}

/// What can be computed of several values by name, with its arguments in brackets.
pub(super) const FUNCTIONS: [&str; 5] = ["sum", "mean", "percent", "per", "abs"];

/// What is done with a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// `.total`, `.share("CN")`
    Ask {
        /// What it is asked for.
        name: Word,
        /// What stands in brackets.
        arguments: Option<Vec<Chain>>,
    },
    /// `| round(1)`, `| short`
    Filter {
        /// Name of the filter.
        name: Word,
        /// What stands in brackets.
        arguments: Vec<Chain>,
    },
}

impl Step {
    pub(super) fn is_filter(&self) -> bool {
        matches!(self, Self::Filter { .. })
    }
}

impl Chain {
    /// The name that is asked: that of a figure, `period`, `country` or `span`.
    pub fn name(&self) -> Option<&Word> {
        match &self.head {
            Head::Name { name, .. } => Some(name),
            Head::Text(_) | Head::Number(_) | Head::Operation(_) => None,
        }
    }

    /// Every name in it that stands for itself: figures, `period`. Names of functions are none.
    pub fn names(&self) -> Vec<&Word> {
        let mut names = Vec::new();
        self.add_names(&mut names);
        names
    }

    fn add_names<'a>(&'a self, names: &mut Vec<&'a Word>) {
        match &self.head {
            Head::Name { name, arguments: None } => names.push(name),
            Head::Name { arguments: Some(arguments), .. } => {
                arguments.iter().for_each(|argument| argument.add_names(names));
            }
            Head::Operation(operation) => {
                operation.left.add_names(names);
                operation.right.add_names(names);
            }
            Head::Text(_) | Head::Number(_) => {}
        }
        for step in &self.steps {
            let arguments = match step {
                Step::Ask { arguments, .. } => arguments.as_deref().unwrap_or_default(),
                Step::Filter { arguments, .. } => arguments,
            };
            arguments.iter().for_each(|argument| argument.add_names(names));
        }
    }

    /// Whether it can be less than nothing though its figures are not.
    pub fn subtracts(&self) -> bool {
        match &self.head {
            Head::Operation(both) => {
                both.operator == Operator::Minus || both.left.subtracts() || both.right.subtracts()
            }
            Head::Name { name, arguments: Some(arguments) } => {
                name.text != "abs" && arguments.iter().any(Self::subtracts)
            }
            Head::Name { arguments: None, .. } | Head::Text(_) | Head::Number(_) => false,
        }
    }

    /// The names that stand alone in it, for whatever period it is taken: both in `arrivals - departures`.
    pub fn alone(&self) -> Vec<&Word> {
        match &self.head {
            Head::Name { name, arguments: None } if self.steps.iter().all(Step::is_filter) => vec![name],
            Head::Name { arguments: Some(arguments), .. } => {
                arguments.iter().flat_map(|argument| argument.alone()).collect()
            }
            Head::Operation(both) => both.left.alone().into_iter().chain(both.right.alone()).collect(),
            Head::Name { .. } | Head::Text(_) | Head::Number(_) => Vec::new(),
        }
    }
}
