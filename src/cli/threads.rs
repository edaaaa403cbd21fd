//! Starts the threads that compute: as many as the system allows.

use std::sync::mpsc::{self, Sender};
use std::{env, io, thread};

use rayon::{ThreadBuilder, ThreadPoolBuilder};

/// The most threads that are worth starting.
const MOST: usize = 16;

/// Starts the threads, each with so many bytes of stack. Where the system allows too few, this thread does all
/// the work.
///
/// A pool that fails to start cannot be asked for again, and whether threads can be started may change between two
/// tries (the system counts a thread for a moment after its end). So they are there before the pool is.
pub(super) fn start(stack: Option<usize>) {
    let wanted = wanted();
    let Some(waiting) = waiting(wanted, stack) else {
        // Threads that are there already are as good as others.
        let _ = ThreadPoolBuilder::new().num_threads(1).use_current_thread().build_global();
        return;
    };
    let mut waiting = waiting.into_iter();
    let give = |worker| {
        let thread = waiting.next().ok_or(io::ErrorKind::WouldBlock)?;
        thread.send(worker).map_err(|_| io::ErrorKind::BrokenPipe.into())
    };
    let _ = ThreadPoolBuilder::new().num_threads(wanted).spawn_handler(give).build_global();
}

/// How many threads are worth starting here, if the system allows them.
pub(super) fn wanted() -> usize {
    let wanted = env::var("RAYON_NUM_THREADS").ok().and_then(|number| number.parse().ok()).unwrap_or(0);
    let wanted = match wanted {
        0 => thread::available_parallelism().map_or(1, std::num::NonZero::get),
        some => some,
    };
    wanted.min(MOST)
}

/// Whether all work is done by the thread that asks.
pub(super) fn is_alone() -> bool {
    rayon::current_thread_index().is_some()
}

/// So many threads that wait for the work of a pool. None if the system allows fewer: those that were started end.
fn waiting(count: usize, stack: Option<usize>) -> Option<Vec<Sender<ThreadBuilder>>> {
    let start = |_| {
        let (sender, worker) = mpsc::channel::<ThreadBuilder>();
        let builder = thread::Builder::new();
        let builder = match stack {
            Some(stack) => builder.stack_size(stack),
            None => builder,
        };
        let run = move || {
            if let Ok(worker) = worker.recv() {
                worker.run();
            }
        };
        builder.spawn(run).ok().map(|_| sender)
    };
    (0..count).map(start).collect()
}
