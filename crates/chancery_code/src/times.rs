//! Time expressions and the days they mean.
//!
//! [`find`] reads a text and says of each expression what it means before the day of publication is known: a fixed time,
//! or a [`Reckoning`] that leads to it from that day. [`anchor`] puts in the day. The two are apart because the day itself
//! is argued from what the first one finds ([`crate::published`]).

mod around;
mod grammar;
pub(crate) mod tense;
mod words;

pub use grammar::Grain;
pub use tense::Tense;

use chancery_lang::Analysis;
use chancery_model::reckon::{Part, Slack, Step, Turn, Unit};
use chancery_model::{ByteSpan, Day, DayInterval, Published, Reckoning, TextIndex, TimeType, Timex};
use grammar::{Grammar, Hit, Named, What};
use std::ops::Range;

/// A time expression as the text alone shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeExpression {
    /// Where it stands, in bytes.
    pub span: ByteSpan,
    /// The tokens that it covers; empty where it shares none.
    pub tokens: Range<u32>,
    /// TIMEX3 type.
    pub kind: TimeType,
    /// What is written as its value.
    pub form: Form,
    /// How it is reckoned; `None` where it cannot be placed. It does not lean on the publication day where the text gives
    /// all of it ([`Reckoning::leans_on_publication`]).
    pub reckoning: Option<Reckoning>,
    /// The same, where the text tells a story of its own time and the years are carried on from one date to the next.
    pub story: Option<Reckoning>,
    /// Whether the clause tells of what was or of what is to come.
    pub tense: Tense,
    /// It says its year itself.
    pub year_said: bool,
    /// It points from the day of publication ("yesterday", "last week", a bare weekday).
    pub deictic: bool,
    /// The weekday said beside a date (1 Monday): a check on the year.
    pub weekday: Option<u8>,
    /// A length of time: how many days, where they can be counted.
    pub days: Option<u16>,
}

/// How the value of an expression is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// The calendar unit that it is reckoned to.
    Calendar(Grain),
    /// A day with its part or time of day ("TMO", "T10:30").
    Clock(String),
    /// As it stands ("P3D", "PAST_REF").
    Plain(String),
}

/// Finds the time expressions of `text`, in order, apart. The analysis gives sentences and the tense of clauses; the words
/// are read from the text itself. Takes time linear in its length.
///
/// ```
/// use chancery_code::times;
/// let text = "The envoys of Estmark and Norvia met on Tuesday.";
/// let analysis = chancery_lang::Pipeline::embedded().analyse(text);
/// let found = times::find(text, &analysis);
/// assert_eq!(found.len(), 1);
/// assert_eq!(found[0].span.of(text), "Tuesday");
/// ```
pub fn find(text: &str, analysis: &Analysis) -> Vec<TimeExpression> {
    let low = text.to_ascii_lowercase();
    let grammar = Grammar::new(text, &low);
    let mut hits = hits(&grammar);
    years_from_neighbours(&grammar, &mut hits);
    around::read(&grammar, &mut hits);
    let tenses = tense::Tenses::new(&low, analysis);
    let mut thread = Thread::default();
    let mut found: Vec<TimeExpression> = Vec::with_capacity(hits.len());
    for hit in &hits {
        let span = ByteSpan::new(grammar.words[hit.first].start, grammar.words[hit.end - 1].end);
        let first = analysis.tokens.partition_point(|t| t.end <= span.start) as u32;
        let end = analysis.tokens.partition_point(|t| t.start < span.end) as u32;
        let tokens = first..end.max(first);
        let tense = match hit.what {
            What::Named(..) | What::Fixed(..) | What::Now(..) => tenses.of(span, &tokens),
            _ => Tense::Unknown,
        };
        let sentence = analysis.sentences.partition_point(|s| s.end <= span.start);
        let begin = analysis.sentences.get(sentence).map_or(0, |s| s.start);
        let mut hit = hit.clone();
        // At most 200 bytes back, so that a text without an end of a sentence is read in linear time too.
        let mut from = begin.max(span.start.saturating_sub(200)) as usize;
        while !low.is_char_boundary(from) {
            from += 1;
        }
        let before = low.get(from..span.start as usize).unwrap_or("");
        hit.bracketed = before.rfind('(') > before.rfind(')');
        found.push(thread.express(&hit, span, tokens, tense, sentence));
    }
    begins_from_ends(&grammar, &hits, &mut found);
    bind_lengths(&low, &mut found);
    found
}

