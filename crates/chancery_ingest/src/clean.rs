//! The body of a plain text, apart from what crawlers leave around it: title, date lines, bylines, navigation, captions,
//! notices, other stories.
//!
//! A text is looked at in *units*: its lines, or its paragraphs where the lines are wrapped. A unit is litter by the
//! table (`lexicons/litter.tsv`), by what it says (a date line, the title again) or by its company (headlines after
//! "Related links", a run of headlines at the end). What is in doubt stays in the body.

use crate::dates;
use crate::litter::{self, Place};
use crate::text::folded;
use chancery_model::{DateBasis, DateCandidate, Day, RemovalReason, Removed};
use regex::Regex;
use std::sync::LazyLock;

/// A text taken apart.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cleaned {
    /// The body.
    pub text: String,
    /// What was taken out, in order.
    pub removed: Vec<Removed>,
    /// The title, where a line of its own gives it.
    pub title: Option<String>,
    /// The address, where a line of its own gives it.
    pub url: Option<String>,
    /// Days in date lines; those that say so are of an update.
    pub dates: Vec<DateCandidate>,
}

/// One line, or one paragraph of wrapped lines.
#[derive(Debug)]
struct Unit<'t> {
    /// As it stands, trimmed; lines of one unit keep their breaks.
    text: &'t str,
    /// Its words on one line.
    flat: String,
    /// Whether a blank line stands before it.
    gap: bool,
    /// What was cut off its front, and why.
    front: Option<(usize, RemovalReason)>,
    /// Where what was cut off its end begins, and why.
    back: Option<(usize, RemovalReason)>,
    /// Why it is no body.
    why: Option<RemovalReason>,
}

impl<'t> Unit<'t> {
    fn new(text: &'t str, gap: bool) -> Self {
        let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
        Unit { text, flat, gap, front: None, back: None, why: None }
    }

    /// What is left of it after the cuts.
    fn rest(&self) -> &'t str {
        let from = self.front.map_or(0, |(n, _)| n);
        let to = self.back.map_or(self.text.len(), |(n, _)| n);
        self.text.get(from..to).unwrap_or("").trim()
    }

    fn kept(&self) -> bool {
        self.why.is_none()
    }
}

/// Takes a text apart. `title` is the title as far as it is known already.
pub(crate) fn clean(input: &str, title: Option<&str>) -> Cleaned {
    take_apart(&tidy(input), title, &[], true)
}

/// A block of a page: its words, and why it is no body where that is known.
pub(crate) type Told = (String, Option<RemovalReason>);

/// Takes the blocks of a page apart: what is no prose among those of its main text was judged by the page's structure already.
pub(crate) fn clean_page(blocks: &[Told], title: Option<&str>) -> Cleaned {
    let mut text = String::new();
    let mut dropped = Vec::new();
    for (words, why) in blocks {
        match why {
            Some(why) => dropped.push((text.len(), words.as_str(), *why)),
            None => {
                if !text.is_empty() {
                    text.push('\n');
                }
                text.push_str(&tidy(words));
            }
        }
    }
    take_apart(&text, title, &dropped, false)
}

/// What was dropped before: at a byte of the text, words, and why.
type Dropped<'t> = (usize, &'t str, RemovalReason);

fn take_apart(input: &str, title: Option<&str>, dropped: &[Dropped<'_>], plain: bool) -> Cleaned {
    let mut out = Cleaned::default();
    let mut units = units(input);
    let start = front_matter(&mut units, &mut out);
    let known = title.map(str::to_owned).or_else(|| out.title.clone());
    let body = header(&mut units, start, known.as_deref(), plain, &mut out);
    let known = known.or_else(|| out.title.clone());
    by_table(&mut units, body, known.as_deref());
    notices_run_on(&mut units);
    if plain {
        other_stories(&mut units, body);
        shouted_headlines(&mut units, body);
    }
    tail(&mut units, body, &mut out);
    if plain {
        trailing_headlines(&mut units, body);
    }
    closing_words(&mut units, body);
    if plain {
        company(&mut units, body);
    }
    assemble(input, &units, dropped, &mut out);
    out
}

/// Line ends made one, and characters that are not text taken out.
fn tidy(input: &str) -> String {
    let mut out = String::with_capacity(input.len());
    let mut chars = input.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                if chars.peek() != Some(&'\n') {
                    out.push('\n');
                }
            }
            '\n' | '\t' => out.push(c),
            '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            '\u{ad}' | '\u{200b}' | '\u{feff}' | '\u{2060}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// The units of a text.
fn units(input: &str) -> Vec<Unit<'_>> {
    let mut lines: Vec<Unit<'_>> = Vec::new();
    let mut gap = false;
    for line in input.split('\n') {
        let text = line.trim();
        if text.is_empty() {
            gap = true;
        } else {
            lines.push(Unit::new(text, gap));
            gap = false;
        }
    }
    if !wrapped(&lines) {
        return lines;
    }
    let alone: Vec<bool> = lines
        .iter()
        .map(|l| litter::covers(Place::Line, &l.flat).is_some() || date_line(&l.flat).is_some())
        .collect();
    let mut joined: Vec<Unit<'_>> = Vec::new();
    for (i, line) in lines.into_iter().enumerate() {
        let joins = i > 0 && !line.gap && !alone[i] && !alone[i - 1];
        match joined.last_mut() {
            Some(last) if joins => {
                let from = offset(input, last.text);
                let to = offset(input, line.text) + line.text.len();
                *last = Unit::new(&input[from..to], last.gap);
            }
            _ => joined.push(line),
        }
    }
    joined
}

