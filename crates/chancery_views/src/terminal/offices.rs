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
        .min((paper.width / 3).min(32));
    for office in &view.offices {
        if office.state != state {
            if !state.is_empty() {
                sheet.gap();
            }
            sheet.rule(&office.state_name, office.state);
            state = office.state;
        }
        sheet.para(&[Piece::plain("  ")], 2, &[Piece::new(office.office, Ink::Plain)]);
        let holders = office.tenures.iter().zip(&office.conflicts).zip(&office.sources);
        for ((tenure, conflicts), (reports, independent)) in holders {
            let mut name = tenure.person.as_str();
            if width(name) > column {
                // A name that is too long has a line of its own.
                sheet.para(&[Piece::plain("    ")], 6, &[Piece::strong(name)]);
                name = "";
            }
            let pad = " ".repeat(column.saturating_sub(width(name)));
            let lead = [Piece::plain("    "), Piece::strong(name), Piece::plain(format!("{pad}  "))];
            let indent = 4 + column + 2;
            let margin = [Piece::plain(" ".repeat(indent))];
            let mut text = Vec::new();
            if tenure.acting {
                text.push(Piece::new("acting  ", Ink::Doubt));
            }
            text.push(Piece::plain(held(tenure)));
            let rests_on = Piece::soft(sources(*reports, *independent));
            let columns = indent + if tenure.acting { 8 } else { 0 } + width(&held(tenure)) + 2;
            if columns + width(&sources(*reports, *independent)) <= sheet.width() {
                sheet.para_with_tail(&lead, indent, &text, &[rests_on]);
            } else {
                sheet.para(&lead, indent, &text);
                sheet.para(&margin, indent, &[rests_on]);
            }
            if !conflicts.is_empty() {
                let line = format!("! two at once: {}", list(conflicts));
                sheet.para(&margin, indent, &[Piece::new(line, Ink::Doubt)]);
            }
        }
    }
    sheet.gap();
    let line = "Learnt from the reports: “seen” is a day on which a title was given, no beginning and no end; “began”, “ended” are told; “former by” is the first report that shows it over.";
    sheet.para(&[], 0, &[Piece::soft(line)]);
    sheet.finish()
}
