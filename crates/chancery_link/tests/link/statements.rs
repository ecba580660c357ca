//! Who said what, and what became of promises.

use crate::told::{ARVO, LIND, Tells, day, report, told};
use chancery_link::link;
use chancery_model::{
    Annotated, CommitmentState, EventType, Extent, Record, Statement, StatementKind, Status, TimeType, Timex,
};

/// The one statement of a sentence.
#[track_caller]
fn one(sentence: &str, others: &[&str]) -> Statement {
    let doc = report("r", "2031-03-05").quotes(sentence, ARVO, others);
    let mut statements = link(&[doc]).statements;
    assert_eq!(statements.len(), 1, "{sentence}");
    statements.remove(0)
}

fn hearers(s: &Statement) -> Vec<&str> {
    s.hearers.iter().map(|side| side.name.as_str()).collect()
}

#[test]
fn the_cue_tells_the_kind_and_the_words_where_it_does_not() {
    use StatementKind::{Accusation, Commitment, Denial, Position, Praise, Request, Warning};
    for (sentence, kind) in [
        ("{Ivo Arvo} [promised] <to reopen the bridge in May>.", Commitment),
        ("{Ivo Arvo} [agreed] on Monday <to reopen the bridge>.", Commitment),
        ("{Ivo Arvo} [expressed] the hope <that Estmark would reopen the bridge>.", Position),
        ("{Ivo Arvo} [said] <that Estmark would reopen the bridge>.", Commitment),
        ("{Ivo Arvo} [said]: <“We will reopen the bridge in May.”>", Commitment),
        ("{Ivo Arvo} [said] <that the rain would reopen old wounds>.", Position),
        ("{Ivo Arvo} [urged] <Norvia to return the boats>.", Request),
        ("{Ivo Arvo} [said] <that Norvia must return the boats>.", Request),
        ("{Ivo Arvo} [said] <that Estmark must look after itself>.", Position),
        ("{Ivo Arvo} [accused] <Norvia of a raid on the valley>.", Accusation),
        ("{Ivo Arvo} [said] <that Norvia violated the treaty>.", Accusation),
        ("{Ivo Arvo} [praised] <Norvia for its doctors>.", Praise),
        ("{Ivo Arvo} [said] <that the talks were a turning point for both>.", Praise),
        ("{Ivo Arvo} [denied] <that his boats had crossed the line>.", Denial),
        ("{Ivo Arvo} [said] <that the report was entirely baseless>.", Denial),
        ("{Ivo Arvo} [warned] <that the raid would cost Norvia dearly>.", Warning),
        ("{Ivo Arvo} [said] <that the raid would have grave consequences>.", Warning),
        ("{Ivo Arvo} [hoped] <that Norvia would reopen the bridge>.", Position),
        ("{Ivo Arvo} [said] <that the weather had been bad in March>.", Position),
    ] {
        let named = [("Norvia", "NVA"), ("Estmark", "ESK")];
        let others: Vec<&str> =
            named.iter().filter(|(name, _)| sentence.contains(name)).map(|n| n.1).collect();
        assert_eq!(one(sentence, &others).kind, kind, "{sentence}");
    }
}

#[test]
fn what_was_not_said_is_no_statement() {
    for sentence in [
        "{Ivo Arvo} [declined] <to comment on the raid>.",
        "{Ivo Arvo} [did not say] <when the boats would go back>.",
        "It was unclear whether {Ivo Arvo} [planned] <to reopen the bridge>.",
        "{Ivo Arvo} [ate] <the bread of the valley>.",
    ] {
        let doc = report("r", "2031-03-05").quotes(sentence, ARVO, &[]);
        assert_eq!(link(&[doc]).statements, [], "{sentence}");
    }
    let journalist = "Pia Roe@ESKJRN";
    let doc =
        report("r", "2031-03-05").quotes("{Pia Roe} [said] <that the bridge was shut>.", journalist, &[]);
    assert_eq!(link(&[doc]).statements, []);
}

