//! Each kind of difference on two small reports of one meeting of two invented presidents, and the laws of a comparison.

use chancery_model::*;
use chancery_views::compare::{Comparison, DifferenceKind, Only, Point, Standing, compare};
use chancery_views::terminal::{Paper, draw_comparison, width};
use chancery_views::{Directory, Unknown};
use jiff::civil::date;

/// Actors of every report: two states, two presidents.
const ACTORS: [(&str, ActorKind, &str); 4] = [
    ("Estmark", ActorKind::State, "EMK"),
    ("Norvia", ActorKind::State, "NVA"),
    ("Ansel Arvo", ActorKind::Person, "EMK"),
    ("Jonas Lind", ActorKind::Person, "NVA"),
];
const PLACES: [&str; 3] = ["Lima", "Bangkok", "Peru"];
const DAYS: [(&str, i8); 3] = [("on Monday", 3), ("on Tuesday", 4), ("on 5 May", 5)];

fn spans(text: &str, words: &str) -> Vec<CharSpan> {
    let chars = |bytes: usize| text[..bytes].chars().count() as u32;
    text.match_indices(words).map(|(at, w)| CharSpan::new(chars(at), chars(at + w.len()))).collect()
}

/// A report whose first sentence tells of the meeting; "Lind said that …" is a quotation.
fn report(id: &str, text: &str) -> Annotated {
    let mut sentences: Vec<Extent> = Vec::new();
    let mut from = 0;
    for (at, c) in text.chars().enumerate() {
        if c == '.' {
            sentences.push(Extent { start: from, end: at as u32 + 1 });
            from = at as u32 + 2;
        }
    }
    let mut mentions: Vec<Mention> = Vec::new();
    for (actor, (name, kind, _)) in ACTORS.iter().enumerate() {
        let word = name.rsplit(' ').next().unwrap();
        let kind = if *kind == ActorKind::State { MentionKind::State } else { MentionKind::Person };
        mentions.extend(spans(text, word).into_iter().map(|s| Mention {
            start: s.start,
            end: s.end,
            kind,
            actor: Some(actor as u32),
            anaphor: false,
        }));
    }
    for place in PLACES {
        let kind = MentionKind::Place;
        let found = spans(text, place).into_iter();
        mentions.extend(found.map(|s| Mention {
            start: s.start,
            end: s.end,
            kind,
            actor: None,
            anaphor: false,
        }));
    }
    mentions.sort_by_key(|m| (m.start, m.end));
    let times: Vec<Timex> = DAYS
        .iter()
        .flat_map(|(words, day)| {
            let day = Some(date(2031, 3, *day));
            spans(text, words).into_iter().map(move |s| Timex {
                start: s.start,
                end: s.end,
                kind: TimeType::Date,
                value: String::new(),
                begin: day,
                end_date: day,
                reckoning: None,
            })
        })
        .collect();
    let quotes = sentences.iter().filter_map(|sentence| {
        let cue = spans(text, "said that").into_iter().find(|cue| sentence.span().contains(*cue))?;
        let speaker = mentions.iter().rfind(|m| m.end < cue.start && m.start >= sentence.start)?;
        Some(Quote {
            speaker: Some(Pieces::One(speaker.span())),
            cue: Some(Pieces::One(cue)),
            content: vec![CharSpan::new(cue.end + 1, sentence.end - 1)],
            direct: false,
            actor: speaker.actor,
        })
    });
    let party = |actor: u32| {
        let mention = mentions.iter().position(|m| m.actor == Some(actor)).unwrap_or(0);
        Party { actor, mention: mention as u32 }
    };
    let first = sentences[0].span();
    let time = times.iter().position(|time| first.contains(time.span()));
    let place = mentions.iter().position(|m| m.kind == MentionKind::Place && first.contains(m.span()));
    let day = time.and_then(|at| times[at].begin);
    let trigger = spans(text, "met").into_iter().next().unwrap_or(first);
    let claim = Claim {
        source: vec![party(2), party(3)],
        target: vec![party(2), party(3)],
        date: ClaimDate { begin: day, end: day, basis: "time".into(), time: time.map(|t| t as u32) },
        place: place.map(|at| ClaimPlace {
            name: text
                .chars()
                .skip(mentions[at].start as usize)
                .take((mentions[at].end - mentions[at].start) as usize)
                .collect(),
            state: None,
            mention: Some(at as u32),
        }),
        ..Claim::bare(EventType::Consult, trigger, 0)
    };
    let actor = |(name, kind, state): &(&str, ActorKind, &str)| Actor {
        name: (*name).into(),
        kind: *kind,
        state: Some((*state).into()),
        sector: (*kind == ActorKind::Person).then(|| "GOV".into()),
        code: None,
        office: None,
        wikidata: None,
        former: false,
        unnamed: false,
    };
    Annotated {
        schema: 1,
        id: id.into(),
        text: text.into(),
        quotes: quotes.collect(),
        sentences,
        mentions,
        actors: ACTORS.iter().map(actor).collect(),
        times,
        events: vec![claim],
        ..Annotated::default()
    }
}

