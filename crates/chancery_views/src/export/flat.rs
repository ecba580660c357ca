//! The flat tables, column by column. No column is nested: what is several stands in one cell, parted by "; ", or in a table
//! of its own.

use super::column::{Column, aligned, body, date, flag, joined, json_lines, number, text, whole};
use super::delimited::{self, CSV};
use super::pairs::{DyadDay, Pair, by_id};
use super::{Format, Table, parquet};
use chancery_model::{
    Day, DayInterval, Event, Evidence, Finding, Record, ReportRow, Side, Statement, Status, Tenure,
};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

/// Writes a table in a format of tables; how many rows it wrote.
pub(super) fn write(
    record: &Record,
    format: Format,
    table: Table,
    out: &mut (impl Write + Send),
) -> io::Result<usize> {
    take(record, table, Writing { format, out })
}

/// What is done with the columns and rows of a table.
pub(super) trait Taker {
    /// What comes of it.
    type Made;
    fn take<R>(self, columns: &[Column<R>], rows: &[R]) -> Self::Made;
}

/// Hands a table's columns and rows on.
pub(super) fn take<T: Taker>(record: &Record, table: Table, taker: T) -> T::Made {
    match table {
        Table::Events => taker.take(&events(), &Vec::from_iter(&record.events)),
        Table::EventSides => taker.take(&event_sides(), &sides_of(record)),
        Table::EventPairs => taker.take(&event_pairs(), &Pair::of(record)),
        Table::EventSources => taker.take(&event_sources(), &sources_of(record)),
        Table::EventEvidence => taker.take(&evidence("event_id"), &of_events(record)),
        Table::Actors => taker.take(&actors(), &actors_of(record)),
        Table::Tenures => taker.take(&tenures(), &Vec::from_iter(&record.tenures)),
        Table::Statements => taker.take(&statements(), &Vec::from_iter(&record.statements)),
        Table::StatementEvidence => taker.take(&evidence("statement_id"), &of_statements(record)),
        Table::Findings => taker.take(&findings(), &Vec::from_iter(&record.findings)),
        Table::FindingEvidence => taker.take(&evidence("finding_id"), &of_findings(record)),
        Table::Reports => taker.take(&reports(), &Vec::from_iter(&record.reports)),
        Table::DyadDays => taker.take(&dyad_days(), &DyadDay::of(record)),
    }
}

/// Writes what it takes.
struct Writing<'o, O> {
    format: Format,
    out: &'o mut O,
}

impl<O: Write + Send> Taker for Writing<'_, O> {
    type Made = io::Result<usize>;

    fn take<R>(self, columns: &[Column<R>], rows: &[R]) -> Self::Made {
        match self.format {
            Format::Jsonl => json_lines(columns, rows, self.out),
            Format::Parquet => parquet::write(columns, rows, self.out),
            _ => delimited::write(&CSV, columns, rows, self.out),
        }
    }
}

pub(super) fn events<'a>() -> Vec<Column<&'a Event>> {
    vec![
        text("id", |e| some(&e.id)),
        text("type", |e| some(e.event_type.as_str())),
        text("mode", |e| e.mode.clone()),
        text("status", |e| some(e.status.as_str())),
        date("date_begin", |e| begin(e.date)),
        date("date_end", |e| end(e.date)),
        text("cameo", |e| some(e.cameo.as_str())),
        text("cameo_label", |e| some(e.cameo.row().label)),
        whole("quad", |e| Some(e.quad.into())),
        number("goldstein", |e| Some(e.goldstein)),
        text("contexts", |e| strings(&e.contexts)),
        text("plans_type", |e| e.plans.as_ref().map(|plan| plan.event_type.to_string())),
        text("plans_mode", |e| e.plans.as_ref().and_then(|plan| plan.mode.clone())),
        text("plans_cameo", |e| e.plans.as_ref().map(|plan| plan.cameo.to_string())),
        text("source", |e| names(&e.source)),
        text("source_code", |e| codes(&e.source)),
        text("source_state", |e| states(&e.source)),
        text("target", |e| names(&e.target)),
        text("target_code", |e| codes(&e.target)),
        text("target_state", |e| states(&e.target)),
        text("participants", |e| strings(&e.participants)),
        text("place", |e| e.place.as_ref().map(|place| place.name.clone())),
        text("place_state", |e| e.place.as_ref().and_then(|place| place.state.clone())),
        flag("said_only", |e| Some(e.said_by.is_some())),
        text("said_by", |e| strings(e.said_by.as_deref().unwrap_or_default())),
        text("part_of", |e| e.part_of.clone()),
        whole("reports", |e| count(e.documents.len())),
        whole("independent", |e| Some(e.independent.into())),
        text("summary", |e| some(&e.summary)),
        text("corrected", |e| strings(&e.corrected)),
    ]
}

