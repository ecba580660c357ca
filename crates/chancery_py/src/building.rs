//! Files, texts and tables into a record.

use crate::crossing::{knowledge, let_go};
use crate::error::{of_build, wrong};
use crate::given::Source;
use chancery_build::{BuildOptions, BuildReport, Progress, Stage, Tally};
use chancery_ingest::Options;
use chancery_link::Corrections;
use chancery_views::words::list;
use pyo3::prelude::*;
use pyo3::types::{PyMapping, PyString};
use serde_json::Value;
use std::fs::File;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// How often a build looks for Ctrl-C and tells how far it is.
const PAUSE: Duration = Duration::from_millis(100);

/// How a record is built.
pub struct Building<'py> {
    pub threads: Option<usize>,
    pub reading: Options,
    pub remove: Vec<String>,
    pub corrections: Option<PathBuf>,
    pub progress: Option<Bound<'py, PyAny>>,
}

impl Building<'_> {
    /// Builds the record at `path`.
    pub fn run(self, py: Python<'_>, source: &Bound<'_, PyAny>, path: &Path) -> PyResult<BuildReport> {
        let kept =
            tempfile::tempdir().map_err(|error| wrong(format!("no room for the reports ({error})")))?;
        let paths = match paths_of(source)? {
            Some(paths) => paths,
            None => vec![written(source, &self.reading, kept.path())?],
        };
        let build = BuildOptions {
            reading: self.reading,
            jobs: self.threads.and_then(NonZeroUsize::new),
            remove: self.remove,
            corrections: corrections(self.corrections, path)?,
        };
        let callback = self.progress.map(Bound::unbind);
        let (report, raised) = let_go(py, || {
            let stop = AtomicBool::new(false);
            let mut telling =
                Telling { callback, stop: &stop, raised: None, stage: "", total: None, last: None };
            let now = jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
            let built = chancery_build::build(&paths, path, knowledge()?, &build, &mut telling, &stop, &now);
            Ok((built.map_err(of_build)?, telling.raised))
        })?;
        raised.map_or(Ok(report), Err)
    }
}

/// The paths that `source` names; `None` where it holds reports.
fn paths_of(source: &Bound<'_, PyAny>) -> PyResult<Option<Vec<PathBuf>>> {
    let is_path = |object: &Bound<'_, PyAny>| {
        Ok::<bool, PyErr>(object.is_instance_of::<PyString>() || object.hasattr("__fspath__")?)
    };
    let mut paths: Vec<PathBuf> = Vec::new();
    if is_path(source)? {
        paths.push(source.extract()?);
    } else if source.hasattr("__arrow_c_stream__")?
        || source.hasattr("__arrow_c_array__")?
        || source.cast::<PyMapping>().is_ok()
        || !source.hasattr("__len__")?
    {
        return Ok(None);
    } else {
        for object in source.try_iter()? {
            let object = object?;
            if !is_path(&object)? {
                if paths.is_empty() {
                    return Ok(None);
                }
                return Err(wrong(
                    "there are paths and reports; give only paths, or only reports ({\"text\": …})",
                ));
            }
            paths.push(object.extract()?);
        }
        if paths.is_empty() {
            return Ok(None);
        }
    }
    if paths.iter().all(|path| path.symlink_metadata().is_err()) {
        let names: Vec<String> = paths.iter().map(|path| short(&path.display().to_string())).collect();
        return Err(wrong(format!(
            "there is no file or folder {}; check the path. Texts themselves are given as {{\"text\": …}}",
            list(&names)
        )));
    }
    Ok(Some(paths))
}

/// The beginning of what may be a whole text.
fn short(name: &str) -> String {
    let mut short: String = name.chars().take(80).collect();
    if short.len() < name.len() {
        short.push('…');
    }
    short
}

/// Puts reports into a file that is read as any other.
fn written(source: &Bound<'_, PyAny>, reading: &Options, folder: &Path) -> PyResult<PathBuf> {
    let path = folder.join("reports.jsonl");
    let unwritten = |error: io::Error| {
        wrong(format!("the reports could not be kept on disk ({error}); make room for them"))
    };
    let mut file = BufWriter::new(File::create(&path).map_err(unwritten)?);
    let mut source_of = Source::of(source, reading)?;
    loop {
        let given = source_of.next(source.py())?;
        if given.is_empty() {
            break;
        }
        for report in given {
            // What is no report becomes a line that is none, and is skipped and named as one.
            let line = report.map_or_else(Value::String, Value::Object);
            writeln!(file, "{line}").map_err(unwritten)?;
        }
    }
    file.into_inner().map_err(|error| unwritten(error.into_error()))?;
    Ok(path)
}

/// The corrections of a file; without one named, of the file that belongs to the record, where there is one.
fn corrections(named: Option<PathBuf>, record: &Path) -> PyResult<Option<Corrections>> {
    let path = named.clone().unwrap_or_else(|| record.with_extension("corrections"));
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound && named.is_none() => return Ok(None),
        Err(error) => {
            return Err(wrong(format!("{}: the corrections can’t be read ({error})", path.display())));
        }
    };
    Corrections::parse(&text).map(Some).map_err(|lines| {
        let lines: Vec<String> = lines.iter().map(ToString::to_string).collect();
        wrong(format!("{}: no corrections; nothing was built: {}", path.display(), lines.join("; ")))
    })
}

/// Tells a callback how far a build is, and hears Ctrl-C.
struct Telling<'s> {
    callback: Option<Py<PyAny>>,
    stop: &'s AtomicBool,
    raised: Option<PyErr>,
    stage: &'static str,
    total: Option<u64>,
    last: Option<Instant>,
}

impl Telling<'_> {
    fn tell(&mut self, done: u64) {
        if self.raised.is_some() {
            return;
        }
        let told = Python::attach(|py| {
            py.check_signals()?;
            match &self.callback {
                Some(callback) => callback.call1(py, (self.stage, done, self.total)).map(drop),
                None => Ok(()),
            }
        });
        if let Err(error) = told {
            self.raised = Some(error);
            self.stop.store(true, Ordering::Relaxed);
        }
        self.last = Some(Instant::now());
    }
}

impl Progress for Telling<'_> {
    fn begin(&mut self, stage: Stage, total: Option<u64>) {
        self.stage = match stage {
            Stage::Surveying => "surveying",
            Stage::Reading => "reading",
            Stage::Recoding => "recoding",
            Stage::Linking => "linking",
        };
        self.total = total;
        self.tell(0);
    }

    fn advance(&mut self, tally: Tally) {
        let at_end = self.total == Some(tally.done);
        if at_end || self.last.is_none_or(|last| last.elapsed() >= PAUSE) {
            self.tell(tally.done);
        }
    }
}
