//! Times that the words around them date: what stands beside a date and means the same, years of school, the age of one
//! whose life the text bounds, a length that begins or ends with a year told.

use super::grammar::{Grain, Grammar, Hit, What};
use chancery_model::reckon::{Step, Unit};
use chancery_model::{Day, Reckoning};

/// Reads them, once the dates of the text are known.
pub(super) fn read(grammar: &Grammar<'_>, hits: &mut Vec<Hit>) {
    told_twice(grammar, hits);
    lengths(grammar, hits);
    let life = life(grammar, hits);
    let mut found = occasions(grammar, hits);
    if let Some(life) = life {
        found.extend(ages(grammar, hits, life));
    }
    if !found.is_empty() {
        hits.extend(found);
        hits.sort_by_key(|h| h.first);
        // An expression of the grammar's own stands before one that only its neighbours date.
        hits.dedup_by(|b, a| b.first < a.end);
    }
}

/// How many years a TIMEX3 length counts: 20 for "P20Y" and "P2DE".
pub(super) fn years(value: &str) -> Option<i32> {
    let n = value.strip_prefix('P')?;
    let (n, per) = match n.strip_suffix("DE") {
        Some(n) => (n, 10),
        None => (n.strip_suffix('Y')?, 1),
    };
    n.parse::<i32>().ok().filter(|n| (1..=500).contains(n)).map(|n| n * per)
}

/// Between two hits there is only a comma, and perhaps a preposition.
fn beside(grammar: &Grammar<'_>, from: usize, to: usize) -> bool {
    match grammar.words.get(from..to) {
        Some([c]) => c.low == ",",
        Some([c, w]) => c.low == "," && matches!(w.low, "in" | "on"),
        _ => false,
    }
}

/// "about ninety years later, in 1951": the year is the same time, said exactly.
fn told_twice(grammar: &Grammar<'_>, hits: &mut [Hit]) {
    for n in 1..hits.len() {
        let (before, rest) = hits.split_at_mut(n);
        let (first, second) = (&mut before[n - 1], &rest[0]);
        if !beside(grammar, first.end, second.first) {
            continue;
        }
        let What::Told(steps, grain) = &first.what else { continue };
        if let ([Step::Shift(Unit::Year | Unit::Decade, ..)], What::Fixed(_, g)) =
            (steps.as_slice(), &second.what)
            && *g <= (*grain).max(Grain::Year)
        {
            first.what = second.what.clone();
        }
    }
}

/// "After ten years in Norvia he came back in 2021"; "He came in 1931. He spent ten years there."
fn lengths(grammar: &Grammar<'_>, hits: &mut [Hit]) {
    let fixed_year = |hit: Option<&Hit>| match hit {
        Some(Hit { what: What::Fixed(r, Grain::Year), .. }) => Some(r.on(Day::ZERO)),
        _ => None,
    };
    let ends = |from: usize, to: usize| {
        grammar.words[from..to].iter().filter(|w| matches!(w.low, "." | "!" | "?")).count()
    };
    for n in 0..hits.len() {
        let What::Length { value, steps, .. } = &hits[n].what else { continue };
        let (Some(by), true) = (years(value), steps.is_empty()) else { continue };
        let (first, end) = (hits[n].first, hits[n].end);
        let low = |back: usize| first.checked_sub(back).map_or("", |w| grammar.words[w].low);
        let years_on = |day: Day, by: i32| Reckoning::fixed(day, day).then(Step::Years(by)).on(Day::ZERO).0;
        let next = fixed_year(hits.get(n + 1)).filter(|_| {
            let to = hits[n + 1].first;
            to - end <= 25 && ends(end, to) == 0 && to > 0 && grammar.words[to - 1].low == "in"
        });
        let last = n.checked_sub(1).and_then(|l| fixed_year(hits.get(l))).filter(|_| {
            let from = hits[n - 1].end;
            first - from <= 25 && ends(from, first) <= 1
        });
        let days = if low(1) == "after" && grammar.words[first - 1].capital {
            next.map(|(begin, end)| (years_on(begin, -by), end))
        } else if low(1) == "spent" && low(2) != "had" {
            last.map(|(begin, end)| (begin, years_on(end, by)))
        } else {
            None
        };
        if let Some((begin, end)) = days {
            let value = value.clone();
            hits[n].what = What::Placed { value, reckoning: Reckoning::fixed(begin, end) };
        }
    }
}

/// What may be named by an occasion that a date beside it dates.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Occasion {
    /// A year of school, counted from its first.
    School(i32),
    /// "opening night", "closing day".
    Day(&'static str, bool),
    /// "the same season", after a year.
    Season,
    /// "at that hour", after a time of day.
    Hour,
    /// "since that time"
    Time,
    /// "that October night": the day told
    Night,
}

