//! Work on many threads, taken up in the order in which it was given.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// How much a thread may need for a report that nests deeply.
const STACK: usize = 16 << 20;

/// How many threads to use where the caller does not say: one for each core.
pub fn cores() -> NonZeroUsize {
    thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)
}

/// Hands each item to `work` on one of `jobs` threads, and what it returns to `sink`, on this thread and in the order
/// of the items. `state` makes what a thread keeps from item to item.
///
/// At most `8 * jobs` items are between being read and being taken up. Ends early when `stop` is set (then without
/// error: what was read is still taken up) or when `sink` fails.
pub fn in_order<T, W, R, E>(
    jobs: NonZeroUsize,
    mut items: impl Iterator<Item = T> + Send,
    state: impl Fn() -> W + Sync,
    work: impl Fn(&mut W, T) -> R + Sync,
    mut sink: impl FnMut(R) -> Result<(), E>,
    stop: &AtomicBool,
) -> Result<(), E>
where
    T: Send,
    R: Send,
{
    let jobs = jobs.get();
    let (state, work) = (&state, &work);
    thread::scope(|scope| {
        let (work_in, work_out) = sync_channel::<(u64, T)>(jobs);
        let (done_in, done_out) = sync_channel::<(u64, R)>(jobs);
        // A place in the window is taken before an item is read, and given back when its result is taken up.
        let (window_in, window_out) = sync_channel::<()>(8 * jobs);
        // Held by the workers alone: when the last has gone, the reader is told.
        let work_out = Arc::new(Mutex::new(work_out));
        for n in 0..jobs {
            let (work_out, done_in) = (Arc::clone(&work_out), done_in.clone());
            let worker = move || {
                let mut kept = state();
                while let Some((n, item)) = next(&work_out) {
                    if done_in.send((n, work(&mut kept, item))).is_err() {
                        break;
                    }
                }
            };
            let spawned = thread::Builder::new()
                .name(format!("coder {}", n + 1))
                .stack_size(STACK)
                .spawn_scoped(scope, worker);
            // Fewer threads than asked for only take longer; without any there is nothing to be done.
            if n == 0 {
                spawned.expect("the system gives no thread");
            } else if spawned.is_err() {
                break;
            }
        }
        drop((work_out, done_in));
        scope.spawn(move || {
            let mut n = 0;
            while !stop.load(Ordering::Relaxed) && window_in.send(()).is_ok() {
                let Some(item) = items.next() else { break };
                if work_in.send((n, item)).is_err() {
                    break;
                }
                n += 1;
            }
        });
        let mut waiting = BTreeMap::new();
        let mut due = 0;
        for (n, result) in &done_out {
            waiting.insert(n, result);
            while let Some(result) = waiting.remove(&due) {
                due += 1;
                let _ = window_out.try_recv();
                sink(result)?;
            }
        }
        Ok(())
    })
}

/// The next item; `None` when there are no more. One waiting thread holds the lock, the others wait for it.
fn next<T>(items: &Mutex<Receiver<T>>) -> Option<T> {
    items.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicUsize;

    static NEVER: AtomicBool = AtomicBool::new(false);

    fn jobs(n: usize) -> NonZeroUsize {
        NonZeroUsize::new(n).unwrap()
    }

    #[test]
    fn results_keep_the_order_of_the_items_and_few_are_in_flight() {
        for n in [1, 2, 7] {
            let (read, taken) = (AtomicUsize::new(0), AtomicUsize::new(0));
            let most = AtomicUsize::new(0);
            let items = (0..500u64).inspect(|_| {
                let flight = read.fetch_add(1, Ordering::SeqCst) - taken.load(Ordering::SeqCst);
                most.fetch_max(flight, Ordering::SeqCst);
            });
            let mut out = Vec::new();
            let slow = |_: &mut (), item: u64| {
                // The first is the last to be done.
                std::thread::sleep(std::time::Duration::from_millis(if item == 0 { 60 } else { item % 3 }));
                item * 2
            };
            let sink = |item| -> Result<(), ()> {
                taken.fetch_add(1, Ordering::SeqCst);
                out.push(item);
                Ok(())
            };
            in_order(jobs(n), items, || (), slow, sink, &NEVER).unwrap();
            assert_eq!(out, (0..500).map(|item| item * 2).collect::<Vec<u64>>());
            assert!(most.load(Ordering::SeqCst) <= 8 * n + 1);
        }
    }

    #[test]
    fn a_sink_that_fails_ends_it() {
        let mut taken = 0;
        let sink = |item: u64| {
            taken += 1;
            if item == 10 { Err("full") } else { Ok(()) }
        };
        let ended = in_order(jobs(3), 0u64.., || (), |(), item| item, sink, &NEVER);
        assert_eq!((ended, taken), (Err("full"), 11));
    }

    #[test]
    fn a_stop_ends_it_with_what_was_read() {
        let stop = AtomicBool::new(false);
        let mut out = Vec::new();
        let sink = |item: u64| -> Result<(), ()> {
            out.push(item);
            stop.store(item >= 20, Ordering::Relaxed);
            Ok(())
        };
        in_order(jobs(2), 0u64.., || (), |(), item| item, sink, &stop).unwrap();
        assert!((21..60).contains(&out.len()));
        assert!(out.iter().copied().eq(0..out.len() as u64));
    }
}
