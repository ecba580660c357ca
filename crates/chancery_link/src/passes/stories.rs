//! Reports that say much the same.

use super::hand::{Brief, Tables, Want};
use super::sayings::Main;
use super::{Inbox, ONE, Outbox, PassError};
use crate::calendar;
use crate::stories::{self, Bag, Stories};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// How often a report holds some terms of a kind.
#[derive(Serialize, Deserialize)]
struct Held {
    n: u32,
    is_original: bool,
    kind: u8,
    terms: Vec<(u32, u32)>,
}

/// What is known of a report besides its terms.
#[derive(Clone, Copy, Serialize, Deserialize)]
struct Outline {
    n: u32,
    is_original: bool,
    days: (i32, i32),
}

/// The terms of each report.
pub(super) fn terms(inbox: &Inbox<'_>, tables: &Tables, out: &mut Outbox) -> Result<(), PassError> {
    for brief in inbox.rows::<Brief>("brief")? {
        let (n, is_original) = (brief.n, brief.lead == brief.n);
        let published = tables.days.get(&n).unwrap_or(&brief.published);
        let days = calendar::bounds(&published.interval());
        out.put("outline", n.into(), &Outline { n, is_original, days })?;
        for (kind, counts) in (0u8..).zip(stories::terms_of(&brief.doc)) {
            let mut by_key: BTreeMap<u32, Vec<(u32, u32)>> = BTreeMap::new();
            for (term, count) in counts {
                by_key.entry(out.key(term.into())).or_default().push((term, count));
            }
            for (key, terms) in by_key {
                out.put("term", key.into(), &Held { n, is_original, kind, terms })?;
            }
        }
    }
    Ok(())
}

/// The weights of some terms of a kind in a report.
#[derive(Serialize, Deserialize)]
struct Weighed {
    n: u32,
    kind: u8,
    terms: Vec<(u32, i32)>,
}

/// Weighs terms by how few reports hold them.
pub(super) fn weigh(inbox: &Inbox<'_>, tables: &Tables, out: &mut Outbox) -> Result<(), PassError> {
    let rows: Vec<Held> = inbox.rows("term")?;
    let groups: BTreeSet<u32> = tables.groups.values().copied().collect();
    let originals = tables.count as usize + groups.len() - tables.groups.len();
    let mut holders: HashMap<(u8, u32), usize> = HashMap::new();
    for row in rows.iter().filter(|row| row.is_original) {
        for (term, _) in &row.terms {
            *holders.entry((row.kind, *term)).or_default() += 1;
        }
    }
    for Held { n, kind, terms, .. } in rows {
        let weigh = |(term, count): &(u32, u32)| {
            let held = holders.get(&(kind, *term)).copied().unwrap_or(1);
            Some((*term, stories::weight(*count, held, originals)?))
        };
        let terms: Vec<(u32, i32)> = terms.iter().filter_map(weigh).collect();
        if !terms.is_empty() {
            out.put("weighed", n.into(), &Weighed { n, kind, terms })?;
        }
    }
    Ok(())
}

/// A report that holds strong words.
#[derive(Serialize, Deserialize)]
struct Strong {
    outline: Outline,
    terms: Vec<u64>,
}

/// What each report is about, and its strongest words.
pub(super) fn bags(inbox: &Inbox<'_>, _: &Tables, out: &mut Outbox) -> Result<(), PassError> {
    let mut kinds: HashMap<u32, [Vec<(u32, i32)>; 3]> = HashMap::new();
    for row in inbox.rows::<Weighed>("weighed")? {
        if let Some(terms) = kinds.entry(row.n).or_default().get_mut(usize::from(row.kind)) {
            terms.extend(row.terms);
        }
    }
    for outline in inbox.rows::<Outline>("outline")? {
        let bag = Bag::of(kinds.remove(&outline.n).unwrap_or_default());
        let mut by_key: BTreeMap<u32, Vec<u64>> = BTreeMap::new();
        for term in bag.strongest() {
            by_key.entry(out.key(term)).or_default().push(term);
        }
        for (key, terms) in by_key {
            out.put("strong", key.into(), &Strong { outline, terms })?;
        }
        if outline.is_original {
            out.put("bag", outline.n.into(), &(outline.n, bag))?;
        }
    }
    Ok(())
}

