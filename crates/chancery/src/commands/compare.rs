//! `chancery compare`.

use super::read::{Open, open};
use crate::args;
use crate::failure::{Failure, Outcome};
use crate::output::{paper, print, print_json, say};
use chancery_model::{Event, Record};
use chancery_store::Store;
use chancery_views::terminal::draw_comparison;
use chancery_views::{Only, Unknown};

/// `chancery compare`.
pub fn compare(args: &args::Compare) -> Result<Outcome, Failure> {
    let Open { store, record, directory } = open(&args.record, None)?;
    let event = event(&store, &record, &args.event)?;
    // A report whose telling can't be read is named among those not compared.
    let tellings = |doc: &str| store.annotated(doc).ok().flatten();
    let mut comparison = chancery_views::compare(&record, &directory, event, &tellings, args.split);
    if let Some(Only::Column(letter)) = &args.only
        && !comparison.columns.is_empty()
        && !comparison.columns.iter().any(|column| column.letter == *letter)
    {
        let letters: Vec<&str> = comparison.columns.iter().map(|column| column.letter.as_str()).collect();
        return Err(Failure::Call(format!(
            "there is no report {letter} here; the reports: {}",
            chancery_views::words::list(&letters)
        )));
    }
    if args.json {
        if let Some(only) = &args.only {
            comparison.keep(only);
        }
        print_json(&comparison)?;
    } else {
        print(&draw_comparison(&comparison, &directory, args.only.as_ref(), paper()))?;
    }
    Ok(Outcome::Done)
}

/// The event that an id, the beginning of one, or an id of old stands for.
fn event<'a>(store: &Store, record: &'a Record, query: &str) -> Result<&'a Event, Failure> {
    let unknown = match chancery_views::compare::event(record, query) {
        Err(unknown @ Unknown::Nobody { .. }) => unknown,
        found => return Ok(found?),
    };
    if let Some(id) = store.id_today(query)? {
        say(&format!("{query} is {id} now: a later report changed what it is."));
        return Ok(chancery_views::compare::event(record, &id)?);
    }
    if record.reports.iter().any(|report| report.id == query) {
        return Err(Failure::Call(format!(
            "{query} is a report; name an event that it tells of (chancery show {query} lists them)"
        )));
    }
    Err(unknown.into())
}
