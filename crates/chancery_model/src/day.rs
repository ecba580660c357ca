//! Calendar days and intervals of them.

use serde::{Deserialize, Serialize};

/// One calendar day, proleptic Gregorian; ISO 8601 in JSON.
pub type Day = jiff::civil::Date;

/// Days that bound when something happened, both **inclusive**; an open end is unknown, and stays so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DayInterval {
    /// Not before this day.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub begin: Option<Day>,
    /// Not after this day.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub end: Option<Day>,
}

impl DayInterval {
    /// Nothing is known.
    pub const UNKNOWN: DayInterval = DayInterval { begin: None, end: None };

    /// Exactly that day.
    pub fn on(day: Day) -> Self {
        DayInterval { begin: Some(day), end: Some(day) }
    }

    /// From `begin` to `end`, put in order.
    pub fn between(begin: Day, end: Day) -> Self {
        DayInterval { begin: Some(begin.min(end)), end: Some(begin.max(end)) }
    }

    /// The day, when it is known to the day.
    pub fn day(&self) -> Option<Day> {
        self.begin.filter(|b| Some(*b) == self.end)
    }

    /// Whether neither end is known.
    pub fn is_unknown(&self) -> bool {
        self.begin.is_none() && self.end.is_none()
    }

    /// How many days it spans; `None` when an end is open.
    pub fn days(&self) -> Option<i32> {
        Some(days_between(self.begin?, self.end?) + 1)
    }

    /// Whether a day can lie in both, when each may be wrong by `slack` days. Open ends reach anywhere.
    pub fn meets(&self, other: &DayInterval, slack: i32) -> bool {
        let before = |a: Option<Day>, b: Option<Day>| match (a, b) {
            (Some(end), Some(begin)) => days_between(end, begin) <= slack,
            _ => true,
        };
        before(self.end, other.begin) && before(other.end, self.begin)
    }

    /// The days that lie in both; `None` where there is none.
    pub fn meet(&self, other: &DayInterval) -> Option<DayInterval> {
        let begin = self.begin.max(other.begin);
        let end = match (self.end, other.end) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        match (begin, end) {
            (Some(b), Some(e)) if b > e => None,
            _ => Some(DayInterval { begin, end }),
        }
    }
}

/// The months in English, January first.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The days of the week in English, Monday first.
pub const WEEKDAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// Whether a word in small letters is the English name of a month or of a day of the week.
///
/// ```
/// use chancery_model::day::is_calendar_name;
/// assert!(is_calendar_name("may") && is_calendar_name("sunday") && !is_calendar_name("sept"));
/// ```
pub fn is_calendar_name(lower: &str) -> bool {
    let small = !lower.bytes().any(|b| b.is_ascii_uppercase());
    small && MONTHS.iter().chain(&WEEKDAYS).any(|name| name.eq_ignore_ascii_case(lower))
}

/// Days from `a` to `b`; negative when `b` is earlier.
pub fn days_between(a: Day, b: Day) -> i32 {
    a.until(b).map(|span| span.get_days()).unwrap_or(0)
}

/// The day `n` days after `day` (before, for a negative `n`); the calendar's first or last day where it would leave it.
pub fn plus_days(day: Day, n: i32) -> Day {
    day.saturating_add(jiff::Span::new().try_days(n).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn intervals_meet_with_slack_and_open_ends() {
        let a = DayInterval::between(date(2031, 3, 1), date(2031, 3, 3));
        let b = DayInterval::on(date(2031, 3, 5));
        assert!(!a.meets(&b, 1));
        assert!(a.meets(&b, 2));
        assert!(a.meets(&DayInterval::UNKNOWN, 0));
        assert_eq!(a.meet(&b), None);
        assert_eq!(
            a.meet(&DayInterval { begin: Some(date(2031, 3, 2)), end: None }).unwrap().days(),
            Some(2)
        );
        assert_eq!(days_between(date(2031, 3, 5), date(2031, 3, 1)), -4);
    }
}
