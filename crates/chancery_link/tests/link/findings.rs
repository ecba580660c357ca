//! What does not add up, and what only seems so.

use crate::told::{ARVO, LIND, Tells, Told, report, told};
use chancery_link::link;
use chancery_model::{Annotated, EventType::Agree, EventType::Consult, Finding, Status, TimeType};

fn of_kind(reports: &[Annotated], kind: &str) -> Vec<Finding> {
    link(reports).findings.into_iter().filter(|f| f.kind == kind).collect()
}

fn visit(on: &str) -> Told {
    told(Consult, "visited").mode("visit").by(LIND, "ESK").on(on)
}

fn earlier_visit(on: &str) -> Annotated {
    report("a", on)
        .tells("Foreign Minister Ada Lind visited Estmark to talk about the fishing grounds.", visit(on))
}

fn first_in_seven_years() -> Annotated {
    report("b", "2031-03-05")
        .tells("Ada Lind visited Estmark on Tuesday, her first visit in seven years.", visit("2031-03-04"))
        .time("seven years", TimeType::Duration, "P7Y", ("", ""))
}

#[test]
fn first_in_years_is_refuted_by_one_between() {
    let found = of_kind(&[earlier_visit("2028-06-10"), first_in_seven_years()], "count-claim");
    assert_eq!(found.len(), 1);
    assert!(found[0].message.contains("first visit in seven years"), "{}", found[0].message);
    assert_eq!(found[0].ids.len(), 2);
    let docs: Vec<&str> = found[0].evidence.iter().map(|e| e.doc.as_str()).collect();
    assert_eq!(docs, ["b", "a"]);
}

#[test]
fn first_in_years_stands_where_the_other_lies_before_or_nothing_is_known() {
    assert!(of_kind(&[earlier_visit("2023-06-10"), first_in_seven_years()], "count-claim").is_empty());
    assert!(of_kind(&[first_in_seven_years()], "count-claim").is_empty());
    // Somebody else's visit.
    let other = report("a", "2028-06-10").tells(
        "Trade Minister Rolf Eng visited Estmark to talk about timber.",
        told(Consult, "visited").mode("visit").by("Rolf Eng@NVA:trade minister", "ESK").on("2028-06-10"),
    );
    assert!(of_kind(&[other, first_in_seven_years()], "count-claim").is_empty());
}

fn met(id: &str, on: &str, what: &str) -> Annotated {
    report(id, on).tells(
        &format!("Ada Lind and Ivo Arvo met over {what}."),
        told(Consult, "met").mode("third-party").both(LIND, ARVO).on(on),
    )
}

fn second_in_a_month() -> Annotated {
    report("z", "2031-03-28")
        .tells(
            "Ada Lind and Ivo Arvo met on Friday, their second meeting in a month.",
            told(Consult, "met").mode("third-party").both(LIND, ARVO).on("2031-03-28"),
        )
        .time("a month", TimeType::Duration, "P1M", ("", ""))
}

#[test]
fn second_is_refuted_by_more_and_never_by_fewer() {
    let (one, two) = (met("a", "2031-03-04", "fish"), met("b", "2031-03-14", "timber and steel"));
    assert!(of_kind(&[second_in_a_month()], "count-claim").is_empty());
    assert!(of_kind(&[one.clone(), second_in_a_month()], "count-claim").is_empty());
    let found = of_kind(&[one, two, second_in_a_month()], "count-claim");
    assert_eq!(found.len(), 1);
    assert!(found[0].message.contains("holds 2 before"), "{}", found[0].message);
}

fn plan() -> Annotated {
    report("a", "2031-03-01").tells(
        "Ada Lind will visit Estmark on 20 March.",
        told(Agree, "visit")
            .by(LIND, "ESK")
            .plans(Consult, Some("visit"))
            .status(Status::Planned)
            .on("2031-03-20"),
    )
}

fn later(id: &str, on: &str, sentence: &str) -> Annotated {
    report(id, on).names(sentence, LIND).with(ARVO)
}

#[test]
fn a_plan_of_which_nothing_is_heard_is_a_finding() {
    let silence = later("b", "2031-06-01", "Ada Lind praised Ivo Arvo.");
    let found = of_kind(&[plan(), silence], "unreported-plan");
    assert_eq!(found.len(), 1);
    assert!(
        found[0].message.contains("20 Mar 2031") && found[0].message.contains("1 Jun 2031"),
        "{}",
        found[0].message
    );
}

#[test]
fn a_plan_is_left_alone_where_it_may_still_be_told_or_was_dropped() {
    let soon = later("b", "2031-04-02", "Ada Lind praised Ivo Arvo.");
    assert!(of_kind(&[plan(), soon], "unreported-plan").is_empty());
    let dropped =
        later("b", "2031-06-01", "Ada Lind and Ivo Arvo spoke of the visit that had been postponed.");
    assert!(of_kind(&[plan(), dropped], "unreported-plan").is_empty());
    // A year on, another visit is meant.
    let recalled =
        later("b", "2032-03-01", "Ada Lind and Ivo Arvo spoke of the visit that had been postponed.");
    assert_eq!(of_kind(&[plan(), recalled], "unreported-plan").len(), 1);
    let held = report("b", "2031-06-01").tells("Ada Lind visited Estmark in March.", visit("2031-03-20"));
    assert!(of_kind(&[plan(), held], "unreported-plan").is_empty());
}

fn ranked(id: &str, office: &str) -> Annotated {
    report(id, "2031-03-05").tells(
        &format!("{id}: Ada Lind of Norvia met Ivo Arvo on Tuesday to settle the dispute."),
        told(Consult, "met")
            .mode("third-party")
            .both(&format!("Ada Lind@NVA:{office}"), ARVO)
            .on("2031-03-04"),
    )
}

#[test]
fn one_person_at_two_ranks_is_a_finding() {
    let found =
        of_kind(&[ranked("a", "foreign minister"), ranked("b", "deputy foreign minister")], "event-rank");
    assert_eq!(found.len(), 1);
    assert!(found[0].message.contains("deputy foreign minister (b)"), "{}", found[0].message);
    assert_eq!(found[0].evidence.len(), 2);
}

#[test]
fn two_offices_of_one_person_are_no_two_ranks() {
    let both = [ranked("a", "foreign minister"), ranked("b", "deputy prime minister")];
    assert!(of_kind(&both, "event-rank").is_empty());
    let named = [ranked("a", "foreign minister"), ranked("b", "minister of foreign affairs")];
    assert!(of_kind(&named, "event-rank").is_empty());
}
