//! Pass 3: who held which office of which state, as the reports show it, and who an unnamed office-holder was.
//!
//! A title shows an office held on the day that is told of. What the words around it add (`turns`) bounds the stay: it began
//! or ended on days that are told, was over when a report says "former", was yet to come when one says "designate".

use crate::calendar::{self, OPEN, day_number};
use crate::few::Few;
use crate::names::{PersonId, Persons};
use crate::offices;
use crate::scene;
use crate::turns::{self, Says, Turn};
use chancery_model::{
    Annotated, CharSpan, Day, DayInterval, Evidence, Mention, MentionKind, Published, Tenure, TenureEnd,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The offices that the reports show, by state and plain title.
#[derive(Default)]
pub(crate) struct Tenures {
    spells: BTreeMap<Office, Vec<Spell>>,
}

/// One thing that one report shows of a person in an office.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Seen {
    /// The report.
    pub doc: u32,
    /// The one that leads its copies.
    pub lead: u32,
    /// What it shows.
    pub says: Says,
    /// Days within which that was; `None` where the report's day is not known.
    pub when: Option<(i32, i32)>,
    /// The words.
    pub evidence: Evidence,
}

/// A person's stay in an office.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Spell {
    /// Who.
    pub person: PersonId,
    /// Day numbers on which a report shows it held, sorted.
    pub days: Vec<i32>,
    /// What it rests on, in order of time.
    pub seen: Vec<Seen>,
    /// So many reports show it, where that is no longer to be seen.
    shown: usize,
    /// Held for the time being.
    pub acting: bool,
    title: String,
    /// Days within which it began, as told.
    began: Option<(i32, i32)>,
    /// Days within which it ended, as told.
    ended: Option<(i32, i32)>,
    /// First day on which it was over.
    former_by: Option<i32>,
    /// Last day on which it was yet to begin.
    not_before: Option<i32>,
    /// Days between which "new" and "outgoing" put it.
    near: (i32, i32),
}

/// Days by which a report may lag behind what it tells of an office.
const LAG: i32 = 30;
/// Days for which a holder is called new, or outgoing.
const NEW: i32 = 270;

impl Spell {
    /// Keeps of what it rests on what clashes are told with: the first and the last words that show it held, and how many
    /// reports do.
    pub fn forget_words(&mut self) {
        self.shown = self.reports();
        let words: Vec<Evidence> = self.held_words().cloned().collect();
        self.seen.retain(|s| is_held(s.says) && s.when.is_some());
        if self.seen.len() > 2 {
            self.seen.drain(1..self.seen.len() - 1);
        }
        debug_assert!(self.held_words().eq(&words));
    }

    /// First and last day on which it was surely held.
    pub fn bounds(&self) -> Option<(i32, i32)> {
        let (began, ended) = (self.began.map(|b| b.1), self.ended.map(|e| e.0));
        let first = self.days.first().copied().into_iter().chain(began).min().or(ended)?;
        let last = self.days.last().copied().into_iter().chain(ended).max().or(began)?;
        // Reports lag: the old title stands for some days.
        let first = self.began.map_or(first, |b| first.max(b.0));
        let last = self.ended.map_or(last, |e| last.min(e.1));
        Some((first.min(last), last.max(first)))
    }

    /// Days outside of which it was not held, as far as is told.
    fn limits(&self) -> (i32, i32) {
        let from = [self.began.map(|b| b.0), self.not_before, Some(self.near.0)];
        let to = [self.ended.map(|e| e.1), self.former_by, Some(self.near.1)];
        (from.into_iter().flatten().max().unwrap_or(OPEN.0), to.into_iter().flatten().min().unwrap_or(OPEN.1))
    }

    /// The first and the last words that show it held.
    pub fn held_words(&self) -> impl Iterator<Item = &Evidence> {
        let held = || self.seen.iter().filter(|s| is_held(s.says) && s.when.is_some()).map(|s| &s.evidence);
        let (first, last) = (held().next(), held().next_back());
        first.into_iter().chain(last.filter(|l| Some(*l) != first))
    }

