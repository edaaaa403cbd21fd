//! Which files this program writes into a folder. A list or a journal that names others is none of ours.

use std::path::{Component, Path};

use crate::data::file_name::{Fault, fault};

/// What a folder is for, and so the names in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) enum Names {
    /// `<id>.pdf`, `<id>.docx`, `charts/`, `<id>.inputs/`.
    Edition,
    /// What the reference of an edition holds.
    Reference,
    /// `<id>.html`.
    Pages,
    /// `<id>-figures.csv`, `<id>-figures.xlsx`, `datapackage.json`, `hdx.txt`.
    Data,
}

/// Folders of a reference.
const REFERENCE_FOLDERS: [&str; 3] = ["charts", "docx", "pages"];
/// Endings of the other files of a reference.
const REFERENCE_ENDINGS: [&str; 4] = [".csv", ".json", ".toml", ".txt"];

impl Names {
    /// Whether this program may have written a file at a path below the folder.
    pub(in crate::cli) fn fit(self, path: &Path) -> bool {
        let Some(parts) = parts(path) else { return false };
        let ends = |name: &str, ending: &str| name.len() > ending.len() && name.ends_with(ending);
        match (self, parts.as_slice()) {
            (Self::Edition, [name]) => ends(name, ".pdf") || ends(name, ".docx"),
            (Self::Edition, ["charts", name] | ["charts", _, name]) => {
                ends(name, ".svg") || (name.starts_with('.') && ends(name, ".written"))
            }
            (Self::Edition, [folder, _, ..]) => ends(folder, ".inputs"),
            (Self::Reference, [name]) => REFERENCE_ENDINGS.iter().any(|ending| ends(name, ending)),
            (Self::Reference, [folder, ..]) => REFERENCE_FOLDERS.contains(folder),
            (Self::Pages, [name]) => ends(name, ".html"),
            (Self::Data, [name]) => {
                let is_table = ends(name, "-figures.csv") || ends(name, "-figures.xlsx");
                is_table || ["datapackage.json", "hdx.txt"].contains(name)
            }
            (Self::Edition | Self::Reference, []) | (Self::Pages | Self::Data, _) => false,
        }
    }
}

/// The names of a path that leads down and nowhere else, and that every system reads the same way.
fn parts(path: &Path) -> Option<Vec<&str>> {
    let name = |part| match part {
        Component::Normal(name) => name.to_str().filter(|name| fault(name).is_none()),
        _ => None,
    };
    path.components().map(name).collect()
}

/// The first name on a path that some system does not allow.
pub(super) fn unsafe_part(path: &Path) -> Option<(String, Fault)> {
    path.components().find_map(|part| {
        let name = part.as_os_str().to_string_lossy();
        Some((name.clone().into_owned(), fault(&name)?))
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Names;

    #[test]
    fn only_names_that_are_written_fit() {
        let fit = |names: Names, path: &str| names.fit(Path::new(path));
        for path in [
            "a-2023-q2.pdf",
            "a.docx",
            "charts/visas.svg",
            "charts/.a.written",
            "charts/a/visas.svg",
            "charts/a/.a.written",
            "a.inputs/report.json",
            "a.inputs/.written",
            "a.inputs/fonts/x.ttf",
        ] {
            assert!(fit(Names::Edition, path), "{path}");
        }
        for path in [
            "",
            "thesis.odt",
            ".pdf",
            "charts",
            "charts/notes.txt",
            "charts/a/b/c.svg",
            "a.inputs",
            "../a.pdf",
            "/a.pdf",
            "charts/../a.pdf",
            "./../a.pdf",
            "C:\\a.pdf",
            "NUL.pdf",
            "a:b.pdf",
            "charts/a\\..\\b.svg",
        ] {
            assert!(!fit(Names::Edition, path), "{path}");
        }
        assert!(fit(Names::Reference, "docx/word/_rels/document.xml.rels"));
        assert!(fit(Names::Reference, "reference.toml") && !fit(Names::Reference, "a.pdf"));
        assert!(fit(Names::Pages, "a.html") && !fit(Names::Pages, "a/b.html"));
    }
}
