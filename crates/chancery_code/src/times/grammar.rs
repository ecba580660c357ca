//! The grammar of time expressions: which runs of words are one, and what they mean before anything is known of the day
//! of publication.

use super::words::{self, Count, Piece, Word};
use chancery_model::reckon::{Part, Slack, Step, Turn, Unit};
use chancery_model::table::rows;
use chancery_model::{Day, Feast, Reckoning};
use jiff::civil::Date;

/// How finely an expression names a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grain {
    /// A day.
    Day,
    /// A weekend.
    Weekend,
    /// A week, Monday to Sunday.
    Week,
    /// A month.
    Month,
    /// A season.
    Season,
    /// A quarter.
    Quarter,
    /// Half a year.
    HalfYear,
    /// A year.
    Year,
    /// A fiscal year; where it begins differs by state.
    FiscalYear,
    /// A decade.
    Decade,
    /// A century.
    Century,
    /// A feast whose day is known but for a day or two.
    About,
}

/// A named day, month or season whose year (or week) the words leave open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    Weekday(u8),
    Weekend,
    Month(u8),
    MonthDay(u8, u8),
    Season(u8),
    /// A feast of so many days.
    Feast(Feast, u8),
}

impl Named {
    pub(super) fn grain(self) -> Grain {
        match self {
            Named::Weekday(_) | Named::MonthDay(..) => Grain::Day,
            Named::Weekend => Grain::Weekend,
            Named::Month(_) => Grain::Month,
            Named::Season(_) => Grain::Season,
            Named::Feast(Feast::Islamic(..), _) => Grain::About,
            Named::Feast(..) => Grain::Day,
        }
    }

    /// The nearest one in a direction.
    pub(super) fn turned(self, turn: Turn) -> Vec<Step> {
        match self {
            Named::Weekday(w) => vec![Step::Weekday(w, turn)],
            Named::Weekend => {
                let day = if matches!(turn, Turn::Next | Turn::After) { 7 } else { 6 };
                vec![Step::Weekday(day, turn), Step::Unit(Unit::Weekend, 0)]
            }
            Named::Month(m) => vec![Step::Month(m, turn)],
            Named::MonthDay(m, d) => vec![Step::MonthDay(m, d, turn)],
            Named::Season(s) => vec![Step::Season(s, turn)],
            Named::Feast(feast, days) => vec![Step::Feast(feast, days, turn)],
        }
    }

    /// The one inside a week or year that is known.
    pub(super) fn within(self) -> Step {
        match self {
            Named::Weekday(w) => Step::OfWeek(w),
            Named::Weekend => Step::Unit(Unit::Weekend, 0),
            Named::Month(m) => Step::MonthOf(m),
            Named::MonthDay(m, d) => Step::DayOf(m, d),
            Named::Season(s) => Step::SeasonOf(s),
            Named::Feast(feast, days) => Step::FeastOf(feast, days),
        }
    }
}

/// What an expression means.
#[derive(Clone, Debug)]
pub(super) enum What {
    /// A fixed time.
    Fixed(Reckoning, Grain),
    /// Reckoned from the day of publication, whatever the tense.
    Now(Vec<Step>, Grain),
    /// Reckoned from the day of publication, in a direction that the tense may decide.
    Named(Named, Option<Turn>),
    /// Reckoned from the last time told.
    Told(Vec<Step>, Grain),
    /// PAST_REF, PRESENT_REF or FUTURE_REF, with bounds.
    Vague(&'static str, Vec<Step>),
    /// A length of time, with its bounds where it is placed, and its days where it can be counted.
    Length { value: String, steps: Vec<Step>, days: Option<u16> },
    /// A length of time that the words around it place, whatever the day of publication.
    Placed { value: String, reckoning: Reckoning },
    /// A repeated time.
    Set(String),
}

/// One expression found.
#[derive(Clone, Debug)]
pub(super) struct Hit {
    pub first: usize,
    pub end: usize,
    pub what: What,
    /// Steps after the direction is known: parts.
    pub after: Vec<Step>,
    /// A part of the day or a time of day: "TMO", "T10:30".
    pub clock: Option<String>,
    /// A year was said.
    pub year: bool,
    /// The weekday said beside a date (1 Monday), or alone.
    pub weekday: Option<u8>,
    /// In a story it is reckoned from the last time told: "the end of the year".
    pub narrated: bool,
    /// It stands in brackets inside its sentence; [`super::find`] looks.
    pub bracketed: bool,
    /// How finely it names a time where the steps after it change that ("a month after Easter").
    pub regrained: Option<Grain>,
}

impl Hit {
    pub(super) fn new(first: usize, end: usize, what: What) -> Hit {
        let year = matches!(what, What::Fixed(..));
        Hit {
            first,
            end,
            what,
            after: Vec::new(),
            clock: None,
            year,
            weekday: None,
            narrated: false,
            bracketed: false,
            regrained: None,
        }
    }

    fn named(first: usize, end: usize, named: Named) -> Hit {
        Hit::new(first, end, What::Named(named, None))
    }

    /// How finely it names a time; lengths and vague times have no grain.
    pub(super) fn grain(&self) -> Option<Grain> {
        if self.regrained.is_some() {
            return self.regrained;
        }
        match &self.what {
            What::Fixed(_, g) | What::Now(_, g) | What::Told(_, g) => Some(*g),
            What::Named(n, _) => Some(n.grain()),
            _ => None,
        }
    }
}

/// A number of units.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Amount {
    whole: i32,
    half: bool,
    vague: bool,
    slack: Slack,
}

/// The words of a text, read by the grammar.
pub(super) struct Grammar<'t> {
    pub words: Vec<Word<'t>>,
    /// The text tells of the first thousand years: it has "c. 347" or "(314 – 368)", so that "in 348" is a year too.
    antiquity: bool,
}

const DASHES: [&str; 3] = ["-", "–", "—"];

/// Whether the word after a number shows it to be a count and no year.
fn is_counted(low: &str) -> bool {
    static WORDS: std::sync::OnceLock<Vec<&'static str>> = std::sync::OnceLock::new();
    let words = WORDS.get_or_init(|| {
        let all = include_str!("../../../../lexicons/times_counted.tsv");
        let mut words: Vec<_> = rows(all).flatten().collect();
        words.sort_unstable();
        words
    });
    words.binary_search(&low).is_ok()
}