/// "is to run from January 23 through March 9", told in between: the first lies before the second, whatever the tense.
fn begins_from_ends(grammar: &Grammar<'_>, hits: &[Hit], found: &mut [TimeExpression]) {
    for n in 1..hits.len().min(found.len()) {
        let (first, second) = (&hits[n - 1], &hits[n]);
        let (What::Named(a, None), What::Named(b, None)) = (&first.what, &second.what) else { continue };
        let [gap] = &grammar.words[first.end..second.first] else { continue };
        let before = first.first.checked_sub(1).map_or("", |w| grammar.words[w].low);
        let runs = match gap.low {
            "through" | "until" | "till" | "-" | "–" => true,
            "to" => before == "from",
            "and" => before == "between",
            _ => false,
        };
        if !runs || first.clock.is_some() || !first.after.is_empty() || !second.after.is_empty() {
            continue;
        }
        let (head, tail) = found.split_at_mut(n);
        let (begin, end) = (&mut head[n - 1], &mut tail[0]);
        match (a, b) {
            (Named::Weekday(_), Named::Weekday(_)) if end.tense == Tense::Future => {
                end.reckoning = begin.reckoning.clone().map(|r| extended(r, b.turned(Turn::Next)));
            }
            (Named::Weekday(_), Named::Weekday(_))
            | (Named::MonthDay(..), Named::MonthDay(..))
            | (Named::Month(_), Named::Month(_)) => {
                begin.reckoning = end.reckoning.clone().map(|r| extended(r, a.turned(Turn::Last)));
            }
            _ => {}
        }
    }
}

fn extended(mut r: Reckoning, steps: Vec<Step>) -> Reckoning {
    r.steps.extend(steps);
    r
}

/// Reads the text from left to right, the longest expression first.
fn hits(grammar: &Grammar<'_>) -> Vec<Hit> {
    let mut out: Vec<Hit> = Vec::new();
    let mut i = 0;
    while i < grammar.words.len() {
        match grammar.expression(i).or_else(|| grammar.short_year(i, out.last())) {
            Some(hit) => {
                i = hit.end.max(i + 1);
                out.push(hit);
            }
            None => i += 1,
        }
    }
    out
}

/// "between March and May 2020", "from 5 June to 8 July 2016": the first takes the second's year.
fn years_from_neighbours(grammar: &Grammar<'_>, hits: &mut [Hit]) {
    for n in (1..hits.len()).rev() {
        let (before, rest) = hits.split_at_mut(n);
        let (first, second) = (&mut before[n - 1], &rest[0]);
        let What::Fixed(r, _) = &second.what else { continue };
        let Some((begin, _)) = r.from else { continue };
        let gap = &grammar.words[first.end..second.first];
        let joined = match gap {
            [w] => matches!(
                w.low,
                "and" | "to" | "-" | "–" | "—" | "or" | "through" | "until" | "till" | "," | "&" | "/"
            ),
            [c, w] => c.low == "," && matches!(w.low, "and" | "or" | "to"),
            _ => false,
        };
        if !joined || !second.year {
            continue;
        }
        let (year, month, day) = (i32::from(begin.year()), begin.month() as u8, begin.day() as u8);
        let what = match first.what {
            // A month before a bare month of the same year, or of the one before.
            What::Named(Named::Month(m), None) if second.grain() <= Some(Grain::Month) => {
                grammar::fixed_month(if m > month { year - 1 } else { year }, m)
            }
            // "the spring and summer of 1943"
            What::Named(Named::Season(season), None) if second.grain() == Some(Grain::Season) => {
                grammar::fixed_season(year, season)
            }
            What::Named(Named::MonthDay(m, d), None) if second.grain() == Some(Grain::Day) => {
                grammar::fixed_day(if (m, d) > (month, day) { year - 1 } else { year }, m, d)
            }
            _ => None,
        };
        if let Some(what) = what {
            first.what = what;
            first.year = true;
        }
    }
}

/// What has been told so far that a later expression may point back to.
#[derive(Default)]
struct Thread {
    /// The last time told, its grain and sentence.
    last: Option<(Reckoning, Grain, usize)>,
    /// The last time told to the day.
    last_day: Option<(Reckoning, usize)>,
    /// The last time with a known year, and its sentence.
    dated: Option<(Reckoning, Grain, usize)>,
    /// A day so many years ago that was named to the day, and the way there.
    anniversary: Option<(i32, Vec<Step>)>,
}

