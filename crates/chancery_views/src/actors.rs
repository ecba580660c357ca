//! Who is in the record, with their events.

use crate::Directory;
use chancery_model::{Event, Record};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The actors of a record.
#[derive(Clone, Debug, Serialize)]
pub struct Actors<'a> {
    /// States and what else has a state's code, most events first.
    pub states: Vec<StateActors<'a>>,
    /// Those without a state, most events first.
    pub others: Vec<NamedActor<'a>>,
}

/// A state with its people and bodies.
#[derive(Clone, Debug, Serialize)]
pub struct StateActors<'a> {
    /// Its code.
    pub code: &'a str,
    /// Its name.
    pub name: String,
    /// Ids of the events in which anybody of the state is a side.
    pub events: Vec<&'a str>,
    /// Its people and bodies, most events first.
    pub actors: Vec<NamedActor<'a>>,
}

/// Somebody by name.
#[derive(Clone, Debug, Serialize)]
pub struct NamedActor<'a> {
    /// Fullest form.
    pub name: &'a str,
    /// State and sector joined.
    pub code: Option<&'a str>,
    /// Offices that the reports show, in order of time.
    pub offices: Vec<&'a str>,
    /// Ids of the events that it is a side of or takes part in.
    pub events: Vec<&'a str>,
}

/// Code of an actor, and the ids of the events in which it stands.
type Named<'r> = (Option<&'r str>, Vec<&'r str>);

impl<'a> Actors<'a> {
    /// The actors of a record.
    pub fn of(record: &'a Record, directory: &Directory) -> Self {
        let mut states: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        let state_of = states_of_persons(record);
        // Name and state to code and events: one name in two states is two people.
        let mut named: BTreeMap<(&str, Option<&str>), Named<'_>> = BTreeMap::new();
        for event in &record.events {
            let mut seen: BTreeSet<(&str, Option<&str>)> = BTreeSet::new();
            for side in event.source.iter().chain(&event.target) {
                let state = side.state.as_deref();
                if let Some(state) = state {
                    let ids = states.entry(state).or_default();
                    if ids.last() != Some(&event.id.as_str()) {
                        ids.push(&event.id);
                    }
                    if side.sector.is_none() && side.name == directory.state_name(state) {
                        continue;
                    }
                }
                if seen.insert((&side.name, state)) {
                    let entry = named.entry((&side.name, state)).or_default();
                    entry.0 = entry.0.or(side.code.as_deref());
                    entry.1.push(&event.id);
                }
            }
            for person in &event.participants {
                if seen.iter().any(|(name, _)| name == person) {
                    continue;
                }
                let state = state_of.get(person.as_str()).copied().or_else(|| only_state(event));
                if seen.insert((person, state)) {
                    named.entry((person, state)).or_default().1.push(&event.id);
                }
            }
        }
        for tenure in &record.tenures {
            states.entry(&tenure.state).or_default();
            named.entry((&tenure.person, Some(&tenure.state))).or_default();
        }
        let mut by_state: BTreeMap<Option<&str>, Vec<NamedActor>> = BTreeMap::new();
        for ((name, state), (code, events)) in named {
            let mut held: Vec<_> = record
                .tenures
                .iter()
                .filter(|t| t.person == name && Some(t.state.as_str()) == state)
                .collect();
            held.sort_by_key(|t| (t.first.or(t.last), &t.office));
            let mut offices: Vec<&str> = Vec::new();
            for tenure in held {
                if !offices.contains(&tenure.office.as_str()) {
                    offices.push(&tenure.office);
                }
            }
            by_state.entry(state).or_default().push(NamedActor { name, code, offices, events });
        }
        for actors in by_state.values_mut() {
            actors.sort_by(|a, b| b.events.len().cmp(&a.events.len()).then_with(|| a.name.cmp(b.name)));
        }
        let others = by_state.remove(&None).unwrap_or_default();
        let mut states: Vec<StateActors> = states
            .into_iter()
            .map(|(code, events)| StateActors {
                code,
                name: directory.state_name(code).into(),
                events,
                actors: by_state.remove(&Some(code)).unwrap_or_default(),
            })
            .collect();
        states.sort_by(|a, b| b.events.len().cmp(&a.events.len()).then_with(|| a.name.cmp(&b.name)));
        Actors { states, others }
    }
}

/// The states of persons: of their office, else of the side that they are elsewhere.
fn states_of_persons(record: &Record) -> BTreeMap<&str, &str> {
    let mut states: BTreeMap<&str, &str> = BTreeMap::new();
    for tenure in &record.tenures {
        states.entry(&tenure.person).or_insert(&tenure.state);
    }
    for side in record.events.iter().flat_map(|event| event.source.iter().chain(&event.target)) {
        if let Some(state) = &side.state {
            states.entry(&side.name).or_insert(state);
        }
    }
    states
}

/// The state of all sides, where there is one only.
fn only_state(event: &Event) -> Option<&str> {
    let mut states = event.source.iter().chain(&event.target).filter_map(|side| side.state.as_deref());
    let first = states.next()?;
    states.all(|state| state == first).then_some(first)
}