fn date(year: i32, month: u8, day: u8) -> Option<Day> {
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

pub(super) fn fixed_day(year: i32, month: u8, day: u8) -> Option<What> {
    let d = date(year, month, day)?;
    Some(What::Fixed(Reckoning::fixed(d, d), Grain::Day))
}

pub(super) fn fixed_month(year: i32, month: u8) -> Option<What> {
    let d = date(year, month, 1)?;
    Some(What::Fixed(Reckoning::fixed(d, d.last_of_month()), Grain::Month))
}

fn fixed_unit(year: i32, unit: Unit, grain: Grain) -> Option<What> {
    let (begin, end) = unit.holding(date(year, 1, 1)?, 0);
    Some(What::Fixed(Reckoning::fixed(begin, end), grain))
}

pub(super) fn fixed_season(year: i32, season: u8) -> Option<What> {
    let What::Fixed(r, _) = fixed_year(year)? else { return None };
    Some(What::Fixed(r.then(Step::SeasonOf(season)), Grain::Season))
}

pub(super) fn fixed_year(year: i32) -> Option<What> {
    fixed_unit(year, Unit::Year, Grain::Year)
}

impl<'t> Grammar<'t> {
    pub(super) fn new(text: &str, low: &'t str) -> Self {
        let mut grammar = Grammar { words: words::words(text, low), antiquity: false };
        grammar.antiquity = (0..grammar.words.len())
            .filter(|i| grammar.digits(*i, 3, 3).is_some())
            .any(|i| grammar.circa(i) || grammar.lifespan(i));
        grammar
    }

    /// "c. 347", "ca. 347", "circa 347".
    fn circa(&self, i: usize) -> bool {
        self.prev(i) == "circa"
            || i > 1 && self.prev(i) == "." && self.glued(i - 1) && self.is(i - 2, &["c", "ca"])
    }

    /// The first of two years of three digits that fill a bracket: "(314 – 368)".
    fn lifespan(&self, i: usize) -> bool {
        self.prev(i) == "("
            && self.dash(i + 1)
            && self.digits(i + 2, 3, 3) > self.digits(i, 3, 3)
            && self.is(i + 3, &[")"])
    }

    /// A year of three digits, with words around it that no count has.
    fn early_year(&self, i: usize) -> Option<u32> {
        let y = self.digits(i, 3, 3).filter(|y| *y >= 100 && self.loose(i, i + 1))?;
        let ends = !self.letters(i + 1)
            || self.capital(i + 1)
            || self.is(i + 1, &["to", "and", "or", "until", "he", "she", "they", "the", "when", "at", "by"]);
        let asks = |n: usize| {
            matches!(
                self.prev(n),
                "in" | "until" | "about" | "around" | "by" | "since" | "from" | "after" | "before" | "of"
            )
        };
        // "360 - 366", "366 to 384": the second of two.
        let second = i > 1
            && (self.dash(i - 1) || self.is(i - 1, &["to", "and"]))
            && self.digits(i - 2, 3, 3).is_some_and(|first| first < y)
            && (self.circa(i - 2) || self.lifespan(i - 2) || asks(i - 2));
        let counted = is_counted(self.low(i + 1)) || self.is(i + 1, &["%", "-"]) && self.letters(i + 2);
        let year = self.circa(i) || self.antiquity && ends && (asks(i) || second || self.lifespan(i));
        (year && !counted).then_some(y)
    }

    fn low(&self, i: usize) -> &'t str {
        self.words.get(i).map_or("", |w| w.low)
    }

    /// The word before `i`; the empty word at the beginning.
    fn prev(&self, i: usize) -> &'t str {
        i.checked_sub(1).map_or("", |p| self.low(p))
    }

    fn is(&self, i: usize, any: &[&str]) -> bool {
        any.contains(&self.low(i))
    }

    fn glued(&self, i: usize) -> bool {
        self.words.get(i).is_some_and(|w| w.glued)
    }

    fn line(&self, i: usize) -> bool {
        self.words.get(i).is_some_and(|w| w.line)
    }

    fn capital(&self, i: usize) -> bool {
        self.words.get(i).is_some_and(|w| w.capital)
    }

    fn letters(&self, i: usize) -> bool {
        self.words.get(i).is_some_and(|w| w.piece == Piece::Letters)
    }

    /// The words from `i` on are these.
    fn seq(&self, i: usize, what: &[&str]) -> bool {
        what.iter().enumerate().all(|(n, w)| self.low(i + n) == *w)
    }

    /// A run of `lo` to `hi` digits with nothing of a larger number around it.
    fn digits(&self, i: usize, lo: u32, hi: u32) -> Option<u32> {
        let w = self.words.get(i).filter(|w| w.piece == Piece::Digits && !w.grouped)?;
        let len = w.end - w.start;
        (lo..=hi).contains(&len).then_some(w.number).flatten()
    }

    fn dash(&self, i: usize) -> bool {
        self.is(i, &DASHES)
    }

    /// Something glued on both sides makes a number part of a larger one: "3.5", "10:30", "5%".
    fn loose(&self, i: usize, next: usize) -> bool {
        let before = i > 0
            && self.glued(i)
            && self.is(i - 1, &["$", "£", "€", "¥", ".", ":", "/", "+", "#"])
            && (self.is(i - 1, &["$", "£", "€", "¥", "#", "+"])
                || (i > 1
                    && self.words[i - 2].piece == Piece::Digits
                    && self.glued(i - 1)
                    && self.is(i - 1, &[".", ":", "/"])));
        let after = self.glued(next)
            && (self.is(next, &["%", "$", "€", "°"])
                || (self.is(next, &[".", ":", ",", "/"])
                    && self.glued(next + 1)
                    && self.words.get(next + 1).is_some_and(|w| w.piece == Piece::Digits)));
        !before && !after
    }

    /// A day of the month, with or without its ordinal ending.
    fn day(&self, i: usize) -> Option<(usize, u8)> {
        let n = self.digits(i, 1, 2).filter(|n| (1..=31).contains(n))?;
        let ordinal = self.glued(i + 1) && self.is(i + 1, &["st", "nd", "rd", "th"]);
        let next = i + 1 + usize::from(ordinal);
        self.loose(i, next).then_some((next, n as u8))
    }

    /// A month's name. A shortened one takes its dot with it.
    fn month(&self, i: usize) -> Option<(usize, u8, bool)> {
        let (m, short) = words::month(self.low(i))?;
        if !self.capital(i) && (short || m == 3 || m == 5 || m == 8) {
            return None;
        }
        let dot = short && self.is(i + 1, &["."]) && self.glued(i + 1);
        Some((i + 1 + usize::from(dot), m, short))
    }

    fn weekday(&self, i: usize) -> Option<(usize, u8, bool)> {
        let (w, short) = words::weekday(self.low(i))?;
        if !self.capital(i) && short {
            return None;
        }
        let dot = short && self.is(i + 1, &["."]) && self.glued(i + 1);
        Some((i + 1 + usize::from(dot), w, short))
    }

    /// Four digits that can be a year after a month.
    fn year4(&self, i: usize) -> Option<i32> {
        let y = self.digits(i, 4, 4).filter(|y| (1000..=2199).contains(y))?;
        (self.loose(i, i + 1) && !is_counted(self.low(i + 1))).then_some(y as i32)
    }

    /// A year after a month or day: ", 2031", "2031", "of 2031".
    fn year_after(&self, i: usize) -> Option<(usize, i32)> {
        let skip =
            usize::from(self.is(i, &[",", "of"]) || self.is(i, &["in"]) && self.year4(i + 1).is_some());
        if let Some(y) = self.year4(i + skip) {
            return Some((i + skip + 1, y));
        }
        if skip == 0 && self.is(i, &["'", "’"]) && self.glued(i + 1) {
            let y = self.digits(i + 1, 2, 2)? as i32;
            return Some((i + 2, if y < 50 { 2000 + y } else { 1900 + y }));
        }
        // An old year after a month: "September 420", "Sextilis of 30 BC".
        let at = i + skip;
        if self.is(i, &[","]) {
            return None;
        }
        let y = self.digits(at, 1, 3)?;
        if let Some((end, bc)) = self.era(at + 1) {
            return Some((end, if bc { 1 - y as i32 } else { y as i32 }));
        }
        // Without an era only where the text tells of such years and nothing follows that could be counted.
        (self.antiquity && y >= 100 && !self.letters(at + 1) && self.loose(at, at + 1))
            .then_some((at + 1, y as i32))
    }

    /// BC or AD.
    fn era(&self, i: usize) -> Option<(usize, bool)> {
        let bc = match self.low(i) {
            "bc" | "bce" => return Some((i + 1, true)),
            "ad" | "ce" if self.capital(i) => return Some((i + 1, false)),
            "b" => true,
            "a" if self.capital(i) => false,
            _ => return None,
        };
        let second = if bc { "c" } else { "d" };
        if self.seq(i + 1, &[".", second]) && self.glued(i + 1) && self.glued(i + 2) {
            let dot = self.is(i + 3, &["."]) && self.glued(i + 3);
            return Some((i + 3 + usize::from(dot), bc));
        }
        None
    }

    /// "this year", "last year", "that year" after a month: steps to the year, and whether from the last time told.
    fn year_by_word(&self, i: usize) -> Option<(usize, i32, bool)> {
        let i = i + usize::from(self.is(i, &["of", "in"]));
        Some(match (self.low(i), self.low(i + 1), self.low(i + 2)) {
            ("this", "year", _) => (i + 2, 0, false),
            ("last", "year", _) => (i + 2, -1, false),
            ("next", "year", _) => (i + 2, 1, false),
            ("that", "year", _) => (i + 2, 0, true),
            ("the", "same", "year") | ("that", "same", "year") => (i + 3, 0, true),
            ("the", "following" | "next", "year") => (i + 3, 1, true),
            ("the", "previous" | "preceding", "year") => (i + 3, -1, true),
            _ => return None,
        })
    }

    fn finish_month_day(&self, first: usize, at: usize, m: u8, d: u8, last: Option<u8>) -> Option<Hit> {
        let span = |y: i32| -> Option<What> {
            let a = date(y, m, d)?;
            let b = match last {
                Some(l) => date(y, m, l)?,
                None => a,
            };
            Some(What::Fixed(Reckoning::fixed(a, b), Grain::Day))
        };
        if let Some((end, y)) = self.year_after(at)
            && let Some(what) = span(y)
        {
            return Some(Hit::new(first, end, what));
        }
        date(2032, m, d)?;
        let days = last.filter(|l| *l > d).map(|l| Step::Lasting(u16::from(l - d) + 1));
        if let Some((end, by, told)) = self.year_by_word(at).filter(|_| last.is_none()) {
            let steps = vec![Step::Unit(Unit::Year, by), Step::DayOf(m, d)];
            let what = if told { What::Told(steps, Grain::Day) } else { What::Now(steps, Grain::Day) };
            return Some(Hit::new(first, end, what));
        }
        let mut hit = Hit::named(first, at, Named::MonthDay(m, d));
        hit.after.extend(days);
        Some(self.last_or_next(hit))
    }

    /// "the 12th of October last", "on Friday next".
    fn last_or_next(&self, mut hit: Hit) -> Hit {
        let turn = match self.low(hit.end) {
            "last" => Turn::Before,
            "next" => Turn::After,
            _ => return hit,
        };
        if let (What::Named(named, None), false) =
            (&hit.what, self.letters(hit.end + 1) || self.line(hit.end))
        {
            hit.what = What::Named(*named, Some(turn));
            hit.end += 1;
        }
        hit
    }

    /// A day range's other end after a connecting word: "-16", "to 16", "and 16".
    fn range_day(&self, i: usize, from: u8) -> Option<(usize, u8)> {
        if !(self.dash(i) || self.is(i, &["to", "and", "&", "through", "until", "/"])) {
            return None;
        }
        self.day(i + 1).filter(|(_, d)| *d > from)
    }

    /// "March 5", "Nov. 22-23, 2019".
    fn month_day(&self, i: usize) -> Option<Hit> {
        let (at, m, _) = self.month(i)?;
        let the = usize::from(self.is(at, &["the"]) && self.digits(at + 1, 1, 2).is_some());
        let (mut end, d) = self.day(at + the)?;
        // The attacks of 2001 are named by their day.
        if (m, d) == (9, 11)
            && self.is(
                end,
                &["attack", "attacks", "terror", "terrorist", "terrorists", "hijackers", "hijackings"],
            )
        {
            return Some(Hit::new(i, end, fixed_day(2001, 9, 11)?));
        }
        // "March 5 people": a count, unless an ordinal or a comma follows.
        if end == at + the + 1 && is_counted(self.low(end)) {
            return None;
        }
        let mut last = None;
        if let Some((next, l)) = self.range_day(end, d)
            && self.month(next).is_none()
            && !is_counted(self.low(next))
        {
            (end, last) = (next, Some(l));
        }
        self.finish_month_day(i, end, m, d, last)
    }

    /// "5 March", "the 11th of November 2025", "22-23 November".
    fn day_month(&self, i: usize) -> Option<Hit> {
        let the = usize::from(self.is(i, &["the"]));
        let (mut at, d) = self.day(i + the).or_else(|| {
            let n = words::ordinal(self.low(i + the)).filter(|_| the == 1 && self.is(i + 2, &["of"]))?;
            Some((i + the + 1, n as u8))
        })?;
        if the == 1 && self.is(at, &["day"]) {
            at += 1;
        }
        let mut last = None;
        if let Some((next, l)) = self.range_day(at, d) {
            (at, last) = (next, Some(l));
        }
        let of = usize::from(self.is(at, &["of", "-"]));
        let (end, m, _) = self.month(at + of)?;
        if !self.capital(at + of) && the == 0 && self.year_after(end).is_none() {
            return None;
        }
        self.finish_month_day(i, end, m, d, last)
    }

    /// A month with a year, or alone where it cannot be a name or verb.
    fn month_year(&self, i: usize) -> Option<Hit> {
        let (at, m, short) = self.month(i)?;
        if let Some((end, y)) = self.year_after(at)
            && let Some(what) = fixed_month(y, m)
        {
            return Some(Hit::new(i, end, what));
        }
        if let Some((end, by, told)) = self.year_by_word(at) {
            let steps = vec![Step::Unit(Unit::Year, by), Step::MonthOf(m)];
            let what = if told { What::Told(steps, Grain::Month) } else { What::Now(steps, Grain::Month) };
            return Some(Hit::new(i, end, what));
        }
        if !self.capital(i) || self.dash(at) && self.glued(at) && self.glued(at + 1) && short {
            return None;
        }
        let prev = self.prev(i);
        let prepared = matches!(
            prev,
            "in" | "since"
                | "until"
                | "till"
                | "by"
                | "from"
                | "to"
                | "between"
                | "early"
                | "late"
                | "mid"
                | "of"
                | "during"
                | "through"
                | "last"
                | "next"
                | "this"
                | "previous"
                | "before"
                | "after"
                | "for"
                | "each"
                | "every"
                | "throughout"
                | "around"
        ) || self.dash(i.wrapping_sub(1)) && i > 1 && self.is(i - 2, &["mid"])
            || matches!(prev, "and" | "or" | "-" | "–") && i > 1 && words::month(self.low(i - 2)).is_some()
            // "(May–August 1950)"
            || self.dash(at) && self.month(at + 1).is_some_and(|(end, ..)| self.year4(end).is_some());
        // Names of persons, and the verbs "may" and "march", need a word that asks for a time.
        let ambiguous = matches!(m, 3 | 4 | 5 | 6 | 8) || short;
        if short && !prepared && !self.dash(at) {
            return None;
        }
        if ambiguous && !prepared {
            return None;
        }
        // "by May's government", "for May and her ministers", "of April Ryan"
        let person = matches!(m, 4 | 5 | 6 | 8)
            && ((self.is(at, &["'", "’"])
                && matches!(prev, "by" | "for" | "of" | "to" | "from" | "before" | "after"))
                || (matches!(prev, "by" | "for" | "to" | "after" | "before" | "of")
                    && self.capital(at)
                    && self.letters(at)
                    && self.words.get(at).is_some_and(|w| w.low.len() > 2)
                    && !self.line(at)));
        if person
            || (i > 0
                && !prepared
                && self.capital(i - 1)
                && self.letters(i - 1)
                && !self.line(i)
                && ambiguous)
        {
            return None;
        }
        Some(self.last_or_next(Hit::named(i, at, Named::Month(m))))
    }

    /// "Tuesday", "Tuesday, March 5, 2031", "Wednesday (Aug 26)", "Thursday last week".
    fn week_day(&self, i: usize) -> Option<Hit> {
        let (at, w, short) = self.weekday(i)?;
        let comma = at + usize::from(self.is(at, &[","]));
        let dated = |from: usize| self.month_day(from).or_else(|| self.day_month(from));
        if let Some(mut hit) = dated(comma) {
            hit.first = i;
            hit.weekday = Some(w);
            return Some(hit);
        }
        if self.is(comma, &["the"])
            && let Some(mut hit) = self.day_month(comma)
        {
            hit.first = i;
            return Some(hit);
        }
        if self.is(at, &["(", "["])
            && let Some(mut hit) = dated(at + 1)
        {
            hit.first = i;
            hit.weekday = Some(w);
            if self.is(hit.end, &[")", "]"]) {
                hit.end += 1;
            }
            return Some(hit);
        }
        // "Saturday 14 February" is above; "Monday the 5th" has no month.
        if short {
            // "Sat" and "Sun" alone are words and newspapers.
            return None;
        }
        let of = at + usize::from(self.is(at, &["of"]));
        let week = match (self.low(of), self.low(of + 1)) {
            ("this", "week") => Some((of + 2, 0)),
            ("last", "week") => Some((of + 2, -1)),
            ("next", "week") => Some((of + 2, 1)),
            _ => None,
        };
        if let Some((end, by)) = week {
            return Some(Hit::new(
                i,
                end,
                What::Now(vec![Step::Unit(Unit::Week, by), Step::OfWeek(w)], Grain::Day),
            ));
        }
        // A plural ("Mondays") is another word; a name ("Black Friday", "Bloody Sunday", "Ruby Tuesday") no weekday.
        if i > 0 && matches!(self.prev(i), "black" | "bloody" | "ash" | "palm" | "good" | "super" | "cyber") {
            return None;
        }
        Some(self.last_or_next(Hit::named(i, at, Named::Weekday(w))))
    }

    /// Numeric dates: 2031-03-05, 2031/3/5, 5.3.2031, 3/5/2031.
    fn numeric(&self, i: usize) -> Option<Hit> {
        let a = self.digits(i, 1, 4)?;
        let sep = self.low(i + 1);
        if !matches!(sep, "-" | "/" | "." | "–") || !self.glued(i + 1) || !self.glued(i + 2) {
            return None;
        }
        let b = self.digits(i + 2, 1, 2)?;
        let len = |n: usize| self.words[n].end - self.words[n].start;
        if i > 0 && self.glued(i) && self.is(i - 1, &["-", "/", ".", "$", "€", "£", "_", "="]) {
            return None;
        }
        // 9/11 has become a name.
        if a == 9 && b == 11 && sep == "/" && !(self.is(i + 3, &["/"]) && self.glued(i + 3)) {
            return Some(Hit::new(i, i + 3, fixed_day(2001, 9, 11)?));
        }
        if self.low(i + 3) != sep || !self.glued(i + 3) || !self.glued(i + 4) {
            return None;
        }
        let c = self.digits(i + 4, 1, 4)?;
        if self.is(i + 5, &["-", "/", "."])
            && self.glued(i + 5)
            && self.glued(i + 6)
            && self.digits(i + 6, 1, 9).is_some()
        {
            return None;
        }
        let (y, m, d) = if len(i) == 4 {
            (a, b, c)
        } else {
            let y = match len(i + 4) {
                4 => c,
                2 if sep == "/" => {
                    if c < 50 {
                        2000 + c
                    } else {
                        1900 + c
                    }
                }
                _ => return None,
            };
            // Day first with dots, and where only that fits; else the month first, as American papers write it.
            if sep == "." || a > 12 { (y, b, a) } else { (y, a, b) }
        };
        if !(1000..=2199).contains(&y) {
            return None;
        }
        let mut end = i + 5;
        // An ISO time: T10:30:00Z
        let mut clock = None;
        if self.is(end, &["t"])
            && self.glued(end)
            && self.glued(end + 1)
            && let Some((next, time)) = self.clock(end + 1)
        {
            end = next;
            clock = Some(time);
        }
        let mut hit = Hit::new(i, end, fixed_day(y as i32, u8::try_from(m).ok()?, u8::try_from(d).ok()?)?);
        hit.clock = clock;
        Some(hit)
    }

    /// A year by itself.
    fn year(&self, i: usize) -> Option<Hit> {
        // "the year 2031", "fiscal year 2031", "FY2031", "FY 2031-32"
        if self.is(i, &["the", "year"]) {
            let the = usize::from(self.is(i, &["the"]));
            if self.is(i + the, &["year"])
                && let Some(y) = self.digits(i + the + 1, 4, 4)
            {
                return Some(Hit::new(i, i + the + 2, fixed_year(y as i32)?));
            }
        }
        if self.is(i, &["fy", "fiscal", "financial"]) {
            let at = match self.low(i) {
                "fy" => i + 1,
                _ => i + 1 + usize::from(self.is(i + 1, &["year"])),
            };
            let (end, what) = self.fiscal(at)?;
            return Some(Hit::new(i, end, what));
        }
        // "the 2031 fiscal year", "the 2030-31 financial year"
        let named = i + usize::from(self.is(i, &["the"]));
        if let Some((end, what)) = self.fiscal(named)
            && self.is(end, &["fiscal", "financial"])
            && self.is(end + 1, &["year"])
        {
            return Some(Hit::new(i, end + 2, what));
        }
        // "AD 79"
        if self.is(i, &["ad"]) && self.capital(i) {
            let y = self.digits(i + 1, 1, 4)?;
            return Some(Hit::new(i, i + 2, fixed_year(y as i32)?));
        }
        let n = self.digits(i, 1, 4)?;
        if let Some((end, bc)) = self.era(i + 1).filter(|_| n > 0 && self.loose(i, i + 1)) {
            let year = if bc { 1 - n as i32 } else { n as i32 };
            return Some(Hit::new(i, end, fixed_year(year)?));
        }
        // "499-493 BC", "264 to 241 BC": the first takes the second's era.
        if (self.dash(i + 1) || self.is(i + 1, &["to", "and", "or", "until"]))
            && let Some(m) = self.digits(i + 2, 1, 4)
            && let Some((_, bc)) = self.era(i + 3)
            && if bc { n > m } else { n < m }
        {
            return Some(Hit::new(i, i + 1, fixed_year(if bc { 1 - n as i32 } else { n as i32 })?));
        }
        if let Some(y) = self.early_year(i) {
            return Some(Hit::new(i, i + 1, fixed_year(y as i32)?));
        }
        let y = self.digits(i, 4, 4).filter(|y| (1000..=2199).contains(y))?;
        if !self.loose(i, i + 1) {
            return None;
        }
        // "2019-nCoV", but "2019-era", "1861-May 1865"
        if self.dash(i + 1)
            && self.glued(i + 1)
            && self.glued(i + 2)
            && self.letters(i + 2)
            && self.is(i + 1, &["-"])
            && words::month(self.low(i + 2)).is_none()
            && !self.is(i + 2, &["era", "style", "model", "present", "early", "late", "mid"])
        {
            return None;
        }
        // Parts of codes: "COVID-2019x", "1999a", "A-2000".
        if self.glued(i + 1) && self.letters(i + 1) && !self.is(i + 1, &["s"]) {
            return None;
        }
        if i > 0 && self.glued(i) && (self.letters(i - 1) || (self.is(i - 1, &["_", "=", "&", "@", "*"]))) {
            return None;
        }
        if i > 1 && self.glued(i) && self.dash(i - 1) && self.glued(i - 1) && self.letters(i - 2) {
            let ok = self.is(i - 2, &["post", "pre", "mid", "late", "early", "since", "until", "after"])
                || words::month(self.low(i - 2)).is_some();
            if !ok {
                return None;
            }
        }
        let next = self.low(i + 1);
        if is_counted(next) || next == "%" || self.seq(i + 1, &["per", "cent"]) {
            return None;
        }
        let prev = self.prev(i);
        let asks = matches!(
            prev,
            "in" | "of"
                | "since"
                | "from"
                | "by"
                | "until"
                | "till"
                | "during"
                | "before"
                | "after"
                | "late"
                | "early"
                | "mid"
                | "circa"
                | "year"
                | "between"
                | "("
                | "to"
                | "through"
                | "throughout"
                | "spring"
                | "summer"
                | "autumn"
                | "fall"
                | "winter"
                | "born"
                | "post"
                | "pre"
        );
        if matches!(
            prev,
            "than"
                | "some"
                | "nearly"
                | "almost"
                | "least"
                | "most"
                | "approximately"
                | "roughly"
                | "no"
                | "number"
                | "page"
                | "nos"
                | "p"
                | "flight"
                | "resolution"
                | "article"
                | "route"
                | "highway"
                | "act"
                | "section"
        ) || (matches!(prev, "over" | "about" | "up") && self.letters(i + 1))
        {
            return None;
        }
        if matches!(prev, ".") && i > 1 && self.is(i - 2, &["no", "nos", "p", "pp"]) {
            return None;
        }
        // "the 1777 campaign", "as late as 1781", "c. 1818", "about 1850"
        let asks = asks
            || self.circa(i)
            || prev == "the" && y >= 1500 && self.letters(i + 1)
            || prev == "as" && i > 1 && self.is(i - 2, &["late", "early"])
            || matches!(prev, "about" | "around") && !self.letters(i + 1);
        if !asks && !(1900..=2059).contains(&y) {
            // Older years stand beside other years ("1861-1863", "1861 and 1863") or in brackets.
            let beside = self.dash(i + 1) && self.digits(i + 2, 2, 4).is_some()
                || i > 1
                    && (self.dash(i - 1) || self.is(i - 1, &["and", "or", ","]))
                    && self.digits(i - 2, 4, 4).is_some()
                || self.is(i + 1, &[")", "]", ":", ","])
                || self.line(i)
                || prev == "," && self.ends_line(i + 1 + usize::from(self.is(i + 1, &["."])));
            if !beside {
                return None;
            }
        }
        Some(Hit::new(i, i + 1, fixed_year(y as i32)?))
    }

    /// The years of a fiscal year: "2031", "2030-31".
    fn fiscal(&self, i: usize) -> Option<(usize, What)> {
        let y = self.digits(i, 4, 4).filter(|y| (1900..=2199).contains(y))? as i32;
        let second =
            self.digits(i + 2, 2, 4).map(|n| n as i32).filter(|n| *n == y + 1 || *n == (y + 1) % 100);
        let (end, begin, last) = if second.is_some() && (self.dash(i + 1) || self.is(i + 1, &["/"])) {
            // Of two years: from some day of the first to some day of the second.
            (i + 3, date(y, 4, 1)?, date(y + 1, 9, 30)?)
        } else {
            // Fiscal years begin between April before and October before, or with the year: all of that is left open.
            (i + 1, date(y - 1, 4, 1)?, date(y, 12, 31)?)
        };
        Some((end, What::Fixed(Reckoning::fixed(begin, last), Grain::FiscalYear)))
    }

    fn ends_line(&self, i: usize) -> bool {
        self.line(i) || i >= self.words.len()
    }

    /// "the 1990s", "the nineties", "the 20th century".
    fn decade_century(&self, i: usize) -> Option<Hit> {
        let the = usize::from(self.is(i, &["the"]));
        let at = i + the;
        let s_after = |n: usize| {
            if self.glued(n) && self.is(n, &["s"]) {
                Some(n + 1)
            } else if self.glued(n) && self.is(n, &["'", "’"]) && self.glued(n + 1) && self.is(n + 1, &["s"])
            {
                Some(n + 2)
            } else {
                None
            }
        };
        if let Some(y) = self.digits(at, 4, 4).filter(|y| y % 10 == 0 && (1000..=2199).contains(y))
            && let Some(end) = s_after(at + 1)
            && self.glued(at + 1)
            // "Vision 2030's aims": a year's, and no decade.
            && (end == at + 2 || the == 1 || matches!(self.prev(i), "early" | "late" | "mid" | "-" | "in" | "and" | "of"))
        {
            return Some(Hit::new(i, end, fixed_unit(y as i32, Unit::Decade, Grain::Decade)?));
        }
        // "the 470s BC"
        if let Some(y) = self.digits(at, 2, 3).filter(|y| y % 10 == 0)
            && let Some(end) = s_after(at + 1)
            && let Some((end, true)) = self.era(end)
        {
            let (begin, _) = Unit::Year.holding(date(-8 - y as i32, 1, 1)?, 0);
            let (_, last) = Unit::Year.holding(date(1 - y as i32, 1, 1)?, 0);
            return Some(Hit::new(i, end, What::Fixed(Reckoning::fixed(begin, last), Grain::Decade)));
        }
        // "in his early 30s", "by her 20s": an age
        let mut owner = i;
        while self.is(owner.wrapping_sub(1), &["early", "late", "mid", "-"]) {
            owner -= 1;
        }
        if matches!(self.prev(owner), "his" | "her" | "their" | "my" | "our" | "your") {
            return None;
        }
        let tick = usize::from(self.is(at, &["'", "’", "‘"]));
        if let Some(y) = self.digits(at + tick, 2, 2).filter(|y| y % 10 == 0)
            && (tick == 1 || the == 1 || self.is(i.wrapping_sub(1), &["early", "late", "mid", "-"]))
            && let Some(end) = s_after(at + tick + 1)
        {
            let year = if y < 30 { 2000 + y } else { 1900 + y };
            return Some(Hit::new(i, end, fixed_unit(year as i32, Unit::Decade, Grain::Decade)?));
        }
        let word = match self.low(at) {
            "twenties" => 1920,
            "thirties" => 1930,
            "forties" => 1940,
            "fifties" => 1950,
            "sixties" => 1960,
            "seventies" => 1970,
            "eighties" => 1980,
            "nineties" => 1990,
            _ => 0,
        };
        if word > 0 && (the == 1 || self.is(i.wrapping_sub(1), &["early", "late", "mid"])) {
            return Some(Hit::new(i, at + 1, fixed_unit(word, Unit::Decade, Grain::Decade)?));
        }
        // Centuries.
        let (next, n) = if let Some(n) = self.digits(at, 1, 2).filter(|n| (1..=21).contains(n)) {
            (self.glued(at + 1) && self.is(at + 1, &["st", "nd", "rd", "th"])).then_some((at + 2, n))?
        } else if self.is(at, &["twenty"]) && self.dash(at + 1) && self.is(at + 2, &["first"]) {
            (at + 3, 21)
        } else {
            (at + 1, words::ordinal(self.low(at))?)
        };
        let next = next + usize::from(self.dash(next));
        if self.is(next, &["century", "centuries"]) {
            if let Some((end, true)) = self.era(next + 1) {
                let what = fixed_unit(-(n as i32) * 100, Unit::Century, Grain::Century)?;
                return Some(Hit::new(i, end, what));
            }
            return Some(Hit::new(
                i,
                next + 1,
                fixed_unit((n as i32 - 1) * 100, Unit::Century, Grain::Century)?,
            ));
        }
        None
    }

    /// Quarters, halves.
    fn quarter(&self, i: usize) -> Option<Hit> {
        // "Q3 2031" is cut to q, 3
        if self.is(i, &["q"]) && self.capital(i) && self.glued(i + 1) {
            let q = self.digits(i + 1, 1, 1).filter(|q| (1..=4).contains(q))?;
            let step = Step::QuarterOf(q as u8);
            return self.of_year(i, i + 2, step, Grain::Quarter, true);
        }
        if self.is(i, &["h"]) && self.capital(i) && self.glued(i + 1) {
            let h = self.digits(i + 1, 1, 1).filter(|h| (1..=2).contains(h))?;
            let part = if h == 1 { Part::FirstHalf } else { Part::SecondHalf };
            return self.of_year(i, i + 2, Step::Part(part), Grain::HalfYear, false);
        }
        let the = usize::from(self.is(i, &["the"]));
        let at = i + the;
        let n = words::ordinal(self.low(at)).or(match self.low(at) {
            "last" | "final" => Some(4),
            "latter" => Some(2),
            _ => None,
        })?;
        let hyphen = usize::from(self.dash(at + 1));
        match self.low(at + 1 + hyphen) {
            "quarter" if n <= 4 && (the == 1 || hyphen == 1 || self.is(at + 2, &["of"])) => {
                // "the last quarter" alone is the one before this
                if self.is(at, &["last", "final", "latter"]) && !self.is(at + 2 + hyphen, &["of"]) {
                    return None;
                }
                self.of_year(i, at + 2 + hyphen, Step::QuarterOf(n as u8), Grain::Quarter, true)
            }
            "half" if n <= 2 || self.is(at, &["last"]) => {
                let part = if n == 1 { Part::FirstHalf } else { Part::SecondHalf };
                let of = self.is(at + 2 + hyphen, &["of"]);
                let year = self.of_year(i, at + 2 + hyphen, Step::Part(part), Grain::HalfYear, false)?;
                of.then_some(year)
            }
            _ => None,
        }
    }

    /// A quarter or half with the year it belongs to.
    fn of_year(&self, first: usize, at: usize, step: Step, grain: Grain, alone: bool) -> Option<Hit> {
        let skip = at + usize::from(self.is(at, &["of", "in", ","]));
        if let Some(y) = self.year4(skip) {
            let What::Fixed(r, _) = fixed_year(y)? else { return None };
            return Some(Hit::new(first, skip + 1, What::Fixed(r.then(step), grain)));
        }
        if let Some((end, by, told)) = self.year_by_word(at) {
            let steps = vec![Step::Unit(Unit::Year, by), step];
            let what = if told { What::Told(steps, grain) } else { What::Now(steps, grain) };
            return Some(Hit::new(first, end, what));
        }
        if self.seq(at, &["of", "the", "year"]) {
            return Some(Hit::new(first, at + 3, What::Now(vec![Step::Unit(Unit::Year, 0), step], grain)));
        }
        alone.then(|| Hit::new(first, at, What::Now(vec![Step::Unit(Unit::Year, 0), step], grain)))
    }

    /// "the summer of 2031", "last winter", "in spring".
    fn season(&self, i: usize) -> Option<Hit> {
        let the = usize::from(self.is(i, &["the"]));
        let at = i + the;
        let s = words::season(self.low(at))?;
        // "Winter Olympics", "Prague Spring", "Summer School"
        if self.capital(at)
            && ((self.capital(at + 1) && self.letters(at + 1) && !self.line(at + 1))
                || (at > 0 && self.capital(at - 1) && self.letters(at - 1) && !self.line(at) && the == 0))
        {
            return None;
        }
        let of = at + 1 + usize::from(self.is(at + 1, &["of", ","]));
        if let Some(y) = self.year4(of) {
            let What::Fixed(r, _) = fixed_year(y)? else { return None };
            // "the winter of 1941-42"
            let second = self.digits(of + 2, 2, 4).filter(|_| s == 4 && self.dash(of + 1)).map(|n| n as i32);
            let both = second.is_some_and(|n| n == y + 1 || n == (y + 1) % 100);
            let end = if both { of + 3 } else { of + 1 };
            return Some(Hit::new(i, end, What::Fixed(r.then(Step::SeasonOf(s)), Grain::Season)));
        }
        // "the winter of 371 - 372"
        if let Some(y) = self.early_year(of).filter(|_| self.era(of + 1).is_none())
            && let Some(What::Fixed(r, _)) = fixed_year(y as i32)
        {
            let both = s == 4 && self.dash(of + 1) && self.digits(of + 2, 3, 3) == Some(y + 1);
            let end = if both { of + 3 } else { of + 1 };
            return Some(Hit::new(i, end, What::Fixed(r.then(Step::SeasonOf(s)), Grain::Season)));
        }
        if let Some(y) = self.digits(of, 1, 3)
            && let Some((end, bc)) = self.era(of + 1)
            && let Some(What::Fixed(r, _)) = fixed_year(if bc { 1 - y as i32 } else { y as i32 })
        {
            return Some(Hit::new(i, end, What::Fixed(r.then(Step::SeasonOf(s)), Grain::Season)));
        }
        if let Some((end, by, told)) = self.year_by_word(at + 1) {
            let steps = vec![Step::Unit(Unit::Year, by), Step::SeasonOf(s)];
            let what = if told { What::Told(steps, Grain::Season) } else { What::Now(steps, Grain::Season) };
            return Some(Hit::new(i, end, what));
        }
        let fall = self.is(at, &["fall"]);
        let mut prev = self.prev(i);
        // "the spring and early summer of 1943", "throughout the fall and winter"
        let ends = !self.letters(at + 1);
        if matches!(prev, "and" | "or") && i > 1 && words::season(self.low(i - 2)).is_some() && ends {
            prev = "during";
        }
        // The second says its year; "the spring and summer offensives" are no times.
        let dated = |n: usize| {
            words::season(self.low(n)).is_some()
                && self.year4(n + 1 + usize::from(self.is(n + 1, &["of", ","]))).is_some()
        };
        if self.is(at + 1, &["and", "or"]) && (at + 2..at + 5).any(dated) {
            prev = "during";
        }
        let asked = if the == 1 {
            // "in the spring", "by the summer"; "the fall of the city", "the winter offensive"
            matches!(
                prev,
                "in" | "by"
                    | "until"
                    | "since"
                    | "during"
                    | "over"
                    | "through"
                    | "late"
                    | "before"
                    | "for"
                    | "this"
                    | "throughout"
                    | "spent"
                    | "passed"
            ) && !self.is(at + 1, &["of"])
                && (!fall || !self.letters(at + 1) || self.is(at + 1, &["and"]))
        } else {
            matches!(prev, "in" | "by" | "until" | "since" | "early" | "late" | "mid" | "during" | "through")
                && !fall
                || fall && matches!(prev, "in" | "by" | "until" | "since" | "late") && !self.letters(at + 1)
        };
        asked.then(|| Hit::named(i, at + 1, Named::Season(s)))
    }

    /// Words that point from today: today, yesterday, tomorrow.
    fn today(&self, i: usize) -> Option<Hit> {
        let day = |end: usize, n: i32| Hit::new(i, end, What::Now(vec![Step::Days(n)], Grain::Day));
        let clocked = |end: usize, n: i32, clock: &str| {
            let mut hit = day(end, n);
            hit.clock = Some(clock.to_string());
            hit
        };
        Some(match self.low(i) {
            // "USA Today", "Russia Today"
            "today"
                if self.capital(i)
                    && i > 0
                    && self.capital(i - 1)
                    && self.letters(i - 1)
                    && !self.line(i) =>
            {
                return None;
            }
            "today" => day(i + 1, 0),
            "yesterday" | "yesteday" => day(i + 1, -1),
            "tomorrow" => day(i + 1, 1),
            "tonight" => clocked(i + 1, 0, "TNI"),
            "overnight" if !self.letters(i + 1) || self.is(i + 1, &["on", "after", "when", "by"]) => {
                clocked(i + 1, 0, "TNI")
            }
            "the" if self.seq(i + 1, &["day", "before", "yesterday"]) => day(i + 4, -2),
            "the" if self.seq(i + 1, &["day", "after", "tomorrow"]) => day(i + 4, 2),
            "last" if self.is(i + 1, &["night"]) => clocked(i + 2, -1, "TNI"),
            "last" if self.is(i + 1, &["evening"]) => clocked(i + 2, -1, "TEV"),
            "this" => {
                let clock = self.daypart(i + 1)?;
                clocked(i + 2, 0, clock)
            }
            _ => return None,
        })
    }

    fn daypart(&self, i: usize) -> Option<&'static str> {
        Some(match self.low(i) {
            "morning" | "mornings" | "dawn" | "daybreak" => "TMO",
            "afternoon" => "TAF",
            "evening" | "dusk" => "TEV",
            "night" | "nighttime" => "TNI",
            "lunchtime" | "midday" | "noon" => "T12:00",
            "midnight" => "T24:00",
            _ => return None,
        })
    }

    fn unit(&self, i: usize) -> Option<(Unit, Grain)> {
        Some(match self.low(i) {
            "day" => (Unit::Day, Grain::Day),
            "weekend" => (Unit::Weekend, Grain::Weekend),
            "week" => (Unit::Week, Grain::Week),
            "month" => (Unit::Month, Grain::Month),
            "quarter" => (Unit::Quarter, Grain::Quarter),
            "year" => (Unit::Year, Grain::Year),
            "decade" => (Unit::Decade, Grain::Decade),
            "century" => (Unit::Century, Grain::Century),
            _ => return None,
        })
    }

    /// "this week", "last January", "the following month", "that same day", "next Friday".
    fn pointed(&self, i: usize) -> Option<Hit> {
        let the = usize::from(self.is(i, &["the"]));
        let mut at = i + the;
        // "in the last month of the war"
        if self.prev(i) == "the" && self.is(i, &["last", "past"]) && self.is(i + 2, &["of"]) {
            return None;
        }
        // Where the pointer points: units to move by, and whether from the last time told.
        let (by, told) = match self.low(at) {
            "this" if the == 0 => {
                at += 1;
                if self.is(at, &["past", "last"]) {
                    at += 1;
                    (-1, false)
                } else if self.is(at, &["coming", "next"]) {
                    at += 1;
                    (1, false)
                } else {
                    (0, false)
                }
            }
            "current" if the == 1 => {
                at += 1;
                (0, false)
            }
            "last" => {
                at += 1;
                (-1, false)
            }
            "past" => {
                at += 1;
                (-1, false)
            }
            "next" | "coming" => {
                at += 1;
                (1, the == 1)
            }
            "following" | "ensuing" | "subsequent" if the == 1 => {
                at += 1;
                (1, true)
            }
            "previous" | "preceding" | "prior" if the == 1 => {
                at += 1;
                (-1, true)
            }
            "that" if the == 0 => {
                at += 1 + usize::from(self.is(at + 1, &["same", "very"]));
                (0, true)
            }
            "same" | "very" if the == 1 => {
                at += 1 + usize::from(self.is(at + 1, &["same"]));
                (0, true)
            }
            _ => return None,
        };
        // "the last week of March", "the last year of his life" are not last week, last year.
        if the == 1 && self.is(i + 1, &["last", "past"]) {
            if self.is(at + 1, &["of"]) {
                return None;
            }
            let (unit, grain) = self.unit(at)?;
            if unit == Unit::Day {
                return None;
            }
            if self.is(i + 1, &["past"]) || matches!(unit, Unit::Decade | Unit::Century) {
                return self.lasting(
                    i,
                    at + 1,
                    Amount { whole: 1, half: false, vague: false, slack: Slack::Said },
                    self.count(at)?.0,
                    -1,
                );
            }
            return Some(Hit::new(i, at + 1, What::Now(vec![Step::Unit(unit, by)], grain)));
        }
        // "this years festival", for "this year's"
        let slip = self.seq(i, &["this", "years"]) && self.letters(i + 2);
        if let Some((unit, grain)) = self.unit(at).or(slip.then_some((Unit::Year, Grain::Year))) {
            if self.is(at + 1, &["-"])
                && self.glued(at + 1)
                && self.is(at + 2, &["old", "long", "end"])
                && !self.is(at + 2, &["end"])
            {
                return None;
            }
            // "that day", "this year"; but "that week-long"
            if unit == Unit::Day && !told {
                return match by {
                    0 if self.is(i, &["this"]) => {
                        Some(Hit::new(i, at + 1, What::Now(vec![Step::Days(0)], grain)))
                    }
                    1 if !self.is(i, &["coming"]) => {
                        Some(Hit::new(i, at + 1, What::Told(vec![Step::Days(1)], grain)))
                    }
                    _ => None,
                };
            }
            // "last week Friday"
            if unit == Unit::Week
                && !told
                && let Some((end, w, false)) = self.weekday(at + 1)
            {
                return Some(Hit::new(
                    i,
                    end,
                    What::Now(vec![Step::Unit(Unit::Week, by), Step::OfWeek(w)], Grain::Day),
                ));
            }
            // "this weekend", read on a Monday, is over or to come as the tense says.
            if unit == Unit::Weekend && by == 0 && !told {
                return Some(Hit::new(i, at + 1, What::Named(Named::Weekend, Some(Turn::Near))));
            }
            let steps = vec![if unit == Unit::Day { Step::Days(by) } else { Step::Unit(unit, by) }];
            let what = if told { What::Told(steps, grain) } else { What::Now(steps, grain) };
            return Some(Hit::new(i, at + 1, what));
        }
        if self.is(at, &["fiscal", "financial"]) && self.is(at + 1, &["year"]) && !told {
            return Some(Hit::new(i, at + 2, What::Now(vec![Step::Unit(Unit::Year, by)], Grain::FiscalYear)));
        }
        if let Some(clock) = self.daypart(at).filter(|_| told || by == 1) {
            // A unit, and not days: "that morning" is no bare time of day.
            let mut hit = Hit::new(i, at + 1, What::Told(vec![Step::Unit(Unit::Day, by)], Grain::Day));
            hit.clock = Some(clock.to_string());
            return Some(hit);
        }
        let turn = match by {
            -1 => Turn::Before,
            1 => Turn::After,
            _ => Turn::Near,
        };
        let named = |end: usize, n: Named| {
            let what = match (told, by, n) {
                (true, 0, n) => What::Told(vec![n.within()], n.grain()),
                (true, ..) => What::Told(n.turned(turn), n.grain()),
                (false, 0, Named::Weekday(w)) => What::Now(vec![Step::OfWeek(w)], Grain::Day),
                (false, 0, Named::Month(m)) => {
                    What::Now(vec![Step::Unit(Unit::Year, 0), Step::MonthOf(m)], Grain::Month)
                }
                (false, _, n) => What::Named(n, Some(turn)),
            };
            Some(Hit::new(i, end, what))
        };
        // "last Christmas", "this Easter"
        if let Some((end, feast)) = self.feast(at) {
            return match (feast, told, by) {
                (Feasted::Every(n), false, 0) => Some(Hit::new(i, end, What::Named(n, Some(Turn::Near)))),
                (Feasted::Every(n), ..) => named(end, n),
                (Feasted::Once(_), ..) => None,
            };
        }
        if let Some((end, w, short)) = self.weekday(at).filter(|w| !w.2) {
            debug_assert!(!short);
            return named(end, Named::Weekday(w));
        }
        if let Some((end, m, false)) = self.month(at) {
            // "next March 5" is an anniversary's language; the day decides.
            if let Some(mut hit) = self.month_day(at) {
                hit.first = i;
                return Some(hit);
            }
            // "that May" the verb: lower case is sorted out by `month`; "that May said" the person.
            if self.is(i, &["that"]) && matches!(m, 4 | 5 | 6 | 8 | 3) {
                return None;
            }
            return named(end, Named::Month(m));
        }
        if let Some(s) = words::season(self.low(at)).filter(|_| !self.capital(at)) {
            // "this fall in prices"
            if self.is(at, &["fall"]) && self.is(at + 1, &["in", "of", "from"]) {
                return None;
            }
            return named(at + 1, Named::Season(s));
        }
        None
    }

    /// "the weekend", "at the weekend".
    fn the_weekend(&self, i: usize) -> Option<Hit> {
        (self.seq(i, &["the", "weekend"]) && !self.is(i + 2, &["of"]) && !self.dash(i + 2))
            .then(|| Hit::named(i, i + 2, Named::Weekend))
    }

    /// Modifier of a number: "just over", "nearly".
    fn about(&self, i: usize) -> (usize, Slack) {
        let mut at = i;
        while self.is(at, &["just", "only", "well", "a", "little", "slightly", "not", "exactly", "barely"]) {
            // "a" only in "a little over", "a bit more than"
            if self.is(at, &["a"]) && !self.is(at + 1, &["little", "bit"]) {
                break;
            }
            at += 1;
            if self.is(at, &["bit"]) {
                at += 1;
            }
        }
        let slack = match (self.low(at), self.low(at + 1)) {
            ("over", _) | ("past", _) => (at + 1, Slack::Over),
            ("more" | "longer", "than") => (at + 2, Slack::Over),
            ("at", "least") => (at + 2, Slack::Over),
            ("under", _) | ("nearly", _) | ("almost", _) => (at + 1, Slack::Under),
            ("less" | "fewer", "than") => (at + 2, Slack::Under),
            ("up", "to") | ("at", "most") | ("as", "many") => (at + 2, Slack::Under),
            ("about" | "around" | "approximately" | "roughly" | "some", _) => (at + 1, Slack::About),
            _ => (at, Slack::Said),
        };
        if slack.0 == i || self.number(slack.0).is_none() {
            // "only" and "just" alone may stand before a number.
            if slack.1 == Slack::Said
                && slack.0 > i
                && self.number(slack.0).is_some()
                && !self.is(i, &["not", "a", "well"])
            {
                return (slack.0, Slack::Said);
            }
            return (i, Slack::Said);
        }
        slack
    }

    /// A number of units: digits, words, "a", "a few", "several", "two and a half".
    fn number(&self, i: usize) -> Option<(usize, Amount)> {
        let said = |end: usize, whole: i32| {
            Some((end, Amount { whole, half: false, vague: false, slack: Slack::Said }))
        };
        let vague =
            |end: usize| Some((end, Amount { whole: 0, half: false, vague: true, slack: Slack::Said }));
        if let Some(n) = self.words.get(i).filter(|w| w.piece == Piece::Digits).and_then(|w| w.number) {
            // 2.5, 21/2
            if self.is(i + 1, &["."])
                && self.glued(i + 1)
                && self.glued(i + 2)
                && let Some(tenth) = self.digits(i + 2, 1, 2)
            {
                let mut a = said(i + 3, n.min(100_000) as i32)?;
                a.1.half = tenth == 5 || tenth == 50;
                return Some(a);
            }
            // "5 1/2 years"
            if self.seq(i + 1, &["1", "/", "2"]) && self.glued(i + 2) && self.glued(i + 3) {
                let mut a = said(i + 4, n.min(100_000) as i32)?;
                a.1.half = true;
                return Some(a);
            }
            if self.is(i + 1, &["½"]) {
                let mut a = said(i + 2, n.min(100_000) as i32)?;
                a.1.half = true;
                return Some(a);
            }
            if i > 0 && self.glued(i) && self.is(i - 1, &["$", "£", "€", ".", ":", "/"]) {
                return None;
            }
            // "the 2018 day of action", "2031 years"
            let count_of = !(1000..=2199).contains(&n)
                || self.words[i].grouped
                || self.count(i + 1).is_some_and(|c| c.1);
            return count_of.then(|| said(i + 1, n.min(100_000) as i32)).flatten();
        }
        if let Some((end, n)) = words::number_words(&self.words, i) {
            // "two and a half", "six and half"
            if self.seq(end, &["and", "a", "half"]) {
                let mut a = said(end + 3, n as i32)?;
                a.1.half = true;
                return Some(a);
            }
            if self.dash(end)
                && self.seq(end + 1, &["and"])
                && self.is(end + 3, &["a"])
                && self.is(end + 5, &["half"])
            {
                let mut a = said(end + 6, n as i32)?;
                a.1.half = true;
                return Some(a);
            }
            return said(end, n as i32);
        }
        match (self.low(i), self.low(i + 1), self.low(i + 2)) {
            ("a", "few" | "couple", "of" | "more") => vague(i + 3),
            ("a", "few" | "couple", _) => vague(i + 2),
            ("a", "dozen", _) => said(i + 2, 12),
            ("a", "hundred", _) => said(i + 2, 100),
            ("a", "number" | "matter", "of") => vague(i + 3),
            ("a", "single" | "full" | "whole", _) => said(i + 2, 1),
            ("half", "a", _) => {
                Some((i + 2, Amount { whole: 0, half: true, vague: false, slack: Slack::Said }))
            }
            ("half", "an", _) => {
                Some((i + 2, Amount { whole: 0, half: true, vague: false, slack: Slack::Said }))
            }
            ("a" | "an", ..) => said(i + 1, 1),
            ("several" | "many", ..) => vague(i + 1),
            ("few", ..) => vague(i + 1),
            _ => None,
        }
    }

    fn count(&self, i: usize) -> Option<(Count, bool)> {
        words::count(self.low(i))
    }

    /// TIMEX3 duration.
    fn duration(amount: Amount, count: Count) -> String {
        let (mut n, mut half, mut letter, time) = match count {
            Count::Second => (amount.whole, amount.half, "S", true),
            Count::Minute => (amount.whole, amount.half, "M", true),
            Count::Hour => (amount.whole, amount.half, "H", true),
            Count::Night => (amount.whole, amount.half, "NI", true),
            Count::Day => (amount.whole, amount.half, "D", false),
            Count::Weekend => (amount.whole, amount.half, "WE", false),
            Count::Week => (amount.whole, amount.half, "W", false),
            Count::Fortnight => (amount.whole * 2, amount.half, "W", false),
            Count::Month => (amount.whole, amount.half, "M", false),
            Count::Quarter => (amount.whole, amount.half, "Q", false),
            Count::Year => (amount.whole, amount.half, "Y", false),
            Count::Decade => (amount.whole, amount.half, "DE", false),
            Count::Century => (amount.whole, amount.half, "CE", false),
        };
        let prefix = if time { "PT" } else { "P" };
        if amount.vague {
            return format!("{prefix}X{letter}");
        }
        // Half a unit is written in the next smaller one where that comes out even.
        if half {
            let smaller = match count {
                Count::Minute => Some((60, "S")),
                Count::Hour => Some((60, "M")),
                Count::Year => Some((12, "M")),
                Count::Decade => Some((10, "Y")),
                Count::Century => Some((100, "Y")),
                _ => None,
            };
            if let Some((per, small)) = smaller.filter(|_| n == 0) {
                (n, half, letter) = (per / 2, false, small);
            }
        }
        if half { format!("{prefix}{n}.5{letter}") } else { format!("{prefix}{n}{letter}") }
    }

    /// The unit and number of units to move by, and the length in days.
    fn measure(amount: Amount, count: Count) -> Option<(Unit, i32, i32)> {
        let n = amount.whole;
        Some(match count {
            // "24 hours ago", "the past 48 hours"
            Count::Hour if n > 0 && n % 24 == 0 && !amount.half => (Unit::Day, n / 24, n / 24),
            Count::Second | Count::Minute | Count::Hour => return None,
            Count::Night | Count::Day => (Unit::Day, n, n),
            Count::Weekend => (Unit::Weekend, n, 7 * n),
            Count::Week => (Unit::Week, n, 7 * n + if amount.half { 3 } else { 0 }),
            Count::Fortnight => (Unit::Week, 2 * n, 14 * n),
            Count::Month => (Unit::Month, n, 30 * n + n / 2 + if amount.half { 15 } else { 0 }),
            Count::Quarter => (Unit::Quarter, n, 91 * n),
            Count::Year if n == 0 && amount.half => (Unit::Month, 6, 182),
            Count::Year => (Unit::Year, n, 365 * n + n / 4 + if amount.half { 182 } else { 0 }),
            Count::Decade if n == 0 && amount.half => (Unit::Year, 5, 1826),
            Count::Decade => (Unit::Decade, n, 3652 * n),
            Count::Century if n == 0 && amount.half => (Unit::Year, 50, 18262),
            Count::Century => (Unit::Century, n, 36524 * n.min(10_000)),
        })
    }

    fn grain_of(unit: Unit) -> Grain {
        match unit {
            Unit::Day => Grain::Day,
            Unit::Weekend => Grain::Weekend,
            Unit::Week => Grain::Week,
            Unit::Month | Unit::Quarter | Unit::HalfYear => Grain::Month,
            Unit::Year | Unit::Decade | Unit::Century => Grain::Year,
        }
    }

    /// A length of time: `way` -1 for the one up to now, 1 for the one from now, 0 for one that is not placed.
    fn lasting(&self, first: usize, end: usize, amount: Amount, count: Count, way: i32) -> Option<Hit> {
        let value = Self::duration(amount, count);
        let measure = Self::measure(amount, count);
        let days = measure.map(|m| m.2).filter(|d| !amount.vague && *d > 0);
        let reach = match days {
            Some(d) => d,
            // "the past few days": at most ten of the unit
            None if amount.vague => {
                Self::measure(Amount { whole: 10, vague: false, ..amount }, count).map_or(1, |m| m.2)
            }
            // "the past twelve hours" may reach into the day before.
            None if count == Count::Hour => amount.whole / 24 + 1,
            None => 0,
        };
        let reach = reach.min(200_000);
        let steps = match way {
            -1 => vec![Step::Days(-reach), Step::UpToNow],
            1 => vec![Step::Days(reach), Step::FromNow],
            _ => Vec::new(),
        };
        Some(Hit::new(
            first,
            end,
            What::Length { value, steps, days: days.and_then(|d| u16::try_from(d).ok()) },
        ))
    }

    /// "two weeks ago", "three days", "the past five years", "a year later", "three-day".
    fn counted(&self, i: usize) -> Option<Hit> {
        let the = usize::from(self.is(i, &["the", "these", "those", "another"]));
        let mut at = i + the;
        let way = match self.low(at) {
            "past" | "last" | "previous" | "preceding" if the == 1 || self.is(at, &["past", "last"]) => -1,
            "next" | "coming" | "following" if the == 1 || self.is(at, &["next"]) => 1,
            "first" | "final" | "opening" | "same" if the == 1 => 2,
            _ => 0,
        };
        if way != 0 {
            at += 1;
        }
        // "the months ahead", "the years to come"
        if way == 0
            && self.is(i, &["the"])
            && let Some((count, true)) = self.count(at)
        {
            let vague = Amount { whole: 0, half: false, vague: true, slack: Slack::Said };
            if self.is(at + 1, &["ahead"]) && !self.is(at + 2, &["of"]) {
                return self.lasting(i, at + 2, vague, count, 1);
            }
            if self.seq(at + 1, &["to", "come"]) {
                return self.lasting(i, at + 3, vague, count, 1);
            }
        }
        let (about_end, slack) = self.about(at);
        let numbered = self.number(about_end);
        if numbered.is_none() && way != 0 && self.count(at).is_some_and(|c| c.1) && the == 1 && way != 2 {
            // "the coming weeks", "the past years"
            let vague = Amount { whole: 0, half: false, vague: true, slack: Slack::Said };
            // "the last months of his life" are his.
            let his = self.is(at - 1, &["last"]) && self.is(at + 1, &["of"]);
            let said = !his && !self.is(at - 1, &["previous", "preceding", "following"]);
            return self.lasting(i, at + 1, vague, self.count(at)?.0, if said { way } else { 0 });
        }
        let (n_end, mut amount) = numbered?;
        amount.slack = slack;
        // "[Ten] years ago": an editor's hand
        let mut end = n_end + usize::from(self.prev(i) == "[" && self.is(n_end, &["]"]));
        let hyphen = self.dash(end) && (self.glued(end) || self.glued(end + 1));
        if hyphen {
            end += 1;
        }
        // "two full days", "three straight weeks", "ten long years", "11 calendar days"
        while !hyphen
            && self.is(
                end,
                &[
                    "full",
                    "straight",
                    "consecutive",
                    "long",
                    "more",
                    "whole",
                    "calendar",
                    "working",
                    "brutal",
                    "successive",
                    "other",
                    "business",
                ],
            )
        {
            end += 1;
        }
        // "10 to 15 years"
        if (self.is(end, &["to", "or", "-", "–"]) || hyphen)
            && let Some((e2, n2)) = self.number(if hyphen { end } else { end + 1 })
            && self.count(e2).is_some()
            && !n2.vague
        {
            amount = Amount { slack: Slack::About, ..n2 };
            end = e2;
        }
        let (count, plural) = self.count(end)?;
        // "the three-day visit": the article belongs to the visit. "the three days" takes it.
        let first = if way == 0 && the == 1 && (hyphen || self.is(i, &["another"])) { i + 1 } else { i };
        let single = self.is(n_end.saturating_sub(1), &["a", "an"]) && n_end == about_end + 1;
        end += 1;
        // "a quarter of the army", "about a quarter", "three-quarters" are parts.
        if count == Count::Quarter && way == 0 && (hyphen || slack != Slack::Said || self.is(end, &["of"])) {
            return None;
        }
        // "in two weeks' time", "in a year's time"
        let time = end + 1 + usize::from(self.is(end + 1, &["s"]));
        if self.is(end, &["'", "’"])
            && self.is(time, &["time"])
            && self.prev(i) == "in"
            && way == 0
            && !amount.vague
            && !amount.half
            && let Some((unit, n, _)) = Self::measure(amount, count)
        {
            let steps = vec![Step::Shift(unit, n, amount.slack)];
            return Some(Hit::new(first, time + 1, What::Now(steps, Self::grain_of(unit))));
        }
        if hyphen || (self.dash(end) && self.glued(end) && self.glued(end + 1)) {
            // "a 40-year-old man" is an age, no time.
            if self.dash(end) && self.is(end + 1, &["old", "olds"]) || self.is(end, &["old", "olds"]) {
                return None;
            }
            if self.dash(end) && self.is(end + 1, &["long"]) {
                end += 2;
            }
        }
        if count == Count::Second && !plural && (single || !self.letters(n_end)) {
            return None;
        }
        // "a quarter" is mostly a fourth part; "a night" seldom a length.
        if single
            && slack == Slack::Said
            && matches!(count, Count::Quarter | Count::Night | Count::Minute | Count::Second | Count::Weekend)
            && way == 0
            && !self.is(end, &["ago", "later", "earlier"])
        {
            return None;
        }
        if way == 0 && !hyphen {
            let beside = self.beside(first, end, amount, count);
            if let Some(hit) = beside.or_else(|| self.away(first, end, amount, count)) {
                return Some(hit);
            }
            // "twice a week", "$5 a day", "one day" without a number before it
            if single {
                if i > 0 && self.is(i - 1, &["once", "twice", "times", "time"]) {
                    let value = Self::duration(amount, count);
                    return Some(Hit::new(i, end, What::Set(value)));
                }
                let prev = self.prev(i);
                let asks = slack != Slack::Said
                    || matches!(
                        prev,
                        "for"
                            | "in"
                            | "within"
                            | "after"
                            | "than"
                            | "of"
                            | "over"
                            | "lasted"
                            | "takes"
                            | "take"
                            | "took"
                            | "once"
                            | "about"
                            | "every"
                    )
                    || self.is(end, &["ago", "later", "earlier", "of"]);
                if count == Count::Day && !asks {
                    return None;
                }
                if self.dash(end) && self.glued(end) {
                    return None;
                }
            }
        }
        // A singular after a number is only good with a hyphen: "three day" happens in headlines.
        if !plural && !single && amount.whole != 1 && !amount.half && !hyphen && !self.letters(end) {
            return None;
        }
        if amount.vague && !plural {
            return None;
        }
        // "5 years old" is an age all the same, and a length
        if self.is(end, &["old"]) && plural {
            end += 1;
        }
        if self.seq(end, &["and", "a", "half"]) && single {
            amount.half = true;
            end += 3;
        }
        // "the last two years of the war" are no last two years.
        let his = the == 1 && self.is(i + 1, &["last"]) && self.is(end, &["of"]);
        self.lasting(first, end, amount, count, if way.abs() == 1 && !his { way } else { 0 })
    }

    /// A length of two parts or more: "two years and three months", "1 hour 20 minutes".
    fn parts(&self, i: usize) -> Option<Hit> {
        let the = usize::from(self.is(i, &["the"]));
        let mut at = i + the;
        let way: i32 = match self.low(at) {
            "past" | "last" => -1,
            "next" | "coming" => 1,
            _ => 0,
        };
        if the == 1 && way == 0 {
            return None;
        }
        at += way.unsigned_abs() as usize;
        let (mut next, slack) = self.about(at);
        let mut parts: Vec<(i32, Count)> = Vec::new();
        let mut end = i;
        while let Some((unit, amount)) = self.number(next)
            && let Some((count, _)) = self.count(unit)
        {
            let plain = !matches!(
                count,
                Count::Night
                    | Count::Weekend
                    | Count::Fortnight
                    | Count::Quarter
                    | Count::Decade
                    | Count::Century
            );
            if amount.vague || amount.half || !plain || parts.last().is_some_and(|p| p.1 <= count) {
                break;
            }
            parts.push((amount.whole, count));
            end = unit + 1;
            next = end + usize::from(self.is(end, &[","]));
            next += usize::from(self.is(next, &["and"]));
            if self.line(next) {
                break;
            }
        }
        let (&(_, smallest), true) = (parts.last()?, parts.len() > 1) else { return None };
        let mut value = "P".to_string();
        for (n, count) in &parts {
            let small = matches!(count, Count::Hour | Count::Minute | Count::Second);
            if small && !value.contains('T') {
                value.push('T');
            }
            let letter = match count {
                Count::Year => 'Y',
                Count::Month | Count::Minute => 'M',
                Count::Week => 'W',
                Count::Day => 'D',
                Count::Hour => 'H',
                _ => 'S',
            };
            value.push_str(&format!("{n}{letter}"));
        }
        // As one number of the smallest unit that a calendar has.
        let days = |p: &(i32, Count)| {
            let one = Amount { whole: p.0, half: false, vague: false, slack };
            Self::measure(one, p.1).map_or(0, |m| m.2)
        };
        let (whole, count) = match smallest {
            Count::Month => (
                parts.iter().fold(0, |sum, p| sum + if p.1 == Count::Year { 12 * p.0 } else { p.0 }),
                Count::Month,
            ),
            Count::Day | Count::Week => (parts.iter().map(days).fold(0, i32::saturating_add), Count::Day),
            other => (1, other),
        };
        let amount = Amount { whole, half: false, vague: false, slack };
        if way == 0
            && let Some(hit) = self.beside(i, end, amount, count).or_else(|| self.away(i, end, amount, count))
        {
            return Some(hit);
        }
        let mut hit = self.lasting(i, end, amount, count, way)?;
        if let What::Length { value: said, .. } = &mut hit.what {
            *said = value;
        }
        Some(hit)
    }

    /// A number of units counted from a date: "two days after Christmas", "a week from Monday".
    fn beside(&self, first: usize, end: usize, amount: Amount, count: Count) -> Option<Hit> {
        let (next, sign) = match (self.low(end), self.low(end + 1)) {
            ("after" | "following", _) => (end + 1, 1),
            ("before", _) => (end + 1, -1),
            ("ahead", "of") | ("prior", "to") => (end + 2, -1),
            ("from", _) if matches!(count, Count::Week | Count::Fortnight) => (end + 1, 1),
            _ => return None,
        };
        // "lasted for two days after Monday": a length and its beginning
        let length = matches!(self.prev(first), "for" | "within" | "during" | "over" | "than");
        if length || amount.vague || amount.half || self.line(end) || self.line(next) {
            return None;
        }
        let (unit, n, _) = Self::measure(amount, count)?;
        let the = self.is(next, &["the"]);
        let mut hit = self.date(next).or_else(|| the.then(|| self.date(next + 1)).flatten())?;
        let grain = hit.grain().filter(|g| *g <= Grain::Year)?;
        if self.is(end, &["from"])
            && !matches!(hit.what, What::Named(Named::Weekday(_), _) | What::Now(..) if grain == Grain::Day)
        {
            return None;
        }
        let (step, grain) = match unit {
            Unit::Day if grain == Grain::Day => (Step::Days(n.saturating_mul(sign)), Grain::Day),
            Unit::Week if grain == Grain::Day => (Step::Days(n.saturating_mul(7 * sign)), Grain::Day),
            Unit::Day | Unit::Week | Unit::Weekend => return None,
            _ => (Step::Shift(unit, n.saturating_mul(sign), amount.slack), Self::grain_of(unit).max(grain)),
        };
        hit.first = first;
        hit.after.push(step);
        hit.regrained = Some(grain);
        hit.weekday = None;
        hit.clock = None;
        Some(hit)
    }

    /// "on the eve of Easter", "the day after Christmas", "the Monday before the 3 May vote".
    fn around(&self, i: usize) -> Option<Hit> {
        if !self.is(i, &["the"]) {
            return None;
        }
        let (mut next, before) = match (self.low(i + 1), self.low(i + 2)) {
            ("eve", "of") => (i + 3, true),
            (_, "before") => (i + 3, true),
            (_, "after" | "following") => (i + 3, false),
            _ => return None,
        };
        let date = |n: usize| self.date(n).filter(|h| h.clock.is_none());
        let mut hit = date(next);
        if hit.is_none() && self.is(next, &["the"]) {
            next += 1;
            hit = date(next);
        }
        let mut hit = hit.filter(|h| h.grain().is_some_and(|g| g <= Grain::Year) && !self.line(next))?;
        let to_day = hit.grain() == Some(Grain::Day);
        let by = if before { -1 } else { 1 };
        let (steps, grain) = match (self.unit(i + 1), self.low(i + 1)) {
            (None, "eve") if to_day => (vec![Step::Unit(Unit::Day, -1)], Grain::Day),
            (Some((Unit::Day, _)), _) if to_day => (vec![Step::Days(by)], Grain::Day),
            (Some((Unit::Week, grain)), _) if to_day => {
                (vec![Step::Days(if before { -7 } else { 1 }), Step::Lasting(7)], grain)
            }
            (Some((Unit::Weekend, grain)), _) if to_day => {
                let day = if before { Step::Weekday(7, Turn::Before) } else { Step::Weekday(6, Turn::After) };
                (vec![day, Step::Unit(Unit::Weekend, 0)], grain)
            }
            (Some((unit @ (Unit::Month | Unit::Year), grain)), _) if hit.grain() <= Some(grain) => {
                (vec![Step::Unit(unit, by)], grain)
            }
            _ => {
                let (end, weekday, _) = self.weekday(i + 1).filter(|w| to_day && !w.2 && w.0 == i + 2)?;
                debug_assert!(end == i + 2);
                let turn = if before { Turn::Before } else { Turn::After };
                (vec![Step::Weekday(weekday, turn)], Grain::Day)
            }
        };
        hit.first = i;
        hit.after.extend(steps);
        hit.regrained = Some(grain);
        hit.weekday = None;
        Some(hit)
    }

    /// What moves a number of units away from now or from a time told: "ago", "later".
    fn away(&self, first: usize, end: usize, amount: Amount, count: Count) -> Option<Hit> {
        let stop = |n: usize| {
            !self.letters(n) && !self.words.get(n).is_some_and(|w| w.piece == Piece::Digits)
                || self.line(n)
                || n >= self.words.len()
        };
        let (end, sign, told) = match (self.low(end), self.low(end + 1)) {
            ("ago", _) => (end + 1, -1, false),
            ("back", next) if stop(end + 1) || matches!(next, "that" | "when" | "and" | "but") => {
                (end + 1, -1, false)
            }
            ("from", "now") | ("from", "today") => (end + 2, 1, false),
            ("hence", _) => (end + 1, 1, false),
            ("earlier", _) | ("previously", _) | ("beforehand", _) => (end + 1, -1, true),
            ("later", _) | ("afterwards", _) | ("afterward", _) | ("thereafter", _) => (end + 1, 1, true),
            ("before", "that") => (end + 2, -1, true),
            ("after", "that") => (end + 2, 1, true),
            ("before", _) | ("prior", _) if stop(end + 1) => (end + 1, -1, true),
            ("after", _) if stop(end + 1) => (end + 1, 1, true),
            _ => return None,
        };
        let Some((unit, n, _)) = Self::measure(amount, count) else {
            // Hours and minutes: the same day, or the one before.
            if told {
                let mut hit = Hit::new(first, end, What::Told(vec![Step::Days(0)], Grain::Day));
                hit.clock = Some("TXX:XX".to_string());
                return Some(hit);
            }
            let mut hit = Hit::new(first, end, What::Now(vec![Step::Widen(1, 0)], Grain::Day));
            hit.clock = Some("TXX:XX".to_string());
            if sign > 0 {
                hit.what = What::Now(vec![Step::Widen(0, 1)], Grain::Day);
            }
            return Some(hit);
        };
        if amount.vague {
            let per = Self::measure(Amount { whole: 1, vague: false, ..amount }, count)?.2.clamp(1, 3653);
            let (near, far) = (if per == 1 { 1 } else { per + per / 2 }, per * 10);
            if told {
                let value = if sign < 0 { "PAST_REF" } else { "FUTURE_REF" };
                return Some(Hit::new(first, end, What::Vague(value, Vec::new())));
            }
            let (value, steps) = if sign < 0 {
                ("PAST_REF", vec![Step::Days(-near), Step::Widen((far - near).min(65_000) as u16, 0)])
            } else {
                ("FUTURE_REF", vec![Step::Days(near), Step::Widen(0, (far - near).min(65_000) as u16)])
            };
            return Some(Hit::new(first, end, What::Vague(value, steps)));
        }
        // Half years and half months: counted in days, some weeks wide.
        if amount.half && amount.whole > 0 {
            let days = Self::measure(amount, count)?.2 * sign;
            let slack = (days.abs() / 8).clamp(2, 300) as u16;
            let steps = vec![Step::Days(days), Step::Widen(slack, slack)];
            let grain = Self::grain_of(if unit == Unit::Year { Unit::Month } else { unit });
            return Some(Hit::new(
                first,
                end,
                if told { What::Told(steps, grain) } else { What::Now(steps, grain) },
            ));
        }
        let mut steps = vec![Step::Shift(unit, n.saturating_mul(sign), amount.slack)];
        let mut grain = Self::grain_of(unit);
        // "three years ago tomorrow": to the day
        if let (Unit::Year, Slack::Said, "ago") = (unit, amount.slack, self.low(end - 1))
            && let Some(What::Now(today, Grain::Day)) = self.today(end).map(|hit| hit.what)
            && !self.line(end)
        {
            steps = today;
            steps.push(Step::Years(n.saturating_mul(sign)));
            grain = Grain::Day;
        }
        Some(Hit::new(first, end, if told { What::Told(steps, grain) } else { What::Now(steps, grain) }))
    }

    /// A plural alone after "for", "in", "over": "for decades"; and "decades ago", "weeks later".
    fn plural(&self, i: usize) -> Option<Hit> {
        let (count, plural) = self.count(i)?;
        if !plural || self.glued(i) {
            return None;
        }
        let vague = Amount { whole: 0, half: false, vague: true, slack: Slack::Said };
        if let Some(hit) = self.away(i, i + 1, vague, count) {
            return Some(hit);
        }
        if self.dash(i + 1) && self.glued(i + 1) && self.is(i + 2, &["long"]) {
            return self.lasting(i, i + 3, vague, count, 0);
        }
        let asked = matches!(
            self.prev(i),
            "for" | "within" | "after" | "over" | "took" | "take" | "lasted" | "spent" | "recent"
        ) && !matches!(
            count,
            Count::Second | Count::Minute | Count::Night | Count::Quarter | Count::Weekend
        ) && !self.is(i + 1, &["of", "-"]);
        if asked && self.is(i.wrapping_sub(1), &["recent"]) {
            let mut hit = self.lasting(i - 1, i + 1, vague, count, -1)?;
            hit.first = i - 1;
            return Some(hit);
        }
        asked.then(|| self.lasting(i, i + 1, vague, count, 0)).flatten()
    }

    /// "year-long", "weeklong", "decade-old", "monthlong".
    fn long(&self, i: usize) -> Option<Hit> {
        let one = Amount { whole: 1, half: false, vague: false, slack: Slack::Said };
        let glued = match self.low(i) {
            "weeklong" => Some(Count::Week),
            "monthlong" => Some(Count::Month),
            "yearlong" => Some(Count::Year),
            "daylong" => Some(Count::Day),
            _ => None,
        };
        if let Some(count) = glued {
            return self.lasting(i, i + 1, one, count, 0);
        }
        let (count, false) = self.count(i)? else { return None };
        if i > 0 && self.glued(i) {
            return None;
        }
        (self.dash(i + 1) && self.glued(i + 1) && self.is(i + 2, &["long"]))
            .then(|| self.lasting(i, i + 3, one, count, 0))
            .flatten()
    }

    /// Repeated times.
    fn set(&self, i: usize) -> Option<Hit> {
        let simple = match self.low(i) {
            "daily" => Some("P1D"),
            "nightly" => Some("PT1NI"),
            "weekly" => Some("P1W"),
            "biweekly" | "fortnightly" => Some("P2W"),
            "monthly" => Some("P1M"),
            "quarterly" => Some("P1Q"),
            "yearly" | "annual" | "annually" => Some("P1Y"),
            "hourly" => Some("PT1H"),
            "everyday" => None,
            _ => None,
        };
        if let Some(value) = simple {
            // "Daily Mail", "the Weekly": names
            if self.capital(i) && i > 0 && !self.line(i) && !self.is(i - 1, &[".", "\"", "“"]) {
                return None;
            }
            return Some(Hit::new(i, i + 1, What::Set(value.to_string())));
        }
        if !self.is(i, &["every", "each", "per"]) {
            return None;
        }
        let at = i + 1 + usize::from(self.is(i + 1, &["single", "other"]));
        let other = self.is(i + 1, &["other"]);
        if let Some((end, w, false)) = self.weekday(at) {
            return Some(Hit::new(i, end, What::Set(format!("XXXX-WXX-{w}"))));
        }
        if let Some((end, m, false)) = self.month(at).filter(|_| !self.is(i, &["per"])) {
            return Some(Hit::new(i, end, What::Set(format!("XXXX-{m:02}"))));
        }
        if let Some(clock) = self.daypart(at) {
            return Some(Hit::new(i, at + 1, What::Set(format!("XXXX-XX-XX{clock}"))));
        }
        if let Some((end, amount)) = self.number(at).filter(|_| self.is(i, &["every"]))
            && let Some((count, _)) = self.count(end)
        {
            return Some(Hit::new(i, end + 1, What::Set(Self::duration(amount, count))));
        }
        let (count, false) = self.count(at)? else { return None };
        if self.is(i, &["per"]) && matches!(count, Count::Second | Count::Minute) {
            return None;
        }
        let amount =
            Amount { whole: if other { 2 } else { 1 }, half: false, vague: false, slack: Slack::Said };
        Some(Hit::new(i, at + 1, What::Set(Self::duration(amount, count))))
    }

    /// Words for a time that is not placed: "recently", "now", "in the past".
    fn vague(&self, i: usize) -> Option<Hit> {
        let past = |days: u16| vec![Step::Widen(days, 0)];
        let hit = |end: usize, value, steps| Some(Hit::new(i, end, What::Vague(value, steps)));
        // "Giáp by now had control", "the largest to date": said of a story's own time as well.
        let of_story = |end: usize| {
            hit(end, "PRESENT_REF", past(0)).map(|mut h: Hit| {
                h.narrated = true;
                h
            })
        };
        match (self.low(i), self.low(i + 1), self.low(i + 2)) {
            ("recently" | "lately", ..) => hit(i + 1, "PAST_REF", past(120)),
            ("not", "long" | "so", "ago") => hit(i + 3, "PAST_REF", past(60)),
            ("not", "too" | "so" | "very", "long") if self.is(i + 3, &["ago"]) => {
                hit(i + 4, "PAST_REF", past(60))
            }
            ("long", "ago", _) => hit(i + 2, "PAST_REF", Vec::new()),
            ("now", ..) => {
                // "now that"; "right now"
                if self.is(i + 1, &["that"]) || (i > 0 && self.is(i - 1, &["from", "just"])) {
                    return None;
                }
                if self.is(i.wrapping_sub(1), &["by", "until"]) {
                    return of_story(i + 1);
                }
                hit(i + 1, "PRESENT_REF", past(0))
            }
            // "2013 – present", "1998 to the present"
            ("present", ..)
                if !self.letters(i + 1)
                    && i > 1
                    && (self.dash(i - 1) || self.is(i - 1, &["to", "until"]))
                    && self.words[i - 2].piece == Piece::Digits =>
            {
                of_story(i + 1)
            }
            ("date", ..) if self.prev(i) == "to" && !self.letters(i + 1) && !self.dash(i + 1) => {
                of_story(i + 1)
            }
            ("right", "now", _) => hit(i + 2, "PRESENT_REF", past(0)),
            ("currently" | "presently" | "nowadays", ..) => hit(i + 1, "PRESENT_REF", past(0)),
            ("these", "days", _) => hit(i + 2, "PRESENT_REF", past(0)),
            // Which one, the words don't say.
            ("the", "turn", "of")
                if self.seq(i + 3, &["the", "century"]) || self.seq(i + 3, &["the", "millennium"]) =>
            {
                hit(i + 5, "PAST_REF", Vec::new())
            }
            ("the", "time", "being") => hit(i + 3, "PRESENT_REF", past(0)),
            ("the", "present" | "moment", next)
                if self.is(i.wrapping_sub(1), &["at", "for", "to"])
                    && !matches!(next, "of" | "when")
                    && !self.letters(i + 2) =>
            {
                hit(i + 2, "PRESENT_REF", past(0))
            }
            ("the", "past" | "future", _)
                if self.is(i.wrapping_sub(1), &["in", "for", "from", "of", "to", "into"])
                    && (!self.letters(i + 2) || self.is(i + 2, &["and", "of"])) =>
            {
                let value = if self.is(i + 1, &["past"]) { "PAST_REF" } else { "FUTURE_REF" };
                hit(i + 2, value, Vec::new())
            }
            ("the", "near" | "immediate" | "foreseeable", "future") => hit(i + 3, "FUTURE_REF", Vec::new()),
            ("the", "recent", "past") => hit(i + 3, "PAST_REF", past(365)),
            _ => None,
        }
    }

    /// A feast or named day, and the index after its name.
    fn feast(&self, i: usize) -> Option<(usize, Feasted)> {
        if !self.capital(i) || self.prev(i) == "operation" {
            return None;
        }
        for (names, feast) in holidays() {
            let fits = |(n, part): (usize, &&str)| match *part {
                "'" => self.is(i + n, &["'", "’"]),
                "-" => self.is(i + n, &["-", "‑"]),
                part => self.low(i + n) == part,
            };
            if names.iter().enumerate().all(fits) {
                let end = i + names.len();
                // "the Good Friday Agreement", "Easter Island"
                let name = self.capital(end)
                    && self.is(
                        end,
                        &[
                            "accord",
                            "accords",
                            "agreement",
                            "island",
                            "islands",
                            "massacre",
                            "offensive",
                            "pact",
                            "revolution",
                            "rising",
                            "uprising",
                            "war",
                        ],
                    );
                return (!name).then_some((end, *feast));
            }
        }
        None
    }

    /// A feast with the year it belongs to.
    fn holiday(&self, i: usize) -> Option<Hit> {
        let (at, feast) = self.feast(i)?;
        let named = match feast {
            Feasted::Every(Named::MonthDay(m, d)) => return self.finish_month_day(i, at, m, d, None),
            Feasted::Every(named) => named,
            Feasted::Once(day) => {
                return Some(Hit::new(i, at, What::Fixed(Reckoning::fixed(day, day), Grain::Day)));
            }
        };
        if let Some((end, y)) = self.year_after(at)
            && let Some(What::Fixed(r, _)) = fixed_year(y)
        {
            return Some(Hit::new(i, end, What::Fixed(r.then(named.within()), named.grain())));
        }
        if let Some((end, by, told)) = self.year_by_word(at) {
            let steps = vec![Step::Unit(Unit::Year, by), named.within()];
            let grain = named.grain();
            return Some(Hit::new(
                i,
                end,
                if told { What::Told(steps, grain) } else { What::Now(steps, grain) },
            ));
        }
        Some(Hit::named(i, at, named))
    }

    /// A date of any kind, without parts and times of day.
    pub(super) fn date(&self, i: usize) -> Option<Hit> {
        let w = self.words.get(i)?;
        let mut best: Option<Hit> = None;
        let mut offer = |hit: Option<Hit>| {
            if let Some(h) = hit
                && best.as_ref().is_none_or(|b| h.end > b.end)
            {
                best = Some(h);
            }
        };
        match w.piece {
            Piece::Digits => {
                offer(self.numeric(i));
                offer(self.day_month(i));
                offer(self.decade_century(i));
                offer(self.year(i));
            }
            Piece::Letters => {
                offer(self.week_day(i));
                offer(self.month_day(i));
                offer(self.month_year(i));
                offer(self.today(i));
                offer(self.pointed(i));
                match w.low {
                    "the" => {
                        offer(self.day_month(i));
                        offer(self.the_weekend(i));
                        offer(self.decade_century(i));
                        offer(self.quarter(i));
                        offer(self.season(i));
                        offer(self.year(i));
                        offer(self.end_of(i));
                        offer(self.day_around(i));
                        offer(self.around(i));
                    }
                    _ => {
                        offer(self.season(i));
                        offer(self.quarter(i));
                        offer(self.decade_century(i));
                        offer(self.year(i));
                        offer(self.end_of(i));
                        offer(self.holiday(i));
                    }
                }
            }
            Piece::Mark => offer(self.decade_century(i)),
        }
        best
    }

    /// "the day before", "the year after", at the end of a clause; "the 19th" after a month was told.
    fn day_around(&self, i: usize) -> Option<Hit> {
        if !self.is(i, &["the"]) {
            return None;
        }
        if let Some((unit, grain)) = self.unit(i + 1) {
            let by = match self.low(i + 2) {
                "before" | "prior" => -1,
                "after" => 1,
                _ => return None,
            };
            if self.letters(i + 3) && !self.is(i + 3, &["and", "but", "when", "that"]) {
                return None;
            }
            let step = if unit == Unit::Day { Step::Days(by) } else { Step::Unit(unit, by) };
            return Some(Hit::new(i, i + 3, What::Told(vec![step], grain)));
        }
        let n = self.digits(i + 1, 1, 2).filter(|n| (1..=31).contains(n))?;
        let asked = matches!(self.prev(i), "on" | "by" | "until" | "since" | "of" | "from" | "through")
            && self.glued(i + 2)
            && self.is(i + 2, &["st", "nd", "rd", "th"])
            && !self.letters(i + 3)
            && !self.dash(i + 3);
        asked.then(|| Hit::new(i, i + 3, What::Told(vec![Step::OfMonth(n as u8)], Grain::Day)))
    }

    /// "year's end", "month's end", "the year" inside "the end of the year" is read by [`Self::expression`].
    fn end_of(&self, i: usize) -> Option<Hit> {
        let the = usize::from(self.is(i, &["the"]));
        let (unit, grain) = self.unit(i + the).filter(|(u, _)| *u != Unit::Day)?;
        let end = if self.is(i + the + 1, &["'", "’"]) && self.seq(i + the + 2, &["s", "end"]) {
            i + the + 4
        } else if the == 0 && self.is(i + 1, &["end"])
            || (the == 0 && self.dash(i + 1) && self.is(i + 2, &["end"]))
        {
            i + 2 + usize::from(self.dash(i + 1))
        } else {
            return None;
        };
        let mut hit = Hit::new(i, end, What::Now(vec![Step::Unit(unit, 0)], grain));
        hit.after.push(Step::Part(if self.is_deadline(i) { Part::Close } else { Part::End }));
        Some(hit)
    }

    /// Whether the words before set a term.
    fn is_deadline(&self, i: usize) -> bool {
        matches!(self.prev(i), "by" | "until" | "till" | "before" | "through")
    }

    /// Reads the words that say which part is meant, from `i`: the part, whether "the" is wanted, and the index after.
    fn part(&self, i: usize) -> Option<(usize, Option<Step>)> {
        let part = |p| Some(Step::Part(p));
        let the = usize::from(self.is(i, &["the"]));
        let at = i + the;
        let of = |n: usize| self.is(n, &["of"]);
        let skip = |n: usize| n + usize::from(self.is(n, &["in", "on", "of"]));
        Some(match self.low(at) {
            "early" if the == 0 || !self.is(at + 1, &["part", "days", "hours", "stages"]) => {
                (skip(at + 1), part(Part::Early))
            }
            "late" if the == 0 || !self.is(at + 1, &["part"]) => (skip(at + 1), part(Part::Late)),
            "mid" => (at + 1 + usize::from(self.dash(at + 1)), part(Part::Mid)),
            "beginning" | "start" | "outset" if of(at + 1) => (at + 2, part(Part::Start)),
            "end" | "close" if of(at + 1) => (at + 2, part(Part::End)),
            "middle" if of(at + 1) => (at + 2, part(Part::Mid)),
            "early" if of(at + 2) => (at + 3, part(Part::Early)),
            "late" | "latter" | "later" if of(at + 2) && self.is(at + 1, &["part", "half"]) => {
                (at + 3, part(Part::Late))
            }
            "rest" | "remainder" if of(at + 1) => (at + 2, Some(Step::FromNow)),
            "first" | "last" | "final" | "opening" | "closing"
                if the == 1
                    && self.is(at + 1, &["week", "weeks", "days", "months", "day", "weekend"])
                    && of(at + 2) =>
            {
                (at + 3, part(if self.is(at, &["first", "opening"]) { Part::Start } else { Part::End }))
            }
            "first" | "second" | "latter" if the == 1 && self.is(at + 1, &["half"]) && of(at + 2) => {
                (at + 3, part(if self.is(at, &["first"]) { Part::FirstHalf } else { Part::SecondHalf }))
            }
            "later" | "earlier" if the == 0 => {
                let next = at + 1 + usize::from(self.is(at + 1, &["in"]));
                let told = self.is(next, &["that"]) || self.is(next, &["the"]);
                (
                    next,
                    if told {
                        None
                    } else if self.is(at, &["later"]) {
                        Some(Step::FromNow)
                    } else {
                        Some(Step::UpToNow)
                    },
                )
            }
            _ => return None,
        })
    }

    /// "10:30", "10:30 a.m.", "3.30pm", "noon", "1430 GMT", and the index after.
    pub(super) fn clock(&self, i: usize) -> Option<(usize, String)> {
        match self.low(i) {
            "noon" | "midday" => return Some((i + 1, "T12:00".into())),
            "midnight" => return Some((i + 1, "T24:00".into())),
            _ => {}
        }
        let first = self.digits(i, 1, 4)?;
        if i > 0 && self.glued(i) && self.is(i - 1, &["$", "£", "€", ".", ":", "/"]) {
            return None;
        }
        match (first, self.low(i + 1)) {
            (12, "noon" | "midday") => return Some((i + 2, "T12:00".into())),
            (12, "midnight") => return Some((i + 2, "T24:00".into())),
            _ => {}
        }
        let len = self.words[i].end - self.words[i].start;
        let mut at = i + 1;
        let mut hour = first;
        let mut minute = None;
        let mut second = None;
        let mut dot = false;
        if len == 4 {
            // 1430 GMT, 1430 hours
            let zone = self.zone(at)?;
            let (h, m) = (first / 100, first % 100);
            if h > 24 || m > 59 {
                return None;
            }
            return Some((zone.0, format!("T{h:02}:{m:02}{}", zone.1)));
        }
        if len > 2 {
            return None;
        }
        if self.is(at, &[":", "."]) && self.glued(at) && self.glued(at + 1) {
            dot = self.is(at, &["."]);
            if let Some(m) = self.digits(at + 1, 2, 2).filter(|m| *m < 60) {
                minute = Some(m);
                at += 2;
                if self.is(at, &[":"])
                    && self.glued(at)
                    && self.glued(at + 1)
                    && let Some(s) = self.digits(at + 1, 2, 2).filter(|s| *s < 61)
                {
                    second = Some(s);
                    at += 2;
                }
            } else if !dot {
                return None;
            }
        }
        // "5:55p"
        let short =
            minute.is_some() && self.glued(at) && self.is(at, &["a", "p"]) && !self.is(at + 1, &["."]);
        let half = self.half_day(at).or(short.then(|| (at + 1, self.is(at, &["p"]))));
        if let Some((next, pm)) = half {
            if hour == 0 || hour > 12 {
                if hour > 23 {
                    return None;
                }
            } else if pm && hour < 12 {
                hour += 12;
            } else if !pm && hour == 12 {
                hour = 0;
            }
            at = next;
        } else if self.is(at, &["o"]) && self.is(at + 1, &["'", "’"]) && self.is(at + 2, &["clock"]) {
            at += 3;
        } else if minute.is_none() || dot {
            // "10.30" is a number unless a zone or "hours" follows.
            minute?;
            self.zone(at)?;
        }
        if hour > 24 {
            return None;
        }
        let zone = self.zone(at).unwrap_or((at, ""));
        let mut value = format!("T{hour:02}:{:02}", minute.unwrap_or(0));
        if let Some(s) = second {
            value.push_str(&format!(":{s:02}"));
        }
        value.push_str(zone.1);
        Some((zone.0, value))
    }

    /// am or pm.
    fn half_day(&self, i: usize) -> Option<(usize, bool)> {
        match self.low(i) {
            "am" => Some((i + 1, false)),
            "pm" => Some((i + 1, true)),
            "a" | "p" if self.seq(i + 1, &[".", "m"]) && self.glued(i + 1) => {
                let pm = self.is(i, &["p"]);
                let dot = self.is(i + 3, &["."]) && self.glued(i + 3);
                Some((i + 3 + usize::from(dot), pm))
            }
            _ => None,
        }
    }

    fn zone(&self, i: usize) -> Option<(usize, &'static str)> {
        match self.low(i) {
            "gmt" | "utc" | "z" => Some((i + 1, "Z")),
            "est" | "edt" | "et" | "pst" | "pdt" | "pt" | "cst" | "cdt" | "bst" | "cet" | "cest" | "ist"
            | "jst" | "kst" | "msk" | "aest" | "aedt" | "akdt" | "hkt" | "sgt"
                if self.capital(i) || self.glued(i) =>
            {
                Some((i + 1, ""))
            }
            "local" if self.is(i + 1, &["time"]) => Some((i + 2, "")),
            "hours" | "hrs" if i > 0 && self.words[i - 1].end - self.words[i - 1].start == 4 => {
                Some((i + 1, ""))
            }
            _ => None,
        }
    }

    /// A time of day with or without its date, or a date with its part of the day.
    fn timed(&self, i: usize) -> Option<Hit> {
        let mut at = i;
        // "about 6am", "shortly after 10:30"
        if self.is(at, &["about", "around", "approximately"]) {
            at += 1;
        } else if self.is(at, &["shortly", "just", "soon"]) && self.is(at + 1, &["after", "before"]) {
            at += 2;
        }
        if let Some((end, clock)) = self.clock(at) {
            // "the midnight hour", "noon" are times; a bare "3:2" score is none (minutes have two digits)
            let mut next = end;
            if self.is(next, &[","]) {
                next += 1;
            }
            if self.is(next, &["on"]) {
                next += 1;
            }
            let dated =
                self.date_with_part(next).filter(|d| d.grain() == Some(Grain::Day) && !self.line(next));
            if let Some(mut hit) = dated
                && !matches!(hit.what, What::Told(..) if self.is(next, &["that"]))
            {
                hit.first = i;
                hit.clock = Some(clock);
                return Some(hit);
            }
            let mut hit = Hit::new(i, end, What::Told(vec![Step::Days(0)], Grain::Day));
            hit.clock = Some(clock);
            // Without am, pm or zone a colon may be a score or a verse.
            return Some(hit);
        }
        // "overnight Monday", "overnight into Tuesday"
        if self.is(i, &["overnight"]) {
            let into = self.is(i + 1, &["into", "to"]);
            let next = i + 1 + usize::from(into || self.is(i + 1, &["on", "from"]));
            if let Some(mut hit) =
                self.date(next).filter(|d| d.grain() == Some(Grain::Day) && d.clock.is_none())
            {
                hit.first = i;
                hit.clock = Some("TNI".to_string());
                if into {
                    hit.after.push(Step::Widen(1, 0));
                }
                return Some(hit);
            }
        }
        // "the morning of March 5", "the early hours of Monday"
        let the = usize::from(self.is(i, &["the"]));
        let mut m = i + the;
        m += usize::from(
            self.is(m, &["early", "late", "small"])
                && (self.daypart(m + 1).is_some() || self.is(m + 1, &["hours", "morning"])),
        );
        let part = self.daypart(m).or_else(|| self.is(m, &["hours"]).then_some("TMO"));
        // "in the early hours", "in the early hours of the morning": of the day told
        if m > i + the && self.is(m - 1, &["early", "small"]) && self.is(m, &["hours"]) {
            let end = if self.seq(m + 1, &["of", "the", "morning"]) { m + 4 } else { m + 1 };
            if end > m + 1 || !self.is(end, &["of", "on"]) {
                let mut hit = Hit::new(i, end, What::Told(vec![Step::Days(0)], Grain::Day));
                hit.clock = Some("TMO".to_string());
                return Some(hit);
            }
        }
        if let Some(clock) = part
            && self.is(m + 1, &["of"])
            && let Some(mut hit) = self.date_with_part(m + 2).filter(|d| d.grain() == Some(Grain::Day))
        {
            hit.first = i;
            hit.clock.get_or_insert(clock.to_string());
            return Some(hit);
        }
        None
    }

    /// A date and the part of the day after it: "Tuesday morning", "March 5 at 10:30".
    fn date_with_part(&self, i: usize) -> Option<Hit> {
        let early = usize::from(self.is(i, &["early", "late"]));
        let on = usize::from(early == 1 && self.is(i + 1, &["on"]));
        let mut hit = self.date(i + early + on)?;
        hit.first = i;
        if hit.grain() != Some(Grain::Day) {
            return (early == 0).then_some(hit);
        }
        // "yesterday (July 21)": the date in brackets says the same more exactly.
        if self.is(hit.end, &["(", "["])
            && matches!(hit.what, What::Now(..) | What::Named(Named::Weekday(_), _))
            && let Some(inner) = self.month_day(hit.end + 1).or_else(|| self.day_month(hit.end + 1))
            && self.is(inner.end, &[")", "]"])
        {
            hit = Hit { first: i, end: inner.end + 1, clock: hit.clock, ..inner };
        }
        if hit.clock.is_none() {
            if let Some(clock) = self.daypart(hit.end).filter(|_| !self.line(hit.end)) {
                // "Sunday morning" but "Saturday Night Live"
                if !(self.capital(hit.end) && self.capital(hit.end + 1)) {
                    hit.clock = Some(clock.to_string());
                    hit.end += 1;
                }
            } else {
                let mut at = hit.end;
                if self.is(at, &[",", "at", "|", "@", "-"]) && !self.line(at) {
                    at += 1;
                }
                // "21 July 2013 Last updated at 11:11 GMT", "Sep 10, 2012 | Updated 9:01 AM"
                let updated = at + usize::from(self.is(at, &["last"]));
                if self.is(updated, &["updated"]) && !self.line(at) {
                    at = updated + 1;
                }
                at += usize::from(self.is(at, &["at", "about", "around"]));
                if let Some((end, clock)) = self.clock(at).filter(|_| !self.line(at)) {
                    // "March 5, noon" fine; "Tuesday 10" was no clock
                    hit.clock = Some(clock);
                    hit.end = end;
                }
            }
        }
        Some(hit)
    }

    /// The longest expression that begins at word `i`.
    pub(super) fn expression(&self, i: usize) -> Option<Hit> {
        let w = self.words.get(i)?;
        if w.piece == Piece::Mark && !matches!(w.low, "'" | "’" | "‘") {
            return None;
        }
        let mut best: Option<Hit> = None;
        let mut offer = |hit: Option<Hit>| {
            if let Some(h) = hit
                && best.as_ref().is_none_or(|b| h.end > b.end)
            {
                best = Some(h);
            }
        };
        offer(self.date_with_part(i));
        offer(self.timed(i));
        offer(self.parted(i));
        offer(self.counted(i));
        offer(self.parts(i));
        if w.piece == Piece::Letters {
            offer(self.plural(i));
            offer(self.long(i));
            offer(self.set(i));
            offer(self.vague(i));
        }
        best
    }

    /// The last two digits of a year after a year and a dash: "2003-04", "1861–63".
    pub(super) fn short_year(&self, i: usize, last: Option<&Hit>) -> Option<Hit> {
        let last = last?;
        let What::Fixed(r, Grain::Year) = &last.what else { return None };
        // "1871-72"; with spaces only where nothing can be counted: "(1871 – 72)"
        let closed = self.is(i + 1, &[")", "]", ",", ".", ";"]) || self.line(i + 1);
        if last.end + 1 != i || !self.dash(i - 1) || !self.glued(i) && (self.glued(i - 1) || !closed) {
            return None;
        }
        let n = self.digits(i, 2, 2)? as i32;
        let year = i32::from(r.from?.0.year());
        let other = year - year.rem_euclid(100) + n;
        (other > year && !self.dash(i + 1))
            .then(|| fixed_year(other).map(|w| Hit::new(i, i + 1, w)))
            .flatten()
    }

    /// A part of a date: "early 2031", "the end of last month", "later that year".
    fn parted(&self, i: usize) -> Option<Hit> {
        let (at, mut step) = self.part(i)?;
        if at == i {
            return None;
        }
        // "by the end of the year": its last day
        if step == Some(Step::Part(Part::End)) && self.is_deadline(i) {
            step = Some(Step::Part(Part::Close));
        }
        // "the end of the year", "later in the month": the unit that holds now, or the one told
        if self.is(at, &["the"])
            && let Some((unit, grain)) = self.unit(at + 1)
            && !matches!(unit, Unit::Decade | Unit::Century)
            && !(self.letters(at + 2) && self.is(at + 2, &["of"]))
        {
            let told = step.is_none();
            let steps = vec![if unit == Unit::Day { Step::Days(0) } else { Step::Unit(unit, 0) }];
            let mut hit =
                Hit::new(i, at + 2, if told { What::Told(steps, grain) } else { What::Now(steps, grain) });
            hit.narrated = true;
            if grain != Grain::Day {
                hit.after.extend(step);
            }
            return Some(hit);
        }
        let mut hit = self.date(at)?;
        // "late" and "early" before a day name a part of that day; "mid" before a day is nothing.
        if hit.grain() == Some(Grain::Day) {
            if self.is(i, &["mid", "later", "earlier", "rest"])
                || self.is(i + 1, &["end", "beginning", "start", "rest"])
            {
                return None;
            }
            hit.first = i;
            return Some(hit);
        }
        if self.is(i, &["later", "earlier"]) && matches!(hit.what, What::Named(..) | What::Fixed(..)) {
            // "later in 2031" is a part of the year; "earlier in March" as well
            if !self.is(i + 1, &["in"]) {
                return None;
            }
            hit.first = i;
            return Some(hit);
        }
        hit.first = i;
        hit.after.extend(step);
        Some(hit)
    }
}