/// Where a part of a text stands in it, in bytes.
fn offset(whole: &str, part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(whole.as_ptr() as usize)
}

/// Whether sentences run on from line to line.
fn wrapped(lines: &[Unit<'_>]) -> bool {
    let mut pairs = 0;
    let mut runs_on = 0;
    for pair in lines.windows(2) {
        if pair[1].gap || pair[0].text.chars().count() < 35 {
            continue;
        }
        pairs += 1;
        let low = pair[1].text.starts_with(char::is_lowercase);
        runs_on += usize::from(low && !ends_sentence(pair[0].text));
    }
    runs_on >= 2 && runs_on * 4 >= pairs
}

/// Whether words end as a sentence does.
fn ends_sentence(text: &str) -> bool {
    let bare = text.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']', ' ', '\u{a0}']);
    bare.ends_with(['.', '!', '?', '…', '。', '।']) && !ends_short(bare)
}

/// Whether words end in an abbreviation such as "U.S.", which headlines do too.
fn ends_short(bare: &str) -> bool {
    let last = bare.rsplit(' ').next().unwrap_or("");
    let letters: Vec<char> = last.trim_start_matches(['\'', '"', '‘', '“', '(']).chars().collect();
    letters.len() >= 4 && letters.chunks(2).all(|p| p.len() == 2 && p[0].is_uppercase() && p[1] == '.')
}

/// Whether a unit reads like the headline of a story: a few words from a capital on, without a full stop.
fn like_headline(flat: &str) -> bool {
    let bare = litter::bare(flat);
    let words = bare.split(' ').filter(|w| w.chars().any(char::is_alphanumeric)).count();
    let opens = bare.trim_start_matches(['\'', '"', '‘', '“', '$', '€', '£']).chars().next();
    let close = bare.trim_end_matches(['"', '\'', '”', '’', ' ']);
    let stop =
        close.ends_with(['.', ',', ';', ':', '—', '。']) && !close.ends_with("...") && !ends_short(close);
    (3..=28).contains(&words)
        && bare.chars().count() <= 170
        && opens.is_some_and(|c| c.is_uppercase() || c.is_numeric() || c.is_alphabetic() && !c.is_lowercase())
        && !stop
        && !close.ends_with("...\"")
        && !sentence_inside(bare)
}

/// Whether one sentence ends and another begins within the words.
fn sentence_inside(text: &str) -> bool {
    let mut rest = text;
    while let Some(i) = rest.find(". ") {
        let (before, after) = (&rest[..i], &rest[i + 2..]);
        let word = before.rsplit([' ', '.']).next().unwrap_or("");
        if word.chars().count() > 4 && after.starts_with(char::is_uppercase) {
            return true;
        }
        rest = after;
    }
    false
}

/// Whether a unit is the title: the same words, or its beginning cut short, or with the outlet's name after it.
fn is_title(flat: &str, title: &str) -> bool {
    let (a, b) = (folded(flat), folded(title));
    if a.is_empty() || b.is_empty() {
        return false;
    }
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    a == b || short.len() >= 20 && long.starts_with(short.as_str()) && long.len() <= short.len() + 30
}

