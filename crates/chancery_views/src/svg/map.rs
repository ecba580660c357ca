//! Relations on a map: states as points where their capitals are, arcs between them as wide as their events are many.
//!
//! No coast and no border is drawn: those are disputed, and a graticule is enough to find one's way. Plate carrée, from
//! 60° south to 85° north; an arc is the shortest way over the globe.

use super::canvas::{Anchor, At, CONF_DEED, COOP_DEED, Canvas, INK, PAPER, Paint, RULE, SOFT, fitted};
use super::{Chart, Frame, Link, Table, Target};
use crate::Directory;
use crate::words::{count, thousands, took_place};
use chancery_model::{Event, table::rows};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

const NORTH: f64 = 85.0;
const SOUTH: f64 = -60.0;
/// Room around the map, for the points and arcs at its edge.
const EDGE: f64 = 6.0;
/// How many relations are drawn, and how many states are named.
const DRAWN: usize = 120;
const NAMED: usize = 24;
/// Steps of an arc.
const STEPS: usize = 32;
/// The balance, of −1 (all conflict) to +1 (all cooperation), from which an arc has a colour.
const COLOURED: f64 = 0.2;

/// What two states did to each other, counted: events that took place, in a report's own voice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tie {
    /// Code of the one; before the other's.
    pub a: String,
    /// Code of the other.
    pub b: String,
    /// Events of quad classes 1 and 2.
    pub cooperation: usize,
    /// Events of quad classes 3 and 4.
    pub conflict: usize,
}

impl Tie {
    fn events(&self) -> usize {
        self.cooperation + self.conflict
    }

    /// −1 where all is conflict, +1 where all is cooperation.
    fn balance(&self) -> f64 {
        (self.cooperation as f64 - self.conflict as f64) / self.events().max(1) as f64
    }
}

/// Every two states of which one acts towards the other, by code.
pub fn ties<'a>(events: impl IntoIterator<Item = &'a Event>) -> Vec<Tie> {
    let mut counts: BTreeMap<(&str, &str), [usize; 2]> = BTreeMap::new();
    for event in events {
        if event.said_by.is_some() || !took_place(event.status) {
            continue;
        }
        let states = |sides: &'a [chancery_model::Side]| sides.iter().filter_map(|s| s.state.as_deref());
        let mut pairs = BTreeSet::new();
        for source in states(&event.source) {
            let others = states(&event.target).filter(|target| *target != source);
            pairs.extend(others.map(|target| (source.min(target), source.max(target))));
        }
        for pair in pairs {
            counts.entry(pair).or_default()[usize::from(event.quad > 2)] += 1;
        }
    }
    let tie = |((a, b), [cooperation, conflict]): ((&str, &str), [usize; 2])| Tie {
        a: a.into(),
        b: b.into(),
        cooperation,
        conflict,
    };
    counts.into_iter().map(tie).collect()
}

/// Degrees east and north of a state's capital.
pub fn place_of(code: &str) -> Option<(f64, f64)> {
    static PLACES: LazyLock<BTreeMap<&str, At>> = LazyLock::new(|| {
        let row = |cells: Vec<&'static str>| match cells[..] {
            [code, east, north] => Some((code, (east.parse().ok()?, north.parse().ok()?))),
            _ => None,
        };
        rows(include_str!("../../../../lexicons/coordinates.tsv")).filter_map(row).collect()
    });
    PLACES.get(code).copied()
}

/// A relation to be drawn, with the places of its states in degrees.
type Drawn<'t> = (&'t Tie, At, At);

