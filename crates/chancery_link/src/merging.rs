//! Passes 4 and 5: the claims of one closed group merged to events.
//!
//! First each report for itself (a report tells a thing in its lead and again below), then the reports among each other,
//! then what names one side only. The best fit is merged first; two sets of claims with anything between them that cannot be
//! one event are never merged. Nothing here depends on the order in which claims come: they are taken by report id and place.

use crate::calendar;
use crate::each::each;
use crate::few::Few;
use crate::fit::{fit, needed};
use crate::names::Persons;
use crate::sets::Sets;
use crate::tellings::{ClaimAt, Reading, StateKey, Telling};
use chancery_model::EventType;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap};
use std::hash::{BuildHasherDefault, Hasher};

/// Merges the claims of each group to events; each event is a telling that lists its claims. A group is told when its turn
/// comes: the words of all claims at once take more memory than their reports.
pub(crate) fn merge(groups: BTreeMap<Vec<StateKey>, Vec<ClaimAt>>, reading: &Reading<'_>) -> Vec<Telling> {
    let persons = reading.persons;
    let groups: Vec<(Vec<StateKey>, Vec<ClaimAt>)> = groups.into_iter().collect();
    let merged = each(
        groups,
        |(_, group)| group.len(),
        |(key, group)| {
            let (whole, half) = of_group(&key, &group, reading);
            (whole, key, half)
        },
    );
    let mut one_sided: Vec<(StateKey, Vec<Telling>)> = Vec::new();
    let mut events: Vec<Telling> = Vec::new();
    for (whole, key, half) in merged {
        events.extend(whole);
        one_sided.push((key.first().copied().unwrap_or(0), half));
    }
    let candidates = Candidates::of(&events);
    let mut joins: Vec<(usize, Telling)> = Vec::new();
    let mut alone: Vec<Telling> = Vec::new();
    for (state, halves) in one_sided {
        let (with, without) = of_state(state, halves, &events, &candidates, persons);
        joins.extend(with);
        alone.extend(without);
    }
    for (n, half) in joins {
        take_up(&mut events[n], &half);
    }
    events.extend(alone);
    events.iter_mut().for_each(Telling::forget_words);
    events.sort_by(|a, b| a.claims.cmp(&b.claims));
    events
}

/// The events of the claims whose sides are of these states; and what of them names one side only.
pub(crate) fn of_group(
    key: &[StateKey],
    group: &[ClaimAt],
    reading: &Reading<'_>,
) -> (Vec<Telling>, Vec<Telling>) {
    let persons = reading.persons;
    let mut group = reading.tellings(group);
    mark_stays(&mut group, persons);
    let accounts = within_reports(group, persons);
    // A state's acts on its own people name both sides; a claim without a target or a source names one.
    let names_both = |t: &Telling| !t.source.is_empty() && !t.target.is_empty();
    let (whole, half) = accounts.into_iter().partition(|t| key.len() > 1 || names_both(t));
    (across_reports(whole, persons), half)
}

/// Places of events in their list, by a state of theirs and what they are.
pub(crate) struct Candidates(HashMap<(StateKey, EventType), Vec<usize>>);

impl Candidates {
    pub fn of(events: &[Telling]) -> Candidates {
        let mut by_state: HashMap<(StateKey, EventType), Vec<usize>> = HashMap::new();
        for (n, event) in events.iter().enumerate() {
            for state in event.states().iter() {
                by_state.entry((*state, event.thing)).or_default().push(n);
            }
        }
        Candidates(by_state)
    }
}

/// What names one side only, and that side is this state: what joins the one event that it fits, with that event's place;
/// and the events that the rest comes to.
pub(crate) fn of_state(
    state: StateKey,
    halves: Vec<Telling>,
    events: &[Telling],
    candidates: &Candidates,
    persons: &Persons,
) -> (Vec<(usize, Telling)>, Vec<Telling>) {
    let (mut joins, mut rest) = (Vec::new(), Vec::new());
    for half in halves {
        let candidates = candidates.0.get(&(state, half.thing)).map_or(&[][..], Vec::as_slice);
        match the_one(&half, candidates, events, persons) {
            Some(n) => joins.push((n, half)),
            None => rest.push(half),
        }
    }
    (joins, across_reports(rest, persons))
}

