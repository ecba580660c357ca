//! What ends a run.

use chancery_store::StoreError;

/// A run that could not be brought to its end. What was stored before is kept, and the next build goes on from there.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The record's file could not be opened, read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Linking failed: a fault of the program. The reports are stored.
    #[error("the record could not be computed, which is a fault of this program; please report it ({0})")]
    Linking(String),
    /// The corrections that the record keeps can't be read: they were written by another version of the program.
    #[error(
        "the corrections that the record keeps can’t be read ({}); put them into a file and name it with --corrections",
        .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
    )]
    Corrections(Vec<chancery_link::WrongLine>),
    /// Standard input could not be kept for the second reading that ids need.
    #[error("standard input could not be kept on disk ({0}); make room for it, or give a file")]
    Spool(#[source] std::io::Error),
    /// What was made could not be handed on.
    #[error("the output could not be written ({0})")]
    Output(#[source] std::io::Error),
}
