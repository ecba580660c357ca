//! The paper that charts are drawn on.

use super::{Frame, Width};
use chancery_model::Day;
use chancery_model::day::{days_between, plus_days};
use std::fmt::Write as _;
use unicode_width::UnicodeWidthChar;

/// A colour by its meaning: its name in a style sheet, for light and for dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Paint {
    name: &'static str,
    light: &'static str,
    dark: &'static str,
}

const fn paint(name: &'static str, light: &'static str, dark: &'static str) -> Paint {
    Paint { name, light, dark }
}

pub(super) const PAPER: Paint = paint("paper", "#fbfaf7", "#171614");
pub(super) const INK: Paint = paint("ink", "#1c1b19", "#ece8df");
pub(super) const SOFT: Paint = paint("soft", "#6b675f", "#a19b8f");
pub(super) const RULE: Paint = paint("rule", "#d9d4c8", "#3a372f");
pub(super) const COOP_DEED: Paint = paint("coop", "#1f6f78", "#6fc1c6");
pub(super) const COOP_WORD: Paint = paint("coop2", "#7fb4b6", "#2f6f74");
pub(super) const CONF_DEED: Paint = paint("conf", "#b3412b", "#ef8a70");
pub(super) const CONF_WORD: Paint = paint("conf2", "#e0a18f", "#7d3a2b");
const PAINTS: [Paint; 8] = [PAPER, INK, SOFT, RULE, COOP_DEED, COOP_WORD, CONF_DEED, CONF_WORD];

impl Paint {
    /// The accent of a quad class, 1 to 4.
    pub(super) fn of_quad(quad: u8) -> Paint {
        match quad {
            1 => COOP_WORD,
            2 => COOP_DEED,
            3 => CONF_WORD,
            _ => CONF_DEED,
        }
    }
}

/// Where something is.
pub(super) type At = (f64, f64);

/// Where a text begins, ends or has its middle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// An `<svg>` being written.
pub(super) struct Canvas<'a> {
    frame: Frame<'a>,
    body: String,
    links: bool,
    /// Boxes of the texts so far, as (left, top, right, bottom): what is placed later keeps off them.
    taken: Vec<[f64; 4]>,
}

impl<'a> Canvas<'a> {
    pub(super) fn new(frame: Frame<'a>) -> Self {
        Canvas { frame, body: String::new(), links: false, taken: Vec::new() }
    }

    pub(super) fn narrow(&self) -> bool {
        self.frame.width == Width::Narrow
    }

    /// Width in units.
    pub(super) fn width(&self) -> f64 {
        if self.narrow() { 390.0 } else { 1000.0 }
    }

    /// Size of the lettering.
    pub(super) fn size(&self) -> f64 {
        if self.narrow() { 13.0 } else { 12.0 }
    }

    pub(super) fn alone(&self) -> bool {
        self.frame.alone
    }

    /// A colour as an attribute, `fill`, `stroke` or `stop-color`. Alone, a class beside it lets the style sheet turn it
    /// dark; a program that knows no style sheets has the light one.
    fn attribute(&self, name: &str, paint: Paint) -> String {
        match self.frame.alone {
            true => format!(" {name}=\"{}\"", paint.light),
            false => format!(" {name}=\"var(--{},{})\"", paint.name, paint.light),
        }
    }

    /// Attributes for filling and stroking.
    pub(super) fn colours(&self, fill: Option<Paint>, stroke: Option<Paint>) -> String {
        let mut out = String::new();
        if self.frame.alone {
            let fill = fill.map(|paint| format!("f-{}", paint.name));
            let stroke = stroke.map(|paint| format!("s-{}", paint.name));
            let classes: Vec<String> = fill.into_iter().chain(stroke).collect();
            if !classes.is_empty() {
                let _ = write!(out, " class=\"{}\"", classes.join(" "));
            }
        }
        match fill {
            Some(paint) => out.push_str(&self.attribute("fill", paint)),
            None => out.push_str(" fill=\"none\""),
        }
        if let Some(paint) = stroke {
            out.push_str(&self.attribute("stroke", paint));
        }
        out
    }

