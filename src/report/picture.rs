//! Checks and measures picture files.

use std::io::Cursor;
use std::sync::Arc;

use image::{ImageFormat, ImageReader, Limits};

use super::build::Builder;
use super::{Logo, Picture};
use crate::diag::Diagnostic;
use crate::theme::Theme;

/// A picture with longer sides is a mistake: it would print A4 at more than 1,000 dots an inch.
const LONGEST_SIDE: u32 = 12_000;
/// Bytes that decoding one picture may take.
const MOST_MEMORY: u64 = 512 * 1024 * 1024;

/// Decodes a picture, so that a damaged one is found here and not on the page.
///
/// # Errors
/// Says why it cannot be used.
pub(super) fn read(stem: &str, bytes: &Arc<[u8]>) -> Result<Picture, String> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
    let mut reader = ImageReader::new(Cursor::new(bytes.as_ref()))
        .with_guessed_format()
        .map_err(|error| error.to_string())?;
    let ending = match reader.format() {
        Some(ImageFormat::Jpeg) => "jpg",
        Some(ImageFormat::Png) => "png",
        _ => return Err("it is neither a JPEG nor a PNG file".to_owned()),
    };
    reader.limits(limits);
    let image = reader.decode().map_err(|_| "it is damaged or too large".to_owned())?;
    Ok(Picture {
        name: format!("{stem}.{ending}"),
        bytes: Arc::clone(bytes),
        width: image.width(),
        height: image.height(),
    })
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
                    .map_err(|why| {
                        builder.fault(Diagnostic::error(
                            "bad-picture",
                            None,
                            format!("the logo of {name} cannot be used: {why}"),
                        ));
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
