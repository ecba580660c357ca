//! Words are found in the sentences of the record's reports, whatever is typed.

#![allow(clippy::disallowed_methods)]

use chancery_model::{
    Actor, ActorKind, Annotated, Claim, ClaimRef, Event, EventType, Extent, Mention, MentionKind, Published,
    Record, Report, ReportClaim, ReportRow,
};
use chancery_store::{Cursor, Found, Hit, Identity, NewReport, Note, Query, Store};
use std::collections::BTreeSet;
use std::path::Path;

const NOW: &str = "2031-03-05T09:00:00Z";

/// A report whose lines are its sentences; a capital "Estmark" names that state.
fn report(id: &str, source: &str, text: &str) -> NewReport {
    let report =
        Report { id: id.into(), source: Some(source.into()), text: text.into(), ..Report::default() };
    let annotated = code(&report);
    NewReport { identity: Identity::of(&report, "1"), report, annotated }
}

fn code(report: &Report) -> Annotated {
    let text = report.text.clone();
    let mut annotated = Annotated { id: report.id.clone(), text: text.clone(), ..Annotated::default() };
    annotated.actors.push(Actor {
        name: "Estmark".into(),
        kind: ActorKind::State,
        state: Some("EST".into()),
        sector: None,
        code: Some("EST".into()),
        office: None,
        wikidata: None,
        former: false,
        unnamed: false,
    });
    let mut start = 0;
    for line in text.lines() {
        let end = start + line.chars().count() as u32;
        if let Some(at) = line.find("Estmark") {
            let at = start + line[..at].chars().count() as u32;
            let (kind, actor) = (MentionKind::State, Some(0));
            annotated.mentions.push(Mention { start: at, end: at + 7, kind, actor, anaphor: false });
        }
        if line.contains("talks") {
            let sentence = annotated.sentences.len() as u32;
            annotated.events.push(Claim::bare(EventType::Consult, (start, end).into(), sentence));
        }
        annotated.sentences.push(Extent { start, end });
        start = end + 1;
    }
    annotated
}

/// One event for each claim.
fn link(claims: impl Iterator<Item = Annotated>) -> Record {
    let mut record = Record::default();
    for report in claims {
        let day: Option<chancery_model::Day> =
            report.text.split_whitespace().find_map(|word| word.parse().ok());
        let mut events = Vec::new();
        for (n, claim) in report.events.iter().enumerate() {
            let id = format!("e-{}-{n}", report.id);
            let sentence = report.sentences[claim.sentence as usize].span();
            events.push(ReportClaim { trigger: claim.trigger, sentence, same: Some(id.clone()) });
            record.events.push(Event {
                schema: 1,
                id,
                event_type: claim.event_type,
                mode: None,
                contexts: vec![],
                plans: None,
                cameo: claim.cameo,
                quad: claim.quad,
                goldstein: claim.goldstein,
                status: claim.status,
                history: vec![],
                part_of: None,
                said_by: None,
                date: None,
                place: None,
                source: vec![],
                target: vec![],
                participants: vec![],
                summary: "Talks were held.".into(),
                documents: vec![report.id.clone()],
                independent: 1,
                evidence: vec![],
                claims: vec![ClaimRef { doc: report.id.clone(), event: n as u32 }],
                corrected: vec![],
            });
        }
        record.reports.push(ReportRow {
            id: report.id.clone(),
            url: None,
            source: report.source,
            title: report.title,
            language: report.language,
            text: report.text,
            removed: vec![],
            published: Published { date: day, begin: day, end: day, ..Published::default() },
            copy: None,
            copy_of: None,
            copy_how: None,
            story: None,
            events,
        });
    }
    record
}

fn relink(store: &mut Store, coder: &str) {
    let snapshot = store.snapshot(coder).unwrap();
    let record = link(store.claims(&snapshot).map(Result::unwrap));
    store.replace_record(&record, &snapshot, "linker", NOW).unwrap();
}

fn build(path: &Path, reports: &[NewReport]) -> Store {
    let mut store = Store::open_or_create(path).unwrap();
    store.put_reports(reports, "coder").unwrap();
    relink(&mut store, "coder");
    store
}

fn ask(words: &str) -> Query {
    Query { words: words.into(), limit: 100, ..Query::default() }
}

fn find(store: &Store, words: &str) -> Found {
    store.search(&ask(words)).unwrap()
}

/// Report and sentence of each hit, sorted.
fn places(found: &Found) -> BTreeSet<(String, u32)> {
    found.hits.iter().map(|hit| (hit.report.clone(), hit.start)).collect()
}

