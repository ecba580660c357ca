//! A column of a table: its name, and what stands in it.

use chancery_model::Day;
use std::borrow::Cow;
use std::io::{self, Write};

/// A column of a table with rows `R`.
pub struct Column<R> {
    /// Its name.
    pub name: String,
    pub(super) cell: Cell<R>,
}

/// What stands in a column of a row; `None` where it is unknown or there is none.
pub(super) enum Cell<R> {
    /// Text on one line.
    Text(fn(&R) -> Option<String>),
    /// Text that keeps its line ends.
    Body(fn(&R) -> Option<String>),
    /// A whole number.
    Whole(fn(&R) -> Option<i64>),
    /// A number.
    Number(fn(&R) -> Option<f64>),
    /// Yes or no.
    Flag(fn(&R) -> Option<bool>),
    /// A day.
    Date(fn(&R) -> Option<Day>),
}

impl<R> Column<R> {
    /// The cell of a row in words: days as ISO 8601, yes and no as `true` and `false`.
    pub fn words(&self, row: &R) -> Option<String> {
        match self.cell {
            Cell::Text(text) => text(row).map(|text| clean(&text, false).into_owned()),
            Cell::Body(text) => text(row).map(|text| clean(&text, true).into_owned()),
            Cell::Whole(number) => number(row).map(|number| number.to_string()),
            Cell::Number(number) => number(row).map(|number| number.to_string()),
            Cell::Flag(flag) => flag(row).map(|flag| flag.to_string()),
            Cell::Date(day) => day(row).map(|day| day.to_string()),
        }
    }

    /// What kind of value stands in it: `text`, `integer`, `number`, `boolean` or `date`.
    pub fn kind(&self) -> &'static str {
        match self.cell {
            Cell::Text(_) | Cell::Body(_) => "text",
            Cell::Whole(_) => "integer",
            Cell::Number(_) => "number",
            Cell::Flag(_) => "boolean",
            Cell::Date(_) => "date",
        }
    }
}

pub(super) fn text<R>(name: &str, cell: fn(&R) -> Option<String>) -> Column<R> {
    Column { name: name.into(), cell: Cell::Text(cell) }
}

pub(super) fn body<R>(name: &str, cell: fn(&R) -> Option<String>) -> Column<R> {
    Column { name: name.into(), cell: Cell::Body(cell) }
}

pub(super) fn whole<R>(name: &str, cell: fn(&R) -> Option<i64>) -> Column<R> {
    Column { name: name.into(), cell: Cell::Whole(cell) }
}

pub(super) fn number<R>(name: &str, cell: fn(&R) -> Option<f64>) -> Column<R> {
    Column { name: name.into(), cell: Cell::Number(cell) }
}

pub(super) fn flag<R>(name: &str, cell: fn(&R) -> Option<bool>) -> Column<R> {
    Column { name: name.into(), cell: Cell::Flag(cell) }
}

pub(super) fn date<R>(name: &str, cell: fn(&R) -> Option<Day>) -> Column<R> {
    Column { name: name.into(), cell: Cell::Date(cell) }
}

/// A text with a space in the place of each control character, so that offsets into it hold. A body keeps its line ends
/// and tabs.
pub(super) fn clean(text: &str, is_body: bool) -> Cow<'_, str> {
    let kept = |c: char| match c {
        '\n' | '\t' => is_body,
        '\u{2028}' | '\u{2029}' => false,
        _ => !c.is_control(),
    };
    if text.chars().all(kept) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().map(|c| if kept(c) { c } else { ' ' }).collect())
    }
}

/// Names in one cell, parted by "; "; `None` where there are none.
pub(super) fn joined<'a>(parts: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let parts = Vec::from_iter(parts);
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// One code for each of several in one cell, in their order, parted by "; "; `missing` stands for one that has none. `None` where
/// none has one.
pub(super) fn aligned<'a>(parts: impl IntoIterator<Item = Option<&'a str>>, missing: &str) -> Option<String> {
    let parts = Vec::from_iter(parts);
    let shown: Vec<&str> = parts.iter().map(|part| part.unwrap_or(missing)).collect();
    parts.iter().any(Option::is_some).then(|| shown.join("; "))
}

/// Writes rows as JSON objects, one a line, with the columns as their fields; how many there are.
pub(super) fn json_lines<R>(columns: &[Column<R>], rows: &[R], out: &mut impl Write) -> io::Result<usize> {
    for row in rows {
        for (at, column) in columns.iter().enumerate() {
            out.write_all(if at == 0 { b"{" } else { b"," })?;
            serde_json::to_writer(&mut *out, &column.name)?;
            out.write_all(b":")?;
            let words = column.words(row);
            match (column.kind(), words) {
                (_, None) => out.write_all(b"null")?,
                ("text" | "date", Some(words)) => serde_json::to_writer(&mut *out, &words)?,
                (_, Some(words)) => out.write_all(words.as_bytes())?,
            }
        }
        out.write_all(b"}\n")?;
    }
    Ok(rows.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_control_character_becomes_one_space() {
        assert_eq!(clean("a\tb\r\n\u{0}c\u{2028}é", false), "a b   c é");
        assert_eq!(clean("a\tb\r\nc", true), "a\tb \nc");
    }

    #[test]
    fn codes_stay_beside_their_names() {
        assert_eq!(aligned([Some("CAN"), None, Some("CHN")], ""), Some("CAN; ; CHN".into()));
        assert_eq!(aligned([None, None], "None"), None);
        assert_eq!(joined([]), None);
    }
}
