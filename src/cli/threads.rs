//! Starts the threads that compute: as many as the system allows.

use std::env;
use std::sync::RwLock;
use std::thread;

/// The most threads that are worth starting.
const MOST: usize = 16;
/// One more has to be possible: the system counts a thread for a moment after its end. Not several more, for each that
/// was ever there at a time takes addresses (64 to 128 MB of glibc's) to the end.
const BESIDE: usize = 1;

/// Starts the threads, each with so many bytes of stack. Where the system allows too few, this thread does all
/// the work.
pub(super) fn start(stack: Option<usize>) {
    let wanted = wanted();
    let mut pool = rayon::ThreadPoolBuilder::new();
    if let Some(stack) = stack {
        pool = pool.stack_size(stack);
    }
    pool = if can_start(wanted, stack) {
        pool.num_threads(wanted)
    } else {
        pool.num_threads(1).use_current_thread()
    };
    // Threads that are there already are as good as others.
    let _ = pool.build_global();
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

/// Whether so many threads can be there at a time, and some more. A pool that fails to start could not be asked for
/// again.
fn can_start(count: usize, stack: Option<usize>) -> bool {
    let gate = RwLock::new(());
    let closed = gate.write();
    thread::scope(|scope| {
        let start = |at: usize| {
            let builder = thread::Builder::new();
            let builder = match stack {
                Some(stack) if at < count => builder.stack_size(stack),
                _ => builder,
            };
            builder.spawn_scoped(scope, || drop(gate.read())).is_ok()
        };
        let all = (0..count + BESIDE).all(start);
        drop(closed);
        all
    })
}
