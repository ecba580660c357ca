//! What one record has that another has not, and which reports made it so.

use crate::claims::hash;
use crate::history::{Change, Changes, LogEntry, Subject};
use crate::record::{read_record, read_reports};
use crate::{ContentHash, Snapshot, StoreProblem};
use chancery_model::{CharSpan, DayInterval, Event, Evidence, Finding, Record, Tenure};
use rusqlite::Connection;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Where no report of a change's own is to blame, so many of the build's reports are named.
const NAMED_AT_MOST: usize = 20;

/// How a line of the corrections is named that no longer holds.
const WITHDRAWN: &str = "withdrawn: ";

/// A record, and which content each of its reports is.
pub struct Known<'r> {
    pub record: Cow<'r, Record>,
    /// By id: the content, and the reading of it.
    pub contents: HashMap<String, (ContentHash, i64)>,
}

impl Known<'_> {
    /// The record that the file holds.
    pub fn stored(connection: &Connection) -> Result<Known<'static>, StoreProblem> {
        let mut record = read_record(connection, false)?;
        record.reports.clear();
        let mut hashes = HashMap::new();
        let mut statement =
            connection.prepare("SELECT text_key, content FROM texts JOIN reports USING (text_key)")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            hashes.insert(row.get::<_, i64>(0)?, hash(row, 1)?);
        }
        let mut contents = HashMap::new();
        for (key, row) in read_reports(connection, None, false)? {
            if let Some(hash) = hashes.get(&key) {
                contents.insert(row.id.clone(), (*hash, key));
            }
            record.reports.push(row);
        }
        Ok(Known { record: Cow::Owned(record), contents })
    }

    /// The record that is to be stored.
    pub fn linked<'r>(record: &'r Record, snapshot: &Snapshot) -> Result<Known<'r>, StoreProblem> {
        let contents =
            snapshot.reports.iter().map(|report| (report.id.clone(), (report.hash, report.key.0))).collect();
        Ok(Known { record: Cow::Borrowed(record), contents })
    }

    /// What tells the claims of an event apart from all others, in this record and the next: content and place of the
    /// words that signal them.
    fn signals<'e>(&'e self, event: &'e Event, rows: &'e Rows<'_>) -> impl Iterator<Item = Signal> + 'e {
        event.claims.iter().filter_map(|claim| {
            let (hash, _) = self.contents.get(&claim.doc)?;
            let told = rows.get(claim.doc.as_str())?.get(claim.event as usize)?;
            Some((*hash, told.trigger))
        })
    }
}

type Signal = (ContentHash, CharSpan);
type Rows<'r> = HashMap<&'r str, &'r [chancery_model::ReportClaim]>;

fn rows(record: &Record) -> Rows<'_> {
    record.reports.iter().map(|row| (row.id.as_str(), row.events.as_slice())).collect()
}

/// The entries for the log, and their counts.
#[derive(Default)]
pub struct Difference {
    pub entries: Vec<LogEntry>,
    pub changes: Changes,
    /// Ids that events had, with those that they have now.
    pub heirs: Vec<(String, String)>,
}

/// The lines of the corrections that hold now and did not before, then those that did and no longer do.
pub fn lines(before: &str, after: &str) -> Vec<String> {
    let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let came = new.iter().filter(|line| !old.contains(line)).map(|line| line.to_string());
    let went = old.iter().filter(|line| !new.contains(line)).map(|line| format!("{WITHDRAWN}{line}"));
    came.chain(went).collect()
}