#[test]
fn a_hearer_is_told_named_or_met() {
    let told_lind = one("{Ivo Arvo} [told] Ada Lind <that the bridge was shut for good>.", &[LIND]);
    assert_eq!(hearers(&told_lind), ["Ada Lind"]);
    assert_eq!(hearers(&one("{Ivo Arvo} [urged] <Norvia to return the boats>.", &["NVA"])), ["Norvia"]);
    assert!(hearers(&one("{Ivo Arvo} [said] <that Norvia was far away from here>.", &["NVA"])).is_empty());

    let met = report("r", "2031-03-05")
        .tells(
            "Ivo Arvo met Ada Lind on Monday.",
            told(EventType::Consult, "met").both(ARVO, LIND).on("2031-03-03"),
        )
        .quotes("{Ivo Arvo} [said] <that the fish had come back early>.", ARVO, &[])
        .quotes("{Ivo Arvo} [told] reporters <that the fish had left again>.", ARVO, &[]);
    let record = link(&[met]);
    let [at, after] = &record.statements[..] else { panic!("{:?}", record.statements) };
    assert_eq!(at.event.as_deref(), Some(record.events[0].id.as_str()));
    assert_eq!(hearers(at), ["Ada Lind"]);
    assert_eq!(at.date.unwrap().day(), Some(day("2031-03-03")));
    assert_eq!((after.event.as_deref(), hearers(after).len()), (None, 0));
    assert_eq!(at.topic, None);
}

#[test]
fn an_act_told_without_words_is_a_statement_and_a_deed_is_none() {
    let doc = report("r", "2031-03-05")
        .tells(
            "Estmark threatened Norvia with tariffs.",
            told(EventType::Threaten, "threatened").by("ESK", "NVA"),
        )
        .tells(
            "Estmark cancelled the talks with Norvia.",
            told(EventType::Reject, "cancelled").by("ESK", "NVA"),
        );
    let statements = link(&[doc]).statements;
    assert_eq!(statements.len(), 1);
    assert_eq!(statements[0].kind, StatementKind::Warning);
    assert_eq!(statements[0].topic.as_deref(), Some("trade"));
    assert_eq!(hearers(&statements[0]), ["Norvia"]);
    assert_eq!(statements[0].words, "Estmark threatened Norvia with tariffs.");
    // Told as words and as an act, it is one.
    let both =
        report("r", "2031-03-05").quotes("{Ivo Arvo} [urged] <Norvia to return the boats>.", ARVO, &["NVA"]);
    let mut claim = report("r", "2031-03-05").tells(
        "Ivo Arvo urged Norvia to return the boats.",
        told(EventType::Request, "urged").by(ARVO, "NVA"),
    );
    claim.quotes = both.quotes;
    assert_eq!(link(&[claim]).statements.len(), 1);
}

const PROMISE: &str = "{Ivo Arvo} [promised] <to release the Norvian fishermen and their trawlers>.";

fn promise() -> Annotated {
    report("a", "2031-03-05").quotes(PROMISE, ARVO, &[])
}

#[track_caller]
fn becomes(later: Annotated, state: CommitmentState) -> Record {
    let docs = [promise(), later];
    let record = link(&docs);
    let made: Vec<&Statement> = record.statements.iter().filter(|s| s.doc == "a").collect();
    assert_eq!(made.len(), 1);
    assert_eq!(made[0].state, Some(state), "{:?}", docs[1].text);
    let rests = matches!(state, CommitmentState::Open | CommitmentState::Due);
    assert_eq!(made[0].state_evidence.is_empty(), rests);
    let turned = [docs[1].clone(), docs[0].clone()];
    assert_eq!(link(&turned), record);
    record
}

#[test]
fn a_promise_is_open_until_later_words_say_otherwise() {
    use CommitmentState::{Broken, Kept, Open, Withdrawn};
    let says = |published: &str, sentence: &str| report("b", published).quotes(sentence, LIND, &["ESK"]);
    becomes(
        says(
            "2031-04-05",
            "{Ada Lind} [said] <that Estmark has not kept its promise to free fishermen or trawlers>.",
        ),
        Broken,
    );
    becomes(
        says(
            "2031-04-05",
            "{Ada Lind} [said] <that Estmark refused to release the fishermen in their harbour>.",
        ),
        Broken,
    );
    becomes(
        says("2031-04-05", "{Ada Lind} [said] <that Estmark withdrew its offer on fishermen and trawlers>."),
        Withdrawn,
    );
    let record = becomes(
        says("2031-04-05", "{Ada Lind} [said] <that Estmark kept its word on fishermen and trawlers>."),
        Kept,
    );
    let promised = record.statements.iter().find(|s| s.doc == "a").unwrap();
    assert_eq!(promised.state_evidence[0].doc, "b");
    // Another's promise, another thing, and what was said before it change nothing.
    becomes(
        report("b", "2031-04-05").quotes(
            "{Ivo Arvo} [said] <that Norvia has not kept its promise on fishermen and trawlers>.",
            ARVO,
            &["NVA"],
        ),
        Open,
    );
    becomes(
        says("2031-04-05", "{Ada Lind} [said] <that Estmark broke its promise on grain and steel>."),
        Open,
    );
    becomes(
        says("2031-02-05", "{Ada Lind} [said] <that Estmark broke its word on fishermen and trawlers>."),
        Open,
    );
}

