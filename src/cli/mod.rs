//! The commands: files, terminal and clock live here and nowhere else.

use std::env;
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{ColorChoice, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::diag::{Extent, printable};
use guard::guarded;
use stream::tell;

mod apart;
mod asking;
mod build;
mod check;
mod crew;
mod data;
mod desktop;
mod diff;
mod edits;
mod facts;
mod files;
mod fill;
mod filling;
mod fix;
#[cfg(fuzzing)]
pub mod fuzzed;
mod golden;
mod guard;
mod languages;
mod ministry;
mod new;
mod overlays;
mod overview;
mod preview;
mod reference;
mod sheet;
mod shell;
mod side;
mod stream;
mod telling;
mod theme;
mod threads;
mod translate;

/// Builds a quarterly migration overview from a TOML spec.
#[derive(Debug, Parser)]
// An old console shows the signs that colours are made of.
#[command(name = "quarterly", version, about, color = ColorChoice::Never)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Builds the PDF, the DOCX and the charts of editions.
    Build(BuildArguments),
    /// Checks the numbers of editions without building them.
    Check(CheckArguments),
    /// Shows an edition in a browser while it is written: pages, findings beside them, where each number comes from.
    Preview(preview::PreviewArguments),
    /// Makes the next edition from the last one, or begins a series, or the files of a language.
    New(NewArguments),
    /// Writes the numbers of editions as open data: CSV, XLSX, a Data Package, the fields of HDX.
    Data(DataArguments),
    /// Tells what an editor changed in a DOCX since it was built, block by block.
    Edits(EditsArguments),
    /// Says what differs between two editions, the reason first.
    Diff(DiffArguments),
    /// Lists what a translation lacks and writes the places for it; accepts what was translated.
    Translate(TranslateArguments),
    /// Writes a workbook for Excel in which the numbers of an edition are filled in.
    Sheet(filling::SheetArguments),
    /// Takes over the numbers of a workbook that was filled in, or of a table of a ministry, after showing each and asking.
    Fill(filling::FillArguments),
    /// Holds editions against references that are kept beside their data.
    #[command(subcommand)]
    Golden(GoldenCommand),
    /// Prints what lets a shell complete the commands.
    #[command(hide = true)]
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Writes a manual page for each command into a folder.
    #[command(hide = true)]
    Man {
        /// The folder
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
}

/// What `quarterly check` takes.
#[derive(Debug, clap::Args)]
struct CheckArguments {
    /// Quarter specs, such as data/kazakhstan/2023-q2.toml
    #[arg(required_unless_present = "explain", value_name = "SPEC")]
    specs: Vec<PathBuf>,
    /// How findings are told
    #[arg(long, value_enum, default_value_t = FindingsFormat::Text)]
    format: FindingsFormat,
    /// Rules whose findings are errors
    #[arg(long, value_delimiter = ',', value_name = "CODE")]
    deny: Vec<String>,
    /// Write a table of every number of the edition: page, figure, formula, source, outcome of the checks
    #[arg(long, value_name = "FILE.csv")]
    record: Option<PathBuf>,
    /// Tell only the warnings and notes of these codes, and all errors
    #[arg(long, value_delimiter = ',', value_name = "CODE")]
    only: Vec<String>,
    /// Tell every finding in full, however many there are
    #[arg(long)]
    all: bool,
    /// Show changes that end findings one by one, and write those that you say yes to
    #[arg(long, conflicts_with_all = ["explain", "record"])]
    fix: bool,
    /// With --fix: write what cannot be wrong without a question, such as the end of an exemption that nothing needs
    #[arg(long, requires = "fix")]
    yes: bool,
    /// With --fix: only changes for findings of these codes
    #[arg(long, requires = "fix", value_delimiter = ',', value_name = "CODE")]
    code: Vec<String>,
    /// Tell what a code finds, why that is bad, and what to do, with an example
    #[arg(long, value_name = "CODE")]
    explain: Option<String>,
    /// Only these languages of those that an edition is published in
    #[arg(long, value_delimiter = ',', value_name = "TAG", value_parser = languages::tag)]
    language: Vec<String>,
    #[command(flatten)]
    theme: ThemeArguments,
}

/// How findings are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FindingsFormat {
    /// For people: the line, the place in it, what to do.
    Text,
    /// For programs: one object.
    Json,
    /// For tools that show findings of many checkers: SARIF 2.1.0.
    Sarif,
}

