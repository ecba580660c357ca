//! Which texts may be copies: a sample of each text's shingles, and the texts that hold the same.
//!
//! A shingle that few texts hold leads to them at once. One that many hold (a paragraph of background, a standing form) says
//! little alone; two of them together say more, so that a text's common shingles are taken in pairs.

use crate::overlap::Index;
use crate::text::stir;
use serde::{Deserialize, Serialize};

/// Four words on end are a shingle.
const SHINGLE: usize = 4;
/// One shingle in so many is sampled.
const ONE_IN: u32 = 8;
/// A text of fewer words than these is sampled more closely.
const SMALL: usize = 160;
/// One shingle of a small text in so many is sampled.
const ONE_IN_SMALL: u32 = 2;
/// A shingle that more texts hold than these leads to none of them alone.
const FEW: usize = 12;
/// A pair of shingles leads to so many of the texts before.
const BEFORE: usize = 24;

/// Gathers samples, text by text.
#[derive(Default)]
pub(crate) struct Sampler {
    /// A shingle's hash, and its place among all of them.
    found: Vec<u64>,
    /// By text: where what was found in it ends.
    ends: Vec<u32>,
    /// By text: one shingle in so many was sampled.
    one_in: Vec<u32>,
}

impl Sampler {
    /// Samples the next text, given as hashes of its words.
    pub fn push(&mut self, words: &[u32]) {
        let one_in = one_in(words);
        for hash in sample(words) {
            self.found.push(key(hash, self.found.len()));
        }
        self.ends.push(self.found.len() as u32);
        self.one_in.push(one_in);
    }

    /// What the texts hold.
    pub fn finish(self) -> Samples {
        let alone = Postings::of(self.found, self.ends);
        let mut pairs = Sampler::default();
        let mut rare = Vec::new();
        let mut common: Vec<u32> = Vec::new();
        for text in 0..self.one_in.len() as u32 {
            common.clear();
            let held = alone.groups_of(text).iter().filter(|g| is_common(alone.holders(**g).len()));
            common.extend(held.map(|group| alone.keys[*group as usize]));
            rare.push((alone.groups_of(text).len() - common.len()) as u32);
            for pair in pairs_of(&mut common) {
                pairs.found.push(key(pair, pairs.found.len()));
            }
            pairs.ends.push(pairs.found.len() as u32);
        }
        Samples { one_in: self.one_in, alone, rare, pairs: Postings::of(pairs.found, pairs.ends) }
    }
}

/// One shingle of a text in so many is sampled.
pub(crate) fn one_in(words: &[u32]) -> u32 {
    if words.len() < SMALL { ONE_IN_SMALL } else { ONE_IN }
}

/// The hashes of those shingles of a text that are sampled, in order.
pub(crate) fn sample(words: &[u32]) -> impl Iterator<Item = u32> {
    // A closer sample holds what a wider one does.
    let below = u32::MAX / one_in(words);
    words.windows(SHINGLE).map(|shingle| (hash(shingle) >> 32) as u32).filter(move |hash| *hash < below)
}

/// Whether a shingle that stands so often in all texts leads to none of them alone.
pub(crate) fn is_common(holders: usize) -> bool {
    holders > FEW
}

/// The hashes of the pairs that a text's common shingles come to.
pub(crate) fn pairs_of(common: &mut Vec<u32>) -> impl Iterator<Item = u32> {
    common.sort_unstable();
    common.dedup();
    common.windows(2).map(|pair| (hash(pair) >> 32) as u32)
}

/// Of the texts that hold a pair, sorted, those that it leads to from this one.
pub(crate) fn led_to(holders: &[u32], text: u32) -> &[u32] {
    let here = holders.partition_point(|other| *other < text);
    &holders[here.saturating_sub(BEFORE)..here]
}

/// How much of a text can be shared.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Size {
    /// One of its shingles in so many was sampled.
    pub one_in: u32,
    /// So many of those few others hold.
    pub rare: u32,
    /// So many pairs its common ones come to.
    pub pairs: u32,
}

