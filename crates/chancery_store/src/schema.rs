//! The versions of a record's file, and the steps from each to the next.

use crate::StoreProblem;
use rusqlite::{Connection, TransactionBehavior};

/// SQLite's `application_id` of a record: the letters `CHNC`.
pub const APPLICATION_ID: i32 = 0x4348_4E43;

/// The newest version of the schema, kept in SQLite's `user_version`.
pub const SCHEMA_VERSION: u32 = MIGRATIONS.len() as u32;

/// The `n`th step brings a file of version `n` to version `n + 1`; a new file is of version 0.
const MIGRATIONS: &[&str] = &[
    include_str!("schema/v1.sql"),
    include_str!("schema/v2.sql"),
    include_str!("schema/v3.sql"),
    include_str!("schema/v4.sql"),
    include_str!("schema/v5.sql"),
    include_str!("schema/v6.sql"),
];

/// What a file is, seen from its header.
pub enum Kind {
    /// Nothing has been written to it.
    Empty,
    /// A record of that version.
    Record(u32),
    /// A database of somebody else.
    Foreign,
}

pub fn kind(connection: &Connection) -> Result<Kind, StoreProblem> {
    let pragma = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    let marks = || Ok::<_, StoreProblem>((pragma("application_id")?, pragma("user_version")?));
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    // Another program may make the record between one reading and the next; what is whole at the second look counts.
    for _ in 0..2 {
        match marks()? {
            (APPLICATION_ID, version) if version > 0 => return Ok(Kind::Record(version as u32)),
            (0, 0) if tables == 0 => return Ok(Kind::Empty),
            _ => {}
        }
    }
    Ok(Kind::Foreign)
}

/// Brings a file from version `from` (0: empty) to the newest, in one transaction.
pub fn migrate(connection: &mut Connection, from: u32) -> Result<(), StoreProblem> {
    migrate_by(connection, from, MIGRATIONS, crate::search::update)
}

/// Takes the steps that are left, and then `fill`, which does what no step of SQL can.
fn migrate_by(
    connection: &mut Connection,
    from: u32,
    steps: &[&str],
    fill: impl Fn(&Connection) -> Result<(), StoreProblem>,
) -> Result<(), StoreProblem> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another program may have done it while this one waited.
    let from = match kind(&transaction)? {
        Kind::Record(version) => version,
        _ => from,
    };
    for step in steps.iter().skip(from as usize) {
        transaction.execute_batch(step)?;
    }
    fill(&transaction)?;
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", steps.len().max(from as usize) as u32)?;
    transaction.commit()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_taken_once_and_in_order() {
        let steps = ["CREATE TABLE a (x); INSERT INTO a VALUES (1)", "UPDATE a SET x = x + 1"];
        let mut connection = Connection::open_in_memory().unwrap();
        migrate_by(&mut connection, 0, &steps[..1], |_| Ok(())).unwrap();
        migrate_by(&mut connection, 1, &steps, |_| Ok(())).unwrap();
        migrate_by(&mut connection, 1, &steps, |_| Ok(())).unwrap();
        let x: i64 = connection.query_row("SELECT x FROM a", [], |row| row.get(0)).unwrap();
        assert_eq!(x, 2);
        assert!(matches!(kind(&connection), Ok(Kind::Record(2))));
    }

    #[test]
    fn a_step_that_fails_leaves_the_file_as_it_was() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate_by(&mut connection, 0, &["CREATE TABLE a (x)"], |_| Ok(())).unwrap();
        assert!(migrate_by(&mut connection, 1, &["", "CREATE TABLE b (x); nonsense"], |_| Ok(())).is_err());
        assert!(matches!(kind(&connection), Ok(Kind::Record(1))));
        assert!(connection.execute_batch("CREATE TABLE b (x)").is_ok());
    }
}
