//! Events of the record, made from the claims that are one event.

use crate::calendar;
use crate::few::Few;
use crate::names::{PersonId, Persons, fuller_name};
use crate::places;
use crate::shelf::Shelf;
use crate::states::StateNames;
use crate::summaries;
use crate::tellings::{ClaimAt, Reading, StateKey, Telling, claim_date};
use crate::text;
use chancery_model::{
    ActorKind, Annotated, CameoCode, Claim, ClaimRef, DayInterval, Event, EventType, Evidence, HistoryEntry,
    Plan, RecordPlace, Side, Status,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What events are made with.
pub(crate) struct Maker<'a> {
    pub reading: Reading<'a>,
    pub states: &'a StateNames,
    /// For each report the one that leads its copies.
    pub leader: Shelf<'a, u32>,
    /// Claims of copies, by the claim that they repeat.
    pub repeats: &'a BTreeMap<(u32, u32), Vec<(u32, u32)>>,
}

/// An event with what later passes need of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Made {
    /// The event; its id, `part_of` and the rest are set by [`Maker::finish`].
    pub event: Event,
    /// Its claims as one telling.
    pub telling: Telling,
    /// Explicit days by report, where they contradict each other.
    pub day_clash: Vec<(u32, u32)>,
    /// Places by report, where they contradict each other.
    pub place_clash: Vec<(u32, u32)>,
    /// Claims that deny it, where others tell it.
    pub denials: Vec<(u32, u32)>,
}

/// For each claim of each report its event's place in the record's list.
pub(crate) struct EventOf(Vec<Vec<Option<u32>>>);

impl EventOf {
    pub fn of(docs: &[&Annotated], events: &[Event]) -> EventOf {
        let number: HashMap<&str, usize> =
            docs.iter().enumerate().map(|(d, doc)| (doc.id.as_str(), d)).collect();
        let mut places: Vec<Vec<Option<u32>>> = docs.iter().map(|doc| vec![None; doc.events.len()]).collect();
        for (n, event) in (0u32..).zip(events) {
            for claim in &event.claims {
                let of_doc = number.get(claim.doc.as_str()).map(|d| &mut places[*d]);
                if let Some(place) = of_doc.and_then(|list| list.get_mut(claim.event as usize)) {
                    *place = Some(n);
                }
            }
        }
        EventOf(places)
    }

    /// That of one claim.
    pub fn get(&self, (d, n): ClaimAt) -> Option<usize> {
        Some((*self.0.get(d as usize)?.get(n as usize)?)? as usize)
    }
}

/// A value with the reports that give it: the most reports win, then the least by order.
fn most<T: Ord + Clone>(votes: impl Iterator<Item = (T, u32)>) -> Option<T> {
    let mut count: BTreeMap<T, BTreeSet<u32>> = BTreeMap::new();
    for (value, doc) in votes {
        count.entry(value).or_default().insert(doc);
    }
    let best = count.values().map(BTreeSet::len).max()?;
    count.into_iter().find(|(_, docs)| docs.len() == best).map(|(value, _)| value)
}

fn strength(status: Status) -> u8 {
    match status {
        Status::Happened => 5,
        Status::Ongoing => 4,
        Status::Planned => 3,
        Status::Proposed => 2,
        Status::Hypothetical => 1,
        Status::Denied => 0,
    }
}

