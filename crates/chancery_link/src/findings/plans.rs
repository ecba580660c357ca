//! Plans whose days are over, and of which no report says what became of them.

use super::counts::{Meetings, pairs};
use super::{finding, quoted};
use crate::calendar;
use crate::events::{Made, Maker};
use crate::tellings::{Reading, StateKey, mode_key, of_state, state_key};
use crate::text;
use chancery_model::{Annotated, EventType, Finding, Published, Status, TextIndex};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::LazyLock;

/// Days after which news of a thing planned would have come, had there been any.
const MARGIN: i32 = 30;
/// Days after which a report that tells of something put off means another thing.
const RECALLED: i32 = 90;

static DROPPED: LazyLock<Vec<String>> = LazyLock::new(|| phrases("dropped"));
static THINGS: LazyLock<Vec<String>> = LazyLock::new(|| phrases("thing"));

fn phrases(of: &str) -> Vec<String> {
    super::words().filter(|(group, ..)| *group == of).map(|(_, words, _)| format!(" {words} ")).collect()
}

/// Whether a sentence says that a meeting was put off, cancelled or left.
fn says_dropped(sentence: &str) -> bool {
    let words = format!(" {} ", text::words(sentence).join(" "));
    let holds = |phrases: &[String]| phrases.iter().any(|phrase| words.contains(phrase.as_str()));
    holds(&DROPPED) && holds(&THINGS)
}

/// Whether a report says so in any of its sentences.
fn tells_of_dropped(doc: &Annotated) -> bool {
    let index = TextIndex::new(&doc.text);
    doc.sentences.iter().any(|s| says_dropped(index.byte_span(s.span()).of(&doc.text)))
}

/// A plan, its states and its days.
type Planned<'m> = (&'m Made, (StateKey, StateKey), (i32, i32));

/// What the later reports on two states show.
#[derive(Default)]
pub(crate) struct Later {
    /// The latest day on which a report names both.
    latest: i32,
    /// Days of reports on them that tell of something put off or cancelled.
    dropped: Vec<i32>,
}

/// By pair of states.
pub(crate) type AllLater = BTreeMap<(StateKey, StateKey), Later>;

/// The pairs of states that plan to meet on days that are known.
pub(crate) fn wanted(made: &[&Made]) -> HashSet<(StateKey, StateKey)> {
    made.iter().filter_map(|m| plan(m)).map(|(_, pair, _)| pair).collect()
}

/// Notes a report of that day on two states.
pub(crate) fn note(later: &mut AllLater, pair: (StateKey, StateKey), day: i32, dropped: bool) {
    let later = later.entry(pair).or_insert_with(|| Later { latest: day, dropped: Vec::new() });
    later.latest = later.latest.max(day);
    if dropped {
        later.dropped.push(day);
    }
}

/// Meetings, visits and calls that were planned for days long past, with no word of them since.
pub(super) fn findings(
    maker: &Maker<'_>,
    made: &[&Made],
    all: &[&Made],
    meetings: &Meetings<'_>,
    later: &AllLater,
) -> Vec<Finding> {
    // Meetings refused, by pair: their days.
    let mut refused: HashMap<(StateKey, StateKey), Vec<i32>> = HashMap::new();
    for m in all.iter().filter(|m| is_refusal(m)) {
        for pair in pairs(m) {
            refused.entry(pair).or_default().push(m.telling.published.1);
        }
    }
    let mut out = Vec::new();
    for (m, pair, days) in made.iter().filter_map(|m| plan(m)) {
        let Some(later) = later.get(&pair) else { continue };
        let told = m.telling.published.0;
        let held = meetings.between(pair).iter().any(|x| {
            let held = x.event.date.map(|d| calendar::bounds(&d));
            may_be(maker, m, x) && held.is_some_and(|h| calendar::meet(h, (days.0 - 14, days.1 + 21), 0))
        });
        let dropped = later.dropped.iter().any(|d| (told..=days.1 + RECALLED).contains(d))
            || refused.get(&pair).is_some_and(|all| all.iter().any(|d| *d >= told));
        if later.latest - days.1 < MARGIN || held || dropped {
            continue;
        }
        let latest = super::span((later.latest, later.latest));
        let message = format!(
            "Planned for {} ({}); reports on these states go on to {latest}, and none says that it took place, was put off or \
             cancelled.",
            super::span(days),
            m.event.summary
        );
        out.push(finding("unreported-plan", message, vec![m.event.id.clone()], quoted(maker, m, 3)));
    }
    out
}

