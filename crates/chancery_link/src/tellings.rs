//! Claims as linking compares them: sides as states, persons known, days as numbers, words as stems.

use crate::calendar::{self, OPEN};
use crate::few::Few;
use crate::names::{PersonId, Persons};
use crate::offices;
use crate::places;
use crate::shelf::Shelf;
use crate::tenures::Tenures;
use crate::text;
use chancery_model::{
    ActorKind, Annotated, CharSpan, Claim, ClaimDate, ClaimPlace, DateBasis, Day, DayInterval, EventType,
    MentionKind, OF_RECORD, Published, Reckoning, Status, TextIndex, TimeType,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A claim: the place of its report, and its place there.
pub(crate) type ClaimAt = (u32, u32);

/// A state's code, packed; 0 for none.
pub(crate) type StateKey = u32;

/// The code of a state as a number that sorts as the code does.
pub(crate) fn state_key(code: &str) -> StateKey {
    code.bytes().take(4).fold(0, |key, b| (key << 8) | u32::from(b))
        << (8 * (4 - code.len().min(4)) as u32 % 32)
}

/// The code of a state's number.
pub(crate) fn state_code(key: StateKey) -> String {
    String::from_utf8_lossy(&key.to_be_bytes()).trim_end_matches('\0').to_owned()
}

/// The entries of one state, of a list sorted by state.
pub(crate) fn of_state<T>(list: &[(StateKey, T)], state: StateKey) -> &[(StateKey, T)] {
    let from = list.partition_point(|entry| entry.0 < state);
    let to = list.partition_point(|entry| entry.0 <= state);
    &list[from..to]
}

/// One claim, or several claims that are one event, in the form in which they are compared.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Telling {
    /// The claims, by report and place in it, sorted.
    pub claims: Vec<ClaimAt>,
    /// Type of the thing told; of the thing planned, for a plan.
    pub thing: EventType,
    /// Its mode, hashed; 0 for none.
    pub mode: u64,
    /// An act that is done once to a person.
    pub once: bool,
    /// A formal protest (CAMEO 114): an envoy is summoned, a note handed over.
    pub formal: bool,
    /// A journey to a state, whomever it may have led to.
    pub journey: bool,
    /// A visit of so many days, as the words say ("a three-day visit").
    pub stay: bool,
    /// It is only told as to come.
    pub planned: bool,
    /// It is only supposed.
    pub supposed: bool,
    /// What was promised, threatened, asked for or refused.
    pub about: Few<EventType>,
    /// States of the source and of the target.
    pub source: Few<StateKey>,
    /// States of the target.
    pub target: Few<StateKey>,
    /// The sides are not interchangeable.
    pub directed: bool,
    /// Persons who do it.
    pub doers: Few<PersonId>,
    /// Persons to whom it is done.
    pub done_to: Few<PersonId>,
    /// All persons, by state.
    pub persons: Few<(StateKey, PersonId)>,
    /// Persons whom the sentences name besides.
    pub nearby: Few<PersonId>,
    /// All persons of the report, sorted.
    #[serde(with = "shared")]
    pub cast: Arc<[PersonId]>,
    /// The relative time that the days rest on, where the report's day is not known.
    pub would_be: Option<WouldBe>,
    /// Ranks at which each state takes part.
    pub levels: Few<(StateKey, u8)>,
    /// Sectors of the target, hashed.
    pub target_sectors: Few<u64>,
    /// When, as day numbers.
    pub when: (i32, i32),
    /// How good the date is: 3 an expression in the sentence, 2 the report's day, 1 background, 0 unknown.
    pub rank: u8,
    /// When the reports were published.
    pub published: (i32, i32),
    /// Where, hashed names.
    pub places: Few<u64>,
    /// Those of them that are towns.
    pub towns: Few<u64>,
    /// States where it took place.
    pub place_states: Few<StateKey>,
    /// What the sentences are about: stems, hashed.
    pub theme: Few<u32>,
    /// Names in the sentences that are not the sides', hashed.
    pub names: Few<u32>,
    /// Stems of the words that signal it, hashed.
    pub triggers: Few<u32>,
}

impl Telling {
    /// All states of its sides.
    pub fn states(&self) -> Few<StateKey> {
        let mut states = self.source.clone();
        states.join(&self.target);
        states
    }

    /// Whether it names persons of several states.
    pub fn names_both_sides(&self) -> bool {
        // Sorted by state, so that the first and the last differ where there are several.
        self.persons.first().zip(self.persons.last()).is_some_and(|(a, b)| a.0 != b.0)
    }

    /// Whether its days leave more open than a month.
    pub fn is_vague(&self) -> bool {
        calendar::slack(self.when) > 31
    }