impl Size {
    /// Whether two texts that share so many rare shingles are to be looked at.
    pub fn enough(self, other: Size, shared: u32) -> bool {
        let wider = self.one_in.max(other.one_in);
        let comparable = |t: Size| t.rare * t.one_in / wider;
        shared > 1 && shared * 1000 >= comparable(self).min(comparable(other)) * SHARED
    }

    /// The same of pairs.
    pub fn enough_pairs(self, other: Size, shared: u32) -> bool {
        shared > 1 && shared * 1000 >= self.pairs.min(other.pairs) * SHARED_PAIRS
    }
}

/// Whether two samples that were taken alike, the one read into `index`, leave it open that the texts are copies. Those of two
/// reports which share whole paragraphs alone stand together, and the rest of each is one long piece of its own.
pub(crate) fn may_be_copies(index: &Index, other: impl ExactSizeIterator<Item = u64>) -> bool {
    let [a, b] = index.overlap(other, 1).covers(1);
    let most = a.found.max(b.found);
    most >= SHARED as usize && (a.longest.min(b.longest) < 250 || most >= 800)
}

/// Hash of words on end.
pub(crate) fn hash(words: &[u32]) -> u64 {
    stir(
        words
            .iter()
            .fold(0, |h: u64, w| (h ^ u64::from(*w)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29)),
    )
}

/// Sorts by hash, then place.
fn key(hash: u32, place: usize) -> u64 {
    u64::from(hash) << 32 | place as u64
}

/// What the texts hold, and who else does.
pub(crate) struct Samples {
    one_in: Vec<u32>,
    alone: Postings,
    /// By text: how many of its shingles few others hold.
    rare: Vec<u32>,
    pairs: Postings,
}

impl Samples {
    /// Reads the samples of a text, for [`Samples::may_be_copies`].
    pub fn read(&self, text: u32, index: &mut Index) {
        index.read(self.of(text));
    }

    /// The samples of a text, in the order in which they stand there. Texts with one shingle have one number for it.
    fn of(&self, text: u32) -> impl ExactSizeIterator<Item = u64> {
        self.alone.groups_of(text).iter().map(|group| u64::from(*group))
    }

    /// The texts before this one that share samples enough to be looked at, sorted.
    pub fn before(&self, text: u32, tally: &mut Tally) -> Vec<u32> {
        tally.shared.resize(self.rare.len(), 0);
        for group in self.alone.groups_of(text) {
            let holders = self.alone.holders(*group);
            if !is_common(holders.len()) {
                tally.add(holders.iter().copied().take_while(|other| *other < text));
            }
        }
        let size = self.size(text);
        let mut found = tally.take(|other, shared| size.enough(self.size(other), shared));
        for group in self.pairs.groups_of(text) {
            tally.add(led_to(self.pairs.holders(*group), text).iter().copied());
        }
        found.extend(tally.take(|other, shared| size.enough_pairs(self.size(other), shared)));
        found.sort_unstable();
        found.dedup();
        found
    }

    fn size(&self, text: u32) -> Size {
        let at = text as usize;
        Size { one_in: self.one_in[at], rare: self.rare[at], pairs: self.pairs.groups_of(text).len() as u32 }
    }

    /// Whether the samples of two texts, one of them read into `index`, leave it open that the texts are copies.
    pub fn may_be_copies(&self, text: u32, index: &Index, other: u32) -> bool {
        self.one_in[text as usize] != self.one_in[other as usize] || may_be_copies(index, self.of(other))
    }
}

/// Copies share so many thousandths of the samples of one of them.
const SHARED: u32 = 350;
/// And so many of the pairs.
const SHARED_PAIRS: u32 = 150;

/// Counts what a text shares with each other; kept from text to text to spare its making.
#[derive(Default)]
pub(crate) struct Tally {
    shared: Vec<u32>,
    touched: Vec<u32>,
}

impl Tally {
    fn add(&mut self, others: impl Iterator<Item = u32>) {
        for other in others {
            let shared = &mut self.shared[other as usize];
            if *shared == 0 {
                self.touched.push(other);
            }
            *shared += 1;
        }
    }

