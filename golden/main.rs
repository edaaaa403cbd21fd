//! Golden tests: every case of `golden/suite/` and the edition in `data/` are built, and what comes out is
//! compared with the references in `golden/ref/`, as text.
//!
//! `GOLDEN=update cargo test --test golden` writes the references anew; read the difference before you commit it.
//! Outputs of a failed case are left in `golden/store/`.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use image::ImageFormat;
use libtest_mimic::{Arguments, Failed, Trial};

#[cfg(unix)]
mod anywhere;
mod case;
mod codes;
mod command;
mod contract;
mod difference;
#[cfg(unix)]
mod disk;
mod edits;
mod fill;
mod fix;
#[cfg(unix)]
mod folder;
mod generated;
mod hostile;
mod language;
#[cfg(unix)]
mod mailed;
mod mutation;
mod needs;
mod new;
mod notes;
mod once;
mod opendata;
mod patch;
mod preview;
mod quarter;
mod reference;
mod single;
mod strangers;
#[cfg(unix)]
mod streams;
mod structure;
mod style;
mod template_attack;
mod templates;
mod theme;
mod told;
mod translation;
mod variants;

/// The full edition: its spec, and the name of its case.
const EDITION: (&str, &str) = ("data/kazakhstan/2023-q2.toml", "kazakhstan-2023-q2");

/// The edition that carries on from it.
const NEXT_EDITION: (&str, &str) = ("data/kazakhstan/2023-q3.toml", "kazakhstan-2023-q3");

fn main() -> ExitCode {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    std::env::set_current_dir(&root).expect("the package folder is there");
    let mut trials = Vec::new();
    let editions = [EDITION, NEXT_EDITION];
    let mut cases: Vec<_> =
        editions.into_iter().map(|(spec, name)| (name.to_owned(), PathBuf::from(spec))).collect();
    cases.extend(suite(Path::new("golden/suite")));
    for (name, spec) in cases {
        for (name, language) in in_languages(&name, &spec) {
            let spec = spec.clone();
            let title = format!("golden::{name}");
            trials.push(Trial::test(title, move || case::check(&name, &spec, language.as_deref())));
        }
    }
    trials.extend(contract::trials());
    trials.extend(codes::trials());
    trials.extend(command::trials());
    trials.extend(mutation::trials());
    trials.extend(difference::trials());
    trials.extend(edits::trials());
    trials.extend(fill::trials());
    trials.extend(fix::trials());
    trials.extend(single::trials());
    trials.extend(strangers::trials());
    trials.extend(variants::trials());
    trials.extend(structure::trials());
    trials.extend(style::trials());
    trials.extend(template_attack::trials());
    trials.extend(templates::trials());
    trials.extend(once::trials());
    trials.extend(patch::trials());
    trials.extend(preview::trials());
    trials.extend(told::trials());
    trials.extend(translation::trials());
    trials.extend(new::trials());
    trials.extend(opendata::trials());
    trials.extend(quarter::trials());
    trials.extend(hostile::trials());
    trials.extend(language::trials());
    #[cfg(unix)]
    {
        trials.extend(folder::trials());
        trials.extend(disk::trials());
        trials.extend(anywhere::trials());
        trials.extend(mailed::trials());
        trials.extend(streams::trials());
    }
    trials.extend(generated::trials());
    let (asked, mut needs) = (Arguments::from_args(), needs::Needs::new());
    let trials = trials.into_iter().map(|trial| needs.hold(trial, &asked)).collect();
    let done = libtest_mimic::run(&asked, trials);
    needs.tell(&done);
    done.exit_code()
}

/// Every `edition.toml` below a folder, with the path of its folder as the name of the case.
fn suite(folder: &Path) -> Vec<(String, PathBuf)> {
    let mut cases = Vec::new();
    let mut folders: Vec<PathBuf> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()).filter(|path| path.is_dir()))
        .collect();
    folders.sort();
    for folder in folders {
        let spec = folder.join("edition.toml");
        if spec.is_file() {
            let name = folder.strip_prefix("golden/suite").unwrap_or(&folder);
            cases.push((name.to_string_lossy().replace('\\', "/"), spec));
        }
        cases.extend(suite(&folder));
    }
    cases
}

/// A case in the languages of its overlays, `edition.ru.toml`: a case of a fault or rule in the first of them alone, any
/// other in its own language and then in each of them, as `name.ru`.
fn in_languages(name: &str, spec: &Path) -> Vec<(String, Option<String>)> {
    let folder = spec.parent().unwrap_or(Path::new(""));
    let stem = spec.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let tag = |file: String| {
        let tag = file.strip_prefix(&format!("{stem}."))?.strip_suffix(".toml")?.to_owned();
        (!tag.contains('.')).then_some(tag)
    };
    let mut tags: Vec<String> = names.filter_map(tag).collect();
    tags.sort();
    let is_of_one = name.starts_with("faults/") || name.starts_with("rules/");
    if is_of_one {
        return vec![(name.to_owned(), tags.into_iter().next())];
    }
    let own = (name.to_owned(), None);
    std::iter::once(own).chain(tags.into_iter().map(|tag| (format!("{name}.{tag}"), Some(tag)))).collect()
}

/// Files of a folder as text, by path with `/`.
fn read_folder(folder: &Path, prefix: &str) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok) {
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            files.extend(read_folder(&entry.path(), &format!("{name}/")));
        } else if let Ok(text) = std::fs::read_to_string(entry.path()) {
            files.insert(name, text);
        }
    }
    files
}

/// Paths of all files below a folder.
fn read_folder_names(folder: &Path) -> Vec<String> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok) {
        if entry.path().is_dir() {
            names.extend(read_folder_names(&entry.path()));
        } else {
            names.push(entry.path().to_string_lossy().into_owned());
        }
    }
    names
}

/// The files of the example's folder by their paths in it, with small photographs, for tests that read it many times.
fn example_files() -> Result<BTreeMap<String, Arc<[u8]>>, Failed> {
    let folder = Path::new(EDITION.0).parent().ok_or_else(|| fail("the edition has a folder"))?;
    let mut files = BTreeMap::new();
    for name in read_folder_names(folder) {
        let below = Path::new(&name).strip_prefix(folder)?.to_string_lossy().into_owned();
        files.insert(below, Arc::from(std::fs::read(&name)?));
    }
    shrink_photographs(&mut files)?;
    Ok(files)
}

/// Puts small pictures in the place of photographs: to decode the photographs takes longer than all the rest.
fn shrink_photographs(files: &mut BTreeMap<String, Arc<[u8]>>) -> Result<(), Failed> {
    for (_, bytes) in files.iter_mut().filter(|(name, _)| name.ends_with(".jpg")) {
        let mut small = Cursor::new(Vec::new());
        image::load_from_memory(bytes)?.thumbnail(64, 64).write_to(&mut small, ImageFormat::Jpeg)?;
        *bytes = Arc::from(small.into_inner());
    }
    Ok(())
}

/// Leaves a DOCX that a test made where other validators find it, if a folder is named for that.
fn keep_docx(docx: &[u8]) -> std::io::Result<()> {
    let Ok(folder) = std::env::var("KEEP_DOCX") else { return Ok(()) };
    std::fs::create_dir_all(&folder)?;
    // A name made of the bytes: what several tests make stands there once.
    let mut hasher = DefaultHasher::new();
    docx.hash(&mut hasher);
    std::fs::write(format!("{folder}/golden-{:016x}.docx", hasher.finish()), docx)
}

fn fail(message: impl Into<String>) -> Failed {
    Failed::from(message.into())
}
