//! Small sets.

use serde::{Deserialize, Serialize};
use std::ops::Deref;

/// A set of a few members, sorted. A record has millions of them, so an empty one takes no memory of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Few<T>(Vec<T>);

impl<T> Default for Few<T> {
    fn default() -> Self {
        Few(Vec::new())
    }
}

impl<T: Ord + Copy> Few<T> {
    /// Puts a member in; gives whether it is new.
    pub fn insert(&mut self, member: T) -> bool {
        match self.0.binary_search(&member) {
            Ok(_) => false,
            Err(at) => {
                if self.0.is_empty() {
                    self.0.reserve_exact(1);
                }
                self.0.insert(at, member);
                true
            }
        }
    }

    /// Puts in all that the other holds.
    pub fn join(&mut self, other: &Few<T>) {
        for member in other.iter() {
            self.insert(*member);
        }
    }

    /// Whether they share no member.
    pub fn is_disjoint(&self, other: &Few<T>) -> bool {
        self.iter().all(|member| !other.contains(member))
    }

    /// How many members they share.
    pub fn common(&self, other: &Few<T>) -> usize {
        let (mut i, mut j, mut n) = (0, 0, 0);
        while let (Some(a), Some(b)) = (self.get(i), other.get(j)) {
            i += usize::from(a <= b);
            j += usize::from(b <= a);
            n += usize::from(a == b);
        }
        n
    }

    /// Keeps those members of which `keep` holds.
    pub fn retain(&mut self, keep: impl FnMut(&T) -> bool) {
        self.0.retain(keep);
    }
}

impl<T> Deref for Few<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T: Ord> From<Vec<T>> for Few<T> {
    fn from(mut members: Vec<T>) -> Self {
        members.sort_unstable();
        members.dedup();
        members.shrink_to_fit();
        Few(members)
    }
}

impl<T: Ord> FromIterator<T> for Few<T> {
    fn from_iter<I: IntoIterator<Item = T>>(members: I) -> Self {
        Vec::from_iter(members).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_kept_once_and_sorted() {
        let mut few: Few<u32> = [3, 1, 3].into_iter().collect();
        assert!(few.insert(2) && !few.insert(3));
        assert_eq!(few[..], [1, 2, 3]);
        let other: Few<u32> = [3, 4].into_iter().collect();
        assert_eq!((few.common(&other), few.is_disjoint(&other)), (1, false));
        few.join(&other);
        assert_eq!(few[..], [1, 2, 3, 4]);
        assert!(few.is_disjoint(&[7].into_iter().collect()));
    }
}