#[test]
fn the_latest_words_count() {
    let broke = report("b", "2031-04-05").quotes(
        "{Ada Lind} [said] <that Estmark broke its promise on fishermen and trawlers>.",
        LIND,
        &["ESK"],
    );
    let kept = report("c", "2031-05-05").quotes(
        "{Ada Lind} [said] <that Estmark kept its promise on fishermen and trawlers>.",
        LIND,
        &["ESK"],
    );
    let record = link(&[kept, promise(), broke]);
    let promised = record.statements.iter().find(|s| s.doc == "a").unwrap();
    assert_eq!(promised.state, Some(CommitmentState::Kept));
    assert_eq!(promised.state_evidence.len(), 1);
}

#[test]
fn a_deed_keeps_a_promise_only_after_it_and_in_its_words() {
    let promise = || {
        report("a", "2031-03-05").tells(
            "Estmark promised to release the Norvian fishermen and trawlers.",
            told(EventType::Agree, "promised").by("ESK", "NVA").plans(EventType::Retreat, Some("release")),
        )
    };
    let deed = |words: &str, on: &str| {
        report("b", "2031-04-10")
            .tells(words, told(EventType::Retreat, "released").mode("release").by("ESK", "NVA").on(on))
    };
    let state = |later: Annotated| link(&[promise(), later]).statements[0].state;
    let fishermen = "Estmark released the fishermen and two trawlers of Norvia.";
    assert_eq!(state(deed(fishermen, "2031-04-09")), Some(CommitmentState::Kept));
    assert_eq!(state(deed(fishermen, "2031-03-01")), Some(CommitmentState::Open));
    let spies = "Estmark released the spies of Norvia.";
    assert_eq!(state(deed(spies, "2031-04-09")), Some(CommitmentState::Open));
    let planned = report("b", "2031-04-10").tells(
        fishermen,
        told(EventType::Retreat, "released")
            .mode("release")
            .by("ESK", "NVA")
            .on("2031-05-01")
            .status(Status::Planned),
    );
    assert_eq!(state(planned), Some(CommitmentState::Open));
}

#[test]
fn a_promise_falls_due_when_its_day_has_passed() {
    let mut doc = promise();
    let all = Extent { start: 0, end: doc.text.chars().count() as u32 };
    doc.times.push(Timex {
        start: all.end - 4,
        end: all.end - 2,
        kind: TimeType::Date,
        value: "2031-03-20".into(),
        begin: Some(day("2031-03-20")),
        end_date: Some(day("2031-03-20")),
        reckoning: None,
    });
    let state = |latest: &str| {
        let other = report("z", latest).says("It rained in the valley.");
        link(&[doc.clone(), other]).statements[0].state
    };
    assert_eq!(state("2031-03-10"), Some(CommitmentState::Open));
    assert_eq!(state("2031-03-21"), Some(CommitmentState::Due));
}

#[test]
fn a_copy_adds_no_statement() {
    let body = "It was the first word on the matter since the winter, and the ministry gave no further word on when, \
                how or where the men would be handed over to the consul of their country.";
    let doc = |id: &str, published: &str| report(id, published).quotes(PROMISE, ARVO, &[]).says(body);
    let record = link(&[doc("first", "2031-03-05"), doc("copy", "2031-03-06")]);
    assert_eq!(record.reports.iter().filter(|r| r.copy_of.is_some()).count(), 1);
    let docs: Vec<&str> = record.statements.iter().map(|s| s.doc.as_str()).collect();
    assert_eq!(docs, ["first"]);
}