fn marked(hit: &Hit) -> Vec<String> {
    let word =
        |m: &Extent| hit.text.chars().skip(m.start as usize).take((m.end - m.start) as usize).collect();
    hit.marks.iter().map(word).collect()
}

fn some_reports() -> Vec<NewReport> {
    vec![
        report(
            "a",
            "The Arvik Press",
            "Estmark held talks in Łódź.\nErdoğan of Türkiye visited Kyiv.\nDated 2031-03-03",
        ),
        report(
            "b",
            "Gazette",
            "The visit to Lodz ended; a statement followed.\nNorvia and Estmark differ.\nDated 2031-04-03",
        ),
        report("c", "Gazette", "习近平会见 guests; Київ, too.\nNo talks were held on tariffs."),
    ]
}

#[test]
fn a_hit_says_where_it_stands_and_what_it_tells() {
    let folder = tempfile::tempdir().unwrap();
    let store = build(&folder.path().join("a"), &some_reports());
    let found = find(&store, "talks lodz");
    assert_eq!((found.total, found.next.is_none()), (1, true));
    let hit = &found.hits[0];
    assert_eq!((hit.report.as_str(), hit.start, hit.end), ("a", 0, 27));
    assert_eq!(hit.text, "Estmark held talks in Łódź.");
    assert_eq!(marked(hit), ["talks", "Łódź"]);
    assert_eq!(hit.events, ["e-a-0"]);
    assert_eq!(hit.date.unwrap().to_string(), "2031-03-03");
    assert_eq!(hit.source.as_deref(), Some("The Arvik Press"));
}

#[test]
fn other_scripts_and_accents_are_found_either_way() {
    let folder = tempfile::tempdir().unwrap();
    let store = build(&folder.path().join("a"), &some_reports());
    for (words, total) in [
        ("Łódź", 2),
        ("LODZ", 2),
        ("erdogan", 1),
        ("Erdoğan", 1),
        ("Turkiye", 1),
        ("türkiye kyiv", 1),
        ("КИЇВ", 1),
        ("习近平", 1),
        ("近平", 1),
        ("平近", 0),
        ("会见", 1),
    ] {
        assert_eq!(find(&store, words).total, total, "{words}");
    }
}

#[test]
fn signs_mean_what_they_are_said_to() {
    let folder = tempfile::tempdir().unwrap();
    let store = build(&folder.path().join("a"), &some_reports());
    for (words, total) in [
        ("visit", 2),
        ("\"visit\"", 1),
        ("vis*", 2),
        ("visit -lodz", 1),
        ("tariff", 1),
        ("kyiv OR tariffs", 2),
        ("kyiv OR", 0),
        ("\"held talks\"", 1),
        ("\"talks held\"", 0),
        ("\"held on tar\"*", 1),
        ("talks held -no", 1),
        ("visited AND kyiv", 0),
        ("NEAR(talks held)", 0),
        ("words:talks", 0),
        ("states : EST", 0),
        ("EST", 0),
    ] {
        assert_eq!(find(&store, words).total, total, "{words}");
    }
}

#[test]
fn filters_narrow_what_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let store = build(&folder.path().join("a"), &some_reports());
    let total = |query: Query| store.search(&query).unwrap().total;
    let talks_or_visits = || ask("talks OR visit OR differ");
    assert_eq!(total(talks_or_visits()), 5);
    assert_eq!(total(Query { states: vec!["est".into()], ..talks_or_visits() }), 2);
    assert_eq!(total(Query { states: vec!["EST".into(), "NOR".into()], ..talks_or_visits() }), 0);
    assert_eq!(total(Query { states: vec!["\" OR \"".into()], ..talks_or_visits() }), 0);
    assert_eq!(total(Query { event_type: Some(EventType::Consult), ..talks_or_visits() }), 2);
    assert_eq!(total(Query { event_type: Some(EventType::Aid), ..talks_or_visits() }), 0);
    assert_eq!(total(Query { source: Some("árvik".into()), ..talks_or_visits() }), 2);
    assert_eq!(total(Query { report: Some("b".into()), ..talks_or_visits() }), 2);
    assert_eq!(total(Query { since: "2031-03-04".parse().ok(), ..talks_or_visits() }), 2);
    assert_eq!(total(Query { until: "2031-03-04".parse().ok(), ..talks_or_visits() }), 2);
}

