//! Which tellings are one event, and which are not.

use crate::told::{ARVO, LIND, Tells, day, report, told};
use chancery_link::link;
use chancery_model::reckon::{Step, Turn, Unit};
use chancery_model::{
    Annotated, DateBasis, DateCandidate, EventType::*, Reckoning, Record, Status, TimeType, Timex,
};

fn call(published: &str, id: &str, on: &str) -> Annotated {
    report(id, published).tells(
        "Norvia's foreign minister Ada Lind spoke by telephone with Ivo Arvo of Estmark.",
        told(Consult, "spoke").mode("phone").both(LIND, ARVO).on(on),
    )
}

/// An arrest, told on its day.
fn arrest(id: &str) -> Annotated {
    report(id, "2030-12-06").tells(
        "Estmark police arrested Mira Holt on December 1.",
        told(Coerce, "arrested").mode("arrest").by("ESKGOV", "Mira Holt@NVABUS").on("2030-12-01"),
    )
}

/// The same arrest, "last year", in a report without a day.
fn arrest_last_year(id: &str) -> Annotated {
    report(id, "").tells(
        "Mira Holt's arrest in Estmark last year still angers Norvia.",
        told(Coerce, "arrest")
            .mode("arrest")
            .by("ESK", "Mira Holt@NVABUS")
            .when(Reckoning::of(vec![Step::Unit(Unit::Year, -1)])),
    )
}

fn summaries(record: &Record) -> Vec<&str> {
    record.events.iter().map(|e| e.summary.as_str()).collect()
}

fn kinds(record: &Record) -> Vec<&str> {
    record.findings.iter().map(|f| f.kind.as_str()).collect()
}

#[test]
fn the_same_two_ministers_next_month_are_a_second_event() {
    let meeting = |id: &str, published: &str, on: &str| {
        report(id, published).tells(
            "Foreign ministers Ada Lind and Ivo Arvo met in Norhaven to discuss fishing rights.",
            told(Consult, "met").both(LIND, ARVO).on(on).at("Norhaven", "NVA"),
        )
    };
    let record = link(&[meeting("a", "2031-03-05", "2031-03-04"), meeting("b", "2031-04-05", "2031-04-04")]);
    assert_eq!(record.events.len(), 2, "{:?}", summaries(&record));
    assert_ne!(record.events[0].id, record.events[1].id);
}

#[test]
fn two_reports_of_one_call_are_one_event() {
    let b = report("b", "2031-03-05").tells(
        "Estmark's top diplomat Arvo held a phone call with his Norvian counterpart.",
        told(Consult, "phone call")
            .mode("phone")
            .both("Arvo@ESK:foreign minister", "NVAGOV")
            .on("2031-03-04"),
    );
    let record = link(&[call("2031-03-04", "a", "2031-03-04"), b]);
    assert_eq!(record.events.len(), 1, "{:?}", summaries(&record));
    let event = &record.events[0];
    assert_eq!(event.participants, ["Ada Lind", "Ivo Arvo"]);
    assert_eq!((event.documents.len(), event.independent), (2, 2));
    assert_eq!(event.summary, "Ivo Arvo (Estmark) and Ada Lind (Norvia) spoke by telephone");
    assert_eq!(event.evidence.len(), 2);
    assert_eq!(event.source, event.target);
}

