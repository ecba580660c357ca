//! Reports as Python gives them: texts, dictionaries, tables.

use crate::cells::Cells;
use crate::crossing::let_go;
use crate::error::wrong;
use arrow_array::ffi_stream::RecordBatchStreamReader;
use arrow_array::{RecordBatch, RecordBatchReader};
use arrow_pyarrow::FromPyArrow;
use chancery_ingest::{Field, Options};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{
    PyBool, PyBytes, PyDict, PyFloat, PyInt, PyIterator, PyList, PyMapping, PyString, PyTuple,
};
use serde_json::{Map, Value};
use std::collections::HashMap;

/// So many rows are taken from Python at once.
const AT_ONCE: usize = 512;

/// How deep lists and dictionaries in a row are followed.
const DEPTH: usize = 8;

/// One report as given: its fields, or why it is none.
pub type Given = Result<Map<String, Value>, String>;

/// Reports from Python, some at a time.
pub enum Source {
    /// Objects that are texts or dictionaries.
    Objects(Py<PyIterator>),
    /// The rows of an Arrow stream, with the batch that is being read and the next row of it.
    Stream { reader: RecordBatchStreamReader, cells: Cells, batch: Option<(RecordBatch, usize)> },
    /// The rows of one Arrow batch, and the next.
    Batch { cells: Cells, batch: RecordBatch, next: usize },
}

impl Source {
    /// What `source` holds: one text, one dictionary, or a table or iterable of them.
    pub fn of(source: &Bound<'_, PyAny>, options: &Options) -> PyResult<Source> {
        let py = source.py();
        if let Some(table) = Source::of_arrow(source, options)? {
            return Ok(table);
        }
        let objects = if source.is_instance_of::<PyString>() || source.cast::<PyMapping>().is_ok() {
            PyList::new(py, [source])?.into_any()
        } else if source.hasattr("to_pylist")? {
            // A column of pyarrow, whose own elements are no Python objects.
            source.call_method0("to_pylist")?
        } else if source.hasattr("columns")? && source.hasattr("to_dict")? {
            // A table of pandas where there is no pyarrow.
            source.call_method1("to_dict", ("records",))?
        } else {
            source.clone()
        };
        let iterator = objects.try_iter().map_err(|error| {
            if !error.is_instance_of::<PyTypeError>(py) {
                return error;
            }
            wrong(format!(
                "{} can’t be read as reports; give a list of texts, a list of dictionaries with a \"text\", or a table \
                 with a column \"text\" (pyarrow, polars, pandas, DuckDB)",
                kind(source)
            ))
        })?;
        Ok(Source::Objects(iterator.unbind()))
    }

    /// A table, if it is one.
    fn of_arrow(source: &Bound<'_, PyAny>, options: &Options) -> PyResult<Option<Source>> {
        if source.hasattr("__arrow_c_stream__")? {
            return match RecordBatchStreamReader::from_pyarrow_bound(source) {
                Ok(reader) => {
                    let cells = Cells::of(&reader.schema(), options)?;
                    Ok(Some(Source::Stream { reader, cells, batch: None }))
                }
                // A single column, whose values are texts or dictionaries, or a table that needs pyarrow for this.
                Err(_) if source.try_iter().is_ok() => Ok(None),
                Err(error) => Err(wrong(format!("{} can’t be read as Arrow ({error})", kind(source)))),
            };
        }
        if source.hasattr("__arrow_c_array__")? {
            return match RecordBatch::from_pyarrow_bound(source) {
                Ok(batch) => {
                    let cells = Cells::of(&batch.schema(), options)?;
                    Ok(Some(Source::Batch { cells, batch, next: 0 }))
                }
                Err(_) if source.try_iter().is_ok() => Ok(None),
                Err(_) => Err(wrong(format!("{} is no table that can be read", kind(source)))),
            };
        }
        Ok(None)
    }

    /// The next reports; none at the end.
    pub fn next(&mut self, py: Python<'_>) -> PyResult<Vec<Given>> {
        match self {
            Source::Objects(objects) => {
                let mut rows = Vec::new();
                for object in objects.bind(py).clone().take(AT_ONCE) {
                    rows.push(report(&object?));
                }
                Ok(rows)
            }
            Source::Batch { cells, batch, next } => Ok(some_rows(cells, batch, next)),
            Source::Stream { reader, cells, batch } => loop {
                if let Some((held, next)) = batch {
                    let rows = some_rows(cells, held, next);
                    if !rows.is_empty() {
                        return Ok(rows);
                    }
                }
                // Who gives the stream may want the interpreter.
                let read = let_go(py, || Ok(reader.next()))?;
                match read {
                    None => return Ok(Vec::new()),
                    Some(Ok(read)) => *batch = Some((read, 0)),
                    Some(Err(error)) => {
                        return Err(wrong(format!("the table could not be read to its end ({error})")));
                    }
                }
            },
        }
    }
}

