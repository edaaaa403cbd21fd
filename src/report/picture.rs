//! Checks, measures and decodes picture files.

use std::collections::BTreeSet;
use std::io::Cursor;
use std::sync::Arc;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageEncoder, ImageError, ImageFormat, ImageReader, Limits};

use super::build::Builder;
use super::file_kind::other_kind;
use super::{Logo, Photo, Picture};
use super::{jpeg, png};
use crate::diag::{Diagnostic, Spanned};
use crate::spec::schema::PhotoSpec;
use crate::theme::Theme;

/// A picture with longer sides is a mistake: it would print A4 at more than 1,000 dots an inch.
const LONGEST_SIDE: u32 = 12_000;
/// Pixels of a picture: more than cameras take, and few enough to be decoded in half a second.
const MOST_PIXELS: u64 = 100_000_000;
/// A photograph with shorter sides cannot be seen in print.
const SHORTEST_SIDE: u32 = 16;
/// Bytes that decoding one picture may take.
const MOST_MEMORY: u64 = 512 * 1024 * 1024;
/// Quality of a JPEG that has to be written anew.
const QUALITY: u8 = 92;

/// Why a picture cannot be used, and what to do.
pub(super) type Unusable = (String, &'static str);

pub(super) const SAVE: &str = "save it as JPEG or PNG";
pub(super) const ONE: &str = "save one picture of it as JPEG or PNG";
pub(super) const AGAIN: &str = "send or save it again; it may have been cut off on its way";
const SMALLER: &str = "make it smaller; a page needs no more than 5000 pixels";
const ANOTHER: &str = "take the photograph in its full size";

/// Measures a picture; [`decodes`] tells whether it is damaged further inside.
///
/// A turned picture is stored upright and one in the colours of printing presses in those of screens, since
/// readers of the documents differ in what they make of them; what a camera noted beside the picture, such as
/// the place where it was taken, is left out.
///
/// # Errors
/// Says why it cannot be used.
pub(super) fn read(stem: &str, bytes: &Arc<[u8]>) -> Result<Picture, Unusable> {
    let mut reader = ImageReader::new(Cursor::new(bytes.as_ref()))
        .with_guessed_format()
        .map_err(|error| (error.to_string(), AGAIN))?;
    let (format, ending) = match reader.format() {
        Some(ImageFormat::Jpeg) => (ImageFormat::Jpeg, "jpg"),
        Some(ImageFormat::Png) => (ImageFormat::Png, "png"),
        _ => return Err(other_kind(bytes)),
    };
    reader.limits(limits());
    let mut decoder = reader.into_decoder().map_err(|error| match error {
        ImageError::Limits(_) => (format!("its sides are longer than {LONGEST_SIDE} pixels"), SMALLER),
        _ => damaged(),
    })?;
    let (width, height) = decoder.dimensions();
    if width.max(height) > LONGEST_SIDE || u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err((format!("it is too large: {width} × {height} pixels"), SMALLER));
    }
    if width.min(height) < SHORTEST_SIDE {
        return Err((format!("it is too small: {width} × {height} pixels"), ANOTHER));
    }
    let Plain { bytes: plain, for_press } = plain(format, bytes)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let colours = decoder.icc_profile().ok().flatten().filter(|_| !for_press);
    let name = format!("{stem}.{ending}");
    if !for_press && orientation == Orientation::NoTransforms {
        return Ok(Picture { name, bytes: plain, width, height });
    }
    let mut image = DynamicImage::from_decoder(decoder).map_err(|_| damaged())?;
    image.apply_orientation(orientation);
    let bytes = Arc::from(write(&image, format, colours).map_err(|_| damaged())?);
    Ok(Picture { name, bytes, width: image.width(), height: image.height() })
}

/// What is said of a picture that cannot be decoded.
pub(super) fn damaged() -> Unusable {
    ("it is damaged".to_owned(), AGAIN)
}

/// Whether a picture can be decoded, all of it: a damaged one is to be found here and not on the page.
pub(super) fn decodes(picture: &Picture) -> bool {
    let reader = ImageReader::new(Cursor::new(picture.bytes.as_ref())).with_guessed_format();
    reader.is_ok_and(|mut reader| {
        reader.limits(limits());
        reader.decode().is_ok()
    })
}

fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
    limits
}

