//! Cells of an Arrow table as the values of a report's fields.

use crate::error::wrong;
use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Date64Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type,
    TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType,
    UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, RecordBatch};
use arrow_schema::{DataType, Schema, TimeUnit};
use chancery_ingest::{Field, Options};
use jiff::Timestamp;
use pyo3::PyResult;
use serde_json::{Map, Value};

/// The columns of a table that may hold a field: their names and places.
pub struct Cells(Vec<(String, usize)>);

impl Cells {
    /// Fails where no column holds the text or the page, or one of them holds what is no text, number or day.
    pub fn of(schema: &Schema, options: &Options) -> PyResult<Cells> {
        let named = |name: &str, field: Field| {
            let mut chosen = options.columns.iter().filter(|(of, _)| *of == field).peekable();
            match chosen.peek() {
                Some(_) => chosen.any(|(_, column)| column.to_lowercase() == name.to_lowercase()),
                None => field.names().iter().any(|known| known.to_lowercase() == name.to_lowercase()),
            }
        };
        let fields = schema.fields().iter().enumerate();
        let wanted = fields.filter(|(_, column)| Field::ALL.iter().any(|field| named(column.name(), *field)));
        let cells: Vec<(String, usize)> = wanted.map(|(at, column)| (column.name().clone(), at)).collect();
        if !cells.iter().any(|(name, _)| named(name, Field::Text) || named(name, Field::Html)) {
            let names: Vec<&str> = schema.fields().iter().map(|column| column.name().as_str()).collect();
            return Err(wrong(format!(
                "no column holds the text (columns: {}); call one of them text or html, or say columns={{\"text\": \"…\"}}",
                names.join(", ")
            )));
        }
        for (name, at) in &cells {
            let held = schema.field(*at).data_type();
            if !is_read(held) {
                return Err(wrong(format!(
                    "column {name} holds {held}, which can’t be read; make it text or leave it out"
                )));
            }
        }
        Ok(Cells(cells))
    }

    /// The fields of one row.
    pub fn row(&self, batch: &RecordBatch, row: usize) -> Map<String, Value> {
        self.0.iter().map(|(name, at)| (name.clone(), cell(batch.column(*at), row))).collect()
    }
}

fn is_read(held: &DataType) -> bool {
    use DataType::{
        Boolean, Date32, Date64, Dictionary, Float32, Float64, LargeUtf8, Null, Timestamp, Utf8, Utf8View,
    };
    match held {
        Utf8 | LargeUtf8 | Utf8View | Null | Boolean | Float32 | Float64 | Date32 | Date64
        | Timestamp(..) => true,
        Dictionary(_, values) => is_read(values),
        other => other.is_integer(),
    }
}

/// A cell as JSON has it; days and times as ISO 8601.
fn cell(column: &dyn Array, row: usize) -> Value {
    if column.is_null(row) {
        return Value::Null;
    }
    match column.data_type() {
        DataType::Utf8 => column.as_string::<i32>().value(row).into(),
        DataType::LargeUtf8 => column.as_string::<i64>().value(row).into(),
        DataType::Utf8View => column.as_string_view().value(row).into(),
        DataType::Dictionary(..) => {
            let dictionary = column.as_any_dictionary();
            let key = cell(dictionary.keys(), row).as_u64().and_then(|key| usize::try_from(key).ok());
            key.filter(|key| *key < dictionary.values().len())
                .map_or(Value::Null, |key| cell(dictionary.values(), key))
        }
        DataType::Int8 => column.as_primitive::<Int8Type>().value(row).into(),
        DataType::Int16 => column.as_primitive::<Int16Type>().value(row).into(),
        DataType::Int32 => column.as_primitive::<Int32Type>().value(row).into(),
        DataType::Int64 => column.as_primitive::<Int64Type>().value(row).into(),
        DataType::UInt8 => column.as_primitive::<UInt8Type>().value(row).into(),
        DataType::UInt16 => column.as_primitive::<UInt16Type>().value(row).into(),
        DataType::UInt32 => column.as_primitive::<UInt32Type>().value(row).into(),
        DataType::UInt64 => column.as_primitive::<UInt64Type>().value(row).into(),
        DataType::Float32 => f64::from(column.as_primitive::<Float32Type>().value(row)).into(),
        DataType::Float64 => column.as_primitive::<Float64Type>().value(row).into(),
        DataType::Date32 => day(i64::from(column.as_primitive::<Date32Type>().value(row)) * 86_400),
        DataType::Date64 => day(column.as_primitive::<Date64Type>().value(row).div_euclid(1000)),
        DataType::Timestamp(unit, _) => moment(column, row, *unit),
        _ => Value::Null,
    }
}

fn moment(column: &dyn Array, row: usize, unit: TimeUnit) -> Value {
    let moment = match unit {
        TimeUnit::Second => Timestamp::from_second(column.as_primitive::<TimestampSecondType>().value(row)),
        TimeUnit::Millisecond => {
            Timestamp::from_millisecond(column.as_primitive::<TimestampMillisecondType>().value(row))
        }
        TimeUnit::Microsecond => {
            Timestamp::from_microsecond(column.as_primitive::<TimestampMicrosecondType>().value(row))
        }
        TimeUnit::Nanosecond => {
            Timestamp::from_nanosecond(column.as_primitive::<TimestampNanosecondType>().value(row).into())
        }
    };
    moment.map_or(Value::Null, |moment| moment.to_string().into())
}

/// The day of a second since 1970.
fn day(second: i64) -> Value {
    let moment = Timestamp::from_second(second).map(|moment| moment.to_string());
    moment.ok().and_then(|words| words.get(..10).map(Value::from)).unwrap_or(Value::Null)
}
