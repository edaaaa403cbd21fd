//! Reads a template, brand and fonts of the user's own from the disk.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::ThemeArguments;
use crate::diag::{Diagnostic, Faults, Sources};
use crate::spec::{Folder, ReadError, read_file};
use crate::theme::{Brand, Fonts, Theme};

/// No file of a template and no font is larger.
const LARGEST: u64 = 64 * 1024 * 1024;
/// No brand file is larger.
const LARGEST_BRAND: u64 = 1024 * 1024;
/// Bytes of a template, or of all fonts.
const MOST: u64 = 256 * 1024 * 1024;

/// The theme that was asked for.
///
/// # Errors
/// Everything that is wrong with the brand, and with the fonts and the template.
pub(super) fn theme(arguments: &ThemeArguments) -> Result<Theme, Faults> {
    let mut theme =
        Theme::embedded().map_err(|error| fault("bad-theme", error.to_string(), "install it anew"))?;
    if let Some(folder) = &arguments.template {
        theme.template = folder_files(folder, |_| true)?;
        if !theme.template.contains_key("report.typ") {
            let message = format!("the template folder `{}` has no report.typ", folder.display());
            return Err(fault("bad-template", message, "start from a copy of templates/"));
        }
        if let Some(bytes) = theme.template.get("brand.toml") {
            theme.brand = brand(bytes, &folder.join("brand.toml"))?;
        }
    }
    if let Some(path) = &arguments.brand {
        theme.brand = brand(&read(path, LARGEST_BRAND)?, path)?;
    }
    if let Some(folder) = &arguments.fonts {
        theme.fonts = fonts(folder)?;
    }
    let scale = &theme.brand.type_scale;
    for family in [&scale.body, &scale.chart] {
        if !theme.fonts.has_family(family) {
            let message = format!("the brand names the font `{family}`, which is not in the font folder");
            return Err(fault(
                "unknown-font",
                message,
                "put its regular face there, or name another in [type]",
            ));
        }
    }
    let beside = arguments.brand.as_deref().and_then(Path::parent).or(arguments.template.as_deref());
    let beside = Folder::Disk(beside.map(Path::to_owned).unwrap_or_default());
    theme.logos.organization = logo(&beside, theme.brand.logo.organization.as_deref())?;
    theme.logos.donor = logo(&beside, theme.brand.logo.donor.as_deref())?;
    Ok(theme)
}

fn fault(code: &'static str, message: String, hint: &str) -> Faults {
    Faults {
        sources: Sources::default(),
        diagnostics: vec![Diagnostic::error(code, None, message).hint(hint)],
    }
}

fn brand(bytes: &[u8], path: &Path) -> Result<Brand, Faults> {
    let shown = path.display().to_string();
    match std::str::from_utf8(bytes) {
        Ok(text) => Brand::parse(&shown, text.strip_prefix('\u{feff}').unwrap_or(text)),
        Err(_) => {
            let message = format!("`{shown}` is not UTF-8 text");
            Err(fault("not-utf-8", message, "save the file as UTF-8 in your editor"))
        }
    }
}

/// All fonts of a folder; each file that is none is told.
fn fonts(folder: &Path) -> Result<Fonts, Faults> {
    let is_font = |name: &str| [".ttf", ".otf"].iter().any(|ending| name.to_lowercase().ends_with(ending));
    let files = folder_files(folder, is_font)?;
    let bad = files.iter().filter_map(|(name, bytes)| {
        let why = Fonts::new([(name.clone(), Arc::clone(bytes))]).err()?;
        Some(Diagnostic::error("bad-font", None, why.to_string()).hint("use a TrueType or OpenType file"))
    });
    let diagnostics: Vec<Diagnostic> = bad.collect();
    if !diagnostics.is_empty() {
        return Err(Faults { sources: Sources::default(), diagnostics });
    }
    let hint = "name a folder with .ttf or .otf files";
    Fonts::new(files).map_err(|why| fault("bad-font", format!("{why}: `{}`", folder.display()), hint))
}

/// A logo, from the folder of the brand or below it.
fn logo(beside: &Folder, name: Option<&str>) -> Result<Option<Arc<[u8]>>, Faults> {
    let Some(name) = name else { return Ok(None) };
    let hint = "put the logo beside the brand file";
    beside.read(name).map(Some).map_err(|error| match error {
        ReadError::Outside => fault(
            "path-outside",
            format!("the path `{name}` of a logo leads out of the brand's folder"),
            hint,
        ),
        ReadError::NotFound => fault("file-not-found", format!("there is no logo `{name}`"), hint),
        ReadError::Unreadable(why) => {
            fault("file-unreadable", format!("the logo `{name}` cannot be read: {why}"), hint)
        }
    })
}

fn read(path: &Path, largest: u64) -> Result<Arc<[u8]>, Faults> {
    let unreadable = |error: io::Error| {
        let code = match error.kind() {
            io::ErrorKind::NotFound => "file-not-found",
            _ => "file-unreadable",
        };
        fault(
            code,
            format!("cannot read `{}`: {error}", path.display()),
            "check the path and who may read it",
        )
    };
    read_file(path, largest).map(Arc::from).map_err(unreadable)
}

fn folder_files(folder: &Path, wanted: impl Fn(&str) -> bool) -> Result<BTreeMap<String, Arc<[u8]>>, Faults> {
    let unreadable = |error: io::Error| {
        let message = format!("cannot read the folder `{}`: {error}", folder.display());
        fault("file-unreadable", message, "check the path and who may read it")
    };
    let mut files = BTreeMap::new();
    let mut left = MOST;
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path: PathBuf = entry.map_err(unreadable)?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if path.is_file() && wanted(&name) {
            let bytes = read(&path, LARGEST)?;
            left = left.checked_sub(bytes.len() as u64).ok_or_else(|| {
                unreadable(io::Error::other(format!("its files are larger than {} MB", MOST >> 20)))
            })?;
            files.insert(name, bytes);
        }
    }
    Ok(files)
}
