//! Events of the record, and what does not add up.

use super::claims::first;
use super::hand::{Brief, Hand, Stays, Tables};
use super::{Inbox, ONE, Outbox, PassError, hash_of};
use crate::events::{self, Made, Maker, Sketch};
use crate::findings::{self, counts, plans};
use crate::names::Persons;
use crate::shelf::Shelf;
use crate::statements::outcome;
use crate::tellings::{ClaimAt, Reading, StateKey, Telling};
use crate::tenures::Tenures;
use crate::{findings::date_conflict, statements};
use chancery_model::{Annotated, ClaimRef, Day, DayInterval, Finding, ReportRow};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A row of the record with its place.
#[derive(Serialize, Deserialize)]
pub(super) struct Ordered<T, O> {
    pub order: O,
    pub row: T,
}

/// What makes events of the reports at hand.
fn maker<'a>(hand: &'a Hand, reading: Reading<'a>, tables: &'a Tables) -> Maker<'a> {
    Maker { reading, states: &tables.states, leader: hand.leads(), repeats: &hand.repeats }
}

/// When an event was, as the record is ordered.
type Order = (bool, Option<Day>, Option<Day>);

/// What of an event decides its id, its place and what it is part of.
#[derive(Serialize, Deserialize)]
struct Sketched {
    /// Its first claim, which no other has.
    at: ClaimAt,
    /// The same as the record writes it.
    claim: Option<ClaimRef>,
    key: u32,
    order: Order,
    /// What it is to be called, where others are called what it would be.
    ids: Vec<String>,
    sketch: Sketch,
}

/// Makes the events.
pub(super) fn make(inbox: &Inbox<'_>, tables: &Tables, out: &mut Outbox) -> Result<(), PassError> {
    let hand = Hand::of(inbox.rows("hand")?, tables);
    let docs = hand.docs();
    let maker = maker(&hand, hand.reading(&docs, tables), tables);
    for telling in inbox.rows::<Telling>("telling")? {
        let made = maker.make(telling);
        let key = out.key(hash_of(&made.telling.states()));
        let (is_undated, begin, end, _) = events::order_key(&made.event);
        let sketched = Sketched {
            at: first(&made.telling),
            claim: made.event.claims.first().cloned(),
            key,
            order: (is_undated, begin, end),
            ids: (0..=3).map(|level| events::identity(&made.event, level)).collect(),
            sketch: Sketch::of(&made),
        };
        out.put("sketch", ONE, &sketched)?;
        out.put("made", key.into(), &made)?;
    }
    Ok(())
}

/// The name of an event, its place in the record, and what it is part of.
#[derive(Serialize, Deserialize)]
struct Named {
    at: ClaimAt,
    id: String,
    place: u32,
    part_of: Option<String>,
}

/// Names all events.
pub(super) fn identify(inbox: &Inbox<'_>, _: &Tables, out: &mut Outbox) -> Result<(), PassError> {
    let mut all: Vec<Sketched> = inbox.rows("sketch")?;
    all.sort_by(|a, b| a.claim.cmp(&b.claim));
    let ids =
        events::ids(all.len(), |n, level| all[n].ids.get(usize::from(level)).cloned().unwrap_or_default());
    for (sketched, id) in all.iter_mut().zip(ids) {
        sketched.sketch.id = id;
    }
    let sketches: Vec<Sketch> = all.iter().map(|sketched| sketched.sketch.clone()).collect();
    let whole: HashMap<usize, usize> = events::parts(&sketches).into_iter().collect();
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by_key(|n| (all[*n].order, &sketches[*n].id));
    for (place, n) in (0u32..).zip(order) {
        let part_of = whole.get(&n).map(|whole| sketches[*whole].id.clone());
        let named = Named { at: all[n].at, id: sketches[n].id.clone(), place, part_of };
        out.put("named", all[n].key.into(), &named)?;
    }
    Ok(())
}

/// The event of a claim.
#[derive(Serialize, Deserialize)]
pub(super) struct TellsOf {
    pub n: u32,
    pub claim: u32,
    /// The event's place in the record.
    pub place: u32,
    pub id: String,
    pub date: Option<DayInterval>,
    /// It is a deed: its first claim, and the key that it is kept at.
    pub deed: Option<(ClaimAt, u32)>,
}

/// An event that bears on a pair of its states, with its reports.
#[derive(Serialize, Deserialize)]
struct Guest {
    place: u32,
    made: Made,
    briefs: Vec<Brief>,
}

