//! The reports of one event side by side: what all tell, what only one tells, in what they differ, what contradicts; which
//! matter comes first, how much room each side's words get, and what the same thing is called.
//!
//! A *point* is one matter told: a circumstance of the event (its day, its place …) or what a clause, a sentence or a
//! quotation says. Points are aligned over the reports by what they are about (see `alignment`). Two decisions shaped this
//! view. **Silence is silence**: what one report leaves out is "only in" the other and never a denial. **Copies are one
//! voice**: reports that copy one another share a column, unless they are asked for apart.
//!
//! What is compared is the part of each report that tells of the event; what was left out is listed with the reason.

mod alignment;
mod differences;
mod facts;
mod lexicon;
mod names;
mod places;
mod points;
mod report;
mod room;
mod words;

pub use differences::{Difference, DifferenceKind, Value};
pub use names::{Naming, Used};
pub use points::{Speech, Voice};
pub use report::LeftOut;
pub use room::{Room, Words};

use crate::show::{Tellings, published};
use crate::{Directory, Unknown};
use alignment::Aligned;
use chancery_model::{CharSpan, Event, Evidence, Record};
use differences::Side;
use points::{Cast, Passage};
use report::{Happening, Telling};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The reports of one event, aligned.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Comparison<'a> {
    /// The event.
    pub event: &'a Event,
    /// Its kind in words: "phone call".
    pub kind: String,
    /// Its date in words.
    pub when: String,
    /// The independent reports, by day of publication, then id; copies stand with the one that they copy.
    pub columns: Vec<Column<'a>>,
    /// What they tell: circumstances of the event first, then matters in the order of the first report that tells them.
    pub points: Vec<Point>,
    /// What they call differently.
    pub names: Vec<Naming>,
    /// Reports of the event that can't be compared, with the reason.
    pub not_compared: Vec<(&'a str, String)>,
}

/// One report, with its copies.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Column<'a> {
    /// "A", "B" …
    pub letter: String,
    /// The report that leads its copies.
    pub doc: &'a str,
    /// Its outlet.
    pub source: Option<&'a str>,
    /// Its title, else its first words.
    pub title: String,
    /// When it was published, in words.
    pub published: String,
    /// Reports that copy it.
    pub copies: Vec<&'a str>,
    /// Its matters in its own order: indices of [`Comparison::points`].
    pub order: Vec<usize>,
    /// How much room it gives to whom.
    pub room: Room,
    /// Sentences that do not belong to the comparison.
    pub left_out: Vec<(LeftOut, Evidence)>,
}

/// How a point stands among the reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Standing {
    /// Told by two or more, with values that can't all be true.
    Contradicts,
    /// Told by two or more, not in the same way.
    Differs,
    /// Told by all, in the same sense.
    Same,
    /// Told in the same sense by two or more, but not by all.
    Several,
    /// Told by one; the others are silent, which denies nothing.
    Only,
}

impl Standing {
    /// The word for it in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Standing::Contradicts => "contradicts",
            Standing::Differs => "differs",
            Standing::Same => "same",
            Standing::Several => "several",
            Standing::Only => "only",
        }
    }
}

/// One matter, as each report tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Point {
    /// What it is about, in a few words.
    pub heading: String,
    /// It is a circumstance of the event: its day, place, length …
    pub circumstance: bool,
    /// How it stands.
    pub standing: Standing,
    /// What each column says; `None` where it is silent.
    pub accounts: Vec<Option<Account>>,
    /// In what they differ.
    pub differences: Vec<Difference>,
    /// How alike the two passages are that were joined first, in thousandths; 0 where nothing was joined.
    pub likeness: u32,
}

impl Point {
    /// The columns that tell it.
    pub fn told_by(&self) -> Vec<usize> {
        (0..self.accounts.len()).filter(|at| self.accounts[*at].is_some()).collect()
    }
}

/// What one report says of a point.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Account {
    /// The value in words, for a circumstance.
    pub says: Option<String>,
    /// Who says or does it; `None` for a circumstance.
    pub voice: Option<Voice>,
    /// The words, in order, each with its place in the report.
    pub passages: Vec<Evidence>,
}

impl Comparison<'_> {
    /// Drops the points that are not wanted; the order of topics keeps those that stay.
    pub fn keep(&mut self, only: &Only) {
        let kept: Vec<bool> = self.points.iter().map(|point| only.wants(point, &self.columns)).collect();
        let place = |at: &usize| kept[*at].then(|| kept[..*at].iter().filter(|kept| **kept).count());
        for column in &mut self.columns {
            column.order = column.order.iter().filter_map(place).collect();
        }
        let mut kept = kept.into_iter();
        self.points.retain(|_| kept.next().unwrap_or(false));
    }
}

