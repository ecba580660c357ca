//! Who said what: statements of the reports, the meetings at which they were made, and what became of promises.
//!
//! Two steps. What one report tells follows from that report alone (`draft`). Here the reports are brought together:
//! speakers become persons and states, scenes become events of the record, copies fall away, and later words decide the
//! state of each commitment (`outcome`).

mod draft;
mod lexicon;
pub(crate) mod outcome;
mod place;

use crate::calendar::{self, OPEN};
use crate::each::each_of_many;
use crate::events::{EventOf, Maker};
use crate::tellings::{ClaimAt, claim_date};
use crate::text;
use chancery_model::{
    ActorKind, Annotated, CharSpan, ClaimRef, CommitmentState, DayInterval, Event, Evidence, Side, Statement,
    StatementKind,
};
use draft::Draft;
use outcome::{Echoed, LaterWords, Promise};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap, HashSet};

/// The statements of the reports, by report and place. `events` are those of the record, `event_of` their places by claim.
pub(crate) fn statements(maker: &Maker<'_>, events: &[Event], event_of: &EventOf) -> Vec<Statement> {
    let scene = |claim| event_of.get(claim).map(|n| Scene { id: &events[n].id, date: events[n].date });
    let gathering = Gathering { maker, scene: &scene };
    let (mut made, heard) = gathering.gather();
    let number: HashMap<&str, u32> = maker.reading.docs.iter().map(|(d, doc)| (doc.id.as_str(), d)).collect();
    let terms = |(d, sentence): (u32, u32)| heard.deeds.get(&d).and_then(|all| all.get(&sentence)).cloned();
    let told = |event: &Event| {
        let of = |claim: &ClaimRef| Some((*number.get(claim.doc.as_str())?, claim.event));
        let claims = event.claims.iter().filter_map(of);
        claims.filter_map(|claim| outcome::told(maker, claim, terms)).collect()
    };
    let later = LaterWords::of(&heard.echoes, events, latest(maker), &told);
    for m in &mut made {
        if let Some(promise) = &m.promise {
            outcome::settle(&later, promise, &mut m.statement);
        }
    }
    made.sort_by(|a, b| (a.d, a.at, &a.statement.id).cmp(&(b.d, b.at, &b.statement.id)));
    let mut statements: Vec<Statement> = made.into_iter().map(|m| m.statement).collect();
    statements.shrink_to_fit();
    statements
}

/// By sentence, what a deed told in a report is about.
pub(crate) fn deeds(doc: &Annotated) -> BTreeMap<u32, Vec<u32>> {
    draft::deeds(doc)
}

/// The latest day on which a report is known to have come out.
pub(crate) fn latest(maker: &Maker<'_>) -> i32 {
    let known = maker.reading.published.iter().map(|(_, p)| calendar::bounds(&p.interval()).0);
    known.filter(|day| *day > OPEN.0).max().unwrap_or(OPEN.0)
}

/// The event at which something was said.
#[derive(Clone, Copy)]
pub(crate) struct Scene<'a> {
    pub id: &'a str,
    pub date: Option<DayInterval>,
}

/// What statements are made from.
pub(crate) struct Gathering<'a> {
    pub maker: &'a Maker<'a>,
    /// The event of a claim.
    pub scene: &'a (dyn Fn(ClaimAt) -> Option<Scene<'a>> + Sync),
}

/// A statement with its report and place there; of a commitment what later words are compared with.
#[derive(Serialize, Deserialize)]
pub(crate) struct Made {
    pub d: u32,
    pub at: CharSpan,
    pub promise: Option<Box<Promise>>,
    pub statement: Statement,
}

/// What reports tell of the promises of others.
#[derive(Default)]
pub(crate) struct Heard {
    pub echoes: Vec<Echoed>,
    /// By report and sentence, what a deed told there is about.
    deeds: HashMap<u32, BTreeMap<u32, Vec<u32>>>,
}

impl<'a> Gathering<'a> {
    /// The statements of all reports, what a copy repeats at its original alone; and what else is heard in them.
    fn gather(&self) -> (Vec<Made>, Heard) {
        let leader = self.maker.leader;
        // The original comes before its copies.
        let mut copies: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (d, lead) in leader.iter() {
            let group = copies.entry(*lead).or_default();
            if *lead == d { group.insert(0, d) } else { group.push(d) }
        }
        let gathered = each_of_many(copies.into_values(), 16, |group| self.of_copies(&group));
        let mut heard = Heard::default();
        let mut ids: HashSet<String> = HashSet::new();
        let mut out = Vec::with_capacity(gathered.iter().map(|(made, _)| made.len()).sum());
        for (made, of_docs) in gathered {
            out.extend(made.into_iter().filter(|m| ids.insert(m.statement.id.clone())));
            heard.echoes.extend(of_docs.echoes);
            heard.deeds.extend(of_docs.deeds);
        }
        (out, heard)
    }

    /// The statements of a report and its copies, the original first, and what else is heard there.
    pub fn of_copies(&self, group: &[u32]) -> (Vec<Made>, Heard) {
        let mut known: HashSet<String> = HashSet::new();
        let (mut out, mut heard) = (Vec::new(), Heard::default());
        for &d in group {
            let told = draft::told(self.maker.reading.docs[d as usize]);
            heard.echoes.extend(told.echoes.into_iter().filter_map(|echo| Echoed::of(self.maker, d, echo)));
            if !told.deeds.is_empty() {
                heard.deeds.insert(d, told.deeds);
            }
            let made = told.drafts.into_iter().filter_map(|draft| self.make(d, draft));
            out.extend(made.filter(|m| group.len() == 1 || known.insert(self.key(m))));
        }
        (out, heard)
    }

    /// What a statement is known by among copies: who said what.
    fn key(&self, made: &Made) -> String {
        let s = &made.statement;
        format!("{}|{}|{}", s.kind.as_str(), s.speaker.name, text::words(&s.words).join(" "))
    }

    fn make(&self, d: u32, draft: Draft) -> Option<Made> {
        let doc = self.maker.reading.docs[d as usize];
        let when = self.day(d, &draft);
        let speaker = self.side(d, draft.speaker, when)?;
        speaker.state.as_ref()?;
        let mut hearers: Vec<Side> = Vec::new();
        for hearer in &draft.hearers {
            let side = self.side(d, *hearer, when).filter(|s| s.state.is_some() && s.state != speaker.state);
            if let Some(side) = side.filter(|s| !hearers.contains(s)) {
                hearers.push(side);
            }
        }
        hearers.shrink_to_fit();
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
            event: self.event(d, draft.scene).map(|e| e.id.to_owned()),
            evidence,
            state: (draft.kind == StatementKind::Commitment).then_some(CommitmentState::Open),
            state_evidence: Vec::new(),
        };
        let is_promise = draft.kind == StatementKind::Commitment;
        let promise = is_promise.then(|| Box::new(Promise::of(self, d, &statement, draft)));
        Some(Made { d, at, promise, statement })
    }

    fn event(&self, d: u32, claim: Option<u32>) -> Option<Scene<'a>> {
        (self.scene)((d, claim?))
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
        let state = person.and_then(|p| reading.persons.list[p as usize].home.clone());
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
