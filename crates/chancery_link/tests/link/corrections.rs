//! What an analyst's corrections make of a record.

use crate::told::{Tells, day, report, told};
use chancery_link::{Corrections, Problem, Unapplied, link, link_corrected};
use chancery_model::{Annotated, DayInterval, Event, EventType, Record, Status};

fn corrected(reports: &[Annotated], lines: &str) -> (Record, Vec<Unapplied>) {
    link_corrected(reports, &Corrections::parse(lines).unwrap())
}

/// Told in other words, so that no report is a copy.
const WORDS: [&str; 2] = [
    "The two ministers spoke by telephone, her office in Arvik said, about the fishing grounds,",
    "Lind and Arvo spoke for an hour, according to a person who knows of the call,",
];

fn call(id: &str, published: &str, day: &str) -> Annotated {
    let claim = told(EventType::Consult, "spoke").mode("phone");
    report(id, published).tells(
        &format!("{} on {day}.", WORDS[usize::from(id == "b")]),
        claim.both("Ada Lind@NVA:foreign minister", "Ivo Arvo@ESK:foreign minister").on(day),
    )
}

fn threat(id: &str) -> Annotated {
    let claim = told(EventType::Threaten, "threatened").by("ESK", "NVA").on("2031-03-12");
    report(id, "2031-03-13").tells("Eskenland threatened Norvia over river water.", claim)
}

/// Two calls, the first told by two reports, and a threat.
fn reports() -> Vec<Annotated> {
    vec![
        call("a", "2031-03-03", "2031-03-03"),
        call("b", "2031-03-04", "2031-03-03"),
        call("c", "2031-03-21", "2031-03-20"),
        threat("d"),
    ]
}

fn ids(record: &Record) -> Vec<&str> {
    record.events.iter().map(|event| event.id.as_str()).collect()
}

fn event<'r>(record: &'r Record, id: &str) -> &'r Event {
    record.events.iter().find(|event| event.id == id).unwrap()
}

#[test]
fn ids_stay_whatever_is_corrected_and_no_line_leaves_a_trace_when_it_goes() {
    let reports = reports();
    let plain = link(&reports);
    let [one, threat, two] = ids(&plain)[..] else { panic!("{:?}", ids(&plain)) };
    let (same, none) = corrected(&reports, "# nothing\n");
    assert_eq!((same, none), (plain.clone(), vec![]));

    let (merged, none) = corrected(&reports, &format!("merge {two} {one}  # told late"));
    assert!(none.is_empty());
    assert_eq!(ids(&merged).len(), 2);
    assert_eq!(event(&merged, two).documents, ["a", "b", "c"]);
    assert_eq!(event(&merged, two).corrected, [format!("merge {two} {one}  # told late")]);
    assert_eq!(event(&merged, threat), event(&plain, threat));
    let same = |doc: &str| merged.reports.iter().find(|row| row.id == doc).unwrap().events[0].same.clone();
    assert_eq!((same("a").as_deref(), same("c").as_deref()), (Some(two), Some(two)));
    assert!(
        merged.findings.iter().any(|f| f.kind == "event-date" && f.ids == [two]),
        "{:?}",
        merged.findings
    );

    // What the analyst settled is no contradiction any more.
    let lines = format!("merge {two} {one}\nrecode {one} date=2031-03-03 status=happened\n");
    let (settled, none) = corrected(&reports, &lines);
    assert!(none.is_empty() && settled.findings.is_empty(), "{none:?} {:?}", settled.findings);
    assert_eq!(event(&settled, two).date, Some(DayInterval::on(day("2031-03-03"))));
}

#[test]
fn a_part_has_a_stable_id_and_can_be_corrected_in_its_turn() {
    let mut all = reports();
    let plain = link(&all);
    let one = ids(&plain)[0].to_string();
    let (split, none) = corrected(&all, &format!("split {one} b"));
    assert!(none.is_empty());
    let part = split.events.iter().find(|event| event.documents == ["b"]).unwrap().id.clone();
    assert_eq!(event(&split, &one).documents, ["a"]);

    let lines = format!("split {one} b\nrecode {} place=\"Port Ansel, NVA\"\nsplit {one} a\n", &part[..8]);
    let (again, unapplied) = corrected(&all, &lines);
    assert_eq!(unapplied.len(), 1, "{unapplied:?}");
    assert!(matches!(unapplied[0].problem, Problem::NothingLeft { .. }), "{unapplied:?}");
    assert_eq!(event(&again, &part).place.as_ref().unwrap().name, "Port Ansel");
    assert_eq!(event(&again, &part).corrected.len(), 2);
    assert_eq!(event(&again, &one).corrected, [format!("split {one} b")]);

    let (partly, unapplied) = corrected(&all, &format!("split {one} b z"));
    assert_eq!(partly.events.len(), split.events.len());
    assert!(unapplied[0].in_part && matches!(unapplied[0].problem, Problem::NotTold { .. }));

    // The order of reports does not show.
    let lines = format!("split {one} b\nrecode {} type=COERCE mode=seize\n", split.events[0].id);
    let forwards = corrected(&all, &lines);
    all.reverse();
    assert_eq!(corrected(&all, &lines), forwards);
}

#[test]
fn what_follows_from_a_type_follows() {
    let reports = reports();
    let plain = link(&reports);
    let threat = ids(&plain)[1];
    let (record, _) = corrected(&reports, &format!("recode {threat} type=CONSULT mode=phone status=planned"));
    let event = event(&record, threat);
    assert_eq!((event.cameo.as_str(), event.quad, event.status), ("041", 1, Status::Planned));
    assert_eq!(event.goldstein, event.cameo.row().goldstein);
    assert!(
        event.summary.starts_with("planned: ") && event.summary.contains("by telephone"),
        "{}",
        event.summary
    );

    let (same, unapplied) =
        corrected(&reports, &format!("recode {threat} mode=seize\nrecode e-0000000000 mode=seize"));
    assert_eq!(same, plain);
    assert!(matches!(unapplied[0].problem, Problem::NoMode { .. }), "{unapplied:?}");
    assert_eq!(unapplied[1].to_string(), "line 2: there is no event e-0000000000; nothing corrected");
}

#[test]
fn two_names_become_one_person() {
    let visit = |id: &str, name: &str| {
        let who = format!("{name}@NVA:foreign minister");
        let claim =
            told(EventType::Consult, "met").both(&who, "Ivo Arvo@ESK").on("2031-03-03").at("Arvik", "NVA");
        report(id, "2031-03-04").tells("They met in Arvik.", claim)
    };
    let reports = [visit("a", "Ada Lind"), visit("b", "Quist")];
    let persons = |record: &Record| -> Vec<String> {
        record
            .events
            .iter()
            .flat_map(|event| event.participants.clone())
            .filter(|p| p != "Ivo Arvo")
            .collect()
    };
    assert!(persons(&link(&reports)).contains(&"Quist".to_string()));
    let lines = "rename quist \"Ada Lind\"\nrename ARVIK Arvikhavn\nrename Nobody Somebody\n";
    let (record, unapplied) = corrected(&reports, lines);
    assert_eq!(persons(&record), ["Ada Lind"]);
    assert_eq!(record.events[0].place.as_ref().unwrap().name, "Arvikhavn");
    assert_eq!(record.events[0].corrected.len(), 2);
    assert!(record.tenures.iter().all(|tenure| tenure.person == "Ada Lind"), "{:?}", record.tenures);
    assert_eq!(unapplied.len(), 1);
    assert_eq!(unapplied[0].line, 3);
}
