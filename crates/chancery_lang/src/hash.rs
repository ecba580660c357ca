//! Hashes that are the same on every machine: of words, and of feature templates filled with them.

/// Hash of a sequence of characters.
#[derive(Clone, Copy, Debug)]
pub struct Hasher(u64);

impl Default for Hasher {
    fn default() -> Self {
        Hasher(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher {
    /// Takes one more character (or any other number) in.
    #[inline]
    pub fn push(&mut self, x: u32) {
        self.0 = (self.0 ^ u64::from(x)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(27);
    }

    /// The hash of what was taken in so far; never 0, which stands for "nothing there".
    #[inline]
    pub fn get(self) -> u32 {
        let h = self.0.wrapping_mul(0xd6e8_feb8_6659_fd93);
        ((h >> 32) as u32).max(1)
    }
}

/// Hash of a string, character by character.
pub fn of(text: &str) -> u32 {
    let mut h = Hasher::default();
    for c in text.chars() {
        h.push(c as u32);
    }
    h.get()
}

/// Row of template `t` filled with one value.
#[inline(always)]
pub fn one(t: u32, a: u32) -> u32 {
    let h = (u64::from(a) | u64::from(t) << 32).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    ((h ^ h >> 32).wrapping_mul(0xd6e8_feb8_6659_fd93) >> 32) as u32
}

/// Row of template `t` filled with two values.
#[inline(always)]
pub fn two(t: u32, a: u32, b: u32) -> u32 {
    let h = (u64::from(a) | u64::from(t) << 32).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let h = (h ^ h >> 32 ^ u64::from(b) << 20).wrapping_mul(0xa076_1d64_78bd_642f);
    ((h ^ h >> 32).wrapping_mul(0xd6e8_feb8_6659_fd93) >> 32) as u32
}

/// Row of template `t` filled with three values.
#[inline(always)]
pub fn three(t: u32, a: u32, b: u32, c: u32) -> u32 {
    let h = (u64::from(a) | u64::from(t) << 32).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let h = (h ^ h >> 32 ^ u64::from(b) << 20).wrapping_mul(0xa076_1d64_78bd_642f);
    let h = (h ^ h >> 32 ^ u64::from(c) << 17).wrapping_mul(0xe703_7ed1_a0b4_28db);
    ((h ^ h >> 32).wrapping_mul(0xd6e8_feb8_6659_fd93) >> 32) as u32
}

/// A small generator of random numbers for training: the same seed gives the same numbers everywhere.
#[derive(Clone, Debug)]
pub struct Random(pub u64);

impl Random {
    /// The next number.
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ z >> 31
    }

    /// A number below `n`, which is not 0.
    pub fn below(&mut self, n: u64) -> u64 {
        ((u128::from(self.draw()) * u128::from(n)) >> 64) as u64
    }

    /// Brings `items` into a random order.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, self.below(i as u64 + 1) as usize);
        }
    }
}

/// A map by numbers that are hashes already.
pub type HashedMap<V> = std::collections::HashMap<u32, V, std::hash::BuildHasherDefault<Ready>>;

/// Takes a number that is a hash already as it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ready(u64);

impl std::hash::Hasher for Ready {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &b in bytes {
            self.0 = (self.0 ^ u64::from(b)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        }
    }

    fn write_u32(&mut self, x: u32) {
        // The table's control bits come from the top, its place from the bottom.
        self.0 = u64::from(x).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}
