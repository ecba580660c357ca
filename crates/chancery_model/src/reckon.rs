//! Reckoning of times that lean on the publication day ("on Tuesday", "last month", "in January").
//!
//! A [`Reckoning`] is a short list of steps that starts from the publication day (or from a fixed span of days) and is
//! walked again whenever that day becomes better known. Every step keeps order: from a later day it never leads to an
//! earlier time. So a publication interval is reckoned from its two ends.

use crate::day::{days_between, plus_days};
use crate::{Day, DayInterval, Feast};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// How a relative time follows from the day of publication. A claim keeps it, so that linking can reckon again when other
/// reports narrow that day.
///
/// ```
/// use chancery_model::{DayInterval, Reckoning, reckon::{Step, Turn}};
/// // "on Tuesday", told as past, in a report of Friday 7 March 2031
/// let on_tuesday = Reckoning::of(vec![Step::Weekday(2, Turn::Last)]);
/// let friday = DayInterval::on("2031-03-07".parse().unwrap());
/// assert_eq!(on_tuesday.reckon(&friday).day(), Some("2031-03-04".parse().unwrap()));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reckoning {
    /// The days to start from; the publication day where there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<(Day, Day)>,
    /// The way from there, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
}

/// One step of a [`Reckoning`]: from a span of days to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// So many days on; back for a negative number.
    Days(i32),
    /// The calendar unit that holds the first day, moved by so many units: `(Month, -1)` is "last month".
    Unit(Unit, i32),
    /// So many units before (negative) or after, as people say it: `(Week, -3)` is "three weeks ago", some days wide.
    Shift(Unit, i32, Slack),
    /// The nearest such weekday (1 Monday to 7 Sunday) in a direction.
    Weekday(u8, Turn),
    /// The nearest such month (1 to 12) in a direction.
    Month(u8, Turn),
    /// The nearest such day (month, day) in a direction.
    MonthDay(u8, u8, Turn),
    /// The nearest such season (1 spring to 4 winter; northern, by whole months) in a direction.
    Season(u8, Turn),
    /// The nearest such feast, of so many days, in a direction.
    Feast(Feast, u8, Turn),
    /// The weekday (1 Monday to 7 Sunday) of the week that holds the first day.
    OfWeek(u8),
    /// The month (1 to 12) of the year that holds the first day.
    MonthOf(u8),
    /// The day (month, day) of the year that holds the first day.
    DayOf(u8, u8),
    /// The day of the month that holds the first day.
    OfMonth(u8),
    /// The season (1 to 4) of the year that holds the first day. Where the year is said it may be meant by the sun or by
    /// the months, which are three weeks apart, so that it runs on through its fourth month.
    SeasonOf(u8),
    /// The feast, of so many days, of the year that holds the first day.
    FeastOf(Feast, u8),
    /// The quarter (1 to 4) of the year that holds the first day.
    QuarterOf(u8),
    /// A part of the span.
    Part(Part),
    /// From the span's first day up to the day of publication ("since Tuesday", "earlier this month").
    UpToNow,
    /// From the day of publication to the span's last day ("later this month").
    FromNow,
    /// The same days so many years on: "three years ago today".
    Years(i32),
    /// Widened by so many days before and after.
    Widen(u16, u16),
    /// The span that ends with this one's last day and lasts so many days ("a three-day visit through Saturday").
    Ending(u16),
    /// The span that begins with this one's first day and lasts so many days.
    Lasting(u16),
}

/// A unit of the calendar. Weeks begin on Monday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Unit {
    Day,
    Weekend,
    Week,
    Month,
    Quarter,
    HalfYear,
    Year,
    Decade,
    Century,
}

/// In which direction to look for a named day, month or season.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Turn {
    /// Back; one that holds the day itself counts.
    Last,
    /// Back, and over before the day.
    Before,
    /// Ahead; one that holds the day itself counts.
    Next,
    /// Ahead, and not begun on the day.
    After,
    /// Whichever is closer; the past where equal.
    Near,
}

