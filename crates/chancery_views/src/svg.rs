//! Charts as SVG, written by hand: the course of a relation, a timeline in lanes, a map of relations.
//!
//! A chart stands in a page or alone. In a page it takes the page's colours (`--ink`, `--coop` …, with colours of its own
//! where the page has none), and needs no script, no style sheet and no style attribute, so that a strict
//! content-security-policy lets it be. Alone it brings its colours for light and dark, a heading and a legend. Each is
//! drawn for two widths, whose lettering is readable at 1,000 and at 390 pixels; a page may hold both and show one.
//!
//! Each chart comes with the table behind it, and says in words what it shows. Same input, same bytes: coordinates are
//! rounded to a tenth.

mod canvas;
mod lanes;
mod map;
mod relation;

pub use lanes::{Lane, lanes_by_direction, lanes_by_kind, lanes_chart};
pub use map::{Tie, map_chart, place_of, ties};
pub use relation::relation_chart;

use crate::index::{Period, Turn};
use chancery_model::Event;

/// For which width a chart is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Width {
    /// 1,000 units.
    #[default]
    Wide,
    /// 390 units, with larger lettering and fewer labels.
    Narrow,
}

/// What a chart is called and where it stands.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    /// Begins every id in it; another for each chart of a page.
    pub id: &'a str,
    /// Its title.
    pub title: &'a str,
    /// For which width.
    pub width: Width,
    /// Whether it stands alone, in a file of its own.
    pub alone: bool,
}

/// A chart, and the table behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// The element `<svg>`.
    pub svg: String,
    /// The same in rows.
    pub table: Table,
}

/// Rows that say what a chart shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// What it is of.
    pub caption: String,
    /// Headings of the columns.
    pub head: Vec<String>,
    /// A cell for each heading; the first names the row.
    pub rows: Vec<Vec<String>>,
}

/// What a part of a chart shows.
#[derive(Clone, Copy, Debug)]
pub enum Target<'a> {
    /// The events of a period.
    Period(&'a Period<'a>),
    /// A turning point.
    Turn(&'a Turn<'a>),
    /// An event.
    Event(&'a Event),
    /// The relation of two states, by code.
    Tie(&'a str, &'a str),
    /// A state, by code.
    State(&'a str),
}

/// The address that a part of a chart leads to, where it leads to any. A chart with links is a group to a screen reader,
/// whose links it can follow; one without is an image.
pub type Link<'f> = &'f dyn Fn(Target<'_>) -> Option<String>;

/// A chart that leads nowhere.
pub fn no_links(_: Target<'_>) -> Option<String> {
    None
}
