//! The command as a user sees it: what it shows, what it asks, and what it writes.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use libtest_mimic::{Failed, Trial};

use crate::command::{Folder, expect};
use crate::hostile::{SERIES, text};

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("fix::a_yes_writes_and_keeps_what_was", yes),
        Trial::test("fix::without_a_yes_nothing_is_written", no),
        Trial::test("fix::only_what_cannot_be_wrong_needs_no_question", agreed),
        Trial::test("fix::only_some_codes_are_gone_through_when_asked", only),
        Trial::test("fix::wrong_claims_get_the_number_of_the_figure", corrected),
        Trial::test("fix::a_mistyped_number_stays_and_is_told_with_the_one_near_it", near),
        Trial::test("fix::files_of_windows_keep_their_lines", windows),
        Trial::test("fix::every_kind_of_text_is_written_as_it_has_to_be", kinds),
        Trial::test("fix::a_file_that_may_not_be_written_stays", read_only),
        Trial::test("fix::a_file_that_somebody_changes_meanwhile_stays", changed),
        Trial::test("fix::arguments_that_say_nothing_together_are_refused", refused),
    ]
}

/// Two numbers that figures give, one that none does, and an exemption that nothing needs.
const WORDS: &str = "In April–June 2023, 1,653 visas were issued, 50.3 per cent of them to nationals of China.\n\n\
                     Another 777 were refused.";
const NEEDLESS: &str = "allow = { code = \"claim-unit\", found = \"5\", reason = \"It was so.\" }\n";
const LINKED: &str = "In April–June 2023, [1,653](=visas.total) visas were issued, \
                      [50.3 per cent](=visas.share(\"CN\")) of them to nationals of China.";

fn written(folder: &Folder, spec: &str) -> Result<PathBuf, Failed> {
    fs::write(folder.0.join("series.toml"), SERIES)?;
    let path = folder.0.join("edition.toml");
    fs::write(&path, spec)?;
    Ok(path)
}

fn call(spec: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quarterly"));
    command.arg("check").arg("--fix").args(arguments).arg(spec);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn fix(spec: &Path, arguments: &[&str], answers: &str) -> Result<Output, Failed> {
    let mut child = call(spec, arguments).spawn()?;
    if let Some(mut input) = child.stdin.take() {
        // What nobody reads any more needs no answer.
        let _ = input.write_all(answers.as_bytes());
    }
    Ok(child.wait_with_output()?)
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).replace('\u{a0}', " ")
}

fn before(spec: &Path) -> PathBuf {
    spec.with_file_name("edition.toml.before")
}

fn yes() -> Result<(), Failed> {
    let folder = Folder::new("fix-yes")?;
    let old = NEEDLESS.to_owned() + &text(WORDS);
    let spec = written(&folder, &old)?;
    let output = fix(&spec, &[], "y\nyes\ny\n")?;
    let told = stdout(&output);
    let new = fs::read_to_string(&spec)?;
    expect(
        new == text(&WORDS.replace(WORDS.lines().next().unwrap_or_default(), LINKED)),
        "it is written",
        &output,
    )?;
    expect(fs::read_to_string(before(&spec))? == old, "what was is kept", &output)?;
    for line in [
        "edition.toml:1 unused-allow (1 of 3)",
        "edition.toml:16 loose-number (2 of 3)",
        "1,653: `visas.total` is 1,653 (visas issued)",
        "50.3: `visas.share(\"CN\")` is 50.3 per cent (visas issued)",
        "- In April–June 2023, 1,653 visas",
        "+ In April–June 2023, [1,653](=visas.total) visas",
        "3 changes: changed `",
        "edition.toml.before`",
    ] {
        expect(told.contains(line), line, &output)?;
    }
    // It checks again, and says what is left.
    let left = String::from_utf8_lossy(&output.stderr).into_owned();
    let is_left = left.contains("777") && left.contains("1 warning;") && !left.contains("1,653");
    expect(is_left && output.status.code() == Some(1), "the rest is told", &output)?;
    let output = fix(&spec, &[], "y\n")?;
    expect(stdout(&output).contains("no change to propose"), "nothing more is proposed", &output)
}

