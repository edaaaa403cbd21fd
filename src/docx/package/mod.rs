//! The package as a file: XML that is escaped and put into the schema's order in one place, the parts that every
//! document has, and the zip file that holds them.

pub(super) mod archive;
pub(super) mod directory;
pub(super) mod drawing;
pub(super) mod length;
pub(super) mod namespace;
pub(super) mod order;
pub(super) mod parts;
pub(crate) mod relation;
pub(super) mod style;
pub(crate) mod system;
pub(crate) mod tree;