    /// How many reports show it held, on days that are known.
    fn reports(&self) -> usize {
        let held = self.seen.iter().filter(|s| is_held(s.says) && s.when.is_some());
        held.map(|s| s.doc).collect::<Few<u32>>().len().max(self.shown)
    }

    /// How often it is shown held.
    fn weight(&self) -> usize {
        self.days.len()
    }
}

/// An office, by state and plain title.
pub(crate) type Office = (String, String);

/// The holders of the offices.
pub(crate) type Offices = BTreeMap<Office, Holders>;

/// What is gathered of one person in one office.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Gathered {
    titles: BTreeMap<String, usize>,
    seen: Vec<Seen>,
}

impl Gathered {
    pub fn join(&mut self, other: Gathered) {
        for (title, n) in other.titles {
            *self.titles.entry(title).or_default() += n;
        }
        self.seen.extend(other.seen);
    }

    fn reports(&self) -> usize {
        self.seen.iter().map(|s| s.doc).collect::<Few<u32>>().len()
    }
}

/// The holders of one office.
pub(crate) type Holders = BTreeMap<PersonId, Gathered>;

/// What the sentences of each report say of persons in offices; the days play no part in it.
pub(crate) fn read_turns(docs: &[&Annotated]) -> Vec<Vec<Turn>> {
    crate::each::each(docs.to_vec(), |d| 1 + d.mentions.len() / 8, turns_of)
}

/// The same of one report.
pub(crate) fn turns_of(doc: &Annotated) -> Vec<Turn> {
    turns::turns(doc, &sentences(doc))
}

/// The sentences that name somebody who holds or held an office.
fn sentences(doc: &Annotated) -> BTreeSet<u32> {
    let official: Vec<bool> = doc.actors.iter().map(|a| a.office.is_some() && !a.unnamed).collect();
    let named = doc.mentions.iter().filter(|m| {
        m.actor.is_some_and(|a| official.get(a as usize) == Some(&true))
            && matches!(m.kind, MentionKind::Person | MentionKind::Role)
    });
    let sentence = |m: &Mention| doc.sentences.partition_point(|s| s.end <= m.start) as u32;
    named.map(sentence).collect()
}

impl FromIterator<(Office, Vec<Spell>)> for Tenures {
    fn from_iter<I: IntoIterator<Item = (Office, Vec<Spell>)>>(offices: I) -> Tenures {
        Tenures { spells: offices.into_iter().filter(|(_, spells)| !spells.is_empty()).collect() }
    }
}

impl Tenures {
    /// Gathers the offices of the reports; `turns` as [`read_turns`] gives them.
    pub fn gather(
        docs: &[&Annotated],
        turns: &[Vec<Turn>],
        published: &[Published],
        persons: &Persons,
        leader: &[u32],
    ) -> Tenures {
        let mut offices = Offices::new();
        for (d, doc) in docs.iter().enumerate() {
            let at = (d as u32, leader[d]);
            of_report(at, doc, &turns[d], &published[d], persons, &mut offices);
        }
        for holders in offices.values_mut() {
            by_full_name(holders, persons);
        }
        right(&mut offices);
        Tenures::from_iter(offices.into_iter().map(|(office, holders)| (office, spells(holders))))
    }

    /// Who held the office on the days of the interval: the one person whom the reports show in it then, or next to then with
    /// nobody else between. Nobody whose stay had ended by then, or was yet to begin.
    pub fn holder(&self, state: &str, office: &str, when: (i32, i32)) -> Option<PersonId> {
        let office = offices::plain(&scene::bare_title(office), state);
        let spells = self.spells.get(&(state.to_owned(), office))?;
        let (from, to) = when;
        if to.saturating_sub(from) > 200 {
            // Too vague for an office that changed hands.
            let all: BTreeSet<PersonId> = spells.iter().map(|s| s.person).collect();
            return if all.len() == 1 { all.first().copied() } else { None };
        }
        let mut near: Vec<(i32, PersonId)> = Vec::new();
        for spell in spells {
            let Some((first, last)) = spell.bounds() else { continue };
            let limits = spell.limits();
            let gap = (first - to).max(from - last).max(0);
            if gap <= 250 && limits.0 <= to && from <= limits.1 {
                near.push((gap, spell.person));
            }
        }
        near.sort_unstable();
        match near.as_slice() {
            [] => None,
            [(_, one)] => Some(*one),
            [(a, one), (b, other), ..] => {
                (one == other || (*a == 0 && *b > 0) || *b - *a > 90).then_some(*one)
            }
        }
    }

