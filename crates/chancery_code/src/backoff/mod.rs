//! The learned back-off: what a sentence tells of two actors where no pattern speaks.
//!
//! A multinomial logistic regression over hashed features of a predicate, who does it, and somebody in what it governs
//! ([`pairs`]); learnt from the labelled sentences in `labels/` and those that the patterns must leave alone ([`train`]), shipped as
//! `models/backoff.bin`. It scores in whole numbers, so that the same sentence gives the same event on every machine.
//!
//! It has two uses. Where a pattern found what was done and by whom, but not to whom, it picks the target. Where no pattern
//! spoke of a predicate at all, it codes an event of its own if it is sure enough: one of the sixteen types, with the
//! general CAMEO code of the type and no mode; `pattern` then is "backoff".

use chancery_lang::weights::{Sparse, Table, unpack};
use chancery_model::EventType;
use std::sync::OnceLock;

pub mod pairs;
pub mod train;

/// No event, then the sixteen types in the order of [`EventType::ALL`].
pub const LABELS: usize = 17;

/// Rows of the table, as a power of two.
pub const BITS: u32 = 18;

/// A score is a natural logarithm of odds times this, before rounding; see [`Backoff::judge`].
const UNIT: f32 = 64.0;

/// The model.
#[derive(Debug, Default)]
pub struct Backoff {
    table: Sparse,
    /// What a score of the table has to be divided by to count in `UNIT`.
    scale: f32,
}

/// What the model makes of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The likeliest type.
    pub event_type: EventType,
    /// How much likelier it is than no event: logarithm of the odds, in 64ths.
    pub odds: i32,
}

impl Backoff {
    /// The model that ships inside the program; it is unpacked on the first call.
    ///
    /// # Panics
    /// Never: a test reads the embedded file.
    pub fn embedded() -> &'static Backoff {
        static MODEL: OnceLock<Backoff> = OnceLock::new();
        let file = include_bytes!("../../../../models/backoff.bin");
        MODEL.get_or_init(|| Backoff::read(file).expect("a test reads the embedded model"))
    }

    /// Reads a model file.
    ///
    /// # Errors
    /// [`chancery_lang::Error`] when the bytes are no model of this version.
    pub fn read(file: &[u8]) -> Result<Backoff, chancery_lang::Error> {
        let table = Table::read(&mut &unpack(file)?[..])?;
        if table.labels as usize != LABELS {
            return Err(chancery_lang::Error::Model("not a back-off model"));
        }
        Ok(Backoff::of(&table))
    }

    /// The model of a table.
    pub fn of(table: &Table) -> Backoff {
        Backoff { table: table.sparse(), scale: table.scaled(1.0) as f32 }
    }

    /// What the features tell.
    pub fn judge(&self, features: &[u32]) -> Verdict {
        let mut scores = [0i32; 256];
        self.table.score(features, &mut scores);
        let mut best = 1;
        for label in 2..LABELS {
            if scores[label] > scores[best] {
                best = label;
            }
        }
        let ahead = scores[best].saturating_sub(scores[0]);
        let odds = (ahead as f32 / self.scale * UNIT).round() as i32;
        Verdict { event_type: EventType::ALL[best - 1], odds }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_model_can_be_read() {
        assert!(Backoff::read(include_bytes!("../../../../models/backoff.bin")).is_ok());
    }

    #[test]
    fn a_damaged_file_is_refused() {
        assert!(Backoff::read(b"no model").is_err());
    }
}