impl Thread {
    fn express(
        &mut self,
        hit: &Hit,
        span: ByteSpan,
        tokens: Range<u32>,
        tense: Tense,
        sentence: usize,
    ) -> TimeExpression {
        let mut out = TimeExpression {
            span,
            tokens,
            kind: if hit.clock.is_some() { TimeType::Time } else { TimeType::Date },
            form: Form::Plain(String::new()),
            reckoning: None,
            story: None,
            tense,
            year_said: hit.year,
            deictic: false,
            weekday: hit.weekday,
            days: None,
        };
        let finish = |mut r: Reckoning| {
            r.steps.extend(hit.after.iter().copied());
            r
        };
        let calendar = |grain: Grain| match &hit.clock {
            Some(clock) => Form::Clock(clock.clone()),
            None => Form::Calendar(hit.regrained.unwrap_or(grain)),
        };
        let mut told_grain = None;
        match &hit.what {
            What::Fixed(r, grain) => {
                out.form = calendar(*grain);
                out.reckoning = Some(finish(r.clone()));
                out.story = out.reckoning.clone();
            }
            What::Now(steps, grain) => {
                let mut steps = steps.clone();
                let mut grain = *grain;
                match steps.as_slice() {
                    // "three years ago tomorrow", and again "three years ago"
                    [Step::Days(_), Step::Years(by)] => self.anniversary = Some((*by, steps.clone())),
                    [Step::Shift(Unit::Year, by, Slack::Said)] => {
                        if let Some((_, exact)) = self.anniversary.as_ref().filter(|a| a.0 == *by) {
                            steps = exact.clone();
                            grain = Grain::Day;
                        }
                    }
                    _ => {}
                }
                told_grain = Some(grain);
                out.deictic = !hit.narrated;
                out.form = calendar(grain);
                out.reckoning = Some(finish(Reckoning::of(steps.clone())));
                if hit.narrated
                    && let Some((r, ..)) = &self.dated
                {
                    let mut r = r.clone();
                    r.steps.extend(steps.iter().copied());
                    out.story = Some(finish(r));
                }
            }
            What::Named(named, turn) => {
                out.deictic = turn.is_some() || matches!(named, Named::Weekday(_) | Named::Weekend);
                out.form = calendar(named.grain());
                let this_weekend = (Named::Weekend, Some(Turn::Near));
                let turn = turn.filter(|_| (*named, *turn) != this_weekend).unwrap_or(match tense {
                    Tense::Past => Turn::Last,
                    Tense::Future => Turn::Next,
                    Tense::Present | Tense::Unknown if (*named, *turn) == this_weekend => Turn::Next,
                    Tense::Present | Tense::Unknown => match named {
                        Named::Weekday(_) | Named::Weekend => Turn::Last,
                        _ => Turn::Near,
                    },
                });
                out.reckoning = Some(finish(Reckoning::of(named.turned(turn))));
                // In a story the year is carried on.
                if let (Some((r, grain, s)), false) =
                    (&self.dated, matches!(named, Named::Weekday(_) | Named::Weekend))
                {
                    let carried = match hit.what {
                        // "last March", "the 12th of October last": before the last time told.
                        What::Named(_, Some(turn)) if turn != Turn::Near => {
                            extended(r.clone(), named.turned(turn))
                        }
                        _ => r.clone().then(Step::Unit(Unit::Year, 0)).then(named.within()),
                    };
                    let carried = finish(carried);
                    // "the 12th of October last" is a letter's, and the letter's day the last one told.
                    let letter = matches!(
                        hit.what,
                        What::Named(Named::MonthDay(..), Some(Turn::Before | Turn::After))
                    );
                    if letter && *grain <= Grain::Month && !r.leans_on_publication() {
                        out.reckoning = Some(carried.clone());
                        out.deictic = false;
                    }
                    // "On 15 March 2018 he left; on 20 March he was back": so in one sentence of any text.
                    if *s == sentence
                        && *grain <= Grain::Month
                        && tense != Tense::Future
                        && matches!(named, Named::MonthDay(..))
                    {
                        out.reckoning = Some(carried.clone());
                    }
                    out.story = Some(carried);
                }
            }
            What::Told(steps, grain) => {
                out.form = calendar(*grain);
                let from = match steps.first() {
                    // A day later than a month or year is no day that one could name.
                    Some(
                        Step::Days(_)
                        | Step::Unit(Unit::Day, _)
                        | Step::Shift(Unit::Day | Unit::Weekend | Unit::Week, ..),
                    ) if *grain <= Grain::Week => self.last_day.as_ref().map(|l| &l.0),
                    _ => self.last.as_ref().map(|l| &l.0),
                };
                let clock_alone = hit.clock.is_some() && steps.as_slice() == [Step::Days(0)];
                let from = match from {
                    // A bare time of day belongs to the day told in its sentence, else to the day of publication.
                    Some(_) if clock_alone => self
                        .last_day
                        .as_ref()
                        .filter(|l| l.1 == sentence)
                        .map(|l| l.0.clone())
                        .or(Some(Reckoning::default())),
                    Some(r) => Some(r.clone()),
                    None if clock_alone || *grain >= Grain::Month => Some(Reckoning::default()),
                    None => None,
                };
                out.reckoning = from.map(|mut r| {
                    r.steps.extend(steps.iter().copied());
                    finish(r)
                });
                let mut bounds = None;
                if out.reckoning.is_none() {
                    // "arrested in December 2028, released ten days later": no day to name, and yet bounds.
                    let month = self.last.as_ref().filter(|l| l.1 == Grain::Month && *grain == Grain::Day);
                    let wide = !matches!(steps.first(), Some(Step::Days(_)));
                    bounds = month.map(|l| {
                        let r = extended(l.0.clone(), steps.clone());
                        finish(if wide { r.then(Step::Widen(0, 30)) } else { r })
                    });
                    out.form = Form::Plain(
                        match grain {
                            Grain::Day => "XXXX-XX-XX",
                            Grain::Week | Grain::Weekend => "XXXX-WXX",
                            _ => "XXXX-XX",
                        }
                        .to_string()
                            + hit.clock.as_deref().unwrap_or(""),
                    );
                }
                if bounds.is_some() {
                    out.reckoning = bounds;
                    return out;
                }
                let story = match steps.first() {
                    Some(Step::Days(_) | Step::Unit(Unit::Day, _)) => self.last_day.as_ref().map(|l| &l.0),
                    _ => self.last.as_ref().map(|l| &l.0),
                };
                out.story = story.filter(|r| !r.leans_on_publication()).map(|r| {
                    let mut r = r.clone();
                    r.steps.extend(steps.iter().copied());
                    finish(r)
                });
            }
            What::Vague(value, steps) => {
                out.deictic = *value == "PRESENT_REF" && !hit.narrated;
                out.form = Form::Plain((*value).to_string());
                out.reckoning = (!steps.is_empty()).then(|| Reckoning::of(steps.clone()));
                return out;
            }
            What::Length { value, steps, days } => {
                out.kind = TimeType::Duration;
                out.form = Form::Plain(value.clone());
                out.reckoning = (!steps.is_empty()).then(|| Reckoning::of(steps.clone()));
                out.days = *days;
                // "in the next five years", told of 1655
                if let (Some((r, grain, _)), Some(Step::Days(reach))) = (&self.dated, steps.first()) {
                    let days = reach.unsigned_abs().min(65_000) as u16;
                    let step = if *reach < 0 { Step::Ending(days) } else { Step::Lasting(days) };
                    // From some day of a year to one of the year that comes so many years later.
                    out.story = Some(match around::years(value) {
                        Some(n) if *grain == Grain::Year => {
                            let (begin, end) = r.on(Day::ZERO);
                            let by = Step::Years(if *reach < 0 { -n } else { n });
                            let (from, to) = Reckoning::fixed(begin, end).then(by).on(Day::ZERO);
                            Reckoning::fixed(begin.min(from), end.max(to))
                        }
                        _ => r.clone().then(step),
                    });
                }
                return out;
            }
            What::Placed { value, reckoning } => {
                out.kind = TimeType::Duration;
                out.form = Form::Plain(value.clone());
                out.reckoning = Some(reckoning.clone());
                out.story = Some(reckoning.clone());
                return out;
            }
            What::Set(value) => {
                out.kind = TimeType::Set;
                out.form = Form::Plain(value.clone());
                return out;
            }
        }
        if let (Some(r), Some(grain)) = (&out.reckoning, hit.regrained.or(told_grain).or_else(|| hit.grain()))
        {
            let told = out.story.as_ref().unwrap_or(r);
            self.last = Some((told.clone(), grain, sentence));
            if grain == Grain::Day {
                self.last_day = Some((told.clone(), sentence));
            }
            // "the party (founded in 1921) met in May": what stands in brackets is an aside and carries no year on.
            let aside = hit.bracketed && self.dated.is_some();
            let ahead = matches!(hit.what, What::Named(_, Some(Turn::After)));
            if !told.leans_on_publication() && grain <= Grain::Year && !aside && !ahead {
                self.dated = Some((told.clone(), grain, sentence));
            }
        }
        out
    }
}

