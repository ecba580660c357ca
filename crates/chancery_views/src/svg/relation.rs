//! The course of a relation: events as bars, cooperation up and conflict down; the mean with its band; turning points.

use super::canvas::{
    Anchor, At, Axis, CONF_DEED, CONF_WORD, COOP_DEED, COOP_WORD, Canvas, INK, PAPER, RULE, SOFT, fitted,
    text_width,
};
use super::{Chart, Frame, Link, Table, Target};
use crate::index::{Period, Series, Turn};
use crate::words::{count, list, score, thousands};

/// Height of bars and line.
const PLOT: f64 = 170.0;
/// The widest bar.
const WIDEST: f64 = 26.0;
/// Rows of labels above, and how many turns are labelled at a narrow width.
const ROWS: usize = 3;
const NARROW_TURNS: usize = 3;
/// From so many periods on, the line has no points of its own.
const MANY: usize = 90;

/// Where things are.
struct Plan {
    top: f64,
    bottom: f64,
    /// The line between cooperation and conflict.
    zero: f64,
    axis: Axis,
    left: f64,
    right: f64,
    /// Units for an event, and for a Goldstein point.
    event: f64,
    point: f64,
    /// The score at the scale's end.
    most: f64,
}

/// Draws a series. Bars lead to their period, turning points to themselves.
pub fn relation_chart(series: &Series<'_>, frame: &Frame<'_>, link: Link<'_>) -> Chart {
    let mut canvas = Canvas::new(*frame);
    let table = table(series, frame.title);
    let (Some(first), Some(last)) = (series.periods.first(), series.periods.last()) else {
        let size = canvas.size();
        canvas.text((0.0, 24.0), Anchor::Start, size, SOFT, "No event is counted.");
        return Chart { svg: canvas.finish(40.0, "No event is counted."), table };
    };
    let (left, right) = (38.0, canvas.width() - 34.0);
    let plan = Plan::new(series, &canvas, Axis::new(first.begin, last.end, left, right), left, right);
    let row = canvas.size() * 1.35;
    if frame.alone {
        let title = fitted(frame.title, 17.0, canvas.width() - 8.0);
        canvas.text((4.0, 22.0), Anchor::Start, 17.0, INK, &title);
    }
    scales(&mut canvas, &plan, series);
    let years = plan.bottom + 2.2 * row;
    plan.axis.draw(&mut canvas, plan.bottom + row * 1.3, years, years);
    for period in series.periods.iter().filter(|period| period.events() > 0) {
        bars(&mut canvas, &plan, series, period, link);
    }
    let rule = canvas.colours(None, Some(SOFT));
    canvas.line((plan.left, plan.zero), (plan.right, plan.zero), &rule);
    bands(&mut canvas, &plan, series);
    means(&mut canvas, &plan, series);
    turns(&mut canvas, &plan, series, link);
    let mut height = years + 8.0;
    if frame.alone {
        height = legend(&mut canvas, height);
    }
    Chart { svg: canvas.finish(height, &description(series)), table }
}

