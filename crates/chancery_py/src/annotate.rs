//! Reports to annotated documents.

use crate::crossing::{held, knowledge, let_go, of_json};
use crate::error::fault;
use crate::given::{Given, Source, options};
use crate::table::{Rows, Table, place_of};
use chancery_build::{AnnotateOptions, Outcome, annotate_documents};
use chancery_ingest::Raw;
use chancery_model::{Annotated, Day};
use chancery_views::export::{Gathered, Selection, Values, gathered};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};
use serde_json::Map;
use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::sync::atomic::AtomicBool;

/// Annotated documents, one for each report given, in their order: a table, and a sequence of documents.
///
/// As Arrow each is a row with `id`, `error`, what is known of the report, and `annotation`, the whole document as JSON
/// (contract/annotation.md). As a sequence each is that document as a dictionary. A report that could not be read has only an
/// `id` and an `error`.
///
/// >>> import chancery
/// >>> documents = chancery.annotate(["Canada sanctioned Russia.", ""])
/// >>> documents[0]["events"][0]["type"]
/// 'COERCE'
/// >>> documents["error"][1] is not None
/// True
#[pyclass(frozen, extends = Table, module = "chancery")]
pub struct Annotations;

#[pymethods]
impl Annotations {
    /// A document by its number from 0; a column of the table by its name.
    fn __getitem__<'py>(slf: &Bound<'py, Self>, key: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let (py, table) = (slf.py(), slf.as_super());
        if key.is_instance_of::<PyString>() {
            return table.get().__getitem__(py, key);
        }
        let row = place_of(key, table.get().rows())?;
        let annotation = table.get().cell(py, "annotation", row)?;
        if let Ok(json) = annotation.extract::<&str>() {
            return of_json(py, json);
        }
        let failed = PyDict::new(py);
        for name in ["id", "error"] {
            failed.set_item(name, table.get().cell(py, name, row)?)?;
        }
        Ok(failed.into_any())
    }

    /// What the reports tell, one claim a row: who does what to whom, when, where, whether it happened, and in which sentence.
    /// Columns as in a record's `events`; `report_id` and `position` say which of `documents[…]["events"]` it is.
    ///
    /// >>> import chancery
    /// >>> claims = chancery.annotate(["China condemned Japan on Monday.", "Canada sanctioned Russia."]).events()
    /// >>> [(claim["source"], claim["type"], claim["target"]) for claim in claims]
    /// [('China', 'ACCUSE', 'Japan'), ('Canada', 'COERCE', 'Russia')]
    fn events(slf: &Bound<'_, Self>) -> PyResult<Table> {
        let (py, table) = (slf.py(), slf.as_super().get());
        let columns = let_go(py, || {
            let told = table.texts("annotation").flatten();
            let documents = told.map(serde_json::from_str::<Annotated>).collect::<Result<Vec<_>, _>>();
            let documents = documents.map_err(|error| fault(&error.to_string()))?;
            Ok(gathered(&Selection::Claims(&documents)))
        })?;
        Table::of("claims", columns)
    }

    fn __iter__(slf: Bound<'_, Self>) -> Rows {
        Rows::of(slf.into_any().unbind())
    }
}

/// Annotates reports: who did or said what to whom, when and where, in which words.
///
/// `source` is a text, a dictionary with the fields of a report (`text` or `html`, and where they are known `id`, `title`, `date`,
/// `url`, `source`, `language`), a list or other iterable of these, or a table with such columns: anything with the Arrow
/// PyCapsule interface (pyarrow, polars, pandas, DuckDB). `columns` says which column holds a field, where it has another name:
/// `columns={"text": "BodyText"}`. With `verbatim` a text stays as it is, to the character.
///
/// A report that can't be read gets its `error`, and the others go on. `threads` is how many to work with; they end with the
/// call. The interpreter is let go meanwhile, and Ctrl-C is heard.
///
/// >>> import chancery
/// >>> [event["type"] for event in chancery.annotate("China condemned Japan on Monday.")[0]["events"]]
/// ['ACCUSE']
#[pyfunction]
#[pyo3(signature = (source, *, threads = 1, verbatim = false, columns = None, max_report_size = None))]
pub fn annotate(
    py: Python<'_>,
    source: &Bound<'_, PyAny>,
    threads: usize,
    verbatim: bool,
    columns: Option<HashMap<String, String>>,
    max_report_size: Option<u64>,
) -> PyResult<Py<Annotations>> {
    let reading = options(verbatim, columns, max_report_size)?;
    let options =
        AnnotateOptions { jobs: Some(NonZeroUsize::new(threads).unwrap_or(NonZeroUsize::MIN)), reading };
    let mut table = Table::of("annotations", columns_of(Vec::new()))?;
    held(|| {
        let mut source = Source::of(source, &options.reading)?;
        loop {
            let given = source.next(py)?;
            if given.is_empty() {
                return Ok(());
            }
            let before = table.rows();
            table.add(let_go(py, || Ok(columns_of(coded(given, before, &options)?)))?)?;
        }
    })?;
    Py::new(py, PyClassInitializer::from(table).add_subclass(Annotations))
}

