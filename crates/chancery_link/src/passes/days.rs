//! Days of reports, narrowed by what other reports show.

use super::hand::{Brief, Hand, Tables};
use super::{Inbox, ONE, Outbox, PassError};
use crate::days::{self, Company, Guest};
use crate::names::PersonId;
use crate::tellings::Telling;
use chancery_model::Published;
use std::collections::BTreeMap;

/// Days within which reports came out, by the events that they tell.
pub(super) fn dating(inbox: &Inbox<'_>, tables: &Tables, out: &mut Outbox) -> Result<(), PassError> {
    let hand = Hand::of(inbox.rows("dating-hand")?, tables);
    let events: Vec<Telling> = inbox.rows("dating")?;
    let docs = hand.docs();
    let reading = hand.reading(&docs, tables);
    let found = days::told_bounds(reading.docs, reading.published, hand.shelf(&hand.groups), &events);
    for (n, bound) in found {
        out.put("bound", n.into(), &(n, bound))?;
    }
    Ok(())
}

/// Narrows days by events, and sends each report to where its company is.
pub(super) fn narrow(inbox: &Inbox<'_>, tables: &Tables, out: &mut Outbox) -> Result<(), PassError> {
    let mut bounds: BTreeMap<u32, (i32, i32)> = BTreeMap::new();
    for (n, (from, to)) in inbox.rows::<(u32, (i32, i32))>("bound")? {
        let bound = bounds.entry(n).or_insert((from, to));
        *bound = (bound.0.max(from), bound.1.min(to));
    }
    let hand = Hand::of(inbox.rows("brief")?, tables);
    for brief in &hand.briefs {
        let mut published = brief.published.clone();
        if bounds.get(&brief.n).is_some_and(|bound| days::narrow(&mut published, *bound)) {
            out.put("narrowed", brief.n.into(), &(brief.n, &published))?;
        }
        let guest = Guest::of(brief.n, brief.group, &published);
        for (person, is_official) in days::named(brief.n, &brief.doc, &hand.persons) {
            if is_official || guest.bears() {
                out.put("guest", person.into(), &(person, is_official, guest))?;
            }
        }
    }
    Ok(())
}

/// The days of the company of reports of which nothing is known.
pub(super) fn company(inbox: &Inbox<'_>, _: &Tables, out: &mut Outbox) -> Result<(), PassError> {
    let mut company = Company::default();
    for (person, is_official, guest) in inbox.rows::<(PersonId, bool, Guest)>("guest")? {
        company.add(person, is_official, guest);
    }
    for (n, days) in company.found() {
        out.put("company", n.into(), &(n, days))?;
    }
    Ok(())
}

/// The days of all reports that others narrow.
pub(super) fn narrowed(inbox: &Inbox<'_>, _: &Tables, out: &mut Outbox) -> Result<(), PassError> {
    let mut narrowed: BTreeMap<u32, Published> = inbox.rows("narrowed")?.into_iter().collect();
    let mut found = BTreeMap::new();
    for (n, days) in inbox.rows::<(u32, (i32, i32))>("company")? {
        days::widen(&mut found, n, days);
    }
    for brief in inbox.rows::<Brief>("brief")?.into_iter().filter(|brief| found.contains_key(&brief.n)) {
        let mut published = narrowed.get(&brief.n).unwrap_or(&brief.published).clone();
        if days::from_days_of_company(&brief.doc, &mut published, found[&brief.n]) {
            narrowed.insert(brief.n, published);
        }
    }
    for row in narrowed {
        out.put("days", ONE, &row)?;
    }
    Ok(())
}