/// A record of one event that these reports tell of.
fn record(reports: &[Annotated]) -> Record {
    let side = |at: usize| Side {
        name: ACTORS[at].0.into(),
        code: None,
        state: Some(ACTORS[at].2.into()),
        sector: Some("GOV".into()),
    };
    let cameo: CameoCode = "040".parse().unwrap();
    let event = Event {
        schema: 1,
        id: "e-meeting".into(),
        event_type: EventType::Consult,
        mode: None,
        contexts: Vec::new(),
        plans: None,
        cameo,
        quad: 1,
        goldstein: 1.0,
        status: Status::Happened,
        history: Vec::new(),
        part_of: None,
        said_by: None,
        date: Some(DayInterval::between(date(2031, 3, 3), date(2031, 3, 5))),
        place: None,
        source: vec![side(2), side(3)],
        target: vec![side(2), side(3)],
        participants: vec!["Ansel Arvo".into(), "Jonas Lind".into()],
        summary: "Ansel Arvo (Estmark) and Jonas Lind (Norvia) met".into(),
        documents: reports.iter().map(|r| r.id.clone()).collect(),
        independent: reports.len() as u32,
        evidence: Vec::new(),
        claims: reports.iter().map(|r| ClaimRef { doc: r.id.clone(), event: 0 }).collect(),
        corrected: Vec::new(),
    };
    let row = |report: &Annotated| ReportRow {
        id: report.id.clone(),
        url: None,
        source: None,
        title: None,
        language: Some("en".into()),
        text: report.text.clone(),
        removed: Vec::new(),
        published: Published { date: Some(date(2031, 3, 5)), ..Published::default() },
        copy: None,
        copy_of: None,
        copy_how: None,
        story: None,
        events: vec![ReportClaim {
            trigger: report.events[0].trigger,
            sentence: report.sentences[0].span(),
            same: Some("e-meeting".into()),
        }],
    };
    Record { events: vec![event], reports: reports.iter().map(row).collect(), ..Record::default() }
}

