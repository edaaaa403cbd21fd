//! Holds the code to its order: a folder of `src/` uses only what stands before it, and within a folder no files
//! import each other in a circle.
//!
//! What counts is the text of `use` and of paths. A file may name types of its parent's `mod.rs`; a function or a
//! constant of it is an import like any other. Tests are left out.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use libtest_mimic::{Failed, Trial};

use super::{fail, read_folder};
use source::Source;

mod source;

/// The folders and files of `src/` as data flows through them; each uses only what stands before it. The docs of
/// `src/lib.rs` give the same order.
const ORDER: &[&str] = &[
    "hash",
    "diag",
    "patch",
    "data",
    "language",
    "theme",
    "spec",
    "report",
    "text",
    "style",
    "check",
    "record",
    "parity",
    "chart",
    "pdf",
    "docx",
    "diff",
    "build",
    "fix",
    "edits",
    "workbook",
    "translate",
    "roll",
    "opendata",
    "golden",
    "preview",
    "cli",
];

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("structure::the_code_keeps_its_order_and_has_no_circles", code),
        Trial::test("structure::a_wrong_order_is_found", wrong_order),
        Trial::test("structure::a_circle_is_found_and_its_files_named", circles),
        Trial::test("structure::what_is_no_circle_is_none", no_circles),
    ]
}

fn code() -> Result<(), Failed> {
    let mut files = read_folder(Path::new("src"), "");
    files.retain(|name, _| name.ends_with(".rs"));
    let mut faults = faults(&files, ORDER);
    let map = described(&files["lib.rs"]);
    if map != ORDER {
        faults.push(format!("the order is {ORDER:?} here, and in the docs of src/lib.rs {map:?}"));
    }
    if faults.is_empty() { Ok(()) } else { Err(fail(faults.join("\n"))) }
}

/// The order that the docs of the library give: the names in the paragraph that begins with "In order:".
fn described(lib: &str) -> Vec<&str> {
    let lines = lib.lines().filter_map(|line| line.strip_prefix("//!")).map(str::trim);
    let lines = lines.skip_while(|line| !line.starts_with("In order:")).take_while(|line| !line.is_empty());
    lines.flat_map(|line| line.split('`').skip(1).step_by(2)).collect()
}

/// What a file uses of another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Use {
    from: String,
    line: usize,
    to: String,
}

/// The uses between the files and folders of one folder.
type Level<'a> = BTreeMap<(&'a str, &'a str), Use>;

/// Everything that is wrong with a tree of files, one sentence each.
fn faults(files: &BTreeMap<String, String>, order: &[&str]) -> Vec<String> {
    let code = Code::new(files);
    let mut levels: BTreeMap<String, BTreeMap<(String, String), Use>> = BTreeMap::new();
    for (file, source) in &code.sources {
        for (line, path) in &source.paths {
            let Some((to, item)) = code.resolve(file, path, 0) else { continue };
            let (a, b) = (places(file), places(&to));
            let Some(index) = (0..a.len().min(b.len())).find(|&index| a[index] != b[index]) else { continue };
            let is_parent = b[index] == ROOT;
            if is_parent && item.as_deref().is_some_and(is_type) {
                continue;
            }
            let level = levels.entry(a[..index].join("/")).or_default();
            let used = Use { from: file.clone(), line: *line, to: to.clone() };
            level.entry((a[index].to_owned(), b[index].to_owned())).or_insert(used);
        }
    }
    let mut faults = Vec::new();
    for (folder, level) in &levels {
        let level: Level<'_> =
            level.iter().map(|((from, to), used)| ((from.as_str(), to.as_str()), used.clone())).collect();
        if folder.is_empty() {
            faults.extend(order_faults(&level, order));
        } else {
            faults.extend(circle_faults(folder, &level));
        }
    }
    faults
}

/// How the `mod.rs` of a folder, and the root of the crate, are called among what stands in the folder.
const ROOT: &str = "mod";

/// The folders that a file stands in, and its own name.
fn places(file: &str) -> Vec<&str> {
    file.trim_end_matches(".rs")
        .split('/')
        .map(|name| if name == "lib" || name == "main" { ROOT } else { name })
        .collect()
}

fn is_type(name: &str) -> bool {
    name.starts_with(char::is_uppercase) && (name.len() == 1 || name.contains(char::is_lowercase))
}

/// All files with what they name.
struct Code {
    sources: BTreeMap<String, Source>,
    /// Files by the path of their module: `chart::scene`.
    modules: BTreeMap<String, String>,
}

