//! Feasts that fall on another day every year: Easter and what is counted from it, "the fourth Thursday of November", the
//! feasts of the Hebrew and the Islamic year, the lunar new year.

use crate::Day;
use crate::day::{days_between, plus_days};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// How the day of a feast follows from the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Feast {
    /// So many days after Easter Sunday of the western churches; before it for a negative number.
    Easter(i8),
    /// The same for the eastern churches.
    OrthodoxEaster(i8),
    /// The first such weekday (1 Monday to 7 Sunday) on or after a day (month, day, weekday): the fourth Thursday of
    /// November is `(11, 22, 4)`.
    Weekday(u8, u8, u8),
    /// So many days after the Hebrew new year that falls into the year; before it for a negative number.
    Hebrew(i16),
    /// A day (month, day) of the Islamic year. The moon decides it, so a day before and after belong to the answer.
    Islamic(u8, u8),
    /// The first day of the Chinese lunar year. Where the table ends, all the days on which it may fall.
    LunarNewYear,
}

/// Month and day of the lunar new year from 1960 on, as one number: 128 is 28 January. From the almanac.
const LUNAR: (i16, [u16; 91]) = (
    1960,
    [
        128, 215, 205, 125, 213, 202, 121, 209, 130, 217, 206, 127, 215, 203, 123, 211, 131, 218, 207, 128,
        216, 205, 125, 213, 202, 220, 209, 129, 217, 206, 127, 215, 204, 123, 210, 131, 219, 207, 128, 216,
        205, 124, 212, 201, 122, 209, 129, 218, 207, 126, 214, 203, 123, 210, 131, 219, 208, 128, 216, 205,
        125, 212, 201, 122, 210, 129, 217, 206, 126, 213, 203, 123, 211, 131, 219, 208, 128, 215, 204, 124,
        212, 201, 122, 210, 130, 217, 206, 126, 214, 202, 123,
    ],
);

impl Feast {
    /// The feasts around `day`, in order, the third of them of its year; each of `days` days.
    pub(crate) fn around(self, day: Day, days: u8) -> [(Day, Day); 5] {
        let year = match self {
            Feast::Islamic(..) => islamic_year(day),
            _ => i32::from(day.year()),
        };
        std::array::from_fn(|n| self.lasting(year + n as i32 - 2, days))
    }

    /// The feast of the year that holds `day`: of two, the first.
    pub(crate) fn of_year(self, day: Day, days: u8) -> (Day, Day) {
        let Feast::Islamic(..) = self else { return self.lasting(i32::from(day.year()), days) };
        let first = Date::new(day.year(), 1, 1).unwrap_or(day);
        let year = islamic_year(first);
        let begins = |y: &i32| self.begins(*y).1 >= first;
        self.lasting((year - 1..year + 2).find(begins).unwrap_or(year), days)
    }

    /// The days on which the feast of a year may begin; the year is the Islamic one for an Islamic feast.
    fn begins(self, year: i32) -> (Day, Day) {
        let on = |d: Day| (d, d);
        match self {
            Feast::Easter(after) => on(plus_days(easter(year), i32::from(after))),
            Feast::OrthodoxEaster(after) => {
                let shift = if year < 1583 { 0 } else { year.div_euclid(100) - year.div_euclid(400) - 2 };
                on(plus_days(julian_easter(year), shift + i32::from(after)))
            }
            Feast::Weekday(month, day, weekday) => {
                let from = calendar(year, month, day);
                let ahead = i32::from(weekday) - i32::from(from.weekday().to_monday_one_offset());
                on(plus_days(from, ahead.rem_euclid(7)))
            }
            Feast::Hebrew(after) => {
                let (first, next) = (hebrew_new_year(year), hebrew_new_year(year + 1));
                // From the third month on a day is added in a year that has one more before it.
                let long = after > 59 && days_between(first, next) % 10 == 5;
                on(plus_days(first, i32::from(after) + i32::from(long)))
            }
            Feast::Islamic(month, day) => {
                let d = islamic(year, month, day);
                (plus_days(d, -1), plus_days(d, 1))
            }
            Feast::LunarNewYear => {
                let row = usize::try_from(year - i32::from(LUNAR.0)).ok().and_then(|n| LUNAR.1.get(n));
                match row {
                    Some(at) => on(calendar(year, (at / 100) as u8, (at % 100) as u8)),
                    None => (calendar(year, 1, 21), calendar(year, 2, 20)),
                }
            }
        }
    }

    fn lasting(self, year: i32, days: u8) -> (Day, Day) {
        let year = match self {
            Feast::Islamic(..) => year,
            _ => year.clamp(i32::from(Date::MIN.year()), i32::from(Date::MAX.year())),
        };
        let (begin, end) = self.begins(year);
        (begin, plus_days(end, i32::from(days.max(1)) - 1))
    }
}

/// A day of a year that may lie outside the calendar: then the calendar's end.
fn calendar(year: i32, month: u8, day: u8) -> Day {
    let end = if year > 0 { Date::MAX } else { Date::MIN };
    i16::try_from(year).ok().and_then(|y| Date::new(y, month as i8, day as i8).ok()).unwrap_or(end)
}

/// So many days after the last of the year 0.
fn from_count(days: i64) -> Day {
    let days = days.clamp(-5_000_000, 5_000_000) as i32;
    plus_days(calendar(1, 1, 1), days - 1)
}