/// "a three-day visit through Saturday", "a two-day visit that began on Monday": the length takes its bounds from the day.
fn bind_lengths(low: &str, found: &mut [TimeExpression]) {
    for n in 1..found.len() {
        let (before, rest) = found.split_at_mut(n);
        let (length, day) = (&mut before[n - 1], &rest[0]);
        let (Some(days), None, true) = (length.days, &length.reckoning, day.kind == TimeType::Date) else {
            continue;
        };
        if !matches!(day.form, Form::Calendar(Grain::Day)) || days > 400 {
            continue;
        }
        let Some(r) = day.reckoning.clone() else { continue };
        let gap = low.get(length.span.end as usize..day.span.start as usize).unwrap_or("");
        if gap.len() > 60 || gap.contains(['.', ';', ':', '\n', '"', '“']) {
            continue;
        }
        // "began a three-day visit on Monday", "wrapped up a two-day visit on Friday"
        let before = clause_before(low, length.span.start as usize);
        let said = |words: &[&str]| before.split_whitespace().any(|w| words.contains(&w));
        let begun = said(&[
            "began",
            "begins",
            "begin",
            "beginning",
            "started",
            "starts",
            "start",
            "starting",
            "opened",
            "opens",
        ]);
        let over = said(&[
            "ended",
            "ends",
            "end",
            "concluded",
            "concludes",
            "conclude",
            "wrapped",
            "wraps",
            "finished",
            "closed",
        ]);
        let lead: Vec<&str> = gap.split_whitespace().collect();
        let step = match lead.as_slice() {
            [.., "through" | "until" | "till"]
            | [.., "ending" | "ended" | "ends" | "concluding" | "concluded" | "concludes"]
            | [.., "ending" | "ended" | "ends" | "concluding" | "concluded" | "concludes", "on"] => {
                Step::Ending(days)
            }
            [
                ..,
                "from" | "starting" | "beginning" | "began" | "begins" | "started" | "starts" | "opening"
                | "opened",
            ]
            | [
                ..,
                "starting" | "beginning" | "began" | "begins" | "started" | "starts" | "opening" | "opened",
                "on",
            ] => Step::Lasting(days),
            [_, "on"] | [_, _, "on"] | [_] if begun => Step::Lasting(days),
            [_, "on"] | [_, _, "on"] | [_] if over => Step::Ending(days),
            _ => continue,
        };
        length.reckoning = Some(r.then(step));
    }
}

