//! Reads the values of figures from CSV files beside the spec.
