//! A table as Python sees it: Arrow for who reads that, rows for who does not.

use crate::crossing::held;
use crate::error::{fault, wrong};
use arrow_array::cast::AsArray;
use arrow_array::ffi::FFI_ArrowSchema;
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::types::{Date32Type, Float64Type, Int64Type};
use arrow_array::{
    Array, ArrayRef, BooleanArray, Date32Array, Float64Array, Int64Array, RecordBatch, RecordBatchIterator,
    StringArray,
};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use chancery_model::Day;
use chancery_model::day::days_between;
use chancery_views::export::{Gathered, Values};
use pyo3::exceptions::{PyImportError, PyIndexError, PyKeyError};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDict, PyList, PyString};
use std::sync::Arc;

/// Rows that a notebook shows.
const SHOWN: usize = 20;

/// So many bytes of text stand in one batch, but for a single row that has more.
const BATCH_BYTES: usize = 32 << 20;

/// A table, held as Arrow.
///
/// pyarrow, polars, pandas and DuckDB read it as it is (`pyarrow.table(t)`, `polars.DataFrame(t)`,
/// `pandas.DataFrame.from_arrow(t)`, `duckdb.sql("select * from t")`). Without any of them it is a sequence of rows.
///
/// >>> import chancery
/// >>> events = chancery.Record.build({"text": "Canada sanctioned Russia on 3 March 2025."}).events()
/// >>> len(events), events[0]["type"], events["source_state"]
/// (1, 'COERCE', ['CAN'])
#[pyclass(frozen, subclass, module = "chancery")]
pub struct Table {
    name: &'static str,
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
}

impl Table {
    /// A table of columns that are all of one length.
    pub fn of(name: &'static str, columns: Vec<Gathered>) -> PyResult<Table> {
        let fields: Vec<Field> =
            columns.iter().map(|column| Field::new(&column.name, data_type(&column.values), true)).collect();
        let mut table = Table { name, schema: Arc::new(Schema::new(fields)), batches: Vec::new() };
        table.add(columns)?;
        Ok(table)
    }

    /// Adds rows to a table of the same columns.
    pub fn add(&mut self, columns: Vec<Gathered>) -> PyResult<()> {
        held(|| {
            let rows = columns.first().map_or(0, |column| count(&column.values));
            let mut from = 0;
            while from < rows {
                let to = cut(&columns, from, rows);
                let arrays = columns.iter().map(|column| array(&column.values, from, to)).collect();
                self.batches.push(RecordBatch::try_new(self.schema.clone(), arrays).map_err(of_arrow)?);
                from = to;
            }
            Ok(())
        })
    }

    pub fn rows(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    /// The batch of a row, and the row in it.
    fn place(&self, row: usize) -> Option<(&RecordBatch, usize)> {
        let mut before = 0;
        for batch in &self.batches {
            if row < before + batch.num_rows() {
                return Some((batch, row - before));
            }
            before += batch.num_rows();
        }
        None
    }

    pub fn cell<'py>(&self, py: Python<'py>, name: &str, row: usize) -> PyResult<Bound<'py, PyAny>> {
        let found = self.place(row).and_then(|(batch, row)| Some((batch.column_by_name(name)?, row)));
        found.map_or_else(|| Ok(py.None().into_bound(py)), |(column, row)| cell(py, column, row))
    }

    /// The texts of a column, row by row.
    pub fn texts(&self, name: &str) -> impl Iterator<Item = Option<&str>> {
        let columns = self.batches.iter().filter_map(move |batch| batch.column_by_name(name));
        columns.flat_map(|column| column.as_string::<i32>().iter())
    }

    fn row<'py>(&self, py: Python<'py>, row: usize) -> PyResult<Option<Bound<'py, PyDict>>> {
        let Some((batch, row)) = self.place(row) else { return Ok(None) };
        let out = PyDict::new(py);
        for (field, column) in self.schema.fields().iter().zip(batch.columns()) {
            out.set_item(field.name(), cell(py, column, row)?)?;
        }
        Ok(Some(out))
    }

    fn column<'py>(&self, py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyList>> {
        let Ok(at) = self.schema.index_of(name) else {
            let names = self.columns().join(", ");
            return Err(PyKeyError::new_err(format!("there is no column {name}; the columns: {names}")));
        };
        let out = PyList::empty(py);
        for batch in &self.batches {
            for row in 0..batch.num_rows() {
                out.append(cell(py, batch.column(at), row)?)?;
            }
        }
        Ok(out)
    }

    fn stream(&self) -> FFI_ArrowArrayStream {
        let batches: Vec<Result<RecordBatch, ArrowError>> = self.batches.iter().cloned().map(Ok).collect();
        FFI_ArrowArrayStream::new(Box::new(RecordBatchIterator::new(batches, self.schema.clone())))
    }
}

