//! One event, report, finding or actor with all that stands behind it.

use crate::timeline::{report, triggers};
use crate::{CheckedFinding, Directory, Holdings, StatementView, Unknown, Who};
use chancery_model::{
    Annotated, CharSpan, Claim, CopyHow, DayInterval, Event, Evidence, Finding, Record, RemovalReason,
    ReportClaim, ReportRow, Statement, Tenure,
};
use serde::Serialize;
use std::collections::BTreeMap;

/// What an id or name stands for.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "shown", rename_all = "lowercase")]
pub enum Shown<'a> {
    /// An event.
    Event(Box<EventView<'a>>),
    /// A report.
    Report(Box<ReportView<'a>>),
    /// A finding.
    Finding(FindingView<'a>),
    /// A statement.
    Statement(Box<StatementView<'a>>),
    /// A state, body or person.
    Actor(Box<ActorView<'a>>),
}

/// What marked words of a sentence say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Says {
    /// That it happened: the trigger.
    What,
    /// Who does it, or to whom.
    Who,
    /// When.
    When,
    /// Where.
    Where,
}

/// Marked words of a sentence, in characters from its start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Mark {
    /// The first character.
    pub start: u32,
    /// One past the last character.
    pub end: u32,
    /// What they say.
    pub says: Says,
}

/// What a date of an event rests on in one report.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DateSource {
    /// The report.
    pub doc: String,
    /// What the date rests on there: `time`, `document`, `dateline`, `context`, `background`, `unknown`.
    pub basis: String,
    /// The words, where there are any.
    pub words: Option<String>,
    /// The days that this report alone gives.
    pub days: DayInterval,
}

/// What each report tells, as far as it is at hand: hands out the annotated document of an id.
pub type Tellings<'t> = &'t dyn Fn(&str) -> Option<Annotated>;

/// A sentence of a report, with where it stands.
#[derive(Clone, Debug, Serialize)]
pub struct Cited<'a> {
    /// The sentence.
    pub evidence: &'a Evidence,
    /// Words to mark, in order, apart.
    pub marks: Vec<Mark>,
    /// The outlet.
    pub source: Option<&'a str>,
    /// When the report was published, in words.
    pub published: String,
    /// The report that this one copies.
    pub copy_of: Option<&'a str>,
}

impl<'a> Cited<'a> {
    /// A sentence with its report looked up.
    pub fn of(record: &'a Record, evidence: &'a Evidence, marks: Vec<Mark>) -> Self {
        let report = report(record, &evidence.doc);
        Cited {
            evidence,
            marks,
            source: report.and_then(|r| r.source.as_deref()),
            published: report.map(published).unwrap_or_default(),
            copy_of: report.and_then(|r| r.copy_of.as_deref()),
        }
    }
}

/// When a report was published, in words.
pub fn published(report: &ReportRow) -> String {
    let day = report.published.date.map(crate::period::day);
    day.unwrap_or_else(|| crate::period::words(&report.published.interval()))
}

/// A report in one line: its title, else its first words.
pub fn headline(report: &ReportRow) -> String {
    let first = || report.text.lines().find(|line| !line.trim().is_empty()).unwrap_or("").trim();
    match report.title.as_deref().map(str::trim).filter(|title| !title.is_empty()) {
        Some(title) => title.into(),
        None if first().chars().count() > 70 => {
            let cut: String = first().chars().take(70).collect();
            format!("{}…", cut.rsplit_once(' ').map_or(cut.as_str(), |(head, _)| head))
        }
        None => first().into(),
    }
}

