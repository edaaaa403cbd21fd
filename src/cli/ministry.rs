//! `quarterly fill` with the table of a ministry: which mappings are known for it, and a new one for a new table.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::files::link_below;
use super::filling::{FillArguments, TableArguments};
use super::languages;
use super::stream::{print, shown};
use crate::data::sheet::{Grid, grids, text_grid};
use crate::diag::{Diagnostic, code, printable};
use crate::hash::sha256;
use crate::language::Language;
use crate::spec::{Folder, ReadError, Spec};
use crate::workbook::ministry::{self, Map, TableWords, Wish};
use crate::workbook::{Answers, Merged, Values, merge};

/// The folder of mappings, beside the spec.
const FOLDER: &str = "maps";
/// How every mapping begins that this program has written.
pub(super) const MAP_BEGINS: &[u8] = b"# How ";
/// Mappings of a folder that are looked at.
const MOST: usize = 200;
/// Mappings that a message offers.
const MOST_OFFERED: usize = 8;
/// No file of a language is longer.
const LARGEST_WORDS: u64 = 4 << 20;
/// No mapping is longer.
const LARGEST: u64 = 64 << 10;

/// A mapping with its file, or why it cannot be read.
type KeptMap = (PathBuf, Result<(Map, String), String>);

/// A mapping that a table is read by, with its file where it has one.
struct Known {
    map: Map,
    kept: Option<(PathBuf, String)>,
}

/// What is to be said of mappings once a table was read.
#[derive(Debug, Default)]
pub(super) struct Maps {
    /// Those to be written.
    pub(super) new: Vec<(PathBuf, String)>,
    /// What is not proven of a table, each with what answers it.
    pub(super) unproven: Vec<String>,
}

/// A table of a ministry for an edition.
pub(super) struct Tables<'a> {
    pub(super) arguments: &'a FillArguments,
    pub(super) spec: &'a Spec,
    pub(super) values: &'a Values,
    /// Name of the file.
    pub(super) name: &'a str,
    pub(super) bytes: &'a [u8],
}

