//! When a report was published: all candidates, what they rest on, what speaks against them.
//!
//! A date field is a witness, not the truth. What a report tells bounds its day as well: it cannot tell of a meeting as
//! past before the meeting, nor name somebody in an office before that person held it. Such bounds ([`Bounds`]) are drawn
//! from the text and two lexicons of dated facts; a candidate that breaks one is refuted, and where no candidate is left
//! the day is argued from them. Nothing is filled in: what the report leaves open stays an interval.

mod facts;

use crate::times::tense::Tenses;
use crate::times::{self, Form, Grain, Tense, TimeExpression};
use chancery_lang::{Analysis, Upos, Xpos};
use chancery_model::day::{WEEKDAYS, days_between, plus_days};
use chancery_model::reckon::{Step, Unit};
use chancery_model::{
    ByteSpan, DateBasis, DateCandidate, Day, DayInterval, Published, Reckoning, Report, TextIndex, TimeType,
};
use facts::{Gathering, Term};

/// What is known of a report besides its words when its day is decided.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tells<'a> {
    /// The analysis of the text: tenses and sentences. Without it the text is no witness.
    pub analysis: Option<&'a Analysis>,
}

/// How many days a date may miss the truth by time zones, and by being put out before or after midnight.
const SLACK: i32 = 2;

/// Decides when `report` was published. `found` are the time expressions of its text.
///
/// The first candidate of the best basis counts (given, then metadata, dateline, address, a date written in the text),
/// unless what the report tells, or the day on which it was collected, refutes it. Then, or without any candidate, the day is argued.
pub fn decide(report: &Report, found: &[TimeExpression], tells: &Tells<'_>) -> Published {
    let empty = Analysis::default();
    let analysis = tells.analysis.unwrap_or(&empty);
    let reading = Reading::new(&report.text, analysis, found);
    let mut bounds = reading.bounds();
    let told_end = bounds.end.as_ref().map(|(end, _)| *end);
    for candidate in report.dates.iter().filter(|c| c.basis == DateBasis::Collected) {
        if let Some(day) = candidate.date {
            bounds.not_after(day, || format!("was collected on {day}"));
        }
    }
    let weekdays = reading.weekdays();
    let mut candidates = report.dates.clone();
    candidates.extend(dates_in_text(&report.text, found, &candidates));

    let days: Vec<Option<Day>> =
        candidates.iter().map(|c| c.date.or_else(|| year_for(c, &candidates, &bounds, &weekdays))).collect();
    let mut order: Vec<usize> = (0..candidates.len())
        .filter(|n| {
            days[*n].is_some() && !matches!(candidates[*n].basis, DateBasis::Text | DateBasis::Collected)
        })
        .collect();
    // Stable: of one basis the first comes first. A day of updating counts where there is no other.
    order.sort_by_key(|n| (candidates[*n].is_update(), candidates[*n].basis));
    // Of a page that says another day than its address, the address is right more often: it was made when the page was.
    let address = order.iter().position(|n| candidates[*n].basis == DateBasis::Url);
    if let (Some(first), Some(at)) = (order.first().copied(), address)
        && candidates[first].basis == DateBasis::Metadata
        && days[first] != days[order[at]]
    {
        order[..=at].rotate_right(1);
    }
    let mut conflict: Option<String> = None;
    for n in order.iter().copied() {
        let Some(day) = days[n] else { continue };
        if let Some(reason) = bounds.against(day) {
            conflict.get_or_insert_with(|| {
                format!("The {} is {day}, but the text {reason}.", name_of(&candidates[n]))
            });
            continue;
        }
        let conflict = conflict
            .or_else(|| against_others(n, day, &candidates, &days))
            .or_else(|| weekday_against(n, day, &candidates, &report.text, found))
            .or_else(|| only_addresses(&candidates[n], report.url.as_deref()))
            .or_else(|| changes(n, day, &candidates, &days));
        return Published {
            date: Some(day),
            begin: Some(day),
            end: Some(day),
            basis: Some(candidates[n].basis),
            conflict,
            candidates,
        };
    }
    let (interval, date) = reading.argue(&bounds);
    let basis = match (interval.begin, interval.end) {
        (None, None) => None,
        // The text says nothing.
        (None, end) if end != told_end => Some(DateBasis::Collected),
        _ => Some(DateBasis::Argued),
    };
    Published { date, begin: interval.begin, end: interval.end, basis, conflict, candidates }
}

fn name_of(candidate: &DateCandidate) -> &'static str {
    match candidate.basis {
        DateBasis::Given => "given date",
        DateBasis::Metadata => "date line",
        DateBasis::Dateline => "dateline",
        DateBasis::Url => "date in the address",
        DateBasis::Text => "date in the text",
        DateBasis::Collected => "date of collection",
        DateBasis::Argued | DateBasis::Record => "argued date",
    }
}

/// The words of a candidate, where there are two of its kind to be told apart.
fn quoted(candidate: &DateCandidate) -> String {
    let words = candidate.words.as_deref().filter(|_| candidate.basis == DateBasis::Metadata);
    words.map_or(String::new(), |words| format!(" \u{201c}{words}\u{201d}"))
}

