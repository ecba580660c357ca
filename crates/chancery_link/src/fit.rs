//! Whether two tellings can be one event, and how well they fit.
//!
//! The answer is `None` where something in them cannot be true of one event, else a whole number: how much speaks for it.
//! Time is in every answer: tellings whose days do not meet are two events, however alike they are.

use crate::calendar;
use crate::few::Few;
use crate::names::{PersonId, Persons};
use crate::tellings::{StateKey, Telling, mode_key, of_state};
use chancery_model::EventType;
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
    abduct: u64,
}

static MODES: LazyLock<Modes> = LazyLock::new(|| Modes {
    phone: mode_key("phone"),
    visit: mode_key("visit"),
    third: mode_key("third-party"),
    multilateral: mode_key("multilateral"),
    abduct: mode_key("abduct"),
});

/// How well two tellings fit; `None` where they cannot be one event.
pub(crate) fn fit(a: &Telling, b: &Telling, persons: &Persons, same_report: bool) -> Option<i32> {
    if a.thing != b.thing {
        return None;
    }
    // A signing is both sides' act, praise is one side's.
    if a.thing == EventType::Support && a.directed != b.directed {
        return None;
    }
    // To summon an envoy is an act of its own beside what another says in the same report.
    if same_report && a.formal != b.formal && shared(&a.doers, &b.doers, persons) == 0 {
        return None;
    }
    // The days first: most pairs end there.
    let mut score = days(a, b, same_report, persons)?;
    sides(a, b)?;
    score += modes(a, b)?;
    if within_journey(a, b) || within_journey(b, a) {
        return None;
    }
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
    let meets = |x: &Few<StateKey>, y: &Few<StateKey>| {
        x.is_empty() || y.is_empty() || x.iter().any(|s| y.contains(s))
    };
    let straight = meets(&a.source, &b.source) && meets(&a.target, &b.target);
    let either_way = a.thing.can_be_reciprocal() && (!a.directed || !b.directed);
    let crossed = either_way && !a.states().is_disjoint(&b.states());
    (straight || crossed).then_some(())
}

fn days(a: &Telling, b: &Telling, same_report: bool, persons: &Persons) -> Option<i32> {
    let slack = if same_report && a.rank == 3 && b.rank == 3 { 0 } else { 1 };
    if !calendar::meet(a.when, b.when, slack) {
        let close = calendar::gap(a.when, b.when) <= 10;
        let clear = calendar::slack(a.when) <= 7 && calendar::slack(b.when) <= 7;
        let once = || a.once && a.mode == b.mode && shared(&a.done_to, &b.done_to, persons) > 0;
        return (!same_report && close && clear && once()).then_some(0);
    }
    if a.rank == 0 && b.rank == 0 && !same_report {
        return Some(-2);
    }
    let widest = calendar::slack(a.when).max(calendar::slack(b.when));
    // Statements are made again and again.
    let often = if is_statement(a.thing) { -1 } else { 0 };
    // In a report of unknown day, "on Saturday" and "in April" are two times, although some day of publication would let
    // them meet.
    match (&a.would_be, &b.would_be) {
        (Some(x), Some(y)) if a.claims[0].0 == b.claims[0].0 && !x.agrees(y) => return None,
        (Some(x), None) if calendar::slack(b.when) <= 31 && !x.can_be(b.when) => return None,
        (None, Some(y)) if calendar::slack(a.when) <= 31 && !y.can_be(a.when) => return None,
        _ => {}
    }
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
        _ if same_report => 0,
        _ => 2 * often,
    })
}

