//! Linking on a cluster: the passes of `chancery_link`, row by row. `chancery.spark` is who calls this.

use crate::crossing::let_go;
use crate::error::Error;
use chancery_link::passes::{self, PassError, Row, STEPS, Tables};
use chancery_model::Annotated;
use pyo3::prelude::*;
use std::collections::HashMap;

/// Channel, key and lines of a row.
type Given = (&'static str, u32, String);

/// A step as Python has it: name, what it takes, the tables it needs, the tables it gives, the step it does again.
type Step = (
    &'static str,
    Vec<(&'static str, &'static str)>,
    Vec<&'static str>,
    Vec<&'static str>,
    Option<&'static str>,
);

fn of_pass(error: PassError) -> PyErr {
    Error::new_err(error.to_string())
}

fn given(rows: Vec<Row>) -> Vec<Given> {
    rows.into_iter().map(|row| (row.channel, row.key, row.data)).collect()
}

/// The steps by which a record is linked, in order.
#[pyfunction]
pub fn link_steps() -> Vec<Step> {
    let step = |step: &passes::Step| {
        (step.name, step.takes.to_vec(), step.needs.to_vec(), step.tables.to_vec(), step.again)
    };
    STEPS.iter().map(step).collect()
}

/// The channels out of which each table of a record comes.
#[pyfunction]
pub fn link_channels() -> [&'static str; 5] {
    passes::OUT
}

/// The first rows, of annotated documents as JSON.
#[pyfunction]
pub fn link_read(py: Python<'_>, documents: Vec<String>, keys: u32) -> PyResult<Vec<Given>> {
    let_go(py, || Ok(given(passes::read(reports(&documents)?, keys).map_err(of_pass)?)))
}

/// The record of annotated documents, all at once: a JSON object.
#[pyfunction]
pub fn link_documents(py: Python<'_>, documents: Vec<String>) -> PyResult<String> {
    let_go(py, || written(&chancery_link::link(&reports(&documents)?)))
}

/// The record of what came out of the passes, by channel and lines: a JSON object.
#[pyfunction]
pub fn link_gather(py: Python<'_>, rows: Vec<(String, String)>) -> PyResult<String> {
    let rows = || rows.iter().map(|(channel, data)| (channel.as_str(), data.as_str()));
    let_go(py, || written(&passes::gather(rows()).map_err(of_pass)?))
}

/// An annotated document without its tokens.
#[pyfunction]
pub fn without_tokens(py: Python<'_>, document: String) -> PyResult<String> {
    let_go(py, || {
        let mut report = report(&document)?;
        report.tokens = Vec::new();
        written(&report)
    })
}

fn report(document: &str) -> PyResult<Annotated> {
    serde_json::from_str(document)
        .map_err(|error| Error::new_err(format!("this is no annotated document ({error})")))
}

fn reports(documents: &[String]) -> PyResult<Vec<Annotated>> {
    documents.iter().map(|document| report(document)).collect()
}

fn written<T: serde::Serialize>(what: &T) -> PyResult<String> {
    serde_json::to_string(what).map_err(|error| Error::new_err(error.to_string()))
}

/// Small tables that steps gave, for the steps that need them.
#[pyclass(frozen, module = "chancery._native")]
pub struct LinkTables(Tables);

#[pymethods]
impl LinkTables {
    #[new]
    fn new(py: Python<'_>, tables: HashMap<String, Vec<String>>) -> PyResult<LinkTables> {
        let tables =
            || tables.iter().map(|(name, rows)| (name.as_str(), rows.iter().map(String::as_str).collect()));
        let_go(py, || Ok(LinkTables(Tables::read(tables()).map_err(of_pass)?)))
    }

    /// Does a step over the rows of one key, each with its channel.
    fn run(
        &self,
        py: Python<'_>,
        step: &str,
        rows: Vec<(String, String)>,
        keys: u32,
    ) -> PyResult<Vec<Given>> {
        let_go(py, || {
            let rows: Vec<(&str, &str)> = rows.iter().map(|(c, data)| (c.as_str(), data.as_str())).collect();
            Ok(given(passes::run(step, &rows, &self.0, keys).map_err(of_pass)?))
        })
    }
}
