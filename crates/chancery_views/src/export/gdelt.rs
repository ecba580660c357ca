//! Events as GDELT 2.0 has them: one row for each source with each target, 61 columns, no header.

use super::codes;
use super::column::{Column, text};
use super::pairs::{Pair, by_id, first_report};
use chancery_model::places::is_city;
use chancery_model::words::fold;
use chancery_model::{Day, DayInterval, Event, Record, ReportRow, Side};
use std::collections::BTreeMap;

/// A pair, and the report that stands for the event's reports.
pub(super) struct Row<'a> {
    pair: Pair<'a>,
    report: Option<&'a ReportRow>,
    /// See [`is_root`].
    is_root: Option<bool>,
}

pub(super) fn rows(record: &Record, wanted: impl Fn(&Event) -> bool) -> Vec<Row<'_>> {
    let reports = by_id(record);
    let mut rows = Vec::new();
    for pair in Pair::of(record).into_iter().filter(|pair| wanted(pair.event)) {
        let (report, is_root) = (first_report(pair.event, &reports), is_root(pair.event, &reports));
        rows.push(Row { pair, report, is_root });
    }
    rows
}

pub(super) fn columns<'a>() -> Vec<Column<Row<'a>>> {
    vec![
        text("GLOBALEVENTID", |row| Some(row.pair.number.to_string())),
        text("SQLDATE", |row| {
            row.shared(|day| format!("{:04}{:02}{:02}", day.year(), day.month(), day.day()))
        }),
        text("MonthYear", |row| row.shared(|day| format!("{:04}{:02}", day.year(), day.month()))),
        text("Year", |row| row.shared(|day| format!("{:04}", day.year()))),
        text("FractionDate", |row| row.day().map(fraction)),
        text("Actor1Code", |row| cameo(row.pair.source).code()),
        text("Actor1Name", |row| row.pair.source.map(|side| side.name.to_uppercase())),
        text("Actor1CountryCode", |row| cameo(row.pair.source).country),
        text("Actor1KnownGroupCode", |row| cameo(row.pair.source).group),
        text("Actor1EthnicCode", |_| None),
        text("Actor1Religion1Code", |_| None),
        text("Actor1Religion2Code", |_| None),
        text("Actor1Type1Code", |row| cameo(row.pair.source).types[0].map(String::from)),
        text("Actor1Type2Code", |row| cameo(row.pair.source).types[1].map(String::from)),
        text("Actor1Type3Code", |_| None),
        text("Actor2Code", |row| cameo(row.pair.target).code()),
        text("Actor2Name", |row| row.pair.target.map(|side| side.name.to_uppercase())),
        text("Actor2CountryCode", |row| cameo(row.pair.target).country),
        text("Actor2KnownGroupCode", |row| cameo(row.pair.target).group),
        text("Actor2EthnicCode", |_| None),
        text("Actor2Religion1Code", |_| None),
        text("Actor2Religion2Code", |_| None),
        text("Actor2Type1Code", |row| cameo(row.pair.target).types[0].map(String::from)),
        text("Actor2Type2Code", |row| cameo(row.pair.target).types[1].map(String::from)),
        text("Actor2Type3Code", |_| None),
        text("IsRootEvent", |row| row.is_root.map(|is_root| i32::from(is_root).to_string())),
        text("EventCode", |row| Some(row.pair.event.cameo.to_string())),
        text("EventBaseCode", |row| Some(head(row.pair.event, 3))),
        text("EventRootCode", |row| Some(head(row.pair.event, 2))),
        text("QuadClass", |row| Some(row.pair.event.quad.to_string())),
        text("GoldsteinScale", |row| Some(row.pair.event.goldstein.to_string())),
        text("NumMentions", |row| Some(row.pair.event.evidence.len().to_string())),
        text("NumSources", |row| Some(row.pair.event.independent.to_string())),
        text("NumArticles", |row| Some(row.pair.event.documents.len().to_string())),
        text("AvgTone", |_| None),
        text("Actor1Geo_Type", |_| None),
        text("Actor1Geo_Fullname", |_| None),
        text("Actor1Geo_CountryCode", |_| None),
        text("Actor1Geo_ADM1Code", |_| None),
        text("Actor1Geo_ADM2Code", |_| None),
        text("Actor1Geo_Lat", |_| None),
        text("Actor1Geo_Long", |_| None),
        text("Actor1Geo_FeatureID", |_| None),
        text("Actor2Geo_Type", |_| None),
        text("Actor2Geo_Fullname", |_| None),
        text("Actor2Geo_CountryCode", |_| None),
        text("Actor2Geo_ADM1Code", |_| None),
        text("Actor2Geo_ADM2Code", |_| None),
        text("Actor2Geo_Lat", |_| None),
        text("Actor2Geo_Long", |_| None),
        text("Actor2Geo_FeatureID", |_| None),
        text("ActionGeo_Type", |row| geo_type(row.pair.event).map(String::from)),
        text("ActionGeo_Fullname", |row| full_name(row.pair.event)),
        text("ActionGeo_CountryCode", |row| {
            let state = row.pair.event.place.as_ref()?.state.as_deref()?;
            Some(codes::state(state).fips.into()).filter(|code: &String| !code.is_empty())
        }),
        text("ActionGeo_ADM1Code", |_| None),
        text("ActionGeo_ADM2Code", |_| None),
        text("ActionGeo_Lat", |_| None),
        text("ActionGeo_Long", |_| None),
        text("ActionGeo_FeatureID", |_| None),
        text("DATEADDED", |_| None),
        text("SOURCEURL", |row| row.report?.url.clone()),
    ]
}