/// An event takes up what names one of its sides only, which says nothing of who they are.
pub(crate) fn take_up(event: &mut Telling, half: &Telling) {
    let (source, target, directed) = (event.source.clone(), event.target.clone(), event.directed);
    event.join(half);
    (event.source, event.target, event.directed) = (source, target, directed);
}

/// A journey in whose course there were several meetings is none of them, whichever is told with it.
fn mark_stays(group: &mut [Telling], persons: &Persons) {
    let mut meetings: Vec<usize> = (0..group.len()).filter(|n| is_meeting_of_a_day(&group[*n])).collect();
    meetings.sort_by_key(|n| (group[*n].when.0, *n));
    for n in 0..group.len() {
        let journey = &group[n];
        if !journey.journey || journey.stay || journey.is_vague() {
            continue;
        }
        let from = meetings.partition_point(|m| group[*m].when.0 < journey.when.0);
        let around = meetings[from..].iter().map(|m| &group[*m]);
        let during: Vec<&Telling> = around
            .take_while(|meeting| meeting.when.0 <= journey.when.1.saturating_add(AFTER_ARRIVAL))
            .filter(|meeting| {
                meeting.planned == journey.planned && shares_a_person(meeting, journey, persons)
            })
            .take(MEETINGS_OF_A_JOURNEY)
            .collect();
        let apart = |x: &Telling, y: &Telling| fit(x, y, persons, false).is_none();
        let several = during.iter().enumerate().any(|(at, x)| during[at + 1..].iter().any(|y| apart(x, y)));
        group[n].stay |= several;
    }
}

/// So many meetings of one journey are looked at.
const MEETINGS_OF_A_JOURNEY: usize = 24;

/// Whether persons of both sides are told to have met on a day.
fn is_meeting_of_a_day(t: &Telling) -> bool {
    let on_a_day = calendar::slack(t.when) == 0 && t.rank == 3;
    t.thing == EventType::Consult && !t.journey && t.names_both_sides() && on_a_day
}

fn shares_a_person(a: &Telling, b: &Telling, persons: &Persons) -> bool {
    a.persons.iter().any(|(_, x)| b.persons.iter().any(|(_, y)| persons.same(*x, *y)))
}

/// The one event that a one-sided telling fits; `None` where there is none, or more than one that will do.
fn the_one(half: &Telling, candidates: &[usize], events: &[Telling], persons: &Persons) -> Option<usize> {
    let reports: BTreeSet<u32> = half.claims.iter().map(|c| c.0).collect();
    let mut found: Vec<(i32, usize)> = Vec::new();
    for &n in candidates {
        let event = &events[n];
        let same_report = event.claims.iter().any(|c| reports.contains(&c.0));
        if let Some(score) = fit(half, event, persons, same_report)
            && score > needed(half.thing, same_report)
        {
            found.push((score, n));
        }
    }
    found.sort_by_key(|(score, n)| (Reverse(*score), *n));
    match found.as_slice() {
        [] => None,
        [(_, one)] => Some(*one),
        [(best, one), (next, _), ..] => (best - next >= 2).then_some(*one),
    }
}

/// The accounts of each report: repeated tellings made one.
fn within_reports(group: Vec<Telling>, persons: &Persons) -> Vec<Telling> {
    let mut by_doc: BTreeMap<u32, Vec<Telling>> = BTreeMap::new();
    for telling in group {
        by_doc.entry(telling.claims[0].0).or_default().push(telling);
    }
    by_doc.into_values().flat_map(|tellings| agglomerate(tellings, persons, true)).collect()
}

fn across_reports(accounts: Vec<Telling>, persons: &Persons) -> Vec<Telling> {
    agglomerate(accounts, persons, false)
}