/// A deed as it is told.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Deed {
    pub at: ClaimAt,
    /// The event, with nothing that only readers need.
    pub event: chancery_model::Event,
    pub told: Vec<outcome::DeedTold>,
}

/// Events as they stand in the record.
pub(super) fn settle(inbox: &Inbox<'_>, tables: &Tables, out: &mut Outbox) -> Result<(), PassError> {
    let named: BTreeMap<ClaimAt, Named> =
        inbox.rows::<Named>("named")?.into_iter().map(|n| (n.at, n)).collect();
    let hand = Hand::of(inbox.rows("hand")?, tables);
    let docs = hand.docs();
    let maker = maker(&hand, hand.reading(&docs, tables), tables);
    let mut deeds: HashMap<u32, BTreeMap<u32, Vec<u32>>> = HashMap::new();
    for mut made in inbox.rows::<Made>("made")? {
        let at = first(&made.telling);
        let Some(name) = named.get(&at) else { continue };
        (made.event.id, made.event.part_of) = (name.id.clone(), name.part_of.clone());
        out.put("event", ONE, &Ordered { order: name.place, row: &made.event })?;
        out.put("final", hash_of(&made.telling.states()), &(name.place, &made))?;
        let claims: Vec<ClaimAt> = claims_of(&made, &hand);
        let key = out.key(hash_of(&made.telling.states()));
        let is_deed = outcome::is_deed(&made.event) && made.event.date.is_some();
        for (n, claim) in &claims {
            let tells = TellsOf {
                n: *n,
                claim: *claim,
                place: name.place,
                id: name.id.clone(),
                date: made.event.date,
                deed: is_deed.then_some((at, key)),
            };
            out.put("tells", u64::from(*n), &tells)?;
        }
        if is_deed {
            let mut terms = |(n, sentence): (u32, u32)| {
                let all = deeds.entry(n).or_insert_with(|| statements::deeds(docs_at(maker.reading.docs, n)));
                all.get(&sentence).cloned()
            };
            let told = claims.iter().filter_map(|claim| outcome::told(&maker, *claim, &mut terms)).collect();
            let deed = Deed { at, told, event: bare(&made.event) };
            let keys: BTreeSet<u32> =
                outcome::states_of_deed(&made.event).into_iter().map(|s| out.key(hash_of(s))).collect();
            for to in keys {
                out.put("deed", to.into(), &deed)?;
            }
            out.put("deed-here", key.into(), &deed)?;
        }
        for pair in findings::wanted(&[&made]) {
            out.put("wanted", ONE, &pair)?;
        }
        let pairs = counts::pairs(&made);
        if pairs.len() > 1 && plans::bears_on_pairs(&made) {
            let briefs = made.telling.claims.iter().map(|claim| claim.0).collect::<BTreeSet<u32>>();
            let at_hand = |n: &u32| hand.briefs.iter().find(|brief| brief.n == *n).cloned();
            let guest =
                Guest { place: name.place, briefs: briefs.iter().filter_map(at_hand).collect(), made };
            let keys: BTreeSet<u32> = pairs.iter().map(|(a, b)| out.key(hash_of(&[*a, *b]))).collect();
            for to in keys {
                out.put("guest-event", to.into(), &guest)?;
            }
        }
    }
    Ok(())
}

fn docs_at<'a>(docs: Shelf<'a, &'a Annotated>, n: u32) -> &'a Annotated {
    docs[n as usize]
}

/// The claims of an event, with those of copies.
fn claims_of(made: &Made, hand: &Hand) -> Vec<ClaimAt> {
    let claims = made.telling.claims.iter();
    claims
        .flat_map(|c| std::iter::once(c).chain(hand.repeats.get(c).into_iter().flatten()))
        .copied()
        .collect()
}

/// An event as it is compared with promises.
fn bare(event: &chancery_model::Event) -> chancery_model::Event {
    let mut event = event.clone();
    (event.evidence, event.claims, event.documents) = Default::default();
    (event.history, event.participants, event.summary) = Default::default();
    event
}