impl Maker<'_> {
    fn claim(&self, at: (u32, u32)) -> &Claim {
        &self.reading.docs[at.0 as usize].events[at.1 as usize]
    }

    /// The sentence of a claim.
    pub fn sentence(&self, at: (u32, u32)) -> Option<Evidence> {
        let doc = self.reading.docs[at.0 as usize];
        let sentence = doc.sentences.get(self.claim(at).sentence as usize)?;
        Some(crate::evidence(doc, sentence.span()))
    }

    /// Makes the event of one set of claims.
    pub fn make(&self, telling: Telling) -> Made {
        let claims = &telling.claims;
        let status = claims.iter().map(|c| self.claim(*c).status).max_by_key(|s| strength(*s));
        let status = status.unwrap_or(Status::Happened);
        // Those that tell the thing as it stands in the end; a plan's claims say less of what became of it.
        let voices: Vec<(u32, u32)> = claims
            .iter()
            .copied()
            .filter(|c| {
                let is_plan = |s| matches!(s, Status::Planned | Status::Proposed);
                is_plan(self.claim(*c).status) == is_plan(status)
                    && (self.claim(*c).status != Status::Hypothetical || status == Status::Hypothetical)
            })
            .collect();
        let votes = || voices.iter().map(|v| (self.claim(*v), self.leader[v.0 as usize]));
        let event_type = most(votes().map(|(c, d)| (c.event_type, d))).unwrap_or(telling.thing);
        let of_type = || votes().filter(|(c, _)| c.event_type == event_type);
        let mode = most(of_type().filter_map(|(c, d)| Some((c.mode.clone()?, d))));
        let plans: Option<Plan> = most(of_type().filter_map(|(c, d)| Some((c.plans.clone()?, d))));
        let contexts: BTreeSet<String> = of_type().flat_map(|(c, _)| c.contexts.iter().cloned()).collect();
        let cameo = self.cameo(event_type, mode.as_deref(), of_type());
        let (date, day_clash) = self.date(&voices);
        let (place, place_clash) = self.place(&voices);
        let all: Vec<(u32, u32)> = claims
            .iter()
            .flat_map(|c| std::iter::once(c).chain(self.repeats.get(c).into_iter().flatten()))
            .copied()
            .collect();
        let documents: BTreeSet<u32> = all.iter().map(|c| c.0).collect();
        let independent: BTreeSet<u32> = documents.iter().map(|d| self.leader[*d as usize]).collect();
        let denials: Vec<(u32, u32)> =
            claims.iter().copied().filter(|c| self.claim(*c).status == Status::Denied).collect();
        let told = claims.iter().any(|c| matches!(self.claim(*c).status, Status::Happened | Status::Ongoing));
        let (source, target) = self.sides(&telling, &voices);
        let mut evidence: Vec<Evidence> = all.iter().filter_map(|c| self.sentence(*c)).collect();
        evidence.sort();
        evidence.dedup();
        evidence.shrink_to_fit();
        let mut refs: Vec<ClaimRef> =
            all.iter().map(|c| ClaimRef { doc: self.id(c.0), event: c.1 }).collect();
        refs.sort();
        let mut event = Event {
            schema: 1,
            id: String::new(),
            event_type,
            mode,
            contexts: contexts.into_iter().collect(),
            plans,
            cameo,
            quad: cameo.quad(),
            goldstein: cameo.row().goldstein,
            status,
            history: self.history(claims),
            part_of: None,
            said_by: self.said_by(claims),
            date: date.filter(|d| !d.is_unknown()),
            place,
            source,
            target,
            participants: self.participants(&telling, &voices),
            summary: String::new(),
            documents: documents.iter().map(|d| self.id(*d)).collect(),
            independent: independent.len() as u32,
            evidence,
            claims: refs,
            corrected: Vec::new(),
        };
        event.documents.sort();
        event.summary = summaries::summary(&event, self.states);
        let denials = if told { denials } else { Vec::new() };
        Made { event, telling, day_clash, place_clash, denials }
    }

    fn id(&self, doc: u32) -> String {
        self.reading.docs[doc as usize].id.clone()
    }

    fn cameo<'c>(
        &self,
        event_type: EventType,
        mode: Option<&str>,
        votes: impl Iterator<Item = (&'c Claim, u32)>,
    ) -> CameoCode {
        let codes = votes.filter(|(c, _)| mode.is_none() || c.mode.as_deref() == mode);
        // A finer code is worth as much as one more report.
        let mut count: BTreeMap<CameoCode, BTreeSet<u32>> = BTreeMap::new();
        for (claim, doc) in codes {
            count.entry(claim.cameo).or_default().insert(doc);
        }
        let best = count.iter().max_by_key(|(code, docs)| {
            (docs.len() + code.as_str().trim_end_matches('0').len(), std::cmp::Reverse(code.as_str()))
        });
        best.map_or_else(|| event_type.general_cameo(), |(code, _)| *code)
    }

    /// The days that all claims allow; where they contradict each other the best supported, and the reports that do.
    fn date(&self, voices: &[(u32, u32)]) -> (Option<DayInterval>, Vec<(u32, u32)>) {
        // By goodness and days: the reports that give them.
        let mut given: BTreeMap<(u8, (i32, i32)), BTreeSet<u32>> = BTreeMap::new();
        let mut explicit: Vec<((u32, u32), (i32, i32))> = Vec::new();
        for &(d, n) in voices {
            let doc = self.reading.docs[d as usize];
            let (date, rank) = claim_date(doc, &doc.events[n as usize], &self.reading.published[d as usize]);
            if rank == 0 {
                continue;
            }
            let days = calendar::bounds(&date.interval());
            given.entry((rank, days)).or_default().insert(self.leader[d as usize]);
            if rank == 3 && calendar::slack(days) <= 7 {
                explicit.push(((d, n), days));
            }
        }
        let mut ordered: Vec<_> =
            given.iter().map(|((rank, days), docs)| (*rank, docs.len(), *days)).collect();
        ordered.sort_by_key(|(rank, n, days)| {
            (std::cmp::Reverse(*rank), std::cmp::Reverse(*n), calendar::slack(*days), *days)
        });
        let mut bounds: Option<(i32, i32)> = None;
        for (_, _, days) in ordered {
            match bounds {
                None => bounds = Some(days),
                Some(b) => {
                    let met = (b.0.max(days.0), b.1.min(days.1));
                    if met.0 <= met.1 {
                        bounds = Some(met);
                    }
                }
            }
        }
        let mut clash = Vec::new();
        for (n, (a, x)) in explicit.iter().enumerate() {
            for (b, y) in &explicit[n + 1..] {
                if self.leader[a.0 as usize] != self.leader[b.0 as usize] && !calendar::meet(*x, *y, 0) {
                    clash.extend([*a, *b]);
                }
            }
        }
        clash.sort_unstable();
        clash.dedup();
        (bounds.map(calendar::interval), clash)
    }

    fn place(&self, voices: &[(u32, u32)]) -> (Option<RecordPlace>, Vec<(u32, u32)>) {
        let given: Vec<((u32, u32), &chancery_model::ClaimPlace)> =
            voices.iter().filter_map(|v| Some((*v, self.claim(*v).place.as_ref()?))).collect();
        // A city says more than its state.
        let is_state = |p: &chancery_model::ClaimPlace| {
            p.state.as_deref().is_some_and(|code| text::fold(&self.states.name(code)) == text::fold(&p.name))
        };
        let votes = |fine: bool| {
            given.iter().filter(move |(_, p)| !fine || !is_state(p)).map(|(v, p)| {
                (RecordPlace { name: p.name.clone(), state: p.state.clone() }, self.leader[v.0 as usize])
            })
        };
        let place = most(votes(true)).or_else(|| most(votes(false)));
        let mut clash = Vec::new();
        for (n, (a, x)) in given.iter().enumerate() {
            for (b, y) in &given[n + 1..] {
                let states = matches!((&x.state, &y.state), (Some(s), Some(t)) if s != t);
                if (states || places::differ(&x.name, &y.name))
                    && self.leader[a.0 as usize] != self.leader[b.0 as usize]
                {
                    clash.extend([*a, *b]);
                }
            }
        }
        clash.sort_unstable();
        clash.dedup();
        (place, clash)
    }

    fn history(&self, claims: &[(u32, u32)]) -> Vec<HistoryEntry> {
        let mut entries: Vec<((i32, i32), HistoryEntry)> = claims
            .iter()
            .map(|c| {
                let published = calendar::bounds(&self.reading.published[c.0 as usize].interval());
                // A report of which only the latest day is known counts from there.
                let from = if published.0 > calendar::OPEN.0 { published.0 } else { published.1 };
                ((from, published.1), HistoryEntry { status: self.claim(*c).status, doc: self.id(c.0) })
            })
            .collect();
        entries.sort_by(|a, b| {
            (a.0, &a.1.doc, std::cmp::Reverse(a.1.status)).cmp(&(
                b.0,
                &b.1.doc,
                std::cmp::Reverse(b.1.status),
            ))
        });
        entries.dedup_by(|a, b| a.1 == b.1);
        let statuses: BTreeSet<Status> = entries.iter().map(|e| e.1.status).collect();
        if statuses.len() < 2 { Vec::new() } else { entries.into_iter().map(|e| e.1).collect() }
    }

    fn said_by(&self, claims: &[(u32, u32)]) -> Option<Vec<String>> {
        let mut names = BTreeSet::new();
        for &(d, n) in claims {
            let doc = self.reading.docs[d as usize];
            let quote = doc.quotes.get(doc.events[n as usize].said_by? as usize);
            let actor = quote.and_then(|q| q.actor);
            let person = actor.and_then(|a| self.reading.persons.of(d, a));
            match (person, actor.and_then(|a| doc.actors.get(a as usize))) {
                (Some(person), _) => names.insert(self.reading.persons.name(person).to_owned()),
                (None, Some(actor)) => names.insert(actor.name.clone()),
                (None, None) => false,
            };
        }
        Some(names.into_iter().collect())
    }

    fn participants(&self, telling: &Telling, voices: &[(u32, u32)]) -> Vec<String> {
        let mut ids: BTreeSet<PersonId> = BTreeSet::new();
        for &(d, n) in voices {
            let claim = self.claim((d, n));
            for party in claim.source.iter().chain(&claim.target).chain(&claim.persons) {
                ids.extend(self.reading.person(d, party.actor, telling.when));
            }
        }
        self.names(&ids)
    }

    /// Names of persons, without surnames that one of the others may bear.
    fn names(&self, ids: &BTreeSet<PersonId>) -> Vec<String> {
        let persons: &Persons = self.reading.persons;
        let kept = ids.iter().filter(|id| {
            !ids.iter().any(|other| other != *id && persons.list[**id as usize].may_be.contains(other))
        });
        let names: BTreeSet<String> = kept.map(|id| persons.name(*id).to_owned()).collect();
        names.into_iter().collect()
    }

    /// Both sides: each person by name, each other actor once by code; a state as such only where nothing finer is told.
    fn sides(&self, telling: &Telling, voices: &[(u32, u32)]) -> (Vec<Side>, Vec<Side>) {
        // A one-sided claim says nothing of the other side.
        let told = |c: &Claim| !c.source.is_empty() && !c.target.is_empty();
        let full: Vec<(u32, u32)> = voices.iter().copied().filter(|v| told(self.claim(*v))).collect();
        let used = if full.is_empty() { voices.to_vec() } else { full };
        let flat = |v: &(u32, u32)| {
            let c = self.claim(*v);
            let states = |ps: &[chancery_model::Party]| -> BTreeSet<String> {
                ps.iter().filter_map(|p| self.reading.state(v.0, p.actor).map(str::to_owned)).collect()
            };
            let (s, t) = (states(&c.source), states(&c.target));
            (s, t)
        };
        // One direction: the one most reports tell, sides that list each other aside.
        let direction = most(
            used.iter()
                .map(flat)
                .zip(used.iter().map(|v| self.leader[v.0 as usize]))
                .filter(|((s, t), _)| s != t),
        );
        let mutual = most(used.iter().map(flat).zip(used.iter().map(|v| self.leader[v.0 as usize])));
        let reciprocal =
            telling.thing.can_be_reciprocal() && mutual.as_ref().is_some_and(|(s, t)| s == t && s.len() > 1);
        let mut source = SideList::default();
        let mut target = SideList::default();
        for v in &used {
            let claim = self.claim(*v);
            let (s, t) = flat(v);
            let turned = !reciprocal
                && direction
                    .as_ref()
                    .is_some_and(|(ds, dt)| s.is_disjoint(ds) && t.is_disjoint(dt) && !s.is_disjoint(dt));
            for (parties, is_source) in [(&claim.source, true), (&claim.target, false)] {
                for party in parties {
                    let Some(actor) = self.reading.docs[v.0 as usize].actors.get(party.actor as usize) else {
                        continue;
                    };
                    let person = self.reading.person(v.0, party.actor, telling.when);
                    let state = self.reading.state(v.0, party.actor).map(str::to_owned);
                    let code = match (&actor.code, &state, &actor.sector) {
                        (None, Some(state), sector) => {
                            Some(format!("{state}{}", sector.as_deref().unwrap_or("")))
                        }
                        (code, ..) => code.clone(),
                    };
                    let side = Side {
                        name: person.map_or_else(
                            || match (&actor.state, actor.kind) {
                                (Some(code), ActorKind::State) => self.states.name(code),
                                _ => actor.name.clone(),
                            },
                            |p| self.reading.persons.name(p).to_owned(),
                        ),
                        code,
                        state: state.clone(),
                        sector: actor.sector.clone(),
                    };
                    let fits = |d: &BTreeSet<String>| state.as_ref().is_none_or(|s| d.contains(s));
                    let (in_source, in_target) = if reciprocal {
                        (true, true)
                    } else {
                        match &direction {
                            Some((ds, dt)) if s == t => (is_source && fits(ds), !is_source && fits(dt)),
                            _ if turned => (!is_source, is_source),
                            _ => (is_source, !is_source),
                        }
                    };
                    let known = person.is_some() || actor.kind == ActorKind::Person && !actor.unnamed;
                    let doc = self.leader[v.0 as usize];
                    if in_source {
                        source.add(&side, known, actor.kind, doc);
                    }
                    if in_target {
                        target.add(&side, known, actor.kind, doc);
                    }
                }
            }
        }
        (source.list(), target.list())
    }

    /// Sets ids, `part_of` and the order of the record.
    pub fn finish(&self, mut made: Vec<Made>) -> Vec<Made> {
        made.sort_by(|a, b| a.event.claims.cmp(&b.event.claims));
        let ids = ids(made.len(), |n, level| identity(&made[n].event, level));
        for (m, id) in made.iter_mut().zip(ids) {
            m.event.id = id;
        }
        self.settle(made)
    }

    /// Sets `part_of` and the order of the record.
    pub fn settle(&self, mut made: Vec<Made>) -> Vec<Made> {
        let sketches: Vec<Sketch> = made.iter().map(Sketch::of).collect();
        made.iter_mut().for_each(|m| m.event.part_of = None);
        for (n, whole) in parts(&sketches) {
            made[n].event.part_of = Some(sketches[whole].id.clone());
        }
        made.sort_by_cached_key(|m| order_key(&m.event));
        made
    }
}

