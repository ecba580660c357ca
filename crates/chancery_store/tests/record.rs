//! A record is written, changed, killed and read again.

#![allow(clippy::disallowed_methods)]

use chancery_model::{
    Actor, ActorKind, Annotated, Claim, ClaimDate, ClaimRef, Day, DayInterval, Event, EventType, Evidence,
    Extent, Finding, HistoryEntry, Mention, MentionKind, Party, Plan, Record, Report, ReportClaim, ReportRow,
    Side, Status, Tenure, TenureEnd,
};
use chancery_store::{Change, EventFilter, Held, Identity, NewReport, Store, StoreProblem, Subject};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const NOW: &str = "2031-03-05T09:00:00Z";
const CODER: &str = "coder 1";
const LINKER: &str = "linker 1";

/// A report of lines "Estmark TYPE Norvia DAY".
fn new_report(id: &str, text: &str) -> NewReport {
    let report =
        Report { id: id.into(), title: Some(format!("On {id}")), text: text.into(), ..Report::default() };
    let annotated = code(&report);
    NewReport { identity: Identity::of(&report, "1"), report, annotated }
}

fn code(report: &Report) -> Annotated {
    let mut annotated = Annotated {
        schema: 1,
        id: report.id.clone(),
        title: report.title.clone(),
        text: report.text.clone(),
        language: Some("en".into()),
        ..Annotated::default()
    };
    let mut at = 0;
    for line in report.text.lines() {
        let length = line.chars().count() as u32;
        let words: Vec<&str> = line.split(' ').collect();
        if let [a, kind, b, day] = words[..] {
            let sentence = annotated.sentences.len() as u32;
            annotated.sentences.push(Extent { start: at, end: at + length });
            let actor = |name: &str| Actor {
                name: name.into(),
                kind: ActorKind::State,
                state: Some(name[..3].to_uppercase()),
                sector: None,
                code: Some(name[..3].to_uppercase()),
                office: None,
                wikidata: None,
                former: false,
                unnamed: false,
            };
            let first = annotated.actors.len() as u32;
            annotated.actors.extend([actor(a), actor(b)]);
            for (n, start) in [(first, at), (first + 1, at + (a.len() + kind.len() + 2) as u32)] {
                let end = start + 7;
                annotated.mentions.push(Mention {
                    start,
                    end,
                    kind: MentionKind::State,
                    actor: Some(n),
                    anaphor: false,
                });
            }
            let event_type: EventType = kind.parse().unwrap();
            let day: Day = day.parse().unwrap();
            let trigger = (at + a.len() as u32 + 1, at + (a.len() + 1 + kind.len()) as u32).into();
            annotated.events.push(Claim {
                contexts: vec!["diplomatic".into()],
                source: vec![Party { actor: first, mention: first }],
                target: vec![Party { actor: first + 1, mention: first + 1 }],
                date: ClaimDate { begin: Some(day), end: Some(day), basis: "time".into(), time: None },
                pattern: "test:1".into(),
                ..Claim::bare(event_type, trigger, sentence)
            });
        }
        at += length + 1;
    }
    annotated
}

