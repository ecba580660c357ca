//! Reading the treebanks.

use std::path::Path;

use super::TrainError;
use crate::label::{Deprel, Upos, Xpos};

/// A word of a treebank.
#[derive(Clone, Debug)]
pub struct Gold {
    /// The form.
    pub form: String,
    /// The lemma; `_` where there is none to learn from.
    pub lemma: String,
    /// The universal tag.
    pub upos: Upos,
    /// The Penn tag.
    pub xpos: Xpos,
    /// Index of the head in the sentence; its length for the root.
    pub head: usize,
    /// The relation.
    pub deprel: Deprel,
}

/// A sentence of a treebank.
#[derive(Clone, Debug, Default)]
pub struct GoldSentence {
    /// Its `sent_id`.
    pub id: String,
    /// Its words.
    pub words: Vec<Gold>,
}

impl GoldSentence {
    /// Whether it comes from GUM.
    pub fn is_gum(&self) -> bool {
        self.id.starts_with("GUM_")
    }
}

/// Reads a CoNLL-U file.
///
/// # Errors
/// When the file cannot be read or a line is not CoNLL-U.
pub fn read(path: &Path) -> Result<Vec<GoldSentence>, TrainError> {
    let text = super::read_text(path)?;
    let mut out = Vec::new();
    let mut sentence = GoldSentence::default();
    for (number, line) in text.lines().chain([""]).enumerate() {
        let bad = || TrainError::Line { path: path.into(), line: number + 1 };
        if let Some(id) = line.strip_prefix("# sent_id = ") {
            sentence.id = id.trim().into();
        } else if line.is_empty() {
            if !sentence.words.is_empty() {
                let n = sentence.words.len();
                for w in &mut sentence.words {
                    w.head = if w.head == 0 { n } else { w.head - 1 };
                }
                out.push(std::mem::take(&mut sentence));
            }
        } else if !line.starts_with('#') {
            let c: Vec<&str> = line.split('\t').collect();
            if c.len() < 8 {
                return Err(bad());
            }
            if c[0].contains(['-', '.']) {
                continue;
            }
            sentence.words.push(Gold {
                form: c[1].into(),
                // A corrected slip of the pen teaches nothing about inflection.
                lemma: if c.get(9).is_some_and(|m| m.contains("CorrectForm=")) {
                    "_".into()
                } else {
                    c[2].into()
                },
                upos: Upos::parse(c[3]).ok_or_else(bad)?,
                xpos: Xpos::parse(c[4]).unwrap_or(Xpos::Xx),
                head: c[6].parse().map_err(|_| bad())?,
                deprel: Deprel::parse(c[7]).ok_or_else(bad)?,
            });
        }
    }
    Ok(out)
}