/// Whole days written in the text, once each, at most twenty.
fn dates_in_text(text: &str, found: &[TimeExpression], known: &[DateCandidate]) -> Vec<DateCandidate> {
    let index = TextIndex::new(text);
    let mut out: Vec<DateCandidate> = Vec::new();
    for t in found {
        let Some(day) = whole_day(t) else { continue };
        let span = index.char_span(t.span);
        let again = |c: &DateCandidate| {
            c.date == Some(day)
                && (c.basis == DateBasis::Text || c.start.is_some_and(|s| s.abs_diff(span.start) < 40))
        };
        if out.len() < 20 && !out.iter().chain(known).any(again) {
            out.push(DateCandidate {
                date: Some(day),
                basis: DateBasis::Text,
                start: Some(span.start),
                end: Some(span.end),
                words: None,
            });
        }
    }
    out
}

/// The day of an expression that says day, month and year.
fn whole_day(t: &TimeExpression) -> Option<Day> {
    let r = t.reckoning.as_ref().filter(|r| t.year_said && !r.leans_on_publication())?;
    let (begin, end) = r.on(Day::ZERO);
    (begin == end && matches!(t.form, Form::Calendar(Grain::Day) | Form::Clock(_))).then_some(begin)
}

/// The day of a candidate whose words leave the year open ("Nov. 11"): the year comes from the nearest other candidate,
/// else from the bounds, where they and the weekdays of the text leave one.
fn year_for(
    candidate: &DateCandidate,
    all: &[DateCandidate],
    bounds: &Bounds,
    weekdays: &[u8],
) -> Option<Day> {
    let words = candidate.words.as_deref()?;
    let found = times::find(words, &Analysis::default());
    let t = found.iter().find(|t| matches!(t.form, Form::Calendar(Grain::Day) | Form::Clock(_)))?;
    let steps = &t.reckoning.as_ref()?.steps;
    let [Step::MonthDay(month, day, _)] = steps.as_slice() else {
        return whole_day(t);
    };
    let in_year = |year: i16| {
        Reckoning::fixed(Day::new(year, 1, 1).ok()?, Day::new(year, 1, 1).ok()?)
            .then(Step::DayOf(*month, *day))
            .on(Day::ZERO)
            .0
            .into()
    };
    let fits = |d: &Day| t.weekday.is_none_or(|w| d.weekday().to_monday_one_offset() as u8 == w);
    let other =
        all.iter().filter(|c| c.basis != DateBasis::Text && c.basis <= DateBasis::Url).find_map(|c| c.date);
    if let Some(other) = other {
        let near = (-1..=1)
            .filter_map(|n| in_year(other.year().saturating_add(n)))
            .min_by_key(|d: &Day| days_between(*d, other).abs());
        return near;
    }
    let begin = bounds.begin.as_ref()?.0;
    let end = bounds.end.as_ref().or(bounds.soft_end.as_ref()).map(|e| e.0);
    // With no end, only a weekday that the text tells bare can single out one of the next years: a report names the day
    // it appears on.
    let last = end.map_or(begin.year().saturating_add(3), |e| e.year());
    let told = |d: &Day| {
        let names = |d: Day| weekdays.contains(&(d.weekday().to_monday_one_offset() as u8));
        end.is_some() || t.weekday.is_some() || (names(*d) && days_between(begin, *d) < 1096)
    };
    let years = (begin.year()..=last).filter_map(in_year);
    let mut fitting =
        years.filter(|d: &Day| *d >= begin && end.is_none_or(|e| *d <= e)).filter(fits).filter(told);
    let first = fitting.next()?;
    fitting.next().is_none().then_some(first)
}

/// What another candidate says against this one. A later date may be one of updating or of crawling, and is left alone
/// unless it stands in the dateline.
fn against_others(n: usize, day: Day, candidates: &[DateCandidate], days: &[Option<Day>]) -> Option<String> {
    let this = &candidates[n];
    candidates.iter().enumerate().find_map(|(m, c)| {
        let other = days[m]?;
        let apart = days_between(day, other);
        if c.is_update() {
            return None;
        }
        let matters = match c.basis {
            DateBasis::Text | DateBasis::Collected | DateBasis::Argued | DateBasis::Record => false,
            // A page that dates itself twice, or otherwise than its address.
            DateBasis::Metadata if matches!(this.basis, DateBasis::Metadata | DateBasis::Url) => apart != 0,
            DateBasis::Dateline => apart.abs() > 7,
            _ => !(-7..=31).contains(&apart),
        };
        (m != n && matters).then(|| {
            format!(
                "The {}{} is {day}, but the {}{} is {other}; both cannot be the day of publication.",
                name_of(this),
                quoted(this),
                name_of(c),
                quoted(c)
            )
        })
    })
}

/// A day that only the addresses of a page's pictures and links tell.
fn only_addresses(candidate: &DateCandidate, url: Option<&str>) -> Option<String> {
    let own = |words: &str| url.is_some_and(|url| url.contains(words));
    let words = candidate.words.as_deref().filter(|w| candidate.basis == DateBasis::Url && !own(w))?;
    Some(format!(
        "Nothing says when it was published; its pictures and links are of \u{201c}{words}\u{201d}."
    ))
}