/// One event for each type and day, as a linker would have it.
fn link(claims: impl Iterator<Item = Annotated>) -> Record {
    let mut record = Record::default();
    let mut events: BTreeMap<(Option<DayInterval>, String), Event> = BTreeMap::new();
    for report in claims {
        let mut row = ReportRow {
            id: report.id.clone(),
            url: report.url.clone(),
            source: report.source.clone(),
            title: report.title.clone(),
            language: report.language.clone(),
            text: report.text.clone(),
            removed: report.removed.clone(),
            published: report.published.clone(),
            copy: None,
            copy_of: None,
            copy_how: None,
            story: Some("s".into()),
            events: vec![],
        };
        for (n, claim) in report.events.iter().enumerate() {
            let side = |party: &Party| {
                let actor = &report.actors[party.actor as usize];
                Side {
                    name: actor.name.clone(),
                    code: actor.code.clone(),
                    state: actor.state.clone(),
                    sector: None,
                }
            };
            let date = Some(claim.date.interval());
            let id = format!("{}-{}", claim.event_type.as_str(), claim.date.begin.unwrap());
            let span = report.sentences[claim.sentence as usize];
            let event = events.entry((date, id.clone())).or_insert_with(|| Event {
                schema: 1,
                id: id.clone(),
                event_type: claim.event_type,
                mode: Some("visit".into()),
                contexts: claim.contexts.clone(),
                plans: Some(Plan {
                    event_type: EventType::Aid,
                    mode: None,
                    cameo: EventType::Aid.general_cameo(),
                }),
                cameo: claim.cameo,
                quad: claim.quad,
                goldstein: claim.goldstein,
                status: claim.status,
                history: vec![HistoryEntry { status: Status::Planned, doc: report.id.clone() }],
                part_of: None,
                said_by: None,
                date,
                place: None,
                source: vec![side(&claim.source[0])],
                target: vec![side(&claim.target[0])],
                participants: vec!["Mira Lind".into()],
                summary: format!("Estmark: {}", claim.event_type.as_str()),
                documents: vec![],
                independent: 0,
                evidence: vec![],
                claims: vec![],
                corrected: vec![],
            });
            event.documents.push(report.id.clone());
            event.documents.dedup();
            event.independent = event.documents.len() as u32;
            event.evidence.push(Evidence {
                doc: report.id.clone(),
                start: span.start,
                end: span.end,
                text: report
                    .text
                    .chars()
                    .skip(span.start as usize)
                    .take((span.end - span.start) as usize)
                    .collect(),
            });
            event.claims.push(ClaimRef { doc: report.id.clone(), event: n as u32 });
            row.events.push(ReportClaim { trigger: claim.trigger, sentence: span.span(), same: Some(id) });
        }
        record.reports.push(row);
    }
    record.events = events.into_values().collect();
    if let Some(event) = record.events.first() {
        record.tenures.push(Tenure {
            person: "Mira Lind".into(),
            office: "foreign minister".into(),
            state: "NOR".into(),
            first: event.date.and_then(|d| d.begin),
            last: record.events.last().and_then(|e| e.date).and_then(|d| d.end),
            first_is_start: false,
            last_is_end: true,
            began: event.date,
            acting: true,
            independent: 1,
            latest: event.evidence.first().map(|evidence| TenureEnd {
                says: "ended".into(),
                days: event.date.unwrap_or_default(),
                evidence: evidence.clone(),
            }),
            evidence: event.evidence.clone(),
            ..Tenure::default()
        });
        record.findings.push(Finding {
            id: "f1".into(),
            kind: "event-date".into(),
            message: "Two days are given.".into(),
            ids: vec![event.id.clone()],
            evidence: event.evidence.clone(),
        });
    }
    record
}

fn relink(store: &mut Store) -> chancery_store::Changes {
    let snapshot = store.snapshot(CODER).unwrap();
    let record = link(store.claims(&snapshot).map(Result::unwrap));
    let changes = store.replace_record(&record, &snapshot, LINKER, NOW).unwrap();
    assert_eq!(store.record().unwrap(), record, "what is read is what was written");
    changes
}

fn build(path: &Path, reports: &[NewReport]) -> chancery_store::Changes {
    let mut store = Store::open_or_create(path).unwrap();
    store.put_reports(reports, CODER).unwrap();
    let changes = relink(&mut store);
    store.finish().unwrap();
    changes
}

fn problem<T: std::fmt::Debug>(result: Result<T, chancery_store::StoreError>) -> StoreProblem {
    result.unwrap_err().problem
}

fn folder() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("estmark.chancery");
    (folder, path)
}

