//! Something of each report: of all reports of a record, or of those that are at hand.

use std::ops::Index;

/// What is known by the number of a report. A record numbers its reports by id; one group of them has a few, sorted.
pub(crate) enum Shelf<'a, T> {
    /// Of every report, in order.
    All(&'a [T]),
    /// The numbers of some, and what is known of each.
    Some(&'a [u32], &'a [T]),
}

impl<T> Clone for Shelf<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Shelf<'_, T> {}

impl<'a, T> Shelf<'a, T> {
    /// With the number of its report each.
    pub fn iter(self) -> impl Iterator<Item = (u32, &'a T)> {
        let (numbers, all) = match self {
            Shelf::All(all) => (None, all),
            Shelf::Some(numbers, some) => (Some(numbers), some),
        };
        (0u32..).zip(all).map(move |(at, one)| (numbers.map_or(at, |n| n[at as usize]), one))
    }
}

impl<T> Index<usize> for Shelf<'_, T> {
    type Output = T;

    fn index(&self, number: usize) -> &T {
        match self {
            Shelf::All(all) => &all[number],
            // Who asks for a report that is not at hand asks amiss, as who asks for one beyond the last.
            Shelf::Some(numbers, some) => &some[numbers.partition_point(|n| (*n as usize) < number)],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Shelf;

    #[test]
    fn reports_are_found_by_their_number() {
        let shelf = Shelf::Some(&[2, 5, 9], &["b", "e", "i"]);
        assert_eq!((shelf[5], shelf[9]), ("e", "i"));
        assert_eq!(shelf.iter().map(|(n, _)| n).collect::<Vec<_>>(), [2, 5, 9]);
        assert_eq!(Shelf::All(&["a", "b"])[1], "b");
    }
}