/// An occasion found: its words, the date beside it and the last one before it.
struct Seen {
    first: usize,
    end: usize,
    what: Occasion,
    date: Option<usize>,
    last: Option<usize>,
}

/// An occasion's name from `i` on, and the index after it.
fn occasion(grammar: &Grammar<'_>, i: usize) -> Option<(usize, Occasion)> {
    let low = |n: usize| grammar.words.get(n).map_or("", |w| w.low);
    let prev = i.checked_sub(1).map_or("", low);
    let lead = usize::from(matches!(low(i), "his" | "her" | "my" | "their" | "our" | "your" | "the"));
    let school = |word: &str| {
        Some(match word {
            "freshman" => 0,
            "sophomore" => 1,
            "junior" => 2,
            "senior" => 3,
            _ => return None,
        })
    };
    if lead == 1
        && let Some(n) = school(low(i + 1))
        && matches!(low(i + 2), "year" | "season")
    {
        return Some((i + 3, Occasion::School(n)));
    }
    let first = i + usize::from(low(i) == "the");
    let named = match low(first) {
        "opening" => Some("opening"),
        "closing" => Some("closing"),
        _ => None,
    };
    // One leading article at most, and none twice.
    if let Some(named) = named
        && matches!(low(first + 1), "night" | "day")
        && (first > i || prev != "the")
    {
        return Some((first + 2, Occasion::Day(named, low(first + 1) == "night")));
    }
    match (low(i), low(i + 1), low(i + 2)) {
        ("the" | "that", "same", "season") => Some((i + 3, Occasion::Season)),
        ("that", "hour", next) if prev == "at" && next != "of" => Some((i + 2, Occasion::Hour)),
        ("that", "time", _) if prev == "since" => Some((i + 2, Occasion::Time)),
        ("that", month, "night" | "day" | "morning" | "afternoon" | "evening")
            if super::words::month(month).is_some_and(|m| !m.1) =>
        {
            Some((i + 3, Occasion::Night))
        }
        _ => None,
    }
}

fn occasions(grammar: &Grammar<'_>, hits: &mut Vec<Hit>) -> Vec<Hit> {
    let mut named: Vec<(Occasion, Hit)> = Vec::new();
    let mut open: Vec<Seen> = Vec::new();
    for i in 0..grammar.words.len() {
        let Some((end, what)) = occasion(grammar, i) else { continue };
        let next = hits.partition_point(|h| h.first < end);
        let last = next.checked_sub(1);
        let dates = |n: usize| match (what, &hits[n].what) {
            (Occasion::School(_), What::Fixed(_, g)) => *g == Grain::Year,
            (Occasion::Day(..), _) => hits[n].grain() == Some(Grain::Day),
            _ => false,
        };
        let date = last
            .filter(|n| hits[*n].end + 1 == i && grammar.words[i - 1].low == "," && dates(*n))
            .or_else(|| {
                (next < hits.len()
                    && end + 1 == hits[next].first
                    && beside(grammar, end, end + 1)
                    && dates(next))
                .then_some(next)
            });
        if let Some(n) = date.filter(|_| named.iter().all(|(o, _)| *o != what)) {
            named.push((what, hits[n].clone()));
        }
        open.push(Seen { first: i, end, what, date, last });
    }
    let mut out = Vec::new();
    let mut covered = Vec::new();
    for Seen { first, end, what, date, last } in open {
        // What was told long before is not meant.
        let near = last.map(|n| &hits[n]).filter(|h| first - h.end.min(first) <= 80);
        let like = |hit: &Hit| {
            let mut hit = hit.clone();
            (hit.first, hit.end, hit.weekday) = (first, end, None);
            hit
        };
        let hit = match what {
            Occasion::School(n) => {
                let beside = date.map(|n| &hits[n]);
                let same = beside.or_else(|| named.iter().find(|(o, _)| *o == what).map(|(_, h)| h));
                same.map(like).or_else(|| {
                    named.iter().find_map(|(o, h)| match (o, &h.what) {
                        (Occasion::School(m), What::Fixed(r, grain)) => {
                            let mut hit = like(h);
                            hit.what = What::Fixed(r.clone().then(Step::Unit(Unit::Year, n - m)), *grain);
                            Some(hit)
                        }
                        _ => None,
                    })
                })
            }
            Occasion::Day(..) => date
                .map(|n| &hits[n])
                .or_else(|| named.iter().find(|(o, _)| *o == what).map(|(_, h)| h))
                .map(like),
            Occasion::Season => near.filter(|h| matches!(h.what, What::Fixed(_, Grain::Year))).map(like),
            Occasion::Hour => near.filter(|h| h.clock.is_some()).map(like),
            Occasion::Time => {
                near.filter(|h| matches!(h.what, What::Fixed(_, g) if g <= Grain::Year)).map(|h| {
                    let mut hit = like(h);
                    hit.after.push(Step::UpToNow);
                    hit
                })
            }
            Occasion::Night => {
                // The grammar has read the month alone.
                covered.push(first);
                let mut hit = Hit::new(first, end, What::Told(vec![Step::Unit(Unit::Day, 0)], Grain::Day));
                hit.clock = match grammar.words[end - 1].low {
                    "night" => Some("TNI"),
                    "morning" => Some("TMO"),
                    "afternoon" => Some("TAF"),
                    "evening" => Some("TEV"),
                    _ => None,
                }
                .map(str::to_string);
                Some(hit)
            }
        };
        out.extend(hit);
    }
    hits.retain(|h| !(0..3).any(|n| h.first >= n && covered.binary_search(&(h.first - n)).is_ok()));
    out
}