/// What `quarterly new` takes.
#[derive(Debug, Clone, clap::Args)]
struct NewArguments {
    /// The last edition, or the folder with the editions of a series; with --country, the folder of the new one
    #[arg(value_name = "SPEC|DIR")]
    from: Option<PathBuf>,
    /// The period of the new edition; without it, the one behind that of the last
    #[arg(long, value_name = "2026-Q3")]
    period: Option<String>,
    /// Name of the new file, in the folder of the last edition; without it, the name of that with the period moved
    #[arg(long, value_name = "FILE", conflicts_with = "country")]
    out: Option<PathBuf>,
    /// Leave the legislation and the events of the last quarter in it
    #[arg(long, conflicts_with = "country")]
    keep_events: bool,
    /// Write periods by what they are to the edition's own, as in period.previous: they move by themselves from then on
    #[arg(long, conflicts_with = "country")]
    relative: bool,
    /// Show what would be written, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Begin a series about the country with this code
    #[arg(long, value_name = "KG")]
    country: Option<String>,
    /// With --country: the language of the series; alone, with --languages: write the files of a new language there
    #[arg(long, value_name = "TAG", value_parser = languages::tag)]
    language: Option<String>,
    /// With --country: who publishes
    #[arg(long, value_name = "NAME", requires = "country")]
    publisher: Option<String>,
    #[command(flatten)]
    theme: ThemeArguments,
}

/// What `quarterly data` takes.
#[derive(Debug, clap::Args)]
struct DataArguments {
    /// Editions of one series, or the folder with them
    #[arg(required = true, value_name = "SPEC|DIR")]
    specs: Vec<PathBuf>,
    /// Folder for the files; without one, `out/data`
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Also what follows from other values: totals that are sums, derived figures
    #[arg(long)]
    computed: bool,
    #[command(flatten)]
    theme: ThemeArguments,
}

/// What `quarterly edits` takes.
#[derive(Debug, clap::Args)]
struct EditsArguments {
    /// The edited DOCX
    #[arg(value_name = "FILE.docx")]
    file: PathBuf,
    /// How to tell it
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// The quarter spec that it was built from: tells file and line of each edit, and what the words were
    #[arg(long, value_name = "SPEC")]
    spec: Option<PathBuf>,
    /// Carry words back into the spec: shows each change, proven by a build in memory, and asks
    #[arg(long, requires = "spec")]
    apply: bool,
    /// With --apply: write what is proven without a question
    #[arg(long, requires = "apply")]
    yes: bool,
    /// With --apply: also texts that other editions share
    #[arg(long, requires = "apply")]
    shared: bool,
    /// With --apply: also items and paragraphs that are new, gone, merged, split or in another order
    #[arg(long, requires = "apply")]
    structure: bool,
    /// With --apply: write a copy of the document with an answer to each edit as a comment
    #[arg(long, requires = "apply", value_name = "FILE.docx")]
    answer: Option<PathBuf>,
    #[command(flatten)]
    theme: ThemeArguments,
}

