//! Pass 2: when reports were published, narrowed by what other reports show.
//!
//! A report that tells a thing as done came out when it was done or later; one that tells it as to come, before its end; and
//! one that says "last year" of a thing that others date came out in the year after. Only reports without a day of their own
//! are narrowed, and only by days that other reports give.

use crate::calendar::{self, OPEN};
use crate::names::{PersonId, Persons};
use crate::shelf::Shelf;
use crate::tellings::Telling;
use chancery_model::{Annotated, DateBasis, Day, DayInterval, EventType, Published, Status};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Whether a report's day is open to argument.
pub(crate) fn is_open(published: &Published) -> bool {
    let settled = matches!(
        published.basis,
        Some(DateBasis::Given | DateBasis::Metadata | DateBasis::Dateline | DateBasis::Url | DateBasis::Text)
    );
    published.interval().days().is_none_or(|n| n > 7) || (!settled && published.interval().day().is_none())
}

/// Whether a report is dated well enough to date what others tell: to the month.
fn is_dated(published: &Published) -> bool {
    published.interval().days().is_some_and(|n| n <= 31)
}

/// Reports without a day take it from those whose text they share.
pub(crate) fn from_copies(published: &mut [Published], groups: &[u32]) {
    let mut dated: std::collections::BTreeMap<u32, i32> = Default::default();
    for (day, group) in published.iter().zip(groups) {
        if let Some(date) = day.date.filter(|_| !is_open(day)) {
            let number = calendar::day_number(date);
            dated.entry(*group).and_modify(|d| *d = number.min(*d)).or_insert(number);
        }
    }
    for (day, group) in published.iter_mut().zip(groups) {
        if let Some(number) = dated.get(group)
            && is_open(day)
        {
            let narrowed = narrow(day, (number - 2, number + 2));
            if let Some(likely) =
                calendar::day(*number).filter(|_| narrowed && day.interval().day().is_none())
            {
                day.date = Some(likely);
            }
        }
    }
}

/// Narrows by events that other reports date; gives whether anything changed.
pub(crate) fn from_events(
    docs: &[&Annotated],
    published: &mut [Published],
    groups: &[u32],
    events: &[Telling],
) -> bool {
    let found = told_bounds(Shelf::All(docs), Shelf::All(published), Shelf::All(groups), events);
    let mut changed = false;
    for (d, bound) in found {
        changed |= narrow(&mut published[d as usize], bound);
    }
    changed
}

/// Days within which reports came out, as the events show that they tell.
pub(crate) fn told_bounds(
    docs: Shelf<'_, &Annotated>,
    published: Shelf<'_, Published>,
    groups: Shelf<'_, u32>,
    events: &[Telling],
) -> BTreeMap<u32, (i32, i32)> {
    let mut bounds: BTreeMap<u32, (i32, i32)> = BTreeMap::new();
    for event in events {
        let open = event.claims.iter().filter(|c| is_open(&published[c.0 as usize]));
        for &(d, n) in open {
            let doc = docs[d as usize];
            let claim = &doc.events[n as usize];
            let Some(days) = dated_by_others(docs, published, groups, event, d) else { continue };
            // Words are said again and again; what was said once does not date who tells it.
            let telling_of_acts = claim.event_type.is_conflict() && claim.event_type >= EventType::Protest
                || matches!(claim.event_type, EventType::Consult | EventType::Retreat)
                || claim.plans.is_some();
            let people = event.persons.len() + event.done_to.len();
            if !telling_of_acts || people == 0 {
                continue;
            }
            let bound = bounds.entry(d).or_insert(OPEN);
            match claim.status {
                Status::Happened if claim.plans.is_none() => bound.0 = bound.0.max(days.0),
                Status::Planned => bound.1 = bound.1.min(days.1),
                _ => continue,
            }
            let time = claim.date.time.and_then(|t| doc.times.get(t as usize));
            let reckoning = time.and_then(|t| t.reckoning.as_ref()).filter(|r| r.from.is_none());
            if let Some(reckoning) = reckoning {
                let fits = |p: i32| {
                    let day = calendar::day(p)?;
                    let told = calendar::bounds(&reckoning.reckon(&DayInterval::on(day)));
                    (told != OPEN && calendar::meet(told, days, 0)).then_some(p)
                };
                let (from, to) = (days.0 - SEARCH, days.1 + SEARCH);
                if let (Some(first), Some(last)) =
                    ((from..=to).find_map(fits), (from..=to).rev().find_map(fits))
                    && first > from
                    && last < to
                {
                    *bound = (bound.0.max(first), bound.1.min(last));
                }
            }
        }
    }
    bounds
}

