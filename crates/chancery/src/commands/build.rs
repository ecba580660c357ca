//! `chancery build`.

use crate::args::{self, Reading};
use crate::commands::explain::knowledge;
use crate::failure::{Failure, Outcome};
use crate::output::{message, print_json};
use crate::progress::Bar;
use chancery_build::{BuildOptions, BuildReport};
use chancery_ingest::Options;
use chancery_link::Corrections;
use chancery_store::Changes;
use chancery_views::terminal::{Ink, Piece};
use chancery_views::words::{count, list, sources, thousands};
use std::io::ErrorKind;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Reads reports into a record.
pub fn build(args: &args::Build) -> Result<Outcome, Failure> {
    look_for(&args.paths)?;
    let corrections = corrections(args)?;
    let knowledge = knowledge()?;
    let options = BuildOptions {
        reading: options(&args.reading),
        jobs: jobs(&args.reading),
        remove: args.remove.clone(),
        corrections,
    };
    let stop = stopped_by_the_user();
    let now = jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let began = Instant::now();
    let mut bar = Bar::new();
    let built =
        chancery_build::build(&args.paths, &args.record.record, &knowledge, &options, &mut bar, &stop, &now);
    bar.clear();
    let report = built?;
    if args.json {
        print_json(&report.to_json())?;
    } else {
        tell(&report, &args.record.record, began.elapsed());
        tell_corrections(&report, args, options.corrections.is_none());
    }
    Ok(if report.skipped > 0 || report.stopped { Outcome::Skipped } else { Outcome::Done })
}

/// Refuses a call none of whose paths is there, before anything is made.
pub fn look_for(paths: &[PathBuf]) -> Result<(), Failure> {
    let missing = |path: &&PathBuf| path.as_os_str() != "-" && path.symlink_metadata().is_err();
    if paths.is_empty() || !paths.iter().all(|path| missing(&path)) {
        return Ok(());
    }
    let names: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
    Err(Failure::Call(format!("there is no file or folder {}; check the path", list(&names))))
}

/// The file of corrections that belongs to a record.
fn corrections_file(args: &args::Build) -> PathBuf {
    args.corrections.clone().unwrap_or_else(|| args.record.record.with_extension("corrections"))
}

/// The corrections of their file; `None` where there is no such file and none was named.
fn corrections(args: &args::Build) -> Result<Option<Corrections>, Failure> {
    let path = corrections_file(args);
    let text = match std::fs::read(&path) {
        Ok(bytes) => String::from_utf8(bytes)
            .map_err(|_| Failure::Call(format!("{}: it is not UTF-8; save it as that", path.display())))?,
        Err(error) if error.kind() == ErrorKind::NotFound && args.corrections.is_none() => return Ok(None),
        Err(error) => {
            return Err(Failure::Call(format!(
                "{}: the corrections can’t be read ({error})",
                path.display()
            )));
        }
    };
    Corrections::parse(&text).map(Some).map_err(|wrong| {
        let lines: Vec<String> = wrong.iter().map(|line| format!("\n  {line}")).collect();
        let what = if wrong.len() == 1 { "this line is" } else { "these lines are" };
        Failure::Call(format!(
            "{}: {what} no correction; nothing was built{}",
            path.display(),
            lines.concat()
        ))
    })
}

/// What of the corrections holds, and what does not.
fn tell_corrections(report: &BuildReport, args: &args::Build, kept: bool) {
    let path = corrections_file(args).display().to_string();
    if kept && report.corrections > 0 {
        let line = format!(
            "{path} is not there: the {} that the record keeps still hold. To take them back, make an empty file of that name.",
            count(report.corrections as usize, "correction", "corrections")
        );
        message(&[Piece::new(line, Ink::Doubt)]);
    }
    for uncorrected in &report.uncorrected {
        message(&[Piece::new(format!("{path}, {uncorrected}"), Ink::Doubt)]);
    }
}

/// How documents are read.
pub fn options(reading: &Reading) -> Options {
    Options {
        verbatim: reading.verbatim,
        max_report_bytes: reading.max_report_size,
        columns: reading.columns.clone(),
    }
}

/// How many threads.
pub fn jobs(reading: &Reading) -> Option<NonZeroUsize> {
    reading.jobs.and_then(|jobs| NonZeroUsize::new(jobs.into()))
}

/// Set by the first Ctrl-C; the second ends the program at once, which a record survives.
pub fn stopped_by_the_user() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let seen = stop.clone();
    // Where the signal can't be watched it ends the program, as it would have.
    let _ = ctrlc::set_handler(move || {
        if seen.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
    });
    stop
}

