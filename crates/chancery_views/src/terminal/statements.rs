//! Statements: a list, and one with its evidence.

use super::show::{fact, quotes, sides};
use super::timeline::dotted;
use super::{Ink, Paper, Piece, Sheet, id_length, short, width};
use crate::statements::state_words;
use crate::words::{self, count};
use crate::{Directory, StatementView, Statements, period};
use chancery_model::{CommitmentState, DayInterval, Record, StatementKind};

/// Columns of the days.
const DATES: usize = 12;

/// Draws statements under the years in which they were made.
pub fn draw_statements(view: &Statements<'_>, record: &Record, paper: Paper) -> String {
    let mut sheet = Sheet::new(paper);
    let title = count(view.statements.len(), "statement", "statements");
    let of = count(record.reports.len(), "report", "reports");
    sheet.para(&[], 0, &[Piece::strong(title), Piece::soft(format!(" in {of}"))]);
    if !view.filters.is_empty() {
        sheet.para(&[], 0, &[Piece::soft(format!("only: {}", view.filters.join(" · ")))]);
    }
    let counts: Vec<String> = StatementKind::ALL
        .into_iter()
        .map(|kind| (kind, view.statements.iter().filter(|s| s.statement.kind == kind).count()))
        .filter(|(_, n)| *n > 0)
        .map(|(kind, n)| format!("{} {}", kind.as_str(), words::thousands(n)))
        .collect();
    if !counts.is_empty() {
        sheet.para(&[], 0, &[Piece::soft(counts.join(" · "))]);
    }
    let length = id_length(record.statements.iter().map(|s| s.id.as_str()));
    let year = |view: &StatementView<'_>| period::group(&view.statement.date.unwrap_or_default()).0;
    let mut before = None;
    for statement in &view.statements {
        let this = year(statement);
        if before != Some(this) {
            sheet.gap();
            let n = view.statements.iter().filter(|s| year(s) == this).count();
            let heading = this.map_or("Undated".into(), |year| year.to_string());
            sheet.rule(&heading, &count(n, "statement", "statements"));
            before = Some(this);
        } else {
            sheet.gap();
        }
        entry(&mut sheet, statement, this, length);
    }
    sheet.finish()
}

/// One statement of the list: who to whom, of which kind; the words; where it stands; what became of it.
fn entry(sheet: &mut Sheet, view: &StatementView<'_>, year: Option<i16>, length: usize) {
    let s = view.statement;
    let date = s.date.unwrap_or_default();
    let when = match period::in_year(&date, year) {
        long if width(&long) > DATES => period::in_year(&DayInterval { begin: None, end: date.end }, year),
        when => when,
    };
    let pad = " ".repeat(DATES.saturating_sub(width(&when)));
    let indent = DATES + 2;
    let lead = [Piece::plain(format!("{pad}{when}  "))];
    let mut who = vec![Piece::strong(&s.speaker.name)];
    if !s.hearers.is_empty() {
        let names: Vec<&str> = s.hearers.iter().map(|side| side.name.as_str()).collect();
        who.push(Piece::plain(format!(" {} {}", towards(s.kind), words::list(&names))));
    }
    who.push(Piece::plain("  "));
    who.push(Piece::new(s.kind.as_str(), ink(s.kind)));
    who.extend(s.topic.as_ref().map(|topic| Piece::soft(format!(" · {topic}"))));
    sheet.para_with_tail(&lead, indent, &who, &[Piece::soft(short(&s.id, length))]);
    let margin = [Piece::plain(" ".repeat(indent))];
    sheet.para(&margin, indent, &[Piece::plain(said(view))]);
    let mut facts = vec![vec![Piece::soft(&s.doc)]];
    facts.extend(view.made_at.map(|(_, summary)| vec![Piece::soft(format!("at: {summary}"))]));
    sheet.para(&margin, indent, &dotted(facts));
    if let Some(state) = s.state {
        sheet.para(&margin, indent, &[Piece::new(state_words(state), state_ink(state))]);
        for cited in view.later.iter().take(2) {
            let lead = [Piece::plain(" ".repeat(indent + 2))];
            let from = format!("  {}, {}", cited.evidence.doc, cited.published);
            sheet.para(&lead, indent + 2, &[Piece::plain(&cited.evidence.text), Piece::soft(from)]);
        }
    }
}

/// How a statement goes to its hearers.
fn towards(kind: StatementKind) -> &'static str {
    match kind {
        StatementKind::Accusation | StatementKind::Praise => "of",
        _ => "to",
    }
}

/// The words, in quotation marks where they stand in them.
fn said(view: &StatementView<'_>) -> String {
    let s = view.statement;
    let is_mark = |c: char| matches!(c, '"' | '“' | '”' | ',' | ' ');
    match s.direct {
        true => format!("“{}”", s.words.trim_matches(is_mark)),
        false => s.words.clone(),
    }
}

fn ink(kind: StatementKind) -> Ink {
    match kind {
        StatementKind::Commitment | StatementKind::Praise => Ink::CoopWord,
        StatementKind::Accusation | StatementKind::Denial | StatementKind::Warning => Ink::ConfWord,
        StatementKind::Request | StatementKind::Position => Ink::Plain,
    }
}

fn state_ink(state: CommitmentState) -> Ink {
    match state {
        CommitmentState::Open => Ink::Plain,
        CommitmentState::Due => Ink::Doubt,
        CommitmentState::Kept => Ink::CoopDeed,
        CommitmentState::Broken | CommitmentState::Withdrawn => Ink::ConfDeed,
    }
}

/// One statement with its evidence.
pub(super) fn statement(sheet: &mut Sheet, view: &StatementView<'_>, directory: &Directory) {
    let s = view.statement;
    sheet.para(&[], 0, &[Piece::strong(said(view))]);
    let how = if s.direct { "direct" } else { "reported" };
    let mut facts = vec![vec![Piece::new(s.kind.as_str(), ink(s.kind))], vec![Piece::plain(how)]];
    facts.extend(s.topic.as_ref().map(|topic| vec![Piece::plain(topic)]));
    facts.push(vec![Piece::plain(&view.when)]);
    sheet.para(&[], 0, &dotted(facts));
    sheet.gap();
    fact(sheet, "who", &sides(std::slice::from_ref(&s.speaker), directory));
    if !s.hearers.is_empty() {
        let label = format!("{} whom", towards(s.kind));
        fact(sheet, &label, &sides(&s.hearers, directory));
    }
    match view.made_at {
        Some((id, summary)) => fact(sheet, "at", &[Piece::plain(summary), Piece::soft(format!("  {id}"))]),
        None => fact(sheet, "at", &[Piece::soft("no meeting, call or visit that is told")]),
    }
    if let Some(state) = s.state {
        fact(sheet, "state", &[Piece::new(state_words(state), state_ink(state))]);
    }
    fact(sheet, "id", &[Piece::soft(&s.id)]);
    sheet.gap();
    sheet.rule("Evidence", &count(view.cited.len(), "sentence", "sentences"));
    quotes(sheet, &view.cited);
    if !view.later.is_empty() {
        sheet.gap();
        sheet.rule("Later words", &count(view.later.len(), "sentence", "sentences"));
        quotes(sheet, &view.later);
    }
}