/// How long, in days, a person without an office stays in the news.
const IN_THE_NEWS: i32 = 120;

/// Bounds reports of which nothing is known by the company that they keep: the dated reports that name the same private
/// persons. A detained journalist is in the news for some months, a minister for years, so only who is never given an
/// office counts; and reports that lie more than a year apart say nothing. A bare "14 August" in such a report then has
/// one year that fits, and the report came out after it. Gives whether anything changed.
pub(crate) fn from_company(
    docs: &[&Annotated],
    published: &mut [Published],
    groups: &[u32],
    persons: &Persons,
) -> bool {
    let mut company = Company::default();
    for (d, doc) in (0u32..).zip(docs) {
        for (person, is_official) in named(d, doc, persons) {
            company.add(person, is_official, Guest::of(d, groups[d as usize], &published[d as usize]));
        }
    }
    let mut changed = false;
    for (d, days) in company.found() {
        changed |= from_days_of_company(docs[d as usize], &mut published[d as usize], days);
    }
    changed
}

/// The persons that a report names in full, and whether it shows them in an office.
pub(crate) fn named<'a>(
    d: u32,
    doc: &'a Annotated,
    persons: &'a Persons,
) -> impl Iterator<Item = (PersonId, bool)> + 'a {
    (0u32..).zip(&doc.actors).filter_map(move |(a, actor)| {
        let person = persons.of(d, a)?;
        let is_official = actor.office.is_some() && !actor.former;
        (is_official || persons.name(person).contains(' ')).then_some((person, is_official))
    })
}

/// A report in the company of others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Guest {
    d: u32,
    group: u32,
    /// Its days, where it is dated.
    dated: Option<(i32, i32)>,
    /// Nothing is known of its days.
    is_lost: bool,
}

impl Guest {
    pub fn of(d: u32, group: u32, published: &Published) -> Guest {
        let dated = is_dated(published).then(|| calendar::bounds(&published.interval()));
        let is_lost = published.interval().days().is_none_or(|n| n > 366);
        Guest { d, group, dated, is_lost }
    }

    /// Whether it dates others, or can be dated by them.
    pub fn bears(&self) -> bool {
        self.dated.is_some() || self.is_lost
    }
}

/// The reports that name each person.
#[derive(Default)]
pub(crate) struct Company {
    officials: BTreeSet<PersonId>,
    guests: BTreeMap<PersonId, BTreeSet<Guest>>,
}

impl Company {
    pub fn add(&mut self, person: PersonId, is_official: bool, guest: Guest) {
        if is_official {
            self.officials.insert(person);
        } else if guest.bears() {
            self.guests.entry(person).or_default().insert(guest);
        }
    }

    /// For reports of which nothing is known, the first and the last day of their company.
    pub fn found(&self) -> BTreeMap<u32, (i32, i32)> {
        let mut found: BTreeMap<u32, (i32, i32)> = BTreeMap::new();
        for (_, guests) in self.guests.iter().filter(|(person, _)| !self.officials.contains(person)) {
            for lost in guests.iter().filter(|guest| guest.is_lost) {
                let others = guests.iter().filter(|other| other.group != lost.group);
                for days in others.filter_map(|other| other.dated) {
                    widen(&mut found, lost.d, days);
                }
            }
        }
        found
    }
}

/// Adds days to those of a report's company.
pub(crate) fn widen(found: &mut BTreeMap<u32, (i32, i32)>, d: u32, days: (i32, i32)) {
    let all = found.entry(d).or_insert(days);
    *all = (all.0.min(days.0), all.1.max(days.1));
}