#[test]
fn one_arrest_told_with_three_dates_is_one_event() {
    let exact = report("a", "2030-12-06").tells(
        "Estmark police arrested Norvian executive Mira Holt at the airport on December 1.",
        told(Coerce, "arrested")
            .mode("arrest")
            .by("ESKGOV", "Mira Holt@NVABUS")
            .on("2030-12-01")
            .at("Estgrad", "ESK"),
    );
    let year = report("b", "2032-05-01").tells(
        "Ties soured after the 2030 arrest of Mira Holt in Estmark.",
        told(Coerce, "arrest")
            .mode("arrest")
            .by("ESK", "Mira Holt@NVABUS")
            .between("2030-01-01", "2030-12-31"),
    );
    let last_year = report("c", "2031-11-10").tells(
        "Holt's arrest in Estgrad last year angered Norvia.",
        told(Coerce, "arrest").mode("arrest").by("ESK", "Holt@NVABUS").between("2030-01-01", "2030-12-31"),
    );
    let other = report("d", "2031-11-10").tells(
        "Estmark arrested the Norvian aid worker Jon Vik in 2030.",
        told(Coerce, "arrested")
            .mode("arrest")
            .by("ESK", "Jon Vik@NVACVL")
            .between("2030-01-01", "2030-12-31"),
    );
    let record = link(&[exact, year, last_year, other]);
    assert_eq!(record.events.len(), 2, "{:?}", summaries(&record));
    let event = record.events.iter().find(|e| e.documents.len() == 3).expect("the arrest of Holt");
    assert_eq!(event.date.and_then(|d| d.day()), Some(day("2030-12-01")));
    assert_eq!(event.summary, "Estmark detained Mira Holt (Norvia) in Estgrad");
}

#[test]
fn a_vague_telling_that_fits_two_meetings_is_neither() {
    let meeting = |id: &str, on: &str| {
        report(id, on).tells("Ada Lind and Ivo Arvo met.", told(Consult, "met").both(LIND, ARVO).on(on))
    };
    let vague = report("c", "2031-12-01").tells(
        "Lind and Arvo met this year.",
        told(Consult, "met").both(LIND, ARVO).between("2031-01-01", "2031-12-01"),
    );
    let record = link(&[meeting("a", "2031-03-04"), meeting("b", "2031-06-04"), vague.clone()]);
    assert_eq!(record.events.len(), 3, "{:?}", record.events);
    let record = link(&[meeting("a", "2031-03-04"), vague]);
    assert_eq!(record.events.len(), 1);
}

#[test]
fn a_plan_and_its_visit_are_one_event_with_a_history() {
    let plan = report("a", "2031-03-01").tells(
        "Foreign minister Ada Lind will visit Estmark next week.",
        told(Agree, "will visit")
            .by(LIND, "ESK")
            .status(Status::Planned)
            .plans(Consult, Some("visit"))
            .between("2031-03-03", "2031-03-09"),
    );
    let visit = report("b", "2031-03-06").tells(
        "Ada Lind visited Estgrad on Wednesday for talks with Ivo Arvo.",
        told(Consult, "visited").mode("visit").by(LIND, ARVO).on("2031-03-05").at("Estgrad", "ESK"),
    );
    let record = link(&[visit.clone(), plan.clone()]);
    assert_eq!(record.events.len(), 1, "{:?}", summaries(&record));
    let event = &record.events[0];
    assert_eq!((event.event_type, event.status), (Consult, Status::Happened));
    assert_eq!(event.mode.as_deref(), Some("visit"));
    assert!(event.plans.is_none());
    let told: Vec<(Status, &str)> = event.history.iter().map(|h| (h.status, h.doc.as_str())).collect();
    assert_eq!(told, [(Status::Planned, "a"), (Status::Happened, "b")]);
    assert_eq!(event.date.and_then(|d| d.day()), Some(day("2031-03-05")));
    let record = link(&[plan]);
    assert_eq!(record.events[0].event_type, Agree);
    assert!(record.events[0].summary.starts_with("planned: Ada Lind (Norvia) to visit Estmark"));
}

