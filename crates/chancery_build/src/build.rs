//! Files into a record.

use crate::BuildError;
use crate::annotate::{Place, code_report, is_english, read, size};
use crate::guard::guarded;
use crate::pool::{cores, in_order};
use crate::progress::{Progress, Stage, Tally};
use crate::skip::Skip;
use crate::stages::{coder, linker, reader};
use chancery_code::Knowledge;
use chancery_ingest::{Note, Options, Raw, Skipped, open};
use chancery_link::{Corrections, Problem, Unapplied, link_corrected};
use chancery_model::{Annotated, Report};
use chancery_store::{
    Changes, ContentHash, Held, Identity, NewReport, Snapshot, Store, StoreError, StoreProblem, TextKey,
    Totals,
};
use serde_json::json;
use std::collections::HashSet;
use std::fmt;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

/// So many of the skipped are kept in a [`BuildReport`]; all of them are counted, and told to the caller's [`Progress`].
pub const SKIPS_KEPT: usize = 1000;

/// Reports are stored when so many are coded, or so many bytes of text: what a kill loses at most.
const BATCH: (usize, usize) = (200, 8 << 20);

/// How often to link again when other builds store reports in the meantime.
const TRIES: usize = 3;

/// How a record is built.
#[derive(Clone, Debug, Default)]
pub struct BuildOptions {
    /// How files are read.
    pub reading: Options,
    /// How many threads; one for each core where it is `None`. Does not show in the record.
    pub jobs: Option<NonZeroUsize>,
    /// Ids of reports to take out before anything is read.
    pub remove: Vec<String>,
    /// An analyst's corrections; where it is `None`, those that the record keeps still hold.
    pub corrections: Option<Corrections>,
}

/// What a build came to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BuildReport {
    /// Reports read from the paths.
    pub read: u64,
    /// Of these, reports that the record did not know.
    pub new: u64,
    /// Reports whose content the record knew, read better now (or with other options).
    pub reread: u64,
    /// Reports that the record knew.
    pub unchanged: u64,
    /// Reports that were met before in the same run: the same content under the same id.
    pub repeated: u64,
    /// Reports of the record that were coded again because the program has changed.
    pub recoded: u64,
    /// Reports taken out as asked.
    pub removed: u64,
    /// Reports read that are in other languages than English: they are kept, and have no analysis.
    pub other_language: u64,
    /// Documents left out.
    pub skipped: u64,
    /// The first of them ([`SKIPS_KEPT`]).
    pub skips: Vec<Skip>,
    /// What the reader chose or passed over.
    pub notes: Vec<Note>,
    /// What the record has that it had not, and the other way round.
    pub changes: Changes,
    /// What the record holds now.
    pub totals: Totals,
    /// How many lines of corrections hold.
    pub corrections: u64,
    /// What of the corrections did not apply, where the record was computed anew.
    pub uncorrected: Vec<Uncorrected>,
    /// The run was stopped: what was coded is stored, the record is as it was, and the next build goes on.
    pub stopped: bool,
}

/// A correction that changed nothing, or less than it says. It prints as one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uncorrected {
    /// The correction, and why.
    pub unapplied: Unapplied,
    /// The id that the event which it names has now, where the log knows.
    pub today: Option<String>,
}

impl fmt::Display for Uncorrected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Unapplied { line, problem, in_part, .. } = &self.unapplied;
        let rest = if *in_part { "the rest of the line holds" } else { "nothing corrected" };
        match &self.today {
            Some(id) => write!(f, "line {line}: {problem}; the log says it is now {id}; {rest}"),
            None => write!(f, "{}", self.unapplied),
        }
    }
}

/// Reads reports into a record, and computes it anew where they, or the program, changed it. The record's file is made where
/// there is none.
///
/// The same reports give the same record in any order, in one build or many, on any number of threads. `now` is noted in
/// the log: RFC 3339 in UTC. `stop` may be set from another thread at any time.
///
/// A document that can't be read or coded is skipped, counted and named. Fails where the record can't be opened or
/// written, or an id to be removed is unknown (then nothing is read).
pub fn build(
    paths: &[PathBuf],
    record: &Path,
    knowledge: &Knowledge,
    options: &BuildOptions,
    progress: &mut dyn Progress,
    stop: &AtomicBool,
    now: &str,
) -> Result<BuildReport, BuildError> {
    let mut store = Store::open_or_create(record)?;
    let mut report = BuildReport::default();
    let run = Run { knowledge, coder: coder(knowledge), jobs: options.jobs.unwrap_or_else(cores), stop };
    let built = run.all(paths, &mut store, options, progress, now, &mut report);
    let folded = store.finish();
    built?;
    folded?;
    Ok(report)
}

/// What stays the same through a build.
struct Run<'a> {
    knowledge: &'a Knowledge,
    coder: String,
    jobs: NonZeroUsize,
    stop: &'a AtomicBool,
}

/// What a thread makes of a document.
struct Read {
    bytes: u64,
    became: Result<Became, Skip>,
}

struct Became {
    content: ContentHash,
    english: bool,
    /// `None` where the record holds it.
    to_store: Option<Box<(NewReport, bool)>>,
}

