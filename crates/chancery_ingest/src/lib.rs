//! Files to reports: finds the documents in files, folders and streams, decodes them, takes the body out of what
//! surrounds it, and collects every day on which a report may have been published.
//!
//! The decision that shaped this crate: **reading and preparing are two steps**. [`open`] does all the input and output
//! and hands on undecoded documents ([`Raw`]) in a fixed order, in bounded memory; [`prepare`] is a pure function of one
//! of them, so callers run it on as many threads as they like. A document that can't be read is a value too
//! ([`Skipped`]): it names the file and line and says what to do, and never ends the run.
//!
//! What it does not do: choose among the candidates for the publication day, or compare reports with one another.
//!
//! ```
//! use chancery_ingest::{Field, Options, Raw, prepare};
//!
//! let text = "Estmark and Norvia to meet\n3 March 2031\n\nThe two foreign ministers will meet in Arvik on Monday.\n";
//! let report = prepare(Raw::text("arvik.txt", text), &Options::default()).unwrap();
//! assert_eq!(report.id, "arvik");
//! assert_eq!(report.title.as_deref(), Some("Estmark and Norvia to meet"));
//! assert_eq!(report.text, "The two foreign ministers will meet in Arvik on Monday.");
//! assert_eq!(report.dates[0].date.unwrap().to_string(), "2031-03-03");
//! ```

mod blocks;
pub mod body;
mod clean;
mod columnar;
mod dates;
mod decode;
mod fields;
mod forest;
mod html;
mod http;
mod language;
mod lines;
mod litter;
mod measures;
mod note;
mod page_dates;
mod page_words;
mod prepare;
mod raw;
mod reader;
mod skipped;
mod stream;
mod table;
mod text;
mod tree;
mod warc;

pub use fields::Field;
pub use html::page_parts;
pub use note::{Column, Note};
pub use prepare::{id_of, prepare};
pub use raw::Raw;
pub use reader::{Reader, open};
pub use skipped::{SkipReason, Skipped, unit};

/// How documents are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Whether a `text` that the input gave stays as it is, to the character. Titles and date lines are still read.
    pub verbatim: bool,
    /// The size of one report, in bytes, over which it is read past, counted and named.
    pub max_report_bytes: u64,
    /// Columns chosen by the caller: the name in the input that holds a field. A field named here is read from there
    /// alone, one not named from the first of its usual names.
    pub columns: Vec<(Field, String)>,
}

impl Default for Options {
    /// Cleaned, up to 16 MB a report, the usual column names.
    fn default() -> Self {
        Options { verbatim: false, max_report_bytes: 16_000_000, columns: Vec::new() }
    }
}