    /// Forgets what only comparing needs: a record has hundreds of thousands of events.
    pub fn forget_words(&mut self) {
        self.theme = Few::default();
        self.names = Few::default();
        self.triggers = Few::default();
        self.nearby = Few::default();
        self.places = Few::default();
        self.towns = Few::default();
        self.target_sectors = Few::default();
        self.would_be = None;
        self.cast = Arc::default();
    }

    /// One telling of two that are one event.
    pub fn join(&mut self, other: &Telling) {
        self.claims.extend_from_slice(&other.claims);
        self.claims.sort_unstable();
        if self.mode == 0 || (other.mode != 0 && (self.planned && !other.planned)) {
            self.mode = if other.mode == 0 { self.mode } else { other.mode };
        }
        self.once |= other.once;
        self.formal |= other.formal;
        self.journey |= other.journey;
        self.stay |= other.stay;
        self.planned &= other.planned;
        self.supposed &= other.supposed;
        self.about.join(&other.about);
        self.source.join(&other.source);
        self.target.join(&other.target);
        self.directed |= other.directed;
        self.doers.join(&other.doers);
        self.done_to.join(&other.done_to);
        self.persons.join(&other.persons);
        self.nearby.join(&other.nearby);
        self.levels.join(&other.levels);
        self.target_sectors.join(&other.target_sectors);
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
        self.places.join(&other.places);
        self.towns.join(&other.towns);
        self.place_states.join(&other.place_states);
        self.theme.join(&other.theme);
        self.names.join(&other.names);
        self.triggers.join(&other.triggers);
    }
}

/// Whether a date is a span of some days that the words count.
fn is_stay(doc: &Annotated, date: &ClaimDate) -> bool {
    let time = date.time.and_then(|t| doc.times.get(t as usize));
    time.is_some_and(|t| t.kind == TimeType::Duration)
        && date.interval().days().is_some_and(|n| (2..=14).contains(&n))
}

/// What the claims of the reports are read against.
pub(crate) struct Reading<'a> {
    pub docs: Shelf<'a, &'a Annotated>,
    pub published: Shelf<'a, Published>,
    pub persons: &'a Persons,
    pub tenures: &'a Tenures,
}

