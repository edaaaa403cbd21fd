//! Namespaces of the formats that a package holds.

/// Namespace of WordprocessingML.
pub(in crate::docx) const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
/// Namespace of relation ids, and the beginning of the names of relation types.
pub(in crate::docx) const RELATION: &str =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
/// Beginning of those of the package itself.
pub(in crate::docx) const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
/// Shapes, colours and text in drawings.
pub(in crate::docx) const DRAWING: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";
/// Charts, and what the data of a drawing that holds one are called.
pub(in crate::docx) const CHART: &str = "http://schemas.openxmlformats.org/drawingml/2006/chart";
