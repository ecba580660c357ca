//! The exports: what each column holds, and what no cell may.

mod common;

use chancery_model::{Event, Record, Side, Status};
use chancery_views::export::{Format, Table, export, export_events};
use std::collections::BTreeSet;

fn exported(record: &Record, format: Format, table: Table) -> Vec<u8> {
    let mut out = Vec::new();
    export(record, format, table, &mut out).unwrap();
    out
}

/// Lines of cells.
fn tabbed(record: &Record, format: Format) -> Vec<Vec<String>> {
    let mut out = Vec::new();
    let rows = export_events(record, format, |_| true, &mut out).unwrap();
    // ISO 8859-1 holds one character a byte.
    let text: String = match format {
        Format::Icews => out.iter().map(|byte| char::from(*byte)).collect(),
        _ => String::from_utf8(out).unwrap(),
    };
    let lines: Vec<Vec<String>> =
        text.split_terminator('\n').map(|line| line.split('\t').map(String::from).collect()).collect();
    assert_eq!(lines.len(), rows + usize::from(format != Format::Gdelt));
    lines
}

/// CSV taken apart again.
fn cells(csv: &[u8]) -> Vec<Vec<String>> {
    let text = String::from_utf8(csv.to_vec()).unwrap();
    let mut rows = vec![vec![String::new()]];
    let mut quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let row = rows.last_mut().unwrap();
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                row.last_mut().unwrap().push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(String::new()),
            '\n' if !quoted => rows.push(vec![String::new()]),
            c => row.last_mut().unwrap().push(c),
        }
    }
    assert_eq!(rows.pop(), Some(vec![String::new()]));
    rows
}

/// The record with an event that has nothing but a name full of tabs, quotes and line ends, one of many states, and one
/// between the Union and an organisation.
fn hard() -> Record {
    let mut record = common::record();
    let side = |name: &str, state: Option<&str>| Side {
        name: name.into(),
        code: state.map(String::from),
        state: state.map(String::from),
        sector: None,
    };
    let blank = |id: &str| -> Event {
        let mut event = record.events[0].clone();
        (event.id, event.status, event.date, event.place) = (id.into(), Status::Happened, None, None);
        event
    };
    let mut bare = blank("bare");
    bare.source = vec![side("\"Free\tPress\", Šiauliai\r\nNaïve\u{0}", None)];
    bare.target = vec![];
    let mut many = blank("many");
    let states = || ["EMK", "NVA", "KOS", "EUR", "IGO"].map(|code| side(code, Some(code))).to_vec();
    (many.source, many.target) = (states(), states());
    let mut nobody = blank("nobody");
    (nobody.source, nobody.target) = (vec![], vec![]);
    record.events.extend([bare, many, nobody]);
    record
}

#[test]
fn the_docs_name_every_column_in_its_order() {
    let docs = include_str!("../../../docs/exports.md");
    for table in Table::ALL {
        let csv = exported(&Record::default(), Format::Csv, table);
        let heading = format!("\n## {}\n", table.name());
        let section = docs.split(&heading).nth(1).unwrap_or_else(|| panic!("no {heading}"));
        let section = section.split("\n## ").next().unwrap().split("\n# ").next().unwrap();
        let documented: Vec<&str> =
            section.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next()).collect();
        assert_eq!(documented.join(",") + "\n", String::from_utf8(csv).unwrap());
    }
}

#[test]
fn the_same_record_gives_the_same_bytes_in_every_format() {
    for format in [Format::Jsonl, Format::Csv, Format::Parquet, Format::Polecat, Format::Icews, Format::Gdelt]
    {
        for table in Table::ALL {
            assert_eq!(exported(&hard(), format, table), exported(&hard(), format, table));
        }
    }
}

#[test]
fn every_row_of_csv_has_every_cell() {
    for table in Table::ALL {
        let rows = cells(&exported(&hard(), Format::Csv, table));
        let width = rows[0].len();
        assert!(rows.iter().all(|row| row.len() == width), "{}", table.name());
        let stray = |cell: &String| cell.chars().any(|c| c.is_control());
        assert!(table == Table::Reports || !rows.iter().flatten().any(stray), "{}", table.name());
        let lines = exported(&hard(), Format::Jsonl, table);
        assert_eq!(rows.len() - 1, lines.iter().filter(|byte| **byte == b'\n').count(), "{}", table.name());
    }
    let rows = cells(&exported(&hard(), Format::Csv, Table::EventSides));
    assert!(rows.iter().any(|row| row[4] == "\"Free Press\", Šiauliai  Naïve "), "{rows:?}");
}