#[pymethods]
impl Table {
    /// The table as an Arrow C stream (the PyCapsule interface).
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // There is one schema, whatever is wished for; the interface allows that.
        drop(requested_schema);
        held(|| PyCapsule::new_with_value(py, self.stream(), c"arrow_array_stream"))
    }

    /// Its columns as an Arrow C schema (the PyCapsule interface).
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = FFI_ArrowSchema::try_from(self.schema.as_ref()).map_err(of_arrow)?;
        PyCapsule::new_with_value(py, schema, c"arrow_schema")
    }

    /// The names of the columns.
    #[getter]
    fn columns(&self) -> Vec<String> {
        self.schema.fields().iter().map(|field| field.name().clone()).collect()
    }

    /// What each column holds, by its name: `text`, `integer`, `number`, `boolean` or `date`, as docs/exports.md has them.
    #[getter]
    fn types<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let out = PyDict::new(py);
        for field in self.schema.fields() {
            out.set_item(field.name(), kind(field.data_type()))?;
        }
        Ok(out)
    }

    fn __len__(&self) -> usize {
        self.rows()
    }

    /// A row as a dictionary, by its number from 0 (or from the end, below 0); a column as a list, by its name.
    pub fn __getitem__<'py>(&self, py: Python<'py>, key: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        if let Ok(name) = key.cast::<PyString>() {
            return Ok(self.column(py, name.extract::<&str>()?)?.into_any());
        }
        let row = place_of(key, self.rows())?;
        self.row(py, row)?.map(Bound::into_any).ok_or_else(no_row)
    }

    fn __iter__(slf: Bound<'_, Self>) -> Rows {
        Rows { table: slf.into_any().unbind(), next: 0 }
    }

    /// All rows as a list of dictionaries.
    fn to_dicts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let out = PyList::empty(py);
        for row in 0..self.rows() {
            out.append(self.row(py, row)?)?;
        }
        Ok(out)
    }

    /// As a `pyarrow.Table`; needs pyarrow.
    fn to_arrow<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        library(slf.py(), "pyarrow")?.call_method1("table", (slf,))
    }

    /// As a `pandas.DataFrame`; needs pandas.
    fn to_pandas<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        let (py, pandas) = (slf.py(), library(slf.py(), "pandas")?);
        if let Ok(pyarrow) = py.import("pyarrow") {
            return pyarrow.call_method1("table", (slf,))?.call_method0("to_pandas");
        }
        let columns = PyDict::new(py);
        for name in slf.get().columns() {
            columns.set_item(&name, slf.get().column(py, &name)?)?;
        }
        pandas.call_method1("DataFrame", (columns,))
    }

    /// As a `polars.DataFrame`; needs polars.
    fn to_polars<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        library(slf.py(), "polars")?.call_method1("DataFrame", (slf,))
    }

    fn __repr__(&self) -> String {
        let (rows, columns) = (self.rows(), self.schema.fields().len());
        let s = if rows == 1 { "" } else { "s" };
        format!("<chancery {}: {rows} row{s}, {columns} columns ({})>", self.name, self.columns().join(", "))
    }

    /// How a notebook shows it: the first rows.
    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let cells = |cells: Vec<String>, tag: &str| {
            let cells: Vec<String> =
                cells.iter().map(|cell| format!("<{tag}>{}</{tag}>", escaped(cell))).collect();
            format!("<tr>{}</tr>", cells.concat())
        };
        let mut html = cells(self.columns(), "th");
        for row in 0..self.rows().min(SHOWN) {
            let mut words = Vec::new();
            for name in self.columns() {
                let cell = self.cell(py, &name, row)?;
                let shown = if cell.is_none() { String::new() } else { cell.str()?.extract::<String>()? };
                let mut short: String = shown.chars().take(80).collect();
                if short.len() < shown.len() {
                    short.push('…');
                }
                words.push(short);
            }
            html.push_str(&cells(words, "td"));
        }
        Ok(format!("<p>{}</p><table>{html}</table>", escaped(&self.__repr__())))
    }
}

/// The rows of a table, one after the other.
#[pyclass(module = "chancery")]
pub struct Rows {
    table: Py<PyAny>,
    next: usize,
}

impl Rows {
    pub fn of(table: Py<PyAny>) -> Rows {
        Rows { table, next: 0 }
    }
}

