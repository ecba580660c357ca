//! What can go wrong, as exceptions of the package.

use chancery_build::BuildError;
use chancery_store::{StoreError, StoreProblem};
use chancery_views::Unknown;
use pyo3::create_exception;
use pyo3::exceptions::PyException;
use pyo3::prelude::*;

create_exception!(
    chancery,
    Error,
    PyException,
    "Anything that Chancery could not do: what happened, and what to do."
);
create_exception!(
    chancery,
    InputError,
    Error,
    "The call or its input was wrong; the message says what to change."
);
create_exception!(chancery, RecordError, Error, "The file of a record could not be opened, read or written.");
create_exception!(
    chancery,
    NotFoundError,
    Error,
    "No state, person, report or event is known by that name or id, or several are."
);

/// A wrong call.
pub fn wrong(message: impl Into<String>) -> PyErr {
    InputError::new_err(message.into())
}

/// A fault of the package, told as one.
pub fn fault(detail: &str) -> PyErr {
    Error::new_err(format!("this is a fault of Chancery; please report it ({detail})"))
}

pub fn of_store(error: StoreError) -> PyErr {
    match error.problem {
        StoreProblem::NotFound => RecordError::new_err(format!(
            "there is no record {}; make one with Record.build(paths, {0:?})",
            error.path.display()
        )),
        _ => RecordError::new_err(error.to_string()),
    }
}

pub fn of_build(error: BuildError) -> PyErr {
    match error {
        BuildError::Store(error) => of_store(error),
        other => Error::new_err(other.to_string()),
    }
}

pub fn of_unknown(unknown: Unknown) -> PyErr {
    NotFoundError::new_err(unknown.to_string())
}
