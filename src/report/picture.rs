//! Checks, measures and decodes picture files.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::Arc;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageEncoder, ImageError, ImageFormat, ImageReader, Limits};

use rayon::iter::{IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};

use super::file_kind::{AGAIN, ONE, Unusable, other_kind};
use super::png::Profile;
use super::{Picture, jpeg, png};

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

const SMALLER: &str = "make it smaller; a page needs no more than 5000 pixels";
const AS_JPEG: &str = "open it in a program for pictures and save it again as an ordinary JPEG";
const AS_PNG: &str = "open it in a program for pictures and save it again as PNG";
const ANOTHER: &str = "take the photograph in its full size";

/// Pixels of all pictures of an edition: of thirty photographs as telephones take them.
const MOST_OF_ALL: u64 = 400_000_000;
/// Bytes of a decoded pixel with transparency and eight bits a colour, as ordinary pictures have at most. One with more
/// counts for several: what an edition may take is memory.
const BYTES_OF_A_PIXEL: u64 = 4;
/// Pixels of a picture that waits for others to be decoded: more than telephones take as a rule.
const LARGE: u64 = 13_000_000;
/// Scans of a JPEG, each of which goes over the whole picture; cameras and programs write one to twenty.
const MOST_SCANS: u32 = 50;
/// Pieces of a JPEG beside its scans; a large profile has 255.
const MOST_SEGMENTS: u32 = 2_000;

/// Measures all pictures of an edition, and decodes those that have to be changed.
///
/// A turned picture is stored upright and one in the colours of printing presses in those of screens, since
/// readers of the documents differ in what they make of them; what a camera noted beside the picture, such as
/// the place where it was taken, is left out. [`decodes`] tells whether one is damaged further inside.
///
/// Those that cannot be used come with the reason.
pub(super) fn read_all(files: &BTreeMap<String, Arc<[u8]>>) -> BTreeMap<&str, Result<Picture, Unusable>> {
    let measured: Vec<(&str, Result<Measured, Unusable>)> =
        files.par_iter().map(|(path, bytes)| (path.as_str(), seen("", bytes))).collect();
    let mut left = MOST_OF_ALL;
    let within = measured.into_iter().map(|(path, measured)| {
        let within = measured.and_then(|measured| {
            left = left.checked_sub(measured.weight()).ok_or_else(|| {
                let most = MOST_OF_ALL / 1_000_000;
                (
                    format!(
                        "with it, the pictures of the edition have more than {most} million pixels (one with 16 bits a colour counts for two)"
                    ),
                    SMALLER,
                )
            })?;
            Ok(measured)
        });
        (path, within)
    });
    // Decoding a large one takes half a gigabyte and more; they wait for each other.
    let (large, small): (Vec<_>, Vec<_>) =
        within.partition(|(_, measured)| measured.as_ref().is_ok_and(|measured| measured.pixels() > LARGE));
    let finished =
        |(path, measured): (_, Result<Measured, Unusable>)| (path, measured.and_then(Measured::picture));
    let (large, mut all) = rayon::join(
        || large.into_iter().map(finished).collect::<Vec<_>>(),
        || small.into_par_iter().map(finished).collect::<BTreeMap<_, _>>(),
    );
    all.extend(large);
    all
}

/// Measures a picture alone, as [`read_all`] does.
///
/// # Errors
/// Says why it cannot be used.
pub(super) fn read(stem: &str, bytes: &Arc<[u8]>) -> Result<Picture, Unusable> {
    seen(stem, bytes).and_then(Measured::picture)
}

/// As [`read`], of a picture that may be as small as a line or a dot, and has at most so many pixels.
///
/// # Errors
/// Says why it cannot be used.
pub(crate) fn raster(bytes: &Arc<[u8]>, most: u64) -> Result<Picture, String> {
    let measured = measure("image", bytes).map_err(|(why, _)| why)?;
    if measured.pixels() > most {
        return Err(format!("it is too large: {} × {} pixels", measured.width, measured.height));
    }
    measured.picture().map_err(|(why, _)| why)
}

/// A picture that is large enough to be seen in print.
fn seen(stem: &str, bytes: &Arc<[u8]>) -> Result<Measured, Unusable> {
    let measured = measure(stem, bytes)?;
    let (width, height) = (measured.width, measured.height);
    if width.min(height) < SHORTEST_SIDE {
        return Err((format!("it is too small: {width} × {height} pixels"), ANOTHER));
    }
    Ok(measured)
}