    /// A gradient from nothing to the colour, left to right, or the other way round; its id.
    pub(super) fn fade(&mut self, paint: Paint, to_the_right: bool) -> String {
        let id = format!("{}-{}-{}", self.frame.id, paint.name, if to_the_right { "out" } else { "in" });
        let definition = format!("<linearGradient id=\"{}\">", escape(&id));
        if !self.body.contains(&definition) {
            let colour = self.attribute("stop-color", paint);
            let class = if self.frame.alone { format!(" class=\"c-{}\"", paint.name) } else { String::new() };
            let (first, last) = if to_the_right { (1, 0) } else { (0, 1) };
            let _ = write!(
                self.body,
                "{definition}<stop offset=\"0\"{class}{colour} stop-opacity=\"{first}\"/>\
                 <stop offset=\"1\"{class}{colour} stop-opacity=\"{last}\"/></linearGradient>"
            );
        }
        id
    }

    /// Anything, as it is.
    pub(super) fn raw(&mut self, markup: &str) {
        self.body.push_str(markup);
    }

    /// A group or, where it leads anywhere, a link; with its words for a pointer or a reader that rests on it.
    pub(super) fn open(&mut self, words: &str, address: Option<String>) -> &'static str {
        let (tag, close) = match &address {
            Some(address) => (format!("<a href=\"{}\">", escape(address)), "</a>"),
            None => ("<g>".into(), "</g>"),
        };
        self.links |= address.is_some();
        let _ = write!(self.body, "\n{tag}<title>{}</title>", escape(words));
        close
    }

    pub(super) fn rect(&mut self, x: f64, y: f64, width: f64, height: f64, rest: &str) {
        let [x, y, width, height] = [x, y, width.max(0.0), height.max(0.0)].map(number);
        let _ = write!(self.body, "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"{rest}/>");
    }

    pub(super) fn line(&mut self, from: At, to: At, rest: &str) {
        let [x1, y1, x2, y2] = [from.0, from.1, to.0, to.1].map(number);
        let _ = write!(self.body, "<line x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\"{rest}/>");
    }

    pub(super) fn circle(&mut self, at: At, radius: f64, rest: &str) {
        let [x, y, r] = [at.0, at.1, radius].map(number);
        let _ = write!(self.body, "<circle cx=\"{x}\" cy=\"{y}\" r=\"{r}\"{rest}/>");
    }

    /// A line through points, or the shape that they enclose; several lines where several lists are given.
    pub(super) fn path(&mut self, lines: &[Vec<At>], closed: bool, rest: &str) {
        let mut d = String::new();
        for points in lines.iter().filter(|points| !points.is_empty()) {
            for (at, (x, y)) in points.iter().enumerate() {
                let step = match at {
                    0 => "M",
                    1 => "L",
                    _ => " ",
                };
                let _ = write!(d, "{step}{} {}", number(*x), number(*y));
            }
            if closed {
                d.push('Z');
            }
        }
        if !d.is_empty() {
            let _ = write!(self.body, "<path d=\"{d}\"{rest}/>");
        }
    }

    /// A text whose base line is at `at`; takes its room.
    pub(super) fn text(&mut self, at: At, anchor: Anchor, size: f64, paint: Paint, words: &str) {
        self.taken.push(text_box(at, anchor, size, words));
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let size = match size == self.size() {
            true => String::new(),
            false => format!(" font-size=\"{}\"", number(size)),
        };
        let (x, y) = (number(at.0), number(at.1));
        let colour = self.colours(Some(paint), None);
        let words = escape(words);
        // A page may colour all texts alike; what stands out there is a note.
        let note = if paint == INK && !self.frame.alone { " class=\"note\"" } else { "" };
        let _ = write!(self.body, "<text{note} x=\"{x}\" y=\"{y}\"{anchor}{size}{colour}>{words}</text>");
    }

    /// Keeps later labels off a box.
    pub(super) fn take(&mut self, taken: [f64; 4]) {
        self.taken.push(taken);
    }

    /// Writes a label at the first of the places that is free, within `room` (left, top, right, bottom); whether it did.
    pub(super) fn label(
        &mut self,
        places: &[(At, Anchor)],
        room: [f64; 4],
        paint: Paint,
        words: &str,
    ) -> Option<At> {
        let size = self.size();
        let free = |(at, anchor): &&(At, Anchor)| {
            let own = text_box(*at, *anchor, size, words);
            let inside = own[0] >= room[0] && own[1] >= room[1] && own[2] <= room[2] && own[3] <= room[3];
            inside && !self.taken.iter().any(|other| overlap(&own, other))
        };
        let (at, anchor) = *places.iter().find(free)?;
        self.text(at, anchor, size, paint, words);
        Some(at)
    }

    /// The whole, of this height, with words that describe it.
    pub(super) fn finish(self, height: f64, description: &str) -> String {
        let (width, height) = (number(self.width()), number(height));
        let id = escape(self.frame.id);
        let role = if self.links { "group" } else { "img" };
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"{role}\" \
             aria-labelledby=\"{id}-t {id}-d\""
        );
        if self.frame.alone {
            let _ = write!(out, " width=\"{width}\" height=\"{height}\"");
        }
        let _ = write!(
            out,
            ">\n<title id=\"{id}-t\">{}</title>\n<desc id=\"{id}-d\">{}</desc>\n",
            escape(self.frame.title),
            escape(description)
        );
        if self.frame.alone {
            let _ = writeln!(out, "<style>{}</style>", style());
            let paper = self.colours(Some(PAPER), None);
            let _ = writeln!(out, "<rect width=\"{width}\" height=\"{height}\"{paper}/>");
        }
        let font = "system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";
        let font = if self.frame.alone { format!(" font-family=\"{font}\"") } else { String::new() };
        let _ = write!(out, "<g font-size=\"{}\"{font}>", number(self.size()));
        out.push_str(&self.body);
        out.push_str("\n</g>\n</svg>\n");
        out
    }
}

