//! What tests need of the machine besides Rust: programs of the system, and the right to mount.
//!
//! Where one is missing, the tests that need it are listed as ignored, and the last line of a run says how many were
//! not run and why: a machine that cannot try something must not look like one that has tried it.

use std::collections::BTreeSet;
use std::env;
use std::io::{self, Write};
use std::process::{Command, Stdio};

use libtest_mimic::{Arguments, Conclusion, Trial};

/// Beginnings of names of tests, and the programs that these tests call.
const PROGRAMS: &[(&str, &[&str])] = &[
    ("anywhere::any_command_answers_to_any_file", &["mkfifo", "prlimit"]),
    ("anywhere::documents_that_are_bombs_are_refused", &["prlimit"]),
    (
        "anywhere::names_and_surroundings_may_be_odd",
        &["bash", "cat", "env", "head", "mkdir", "prlimit", "rmdir"],
    ),
    ("disk::a_lock_without_locks_is_told", &["strace"]),
    ("disk::many_other_files_and_odd_times_do_not_matter", &["touch"]),
    ("folder::one_that_cannot_be_written_is_told", &["prlimit", "sh"]),
    ("folder::one_that_is_full_keeps_the_last_good_output", &["head", "ls", "tr"]),
    ("folder::one_that_is_read_only_is_told_to_any_user", &["setpriv"]),
    ("hostile::paths_lead_nowhere_else", &["mkfifo"]),
    ("mailed::a_forged_journal_touches_nothing_of_others", &["sha256sum"]),
    ("streams::", &["bash", "prlimit"]),
];
/// On Linux, tests of hostile input run within limits of processor time and memory.
const LIMITED: &[&str] = &["disk::", "folder::", "hostile::", "mailed::"];
/// Tests that mount file systems of their own.
const MOUNTING: &[&str] = &[
    "disk::another_disk_below_it_is_told",
    "disk::without_proc_everything_is_as_ever",
    "folder::one_that_is_full_keeps_the_last_good_output",
];

/// Which tests cannot be run here.
#[derive(Debug)]
pub(crate) struct Needs {
    missing: BTreeSet<&'static str>,
    can_mount: bool,
    reasons: BTreeSet<String>,
}

impl Needs {
    /// Looks at this machine.
    pub(crate) fn new() -> Self {
        let programs = PROGRAMS.iter().flat_map(|(_, programs)| programs.iter().copied());
        let missing = programs.filter(|program| !is_there(program)).collect();
        // Some machines let nobody but root mount anything.
        let mount = Command::new("unshare").args(["-rm", "true"]).stderr(Stdio::null()).status();
        let can_mount = mount.is_ok_and(|status| status.success());
        Self { missing, can_mount, reasons: BTreeSet::new() }
    }

    /// A test as it was, or ignored, with the reason in its line.
    pub(crate) fn hold(&mut self, trial: Trial, asked: &Arguments) -> Trial {
        let Some(reason) = self.reason(trial.name()) else { return trial };
        if !asked.is_filtered_out(&trial) {
            self.reasons.insert(reason.clone());
        }
        trial.with_kind(reason).with_ignored_flag(true)
    }

    fn reason(&self, name: &str) -> Option<String> {
        let mut needed = PROGRAMS
            .iter()
            .filter(|(begins, _)| name.starts_with(begins))
            .flat_map(|(_, programs)| programs.iter().copied())
            .collect::<BTreeSet<_>>();
        if cfg!(target_os = "linux") && LIMITED.iter().any(|begins| name.starts_with(begins)) {
            needed.insert("prlimit");
        }
        needed.retain(|program| self.missing.contains(program));
        if let Some(program) = needed.first() {
            return Some(format!("needs `{program}`"));
        }
        (MOUNTING.contains(&name) && !self.can_mount).then(|| "needs to mount".to_owned())
    }

    /// Says what was not run, if anything was not.
    pub(crate) fn tell(&self, done: &Conclusion) {
        if done.num_ignored > 0 {
            let why = self.reasons.iter().map(String::as_str).collect::<Vec<_>>().join("; ");
            // A closed pipe is the reader's choice.
            let _ = writeln!(io::stdout(), "not run: {} ({why})\n", done.num_ignored);
        }
    }
}

/// Whether a program can be called by its name.
fn is_there(program: &str) -> bool {
    env::var_os("PATH")
        .is_some_and(|path| env::split_paths(&path).any(|folder| folder.join(program).is_file()))
}
