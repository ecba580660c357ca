//! The course of a relation on hand-made events, and its charts: each is compared with a file under `tests/snapshots`.
//! After a change that is meant, `CHANCERY_DRAW=1 cargo test --release -p chancery_views` draws them anew; look at them
//! before they are kept.
#![allow(clippy::disallowed_methods)]

mod common;

use chancery_model::{CameoCode, Day, DayInterval, Event, Side, Status};
use chancery_views::index::{Asked, write_series_csv};
use chancery_views::svg::{
    Chart, Frame, Link, Target, Tie, Width, lanes_by_direction, lanes_by_kind, lanes_chart, map_chart,
    no_links, relation_chart, ties,
};
use chancery_views::terminal::{Paper, draw_series, width};
use chancery_views::{Directory, Series, SeriesFilter, Step, Who, series};
use jiff::civil::date;
use std::collections::BTreeSet;

fn event(id: &str, cameo: &str, date: Option<DayInterval>, reports: &[&str]) -> Event {
    let cameo: CameoCode = cameo.parse().unwrap();
    let row = cameo.row();
    Event {
        id: id.into(),
        cameo,
        event_type: row.event_type,
        mode: row.mode.map(Into::into),
        quad: cameo.quad(),
        goldstein: row.goldstein,
        summary: format!("Event {id}"),
        date,
        documents: reports.iter().map(|report| report.to_string()).collect(),
        independent: reports.len() as u32,
        said_by: None,
        status: Status::Happened,
        plans: None,
        ..common::record().events[0].clone()
    }
}

fn on(year: i16, month: i8, day: i8) -> Option<DayInterval> {
    Some(DayInterval::on(date(year, month, day)))
}

fn by(step: Step) -> SeriesFilter {
    SeriesFilter { step, ..SeriesFilter::default() }
}

fn of<'a>(events: &'a [Event], filter: &SeriesFilter) -> Series<'a> {
    series(events, |report| report, filter).unwrap()
}

/// Two years of visits and calls, three a month, then an expulsion that many tell of and a year of accusations.
fn turned() -> Vec<Event> {
    let mut events = Vec::new();
    for month in 0..36 {
        let (year, of_year) = (2031 + month / 12, (month % 12 + 1) as i8);
        if month == 9 {
            continue;
        }
        for nth in 0..3 {
            let kind = match (month < 24, nth) {
                (true, 0) => "057",
                (true, _) => "042",
                (false, 0) => "112",
                (false, _) => "111",
            };
            let id = format!("e-{month:02}{nth}");
            let reports = [format!("wire-{month}"), format!("paper-{month}-{nth}")];
            let reports: Vec<&str> = reports.iter().map(String::as_str).collect();
            events.push(event(&id, kind, on(year, of_year, 3 + 7 * nth as i8), &reports));
        }
    }
    let mut expulsion = event("e-turn", "161", on(2033, 1, 2), &["a", "b", "c", "d", "e"]);
    expulsion.summary = "Norvia breaks off relations with Estmark".into();
    events.push(expulsion);
    events
}

#[test]
fn every_event_is_counted_once_or_listed_apart() {
    let record = common::record();
    for step in Step::ALL {
        let series = of(&record.events, &by(step));
        let counted = series.periods.iter().flat_map(|period| period.quads.iter().flatten());
        let apart = series.left_out.values().flatten().chain(&series.too_vague).chain(&series.undated);
        let mut ids: Vec<&str> = counted.chain(apart).copied().collect();
        ids.sort_unstable();
        let all: BTreeSet<&str> = record.events.iter().map(|event| event.id.as_str()).collect();
        assert_eq!(ids, all.into_iter().collect::<Vec<_>>(), "{step}");
        for pair in series.periods.windows(2) {
            assert_eq!(pair[0].end.tomorrow().unwrap(), pair[1].begin, "{step}");
        }
    }
}

