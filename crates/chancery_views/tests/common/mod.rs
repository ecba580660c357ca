//! A record of two invented countries, Estmark and Norvia, as six reports tell it.
#![allow(dead_code)]

use chancery_model::*;
use jiff::civil::date;

const CALL: &str = "NORHAVN, March 4 (Norvia Wire) -- Presidents Ansel Arvo of Estmark and Jonas Lind of Norvia held a \
phone call on Monday. Mr. Arvo accused Norvia of detaining two fishing crews.\n\nForeign Minister Tilde Quist will \
travel to Norhavn next week, the palace said. She has held the post since January.";
const COPY: &str = "Presidents Ansel Arvo of Estmark and Jonas Lind of Norvia held a phone call on Monday. \
Mr. Arvo accused Norvia of detaining two fishing crews.";
const READOUT: &str = "President Arvo spoke by telephone with President Lind on 3 March. Norvia denied that it had \
detained any crew. “Estmark’s patrol boats rammed our cutter last December,” the Norvian spokesman said.";
const VISIT: &str = "Estmark’s foreign minister, Tilde Quist, arrived in Norhavn on Wednesday and met Foreign Minister \
Pål Øyen. The two ministers signed an agreement on fishing grounds. Estmark threatened sanctions in February if \
the crews were not released.";
const RELEASE: &str = "Norvia has released the crews, Estmark’s foreign ministry said. The talks between the two \
countries began in 2030.";
const FRENCH: &str = "Le président Arvo a téléphoné au président Lind lundi.";

/// The text of a report.
pub fn text(doc: &str) -> &'static str {
    match doc {
        "norvia-wire-0304" => CALL,
        "coast-courier" => COPY,
        "estmark-palace" => READOUT,
        "daily-ledger-12" => VISIT,
        "daily-ledger-20" => RELEASE,
        "gazette-fr" => FRENCH,
        _ => panic!("no report {doc}"),
    }
}

fn span(doc: &str, words: &str) -> CharSpan {
    let text = text(doc);
    let at = text.find(words).unwrap_or_else(|| panic!("{doc} has no “{words}”"));
    let start = text[..at].chars().count() as u32;
    CharSpan::new(start, start + words.chars().count() as u32)
}

fn says(doc: &str, words: &str) -> Evidence {
    let span = span(doc, words);
    Evidence { doc: doc.into(), start: span.start, end: span.end, text: words.into() }
}

fn claim(doc: &str, sentence: &str, trigger: &str, same: &str) -> ReportClaim {
    ReportClaim { trigger: span(doc, trigger), sentence: span(doc, sentence), same: Some(same.into()) }
}

fn state(name: &str, code: &str) -> Side {
    Side { name: name.into(), code: Some(code.into()), state: Some(code.into()), sector: None }
}

fn official(name: &str, code: &str) -> Side {
    Side {
        name: name.into(),
        code: Some(format!("{code}GOV")),
        state: Some(code.into()),
        sector: Some("GOV".into()),
    }
}

fn estmark() -> Side {
    state("Estmark", "EMK")
}

fn norvia() -> Side {
    state("Norvia", "NVA")
}

struct Draft(Event);

fn event(id: &str, cameo: &str, summary: &str) -> Draft {
    let cameo: CameoCode = cameo.parse().unwrap();
    let row = cameo.row();
    Draft(Event {
        schema: 1,
        id: id.into(),
        event_type: row.event_type,
        mode: row.mode.map(Into::into),
        contexts: row.contexts.iter().map(|c| c.to_string()).collect(),
        plans: None,
        cameo,
        quad: cameo.quad(),
        goldstein: row.goldstein,
        status: Status::Happened,
        history: Vec::new(),
        part_of: None,
        said_by: None,
        date: None,
        place: None,
        source: Vec::new(),
        target: Vec::new(),
        participants: Vec::new(),
        summary: summary.into(),
        documents: Vec::new(),
        independent: 0,
        evidence: Vec::new(),
        claims: Vec::new(),
        corrected: Vec::new(),
    })
}