    /// The stays of a person in offices of a state, with the plain title.
    pub fn of_person<'t>(
        &'t self,
        state: &str,
        person: PersonId,
    ) -> impl Iterator<Item = (&'t str, &'t Spell)> {
        let from = (state.to_owned(), String::new());
        let state = state.to_owned();
        self.spells.range(from..).take_while(move |((s, _), _)| *s == state).flat_map(
            move |((_, o), spells)| {
                spells.iter().filter(move |s| s.person == person).map(move |s| (o.as_str(), s))
            },
        )
    }

    /// The table of the record.
    pub fn table(&self, persons: &Persons) -> Vec<Tenure> {
        let mut rows: Vec<Tenure> = self
            .spells
            .iter()
            .flat_map(|((state, _), spells)| spells.iter().map(move |s| (state, s)))
            .map(|(state, spell)| row(state, spell, persons))
            .collect();
        rows.sort_by(compare);
        rows
    }

    /// Two persons shown in one sole office of one state on the same days, none of them for the time being.
    pub fn clashes(&self, persons: &Persons) -> Vec<(&str, &str, &Spell, &Spell)> {
        // By person: the offices and how often they are shown.
        let mut held: HashMap<PersonId, Vec<(&str, &str, usize)>> = HashMap::new();
        for ((state, office), spells) in &self.spells {
            for spell in spells {
                held.entry(spell.person).or_default().push((state, office, spell.weight()));
            }
        }
        // A person whom the reports show more often in another office is misread, not two at once; so is one whom a single
        // report shows.
        let misread = |spell: &Spell, state: &str, office: &str| {
            let more = |(s, o, n): &(&str, &str, usize)| (*s, *o) != (state, office) && *n > spell.weight();
            spell.reports() < 2 || held.get(&spell.person).is_some_and(|all| all.iter().any(more))
        };
        let mut found = Vec::new();
        for ((state, office), spells) in
            self.spells.iter().filter(|((s, o), _)| offices::is_sole(o) && !is_union(s))
        {
            let mut dated: Vec<((i32, i32), &Spell)> = spells
                .iter()
                .filter(|s| !s.acting && !misread(s, state, office))
                .filter_map(|s| Some((s.bounds()?, s)))
                .collect();
            dated.sort_by_key(|(bounds, s)| (*bounds, s.person));
            let mut open: Vec<((i32, i32), &Spell)> = Vec::new();
            for (days, spell) in dated {
                open.retain(|(other, _)| other.1 >= days.0);
                for (other_days, other) in &open {
                    if !persons.alike(other.person, spell.person)
                        && together(*other_days, days)
                        && comparable(other, spell, (days.0, days.1.min(other_days.1)))
                    {
                        found.push((state.as_str(), office.as_str(), *other, spell));
                    }
                }
                open.push((days, spell));
            }
        }
        found
    }
}

/// Whether a code stands for a union or a body of many offices of one name.
fn is_union(code: &str) -> bool {
    matches!(code, "EUR" | "UNO" | "IGO" | "NGO" | "MNC" | "IMG" | "ISM")
}

/// Whether neither of two is shown so rarely on the days they share that it is sooner misread than held by two.
fn comparable(a: &Spell, b: &Spell, days: (i32, i32)) -> bool {
    let shown = |s: &Spell| {
        let near =
            s.days.partition_point(|d| *d < days.0 - LAG)..s.days.partition_point(|d| *d <= days.1 + LAG);
        near.len()
    };
    let (x, y) = (shown(a), shown(b));
    x.min(y) > 0 && x.max(y) <= 5 * x.min(y)
}

/// Whether two stays overlap by more than the days of a handover.
fn together(a: (i32, i32), b: (i32, i32)) -> bool {
    let (from, to) = (a.0.max(b.0), a.1.min(b.1));
    let inside = |x: (i32, i32), y: (i32, i32)| x.0 - y.0 >= HANDOVER && y.1 - x.1 >= HANDOVER;
    from <= to && (to - from >= HANDOVER || a == b || inside(a, b) || inside(b, a))
}