fn modes(a: &Telling, b: &Telling) -> Option<i32> {
    let m = &*MODES;
    if a.mode == b.mode {
        // What is done to one person, or a few, is rare; criticism is not. Those named may not be those meant, though.
        let rare = a.once && a.done_to.is_empty() == b.done_to.is_empty();
        return Some(i32::from(a.mode != 0) + i32::from(rare));
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

/// Whether `b` is a meeting in the course of the journey `a`, with somebody whom that does not name: on one day of several, or on
/// another day than that of which the journey is told. A plan to go and meet may have become either.
fn within_journey(a: &Telling, b: &Telling) -> bool {
    let other_day = a.planned == b.planned && a.rank == 3 && calendar::slack(a.when) == 0 && a.when != b.when;
    a.journey
        && !b.journey
        && !a.names_both_sides()
        && b.names_both_sides()
        && calendar::slack(b.when) == 0
        && (a.stay || other_day)
}

fn shared(a: &Few<PersonId>, b: &Few<PersonId>, persons: &Persons) -> i32 {
    a.iter().filter(|x| b.iter().any(|y| persons.same(**x, *y))).count() as i32
}

/// Acts of words.
fn is_statement(thing: EventType) -> bool {
    use EventType::{Accuse, Agree, Reject, Request, Support, Threaten};
    matches!(thing, Accuse | Request | Reject | Threaten | Agree | Support)
}

fn people(a: &Telling, b: &Telling, persons: &Persons) -> Option<i32> {
    let mut score = 0;
    let statement = is_statement(a.thing);
    if a.thing == EventType::Consult {
        let mut last = None;
        while let Some(state) = next_state(a, b, last) {
            last = Some(state);
            let (x, y) = (of_state(&a.persons, state), of_state(&b.persons, state));
            let both = x.iter().filter(|p| y.iter().any(|q| persons.same(p.1, q.1))).count();
            if both > 0 {
                score += 3 + i32::from(both > 1);
                continue;
            }
            if !x.is_empty() && !y.is_empty() {
                return None;
            }
            let level = |t: &Telling| of_state(&t.levels, state).iter().fold(0u8, |m, l| m | l.1);
            let (p, q) = (level(a), level(b));
            if p != 0 && q != 0 {
                if p & q == 0 {
                    return None;
                }
                score += 1;
            }
        }
        if score == 0 {
            score += present(a, b, persons).max(present(b, a, persons));
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
    let beside =
        |x: &Telling, y: &Telling| x.done_to.is_empty() && shared(&x.nearby, &y.done_to, persons) > 0;
    if victims > 0 {
        score += if statement { 2 } else { 6 };
    } else if beside(a, b) || beside(b, a) {
        score += 2;
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

/// The first state after `last` of which either telling names a person or a rank.
fn next_state(a: &Telling, b: &Telling, last: Option<StateKey>) -> Option<StateKey> {
    let persons = a.persons.iter().chain(b.persons.iter()).map(|p| p.0);
    let levels = a.levels.iter().chain(b.levels.iter()).map(|l| l.0);
    persons.chain(levels).filter(|state| last.is_none_or(|last| *state > last)).min()
}

/// Whether a telling that names nobody stands in a report that names who took part: 2 for all of them, 1 for some.
fn present(a: &Telling, b: &Telling, persons: &Persons) -> i32 {
    if !a.persons.is_empty() || b.persons.is_empty() {
        return 0;
    }
    let there = b.persons.iter().filter(|(_, p)| a.cast.iter().any(|c| persons.same(*c, *p))).count();
    i32::from(there > 0) + i32::from(there == b.persons.len())
}

fn places(a: &Telling, b: &Telling, so_far: i32) -> Option<i32> {
    if !a.places.is_disjoint(&b.places) {
        return Some(2);
    }
    if a.place_states.is_empty() || b.place_states.is_empty() {
        return Some(0);
    }
    if !a.place_states.is_disjoint(&b.place_states) {
        let apart = !a.towns.is_empty() && !b.towns.is_empty() && a.towns.is_disjoint(&b.towns);
        return Some(if apart && a.thing == EventType::Consult { -2 } else { 1 });
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

/// What the words say, at most 11.
fn words(a: &Telling, b: &Telling) -> i32 {
    let themes = a.theme.common(&b.theme);
    let least = a.theme.len().min(b.theme.len());
    let names = a.names.common(&b.names);
    let mut score = themes.min(4) as i32 + 2 * names.min(2) as i32;
    if themes >= 3 && themes * 2 >= least {
        score += 1;
    }
    score += a.triggers.common(&b.triggers).min(2) as i32;
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
