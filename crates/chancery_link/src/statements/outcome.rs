//! What became of promises. A promise stays open, or falls due, until words of a later report say otherwise; of several the
//! latest count. Precision comes first: the same side, and words shared with what was promised.

use super::Gathering;
use super::draft::{self, Draft, Echo, stem};
use super::lexicon::Outcome;
use crate::calendar::{self, OPEN};
use crate::events::Maker;
use crate::tellings::ClaimAt;
use chancery_model::{CommitmentState, Event, EventType, Evidence, Plan, Statement, Status};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

/// Stems that promises share whatever they are about.
static COMMON: LazyLock<BTreeSet<u32>> = LazyLock::new(|| {
    let words = "promise pledge commitment commit offer plan agree agreement continue work cooperation cooperate relations \
                 side sides country countries take make give keep step steps measures effort efforts joint together \
                 strengthen deepen develop promote support bilateral strategic partnership exchanges dialogue communication \
                 development international government minister president both two world visit meeting talks meet hold \
                 way part level areas field fields issue issues good new great important";
    words.split_whitespace().map(stem).collect()
});

/// Terms that later words must share with a promise.
const SHARED: usize = 2;
/// Days after which a deed is no longer the one promised.
const LONG: i32 = 550;

/// Later words on one promise.
struct Later {
    /// When the report came out, at the earliest.
    published: i32,
    state: CommitmentState,
    evidence: Evidence,
}

/// Sets the state of a commitment.
pub(crate) fn settle(later: &LaterWords<'_>, promise: &Promise, statement: &mut Statement) {
    let mut words: Vec<Later> = later.on(promise);
    words.sort_by(|a, b| (a.published, a.state, &a.evidence).cmp(&(b.published, b.state, &b.evidence)));
    match words.last() {
        Some(last) => {
            statement.state = Some(last.state);
            let mut quoted: Vec<Evidence> =
                words.iter().filter(|w| w.state == last.state).map(|w| w.evidence.clone()).collect();
            quoted.sort();
            quoted.dedup();
            statement.state_evidence = quoted;
        }
        None if promise.until.is_some_and(|day| day < later.latest) => {
            statement.state = Some(CommitmentState::Due);
        }
        None => {}
    }
}

/// A commitment as later words are compared with it.
#[derive(Serialize, Deserialize)]
pub(crate) struct Promise {
    lead: u32,
    /// The state that promised.
    pub side: String,
    towards: BTreeSet<String>,
    plans: Option<Plan>,
    /// The event that its report tells of it as an act.
    pub own: Option<String>,
    terms: BTreeSet<u32>,
    deed: Option<u32>,
    /// The last day on which it may have been made.
    made: i32,
    /// The day by which it is to be done.
    until: Option<i32>,
}

impl Promise {
    pub(super) fn of(gathering: &Gathering<'_>, d: u32, statement: &Statement, draft: Draft) -> Promise {
        let reading = &gathering.maker.reading;
        let published = &reading.published[d as usize];
        let out = calendar::bounds(&published.interval());
        let said = statement.date.map_or(out, |days| calendar::bounds(&days));
        let day = if said.1 < OPEN.1 { said.1 } else { out.1 };
        let doc = reading.docs[d as usize];
        let ends = draft.times.iter().filter_map(|t| doc.times.get(*t as usize)).filter_map(|time| {
            let days = match &time.reckoning {
                Some(reckoning) => reckoning.reckon(&published.interval()),
                None => time.interval(),
            };
            let (_, end) = calendar::bounds(&days);
            (end < OPEN.1 && day < OPEN.1 && end > day).then_some(end)
        });
        Promise {
            lead: gathering.maker.leader[d as usize],
            side: statement.speaker.state.clone().unwrap_or_default(),
            towards: statement.hearers.iter().filter_map(|s| s.state.clone()).collect(),
            until: ends.max(),
            own: draft.claim.and_then(|n| (gathering.scene)((d, n))).map(|scene| scene.id.to_owned()),
            plans: draft.plans,
            terms: draft.terms.iter().copied().filter(|t| !COMMON.contains(t)).collect(),
            deed: draft.deed,
            made: day,
        }
    }

    /// How many terms are shared with a sentence.
    fn shared(&self, terms: &[u32]) -> usize {
        terms.iter().filter(|t| self.terms.contains(t)).count()
    }

    /// Whether a report that came out from this day on is another story than the promise's, and came out after it.
    fn is_before(&self, (lead, from): (u32, i32)) -> bool {
        lead != self.lead && self.made < OPEN.1 && from > self.made && from - self.made <= LONG * 4
    }
}

