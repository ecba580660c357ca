//! The course of a relation: a row a period, with its events as bars on either side and its mean with the band.

use super::{Ink, Paper, Piece, Sheet, id_length, short, width};
use crate::index::{Period, Series, Turn};
use crate::period;
use crate::words::{count, thousands};
use std::collections::BTreeSet;

/// Columns of the mean and its band: "−10.0  −10.0 … −10.0".
const MEAN: usize = 22;
/// From here on the band is drawn as a scale of its own.
const WIDE: usize = 110;

/// Draws a series of the relation of `between`.
pub fn draw_series(series: &Series<'_>, between: &[String; 2], paper: Paper) -> String {
    let mut sheet = Sheet::new(paper);
    sheet.line(&[Piece::strong(format!("{} – {} by {}", between[0], between[1], series.step))]);
    let reports: BTreeSet<&str> = series.periods.iter().flat_map(|p| p.reports.iter().copied()).collect();
    let facts = [
        count(series.events(), "event", "events"),
        count(reports.len(), "independent report", "independent reports"),
        count(series.turns.len(), "turning point", "turning points"),
    ];
    sheet.para(&[], 0, &[Piece::soft(facts.join(" · "))]);
    sheet.para(&[], 0, &[Piece::soft(format!("only: {}", series.counted.join(" · ")))]);
    if series.events() > 0 {
        draw_table(&mut sheet, series);
        draw_turns(&mut sheet, series);
    }
    foot(&mut sheet, series);
    sheet.finish()
}

/// Widths of the table.
struct Columns {
    label: usize,
    side: usize,
    /// Events that one column of a bar stands for.
    each: usize,
}

fn draw_table(sheet: &mut Sheet, series: &Series<'_>) {
    let label = series.periods.iter().map(|p| width(&p.words(series.step))).max().unwrap_or(0);
    let side = (sheet.width().min(WIDE).saturating_sub(label + MEAN + 7) / 2).max(3);
    let most = series.periods.iter().map(|p| cooperation(p).max(conflict(p))).max().unwrap_or(0);
    // The number stands at the bar's end.
    let bar = side.saturating_sub(width(&thousands(most)) + 1).max(1);
    let columns = Columns { label, side, each: most.div_ceil(bar).max(1) };
    sheet.gap();
    let pad = |text: &str, to: usize| " ".repeat(to.saturating_sub(width(text)));
    sheet.line(&[
        Piece::plain(" ".repeat(label + 2) + &pad("conflict", side)),
        Piece::new("conflict", Ink::ConfDeed),
        Piece::soft(" │ "),
        Piece::new("cooperation", Ink::CoopDeed),
        Piece::soft(format!("{}  mean  band", pad("cooperation", side))),
    ]);
    let mut at = 0;
    while let Some(period) = series.periods.get(at) {
        let empty = series.periods[at..].iter().take_while(|p| p.events() == 0).count();
        if let Some(turn) = series.turns.iter().find(|turn| turn.period == at) {
            let line = format!("turn: {} → {}", score(turn.before), score(turn.after));
            sheet.rule(&line, "");
        }
        match empty {
            0 => draw_period(sheet, series, period, &columns),
            1 | 2 => draw_empty(sheet, &period.words(series.step), label, "·"),
            // A long silence in one line.
            n => {
                let last = &series.periods[at + n - 1];
                let words =
                    format!("{} periods without events, to {}", thousands(n), last.words(series.step));
                draw_empty(sheet, &period.words(series.step), label, &words);
                at += n;
                continue;
            }
        }
        at += 1;
    }
    if columns.each > 1 {
        sheet.para(&[], 0, &[Piece::soft(format!("a block: {} events", columns.each))]);
    }
}

fn draw_empty(sheet: &mut Sheet, label: &str, to: usize, words: &str) {
    let pad = " ".repeat(to.saturating_sub(width(label)));
    sheet.line(&[Piece::soft(format!("{pad}{label}  {words}"))]);
}

