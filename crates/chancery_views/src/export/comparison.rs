//! What each report says of each point of a comparison, one a row.

use super::column::{Column, flag, joined, text, whole};
use crate::Comparison;
use crate::compare::{Account, Column as Compared, Point};

/// One report's account of one point.
pub(super) struct Row<'a> {
    /// From 1, in the order of the comparison.
    number: usize,
    point: &'a Point,
    column: &'a Compared<'a>,
    account: &'a Account,
}

pub(super) fn rows<'a>(comparison: &'a Comparison<'a>) -> Vec<Row<'a>> {
    let mut rows = Vec::new();
    for (point, number) in comparison.points.iter().zip(1..) {
        let accounts = comparison.columns.iter().zip(&point.accounts);
        let told = accounts
            .filter_map(|(column, account)| Some(Row { number, point, column, account: account.as_ref()? }));
        rows.extend(told);
    }
    rows
}

pub(super) fn columns<'a>() -> Vec<Column<Row<'a>>> {
    vec![
        whole("point", |row| i64::try_from(row.number).ok()),
        text("heading", |row| Some(row.point.heading.clone())),
        text("standing", |row| Some(row.point.standing.as_str().into())),
        flag("circumstance", |row| Some(row.point.circumstance)),
        text("column", |row| Some(row.column.letter.clone())),
        text("report_id", |row| Some(row.column.doc.into())),
        text("outlet", |row| row.column.source.map(String::from)),
        text("says", |row| row.account.says.clone()),
        text("speaker", |row| row.account.voice.as_ref()?.name.clone()),
        text("speaker_state", |row| joined(row.account.voice.as_ref()?.states.iter().map(String::as_str))),
        text("words", |row| joined(row.account.passages.iter().map(|words| words.text.as_str()))),
        text("differs_in", |row| {
            joined(row.point.differences.iter().map(|difference| difference.about.as_str()))
        }),
    ]
}
