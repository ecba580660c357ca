//! Finding documents: files, folders and streams, in a fixed order and in bounded memory.

#![allow(clippy::disallowed_methods)] // this is the reader: the one place that opens files

use crate::columnar::Columnar;
use crate::lines::Lines;
use crate::raw::{Body, Documents, fallback_id};
use crate::stream::{Bytes, Source, Stream, reason};
use crate::table::Table;
use crate::warc::Warc;
use crate::{Note, Options, Raw, SkipReason, Skipped};
use std::collections::{BTreeMap, VecDeque};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The formats that are read. All but Parquet may be packed with gzip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Text,
    Page,
    JsonLines,
    Table {
        /// What separates the fields where the header does not tell.
        separator: u8,
    },
    Parquet,
    Warc,
}

impl Format {
    fn of_extension(extension: &str) -> Option<Format> {
        match extension {
            "txt" | "text" => Some(Format::Text),
            "html" | "htm" | "xhtml" => Some(Format::Page),
            "jsonl" | "ndjson" => Some(Format::JsonLines),
            "csv" => Some(Format::Table { separator: b',' }),
            "tsv" | "tab" => Some(Format::Table { separator: b'\t' }),
            "parquet" | "pq" => Some(Format::Parquet),
            "warc" | "wet" => Some(Format::Warc),
            _ => None,
        }
    }

    /// By a file's name; else its extension, in lower case, where it has one.
    pub fn of_path(path: &Path) -> Result<Format, Option<String>> {
        let Some(last) = extension(path) else { return Err(None) };
        if last != "gz" {
            return Format::of_extension(&last).ok_or(Some(last));
        }
        match extension(&path.with_extension("")) {
            None => Err(Some(last)),
            Some(inner) => match Format::of_extension(&inner) {
                Some(format) if format != Format::Parquet => Ok(format),
                _ => Err(Some(format!("{inner}.gz"))),
            },
        }
    }

    /// What the numbers count that tell its documents apart.
    pub fn unit(self) -> &'static str {
        match self {
            Format::Text | Format::Page | Format::JsonLines => "line",
            Format::Table { .. } | Format::Parquet => "row",
            Format::Warc => "record",
        }
    }
}

/// A file still to be read, or a path that can't be.
#[derive(Debug)]
enum Todo {
    File { path: PathBuf, format: Format, size: u64 },
    Standard,
    Skip(Skipped),
}

/// The documents of some paths, one after the other: files in the order given, a folder's by name at each level.
pub struct Reader {
    todo: VecDeque<Todo>,
    current: Option<Open>,
    options: Options,
    total: Option<u64>,
    notes: Vec<Note>,
    passed: BTreeMap<String, (u64, PathBuf)>,
}

/// Finds the documents under some paths: files, folders (with all below them), `-` for JSON Lines on standard input.
///
/// Folders are walked here and now, so that [`Reader::total_bytes`] is known; files are opened one by one as the
/// reader gets to them, and of each no more is held than one document (of Parquet, a
/// page of each column that is read).
pub fn open(paths: &[PathBuf], options: &Options) -> Reader {
    let mut reader = Reader {
        todo: VecDeque::new(),
        current: None,
        options: options.clone(),
        total: Some(0),
        notes: Vec::new(),
        passed: BTreeMap::new(),
    };
    for path in paths {
        reader.add(path);
    }
    reader
}

impl std::fmt::Debug for Reader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let path = self.current.as_ref().map(|open| &open.path);
        f.debug_struct("Reader").field("todo", &self.todo).field("current", &path).finish_non_exhaustive()
    }
}

/// A file that holds several documents, with one of them read ahead: the row is part of the id only where there are more.
struct Open {
    path: PathBuf,
    documents: Box<dyn Documents>,
    ahead: Option<Result<Raw, Skipped>>,
    begun: bool,
}

impl Open {
    fn new(path: &Path, documents: impl Documents + 'static) -> Open {
        Open { path: path.to_path_buf(), documents: Box::new(documents), ahead: None, begun: false }
    }

    fn next(&mut self) -> Option<Result<Raw, Skipped>> {
        if let Some(item) = self.ahead.take() {
            return Some(item);
        }
        let mut item = self.documents.next()?;
        if !std::mem::replace(&mut self.begun, true) {
            self.ahead = self.documents.next();
            if self.ahead.is_none() {
                match &mut item {
                    Ok(raw) => raw.shared = false,
                    Err(skipped) => skipped.id = fallback_id(&self.path, None),
                }
            }
        }
        Some(item)
    }
}

impl Reader {
    /// How many bytes the files hold; `None` when standard input is among them. Of use for a progress bar: the sizes
    /// of what the reader yields add up to it.
    pub fn total_bytes(&self) -> Option<u64> {
        self.total
    }