impl Plan {
    fn new(series: &Series<'_>, canvas: &Canvas<'_>, axis: Axis, left: f64, right: f64) -> Plan {
        let rows = series.turns.len().min(ROWS) as f64 + 1.0;
        let heading = if canvas.alone() { 26.0 } else { 0.0 };
        let top = heading + rows * canvas.size() * 1.35 + 4.0;
        let most = |side: fn(&Period<'_>) -> usize| series.periods.iter().map(side).max().unwrap_or(0) as f64;
        let (up, down) = (most(cooperation), most(conflict));
        let share = if up + down > 0.0 { (up / (up + down)).clamp(0.3, 0.7) } else { 0.5 };
        let zero = top + PLOT * share;
        let (above, below) = (PLOT * share, PLOT * (1.0 - share));
        let event = (above / up.max(1.0)).min(below / down.max(1.0)) * 0.94;
        let scores = series.periods.iter().flat_map(|p| {
            let band = p.band.into_iter().flat_map(|band| [band.low, band.high]);
            p.mean.into_iter().chain(band)
        });
        let furthest = scores.fold(0.0, |most: f64, score| most.max(score.abs()));
        let most = if furthest > 5.0 { 10.0 } else { 5.0 };
        Plan { top, bottom: top + PLOT, zero, axis, left, right, event, point: above.min(below) / most, most }
    }

    fn score(&self, score: f64) -> f64 {
        self.zero - score * self.point
    }

    /// Left and right of a period's bar.
    fn bar(&self, period: &Period<'_>) -> At {
        let (left, right) = (self.axis.at(period.begin), self.axis.after(period.end));
        let width = ((right - left) * 0.82).min(WIDEST).max(0.8_f64.min(right - left));
        let middle = (left + right) / 2.0;
        (middle - width / 2.0, middle + width / 2.0)
    }

    fn middle(&self, period: &Period<'_>) -> f64 {
        (self.axis.at(period.begin) + self.axis.after(period.end)) / 2.0
    }
}

fn cooperation(period: &Period<'_>) -> usize {
    period.quads[0].len() + period.quads[1].len()
}

fn conflict(period: &Period<'_>) -> usize {
    period.quads[2].len() + period.quads[3].len()
}

/// 1, 2 or 5 times a power of ten, at most `most`.
fn round_number(most: usize) -> usize {
    let power = 10usize.pow(most.max(1).ilog10());
    [5, 2, 1].into_iter().map(|n| n * power).find(|n| *n <= most).unwrap_or(1)
}

/// What the heights mean: a number of events on the left, a score on the right, and the two directions.
fn scales(canvas: &mut Canvas<'_>, plan: &Plan, series: &Series<'_>) {
    let size = canvas.size();
    let rule = canvas.colours(None, Some(RULE));
    let row = size * 1.35;
    canvas.text((0.0, plan.top - 5.0), Anchor::Start, size, COOP_DEED, "cooperation");
    canvas.text((0.0, plan.bottom + row * 1.05), Anchor::Start, size, CONF_DEED, "conflict");
    canvas.text((canvas.width(), plan.bottom + row * 1.05), Anchor::End, size, SOFT, "mean");
    let most = |side: fn(&Period<'_>) -> usize| series.periods.iter().map(side).max().unwrap_or(0);
    for (most, sign) in [(most(cooperation), -1.0), (most(conflict), 1.0)] {
        if most == 0 {
            continue;
        }
        let number = round_number(most);
        let y = plan.zero + sign * number as f64 * plan.event;
        canvas.line((plan.left, y), (plan.right, y), &format!("{rule} stroke-dasharray=\"1 4\""));
        canvas.text((plan.left - 5.0, y + 4.0), Anchor::End, size, SOFT, &thousands(number));
    }
    for points in [plan.most, 0.0, -plan.most] {
        let y = plan.score(points);
        canvas.line((plan.right, y), (plan.right + 4.0, y), &rule);
        let words = score(points);
        let words = words.strip_suffix(".0").unwrap_or(&words);
        canvas.text((canvas.width(), y + 4.0), Anchor::End, size, SOFT, words);
    }
}

fn bars(canvas: &mut Canvas<'_>, plan: &Plan, series: &Series<'_>, period: &Period<'_>, link: Link<'_>) {
    let [coop_words, coop_deeds, conf_words, conf_deeds] = period.quads.each_ref().map(Vec::len);
    let (left, right) = plan.bar(period);
    let close = canvas.open(&in_words(series, period), link(Target::Period(period)));
    let mut up = plan.zero;
    for (number, paint) in [(coop_deeds, COOP_DEED), (coop_words, COOP_WORD)] {
        let height = number as f64 * plan.event;
        up -= height;
        if number > 0 {
            let colour = canvas.colours(Some(paint), None);
            canvas.rect(left, up, right - left, height, &colour);
        }
    }
    let mut down = plan.zero;
    for (number, paint) in [(conf_deeds, CONF_DEED), (conf_words, CONF_WORD)] {
        let height = number as f64 * plan.event;
        if number > 0 {
            let colour = canvas.colours(Some(paint), None);
            canvas.rect(left, down, right - left, height, &colour);
        }
        down += height;
    }
    // Small bars are hard to hit: the whole height leads where the bar does.
    canvas.rect(left, plan.top, right - left, PLOT, " fill=\"none\" pointer-events=\"all\"");
    canvas.raw(close);
}

/// "Q4 2031: 3 events (2 verbal cooperation, 1 material conflict), mean +1.2".
fn in_words(series: &Series<'_>, period: &Period<'_>) -> String {
    let quads: Vec<String> = (1..=4)
        .zip(&period.quads)
        .filter(|(_, ids)| !ids.is_empty())
        .map(|(quad, ids)| format!("{} {}", thousands(ids.len()), crate::words::quad(quad)))
        .collect();
    let mean = period.mean.map(|mean| format!(", mean {}", score(mean))).unwrap_or_default();
    let band = match period.band {
        Some(band) => format!(" (band {} to {})", score(band.low), score(band.high)),
        None => " (one report, no band)".into(),
    };
    let events = count(period.events(), "event", "events");
    format!("{}: {events} ({}){mean}{band}", period.words(series.step), quads.join(", "))
}

/// Periods with a mean, as runs of neighbours that `fits`.
fn runs<'s, 'a>(series: &'s Series<'a>, fits: impl Fn(&Period<'a>) -> bool) -> Vec<&'s [Period<'a>]> {
    let runs = series.periods.chunk_by(|a, b| fits(a) == fits(b));
    runs.filter(|run| run.first().is_some_and(&fits)).collect()
}

fn bands(canvas: &mut Canvas<'_>, plan: &Plan, series: &Series<'_>) {
    let colour = canvas.colours(Some(INK), None) + " opacity=\".12\"";
    let mut shapes = Vec::new();
    for run in runs(series, |period| period.band.is_some()) {
        let edge = |low: bool| {
            run.iter().filter_map(move |period| {
                let band = period.band?;
                Some((plan.middle(period), plan.score(if low { band.low } else { band.high })))
            })
        };
        match run {
            [period] => {
                let (left, right) = plan.bar(period);
                let (middle, half) = ((left + right) / 2.0, ((right - left) / 2.0).clamp(0.5, 4.0));
                let ends = [edge(false).next(), edge(true).next()];
                if let [Some((_, high)), Some((_, low))] = ends {
                    let (a, b) = (middle - half, middle + half);
                    shapes.push(vec![
                        (a, high),
                        (b, high),
                        (b, low.max(high + 1.0)),
                        (a, low.max(high + 1.0)),
                    ]);
                }
            }
            _ => {
                let mut back: Vec<At> = edge(true).collect();
                back.reverse();
                shapes.push(edge(false).chain(back).collect());
            }
        }
    }
    canvas.path(&shapes, true, &colour);
}

/// The line through the means; across periods without events it is broken.
fn means(canvas: &mut Canvas<'_>, plan: &Plan, series: &Series<'_>) {
    let at = |period: &Period<'_>| Some((plan.middle(period), plan.score(period.mean?)));
    let runs = runs(series, |period| period.mean.is_some());
    let solid: Vec<Vec<At>> = runs.iter().map(|run| run.iter().filter_map(at).collect()).collect();
    let gaps: Vec<Vec<At>> =
        solid.windows(2).filter_map(|pair| Some(vec![*pair[0].last()?, *pair[1].first()?])).collect();
    let lines: Vec<Vec<At>> = solid.into_iter().filter(|line| line.len() > 1).collect();
    let halo =
        canvas.colours(None, Some(PAPER)) + " stroke-width=\"3.6\" stroke-linejoin=\"round\" opacity=\".8\"";
    let ink = canvas.colours(None, Some(INK));
    canvas.path(&lines, false, &halo);
    canvas.path(&gaps, false, &format!("{ink} stroke-width=\"1\" stroke-dasharray=\"2 3\" opacity=\".7\""));
    canvas.path(&lines, false, &format!("{ink} stroke-width=\"1.6\" stroke-linejoin=\"round\""));
    let dated: Vec<&Period<'_>> = series.periods.iter().filter(|period| period.mean.is_some()).collect();
    if dated.len() > MANY {
        return;
    }
    for period in dated {
        if let Some(at) = at(period) {
            // Hollow where one report alone tells of it.
            let fill = if period.unsure() { PAPER } else { INK };
            let colours = canvas.colours(Some(fill), Some(INK));
            canvas.circle(at, 2.4, &colours);
        }
    }
}

fn turns(canvas: &mut Canvas<'_>, plan: &Plan, series: &Series<'_>, link: Link<'_>) {
    let mut order: Vec<&Turn<'_>> = series.turns.iter().collect();
    if canvas.narrow() {
        // The greatest changes have first call on the room.
        let change = |turn: &Turn<'_>| ((turn.after - turn.before).abs() * 100.0).round() as i64;
        order.sort_by_key(|turn| std::cmp::Reverse(change(turn)));
        order.truncate(NARROW_TURNS);
        order.sort_by_key(|turn| turn.period);
    }
    let row = canvas.size() * 1.35;
    let top = plan.top - row * (series.turns.len().min(ROWS) as f64 + 1.0);
    let ink = canvas.colours(None, Some(INK));
    for turn in &series.turns {
        let x = plan.axis.at(turn.on);
        let close = canvas.open(&turn_in_words(series, turn), link(Target::Turn(turn)));
        let mut label_at = plan.top;
        if order.iter().any(|labelled| labelled.period == turn.period) {
            let arrow = if turn.after > turn.before { "↑" } else { "↓" };
            let room = canvas.width() * if canvas.narrow() { 0.6 } else { 0.28 };
            let label = turn.label();
            // Where two words have no room, one may have.
            let short = label.split(", ").next().unwrap_or_default();
            let tries = [&label, short].map(|words| fitted(&format!("{arrow} {words}"), canvas.size(), room));
            let places: Vec<(At, Anchor)> = (0..=ROWS)
                .map(|at| top + row * (at as f64 + 0.9))
                .filter(|y| *y < plan.top)
                .flat_map(|y| [((x + 5.0, y), Anchor::Start), ((x - 5.0, y), Anchor::End)])
                .collect();
            let within = [0.0, 0.0, canvas.width(), plan.top];
            let written = tries.iter().find_map(|words| canvas.label(&places, within, INK, words));
            if let Some((_, y)) = written {
                label_at = y - row * 0.6;
            }
        }
        canvas.take([x - 2.0, label_at, x + 2.0, plan.top]);
        canvas.line(
            (x, label_at),
            (x, plan.bottom),
            &format!("{ink} stroke-dasharray=\"2 3\" opacity=\".75\""),
        );
        canvas.raw(close);
    }
}

fn turn_in_words(series: &Series<'_>, turn: &Turn<'_>) -> String {
    let period = &series.periods[turn.period];
    let fell = if turn.after > turn.before { "rises" } else { "falls" };
    let events: Vec<&str> = turn.events.iter().map(|event| event.summary).collect();
    let behind = if events.is_empty() { String::new() } else { format!(": {}", events.join("; ")) };
    let when = period.words(series.step);
    format!("{when}: the mean {fell} from {} to {}{behind}", score(turn.before), score(turn.after))
}

fn legend(canvas: &mut Canvas<'_>, top: f64) -> f64 {
    let size = canvas.size();
    let (mut x, mut y) = (4.0, top + size);
    let items = [
        (Some(COOP_DEED), "deeds"),
        (Some(COOP_WORD), "words of cooperation"),
        (Some(CONF_DEED), "deeds"),
        (Some(CONF_WORD), "words of conflict"),
        (None, "line: mean Goldstein score, hollow where one report tells"),
        (None, "shade: 5th to 95th percentile"),
    ];
    for (paint, words) in items {
        let width = text_width(words, size) + if paint.is_some() { 30.0 } else { 14.0 };
        if x + width > canvas.width() {
            (x, y) = (4.0, y + size * 1.4);
        }
        let mut at = x;
        if let Some(paint) = paint {
            let colour = canvas.colours(Some(paint), None);
            canvas.rect(at, y - 9.0, 10.0, 10.0, &colour);
            at += 15.0;
        }
        let words = fitted(words, size, canvas.width() - at);
        canvas.text((at, y), Anchor::Start, size, SOFT, &words);
        x += width;
    }
    y + 8.0
}

/// What a reader who does not see it is told first.
fn description(series: &Series<'_>) -> String {
    let mut out = format!(
        "Bars above the line are cooperative events by {}, bars below conflictual ones; words light, deeds dark. The line is \
         the mean of their Goldstein scores, its shade the band of drawing independent reports anew. {} in {}.",
        series.step,
        count(series.events(), "event", "events"),
        count(series.periods.len(), "period", "periods"),
    );
    let turns: Vec<String> = series
        .turns
        .iter()
        .map(|turn| {
            let period = series.periods[turn.period].words(series.step);
            format!("{period} (mean {} before, {} after)", score(turn.before), score(turn.after))
        })
        .collect();
    match turns.len() {
        0 => out.push_str(" No turning point stands out."),
        1 => out.push_str(&format!(" A turning point: {}.", turns[0])),
        _ => out.push_str(&format!(" Turning points: {}.", list(&turns))),
    }
    out
}

fn table(series: &Series<'_>, title: &str) -> Table {
    let head = [
        "Period",
        "Verbal cooperation",
        "Material cooperation",
        "Verbal conflict",
        "Material conflict",
        "Mean score",
        "Band",
        "Independent reports",
        "Turning point",
    ];
    let row = |(at, period): (usize, &Period<'_>)| {
        let turn = series.turns.iter().find(|turn| turn.period == at);
        let [a, b, c, d] = period.quads.each_ref().map(|ids| thousands(ids.len()));
        let band = match period.band {
            Some(band) => format!("{} to {}", score(band.low), score(band.high)),
            None => "none, one report".into(),
        };
        let turn = turn.map(|turn| format!("{} → {}", score(turn.before), score(turn.after)));
        let mean = period.mean.map(score).unwrap_or_default();
        let reports = thousands(period.reports.len());
        vec![period.words(series.step), a, b, c, d, mean, band, reports, turn.unwrap_or_default()]
    };
    let rows = series.periods.iter().enumerate().filter(|(_, period)| period.events() > 0).map(row).collect();
    Table { caption: title.into(), head: head.map(String::from).into(), rows }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tick_is_a_round_number() {
        assert_eq!([0, 1, 4, 7, 19, 60, 999].map(round_number), [1, 1, 2, 5, 10, 50, 500]);
    }
}
