//! What a person sees, whole: each drawing is compared with a file under `tests/drawn`. After a change that is meant,
//! `CHANCERY_DRAW=1 cargo test --release -p chancery_views` draws them anew; read the difference before it is kept.
#![allow(clippy::disallowed_methods)]

mod common;

use chancery_model::{DayInterval, Extent, Record};
use chancery_views::search::{Search, SearchHit, UnknownWord};
use chancery_views::terminal::{
    Paper, draw_actors, draw_check, draw_offices, draw_search, draw_shown, draw_statements, draw_timeline,
    width,
};
use chancery_views::{
    Actors, Check, Directory, Filter, Holdings, Kind, Offices, Says, Shown, StatementFilter, Statements, Who,
    show, timeline,
};

fn directory(record: &Record) -> Directory {
    Directory::of(record)
}

fn paper(width: usize) -> Paper {
    Paper { width, colour: false }
}

#[track_caller]
fn same(name: &str, drawn: &str, columns: usize) {
    for line in drawn.lines() {
        assert!(width(line) <= columns, "{name}: wider than {columns}: {line}");
    }
    let path = format!("{}/tests/drawn/{name}.txt", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("CHANCERY_DRAW").is_some() {
        std::fs::write(&path, drawn).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(expected == drawn, "{name} is not as in {path}; it is now:\n{drawn}");
}

#[test]
fn the_timeline() {
    let record = common::record();
    let directory = directory(&record);
    let all = timeline(&Holdings::of(&record), &directory, &Filter::default());
    for columns in [60, 80, 120] {
        let drawn = draw_timeline(&all, &record, &directory, paper(columns), false);
        same(&format!("timeline-{columns}"), &drawn, columns);
    }
    same("timeline-evidence", &draw_timeline(&all, &record, &directory, paper(80), true), 80);
}

#[test]
fn a_timeline_filtered() {
    let record = common::record();
    let directory = directory(&record);
    let filter = Filter {
        between: Some((Who::State("EMK".into()), Who::State("NVA".into()))),
        since: Some(jiff::civil::date(2031, 3, 1)),
        kinds: vec![Kind::parse("Consult").unwrap()],
        min_sources: 2,
        ..Filter::default()
    };
    let drawn = draw_timeline(
        &timeline(&Holdings::of(&record), &directory, &filter),
        &record,
        &directory,
        paper(80),
        false,
    );
    same("timeline-filtered", &drawn, 80);
    let nobody = Filter { person: Some("Nobody".into()), ..Filter::default() };
    let drawn = draw_timeline(
        &timeline(&Holdings::of(&record), &directory, &nobody),
        &record,
        &directory,
        paper(80),
        false,
    );
    same("timeline-none", &drawn, 80);
    let empty = Record::default();
    let drawn = draw_timeline(
        &timeline(&Holdings::of(&empty), &directory, &Filter::default()),
        &empty,
        &directory,
        paper(80),
        false,
    );
    same("timeline-empty", &drawn, 80);
}

#[test]
fn whatever_has_an_id_or_a_name() {
    let record = common::record();
    let directory = directory(&record);
    for (name, query) in [
        ("event-call", "7f3a12aa"),
        ("event-visit", "c8815e02b6f7"),
        ("event-said", "51c9d0aa7e13"),
        ("event-planned", "f60d3c8a4b92"),
        ("report", "daily-ledger-12"),
        ("report-copy", "coast-courier"),
        ("report-french", "gazette-fr"),
        ("finding", "denial-7f3a12c0de01"),
        ("state", "estmark"),
        ("person", "quist"),
    ] {
        let shown = show(&Holdings::of(&record), &directory, query, &|_| None).unwrap();
        same(name, &draw_shown(&shown, &record, &directory, paper(80)), 80);
    }
    let lost = show(&Holdings::of(&record), &directory, "Tilde Qist", &|_| None).unwrap_err().to_string();
    assert_eq!(
        lost,
        "no event, report, statement, finding, state or person “Tilde Qist” is known; did you mean Tilde Quist?"
    );
    let both = show(&Holdings::of(&record), &directory, "7f3a12", &|_| None).unwrap_err().to_string();
    assert_eq!(both, "“7f3a12” can be 7f3a12c0de01 and 7f3a12aa90b4; name one in full");
}

#[test]
fn offices_and_findings() {
    let record = common::record();
    let directory = directory(&record);
    same(
        "offices",
        &draw_offices(&Offices::of(&Holdings::of(&record), &directory, None), None, paper(80)),
        80,
    );
    let none = Offices::of(&Holdings::of(&record), &directory, Some("XYZ"));
    same("offices-none", &draw_offices(&none, Some("Xyland"), paper(80)), 80);
    same("actors", &draw_actors(&Actors::of(&record, &directory), paper(80)), 80);
    same("check", &draw_check(&Check::of(&Holdings::of(&record), &[]), paper(80)), 80);
    same("check-empty", &draw_check(&Check::of(&Holdings::of(&Record::default()), &[]), paper(80)), 80);
}

#[test]
fn colours_change_no_word() {
    let record = common::record();
    let directory = directory(&record);
    let all = timeline(&Holdings::of(&record), &directory, &Filter::default());
    let plain = draw_timeline(&all, &record, &directory, paper(80), false);
    let coloured = draw_timeline(&all, &record, &directory, Paper { width: 80, colour: true }, false);
    let mut stripped = String::new();
    let mut rest = coloured.as_str();
    while let Some(at) = rest.find('\u{1b}') {
        stripped.push_str(&rest[..at]);
        rest = &rest[at..];
        rest = &rest[rest.find('m').unwrap() + 1..];
    }
    stripped.push_str(rest);
    let trimmed: Vec<&str> = stripped.lines().map(str::trim_end).collect();
    assert_eq!(trimmed, plain.lines().collect::<Vec<_>>());
}

/// With what the reports tell at hand, the words that say who and when are marked, and the date says what it rests on.
#[test]
fn an_event_with_what_its_reports_tell() {
    let record = common::record();
    let directory = directory(&record);
    let call = |doc: &str| (doc == "norvia-wire-0304").then(common::call_as_told);
    let shown = show(&Holdings::of(&record), &directory, "7f3a12aa90b4", &call).unwrap();
    same("event-told", &draw_shown(&shown, &record, &directory, paper(80)), 80);
    let Shown::Event(view) = &shown else { panic!("an event") };
    let text = &view.cited[0].evidence.text;
    let marked: Vec<(Says, String)> = view.cited[0]
        .marks
        .iter()
        .map(|m| (m.says, text.chars().skip(m.start as usize).take((m.end - m.start) as usize).collect()))
        .collect();
    let expected = [
        (Says::Who, "Ansel Arvo"),
        (Says::Who, "Jonas Lind"),
        (Says::What, "held a phone call"),
        (Says::When, "on Monday"),
    ];
    assert_eq!(marked, expected.map(|(says, words)| (says, words.to_string())));
}

/// A search that found a sentence of each of two reports.
fn search(record: &Record) -> Search {
    let hit = |report: &str, text: &str, marks: &[(u32, u32)]| SearchHit {
        report: report.into(),
        title: record.reports.iter().find(|row| row.id == report).and_then(|row| row.title.clone()),
        source: Some("The Daily Ledger of Arvik and the Northern Counties".into()),
        date: None,
        published: DayInterval {
            begin: jiff::civil::date(2031, 3, 1).into(),
            end: jiff::civil::date(2031, 3, 9).into(),
        },
        copy_of: None,
        start: 0,
        end: text.chars().count() as u32,
        text: text.into(),
        marks: marks.iter().map(|(start, end)| Extent { start: *start, end: *end }).collect(),
        events: record.events.first().cloned().into_iter().collect(),
    };
    let mut second = hit("copied", "Źlin\u{1b}[31m talks", &[(0, 4)]);
    second.date = Some(jiff::civil::date(2031, 3, 5));
    second.copy_of = Some("daily-ledger-12".into());
    let text = "The talks in Arvik went on until late at night, and no word of what was said in them came out before the morning.";
    Search {
        query: "talks OR zlin".into(),
        filters: vec!["Estmark".into()],
        total: 1234,
        hits: vec![hit("daily-ledger-12", text, &[(4, 9)]), second],
        next: Some("12.3.copied".into()),
        ..Search::default()
    }
}

#[test]
fn a_search() {
    let record = common::record();
    let found = search(&record);
    for columns in [60, 80, 120] {
        same(&format!("search-{columns}"), &draw_search(&found, paper(columns)), columns);
    }
    let unknown = vec![UnknownWord { word: "tlaks".into(), nearest: Some("talks".into()) }];
    let none = Search { query: "tlaks".into(), unknown, ..Search::default() };
    same("search-none", &draw_search(&none, paper(80)), 80);
    let json = serde_json::to_value(&found).unwrap();
    assert_eq!(json["hits"][0]["events"][0]["id"], record.events[0].id.as_str());
}

#[test]
fn tables_fit_every_width() {
    let mut record = common::record();
    // A name that no column holds.
    record.tenures[0].person = "Maximiliana-Theodora Ravensholm-Ostergaard of the Upper Lakes".into();
    record.events[0].source[0].name = record.tenures[0].person.clone();
    let directory = directory(&record);
    let statements = Statements::of(&Holdings::of(&record), &directory, &StatementFilter::default());
    for columns in [40, 60, 80, 120, 200] {
        let drawn = [
            draw_actors(&Actors::of(&record, &directory), paper(columns)),
            draw_offices(&Offices::of(&Holdings::of(&record), &directory, None), None, paper(columns)),
            draw_check(&Check::of(&Holdings::of(&record), &[]), paper(columns)),
            draw_statements(&statements, &record, paper(columns)),
            draw_search(&search(&record), paper(columns)),
        ];
        for line in drawn.iter().flat_map(|drawn| drawn.lines()) {
            assert!(width(line) <= columns, "wider than {columns}: {line}");
        }
    }
}
