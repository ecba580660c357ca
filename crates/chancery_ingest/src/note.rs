//! What the reader chose or left out.

use crate::Field;
use std::path::PathBuf;

/// Something the reader chose or left out, worth telling the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// Which columns of a file are read as which fields, as its first row shows.
    Columns {
        /// The file; `-` for standard input.
        path: PathBuf,
        /// In the order of the fields.
        columns: Vec<Column>,
    },
    /// Records of a web archive that hold no page or text that was fetched in full.
    Records {
        /// The file.
        path: PathBuf,
        /// What they are ("request", "image/png", "status 404") and how many of each, the most first.
        passed: Vec<(String, u64)>,
    },
    /// Files in folders whose extension no reader is known for.
    PassedOver {
        /// In lower case; empty for files without one.
        extension: String,
        /// How many.
        files: u64,
        /// The first of them.
        first: PathBuf,
    },
    /// A folder that is a link to another place and was not followed.
    LinkedFolder(PathBuf),
}

/// A column of the input and the field that it is read as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The field.
    pub field: Field,
    /// The column's name as the input spells it.
    pub name: String,
}

impl std::fmt::Display for Note {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Note::Columns { path, columns } => {
                write!(f, "{}: ", path.display())?;
                for (i, c) in columns.iter().enumerate() {
                    let comma = if i > 0 { ", " } else { "" };
                    write!(f, "{comma}{} read from \"{}\"", c.field.name(), c.name)?;
                }
                Ok(())
            }
            Note::Records { path, passed } => {
                let all: u64 = passed.iter().map(|(_, n)| n).sum();
                let records = if all == 1 { "record that holds" } else { "records that hold" };
                write!(f, "{}: passed over {all} {records} no report (", path.display())?;
                for (i, (kind, n)) in passed.iter().take(4).enumerate() {
                    let comma = if i > 0 { ", " } else { "" };
                    write!(f, "{comma}{kind}: {n}")?;
                }
                f.write_str(if passed.len() > 4 { ", …)" } else { ")" })
            }
            Note::PassedOver { extension, files: 1, first } if extension.is_empty() => {
                write!(f, "passed over {}, which has no extension", first.display())
            }
            Note::PassedOver { extension, files, first } if extension.is_empty() => {
                write!(f, "passed over {files} files without extension ({}, …)", first.display())
            }
            Note::PassedOver { files: 1, first, .. } => write!(f, "passed over {}", first.display()),
            Note::PassedOver { extension, files, first } => {
                write!(f, "passed over {files} .{extension} files ({}, …)", first.display())
            }
            Note::LinkedFolder(path) => {
                write!(f, "passed over {}, a link to a folder; name it to read it", path.display())
            }
        }
    }
}
