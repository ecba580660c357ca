//! How a run goes, for whoever shows it.

use crate::Skip;

/// What is being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Files are read for the ids that they share. The total is in bytes.
    Surveying,
    /// Files are read and new reports coded. The total is in bytes where it is known.
    Reading,
    /// Reports that were stored under another version of the coder are coded again. The total counts reports.
    Recoding,
    /// The record is computed. No total.
    Linking,
}

/// How far a stage has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Of the stage's total.
    pub done: u64,
    /// Documents read, skipped ones among them.
    pub documents: u64,
    /// Documents skipped.
    pub skipped: u64,
}

/// Is told how a run goes, on the thread that started it. Every method does nothing unless it is written anew.
pub trait Progress {
    /// A stage begins; `total` where it is known.
    fn begin(&mut self, stage: Stage, total: Option<u64>) {
        let _ = (stage, total);
    }

    /// The stage has come further.
    fn advance(&mut self, tally: Tally) {
        let _ = tally;
    }

    /// A report was left out.
    fn skip(&mut self, skip: &Skip) {
        let _ = skip;
    }
}

/// Shows nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Progress for Silent {}
