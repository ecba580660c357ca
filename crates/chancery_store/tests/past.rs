//! Laws of history: what was is told as it was, and what was taken out left no trace.

#![allow(clippy::disallowed_methods)]

use chancery_link::{Corrections, link_corrected};
use chancery_model::{
    Actor, ActorKind, Annotated, Claim, ClaimDate, Day, DayInterval, EventType, Extent, Mention, MentionKind,
    Party, Published, Record, Report,
};
use chancery_store::{Change, Identity, NewReport, Store, StoreProblem, Subject};
use std::path::{Path, PathBuf};

const CODER: &str = "coder 1";
const LINKER: &str = "linker 1";

/// A small generator of numbers, the same on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        ((self.0 >> 33) as usize) % below
    }
}

/// A report of lines "WHO TYPE WHOM DAY", where somebody is "Ada Lind@NVA" or "ESK".
fn report(id: &str, lines: &[String]) -> NewReport {
    let report = Report {
        id: id.into(),
        title: Some(format!("On {id}")),
        text: lines.join("\n"),
        ..Report::default()
    };
    let mut told = Annotated {
        schema: 1,
        id: id.into(),
        title: report.title.clone(),
        text: report.text.clone(),
        language: Some("en".into()),
        published: Published::default(),
        ..Annotated::default()
    };
    let mut at = 0;
    for line in lines {
        let length = line.chars().count() as u32;
        let sentence = told.sentences.len() as u32;
        told.sentences.push(Extent { start: at, end: at + length });
        let [who, kind, whom, day] = line.split('|').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let mut party = |words: &str, start: u32| {
            let (name, state) = words.split_once('@').unwrap_or((words, words));
            let person = name != state;
            let actor = told.actors.len() as u32;
            told.actors.push(Actor {
                name: name.into(),
                kind: if person { ActorKind::Person } else { ActorKind::State },
                state: Some(state.into()),
                sector: person.then(|| "GOV".into()),
                code: Some(if person { format!("{state}GOV") } else { state.into() }),
                office: person.then(|| "foreign minister".into()),
                wikidata: None,
                former: false,
                unnamed: false,
            });
            let end = start + name.chars().count() as u32;
            let mention = told.mentions.len() as u32;
            let kind = if person { MentionKind::Person } else { MentionKind::State };
            told.mentions.push(Mention { start, end, kind, actor: Some(actor), anaphor: false });
            Party { actor, mention }
        };
        let source = party(who, at);
        let trigger = at + who.chars().count() as u32 + 1;
        let target = party(whom, trigger + kind.chars().count() as u32 + 1);
        let event_type: EventType = kind.parse().unwrap();
        let day: Day = day.parse().unwrap();
        let trigger = (trigger, trigger + kind.chars().count() as u32).into();
        told.events.push(Claim {
            source: vec![source],
            target: vec![target],
            date: ClaimDate { begin: Some(day), end: Some(day), basis: "time".into(), time: None },
            pattern: "test:1".into(),
            ..Claim::bare(event_type, trigger, sentence)
        });
        at += length + 1;
    }
    NewReport { identity: Identity::of(&report, "1"), report, annotated: told }
}

fn any_report(dice: &mut Dice, id: &str) -> NewReport {
    let lines: Vec<String> = (0..=dice.roll(3))
        .map(|_| {
            let who = ["Ada Lind@NVA", "NVA", "Lind@NVA"][dice.roll(3)];
            let whom = ["Ivo Arvo@ESK", "ESK"][dice.roll(2)];
            let kind = ["ACCUSE", "THREATEN", "AID", "SANCTION"][dice.roll(4)];
            format!("{who}|{kind}|{whom}|2031-03-{:02}", 1 + dice.roll(4) * 7)
        })
        .collect();
    report(id, &lines)
}

fn relink(store: &mut Store, corrections: &Corrections, day: usize) -> Record {
    let snapshot = store.snapshot(CODER).unwrap().corrected_by(&corrections.text());
    let claims: Vec<Annotated> = store.claims(&snapshot).map(Result::unwrap).collect();
    let (record, _) = link_corrected(&claims, corrections);
    store.replace_record(&record, &snapshot, LINKER, &format!("2031-04-{day:02}T09:00:00Z")).unwrap();
    assert_eq!(store.record().unwrap(), record);
    record
}

fn file() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.chancery");
    (folder, path)
}

