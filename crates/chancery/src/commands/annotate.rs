//! `chancery annotate`.

use crate::args;
use crate::commands::build::{jobs, look_for, options, stopped_by_the_user};
use crate::commands::explain::knowledge;
use crate::failure::{Failure, Outcome};
use crate::output::{message, out};
use crate::progress::Bar;
use chancery_build::{AnnotateOptions, Progress, Skip, Stage, Tally};
use chancery_views::terminal::{Ink, Piece};
use chancery_views::words::{count, thousands};
use std::io::{IsTerminal, Write};

/// Annotates documents, one JSON object a line.
pub fn annotate(args: &args::Annotate) -> Result<Outcome, Failure> {
    look_for(&args.paths)?;
    let knowledge = knowledge()?;
    let options = AnnotateOptions { reading: options(&args.reading), jobs: jobs(&args.reading) };
    let stop = stopped_by_the_user();
    // Lines that run over the same terminal leave no room for a bar.
    let bar = if std::io::stdout().is_terminal() { Bar::silent() } else { Bar::new() };
    let mut naming = Naming { bar };
    let mut out = out();
    let line = |outcome| serde_json::to_string(&outcome);
    let summary = chancery_build::annotate_paths(
        &args.paths,
        &knowledge,
        &options,
        line,
        |line| {
            out.write_all(line.map_err(std::io::Error::from)?.as_bytes())?;
            out.write_all(b"\n")
        },
        &mut naming,
        &stop,
    );
    naming.bar.clear();
    let summary = summary?;
    out.flush()?;
    for note in &summary.notes {
        message(&[Piece::soft(format!("{note}."))]);
    }
    let mut parts = vec![format!("Annotated {}", count(summary.annotated as usize, "document", "documents"))];
    if summary.other_language > 0 {
        let n = thousands(summary.other_language as usize);
        parts.push(format!("{n} of them not in English and so without analysis"));
    }
    if summary.skipped > 0 {
        parts.push(format!("skipped {}", thousands(summary.skipped as usize)));
    }
    if summary.stopped {
        parts.push("stopped before the end".into());
    }
    message(&[Piece::plain(format!("{}.", parts.join(", ")))]);
    Ok(if summary.skipped > 0 || summary.stopped { Outcome::Skipped } else { Outcome::Done })
}

/// A bar that names what is skipped as it comes.
struct Naming {
    bar: Bar,
}

impl Progress for Naming {
    fn begin(&mut self, stage: Stage, total: Option<u64>) {
        self.bar.begin(stage, total);
    }

    fn advance(&mut self, tally: Tally) {
        self.bar.advance(tally);
    }

    fn skip(&mut self, skip: &Skip) {
        self.bar.clear();
        message(&[Piece::new("skipped ", Ink::Doubt), Piece::plain(skip.to_string())]);
    }
}
