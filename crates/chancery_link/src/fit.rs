//! Whether two tellings can be one event, and how well they fit.
//!
//! The answer is `None` where something in them cannot be true of one event, else a whole number: how much speaks for it.
//! Time is in every answer: tellings whose days do not meet are two events, however alike they are.

use crate::calendar;
use crate::names::{PersonId, Persons};
use crate::tellings::{StateKey, Telling, mode_key};
use chancery_model::EventType;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// How much must speak for it before two tellings are held to be one event.
pub(crate) fn needed(thing: EventType, same_report: bool) -> i32 {
    match (thing, same_report) {
        (EventType::Consult, false) => 4,
        (EventType::Consult, true) => 3,
        (_, false) => 6,
        (_, true) => 4,
    }
}

struct Modes {
    phone: u64,
    visit: u64,
    third: u64,
    multilateral: u64,
    arrest: u64,
    deport: u64,
    release: u64,
    convict: u64,
    expel: u64,
    abduct: u64,
    targeted: u64,
}

static MODES: LazyLock<Modes> = LazyLock::new(|| Modes {
    phone: mode_key("phone"),
    visit: mode_key("visit"),
    third: mode_key("third-party"),
    multilateral: mode_key("multilateral"),
    arrest: mode_key("arrest"),
    deport: mode_key("deport"),
    release: mode_key("release"),
    convict: mode_key("convict"),
    expel: mode_key("expel"),
    abduct: mode_key("abduct"),
    targeted: mode_key("targeted"),
});

/// How well two tellings fit; `None` where they cannot be one event.
pub(crate) fn fit(a: &Telling, b: &Telling, persons: &Persons, same_report: bool) -> Option<i32> {
    if a.thing != b.thing {
        return None;
    }
    // The days first: most pairs end there.
    let mut score = days(a, b, same_report, persons)?;
    sides(a, b)?;
    score += modes(a, b)?;
    score += people(a, b, persons)?;
    score += places(a, b, score)?;
    score += about(a, b)?;
    score += words(a, b);
    if a.supposed != b.supposed {
        score -= 2;
    }
    if same_report {
        score += 2;
    }
    Some(score)
}

/// Both do it to the same, in the same direction.
fn sides(a: &Telling, b: &Telling) -> Option<()> {
    let meets = |x: &BTreeSet<StateKey>, y: &BTreeSet<StateKey>| {
        x.is_empty() || y.is_empty() || x.iter().any(|s| y.contains(s))
    };
    let straight = meets(&a.source, &b.source) && meets(&a.target, &b.target);
    let either_way = a.thing.can_be_reciprocal() && (!a.directed || !b.directed);
    let crossed = either_way && !a.states().is_disjoint(&b.states());
    (straight || crossed).then_some(())
}

/// Acts that are done once to a person: told with other days, they are still one act, and the days contradict.
fn is_once(a: &Telling, b: &Telling) -> bool {
    let m = &*MODES;
    let once =
        |mode: u64| [m.arrest, m.deport, m.release, m.convict, m.expel, m.abduct, m.targeted].contains(&mode);
    once(a.mode) && once(b.mode) && a.mode == b.mode
}

fn days(a: &Telling, b: &Telling, same_report: bool, persons: &Persons) -> Option<i32> {
    let slack = if same_report && a.rank == 3 && b.rank == 3 { 0 } else { 1 };
    if !calendar::meet(a.when, b.when, slack) {
        let close = calendar::gap(a.when, b.when) <= 10;
        let clear = calendar::slack(a.when) <= 7 && calendar::slack(b.when) <= 7;
        let once = || is_once(a, b) && shared(&a.done_to, &b.done_to, persons) > 0;
        return (!same_report && close && clear && once()).then_some(0);
    }
    if a.rank == 0 && b.rank == 0 && !same_report {
        return Some(-2);
    }
    let widest = calendar::slack(a.when).max(calendar::slack(b.when));
    Some(match widest {
        i32::MIN..=1 => {
            if calendar::meet(a.when, b.when, 0) {
                4
            } else {
                2
            }
        }
        2..=7 => 3,
        8..=31 => 2,
        32..=100 => 1,
        _ => 0,
    })
}

fn modes(a: &Telling, b: &Telling) -> Option<i32> {
    let m = &*MODES;
    if a.mode == b.mode {
        return Some(i32::from(a.mode != 0));
    }
    if a.mode == 0 || b.mode == 0 {
        // A call is told as a call; a telling without a mode may still be one.
        return Some(if a.mode == m.phone || b.mode == m.phone { -1 } else { 0 });
    }
    let multilateral = a.mode == m.multilateral || b.mode == m.multilateral;
    match a.thing {
        EventType::Consult if multilateral && a.mode != m.phone && b.mode != m.phone => Some(-1),
        EventType::Consult if a.planned != b.planned => {
            // Where a plan went may change; how it was to be held does not.
            let places = [m.visit, m.third];
            (places.contains(&a.mode) && places.contains(&b.mode)).then_some(-1)
        }
        EventType::Accuse | EventType::Request | EventType::Reject | EventType::Threaten => Some(-1),
        EventType::Assault if a.mode != m.abduct && b.mode != m.abduct => Some(-1),
        _ => None,
    }
}

