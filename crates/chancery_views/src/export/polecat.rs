//! Events as POLECAT has them: one row an event, 40 columns; what is several in one cell is parted by "; ", and `None` stands for what
//! is not known.

use super::codes;
use super::column::{Column, aligned, joined, text};
use super::pairs::{by_id, first_report};
use chancery_model::places::is_city;
use chancery_model::words::fold;
use chancery_model::{Day, DayInterval, Event, Record, ReportRow, Side, Tenure};
use std::collections::BTreeMap;

/// An event, the report that stands for its reports, and the offices of its sides.
pub(super) struct Row<'a> {
    event: &'a Event,
    report: Option<&'a ReportRow>,
    actor_title: Option<String>,
    recipient_title: Option<String>,
}

pub(super) fn rows(record: &Record, wanted: impl Fn(&Event) -> bool) -> Vec<Row<'_>> {
    let reports = by_id(record);
    let mut tenures: BTreeMap<&str, Vec<&Tenure>> = BTreeMap::new();
    for tenure in &record.tenures {
        tenures.entry(&tenure.person).or_default().push(tenure);
    }
    let events = record.events.iter().filter(|event| wanted(event));
    let row = |event| Row {
        event,
        report: first_report(event, &reports),
        actor_title: titles(event, &event.source, &tenures),
        recipient_title: titles(event, &event.target, &tenures),
    };
    events.map(row).collect()
}

pub(super) fn columns<'a>() -> Vec<Column<Row<'a>>> {
    vec![
        text("Event ID", |row| Some(row.event.id.clone())),
        text("Event Date", |row| row.day().map(|day| day.to_string())),
        text("Event Type", |row| Some(row.event.event_type.to_string())),
        text("Event Mode", |row| row.event.mode.clone()),
        text("Intensity", |row| row.score()?.intensity.map(String::from)),
        text("Quad Code", |row| Some(quad(row.score()?.quad).into())),
        text("Contexts", |row| joined(row.event.contexts.iter().map(String::as_str))),
        text("Actor Name", |row| names(&row.event.source)),
        text("Actor Country", |row| states(&row.event.source)),
        text("Actor COW", |row| cow(&row.event.source)),
        text("Primary Actor Sector", |row| primary_sector(&row.event.source)),
        text("Actor Sectors", |row| sectors(&row.event.source)),
        text("Actor Title", |row| row.actor_title.clone()),
        text("Actor Name Raw", |_| None),
        text("Wikipedia Actor ID", |_| None),
        text("Recipient Name", |row| names(&row.event.target)),
        text("Recipient Country", |row| states(&row.event.target)),
        text("Recipient COW", |row| cow(&row.event.target)),
        text("Primary Recipient Sector", |row| primary_sector(&row.event.target)),
        text("Recipient Sectors", |row| sectors(&row.event.target)),
        text("Recipient Title", |row| row.recipient_title.clone()),
        text("Recipient Name Raw", |_| None),
        text("Wikipedia Recipient ID", |_| None),
        text("Placename", |row| row.place().map(String::from)),
        text("City", |row| row.place().filter(|place| is_city(&fold(place))).map(String::from)),
        text("District", |_| None),
        text("Province", |_| None),
        text("Country", |row| row.event.place.as_ref()?.state.clone()),
        text("Latitude", |_| None),
        text("Longitude", |_| None),
        text("GeoNames ID", |_| None),
        text("Raw Placename", |row| row.place().map(String::from)),
        text("Feature Type", |_| None),
        text("Source", |row| row.report?.source.clone()),
        text("Publication Date", |row| published(row.report?).map(|day| day.to_string())),
        text("Story People", |_| None),
        text("Story Organizations", |_| None),
        text("Story Locations", |_| None),
        text("Language", |row| row.report?.language.clone()),
        text("Version", |_| Some(concat!("chancery ", env!("CARGO_PKG_VERSION")).into())),
    ]
}

impl Row<'_> {
    fn day(&self) -> Option<Day> {
        self.event.date?.day()
    }

    fn place(&self) -> Option<&str> {
        self.event.place.as_ref().map(|place| place.name.as_str())
    }

    fn score(&self) -> Option<codes::Score> {
        codes::score(self.event.event_type.as_str(), self.event.mode.as_deref())
    }
}

/// The office of each side on the day of the event, where the reports show exactly one.
fn titles(event: &Event, sides: &[Side], tenures: &BTreeMap<&str, Vec<&Tenure>>) -> Option<String> {
    let day = event.date?.day()?;
    aligned(sides.iter().map(|side| office(side, day, tenures.get(side.name.as_str())?)), "None")
}

fn office<'a>(side: &Side, day: Day, tenures: &[&'a Tenure]) -> Option<&'a str> {
    let is_held = |tenure: &&&Tenure| {
        let (Some(first), Some(last)) = (tenure.first, tenure.last) else { return false };
        Some(&tenure.state) == side.state.as_ref() && (first..=last).contains(&day)
    };
    let mut held = tenures.iter().filter(is_held);
    let office = held.next()?.office.as_str();
    held.next().is_none().then_some(office)
}

/// The day of publication, where it is known to the day.
pub(super) fn published(report: &ReportRow) -> Option<Day> {
    DayInterval { begin: report.published.begin, end: report.published.end }.day()
}

fn quad(class: u8) -> &'static str {
    match class {
        1 => "VERBAL COOPERATION",
        2 => "MATERIAL COOPERATION",
        3 => "VERBAL CONFLICT",
        _ => "MATERIAL CONFLICT",
    }
}

fn names(sides: &[Side]) -> Option<String> {
    joined(sides.iter().map(|side| side.name.as_str()))
}

fn states(sides: &[Side]) -> Option<String> {
    aligned(sides.iter().map(|side| side.state.as_deref()), "None")
}

fn cow(sides: &[Side]) -> Option<String> {
    let code = |side: &Side| Some(codes::state(side.state.as_deref()?).cow).filter(|code| !code.is_empty());
    aligned(sides.iter().map(code), "None")
}

fn primary_sector(sides: &[Side]) -> Option<String> {
    sides.iter().find_map(|side| side.sector.clone())
}

fn sectors(sides: &[Side]) -> Option<String> {
    aligned(sides.iter().map(|side| side.sector.as_deref()), "None")
}
