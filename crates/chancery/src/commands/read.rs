//! Commands that only read a record.

use crate::args::{self, RecordFile, When};
use crate::failure::{Failure, Outcome};
use crate::output::{out, paper, print, print_json, say, warn};
use crate::states;
use chancery_model::{Annotated, Day, DayInterval, Record, ReportRow};
use chancery_store::{Store, StoreProblem};
use chancery_views::terminal::{
    draw_actors, draw_check, draw_offices, draw_shown, draw_statements, draw_timeline,
};
use chancery_views::{
    Actors, Check, Directory, Filter, Holdings, Offices, Shown, StatementFilter, Statements, Unknown, Who,
};
use std::io::Write;
use std::path::Path;

/// A record read whole, and who is in it.
pub(super) struct Open {
    pub(super) store: Store,
    pub(super) record: Record,
    pub(super) directory: Directory,
}

pub(super) fn open(file: &RecordFile, as_of: Option<When>) -> Result<Open, Failure> {
    let store = open_store(&file.record)?;
    let record = match as_of {
        None => store.record()?,
        Some(when) => {
            let build = build_of(&store, when)?;
            let record = store.record_as_of(build)?;
            say(&format!("As of build {build}: {}.", time_of(&store, build)?));
            record
        }
    };
    if as_of.is_none() && store.is_stale()? {
        warn(
            "A build of this record was stopped: it shows the last one that ended. Build again to bring it up to date.",
        );
    }
    let mut directory = Directory::of_states();
    directory.learn(&record);
    Ok(Open { store, record, directory })
}

/// The build that was the last at that time.
fn build_of(store: &Store, when: When) -> Result<i64, Failure> {
    let days = match when {
        When::Build(build) => return Ok(build),
        When::Time(days) => days,
    };
    let until = days.end.or(days.begin).unwrap_or(Day::MAX);
    match store.build_on(until)? {
        Some(build) => Ok(build),
        None => {
            Err(Failure::Call(format!("there was no record yet on {until}: `chancery log` has its builds")))
        }
    }
}

fn time_of(store: &Store, build: i64) -> Result<String, Failure> {
    let builds = store.log(None)?;
    Ok(builds.into_iter().find(|b| b.build == build).map(|b| super::log::moment(&b.time)).unwrap_or_default())
}

/// Opens a record for reading; without one, says how to make it.
pub fn open_store(path: &Path) -> Result<Store, Failure> {
    Store::open_read_only(path).map_err(|error| match error.problem {
        StoreProblem::NotFound if path == Path::new("record.chancery") => Failure::Call(
            "there is no record here (record.chancery)\n  make one:     chancery build PATH…\n  or name one:  -r FILE"
                .into(),
        ),
        _ => error.into(),
    })
}

/// First and last day of `--since` and `--until`.
pub(super) fn span(
    since: Option<DayInterval>,
    until: Option<DayInterval>,
) -> Result<(Option<Day>, Option<Day>), Failure> {
    match (since.and_then(|days| days.begin), until.and_then(|days| days.end)) {
        (Some(since), Some(until)) if since > until => {
            Err(Failure::Call(format!("--since {since} is after --until {until}")))
        }
        span => Ok(span),
    }
}

/// `chancery timeline`.
pub fn timeline(args: &args::Timeline) -> Result<Outcome, Failure> {
    let Open { record, directory, .. } = open(&args.record, args.as_of)?;
    let (since, until) = span(args.since, args.until)?;
    let between = match args.between.as_deref() {
        Some([a, b]) => Some((states::who(&directory, a)?, states::who(&directory, b)?)),
        _ => None,
    };
    if let Some((a, b)) = &between {
        for who in [a, b] {
            warn_if_absent(&directory, who);
        }
    }
    let filter = Filter {
        between,
        since,
        until,
        kinds: args.kinds.clone(),
        person: args.person.as_deref().map(|name| directory.person(name)).transpose()?,
        min_sources: args.min_sources,
        statuses: Vec::new(),
    };
    let timeline = chancery_views::timeline(&Holdings::of(&record), &directory, &filter);
    if args.json {
        print_json(&timeline)?;
    } else if args.csv {
        let mut out = out();
        chancery_views::csv::write_csv(&timeline, &mut out)?;
        out.flush()?;
    } else {
        print(&draw_timeline(&timeline, &record, &directory, paper(), args.evidence))?;
    }
    Ok(Outcome::Done)
}

/// Says so where a state is known but the record does not name it.
pub(super) fn warn_if_absent(directory: &Directory, who: &Who) {
    if let Who::State(code) = who
        && !directory.states().any(|state| state == code)
    {
        warn(&format!("{} is in no event of this record.", directory.state_name(code)));
    }
}

