//! The table of litter (`lexicons/litter.tsv`): lines of crawled reports that are not body.

use chancery_model::RemovalReason;
use regex::{RegexSet, RegexSetBuilder};
use std::sync::LazyLock;

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
}

/// The rules of one place.
struct Rules {
    set: RegexSet,
    reasons: Vec<RemovalReason>,
    /// Lists of words that cover a line together.
    lists: Vec<(Vec<&'static str>, RemovalReason)>,
}

struct Row<'t> {
    place: Place,
    reason: RemovalReason,
    pattern: &'t str,
    #[cfg_attr(not(test), allow(dead_code))]
    example: &'t str,
}

const TABLE: &str = include_str!("../../../lexicons/litter.tsv");

fn rows() -> impl Iterator<Item = Row<'static>> {
    TABLE.lines().filter(|l| !l.starts_with('#') && !l.is_empty()).filter_map(|line| {
        let mut cells = line.splitn(4, '\t');
        let place = match cells.next()? {
            "line" => Place::Line,
            "head" => Place::Head,
            "tail" => Place::Tail,
            "marker" => Place::Marker,
            "end" => Place::End,
            _ => return None,
        };
        let reason = match cells.next()? {
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
        Some(Row { place, reason, pattern: cells.next()?, example: cells.next()? })
    })
}

/// The rules of a place; `whole` where they must cover all of what they are tried on.
#[allow(clippy::expect_used)] // a table of our own, compiled in the tests
fn rules(place: Place, whole: bool) -> Rules {
    let (lists, patterns): (Vec<Row<'_>>, Vec<Row<'_>>) =
        rows().filter(|r| r.place == place).partition(|r| r.pattern.starts_with(WORDS));
    let set = RegexSetBuilder::new(patterns.iter().map(|r| match whole {
        true => format!("^(?:{})$", r.pattern),
        false => format!("(?:^|[\\s.!?\"”’)])(?:{})\\s*$", r.pattern),
    }))
    .case_insensitive(true)
    .size_limit(64 << 20)
    .dfa_size_limit(16 << 20)
    .build()
    .expect("valid patterns");
    let reasons = patterns.iter().map(|r| r.reason).collect();
    let lists =
        lists.iter().map(|r| (r.pattern[WORDS.len()..].split_whitespace().collect(), r.reason)).collect();
    Rules { set, reasons, lists }
}

/// What a pattern that is a list of words begins with.
const WORDS: &str = "words:";

/// Whether a line has no other words than those of a list, and numbers.
fn listed(line: &str, words: &[&str]) -> bool {
    let mut found = 0;
    for word in line.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|w| !w.is_empty() && *w != "-")
    {
        let lower = word.to_lowercase();
        let number = word.len() <= 5 && word.trim_end_matches(['k', 'K']).bytes().all(|b| b.is_ascii_digit());
        if !number && !words.contains(&lower.as_str()) {
            return false;
        }
        found += usize::from(!number);
    }
    (1..=30).contains(&found)
}

static LINE: LazyLock<Rules> = LazyLock::new(|| rules(Place::Line, true));
static HEAD: LazyLock<Rules> = LazyLock::new(|| rules(Place::Head, true));
static TAIL: LazyLock<Rules> = LazyLock::new(|| rules(Place::Tail, true));
static MARKER: LazyLock<Rules> = LazyLock::new(|| rules(Place::Marker, true));
static END: LazyLock<Rules> = LazyLock::new(|| rules(Place::End, false));
static END_WHOLE: LazyLock<Rules> = LazyLock::new(|| rules(Place::End, true));

fn of(place: Place) -> &'static Rules {
    match place {
        Place::Line => &LINE,
        Place::Head => &HEAD,
        Place::Tail => &TAIL,
        Place::Marker => &MARKER,
        Place::End => &END,
    }
}

/// The longest line that can be litter, in characters; captions may be longer than the rest.
const LONGEST: (usize, usize) = (420, 650);

/// Why a whole line is litter at that place; `None` where no rule covers it.
pub(crate) fn covers(place: Place, line: &str) -> Option<RemovalReason> {
    let line = bare(line);
    if line.len() > 4 * LONGEST.1 {
        return None;
    }
    let rules = of(place);
    let listed = || rules.lists.iter().find(|(words, _)| listed(line, words)).map(|(_, why)| *why);
    let first = rules.set.matches(line).iter().next();
    let why = first.and_then(|i| rules.reasons.get(i).copied()).or_else(listed)?;
    let limit = if why == RemovalReason::Caption { LONGEST.1 } else { LONGEST.0 };
    (line.chars().count() <= limit).then_some(why)
}

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
    if !rules.set.is_match(window) {
        return None;
    }
    // The set says that one matches, not where: try each start of a sentence or bracket, the earliest first.
    let starts = window.char_indices().filter(|(i, c)| {
        let before = window[..*i].trim_end();
        matches!(c, '(' | '[')
            || c.is_alphanumeric()
                && window[..*i].ends_with(|c: char| c.is_whitespace() || "\"”’)]".contains(c))
                && (before.is_empty() || before.ends_with(['.', '!', '?', '"', '”', '’', ')', ']']))
    });
    for (i, _) in starts {
        let words = &window[i..];
        let hit = END_WHOLE.set.matches(words.trim()).iter().next();
        if let Some(rule) = hit {
            return Some((from + i, rules.reasons[rule]));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_read() {
        let lines = TABLE.lines().filter(|l| !l.starts_with('#') && !l.is_empty()).count();
        assert_eq!(rows().count(), lines);
    }

    #[test]
    fn every_rule_covers_its_example() {
        for row in rows() {
            if row.place == Place::End {
                let cut = closing(row.example).unwrap_or_else(|| panic!("no cut in: {}", row.example));
                assert_eq!(cut.1, row.reason, "{}", row.example);
                assert!(cut.0 > 0, "{}", row.example);
                continue;
            }
            if let Some(words) = row.pattern.strip_prefix(WORDS) {
                assert!(listed(row.example, &words.split_whitespace().collect::<Vec<_>>()));
                continue;
            }
            let alone = regex::RegexBuilder::new(&format!("^(?:{})$", row.pattern))
                .case_insensitive(true)
                .build()
                .unwrap_or_else(|e| panic!("{}: {e}", row.pattern));
            assert!(alone.is_match(bare(row.example)), "{} does not cover {}", row.pattern, row.example);
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
