//! The course of a relation: its events by period, the mean of their Goldstein scores with a band of doubt, and the
//! points at which it turned.
//!
//! Each event counts once, however many reports tell it, and counts in one period or in none: one that no report dates
//! is undated, one whose days lie in several periods is too vague for the step, and both are listed apart. Nothing is
//! spread. All sums are of whole numbers (scores in tenths), so the order in which events are given changes nothing.

mod band;
mod step;
mod turns;

pub use crate::export::write_series_csv;
pub use band::Band;
pub use step::{NoStep, Step};
pub use turns::{Driver, Turn};

use crate::words;
use band::Share;
use chancery_model::{Day, DayInterval, Event, Status};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

/// More periods than these are refused: a century by days.
pub const MOST_PERIODS: usize = 36_600;

/// What is counted, and by what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeriesFilter {
    /// How long a period is.
    pub step: Step,
    /// Only events of these statuses.
    pub statuses: Vec<Status>,
    /// Also events that stand only in somebody's words.
    pub said: bool,
    /// Told by at least so many reports that are no copies.
    pub min_sources: u32,
    /// Events that can lie on or after this day; the series begins with its period.
    pub since: Option<Day>,
    /// Events that can lie on or before this day; the series ends with its period.
    pub until: Option<Day>,
}

impl Default for SeriesFilter {
    fn default() -> Self {
        let statuses = vec![Status::Happened, Status::Ongoing];
        SeriesFilter { step: Step::Quarter, statuses, said: false, min_sources: 0, since: None, until: None }
    }
}

impl SeriesFilter {
    /// Takes the statuses that a person asks for: words of the contract, and "said" for what stands only in
    /// somebody's words.
    pub fn with_statuses(mut self, asked: &[Asked]) -> Self {
        if !asked.is_empty() {
            self.statuses = asked.iter().filter_map(|asked| asked.0).collect();
            self.said = asked.contains(&Asked(None));
            if self.statuses.is_empty() {
                self.statuses = SeriesFilter::default().statuses;
            }
        }
        self
    }

    /// The filter in words, for a heading.
    pub fn words(&self) -> Vec<String> {
        let statuses: Vec<&str> = self.statuses.iter().map(|status| status.as_str()).collect();
        let said = if self.said { ", also only in somebody’s words" } else { "" };
        let mut out = vec![format!("{}{said}", statuses.join(" or "))];
        let days = DayInterval { begin: self.since, end: self.until };
        match (self.since, self.until) {
            (None, None) => {}
            (Some(since), None) => out.push(format!("since {}", crate::period::day(since))),
            (None, Some(until)) => out.push(format!("until {}", crate::period::day(until))),
            _ => out.push(crate::period::words(&days)),
        }
        if self.min_sources > 0 {
            let reports =
                words::count(self.min_sources as usize, "independent report", "independent reports");
            out.push(format!("at least {reports}"));
        }
        out
    }
}

/// A status as asked for; `None` is "said", what stands only in somebody's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked(pub Option<Status>);

impl Asked {
    /// Reads "happened", "planned" …, or "said".
    pub fn parse(words: &str) -> Result<Asked, NoStatus> {
        let folded = crate::directory::fold(words);
        match Status::ALL.into_iter().find(|status| status.as_str() == folded) {
            Some(status) => Ok(Asked(Some(status))),
            None if folded == "said" => Ok(Asked(None)),
            None => Err(NoStatus(words.into())),
        }
    }
}

/// The word is no status.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "“{0}” is no status; write happened, ongoing, planned, proposed, denied, hypothetical, or said for what stands only in somebody’s words"
)]
pub struct NoStatus(pub String);

/// The span has more periods than anybody reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "by {step} from {from} to {to} are {periods} periods; take a longer one ({longer}), or fewer days (since, until)"
)]
pub struct TooFine {
    /// The step asked for.
    pub step: Step,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// How many periods that makes.
    pub periods: usize,
    /// A step that would do.
    pub longer: Step,
}

/// The course of a relation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Series<'a> {
    /// How long a period is.
    pub step: Step,
    /// What was counted, in words.
    pub counted: Vec<String>,
    /// Every period of the span in order, empty ones too.
    pub periods: Vec<Period<'a>>,
    /// Where the mean turned, in order.
    pub turns: Vec<Turn<'a>>,
    /// Ids of events whose days do not lie in one period, or have an open end.
    pub too_vague: Vec<&'a str>,
    /// Ids of events that no report dates.
    pub undated: Vec<&'a str>,
    /// Ids of events that were not asked for, by their status; "said" for what stands only in somebody's words.
    pub left_out: BTreeMap<&'static str, Vec<&'a str>>,
}