impl Reading<'_> {
    /// The claims of the record, by the states of their sides: those of each group come to be events of one group.
    pub fn groups(&self) -> BTreeMap<Vec<StateKey>, Vec<ClaimAt>> {
        let mut groups: BTreeMap<Vec<StateKey>, Vec<ClaimAt>> = BTreeMap::new();
        for (d, doc) in self.docs.iter() {
            for (n, claim) in (0u32..).zip(&doc.events) {
                let states = self.states(d, claim);
                if self.is_of_record(claim, states.len()) {
                    groups.entry(states.to_vec()).or_default().push((d, n));
                }
            }
        }
        groups
    }

    /// What these claims tell; they are sorted.
    pub fn tellings(&self, claims: &[ClaimAt]) -> Vec<Telling> {
        let mut tellings = Vec::with_capacity(claims.len());
        for of_doc in claims.chunk_by(|a, b| a.0 == b.0) {
            let d = of_doc[0].0;
            let doc = self.docs[d as usize];
            let index = TextIndex::new(&doc.text);
            let cast: BTreeSet<PersonId> =
                (0..doc.actors.len() as u32).filter_map(|a| self.persons.of(d, a)).collect();
            let cast: Arc<[PersonId]> = cast.into_iter().collect();
            tellings.extend(of_doc.iter().map(|(_, n)| self.telling(d, *n, &index, &cast)));
        }
        tellings
    }

    /// The states of both sides of a claim.
    fn states(&self, d: u32, claim: &Claim) -> Few<StateKey> {
        let parties = claim.source.iter().chain(&claim.target);
        parties.filter_map(|p| self.state(d, p.actor)).map(state_key).collect()
    }

    /// Whether a claim concerns more than one state's own affairs. The record is of relations: words and dealings within
    /// one state, or with nobody whose state is known, stay in the annotated document.
    fn is_of_record(&self, claim: &Claim, states: usize) -> bool {
        if claim.score.is_some_and(|score| score < OF_RECORD) {
            return false;
        }
        if states > 1 {
            return true;
        }
        use EventType::{Assault, Coerce, Mobilize, Retreat, Sanction};
        let deed = matches!(claim.event_type, Assault | Coerce | Mobilize | Retreat | Sanction);
        // "Norvia arrested two": whoever they were; but not the police and a burglar.
        deed && states == 1 && (claim.source.is_empty() || claim.target.is_empty())
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

    /// The state of an actor; of a person of whom this report does not tell it, the one that the others tell.
    pub fn state(&self, d: u32, actor: u32) -> Option<&str> {
        let told = self.docs[d as usize].actors.get(actor as usize)?.state.as_deref();
        told.or_else(|| match self.persons.list[self.persons.of(d, actor)? as usize].states.as_slice() {
            [one] => Some(one.as_str()),
            _ => None,
        })
    }

    fn telling(&self, d: u32, n: u32, index: &TextIndex, cast: &Arc<[PersonId]>) -> Telling {
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
        let sides = |parties: &[chancery_model::Party]| -> Few<StateKey> {
            parties.iter().filter_map(|p| self.state(d, p.actor)).map(state_key).collect()
        };
        let (source, target) = (sides(&claim.source), sides(&claim.target));
        let mut doers = Few::default();
        let mut done_to = Few::default();
        let mut persons = Few::default();
        let mut levels = Few::default();
        let parties = claim.source.iter().map(|p| (p, 0)).chain(claim.target.iter().map(|p| (p, 1)));
        for (party, role) in parties.chain(claim.persons.iter().map(|p| (p, 2))) {
            let Some(actor) = doc.actors.get(party.actor as usize) else { continue };
            let state = self.state(d, party.actor).map_or(0, state_key);
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
        // An act on a person that is told without a time of its own may be long past: reports recall arrests.
        if rank == 2 && !done_to.is_empty() && is_once(claim.mode.as_deref()) {
            when.0 = OPEN.0;
        }
        let sectors = claim.target.iter().filter_map(|p| doc.actors.get(p.actor as usize)?.sector.as_deref());
        let target_sectors = sectors.map(|s| text::hash(s.as_bytes())).collect();
        let Words { theme, names, triggers, mut nearby } = self.words(d, claim, index);
        nearby.retain(|p| persons.iter().all(|(_, own)| own != p));
        let (thing, mode) = match plan {
            Some(plan) => (plan.event_type, plan.mode.as_deref()),
            None => (claim.event_type, claim.mode.as_deref()),
        };
        let reciprocal = claim.event_type.can_be_reciprocal() && !claim.target.is_empty() && source == target;
        Telling {
            claims: vec![(d, n)],
            thing,
            mode: mode.map_or(0, mode_key),
            once: is_once(mode),
            formal: claim.event_type == EventType::Accuse && claim.cameo.to_string() == "114",
            stay: mode == Some("visit") && is_stay(doc, &date),
            journey: mode == Some("visit") && self.is_journey(d, claim),
            planned,
            supposed: claim.status == Status::Hypothetical,
            about: claim.plans.iter().filter(|_| plan.is_none()).map(|p| p.event_type).collect(),
            source,
            target,
            directed: !reciprocal,
            doers,
            done_to,
            persons,
            nearby,
            cast: cast.clone(),
            would_be: self.would_be(d, &date),
            levels,
            target_sectors,
            when,
            rank,
            published,
            places: claim.place.iter().map(place_key).collect(),
            towns: claim.place.iter().filter(|p| places::is_city(&p.name)).map(place_key).collect(),
            place_states: claim.place.iter().filter_map(|p| p.state.as_deref()).map(state_key).collect(),
            theme: theme.into(),
            names: names.into(),
            triggers: triggers.into(),
        }
    }

    /// Whether a visit is told as one to a state, with nobody named whom it was paid.
    fn is_journey(&self, d: u32, claim: &Claim) -> bool {
        let kind = |actor: u32| self.docs[d as usize].actors.get(actor as usize).map(|a| a.kind);
        let hosts: Vec<&str> = claim.target.iter().filter_map(|p| self.state(d, p.actor)).collect();
        let at_home = |actor: u32| self.state(d, actor).is_some_and(|state| hosts.contains(&state));
        claim.target.iter().all(|p| kind(p.actor) == Some(ActorKind::State))
            && !claim.persons.iter().any(|p| at_home(p.actor))
    }

    /// A relative time in a report of unknown day.
    fn would_be(&self, d: u32, date: &ClaimDate) -> Option<WouldBe> {
        let doc = self.docs[d as usize];
        let reckoning = doc.times.get(date.time? as usize)?.reckoning.as_ref()?;
        let published = calendar::bounds(&self.published[d as usize].interval());
        (calendar::slack(published) > 31)
            .then(|| WouldBe { reckoning: Arc::new(reckoning.clone()), published })
    }

    /// Stems of the sentence, its names, and the signal's stems; nothing that only names the sides.
    fn words(&self, d: u32, claim: &Claim, index: &TextIndex) -> Words {
        let mut words = Words::default();
        let doc = self.docs[d as usize];
        let Some(sentence) = doc.sentences.get(claim.sentence as usize) else {
            return words;
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
            if mention.kind == MentionKind::Person
                && let Some(person) = mention.actor.and_then(|a| self.persons.of(d, a))
            {
                words.nearby.insert(person);
            }
        }
        let Words { theme, names, triggers, .. } = &mut words;
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
        words
    }
}

/// What is shared is written out each time.
mod shared {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use std::sync::Arc;

    pub fn serialize<T: Serialize + ?Sized, S: Serializer>(of: &Arc<T>, to: S) -> Result<S::Ok, S::Error> {
        T::serialize(of, to)
    }

    pub fn deserialize<'d, T: ?Sized, D: Deserializer<'d>>(from: D) -> Result<Arc<T>, D::Error>
    where
        Box<T>: Deserialize<'d>,
    {
        Box::<T>::deserialize(from).map(Arc::from)
    }
}

fn place_key(place: &ClaimPlace) -> u64 {
    text::hash(text::fold(&place.name).as_bytes())
}

/// A relative time whose days hang on the day of its report, which is not known.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct WouldBe {
    #[serde(with = "shared")]
    reckoning: Arc<Reckoning>,
    published: (i32, i32),
}

