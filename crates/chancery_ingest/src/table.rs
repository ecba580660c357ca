//! CSV and TSV: a document a row, under a header.
//!
//! Rows are parsed by `csv-core`, which leaves the memory to its caller: a row over the limit, or a quotation mark that is
//! never closed, is read past and never held.

use crate::decode::decode_row;
use crate::fields::{chosen, wanted};
use crate::raw::{Body, Documents, Raw, Row};
use crate::stream::{Stream, reason};
use crate::{Field, Note, Options, SkipReason, Skipped};
use csv_core::{ReadRecordResult, Reader};
use std::path::Path;
use std::sync::Arc;

/// More fields than this are no table.
const FIELDS: usize = 1 << 16;
/// How often the rows that an unclosed quotation mark swallowed are read again, in one file.
const AGAIN: u32 = 16;

/// The rows of a file.
pub(crate) struct Table {
    path: Arc<Path>,
    source: Stream,
    parser: Reader,
    options: Options,
    /// How many columns the header has.
    width: usize,
    /// Which of them are kept, and their names.
    kept: Vec<usize>,
    names: Arc<[String]>,
    /// The row that was read last, from 1, without the header.
    row: u64,
    /// Bytes of the header and of blank rows, counted with the next document.
    blank: u64,
    over: bool,
    note: Option<Note>,
    record: Record,
    /// What is to be read again before the source, from `again_at` on.
    again: Vec<u8>,
    again_at: usize,
    mended: u32,
}

/// The row that was read last.
#[derive(Default)]
struct Record {
    /// Its fields, one after the other.
    bytes: Vec<u8>,
    /// Where each ends.
    ends: Vec<usize>,
    /// As it stands in the file.
    stored: Vec<u8>,
    size: u64,
    /// The line that it begins on.
    line: u64,
    /// It is larger than the limit, and none of it was kept.
    large: bool,
    /// A quotation mark was open when the file ended.
    open: bool,
}

impl Record {
    fn field(&self, n: usize) -> &[u8] {
        let start = if n == 0 { 0 } else { self.ends[n - 1] };
        &self.bytes[start..self.ends[n]]
    }
}

impl Table {
    /// Reads the header. Fails where there is none, or none of its columns holds a text.
    pub fn new(path: &Path, source: Stream, separator: u8, options: &Options) -> Result<Table, SkipReason> {
        let separator = separator_of(source.head(), separator, options);
        let mut table = Table {
            path: path.into(),
            source,
            parser: csv_core::ReaderBuilder::new().delimiter(separator).build(),
            options: options.clone(),
            width: 0,
            kept: Vec::new(),
            names: Arc::new([]),
            row: 0,
            blank: 0,
            over: false,
            note: None,
            record: Record::default(),
            again: Vec::new(),
            again_at: 0,
            mended: 0,
        };
        if !table.read().map_err(|e| reason(&e))? {
            return Err(SkipReason::Empty);
        }
        if table.record.large {
            return Err(SkipReason::TooLarge { limit: options.max_report_bytes });
        }
        let record = &table.record;
        table.blank = table.source.share(record.size);
        table.width = record.ends.len();
        let header = decode_row((0..table.width).map(|n| record.field(n).to_vec()).collect())?;
        let header: Vec<String> = header.iter().map(|name| name.trim().to_owned()).collect();
        let columns = chosen(&header, options).ok_or_else(|| SkipReason::no_text(&header))?;
        if !columns.is_empty() {
            table.note = Some(Note::Columns { path: path.to_path_buf(), columns });
        }
        table.kept = wanted(&header, &Field::ALL, options);
        table.names = table.kept.iter().map(|n| header[*n].clone()).collect();
        Ok(table)
    }