/// A sentence that may tell what became of a promise, in its report.
#[derive(Serialize, Deserialize)]
pub(crate) struct Echoed {
    /// The state whose promise it is.
    pub state: String,
    /// Who leads the copies of its report, and when that came out at the earliest.
    report: (u32, i32),
    outcome: Outcome,
    terms: Vec<u32>,
    deed: Option<u32>,
    evidence: Evidence,
}

impl Echoed {
    pub(super) fn of(maker: &Maker<'_>, d: u32, echo: Echo) -> Option<Echoed> {
        let state = maker.reading.state(d, echo.of)?.to_owned();
        let evidence = crate::evidence(maker.reading.docs[d as usize], echo.sentence);
        let Echo { outcome, terms, deed, .. } = echo;
        Some(Echoed { state, report: report(maker, d), outcome, terms, deed, evidence })
    }
}

/// Who leads the copies of a report, and when it came out at the earliest.
fn report(maker: &Maker<'_>, d: u32) -> (u32, i32) {
    let published = &maker.reading.published[d as usize];
    (maker.leader[d as usize], calendar::bounds(&published.interval()).0)
}

/// A sentence that tells of a deed.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct DeedTold {
    report: (u32, i32),
    terms: Vec<u32>,
    evidence: Evidence,
}

/// How a claim tells of a deed, if it does so as done and in its report's own voice; `terms` gives what the sentence of a
/// report is about.
pub(crate) fn told(
    maker: &Maker<'_>,
    (d, n): ClaimAt,
    terms: impl FnOnce((u32, u32)) -> Option<Vec<u32>>,
) -> Option<DeedTold> {
    let doc = maker.reading.docs[d as usize];
    let told = doc.events.get(n as usize)?;
    let sentence = doc.sentences.get(told.sentence as usize)?;
    let happened = matches!(told.status, Status::Happened | Status::Ongoing) && told.said_by.is_none();
    happened.then(|| DeedTold {
        report: report(maker, d),
        terms: terms((d, told.sentence)).unwrap_or_default(),
        evidence: crate::evidence(doc, sentence.span()),
    })
}

/// Words and deeds of the reports that promises may be compared with, by the state whose they are.
pub(crate) struct LaterWords<'a> {
    echoes: &'a [Echoed],
    /// Places in `echoes`, by whose promise and a term.
    by_term: HashMap<(&'a str, u32), Vec<u32>>,
    /// By whose deed and its type: first day and event, by day.
    deeds: BTreeMap<(&'a str, EventType), Vec<(i32, &'a Event)>>,
    by_id: HashMap<&'a str, &'a Event>,
    /// How its reports tell of an event.
    told: &'a dyn Fn(&Event) -> Vec<DeedTold>,
    /// The latest day on which a report is known to have come out.
    latest: i32,
}

