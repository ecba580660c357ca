//! Standard output and standard error: data on the one, messages on the other, colours only where they are wanted.

use crate::failure::Failure;
use anstream::ColorChoice;
use chancery_views::terminal::{Paper, Piece, Sheet};
use serde::Serialize;
use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};

/// Columns of lines that go to no terminal.
const PLAIN_WIDTH: usize = 80;
/// Lines longer than this are hard to read.
const WIDEST: usize = 132;

/// The paper that standard output is.
pub fn paper() -> Paper {
    let stdout = io::stdout();
    let colour = !matches!(anstream::AutoStream::choice(&stdout), ColorChoice::Never);
    let width = if stdout.is_terminal() { terminal_width() } else { None };
    Paper { width: width.unwrap_or(PLAIN_WIDTH).min(WIDEST), colour }
}

/// Columns of the terminal, where there is one.
pub fn terminal_width() -> Option<usize> {
    terminal_size::terminal_size().map(|(width, _)| usize::from(width.0))
}

/// Standard output, buffered.
pub fn out() -> BufWriter<StdoutLock<'static>> {
    BufWriter::with_capacity(1 << 16, io::stdout().lock())
}

/// Writes text to standard output.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut out = out();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(())
}

/// Writes JSON to standard output, indented, with a line's end.
pub fn print_json(value: &impl Serialize) -> Result<(), Failure> {
    let mut out = out();
    serde_json::to_writer_pretty(&mut out, value)?;
    out.write_all(b"\n")?;
    out.flush()?;
    Ok(())
}

/// Writes a message to standard error; a reader that is gone is no failure.
pub fn say(message: &str) {
    let _ = writeln!(anstream::stderr(), "{message}");
}

/// Writes a message of several inks to standard error, wrapped where that is a terminal.
pub fn message(pieces: &[Piece]) {
    let stderr = io::stderr();
    let colour = !matches!(anstream::AutoStream::choice(&stderr), ColorChoice::Never);
    // A message in a log stays one line.
    let width = if stderr.is_terminal() { terminal_width().unwrap_or(PLAIN_WIDTH) } else { usize::MAX };
    let mut sheet = Sheet::new(Paper { width, colour });
    sheet.para(&[], 4, pieces);
    let _ = stderr.lock().write_all(sheet.finish().as_bytes());
}

/// Writes what went wrong to standard error.
pub fn complain(message: &str) {
    let message: Vec<String> = message.lines().map(chancery_views::terminal::clean).collect();
    say(&format!("\u{1b}[1;31mchancery:\u{1b}[0m {}", message.join("\n")));
}

/// Writes what deserves a look to standard error.
pub fn warn(message: &str) {
    say(&format!("\u{1b}[33m{}\u{1b}[0m", chancery_views::terminal::clean(message)));
}
