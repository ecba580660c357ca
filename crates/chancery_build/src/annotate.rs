//! Documents in, annotated documents out, in the order of the input. Touches no record.

use crate::BuildError;
use crate::guard::guarded;
use crate::ids::{Gathering, Renamed, Survey};
use crate::pool::{cores, in_order};
use crate::progress::{Progress, Stage, Tally};
use crate::skip::Skip;
use crate::stages::reader;
use chancery_code::{Knowledge, annotate};
use chancery_ingest::{Note, Options, Raw, Skipped, id_of, open, prepare};
use chancery_model::{Annotated, Report};
use chancery_store::{ContentHash, Identity};
use serde::ser::{Serialize, SerializeStruct, Serializer};
use std::convert::Infallible;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

/// How documents are annotated.
#[derive(Clone, Debug, Default)]
pub struct AnnotateOptions {
    /// How they are read.
    pub reading: Options,
    /// How many threads; one for each core where it is `None`. Does not show in the output.
    pub jobs: Option<NonZeroUsize>,
}

/// What became of one document.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It is annotated.
    Annotated(Box<Annotated>),
    /// It was left out. As JSON an object with `id` and `error` only.
    Skipped(Skip),
}

impl Serialize for Outcome {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Outcome::Annotated(annotated) => annotated.serialize(serializer),
            Outcome::Skipped(skip) => {
                let mut object = serializer.serialize_struct("Skipped", 2)?;
                object.serialize_field("id", skip.id())?;
                object.serialize_field("error", &skip.to_string())?;
                object.end()
            }
        }
    }
}

/// What a run of [`annotate_paths`] came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AnnotateSummary {
    /// Documents annotated.
    pub annotated: u64,
    /// Of these in other languages than English: they have no analysis.
    pub other_language: u64,
    /// Documents left out.
    pub skipped: u64,
    /// What the reader chose or passed over.
    pub notes: Vec<Note>,
    /// `stop` was set before the end.
    pub stopped: bool,
}

/// Annotates the documents under some paths. `render` is called for each on one of many threads (to make JSON of it,
/// say), `sink` with what that returns, on this thread, in the order of the input.
///
/// The input is read twice: which ids several documents share shows only when all are known (see `contract/record.md`), and
/// `build` must give the same. So standard input is kept on disk meanwhile. Memory is bounded by a window of documents,
/// and some twenty bytes for each id.
pub fn annotate_paths<T: Send>(
    paths: &[PathBuf],
    knowledge: &Knowledge,
    options: &AnnotateOptions,
    render: impl Fn(Outcome) -> T + Sync,
    mut sink: impl FnMut(T) -> std::io::Result<()>,
    progress: &mut dyn Progress,
    stop: &AtomicBool,
) -> Result<AnnotateSummary, BuildError> {
    let input = Input::of(paths).map_err(BuildError::Spool)?;
    let jobs = options.jobs.unwrap_or_else(cores);
    let reader_name = reader(&options.reading);

    let renamed = renamed(&input.paths, options, jobs, &reader_name, progress, stop);

    let mut summary = AnnotateSummary::default();
    let mut second = open(&input.paths, &options.reading);
    progress.begin(Stage::Reading, second.total_bytes());
    let mut tally = Tally::default();
    let one = |_: &mut (), raw: Result<Raw, Skipped>| {
        let bytes = size(&raw);
        let outcome = match code(raw, knowledge, options, &renamed, &reader_name) {
            Ok(annotated) => Outcome::Annotated(Box::new(annotated)),
            Err(skip) => Outcome::Skipped(input.name(skip)),
        };
        let skip = match &outcome {
            Outcome::Annotated(_) => None,
            Outcome::Skipped(skip) => Some(skip.clone()),
        };
        let english = matches!(&outcome, Outcome::Annotated(a) if is_english(a.language.as_deref()));
        (bytes, skip, english, render(outcome))
    };
    let take = |(bytes, skip, english, rendered): (u64, Option<Skip>, bool, T)| {
        tally.done += bytes;
        tally.documents += 1;
        match &skip {
            Some(skip) => {
                summary.skipped += 1;
                tally.skipped += 1;
                progress.skip(skip);
            }
            None => {
                summary.annotated += 1;
                summary.other_language += u64::from(!english);
            }
        }
        progress.advance(tally);
        sink(rendered)
    };
    in_order(jobs, &mut second, || (), one, take, stop).map_err(BuildError::Output)?;
    summary.notes = second.notes();
    summary.stopped = stop.load(std::sync::atomic::Ordering::Relaxed);
    Ok(summary)
}

