//! The charts of the pages, drawn by `chancery_views::svg`.

use crate::archive::Loaded;
use chancery_model::Event;

/// The course of a relation, for wide and for narrow windows.
pub fn relation(_now: &Loaded, _names: &[String; 2], _events: &[&Event]) -> Vec<String> {
    Vec::new()
}

/// All relations on a map of the world.
pub fn world(_now: &Loaded) -> String {
    String::new()
}
