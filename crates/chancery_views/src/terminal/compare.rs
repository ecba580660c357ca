//! The reports of one event side by side.

use super::timeline::dotted;
use super::{Ink, Paper, Piece, Sheet};
use crate::Directory;
use crate::compare::{
    Account, Column, Comparison, Difference, DifferenceKind, LeftOut, Only, Point, Speech, Standing, Words,
};
use crate::show::{Mark, Says};
use crate::words::{self, count};
use chancery_model::Evidence;

/// Columns that a report needs to stand beside another.
const ABREAST: usize = 48;
/// Columns of a bar.
const BAR: usize = 20;

/// Draws a comparison, or the points of it that are wanted.
pub fn draw_comparison(
    view: &Comparison<'_>,
    directory: &Directory,
    only: Option<&Only>,
    paper: Paper,
) -> String {
    let mut sheet = Sheet::new(paper);
    let drawing = Drawing { view, directory };
    drawing.head(&mut sheet);
    drawing.points(&mut sheet, only);
    if only.is_none() && !view.columns.is_empty() {
        drawing.order(&mut sheet);
        drawing.room(&mut sheet);
        drawing.names(&mut sheet);
        drawing.left_out(&mut sheet);
    }
    sheet.finish()
}

struct Drawing<'v, 'a> {
    view: &'v Comparison<'a>,
    directory: &'v Directory,
}

/// A standing with its sign and heading, in the order in which they are read.
const SECTIONS: [(Standing, &str, &str); 5] = [
    (Standing::Contradicts, "!", "Contradicting"),
    (Standing::Differs, "≠", "Differing"),
    (Standing::Same, "=", "In all"),
    (Standing::Several, "=", "In some, not in all"),
    (Standing::Only, "+", "Only in"),
];

fn number_word(n: usize) -> String {
    const WORDS: [&str; 9] = [
        "One account",
        "Two accounts",
        "Three accounts",
        "Four accounts",
        "Five accounts",
        "Six accounts",
        "Seven accounts",
        "Eight accounts",
        "Nine accounts",
    ];
    n.checked_sub(1)
        .and_then(|at| WORDS.get(at))
        .map_or_else(|| format!("{n} accounts"), |words| (*words).into())
}

impl Drawing<'_, '_> {
    fn several(&self) -> bool {
        self.view.columns.len() > 1
    }

