//! The tables as the contract has them.

mod common;

use chancery_views::{Table, write_table};
use serde_json::Value;

fn table(table: Table) -> String {
    let mut out = Vec::new();
    write_table(&common::record(), table, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn the_same_record_gives_the_same_bytes() {
    for which in [Table::Events, Table::Reports, Table::Tenures, Table::Statements, Table::Findings] {
        assert_eq!(table(which), table(which));
    }
}

#[test]
fn an_event_has_the_contracts_fields_and_no_other() {
    let first: Value = serde_json::from_str(table(Table::Events).lines().next().unwrap()).unwrap();
    let fields: Vec<&str> = first.as_object().unwrap().keys().map(String::as_str).collect();
    let mut contract = [
        "schema",
        "id",
        "type",
        "mode",
        "contexts",
        "plans",
        "cameo",
        "quad",
        "goldstein",
        "status",
        "history",
        "part_of",
        "said_by",
        "date",
        "place",
        "source",
        "target",
        "participants",
        "summary",
        "documents",
        "independent",
        "evidence",
    ];
    contract.sort();
    let mut fields = fields;
    fields.sort();
    assert_eq!(fields, contract);
    assert_eq!(first["date"]["begin"], "2030-01-01");
    assert_eq!(first["source"][0]["code"], "EMK");
}

#[test]
fn evidence_lies_where_it_says() {
    for line in table(Table::Events).lines() {
        let event: Value = serde_json::from_str(line).unwrap();
        for evidence in event["evidence"].as_array().unwrap() {
            let text = common::text(evidence["doc"].as_str().unwrap());
            let (start, end) = (evidence["start"].as_u64().unwrap(), evidence["end"].as_u64().unwrap());
            let words: String = text.chars().skip(start as usize).take((end - start) as usize).collect();
            assert_eq!(words, evidence["text"].as_str().unwrap());
        }
    }
}

#[test]
fn a_timeline_in_csv_has_one_row_an_event() {
    let record = common::record();
    let directory = chancery_views::Directory::of(&record);
    let timeline = chancery_views::timeline(
        &chancery_views::Holdings::of(&record),
        &directory,
        &chancery_views::Filter::default(),
    );
    let mut out = Vec::new();
    chancery_views::csv::write_csv(&timeline, &mut out).unwrap();
    let csv = String::from_utf8(out).unwrap();
    assert_eq!(csv.lines().count(), 1 + record.events.len());
    let call = csv.lines().find(|line| line.contains("phone")).unwrap();
    assert!(call.contains("2031-03-03,2031-03-03,CONSULT,phone"), "{call}");
    assert!(call.contains("Ansel Arvo; Jonas Lind,EMKGOV; NVAGOV"), "{call}");
}