    /// What was chosen and left out so far; complete when the reader has come to its end.
    pub fn notes(&self) -> Vec<Note> {
        let passed = self.passed.iter().map(|(extension, (files, first))| Note::PassedOver {
            extension: extension.clone(),
            files: *files,
            first: first.clone(),
        });
        self.notes.iter().cloned().chain(passed).collect()
    }

    /// A path that the caller named.
    fn add(&mut self, path: &Path) {
        if path.as_os_str() == "-" {
            self.total = None;
            self.todo.push_back(Todo::Standard);
            return;
        }
        let skip = |reason| Todo::Skip(Skipped::whole(path, reason));
        let todo = match std::fs::metadata(path) {
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => skip(SkipReason::Missing),
            Err(e) => skip(SkipReason::Unreadable(e.to_string())),
            Ok(data) if data.is_dir() => return self.walk(path),
            Ok(data) => match Format::of_path(path) {
                Err(None) => skip(SkipReason::NoExtension),
                Err(Some(extension)) => skip(SkipReason::UnknownFormat(extension)),
                Ok(format) => {
                    self.count(data.len());
                    Todo::File { path: path.to_path_buf(), format, size: data.len() }
                }
            },
        };
        self.todo.push_back(todo);
    }

    fn count(&mut self, bytes: u64) {
        self.total = self.total.map(|t| t.saturating_add(bytes));
    }

    /// All files below a folder, by name at each level. Hidden ones are left alone.
    fn walk(&mut self, folder: &Path) {
        // A stack of our own: folders may be nested deeper than the thread's stack.
        let mut stack = vec![folder.to_path_buf()];
        while let Some(path) = stack.pop() {
            if !path.is_dir() {
                self.found(path);
                continue;
            }
            let entries = match std::fs::read_dir(&path).and_then(|e| e.collect::<Result<Vec<_>, _>>()) {
                Ok(entries) => entries,
                Err(e) => {
                    let reason = SkipReason::Unreadable(e.to_string());
                    self.todo.push_back(Todo::Skip(Skipped::whole(&path, reason)));
                    continue;
                }
            };
            let mut below: Vec<PathBuf> = Vec::with_capacity(entries.len());
            for entry in entries {
                if entry.file_name().as_encoded_bytes().starts_with(b".") {
                    continue;
                }
                let path = entry.path();
                if entry.file_type().is_ok_and(|t| t.is_symlink()) && path.is_dir() {
                    self.notes.push(Note::LinkedFolder(path));
                } else {
                    below.push(path);
                }
            }
            below.sort_unstable_by(|a, b| b.cmp(a));
            stack.append(&mut below);
        }
        self.notes.sort_by_key(|n| match n {
            Note::LinkedFolder(path) => path.clone(),
            _ => PathBuf::new(),
        });
    }

    /// A file that a folder holds.
    fn found(&mut self, path: PathBuf) {
        let format = match Format::of_path(&path) {
            Ok(format) => format,
            Err(extension) => {
                self.passed.entry(extension.unwrap_or_default()).or_insert((0, path)).0 += 1;
                return;
            }
        };
        match std::fs::metadata(&path) {
            Ok(data) => {
                self.count(data.len());
                self.todo.push_back(Todo::File { path, format, size: data.len() });
            }
            Err(e) => {
                let reason = SkipReason::Unreadable(e.to_string());
                self.todo.push_back(Todo::Skip(Skipped::whole(&path, reason)));
            }
        }
    }

    /// Starts on a file: a whole document, or the first of many.
    fn enter(&mut self, path: PathBuf, format: Format, size: u64) -> Option<Result<Raw, Skipped>> {
        let skip = |reason| Some(Err(Skipped { bytes: size, ..Skipped::whole(&path, reason) }));
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(e) => return skip(SkipReason::Unreadable(e.to_string())),
        };
        let limit = self.options.max_report_bytes;
        let whole = |file: File| -> Result<Vec<u8>, SkipReason> {
            // The length at opening is not believed: the file may have grown, or be none (a device, a pipe).
            let mut bytes = Vec::new();
            let unpacked = Source::new(Box::new(file)).unpacked();
            let read = unpacked.take(limit.saturating_add(1)).read_to_end(&mut bytes);
            match bytes.len() as u64 {
                n if n > limit => Err(SkipReason::TooLarge { limit }),
                _ => read.map(|_| bytes).map_err(|e| reason(&e)),
            }
        };
        let open = match format {
            Format::Text | Format::Page => {
                let body = whole(file).map(if format == Format::Page { Body::Page } else { Body::Text });
                return match body {
                    Ok(body) => {
                        let mut raw = Raw::whole(&path, body);
                        raw.size = size;
                        Some(Ok(raw))
                    }
                    Err(reason) => skip(reason),
                };
            }
            Format::JsonLines => self.lines(&path, Box::new(file)),
            Format::Table { separator } => {
                let stream = Stream::new(Box::new(file));
                match stream.binary() {
                    Some(reason) => Err(reason),
                    None => Table::new(&path, stream, separator, &self.options).map(|t| Open::new(&path, t)),
                }
            }
            Format::Parquet => {
                Columnar::new(&path, file, size, &self.options).map(|rows| Open::new(&path, rows))
            }
            Format::Warc => Warc::new(&path, Box::new(file), limit).map(|warc| Open::new(&path, warc)),
        };
        match open {
            Ok(open) => {
                self.current = Some(open);
                None
            }
            Err(reason) => skip(reason),
        }
    }

    fn lines(&self, path: &Path, bytes: Bytes) -> Result<Open, SkipReason> {
        let stream = Stream::new(bytes);
        match stream.binary() {
            Some(reason) => Err(reason),
            None => Ok(Open::new(path, Lines::new(path, stream, &self.options))),
        }
    }

    /// The next document of the file that is open; `None` at its end, when it is closed.
    fn next_in_file(&mut self) -> Option<Result<Raw, Skipped>> {
        let open = self.current.as_mut()?;
        let next = open.next();
        self.notes.extend(open.documents.note());
        if next.is_none() {
            self.current = None;
        }
        next
    }
}