/// The YAML block that some crawlers put first. Returns the unit after it.
fn front_matter(units: &mut [Unit<'_>], out: &mut Cleaned) -> usize {
    if units.first().is_none_or(|u| u.text != "---") {
        return 0;
    }
    let Some(length) = units.iter().take(60).skip(1).position(|u| matches!(u.text, "---" | "...")) else {
        return 0;
    };
    let end = length + 1;
    let block: Vec<String> = units[1..end].iter().flat_map(|u| u.text.lines()).map(str::to_owned).collect();
    let mut entries: Vec<(String, String)> = Vec::new();
    for line in &block {
        match line.split_once(':') {
            Some((key, value))
                if !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || "_-".contains(c)) =>
            {
                entries.push((key.to_ascii_lowercase(), value.trim().to_owned()));
            }
            _ => {
                if let Some((_, value)) = entries.last_mut() {
                    // A long quoted string goes on in the next line after a backslash.
                    if value.ends_with('\\') {
                        value.pop();
                        value.push_str(line.trim_start().trim_start_matches('\\'));
                    } else {
                        value.push(' ');
                        value.push_str(line);
                    }
                }
            }
        }
    }
    for (key, value) in &entries {
        let value = unquote(value);
        match key.as_str() {
            "title" | "headline" if out.title.is_none() && !value.is_empty() => out.title = Some(value),
            "url" | "source_url" | "link" | "canonical" | "permalink" if out.url.is_none() => {
                out.url = Some(value).filter(|v| crate::fields::is_address(v));
            }
            _ if key.contains("date") || key.contains("time") || key.contains("publish") => {
                let update = key.contains("modif") || key.contains("updat");
                push_date(out, dates::parse(&value), &value, update);
            }
            _ => {}
        }
    }
    for unit in units.iter_mut().take(end + 1) {
        let key = unit.text.split(':').next().unwrap_or("").to_ascii_lowercase();
        unit.why = Some(match key.as_str() {
            "title" | "headline" => RemovalReason::Title,
            "author" | "authors" | "byline" => RemovalReason::Byline,
            k if k.contains("date") || k.contains("time") => RemovalReason::Date,
            _ => RemovalReason::Other,
        });
    }
    end + 1
}

/// A YAML scalar without its quotes and escapes.
fn unquote(value: &str) -> String {
    let value = value.trim();
    if let Some(inner) = value.strip_prefix('\'').and_then(|v| v.strip_suffix('\'')) {
        return inner.replace("''", "'");
    }
    let Some(inner) = value.strip_prefix('"').map(|v| v.strip_suffix('"').unwrap_or(v)) else {
        return value.to_owned();
    };
    let mut out = String::new();
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('_') | Some('n') | Some('t') => out.push(' '),
            Some(k @ ('x' | 'u' | 'U')) => {
                let digits = match k {
                    'x' => 2,
                    'u' => 4,
                    _ => 8,
                };
                let code: String = chars.by_ref().take(digits).collect();
                out.extend(u32::from_str_radix(&code, 16).ok().and_then(char::from_u32));
            }
            Some(other) => out.push(other),
            None => {}
        }
    }
    out
}

fn push_date(out: &mut Cleaned, day: Option<Day>, words: &str, update: bool) {
    let found = dates::find(words);
    if day.is_none() && found.is_empty() {
        return;
    }
    let words = words.trim();
    let words = if update && !words.get(..7).is_some_and(|w| w.eq_ignore_ascii_case("updated")) {
        format!("updated {words}")
    } else {
        words.to_owned()
    };
    out.dates.push(DateCandidate {
        date: day,
        basis: DateBasis::Metadata,
        start: None,
        end: None,
        words: Some(words),
    });
}

#[allow(clippy::expect_used)]
fn pattern(p: &str) -> Regex {
    Regex::new(p).expect("a valid pattern")
}