/// An event with its evidence.
#[derive(Clone, Debug, Serialize)]
pub struct EventView<'a> {
    /// The record's event.
    #[serde(flatten)]
    pub event: &'a Event,
    /// Its kind in words.
    pub kind: String,
    /// Its date in words.
    pub when: String,
    /// Its sentences, in the record's order.
    pub cited: Vec<Cited<'a>>,
    /// Reports that tell of it: id, outlet, day in words, the report it copies.
    pub told_by: Vec<(&'a str, Option<&'a str>, String, Option<&'a str>)>,
    /// The visit or gathering within which it took place.
    pub within: Option<(&'a str, &'a str)>,
    /// Events that took place within it: id and summary.
    pub holds: Vec<(&'a str, &'a str)>,
    /// What the date rests on, by report.
    pub dated: Vec<DateSource>,
    /// Offices of the persons on the day, as the reports show them.
    pub offices: Vec<(&'a str, String)>,
    /// Findings about it.
    pub findings: Vec<&'a Finding>,
}

/// A report with its claims.
#[derive(Clone, Debug, Serialize)]
pub struct ReportView<'a> {
    /// The record's report.
    #[serde(flatten)]
    pub report: &'a ReportRow,
    /// Its claims in the order of the text, with the event's summary and kind.
    pub claims: Vec<(&'a ReportClaim, Option<(&'a Event, String)>)>,
    /// What cleaning took out, by reason: the pieces.
    pub removed_by: BTreeMap<&'static str, Vec<&'a str>>,
    /// Copies of it, with how each differs from it.
    pub copies: Vec<(&'a str, Option<&'a CopyHow>)>,
    /// Findings about it.
    pub findings: Vec<&'a Finding>,
}

/// A finding with what it is about.
#[derive(Clone, Debug, Serialize)]
pub struct FindingView<'a> {
    /// The finding.
    #[serde(flatten)]
    pub checked: CheckedFinding<'a>,
}

/// A state, body or person: offices and events.
#[derive(Clone, Debug, Serialize)]
pub struct ActorView<'a> {
    /// Its name.
    pub name: String,
    /// Its code, where it has one.
    pub code: Option<String>,
    /// Offices held by a person, or offices of a state.
    pub tenures: Vec<&'a Tenure>,
    /// Events that it takes part in, in the record's order.
    pub events: Vec<&'a Event>,
    /// Whom it has to do with: name, ids of the events; most events first.
    pub with: Vec<(String, Vec<&'a str>)>,
}

/// Finds what an id, the beginning of an event's id (four characters or more), or a name stands for. With `tellings`, an
/// event's evidence has the words marked that say who, when and where, and its date what it rests on.
pub fn show<'a>(
    holdings: &Holdings<'a>,
    directory: &Directory,
    query: &str,
    tellings: Tellings<'_>,
) -> Result<Shown<'a>, Unknown> {
    let record = holdings.record;
    if let Some(event) = holdings.event(query) {
        return Ok(Shown::Event(Box::new(EventView::of(holdings, event, tellings))));
    }
    if let Some(report) = holdings.report(query) {
        return Ok(Shown::Report(Box::new(ReportView::of(holdings, report))));
    }
    if let Some(finding) = record.findings.iter().find(|finding| finding.id == query) {
        return Ok(Shown::Finding(FindingView { checked: CheckedFinding::of(holdings, finding) }));
    }
    if let Some(statement) = holdings.statement(query) {
        return Ok(Shown::Statement(Box::new(StatementView::of(holdings, statement))));
    }
    if query.chars().count() >= 4 {
        let said: Vec<&Statement> = record.statements.iter().filter(|s| s.id.starts_with(query)).collect();
        if let [statement] = said[..] {
            return Ok(Shown::Statement(Box::new(StatementView::of(holdings, statement))));
        }
        let fits: Vec<&Event> = record.events.iter().filter(|event| event.id.starts_with(query)).collect();
        match fits[..] {
            [event] => return Ok(Shown::Event(Box::new(EventView::of(holdings, event, tellings)))),
            [] => {}
            _ => {
                let fits = fits.iter().map(|event| event.id.clone()).collect();
                return Err(Unknown::Several { query: query.into(), fits });
            }
        }
    }
    match directory.who(query) {
        Ok(who) => Ok(Shown::Actor(Box::new(ActorView::of(holdings, directory, &who)))),
        Err(Unknown::Nobody { nearest, .. }) => {
            let ids = record.reports.iter().map(|r| (r.id.as_str(), r.id.as_str()));
            let ids = ids.chain(record.events.iter().map(|e| (e.id.as_str(), e.id.as_str())));
            let mut near = crate::directory::nearest(query, ids);
            near.extend(nearest);
            near.truncate(3);
            let what = "event, report, statement, finding, state or person";
            Err(Unknown::Nobody { what, query: query.into(), nearest: near })
        }
        Err(other) => Err(other),
    }
}