impl Draft {
    fn when(mut self, begin: Option<Day>, end: Option<Day>) -> Self {
        self.0.date = Some(DayInterval { begin, end });
        self
    }

    fn on(self, year: i16, month: i8, day: i8) -> Self {
        let day = date(year, month, day);
        self.when(Some(day), Some(day))
    }

    fn to(mut self, source: Vec<Side>, target: Vec<Side>) -> Self {
        (self.0.source, self.0.target) = (source, target);
        self
    }

    fn both(self, sides: Vec<Side>) -> Self {
        self.to(sides.clone(), sides)
    }

    fn with(mut self, persons: &[&str]) -> Self {
        self.0.participants = persons.iter().map(|p| p.to_string()).collect();
        self
    }

    fn at(mut self, name: &str, state: &str) -> Self {
        self.0.place = Some(RecordPlace { name: name.into(), state: Some(state.into()) });
        self
    }

    fn told(mut self, evidence: Vec<Evidence>, copies: u32) -> Self {
        let mut docs: Vec<String> = evidence.iter().map(|e| e.doc.clone()).collect();
        docs.sort();
        docs.dedup();
        self.0.independent = docs.len() as u32 - copies;
        self.0.documents = docs;
        self.0.evidence = evidence;
        self
    }

    fn set(mut self, change: impl FnOnce(&mut Event)) -> Event {
        change(&mut self.0);
        self.0
    }
}

const S_CALL: &str = "Presidents Ansel Arvo of Estmark and Jonas Lind of Norvia held a phone call on Monday.";
const S_ACCUSED: &str = "Mr. Arvo accused Norvia of detaining two fishing crews.";
const S_TRAVEL: &str = "Foreign Minister Tilde Quist will travel to Norhavn next week, the palace said.";
const S_READOUT: &str = "President Arvo spoke by telephone with President Lind on 3 March.";
const S_DENIED: &str = "Norvia denied that it had detained any crew.";
const S_RAMMED: &str =
    "“Estmark’s patrol boats rammed our cutter last December,” the Norvian spokesman said.";
const S_ARRIVED: &str = "Estmark’s foreign minister, Tilde Quist, arrived in Norhavn on Wednesday and met Foreign \
Minister Pål Øyen.";
const S_SIGNED: &str = "The two ministers signed an agreement on fishing grounds.";
const S_THREAT: &str = "Estmark threatened sanctions in February if the crews were not released.";
const S_RELEASE: &str = "Norvia has released the crews, Estmark’s foreign ministry said.";
const S_TALKS: &str = "The talks between the two countries began in 2030.";

