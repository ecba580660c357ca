//! Pass 3: who held which office of which state, as the reports show it, and who an unnamed office-holder was.

use crate::calendar::{self, day_number};
use crate::names::{PersonId, Persons};
use crate::offices;
use chancery_model::{Annotated, Day, DayInterval, Evidence, Mention, MentionKind, Published, Tenure};
use std::collections::{BTreeMap, BTreeSet};

/// The offices that the reports show, by state and plain title.
pub(crate) struct Tenures {
    spells: BTreeMap<(String, String), Vec<Spell>>,
}

/// A person's stay in an office.
#[derive(Clone, Debug)]
pub(crate) struct Spell {
    /// Who.
    pub person: PersonId,
    /// Day numbers on which a report shows it held, with the report, sorted.
    pub days: Vec<i32>,
    /// Evidence, in order.
    pub evidence: Vec<Evidence>,
    titles: BTreeMap<String, usize>,
    start: Option<i32>,
    end: Option<i32>,
}

impl Spell {
    /// First and last day on which it is shown.
    pub fn bounds(&self) -> Option<(i32, i32)> {
        let first = self.start.or(self.days.first().copied())?;
        let last = self.end.or(self.days.last().copied())?;
        Some((first.min(last), last))
    }
}

impl Tenures {
    /// Gathers the offices of the reports.
    pub fn gather(docs: &[&Annotated], published: &[Published], persons: &Persons) -> Tenures {
        let mut spells: BTreeMap<(String, String), BTreeMap<PersonId, Spell>> = BTreeMap::new();
        for (d, doc) in docs.iter().enumerate() {
            let day = shown_on(&published[d]);
            for (a, actor) in doc.actors.iter().enumerate() {
                let (Some(person), Some(office), Some(state)) =
                    (persons.of(d as u32, a as u32), &actor.office, &actor.state)
                else {
                    continue;
                };
                let plain = offices::plain(office, state);
                if actor.former || !offices::is_office(&plain) || !is_public(actor.sector.as_deref()) {
                    continue;
                }
                let spell =
                    spells.entry((state.clone(), plain)).or_default().entry(person).or_insert_with(|| {
                        Spell {
                            person,
                            days: Vec::new(),
                            evidence: Vec::new(),
                            titles: BTreeMap::new(),
                            start: None,
                            end: None,
                        }
                    });
                let day = told_of(doc, a as u32, day);
                spell.days.extend(day.map(day_number));
                *spell.titles.entry(office.to_lowercase()).or_default() += 1;
                let Some(evidence) = title_evidence(doc, a as u32) else { continue };
                match (turn(&evidence.text), day.map(day_number)) {
                    (Some(Turn::Start), Some(day)) => {
                        spell.start = Some(spell.start.map_or(day, |s| s.min(day)))
                    }
                    (Some(Turn::End), Some(day)) => spell.end = Some(spell.end.map_or(day, |s| s.max(day))),
                    _ => {}
                }
                spell.evidence.push(evidence);
            }
        }
        let spells = spells
            .into_iter()
            .map(|(office, by_person)| {
                let mut held: Vec<Spell> = by_person.into_values().collect();
                for spell in &mut held {
                    spell.days.sort_unstable();
                    spell.evidence.sort();
                    spell.evidence.dedup();
                    // A start or an end that other reports contradict is none.
                    if spell.start.is_some_and(|s| spell.days.first().is_some_and(|f| *f < s - 30)) {
                        spell.start = None;
                    }
                    if spell.end.is_some_and(|e| spell.days.last().is_some_and(|l| *l > e + 30)) {
                        spell.end = None;
                    }
                }
                (office, in_turn(held))
            })
            .collect();
        Tenures { spells }
    }