impl Row<'_> {
    fn date(&self) -> DayInterval {
        self.pair.event.date.unwrap_or_default()
    }

    fn day(&self) -> Option<Day> {
        self.date().day()
    }

    /// What the first and the last day on which it can have been have in common: a day, a month or a year.
    fn shared(&self, form: impl Fn(Day) -> String) -> Option<String> {
        let (begin, end) = (form(self.date().begin?), form(self.date().end?));
        (begin == end).then_some(begin)
    }
}

/// The year, with the part of it that has passed, as GDELT reckons it: months of 30 days in a year of 365.
fn fraction(day: Day) -> String {
    let days = (i32::from(day.month()) - 1) * 30 + i32::from(day.day());
    format!("{:04}.{:04}", day.year(), (days * 10_000 + 182) / 365)
}

/// An actor in CAMEO's codes.
#[derive(Default)]
struct Cameo {
    country: Option<String>,
    group: Option<String>,
    types: [Option<&'static str>; 2],
}

impl Cameo {
    /// All codes together; of a body of states its kind comes first.
    fn code(&self) -> Option<String> {
        let (country, group) = (self.country.as_deref(), self.group.as_deref());
        let [first, second] = self.types;
        let parts = match group {
            Some(_) => [first, country, group, second],
            None => [country, first, second, None],
        };
        let code: String = parts.into_iter().flatten().collect();
        (!code.is_empty()).then_some(code)
    }
}

fn cameo(side: Option<&Side>) -> Cameo {
    let Some(side) = side else { return Cameo::default() };
    let state = side.state.as_deref();
    let kind = state.and_then(codes::sector_cameo);
    let sector = side.sector.as_deref().and_then(codes::sector_cameo);
    let types = if kind.is_some() { [kind, sector] } else { [sector, None] };
    let (country, group) = match state {
        Some("EUR") => (Some("EUR"), Some("EEC")),
        Some("UNO") => (None, Some("UNO")),
        Some(state) if codes::is_kind(state) => (None, None),
        state => (state.map(codes::cameo_country), None),
    };
    Cameo { country: country.map(String::from), group: group.map(String::from), types }
}

fn head(event: &Event, digits: usize) -> String {
    event.cameo.as_str().chars().take(digits).collect()
}

/// Whether one of its reports tells it in its first paragraph; `None` where none of them is there.
fn is_root(event: &Event, reports: &BTreeMap<&str, &ReportRow>) -> Option<bool> {
    let in_lead = event.evidence.iter().filter_map(|evidence| {
        let text = &reports.get(evidence.doc.as_str())?.text;
        let end = text.find("\n\n").or_else(|| text.find('\n')).unwrap_or(text.len());
        let lead = text[..end].chars().count();
        Some((evidence.start as usize) < lead)
    });
    in_lead.reduce(|a, b| a || b)
}

/// 1 a country, 3 a town of the United States, 4 a town elsewhere; `None` for other places, and where the state is not known.
fn geo_type(event: &Event) -> Option<&'static str> {
    let place = event.place.as_ref()?;
    let state = place.state.as_deref()?;
    match fold(&place.name) {
        name if codes::is_state(&name, state) => Some("1"),
        name if is_city(&name) => Some(if state == "USA" { "3" } else { "4" }),
        _ => None,
    }
}

fn full_name(event: &Event) -> Option<String> {
    let place = event.place.as_ref()?;
    match place.state.as_deref() {
        Some(state) if !codes::is_state(&fold(&place.name), state) => {
            let parts = [Some(place.name.as_str()), codes::state_name(state)];
            Some(parts.into_iter().flatten().collect::<Vec<_>>().join(", "))
        }
        _ => Some(place.name.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_year_passes_in_ten_thousandths() {
        assert_eq!(fraction(date(2015, 2, 18)), "2015.1315");
        assert_eq!(fraction(date(2031, 12, 31)), "2031.9890");
    }

    #[test]
    fn actors_have_cameos_codes() {
        let side = |state: &str, sector: Option<&str>| Side {
            name: "X".into(),
            code: None,
            state: Some(state.into()).filter(|state: &String| !state.is_empty()),
            sector: sector.map(String::from),
        };
        let code = |state, sector| cameo(Some(&side(state, sector))).code().unwrap_or_default();
        assert_eq!(code("USA", Some("GOV")), "USAGOV");
        assert_eq!(code("ROU", Some("JRN")), "ROMMED");
        assert_eq!(code("EUR", None), "IGOEUREEC");
        assert_eq!(code("UNO", None), "IGOUNO");
        assert_eq!(code("IGO", Some("MIL")), "IGOMIL");
        assert_eq!(code("", Some("EDU")), "EDU");
        assert_eq!(code("KOS", Some("PTY")), "KOS");
        assert!(cameo(None).code().is_none());
    }
}
