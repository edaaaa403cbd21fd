//! Reads an expression into a tree: `name(.ask(arguments)?)*`, sums and quotients of such, and `| filter(arguments)?`
//! behind all of it.
//!
//! More than that cannot be asked. What authors know from other languages (lists, conditions) is read all the same, so
//! that an unknown name in it is told first, and then refused.

use std::ops::Range;

use super::Fault;
use super::lex::{Kind, LIKE, Token, tokens};
use super::tree::{Chain, FUNCTIONS, Head, Operation, Operator, Step, Word};

/// Bytes of the longest expression, and of the longest words that one gives.
pub(super) const LONGEST: usize = 500;

/// How deep brackets may stand in brackets.
const DEEPEST: usize = 40;

/// Signs of arithmetic in one expression; each is a level of the tree.
const MOST_SIGNS: usize = 40;

/// More copies of a text or list than this are told as too many, and not as something that cannot be printed.
const MOST_COPIES: u64 = 500_000_000;

/// Words that join or turn values, and name none.
const OPERATORS: [&str; 7] = ["not", "and", "or", "in", "is", "if", "else"];

/// A text that is no expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// What is wrong.
    pub fault: Box<Fault>,
    /// Names in it that are to be known: one that is not is told first. None when the text cannot be read to its end.
    pub names: Vec<Word>,
}

impl From<Fault> for Unread {
    fn from(fault: Fault) -> Self {
        Self { fault: Box::new(fault), names: Vec::new() }
    }
}

/// Parses the text of an expression.
///
/// # Errors
/// Says what cannot be read or asked, and where it stands.
pub fn parse(text: &str) -> Result<Chain, Unread> {
    if text.trim().is_empty() {
        let hint = "write one like visas.total, or delete the braces";
        return Err(Fault::bad("there is no expression", hint).into());
    }
    if text.len() > LONGEST {
        return Err(Fault::bad("the expression is too long", "ask for one value at a time").into());
    }
    let tokens = tokens(text)?;
    let mut parser = Parser { text, tokens: &tokens, at: 0, depth: 0, signs: 0, names: Vec::new() };
    let operand = parser.expression()?;
    if parser.at < tokens.len() {
        return Err(parser.misplaced().into());
    }
    match operand {
        Operand::Chain(chain) => Ok(chain),
        Operand::Refused(refused) => Err(Unread { fault: Box::new(refused.fault()), names: parser.names }),
    }
}

/// What has been read of an expression.
enum Operand {
    Chain(Chain),
    Refused(Refused),
}

/// What is read and refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Refused {
    /// Arithmetic, comparisons and conditions.
    Computing,
    /// Lists, tables, truth values, long words.
    Unprintable,
    /// More copies than anybody can mean.
    Steps,
}

impl Refused {
    fn fault(self) -> Fault {
        let (message, hint) = match self {
            Self::Computing => (
                "nothing can be computed or compared in an expression",
                "ask a figure for the value: visas.total, visas.sum(\"shares\"), departures.change(\"2022-H1\")",
            ),
            Self::Unprintable => (
                "the expression gives nothing that can be printed",
                "ask a figure for a value, as in visas.total",
            ),
            Self::Steps => ("the expression takes too many steps", "ask for one value at a time"),
        };
        Fault::bad(message, hint)
    }
}

/// What is told of a value that is none to be printed.
pub(super) fn unprintable() -> Fault {
    Refused::Unprintable.fault()
}

struct Parser<'a> {
    text: &'a str,
    tokens: &'a [Token],
    at: usize,
    depth: usize,
    signs: usize,
    names: Vec<Word>,
}

impl<'a> Parser<'a> {
    /// A value, computed or not, with the filters behind all of it.
    fn expression(&mut self) -> Result<Operand, Fault> {
        self.deeper(|parser| {
            let mut operand = parser.compared()?;
            while parser.take("|") {
                let name = parser.name()?;
                let arguments = parser.arguments()?;
                operand.then(arguments, |arguments| Step::Filter {
                    name,
                    arguments: arguments.unwrap_or_default(),
                });
                parser.nothing_behind_a_filter()?;
            }
            Ok(operand)
        })
    }

