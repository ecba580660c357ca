//! Who said what: statements of the reports, the meetings at which they were made, and what became of promises.
//!
//! Two steps. What one report tells follows from that report alone (`draft`). Here the reports are brought together:
//! speakers become persons and states, scenes become events of the record, copies fall away, and later words decide the
//! state of each commitment (`outcome`).

mod draft;
mod lexicon;
mod outcome;
mod place;

use crate::calendar;
use crate::events::Maker;
use crate::names::PersonId;
use crate::tellings::claim_date;
use crate::text;
use chancery_model::{
    ActorKind, Annotated, CharSpan, CommitmentState, DayInterval, Event, Evidence, Side, Statement,
    StatementKind,
};
use draft::{Draft, Told};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// The statements of the reports, by report and place. `events` are those of the record.
pub(crate) fn statements(maker: &Maker<'_>, events: &[Event]) -> Vec<Statement> {
    let docs = maker.reading.docs;
    let told: Vec<Told> = docs.iter().map(|doc| draft::told(doc)).collect();
    let gathering =
        Gathering { maker, told: &told, event_of: event_of(docs, events), events, home: homes(maker) };
    let mut made = gathering.gather();
    outcome::settle(&gathering, &mut made);
    made.sort_by(|a, b| (a.d, a.at, &a.statement.id).cmp(&(b.d, b.at, &b.statement.id)));
    made.into_iter().map(|m| m.statement).collect()
}

/// What statements are made from.
struct Gathering<'a> {
    maker: &'a Maker<'a>,
    told: &'a [Told],
    /// Place in the record's list of the event of each claim.
    event_of: HashMap<(u32, u32), usize>,
    events: &'a [Event],
    /// The state of each person of whom the reports give several: the one that most of them give.
    home: HashMap<PersonId, String>,
}

/// A statement with the draft that it was made from.
struct Made<'a> {
    d: u32,
    at: CharSpan,
    draft: &'a Draft,
    statement: Statement,
}

fn homes(maker: &Maker<'_>) -> HashMap<PersonId, String> {
    let reading = &maker.reading;
    let mut votes: BTreeMap<PersonId, BTreeMap<&str, usize>> = BTreeMap::new();
    for (d, doc) in reading.docs.iter().enumerate() {
        for (a, actor) in doc.actors.iter().enumerate() {
            if let (Some(person), Some(state)) = (reading.persons.of(d as u32, a as u32), &actor.state) {
                *votes.entry(person).or_default().entry(state).or_default() += 1;
            }
        }
    }
    let several = votes.into_iter().filter(|(_, states)| states.len() > 1);
    let most = several.filter_map(|(person, states)| {
        let (state, n) = states.iter().max_by_key(|(state, n)| (**n, std::cmp::Reverse(**state)))?;
        (n * 2 > states.values().sum()).then(|| (person, (*state).to_owned()))
    });
    most.collect()
}

fn event_of(docs: &[&Annotated], events: &[Event]) -> HashMap<(u32, u32), usize> {
    let number: HashMap<&str, u32> =
        docs.iter().enumerate().map(|(d, doc)| (doc.id.as_str(), d as u32)).collect();
    let mut out = HashMap::new();
    for (n, event) in events.iter().enumerate() {
        for claim in &event.claims {
            if let Some(d) = number.get(claim.doc.as_str()) {
                out.insert((*d, claim.event), n);
            }
        }
    }
    out
}