/// The ids of events, which are given in the order of their claims; `identity` tells what an event is to be called at a level.
pub(crate) fn ids(events: usize, identity: impl Fn(usize, u8) -> String) -> Vec<String> {
    let mut ids: Vec<String> = (0..events).map(|n| identity(n, 0)).collect();
    for level in 0..3u8 {
        let mut by_id: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (n, id) in ids.iter().enumerate() {
            by_id.entry(id).or_default().push(n);
        }
        let twins: Vec<usize> = by_id.into_values().filter(|ns| ns.len() > 1).flatten().collect();
        if twins.is_empty() {
            break;
        }
        for n in twins {
            ids[n] = identity(n, level + 1);
        }
    }
    // Twins in everything: told apart by their place in the least report.
    let mut seen: HashMap<String, u32> = HashMap::new();
    for id in &mut ids {
        let n = seen.entry(id.clone()).or_default();
        *n += 1;
        if *n > 1 {
            *id = format!("{id}-{n}");
        }
    }
    ids
}

/// By date, then id.
pub(crate) fn order_key(
    event: &Event,
) -> (bool, Option<chancery_model::Day>, Option<chancery_model::Day>, String) {
    let date = event.date.unwrap_or_default();
    let first = date.begin.or(date.end);
    (first.is_none(), first, date.end, event.id.clone())
}