#[test]
fn a_journey_with_two_meetings_is_neither_of_them() {
    let arrival =
        told(Consult, "arrived").mode("visit").by(LIND, "ESK").on("2031-03-04").at("Estgrad", "ESK");
    let minister = told(Consult, "met").mode("visit").by(LIND, ARVO).on("2031-03-04").at("Estgrad", "ESK");
    let premier = told(Consult, "received")
        .mode("visit")
        .by(LIND, "Petra Orlo@ESK:prime minister")
        .on("2031-03-05")
        .at("Estgrad", "ESK");
    let arrived = report("a", "2031-03-04")
        .tells("Ada Lind arrived in Estgrad on Tuesday.", arrival)
        .tells("Lind met Ivo Arvo in Estgrad on Tuesday.", minister);
    let received = report("b", "2031-03-05")
        .tells("Prime Minister Petra Orlo received Ada Lind in Estgrad on Wednesday.", premier);
    // With one meeting told the journey is for that meeting.
    assert_eq!(link(std::slice::from_ref(&arrived)).events.len(), 1);
    let record = link(&[arrived, received]);
    let journey = record.events.iter().find(|e| e.summary.contains("visited")).expect("the journey");
    assert_eq!(record.events.len(), 3);
    assert_eq!(record.events.iter().filter(|e| e.part_of.as_ref() == Some(&journey.id)).count(), 2);
}

#[test]
fn a_meeting_in_a_visit_of_three_days_is_not_the_visit() {
    let mut doc = report("a", "2031-03-06")
        .tells(
            "Ada Lind's three-day visit to Estmark ended on Wednesday.",
            told(Consult, "visit").mode("visit").by(LIND, "ESK").between("2031-03-03", "2031-03-05"),
        )
        .tells(
            "Lind met Ivo Arvo in Estgrad on Wednesday.",
            told(Consult, "met").mode("visit").by(LIND, ARVO).on("2031-03-05").at("Estgrad", "ESK"),
        );
    // Without the count of days the span is only vague, and the two are one.
    assert_eq!(link(std::slice::from_ref(&doc)).events.len(), 1);
    doc.times.push(Timex {
        start: 11,
        end: 20,
        kind: TimeType::Duration,
        value: "P3D".into(),
        begin: Some(day("2031-03-03")),
        end_date: Some(day("2031-03-05")),
        reckoning: None,
    });
    doc.events[0].date.time = Some(0);
    let record = link(&[doc]);
    assert_eq!(
        summaries(&record),
        ["Ada Lind (Norvia) visited Estmark", "Ada Lind (Norvia) met with Ivo Arvo (Estmark) in Estgrad"]
    );
    assert_eq!(record.events[1].part_of.as_deref(), Some(record.events[0].id.as_str()));
}

#[test]
fn ministers_and_leaders_who_meet_in_one_week_are_two_meetings() {
    let ministers = report("a", "2031-03-05").tells(
        "The foreign ministers of Norvia and Estmark met in Estgrad.",
        told(Consult, "met")
            .both("?@NVA:foreign minister", "?@ESK:foreign minister")
            .between("2031-03-03", "2031-03-05")
            .at("Estgrad", "ESK"),
    );
    let leaders = report("b", "2031-03-05").tells(
        "Prime Minister Olav Berg met the President of Estmark in Estgrad.",
        told(Consult, "met")
            .both("Olav Berg@NVA:prime minister", "?@ESK:president")
            .between("2031-03-03", "2031-03-05")
            .at("Estgrad", "ESK"),
    );
    let record = link(&[ministers, leaders]);
    assert_eq!(record.events.len(), 2, "{:?}", summaries(&record));
}

#[test]
fn other_ministers_on_the_same_day_are_another_meeting() {
    let a = report("a", "2031-03-05")
        .tells("Lind met Arvo on Tuesday.", told(Consult, "met").both(LIND, ARVO).on("2031-03-04"));
    let b = report("b", "2031-03-05").tells(
        "Defence ministers Nils Dahl and Petra Orlo met on Tuesday.",
        told(Consult, "met")
            .both("Nils Dahl@NVA:defence minister", "Petra Orlo@ESK:defence minister")
            .on("2031-03-04"),
    );
    assert_eq!(link(&[a, b]).events.len(), 2);
}