#[test]
fn tables_join() {
    let record = hard();
    let column = |table: Table, name: &str| -> Vec<String> {
        let rows = cells(&exported(&record, Format::Csv, table));
        let at = rows[0].iter().position(|column| column == name).unwrap();
        rows[1..].iter().map(|row| row[at].clone()).collect()
    };
    let ids = |table| -> BTreeSet<String> { column(table, "id").into_iter().collect() };
    for (table, name, other) in [
        (Table::EventSides, "event_id", Table::Events),
        (Table::EventSides, "actor_id", Table::Actors),
        (Table::EventPairs, "event_id", Table::Events),
        (Table::EventSources, "event_id", Table::Events),
        (Table::EventSources, "report_id", Table::Reports),
        (Table::EventEvidence, "event_id", Table::Events),
        (Table::EventEvidence, "report_id", Table::Reports),
        (Table::Statements, "speaker_actor_id", Table::Actors),
        (Table::Statements, "report_id", Table::Reports),
        (Table::FindingEvidence, "finding_id", Table::Findings),
    ] {
        let known = ids(other);
        assert!(column(table, name).iter().all(|id| known.contains(id)), "{} {name}", table.name());
    }
    for table in [Table::Events, Table::Actors, Table::Findings, Table::Reports] {
        assert_eq!(ids(table).len(), column(table, "id").len(), "{}", table.name());
    }
    assert!(column(Table::EventPairs, "event_id").contains(&"nobody".into()));
}

#[test]
fn the_layouts_have_their_columns_and_no_stray_mark() {
    for (format, width) in [(Format::Polecat, 40), (Format::Icews, 20), (Format::Gdelt, 61)] {
        let lines = tabbed(&hard(), format);
        assert!(lines.iter().all(|line| line.len() == width), "{format:?}");
        let stray = |cell: &String| cell.chars().any(|c| c.is_control() || c == '"');
        assert!(!lines.iter().flatten().any(stray), "{format:?}");
        let ids: BTreeSet<&String> = lines.iter().map(|line| &line[0]).collect();
        assert_eq!(ids.len(), lines.len(), "{format:?}");
        if format != Format::Polecat {
            let numbers = lines.iter().filter(|line| line[0] != "Event ID").map(|line| &line[0]);
            assert!(numbers.into_iter().all(|id| id.parse::<i64>().is_ok_and(|id| id > 0)), "{format:?}");
        }
    }
}

#[test]
fn polecat_has_none_for_what_is_not_known() {
    let lines = tabbed(&hard(), Format::Polecat);
    let at = |name: &str| lines[0].iter().position(|column| column == name).unwrap();
    let cell = |id: &str, name: &str| lines.iter().find(|line| line[0] == id).unwrap()[at(name)].clone();
    assert_eq!(
        &lines[0][..6],
        ["Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code"]
    );
    assert_eq!(lines[0].last().unwrap(), "Version");
    assert_eq!(cell("7f3a12aa90b4", "Event Date"), "2031-03-03");
    assert_eq!(cell("7f3a12aa90b4", "Event Mode"), "phone");
    assert_eq!(cell("7f3a12aa90b4", "Intensity"), "1.5");
    assert_eq!(cell("7f3a12aa90b4", "Quad Code"), "VERBAL COOPERATION");
    assert_eq!(cell("7f3a12aa90b4", "Actor Name"), "Ansel Arvo; Jonas Lind");
    assert_eq!(cell("7f3a12aa90b4", "Actor Country"), "EMK; NVA");
    assert_eq!(cell("2bd05a9e71cc", "Event Date"), "None", "known to nine days only");
    for name in ["Event Date", "Actor Country", "Recipient Name", "Placename", "Latitude", "Story People"] {
        assert_eq!(cell("bare", name), "None", "{name}");
    }
    assert_eq!(cell("many", "Actor COW"), "None; None; 347; None; None");
    assert!(!lines.iter().flatten().any(String::is_empty));
}

