//! Events as ICEWS has them: one row for each source with each target, 20 columns.

use super::codes;
use super::column::{Column, text};
use super::pairs::{Pair, by_id, first_report, whole_numbers};
use chancery_model::places::is_city;
use chancery_model::words::fold;
use chancery_model::{Event, Record, ReportRow, Side};
use std::collections::BTreeMap;

/// A pair, and the report that stands for the event's reports, with its number.
pub(super) struct Row<'a> {
    pair: Pair<'a>,
    report: Option<(&'a ReportRow, i64)>,
}

pub(super) fn rows(record: &Record, wanted: impl Fn(&Event) -> bool) -> Vec<Row<'_>> {
    let reports = by_id(record);
    let ids: Vec<String> = record.reports.iter().map(|report| report.id.clone()).collect();
    let numbers: BTreeMap<&str, i64> = ids.iter().map(String::as_str).zip(whole_numbers(&ids)).collect();
    let mut rows = Vec::new();
    for pair in Pair::of(record).into_iter().filter(|pair| wanted(pair.event)) {
        let report = first_report(pair.event, &reports);
        let report = report.and_then(|report| Some((report, *numbers.get(report.id.as_str())?)));
        rows.push(Row { pair, report });
    }
    rows
}

pub(super) fn columns<'a>() -> Vec<Column<Row<'a>>> {
    vec![
        text("Event ID", |row| Some(row.pair.number.to_string())),
        text("Event Date", |row| row.pair.event.date?.day().map(|day| day.to_string())),
        text("Source Name", |row| row.pair.source.map(|side| side.name.clone())),
        text("Source Sectors", |row| sectors(row.pair.source?)),
        text("Source Country", |row| country(row.pair.source?)),
        text("Event Text", |row| Some(row.pair.event.cameo.row().label.into())),
        text("CAMEO Code", |row| Some(row.pair.event.cameo.to_string())),
        text("Intensity", |row| Some(format!("{:.1}", row.pair.event.goldstein))),
        text("Target Name", |row| row.pair.target.map(|side| side.name.clone())),
        text("Target Sectors", |row| sectors(row.pair.target?)),
        text("Target Country", |row| country(row.pair.target?)),
        text("Story ID", |row| row.report.map(|(_, number)| number.to_string())),
        text("Sentence Number", |_| None),
        text("Publisher", |row| row.report?.0.source.clone()),
        text("City", |row| {
            let place = row.pair.event.place.as_ref()?;
            is_city(&fold(&place.name)).then(|| place.name.clone())
        }),
        text("District", |_| None),
        text("Province", |_| None),
        text("Country", |row| {
            let place = row.pair.event.place.as_ref()?;
            codes::state_name(place.state.as_deref()?).map(String::from)
        }),
        text("Latitude", |_| None),
        text("Longitude", |_| None),
    ]
}

/// What kind of actor it is, then its sector.
fn sectors(side: &Side) -> Option<String> {
    let codes = [side.state.as_deref(), side.sector.as_deref()];
    let phrases: Vec<&str> = codes.into_iter().flatten().filter_map(codes::sector_phrase).collect();
    (!phrases.is_empty()).then(|| phrases.join(","))
}

fn country(side: &Side) -> Option<String> {
    codes::state_name(side.state.as_deref()?).map(String::from)
}