#[test]
fn a_call_is_no_meeting() {
    let a = call("2031-03-05", "a", "2031-03-04");
    let b = report("b", "2031-03-05").tells(
        "Ada Lind met Ivo Arvo in Estgrad.",
        told(Consult, "met").mode("visit").by(LIND, ARVO).on("2031-03-04"),
    );
    assert_eq!(link(&[a, b]).events.len(), 2);
}

#[test]
fn measures_are_told_apart_by_their_objects() {
    let tariff = |id: &str, sentence: &str| {
        report(id, "2031-03-05").tells(
            sentence,
            told(Coerce, "tariffs").mode("restrict").by("ESKGOV", "NVA").on("2031-03-04").basis("document"),
        )
    };
    let record = link(&[
        tariff("a", "Estmark imposed tariffs on Norvian canola oil and meal."),
        tariff("b", "Estmark slapped tariffs on canola oil from Norvia."),
        tariff("c", "Estmark imposed tariffs on Norvian steel pipes."),
    ]);
    assert_eq!(record.events.len(), 2, "{:?}", record.events);
}

#[test]
fn a_report_that_tells_a_thing_twice_tells_one_event() {
    let a = report("a", "2031-03-05")
        .tells(
            "Estmark accused Norvia of spying on its ministry on Tuesday.",
            told(Accuse, "accused").by("ESKGOV", "NVA").on("2031-03-04"),
        )
        .says("The charge came weeks after a quarrel over fish.")
        .tells(
            "Foreign minister Ivo Arvo accused Norvian spies of theft.",
            told(Accuse, "accused").by(ARVO, "NVAGOV").on("2031-03-05").basis("document"),
        );
    let record = link(&[a]);
    assert_eq!(record.events.len(), 1, "{:?}", summaries(&record));
    assert_eq!(record.events[0].documents, ["a"]);
}

#[test]
fn a_claim_that_names_one_side_joins_the_one_event_it_fits() {
    let whole = report("a", "2031-03-05").tells(
        "Estmark police detained the Norvian journalist Mira Holt on Tuesday.",
        told(Coerce, "detained").mode("arrest").by("ESKGOV", "Mira Holt@NVAJRN").on("2031-03-04"),
    );
    let half = report("b", "2031-03-06").tells(
        "Mira Holt has been detained since Tuesday.",
        told(Coerce, "detained").mode("arrest").by("", "Mira Holt@NVAJRN").on("2031-03-04"),
    );
    let alone = report("c", "2031-03-06").tells(
        "Norvia's envoy Rolf Eng was detained on Monday of last month.",
        told(Coerce, "detained").mode("arrest").by("", "Rolf Eng@NVAGOV").on("2031-02-03"),
    );
    let record = link(&[whole, half, alone]);
    assert_eq!(record.events.len(), 2, "{:?}", summaries(&record));
    let joined = &record.events[1];
    assert_eq!(joined.documents, ["a", "b"]);
    assert_eq!(joined.source[0].state.as_deref(), Some("ESK"));
}

#[test]
fn an_unnamed_minister_is_the_one_who_held_the_office_then() {
    let old = report("a", "2030-06-01")
        .names("Foreign Minister Greta Moe spoke.", "Greta Moe@NVA:Foreign Minister");
    let new = report("b", "2031-02-20")
        .names("Foreign affairs minister Ada Lind spoke.", "Ada Lind@NVA:minister of foreign affairs");
    let visit = report("c", "2031-03-05").tells(
        "The Norvian foreign minister met Ivo Arvo.",
        told(Consult, "met").both("?@NVA:foreign minister", ARVO).on("2031-03-04"),
    );
    let record = link(&[old, new, visit]);
    assert_eq!(record.events[0].participants, ["Ada Lind", "Ivo Arvo"]);
    let held: Vec<(&str, &str, Option<chancery_model::Day>)> =
        record.tenures.iter().map(|t| (t.person.as_str(), t.state.as_str(), t.first)).collect();
    assert_eq!(
        held,
        [
            ("Ivo Arvo", "ESK", Some(day("2031-03-05"))),
            ("Greta Moe", "NVA", Some(day("2030-06-01"))),
            ("Ada Lind", "NVA", Some(day("2031-02-20"))),
        ]
    );
    assert!(record.findings.is_empty(), "{:?}", record.findings);
}

