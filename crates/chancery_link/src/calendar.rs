//! Days as numbers, for comparisons.

use chancery_model::{Day, DayInterval, day::days_between, day::plus_days};

const ORIGIN: Day = jiff::civil::date(2000, 1, 1);

/// Days since the first of January 2000.
pub(crate) fn day_number(day: Day) -> i32 {
    days_between(ORIGIN, day)
}

/// The day of a number; `None` for the extremes, which stand for "open".
pub(crate) fn day(number: i32) -> Option<Day> {
    (number > i32::MIN / 2 && number < i32::MAX / 2).then(|| plus_days(ORIGIN, number))
}

/// Bounds of no end.
pub(crate) const OPEN: (i32, i32) = (i32::MIN / 2, i32::MAX / 2);

/// An interval as numbers; open ends are those of [`OPEN`].
pub(crate) fn bounds(interval: &DayInterval) -> (i32, i32) {
    let begin = interval.begin.map_or(OPEN.0, day_number);
    let end = interval.end.map_or(OPEN.1, day_number);
    (begin, end.max(begin))
}

/// Numbers as an interval.
pub(crate) fn interval(bounds: (i32, i32)) -> DayInterval {
    DayInterval { begin: day(bounds.0), end: day(bounds.1) }
}

/// How many days bounds leave open beyond one; large for open ends.
pub(crate) fn slack(bounds: (i32, i32)) -> i32 {
    bounds.1.saturating_sub(bounds.0)
}

/// Whether two bounds share a day when each may be wrong by `by` days.
pub(crate) fn meet(a: (i32, i32), b: (i32, i32), by: i32) -> bool {
    a.0.saturating_sub(b.1) <= by && b.0.saturating_sub(a.1) <= by
}

/// The days between two bounds; 0 where they meet.
pub(crate) fn gap(a: (i32, i32), b: (i32, i32)) -> i32 {
    a.0.saturating_sub(b.1).max(b.0.saturating_sub(a.1)).max(0)
}
