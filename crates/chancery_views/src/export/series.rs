//! The periods of a relation, one a row.

use super::column::{Column, date, number, text, whole};
use super::delimited::{self, CSV};
use crate::Series;
use crate::index::Period;
use std::io::{self, Write};

/// One period.
pub(super) struct Row<'a> {
    period: &'a Period<'a>,
    /// The mean turned at its beginning.
    turns: bool,
}

/// Writes the series as comma-separated values (RFC 4180), one period a row.
pub fn write_series_csv(series: &Series<'_>, out: &mut impl Write) -> io::Result<()> {
    delimited::write(&CSV, &columns(), &rows(series), out).map(drop)
}

pub(super) fn rows<'a>(series: &'a Series<'a>) -> Vec<Row<'a>> {
    let turns = |at| series.turns.iter().any(|turn| turn.period == at);
    series.periods.iter().enumerate().map(|(at, period)| Row { period, turns: turns(at) }).collect()
}

pub(super) fn columns<'a>() -> Vec<Column<Row<'a>>> {
    vec![
        text("period", |row| Some(row.period.key.clone())),
        date("begin", |row| Some(row.period.begin)),
        date("end", |row| Some(row.period.end)),
        whole("verbal_cooperation", |row| of_quad(row, 1)),
        whole("material_cooperation", |row| of_quad(row, 2)),
        whole("verbal_conflict", |row| of_quad(row, 3)),
        whole("material_conflict", |row| of_quad(row, 4)),
        number("mean", |row| row.period.mean),
        number("low", |row| row.period.band.map(|band| band.low)),
        number("high", |row| row.period.band.map(|band| band.high)),
        whole("reports", |row| i64::try_from(row.period.reports.len()).ok()),
        whole("turn", |row| Some(row.turns.into())),
    ]
}

/// How many events of a quad class, 1 to 4.
fn of_quad(row: &Row<'_>, quad: usize) -> Option<i64> {
    i64::try_from(row.period.quads.get(quad - 1)?.len()).ok()
}
