//! Which reports tell of one happening.
//!
//! Reports whose openings tell one event of the record are one story, and so are a report and its copies. Beyond that, reports
//! are one story when they say much the same: they share the names, words and numbers that few other reports hold. A shooting
//! may be told again months later, at the trial; what states do to one another they do again and again. So where a report tells
//! of that, another weeks apart must be the more alike, and months apart is never of the same; and reports whose openings tell
//! two different events of the record are never thought much alike. Two sets of reports stay apart that are each far more alike
//! among themselves than with the other: two earthquakes, two cup finals.

use crate::calendar;
use crate::each::each_of_many;
use crate::events::EventOf;
use crate::sets::Sets;
use crate::text;
use chancery_model::day::is_calendar_name;
use chancery_model::{Annotated, Published};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, HashMap};

/// For each report its story's label.
pub(crate) fn labels(
    docs: &[&Annotated],
    published: &[Published],
    leader: &[u32],
    event_of: &EventOf,
) -> Vec<Option<String>> {
    let ids: Vec<&str> = docs.iter().map(|doc| doc.id.as_str()).collect();
    let days: Vec<(i32, i32)> = published.iter().map(|p| calendar::bounds(&p.interval())).collect();
    let main = (0u32..).zip(docs).map(|(d, doc)| main_event(doc, |n| event_of.get((d, n)).map(|e| e as u32)));
    let main: Vec<Option<u32>> = main.collect();
    let mut stories = Stories::of(leader, &main, &days);
    let bags: Vec<Bag> = bags(docs, leader);
    Strongest::of(&bags, &days).pairs(|a, b| {
        let (x, y) = (a as usize, b as usize);
        // A copy is as like as its original, and says no more.
        if leader[x] == a && leader[y] == b {
            stories.add(a, b, bags[x].likeness(&bags[y]));
        }
    });
    drop(bags);
    stories.labels(&ids)
}

/// The event that the opening of a report tells most of, by its place in the record.
pub(crate) fn main_event(doc: &Annotated, event_of: impl Fn(u32) -> Option<u32>) -> Option<u32> {
    let mut weight: BTreeMap<u32, i32> = BTreeMap::new();
    for (n, claim) in (0u32..).zip(&doc.events) {
        if let Some(event) = event_of(n) {
            *weight.entry(event).or_default() += match claim.sentence {
                0 => 8,
                1 => 5,
                2 => 3,
                _ => 1,
            };
        }
    }
    let best = weight.iter().max_by_key(|(n, w)| (**w, Reverse(**n)));
    best.filter(|(_, w)| **w >= 3).map(|(n, _)| *n)
}

/// Thousandths of likeness from which two sets of reports are one story.
const ALIKE: i64 = 190;
/// No two reports whose openings tell different events of the record are more alike than this.
const UNLIKE: i64 = 120;
/// Days within which an act of one state toward another is news.
const NEWS: i32 = 10;
/// Days after which a report is of another act.
const LATE: i32 = 120;
/// Hundredths of the likeness of two reports that count where they came out farther apart than that.
const LATER: i64 = 40;
/// The same for reports that tell of no act between states, where they came out farther apart than `LATE`.
const LATER_ELSE: i64 = 50;
/// Hundredths of the likeness within two sets of reports that there must be between them.
const AMONG: i64 = 60;
/// So many reports are a set that has a likeness of its own.
const SEVERAL: i64 = 3;
/// So many of a report's strongest words lead to others.
const STRONGEST: usize = 64;
/// Each of them to so many of the reports that came out next.
const NEXT: usize = 80;

/// Sets of reports in the making.
pub(crate) struct Stories<'a> {
    leader: &'a [u32],
    main: &'a [Option<u32>],
    days: &'a [(i32, i32)],
    sets: Sets,
    sums: HashMap<(u32, u32), i64>,
    within: HashMap<u32, i64>,
}

