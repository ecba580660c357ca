//! Claims merged to events.

use super::hand::{Brief, Hand, Tables, Want};
use super::{Inbox, Outbox, PassError, hash_of};
use crate::days;
use crate::few::Few;
use crate::merging::{self, Candidates};
use crate::names::Persons;
use crate::tellings::{ClaimAt, StateKey, Telling};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// Claims of a report whose sides are of these states.
type OfStates = (Vec<StateKey>, Vec<u32>);

/// A report with its claims, by the states of their sides.
#[derive(Serialize, Deserialize)]
struct Tells {
    brief: Brief,
    claims: Vec<OfStates>,
}

/// What tells of one event, with what is to be known of its claims.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Told {
    pub telling: Telling,
    /// Claims of reports whose day is open to argument.
    open: Vec<ClaimAt>,
    /// Claims of copies, by the claim that they repeat.
    repeats: Vec<(ClaimAt, Vec<ClaimAt>)>,
}

impl Told {
    /// Its first claim, which no other has.
    fn first(&self) -> ClaimAt {
        first(&self.telling)
    }
}

/// The first claim of a telling, which no other has.
pub(super) fn first(telling: &Telling) -> ClaimAt {
    telling.claims.first().copied().unwrap_or_default()
}

/// Sends each report to where its claims are merged.
pub(super) fn told(inbox: &Inbox<'_>, tables: &Tables, out: &mut Outbox) -> Result<(), PassError> {
    for brief in inbox.rows::<Brief>("brief")? {
        let hand = Hand::of(vec![brief], tables);
        let docs = hand.docs();
        let groups = hand.reading(&docs, tables).groups();
        let Some(brief) = hand.briefs.first() else { continue };
        let mut by_key: BTreeMap<u64, Vec<OfStates>> = BTreeMap::new();
        for (states, claims) in groups {
            let claims = claims.into_iter().map(|claim| claim.1);
            let claims: Vec<u32> = claims.filter(|n| !brief.repeats.contains(n)).collect();
            if !claims.is_empty() {
                by_key.entry(out.key(hash_of(&states)).into()).or_default().push((states, claims));
            }
        }
        for (key, claims) in by_key {
            out.put("tell", key, &Tells { brief: brief.clone(), claims })?;
        }
    }
    Ok(())
}

/// Merges the claims that name the same states.
pub(super) fn merge(inbox: &Inbox<'_>, tables: &Tables, out: &mut Outbox) -> Result<(), PassError> {
    let mut groups: BTreeMap<Vec<StateKey>, Vec<ClaimAt>> = BTreeMap::new();
    let mut briefs = Vec::new();
    for Tells { brief, claims } in inbox.rows("tell")? {
        for (states, claims) in claims {
            groups.entry(states).or_default().extend(claims.into_iter().map(|n| (brief.n, n)));
        }
        briefs.push(brief);
    }
    let hand = Hand::of(briefs, tables);
    let docs = hand.docs();
    let reading = hand.reading(&docs, tables);
    let with = |telling: Telling| {
        let open = |claim: &&ClaimAt| days::is_open(&reading.published[claim.0 as usize]);
        let repeats = |claim: &ClaimAt| Some((*claim, hand.repeats.get(claim)?.clone()));
        Told {
            open: telling.claims.iter().filter(open).copied().collect(),
            repeats: telling.claims.iter().filter_map(repeats).collect(),
            telling,
        }
    };
    for (states, mut claims) in groups {
        claims.sort_unstable();
        let (whole, half) = merging::of_group(&states, &claims, &reading);
        for told in whole.into_iter().map(with) {
            let states = told.telling.states();
            let keys: Few<u64> = states.iter().map(|s| out.key(u64::from(*s)).into()).collect();
            for key in keys.iter() {
                out.put("candidate", *key, &told.telling)?;
            }
            out.put("whole", hash_of(&told.first()), &told)?;
        }
        let state = states.first().copied().unwrap_or(0);
        for (at, half) in (0u32..).zip(half) {
            out.put("half", state.into(), &(state, at, with(half)))?;
        }
    }
    Ok(())
}

