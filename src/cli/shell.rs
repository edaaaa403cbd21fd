//! `quarterly completions` and `quarterly man`: what a shell and its manual want to know of the commands.

use std::fs;
use std::path::Path;

use clap::CommandFactory;
use clap_complete::Shell;

use super::stream::{print, shown, tell};
use super::{Arguments, Outcome};

/// Prints what lets a shell complete commands, options and files.
pub(super) fn completions(shell: Shell) -> Outcome {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "quarterly", &mut text);
    print(&String::from_utf8_lossy(&text));
    Outcome::Clean
}

/// Writes a manual page for each command into a folder.
pub(super) fn man(folder: &Path) -> Outcome {
    let written =
        fs::create_dir_all(folder).and_then(|()| clap_mangen::generate_to(Arguments::command(), folder));
    match written {
        Ok(()) => {
            let pages = Arguments::command().get_subcommands().count() + 1;
            print(&format!(
                "wrote manual pages into {}: quarterly.1 and those of {} commands\n",
                shown(folder),
                pages - 1
            ));
            Outcome::Clean
        }
        Err(error) => {
            let hint = "choose a folder that you may write into";
            tell(&format!("error: cannot write into `{}`: {error}\n = hint: {hint}\n", shown(folder)));
            Outcome::Failed
        }
    }
}
