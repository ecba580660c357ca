//! A record as Python sees it: what many reports tell together, view by view.

use crate::building::Building;
use crate::crossing::{let_go, of_json};
use crate::error::{fault, of_store, of_unknown, wrong};
use crate::given::options;
use crate::table::Table;
use chancery_code::actors::Lexicon;
use chancery_model::{Day, Status};
use chancery_store::Store;
use chancery_views::export::{Selection, gathered};
use chancery_views::index::Asked;
use chancery_views::timeline::{Filter, Kind, faces};
use chancery_views::{
    Directory, Holdings, Offices, Only, SeriesFilter, StatementFilter, Statements, Step, Unknown, Who,
    period, series, statements,
};
use pyo3::exceptions::PyUserWarning;
use pyo3::prelude::*;
use pyo3::types::PyString;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use tempfile::TempDir;

/// One word, or several.
#[derive(FromPyObject)]
pub enum Words {
    One(String),
    Several(Vec<String>),
}

impl Words {
    fn all(words: Option<Words>) -> Vec<String> {
        match words {
            None => Vec::new(),
            Some(Words::One(word)) => vec![word],
            Some(Words::Several(words)) => words,
        }
    }
}

/// What many reports tell together: events, tenures, statements and findings, each with the words it rests on.
///
/// It is one file, the same that the program `chancery` builds and reads. Made without a path it is kept until the object goes.
///
/// >>> import chancery
/// >>> record = chancery.Record.build([
/// ...     {"id": "a", "date": "2025-03-04", "text": "Canada sanctioned Russia on Monday."},
/// ...     {"id": "b", "date": "2025-03-05", "text": "Russia condemned Canada on Tuesday."},
/// ... ])
/// >>> record.timeline("Canada", "Russia")["summary"]
/// ['Canada imposed restrictions on Russia', 'Russia criticized Canada']
#[pyclass(frozen, module = "chancery")]
pub struct Record {
    store: Mutex<Store>,
    record: chancery_model::Record,
    directory: Directory,
    path: PathBuf,
    /// What the build came to, as JSON.
    built: Option<String>,
    /// Where it lies if it was given no place; goes last.
    _kept: Option<TempDir>,
}

impl Record {
    fn read(py: Python<'_>, path: PathBuf, as_of: Option<When>, kept: Option<TempDir>) -> PyResult<Record> {
        let (store, record, directory, stale) = let_go(py, || {
            let store = Store::open_read_only(&path).map_err(of_store)?;
            let record = match as_of {
                None => store.record(),
                Some(when) => store.record_as_of(when.build(&store)?),
            };
            let record = record.map_err(of_store)?;
            let stale = store.is_stale().map_err(of_store)?;
            let mut directory = Directory::of_states();
            directory.learn(&record);
            Ok((Mutex::new(store), record, directory, stale))
        })?;
        if stale {
            let warning = c"A build of this record was stopped: it shows the last one that ended. Build again to bring it up to date.";
            PyErr::warn(py, &py.get_type::<PyUserWarning>(), warning, 1)?;
        }
        Ok(Record { store, record, directory, path, built: None, _kept: kept })
    }

    /// Gathers a selection of the record.
    fn gather<'r>(
        &'r self,
        py: Python<'_>,
        name: &'static str,
        select: impl FnOnce(&Holdings<'r>) -> PyResult<Selection<'r>> + Send,
    ) -> PyResult<Table> {
        Table::of(name, let_go(py, || Ok(gathered(&select(&Holdings::of(&self.record))?)))?)
    }

    fn whole(&self, py: Python<'_>, table: chancery_views::Table) -> PyResult<Table> {
        Table::of(table.name(), let_go(py, || Ok(gathered(&Selection::Table(&self.record, table))))?)
    }

    /// A state, body or person as a person writes it, with what the lexicon knows of states besides.
    fn who(&self, query: &str) -> PyResult<Who> {
        let state = |_| Lexicon::embedded().state_named(query).map(|code| Who::State(code.into()));
        self.directory.who(query).or_else(|unknown| state(()).ok_or(unknown)).map_err(of_unknown)
    }

