//! Builds a quarterly migration overview.

fn main() {}
