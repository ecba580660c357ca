//! What two texts share: how much of each is found in the other, and in what pieces the rest stands.

/// The keys of a text in their order, with the places of each. A key stands for some words on end, one begins at every place.
#[derive(Default)]
pub(crate) struct Index {
    keys: Vec<u64>,
    /// By the bits of a key: the last place that holds it, or `NONE`.
    last: Vec<u32>,
    /// By place: the one before that holds the same key, or `NONE`.
    before: Vec<u32>,
}

const NONE: u32 = u32::MAX;

impl Index {
    /// Forgets its text and reads another.
    pub fn read(&mut self, keys: impl Iterator<Item = u64>) {
        self.keys.clear();
        self.keys.extend(keys);
        self.last.clear();
        self.last.resize((self.keys.len() * 2).next_power_of_two(), NONE);
        self.before.clear();
        for place in 0..self.keys.len() {
            let at = self.slot(self.keys[place]);
            self.before.push(self.last[at]);
            self.last[at] = place as u32;
        }
    }

    /// Where the last place of a key is or would be kept.
    fn slot(&self, key: u64) -> usize {
        let mask = self.last.len() - 1;
        let mut at = (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as usize & mask;
        while self.last[at] != NONE && self.keys[self.last[at] as usize] != key {
            at = (at + 1) & mask;
        }
        at
    }

    /// What this text and that of the `keys` share, where each key stands for `width` words.
    pub fn overlap(&self, keys: impl ExactSizeIterator<Item = u64>, width: usize) -> Overlap {
        let marks = |keys: usize| vec![false; if keys == 0 { 0 } else { keys + width - 1 }];
        let (mut mine, mut theirs) = (marks(self.keys.len()), marks(keys.len()));
        for (n, key) in keys.enumerate() {
            let mut place = self.last[self.slot(key)];
            if place != NONE {
                theirs[n..n + width].fill(true);
            }
            while place != NONE {
                mine[place as usize..place as usize + width].fill(true);
                place = self.before[place as usize];
            }
        }
        Overlap { a: mine, b: theirs }
    }
}

/// Which words of two texts are found in the other.
pub(crate) struct Overlap {
    a: Vec<bool>,
    b: Vec<bool>,
}

impl Overlap {
    /// Words of the shorter.
    pub fn shorter(&self) -> usize {
        self.a.len().min(self.b.len())
    }

    /// What is found of each, where so many words on end are a passage.
    pub fn covers(&self, passage: usize) -> [Cover; 2] {
        [Cover::of(&self.a, passage), Cover::of(&self.b, passage)]
    }
}

/// How much of a text is found in the other, in thousandths of its words.
pub(crate) struct Cover {
    /// What is found.
    pub found: usize,
    /// What stands in whole passages of its own.
    pub own: usize,
    /// What comes before the first that is found.
    pub lead: usize,
    /// The longest piece of its own.
    pub longest: usize,
}

impl Cover {
    fn of(marks: &[bool], passage: usize) -> Cover {
        let (mut found, mut own, mut longest) = (0, 0, 0);
        let mut piece = 0;
        for mark in marks.iter().chain([&true]) {
            if *mark {
                longest = longest.max(piece);
                own += if piece >= passage { piece } else { 0 };
                piece = 0;
                found += 1;
            } else {
                piece += 1;
            }
        }
        let lead = marks.iter().position(|m| *m).unwrap_or(marks.len());
        let share = |n: usize| n * 1000 / marks.len().max(1);
        Cover { found: share(found - 1), own: share(own), lead: share(lead), longest: share(longest) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_found_and_what_is_own() {
        let mut index = Index::default();
        index.read([1u64, 2, 3, 4, 1].into_iter());
        let [a, b] = index.overlap([9u64, 9, 9, 1, 4].into_iter(), 1).covers(2);
        // 1 stands in the first text twice.
        assert_eq!((a.found, a.lead, a.longest, a.own), (600, 0, 400, 400));
        assert_eq!((b.found, b.lead, b.longest, b.own), (400, 600, 600, 600));
        let [a, _] = index.overlap([2u64].into_iter(), 3).covers(2);
        assert_eq!(a.found, 3 * 1000 / 7);
        index.read(std::iter::empty());
        let [a, b] = index.overlap([2u64].into_iter(), 3).covers(2);
        assert_eq!((a.found, b.found), (0, 0));
    }
}