    /// "both" of two reports, "all" of more.
    fn all(&self) -> &'static str {
        if self.view.columns.len() == 2 { "both" } else { "all" }
    }

    fn head(&self, sheet: &mut Sheet) {
        let view = self.view;
        sheet.para(
            &[],
            0,
            &[Piece::strong(format!("{} of one {}", number_word(view.columns.len()), view.kind))],
        );
        sheet.para(
            &[],
            0,
            &dotted(vec![
                vec![Piece::plain(&view.event.summary)],
                vec![Piece::plain(&view.when)],
                vec![Piece::soft(&view.event.id)],
            ]),
        );
        sheet.gap();
        for column in &view.columns {
            let mut facts = vec![vec![Piece::strong(column.source.unwrap_or(column.doc))]];
            if column.source.is_some() {
                facts.push(vec![Piece::soft(column.doc)]);
            }
            facts.push(vec![Piece::soft(&column.published)]);
            facts.push(vec![Piece::soft(count(column.room.words, "word compared", "words compared"))]);
            sheet.para(&[letter(column)], 3, &dotted(facts));
            sheet.para(&[Piece::plain("   ")], 3, &[Piece::plain(&column.title)]);
            if !column.copies.is_empty() {
                let copies = format!("copied by {}", words::list(&column.copies));
                sheet.para(&[Piece::plain("   ")], 3, &[Piece::new(copies, Ink::Doubt)]);
            }
        }
        for (doc, why) in &view.not_compared {
            sheet.para(
                &[Piece::plain("   ")],
                3,
                &[Piece::new(format!("{doc} is not compared: {why}"), Ink::Doubt)],
            );
        }
        sheet.gap();
        if !self.several() {
            let what = match view.columns.first() {
                Some(column) if !column.copies.is_empty() => {
                    "There is one independent report of this event (the others copy it): nothing to compare. --split gives each copy a column of its own."
                }
                Some(_) => "There is one report of this event: nothing to compare. What it tells:",
                None => "No report of this event can be compared.",
            };
            sheet.para(&[], 0, &[Piece::new(what, Ink::Doubt)]);
            return;
        }
        sheet.para(&[], 0, &dotted(self.counts()));
        sheet.para(&[], 0, &[Piece::soft("Only in one report means only that: silence is no denial.")]);
    }

    fn counts(&self) -> Vec<Vec<Piece>> {
        let points = &self.view.points;
        let of = |standing| points.iter().filter(|point| point.standing == standing).count();
        let mut out = Vec::new();
        let contradict = of(Standing::Contradicts);
        let ink = if contradict > 0 { Ink::Doubt } else { Ink::Plain };
        let verb = if contradict == 1 { "contradicts" } else { "contradict" };
        out.push(vec![Piece::new(format!("{contradict} {verb}"), ink)]);
        let differ = of(Standing::Differs);
        out.push(vec![Piece::plain(format!("{differ} {}", if differ == 1 { "differs" } else { "differ" }))]);
        out.push(vec![Piece::plain(format!("{} alike in {}", of(Standing::Same), self.all()))]);
        if self.view.columns.len() > 2 {
            out.push(vec![Piece::plain(format!("{} alike in some", of(Standing::Several)))]);
        }
        for (at, column) in self.view.columns.iter().enumerate() {
            let n = points.iter().filter(|point| point.told_by() == [at]).count();
            out.push(vec![Piece::plain(format!("{n} only in {}", column.letter))]);
        }
        out
    }

    fn points(&self, sheet: &mut Sheet, only: Option<&Only>) {
        let columns = &self.view.columns;
        let wanted: Vec<&Point> = self
            .view
            .points
            .iter()
            .filter(|point| only.is_none_or(|only| only.wants(point, columns)))
            .collect();
        if wanted.is_empty() && only.is_some() {
            sheet.gap();
            sheet.para(&[], 0, &[Piece::plain("No such point.")]);
        }
        for (standing, sign, heading) in SECTIONS {
            if standing == Standing::Only {
                for (at, column) in columns.iter().enumerate() {
                    let own: Vec<&Point> =
                        wanted.iter().copied().filter(|point| point.told_by() == [at]).collect();
                    let heading =
                        if self.several() { format!("Only in {}", column.letter) } else { "Told".into() };
                    self.section(sheet, &heading, "+", &own);
                }
                continue;
            }
            let own: Vec<&Point> =
                wanted.iter().copied().filter(|point| point.standing == standing).collect();
            let heading = match standing {
                Standing::Same => format!("Alike in {}", self.all()),
                _ => heading.into(),
            };
            self.section(sheet, &heading, sign, &own);
        }
    }

    fn section(&self, sheet: &mut Sheet, heading: &str, sign: &str, points: &[&Point]) {
        if points.is_empty() {
            return;
        }
        sheet.gap();
        sheet.rule(heading, &words::thousands(points.len()));
        let mut after_matter = false;
        for point in points {
            // Circumstances are short and stand close together.
            if after_matter && !(point.circumstance && point.standing == Standing::Only) {
                sheet.gap();
            }
            self.point(sheet, sign, point);
            after_matter = !(point.circumstance && point.standing == Standing::Only);
        }
    }

    fn point(&self, sheet: &mut Sheet, sign: &str, point: &Point) {
        let ink = if point.standing == Standing::Contradicts { Ink::Doubt } else { Ink::Soft };
        let lead = [Piece::new(format!("{sign} "), ink)];
        let mut kinds: Vec<&str> = point.differences.iter().map(|d| kind(d.kind)).collect();
        kinds.dedup();
        let tail: Vec<Piece> =
            if kinds.is_empty() { Vec::new() } else { vec![Piece::soft(kinds.join(" · "))] };
        sheet.para_with_tail(&lead, 2, &[Piece::strong(&point.heading)], &tail);
        let told = point.told_by();
        let wide = told.len() > 1 && (sheet.width() - 2) / told.len() >= ABREAST;
        if wide {
            let cells: Vec<Vec<Piece>> =
                told.iter().map(|at| self.account(sheet, point, *at, true)).collect();
            sheet.abreast(2, &cells);
        } else {
            for at in &told {
                let lead = if self.several() && told.len() > 1 {
                    Piece::soft(format!("  {}  ", self.view.columns[*at].letter))
                } else {
                    Piece::plain("  ")
                };
                let indent = if told.len() > 1 { 5 } else { 2 };
                let account = self.account(sheet, point, *at, false);
                sheet.para(&[lead], indent, &account);
            }
        }
        if !point.circumstance {
            for difference in &point.differences {
                self.difference(sheet, difference);
            }
        }
    }

    /// What one column says of a point, the words that differ marked.
    fn account(&self, sheet: &Sheet, point: &Point, at: usize, lettered: bool) -> Vec<Piece> {
        let Some(account) = &point.accounts[at] else { return Vec::new() };
        let mut out = Vec::new();
        if lettered {
            out.push(Piece::soft(format!("{}  ", self.view.columns[at].letter)));
        }
        if let Some(says) = &account.says {
            out.push(Piece::plain(self.states_named(says)));
            out.push(Piece::plain("  "));
        }
        if let Some(speaker) = speaker(account) {
            out.push(Piece::soft(format!("{speaker}: ")));
        }
        for (n, passage) in account.passages.iter().enumerate() {
            if n > 0 {
                out.push(Piece::plain(" … "));
            }
            if account.says.is_some() {
                out.push(Piece::soft(format!("“{}”", passage.text)));
            } else {
                out.extend(sheet.marked(&passage.text, &marks(point, at, passage)));
            }
            out.push(Piece::soft(format!("  {}–{}", passage.start, passage.end)).unbroken());
        }
        out
    }

    fn difference(&self, sheet: &mut Sheet, difference: &Difference) {
        let ink = if difference.contradicts { Ink::Doubt } else { Ink::Soft };
        let mut text = vec![Piece::new(format!("{}, {}: ", kind(difference.kind), difference.about), ink)];
        for (n, value) in difference.values.iter().enumerate() {
            if n > 0 {
                text.push(Piece::soft(" · "));
            }
            text.push(Piece::soft(format!("{} ", self.view.columns[value.column].letter)));
            text.push(Piece::plain(self.states_named(&value.says)));
            if let Some(quoted) = value.quoted.as_ref().filter(|quoted| quoted.text != value.says) {
                text.push(Piece::plain(format!(" “{}”", quoted.text)));
            }
        }
        sheet.para(&[Piece::new("  → ", ink)], 4, &text);
    }

    /// Codes of the event's states as names.
    fn states_named(&self, says: &str) -> String {
        let sides = self.view.event.source.iter().chain(&self.view.event.target);
        let mut out = says.to_owned();
        for state in sides.filter_map(|side| side.state.as_deref()) {
            let words: Vec<&str> = out
                .split(' ')
                .map(|word| if word == state { self.directory.state_name(state) } else { word })
                .collect();
            out = words.join(" ");
        }
        out
    }

    fn order(&self, sheet: &mut Sheet) {
        sheet.gap();
        sheet.rule("Order of topics", "");
        for column in &self.view.columns {
            let mut text = Vec::new();
            for (n, at) in column.order.iter().enumerate() {
                if n > 0 {
                    text.push(Piece::soft(" → "));
                }
                let point = &self.view.points[*at];
                let alone = self.several() && point.standing == Standing::Only;
                text.push(if n == 0 { Piece::strong(&point.heading) } else { Piece::plain(&point.heading) });
                if alone {
                    text.push(Piece::soft(" +"));
                }
            }
            sheet.para(&[letter(column)], 3, &text);
        }
        if self.several() {
            sheet.para(&[], 0, &[Piece::soft("+ told by this report only")]);
        }
    }

    fn room(&self, sheet: &mut Sheet) {
        sheet.gap();
        sheet.rule("Room for each side’s words", "quoted and reported");
        for column in &self.view.columns {
            let room = &column.room;
            let spoken = room.spoken();
            let text = format!(
                "{} of {} words are somebody’s words ({})",
                words::thousands(spoken),
                words::thousands(room.words),
                percent(spoken, room.words)
            );
            sheet.para(&[letter(column)], 3, &[Piece::plain(text)]);
            for side in room.sides.iter().filter(|side| side.state.is_some() || side.all() > 0) {
                self.side(sheet, side, spoken);
            }
        }
    }

    fn side(&self, sheet: &mut Sheet, side: &Words, spoken: usize) {
        let others = if side.together { "both together" } else { "others" };
        let name = side.state.as_deref().map_or(others, |code| self.directory.state_name(code));
        let filled = (side.all() * BAR + spoken / 2).checked_div(spoken).unwrap_or(0).min(BAR);
        let bar = format!("{}{}", "█".repeat(filled), "·".repeat(BAR - filled));
        let direct = if side.direct > 0 {
            format!(", {} of them direct", words::thousands(side.direct))
        } else {
            String::new()
        };
        let lead = format!("   {name:<16} ");
        let text = format!(
            "{bar} {:>5}  {}{direct}",
            percent(side.all(), spoken),
            count(side.all(), "word", "words")
        );
        sheet.line(&[Piece::soft(lead), Piece::plain(text)]);
    }

    fn names(&self, sheet: &mut Sheet) {
        if self.view.names.is_empty() {
            return;
        }
        sheet.gap();
        sheet.rule("Names for the same thing", &words::thousands(self.view.names.len()));
        for naming in &self.view.names {
            sheet.para(&[], 2, &[Piece::strong(&naming.thing)]);
            for (column, used) in self.view.columns.iter().zip(&naming.used) {
                if used.is_empty() {
                    continue;
                }
                let mut text = Vec::new();
                for (n, name) in used.iter().enumerate() {
                    if n > 0 {
                        text.push(Piece::plain(", "));
                    }
                    text.push(Piece::plain(format!("“{}”", name.quoted.text)));
                    if name.spans.len() > 1 {
                        text.push(Piece::soft(format!(" {}×", name.spans.len())));
                    }
                }
                sheet.para(&[Piece::plain("  "), letter(column)], 5, &text);
            }
        }
    }

    fn left_out(&self, sheet: &mut Sheet) {
        let some: Vec<&Column<'_>> =
            self.view.columns.iter().filter(|column| !column.left_out.is_empty()).collect();
        if some.is_empty() {
            return;
        }
        sheet.gap();
        sheet.rule("Left out", "");
        for column in some {
            let of = |why: LeftOut| column.left_out.iter().filter(|(reason, _)| *reason == why).count();
            let reasons = [
                (LeftOut::Background, "what lies behind it"),
                (LeftOut::Elsewhere, "other meetings"),
                (LeftOut::Outsider, "the words of others"),
            ];
            let said: Vec<String> = reasons
                .iter()
                .filter(|(why, _)| of(*why) > 0)
                .map(|(why, words)| format!("{} on {words}", count(of(*why), "sentence", "sentences")))
                .collect();
            sheet.para(&[letter(column)], 3, &[Piece::soft(words::list(&said))]);
        }
    }
}

