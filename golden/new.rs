//! `quarterly new`: what it writes, what it says, what it leaves alone; on the example, on the suite, on a new series.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;

use libtest_mimic::{Failed, Trial};
use quarterly::data::period::Period;
use quarterly::diag::{Severity, code};
use quarterly::patch::Patch;
use quarterly::roll::role::{Role, next};
use quarterly::roll::{Events, Roles, Rolled, Spelling, Stopped, roll};
use quarterly::spec::Spec;
use quarterly::theme::Theme;

use super::command::{Folder, expect};
use super::contract::copy_folder;
use super::{fail, reference, suite};

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("new::the_next_edition_of_the_example", example),
        Trial::test("new::translations_move_with_the_edition", translations),
        Trial::test("new::it_builds_as_a_draft", builds),
        Trial::test("new::files_of_windows_keep_their_lines", windows),
        Trial::test("new::what_is_of_the_old_quarter_alone_goes", taken_out),
        Trial::test("new::every_edition_of_the_suite_can_be_moved", every),
        Trial::test("new::periods_that_are_told_by_the_editions_own_move_by_themselves", relative),
        Trial::test("new::nothing_is_written_over_and_refusals_are_told", refusals),
        Trial::test("new::a_series_from_nothing_builds_at_once", fresh),
        Trial::test("new::the_files_of_a_language_are_begun_and_told_until_they_are_translated", language),
    ]
}

