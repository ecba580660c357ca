//! The table of litter (`lexicons/litter.tsv`): lines of crawled reports that are not body.

use aho_corasick::AhoCorasick;
use chancery_model::{RemovalReason, table};
use regex::{Regex, RegexBuilder};
use regex_syntax::hir::literal::Extractor;
use std::sync::{LazyLock, OnceLock};

/// Where a rule holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// A whole line anywhere.
    Line,
    /// A whole line before the body begins.
    Head,
    /// A whole line among the last ones.
    Tail,
    /// A line that heads a list of other stories.
    Marker,
    /// Words that close a paragraph.
    End,
    /// Words that pages say of themselves, and few subheadings of reports have.
    Page,
}

/// The rules of one place.
struct Rules {
    whole: Vec<Whole>,
    /// Which of `within` a line may hold, by letters that it must have.
    letters: AhoCorasick,
    /// For each of `letters` the pattern that it is of.
    letters_of: Vec<usize>,
    /// Patterns of what stands within a line.
    within: Vec<Within>,
    lists: Vec<WordList>,
}

/// A pattern of a whole line. Most lines are told by their first letters to be none of it, and most patterns are never compiled.
struct Whole {
    /// In small letters, with what a line that it covers begins; `None` where that may be anything.
    begins: Option<Vec<String>>,
    source: &'static str,
    pattern: OnceLock<Regex>,
    /// Why, and the longest that is covered.
    why: (RemovalReason, usize),
}

/// So many letters of a line are looked at before its pattern is.
const LETTERS: usize = 5;

impl Whole {
    fn new(row: &Row<'static>) -> Whole {
        Whole {
            begins: begins(row.pattern),
            source: row.pattern,
            pattern: OnceLock::new(),
            why: (row.reason, row.most),
        }
    }

    /// `opening`: the first letters of the line, small.
    fn covers(&self, line: &str, opening: &str) -> bool {
        let may = |begins: &Vec<String>| begins.iter().any(|letters| opening.starts_with(letters.as_str()));
        self.begins.as_ref().is_none_or(may)
            && self.pattern.get_or_init(|| whole_line(self.source)).is_match(line)
    }
}

/// In small letters, with what the words begin that a pattern matches; `None` where the pattern does not say.
fn begins(pattern: &str) -> Option<Vec<String>> {
    let parsed = regex_syntax::parse(&bounded(pattern)).ok()?;
    let mut extractor = Extractor::new();
    extractor.limit_literal_len(LETTERS).limit_class(30).limit_total(4000);
    let found = extractor.extract(&parsed);
    let letters =
        |literal: &[u8]| String::from_utf8_lossy(literal).trim_end_matches('\u{fffd}').to_lowercase();
    let begins: Vec<String> = found.literals()?.iter().map(|literal| letters(literal.as_bytes())).collect();
    (!begins.iter().any(String::is_empty)).then_some(begins)
}

/// The first letters of a line, small.
fn opening(line: &str) -> String {
    line.chars().take(LETTERS).flat_map(char::to_lowercase).collect()
}

/// A pattern that begins with `.*` or `.+`, without that: it is searched for its words.
struct Within {
    pattern: Regex,
    /// Letters of which it has some; `None` where it may have any.
    letters: Option<Vec<String>>,
    /// Whether something must stand before it.
    behind: bool,
    why: (RemovalReason, usize),
}

impl Rules {
    /// Which of `within` a line may hold.
    fn may_hold(&self, line: &str) -> u64 {
        let any = |(n, w): (usize, &Within)| if w.letters.is_none() { 1 << n } else { 0 };
        let always = self.within.iter().enumerate().map(any).fold(0, |all, one: u64| all | one);
        let found = self
            .letters
            .find_overlapping_iter(line)
            .map(|hit| 1 << self.letters_of[hit.pattern().as_usize()]);
        found.fold(always, |all, one: u64| all | one)
    }
}

impl Within {
    fn covers(&self, line: &str) -> bool {
        let from = if self.behind { line.chars().next().map_or(0, char::len_utf8) } else { 0 };
        self.pattern.is_match_at(line, from)
    }
}

/// Words that cover a line together: with one of the first list at least, and of the second any number.
struct WordList {
    telling: Vec<&'static str>,
    other: Vec<&'static str>,
    why: (RemovalReason, usize),
}

struct Row<'t> {
    place: Place,
    reason: RemovalReason,
    /// In characters.
    most: usize,
    pattern: &'t str,
    #[cfg_attr(not(test), allow(dead_code))]
    example: &'t str,
}

const TABLE: &str = include_str!("../../../lexicons/litter.tsv");

