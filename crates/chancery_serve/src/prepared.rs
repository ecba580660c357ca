//! What pages show of the whole record, made once when it is read rather than for each who asks.

use crate::chart;
use crate::pages::StateRow;
use chancery_model::{CommitmentState, Record, StatementKind};
use chancery_store::{Build, Change, Subject};
use chancery_views::{Directory, Holdings, words};

/// Made of the whole record.
pub struct Prepared {
    /// States, with the people and bodies that have the most events.
    pub states: Vec<StateRow>,
    /// All relations on a map.
    pub world: Option<String>,
    /// Places of the record's statements, by the day that they were made on.
    pub said: Vec<u32>,
    /// How many statements there are of each kind, where there are any.
    pub kinds: Vec<(StatementKind, usize)>,
    /// How many commitments there are in each state, where there are any.
    pub commitments: Vec<(CommitmentState, usize)>,
    /// Ids of the latest events that the last build added or changed, the latest first.
    pub new: Vec<String>,
    /// What the last build did.
    pub did: Vec<String>,
}

/// So many new events are shown.
const NEW: usize = 12;

impl Prepared {
    /// What there is to prepare.
    pub fn of(holdings: &Holdings<'_>, directory: &Directory, last: Option<&Build>) -> Prepared {
        use CommitmentState::{Broken, Due, Kept, Open, Withdrawn};
        let record = holdings.record;
        let statements = &record.statements;
        let mut said: Vec<u32> = (0..statements.len() as u32).collect();
        said.sort_by_key(|n| statements[*n as usize].date.map(|date| (date.begin.or(date.end), date.end)));
        let kinds = StatementKind::ALL
            .into_iter()
            .map(|kind| (kind, statements.iter().filter(|s| s.kind == kind).count()));
        let commitments = [Open, Due, Kept, Broken, Withdrawn]
            .into_iter()
            .map(|state| (state, statements.iter().filter(|s| s.state == Some(state)).count()));
        Prepared {
            states: crate::pages::state_rows(record, directory),
            world: chart::world(record, directory),
            said,
            kinds: kinds.filter(|(_, n)| *n > 0).collect(),
            commitments: commitments.filter(|(_, n)| *n > 0).collect(),
            new: last.map(|build| new(holdings, build)).unwrap_or_default(),
            did: last.map(did).unwrap_or_default(),
        }
    }

    /// The record's statements, by the day that they were made on.
    pub fn statements<'a>(
        &'a self,
        record: &'a Record,
    ) -> impl DoubleEndedIterator<Item = &'a chancery_model::Statement> {
        self.said.iter().map(|n| &record.statements[*n as usize])
    }
}

fn new(holdings: &Holdings<'_>, build: &Build) -> Vec<String> {
    let changed = |change: Change| !matches!(change, Change::Removed | Change::Merged);
    let mut events: Vec<_> = build
        .entries
        .iter()
        .filter(|e| e.subject == Subject::Event && changed(e.change))
        .filter_map(|e| holdings.event(&e.id))
        .collect();
    events.sort_by_key(|e| e.date.map(|d| (d.end.or(d.begin), d.begin)));
    events.iter().rev().take(NEW).map(|e| e.id.clone()).collect()
}

fn did(build: &Build) -> Vec<String> {
    let count = |subject: Subject, one: &str, many: &str| {
        let n = build.entries.iter().filter(|e| e.subject == subject && e.change == Change::Added).count();
        (n > 0).then(|| format!("{} added", words::count(n, one, many)))
    };
    let did = [
        count(Subject::Report, "report", "reports"),
        count(Subject::Event, "event", "events"),
        count(Subject::Finding, "finding", "findings"),
    ];
    did.into_iter().flatten().collect()
}