impl<'a> Stories<'a> {
    /// Those of one event, and copies.
    pub fn of(leader: &'a [u32], main: &'a [Option<u32>], days: &'a [(i32, i32)]) -> Stories<'a> {
        let mut sets = Sets::new(leader.len());
        let mut first: HashMap<u32, u32> = HashMap::new();
        for (d, main) in (0u32..).zip(main) {
            if let Some(main) = main {
                sets.join(*first.entry(*main).or_insert(d), d);
            }
        }
        for (d, lead) in (0u32..).zip(leader) {
            sets.join(*lead, d);
        }
        Stories { leader, main, days, sets, sums: HashMap::new(), within: HashMap::new() }
    }

    /// Takes up how much alike two originals are.
    pub fn add(&mut self, a: u32, b: u32, likeness: i64) {
        let (x, y) = (a as usize, b as usize);
        let gap = calendar::gap(self.days[x], self.days[y]);
        let likeness = in_time(likeness, [self.main[x], self.main[y]], gap);
        let (r, s) = (self.sets.root(a), self.sets.root(b));
        if r == s {
            *self.within.entry(r).or_default() += likeness;
        } else {
            *self.sums.entry((r.min(s), r.max(s))).or_default() += likeness;
        }
    }

    /// Joins what is much the same, and gives the label of each report's story.
    pub fn labels(self, ids: &[&str]) -> Vec<Option<String>> {
        let Stories { leader, mut sets, sums, within, .. } = self;
        join_alike(leader, &mut sets, sums, within);
        let roots: Vec<u32> = (0..leader.len() as u32).map(|d| sets.root(d)).collect();
        let mut size: HashMap<u32, usize> = HashMap::new();
        for root in &roots {
            *size.entry(*root).or_default() += 1;
        }
        roots.iter().map(|r| (size[r] > 1).then(|| crate::label("s", ids[*r as usize]))).collect()
    }
}

/// Joins sets of reports whose words are much the same, most alike first; the likeness of sets is the mean over their pairs.
fn join_alike(
    leader: &[u32],
    sets: &mut Sets,
    sums: HashMap<(u32, u32), i64>,
    mut within: HashMap<u32, i64>,
) {
    let mut size: HashMap<u32, i64> = HashMap::new();
    for (d, lead) in (0u32..).zip(leader) {
        *size.entry(sets.root(d)).or_default() += i64::from(*lead == d);
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
        let among = |s: u32| mean(2 * within.get(&s).copied().unwrap_or(0), size[&s], size[&s] - 1);
        if size[&a].min(size[&b]) >= SEVERAL && likeness * 100 < AMONG * among(a).min(among(b)) {
            continue;
        }
        let between = near[&a][&b];
        *within.entry(a).or_default() += between + within.get(&b).copied().unwrap_or(0);
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

/// The reports that share strong words. A word's reports stand in order of publication, and each leads to the next few only,
/// so that the work stays in proportion to the number of reports.
struct Strongest {
    /// The reports in order of publication.
    order: Vec<u32>,
    /// Word after word, the places in `order` of the reports that hold it.
    holders: Vec<u32>,
    /// By report, in order of publication: where in `holders` each of its words has it, and where that word's reports end.
    at: Vec<Vec<(u32, u32)>>,
}

impl Strongest {
    fn of(bags: &[Bag], days: &[(i32, i32)]) -> Strongest {
        let mut order: Vec<u32> = (0..bags.len() as u32).collect();
        order.sort_by_key(|d| (days[*d as usize], *d));
        let strongest = bags.iter().map(|bag| (bag.words.terms.len() + bag.names.terms.len()).min(STRONGEST));
        let mut held: Vec<(u64, u32)> = Vec::with_capacity(strongest.sum());
        for (place, d) in order.iter().enumerate() {
            held.extend(bags[*d as usize].strongest().map(|term| (term, place as u32)));
        }
        held.sort_unstable();
        let mut at: Vec<Vec<(u32, u32)>> = vec![Vec::new(); order.len()];
        let mut from = 0;
        for same in held.chunk_by(|a, b| a.0 == b.0) {
            let end = from + same.len() as u32;
            for (n, (_, place)) in (from..end).zip(same) {
                at[*place as usize].push((n, end));
            }
            from = end;
        }
        Strongest { order, holders: held.into_iter().map(|(_, place)| place).collect(), at }
    }

    /// Calls `found` with each pair that shares two words or more, lower number first.
    fn pairs(&self, mut found: impl FnMut(u32, u32)) {
        let mut after: Vec<u32> = Vec::new();
        for (words, a) in self.at.iter().zip(&self.order) {
            after.clear();
            for (n, end) in words {
                after.extend(next(&self.holders[*n as usize..*end as usize]));
            }
            after.sort_unstable();
            for b in twice(&after) {
                let b = self.order[b as usize];
                found(*a.min(&b), *a.max(&b));
            }
        }
    }
}

/// Of the reports that hold a word, in order of publication, those to which it leads from the first.
pub(crate) fn next<T>(holders: &[T]) -> &[T] {
    &holders[1..holders.len().min(NEXT + 1)]
}

/// What stands there more than once, of a sorted list.
pub(crate) fn twice(sorted: &[u32]) -> impl Iterator<Item = u32> {
    sorted.chunk_by(|x, y| x == y).filter(|same| same.len() > 1).map(|same| same[0])
}

/// What is left of the likeness of two reports that tell these events of the record and came out so many days apart.
fn in_time(likeness: i64, tell: [Option<u32>; 2], gap: i32) -> i64 {
    match tell {
        [None, None] if gap > LATE => likeness * LATER_ELSE / 100,
        [None, None] => likeness,
        _ if gap > LATE => -100 * ALIKE,
        _ if gap > NEWS => likeness * LATER / 100,
        [Some(a), Some(b)] if a != b => likeness.min(UNLIKE),
        _ => likeness,
    }
}

/// What a report is about: the terms that others hold too, of three kinds.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Bag {
    /// Words, and pairs of neighbours.
    words: Vector,
    /// Words with capitals, and whole names.
    names: Vector,
    /// Numbers, months, weekdays.
    numbers: Vector,
}

impl Bag {
    /// Of its terms with their weights, by kind.
    pub fn of(kinds: [Vec<(u32, i32)>; 3]) -> Bag {
        let [words, names, numbers] = kinds.map(Vector::of);
        Bag { words, names, numbers }
    }

    /// Its strongest words and names, hashed.
    pub fn strongest(&self) -> impl Iterator<Item = u64> {
        let words = self.words.terms.iter().map(|(t, w)| (Reverse(*w), u64::from(*t)));
        let names = self.names.terms.iter().map(|(t, w)| (Reverse(*w), u64::from(*t) | 1 << 32));
        let mut terms: Vec<(Reverse<i32>, u64)> = words.chain(names).collect();
        terms.sort_unstable();
        terms.into_iter().take(STRONGEST).map(|(_, term)| term)
    }

    /// In thousandths: the mean of the cosines, words and names counting alike and numbers three tenths of that.
    pub fn likeness(&self, other: &Bag) -> i64 {
        let cosine = |kind: fn(&Bag) -> &Vector| kind(self).cosine(kind(other));
        (10 * cosine(|b| &b.words) + 10 * cosine(|b| &b.names) + 3 * cosine(|b| &b.numbers)) / 23
    }
}

/// Terms with their weights.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Vector {
    /// By hash of the term, sorted.
    terms: Vec<(u32, i32)>,
    /// Length of the vector.
    norm: i64,
}

impl Vector {
    fn of(mut terms: Vec<(u32, i32)>) -> Vector {
        terms.sort_unstable();
        terms.shrink_to_fit();
        let norm = terms.iter().map(|(_, w)| i64::from(*w) * i64::from(*w)).sum::<i64>().isqrt();
        Vector { terms, norm }
    }

