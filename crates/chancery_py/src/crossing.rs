//! From Python into the program and back: the interpreter let go, panics caught, Ctrl-C heard.

use crate::error::fault;
use chancery_build::{coder_hash, guarded, linker, reader};
use chancery_code::Knowledge;
use chancery_ingest::Options;
use pyo3::prelude::*;
use std::sync::OnceLock;

/// Does `work` with the interpreter let go; a panic becomes an exception.
pub fn let_go<T: Send>(py: Python<'_>, work: impl FnOnce() -> PyResult<T> + Send) -> PyResult<T> {
    py.detach(|| guarded(work)).unwrap_or_else(|detail| Err(fault(&detail)))
}

/// Does `work` with the interpreter held; a panic becomes an exception.
pub fn held<T>(work: impl FnOnce() -> PyResult<T>) -> PyResult<T> {
    guarded(work).unwrap_or_else(|detail| Err(fault(&detail)))
}

/// What the program knows, made when it is first asked for. The interpreter must be let go meanwhile.
pub fn knowledge() -> PyResult<&'static Knowledge> {
    static KNOWLEDGE: OnceLock<Result<Knowledge, String>> = OnceLock::new();
    let made = KNOWLEDGE.get_or_init(|| Knowledge::embedded().map_err(|error| error.to_string()));
    made.as_ref().map_err(|error| fault(error))
}

/// One hash of everything that decides what comes out: patterns, lexicons, models and the code that reads, codes and links. Two
/// machines that give the same hash give the same annotations and the same record.
///
/// >>> import chancery
/// >>> len(chancery.knowledge_hash())
/// 48
#[pyfunction]
pub fn knowledge_hash() -> String {
    let part = |hash: &str| hash.chars().take(16).collect::<String>();
    [coder_hash(), &reader(&Options::default()), &linker()].map(part).concat()
}

/// Python's own reading of JSON.
pub fn of_json<'py>(py: Python<'py>, json: &str) -> PyResult<Bound<'py, PyAny>> {
    py.import("json")?.call_method1("loads", (json,))
}