#[pymethods]
impl Rows {
    fn __iter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __next__<'py>(&mut self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let table = self.table.bind(py);
        if self.next >= table.len()? {
            return Ok(None);
        }
        self.next += 1;
        table.get_item(self.next - 1).map(Some)
    }
}

/// The row that a number names, counted from the end where it is below 0.
pub fn place_of(key: &Bound<'_, PyAny>, rows: usize) -> PyResult<usize> {
    let number: isize = key
        .extract()
        .map_err(|_| wrong("a row is asked for by its number, a column by its name (t[0], t[\"id\"])"))?;
    let from_end = number.checked_add_unsigned(rows).filter(|_| number < 0);
    usize::try_from(from_end.unwrap_or(number)).ok().filter(|row| *row < rows).ok_or_else(no_row)
}

fn no_row() -> PyErr {
    PyIndexError::new_err("there is no row of that number")
}

fn library<'py>(py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyModule>> {
    py.import(name).map_err(|error| {
        if error.is_instance_of::<PyImportError>(py) {
            wrong(format!("{name} is not installed; pip install {name}, or take to_dicts()"))
        } else {
            error
        }
    })
}

pub fn of_arrow(error: ArrowError) -> PyErr {
    fault(&error.to_string())
}

fn kind(held: &DataType) -> &'static str {
    match held {
        DataType::Int64 => "integer",
        DataType::Float64 => "number",
        DataType::Boolean => "boolean",
        DataType::Date32 => "date",
        _ => "text",
    }
}

fn data_type(values: &Values) -> DataType {
    match values {
        Values::Text(_) => DataType::Utf8,
        Values::Whole(_) => DataType::Int64,
        Values::Number(_) => DataType::Float64,
        Values::Flag(_) => DataType::Boolean,
        Values::Date(_) => DataType::Date32,
    }
}

fn count(values: &Values) -> usize {
    match values {
        Values::Text(cells) => cells.len(),
        Values::Whole(cells) => cells.len(),
        Values::Number(cells) => cells.len(),
        Values::Flag(cells) => cells.len(),
        Values::Date(cells) => cells.len(),
    }
}

/// Where a batch that begins at a row ends: before its texts grow too large for one.
fn cut(columns: &[Gathered], from: usize, rows: usize) -> usize {
    let bytes = |row: usize| -> usize {
        let texts = columns.iter().filter_map(|column| match &column.values {
            Values::Text(cells) => cells.get(row).and_then(Option::as_ref).map(String::len),
            _ => None,
        });
        texts.sum()
    };
    let mut sum = bytes(from);
    let mut to = from + 1;
    while to < rows {
        sum += bytes(to);
        if sum > BATCH_BYTES {
            break;
        }
        to += 1;
    }
    to
}

fn array(values: &Values, from: usize, to: usize) -> ArrayRef {
    match values {
        Values::Text(cells) => {
            Arc::new(cells[from..to].iter().map(Option::as_deref).collect::<StringArray>())
        }
        Values::Whole(cells) => Arc::new(cells[from..to].iter().copied().collect::<Int64Array>()),
        Values::Number(cells) => Arc::new(cells[from..to].iter().copied().collect::<Float64Array>()),
        Values::Flag(cells) => Arc::new(cells[from..to].iter().copied().collect::<BooleanArray>()),
        Values::Date(cells) => {
            let epoch = Day::constant(1970, 1, 1);
            let days = cells[from..to].iter().map(|day| day.map(|day| days_between(epoch, day)));
            Arc::new(days.collect::<Date32Array>())
        }
    }
}

/// A cell as a Python object; a day as `datetime.date`, which has none before the year 1: those are nothing.
fn cell<'py>(py: Python<'py>, column: &ArrayRef, row: usize) -> PyResult<Bound<'py, PyAny>> {
    if column.is_null(row) {
        return Ok(py.None().into_bound(py));
    }
    Ok(match column.data_type() {
        DataType::Int64 => column.as_primitive::<Int64Type>().value(row).into_pyobject(py)?.into_any(),
        DataType::Float64 => column.as_primitive::<Float64Type>().value(row).into_pyobject(py)?.into_any(),
        DataType::Boolean => column.as_boolean().value(row).into_pyobject(py)?.to_owned().into_any(),
        DataType::Date32 => {
            // 1 January of the year 1 is day 1 to Python, and 719,162 days before 1970.
            let ordinal = column.as_primitive::<Date32Type>().value(row).saturating_add(719_163);
            if ordinal < 1 {
                return Ok(py.None().into_bound(py));
            }
            py.import("datetime")?.getattr("date")?.call_method1("fromordinal", (ordinal,))?
        }
        _ => column.as_string::<i32>().value(row).into_pyobject(py)?.into_any(),
    })
}