/// Which originals a report leads to, once for each word.
pub(super) fn strong(inbox: &Inbox<'_>, _: &Tables, out: &mut Outbox) -> Result<(), PassError> {
    let mut holders: BTreeMap<u64, Vec<Outline>> = BTreeMap::new();
    for Strong { outline, terms } in inbox.rows("strong")? {
        for term in terms {
            holders.entry(term).or_default().push(outline);
        }
    }
    let mut follows: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for mut reports in holders.into_values() {
        reports.sort_by_key(|report| (report.days, report.n));
        for (at, from) in reports.iter().enumerate().filter(|(_, from)| from.is_original) {
            let next = stories::next(&reports[at..]).iter().filter(|report| report.is_original);
            follows.entry(from.n).or_default().extend(next.map(|report| report.n));
        }
    }
    for row in follows.into_iter().filter(|(_, next)| !next.is_empty()) {
        out.put("follows", row.0.into(), &row)?;
    }
    Ok(())
}

/// Which reports share strong words enough to be looked at.
pub(super) fn near(inbox: &Inbox<'_>, _: &Tables, out: &mut Outbox) -> Result<(), PassError> {
    let mut follows: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (n, next) in inbox.rows::<(u32, Vec<u32>)>("follows")? {
        follows.entry(n).or_default().extend(next);
    }
    for (n, mut next) in follows {
        next.sort_unstable();
        let next: Vec<u32> = stories::twice(&next).collect();
        let key = out.key(n.into());
        for wanted in next.iter().chain([&n]).filter(|_| !next.is_empty()) {
            out.put("want-bag", u64::from(*wanted), &Want { n: *wanted, key })?;
        }
        if !next.is_empty() {
            out.put("near", n.into(), &(n, next))?;
        }
    }
    Ok(())
}

/// Hands what reports are about to where they are looked at.
pub(super) fn fetch_bags(inbox: &Inbox<'_>, _: &Tables, out: &mut Outbox) -> Result<(), PassError> {
    let mut wants: HashMap<u32, BTreeSet<u32>> = HashMap::new();
    for Want { n, key } in inbox.rows("want-bag")? {
        wants.entry(n).or_default().insert(key);
    }
    for bag in inbox.rows::<(u32, Bag)>("bag")? {
        for key in wants.get(&bag.0).into_iter().flatten() {
            out.put("bag-near", u64::from(*key), &bag)?;
        }
    }
    Ok(())
}

/// How alike they are.
pub(super) fn alike(inbox: &Inbox<'_>, _: &Tables, out: &mut Outbox) -> Result<(), PassError> {
    let bags: HashMap<u32, Bag> = inbox.rows("bag-near")?.into_iter().collect();
    for (n, next) in inbox.rows::<(u32, Vec<u32>)>("near")? {
        for other in next {
            if let (Some(a), Some(b)) = (bags.get(&n), bags.get(&other)) {
                out.put("alike", ONE, &(n.min(other), n.max(other), a.likeness(b)))?;
            }
        }
    }
    Ok(())
}

/// The stories, from who is like whom.
pub(super) fn stories(inbox: &Inbox<'_>, _: &Tables, out: &mut Outbox) -> Result<(), PassError> {
    let mut reports: Vec<Main> = inbox.rows("main")?;
    reports.sort_by_key(|report| report.n);
    let leads: Vec<u32> = reports.iter().map(|report| report.lead).collect();
    let main: Vec<Option<u32>> = reports.iter().map(|report| report.main).collect();
    let days: Vec<(i32, i32)> = reports.iter().map(|report| report.days).collect();
    let ids: Vec<&str> = reports.iter().map(|report| report.id.as_str()).collect();
    let mut stories = Stories::of(&leads, &main, &days);
    for (a, b, likeness) in inbox.rows("alike")? {
        stories.add(a, b, likeness);
    }
    for (n, label) in (0u32..).zip(stories.labels(&ids)) {
        if let Some(label) = label {
            out.put("story", n.into(), &(n, label))?;
        }
    }
    Ok(())
}
