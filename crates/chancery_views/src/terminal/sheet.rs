//! Inks, wrapping by width on screen, and the lines that come out.

use super::Paper;
use crate::show::{Mark, Says};
use anstyle::{AnsiColor, Style};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Wrapped text has so many columns at least.
const LEAST: usize = 12;

/// What a piece of text is, which decides how it looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ink {
    /// Running text.
    #[default]
    Plain,
    /// Headings, and what a line is about.
    Strong,
    /// What stands back: labels, ids, where something comes from.
    Soft,
    /// Verbal cooperation.
    CoopWord,
    /// Material cooperation.
    CoopDeed,
    /// Verbal conflict.
    ConfWord,
    /// Material conflict.
    ConfDeed,
    /// What is in doubt.
    Doubt,
    /// The words of a report that something rests on; set off by asterisks where there are no colours.
    Mark,
    /// The words that say who.
    Who,
    /// The words that say when or where.
    When,
}

impl Ink {
    fn style(self) -> Style {
        let colour = |colour: AnsiColor| Style::new().fg_color(Some(colour.into()));
        match self {
            Ink::Plain => Style::new(),
            Ink::Strong => Style::new().bold(),
            Ink::Soft => Style::new().dimmed(),
            Ink::CoopWord => colour(AnsiColor::Cyan),
            Ink::CoopDeed => colour(AnsiColor::Cyan).bold(),
            Ink::ConfWord => colour(AnsiColor::Red),
            Ink::ConfDeed => colour(AnsiColor::Red).bold(),
            Ink::Doubt => colour(AnsiColor::Yellow),
            Ink::Mark => Style::new().bold().underline(),
            Ink::Who => Style::new().bold(),
            Ink::When => Style::new().italic(),
        }
    }
}

/// Text in one ink.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    text: String,
    ink: Ink,
}

impl Piece {
    /// A piece, cleaned of what a terminal would obey.
    pub fn new(text: impl AsRef<str>, ink: Ink) -> Self {
        Piece { text: clean(text.as_ref()), ink }
    }

    /// Running text.
    pub fn plain(text: impl AsRef<str>) -> Self {
        Piece::new(text, Ink::Plain)
    }

    /// What stands back.
    pub fn soft(text: impl AsRef<str>) -> Self {
        Piece::new(text, Ink::Soft)
    }

    /// The same, kept on one line where it is short.
    pub fn unbroken(mut self) -> Self {
        if self.text.width() <= 16 {
            self.text = self.text.replace(' ', "\u{a0}");
        }
        self
    }

    /// What stands out.
    pub fn strong(text: impl AsRef<str>) -> Self {
        Piece::new(text, Ink::Strong)
    }
}

/// The text without control characters and without marks that turn the direction of writing; line ends and tabs become
/// spaces.
pub fn clean(text: &str) -> String {
    text.chars()
        .filter_map(|c| match c {
            '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => Some(' '),
            '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{feff}' => None,
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => None,
            c if c.is_control() => Some('\u{fffd}'),
            c => Some(c),
        })
        .collect()
}

/// Columns that a text takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// Lines being written.
#[derive(Clone, Debug)]
pub struct Sheet {
    paper: Paper,
    out: String,
}

/// A word with its inks, and the space before it: one column or two, and its ink.
struct Word {
    pieces: Vec<(String, Ink)>,
    space: (usize, Ink),
}

impl Word {
    fn width(&self) -> usize {
        self.pieces.iter().map(|(text, _)| text.width()).sum()
    }
}

impl Sheet {
    /// An empty sheet.
    pub fn new(paper: Paper) -> Self {
        Sheet { paper: Paper { width: paper.width.max(40), ..paper }, out: String::new() }
    }

    /// Columns of the paper.
    pub fn width(&self) -> usize {
        self.paper.width
    }

    /// Whether it has colours.
    pub fn colour(&self) -> bool {
        self.paper.colour
    }

    /// What was written.
    pub fn finish(self) -> String {
        self.out
    }

    /// An empty line.
    pub fn gap(&mut self) {
        self.out.push('\n');
    }

    /// Text wrapped at the right edge. The first line starts with `lead` (whose width it is indented by), the others are
    /// indented by `indent` columns.
    pub fn para(&mut self, lead: &[Piece], indent: usize, text: &[Piece]) {
        self.para_with_tail(lead, indent, text, &[]);
    }

    /// The same with a `tail` at the right edge of the first line.
    pub fn para_with_tail(&mut self, lead: &[Piece], indent: usize, text: &[Piece], tail: &[Piece]) {
        let indent = indent.min(self.paper.width / 2);
        self.flow(lead, &[Piece::plain(" ".repeat(indent))], text, tail);
    }

    /// Wrapped text with the same `lead` before each line.
    pub fn block(&mut self, lead: &[Piece], text: &[Piece]) {
        self.flow(lead, lead, text, &[]);
    }