impl WouldBe {
    fn on(&self, published: i32) -> Option<(i32, i32)> {
        Some(calendar::bounds(&self.reckoning.reckon(&DayInterval::on(calendar::day(published)?))))
    }

    /// Whether it can mean these days: "on Saturday" is no Wednesday.
    pub fn can_be(&self, days: (i32, i32)) -> bool {
        let from = (days.0 - 40).max(self.published.0);
        let to = (days.1 + 430).min(self.published.1);
        (from..=to).any(|p| self.on(p).is_some_and(|d| calendar::meet(d, days, 0)))
    }

    /// Whether two times of one report mean the same more often than not, as its day goes through a year.
    pub fn agrees(&self, other: &WouldBe) -> bool {
        let (first, last) = self.published;
        let from = if first > OPEN.0 { first } else { last.min(0) - 366 };
        let days = (0..12).map(|n| from + 31 * n);
        let met =
            days.filter(|p| self.on(*p).zip(other.on(*p)).is_some_and(|(x, y)| calendar::meet(x, y, 0)));
        met.count() >= 4
    }
}

/// What a sentence is about.
#[derive(Default)]
struct Words {
    theme: Vec<u32>,
    names: Vec<u32>,
    triggers: Vec<u32>,
    nearby: Few<PersonId>,
}

/// Whether acts of this mode are done once to a person: told with other days, they are still one act.
pub(crate) fn is_once(mode: Option<&str>) -> bool {
    matches!(mode, Some("arrest" | "deport" | "release" | "convict" | "expel" | "abduct" | "targeted"))
}

/// A mode as a number.
pub(crate) fn mode_key(mode: &str) -> u64 {
    text::hash(mode.as_bytes()).max(1)
}

/// A claim's days, reckoned again where the report's day is now better known, and how good they are.
pub(crate) fn claim_date(doc: &Annotated, claim: &Claim, published: &Published) -> (ClaimDate, u8) {
    let mut date = claim.date.clone();
    if published.basis == Some(DateBasis::Record) && published.interval() != doc.published.interval() {
        let told = claim.date.time.and_then(|t| doc.times.get(t as usize));
        // "has been held for 19 months": from so long before the report on.
        let length = told.filter(|t| t.begin.is_none() && t.end_date.is_none() && claim.date.basis == "time");
        if let Some((_, most)) = length.and_then(|t| t.length_in_days()) {
            date.begin = published.begin.map(|day| chancery_model::day::plus_days(day, -most));
            date.end = published.end;
        }
        let reckoned = match told {
            Some(time) => time.reckoning.as_ref().map(|r| r.reckon(&published.interval())),
            // The report's own day.
            None if matches!(claim.date.basis.as_str(), "document") => Some(published.interval()),
            None => None,
        };
        if let Some(days) = reckoned.filter(|d| !d.is_unknown()) {
            // A bound moves with what it came from: "since Tuesday" ends with the report's day.
            let (told, was) =
                (claim.date.time.and_then(|t| doc.times.get(t as usize)), doc.published.interval());
            let moved = |bound: Option<Day>,
                         time: Option<Day>,
                         now: Option<Day>,
                         report: (Option<Day>, Option<Day>)| {
                match told {
                    Some(_) if bound == time => now,
                    Some(_) if bound == report.0 => report.1,
                    Some(_) => bound,
                    None => now,
                }
            };
            date.begin =
                moved(date.begin, told.and_then(|t| t.begin), days.begin, (was.begin, published.begin));
            date.end = moved(date.end, told.and_then(|t| t.end_date), days.end, (was.end, published.end));
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