impl<'a> EventView<'a> {
    /// An event with all that stands behind it.
    pub fn of(holdings: &Holdings<'a>, event: &'a Event, tellings: Tellings<'_>) -> EventView<'a> {
        let record = holdings.record;
        let tellings: BTreeMap<&str, Annotated> =
            event.documents.iter().filter_map(|doc| Some((doc.as_str(), tellings(doc)?))).collect();
        // A claim with the document that it stands in.
        let claims: Vec<(&Annotated, &Claim)> = event
            .claims
            .iter()
            .filter_map(|claim| {
                let annotated = tellings.get(claim.doc.as_str())?;
                Some((annotated, annotated.events.get(claim.event as usize)?))
            })
            .collect();
        let mut dated: Vec<DateSource> =
            claims.iter().map(|(annotated, claim)| date_source(annotated, claim)).collect();
        dated.sort();
        dated.dedup();
        let told_by = event.documents.iter().map(|doc| {
            let report = report(record, doc);
            (
                doc.as_str(),
                report.and_then(|r| r.source.as_deref()),
                report.map(published).unwrap_or_default(),
                report.and_then(|r| r.copy_of.as_deref()),
            )
        });
        let cited = event.evidence.iter().map(|e| Cited::of(record, e, marks(record, event, e, &claims)));
        let offices = event.participants.iter().filter_map(|person| {
            let held: Vec<String> =
                holdings.held_by(person).filter(|t| held_on(t, event)).map(|t| t.office.clone()).collect();
            // "minister" says nothing beside "foreign minister".
            let says_less = |office: &String| {
                held.iter()
                    .any(|other| other.len() > office.len() && other.split(' ').any(|word| office == word))
            };
            let mut fullest: Vec<&String> = held.iter().filter(|office| !says_less(office)).collect();
            fullest.sort();
            fullest.dedup();
            (!fullest.is_empty()).then(|| (person.as_str(), crate::words::list(&fullest)))
        });
        EventView {
            event,
            kind: crate::words::kind(event),
            when: crate::period::words(&event.date.unwrap_or_default()),
            cited: cited.collect(),
            told_by: told_by.collect(),
            within: event
                .part_of
                .as_deref()
                .and_then(|id| holdings.event(id))
                .map(|e| (e.id.as_str(), e.summary.as_str())),
            holds: holdings.parts(&event.id).map(|e| (e.id.as_str(), e.summary.as_str())).collect(),
            dated,
            offices: offices.collect(),
            findings: holdings.findings(&event.id).collect(),
        }
    }
}

fn date_source(annotated: &Annotated, claim: &Claim) -> DateSource {
    let time = claim.date.time.and_then(|time| annotated.times.get(time as usize));
    let words = time.map(|time| {
        let words = annotated.text.chars().skip(time.start as usize);
        words.take(time.end.saturating_sub(time.start) as usize).collect()
    });
    DateSource {
        doc: annotated.id.clone(),
        basis: claim.date.basis.clone(),
        words,
        days: claim.date.interval(),
    }
}

/// The words of a sentence that say what, who, when and where; where they overlap, the first of these.
fn marks(record: &Record, event: &Event, evidence: &Evidence, claims: &[(&Annotated, &Claim)]) -> Vec<Mark> {
    let mut found: Vec<Mark> = triggers(record, &event.id, evidence)
        .into_iter()
        .map(|(start, end)| Mark { start, end, says: Says::What })
        .collect();
    let here = CharSpan::new(evidence.start, evidence.end);
    for (annotated, claim) in claims.iter().filter(|(annotated, _)| annotated.id == evidence.doc) {
        let mention = |mention: u32| annotated.mentions.get(mention as usize).map(|m| m.span());
        let parties = claim.source.iter().chain(&claim.target).chain(&claim.persons);
        let who = parties.filter_map(|party| mention(party.mention)).map(|span| (span, Says::Who));
        let time = claim.date.time.and_then(|time| annotated.times.get(time as usize));
        let place = claim.place.as_ref().and_then(|place| place.mention).and_then(mention);
        let when = time.map(|time| (time.span(), Says::When));
        let place = place.map(|span| (span, Says::Where));
        for (span, says) in who.chain(when).chain(place).filter(|(span, _)| here.contains(*span)) {
            found.push(Mark { start: span.start - here.start, end: span.end - here.start, says });
        }
    }
    found.sort_by_key(|mark| (mark.says, mark.start, mark.end));
    let mut apart: Vec<Mark> = Vec::new();
    for mark in found {
        if mark.start < mark.end
            && apart.iter().all(|other| mark.end <= other.start || other.end <= mark.start)
        {
            apart.push(mark);
        }
    }
    apart.sort_by_key(|mark| mark.start);
    apart
}

/// Whether the reports show the office held on the event's days, or that event is what shows it.
fn held_on(tenure: &Tenure, event: &Event) -> bool {
    let held = chancery_model::DayInterval { begin: tenure.first, end: tenure.last };
    let known =
        !held.is_unknown() && event.date.is_some_and(|date| !date.is_unknown() && date.meets(&held, 0));
    known
        || tenure.evidence.iter().any(|e| event.evidence.iter().any(|f| f.doc == e.doc && f.start == e.start))
}

impl<'a> ReportView<'a> {
    /// A report with its claims.
    pub fn of(holdings: &Holdings<'a>, report: &'a ReportRow) -> ReportView<'a> {
        let mut claims: Vec<&ReportClaim> = report.events.iter().collect();
        claims.sort_by_key(|claim| (claim.trigger, &claim.same));
        let claims = claims.into_iter().map(|claim| {
            let event = claim.same.as_deref().and_then(|id| holdings.event(id));
            (claim, event.map(|event| (event, crate::words::kind(event))))
        });
        let mut removed_by: BTreeMap<&'static str, Vec<&str>> = BTreeMap::new();
        for piece in &report.removed {
            removed_by.entry(reason(piece.why)).or_default().push(&piece.text);
        }
        ReportView {
            report,
            claims: claims.collect(),
            removed_by,
            copies: holdings
                .copies(&report.id)
                .map(|other| (other.id.as_str(), other.copy_how.as_ref()))
                .collect(),
            findings: holdings.findings(&report.id).collect(),
        }
    }
}

