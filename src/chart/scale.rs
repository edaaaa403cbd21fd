//! Turns values into lengths: scales from zero, round ticks, ticks' texts.

use rust_decimal::prelude::ToPrimitive;

use super::scene::AxisEnd;
use crate::report::{Chart, Number};

/// The value of a number for geometry: of a limit the limit, of a range its middle.
pub(crate) fn value(number: &Number) -> f64 {
    number.quantity().drawn().to_f64().unwrap_or(0.0)
}

/// The values of a chart, series by series.
pub(super) fn numbers(chart: &Chart) -> impl Iterator<Item = &Number> {
    chart.series.iter().flat_map(|series| series.values.iter().flatten())
}

/// The end that the scale of a chart has at least, as a mark without a label.
pub(super) fn reach(chart: &Chart) -> impl Iterator<Item = Need> {
    let end = chart.reach.and_then(|end| end.to_f64());
    end.into_iter().map(|value| Need { value, beside: 0.0 })
}

/// A value to be shown, and what stands beyond the end of its mark.
#[derive(Debug, Clone, Copy)]
pub(super) struct Need {
    /// The value.
    pub(super) value: f64,
    /// Room for the label beyond the mark's end: to the left of a negative value.
    pub(super) beside: f64,
}

/// Where zero stands, and how long one unit is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scale {
    /// Place of zero in points.
    pub(super) zero: f64,
    /// Points a unit.
    pub(super) unit: f64,
}

impl Scale {
    /// The longest scale at which every mark and its label stay between two sides.
    pub(super) fn fit(needs: &[Need], left: f64, right: f64) -> Self {
        let room = right - left;
        let side = |unit: f64, negative: bool| {
            needs
                .iter()
                .filter(|need| (need.value < 0.0) == negative)
                .map(|need| need.value.abs() * unit + need.beside)
                .fold(0.0, f64::max)
        };
        let largest = needs.iter().map(|need| need.value.abs()).fold(0.0, f64::max);
        let (mut low, mut high) = (0.0, if largest > 0.0 { room / largest } else { 0.0 });
        for _ in 0..60 {
            let middle = (low + high) / 2.0;
            if side(middle, true) + side(middle, false) <= room {
                low = middle;
            } else {
                high = middle;
            }
        }
        Self { zero: left + side(low, true), unit: low }
    }

    /// The same for marks that stand: positive values go up, from one height to another.
    pub(super) fn fit_upright(needs: &[Need], top: f64, bottom: f64) -> Self {
        let mirrored = Self::fit(needs, -bottom, -top);
        Self { zero: -mirrored.zero, unit: -mirrored.unit }
    }

    /// The place of a value.
    pub(super) fn at(&self, value: f64) -> f64 {
        self.zero + value * self.unit
    }

    /// The end of the axis at a place.
    pub(super) fn end(&self, at: f64) -> AxisEnd {
        let value = if self.unit == 0.0 { 0.0 } else { (at - self.zero) / self.unit };
        AxisEnd { at, value }
    }
}

/// Round values around zero, at most `most` of them besides it, from the least to the greatest value.
///
/// No tick lies beyond the values.
pub(super) fn ticks(least: f64, greatest: f64, digits: u32, most: u32) -> Vec<f64> {
    let span = greatest.max(0.0) - least.min(0.0);
    if most == 0 || span <= 0.0 {
        return vec![0.0];
    }
    let finest = libm::pow(10.0, -f64::from(digits));
    let rough = (span / f64::from(most)).max(finest);
    let power = libm::pow(10.0, libm::floor(libm::log10(rough)));
    let step = [1.0, 2.0, 5.0, 10.0, 20.0]
        .into_iter()
        .map(|factor| factor * power)
        .find(|step| *step >= rough * 0.999_999)
        .unwrap_or(power * 20.0);
    let (first, last) = (libm::ceil(least.min(0.0) / step), libm::floor(greatest.max(0.0) / step));
    let count = (last - first).min(64.0);
    let mut ticks = Vec::new();
    let mut index = 0.0;
    while index <= count {
        ticks.push((first + index) * step);
        index += 1.0;
    }
    ticks
}