/// Days in which both the old and the new holder may be called by the title.
const HANDOVER: i32 = 3;

/// What one report shows, by its number and that of the one that leads its copies.
pub(crate) fn of_report(
    (d, lead): (u32, u32),
    doc: &Annotated,
    turns: &[Turn],
    published: &Published,
    persons: &Persons,
    offices: &mut Offices,
) {
    let day = shown_on(published);
    let latest = calendar::bounds(&published.interval()).1;
    let by = day.map(day_number).or((latest < OPEN.1).then_some(latest));
    // By actor and office: titles as written and what is told.
    type Told = BTreeMap<(u32, String, String), (String, Vec<(Says, Option<(i32, i32)>, CharSpan)>)>;
    let mut told: Told = BTreeMap::new();
    for turn in turns {
        let Some((state, plain, title)) = office_of(doc, turn) else { continue };
        let Some(sentence) = doc.sentences.get(turn.sentence as usize) else { continue };
        let time = turn.time.and_then(|t| doc.times.get(t as usize));
        let told_days = time.map(|t| match &t.reckoning {
            Some(reckoning) => calendar::bounds(&reckoning.reckon(&published.interval())),
            None => calendar::bounds(&t.interval()),
        });
        let (says, when) = dated(turn.says, told_days.filter(|t| *t != OPEN), by);
        told.entry((turn.actor, state, plain)).or_insert_with(|| (title, Vec::new())).1.push((
            says,
            when,
            sentence.span(),
        ));
    }
    for (a, actor) in doc.actors.iter().enumerate() {
        let (Some(office), Some(state)) = (&actor.office, &actor.state) else { continue };
        let title = scene::bare_title(office);
        let plain = offices::plain(&title, state);
        if actor.unnamed || !offices::is_office(&plain) || !is_public(actor.sector.as_deref(), &plain) {
            continue;
        }
        let Some(span) = title_sentence(doc, a as u32) else { continue };
        let (_, notes) =
            told.entry((a as u32, state.clone(), plain)).or_insert_with(|| (title.clone(), Vec::new()));
        let over = notes.iter().any(|n| matches!(n.0, Says::Former | Says::Then | Says::Ended));
        if actor.former {
            if !over {
                notes.push((Says::Former, by.map(|d| (d, d)), span));
            }
            continue;
        }
        let coming = notes.iter().any(|n| n.0 == Says::Coming)
            || office.contains("-elect")
            || office.contains("designate");
        if coming && notes.is_empty() {
            notes.push((Says::Coming, by.map(|d| (d, d)), span));
        }
        if !over && !coming {
            let says = if office.to_lowercase().starts_with("acting") { Says::Acting } else { Says::Held };
            let when = told_of(doc, a as u32, day).map(day_number);
            notes.push((says, when.map(|d| (d, d)), span));
        }
    }
    for ((a, state, plain), (title, notes)) in told {
        let Some(person) = persons.of(d, a) else { continue };
        let holder = offices.entry((state, plain)).or_default().entry(person).or_default();
        *holder.titles.entry(title).or_default() += 1;
        for (says, when, span) in notes {
            holder.seen.push(Seen { doc: d, lead, says, when, evidence: crate::evidence(doc, span) });
        }
    }
}

/// State, plain title and title that a phrase speaks of.
fn office_of(doc: &Annotated, turn: &Turn) -> Option<(String, String, String)> {
    let actor = doc.actors.get(turn.actor as usize)?;
    let other = turn.office_of.and_then(|a| doc.actors.get(a as usize));
    let state = actor.state.as_ref().or(other.and_then(|o| o.state.as_ref()))?;
    // "The minister resigned": of what, the name says elsewhere.
    let told = turn.office.as_deref();
    let own = actor.office.as_deref();
    let others = other.and_then(|o| o.office.as_deref());
    [told, others, own].into_iter().flatten().find_map(|title| {
        let title = scene::bare_title(title);
        let plain = offices::plain(&title, state);
        let known = offices::is_office(&plain) && is_public(actor.sector.as_deref(), &plain);
        known.then(|| (state.clone(), plain, title))
    })
}