#[test]
fn two_persons_in_one_office_at_once_are_a_finding() {
    let named = |id: &str, on: &str, who: &str| {
        report(id, on)
            .names(&format!("Foreign Minister {who} spoke."), &format!("{who}@NVA:foreign minister"))
    };
    let record = link(&[
        named("a", "2031-03-01", "Ada Lind"),
        named("b", "2031-03-20", "Ada Lind"),
        named("c", "2031-03-10", "Greta Moe"),
        named("d", "2031-03-12", "Greta Moe"),
    ]);
    assert_eq!(kinds(&record), ["double-tenure"]);
    let finding = &record.findings[0];
    assert!(finding.message.contains("Ada Lind") && finding.message.contains("Greta Moe"));
    assert!(finding.evidence.len() >= 2);
}

#[test]
fn reports_that_contradict_each_other_on_the_day_are_a_finding() {
    let arrest = |id: &str, on: &str| {
        report(id, "2031-03-20").tells(
            "Estmark police arrested Mira Holt at her hotel.",
            told(Coerce, "arrested").mode("arrest").by("ESKGOV", "Mira Holt@NVAJRN").on(on),
        )
    };
    let record = link(&[
        arrest("a", "2031-03-04").says("She is thirty."),
        arrest("b", "2031-03-08").says("Her lawyers have not been heard so far, and nobody was told why."),
        arrest("c", "2031-03-08")
            .says("Norvia was not told until the evening of the next day, its embassy said in a note."),
    ]);
    assert_eq!(record.events.len(), 1, "{:?}", summaries(&record));
    assert_eq!(kinds(&record), ["event-date"]);
    assert_eq!(record.events[0].date.and_then(|d| d.day()), Some(day("2031-03-08")));
    assert!(record.findings[0].message.contains("2031-03-04 (a)"), "{}", record.findings[0].message);
}

#[test]
fn a_denial_of_what_another_tells_is_a_finding() {
    let a = call("2031-03-05", "a", "2031-03-04");
    let b = report("b", "2031-03-06").tells(
        "Ivo Arvo denied that he had spoken with Ada Lind.",
        told(Consult, "spoken")
            .mode("phone")
            .both(LIND, ARVO)
            .on("2031-03-04")
            .status(Status::Denied)
            .said_by(ARVO),
    );
    let record = link(&[a, b]);
    assert_eq!(record.events.len(), 1);
    assert_eq!(record.events[0].status, Status::Happened);
    assert_eq!(kinds(&record), ["denial"]);
}

#[test]
fn what_stands_in_somebodys_words_alone_is_marked() {
    let quoted = |id: &str| {
        report(id, "2031-03-05").tells(
            "Arvo said that Norvia had shelled a border village.",
            told(Assault, "shelled").by("NVAMIL", "ESKCVL").on("2031-03-04").said_by(ARVO),
        )
    };
    let record = link(&[quoted("a")]);
    assert_eq!(record.events[0].said_by.as_deref(), Some(&["Ivo Arvo".to_owned()][..]));
    let own = report("b", "2031-03-06").tells(
        "Norvian troops shelled an Estmark border village on Tuesday.",
        told(Assault, "shelled").by("NVAMIL", "ESKCVL").on("2031-03-04"),
    );
    let record = link(&[quoted("a"), own]);
    assert_eq!(record.events.len(), 1);
    assert_eq!(record.events[0].said_by, None);
}

#[test]
fn a_report_known_to_the_week_dates_others() {
    let mut week = arrest("a");
    week.published.date = None;
    week.published.end = Some(day("2030-12-12"));
    week.published.basis = Some(DateBasis::Argued);
    let open = arrest_last_year("b");
    let record = link(&[week, open]);
    let published = &record.reports[1].published;
    assert_eq!((published.begin, published.end), (Some(day("2031-01-01")), Some(day("2031-12-31"))));
}

