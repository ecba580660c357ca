//! The learned back-off: what a sentence tells of two actors where no pattern speaks.
//!
//! A multinomial logistic regression over hashed features of a predicate, who does it, and somebody in what it governs
//! ([`pairs`]); learnt from the labelled sentences in `labels/` and those that the patterns must leave alone ([`train`]), shipped as
//! `models/backoff.bin`. It scores in whole numbers, so that the same sentence gives the same event on every machine.
//!
//! It has two uses. Where a pattern found what was done and by whom, but not to whom, it picks the target. Where no pattern
//! spoke of a predicate at all, it codes an event of its own if it is sure enough: one of the sixteen types, and the CAMEO code
//! that a second table over the same features picks among those of the type; `pattern` then is "backoff".

use chancery_lang::weights::{Sparse, Table, unpack};
use chancery_model::ontology::cameo_table;
use chancery_model::{CameoCode, EventType};
use std::ops::Range;
use std::sync::OnceLock;

pub mod pairs;
pub mod train;

/// No event, then the sixteen types in the order of [`EventType::ALL`].
pub const LABELS: usize = 17;

/// Rows of the table of types, as a power of two.
pub const BITS: u32 = 18;

/// Rows of the table of codes, as a power of two.
pub const CODE_BITS: u32 = 14;

/// A score is a natural logarithm of odds times this, before rounding; see [`Backoff::judge`].
const UNIT: f32 = 64.0;

/// By how much a code has to be likelier than the next, in `UNIT`, to be told from it.
const TOLD_APART: i32 = 64;

/// The codes that the second table tells apart: those of the ontology finer than their type, type by type.
pub fn codes() -> &'static [CameoCode] {
    static CODES: OnceLock<Vec<CameoCode>> = OnceLock::new();
    CODES.get_or_init(|| {
        let finer = cameo_table().iter().filter(|row| row.code != row.event_type.general_cameo());
        let mut codes = Vec::from_iter(finer.map(|row| row.code));
        codes.sort_by_key(|code| (code.row().event_type, *code));
        codes
    })
}

/// Where the codes of a type stand among [`codes`].
pub fn codes_of(event_type: EventType) -> Range<usize> {
    let start = codes().partition_point(|code| code.row().event_type < event_type);
    start..codes().partition_point(|code| code.row().event_type <= event_type)
}

/// The model.
#[derive(Debug, Default)]
pub struct Backoff {
    types: Scaled,
    codes: Scaled,
}

/// A table, and what a score of it has to be divided by to count in `UNIT`.
#[derive(Debug, Default)]
struct Scaled {
    table: Sparse,
    scale: f32,
}

impl Scaled {
    fn of(table: &Table) -> Scaled {
        Scaled { table: table.sparse(), scale: table.scaled(1.0) as f32 }
    }

    fn units(&self, score: i32) -> i32 {
        (score as f32 / self.scale * UNIT).round() as i32
    }
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
        let bytes = unpack(file)?;
        let mut rest = &bytes[..];
        let (types, codes) = (Table::read(&mut rest)?, Table::read(&mut rest)?);
        if types.labels as usize != LABELS || codes.labels as usize != self::codes().len() {
            return Err(chancery_lang::Error::Model("not a back-off model"));
        }
        Ok(Backoff::of(&types, &codes))
    }

    /// The model of a table of types and one of codes.
    pub fn of(types: &Table, codes: &Table) -> Backoff {
        Backoff { types: Scaled::of(types), codes: Scaled::of(codes) }
    }

    /// What the features tell.
    pub fn judge(&self, features: &[u32]) -> Verdict {
        let mut scores = [0i32; 256];
        self.types.table.score(features, &mut scores);
        let mut best = 1;
        for label in 2..LABELS {
            if scores[label] > scores[best] {
                best = label;
            }
        }
        let ahead = scores[best].saturating_sub(scores[0]);
        Verdict { event_type: EventType::ALL[best - 1], odds: self.types.units(ahead) }
    }

    /// The CAMEO code of an event of that type: the finest that the features tell from the next likely one, or what the two
    /// have in common.
    pub fn code(&self, features: &[u32], event_type: EventType) -> CameoCode {
        let mut scores = [0i32; 256];
        self.codes.table.score(features, &mut scores);
        let (mut best, mut next): (Option<usize>, Option<usize>) = (None, None);
        for at in codes_of(event_type) {
            if best.is_none_or(|b| scores[at] > scores[b]) {
                (best, next) = (Some(at), best);
            } else if next.is_none_or(|n| scores[at] > scores[n]) {
                next = Some(at);
            }
        }
        let general = event_type.general_cameo();
        let Some(best) = best else { return general };
        let Some(next) = next else { return codes()[best] };
        let ahead = self.codes.units(scores[best].saturating_sub(scores[next]));
        if ahead >= TOLD_APART {
            return codes()[best];
        }
        let (one, other) = (codes()[best].as_str(), codes()[next].as_str());
        let common = one.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
        let shared = one[..common].parse::<CameoCode>().ok();
        shared.filter(|code| code.row().event_type == event_type).unwrap_or(general)
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