/// A period and what took place in it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Period<'a> {
    /// "2031-03-03", "2031-W10", "2031-03", "2031-Q1", "2031".
    pub key: String,
    /// First day.
    pub begin: Day,
    /// Last day.
    pub end: Day,
    /// Ids of the events by quad class (1 to 4), each by day and id.
    pub quads: [Vec<&'a str>; 4],
    /// Mean of the events' Goldstein scores, −10 to +10; `None` without events.
    pub mean: Option<f64>,
    /// Where the mean lies when reports are drawn anew; `None` where fewer than two reports tell of the period.
    pub band: Option<Band>,
    /// Ids of the reports behind it that lead their copies, in the order of the events they tell.
    pub reports: Vec<&'a str>,
}

impl Period<'_> {
    /// How many events it has.
    pub fn events(&self) -> usize {
        self.quads.iter().map(Vec::len).sum()
    }

    /// Its days in words: "Mar 2031", "Q1 2031", "week of 3 Mar 2031".
    pub fn words(&self, step: Step) -> String {
        step.words(self.begin, self.end)
    }

    /// Why it has no band, where it has events and none.
    pub fn unsure(&self) -> bool {
        self.mean.is_some() && self.band.is_none()
    }
}

/// The series of some events, in any order. `lead` gives the id of the report that a report copies, else its own.
///
/// # Errors
///
/// [`TooFine`] where the step makes more than [`MOST_PERIODS`] of the span.
///
/// ```
/// use chancery_views::index::{SeriesFilter, series};
/// let none = series([], |report| report, &SeriesFilter::default())?;
/// assert!(none.periods.is_empty() && none.turns.is_empty());
/// # Ok::<(), chancery_views::index::TooFine>(())
/// ```
pub fn series<'a>(
    events: impl IntoIterator<Item = &'a Event>,
    lead: impl Fn(&'a str) -> &'a str,
    filter: &SeriesFilter,
) -> Result<Series<'a>, TooFine> {
    let mut events: Vec<(SortKey, &Event)> =
        events.into_iter().map(|event| (sort_key(event), event)).collect();
    events.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.id.cmp(&b.1.id)));
    let mut out = Series {
        step: filter.step,
        counted: filter.words(),
        periods: Vec::new(),
        turns: Vec::new(),
        too_vague: Vec::new(),
        undated: Vec::new(),
        left_out: BTreeMap::new(),
    };
    let placed = out.place(&events, filter);
    let ordinals = || placed.iter().map(|(ordinal, _)| *ordinal);
    let since = filter.since.map(|day| filter.step.ordinal(day));
    let until = filter.until.map(|day| filter.step.ordinal(day));
    let (Some(first), Some(last)) = (ordinals().chain(since).min(), ordinals().chain(until).max()) else {
        return Ok(out);
    };
    out.periods = empty_periods(filter.step, since.unwrap_or(first), until.unwrap_or(last))?;
    let first = since.unwrap_or(first);
    out.fill(&placed, first, lead);
    out.turns = turns::find(&out, &placed, first);
    Ok(out)
}

/// By first day known, last day known and id.
pub(crate) fn order(event: &Event) -> (Option<Day>, Option<Day>, &str) {
    let date = event.date.unwrap_or_default();
    (date.begin.or(date.end), date.end.or(date.begin), &event.id)
}

/// The same order as whole numbers, up to the ids' first characters: to compare events themselves takes longer than all
/// the rest.
type SortKey = (Option<Day>, Option<Day>, u64);

fn sort_key(event: &Event) -> SortKey {
    let (begin, end, id) = order(event);
    let first = id.bytes().chain(std::iter::repeat(0)).take(8);
    (begin, end, first.fold(0, |key, byte| key << 8 | u64::from(byte)))
}

fn empty_periods<'a>(step: Step, first: i32, last: i32) -> Result<Vec<Period<'a>>, TooFine> {
    let count = usize::try_from(i64::from(last) - i64::from(first) + 1).unwrap_or(0);
    if count > MOST_PERIODS {
        let (from, to) = (step.days(first).0, step.days(last).1);
        let longer = Step::fitting(from, to, MOST_PERIODS);
        return Err(TooFine { step, from, to, periods: count, longer });
    }
    let empty = |ordinal| {
        let (begin, end) = step.days(ordinal);
        let key = step.key(begin);
        Period { key, begin, end, quads: Default::default(), mean: None, band: None, reports: Vec::new() }
    };
    Ok((first..=last).map(empty).collect())
}

/// A Goldstein score in tenths.
fn tenths(event: &Event) -> i64 {
    (event.goldstein * 10.0).round() as i64
}

