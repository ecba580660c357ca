//! Where a series turned: binary segmentation.
//!
//! The means of the periods, each weighing as many as it has events, are cut in two where that explains most of their
//! spread, and the halves again, as long as a cut explains more than the penalty (A. J. Scott and M. Knott, "A Cluster
//! Analysis Method for Grouping Means in the Analysis of Variance", 1974; L. Vostrikova, "Detecting 'disorder' in
//! multidimensional random processes", 1981). The penalty is three times the logarithm of the number of periods, times
//! the noise (N. R. Zhang and D. O. Siegmund, "A Modified Bayes Information Criterion", 2007, charge about that for a
//! change), the noise being taken from the differences of neighbouring periods (J. Rice, "Bandwidth Choice for
//! Nonparametric Regression", 1984), so that a change that lasts does not count as noise.

use super::{Series, points, tenths};
use crate::words;
use chancery_model::{Day, DayInterval, Event};
use serde::Serialize;

/// Least events on either side of a turn.
const LEAST_EVENTS: i64 = 3;
/// Least change of the mean, in tenths of a Goldstein point: nobody would see less.
const LEAST_CHANGE: f64 = 10.0;
/// The noise is not taken for less than this, one point squared, in tenths squared.
const LEAST_NOISE: f64 = 100.0;
/// How many events are named for a turn, and from how many periods after it.
const NAMED: usize = 3;
const PERIODS: usize = 3;

/// A point at which the mean changed for good.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Turn<'a> {
    /// Index of the first period after it.
    pub period: usize,
    /// First day of that period.
    pub on: Day,
    /// The days from the turn before it, or from the first event.
    pub days_before: DayInterval,
    /// The days up to the next turn, or to the last event.
    pub days_after: DayInterval,
    /// Mean of the scores before.
    pub before: f64,
    /// Mean of the scores after.
    pub after: f64,
    /// The events that make most of the change, the strongest first: of the first periods after it.
    pub events: Vec<Driver<'a>>,
}

impl Turn<'_> {
    /// Its events in two or three words: "arrest, expulsion".
    pub fn label(&self) -> String {
        let mut kinds: Vec<&str> = Vec::new();
        for event in &self.events {
            if !kinds.contains(&event.kind.as_str()) {
                kinds.push(&event.kind);
            }
        }
        kinds.truncate(2);
        kinds.join(", ")
    }
}

/// An event behind a turn.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Driver<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its kind in words.
    pub kind: String,
    /// One line in plain English.
    pub summary: &'a str,
    /// When.
    pub date: DayInterval,
    /// Quad class.
    pub quad: u8,
    /// Goldstein score.
    pub goldstein: f64,
    /// How many independent reports tell it.
    pub independent: u32,
}

/// A period with events: its index, the sum of their scores in tenths, and how many they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Mean {
    period: usize,
    sum: i64,
    count: i64,
}

/// The turns of a series; `placed` are its events by day, each with its period's number, `first` being the first's.
pub(super) fn find<'a>(series: &Series<'a>, placed: &[(i32, &'a Event)], first: i32) -> Vec<Turn<'a>> {
    let period_of = |placed: &(i32, &Event)| (placed.0 - first) as usize;
    let groups: Vec<&[(i32, &Event)]> = placed.chunk_by(|a, b| a.0 == b.0).collect();
    let means: Vec<Mean> = groups
        .iter()
        .map(|group| Mean {
            period: period_of(&group[0]),
            sum: group.iter().map(|(_, event)| tenths(event)).sum(),
            count: group.len() as i64,
        })
        .collect();
    let cuts = cuts(&means);
    let ends = cuts.iter().copied().chain([means.len()]);
    let starts = std::iter::once(0).chain(cuts.iter().copied());
    let segments: Vec<&[Mean]> = starts.zip(ends).map(|(start, end)| &means[start..end]).collect();
    let mean =
        |segment: &[Mean]| points(segment.iter().map(|m| m.sum).sum(), segment.iter().map(|m| m.count).sum());
    let days = |segment: &[Mean]| DayInterval {
        begin: segment.first().map(|m| series.periods[m.period].begin),
        end: segment.last().map(|m| series.periods[m.period].end),
    };
    let turn = |(pair, &cut): (&[&[Mean]], &usize)| {
        let (before, after) = (mean(pair[0]), mean(pair[1]));
        let near = groups[cut..cut + pair[1].len().min(PERIODS)].iter().copied();
        let period = means[cut].period;
        Turn {
            period,
            on: series.periods[period].begin,
            days_before: days(pair[0]),
            days_after: days(pair[1]),
            before,
            after,
            events: drivers(near, before, after),
        }
    };
    segments.windows(2).zip(&cuts).map(turn).collect()
}

/// The events that pull furthest from the mean before towards the mean after, what more reports tell the more so; of
/// the first period, and of those after it only as far as it has too few.
fn drivers<'a: 'b, 'b>(
    near: impl Iterator<Item = &'b [(i32, &'a Event)]>,
    before: f64,
    after: f64,
) -> Vec<Driver<'a>> {
    let base = (before * 10.0).round() as i64;
    let sign = if after > before { 1 } else { -1 };
    let pull = |event: &Event| sign * (tenths(event) - base) * i64::from(event.independent.max(1));
    let mut out: Vec<&Event> = Vec::new();
    for group in near {
        let mut pulling: Vec<&Event> =
            group.iter().map(|(_, event)| *event).filter(|event| pull(event) > 0).collect();
        pulling.sort_by(|a, b| pull(b).cmp(&pull(a)).then_with(|| super::order(a).cmp(&super::order(b))));
        out.extend(pulling);
        if out.len() >= NAMED {
            break;
        }
    }
    out.truncate(NAMED);
    let driver = |event: &'a Event| Driver {
        id: &event.id,
        kind: words::kind(event),
        summary: &event.summary,
        date: event.date.unwrap_or_default(),
        quad: event.quad,
        goldstein: event.goldstein,
        independent: event.independent,
    };
    out.into_iter().map(driver).collect()
}