/// A file without what cameras and programs noted in it.
struct Plain {
    bytes: Arc<[u8]>,
    /// Whether its colours are those of printing presses.
    for_press: bool,
}

fn plain(format: ImageFormat, bytes: &Arc<[u8]>) -> Result<Plain, Unusable> {
    // A decoder fills what a broken transfer has cut off with grey.
    let cut_off = || ("it is cut off or damaged".to_owned(), AGAIN);
    let same_or = |plain: &[u8]| if plain == &bytes[..] { Arc::clone(bytes) } else { Arc::from(plain) };
    if format == ImageFormat::Png {
        let png = png::read(bytes).ok_or_else(cut_off)?;
        if png.is_animated {
            return Err(("it is an animated PNG, and only one picture can be printed".to_owned(), ONE));
        }
        return Ok(Plain { bytes: same_or(&png.plain), for_press: false });
    }
    let jpeg = jpeg::read(bytes).ok_or_else(cut_off)?;
    Ok(Plain { bytes: same_or(&jpeg.plain), for_press: jpeg.channels == 4 })
}

fn write(image: &DynamicImage, format: ImageFormat, colours: Option<Vec<u8>>) -> Result<Vec<u8>, ImageError> {
    let mut bytes = Vec::new();
    // An encoder that cannot hold the profile leaves it out, which is told by nobody's eyes.
    if format == ImageFormat::Jpeg {
        let mut encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
        let _ = colours.map(|profile| encoder.set_icc_profile(profile));
        image.to_rgb8().write_with_encoder(encoder)?;
    } else {
        let mut encoder = PngEncoder::new(&mut bytes);
        let _ = colours.map(|profile| encoder.set_icc_profile(profile));
        image.write_with_encoder(encoder)?;
    }
    Ok(bytes)
}

impl Builder<'_> {
    /// A photograph with its words; one that cannot be used is told.
    pub(super) fn photo(&self, spec: &PhotoSpec) -> Option<Photo> {
        let picture = self.pictures.get(spec.file.value.as_str())?;
        let number = self.count(|counts| &mut counts.pictures);
        match picture {
            Ok(picture) => {
                self.photos.borrow_mut().push(spec.file.clone());
                // What was read without a stem has a name like `.jpg`.
                let picture = Picture { name: format!("photo-{number}{}", picture.name), ..picture.clone() };
                Some(Photo { picture, alt: self.line(&spec.alt), credit: self.line(&spec.credit) })
            }
            Err(unusable) => {
                self.bad_picture(&spec.file, unusable);
                None
            }
        }
    }

    fn bad_picture(&self, file: &Spanned<String>, (why, hint): &Unusable) {
        let message = format!("`{}` cannot be used as a picture: {why}", file.value);
        self.fault(Diagnostic::error("bad-picture", file.span, message).hint(*hint));
    }

    /// Tells of the photographs of the report that cannot be decoded.
    pub(super) fn tell_damaged(&self, paths: &BTreeSet<&str>) {
        for file in self.photos.borrow().iter().filter(|file| paths.contains(file.value.as_str())) {
            self.bad_picture(file, &damaged());
        }
    }
}

/// The places of the organization's and the donor's logo, with the files that the brand names.
pub(super) fn logos(builder: &Builder<'_>, theme: &Theme) -> Vec<Logo> {
    let series = &builder.spec.series;
    let organization =
        series.author.as_ref().map(|text| (builder.line(text), &theme.logos.organization, "organization"));
    let donor = series.donor.as_ref().map(|text| (builder.line(text), &theme.logos.donor, "donor"));
    organization
        .into_iter()
        .chain(donor)
        .map(|(name, file, key)| {
            let picture = file.as_ref().and_then(|bytes| {
                read(&format!("logo-{key}"), bytes)
                    .and_then(|logo| decodes(&logo).then_some(logo).ok_or_else(damaged))
                    .map_err(|(why, hint)| {
                        let message = format!("the logo of {name} cannot be used: {why}");
                        builder.fault(Diagnostic::error("bad-picture", None, message).hint(hint));
                    })
                    .ok()
            });
            if file.is_none() {
                let message = format!("there is no logo of {name}; a placeholder is drawn");
                builder.fault(
                    Diagnostic::note("placeholder-logo", message)
                        .hint(format!("name the file in the brand's [logo]: {key} = \"…\"")),
                );
            }
            Logo { name, picture }
        })
        .collect()
}
