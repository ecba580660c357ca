//! The charts of the pages, drawn by `chancery_views::svg`, each with its table.

use crate::archive::Loaded;
use crate::links;
use askama::Template;
use chancery_model::{Event, Record};
use chancery_views::index::{SeriesFilter, Step, series};
use chancery_views::svg::{self, Chart, Frame, Target, Width};
use chancery_views::{Directory, Series, Who, words};

/// A chart as a page shows it: for wide and for narrow windows, and as a table.
#[derive(Template)]
#[template(path = "chart.html")]
struct Figure {
    wide: Chart,
    narrow: Chart,
    caption: String,
}

/// Bars that a chart has at most.
const BARS: usize = 60;
/// Events that lanes show at most; more of them are a smear.
const MARKS: usize = 400;

/// The course of a relation and its events in lanes.
pub fn relation(now: &Loaded, states: [&str; 2], found: &[&Event]) -> Vec<String> {
    let names = states.map(|code| now.directory.state_name(code).to_owned());
    let title = format!("{} and {}", names[0], names[1]);
    let address = links::relation(states[0], states[1]);
    let mut figures = Vec::new();
    if let Some(series) = course(now, found) {
        let link = |target: Target<'_>| match target {
            Target::Period(p) => Some(format!("{address}?since={}&until={}", p.begin, p.end)),
            Target::Turn(turn) => turn.events.first().map(|driver| links::event(driver.id)),
            Target::Event(event) => Some(links::event(&event.id)),
            _ => None,
        };
        let caption = caption(&series);
        figures.push(figure(caption, |width, id| {
            svg::relation_chart(&series, &Frame { id, title: &title, width, alone: false }, &link)
        }));
    }
    if (1..=MARKS).contains(&found.len()) {
        let who = states.map(|code| Who::State(code.to_owned()));
        let lanes = svg::lanes_by_direction(found, (&who[0], &names[0]), (&who[1], &names[1]));
        let link = |target: Target<'_>| match target {
            Target::Event(event) => Some(links::event(&event.id)),
            _ => None,
        };
        let caption =
            "Each mark is an event: hollow where it was planned, faded where an end is open.".to_owned();
        figures.push(figure(caption, |width, id| {
            let frame = Frame { id: &format!("{id}-lanes"), title: &title, width, alone: false };
            svg::lanes_chart(&lanes, &frame, &link)
        }));
    }
    figures.into_iter().flatten().collect()
}

/// What is counted, and what is not.
fn caption(series: &Series<'_>) -> String {
    let vague = series.too_vague.len() + series.undated.len();
    let mut caption = format!("Events by {}, counted: {}.", series.step.as_str(), series.counted.join(", "));
    if vague > 0 {
        let events = words::count(vague, "event is", "events are");
        caption += &format!(" {events} dated too vaguely for that and not in the bars.");
    }
    caption
}

/// Events by a step that makes a readable number of bars.
fn course<'a>(now: &'a Loaded, found: &[&'a Event]) -> Option<Series<'a>> {
    let days = || found.iter().filter_map(|e| e.date);
    let begin = days().filter_map(|d| d.begin.or(d.end)).min()?;
    let end = days().filter_map(|d| d.end.or(d.begin)).max()?;
    let filter = SeriesFilter { step: Step::fitting(begin, end, BARS), ..SeriesFilter::default() };
    let holdings = now.holdings();
    series(found.iter().copied(), |doc| holdings.lead(doc), &filter).ok()
}

/// All relations on a map of the world.
pub fn world(record: &Record, directory: &Directory) -> Option<String> {
    let ties = svg::ties(&record.events);
    if ties.is_empty() {
        return None;
    }
    let link = |target: Target<'_>| match target {
        Target::Tie(a, b) => Some(links::relation(a, b)),
        Target::State(code) => Some(links::actor(code)),
        _ => None,
    };
    let caption =
        "Lines join states that act towards each other, the thicker the more events there are.".to_owned();
    figure(caption, |width, id| {
        let frame = Frame { id, title: "Relations on a map of the world", width, alone: false };
        svg::map_chart(&ties, directory, &frame, &link)
    })
}

fn figure(caption: String, draw: impl Fn(Width, &str) -> Chart) -> Option<String> {
    let figure = Figure { wide: draw(Width::Wide, "wide"), narrow: draw(Width::Narrow, "narrow"), caption };
    figure.render().ok()
}