/// Easter Sunday: by the Gregorian rule since 1583, by the Julian one, with its own dates, before.
fn easter(year: i32) -> Day {
    if year < 1583 {
        return julian_easter(year);
    }
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    calendar(year, (n / 31) as u8, (n % 31 + 1) as u8)
}

/// Easter Sunday by the Julian rule, as a date of the Julian calendar.
fn julian_easter(year: i32) -> Day {
    let d = (19 * year.rem_euclid(19) + 15) % 30;
    let e = (2 * year.rem_euclid(4) + 4 * year.rem_euclid(7) - d + 34) % 7;
    let n = d + e + 114;
    calendar(year, (n / 31) as u8, (n % 31 + 1) as u8)
}

/// The Hebrew new year in the autumn of a year.
fn hebrew_new_year(year: i32) -> Day {
    let year = i64::from(year) + 3761;
    // Days from the epoch to the new moon of the year, kept off three weekdays.
    let elapsed = |year: i64| {
        let months = (235 * year - 234).div_euclid(19);
        let parts = 12_084 + 13_753 * months;
        let day = 29 * months + parts.div_euclid(25_920);
        day + i64::from((3 * (day + 1)).rem_euclid(7) < 3)
    };
    let (before, this, next) = (elapsed(year - 1), elapsed(year), elapsed(year + 1));
    let moved = match (next - this, this - before) {
        (356, _) => 2,
        (_, 382) => 1,
        _ => 0,
    };
    from_count(this + moved - 1_373_427)
}

/// A day of the Islamic year by the civil rule; the sighted moon may be a day off.
fn islamic(year: i32, month: u8, day: u8) -> Day {
    let (year, month) = (i64::from(year), i64::from(month));
    let months = (59 * (month - 1) + 1).div_euclid(2);
    from_count(i64::from(day) + months + (year - 1) * 354 + (3 + 11 * year).div_euclid(30) + 227_014)
}

/// The Islamic year that holds a day.
fn islamic_year(day: Day) -> i32 {
    let since = i64::from(days_between(calendar(1, 1, 1), day)) + 1 - 227_015;
    (30 * since + 10_646).div_euclid(10_631) as i32
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn first(feast: Feast, year: i16) -> Day {
        let (begin, end) = feast.of_year(date(year, 6, 1), 1);
        plus_days(begin, days_between(begin, end) / 2)
    }

    #[test]
    fn easter_moves_with_the_moon() {
        for (year, month, day) in [(1999, 4, 4), (2008, 3, 23), (2011, 4, 24), (2024, 3, 31), (2038, 4, 25)] {
            assert_eq!(first(Feast::Easter(0), year), date(year, month, day));
        }
        assert_eq!(first(Feast::Easter(-2), 2024), date(2024, 3, 29), "Good Friday");
        assert_eq!(first(Feast::Easter(49), 2024), date(2024, 5, 19), "Pentecost");
        for (year, month, day) in [(2016, 5, 1), (2017, 4, 16), (2024, 5, 5)] {
            assert_eq!(first(Feast::OrthodoxEaster(0), year), date(year, month, day));
        }
        assert_eq!(first(Feast::Easter(0), 1204), date(1204, 4, 25), "in the calendar of its time");
    }

    #[test]
    fn the_fourth_thursday_and_the_last_monday() {
        assert_eq!(first(Feast::Weekday(11, 22, 4), 2023), date(2023, 11, 23));
        assert_eq!(first(Feast::Weekday(5, 25, 1), 2021), date(2021, 5, 31));
        assert_eq!(first(Feast::Weekday(9, 1, 1), 2025), date(2025, 9, 1));
    }

    #[test]
    fn feasts_of_other_calendars() {
        assert_eq!(first(Feast::Hebrew(0), 2024), date(2024, 10, 3));
        assert_eq!(first(Feast::Hebrew(9), 1973), date(1973, 10, 6), "the day on which a war began");
        assert_eq!(first(Feast::Hebrew(-163), 2023), date(2023, 4, 6));
        assert_eq!(first(Feast::Hebrew(83), 2021), date(2021, 11, 29));
        assert_eq!(first(Feast::Hebrew(83), 2022), date(2022, 12, 19));
        assert_eq!(first(Feast::Islamic(10, 1), 2019), date(2019, 6, 5));
        assert_eq!(first(Feast::Islamic(12, 10), 2021), date(2021, 7, 20));
        assert_eq!(first(Feast::LunarNewYear, 2024), date(2024, 2, 10));
        assert_eq!(first(Feast::LunarNewYear, 1985), date(1985, 2, 20));
        assert_eq!(first(Feast::LunarNewYear, 2050), date(2050, 1, 23));
        assert_eq!(Feast::LunarNewYear.of_year(date(1900, 1, 1), 1), (date(1900, 1, 21), date(1900, 2, 20)));
    }

    #[test]
    fn an_islamic_feast_comes_twice_in_some_years() {
        let twice = Feast::Islamic(9, 1).around(date(2030, 6, 1), 30);
        assert!(twice.iter().filter(|s| s.0.year() == 2030).count() == 2, "{twice:?}");
        assert_eq!(first(Feast::Islamic(9, 1), 2030), date(2030, 1, 6));
    }
}
