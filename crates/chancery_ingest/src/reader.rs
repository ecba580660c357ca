//! Finding documents: files, folders and streams, in a fixed order and in bounded memory.

#![allow(clippy::disallowed_methods)] // this is the reader: the one place that opens files

use crate::{Field, Options, SkipReason, Skipped, decode::decode, fields::Given};
use serde_json::Value;
use std::collections::{BTreeMap, VecDeque};
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// One undecoded document: what [`crate::prepare`] turns into a report. Cheap to move between threads.
#[derive(Clone, Debug)]
pub struct Raw {
    path: Arc<Path>,
    row: Option<u64>,
    /// Whether the file holds further documents, so that the row belongs to the id.
    shared: bool,
    size: u64,
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

    fn whole(path: &Path, body: Body) -> Raw {
        let size = match &body {
            Body::Text(b) | Body::Page(b) | Body::Line(b) => b.len() as u64,
        };
        Raw { path: path.into(), row: None, shared: false, size, body }
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

fn fallback_id(path: &Path, row: Option<u64>) -> String {
    let stem = match path.to_str() {
        Some("-") => "stdin".into(),
        _ => path.file_stem().unwrap_or(path.as_os_str()).to_string_lossy(),
    };
    match row {
        Some(row) => format!("{stem}:{row}"),
        None => stem.into_owned(),
    }
}

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

/// The formats that are read. CSV, TSV, Parquet and WARC files are to join here and in [`Reader::enter`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Text,
    Page,
    JsonLines,
}

impl Format {
    fn of_extension(extension: &str) -> Option<Format> {
        match extension {
            "txt" | "text" => Some(Format::Text),
            "html" | "htm" | "xhtml" => Some(Format::Page),
            "jsonl" | "ndjson" => Some(Format::JsonLines),
            _ => None,
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
#[derive(Debug)]
pub struct Reader {
    todo: VecDeque<Todo>,
    lines: Option<Lines>,
    limit: u64,
    options: Options,
    total: Option<u64>,
    notes: Vec<Note>,
    passed: BTreeMap<String, (u64, PathBuf)>,
}

/// Finds the documents under some paths: files, folders (with all below them), `-` for JSON Lines on standard input.
///
/// Folders are walked here and now, so that [`Reader::total_bytes`] is known; files are opened one by one as the
/// reader gets to them, and of each no more is held than one document.
pub fn open(paths: &[PathBuf], options: &Options) -> Reader {
    let mut reader = Reader {
        todo: VecDeque::new(),
        lines: None,
        limit: options.max_report_bytes,
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
        let skip = |reason| Todo::Skip(skipped_path(path, reason));
        let todo = match std::fs::metadata(path) {
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => skip(SkipReason::Missing),
            Err(e) => skip(SkipReason::Unreadable(e.to_string())),
            Ok(data) if data.is_dir() => return self.walk(path),
            Ok(data) => match extension(path) {
                None => skip(SkipReason::NoExtension),
                Some(ext) => match Format::of_extension(&ext) {
                    None => skip(SkipReason::UnknownFormat(ext)),
                    Some(format) => {
                        self.count(data.len());
                        Todo::File { path: path.to_path_buf(), format, size: data.len() }
                    }
                },
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
                    self.todo.push_back(Todo::Skip(skipped_path(&path, reason)));
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
        let ext = extension(&path).unwrap_or_default();
        let Some(format) = Format::of_extension(&ext) else {
            self.passed.entry(ext).or_insert((0, path)).0 += 1;
            return;
        };
        match std::fs::metadata(&path) {
            Ok(data) => {
                self.count(data.len());
                self.todo.push_back(Todo::File { path, format, size: data.len() });
            }
            Err(e) => {
                let reason = SkipReason::Unreadable(e.to_string());
                self.todo.push_back(Todo::Skip(skipped_path(&path, reason)));
            }
        }
    }

    /// Starts on a file: a whole document, or the first of many.
    fn enter(&mut self, path: PathBuf, format: Format, size: u64) -> Option<Result<Raw, Skipped>> {
        let skip = |reason| Skipped { bytes: size, ..skipped_path(&path, reason) };
        let unreadable = |e: std::io::Error| SkipReason::Unreadable(e.to_string());
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(e) => return Some(Err(skip(unreadable(e)))),
        };
        let whole = |file: File| -> Result<Vec<u8>, SkipReason> {
            // The length at opening is not believed: the file may have grown, or be none (a device, a pipe).
            let mut bytes = Vec::new();
            file.take(self.limit.saturating_add(1)).read_to_end(&mut bytes).map_err(unreadable)?;
            match bytes.len() as u64 {
                n if n > self.limit => Err(SkipReason::TooLarge { limit: self.limit }),
                _ => Ok(bytes),
            }
        };
        let body = match format {
            Format::Text => whole(file).map(Body::Text),
            Format::Page => whole(file).map(Body::Page),
            Format::JsonLines => {
                self.lines = Some(Lines::new(&path, Box::new(file)));
                return self.next_line();
            }
        };
        Some(match body {
            Ok(body) => Ok(Raw { size, ..Raw::whole(&path, body) }),
            Err(reason) => Err(skip(reason)),
        })
    }

    /// The next document of the JSON Lines file that is open; `None` at its end, when it is closed.
    fn next_line(&mut self) -> Option<Result<Raw, Skipped>> {
        let lines = self.lines.as_mut()?;
        let first = lines.path.clone();
        let fresh = lines.row == 0;
        let next = lines.next(self.limit);
        if next.is_none() {
            self.lines = None;
        }
        if let (true, Some(Ok(raw))) = (fresh, &next) {
            self.note_columns(&first, raw);
        }
        next
    }

    fn note_columns(&mut self, path: &Path, raw: &Raw) {
        let Body::Line(bytes) = &raw.body else { return };
        let Ok(text) = decode(bytes, false) else { return };
        let Ok(Value::Object(object)) = serde_json::from_str(&text) else { return };
        let columns: Vec<Column> = Given::of_object(&object, &self.options)
            .1
            .into_iter()
            .filter(|(field, name)| field.name() != name)
            .map(|(field, name)| Column { field, name })
            .collect();
        if !columns.is_empty() {
            self.notes.push(Note::Columns { path: path.to_path_buf(), columns });
        }
    }
}

impl Iterator for Reader {
    type Item = Result<Raw, Skipped>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if self.lines.is_some() {
                if let Some(item) = self.next_line() {
                    return Some(item);
                }
                continue;
            }
            let item = match self.todo.pop_front()? {
                Todo::Skip(skipped) => Some(Err(skipped)),
                Todo::File { path, format, size } => self.enter(path, format, size),
                Todo::Standard => {
                    self.lines = Some(Lines::new(Path::new("-"), Box::new(std::io::stdin())));
                    None
                }
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

fn skipped_path(path: &Path, reason: SkipReason) -> Skipped {
    Skipped { path: path.to_path_buf(), row: None, id: fallback_id(path, None), bytes: 0, reason }
}

/// The lines of a JSON Lines file, none held that is longer than a limit.
struct Lines {
    path: Arc<Path>,
    source: BufReader<Box<dyn Read + Send>>,
    /// The line that was read last, from 1.
    row: u64,
    /// Whether the file holds more than one document; `None` before the first.
    several: Option<bool>,
    /// A document read ahead, to know whether there are several.
    ahead: Option<Result<Raw, Skipped>>,
    /// Bytes of blank lines, counted with the next document.
    blank: u64,
    /// An error was met, or the end.
    over: bool,
}

impl std::fmt::Debug for Lines {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Lines").field("path", &self.path).field("row", &self.row).finish_non_exhaustive()
    }
}

impl Lines {
    fn new(path: &Path, source: Box<dyn Read + Send>) -> Lines {
        let source = BufReader::with_capacity(1 << 16, source);
        Lines { path: path.into(), source, row: 0, several: None, ahead: None, blank: 0, over: false }
    }

    fn next(&mut self, limit: u64) -> Option<Result<Raw, Skipped>> {
        if let Some(item) = self.ahead.take() {
            return Some(item);
        }
        let mut item = self.read(limit)?;
        if self.several.is_none() {
            self.ahead = self.read(limit);
            self.several = Some(self.ahead.is_some());
        }
        let several = self.several == Some(true);
        match &mut item {
            Ok(raw) => raw.shared = several,
            Err(skipped) if several => skipped.id = fallback_id(&self.path, skipped.row),
            Err(_) => {}
        }
        if let Some(Ok(ahead)) = &mut self.ahead {
            ahead.shared = true;
        }
        Some(item)
    }

    /// The next line that is not blank.
    fn read(&mut self, limit: u64) -> Option<Result<Raw, Skipped>> {
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
                    return Some(Err(self.skipped(0, SkipReason::Unreadable(e.to_string()))));
                }
            };
            let size = size + std::mem::take(&mut self.blank);
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
            let raw = Raw {
                path: self.path.clone(),
                row: Some(self.row),
                shared: true,
                size,
                body: Body::Line(bytes),
            };
            return Some(Ok(raw));
        }
    }

    fn skipped(&self, bytes: u64, reason: SkipReason) -> Skipped {
        let id = fallback_id(&self.path, Some(self.row));
        Skipped { path: self.path.to_path_buf(), row: Some(self.row), id, bytes, reason }
    }

    /// One line without its end, and its size with it; no bytes where it is longer than the limit.
    #[allow(clippy::type_complexity)]
    fn line(&mut self, limit: u64) -> std::io::Result<Option<(Option<Vec<u8>>, u64)>> {
        let mut line = Vec::new();
        let mut size = 0u64;
        loop {
            let chunk = match self.source.fill_buf() {
                Ok(chunk) => chunk,
                Err(e) if e.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(e) => return Err(e),
            };
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