/// What lies between two records. With `recoded`, every report was coded anew; `lines` are the corrections that came or
/// went.
pub fn between(
    before: &Known<'_>,
    after: &Known<'_>,
    recoded: bool,
    lines: Vec<String>,
) -> Result<Difference, StoreProblem> {
    let mut difference = Difference::default();
    let renamed = reports(before, after, &mut difference);
    // What a build may have changed because of: under the id of today, or the last that there was.
    let mut touched: BTreeSet<&str> = BTreeSet::new();
    let earlier: HashMap<&String, &String> = renamed.iter().map(|(old, new)| (new, old)).collect();
    for (id, content) in &after.contents {
        let old = earlier.get(id).copied().unwrap_or(id);
        if recoded || before.contents.get(old) != Some(content) {
            touched.insert(id);
        }
    }
    touched.extend(
        before
            .contents
            .keys()
            .filter(|id| !after.contents.contains_key(*id) && !renamed.contains_key(*id))
            .map(String::as_str),
    );
    let causes =
        Causes { by_state: by_state(before, after, &touched, &renamed), touched, renamed: &renamed, lines };
    events(before, after, &causes, &mut difference);
    tenures(before, after, &causes, &mut difference);
    findings(before, after, &causes, &mut difference);
    Ok(difference)
}

struct Causes<'a> {
    touched: BTreeSet<&'a str>,
    by_state: HashMap<&'a str, BTreeSet<&'a str>>,
    renamed: &'a HashMap<String, String>,
    /// The corrections that came or went.
    lines: Vec<String>,
}

/// Why something changed.
struct Cause {
    reports: Vec<String>,
    corrections: Vec<String>,
}

impl Causes<'_> {
    /// The build's reports among `own`, and the corrections of its own; failing both, the reports that tell of one of the
    /// states; failing that, some of the build's and its corrections.
    fn of<'d>(
        &self,
        own: impl IntoIterator<Item = &'d str>,
        states: impl IntoIterator<Item = &'d str>,
        corrections: Vec<String>,
    ) -> Cause {
        let own: BTreeSet<&str> = own
            .into_iter()
            .map(|id| self.renamed.get(id).map_or(id, String::as_str))
            .filter(|id| self.touched.contains(id))
            .collect();
        if !own.is_empty() || !corrections.is_empty() {
            return Cause { reports: own.into_iter().map(String::from).collect(), corrections };
        }
        let near: BTreeSet<&str> =
            states.into_iter().filter_map(|state| self.by_state.get(state)).flatten().copied().collect();
        let (named, corrections) = if near.is_empty() {
            (&self.touched, self.lines.iter().take(NAMED_AT_MOST).cloned().collect())
        } else {
            (&near, Vec::new())
        };
        Cause { reports: named.iter().take(NAMED_AT_MOST).map(|id| id.to_string()).collect(), corrections }
    }

    /// The corrections that made an event another. One that holds for many events and held before is no cause.
    fn lines(&self, old: Option<&Event>, new: Option<&Event>) -> Vec<String> {
        let of = |event: Option<&Event>| event.map(|event| event.corrected.clone()).unwrap_or_default();
        let changed = lines(&of(old).join("\n"), &of(new).join("\n"));
        let is_cause = |line: &String| self.lines.contains(line) || !line.contains("rename ");
        changed.into_iter().filter(is_cause).collect()
    }

    /// The names put right that bear on a person.
    fn names(&self, person: &str) -> Vec<String> {
        let is_cause = |line: &&String| line.contains("rename ") && line.contains(person);
        self.lines.iter().filter(is_cause).cloned().collect()
    }
}

fn by_state<'a>(
    before: &'a Known<'_>,
    after: &'a Known<'_>,
    touched: &BTreeSet<&'a str>,
    renamed: &'a HashMap<String, String>,
) -> HashMap<&'a str, BTreeSet<&'a str>> {
    let mut by_state: HashMap<&str, BTreeSet<&str>> = HashMap::new();
    let told = |known: &'a Known<'_>| {
        let events = known
            .record
            .events
            .iter()
            .flat_map(|e| states(e).flat_map(|s| e.documents.iter().map(move |d| (s, d))));
        let tenures =
            known.record.tenures.iter().flat_map(|t| t.evidence.iter().map(|v| (t.state.as_str(), &v.doc)));
        events.chain(tenures)
    };
    for (state, doc) in told(before).chain(told(after)) {
        let doc = renamed.get(doc).unwrap_or(doc).as_str();
        if touched.contains(doc) {
            by_state.entry(state).or_default().insert(doc);
        }
    }
    by_state
}