/// Which points are wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Only {
    /// Told by all.
    Both,
    /// Told by this column alone, given by its letter.
    Column(String),
    /// Told differently, contradictions among them.
    Differs,
    /// Contradicting.
    Contradicts,
}

impl Only {
    /// Reads "both" (or "all"), "differs", "contradicts", or a column's letter.
    pub fn parse(words: &str) -> Result<Only, String> {
        let folded = words.trim().to_ascii_lowercase();
        match folded.as_str() {
            "both" | "all" | "same" => Ok(Only::Both),
            "differs" | "differ" | "differing" => Ok(Only::Differs),
            "contradicts" | "contradict" | "contradicting" => Ok(Only::Contradicts),
            letter if letter.len() == 1 && letter.bytes().all(|b| b.is_ascii_lowercase()) => {
                Ok(Only::Column(folded.to_ascii_uppercase()))
            }
            _ => Err("write both, differs, contradicts, or a report’s letter: a, b …".into()),
        }
    }

    /// Whether a point is wanted.
    pub fn wants(&self, point: &Point, columns: &[Column<'_>]) -> bool {
        let told = point.told_by();
        match self {
            Only::Both => told.len() == columns.len() && told.len() > 1,
            Only::Differs => matches!(point.standing, Standing::Differs | Standing::Contradicts),
            Only::Contradicts => point.standing == Standing::Contradicts,
            Only::Column(letter) => matches!(told[..], [one] if columns[one].letter == *letter),
        }
    }
}

/// Compares the reports of an event. With `split`, copies get columns of their own. A report that `tellings` doesn't hand
/// out is named in [`Comparison::not_compared`].
pub fn compare<'a>(
    record: &'a Record,
    directory: &Directory,
    event: &'a Event,
    tellings: Tellings<'_>,
    split: bool,
) -> Comparison<'a> {
    let happening = Happening::of(record, event);
    let (tellings, copies, not_compared) = columns_of(record, &happening, tellings, split);
    let cast = Cast::of(&tellings, &happening);
    let mut passages: Vec<Passage> = Vec::new();
    for (column, telling) in tellings.iter().enumerate() {
        passages.extend(points::passages(telling, column, &happening, &cast));
    }
    let mut aligned = alignment::align(&passages, tellings.len());
    aligned.retain(|group| group.by_column.iter().flatten().any(|at| !passages[*at].bare));
    let kind = crate::words::kind(event);
    let mut points: Vec<Point> =
        facts::facts(&tellings, &happening, &cast).into_iter().map(circumstance).collect();
    let first = points.len();
    let headings = headings(&aligned, &passages, &tellings, &happening, &kind);
    for (group, heading) in aligned.iter().zip(headings) {
        let told = matter(group, heading, &passages, &tellings, &points[..first]);
        points.push(told);
    }
    let columns = tellings.iter().zip(copies).enumerate().map(|(at, (telling, copies))| Column {
        letter: letter(at),
        doc: &telling.row.id,
        source: telling.row.source.as_deref(),
        title: crate::show::headline(telling.row),
        published: published(telling.row),
        copies,
        order: order(&aligned, at).into_iter().map(|point| point + first).collect(),
        room: room::room(
            telling,
            &passages.iter().filter(|p| p.column == at).collect::<Vec<_>>(),
            &happening,
        ),
        left_out: left_out(telling),
    });
    Comparison {
        event,
        when: crate::period::words(&event.date.unwrap_or_default()),
        kind,
        columns: columns.collect(),
        names: names::names(&tellings, &happening, &cast, directory),
        points,
        not_compared,
    }
}

/// The event that an id, or the beginning of one (four characters or more), stands for.
pub fn event<'a>(record: &'a Record, query: &str) -> Result<&'a Event, Unknown> {
    if let Some(event) = record.events.iter().find(|event| event.id == query) {
        return Ok(event);
    }
    let long = query.chars().count() >= 4;
    let fits: Vec<&Event> =
        record.events.iter().filter(|event| long && event.id.starts_with(query)).collect();
    match fits[..] {
        [event] => Ok(event),
        [] => {
            let ids = record.events.iter().map(|event| (event.id.as_str(), event.id.as_str()));
            Err(Unknown::Nobody {
                what: "event",
                query: query.into(),
                nearest: crate::directory::nearest(query, ids),
            })
        }
        _ => Err(Unknown::Several {
            query: query.into(),
            fits: fits.iter().map(|event| event.id.clone()).collect(),
        }),
    }
}

