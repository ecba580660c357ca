//! Office-holders.

use super::{Ink, Paper, Piece, Sheet, width};
use crate::Offices;
use crate::offices::held;
use crate::words::{list, sources};

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
        for (tenure, conflicts) in office.tenures.iter().zip(&office.conflicts) {
            let pad = " ".repeat(column.saturating_sub(width(&tenure.person)));
            let lead =
                [Piece::plain("    "), Piece::strong(&tenure.person), Piece::plain(format!("{pad}  "))];
            let (reports, independent) = view.reports(tenure);
            let mut text = Vec::new();
            if tenure.acting {
                text.push(Piece::new("acting  ", Ink::Doubt));
            }
            text.push(Piece::plain(held(tenure)));
            text.push(Piece::soft(format!("  {}", sources(reports, independent))));
            if !conflicts.is_empty() {
                text.push(Piece::new(format!("  ! two at once: {}", list(conflicts)), Ink::Doubt));
            }
            sheet.para(&lead, 4 + column + 2, &text);
        }
    }
    sheet.gap();
    let line = "Learnt from the reports: “seen” is a day on which a title was given, no beginning and no end; “began”, “ended” are told; “former by” is the first report that shows it over.";
    sheet.para(&[], 0, &[Piece::soft(line)]);
    sheet.finish()
}