fn states(event: &Event) -> impl Iterator<Item = &str> {
    event.source.iter().chain(&event.target).filter_map(|side| side.state.as_deref())
}

/// Notes reports that came, went or have another id; returns the old ids with the new.
fn reports(before: &Known<'_>, after: &Known<'_>, difference: &mut Difference) -> HashMap<String, String> {
    let ids = |known: &Known<'_>| -> BTreeMap<ContentHash, (String, i64)> {
        known
            .record
            .reports
            .iter()
            .filter_map(|row| {
                let (hash, key) = known.contents.get(&row.id)?;
                Some((*hash, (row.id.clone(), *key)))
            })
            .collect()
    };
    let (old, new) = (ids(before), ids(after));
    let titles: HashMap<&str, String> = before
        .record
        .reports
        .iter()
        .chain(&after.record.reports)
        .map(|row| {
            let title = row.title.clone().unwrap_or_else(|| row.text.chars().take(80).collect());
            (row.id.as_str(), title)
        })
        .collect();
    let mut renamed = HashMap::new();
    let mut entries = Vec::new();
    let mut note = |change, id: &str, old_id: Option<&str>| {
        entries.push(LogEntry {
            subject: Subject::Report,
            change,
            id: id.into(),
            old_id: old_id.map(String::from),
            message: titles.get(id).cloned().unwrap_or_default(),
            reports: vec![id.into()],
            corrections: Vec::new(),
        });
    };
    for (hash, (id, key)) in &new {
        match old.get(hash) {
            None => {
                difference.changes.reports_added += 1;
                note(Change::Added, id, None);
            }
            Some((old_id, _)) if old_id != id => {
                note(Change::Renamed, id, Some(old_id));
                renamed.insert(old_id.clone(), id.clone());
            }
            Some((_, old_key)) if old_key != key => note(Change::Changed, id, None),
            Some(_) => {}
        }
    }
    for (hash, (id, _)) in &old {
        if !new.contains_key(hash) {
            difference.changes.reports_removed += 1;
            note(Change::Removed, id, None);
        }
    }
    entries.sort_by(|a, b| (&a.id, a.change).cmp(&(&b.id, b.change)));
    difference.entries.append(&mut entries);
    renamed
}