/// What days of change say: that no other is told, or that the page lives on.
fn changes(n: usize, day: Day, candidates: &[DateCandidate], days: &[Option<Day>]) -> Option<String> {
    if let Some(words) = candidates[n].words.as_deref().filter(|_| candidates[n].is_update()) {
        return Some(format!(
            "Nothing says when it was published, only when it was changed: \u{201c}{words}\u{201d}."
        ));
    }
    let changed = candidates.iter().zip(days).filter(|(c, _)| c.is_update()).filter_map(|(_, d)| *d).max()?;
    (days_between(day, changed) > 365).then(|| {
        format!(
            "It was changed on {changed}, long after the {}; what it says may be later.",
            name_of(&candidates[n])
        )
    })
}

/// A weekday said beside a date that the calendar does not bear out.
fn weekday_against(
    n: usize,
    day: Day,
    candidates: &[DateCandidate],
    text: &str,
    found: &[TimeExpression],
) -> Option<String> {
    let published = DayInterval::on(day);
    let wrong = |t: &TimeExpression, words: &str| {
        let said = t.weekday?;
        let at = t.reckoning.as_ref()?.reckon(&published).day()?;
        let is = at.weekday().to_monday_one_offset() as u8;
        (is != said).then(|| format!("It says \u{201c}{words}\u{201d}, but {at} was a {}.", weekday_name(is)))
    };
    if let Some(words) = candidates[n].words.as_deref()
        && let Some(reason) =
            times::find(words, &Analysis::default()).iter().find_map(|t| wrong(t, t.span.of(words)))
    {
        return Some(reason);
    }
    // In the text only a date beside the day of publication speaks of it.
    found
        .iter()
        .filter(|t| {
            let at = t.reckoning.as_ref().and_then(|r| r.reckon(&published).day());
            at.is_some_and(|at| days_between(at, day).abs() <= 10)
        })
        .find_map(|t| wrong(t, t.span.of(text)))
}

fn weekday_name(n: u8) -> &'static str {
    WEEKDAYS[usize::from(n.clamp(1, 7) - 1)]
}

/// The days between which a report must have been written, each with the words that say why ("tells of …").
#[derive(Clone, Debug, Default)]
struct Bounds {
    begin: Option<(Day, String)>,
    end: Option<(Day, String)>,
    /// Likely, but no proof: an office-holder named without "former".
    soft_end: Option<(Day, String)>,
}

impl Bounds {
    fn not_before(&mut self, day: Day, why: impl FnOnce() -> String) {
        if self.begin.as_ref().is_none_or(|b| day > b.0) {
            self.begin = Some((day, why()));
        }
    }

    fn not_after(&mut self, day: Day, why: impl FnOnce() -> String) {
        if self.end.as_ref().is_none_or(|e| day < e.0) {
            self.end = Some((day, why()));
        }
    }

    /// What speaks against a day; the words follow "the text".
    fn against(&self, day: Day) -> Option<&str> {
        match (&self.begin, &self.end) {
            (Some((begin, why)), _) if days_between(day, *begin) > SLACK => Some(why),
            (_, Some((end, why))) if days_between(*end, day) > SLACK => Some(why),
            _ => None,
        }
    }
}

/// A gathering that the text names.
struct Named<'a> {
    /// The meetings of that name that the words leave open, by day.
    rows: Vec<&'a Gathering>,
    standing: Standing,
    sentence: usize,
}

/// How a gathering is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    /// "met during the …", "spoke at the …"
    Over,
    /// "is on a trip to … for the …"
    UnderWay,
}

/// Words of a sentence that may put its times into the future.
const AHEAD: [&str; 24] = [
    "will",
    "shall",
    "would",
    "by",
    "until",
    "through",
    "upcoming",
    "ahead",
    "expected",
    "scheduled",
    "planned",
    "plan",
    "plans",
    "goal",
    "goals",
    "target",
    "targets",
    "expire",
    "expires",
    "expiring",
    "future",
    "forward",
    "next",
    "nominate",
];

/// One report's text with what is found in it.
struct Reading<'a> {
    text: &'a str,
    low: String,
    analysis: &'a Analysis,
    found: &'a [TimeExpression],
}

impl<'a> Reading<'a> {
    fn new(text: &'a str, analysis: &'a Analysis, found: &'a [TimeExpression]) -> Self {
        Reading { text, low: text.to_ascii_lowercase(), analysis, found }
    }

    fn sentence_at(&self, byte: u32) -> usize {
        self.analysis.sentences.partition_point(|s| s.end <= byte)
    }

    fn in_sentence(&self, sentence: usize) -> impl Iterator<Item = &TimeExpression> {
        self.found.iter().filter(move |t| self.sentence_at(t.span.start) == sentence)
    }

