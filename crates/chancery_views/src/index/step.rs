//! Periods of the calendar, numbered.

use crate::period;
use chancery_model::{Day, DayInterval, day::plus_days};
use serde::Serialize;

/// How long a period is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Step {
    /// A day.
    Day,
    /// A week, from Monday (ISO 8601).
    Week,
    /// A month.
    Month,
    /// Three months, from January.
    #[default]
    Quarter,
    /// A year.
    Year,
}

impl std::fmt::Display for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The word is no step.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no period; write day, week, month, quarter or year")]
pub struct NoStep(pub String);

const EPOCH: Day = jiff::civil::date(1970, 1, 1);

fn days_since_epoch(day: Day) -> i32 {
    (day.duration_since(EPOCH).as_hours() / 24) as i32
}

impl Step {
    /// All steps, the shortest first.
    pub const ALL: [Step; 5] = [Step::Day, Step::Week, Step::Month, Step::Quarter, Step::Year];

    /// Reads "day", "week", "month", "quarter" or "year".
    pub fn parse(words: &str) -> Result<Step, NoStep> {
        let folded = crate::directory::fold(words);
        Step::ALL.into_iter().find(|step| step.as_str() == folded).ok_or_else(|| NoStep(words.into()))
    }

    /// The word.
    pub fn as_str(self) -> &'static str {
        match self {
            Step::Day => "day",
            Step::Week => "week",
            Step::Month => "month",
            Step::Quarter => "quarter",
            Step::Year => "year",
        }
    }

    /// The shortest step that makes at most `most` periods of the days; a year where none does.
    ///
    /// ```
    /// use chancery_views::index::Step;
    /// use jiff::civil::date;
    /// let step = |year| Step::fitting(date(2031, 1, 1), date(year, 12, 31), 60);
    /// assert_eq!([step(2031), step(2034), step(2040)], [Step::Week, Step::Month, Step::Quarter]);
    /// ```
    pub fn fitting(begin: Day, end: Day, most: usize) -> Step {
        let periods = |step: &Step| i64::from(step.ordinal(end)) - i64::from(step.ordinal(begin)) + 1;
        Step::ALL.into_iter().find(|step| periods(step) <= most as i64).unwrap_or(Step::Year)
    }

    /// The number of the period that a day lies in; the next period has the next number.
    pub(crate) fn ordinal(self, day: Day) -> i32 {
        let (year, month) = (i32::from(day.year()), i32::from(day.month()) - 1);
        match self {
            Step::Day => days_since_epoch(day),
            // The epoch was a Thursday.
            Step::Week => (days_since_epoch(day) + 3).div_euclid(7),
            Step::Month => year * 12 + month,
            Step::Quarter => year * 4 + month / 3,
            Step::Year => year,
        }
    }

    /// First and last day of the period of that number.
    pub(crate) fn days(self, ordinal: i32) -> (Day, Day) {
        let months = |ordinal: i32, length: i32| {
            let at = |ordinal: i32| {
                let month = ordinal.rem_euclid(12 / length) * length + 1;
                Day::new(ordinal.div_euclid(12 / length) as i16, month as i8, 1)
            };
            let begin = at(ordinal).unwrap_or(Day::MIN);
            (begin, at(ordinal + 1).map_or(Day::MAX, |next| plus_days(next, -1)))
        };
        match self {
            Step::Day => (plus_days(EPOCH, ordinal), plus_days(EPOCH, ordinal)),
            Step::Week => (plus_days(EPOCH, ordinal * 7 - 3), plus_days(EPOCH, ordinal * 7 + 3)),
            Step::Month => months(ordinal, 1),
            Step::Quarter => months(ordinal, 3),
            Step::Year => months(ordinal, 12),
        }
    }

    /// The period that begins on a day, as ISO 8601 writes it, a quarter as "2031-Q1".
    pub(crate) fn key(self, begin: Day) -> String {
        match self {
            Step::Day => begin.to_string(),
            Step::Week => {
                let week = begin.iso_week_date();
                format!("{:04}-W{:02}", week.year(), week.week())
            }
            Step::Month => format!("{:04}-{:02}", begin.year(), begin.month()),
            Step::Quarter => format!("{:04}-Q{}", begin.year(), (begin.month() - 1) / 3 + 1),
            Step::Year => format!("{:04}", begin.year()),
        }
    }

    /// A period in words.
    pub(crate) fn words(self, begin: Day, end: Day) -> String {
        match self {
            Step::Week => format!("week of {}", period::day(begin)),
            Step::Quarter => format!("Q{} {}", (begin.month() - 1) / 3 + 1, begin.year()),
            _ => period::words(&DayInterval::between(begin, end)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn each_day_lies_in_its_period_and_periods_follow_one_another() {
        let mut day = date(2023, 12, 20);
        while day < date(2025, 1, 10) {
            for step in Step::ALL {
                let (begin, end) = step.days(step.ordinal(day));
                assert!(begin <= day && day <= end, "{step} {day}: {begin} {end}");
                assert_eq!(step.ordinal(plus_days(end, 1)), step.ordinal(day) + 1);
                assert_eq!(step.ordinal(begin), step.ordinal(end));
            }
            day = plus_days(day, 1);
        }
        assert_eq!(Step::Week.key(date(2024, 12, 30)), "2025-W01");
        assert_eq!(Step::Quarter.key(date(2024, 10, 1)), "2024-Q4");
    }

    #[test]
    fn the_ends_of_the_calendar_are_periods_too() {
        for step in Step::ALL {
            for day in [Day::MIN, Day::MAX] {
                let (begin, end) = step.days(step.ordinal(day));
                assert!(begin <= day && day <= end);
            }
        }
    }
}
