//! Who held an office when: what titles, and the words around them, come to.

use crate::told::{ARVO, LIND, Tells, day, report, told};
use chancery_link::link;
use chancery_model::{Annotated, EventType::Consult, Record, Tenure, TimeType};

const MOE: &str = "Greta Moe@NVA:foreign minister";

fn tenure<'r>(record: &'r Record, person: &str) -> &'r Tenure {
    record.tenures.iter().find(|t| t.person == person).expect("a tenure")
}

fn seen(id: &str, on: &str, who: &str) -> Annotated {
    let name = who.split('@').next().unwrap_or_default();
    report(id, on).names(&format!("Foreign Minister {name} spoke of fish."), who)
}

fn resigned(id: &str) -> Annotated {
    report(id, "2031-02-18").names("Greta Moe resigned on Sunday.", MOE).time(
        "Sunday",
        TimeType::Date,
        "2031-02-16",
        ("2031-02-16", "2031-02-16"),
    )
}

fn took_office(id: &str) -> Annotated {
    report(id, "2031-02-20").names("Ada Lind, who took office on Monday, spoke of trade.", LIND).time(
        "Monday",
        TimeType::Date,
        "2031-02-17",
        ("2031-02-17", "2031-02-17"),
    )
}

fn met(id: &str, on: &str) -> Annotated {
    report(id, on).tells(
        "The Norvian foreign minister met Ivo Arvo.",
        told(Consult, "met").both("?@NVA:foreign minister", ARVO).on(on),
    )
}

#[test]
fn both_ends_of_a_tenure_rest_on_what_is_told() {
    let record =
        link(&[seen("a", "2031-01-10", MOE), resigned("b"), took_office("c"), seen("d", "2031-05-02", LIND)]);
    let moe = tenure(&record, "Greta Moe");
    assert_eq!((moe.first, moe.last), (Some(day("2031-01-10")), Some(day("2031-02-16"))));
    assert!(!moe.first_is_start && moe.last_is_end);
    assert_eq!(moe.earliest.as_ref().map(|e| e.says.as_str()), Some("held"));
    assert_eq!(moe.latest.as_ref().map(|e| (e.says.as_str(), e.evidence.doc.as_str())), Some(("ended", "b")));
    let lind = tenure(&record, "Ada Lind");
    assert_eq!((lind.first, lind.last), (Some(day("2031-02-17")), Some(day("2031-05-02"))));
    assert!(lind.first_is_start && !lind.last_is_end);
    assert_eq!(lind.earliest.as_ref().map(|e| e.says.as_str()), Some("began"));
    assert_eq!(lind.latest.as_ref().map(|e| e.evidence.doc.as_str()), Some("d"));
    assert_eq!(lind.independent, 2);
    assert!(record.findings.is_empty(), "{:?}", record.findings);
}

#[test]
fn around_a_handover_each_day_has_its_holder() {
    let before =
        link(&[seen("a", "2031-01-10", MOE), resigned("b"), took_office("c"), met("m", "2031-02-14")]);
    assert_eq!(before.events[0].participants, ["Greta Moe", "Ivo Arvo"]);
    let after =
        link(&[seen("a", "2031-01-10", MOE), resigned("b"), took_office("c"), met("m", "2031-02-18")]);
    assert_eq!(after.events[0].participants, ["Ada Lind", "Ivo Arvo"]);
}

#[test]
fn one_who_succeeds_another_begins_when_the_other_ends() {
    let handover = report("a", "2031-06-01").names("Lind succeeded Moe in May 2031.", LIND).with(MOE).time(
        "May 2031",
        TimeType::Date,
        "2031-05",
        ("2031-05-01", "2031-05-31"),
    );
    let record = link(&[seen("b", "2031-01-10", MOE), handover]);
    let (lind, moe) = (tenure(&record, "Ada Lind"), tenure(&record, "Greta Moe"));
    assert!(lind.first_is_start && moe.last_is_end);
    assert_eq!(moe.ended.and_then(|e| e.begin), Some(day("2031-05-01")));
    assert_eq!(lind.began.and_then(|b| b.end), Some(day("2031-05-31")));
}

