//! Tables as lines of cells.

use super::column::Column;
use chancery_model::words::fold_each;
use std::borrow::Cow;
use std::io::{self, Write};

/// How a table is written as lines.
pub(super) struct Form {
    /// What stands between cells.
    pub(super) separator: char,
    /// Whether the first line holds the names of the columns.
    pub(super) header: bool,
    /// What stands where nothing is known.
    pub(super) missing: &'static str,
    /// Whether a cell with a separator, quotation mark or line end in it is quoted (RFC 4180). Otherwise quotation marks in cells
    /// become apostrophes: some readers of tabbed files would take them for quoting.
    pub(super) quoted: bool,
    /// Whether bytes are ISO 8859-1 rather than UTF-8.
    pub(super) latin1: bool,
}

/// Comma-separated values.
pub(super) const CSV: Form = Form { separator: ',', header: true, missing: "", quoted: true, latin1: false };

/// Tab-separated values, as the data sets of events have them.
pub(super) const TABBED: Form =
    Form { separator: '\t', header: true, missing: "None", quoted: false, latin1: false };

/// Writes rows; how many there are.
pub(super) fn write<R>(
    form: &Form,
    columns: &[Column<R>],
    rows: &[R],
    out: &mut impl Write,
) -> io::Result<usize> {
    if form.header {
        line(form, columns.iter().map(|column| Some(column.name.clone())), out)?;
    }
    for row in rows {
        line(form, columns.iter().map(|column| column.words(row)), out)?;
    }
    Ok(rows.len())
}

fn line(form: &Form, cells: impl Iterator<Item = Option<String>>, out: &mut impl Write) -> io::Result<()> {
    let mut line = String::new();
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            line.push(form.separator);
        }
        match cell {
            None => line.push_str(form.missing),
            Some(cell) if form.quoted => line.push_str(&crate::csv::quoted(&cell)),
            Some(cell) => line.push_str(&cell.replace('"', "'")),
        }
    }
    line.push('\n');
    out.write_all(&if form.latin1 { latin1(&line) } else { Cow::Borrowed(line.as_bytes()) })
}

/// A text as ISO 8859-1. A letter that it lacks stands without its accent; what has no such letter is a question mark.
fn latin1(text: &str) -> Cow<'static, [u8]> {
    let mut bytes = Vec::with_capacity(text.len());
    for c in text.chars() {
        match (u8::try_from(c), c) {
            (Ok(byte), _) => bytes.push(byte),
            (_, '“' | '”' | '„' | '‘' | '’' | '‚' | 'ʼ') => bytes.push(b'\''),
            (_, '–' | '—' | '‐' | '‑') => bytes.push(b'-'),
            _ => plain(c, &mut bytes),
        }
    }
    Cow::Owned(bytes)
}

fn plain(c: char, bytes: &mut Vec<u8>) {
    let before = bytes.len();
    fold_each(c, |part| {
        let part = if c.is_uppercase() { part.to_ascii_uppercase() } else { part };
        bytes.push(if part.is_ascii() { part as u8 } else { b'?' });
    });
    if bytes.len() == before {
        bytes.push(b'?');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_latin1_lacks_lose_their_accents() {
        assert_eq!(latin1("Mélanie – Šefčovič “Łódź” 习").as_ref(), b"M\xe9lanie - Sefcovic 'L\xf3dz' ?");
    }
}
