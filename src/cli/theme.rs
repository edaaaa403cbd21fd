//! Reads a template, brand and fonts of the user's own from the disk.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::ThemeArguments;
use crate::theme::{Brand, Fonts, Theme, ThemeError};

pub(super) fn theme(arguments: &ThemeArguments) -> Result<Theme, ThemeError> {
    let mut theme = Theme::embedded()?;
    if let Some(folder) = &arguments.template {
        theme.template = folder_files(folder)?;
        if !theme.template.contains_key("report.typ") {
            return Err(ThemeError(format!("the template folder `{}` has no report.typ", folder.display())));
        }
        if let Some(bytes) = theme.template.get("brand.toml") {
            theme.brand = brand(bytes, &folder.join("brand.toml"))?;
        }
    }
    if let Some(path) = &arguments.brand {
        theme.brand = brand(&read(path)?, path)?;
    }
    if let Some(folder) = &arguments.fonts {
        let is_font =
            |name: &String| [".ttf", ".otf"].iter().any(|ending| name.to_lowercase().ends_with(ending));
        theme.fonts = Fonts::new(folder_files(folder)?.into_iter().filter(|(name, _)| is_font(name)))?;
    }
    let scale = &theme.brand.type_scale;
    for family in [&scale.body, &scale.chart] {
        if !theme.fonts.has_family(family) {
            return Err(ThemeError(format!(
                "the brand names the font `{family}`, which is not in the font folder"
            )));
        }
    }
    let beside = arguments.brand.as_deref().and_then(Path::parent).or(arguments.template.as_deref());
    let beside = beside.map(Path::to_owned).unwrap_or_default();
    let logo = |name: &Option<String>| name.as_ref().map(|name| read(&beside.join(name))).transpose();
    theme.logos.organization = logo(&theme.brand.logo.organization)?;
    theme.logos.donor = logo(&theme.brand.logo.donor)?;
    Ok(theme)
}

fn brand(bytes: &[u8], path: &Path) -> Result<Brand, ThemeError> {
    Brand::parse(&String::from_utf8_lossy(bytes))
        .map_err(|error| ThemeError(format!("{}: {error}", path.display())))
}

fn read(path: &Path) -> Result<Arc<[u8]>, ThemeError> {
    fs::read(path)
        .map(Arc::from)
        .map_err(|error| ThemeError(format!("cannot read `{}`: {error}", path.display())))
}

fn folder_files(folder: &Path) -> Result<BTreeMap<String, Arc<[u8]>>, ThemeError> {
    let fault = |error| ThemeError(format!("cannot read the folder `{}`: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(folder).map_err(fault)? {
        let path = entry.map_err(fault)?.path();
        if path.is_file() {
            paths.push(path);
        }
    }
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            Ok((path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default(), read(&path)?))
        })
        .collect()
}
