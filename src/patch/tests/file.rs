//! What becomes of an author's file, and of its folder.

use std::fs;
use std::path::{Path, PathBuf};

use crate::patch::Edit;
use crate::patch::file::{Original, Planned, Yes};
use crate::patch::refused::{Refused, Why};

const OLD: &str = "total = 3.0 # as given\r\nshares = { CN = 1 }\r\n";
const NEW: &str = "total = 4.25 # as given\r\nshares = { CN = 1 }\r\n";

/// A folder with one file in it.
fn file(bytes: impl AsRef<[u8]>) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("2023-q2.toml");
    fs::write(&path, bytes).unwrap();
    (folder, path)
}

fn edit() -> Vec<Edit> {
    vec![Edit::new(8..11, "4.25", "total of visas")]
}

fn fine(_: &str) -> Result<(), String> {
    Ok(())
}

fn planned(path: &Path) -> Planned {
    Original::read(path).unwrap().plan(edit(), fine).unwrap()
}

fn yes() -> Yes {
    Yes::answered("yes\n").unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// The refusal, when the folder holds what it held.
fn refused(path: &Path, planned: Planned) -> Why {
    let folder = path.parent().unwrap();
    let before = (names(folder), fs::read(path).ok());
    let Refused { why, .. } = planned.confirm(&yes()).unwrap_err();
    assert_eq!((names(folder), fs::read(path).ok()), before);
    why
}

#[test]
fn a_file_is_replaced_and_the_old_one_kept() {
    let (folder, path) = file(OLD);
    let written = planned(&path).confirm(&yes()).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), NEW);
    assert_eq!(fs::read_to_string(&written.before).unwrap(), OLD);
    assert_eq!(names(folder.path()), ["2023-q2.toml", "2023-q2.toml.before"]);
    assert!(written.to_string().contains("2023-q2.toml.before`"), "{written}");
    // The next change keeps what it found.
    let again = Original::read(&path).unwrap().plan(vec![Edit::new(0..0, "# a\n", "a line")], fine).unwrap();
    let written = again.confirm(&yes()).unwrap();
    assert_eq!(fs::read_to_string(&written.before).unwrap(), NEW);
    assert_eq!(names(folder.path()), ["2023-q2.toml", "2023-q2.toml.before", "2023-q2.toml.before-2"]);
    assert_eq!(fs::read_to_string(folder.path().join("2023-q2.toml.before")).unwrap(), OLD);
    assert_eq!(fs::read_to_string(&path).unwrap(), format!("# a\r\n{NEW}"));
}

#[test]
fn what_is_shown_names_the_file_and_the_reason() {
    let (_folder, path) = file(OLD);
    let shown = planned(&path).shown();
    assert!(
        shown.contains("2023-q2.toml\n  total of visas\n    1      - total = 3.0 # as given\n"),
        "{shown}"
    );
    assert_eq!(fs::read_to_string(&path).unwrap(), OLD);
}

#[test]
fn only_a_yes_is_a_yes() {
    for answer in ["y", "Y\n", " yes \r\n", "YES"] {
        assert!(Yes::answered(answer).is_some(), "{answer}");
    }
    for answer in ["", "\n", "n", "no", "yes please", "ja", "ye"] {
        assert!(Yes::answered(answer).is_none(), "{answer}");
    }
}

#[test]
fn a_file_that_was_changed_meanwhile_is_left_alone() {
    let (_folder, path) = file(OLD);
    let planned = planned(&path);
    fs::write(&path, OLD.replace("CN = 1", "CN = 2")).unwrap();
    assert!(matches!(refused(&path, planned), Why::Changed));
}

#[test]
fn a_file_that_was_removed_meanwhile_is_not_made_anew() {
    let (_folder, path) = file(OLD);
    let planned = planned(&path);
    fs::remove_file(&path).unwrap();
    assert!(matches!(refused(&path, planned), Why::Missing));
}