impl Tables<'_> {
    /// Reads the table by each mapping that is known for it, or by a new one.
    pub(super) fn read(&self) -> Result<(Merged, Maps), Vec<Diagnostic>> {
        let grids = self.grids()?;
        let wish = wish(&self.arguments.table)?;
        let known = self.known(&wish)?;
        let wanted = ministry::with_parts(self.spec, self.values, &wish)?;
        let values = &wanted;
        let words = TableWords::new(self.languages());
        let (mut maps, mut new) = (Maps::default(), None);
        let mut answers = Answers { file: self.name.to_owned(), ..Answers::default() };
        // Where the figure is named, a mapping that does not find its words in the file any more is written anew.
        let is_read = |map: &Map| ministry::read(self.name, "", &grids, self.spec, values, (map, &words));
        let is_outgrown = |map: &Map| {
            let is_of_words = |fault: &Diagnostic| fault.code == code::MAP_WORDS;
            map.is_for_kind(self.name) && is_read(map).is_err_and(|faults| faults.iter().any(is_of_words))
        };
        let is_anew = wish.figure.is_some() && self.arguments.table.map.is_none();
        let chosen = if known.is_empty() || is_anew && known.iter().all(|known| is_outgrown(&known.map)) {
            let offered = if wish.figure.is_none() { self.offered()? } else { None };
            if let Some(hint) = offered {
                let message = format!(
                    "`{}` is no workbook of this program, and none of the mappings is for a file of its name",
                    self.name
                );
                return Err(vec![Diagnostic::new(code::MAP_CHOICE, None, message).hint(hint)]);
            }
            let (mut map, told) = ministry::propose(self.name, &grids, self.spec, values, (&wish, &words))?;
            answers.told.extend(told);
            let path = self
                .folder()?
                .join(format!("{}.toml", self.arguments.table.map.as_ref().unwrap_or(&map.figure)));
            if let Some(old) = self.ours(&path).filter(|old| is_anew && is_outgrown(old)) {
                answers.told.push(format!(
                    "the words of `{}` are not in this file: it is written anew, and what it says of names stays",
                    path.display()
                ));
                map = map.with_names_of(old);
            } else if path.exists() {
                let message =
                    format!("`{}` is there already, and is for other files or columns", path.display());
                let name = path.file_stem().unwrap_or_default().to_string_lossy();
                let hint = format!(
                    "if this is the same table, read it as that one was with --map {name} alone; else give the new mapping another name with --map, or move that one away"
                );
                return Err(vec![Diagnostic::new(code::BAD_MAP, None, message).hint(hint)]);
            }
            new = Some(path);
            vec![Known { map, kept: None }]
        } else {
            known
        };
        let hash = sha256(self.bytes);
        let mut evidence = Vec::new();
        for Known { map, kept } in &chosen {
            let read = ministry::read(self.name, &hash, &grids, self.spec, values, (map, &words));
            let read = read.map_err(|faults| anew(faults, map, kept.as_ref()))?;
            let shown = format!("{}: {}", map.figure, read.shown);
            shown.lines().for_each(|line| print(&format!("{}\n", printable(line))));
            maps.unproven.extend(read.unproven());
            let now = map.clone().with_read(&read);
            if let Some(path) = new.take() {
                maps.new.push((path, now.text(self.name)));
            } else if let Some((path, text)) = kept {
                // What is said now of a table that was read before, and what its mapping does not say yet.
                let is_changed = Map::parse(text).is_ok_and(|before| before != now);
                let is_ours = text.as_bytes().starts_with(MAP_BEGINS);
                match now.text_with_answers(text).filter(|_| is_ours && is_changed) {
                    Some(text) => maps.new.push((path.clone(), text)),
                    None if is_changed && self.has_answers() => answers.told.push(format!(
                        "`{}` was written by somebody else and stays as it is: write there what is said here, for the next file",
                        path.display()
                    )),
                    None => {}
                }
            }
            evidence.push((map.figure.clone(), read.evidence.clone()));
            answers.told.extend(read.answers.told);
            answers.answers.extend(read.answers.answers);
        }
        let mut merged = merge(&answers, self.values)?;
        let has_change = |figure: &str| merged.changes.iter().any(|change| change.key.figure == figure);
        evidence.retain(|(figure, _)| has_change(figure));
        merged.comments.extend(evidence);
        Ok((merged, maps))
    }

    /// A mapping of this figure that this program has written, in a place where a new one is to stand.
    fn ours(&self, path: &Path) -> Option<Map> {
        let name = path.file_name()?.to_string_lossy();
        let text = self.text(&name).ok().filter(|text| text.as_bytes().starts_with(MAP_BEGINS))?;
        let map = Map::parse(&text).ok()?;
        (self.arguments.table.figure.as_ref() == Some(&map.figure)).then_some(map)
    }

    /// The languages in which the table may be: those of the program, and those of the edition with files of its own.
    fn languages(&self) -> Vec<Language> {
        let folder = self.arguments.languages.as_deref();
        let beside =
            Path::new(&self.spec.edition.series.value).parent().map(Path::to_owned).unwrap_or_default();
        let disk = Folder::Disk(self.beside().to_owned());
        let own = std::iter::once(self.spec.language().value)
            .chain(self.spec.languages.iter().map(|tag| tag.value.clone()));
        let tags: BTreeSet<String> = Language::languages().into_iter().chain(own).collect();
        let load = |tag: String| {
            let other = |file: &str| {
                let path = beside.join("languages").join(&tag).join(file);
                let bytes =
                    disk.read_at_most(&path.to_string_lossy().replace('\\', "/"), LARGEST_WORDS).ok()?;
                String::from_utf8(bytes.to_vec()).ok()
            };
            // What is wrong with the files of a language is told where it is printed.
            languages::locale(&tag, folder, other).ok()
        };
        tags.into_iter().filter_map(load).collect()
    }

    fn grids(&self) -> Result<Vec<Grid>, Vec<Diagnostic>> {
        let refused = |(why, hint): (&str, &str)| {
            let message = format!("`{}` {why}", self.name);
            vec![Diagnostic::new(code::BAD_XLSX, None, message).hint(hint)]
        };
        if !self.name.to_lowercase().ends_with(".csv") {
            return grids(self.bytes).map_err(refused);
        }
        let refused = |(why, hint): (&str, &str)| {
            let message = format!("`{}` {why}", self.name);
            vec![Diagnostic::new(code::BAD_CSV, None, message).hint(hint)]
        };
        let text = std::str::from_utf8(self.bytes).map_err(|_| {
            refused(("is not text in UTF-8", "save it as CSV UTF-8, or as an Excel workbook (.xlsx)"))
        })?;
        text_grid(text).map(|grid| vec![grid]).map_err(refused)
    }

    /// The folder of the spec.
    fn beside(&self) -> &Path {
        self.arguments.spec.parent().unwrap_or(Path::new(""))
    }

    /// The folder of mappings: beside the spec, and not where a link leads that came with it.
    fn folder(&self) -> Result<PathBuf, Vec<Diagnostic>> {
        match link_below(self.beside(), Path::new(FOLDER)) {
            None => Ok(self.beside().join(FOLDER)),
            Some(link) => {
                let message = format!("`{}` is a link to another place", shown(&link));
                let hint = "mappings stand beside their spec; put the folder itself there";
                Err(vec![Diagnostic::new(code::BAD_MAP, None, message).hint(hint)])
            }
        }
    }

    /// The text of a mapping: one that is a link out of the folder of the spec is not read.
    fn text(&self, name: &str) -> Result<String, String> {
        let folder = Folder::Disk(self.beside().to_owned());
        let bytes = folder.read_at_most(&format!("{FOLDER}/{name}"), LARGEST).map_err(|why| match why {
            ReadError::Outside => "it is a link to another place".to_owned(),
            ReadError::NotFound => "it is not there any more".to_owned(),
            ReadError::Unreadable(why) => why,
        })?;
        String::from_utf8(bytes.to_vec()).map_err(|_| "it is not text in UTF-8".to_owned())
    }

    /// All mappings, in the order of their names, or why one cannot be read.
    fn all(&self) -> Result<Vec<KeptMap>, Vec<Diagnostic>> {
        let entries = fs::read_dir(self.folder()?).into_iter().flatten().filter_map(Result::ok);
        let mut paths: Vec<PathBuf> = entries
            .map(|entry| entry.path())
            .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
            .collect();
        paths.sort();
        paths.truncate(MOST);
        let read = |path: PathBuf| {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let map = self.text(&name).and_then(|text| Ok((Map::parse(&text)?, text)));
            (path, map)
        };
        Ok(paths.into_iter().map(read).collect())
    }

    /// Whether the call answers what may be asked of a table that was read before.
    fn has_answers(&self) -> bool {
        let table = &self.arguments.table;
        table.period.is_some() || table.scale.is_some() || table.complete
    }

    /// What to do about a file that no mapping is for, where there are some for other files.
    fn offered(&self) -> Result<Option<String>, Vec<Diagnostic>> {
        let maps = self.all()?.into_iter().filter_map(|(path, map)| Some((path, map.ok()?.0)));
        let maps = maps.map(|(path, map)| {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            format!("--map {name} (`{}`, for files `{}`)", map.figure, map.file)
        });
        let maps: Vec<String> = maps.take(MOST_OFFERED).collect();
        let is_any = !maps.is_empty();
        Ok(is_any.then(|| {
            format!(
                "if it is a table that was read before, say its mapping: {}; else say which figure it is for with --figure",
                maps.join(", ")
            )
        }))
    }

    /// The mappings that are for a file of this name.
    fn known(&self, wish: &Wish) -> Result<Vec<Known>, Vec<Diagnostic>> {
        let table = &self.arguments.table;
        let is_new = !table.column.is_empty()
            || !table.only.is_empty()
            || table.key.is_some()
            || table.sheet.is_some()
            || table.target.is_some()
            || !table.row.is_empty()
            || !table.part.is_empty()
            || !table.skip.is_empty()
            || !table.rename.is_empty();
        if is_new {
            return Ok(Vec::new());
        }
        let (mut maps, mut faults) = (Vec::new(), Vec::new());
        for (path, read) in self.all()? {
            let is_named =
                |name: &String| path.file_stem().is_some_and(|stem| stem.to_string_lossy() == **name);
            if table.map.as_ref().is_some_and(|name| !is_named(name)) {
                continue;
            }
            match read {
                Ok((map, text)) => {
                    let is_asked = wish.figure.as_ref().is_none_or(|figure| *figure == map.figure);
                    if is_asked && (table.map.is_some() || map.is_for_kind(self.name)) {
                        maps.push(Known { map, kept: Some((path, text)) });
                    }
                }
                Err(why) => {
                    let message = format!("the mapping `{}` cannot be read: {why}", path.display());
                    let hint = "mend it, or move it away and fill in anew";
                    faults.push(Diagnostic::new(code::BAD_MAP, None, message).hint(hint));
                }
            }
        }
        // The same table as text: unless a mapping is for files of that kind.
        if table.map.is_none() && maps.iter().any(|known| known.map.is_for(self.name)) {
            maps.retain(|known| known.map.is_for(self.name));
        }
        if let Some(name) =
            table.map.as_ref().filter(|_| maps.is_empty() && faults.is_empty() && wish.figure.is_none())
        {
            let message = format!("there is no mapping `{FOLDER}/{name}.toml` beside the spec");
            faults.push(
                Diagnostic::new(code::BAD_MAP, None, message)
                    .hint("say the figure with --figure to make one"),
            );
        }
        if maps.len() > 1 && self.has_answers() {
            let figures: Vec<&str> = maps.iter().map(|known| known.map.figure.as_str()).collect();
            let message = format!("`{}` is read for several figures: {}", self.name, figures.join(", "));
            let hint = "say with --figure of which --scale, --period and --complete are said";
            return Err(vec![Diagnostic::new(code::MAP_CHOICE, None, message).hint(hint)]);
        }
        for known in &mut maps {
            known.map = known.map.clone().with_answers(wish);
        }
        // One that is damaged may be for another file.
        let is_asked = table.map.is_some() || wish.figure.is_none();
        if faults.is_empty() || !maps.is_empty() || !is_asked { Ok(maps) } else { Err(faults) }
    }
}