/// Birth and death.
type Life = (Day, Option<Day>);

/// The bracket after the name of the one whose life is told: "(3 May 1821 – 9 June 1888)", "(born 3 May 1991)".
fn life(grammar: &Grammar<'_>, hits: &[Hit]) -> Option<Life> {
    let day = |hit: &Hit| match &hit.what {
        What::Fixed(r, Grain::Day) if hit.after.is_empty() => Some(r.on(Day::ZERO).0),
        _ => None,
    };
    let whole = hits.windows(2).take(12).find_map(|pair| {
        let (born, died) = (day(&pair[0])?, day(&pair[1])?);
        let gap = grammar.words.get(pair[0].end..pair[1].first)?;
        let dashed = pair[0].first < 150
            && gap.len() < 16
            && gap.last().is_some_and(|w| matches!(w.low, "–" | "-" | "—"));
        let age = died.year() - born.year();
        (dashed && (10..=115).contains(&age) && !gap.iter().any(|w| w.low == "(" || w.low == ")"))
            .then_some((born, Some(died)))
    });
    let low = |n: usize| grammar.words.get(n).map_or("", |w| w.low);
    whole.or_else(|| {
        // "(born 3 May 1991)"
        let born = hits.iter().take(6).find(|h| {
            (2..150).contains(&h.first) && low(h.first - 1) == "born" && matches!(low(h.first - 2), "(" | ";")
        })?;
        Some((day(born)?, None))
    })
}

/// "in her twenties", "for the rest of his life"
fn ages(grammar: &Grammar<'_>, hits: &[Hit], (born, died): Life) -> Vec<Hit> {
    let low = |n: usize| grammar.words.get(n).map_or("", |w| w.low);
    let mut out = Vec::new();
    for i in 0..grammar.words.len() {
        if matches!(low(i), "his" | "her") {
            let tens = match low(i + 1) {
                "twenties" | "20s" => 20,
                "thirties" | "30s" => 30,
                "forties" | "40s" => 40,
                "fifties" | "50s" => 50,
                "sixties" | "60s" => 60,
                "seventies" | "70s" => 70,
                "eighties" | "80s" => 80,
                "nineties" | "90s" => 90,
                digits if low(i + 2) == "s" && grammar.words[i + 2].glued => {
                    digits.parse().ok().filter(|n: &i32| (20..=90).contains(n) && n % 10 == 0).unwrap_or(0)
                }
                _ => 0,
            };
            let on = |by: i32, days: i32| {
                Reckoning::fixed(born, born).then(Step::Years(by)).then(Step::Days(days)).on(Day::ZERO).0
            };
            let (begin, mut last) = (on(tens, 0), on(tens + 10, -1));
            if let Some(died) = died {
                last = last.min(died);
            }
            if tens > 0 && begin <= last {
                let end = if low(i + 2) == "s" { i + 3 } else { i + 2 };
                let value = "P10Y".to_string();
                out.push(Hit::new(i, end, What::Placed { value, reckoning: Reckoning::fixed(begin, last) }));
            }
        }
        if low(i) == "the"
            && matches!(low(i + 1), "rest" | "remainder")
            && low(i + 2) == "of"
            && matches!(low(i + 3), "his" | "her")
            && low(i + 4) == "life"
            && let Some(died) = died
        {
            let told = hits[..hits.partition_point(|h| h.first < i)].iter().rev().take(12).find_map(|h| {
                match &h.what {
                    What::Fixed(r, g) if *g <= Grain::Year => Some(r.on(Day::ZERO).0),
                    _ => None,
                }
            });
            if let Some(begin) = told.filter(|d| *d < died) {
                let value = "PXY".to_string();
                out.push(Hit::new(
                    i,
                    i + 5,
                    What::Placed { value, reckoning: Reckoning::fixed(begin, died) },
                ));
            }
        }
    }
    out
}