/// Draws the relations; an arc leads to its relation, a point to its state.
pub fn map_chart(ties: &[Tie], directory: &Directory, frame: &Frame<'_>, link: Link<'_>) -> Chart {
    let mut canvas = Canvas::new(*frame);
    let mut order: Vec<&Tie> = ties.iter().filter(|tie| tie.events() > 0).collect();
    order.sort_by(|x, y| y.events().cmp(&x.events()).then_with(|| (&x.a, &x.b).cmp(&(&y.a, &y.b))));
    let table = table(&order, directory, frame.title);
    let drawn: Vec<Drawn<'_>> = order
        .iter()
        .filter_map(|tie| Some((*tie, place_of(&tie.a)?, place_of(&tie.b)?)))
        .take(DRAWN / if canvas.narrow() { 2 } else { 1 })
        .collect();
    let mut top = 0.0;
    if frame.alone {
        let title = fitted(frame.title, 17.0, canvas.width() - 8.0);
        canvas.text((4.0, 22.0), Anchor::Start, 17.0, INK, &title);
        top = 32.0;
    }
    let scale = (canvas.width() - 2.0 * EDGE) / 360.0;
    let height = (NORTH - SOUTH) * scale + 2.0 * EDGE;
    let at = |(east, north): At| {
        (EDGE + (east + 180.0) * scale, top + EDGE + (NORTH - north.clamp(SOUTH, NORTH)) * scale)
    };
    graticule(&mut canvas, at);
    if drawn.is_empty() {
        let size = canvas.size();
        let words = "No relation of two states whose place is known.";
        canvas.text((6.0, top + height / 2.0 - 4.0), Anchor::Start, size, SOFT, words);
    }
    let most = drawn.first().map_or(1, |(tie, ..)| tie.events()) as f64;
    // The strongest are drawn last, above the others.
    for (tie, a, b) in drawn.iter().rev() {
        let width = 0.7 + 4.3 * ((tie.events() as f64).ln_1p() / most.ln_1p());
        let paint = colour(tie);
        let lines: Vec<Vec<At>> =
            arc(*a, *b).into_iter().map(|line| line.into_iter().map(at).collect()).collect();
        let close = canvas.open(&in_words(tie, directory), link(Target::Tie(&tie.a, &tie.b)));
        let stroke = canvas.colours(None, Some(paint));
        let width = super::canvas::number(width);
        canvas.path(
            &lines,
            false,
            &format!("{stroke} stroke-width=\"{width}\" stroke-linecap=\"round\" opacity=\".7\""),
        );
        canvas.raw(close);
    }
    let room = [0.0, top, canvas.width(), top + height];
    states(&mut canvas, &drawn, directory, at, room, link);
    let left_out = order.len() - drawn.len();
    let description = description(&order, left_out, directory);
    Chart { svg: canvas.finish(top + height, &description), table }
}

fn graticule(canvas: &mut Canvas<'_>, at: impl Fn(At) -> At) {
    let rule = canvas.colours(None, Some(RULE));
    for east in (-180..=180).step_by(30).map(f64::from) {
        canvas.line(at((east, NORTH)), at((east, SOUTH)), &format!("{rule} opacity=\".6\""));
    }
    for north in (-60..=60).step_by(30).map(f64::from) {
        let dash = if north == 0.0 { "" } else { " opacity=\".6\"" };
        canvas.line(at((-180.0, north)), at((180.0, north)), &format!("{rule}{dash}"));
    }
}

/// Points of the great circle, in as many lines as the map's edge parts it into.
fn arc(a: At, b: At) -> Vec<Vec<At>> {
    let vector = |(east, north): At| {
        let (east, north) = (east.to_radians(), north.to_radians());
        [north.cos() * east.cos(), north.cos() * east.sin(), north.sin()]
    };
    let (p, q) = (vector(a), vector(b));
    let cosine: f64 = p.iter().zip(&q).map(|(x, y)| x * y).sum();
    let angle = cosine.clamp(-1.0, 1.0).acos();
    if angle.sin() < 1e-6 {
        return vec![vec![a, b]];
    }
    let between = |step: usize| {
        let t = step as f64 / STEPS as f64;
        let (f, g) = (((1.0 - t) * angle).sin() / angle.sin(), (t * angle).sin() / angle.sin());
        let [x, y, z] = [0, 1, 2].map(|i| f * p[i] + g * q[i]);
        (y.atan2(x).to_degrees(), z.clamp(-1.0, 1.0).asin().to_degrees())
    };
    let mut lines = vec![vec![a]];
    let mut before = a;
    for point in (1..=STEPS).map(between) {
        if (point.0 - before.0).abs() > 180.0 {
            // Over the edge: it leaves on the one side and comes back on the other.
            let edge = if before.0 > 0.0 { 180.0 } else { -180.0 };
            let beyond = point.0 + 2.0 * edge;
            let t = (edge - before.0) / (beyond - before.0);
            let north = before.1 + (point.1 - before.1) * t;
            if let Some(line) = lines.last_mut() {
                line.push((edge, north));
            }
            lines.push(vec![(-edge, north)]);
        }
        if let Some(line) = lines.last_mut() {
            line.push(point);
        }
        before = point;
    }
    lines
}

fn colour(tie: &Tie) -> Paint {
    match tie.balance() {
        balance if balance >= COLOURED => COOP_DEED,
        balance if balance <= -COLOURED => CONF_DEED,
        _ => SOFT,
    }
}

