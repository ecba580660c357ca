//! Parquet: a document a row. Of a file no more is unpacked at a time than a page of each column that is read.

use crate::decode::decode;
use crate::fields::{chosen, wanted};
use crate::raw::{Body, Documents, Raw};
use crate::text::first;
use crate::{Field, Note, Options, SkipReason, Skipped};
use jiff::Timestamp;
use parquet::basic::{LogicalType, TimeUnit, Type as Physical};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field as Cell;
use parquet::record::reader::{ReaderIter, TreeBuilder};
use parquet::schema::types::{SchemaDescPtr, SchemaDescriptor, Type, TypePtr};
use serde_json::{Map, Value};
use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

/// How many values of a column are taken out of its page at once.
const BATCH: usize = 16;

/// The rows of a file.
pub(crate) struct Columnar {
    path: Arc<Path>,
    reader: SerializedFileReader<File>,
    /// The columns that are read.
    columns: SchemaDescPtr,
    /// Names of columns that hold nanoseconds since 1970, which the rows show as bare numbers.
    nanoseconds: Vec<String>,
    limit: u64,
    size: u64,
    rows_in_all: u64,
    /// The group of rows that is read next, and the row before it.
    group: usize,
    before: u64,
    rows: Option<ReaderIter>,
    row: u64,
    /// How many bytes were told of so far.
    told: u64,
    note: Option<Note>,
}

/// Files come from anywhere: a panic over one costs that file, or a part of it.
fn guarded<T>(work: impl FnOnce() -> parquet::errors::Result<T>) -> Result<T, SkipReason> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(e)) => {
            let words = e.to_string();
            // Some of its errors hold the whole cell.
            let words = words.trim_start_matches("Parquet error: ").split(". Bytes: ").next().unwrap_or("");
            Err(SkipReason::BadParquet(first(words, 200).to_owned()))
        }
        Err(_) => Err(SkipReason::BadParquet("its parts contradict each other".into())),
    }
}

impl Columnar {
    /// Reads the description at the end of the file. Fails where it is none, or no column holds a text.
    pub fn new(path: &Path, file: File, size: u64, options: &Options) -> Result<Columnar, SkipReason> {
        if size == 0 {
            return Err(SkipReason::Empty);
        }
        let reader = guarded(|| SerializedFileReader::new(file))?;
        let schema = reader.metadata().file_metadata().schema();
        let fields = schema.get_fields();
        let names: Vec<String> = fields.iter().map(|f| f.name().to_owned()).collect();
        let read_as = chosen(&names, options).ok_or_else(|| SkipReason::no_text(&names))?;
        let note =
            (!read_as.is_empty()).then(|| Note::Columns { path: path.to_path_buf(), columns: read_as });
        let kept = wanted(&names, &Field::ALL, options);
        let nanoseconds = kept.iter().map(|n| &fields[*n]).filter(|f| in_nanoseconds(f));
        let nanoseconds = nanoseconds.map(|f| f.name().to_owned()).collect();
        let columns = guarded(|| {
            let kept = kept.iter().map(|n| fields[*n].clone()).collect();
            let root = Type::group_type_builder(schema.name()).with_fields(kept).build()?;
            Ok(Arc::new(SchemaDescriptor::new(Arc::new(root))))
        })?;
        let rows_in_all = u64::try_from(reader.metadata().file_metadata().num_rows()).unwrap_or(0);
        if rows_in_all == 0 {
            return Err(SkipReason::Empty);
        }
        Ok(Columnar {
            path: path.into(),
            reader,
            columns,
            nanoseconds,
            limit: options.max_report_bytes,
            size,
            rows_in_all,
            group: 0,
            before: 0,
            rows: None,
            row: 0,
            told: 0,
            note,
        })
    }

    /// The bytes up to the row that was read last that were not told of yet.
    fn share(&mut self) -> u64 {
        let row = self.row.min(self.rows_in_all);
        let now = (u128::from(self.size) * u128::from(row) / u128::from(self.rows_in_all)) as u64;
        let share = now.saturating_sub(self.told);
        self.told += share;
        share
    }

