//! Works on many editions, a few more at a time than there are processors.

use std::iter;
use std::panic::resume_unwind;
use std::sync::Mutex;
use std::thread;

use super::threads::is_alone;

/// Workers that wait for the disk while the others compute.
const WAITING: usize = 2;

/// Does the work for each item and gives the results in the order of the items.
///
/// Plain threads, not tasks of rayon: one of its workers that waits for a part of an edition would begin with the
/// next edition meanwhile, and with the next while that one waits, until all of them are in memory at once.
pub(super) fn each<T: Send, R: Send>(items: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    if is_alone() {
        return items.into_iter().map(work).collect();
    }
    let workers = (rayon::current_num_threads() + WAITING).min(items.len());
    let queue = Mutex::new(items.into_iter().enumerate());
    let next = || queue.lock().ok()?.next();
    let one = || iter::from_fn(next).map(|(index, item)| (index, work(item))).collect::<Vec<(usize, R)>>();
    let mut results = thread::scope(|scope| {
        let start = |_| thread::Builder::new().spawn_scoped(scope, one).ok();
        let crew: Vec<_> = (0..workers).map_while(start).collect();
        // Where there are no more threads, this one works too.
        let own = if crew.len() < workers { one() } else { Vec::new() };
        let joined = crew.into_iter().map(thread::ScopedJoinHandle::join);
        let done = joined.flat_map(|done| done.unwrap_or_else(|panic| resume_unwind(panic)));
        done.chain(own).collect::<Vec<_>>()
    });
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::each;

    #[test]
    fn results_keep_the_order_of_their_items() {
        let squares = each((0..100).collect(), |n: u64| {
            std::thread::sleep(std::time::Duration::from_micros(100 - n));
            n * n
        });
        assert_eq!(squares, (0..100).map(|n| n * n).collect::<Vec<u64>>());
        assert!(each(Vec::<u64>::new(), |n| n).is_empty());
    }

    #[test]
    fn no_more_are_begun_than_there_are_workers() {
        let (now, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let waits: Vec<()> = each((0..64).collect(), |_: u64| {
            most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            // What an edition does: parts of it in parallel, and waiting for them.
            rayon::join(|| std::thread::sleep(std::time::Duration::from_millis(1)), || ());
            now.fetch_sub(1, Ordering::SeqCst);
        });
        assert_eq!(waits.len(), 64);
        assert!(most.into_inner() <= rayon::current_num_threads() + super::WAITING);
    }
}
