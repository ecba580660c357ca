//! Groups in parallel.

use std::cmp::Reverse;
use std::panic::resume_unwind;
use std::sync::{Mutex, PoisonError};
use std::thread;

/// What `work` makes of each item, in the order of the items. `size` says roughly how much work an item is: the items are
/// spread over the machine's cores, the largest first. None of that shows in the result.
pub(crate) fn each<T: Send, R: Send>(
    items: Vec<T>,
    size: impl Fn(&T) -> usize,
    work: impl Fn(T) -> R + Sync,
) -> Vec<R> {
    let cores = thread::available_parallelism().map_or(1, |n| n.get()).min(items.len());
    if cores < 2 || items.iter().map(&size).sum::<usize>() < WORTH_IT {
        return items.into_iter().map(work).collect();
    }
    let mut queue: Vec<(usize, T)> = items.into_iter().enumerate().collect();
    queue.sort_by_key(|(n, item)| (Reverse(size(item)), *n));
    let queue = Mutex::new(queue.into_iter());
    let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
    let worker =
        || -> Vec<(usize, R)> { std::iter::from_fn(next).map(|(n, item)| (n, work(item))).collect() };
    let mut made: Vec<(usize, R)> = thread::scope(|scope| {
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(worker)).collect();
        workers.into_iter().flat_map(|w| w.join().unwrap_or_else(|panic| resume_unwind(panic))).collect()
    });
    made.sort_by_key(|(n, _)| *n);
    made.into_iter().map(|(_, result)| result).collect()
}

/// The same for items that are many and small, each of them so much work.
pub(crate) fn each_of_many<T: Send, R: Send>(
    items: impl IntoIterator<Item = T>,
    weight: usize,
    work: impl Fn(T) -> R + Sync,
) -> Vec<R> {
    let mut items = items.into_iter().peekable();
    let mut chunks: Vec<Vec<T>> = Vec::new();
    while items.peek().is_some() {
        chunks.push(items.by_ref().take(CHUNK).collect());
    }
    let made =
        each(chunks, |chunk| chunk.len() * weight, |chunk| chunk.into_iter().map(&work).collect::<Vec<R>>());
    // Chunk by chunk, so that there is little more than one of each at a time.
    let mut out = Vec::with_capacity(made.iter().map(Vec::len).sum());
    made.into_iter().for_each(|chunk| out.extend(chunk));
    out
}

/// So many small items are handed out at once.
const CHUNK: usize = 256;

/// With less work than this a thread costs more than it saves.
const WORTH_IT: usize = 2000;

#[cfg(test)]
mod tests {
    use super::{each, each_of_many};

    #[test]
    fn results_are_in_the_order_of_the_items() {
        let items: Vec<usize> = (0..5000).rev().collect();
        let doubled: Vec<usize> = items.iter().map(|n| n * 2).collect();
        assert_eq!(each(items, |n| *n, |n| n * 2), doubled);
        assert!(each(Vec::<u8>::new(), |_| 1, |n| n).is_empty());
        assert_eq!(each_of_many(0..5000, 1, |n| n * 2), Vec::from_iter((0..5000).map(|n| n * 2)));
    }
}
