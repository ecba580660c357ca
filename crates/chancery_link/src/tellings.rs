//! Claims as linking compares them: sides as states, persons known, days as numbers, words as stems.

use crate::calendar::{self, OPEN};
use crate::names::{PersonId, Persons};
use crate::offices;
use crate::tenures::Tenures;
use crate::text;
use chancery_model::{
    ActorKind, Annotated, CharSpan, Claim, ClaimDate, DateBasis, EventType, MentionKind, Published, Status,
    TextIndex,
};
use std::collections::BTreeSet;

/// A state's code, packed; 0 for none.
pub(crate) type StateKey = u32;

/// The code of a state as a number that sorts as the code does.
pub(crate) fn state_key(code: &str) -> StateKey {
    code.bytes().take(4).fold(0, |key, b| (key << 8) | u32::from(b))
        << (8 * (4 - code.len().min(4)) as u32 % 32)
}

/// One claim, or several claims that are one event, in the form in which they are compared.
#[derive(Clone, Debug)]
pub(crate) struct Telling {
    /// The claims, by report and place in it, sorted.
    pub claims: Vec<(u32, u32)>,
    /// Type of the thing told; of the thing planned, for a plan.
    pub thing: EventType,
    /// Its mode, hashed; 0 for none.
    pub mode: u64,
    /// It is only told as to come.
    pub planned: bool,
    /// It is only supposed.
    pub supposed: bool,
    /// What was promised, threatened, asked for or refused.
    pub about: BTreeSet<EventType>,
    /// States of the source and of the target.
    pub source: BTreeSet<StateKey>,
    /// States of the target.
    pub target: BTreeSet<StateKey>,
    /// The sides are not interchangeable.
    pub directed: bool,
    /// Persons who do it.
    pub doers: BTreeSet<PersonId>,
    /// Persons to whom it is done.
    pub done_to: BTreeSet<PersonId>,
    /// All persons, by state.
    pub persons: BTreeSet<(StateKey, PersonId)>,
    /// Ranks at which each state takes part.
    pub levels: BTreeSet<(StateKey, u8)>,
    /// Sectors of the target, hashed.
    pub target_sectors: BTreeSet<u64>,
    /// When, as day numbers.
    pub when: (i32, i32),
    /// How good the date is: 3 an expression in the sentence, 2 the report's day, 1 background, 0 unknown.
    pub rank: u8,
    /// When the reports were published.
    pub published: (i32, i32),
    /// Where, hashed names.
    pub places: BTreeSet<u64>,
    /// States where it took place.
    pub place_states: BTreeSet<StateKey>,
    /// What the sentences are about: stems, hashed, sorted.
    pub theme: Vec<u32>,
    /// Names in the sentences that are not the sides', hashed, sorted.
    pub names: Vec<u32>,
    /// Stems of the words that signal it, hashed, sorted.
    pub triggers: Vec<u32>,
}

impl Telling {
    /// All states of its sides.
    pub fn states(&self) -> BTreeSet<StateKey> {
        self.source.union(&self.target).copied().collect()
    }

    /// Whether its days leave more open than a month.
    pub fn is_vague(&self) -> bool {
        calendar::slack(self.when) > 31
    }

    /// One telling of two that are one event.
    pub fn join(&mut self, other: &Telling) {
        self.claims.extend_from_slice(&other.claims);
        self.claims.sort_unstable();
        if self.mode == 0 || (other.mode != 0 && (self.planned && !other.planned)) {
            self.mode = if other.mode == 0 { self.mode } else { other.mode };
        }
        self.planned &= other.planned;
        self.supposed &= other.supposed;
        self.about.extend(&other.about);
        self.source.extend(&other.source);
        self.target.extend(&other.target);
        self.directed |= other.directed;
        self.doers.extend(&other.doers);
        self.done_to.extend(&other.done_to);
        self.persons.extend(&other.persons);
        self.levels.extend(&other.levels);
        self.target_sectors.extend(&other.target_sectors);
        let met = (self.when.0.max(other.when.0), self.when.1.min(other.when.1));
        if met.0 <= met.1 {
            self.when = met;
        } else if (other.rank, std::cmp::Reverse(calendar::slack(other.when)))
            > (self.rank, std::cmp::Reverse(calendar::slack(self.when)))
        {
            self.when = other.when;
        }
        self.rank = self.rank.max(other.rank);
        self.published = (self.published.0.min(other.published.0), self.published.1.max(other.published.1));
        self.places.extend(&other.places);
        self.place_states.extend(&other.place_states);
        for (mine, theirs) in [
            (&mut self.theme, &other.theme),
            (&mut self.names, &other.names),
            (&mut self.triggers, &other.triggers),
        ] {
            mine.extend_from_slice(theirs);
            mine.sort_unstable();
            mine.dedup();
        }
    }
}

