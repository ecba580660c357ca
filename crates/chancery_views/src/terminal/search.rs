//! Sentences found by their words.

use super::timeline::dotted;
use super::{Ink, Paper, Piece, Sheet, sign, width};
use crate::period;
use crate::search::{Search, SearchHit};
use crate::show::{Mark, Says};
use crate::words::{count, thousands};

/// Columns of the day.
const DATES: usize = 12;

/// Draws what a search found: day and headline, the sentence with its words marked, where it stands, what it tells of.
pub fn draw_search(view: &Search, paper: Paper) -> String {
    let mut sheet = Sheet::new(paper);
    if view.total == 0 {
        view.advice().iter().for_each(|line| sheet.para(&[], 0, &[Piece::plain(line)]));
        return sheet.finish();
    }
    let title = count(view.total as usize, "sentence", "sentences");
    sheet.para(&[], 0, &[Piece::strong(title), Piece::soft(format!("  {}", view.query.trim()))]);
    if !view.filters.is_empty() {
        sheet.para(&[], 0, &[Piece::soft(format!("only: {}", view.filters.join(" · ")))]);
    }
    if let Some(note) = &view.note {
        sheet.para(&[], 0, &[Piece::new(format!("! {note}"), Ink::Doubt)]);
    }
    for hit in &view.hits {
        sheet.gap();
        draw(&mut sheet, hit);
    }
    if let Some(next) = &view.next {
        sheet.gap();
        let shown = thousands(view.hits.len());
        let line = format!("{shown} of {} shown; the next: --after {next}", thousands(view.total as usize));
        sheet.para(&[], 0, &[Piece::soft(line)]);
    }
    sheet.finish()
}

fn draw(sheet: &mut Sheet, hit: &SearchHit) {
    let when = hit.date.map_or_else(|| period::words(&hit.published), period::day);
    let (lead, late) = match width(&when) <= DATES {
        true => (when, None),
        false => (String::new(), Some(when)),
    };
    let pad = " ".repeat(DATES.saturating_sub(width(&lead)));
    let margin = [Piece::plain(" ".repeat(DATES + 2))];
    let title = hit.title.as_deref().filter(|title| !title.trim().is_empty()).unwrap_or(&hit.report);
    sheet.para(&[Piece::plain(format!("{pad}{lead}  "))], DATES + 2, &[Piece::strong(title)]);
    let mark = |mark: &chancery_model::Extent| Mark { start: mark.start, end: mark.end, says: Says::What };
    let marks: Vec<Mark> = hit.marks.iter().map(mark).collect();
    let sentence = sheet.marked(&hit.text, &marks);
    sheet.para(&margin, DATES + 2, &sentence);
    let mut facts: Vec<Vec<Piece>> = hit.source.iter().map(|source| vec![Piece::soft(source)]).collect();
    facts.push(vec![Piece::soft(&hit.report)]);
    facts.extend(late.map(|when| vec![Piece::soft(when)]));
    facts.extend(hit.copy_of.as_ref().map(|id| vec![Piece::soft(format!("copies {id}"))]));
    sheet.para(&margin, DATES + 2, &dotted(facts));
    for event in &hit.events {
        let lead = [Piece::plain(" ".repeat(DATES + 2)), sign(event), Piece::plain(" ")];
        let text = [Piece::plain(&event.summary), Piece::soft(format!("  {}", event.id))];
        sheet.para(&lead, DATES + 4, &text);
    }
}
