//! Checks and measures picture files.

use std::io::Cursor;
use std::sync::Arc;

use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits};

use super::build::Builder;
use super::jpeg;
use super::{Logo, Picture};
use crate::diag::Diagnostic;
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

const SAVE: &str = "save it as JPEG or PNG";
const AGAIN: &str = "send or save it again; it may have been cut off on its way";
const SMALLER: &str = "make it smaller; a page needs no more than 5000 pixels";
const ANOTHER: &str = "take the photograph in its full size";

/// Decodes a picture, so that a damaged one is found here and not on the page.
///
/// A turned picture is stored upright and one in the colours of printing presses in those of screens, since
/// readers of the documents differ in what they make of them; what a camera noted beside the picture, such as
/// the place where it was taken, is left out.
///
/// # Errors
/// Says why it cannot be used.
pub(super) fn read(stem: &str, bytes: &Arc<[u8]>) -> Result<Picture, Unusable> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
    let mut reader = ImageReader::new(Cursor::new(bytes.as_ref()))
        .with_guessed_format()
        .map_err(|error| (error.to_string(), AGAIN))?;
    let (format, ending) = match reader.format() {
        Some(ImageFormat::Jpeg) => (ImageFormat::Jpeg, "jpg"),
        Some(ImageFormat::Png) => (ImageFormat::Png, "png"),
        _ if bytes.is_empty() => return Err(("it is empty".to_owned(), AGAIN)),
        _ => return Err(("it is neither a JPEG nor a PNG file".to_owned(), SAVE)),
    };
    reader.limits(limits);
    let damaged = || ("it is damaged".to_owned(), AGAIN);
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
    let jpeg = match format {
        ImageFormat::Png if is_animated(bytes) => return Err(("it is animated".to_owned(), SAVE)),
        ImageFormat::Png => None,
        // A decoder fills what a broken transfer has cut off with grey.
        _ => Some(jpeg::read(bytes).ok_or_else(|| ("it is cut off or damaged".to_owned(), AGAIN))?),
    };
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let for_press = jpeg.as_ref().is_some_and(|jpeg| jpeg.channels == 4);
    let mut image = DynamicImage::from_decoder(decoder).map_err(|_| damaged())?;
    let bytes = if for_press || orientation != Orientation::NoTransforms {
        image.apply_orientation(orientation);
        Arc::from(write(&image, format).map_err(|_| damaged())?)
    } else {
        jpeg.and_then(|jpeg| jpeg.plain).map_or_else(|| Arc::clone(bytes), Arc::from)
    };
    Ok(Picture { name: format!("{stem}.{ending}"), bytes, width: image.width(), height: image.height() })
}

/// Whether a PNG file has several pictures; only the first would be printed.
fn is_animated(png: &[u8]) -> bool {
    let data = png.windows(4).position(|name| name == b"IDAT").unwrap_or(png.len());
    png[..data].windows(4).any(|name| name == b"acTL")
}

fn write(image: &DynamicImage, format: ImageFormat) -> Result<Vec<u8>, ImageError> {
    let mut bytes = Vec::new();
    if format == ImageFormat::Jpeg {
        image.to_rgb8().write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, QUALITY))?;
    } else {
        image.write_to(&mut Cursor::new(&mut bytes), format)?;
    }
    Ok(bytes)
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