    /// Who held the office on the days of the interval: the one person whom the reports show in it then, or next to then with
    /// nobody else between.
    pub fn holder(&self, state: &str, office: &str, when: (i32, i32)) -> Option<PersonId> {
        let spells = self.spells.get(&(state.to_owned(), offices::plain(office, state)))?;
        let (from, to) = when;
        if to.saturating_sub(from) > 200 {
            // Too vague for an office that changed hands.
            let all: BTreeSet<PersonId> = spells.iter().map(|s| s.person).collect();
            return if all.len() == 1 { all.first().copied() } else { None };
        }
        let mut near: Vec<(i32, PersonId)> = Vec::new();
        for spell in spells {
            let Some((first, last)) = spell.bounds() else { continue };
            let gap = (first - to).max(from - last).max(0);
            let closed = (to < first && spell.start.is_some()) || (from > last && spell.end.is_some());
            if gap <= 250 && !(closed && gap > 0) {
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

    /// The table of the record.
    pub fn table(&self, persons: &Persons) -> Vec<Tenure> {
        let mut rows: Vec<Tenure> = self
            .spells
            .iter()
            .flat_map(|((state, _), spells)| spells.iter().map(move |s| (state, s)))
            .map(|(state, spell)| {
                let bounds = spell.bounds();
                let day = |n: Option<i32>| n.and_then(calendar::day);
                let title = spell.titles.iter().max_by_key(|(t, n)| (**n, std::cmp::Reverse(t.as_str())));
                Tenure {
                    person: persons.name(spell.person).to_owned(),
                    office: title.map(|(t, _)| t.clone()).unwrap_or_default(),
                    state: state.clone(),
                    first: day(bounds.map(|b| b.0)),
                    last: day(bounds.map(|b| b.1)),
                    first_is_start: spell.start.is_some(),
                    last_is_end: spell.end.is_some(),
                    evidence: spell.evidence.clone(),
                }
            })
            .collect();
        rows.sort_by(|a, b| {
            (&a.state, &a.office, a.first, &a.person).cmp(&(&b.state, &b.office, b.first, &b.person))
        });
        rows
    }

    /// Two persons shown in one sole office of one state on the same days.
    pub fn clashes(&self) -> Vec<(&str, &str, &Spell, &Spell)> {
        let mut found = Vec::new();
        // A person whom the reports show more often in another office of the state is misread, not two at once.
        let elsewhere = |spell: &Spell, state: &str, office: &str| {
            self.spells.iter().any(|((s, o), others)| {
                s == state
                    && o != office
                    && others.iter().any(|x| x.person == spell.person && x.days.len() > spell.days.len())
            })
        };
        for ((state, office), spells) in self.spells.iter().filter(|((_, o), _)| offices::is_sole(o)) {
            for (n, a) in spells.iter().enumerate() {
                for b in &spells[n + 1..] {
                    let (Some(x), Some(y)) = (a.bounds(), b.bounds()) else { continue };
                    // At a handover the last day of one is the first of the other.
                    let together = (x.0 < y.1 && y.0 < x.1) || (x == y && x.0 == x.1);
                    let misread = elsewhere(a, state, office) || elsewhere(b, state, office);
                    if a.person != b.person && together && !misread {
                        found.push((state.as_str(), office.as_str(), a, b));
                    }
                }
            }
        }
        found
    }
}

/// A person who holds an office twice, with another between, has two spells.
fn in_turn(held: Vec<Spell>) -> Vec<Spell> {
    let mut out = Vec::new();
    for spell in &held {
        let mut from = 0;
        for n in 1..=spell.days.len() {
            let cut = n == spell.days.len() || {
                let (a, b) = (spell.days[n - 1], spell.days[n]);
                b - a >= 365
                    && held
                        .iter()
                        .any(|o| o.person != spell.person && o.days.iter().any(|d| a < *d && *d < b))
            };
            if cut {
                let whole = from == 0 && n == spell.days.len();
                out.push(Spell {
                    days: spell.days[from..n].to_vec(),
                    start: spell
                        .start
                        .filter(|s| whole || *s <= spell.days[from] + 30 && *s >= spell.days[from] - 365),
                    end: spell
                        .end
                        .filter(|e| whole || *e >= spell.days[n - 1] - 30 && *e <= spell.days[n - 1] + 365),
                    ..spell.clone()
                });
                from = n;
            }
        }
        if spell.days.is_empty() {
            out.push(spell.clone());
        }
    }
    out
}

/// Whether an office of this sector is a public one.
fn is_public(sector: Option<&str>) -> bool {
    matches!(sector, None | Some("GOV" | "MIL" | "LEG" | "JUD" | "SPY" | "COP"))
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
fn title_evidence(doc: &Annotated, actor: u32) -> Option<Evidence> {
    let mention = title_mention(doc, actor)?;
    let sentence = doc.sentences.iter().find(|s| s.start <= mention.start && mention.start < s.end)?;
    Some(crate::evidence(doc, sentence.span()))
}

fn title_mention(doc: &Annotated, actor: u32) -> Option<&Mention> {
    let of = |kind: MentionKind| {
        doc.mentions.iter().find(move |m| m.actor == Some(actor) && m.kind == kind && !m.anaphor)
    };
    of(MentionKind::Role).or_else(|| of(MentionKind::Person))
}

enum Turn {
    Start,
    End,
}

/// Whether a sentence says that somebody took an office up or left it.
fn turn(sentence: &str) -> Option<Turn> {
    let words = format!(" {} ", crate::text::words(sentence).join(" "));
    let says = |phrases: &[&str]| phrases.iter().any(|p| words.contains(&format!(" {p} ")));
    if says(&[
        "sworn in as",
        "was sworn in",
        "took office",
        "takes office",
        "assumed office",
        "was appointed",
        "has been appointed",
        "newly appointed",
        "was inaugurated",
    ]) {
        Some(Turn::Start)
    } else if says(&[
        "resigned as",
        "stepped down as",
        "has resigned",
        "was dismissed as",
        "was removed as",
        "was sacked as",
        "left office",
        "announced his resignation",
        "announced her resignation",
    ]) {
        Some(Turn::End)
    } else {
        None
    }
}