impl Run<'_> {
    fn all(
        &self,
        paths: &[PathBuf],
        store: &mut Store,
        options: &BuildOptions,
        progress: &mut dyn Progress,
        now: &str,
        report: &mut BuildReport,
    ) -> Result<(), BuildError> {
        store.remove_reports(&options.remove)?;
        report.removed = options.remove.len() as u64;
        self.read(paths, store, &options.reading, progress, report)?;
        self.recode(store, progress, report)?;
        report.stopped = self.stop.load(Ordering::Relaxed);
        let corrections = match &options.corrections {
            Some(corrections) => corrections.clone(),
            // What the record keeps was parsed when it was read; a line that a later version knows is told apart.
            None => Corrections::parse(&store.corrections()?).map_err(BuildError::Corrections)?,
        };
        report.corrections = corrections.len() as u64;
        if !report.stopped && !store.is_current(&self.coder, &linker(), &corrections.text())? {
            progress.begin(Stage::Linking, None);
            let (changes, unapplied) = self.link(store, &corrections, now)?;
            report.changes = changes;
            let told = unapplied.into_iter().map(|unapplied| uncorrected(store, unapplied));
            report.uncorrected = told.collect::<Result<_, _>>()?;
        }
        report.totals = store.totals()?;
        Ok(())
    }

    /// Reads the paths, and codes and stores what the record does not hold.
    fn read(
        &self,
        paths: &[PathBuf],
        store: &mut Store,
        options: &Options,
        progress: &mut dyn Progress,
        report: &mut BuildReport,
    ) -> Result<(), BuildError> {
        let reader_name = reader(options);
        let record = store.path().to_path_buf();
        let mut files = open(paths, options);
        progress.begin(Stage::Reading, files.total_bytes());
        let mut tally = Tally::default();
        let mut met: HashSet<ContentHash> = HashSet::new();
        let mut batch = Batch::default();
        let work = |known: &mut Known<'_>, raw: Result<Raw, Skipped>| {
            let bytes = size(&raw);
            Ok(match read(raw, options) {
                Err(skip) => Read { bytes, became: Err(skip) },
                Ok((document, place)) => {
                    Read { bytes, became: self.code_new(document, &place, known, &reader_name)? }
                }
            })
        };
        let take = |read: Result<Read, StoreError>| -> Result<(), BuildError> {
            let Read { bytes, became } = read?;
            tally.done += bytes;
            tally.documents += 1;
            match became {
                Err(skip) => {
                    tally.skipped += 1;
                    report.skip(skip, progress);
                }
                Ok(Became { content, english, to_store }) => {
                    report.read += 1;
                    report.other_language += u64::from(!english);
                    if !met.insert(content) {
                        report.repeated += 1;
                    } else {
                        match &to_store {
                            None => report.unchanged += 1,
                            Some(new) if new.1 => report.reread += 1,
                            Some(_) => report.new += 1,
                        }
                    }
                    // Even of a repeated one: the same content spaced otherwise may be the reading that stays.
                    if let Some(new) = to_store {
                        batch.add(new.0);
                        if batch.is_full() {
                            batch.store(store, &self.coder)?;
                        }
                    }
                }
            }
            progress.advance(tally);
            Ok(())
        };
        let state = || Known { path: &record, store: None };
        let ended = in_order(self.jobs, &mut files, state, work, take, self.stop);
        // Also when something failed: what is coded is worth keeping.
        let stored = batch.store(store, &self.coder);
        report.notes = files.notes();
        ended?;
        Ok(stored?)
    }

    fn code_new(
        &self,
        document: Report,
        place: &Place,
        known: &mut Known<'_>,
        reader_name: &str,
    ) -> Result<Result<Became, Skip>, StoreError> {
        let identity = Identity::of(&document, reader_name);
        let (content, english) = (identity.content, is_english(document.language.as_deref()));
        let reread = match known.store()?.held(&identity, &self.coder)? {
            Held::Unknown => false,
            Held::OtherReading => true,
            // What another version coded is coded again with the rest.
            Held::Coded(_) | Held::Uncoded(_) => return Ok(Ok(Became { content, english, to_store: None })),
        };
        Ok(match code_report(&document, self.knowledge) {
            Err(detail) => Err(place.failed(&document.id, "coded", detail)),
            Ok(annotated) => {
                let new = NewReport { identity, report: document, annotated };
                Ok(Became { content, english, to_store: Some(Box::new((new, reread))) })
            }
        })
    }

    /// Codes what was stored under another version of the coder.
    fn recode(
        &self,
        store: &mut Store,
        progress: &mut dyn Progress,
        report: &mut BuildReport,
    ) -> Result<(), BuildError> {
        let keys = store.uncoded(&self.coder)?;
        if keys.is_empty() || self.stop.load(Ordering::Relaxed) {
            return Ok(());
        }
        progress.begin(Stage::Recoding, Some(keys.len() as u64));
        let record = store.path().to_path_buf();
        let mut tally = Tally::default();
        let mut batch: Vec<(TextKey, Annotated)> = Vec::new();
        let work =
            |known: &mut Known<'_>, key: TextKey| -> Result<Result<(TextKey, Annotated), Skip>, StoreError> {
                let document = known.store()?.report_as_read(key)?;
                Ok(match code_report(&document, self.knowledge) {
                    Ok(annotated) => Ok((key, annotated)),
                    Err(detail) => {
                        Err(Skip::Failed { id: document.id, path: None, row: None, doing: "coded", detail })
                    }
                })
            };
        let take = |coded: Result<Result<(TextKey, Annotated), Skip>, StoreError>| -> Result<(), BuildError> {
            tally.done += 1;
            tally.documents += 1;
            match coded? {
                Ok(coded) => {
                    report.recoded += 1;
                    batch.push(coded);
                    if batch.len() >= BATCH.0 {
                        store.put_analyses(&std::mem::take(&mut batch), &self.coder)?;
                    }
                }
                Err(skip) => {
                    tally.skipped += 1;
                    report.skip(skip, progress);
                }
            }
            progress.advance(tally);
            Ok(())
        };
        let state = || Known { path: &record, store: None };
        let ended = in_order(self.jobs, keys.into_iter(), state, work, take, self.stop);
        let stored = store.put_analyses(&batch, &self.coder);
        ended?;
        Ok(stored?)
    }

    /// Computes the record and puts it in the place of the one that was there.
    fn link(
        &self,
        store: &mut Store,
        corrections: &Corrections,
        now: &str,
    ) -> Result<(Changes, Vec<Unapplied>), BuildError> {
        let mut tries = 0;
        loop {
            tries += 1;
            let linked = self.link_once(store, corrections, now);
            match linked {
                Err(BuildError::Store(StoreError { problem: StoreProblem::Moved, .. })) if tries < TRIES => {}
                linked => return linked,
            }
        }
    }

    fn link_once(
        &self,
        store: &mut Store,
        corrections: &Corrections,
        now: &str,
    ) -> Result<(Changes, Vec<Unapplied>), BuildError> {
        let snapshot: Snapshot = store.snapshot(&self.coder)?.corrected_by(&corrections.text());
        let claims = store.claims(&snapshot).collect::<Result<Vec<Annotated>, StoreError>>()?;
        let (record, unapplied) =
            guarded(|| link_corrected(&claims, corrections)).map_err(BuildError::Linking)?;
        drop(claims);
        Ok((store.replace_record(&record, &snapshot, &linker(), now)?, unapplied))
    }
}

