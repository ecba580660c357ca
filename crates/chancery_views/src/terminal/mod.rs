//! Views drawn for a terminal: plain lines that fit its width, with colours only where it has them.
//!
//! Two accents, cooperation and conflict; what is in doubt is yellow; nothing else is coloured. Without colours the same
//! is told by signs: a disc for cooperation, a triangle for conflict; large for deeds, small for words; hollow for what
//! did not, or not yet, take place. Words of a report are cleaned of whatever a terminal would obey.

mod actors;
mod check;
mod compare;
mod explain;
mod index;
mod offices;
mod search;
mod sheet;
mod show;
mod statements;
mod timeline;

pub use actors::draw_actors;
pub use check::draw_check;
pub use compare::draw_comparison;
pub use explain::draw_explained;
pub use index::draw_series;
pub use offices::draw_offices;
pub use search::draw_search;
pub use sheet::{Ink, Piece, Sheet, clean, width};
pub use show::draw_shown;
pub use statements::draw_statements;
pub use timeline::draw_timeline;

use chancery_model::Event;
use std::collections::BTreeSet;

/// How to draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paper {
    /// Columns.
    pub width: usize,
    /// Whether escape sequences may be written.
    pub colour: bool,
}

impl Default for Paper {
    fn default() -> Self {
        Paper { width: 80, colour: false }
    }
}

/// The sign of an event, and its ink.
fn sign(event: &Event) -> Piece {
    let deed = matches!(event.quad, 2 | 4);
    let conflict = event.quad > 2;
    let solid = crate::words::took_place(event.status);
    let sign = match (conflict, deed, solid) {
        (false, true, true) => "●",
        (false, true, false) => "○",
        (false, false, true) => "•",
        (false, false, false) => "◦",
        (true, true, true) => "▲",
        (true, true, false) => "△",
        (true, false, true) => "▴",
        (true, false, false) => "▵",
    };
    Piece::new(sign, tone(event))
}

/// The accent of an event.
fn tone(event: &Event) -> Ink {
    match event.quad {
        1 => Ink::CoopWord,
        2 => Ink::CoopDeed,
        3 => Ink::ConfWord,
        _ => Ink::ConfDeed,
    }
}

/// How many first characters tell the ids apart, at least eight; as `show` takes them.
fn id_length<'a>(ids: impl Iterator<Item = &'a str>) -> usize {
    let ids: BTreeSet<&str> = ids.collect();
    let mut length = 8;
    let mut before: Option<&str> = None;
    // Sorted, so that the longest shared beginning is between neighbours.
    for id in ids {
        if let Some(before) = before {
            let shared = before.chars().zip(id.chars()).take_while(|(a, b)| a == b).count();
            length = length.max(shared + 1);
        }
        before = Some(id);
    }
    length
}

/// The beginning of an id.
fn short(id: &str, length: usize) -> String {
    id.chars().take(length).collect()
}

/// A line of the corrections, with its reason standing back.
pub fn correction(line: &str) -> Vec<Piece> {
    match line.split_once("  # ") {
        Some((line, reason)) => vec![Piece::plain(line), Piece::soft(format!("  # {reason}"))],
        None => vec![Piece::plain(line)],
    }
}