/// An id from what the event is; twins add what tells them apart.
pub(crate) fn identity(event: &Event, level: u8) -> String {
    let (thing, mode) = match &event.plans {
        Some(plan) if event.event_type == EventType::Agree && event.status != Status::Happened => {
            (plan.event_type, plan.mode.as_deref())
        }
        _ => (event.event_type, event.mode.as_deref()),
    };
    let states = |sides: &[Side]| {
        let set: BTreeSet<&str> = sides.iter().map(|s| s.state.as_deref().unwrap_or(&s.name)).collect();
        set.into_iter().collect::<Vec<_>>().join("+")
    };
    let first = event.date.and_then(|d| d.begin.or(d.end));
    let mut key = format!(
        "{thing}|{}|{}|{}|{}",
        mode.unwrap_or(""),
        states(&event.source),
        states(&event.target),
        first.map(|d| d.to_string()).unwrap_or_default()
    );
    if level > 0 {
        let place = event.place.as_ref().map(|p| p.name.as_str()).unwrap_or("");
        key += &format!("|{place}|{}", event.participants.join("+"));
    }
    if level > 1 {
        let names = |sides: &[Side]| sides.iter().map(|s| s.name.as_str()).collect::<Vec<_>>().join("+");
        let last = event.date.and_then(|d| d.end).map(|d| d.to_string()).unwrap_or_default();
        key += &format!("|{}|{}|{last}|{}", names(&event.source), names(&event.target), event.cameo);
    }
    if level > 2 {
        key += &event.evidence.iter().map(|e| e.text.as_str()).min().unwrap_or_default().to_lowercase();
    }
    crate::label("e", &key)
}

