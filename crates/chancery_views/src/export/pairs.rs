//! Events as pairs of source and target, and as days of pairs of states.

use super::codes::is_kind;
use super::happened;
use chancery_model::{Day, Event, Record, ReportRow, Side};
use std::collections::{BTreeMap, BTreeSet};

/// One source and one target of an event.
#[derive(Clone, Copy, Debug)]
pub struct Pair<'a> {
    /// The event.
    pub event: &'a Event,
    /// Who does it.
    pub source: Option<&'a Side>,
    /// To whom.
    pub target: Option<&'a Side>,
    /// A whole number below 2^53 that no other pair of the record has. It follows from the event's id and the names and codes
    /// of the two; only where two pairs would share one does it depend on the other.
    pub number: i64,
}

impl<'a> Pair<'a> {
    /// The pairs of all events, in the order of the record. An event without sides is a pair without sides.
    pub fn of(record: &'a Record) -> Vec<Pair<'a>> {
        let mut pairs = Vec::new();
        for event in &record.events {
            let of_event = sides(event).into_iter();
            pairs.extend(of_event.map(|(source, target)| Pair { event, source, target, number: 0 }));
        }
        let keys: Vec<String> = pairs.iter().map(Pair::key).collect();
        for (pair, number) in pairs.iter_mut().zip(whole_numbers(&keys)) {
            pair.number = number;
        }
        pairs
    }

    fn key(&self) -> String {
        let mut key = self.event.id.clone();
        for side in [self.source, self.target] {
            let (name, code) = side.map_or(("", None), |side| (side.name.as_str(), side.code.as_deref()));
            key.extend(["\t", name, "\t", code.unwrap_or_default()]);
        }
        key
    }
}

/// Every source with every target. Who deals with one another (each list names all of them) is paired both ways, but for two
/// of one state, who stand on one side of the table.
fn sides(event: &Event) -> Vec<(Option<&Side>, Option<&Side>)> {
    let sources: BTreeSet<&Side> = event.source.iter().collect();
    let targets: BTreeSet<&Side> = event.target.iter().collect();
    let is_mutual = sources == targets;
    let mut pairs = Vec::new();
    for source in &event.source {
        for target in &event.target {
            let of_one_state = source.state.is_some() && source.state == target.state;
            let pair = (Some(source), Some(target));
            if source != target && !(is_mutual && of_one_state) && !pairs.contains(&pair) {
                pairs.push(pair);
            }
        }
    }
    if pairs.is_empty() {
        let target = event.target.first().filter(|target| event.source.first() != Some(target));
        pairs.push((event.source.first(), target));
    }
    pairs
}

/// For each text a whole number from 1 to 2^53 − 1, which every program can hold. Equal texts have different numbers too.
pub(super) fn whole_numbers(keys: &[String]) -> Vec<i64> {
    let mut order: Vec<(i64, &String, usize)> =
        keys.iter().enumerate().map(|(at, key)| (hash(key), key, at)).collect();
    order.sort_unstable();
    let mut taken = BTreeSet::new();
    let mut numbers = vec![0; keys.len()];
    for (mut number, _, at) in order {
        while number == 0 || !taken.insert(number) {
            number = (number + 1) & MASK;
        }
        numbers[at] = number;
    }
    numbers
}

const MASK: i64 = (1 << 53) - 1;

/// FNV-1a of 64 bits, folded to 53.
fn hash(text: &str) -> i64 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in text.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    (hash ^ (hash >> 53)) as i64 & MASK
}

/// The events of one state towards another on one day.
#[derive(Clone, Debug, Default)]
pub(super) struct DyadDay<'a> {
    /// The day; `None` for the events that are not known to the day.
    pub(super) day: Option<Day>,
    /// State of the source.
    pub(super) source: &'a str,
    /// State of the target.
    pub(super) target: &'a str,
    /// Events of each quad class: those that happened or go on, and that a report tells in its own voice.
    pub(super) quads: [i64; 4],
    /// Sum of their Goldstein scores, in tenths.
    goldstein: i64,
    /// Their reports, one for each report and its copies.
    reports: BTreeSet<&'a str>,
    /// Further events, which happened in somebody's words only.
    pub(super) said_only: i64,
    /// Further events, which are planned, proposed, denied or supposed.
    pub(super) not_happened: i64,
}

