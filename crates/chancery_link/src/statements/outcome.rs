//! What became of promises. A promise stays open, or falls due, until words of a later report say otherwise; of several the
//! latest count. Precision comes first: the same side, and words shared with what was promised.

use super::draft::{self, Draft, Echo, stem};
use super::lexicon::Outcome;
use super::{Gathering, Heard, Made};
use crate::calendar::{self, OPEN};
use chancery_model::{CommitmentState, Event, EventType, Evidence, Plan, Status};
use std::collections::{BTreeMap, BTreeSet};
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

/// Sets the state of every commitment.
pub(super) fn settle(gathering: &Gathering<'_>, heard: &[Heard], made: &mut [Made]) {
    let later = LaterWords::of(gathering, heard);
    for m in made {
        let Some(draft) = &m.draft else { continue };
        let promise = Promise::of(gathering, m, draft);
        let mut words: Vec<Later> = later.on(&promise);
        let until = promise.until;
        words.sort_by(|a, b| (a.published, a.state, &a.evidence).cmp(&(b.published, b.state, &b.evidence)));
        let statement = &mut m.statement;
        match words.last() {
            Some(last) => {
                statement.state = Some(last.state);
                let mut quoted: Vec<Evidence> =
                    words.iter().filter(|w| w.state == last.state).map(|w| w.evidence.clone()).collect();
                quoted.sort();
                quoted.dedup();
                statement.state_evidence = quoted;
            }
            None if until.is_some_and(|day| day < later.latest) => {
                statement.state = Some(CommitmentState::Due);
            }
            None => {}
        }
    }
}

/// A commitment as later words are compared with it.
struct Promise<'m> {
    lead: u32,
    side: &'m str,
    towards: BTreeSet<&'m str>,
    plans: Option<&'m Plan>,
    claim: Option<(u32, u32)>,
    terms: BTreeSet<u32>,
    deed: Option<u32>,
    /// The last day on which it may have been made.
    made: i32,
    /// The day by which it is to be done.
    until: Option<i32>,
}

