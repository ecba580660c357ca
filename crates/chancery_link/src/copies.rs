//! Pass 1: reports whose texts are the same but for trifles (syndicated, re-posted, lightly edited, cut short).
//!
//! Candidates come from a sample of four-word shingles (`samples`); those whose samples are much the same are then compared
//! word by word. What two texts share must be most of one of them, and not just a common opening: two reports that begin with
//! the same paragraphs of background and then each go on with words of their own are two reports.

use crate::calendar;
use crate::credits::Credits;
use crate::overlap::{Cover, Index, Overlap};
use crate::samples::{Sampler, Samples, Tally, hash};
use crate::sets::Sets;
use crate::text;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::HashMap;

/// What the search needs to know of one report.
pub(crate) struct CopyText<'a> {
    /// The body.
    pub text: &'a str,
    /// Bounds of its publication, as day numbers; open ends are the extremes.
    pub published: (i32, i32),
    /// Its outlet.
    pub source: Option<&'a str>,
    /// What it says that it is from.
    pub credits: Credits,
}

/// Groups of copies among texts whose publication is unknown: for each text the least index of its group (its own where it
/// has no copies). The same texts give the same groups in any order.
///
/// ```
/// let report = "The ministers of Estmark and Norvia signed a fishing agreement in Lindhaven on Tuesday after two years of talks.";
/// let shouted = report.to_uppercase();
/// assert_eq!(chancery_link::copies(&[report, "Nothing else came to pass.", &shouted]), [0, 1, 0]);
/// ```
pub fn copies(texts: &[&str]) -> Vec<u32> {
    let published = calendar::OPEN;
    let alone =
        texts.iter().map(|text| CopyText { text, published, source: None, credits: Credits::default() });
    groups(&alone.collect::<Vec<_>>())
}

/// Fewer words than these are copies only when they are the same.
pub(crate) const NEAR_WORDS: usize = 20;
/// So few words may be used again for another occasion ("The ministers met on Tuesday to discuss trade.").
const SHORT: usize = 60;
/// So many words on end are a passage, not an edit.
const PASSAGE: usize = 40;
/// Texts that came out more days apart are of two occasions.
const OCCASION: i32 = 2;
/// What is compared word by word is compared in so many at a time.
const WIDTH: usize = 3;

/// Groups of copies: for each text the index of the text that leads its group (itself where it has no copies).
pub(crate) fn groups(texts: &[CopyText<'_>]) -> Vec<u32> {
    let mut sets = Sets::new(texts.len());
    let samples = read(texts, &mut sets);
    let is_fresh = Vec::from_iter((0..texts.len() as u32).map(|at| sets.root(at) == at));
    let mut tally = Tally::default();
    let mut desk = Desk::new(texts, &samples);
    let mut loose: Vec<Loose> = Vec::new();
    for at in 0..texts.len() as u32 {
        for other in samples.before(at, &mut tally) {
            if sets.root(at) == sets.root(other) {
                continue;
            }
            match desk.compare(at, other) {
                Some(likeness) if likeness.is_close() => sets.join(at, other),
                Some(likeness) => loose.push((Reverse(likeness.least()), other, at)),
                None => {}
            }
        }
    }
    join_loose(&mut sets, loose, &is_fresh);
    (0..texts.len() as u32).map(|at| sets.root(at)).collect()
}

/// Samples the texts; those of the same words to the letter are joined, and only the first of them is sampled.
fn read(texts: &[CopyText<'_>], sets: &mut Sets) -> Samples {
    let mut sampler = Sampler::default();
    let mut twins = Twins::default();
    let mut words = Vec::new();
    for (at, text) in texts.iter().enumerate() {
        text::read_words(text.text, &mut words);
        let twin = twins.twin(at as u32, &Print::of(&words, text.published));
        if let Some(twin) = twin {
            sets.join(twin, at as u32);
        }
        sampler.push(if twin.is_none() && words.len() >= NEAR_WORDS { &words } else { &[] });
    }
    sampler.finish()
}

/// Where one text after another lies open to be compared with others.
struct Desk<'a> {
    texts: &'a [CopyText<'a>],
    samples: &'a Samples,
    /// The text whose samples are in `sampled`, and the one whose words are in `index`.
    open: [Option<u32>; 2],
    sampled: Index,
    index: Index,
    words: Vec<u32>,
}

impl<'a> Desk<'a> {
    fn new(texts: &'a [CopyText<'a>], samples: &'a Samples) -> Desk<'a> {
        let (sampled, index) = Default::default();
        Desk { texts, samples, open: [None; 2], sampled, index, words: Vec::new() }
    }

    /// What two texts share, if they are copies.
    fn compare(&mut self, a: u32, b: u32) -> Option<Likeness> {
        if self.open[0].replace(a) != Some(a) {
            self.samples.read(a, &mut self.sampled);
        }
        if !self.samples.may_be_copies(a, &self.sampled, b) {
            return None;
        }
        let (this, that) = (&self.texts[a as usize], &self.texts[b as usize]);
        if self.open[1].replace(a) != Some(a) {
            text::read_words(this.text, &mut self.words);
            read_index(&self.words, &mut self.index);
        }
        text::read_words(that.text, &mut self.words);
        likeness(&self.index, &self.words, this, that)
    }
}

/// Reads the words of a text, for [`likeness`].
pub(crate) fn read_index(words: &[u32], index: &mut Index) {
    index.read(words.windows(WIDTH).map(hash));
}

