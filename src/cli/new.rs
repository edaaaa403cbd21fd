//! `quarterly new`: the next edition from the last one, or a new series from nothing.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tempfile::NamedTempFile;

use super::asking::{error_line, failed};
use super::overlays::{self, Beside, Moving};
use super::stream::{print, shown, tell};
use super::telling::Telling;
use super::{NewArguments, Outcome, languages, theme, threads};
use crate::data::period::Period;
use crate::diag::{Extent, Faults, Severity, one_line};
use crate::language::{FILES, Language, skeleton};
use crate::patch::lines;
use crate::roll::fresh::{self, Fresh};
use crate::roll::{Events, Roles, Rolled, Spelling, Stopped, role, roll};
use crate::spec::Spec;
use crate::spec::editions::{Found, editions};
use crate::theme::Theme;

/// Begins a file of an editor on Windows.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

pub(super) fn run(arguments: &NewArguments) -> Outcome {
    if let (Some(tag), None) = (&arguments.language, &arguments.country) {
        return words(arguments, tag).unwrap_or_else(|outcome| outcome);
    }
    let asked;
    let arguments = if arguments.from.is_none() && arguments.country.is_none() {
        match ask(arguments) {
            Some(answers) => {
                asked = answers;
                &asked
            }
            None => {
                return refuse(
                    "no edition and no folder is named",
                    "write: quarterly new data/kazakhstan, or for a new series: quarterly new --country KG --period 2026-Q3 DIR",
                );
            }
        }
    } else {
        arguments
    };
    threads::start(None);
    let theme = match theme::theme(&arguments.theme) {
        Ok(theme) => theme,
        Err(faults) => return told(&faults),
    };
    let done = match &arguments.country {
        Some(country) => start(arguments, country, &theme),
        None => go_on(arguments, &theme),
    };
    done.unwrap_or_else(|outcome| outcome)
}

/// The files of a language that the program does not have, to be translated.
fn words(arguments: &NewArguments, tag: &str) -> Result<Outcome, Outcome> {
    if arguments.from.is_some() {
        let hint = "an edition keeps the language of its series; for another one, write: quarterly translate SPEC --language TAG";
        return Err(refuse("--language is for a new series or a new language", hint));
    }
    let Some(folder) = &arguments.theme.languages else {
        let hint = format!("write: quarterly new --language {tag} --languages DIR");
        return Err(refuse("no folder is named for the files of the new language", &hint));
    };
    if Language::languages().iter().any(|known| known == tag) {
        let hint = "it needs no files; to have other words, copy those of the program from data/languages/";
        return Err(refuse(&format!("the program has the language `{tag}`"), hint));
    }
    let folder = folder.join(tag);
    let files = FILES.map(|file| (folder.join(file), skeleton(file, tag).unwrap_or_default()));
    if let Some((there, _)) = files.iter().find(|(path, _)| fs::symlink_metadata(path).is_ok()) {
        let hint = "go on with it: quarterly check SPEC --languages DIR tells what is missing";
        return Err(refuse(&format!("`{}` is there already", shown(there)), hint));
    }
    if !arguments.dry_run {
        make_folder(&folder)?;
    }
    for (path, text) in &files {
        if !arguments.dry_run {
            write(path, &[text.as_bytes()])?;
        }
        print(&format!("{} {}\n", if arguments.dry_run { "would write" } else { "wrote" }, shown(path)));
    }
    print(&format!(
        "next: translate each line that begins with #|, and take that mark away\n      quarterly check SPEC --languages DIR     what is missing, for an edition with language = \"{tag}\"\n"
    ));
    Ok(Outcome::Clean)
}

fn make_folder(folder: &Path) -> Result<(), Outcome> {
    fs::create_dir_all(folder).map_err(|error| {
        refuse(
            &format!("cannot make `{}`: {error}", shown(folder)),
            "choose a folder that you may write into",
        )
    })
}