#[test]
fn nothing_is_spread_over_periods() {
    let across = Some(DayInterval::between(date(2031, 3, 30), date(2031, 4, 2)));
    let open = Some(DayInterval { begin: Some(date(2031, 3, 30)), end: None });
    let events = [
        event("across", "042", across, &["a"]),
        event("open", "042", open, &["a"]),
        event("undated", "042", None, &["a"]),
        event("day", "042", on(2031, 3, 30), &["a"]),
    ];
    let month = of(&events, &by(Step::Month));
    assert_eq!((month.too_vague, month.undated), (vec!["open", "across"], vec!["undated"]));
    assert_eq!(month.periods.len(), 1);
    let year = of(&events, &by(Step::Year));
    assert_eq!((year.too_vague, year.periods[0].quads[0].clone()), (vec!["open"], vec!["day", "across"]));
}

#[test]
fn only_what_took_place_is_counted_unless_more_is_asked_for() {
    let mut events = vec![event("done", "042", on(2031, 3, 3), &["a", "b"])];
    for (id, status) in [("planned", Status::Planned), ("denied", Status::Denied), ("going", Status::Ongoing)]
    {
        let mut other = event(id, "042", on(2031, 3, 4), &["a"]);
        other.status = status;
        events.push(other);
    }
    let mut said = event("said", "042", on(2031, 3, 5), &["a"]);
    said.said_by = Some(vec!["Jonas Lind".into()]);
    events.push(said);
    let counted = |filter: &SeriesFilter| of(&events, filter).periods[0].quads[0].join(" ");
    assert_eq!(counted(&by(Step::Month)), "done going");
    let apart: Vec<_> = of(&events, &by(Step::Month)).left_out.into_iter().collect();
    assert_eq!(apart, [("denied", vec!["denied"]), ("planned", vec!["planned"]), ("said", vec!["said"])]);
    let ask = |words: &[&str]| {
        let asked: Vec<Asked> = words.iter().map(|word| Asked::parse(word).unwrap()).collect();
        by(Step::Month).with_statuses(&asked)
    };
    assert_eq!(counted(&ask(&["happened"])), "done");
    assert_eq!(counted(&ask(&["happened", "said"])), "done said");
    assert_eq!(counted(&ask(&["denied", "planned"])), "denied planned");
    assert_eq!(counted(&SeriesFilter { min_sources: 2, ..by(Step::Month) }), "done");
    assert!(Asked::parse("maybe").is_err());
}

#[test]
fn a_copy_is_no_second_report() {
    let events =
        [event("x", "042", on(2031, 3, 3), &["wire", "copy"]), event("y", "112", on(2031, 3, 4), &["copy"])];
    let lead = |report| if report == "copy" { "wire" } else { report };
    let told_once = series(&events, lead, &by(Step::Month)).unwrap();
    assert_eq!((&told_once.periods[0].reports, told_once.periods[0].band), (&vec!["wire"], None));
    let told_twice = of(&events, &by(Step::Month));
    assert_eq!(told_twice.periods[0].reports, ["copy", "wire"].iter().rev().copied().collect::<Vec<_>>());
    let band = told_twice.periods[0].band.unwrap();
    assert!(band.low < band.high, "{band:?}");
}

#[test]
fn a_turn_is_found_with_the_events_behind_it() {
    let events = turned();
    let series = of(&events, &by(Step::Month));
    assert_eq!(series.periods.len(), 36, "the month without events is a period too");
    let [turn] = &series.turns[..] else { panic!("{:?}", series.turns) };
    assert_eq!((turn.on, turn.period), (date(2033, 1, 1), 24));
    assert!(turn.before > 1.5 && turn.after < -1.5, "{turn:?}");
    assert_eq!(turn.events[0].id, "e-turn");
    assert_eq!(turn.days_before.end, Some(date(2032, 12, 31)));
    let calm = of(&events[..60], &by(Step::Month));
    assert_eq!(calm.turns, []);
}

#[test]
fn the_order_of_events_does_not_matter() {
    let mut events = turned();
    let expected = format!("{:?}", of(&events, &by(Step::Quarter)));
    let mut random = 42u64;
    for _ in 0..20 {
        for at in (1..events.len()).rev() {
            random = random.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            events.swap(at, (random >> 33) as usize % (at + 1));
        }
        assert_eq!(format!("{:?}", of(&events, &by(Step::Quarter))), expected);
    }
}

