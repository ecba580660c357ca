//! Who said what to or of whom, filtered; commitments with the later words on them.

use crate::show::{Cited, Mark, Says};
use crate::timeline::report;
use crate::{Directory, Holdings, Who, directory, period};
use chancery_model::{CommitmentState, Day, DayInterval, Side, Statement, StatementKind};
use serde::Serialize;

/// Which statements are wanted; the default wants all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatementFilter {
    /// Said by anybody of this state, or by this person or body.
    pub by: Option<Who>,
    /// Said to or of anybody of this state, or this person or body.
    pub to: Option<Who>,
    /// A topic, or words that occur in what was said or in the sentence around it, in any case.
    pub about: Option<String>,
    /// Any of these kinds; all where empty.
    pub kinds: Vec<StatementKind>,
    /// Commitments in one of these states; all statements where empty.
    pub states: Vec<CommitmentState>,
    /// Said on or after this day, as far as the reports tell; undated statements are left out.
    pub since: Option<Day>,
    /// Said on or before this day.
    pub until: Option<Day>,
}

/// Statements by day, then report and place.
#[derive(Clone, Debug, Serialize)]
pub struct Statements<'a> {
    /// The statements.
    pub statements: Vec<StatementView<'a>>,
    /// The filter in words.
    pub filters: Vec<String>,
}

/// A statement with what it is about.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StatementView<'a> {
    /// The record's statement.
    #[serde(flatten)]
    pub statement: &'a Statement,
    /// When it was said, in words.
    pub when: String,
    /// The outlet.
    pub source: Option<&'a str>,
    /// The meeting, call or visit: id and summary.
    pub made_at: Option<(&'a str, &'a str)>,
    /// Its sentences, the words marked.
    #[serde(skip)]
    pub cited: Vec<Cited<'a>>,
    /// The later words that the state of a commitment rests on.
    #[serde(skip)]
    pub later: Vec<Cited<'a>>,
}

impl<'a> StatementView<'a> {
    /// A statement with its report and event looked up.
    pub fn of(holdings: &Holdings<'a>, statement: &'a Statement) -> Self {
        let record = holdings.record;
        let cite = |e: &'a chancery_model::Evidence| Cited::of(record, e, marks(statement, e));
        StatementView {
            statement,
            when: period::words(&statement.date.unwrap_or_default()),
            source: report(record, &statement.doc).and_then(|r| r.source.as_deref()),
            made_at: statement
                .event
                .as_deref()
                .and_then(|id| holdings.event(id))
                .map(|e| (e.id.as_str(), e.summary.as_str())),
            cited: statement.evidence.iter().map(cite).collect(),
            later: statement.state_evidence.iter().map(|e| Cited::of(record, e, Vec::new())).collect(),
        }
    }
}

/// Where what was said stands in a sentence, if it stands there unbroken.
fn marks(statement: &Statement, evidence: &chancery_model::Evidence) -> Vec<Mark> {
    let pieces = statement.words.split(" … ").filter(|piece| *piece != evidence.text);
    let mut marks: Vec<Mark> = pieces
        .filter_map(|piece| {
            let start = evidence.text[..evidence.text.find(piece)?].chars().count() as u32;
            Some(Mark { start, end: start + piece.chars().count() as u32, says: Says::What })
        })
        .collect();
    marks.sort_by_key(|mark| mark.start);
    marks
}

impl<'a> Statements<'a> {
    /// The statements that a filter lets through.
    pub fn of(holdings: &Holdings<'a>, directory: &Directory, filter: &StatementFilter) -> Self {
        let mut wanted: Vec<&Statement> =
            holdings.record.statements.iter().filter(|s| filter.wants(s)).collect();
        wanted.sort_by_key(|s| s.date.map(|date| (date.begin.or(date.end), date.end)));
        Statements {
            statements: wanted.into_iter().map(|s| StatementView::of(holdings, s)).collect(),
            filters: filter.words(directory),
        }
    }
}