impl<'a> LaterWords<'a> {
    pub fn of(
        echoes: &'a [Echoed],
        events: &'a [Event],
        latest: i32,
        told: &'a dyn Fn(&Event) -> Vec<DeedTold>,
    ) -> LaterWords<'a> {
        let mut by_term: HashMap<(&str, u32), Vec<u32>> = HashMap::new();
        for (at, echo) in (0u32..).zip(echoes) {
            for term in echo.terms.iter().filter(|t| !COMMON.contains(t)) {
                by_term.entry((&echo.state, *term)).or_default().push(at);
            }
        }
        let mut deeds: BTreeMap<(&str, EventType), Vec<(i32, &Event)>> = BTreeMap::new();
        let mut by_id = HashMap::new();
        for event in events.iter().filter(|e| is_deed(e)) {
            let Some(date) = &event.date else { continue };
            by_id.insert(event.id.as_str(), event);
            for state in states_of_deed(event) {
                deeds.entry((state, event.event_type)).or_default().push((calendar::bounds(date).0, event));
            }
        }
        deeds.values_mut().for_each(|list| list.sort_by_key(|(day, event)| (*day, &event.id)));
        LaterWords { echoes, by_term, deeds, by_id, told, latest }
    }

    fn on(&self, promise: &Promise) -> Vec<Later> {
        let mut out = Vec::new();
        let near = promise.terms.iter().filter_map(|t| self.by_term.get(&(&promise.side, *t))).flatten();
        for at in near.copied().collect::<BTreeSet<u32>>() {
            let echo = &self.echoes[at as usize];
            if let Some(state) = speaks_of(promise, echo).filter(|_| promise.is_before(echo.report)) {
                out.push(Later { published: echo.report.1, state, evidence: echo.evidence.clone() });
            }
        }
        let own = promise.own.as_deref().and_then(|id| self.by_id.get(id)).copied();
        let mut types = match &promise.plans {
            Some(plan) => vec![plan.event_type, EventType::Reject],
            None => vec![EventType::Aid, EventType::Cooperate, EventType::Concede, EventType::Retreat],
        };
        types.dedup();
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        for event in own.into_iter().chain(types.into_iter().flat_map(|t| self.window(promise, t))) {
            if seen.insert(&event.id) {
                out.extend(self.done(promise, event));
            }
        }
        out
    }

    /// Deeds of the promising side in the time in which they may be what was promised.
    fn window(&self, promise: &Promise, event_type: EventType) -> Vec<&'a Event> {
        let list = self.deeds.get(&(&promise.side, event_type)).map(Vec::as_slice).unwrap_or_default();
        let from = list.partition_point(|(day, _)| *day <= promise.made);
        let to = list.partition_point(|(day, _)| *day <= promise.made.saturating_add(LONG)).max(from);
        list[from..to].iter().map(|(_, event)| *event).collect()
    }

    /// The words by which an event keeps or breaks a promise.
    fn done(&self, promise: &Promise, event: &Event) -> Vec<Later> {
        let merged = promise.own.as_deref() == Some(&event.id);
        let Some(state) = fulfils(promise, event, merged) else { return Vec::new() };
        let needed = match (merged, &promise.plans) {
            (true, _) => 0,
            (false, Some(_)) => SHARED,
            (false, None) => SHARED + 1,
        };
        let told = (self.told)(event).into_iter();
        told.filter(|told| promise.is_before(told.report) && promise.shared(&told.terms) >= needed)
            .map(|told| Later { published: told.report.1, state, evidence: told.evidence })
            .collect()
    }
}

/// Whose deed an event is: whoever visits or is visited, both have met.
pub(crate) fn states_of_deed(event: &Event) -> BTreeSet<&str> {
    let met = event.target.iter().filter(|_| event.event_type == EventType::Consult);
    event.source.iter().chain(met).filter_map(|s| s.state.as_deref()).collect()
}

/// What an echo says of a promise, where it speaks of it.
fn speaks_of(promise: &Promise, echo: &Echoed) -> Option<CommitmentState> {
    if promise.shared(&echo.terms) < SHARED {
        return None;
    }
    match echo.outcome {
        Outcome::Kept => Some(CommitmentState::Kept),
        Outcome::Broken => Some(CommitmentState::Broken),
        Outcome::Withdrawn => Some(CommitmentState::Withdrawn),
        Outcome::Undone => {
            (echo.deed.is_some() && echo.deed == promise.deed).then_some(CommitmentState::Broken)
        }
    }
}

/// Whether an event is a deed, or the refusal of one, told by a report in its own voice.
pub(crate) fn is_deed(event: &Event) -> bool {
    matches!(event.status, Status::Happened | Status::Ongoing)
        && event.said_by.is_none()
        && draft::is_deed(event.event_type)
}

/// What an event makes of a promise, as far as its fields tell.
fn fulfils(promise: &Promise, event: &Event, merged: bool) -> Option<CommitmentState> {
    let days = calendar::bounds(&event.date?);
    let in_time = days.0 > promise.made && days.0 - promise.made <= LONG;
    let hosts = event.source.iter().filter(|_| event.event_type == EventType::Consult);
    let states: BTreeSet<&str> =
        event.target.iter().chain(hosts).filter_map(|s| s.state.as_deref()).collect();
    let same_sides = promise.towards.is_empty()
        || states.is_empty()
        || promise.towards.iter().any(|s| states.contains(s.as_str()));
    if !in_time || !same_sides {
        return None;
    }
    if event.event_type == EventType::Reject {
        let of = event.plans.as_ref()?;
        return (of.event_type == promise.plans.as_ref()?.event_type).then_some(CommitmentState::Broken);
    }
    let fits = match &promise.plans {
        Some(plan) => plan.event_type == event.event_type && (plan.mode.is_none() || plan.mode == event.mode),
        None => matches!(
            event.event_type,
            EventType::Aid | EventType::Cooperate | EventType::Concede | EventType::Retreat
        ),
    };
    (merged || fits).then_some(CommitmentState::Kept)
}