#[test]
fn icews_pairs_sources_with_targets() {
    let lines = tabbed(&hard(), Format::Icews);
    let calls: Vec<&Vec<String>> = lines.iter().filter(|line| line[6] == "041").collect();
    let names: Vec<(&str, &str)> = calls.iter().map(|line| (line[2].as_str(), line[8].as_str())).collect();
    assert_eq!(names, [("Ansel Arvo", "Jonas Lind"), ("Jonas Lind", "Ansel Arvo")]);
    assert_eq!(calls[0][3], "Government");
    assert_eq!((calls[0][5].as_str(), calls[0][7].as_str()), ("Discuss by telephone", "1.0"));
    let kosovo: Vec<&Vec<String>> = lines.iter().filter(|line| line[2] == "KOS").collect();
    assert_eq!((kosovo.len(), kosovo[0][4].as_str()), (4, "Kosovo"));
    let union = lines.iter().find(|line| line[2] == "EUR").unwrap();
    assert_eq!((union[3].as_str(), union[4].as_str()), ("Intergovernmental Organization", ""));
    assert!(lines.iter().any(|line| line[2] == "'Free Press', Siauliai  Na\u{ef}ve "), "{lines:?}");
}

#[test]
fn gdelt_has_the_month_where_only_that_is_known() {
    let lines = tabbed(&hard(), Format::Gdelt);
    let of = |code: &str| lines.iter().find(|line| line[26] == code).unwrap();
    let release = of("0841");
    assert_eq!(&release[1..5], ["", "203103", "2031", ""]);
    assert_eq!((release[27].as_str(), release[28].as_str(), release[29].as_str()), ("084", "08", "2"));
    let visit = of("042");
    assert_eq!(&visit[1..5], ["20310312", "203103", "2031", "2031.1973"]);
    assert_eq!((visit[5].as_str(), visit[6].as_str(), visit[12].as_str()), ("EMKGOV", "TILDE QUIST", "GOV"));
    assert_eq!((visit[34].as_str(), visit[59].as_str()), ("", ""));
    let denied = of("173");
    assert_eq!(&denied[1..5], ["", "", "", ""], "open at one end");
}

#[test]
fn only_what_happened_is_in_the_layouts_unless_more_is_wanted() {
    let record = common::record();
    let happened = record.events.iter().filter(|e| chancery_views::export::happened(e)).count();
    let polecat = exported(&record, Format::Polecat, Table::Events);
    assert_eq!(polecat.split(|byte| *byte == b'\n').count(), happened + 2);
    assert!(happened < record.events.len());
    assert!(!String::from_utf8(polecat).unwrap().contains("7f3a12c0de01"), "a denied event");
}

#[test]
fn a_number_follows_from_its_own_event_alone() {
    let numbers = |record: &Record| -> BTreeSet<String> {
        tabbed(record, Format::Gdelt).into_iter().map(|line| line[0].clone()).collect()
    };
    let mut fewer = common::record();
    let all = numbers(&fewer);
    fewer.events.truncate(4);
    assert!(numbers(&fewer).is_subset(&all));
}

#[test]
fn dyad_days_count_what_was_told_and_apart_what_was_only_said() {
    let rows = cells(&exported(&common::record(), Format::Csv, Table::DyadDays));
    let find = |day: &str, source: &str| {
        rows.iter().find(|row| row[0] == day && row[1] == source).unwrap_or_else(|| panic!("{rows:?}"))
    };
    // On 3 March 2031 Estmark accused Norvia and the presidents spoke by telephone, as three reports tell, one of them a copy.
    assert_eq!(
        &find("2031-03-03", "EMK")[2..],
        ["NVA", "2", "1", "0", "1", "0", "-1", "-0.5", "2", "0", "0"]
    );
    assert_eq!(&find("2031-03-03", "NVA")[2..], ["EMK", "1", "1", "0", "0", "0", "1", "1", "2", "0", "0"]);
    // Not known to the day: the talks of 2030; crews that were freed in somebody's words; a denial and a plan.
    let undated = find("", "NVA");
    assert_eq!((undated[11].as_str(), undated[12].as_str()), ("1", "2"));
    assert_eq!(rows.last().unwrap()[0], "", "rows without a day come last");
}

#[test]
fn what_somebody_without_a_name_said_is_only_said() {
    let mut record = common::record();
    record.events[0].said_by = Some(vec![]);
    let rows = cells(&exported(&record, Format::Csv, Table::Events));
    let at = |name: &str| rows[0].iter().position(|column| column == name).unwrap();
    let said: Vec<(&str, &str)> =
        rows[1..].iter().map(|row| (row[at("said_only")].as_str(), row[at("said_by")].as_str())).collect();
    assert_eq!(said[..3], [("true", ""), ("true", "Norvian spokesman"), ("false", "")]);
}
