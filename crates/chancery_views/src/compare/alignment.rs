//! Which passages of the reports tell the same.
//!
//! Two passages are the more alike the more of what they are about they share, rare things counting for more than common
//! ones. The best pair is joined first; a passage joins one point only. Whole numbers throughout.

use super::points::Passage;
use std::collections::{BTreeMap, BTreeSet};

/// Passages of the reports that tell one matter.
#[derive(Clone, Debug)]
pub(super) struct Aligned {
    /// For each column, its passages in order (indices into the passages aligned); empty where it says nothing.
    pub by_column: Vec<Vec<usize>>,
    /// How alike the two that were joined first are, in thousandths; nothing for a matter of one column.
    pub likeness: u32,
}

/// From how alike two passages are one matter.
const ALIKE: u32 = 240;
/// From how alike a further passage joins a matter that its report has told already.
const JOINS: u32 = 330;
/// From how alike it joins wherever it stands: a lead says what is told again below.
const JOINS_FAR: u32 = 450;
/// How many passages lie at most between those of one matter in one report.
const NEAR: usize = 3;
/// How much more alike two passages are that alone in their reports speak of a matter.
const ALONE: u32 = 100;
/// What two passages must share at least, whatever their length.
const ENOUGH: u64 = 300;

/// Joins passages to points, ordered by where they stand: those of the first column first.
pub(super) fn align(passages: &[Passage], columns: usize) -> Vec<Aligned> {
    let weighed = weigh(passages);
    let mut pairs: Vec<(u32, usize, usize)> = Vec::new();
    for a in 0..passages.len() {
        for b in a + 1..passages.len() {
            if passages[a].column != passages[b].column {
                let score = likeness(&passages[a], &passages[b], &weighed[a], &weighed[b]);
                let alone = score > 0 && alone(passages, a, b);
                let score = (score + if alone { ALONE } else { 0 }).min(1000);
                if score >= ALIKE {
                    pairs.push((score, a, b));
                }
            }
        }
    }
    let place = place(passages);
    // Ties are broken by what does not depend on which report comes first.
    pairs.sort_by_cached_key(|(score, a, b)| {
        let (p, q) = (place[*a], place[*b]);
        let (s, t) = (passages[*a].span, passages[*b].span);
        (std::cmp::Reverse(*score), p.abs_diff(q), p + q, s.start.min(t.start), s.start.max(t.start), *a, *b)
    });
    let mut group: Vec<usize> = (0..passages.len()).collect();
    let mut members: Vec<Vec<usize>> = (0..passages.len()).map(|at| vec![at]).collect();
    let mut best: Vec<u32> = vec![0; passages.len()];
    let columns_of =
        |members: &[usize]| members.iter().map(|at| passages[*at].column).collect::<BTreeSet<usize>>();
    for &(score, a, b) in &pairs {
        let (g, h) = (group[a], group[b]);
        if g != h && columns_of(&members[g]).is_disjoint(&columns_of(&members[h])) {
            unite(&mut group, &mut members, g.min(h), g.max(h));
            best[g.min(h)] = best[g].max(best[h]).max(score);
        }
    }
    // What a report says of a matter in more than one passage.
    for &(score, a, b) in pairs.iter().filter(|(score, ..)| *score >= JOINS) {
        for (single, other) in [(a, b), (b, a)] {
            let (g, h) = (group[single], group[other]);
            if g == h || members[g].len() > 1 || members[h].len() < 2 {
                continue;
            }
            let near = members[h].iter().any(|at| {
                passages[*at].column == passages[single].column && place[*at].abs_diff(place[single]) <= NEAR
            });
            if near || score >= JOINS_FAR {
                unite(&mut group, &mut members, h, g);
                best[h] = best[h].max(score);
            }
        }
    }
    let mut out: Vec<Aligned> = Vec::new();
    for (at, members) in members.iter().enumerate().filter(|(_, members)| !members.is_empty()) {
        let mut by_column = vec![Vec::new(); columns];
        for member in members {
            by_column[passages[*member].column].push(*member);
        }
        by_column.iter_mut().for_each(|list| list.sort_unstable());
        out.push(Aligned { by_column, likeness: best[at] });
    }
    out.sort_by_key(|point| {
        let first = point.by_column.iter().position(|list| !list.is_empty());
        (first, first.and_then(|column| point.by_column[column].first().copied()))
    });
    out
}