    /// The words of a sentence, in lower case.
    fn words_of(&self, sentence: usize) -> &str {
        let range = self.analysis.sentences.get(sentence).map(|s| s.start as usize..s.end as usize);
        range.and_then(|r| self.low.get(r)).unwrap_or("")
    }

    /// A sentence with a finite verb; a caption or headline has none.
    fn has_verb(&self, sentence: usize) -> bool {
        let Some(s) = self.analysis.sentences.get(sentence) else { return false };
        let tokens = self.analysis.tokens_of(s);
        if self.analysis.tokens.iter().all(|t| t.upos != Upos::Verb) {
            return self
                .words_of(sentence)
                .split_whitespace()
                .any(|w| matches!(w, "was" | "is" | "has" | "had" | "said" | "shows" | "appears"));
        }
        tokens.iter().any(|t| matches!(t.xpos, Xpos::Vbd | Xpos::Vbz | Xpos::Vbp | Xpos::Md))
    }

    /// Everything in the text that bounds its day.
    fn bounds(&self) -> Bounds {
        let mut bounds = Bounds::default();
        if self.analysis.sentences.is_empty() {
            return bounds;
        }
        for t in self.found {
            let Some(r) = t.reckoning.as_ref().filter(|r| t.year_said && !r.leans_on_publication()) else {
                continue;
            };
            let (begin, end) = r.on(Day::ZERO);
            // Years far off are misread numbers or other eras.
            if !(1900..=2100).contains(&begin.year()) {
                continue;
            }
            let words = t.span.of(self.text);
            if self.surely_past(t) {
                bounds.not_before(begin, || format!("tells of \u{201c}{words}\u{201d} as past"));
            } else if t.tense == Tense::Future
                && whole_day(t).is_some()
                && window(&self.low, t.span.start as usize, 80).contains(" will ")
            {
                bounds.not_after(end, || format!("tells of \u{201c}{words}\u{201d} as still to come"));
            }
        }
        for (term, sentence) in self.terms() {
            bounds.not_before(term.from, || {
                format!(
                    "names {} in the office of {}, held only since {}",
                    term.name,
                    term.office(),
                    term.from
                )
            });
            if let Some(to) = term.to
                && bounds.soft_end.as_ref().is_none_or(|e| to < e.0)
            {
                bounds.soft_end = Some((to, String::new()));
            }
            // "who took office last year": the year of publication follows.
            let words = self.words_of(sentence);
            if ["took office", "was sworn in", "came to power", "took power", "became"]
                .iter()
                .any(|w| words.contains(w))
            {
                for t in self.in_sentence(sentence) {
                    if let Some(years) = last_years(t)
                        && let Some((begin, end)) = year(i32::from(term.from.year()) + years)
                        && near(
                            &self.low,
                            t.span,
                            &["took office", "sworn in", "came to power", "took power", "became"],
                        )
                    {
                        let why = || {
                            format!(
                                "says that {}, {} since {}, took office \u{201c}{}\u{201d}",
                                term.name,
                                term.office(),
                                term.from,
                                t.span.of(self.text)
                            )
                        };
                        bounds.not_before(begin, why);
                        bounds.not_after(end, why);
                    }
                }
            }
        }
        for named in self.gatherings() {
            let told = |g: &Gathering| {
                let how = if named.standing == Standing::UnderWay { "under way" } else { "past" };
                format!("tells of the {}{} as {how}, which began on {}", g.name, g.place(), g.begin)
            };
            if let [only] = named.rows.as_slice() {
                bounds.not_before(only.begin, || told(only));
            }
        }
        bounds
    }

    /// Office-holders of the lexicon that the text names in their office.
    fn terms(&self) -> Vec<(&'static Term, usize)> {
        let mut out = Vec::new();
        for at in starts(&self.low) {
            for term in facts::terms_at(&self.text[at..]) {
                let before = window(&self.low, at, 60).trim_end();
                let Some(office) = term.offices.iter().find(|o| before.ends_with(**o)) else { continue };
                let lead = before[..before.len() - office.len()].trim_end_matches([' ', '-']);
                let last = lead.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
                let earlier = lead.rsplit(|c: char| !c.is_alphanumeric() && c != '-').take(3).any(|w| {
                    matches!(
                        w,
                        "former" | "then" | "ex" | "late" | "future" | "incoming" | "outgoing" | "previous"
                    )
                });
                // "former US President", "Vice President", "Deputy Prime Minister"
                if earlier || matches!(last, "vice" | "deputy" | "then" | "ex" | "acting") {
                    continue;
                }
                out.push((term, self.sentence_at(at as u32)));
            }
        }
        out
    }