    /// Forgets all that was counted; gives those for which `enough` holds of the text and its count.
    fn take(&mut self, enough: impl Fn(u32, u32) -> bool) -> Vec<u32> {
        let Tally { shared, touched } = self;
        touched.retain(|other| {
            let count = std::mem::take(&mut shared[*other as usize]);
            enough(*other, count)
        });
        std::mem::take(touched)
    }
}

/// Which texts hold the same keys; texts of one key are a group.
struct Postings {
    /// Where the groups of each text end.
    ends: Vec<u32>,
    /// Text after text, the group of each of its keys.
    groups: Vec<u32>,
    /// The hash of each group.
    keys: Vec<u32>,
    /// Where the holders of each group end.
    holder_ends: Vec<u32>,
    /// Group after group, the texts of each, sorted; a text that holds a key twice stands there twice.
    holders: Vec<u32>,
}

impl Postings {
    /// `found` holds hash and place of every key, text after text; `ends` where those of each text end.
    fn of(mut found: Vec<u64>, ends: Vec<u32>) -> Postings {
        found.sort_unstable();
        let mut groups = vec![0; found.len()];
        let (mut keys, mut holder_ends) = (Vec::new(), Vec::new());
        let mut held = 0;
        for (group, same) in found.chunk_by(|a, b| a >> 32 == b >> 32).enumerate() {
            for key in same {
                groups[*key as u32 as usize] = group as u32;
            }
            keys.push((same[0] >> 32) as u32);
            held += same.len() as u32;
            holder_ends.push(held);
        }
        drop(found);
        let mut holders = vec![0; groups.len()];
        let mut next: Vec<u32> = std::iter::once(0).chain(holder_ends.iter().copied()).collect();
        let mut from = 0;
        for (text, end) in ends.iter().enumerate() {
            for group in &groups[from..*end as usize] {
                let place = &mut next[*group as usize];
                holders[*place as usize] = text as u32;
                *place += 1;
            }
            from = *end as usize;
        }
        Postings { ends, groups, keys, holder_ends, holders }
    }

    fn groups_of(&self, text: u32) -> &[u32] {
        &self.groups[range(&self.ends, text)]
    }

    fn holders(&self, group: u32) -> &[u32] {
        &self.holders[range(&self.holder_ends, group)]
    }
}

/// From the end of the one before to its own.
fn range(ends: &[u32], at: u32) -> std::ops::Range<usize> {
    let at = at as usize;
    let from = if at == 0 { 0 } else { ends[at - 1] };
    from as usize..ends[at] as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn samples(texts: &[Vec<u32>]) -> Samples {
        let mut sampler = Sampler::default();
        texts.iter().for_each(|words| sampler.push(words));
        sampler.finish()
    }

    fn words(seed: u32, n: u32) -> Vec<u32> {
        (0..n).map(|at| stir(u64::from(seed) << 32 | u64::from(at)) as u32).collect()
    }

    #[test]
    fn a_text_leads_to_those_that_share_much_of_it() {
        let mut edited = words(1, 400);
        edited.iter_mut().step_by(50).for_each(|word| *word = 0);
        let other = [words(2, 350), words(1, 50)].concat();
        let samples = samples(&[words(1, 400), other, edited]);
        assert_eq!(samples.before(2, &mut Tally::default()), [0]);
        assert!(samples.before(1, &mut Tally::default()).is_empty());
    }

    #[test]
    fn what_all_share_leads_to_few() {
        // Each of two paragraphs is in many texts, both together in two.
        let texts = Vec::from_iter((0..100).map(|n| match n {
            40 | 90 => [words(1, 200), words(2, 200)].concat(),
            _ => [words(1 + n % 2, 200), words(10 + n, 600)].concat(),
        }));
        let samples = samples(&texts);
        let found = samples.before(90, &mut Tally::default());
        assert!(found.contains(&40), "{found:?}");
        let mut index = Index::default();
        samples.read(90, &mut index);
        let like =
            Vec::from_iter(found.into_iter().filter(|other| samples.may_be_copies(90, &index, *other)));
        assert_eq!(like, [40]);
    }
}