fn rows() -> impl Iterator<Item = Row<'static>> {
    table::rows(TABLE).filter_map(|cells| {
        let [place, reason, most, pattern, example] = cells[..] else { return None };
        let place = match place {
            "line" => Place::Line,
            "head" => Place::Head,
            "tail" => Place::Tail,
            "marker" => Place::Marker,
            "end" => Place::End,
            "page" => Place::Page,
            _ => return None,
        };
        let reason = match reason {
            "title" => RemovalReason::Title,
            "date" => RemovalReason::Date,
            "byline" => RemovalReason::Byline,
            "navigation" => RemovalReason::Navigation,
            "share" => RemovalReason::Share,
            "related" => RemovalReason::Related,
            "caption" => RemovalReason::Caption,
            "notice" => RemovalReason::Notice,
            "other" => RemovalReason::Other,
            _ => return None,
        };
        Some(Row { place, reason, most: most.parse().ok()?, pattern, example })
    })
}

/// The rules of a place.
#[allow(clippy::expect_used)] // a table of our own, compiled in the tests
fn rules(place: Place) -> Rules {
    let (lists, patterns): (Vec<Row<'_>>, Vec<Row<'_>>) =
        rows().filter(|r| r.place == place).partition(|r| r.pattern.starts_with(WORDS));
    let (within, patterns): (Vec<Row<'_>>, Vec<Row<'_>>) =
        patterns.into_iter().partition(|r| r.pattern.starts_with(".*") || r.pattern.starts_with(".+"));
    let within = within.iter().map(|r| Within {
        pattern: Regex::new(&format!("(?i){}$", bounded(&format!("(?:{})", &r.pattern[2..]))))
            .expect("valid patterns"),
        letters: begins(&r.pattern[2..]),
        behind: r.pattern.starts_with(".+"),
        why: (r.reason, r.most),
    });
    let within: Vec<Within> = within.collect();
    let letters =
        within.iter().enumerate().flat_map(|(n, w)| w.letters.iter().flatten().map(move |l| (n, l)));
    let (letters_of, letters): (Vec<usize>, Vec<&String>) = letters.unzip();
    let letters = AhoCorasick::builder().ascii_case_insensitive(true).build(letters).expect("valid patterns");
    let whole = patterns.iter().map(Whole::new).collect();
    Rules { whole, letters, letters_of, within, lists: lists.iter().map(word_list).collect() }
}

/// What matches a whole line. Word boundaries and digits are those of ASCII: the Unicode boundaries would take the matcher off
/// its fast path at the first curly quotation mark.
#[allow(clippy::expect_used)] // of a table of our own, compiled in the tests
fn whole_line(pattern: &str) -> Regex {
    let whole = RegexBuilder::new(&format!("^(?:{})$", bounded(pattern)))
        .case_insensitive(true)
        .size_limit(64 << 20)
        .build();
    whole.expect("valid patterns")
}

fn bounded(pattern: &str) -> String {
    pattern.replace(r"\b", r"(?-u:\b)").replace(r"\d", "[0-9]")
}

/// What a pattern that is a list of words begins with.
const WORDS: &str = "words:";

fn word_list(row: &Row<'static>) -> WordList {
    let words = row.pattern.strip_prefix(WORDS).unwrap_or(row.pattern);
    let (telling, other) = words.split_once('|').unwrap_or((words, ""));
    WordList {
        telling: telling.split_whitespace().collect(),
        other: other.split_whitespace().collect(),
        why: (row.reason, row.most),
    }
}

impl WordList {
    /// Whether a line has no other words than these, and numbers.
    fn covers(&self, line: &str) -> bool {
        let mut found = false;
        if line.ends_with(['.', '?', '!']) || line.len() > 240 {
            return false;
        }
        for word in
            line.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|w| w.len() > 1 || *w == "x")
        {
            let lower = word.to_lowercase();
            let number =
                word.len() <= 5 && word.trim_end_matches(['k', 'K']).bytes().all(|b| b.is_ascii_digit());
            let telling = self.telling.contains(&lower.as_str());
            if !number && !telling && !self.other.contains(&lower.as_str()) {
                return false;
            }
            found |= telling;
        }
        found
    }
}

static LINE: LazyLock<Rules> = LazyLock::new(|| rules(Place::Line));
static HEAD: LazyLock<Rules> = LazyLock::new(|| rules(Place::Head));
static TAIL: LazyLock<Rules> = LazyLock::new(|| rules(Place::Tail));
static MARKER: LazyLock<Rules> = LazyLock::new(|| rules(Place::Marker));
static END: LazyLock<Rules> = LazyLock::new(|| rules(Place::End));
static PAGE: LazyLock<Rules> = LazyLock::new(|| rules(Place::Page));
fn of(place: Place) -> &'static Rules {
    match place {
        Place::Line => &LINE,
        Place::Head => &HEAD,
        Place::Tail => &TAIL,
        Place::Marker => &MARKER,
        Place::End => &END,
        Place::Page => &PAGE,
    }
}