/// What `quarterly translate` takes.
#[derive(Debug, clap::Args)]
struct TranslateArguments {
    /// The quarter spec
    #[arg(value_name = "SPEC")]
    spec: PathBuf,
    /// The language of the translation
    #[arg(long, value_name = "TAG", value_parser = languages::tag)]
    language: String,
    /// Accept these texts, with commas between them, as translations of what stands in the spec now
    #[arg(long, value_delimiter = ',', value_name = "KEY")]
    accept: Vec<String>,
    /// With --accept, or alone: accept all texts that are translated
    #[arg(long)]
    all: bool,
    /// Write all texts with their translations into a file for programs of translators (XLIFF 1.2)
    #[arg(long, value_name = "FILE.xlf", conflicts_with_all = ["accept", "all", "import"])]
    export: Option<PathBuf>,
    /// Take the translations of such a file over
    #[arg(long, value_name = "FILE.xlf", conflicts_with_all = ["accept", "all"])]
    import: Option<PathBuf>,
    /// Write without a question
    #[arg(long)]
    yes: bool,
    /// Folder with languages, as in ru/print.toml, instead of the one beside the series
    #[arg(long, value_name = "DIR")]
    languages: Option<PathBuf>,
}

/// What to do with references.
#[derive(Debug, Subcommand)]
enum GoldenCommand {
    /// Says what differs from the references.
    Check(GoldenArguments),
    /// Writes the references anew, where they differ.
    Update(GoldenArguments),
    /// Shows each difference and asks whether it is meant; writes the references of editions of which all are.
    Review(GoldenArguments),
}

/// What `quarterly golden` takes.
#[derive(Debug, clap::Args)]
struct GoldenArguments {
    /// Quarter specs; without any, all below this folder that have a reference
    #[arg(value_name = "SPEC")]
    specs: Vec<PathBuf>,
    /// Also write a page for a browser about each edition that differs into this folder
    #[arg(long, value_name = "DIR")]
    html: Option<PathBuf>,
    #[command(flatten)]
    theme: ThemeArguments,
}

/// What `quarterly build` takes.
#[derive(Debug, clap::Args)]
struct BuildArguments {
    /// Quarter specs, such as data/kazakhstan/2023-q2.toml
    #[arg(required = true, value_name = "SPEC")]
    specs: Vec<PathBuf>,
    /// Folder for the outputs; without one, `out`
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Only these languages of those that an edition is published in
    #[arg(long, value_delimiter = ',', value_name = "TAG", value_parser = languages::tag)]
    language: Vec<String>,
    /// Which outputs to write
    #[arg(long, value_delimiter = ',', value_name = "pdf,docx,svg")]
    only: Vec<Output>,
    /// Refuse placeholder logos, missing photos and open warnings
    #[arg(long = "final")]
    is_final: bool,
    /// Also write what the template sees, so that `typst compile` can set the same pages
    #[arg(long)]
    keep: bool,
    /// Tell every finding in full, however many there are
    #[arg(long)]
    all: bool,
    /// Word document whose styles, theme, page, headers and footers the DOCX takes
    #[arg(long, value_name = "FILE.docx")]
    reference: Option<PathBuf>,
    #[command(flatten)]
    theme: ThemeArguments,
}

/// A template, brand and fonts of the user's own.
#[derive(Debug, Clone, clap::Args)]
struct ThemeArguments {
    /// Folder with a Typst template instead of the series template
    #[arg(long, value_name = "DIR")]
    template: Option<PathBuf>,
    /// Brand file instead of the template's brand.toml; logos are looked for beside it
    #[arg(long, value_name = "FILE")]
    brand: Option<PathBuf>,
    /// Folder with fonts instead of the bundled ones
    #[arg(long, value_name = "DIR")]
    fonts: Option<PathBuf>,
    /// Folder with languages, as in ru/print.toml, instead of the one beside the series
    #[arg(long, value_name = "DIR")]
    languages: Option<PathBuf>,
}

/// What `quarterly diff` takes.
#[derive(Debug, Clone, clap::Args)]
struct DiffArguments {
    /// What was: a spec, a folder that was built, a PDF or a DOCX
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// What is: a spec, a folder that was built, a PDF or a DOCX
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// How to tell it
    #[arg(long, value_enum, default_value_t = DiffFormat::Text)]
    format: DiffFormat,
    /// Also write one page for a browser, with the pages side by side
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Do not draw the pages, unless --html needs them
    #[arg(long)]
    no_pixels: bool,
    /// Compare what two finished files say, in whatever languages: the facts that each of them keeps
    #[arg(long, conflicts_with_all = ["format", "html", "no_pixels"])]
    facts: bool,
    /// This is the process of its own that reads the files
    #[arg(long = apart::BOUNDED, hide = true)]
    is_bounded: bool,
    #[command(flatten)]
    theme: ThemeArguments,
}