/// Bounds a report by the days of its company; gives whether that changed anything.
pub(crate) fn from_days_of_company(
    doc: &Annotated,
    published: &mut Published,
    (from, to): (i32, i32),
) -> bool {
    if to - from > 366 {
        return false;
    }
    let (mut from, to) = (from - IN_THE_NEWS, to + IN_THE_NEWS);
    for time in &doc.times {
        let fitting = (from..=to).filter_map(calendar::day).filter(|day| {
            time.value.strip_prefix("XXXX-").is_some_and(|rest| day.to_string().get(5..) == Some(rest))
        });
        if let [only] = Vec::from_iter(fitting)[..] {
            from = from.max(calendar::day_number(only));
        }
    }
    narrow(published, (from, to))
}

/// How far from an event, in days, a report is looked for that tells it with a relative time.
const SEARCH: i32 = 1500;

/// Days of an event by dated reports that are no copies of `d`.
fn dated_by_others(
    docs: Shelf<'_, &Annotated>,
    published: Shelf<'_, Published>,
    groups: Shelf<'_, u32>,
    event: &Telling,
    d: u32,
) -> Option<(i32, i32)> {
    let mut bounds: Option<(i32, i32)> = None;
    for &(other, n) in &event.claims {
        if groups[other as usize] == groups[d as usize] || !is_dated(&published[other as usize]) {
            continue;
        }
        let doc = docs[other as usize];
        let claim = &doc.events[n as usize];
        let (date, rank) = crate::tellings::claim_date(doc, claim, &published[other as usize]);
        let days = calendar::bounds(&date.interval());
        if rank < 2
            || calendar::slack(days) > 400
            || !matches!(claim.status, Status::Happened | Status::Ongoing)
        {
            continue;
        }
        bounds = match bounds {
            None => Some(days),
            Some(b) if b.0.max(days.0) <= b.1.min(days.1) => Some((b.0.max(days.0), b.1.min(days.1))),
            // They contradict each other and settle nothing.
            Some(_) => return None,
        };
    }
    bounds
}

/// Narrows publication to days within `bound`; leaves it alone where that leaves no day.
pub(crate) fn narrow(published: &mut Published, bound: (i32, i32)) -> bool {
    let had = published.interval();
    let Some(met) = had.meet(&calendar::interval(bound)) else { return false };
    if met == had {
        return false;
    }
    (published.begin, published.end) = (met.begin, met.end);
    published.basis = Some(DateBasis::Record);
    // "Nov. 11" names one day, once the year is known.
    let named: std::collections::BTreeSet<Day> = published
        .candidates
        .iter()
        .filter(|c| c.date.is_none() && matches!(c.basis, DateBasis::Dateline | DateBasis::Metadata))
        .filter_map(|c| day_within(c.words.as_deref()?, met))
        .collect();
    if let (Some(&day), 1) = (named.first(), named.len()) {
        (published.date, published.begin, published.end) = (Some(day), Some(day), Some(day));
        return true;
    }
    let inside = |d: Day| met.begin.is_none_or(|b| b <= d) && met.end.is_none_or(|e| d <= e);
    published.date = match met.days() {
        Some(1) => met.begin,
        // News comes out soon after what it tells.
        Some(n) if n <= 7 => published.date.filter(|d| inside(*d)).or(met.begin),
        _ => published.date.filter(|d| inside(*d)),
    };
    true
}

/// The one day of an interval that words like "Nov. 11" or "11 November" name.
fn day_within(words: &str, interval: DayInterval) -> Option<Day> {
    let (from, to) = (interval.begin?, interval.end?);
    let parts = crate::text::words(words);
    let month = parts.iter().find_map(|w| {
        let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
        months.iter().position(|m| w.starts_with(m)).map(|n| n as i8 + 1)
    })?;
    let day: i8 = parts.iter().find_map(|w| w.trim_end_matches(char::is_alphabetic).parse().ok())?;
    let mut found = (from.year()..=to.year())
        .filter_map(|year| Day::new(year, month, day).ok())
        .filter(|d| from <= *d && *d <= to);
    found.next().filter(|_| found.next().is_none())
}