#[test]
fn a_record_is_one_file_that_any_order_of_reports_fills_alike() {
    let (folder, path) = folder();
    let a = new_report("a", "Estmark CONSULT Norvia 2031-03-01\nEstmark ACCUSE Norvia 2031-03-04");
    let b = new_report("b", "«Été» 🙂\nEstmark CONSULT Norvia 2031-03-01");
    let changes = build(&path, &[a.clone(), b.clone()]);
    assert_eq!((changes.reports_added, changes.events_added, changes.tenures_added), (2, 2, 1));
    let files: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(files, ["estmark.chancery"], "nothing lies beside the record");

    let other = folder.path().join("other.chancery");
    build(&other, &[b]);
    build(&other, &[a]);
    let (one, two) = (Store::open_read_only(&path).unwrap(), Store::open_read_only(&other).unwrap());
    let json = |store: &Store| serde_json::to_string(&store.record().unwrap()).unwrap();
    assert_eq!(json(&one), json(&two));
    assert_eq!((one.totals().unwrap().builds, two.totals().unwrap().builds), (1, 2));

    let tokenless = one.annotated("b").unwrap().unwrap();
    assert_eq!(tokenless.mentions.len(), 2);
    assert_eq!(one.report("b").unwrap().unwrap().text, tokenless.text);
    assert_eq!(one.report("c").unwrap(), None);
}

#[test]
fn feeding_again_changes_nothing_to_the_byte() {
    let (_folder, path) = folder();
    let a = new_report("a", "Estmark CONSULT Norvia 2031-03-01");
    build(&path, std::slice::from_ref(&a));
    let bytes = std::fs::read(&path).unwrap();
    let store = Store::open_or_create(&path).unwrap();
    assert!(matches!(store.held(&a.identity, CODER).unwrap(), Held::Coded(_)));
    assert!(store.is_current(CODER, LINKER, "").unwrap());
    store.finish().unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
    // Even where the caller does not look first.
    let changes = build(&path, &[a]);
    assert_eq!(changes, Default::default());
    assert_eq!(Store::open(&path).unwrap().totals().unwrap().builds, 1);
}

#[test]
fn different_contents_under_one_id_both_get_digits() {
    let (_folder, path) = folder();
    let (one, two) = (
        new_report("a", "Estmark CONSULT Norvia 2031-03-01"),
        new_report("a", "Estmark CONSULT Norvia 2031-03-01\n\nMore."),
    );
    build(&path, std::slice::from_ref(&one));
    build(&path, std::slice::from_ref(&two));
    let mut store = Store::open(&path).unwrap();
    let ids = store.ids_given("a").unwrap();
    let mut expected: Vec<String> =
        [&one, &two].map(|r| format!("a~{}", &r.identity.content.to_string()[..6])).into();
    expected.sort();
    assert_eq!(ids, expected);
    let log = store.log(None).unwrap();
    assert!(log[1].entries.iter().any(|e| e.subject == Subject::Report
        && e.change == Change::Renamed
        && e.old_id.as_deref() == Some("a")));

    assert!(
        matches!(problem(store.remove_report("a")), StoreProblem::SharedId { ids, .. } if ids == expected)
    );
    assert!(matches!(problem(store.remove_report("b")), StoreProblem::UnknownReport { .. }));
    store.remove_report(&format!("a~{}", &two.identity.content.to_string()[..6])).unwrap();
    assert!(store.is_stale().unwrap());
    assert_eq!(store.reports().unwrap().len(), 2, "the record stands until it is replaced");
    relink(&mut store);
    assert_eq!(store.snapshot(CODER).unwrap().ids().collect::<Vec<_>>(), ["a"]);
    let last = store.log(None).unwrap().pop().unwrap();
    let event = last.entries.iter().find(|e| e.subject == Subject::Event).unwrap();
    assert!(event.message.ends_with("[reports: 2 → 1; independent reports: 2 → 1]"), "{}", event.message);
    assert_eq!(event.reports, [format!("a~{}", &two.identity.content.to_string()[..6])]);
}