/// Indexes of the means before which the series is cut, in order.
fn cuts(means: &[Mean]) -> Vec<usize> {
    let mut before = Vec::with_capacity(means.len() + 1);
    before.push((0, 0));
    for mean in means {
        let (sum, count) = before[before.len() - 1];
        before.push((sum + mean.sum, count + mean.count));
    }
    let penalty = noise(means) * 3.0 * (means.len().max(2) as f64).ln();
    let mut cuts = Vec::new();
    let mut open = vec![(0, means.len())];
    while let Some((start, end)) = open.pop() {
        if let Some(cut) = best_cut(&before, start, end, penalty) {
            cuts.push(cut);
            open.extend([(start, cut), (cut, end)]);
        }
    }
    cuts.sort_unstable();
    cuts
}

/// The cut of `start..end` that explains most, where it explains more than the penalty; the first of equals.
fn best_cut(before: &[(i64, i64)], start: usize, end: usize, penalty: f64) -> Option<usize> {
    let of = |a: usize, b: usize| {
        let (sum, count) = (before[b].0 - before[a].0, before[b].1 - before[a].1);
        (sum as f64 / count.max(1) as f64, count)
    };
    let mut best = None;
    let mut most = penalty;
    for cut in start + 1..end {
        let ((left, m), (right, n)) = (of(start, cut), of(cut, end));
        let change = left - right;
        if m < LEAST_EVENTS || n < LEAST_EVENTS || change.abs() < LEAST_CHANGE {
            continue;
        }
        // How much less the squares sum up to about two means than about one.
        let explained = change * change * (m as f64 * n as f64 / (m + n) as f64);
        if explained > most {
            (best, most) = (Some(cut), explained);
        }
    }
    best
}

/// The variance of one event's score in tenths about its period's mean, from differences of neighbours.
fn noise(means: &[Mean]) -> f64 {
    let mean = |m: &Mean| m.sum as f64 / m.count as f64;
    let squares = means.windows(2).map(|pair| {
        let difference = mean(&pair[1]) - mean(&pair[0]);
        difference * difference / (1.0 / pair[0].count as f64 + 1.0 / pair[1].count as f64)
    });
    let sum: f64 = squares.sum();
    (sum / means.len().saturating_sub(1).max(1) as f64).max(LEAST_NOISE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(means: &[(i64, i64)]) -> Vec<usize> {
        let mean = |(period, &(mean, count)): (usize, &(i64, i64))| Mean { period, sum: mean * count, count };
        cuts(&means.iter().enumerate().map(mean).collect::<Vec<_>>())
    }

    #[test]
    fn a_step_is_found_where_it_is_and_noise_is_none() {
        let calm: Vec<(i64, i64)> = (0..24).map(|i| (30 + (i * 7 % 5) * 4, 5)).collect();
        assert!(cut(&calm).is_empty());
        let mut turned = calm.clone();
        turned[9..].iter_mut().for_each(|mean| mean.0 -= 70);
        assert_eq!(cut(&turned), [9]);
        turned[17..].iter_mut().for_each(|mean| mean.0 += 80);
        assert_eq!(cut(&turned), [9, 17]);
    }

    #[test]
    fn one_event_turns_nothing() {
        assert!(cut(&[(40, 3), (40, 3), (40, 3), (-90, 1)]).is_empty());
        assert!(cut(&[]).is_empty());
        assert!(cut(&[(40, 100)]).is_empty());
    }
}