fn some_rows(cells: &Cells, batch: &RecordBatch, next: &mut usize) -> Vec<Given> {
    let rows = *next..batch.num_rows().min(*next + AT_ONCE);
    *next = rows.end;
    rows.map(|row| Ok(cells.row(batch, row))).collect()
}

/// How reports are read: the options of a call.
pub fn options(
    verbatim: bool,
    columns: Option<HashMap<String, String>>,
    max_report_size: Option<u64>,
) -> PyResult<Options> {
    let mut options = Options { verbatim, ..Options::default() };
    options.max_report_bytes = max_report_size.unwrap_or(options.max_report_bytes);
    let mut named: Vec<(String, String)> = columns.unwrap_or_default().into_iter().collect();
    named.sort();
    for (field, name) in named {
        let Some(known) = Field::of_name(&field) else {
            let fields = Field::ALL.map(Field::name).join(", ");
            return Err(wrong(format!("“{field}” in columns is no field; the fields: {fields}")));
        };
        options.columns.push((known, name));
    }
    Ok(options)
}

/// A report from a text or a dictionary.
fn report(object: &Bound<'_, PyAny>) -> Given {
    if let Ok(text) = object.cast::<PyString>() {
        return Ok(Map::from_iter([("text".into(), string(text)?.into())]));
    }
    if object.is_none() {
        return Err("there is no text (None)".into());
    }
    let Ok(mapping) = object.cast::<PyMapping>() else {
        return Err(format!("a report is a text or a dictionary, and this is {}", kind(object)));
    };
    fields(mapping, 0)
}

fn fields(mapping: &Bound<'_, PyMapping>, depth: usize) -> Given {
    let unread = |error: PyErr| format!("its fields can’t be read ({error})");
    let mut out = Map::new();
    for item in mapping.items().map_err(unread)?.iter() {
        let (name, held): (Bound<'_, PyAny>, Bound<'_, PyAny>) = item.extract().map_err(unread)?;
        if let Ok(name) = name.extract::<String>() {
            let held = value(&held, depth + 1).map_err(|error| format!("{name}: {error}"))?;
            out.insert(name, held);
        }
    }
    Ok(out)
}

/// A value as JSON has it. What is no text, number, list or dictionary is nothing; days and times are ISO 8601.
fn value(object: &Bound<'_, PyAny>, depth: usize) -> Result<Value, String> {
    if let Ok(text) = object.cast::<PyString>() {
        return Ok(string(text)?.into());
    }
    if object.is_none() || object.is_instance_of::<PyBool>() || depth > DEPTH {
        return Ok(Value::Null);
    }
    if object.is_instance_of::<PyInt>() {
        let number = object.extract::<i64>().map(Value::from).ok();
        return Ok(number.or_else(|| object.str().ok()?.extract::<String>().ok().map(Value::from)).into());
    }
    if let Ok(number) = object.cast::<PyFloat>() {
        return Ok(Value::from(number.extract::<f64>().ok()));
    }
    if let Ok(bytes) = object.cast::<PyBytes>() {
        let text = std::str::from_utf8(bytes.as_bytes());
        return text.map(Value::from).map_err(|_| "these bytes are not UTF-8; decode them first".into());
    }
    if object.is_instance_of::<PyList>() || object.is_instance_of::<PyTuple>() {
        let items = object.try_iter().map_err(|error| error.to_string())?;
        return items.map(|item| value(&item.map_err(|error| error.to_string())?, depth + 1)).collect();
    }
    if object.is_instance_of::<PyDict>() {
        let mapping = object.cast::<PyMapping>().map_err(|error| error.to_string())?;
        return fields(mapping, depth).map(Value::Object);
    }
    if let Ok(moment) = object.call_method0("isoformat") {
        return Ok(moment.extract::<String>().map_or(Value::Null, Value::from));
    }
    Ok(Value::Null)
}

fn string(text: &Bound<'_, PyString>) -> Result<String, String> {
    text.extract::<String>().map_err(|_| {
        "the text holds half a surrogate pair, which is no character; replace it \
         (text.encode(\"utf-8\", \"replace\").decode())"
            .into()
    })
}

/// The type of an object, for messages.
pub fn kind(object: &Bound<'_, PyAny>) -> String {
    object.get_type().fully_qualified_name().map_or_else(|_| "an object".into(), |name| name.to_string())
}