/// What later reports show of states that planned to meet.
pub(super) fn later(inbox: &Inbox<'_>, tables: &Tables, out: &mut Outbox) -> Result<(), PassError> {
    let hand = Hand::of(inbox.rows("brief")?, tables);
    let docs = hand.docs();
    let reading = hand.reading(&docs, tables);
    for (n, doc) in reading.docs.iter() {
        let published = &reading.published[n as usize];
        for row in plans::on_pairs(doc, published, |pair| tables.wanted.contains(&pair)) {
            let (a, b) = row.0;
            out.put("later", hash_of(&[a, b]), &row)?;
        }
    }
    Ok(())
}

/// What does not add up between the reports of one event, and between the events of two states.
pub(super) fn findings(inbox: &Inbox<'_>, tables: &Tables, out: &mut Outbox) -> Result<(), PassError> {
    let mut briefs: Vec<Brief> = inbox.rows("hand")?;
    let mut own: Vec<(u32, Made)> = inbox.rows("final")?;
    own.sort_by_key(|(place, _)| *place);
    let at_home: BTreeSet<u32> = own.iter().map(|(place, _)| *place).collect();
    let mut guests: BTreeMap<u32, Made> = BTreeMap::new();
    for guest in inbox.rows::<Guest>("guest-event")?.into_iter().filter(|g| !at_home.contains(&g.place)) {
        guests.insert(guest.place, guest.made);
        briefs.extend(guest.briefs);
    }
    let mut later = plans::AllLater::new();
    for (pair, day, dropped) in inbox.rows::<((StateKey, StateKey), i32, bool)>("later")? {
        plans::note(&mut later, pair, day, dropped);
    }
    let hand = Hand::of(briefs, tables);
    let docs = hand.docs();
    let maker = maker(&hand, hand.reading(&docs, tables), tables);
    let own: Vec<Made> = own.into_iter().map(|(_, made)| made).collect();
    let guests: Vec<Made> = guests.into_values().collect();
    put_findings(findings::of_pair(&maker, &own, &guests, &later), out)
}

/// Two persons in one office.
pub(super) fn clashes(inbox: &Inbox<'_>, tables: &Tables, out: &mut Outbox) -> Result<(), PassError> {
    let stays = inbox.rows::<Stays>("spell")?;
    let tenures: Tenures = stays.into_iter().map(|s| (s.office, s.spells)).collect();
    let persons = Persons { list: tables.persons.clone(), ..Default::default() };
    put_findings(findings::double_tenures(&tenures, &persons, &tables.states), out)
}

/// Findings with their place among those that one pass gives.
fn put_findings(findings: Vec<Finding>, out: &mut Outbox) -> Result<(), PassError> {
    for (order, row) in (0u32..).zip(findings) {
        out.put("finding", hash_of(&row.id), &Ordered { order, row })?;
    }
    Ok(())
}

/// Findings, each once.
pub(super) fn found(inbox: &Inbox<'_>, _: &Tables, out: &mut Outbox) -> Result<(), PassError> {
    let mut all: Vec<Ordered<Finding, u32>> = inbox.rows("finding")?;
    all.sort_by_key(|finding| finding.order);
    for finding in findings::in_order(all.into_iter().map(|finding| finding.row).collect()) {
        out.put("finding-of-record", ONE, &finding)?;
    }
    Ok(())
}

/// The reports as the record shows them.
pub(super) fn rows(inbox: &Inbox<'_>, tables: &Tables, out: &mut Outbox) -> Result<(), PassError> {
    let events = inbox.rows::<TellsOf>("tells")?;
    let events: HashMap<ClaimAt, String> = events.into_iter().map(|t| ((t.n, t.claim), t.id)).collect();
    let stories: HashMap<u32, String> = inbox.rows("story")?.into_iter().collect();
    let mut conflicts = Vec::new();
    for mut brief in inbox.rows::<Brief>("brief")? {
        if let Some(days) = tables.days.get(&brief.n) {
            brief.published.clone_from(days);
        }
        conflicts.extend(date_conflict(&brief.doc, &brief.published));
        let n = brief.n;
        let same = |claim: u32| events.get(&(n, claim)).cloned();
        let row = row(brief, stories.get(&n).cloned(), same);
        out.put("report-of-record", ONE, &Ordered { order: n, row })?;
    }
    put_findings(conflicts, out)
}

fn row(brief: Brief, story: Option<String>, same: impl Fn(u32) -> Option<String>) -> ReportRow {
    let mut row = crate::row(&brief.doc, &brief.published, story, same);
    if let Some(copy) = brief.copy {
        (row.copy, row.copy_of, row.copy_how) = (Some(copy.label), copy.of, copy.how);
    }
    row
}
