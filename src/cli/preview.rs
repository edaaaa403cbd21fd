//! `quarterly preview`: a spec in, its pages in a browser, until it is ended.

use std::ffi::OsString;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::asking::{error_line, failed};
use super::desktop;
use super::diff;
use super::stream::{print, shown, tell};
use super::telling::Telling;
use super::{Outcome, ThemeArguments, languages, theme, threads};
use crate::diag::{Extent, Faults, printable};
use crate::preview::{self, Outside, Shown};
use crate::spec::overlay::Published;
use crate::theme::Theme;

/// What `quarterly preview` takes.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct PreviewArguments {
    /// The quarter spec, such as data/kazakhstan/2023-q2.toml
    #[arg(value_name = "SPEC")]
    spec: PathBuf,
    /// Do not open a browser: the address is printed
    #[arg(long)]
    no_open: bool,
    /// Port of this machine to listen at; without one, any that is free
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    port: u16,
    /// The language that is shown first, of those that the edition is published in
    #[arg(long, value_name = "TAG", value_parser = languages::tag)]
    language: Option<String>,
    /// Folder that the edition is built into, to compare with; without one, `out`
    #[arg(long, value_name = "DIR", default_value = "out", hide_default_value = true)]
    out: PathBuf,
    #[command(flatten)]
    theme: ThemeArguments,
}

/// A spec alone, as it is when its file was dropped on the program or opened with it, is shown.
pub(super) fn of_dropped(mut arguments: Vec<OsString>) -> Vec<OsString> {
    if let [_, file] = &arguments[..] {
        let path = Path::new(file);
        let is_spec = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml"));
        if is_spec && path.is_file() {
            arguments.insert(1, "preview".into());
        }
    }
    arguments
}

/// What the page asks of this machine.
struct Desktop<'a> {
    arguments: &'a PreviewArguments,
}

impl Outside for Desktop<'_> {
    fn open(&self, path: &Path, line: usize, column: usize) -> Result<(), String> {
        desktop::edit(path, line, column)
    }

    fn compare(&self, old: &Path, new: &Path) -> Result<Vec<u8>, String> {
        diff::page(old, new, options(&self.arguments.theme))
    }

    fn theme(&self) -> Result<Theme, Faults> {
        theme::theme(&self.arguments.theme)
    }

    fn theme_files(&self, theme: &Theme) -> Vec<PathBuf> {
        theme::files(&self.arguments.theme, theme)
    }
}

/// The options that lead to the same theme.
fn options(theme: &ThemeArguments) -> Vec<OsString> {
    let all = [
        ("--template", &theme.template),
        ("--brand", &theme.brand),
        ("--fonts", &theme.fonts),
        ("--languages", &theme.languages),
    ];
    let given = all.into_iter().filter_map(|(name, path)| Some((name, path.as_ref()?)));
    given.flat_map(|(name, path)| [OsString::from(name), path.clone().into_os_string()]).collect()
}

pub(super) fn run(arguments: &PreviewArguments) -> Outcome {
    threads::start(None);
    let theme = match theme::theme(&arguments.theme) {
        Ok(theme) => theme,
        Err(faults) => {
            tell(&Telling { extent: Extent::Short, consequence: "" }.faults(&faults));
            return Outcome::Failed;
        }
    };
    if !arguments.spec.is_file() {
        let message = format!("there is no spec `{}`", shown(&arguments.spec));
        let hint = "name the file of an edition; quarterly without a command lists them";
        return failed(&error_line(&message, hint));
    }
    let own = Published::of(&arguments.spec).own;
    let shown = Shown {
        spec: arguments.spec.clone(),
        language: arguments.language.clone().filter(|language| *language != own),
        port: arguments.port,
        out: arguments.out.clone(),
    };
    let ready = |address: &str| {
        print(&format!("{address}\nthe pages follow your files; Ctrl-C ends the preview\n"));
        if !arguments.no_open
            && let Err(why) = desktop::browse(address)
        {
            tell(&format!("note: {}; open the address yourself\n", printable(&why)));
        }
    };
    match preview::run(&shown, theme, &Desktop { arguments }, ready) {
        Ok(()) => Outcome::Clean,
        Err(error) if error.kind() == ErrorKind::AddrInUse => {
            let message = format!("the port {} is in use", arguments.port);
            failed(&error_line(&message, "end the other program, give another port, or leave --port out"))
        }
        Err(error) => failed(&error_line(
            &format!("nobody can listen on this machine: {error}"),
            "give another port with --port",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::of_dropped;

    #[test]
    fn a_spec_that_is_dropped_on_the_program_is_shown() {
        let read = |arguments: &[&str]| {
            let read = of_dropped(arguments.iter().map(Into::into).collect());
            read.iter().map(|one| one.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
        };
        let spec = "data/kazakhstan/2023-q2.toml";
        assert_eq!(read(&["quarterly", spec]), format!("quarterly preview {spec}"));
        for other in [
            &["quarterly"][..],
            &["quarterly", "nowhere.toml"],
            &["quarterly", "README.md"],
            &["quarterly", "check", spec],
        ] {
            assert_eq!(read(other), other.join(" "));
        }
    }
}
