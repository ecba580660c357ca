//! Disjoint sets.

/// Disjoint sets whose root is the least member.
pub(crate) struct Sets(Vec<u32>);

impl Sets {
    /// `n` sets of one member each.
    pub fn new(n: usize) -> Sets {
        Sets((0..n as u32).collect())
    }

    /// The least member of the set that holds `at`.
    pub fn root(&mut self, mut at: u32) -> u32 {
        while self.0[at as usize] != at {
            let up = self.0[self.0[at as usize] as usize];
            self.0[at as usize] = up;
            at = up;
        }
        at
    }

    /// Makes one set of two.
    pub fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b) as usize] = a.min(b);
    }
}