impl<'a> Gathering<'a> {
    /// The statements of all reports; what a copy repeats stands at its original alone.
    fn gather(&self) -> Vec<Made<'a>> {
        let leader = self.maker.leader;
        // The original comes before its copies.
        let mut order: Vec<u32> = (0..self.told.len() as u32).collect();
        order.sort_by_key(|d| (leader[*d as usize], leader[*d as usize] != *d, *d));
        let mut copied: BTreeMap<u32, usize> = BTreeMap::new();
        for lead in leader {
            *copied.entry(*lead).or_default() += 1;
        }
        let mut known: HashSet<(u32, String)> = HashSet::new();
        let mut ids: BTreeSet<String> = BTreeSet::new();
        let mut out = Vec::new();
        for d in order {
            let lead = leader[d as usize];
            for draft in &self.told[d as usize].drafts {
                let Some(made) = self.make(d, draft) else { continue };
                if copied[&lead] > 1 && !known.insert((lead, self.key(&made))) {
                    continue;
                }
                if ids.insert(made.statement.id.clone()) {
                    out.push(made);
                }
            }
        }
        out
    }

    /// What a statement is known by among copies: who said what.
    fn key(&self, made: &Made<'_>) -> String {
        let s = &made.statement;
        format!("{}|{}|{}", s.kind.as_str(), s.speaker.name, text::words(&s.words).join(" "))
    }

    fn make(&self, d: u32, draft: &'a Draft) -> Option<Made<'a>> {
        let doc = self.maker.reading.docs[d as usize];
        let when = self.day(d, draft);
        let speaker = self.side(d, draft.speaker, when)?;
        speaker.state.as_ref()?;
        let mut hearers: Vec<Side> = Vec::new();
        for hearer in &draft.hearers {
            let side = self.side(d, *hearer, when).filter(|s| s.state.is_some() && s.state != speaker.state);
            if let Some(side) = side.filter(|s| !hearers.contains(s)) {
                hearers.push(side);
            }
        }
        let evidence: Vec<Evidence> = draft.sentences.iter().map(|s| crate::evidence(doc, *s)).collect();
        let words = match draft.words.as_slice() {
            _ if !draft.whole => evidence.first()?.text.clone(),
            spans => spans.iter().map(|s| crate::evidence(doc, *s).text).collect::<Vec<_>>().join(" … "),
        };
        let at = draft.words.first().or(draft.sentences.first()).copied()?;
        let place = format!("{}|{}|{}|{}|{}", doc.id, at.start, at.end, draft.kind.as_str(), speaker.name);
        let statement = Statement {
            id: crate::label("s", &place),
            doc: doc.id.clone(),
            speaker,
            hearers,
            topic: draft.topic.map(str::to_owned),
            kind: draft.kind,
            direct: draft.direct,
            words: words.split_whitespace().collect::<Vec<_>>().join(" "),
            date: Some(calendar::interval(when)).filter(|days| !days.is_unknown()),
            event: self.event(d, draft.scene).map(|e| e.id.clone()),
            evidence,
            state: (draft.kind == StatementKind::Commitment).then_some(CommitmentState::Open),
            state_evidence: Vec::new(),
        };
        Some(Made { d, at, draft, statement })
    }

    fn event(&self, d: u32, claim: Option<u32>) -> Option<&'a Event> {
        self.event_of.get(&(d, claim?)).map(|n| &self.events[*n])
    }

    /// When it was said: on the days of its meeting, else as its act is dated, else when the report came out.
    fn day(&self, d: u32, draft: &Draft) -> (i32, i32) {
        let near = |days: DayInterval| Some(calendar::bounds(&days)).filter(|b| calendar::slack(*b) <= 7);
        let met = self.event(d, draft.scene).and_then(|e| e.date).and_then(near);
        let doc = self.maker.reading.docs[d as usize];
        let published = &self.maker.reading.published[d as usize];
        let acted = || {
            let claim = doc.events.get(draft.claim? as usize).filter(|c| c.plans.is_none())?;
            if draft.words.iter().any(|w| w.contains(claim.trigger)) {
                return None;
            }
            let (date, rank) = claim_date(doc, claim, published);
            (rank > 1).then(|| near(date.interval())).flatten()
        };
        met.or_else(acted).unwrap_or_else(|| calendar::bounds(&published.interval()))
    }

    /// An actor of a report as the record names it.
    fn side(&self, d: u32, actor: u32, when: (i32, i32)) -> Option<Side> {
        let reading = &self.maker.reading;
        let told = reading.docs[d as usize].actors.get(actor as usize)?;
        let person = reading.person(d, actor, when);
        let state = person.and_then(|p| self.home.get(&p).cloned());
        let state = state.or_else(|| reading.state(d, actor).map(str::to_owned));
        let name = match (person, &told.state, told.kind) {
            (Some(person), ..) => reading.persons.name(person).to_owned(),
            (None, Some(code), ActorKind::State) => self.maker.states.name(code),
            _ => told.name.clone(),
        };
        let code = match (&told.code, &state) {
            (_, Some(state)) if told.state.as_ref() != Some(state) => {
                Some(format!("{state}{}", told.sector.as_deref().unwrap_or("")))
            }
            (code, _) => code.clone(),
        };
        Some(Side { name, code, state, sector: told.sector.clone() })
    }
}
