//! The timeline.

use super::{Ink, Paper, Piece, Sheet, id_length, short, sign, tone, width};
use crate::show::{Mark, Says};
use crate::timeline::triggers;
use crate::words::{self, count, sources};
use crate::{Directory, Entry, Timeline, period};
use chancery_model::{DayInterval, Event, Record};
use std::collections::BTreeMap;

/// Columns of the dates.
const DATES: usize = 14;
/// From here on the number of reports has a column of its own.
const WIDE: usize = 100;

/// Draws a timeline; with `evidence`, the words of one report under each event.
pub fn draw_timeline(
    timeline: &Timeline<'_>,
    record: &Record,
    directory: &Directory,
    paper: Paper,
    evidence: bool,
) -> String {
    let mut sheet = Sheet::new(paper);
    head(&mut sheet, timeline);
    let length = id_length(record.events.iter().map(|event| event.id.as_str()));
    let mut years: BTreeMap<Option<i16>, usize> = BTreeMap::new();
    for entry in &timeline.events {
        *years.entry(entry.year).or_default() += 1;
    }
    let mut before: Option<&Entry> = None;
    for entry in &timeline.events {
        if before.is_none_or(|b| b.year != entry.year) {
            sheet.gap();
            let heading = entry.year.map_or("Undated".into(), |year| year.to_string());
            sheet.rule(&heading, &count(years[&entry.year], "event", "events"));
        } else if before.is_some_and(|b| b.month != entry.month) {
            sheet.gap();
        }
        draw_entry(&mut sheet, entry, directory, length);
        if evidence {
            draw_evidence(&mut sheet, record, entry.event);
        }
        before = Some(entry);
    }
    foot(&mut sheet, timeline);
    sheet.finish()
}

fn head(sheet: &mut Sheet, timeline: &Timeline<'_>) {
    let title = timeline.between.as_ref().map_or("All events".into(), |[a, b]| format!("{a} – {b}"));
    sheet.line(&[Piece::strong(title)]);
    let mut facts = vec![count(timeline.events.len(), "event", "events")];
    if !timeline.events.is_empty() {
        facts.push(sources(timeline.counts.reports.len(), timeline.counts.independent.len()));
    }
    let begins = timeline.events.iter().filter_map(|e| e.event.date.and_then(|d| d.begin.or(d.end))).min();
    let ends = timeline.events.iter().filter_map(|e| e.event.date.and_then(|d| d.end.or(d.begin))).max();
    if let (Some(begin), Some(end)) = (begins, ends) {
        facts.push(period::words(&DayInterval::between(begin, end)));
    }
    sheet.para(&[], 0, &[Piece::soft(facts.join(" · "))]);
    if !timeline.filters.is_empty() {
        sheet.para(&[], 0, &[Piece::soft(format!("only: {}", timeline.filters.join(" · ")))]);
    }
}

fn draw_entry(sheet: &mut Sheet, entry: &Entry<'_>, directory: &Directory, length: usize) {
    let event = entry.event;
    let date = event.date.unwrap_or_default();
    let (when, exactly) = cell(&date, entry.year);
    let pad = " ".repeat(DATES.saturating_sub(width(&when)));
    let lead = [Piece::plain(format!("{pad}{when}  ")), sign(event), Piece::plain(" ")];
    let indent = DATES + 4;
    let wide = sheet.width() >= WIDE;
    let told_by = sources(event.documents.len(), event.independent as usize);
    let tail = if wide { vec![Piece::soft(&told_by)] } else { Vec::new() };
    let ink = if words::took_place(event.status) { Ink::Strong } else { Ink::Plain };
    sheet.para_with_tail(&lead, indent, &[Piece::new(&event.summary, ink)], &tail);

    let mut facts = vec![vec![Piece::new(&entry.kind, tone(event))]];
    if !words::took_place(event.status) && !entry.kind.starts_with(event.status.as_str()) {
        facts.push(vec![Piece::strong(event.status.as_str())]);
    }
    if let Some(exactly) = exactly {
        facts.push(vec![Piece::soft(exactly)]);
    }
    if let Some(place) = place(event, directory).filter(|place| !event.summary.contains(place.as_str())) {
        facts.push(vec![Piece::soft(place)]);
    }
    if !wide {
        facts.push(vec![Piece::soft(told_by)]);
    }
    if let Some(names) = &event.said_by {
        // The summary may name them already.
        let named = names.iter().any(|name| event.summary.ends_with(&format!("(according to {name})")));
        let said = if named { "only in these words".into() } else { words::only_in_words_of(names) };
        facts.push(vec![Piece::new(said, Ink::Doubt)]);
    }
    if let Some(within) = entry.within {
        facts.push(vec![Piece::soft(format!("during: {within}"))]);
    }
    if !event.corrected.is_empty() {
        facts.push(vec![Piece::plain("corrected")]);
    }
    if !entry.findings.is_empty() {
        facts.push(vec![Piece::new(
            format!("! {}", count(entry.findings.len(), "finding", "findings")),
            Ink::Doubt,
        )]);
    }
    let lead = [Piece::plain(" ".repeat(indent))];
    sheet.para_with_tail(&lead, indent, &dotted(facts), &[Piece::soft(short(&event.id, length))]);
}