#[test]
fn a_length_of_time_is_reckoned_from_the_day_that_the_record_gives() {
    let dated = arrest("a");
    let held = told(Coerce, "held").mode("arrest").by("SDL", "Ada Lind@NVAJRN");
    let mut open = arrest_last_year("b")
        .tells("Sudland has held Ada Lind of Norvia for ten years.", held.when(Reckoning::of(Vec::new())));
    let time = open.times.last_mut().expect("the length");
    (time.kind, time.value) = (TimeType::Duration, "P10Y".into());
    (time.begin, time.end_date, time.reckoning) = (None, None, None);
    let record = link(&[dated, open]);
    let event = record.events.iter().find(|e| e.source[0].state.as_deref() == Some("SDL")).expect("held");
    let date = event.date.expect("the length dates it");
    assert!(date.begin.is_some_and(|d| (2019..=2021).contains(&d.year())), "{date:?}");
    assert_eq!(date.end, Some(day("2031-12-31")));
}

#[test]
fn a_report_without_a_day_is_dated_by_what_it_tells() {
    let dated = arrest("a");
    let open = arrest_last_year("b");
    let record = link(&[dated, open]);
    assert_eq!(record.events.len(), 1, "{:?}", record.events);
    let published = &record.reports[1].published;
    assert_eq!(published.basis, Some(DateBasis::Record));
    assert_eq!((published.begin, published.end), (Some(day("2031-01-01")), Some(day("2031-12-31"))));
    assert_eq!(published.date, None);
}

#[test]
fn meetings_within_a_visit_are_part_of_it() {
    let a = report("a", "2031-03-08")
        .tells(
            "Ada Lind visited Estmark from Monday to Thursday.",
            told(Consult, "visited").mode("visit").by(LIND, "ESK").between("2031-03-03", "2031-03-06"),
        )
        .tells(
            "Ada Lind and the President of Estmark signed a fishing accord on Wednesday.",
            told(Support, "signed").both(LIND, "?@ESK:president").on("2031-03-05").at("Estgrad", "ESK"),
        );
    let record = link(&[a]);
    assert_eq!(record.events.len(), 2);
    assert_eq!(record.events[1].part_of.as_deref(), Some(record.events[0].id.as_str()));
}

#[test]
fn two_times_in_a_report_of_unknown_day_are_two_visits() {
    // The visit of April fell on a Wednesday, so that "on Saturday" is not it.
    let dated = report("a", "2031-04-10").tells(
        "Ada Lind visited Estmark on Wednesday.",
        told(Consult, "visited").mode("visit").by(LIND, "ESK").on("2031-04-09"),
    );
    let open = report("b", "")
        .tells(
            "Ada Lind came to Estmark on Saturday.",
            told(Consult, "came")
                .mode("visit")
                .by(LIND, "ESK")
                .when(Reckoning::of(vec![Step::Weekday(6, Turn::Last)])),
        )
        .tells(
            "Lind had last visited Estmark in April.",
            told(Consult, "visited")
                .mode("visit")
                .by(LIND, "ESK")
                .when(Reckoning::of(vec![Step::Month(4, Turn::Last)])),
        );
    let record = link(&[dated, open]);
    assert_eq!(record.events.len(), 2, "{:?}", summaries(&record));
    let april = record.events.iter().find(|e| e.documents.len() == 2).expect("the visit of April");
    assert_eq!(april.date.and_then(|d| d.day()), Some(day("2031-04-09")));
    assert_eq!(record.reports[1].published.begin, Some(day("2031-04-09")));
}