/// What a phrase comes to on its days: `told` is its own time, `by` the day of the report.
fn dated(says: Says, told: Option<(i32, i32)>, by: Option<i32>) -> (Says, Option<(i32, i32)>) {
    let report = by.map(|d| (d, d));
    match says {
        Says::Began | Says::Ended => match (told, by) {
            // "is sworn in on Monday next"
            (Some(t), Some(by)) if t.0 > by => {
                (if says == Says::Began { Says::Coming } else { Says::Outgoing }, report)
            }
            (Some(t), Some(by)) => (says, Some((t.0, t.1.min(by)))),
            (Some(t), None) => (says, Some(t)),
            (None, by) => (says, by.map(|d| (OPEN.0, d))),
        },
        // A time to the week shows the office held then.
        Says::Then => match told.filter(|t| calendar::slack(*t) <= 7) {
            Some(t) => (Says::Held, Some((t.1, t.1))),
            None => (Says::Former, report),
        },
        _ => (says, report),
    }
}

/// A surname that several bear is that one's who holds the office; where several do, it shows nothing.
pub(crate) fn by_full_name(holders: &mut Holders, persons: &Persons) {
    let short: Vec<PersonId> =
        holders.keys().copied().filter(|p| !persons.list[*p as usize].may_be.is_empty()).collect();
    for p in short {
        let mut bearers = persons.list[p as usize].may_be.iter().filter(|b| holders.contains_key(b));
        let (first, second) = (bearers.next().copied(), bearers.next());
        if let Some(one) = first
            && let Some(gathered) = holders.remove(&p)
            && second.is_none()
            && let Some(holder) = holders.get_mut(&one)
        {
            holder.join(gathered);
        }
    }
}

/// Puts right what persons are shown in by mistake, each person alone.
pub(crate) fn right(offices: &mut Offices) {
    by_state(offices);
    drop_slips(offices);
}

/// Nobody is foreign minister of two states: where reports differ, the state that twice as many of them give is meant.
fn by_state(offices: &mut Offices) {
    let mut states: BTreeMap<(PersonId, String), Vec<(usize, String)>> = BTreeMap::new();
    for ((state, office), holders) in offices.iter().filter(|((_, o), _)| offices::is_sole(o)) {
        for (person, gathered) in holders {
            states.entry((*person, office.clone())).or_default().push((gathered.reports(), state.clone()));
        }
    }
    for ((person, office), mut given) in states.into_iter().filter(|(_, given)| given.len() > 1) {
        given.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        let (most, home) = given[0].clone();
        for (_, state) in given.into_iter().skip(1).filter(|(n, _)| most >= 2 * n) {
            let moved = offices.get_mut(&(state, office.clone())).and_then(|h| h.remove(&person));
            if let Some(moved) = moved
                && let Some(holder) =
                    offices.get_mut(&(home.clone(), office.clone())).and_then(|h| h.get_mut(&person))
            {
                holder.join(moved);
            }
        }
    }
}

/// A sole office that one report alone gives to somebody who is shown in another all around that day is a slip of reading.
fn drop_slips(offices: &mut Offices) {
    let day = |s: &Seen| s.when.map(|w| w.1);
    // By person: the office with the most reports, and its days.
    let mut chief: HashMap<PersonId, (usize, (i32, i32))> = HashMap::new();
    for holders in offices.values() {
        for (person, gathered) in holders {
            let held = || gathered.seen.iter().filter(|s| is_held(s.says)).filter_map(day);
            if let (Some(first), Some(last)) = (held().min(), held().max()) {
                let own = (gathered.reports(), (first, last));
                let most = chief.entry(*person).or_insert(own);
                *most = own.max(*most);
            }
        }
    }
    for holders in offices.iter_mut().filter(|((_, o), _)| offices::is_sole(o)).map(|(_, holders)| holders) {
        holders.retain(|person, gathered| {
            let (reports, days) = chief.get(person).copied().unwrap_or_default();
            let inside = |s: &Seen| day(s).is_some_and(|d| days.0 <= d && d <= days.1);
            let told = |s: &Seen| matches!(s.says, Says::Held | Says::Began);
            !(reports >= 4 && gathered.reports() == 1 && gathered.seen.iter().all(|s| told(s) && inside(s)))
        });
    }
}