#[test]
fn a_build_that_stops_loses_no_report_and_no_record() {
    let (_folder, path) = folder();
    build(&path, &[new_report("a", "Estmark CONSULT Norvia 2031-03-01")]);
    let before = Store::open(&path).unwrap().record().unwrap();
    let b = new_report("b", "Estmark ACCUSE Norvia 2031-03-02");
    {
        let mut store = Store::open(&path).unwrap();
        store.put_reports(std::slice::from_ref(&b), CODER).unwrap();
        store.remove_report("a").unwrap();
        let reader = Store::open_read_only(&path).unwrap();
        assert!(reader.is_stale().unwrap());
        assert_eq!(reader.record().unwrap(), before);
        // Dropped here, neither linked nor finished.
    }
    let mut store = Store::open(&path).unwrap();
    assert_eq!(store.record().unwrap(), before);
    assert!(matches!(store.held(&b.identity, CODER).unwrap(), Held::Coded(_)));
    relink(&mut store);
    store.finish().unwrap();
    let store = Store::open_read_only(&path).unwrap();
    assert_eq!(store.reports().unwrap().iter().map(|r| r.id.as_str()).collect::<Vec<_>>(), ["b"]);
    assert!(!store.is_stale().unwrap());
}

#[test]
fn another_coder_codes_from_what_is_stored() {
    let (_folder, path) = folder();
    let a = new_report("a", "Estmark CONSULT Norvia 2031-03-01");
    build(&path, std::slice::from_ref(&a));
    let mut store = Store::open(&path).unwrap();
    let before = store.record().unwrap();
    let keys = store.uncoded("coder 2").unwrap();
    assert_eq!(keys.len(), 1);
    assert!(matches!(store.held(&a.identity, "coder 2").unwrap(), Held::Uncoded(key) if key == keys[0]));
    let report = store.report_as_read(keys[0]).unwrap();
    assert_eq!(report, a.report);
    let mut annotated = code(&report);
    annotated.events.clear();
    store.put_analyses(&[(keys[0], annotated)], "coder 2").unwrap();
    assert_eq!(store.record().unwrap(), before);
    assert_eq!(
        store.annotated("a").unwrap().unwrap().events.len(),
        1,
        "readers see what the record rests on"
    );
    let snapshot = store.snapshot("coder 2").unwrap();
    let record = link(store.claims(&snapshot).map(Result::unwrap));
    store.replace_record(&record, &snapshot, LINKER, NOW).unwrap();
    assert_eq!(store.annotated("a").unwrap().unwrap().events.len(), 0);
    let last = store.log(None).unwrap().pop().unwrap();
    let gone = last.entries.iter().find(|e| e.subject == Subject::Event).unwrap();
    assert_eq!((gone.change, &gone.reports[..]), (Change::Removed, &["a".to_string()][..]));
}

#[test]
fn the_same_content_read_otherwise_takes_its_place() {
    let (_folder, path) = folder();
    let a = new_report("a", "Menu\nEstmark CONSULT Norvia 2031-03-01");
    build(&path, std::slice::from_ref(&a));
    let mut better = new_report("a", "Estmark CONSULT Norvia 2031-03-01");
    better.identity = Identity { content: a.identity.content, reader: "2".into(), ..better.identity };
    let store = Store::open(&path).unwrap();
    assert_eq!(store.held(&better.identity, CODER).unwrap(), Held::OtherReading);
    drop(store);
    build(&path, &[better]);
    let store = Store::open(&path).unwrap();
    assert_eq!(store.reports().unwrap().len(), 1);
    assert_eq!(store.report("a").unwrap().unwrap().text, "Estmark CONSULT Norvia 2031-03-01");
    assert_eq!(store.known_reports().unwrap(), [("a".to_string(), a.identity.content)]);
}