#[test]
fn nothing_that_is_typed_fails() {
    let folder = tempfile::tempdir().unwrap();
    let store = build(&folder.path().join("a"), &some_reports());
    let long = "talks \"x\" (y* OR -".repeat(600);
    let deep = format!("{}a{}", "(".repeat(5000), ")".repeat(5000));
    for words in [
        "\"",
        "*",
        "^",
        "NEAR(",
        "NEAR(a b, 2)",
        "AND",
        "OR",
        "NOT",
        "a AND",
        "{words} : x",
        "-",
        "--",
        "\"\"*",
        "a\0b",
        "\0",
        "🙂",
        "'; DROP TABLE texts; --",
        "a + b",
        "col:",
        "\\",
        "%",
        "«",
        "\u{202e}x",
        "\u{301}",
        "ﷺ",
        "½",
        "a*b*",
        &long,
        &deep,
        &"x".repeat(10_000),
        &"\"".repeat(10_001),
        &"é ".repeat(5000),
    ] {
        let found = find(&store, words);
        assert_eq!(found.hits.len() as u64, found.total.min(100), "{words:?}");
    }
    assert_eq!(find(&store, " \"\" ").note, Some(Note::NoWords));
    assert_eq!(find(&store, "-talks").note, Some(Note::OnlyWithout));
    assert_eq!(find(&store, &long).note, Some(Note::Cut));
    assert!(
        "".parse::<Cursor>().is_err()
            && "1.x.a".parse::<Cursor>().is_err()
            && "1.2".parse::<Cursor>().is_err()
    );
}

#[test]
fn a_misspelt_word_is_told_with_its_nearest() {
    let folder = tempfile::tempdir().unwrap();
    let store = build(&folder.path().join("a"), &some_reports());
    let found = find(&store, "Erdogen talks");
    let unknown: Vec<_> = found.unknown.iter().map(|u| (u.word.as_str(), u.nearest.as_deref())).collect();
    assert_eq!(unknown, [("erdogen", Some("erdogan"))]);
    assert_eq!(find(&store, "zzzzzz").unknown[0].nearest, None);
    assert!(find(&store, "talks").unknown.is_empty());
}

#[test]
fn pages_join_and_do_not_overlap() {
    let folder = tempfile::tempdir().unwrap();
    let line = |n: usize| {
        format!("talks {}{}", "of tea ".repeat(n % 7), if n.is_multiple_of(3) { "and talks" } else { "" })
    };
    let reports: Vec<_> = (0..40)
        .map(|n| {
            report(
                &format!("r.{n}"),
                "x",
                &[line(n), line(n + 1), line(n + 2), format!("Note {n}")].join("\n"),
            )
        })
        .collect();
    let store = build(&folder.path().join("a"), &reports);
    let whole = store.search(&Query { limit: 1000, ..ask("talks") }).unwrap();
    assert_eq!((whole.total, whole.hits.len()), (120, 120));
    for limit in [1, 7, 119, 120, 121] {
        let (mut hits, mut after) = (Vec::new(), None);
        loop {
            let page = store.search(&Query { limit, after, ..ask("talks") }).unwrap();
            assert_eq!(page.total, 120);
            hits.extend(page.hits);
            // A cursor goes through an address.
            after = page.next.map(|cursor| cursor.to_string().parse().unwrap());
            if after.is_none() {
                break;
            }
        }
        assert_eq!(hits, whole.hits, "pages of {limit}");
    }
    assert_eq!(store.search(&Query { limit: 0, ..ask("talks") }).unwrap().total, 120);
}

/// The index after any changes is the one that the reports alone would have made.
#[test]
fn only_reports_of_the_record_are_found() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = build(&folder.path().join("a"), &some_reports()[..2]);
    store.put_reports(&some_reports()[2..], "coder").unwrap();
    assert_eq!(find(&store, "talks").total, 1, "a report that is stored is not yet in the record");
    relink(&mut store, "coder");
    assert_eq!(find(&store, "talks").total, 2);
    store.remove_report("a").unwrap();
    assert_eq!(find(&store, "talks").total, 2, "the record stands until the next takes its place");
    relink(&mut store, "coder");
    let fresh = build(&folder.path().join("b"), &some_reports()[1..]);
    for words in ["talks", "visit", "lodz OR київ", "estmark", "erdogan"] {
        assert_eq!(find(&store, words), find(&fresh, words), "{words}");
    }
    // A new coder parts sentences otherwise.
    let analyses = store.uncoded("coder 2").unwrap().into_iter().map(|key| {
        let mut annotated = code(&store.report_as_read(key).unwrap());
        annotated.events.clear();
        annotated.mentions.clear();
        annotated.sentences = vec![Extent { start: 0, end: annotated.text.chars().count() as u32 }];
        (key, annotated)
    });
    let analyses: Vec<_> = analyses.collect();
    store.put_analyses(&analyses, "coder 2").unwrap();
    assert_eq!(find(&store, "visit differ").total, 0);
    relink(&mut store, "coder 2");
    assert_eq!(find(&store, "visit differ").total, 1);
    assert_eq!(store.search(&Query { states: vec!["EST".into()], ..ask("visit") }).unwrap().total, 0);
}

