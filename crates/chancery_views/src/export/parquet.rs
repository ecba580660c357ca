//! Tables as Parquet: flat, every column optional, texts as UTF-8, whole numbers of 64 bits, days as dates; packed with Snappy.

use super::column::{Cell, Column, clean};
use chancery_model::Day;
use chancery_model::day::days_between;
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{Type, TypePtr};
use std::io::{self, Write};
use std::sync::Arc;

/// Rows that are held in memory, column by column, before they are written.
const ROWS_A_GROUP: usize = 50_000;

/// Writes rows; how many there are.
pub(super) fn write<R>(
    columns: &[Column<R>],
    rows: &[R],
    out: &mut (impl Write + Send),
) -> io::Result<usize> {
    written(columns, rows, out).map_err(|error| match error {
        // What the reader's going away is told apart by.
        ParquetError::External(cause) => match cause.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(cause) => io::Error::other(cause),
        },
        error => io::Error::other(error),
    })?;
    Ok(rows.len())
}

fn written<R>(columns: &[Column<R>], rows: &[R], out: &mut (impl Write + Send)) -> Result<(), ParquetError> {
    let fields = columns.iter().map(field).collect::<Result<Vec<TypePtr>, _>>()?;
    let schema = Type::group_type_builder("schema").with_fields(fields).build()?;
    let properties = WriterProperties::builder()
        .set_created_by(concat!("chancery ", env!("CARGO_PKG_VERSION")).into())
        .set_compression(Compression::SNAPPY)
        .build();
    let mut file = SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties))?;
    for rows in rows.chunks(ROWS_A_GROUP) {
        let mut group = file.next_row_group()?;
        for column in columns {
            if let Some(mut writer) = group.next_column()? {
                put(column, rows, &mut writer)?;
                writer.close()?;
            }
        }
        group.close()?;
    }
    file.close()?;
    Ok(())
}

fn field<R>(column: &Column<R>) -> Result<TypePtr, ParquetError> {
    let (physical, logical) = match column.cell {
        Cell::Text(_) | Cell::Body(_) => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Cell::Whole(_) => (Physical::INT64, None),
        Cell::Number(_) => (Physical::DOUBLE, None),
        Cell::Flag(_) => (Physical::BOOLEAN, None),
        Cell::Date(_) => (Physical::INT32, Some(LogicalType::Date)),
    };
    Type::primitive_type_builder(&column.name, physical)
        .with_logical_type(logical)
        .with_repetition(Repetition::OPTIONAL)
        .build()
        .map(Arc::new)
}

fn put<R>(
    column: &Column<R>,
    rows: &[R],
    writer: &mut SerializedColumnWriter<'_>,
) -> Result<(), ParquetError> {
    let bytes = |text: String, is_body| ByteArray::from(clean(&text, is_body).into_owned().into_bytes());
    match column.cell {
        Cell::Text(text) => {
            values::<ByteArrayType>(rows.iter().map(|row| text(row).map(|text| bytes(text, false))), writer)
        }
        Cell::Body(text) => {
            values::<ByteArrayType>(rows.iter().map(|row| text(row).map(|text| bytes(text, true))), writer)
        }
        Cell::Whole(number) => values::<Int64Type>(rows.iter().map(number), writer),
        Cell::Number(number) => values::<DoubleType>(rows.iter().map(number), writer),
        Cell::Flag(flag) => values::<BoolType>(rows.iter().map(flag), writer),
        Cell::Date(day) => {
            let epoch = Day::constant(1970, 1, 1);
            values::<Int32Type>(rows.iter().map(|row| day(row).map(|day| days_between(epoch, day))), writer)
        }
    }
}

/// Writes the values that there are, and a level for each row: 1 where there is one.
fn values<T: DataType>(
    cells: impl Iterator<Item = Option<T::T>>,
    writer: &mut SerializedColumnWriter<'_>,
) -> Result<(), ParquetError> {
    let mut levels = Vec::new();
    let mut present = Vec::new();
    for cell in cells {
        levels.push(i16::from(cell.is_some()));
        present.extend(cell);
    }
    writer.typed::<T>().write_batch(&present, Some(&levels), None)?;
    Ok(())
}