/// What a text, read into `index`, shares with another of these words, if they are copies.
pub(crate) fn likeness(
    index: &Index,
    words: &[u32],
    this: &CopyText<'_>,
    that: &CopyText<'_>,
) -> Option<Likeness> {
    let likeness = Likeness::of(&index.overlap(words.windows(WIDTH).map(hash), WIDTH));
    let is_copy = likeness.is_copy() || likeness.is_rewrite() && of_one_agency(this, that);
    (is_copy && !told_anew(&likeness, this, that)).then_some(likeness)
}

/// Two texts that are loosely alike, after how much so.
pub(crate) type Loose = (Reverse<usize>, u32, u32);

/// A text that is loosely like others goes with the one it is most like; it joins no two groups of others. `counts` tells
/// which texts count as members of a group: those that are the same to the letter count once.
pub(crate) fn join_loose(sets: &mut Sets, mut loose: Vec<Loose>, counts: &[bool]) {
    loose.sort_unstable();
    let mut size: HashMap<u32, u32> = HashMap::new();
    for at in 0..counts.len() as u32 {
        *size.entry(sets.root(at)).or_default() += u32::from(counts[at as usize]);
    }
    for (_, a, b) in loose {
        let (x, y) = (sets.root(a), sets.root(b));
        if x != y && (size[&x] == 1 || size[&y] == 1) {
            let both = size[&x] + size[&y];
            sets.join(x, y);
            size.insert(sets.root(x), both);
        }
    }
}

/// What a text of the same words to the letter is known by.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Print {
    /// Two hashes of all its words.
    pub words: (u64, u64),
    /// How many they are.
    count: usize,
    /// Bounds of its publication, as day numbers.
    published: (i32, i32),
}

impl Print {
    pub fn of(words: &[u32], published: (i32, i32)) -> Print {
        let other = words.iter().fold(1, |h: u64, word| crate::text::stir(h ^ u64::from(*word)));
        Print { words: (hash(words), other), count: words.len(), published }
    }
}

/// A text and the bounds of its publication.
type Dated = (u32, (i32, i32));

/// Texts of the same words to the letter.
#[derive(Default)]
pub(crate) struct Twins(HashMap<(u64, u64), Vec<Dated>>);

impl Twins {
    /// The text before this one that has the same words, for the same occasion.
    pub fn twin(&mut self, at: u32, print: &Print) -> Option<u32> {
        if print.count < 5 {
            return None;
        }
        let is_short = print.count < SHORT;
        let others = self.0.entry(print.words).or_default();
        let apart = |other: (i32, i32)| is_short && calendar::gap(other, print.published) > OCCASION;
        let twin = others.iter().find(|(_, published)| !apart(*published)).map(|(other, _)| *other);
        // Of a long text one is enough to know the others by; a short one may be near in time to this one alone.
        if twin.is_none() || is_short {
            others.push((at, print.published));
        }
        twin
    }
}

/// What two texts share, seen from each.
pub(crate) struct Likeness {
    covers: [Cover; 2],
    /// Words of the shorter.
    words: usize,
}

impl Likeness {
    fn of(overlap: &Overlap) -> Likeness {
        Likeness { covers: overlap.covers(PASSAGE), words: overlap.shorter() }
    }

    /// What is found of the text of which less is.
    pub fn least(&self) -> usize {
        self.covers[0].found.min(self.covers[1].found)
    }

    /// So much alike that what is a copy of one is a copy of the other.
    pub fn is_close(&self) -> bool {
        self.least() >= 700
    }

    /// Most of one is found in the other, and so is much of the other: what outlets make of one agency's report.
    fn is_rewrite(&self) -> bool {
        let [a, b] = &self.covers;
        self.least() >= 350 && a.found.max(b.found) >= 500
    }

    fn is_copy(&self) -> bool {
        let [a, b] = &self.covers;
        let (least, most) = (self.least(), a.found.max(b.found));
        let (less, more) = (a.own.min(b.own), a.own.max(b.own));
        // Each goes on with passages of its own, or one does and the other is not whole in it.
        let own_story = less >= 200 || (more >= 350 && most < 900);
        // Half of one and two thirds of the other: two readouts of one call tell the same, each in words of its own.
        let in_own_words = least < 550 && most < 700;
        let cut_short = most >= 850 && least >= 200 && a.lead < 150 && b.lead < 150;
        (least >= 450 && !in_own_words && (!own_story || most >= 900)) || cut_short
    }
}

/// Whether two outlets brought what both credit to one agency, within days.
fn of_one_agency(a: &CopyText<'_>, b: &CopyText<'_>) -> bool {
    a.source.is_some()
        && b.source.is_some()
        && a.source != b.source
        && !apart(a, b)
        && a.credits.meet(&b.credits)
}

/// Whether the texts came out days apart.
fn apart(a: &CopyText<'_>, b: &CopyText<'_>) -> bool {
    calendar::gap(a.published, b.published) > OCCASION
}

/// Whether a standing form was used again: days apart, and short, or with other numbers.
fn told_anew(likeness: &Likeness, a: &CopyText<'_>, b: &CopyText<'_>) -> bool {
    if !apart(a, b) {
        return false;
    }
    if likeness.words < SHORT {
        return true;
    }
    if likeness.least() >= 990 {
        return false;
    }
    let (x, y) = (numbers(a.text), numbers(b.text));
    let only_x = x.iter().filter(|n| y.binary_search(n).is_err()).count();
    let only_y = y.iter().filter(|n| x.binary_search(n).is_err()).count();
    only_x >= 2 && only_y >= 2 && only_x * 4 >= x.len() && only_y * 4 >= y.len()
}

/// The numbers of a text, sorted.
fn numbers(text: &str) -> Vec<String> {
    let is_number = |word: &String| word.starts_with(|c: char| c.is_ascii_digit());
    let mut numbers: Vec<String> = text::words(text).into_iter().filter(is_number).collect();
    numbers.sort_unstable();
    numbers
}
