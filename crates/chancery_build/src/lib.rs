//! Files to record: runs the stages in parallel, incrementally, and tells its caller how it goes. The program and the
//! Python module share it.
//!
//! [`build`] reads files, codes the reports that the record does not know yet, links and stores; [`annotate_paths`] reads
//! and codes alone. The decision that shaped this crate: **only pure stages run in parallel, and what they make is taken
//! up in the order of the input**. So the number of threads does not show in anything, memory is bounded by a window of
//! reports in flight, and a report that makes a stage panic becomes an entry among the skipped.
//!
//! It reads no clock (the caller hands in the time of a build), prints nothing and never ends the process.

mod annotate;
mod build;
mod error;
mod guard;
mod ids;
mod pool;
mod progress;
mod skip;
mod stages;

pub use annotate::{AnnotateOptions, AnnotateSummary, Outcome, annotate_documents, annotate_paths};
pub use build::{BuildOptions, BuildReport, SKIPS_KEPT, Uncorrected, build};
pub use error::BuildError;
pub use guard::guarded;
pub use progress::{Progress, Silent, Stage, Tally};
pub use skip::Skip;
pub use stages::{coder, coder_hash, linker, reader};