/// Corrections of events that are there, and of some that are not.
fn any_corrections(dice: &mut Dice, record: &Record) -> Corrections {
    let ids: Vec<&str> = record.events.iter().map(|event| event.id.as_str()).collect();
    let mut text = String::new();
    for _ in 0..dice.roll(4) {
        let id = |dice: &mut Dice| if ids.is_empty() { "e-none" } else { ids[dice.roll(ids.len())] };
        let (a, b) = (id(dice), id(dice));
        text += &match dice.roll(4) {
            0 if a != b => format!("merge {a} {b}  # one thing\n"),
            1 => format!("recode {a} type=COERCE mode=seize date=2031-03-{:02}\n", 1 + dice.roll(28)),
            2 => {
                let docs = record.events.iter().find(|e| e.id == a).map(|e| e.documents.clone());
                format!("split {a} {}\n", docs.unwrap_or_default().first().map_or("none", String::as_str))
            }
            _ => "rename \"Lind\" \"Ada Lind\"\nrename Arvo Nobody\n".into(),
        };
    }
    Corrections::parse(&text).unwrap()
}

#[test]
fn the_record_as_of_each_build_is_the_record_that_was() {
    let mut corrected = 0;
    for seed in 0..25 {
        let mut dice = Dice(seed);
        let (_folder, path) = file();
        let mut store = Store::open_or_create(&path).unwrap();
        let mut corrections = Corrections::default();
        let mut records: Vec<Record> = Vec::new();
        let mut held: Vec<String> = Vec::new();
        for step in 0..9 {
            match dice.roll(4) {
                0 if held.len() > 1 => {
                    let gone = held.remove(dice.roll(held.len()));
                    store.remove_report(&gone).unwrap();
                }
                1 if !records.is_empty() => {
                    corrections = any_corrections(&mut dice, &records[records.len() - 1])
                }
                _ => {
                    let new: Vec<NewReport> =
                        (0..=dice.roll(3)).map(|n| any_report(&mut dice, &format!("r{step}-{n}"))).collect();
                    held.extend(new.iter().map(|report| report.report.id.clone()));
                    store.put_reports(&new, CODER).unwrap();
                }
            }
            let record = relink(&mut store, &corrections, step + 1);
            corrected += record.events.iter().filter(|event| !event.corrected.is_empty()).count();
            let builds = store.totals().unwrap().builds as usize;
            assert!(builds <= records.len() + 1);
            if builds > records.len() {
                records.push(record);
            } else if let Some(last) = records.last() {
                assert_eq!(*last, record, "what is not noted changed nothing");
            }
        }
        for (at, then) in records.iter().enumerate() {
            let told = store.record_as_of(at as i64 + 1).unwrap();
            let json = |record: &Record| {
                let parts = (&record.events, &record.tenures, &record.findings, &record.statements);
                serde_json::to_string(&parts).unwrap()
            };
            assert_eq!(json(&told), json(then), "seed {seed}, build {}", at + 1);
            assert_eq!(told.reports.len(), then.reports.len());
            for (told, then) in told.reports.iter().zip(&then.reports) {
                let bare = |row: &chancery_model::ReportRow| chancery_model::ReportRow {
                    text: String::new(),
                    removed: vec![],
                    ..row.clone()
                };
                assert_eq!(bare(told), bare(then), "seed {seed}, build {}", at + 1);
                assert!(told.text == then.text || told.text.is_empty());
            }
        }
        let last = records.len() as i64;
        for build in [0, last + 1] {
            let refused = store.record_as_of(build).unwrap_err().problem;
            assert!(matches!(refused, StoreProblem::NoBuild { .. }), "{refused}");
        }
    }
    assert!(corrected > 100, "{corrected}");
}

/// Every row of every table that is no history; of the index of words, what can be asked of it.
fn tables(path: &Path) -> Vec<String> {
    let connection = rusqlite::Connection::open(path).unwrap();
    let history = ["builds", "log", "old_ids", "past"];
    let sql =
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual') AND name NOT LIKE 'sqlite_%'
         ORDER BY name";
    let names: Vec<String> = connection
        .prepare(sql)
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let mut out = Vec::new();
    for name in names.iter().filter(|name| !history.contains(&name.as_str())) {
        let mut statement = connection.prepare(&format!("SELECT * FROM {name}")).unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let cells: Vec<rusqlite::types::Value> = (0..columns).map(|n| row.get(n).unwrap()).collect();
            out.push(format!("{name} {cells:?}"));
        }
    }
    // How often something was stored or taken out is history too.
    out.retain(|row| !row.contains("meta [Text(\"changes\")") && !row.contains("meta [Text(\"linked\")"));
    out.sort();
    out
}

