//! Asks other programs of this machine to show something: a browser an address, an editor a line.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

/// Names the author's editor: a program and its arguments, in which `{file}`, `{line}` and `{column}` stand for the
/// place; without them, the file is put behind.
const EDITOR: &str = "QUARTERLY_EDITOR";

/// Opens an address in the browser of this machine.
///
/// # Errors
/// There is no program that opens addresses.
pub(super) fn browse(address: &str) -> Result<(), String> {
    let mut command = if cfg!(windows) {
        // `start` would take signs of an address for its own.
        let mut command = Command::new("rundll32");
        command.arg("url.dll,FileProtocolHandler");
        command
    } else if cfg!(target_os = "macos") {
        Command::new("open")
    } else {
        Command::new("xdg-open")
    };
    command.arg(address);
    start(command).map_err(|_| "no browser could be opened".to_owned())
}

/// Opens a file at a place in the author's editor: the one that [`EDITOR`] names, or Visual Studio Code.
///
/// # Errors
/// There is none.
pub(super) fn edit(path: &Path, line: usize, column: usize) -> Result<(), String> {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    match env::var(EDITOR).ok().filter(|editor| !editor.trim().is_empty()) {
        Some(editor) => {
            let (program, arguments) = editor_of(&editor, &path, line, column);
            let mut command = Command::new(program);
            command.args(arguments);
            start(command).map_err(|error| format!("the editor of {EDITOR} cannot be started: {error}"))
        }
        None => {
            let program = code().ok_or_else(|| format!("no editor is known: {EDITOR} can name one"))?;
            let mut place = path.into_os_string();
            place.push(format!(":{line}:{column}"));
            let mut command = Command::new(program);
            command.arg("-g").arg(place);
            start(command).map_err(|error| format!("the editor cannot be started: {error}"))
        }
    }
}

/// The program and its arguments for a place.
fn editor_of(editor: &str, path: &Path, line: usize, column: usize) -> (String, Vec<OsString>) {
    let mut words = editor.split_whitespace();
    let program = words.next().unwrap_or_default().to_owned();
    let mut is_named = false;
    let mut arguments: Vec<OsString> = words
        .map(|word| {
            let word = word.replace("{line}", &line.to_string()).replace("{column}", &column.to_string());
            match word.split_once("{file}") {
                Some((before, behind)) => {
                    is_named = true;
                    let mut place = OsString::from(before);
                    place.push(path);
                    place.push(behind);
                    place
                }
                None => word.into(),
            }
        })
        .collect();
    if !is_named {
        arguments.push(path.into());
    }
    (program, arguments)
}

/// Visual Studio Code, when it is among the programs that can be started by their names.
fn code() -> Option<PathBuf> {
    let names: &[&str] = if cfg!(windows) { &["code.cmd", "code.exe"] } else { &["code", "codium"] };
    let folders: Vec<PathBuf> = env::split_paths(&env::var_os("PATH")?).collect();
    folders.iter().flat_map(|folder| names.iter().map(|name| folder.join(name))).find(|path| path.is_file())
}

/// Starts a program that goes on by itself.
fn start(mut command: Command) -> std::io::Result<()> {
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    // Nobody asks how it ended, but the system keeps a place for the answer until somebody has it.
    let _ = thread::Builder::new().spawn(move || child.wait());
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::editor_of;

    #[test]
    fn an_editor_is_told_the_place() {
        let path = Path::new("/a folder/2023-q3.toml");
        let told = |editor: &str| {
            let (program, arguments) = editor_of(editor, path, 7, 3);
            let arguments: Vec<String> =
                arguments.iter().map(|argument| argument.to_string_lossy().into_owned()).collect();
            format!("{program}|{}", arguments.join("|"))
        };
        assert_eq!(told("vim +{line} {file}"), "vim|+7|/a folder/2023-q3.toml");
        assert_eq!(told("edit --at {file}:{line}:{column}"), "edit|--at|/a folder/2023-q3.toml:7:3");
        assert_eq!(told("notepad"), "notepad|/a folder/2023-q3.toml");
    }
}
