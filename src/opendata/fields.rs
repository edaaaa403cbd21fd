//! The columns of the table, in order, with what each says.

/// A column: its name, the type of its values in a Data Package, and what it says.
pub(super) type Field = (&'static str, &'static str, &'static str);

/// The columns of the table.
pub(super) const FIELDS: [Field; 15] = [
    ("location_code", "string", "Country reported on: code of three letters of ISO 3166-1"),
    ("figure", "string", "Name of the number series"),
    ("label", "string", "What it counts"),
    ("kind", "string", "What the value is: total, share (per cent of the total) or part (an amount of it)"),
    (
        "part",
        "string",
        "Code of two letters of a country (ISO 3166-1), a name of the series' own, or other: the rest",
    ),
    ("part_name", "string", "The part in words"),
    (
        "period",
        "string",
        "Period: 2023-Q2, 2023-04, 2023-H1, 2023, a day; other spans as first day/duration (ISO 8601)",
    ),
    ("reference_period_start", "date", "First day of the period"),
    ("reference_period_end", "date", "Last day of the period"),
    (
        "value",
        "number",
        "The value with the digits of its source; empty where the source gives a limit or a range, which stands in note",
    ),
    ("unit", "string", "Unit of the value"),
    ("source", "string", "Who gives it"),
    ("edition", "string", "The latest edition that has it"),
    (
        "status",
        "string",
        "published, provisional, estimated, revised (an earlier edition had another value), or computed",
    ),
    ("note", "string", "What limits the value"),
];

/// The columns that no two rows have in common.
pub(super) const KEY: [&str; 4] = ["figure", "kind", "part", "period"];
