//! Who said what, and what became of promises.

use super::events::{Deed, Ordered, TellsOf};
use super::hand::{Brief, Hand, Tables};
use super::{Inbox, ONE, Outbox, PassError, hash_of};
use crate::calendar::{self, OPEN};
use crate::events::Maker;
use crate::statements::outcome::{self, Echoed, LaterWords};
use crate::statements::{Gathering, Made, Scene};
use crate::tellings::ClaimAt;
use chancery_model::Event;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A report with the events that it tells.
#[derive(Serialize, Deserialize)]
struct Saying {
    brief: Brief,
    tells: Vec<TellsOf>,
}

/// What stories ask of every report.
#[derive(Serialize, Deserialize)]
pub(super) struct Main {
    pub n: u32,
    pub id: String,
    pub lead: u32,
    pub main: Option<u32>,
    pub days: (i32, i32),
}

/// Sends each report with its events to where its copies are.
pub(super) fn heard(inbox: &Inbox<'_>, tables: &Tables, out: &mut Outbox) -> Result<(), PassError> {
    let mut tells: HashMap<u32, Vec<TellsOf>> = HashMap::new();
    for one in inbox.rows::<TellsOf>("tells")? {
        tells.entry(one.n).or_default().push(one);
    }
    let mut latest = OPEN.0;
    for brief in inbox.rows::<Brief>("brief")? {
        let tells = tells.remove(&brief.n).unwrap_or_default();
        let published = tables.days.get(&brief.n).unwrap_or(&brief.published);
        let days = calendar::bounds(&published.interval());
        latest = latest.max(days.0);
        let place = |claim: u32| tells.iter().find(|one| one.claim == claim).map(|one| one.place);
        let main = crate::stories::main_event(&brief.doc, place);
        out.put("main", ONE, &Main { n: brief.n, id: brief.doc.id.clone(), lead: brief.lead, main, days })?;
        if !brief.doc.quotes.is_empty() || !brief.doc.events.is_empty() {
            out.put("saying", brief.group.into(), &Saying { brief, tells })?;
        }
    }
    out.put("latest", ONE, &latest)
}

/// A deed that a promise is told with, and where that is looked at.
#[derive(Serialize, Deserialize)]
struct Own {
    deed: ClaimAt,
    key: u32,
}

/// The statements of each report, what a copy repeats at its original alone.
pub(super) fn said(inbox: &Inbox<'_>, tables: &Tables, out: &mut Outbox) -> Result<(), PassError> {
    let (mut briefs, mut events) = (Vec::new(), HashMap::new());
    for Saying { brief, tells } in inbox.rows("saying")? {
        briefs.push(brief);
        events.extend(tells.into_iter().map(|one| ((one.n, one.claim), one)));
    }
    let hand = Hand::of(briefs, tables);
    let docs = hand.docs();
    let reading = hand.reading(&docs, tables);
    let maker = Maker { reading, states: &tables.states, leader: hand.leads(), repeats: &hand.repeats };
    let scene =
        |claim: ClaimAt| events.get(&claim).map(|one: &TellsOf| Scene { id: &one.id, date: one.date });
    let gathering = Gathering { maker: &maker, scene: &scene };
    let deeds: BTreeMap<&str, (ClaimAt, u32)> =
        events.values().filter_map(|one| Some((one.id.as_str(), one.deed?))).collect();
    let mut copies: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for brief in &hand.briefs {
        let group = copies.entry(brief.lead).or_default();
        if brief.lead == brief.n { group.insert(0, brief.n) } else { group.push(brief.n) }
    }
    for (lead, group) in copies {
        let (made, heard) = gathering.of_copies(&group);
        for (at, made) in (0u32..).zip(made) {
            let order = (lead, at);
            let Some(promise) = &made.promise else {
                out.put("statement", hash_of(&made.statement.id), &Ordered { order, row: made })?;
                continue;
            };
            let key = out.key(hash_of(&promise.side));
            if let Some((deed, at)) = promise.own.as_deref().and_then(|id| deeds.get(id)) {
                out.put("own", u64::from(*at), &Own { deed: *deed, key })?;
            }
            out.put("promise", key.into(), &Ordered { order, row: made })?;
        }
        for echo in heard.echoes {
            out.put("echo", hash_of(&echo.state), &echo)?;
        }
    }
    Ok(())
}

/// Sends deeds to the promises that they are told with.
pub(super) fn own(inbox: &Inbox<'_>, _: &Tables, out: &mut Outbox) -> Result<(), PassError> {
    let mut wants: BTreeMap<ClaimAt, BTreeSet<u32>> = BTreeMap::new();
    for own in inbox.rows::<Own>("own")? {
        wants.entry(own.deed).or_default().insert(own.key);
    }
    for deed in inbox.rows::<Deed>("deed-here")? {
        for key in wants.get(&deed.at).into_iter().flatten() {
            out.put("deed", u64::from(*key), &deed)?;
        }
    }
    Ok(())
}

type Placed = Ordered<Made, (u32, u32)>;

/// What became of the promises of each state.
pub(super) fn outcome(inbox: &Inbox<'_>, tables: &Tables, out: &mut Outbox) -> Result<(), PassError> {
    let echoes: Vec<Echoed> = inbox.rows("echo")?;
    let deeds: BTreeMap<ClaimAt, Deed> = inbox.rows::<Deed>("deed")?.into_iter().map(|d| (d.at, d)).collect();
    let (mut told, mut events) = (HashMap::new(), Vec::new());
    for deed in deeds.into_values() {
        told.insert(deed.event.id.clone(), deed.told);
        events.push(deed.event);
    }
    let told = |event: &Event| told.get(&event.id).cloned().unwrap_or_default();
    let later = LaterWords::of(&echoes, &events, tables.latest, &told);
    for mut one in inbox.rows::<Placed>("promise")? {
        if let Some(promise) = one.row.promise.take() {
            outcome::settle(&later, &promise, &mut one.row.statement);
        }
        out.put("statement", hash_of(&one.row.statement.id), &one)?;
    }
    Ok(())
}

/// Statements, each once.
pub(super) fn stated(inbox: &Inbox<'_>, _: &Tables, out: &mut Outbox) -> Result<(), PassError> {
    let mut all: Vec<Placed> = inbox.rows("statement")?;
    all.sort_by_key(|one| one.order);
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for Ordered { row, .. } in all {
        if seen.insert(row.statement.id.clone()) {
            let order = (row.d, row.at, row.statement.id.clone());
            out.put("statement-of-record", ONE, &Ordered { order, row: row.statement })?;
        }
    }
    Ok(())
}
