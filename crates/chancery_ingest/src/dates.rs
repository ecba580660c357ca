//! Days in the forms in which inputs, pages and date lines give them.

use chancery_model::Day;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// Words that name a day, or a month and day without the year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// Where the words stand, in bytes.
    pub range: Range<usize>,
    /// The day; `None` where the words give no year, or may be read in two ways.
    pub day: Option<Day>,
}

/// Names of months, in the languages whose pages are common; matched without case.
const MONTHS: [&str; 12] = [
    "january|jan|januar|jänner|janvier|janv|enero|ene|gennaio|gen|januari|janeiro",
    "february|feb|februar|février|févr|febrero|febbraio|februari|fevereiro",
    "march|mar|märz|mrz|mars|marzo|maart|março",
    "april|apr|avril|avr|abril|abr|aprile",
    "may|mai|mayo|maggio|mag|mei|maio",
    "june|jun|juni|juin|junio|giugno|giu|junho",
    "july|jul|juli|juillet|juil|julio|luglio|lug|julho",
    "august|aug|août|agosto|ago|augustus",
    "september|sept|sep|septembre|septiembre|settembre|set|setembro",
    "october|oct|oktober|okt|octobre|octubre|ottobre|ott|outubro",
    "november|nov|novembre|noviembre|novembro",
    "december|dec|dezember|dez|décembre|déc|diciembre|dic|dicembre|dezembro",
];

static MONTH: LazyLock<String> = LazyLock::new(|| format!("(?:{})", MONTHS.join("|")));

fn month_of(name: &str) -> Option<i8> {
    let name = name.to_lowercase();
    let name = name.trim_end_matches('.');
    let at = MONTHS.iter().position(|names| names.split('|').any(|n| n == name))?;
    Some(at as i8 + 1)
}