/// The words of a clause before an offset, at most sixty bytes of them.
fn clause_before(low: &str, at: usize) -> &str {
    let mut from = at.saturating_sub(60);
    while !low.is_char_boundary(from) {
        from += 1;
    }
    let words = low.get(from..at).unwrap_or("");
    words.rfind(['.', ';', ',', '\n', '"', '“']).map_or(words, |cut| &words[cut..])
}

/// Whether the text tells a story of its own time, like a history or a life, whose dates do not lean on the day of
/// publication.
fn tells_a_story(found: &[TimeExpression], published: &DayInterval) -> bool {
    let years: Vec<i32> = found
        .iter()
        .filter(|t| t.year_said)
        .filter_map(|t| t.reckoning.as_ref())
        .filter(|r| !r.leans_on_publication())
        .map(|r| i32::from(r.on(Day::ZERO).0.year()))
        .collect();
    let deictic = found.iter().filter(|t| t.deictic && t.kind != TimeType::Duration).count();
    // A report whose day is only known to be after some other is read as one without a day.
    match published.end {
        Some(day) => {
            let far = years.iter().filter(|y| (i32::from(day.year()) - **y).abs() >= 2).count();
            // A short life of long ago names few years, and none of its own time.
            let old =
                years.len() >= 4 && deictic == 0 && years.iter().all(|y| i32::from(day.year()) - y >= 20);
            old || far >= 6 && far * 3 >= years.len() * 2 && deictic * 8 <= years.len()
        }
        None => years.len() >= 6 && deictic * 6 <= years.len(),
    }
}

