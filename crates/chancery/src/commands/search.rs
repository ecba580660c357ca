//! `chancery search`.

use crate::args;
use crate::commands::read::{open_store, span};
use crate::failure::{Failure, Outcome};
use crate::output::{paper, print, print_json, warn};
use crate::states;
use chancery_store::{Found, Hit, Query, Store};
use chancery_views::Directory;
use chancery_views::search::{Search, SearchHit, UnknownWord};
use chancery_views::terminal::draw_search;

/// The sentences that hold the words.
pub fn search(args: &args::Search) -> Result<Outcome, Failure> {
    let directory = Directory::of_states();
    let state = |name: &String| states::state(&directory, name);
    let states = args.states.iter().map(state).collect::<Result<Vec<_>, _>>()?;
    let names = states.iter().map(|code| directory.state_name(code).to_string()).collect();
    let (since, until) = span(args.since, args.until)?;
    let store = open_store(&args.record.record)?;
    if store.is_stale()? {
        warn("A build of this record was stopped: the search finds what the last one that ended had read.");
    }
    let query = Query {
        words: args.query.join(" "),
        states,
        since,
        until,
        source: args.source.clone(),
        report: args.report.clone(),
        event_type: args.event_type,
        limit: args.limit.into(),
        after: args.after.clone(),
    };
    let view = view(&store, &query, filters(&query, names), store.search(&query)?)?;
    if args.json {
        print_json(&view)?;
    } else {
        print(&draw_search(&view, paper()))?;
    }
    Ok(Outcome::Done)
}

/// What else than words is asked for, in words.
fn filters(query: &Query, states: Vec<String>) -> Vec<String> {
    let mut filters = states;
    filters.extend(query.since.map(|day| format!("since {}", chancery_views::period::day(day))));
    filters.extend(query.until.map(|day| format!("until {}", chancery_views::period::day(day))));
    filters.extend(query.source.as_ref().map(|source| format!("in {source}")));
    filters.extend(query.report.clone());
    filters.extend(query.event_type.map(|event_type| event_type.as_str().to_lowercase()));
    filters
}

fn view(store: &Store, query: &Query, filters: Vec<String>, found: Found) -> Result<Search, Failure> {
    let Found { total, hits, next, note, unknown } = found;
    let unknown =
        unknown.into_iter().map(|unknown| UnknownWord { word: unknown.word, nearest: unknown.nearest });
    Ok(Search {
        query: query.words.clone(),
        filters,
        total,
        hits: hits.into_iter().map(|found| hit(store, found)).collect::<Result<_, _>>()?,
        next: next.map(|cursor| cursor.to_string()),
        note: note.map(|note| note.to_string()),
        unknown: unknown.collect(),
    })
}

fn hit(store: &Store, hit: Hit) -> Result<SearchHit, Failure> {
    let Hit { report, title, source, date, published, copy_of, start, end, text, marks, events: ids } = hit;
    let mut events = Vec::new();
    for id in ids {
        events.extend(store.event(&id)?);
    }
    Ok(SearchHit { report, title, source, date, published, copy_of, start, end, text, marks, events })
}