    /// In thousandths.
    fn cosine(&self, other: &Vector) -> i64 {
        let (mut i, mut j, mut sum) = (0, 0, 0);
        while i < self.terms.len() && j < other.terms.len() {
            match self.terms[i].0.cmp(&other.terms[j].0) {
                std::cmp::Ordering::Less => i += 1,
                std::cmp::Ordering::Greater => j += 1,
                std::cmp::Ordering::Equal => {
                    sum += i64::from(self.terms[i].1) * i64::from(other.terms[j].1);
                    i += 1;
                    j += 1;
                }
            }
        }
        sum * 1000 / (self.norm * other.norm).max(1)
    }
}

/// How often a text holds each term of a kind, sorted by its hash.
pub(crate) type Counts = Vec<(u32, u32)>;

fn bags(docs: &[&Annotated], leader: &[u32]) -> Vec<Bag> {
    let counts: Vec<[Counts; 3]> = each_of_many(docs, 16, |doc| terms_of(doc));
    let mut kinds: [Vec<Counts>; 3] = Default::default();
    for of_doc in counts {
        kinds.iter_mut().zip(of_doc).for_each(|(kind, counts)| kind.push(counts));
    }
    let [words, names, numbers] = kinds.map(|counts| vectors(counts, leader));
    let all = words.into_iter().zip(names).zip(numbers);
    all.map(|((words, names), numbers)| Bag { words, names, numbers }).collect()
}

/// The terms of a kind, weighed by how often a text holds them and how few others do.
fn vectors(counts: Vec<Counts>, leader: &[u32]) -> Vec<Vector> {
    // Copies say nothing of how common a term is.
    let is_original = |d: usize| leader[d] == d as u32;
    let originals = (0..counts.len()).filter(|d| is_original(*d)).count();
    let mut holders: HashMap<u32, usize> = HashMap::new();
    for (_, counts) in counts.iter().enumerate().filter(|(d, _)| is_original(*d)) {
        for (term, _) in counts {
            *holders.entry(*term).or_default() += 1;
        }
    }
    let weighed = counts.into_iter().map(|counts| {
        let terms = counts.iter().filter_map(|(term, count)| {
            let held = holders.get(term).copied().unwrap_or(1);
            Some((*term, weight(*count, held, originals)?))
        });
        Vector::of(terms.collect())
    });
    weighed.collect()
}

/// The weight of a term that a text holds so often, and so many of all originals; `None` where none of the others holds it,
/// or too many do.
pub(crate) fn weight(count: u32, held: usize, originals: usize) -> Option<i32> {
    // One and the natural logarithm of the count, and of how rare the term is, in sixteenths.
    let often = 16 + log2(count as usize) * 11 / 16;
    let rare = 16 + (log2(originals + 1) - log2(held + 1)) * 11 / 16;
    (held > 1 && held <= (originals / 10).max(3)).then_some((often * rare / 16) as i32)
}

/// The terms of a report, by kind: words, names, numbers.
pub(crate) fn terms_of(doc: &Annotated) -> [Counts; 3] {
    terms(&told(doc))
}

/// The text of a report with what stands above it: title, date line, byline, and what is written below its pictures.
fn told(doc: &Annotated) -> String {
    use chancery_model::RemovalReason::{Byline, Caption, Date, Title};
    let above = doc.removed.iter().filter(|r| matches!(r.why, Title | Date | Byline | Caption));
    let mut out: String = above.flat_map(|r| [r.text.as_str(), "\n"]).collect();
    if !doc.removed.iter().any(|r| r.why == Title) {
        out.push_str(doc.title.as_deref().unwrap_or_default());
        out.push('\n');
    }
    out + &doc.text
}

/// The same of a text.
fn terms(text: &str) -> [Counts; 3] {
    let mut found: [Vec<u32>; 3] = Default::default();
    let mut add = |kind: usize, term: &str| found[kind].push(text::hash(term.as_bytes()) as u32);
    let words: Vec<(text::Word, String)> = text::placed(text, 0)
        .into_iter()
        .map(|word| {
            let folded = text::fold(&word.text);
            (word, folded)
        })
        .collect();
    let mut before: Option<&str> = None;
    for (word, folded) in &words {
        if folded.starts_with(|c: char| c.is_ascii_digit()) || is_calendar_name(folded) {
            add(2, folded);
        }
        if has_capital(word) {
            add(1, folded);
        }
        if folded.chars().count() < 2 || text::is_function_word(folded) {
            continue;
        }
        add(0, folded);
        if let Some(before) = before.replace(folded) {
            add(0, &format!("{before} {folded}"));
        }
    }
    // A name goes on while its words follow one another.
    let goes_on = |a: &(text::Word, String), b: &(text::Word, String)| {
        has_capital(&a.0) && has_capital(&b.0) && b.0.span.start == a.0.span.end + 1
    };
    for name in words.chunk_by(goes_on).filter(|name| name.len() > 1) {
        let name = Vec::from_iter(name.iter().map(|(_, folded)| folded.as_str()));
        add(1, &name.join(" "));
    }
    found.map(|mut terms| {
        terms.sort_unstable();
        terms.chunk_by(|a, b| a == b).map(|same| (same[0], same.len() as u32)).collect()
    })
}

/// Whether a word of more than a letter begins with a capital.
fn has_capital(word: &text::Word) -> bool {
    word.text.starts_with(char::is_uppercase) && word.text.chars().count() > 1
}

/// Sixteen times the binary logarithm.
fn log2(n: usize) -> i64 {
    let n = n.max(1) as u64;
    let whole = i64::from(n.ilog2());
    let rest = ((n << 4) >> whole) as i64 - 16;
    whole * 16 + rest
}
