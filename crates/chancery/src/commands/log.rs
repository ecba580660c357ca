//! `chancery log`.

use crate::args;
use crate::commands::read::open_store;
use crate::failure::{Failure, Outcome};
use crate::output::{paper, print, print_json};
use chancery_store::{Change, LogEntry};
use chancery_views::terminal::{Piece, Sheet};
use chancery_views::words::count;

/// What each build changed.
pub fn log(args: &args::Log) -> Result<Outcome, Failure> {
    let store = open_store(&args.record.record)?;
    let since = args.since.and_then(|days| days.begin).map(|day| day.to_string());
    let builds = store.log(since.as_deref())?;
    if args.json {
        print_json(&builds)?;
        return Ok(Outcome::Done);
    }
    let mut sheet = Sheet::new(paper());
    if builds.is_empty() {
        sheet.para(&[], 0, &[Piece::plain("No build changed anything in that time.")]);
    }
    for (at, build) in builds.iter().enumerate() {
        if at > 0 {
            sheet.gap();
        }
        let holds = format!(
            "{}, {} after it",
            count(build.reports as usize, "report", "reports"),
            count(build.events as usize, "event", "events")
        );
        sheet.rule(&format!("Build {} · {}", build.build, build.time), &holds);
        for entry in &build.entries {
            draw(&mut sheet, entry);
        }
    }
    print(&sheet.finish())?;
    Ok(Outcome::Done)
}

fn draw(sheet: &mut Sheet, entry: &LogEntry) {
    let sign = match entry.change {
        Change::Added => "+",
        Change::Removed => "−",
        _ => "~",
    };
    let lead = [Piece::plain(format!("{sign} ")), Piece::soft(format!("{:<8}", entry.subject.as_str()))];
    let mut text = vec![Piece::plain(&entry.message), Piece::soft(format!("  {}", entry.id))];
    if let Some(old) = &entry.old_id {
        text.push(Piece::soft(format!(", was {old}")));
    }
    // A report that was added is its own cause.
    if !entry.reports.is_empty() && entry.reports != [entry.id.clone()] {
        text.push(Piece::soft(format!("  because of {}", entry.reports.join(", "))));
    }
    sheet.para(&lead, 10, &text);
}
