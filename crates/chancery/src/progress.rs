//! A line on standard error that says how far a build is; nothing where that is no terminal.

use chancery_views::words::{count, thousands};
use std::io::{IsTerminal, Write};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// How often the line is drawn.
const EVERY: Duration = Duration::from_millis(100);
/// Columns of the bar.
const BAR: usize = 24;

/// How far a stage is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Progress {
    /// What is being done: "reading", "linking".
    pub stage: &'static str,
    /// Bytes (or other units) done.
    pub done: u64,
    /// In all, where it is known.
    pub of: Option<u64>,
    /// Reports so far.
    pub reports: u64,
}

/// The line.
pub struct Bar {
    terminal: bool,
    state: Mutex<State>,
}

struct State {
    stage: &'static str,
    began: Instant,
    drawn: Option<Instant>,
}

impl Bar {
    /// A line on standard error, where that is a terminal.
    pub fn new() -> Self {
        let terminal =
            std::io::stderr().is_terminal() && std::env::var_os("TERM").is_none_or(|term| term != "dumb");
        Bar { terminal, state: Mutex::new(State { stage: "", began: Instant::now(), drawn: None }) }
    }

    /// Draws the line anew, at most ten times a second.
    pub fn show(&self, progress: &Progress) {
        if !self.terminal {
            return;
        }
        let Ok(mut state) = self.state.lock() else { return };
        let now = Instant::now();
        if state.stage != progress.stage {
            state.stage = progress.stage;
            state.began = now;
        } else if state.drawn.is_some_and(|drawn| now - drawn < EVERY) {
            return;
        }
        state.drawn = Some(now);
        let line = line(progress, now - state.began, crate::output::terminal_width().unwrap_or(80));
        let mut stderr = std::io::stderr().lock();
        let _ = write!(stderr, "\r\u{1b}[K{line}");
        let _ = stderr.flush();
    }

    /// Takes the line away, so that something else can be said.
    pub fn clear(&self) {
        let Ok(mut state) = self.state.lock() else { return };
        if self.terminal && state.drawn.take().is_some() {
            let mut stderr = std::io::stderr().lock();
            let _ = write!(stderr, "\r\u{1b}[K");
            let _ = stderr.flush();
        }
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.clear();
    }
}

fn line(progress: &Progress, took: Duration, columns: usize) -> String {
    let mut out = format!("{:<8} ", progress.stage);
    if let Some(of) = progress.of.filter(|of| *of > 0) {
        let done = progress.done.min(of);
        let eighths = (done as u128 * (BAR * 8) as u128 / of as u128) as usize;
        let mut bar = "█".repeat(eighths / 8);
        if eighths / 8 < BAR {
            bar.push(['·', '▏', '▎', '▍', '▌', '▋', '▊', '▉'][eighths % 8]);
            bar.push_str(&"·".repeat(BAR - eighths / 8 - 1));
        }
        out.push_str(&format!("{bar} {:>3} %  ", done as u128 * 100 / of as u128));
    }
    if progress.reports > 0 {
        out.push_str(&count(progress.reports as usize, "report", "reports"));
    }
    let seconds = took.as_secs_f64();
    if seconds >= 1.0 && progress.reports > 0 {
        out.push_str(&format!(
            "  {} a second",
            thousands((progress.reports as f64 / seconds).round() as usize)
        ));
    }
    // Less than two seconds say nothing of the rest.
    if let (true, Some(of)) =
        (seconds >= 2.0 && progress.done > 0, progress.of.filter(|of| *of > progress.done))
    {
        let left = seconds * (of - progress.done) as f64 / progress.done as f64;
        out.push_str(&format!("  {} left", clock(left)));
    }
    out.chars().take(columns.saturating_sub(1)).collect()
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
        let progress = Progress { stage: "reading", done: 50, of: Some(100), reports: 1200 };
        let drawn = line(&progress, Duration::from_secs(4), 80);
        assert_eq!(drawn, "reading  ████████████············  50 %  1,200 reports  300 a second  0:04 left");
        assert!(line(&progress, Duration::from_secs(4), 30).chars().count() < 30);
        assert_eq!(clock(7325.0), "2:02:05");
    }
}
