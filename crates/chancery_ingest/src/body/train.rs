//! Learns the judge of blocks from marked pages (`labels/pages/text.tsv`).

use super::{Judged, measured};
use crate::blocks::blocks;
use crate::clean::clean_page;
use crate::forest::Forest;
use crate::forest::train::{Examples, learn};
use crate::html;
use crate::tree::{Id, Tree};
use std::collections::HashMap;
use std::io::BufReader;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// What can go wrong.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file that cannot be read.
    #[error("{path} cannot be read: {source}")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A line that does not say what it should.
    #[error("{path}, line {line}: {what}")]
    Line {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is expected there.
        what: &'static str,
    },
}

/// A page with its main text marked, measured block by block.
pub struct Marked {
    /// As in the data.
    pub id: String,
    title: Option<String>,
    texts: Vec<String>,
    prose: Vec<bool>,
    kinds: Vec<(u32, Id)>,
    measures: Vec<f32>,
    yes: Vec<bool>,
    weights: Vec<f32>,
}

/// The sets of pages, and where they stand in the development data.
const SETS: [(&str, &str); 3] = [
    ("articles", "data/extract/articles.input.jsonl.xz"),
    ("segments", "data/extract/segments.input.jsonl.xz"),
    ("dates", "data/date/pages.input.jsonl.xz"),
];

/// Reads the marks and the pages that they are of.
///
/// # Errors
/// [`Error`] where a file is missing or a line is not as it should be.
#[allow(clippy::disallowed_methods)] // a trainer reads its data
pub fn read(labels: &Path, shared: &Path) -> Result<Vec<Marked>, Error> {
    let unread = |path: &Path, source| Error::Read { path: path.into(), source };
    let marks = std::fs::read_to_string(labels).map_err(|e| unread(labels, e))?;
    let mut ranges: HashMap<(&str, &str), Vec<Range<usize>>> = HashMap::new();
    for (n, line) in marks.lines().enumerate().filter(|(_, l)| !l.starts_with('#') && !l.is_empty()) {
        let wrong = |what| Error::Line { path: labels.into(), line: n + 1, what };
        let mut cells = line.split('\t');
        let (Some(set), Some(id), Some(places)) = (cells.next(), cells.next(), cells.next()) else {
            return Err(wrong("expected set, page and places"));
        };
        let places = places.split_whitespace().map(|place| {
            let (from, to) = place.split_once('-')?;
            Some(from.parse().ok()?..to.parse().ok()?)
        });
        let places = places.collect::<Option<Vec<_>>>().ok_or_else(|| wrong("a place is FROM-TO"))?;
        ranges.insert((set, id), places);
    }
    let mut out = Vec::new();
    for (set, file) in SETS {
        let path = shared.join(file);
        let packed = std::fs::File::open(&path).map_err(|e| unread(&path, e))?;
        let mut bytes = Vec::new();
        lzma_rs::xz_decompress(&mut BufReader::new(packed), &mut bytes)
            .map_err(|e| unread(&path, std::io::Error::other(format!("{e:?}"))))?;
        for (n, line) in bytes.split(|b| *b == b'\n').enumerate().filter(|(_, l)| !l.is_empty()) {
            let wrong = |what| Error::Line { path: path.clone(), line: n + 1, what };
            let page: serde_json::Value = serde_json::from_slice(line).map_err(|_| wrong("expected JSON"))?;
            let (Some(id), Some(html)) = (page["id"].as_str(), page["html"].as_str()) else {
                return Err(wrong("expected an id and html"));
            };
            if let Some(places) = ranges.get(&(set, id)) {
                out.push(marked(id, html, places));
            }
        }
    }
    Ok(out)
}

/// A block counts by the words it has, but a long one no more than a few short ones.
fn weight(text: &str) -> f32 {
    (0.5 + text.split_whitespace().count() as f32 / 12.0).min(6.0)
}

/// No page counts as more than this many blocks: one of a table with thousands of cells is one page still.
const MOST: f32 = 400.0;

fn marked(id: &str, html: &str, places: &[Range<usize>]) -> Marked {
    let tree = Tree::parse(html);
    let page = html::metadata(&tree, html, None);
    let blocks = blocks(&tree);
    let measures = measured(&tree, &blocks, &page);
    let prose = (0..blocks.len()).map(|n| measures.is_paragraph(n)).collect();
    let kinds = (0..blocks.len()).map(|n| measures.kind_of(n)).collect();
    let measures = (0..blocks.len()).flat_map(|n| measures.of(n)).collect();
    let yes = blocks.iter().map(|b| {
        let at = tree.place(b.node).start;
        places.iter().any(|p| p.contains(&at))
    });
    let yes = yes.collect();
    let fair = (MOST / blocks.len().max(1) as f32).min(1.0);
    let weights = blocks.iter().map(|b| weight(&b.text) * fair).collect();
    let texts = blocks.into_iter().map(|b| b.text).collect();
    Marked { id: id.to_owned(), title: page.title, texts, prose, kinds, measures, yes, weights }
}

/// A model of the pages, as the bytes of its file.
pub fn model(pages: &[&Marked]) -> Vec<u8> {
    forest(pages).write()
}

fn forest(pages: &[&Marked]) -> Forest {
    let mut examples = Examples { width: crate::measures::MEASURES, ..Examples::default() };
    for page in pages {
        examples.measures.extend(&page.measures);
        examples.yes.extend(&page.yes);
        examples.weights.extend(&page.weights);
    }
    learn(&examples)
}

/// The main text of each page by a model that was learnt without it, in five parts.
pub fn validate(pages: &[Marked]) -> Vec<(&str, String)> {
    const PARTS: usize = 5;
    let part = |n: usize| n % PARTS;
    let mut out = Vec::new();
    for now in 0..PARTS {
        let known: Vec<&Marked> =
            pages.iter().enumerate().filter(|(n, _)| part(*n) != now).map(|(_, p)| p).collect();
        let model = forest(&known);
        for (_, page) in pages.iter().enumerate().filter(|(n, _)| part(*n) == now) {
            let rows = page.measures.chunks(crate::measures::MEASURES);
            let judged = rows.zip(&page.prose).zip(&page.kinds).map(|((row, prose), kind)| Judged {
                odds: model.odds(row),
                prose: *prose,
                kind: *kind,
            });
            let kept = super::kept(&Vec::from_iter(judged));
            let kept = page.texts.iter().zip(kept).filter(|(_, kept)| *kept);
            let kept = Vec::from_iter(kept.map(|(text, _)| (text.clone(), None)));
            let cleaned = clean_page(&kept, page.title.as_deref());
            out.push((page.id.as_str(), cleaned.text));
        }
    }
    out
}