/// The place with its state, unless the one is the other.
pub(super) fn place(event: &Event, directory: &Directory) -> Option<String> {
    let place = event.place.as_ref()?;
    let state = place.state.as_deref().map(|code| directory.state_name(code));
    Some(match state.filter(|state| *state != place.name) {
        Some(state) => format!("{}, {state}", place.name),
        None => place.name.clone(),
    })
}

/// The date under its year's heading; where it has no room, its months, and the days in words.
fn cell(date: &DayInterval, year: Option<i16>) -> (String, Option<String>) {
    if date.is_unknown() {
        return (String::new(), None);
    }
    let short = period::in_year(date, year);
    if width(&short) <= DATES {
        return (short, None);
    }
    let months = DayInterval {
        begin: date.begin.map(|day| day.first_of_month()),
        end: date.end.map(|day| day.last_of_month()),
    };
    let exactly = match (date.begin, date.end) {
        (Some(a), Some(b)) => format!("between {} and {}", period::day(a), period::day(b)),
        _ => period::words(date),
    };
    let months = period::in_year(&months, year);
    match width(&months) <= DATES {
        true => (months, Some(exactly)),
        false => {
            (date.begin.or(date.end).map(|day| day.year().to_string()).unwrap_or_default(), Some(exactly))
        }
    }
}

/// Facts parted by dots.
pub(super) fn dotted(facts: Vec<Vec<Piece>>) -> Vec<Piece> {
    let mut out = Vec::new();
    for (at, fact) in facts.into_iter().enumerate() {
        if at > 0 {
            out.push(Piece::soft(" · "));
        }
        out.extend(fact.into_iter().map(Piece::unbroken));
    }
    out
}

fn draw_evidence(sheet: &mut Sheet, record: &Record, event: &Event) {
    let marked = event.evidence.iter().map(|e| (e, triggers(record, &event.id, e)));
    let Some((evidence, marks)) =
        marked.clone().find(|(_, m)| !m.is_empty()).or_else(|| marked.clone().next())
    else {
        return;
    };
    // Two lines, with the report's id at their end.
    let indent = DATES + 4;
    let room = (2 * (sheet.width().saturating_sub(indent + 2))).saturating_sub(width(&evidence.doc) + 14);
    let (text, marks) = window(&evidence.text, &marks, room);
    let marks: Vec<Mark> =
        marks.into_iter().map(|(start, end)| Mark { start, end, says: Says::What }).collect();
    let mut pieces = sheet.marked(&text, &marks);
    pieces.push(Piece::soft(format!("  {}", evidence.doc)));
    sheet.block(&[Piece::plain(" ".repeat(indent)), Piece::soft("│ ")], &pieces);
}

/// As much of a sentence around its first mark as fits in `room` columns, with ellipses, and the marks moved along.
fn window(text: &str, marks: &[(u32, u32)], room: usize) -> (String, Vec<(u32, u32)>) {
    let chars: Vec<char> = text.chars().collect();
    let fits = |range: &[char]| width(&range.iter().collect::<String>()) + 4 <= room;
    let Some((first, last)) = marks.first().map(|(a, b)| (*a as usize, *b as usize)) else {
        let end = (1..=chars.len()).rev().find(|end| fits(&chars[..*end])).unwrap_or(0);
        let tail = if end < chars.len() { "…" } else { "" };
        return (chars[..end].iter().collect::<String>() + tail, Vec::new());
    };
    let (mut start, mut end) = (first.min(chars.len()), last.min(chars.len()));
    // Words join on either side in turn while they fit.
    let (mut left, mut right) = (true, true);
    while left || right {
        if left {
            let next =
                chars[..start.saturating_sub(1)].iter().rposition(|c| *c == ' ').map_or(0, |at| at + 1);
            left = next < start && fits(&chars[next..end]);
            start = if left { next } else { start };
        }
        if right {
            let from = (end + 1).min(chars.len());
            let next = chars[from..].iter().position(|c| *c == ' ').map_or(chars.len(), |at| from + at);
            right = next > end && fits(&chars[start..next]);
            end = if right { next } else { end };
        }
    }
    let head = if start > 0 { "…" } else { "" };
    let tail = if end < chars.len() { "…" } else { "" };
    let moved = |at: u32| (at as usize).clamp(start, end) - start + usize::from(start > 0);
    let marks = marks.iter().map(|(a, b)| (moved(*a) as u32, moved(*b) as u32)).collect();
    (format!("{head}{}{tail}", chars[start..end].iter().collect::<String>()), marks)
}

