//! Reads and writes the reference of an edition: `golden/<edition>/` beside its spec.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io::{self, Cursor};
use std::path::{Path, PathBuf};

use image::{ImageFormat, ImageReader};
use rayon::prelude::*;

use crate::build::edition;
use crate::cli::files::{Names, OutFolder, WriteError};
use crate::cli::side::{SideError, entries};
use crate::cli::stream::shown;
use crate::diag::printable;
use crate::diff::pdf;
use crate::diff::pixels::{self, Picture};
use crate::golden::{Snapshot, Versions};
use crate::pdf::{FLOW, Press};
use crate::spec::{Spec, read_file};
use crate::theme::Theme;

/// Pixels a point of the small pages in a reference: 60 dots an inch.
pub(super) const SCALE: f32 = 60.0 / 72.0;
/// No file of a reference is larger.
const LARGEST: u64 = 64 << 20;
/// Pixels of all pages of a reference: those of some 250, three bytes each.
const MOST_PIXELS: u64 = 100_000_000;
/// The file that says what a reference was made with.
const VERSIONS: &str = "reference.toml";
/// Begins the names of files that are there only while something is written.
const OURS: &str = ".quarterly-";
/// Folder of the pages' pictures.
const PAGES: &str = "pages";

/// A reference as it lies on the disk.
pub(super) struct Reference {
    folder: PathBuf,
    pub(super) snapshot: Snapshot,
    versions: Option<Versions>,
}

/// An edition as it is built today.
pub(super) struct Made {
    pub(super) spec: PathBuf,
    pub(super) id: String,
    pub(super) snapshot: Snapshot,
    pdf: Vec<u8>,
}

/// Where the reference of a spec lies: beside it, and not where a link leads that came with it.
fn folder(spec: &Path) -> Result<PathBuf, SideError> {
    let name = spec.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let all = spec.parent().unwrap_or(Path::new("")).join("golden");
    let folder = all.join(name);
    if let Some(link) = [&all, &folder].into_iter().find(|path| path.is_symlink()) {
        let hint = "references stand beside their specs; put the folder itself there";
        return Err(SideError(format!("`{}` is a link to another place\n = hint: {hint}", shown(link))));
    }
    Ok(folder)
}

/// Whether a path is a folder itself, and no link to one: links can lead around in circles.
fn is_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|about| about.is_dir())
}

/// The specs below a folder that have a reference: two levels down, as in `data/<country>/`.
pub(super) fn specs(root: &Path) -> Result<Vec<PathBuf>, SideError> {
    let mut specs = Vec::new();
    let mut folders = vec![(root.to_owned(), 0)];
    while let Some((folder, depth)) = folders.pop() {
        for path in entries(&folder)? {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            if !is_folder(&path) || name.starts_with('.') || name == "target" {
                continue;
            }
            if name == "golden" {
                for reference in entries(&path)?.into_iter().filter(|path| path.join(VERSIONS).is_file()) {
                    let name = reference.file_name().map(|name| name.to_string_lossy().into_owned());
                    specs.push(folder.join(format!("{}.toml", name.unwrap_or_default())));
                }
            } else if depth < 3 {
                folders.push((path, depth + 1));
            }
        }
    }
    specs.sort();
    Ok(specs.into_iter().map(|spec| spec.strip_prefix(".").map(Path::to_owned).unwrap_or(spec)).collect())
}

impl Made {
    /// Builds an edition in memory.
    pub(super) fn new(path: &Path, theme: &Theme) -> Result<Self, SideError> {
        let fault =
            |error: &dyn fmt::Display| SideError(format!("`{}` cannot be built\n{error}", shown(path)));
        let spec = Spec::open_with(path, theme.languages.as_deref()).map_err(|faults| fault(&faults))?;
        let edition = edition(&spec, theme).map_err(|faults| fault(&faults))?.output;
        let (pdf, docx) = rayon::join(|| edition.pdf(&Press::new(theme)), || edition.docx(theme));
        let (pdf, docx) = (pdf.map_err(|error| fault(&error))?, docx.map_err(|error| fault(&error))?);
        let mut inputs = edition.inputs(theme, pdf.flow.spacing).map_err(|error| fault(&error))?;
        inputs.insert(FLOW.to_owned(), pdf.flow());
        let mut snapshot = Snapshot::default();
        snapshot.add_outputs(&edition, &inputs, &pdf, &docx);
        Ok(Self { spec: path.to_owned(), id: edition.report.id.clone(), snapshot, pdf: pdf.bytes })
    }

    /// The pages, small.
    pub(super) fn pictures(&self) -> Vec<Picture> {
        pdf::open(&self.pdf).map(|pdf| pixels::draw(&pdf, SCALE)).unwrap_or_default()
    }