fn tell(report: &BuildReport, record: &Path, took: Duration) {
    let mut parts = Vec::new();
    let mut part = |n: u64, words: &str| {
        if n > 0 {
            parts.push(format!("{} {words}", thousands(n as usize)));
        }
    };
    part(report.new, "new");
    part(report.unchanged, "unchanged");
    part(report.reread, "read otherwise than before");
    part(report.repeated, "met twice");
    let of = if parts.is_empty() { String::new() } else { format!(": {}", parts.join(", ")) };
    if report.read > 0 || report.skipped > 0 {
        let reports = count(report.read as usize, "report", "reports");
        message(&[Piece::plain(format!("Read {reports} in {}{of}.", seconds(took)))]);
    }
    if report.removed > 0 {
        let line = format!("Took out {}.", count(report.removed as usize, "report", "reports"));
        message(&[Piece::plain(line)]);
    }
    if report.recoded > 0 {
        let reports = count(report.recoded as usize, "report", "reports");
        message(&[Piece::plain(format!("Coded {reports} again, because this program is another version."))]);
    }
    if report.other_language > 0 {
        let line = format!(
            "{} in another language than English: kept, not analysed.",
            count(report.other_language as usize, "report is", "reports are")
        );
        message(&[Piece::plain(line)]);
    }
    for note in &report.notes {
        message(&[Piece::soft(format!("{note}."))]);
    }
    if report.skipped > 0 {
        message(&[Piece::new(format!("Skipped {}:", thousands(report.skipped as usize)), Ink::Doubt)]);
        for skip in &report.skips {
            message(&[Piece::plain(format!("  {skip}"))]);
        }
        let more = report.skipped as usize - report.skips.len().min(report.skipped as usize);
        if more > 0 {
            message(&[Piece::plain(format!("  and {} more", thousands(more)))]);
        }
    }
    if report.stopped {
        let line =
            "Stopped. What was read is kept, the record is as it was; the same call goes on from here.";
        message(&[Piece::new(line, Ink::Doubt)]);
        return;
    }
    let totals = &report.totals;
    let holds = [
        count(totals.events as usize, "event", "events"),
        count(totals.tenures as usize, "tenure", "tenures"),
        count(totals.findings as usize, "finding", "findings"),
    ];
    let reports = sources(totals.reports as usize, totals.independent as usize);
    message(&[
        Piece::strong(record.display().to_string()),
        Piece::plain(format!(" holds {} from {reports}", list(&holds))),
        Piece::soft(changed(&report.changes)),
    ]);
    let file = match record.to_str() {
        Some("record.chancery") => String::new(),
        _ => format!(" -r {}", quoted(&record.display().to_string())),
    };
    message(&[Piece::soft("next: "), Piece::plain(format!("chancery timeline{file}"))]);
}

/// How the record differs from what it was: " (+12 −1 events, 3 changed)".
fn changed(changes: &Changes) -> String {
    let mut out = Vec::new();
    let mut part = |what: &str, added: u64, removed: u64, changed: u64| {
        let mut signs = Vec::new();
        if added > 0 {
            signs.push(format!("+{added}"));
        }
        if removed > 0 {
            signs.push(format!("−{removed}"));
        }
        if changed > 0 {
            signs.push(format!("~{changed}"));
        }
        if !signs.is_empty() {
            out.push(format!("{} {what}", signs.join(" ")));
        }
    };
    part("events", changes.events_added, changes.events_removed, changes.events_changed);
    part("tenures", changes.tenures_added, changes.tenures_removed, changes.tenures_changed);
    part("findings", changes.findings_added, changes.findings_removed, changes.findings_changed);
    if out.is_empty() { "  nothing changed".into() } else { format!("  {}", out.join(", ")) }
}

/// "0.4 s", "12 s", "3 min 20 s".
fn seconds(took: Duration) -> String {
    let seconds = took.as_secs_f64();
    match seconds {
        s if s < 10.0 => format!("{s:.1} s"),
        s if s < 120.0 => format!("{s:.0} s"),
        s => format!("{} min {} s", (s / 60.0) as u64, s as u64 % 60),
    }
}

/// As a shell takes it.
fn quoted(path: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./~+,:".contains(c);
    if path.chars().all(plain) { path.into() } else { format!("'{}'", path.replace('\'', "'\\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_written_as_a_shell_takes_it() {
        assert_eq!(quoted("a/b.chancery"), "a/b.chancery");
        assert_eq!(quoted("my 'own'.chancery"), r"'my '\''own'\''.chancery'");
    }
}