/// Why a whole line is litter at that place; `None` where no rule covers it.
pub(crate) fn covers(place: Place, line: &str) -> Option<RemovalReason> {
    let line = bare(line);
    if line.len() > 4 * LONGEST {
        return None;
    }
    let length = line.chars().count();
    if length > LONGEST {
        return None;
    }
    let rules = of(place);
    let opening = opening(line);
    let by_pattern =
        rules.whole.iter().filter(|w| length <= w.why.1 && w.covers(line, &opening)).map(|w| w.why);
    let by_words = rules.lists.iter().filter(|list| list.covers(line)).map(|list| list.why);
    let held = if rules.within.is_empty() { 0 } else { rules.may_hold(line) };
    let may = |n: usize| held & (1 << n) != 0;
    let by_part = rules.within.iter().enumerate();
    let by_part = by_part.filter(|(n, w)| may(*n) && length <= w.why.1 && w.covers(line)).map(|(_, w)| w.why);
    by_pattern.chain(by_words).chain(by_part).find(|(_, most)| length <= *most).map(|(why, _)| why)
}

/// Whether any of the words is one that pages say of themselves.
pub(crate) fn of_pages(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric());
    words.any(|word| of(Place::Page).lists.iter().any(|list| list.telling.contains(&word)))
}

/// No line longer than this is litter, in characters: no rule of the table covers more.
const LONGEST: usize = 600;

/// A line without the white space, bullets and bars around it, unless there is nothing else.
pub(crate) fn bare(line: &str) -> &str {
    let line = line.trim();
    let inner = line
        .trim_start_matches([
            '|', '•', '·', '►', '▶', '»', '>', '*', '–', '-', '▪', '●', '‣', '◦', '\u{a0}', ' ',
        ])
        .trim_end_matches(['|', '»', '\u{a0}', ' ', '►', '▶']);
    if inner.is_empty() { line } else { inner }
}

/// The byte at which words that close a paragraph and are no part of it begin, and why; `None` where none do.
pub(crate) fn closing(paragraph: &str) -> Option<(usize, RemovalReason)> {
    // Only the last words can be such: look no farther back, so that a long paragraph costs no more than a short one.
    let window = crate::text::last(paragraph, 360);
    let from = paragraph.len() - window.len();
    let rules = of(Place::End);
    // Tried from each start of a sentence or bracket, the earliest first.
    let starts = window.char_indices().filter(|(i, c)| {
        let before = window[..*i].trim_end();
        matches!(c, '(' | '[' | '–' | '—' | '-' | '/')
            || c.is_alphanumeric()
                && window[..*i].ends_with(|c: char| c.is_whitespace() || "\"”’)]".contains(c))
                && (before.is_empty() || before.ends_with(['.', '!', '?', '"', '”', '’', ')', ']']))
    });
    for (i, _) in starts {
        let words = &window[i..];
        let words = words.trim();
        let length = words.chars().count();
        let opening = opening(words);
        if let Some(rule) = rules.whole.iter().find(|w| length <= w.why.1 && w.covers(words, &opening)) {
            return Some((from + i, rule.why.0));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_read() {
        assert_eq!(rows().count(), table::rows(TABLE).count());
    }

    #[test]
    fn rules_of_a_place_have_a_bit_each() {
        for place in [Place::Line, Place::Head, Place::Tail, Place::Marker, Place::End, Place::Page] {
            let within = &of(place).within;
            assert!(within.len() < 64);
            let free = within.iter().filter(|w| w.letters.is_none()).count();
            assert!(free <= 3, "{free} of {} at {place:?} are tried on every line", within.len());
        }
    }

    #[test]
    fn every_rule_covers_its_example() {
        for row in rows() {
            assert!(row.most <= LONGEST);
            if row.place == Place::End {
                let cut = closing(row.example).unwrap_or_else(|| panic!("no cut in: {}", row.example));
                assert_eq!(cut.1, row.reason, "{}", row.example);
                assert!(cut.0 > 0, "{}", row.example);
                continue;
            }
            if row.pattern.starts_with(WORDS) {
                assert!(word_list(&row).covers(row.example));
                continue;
            }
            let (line, rule) = (bare(row.example), Whole::new(&row));
            assert!(rule.covers(line, &opening(line)), "{} does not cover {}", row.pattern, row.example);
            assert!(
                covers(row.place, row.example).is_some(),
                "{} is passed over for {}",
                row.pattern,
                row.example
            );
        }
    }

    #[test]
    fn sentences_are_no_litter() {
        for line in [
            "Lind said on Monday that Norvia would subscribe to the accord.",
            "Watching the talks, Arvo said nothing.",
            "The ministers shared their views on trade.",
            "Related charges were dropped by the court in Arvik.",
            "More than 200 people were detained.",
            "Share prices fell in Arvik on Monday.",
            "By Monday evening, both sides had agreed to meet again.",
            "Source material was handed over to Norvia's embassy.",
            "Norvia and Estmark agreed to:",
            "ARVIK, March 3 (NNA) -- Lind met Arvo.",
            "“We want peace,” he said.",
            "Video shows the envoy leaving the embassy.",
            "In Arvik, the president met Lind.",
            "Follow-up talks will be held in June.",
        ] {
            for place in [Place::Line, Place::Tail, Place::Marker] {
                assert_eq!(covers(place, line), None, "{line} at {place:?}");
            }
            assert_eq!(closing(line), None, "{line}");
        }
    }
}
