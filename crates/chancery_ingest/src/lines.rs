//! JSON Lines: a document a line, none held that is longer than a limit.

use crate::fields::{Given, told};
use crate::raw::{Body, Documents, Raw};
use crate::stream::{Stream, reason};
use crate::{Note, Options, SkipReason, Skipped, decode::decode};
use serde_json::Value;
use std::path::Path;
use std::sync::Arc;

/// The lines of a file.
pub(crate) struct Lines {
    path: Arc<Path>,
    source: Stream,
    options: Options,
    /// The line that was read last, from 1.
    row: u64,
    /// Bytes of blank lines, counted with the next document.
    blank: u64,
    /// An error was met, or the end.
    over: bool,
    note: Option<Note>,
}

impl Lines {
    pub fn new(path: &Path, source: Stream, options: &Options) -> Lines {
        Lines {
            path: path.into(),
            source,
            options: options.clone(),
            row: 0,
            blank: 0,
            over: false,
            note: None,
        }
    }

    fn skipped(&self, bytes: u64, reason: SkipReason) -> Skipped {
        Skipped::row(&self.path, self.row, bytes, reason)
    }

    /// One line without its end, and its size with it; no bytes where it is longer than the limit.
    #[allow(clippy::type_complexity)]
    fn line(&mut self, limit: u64) -> std::io::Result<Option<(Option<Vec<u8>>, u64)>> {
        let mut line = Vec::new();
        let mut size = 0u64;
        loop {
            let chunk = self.source.fill_buf()?;
            if chunk.is_empty() {
                let bytes = (size <= limit).then_some(line);
                return Ok((size > 0).then_some((bytes, size)));
            }
            let end = chunk.iter().position(|b| *b == b'\n');
            let taken = end.map_or(chunk.len(), |i| i + 1);
            let content = end.unwrap_or(chunk.len());
            if size + content as u64 <= limit {
                line.extend_from_slice(&chunk[..content]);
            } else {
                line = Vec::new();
            }
            size += taken as u64;
            self.source.consume(taken);
            if end.is_some() {
                let bytes = (size - 1 <= limit).then_some(line);
                return Ok(Some((bytes, size)));
            }
        }
    }

    /// Tells which columns of the first line are read as which fields.
    fn note_columns(&mut self, line: &[u8]) {
        let Ok(text) = decode(line, false) else { return };
        let Ok(Value::Object(object)) = serde_json::from_str(&text) else { return };
        let columns = told(Given::of_object(&object, &self.options).1);
        if !columns.is_empty() {
            self.note = Some(Note::Columns { path: self.path.to_path_buf(), columns });
        }
    }
}

impl Documents for Lines {
    /// The next line that is not blank.
    fn next(&mut self) -> Option<Result<Raw, Skipped>> {
        let limit = self.options.max_report_bytes;
        loop {
            if self.over {
                return None;
            }
            self.row += 1;
            let (bytes, size) = match self.line(limit) {
                Ok(Some(line)) => line,
                Ok(None) => {
                    self.over = true;
                    return None;
                }
                Err(e) => {
                    self.over = true;
                    let size = self.source.share(0);
                    return Some(Err(self.skipped(size, reason(&e))));
                }
            };
            let size = self.source.share(size) + std::mem::take(&mut self.blank);
            let Some(mut bytes) = bytes else {
                return Some(Err(self.skipped(size, SkipReason::TooLarge { limit })));
            };
            if self.row == 1 && bytes.starts_with(b"\xEF\xBB\xBF") {
                bytes.drain(..3);
            }
            if bytes.iter().all(u8::is_ascii_whitespace) {
                self.blank = size;
                continue;
            }
            if self.row == 1 {
                self.note_columns(&bytes);
            }
            return Some(Ok(Raw::row_of(&self.path, self.row, size, Body::Line(bytes))));
        }
    }

    fn note(&mut self) -> Option<Note> {
        self.note.take()
    }
}