/// The record.
pub fn record() -> Record {
    let (wire, courier, palace) = ("norvia-wire-0304", "coast-courier", "estmark-palace");
    let (ledger, ledger20) = ("daily-ledger-12", "daily-ledger-20");
    let presidents = || vec![official("Ansel Arvo", "EMK"), official("Jonas Lind", "NVA")];
    let ministers = || vec![official("Tilde Quist", "EMK"), official("Pål Øyen", "NVA")];
    let (quist, oyen) = ("Tilde Quist", "Pål Øyen");
    let events = vec![
        event("b07c11d2e9a4", "040", "Estmark and Norvia hold talks")
            .when(Some(date(2030, 1, 1)), Some(date(2030, 12, 31)))
            .both(vec![estmark(), norvia()])
            .told(vec![says(ledger20, S_TALKS)], 0)
            .set(|e| e.status = Status::Ongoing),
        event("51c9d0aa7e13", "190", "Estmark’s patrol boats ram a Norvian cutter")
            .when(Some(date(2030, 12, 1)), Some(date(2030, 12, 31)))
            .to(
                vec![Side { sector: Some("MIL".into()), code: Some("EMKMIL".into()), ..estmark() }],
                vec![norvia()],
            )
            .told(vec![says(palace, S_RAMMED)], 0)
            .set(|e| e.said_by = Some(vec!["Norvian spokesman".into()])),
        event(
            "e40bb2716c55",
            "130",
            "Estmark threatens Norvia with sanctions over two detained fishing crews",
        )
        .when(Some(date(2031, 2, 1)), Some(date(2031, 2, 28)))
        .to(vec![estmark()], vec![norvia()])
        .told(vec![says(ledger, S_THREAT)], 0)
        .set(|e| {
            let cameo: CameoCode = "163".parse().unwrap();
            e.plans = Some(Plan { event_type: EventType::Coerce, mode: Some("restrict".into()), cameo });
        }),
        event("7f3a12c0de01", "173", "Norvia detains two Estmarker fishing crews")
            .when(None, Some(date(2031, 3, 3)))
            .to(vec![norvia()], vec![estmark()])
            .told(vec![says(palace, S_DENIED)], 0)
            .set(|e| e.status = Status::Denied),
        event("0a92f6b3d871", "112", "Ansel Arvo (Estmark) accuses Norvia of detaining two fishing crews")
            .on(2031, 3, 3)
            .to(vec![official("Ansel Arvo", "EMK")], vec![norvia()])
            .with(&["Ansel Arvo"])
            .told(vec![says(wire, S_ACCUSED), says(courier, S_ACCUSED)], 1)
            .set(|_| ()),
        event("7f3a12aa90b4", "041", "Ansel Arvo (Estmark) and Jonas Lind (Norvia) speak by telephone")
            .on(2031, 3, 3)
            .both(presidents())
            .with(&["Ansel Arvo", "Jonas Lind"])
            .told(vec![says(wire, S_CALL), says(courier, S_CALL), says(palace, S_READOUT)], 1)
            .set(|e| e.claims = vec![ClaimRef { doc: wire.into(), event: 0 }]),
        event("c8815e02b6f7", "042", "Tilde Quist (Estmark) visits Norvia")
            .on(2031, 3, 12)
            .to(vec![official(quist, "EMK")], vec![norvia()])
            .with(&[quist])
            .at("Norhavn", "NVA")
            .told(vec![says(wire, S_TRAVEL), says(ledger, S_ARRIVED)], 0)
            .set(|e| {
                let step = |status, doc: &str| HistoryEntry { status, doc: doc.into() };
                e.history = vec![step(Status::Planned, wire), step(Status::Happened, ledger)];
            }),
        event("d1f4a07b3369", "040", "Tilde Quist (Estmark) and Pål Øyen (Norvia) meet in Norhavn")
            .on(2031, 3, 12)
            .both(ministers())
            .with(&[oyen, quist])
            .at("Norhavn", "NVA")
            .told(vec![says(ledger, S_ARRIVED)], 0)
            .set(|e| e.part_of = Some("c8815e02b6f7".into())),
        event("93e6c4d7f018", "057", "Estmark and Norvia sign an agreement on fishing grounds")
            .when(Some(date(2031, 3, 12)), Some(date(2031, 3, 13)))
            .both(vec![estmark(), norvia()])
            .with(&[oyen, quist])
            .told(vec![says(ledger, S_SIGNED)], 0)
            .set(|e| e.part_of = Some("c8815e02b6f7".into())),
        event("2bd05a9e71cc", "0841", "Norvia releases the two fishing crews")
            .when(Some(date(2031, 3, 12)), Some(date(2031, 3, 20)))
            .to(vec![norvia()], vec![estmark()])
            .told(vec![says(ledger20, S_RELEASE)], 0)
            .set(|e| e.said_by = Some(vec!["Foreign ministry of Estmark".into()])),
        event("f60d3c8a4b92", "030", "Pål Øyen (Norvia) is to visit Estmark")
            .to(vec![official(oyen, "NVA")], vec![estmark()])
            .with(&[oyen])
            .told(vec![says(ledger, S_SIGNED)], 0)
            .set(|e| {
                let cameo: CameoCode = "042".parse().unwrap();
                e.plans = Some(Plan { event_type: EventType::Consult, mode: Some("visit".into()), cameo });
                e.status = Status::Planned;
            }),
    ];
    let tenure =
        |person: &str, office: &str, state: &str, first: Day, last: Day, evidence: Vec<Evidence>| Tenure {
            person: person.into(),
            office: office.into(),
            state: state.into(),
            first: Some(first),
            last: Some(last),
            independent: evidence.len() as u32,
            evidence,
            ..Tenure::default()
        };
    let call_day = date(2031, 3, 3);
    let visit_day = date(2031, 3, 12);
    let tenures = vec![
        Tenure {
            first_is_start: true,
            began: Some(DayInterval::on(date(2031, 1, 1))),
            former_by: Some(date(2031, 3, 20)),
            ..tenure(
                quist,
                "foreign minister",
                "EMK",
                date(2031, 1, 1),
                visit_day,
                vec![says(wire, S_TRAVEL), says(ledger, S_ARRIVED)],
            )
        },
        tenure(
            "Ansel Arvo",
            "president",
            "EMK",
            call_day,
            call_day,
            vec![says(wire, S_CALL), says(palace, S_READOUT)],
        ),
        tenure(oyen, "foreign minister", "NVA", visit_day, visit_day, vec![says(ledger, S_ARRIVED)]),
        tenure("Jonas Lind", "president", "NVA", call_day, call_day, vec![says(wire, S_CALL)]),
    ];
    let findings = vec![
        Finding {
            id: "denial-7f3a12c0de01".into(),
            kind: "denial".into(),
            message:
                "norvia-wire-0304 tells that Norvia detained two crews; estmark-palace has Norvia deny it."
                    .into(),
            ids: vec!["7f3a12c0de01".into()],
            evidence: vec![says(wire, S_ACCUSED), says(palace, S_DENIED)],
        },
        Finding {
            id: "report-date-daily-ledger-12".into(),
            kind: "date-conflict".into(),
            message: "The date line says 1 November 2030, but the text tells of a visit in March 2031."
                .into(),
            ids: vec![ledger.into()],
            evidence: vec![says(ledger, S_ARRIVED)],
        },
    ];
    let report =
        |id: &str, source: Option<&str>, title: Option<&str>, day: Day, basis: DateBasis| ReportRow {
            id: id.into(),
            url: None,
            source: source.map(Into::into),
            title: title.map(Into::into),
            language: Some("en".into()),
            text: text(id).into(),
            removed: Vec::new(),
            published: Published {
                date: Some(day),
                begin: Some(day),
                end: Some(day),
                basis: Some(basis),
                conflict: None,
                candidates: vec![DateCandidate {
                    date: Some(day),
                    basis,
                    start: None,
                    end: None,
                    words: None,
                }],
            },
            copy: None,
            copy_of: None,
            copy_how: None,
            story: None,
            events: Vec::new(),
        };
    let removed = |why, text: &str| Removed { at: 0, text: text.into(), why };
    let reports = vec![
        ReportRow {
            copy: Some("copy-1".into()),
            copy_of: Some(wire.into()),
            copy_how: Some(CopyHow {
                edit: CopyEdit::Cut,
                kept: 62,
                added: 3,
                credit: Some(Credit {
                    agency: Some("Norvia Wire".into()),
                    start: 0,
                    end: 0,
                    text: "By Norvia Wire".into(),
                }),
            }),
            events: vec![
                claim(courier, S_CALL, "held a phone call", "7f3a12aa90b4"),
                claim(courier, S_ACCUSED, "accused", "0a92f6b3d871"),
            ],
            ..report(courier, Some("Coast Courier"), None, date(2031, 3, 5), DateBasis::Given)
        },
        ReportRow {
            url: Some("https://ledger.example/2030/11/01/quist-in-norhavn".into()),
            removed: vec![
                removed(RemovalReason::Navigation, "Home  World  Business"),
                removed(RemovalReason::Title, "Quist in Norhavn: a line in the water"),
                removed(RemovalReason::Share, "Share this"),
                removed(RemovalReason::Share, "Copy link"),
            ],
            published: Published {
                date: Some(date(2031, 3, 13)),
                begin: Some(date(2031, 3, 12)),
                end: Some(date(2031, 3, 18)),
                basis: Some(DateBasis::Argued),
                conflict: Some(
                    "The date line says 1 November 2030, but the text tells of a visit in March 2031.".into(),
                ),
                candidates: vec![
                    DateCandidate {
                        date: Some(date(2030, 11, 1)),
                        basis: DateBasis::Metadata,
                        start: None,
                        end: None,
                        words: Some("date 2030-11-01".into()),
                    },
                    DateCandidate {
                        date: Some(date(2031, 3, 13)),
                        basis: DateBasis::Argued,
                        start: None,
                        end: None,
                        words: None,
                    },
                ],
            },
            events: vec![
                claim(ledger, S_ARRIVED, "arrived in", "c8815e02b6f7"),
                claim(ledger, S_ARRIVED, "met", "d1f4a07b3369"),
                claim(ledger, S_SIGNED, "signed an agreement", "93e6c4d7f018"),
                claim(ledger, S_THREAT, "threatened sanctions", "e40bb2716c55"),
            ],
            ..report(
                ledger,
                Some("The Daily Ledger"),
                Some("Quist in Norhavn: a line in the water"),
                date(2031, 3, 13),
                DateBasis::Argued,
            )
        },
        ReportRow {
            events: vec![
                claim(ledger20, S_RELEASE, "released", "2bd05a9e71cc"),
                claim(ledger20, S_TALKS, "talks", "b07c11d2e9a4"),
            ],
            ..report(
                ledger20,
                Some("The Daily Ledger"),
                Some("Crews are free"),
                date(2031, 3, 20),
                DateBasis::Given,
            )
        },
        ReportRow {
            events: vec![
                claim(palace, S_READOUT, "spoke by telephone", "7f3a12aa90b4"),
                claim(palace, S_DENIED, "detained", "7f3a12c0de01"),
                claim(palace, S_RAMMED, "rammed", "51c9d0aa7e13"),
            ],
            ..report(
                palace,
                Some("Palace of Estmark"),
                Some("Readout of the President’s call"),
                date(2031, 3, 4),
                DateBasis::Given,
            )
        },
        ReportRow {
            language: Some("fr".into()),
            ..report("gazette-fr", Some("La Gazette"), None, date(2031, 3, 4), DateBasis::Given)
        },
        ReportRow {
            copy: Some("copy-1".into()),
            events: vec![
                claim(wire, S_CALL, "held a phone call", "7f3a12aa90b4"),
                claim(wire, S_ACCUSED, "accused", "0a92f6b3d871"),
                claim(wire, S_TRAVEL, "will travel", "c8815e02b6f7"),
            ],
            ..report(
                wire,
                Some("Norvia Wire"),
                Some("Presidents speak after crews are held"),
                date(2031, 3, 4),
                DateBasis::Dateline,
            )
        },
    ];
    Record { events, tenures, findings, statements: Vec::new(), reports }
}