/// Whether two passages share a matter of which no other passage of their two reports speaks.
fn alone(passages: &[Passage], a: usize, b: usize) -> bool {
    let topics = |passage: &Passage| -> BTreeSet<&str> {
        passage.topics.iter().filter(|hit| !hit.entry.is_broad()).map(|hit| hit.entry.value).collect()
    };
    let shared = &topics(&passages[a]) & &topics(&passages[b]);
    shared.iter().any(|topic| {
        let elsewhere = |at: usize| {
            at != a
                && at != b
                && [passages[a].column, passages[b].column].contains(&passages[at].column)
                && passages[at].topics.iter().any(|hit| hit.entry.value == *topic)
        };
        !(0..passages.len()).any(elsewhere)
    })
}

fn unite(group: &mut [usize], members: &mut [Vec<usize>], into: usize, from: usize) {
    let moved = std::mem::take(&mut members[from]);
    moved.iter().for_each(|at| group[*at] = into);
    members[into].extend(moved);
}

/// Which passage of its report each is.
fn place(passages: &[Passage]) -> Vec<usize> {
    let mut next: BTreeMap<usize, usize> = BTreeMap::new();
    passages
        .iter()
        .map(|passage| {
            let at = next.entry(passage.column).or_default();
            *at += 1;
            *at - 1
        })
        .collect()
}

/// For each passage its terms with their weights, rare ones weighing more.
pub(super) fn weigh(passages: &[Passage]) -> Vec<BTreeMap<&str, u64>> {
    let mut found: BTreeMap<&str, u64> = BTreeMap::new();
    for passage in passages {
        for term in passage.terms.keys() {
            *found.entry(term).or_default() += 1;
        }
    }
    let all = passages.len() as u64 + 1;
    passages
        .iter()
        .map(|passage| {
            let weight =
                |term: &str, share: u32| u64::from(share) * doublings(all, found[term]).max(30) / 100;
            passage.terms.iter().map(|(term, share)| (term.as_str(), weight(term, *share))).collect()
        })
        .collect()
}

/// How often `part` must be doubled to reach `whole`, in hundredths: the logarithm to base 2, straight between its whole
/// numbers.
fn doublings(whole: u64, part: u64) -> u64 {
    let ratio = ((whole << 16) / part.max(1)).max(1);
    let full = ratio.ilog2();
    let rest = ((ratio - (1 << full)) * 100) >> full;
    (u64::from(full) * 100 + rest).saturating_sub(1600)
}

/// How alike two passages are, in thousandths.
fn likeness(a: &Passage, b: &Passage, x: &BTreeMap<&str, u64>, y: &BTreeMap<&str, u64>) -> u32 {
    let shared: u64 = x.iter().filter_map(|(term, weight)| Some((*weight).min(*y.get(term)?))).sum();
    // One word in common, however rare, is chance.
    let same = || x.keys().filter(|term| y.contains_key(*term));
    let chance = !same().any(|term| term.starts_with("topic "))
        && same().filter(|term| !term.starts_with("act ")).count() < 2;
    if shared < ENOUGH || chance {
        return 0;
    }
    let (all_x, all_y): (u64, u64) = (x.values().sum(), y.values().sum());
    let alike = 1000 * shared / (all_x * all_y).isqrt().max(1);
    // A short passage may say what a long one says among other things.
    let within = 600 * shared / all_x.min(all_y).max(1);
    let score = alike.max(within);
    let (p, q) = (&a.voice.states, &b.voice.states);
    let share_voice = p.iter().any(|state| q.contains(state));
    let score = match (p.is_empty() || q.is_empty(), share_voice) {
        (true, _) => score,
        (_, true) => score * 115 / 100,
        (_, false) => score * 75 / 100,
    };
    score.min(1000) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doublings_grow_as_a_term_gets_rarer() {
        assert_eq!(doublings(32, 1), 500);
        assert_eq!(doublings(32, 2), 400);
        assert_eq!(doublings(8, 8), 0);
        assert!(doublings(33, 2) >= doublings(32, 2) && doublings(3, 9) == 0);
    }
}