fn no() -> Result<(), Failed> {
    let old = NEEDLESS.to_owned() + &text(WORDS);
    for answers in ["", "n\nn\nn\n", "q\n", "what\nn\nno\nq\n", "N\n"] {
        let folder = Folder::new("fix-no")?;
        let spec = written(&folder, &old)?;
        let output = fix(&spec, &[], answers)?;
        let is_same = fs::read_to_string(&spec)? == old && !before(&spec).exists();
        expect(is_same, "nothing is written", &output)?;
        expect(stdout(&output).contains("stays as it is"), "it is said", &output)?;
        expect(output.status.code() == Some(1), "there are findings", &output)?;
        let is_shown = stdout(&output).contains("+ In April–June 2023, [1,653]");
        expect(is_shown != answers.starts_with('q'), "without answers, all is shown", &output)?;
    }
    // What was agreed to before the end is written.
    let folder = Folder::new("fix-quit")?;
    let spec = written(&folder, &old)?;
    let output = fix(&spec, &[], "y\nq\n")?;
    expect(fs::read_to_string(&spec)? == text(WORDS), "one change is written", &output)?;
    let folder = Folder::new("fix-all")?;
    let spec = written(&folder, &old)?;
    let output = fix(&spec, &[], "n\na\n")?;
    let new = fs::read_to_string(&spec)?;
    expect(new.starts_with(NEEDLESS) && new.contains(LINKED), "all that follow are", &output)
}

fn agreed() -> Result<(), Failed> {
    let folder = Folder::new("fix-agreed")?;
    let spec = written(&folder, &(NEEDLESS.to_owned() + &text(WORDS)))?;
    let output = fix(&spec, &["--yes"], "")?;
    expect(fs::read_to_string(&spec)? == text(WORDS), "only the exemption goes", &output)?;
    let told = stdout(&output);
    expect(told.contains("unused-allow") && told.contains("+ In April"), "all is shown", &output)
}

fn only() -> Result<(), Failed> {
    let folder = Folder::new("fix-only")?;
    let spec = written(&folder, &(NEEDLESS.to_owned() + &text(WORDS)))?;
    let output = fix(&spec, &["--code", "unused-allow"], "a\n")?;
    expect(fs::read_to_string(&spec)? == text(WORDS), "only the exemption goes", &output)?;
    expect(stdout(&output).contains("(1 of 1)"), "nothing else is shown", &output)
}

fn corrected() -> Result<(), Failed> {
    let folder = Folder::new("fix-corrected")?;
    let words = LINKED.replace("50.3 per", "53.0 per").replace("1,653", "1,663");
    let spec = written(&folder, &text(&words))?;
    let output = fix(&spec, &[], "n\ny\n")?;
    let right = text(&LINKED.replace("1,653", "1,663"));
    expect(fs::read_to_string(&spec)? == right, "the number that was agreed to is written", &output)?;
    let told = stdout(&output);
    expect(told.contains("1,663: `visas.total` is 1,653"), "the first is shown", &output)?;
    expect(told.contains("53.0: `visas.share(\"CN\")` is 50.3"), "the second is shown", &output)
}

fn near() -> Result<(), Failed> {
    let folder = Folder::new("fix-near")?;
    let words = text(&WORDS.replace("50.3", "53.0"));
    let spec = written(&folder, &words)?;
    let output = fix(&spec, &[], "n\n")?;
    expect(fs::read_to_string(&spec)? == words, "it stays", &output)?;
    let told = stdout(&output);
    expect(
        told.contains("edition.toml:15 53.0: `visas.share(\"CN\")` is 50.3 per cent"),
        "it is told",
        &output,
    )?;
    expect(!told.contains("[53.0"), "it is not linked", &output)
}