/// One side of one event.
struct EventSide<'a> {
    event: &'a Event,
    is_source: bool,
    /// From 1.
    position: usize,
    side: &'a Side,
}

fn sides_of(record: &Record) -> Vec<EventSide<'_>> {
    let mut rows = Vec::new();
    for event in &record.events {
        for (is_source, sides) in [(true, &event.source), (false, &event.target)] {
            let numbered = sides.iter().zip(1..);
            rows.extend(numbered.map(|(side, position)| EventSide { event, is_source, position, side }));
        }
    }
    rows
}

fn event_sides<'a>() -> Vec<Column<EventSide<'a>>> {
    vec![
        text("event_id", |row| some(&row.event.id)),
        text("side", |row| some(if row.is_source { "source" } else { "target" })),
        whole("position", |row| count(row.position)),
        text("actor_id", |row| Some(actor_id(row.side))),
        text("name", |row| some(&row.side.name)),
        text("code", |row| row.side.code.clone()),
        text("state", |row| row.side.state.clone()),
        text("sector", |row| row.side.sector.clone()),
    ]
}

fn event_pairs<'a>() -> Vec<Column<Pair<'a>>> {
    vec![
        whole("number", |pair| Some(pair.number)),
        text("event_id", |pair| some(&pair.event.id)),
        text("source_actor_id", |pair| pair.source.map(actor_id)),
        text("source", |pair| pair.source.map(|side| side.name.clone())),
        text("source_state", |pair| pair.source.and_then(|side| side.state.clone())),
        text("target_actor_id", |pair| pair.target.map(actor_id)),
        text("target", |pair| pair.target.map(|side| side.name.clone())),
        text("target_state", |pair| pair.target.and_then(|side| side.state.clone())),
    ]
}

/// One report of one event.
struct EventSource<'a> {
    event: &'a Event,
    id: &'a str,
    report: Option<&'a ReportRow>,
    /// As this report gave it, where reports differ.
    status: Option<Status>,
}

fn sources_of(record: &Record) -> Vec<EventSource<'_>> {
    let reports = by_id(record);
    let mut rows = Vec::new();
    for event in &record.events {
        rows.extend(event.documents.iter().map(|id| {
            let status = event.history.iter().rfind(|entry| entry.doc == *id).map(|entry| entry.status);
            EventSource { event, id, report: reports.get(id.as_str()).copied(), status }
        }));
    }
    rows
}

fn event_sources<'a>() -> Vec<Column<EventSource<'a>>> {
    vec![
        text("event_id", |row| some(&row.event.id)),
        text("report_id", |row| some(row.id)),
        text("outlet", |row| row.report.and_then(|report| report.source.clone())),
        text("url", |row| row.report.and_then(|report| report.url.clone())),
        date("published_begin", |row| row.report.and_then(|report| report.published.begin)),
        date("published_end", |row| row.report.and_then(|report| report.published.end)),
        text("copy_of", |row| row.report.and_then(|report| report.copy_of.clone())),
        text("status", |row| row.status.map(|status| status.as_str().into())),
    ]
}

/// One sentence that an event, statement or finding rests on.
struct Sentence<'a> {
    owner: &'a str,
    /// From 1.
    position: usize,
    evidence: &'a Evidence,
}

fn sentences<'a>(owner: &'a str, evidence: &'a [Evidence]) -> impl Iterator<Item = Sentence<'a>> {
    evidence.iter().zip(1..).map(move |(evidence, position)| Sentence { owner, position, evidence })
}

fn of_events(record: &Record) -> Vec<Sentence<'_>> {
    record.events.iter().flat_map(|event| sentences(&event.id, &event.evidence)).collect()
}

fn of_statements(record: &Record) -> Vec<Sentence<'_>> {
    record.statements.iter().flat_map(|statement| sentences(&statement.id, &statement.evidence)).collect()
}

fn of_findings(record: &Record) -> Vec<Sentence<'_>> {
    record.findings.iter().flat_map(|finding| sentences(&finding.id, &finding.evidence)).collect()
}