/// The next edition of a series.
fn go_on(arguments: &NewArguments, theme: &Theme) -> Result<Outcome, Outcome> {
    let given = arguments.from.clone().unwrap_or_default();
    let from = if given.is_dir() { latest(&given)? } else { given };
    let old = Spec::open_with(&from, theme.languages.as_deref()).map_err(|faults| told(&faults))?;
    let period = old.edition.period.value;
    let to = match &arguments.period {
        Some(written) => parsed(written)?,
        None => role::next(period).ok_or_else(|| {
            let message = format!("behind `{period}` comes no period of its kind");
            refuse(&message, "say which is meant: --period 2024-Q1")
        })?,
    };
    if period.is_named() || to.last_day() <= period.last_day() {
        let message = format!("`{to}` is not behind `{period}`");
        return Err(refuse(&message, "an edition is moved forward; give a later --period"));
    }
    let to_path = arguments.out.clone().unwrap_or_else(|| beside(&from, period, to));
    let is_same_folder = here(&to_path).canonicalize().ok() == here(&from).canonicalize().ok();
    if !is_same_folder || to_path.extension().is_none_or(|ending| ending != "toml") {
        let message = format!("`{}` does not lie beside `{}`", shown(&to_path), shown(&from));
        let hint = "the new edition needs the series, the history and the photographs there; give --out a name in that folder that ends in .toml";
        return Err(refuse(&message, hint));
    }
    is_free(&to_path, theme)?;
    let overlays = overlays::beside(&from, &to_path);
    for overlay in &overlays {
        is_free(&overlay.to, theme)?;
    }
    let events = if arguments.keep_events { Events::Kept } else { Events::Out };
    let spelling = if arguments.relative { Spelling::Relative } else { Spelling::Out };
    let read = |text: &str, renamed: &[(String, String)]| read(&to_path, text, renamed, theme);
    let roles = Roles::new(period, to);
    let rolled =
        roll(&old, theme, roles, (events, spelling), &read).map_err(|stopped| stop(&stopped, &from))?;
    let files = stand_ins(&to_path, &rolled.told.renamed);
    let paths = [from.as_path(), to_path.as_path()];
    let moving = Moving { theme, paths, rolled: &rolled, roles, spelling, files: &files };
    let others: Vec<(&Beside, Option<String>, String)> = overlays
        .iter()
        .map(|overlay| {
            let (text, told) = moving.one(overlay);
            (overlay, text, told)
        })
        .collect();
    let name = one_line(&from.file_name().unwrap_or_default().to_string_lossy());
    if arguments.dry_run {
        print(&lines::shown(&rolled.patch));
    } else {
        write(&to_path, &[mark_of(&from), rolled.text.as_bytes()])?;
        for (overlay, text, _) in &others {
            if let Some(text) = text {
                write(&overlay.to, &[mark_of(&overlay.from), text.as_bytes()])?;
            }
        }
    }
    let wrote = if arguments.dry_run { "would write" } else { "wrote" };
    let [before, after] = &rolled.told.periods;
    print(&format!("{wrote} {} from {name}: {before} → {after}\n{}", shown(&to_path), rolled.told));
    others.iter().for_each(|(.., told)| print(told));
    print(&next_steps(
        &to_path,
        &rolled,
        others.iter().find(|(_, text, _)| text.is_some()).map(|(one, ..)| *one),
    ));
    Ok(Outcome::Clean)
}

/// What a file of an editor on Windows begins with, and others do not.
fn mark_of(path: &Path) -> &'static [u8] {
    let has_mark = fs::read(path).is_ok_and(|bytes| bytes.starts_with(BYTE_ORDER_MARK));
    if has_mark { BYTE_ORDER_MARK } else { &[] }
}

/// What to do now.
fn next_steps(path: &Path, rolled: &Rolled, overlay: Option<&Beside>) -> String {
    let path = shown(path);
    let mut steps = Vec::new();
    if rolled.told.to_fill.0 > 0 {
        steps.push(format!("quarterly sheet {path}     a workbook for the values"));
    }
    steps.push(format!("quarterly preview {path}   its pages, beside the text"));
    steps.push(format!("quarterly check {path}     what is left to do"));
    if let Some(overlay) = overlay {
        let language = &overlay.language;
        steps
            .push(format!("quarterly translate {path} --language {language}     what its translation lacks"));
    }
    format!("next: {}\n", steps.join("\n      "))
}

/// The latest edition in a folder.
fn latest(folder: &Path) -> Result<PathBuf, Outcome> {
    match editions(folder).pop() {
        Some(Found { path, .. }) => Ok(path.strip_prefix(".").map_or(path.clone(), Path::to_owned)),
        None => Err(refuse(
            &format!("no edition lies in `{}`", shown(folder)),
            "name the file of one, or begin a series: quarterly new --country KG --period 2026-Q3 DIR",
        )),
    }
}