#[test]
fn a_span_nobody_reads_is_refused() {
    let events = [event("x", "042", on(1, 1, 1), &["a"]), event("y", "042", on(9999, 12, 31), &["a"])];
    let error = series(&events, |report| report, &by(Step::Day)).unwrap_err();
    assert_eq!(error.longer, Step::Year, "{error}");
    assert!(series(&events, |report| report, &by(error.longer)).is_ok());
    assert!(series(&events, |report| report, &by(Step::Year)).is_ok());
}

#[test]
fn the_span_asked_for_is_the_span_shown() {
    let events = turned();
    let filter =
        SeriesFilter { since: Some(date(2030, 11, 15)), until: Some(date(2031, 3, 10)), ..by(Step::Month) };
    let series = of(&events, &filter);
    let keys: Vec<&str> = series.periods.iter().map(|period| period.key.as_str()).collect();
    assert_eq!(keys, ["2030-11", "2030-12", "2031-01", "2031-02", "2031-03"]);
    assert_eq!(series.events(), 3 + 3 + 2);
}

#[track_caller]
fn same(name: &str, drawn: &str) {
    let path = format!("{}/tests/snapshots/{name}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("CHANCERY_DRAW").is_some() {
        std::fs::write(&path, drawn).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(expected == drawn, "{name} is not as in {path}; it is now:\n{drawn}");
}

#[test]
fn the_table_of_the_terminal() {
    let (record, turned) = (common::record(), turned());
    let between = ["Estmark".to_string(), "Norvia".to_string()];
    for (name, events, step) in [
        ("record", &record.events, Step::Month),
        ("turned", &turned, Step::Quarter),
        ("none", &Vec::new(), Step::Day),
    ] {
        for columns in [60, 100] {
            let drawn =
                draw_series(&of(events, &by(step)), &between, Paper { width: columns, colour: false });
            assert!(drawn.lines().all(|line| width(line) <= columns), "{drawn}");
            same(&format!("index-{name}-{columns}.txt"), &drawn);
        }
    }
    let mut csv = Vec::new();
    write_series_csv(&of(&turned, &by(Step::Year)), &mut csv).unwrap();
    same("index.csv", &String::from_utf8(csv).unwrap());
}

fn links(target: Target<'_>) -> Option<String> {
    Some(match target {
        Target::Period(period) => format!("?since={}&until={}", period.begin, period.end),
        Target::Turn(turn) => format!("#turn-{}", turn.on),
        Target::Event(event) => format!("/event/{}", event.id),
        Target::Tie(a, b) => format!("/relation/{a}/{b}"),
        Target::State(code) => format!("/actor/{code}"),
    })
}

fn frame(title: &str, width: Width, alone: bool) -> Frame<'_> {
    Frame { id: "c", title, width, alone }
}

