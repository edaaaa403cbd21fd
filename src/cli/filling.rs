//! What `quarterly sheet` and `quarterly fill` take.

use std::path::PathBuf;

use crate::workbook::ministry::{PERIODS, SCALES, TARGETS};

/// What `quarterly sheet` takes.
#[derive(Debug, clap::Args)]
pub(super) struct SheetArguments {
    /// The quarter spec, such as data/kazakhstan/2023-q2.toml
    #[arg(value_name = "SPEC")]
    pub(super) spec: PathBuf,
    /// The workbook; without a name, 2023-q2.figures.xlsx beside 2023-q2.toml
    #[arg(long, value_name = "FILE.xlsx")]
    pub(super) out: Option<PathBuf>,
    /// Only the figures of one source, by its key in the spec: mia
    #[arg(long, value_name = "KEY")]
    pub(super) source: Option<String>,
    /// Language of the workbook: en, ru, kk; without one, that of the edition
    #[arg(long, value_name = "TAG")]
    pub(super) language: Option<String>,
    /// All figures, also those of which nothing is to be filled in
    #[arg(long)]
    pub(super) all: bool,
    /// Folder with languages, as in ru/print.toml, instead of the one beside the series
    #[arg(long, value_name = "DIR")]
    pub(super) languages: Option<PathBuf>,
}

/// What `quarterly fill` takes.
#[derive(Debug, clap::Args)]
pub(super) struct FillArguments {
    /// The quarter spec, such as data/kazakhstan/2023-q2.toml
    #[arg(value_name = "SPEC")]
    pub(super) spec: PathBuf,
    /// The workbook that was filled in, or a table of a ministry: .xlsx, .xls or .csv
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    #[command(flatten)]
    pub(super) table: TableArguments,
    /// Show what would change, and write nothing
    #[arg(long, conflicts_with = "yes")]
    pub(super) dry_run: bool,
    /// Write it without a question
    #[arg(long)]
    pub(super) yes: bool,
    /// Folder with languages, as in ru/print.toml, instead of the one beside the series
    #[arg(long, value_name = "DIR")]
    pub(super) languages: Option<PathBuf>,
}

/// How the table of a ministry is read for the first time; the next file of its name is read by the same words.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "A table that is read for the first time")]
pub(super) struct TableArguments {
    /// The figure that it is for
    #[arg(long, value_name = "KEY")]
    pub(super) figure: Option<String>,
    /// What it gives: parts, shares, shares-of-counts (computed from its counts) or values; without it, what the figure
    /// asks for
    #[arg(long = "as", value_name = "parts|shares|…|values", value_parser = TARGETS)]
    pub(super) target: Option<String>,
    /// A part that is wanted and that the figure does not list yet: a code, a key of [names], or a name
    #[arg(long, value_name = "NAME")]
    pub(super) part: Vec<String>,
    /// The sheet with the table
    #[arg(long, value_name = "NAME")]
    pub(super) sheet: Option<String>,
    /// The column that names the rows: the words above it, or its letter
    #[arg(long, value_name = "WORDS")]
    pub(super) key: Option<String>,
    /// A column with numbers, likewise; several are added up
    #[arg(long, value_name = "WORDS")]
    pub(super) column: Vec<String>,
    /// A row with numbers of a table whose names stand across, likewise; several are added up
    #[arg(long, value_name = "WORDS", conflicts_with = "column")]
    pub(super) row: Vec<String>,
    /// Only rows that have this in that column: "Year={year}"
    #[arg(long = "where", value_name = "COLUMN=VALUE")]
    pub(super) only: Vec<String>,
    /// What is said of the period that the table names: any (whichever it is, it is right), or unnamed (it names none)
    #[arg(long, value_name = "WHICH", value_parser = PERIODS)]
    pub(super) period: Option<String>,
    /// In what the numbers are: as-is (in the unit of the figure), one, thousand, million or billion
    #[arg(long, value_name = "WHICH", value_parser = SCALES)]
    pub(super) scale: Option<String>,
    /// The rows of the table are all there are, although no row of the whole proves it: what is not listed is `other`
    #[arg(long)]
    pub(super) complete: bool,
    /// A row that is left out
    #[arg(long, value_name = "NAME")]
    pub(super) skip: Vec<String>,
    /// What a name means: "без гражданства=stateless", "Корея=KR", or =other, =total
    #[arg(long, value_name = "NAME=KEY")]
    pub(super) rename: Vec<String>,
    /// The mapping to read it by: maps/NAME.toml beside the spec
    #[arg(long, value_name = "NAME")]
    pub(super) map: Option<String>,
}