    /// The next row with the columns that are read.
    fn read(&mut self) -> Option<Result<Map<String, Value>, SkipReason>> {
        loop {
            if let Some(rows) = &mut self.rows {
                match guarded(|| rows.next().transpose()) {
                    Ok(Some(row)) => {
                        self.row += 1;
                        let cells = row.get_column_iter().map(|(name, cell)| {
                            let nanos = self.nanoseconds.contains(name);
                            (name.clone(), if nanos { of_nanoseconds(cell) } else { value(cell) })
                        });
                        return Some(Ok(cells.collect()));
                    }
                    Ok(None) => self.rows = None,
                    Err(reason) => {
                        // The reader stands still at an error: the rest of the group is lost with the row.
                        self.rows = None;
                        self.row += 1;
                        return Some(Err(reason));
                    }
                }
                continue;
            }
            if self.group >= self.reader.num_row_groups() {
                return None;
            }
            self.row = self.before;
            let metadata = self.reader.metadata().row_group(self.group);
            self.before += u64::try_from(metadata.num_rows()).unwrap_or(0);
            let (reader, columns) = (&self.reader, self.columns.clone());
            let opened = guarded(|| {
                let group = reader.get_row_group(self.group)?;
                TreeBuilder::new().with_batch_size(BATCH).as_iter(columns, &*group)
            });
            self.group += 1;
            match opened {
                Ok(rows) => self.rows = Some(rows),
                Err(reason) => {
                    self.row += 1;
                    return Some(Err(reason));
                }
            }
        }
    }
}

impl Documents for Columnar {
    fn next(&mut self) -> Option<Result<Raw, Skipped>> {
        let read = self.read()?;
        let size = self.share();
        let large = |row: &Map<String, Value>| {
            let sizes = row.values().map(|v| v.as_str().map_or(0, str::len) as u64);
            sizes.sum::<u64>() > self.limit
        };
        let body = match read {
            Ok(row) if large(&row) => Err(SkipReason::TooLarge { limit: self.limit }),
            other => other,
        };
        Some(match body {
            Ok(row) => Ok(Raw::row_of(&self.path, self.row, size, Body::Object(row))),
            Err(reason) => Err(Skipped::row(&self.path, self.row, size, reason)),
        })
    }

    fn note(&mut self) -> Option<Note> {
        self.note.take()
    }
}

fn in_nanoseconds(field: &TypePtr) -> bool {
    let logical = field.get_basic_info().logical_type_ref();
    field.is_primitive()
        && field.get_physical_type() == Physical::INT64
        && matches!(logical, Some(LogicalType::Timestamp(t)) if t.unit == TimeUnit::NANOS)
}

fn of_nanoseconds(cell: &Cell) -> Value {
    let Cell::Long(n) = cell else { return Value::Null };
    Timestamp::from_nanosecond(i128::from(*n)).map_or(Value::Null, |t| t.to_string().into())
}

/// A cell as JSON has it.
fn value(cell: &Cell) -> Value {
    let moment = |t: Result<Timestamp, jiff::Error>| t.map_or(Value::Null, |t| t.to_string().into());
    match cell {
        Cell::Str(s) => s.clone().into(),
        Cell::Bytes(b) => match std::str::from_utf8(b.data()) {
            Ok(text) => text.into(),
            Err(_) => decode(b.data(), false).map_or(Value::Null, Value::from),
        },
        Cell::Byte(n) => (*n).into(),
        Cell::Short(n) => (*n).into(),
        Cell::Int(n) => (*n).into(),
        Cell::Long(n) => (*n).into(),
        Cell::UByte(n) => (*n).into(),
        Cell::UShort(n) => (*n).into(),
        Cell::UInt(n) => (*n).into(),
        Cell::ULong(n) => (*n).into(),
        Cell::Float(n) => (*n).into(),
        Cell::Double(n) => (*n).into(),
        Cell::Date(days) => match moment(Timestamp::from_second(i64::from(*days) * 86_400)) {
            Value::String(s) => s[..s.len().min(10)].into(),
            other => other,
        },
        Cell::TimestampMillis(n) => moment(Timestamp::from_millisecond(*n)),
        Cell::TimestampMicros(n) => moment(Timestamp::from_microsecond(*n)),
        Cell::Group(row) => row.get_column_iter().map(|(name, cell)| (name.clone(), value(cell))).collect(),
        Cell::ListInternal(list) => list.elements().iter().map(value).collect(),
        _ => Value::Null,
    }
}
