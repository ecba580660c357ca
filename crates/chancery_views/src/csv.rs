//! A timeline as comma-separated values (RFC 4180), one event a row; several names in one cell are parted by "; ".

use crate::Timeline;
use chancery_model::Side;
use std::io::{self, Write};

const COLUMNS: [&str; 24] = [
    "id",
    "begin",
    "end",
    "type",
    "mode",
    "plans",
    "contexts",
    "cameo",
    "quad",
    "goldstein",
    "status",
    "source",
    "source_code",
    "target",
    "target_code",
    "participants",
    "place",
    "place_state",
    "said_by",
    "part_of",
    "reports",
    "independent",
    "documents",
    "summary",
];

/// Writes a header and the events.
pub fn write_csv(timeline: &Timeline<'_>, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{}", COLUMNS.join(","))?;
    for entry in &timeline.events {
        let event = entry.event;
        let day = |day: Option<chancery_model::Day>| day.map(|day| day.to_string()).unwrap_or_default();
        let date = event.date.unwrap_or_default();
        let names = |sides: &[Side]| joined(sides.iter().map(|side| side.name.as_str()));
        let codes = |sides: &[Side]| joined(sides.iter().map(|side| side.code.as_deref().unwrap_or("")));
        let plan = event.plans.as_ref();
        let cells: [String; 24] = [
            event.id.clone(),
            day(date.begin),
            day(date.end),
            event.event_type.to_string(),
            event.mode.clone().unwrap_or_default(),
            plan.map(|p| joined([p.event_type.as_str()].into_iter().chain(p.mode.as_deref())))
                .unwrap_or_default(),
            joined(event.contexts.iter().map(String::as_str)),
            event.cameo.to_string(),
            event.quad.to_string(),
            event.goldstein.to_string(),
            event.status.as_str().into(),
            names(&event.source),
            codes(&event.source),
            names(&event.target),
            codes(&event.target),
            joined(event.participants.iter().map(String::as_str)),
            event.place.as_ref().map(|place| place.name.clone()).unwrap_or_default(),
            event.place.as_ref().and_then(|place| place.state.clone()).unwrap_or_default(),
            joined(event.said_by.iter().flatten().map(String::as_str)),
            event.part_of.clone().unwrap_or_default(),
            event.documents.len().to_string(),
            event.independent.to_string(),
            joined(event.documents.iter().map(String::as_str)),
            event.summary.clone(),
        ];
        writeln!(out, "{}", cells.map(|cell| quoted(&cell)).join(","))?;
    }
    Ok(())
}

fn joined<'a>(parts: impl Iterator<Item = &'a str>) -> String {
    parts.collect::<Vec<_>>().join("; ")
}

/// A cell, quoted where it must be.
pub fn quoted(cell: &str) -> String {
    if cell.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.into()
    }
}
