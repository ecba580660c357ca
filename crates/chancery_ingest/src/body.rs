//! The main text of a page: blocks that a model of marked pages takes for it (`models/pages.bin`).

pub mod train;

use crate::blocks::{Block, Measures, blocks};
use crate::clean::Told;
use crate::forest::Forest;
use crate::html::Page;
use crate::tree::Tree;
use std::sync::LazyLock;

/// The judge of blocks.
#[allow(clippy::expect_used)] // a model of our own, read in the tests
static MODEL: LazyLock<Forest> =
    LazyLock::new(|| Forest::read(include_bytes!("../../../models/pages.bin")).expect("a valid model"));

/// In doubt a block stays out: logarithm of the odds.
const CUT: f32 = 0.3;

/// Whether a block with these measures is of the main text.
fn keeps(model: &Forest, measures: &[f32]) -> bool {
    model.odds(measures) > CUT
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
    let why = Vec::from_iter(
        (0..blocks.len()).map(|n| (!keeps(&MODEL, &measures.of(n))).then(|| measures.reason(n))),
    );
    blocks.into_iter().map(|b| b.text).zip(why).collect()
}