type Columns<'a> = (Vec<Telling<'a>>, Vec<Vec<&'a str>>, Vec<(&'a str, String)>);

/// The reports that lead a column each, with their copies.
fn columns_of<'a>(
    record: &'a Record,
    happening: &Happening<'_>,
    tellings: Tellings<'_>,
    split: bool,
) -> Columns<'a> {
    let told = |id: &str| happening.event.documents.iter().any(|doc| doc == id);
    let mut groups: BTreeMap<&str, Vec<&'a chancery_model::ReportRow>> = BTreeMap::new();
    for row in record.reports.iter().filter(|row| told(&row.id)) {
        let leader = row.copy_of.as_deref().filter(|_| !split).unwrap_or(&row.id);
        groups.entry(leader).or_default().push(row);
    }
    let mut leading: Vec<Vec<&'a chancery_model::ReportRow>> = groups.into_values().collect();
    for group in &mut leading {
        // The report that is copied leads, where it tells of the event itself.
        group.sort_by_key(|row| (row.copy_of.is_some(), row.published.date, row.id.as_str()));
    }
    leading.sort_by_key(|group| {
        let published = &group[0].published;
        (published.date.or(published.end), group[0].id.as_str())
    });
    let mut out: Columns<'a> = (Vec::new(), Vec::new(), Vec::new());
    for group in leading {
        let row = group[0];
        match tellings(&row.id).filter(|annotated| !annotated.sentences.is_empty()) {
            Some(annotated) => {
                out.0.push(Telling::of(happening, row, annotated));
                out.1.push(group[1..].iter().map(|copy| copy.id.as_str()).collect());
            }
            None => out.2.push((row.id.as_str(), "what it tells is not at hand".into())),
        }
    }
    out
}

fn letter(at: usize) -> String {
    match u8::try_from(at) {
        Ok(n) if n < 26 => char::from(b'A' + n).to_string(),
        _ => format!("#{}", at + 1),
    }
}

fn circumstance(fact: facts::Fact) -> Point {
    let accounts: Vec<Option<Account>> = fact
        .given
        .into_iter()
        .map(|given| {
            let given = given?;
            Some(Account { says: Some(given.says), voice: None, passages: vec![given.quoted] })
        })
        .collect();
    point(fact.heading.into(), true, accounts, fact.differences, 0)
}