/// How exactly a number of units is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Slack {
    /// As said ("three weeks ago").
    #[default]
    Said,
    /// A little more ("just over three weeks ago").
    Over,
    /// A little less ("nearly three weeks ago").
    Under,
    /// Either way ("about three weeks ago").
    About,
}

/// A part of a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Its first half ("early 2024"; "late" and "early" are not used more strictly than that).
    Early,
    /// Its middle ("mid-March").
    Mid,
    /// Its second half.
    Late,
    /// Its first sixth, at least three days ("the start of the month").
    Start,
    /// Its last sixth, at least three days ("the end of last month").
    End,
    /// Its last day ("by the end of the month").
    Close,
    /// Its first half, exactly.
    FirstHalf,
    /// Its second half, exactly.
    SecondHalf,
}

impl Reckoning {
    /// Steps from the day of publication.
    pub fn of(steps: Vec<Step>) -> Self {
        Reckoning { from: None, steps }
    }

    /// Fixed days.
    pub fn fixed(begin: Day, end: Day) -> Self {
        Reckoning { from: Some((begin.min(end), begin.max(end))), steps: Vec::new() }
    }

    /// The same way and one step more.
    #[must_use]
    pub fn then(mut self, step: Step) -> Self {
        self.steps.push(step);
        self
    }

    /// Whether the day of publication plays a part.
    pub fn leans_on_publication(&self) -> bool {
        self.from.is_none() || self.steps.iter().any(|s| matches!(s, Step::UpToNow | Step::FromNow))
    }

    /// The days that bound the time when the report was published within `published`. An open end stays open where
    /// the day of publication plays a part.
    pub fn reckon(&self, published: &DayInterval) -> DayInterval {
        if !self.leans_on_publication() {
            let (begin, end) = self.on(Date::ZERO);
            return DayInterval::between(begin, end);
        }
        let begin = match (published.begin, self.from, self.steps.first()) {
            (Some(day), ..) => Some(self.on(day).0),
            // A fixed beginning is known even where the publication day is not.
            (None, Some(_), _) if !self.steps.contains(&Step::FromNow) => Some(self.on(Date::MAX).0),
            _ => None,
        };
        let end = match (published.end, self.from) {
            (Some(day), _) => Some(self.on(day).1),
            (None, Some(_)) if !self.steps.contains(&Step::UpToNow) => Some(self.on(Date::MIN).1),
            _ => None,
        };
        match (begin, end) {
            (Some(b), Some(e)) if b > e => DayInterval::between(b, e),
            _ => DayInterval { begin, end },
        }
    }

    /// The first and last day meant by a report published on `day`.
    pub fn on(&self, day: Day) -> (Day, Day) {
        let mut span = self.from.unwrap_or((day, day));
        for step in &self.steps {
            span = step.from(span, day);
            if span.0 > span.1 {
                span = (span.1, span.0);
            }
        }
        span
    }

    /// A day in the middle of what a report published on `day` means: the day that names the week, month or year.
    pub fn point(&self, day: Day) -> Day {
        let (begin, end) = self.on(day);
        plus_days(begin, days_between(begin, end) / 2)
    }
}

