//! Documents as they stand in their files.

use crate::{Note, SkipReason, Skipped};
use serde_json::{Map, Value};
use std::path::Path;
use std::sync::Arc;

/// One undecoded document: what [`crate::prepare`] turns into a report. Cheap to move between threads.
#[derive(Clone, Debug)]
pub struct Raw {
    path: Arc<Path>,
    row: Option<u64>,
    /// Whether the file holds further documents, so that the row belongs to the id.
    pub(crate) shared: bool,
    pub(crate) size: u64,
    pub(crate) body: Body,
}

/// What stands in a document's place in its file.
#[derive(Clone, Debug)]
pub(crate) enum Body {
    /// The bytes of a plain text.
    Text(Vec<u8>),
    /// The bytes of a page.
    Page(Vec<u8>),
    /// The bytes of a line that should hold a JSON object.
    Line(Vec<u8>),
    /// The row of a table.
    Row(Row),
    /// What an object holds.
    Object(Map<String, Value>),
    /// What an archive keeps of a fetched page or text.
    Fetched(Box<Fetched>),
}

/// The row of a table, undecoded.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// The names of the columns that are read.
    pub names: Arc<[String]>,
    /// What it holds under each.
    pub cells: Vec<Vec<u8>>,
}

/// A page or text that was fetched and archived.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fetched {
    /// Whether it is a page, not a plain text.
    pub page: bool,
    /// As it was sent.
    pub body: Vec<u8>,
    /// Whether it was sent in chunks.
    pub chunked: bool,
    /// How it is packed, as told by its sender.
    pub packed: Option<String>,
    /// Its charset, as told by its sender.
    pub charset: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// When it was fetched.
    pub at: Option<String>,
}

/// The documents of one open file, one after the other.
pub(crate) trait Documents: Send {
    /// The next one; after `None` there are no more.
    fn next(&mut self) -> Option<Result<Raw, Skipped>>;
    /// What there is to tell of the file, once.
    fn note(&mut self) -> Option<Note>;
}

impl Raw {
    /// A plain text under a file's name.
    pub fn text(path: impl AsRef<Path>, text: &str) -> Raw {
        Raw::whole(path.as_ref(), Body::Text(text.as_bytes().to_vec()))
    }

    /// A page under a file's name.
    pub fn page(path: impl AsRef<Path>, html: &str) -> Raw {
        Raw::whole(path.as_ref(), Body::Page(html.as_bytes().to_vec()))
    }

    /// A JSON object as it stands in a JSON Lines file.
    pub fn object(path: impl AsRef<Path>, row: u64, json: &str) -> Raw {
        let body = Body::Line(json.as_bytes().to_vec());
        Raw { row: Some(row), shared: true, ..Raw::whole(path.as_ref(), body) }
    }

    /// What an object holds, as one of several documents of a file.
    pub fn fields(path: impl AsRef<Path>, row: u64, object: Map<String, Value>) -> Raw {
        Raw { row: Some(row), shared: true, ..Raw::whole(path.as_ref(), Body::Object(object)) }
    }

    /// A document that is a file of its own.
    pub(crate) fn whole(path: &Path, body: Body) -> Raw {
        let size = match &body {
            Body::Text(b) | Body::Page(b) | Body::Line(b) => b.len() as u64,
            Body::Row(_) | Body::Object(_) | Body::Fetched(_) => 0,
        };
        Raw { path: path.into(), row: None, shared: false, size, body }
    }

    /// One of several documents of a file.
    pub(crate) fn row_of(path: &Arc<Path>, row: u64, size: u64, body: Body) -> Raw {
        Raw { path: path.clone(), row: Some(row), shared: true, size, body }
    }

    /// The file it stands in; `-` for standard input.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Its line or row, from 1, where the file can hold several documents.
    pub fn row(&self) -> Option<u64> {
        self.row
    }

    /// How many bytes of the file it takes up. The sizes of a file's documents and of what is skipped add up to the file's.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The id it has where it gives none and has no address: the file's name without its extension, and `:` and the
    /// row where the file holds several.
    pub fn fallback_id(&self) -> String {
        fallback_id(&self.path, self.row.filter(|_| self.shared))
    }

    /// This document as one that was skipped.
    pub(crate) fn skipped(&self, id: Option<String>, reason: SkipReason) -> Skipped {
        Skipped {
            path: self.path.to_path_buf(),
            row: self.row,
            id: id.unwrap_or_else(|| self.fallback_id()),
            bytes: self.size,
            reason,
        }
    }
}

pub(crate) fn fallback_id(path: &Path, row: Option<u64>) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    let packed =
        name.len().checked_sub(3).filter(|i| name.get(*i..).is_some_and(|e| e.eq_ignore_ascii_case(".gz")));
    let name = packed.map_or(&*name, |i| &name[..i]);
    let stem = match name {
        "-" => "stdin",
        _ => Path::new(name).file_stem().and_then(|s| s.to_str()).unwrap_or(name),
    };
    match row {
        Some(row) => format!("{stem}:{row}"),
        None => stem.to_owned(),
    }
}