/// The states of the arcs, those with most events named first.
fn states(
    canvas: &mut Canvas<'_>,
    drawn: &[Drawn<'_>],
    directory: &Directory,
    at: impl Fn(At) -> At,
    room: [f64; 4],
    link: Link<'_>,
) {
    let mut events: BTreeMap<&str, (usize, At)> = BTreeMap::new();
    for (tie, a, b) in drawn {
        for (code, place) in [(&tie.a, a), (&tie.b, b)] {
            events.entry(code).or_insert((0, *place)).0 += tie.events();
        }
    }
    let mut order: Vec<(&str, usize, At)> =
        events.into_iter().map(|(code, (events, place))| (code, events, at(place))).collect();
    order.sort_by(|x, y| y.1.cmp(&x.1).then_with(|| x.0.cmp(y.0)));
    let radius = if canvas.narrow() { 2.2 } else { 3.0 };
    for (_, _, (x, y)) in &order {
        canvas.take([x - radius, y - radius, x + radius, y + radius]);
    }
    let named = NAMED / if canvas.narrow() { 3 } else { 1 };
    for (rank, (code, events, (x, y))) in order.into_iter().enumerate() {
        let name = directory.state_name(code);
        let words = format!("{name}: {}", count(events, "event", "events"));
        let close = canvas.open(&words, link(Target::State(code)));
        let colours = canvas.colours(Some(INK), Some(PAPER));
        canvas.circle((x, y), radius, &colours);
        if rank < named {
            let (out, down) = (radius + 3.0, canvas.size() * 0.35);
            let places = [
                ((x + out, y + down), Anchor::Start),
                ((x - out, y + down), Anchor::End),
                ((x, y - out - 1.0), Anchor::Middle),
                ((x, y + out + canvas.size() * 0.8), Anchor::Middle),
            ];
            canvas.label(&places, room, INK, name);
        }
        canvas.raw(close);
    }
}

fn in_words(tie: &Tie, directory: &Directory) -> String {
    let [a, b] = [&tie.a, &tie.b].map(|code| directory.state_name(code));
    let events = count(tie.events(), "event", "events");
    let (cooperation, conflict) = (thousands(tie.cooperation), thousands(tie.conflict));
    format!("{a} – {b}: {events}, {cooperation} cooperation, {conflict} conflict")
}

fn description(order: &[&Tie], left_out: usize, directory: &Directory) -> String {
    let strongest: Vec<String> = order.iter().take(3).map(|tie| in_words(tie, directory)).collect();
    let mut out = format!(
        "States as points where their capitals are, their relations as arcs: the wider the more events, in the colour of \
         cooperation or conflict where one outweighs the other. {}.",
        count(order.len(), "relation", "relations")
    );
    if !strongest.is_empty() {
        out.push_str(&format!(" Most events: {}.", strongest.join("; ")));
    }
    if left_out > 0 {
        out.push_str(&format!(" {} not drawn, the weakest or of no known place.", thousands(left_out)));
    }
    out
}

fn table(order: &[&Tie], directory: &Directory, title: &str) -> Table {
    let row = |tie: &&Tie| {
        let [a, b] = [&tie.a, &tie.b].map(|code| directory.state_name(code));
        let numbers = [tie.events(), tie.cooperation, tie.conflict].map(thousands);
        [format!("{a} – {b}")].into_iter().chain(numbers).collect()
    };
    let head = ["Relation", "Events", "Cooperation", "Conflict"].map(String::from).into();
    Table { caption: title.into(), head, rows: order.iter().map(row).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chancery_model::places::states;

    #[test]
    fn every_state_has_its_place_and_every_place_is_on_earth() {
        for row in states().filter(|row| row.kind == "state") {
            let (east, north) = place_of(row.code).unwrap_or_else(|| panic!("{} has no place", row.code));
            assert!((-180.0..=180.0).contains(&east) && (SOUTH..=NORTH).contains(&north), "{}", row.code);
        }
    }

    #[test]
    fn an_arc_over_the_edge_is_parted_there() {
        let (tokyo, washington) = (place_of("JPN").unwrap(), place_of("USA").unwrap());
        let lines = arc(tokyo, washington);
        assert_eq!(lines.len(), 2);
        assert_eq!((lines[0].last().unwrap().0, lines[1][0].0), (180.0, -180.0));
        assert_eq!(arc(place_of("FRA").unwrap(), place_of("DEU").unwrap()).len(), 1);
        assert_eq!(arc(tokyo, tokyo).len(), 1);
    }
}