fn here(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The name of the new file: that of the old one with the period moved, or the period alone.
fn beside(from: &Path, period: Period, to: Period) -> PathBuf {
    let name = |period: Period| period.to_string().replace('/', "_");
    let stem = from.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let (old, new) = (name(period), name(to));
    let moved = [(old.to_lowercase(), new.to_lowercase()), (old, new.clone())];
    let found = moved.iter().find(|(old, _)| stem.contains(old.as_str()));
    let stem = found.map_or_else(|| new.to_lowercase(), |(old, new)| stem.replacen(old.as_str(), new, 1));
    from.with_file_name(format!("{stem}.toml"))
}

/// Nothing is written over.
fn is_free(path: &Path, theme: &Theme) -> Result<(), Outcome> {
    if fs::symlink_metadata(path).is_err() {
        return Ok(());
    }
    let spec = Spec::open_with(path, theme.languages.as_deref());
    let open: usize = spec.map_or(0, |spec| spec.figures.iter().map(|figure| figure.gaps.len()).sum());
    let state = match open {
        0 => String::new(),
        1 => " (one value of it is to be filled in)".to_owned(),
        open => format!(" ({open} values of it are to be filled in)"),
    };
    let message = format!("`{}` is there already{state}", shown(path));
    Err(refuse(&message, "go on with it, or give the new one another name with --out"))
}

/// Reads a new edition that is not written yet.
fn read(path: &Path, text: &str, renamed: &[(String, String)], theme: &Theme) -> Result<Spec, Faults> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut changed = stand_ins(path, renamed);
    changed.insert(name, Arc::from(text.as_bytes()));
    Spec::open_changed(path, theme.languages.as_deref(), changed)
}

/// The files of the new period come later: until then, the old ones show that they can be read.
fn stand_ins(path: &Path, renamed: &[(String, String)]) -> BTreeMap<String, Arc<[u8]>> {
    let mut files: BTreeMap<String, Arc<[u8]>> = BTreeMap::new();
    for (old, new) in renamed {
        let (old, new_path) = (here(path).join(old), here(path).join(new));
        if !new_path.exists()
            && let Ok(bytes) = fs::read(old)
        {
            files.insert(new.clone(), Arc::from(bytes));
        }
    }
    files
}

/// Writes a file that is not there yet, whole or not at all.
fn write(path: &Path, parts: &[&[u8]]) -> Result<(), Outcome> {
    let written = || -> io::Result<()> {
        let mut file = NamedTempFile::with_prefix_in(".quarterly-new-", here(path))?;
        for part in parts {
            file.write_all(part)?;
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;

            // A temporary file is its owner's alone; a spec is for all who may read its folder.
            file.as_file().set_permissions(fs::Permissions::from_mode(0o644))?;
        }
        file.as_file().sync_all()?;
        file.persist_noclobber(path).map(|_| ()).map_err(|error| error.error)
    };
    written().map_err(|error| {
        refuse(&format!("cannot write `{}`: {error}", shown(path)), "choose a folder that you may write into")
    })
}

fn stop(stopped: &Stopped, from: &Path) -> Outcome {
    match stopped {
        Stopped::Old(faults) => {
            told(faults);
            refuse(
                &format!("`{}` has errors", shown(from)),
                "mend them first: what is moved would have them too",
            )
        }
        Stopped::New(faults) => {
            told(faults);
            let hint = "nothing was written; mend what is told at these places in the last edition, or copy it by hand (docs/quarter.md)";
            refuse("the new edition would have errors", hint)
        }
        Stopped::Conflict(conflict) => {
            refuse(&conflict.to_string(), "nothing was written; copy the edition by hand (docs/quarter.md)")
        }
    }
}

fn parsed(written: &str) -> Result<Period, Outcome> {
    written.parse().map_err(|_| {
        let message = format!("`{written}` is not a period");
        refuse(&message, "write 2026-Q3, 2026-H2, 2026-9M, 2026-07 or 2026")
    })
}