/// `chancery show`.
pub fn show(args: &args::Show) -> Result<Outcome, Failure> {
    let Open { store, record, directory } = open(&args.record, args.as_of)?;
    let holdings = Holdings::of(&record);
    let today;
    // Marks are worth having, but nothing that a record could fail over. What a report tells today may be read otherwise
    // than it was then.
    let as_then = |told: &Annotated| {
        let row = record.reports.iter().find(|row| row.id == told.id);
        let claims = |row: &ReportRow| row.events.iter().map(|claim| claim.trigger).collect::<Vec<_>>();
        args.as_of.is_none()
            || row.is_some_and(|row| claims(row) == told.events.iter().map(|e| e.trigger).collect::<Vec<_>>())
    };
    let tellings = |doc: &str| store.annotated(doc).ok().flatten().filter(as_then);
    let shown = match chancery_views::show(&holdings, &directory, &args.id, &tellings) {
        Err(unknown @ Unknown::Nobody { .. }) => {
            match store.id_today(&args.id)? {
                Some(id) => {
                    today = id;
                    let shown = chancery_views::show(&holdings, &directory, &today, &tellings)
                    .map_err(|_| Failure::Call(format!("{} was {today} last, which the record no longer holds: chancery log --event {0}", args.id)))?;
                    let names_it = |word: &str| word.len() >= 8 && args.id.starts_with(word);
                    let merges = |line: &String| line.split_whitespace().skip(1).any(names_it);
                    let corrected =
                        matches!(&shown, Shown::Event(view) if view.event.corrected.iter().any(merges));
                    let why = if corrected {
                        "a correction made them one"
                    } else {
                        "a later report changed what it is"
                    };
                    say(&format!("{} is {today} now: {why}.", args.id));
                    shown
                }
                None => match store.ids_given(&args.id)?.as_slice() {
                    [] => return Err(unknown.into()),
                    [one] => chancery_views::show(&holdings, &directory, one, &tellings)?,
                    several => {
                        let (query, fits) = (args.id.clone(), several.to_vec());
                        return Err(Unknown::Several { query, fits }.into());
                    }
                },
            }
        }
        shown => shown?,
    };
    if args.json {
        print_json(&shown)?;
    } else {
        print(&draw_shown(&shown, &record, &directory, paper()))?;
    }
    Ok(Outcome::Done)
}

/// `chancery actors`.
pub fn actors(args: &args::Actors) -> Result<Outcome, Failure> {
    let Open { record, directory, .. } = open(&args.record, None)?;
    let actors = Actors::of(&record, &directory);
    if args.json {
        print_json(&actors)?;
    } else {
        print(&draw_actors(&actors, paper()))?;
    }
    Ok(Outcome::Done)
}

/// `chancery offices`.
pub fn offices(args: &args::Offices) -> Result<Outcome, Failure> {
    let Open { record, directory, .. } = open(&args.record, args.as_of)?;
    let state = args.state.as_deref().map(|state| states::state(&directory, state)).transpose()?;
    let offices = Offices::of(&Holdings::of(&record), &directory, state.as_deref());
    if args.json {
        print_json(&offices)?;
    } else {
        let name = state.as_deref().map(|code| directory.state_name(code));
        print(&draw_offices(&offices, name, paper()))?;
    }
    Ok(Outcome::Done)
}

/// `chancery statements`.
pub fn statements(args: &args::Statements) -> Result<Outcome, Failure> {
    let Open { record, directory, .. } = open(&args.record, args.as_of)?;
    let (since, until) = span(args.since, args.until)?;
    let who = |name: &Option<String>| name.as_deref().map(|name| states::who(&directory, name)).transpose();
    let filter = StatementFilter {
        by: who(&args.by)?,
        to: who(&args.to)?,
        about: args.about.clone(),
        kinds: args.kinds.clone(),
        states: args.states.clone(),
        since,
        until,
    };
    let statements = Statements::of(&Holdings::of(&record), &directory, &filter);
    if args.json {
        print_json(&statements)?;
    } else {
        print(&draw_statements(&statements, &record, paper()))?;
    }
    Ok(Outcome::Done)
}

/// `chancery check`.
pub fn check(args: &args::Check) -> Result<Outcome, Failure> {
    let Open { record, .. } = open(&args.record, args.as_of)?;
    let check = Check::of(&Holdings::of(&record), &args.kinds);
    if args.json {
        print_json(&check)?;
    } else {
        print(&draw_check(&check, paper()))?;
    }
    Ok(Outcome::Done)
}