/// Sentences, the first column naming whose they are.
fn evidence<'a>(owner: &str) -> Vec<Column<Sentence<'a>>> {
    vec![
        text(owner, |row| some(row.owner)),
        whole("position", |row| count(row.position)),
        text("report_id", |row| some(&row.evidence.doc)),
        whole("char_start", |row| Some(row.evidence.start.into())),
        whole("char_end", |row| Some(row.evidence.end.into())),
        text("text", |row| some(&row.evidence.text)),
    ]
}

/// Somebody who is a side, with what is counted.
struct Actor<'a> {
    side: &'a Side,
    as_source: usize,
    as_target: usize,
    spoke: usize,
    first: Option<Day>,
    last: Option<Day>,
    offices: Vec<&'a str>,
}

fn actors_of(record: &Record) -> Vec<Actor<'_>> {
    let mut actors: BTreeMap<String, Actor> = BTreeMap::new();
    for event in &record.events {
        let distinct = |sides: &'_ [Side]| -> BTreeSet<String> { sides.iter().map(actor_id).collect() };
        let (sources, targets) = (distinct(&event.source), distinct(&event.target));
        for side in event.source.iter().chain(&event.target) {
            met(&mut actors, side);
        }
        for id in sources.union(&targets) {
            let Some(actor) = actors.get_mut(id) else { continue };
            actor.as_source += usize::from(sources.contains(id));
            actor.as_target += usize::from(targets.contains(id));
            if let Some(day) = event.date.and_then(|date| date.day()) {
                actor.first = Some(actor.first.map_or(day, |first| first.min(day)));
                actor.last = Some(actor.last.map_or(day, |last| last.max(day)));
            }
        }
    }
    for statement in &record.statements {
        statement.hearers.iter().for_each(|side| {
            met(&mut actors, side);
        });
        met(&mut actors, &statement.speaker).spoke += 1;
    }
    let mut offices: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for tenure in &record.tenures {
        let held = offices.entry((&tenure.person, &tenure.state)).or_default();
        if !held.contains(&tenure.office.as_str()) {
            held.push(&tenure.office);
        }
    }
    for actor in actors.values_mut() {
        let state = actor.side.state.as_deref().unwrap_or_default();
        actor.offices = offices.get(&(&actor.side.name, state)).cloned().unwrap_or_default();
    }
    actors.into_values().collect()
}

fn met<'m, 'a>(actors: &'m mut BTreeMap<String, Actor<'a>>, side: &'a Side) -> &'m mut Actor<'a> {
    actors.entry(actor_id(side)).or_insert_with(|| Actor {
        side,
        as_source: 0,
        as_target: 0,
        spoke: 0,
        first: None,
        last: None,
        offices: Vec::new(),
    })
}

fn actors<'a>() -> Vec<Column<Actor<'a>>> {
    vec![
        text("id", |actor| Some(actor_id(actor.side))),
        text("name", |actor| some(&actor.side.name)),
        text("code", |actor| actor.side.code.clone()),
        text("state", |actor| actor.side.state.clone()),
        text("sector", |actor| actor.side.sector.clone()),
        text("offices", |actor| joined(actor.offices.iter().copied())),
        whole("events_as_source", |actor| count(actor.as_source)),
        whole("events_as_target", |actor| count(actor.as_target)),
        whole("statements", |actor| count(actor.spoke)),
        date("first_day", |actor| actor.first),
        date("last_day", |actor| actor.last),
    ]
}

pub(super) fn tenures<'a>() -> Vec<Column<&'a Tenure>> {
    vec![
        text("person", |t| some(&t.person)),
        text("office", |t| some(&t.office)),
        text("state", |t| some(&t.state)),
        date("first", |t| t.first),
        date("last", |t| t.last),
        flag("first_is_start", |t| Some(t.first_is_start)),
        flag("last_is_end", |t| Some(t.last_is_end)),
        date("began_begin", |t| begin(t.began)),
        date("began_end", |t| end(t.began)),
        date("ended_begin", |t| begin(t.ended)),
        date("ended_end", |t| end(t.ended)),
        date("former_by", |t| t.former_by),
        date("not_before", |t| t.not_before),
        flag("acting", |t| Some(t.acting)),
        whole("independent", |t| Some(t.independent.into())),
        text("report_ids", |t| {
            let reports: BTreeSet<&str> = t.evidence.iter().map(|evidence| evidence.doc.as_str()).collect();
            joined(reports)
        }),
        text("earliest_words", |t| t.earliest.as_ref().map(|end| end.evidence.text.clone())),
        text("latest_words", |t| t.latest.as_ref().map(|end| end.evidence.text.clone())),
    ]
}