    /// A filter is the last that is done with a value.
    fn nothing_behind_a_filter(&mut self) -> Result<(), Fault> {
        let start = self.place().start;
        if self.take(".") {
            let name = self.name()?;
            let message = "nothing can be asked for behind a filter";
            let hint = "put the filter last, as in departures.change(\"2022-H1\").amount | round(1)";
            return Err(Fault::bad(message, hint).in_place(start..name.place.end));
        }
        let place = self.place();
        match self.operator() {
            None => Ok(()),
            Some(_) => {
                let message = "nothing can be computed behind a filter";
                let hint = "put the filter last, as in arrivals.total - departures.total | short";
                Err(Fault::bad(message, hint).in_place(place))
            }
        }
    }

    /// Sums with signs between them that compare and join, which are refused.
    fn compared(&mut self) -> Result<Operand, Fault> {
        let mut left = self.sum()?;
        while let Some(operator) = self.operator() {
            left = match operator {
                "is" => self.test()?,
                "in" => {
                    self.sum()?;
                    Operand::Refused(Refused::Unprintable)
                }
                _ => {
                    self.sum()?;
                    Operand::Refused(Refused::Computing)
                }
            };
        }
        Ok(left)
    }

    fn sum(&mut self) -> Result<Operand, Fault> {
        let mut left = self.product()?;
        while let Some(operator) = self.arithmetic(&["+", "-"])? {
            left = operation(left, operator, self.product()?);
        }
        Ok(left)
    }

    fn product(&mut self) -> Result<Operand, Fault> {
        let mut left = self.operand()?;
        while let Some(operator) = self.arithmetic(&["*", "/"])? {
            let right = self.operand()?;
            left = match (&left, operator) {
                (
                    Operand::Chain(Chain { head: Head::Text(_), .. }) | Operand::Refused(_),
                    Operator::Times,
                ) => copies(left, &right),
                _ => operation(left, operator, right),
            };
        }
        Ok(left)
    }

    /// One of some signs of arithmetic.
    fn arithmetic(&mut self, signs: &[&str]) -> Result<Option<Operator>, Fault> {
        let Some(sign) = signs.iter().find(|sign| self.sees(sign)) else { return Ok(None) };
        self.at += 1;
        self.signs += 1;
        if self.signs > MOST_SIGNS {
            let hint = "give what belongs together a figure of its own, with `derive`";
            return Err(Fault::bad("the expression computes with too many values", hint));
        }
        Ok(Operator::read(sign))
    }

    /// What stands behind `is`: the name of a test, which is none of a figure.
    fn test(&mut self) -> Result<Operand, Fault> {
        self.take("not");
        self.name()?;
        self.arguments()?;
        Ok(Operand::Refused(Refused::Computing))
    }

    /// A value with what is done with it.
    fn operand(&mut self) -> Result<Operand, Fault> {
        if self.take("-") {
            return Ok(match self.deeper(Self::operand)? {
                Operand::Chain(Chain { head: Head::Number(number), steps })
                    if steps.is_empty() && !number.starts_with('-') =>
                {
                    Operand::Chain(Chain { head: Head::Number(format!("-{number}")), steps })
                }
                _ => Operand::Refused(Refused::Computing),
            });
        }
        if self.take("not") {
            self.deeper(Self::operand)?;
            return Ok(Operand::Refused(Refused::Computing));
        }
        let mut operand = self.primary()?;
        loop {
            if self.take(".") {
                let name = self.name()?;
                let arguments = self.arguments()?;
                operand.then(arguments, |arguments| Step::Ask { name, arguments });
            } else if self.take("[") {
                self.expression()?;
                self.expect("]")?;
                operand = Operand::Refused(Refused::Unprintable);
            } else {
                return Ok(operand);
            }
        }
    }