/// Merges best first. The fit of two sets is the mean over their pairs; a pair that cannot be one event keeps them apart.
fn agglomerate(mut units: Vec<Telling>, persons: &Persons, same_report: bool) -> Vec<Telling> {
    if units.len() < 2 {
        return units;
    }
    units.sort_by(|a, b| a.claims.cmp(&b.claims));
    let told = without_common_words(&mut units);
    let mut edges = edges(&units, persons, same_report);
    for (unit, (theme, names)) in units.iter_mut().zip(told) {
        (unit.theme, unit.names) = (theme, names);
    }
    let need: Vec<i64> = units.iter().map(|u| i64::from(needed(u.thing, same_report)) * SCALE).collect();
    let mean = |(sum, n): (i64, i64)| (sum * SCALE).div_euclid(n);
    let mut heap: BinaryHeap<Step> = BinaryHeap::new();
    let mut version = vec![0u32; units.len()];
    let mut gone = vec![false; units.len()];
    for (i, list) in edges.iter().enumerate() {
        for (&j, &edge) in list.iter().filter(|(j, _)| **j as usize > i) {
            if mean(edge) >= need[i] {
                heap.push((mean(edge), Reverse(i as u32), Reverse(j), 0, 0));
            }
        }
    }
    while let Some((score, Reverse(a), Reverse(b), va, vb)) = heap.pop() {
        let (i, j) = (a as usize, b as usize);
        if gone[i] || gone[j] || version[i] != va || version[j] != vb {
            continue;
        }
        // A vague telling that fits two different events equally well is held to be neither; nor is a journey either of two
        // meetings in its course.
        if !same_report {
            let torn = |v: usize, to: usize| {
                (units[v].is_vague() || units[v].journey)
                    && !units[to].is_vague()
                    && !units[to].journey
                    && edges[v].iter().any(|(&other, &edge)| {
                        let other = other as usize;
                        other != to
                            && !gone[other]
                            && mean(edge) >= need[v]
                            && mean(edge) + SCALE > score
                            && !edges[to].contains_key(&(other as u32))
                    })
            };
            let unsure: Vec<usize> =
                [(i, j), (j, i)].into_iter().filter(|(v, to)| torn(*v, *to)).map(|(v, _)| v).collect();
            if !unsure.is_empty() {
                for v in unsure {
                    let others: Vec<u32> = edges[v].keys().copied().collect();
                    for other in others {
                        edges[other as usize].remove(&(v as u32));
                    }
                    edges[v].clear();
                    version[v] += 1;
                }
                continue;
            }
        }
        let taken = std::mem::take(&mut edges[j]);
        let kept = std::mem::take(&mut edges[i]);
        let mut merged = Edges::default();
        for (&k, &(sum, n)) in &kept {
            if k != b
                && let Some(&(more, m)) = taken.get(&k)
            {
                merged.insert(k, (sum + more, n + m));
            }
        }
        for k in kept.keys().chain(taken.keys()) {
            let list = &mut edges[*k as usize];
            list.remove(&a);
            list.remove(&b);
        }
        let other = units[j].clone();
        units[i].join(&other);
        gone[j] = true;
        version[i] += 1;
        let mut next: Vec<(u32, (i64, i64))> = merged.iter().map(|(k, e)| (*k, *e)).collect();
        next.sort_unstable();
        for (k, edge) in next {
            edges[k as usize].insert(a, edge);
            if mean(edge) >= need[i] {
                let (x, y) = (a.min(k), a.max(k));
                heap.push((mean(edge), Reverse(x), Reverse(y), version[x as usize], version[y as usize]));
            }
        }
        edges[i] = merged;
    }
    // What is told vaguely and can be one event only is that event, on less evidence.
    let less = i64::from(VAGUE_NEEDS_LESS) * SCALE;
    let mut joined: Vec<(usize, usize)> = Vec::new();
    for v in (0..units.len()).filter(|v| !gone[*v] && units[*v].is_vague()) {
        let mut clear = edges[v].iter().filter(|(o, edge)| {
            !gone[**o as usize] && !units[**o as usize].is_vague() && mean(**edge) >= need[v] - less
        });
        if let (Some((&to, _)), None) = (clear.next(), clear.next())
            && joined.iter().all(|(w, t)| *t != to as usize || edges[v].contains_key(&(*w as u32)))
        {
            joined.push((v, to as usize));
        }
    }
    for (v, to) in joined {
        let vague = units[v].clone();
        units[to].join(&vague);
        gone[v] = true;
    }
    units.into_iter().zip(gone).filter(|(_, gone)| !gone).map(|(unit, _)| unit).collect()
}