/// What the wire's report tells of the call.
pub fn call_as_told() -> Annotated {
    let doc = "norvia-wire-0304";
    let mention = |words, kind| {
        let span = span(doc, words);
        Mention { start: span.start, end: span.end, kind, actor: None, anaphor: false }
    };
    let monday = span(doc, "on Monday");
    let day = Some(date(2031, 3, 3));
    let cameo: CameoCode = "041".parse().unwrap();
    let parties = vec![Party { actor: 0, mention: 0 }, Party { actor: 1, mention: 1 }];
    Annotated {
        id: doc.into(),
        text: text(doc).into(),
        mentions: vec![
            mention("Ansel Arvo", MentionKind::Person),
            mention("Jonas Lind", MentionKind::Person),
        ],
        times: vec![Timex {
            start: monday.start,
            end: monday.end,
            kind: TimeType::Date,
            value: "2031-03-03".into(),
            begin: day,
            end_date: day,
            reckoning: None,
        }],
        events: vec![Claim {
            mode: Some("phone".into()),
            cameo,
            source: parties.clone(),
            target: parties,
            date: ClaimDate { begin: day, end: day, basis: "time".into(), time: Some(0) },
            ..Claim::bare(EventType::Consult, span(doc, "held a phone call"), 0)
        }],
        ..Annotated::default()
    }
}