impl Step {
    /// Where the step leads from a span of days, in a report published on `published`.
    fn from(self, (begin, end): (Day, Day), published: Day) -> (Day, Day) {
        match self {
            Step::Days(n) => (plus_days(begin, n), plus_days(end, n)),
            Step::Unit(unit, by) => unit.holding(begin, by),
            Step::Shift(unit, by, slack) => shift(begin, unit, by, slack),
            Step::Weekday(day, turn) => {
                let back = (i32::from(begin.weekday().to_monday_one_offset()) - i32::from(day)).rem_euclid(7);
                let at = |n| {
                    let d = plus_days(begin, n);
                    (d, d)
                };
                match turn {
                    Turn::Last => at(-back),
                    Turn::Before => at(if back == 0 { -7 } else { -back }),
                    Turn::Next => at((7 - back) % 7),
                    Turn::After => at(7 - back),
                    Turn::Near => at(if back <= 3 { -back } else { 7 - back }),
                }
            }
            Step::Month(month, turn) => turned(begin, turn, |year| month_of(year, month)),
            Step::MonthDay(month, day, turn) => turned(begin, turn, |year| day_of(year, month, day)),
            Step::Season(season, turn) => turned(begin, turn, |year| season_of(year, season)),
            Step::Feast(feast, days, turn) => pick(feast.around(begin, days), begin, turn),
            Step::OfWeek(day) => {
                let d = plus_days(Unit::Week.holding(begin, 0).0, i32::from(day) - 1);
                (d, d)
            }
            Step::MonthOf(month) => month_of(begin.year(), month),
            Step::DayOf(month, day) => day_of(begin.year(), month, day),
            Step::OfMonth(day) => day_of(begin.year(), begin.month() as u8, day),
            Step::SeasonOf(season) => {
                let (first, last) = season_of(begin.year(), season);
                (first, Unit::Month.holding(last, 1).1)
            }
            Step::Years(by) => {
                let on = |d: Day| {
                    let year = year16(i32::from(d.year()).saturating_add(by));
                    day_of(year, d.month() as u8, d.day() as u8).0
                };
                (on(begin), on(end))
            }
            Step::FeastOf(feast, days) => feast.of_year(begin, days),
            Step::QuarterOf(quarter) => {
                let first = quarter.clamp(1, 4) * 3 - 2;
                (month_of(begin.year(), first).0, month_of(begin.year(), first + 2).1)
            }
            Step::Part(part) => part.of(begin, end),
            Step::UpToNow => (begin.min(published), published),
            Step::FromNow => (published, end.max(published)),
            Step::Widen(before, after) => {
                (plus_days(begin, -i32::from(before)), plus_days(end, i32::from(after)))
            }
            Step::Ending(days) => (plus_days(end, 1 - i32::from(days.max(1))), end),
            Step::Lasting(days) => (begin, plus_days(begin, i32::from(days.max(1)) - 1)),
        }
    }
}

impl Unit {
    /// The first and last day of the unit that holds `day`, moved by `by` units; clamped to the calendar.
    pub fn holding(self, day: Day, by: i32) -> (Day, Day) {
        match self {
            Unit::Day => {
                let d = plus_days(day, by);
                (d, d)
            }
            Unit::Week | Unit::Weekend => {
                let monday = plus_days(day, 1 - i32::from(day.weekday().to_monday_one_offset()));
                let monday = plus_days(monday, by.saturating_mul(7));
                let first = if self == Unit::Week { monday } else { plus_days(monday, 5) };
                (first, plus_days(monday, 6))
            }
            Unit::Month => {
                let (year, month) = plus_months(day, by);
                month_of(year, month)
            }
            Unit::Quarter | Unit::HalfYear => {
                let n = if self == Unit::Quarter { 3 } else { 6 };
                let into = (day.month() as i32 - 1) % n;
                let (year, month) = plus_months(day, by.saturating_mul(n).saturating_sub(into));
                (month_of(year, month).0, month_of(year, month + n as u8 - 1).1)
            }
            Unit::Year | Unit::Decade | Unit::Century => {
                let n = match self {
                    Unit::Year => 1,
                    Unit::Decade => 10,
                    _ => 100,
                };
                let year = i32::from(day.year());
                let first = (year - year.rem_euclid(n)).saturating_add(by.saturating_mul(n));
                (day_of(year16(first), 1, 1).0, day_of(year16(first.saturating_add(n - 1)), 12, 31).1)
            }
        }
    }
}