fn events(before: &Known<'_>, after: &Known<'_>, causes: &Causes<'_>, difference: &mut Difference) {
    let old: HashMap<&str, &Event> = before.record.events.iter().map(|e| (e.id.as_str(), e)).collect();
    let new: HashMap<&str, &Event> = after.record.events.iter().map(|e| (e.id.as_str(), e)).collect();

    // An event whose id is gone lives on in the one that tells most of its claims.
    let (old_rows, new_rows) = (rows(&before.record), rows(&after.record));
    let gone: Vec<&Event> =
        before.record.events.iter().filter(|e| !new.contains_key(e.id.as_str())).collect();
    let wanted: HashSet<Signal> = gone.iter().flat_map(|e| before.signals(e, &old_rows)).collect();
    let mut holders: HashMap<Signal, Vec<&Event>> = HashMap::new();
    if !wanted.is_empty() {
        for event in &after.record.events {
            for signal in after.signals(event, &new_rows).filter(|signal| wanted.contains(signal)) {
                holders.entry(signal).or_default().push(event);
            }
        }
    }
    let heirs: Vec<Option<(usize, &Event)>> = gone
        .iter()
        .map(|event| {
            let mut shared: BTreeMap<&str, (usize, &Event)> = BTreeMap::new();
            for signal in before.signals(event, &old_rows) {
                for holder in holders.get(&signal).into_iter().flatten() {
                    shared.entry(&holder.id).or_insert((0, holder)).0 += 1;
                }
            }
            // Of equals, the one of the same type, then the first by id.
            shared.into_values().rev().max_by_key(|(n, heir)| (*n, heir.event_type == event.event_type))
        })
        .collect();
    // Of several that became one new event, the one that gave it most claims is its earlier self.
    let mut selves: HashMap<&str, (usize, &Event)> = HashMap::new();
    for (event, heir) in gone.iter().zip(&heirs) {
        let Some((n, heir)) = heir else { continue };
        if old.contains_key(heir.id.as_str()) {
            continue;
        }
        let best = selves.entry(&heir.id).or_insert((*n, event));
        if *n > best.0 {
            *best = (*n, event);
        }
    }

    let own = |a: Option<&Event>, b: Option<&Event>| -> Cause {
        let docs = a.into_iter().chain(b).flat_map(|e| e.documents.iter().map(String::as_str));
        causes.of(docs, a.into_iter().chain(b).flat_map(states), causes.lines(a, b))
    };
    let mut note = |change, id: &str, old_id: Option<&str>, message: String, cause: Cause| {
        difference.entries.push(LogEntry {
            subject: Subject::Event,
            change,
            id: id.into(),
            old_id: old_id.map(String::from),
            message,
            reports: cause.reports,
            corrections: cause.corrections,
        });
    };
    for event in &after.record.events {
        let earlier = old.get(event.id.as_str()).copied();
        let renamed = selves.get(event.id.as_str()).map(|(_, e)| *e);
        match (earlier, renamed) {
            (None, None) => {
                difference.changes.events_added += 1;
                note(Change::Added, &event.id, None, event.summary.clone(), own(None, Some(event)));
            }
            (Some(earlier), _) => {
                let told = told_otherwise(earlier, event, causes.renamed);
                if !told.is_empty() {
                    difference.changes.events_changed += 1;
                    let message = format!("{} [{}]", event.summary, told.join("; "));
                    note(Change::Changed, &event.id, None, message, own(Some(earlier), Some(event)));
                }
            }
            (None, Some(earlier)) => {
                difference.changes.events_changed += 1;
                let told = told_otherwise(earlier, event, causes.renamed);
                let message = format!("{} [{}]", event.summary, told.join("; "));
                let cause = own(Some(earlier), Some(event));
                note(Change::Renamed, &event.id, Some(&earlier.id), message, cause);
                difference.heirs.push((earlier.id.clone(), event.id.clone()));
            }
        }
    }
    for (event, heir) in gone.iter().zip(&heirs) {
        match heir {
            Some((_, heir)) if selves.get(heir.id.as_str()).is_some_and(|(_, e)| e.id == event.id) => {}
            Some((_, heir)) => {
                difference.changes.events_removed += 1;
                let cause = own(Some(event), Some(heir));
                note(Change::Merged, &heir.id, Some(&event.id), event.summary.clone(), cause);
                difference.heirs.push((event.id.clone(), heir.id.clone()));
            }
            None => {
                difference.changes.events_removed += 1;
                note(Change::Removed, &event.id, None, event.summary.clone(), own(Some(event), None));
            }
        }
    }
}

