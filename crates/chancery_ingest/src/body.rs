//! The main text of a page: blocks that a model of marked pages takes for it (`models/pages.bin`).

pub mod train;

use crate::blocks::{Block, blocks};
use crate::clean::Told;
use crate::forest::Forest;
use crate::html::Page;
use crate::measures::Measures;
use crate::tree::{Id, Tree};
use std::sync::LazyLock;

/// The judge of blocks.
#[allow(clippy::expect_used)] // a model of our own, read in the tests
static MODEL: LazyLock<Forest> =
    LazyLock::new(|| Forest::read(include_bytes!("../../../models/pages.bin")).expect("a valid model"));

/// In doubt a block stays out: logarithm of the odds.
const CUT: f32 = 0.2;
/// Where no block is likely, paragraphs are kept that are so much less likely than the likeliest.
const REACH: f32 = 2.0;

/// A paragraph right beside one that is kept, in the same element and of the same make, may be so unlikely and is kept too.
const BESIDE: f32 = -4.0;

/// What is known of a block when all of a page are judged together.
#[derive(Clone, Copy, Debug)]
struct Judged {
    /// Logarithm of the odds that it is of the main text.
    odds: f32,
    /// Whether it reads like a paragraph.
    prose: bool,
    /// Its make and the element that holds it.
    kind: (u32, Id),
}

/// Which blocks of a page are of its main text.
fn kept(blocks: &[Judged]) -> Vec<bool> {
    let mut kept = Vec::from_iter(blocks.iter().map(|b| b.odds > CUT));
    if !kept.contains(&true) {
        let paragraphs = blocks.iter().filter(|b| b.prose);
        let best = paragraphs.map(|b| b.odds).fold(f32::NEG_INFINITY, f32::max);
        return blocks.iter().map(|b| b.prose && b.odds > best - REACH).collect();
    }
    // From the first one up: what opens a report directly below its heading looks like a teaser.
    for n in (0..blocks.len().saturating_sub(1)).rev() {
        let (this, next) = (&blocks[n], &blocks[n + 1]);
        kept[n] |= kept[n + 1] && this.prose && this.kind == next.kind && this.odds > BESIDE;
    }
    kept
}

/// What is measured of the blocks of a page.
fn measured<'t, 'h>(tree: &'t Tree<'h>, blocks: &'t [Block], page: &Page) -> Measures<'t, 'h> {
    let title = page.title.as_deref().unwrap_or_default();
    let description = page.description.as_deref().unwrap_or_default();
    Measures::new(tree, blocks, title, description)
}

/// The blocks of a page in order, each with why it is not of the main text.
pub(crate) fn told(tree: &Tree<'_>, page: &Page) -> Vec<Told> {
    let blocks = blocks(tree);
    let measures = measured(tree, &blocks, page);
    let judged = Vec::from_iter((0..blocks.len()).map(|n| Judged {
        odds: MODEL.odds(&measures.of(n)),
        prose: measures.is_paragraph(n),
        kind: measures.kind_of(n),
    }));
    let kept = kept(&judged).into_iter().enumerate();
    let why = Vec::from_iter(kept.map(|(n, kept)| (!kept).then(|| measures.reason(n))));
    blocks.into_iter().map(|b| b.text).zip(why).collect()
}