/// A picture whose head has been read.
struct Measured {
    name: String,
    format: ImageFormat,
    plain: Arc<[u8]>,
    width: u32,
    height: u32,
    orientation: Orientation,
    /// Whether its colours are those of printing presses.
    for_press: bool,
    /// Bytes of the decoded picture.
    unpacked: u64,
}

fn measure(stem: &str, bytes: &Arc<[u8]>) -> Result<Measured, Unusable> {
    let (format, ending) = match image::guess_format(bytes) {
        Ok(ImageFormat::Jpeg) => (ImageFormat::Jpeg, "jpg"),
        Ok(ImageFormat::Png) => (ImageFormat::Png, "png"),
        _ => return Err(other_kind(bytes)),
    };
    // The decoder sees nothing but the picture: notes can be bombs too.
    let Plain { bytes: plain, exif, for_press } = plain(format, bytes)?;
    let ((width, height), unpacked) = {
        let decoder = decoder(&plain)?;
        (decoder.dimensions(), decoder.total_bytes())
    };
    if width.max(height) > LONGEST_SIDE
        || u64::from(width) * u64::from(height) > MOST_PIXELS
        || unpacked > MOST_MEMORY
    {
        return Err((format!("it is too large: {width} × {height} pixels"), SMALLER));
    }
    let orientation = exif.and_then(|exif| Orientation::from_exif_chunk(&exif));
    let orientation = orientation.unwrap_or(Orientation::NoTransforms);
    Ok(Measured {
        name: format!("{stem}.{ending}"),
        format,
        plain,
        width,
        height,
        orientation,
        for_press,
        unpacked,
    })
}

fn decoder(plain: &[u8]) -> Result<impl ImageDecoder, Unusable> {
    let mut reader = ImageReader::new(Cursor::new(plain))
        .with_guessed_format()
        .map_err(|error| (error.to_string(), AGAIN))?;
    reader.limits(limits());
    reader.into_decoder().map_err(|error| match error {
        ImageError::Limits(_) => (format!("its sides are longer than {LONGEST_SIDE} pixels"), SMALLER),
        _ => damaged(),
    })
}

impl Measured {
    fn pixels(&self) -> u64 {
        u64::from(self.width) * u64::from(self.height)
    }

    /// What it counts among the pixels of an edition.
    fn weight(&self) -> u64 {
        self.pixels().max(self.unpacked / BYTES_OF_A_PIXEL)
    }

    /// The picture as it is stored.
    fn picture(self) -> Result<Picture, Unusable> {
        let Self { name, format, plain, width, height, orientation, for_press, .. } = self;
        if !for_press && orientation == Orientation::NoTransforms {
            return Ok(Picture { name, bytes: plain, width, height });
        }
        let mut decoder = decoder(&plain)?;
        let colours = decoder.icc_profile().ok().flatten().filter(|_| !for_press);
        let mut image = DynamicImage::from_decoder(decoder).map_err(|_| damaged())?;
        image.apply_orientation(orientation);
        let bytes = Arc::from(write(&image, format, colours).map_err(|_| damaged())?);
        Ok(Picture { name, bytes, width: image.width(), height: image.height() })
    }
}

/// What is said of a picture that cannot be decoded.
pub(super) fn damaged() -> Unusable {
    ("it is damaged".to_owned(), AGAIN)
}

/// Whether a picture is so large that it is decoded alone.
pub(super) fn is_large(picture: &Picture) -> bool {
    u64::from(picture.width) * u64::from(picture.height) > LARGE
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
    /// The notes that say how the camera was held.
    exif: Option<Vec<u8>>,
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
        if png.profile == Profile::Unfit {
            return Err(("its colour profile is damaged, or unpacks to more than 4 MB".to_owned(), AS_PNG));
        }
        let exif = png.exif.map(<[u8]>::to_vec);
        return Ok(Plain { bytes: same_or(&png.plain), exif, for_press: false });
    }
    let jpeg = jpeg::read(bytes).ok_or_else(cut_off)?;
    if !jpeg.is_common {
        return Err(("it is a JPEG of a kind that few programs can show".to_owned(), AS_JPEG));
    }
    if jpeg.scans > MOST_SCANS || jpeg.segments > MOST_SEGMENTS {
        let (scans, parts) = (jpeg.scans, jpeg.segments);
        return Err((format!("it is a JPEG of {scans} scans and {parts} other parts"), AS_JPEG));
    }
    Ok(Plain { bytes: same_or(&jpeg.plain), exif: jpeg.exif, for_press: jpeg.channels == 4 })
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