fn windows() -> Result<(), Failed> {
    let folder = Folder::new("fix-windows")?;
    // A paragraph of two lines, and a byte order mark.
    let words = WORDS.replace("visas were", "visas\nwere").replace("them to", "them\nto");
    let old = NEEDLESS.to_owned() + &text(&words);
    let spec = written(&folder, &format!("\u{feff}{}", old.replace('\n', "\r\n")))?;
    let output = fix(&spec, &[], "a\n")?;
    let linked = LINKED.replace("visas were", "visas\nwere").replace("them to", "them\nto");
    let right = text(&(linked + "\n\nAnother 777 were refused.")).replace('\n', "\r\n");
    expect(fs::read_to_string(&spec)? == format!("\u{feff}{right}"), "its lines stay", &output)
}

fn kinds() -> Result<(), Failed> {
    let folder = Folder::new("fix-kinds")?;
    let old = text(
        "| Quarter | Visas issued |\n|---|---|\n| April–June 2022 | 2,000 |\n\n- Of visas, **50.3 per cent** went to China.",
    ) + r#"
[[chapter]]
id    = "two"
title = "Two"
text  = "Of \"visas\", 50.3 per cent went to China."

[[chapter]]
id    = "three"
title = "Three"
text  = 'Of all visas, 16.9 per cent went to Türkiye.'

[[chapter]]
id    = "four"
title = "Four"
text  = """
About half of all visas (50.3 per cent) went \
   to China."""
"#;
    let spec = written(&folder, &old)?;
    let output = fix(&spec, &[], "a\n")?;
    let new = fs::read_to_string(&spec)?;
    for right in [
        "| April–June 2022 | [2,000](=visas.value(\"2022-Q2\")) |",
        "- Of visas, **[50.3 per cent](=visas.share(\"CN\"))** went to China.",
        r#"text  = "Of \"visas\", [50.3 per cent](=visas.share('CN')) went to China.""#,
        "text  = 'Of all visas, [16.9 per cent](=visas.share(\"TR\")) went to Türkiye.'",
        "visas ([50.3 per cent](=visas.share(\"CN\"))) went \\\n   to China.",
    ] {
        expect(new.contains(right), right, &output)?;
    }
    expect(stdout(&output).contains("5 changes: changed"), "all are counted", &output)
}

fn read_only() -> Result<(), Failed> {
    let folder = Folder::new("fix-read-only")?;
    let spec = written(&folder, &text(WORDS))?;
    let mut permissions = fs::metadata(&spec)?.permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&spec, permissions)?;
    let output = fix(&spec, &[], "a\n")?;
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    let is_refused = output.status.code() == Some(2) && told.contains("it may not be written");
    expect(is_refused && fs::read_to_string(&spec)? == text(WORDS), "it is refused", &output)
}

fn changed() -> Result<(), Failed> {
    let folder = Folder::new("fix-changed")?;
    let spec = written(&folder, &text(WORDS))?;
    let mut child = call(&spec, &[]).spawn()?;
    let mut input = child.stdin.take().ok_or_else(|| Failed::from("no input"))?;
    let mut out = child.stdout.take().ok_or_else(|| Failed::from("no output"))?;
    // The first question has been asked once something was printed.
    let mut first = [0; 1];
    std::io::Read::read_exact(&mut out, &mut first)?;
    let other = text(WORDS) + "# saved by an editor\n";
    fs::write(&spec, &other)?;
    input.write_all(b"a\n")?;
    drop(input);
    std::io::Read::read_to_end(&mut out, &mut Vec::new())?;
    let output = child.wait_with_output()?;
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    let is_refused =
        output.status.code() == Some(2) && told.contains("somebody has changed it in the meantime");
    expect(is_refused && fs::read_to_string(&spec)? == other, "it is refused", &output)
}

fn refused() -> Result<(), Failed> {
    let folder = Folder::new("fix-refused")?;
    let spec = written(&folder, &text(WORDS))?;
    let output = fix(&spec, &["--code", "loose-numbers"], "a\n")?;
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    let is_named = told.contains("did you mean `loose-number`?");
    expect(output.status.code() == Some(2) && is_named, "an unknown code is refused", &output)?;
    let program = env!("CARGO_BIN_EXE_quarterly");
    let output = Command::new(program).args(["check", "--yes"]).arg(&spec).output()?;
    expect(output.status.code() == Some(2), "--yes says nothing alone", &output)?;
    expect(fs::read_to_string(&spec)? == text(WORDS), "nothing is written", &output)
}