/// Whether a report shows the office held on the day.
fn is_held(says: Says) -> bool {
    matches!(says, Says::Held | Says::Acting | Says::New | Says::Outgoing)
}

/// The stays of the holders of one office.
pub(crate) fn spells(holders: Holders) -> Vec<Spell> {
    let mut all: Vec<i32> = holders
        .values()
        .flat_map(|g| &g.seen)
        .filter(|s| is_held(s.says))
        .filter_map(|s| Some(s.when?.0))
        .collect();
    all.sort_unstable();
    let mut out = Vec::new();
    for (person, gathered) in holders {
        out.extend(of_holder(person, gathered, &all));
    }
    out
}

/// The stays of one holder; `all` are the days on which anybody is shown in the office.
fn of_holder(person: PersonId, gathered: Gathered, all: &[i32]) -> Vec<Spell> {
    let Gathered { titles, mut seen } = gathered;
    let title = titles.iter().max_by_key(|(t, n)| (**n, std::cmp::Reverse(t.as_str())));
    let title = title.map(|(t, _)| t.clone()).unwrap_or_default();
    seen.sort_by(|a, b| (a.when, a.says, &a.evidence).cmp(&(b.when, b.says, &b.evidence)));
    let mut days: Vec<i32> =
        seen.iter().filter(|s| is_held(s.says)).filter_map(|s| Some(s.when?.0)).collect();
    days.sort_unstable();
    let over: Vec<i32> = seen
        .iter()
        .filter(|s| matches!(s.says, Says::Ended | Says::Former))
        .filter_map(|s| Some(s.when?.1))
        .collect();
    // One who holds it twice, with another between, has two stays.
    let parted = |a: i32, b: i32| {
        let other = all.partition_point(|d| *d <= a) < all.partition_point(|d| *d < b);
        b - a >= 365 && (other || over.iter().any(|o| a <= *o && *o < b))
    };
    let mut parts: Vec<Vec<i32>> = Vec::new();
    for day in days {
        match parts.last_mut() {
            Some(part) if part.last().is_none_or(|last| !parted(*last, day)) => part.push(day),
            _ => parts.push(vec![day]),
        }
    }
    // A title may be kept for courtesy: where as many reports say "former" about then, it was not held again.
    let courtesy = |part: &[i32]| {
        let (Some(first), Some(last)) = (part.first(), part.last()) else { return false };
        let says = seen.iter().filter(|s| s.says == Says::Former);
        let about = says.filter_map(|s| s.when).filter(|w| first - 180 <= w.1 && w.1 <= last + 180);
        about.count() >= part.len()
    };
    let mut n = 0;
    parts.retain(|part| {
        n += 1;
        n == 1 || !courtesy(part)
    });
    if parts.is_empty() {
        parts.push(Vec::new());
    }
    let mut spells: Vec<Spell> = parts
        .into_iter()
        .map(|days| Spell {
            person,
            days,
            seen: Vec::new(),
            shown: 0,
            acting: false,
            title: title.clone(),
            began: None,
            ended: None,
            former_by: None,
            not_before: None,
            near: OPEN,
        })
        .collect();
    for one in seen {
        let at = place(&spells, &one);
        spells[at].seen.push(one);
    }
    spells.iter_mut().for_each(bound);
    spells
}

/// The stay that something seen belongs to.
fn place(spells: &[Spell], one: &Seen) -> usize {
    let Some((from, to)) = one.when else { return spells.len() - 1 };
    let last = |s: &Spell| s.days.last().copied().unwrap_or(OPEN.1);
    let first = |s: &Spell| s.days.first().copied().unwrap_or(OPEN.0);
    let found = match one.says {
        Says::Ended | Says::Former | Says::Then => spells.iter().rposition(|s| first(s) <= to),
        Says::Began => spells.iter().position(|s| last(s) >= to.min(from.max(OPEN.0 + 1))),
        _ => spells.iter().position(|s| last(s) >= from),
    };
    found.unwrap_or(match one.says {
        Says::Ended | Says::Former | Says::Then => 0,
        _ => spells.len() - 1,
    })
}