/// Whether a thing that took place may be what was planned: no call for a visit, and nobody else's.
fn may_be(maker: &Maker<'_>, plan: &Made, held: &Made) -> bool {
    let phone = mode_key("phone");
    let others = plan.telling.persons.iter().any(|(state, _)| {
        let (a, b) = (of_state(&plan.telling.persons, *state), of_state(&held.telling.persons, *state));
        !b.is_empty() && !a.iter().any(|p| b.iter().any(|q| maker.reading.persons.same(p.1, q.1)))
    });
    !others && (plan.telling.mode == phone || held.telling.mode != phone)
}

/// A plan of two states to meet on days that are known, told by a report of known day.
fn plan(m: &Made) -> Option<Planned<'_>> {
    let meets = m.event.event_type == EventType::Consult
        || m.event.event_type == EventType::Agree
            && m.event.plans.as_ref().is_some_and(|p| p.event_type == EventType::Consult);
    let days = calendar::bounds(&m.event.date?);
    let states = m.telling.states();
    let (a, b) = (*states.first()?, *states.get(1)?);
    let known = calendar::slack(days) <= 31 && m.telling.rank == 3 && days.1 >= m.telling.published.0;
    (meets && m.event.status == Status::Planned && states.len() == 2 && known && m.event.said_by.is_none())
        .then_some((m, (a, b), days))
}

/// A meeting that somebody put off, cancelled or refused, or that is denied.
fn is_refusal(m: &Made) -> bool {
    let of_meeting = m.event.mode.as_deref() == Some("meet")
        || m.event.plans.as_ref().is_some_and(|p| p.event_type == EventType::Consult)
        || m.event.event_type == EventType::Consult;
    of_meeting && (m.event.event_type == EventType::Reject || m.event.status == Status::Denied)
}

/// What the reports show of the pairs that are wanted.
pub(super) fn later(reading: &Reading<'_>, wanted: impl Fn((StateKey, StateKey)) -> bool) -> AllLater {
    let mut out = AllLater::new();
    for (d, doc) in reading.docs.iter() {
        for (pair, day, dropped) in on_pairs(doc, &reading.published[d as usize], &wanted) {
            note(&mut out, pair, day, dropped);
        }
    }
    out
}

/// What one report shows of them: its day, and whether it tells of something put off or cancelled.
pub(crate) fn on_pairs(
    doc: &Annotated,
    published: &Published,
    wanted: impl Fn((StateKey, StateKey)) -> bool,
) -> Vec<((StateKey, StateKey), i32, bool)> {
    let Some(day) = published.date.map(calendar::day_number) else { return Vec::new() };
    let states: BTreeSet<StateKey> =
        doc.actors.iter().filter_map(|a| a.state.as_deref()).map(state_key).collect();
    let states: Vec<StateKey> = states.into_iter().collect();
    let mut dropped: Option<bool> = None;
    let mut out = Vec::new();
    for (n, a) in states.iter().enumerate() {
        for b in states[n + 1..].iter().filter(|b| wanted((*a, **b))) {
            out.push(((*a, *b), day, *dropped.get_or_insert_with(|| tells_of_dropped(doc))));
        }
    }
    out
}

/// A meeting refused or held, which bears on a pair of its states.
pub(crate) fn bears_on_pairs(made: &Made) -> bool {
    made.event.event_type == EventType::Consult || is_refusal(made)
}

#[cfg(test)]
mod tests {
    use super::says_dropped;
    use crate::findings::TABLE;
    use chancery_model::table::rows;

    #[test]
    fn words_of_what_was_dropped_are_known() {
        let mut n = 0;
        for cells in rows(TABLE).filter(|cells| cells[0] == "dropped") {
            assert!(says_dropped(cells[3]) && !says_dropped(cells[4]), "{cells:?}");
            n += 1;
        }
        assert!(n >= 10);
    }
}
