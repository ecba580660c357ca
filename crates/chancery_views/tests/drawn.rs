//! What a person sees, whole: each drawing is compared with a file under `tests/drawn`. After a change that is meant,
//! `CHANCERY_DRAW=1 cargo test --release -p chancery_views` draws them anew; read the difference before it is kept.
#![allow(clippy::disallowed_methods)]

mod common;

use chancery_model::Record;
use chancery_views::terminal::{
    Paper, draw_actors, draw_check, draw_offices, draw_shown, draw_timeline, width,
};
use chancery_views::{
    Actors, Check, Directory, Filter, Holdings, Kind, Offices, Says, Shown, Who, show, timeline,
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
    same("offices", &draw_offices(&Offices::of(&record, &directory, None), None, paper(80)), 80);
    let none = Offices::of(&record, &directory, Some("XYZ"));
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
