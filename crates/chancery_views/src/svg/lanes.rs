//! A timeline in lanes: points for days, bars for intervals, what was not done hollow, the undated apart.

use super::canvas::{Anchor, Axis, Canvas, INK, PAPER, Paint, RULE, SOFT, fitted, text_width};
use super::{Chart, Frame, Link, Table, Target};
use crate::index::order;
use crate::timeline::faces;
use crate::words::{self, count, thousands};
use crate::{Who, period};
use chancery_model::{Day, DayInterval, Event, EventType};

/// Height of a row of marks, half the size of a mark, and the most rows of a lane.
const ROW: f64 = 10.0;
const HALF: f64 = 3.5;
const ROWS: usize = 8;
/// Room for the headings beside the lanes.
const NAMES: f64 = 190.0;
/// How far an open end fades.
const FADE: f64 = 36.0;

/// Events under one heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Lane<'a> {
    /// The heading.
    pub name: String,
    /// In any order.
    pub events: Vec<&'a Event>,
}

/// A lane for each kind of event that there is, in the ontology's order.
pub fn lanes_by_kind<'a>(events: &[&'a Event]) -> Vec<Lane<'a>> {
    let lane = |kind: EventType| {
        let events = events.iter().copied().filter(|event| event.event_type == kind).collect();
        Lane { name: words::kinds(kind).into(), events }
    };
    EventType::ALL.into_iter().map(lane).filter(|lane| !lane.events.is_empty()).collect()
}

/// What the one does to the other, the other to the one, and both together; each side with its name.
pub fn lanes_by_direction<'a>(events: &[&'a Event], a: (&Who, &str), b: (&Who, &str)) -> Vec<Lane<'a>> {
    let which = |event: &Event| (faces(event, a.0, b.0), faces(event, b.0, a.0));
    let names = [
        (format!("{} and {}", a.1, b.1), (true, true)),
        (format!("{} to {}", a.1, b.1), (true, false)),
        (format!("{} to {}", b.1, a.1), (false, true)),
        ("others".into(), (false, false)),
    ];
    let lane = |(name, sides): (String, (bool, bool))| Lane {
        name,
        events: events.iter().copied().filter(|event| which(event) == sides).collect(),
    };
    names.into_iter().map(lane).filter(|lane| !lane.events.is_empty()).collect()
}

/// Draws the lanes; each mark leads to its event.
pub fn lanes_chart(lanes: &[Lane<'_>], frame: &Frame<'_>, link: Link<'_>) -> Chart {
    let mut canvas = Canvas::new(*frame);
    let all = || lanes.iter().flat_map(|lane| &lane.events).filter_map(|event| known(event));
    let begin = all().filter_map(|date| date.begin.or(date.end)).min();
    let end = all().filter_map(|date| date.end.or(date.begin)).max();
    let mut sorted: Vec<Lane<'_>> = lanes.to_vec();
    for lane in &mut sorted {
        lane.events.sort_by_key(|event| order(event));
    }
    let table = table(&sorted, frame.title);
    let description = description(&sorted, begin, end);
    let names = if canvas.narrow() { 0.0 } else { NAMES };
    let (left, right) = (names + 8.0, canvas.width() - 8.0);
    let mut y = 6.0;
    if frame.alone {
        let title = fitted(frame.title, 17.0, canvas.width() - 8.0);
        canvas.text((4.0, 22.0), Anchor::Start, 17.0, INK, &title);
        y = 34.0;
    }
    let top = y;
    let undated: Vec<&Event> =
        sorted.iter().flat_map(|lane| &lane.events).copied().filter(|event| known(event).is_none()).collect();
    if let (Some(begin), Some(end)) = (begin, end) {
        let axis = Axis::new(begin, end, left + HALF, right - HALF);
        // Behind the marks, but only their heights tell how far down the years reach.
        let bottom =
            top + sorted.iter().map(|lane| height(&canvas, &dated(lane, &axis, left, right))).sum::<f64>();
        let size = canvas.size();
        axis.draw(&mut canvas, top, bottom + 6.0, bottom + size + 6.0);
        for lane in &sorted {
            let marks = dated(lane, &axis, left, right);
            if !marks.is_empty() {
                y = draw_lane(&mut canvas, &lane.name, &marks, y, link);
            }
        }
        y = bottom + size + 18.0;
    }
    if !undated.is_empty() {
        let mark = |(at, &event)| {
            let x = left + HALF + at as f64 * ROW;
            Mark { event, left: x - HALF, right: x + HALF, open: (false, false), point: true }
        };
        // As many to a row as there is room for; what is left goes below.
        let row = ((right - left) / ROW).floor().max(1.0) as usize;
        let marks: Vec<Mark<'_>> = undated
            .chunks(row)
            .flat_map(|row| row.iter().enumerate().map(mark).collect::<Vec<_>>())
            .collect();
        y = draw_lane(&mut canvas, "undated", &marks, y, link);
    }
    if lanes.is_empty() {
        let size = canvas.size();
        canvas.text((0.0, y + 14.0), Anchor::Start, size, SOFT, "No event.");
        y += 24.0;
    }
    Chart { svg: canvas.finish(y + 4.0, &description), table }
}

/// An event's days, where any is known.
fn known(event: &Event) -> Option<DayInterval> {
    event.date.filter(|date| !date.is_unknown())
}

/// A mark between two edges.
#[derive(Clone, Copy)]
struct Mark<'a> {
    event: &'a Event,
    left: f64,
    right: f64,
    /// Which ends are open.
    open: (bool, bool),
    point: bool,
}