/// What of an event decides whether it is part of another, or another of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Sketch {
    pub id: String,
    days: Option<(i32, i32)>,
    length: Option<i32>,
    states: Few<StateKey>,
    persons: Few<PersonId>,
    /// State of its place.
    placed: Option<String>,
    /// States of its target.
    hosts: Vec<Option<String>>,
    /// It may be part of a visit or gathering.
    may_be_part: bool,
    /// Its days, where it is a visit or gathering that may have others within it.
    whole: Option<(i32, i32)>,
}

impl Sketch {
    pub fn of(made: &Made) -> Sketch {
        use EventType::{Agree, Consult, Cooperate, Support};
        let event = &made.event;
        let states = made.telling.states();
        let whole = span_of_whole(made);
        let may_be_part = matches!(event.event_type, Consult | Agree | Cooperate | Support)
            && event.mode.as_deref() != Some("phone")
            && whole.is_none()
            && states.len() > 1;
        let mut sketch = Sketch {
            id: event.id.clone(),
            days: event.date.map(|d| calendar::bounds(&d)),
            length: event.date.and_then(|d| d.days()),
            states,
            persons: Few::default(),
            placed: None,
            hosts: Vec::new(),
            may_be_part,
            whole,
        };
        if may_be_part || whole.is_some() {
            sketch.persons = made.telling.persons.iter().map(|p| p.1).collect();
            sketch.placed = event.place.as_ref().and_then(|p| p.state.clone());
        }
        if whole.is_some() {
            sketch.hosts = event.target.iter().map(|side| side.state.clone()).collect();
        }
        sketch
    }
}