/// What an event takes up, with the event's first claim and the place among what else it takes up.
#[derive(Serialize, Deserialize)]
struct Joining {
    event: ClaimAt,
    order: (StateKey, u32),
    half: Told,
}

/// Joins what names one side only to the event of that state that it fits.
pub(super) fn join(inbox: &Inbox<'_>, tables: &Tables, out: &mut Outbox) -> Result<(), PassError> {
    let persons = Persons { list: tables.persons.clone(), ..Default::default() };
    let mut events: Vec<Telling> = inbox.rows("candidate")?;
    events.sort_by(|a, b| a.claims.cmp(&b.claims));
    let candidates = Candidates::of(&events);
    let mut halves: BTreeMap<StateKey, BTreeMap<u32, Told>> = BTreeMap::new();
    for (state, at, told) in inbox.rows::<(StateKey, u32, Told)>("half")? {
        halves.entry(state).or_default().insert(at, told);
    }
    for (state, halves) in halves {
        let mut open: Vec<ClaimAt> = Vec::new();
        let mut repeats: HashMap<ClaimAt, Vec<ClaimAt>> = HashMap::new();
        let mut order: HashMap<ClaimAt, u32> = HashMap::new();
        for (at, half) in &halves {
            open.extend(&half.open);
            repeats.extend(half.repeats.iter().cloned());
            order.insert(half.first(), *at);
        }
        open.sort_unstable();
        let with = |telling: Telling| Told {
            open: telling.claims.iter().filter(|c| open.binary_search(c).is_ok()).copied().collect(),
            repeats: telling.claims.iter().filter_map(|c| Some((*c, repeats.get(c)?.clone()))).collect(),
            telling,
        };
        let halves: Vec<Telling> = halves.into_values().map(|half| half.telling).collect();
        let (joins, alone) = merging::of_state(state, halves, &events, &candidates, &persons);
        for (event, half) in joins {
            let at = order.get(&first(&half)).copied().unwrap_or(0);
            let event = first(&events[event]);
            out.put("joining", hash_of(&event), &Joining { event, order: (state, at), half: with(half) })?;
        }
        for told in alone.into_iter().map(with) {
            out.put("whole", hash_of(&told.first()), &told)?;
        }
    }
    Ok(())
}

/// Events with all that they take up; asks for their reports.
pub(super) fn joined(inbox: &Inbox<'_>, _: &Tables, out: &mut Outbox) -> Result<(), PassError> {
    let mut joining: BTreeMap<ClaimAt, Vec<Joining>> = BTreeMap::new();
    for one in inbox.rows::<Joining>("joining")? {
        joining.entry(one.event).or_default().push(one);
    }
    for mut told in inbox.rows::<Told>("whole")? {
        let mut joins = joining.remove(&told.first()).unwrap_or_default();
        joins.sort_by_key(|one| one.order);
        for Joining { half, .. } in joins {
            merging::take_up(&mut told.telling, &half.telling);
            told.open.extend(half.open);
            told.repeats.extend(half.repeats);
        }
        told.telling.forget_words();
        let key = out.key(hash_of(&told.telling.states()));
        let claims = told.telling.claims.iter().chain(told.repeats.iter().flat_map(|(_, by)| by));
        let reports: Few<u32> = claims.map(|claim| claim.0).collect();
        for n in reports.iter() {
            out.put("want", u64::from(*n), &Want { n: *n, key })?;
        }
        out.put("telling", key.into(), &told.telling)?;
        if !told.open.is_empty() {
            let reports: Few<u32> = told.telling.claims.iter().map(|claim| claim.0).collect();
            for n in reports.iter() {
                out.put("want-dated", u64::from(*n), &Want { n: *n, key })?;
            }
            out.put("dating", key.into(), &told.telling)?;
        }
    }
    Ok(())
}