/// When a feast falls.
#[derive(Clone, Copy, Debug)]
enum Feasted {
    /// Once in every year.
    Every(Named),
    /// On one day of all time.
    Once(Day),
}

/// Feasts by the words of their names.
fn holidays() -> &'static [(Vec<&'static str>, Feasted)] {
    static TABLE: std::sync::OnceLock<Vec<(Vec<&'static str>, Feasted)>> = std::sync::OnceLock::new();
    TABLE.get_or_init(|| {
        let mut feasts: Vec<(Vec<&'static str>, Feasted)> =
            rows(include_str!("../../../../lexicons/times_holidays.tsv"))
                .filter_map(|cells| {
                    let mut cells = cells.into_iter();
                    let name = cells.next()?.split(' ').collect();
                    let rule = cells.next()?;
                    let days = cells.next().and_then(|days| days.parse().ok()).unwrap_or(1);
                    Some((name, feasted(rule, days)?))
                })
                .collect();
        // Longer names first: "New Year's Eve" before "New Year".
        feasts.sort_by_key(|r| std::cmp::Reverse(r.0.len()));
        feasts
    })
}

/// Reads how a feast's day follows from the year, as the table writes it.
fn feasted(rule: &str, days: u8) -> Option<Feasted> {
    let month_day = |text: &str| {
        let (m, d) = text.split_once('-')?;
        Some((m.parse::<u8>().ok()?, d.parse::<u8>().ok()?))
    };
    let every = |feast| Some(Feasted::Every(Named::Feast(feast, days)));
    if let Ok(day) = rule.parse::<Day>() {
        return Some(Feasted::Once(day));
    }
    if let Some(after) = rule.strip_prefix("easter") {
        return every(Feast::Easter(after.parse().ok()?));
    }
    if let Some(after) = rule.strip_prefix("orthodox") {
        return every(Feast::OrthodoxEaster(after.parse().ok()?));
    }
    if let Some(after) = rule.strip_prefix("hebrew") {
        return every(Feast::Hebrew(after.parse().ok()?));
    }
    if let Some(day) = rule.strip_prefix("islamic ") {
        let (m, d) = month_day(day)?;
        return every(Feast::Islamic(m, d));
    }
    if rule == "lunar" {
        return every(Feast::LunarNewYear);
    }
    if let Some((day, weekday)) = rule.split_once(' ') {
        let (m, d) = month_day(day)?;
        return every(Feast::Weekday(m, d, words::weekday(weekday)?.0));
    }
    let (m, d) = month_day(rule)?;
    Some(Feasted::Every(Named::MonthDay(m, d)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_feasts_is_read() {
        let rows = rows(include_str!("../../../../lexicons/times_holidays.tsv"));
        assert_eq!(holidays().len(), rows.count());
    }
}