/// A new series.
fn start(arguments: &NewArguments, country: &str, theme: &Theme) -> Result<Outcome, Outcome> {
    let Some(folder) = &arguments.from else {
        return Err(refuse(
            "no folder is named for the new series",
            "write: quarterly new --country KG --period 2026-Q3 data/kyrgyzstan",
        ));
    };
    let Some(written) = &arguments.period else {
        return Err(refuse("the first edition has no period", "give it with --period 2026-Q3"));
    };
    let period = parsed(written)?;
    let language = arguments.language.as_deref().unwrap_or("en");
    let publisher = arguments.publisher.as_deref();
    let locale = languages::locale(language, theme.languages.as_deref(), |_| None).map_err(|told| {
        tell(&told);
        Outcome::Failed
    })?;
    let fresh = Fresh::new(country, period, (language, &locale), publisher)
        .map_err(|fault| refuse(&fault.message, &fault.hint))?;
    let name = format!("{}.toml", period.to_string().to_lowercase().replace('/', "_"));
    let paths = [folder.join(fresh::SERIES), folder.join(&name)];
    if let Some(there) = paths.iter().find(|path| fs::symlink_metadata(path).is_ok()) {
        let message = format!("`{}` is there already", shown(there));
        return Err(refuse(
            &message,
            "give another folder; for the next edition of a series, leave out --country",
        ));
    }
    let files = [(fresh::SERIES.to_owned(), &fresh.series), (name, &fresh.edition)];
    let changed = files.iter().map(|(name, text)| (name.clone(), Arc::from(text.as_bytes()))).collect();
    let spec =
        Spec::open_changed(&paths[1], theme.languages.as_deref(), changed).map_err(|faults| told(&faults))?;
    let checked = crate::build::checked(&spec, theme).map_err(|faults| told(&faults))?;
    if checked.findings.iter().any(|finding| finding.severity == Severity::Error) {
        return Err(told(&Faults::new(spec.sources, checked.findings)));
    }
    if !arguments.dry_run {
        make_folder(folder)?;
        for (path, (_, text)) in paths.iter().zip(&files) {
            write(path, &[text.as_bytes()])?;
        }
    }
    let wrote = if arguments.dry_run { "would write" } else { "wrote" };
    let [series, edition] = paths.each_ref().map(|path| shown(path));
    print(&format!(
        "{wrote} {series}: what stays the same from edition to edition\n{wrote} {edition}: the first edition, {}\n",
        fresh.period
    ));
    print(&format!(
        "next: quarterly sheet {edition}     a workbook for the values\n      quarterly build {edition}     its pages, with gaps\n      read both files from top to bottom: each block says what it is for\n"
    ));
    Ok(Outcome::Clean)
}

/// Asks on a terminal for what is needed, and prints the call that says the same.
fn ask(arguments: &NewArguments) -> Option<NewArguments> {
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return None;
    }
    let mut answers = io::stdin().lock().lines();
    let mut question = |words: &str, usual: &str| -> Option<String> {
        let usual_shown = if usual.is_empty() { String::new() } else { format!(" [{usual}]") };
        tell(&format!("{words}{usual_shown}: "));
        let answer = answers.next()?.ok()?;
        let answer = answer.trim();
        Some(if answer.is_empty() { usual.to_owned() } else { answer.to_owned() })
    };
    let mut new = NewArguments { from: None, country: None, ..arguments.clone() };
    let series = question("Folder of the series, or the code of a country for a new one (KG)", "")?;
    let is_country = series.len() == 2 && series.bytes().all(|b| b.is_ascii_uppercase());
    let usual = if is_country { "" } else { "the next one" };
    let period = question("Period, as in 2026-Q3", usual)?;
    new.period = (period != "the next one" && !period.is_empty()).then_some(period);
    let mut call = String::from("quarterly new");
    if is_country {
        new.language = Some(question("Language", "en")?);
        let publisher = question("Publisher", fresh::PUBLISHER)?;
        let folder = question("Folder", &format!("data/{}", series.to_lowercase()))?;
        call.push_str(&format!(" --country {series} --language {}", new.language.as_deref().unwrap_or("en")));
        if publisher != fresh::PUBLISHER {
            call.push_str(&format!(" --publisher \"{publisher}\""));
        }
        new.publisher = Some(publisher);
        new.country = Some(series);
        new.from = Some(folder.into());
    } else if !series.is_empty() {
        new.from = Some(series.into());
    } else {
        return None;
    }
    if let Some(period) = &new.period {
        call.push_str(&format!(" --period {period}"));
    }
    let folder = new.from.as_deref().map(shown).unwrap_or_default();
    print(&format!("{call} {folder}\n"));
    Some(new)
}

fn told(faults: &Faults) -> Outcome {
    let telling = Telling { extent: Extent::Short, consequence: "" };
    tell(&telling.faults(faults));
    Outcome::Failed
}

fn refuse(message: &str, hint: &str) -> Outcome {
    failed(&error_line(message, hint))
}
