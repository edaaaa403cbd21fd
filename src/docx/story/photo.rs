//! Photographs with the line that says who made them.

use super::word::{Look, Para, run_with};
use super::writer::{Frame, Shown, Writer};
use crate::docx::error::DocxError;
use crate::docx::package::drawing::Crop;
use crate::docx::package::length::points;
use crate::docx::package::style::id;
use crate::docx::package::tree::Element;
use crate::language::fill;
use crate::report::Photo;

/// Highest photograph in the text, in twips: 90 mm.
const PHOTO_HEIGHT: usize = 5102;

/// A photograph as wide as the text, or as high as one may be: whole, or cut around its focus.
pub(super) fn photo(writer: &mut Writer<'_>, photo: &Photo, frame: Frame) -> Result<Vec<Element>, DocxError> {
    let (whole, height) = (photo.picture.width.max(1) as usize, photo.picture.height.max(1) as usize);
    let most = PHOTO_HEIGHT.min(frame.height * 2 / 3);
    let width = frame.width.min(most * whole / height);
    let crop = photo.focus.map(|_| most.min(frame.width * height / whole));
    let width = if crop.is_some() { frame.width } else { width };
    let picture = photo_run(writer, photo, width, crop)?;
    let mut flow = Vec::new();
    if photo.credit.is_empty() {
        flow.push(Para::of(id::PICTURE).with([picture]));
    } else {
        let credit = Para::of(id::CREDIT).text(&credit(writer, photo));
        flow.push(Para::of(id::PICTURE).with([picture]));
        flow.push(writer.counted("credit", credit));
    }
    Ok(flow)
}

/// The line that says who made a photograph.
pub(super) fn credit(writer: &Writer<'_>, photo: &Photo) -> String {
    fill(&writer.locale.labels().photo_credit, &[("credit", &photo.credit)])
}

/// A photograph of that width, cut to that height around its focus.
pub(super) fn photo_run(
    writer: &mut Writer<'_>,
    photo: &Photo,
    width: usize,
    crop: Option<usize>,
) -> Result<Element, DocxError> {
    let crop = crop.map(|height| Crop { height, focus: photo.focus.unwrap_or([0.5; 2]) });
    let bitmap = writer.painter.convert(&photo.picture, points(width))?;
    let drawing = writer.drawing(&bitmap, Shown { name: &photo.picture.name, alt: &photo.alt, width, crop });
    Ok(run_with(drawing, Look::default()))
}