/// The ticks at or right beyond the least and the greatest of some values and zero: where an axis begins and ends.
pub(super) fn around(values: &[f64], digits: u32, most: u32) -> (f64, f64) {
    let least = values.iter().copied().fold(0.0, f64::min);
    let greatest = values.iter().copied().fold(0.0, f64::max);
    let inside = ticks(least, greatest, digits, most);
    let step = inside.windows(2).map(|pair| pair[1] - pair[0]).next().unwrap_or(0.0);
    let beyond = |tick: f64, value: f64, step: f64| {
        if (value - tick).abs() > step.abs() * 1e-6 && step != 0.0 { tick + step } else { tick }
    };
    let (first, last) = (inside.first().copied().unwrap_or(0.0), inside.last().copied().unwrap_or(0.0));
    (beyond(first, least, -step), beyond(last, greatest, step))
}

/// How the locale wrote the chart's numbers; ticks are written the same way.
///
/// Only a locale makes text from numbers, and a chart holds texts alone: so separators and signs are
/// taken from the labels.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Writing {
    before: String,
    after: String,
    group: Option<String>,
    decimal: Option<String>,
    minus: Option<String>,
    /// The most digits before the decimal separator.
    whole: usize,
    /// The most decimals of a label.
    pub(super) digits: u32,
}

impl Writing {
    /// Reads the labels of a chart.
    pub(super) fn of(chart: &Chart) -> Self {
        let mut writing = Self::default();
        let values = chart.series.iter().flat_map(|series| series.values.iter().flatten());
        for number in values.chain(&chart.totals) {
            writing.read(number);
        }
        writing
    }

    fn read(&mut self, number: &Number) {
        // Ticks are numbers, without the signs of limits and the flags of values.
        let text = number.plain();
        if !number.quantity().is_exact() {
            return;
        }
        let is_digit = |c: char| c.is_ascii_digit();
        let (Some(first), Some(last)) = (text.find(is_digit), text.rfind(is_digit)) else { return };
        let (before, core, after) = (&text[..first], &text[first..=last], &text[last + 1..]);
        if number.quantity().value().is_sign_negative() && !before.is_empty() {
            self.minus = Some(before.to_owned());
        } else {
            before.clone_into(&mut self.before);
        }
        after.clone_into(&mut self.after);
        let digits = number.quantity().digits();
        let decimals = usize::try_from(digits).unwrap_or(0);
        let mut seen = 0;
        let mut gap = String::new();
        for c in core.chars().rev() {
            if is_digit(c) {
                if !gap.is_empty() {
                    let gap: String = std::mem::take(&mut gap).chars().rev().collect();
                    let separator =
                        if seen == decimals && decimals > 0 { &mut self.decimal } else { &mut self.group };
                    *separator = Some(gap);
                }
                seen += 1;
            } else {
                gap.push(c);
            }
        }
        self.digits = self.digits.max(digits);
        self.whole = self.whole.max(seen - decimals.min(seen));
    }

    /// What stands between thousands; `None` when the labels do not tell.
    fn group(&self, whole: usize) -> Option<&str> {
        match (&self.group, self.decimal.as_deref()) {
            (Some(group), _) => Some(group),
            (None, _) if whole <= self.whole.max(3) => Some(""),
            // A label with decimals tells the language well enough.
            (None, Some(".")) => Some(","),
            (None, Some(",")) => Some("\u{a0}"),
            (None, _) => None,
        }
    }

    /// A tick in the labels' writing, with as many decimals as the ticks' step needs; `None` when the
    /// labels do not tell how to write it.
    pub(super) fn tick(&self, tick: f64, ticks: &[f64]) -> Option<String> {
        let digits = (0..self.digits)
            .find(|&digits| ticks.iter().all(|&tick| is_whole(tick * libm::pow(10.0, f64::from(digits)))))
            .unwrap_or(self.digits);
        let plain = format!("{:.*}", usize::try_from(digits).unwrap_or(0), tick.abs());
        let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
        let group = self.group(whole.len())?;
        let minus = self.minus.as_deref().unwrap_or("\u{2212}");
        let mut text = if tick < 0.0 { minus.to_owned() } else { self.before.clone() };
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index).is_multiple_of(3) {
                text.push_str(group);
            }
            text.push(digit);
        }
        if !fraction.is_empty() {
            text.push_str(self.decimal.as_deref().unwrap_or("."));
            text.push_str(fraction);
        }
        text.push_str(&self.after);
        Some(text)
    }
}