#[test]
fn a_copy_without_a_day_takes_it_from_its_original() {
    let text = "Ministers of the two states spoke for an hour about fish, timber and the price of grain, and each side promised \
                to send a delegation before the summer. The call had been asked for by Norvia, whose fleet was kept in harbour \
                for most of the winter after a quarrel over licences that neither government has been willing to explain to the \
                fishermen of the coast, who lost more than a third of their income.";
    let dated = report("a", "2031-11-12").says(text);
    let mut wire =
        report("b", "").says(text).says("The two will meet again next year, a spokesman told this agency.");
    wire.published.candidates = vec![DateCandidate {
        date: None,
        basis: DateBasis::Dateline,
        start: None,
        end: None,
        words: Some("Nov. 11".into()),
    }];
    let record = link(&[dated, wire]);
    let published = &record.reports[1].published;
    assert_eq!((published.date, published.basis), (Some(day("2031-11-11")), Some(DateBasis::Record)));
    assert_eq!(record.reports[0].copy_of.as_deref(), Some("b"));
    assert_eq!(record.reports[0].copy, record.reports[1].copy);
}

#[test]
fn a_copy_says_how_it_was_made() {
    let lead = "LINDHAVEN, May 3 (Reuters) - Ministers of the two states spoke for an hour about fish, timber and the price of \
                grain, and each side promised to send a delegation before the summer, when the licences run out.";
    let middle = "The call had been asked for by Norvia, whose fleet was kept in harbour for most of the winter after a quarrel \
                  over licences that neither government has been willing to explain to the fishermen of the coast.";
    let last = "In Estgrad the opposition asked what had been promised, and was told that the minister would come before the \
                committee on Thursday with the text, the map and the list of the ships that were held.";
    let whole = || report("a", "2031-05-03").says(lead).says(middle).says(last);
    let named = |id: &str| Annotated { id: id.into(), title: Some("Two states talk fish".into()), ..whole() };
    let record = link(&[
        named("a"),
        named("b"),
        Annotated { title: Some("Fish on the line".into()), ..named("c") },
        report("d", "2031-05-03").says(lead).says(middle),
        whole().says("Our newspaper keeps a list of all the ships of the coast, which readers may ask for at the counter."),
    ]
    .into_iter()
    .enumerate()
    .map(|(n, doc)| Annotated { id: format!("r{n}"), ..doc })
    .collect::<Vec<_>>());
    let how = |n: usize| record.reports[n].copy_how.clone().map(|how| (how.edit, how.kept, how.added));
    // The fullest of a day leads.
    assert_eq!(record.reports[4].copy_how, None);
    assert_eq!(how(0).map(|how| how.0), Some(chancery_model::CopyEdit::Cut));
    assert!(matches!(how(3), Some((chancery_model::CopyEdit::Cut, 40..=65, 0..=3))), "{:?}", how(3));
    let credit = record.reports[3].copy_how.as_ref().and_then(|how| how.credit.clone()).expect("a credit");
    assert_eq!((credit.agency.as_deref(), credit.text.as_str()), (Some("Reuters"), "(Reuters)"));
    let words: String = record.reports[3].text.chars().skip(credit.start as usize).take(9).collect();
    assert_eq!(words, "(Reuters)");
    let record =
        link(&[named("a"), named("b"), Annotated { title: Some("Fish on the line".into()), ..named("c") }]);
    let edit = |n: usize| record.reports[n].copy_how.as_ref().map(|how| how.edit);
    assert_eq!(edit(1), Some(chancery_model::CopyEdit::Exact));
    assert_eq!(edit(2), Some(chancery_model::CopyEdit::Retitled));
}

