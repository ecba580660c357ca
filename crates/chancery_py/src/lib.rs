//! The Python package `chancery`: reports to claims and records, handed over as Arrow.
//!
//! The decision that shaped this crate: **it holds nothing of its own but the crossing**. What is done is done in
//! `chancery_build` and `chancery_views`, as the program does it; tables leave through Arrow's C interface, which pyarrow, polars,
//! pandas and DuckDB read without being asked for here. All work is done with the interpreter let go, a panic becomes an exception, and
//! threads end with the call that began them, so that a process may fork between calls.

mod annotate;
mod building;
mod cells;
mod crossing;
mod error;
mod given;
mod passes;
mod record;
mod table;

/// The native part of the package `chancery`.
#[pyo3::pymodule]
mod _native {
    #[pymodule_export]
    use crate::annotate::{Annotations, annotate};
    #[pymodule_export]
    use crate::crossing::knowledge_hash;
    #[pymodule_export]
    use crate::error::{Error, InputError, NotFoundError, RecordError};
    #[pymodule_export]
    use crate::passes::{
        LinkTables, link_channels, link_documents, link_gather, link_read, link_steps, without_tokens,
    };
    #[pymodule_export]
    use crate::record::Record;
    #[pymodule_export]
    use crate::table::{Rows, Table};

    /// The version of the package.
    #[pymodule_export]
    #[allow(non_upper_case_globals)]
    const __version__: &str = env!("CARGO_PKG_VERSION");
}
