//! Who is in the record.

use super::{Paper, Piece, Sheet, width};
use crate::Actors;
use crate::actors::NamedActor;
use crate::words::count;

/// Draws the actors of a record.
pub fn draw_actors(view: &Actors<'_>, paper: Paper) -> String {
    let mut sheet = Sheet::new(paper);
    if view.states.is_empty() && view.others.is_empty() {
        sheet.para(&[], 0, &[Piece::plain("The events of this record name nobody.")]);
        return sheet.finish();
    }
    let all = view.states.iter().flat_map(|state| &state.actors).chain(&view.others);
    // Offices keep a third of the width, beside code and count.
    let widest = (paper.width * 2 / 3).saturating_sub(22).clamp(12, 34);
    let column = all.map(|actor| width(actor.name)).max().unwrap_or(0).min(widest);
    for (at, state) in view.states.iter().enumerate() {
        if at > 0 {
            sheet.gap();
        }
        let heading = format!("{}  {}", state.name, state.code);
        sheet.rule(&heading, &count(state.events.len(), "event", "events"));
        state.actors.iter().for_each(|actor| draw(&mut sheet, actor, column));
    }
    if !view.others.is_empty() {
        sheet.gap();
        sheet.rule("Of no state", "");
        view.others.iter().for_each(|actor| draw(&mut sheet, actor, column));
    }
    sheet.finish()
}

fn draw(sheet: &mut Sheet, actor: &NamedActor<'_>, column: usize) {
    let mut name = actor.name;
    if width(name) > column {
        // A name that is too long has a line of its own.
        sheet.para(&[Piece::plain("  ")], 4, &[Piece::plain(name)]);
        name = "";
    }
    let pad = " ".repeat(column.saturating_sub(width(name)));
    let lead =
        [Piece::plain(format!("  {name}{pad}  ")), Piece::soft(format!("{:<9}", actor.code.unwrap_or("")))];
    let tail = match actor.events.len() {
        0 => Vec::new(),
        n => vec![Piece::soft(count(n, "event", "events"))],
    };
    sheet.para_with_tail(&lead, column + 13, &[Piece::plain(actor.offices.join(", "))], &tail);
}
