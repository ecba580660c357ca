//! How a run ends.

use chancery_build::BuildError;
use chancery_store::{StoreError, StoreProblem};
use std::io;
use std::process::ExitCode;

/// A run that came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Everything was done.
    Done,
    /// Some input was skipped, and named.
    Skipped,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> ExitCode {
        match outcome {
            Outcome::Done => ExitCode::SUCCESS,
            Outcome::Skipped => ExitCode::from(1),
        }
    }
}

/// A run that did not.
#[derive(Debug)]
pub enum Failure {
    /// The call was wrong: what to change.
    Call(String),
    /// The record or the machine failed: what happened.
    Machine(String),
    /// Whoever read the output has gone; there is nothing to say to them.
    NoReader,
}

impl Failure {
    /// Says on standard error what happened; the exit status.
    pub fn tell(self) -> ExitCode {
        let (message, status) = match self {
            Failure::Call(message) => (message, 2),
            Failure::Machine(message) => (message, 3),
            Failure::NoReader => return ExitCode::SUCCESS,
        };
        crate::output::complain(&message);
        ExitCode::from(status)
    }
}

impl From<io::Error> for Failure {
    /// An error of writing the output.
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Failure::NoReader,
            _ => Failure::Machine(format!("the output can’t be written ({error})")),
        }
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Failure::from(io::Error::from(error))
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error.problem {
            StoreProblem::NotFound => Failure::Call(format!(
                "there is no record {}\n  make one:     chancery build PATH… -r {0}\n  or name one:  -r FILE",
                error.path.display()
            )),
            StoreProblem::UnknownReport { .. }
            | StoreProblem::SharedId { .. }
            | StoreProblem::NoBuild { .. }
            | StoreProblem::NoPast { .. } => Failure::Call(error.problem.to_string()),
            _ => Failure::Machine(error.to_string()),
        }
    }
}

impl From<BuildError> for Failure {
    fn from(error: BuildError) -> Self {
        match error {
            BuildError::Store(error) => error.into(),
            BuildError::Output(error) => error.into(),
            BuildError::Corrections(_) => Failure::Call(error.to_string()),
            BuildError::Linking(_) | BuildError::Spool(_) => Failure::Machine(error.to_string()),
        }
    }
}

impl From<chancery_views::Unknown> for Failure {
    fn from(unknown: chancery_views::Unknown) -> Self {
        Failure::Call(unknown.to_string())
    }
}