    fn primary(&mut self) -> Result<Operand, Fault> {
        let Some(token) = self.tokens.get(self.at) else { return Err(incomplete()) };
        let written = &self.text[token.place.clone()];
        let head = match (&token.kind, written) {
            (Kind::Name, _) if !OPERATORS.contains(&written) => {
                let name = self.name()?;
                if !(self.sees("(") && FUNCTIONS.contains(&name.text.as_str())) {
                    self.names.push(name.clone());
                }
                match self.arguments()? {
                    Arguments::None => Head::Name { name, arguments: None },
                    Arguments::Given(given) => Head::Name { name, arguments: Some(given) },
                    Arguments::Refused(refused) => return Ok(Operand::Refused(refused)),
                }
            }
            (Kind::Text(text), _) => {
                self.at += 1;
                Head::Text(text.clone())
            }
            (Kind::Number, _) => {
                self.at += 1;
                Head::Number(written.to_owned())
            }
            (Kind::Sign, "(") => return self.bracketed(),
            (Kind::Sign, "[") => return self.list("]"),
            (Kind::Sign, "{") => return self.list("}"),
            (Kind::Name | Kind::Sign, _) => return Err(self.misplaced()),
        };
        Ok(Operand::Chain(Chain { head, steps: Vec::new() }))
    }

    /// What stands in round brackets: an expression, or a list.
    fn bracketed(&mut self) -> Result<Operand, Fault> {
        self.at += 1;
        let operand = self.expression()?;
        if self.sees(",") {
            // The comma stands where the opening sign of another list would.
            return self.list(")");
        }
        self.expect(")")?;
        Ok(operand)
    }

    /// A list, or a table of names and values, behind its opening sign.
    fn list(&mut self, close: &str) -> Result<Operand, Fault> {
        self.at += 1;
        while !self.take(close) {
            self.expression()?;
            if !self.take(",") && !self.take(":") {
                self.expect(close)?;
                break;
            }
        }
        Ok(Operand::Refused(Refused::Unprintable))
    }

    /// What stands in round brackets right behind a name.
    fn arguments(&mut self) -> Result<Arguments, Fault> {
        if !self.take("(") {
            return Ok(Arguments::None);
        }
        let mut arguments = Arguments::Given(Vec::new());
        while !self.take(")") {
            match (self.expression()?, &mut arguments) {
                (Operand::Chain(chain), Arguments::Given(given)) => given.push(chain),
                (Operand::Refused(refused), Arguments::Given(_)) => arguments = Arguments::Refused(refused),
                (_, Arguments::None | Arguments::Refused(_)) => {}
            }
            if !self.take(",") {
                if self.place().is_empty() {
                    let hint = "a bracket is not closed: write `)` at the end";
                    return Err(Fault::bad("the expression is not complete", hint));
                }
                self.expect(")")?;
                break;
            }
        }
        Ok(arguments)
    }

