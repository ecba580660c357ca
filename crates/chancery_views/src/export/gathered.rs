//! Tables column by column, for callers that keep them so.

use super::column::{Cell, Column, clean};
use super::{Table, claims, comparison, flat, series};
use crate::{Comparison, Series};
use chancery_model::{Annotated, Day, Event, Record, Statement, Tenure};

/// A column with what stands in it, row by row.
#[derive(Clone, Debug, PartialEq)]
pub struct Gathered {
    /// Its name.
    pub name: String,
    /// What stands in it.
    pub values: Values,
}

/// The values of a column; `None` where one is unknown or there is none.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// Texts.
    Text(Vec<Option<String>>),
    /// Whole numbers.
    Whole(Vec<Option<i64>>),
    /// Numbers.
    Number(Vec<Option<f64>>),
    /// Yes or no.
    Flag(Vec<Option<bool>>),
    /// Days.
    Date(Vec<Option<Day>>),
}

/// What is to be gathered.
#[derive(Clone, Debug)]
pub enum Selection<'a> {
    /// A whole table.
    Table(&'a Record, Table),
    /// Some events, in this order, as [`Table::Events`] has them.
    Events(Vec<&'a Event>),
    /// Some statements, as [`Table::Statements`] has them.
    Statements(Vec<&'a Statement>),
    /// Some tenures, as [`Table::Tenures`] has them.
    Tenures(Vec<&'a Tenure>),
    /// The periods of a relation, one a row.
    Series(&'a Series<'a>),
    /// The claims of some documents, one a row.
    Claims(&'a [Annotated]),
    /// What each report says of each point, one a row.
    Comparison(&'a Comparison<'a>),
}

/// The columns of a selection, with the names and values of the other formats.
///
/// ```
/// use chancery_views::export::{Selection, Table, Values, gathered};
/// let record = chancery_model::Record::default();
/// let columns = gathered(&Selection::Table(&record, Table::EventSides));
/// assert_eq!((columns[0].name.as_str(), &columns[0].values), ("event_id", &Values::Text(vec![])));
/// ```
pub fn gathered(selection: &Selection<'_>) -> Vec<Gathered> {
    match selection {
        Selection::Table(record, table) => flat::take(record, *table, Gathering),
        Selection::Events(events) => gather(&flat::events(), events),
        Selection::Statements(statements) => gather(&flat::statements(), statements),
        Selection::Tenures(tenures) => gather(&flat::tenures(), tenures),
        Selection::Series(series) => gather(&series::columns(), &series::rows(series)),
        Selection::Claims(documents) => gather(&claims::columns(), &claims::rows(documents)),
        Selection::Comparison(comparison) => gather(&comparison::columns(), &comparison::rows(comparison)),
    }
}

struct Gathering;

impl flat::Taker for Gathering {
    type Made = Vec<Gathered>;

    fn take<R>(self, columns: &[Column<R>], rows: &[R]) -> Vec<Gathered> {
        gather(columns, rows)
    }
}

fn gather<R>(columns: &[Column<R>], rows: &[R]) -> Vec<Gathered> {
    let values = |column: &Column<R>| match column.cell {
        Cell::Text(text) => Values::Text(rows.iter().map(|row| one_line(text(row), false)).collect()),
        Cell::Body(text) => Values::Text(rows.iter().map(|row| one_line(text(row), true)).collect()),
        Cell::Whole(number) => Values::Whole(rows.iter().map(number).collect()),
        Cell::Number(number) => Values::Number(rows.iter().map(number).collect()),
        Cell::Flag(flag) => Values::Flag(rows.iter().map(flag).collect()),
        Cell::Date(day) => Values::Date(rows.iter().map(day).collect()),
    };
    columns.iter().map(|column| Gathered { name: column.name.clone(), values: values(column) }).collect()
}

fn one_line(text: Option<String>, is_body: bool) -> Option<String> {
    text.map(|text| clean(&text, is_body).into_owned())
}