/// Puts in the days: TIMEX3 values and bounds, with the publication known as far as it is.
///
/// ```
/// use chancery_code::times;
/// use chancery_model::{DayInterval, Published, TextIndex};
/// let text = "The envoys of Estmark and Norvia met on Tuesday.";
/// let found = times::find(text, &chancery_lang::Pipeline::embedded().analyse(text));
/// let friday = "2031-03-07".parse().ok();
/// let published = Published { date: friday, begin: friday, end: friday, ..Published::default() };
/// let timex = times::anchor(&found, &TextIndex::new(text), &published);
/// assert_eq!(timex[0].value, "2031-03-04");
/// ```
pub fn anchor(found: &[TimeExpression], index: &TextIndex, published: &Published) -> Vec<Timex> {
    let days = published.interval();
    let story = tells_a_story(found, &days);
    found
        .iter()
        .map(|t| {
            let reckoning =
                if story { t.story.as_ref().or(t.reckoning.as_ref()) } else { t.reckoning.as_ref() };
            let closing = reckoning.and_then(|r| week_just_over(r, &days));
            let reckoning = closing.as_ref().or(reckoning);
            let span = index.char_span(t.span);
            let bounds = reckoning.map(|r| r.reckon(&days)).unwrap_or(DayInterval::UNKNOWN);
            Timex {
                start: span.start,
                end: span.end,
                kind: t.kind,
                value: value(&t.form, reckoning, &days),
                begin: bounds.begin,
                end_date: bounds.end,
                reckoning: reckoning.filter(|r| r.leans_on_publication()).cloned(),
            }
        })
        .collect()
}

/// "At the end of last week", told on a Sunday: the week that is just over, and not the one before.
fn week_just_over(r: &Reckoning, published: &DayInterval) -> Option<Reckoning> {
    let sunday = published.day().is_some_and(|day| day.weekday().to_monday_one_offset() == 7);
    match r.steps[..] {
        [Step::Unit(Unit::Week, -1), part @ Step::Part(Part::End | Part::Late)]
            if sunday && r.from.is_none() =>
        {
            Some(Reckoning::of(vec![Step::Unit(Unit::Week, 0), part]))
        }
        _ => None,
    }
}

/// The TIMEX3 value of an expression.
fn value(form: &Form, reckoning: Option<&Reckoning>, published: &DayInterval) -> String {
    let (grain, clock) = match form {
        Form::Plain(value) => return value.clone(),
        Form::Calendar(grain) => (*grain, ""),
        Form::Clock(clock) => (Grain::Day, clock.as_str()),
    };
    let Some(r) = reckoning else { return String::new() };
    let named = naming(r);
    let mut value = match (r.leans_on_publication(), published.begin, published.end) {
        (false, ..) => written(&named, grain, Day::ZERO),
        (true, Some(a), Some(b)) => {
            let (a, b) = (written(&named, grain, a), written(&named, grain, b));
            if a == b { a } else { open(&named, grain) }
        }
        _ => open(&named, grain),
    };
    value.push_str(clock);
    value
}

/// The reckoning without what only narrows or widens it: "late 2031" is named 2031.
fn naming(r: &Reckoning) -> Reckoning {
    let steps = r
        .steps
        .iter()
        .filter(|s| !matches!(s, Step::Part(_) | Step::UpToNow | Step::FromNow | Step::Widen(..)))
        .map(|s| match *s {
            Step::Shift(unit, by, _) => Step::Shift(unit, by, Default::default()),
            other => other,
        })
        .collect();
    // Halves are parts and named as such; the caller writes them from the span, so they stay.
    let halves = r.steps.iter().copied().filter(|s| {
        matches!(
            s,
            Step::Part(chancery_model::reckon::Part::FirstHalf | chancery_model::reckon::Part::SecondHalf)
        )
    });
    let mut out = Reckoning { from: r.from, steps };
    out.steps.extend(halves);
    out
}