impl Code {
    fn new(files: &BTreeMap<String, String>) -> Self {
        let modules: BTreeMap<String, String> =
            files.keys().map(|file| (module(file), file.clone())).collect();
        let mut sources = BTreeMap::new();
        let mut tests = BTreeSet::new();
        for (file, text) in files {
            let own = module(file);
            let start = if own.is_empty() { String::new() } else { format!("{own}::") };
            let child = |name: &String| {
                name.strip_prefix(&start)
                    .filter(|rest| !rest.is_empty() && !rest.contains("::"))
                    .map(str::to_owned)
            };
            let source = source::read(text, &modules.keys().filter_map(child).collect());
            tests.extend(source.tests.iter().map(|name| format!("{start}{name}")));
            sources.insert(file.clone(), source);
        }
        let is_test = |file: &str| {
            let own = module(file);
            tests.iter().any(|test| own == *test || own.starts_with(&format!("{test}::")))
        };
        sources.retain(|file, _| !is_test(file));
        Self { sources, modules }
    }

    /// The file that a path leads to, and what of it, whoever hands it on.
    fn resolve(&self, from: &str, path: &[String], depth: usize) -> Option<(String, Option<String>)> {
        let mut at: Vec<String> =
            module(from).split("::").filter(|word| !word.is_empty()).map(str::to_owned).collect();
        let mut words = path.iter();
        for word in words.by_ref() {
            match word.as_str() {
                "crate" | "quarterly" => at.clear(),
                "self" => {}
                "super" => {
                    at.pop()?;
                }
                _ => {
                    let mut longer = at.clone();
                    longer.push(word.clone());
                    if self.modules.contains_key(&longer.join("::")) {
                        at = longer;
                        continue;
                    }
                    let file = self.modules.get(&at.join("::"))?;
                    let handed = self.sources.get(file).and_then(|source| source.imports.get(word));
                    return match handed {
                        Some(path) if depth < 8 && file != from => self.resolve(file, path, depth + 1),
                        _ => Some((file.clone(), Some(word.clone()))),
                    };
                }
            }
        }
        Some((self.modules.get(&at.join("::"))?.clone(), None))
    }
}

/// The path of a file's module.
fn module(file: &str) -> String {
    let path = file.trim_end_matches(".rs").replace('/', "::");
    match path.as_str() {
        "lib" | "main" => String::new(),
        _ => path.strip_suffix("::mod").map_or(path.clone(), str::to_owned),
    }
}

fn order_faults(level: &Level<'_>, order: &[&str]) -> BTreeSet<String> {
    let rank = |name: &str| order.iter().position(|entry| *entry == name);
    let mut faults = BTreeSet::new();
    for ((from, to), Use { from: file, line, to: used }) in
        level.iter().filter(|((from, _), _)| *from != ROOT)
    {
        for name in [from, to].into_iter().filter(|name| **name != ROOT && rank(name).is_none()) {
            faults.insert(format!("src: `{name}` has no place in the order"));
        }
        if rank(from).zip(rank(to)).is_some_and(|(own, other)| own < other) {
            faults.insert(format!("src/{file}:{line}: `{from}` uses src/{used}, which stands behind it"));
        }
    }
    faults
}

fn circle_faults(folder: &str, level: &Level<'_>) -> Vec<String> {
    let mut faults = Vec::new();
    for circle in circles_of(level) {
        let inside = level.iter().filter(|((from, to), _)| circle.contains(from) && circle.contains(to));
        let uses =
            inside.map(|(_, used)| format!("\n    src/{}:{} uses src/{}", used.from, used.line, used.to));
        let names = circle.iter().copied().collect::<Vec<_>>().join(", ");
        faults.push(format!(
            "src/{folder}: {names} import each other in a circle:{}",
            uses.collect::<String>()
        ));
    }
    faults
}

