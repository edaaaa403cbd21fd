//! Turns a fault of the program itself into a message and an exit code, so that the words of the runtime, which
//! mean nothing to the user, stay away from him.

use std::env;
use std::panic::{self, AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// Where the program failed first.
static PLACE: Mutex<Option<String>> = Mutex::new(None);

/// Keeps the place of a fault, instead of printing what the runtime says. Who asks for a backtrace gets that too.
pub(super) fn listen() {
    let of_runtime = panic::take_hook();
    let wants_all = env::var_os("RUST_BACKTRACE").is_some();
    panic::set_hook(Box::new(move |fault| {
        let mut known = PLACE.lock().unwrap_or_else(PoisonError::into_inner);
        if let (None, Some(place)) = (known.as_ref(), fault.location()) {
            *known = Some(format!("{}:{}", brief(place.file()), place.line()));
        }
        drop(known);
        if wants_all {
            of_runtime(fault);
        }
    }));
}

/// The last names of a path: crate, folder and file.
fn brief(path: &str) -> String {
    let names: Vec<_> = Path::new(path).iter().map(|name| name.to_string_lossy()).collect();
    names[names.len().saturating_sub(3)..].join("/")
}

/// Does something; a fault of the program itself is a message like others. It must not take the other editions of a
/// call with it, nor look like a finding.
pub(super) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| {
        let place = PLACE.lock().unwrap_or_else(PoisonError::into_inner);
        let place = place.as_ref().map_or_else(String::new, |place| format!(" (at {place})"));
        let hint = "please report it with the files of this call, and that place";
        format!("error: the program itself failed; nothing was written{place}\n = hint: {hint}\n")
    })
}

/// Bytes of addresses without which not even a small edition can be built.
#[cfg(unix)]
const LEAST_ADDRESSES: u64 = 512 << 20;

/// Whether the system gives this process enough memory to begin: where there is none, the runtime can only abort it.
#[cfg(unix)]
pub(super) fn has_room() -> Result<(), String> {
    use rustix::process::{Resource, getrlimit};

    match getrlimit(Resource::As).current {
        Some(most) if most < LEAST_ADDRESSES => {
            let (most, least) = (most >> 20, LEAST_ADDRESSES >> 20);
            let hint = "raise the limit (ulimit -v), or start it where there is none";
            Err(format!(
                "error: the program may use {most} MB of addresses and needs {least}\n = hint: {hint}\n"
            ))
        }
        Some(_) | None => Ok(()),
    }
}

/// Elsewhere, no such limit is known.
#[cfg(not(unix))]
pub(super) fn has_room() -> Result<(), String> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{brief, guarded};

    #[test]
    fn a_fault_is_a_message() {
        let told = guarded(|| -> u8 { panic!("for the test") }).unwrap_err();
        assert!(told.starts_with("error: the program itself failed; nothing was written"), "{told}");
        assert_eq!(guarded(|| 1), Ok(1));
    }

    #[test]
    fn a_place_is_told_without_the_folders_of_who_built_the_program() {
        assert_eq!(brief("/home/x/.cargo/registry/src/y/hayro-0.7.1/src/lib.rs"), "hayro-0.7.1/src/lib.rs");
        assert_eq!(brief("src/cli/mod.rs"), "src/cli/mod.rs");
    }
}