/// Works out the bounds of a stay from what is seen of it.
fn bound(spell: &mut Spell) {
    let (first, last) = (spell.days.first().copied(), spell.days.last().copied());
    let told = |says: Says| spell.seen.iter().filter(move |s| s.says == says).filter_map(|s| s.when);
    // The narrowest days that nothing seen contradicts, narrowed by the others.
    let narrow = |mut given: Vec<(i32, i32)>| {
        given.sort_by_key(|g| (calendar::slack(*g), *g));
        given.into_iter().reduce(|a, b| {
            let met = (a.0.max(b.0), a.1.min(b.1));
            if met.0 <= met.1 { met } else { a }
        })
    };
    let begun = told(Says::Began).filter(|b| b.0 > OPEN.0 && first.is_none_or(|f| f >= b.0 - LAG));
    let began = narrow(begun.collect());
    let gone = told(Says::Ended).filter(|e| e.0 > OPEN.0 && last.is_none_or(|l| l <= e.1 + LAG));
    let ended = narrow(gone.collect());
    let over = told(Says::Former).chain(told(Says::Ended)).map(|f| f.1);
    let former_by = over.filter(|f| last.is_none_or(|l| l <= *f)).min();
    // Known only to have begun by the day of a report: held then.
    let by = told(Says::Began).filter(|b| b.0 == OPEN.0).map(|b| b.1).min();
    let yet = told(Says::Coming).map(|c| c.0).filter(|c| first.is_none_or(|f| *c <= f));
    let not_before = yet.max();
    let new = told(Says::New).map(|n| n.0 - NEW).max();
    let outgoing = told(Says::Outgoing).map(|n| n.0 + NEW).min();
    let acting = spell.seen.iter().filter(|s| s.says == Says::Acting).count();
    let plainly =
        spell.seen.iter().filter(|s| s.says == Says::Held).map(|s| s.doc).collect::<Few<u32>>().len();
    spell.acting = acting > 0 && 2 * acting >= plainly;
    spell.began = began.map(|(a, b)| (a, first.filter(|f| *f >= a).map_or(b, |f| b.min(f))));
    spell.ended = ended.map(|(a, b)| (last.filter(|l| *l <= b).map_or(a, |l| a.max(l)), b));
    spell.former_by = former_by.filter(|f| spell.ended.is_none_or(|e| e.1 <= *f));
    spell.not_before = not_before.filter(|n| spell.began.is_none_or(|b| *n <= b.1));
    spell.near = (
        new.filter(|n| first.is_none_or(|f| *n <= f)).unwrap_or(OPEN.0),
        outgoing.filter(|o| last.is_none_or(|l| *o >= l)).unwrap_or(OPEN.1),
    );
    if spell.days.is_empty()
        && let Some(by) = by.filter(|_| spell.former_by.is_none() && spell.began.is_none())
    {
        spell.days.push(by);
    }
}

/// A stay as the record shows it.
pub(crate) fn row(state: &str, spell: &Spell, persons: &Persons) -> Tenure {
    let bounds = spell.bounds();
    let day = |n: Option<i32>| n.and_then(calendar::day);
    let days = |b: Option<(i32, i32)>| b.map(calendar::interval);
    let exact = |b: Option<(i32, i32)>| b.is_some_and(|b| calendar::slack(b) <= 31);
    let mut evidence: Vec<Evidence> = spell.seen.iter().map(|s| s.evidence.clone()).collect();
    evidence.sort();
    evidence.dedup();
    let reports: Few<u32> = spell.seen.iter().map(|s| s.lead).collect();
    let earliest = spell.seen.iter().filter(|s| s.when.is_some()).min_by_key(|s| {
        let begun = s.says == Says::Began && s.when.is_some_and(|w| w.0 > OPEN.0);
        (!begun, s.when.map(|w| w.1), s.says)
    });
    let latest = spell.seen.iter().filter(|s| s.when.is_some()).max_by_key(|s| {
        let gone = s.says == Says::Ended && s.when.is_some_and(|w| w.0 > OPEN.0) && spell.ended.is_some();
        // The first report that says "former" says the most.
        let former = s.says == Says::Former && s.when.map(|w| w.1) == spell.former_by;
        let held = is_held(s.says) || s.says == Says::Began;
        (gone, former, held, s.when.map(|w| w.1), std::cmp::Reverse(&s.evidence))
    });
    Tenure {
        person: persons.name(spell.person).to_owned(),
        office: spell.title.clone(),
        state: state.to_owned(),
        first: day(bounds.map(|b| b.0)),
        last: day(bounds.map(|b| b.1)),
        first_is_start: exact(spell.began),
        last_is_end: exact(spell.ended),
        began: days(spell.began),
        ended: days(spell.ended),
        former_by: day(spell.former_by.filter(|_| spell.ended.is_none())),
        not_before: day(spell.not_before.filter(|_| spell.began.is_none())),
        acting: spell.acting,
        independent: reports.len() as u32,
        earliest: earliest.and_then(end),
        latest: latest.and_then(end),
        evidence,
    }
}