/// What two states of an event differ in, each in a few words.
fn told_otherwise(old: &Event, new: &Event, renamed: &HashMap<String, String>) -> Vec<String> {
    let mut told = Vec::new();
    let mut compare = |what: &str, a: String, b: String| {
        if a != b {
            told.push(match (a.is_empty(), b.is_empty()) {
                (true, _) => format!("{what}: {b}"),
                (_, true) => format!("{what} no longer {a}"),
                _ => format!("{what}: {a} → {b}"),
            });
        }
    };
    let mode = |e: &Event| match &e.mode {
        Some(mode) => format!("{} / {mode}", e.event_type.as_str()),
        None => e.event_type.as_str().to_string(),
    };
    let sides = |sides: &[chancery_model::Side]| {
        sides.iter().map(|side| side.name.as_str()).collect::<Vec<_>>().join(", ")
    };
    let plan = |e: &Event| {
        e.plans.as_ref().map_or(String::new(), |p| match &p.mode {
            Some(mode) => format!("{} / {mode}", p.event_type.as_str()),
            None => p.event_type.as_str().into(),
        })
    };
    compare("type", mode(old), mode(new));
    compare("plans", plan(old), plan(new));
    compare("status", old.status.as_str().into(), new.status.as_str().into());
    compare("date", dates(old.date), dates(new.date));
    compare("source", sides(&old.source), sides(&new.source));
    compare("target", sides(&old.target), sides(&new.target));
    let place = |e: &Event| e.place.as_ref().map_or(String::new(), |place| place.name.clone());
    compare("place", place(old), place(new));
    compare("persons", old.participants.join(", "), new.participants.join(", "));
    compare("contexts", old.contexts.join(", "), new.contexts.join(", "));
    compare("code", old.cameo.to_string(), new.cameo.to_string());
    let said = |e: &Event| e.said_by.as_ref().map_or(String::new(), |names| names.join(", "));
    compare("only in the words of", said(old), said(new));
    let within = |e: &Event| e.part_of.clone().unwrap_or_default();
    compare("part of", within(old), within(new));
    compare("reports", old.documents.len().to_string(), new.documents.len().to_string());
    compare("independent reports", old.independent.to_string(), new.independent.to_string());
    if told.is_empty() {
        let today = |id: &String| renamed.get(id).unwrap_or(id).clone();
        let mut old = old.clone();
        old.documents.iter_mut().for_each(|id| *id = today(id));
        old.documents.sort();
        old.history.iter_mut().for_each(|h| h.doc = today(&h.doc));
        let mut new = new.clone();
        new.documents.sort();
        // Evidence may be told in another order once a report has another id; only what is said counts here.
        let words = |e: &Event| -> BTreeSet<(String, u32, u32)> {
            e.evidence.iter().map(|v| (today(&v.doc), v.start, v.end)).collect()
        };
        if old.documents != new.documents || words(&old) != words(&new) {
            told.push("other evidence".into());
        } else if old.history != new.history {
            told.push("other history".into());
        } else if old.corrected != new.corrected {
            told.push("other corrections".into());
        } else if old.source != new.source
            || old.target != new.target
            || old.place != new.place
            || old.goldstein != new.goldstein
            || old.summary != new.summary
        {
            told.push("other details".into());
        }
    }
    told
}

fn dates(date: Option<DayInterval>) -> String {
    let Some(DayInterval { begin, end }) = date else { return String::new() };
    match (begin, end) {
        (Some(a), Some(b)) if a == b => a.to_string(),
        (Some(a), Some(b)) => format!("{a} to {b}"),
        (Some(a), None) => format!("since {a}"),
        (None, Some(b)) => format!("until {b}"),
        (None, None) => String::new(),
    }
}

fn docs(evidence: &[Evidence]) -> impl Iterator<Item = &str> {
    evidence.iter().map(|v| v.doc.as_str())
}

