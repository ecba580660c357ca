//! Parts of speech: one joint label of universal and Penn tag a word, greedily from left to right.

use std::sync::OnceLock;

use crate::Error;
use crate::hash::{HashedMap, one, three, two};
use crate::label::{Upos, Xpos};
use crate::weights::{Sparse, Table, read_number, read_u32, take, write_number};
use crate::words::{Lexicon, Word};

/// How many features a word has in itself.
pub const OWN_FEATURES: usize = 15;

/// How many features a word has by what stands around it.
pub const NEAR_FEATURES: usize = 35;

/// log₂ of the rows of the table.
pub const BITS: u32 = 19;

/// A label of the tagger: an index into its list of joint tags.
pub type Tag = u8;

/// The features that a word has wherever it stands.
pub fn own_features(w: &Word) -> [u32; OWN_FEATURES] {
    [
        one(0, w.form),
        one(1, w.lower),
        one(2, w.suffix[0]),
        one(3, w.suffix[1]),
        one(4, w.suffix[2]),
        one(5, w.suffix[3]),
        one(6, w.suffix[4]),
        one(7, w.prefix[0]),
        one(8, w.prefix[1]),
        one(9, w.prefix[2]),
        one(10, w.prefix[3]),
        one(11, w.shape),
        one(13, w.fine),
        one(14, w.coarse),
        one(15, w.known),
    ]
}

/// The other features of word `i` of a sentence whose words before `i` have `tags`. `words` has two edges on either side:
/// word `i` is at `i + 2`.
#[inline]
pub fn near_features(words: &[Word], tags: &[Tag], i: usize) -> [u32; NEAR_FEATURES] {
    let (a, b, w, c, d) = (&words[i], &words[i + 1], &words[i + 2], &words[i + 3], &words[i + 4]);
    let t1 = if i > 0 { u32::from(tags[i - 1]) } else { 254 };
    let t2 = if i > 1 { u32::from(tags[i - 2]) } else { 254 };
    let tt = t1 << 8 | t2;
    [
        two(12, w.shape, b.form),
        one(16, t1),
        one(17, t2),
        one(18, tt),
        two(19, tt, w.lower),
        two(20, t1, w.lower),
        two(21, t1, c.lower),
        one(22, b.lower),
        one(23, c.lower),
        one(24, a.lower),
        one(25, d.lower),
        two(26, b.lower, w.lower),
        two(27, w.lower, c.lower),
        two(28, b.lower, c.lower),
        one(29, b.suffix[2]),
        one(30, c.suffix[2]),
        one(31, d.suffix[2]),
        one(32, a.suffix[2]),
        one(33, c.shape),
        one(34, b.fine),
        one(35, c.fine),
        one(36, d.coarse),
        two(37, t1, w.fine),
        two(38, t1, c.coarse),
        two(39, w.fine, c.fine),
        two(40, b.fine, w.fine),
        one(41, c.known),
        one(42, d.known),
        two(43, t1, c.known),
        two(44, w.known, c.known),
        three(45, t1, w.known, c.known),
        two(46, c.known, d.known),
        two(47, tt, c.known),
        two(48, w.suffix[2], t1),
        three(49, w.suffix[1], t1, c.suffix[1]),
    ]
}

/// The tagger at run time.
#[derive(Debug, Default)]
pub struct Tagger {
    /// The joint tags, by [`Tag`].
    pub tags: Vec<(Upos, Xpos)>,
    /// Forms that always have the same tag, by hash of the form.
    pub fixed: HashedMap<Tag>,
    weights: Sparse,
    /// Words that were met, each at the place that the hash of its form tells. The first to come there stays.
    met: Vec<OnceLock<Met>>,
    /// A runner-up this close to the best counts as a second opinion.
    close: i32,
}

/// A word and what its own features add up to. Most words of a text were met before; their own features, the half of
/// all and those with the longest rows, are added up once.
#[derive(Debug)]
struct Met {
    word: Word,
    scores: Box<[i32]>,
}

/// How many words are kept in mind, at most; each takes about 400 bytes.
const MET: usize = 1 << 14;

/// No second opinion.
pub const SURE: Tag = 255;