/// What the claims of the reports are read against.
pub(crate) struct Reading<'a> {
    pub docs: &'a [&'a Annotated],
    pub published: &'a [Published],
    pub persons: &'a Persons,
    pub tenures: &'a Tenures,
}

impl Reading<'_> {
    /// All claims of one report.
    pub fn of_doc(&self, d: u32) -> Vec<Telling> {
        let doc = self.docs[d as usize];
        let index = TextIndex::new(&doc.text);
        (0..doc.events.len() as u32).map(|n| self.telling(d, n, &index)).collect()
    }

    /// The person of an actor: by name, or by the office held on those days.
    pub fn person(&self, d: u32, actor: u32, when: (i32, i32)) -> Option<PersonId> {
        let known = self.persons.of(d, actor);
        if known.is_some() {
            return known;
        }
        let actor = self.docs[d as usize].actors.get(actor as usize)?;
        if !actor.unnamed || actor.former {
            return None;
        }
        let published = calendar::bounds(&self.published[d as usize].interval());
        let when = if calendar::slack(when) > 200 { published } else { when };
        self.tenures.holder(actor.state.as_deref()?, actor.office.as_deref()?, when)
    }

    fn telling(&self, d: u32, n: u32, index: &TextIndex) -> Telling {
        let doc = self.docs[d as usize];
        let claim = &doc.events[n as usize];
        let published = calendar::bounds(&self.published[d as usize].interval());
        let plan = claim.plans.as_ref().filter(|_| {
            claim.event_type == EventType::Agree && matches!(claim.status, Status::Planned | Status::Proposed)
        });
        let planned = plan.is_some() || matches!(claim.status, Status::Planned | Status::Proposed);
        let (date, rank) = claim_date(doc, claim, &self.published[d as usize]);
        let mut when = calendar::bounds(&date.interval());
        // What is told as done was done when the report came out; what is told as to come was not yet, and is near.
        if planned {
            if published.0 > OPEN.0 && when.0 <= OPEN.0 {
                when.0 = published.0;
            }
            if published.1 < OPEN.1 && when.1 >= OPEN.1 {
                when.1 = (published.1 + 120).max(when.0);
            }
        } else if matches!(claim.status, Status::Happened) && published.1 < OPEN.1 {
            when.1 = when.1.min((published.1 + 1).max(when.0));
        }
        let sides = |parties: &[chancery_model::Party]| -> BTreeSet<StateKey> {
            let actors = parties.iter().filter_map(|p| doc.actors.get(p.actor as usize));
            actors.filter_map(|a| a.state.as_deref()).map(state_key).collect()
        };
        let (source, target) = (sides(&claim.source), sides(&claim.target));
        let mut doers = BTreeSet::new();
        let mut done_to = BTreeSet::new();
        let mut persons = BTreeSet::new();
        let mut levels = BTreeSet::new();
        let parties = claim.source.iter().map(|p| (p, 0)).chain(claim.target.iter().map(|p| (p, 1)));
        for (party, role) in parties.chain(claim.persons.iter().map(|p| (p, 2))) {
            let Some(actor) = doc.actors.get(party.actor as usize) else { continue };
            let state = actor.state.as_deref().map_or(0, state_key);
            if let Some(office) = &actor.office {
                let level = offices::level(&offices::plain(office, actor.state.as_deref().unwrap_or("")));
                if level > 0 {
                    levels.insert((state, level));
                }
            }
            let Some(person) = self.person(d, party.actor, when) else { continue };
            persons.insert((state, person));
            match role {
                0 => doers.insert(person),
                1 => done_to.insert(person),
                _ if target.contains(&state) && !source.contains(&state) => done_to.insert(person),
                _ if source.contains(&state) && !target.contains(&state) => doers.insert(person),
                _ => false,
            };
        }
        let sectors = claim.target.iter().filter_map(|p| doc.actors.get(p.actor as usize)?.sector.as_deref());
        let target_sectors = sectors.map(|s| text::hash(s.as_bytes())).collect();
        let (theme, names, triggers) = self.words(d, claim, index);
        let (thing, mode) = match plan {
            Some(plan) => (plan.event_type, plan.mode.as_deref()),
            None => (claim.event_type, claim.mode.as_deref()),
        };
        let reciprocal = claim.event_type.can_be_reciprocal() && !claim.target.is_empty() && source == target;
        Telling {
            claims: vec![(d, n)],
            thing,
            mode: mode.map_or(0, mode_key),
            planned,
            supposed: claim.status == Status::Hypothetical,
            about: claim.plans.iter().filter(|_| plan.is_none()).map(|p| p.event_type).collect(),
            source,
            target,
            directed: !reciprocal,
            doers,
            done_to,
            persons,
            levels,
            target_sectors,
            when,
            rank,
            published,
            places: claim.place.iter().map(|p| text::hash(text::fold(&p.name).as_bytes())).collect(),
            place_states: claim.place.iter().filter_map(|p| p.state.as_deref()).map(state_key).collect(),
            theme,
            names,
            triggers,
        }
    }

    /// Stems of the sentence, its names, and the signal's stems; nothing that only names the sides.
    fn words(&self, d: u32, claim: &Claim, index: &TextIndex) -> (Vec<u32>, Vec<u32>, Vec<u32>) {
        let doc = self.docs[d as usize];
        let Some(sentence) = doc.sentences.get(claim.sentence as usize) else {
            return (Vec::new(), Vec::new(), Vec::new());
        };
        let span = sentence.span();
        let bytes = index.byte_span(span);
        let slice = bytes.of(&doc.text);
        let parties: BTreeSet<u32> =
            claim.source.iter().chain(&claim.target).chain(&claim.persons).map(|p| p.actor).collect();
        let mut cover: Vec<(CharSpan, bool)> = Vec::new();
        let from = doc.mentions.partition_point(|m| m.start < span.start.saturating_sub(200));
        for mention in doc.mentions[from..].iter().take_while(|m| m.start < span.end) {
            if !mention.span().overlaps(span) {
                continue;
            }
            let side = mention.actor.is_some_and(|a| {
                parties.contains(&a) || doc.actors.get(a as usize).is_some_and(|a| a.kind == ActorKind::State)
            });
            let names =
                matches!(mention.kind, MentionKind::Person | MentionKind::Organization | MentionKind::Place)
                    && !mention.anaphor;
            cover.push((mention.span(), names && !side));
        }
        let (mut theme, mut names, mut triggers) = (Vec::new(), Vec::new(), Vec::new());
        for word in text::placed(slice, span.start) {
            let folded = text::fold(&word.text);
            let stem = text::hash(text::stem(&folded).as_bytes()) as u32;
            if word.span.overlaps(claim.trigger) {
                if !text::is_empty_word(&folded) {
                    triggers.push(stem);
                }
                continue;
            }
            if text::is_empty_word(&folded) {
                continue;
            }
            let mut covered = false;
            let mut named = false;
            for (over, is_name) in &cover {
                if over.overlaps(word.span) {
                    covered = true;
                    named |= is_name;
                }
            }
            match (covered, named) {
                (true, true) => names.push(stem),
                (true, false) => {}
                _ => theme.push(stem),
            }
        }
        for list in [&mut theme, &mut names, &mut triggers] {
            list.sort_unstable();
            list.dedup();
        }
        (theme, names, triggers)
    }
}

/// A mode as a number.
pub(crate) fn mode_key(mode: &str) -> u64 {
    text::hash(mode.as_bytes()).max(1)
}

/// A claim's days, reckoned again where the report's day is now better known, and how good they are.
pub(crate) fn claim_date(doc: &Annotated, claim: &Claim, published: &Published) -> (ClaimDate, u8) {
    let mut date = claim.date.clone();
    if published.basis == Some(DateBasis::Record) && published.interval() != doc.published.interval() {
        let reckoned = match claim.date.time.and_then(|t| doc.times.get(t as usize)) {
            Some(time) => time.reckoning.as_ref().map(|r| r.reckon(&published.interval())),
            // The report's own day.
            None if matches!(claim.date.basis.as_str(), "document") => Some(published.interval()),
            None => None,
        };
        if let Some(days) = reckoned.filter(|d| !d.is_unknown()) {
            date.begin = days.begin;
            date.end = days.end;
        }
    }
    let rank = match date.basis.as_str() {
        _ if date.interval().is_unknown() => 0,
        "time" => 3,
        "background" | "unknown" => 1,
        _ => 2,
    };
    (date, rank)
}
