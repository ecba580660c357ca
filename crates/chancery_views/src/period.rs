//! Days and intervals of days, as a person writes them.
//!
//! An interval stays an interval: a whole month reads "Nov 2025", a whole year "2025", anything else by its two ends; an
//! open end reads "by" or "from". Nothing is rounded to a day.

use chancery_model::day::MONTHS;
use chancery_model::{Day, DayInterval};

/// The English name of a month, 1 to 12.
pub fn month_name(month: i8) -> &'static str {
    MONTHS.get((month - 1).max(0) as usize).copied().unwrap_or("")
}

fn short_month(month: i8) -> &'static str {
    &month_name(month)[..3]
}

/// A day, with its year: "11 Nov 2025".
pub fn day(day: Day) -> String {
    format!("{} {} {}", day.day(), short_month(day.month()), day.year())
}

/// What an interval looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Unknown,
    By(Day),
    From(Day),
    Day(Day),
    /// Whole months, of the days' own years.
    Months(Day, Day),
    /// Whole years.
    Years(i16, i16),
    Days(Day, Day),
}

fn shape(interval: &DayInterval) -> Shape {
    let (begin, end) = match (interval.begin, interval.end) {
        (None, None) => return Shape::Unknown,
        (None, Some(end)) => return Shape::By(end),
        (Some(begin), None) => return Shape::From(begin),
        (Some(begin), Some(end)) => (begin, end),
    };
    if begin == end {
        Shape::Day(begin)
    } else if begin.day() == 1 && end == end.last_of_month() {
        if begin.month() == 1 && end.month() == 12 {
            Shape::Years(begin.year(), end.year())
        } else {
            Shape::Months(begin, end)
        }
    } else {
        Shape::Days(begin, end)
    }
}

/// An interval with its years: "11 Nov 2025", "29–31 Oct 2025", "Nov 2025", "2018", "by 14 Feb 2026", "undated".
///
/// ```
/// use chancery_model::DayInterval;
/// use jiff::civil::date;
/// let words = |b, e| chancery_views::period::words(&DayInterval { begin: b, end: e });
/// assert_eq!(words(Some(date(2031, 3, 3)), Some(date(2031, 3, 3))), "3 Mar 2031");
/// assert_eq!(words(Some(date(2031, 3, 1)), Some(date(2031, 3, 31))), "Mar 2031");
/// assert_eq!(words(None, Some(date(2031, 3, 3))), "by 3 Mar 2031");
/// ```
pub fn words(interval: &DayInterval) -> String {
    in_year(interval, None)
}

/// The same under a heading that gives the year: what the heading says is left out.
pub fn in_year(interval: &DayInterval, heading: Option<i16>) -> String {
    let day_of = |d: Day| match heading {
        Some(year) if year == d.year() => format!("{} {}", d.day(), short_month(d.month())),
        _ => day(d),
    };
    let month_of = |d: Day| match heading {
        Some(year) if year == d.year() => short_month(d.month()).to_string(),
        _ => format!("{} {}", short_month(d.month()), d.year()),
    };
    match shape(interval) {
        Shape::Unknown => "undated".into(),
        Shape::By(end) => format!("by {}", day_of(end)),
        Shape::From(begin) => format!("from {}", day_of(begin)),
        Shape::Day(d) => day_of(d),
        Shape::Years(a, b) if a == b => a.to_string(),
        Shape::Years(a, b) => format!("{a}–{b}"),
        Shape::Months(a, b) if a.year() == b.year() && a.month() == b.month() => month_of(a),
        Shape::Months(a, b) if a.year() == b.year() => format!("{}–{}", short_month(a.month()), month_of(b)),
        Shape::Months(a, b) => format!("{} – {}", month_of(a), month_of(b)),
        Shape::Days(a, b) if a.year() == b.year() && a.month() == b.month() => {
            format!("{}–{}", a.day(), day_of(b))
        }
        Shape::Days(a, b) if a.year() == b.year() => {
            format!("{} {} – {}", a.day(), short_month(a.month()), day_of(b))
        }
        Shape::Days(a, b) => format!("{} – {}", day_of(a), day_of(b)),
    }
}