/// Takes out what is no prose, in a text that is: around the body everything, between its paragraphs all but subheadings
/// and lists. A text with less than three paragraphs, or most of which is no prose, stays as it is.
fn company(units: &mut [Unit<'_>], body: usize) {
    let prose = Vec::from_iter(units.iter().map(|u| u.kept() && is_prose(u.rest())));
    let size = |keep: &dyn Fn(usize) -> bool| -> usize {
        (0..units.len()).filter(|i| keep(*i)).map(|i| units[i].rest().len()).sum()
    };
    let (told, all) = (size(&|i| prose[i]), size(&|i| units[i].kept()));
    let first = prose.iter().position(|p| *p);
    let last = prose.iter().rposition(|p| *p);
    let (Some(first), Some(last)) = (first, last) else { return };
    if prose.iter().filter(|p| **p).count() < 3 || told * 10 < all * 6 {
        return;
    }
    let mut listing = false;
    let mut after_prose = false;
    for i in body..units.len() {
        if !units[i].kept() {
            continue;
        }
        let rest = units[i].rest().to_owned();
        let behind = std::mem::replace(&mut after_prose, prose[i]);
        if prose[i] {
            listing = rest.ends_with(':');
            continue;
        }
        // "No date has been set."
        if behind && ends_sentence(&rest) && rest.split_whitespace().count() >= 3 && !litter::of_pages(&rest)
        {
            continue;
        }
        let inside = (first..last).contains(&i);
        let next = (i + 1..units.len()).find(|n| units[*n].kept());
        let heads = next.is_some_and(|n| prose[n]) && like_subheading(&rest);
        let item = listing || rest.starts_with(['•', '·', '▪', '–', '*']) || rest.ends_with(';');
        if inside && rest.ends_with(':') {
            listing = true;
        }
        if !(inside && (heads || item || rest.ends_with(':'))) {
            units[i].why = Some(RemovalReason::Other);
        }
    }
}

/// Whether a unit reads like a paragraph of prose: at least one whole sentence.
fn is_prose(text: &str) -> bool {
    let words = text.split_whitespace().filter(|w| w.chars().any(char::is_alphabetic)).count();
    let opens =
        text.trim_start_matches(['"', '“', '‘', '\'', '(', '[', '«', '—', '–', '-', ' ']).chars().next();
    let ends = ends_sentence(text) || text.ends_with(':');
    let quoted = text.starts_with(['"', '“', '‘', '«']) && words >= 3;
    ends && (words >= 7 || quoted && words >= 3) && opens.is_some_and(|c| !c.is_lowercase() || quoted)
}

/// Whether a unit reads like a subheading of the report: a few words with nothing in them that pages say of themselves.
fn like_subheading(text: &str) -> bool {
    let words = text.split_whitespace().count();
    let plain = !text
        .contains(['@', '|', '#', '©', '/', '»', '›', '>', '+', '=', '[', ']', '▲', '▼', '→', '…'])
        && !text.chars().any(|c| c.is_ascii_digit());
    let shouts = text.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    (1..=8).contains(&words) && plain && !shouts && !litter::of_pages(text) && text.chars().count() <= 60
}

/// Takes out what stands before the body. Returns the unit that the body begins with.
fn header(
    units: &mut [Unit<'_>],
    start: usize,
    known: Option<&str>,
    plain: bool,
    out: &mut Cleaned,
) -> usize {
    // "date 2031-03-03 Estmark and Norvia to meet": a crawler's prefix before the title, or before the body.
    static PREFIX: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)^(?:date|published|publish(?:ed)? date)[:\s]\s*(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?(?:Z|[-+]\d{2}:?\d{2})?)?\s+",
        )
    });
    static SUFFIX: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)\s(?:published|updated|last updated|posted)(?: duration| on| at)?:? (?:\d{1,3}|an?) (?:minute|hour|day|week|month|year)s? ago$",
        )
    });
    let mut title = known.map(str::to_owned);
    let mut seen_title = false;
    let mut at = start;
    while at < units.len() && at < start + 40 {
        let unit = &units[at];
        let mut front = None;
        if at == start
            && let Some(c) = PREFIX.captures(unit.text)
        {
            push_date(out, dates::parse(&c[1]), c[0].trim(), false);
            front = Some((c[0].len(), RemovalReason::Date));
        }
        units[at].front = front;
        let rest = units[at].rest().to_owned();
        let flat = rest.split_whitespace().collect::<Vec<_>>().join(" ");
        let heading = flat.starts_with('#');
        let words = flat.trim_start_matches('#').trim();
        let clipped = SUFFIX.find(words).map_or(words, |m| words[..m.start()].trim());
        let why = if let Some(t) = title.as_deref().filter(|t| is_title(clipped, t)) {
            let _ = t;
            seen_title = true;
            Some(RemovalReason::Title)
        } else if let Some(day) = date_line(words) {
            push_date(out, day, words, updated(words));
            Some(RemovalReason::Date)
        } else if heading && title.is_none() && !words.is_empty() {
            title = Some(words.to_owned());
            seen_title = true;
            Some(RemovalReason::Title)
        } else if let Some((why, url)) = plain.then(|| labelled(words, &mut title, out)).flatten() {
            out.url = out.url.take().or(url);
            Some(why)
        } else if let Some(why) = litter::covers(Place::Line, words) {
            if let Some(url) = linked(words) {
                out.url.get_or_insert(url);
            }
            Some(why)
        } else if let Some(why) = litter::covers(Place::Head, words).filter(|_| plain) {
            Some(why)
        } else if title.is_none() && !seen_title && may_be_title(units, at, words) {
            title = Some(clipped.to_owned());
            seen_title = true;
            Some(RemovalReason::Title)
        } else {
            None
        };
        let Some(why) = why else { break };
        if front.is_some() && why != RemovalReason::Date {
            // The prefix and the title are two pieces.
            units[at].back = Some((units[at].front.map_or(0, |f| f.0), why));
        } else {
            units[at].front = None;
            units[at].why = Some(why);
        }
        at += 1;
    }
    // A header with nothing after it is no header.
    if at >= units.len() && units.iter().all(|u| u.why.is_some() || u.rest().is_empty()) {
        let long = units.iter().position(|u| u.why == Some(RemovalReason::Title));
        if let Some(i) = long.filter(|i| *i >= start) {
            units[i].why = None;
            if known.is_none() {
                title = None;
            }
            at = i;
        }
    }
    if out.title.is_none() {
        out.title = title;
    }
    at
}

