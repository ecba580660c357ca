//! Who is said to have said what.

use crate::actors::Cast;
use crate::tree::Tree;
use std::ops::Range;

/// Words attributed to somebody; one for each cue. Ranges are tokens.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quotation {
    /// Words that name the speaker, without the cue; empty where there is none.
    pub speaker: Vec<Range<u32>>,
    /// Words that say that something was said; empty where there is none.
    pub cue: Vec<Range<u32>>,
    /// What was said.
    pub content: Vec<Range<u32>>,
    /// All of it stands in quotation marks.
    pub direct: bool,
    /// The mention that names the speaker, an index into [`Cast::mentions`].
    pub mention: Option<u32>,
}

/// Finds the quotations of a text.
pub fn find(_tree: &Tree, _cast: &Cast) -> Vec<Quotation> {
    Vec::new()
}
