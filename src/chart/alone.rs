//! A chart as a picture that stands alone: with its title above and its source below, and letters as outlines, so that a
//! program without our fonts shows the same.

use super::label::{Sketch, Style};
use super::layout::layout;
use super::scene::{Anchor, WIDTH};
use super::svg;
use crate::report::{Chart, plain_text};
use crate::theme::{Face, Theme};

/// What stands around a chart where no page does.
#[derive(Debug, Clone, Default)]
pub struct Around {
    /// "Figure 1. Title".
    pub caption: String,
    /// Lines below: source and note.
    pub below: Vec<String>,
}

/// Between the head and the chart, and the chart and what stands below it.
const APART: f64 = 8.0;
/// Between lines of different kinds.
const BETWEEN: f64 = 2.0;

/// Draws a chart as SVG without any text that needs a font.
///
/// The same chart and theme give the same bytes on every machine.
pub fn standalone(chart: &Chart, theme: &Theme, around: &Around) -> String {
    let mut sketch = Sketch::new(theme, WIDTH);
    let bold = Style { size: 11.0, face: Face::Bold, colour: theme.brand.colours.text };
    let plain = Style { size: 10.0, face: Face::Regular, ..bold };
    let message = plain_text(&chart.message);
    let head = [(message.as_str(), bold), (&around.caption, if message.is_empty() { bold } else { plain })];
    let mut y = 1.0;
    for (text, style) in head {
        y = write(&mut sketch, text, y, style);
    }
    let top = y + APART;
    let scene = layout(chart, theme).moved(top);
    y = top + scene.height + APART;
    sketch.scene.marks = scene.marks;
    sketch.scene.texts.extend(scene.texts);
    for line in &around.below {
        let style = sketch.small();
        y = write(&mut sketch, line, y, style);
    }
    sketch.scene.height = libm::ceil(y + 1.0);
    svg::write_outlined(&sketch.scene, chart, theme)
}

/// Writes a text in lines as wide as the picture; gives where it ends.
fn write(sketch: &mut Sketch<'_>, text: &str, top: f64, style: Style) -> f64 {
    if text.is_empty() {
        return top;
    }
    let lines = sketch.wrap(text, WIDTH, style);
    let height = style.height(lines.len());
    sketch.lines(&lines, (Anchor::Start, 0.0), top + height / 2.0, style);
    top + height + BETWEEN
}