fn foot(sheet: &mut Sheet, timeline: &Timeline<'_>) {
    let counts = &timeline.counts;
    sheet.gap();
    if timeline.events.is_empty() {
        let line = match timeline.of {
            0 => "This record holds no events. Read reports into it: chancery build PATH…".to_string(),
            n => format!(
                "None of the record’s {} fits. Try fewer conditions, or: chancery timeline",
                count(n, "event", "events")
            ),
        };
        sheet.para(&[], 0, &[Piece::plain(line)]);
    } else {
        let mut parts = Vec::new();
        if !counts.took_place.is_empty() {
            let (coop, conf) = (counts.cooperation.len(), counts.conflict.len());
            let of = match (coop, conf) {
                (_, 0) => "cooperation".to_string(),
                (0, _) => "conflict".to_string(),
                _ => format!("{} cooperation, {} conflict", words::thousands(coop), words::thousands(conf)),
            };
            parts.push(format!("{} took place ({of})", words::thousands(counts.took_place.len())));
        }
        if !counts.to_come.is_empty() {
            parts.push(format!("{} planned, proposed or supposed", words::thousands(counts.to_come.len())));
        }
        if !counts.denied.is_empty() {
            parts.push(format!("{} denied", words::thousands(counts.denied.len())));
        }
        if !parts.is_empty() {
            let parts = parts.into_iter().map(|part| vec![Piece::plain(part)]).collect();
            sheet.para(&[], 0, &dotted(parts));
        }
        if !counts.said.is_empty() {
            let verb = if counts.said.len() == 1 { "stands" } else { "stand" };
            let line = format!(
                "{} {verb} only in somebody’s words, counted apart",
                words::thousands(counts.said.len())
            );
            sheet.para(&[], 0, &[Piece::new(line, Ink::Doubt)]);
        }
    }
    if !counts.undated_left_out.is_empty() {
        let line = count(counts.undated_left_out.len(), "undated event", "undated events");
        sheet.para(&[], 0, &[Piece::plain(format!("{line} left out by the dates asked for"))]);
    }
    if !counts.findings.is_empty() {
        let verb = if counts.findings.len() == 1 { "concerns" } else { "concern" };
        let line = format!(
            "{} {verb} these events or their reports: chancery check",
            count(counts.findings.len(), "finding", "findings")
        );
        sheet.para(&[], 0, &[Piece::new(line, Ink::Doubt)]);
    }
    if !timeline.events.is_empty() {
        sheet.para(
            &[],
            0,
            &[
                Piece::new("●", Ink::CoopDeed),
                Piece::soft(" cooperation  "),
                Piece::new("▲", Ink::ConfDeed),
                Piece::soft(" conflict  small "),
                Piece::new("•", Ink::CoopWord),
                Piece::soft(" "),
                Piece::new("▴", Ink::ConfWord),
                Piece::soft(" verbal  hollow ○ △ not, or not yet, done"),
            ],
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_holds_the_mark_and_whole_words() {
        let text = "On a long and windy day Arvo and Lind held a phone call about the fishing grounds.";
        let at = text.find("held").unwrap() as u32;
        let (cut, marks) = window(text, &[(at, at + 17)], 44);
        assert!(cut.starts_with('…') && cut.ends_with('…') && width(&cut) <= 44, "{cut}");
        let (a, b) = marks[0];
        let marked: String = cut.chars().skip(a as usize).take((b - a) as usize).collect();
        assert_eq!(marked, "held a phone call");
        assert_eq!(window("Short.", &[(0, 5)], 44), ("Short.".into(), vec![(0, 5)]));
    }
}