    /// Gatherings of the lexicon that the text names, with those rows that its words leave open.
    fn gatherings(&self) -> Vec<Named<'static>> {
        let mut out: Vec<Named<'static>> = Vec::new();
        if self.analysis.sentences.is_empty() {
            return out;
        }
        for at in starts(&self.low) {
            let Some((rows, len)) = facts::gatherings_at(&self.text[at..]) else { continue };
            let sentence = self.sentence_at(at as u32);
            let span = ByteSpan::new(at as u32, (at + len) as u32);
            let words = self.words_of(sentence);
            let Some(standing) = self.standing(span, sentence) else { continue };
            let mut rows: Vec<&Gathering> = rows.to_vec();
            // A year said beside the name, then a city of the sentence, narrow the choice.
            let years: Vec<i16> = self
                .in_sentence(sentence)
                .filter(|t| {
                    t.year_said && t.span.start.abs_diff(span.end).min(t.span.end.abs_diff(span.start)) <= 40
                })
                .filter_map(|t| t.reckoning.as_ref())
                .map(|r| r.on(Day::ZERO).0.year())
                .collect();
            narrow(&mut rows, |g| years.contains(&g.begin.year()));
            narrow(&mut rows, |g| !g.city.is_empty() && holds(words, &g.low_city));
            out.push(Named { rows, standing, sentence });
        }
        out
    }

    /// Whether a gathering is told as over or under way; `None` where it may be to come, or is only spoken of.
    fn standing(&self, span: ByteSpan, sentence: usize) -> Option<Standing> {
        let words = self.words_of(sentence);
        if self.looks_ahead(sentence) {
            return None;
        }
        // What stands before the name, without its article, ordinal, year and adjectives.
        let mut lead: Vec<&str> = window(&self.low, span.start as usize, 90)
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty())
            .collect();
        while let Some(last) = lead.last() {
            let skip = matches!(
                *last,
                "the"
                    | "a"
                    | "this"
                    | "year"
                    | "s"
                    | "annual"
                    | "st"
                    | "nd"
                    | "rd"
                    | "th"
                    | "last"
                    | "month"
                    | "week"
                    | "recent"
                    | "its"
                    | "latest"
                    | "first"
                    | "second"
                    | "leaders"
                    | "ministerial"
                    | "so"
                    | "called"
            ) || last.bytes().all(|b| b.is_ascii_digit())
                || last.ends_with("th")
                || last.ends_with("st");
            if !skip {
                break;
            }
            lead.pop();
        }
        let tail = |n: usize| lead[lead.len().saturating_sub(n)..].join(" ");
        let at = matches!(tail(1).as_str(), "during" | "at" | "attended" | "attending" | "hosted")
            || matches!(
                tail(2).as_str(),
                "sidelines of" | "margins of" | "sideline of" | "part in" | "end of" | "edges of"
            );
        let away = [
            "is on",
            "is in",
            "are in",
            "are on",
            "is attending",
            "are attending",
            "is visiting",
            "are visiting",
        ]
        .iter()
        .any(|w| holds(words, w));
        if away && (at || matches!(tail(1).as_str(), "for" | "attend")) {
            return Some(Standing::UnderWay);
        }
        if !at {
            return None;
        }
        let tenses = Tenses::new(&self.low, self.analysis);
        let first = self.analysis.tokens.partition_point(|t| t.end <= span.start) as u32;
        let end = self.analysis.tokens.partition_point(|t| t.start < span.end) as u32;
        (tenses.of(span, &(first..end.max(first))) == Tense::Past).then_some(Standing::Over)
    }

    /// A sentence speaks of what is to come.
    fn looks_ahead(&self, sentence: usize) -> bool {
        self.words_of(sentence).split(|c: char| !c.is_alphanumeric()).any(|w| AHEAD.contains(&w))
    }

    /// A date that its own verb tells as past, with nothing in the sentence that looks ahead: "was signed on 5 March 2031".
    fn surely_past(&self, t: &TimeExpression) -> bool {
        let all = &self.analysis.tokens;
        if t.tense != Tense::Past || t.tokens.is_empty() || self.looks_ahead(self.sentence_at(t.span.start)) {
            return false;
        }
        let before = window(&self.low, t.span.start as usize, 8);
        if !(before.ends_with("on ") || before.ends_with("in ") || before.ends_with("since ")) {
            return false;
        }
        let own = t.tokens.clone().filter_map(|n| all.get(n as usize));
        let Some(verb) = own.filter_map(|k| k.head).find(|h| !t.tokens.contains(h)) else { return false };
        let Some(token) = all.get(verb as usize) else { return false };
        let Some(sentence) = self.analysis.sentences.get(self.sentence_at(t.span.start)) else {
            return false;
        };
        // "announced a delegation to attend the rite on 5 March": the date may be the rite's.
        if verb >= t.tokens.start
            || (verb..t.tokens.start).any(|n| all.get(n as usize).is_some_and(|k| k.xpos == Xpos::To))
        {
            return false;
        }
        token.xpos == Xpos::Vbd
            || (token.xpos == Xpos::Vbn
                && sentence
                    .tokens
                    .clone()
                    .filter_map(|n| all.get(n as usize))
                    .any(|k| k.head == Some(verb) && k.xpos == Xpos::Vbd))
    }

    /// Weekdays that the text tells bare and as past ("on Saturday"), in the order of the text.
    fn weekdays(&self) -> Vec<u8> {
        let mut days: Vec<u8> = Vec::new();
        for day in self.found.iter().filter_map(bare_weekday) {
            if !days.contains(&day) {
                days.push(day);
            }
        }
        days
    }

    /// A sentence, or one beside it, tells a bare weekday as past.
    fn beside_weekday(&self, sentence: usize) -> bool {
        self.found
            .iter()
            .filter(|t| bare_weekday(t).is_some())
            .any(|t| self.sentence_at(t.span.start).abs_diff(sentence) <= 1)
    }

    /// The day as far as the text alone shows it, and the likeliest of at most seven.
    fn argue(&self, bounds: &Bounds) -> (DayInterval, Option<Day>) {
        let mut interval =
            DayInterval { begin: bounds.begin.as_ref().map(|b| b.0), end: bounds.end.as_ref().map(|e| e.0) };
        if interval.begin > interval.end && interval.end.is_some() {
            // What it tells contradicts itself; nothing follows.
            return (DayInterval::UNKNOWN, None);
        }
        let weekdays = self.weekdays();
        let soft = bounds.soft_end.as_ref().map(|e| plus_days(e.0, 14));
        let mut likely = None;
        for named in self.gatherings() {
            let sooner = self.in_sentence(named.sentence).find_map(from_unit);
            let recent = named.standing == Standing::UnderWay
                || (!weekdays.is_empty() && (named.sentence < 3 || self.beside_weekday(named.sentence)));
            let windows: Vec<(DayInterval, &Gathering)> = named
                .rows
                .iter()
                .filter_map(|g| {
                    let window = match sooner {
                        Some((unit, by)) => {
                            let (begin, end) = unit.holding(g.begin, -by);
                            DayInterval::between(begin.max(g.begin), end)
                        }
                        None if recent => DayInterval::between(g.begin, plus_days(g.end, 7)),
                        None => return None,
                    };
                    let inside = interval.meet(&window)?;
                    let possible = soft.is_none_or(|s| inside.begin.is_none_or(|b| b <= s));
                    possible.then_some((inside, *g))
                })
                .collect();
            match windows.as_slice() {
                [] => {}
                [(only, g)] => {
                    interval = *only;
                    if sooner.is_none() {
                        (interval, likely) = by_weekday(interval, g, &weekdays);
                    }
                }
                [(first, _), .., (last, _)] => {
                    // Several years' meetings fit: between the first and the last.
                    if let Some(hull) = interval.meet(&DayInterval { begin: first.begin, end: last.end }) {
                        interval = hull;
                    }
                }
            }
        }
        if likely.is_none() {
            (interval, likely) = self.by_latest_day(interval, &weekdays);
        }
        let short = interval.days().is_some_and(|d| d <= 7);
        (interval, interval.day().or(likely.filter(|_| short)))
    }

    /// News tells days by weekday alone only within a week. So where the last whole day that the text tells as past falls
    /// on a weekday that it tells bare, the two are one, and the report was written within that week.
    fn by_latest_day(&self, interval: DayInterval, weekdays: &[u8]) -> (DayInterval, Option<Day>) {
        if weekdays.is_empty() || interval.days().is_some_and(|d| d <= 7) {
            return (interval, None);
        }
        let latest = self
            .found
            .iter()
            .filter(|t| t.kind != TimeType::Duration && t.tense != Tense::Future)
            .filter_map(|t| Some((whole_day(t)?, t)))
            .max_by_key(|(d, t)| (*d, t.span.start));
        let Some((day, t)) = latest else { return (interval, None) };
        // Something later is told: the day is background.
        if interval.begin.is_some_and(|b| b > day) {
            return (interval, None);
        }
        // A caption without a verb or out of the archive is older than its report by any time.
        let sentence = self.sentence_at(t.span.start);
        let words = self.words_of(sentence);
        if !self.has_verb(sentence) || holds(words, "file") {
            return (interval, None);
        }
        let pictured = ["photo", "picture", "illustration", "image"].iter().any(|w| words.contains(w));
        if !weekdays.contains(&(day.weekday().to_monday_one_offset() as u8)) && !pictured {
            return (interval, None);
        }
        let week = DayInterval::between(day, plus_days(day, 6));
        let Some(inside) = interval.meet(&week) else { return (interval, None) };
        (inside, first_named(&inside, weekdays))
    }
}