fn letter(column: &Column<'_>) -> Piece {
    Piece::strong(format!("{}  ", column.letter))
}

fn percent(part: usize, whole: usize) -> String {
    format!("{} %", (part * 100 + whole / 2).checked_div(whole).unwrap_or(0))
}

fn kind(kind: DifferenceKind) -> &'static str {
    match kind {
        DifferenceKind::Scope => "scope",
        DifferenceKind::Number => "number",
        DifferenceKind::Date => "date",
        DifferenceKind::Place => "place",
        DifferenceKind::Status => "status",
        DifferenceKind::Attribution => "attribution",
        DifferenceKind::Wording => "wording",
    }
}

/// The speaker of reported or quoted words, where the words don't name them.
fn speaker(account: &Account) -> Option<&str> {
    let voice = account.voice.as_ref().filter(|voice| voice.speech != Speech::Own)?;
    let name = voice.name.as_deref()?;
    let text = &account.passages.first()?.text;
    let named =
        name.split(' ').any(|part| text.split(|c: char| !c.is_alphanumeric()).any(|word| word == part));
    (!named).then_some(name)
}

/// The words of a passage that a difference quotes.
fn marks(point: &Point, column: usize, passage: &Evidence) -> Vec<Mark> {
    let quoted = point.differences.iter().filter(|d| !matches!(d.kind, DifferenceKind::Attribution));
    let mut marks: Vec<Mark> = quoted
        .flat_map(|difference| &difference.values)
        .filter(|value| value.column == column)
        .filter_map(|value| value.quoted.as_ref())
        .filter(|words| words.start >= passage.start && words.end <= passage.end)
        .map(|words| Mark {
            start: words.start - passage.start,
            end: words.end - passage.start,
            says: Says::What,
        })
        .collect();
    marks.sort_by_key(|mark| (mark.start, mark.end));
    marks.dedup();
    marks
}
