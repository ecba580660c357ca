//! Findings.

use super::{Ink, Paper, Piece, Sheet};
use crate::words::{self, count};
use crate::{Check, CheckedFinding};

/// Draws the findings.
pub fn draw_check(check: &Check<'_>, paper: Paper) -> String {
    let mut sheet = Sheet::new(paper);
    let of = format!(
        "{} and {}",
        count(check.events, "event", "events"),
        words::sources(check.reports, check.independent)
    );
    if check.findings.is_empty() {
        let line = match check.kinds.as_slice() {
            [] => format!("Nothing in {of} speaks against anything else."),
            kinds => format!("No {} in {of}.", kinds.join(", no ")),
        };
        sheet.para(&[], 0, &[Piece::plain(line)]);
        return sheet.finish();
    }
    let title = count(check.findings.len(), "finding", "findings");
    sheet.para(&[], 0, &[Piece::strong(title), Piece::soft(format!(" in {of}"))]);
    let mut kind = "";
    for checked in &check.findings {
        if checked.finding.kind != kind {
            kind = &checked.finding.kind;
            let n = check.findings.iter().filter(|other| other.finding.kind == kind).count();
            sheet.gap();
            sheet.rule(words::finding_kind(kind), &words::thousands(n));
        } else {
            sheet.gap();
        }
        finding(&mut sheet, checked);
    }
    sheet.finish()
}

/// One finding: its message, what it is about, the words of each side.
pub(super) fn finding(sheet: &mut Sheet, checked: &CheckedFinding<'_>) {
    sheet.para(&[Piece::new("! ", Ink::Doubt)], 2, &[Piece::strong(&checked.finding.message)]);
    for (id, line) in &checked.about {
        // A person's name is in the message.
        if line.is_empty() {
            continue;
        }
        let text =
            [Piece::soft(*id), Piece::soft(if line.is_empty() { "" } else { "  " }), Piece::plain(line)];
        sheet.para(&[Piece::plain("  ")], 4, &text);
    }
    super::show::quotes(sheet, &checked.cited);
}
