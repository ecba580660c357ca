//! The record's tables as JSON Lines, as `contract/record.md` has them: the same record gives the same bytes.

use chancery_model::{
    CameoCode, DayInterval, Event, EventType, Evidence, HistoryEntry, Plan, Record, RecordPlace, Side, Status,
};
use serde::Serialize;
use std::io::{self, Write};

/// Writes the events, one object a line; how many there are.
pub(super) fn write_events(record: &Record, out: &mut impl Write) -> io::Result<usize> {
    lines(record.events.iter().map(EventRow::from), out)
}

/// Writes rows, one object a line; how many there are.
pub(super) fn lines<T: Serialize>(
    rows: impl IntoIterator<Item = T>,
    out: &mut impl Write,
) -> io::Result<usize> {
    let mut written = 0;
    for row in rows {
        serde_json::to_writer(&mut *out, &row).map_err(io::Error::from)?;
        out.write_all(b"\n")?;
        written += 1;
    }
    Ok(written)
}

/// The contract's fields of an event, in its order. Which claims it was merged from is told by the table of reports.
#[derive(Serialize)]
struct EventRow<'a> {
    schema: u32,
    id: &'a str,
    #[serde(rename = "type")]
    event_type: EventType,
    mode: Option<&'a str>,
    contexts: &'a [String],
    plans: Option<&'a Plan>,
    cameo: CameoCode,
    quad: u8,
    goldstein: f64,
    status: Status,
    history: &'a [HistoryEntry],
    part_of: Option<&'a str>,
    said_by: Option<&'a [String]>,
    date: Option<DayInterval>,
    place: Option<&'a RecordPlace>,
    source: &'a [Side],
    target: &'a [Side],
    participants: &'a [String],
    summary: &'a str,
    documents: &'a [String],
    independent: u32,
    evidence: &'a [Evidence],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    corrected: &'a [String],
}

impl<'a> From<&'a Event> for EventRow<'a> {
    fn from(event: &'a Event) -> Self {
        EventRow {
            schema: event.schema,
            id: &event.id,
            event_type: event.event_type,
            mode: event.mode.as_deref(),
            contexts: &event.contexts,
            plans: event.plans.as_ref(),
            cameo: event.cameo,
            quad: event.quad,
            goldstein: event.goldstein,
            status: event.status,
            history: &event.history,
            part_of: event.part_of.as_deref(),
            said_by: event.said_by.as_deref(),
            date: event.date.filter(|date| !date.is_unknown()),
            place: event.place.as_ref(),
            source: &event.source,
            target: &event.target,
            participants: &event.participants,
            summary: &event.summary,
            documents: &event.documents,
            independent: event.independent,
            evidence: &event.evidence,
            corrected: &event.corrected,
        }
    }
}