/// How close a runner-up has to be, in units of training, to be handed to the parser.
const CLOSE: f32 = 35.0;

impl Tagger {
    /// A tagger of these parts.
    pub fn new(tags: Vec<(Upos, Xpos)>, fixed: HashedMap<Tag>, table: &Table) -> Tagger {
        let met = (0..MET).map(|_| OnceLock::new()).collect();
        Tagger { tags, fixed, close: table.scaled(CLOSE), weights: table.sparse(), met }
    }

    /// Sums up the own features of `word`.
    fn score_own(&self, word: &Word, scores: &mut [i32; 256]) {
        let met = self.met[word.form as usize % MET].get_or_init(|| {
            self.weights.score(&own_features(word), scores);
            Met { word: *word, scores: scores[..self.weights.labels()].into() }
        });
        if met.word == *word {
            scores[..met.scores.len()].copy_from_slice(&met.scores);
        } else {
            self.weights.score(&own_features(word), scores);
        }
    }

    /// Appends the tagger with its table and the tag sets of `lexicon` to `out`.
    pub fn write(&self, table: &Table, lexicon: &Lexicon, out: &mut Vec<u8>) {
        write_number(out, self.tags.len() as u32);
        for &(u, x) in &self.tags {
            out.push(u as u8);
            out.push(x as u8);
        }
        let mut fixed: Vec<_> = self.fixed.iter().map(|(&k, &v)| (k, v)).collect();
        fixed.sort_unstable();
        write_number(out, fixed.len() as u32);
        for (k, v) in fixed {
            out.extend_from_slice(&k.to_le_bytes());
            out.push(v);
        }
        lexicon.write_tags(out);
        table.write(out);
    }

    /// Reads what [`Tagger::write`] wrote; the tag sets go into `lexicon`.
    ///
    /// # Errors
    /// [`Error::Model`] when the bytes are no tagger.
    pub fn read(input: &mut &[u8], lexicon: &mut Lexicon) -> Result<Tagger, Error> {
        let n = read_number(input)? as usize;
        let mut tags = Vec::new();
        for _ in 0..n {
            let b = take(input, 2)?;
            let u = Upos::ALL.get(b[0] as usize).ok_or(Error::Model("no such tag"))?;
            let x = Xpos::ALL.get(b[1] as usize).ok_or(Error::Model("no such tag"))?;
            tags.push((*u, *x));
        }
        let n = read_number(input)? as usize;
        let mut fixed = HashedMap::default();
        for _ in 0..n {
            let k = read_u32(input)?;
            let v = take(input, 1)?[0];
            if v as usize >= tags.len() {
                return Err(Error::Model("no such tag"));
            }
            fixed.insert(k, v);
        }
        lexicon.read_tags(input)?;
        let table = Table::read(input)?;
        if table.labels as usize != tags.len() {
            return Err(Error::Model("table of another tag set"));
        }
        Ok(Tagger::new(tags, fixed, &table))
    }

    /// The tags of a sentence; `words` has two edges on either side. `seconds` takes the runner-up of each word, or
    /// [`SURE`] where none is close.
    pub fn tag(&self, words: &[Word], tags: &mut Vec<Tag>, seconds: &mut Vec<Tag>) {
        tags.clear();
        seconds.clear();
        let mut scores = [0; 256];
        for i in 0..words.len().saturating_sub(4) {
            if let Some(&t) = self.fixed.get(&words[i + 2].form) {
                tags.push(t);
                seconds.push(SURE);
                continue;
            }
            self.score_own(&words[i + 2], &mut scores);
            self.weights.add(&near_features(words, tags, i), &mut scores);
            let scores = &mut scores[..self.weights.labels()];
            let first = best(scores);
            let most = scores[first];
            scores[first] = i32::MIN;
            let second = best(scores);
            tags.push(first as Tag);
            seconds.push(if most.saturating_sub(scores[second]) < self.close { second as Tag } else { SURE });
        }
    }
}

/// Index of the greatest score, the first of equals.
#[inline]
pub fn best(scores: &[i32]) -> usize {
    let mut k = 0;
    for (i, &s) in scores.iter().enumerate() {
        if s > scores[k] {
            k = i;
        }
    }
    k
}
