//! Reads one side of a comparison: a spec, a folder that was built, a PDF or a DOCX.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use super::stream::shown;
use crate::build::edition;
use crate::diag::harmless;
use crate::diff::corrections::Titled;
use crate::diff::docx;
use crate::diff::pdf;
use crate::diff::report::Content;
use crate::pdf::Press;
use crate::report::Report;
use crate::spec::{Spec, read_file};
use crate::theme::Theme;

/// No document is larger: one with full-page photographs has some ten.
const LARGEST: u64 = 256 << 20;

/// One side of a comparison as bytes.
#[derive(Debug, Default)]
pub(super) struct Side {
    pub(super) pdf: Option<Vec<u8>>,
    pub(super) docx: Option<Vec<u8>>,
    pub(super) files: BTreeMap<String, String>,
    /// Of a spec, titles and names of its chapters and topics.
    pub(super) places: Vec<Titled>,
}

/// Why a side cannot be read.
#[derive(Debug)]
pub(super) struct SideError(pub(super) String);

impl SideError {
    /// As it is printed; findings say themselves that they are errors.
    pub(super) fn told(&self) -> String {
        let text = harmless(self.0.trim_end());
        if text.starts_with("error[") || text.starts_with("error: ") {
            format!("{text}\n")
        } else {
            format!("error: {text}\n")
        }
    }
}

impl fmt::Display for SideError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Side {
    pub(super) fn read(path: &Path, theme: &Theme) -> Result<Self, SideError> {
        if path.is_dir() {
            return Self::folder(path);
        }
        match ending(path).as_str() {
            "toml" => Self::spec(path, theme),
            "pdf" => Ok(Self { pdf: Some(bytes(path)?), ..Self::default() }),
            "docx" => Ok(Self { docx: Some(bytes(path)?), ..Self::default() }),
            _ => Err(SideError(format!(
                "`{}` is no spec, folder, PDF or DOCX\n = hint: its name must end with .toml, .pdf or .docx",
                shown(path)
            ))),
        }
    }

    /// Builds an edition in memory.
    pub(super) fn spec(path: &Path, theme: &Theme) -> Result<Self, SideError> {
        let fault =
            |error: &dyn fmt::Display| SideError(format!("`{}` cannot be built\n{error}", shown(path)));
        let spec = Spec::open_with(path, theme.languages.as_deref()).map_err(|faults| fault(&faults))?;
        let edition = edition(&spec, theme).map_err(|faults| fault(&faults))?.output;
        let (pdf, docx) = rayon::join(|| edition.pdf(&Press::new(theme)), || edition.docx(theme));
        let charts = edition.pictures(theme).into_iter().map(|(id, svg)| (format!("charts/{id}.svg"), svg));
        Ok(Self {
            pdf: Some(pdf.map_err(|error| fault(&error))?.bytes),
            docx: Some(docx.map_err(|error| fault(&error))?),
            files: charts.collect(),
            places: places(&edition.report),
        })
    }

    fn folder(path: &Path) -> Result<Self, SideError> {
        let one = |kind: &str| -> Result<Option<Vec<u8>>, SideError> {
            let files: Vec<PathBuf> =
                entries(path)?.into_iter().filter(|file| ending(file) == kind).collect();
            match files.as_slice() {
                [] => Ok(None),
                [file] => bytes(file).map(Some),
                _ => Err(SideError(format!(
                    "the folder `{}` holds several editions\n = hint: name the .{kind} of one of them",
                    shown(path)
                ))),
            }
        };
        let (pdf, docx) = (one("pdf")?, one("docx")?);
        if pdf.is_none() && docx.is_none() {
            return Err(SideError(format!("the folder `{}` holds no PDF and no DOCX", shown(path))));
        }
        let mut files = BTreeMap::new();
        let charts = path.join("charts");
        if charts.is_dir() {
            for file in entries(&charts)?.into_iter().filter(|file| ending(file) == "svg") {
                let name =
                    file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                files.insert(format!("charts/{name}"), String::from_utf8_lossy(&bytes(&file)?).into_owned());
            }
        }
        Ok(Self { pdf, docx, files, places: Vec::new() })
    }

    /// What it holds, in the form in which it is compared; one element of a chart's file a line.
    pub(super) fn content(&self) -> Result<Content, SideError> {
        let fault = |error: &dyn fmt::Display| SideError(error.to_string());
        let (pdf, docx) = rayon::join(
            || self.pdf.as_ref().map(|bytes| pdf::open(bytes).map(|pdf| pdf::read(&pdf))).transpose(),
            || self.docx.as_ref().map(|bytes| docx::read(bytes)).transpose(),
        );
        let files = self.files.iter().map(|(name, text)| (name.clone(), text.replace("><", ">\n<")));
        Ok(Content {
            pdf: pdf.map_err(|error| fault(&error))?,
            docx: docx.map_err(|error| fault(&error))?,
            files: files.collect(),
        })
    }
}

fn places(report: &Report) -> Vec<Titled> {
    let chapters = report.chapters.iter().flat_map(|chapter| {
        let topics = chapter.topics.iter().map(|topic| (topic.title.clone(), topic.id.clone()));
        std::iter::once((chapter.title.clone(), chapter.id.clone())).chain(topics)
    });
    chapters.collect()
}

fn ending(path: &Path) -> String {
    path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default()
}

fn bytes(path: &Path) -> Result<Vec<u8>, SideError> {
    read_file(path, LARGEST).map_err(|error| {
        let hint = "name a spec, a folder that was built, a PDF or a DOCX that you may read";
        SideError(format!("cannot read `{}`: {error}\n = hint: {hint}", shown(path)))
    })
}

/// What stands in a folder, in the order of names.
pub(super) fn entries(folder: &Path) -> Result<Vec<PathBuf>, SideError> {
    let fault = |error| SideError(format!("cannot read the folder `{}`: {error}", shown(folder)));
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(fault)? {
        paths.push(entry.map_err(fault)?.path());
    }
    paths.sort();
    Ok(paths)
}