fn call(arguments: &[&str], folder: &Path) -> Result<Output, Failed> {
    Ok(Command::new(env!("CARGO_BIN_EXE_quarterly"))
        .arg("new")
        .args(arguments)
        .current_dir(folder)
        .output()?)
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The example without its later edition.
fn kazakhstan(name: &str) -> Result<Folder, Failed> {
    let folder = Folder::new(name)?;
    copy_folder(Path::new("data/kazakhstan"), &folder.0)?;
    remove(&folder)?;
    Ok(folder)
}

/// Takes out what there is of the later edition.
fn remove(folder: &Folder) -> Result<(), Failed> {
    for name in ["2023-q3.toml", "2023-q3.ru.toml", "2023-q3.kk.toml"] {
        let path = folder.0.join(name);
        if path.exists() {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

fn compare(name: &str, text: &str) -> Result<(), Failed> {
    reference::hold(format!("golden/ref/new/{name}"), text)
}

fn example() -> Result<(), Failed> {
    let folder = kazakhstan("new-example")?;
    let old = fs::read(folder.0.join("2023-q2.toml"))?;
    let dry = call(&["2023-q2.toml", "--dry-run"], &folder.0)?;
    let new = folder.0.join("2023-q3.toml");
    expect(!new.exists() && stdout(&dry).contains("would write 2023-q3.toml"), "nothing is written", &dry)?;
    expect(stdout(&dry).contains("+ total  = \"?\""), "the lines are shown", &dry)?;
    // The folder alone is enough.
    let output = call(&["."], &folder.0)?;
    expect(output.status.code() == Some(0), "it is done", &output)?;
    expect(fs::read(folder.0.join("2023-q2.toml"))? == old, "the old file stays", &output)?;
    compare("kazakhstan-2023-q3.txt", &stdout(&output))?;
    compare("kazakhstan-2023-q3.toml", &fs::read_to_string(&new)?)?;
    for language in ["ru", "kk"] {
        let name = format!("2023-q3.{language}.toml");
        compare(&format!("kazakhstan-{name}"), &fs::read_to_string(folder.0.join(&name))?)?;
    }
    let again = call(&["2023-q2.toml"], &folder.0)?;
    let told = stderr(&again);
    let is_told = told.contains("`2023-q3.toml` is there already (72 values of it are to be filled in)");
    expect(again.status.code() == Some(2) && is_told, "it is not written again", &again)?;
    let kept = folder.0.join("events.toml");
    let output =
        call(&["2023-q2.toml", "--keep-events", "--out", "events.toml", "--period", "2023-Q4"], &folder.0)?;
    let text = fs::read_to_string(kept)?;
    let is_right =
        text.contains("period    = \"2023-Q4\"") && text.contains("\n[[event]]\ndate  = \"2023-04-12\"");
    expect(
        is_right && text.contains("periods = [\"2022\", \"2023\"]"),
        "events stay, half a year is a year",
        &output,
    )
}

fn translations() -> Result<(), Failed> {
    let folder = kazakhstan("new-translations")?;
    let quarterly = |arguments: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_quarterly")).args(arguments).current_dir(&folder.0).output()
    };
    let output = call(&["2023-q2.toml"], &folder.0)?;
    expect(output.status.code() == Some(0), "it is written", &output)?;
    for language in ["ru", "kk"] {
        let listed = quarterly(&["translate", "2023-q3.toml", "--language", language])?;
        let told = stdout(&listed);
        let name = format!("2023-q3.{language}.toml: ");
        let line = told.lines().find(|line| line.starts_with(&name)).unwrap_or_default().to_owned();
        expect(line.contains(" 0 missing, ") && line.contains(" 0 orphaned"), "nothing is lost", &listed)?;
        // What waits for words is stale, and nothing else.
        let text = fs::read_to_string(folder.0.join(format!("2023-q3.{language}.toml")))?;
        // What a stale text was translated from stays beside it.
        let text: String = text.lines().filter(|line| !line.starts_with("#|")).collect();
        let claims = told.lines().filter(|line| line.starts_with("  stale: ")).count();
        let waits = fs::read_to_string(folder.0.join("2023-q3.toml"))?;
        expect(claims > 0 && claims <= waits.matches("[?](=").count(), "only claims are stale", &listed)?;
        expect(
            !text.contains("2023-Q1") && !text.contains("event."),
            "nothing is of the old quarter",
            &listed,
        )?;
        let checked = quarterly(&["check", "2023-q3.toml", "--language", language, "--all"])?;
        expect(checked.status.code() == Some(1), "it has no errors", &checked)?;
    }
    // One with errors stays behind, and is told; one that is there is not written over.
    remove(&folder)?;
    let path = folder.0.join("2023-q2.ru.toml");
    let text = fs::read_to_string(&path)?;
    fs::write(&path, text.replace("[charts.visas]", "[charts.visa]"))?;
    let output = call(&["2023-q2.toml"], &folder.0)?;
    let is_told = stdout(&output).contains("2023-q3.ru.toml  is not written: `2023-q2.ru.toml` has errors");
    let (ru, kk) = (folder.0.join("2023-q3.ru.toml").exists(), folder.0.join("2023-q3.kk.toml").exists());
    expect(output.status.code() == Some(0) && is_told && !ru && kk, "errors are told", &output)?;
    fs::remove_file(folder.0.join("2023-q3.toml"))?;
    let output = call(&["2023-q2.toml"], &folder.0)?;
    let is_told = stderr(&output).contains("`2023-q3.kk.toml` is there already");
    let is_kept = !folder.0.join("2023-q3.toml").exists();
    expect(output.status.code() == Some(2) && is_told && is_kept, "nothing is written over", &output)
}

fn builds() -> Result<(), Failed> {
    let folder = kazakhstan("new-builds")?;
    let output = call(&["2023-q2.toml"], &folder.0)?;
    expect(output.status.code() == Some(0), "it is written", &output)?;
    let built = Command::new(env!("CARGO_BIN_EXE_quarterly"))
        .args(["build", "2023-q3.toml", "--all"])
        .current_dir(&folder.0)
        .output()?;
    expect(built.status.code() == Some(1), "it builds with findings", &built)?;
    expect(folder.0.join("out/kazakhstan-2023-q3.pdf").is_file(), "the pages are there", &built)?;
    let told = stderr(&built);
    let warnings = told.lines().filter(|line| line.starts_with("warning["));
    // The summary is the author's to write: it has the name of the old quarter.
    let (summary, warnings): (Vec<&str>, Vec<&str>) = warnings
        .partition(|line| line.starts_with("warning[label-period]: the summary names April–June 2023"));
    expect(summary.len() == 1, "the summary is told", &built)?;
    let others: Vec<&str> = warnings.into_iter().filter(|line| !line.starts_with("warning[to-")).collect();
    // The table that has lost its remark is used by a remark; the photographs are the old ones.
    expect(others.is_empty(), &format!("only what is to be filled in or written: {others:?}"), &built)
}

fn windows() -> Result<(), Failed> {
    let folder = kazakhstan("new-windows")?;
    let text = fs::read_to_string(folder.0.join("2023-q2.toml"))?;
    let plain = call(&["2023-q2.toml"], &folder.0)?;
    let right = fs::read_to_string(folder.0.join("2023-q3.toml"))?;
    remove(&folder)?;
    let of_windows = format!("\u{feff}{}", text.replace('\n', "\r\n"));
    fs::write(folder.0.join("2023-q2.toml"), of_windows)?;
    let output = call(&["2023-q2.toml"], &folder.0)?;
    let new = fs::read_to_string(folder.0.join("2023-q3.toml"))?;
    expect(new == format!("\u{feff}{}", right.replace('\n', "\r\n")), "all lines end as they did", &output)?;
    expect(stdout(&output) == stdout(&plain), "the same is told", &output)
}

fn relative() -> Result<(), Failed> {
    let folder = kazakhstan("new-relative")?;
    let plain = call(&["2023-q2.toml"], &folder.0)?;
    let built = |name: &str, out: &str| -> Result<String, Failed> {
        let spec = format!("{name}.toml");
        Command::new(env!("CARGO_BIN_EXE_quarterly"))
            .args(["build", &spec, "--only", "pdf", "--keep", "--out", out])
            .current_dir(&folder.0)
            .output()?;
        Ok(fs::read_to_string(folder.0.join(out).join("kazakhstan-2023-q3.inputs/report.json"))?)
    };
    let spelled = built("2023-q3", "spelled")?;
    remove(&folder)?;
    let output = call(&["2023-q2.toml", "--relative"], &folder.0)?;
    expect(output.status.code() == Some(0), "it is written", &output)?;
    let text = fs::read_to_string(folder.0.join("2023-q3.toml"))?;
    for words in [
        "period = \"period.to_date\"",
        "periods = [\"period.to_date.year_before\", \"period.to_date\"]",
        "departures.change(period.to_date.year_before)",
        "span(period.to_date)",
        "| July | {{ outflow.value(period.month(1)) | bare }}",
    ] {
        expect(text.contains(words), words, &output)?;
    }
    let words = |json: &str| {
        // What names a place in the file is another.
        json.split('"')
            .filter(|part| part.contains(' ') && !part.contains("period"))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let told = built("2023-q3", "told")?;
    let (one, two) = (words(&spelled), words(&told));
    let first = one.iter().zip(&two).find(|(one, two)| one != two);
    expect(one == two, &format!("the pages say the same, but: {first:?}"), &plain)?;
    // The next one has only values to ask for, and names of months to move.
    let text = text.replace("\"?\"", "5");
    let text = text.replace("[?](=", "[5](=");
    fs::write(folder.0.join("2023-q3.toml"), text)?;
    let output = call(&["2023-q3.toml", "--dry-run"], &folder.0)?;
    expect(stdout(&output).contains("9 names of months moved"), "names of months still move", &output)?;
    expect(
        stdout(&output).contains("11 periods in 5 lines"),
        "keys and little else are spelled out",
        &output,
    )?;
    // What the edition before had is said once.
    let gone = "- # 2023-Q2: total 1653";
    expect(stdout(&output).contains(gone), gone, &output)
}

/// An edition with all that goes, and some that stays.
const OLD: &str = r#"period = "2023-Q4"
title = "T"
published = 2024-02-01
flags = { edited = true, approved = false }

[figures.visas]
label = "visas"
source = "letter"
total = 90
values = { 2023-Q3 = 80, 2022-Q4 = 70, 2019 = 300, 2023 = 310, 2022 = 290 }
provisional = ["2023-Q4"]
shares = { CN = 60.0, other = 40.0 }

[figures.visas.at.2023-Q3]
shares = { CN = 55.0, other = 45.0 }

[[figures.visas.allow]]
code = "shares-sum"
found = "99"
reason = "It was so."

[figures.absent]
label = "absent"
source = "letter"
not_available = "No letter had come."

[charts.visas]
figure = "visas"
kind = "line"
periods = ["2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4"]
title = "Visas"
alt = "A line from 75 to 90."

[notes]
letter = "Letter."

[[chapter]]
id = "one"
title = "One"
text = '''
In December, [90](=visas.total) visas were issued, after {{ visas.value("2023-Q3") }}; {{ if absent }}{{ absent.total }} were refused.{{ else }}refusals are not known.{{ end }}[^letter]

![](chart:visas)
'''
"#;

fn taken_out() -> Result<(), Failed> {
    let folder = Folder::new("new-taken-out")?;
    fs::write(folder.0.join("series.toml"), super::hostile::SERIES)?;
    let values = "2023-Q3 = 80, 2022-Q4";
    let old = OLD.replace(values, "2023-Q1 = 75, 2023-Q2 = 77, 2023-Q3 = 80, 2022-Q4");
    fs::write(folder.0.join("2023-q4.toml"), old)?;
    let output = call(&["2023-q4.toml"], &folder.0)?;
    expect(output.status.code() == Some(0), "it is written", &output)?;
    let text = fs::read_to_string(folder.0.join("2024-q1.toml"))?;
    compare("taken-out.toml", &text)?;
    compare("taken-out.txt", &stdout(&output))
}

/// Moves an edition to the next period, in memory.
fn moved(path: &Path, theme: &Theme) -> Option<(Spec, Roles, Result<Rolled, Stopped>)> {
    let old = Spec::open(path).ok()?;
    let period = old.edition.period.value;
    let to = next(period).or_else(|| {
        let year = period.year_before()?.year() + 2;
        period.in_year(year)
    })?;
    let roles = Roles::new(period, to);
    let new_path = path.with_file_name("new-edition.toml");
    let read = |text: &str, renamed: &[(String, String)]| {
        let mut files = BTreeMap::from([("new-edition.toml".to_owned(), Arc::from(text.as_bytes()))]);
        for (old, new) in renamed {
            if let Ok(bytes) = fs::read(path.with_file_name(old)) {
                files.insert(new.clone(), Arc::from(bytes));
            }
        }
        Spec::open_changed(&new_path, None, files)
    };
    let rolled = roll(&old, theme, roles, (Events::Out, Spelling::Out), &read);
    Some((old, roles, rolled))
}

fn every() -> Result<(), Failed> {
    let theme = Theme::embedded()?;
    let mut cases = suite(Path::new("golden/suite"));
    cases.push(("kazakhstan-2023-q3".to_owned(), PathBuf::from("data/kazakhstan/2023-q3.toml")));
    let (mut told, mut faults) = (String::new(), Vec::new());
    for (name, path) in cases {
        let Some((old, roles, rolled)) = moved(&path, &theme) else { continue };
        let rolled = match rolled {
            Ok(rolled) => rolled,
            Err(Stopped::Old(_)) => continue,
            Err(Stopped::Conflict(conflict)) => {
                faults.push(format!("{name}: {conflict}"));
                continue;
            }
            Err(Stopped::New(new)) => {
                let first = new.diagnostics.iter().find(|finding| finding.severity == Severity::Error);
                let words = first.map(|first| format!("{}: {}", first.code, first.message));
                told.push_str(&format!("{name}: would have errors: {}\n", words.unwrap_or_default()));
                continue;
            }
        };
        let text = old.sources.text(old.edition.period.span.source);
        faults.extend(kept(&name, text, &rolled, roles));
        let [periods, lines, months] = rolled.told.moved;
        let (values, figures) = rolled.told.to_fill;
        told.push_str(&format!(
            "{name}: {} → {}: {periods} periods in {lines} lines, {months} months, {values} values of {figures} figures\n",
            roles.from(),
            roles.to()
        ));
    }
    if !faults.is_empty() {
        return Err(fail(faults.join("\n")));
    }
    compare("suite.txt", &told)
}

/// What a moved edition has to keep, whatever is in it.
fn kept(name: &str, old: &str, rolled: &Rolled, roles: Roles) -> Vec<String> {
    let mut faults = Vec::new();
    let mut hold = |holds: bool, what: &str| {
        if !holds {
            faults.push(format!("{name}: {what}"));
        }
    };
    let undone = |patch: &Patch| patch.undone().new_text();
    hold(rolled.moves.old_text() == old && undone(&rolled.moves) == old, "moves can be undone");
    hold(undone(&rolled.patch) == old, "all edits can be undone");
    hold(!old.contains("\r\n") || !rolled.text.replace("\r\n", "").contains('\n'), "line breaks stay");
    // Undone by the roles of the new edition, too: each period is again what it was.
    let back = Roles::new(roles.to(), roles.from());
    for edit in rolled.moves.edits() {
        let plain = |text: &str| text.trim_matches(['"', '\'']).parse::<Period>().ok();
        let Some((from, to)) = plain(&old[edit.range.clone()]).zip(plain(&edit.text)) else { continue };
        let is_alone = roles.of(from) == Role::Moves(to) || roles.of(from) == Role::Grows(to);
        // The year so far begins anew with the year, and two roles may then be one.
        let is_whole_year = to.count_of_months() == Some(12);
        if is_alone && roles.to().to_date() != Some(roles.to()) && !is_whole_year {
            hold(back.of(to).period() == Some(from), &format!("{to} was {from}"));
        }
    }
    let is_error = rolled.findings.iter().any(|finding| finding.severity == Severity::Error);
    hold(!is_error, "there are no errors");
    let gaps: usize = rolled.spec.figures.iter().map(|figure| figure.gaps.len()).sum();
    hold(gaps == rolled.told.to_fill.0, "all values are counted");
    hold(rolled.findings.iter().any(|one| one.code == code::TO_FILL) == (gaps > 0), "gaps are told");
    faults
}

fn refusals() -> Result<(), Failed> {
    let folder = kazakhstan("new-refusals")?;
    let other = Folder::new("new-refusals-other")?;
    let outside = other.0.join("2023-q3.toml");
    let outside = outside.to_string_lossy();
    for (arguments, words) in [
        (&["2023-q2.toml", "--period", "2023-Q1"][..], "`2023-Q1` is not behind `2023-Q2`"),
        (&["2023-q2.toml", "--period", "Q3"], "`Q3` is not a period"),
        (&["2023-q2.toml", "--out", "x.txt"], "does not lie beside `2023-q2.toml`"),
        (&["2023-q2.toml", "--out", &outside], "does not lie beside `2023-q2.toml`"),
        (&["photos"], "no edition lies in `photos`"),
        (&["series.toml"], "period"),
        (&["none.toml"], "none.toml"),
        (&[], "no edition and no folder is named"),
        (&["--country", "KG", "--period", "2026-Q3"], "no folder is named"),
        (&["--country", "KG", "new"], "the first edition has no period"),
        (&["--country", "XX", "--period", "2026-Q3", "new"], "there is no country with the code `XX`"),
        (&["--country", "KG", "--period", "2026-Q3", "--language", "xx", "new"], "unknown language `xx`"),
        (&["--country", "KG", "--period", "2026-07-01", "new"], "an edition of `2026-07-01` cannot be begun"),
        (&["--country", "KG", "--period", "2026-Q3", "."], "`./series.toml` is there already"),
    ] {
        let output = call(arguments, &folder.0)?;
        expect(output.status.code() == Some(2), "it is refused", &output)?;
        expect(stderr(&output).contains(words), words, &output)?;
        expect(!folder.0.join("new").exists(), "nothing is written", &output)?;
    }
    let text = fs::read_to_string(folder.0.join("2023-q2.toml"))?;
    fs::write(folder.0.join("2023-q2.toml"), text.replace("visas.total }}", "visa.total }}"))?;
    let output = call(&["2023-q2.toml"], &folder.0)?;
    let told = stderr(&output);
    let is_told = told.contains("unknown-figure") && told.contains("`2023-q2.toml` has errors");
    expect(output.status.code() == Some(2) && is_told, "errors of the old one stop it", &output)?;
    expect(!folder.0.join("2023-q3.toml").exists(), "nothing is written", &output)
}

fn language() -> Result<(), Failed> {
    let folder = Folder::new("new-language")?;
    let words = ["--language", "uz", "--languages", "words"];
    let begin = [&["--country", "KG", "--period", "2026-Q3"], &words[..], &["data"]].concat();
    let output = call(&["--language", "uz"], &folder.0)?;
    expect(stderr(&output).contains("no folder is named for the files"), "a folder is needed", &output)?;
    let output = call(&words, &folder.0)?;
    expect(output.status.code() == Some(0), "its files are written", &output)?;
    let output = call(&words, &folder.0)?;
    expect(output.status.code() == Some(2), "and not written over", &output)?;
    let output = call(&begin, &folder.0)?;
    let is_told = stderr(&output).contains("words/uz/print.toml:")
        && stderr(&output).contains("[number] has no `decimal`");
    expect(output.status.code() == Some(2) && is_told, "what is not translated is told there", &output)?;
    for file in ["print.toml", "read.toml", "countries.toml"] {
        let path = folder.0.join("words/uz").join(file);
        let text = fs::read_to_string(&path)?;
        let lines = text.lines().map(|line| line.strip_prefix("#| ").unwrap_or(line));
        fs::write(&path, lines.collect::<Vec<_>>().join("\n"))?;
    }
    let output = call(&begin, &folder.0)?;
    expect(output.status.code() == Some(0), "a series in a language of one's own is begun", &output)?;
    let check = Command::new(env!("CARGO_BIN_EXE_quarterly"))
        .args(["check", "data/2026-q3.toml", "--languages", "words"])
        .current_dir(&folder.0)
        .output()?;
    let told = stderr(&check);
    expect(
        told.contains("untranslated-language") && told.contains("words/uz/read.toml:1:1"),
        "and English is told",
        &check,
    )
}

fn fresh() -> Result<(), Failed> {
    for (country, period, language) in
        [("KG", "2026-Q3", "en"), ("KZ", "2026-H2", "ru"), ("UZ", "2027-01", "kk"), ("CN", "2026", "en")]
    {
        let folder = Folder::new(&format!("new-fresh-{country}"))?;
        let arguments = ["--country", country, "--period", period, "--language", language, "data/it"];
        let output = call(&arguments, &folder.0)?;
        expect(output.status.code() == Some(0), "it is begun", &output)?;
        let spec = format!("data/it/{}.toml", period.to_lowercase());
        let built = Command::new(env!("CARGO_BIN_EXE_quarterly"))
            .args(["build", &spec, "--all"])
            .current_dir(&folder.0)
            .output()?;
        expect(built.status.code() == Some(1), "it builds", &built)?;
        let told = stderr(&built);
        let mut warnings = told.lines().filter(|line| line.starts_with("warning["));
        expect(warnings.all(|line| line.starts_with("warning[to-fill]")), "only values are missing", &built)?;
        if country == "KG" {
            for name in ["series.toml", "2026-q3.toml"] {
                compare(&format!("fresh-{name}"), &fs::read_to_string(folder.0.join("data/it").join(name))?)?;
            }
            // And the next edition of it.
            let output = call(&["data/it"], &folder.0)?;
            let is_moved = stdout(&output).contains("July–September 2026 → October–December 2026");
            expect(output.status.code() == Some(0) && is_moved, "it goes on", &output)?;
        }
    }
    Ok(())
}