/// Compares reports given by their texts, named "a", "b" …, and hands the comparison over.
fn compared<T>(texts: &[&str], then: impl FnOnce(&Comparison<'_>) -> T) -> T {
    let ids = ["a", "b", "c", "d"];
    let reports: Vec<Annotated> = texts.iter().zip(ids).map(|(text, id)| report(id, text)).collect();
    let record = record(&reports);
    let directory = Directory::of(&record);
    let tellings = |doc: &str| reports.iter().find(|r| r.id == doc).cloned();
    then(&compare(&record, &directory, &record.events[0], &tellings, false))
}

const MET: &str = "Presidents Arvo and Lind met in Lima on Monday.";
/// Further matters, so that common words are told from rare ones.
const MORE: &str = "They spoke of fish and of the weather on the lake.";

/// The standing and kinds of the point whose account in the first report holds the words.
#[track_caller]
fn point_of(view: &Comparison<'_>, words: &str) -> (Standing, Vec<(DifferenceKind, bool)>) {
    let holds = |point: &&Point| {
        let accounts = point.accounts.iter().flatten();
        !point.circumstance && accounts.flat_map(|a| &a.passages).any(|p| p.text.contains(words))
    };
    let point = view.points.iter().find(holds).unwrap_or_else(|| panic!("no point with “{words}”"));
    (point.standing, point.differences.iter().map(|d| (d.kind, d.contradicts)).collect())
}

#[track_caller]
fn differ(a: &str, b: &str, words: &str, kind: DifferenceKind, contradicts: bool) {
    let (a, b) = (format!("{MET} {a} {MORE}"), format!("{MET} {b} {MORE}"));
    let (standing, kinds) = compared(&[&a, &b], |view| point_of(view, words));
    assert!(kinds.contains(&(kind, contradicts)), "{standing:?} {kinds:?}");
    assert_eq!(standing == Standing::Contradicts, contradicts, "{kinds:?}");
}

#[test]
fn paraphrases_of_one_matter_are_one_point() {
    for (a, b) in [
        (
            "Lind said that he was worried about detained citizens.",
            "Lind said that consular cases worried him.",
        ),
        (
            "Arvo said that tariffs on timber are too high.",
            "Arvo said that duties and tariffs hurt trade in timber.",
        ),
        (
            "They reopened the border for travellers.",
            "The two presidents reopened the border crossing at Halden.",
        ),
    ] {
        let (x, y) = (format!("{MET} {a} {MORE}"), format!("{MET} {b} {MORE}"));
        let (standing, _) = compared(&[&x, &y], |view| point_of(view, a.split(' ').next_back().unwrap()));
        assert_ne!(standing, Standing::Only, "{a} / {b}");
    }
}

#[test]
fn scope_a_reserve_in_one_report() {
    let (a, b) =
        ("They agreed on a ferry line to Halden.", "They agreed in principle on a ferry line to Halden.");
    differ(a, b, "ferry", DifferenceKind::Scope, false);
    let (a, b) =
        ("They agreed on a complete withdrawal from Halden.", "They agreed on a withdrawal from Halden.");
    differ(a, b, "withdrawal", DifferenceKind::Scope, false);
    let (a, b) = ("They opened all ferry lines to Halden.", "They opened some ferry lines to Halden.");
    differ(a, b, "ferry", DifferenceKind::Scope, false);
}

#[test]
fn number_exact_values_contradict_and_bounds_do_not() {
    let (a, b) =
        ("Norvia released forty sailors of the trawler.", "Norvia released 38 sailors of the trawler.");
    differ(a, b, "sailors", DifferenceKind::Number, true);
    let (a, b) = (
        "Norvia released forty sailors of the trawler.",
        "Norvia released more than 38 sailors of the trawler.",
    );
    differ(a, b, "sailors", DifferenceKind::Number, false);
}

#[test]
fn status_of_what_was_only_talked_about() {
    let (a, b) = ("They agreed on a ferry line to Halden.", "They discussed a ferry line to Halden.");
    differ(a, b, "ferry", DifferenceKind::Status, false);
    let (a, b) =
        ("They agreed on a ferry line to Halden.", "There was no agreement on a ferry line to Halden.");
    differ(a, b, "ferry", DifferenceKind::Status, true);
}

#[test]
fn attribution_of_one_wish_to_two_speakers() {
    let (a, b) =
        ("Lind said that the ferry to Halden must sail.", "Arvo said that the ferry to Halden must sail.");
    differ(a, b, "ferry", DifferenceKind::Attribution, false);
}

#[test]
fn wording_of_what_has_two_names() {
    let (a, b) =
        ("Lind named the special military operation.", "Lind named the war in Ukraine and the military.");
    differ(a, b, "special", DifferenceKind::Wording, false);
}

#[test]
fn day_place_and_length_are_circumstances() {
    let b = "Presidents Arvo and Lind met in Bangkok on Tuesday. Their talks lasted two hours.";
    let a = "Presidents Arvo and Lind met in Lima on Monday. Their talks lasted three hours.";
    compared(&[a, b], |view| {
        for (heading, kind) in [
            ("When", DifferenceKind::Date),
            ("Where", DifferenceKind::Place),
            ("How long", DifferenceKind::Number),
        ] {
            let point = view.points.iter().find(|point| point.heading == heading).expect(heading);
            assert_eq!(point.standing, Standing::Contradicts, "{heading}");
            assert_eq!(point.differences[0].kind, kind);
            // Both sides are quoted.
            assert!(point.differences[0].values.iter().all(|value| value.quoted.is_some()), "{heading}");
        }
    });
    // A town and the country that it lies in can both be true.
    let inside = "Presidents Arvo and Lind met in Peru on Monday.";
    compared(&[MET, inside], |view| {
        let point = view.points.iter().find(|point| point.heading == "Where").unwrap();
        assert_eq!(point.standing, Standing::Differs);
    });
}

#[test]
fn whose_wish_it_was() {
    let a = format!("{MET} They spoke at the request of Norvia. {MORE}");
    let b = format!("{MET} They spoke at the request of Estmark. {MORE}");
    let find =
        |view: &Comparison<'_>| view.points.iter().find(|p| p.heading == "At whose wish").unwrap().standing;
    assert_eq!(compared(&[&a, &b], find), Standing::Contradicts);
    assert_eq!(compared(&[&a, &format!("{MET} {MORE}")], find), Standing::Only);
}

const SENTENCES: [&str; 8] = [
    "They agreed on a ferry line to Halden.",
    "Norvia released forty sailors of the trawler.",
    "Norvia released 38 sailors of the trawler.",
    "Lind said that consular cases worried him.",
    "There was no agreement on a ferry line to Halden.",
    "Arvo said that tariffs on timber are too high.",
    "They may meet again in spring.",
    "The talks were frank and constructive.",
];

/// Texts of every three sentences, in their order.
fn texts() -> Vec<String> {
    let mut out = Vec::new();
    for (at, a) in SENTENCES.iter().enumerate() {
        for (next, b) in SENTENCES.iter().enumerate().skip(at + 1) {
            out.extend(SENTENCES[next + 1..].iter().map(|c| format!("{MET} {a} {b} {c}")));
        }
    }
    out
}

#[test]
fn a_report_differs_from_itself_in_nothing() {
    for text in texts() {
        compared(&[&text, &text], |view| {
            for point in &view.points {
                assert_eq!(
                    point.standing,
                    Standing::Same,
                    "{}: {:?} in {text}",
                    point.heading,
                    point.differences
                );
            }
            assert_eq!(view.columns[0].room, view.columns[1].room);
            assert_eq!(view.columns[0].order, view.columns[1].order);
            assert!(view.names.is_empty());
        });
    }
}

#[test]
fn swapping_the_reports_swaps_the_sides() {
    type Row = (Standing, Vec<String>, Vec<String>);
    let rows = |view: &Comparison<'_>, swapped: bool| -> Vec<Row> {
        let words = |point: &Point, at: usize| -> Vec<String> {
            point.accounts[at].iter().flat_map(|a| a.passages.iter().map(|p| p.text.clone())).collect()
        };
        let (a, b) = if swapped { (1, 0) } else { (0, 1) };
        let mut rows: Vec<Row> = view.points.iter().map(|p| (p.standing, words(p, a), words(p, b))).collect();
        rows.sort();
        rows
    };
    let texts = texts();
    for (x, y) in texts.iter().zip(texts.iter().rev()) {
        let plain = compared(&[x, y], |view| rows(view, false));
        let swapped = compared(&[y, x], |view| rows(view, true));
        assert_eq!(plain, swapped, "{x}\n{y}");
    }
}