/// The days after a gathering, narrowed by a weekday that falls on one of its days.
fn by_weekday(interval: DayInterval, g: &Gathering, weekdays: &[u8]) -> (DayInterval, Option<Day>) {
    let mut day = g.begin;
    let mut hit = None;
    while day <= g.end && days_between(g.begin, day) < 7 {
        if weekdays.contains(&(day.weekday().to_monday_one_offset() as u8)) {
            hit = Some(day);
        }
        day = plus_days(day, 1);
    }
    let Some(day) = hit else { return (interval, None) };
    match interval.meet(&DayInterval::between(day, plus_days(day, 6))) {
        Some(narrow) => (narrow, Some(day)),
        None => (interval, None),
    }
}

/// The day of a short interval that is the weekday told first: a report opens with its news.
fn first_named(interval: &DayInterval, weekdays: &[u8]) -> Option<Day> {
    let (begin, end) = (interval.begin?, interval.end?);
    let days = || (0..=days_between(begin, end).min(6)).map(|n| plus_days(begin, n));
    weekdays.iter().find_map(|w| days().find(|d| d.weekday().to_monday_one_offset() as u8 == *w))
}

/// The weekday of an expression that is one and no more, and not to come.
fn bare_weekday(t: &TimeExpression) -> Option<u8> {
    match t.reckoning.as_ref()?.steps.as_slice() {
        [Step::Weekday(w, _)] if t.tense != Tense::Future => Some(*w),
        _ => None,
    }
}