fn written(r: &Reckoning, grain: Grain, published: Day) -> String {
    let (begin, end) = r.on(published);
    let point = r.point(published);
    let year = |d: Day| match d.year() {
        y if y > 0 => format!("{y:04}"),
        y => format!("BC{:04}", 1 - i32::from(y)),
    };
    let week = |d: Day| {
        let iso = d.iso_week_date();
        format!("{:04}-W{:02}", iso.year(), iso.week())
    };
    match grain {
        Grain::Day => {
            let day = |d: Day| format!("{}-{:02}-{:02}", year(d), d.month(), d.day());
            let lasts = |s: &Step| match *s {
                Step::Lasting(_) => true,
                Step::Feast(_, days, _) | Step::FeastOf(_, days) => days > 1,
                _ => false,
            };
            let ranged = r.steps.last().is_some_and(lasts)
                || r.from.is_some_and(|(a, b)| a != b) && r.steps.is_empty();
            if ranged && begin != end { format!("{}/{}", day(begin), day(end)) } else { day(point) }
        }
        Grain::Weekend => week(end) + "-WE",
        Grain::Week => week(point),
        Grain::Month => format!("{}-{:02}", year(point), point.month()),
        Grain::Season => {
            let name = match begin.month() {
                3..=5 => "SP",
                6..=8 => "SU",
                9..=11 => "FA",
                _ => "WI",
            };
            format!("{}-{name}", year(begin))
        }
        Grain::Quarter => format!("{}-Q{}", year(point), (point.month() as u8).div_ceil(3)),
        Grain::HalfYear => format!("{}-H{}", year(point), if point.month() <= 6 { 1 } else { 2 }),
        Grain::Year => year(point),
        // The month or the year, where that is sure.
        Grain::About if (begin.year(), begin.month()) == (end.year(), end.month()) => {
            format!("{}-{:02}", year(point), point.month())
        }
        Grain::About if begin.year() == end.year() => year(point),
        Grain::About => "XXXX".to_string(),
        Grain::FiscalYear => format!("FY{}", year(end)),
        Grain::Decade => {
            let mut y = year(point);
            y.pop();
            y
        }
        Grain::Century => {
            let mut y = year(point);
            y.truncate(y.len().saturating_sub(2));
            y
        }
    }
}