/// The sets of two and more that all lead to each other.
fn circles_of<'a>(level: &Level<'a>) -> Vec<BTreeSet<&'a str>> {
    let reached = |start: &'a str| {
        let mut seen = BTreeSet::new();
        let mut open = vec![start];
        while let Some(name) = open.pop() {
            open.extend(
                level.keys().filter(|(from, to)| *from == name && seen.insert(*to)).map(|(_, to)| *to),
            );
        }
        seen
    };
    let names: BTreeSet<&str> = level.keys().flat_map(|(from, to)| [*from, *to]).collect();
    let reach: BTreeMap<&str, BTreeSet<&str>> = names.iter().map(|&name| (name, reached(name))).collect();
    let mutual = |name: &&'a str| {
        names
            .iter()
            .copied()
            .filter(|other| reach[name].contains(other) && reach[other].contains(name))
            .collect::<BTreeSet<_>>()
    };
    let circles: BTreeSet<BTreeSet<&str>> =
        names.iter().map(mutual).filter(|circle| circle.len() > 1).collect();
    circles.into_iter().collect()
}

/// The faults of made-up files with `a`, `b` and `c` in that order.
fn of(files: &[(&str, &str)]) -> Vec<String> {
    let files = files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    faults(&files, &["a", "b", "c"])
}

fn expect(found: &[String], parts: &[&str]) -> Result<(), Failed> {
    let all = found.len() == 1 && parts.iter().all(|part| found[0].contains(part));
    if all { Ok(()) } else { Err(fail(format!("{parts:?} are not the words of {found:?}"))) }
}

fn wrong_order() -> Result<(), Failed> {
    let right =
        [("a.rs", "pub struct A;"), ("b/mod.rs", "use crate::a::A;"), ("c.rs", "fn f() -> crate::b::B {}")];
    if of(&right) != Vec::<String>::new() {
        return Err(fail("a right order is a fault"));
    }
    let later =
        [("a.rs", "pub use crate::b::B;\n"), ("b/mod.rs", "pub use x::B;"), ("b/x.rs", "pub struct B;")];
    expect(&of(&later), &["src/a.rs:1: `a` uses src/b/x.rs, which stands behind it"])?;
    let deep = [("a/d.rs", "fn f() {\n    crate::c::f(); }"), ("a/mod.rs", "mod d;"), ("c.rs", "")];
    expect(&of(&deep), &["src/a/d.rs:2: `a` uses src/c.rs"])?;
    let unknown = [("a.rs", ""), ("z.rs", "use crate::a;")];
    expect(&of(&unknown), &["src: `z` has no place in the order"])
}

fn circles() -> Result<(), Failed> {
    let root = ("a/mod.rs", "mod x; mod y; mod z; pub use x::X; pub fn all() { y::one() }");
    let pair = [root, ("a/x.rs", "use super::y::{self, Y};"), ("a/y.rs", "use super::{X, x::f};")];
    expect(
        &of(&pair),
        &["src/a: x, y import each other", "src/a/x.rs:1 uses src/a/y.rs", "src/a/y.rs:1 uses src/a/x.rs"],
    )?;
    let handed = [root, ("a/x.rs", "use crate::a::y::Y;"), ("a/y.rs", "fn f(x: crate::a::X) {}")];
    expect(&of(&handed), &["src/a: x, y import each other"])?;
    let three = [
        root,
        ("a/x.rs", "use super::y;"),
        ("a/y.rs", "use super::z;"),
        ("a/z/mod.rs", "use super::super::a::x;"),
    ];
    expect(&of(&three), &["src/a: x, y, z import each other", "src/a/z/mod.rs:1 uses src/a/x.rs"])?;
    let parent = [root, ("a/y.rs", "use super::all;")];
    expect(&of(&parent), &["src/a: mod, y import each other"])
}

fn no_circles() -> Result<(), Failed> {
    let type_of_parent =
        [("a/mod.rs", "mod x; pub struct A; fn f() { x::f() }"), ("a/x.rs", "use super::A;")];
    let tests = [
        ("a/mod.rs", "mod x; mod y;\n#[cfg(test)]\nmod sample;"),
        ("a/x.rs", "use super::y::Y;"),
        (
            "a/y.rs",
            "//! use super::x;\n/* use super::x; */ const T: &str = \"use super::x;\"; #[cfg(test)] mod tests { use super::super::x; }",
        ),
        ("a/sample.rs", "use super::{x, y}; use crate::c;"),
        ("c.rs", ""),
    ];
    let inner = [
        ("a/mod.rs", "mod x; mod y;"),
        ("a/x.rs", "mod id { use super::super::x::A; } use super::y::Y;"),
        ("a/y.rs", "pub(in crate::a) fn f() {}"),
    ];
    for files in [&type_of_parent[..], &tests, &inner] {
        let found = of(files);
        if !found.is_empty() {
            return Err(fail(format!("{found:?}")));
        }
    }
    Ok(())
}