#[test]
fn former_bounds_a_tenure_and_is_no_day_in_office() {
    let former = report("b", "2031-03-01")
        .names("Former foreign minister Greta Moe wrote a book.", "Greta Moe@NVAELI!:foreign minister");
    let reports = [seen("a", "2031-01-10", MOE), former, met("m", "2031-04-01"), met("n", "2031-01-20")];
    let record = link(&reports);
    let moe = tenure(&record, "Greta Moe");
    assert_eq!((moe.last, moe.former_by), (Some(day("2031-01-10")), Some(day("2031-03-01"))));
    assert!(!moe.last_is_end);
    let met_by = |on: &str| {
        let event =
            record.events.iter().find(|e| e.date.and_then(|d| d.day()) == Some(day(on))).expect("an event");
        event.participants.clone()
    };
    assert_eq!(met_by("2031-04-01"), ["Ivo Arvo"]);
    assert_eq!(met_by("2031-01-20"), ["Greta Moe", "Ivo Arvo"]);
}

#[test]
fn a_designate_holds_nothing_yet() {
    let designate = report("a", "2031-01-10")
        .names("President-elect Ada Lind spoke of trade.", "Ada Lind@NVA:president-elect");
    let record = link(&[designate]);
    let lind = tenure(&record, "Ada Lind");
    assert_eq!((lind.first, lind.office.as_str()), (None, "president"));
    assert_eq!(lind.not_before, Some(day("2031-01-10")));
}

#[test]
fn who_acts_for_a_minister_does_not_clash_with_one() {
    let acting = "Greta Moe@NVA:acting foreign minister";
    let record = link(&[
        seen("a", "2031-03-01", LIND),
        seen("b", "2031-03-20", LIND),
        seen("c", "2031-03-10", acting),
        seen("d", "2031-03-12", acting),
    ]);
    assert!(record.findings.is_empty(), "{:?}", record.findings);
    let moe = tenure(&record, "Greta Moe");
    assert!(moe.acting && moe.office == "foreign minister");
    assert!(!tenure(&record, "Ada Lind").acting);
}

#[test]
fn a_title_of_courtesy_is_no_second_term() {
    let former = |id: &str, on: &str| {
        report(id, on).names("Former president Greta Moe spoke.", "Greta Moe@NVAELI!:president")
    };
    let record = link(&[
        seen("a", "2028-03-01", "Greta Moe@NVA:president"),
        seen("b", "2030-03-20", "Ada Lind@NVA:president"),
        former("c", "2031-03-10"),
        seen("d", "2031-04-12", "Greta Moe@NVA:president"),
        seen("e", "2031-06-20", "Ada Lind@NVA:president"),
    ]);
    let moe: Vec<&Tenure> = record.tenures.iter().filter(|t| t.person == "Greta Moe").collect();
    assert_eq!(moe.len(), 1);
    assert_eq!(moe[0].last, Some(day("2028-03-01")));
}

#[test]
fn one_slip_among_many_reports_makes_nobody_president() {
    let slip = seen("z", "2031-03-10", "Ada Lind@NVA:president");
    let days = ["2031-03-01", "2031-03-05", "2031-03-15", "2031-03-20"];
    let mut reports: Vec<Annotated> = days.iter().map(|d| seen(d, d, LIND)).collect();
    reports.push(slip.clone());
    assert!(link(&reports).tenures.iter().all(|t| t.office == "foreign minister"));
    // One who rose is shown in the new office after the old.
    reports.pop();
    reports.push(seen("z", "2031-06-10", "Ada Lind@NVA:president"));
    assert!(link(&reports).tenures.iter().any(|t| t.office == "president"));
}

#[test]
fn the_order_of_reports_does_not_show_in_tenures() {
    let mut reports = vec![
        seen("a", "2031-01-10", MOE),
        resigned("b"),
        took_office("c"),
        seen("d", "2031-05-02", LIND),
        met("m", "2031-02-18"),
    ];
    let one = link(&reports);
    reports.reverse();
    assert_eq!(link(&reports), one);
}
