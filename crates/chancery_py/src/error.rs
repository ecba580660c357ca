//! What can go wrong, as exceptions of the package.

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
/// A wrong call.
pub fn wrong(message: impl Into<String>) -> PyErr {
    InputError::new_err(message.into())
}

/// A fault of the package, told as one.
pub fn fault(detail: &str) -> PyErr {
    Error::new_err(format!("this is a fault of Chancery; please report it ({detail})"))
}