/// The dark colours, for a chart that stands alone.
fn style() -> String {
    let mut out = String::from("@media (prefers-color-scheme:dark){");
    for Paint { name, dark, .. } in PAINTS {
        let _ =
            write!(out, ".f-{name}{{fill:{dark}}}.s-{name}{{stroke:{dark}}}.c-{name}{{stop-color:{dark}}}");
    }
    out.push('}');
    out
}

/// Without what ends a text or an attribute, and without characters that XML does not have.
pub(super) fn escape(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' | '\r' => out.push(' '),
            // Marks that turn the direction of writing would turn the chart's.
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}

/// A coordinate to a tenth; nothing that is no number gets through.
pub(super) fn number(x: f64) -> String {
    let tenths = if x.is_finite() { (x * 10.0).round() as i64 } else { 0 };
    let sign = if tenths < 0 { "-" } else { "" };
    match (tenths.abs() / 10, tenths.abs() % 10) {
        (whole, 0) => format!("{sign}{whole}"),
        (whole, tenth) => format!("{sign}{whole}.{tenth}"),
    }
}

/// How wide a text will be at most, about: the font is the reader's.
pub(super) fn text_width(words: &str, size: f64) -> f64 {
    let em = |c: char| match c {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ';' | ':' | '\'' | '’' | '|' | '!' | ' ' => 0.32,
        'f' | 'r' | 't' | '(' | ')' | '-' => 0.42,
        'm' | 'w' | 'M' | 'W' | '…' => 0.95,
        c if c.is_ascii_uppercase() => 0.73,
        c => 0.6 * c.width().unwrap_or(0) as f64,
    };
    words.chars().map(em).sum::<f64>() * size
}

/// The text's beginning that fits, with an ellipsis where it was cut.
pub(super) fn fitted(words: &str, size: f64, room: f64) -> String {
    if text_width(words, size) <= room {
        return words.into();
    }
    let chars: Vec<char> = words.chars().collect();
    let cut =
        |end: usize| chars[..end].iter().collect::<String>().trim_end_matches([' ', ',']).to_string() + "…";
    let end = (1..chars.len()).rev().find(|&end| text_width(&cut(end), size) <= room);
    end.map(cut).unwrap_or_default()
}