/// The value where the day of publication is not known: what is sure, and X for the rest.
fn open(r: &Reckoning, grain: Grain) -> String {
    match (grain, r.steps.last()) {
        (_, Some(Step::Weekday(w, _) | Step::OfWeek(w))) => format!("XXXX-WXX-{w}"),
        (_, Some(Step::MonthDay(m, d, _) | Step::DayOf(m, d))) => format!("XXXX-{m:02}-{d:02}"),
        (_, Some(Step::Month(m, _) | Step::MonthOf(m))) => format!("XXXX-{m:02}"),
        (_, Some(Step::Season(s, _) | Step::SeasonOf(s))) => {
            format!("XXXX-{}", ["SP", "SU", "FA", "WI"][usize::from(s.saturating_sub(1)).min(3)])
        }
        (_, Some(Step::QuarterOf(q))) => format!("XXXX-Q{q}"),
        (Grain::Day, _) => "XXXX-XX-XX".to_string(),
        (Grain::Weekend, _) => "XXXX-WXX-WE".to_string(),
        (Grain::Week, _) => "XXXX-WXX".to_string(),
        (Grain::Month, _) => "XXXX-XX".to_string(),
        (
            Grain::About | Grain::Season | Grain::Quarter | Grain::HalfYear | Grain::Year | Grain::FiscalYear,
            _,
        ) => "XXXX".to_string(),
        (Grain::Decade, _) => "XXX".to_string(),
        (Grain::Century, _) => "XX".to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn anchored(text: &str, day: Option<Day>) -> Vec<Timex> {
        let analysis = chancery_lang::Pipeline::embedded().analyse(text);
        let published = Published { date: day, begin: day, end: day, ..Published::default() };
        anchor(&find(text, &analysis), &TextIndex::new(text), &published)
    }

    /// Every row of `lexicons/times.tsv`.
    #[test]
    fn the_table_of_expressions() {
        let mut wrong = Vec::new();
        let mut rows = 0;
        for cells in chancery_model::table::rows(include_str!("../../../lexicons/times.tsv")) {
            let [marked, day, meanings] = cells[..] else { panic!("a row of three cells: {cells:?}") };
            rows += 1;
            let text = marked.replace(['[', ']'], "");
            let mut spans = Vec::new();
            let mut at = 0u32;
            for c in marked.chars() {
                match c {
                    '[' => spans.push((at, at)),
                    ']' => spans.last_mut().expect("an opening bracket").1 = at,
                    _ => at += 1,
                }
            }
            let got = anchored(&text, day.parse().ok());
            let write = |d: Option<Day>| d.map_or("?".to_string(), |d| d.to_string());
            let told: Vec<String> = got
                .iter()
                .map(|t| {
                    let kind = format!("{:?}", t.kind).to_uppercase();
                    format!("{kind} {} {} {}", t.value, write(t.begin), write(t.end_date))
                })
                .collect();
            let found: Vec<(u32, u32)> = got.iter().map(|t| (t.start, t.end)).collect();
            if found != spans || told.join("; ") != *meanings {
                wrong.push(format!("{marked}\n    got {found:?} {told:?}"));
            }
        }
        assert!(wrong.is_empty(), "{} of {rows} rows:\n{}", wrong.len(), wrong.join("\n"));
    }

    #[test]
    fn a_story_carries_its_years_on() {
        let text = "Arvo was born on 3 May 1821 in Lindholm. He left in 1840. In March 1843 he came back, and on 2 June he wed. \
                    The feud of 1850 ended in 1852. In April he was made envoy, and in 1860 he died.";
        let times = anchored(text, "2031-03-05".parse().ok());
        let values: Vec<&str> = times.iter().map(|t| t.value.as_str()).collect();
        assert_eq!(
            values,
            ["1821-05-03", "1840", "1843-03", "1843-06-02", "1850", "1852", "1852-04", "1860"]
        );
    }

    #[test]
    fn a_story_keeps_its_own_time() {
        let text = "Arvo was born in 1821 in Lindholm. He left in 1840 and came back in 1846. In May 1850 the party (founded \
                    in 1811) met; in June it split. By now he was ill, and at the end of the year he died.";
        let times = anchored(text, "2031-03-05".parse().ok());
        let values: Vec<&str> = times.iter().map(|t| t.value.as_str()).collect();
        assert_eq!(
            values,
            ["1821", "1840", "1846", "1850-05", "1811", "1850-06", "PRESENT_REF", "1850"],
            "an aside carries no year on, and the year that ends is the story's"
        );
    }

    #[test]
    fn a_report_with_a_past_is_no_story() {
        let text = "Ties soured in 2018. The case ended in 2021. Arvo's visit through Saturday is the first since 2024. \
                    In April the agency found that Norvia had meddled in the 2019 and 2021 elections.";
        let times = anchored(text, "2031-07-20".parse().ok());
        assert!(times.iter().any(|t| t.value == "2031-04"), "{times:?}");
    }

    #[test]
    fn offsets_count_characters() {
        let times = anchored("São Tomé’s envoy – an “é” – left on Tuesday.", "2031-03-05".parse().ok());
        assert_eq!((times[0].start, times[0].end), (36, 43));
    }

    #[test]
    fn any_text_is_read_without_a_panic() {
        let parts = [
            "the ",
            "31 ",
            "February ",
            "29 ",
            "0",
            "9999",
            "-",
            "–",
            "/",
            ".",
            ":",
            "of ",
            "last ",
            "year ",
            "year's end ",
            "(",
            ")",
            "BC ",
            "a.m. ",
            "hundred ",
            "one ",
            "and ",
            "a ",
            "half ",
            "ago",
            "\n",
            "’",
            "s ",
            "é",
            "Q",
            "4",
            " in ",
            "Monday",
            ",",
            "99999999999999999999 ",
            "years ",
            "later ",
            "century ",
            "3 May 1821",
            "his 20",
            "opening night",
            "his senior year",
            "that May night",
            "since that time",
            "at that hour",
            "the same season",
            "the rest of his life",
            "spent ",
            "After ",
            "tomorrow",
        ];
        let mut state = 7u64;
        for _ in 0..3000 {
            let mut text = String::new();
            for _ in 0..12 {
                state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                text.push_str(parts[(state >> 33) as usize % parts.len()]);
            }
            let mut end = 0;
            for t in anchored(&text, "-009999-01-01".parse().ok())
                .iter()
                .chain(&anchored(&text, "9999-12-31".parse().ok()))
            {
                assert!(t.start < t.end, "{text:?}");
                end = end.max(t.end);
            }
            assert!(end as usize <= text.chars().count());
        }
    }
}