#[allow(clippy::expect_used)] // patterns of our own, compiled in the tests
static FORMS: LazyLock<Regex> = LazyLock::new(|| {
    let m = &*MONTH;
    let pattern = format!(
        r"(?ix)
        \b (?P<y1>\d{{4}}) (?P<s1>[-/.]) (?P<m1>\d{{1,2}}) [-/.] (?P<d1>\d{{1,2}}) (?: \b | T\d )
      | (?P<y2>\d{{4}}) \s* 年 \s* (?P<m2>\d{{1,2}}) \s* 月 \s* (?P<d2>\d{{1,2}}) \s* 日
      | \b (?P<m3>{m}) \b \.? \s* (?P<d3>\d{{1,2}}) (?:st|nd|rd|th)? \b
            (?: ,? \s+ \d{{1,2}}:\d{{2}} (?: :\d{{2}} )? (?: \s+ [A-Z]{{2,5}} )? (?: \s [-+]\d{{4}} )? )?
            (?: [,.]? \s* (?P<y3>\d{{4}}) \b )?
      | \b (?P<d4>\d{{1,2}}) (?: st|nd|rd|th|er|\. )? [\s-]+ (?: (?:of|de|di|d’|d') \s+ )? (?P<m4>{m}) \b \.?
            (?: [\s,-]* (?: (?:de|del) \s+ )? (?P<y4>\d{{4}}) \b )?
      | \b (?P<a5>\d{{1,2}}) (?P<s5>[/.-]) (?P<b5>\d{{1,2}}) [/.-] (?P<y5>\d{{4}}) \b
        "
    );
    Regex::new(&pattern.replace(r"\b", r"(?-u:\b)")).expect("a valid pattern")
});

/// A day of the calendar in the years that a report can be of; a date in the year 9999 is none.
pub(crate) fn day(year: i16, month: i8, day: i8) -> Option<Day> {
    if !(1900..=2100).contains(&year) { None } else { Day::new(year, month, day).ok() }
}

/// All the days that words name, in order.
pub(crate) fn find(words: &str) -> Vec<Found> {
    let mut found = Vec::new();
    // All forms hold digits; most lines of a page hold none.
    if !words.bytes().any(|b| b.is_ascii_digit()) {
        return found;
    }
    for c in FORMS.captures_iter(words) {
        let number = |name: &str| c.name(name).and_then(|m| m.as_str().parse::<i16>().ok());
        let Some(whole) = c.get(0) else { continue };
        let iso = |y: &str, m: &str, d: &str| Some((number(y)?, number(m)? as i8, number(d)? as i8));
        let mut range = whole.range();
        let named = |m: &str, d: &str, y: &str| {
            let month = month_of(c.name(m)?.as_str())?;
            let d = number(d)? as i8;
            Some((number(y), month, d))
        };
        let read = if let Some((y, m, d)) = iso("y1", "m1", "d1").or_else(|| iso("y2", "m2", "d2")) {
            if let Some(last) = c.name("d1") {
                range.end = last.end();
            }
            day(y, m, d).map(Some)
        } else if let Some((y, m, d)) = named("m3", "d3", "y3").or_else(|| named("m4", "d4", "y4")) {
            if y.is_none() {
                // A time that was matched on the way to a year that never came is not part of the words.
                if let Some(last) = c.name("d3") {
                    let tail = &words[last.end()..range.end];
                    if tail.contains(':') {
                        range.end = last.end();
                    }
                }
            }
            match y {
                Some(y) => day(y, m, d).map(Some),
                None => (1..=31).contains(&d).then_some(None),
            }
        } else if let (Some(a), Some(b), Some(y)) = (number("a5"), number("b5"), number("y5")) {
            let dots = c.name("s5").is_some_and(|s| s.as_str() == ".");
            let (a, b) = (a as i8, b as i8);
            if dots || a > 12 || a == b {
                day(y, b, a).map(Some)
            } else if b > 12 {
                day(y, a, b).map(Some)
            } else {
                day(y, a, b).map(|_| None) // 03/04/2031: March or April
            }
        } else {
            None
        };
        let trimmed = words[range.clone()].trim_end_matches([' ', ',', '-', '.']).len();
        let keep_dot = words[range.start + trimmed..range.end].starts_with('.')
            && words[range.start..range.start + trimmed].ends_with(|c: char| c.is_alphabetic());
        range.end = range.start + trimmed + usize::from(keep_dot);
        if let Some(day) = read {
            found.push(Found { range, day });
        }
    }
    found
}

/// The day that a date field gives, in any of the usual forms: ISO 8601, RFC 2822, "Nov 11, 2025", 20251111, seconds
/// or milliseconds since 1970. The calendar day is the one written, whatever its time zone.
pub(crate) fn parse(value: &str) -> Option<Day> {
    let value = value.trim();
    if let Some(day) = find(value).into_iter().find_map(|f| f.day) {
        return Some(day);
    }
    let digits = value.strip_suffix(".0").unwrap_or(value);
    if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) {
        return match digits.len() {
            8 => compact(digits),
            10 => epoch(digits.parse().ok()?),
            13 => epoch(digits.parse::<i64>().ok()? / 1000),
            14 => compact(&digits[..8]),
            _ => None,
        };
    }
    // "02.12.19", and nothing else.
    let parts = Vec::from_iter(digits.split('.').map(|part| (part.len(), part.parse::<i16>().ok())));
    if let [(1..=2, Some(d)), (1..=2, Some(m)), (2, Some(y))] = parts[..] {
        return day(2000 + y, m as i8, d as i8);
    }
    let head = digits.get(..8)?;
    let rest = digits[8..].trim_start_matches(['T', ' ', 't']);
    (rest.starts_with(|c: char| c.is_ascii_digit()) && rest.len() < digits.len() - 8)
        .then(|| compact(head))?
}

/// The day that stands most often in a page's addresses and marks ("/2031/03/03/", "20310303", "2031-03-03"), the first of
/// those that stand equally often, and its words. A last resort: pictures are named after the day on which they came.
pub(crate) fn commonest(html: &str) -> Option<(Day, String)> {
    #[allow(clippy::expect_used)]
    static FORM: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:^|[^0-9])((20[0-2]\d)([-/]?)(0[1-9]|1[0-2])([-/]?)([0-2]\d|3[01]))")
            .expect("a valid pattern")
    });
    let mut counts: Vec<(Day, usize, String)> = Vec::new();
    for c in FORM.captures_iter(html).filter(|c| c[3] == c[5]).take(2000) {
        let number = |n: usize| c[n].parse::<i16>().ok();
        let (Some(y), Some(m), Some(d)) = (number(2), number(4), number(6)) else { continue };
        let Some(day) = day(y, m as i8, d as i8) else { continue };
        match counts.iter_mut().find(|known| known.0 == day) {
            Some(known) => known.1 += 1,
            None => counts.push((day, 1, c[1].to_owned())),
        }
    }
    let most = counts.iter().map(|c| c.1).max()?;
    counts.into_iter().find(|c| c.1 == most).map(|(day, _, words)| (day, words))
}