pub(super) fn statements<'a>() -> Vec<Column<&'a Statement>> {
    vec![
        text("id", |s| some(&s.id)),
        text("report_id", |s| some(&s.doc)),
        text("speaker_actor_id", |s| Some(actor_id(&s.speaker))),
        text("speaker", |s| some(&s.speaker.name)),
        text("speaker_code", |s| s.speaker.code.clone()),
        text("speaker_state", |s| s.speaker.state.clone()),
        text("hearers", |s| names(&s.hearers)),
        text("hearers_code", |s| codes(&s.hearers)),
        text("hearers_state", |s| states(&s.hearers)),
        text("kind", |s| some(s.kind.as_str())),
        text("topic", |s| s.topic.clone()),
        flag("direct", |s| Some(s.direct)),
        text("words", |s| some(&s.words)),
        date("date_begin", |s| begin(s.date)),
        date("date_end", |s| end(s.date)),
        text("event_id", |s| s.event.clone()),
        text("commitment_state", |s| s.state.map(|state| state.as_str().into())),
        text("commitment_words", |s| joined(s.state_evidence.iter().map(|evidence| evidence.text.as_str()))),
        text("commitment_report_ids", |s| {
            let reports: BTreeSet<&str> =
                s.state_evidence.iter().map(|evidence| evidence.doc.as_str()).collect();
            joined(reports)
        }),
    ]
}

fn findings<'a>() -> Vec<Column<&'a Finding>> {
    vec![
        text("id", |f| some(&f.id)),
        text("kind", |f| some(&f.kind)),
        text("message", |f| some(&f.message)),
        text("ids", |f| strings(&f.ids)),
    ]
}

fn reports<'a>() -> Vec<Column<&'a ReportRow>> {
    vec![
        text("id", |r| some(&r.id)),
        text("url", |r| r.url.clone()),
        text("outlet", |r| r.source.clone()),
        text("title", |r| r.title.clone()),
        text("language", |r| r.language.clone()),
        date("published", |r| r.published.date),
        date("published_begin", |r| r.published.begin),
        date("published_end", |r| r.published.end),
        text("published_basis", |r| r.published.basis.and_then(word)),
        text("published_conflict", |r| r.published.conflict.clone()),
        text("copy", |r| r.copy.clone()),
        text("copy_of", |r| r.copy_of.clone()),
        text("copy_edit", |r| r.copy_how.as_ref().and_then(|how| word(how.edit))),
        text("story", |r| r.story.clone()),
        whole("characters", |r| count(r.text.chars().count())),
        body("text", |r| some(&r.text)),
    ]
}

fn dyad_days<'a>() -> Vec<Column<DyadDay<'a>>> {
    vec![
        date("day", |row| row.day),
        text("source_state", |row| some(row.source)),
        text("target_state", |row| some(row.target)),
        whole("events", |row| Some(row.events())),
        whole("verbal_cooperation", |row| Some(row.quads[0])),
        whole("material_cooperation", |row| Some(row.quads[1])),
        whole("verbal_conflict", |row| Some(row.quads[2])),
        whole("material_conflict", |row| Some(row.quads[3])),
        number("goldstein_sum", |row| Some(row.goldstein_sum())),
        number("goldstein_mean", |row| row.goldstein_mean()),
        whole("independent_reports", |row| Some(row.independent())),
        whole("said_only", |row| Some(row.said_only)),
        whole("not_happened", |row| Some(row.not_happened)),
    ]
}

/// Name and code: nobody else has both.
fn actor_id(side: &Side) -> String {
    match &side.code {
        Some(code) => format!("{} [{code}]", side.name),
        None => side.name.clone(),
    }
}

/// The contract's word for a value.
fn word(value: impl serde::Serialize) -> Option<String> {
    serde_json::to_value(value).ok()?.as_str().map(String::from)
}

fn some(text: &str) -> Option<String> {
    Some(text.into())
}

fn count(number: usize) -> Option<i64> {
    i64::try_from(number).ok()
}

fn begin(date: Option<DayInterval>) -> Option<Day> {
    date?.begin
}

fn end(date: Option<DayInterval>) -> Option<Day> {
    date?.end
}

fn strings(parts: &[String]) -> Option<String> {
    joined(parts.iter().map(String::as_str))
}

fn names(sides: &[Side]) -> Option<String> {
    joined(sides.iter().map(|side| side.name.as_str()))
}

fn codes(sides: &[Side]) -> Option<String> {
    aligned(sides.iter().map(|side| side.code.as_deref()), "")
}

fn states(sides: &[Side]) -> Option<String> {
    aligned(sides.iter().map(|side| side.state.as_deref()), "")
}