/// The fits of one set with others: sums over pairs, and how many pairs.
type Edges = HashMap<u32, (i64, i64), BuildHasherDefault<Mix>>;

/// Hashes small numbers; no iteration over such a map shows.
#[derive(Default)]
struct Mix(u64);

impl Hasher for Mix {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for b in bytes {
            self.write_u32(u32::from(*b));
        }
    }

    fn write_u32(&mut self, n: u32) {
        self.0 = crate::text::stir(self.0 ^ u64::from(n));
    }
}

/// A merge to try: the fit, the two sets, and their versions when it was found.
type Step = (i64, Reverse<u32>, Reverse<u32>, u32, u32);

/// A journey that is told by its first day goes on for so many days more.
pub(crate) const AFTER_ARRIVAL: i32 = 2;
/// Days that a contradicted date may be off (`fit`).
const REACH: i32 = 11;
/// How far below what is needed a fit still counts toward a mean.
const FLOOR: i32 = 4;
/// By how much less than needed a vague telling may fit the one event that it can be.
const VAGUE_NEEDS_LESS: i32 = 2;
/// Means are kept in thousandths.
const SCALE: i64 = 1000;

/// Takes out of the units the words that most of them share, which tell no event from another; gives what they had.
fn without_common_words(units: &mut [Telling]) -> Vec<(Few<u32>, Few<u32>)> {
    let had = units.iter().map(|unit| (unit.theme.clone(), unit.names.clone())).collect();
    if units.len() < 8 {
        return had;
    }
    let mut count: HashMap<u32, usize> = HashMap::new();
    for unit in units.iter() {
        for word in unit.theme.iter().chain(unit.names.iter()) {
            *count.entry(*word).or_default() += 1;
        }
    }
    let most = units.len();
    for unit in units {
        unit.theme.retain(|w| count[w] * 3 <= most);
        unit.names.retain(|w| count[w] * 3 <= most);
    }
    had
}

/// The fits of all pairs that can come to be one event. A mean is no better than the best fit in it, so only units that
/// good fits connect can; of what is connected all fits are reckoned.
fn edges(units: &[Telling], persons: &Persons, same_report: bool) -> Vec<Edges> {
    let mut order: Vec<usize> = (0..units.len()).collect();
    order.sort_by_key(|n| (units[*n].thing, units[*n].when.0, *n));
    let mut sets = Sets::new(units.len());
    for (at, &i) in order.iter().enumerate() {
        let reach = units[i].when.1.saturating_add(REACH);
        let need = needed(units[i].thing, same_report);
        for &j in &order[at + 1..] {
            // No later one begins before this one has ended.
            if units[j].thing != units[i].thing || units[j].when.0 > reach {
                break;
            }
            let less = if units[i].is_vague() || units[j].is_vague() { VAGUE_NEEDS_LESS } else { 0 };
            if sets.root(i as u32) != sets.root(j as u32)
                && fit(&units[i], &units[j], persons, same_report).is_some_and(|fit| fit >= need - less)
            {
                sets.join(i as u32, j as u32);
            }
        }
    }
    let mut connected: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for n in 0..units.len() {
        connected.entry(sets.root(n as u32)).or_default().push(n);
    }
    let mut edges: Vec<Edges> = vec![Edges::default(); units.len()];
    for set in connected.values() {
        for (at, &i) in set.iter().enumerate() {
            let floor = needed(units[i].thing, same_report) - FLOOR;
            for &j in &set[at + 1..] {
                // Too little speaks for it: as good as nothing, and too much of it to keep.
                if let Some(score) = fit(&units[i], &units[j], persons, same_report)
                    && score >= floor
                {
                    edges[i].insert(j as u32, (i64::from(score), 1));
                    edges[j].insert(i as u32, (i64::from(score), 1));
                }
            }
        }
    }
    edges
}

/// Whether the days of two events can be the same, for those who look from outside.
pub(crate) fn within(inner: (i32, i32), outer: (i32, i32), slack: i32) -> bool {
    calendar::slack(inner) < 400
        && inner.0 >= outer.0.saturating_sub(slack)
        && inner.1 <= outer.1.saturating_add(slack)
}