    fn pair(&self, a: Option<&str>, b: Option<&str>) -> PyResult<Option<(Who, Who)>> {
        match (a, b) {
            (None, None) => Ok(None),
            (Some(a), Some(b)) => Ok(Some((self.who(a)?, self.who(b)?))),
            _ => Err(wrong("a relation has two sides; name both, or neither")),
        }
    }

    /// What each report tells, for the views that show its words.
    fn telling(&self, report: &str) -> Option<chancery_model::Annotated> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner).annotated(report).ok().flatten()
    }

    /// The event that an id, the beginning of one, or an id of old stands for.
    fn event(&self, query: &str) -> PyResult<&chancery_model::Event> {
        chancery_views::compare::event(&self.record, query).or_else(|unknown| {
            let store = self.store.lock().unwrap_or_else(PoisonError::into_inner);
            match store.id_today(query).map_err(of_store)? {
                Some(id) => chancery_views::compare::event(&self.record, &id).map_err(of_unknown),
                None => Err(of_unknown(unknown)),
            }
        })
    }

    /// The one event that two reports tell, as if no other told it.
    fn told_by_both(&self, a: &str, b: &str) -> PyResult<chancery_model::Event> {
        let holdings = Holdings::of(&self.record);
        for report in [a, b] {
            if holdings.report(report).is_none() {
                let known = self.record.reports.iter().map(|row| (row.id.as_str(), row.id.as_str()));
                let nearest = chancery_views::directory::nearest(report, known);
                return Err(of_unknown(Unknown::Nobody { what: "report", query: report.into(), nearest }));
            }
        }
        let told = holdings.told_in(a).filter(|event| event.documents.iter().any(|id| id == b));
        let told: Vec<&chancery_model::Event> = told.collect();
        match told[..] {
            [event] => Ok(chancery_model::Event { documents: vec![a.into(), b.into()], ..event.clone() }),
            [] => Err(wrong(format!("{a} and {b} tell of no event together"))),
            _ => {
                let ids: Vec<&str> = told.iter().map(|event| event.id.as_str()).collect();
                let ids = chancery_views::words::list(&ids);
                Err(wrong(format!("{a} and {b} tell of several events together; compare one of {ids}")))
            }
        }
    }
}

