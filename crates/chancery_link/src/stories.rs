//! Which reports tell of one happening.
//!
//! Reports whose openings tell one event of the record are one story, and so are a report and its copies. Beyond that, reports
//! are one story when they say much the same: they share the names and words that few other reports hold. Reports that came
//! out weeks apart, or whose openings tell two different events of the record, are two.

use crate::calendar;
use crate::copies::shared_candidates;
use crate::sets::Sets;
use crate::text;
use chancery_model::{Annotated, Event, Published};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, HashMap};

/// For each report its story's label.
pub(crate) fn labels(
    docs: &[&Annotated],
    published: &[Published],
    leader: &[u32],
    events: &[Event],
) -> Vec<Option<String>> {
    let main = main_events(docs, events);
    let mut sets = Sets::new(docs.len());
    let mut first: HashMap<usize, u32> = HashMap::new();
    for (d, main) in main.iter().enumerate() {
        if let Some(main) = main {
            sets.join(*first.entry(*main).or_insert(d as u32), d as u32);
        }
    }
    for (d, lead) in leader.iter().enumerate() {
        sets.join(*lead, d as u32);
    }
    let days: Vec<(i32, i32)> = published.iter().map(|p| calendar::bounds(&p.interval())).collect();
    join_alike(docs, leader, &main, &days, &mut sets);
    let roots: Vec<u32> = (0..docs.len() as u32).map(|d| sets.root(d)).collect();
    let mut size: HashMap<u32, usize> = HashMap::new();
    for root in &roots {
        *size.entry(*root).or_default() += 1;
    }
    roots.iter().map(|r| (size[r] > 1).then(|| crate::label("s", &docs[*r as usize].id))).collect()
}

/// For each report the event that its opening tells most of.
fn main_events(docs: &[&Annotated], events: &[Event]) -> Vec<Option<usize>> {
    let index: HashMap<&str, u32> = docs.iter().enumerate().map(|(n, d)| (d.id.as_str(), n as u32)).collect();
    let mut weight: Vec<BTreeMap<usize, i32>> = vec![BTreeMap::new(); docs.len()];
    for (n, event) in events.iter().enumerate() {
        for claim in &event.claims {
            let Some(&d) = index.get(claim.doc.as_str()) else { continue };
            let Some(told) = docs[d as usize].events.get(claim.event as usize) else { continue };
            *weight[d as usize].entry(n).or_default() += match told.sentence {
                0 => 8,
                1 => 5,
                2 => 3,
                _ => 1,
            };
        }
    }
    let main = |told: &BTreeMap<usize, i32>| {
        let best = told.iter().max_by_key(|(n, w)| (**w, Reverse(**n)));
        best.filter(|(_, w)| **w >= 3).map(|(n, _)| *n)
    };
    weight.iter().map(main).collect()
}

/// Thousandths of likeness from which two sets of reports are one story.
const ALIKE: i64 = 270;
/// Days between two reports of one story.
const NEWS: i32 = 10;
/// Reports share so many of their own strongest words before they are compared.
const STRONGEST: usize = 16;

/// Joins sets of reports whose words are much the same, most alike first; the likeness of sets is the mean over their pairs.
fn join_alike(
    docs: &[&Annotated],
    leader: &[u32],
    main: &[Option<usize>],
    days: &[(i32, i32)],
    sets: &mut Sets,
) {
    let bags: Vec<Bag> = bags(docs, leader);
    let strongest: Vec<Vec<u64>> = bags
        .iter()
        .map(|bag| {
            let mut terms: Vec<(Reverse<i64>, u32)> =
                bag.terms.iter().map(|(t, w)| (Reverse(*w), *t)).collect();
            terms.sort_unstable();
            terms.into_iter().take(STRONGEST).map(|(_, t)| u64::from(t)).collect()
        })
        .collect();
    let mut sums: HashMap<(u32, u32), i64> = HashMap::new();
    for (a, b) in shared_candidates(&strongest, days, 2) {
        let (x, y) = (a as usize, b as usize);
        let differ = main[x].is_some() && main[y].is_some() && main[x] != main[y];
        let apart = calendar::gap(days[x], days[y]) > NEWS;
        let likeness = if differ || apart { -100 * ALIKE } else { bags[x].likeness(&bags[y]) };
        let (r, s) = (sets.root(a), sets.root(b));
        if r != s {
            *sums.entry((r.min(s), r.max(s))).or_default() += likeness;
        }
    }
    let mut size: HashMap<u32, i64> = HashMap::new();
    for d in 0..docs.len() as u32 {
        *size.entry(sets.root(d)).or_default() += i64::from(leader[d as usize] == d);
    }
    let mut near: BTreeMap<u32, BTreeMap<u32, i64>> = BTreeMap::new();
    for (&(a, b), &sum) in &sums {
        near.entry(a).or_default().insert(b, sum);
        near.entry(b).or_default().insert(a, sum);
    }
    let mut heap: BinaryHeap<(i64, Reverse<u32>, Reverse<u32>)> = BinaryHeap::new();
    let mean = |sum: i64, a: i64, b: i64| sum / (a * b).max(1);
    for (&a, list) in &near {
        for (&b, &sum) in list.range(a..) {
            heap.push((mean(sum, size[&a], size[&b]), Reverse(a), Reverse(b)));
        }
    }
    while let Some((likeness, Reverse(a), Reverse(b))) = heap.pop() {
        if likeness < ALIKE {
            break;
        }
        // What was pushed before one of them grew no longer holds.
        let now = near.get(&a).and_then(|list| list.get(&b)).map(|sum| mean(*sum, size[&a], size[&b]));
        if now != Some(likeness) {
            continue;
        }
        let taken = near.remove(&b).unwrap_or_default();
        let grown = size[&a] + size[&b];
        size.insert(a, grown);
        sets.join(a, b);
        let mut list = near.remove(&a).unwrap_or_default();
        list.remove(&b);
        for (k, sum) in taken.into_iter().filter(|(k, _)| *k != a) {
            *list.entry(k).or_default() += sum;
        }
        for (&k, &sum) in &list {
            let other = near.entry(k).or_default();
            other.remove(&b);
            other.insert(a, sum);
            heap.push((mean(sum, grown, size[&k]), Reverse(a.min(k)), Reverse(a.max(k))));
        }
        near.insert(a, list);
    }
}