fn dated<'a>(lane: &Lane<'a>, axis: &Axis, left: f64, right: f64) -> Vec<Mark<'a>> {
    let mark = |event: &&'a Event| {
        let event: &'a Event = event;
        let date = known(event)?;
        let (a, b) = match (date.begin, date.end) {
            (Some(begin), Some(end)) => (axis.at(begin), axis.after(end)),
            (Some(begin), None) => (axis.at(begin), (axis.at(begin) + FADE).min(right)),
            (None, Some(end)) => ((axis.after(end) - FADE).max(left), axis.after(end)),
            (None, None) => return None,
        };
        let point = date.day().is_some();
        let open = (date.begin.is_none(), date.end.is_none());
        let middle = ((a + b) / 2.0).clamp(left + HALF, right - HALF);
        // A bar is at least as long as a point is wide.
        let (a, b) = if point || b - a < 2.0 * HALF { (middle - HALF, middle + HALF) } else { (a, b) };
        Some(Mark { event, left: a, right: b, open, point })
    };
    lane.events.iter().filter_map(mark).collect()
}

/// The row of each mark, the first that is free; `None` where the lane is full.
fn rows(marks: &[Mark<'_>]) -> Vec<Option<usize>> {
    let mut ends = [f64::MIN; ROWS];
    let place = |mark: &Mark<'_>| {
        let row = ends.iter().position(|end| *end <= mark.left)?;
        ends[row] = mark.right + 1.0;
        Some(row)
    };
    marks.iter().map(place).collect()
}

/// Height of a lane, with its heading above it where the paper is narrow.
fn height(canvas: &Canvas<'_>, marks: &[Mark<'_>]) -> f64 {
    if marks.is_empty() {
        return 0.0;
    }
    let used = rows(marks).into_iter().flatten().max().map_or(1, |row| row + 1) as f64;
    let heading = if canvas.narrow() { canvas.size() * 1.3 } else { 0.0 };
    // Room for two lines of heading beside it.
    let least = if canvas.narrow() { 1.0 } else { 2.3 };
    heading + (used * ROW).max(canvas.size() * least) + 10.0
}

