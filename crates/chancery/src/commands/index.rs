//! `chancery index`.

use super::read::{Open, open, span, warn_if_absent};
use crate::args;
use crate::failure::{Failure, Outcome};
use crate::output::{out, paper, print, print_json, say};
use crate::states;
use chancery_views::index::write_series_csv;
use chancery_views::svg::{Frame, Width, no_links, relation_chart};
use chancery_views::terminal::draw_series;
use chancery_views::timeline::{faces, name_of};
use chancery_views::{Holdings, SeriesFilter, series};
use std::io::Write;

/// The course of a relation.
pub fn index(args: &args::Index) -> Result<Outcome, Failure> {
    let Open { record, directory, .. } = open(&args.record, args.as_of)?;
    let (since, until) = span(args.since, args.until)?;
    let [a, b] = [states::who(&directory, &args.a)?, states::who(&directory, &args.b)?];
    for who in [&a, &b] {
        warn_if_absent(&directory, who);
    }
    let filter = SeriesFilter {
        step: args.by,
        since,
        until,
        min_sources: args.min_sources,
        ..SeriesFilter::default()
    }
    .with_statuses(&args.statuses);
    let holdings = Holdings::of(&record);
    let events = holdings.between(&a, &b).filter(|event| faces(event, &a, &b) || faces(event, &b, &a));
    let series = series(events, |report| holdings.lead(report), &filter)
        .map_err(|error| Failure::Call(error.to_string()))?;
    let between = [&a, &b].map(|who| name_of(who, &directory));
    if let Some(path) = &args.svg {
        let title = format!("{} – {} by {}", between[0], between[1], args.by);
        let frame = Frame { id: "chart", title: &title, width: Width::Wide, alone: true };
        let chart = relation_chart(&series, &frame, &no_links);
        std::fs::write(path, chart.svg).map_err(|error| {
            Failure::Machine(format!("{}: it can’t be written ({error})", path.display()))
        })?;
        say(&format!("chart in {}", path.display()));
    }
    if args.json {
        print_json(&series)?;
    } else if args.csv {
        let mut out = out();
        write_series_csv(&series, &mut out)?;
        out.flush()?;
    } else {
        print(&draw_series(&series, &between, paper()))?;
    }
    Ok(Outcome::Done)
}