/// How differences of two editions are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum DiffFormat {
    /// For reading.
    Text,
    /// For programs.
    Json,
    /// As `[[correction]]` entries, for the spec of a corrected reissue.
    Corrections,
}

/// How edits are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For reading.
    Text,
    /// For programs.
    Json,
}

impl CheckArguments {
    /// How much of many findings is told.
    fn extent(&self) -> Extent {
        if self.all { Extent::All } else { Extent::Short }
    }
}

impl BuildArguments {
    /// How much of many findings is told.
    fn extent(&self) -> Extent {
        if self.all { Extent::All } else { Extent::Short }
    }

    /// Whether an output was asked for; without a choice, all are.
    fn wants(&self, output: Output) -> bool {
        self.only.is_empty() || self.only.contains(&output)
    }
}

/// Kinds of output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Output {
    /// The branded PDF.
    Pdf,
    /// The editable DOCX.
    Docx,
    /// The charts.
    Svg,
}

/// How a command ended. A command with several editions ends like the worst of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    /// Everything was written, nothing is to be said.
    Clean,
    /// Everything was written, something is to be said.
    Findings,
    /// It could not be done.
    Failed,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::Clean => 0,
            Outcome::Findings => 1,
            Outcome::Failed => 2,
        })
    }
}

/// Reads the arguments of this process, runs the command, and says how it ended.
#[must_use]
pub fn answer() -> ExitCode {
    guard::listen();
    if let Err(told) = guard::has_room() {
        tell(&told);
        return Outcome::Failed.into();
    }
    let arguments = preview::of_dropped(env::args_os().collect());
    let outcome = match Arguments::try_parse_from(&arguments) {
        Ok(arguments) => guarded(|| run(&arguments)).unwrap_or_else(|told| {
            tell(&told);
            Outcome::Failed
        }),
        Err(refused) => refuse(&refused, &arguments),
    };
    stream::ended(outcome).into()
}

/// Says what is wrong with arguments, or the help that they ask for.
fn refuse(refused: &clap::Error, arguments: &[OsString]) -> Outcome {
    if !refused.use_stderr() {
        stream::note(refused.print().and_then(|()| io::stdout().flush()));
        return Outcome::Clean;
    }
    // The message repeats arguments as they are: nothing in them may look like a line of its own.
    let plain: Vec<String> =
        arguments.iter().map(|argument| printable(&argument.to_string_lossy())).collect();
    match Arguments::try_parse_from(plain) {
        // Where nobody listens, the exit code still says how it ended.
        Err(refused) if refused.use_stderr() => drop(refused.print()),
        Err(_) | Ok(_) => tell(&format!("{}\n", printable(&refused.to_string()))),
    }
    Outcome::Failed
}

fn run(arguments: &Arguments) -> Outcome {
    let Some(command) = &arguments.command else { return overview::run() };
    match command {
        Command::Build(arguments) => build::run(arguments),
        Command::Check(arguments) => check::run(arguments),
        Command::Preview(arguments) => preview::run(arguments),
        Command::New(arguments) => new::run(arguments),
        Command::Data(arguments) => data::run(arguments),
        Command::Edits(arguments) => edits::run(arguments),
        Command::Diff(arguments) => diff::run(arguments),
        Command::Translate(arguments) => translate::run(arguments),
        Command::Sheet(arguments) => sheet::run(arguments),
        Command::Fill(arguments) => fill::run(arguments),
        Command::Golden(command) => golden::run(command),
        Command::Completions { shell } => shell::completions(*shell),
        Command::Man { folder } => shell::man(folder),
    }
}