impl StatementFilter {
    /// Whether the statement is wanted.
    pub fn wants(&self, s: &Statement) -> bool {
        let is = |side: &Side, who: &Who| match who {
            Who::State(code) => side.state.as_ref() == Some(code),
            Who::Name(name) => side.name == *name,
        };
        let about = |words: &str| {
            let words = directory::fold(words);
            let holds = |text: &str| directory::fold(text).contains(&words);
            s.topic.as_deref().is_some_and(|topic| directory::fold(topic) == words)
                || holds(&s.words)
                || s.evidence.iter().any(|e| holds(&e.text))
        };
        let in_time = || {
            let date = s.date.filter(|date| !date.is_unknown());
            date.is_some_and(|date| date.meets(&DayInterval { begin: self.since, end: self.until }, 0))
        };
        self.by.as_ref().is_none_or(|who| is(&s.speaker, who))
            && self.to.as_ref().is_none_or(|who| s.hearers.iter().any(|side| is(side, who)))
            && self.about.as_deref().is_none_or(about)
            && (self.kinds.is_empty() || self.kinds.contains(&s.kind))
            && (self.states.is_empty() || s.state.is_some_and(|state| self.states.contains(&state)))
            && ((self.since.is_none() && self.until.is_none()) || in_time())
    }

    /// The filter in words, empty for all.
    pub fn words(&self, directory: &Directory) -> Vec<String> {
        let name = |who: &Who| match who {
            Who::State(code) => directory.state_name(code).to_string(),
            Who::Name(name) => name.clone(),
        };
        let mut out = Vec::new();
        out.extend(self.by.as_ref().map(|who| format!("by {}", name(who))));
        out.extend(self.to.as_ref().map(|who| format!("to or of {}", name(who))));
        out.extend(self.about.as_ref().map(|words| format!("about {words}")));
        if !self.kinds.is_empty() {
            let kinds: Vec<&str> = self.kinds.iter().map(|k| k.as_str()).collect();
            out.push(kinds.join(" or "));
        }
        if !self.states.is_empty() {
            let states: Vec<&str> = self.states.iter().map(|s| state_words(*s)).collect();
            out.push(states.join(" or "));
        }
        match (self.since, self.until) {
            (None, None) => {}
            (Some(a), None) => out.push(format!("since {}", period::day(a))),
            (None, Some(b)) => out.push(format!("until {}", period::day(b))),
            (Some(a), Some(b)) => out.push(period::words(&DayInterval { begin: Some(a), end: Some(b) })),
        }
        out
    }
}

/// The state of a commitment, in words: no report decides what is true.
pub fn state_words(state: CommitmentState) -> &'static str {
    match state {
        CommitmentState::Open => "open",
        CommitmentState::Due => "due",
        CommitmentState::Kept => "reported kept",
        CommitmentState::Broken => "reported broken",
        CommitmentState::Withdrawn => "withdrawn",
    }
}

/// The words are no kind of statement, or no state of a commitment.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{query}” is none of {}", crate::words::list(known))]
pub struct NoSuch {
    /// As typed.
    pub query: String,
    /// What may be typed.
    pub known: Vec<&'static str>,
}

/// Reads a kind as a person types it: "request", "requests".
pub fn kind(query: &str) -> Result<StatementKind, NoSuch> {
    let folded = directory::fold(query);
    let plain = folded.strip_suffix('s').unwrap_or(&folded);
    let known = StatementKind::ALL;
    known
        .into_iter()
        .find(|k| k.as_str() == folded || k.as_str() == plain)
        .ok_or_else(|| NoSuch { query: query.into(), known: known.map(|k| k.as_str()).into() })
}

/// Reads a state of commitments as a person types it: "kept", "reported kept".
pub fn state(query: &str) -> Result<CommitmentState, NoSuch> {
    use CommitmentState::{Broken, Due, Kept, Open, Withdrawn};
    let folded = directory::fold(query);
    let plain = folded.strip_prefix("reported ").unwrap_or(&folded);
    let known = [Open, Due, Kept, Broken, Withdrawn];
    known
        .into_iter()
        .find(|s| s.as_str() == plain)
        .ok_or_else(|| NoSuch { query: query.into(), known: known.map(|s| s.as_str()).into() })
}