fn compact(digits: &str) -> Option<Day> {
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    day(digits.get(..4)?.parse().ok()?, digits.get(4..6)?.parse().ok()?, digits.get(6..8)?.parse().ok()?)
}

fn epoch(seconds: i64) -> Option<Day> {
    let date = jiff::Timestamp::from_second(seconds).ok()?.to_zoned(jiff::tz::TimeZone::UTC).date();
    day(date.year(), date.month(), date.day())
}

/// The day that an address holds ("/2031/03/03/", "/2031-03/03/", "20310303", "2031-mar-03"), and its words.
pub(crate) fn of_address(url: &str) -> Option<(Day, String)> {
    #[allow(clippy::expect_used)]
    static FORMS: LazyLock<[Regex; 3]> = LazyLock::new(|| {
        [
            Regex::new(
                r"(?:^|[^0-9])((?:19|20)\d\d)[-/_.]?(0?[1-9]|1[0-2])[-/_.](0?[1-9]|[12]\d|3[01])(?:[^0-9]|$)",
            ),
            Regex::new(
                r"(?i)(?:^|[^0-9])((?:19|20)\d\d)[-/_]([a-z]{3,9})[-/_](0?[1-9]|[12]\d|3[01])(?:[^0-9]|$)",
            ),
            Regex::new(r"(?:^|[^0-9])((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:[^0-9]|$)"),
        ]
        .map(|r| r.expect("a valid pattern"))
    });
    for (i, form) in FORMS.iter().enumerate() {
        for c in form.captures_iter(url) {
            let year = c[1].parse().ok()?;
            let month = if i == 1 { month_of(&c[2]) } else { c[2].parse().ok() };
            if let (Some(month), Ok(d)) = (month, c[3].parse())
                && let Some(found) = day(year, month, d)
            {
                return Some((found, url[c.get(1)?.start()..c.get(3)?.end()].to_owned()));
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn date_fields_in_many_forms() {
        for given in [
            "2031-03-03",
            "2031-03-03T23:50:00-05:00",
            "2031-03-03 15:13:52+08:00",
            "2031/3/3",
            "20310303",
            "20310303T120000Z",
            "Mon, 3 Mar 2031 09:00:00 GMT",
            "Mon Mar 03 09:00:00 UTC 2031",
            "Mon Mar  3 09:00:00 +0000 2031",
            "March 3, 2031",
            "Mar. 3rd 2031",
            "3rd of March, 2031",
            "3 mars 2031",
            "3. März 2031",
            "3 de marzo de 2031",
            "03.03.2031",
            "03-Mar-2031",
            "2031年3月3日",
            "1930262400",
            "1930262400000",
            "14:55, March 03, 2031",
        ] {
            assert_eq!(parse(given).map(|d| d.to_string()).as_deref(), Some("2031-03-03"), "{given}");
        }
        assert_eq!(parse("25/12/2031").unwrap().to_string(), "2031-12-25");
        assert_eq!(parse("12/25/2031").unwrap().to_string(), "2031-12-25");
    }

    #[test]
    fn what_is_no_day_stays_unknown() {
        for given in
            ["", "None", "9999-12-31", "0001-01-01", "March 3", "2031-02-30", "03/04/2031", "soon", "2031"]
        {
            assert_eq!(parse(given), None, "{given}");
        }
    }

    #[test]
    fn words_are_found_where_they_stand() {
        let words = "ARVIK, Nov. 11 (NNA) -- more on Sept 3, 2031.";
        let found = find(words);
        assert_eq!(&words[found[0].range.clone()], "Nov. 11");
        assert_eq!(found[0].day, None);
        assert_eq!(&words[found[1].range.clone()], "Sept 3, 2031");
        assert_eq!(found[1].day.unwrap().to_string(), "2031-09-03");
    }

    #[test]
    fn addresses_hold_days() {
        for (url, want) in [
            ("https://post.example/2031/03/03/norvia.html", Some("2031-03-03")),
            ("https://post.example/202503/03/c_1.htm", Some("2025-03-03")),
            ("https://post.example/a/20310303/c1.html", Some("2031-03-03")),
            ("https://post.example/news/2031-03-03-talks", Some("2031-03-03")),
            ("https://post.example/2031/mar/03/talks", Some("2031-03-03")),
            ("https://post.example/n/a1202405173x.htm", None),
            ("https://post.example/politics-5231", None),
        ] {
            assert_eq!(of_address(url).map(|d| d.0.to_string()).as_deref(), want, "{url}");
        }
    }
}