#[test]
fn what_two_outlets_made_of_one_agencys_report_is_a_copy() {
    let first = "The parliament of Norvia voted on Monday for a subsidy that is to keep the fleet alive until the autumn.";
    let second = "In the debate the opposition called the plan too small and the government called it too large for its purse.";
    let third = "The money is to come from the tolls of the northern road, which were raised in the spring for the third time.";
    let a = [
        "Fishermen in the harbour of Arvik have heard such promises before, and laughed when they were read out on the quay, where nets hung drying in a wind from the south.",
        "Small boats that feed the villages are sold for scrap or left to rot on the beach, and the young look for work in the towns, on the trains and in the mines.",
        "Owners of the big ships, as they see it, will have all of it, for they know whom to ask and when, and keep rooms in the capital.",
    ];
    let b = [
        "Economists at the central bank doubt that the sum will last beyond August, when oil is reckoned anew.",
        "They warn of a hole that would have to be filled with a levy on grain or timber.",
        "Nobody at the treasury wished to be named.",
    ];
    let made = |id: &str, source: &str, own: [&str; 3], credit: &str| {
        let told = [first, own[0], second, own[1], third, own[2]]
            .iter()
            .fold(report(id, "2031-05-01"), |r, s| r.says(s));
        Annotated { source: Some(source.into()), ..told.says(&format!("\n{credit}")) }
    };
    let copied = |a: Annotated, b: Annotated| link(&[a, b]).reports.iter().any(|r| r.copy_of.is_some());
    let credit = "With files from Agence France-Presse";
    assert!(copied(made("a", "Coast Courier", a, credit), made("b", "Estgrad Post", b, credit)));
    assert!(!copied(made("a", "Coast Courier", a, ""), made("b", "Estgrad Post", b, "")));
    // An outlet's own background is no agency's report.
    assert!(!copied(made("a", "Coast Courier", a, credit), made("b", "Coast Courier", b, credit)));
}

#[test]
fn a_common_opening_is_no_copy() {
    let opening = "Norvia and Estmark have quarrelled over the fishing grounds of the Long Bank since the spring, when an Estmark \
                   patrol boat stopped two trawlers and took them to harbour, where their crews were held for a week.";
    let a = "On Monday the parliament of Norvia voted for a subsidy that is to keep the fleet alive until the autumn, after a \
             debate in which the opposition called the plan too small and the government called it too large for its purse.";
    let b = "In Estgrad a court heard the case of the skipper who had steered his ship across the line at night, with his lights \
             out, and it sent him home with a fine that the harbour chaplain offered to pay from the collection plate.";
    let record = link(&[
        report("a", "2031-05-01").says(opening).says(a),
        report("b", "2031-05-02").says(opening).says(b),
    ]);
    assert!(record.reports.iter().all(|r| r.copy.is_none()));
}

#[test]
fn a_title_told_of_the_past_was_held_then() {
    let now = report("a", "2031-03-05").names("Foreign Minister Ada Lind spoke.", LIND);
    let background = report("b", "2031-03-10").tells(
        "Foreign Minister Greta Moe visited Estmark in June 2028.",
        told(Consult, "visited")
            .mode("visit")
            .by("Greta Moe@NVA:foreign minister", "ESK")
            .between("2028-06-01", "2028-06-30"),
    );
    let later = report("c", "2031-03-20").names("Foreign Minister Ada Lind spoke again.", LIND);
    let record = link(&[now, background, later]);
    let moe = record.tenures.iter().find(|t| t.person == "Greta Moe").expect("Moe");
    assert_eq!(moe.last, Some(day("2028-06-30")));
    assert!(record.findings.is_empty(), "{:?}", record.findings);
}

#[test]
fn towns_that_contradict_each_other_are_a_finding() {
    let met = |id: &str, place: &str| {
        report(id, "2031-03-05").tells(
            "Foreign ministers Ada Lind and Ivo Arvo met on Tuesday.",
            told(Consult, "met").mode("third-party").both(LIND, ARVO).on("2031-03-04").at(place, "USA"),
        )
    };
    let record = link(&[
        met("a", "San Francisco").says("They talked about fish for three hours."),
        met("b", "Woodside").says(
            "Neither of them spoke to reporters when the talks were over, and no statement was given out.",
        ),
    ]);
    assert_eq!(record.events.len(), 1);
    assert_eq!(kinds(&record), ["event-place"]);
}