impl Part {
    fn of(self, begin: Day, end: Day) -> (Day, Day) {
        let days = days_between(begin, end) + 1;
        let sixth = (days / 6).max(3).min(days);
        // A year is parted by months: "the first half of 2020" ends with June.
        let half = if days > 300 && begin.month() == 1 && begin.day() == 1 && days < 367 {
            days_between(begin, day_of(begin.year(), 7, 1).0)
        } else {
            (days + 1) / 2
        };
        match self {
            Part::Early | Part::FirstHalf => (begin, plus_days(begin, half - 1)),
            Part::Late | Part::SecondHalf => (plus_days(begin, half.min(days - 1)), end),
            Part::Mid => (plus_days(begin, days / 3), plus_days(end, -(days / 3))),
            Part::Start => (begin, plus_days(begin, sixth - 1)),
            Part::End => (plus_days(end, 1 - sixth), end),
            Part::Close => (end, end),
        }
    }
}

fn shift(day: Day, unit: Unit, by: i32, slack: Slack) -> (Day, Day) {
    let past = by < 0;
    // `more` reaches further from the day, `less` nearer to it.
    let wide = |d: (Day, Day), said: i32, more: i32| {
        let (far, near) = match slack {
            Slack::Said => (said, said),
            Slack::Over => (more, 0),
            Slack::Under => (0, more),
            Slack::About => (more.max(said), more.max(said)),
        };
        let (before, after) = if past { (far, near) } else { (near, far) };
        let (begin, end) = (plus_days(d.0, -before), plus_days(d.1, after));
        // What is widened stays on its side: "nearly a year ago" is over.
        match slack {
            Slack::Said => (begin, end),
            _ if past => (begin.min(day), end.min(day)),
            _ => (begin.max(day), end.max(day)),
        }
    };
    match unit {
        Unit::Day => wide(Unit::Day.holding(day, by), 0, 1 + by.abs() / 5),
        Unit::Week | Unit::Weekend => wide(Unit::Day.holding(day, by.saturating_mul(7)), 3, 6),
        Unit::Month => wide(Unit::Month.holding(day, by), 0, 20),
        Unit::Quarter | Unit::HalfYear => wide(Unit::Month.holding(day, by.saturating_mul(3)), 0, 60),
        Unit::Year => wide(Unit::Year.holding(day, by), 0, 184),
        Unit::Decade | Unit::Century => {
            let years = by.saturating_mul(if unit == Unit::Decade { 10 } else { 100 });
            let span = Unit::Year.holding(day, years);
            let far = if unit == Unit::Decade { 730 } else { 7300 };
            (plus_days(span.0, -far), plus_days(span.1, far))
        }
    }
}

/// The one of the yearly spans that `turn` asks for, seen from `day`.
fn turned(day: Day, turn: Turn, of: impl Fn(i16) -> (Day, Day)) -> (Day, Day) {
    let mut spans = [(day, day); 5];
    for (n, span) in spans.iter_mut().enumerate() {
        *span = of(year16(i32::from(day.year()) + n as i32 - 2));
    }
    pick(spans, day, turn)
}

/// The one of five spans in order that `turn` asks for, seen from `day`; the third lies about it.
fn pick(spans: [(Day, Day); 5], day: Day, turn: Turn) -> (Day, Day) {
    let last = |fits: &dyn Fn(&(Day, Day)) -> bool| spans.iter().rev().find(|s| fits(s)).copied();
    let next = |fits: &dyn Fn(&(Day, Day)) -> bool| spans.iter().find(|s| fits(s)).copied();
    let found = match turn {
        Turn::Last => last(&|s| s.0 <= day),
        Turn::Before => last(&|s| s.1 < day),
        Turn::Next => next(&|s| s.1 >= day),
        Turn::After => next(&|s| s.0 > day),
        Turn::Near => spans
            .iter()
            .min_by_key(|s| {
                if s.0 <= day && day <= s.1 {
                    0
                } else {
                    days_between(s.1, day).abs().min(days_between(s.0, day).abs())
                }
            })
            .copied(),
    };
    // Only the ends of the calendar have none.
    found.unwrap_or(if matches!(turn, Turn::Last | Turn::Before) { spans[0] } else { spans[4] })
}

fn year16(year: i32) -> i16 {
    year.clamp(i32::from(Date::MIN.year()), i32::from(Date::MAX.year())) as i16
}