impl<'m> Promise<'m> {
    fn of(gathering: &Gathering<'_>, made: &'m Made, draft: &'m Draft) -> Promise<'m> {
        let reading = &gathering.maker.reading;
        let published = &reading.published[made.d as usize];
        let out = calendar::bounds(&published.interval());
        let said = made.statement.date.map_or(out, |days| calendar::bounds(&days));
        let day = if said.1 < OPEN.1 { said.1 } else { out.1 };
        let doc = reading.docs[made.d as usize];
        let ends = draft.times.iter().filter_map(|t| doc.times.get(*t as usize)).filter_map(|time| {
            let days = match &time.reckoning {
                Some(reckoning) => reckoning.reckon(&published.interval()),
                None => time.interval(),
            };
            let (_, end) = calendar::bounds(&days);
            (end < OPEN.1 && day < OPEN.1 && end > day).then_some(end)
        });
        Promise {
            lead: gathering.maker.leader[made.d as usize],
            side: made.statement.speaker.state.as_deref().unwrap_or(""),
            towards: made.statement.hearers.iter().filter_map(|s| s.state.as_deref()).collect(),
            plans: draft.plans.as_ref(),
            claim: draft.claim.map(|n| (made.d, n)),
            terms: draft.terms.iter().copied().filter(|t| !COMMON.contains(t)).collect(),
            deed: draft.deed,
            made: day,
            until: ends.max(),
        }
    }

    /// How many terms are shared with a sentence.
    fn shared(&self, terms: &[u32]) -> usize {
        terms.iter().filter(|t| self.terms.contains(t)).count()
    }
}

/// Words and deeds of all reports that promises may be compared with, by the state whose they are.
struct LaterWords<'a> {
    gathering: &'a Gathering<'a>,
    heard: &'a [Heard],
    /// Each with its report.
    echoes: Vec<(u32, &'a Echo)>,
    /// Places in `echoes`, by whose promise and a term.
    by_term: BTreeMap<(&'a str, u32), Vec<u32>>,
    /// By whose deed and its type: first day and event, by day.
    deeds: BTreeMap<(&'a str, EventType), Vec<(i32, &'a Event)>>,
    number: BTreeMap<&'a str, u32>,
    /// The latest day on which a report is known to have come out.
    latest: i32,
}

impl<'a> LaterWords<'a> {
    fn of(gathering: &'a Gathering<'a>, heard: &'a [Heard]) -> LaterWords<'a> {
        let reading = &gathering.maker.reading;
        let mut echoes: Vec<(u32, &Echo)> = Vec::new();
        let mut by_term: BTreeMap<(&str, u32), Vec<u32>> = BTreeMap::new();
        for (d, heard) in (0u32..).zip(heard) {
            for echo in &heard.echoes {
                let Some(state) = reading.state(d, echo.of) else { continue };
                for term in echo.terms.iter().filter(|t| !COMMON.contains(t)) {
                    by_term.entry((state, *term)).or_default().push(echoes.len() as u32);
                }
                echoes.push((d, echo));
            }
        }
        let mut deeds: BTreeMap<(&str, EventType), Vec<(i32, &Event)>> = BTreeMap::new();
        for event in gathering.events.iter().filter(|e| is_deed(e)) {
            let Some(date) = &event.date else { continue };
            // Whoever visits or is visited, both have met.
            let met = event.target.iter().filter(|_| event.event_type == EventType::Consult);
            let states: BTreeSet<&str> =
                event.source.iter().chain(met).filter_map(|s| s.state.as_deref()).collect();
            for state in states {
                deeds.entry((state, event.event_type)).or_default().push((calendar::bounds(date).0, event));
            }
        }
        deeds.values_mut().for_each(|list| list.sort_by_key(|(day, event)| (*day, &event.id)));
        let known =
            reading.published.iter().map(|p| calendar::bounds(&p.interval()).0).filter(|day| *day > OPEN.0);
        LaterWords {
            gathering,
            heard,
            echoes,
            by_term,
            deeds,
            number: reading.docs.iter().enumerate().map(|(d, doc)| (doc.id.as_str(), d as u32)).collect(),
            latest: known.max().unwrap_or(OPEN.0),
        }
    }

    /// When a report came out at the earliest, where it is another story than the promise's and came out after it.
    fn after(&self, promise: &Promise<'_>, d: u32) -> Option<i32> {
        let (from, _) = calendar::bounds(&self.gathering.maker.reading.published[d as usize].interval());
        let later = self.gathering.maker.leader[d as usize] != promise.lead
            && promise.made < OPEN.1
            && from > promise.made
            && from - promise.made <= LONG * 4;
        later.then_some(from)
    }

    fn on(&self, promise: &Promise<'_>) -> Vec<Later> {
        let mut out = Vec::new();
        let near = promise.terms.iter().filter_map(|t| self.by_term.get(&(promise.side, *t))).flatten();
        for at in near.copied().collect::<BTreeSet<u32>>() {
            let (d, echo) = self.echoes[at as usize];
            let (Some(published), Some(state)) = (self.after(promise, d), speaks_of(promise, echo)) else {
                continue;
            };
            let doc = self.gathering.maker.reading.docs[d as usize];
            out.push(Later { published, state, evidence: crate::evidence(doc, echo.sentence) });
        }
        let own = promise.claim.and_then(|claim| self.gathering.event_of.get(claim));
        let own = own.map(|n| &self.gathering.events[n]).filter(|e| is_deed(e));
        let mut types = match promise.plans {
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
    fn window(&self, promise: &Promise<'_>, event_type: EventType) -> impl Iterator<Item = &'a Event> {
        let list = self.deeds.get(&(promise.side, event_type)).map(Vec::as_slice).unwrap_or_default();
        let from = list.partition_point(|(day, _)| *day <= promise.made);
        let to = list.partition_point(|(day, _)| *day <= promise.made.saturating_add(LONG)).max(from);
        list[from..to].iter().map(|(_, event)| *event).collect::<Vec<_>>().into_iter()
    }

    /// The words by which an event keeps or breaks a promise.
    fn done(&self, promise: &Promise<'_>, event: &Event) -> Vec<Later> {
        let merged = promise.claim.is_some_and(|claim| {
            self.gathering.event_of.get(claim).is_some_and(|n| self.gathering.events[n].id == event.id)
        });
        let Some(state) = fulfils(promise, event, merged) else { return Vec::new() };
        let mut out = Vec::new();
        for claim in &event.claims {
            let Some(&d) = self.number.get(claim.doc.as_str()) else { continue };
            let Some(published) = self.after(promise, d) else { continue };
            let doc = self.gathering.maker.reading.docs[d as usize];
            let told = &doc.events[claim.event as usize];
            let Some(sentence) = doc.sentences.get(told.sentence as usize) else { continue };
            let happened =
                matches!(told.status, Status::Happened | Status::Ongoing) && told.said_by.is_none();
            let needed = match (merged, promise.plans) {
                (true, _) => 0,
                (false, Some(_)) => SHARED,
                (false, None) => SHARED + 1,
            };
            let terms = self.heard[d as usize].deeds.get(&told.sentence);
            let shared = terms.map_or(0, |terms| promise.shared(terms));
            if happened && shared >= needed {
                out.push(Later { published, state, evidence: crate::evidence(doc, sentence.span()) });
            }
        }
        out
    }
}

/// What an echo says of a promise, where it speaks of it.
fn speaks_of(promise: &Promise<'_>, echo: &Echo) -> Option<CommitmentState> {
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
fn is_deed(event: &Event) -> bool {
    matches!(event.status, Status::Happened | Status::Ongoing)
        && event.said_by.is_none()
        && draft::is_deed(event.event_type)
}

/// What an event makes of a promise, as far as its fields tell.
fn fulfils(promise: &Promise<'_>, event: &Event, merged: bool) -> Option<CommitmentState> {
    let days = calendar::bounds(&event.date?);
    let in_time = days.0 > promise.made && days.0 - promise.made <= LONG;
    let hosts = event.source.iter().filter(|_| event.event_type == EventType::Consult);
    let states: BTreeSet<&str> =
        event.target.iter().chain(hosts).filter_map(|s| s.state.as_deref()).collect();
    let same_sides =
        promise.towards.is_empty() || states.is_empty() || promise.towards.iter().any(|s| states.contains(s));
    if !in_time || !same_sides {
        return None;
    }
    if event.event_type == EventType::Reject {
        let of = event.plans.as_ref()?;
        return (of.event_type == promise.plans?.event_type).then_some(CommitmentState::Broken);
    }
    let fits = match promise.plans {
        Some(plan) => plan.event_type == event.event_type && (plan.mode.is_none() || plan.mode == event.mode),
        None => matches!(
            event.event_type,
            EventType::Aid | EventType::Cooperate | EventType::Concede | EventType::Retreat
        ),
    };
    (merged || fits).then_some(CommitmentState::Kept)
}