/// Every chart of a record, by name.
fn charts(title: &str, events: &[Event]) -> Vec<(String, Chart)> {
    let (emk, nva) = (Who::State("EMK".into()), Who::State("NVA".into()));
    let directory = Directory::of(&common::record());
    let refs: Vec<&Event> = events.iter().collect();
    let kinds = lanes_by_kind(&refs);
    let sides = lanes_by_direction(&refs, (&emk, "Estmark"), (&nva, "Norvia"));
    let map = map_of_states();
    let by_quarter = series(events, |report| report, &by(Step::Quarter));
    let series = by_quarter.unwrap_or_else(|_| of(events, &by(Step::Year)));
    let mut out = Vec::new();
    for (size, width) in [("wide", Width::Wide), ("narrow", Width::Narrow)] {
        for (place, alone, link) in [("page", false, &links as Link<'_>), ("alone", true, &no_links)] {
            let frame = frame(title, width, alone);
            let mut add = |name: &str, chart| out.push((format!("{name}-{size}-{place}"), chart));
            add("relation", relation_chart(&series, &frame, link));
            add("kinds", lanes_chart(&kinds, &frame, link));
            add("sides", lanes_chart(&sides, &frame, link));
            add("map", map_chart(&map, &directory, &frame, link));
        }
    }
    out
}

fn map_of_states() -> Vec<Tie> {
    let tie = |(a, b, cooperation, conflict): (&str, &str, usize, usize)| Tie {
        a: a.into(),
        b: b.into(),
        cooperation,
        conflict,
    };
    let ties = [
        ("CAN", "CHN", 40, 6),
        ("CHN", "USA", 30, 90),
        ("JPN", "USA", 25, 20),
        ("FRA", "DEU", 9, 0),
        ("CHL", "CHN", 3, 0),
        ("FJI", "NZL", 1, 1),
        ("EMK", "NVA", 5, 5),
    ];
    ties.map(tie).into()
}

#[test]
fn the_charts() {
    let (record, turned) = (common::record(), turned());
    for (name, chart) in charts("Estmark – Norvia", &record.events) {
        if name.starts_with("relation") || name.ends_with("page") {
            same(&format!("{name}.svg"), &chart.svg);
        }
    }
    for (name, chart) in charts("Estmark – Norvia", &turned) {
        if name.starts_with("relation") {
            same(&format!("turned-{name}.svg"), &chart.svg);
        }
    }
}

#[test]
fn charts_keep_within_their_paper_and_their_labels_apart() {
    let mut hard = turned();
    // Turns close together, ends of the calendar, many events of one day.
    for nth in 0..300 {
        let kind = if nth / 50 % 2 == 0 { "057" } else { "190" };
        hard.push(event(&format!("h-{nth}"), kind, on(2033, (nth / 25 + 1) as i8, 9), &["a", "b"]));
    }
    let mut far = common::record().events;
    far.push(event("old", "042", on(1, 1, 1), &["a"]));
    far.push(event("late", "190", on(9999, 12, 31), &["a"]));
    for events in [&common::record().events, &turned(), &hard, &far, &Vec::new()] {
        for (name, chart) in charts("A <script>alert(1)</script> & \"B\"", events) {
            let svg = &chart.svg;
            assert!(!svg.contains("NaN") && !svg.contains("inf") && !svg.contains("<script"), "{name}");
            assert!(svg.contains("<title id=\"c-t\">A &lt;script&gt;") && svg.contains("<desc id=\"c-d\">"));
            assert!(!svg.contains("style="), "{name}: a content-security-policy forbids it");
            assert_eq!(svg.contains("role=\"img\""), !svg.contains("<a href"), "{name}");
            well_formed(&name, svg);
            within(&name, svg);
            apart(&name, svg);
            for row in &chart.table.rows {
                assert_eq!(row.len(), chart.table.head.len(), "{name}");
            }
        }
    }
}

/// The tags of a document: name, and what stands in it.
fn tags(svg: &str) -> impl Iterator<Item = &str> {
    svg.split('<').skip(1).map(|rest| rest.split('>').next().unwrap())
}

#[track_caller]
fn well_formed(name: &str, svg: &str) {
    let mut open: Vec<&str> = Vec::new();
    for tag in tags(svg) {
        let word = tag.trim_start_matches('/').split([' ', '\n']).next().unwrap();
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(word), "{name}");
        } else if !tag.ends_with('/') {
            open.push(word);
        }
        assert_eq!(tag.matches('"').count() % 2, 0, "{name}: {tag}");
    }
    assert!(open.is_empty(), "{name}: {open:?}");
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    tag[start..].split('"').next()
}

fn value(tag: &str, name: &str) -> Option<f64> {
    attribute(tag, name).map(|value| value.parse().unwrap())
}

fn paper(svg: &str) -> (f64, f64) {
    let mut numbers = attribute(svg, "viewBox").unwrap().split(' ').skip(2).map(|n| n.parse().unwrap());
    (numbers.next().unwrap(), numbers.next().unwrap())
}