/// What cannot be found by a mapping, with how the file is read anew.
fn anew(mut faults: Vec<Diagnostic>, map: &Map, kept: Option<&(PathBuf, String)>) -> Vec<Diagnostic> {
    let Some((path, text)) = kept else { return faults };
    let last = faults.iter_mut().rev().find(|fault| fault.code == code::MAP_WORDS);
    if let Some(last) = last {
        let figure = &map.figure;
        let own = path.file_stem().is_some_and(|stem| stem.to_string_lossy() == *figure);
        last.hints.push(if own && text.as_bytes().starts_with(MAP_BEGINS) {
            format!(
                "if the layout of the file has changed, read it anew with --figure {figure}, and with --column where the column cannot be told: its mapping is then written anew"
            )
        } else {
            format!(
                "if the layout of the file has changed, move `{}` away, and read it anew with --figure {figure}",
                path.display()
            )
        });
    }
    faults
}

/// What the call says of a table.
fn wish(table: &TableArguments) -> Result<Wish, Vec<Diagnostic>> {
    let pairs = |option: &str, pairs: &[String]| {
        let pairs = pairs.iter().map(|pair| {
            let both =
                pair.split_once('=').map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()));
            both.filter(|(name, value)| !name.is_empty() && !value.is_empty()).ok_or_else(|| {
                let message = format!("`--{option} {pair}` has no name before and no value behind `=`");
                vec![
                    Diagnostic::new(code::MAP_CHOICE, None, message)
                        .hint(format!("write it as in --{option} \"Year=2023\"")),
                ]
            })
        });
        pairs.collect::<Result<BTreeMap<String, String>, _>>()
    };
    Ok(Wish {
        figure: table.figure.clone(),
        target: table.target.clone(),
        sheet: table.sheet.clone(),
        key: table.key.clone(),
        parts: table.part.clone(),
        columns: table.column.clone(),
        rows: table.row.clone(),
        only: pairs("where", &table.only)?,
        skip: table.skip.clone(),
        rename: pairs("rename", &table.rename)?,
        period: table.period.clone(),
        scale: table.scale.clone(),
        is_complete: table.complete,
    })
}