/// What became of one report.
struct Row {
    id: String,
    became: Result<Box<Told>, String>,
}

/// What the table shows of an annotated document.
struct Told {
    url: Option<String>,
    outlet: Option<String>,
    title: Option<String>,
    language: Option<String>,
    published: [Option<Day>; 3],
    sentences: usize,
    tokens: usize,
    events: usize,
    annotation: String,
}

/// Annotates reports of which `before` came earlier.
fn coded(given: Vec<Given>, before: usize, options: &AnnotateOptions) -> PyResult<Vec<Row>> {
    let knowledge = knowledge()?;
    let wrong: Vec<Option<String>> = given.iter().map(|given| given.as_ref().err().cloned()).collect();
    // One that is no report goes through as an empty one, so that each keeps its place.
    let documents = given
        .into_iter()
        .zip(before as u64 + 1..)
        .map(|(given, row)| Raw::fields("row", row, given.unwrap_or_else(|_| Map::new())));
    let mut rows: Vec<Row> = Vec::with_capacity(wrong.len());
    let sink = |mut row: Row| -> PyResult<()> {
        if let Some(error) = wrong.get(rows.len()).and_then(Option::as_ref) {
            row.became = Err(error.clone());
        }
        rows.push(row);
        Python::attach(|py| py.check_signals())
    };
    annotate_documents(documents, knowledge, options, row, sink, &AtomicBool::new(false))?;
    Ok(rows)
}

fn row(outcome: Outcome) -> Row {
    match outcome {
        Outcome::Skipped(skip) => Row { id: skip.id().into(), became: Err(skip.reason()) },
        Outcome::Annotated(annotated) => match serde_json::to_string(&annotated) {
            Ok(annotation) => {
                Row { id: annotated.id.clone(), became: Ok(Box::new(told(&annotated, annotation))) }
            }
            Err(error) => Row { id: annotated.id.clone(), became: Err(error.to_string()) },
        },
    }
}

fn told(annotated: &Annotated, annotation: String) -> Told {
    let published = &annotated.published;
    Told {
        url: annotated.url.clone(),
        outlet: annotated.source.clone(),
        title: annotated.title.clone(),
        language: annotated.language.clone(),
        published: [published.date, published.begin, published.end],
        sentences: annotated.sentences.len(),
        tokens: annotated.tokens.len(),
        events: annotated.events.len(),
        annotation,
    }
}

/// The table's columns; those of a report have the names of the record's table of reports.
fn columns_of(rows: Vec<Row>) -> Vec<Gathered> {
    let told = || rows.iter().map(|row| row.became.as_ref().ok());
    let text = |name: &str, of: fn(&Told) -> Option<String>| Gathered {
        name: name.into(),
        values: Values::Text(told().map(|told| of(told?)).collect()),
    };
    let day = |name: &str, at: usize| Gathered {
        name: name.into(),
        values: Values::Date(told().map(|told| told?.published[at]).collect()),
    };
    let count = |name: &str, of: fn(&Told) -> usize| Gathered {
        name: name.into(),
        values: Values::Whole(told().map(|told| i64::try_from(of(told?)).ok()).collect()),
    };
    let mut columns = vec![
        Gathered {
            name: "id".into(),
            values: Values::Text(rows.iter().map(|row| Some(row.id.clone())).collect()),
        },
        Gathered {
            name: "error".into(),
            values: Values::Text(rows.iter().map(|row| row.became.as_ref().err().cloned()).collect()),
        },
        text("url", |told| told.url.clone()),
        text("outlet", |told| told.outlet.clone()),
        text("title", |told| told.title.clone()),
        text("language", |told| told.language.clone()),
        day("published", 0),
        day("published_begin", 1),
        day("published_end", 2),
        count("sentences", |told| told.sentences),
        count("tokens", |told| told.tokens),
        count("events", |told| told.events),
    ];
    let annotations = rows.into_iter().map(|row| row.became.ok().map(|told| told.annotation));
    columns.push(Gathered { name: "annotation".into(), values: Values::Text(annotations.collect()) });
    columns
}
