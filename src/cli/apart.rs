//! Runs a command once more in a process of its own, with limits on what a damaged file can make its reader
//! take. That process writes nothing but its answer, and ends when this one does.

use std::env;
use std::ffi::{OsStr, OsString};
use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use super::Outcome;

/// What a process may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bounds {
    /// Of the processor; a process alone on the machine is done sooner.
    pub(super) time: Duration,
    /// Bytes of addresses.
    pub(super) memory: u64,
}

/// The argument that tells the process that it is the bounded one.
pub(super) const BOUNDED: &str = "bounded";
/// How many times its processor time may pass until it answers, where others are at work too.
const PATIENCE: u32 = 4;

/// What the process found.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) outcome: Outcome,
    /// For the standard output.
    pub(super) text: String,
    /// For the standard error.
    pub(super) messages: String,
    /// For a file, if one was asked for.
    pub(super) page: Vec<u8>,
}

/// What came of asking.
#[derive(Debug)]
pub(super) enum Asked {
    Answered(Answer),
    /// The system stopped it, for memory or stack or time without end.
    Stopped,
    /// There can be no other process.
    Alone,
}

/// Runs this program with the same arguments in a process of its own.
pub(super) fn ask(command: &str, bounds: Bounds) -> Asked {
    ask_for(command, env::args_os().skip(1).collect(), bounds)
}

/// Runs a command of this program in a process of its own.
pub(super) fn ask_for(command: &str, mut arguments: Vec<OsString>, bounds: Bounds) -> Asked {
    let Some(at) = arguments.iter().position(|argument| argument == OsStr::new(command)) else {
        return Asked::Alone;
    };
    arguments.insert(at + 1, format!("--{BOUNDED}").into());
    let Some(child) = program().and_then(|program| start(&program, &arguments)) else { return Asked::Alone };
    let answer = wait(child, bounds.time * PATIENCE);
    answer.and_then(|bytes| Answer::parse(&bytes)).map_or(Asked::Stopped, Asked::Answered)
}

/// This program: the system knows which it is, but for one without `/proc`.
fn program() -> Option<PathBuf> {
    env::current_exe().ok().or_else(|| env::args_os().next().map(PathBuf::from))
}

fn start(program: &PathBuf, arguments: &[OsString]) -> Option<Child> {
    // Its standard input is held open as long as this process lives. What the runtime says of a fault, or of memory
    // that there is not, means nothing to the user.
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    command.spawn().ok()
}

/// All that a process says until it ends, if it ends in time.
fn wait(mut child: Child, longest: Duration) -> Option<Vec<u8>> {
    let mut out = child.stdout.take()?;
    let child = Arc::new(Mutex::new(child));
    let end = |child: &Mutex<Child>| child.lock().unwrap_or_else(PoisonError::into_inner).kill();
    let (done, is_done) = mpsc::channel::<()>();
    let watched = Arc::clone(&child);
    // Where there can be no thread that watches, the limit on its processor time has to do.
    let _ = thread::Builder::new().spawn(move || {
        if is_done.recv_timeout(longest) == Err(RecvTimeoutError::Timeout) {
            let _ = end(&watched);
        }
    });
    let mut bytes = Vec::new();
    let is_whole = out.read_to_end(&mut bytes).is_ok();
    drop(done);
    // One that has ended by itself is not reached by this.
    let _ = end(&child);
    let _ = child.lock().unwrap_or_else(PoisonError::into_inner).wait();
    is_whole.then_some(bytes)
}

impl Answer {
    /// A command that failed.
    pub(super) fn failed(messages: String) -> Self {
        Self { outcome: Outcome::Failed, text: String::new(), messages, page: Vec::new() }
    }

    /// The answer as bytes: the outcome, and each part behind its length.
    fn bytes(&self) -> Vec<u8> {
        let mut bytes = vec![match self.outcome {
            Outcome::Clean => 0,
            Outcome::Findings => 1,
            Outcome::Failed => 2,
        }];
        for part in [self.text.as_bytes(), self.messages.as_bytes(), &self.page] {
            bytes.extend((part.len() as u64).to_le_bytes());
            bytes.extend(part);
        }
        bytes
    }

    /// The answer from its bytes; nothing if it is not whole.
    fn parse(bytes: &[u8]) -> Option<Self> {
        let (first, rest) = bytes.split_first()?;
        let outcome = match first {
            0 => Outcome::Clean,
            1 => Outcome::Findings,
            2 => Outcome::Failed,
            _ => return None,
        };
        let (text, rest) = part(rest)?;
        let (messages, rest) = part(rest)?;
        let (page, rest) = part(rest)?;
        let words = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).ok();
        let answer = Self { outcome, text: words(text)?, messages: words(messages)?, page: page.to_vec() };
        rest.is_empty().then_some(answer)
    }
}

/// A part behind its length, and what follows.
fn part(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<8>()?;
    rest.split_at_checked(usize::try_from(u64::from_le_bytes(*length)).ok()?)
}

/// Does the work of the bounded process, within the limits.
pub(super) fn serve(bounds: Bounds, work: impl FnOnce() -> Answer) -> Outcome {
    end_with_parent();
    take_bounds(bounds);
    let answer = work();
    // Without a reader, nobody wants it.
    let mut out = io::stdout().lock();
    let _ = out.write_all(&answer.bytes()).and_then(|()| out.flush());
    answer.outcome
}

/// Ends this process when the one that asked has ended, however that was: its end of the pipe is closed then.
fn end_with_parent() {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{Signal, set_parent_process_death_signal};
        // Where there can be no thread that waits.
        let _ = set_parent_process_death_signal(Some(Signal::KILL));
    }
    let wait = || {
        let mut byte = [0];
        while io::stdin().lock().read(&mut byte).is_ok_and(|length| length > 0) {}
        #[expect(
            clippy::exit,
            reason = "nobody waits for the answer, and the reader of a damaged file may never end"
        )]
        std::process::exit(2)
    };
    let _ = thread::Builder::new().spawn(wait);
}

/// Takes the bounds for this process.
#[cfg(unix)]
pub(super) fn take_bounds(bounds: Bounds) {
    use rustix::process::{Resource, getrlimit, setrlimit};

    for (resource, most) in
        [(Resource::As, bounds.memory), (Resource::Cpu, bounds.time.as_secs().max(1)), (Resource::Core, 0)]
    {
        let mut limit = getrlimit(resource);
        limit.current = Some(limit.current.map_or(most, |known| known.min(most)));
        // Without the bounds the comparison is the same.
        let _ = setrlimit(resource, limit);
    }
}

/// Elsewhere, the process that asked has the time in its hand, and nobody the memory.
#[cfg(not(unix))]
pub(super) fn take_bounds(_: Bounds) {}

#[cfg(test)]
mod tests {
    use super::{Answer, Outcome};

    #[test]
    fn an_answer_is_read_as_it_was_given_and_only_whole() {
        let answer = Answer {
            outcome: Outcome::Findings,
            text: "ä\n".to_owned(),
            messages: String::new(),
            page: vec![0, 255, 10],
        };
        let bytes = answer.bytes();
        for length in 0..bytes.len() {
            assert_eq!(Answer::parse(&bytes[..length]), None);
        }
        assert_eq!(Answer::parse(&bytes), Some(answer));
        let endless = [&[0][..], &u64::MAX.to_le_bytes(), b"x"].concat();
        assert_eq!(Answer::parse(&endless), None);
    }
}