/// A week, month or year counted from the day of publication: "at the end of last month".
fn from_unit(t: &TimeExpression) -> Option<(Unit, i32)> {
    let r = t.reckoning.as_ref().filter(|r| r.from.is_none())?;
    match r.steps.first()? {
        Step::Unit(unit @ (Unit::Week | Unit::Month | Unit::Year), by) if *by <= 0 => {
            // A month or weekday inside the unit names the meeting's day and not the unit of publication; that is fine.
            Some((*unit, *by))
        }
        _ => None,
    }
}

/// "last year" and "this year": how many years before the year of publication.
fn last_years(t: &TimeExpression) -> Option<i32> {
    match from_unit(t)? {
        (Unit::Year, by) => Some(-by),
        _ => None,
    }
}

fn year(year: i32) -> Option<(Day, Day)> {
    let first = Day::new(i16::try_from(year).ok()?, 1, 1).ok()?;
    Some(Unit::Year.holding(first, 0))
}

/// One of the phrases stands within some words before or after a span.
fn near(low: &str, span: ByteSpan, phrases: &[&str]) -> bool {
    let mut end = (span.end as usize + 40).min(low.len());
    while !low.is_char_boundary(end) {
        end += 1;
    }
    let after = low.get(span.end as usize..end).unwrap_or("");
    let before = window(low, span.start as usize, 40);
    phrases.iter().any(|p| before.contains(p) || after.contains(p))
}

/// Up to `n` bytes before an offset, from a whole character on.
fn window(low: &str, at: usize, n: usize) -> &str {
    let mut from = at.saturating_sub(n);
    while !low.is_char_boundary(from) {
        from += 1;
    }
    low.get(from..at).unwrap_or("")
}

/// Keeps what fits, unless nothing does.
fn narrow<'g>(rows: &mut Vec<&'g Gathering>, fits: impl Fn(&Gathering) -> bool) {
    let kept: Vec<&'g Gathering> = rows.iter().copied().filter(|g| fits(g)).collect();
    if !kept.is_empty() {
        *rows = kept;
    }
}

/// Whether `words` hold `name` as whole words.
fn holds(words: &str, name: &str) -> bool {
    words.match_indices(name).any(|(at, m)| {
        !words[..at].ends_with(char::is_alphanumeric)
            && !words[at + m.len()..].starts_with(char::is_alphanumeric)
    })
}