/// Looks up in the log what became of an event that a correction names.
fn uncorrected(store: &Store, unapplied: Unapplied) -> Result<Uncorrected, StoreError> {
    let today = match &unapplied.problem {
        Problem::NoEvent { id } => store.id_today(id)?,
        _ => None,
    };
    Ok(Uncorrected { unapplied, today })
}

impl BuildReport {
    /// The figures, and what was skipped and noted in words.
    pub fn to_json(&self) -> serde_json::Value {
        let skips: Vec<_> = self
            .skips
            .iter()
            .map(|skip| json!({ "id": skip.id(), "reason": skip.reason(), "message": skip.to_string() }))
            .collect();
        let notes: Vec<String> = self.notes.iter().map(ToString::to_string).collect();
        json!({
            "read": self.read,
            "new": self.new,
            "reread": self.reread,
            "unchanged": self.unchanged,
            "repeated": self.repeated,
            "recoded": self.recoded,
            "removed": self.removed,
            "other_language": self.other_language,
            "skipped": self.skipped,
            "skips": skips,
            "notes": notes,
            "changes": self.changes,
            "corrections": self.corrections,
            "uncorrected": self.uncorrected.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "reports": self.totals.reports,
            "independent": self.totals.independent,
            "events": self.totals.events,
            "tenures": self.totals.tenures,
            "findings": self.totals.findings,
            "stopped": self.stopped,
        })
    }

    fn skip(&mut self, skip: Skip, progress: &mut dyn Progress) {
        progress.skip(&skip);
        self.skipped += 1;
        if self.skips.len() < SKIPS_KEPT {
            self.skips.push(skip);
        }
    }
}

/// A thread's own view of the record, opened when it is first needed.
struct Known<'p> {
    path: &'p Path,
    store: Option<Store>,
}

impl Known<'_> {
    fn store(&mut self) -> Result<&Store, StoreError> {
        match &mut self.store {
            Some(store) => Ok(store),
            none => Ok(none.insert(Store::open_read_only(self.path)?)),
        }
    }
}

/// Reports that are coded and not yet stored.
#[derive(Default)]
struct Batch {
    reports: Vec<NewReport>,
    bytes: usize,
}

impl Batch {
    fn add(&mut self, report: NewReport) {
        self.bytes += report.report.text.len();
        self.reports.push(report);
    }

    fn is_full(&self) -> bool {
        self.reports.len() >= BATCH.0 || self.bytes >= BATCH.1
    }

    fn store(&mut self, store: &mut Store, coder: &str) -> Result<(), StoreError> {
        if self.reports.is_empty() {
            return Ok(());
        }
        self.bytes = 0;
        store.put_reports(&std::mem::take(&mut self.reports), coder)
    }
}
