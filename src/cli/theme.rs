//! Reads a template, brand and fonts of the user's own from the disk.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::ThemeArguments;
use crate::diag::{Code, Diagnostic, Faults, Sources, code};
use crate::spec::{Folder, ReadError, read_file};
use crate::theme::font::FontFault;
use crate::theme::{Brand, Fonts, Theme, ThemeError};

/// No file of a template and no font is larger.
const LARGEST: u64 = 64 * 1024 * 1024;
/// No brand file is larger.
const LARGEST_BRAND: u64 = 1024 * 1024;
/// Fonts of a folder: those of ten families in all their faces.
const MOST_FONTS: usize = 200;
/// Bytes of a template, or of all fonts.
const MOST: u64 = 256 * 1024 * 1024;

/// The theme that was asked for.
///
/// # Errors
/// Everything that is wrong with the brand, and with the fonts and the template.
pub(super) fn theme(arguments: &ThemeArguments) -> Result<Theme, Faults> {
    let mut theme = Theme::embedded().map_err(|error| damaged(&error))?;
    if let Some(folder) = &arguments.template {
        theme.template = folder_files(folder, |_| true)?;
        if !theme.template.contains_key("report.typ") {
            let message = format!("the template folder `{}` has no report.typ", folder.display());
            return Err(fault(code::BAD_TEMPLATE, message, "start from a copy of templates/"));
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
    theme.languages.clone_from(&arguments.languages);
    let scale = &theme.brand.type_scale;
    for family in [&scale.body, &scale.chart] {
        if !theme.fonts.has_family(family) {
            let message = format!("the brand names the font `{family}`, which is not in the font folder");
            return Err(fault(
                code::UNKNOWN_FONT,
                message,
                "put its regular face there, or name another in [type]",
            ));
        }
    }
    let beside = arguments.brand.as_deref().and_then(Path::parent).or(arguments.template.as_deref());
    let beside = Folder::Disk(beside.map(Path::to_owned).unwrap_or_default());
    theme.logos.organization = logo(&beside, theme.brand.logo.organization.as_deref())?;
    let donors = theme.brand.logo.donor.files().iter();
    let donors = donors.map(|name| logo(&beside, Some(name))).collect::<Result<Vec<_>, _>>()?;
    theme.logos.donors = donors.into_iter().flatten().collect();
    Ok(theme)
}

/// The files that a theme is made of, as they are now: a file that is added counts.
pub(super) fn files(arguments: &ThemeArguments, theme: &Theme) -> Vec<PathBuf> {
    let beside = arguments.brand.as_deref().and_then(Path::parent).or(arguments.template.as_deref());
    let logo = &theme.brand.logo;
    let logos = logo.organization.iter().chain(logo.donor.files().iter());
    let logos = beside.into_iter().flat_map(|folder| logos.clone().map(|name| folder.join(name)));
    let folders = [&arguments.template, &arguments.fonts, &arguments.languages].into_iter().flatten();
    let within = |folder: &PathBuf| entries(folder).map(BTreeMap::into_values).into_iter().flatten();
    let mut files: Vec<PathBuf> =
        folders.flat_map(within).chain(logos).chain(arguments.brand.clone()).collect();
    // A language is a folder among others.
    let languages: Vec<PathBuf> = arguments.languages.iter().flat_map(within).collect();
    files.extend(languages.iter().flat_map(within));
    files.retain(|path| path.is_file());
    files
}

/// What the program carries cannot be read: it was not built whole.
fn damaged(error: &ThemeError) -> Faults {
    fault(code::BAD_THEME, error.to_string(), "install it anew")
}

fn fault(code: Code, message: String, hint: &str) -> Faults {
    Faults::new(Sources::default(), vec![Diagnostic::new(code, None, message).hint(hint)])
}

fn brand(bytes: &[u8], path: &Path) -> Result<Brand, Faults> {
    let shown = path.display().to_string();
    match std::str::from_utf8(bytes) {
        Ok(text) => Brand::parse(&shown, text.strip_prefix('\u{feff}').unwrap_or(text)),
        Err(_) => {
            let message = format!("`{shown}` is not UTF-8 text");
            Err(fault(code::NOT_UTF_8, message, "save the file as UTF-8 in your editor"))
        }
    }
}

/// All fonts of a folder; each file that cannot be used is told.
fn fonts(folder: &Path) -> Result<Fonts, Faults> {
    let is_font = |name: &str| has_ending(name, &["ttf", "otf"]);
    let names: Vec<String> = entries(folder)?.into_keys().collect();
    let count = names.iter().filter(|name| is_font(name)).count();
    if count > MOST_FONTS {
        let message = format!("the folder `{}` has {count} fonts", folder.display());
        let hint = format!("keep those that the brand names, at most {MOST_FONTS}");
        return Err(fault(code::TOO_MANY, message, &hint));
    }
    let fonts = Fonts::new(folder_files(folder, is_font)?).map_err(|faults| {
        let tell = |fault: FontFault| Diagnostic::new(code::BAD_FONT, None, fault.message).hint(fault.hint);
        Faults::new(Sources::default(), faults.into_iter().map(tell).collect())
    })?;
    if !fonts.is_empty() {
        return Ok(fonts);
    }
    let other = names.iter().find(|name| has_ending(name, &["woff", "woff2", "ttc", "otc", "dfont", "pfb"]));
    let (what, hint) = match other {
        Some(other) => (
            format!(
                "the folder `{}` has no font that ends with .ttf or .otf, but `{other}`",
                folder.display()
            ),
            "download the font as TrueType or OpenType",
        ),
        None => (
            format!("there is no font in the folder `{}`", folder.display()),
            "name a folder with .ttf or .otf files",
        ),
    };
    Err(fault(code::BAD_FONT, what, hint))
}

fn has_ending(name: &str, endings: &[&str]) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
    ending.is_some_and(|ending| endings.contains(&ending.as_str()))
}

/// A logo, from the folder of the brand or below it.
fn logo(beside: &Folder, name: Option<&str>) -> Result<Option<Arc<[u8]>>, Faults> {
    let Some(name) = name else { return Ok(None) };
    let hint = "put the logo beside the brand file";
    beside.read(name).map(Some).map_err(|error| match error {
        ReadError::Outside => fault(
            code::PATH_OUTSIDE,
            format!("the path `{name}` of a logo leads out of the brand's folder"),
            hint,
        ),
        ReadError::NotFound => fault(code::FILE_NOT_FOUND, format!("there is no logo `{name}`"), hint),
        ReadError::Unreadable(why) => {
            fault(code::FILE_UNREADABLE, format!("the logo `{name}` cannot be read: {why}"), hint)
        }
    })
}

fn read(path: &Path, largest: u64) -> Result<Arc<[u8]>, Faults> {
    let unreadable = |error: io::Error| {
        let code = match error.kind() {
            io::ErrorKind::NotFound => code::FILE_NOT_FOUND,
            _ => code::FILE_UNREADABLE,
        };
        fault(
            code,
            format!("cannot read `{}`: {error}", path.display()),
            "check the path and who may read it",
        )
    };
    read_file(path, largest).map(Arc::from).map_err(unreadable)
}

/// What stands in a folder, by name.
fn entries(folder: &Path) -> Result<BTreeMap<String, PathBuf>, Faults> {
    let mut entries = BTreeMap::new();
    for entry in fs::read_dir(folder).map_err(|error| unreadable_folder(folder, &error))? {
        let path = entry.map_err(|error| unreadable_folder(folder, &error))?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        entries.insert(name, path);
    }
    Ok(entries)
}

fn unreadable_folder(folder: &Path, error: &io::Error) -> Faults {
    let message = format!("cannot read the folder `{}`: {error}", folder.display());
    fault(code::FILE_UNREADABLE, message, "check the path and who may read it")
}

fn folder_files(folder: &Path, wanted: impl Fn(&str) -> bool) -> Result<BTreeMap<String, Arc<[u8]>>, Faults> {
    let mut files = BTreeMap::new();
    let mut left = MOST;
    for (name, path) in entries(folder)? {
        if wanted(&name) && path.is_file() {
            let bytes = read(&path, LARGEST)?;
            left = left.checked_sub(bytes.len() as u64).ok_or_else(|| {
                let why = format!("its files are larger than {} MB", MOST >> 20);
                unreadable_folder(folder, &io::Error::other(why))
            })?;
            files.insert(name, bytes);
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::damaged;
    use crate::theme::ThemeError;

    #[test]
    fn a_damaged_program_is_told() {
        let told = damaged(&ThemeError("font `a.ttf`: unknown magic".to_owned())).to_string();
        assert!(told.starts_with("error[bad-theme]: font `a.ttf`"), "{told}");
    }
}
