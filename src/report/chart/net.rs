//! Sets two figures against each other, with what is left of the first less the second.

use super::{Data, Maker};
use crate::data::quantity::{Measure, Origin, Quantity};
use crate::report::compute::NoValue;
use crate::report::parts::SUM;
use crate::spec::schema::By;

/// The name of the series with the net values, which no figure can have.
pub(super) const KEY: &str = "net-value";

impl Maker<'_> {
    /// Categories are periods or parts; the first figure goes to the right, the second to the left.
    pub(super) fn both_ways(&self, by: By) -> Result<Data, NoValue> {
        let is_pair = self.figures.len() == 2 && self.figures[0].key != self.figures[1].key;
        if !is_pair {
            let hint = "write figures = [\"arrivals\", \"departures\"]";
            return Err(NoValue::new("this kind of chart sets two figures against each other", hint));
        }
        let mut data = match by {
            By::Part => self.by_part()?,
            By::Period => self.by_period()?,
            By::Figure => {
                let hint = "write periods = [\"2022-Q2\", \"2023-Q2\"], or show figures with parts";
                return Err(NoValue::new("the bars of this kind of chart are periods or parts", hint));
            }
        };
        let pairs = data.series[0].2.iter().zip(&data.series[1].2);
        let net: Vec<Option<Quantity>> =
            pairs.map(|(one, two)| self.net(one.as_ref()?, two.as_ref()?)).collect();
        if net.iter().any(Option::is_some) {
            data.series.push((KEY.to_owned(), self.builder.locale.words().chart.net.clone(), net));
        }
        Ok(data)
    }

    /// The first less the second; none of limits, and none of shares, which are of two wholes.
    fn net(&self, one: &Quantity, two: &Quantity) -> Option<Quantity> {
        let is_shares = one.unit().measure == Measure::Percent;
        if is_shares || one.unit() != two.unit() || !one.is_exact() || !two.is_exact() {
            return None;
        }
        let bracketed = |text: String| if text.contains('|') { format!("({text})") } else { text };
        let [first, second] = [(0, one), (1, two)].map(|(at, value)| self.figures[at].expression(value));
        // Parts that were joined have words in the place of an expression.
        let formula = if first.starts_with(SUM) || second.starts_with(SUM) {
            format!("{SUM}{first}, less {second})")
        } else {
            format!("{} - {}", bracketed(first), bracketed(second))
        };
        let from = [one, two].into_iter().flat_map(|value| value.origin().spans()).collect();
        let origin = Origin::Computed { figure: self.figures[0].key.clone(), formula, from };
        Some(Quantity::new(one.value().checked_sub(two.value())?, one.unit().clone(), origin))
    }
}

/// Whether a value that has a bar is less than nothing.
pub(super) fn is_below_zero(data: &Data) -> bool {
    let bars = data.series.iter().filter(|(key, ..)| key != KEY);
    bars.flat_map(|(_, _, values)| values.iter().flatten())
        .any(|value| value.value().is_sign_negative() && !value.value().is_zero())
}
