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
use crate::each::each_of_many;
use crate::events::{EventOf, Maker};
use crate::names::PersonId;
use crate::tellings::claim_date;
use crate::text;
use chancery_model::{
    ActorKind, CharSpan, CommitmentState, DayInterval, Event, Evidence, Side, Statement, StatementKind,
};
use draft::{Draft, Echo};
use std::collections::{BTreeMap, HashMap, HashSet};

/// The statements of the reports, by report and place. `events` are those of the record, `event_of` their places by claim.
pub(crate) fn statements(maker: &Maker<'_>, events: &[Event], event_of: &EventOf) -> Vec<Statement> {
    let gathering = Gathering { maker, event_of, events, home: homes(maker) };
    let (mut made, heard) = gathering.gather();
    outcome::settle(&gathering, &heard, &mut made);
    made.sort_by(|a, b| (a.d, a.at, &a.statement.id).cmp(&(b.d, b.at, &b.statement.id)));
    let mut statements: Vec<Statement> = made.into_iter().map(|m| m.statement).collect();
    statements.shrink_to_fit();
    statements
}

/// What statements are made from.
struct Gathering<'a> {
    maker: &'a Maker<'a>,
    event_of: &'a EventOf,
    events: &'a [Event],
    /// The state of each person of whom the reports give several: the one that most of them give.
    home: HashMap<PersonId, String>,
}

/// A statement with its report and place there; a commitment with the draft that it was made from.
struct Made {
    d: u32,
    at: CharSpan,
    draft: Option<Box<Draft>>,
    statement: Statement,
}

/// What one report tells of the promises of others.
#[derive(Default)]
struct Heard {
    echoes: Vec<Echo>,
    deeds: BTreeMap<u32, Vec<u32>>,
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

impl<'a> Gathering<'a> {
    /// The statements of all reports, what a copy repeats at its original alone; and by report what else is heard there.
    fn gather(&self) -> (Vec<Made>, Vec<Heard>) {
        let leader = self.maker.leader;
        let docs = self.maker.reading.docs;
        // The original comes before its copies.
        let mut copies: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for d in 0..docs.len() as u32 {
            let group = copies.entry(leader[d as usize]).or_default();
            if leader[d as usize] == d { group.insert(0, d) } else { group.push(d) }
        }
        let gathered = each_of_many(copies.into_values(), 16, |group| self.of_copies(&group));
        let mut heard = Vec::from_iter(docs.iter().map(|_| Heard::default()));
        let mut ids: HashSet<String> = HashSet::new();
        let mut out = Vec::with_capacity(gathered.iter().map(|(made, _)| made.len()).sum());
        for (made, of_docs) in gathered {
            out.extend(made.into_iter().filter(|m| ids.insert(m.statement.id.clone())));
            for (d, of_doc) in of_docs {
                heard[d as usize] = of_doc;
            }
        }
        (out, heard)
    }

    /// The statements of a report and its copies, the original first, and what else is heard in each.
    fn of_copies(&self, group: &[u32]) -> (Vec<Made>, Vec<(u32, Heard)>) {
        let mut known: HashSet<String> = HashSet::new();
        let (mut out, mut heard) = (Vec::new(), Vec::new());
        for &d in group {
            let told = draft::told(self.maker.reading.docs[d as usize]);
            heard.push((d, Heard { echoes: told.echoes, deeds: told.deeds }));
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
            event: self.event(d, draft.scene).map(|e| e.id.clone()),
            evidence,
            state: (draft.kind == StatementKind::Commitment).then_some(CommitmentState::Open),
            state_evidence: Vec::new(),
        };
        let draft = (draft.kind == StatementKind::Commitment).then(|| Box::new(draft));
        Some(Made { d, at, draft, statement })
    }

    fn event(&self, d: u32, claim: Option<u32>) -> Option<&'a Event> {
        self.event_of.get((d, claim?)).map(|n| &self.events[n])
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