/// How far the day is known, where it is not known to the day: "month known", "some day of 15".
pub fn hint(interval: &DayInterval) -> Option<String> {
    match shape(interval) {
        Shape::Unknown => Some("no report says when".into()),
        Shape::By(_) => Some("not later".into()),
        Shape::From(_) => Some("not earlier".into()),
        Shape::Day(_) => None,
        Shape::Years(a, b) if a == b => Some("year known".into()),
        Shape::Months(a, b) if a.month() == b.month() && a.year() == b.year() => Some("month known".into()),
        Shape::Years(..) | Shape::Months(..) | Shape::Days(..) => {
            interval.days().map(|days| format!("within {days} days"))
        }
    }
}

/// The year, and the month, that all days of an interval share; an open interval counts by its known end.
pub fn group(interval: &DayInterval) -> (Option<i16>, Option<i8>) {
    let begin = interval.begin.or(interval.end);
    let end = interval.end.or(interval.begin);
    match (begin, end) {
        (Some(b), Some(e)) if b.year() == e.year() && b.month() == e.month() => {
            (Some(b.year()), Some(b.month()))
        }
        (Some(b), Some(_)) => (Some(b.year()), None),
        _ => (None, None),
    }
}

/// Reads what a person types for a time: `2025`, `2025-11`, `2025-11-03`; the days it covers.
///
/// ```
/// let november = chancery_views::period::parse("2025-11").unwrap();
/// assert_eq!(november.end.unwrap().to_string(), "2025-11-30");
/// assert!(chancery_views::period::parse("2025-13").is_err());
/// ```
pub fn parse(words: &str) -> Result<DayInterval, NoDate> {
    let bad = || NoDate(words.into());
    let parts: Vec<&str> = words.trim().split('-').collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    let all_digits = parts.iter().all(|part| part.bytes().all(|b| b.is_ascii_digit()));
    if !all_digits || !matches!(lengths[..], [4] | [4, 1 | 2] | [4, 1 | 2, 1 | 2]) {
        return Err(bad());
    }
    let numbers: Vec<i16> = parts.iter().filter_map(|part| part.parse().ok()).collect();
    let date = |y: i16, m: i16, d: i16| Day::new(y, m as i8, d as i8).map_err(|_| bad());
    match numbers[..] {
        [year] => Ok(DayInterval { begin: Some(date(year, 1, 1)?), end: Some(date(year, 12, 31)?) }),
        [year, month] => {
            let first = date(year, month, 1)?;
            Ok(DayInterval { begin: Some(first), end: Some(first.last_of_month()) })
        }
        [year, month, day] => Ok(DayInterval::on(date(year, month, day)?)),
        _ => Err(bad()),
    }
}

/// The words are no time that can be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no date that chancery can read; write 2025, 2025-11 or 2025-11-03")]
pub struct NoDate(pub String);

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn between(a: Day, b: Day) -> DayInterval {
        DayInterval::between(a, b)
    }

    #[test]
    fn intervals_read_as_written_by_hand() {
        let cases = [
            (between(date(2031, 10, 29), date(2031, 10, 31)), "29–31 Oct 2031", "29–31 Oct"),
            (between(date(2031, 10, 29), date(2031, 11, 2)), "29 Oct – 2 Nov 2031", "29 Oct – 2 Nov"),
            (
                between(date(2031, 12, 29), date(2032, 1, 2)),
                "29 Dec 2031 – 2 Jan 2032",
                "29 Dec – 2 Jan 2032",
            ),
            (between(date(2031, 1, 1), date(2031, 2, 28)), "Jan–Feb 2031", "Jan–Feb"),
            (between(date(2031, 1, 1), date(2031, 12, 31)), "2031", "2031"),
            (between(date(2029, 1, 1), date(2031, 12, 31)), "2029–2031", "2029–2031"),
            (between(date(2031, 12, 1), date(2032, 2, 29)), "Dec 2031 – Feb 2032", "Dec – Feb 2032"),
            (DayInterval { begin: Some(date(2031, 3, 3)), end: None }, "from 3 Mar 2031", "from 3 Mar"),
            (DayInterval::UNKNOWN, "undated", "undated"),
        ];
        for (interval, full, short) in cases {
            assert_eq!(words(&interval), full);
            assert_eq!(in_year(&interval, Some(2031)), short);
        }
    }

    #[test]
    fn a_time_that_does_not_exist_is_refused() {
        for bad in ["", "25", "2025-02-30", "2025-00", "yesterday", "2025-1-1-1", "9999999", "２０２５"] {
            assert!(parse(bad).is_err(), "{bad}");
        }
        assert_eq!(parse("2025-2-3").unwrap().day(), Some(date(2025, 2, 3)));
    }
}