#[track_caller]
fn within(name: &str, svg: &str) {
    let (width, height) = paper(svg);
    for tag in tags(svg) {
        let mut points: Vec<(f64, f64)> = Vec::new();
        let at = |x: &str, y: &str| Some((value(tag, x)?, value(tag, y)?));
        points.extend(at("x", "y"));
        points.extend([at("x1", "y1"), at("x2", "y2")].into_iter().flatten());
        if let (Some((x, y)), Some((w, h))) = (at("x", "y"), at("width", "height")) {
            points.push((x + w, y + h));
        }
        if let (Some((x, y)), Some(r)) = (at("cx", "cy"), value(tag, "r")) {
            points.extend([(x - r, y - r), (x + r, y + r)]);
        }
        if let Some(path) = attribute(tag, "d") {
            let numbers: Vec<f64> = path
                .split(['M', 'L', 'Z', ' '])
                .filter(|n| !n.is_empty())
                .map(|n| n.parse().unwrap())
                .collect();
            points.extend(numbers.chunks(2).map(|pair| (pair[0], pair[1])));
        }
        for (x, y) in points {
            let inside = (-0.2..=width + 0.2).contains(&x) && (-0.2..=height + 0.2).contains(&y);
            assert!(inside, "{name}: ({x}, {y}) is not in {width} × {height}: {tag}");
        }
    }
}

#[track_caller]
fn apart(name: &str, svg: &str) {
    let size = value(&svg[svg.find("<g font-size").unwrap()..], "font-size").unwrap();
    let mut boxes: Vec<(f64, f64, f64, f64, String)> = Vec::new();
    for part in svg.split("<text").skip(1) {
        let (tag, words) = part.split_once('>').unwrap();
        let words = words.split('<').next().unwrap();
        let words =
            &words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").replace("&quot;", "\"");
        let size = value(tag, "font-size").unwrap_or(size);
        let width = words.chars().count() as f64 * size * 0.48;
        let x = value(tag, "x").unwrap();
        let left = match attribute(tag, "text-anchor") {
            Some("end") => x - width,
            Some("middle") => x - width / 2.0,
            _ => x,
        };
        let y = value(tag, "y").unwrap();
        assert!(left + width <= paper(svg).0 + 1.0 && left >= -1.0, "{name}: {words} is cut off");
        boxes.push((left, y - size * 0.7, left + width, y, words.clone()));
    }
    for (at, a) in boxes.iter().enumerate() {
        for b in &boxes[at + 1..] {
            let meet = a.0 < b.2 && b.0 < a.2 && a.1 < b.3 && b.1 < a.3;
            assert!(!meet, "{name}: “{}” is over “{}”", a.4, b.4);
        }
    }
}

#[test]
fn ties_count_what_two_states_did() {
    let side = |code: &str| Side {
        name: code.into(),
        code: Some(code.into()),
        state: Some(code.into()),
        sector: None,
    };
    let between = |id: &str, cameo: &str, source: &[&str], target: &[&str]| Event {
        source: source.iter().map(|code| side(code)).collect(),
        target: target.iter().map(|code| side(code)).collect(),
        ..event(id, cameo, None::<DayInterval>, &["a"])
    };
    let mut planned = between("p", "042", &["EMK"], &["NVA"]);
    planned.status = Status::Planned;
    let events = [
        between("a", "042", &["EMK", "NVA"], &["EMK", "NVA"]),
        between("b", "112", &["NVA"], &["EMK"]),
        between("c", "190", &["NVA"], &["NVA"]),
        planned,
    ];
    let [tie] = &ties(&events)[..] else { panic!() };
    assert_eq!((tie.a.as_str(), tie.b.as_str(), tie.cooperation, tie.conflict), ("EMK", "NVA", 1, 1));
}

#[test]
fn a_step_is_read_as_typed() {
    assert_eq!(Step::parse(" Quarter").unwrap(), Step::Quarter);
    assert!(Step::parse("decade").unwrap_err().to_string().contains("week"));
    assert_eq!(Step::fitting(Day::MIN, Day::MAX, 10), Step::Year);
}