#[pymethods]
impl Record {
    /// Reads reports into a record, and computes it anew where they change it.
    ///
    /// `source` is a path or a list of paths (files, folders; .txt, .html, .jsonl, .csv, .parquet, .warc), or reports as `annotate`
    /// takes them: dictionaries with a `text`, or a table. A record that is at `path` already takes the reports in besides those
    /// that it has; without `path` the record is kept until the object goes.
    ///
    /// `threads` is how many to work with, one for each core where it is not given. `progress` is called with a stage, how much of it
    /// is done, and of how much (`None` where that is not known). After Ctrl-C what was read is kept, and the same call goes on from
    /// there. `remove` names reports to take out, `corrections` a file of an analyst's corrections. What the build came to, with the
    /// reports that were skipped, is in `built`.
    ///
    /// >>> import chancery
    /// >>> record = chancery.Record.build([{"text": "Norway recognised Palestine on 28 May 2024."}, {"text": ""}])
    /// >>> len(record.reports()), record.built["skipped"]
    /// (1, 1)
    #[staticmethod]
    #[pyo3(signature = (
        source, path = None, *, threads = None, verbatim = false, columns = None, max_report_size = None,
        remove = None, corrections = None, progress = None
    ))]
    #[allow(clippy::too_many_arguments)]
    fn build<'py>(
        py: Python<'py>,
        source: &Bound<'py, PyAny>,
        path: Option<PathBuf>,
        threads: Option<usize>,
        verbatim: bool,
        columns: Option<HashMap<String, String>>,
        max_report_size: Option<u64>,
        remove: Option<Words>,
        corrections: Option<PathBuf>,
        progress: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Record> {
        let building = Building {
            threads,
            reading: options(verbatim, columns, max_report_size)?,
            remove: Words::all(remove),
            corrections,
            progress,
        };
        let (path, kept) = match path {
            Some(path) => (path, None),
            None => {
                let folder =
                    tempfile::tempdir().map_err(|error| wrong(format!("no room for a record ({error})")))?;
                (folder.path().join("record.chancery"), Some(folder))
            }
        };
        let report = building.run(py, source, &path)?;
        let mut record = Record::read(py, path, None, kept)?;
        record.built = Some(report.to_json().to_string());
        Ok(record)
    }

    /// Opens a record for reading, as it is or as it was (`as_of`: the number of a build, or a day).
    ///
    /// >>> import chancery
    /// >>> chancery.Record.open("nowhere.chancery")
    /// Traceback (most recent call last):
    ///     ...
    /// chancery.RecordError: there is no record nowhere.chancery; make one with Record.build(paths, "nowhere.chancery")
    #[staticmethod]
    #[pyo3(signature = (path, *, as_of = None))]
    fn open(py: Python<'_>, path: PathBuf, as_of: Option<Bound<'_, PyAny>>) -> PyResult<Record> {
        let as_of = as_of.map(|when| When::of(&when)).transpose()?;
        Record::read(py, path, as_of, None)
    }

    /// Its file.
    #[getter]
    fn path(&self) -> &Path {
        &self.path
    }

    /// What the build that made this object came to: counts, `skips` with their reasons, `changes`; `None` where it was opened.
    #[getter]
    fn built<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.built.as_deref().map(|json| of_json(py, json)).transpose()
    }

    /// A table by its name, as docs/exports.md lists them: `events`, `event_sides`, `event_pairs`, `event_sources`,
    /// `event_evidence`, `actors`, `tenures`, `statements`, `statement_evidence`, `findings`, `finding_evidence`, `reports`,
    /// `dyad_days`.
    fn table(&self, py: Python<'_>, name: &str) -> PyResult<Table> {
        let Some(table) = chancery_views::Table::of_name(name) else {
            let known = chancery_views::Table::ALL.map(chancery_views::Table::name).join(", ");
            return Err(wrong(format!("there is no table {name}; the tables: {known}")));
        };
        self.whole(py, table)
    }

    /// The events, one a row. Not all of them took place: see `status`.
    fn events(&self, py: Python<'_>) -> PyResult<Table> {
        self.whole(py, chancery_views::Table::Events)
    }

    /// The reports that tell of each event, one a row.
    fn sources(&self, py: Python<'_>) -> PyResult<Table> {
        self.whole(py, chancery_views::Table::EventSources)
    }

    /// The sentences that each event rests on, one a row.
    fn evidence(&self, py: Python<'_>) -> PyResult<Table> {
        self.whole(py, chancery_views::Table::EventEvidence)
    }

    /// Everybody who is a side of an event, speaks or is spoken to.
    fn actors(&self, py: Python<'_>) -> PyResult<Table> {
        self.whole(py, chancery_views::Table::Actors)
    }

    /// The reports.
    fn reports(&self, py: Python<'_>) -> PyResult<Table> {
        self.whole(py, chancery_views::Table::Reports)
    }

    /// What does not add up.
    fn findings(&self, py: Python<'_>) -> PyResult<Table> {
        self.whole(py, chancery_views::Table::Findings)
    }

    /// Each ordered pair of states and each day on which the record has anything from the one towards the other.
    fn dyad_days(&self, py: Python<'_>) -> PyResult<Table> {
        self.whole(py, chancery_views::Table::DyadDays)
    }

    /// Who held which office of a state when, as the reports show it; of all states without one. Columns as in `tenures`.
    #[pyo3(signature = (state = None))]
    fn offices(&self, py: Python<'_>, state: Option<&str>) -> PyResult<Table> {
        let state = match state.map(|state| self.who(state)).transpose()? {
            Some(Who::Name(name)) => return Err(wrong(format!("{name} is no state; offices are a state’s"))),
            Some(Who::State(code)) => Some(code),
            None => None,
        };
        self.gather(py, "tenures", |holdings| {
            let offices = Offices::of(holdings, &self.directory, state.as_deref()).offices;
            Ok(Selection::Tenures(offices.into_iter().flat_map(|office| office.tenures).collect()))
        })
    }

    /// The events between two states, bodies or persons (or all), in order of time. Columns as in `events`.
    ///
    /// `since` and `until` are days, months or years ("2025-03-03", "2025-03", "2025", or `datetime.date`); `kinds` types or modes
    /// ("consult", "visit", "conflict"); `person` somebody who took part; `statuses` such as "happened" or "planned".
    #[pyo3(signature = (
        a = None, b = None, *, since = None, until = None, kinds = None, person = None, statuses = None,
        min_sources = 0
    ))]
    #[allow(clippy::too_many_arguments)]
    fn timeline(
        &self,
        py: Python<'_>,
        a: Option<&str>,
        b: Option<&str>,
        since: Option<Bound<'_, PyAny>>,
        until: Option<Bound<'_, PyAny>>,
        kinds: Option<Words>,
        person: Option<&str>,
        statuses: Option<Words>,
        min_sources: u32,
    ) -> PyResult<Table> {
        let (since, until) = span(since, until)?;
        let kinds = Words::all(kinds);
        let filter = Filter {
            between: self.pair(a, b)?,
            since,
            until,
            kinds: kinds.iter().map(|kind| Kind::parse(kind).map_err(said)).collect::<PyResult<_>>()?,
            person: person.map(|name| self.directory.person(name).map_err(of_unknown)).transpose()?,
            min_sources,
            statuses: asked(statuses)?.iter().filter_map(|asked| asked.0).collect::<Vec<Status>>(),
        };
        self.gather(py, "events", |holdings| {
            let timeline = chancery_views::timeline(holdings, &self.directory, &filter);
            Ok(Selection::Events(timeline.events.into_iter().map(|entry| entry.event).collect()))
        })
    }

    /// The course of a relation: for each period how many events of each kind, the mean of their Goldstein scores, the band in
    /// which it lies when the reports are drawn anew, and whether it turned there.
    ///
    /// `by` is "day", "week", "month", "quarter" or "year". Of the statuses `happened` and `ongoing` count, unless `statuses`
    /// names others; "said" takes in what stands only in somebody's words.
    #[pyo3(signature = (a, b, *, by = "quarter", since = None, until = None, statuses = None, min_sources = 0))]
    #[allow(clippy::too_many_arguments)]
    fn index(
        &self,
        py: Python<'_>,
        a: &str,
        b: &str,
        by: &str,
        since: Option<Bound<'_, PyAny>>,
        until: Option<Bound<'_, PyAny>>,
        statuses: Option<Words>,
        min_sources: u32,
    ) -> PyResult<Table> {
        let (a, b) = (self.who(a)?, self.who(b)?);
        let (since, until) = span(since, until)?;
        let step = Step::parse(by).map_err(said)?;
        let filter = SeriesFilter { step, since, until, min_sources, ..SeriesFilter::default() }
            .with_statuses(&asked(statuses)?);
        let columns = let_go(py, || {
            let holdings = Holdings::of(&self.record);
            let between = holdings.between(&a, &b);
            let events = between.filter(|event| faces(event, &a, &b) || faces(event, &b, &a));
            let series = series(events, |report| holdings.lead(report), &filter).map_err(said)?;
            Ok(gathered(&Selection::Series(&series)))
        })?;
        Table::of("index", columns)
    }

    /// The reports of one event side by side, one account of one point a row: what all tell, what only one tells, in what they
    /// differ, what contradicts. With two arguments: two reports, over the event that both tell.
    ///
    /// `only` is "both", "differs", "contradicts" or the letter of a column; with `split` copies stand in columns of their own.
    #[pyo3(signature = (event, other = None, *, only = None, split = false))]
    fn compare(
        &self,
        py: Python<'_>,
        event: &str,
        other: Option<&str>,
        only: Option<&str>,
        split: bool,
    ) -> PyResult<Table> {
        let only = only.map(|only| Only::parse(only).map_err(wrong)).transpose()?;
        let columns = let_go(py, || {
            let event = match other {
                Some(other) => self.told_by_both(event, other)?,
                None => self.event(event)?.clone(),
            };
            let tellings = |report: &str| self.telling(report);
            let split = split || other.is_some();
            let mut comparison =
                chancery_views::compare(&self.record, &self.directory, &event, &tellings, split);
            if let Some(only) = &only {
                comparison.keep(only);
            }
            Ok(gathered(&Selection::Comparison(&comparison)))
        })?;
        Table::of("comparison", columns)
    }

    /// Who said what to or of whom: by, to, about what, of which kinds ("commitment", "accusation" …), commitments of which states
    /// ("kept", "broken" …), when. Columns as in `statements`.
    #[pyo3(signature = (
        *, by = None, to = None, about = None, kinds = None, states = None, since = None, until = None
    ))]
    #[allow(clippy::too_many_arguments)]
    fn statements(
        &self,
        py: Python<'_>,
        by: Option<&str>,
        to: Option<&str>,
        about: Option<String>,
        kinds: Option<Words>,
        states: Option<Words>,
        since: Option<Bound<'_, PyAny>>,
        until: Option<Bound<'_, PyAny>>,
    ) -> PyResult<Table> {
        let (since, until) = span(since, until)?;
        let (kinds, states) = (Words::all(kinds), Words::all(states));
        let filter = StatementFilter {
            by: by.map(|who| self.who(who)).transpose()?,
            to: to.map(|who| self.who(who)).transpose()?,
            about,
            kinds: kinds.iter().map(|kind| statements::kind(kind).map_err(said)).collect::<PyResult<_>>()?,
            states: states
                .iter()
                .map(|state| statements::state(state).map_err(said))
                .collect::<PyResult<_>>()?,
            since,
            until,
        };
        self.gather(py, "statements", |holdings| {
            let wanted = Statements::of(holdings, &self.directory, &filter).statements;
            Ok(Selection::Statements(wanted.into_iter().map(|view| view.statement).collect()))
        })
    }

    /// All there is about one event, report, finding, statement, state or person, as a dictionary.
    fn show<'py>(&self, py: Python<'py>, id: &str) -> PyResult<Bound<'py, PyAny>> {
        let json = let_go(py, || {
            let holdings = Holdings::of(&self.record);
            let tellings = |report: &str| self.telling(report);
            let shown = chancery_views::show(&holdings, &self.directory, id, &tellings);
            serde_json::to_string(&shown.map_err(of_unknown)?).map_err(|error| fault(&error.to_string()))
        })?;
        of_json(py, &json)
    }

    fn __repr__(&self) -> String {
        let (events, reports) = (self.record.events.len(), self.record.reports.len());
        format!("<chancery record {}: {events} events from {reports} reports>", self.path.display())
    }
}