/// "title: …", "headline: …", "url: …": the key, and what it gives.
fn labelled(
    words: &str,
    title: &mut Option<String>,
    out: &mut Cleaned,
) -> Option<(RemovalReason, Option<String>)> {
    let (key, value) = words.split_once(':')?;
    let value = value.trim();
    let key = key.trim().to_ascii_lowercase().replace([' ', '-', '_'], "");
    match key.as_str() {
        "title" | "headline" if !value.is_empty() && value.len() < 400 => {
            title.get_or_insert_with(|| value.to_owned());
            Some((RemovalReason::Title, None))
        }
        "url" | "link" | "sourceurl" | "source" | "originalurl" | "canonical"
            if crate::fields::is_address(value) =>
        {
            Some((RemovalReason::Other, Some(value.to_owned())))
        }
        "publishdate" | "pubdate" | "date" | "datepublished" | "publicationdate" | "published"
        | "publishedat" | "datetime" | "time" | "created" | "updated" | "modified" | "lastmodified"
        | "dateline"
            if value.len() < 60 && (value.is_empty() || dates::parse(value).is_some()) =>
        {
            push_date(out, dates::parse(value), value, key.contains("updat") || key.contains("modif"));
            Some((RemovalReason::Date, None))
        }
        _ => None,
    }
}

/// The address of a line that is a link to the original.
fn linked(words: &str) -> Option<String> {
    let inner = words.strip_prefix('[')?;
    let (label, address) = inner.split_once("](")?;
    let address = address.strip_suffix(')')?;
    let label = label.to_lowercase();
    let original = ["original", "source", "permalink", "full article"].iter().any(|w| label.contains(w));
    (original && crate::fields::is_address(address)).then(|| address.to_owned())
}