/// Where words begin.
fn starts(text: &str) -> impl Iterator<Item = usize> {
    let mut inside = false;
    text.char_indices().filter_map(move |(at, c)| {
        let word = c.is_alphanumeric();
        let begins = word && !inside;
        inside = word;
        begins.then_some(at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn decided(text: &str, dates: &[(Option<Day>, DateBasis, &str)]) -> Published {
        let report = Report {
            text: text.to_string(),
            dates: dates
                .iter()
                .map(|(date, basis, words)| DateCandidate {
                    date: *date,
                    basis: *basis,
                    start: None,
                    end: None,
                    words: (!words.is_empty()).then(|| words.to_string()),
                })
                .collect(),
            ..Report::default()
        };
        let analysis = chancery_lang::Pipeline::embedded().analyse(text);
        let found = times::find(text, &analysis);
        decide(&report, &found, &Tells { analysis: Some(&analysis) })
    }

    #[test]
    fn nothing_is_filled_in() {
        let p = decided("The envoys of Estmark and Norvia met.", &[]);
        assert_eq!(p, Published::default());
    }

    #[test]
    fn the_better_basis_counts() {
        let text = "LINDHOLM, Nov. 11 -- The envoys of Estmark and Norvia met on Tuesday.";
        let p = decided(
            text,
            &[
                (None, DateBasis::Dateline, "Nov. 11"),
                (Some(date(2031, 11, 12)), DateBasis::Url, ""),
                (Some(date(2031, 11, 11)), DateBasis::Given, ""),
            ],
        );
        assert_eq!((p.date, p.basis, p.conflict), (Some(date(2031, 11, 11)), Some(DateBasis::Given), None));
    }

    #[test]
    fn a_dateline_takes_its_year_from_another_candidate() {
        let p = decided(
            "The envoys met.",
            &[(None, DateBasis::Dateline, "Dec. 31"), (Some(date(2031, 1, 1)), DateBasis::Url, "")],
        );
        assert_eq!((p.date, p.basis), (Some(date(2030, 12, 31)), Some(DateBasis::Dateline)));
    }

    #[test]
    fn a_dateline_far_from_the_given_date_is_a_conflict_and_a_day_between_is_none() {
        let given = |day| {
            decided(
                "The envoys met.",
                &[(Some(day), DateBasis::Given, ""), (None, DateBasis::Dateline, "Nov. 11")],
            )
            .conflict
        };
        assert_eq!(given(date(2031, 11, 12)), None);
        assert!(given(date(2031, 6, 3)).is_some());
    }

    #[test]
    fn a_later_date_of_updating_is_no_conflict() {
        let p = decided(
            "The envoys met.",
            &[
                (Some(date(2031, 3, 5)), DateBasis::Metadata, ""),
                (Some(date(2031, 9, 5)), DateBasis::Metadata, "Updated September 5, 2031"),
            ],
        );
        assert_eq!((p.date, p.conflict), (Some(date(2031, 3, 5)), None));
    }

    #[test]
    fn a_weekday_that_does_not_fit_its_date_is_told() {
        let p = decided(
            "The envoys met.",
            &[(Some(date(2031, 3, 5)), DateBasis::Dateline, "Tuesday, March 5, 2031")],
        );
        assert_eq!(p.date, Some(date(2031, 3, 5)));
        assert_eq!(
            p.conflict.as_deref(),
            Some("It says “Tuesday, March 5, 2031”, but 2031-03-05 was a Wednesday.")
        );
    }

    #[test]
    fn the_day_of_collecting_bounds_and_is_never_the_day() {
        let collected = (Some(date(2031, 6, 1)), DateBasis::Collected, "2031-06-01T08:00:00Z");
        let p = decided("Arvo met Lind in Arvik.", &[collected]);
        assert_eq!((p.date, p.begin, p.end), (None, None, Some(date(2031, 6, 1))));
        assert_eq!((p.basis, p.conflict), (Some(DateBasis::Collected), None));
        // Years before it is no contradiction; after it is.
        let early = (Some(date(2025, 3, 5)), DateBasis::Metadata, "");
        let p = decided("Arvo met Lind in Arvik.", &[early, collected]);
        assert_eq!((p.date, p.conflict), (early.0, None));
        let late = (Some(date(2031, 7, 5)), DateBasis::Metadata, "");
        let p = decided("Arvo met Lind in Arvik.", &[late, collected]);
        assert_eq!((p.date, p.end), (None, collected.0));
        assert_eq!(
            p.conflict.as_deref(),
            Some("The date line is 2031-07-05, but the text was collected on 2031-06-01.")
        );
    }

    /// The lexicon's own rows, so that no real name stands here.
    fn a_gathering() -> &'static Gathering {
        facts::sample()
    }

    #[test]
    fn a_date_before_a_meeting_that_is_told_as_past_is_refuted() {
        let g = a_gathering();
        let weekday = weekday_name(g.begin.weekday().to_monday_one_offset() as u8);
        let text = format!(
            "The envoy of Norvia, who met Arvo during the {} {} in {}, left on {weekday}.",
            g.begin.year(),
            g.name,
            g.city
        );
        let early = plus_days(g.begin, -500);
        let p = decided(&text, &[(Some(early), DateBasis::Metadata, "")]);
        assert!(p.conflict.unwrap().contains(g.name));
        assert_eq!((p.basis, p.begin), (Some(DateBasis::Argued), Some(g.begin)));
        // The weekday falls on the meeting.
        assert_eq!(p.date, Some(g.begin));
        let fine = plus_days(g.begin, 1);
        assert_eq!(decided(&text, &[(Some(fine), DateBasis::Metadata, "")]).date, Some(fine));
    }

    #[test]
    fn last_month_beside_a_meeting_gives_the_month() {
        let g = a_gathering();
        let text = format!(
            "At the end of last month, Arvo met Lind at the {} {} in {}.",
            g.begin.year(),
            g.name,
            g.city
        );
        let p = decided(&text, &[]);
        let (begin, end) = Unit::Month.holding(g.begin, 1);
        assert_eq!((p.begin, p.end, p.date), (Some(begin), Some(end), None));
    }

    #[test]
    fn a_holder_of_an_office_dates_the_report() {
        let term = facts::sample_term();
        let year = term.from.year();
        let text = format!("The {} {}, who took office last year, met Lind.", term.office(), term.name);
        let p = decided(&text, &[(Some(date(year - 1, 5, 5)), DateBasis::Metadata, "")]);
        assert!(p.conflict.is_some());
        assert_eq!((p.begin, p.end), (Some(date(year + 1, 1, 1)), Some(date(year + 1, 12, 31))));
        let former = format!("The former {} {} met Lind.", term.office(), term.name);
        assert_eq!(decided(&former, &[(Some(date(year - 1, 5, 5)), DateBasis::Metadata, "")]).conflict, None);
    }

    #[test]
    fn a_month_and_day_take_the_one_year_that_the_text_leaves() {
        let term = facts::sample_term();
        let year = term.from.year() + 1;
        let text = format!("The {} {}, who took office last year, met Lind.", term.office(), term.name);
        let p = decided(&text, &[(None, DateBasis::Metadata, "September 13")]);
        assert_eq!((p.date, p.basis), (Some(date(year, 9, 13)), Some(DateBasis::Metadata)));
    }
}