fn text_box((x, y): At, anchor: Anchor, size: f64, words: &str) -> [f64; 4] {
    let width = text_width(words, size);
    let left = match anchor {
        Anchor::Start => x,
        Anchor::Middle => x - width / 2.0,
        Anchor::End => x - width,
    };
    [left, y - size * 0.85, left + width, y + size * 0.25]
}

fn overlap(a: &[f64; 4], b: &[f64; 4]) -> bool {
    a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]
}

/// Days along the paper.
#[derive(Clone, Copy, Debug)]
pub(super) struct Axis {
    begin: Day,
    days: f64,
    left: f64,
    right: f64,
}

impl Axis {
    /// From the first to the last day, both included.
    pub(super) fn new(begin: Day, end: Day, left: f64, right: f64) -> Self {
        let days = f64::from(days_between(begin, end).max(0) + 1);
        Axis { begin, days, left, right }
    }

    /// Where a day begins.
    pub(super) fn at(&self, day: Day) -> f64 {
        let days = f64::from(days_between(self.begin, day)).clamp(0.0, self.days);
        self.left + (self.right - self.left) * days / self.days
    }

    /// Where a day ends.
    pub(super) fn after(&self, day: Day) -> f64 {
        (self.at(day) + (self.right - self.left) / self.days).min(self.right)
    }

    /// Ticks at years, or at months where there are few years, with labels as far apart as they need; `y` is the
    /// labels' base line.
    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, top: f64, bottom: f64, y: f64) {
        let months = if self.days > 800.0 { 12 } else { 1 };
        let end = plus_days(self.begin, self.days as i32 - 1);
        let count = |step: i32| (self.days / 30.4 / f64::from(step)).max(1.0);
        let label_width = text_width("0000", canvas.size()) * 1.7;
        let fits = |step: &i32| (self.right - self.left) / count(*step) >= label_width;
        let steps = [1, 3, 12, 24, 60, 120, 240, 600, 1200, 6000, 12000, 120_000];
        let step = steps.into_iter().filter(|step| *step >= months).find(fits).unwrap_or(120_000);
        let first = i32::from(self.begin.year()) * 12 + i32::from(self.begin.month()) - 1;
        let last = i32::from(end.year()) * 12 + i32::from(end.month()) - 1;
        let rule = canvas.colours(None, Some(RULE));
        let room = [0.0, 0.0, canvas.width(), f64::MAX];
        for month in (0..).map(|n| (first.div_euclid(step) + n) * step).take_while(|month| *month <= last) {
            let day = Day::new(month.div_euclid(12) as i16, (month.rem_euclid(12) + 1) as i8, 1);
            let Ok(day) = day else { continue };
            if day < self.begin {
                continue;
            }
            let x = self.at(day);
            canvas.line((x, top), (x, bottom), &rule);
            let words = match (step < 12, day.month()) {
                (true, 2..) => crate::period::month_name(day.month())[..3].to_string(),
                _ => day.year().to_string(),
            };
            canvas.label(&[((x + 2.0, y), Anchor::Start)], room, SOFT, &words);
        }
        // The year in which it begins, where there is room before the next.
        canvas.label(&[((self.left + 2.0, y), Anchor::Start)], room, SOFT, &self.begin.year().to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_words_become_markup() {
        assert_eq!(
            escape("<a href='x'>\"&\u{202e}\u{0}\n\u{ffff}"),
            "&lt;a href=&#39;x&#39;&gt;&quot;&amp; "
        );
    }

    #[test]
    fn what_is_no_number_is_none() {
        let all = [f64::NAN, f64::INFINITY, -0.04, 12.0, 12.34, -3.06].map(number);
        assert_eq!(all, ["0", "0", "0", "12", "12.3", "-3.1"]);
    }

    #[test]
    fn a_text_is_cut_to_its_room() {
        assert_eq!(fitted("short", 12.0, 100.0), "short");
        let cut = fitted("a rather long label, and more", 12.0, 80.0);
        assert!(cut.ends_with('…') && text_width(&cut, 12.0) <= 80.0, "{cut}");
        assert_eq!(fitted("漢字", 12.0, 1.0), "");
    }
}
