//! Documents that could not be read, and why.

use crate::raw::fallback_id;
use crate::reader::Format;
use std::path::{Path, PathBuf};

/// One document (or file, or path) that was not read.
///
/// It prints as `path, line 3: reason`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// The file; `-` for standard input.
    pub path: PathBuf,
    /// The line or row in it, from 1, where the file holds several documents.
    pub row: Option<u64>,
    /// The document's id, as far as it is known: as given, else made from the file's name and the row.
    pub id: String,
    /// How many bytes of the file it took up, for progress.
    pub bytes: u64,
    /// What happened, and what to do about it.
    pub reason: SkipReason,
}

impl Skipped {
    /// A file or path of which nothing is read.
    pub(crate) fn whole(path: &Path, reason: SkipReason) -> Skipped {
        Skipped { path: path.to_path_buf(), row: None, id: fallback_id(path, None), bytes: 0, reason }
    }

    /// One of several documents of a file.
    pub(crate) fn row(path: &Path, row: u64, bytes: u64, reason: SkipReason) -> Skipped {
        Skipped { path: path.to_path_buf(), row: Some(row), id: fallback_id(path, Some(row)), bytes, reason }
    }
}

impl SkipReason {
    /// None of these columns holds a text.
    pub(crate) fn no_text(names: &[String]) -> SkipReason {
        // A file without a header has its first row here.
        let shown = names.iter().take(12).map(|name| crate::text::first(name, 40));
        SkipReason::NoText(shown.collect::<Vec<_>>().join(", "))
    }
}

impl std::fmt::Display for Skipped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.path.as_os_str() == "-" {
            write!(f, "standard input")?;
        } else {
            write!(f, "{}", self.path.display())?;
        }
        if let Some(row) = self.row {
            write!(f, ", {} {row}", unit(&self.path))?;
        }
        write!(f, ": {}", self.reason)
    }
}

/// What the numbers count that tell a file's documents apart: its lines, rows or records.
pub fn unit(path: &Path) -> &'static str {
    Format::of_path(path).map_or("line", Format::unit)
}

impl std::error::Error for Skipped {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.reason)
    }
}

/// Why a document was not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SkipReason {
    /// The path names nothing.
    #[error("there is no such file or folder; check the path")]
    Missing,
    /// The system would not let it be read; carries the system's message.
    #[error("it could not be read ({0}); check its permissions and the disk, then read it again")]
    Unreadable(String),
    /// A file named by the caller has an extension that no reader is known for.
    #[error(
        "files ending in \".{0}\" are not read; convert it to .txt, .html, .jsonl, .csv, .tsv, .parquet or .warc"
    )]
    UnknownFormat(String),
    /// A file named by the caller has no extension.
    #[error(
        "the file has no extension, so its format is unknown; rename it to .txt, .html, .jsonl, .csv or what it is"
    )]
    NoExtension,
    /// The file or text holds nothing but white space.
    #[error("it is empty; nothing to do")]
    Empty,
    /// It holds something other than text; carries what it seems to be.
    #[error("it is not text but {0}; extract its text first")]
    Binary(&'static str),
    /// One report is larger than [`crate::Options::max_report_bytes`].
    #[error("it is larger than the {limit} bytes allowed for one report; raise the limit to read it")]
    TooLarge {
        /// The limit, in bytes.
        limit: u64,
    },
    /// A line of a JSON Lines file is not JSON; carries the parser's words.
    #[error("it is not JSON ({0}); mend or remove the line")]
    NotJson(String),
    /// A line of a JSON Lines file is JSON, but no object.
    #[error("it is JSON but not an object; each line must be one object with \"text\" or \"html\"")]
    NotAnObject,
    /// The object or table has neither text nor html; carries the names that it has, joined by commas.
    #[error("it has neither \"text\" nor \"html\" (it has: {0}); name the column that holds the text")]
    NoText(String),
    /// A row of a table has more or fewer fields than its header.
    #[error(
        "it has {fields} fields where the header has {columns} (line {line} of the file); quote fields that hold the separator or a line break"
    )]
    Ragged {
        /// How many fields the row has.
        fields: usize,
        /// How many the header has.
        columns: usize,
        /// The line that it begins on, from 1.
        line: u64,
    },
    /// A quotation mark is opened in a table and never closed; carries the line that the row begins on.
    #[error("it opens a quotation mark that is never closed (line {0} of the file); close or double it")]
    OpenQuote(u64),
    /// A Parquet file, or a part of it, does not follow the format or is packed in a way that is not read.
    #[error(
        "it is no Parquet that can be read ({0}), and the rows that belong together with it are left out; write it anew, packed with snappy, zstd, gzip or not at all"
    )]
    BadParquet(String),
    /// A file, or a record of a web archive, ends before its time.
    #[error("it ends too early; what stood before was read, fetch or copy the file again for the rest")]
    CutShort,
    /// The gzip data of a file or record is damaged.
    #[error("its gzip data is damaged; fetch or copy it again")]
    BadGzip,
    /// A record of a web archive is not as long as it says, or no record stands where one should.
    #[error("it is no sound WARC record ({0}); it was left out, reading went on at the next one")]
    BadRecord(&'static str),
    /// The body of a fetched page is packed in a way that is not read; carries its name.
    #[error("its body is packed with \"{0}\", which is not read; unpack it when archiving")]
    Packed(String),
    /// A page whose main text could not be found.
    #[error("no main text was found in the page; give the text itself if there is one")]
    NoMainText,
    /// Cleaning left nothing.
    #[error(
        "nothing of it is body text: all was taken out as title, date or litter; read it verbatim to keep it"
    )]
    OnlyLitter,
}
