//! Pass 1: reports whose texts are the same but for trifles (syndicated, re-posted, lightly edited, cut short).
//!
//! Candidates come from a sample of four-word shingles; every candidate is then compared word by word. What two texts share
//! must be most of one of them, and not just a common opening: two reports that begin with the same paragraphs of background
//! and then each go on with words of their own are two reports.

use crate::sets::Sets;
use crate::text;
use std::collections::HashMap;

/// What the search needs to know of one report.
pub(crate) struct CopyText<'a> {
    /// The body.
    pub text: &'a str,
    /// Bounds of its publication, as day numbers; open ends are the extremes.
    pub published: (i32, i32),
}

/// Groups of copies: for each text the index of the text that leads its group (itself where it has no copies).
pub(crate) fn groups(texts: &[CopyText<'_>]) -> Vec<u32> {
    let prints: Vec<Print> = texts.iter().map(|t| Print::of(t.text)).collect();
    let mut sets = Sets::new(texts.len());
    // The same words to the letter.
    let mut seen: HashMap<u64, Vec<u32>> = HashMap::new();
    let mut fresh = vec![true; texts.len()];
    for (at, print) in prints.iter().enumerate().filter(|(_, p)| p.words.len() >= 5) {
        let twins = seen.entry(print.key()).or_default();
        for &twin in twins.iter() {
            let same = prints[twin as usize].words == print.words;
            if same && !(print.words.len() < SHORT && apart(texts, at, twin as usize)) {
                sets.join(twin, at as u32);
                fresh[at] = false;
                break;
            }
        }
        if fresh[at] || print.words.len() < SHORT {
            twins.push(at as u32);
        }
    }
    // Shingles in a sample, each with the texts that hold it.
    let mut postings: Vec<(u64, u32)> = Vec::new();
    let mut sampled = vec![0u32; texts.len()];
    for (at, print) in prints.iter().enumerate().filter(|(at, p)| fresh[*at] && p.words.len() >= NEAR_WORDS) {
        let from = postings.len();
        postings
            .extend(print.words.windows(4).map(shingle).filter(|h| h % SAMPLE == 0).map(|h| (h, at as u32)));
        postings[from..].sort_unstable();
        let mut kept = from;
        for i in from..postings.len() {
            if i == from || postings[i].0 != postings[kept - 1].0 {
                postings[kept] = postings[i];
                kept += 1;
            }
        }
        postings.truncate(kept);
        sampled[at] = (kept - from) as u32;
    }
    postings.sort_unstable();
    let mut lists: HashMap<u64, (u32, u32)> = HashMap::new();
    let mut of_text: Vec<Vec<u64>> = vec![Vec::new(); texts.len()];
    let mut from = 0;
    for to in 1..=postings.len() {
        if to == postings.len() || postings[to].0 != postings[from].0 {
            if (2..=COMMON).contains(&(to - from)) {
                lists.insert(postings[from].0, (from as u32, to as u32));
                for p in &postings[from..to] {
                    of_text[p.1 as usize].push(p.0);
                }
            }
            from = to;
        }
    }
    let mut shared = vec![0u32; texts.len()];
    let mut touched: Vec<u32> = Vec::new();
    let mut loose: Vec<(usize, u32, u32)> = Vec::new();
    for at in 0..texts.len() as u32 {
        for h in &of_text[at as usize] {
            let (from, to) = lists[h];
            for &(_, other) in &postings[from as usize..to as usize] {
                if other >= at {
                    break;
                }
                if shared[other as usize] == 0 {
                    touched.push(other);
                }
                shared[other as usize] += 1;
            }
        }
        touched.sort_unstable();
        let mut index = None;
        for other in touched.drain(..) {
            let count = std::mem::take(&mut shared[other as usize]);
            let least = sampled[at as usize].min(sampled[other as usize]);
            if count < 2 || count * 100 < least * 35 || sets.root(at) == sets.root(other) {
                continue;
            }
            let index = index.get_or_insert_with(|| Index::of(&prints[at as usize].words));
            let overlap = index.overlap(&prints[other as usize].words);
            if overlap.is_copy() && !told_anew(&overlap, &prints, texts, at as usize, other as usize) {
                if overlap.is_close() {
                    sets.join(at, other);
                } else {
                    loose.push((overlap.least(), other, at));
                }
            }
        }
    }
    // A text that is loosely like others goes with the one it is most like; it joins no two groups of others.
    loose.sort_unstable_by_key(|(least, a, b)| (std::cmp::Reverse(*least), *a, *b));
    let mut size: HashMap<u32, u32> = HashMap::new();
    for at in 0..texts.len() as u32 {
        *size.entry(sets.root(at)).or_default() += u32::from(fresh[at as usize]);
    }
    for (_, a, b) in loose {
        let (x, y) = (sets.root(a), sets.root(b));
        if x != y && (size[&x] == 1 || size[&y] == 1) {
            let both = size[&x] + size[&y];
            sets.join(x, y);
            size.insert(sets.root(x), both);
        }
    }
    (0..texts.len() as u32).map(|at| sets.root(at)).collect()
}

/// Fewer words than these are copies only when they are the same.
const NEAR_WORDS: usize = 20;
/// So few words may be used again for another occasion ("The ministers met on Tuesday to discuss trade.").
const SHORT: usize = 60;
/// One shingle in so many is kept.
const SAMPLE: u64 = 4;
/// A shingle in more texts than these is boilerplate.
const COMMON: usize = 250;

/// A text as hashes of its words.
struct Print {
    words: Vec<u32>,
    numbers: Vec<u32>,
}

impl Print {
    fn of(body: &str) -> Print {
        let words = text::words(body);
        let mut numbers: Vec<u32> = words
            .iter()
            .filter(|w| w.starts_with(|c: char| c.is_ascii_digit()))
            .map(|w| text::hash(w.as_bytes()) as u32)
            .collect();
        numbers.sort_unstable();
        Print { words: words.iter().map(|w| text::hash(w.as_bytes()) as u32).collect(), numbers }
    }

    fn key(&self) -> u64 {
        self.words.iter().fold(self.words.len() as u64, |h, w| text::stir(h ^ u64::from(*w)))
    }
}

fn shingle(words: &[u32]) -> u64 {
    words.iter().fold(0, |h, w| text::stir(h.wrapping_mul(31) ^ u64::from(*w)))
}

/// Three-word shingles of one text with their places.
struct Index {
    at: Vec<(u64, u32)>,
    words: usize,
}

impl Index {
    fn of(words: &[u32]) -> Index {
        let mut at: Vec<(u64, u32)> =
            words.windows(3).enumerate().map(|(n, w)| (shingle(w), n as u32)).collect();
        at.sort_unstable();
        Index { at, words: words.len() }
    }

    fn overlap(&self, other: &[u32]) -> Overlap {
        let mut mine = vec![false; self.words];
        let mut theirs = vec![false; other.len()];
        for (n, w) in other.windows(3).enumerate() {
            let h = shingle(w);
            let from = self.at.partition_point(|e| e.0 < h);
            let hits = self.at[from..].iter().take_while(|e| e.0 == h);
            let mut hit = false;
            for (_, place) in hits {
                mine[*place as usize..*place as usize + 3].fill(true);
                hit = true;
            }
            if hit {
                theirs[n..n + 3].fill(true);
            }
        }
        Overlap { a: Cover::of(&mine), b: Cover::of(&theirs) }
    }
}

/// What two texts share, seen from each.
struct Overlap {
    a: Cover,
    b: Cover,
}

/// How much of a text is found in the other, in thousandths of its words.
struct Cover {
    /// What is found.
    found: usize,
    /// What stands in whole passages of its own.
    own: usize,
    /// What comes before the first that is found.
    lead: usize,
}

impl Cover {
    fn of(marks: &[bool]) -> Cover {
        let all = marks.len().max(1);
        let share = |n: usize| n * 1000 / all;
        let passages = marks.split(|m| *m).map(<[bool]>::len).filter(|n| *n >= PASSAGE);
        let lead = marks.iter().position(|m| *m).unwrap_or(marks.len());
        Cover {
            found: share(marks.iter().filter(|m| **m).count()),
            own: share(passages.sum()),
            lead: share(lead),
        }
    }
}

/// So many words on end are a passage, not an edit.
const PASSAGE: usize = 40;

impl Overlap {
    /// What is found of the text of which less is.
    fn least(&self) -> usize {
        self.a.found.min(self.b.found)
    }

    /// So much alike that what is a copy of one is a copy of the other.
    fn is_close(&self) -> bool {
        self.least() >= 700
    }

    fn is_copy(&self) -> bool {
        let (least, most) = (self.least(), self.a.found.max(self.b.found));
        let (less, more) = (self.a.own.min(self.b.own), self.a.own.max(self.b.own));
        // Each goes on with passages of its own, or one does and the other is not whole in it.
        let own_story = less >= 200 || (more >= 350 && most < 900);
        let cut_short = most >= 850 && least >= 200 && self.a.lead < 150 && self.b.lead < 150;
        (least >= 450 && (!own_story || most >= 900)) || cut_short
    }
}

/// Whether the texts came out days apart.
fn apart(texts: &[CopyText<'_>], a: usize, b: usize) -> bool {
    crate::calendar::gap(texts[a].published, texts[b].published) > 2
}

/// Whether a standing form was used again: days apart, and short, or with other numbers.
fn told_anew(overlap: &Overlap, prints: &[Print], texts: &[CopyText<'_>], a: usize, b: usize) -> bool {
    if !apart(texts, a, b) {
        return false;
    }
    if prints[a].words.len().min(prints[b].words.len()) < SHORT {
        return true;
    }
    if overlap.a.found.min(overlap.b.found) >= 990 {
        return false;
    }
    let (x, y) = (&prints[a].numbers, &prints[b].numbers);
    let only_x = x.iter().filter(|n| y.binary_search(n).is_err()).count();
    let only_y = y.iter().filter(|n| x.binary_search(n).is_err()).count();
    only_x >= 2 && only_y >= 2 && only_x * 4 >= x.len() && only_y * 4 >= y.len()
}

/// Pairs of texts that share at least `least` of their terms, lower index first. A term's texts are looked at in order of
/// publication, each with the next few only, so that the work stays in proportion to the number of texts.
pub(crate) fn shared_candidates(terms: &[Vec<u64>], published: &[(i32, i32)], least: u32) -> Vec<(u32, u32)> {
    const NEXT: usize = 80;
    let mut holders: Vec<(u64, (i32, i32), u32)> = Vec::new();
    for (at, list) in terms.iter().enumerate() {
        holders.extend(list.iter().map(|t| (*t, published[at], at as u32)));
    }
    holders.sort_unstable();
    let mut after: Vec<Vec<u32>> = vec![Vec::new(); terms.len()];
    for (n, (term, _, a)) in holders.iter().enumerate() {
        for (_, _, b) in holders[n + 1..].iter().take(NEXT).take_while(|(t, _, _)| t == term) {
            after[*a.min(b) as usize].push(*a.max(b));
        }
    }
    let mut pairs = Vec::new();
    for (a, mut list) in after.into_iter().enumerate() {
        list.sort_unstable();
        for same in list.chunk_by(|x, y| x == y) {
            if same.len() as u32 >= least {
                pairs.push((a as u32, same[0]));
            }
        }
    }
    pairs
}