fn draw_period(sheet: &mut Sheet, series: &Series<'_>, period: &Period<'_>, columns: &Columns) {
    let label = period.words(series.step);
    let [coop_words, coop_deeds, conf_words, conf_deeds] = period.quads.each_ref().map(Vec::len);
    // Deeds stand at the middle, words outside.
    let (conf, coop) =
        (bars(conf_words, conf_deeds, columns.each), bars(coop_words, coop_deeds, columns.each));
    let number = |n: usize| if n == 0 { String::new() } else { thousands(n) };
    let (conf_number, coop_number) = (number(conf_words + conf_deeds), number(coop_words + coop_deeds));
    let used = |(words, deeds): (usize, usize), number: &str| words + deeds + width(number) + 1;
    let left = columns.side.saturating_sub(used(conf, &conf_number));
    let right = columns.side.saturating_sub(used(coop, &coop_number));
    sheet.line(&[
        Piece::plain(" ".repeat(columns.label.saturating_sub(width(&label)))),
        Piece::plain(&label),
        Piece::plain(" ".repeat(left + 2)),
        Piece::soft(format!("{conf_number} ")),
        Piece::new("░".repeat(conf.0), Ink::ConfWord),
        Piece::new("█".repeat(conf.1), Ink::ConfDeed),
        Piece::soft(" │ "),
        Piece::new("█".repeat(coop.1), Ink::CoopDeed),
        Piece::new("░".repeat(coop.0), Ink::CoopWord),
        Piece::soft(format!(" {coop_number}")),
        Piece::plain(" ".repeat(right)),
        Piece::strong(format!(" {:>5}", period.mean.map(score).unwrap_or_default())),
        match period.band {
            Some(band) => Piece::soft(format!("  {} … {}", score(band.low), score(band.high))),
            None => Piece::new("  one report", Ink::Doubt),
        },
    ]);
}

/// Blocks of words and of deeds; what there is has one at least.
fn bars(words: usize, deeds: usize, each: usize) -> (usize, usize) {
    let all = (words + deeds).div_ceil(each);
    let of_deeds = deeds.div_ceil(each).min(all);
    let of_words = words.min(1).max(all - of_deeds);
    (of_words, all.saturating_sub(of_words).max(deeds.min(1)))
}

fn cooperation(period: &Period<'_>) -> usize {
    period.quads[0].len() + period.quads[1].len()
}

fn conflict(period: &Period<'_>) -> usize {
    period.quads[2].len() + period.quads[3].len()
}

/// "+3.5", "−0.4", "0.0".
fn score(points: f64) -> String {
    crate::words::score(points)
}

fn draw_turns(sheet: &mut Sheet, series: &Series<'_>) {
    let length = id_length(series.turns.iter().flat_map(|turn| turn.events.iter().map(|event| event.id)));
    for turn in &series.turns {
        sheet.gap();
        let note = format!("{} → {}", score(turn.before), score(turn.after));
        sheet.rule(&series.periods[turn.period].words(series.step), &note);
        draw_turn(sheet, turn, length);
    }
}

fn draw_turn(sheet: &mut Sheet, turn: &Turn<'_>, length: usize) {
    let spans =
        format!("{} before, {} after", period::words(&turn.days_before), period::words(&turn.days_after));
    sheet.para(&[], 0, &[Piece::soft(spans)]);
    for event in &turn.events {
        let when = period::words(&event.date);
        let ink = if event.quad > 2 { Ink::ConfDeed } else { Ink::CoopDeed };
        let lead = [
            Piece::plain("  "),
            Piece::new(format!("{:>5}", score(event.goldstein)), ink),
            Piece::plain("  "),
        ];
        let tail = [Piece::soft(short(event.id, length))];
        sheet.para_with_tail(
            &lead,
            9,
            &[Piece::plain(event.summary), Piece::soft("  "), Piece::soft(when).unbroken()],
            &tail,
        );
    }
}

fn foot(sheet: &mut Sheet, series: &Series<'_>) {
    sheet.gap();
    if series.events() == 0 {
        sheet.para(&[], 0, &[Piece::plain("No event of the two is counted.")]);
    }
    let mut not_counted = Vec::new();
    if !series.too_vague.is_empty() {
        not_counted.push(format!("{} too vague for a {}", thousands(series.too_vague.len()), series.step));
    }
    if !series.undated.is_empty() {
        not_counted.push(format!("{} undated", thousands(series.undated.len())));
    }
    for (status, ids) in &series.left_out {
        let word = if *status == "said" { "only in somebody’s words" } else { status };
        not_counted.push(format!("{} {word}", thousands(ids.len())));
    }
    if !not_counted.is_empty() {
        let line = format!("Not counted: {}.", not_counted.join(", "));
        sheet.para(&[], 0, &[Piece::new(line, Ink::Doubt)]);
    }
    if !series.left_out.is_empty() {
        let usual = ["happened", "ongoing"];
        let others = series.left_out.keys().copied().filter(|word| !usual.contains(word));
        let words: Vec<&str> = usual.into_iter().chain(others).collect();
        sheet.para(&[], 0, &[Piece::soft(format!("To count them too: --status {}", words.join(",")))]);
    }
    if series.events() > 0 {
        sheet.para(
            &[],
            0,
            &[
                Piece::new("█", Ink::Plain),
                Piece::soft(" deeds  "),
                Piece::new("░", Ink::Plain),
                Piece::soft(
                    " words  mean of Goldstein scores, −10 to +10  band: 5th to 95th percentile, independent reports drawn anew",
                ),
            ],
        );
    }
}
