//! Shapes texts in a font, and keeps what does not change from text to text.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rustybuzz::{Direction, Face, GlyphBuffer, Script, ShapePlan, UnicodeBuffer, script};

use super::font_bytes::FontBytes;

/// What is kept of a font. To read its tables and to choose its features takes longer than to shape a word, and charts
/// measure some thousand words.
#[derive(Default)]
pub(super) struct Shaper {
    /// Of a font inside the program; one that was read is read again each time, since nothing holds its bytes in place.
    face: OnceLock<Option<Face<'static>>>,
    plans: Mutex<Vec<(Direction, Script, Arc<ShapePlan>)>>,
    outlines: Mutex<BTreeMap<u16, Option<Arc<str>>>>,
}

impl Shaper {
    /// Gives the font to who needs it; `None` when it cannot be read.
    pub(super) fn with_face<T>(&self, bytes: &FontBytes, ask: impl FnOnce(&Face<'_>) -> T) -> Option<T> {
        match bytes {
            FontBytes::Embedded(bytes) => {
                self.face.get_or_init(|| Face::from_slice(bytes, 0)).as_ref().map(ask)
            }
            FontBytes::Read(bytes) => Face::from_slice(bytes, 0).as_ref().map(ask),
        }
    }

    /// A text as glyphs.
    pub(super) fn shape(&self, face: &Face<'_>, text: &str) -> GlyphBuffer {
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        let plan = self.plan(face, buffer.direction(), buffer.script());
        rustybuzz::shape_with_plan(face, &plan, buffer)
    }

    fn plan(&self, face: &Face<'_>, direction: Direction, written: Script) -> Arc<ShapePlan> {
        let mut plans = self.plans.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, _, plan)) = plans.iter().find(|(a, b, _)| *a == direction && *b == written) {
            return Arc::clone(plan);
        }
        // A text of digits alone has no script.
        let known = Some(written).filter(|written| *written != script::UNKNOWN);
        let plan = Arc::new(ShapePlan::new(face, direction, known, None, &[]));
        plans.push((direction, written, Arc::clone(&plan)));
        plan
    }

    /// The outline of a glyph, drawn when it is first asked for.
    pub(super) fn outline(&self, glyph: u16, draw: impl FnOnce() -> Option<String>) -> Option<Arc<str>> {
        let mut outlines = self.outlines.lock().unwrap_or_else(PoisonError::into_inner);
        outlines.entry(glyph).or_insert_with(|| draw().map(Arc::from)).clone()
    }
}