#[test]
fn silence_contradicts_nothing() {
    for text in texts() {
        compared(&[&text, MET], |view| {
            for point in &view.points {
                assert_ne!(point.standing, Standing::Contradicts, "{}", point.heading);
                if point.told_by().len() == 1 {
                    assert_eq!(point.standing, Standing::Only);
                    assert!(point.differences.is_empty());
                }
            }
        });
    }
}

#[test]
fn every_point_knows_its_place_in_the_report() {
    for text in texts() {
        compared(&[&text, MET], |view| {
            for passage in
                view.points.iter().flat_map(|p| p.accounts.iter().flatten()).flat_map(|a| &a.passages)
            {
                let whole = if passage.doc == "a" { text.as_str() } else { MET };
                let there: String = whole
                    .chars()
                    .skip(passage.start as usize)
                    .take((passage.end - passage.start) as usize)
                    .collect();
                assert_eq!(there, passage.text);
            }
        });
    }
}

#[test]
fn copies_share_a_column_unless_asked_for_apart() {
    let text = format!("{MET} {MORE}");
    let reports = [report("a", &text), report("b", &text)];
    let mut record = record(&reports);
    record.reports[1].copy_of = Some("a".into());
    let directory = Directory::of(&record);
    let tellings = |doc: &str| reports.iter().find(|r| r.id == doc).cloned();
    let one = compare(&record, &directory, &record.events[0], &tellings, false);
    assert_eq!((one.columns.len(), one.columns[0].copies.as_slice()), (1, &["b"][..]));
    assert!(one.points.iter().all(|point| point.standing == Standing::Only));
    let drawn = draw_comparison(&one, &directory, None, Paper::default());
    assert!(drawn.contains("one independent report") && drawn.contains("fish"), "{drawn}");
    let two = compare(&record, &directory, &record.events[0], &tellings, true);
    assert_eq!(two.columns.len(), 2);
}

