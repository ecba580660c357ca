//! Days as a correction gives them.

use chancery_model::{Day, DayInterval};

/// "2025-11-11", "2025-11", "2025", two of these with `..` between them of which one may be left out, or "none".
pub(super) fn parse(words: &str) -> Option<DayInterval> {
    if words == "none" {
        return Some(DayInterval::UNKNOWN);
    }
    let (first, last) = words.split_once("..").unwrap_or((words, words));
    let ends = |words: &str| if words.is_empty() { Some(None) } else { period(words).map(Some) };
    let (first, last) = (ends(first)?, ends(last)?);
    let interval = DayInterval { begin: first.map(|days| days.0), end: last.map(|days| days.1) };
    let ordered = interval.begin.zip(interval.end).is_none_or(|(begin, end)| begin <= end);
    (ordered && !interval.is_unknown()).then_some(interval)
}

/// The first and the last day of a day, month or year.
fn period(words: &str) -> Option<(Day, Day)> {
    let shape: String = words.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    let day = |words: &str| words.parse::<Day>().ok();
    match shape.as_str() {
        "0000-00-00" => day(words).map(|day| (day, day)),
        "0000-00" => day(&format!("{words}-01")).map(|day| (day, day.last_of_month())),
        "0000" => day(&format!("{words}-01-01")).map(|day| (day, day.last_of_year())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_months_years_and_open_ends_are_read() {
        let read = |words| {
            let days = parse(words)?;
            let end = |day: Option<Day>| day.map_or("?".into(), |day| day.to_string());
            Some(format!("{} {}", end(days.begin), end(days.end)))
        };
        for (words, days) in [
            ("2025-11-11", "2025-11-11 2025-11-11"),
            ("2025-11-11..2025-11-12", "2025-11-11 2025-11-12"),
            ("2025-02", "2025-02-01 2025-02-28"),
            ("2024..2025", "2024-01-01 2025-12-31"),
            ("..2025-03", "? 2025-03-31"),
            ("2025-03..", "2025-03-01 ?"),
            ("none", "? ?"),
        ] {
            assert_eq!(read(words).as_deref(), Some(days), "{words}");
        }
        for words in ["", "..", "2025-1-1", "2025-13", "next week", "2025-03..2025-02", "0x10"] {
            assert_eq!(read(words), None, "{words}");
        }
    }
}