fn tenures(before: &Known<'_>, after: &Known<'_>, causes: &Causes<'_>, difference: &mut Difference) {
    type Key<'t> = (&'t str, &'t str, &'t str);
    fn grouped(record: &Record) -> BTreeMap<Key<'_>, Vec<&Tenure>> {
        let mut groups: BTreeMap<Key<'_>, Vec<&Tenure>> = BTreeMap::new();
        for tenure in &record.tenures {
            groups.entry((&tenure.state, &tenure.office, &tenure.person)).or_default().push(tenure);
        }
        groups
    }
    let span = |tenure: &&Tenure| {
        let seen = dates(Some(DayInterval { begin: tenure.first, end: tenure.last }));
        format!(
            "{}{}{}",
            if tenure.first_is_start { "began; " } else { "" },
            if seen.is_empty() { "on a day not known" } else { &seen },
            if tenure.last_is_end { "; ended" } else { "" }
        )
    };
    let spans = |tenures: &[&Tenure]| tenures.iter().map(span).collect::<Vec<_>>().join(", ");
    let (old, new) = (grouped(&before.record), grouped(&after.record));
    let keys: BTreeSet<&Key<'_>> = old.keys().chain(new.keys()).collect();
    for key in keys {
        let (state, office, person) = key;
        let (was, is) = (old.get(key), new.get(key));
        let (change, message) = match (was, is) {
            (None, Some(is)) => (Change::Added, format!("seen in office {}", spans(is))),
            (Some(was), None) => (Change::Removed, format!("was seen in office {}", spans(was))),
            (Some(was), Some(is)) if spans(was) != spans(is) => {
                (Change::Changed, format!("seen in office {} → {}", spans(was), spans(is)))
            }
            _ => continue,
        };
        // Who left an office and came back has it twice.
        let times = |tenures: Option<&Vec<&Tenure>>| tenures.map_or(0, |tenures| tenures.len() as u64);
        match change {
            Change::Added => difference.changes.tenures_added += times(is),
            Change::Removed => difference.changes.tenures_removed += times(was),
            _ => difference.changes.tenures_changed += 1,
        }
        let evidence = was.into_iter().chain(is).flatten().flat_map(|tenure| docs(&tenure.evidence));
        let cause = causes.of(evidence, [*state], causes.names(person));
        difference.entries.push(LogEntry {
            subject: Subject::Tenure,
            change,
            id: format!("{person}, {office}, {state}"),
            old_id: None,
            message,
            reports: cause.reports,
            corrections: cause.corrections,
        });
    }
}

fn findings(before: &Known<'_>, after: &Known<'_>, causes: &Causes<'_>, difference: &mut Difference) {
    fn by_id(record: &Record) -> BTreeMap<&str, &Finding> {
        record.findings.iter().map(|finding| (finding.id.as_str(), finding)).collect()
    }
    let (old, new) = (by_id(&before.record), by_id(&after.record));
    let mut corrected: HashMap<&str, Vec<&String>> = HashMap::new();
    for event in before.record.events.iter().chain(&after.record.events) {
        if !event.corrected.is_empty() {
            corrected.entry(&event.id).or_default().extend(&event.corrected);
        }
    }
    let ids: BTreeSet<&&str> = old.keys().chain(new.keys()).collect();
    for id in ids {
        let (was, is) = (old.get(id), new.get(id));
        let (change, message) = match (was, is) {
            (None, Some(is)) => (Change::Added, &is.message),
            (Some(was), None) => (Change::Removed, &was.message),
            (Some(was), Some(is)) if was.message != is.message => (Change::Changed, &is.message),
            _ => continue,
        };
        match change {
            Change::Added => difference.changes.findings_added += 1,
            Change::Removed => difference.changes.findings_removed += 1,
            _ => difference.changes.findings_changed += 1,
        }
        let evidence = was.into_iter().chain(is).flat_map(|finding| docs(&finding.evidence));
        let about = was.into_iter().chain(is).flat_map(|finding| &finding.ids);
        let of_events: BTreeSet<&String> =
            about.filter_map(|id| corrected.get(id.as_str())).flatten().copied().collect();
        let holds = |line: &&String| of_events.iter().any(|of| line.trim_start_matches(WITHDRAWN) == *of);
        let lines = causes.lines.iter().filter(holds).cloned().collect();
        let cause = causes.of(evidence, [], lines);
        difference.entries.push(LogEntry {
            subject: Subject::Finding,
            change,
            id: id.to_string(),
            old_id: None,
            message: message.clone(),
            reports: cause.reports,
            corrections: cause.corrections,
        });
    }
}