fn draw_lane(canvas: &mut Canvas<'_>, name: &str, marks: &[Mark<'_>], top: f64, link: Link<'_>) -> f64 {
    let size = canvas.size();
    let rows = rows(marks);
    let full = rows.iter().filter(|row| row.is_none()).count();
    let number = thousands(marks.len());
    let note = if full > 0 { format!("{number}, {} not drawn", thousands(full)) } else { number };
    if canvas.narrow() {
        let heading = fitted(&format!("{name} {note}"), size, canvas.width());
        canvas.text((0.0, top + size), Anchor::Start, size, SOFT, &heading);
    } else {
        let together = format!("{name} {note}");
        let one_line = text_width(&together, size) <= NAMES;
        let heading = if one_line { together } else { fitted(name, size, NAMES) };
        canvas.text((0.0, top + size), Anchor::Start, size, SOFT, &heading);
        if !one_line {
            canvas.text((0.0, top + size * 2.3), Anchor::Start, size, SOFT, &fitted(&note, size, NAMES));
        }
    }
    let below = top + height(canvas, marks);
    let rule = canvas.colours(None, Some(RULE));
    canvas.line((0.0, below - 3.0), (canvas.width(), below - 3.0), &rule);
    let first = if canvas.narrow() { top + size * 1.3 } else { top } + ROW / 2.0 + 2.0;
    for (mark, row) in marks.iter().zip(rows) {
        if let Some(row) = row {
            draw_mark(canvas, mark, first + row as f64 * ROW, link);
        }
    }
    below
}

fn draw_mark(canvas: &mut Canvas<'_>, mark: &Mark<'_>, y: f64, link: Link<'_>) {
    let event = mark.event;
    let when = period::words(&event.date.unwrap_or_default());
    let words = format!("{when}: {}", event.summary);
    let paint = Paint::of_quad(event.quad);
    let solid = words::took_place(event.status);
    let close = canvas.open(&words, link(Target::Event(event)));
    let colours = match solid {
        true => canvas.colours(Some(paint), Some(PAPER)) + " stroke-width=\".6\"",
        // In words or not, what is hollow is outlined in the dark colour: the light one would be lost.
        false => canvas.colours(Some(PAPER), Some(Paint::of_quad(if event.quad > 2 { 4 } else { 2 }))),
    };
    let middle = (mark.left + mark.right) / 2.0;
    match (mark.point, event.quad > 2) {
        (true, false) => canvas.circle((middle, y), HALF, &colours),
        (true, true) => {
            let corners = vec![(middle - HALF, y + 3.0), (middle, y - HALF), (middle + HALF, y + 3.0)];
            canvas.path(&[corners], true, &colours);
        }
        (false, _) => {
            let rest = match mark.open {
                (false, false) => format!("{colours} rx=\"2\""),
                (_, to_the_right) => {
                    let outline = Paint::of_quad(if event.quad > 2 { 4 } else { 2 });
                    let id = canvas.fade(if solid { paint } else { outline }, to_the_right);
                    let fade = format!("\"url(#{})\"", super::canvas::escape(&id));
                    match solid {
                        true => format!(" fill={fade}"),
                        false => format!(" fill=\"none\" stroke={fade}"),
                    }
                }
            };
            canvas.rect(mark.left, y - 2.5, mark.right - mark.left, 5.0, &rest);
        }
    }
    canvas.raw(close);
}

fn description(lanes: &[Lane<'_>], begin: Option<Day>, end: Option<Day>) -> String {
    let lanes: Vec<String> = lanes
        .iter()
        .map(|lane| format!("{}: {}", lane.name, count(lane.events.len(), "event", "events")))
        .collect();
    let span = match (begin, end) {
        (Some(begin), Some(end)) => period::words(&DayInterval::between(begin, end)),
        _ => "undated".into(),
    };
    format!(
        "Events in order of time, {span}, in lanes. {}. Discs are cooperation, triangles conflict; bars are days within which \
         an event lies, faded where an end is open; hollow is what did not, or not yet, take place.",
        lanes.join("; ")
    )
}

fn table(lanes: &[Lane<'_>], title: &str) -> Table {
    let rows = lanes.iter().flat_map(|lane| {
        lane.events.iter().map(|event| {
            vec![
                event.summary.clone(),
                lane.name.clone(),
                period::words(&event.date.unwrap_or_default()),
                event.status.as_str().into(),
            ]
        })
    });
    let head = ["Event", "Lane", "When", "Status"].map(String::from).into();
    Table { caption: title.into(), head, rows: rows.collect() }
}
