//! Documents that could not be read, and why.

use std::path::PathBuf;

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

impl std::fmt::Display for Skipped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.path.as_os_str() == "-" {
            write!(f, "standard input")?;
        } else {
            write!(f, "{}", self.path.display())?;
        }
        if let Some(row) = self.row {
            write!(f, ", line {row}")?;
        }
        write!(f, ": {}", self.reason)
    }
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
        "files ending in \".{0}\" are not read; give .txt, .html or .jsonl, or convert it to one of them"
    )]
    UnknownFormat(String),
    /// A file named by the caller has no extension.
    #[error("the file has no extension, so its format is unknown; rename it to .txt, .html or .jsonl")]
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
    /// The object has neither text nor html; carries the names that it has, joined by commas.
    #[error("it has neither \"text\" nor \"html\" (it has: {0}); name the column that holds the text")]
    NoText(String),
    /// A page whose main text could not be found.
    #[error("no main text was found in the page; give the text itself if there is one")]
    NoMainText,
    /// Cleaning left nothing.
    #[error(
        "nothing of it is body text: all was taken out as title, date or litter; read it verbatim to keep it"
    )]
    OnlyLitter,
}