/// The ids of documents that share theirs with others. What they hold is read only where an id is met twice.
fn renamed(
    paths: &[PathBuf],
    options: &AnnotateOptions,
    jobs: NonZeroUsize,
    reader_name: &str,
    progress: &mut dyn Progress,
    stop: &AtomicBool,
) -> Renamed {
    let mut survey = Survey::default();
    let id = |_: &mut (), raw: Result<Raw, Skipped>| {
        let bytes = size(&raw);
        (bytes, guarded(|| id_of(&raw.ok()?, &options.reading)).ok().flatten())
    };
    read_over(paths, options, jobs, progress, stop, id, |id: String| survey.add(&id));
    let mut gathering = Gathering::default();
    if !survey.is_clear() {
        let identify = |_: &mut (), raw: Result<Raw, Skipped>| {
            let bytes = size(&raw);
            let report = guarded(|| {
                let raw = raw.ok()?;
                survey
                    .bears(&id_of(&raw, &options.reading)?)
                    .then(|| prepare(raw, &options.reading).ok())
                    .flatten()
            });
            let known = |report: Report| (Identity::of(&report, reader_name).content, report.id);
            (bytes, report.ok().flatten().map(known))
        };
        let gather = |(content, id): (ContentHash, String)| gathering.add(&id, content);
        read_over(paths, options, jobs, progress, stop, identify, gather);
    }
    gathering.renamed()
}

/// Reads over all documents, and takes what `look` finds of each, after the bytes that it takes up.
fn read_over<T: Send>(
    paths: &[PathBuf],
    options: &AnnotateOptions,
    jobs: NonZeroUsize,
    progress: &mut dyn Progress,
    stop: &AtomicBool,
    look: impl Fn(&mut (), Result<Raw, Skipped>) -> (u64, Option<T>) + Sync,
    mut take: impl FnMut(T),
) {
    let documents = open(paths, &options.reading);
    progress.begin(Stage::Surveying, documents.total_bytes());
    let mut tally = Tally::default();
    let one = |(bytes, found): (u64, Option<T>)| -> Result<(), Infallible> {
        tally.done += bytes;
        tally.documents += 1;
        if let Some(found) = found {
            take(found);
        }
        progress.advance(tally);
        Ok(())
    };
    let Ok(()) = in_order(jobs, documents, || (), look, one, stop);
}

/// Annotates documents that the caller holds. `render` is called for each on one of `options.jobs` threads, which end with the
/// call, `sink` with what that returns, on this thread, in the order of the documents.
///
/// Ids stay as they were given, even where several documents share one: they are known one by one. Ends early, without
/// error, when `stop` is set.
///
/// # Errors
/// What `sink` returns.
pub fn annotate_documents<T: Send, E>(
    documents: impl Iterator<Item = Raw> + Send,
    knowledge: &Knowledge,
    options: &AnnotateOptions,
    render: impl Fn(Outcome) -> T + Sync,
    sink: impl FnMut(T) -> Result<(), E>,
    stop: &AtomicBool,
) -> Result<(), E> {
    let one = |_: &mut (), raw: Raw| {
        let coded = read(Ok(raw), &options.reading).and_then(|(report, place)| {
            code_report(&report, knowledge).map_err(|detail| place.failed(&report.id, "coded", detail))
        });
        render(match coded {
            Ok(annotated) => Outcome::Annotated(Box::new(annotated)),
            Err(skip) => Outcome::Skipped(skip),
        })
    };
    in_order(options.jobs.unwrap_or_else(cores), documents, || (), one, sink, stop)
}