fn plus_months(day: Day, by: i32) -> (i16, u8) {
    let months = (i32::from(day.year()) * 12 + day.month() as i32 - 1).saturating_add(by);
    let months = months.clamp(i32::from(Date::MIN.year()) * 12, i32::from(Date::MAX.year()) * 12 + 11);
    (year16(months.div_euclid(12)), months.rem_euclid(12) as u8 + 1)
}

/// The day of a month, the month's last where it has no such day.
fn day_of(year: i16, month: u8, day: u8) -> (Day, Day) {
    let month = month.clamp(1, 12) as i8;
    let first = Date::new(year, month, 1).unwrap_or(Date::MAX);
    let d = Date::new(year, month, day.clamp(1, 31) as i8).unwrap_or(first.last_of_month());
    (d, d)
}

fn month_of(year: i16, month: u8) -> (Day, Day) {
    let first = day_of(year, month, 1).0;
    (first, first.last_of_month())
}

/// Spring is March to May; winter begins in December of the year that names it.
fn season_of(year: i16, season: u8) -> (Day, Day) {
    let first = match season {
        1 => 3,
        2 => 6,
        3 => 9,
        _ => 12,
    };
    if first == 12 {
        (day_of(year, 12, 1).0, month_of(year16(i32::from(year) + 1), 2).1)
    } else {
        (day_of(year, first, 1).0, month_of(year, first + 2).1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn on(steps: Vec<Step>, day: Day) -> (Day, Day) {
        Reckoning::of(steps).on(day)
    }

    #[test]
    fn the_week_turns_on_monday() {
        let wednesday = date(2031, 3, 5);
        assert_eq!(on(vec![Step::Weekday(3, Turn::Last)], wednesday).0, wednesday);
        assert_eq!(on(vec![Step::Weekday(3, Turn::Before)], wednesday).0, date(2031, 2, 26));
        assert_eq!(on(vec![Step::Weekday(4, Turn::Last)], wednesday).0, date(2031, 2, 27));
        assert_eq!(on(vec![Step::Weekday(4, Turn::Next)], wednesday).0, date(2031, 3, 6));
        assert_eq!(on(vec![Step::Unit(Unit::Week, -1)], wednesday), (date(2031, 2, 24), date(2031, 3, 2)));
        assert_eq!(on(vec![Step::Unit(Unit::Weekend, 0)], wednesday), (date(2031, 3, 8), date(2031, 3, 9)));
    }

    #[test]
    fn months_and_years_turn() {
        let day = date(2031, 2, 14);
        assert_eq!(on(vec![Step::Month(1, Turn::Last)], day), (date(2031, 1, 1), date(2031, 1, 31)));
        assert_eq!(on(vec![Step::Month(2, Turn::Last)], day).0, date(2031, 2, 1));
        assert_eq!(on(vec![Step::Month(3, Turn::Last)], day).0, date(2030, 3, 1));
        assert_eq!(on(vec![Step::MonthDay(2, 29, Turn::Last)], day).0, date(2030, 2, 28));
        assert_eq!(on(vec![Step::Season(4, Turn::Last)], day), (date(2030, 12, 1), date(2031, 2, 28)));
        assert_eq!(
            on(vec![Step::Unit(Unit::Month, -1), Step::Part(Part::End)], day),
            (date(2031, 1, 27), date(2031, 1, 31))
        );
        assert_eq!(
            on(vec![Step::Unit(Unit::Year, -1), Step::Part(Part::Late)], day),
            (date(2030, 7, 1), date(2030, 12, 31))
        );
    }

    #[test]
    fn an_interval_is_reckoned_from_its_ends() {
        let r = Reckoning::of(vec![Step::Weekday(2, Turn::Last)]);
        let week = DayInterval::between(date(2031, 3, 3), date(2031, 3, 9));
        assert_eq!(r.reckon(&week), DayInterval::between(date(2031, 2, 25), date(2031, 3, 4)));
        assert_eq!(r.reckon(&DayInterval::UNKNOWN), DayInterval::UNKNOWN);
        assert_eq!(
            r.reckon(&DayInterval { begin: Some(date(2031, 3, 5)), end: None }),
            DayInterval { begin: Some(date(2031, 3, 4)), end: None }
        );
        let since = Reckoning::fixed(date(2018, 1, 1), date(2018, 12, 31)).then(Step::UpToNow);
        assert_eq!(
            since.reckon(&DayInterval::UNKNOWN),
            DayInterval { begin: Some(date(2018, 1, 1)), end: None }
        );
    }

    /// Every step, from the calendar's ends as well: no panic, begin before end, and a later day never leads to an
    /// earlier time.
    #[test]
    fn steps_keep_order_and_never_leave_the_calendar() {
        let turns = [Turn::Last, Turn::Before, Turn::Next, Turn::After, Turn::Near];
        let units = [
            Unit::Day,
            Unit::Weekend,
            Unit::Week,
            Unit::Month,
            Unit::Quarter,
            Unit::HalfYear,
            Unit::Year,
            Unit::Decade,
            Unit::Century,
        ];
        let mut steps = vec![
            Step::Days(-1),
            Step::Days(i32::MAX),
            Step::Days(i32::MIN),
            Step::OfWeek(7),
            Step::DayOf(2, 29),
            Step::UpToNow,
            Step::FromNow,
            Step::Widen(9, 9),
            Step::Ending(3),
            Step::Lasting(0),
            Step::QuarterOf(4),
            Step::SeasonOf(4),
            Step::MonthOf(200),
            Step::OfMonth(31),
            Step::FeastOf(Feast::Easter(0), 1),
            Step::FeastOf(Feast::Hebrew(-163), 1),
            Step::FeastOf(Feast::Islamic(1, 10), 1),
        ];
        for turn in turns {
            steps.extend([
                Step::Weekday(1, turn),
                Step::Month(5, turn),
                Step::MonthDay(2, 29, turn),
                Step::Season(4, turn),
                Step::Feast(Feast::Easter(-2), 1, turn),
                Step::Feast(Feast::OrthodoxEaster(0), 1, turn),
                Step::Feast(Feast::Weekday(11, 22, 4), 1, turn),
                Step::Feast(Feast::Hebrew(83), 8, turn),
                Step::Feast(Feast::Islamic(9, 1), 30, turn),
                Step::Feast(Feast::LunarNewYear, 1, turn),
            ]);
        }
        for unit in units {
            for by in [-3, 0, 2, i32::MIN, i32::MAX] {
                steps.push(Step::Unit(unit, by));
                for slack in [Slack::Said, Slack::Over, Slack::Under, Slack::About] {
                    steps.push(Step::Shift(unit, by, slack));
                }
            }
        }
        for part in [
            Part::Early,
            Part::Mid,
            Part::Late,
            Part::Start,
            Part::End,
            Part::Close,
            Part::FirstHalf,
            Part::SecondHalf,
        ] {
            steps.push(Step::Part(part));
        }
        for step in steps {
            let r = Reckoning::of(vec![step]);
            for start in [Date::MIN, date(-1, 6, 1), date(2030, 12, 20), date(9998, 12, 1)] {
                let mut before: Option<(Day, Day)> = None;
                for n in 0..420 {
                    let got = r.on(plus_days(start, n));
                    assert!(got.0 <= got.1, "{step:?}");
                    if let Some(b) = before {
                        assert!(b.0 <= got.0 && b.1 <= got.1, "{step:?} from {start} + {n}");
                    }
                    before = Some(got);
                }
            }
        }
    }

    #[test]
    fn it_is_written_short() {
        let r = Reckoning::of(vec![Step::Unit(Unit::Month, -1), Step::Part(Part::End)]);
        let json = serde_json::to_string(&r).unwrap();
        assert_eq!(json, r#"{"steps":[{"unit":["month",-1]},{"part":"end"}]}"#);
        assert_eq!(serde_json::from_str::<Reckoning>(&json).unwrap(), r);
    }
}