    /// The sign or word between two operands.
    fn operator(&mut self) -> Option<&'a str> {
        const BETWEEN: [&str; 13] = ["+", "-", "*", "/", "%", "**", "//", "==", "!=", "<", "<=", ">", ">="];
        let token = self.tokens.get(self.at)?;
        let written = &self.text[token.place.clone()];
        let found = match token.kind {
            Kind::Sign => BETWEEN.contains(&written),
            Kind::Name if written == "not" => {
                // "not in" is one operator.
                let next = self.tokens.get(self.at + 1)?;
                let is_in = &self.text[next.place.clone()] == "in";
                self.at += usize::from(is_in);
                return is_in.then(|| {
                    self.at += 1;
                    "in"
                });
            }
            Kind::Name => OPERATORS.contains(&written),
            Kind::Text(_) | Kind::Number => false,
        };
        self.at += usize::from(found);
        found.then_some(written)
    }

    fn name(&mut self) -> Result<Word, Fault> {
        match self.tokens.get(self.at) {
            Some(Token { kind: Kind::Name, place }) => {
                self.at += 1;
                Ok(Word { text: self.text[place.clone()].to_owned(), place: place.clone() })
            }
            _ => Err(self.misplaced()),
        }
    }

    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, Fault>) -> Result<T, Fault> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Fault::bad("the expression has too many brackets", "ask for one value at a time"));
        }
        let found = read(self);
        self.depth -= 1;
        found
    }

    /// Whether a sign or a word of the language stands here.
    fn sees(&self, written: &str) -> bool {
        self.tokens.get(self.at).is_some_and(|token| {
            matches!(token.kind, Kind::Sign | Kind::Name) && &self.text[token.place.clone()] == written
        })
    }

    fn take(&mut self, written: &str) -> bool {
        let found = self.sees(written);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, written: &str) -> Result<(), Fault> {
        if self.take(written) { Ok(()) } else { Err(self.misplaced()) }
    }

    /// The place of what comes next.
    fn place(&self) -> Range<usize> {
        self.tokens.get(self.at).map_or(self.text.len()..self.text.len(), |token| token.place.clone())
    }

    /// What comes next is not what can stand there.
    fn misplaced(&self) -> Fault {
        let place = self.place();
        if place.is_empty() {
            return incomplete();
        }
        let message = format!("`{}` does not belong here", &self.text[place.clone()]);
        Fault::bad(message, LIKE).in_place(place)
    }
}

fn incomplete() -> Fault {
    Fault::bad("the expression is not complete", LIKE)
}

/// What stands in brackets behind a name.
enum Arguments {
    None,
    Given(Vec<Chain>),
    Refused(Refused),
}

/// A sum or product of two operands; what is refused stays so.
fn operation(left: Operand, operator: Operator, right: Operand) -> Operand {
    match (left, right) {
        (Operand::Chain(left), Operand::Chain(right)) => {
            let operation = Box::new(Operation { left, operator, right });
            Operand::Chain(Chain { head: Head::Operation(operation), steps: Vec::new() })
        }
        (Operand::Refused(_), _) | (_, Operand::Refused(_)) => Operand::Refused(Refused::Computing),
    }
}

impl Operand {
    /// Adds a step; what is refused stays so.
    fn then(&mut self, arguments: Arguments, step: impl FnOnce(Option<Vec<Chain>>) -> Step) {
        let arguments = match arguments {
            Arguments::None => None,
            Arguments::Given(given) => Some(given),
            Arguments::Refused(refused) => {
                *self = Self::Refused(refused);
                return;
            }
        };
        if let Self::Chain(chain) = self {
            chain.steps.push(step(arguments));
        }
    }

    fn number(&self) -> Option<u64> {
        match self {
            Self::Chain(Chain { head: Head::Number(number), steps }) if steps.is_empty() => {
                number.parse().ok()
            }
            Self::Chain(_) | Self::Refused(_) => None,
        }
    }
}

/// `"a" * 3`: words so many times over, as far as they can be printed.
fn copies(left: Operand, right: &Operand) -> Operand {
    let Some(count) = right.number() else { return Operand::Refused(Refused::Computing) };
    let is_many = count > MOST_COPIES;
    match left {
        Operand::Chain(Chain { head: Head::Text(text), steps }) if steps.is_empty() => {
            let copies = usize::try_from(count).ok().filter(|n| n.saturating_mul(text.len()) <= LONGEST);
            match copies {
                // None of nothing, however often.
                Some(_) if text.is_empty() => Operand::Chain(Chain { head: Head::Text(text), steps }),
                Some(copies) => Operand::Chain(Chain { head: Head::Text(text.repeat(copies)), steps }),
                None if is_many => Operand::Refused(Refused::Steps),
                None => Operand::Refused(Refused::Unprintable),
            }
        }
        Operand::Refused(Refused::Unprintable) if !is_many => Operand::Refused(Refused::Unprintable),
        Operand::Chain(_) | Operand::Refused(_) => Operand::Refused(Refused::Computing),
    }
}