fn reason(why: RemovalReason) -> &'static str {
    crate::words::removal(why)
}

impl<'a> ActorView<'a> {
    /// Whoever that is, with offices and events.
    pub fn of(holdings: &Holdings<'a>, directory: &Directory, who: &Who) -> ActorView<'a> {
        let is = |side: &chancery_model::Side| match who {
            Who::State(code) => side.state.as_ref() == Some(code),
            Who::Name(name) => side.name == *name,
        };
        // Another party is named by its state; a person's own state is no company for them.
        let own: std::collections::BTreeSet<&str> = match who {
            Who::State(code) => [code.as_str()].into(),
            Who::Name(_) => {
                let sides = holdings.with(who).flat_map(|event| event.source.iter().chain(&event.target));
                let tenures = holdings.with_offices(who);
                sides
                    .filter(|side| is(side))
                    .filter_map(|s| s.state.as_deref())
                    .chain(tenures.map(|t| t.state.as_str()))
                    .collect()
            }
        };
        let mut events = Vec::new();
        let mut with: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        let mut code = None;
        for event in holdings.with(who) {
            let sides = || event.source.iter().chain(&event.target);
            let takes_part = matches!(who, Who::Name(name) if event.participants.contains(name));
            if !takes_part && !sides().any(is) {
                continue;
            }
            events.push(event);
            code = code.or_else(|| sides().find(|side| is(side)).and_then(|side| side.code.clone()));
            let mut others: Vec<String> = sides()
                .filter(|side| !is(side))
                .filter(|side| side.state.as_deref().is_none_or(|state| !own.contains(state)))
                .map(|side| match &side.state {
                    Some(state) => directory.state_name(state).to_string(),
                    None => side.name.clone(),
                })
                .collect();
            others.sort();
            others.dedup();
            for other in others {
                with.entry(other).or_default().push(&event.id);
            }
        }
        let mut with: Vec<(String, Vec<&str>)> = with.into_iter().collect();
        with.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then_with(|| a.0.cmp(&b.0)));
        let tenures = holdings.with_offices(who);
        let (name, code) = match who {
            Who::State(state) => (directory.state_name(state).to_string(), Some(state.clone())),
            Who::Name(name) => (name.clone(), code),
        };
        ActorView { name, code, tenures: tenures.collect(), events, with }
    }
}