#[test]
fn an_event_is_found_by_the_ids_that_it_had() {
    let (_folder, path) = folder();
    build(&path, &[new_report("a", "Estmark CONSULT Norvia 2031-03-01")]);
    let mut store = Store::open(&path).unwrap();
    let mut again = |id: &str| {
        let snapshot = store.snapshot(CODER).unwrap();
        let mut record = link(store.claims(&snapshot).map(Result::unwrap));
        record.events[0].id = id.into();
        record.reports[0].events[0].same = Some(id.into());
        store.replace_record(&record, &snapshot, LINKER, NOW).unwrap()
    };
    assert_eq!(again("second").events_changed, 1);
    again("third");
    let event = store.event("CONSULT-2031-03-01").unwrap().unwrap();
    assert_eq!(event.id, "third");
    assert_eq!(store.event("second").unwrap(), Some(event));
    assert_eq!(store.id_today("second").unwrap().as_deref(), Some("third"));
    assert_eq!(store.event("never").unwrap(), None);
    // It gets its first id again.
    relink(&mut store);
    assert_eq!(store.event("third").unwrap().unwrap().id, "CONSULT-2031-03-01");
    assert_eq!(store.id_today("CONSULT-2031-03-01").unwrap(), None);
}

#[test]
fn filters_let_through_what_may_be_meant() {
    let (_folder, path) = folder();
    build(
        &path,
        &[
            new_report("a", "Estmark CONSULT Norvia 2031-03-01\nEstmark ACCUSE Ostland 2031-03-04"),
            new_report("b", "Estmark CONSULT Norvia 2031-03-01"),
        ],
    );
    let store = Store::open(&path).unwrap();
    let ids = |filter: EventFilter| -> Vec<String> {
        store.events(&filter).unwrap().into_iter().map(|e| e.id).collect()
    };
    let all = EventFilter::default();
    let (call, accusation) = ("CONSULT-2031-03-01", "ACCUSE-2031-03-04");
    assert_eq!(ids(all.clone()), [call, accusation]);
    assert_eq!(ids(EventFilter { states: vec!["NOR".into(), "EST".into()], ..all.clone() }), [call]);
    assert_eq!(ids(EventFilter { since: Some("2031-03-02".parse().unwrap()), ..all.clone() }), [accusation]);
    assert_eq!(ids(EventFilter { until: Some("2031-03-02".parse().unwrap()), ..all.clone() }), [call]);
    assert_eq!(ids(EventFilter { event_type: Some(EventType::Accuse), ..all.clone() }), [accusation]);
    assert_eq!(ids(EventFilter { min_independent: 2, ..all.clone() }), [call]);
    assert_eq!(ids(EventFilter { person: Some("osTland".into()), ..all.clone() }), [accusation]);
    assert_eq!(ids(EventFilter { report: Some("b".into()), ..all.clone() }), [call]);
    assert!(ids(EventFilter { person: Some("nobody".into()), ..all }).is_empty());
}

#[test]
fn a_record_that_was_computed_from_less_is_refused() {
    let (_folder, path) = folder();
    let mut store = Store::open_or_create(&path).unwrap();
    store.put_reports(&[new_report("a", "Estmark CONSULT Norvia 2031-03-01")], CODER).unwrap();
    let snapshot = store.snapshot(CODER).unwrap();
    let record = link(store.claims(&snapshot).map(Result::unwrap));
    let mut other = Store::open(&path).unwrap();
    other.put_reports(&[new_report("b", "Estmark CONSULT Norvia 2031-03-01")], CODER).unwrap();
    assert!(matches!(problem(store.replace_record(&record, &snapshot, LINKER, NOW)), StoreProblem::Moved));
    relink(&mut store);
    let mut wrong = store.record().unwrap();
    wrong.events[0].documents[0] = "nobody's".into();
    let snapshot = store.snapshot(CODER).unwrap();
    let before = store.record().unwrap();
    let refused = problem(store.replace_record(&wrong, &snapshot, LINKER, NOW));
    assert!(matches!(refused, StoreProblem::Inconsistent { .. }));
    assert_eq!(store.record().unwrap(), before);
}

