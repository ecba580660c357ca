//! The passes that a cluster runs come to the same record.

use crate::laws::{Dice, reports};
use crate::told::Tells;
use chancery_link::link;
use chancery_link::passes::{OUT, Row, STEPS, Tables, gather, read, run};
use chancery_model::{Annotated, DateBasis, Record, ReportRow};
use std::collections::BTreeMap;

/// The record by passes, each done over shuffled rows; so many keys.
fn by_passes(mut reports: Vec<Annotated>, keys: u32, dice: &mut Dice) -> Record {
    dice.shuffle(&mut reports);
    let mut given: BTreeMap<&str, Vec<Row>> = BTreeMap::new();
    while !reports.is_empty() {
        let some = reports.split_off(dice.roll(reports.len()));
        given.entry("read").or_default().extend(read(some, keys).unwrap());
    }
    let mut tables: BTreeMap<&str, Vec<Row>> = BTreeMap::new();
    for step in STEPS {
        let is_needed = !tables.get("days").is_none_or(Vec::is_empty);
        if let Some(earlier) = step.again.filter(|_| !is_needed) {
            given.insert(step.name, given[earlier].clone());
            continue;
        }
        let mut groups: BTreeMap<u32, Vec<Row>> = BTreeMap::new();
        for (from, channel) in step.takes {
            for row in given[from].iter().filter(|row| row.channel == *channel) {
                groups.entry(row.key).or_default().push(row.clone());
            }
        }
        let needed = step.needs.iter().filter_map(|name| Some((*name, tables.get(name)?)));
        let known = needed.map(|(name, rows)| (name, rows.iter().map(|row| row.data.as_str()).collect()));
        let known = Tables::read(known).unwrap();
        let mut out = Vec::new();
        for mut rows in groups.into_values() {
            dice.shuffle(&mut rows);
            let rows: Vec<(&str, &str)> = rows.iter().map(|row| (row.channel, row.data.as_str())).collect();
            out.extend(run(step.name, &rows, &known, keys).unwrap());
        }
        for table in step.tables {
            tables.insert(table, out.iter().filter(|row| row.channel == *table).cloned().collect());
        }
        given.insert(step.name, out);
    }
    // What was done again counts.
    let last = |row: &&Row| OUT.contains(&row.channel);
    let done_again: Vec<&str> = STEPS.iter().filter_map(|step| step.again).collect();
    let out = given.iter().filter(|(step, _)| !done_again.contains(*step)).flat_map(|(_, rows)| rows);
    gather(out.filter(last).map(|row| (row.channel, row.data.as_str()))).unwrap()
}

fn compare(one: &Record, other: &Record, what: &str) {
    assert_eq!(one.events, other.events, "{what}: events");
    assert_eq!(one.tenures, other.tenures, "{what}: tenures");
    assert_eq!(one.findings, other.findings, "{what}: findings");
    assert_eq!(one.statements, other.statements, "{what}: statements");
    assert_eq!(one.reports, other.reports, "{what}: reports");
}

#[test]
fn passes_come_to_the_record_of_all_at_once() {
    let mut dice = Dice(17);
    // Copies, tenures, stories, findings, days that other reports show.
    let mut seen = [0; 5];
    for round in 0..24 {
        let mut docs = reports(&mut dice, 14);
        for (n, doc) in docs.iter_mut().enumerate() {
            let own: Vec<String> = (0..120).map(|w| format!("word{}of{w}", n / 2)).collect();
            let edit = if n % 2 == 0 { "" } else { "It was edited. " };
            *doc = doc.clone().says(&format!("{edit}It ends with words of its own: {}.", own.join(" ")));
        }
        let again = docs[dice.roll(docs.len())].clone();
        docs.push(again);
        let record = link(&docs);
        let of = |is: fn(&ReportRow) -> bool| record.reports.iter().filter(|report| is(report)).count();
        let counts = [
            of(|report| report.copy_of.is_some()),
            record.tenures.len(),
            of(|report| report.story.is_some()),
            record.findings.len(),
            of(|report| report.published.basis == Some(DateBasis::Record)),
        ];
        seen.iter_mut().zip(counts).for_each(|(all, count)| *all += count);
        let keys = [1, 3, 7][round % 3];
        compare(&by_passes(docs, keys, &mut dice), &record, &format!("round {round}"));
    }
    assert!(seen.iter().all(|count| *count > 0), "{seen:?}");
}
