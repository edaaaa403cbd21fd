//! `quarterly sheet`: a spec in, the workbook out in which its numbers are filled in.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::asking::{error_line, failed};
use super::files::write_one;
use super::filling::SheetArguments;
use super::stream::{print, shown};
use super::telling::Telling;
use super::{Outcome, languages, threads};
use crate::build::checked;
use crate::diag::{Extent, listed, nearest, printable};
use crate::language::Language;
use crate::spec::Spec;
use crate::theme::Theme;
use crate::workbook::{Choice, Values, sheet};

/// How every workbook begins.
const BEGINS: &[u8] = b"PK\x03\x04";

/// How faults of the spec are told.
const TELLING: Telling = Telling { extent: Extent::Short, consequence: "; nothing was written" };

pub(super) fn run(arguments: &SheetArguments) -> Outcome {
    threads::start(None);
    one(arguments).unwrap_or_else(|told| failed(&told))
}

fn one(arguments: &SheetArguments) -> Result<Outcome, String> {
    let languages = arguments.languages.as_deref();
    let spec = Spec::open_with(&arguments.spec, languages).map_err(|faults| TELLING.faults(&faults))?;
    let values = values(&spec, languages)?;
    let sources: Vec<&str> = values.figures.iter().filter_map(|figure| figure.source.as_deref()).collect();
    if let Some(source) = arguments.source.as_ref().filter(|source| !sources.contains(&source.as_str())) {
        let near = nearest(source, sources.iter().copied()).map(|near| format!("did you mean `{near}`? "));
        let mut known: Vec<&str> = Vec::new();
        sources.iter().for_each(|source| {
            if !known.contains(source) {
                known.push(source);
            }
        });
        let hint = format!("{}the edition has figures of: {}", near.unwrap_or_default(), listed(known));
        return Err(error_line(&format!("no figure has the source `{source}`"), &hint));
    }
    let choice = Choice { source: arguments.source.clone(), all: arguments.all };
    let chosen =
        values.figures.iter().filter(|figure| choice.source.is_none() || figure.source == choice.source);
    let chosen = || chosen.clone().filter(|figure| choice.all || figure.is_open());
    if chosen().next().is_none() {
        let of = choice.source.as_ref().map_or_else(String::new, |source| format!(" of `{source}`"));
        print(&format!(
            "nothing{of} is to be filled in: no workbook was written (--all writes one with all numbers)\n"
        ));
        return Ok(Outcome::Findings);
    }
    let locale = locale(arguments, &spec)?;
    let bytes = sheet(&spec, &values, &choice, &locale).map_err(|error| {
        error_line(&format!("the workbook cannot be written: {error}"), "shorten the texts of the spec")
    })?;
    let out = arguments.out.clone().unwrap_or_else(|| beside(&arguments.spec, &choice));
    if out.exists() {
        let message = format!("`{}` is there already", shown(&out));
        return Err(error_line(
            &message,
            "somebody may have filled it in: give another name with --out, or move it away",
        ));
    }
    write_one(&out, &bytes, BEGINS).map_err(|error| format!("error: {}\n", error.told()))?;
    let open = |figure: &&crate::workbook::FigureValues| {
        figure.entries.iter().filter(|entry| entry.held.is_open()).count()
    };
    let count: usize = chosen().map(|figure| open(&figure)).sum();
    let mut by_source: BTreeMap<&str, usize> = BTreeMap::new();
    for figure in chosen() {
        *by_source.entry(figure.source.as_deref().unwrap_or("no source")).or_default() += open(&figure);
    }
    let by_source: Vec<String> =
        by_source.into_iter().map(|(source, count)| format!("{} {count}", printable(source))).collect();
    let counted = |count: usize, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
    print(&format!(
        "wrote {}: {} of {} to be filled in ({})\nthen: quarterly fill {} {}\n",
        shown(&out),
        counted(count, "number"),
        counted(chosen().count(), "figure"),
        by_source.join(", "),
        shown(&arguments.spec),
        shown(&out)
    ));
    Ok(Outcome::Clean)
}

/// The numbers of an edition, with those that it asks for.
pub(super) fn values(spec: &Spec, languages: Option<&Path>) -> Result<Values, String> {
    let checked = checked(spec, &theme_of(languages)?).map_err(|faults| TELLING.faults(&faults))?;
    Ok(Values::of(spec, &checked.missing))
}

/// The program's own theme, with a folder of languages.
pub(super) fn theme_of(languages: Option<&Path>) -> Result<Theme, String> {
    let mut theme = Theme::embedded().map_err(|error| error_line(&error, "install the program anew"))?;
    theme.languages = languages.map(Path::to_owned);
    Ok(theme)
}

/// The language of the workbook: the one asked for, or that of the edition.
fn locale(arguments: &SheetArguments, spec: &Spec) -> Result<Language, String> {
    let tag = arguments.language.clone().unwrap_or_else(|| spec.language().value);
    let is_own = tag == spec.language().value;
    let source =
        |file: &str| spec.language_files.iter().find(|(name, _)| is_own && *name == file).map(|(_, id)| *id);
    let other = |file: &str| source(file).map(|id| spec.sources.text(id).to_owned());
    languages::locale(&tag, arguments.languages.as_deref(), other)
        .map(|language| language.with_periods(spec.named_periods()))
}

/// The name of the workbook beside its spec: `2023-q3.mia.xlsx`.
fn beside(spec: &Path, choice: &Choice) -> PathBuf {
    let stem = spec.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let of = choice.source.as_deref().unwrap_or("figures");
    spec.with_file_name(format!("{stem}.{of}.xlsx"))
}
