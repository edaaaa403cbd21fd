//! Reads the pictures and areas of maps that an edition names.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Loader;
use crate::diag::{Diagnostic, code, nearest};
use crate::spec::folder::ReadError;
use crate::spec::schema::EditionSpec;

impl Loader<'_> {
    /// The files with the areas of maps.
    pub(super) fn maps(&self, edition: &EditionSpec) -> BTreeMap<String, Arc<[u8]>> {
        let mut maps = BTreeMap::new();
        for map in edition.charts.iter().filter_map(|chart| chart.map.as_ref()) {
            if !map.value.is_empty()
                && !maps.contains_key(&map.value)
                && let Some(bytes) = self.bytes(&map.value, Some(map.span))
            {
                maps.insert(map.value.clone(), bytes);
            }
        }
        maps
    }

    pub(super) fn pictures(&self, edition: &EditionSpec) -> BTreeMap<String, Arc<[u8]>> {
        let mut pictures = BTreeMap::new();
        let events = edition.events.iter().flat_map(|event| &event.photos);
        let named = edition.photos.iter().map(|(_, photo)| photo);
        for photo in edition.cover.iter().chain(events).chain(named) {
            if photo.file.value.is_empty() || pictures.contains_key(&photo.file.value) {
                continue;
            }
            let span = Some(photo.file.span);
            // A photograph often comes last: a draft can be built without it, a final edition cannot.
            if self.folder.read_at_most(&photo.file.value, 0) == Err(ReadError::NotFound) {
                let message =
                    format!("there is no photo `{}{}`; it is left out", self.prefix, photo.file.value);
                let written = span.and_then(|span| self.sources.text(span.source).get(span.range()));
                let slashed = written.filter(|written| written.contains('\\')).map(|written| {
                    let path = written.trim_matches(['"', '\'']).replace("\\\\", "/").replace('\\', "/");
                    format!("folders and files are parted by `/` in a path: \"{path}\"")
                });
                let fault = Diagnostic::new(code::PHOTO_MISSING, span, message);
                let fault = match slashed {
                    Some(hint) => fault.hint(hint),
                    None => fault.meant(self.near_photo(&photo.file.value).as_deref()),
                };
                self.fault(fault.or_hint(|| "put the file there, or delete the photo".to_owned()));
            } else if let Some(bytes) = self.bytes(&photo.file.value, span) {
                pictures.insert(photo.file.value.clone(), bytes);
            }
        }
        pictures
    }

    /// A picture beside one that is not there, whose name differs in few letters, in its capitals or in its ending.
    fn near_photo(&self, path: &str) -> Option<String> {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let names = self.folder.names(folder);
        let ending = |name: &str| name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
        let is_picture = |name: &&String| {
            matches!(ending(name).as_deref(), Some("jpg" | "jpeg" | "png" | "webp" | "heic" | "gif" | "svg"))
        };
        let stem = |name: &str| name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_lowercase();
        let pictures: Vec<&str> = names.iter().filter(is_picture).map(String::as_str).collect();
        let alike = pictures.iter().copied().find(|other| stem(other) == stem(name));
        let near = alike.or_else(|| nearest(name, pictures.iter().copied()))?;
        Some(if folder.is_empty() { near.to_owned() } else { format!("{folder}/{near}") })
    }
}
