//! Everything that a figure can be asked for, with the expression that does it.

use crate::data::period::Period;
use crate::report::compute::OTHER;
use crate::report::{Figure, PartOf, Quantity, What};

/// Periods whose values are each compared with each other; of a longer series only with the one before and that of a
/// year before.
const MOST_COMPARED: usize = 60;

/// One thing that a figure can be asked for.
#[derive(Debug, Clone)]
pub(super) struct Gives<'a> {
    pub(super) figure: &'a Figure,
    /// As it is written in a claim.
    pub(super) expression: String,
    pub(super) what: What,
    /// The exact value.
    pub(super) quantity: Quantity,
}

/// Everything that a figure can be asked for.
pub(super) fn gives(figure: &Figure) -> Vec<Gives<'_>> {
    let mut list = List { figure, all: Vec::new() };
    if figure.is_available() {
        let periods = periods(figure);
        list.values(&periods);
        list.parts();
        list.other();
        list.changes(&periods);
    }
    list.all
}

/// The periods that it has values of.
fn periods(figure: &Figure) -> Vec<Period> {
    let more = [Some(figure.period), figure.period.half(), figure.period.to_date()];
    let quarters = figure.values.keys().filter_map(|period| period.half());
    let all = figure.values.keys().copied().chain(more.into_iter().flatten()).chain(quarters);
    let mut periods: Vec<Period> = all.filter(|period| figure.value(*period).is_ok()).collect();
    periods.sort_unstable();
    periods.dedup();
    periods
}

struct List<'a> {
    figure: &'a Figure,
    all: Vec<Gives<'a>>,
}

impl List<'_> {
    fn push(&mut self, method: &str, what: What, quantity: Quantity) {
        // What a source gives as a limit has no digits that a number could have.
        if quantity.is_exact() {
            let expression = format!("{}.{method}", self.figure.key);
            self.all.push(Gives { figure: self.figure, expression, what, quantity });
        }
    }

    /// An amount, and what it is in the figure's other unit.
    fn push_amount(&mut self, method: &str, what: What, quantity: Quantity) {
        if let Ok(other) = self.figure.converted(&quantity) {
            self.push(&format!("{method} | convert"), what.clone(), other);
        }
        self.push(method, what, quantity);
    }

    fn values(&mut self, periods: &[Period]) {
        for at in periods {
            let Ok(value) = self.figure.value(*at) else { continue };
            let method =
                if *at == self.figure.period { "total".to_owned() } else { format!("value(\"{at}\")") };
            self.push_amount(&method, What::Value(*at), value);
        }
    }

    fn parts(&mut self) {
        for at in self.figure.broken_down().collect::<Vec<_>>() {
            let lists = self.figure.lists(at);
            let mut parts: Vec<&str> =
                lists.shares.iter().chain(lists.parts).map(|(part, _)| part.as_str()).collect();
            parts.sort_unstable();
            parts.dedup();
            let when = if at == self.figure.period { String::new() } else { format!(", \"{at}\"") };
            for part in parts.into_iter().filter(|part| *part != OTHER) {
                let of = PartOf { part: part.to_owned(), at };
                if let Ok(share) = self.figure.share_at(part, at) {
                    self.push(&format!("share(\"{part}\"{when})"), What::Share(of.clone()), share);
                }
                if let Ok(amount) = self.figure.part_at(part, at) {
                    self.push_amount(&format!("part(\"{part}\"{when})"), What::Part(of), amount);
                }
            }
        }
    }

    /// The rest: its share where the figure has shares, else its amount.
    fn other(&mut self) {
        let at = self.figure.period;
        let of = PartOf { part: OTHER.to_owned(), at };
        if self.figure.lists(at).shares.iter().next().is_none() {
            if let Ok(amount) = self.figure.part_at(OTHER, at) {
                self.push_amount("other", What::Part(of), amount);
            }
        } else if let Ok(share) = self.figure.share_at(OTHER, at) {
            self.push("other", What::Share(of), share);
        }
    }

    fn changes(&mut self, periods: &[Period]) {
        for given in &self.figure.given {
            let what = What::Change { from: given.from, to: self.figure.period, part: given.part.clone() };
            self.push(&given.method(), what, given.percent.clone());
        }
        for to in periods {
            for from in periods {
                let is_usual = to.previous() == Some(*from) || to.year_before() == Some(*from);
                let is_alike = from.frequency() == to.frequency() && from < to;
                if is_alike && (is_usual || periods.len() <= MOST_COMPARED) {
                    self.change(*from, *to);
                }
            }
        }
    }

    fn change(&mut self, from: Period, to: Period) {
        let between = if to == self.figure.period {
            format!("(\"{from}\")")
        } else {
            format!("(\"{from}\", \"{to}\")")
        };
        if let Ok(change) = self.figure.change(from, to) {
            let what = What::Change { from, to, part: None };
            let is_given = self.figure.given.iter().any(|given| given.part.is_none() && given.from == from);
            if let Ok(percent) = change.percent
                && !(is_given && to == self.figure.period)
            {
                self.push(&format!("change{between}"), what.clone(), percent);
            }
            if let Ok(amount) = change.amount {
                self.push(&format!("change{between}.amount"), what, amount);
            }
        }
        if let Ok(ratio) = self.figure.ratio(from, to) {
            self.push(&format!("ratio{between}"), What::Ratio { from, to }, ratio);
        }
    }
}
