//! A line on standard error that says how far a build is; nothing where that is no terminal.

use chancery_build::{Progress, Stage, Tally};
use chancery_views::words::{count, thousands};
use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

/// How often the line is drawn.
const EVERY: Duration = Duration::from_millis(100);
/// Columns of the bar.
const BAR: usize = 24;

/// The line.
pub struct Bar {
    terminal: bool,
    stage: &'static str,
    total: Option<u64>,
    began: Instant,
    drawn: Option<Instant>,
    /// Something stands on the line.
    there: bool,
}

impl Bar {
    /// A line on standard error, where that is a terminal.
    pub fn new() -> Self {
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        Bar { terminal: std::io::stderr().is_terminal() && !dumb, ..Bar::silent() }
    }

    /// No line.
    pub fn silent() -> Self {
        Bar { terminal: false, stage: "", total: None, began: Instant::now(), drawn: None, there: false }
    }

    /// Takes the line away, so that something else can be said.
    pub fn clear(&mut self) {
        if self.there {
            write("");
            self.there = false;
        }
    }

    fn draw(&mut self, tally: Tally) {
        let now = Instant::now();
        if !self.terminal || self.drawn.is_some_and(|drawn| now - drawn < EVERY) {
            return;
        }
        self.drawn = Some(now);
        let columns = crate::output::terminal_width().unwrap_or(80);
        write(&line(self.stage, self.total, tally, now - self.began, columns));
        self.there = true;
    }
}

impl Progress for Bar {
    fn begin(&mut self, stage: Stage, total: Option<u64>) {
        self.stage = match stage {
            Stage::Surveying => "looking through",
            Stage::Reading => "reading",
            Stage::Recoding => "coding again",
            Stage::Linking => "linking",
        };
        self.total = total;
        self.began = Instant::now();
        self.drawn = None;
        self.draw(Tally::default());
    }

    fn advance(&mut self, tally: Tally) {
        self.draw(tally);
    }
}

fn write(line: &str) {
    let mut stderr = std::io::stderr().lock();
    let _ = write!(stderr, "\r\u{1b}[K{line}");
    let _ = stderr.flush();
}

fn line(stage: &str, total: Option<u64>, tally: Tally, took: Duration, columns: usize) -> String {
    let mut out = format!("{stage}  ");
    if let Some(of) = total.filter(|of| *of > 0) {
        let done = tally.done.min(of);
        let eighths = (done as u128 * (BAR * 8) as u128 / of as u128) as usize;
        let mut bar = "█".repeat(eighths / 8);
        if eighths / 8 < BAR {
            bar.push(['·', '▏', '▎', '▍', '▌', '▋', '▊', '▉'][eighths % 8]);
            bar.push_str(&"·".repeat(BAR - eighths / 8 - 1));
        }
        out.push_str(&format!("{bar} {:>3} %  ", done as u128 * 100 / of as u128));
    }
    if tally.documents > 0 {
        out.push_str(&count(tally.documents as usize, "report", "reports"));
    }
    if tally.skipped > 0 {
        out.push_str(&format!(", {} skipped", thousands(tally.skipped as usize)));
    }
    let seconds = took.as_secs_f64();
    if seconds >= 1.0 && tally.documents > 0 {
        let rate = (tally.documents as f64 / seconds).round() as usize;
        out.push_str(&format!("  {} a second", thousands(rate)));
    }
    // Less than two seconds say nothing of the rest.
    if let (true, Some(of)) = (seconds >= 2.0 && tally.done > 0, total.filter(|of| *of > tally.done)) {
        let left = seconds * (of - tally.done) as f64 / tally.done as f64;
        out.push_str(&format!("  {} left", clock(left)));
    }
    out.trim_end().chars().take(columns.saturating_sub(1)).collect()
}

/// "0:42", "12:05", "3:20:00".
fn clock(seconds: f64) -> String {
    let seconds = seconds.round().clamp(0.0, 1e9) as u64;
    match seconds / 3600 {
        0 => format!("{}:{:02}", seconds / 60, seconds % 60),
        hours => format!("{hours}:{:02}:{:02}", seconds / 60 % 60, seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_fits_and_says_how_far() {
        let tally = Tally { done: 50, documents: 1200, skipped: 0 };
        let four = Duration::from_secs(4);
        let drawn = line("reading", Some(100), tally, four, 80);
        assert_eq!(drawn, "reading  ████████████············  50 %  1,200 reports  300 a second  0:04 left");
        assert!(line("reading", Some(100), tally, four, 30).chars().count() < 30);
        assert_eq!(line("linking", None, Tally::default(), four, 80), "linking");
        assert_eq!(clock(7325.0), "2:02:05");
    }
}