    /// Reads one row into `record`; false at the end.
    fn read(&mut self) -> std::io::Result<bool> {
        let limit = usize::try_from(self.options.max_report_bytes).unwrap_or(usize::MAX);
        let record = &mut self.record;
        record.stored.clear();
        (record.size, record.large, record.open) = (0, false, false);
        record.line = self.parser.line();
        let (mut length, mut fields, mut quotes) = (0, 0, 0usize);
        // What the last row needed is kept, within reason.
        record.bytes.resize(record.bytes.capacity().clamp(1 << 12, 1 << 20), 0);
        record.ends.resize(record.ends.capacity().clamp(32, 1 << 10), 0);
        loop {
            let again = self.again_at < self.again.len();
            let input = if again { &self.again[self.again_at..] } else { self.source.fill_buf()? };
            let at_end = input.is_empty();
            let (result, read, written, ended) =
                self.parser.read_record(input, &mut record.bytes[length..], &mut record.ends[fields..]);
            let taken = &input[..read];
            quotes += taken.iter().filter(|b| **b == b'"').count();
            if record.size as usize + read <= limit.saturating_mul(2) {
                record.stored.extend_from_slice(taken);
            }
            if again {
                self.again_at += read;
            } else {
                self.source.consume(read);
            }
            record.size += read as u64;
            length += written;
            fields += ended;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull if length > limit => {
                    record.large = true;
                    length = 0;
                }
                ReadRecordResult::OutputFull => {
                    let room = (record.bytes.len() * 2).min(limit.saturating_add(1)).max(length + 1);
                    record.bytes.resize(room, 0);
                }
                ReadRecordResult::OutputEndsFull if fields >= FIELDS => {
                    record.large = true;
                    fields = 0;
                }
                ReadRecordResult::OutputEndsFull => record.ends.resize(record.ends.len() * 2, 0),
                ReadRecordResult::Record => {
                    record.large |= length > limit;
                    record.open = at_end && quotes % 2 == 1;
                    record.bytes.truncate(length);
                    record.ends.truncate(fields);
                    return Ok(true);
                }
                ReadRecordResult::End => return Ok(false),
            }
        }
    }

    /// Sets the rows that an unclosed quotation mark swallowed aside to be read again.
    fn read_again(&mut self) {
        let stored = std::mem::take(&mut self.record.stored);
        let whole = stored.len() as u64 == self.record.size;
        let first = stored.iter().position(|b| *b == b'\n').filter(|_| whole && self.mended < AGAIN);
        if let Some(i) = first {
            self.mended += 1;
            self.record.size = i as u64 + 1;
            self.again = stored;
            self.again_at = i + 1;
            self.parser.reset();
            self.parser.set_line(self.record.line + 1);
        }
    }

    fn skipped(&self, bytes: u64, reason: SkipReason) -> Skipped {
        Skipped::row(&self.path, self.row, bytes, reason)
    }
}

impl Documents for Table {
    fn next(&mut self) -> Option<Result<Raw, Skipped>> {
        let limit = self.options.max_report_bytes;
        loop {
            if self.over {
                return None;
            }
            self.row += 1;
            match self.read() {
                Ok(true) => {}
                Ok(false) => {
                    self.over = true;
                    // A header alone is no report, but no fault of a row either.
                    let alone = SkipReason::Empty;
                    let skipped = Skipped { bytes: self.blank, ..Skipped::whole(&self.path, alone) };
                    return (self.row == 1).then_some(Err(skipped));
                }
                Err(e) => {
                    self.over = true;
                    let size = self.source.share(0);
                    return Some(Err(self.skipped(size, reason(&e))));
                }
            }
            if self.record.open {
                self.read_again();
            }
            let size = self.source.share(self.record.size) + std::mem::take(&mut self.blank);
            let record = &self.record;
            if record.large {
                return Some(Err(self.skipped(size, SkipReason::TooLarge { limit })));
            }
            if record.open {
                return Some(Err(self.skipped(size, SkipReason::OpenQuote(record.line))));
            }
            if record.bytes.iter().all(u8::is_ascii_whitespace) {
                self.blank = size;
                continue;
            }
            let fields = record.ends.len();
            // Empty fields at the end of a row are a habit of some programs.
            let spare = (self.width..fields).all(|n| record.field(n).iter().all(u8::is_ascii_whitespace));
            if fields < self.width || !spare {
                let reason = SkipReason::Ragged { fields, columns: self.width, line: record.line };
                return Some(Err(self.skipped(size, reason)));
            }
            let cells = self.kept.iter().map(|n| record.field(*n).to_vec()).collect();
            let body = Body::Row(Row { names: self.names.clone(), cells });
            return Some(Ok(Raw::row_of(&self.path, self.row, size, body)));
        }
    }

    fn note(&mut self) -> Option<Note> {
        self.note.take()
    }
}

/// The separator under which the header has a column for the text; as told by the file's name where several or none do.
fn separator_of(head: &[u8], told: u8, options: &Options) -> u8 {
    let texts = [Field::Text, Field::Html];
    let fits = |separator: &u8| {
        let mut parser = csv_core::ReaderBuilder::new().delimiter(*separator).build();
        let (mut bytes, mut ends) = (vec![0; head.len() + 1], vec![0; head.len() + 1]);
        let (_, _, _, mut fields) = parser.read_record(head, &mut bytes, &mut ends);
        if fields == 0 {
            fields = parser.read_record(&[], &mut bytes, &mut ends).3;
        }
        let starts = std::iter::once(0).chain(ends.iter().copied());
        let names: Vec<String> = starts
            .zip(&ends)
            .take(fields)
            .filter_map(|(start, end)| bytes.get(start..*end))
            .map(|name| String::from_utf8_lossy(name).trim().to_owned())
            .collect();
        !wanted(&names, &texts, options).is_empty()
    };
    [told, b',', b';', b'\t', b'|'].into_iter().find(fits).unwrap_or(told)
}