#[test]
fn a_text_without_sentences_is_searched_by_its_lines() {
    let folder = tempfile::tempdir().unwrap();
    let mut new = report("d", "x", "Die Gespräche begannen.\n\nSie endeten bald.");
    new.annotated.sentences.clear();
    let store = build(&folder.path().join("a"), &[new]);
    let found = find(&store, "endeten");
    assert_eq!(found.hits[0].text, "Sie endeten bald.");
    assert_eq!(found.hits[0].start, 25);
}

/// Whether a sentence of these words is to be found.
type Holds<'a> = Box<dyn Fn(&[&str]) -> bool + 'a>;

/// Sentences and queries of few words, drawn by a fixed sequence; what is found is what a reading of every sentence finds.
#[test]
fn the_found_sentences_are_those_that_hold_the_words() {
    const WORDS: [&str; 8] = ["arvik", "bridge", "canal", "Đorđe", "élan", "ferry", "ferries", "gate"];
    let folded = |word: &str| -> &'static str {
        ["arvik", "bridge", "canal", "dorde", "elan", "ferry", "ferries", "gate"]
            [WORDS.iter().position(|w| *w == word).unwrap()]
    };
    let mut state = 7u64;
    let mut draw = |n: usize| {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (state >> 33) as usize % n
    };
    let mut sentences: Vec<(String, u32, Vec<&str>)> = Vec::new();
    let mut reports = Vec::new();
    for n in 0..30 {
        let (mut text, mut start) = (String::new(), 0);
        for _ in 0..6 {
            let words: Vec<&str> = (0..1 + draw(6)).map(|_| WORDS[draw(8)]).collect();
            let line = words.join([" ", ", ", " – "][draw(3)]);
            sentences.push((format!("r{n}"), start, words));
            start += line.chars().count() as u32 + 1;
            text.push_str(&line);
            text.push('\n');
        }
        // No two reports are one.
        let mark = format!("mark{n}");
        text.push_str(&mark);
        reports.push(report(&format!("r{n}"), "x", &text));
    }
    let folder = tempfile::tempdir().unwrap();
    let store = build(&folder.path().join("a"), &reports);
    let one = |asked: &str, word: &str| {
        folded(word) == asked
            || asked == "ferry" && folded(word) == "ferries"
            || asked == "ferries" && folded(word) == "ferry"
    };
    for _ in 0..300 {
        let (a, b, c) = (WORDS[draw(8)], WORDS[draw(8)], WORDS[draw(8)]);
        let has = |words: &[&str], asked: &str| words.iter().any(|word| one(folded(asked), word));
        let follows = |words: &[&str]| {
            words.windows(2).any(|two| folded(two[0]) == folded(a) && folded(two[1]) == folded(b))
        };
        let start: String = folded(c).chars().take(3).collect();
        let begins = |words: &[&str]| words.iter().any(|word| folded(word).starts_with(&start));
        let kind = draw(5);
        let (query, holds): (String, Holds<'_>) = match kind {
            0 => (format!("{a} {b}"), Box::new(|w| has(w, a) && has(w, b))),
            1 => (format!("\"{a} {b}\""), Box::new(follows)),
            2 => (format!("{a} -{b}"), Box::new(|w| has(w, a) && !has(w, b))),
            3 => (format!("{a} OR {b} {start}*"), Box::new(|w| (has(w, a) || has(w, b)) && begins(w))),
            _ => (
                format!("{a} -\"{b} {c}\""),
                Box::new(|w| {
                    has(w, a) && !w.windows(2).any(|t| folded(t[0]) == folded(b) && folded(t[1]) == folded(c))
                }),
            ),
        };
        let expected: BTreeSet<(String, u32)> = sentences
            .iter()
            .filter(|(_, _, words)| holds(words))
            .map(|(id, start, _)| (id.clone(), *start))
            .collect();
        let found = store.search(&Query { words: query.clone(), limit: 1000, ..Query::default() }).unwrap();
        assert_eq!(places(&found), expected, "{query}");
        assert_eq!(found.total as usize, expected.len(), "{query}");
        assert!(found.hits.iter().all(|hit| !hit.marks.is_empty()), "{query}");
    }
}