#[test]
fn room_counts_every_word_once() {
    let text = format!("{MET} Lind said that the ferry must sail. Arvo said that it rains.");
    compared(&[&text, MET], |view| {
        let room = &view.columns[0].room;
        assert_eq!(room.words, room.own + room.spoken());
        let of = |state: &str| room.sides.iter().find(|s| s.state.as_deref() == Some(state)).unwrap().all();
        assert_eq!((of("NVA"), of("EMK")), (4, 2));
    });
}

#[test]
fn a_drawing_fits_and_filters() {
    let b = "Presidents Arvo and Lind met in Bangkok on Tuesday. Their talks lasted two hours. Lind said that consular cases worried him.";
    let a = "Presidents Arvo and Lind met in Lima on Monday. Their talks lasted three hours. They opened a ferry line to Halden.";
    let reports = [report("a", a), report("b", b)];
    let record = record(&reports);
    let directory = Directory::of(&record);
    let tellings = |doc: &str| reports.iter().find(|r| r.id == doc).cloned();
    let view = compare(&record, &directory, &record.events[0], &tellings, false);
    for columns in [40, 60, 80, 100, 132] {
        let drawn = draw_comparison(&view, &directory, None, Paper { width: columns, colour: false });
        assert!(drawn.lines().all(|line| width(line) <= columns), "{columns}:\n{drawn}");
        for words in ["silence is no denial", "Only in A", "Only in B", "Order of topics", "Room for"] {
            assert!(drawn.contains(words), "{columns}: no “{words}” in\n{drawn}");
        }
    }
    let only = Only::parse("contradicts").unwrap();
    let drawn = draw_comparison(&view, &directory, Some(&only), Paper::default());
    assert!(drawn.contains("Bangkok") && !drawn.contains("ferry line"), "{drawn}");
    let only = Only::parse("A").unwrap();
    let drawn = draw_comparison(&view, &directory, Some(&only), Paper::default());
    assert!(drawn.contains("ferry line") && !drawn.contains("consular cases worried"), "{drawn}");
    assert!(Only::parse("nobody").is_err());
}

#[test]
fn an_event_is_found_as_show_finds_it() {
    let reports = [report("a", MET)];
    let record = record(&reports);
    let find = |query: &str| chancery_views::compare::event(&record, query);
    assert_eq!(find("e-mee").unwrap().id, "e-meeting");
    assert!(matches!(find("e-meetign"), Err(Unknown::Nobody { nearest, .. }) if nearest == ["e-meeting"]));
}