/// Reads and codes one document.
fn code(
    raw: Result<Raw, Skipped>,
    knowledge: &Knowledge,
    options: &AnnotateOptions,
    renamed: &Renamed,
    reader_name: &str,
) -> Result<Annotated, Skip> {
    let (report, place) = read(raw, &options.reading)?;
    let mut annotated =
        code_report(&report, knowledge).map_err(|detail| place.failed(&report.id, "coded", detail))?;
    if renamed.shared(&report.id) {
        let content = Identity::of(&report, reader_name).content;
        if let Some(id) = renamed.id(&report.id, content) {
            annotated.id.clone_from(id);
        }
    }
    Ok(annotated)
}

/// How many bytes of its file a document takes up.
pub(crate) fn size(raw: &Result<Raw, Skipped>) -> u64 {
    raw.as_ref().map_or_else(|skipped| skipped.bytes, Raw::size)
}

/// Where a document stands.
pub(crate) struct Place {
    path: PathBuf,
    row: Option<u64>,
}

impl Place {
    /// The document as one over which a stage failed.
    pub(crate) fn failed(&self, id: &str, doing: &'static str, detail: String) -> Skip {
        Skip::Failed { id: id.into(), path: Some(self.path.clone()), row: self.row, doing, detail }
    }
}

/// Makes a report of a document.
pub(crate) fn read(raw: Result<Raw, Skipped>, options: &Options) -> Result<(Report, Place), Skip> {
    let raw = raw.map_err(Skip::Unread)?;
    let place = Place { path: raw.path().to_path_buf(), row: raw.row() };
    let id = raw.fallback_id();
    match guarded(|| prepare(raw, options)) {
        Ok(Ok(report)) => Ok((report, place)),
        Ok(Err(skipped)) => Err(Skip::Unread(skipped)),
        Err(detail) => Err(place.failed(&id, "read", detail)),
    }
}

/// Codes a report, or says why it could not be done.
pub(crate) fn code_report(report: &Report, knowledge: &Knowledge) -> Result<Annotated, String> {
    guarded(|| annotate(report, knowledge))
}

pub(crate) fn is_english(language: Option<&str>) -> bool {
    language.is_none_or(|l| {
        let l = l.to_ascii_lowercase();
        l == "en" || l.starts_with("en-") || l.starts_with("en_")
    })
}

/// The paths to read, with standard input kept on disk so that it can be read twice.
struct Input {
    paths: Vec<PathBuf>,
    kept: Option<(tempfile::TempDir, PathBuf)>,
}

impl Input {
    fn of(paths: &[PathBuf]) -> std::io::Result<Input> {
        let standard = Path::new("-");
        let mut input = Input { paths: paths.to_vec(), kept: None };
        if paths.iter().any(|path| path == standard) {
            let folder = tempfile::tempdir()?;
            // The name makes the ids of documents that give none the same as if it were read directly.
            let file = folder.path().join("stdin.jsonl");
            std::io::copy(&mut std::io::stdin().lock(), &mut std::fs::File::create(&file)?)?;
            let mut first = true;
            input.paths.retain_mut(|path| {
                if path == standard {
                    path.clone_from(&file);
                    return std::mem::take(&mut first);
                }
                true
            });
            input.kept = Some((folder, file));
        }
        Ok(input)
    }

    /// Calls standard input by its name.
    fn name(&self, mut skip: Skip) -> Skip {
        if let Some((_, file)) = &self.kept {
            match &mut skip {
                Skip::Unread(skipped) if skipped.path == *file => skipped.path = "-".into(),
                Skip::Failed { path: Some(path), .. } if path == file => *path = "-".into(),
                _ => {}
            }
        }
        skip
    }
}