#[test]
fn files_that_are_no_record_are_named_for_what_they_are() {
    let (folder, path) = folder();
    assert!(matches!(problem(Store::open(&path)), StoreProblem::NotFound));
    assert!(matches!(problem(Store::open_read_only(&path)), StoreProblem::NotFound));
    assert!(!path.exists());
    assert!(matches!(problem(Store::open_or_create(folder.path())), StoreProblem::NotARecord));
    let lost = folder.path().join("none").join("a.chancery");
    assert!(matches!(problem(Store::open_or_create(&lost)), StoreProblem::CannotOpen { .. }));

    std::fs::write(&path, "Estmark and Norvia held talks. ".repeat(100)).unwrap();
    for opened in [Store::open(&path), Store::open_or_create(&path), Store::open_read_only(&path)] {
        assert!(matches!(problem(opened), StoreProblem::NotARecord));
    }
    assert!(std::fs::read_to_string(&path).unwrap().starts_with("Estmark"), "it is left alone");

    std::fs::write(&path, "").unwrap();
    assert!(matches!(problem(Store::open(&path)), StoreProblem::Empty));
    assert!(Store::open_or_create(&path).is_ok());

    let foreign = folder.path().join("foreign.sqlite");
    rusqlite::Connection::open(&foreign).unwrap().execute_batch("CREATE TABLE a (b)").unwrap();
    assert!(matches!(problem(Store::open_or_create(&foreign)), StoreProblem::NotARecord));

    let newer = rusqlite::Connection::open(&path).unwrap();
    newer.pragma_update(None, "user_version", 99).unwrap();
    drop(newer);
    let error = Store::open_read_only(&path).unwrap_err();
    assert!(matches!(error.problem, StoreProblem::Newer { found: 99, .. }));
    assert!(error.to_string().contains("estmark.chancery: made by a newer chancery"), "{error}");
    assert!(error.to_string().contains("update the program"));
}

#[test]
fn a_record_opened_for_reading_is_not_written() {
    let (_folder, path) = folder();
    build(&path, &[new_report("a", "Estmark CONSULT Norvia 2031-03-01")]);
    let mut store = Store::open_read_only(&path).unwrap();
    let put = store.put_reports(&[new_report("b", "Estmark CONSULT Norvia 2031-03-01")], CODER);
    assert!(matches!(problem(put), StoreProblem::ReadOnly));

    let mut permissions = path.metadata().unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&path, permissions).unwrap();
    assert_eq!(Store::open_read_only(&path).unwrap().record().unwrap(), store.record().unwrap());
}

#[test]
fn a_file_cut_short_is_called_damaged() {
    let (_folder, path) = folder();
    let reports: Vec<_> =
        (0..200).map(|n| new_report(&format!("r{n}"), "Estmark CONSULT Norvia 2031-03-01")).collect();
    build(&path, &reports);
    let bytes = std::fs::read(&path).unwrap();
    std::fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    let read = Store::open(&path).and_then(|store| store.record().map(|_| ()));
    assert!(matches!(problem(read), StoreProblem::Damaged { .. }));
}

#[test]
fn a_full_disk_loses_nothing_that_was_there() {
    let (_folder, path) = folder();
    build(&path, &[new_report("a", "Estmark CONSULT Norvia 2031-03-01")]);
    let before = Store::open(&path).unwrap().record().unwrap();
    let mut store = Store::open(&path).unwrap();
    store.limit_pages(40).unwrap();
    let long = new_report("b", &"Estmark ACCUSE Norvia 2031-03-02\n".repeat(20_000));
    let error = store.put_reports(&[long], CODER).unwrap_err();
    assert!(matches!(error.problem, StoreProblem::Full), "{error}");
    drop(store);
    let mut store = Store::open(&path).unwrap();
    assert_eq!(store.record().unwrap(), before);
    store.put_reports(&[new_report("b", "Estmark ACCUSE Norvia 2031-03-02")], CODER).unwrap();
    relink(&mut store);
}

#[test]
fn a_held_file_is_said_to_be_in_use() {
    let (_folder, path) = folder();
    build(&path, &[new_report("a", "Estmark CONSULT Norvia 2031-03-01")]);
    let holder = rusqlite::Connection::open(&path).unwrap();
    holder.execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE").unwrap();
    let started = std::time::Instant::now();
    assert!(matches!(problem(Store::open(&path)), StoreProblem::InUse));
    assert!(started.elapsed().as_secs() < 60);
}