fn is_whole(value: f64) -> bool {
    (value - libm::round(value)).abs() < 1e-6 * value.abs().max(1.0)
}

#[cfg(test)]
mod tests {
    use super::{Need, Scale, Writing, around, ticks};
    use crate::chart::tests::single;
    use crate::report::ChartKind;

    #[test]
    fn bars_and_labels_fill_the_room_on_both_sides() {
        let needs = [Need { value: 300.0, beside: 20.0 }, Need { value: -100.0, beside: 40.0 }];
        let scale = Scale::fit(&needs, 50.0, 250.0);
        assert!((scale.at(300.0) + 20.0 - 250.0).abs() < 1e-6, "{scale:?}");
        assert!((scale.at(-100.0) - 40.0 - 50.0).abs() < 1e-6, "{scale:?}");
    }

    #[test]
    fn zeros_alone_have_no_length() {
        let scale = Scale::fit(&[Need { value: 0.0, beside: 20.0 }], 50.0, 250.0);
        assert_eq!((scale.zero, scale.at(0.0)), (50.0, 50.0));
    }

    #[test]
    fn columns_stand_on_zero_and_zero_is_labelled_above() {
        let needs = [Need { value: -10.0, beside: 5.0 }, Need { value: 0.0, beside: 12.0 }];
        let scale = Scale::fit_upright(&needs, 20.0, 120.0);
        assert!((scale.zero - 32.0).abs() < 1e-6 && (scale.at(-10.0) - 115.0).abs() < 1e-6, "{scale:?}");
    }

    #[test]
    fn ticks_are_round_and_include_zero() {
        assert_eq!(ticks(0.0, 5900.0, 0, 7), [0.0, 1000.0, 2000.0, 3000.0, 4000.0, 5000.0]);
        assert_eq!(ticks(-30.0, 64.0, 0, 5), [-20.0, 0.0, 20.0, 40.0, 60.0]);
        assert_eq!(ticks(0.0, 3.0, 0, 9), [0.0, 1.0, 2.0, 3.0]);
        assert_eq!(ticks(0.0, 0.0, 0, 5), [0.0]);
    }

    #[test]
    fn an_axis_ends_at_or_beyond_the_greatest_value() {
        assert_eq!(around(&[5900.0], 0, 6), (0.0, 6000.0));
        assert_eq!(around(&[-30.0, 64.0], 0, 5), (-40.0, 80.0));
        assert_eq!(around(&[3.0], 0, 9), (0.0, 3.0));
        assert_eq!(around(&[0.0], 0, 5), (0.0, 0.0));
    }

    #[test]
    fn ticks_are_written_as_the_labels_are() {
        let tick = |value: &str, unit: &str, tick: f64, ticks: &[f64]| {
            Writing::of(&single(ChartKind::Line, unit, &[("a", value), ("b", "-1")])).tick(tick, ticks)
        };
        assert_eq!(tick("12339.5", "", 10_000.0, &[0.0, 10_000.0]).unwrap(), "10,000");
        assert_eq!(tick("12339.5", "", -5000.0, &[0.0]).unwrap(), "\u{2212}5,000");
        assert_eq!(tick("1.25", "", 0.5, &[0.0, 0.5]).unwrap(), "0.5");
        assert_eq!(tick("50.3", "per cent", 40.0, &[0.0, 40.0]).unwrap(), "40%");
    }

    #[test]
    fn ticks_beyond_the_labels_are_grouped_or_left_out() {
        let tick = |value: &str| {
            let chart = single(ChartKind::Stacked, "", &[("a", value)]);
            Writing::of(&chart).tick(1500.0, &[0.0, 1500.0])
        };
        assert_eq!(tick("900.5").as_deref(), Some("1,500"));
        assert_eq!(tick("900"), None);
    }
}