    fn flow(&mut self, lead: &[Piece], hang: &[Piece], text: &[Piece], tail: &[Piece]) {
        let widths = |pieces: &[Piece]| pieces.iter().map(|piece| piece.text.width()).sum::<usize>();
        let (lead_width, hang_width, tail_width) = (widths(lead), widths(hang), widths(tail));
        // A tail for which there is no room goes to the end of a line of its own.
        let beside = tail_width > 0 && lead_width + LEAST + 2 + tail_width <= self.paper.width;
        let reserved = if beside { tail_width + 2 } else { 0 };
        let room = |first: bool| {
            let taken = if first { lead_width + reserved } else { hang_width };
            self.paper.width.saturating_sub(taken).max(LEAST)
        };
        let lines = wrap(text, room);
        for (at, line) in lines.iter().enumerate() {
            let mut row = Row::new(self.paper.colour);
            let start = if at == 0 { lead } else { hang };
            start.iter().for_each(|piece| row.push(&piece.text, piece.ink));
            line.iter().for_each(|(text, ink)| row.push(text, *ink));
            if at == 0 && beside {
                row.push_right(tail, tail_width, self.paper.width);
            }
            self.out.push_str(&row.finish());
            self.out.push('\n');
        }
        if tail_width > 0 && !beside {
            let mut row = Row::new(self.paper.colour);
            row.push_right(tail, tail_width, self.paper.width);
            self.out.push_str(&row.finish());
            self.out.push('\n');
        }
    }

    /// Texts side by side, each wrapped in its share of the width after `indent` columns.
    pub fn abreast(&mut self, indent: usize, cells: &[Vec<Piece>]) {
        const GAP: usize = 3;
        let count = cells.len().max(1);
        let width = self.paper.width.saturating_sub(indent + GAP * (count - 1)) / count;
        let wrapped: Vec<_> = cells.iter().map(|cell| wrap(cell, |_| width.max(12))).collect();
        for line in 0..wrapped.iter().map(Vec::len).max().unwrap_or(0) {
            let mut row = Row::new(self.paper.colour);
            for (at, cell) in wrapped.iter().enumerate() {
                let start = indent + at * (width + GAP);
                let pad = start.saturating_sub(row.width);
                row.push(&" ".repeat(pad), Ink::Plain);
                cell.get(line).into_iter().flatten().for_each(|(text, ink)| row.push(text, *ink));
            }
            self.out.push_str(&row.finish());
            self.out.push('\n');
        }
    }

    /// One line, cut at the right edge with an ellipsis.
    pub fn line(&mut self, pieces: &[Piece]) {
        let mut row = Row::new(self.paper.colour);
        for piece in pieces {
            let room = self.paper.width.saturating_sub(row.width);
            if piece.text.width() <= room {
                row.push(&piece.text, piece.ink);
            } else {
                row.push(&cut(&piece.text, room), piece.ink);
                break;
            }
        }
        self.out.push_str(&row.finish());
        self.out.push('\n');
    }

    /// A heading with a rule to the right edge.
    pub fn rule(&mut self, heading: &str, note: &str) {
        let heading = clean(heading);
        let note = if note.is_empty() { String::new() } else { format!(" {}", clean(note)) };
        let used = heading.width() + note.width() + 1;
        let rule = "─".repeat(self.paper.width.saturating_sub(used));
        self.line(&[Piece::strong(&heading), Piece::soft(format!(" {rule}{note}"))]);
    }

    /// The words of a report with some of them marked; where there are no colours the triggers alone are, by asterisks.
    pub fn marked(&self, text: &str, marks: &[Mark]) -> Vec<Piece> {
        let chars: Vec<char> = text.chars().collect();
        let mut pieces = Vec::new();
        let mut at = 0;
        for mark in marks {
            let (start, end) = ((mark.start as usize).max(at), (mark.end as usize).min(chars.len()));
            if start >= end {
                continue;
            }
            let words = |range: &[char]| range.iter().collect::<String>();
            pieces.push(Piece::plain(words(&chars[at..start])));
            let marked = words(&chars[start..end]);
            pieces.push(match mark.says {
                Says::What if self.paper.colour => Piece::new(marked, Ink::Mark),
                Says::What => Piece::new(format!("*{marked}*"), Ink::Mark),
                Says::Who => Piece::new(marked, Ink::Who),
                Says::When | Says::Where => Piece::new(marked, Ink::When),
            });
            at = end;
        }
        pieces.push(Piece::plain(chars[at..].iter().collect::<String>()));
        pieces
    }
}

/// A row being written; knows its width. Neighbours in one ink share one style.
struct Row {
    colour: bool,
    out: String,
    width: usize,
    open: Ink,
}

impl Row {
    fn new(colour: bool) -> Self {
        Row { colour, out: String::new(), width: 0, open: Ink::Plain }
    }

    fn push(&mut self, text: &str, ink: Ink) {
        if text.is_empty() {
            return;
        }
        self.width += text.width();
        self.switch(ink);
        // What must not be parted at a line's end is joined by no-break spaces; on the page they are spaces.
        self.out.push_str(&text.replace('\u{a0}', " "));
    }