#[test]
fn the_new_text_is_checked_before_anything_is_written() {
    let (folder, path) = file(OLD);
    let plan =
        |edits, check: fn(&str) -> Result<(), String>| Original::read(&path).unwrap().plan(edits, check);
    let told = plan(edit(), |text| Err(format!("{} bytes", text.len()))).unwrap_err();
    assert!(told.to_string().ends_with("the new text would not be right: 46 bytes"), "{told}");
    let broken = vec![Edit::new(8..11, "3,0", "test")];
    assert!(matches!(plan(broken, fine).unwrap_err().why, Why::Check(_)));
    let twice = vec![Edit::new(0..0, "total = 1\n", "test")];
    assert!(matches!(plan(twice, fine).unwrap_err().why, Why::Check(_)));
    let same = vec![Edit::new(8..11, "3.0", "test")];
    assert!(matches!(plan(same, fine).unwrap_err().why, Why::NothingToChange));
    let long = vec![Edit::new(0..0, format!("# {}\n", "x".repeat(4 << 20)), "test")];
    assert!(matches!(plan(long, fine).unwrap_err().why, Why::TooLong));
    let none = vec![Edit::new(8..999, "3.0", "test")];
    assert!(matches!(plan(none, fine).unwrap_err().why, Why::Conflict(_)));
    assert_eq!(names(folder.path()), ["2023-q2.toml"]);
    assert_eq!(fs::read_to_string(&path).unwrap(), OLD);
}

#[test]
fn what_is_no_text_file_is_told() {
    let why = |path: &Path| Original::read(path).unwrap_err().why;
    let (folder, path) = file(b"a = '\xff'");
    assert!(matches!(why(&path), Why::NotText));
    assert!(matches!(why(folder.path()), Why::NotAFile));
    assert!(matches!(why(&folder.path().join("none.toml")), Why::Missing));
    let long = folder.path().join("long.toml");
    fs::write(&long, vec![b'#'; (4 << 20) + 1]).unwrap();
    assert!(matches!(why(&long), Why::TooLong));
    fs::write(&long, vec![b'#'; 4 << 20]).unwrap();
    assert!(Original::read(&long).is_ok());
}

#[test]
fn a_byte_order_mark_stays() {
    let (_folder, path) = file(format!("\u{feff}{OLD}"));
    // Places are those of the reader, who does not count it.
    let planned = Original::new(&path, OLD).plan(edit(), fine).unwrap();
    let written = planned.confirm(&yes()).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), format!("\u{feff}{NEW}"));
    assert_eq!(fs::read_to_string(&written.before).unwrap(), format!("\u{feff}{OLD}"));
}

#[test]
fn a_file_that_may_not_be_written_is_left_alone() {
    let (_folder, path) = file(OLD);
    let planned = planned(&path);
    let mut about = fs::metadata(&path).unwrap().permissions();
    about.set_readonly(true);
    fs::set_permissions(&path, about).unwrap();
    assert!(matches!(refused(&path, planned), Why::ReadOnly));
}

#[test]
fn something_else_in_the_place_of_the_old_file_stays() {
    let (folder, path) = file(OLD);
    let planned = planned(&path);
    fs::create_dir(folder.path().join("2023-q2.toml.before")).unwrap();
    assert!(matches!(refused(&path, planned), Why::BeforeIsTaken(_)));
}

#[test]
fn two_calls_do_not_write_at_once() {
    let (folder, path) = file(OLD);
    let planned = planned(&path);
    let held = fs::File::open(folder.path()).unwrap();
    if held.try_lock().is_ok() {
        assert!(matches!(refused(&path, planned), Why::Busy));
    }
}

#[test]
fn what_a_killed_change_left_is_deleted() {
    let (folder, path) = file(OLD);
    fs::write(folder.path().join(".quarterly-edit-x"), b"half").unwrap();
    planned(&path).confirm(&yes()).unwrap();
    assert_eq!(names(folder.path()), ["2023-q2.toml", "2023-q2.toml.before"]);
}

#[cfg(unix)]
mod unix {
    use std::fs;
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::{NEW, OLD, Original, Why, file, fine, planned, refused, yes};

    #[test]
    fn a_link_is_not_replaced() {
        let (folder, path) = file(OLD);
        let link = folder.path().join("link.toml");
        symlink(&path, &link).unwrap();
        assert!(matches!(Original::read(&link).unwrap_err().why, Why::Link));
        let planned = Original::new(&link, OLD).plan(super::edit(), fine).unwrap();
        assert!(matches!(refused(&link, planned), Why::Link));
    }

    #[test]
    fn a_folder_that_may_not_be_written_is_told() {
        let (folder, path) = file(OLD);
        let planned = planned(&path);
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o555)).unwrap();
        let why = refused(&path, planned);
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
        assert!(matches!(why, Why::ReadOnlyFolder), "{why:?}");
    }

    #[test]
    fn permissions_stay() {
        let (_folder, path) = file(OLD);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        let written = planned(&path).confirm(&yes()).unwrap();
        for path in [&written.path, &written.before] {
            assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o640);
        }
        assert_eq!(fs::read_to_string(&path).unwrap(), NEW);
    }
}