/// A mean of tenths, in points to two decimals.
fn points(sum: i64, count: i64) -> f64 {
    (sum as f64 * 10.0 / count.max(1) as f64).round() / 100.0
}

impl<'a> Series<'a> {
    /// The events that are counted, each with the number of its period; notes the others.
    fn place(&mut self, events: &[(SortKey, &'a Event)], filter: &SeriesFilter) -> Vec<(i32, &'a Event)> {
        let asked_days = DayInterval { begin: filter.since, end: filter.until };
        let mut placed = Vec::with_capacity(events.len());
        let events = events.iter().map(|(_, event)| *event);
        for event in events.filter(|event| event.independent >= filter.min_sources) {
            let date = event.date.unwrap_or_default();
            if !date.meets(&asked_days, 0) {
                continue;
            }
            let word = match event.said_by.is_some() {
                true if !filter.said => Some("said"),
                _ => Some(event.status.as_str()).filter(|_| !filter.statuses.contains(&event.status)),
            };
            if let Some(word) = word {
                self.left_out.entry(word).or_default().push(&event.id);
                continue;
            }
            match (date.begin, date.end) {
                (None, None) => self.undated.push(&event.id),
                (Some(begin), Some(end)) => {
                    let ordinal = filter.step.ordinal(begin);
                    let outside = filter.since.is_some_and(|day| ordinal < filter.step.ordinal(day));
                    match begin == end || ordinal == filter.step.ordinal(end) {
                        true if !outside => placed.push((ordinal, event)),
                        _ => self.too_vague.push(&event.id),
                    }
                }
                _ => self.too_vague.push(&event.id),
            }
        }
        placed
    }

    /// Puts events into their periods, with what their reports make of them.
    fn fill(&mut self, placed: &[(i32, &'a Event)], first: i32, lead: impl Fn(&'a str) -> &'a str) {
        let mut reports = Reports::new(lead);
        for of_period in placed.chunk_by(|a, b| a.0 == b.0) {
            let ordinal = of_period[0].0;
            let Some(period) = self.periods.get_mut((ordinal - first) as usize) else { continue };
            for (_, event) in of_period {
                let quad = usize::from(event.quad.clamp(1, 4) - 1);
                period.quads[quad].push(&event.id);
            }
            let sum = of_period.iter().map(|(_, event)| tenths(event)).sum();
            period.mean = Some(points(sum, of_period.len() as i64));
            let shares = reports.shares(of_period.iter().map(|(_, event)| *event));
            period.reports = shares.iter().map(|share| reports.ids[share.report]).collect();
            period.band = band::band(&shares, ordinal);
        }
    }

    /// All events that were counted.
    pub fn events(&self) -> usize {
        self.periods.iter().map(Period::events).sum()
    }
}

/// The reports that lead their copies, numbered as they come.
struct Reports<'a, L> {
    lead: L,
    ids: Vec<&'a str>,
    /// Of each report, copies too, the number of the one that leads it.
    numbers: HashMap<&'a str, usize>,
    /// Of each number, where its share of the present period stands, if it has one.
    places: Vec<Option<usize>>,
}

impl<'a, L: Fn(&'a str) -> &'a str> Reports<'a, L> {
    fn new(lead: L) -> Self {
        Reports { lead, ids: Vec::new(), numbers: HashMap::new(), places: Vec::new() }
    }

    fn number(&mut self, report: &'a str) -> usize {
        if let Some(number) = self.numbers.get(report) {
            return *number;
        }
        let lead = (self.lead)(report);
        let number = *self.numbers.entry(lead).or_insert_with(|| {
            self.ids.push(lead);
            self.places.push(None);
            self.ids.len() - 1
        });
        self.numbers.insert(report, number);
        number
    }

    /// What each report tells of a period's events, in the order in which they first tell.
    fn shares(&mut self, events: impl Iterator<Item = &'a Event>) -> Vec<Share> {
        let mut shares: Vec<Share> = Vec::new();
        let mut told_by = Vec::new();
        for event in events {
            told_by.clear();
            told_by.extend(event.documents.iter().map(|doc| self.number(doc)));
            told_by.sort_unstable();
            told_by.dedup();
            let share = band::WHOLE / told_by.len().max(1) as i64;
            for &report in &told_by {
                let place = *self.places[report].get_or_insert_with(|| {
                    shares.push(Share { report, weight: 0, pull: 0 });
                    shares.len() - 1
                });
                shares[place].weight += share;
                shares[place].pull += share * tenths(event);
            }
        }
        for share in &shares {
            self.places[share.report] = None;
        }
        shares
    }
}