/// The words of a report that others hold too, each with its weight.
struct Bag {
    /// By hash of the word, sorted.
    terms: Vec<(u32, i64)>,
    /// Length of the vector.
    norm: i64,
}

impl Bag {
    /// Cosine, in thousandths.
    fn likeness(&self, other: &Bag) -> i64 {
        let (mut i, mut j, mut sum) = (0, 0, 0);
        while i < self.terms.len() && j < other.terms.len() {
            match self.terms[i].0.cmp(&other.terms[j].0) {
                std::cmp::Ordering::Less => i += 1,
                std::cmp::Ordering::Greater => j += 1,
                std::cmp::Ordering::Equal => {
                    sum += self.terms[i].1 * other.terms[j].1;
                    i += 1;
                    j += 1;
                }
            }
        }
        sum * 1000 / (self.norm * other.norm).max(1)
    }
}

fn bags(docs: &[&Annotated], leader: &[u32]) -> Vec<Bag> {
    let counts: Vec<BTreeMap<u32, (i64, bool)>> = docs.iter().map(|d| term_counts(&d.text)).collect();
    // Copies say nothing of how common a word is.
    let originals = leader.iter().enumerate().filter(|(d, lead)| *d as u32 == **lead).count();
    let mut holders: HashMap<u32, usize> = HashMap::new();
    for (d, terms) in counts.iter().enumerate() {
        if leader[d] == d as u32 {
            for term in terms.keys() {
                *holders.entry(*term).or_default() += 1;
            }
        }
    }
    let common = (originals / 10).max(3);
    counts
        .into_iter()
        .map(|terms| {
            let weighed = terms.into_iter().filter_map(|(term, (count, name))| {
                let held = holders.get(&term).copied().unwrap_or(1);
                let rare = log2(originals) - log2(held);
                let weight = (16 + log2(count as usize)) * rare * if name { 3 } else { 2 } / 32;
                (held > 1 && held <= common).then_some((term, weight))
            });
            let terms: Vec<(u32, i64)> = weighed.collect();
            let norm = terms.iter().map(|(_, w)| w * w).sum::<i64>().isqrt();
            Bag { terms, norm }
        })
        .collect()
}

/// How often a text holds each word; a word written with a capital within a sentence counts as a name besides.
fn term_counts(body: &str) -> BTreeMap<u32, (i64, bool)> {
    let mut counts: BTreeMap<u32, (i64, bool)> = BTreeMap::new();
    for word in text::placed(body, 0) {
        let folded = text::fold(&word.text);
        if folded.chars().count() < 3 || text::is_function_word(&folded) {
            continue;
        }
        let stem = text::hash(text::stem(&folded).as_bytes()) as u32;
        counts.entry(stem).or_default().0 += 1;
        if word.text.starts_with(char::is_uppercase) {
            let name = text::hash(format!("name {folded}").as_bytes()) as u32;
            let entry = counts.entry(name).or_default();
            *entry = (entry.0 + 1, true);
        }
    }
    counts
}

/// Sixteen times the binary logarithm.
fn log2(n: usize) -> i64 {
    let n = n.max(1) as u64;
    let whole = i64::from(n.ilog2());
    let rest = ((n << 4) >> whole) as i64 - 16;
    whole * 16 + rest
}
