//! Draws a small series as columns from zero, the last of them in the accent colour, without any text.

use super::label::Sketch;
use super::palette::{WHITE, hue_of, mix};
use super::scale::{self, Need, Scale};
use super::scene::{MarkKind, Rect};
use super::svg;
use crate::report::Spark;
use crate::theme::Theme;

/// Width and height of the picture, in points.
const WIDTH: f64 = 84.0;
const HEIGHT: f64 = 22.0;
/// Width to height of the picture.
pub const SPARK_RATIO: f64 = WIDTH / HEIGHT;
/// The share of its room that a column takes.
const FILLED: f64 = 0.62;
/// How much white the grey of earlier values has: on the ground of a tile it keeps a contrast of 3:1.
const PALE: f64 = 0.2;
/// The widest column.
const WIDEST: f64 = 12.0;

/// Draws a series as SVG.
///
/// The same series and theme give the same bytes on every machine.
pub fn spark(series: &Spark, theme: &Theme) -> String {
    let mut sketch = Sketch::new(theme, WIDTH);
    sketch.scene.height = HEIGHT;
    let values: Vec<f64> = series.values.iter().map(|(_, number)| scale::value(number)).collect();
    let needs: Vec<Need> = values.iter().map(|value| Need { value: *value, beside: 0.0 }).collect();
    let scale = Scale::fit_upright(&needs, 1.0, HEIGHT - 1.0);
    let times = || series.values.iter().map(|(time, _)| *time);
    let first = times().next().unwrap_or(0.0);
    let length = times().next_back().map_or(0.0, |last| last - first);
    let steps: Vec<f64> = times().zip(times().skip(1)).map(|(one, two)| two - one).collect();
    let step = steps.into_iter().fold(length, f64::min);
    // Half a step of room at both ends.
    let unit = WIDTH / (length + step).max(f64::MIN_POSITIVE);
    let half = (step * unit * FILLED).min(WIDEST) / 2.0;
    let brand = &theme.brand;
    let last = values.len().saturating_sub(1);
    for (category, (value, time)) in values.iter().zip(times()).enumerate() {
        let x = (time - first + step / 2.0) * unit;
        let rect = Rect::between((x - half, x + half), (scale.zero, scale.at(*value)));
        let colour = if category == last { hue_of(brand) } else { mix(brand.colours.muted, WHITE, PALE) };
        sketch.rect(rect, colour, MarkKind::Value { category, series: 0 });
    }
    let zero = [(0.0, scale.zero), (WIDTH, scale.zero)];
    sketch.path(&zero, 0.6, brand.chart.axis, MarkKind::Axis);
    svg::write_plain(&sketch.scene, &series.span, &series.alt)
}

#[cfg(test)]
mod tests {
    use super::spark;
    use crate::chart::tests::single;
    use crate::report::{ChartKind, Spark};
    use crate::theme::Theme;

    #[test]
    fn columns_are_as_long_as_their_values_and_the_last_has_the_accent() {
        let theme = Theme::embedded().unwrap();
        let rows = [("a", "10"), ("b", "20"), ("c", "40"), ("d", "30"), ("e", "20")];
        let chart = single(ChartKind::Columns, "", &rows);
        let numbers = chart.series[0].values.iter().flatten().cloned();
        let values = (0..).map(|index: i32| f64::from(index) * 3.0).zip(numbers).collect();
        let svg = spark(&Spark { values, span: "a\u{2013}e".to_owned(), alt: "A & b".to_owned() }, &theme);
        let tall = |rect: &str| -> f64 {
            let (_, rest) = rect.split_once("height=\"").unwrap();
            rest.split_once('"').unwrap().0.parse().unwrap()
        };
        let bars: Vec<&str> = svg.split("<rect").skip(1).collect();
        let heights: Vec<f64> = bars.iter().map(|bar| tall(bar)).collect();
        assert_eq!(heights.len(), 5, "{svg}");
        let ratio = |index: usize| heights[index] / heights[2];
        let ratios = [ratio(0), ratio(1), ratio(3), ratio(4)];
        for (found, right) in ratios.into_iter().zip([0.25, 0.5, 0.75, 0.5]) {
            assert!((found - right).abs() < 0.02, "{heights:?}");
        }
        let accent = theme.brand.chart.series[0].hex();
        assert!(bars[4].contains(&accent) && !bars[3].contains(&accent), "{svg}");
        assert!(svg.contains("<desc>A &amp; b</desc>") && !svg.contains("<text"), "{svg}");
    }
}
