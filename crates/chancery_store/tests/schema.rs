//! The documentation tells the schema as it is, and every version of it that was released can be read.

#![allow(clippy::disallowed_methods)]

use chancery_store::{APPLICATION_ID, Query, SCHEMA_VERSION, Store};
use rusqlite::Connection;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Columns by table or view, in order.
type Schema = BTreeMap<String, Vec<String>>;

fn actual(path: &Path) -> Schema {
    let connection = Connection::open(path).unwrap();
    let mut statement = connection
        .prepare(
            "SELECT s.name, c.name FROM sqlite_schema s, pragma_table_info(s.name) c
             WHERE s.type IN ('table', 'view') AND s.name NOT LIKE 'sqlite_%'
               AND s.name NOT IN (SELECT name FROM pragma_table_list WHERE type = 'shadow') ORDER BY s.name, c.cid",
        )
        .unwrap();
    let mut schema = Schema::new();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    for (table, column) in rows.map(Result::unwrap) {
        schema.entry(table).or_default().push(column);
    }
    schema
}

#[test]
fn the_documentation_tells_every_table_and_column() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.chancery");
    Store::open_or_create(&path).unwrap().finish().unwrap();
    let text = std::fs::read_to_string(root().join("docs/schema.md")).unwrap();
    let mut told = Schema::new();
    let mut table = String::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("## ") {
            table = name.into();
        } else if let Some(column) = line.strip_prefix("| `").and_then(|rest| rest.split_once("` |")) {
            told.entry(table.clone()).or_default().push(column.0.into());
        }
    }
    assert_eq!(told, actual(&path));
    assert!(text.contains(&format!("the version of the schema: **{SCHEMA_VERSION}**")));
}

#[test]
fn every_view_can_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.chancery");
    Store::open_or_create(&path).unwrap().finish().unwrap();
    let connection = Connection::open(&path).unwrap();
    for view in actual(&path).keys().filter(|name| name.starts_with("v_")) {
        connection.prepare(&format!("SELECT * FROM {view}")).unwrap().query([]).unwrap().next().unwrap();
    }
}

/// `tests/versions/v*.sql` fill a record of each version that was released, each with what its version added.
#[test]
fn records_of_every_version_are_read() {
    let folder = tempfile::tempdir().unwrap();
    for version in 1..=SCHEMA_VERSION {
        let path = folder.path().join(format!("v{version}.chancery"));
        let connection = Connection::open(&path).unwrap();
        let run = |file: String| {
            let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
            connection.execute_batch(&std::fs::read_to_string(file).unwrap()).unwrap();
        };
        for n in 1..=version {
            run(format!("src/schema/v{n}.sql"));
            run(format!("tests/versions/v{n}.sql"));
        }
        connection.pragma_update(None, "application_id", APPLICATION_ID).unwrap();
        connection.pragma_update(None, "user_version", version).unwrap();
        drop(connection);
        let store = Store::open_read_only(&path).unwrap();
        let record = store.record().unwrap();
        let event = &record.events[0];
        assert_eq!(event.summary, "Estmark and Norvia held talks in Arvik.");
        assert_eq!(event.date.unwrap().day().unwrap().to_string(), "2031-03-03");
        assert_eq!(event.participants, ["Mira Lind", "Ole Arvo"]);
        assert_eq!(event.plans.as_ref().unwrap().mode.as_deref(), Some("visit"));
        assert_eq!(store.event("an-older-id").unwrap().as_ref(), Some(event));
        assert_eq!(record.tenures[0].person, "Mira Lind");
        assert_eq!(record.findings[0].evidence[0].text, "They met on 4 March.");
        let report = store.report("arvik~0a1b2c").unwrap().unwrap();
        assert_eq!(report.published.basis, Some(chancery_model::DateBasis::Dateline));
        let copy = store.report("arvik~0a1b2d").unwrap().unwrap();
        assert_eq!(copy.copy_how.map(|how| how.kept), (version > 2).then_some(62));
        let told = store.annotated("arvik~0a1b2c").unwrap().unwrap();
        assert_eq!(told.actors[0].name, "Estmark");
        assert_eq!(told.events.len(), 1);
        assert_eq!(store.log(None).unwrap()[0].entries.len(), 3);
        let statements = store.statements().unwrap();
        assert_eq!(statements, record.statements);
        if version >= 2 {
            assert_eq!(statements[0].speaker.name, "Mira Lind");
            assert_eq!(statements[0].hearers[0].name, "Estmark");
            assert_eq!(statements[0].event.as_deref(), Some("consult-1"));
            assert_eq!(statements[0].state, Some(chancery_model::CommitmentState::Broken));
            assert_eq!(statements[0].state_evidence[0].text, "They met on 4 March.");
        }
        if version >= 4 {
            assert_eq!(event.corrected, ["merge consult-1 consult-2  # one visit"]);
            assert_eq!(store.corrections().unwrap(), "merge consult-1 consult-2  # one visit\n");
            assert_eq!(store.log(None).unwrap()[1].entries[0].corrections, event.corrected);
            let then = store.record_as_of(1).unwrap();
            assert_eq!((then.findings.len(), then.statements.len(), then.events.len()), (0, 0, 1));
        } else {
            assert_eq!(store.record_as_of(1).unwrap(), record);
        }
        let query = Query { words: "talks".into(), states: vec!["NOR".into()], ..Query::default() };
        let found = store.search(&query).unwrap();
        assert_eq!((found.total, found.hits[0].report.as_str()), (1, "arvik~0a1b2c"));
        assert_eq!(found.hits[0].events, ["consult-1"]);
        assert_eq!(store.search(&Query { words: "march".into(), ..Query::default() }).unwrap().total, 2);
        assert!(!store.is_stale().unwrap());
    }
}