fn shared(a: &BTreeSet<PersonId>, b: &BTreeSet<PersonId>, persons: &Persons) -> i32 {
    a.iter().filter(|x| b.iter().any(|y| persons.same(**x, *y))).count() as i32
}

fn people(a: &Telling, b: &Telling, persons: &Persons) -> Option<i32> {
    let mut score = 0;
    let statement = matches!(
        a.thing,
        EventType::Accuse
            | EventType::Request
            | EventType::Reject
            | EventType::Threaten
            | EventType::Agree
            | EventType::Support
    );
    if a.thing == EventType::Consult {
        let named = a.persons.iter().chain(&b.persons).map(|p| p.0);
        let states: BTreeSet<StateKey> = named.chain(a.levels.iter().chain(&b.levels).map(|l| l.0)).collect();
        for state in states {
            let of = |t: &Telling| -> BTreeSet<PersonId> {
                t.persons.iter().filter(|p| p.0 == state).map(|p| p.1).collect()
            };
            let (x, y) = (of(a), of(b));
            let both = shared(&x, &y, persons);
            if both > 0 {
                score += 3 + i32::from(both > 1);
                continue;
            }
            if !x.is_empty() && !y.is_empty() {
                return None;
            }
            let level = |t: &Telling| t.levels.iter().filter(|l| l.0 == state).fold(0u8, |m, l| m | l.1);
            let (p, q) = (level(a), level(b));
            if p != 0 && q != 0 {
                if p & q == 0 {
                    return None;
                }
                score += 1;
            }
        }
        return Some(score);
    }
    let (doers, victims) = (shared(&a.doers, &b.doers, persons), shared(&a.done_to, &b.done_to, persons));
    if doers > 0 {
        score += if statement { 3 } else { 2 };
    } else if !a.doers.is_empty() && !b.doers.is_empty() {
        if statement {
            return None;
        }
        score -= 2;
    }
    if victims > 0 {
        score += if statement { 2 } else { 6 };
    } else if !a.done_to.is_empty() && !b.done_to.is_empty() {
        if !statement {
            return None;
        }
        score -= 1;
    }
    if !a.target_sectors.is_empty()
        && !b.target_sectors.is_empty()
        && a.target_sectors.is_disjoint(&b.target_sectors)
    {
        score -= 1;
    }
    Some(score)
}

fn places(a: &Telling, b: &Telling, so_far: i32) -> Option<i32> {
    if !a.places.is_disjoint(&b.places) {
        return Some(2);
    }
    if a.place_states.is_empty() || b.place_states.is_empty() {
        return Some(0);
    }
    if !a.place_states.is_disjoint(&b.place_states) {
        return Some(1);
    }
    match a.thing {
        EventType::Consult
        | EventType::Coerce
        | EventType::Assault
        | EventType::Retreat
        | EventType::Mobilize => {
            // The same persons on the same day: one event, and the reports contradict each other.
            (so_far >= 9).then_some(-3)
        }
        _ => Some(-1),
    }
}

fn about(a: &Telling, b: &Telling) -> Option<i32> {
    if a.about.is_empty() || b.about.is_empty() {
        return Some(0);
    }
    Some(if a.about.is_disjoint(&b.about) { -3 } else { 1 })
}

/// What the words say, at most 10.
fn words(a: &Telling, b: &Telling) -> i32 {
    let themes = common(&a.theme, &b.theme);
    let least = a.theme.len().min(b.theme.len());
    let names = common(&a.names, &b.names);
    let mut score = themes.min(4) as i32 + 2 * names.min(2) as i32;
    if themes >= 3 && themes * 2 >= least {
        score += 1;
    }
    if common(&a.triggers, &b.triggers) > 0 {
        score += 1;
    }
    // Measures have objects: tariffs on one thing are not tariffs on another.
    let objects = matches!(
        a.thing,
        EventType::Coerce | EventType::Sanction | EventType::Aid | EventType::Cooperate | EventType::Mobilize
    );
    if objects && themes + names == 0 && a.theme.len().min(b.theme.len()) >= 2 {
        score -= 2;
    }
    score
}

/// How many entries two sorted lists share.
fn common(a: &[u32], b: &[u32]) -> usize {
    let (mut i, mut j, mut n) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                n += 1;
                i += 1;
                j += 1;
            }
        }
    }
    n
}