/// Which events took place within which visit or gathering.
pub(crate) fn parts(made: &[Sketch]) -> Vec<(usize, usize)> {
    let mut wholes: BTreeMap<(StateKey, i32), Vec<usize>> = BTreeMap::new();
    for (n, whole) in made.iter().enumerate() {
        if let Some(span) = whole.whole {
            for state in whole.states.iter() {
                wholes.entry((*state, span.0)).or_default().push(n);
            }
        }
    }
    let mut found = Vec::new();
    for (n, part) in made.iter().enumerate().filter(|(_, part)| part.may_be_part) {
        let (Some(days), Some(&state)) = (part.days, part.states.first()) else { continue };
        let around = wholes.range((state, days.0.saturating_sub(LONGEST_VISIT))..=(state, days.0));
        let hosts = around.flat_map(|(_, at)| at).filter(|w| is_within(part, &made[**w], days));
        // The shortest visit that holds it; then the first by id.
        let best = hosts.min_by_key(|w| (made[**w].length, &made[**w].id));
        found.extend(best.map(|w| (n, *w)));
    }
    found
}

/// A visit or gathering goes on for so many days at most.
const LONGEST_VISIT: i32 = 14;

/// The days of a visit or gathering that may have others within it.
fn span_of_whole(made: &Made) -> Option<(i32, i32)> {
    let event = &made.event;
    let days = event.date?.days()?;
    let is_visit = event.event_type == EventType::Consult
        && event.status != Status::Denied
        && matches!(event.mode.as_deref(), Some("visit" | "multilateral"));
    let (from, to) = calendar::bounds(&event.date?);
    let goes_on = if days == 1 { crate::merging::AFTER_ARRIVAL } else { 0 };
    let long = (2..=LONGEST_VISIT).contains(&days) || (days == 1 && made.telling.journey);
    (is_visit && long).then_some((from, to + goes_on))
}

