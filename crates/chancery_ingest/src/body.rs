//! The main text of a page: blocks that a model of marked pages takes for it (`models/pages.bin`).

pub mod train;

use crate::blocks::{Block, blocks};
use crate::clean::Told;
use crate::forest::Forest;
use crate::html::Page;
use crate::measures::Measures;
use crate::tree::Tree;
use std::sync::LazyLock;

/// The judge of blocks.
#[allow(clippy::expect_used)] // a model of our own, read in the tests
static MODEL: LazyLock<Forest> =
    LazyLock::new(|| Forest::read(include_bytes!("../../../models/pages.bin")).expect("a valid model"));

/// In doubt a block stays out: logarithm of the odds.
const CUT: f32 = 0.2;
/// Where no block is likely, paragraphs are kept that are so much less likely than the likeliest.
const REACH: f32 = 2.0;

/// Which blocks of a page are of its main text, by their odds and whether they read like paragraphs.
fn kept(odds: &[(f32, bool)]) -> Vec<bool> {
    if odds.iter().any(|(odds, _)| *odds > CUT) {
        return odds.iter().map(|(odds, _)| *odds > CUT).collect();
    }
    let best =
        odds.iter().filter(|(_, prose)| *prose).map(|(odds, _)| *odds).fold(f32::NEG_INFINITY, f32::max);
    odds.iter().map(|(odds, prose)| *prose && *odds > best - REACH).collect()
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
    let odds =
        Vec::from_iter((0..blocks.len()).map(|n| (MODEL.odds(&measures.of(n)), blocks[n].prose() > 0)));
    let kept = kept(&odds).into_iter().enumerate();
    let why = Vec::from_iter(kept.map(|(n, kept)| (!kept).then(|| measures.reason(n))));
    blocks.into_iter().map(|b| b.text).zip(why).collect()
}