/// A moment in the history of a record.
enum When {
    Build(i64),
    Until(Day),
}

impl When {
    fn of(object: &Bound<'_, PyAny>) -> PyResult<When> {
        if let Ok(build) = object.extract::<i64>() {
            return Ok(When::Build(build));
        }
        let days = period::parse(&words_of(object)?).map_err(said)?;
        days.end.map(When::Until).ok_or_else(|| wrong("as_of is a build’s number or a day"))
    }

    fn build(&self, store: &Store) -> PyResult<i64> {
        match self {
            When::Build(build) => Ok(*build),
            When::Until(day) => {
                let build = store.build_on(*day).map_err(of_store)?;
                build.ok_or_else(|| wrong(format!("there was no record yet on {day}")))
            }
        }
    }
}

/// First and last day of `since` and `until`.
fn span(
    since: Option<Bound<'_, PyAny>>,
    until: Option<Bound<'_, PyAny>>,
) -> PyResult<(Option<Day>, Option<Day>)> {
    let days = |words: Option<Bound<'_, PyAny>>| match words {
        Some(words) => period::parse(&words_of(&words)?).map(Some).map_err(said),
        None => Ok(None),
    };
    let (since, until) = (days(since)?.and_then(|days| days.begin), days(until)?.and_then(|days| days.end));
    match (since, until) {
        (Some(since), Some(until)) if since > until => {
            Err(wrong(format!("since {since} is after until {until}")))
        }
        span => Ok(span),
    }
}

/// A day, month or year in words: as given, as its number, or as a date has it.
fn words_of(object: &Bound<'_, PyAny>) -> PyResult<String> {
    if object.is_instance_of::<PyString>() {
        return object.extract();
    }
    match object.call_method0("isoformat") {
        Ok(moment) => Ok(moment.extract::<String>()?.chars().take(10).collect()),
        Err(_) => object.str()?.extract(),
    }
}

fn asked(statuses: Option<Words>) -> PyResult<Vec<Asked>> {
    Words::all(statuses).iter().map(|status| Asked::parse(status).map_err(said)).collect()
}

/// A word that is not known, in the words of whoever does not know it.
fn said(error: impl std::fmt::Display) -> PyErr {
    wrong(error.to_string())
}
