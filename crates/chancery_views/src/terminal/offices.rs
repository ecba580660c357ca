//! Office-holders.

use super::{Ink, Paper, Piece, Sheet, width};
use crate::offices::held;
use crate::words::sources;
use crate::{Offices, period};
use chancery_model::{DayInterval, Tenure};

/// Draws the office-holders; `asked` is the state asked for, by name.
pub fn draw_offices(view: &Offices<'_>, asked: Option<&str>, paper: Paper) -> String {
    let mut sheet = Sheet::new(paper);
    if view.offices.is_empty() {
        let of = asked.map(|state| format!(" of {state}")).unwrap_or_default();
        let line = format!("The reports name no holder of an office{of}.");
        sheet.para(&[], 0, &[Piece::plain(line)]);
        return sheet.finish();
    }
    let mut state = "";
    let column = view
        .offices
        .iter()
        .flat_map(|office| &office.tenures)
        .map(|tenure| width(&tenure.person))
        .max()
        .unwrap_or(0)
        .min(32);
    for office in &view.offices {
        if office.state != state {
            if !state.is_empty() {
                sheet.gap();
            }
            sheet.rule(&office.state_name, office.state);
            state = office.state;
        }
        sheet.para(&[Piece::plain("  ")], 2, &[Piece::new(office.office, Ink::Plain)]);
        for (at, tenure) in office.tenures.iter().enumerate() {
            let pad = " ".repeat(column.saturating_sub(width(&tenure.person)));
            let lead =
                [Piece::plain("    "), Piece::strong(&tenure.person), Piece::plain(format!("{pad}  "))];
            let (reports, independent) = view.reports(tenure);
            let mut text =
                vec![Piece::plain(held(tenure)), Piece::soft(format!("  {}", sources(reports, independent)))];
            let days = |t: &Tenure| DayInterval { begin: t.first, end: t.last };
            let at_once = office.tenures[..at].iter().find(|other| {
                other.person != tenure.person
                    && matches!((days(other).end, days(tenure).begin), (Some(end), Some(begin)) if end > begin)
            });
            if let Some(other) = at_once {
                let until = other.last.map(period::day).unwrap_or_default();
                text.push(Piece::new(format!("  ! {} was seen until {until}", other.person), Ink::Doubt));
            }
            sheet.para(&lead, 4 + column + 2, &text);
        }
    }
    sheet.gap();
    let line = "Learnt from the titles in the reports: “seen” is no beginning and no end, “since”, “until” are told.";
    sheet.para(&[], 0, &[Piece::soft(line)]);
    sheet.finish()
}