    /// Writes it as the reference, only the files that differ; gives their number.
    pub(super) fn write(&self, known: Option<&Reference>) -> Result<usize, SideError> {
        let fault = |error: WriteError| SideError(error.told());
        let folder = folder(&self.spec)?;
        let versions = Versions::current();
        let is_same = known.is_some_and(|known| known.snapshot == self.snapshot);
        if is_same && known.is_some_and(|known| known.versions.as_ref() == Some(&versions)) {
            return Ok(0);
        }
        let mut files: BTreeMap<String, Vec<u8>> = self
            .snapshot
            .files
            .iter()
            .map(|(name, text)| (name.clone(), text.clone().into_bytes()))
            .collect();
        files.insert(VERSIONS.to_owned(), versions.to_toml().into_bytes());
        if !is_same {
            let pages: Vec<(String, Vec<u8>)> = self
                .pictures()
                .par_iter()
                .enumerate()
                .map(|(at, picture)| (format!("{PAGES}/{:02}.png", at + 1), picture.png()))
                .collect();
            files.extend(pages);
        }
        let stale: Vec<String> = match known {
            Some(_) if !is_same => read_names(&folder, "")?,
            _ => Vec::new(),
        };
        let out = OutFolder::new(&folder, Names::Reference);
        let mut pending = out.start().map_err(fault)?;
        let mut touched = 0;
        for (name, bytes) in &files {
            let path = folder.join(name);
            if own_file(&path).ok().as_ref() != Some(bytes) {
                pending.write(name, bytes).map_err(fault)?;
                touched += 1;
            }
        }
        let is_stale = |name: &&String| !files.contains_key(*name) && Names::Reference.fit(Path::new(name));
        for stale in stale.iter().filter(is_stale) {
            pending.take_away(stale);
            touched += 1;
        }
        pending.place().map_err(fault)?;
        Ok(touched)
    }
}

impl Reference {
    /// Reads the reference of a spec, if it has one.
    pub(super) fn read(spec: &Path) -> Result<Option<Self>, SideError> {
        let folder = folder(spec)?;
        if !folder.is_dir() {
            return Ok(None);
        }
        OutFolder::new(&folder, Names::Reference).mend();
        let mut snapshot = Snapshot::default();
        let mut versions = None;
        for name in read_names(&folder, "")? {
            if name.starts_with(&format!("{PAGES}/")) {
                continue;
            }
            let path = folder.join(&name);
            let text = own_file(&path)
                .and_then(|bytes| String::from_utf8(bytes).map_err(io::Error::other))
                .map_err(|error| {
                let hint = "`quarterly golden update` makes the references anew, once the file is deleted";
                SideError(format!("cannot read `{}`: {error}\n = hint: {hint}", shown(&path)))
            })?;
            if name == VERSIONS {
                versions = Versions::parse(&text);
            } else {
                snapshot.files.insert(name, text);
            }
        }
        Ok(Some(Self { folder, snapshot, versions }))
    }

    /// What was upgraded since it was made.
    pub(super) fn upgrade(&self) -> Option<String> {
        let upgrade = self.versions.as_ref().and_then(|versions| versions.upgrade_to(&Versions::current()));
        // The versions stand in a file that may have come by mail.
        upgrade.map(|upgrade| printable(&upgrade))
    }

    /// The pictures of its pages; one that is damaged, or too large, ends the list.
    pub(super) fn pictures(&self) -> Vec<Picture> {
        let mut left = MOST_PIXELS;
        let page = |number: usize| {
            let bytes = own_file(&self.folder.join(PAGES).join(format!("{number:02}.png"))).ok()?;
            let reader = || ImageReader::with_format(Cursor::new(&bytes), ImageFormat::Png);
            let (width, height) = reader().into_dimensions().ok()?;
            left = left.checked_sub(u64::from(width).checked_mul(u64::from(height))?)?;
            let picture = reader().decode().ok()?.to_rgb8();
            Some(Picture { width: picture.width(), height: picture.height(), rgb: picture.into_raw() })
        };
        (1..).map_while(page).collect()
    }
}

/// Reads a file of a reference: no device or pipe, nor what a link leads to that came with it.
fn own_file(path: &Path) -> io::Result<Vec<u8>> {
    if fs::symlink_metadata(path)?.is_symlink() || path.parent().is_some_and(Path::is_symlink) {
        return Err(io::Error::other("it is a link to another place"));
    }
    read_file(path, LARGEST)
}

/// The files below a folder, by path with `/`.
fn read_names(folder: &Path, prefix: &str) -> Result<Vec<String>, SideError> {
    let mut names = Vec::new();
    for path in entries(folder)? {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        // A link that came with a reference may lead anywhere.
        if name.starts_with(OURS) || path.is_symlink() {
            continue;
        }
        if is_folder(&path) {
            names.extend(read_names(&path, &format!("{prefix}{name}/"))?);
        } else {
            names.push(format!("{prefix}{name}"));
        }
    }
    Ok(names)
}