fn matter(
    group: &Aligned,
    heading: String,
    passages: &[Passage],
    tellings: &[Telling<'_>],
    circumstances: &[Point],
) -> Point {
    let sides: Vec<Side<'_, '_>> = group
        .by_column
        .iter()
        .enumerate()
        .filter(|(_, list)| !list.is_empty())
        .map(|(column, list)| Side {
            column,
            telling: &tellings[column],
            passages: list.iter().map(|at| &passages[*at]).collect(),
        })
        .collect();
    let mut accounts: Vec<Option<Account>> = vec![None; tellings.len()];
    for side in &sides {
        let quote = |passage: &&Passage| differences::quote(side.telling, passage.span);
        accounts[side.column] = Some(Account {
            says: None,
            voice: side.passages.first().map(|passage| passage.voice.clone()),
            passages: side.passages.iter().map(quote).collect(),
        });
    }
    let mut differences = if sides.len() > 1 { differences::differences(&sides) } else { Vec::new() };
    // What a circumstance shows already is not counted again.
    let shown: Vec<&Evidence> = circumstances
        .iter()
        .flat_map(|point| &point.differences)
        .flat_map(|difference| &difference.values)
        .filter_map(|value| value.quoted.as_ref())
        .collect();
    let again = |value: &Value| {
        let quoted = value.quoted.as_ref();
        quoted.is_some_and(|a| shown.iter().any(|b| a.doc == b.doc && a.start < b.end && b.start < a.end))
    };
    for difference in &mut differences {
        let fact =
            matches!(difference.kind, DifferenceKind::Date | DifferenceKind::Place | DifferenceKind::Number);
        if fact && difference.values.iter().all(again) {
            difference.contradicts = false;
            difference.about = format!("{}, as said above", difference.about);
        }
    }
    point(heading, false, accounts, differences, group.likeness)
}

fn point(
    heading: String,
    circumstance: bool,
    accounts: Vec<Option<Account>>,
    differences: Vec<Difference>,
    likeness: u32,
) -> Point {
    let told = accounts.iter().flatten().count();
    let standing = match told {
        0 | 1 => Standing::Only,
        _ if differences.iter().any(|difference| difference.contradicts) => Standing::Contradicts,
        _ if !differences.is_empty() => Standing::Differs,
        n if n == accounts.len() => Standing::Same,
        _ => Standing::Several,
    };
    Point { heading, circumstance, standing, accounts, differences, likeness }
}

/// The points of a column in its own order.
fn order(aligned: &[Aligned], column: usize) -> Vec<usize> {
    let mut own: Vec<(usize, usize)> = aligned
        .iter()
        .enumerate()
        .filter_map(|(at, group)| Some((*group.by_column[column].first()?, at)))
        .collect();
    own.sort_unstable();
    own.into_iter().map(|(_, at)| at).collect()
}

fn left_out(telling: &Telling<'_>) -> Vec<(LeftOut, Evidence)> {
    let sentences = telling.annotated.sentences.iter().zip(&telling.left_out);
    sentences
        .filter_map(|(sentence, why)| Some(((*why)?, differences::quote(telling, sentence.span()))))
        .collect()
}

/// What each point is about: the matters that its passages share, else their most telling words; the event's own telling
/// goes by its kind.
fn headings(
    aligned: &[Aligned],
    passages: &[Passage],
    tellings: &[Telling<'_>],
    happening: &Happening<'_>,
    kind: &str,
) -> Vec<String> {
    let weighed = alignment::weigh(passages);
    let mut seen: BTreeSet<String> = BTreeSet::new();
    aligned
        .iter()
        .map(|group| {
            let members: Vec<usize> = group.by_column.iter().flatten().copied().collect();
            let tells_event = |at: &usize| {
                let told = &passages[*at].told;
                told.iter().any(|told| told.same.as_deref() == Some(happening.event.id.as_str()))
            };
            let mut columns = group.by_column.iter().filter(|list| !list.is_empty());
            let event_itself = columns.all(|list| list.iter().any(tells_event));
            let mut topics: Vec<&str> = Vec::new();
            for hit in members.iter().flat_map(|at| &passages[*at].topics) {
                if !topics.contains(&hit.entry.value) {
                    topics.push(hit.entry.value);
                }
            }
            let shared: Vec<&str> = topics
                .iter()
                .copied()
                .filter(|topic| {
                    group.by_column.iter().filter(|list| !list.is_empty()).all(|list| {
                        list.iter().any(|at| passages[*at].topics.iter().any(|hit| hit.entry.value == *topic))
                    })
                })
                .collect();
            let topics = if shared.is_empty() { topics } else { shared };
            let mut heading = if event_itself && !seen.contains(&format!("the {kind} itself")) {
                format!("the {kind} itself")
            } else if topics.is_empty() {
                telling_words(&members, passages, tellings, &weighed)
            } else {
                topics.iter().take(3).copied().collect::<Vec<_>>().join(", ")
            };
            if seen.contains(&heading) {
                let more = telling_words(&members, passages, tellings, &weighed);
                heading = format!("{heading}: {more}");
            }
            seen.insert(heading.clone());
            heading
        })
        .collect()
}

/// Up to three words that say most about passages, as they stand in the first.
fn telling_words(
    members: &[usize],
    passages: &[Passage],
    tellings: &[Telling<'_>],
    weighed: &[BTreeMap<&str, u64>],
) -> String {
    let Some(first) = members.first() else { return String::new() };
    let telling = &tellings[passages[*first].column];
    let words = telling.words_in(passages[*first].span);
    let weight = |stem: &str| -> u64 {
        let term = format!("word {stem}");
        let found: Vec<u64> =
            members.iter().filter_map(|at| weighed[*at].get(term.as_str()).copied()).collect();
        // What several of them say tells more of the point than what one says.
        found.iter().sum::<u64>() * if found.len() > 1 { 2 } else { 1 }
    };
    let mut ranked: Vec<(u64, usize)> = Vec::new();
    let mut seen = BTreeSet::new();
    for (at, word) in words.iter().enumerate() {
        let weight = weight(&word.stem);
        if weight > 0 && seen.insert(&word.stem) {
            ranked.push((weight, at));
        }
    }
    ranked.sort_by_key(|(weight, at)| (std::cmp::Reverse(*weight), *at));
    let mut chosen: Vec<usize> = ranked.into_iter().take(3).map(|(_, at)| at).collect();
    chosen.sort_unstable();
    let written = |at: usize| telling.text(CharSpan::new(words[at].span.start, words[at].span.end));
    let chosen: Vec<String> = chosen.into_iter().map(written).collect();
    if chosen.is_empty() { "other words".into() } else { chosen.join(" · ") }
}
