//! Reports that did not come through, and why.

use chancery_ingest::Skipped;
use std::fmt;
use std::path::PathBuf;

/// A report (or a file, or a path) that was left out of the run. It prints as one line that names it and says what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Skip {
    /// It could not be read.
    Unread(Skipped),
    /// A stage failed over it: a fault of the program, never of the report.
    Failed {
        /// The report's id, as far as it is known.
        id: String,
        /// The file it stands in; `None` for one that was taken from the record.
        path: Option<PathBuf>,
        /// Its line or row, where the file holds several.
        row: Option<u64>,
        /// What was being done: `read` or `coded`.
        doing: &'static str,
        /// The words of the failure.
        detail: String,
    },
}

impl Skip {
    /// The report's id, as far as it is known.
    pub fn id(&self) -> &str {
        match self {
            Skip::Unread(skipped) => &skipped.id,
            Skip::Failed { id, .. } => id,
        }
    }

    /// What happened, without the file.
    pub fn reason(&self) -> String {
        match self {
            Skip::Unread(skipped) => skipped.reason.to_string(),
            Skip::Failed { doing, detail, .. } => {
                format!(
                    "it could not be {doing}, which is a fault of this program; please report it ({detail})"
                )
            }
        }
    }
}

impl fmt::Display for Skip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Skip::Unread(skipped) => skipped.fmt(f),
            Skip::Failed { id, path, row, .. } => {
                let unit = path.as_deref().map_or("line", chancery_ingest::unit);
                match path {
                    None => write!(f, "report {id}")?,
                    Some(path) if path.as_os_str() == "-" => write!(f, "standard input")?,
                    Some(path) => write!(f, "{}", path.display())?,
                }
                if let Some(row) = row {
                    write!(f, ", {unit} {row}")?;
                }
                write!(f, ": {}", self.reason())
            }
        }
    }
}