#[test]
fn taking_out_undoes_what_adding_did() {
    for seed in 100..125 {
        let mut dice = Dice(seed);
        let (_folder, path) = file();
        let mut store = Store::open_or_create(&path).unwrap();
        let first: Vec<NewReport> =
            (0..3 + dice.roll(3)).map(|n| any_report(&mut dice, &format!("r{n}"))).collect();
        store.put_reports(&first, CODER).unwrap();
        let record = relink(&mut store, &Corrections::default(), 1);
        let corrections = any_corrections(&mut dice, &record);
        relink(&mut store, &corrections, 2);
        let before = tables(&path);
        assert!(before.iter().any(|row| row.starts_with("events ")));

        let more: Vec<NewReport> =
            (0..=dice.roll(3)).map(|n| any_report(&mut dice, &format!("s{n}"))).collect();
        store.put_reports(&more, CODER).unwrap();
        relink(&mut store, &corrections, 3);
        assert_ne!(tables(&path), before);
        let ids: Vec<String> = more.iter().map(|report| report.report.id.clone()).collect();
        store.remove_reports(&ids).unwrap();
        relink(&mut store, &corrections, 4);
        assert_eq!(tables(&path), before, "seed {seed}");
    }
}

#[test]
fn the_log_names_the_correction_and_the_old_id_leads_on() {
    let (_folder, path) = file();
    let mut store = Store::open_or_create(&path).unwrap();
    let line = |day: u32| format!("NVA|ACCUSE|ESK|2031-03-{day:02}");
    store.put_reports(&[report("a", &[line(1)]), report("b", &[line(20)])], CODER).unwrap();
    let none = Corrections::default();
    let record = relink(&mut store, &none, 1);
    let [one, two] = [&record.events[0].id, &record.events[1].id];
    let merge = format!("merge {one} {two}  # told late");
    let merged = Corrections::parse(&merge).unwrap();
    assert!(store.is_current(CODER, LINKER, "").unwrap());
    assert!(!store.is_current(CODER, LINKER, &merged.text()).unwrap());

    let after = relink(&mut store, &merged, 2);
    assert_eq!(after.events.len(), 1);
    assert_eq!((&after.events[0].id, &after.events[0].corrected), (one, &vec![merge.clone()]));
    assert_eq!(store.corrections().unwrap(), merged.text());
    assert_eq!(&store.event(two).unwrap().unwrap().id, one);
    let log = store.log(None).unwrap();
    let entries: Vec<_> = log[1].entries.iter().filter(|e| e.subject == Subject::Event).collect();
    assert_eq!(entries.iter().map(|e| e.change).collect::<Vec<_>>(), [Change::Changed, Change::Merged]);
    assert!(entries.iter().all(|e| e.reports.is_empty() && e.corrections == [merge.clone()]), "{entries:?}");
    assert_eq!(entries[1].old_id.as_ref(), Some(two));

    relink(&mut store, &none, 3);
    assert_eq!(store.record().unwrap(), record, "a correction taken back leaves no trace");
    assert_eq!(store.id_today(two).unwrap(), None);
    let log = store.log(None).unwrap();
    assert!(log[2].entries.iter().all(|e| e.corrections == [format!("withdrawn: {merge}")]), "{log:?}");

    // Of a record that never held the second event its id leads on all the same.
    let other = path.with_file_name("other.chancery");
    let mut fresh = Store::open_or_create(&other).unwrap();
    fresh.put_reports(&[report("a", &[line(1)]), report("b", &[line(20)])], CODER).unwrap();
    assert_eq!(relink(&mut fresh, &merged, 1), after);
    assert_eq!(fresh.id_today(two).unwrap().as_ref(), Some(one));
    let days = |day: &str| fresh.build_on(day.parse().unwrap()).unwrap();
    assert_eq!((days("2031-03-31"), days("2031-04-01"), days("2032-01-01")), (None, Some(1), Some(1)));
    assert_eq!(after.events[0].date, Some(DayInterval::on("2031-03-01".parse().unwrap())));
}