impl<'a> DyadDay<'a> {
    /// By day (those without one last), source and target.
    pub(super) fn of(record: &'a Record) -> Vec<DyadDay<'a>> {
        let reports = by_id(record);
        let mut days: BTreeMap<(bool, Option<Day>, &str, &str), DyadDay> = BTreeMap::new();
        for event in &record.events {
            let day = event.date.and_then(|date| date.day());
            for (source, target) in dyads(event) {
                let row = days.entry((day.is_none(), day, source, target)).or_default();
                (row.day, row.source, row.target) = (day, source, target);
                row.add(event, &reports);
            }
        }
        days.into_values().collect()
    }

    fn add(&mut self, event: &'a Event, reports: &BTreeMap<&'a str, &'a ReportRow>) {
        if !happened(event) {
            self.not_happened += 1;
        } else if event.said_by.is_some() {
            self.said_only += 1;
        } else {
            let quad = usize::from(event.quad.clamp(1, 4)) - 1;
            self.quads[quad] += 1;
            self.goldstein += (event.goldstein * 10.0).round() as i64;
            self.reports.extend(event.documents.iter().map(|doc| {
                let copied = reports.get(doc.as_str()).and_then(|report| report.copy.as_deref());
                copied.unwrap_or(doc)
            }));
        }
    }

    pub(super) fn events(&self) -> i64 {
        self.quads.iter().sum()
    }

    pub(super) fn independent(&self) -> i64 {
        self.reports.len() as i64
    }

    pub(super) fn goldstein_sum(&self) -> f64 {
        self.goldstein as f64 / 10.0
    }

    /// `None` where there is no event.
    pub(super) fn goldstein_mean(&self) -> Option<f64> {
        let events = self.events();
        (events > 0).then(|| self.goldstein as f64 / (10 * events) as f64)
    }
}

/// The ordered pairs of states (the European Union among them) between which an event lies, each once.
fn dyads(event: &Event) -> BTreeSet<(&str, &str)> {
    let mut dyads = BTreeSet::new();
    for (source, target) in sides(event) {
        if let (Some(source), Some(target)) = (state_of(source), state_of(target))
            && source != target
        {
            dyads.insert((source, target));
        }
    }
    dyads
}

fn state_of(side: Option<&Side>) -> Option<&str> {
    side?.state.as_deref().filter(|state| !is_kind(state))
}

/// The reports of a record by their ids.
pub(super) fn by_id(record: &Record) -> BTreeMap<&str, &ReportRow> {
    record.reports.iter().map(|report| (report.id.as_str(), report)).collect()
}

/// The report that stands for an event where only one can: no copy before a copy, then the first by the last day on which it can
/// have been published, then by id.
pub(super) fn first_report<'a>(
    event: &Event,
    reports: &BTreeMap<&'a str, &'a ReportRow>,
) -> Option<&'a ReportRow> {
    let of_event = event.documents.iter().filter_map(|doc| reports.get(doc.as_str()).copied());
    of_event.min_by_key(|report| {
        let end = report.published.end;
        (report.copy_of.is_some(), end.is_none(), end, &report.id)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_have_different_numbers() {
        let keys = ["a", "b", "a", "a"].map(String::from);
        let numbers = whole_numbers(&keys);
        let distinct: BTreeSet<&i64> = numbers.iter().collect();
        assert_eq!(distinct.len(), 4);
        assert!(numbers.iter().all(|number| (1..1 << 53).contains(number)));
        assert_eq!(numbers[1], whole_numbers(&["b".into()])[0]);
    }
}