/// The order of the table.
pub(crate) fn compare(a: &Tenure, b: &Tenure) -> std::cmp::Ordering {
    let key = |t: &Tenure| (t.first.is_none(), t.first, t.last, t.former_by);
    (&a.state, &a.office, key(a), &a.person).cmp(&(&b.state, &b.office, key(b), &b.person))
}

/// What stands at one end of a stay.
fn end(seen: &Seen) -> Option<TenureEnd> {
    let days = calendar::interval(seen.when?);
    let says = match seen.says {
        Says::Began => "began",
        Says::Ended => "ended",
        Says::Former | Says::Then => "former",
        Says::Coming => "to come",
        _ => "held",
    };
    Some(TenureEnd { says: says.to_owned(), days, evidence: seen.evidence.clone() })
}

/// Whether an office is a public one, by the sector of its holder, or, of one who holds it no more, by its title.
fn is_public(sector: Option<&str>, plain: &str) -> bool {
    match sector {
        None | Some("GOV" | "MIL" | "LEG" | "JUD" | "SPY" | "COP") => true,
        Some("ELI") => offices::level(plain) > 0 || plain.contains("governor") || plain.contains("adviser"),
        Some(_) => false,
    }
}

/// The day on which a report shows what it says to hold; `None` when it is not known well enough.
fn shown_on(published: &Published) -> Option<Day> {
    published.date.or_else(|| {
        let bounds: DayInterval = published.interval();
        bounds.days().filter(|n| *n <= 31).and(bounds.end)
    })
}

/// The day of which a title is told: a person named in a clause on the past held the office then.
fn told_of(doc: &Annotated, actor: u32, published: Option<Day>) -> Option<Day> {
    let published = published?;
    let Some(title) = title_mention(doc, actor) else { return Some(published) };
    let past = doc.events.iter().find(|claim| {
        let sentence = doc.sentences.get(claim.sentence as usize);
        let parties = claim.source.iter().chain(&claim.target).chain(&claim.persons);
        sentence.is_some_and(|s| s.start <= title.start && title.start < s.end)
            && parties.into_iter().any(|p| p.actor == actor)
            && claim.date.end.is_some_and(|end| chancery_model::day::days_between(end, published) > 60)
    });
    match past {
        None => Some(published),
        // Told to the month; else nothing is known of the day.
        Some(claim) => claim.date.interval().days().filter(|n| *n <= 31).and(claim.date.end),
    }
}

/// The sentence in which the title stands with the person.
pub(crate) fn title_sentence(doc: &Annotated, actor: u32) -> Option<CharSpan> {
    let mention = title_mention(doc, actor)?;
    let at = doc.sentences.partition_point(|s| s.end <= mention.start);
    doc.sentences.get(at).filter(|s| s.start <= mention.start).map(|s| s.span())
}

fn title_mention(doc: &Annotated, actor: u32) -> Option<&Mention> {
    let of = |kind: MentionKind| {
        doc.mentions.iter().find(move |m| m.actor == Some(actor) && m.kind == kind && !m.anaphor)
    };
    of(MentionKind::Role).or_else(|| of(MentionKind::Person))
}