/// Whether an event of these days took place within a visit or gathering: the same persons, or in the host's state.
fn is_within(part: &Sketch, whole: &Sketch, days: (i32, i32)) -> bool {
    let at_host = part.placed.is_some() && whole.hosts.contains(&part.placed);
    whole.whole.is_some_and(|span| crate::merging::within(days, span, 0))
        && part.states.common(&whole.states) == part.states.len()
        && (!part.persons.is_disjoint(&whole.persons) || at_host)
}

/// Ranked names of one actor, each with the reports that use it.
type Names = BTreeMap<(u8, String), (Side, BTreeSet<u32>)>;

/// One side of an event while it is gathered.
#[derive(Default)]
struct SideList {
    persons: BTreeMap<String, Side>,
    /// By state and code: names with their rank.
    others: BTreeMap<(Option<String>, Option<String>), Names>,
}

impl SideList {
    fn add(&mut self, side: &Side, person: bool, kind: ActorKind, doc: u32) {
        if person {
            let entry = self.persons.entry(side.name.clone()).or_insert_with(|| side.clone());
            if entry.sector.is_none() {
                *entry = side.clone();
            }
            return;
        }
        // How much the name says: a body's is better than a state's, a state's than a description.
        let rank = match kind {
            ActorKind::Organization | ActorKind::ArmedGroup | ActorKind::Body => 0,
            ActorKind::State => 1,
            ActorKind::Person | ActorKind::Group => 2,
        };
        let names = self.others.entry((side.state.clone(), side.code.clone())).or_default();
        names
            .entry((rank, side.name.clone()))
            .or_insert_with(|| (side.clone(), BTreeSet::new()))
            .1
            .insert(doc);
    }

    fn list(self) -> Vec<Side> {
        let mut out: Vec<Side> = self.persons.into_values().collect();
        let finer: BTreeSet<Option<String>> = out.iter().map(|s| s.state.clone()).collect();
        let coded: BTreeSet<Option<String>> = self
            .others
            .iter()
            .filter(|((state, code), _)| code.as_deref() != state.as_deref())
            .map(|((state, _), _)| state.clone())
            .collect();
        for ((state, code), names) in self.others {
            let bare = code.as_deref() == state.as_deref();
            if state.is_some() && (finer.contains(&state) || (bare && coded.contains(&state))) {
                continue;
            }
            let best = names.into_iter().min_by(|((ra, na), (_, da)), ((rb, nb), (_, db))| {
                (ra, std::cmp::Reverse(da.len())).cmp(&(rb, std::cmp::Reverse(db.len()))).then_with(|| {
                    if na == nb {
                        std::cmp::Ordering::Equal
                    } else if fuller_name(na, nb) {
                        std::cmp::Ordering::Less
                    } else {
                        std::cmp::Ordering::Greater
                    }
                })
            });
            out.extend(best.map(|(_, (side, _))| side));
        }
        out.sort_by(|a, b| (&a.state, &a.code, &a.name).cmp(&(&b.state, &b.code, &b.name)));
        out.shrink_to_fit();
        out
    }
}