impl Iterator for Reader {
    type Item = Result<Raw, Skipped>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.next_in_file() {
                return Some(item);
            }
            let item = match self.todo.pop_front()? {
                Todo::Skip(skipped) => Some(Err(skipped)),
                Todo::File { path, format, size } => self.enter(path, format, size),
                Todo::Standard => match self.lines(Path::new("-"), Box::new(std::io::stdin())) {
                    Ok(open) => {
                        self.current = Some(open);
                        None
                    }
                    Err(reason) => Some(Err(Skipped::whole(Path::new("-"), reason))),
                },
            };
            if item.is_some() {
                return item;
            }
        }
    }
}

fn extension(path: &Path) -> Option<String> {
    Some(path.extension()?.to_string_lossy().to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = dir.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        dir
    }

    fn ids(reader: &mut Reader) -> Vec<String> {
        reader
            .map(|r| match r {
                Ok(raw) => raw.fallback_id(),
                Err(skipped) => format!("! {skipped}"),
            })
            .collect()
    }

    #[test]
    fn folders_are_walked_in_order_and_other_files_noted() {
        let dir = folder(&[
            ("b.txt", "b"),
            ("a/2.txt", "2"),
            ("a/1.HTML", "<p>1"),
            ("a/1.json", "{}"),
            ("c.jsonl", "{}\n\n{}\n"),
            (".hidden.txt", "h"),
        ]);
        let mut reader = open(&[dir.path().to_path_buf()], &Options::default());
        assert_eq!(reader.total_bytes(), Some(1 + 1 + 4 + 7));
        assert_eq!(ids(&mut reader), ["1", "2", "b", "c:1", "c:3"]);
        assert_eq!(
            reader.notes(),
            [Note::PassedOver { extension: "json".into(), files: 1, first: dir.path().join("a/1.json") }]
        );
    }

    #[test]
    fn the_row_joins_the_id_only_where_a_file_holds_several() {
        let dir = folder(&[("one.jsonl", "{\"Content\":\"Arvo left.\"}\n"), ("two.ndjson", "{}\n{}")]);
        let mut reader = open(&[dir.path().to_path_buf()], &Options::default());
        assert_eq!(ids(&mut reader), ["one", "two:1", "two:2"]);
        assert_eq!(reader.notes()[0].to_string().split(": ").last(), Some("text read from \"Content\""));
    }

    #[test]
    fn sizes_add_up_to_the_total() {
        let long = format!("{{}}\n{}\n\n \n{{}}\n{{}}", "x".repeat(5000));
        let dir = folder(&[("a.jsonl", &long), ("b.txt", &"y".repeat(900)), ("c.txt", "z")]);
        let options = Options { max_report_bytes: 100, ..Options::default() };
        let mut reader = open(&[dir.path().to_path_buf()], &options);
        let total = reader.total_bytes();
        let (mut sum, mut large) = (0, 0);
        for item in &mut reader {
            match item {
                Ok(raw) => sum += raw.size(),
                Err(skipped) => {
                    sum += skipped.bytes;
                    large += u32::from(matches!(skipped.reason, SkipReason::TooLarge { limit: 100 }));
                }
            }
        }
        assert_eq!((Some(sum), large), (total, 2));
    }

    #[test]
    fn what_cannot_be_read_is_named_and_the_rest_goes_on() {
        let dir = folder(&[("a.txt", "a"), ("table.xlsx", "?"), ("README", "r")]);
        let paths = ["nowhere.txt", "table.xlsx", "README", "a.txt"].map(|n| dir.path().join(n));
        let found = ids(&mut open(&paths, &Options::default()));
        assert!(found[0].contains("nowhere.txt: there is no such file or folder"));
        assert!(found[1].contains("files ending in \".xlsx\" are not read"));
        assert!(found[2].contains("no extension"));
        assert_eq!(found[3], "a");
    }
}