/// Whether a unit before the body can be its title: like a headline, and what follows is prose.
fn may_be_title(units: &[Unit<'_>], at: usize, words: &str) -> bool {
    if !(like_headline(words) || words.split(' ').count() == 2 && like_headline(&format!("The {words}"))) {
        return false;
    }
    if dateline(words).is_some() {
        return false;
    }
    let prose = |u: &Unit<'_>| ends_sentence(u.text) && u.flat.split(' ').count() >= 6 || u.text.len() > 200;
    units.iter().skip(at + 1).take(8).any(prose)
}

/// Whether date words speak of a later update.
fn updated(words: &str) -> bool {
    let lower = words.to_lowercase();
    (lower.contains("updated") || lower.contains("modified"))
        && !lower.contains("published")
        && !lower.contains("posted")
}

/// Whether a line is a date line: a date, and besides it only what such lines carry. The inner `None` is for a line
/// that names no whole day.
fn date_line(line: &str) -> Option<Option<Day>> {
    if line.len() > 140 || ends_sentence(line) && !line.ends_with("m.") {
        return None;
    }
    let found = dates::find(line);
    let first = found.first()?;
    let mut rest = String::new();
    let mut from = 0;
    for f in &found {
        rest.push_str(&line[from..f.range.start.max(from)]);
        rest.push(' ');
        from = f.range.end;
    }
    rest.push_str(&line[from..]);
    let mut other = 0;
    for word in rest.split(|c: char| !c.is_alphanumeric() && c != '.').filter(|w| !w.is_empty()) {
        let lower = word.trim_matches('.').to_lowercase();
        let known = lower.is_empty()
            || lower.bytes().all(|b| b.is_ascii_digit() || b == b'.')
            || DATE_WORDS.split(' ').any(|w| w == lower);
        other += usize::from(!known);
    }
    let limit = if line.contains(['|', '•', '·']) { 5 } else { 2 };
    // A headline may hold a date too ("Talks of 3 March"): what is not a date line's word may be two words at most,
    // and then only next to a time, a bracket or a label.
    let marked = line.contains([':', '|', ')', '•', '·']) || line.contains(" - ");
    if (other > limit || other > 0 && !marked) && !placed_and_dated(line, first) {
        return None;
    }
    let day = found.iter().find_map(|f| f.day);
    let _ = first;
    Some(day)
}

/// "Norhaven, 12 March 2031": a line of one or two places in a comma's front of a whole date, and nothing else.
fn placed_and_dated(line: &str, date: &dates::Found) -> bool {
    let before = line[..date.range.start].trim_end();
    let Some(places) = before.strip_suffix(',') else {
        // "Norhaven, Friday 10 February 2031"
        let Some((places, day)) = before.rsplit_once(',') else { return false };
        let of_week = day.trim().trim_end_matches('.').to_lowercase().ends_with("day");
        return of_week && date.day.is_some() && ends_with(line, date) && are_places(places);
    };
    date.day.is_some() && ends_with(line, date) && are_places(places)
}

fn ends_with(line: &str, date: &dates::Found) -> bool {
    line[date.range.end..].chars().all(|c| !c.is_alphanumeric())
}

/// At most three capitalised words.
fn are_places(words: &str) -> bool {
    let mut count = 0;
    let capital = |w: &str| w.chars().next().is_some_and(char::is_uppercase);
    let all = words.split([' ', '/', ',']).filter(|w| !w.is_empty()).all(|w| {
        count += 1;
        capital(w)
    });
    all && (1..=3).contains(&count)
}

/// Words that stand in date lines beside the date.
const DATE_WORDS: &str = "a am pm a.m p.m at on date day published publish publication posted updated update last \
     modified created released release issued first online time datetime by source editor from print \
     edition hrs hours gmt utc est edt et pst pdt pt cst cdt ct bst cet cest ist pkt jst kst hkt sgt \
     aest aedt msk eat wat sast z t th monday tuesday wednesday thursday friday saturday sunday mon \
     tue tues wed thu thur thurs fri sat sun xinhua reuters afp ap tass interfax ani pti ians app \
     yonhap kyodo upi dpa efe cnn bbc local min mins minute minutes read the of and news agency \
     agencies o'clock pub filed as ago beijing";

/// What the table says of the units of the body.
fn by_table(units: &mut [Unit<'_>], body: usize, title: Option<&str>) {
    for (i, unit) in units.iter_mut().enumerate().skip(body) {
        if unit.kept() && unit.back.is_none() {
            unit.why = litter::covers(Place::Line, &unit.flat);
            // The title again above the body, or with a share line.
            if unit.why.is_none() && i < body + 4 && title.is_some_and(|t| folded(&unit.flat) == folded(t)) {
                unit.why = Some(RemovalReason::Title);
            }
        }
    }
}

/// A notice without a full stop goes on in the next lines.
fn notices_run_on(units: &mut [Unit<'_>]) {
    for i in 1..units.len() {
        let (before, after) = units.split_at_mut(i);
        let (last, unit) = (&before[i - 1], &mut after[0]);
        if last.why == Some(RemovalReason::Notice)
            && !ends_sentence(last.text)
            && last.text.len() > 40
            && unit.kept()
            && !unit.gap
            && unit.text.starts_with(char::is_lowercase)
        {
            unit.why = Some(RemovalReason::Notice);
        }
    }
}

/// Headlines after a line such as "Related links".
fn other_stories(units: &mut [Unit<'_>], body: usize) {
    let mut i = body;
    while i < units.len() {
        let marker = (units[i].kept() && units[i].text.len() <= 120)
            .then(|| litter::covers(Place::Marker, &units[i].flat))
            .flatten();
        let Some(why) = marker else {
            i += 1;
            continue;
        };
        let mut end = i + 1;
        let mut headlines = 0;
        while end < units.len() {
            let unit = &units[end];
            let again = litter::covers(Place::Marker, &unit.flat).is_some();
            if unit.kept() && !again {
                if !(like_headline(&unit.flat) || short_label(&unit.flat)) {
                    break;
                }
                headlines += usize::from(like_headline(&unit.flat));
            }
            end += 1;
        }
        let at_end = end == units.len();
        let alone = at_end && end == i + 1 && units[i].text.len() <= 40;
        let sure = headlines >= 2 || headlines == 1 && why == RemovalReason::Related || alone;
        if sure {
            for unit in &mut units[i..end] {
                if unit.kept() {
                    unit.why = Some(RemovalReason::Related);
                }
            }
            units[i].why = Some(why);
        }
        i = end;
    }
}

/// A word or two from a capital on, as menus have.
fn short_label(flat: &str) -> bool {
    let bare = litter::bare(flat);
    bare.split(' ').count() <= 3
        && bare.len() <= 40
        && bare.starts_with(char::is_uppercase)
        && !ends_sentence(bare)
}

/// Links to other stories between paragraphs, in capitals throughout.
fn shouted_headlines(units: &mut [Unit<'_>], body: usize) {
    let shouted = |flat: &str| {
        let (mut letters, mut upper) = (0, 0);
        for c in flat.chars().filter(|c| c.is_alphabetic()) {
            letters += 1;
            upper += usize::from(c.is_uppercase());
            // Most lines are told by their first words.
            if (letters - upper) * 10 > flat.len() {
                return false;
            }
        }
        letters >= 20 && upper * 10 >= letters * 9
    };
    let plain = units.iter().filter(|u| u.kept() && !shouted(&u.flat)).count();
    let loud = units.iter().filter(|u| u.kept() && shouted(&u.flat)).count();
    // A document with many of them has its subheads in capitals.
    if loud * 2 > plain || loud > 6 {
        return;
    }
    // Such a line stands between two paragraphs of prose; a subhead is shorter, or asks.
    let prose = |u: &Unit<'_>| ends_sentence(u.text) && !shouted(&u.flat);
    let kept: Vec<usize> = (body..units.len()).filter(|i| units[*i].kept()).collect();
    for (n, i) in kept.iter().enumerate().skip(1) {
        let unit = &units[*i];
        let between = prose(&units[kept[n - 1]]) && kept.get(n + 1).is_none_or(|j| prose(&units[*j]));
        let long = unit.flat.split(' ').count() >= 7 && !unit.flat.ends_with('?');
        if between && long && shouted(&unit.flat) && like_headline(&unit.flat) {
            units[*i].why = Some(RemovalReason::Related);
        }
    }
}

/// How many of the last units may be credits and the like.
const TAIL: usize = 8;

/// Credits and date lines among the last units.
fn tail(units: &mut [Unit<'_>], body: usize, out: &mut Cleaned) {
    let mut seen = 0;
    for i in (body + 1..units.len()).rev() {
        if seen >= TAIL {
            break;
        }
        if !units[i].kept() {
            continue;
        }
        seen += 1;
        let flat = units[i].flat.clone();
        if flat.len() > 400 {
            continue;
        }
        if let Some(why) = litter::covers(Place::Tail, &flat) {
            units[i].why = Some(why);
        } else if seen <= 4
            && let Some(day) = date_line(&flat)
        {
            let lower = flat.to_lowercase();
            if ["published", "updated", "posted", "modified"].iter().any(|w| lower.contains(w)) {
                push_date(out, day, &flat, updated(&flat));
                units[i].why = Some(RemovalReason::Date);
            }
        }
    }
}

/// A run of headlines at the end.
fn trailing_headlines(units: &mut [Unit<'_>], body: usize) {
    let mut first = units.len();
    let (mut headlines, mut told) = (0, 0);
    for i in (body..units.len()).rev() {
        if !units[i].kept() {
            continue;
        }
        let flat = litter::bare(&units[i].flat);
        let listed =
            flat.starts_with(|c: char| c.is_ascii_digit()) && flat.contains(". ") || flat.contains(')');
        if !like_headline(flat) || flat.split(' ').count() < 4 || listed {
            break;
        }
        headlines += 1;
        // A list of names or figures has no word in small letters.
        told += usize::from(flat.split(' ').skip(1).any(|w| w.starts_with(char::is_lowercase)));
        first = i;
    }
    let prose = units[body..first].iter().filter(|u| u.kept() && ends_sentence(u.text)).count();
    let opened =
        units[body..first].iter().rev().find(|u| u.kept()).is_some_and(|u| u.text.ends_with([':', '：']));
    // Nor do headlines begin alike, as the lines of signatories do.
    let openings: Vec<&str> = units[first..]
        .iter()
        .filter(|u| u.kept())
        .filter_map(|u| litter::bare(&u.flat).split(' ').next())
        .collect();
    let alike = |w: &str| openings.iter().filter(|o| **o == w).count();
    let most = openings.iter().map(|w| alike(w)).max().unwrap_or(0);
    let list = most >= 2 && most * 4 >= headlines;
    if !list && headlines >= 3 && told * 2 >= headlines && prose >= 2 && !opened {
        for unit in &mut units[first..] {
            if unit.kept() {
                unit.why = Some(RemovalReason::Related);
            }
        }
    }
}

/// Credits and links that close a paragraph.
fn closing_words(units: &mut [Unit<'_>], body: usize) {
    for unit in units.iter_mut().skip(body) {
        if unit.kept()
            && unit.back.is_none()
            && let Some((at, why)) = litter::closing(unit.text)
        {
            if unit.text[..at].trim().is_empty() {
                unit.why = Some(why);
            } else {
                unit.back = Some((at, why));
            }
        }
    }
}

/// Puts the body together, and the list of what was taken out of it, with what was dropped before.
fn assemble(input: &str, units: &[Unit<'_>], before: &[Dropped<'_>], out: &mut Cleaned) {
    let mut length = 0u32; // in characters
    let mut gap = false;
    let dropped = |out: &mut Cleaned, at: u32, text: &str, why: RemovalReason, joins: bool| {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        match out.removed.last_mut() {
            Some(last) if joins && last.at == at && last.why == why => {
                last.text.push('\n');
                last.text.push_str(text);
            }
            _ => out.removed.push(Removed { at, text: text.to_owned(), why }),
        }
    };
    let mut before = before.iter().peekable();
    for unit in units {
        let at = offset(input, unit.text);
        while let Some((_, words, why)) = before.next_if(|(place, ..)| *place <= at) {
            dropped(out, length, words, *why, true);
        }
        gap |= unit.gap;
        if let Some(why) = unit.why {
            dropped(out, length, unit.text, why, true);
            continue;
        }
        let (front, back) = (unit.front, unit.back);
        let rest = unit.rest();
        if let Some((n, why)) = front {
            dropped(out, length, &unit.text[..n], why, false);
        }
        if !rest.is_empty() {
            if !out.text.is_empty() {
                let line_end = if gap { "\n\n" } else { "\n" };
                out.text.push_str(line_end);
                length += line_end.len() as u32;
            }
            gap = false;
            out.text.push_str(rest);
            length += rest.chars().count() as u32;
        }
        if let Some((n, why)) = back {
            dropped(out, length, &unit.text[n..], why, false);
        }
    }
    for (_, words, why) in before {
        dropped(out, length, words, *why, true);
    }
}

/// The date in the dateline that opens a line ("ARVIK, Nov. 11 (NNA) --"): its bytes there, and the day where it names
/// one.
fn dateline(line: &str) -> Option<dates::Found> {
    let window = crate::text::first(line, 140);
    let found = dates::find(window).into_iter().next()?;
    let after = &window[found.range.end..];
    // What may stand between the date and the dash: a bracketed agency, an agency, a place.
    static CLOSE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^(?:st|nd|rd|th)?[,.]?\s*(?:\([A-Z][^()]{1,40}\)|[-–—,:]? ?[A-Z][\w.]*(?:,? [A-Z][\w.]*){0,4})?[.,]?\s*(?:--+|[-–—:]|/[A-Z][^/]{1,30}/\.?)\s*",
        )
    });
    let before = window[..found.range.start].trim();
    // "NORHAVEN, August 6, 2031" on a line of its own.
    let alone = after.trim().is_empty() && before.ends_with(',');
    if !alone && !CLOSE.is_match(after) {
        return None;
    }
    let place: Vec<&str> =
        before.split(|c: char| !c.is_alphanumeric()).filter(|w| w.chars().any(char::is_alphabetic)).collect();
    let proper =
        |w: &str| w.starts_with(char::is_uppercase) || matches!(w, "of" | "de" | "the" | "al" | "el");
    let named =
        place.len() <= 8 && place.iter().copied().all(proper) && !before.contains(['"', '“', '?', '!']);
    let comma =
        before.is_empty() || before.ends_with([',', '.', '(', '/', '-', '–', ')']) || shouted_word(before);
    (named && comma).then_some(found)
}

/// Whether the last word is in capitals throughout, as places in datelines are.
fn shouted_word(words: &str) -> bool {
    let last = words.rsplit(' ').next().unwrap_or("");
    last.chars().filter(|c| c.is_alphabetic()).count() >= 3 && !last.chars().any(char::is_lowercase)
}

/// The date of the dateline of a body, in one of its first lines, with its place there in characters.
pub(crate) fn dateline_of(body: &str) -> Option<DateCandidate> {
    let mut start = 0; // in bytes
    for line in body.split_inclusive('\n').filter(|l| !l.trim().is_empty()).take(3) {
        let at = offset(body, line).max(start);
        start = at;
        let lead = line.len() - line.trim_start().len();
        if let Some(found) = dateline(line.trim()) {
            let range = at + lead + found.range.start..at + lead + found.range.end;
            let begin = body.get(..range.start)?.chars().count() as u32;
            let words = body.get(range)?;
            return Some(DateCandidate {
                date: found.day,
                basis: DateBasis::Dateline,
                start: Some(begin),
                end: Some(begin + words.chars().count() as u32),
                words: found.day.is_none().then(|| words.to_owned()),
            });
        }
    }
    None
}

#[cfg(test)]
mod tests;