    /// Pieces of so many columns, up to the right edge.
    fn push_right(&mut self, pieces: &[Piece], columns: usize, edge: usize) {
        self.push(&" ".repeat(edge.saturating_sub(self.width + columns)), Ink::Plain);
        pieces.iter().for_each(|piece| self.push(&piece.text, piece.ink));
    }

    fn switch(&mut self, ink: Ink) {
        if self.colour && ink != self.open {
            if self.open != Ink::Plain {
                self.out.push_str(&self.open.style().render_reset().to_string());
            }
            if ink != Ink::Plain {
                self.out.push_str(&ink.style().render().to_string());
            }
            self.open = ink;
        }
    }

    fn finish(mut self) -> String {
        self.switch(Ink::Plain);
        if self.colour { self.out } else { self.out.trim_end().into() }
    }
}

/// The text's beginning that fits, with an ellipsis where it was cut.
fn cut(text: &str, room: usize) -> String {
    if text.width() <= room {
        return text.into();
    }
    let mut out = String::new();
    let mut used = 1;
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used > room {
            break;
        }
        out.push(c);
    }
    if room > 0 {
        out.push('…');
    }
    out
}

fn words_of(text: &[Piece]) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut open = false;
    let mut space = (0, Ink::Plain);
    for piece in text {
        for (at, part) in piece.text.split(' ').enumerate() {
            if at > 0 {
                open = false;
                space = ((space.0 + 1).min(2), piece.ink);
            }
            if part.is_empty() {
                continue;
            }
            match words.last_mut().filter(|_| open) {
                Some(word) => word.pieces.push((part.into(), piece.ink)),
                None => words.push(Word { pieces: vec![(part.into(), piece.ink)], space }),
            }
            open = true;
            space = (0, Ink::Plain);
        }
    }
    words
}

/// Lines of (text, ink), each within the room that its line has; a word longer than a line is broken.
fn wrap(text: &[Piece], room: impl Fn(bool) -> usize) -> Vec<Vec<(String, Ink)>> {
    let mut lines: Vec<Vec<(String, Ink)>> = vec![Vec::new()];
    let mut used = 0;
    for word in words_of(text) {
        let limit = room(lines.len() == 1);
        let (gap, ink) = word.space;
        if used > 0 && used + gap + word.width() > limit {
            lines.push(Vec::new());
            used = 0;
        } else if used > 0 {
            lines.last_mut().expect("never empty").push((" ".repeat(gap), ink));
            used += gap;
        }
        for (part, ink) in word.pieces {
            let mut rest = part.as_str();
            while used + rest.width() > room(lines.len() == 1) {
                let limit = room(lines.len() == 1);
                let fits = rest
                    .char_indices()
                    .scan(used, |total, (at, c)| {
                        *total += c.width().unwrap_or(0);
                        Some((at + c.len_utf8(), *total))
                    })
                    .take_while(|(_, total)| *total <= limit)
                    .map(|(at, _)| at)
                    .last();
                let at = match fits {
                    Some(at) => at,
                    // Nothing fits on a line begun: start a new one. On an empty line one character always goes.
                    None if used > 0 => 0,
                    None => rest.chars().next().map_or(0, char::len_utf8),
                };
                lines.last_mut().expect("never empty").push((rest[..at].into(), ink));
                rest = &rest[at..];
                lines.push(Vec::new());
                used = 0;
                if rest.is_empty() {
                    break;
                }
            }
            if !rest.is_empty() {
                lines.last_mut().expect("never empty").push((rest.into(), ink));
                used += rest.width();
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draw(width: usize, text: &str) -> String {
        let mut sheet = Sheet::new(Paper { width, colour: false });
        sheet.para(&[Piece::plain("- ")], 2, &[Piece::plain(text)]);
        sheet.finish()
    }

    #[test]
    fn wrapping_counts_columns_not_characters() {
        let text = "漢字".repeat(30);
        let lines: Vec<usize> = draw(40, &text).lines().map(width).collect();
        assert!(lines.iter().all(|w| *w <= 40), "{lines:?}");
        assert_eq!(draw(40, &text).chars().filter(|c| *c == '漢').count(), 30);
        let combining = "e\u{301}".repeat(38);
        assert_eq!(draw(40, &combining).lines().count(), 1);
    }

    #[test]
    fn a_report_gives_a_terminal_no_orders() {
        let cleaned = clean("a\u{1b}[31mred\u{9b}0m\u{202e}x\u{7}\tb");
        assert!(!cleaned.chars().any(char::is_control) && !cleaned.contains('\u{202e}'), "{cleaned:?}");
    }

    #[test]
    fn marks_survive_any_range() {
        let sheet = Sheet::new(Paper::default());
        for marks in [vec![(0, 99)], vec![(5, 2)], vec![(90, 99)], vec![(0, 3), (2, 5)]] {
            let mark = |(start, end)| Mark { start, end, says: Says::What };
            let marks: Vec<Mark> = marks.into_iter().map(mark).collect();
            let text: String = sheet.marked("héllo wörld", &marks).into_iter().map(|p| p.text).collect();
            assert_eq!(text.replace('*', ""), "héllo wörld");
        }
    }
}
