//! Where sentences end.
//!
//! Rules over tokens: a full stop, question or exclamation mark ends a sentence when a plausible beginning follows; a
//! blank line always does. A single line break does where lines are paragraphs, and does not where the text was wrapped
//! to a width; which of the two a text is, is read off the lengths of its lines. A dateline ("ARVIK, Nov. 11 (NNA) --") is
//! apart from the sentence that it opens, of which it is no part.

use std::ops::Range;

use chancery_model::day::MONTHS;

use crate::token::{Gap, Piece, is_abbreviation, is_doubtful};

/// A sentence never holds more tokens than this: what is longer (a table, a list, a dump) is cut.
pub const MAX_TOKENS: usize = 250;

/// Words that begin a sentence far more often than they follow an abbreviation inside one.
const STARTERS: &[&str] = &[
    "The",
    "A",
    "An",
    "In",
    "On",
    "At",
    "He",
    "She",
    "It",
    "They",
    "We",
    "I",
    "You",
    "This",
    "That",
    "These",
    "Those",
    "But",
    "And",
    "However",
    "If",
    "When",
    "While",
    "As",
    "For",
    "After",
    "Before",
    "There",
    "Since",
    "Under",
    "His",
    "Her",
    "Their",
    "Its",
    "Our",
    "My",
    "Your",
    "With",
    "By",
    "To",
    "From",
    "So",
    "Yet",
    "Or",
    "Although",
    "Though",
    "Meanwhile",
    "Moreover",
    "Also",
    "What",
    "Who",
    "Why",
    "How",
    "Where",
    "No",
    "Not",
    "Now",
    "Then",
    "Last",
    "Both",
    "All",
    "Some",
    "Many",
    "Most",
    "Another",
    "During",
    "Despite",
    "Earlier",
    "Later",
];

/// Titles: a sentence never ends after one.
const TITLES: &[&str] = &[
    "mr", "mrs", "ms", "dr", "gen", "lt", "col", "capt", "cmdr", "adm", "maj", "sgt", "brig", "gov", "sen",
    "rep", "reps", "sens", "pres", "prof", "hon", "amb", "rev", "messrs", "mme", "mlle", "msgr", "st", "vs",
    "e.g", "i.e", "no", "nos", "fig", "cf", "ft", "mt", "supt", "sec", "asst", "dept", "jan", "feb", "mar",
    "apr", "aug", "sept", "sep", "oct", "nov", "dec",
];

/// Cuts `pieces` into sentences: ranges of indices, in order, none empty, covering every piece.
pub fn sentences(text: &str, pieces: &[Piece]) -> Vec<Range<u32>> {
    let mut out = Vec::new();
    if pieces.is_empty() {
        return out;
    }
    let lines = Lines::of(text, pieces);
    let mut start = 0;
    let mut lead = dateline(text, pieces, 0);
    for i in 1..pieces.len() {
        let cut = match pieces[i].gap {
            Gap::Blank => true,
            _ if i <= lead => i == lead,
            Gap::Line => lines.breaks(text, pieces, i) || ends_before(text, pieces, start, i),
            Gap::Space | Gap::None => ends_before(text, pieces, start, i),
        };
        if cut || i - start >= MAX_TOKENS {
            out.push(start as u32..i as u32);
            start = i;
            if pieces[i].gap >= Gap::Line {
                lead = dateline(text, pieces, i);
            }
        }
    }
    out.push(start as u32..pieces.len() as u32);
    out
}

/// A dateline is no longer than this, in tokens.
const DATELINE: usize = 24;

/// Words in capitals that stand before a dash or a colon and are no place.
const NO_PLACES: &[&str] = &[
    "NATO", "ASEAN", "OPEC", "BRICS", "UNESCO", "UNICEF", "UNRWA", "ECOWAS", "AUKUS", "APEC", "MERCOSUR",
    "OSCE",
];

/// Whether the three letters are a month's first, in any case.
fn opens_a_month(three: &str) -> bool {
    MONTHS.iter().any(|month| month[..3].eq_ignore_ascii_case(three))
}

/// Where the dateline ends that a paragraph opens with, as the index of the piece after it; 0 where there is none. Places, then
/// a day and an agency in brackets, either of which may be missing, up to a dash or a colon: "ARVIK, Nov. 11 (NNA) --",
/// "(NNA) -", "ARVIK:". Without an agency or a day the place must stand in capitals. An agency in capitals needs no dash.
fn dateline(text: &str, pieces: &[Piece], start: usize) -> usize {
    if let Some(end) = agency_alone(text, pieces, start) {
        return end;
    }
    let (mut capitals, mut day, mut agency, mut places) = (false, false, false, false);
    let mut at = start;
    while at < pieces.len().min(start + DATELINE) {
        let word = form(text, pieces[at]);
        if at > start && pieces[at].gap >= Gap::Line {
            return 0;
        }
        let spaced = pieces.get(at + 1).is_some_and(|next| matches!(next.gap, Gap::Space));
        let is_dash = matches!(word, "-" | "--" | "---" | "–" | "—" | "―");
        if (is_dash && pieces[at].gap == Gap::Space && spaced) || (word == ":" && spaced && !agency && !day) {
            let is_place = places && !STARTERS.contains(&form(text, pieces[start]));
            let told = agency || (is_place && (day || capitals));
            let next = pieces.get(at + 1).map_or(' ', |next| first(form(text, *next)));
            let opens = next.is_uppercase() || next.is_numeric() || matches!(next, '"' | '“' | '‘' | '\'');
            return if told && opens { at + 1 } else { 0 };
        }
        if word == "(" && !agency {
            let close = (at + 1..pieces.len().min(at + 7)).find(|n| form(text, pieces[*n]) == ")");
            let Some(close) = close else { return 0 };
            agency = form(text, pieces[at + 1]).starts_with(char::is_uppercase);
            at = close + 1;
            continue;
        }
        let lower = word.to_lowercase();
        let is_month = word.len() < 11 && word.get(..3).is_some_and(opens_a_month);
        if is_month || word.starts_with(|c: char| c.is_ascii_digit()) {
            day |= word.starts_with(|c: char| c.is_ascii_digit());
        } else if agency || matches!(first(word), ',' | '.' | '/' | '-' | '\'' | '’') {
            // Marks between the parts; after the agency nothing but the dash.
            if agency && word.chars().any(char::is_alphabetic) {
                return 0;
            }
        } else if word.starts_with(char::is_uppercase)
            || matches!(lower.as_str(), "de" | "al" | "el" | "la" | "of" | "and")
        {
            let letters = word.chars().filter(|c| c.is_alphabetic()).count();
            let in_capitals = letters > 2 && !word.chars().any(char::is_lowercase);
            capitals |= in_capitals && !NO_PLACES.contains(&word);
            places |= word.starts_with(char::is_uppercase);
            // More capitals than a place has: a headline.
            if at > start + 8 && !day {
                return 0;
            }
        } else {
            return 0;
        }
        at += 1;
    }
    0
}

/// Where an agency's letters end that open a paragraph without a dash: "(NNA) Norvia has expelled two diplomats".
fn agency_alone(text: &str, pieces: &[Piece], start: usize) -> Option<usize> {
    let [open, name, close, next] = pieces.get(start..start + 4)? else { return None };
    let letters = form(text, *name);
    let is_agency = letters.len() > 1 && letters.chars().all(|c| c.is_ascii_uppercase());
    let brackets = form(text, *open) == "(" && form(text, *close) == ")";
    let opens = next.gap == Gap::Space && first(form(text, *next)).is_uppercase();
    (brackets && is_agency && opens).then_some(start + 3)
}

fn form(text: &str, p: Piece) -> &str {
    &text[p.start as usize..p.end as usize]
}

fn first(t: &str) -> char {
    t.chars().next().unwrap_or(' ')
}

fn is_closer(t: &str) -> bool {
    matches!(t, "\"" | "”" | "’" | "'" | "''" | ")" | "]" | "»" | "’’")
}

fn is_opener(t: &str) -> bool {
    matches!(t, "\"" | "“" | "‘" | "'" | "``" | "(" | "[" | "«" | "‘’" | "''")
}

fn is_terminal(t: &str) -> bool {
    !t.is_empty() && t.chars().all(|c| matches!(c, '.' | '!' | '?' | '…' | '。'))
}

/// Whether a sentence that began at `start` ends between pieces `i - 1` and `i`.
fn ends_before(text: &str, pieces: &[Piece], start: usize, i: usize) -> bool {
    // Back over closing marks that touch what is before them.
    let mut k = i - 1;
    while k > start && is_closer(form(text, pieces[k])) && pieces[k].gap == Gap::None {
        k -= 1;
    }
    let last = form(text, pieces[k]);
    let next = form(text, pieces[i]);
    let terminal = is_terminal(last);
    if !(terminal || last.ends_with('.') && last.len() > 1 && k == i - 1) {
        return false;
    }
    if pieces[i].gap == Gap::None {
        // No space: only where the scanner parted two words at a full stop.
        return terminal
            && k == i - 1
            && last == "."
            && first(next).is_uppercase()
            && pieces[k].gap == Gap::None
            && !is_closer(next);
    }
    // An opening mark may stand before the first word.
    let mut j = i;
    while j + 1 < pieces.len() && is_opener(form(text, pieces[j])) && j < i + 2 {
        j += 1;
    }
    let word = form(text, pieces[j]);
    let c = first(word);
    if !terminal {
        // An abbreviation, with its own full stop.
        let stem = last.trim_end_matches('.');
        let lower = stem.to_lowercase();
        if TITLES.contains(&lower.as_str()) {
            return false;
        }
        if stem.chars().count() == 1 {
            return false;
        }
        let known = is_abbreviation(&lower) && !is_doubtful(&lower) || stem.contains('.');
        return known && (STARTERS.contains(&word) || j > i && c.is_uppercase());
    }
    if last.starts_with("..") || last == "…" {
        return c.is_uppercase() && i - start > 1;
    }
    if c.is_lowercase() {
        // "What?" he asked. A lower-case start after a plain full stop is a slip in web text, not a sentence.
        return false;
    }
    if matches!(c, ',' | ';' | ':' | ')' | ']') {
        return false;
    }
    // A number or a letter that opens a list stays with its text: "1. Talks".
    if last == "." && k == start + 1 {
        let label = form(text, pieces[start]);
        if label.len() <= 3 && label.bytes().all(|b| b.is_ascii_digit()) || label.len() == 1 {
            return false;
        }
    }
    true
}

/// How the text uses its lines.
struct Lines {
    wrapped: bool,
    width: usize,
    /// Pieces whose line break stands in a block of wrapped lines within an otherwise unwrapped text, in order.
    inside: Vec<usize>,
}

impl Lines {
    /// The widest line that can have been wrapped, in characters.
    const WIDEST: usize = 130;

    fn of(text: &str, pieces: &[Piece]) -> Lines {
        let mut width = 0;
        let mut line_starts = Vec::new();
        for (i, p) in pieces.iter().enumerate() {
            if p.gap >= Gap::Line {
                line_starts.push(i);
            }
        }
        let length =
            |a: usize, b: usize| text[pieces[a].start as usize..pieces[b - 1].end as usize].chars().count();
        let mut lengths = Vec::with_capacity(line_starts.len());
        for (n, &a) in line_starts.iter().enumerate() {
            let b = line_starts.get(n + 1).copied().unwrap_or(pieces.len());
            let l = length(a, b);
            width = width.max(l);
            lengths.push(l);
        }
        let (mut breaks, mut forced) = (0, 0);
        if width <= Self::WIDEST {
            for n in 1..line_starts.len() {
                let i = line_starts[n];
                if pieces[i].gap == Gap::Line {
                    breaks += 1;
                    forced += usize::from(lengths[n - 1] + 1 + first_word(text, pieces, i) > width);
                }
            }
        }
        let wrapped = width <= Self::WIDEST && breaks >= 2 && forced * 10 >= breaks * 6;
        Lines { wrapped, width, inside: Self::wrapped_blocks(text, pieces) }
    }

    /// Archives join pages whose paragraphs are lines with pages whose lines were wrapped. A block is wrapped where it
    /// has three breaks or more and most of its lines stop in the middle of a sentence.
    fn wrapped_blocks(text: &str, pieces: &[Piece]) -> Vec<usize> {
        let mut inside = Vec::new();
        let mut block: Vec<usize> = Vec::new();
        let mut close = |block: &mut Vec<usize>| {
            let open = block
                .iter()
                .filter(|i| !form(text, pieces[**i - 1]).ends_with(['.', '!', '?', ':', '"', '”']))
                .count();
            if block.len() >= 3 && open * 10 >= block.len() * 6 {
                inside.append(block);
            }
            block.clear();
        };
        for (i, piece) in pieces.iter().enumerate().skip(1) {
            match piece.gap {
                Gap::Line => block.push(i),
                gap if gap > Gap::Line => close(&mut block),
                _ => {}
            }
        }
        close(&mut block);
        inside
    }

    /// Whether the line break before piece `i` ends a sentence even without a mark.
    fn breaks(&self, text: &str, pieces: &[Piece], i: usize) -> bool {
        let last = form(text, pieces[i - 1]);
        let next = form(text, pieces[i]);
        if self.wrapped {
            let mut a = i - 1;
            while a > 0 && pieces[a].gap < Gap::Line {
                a -= 1;
            }
            let length = text[pieces[a].start as usize..pieces[i - 1].end as usize].chars().count();
            // A line that had room for the next word was ended on purpose.
            return length + 1 + first_word(text, pieces, i) <= self.width.saturating_sub(12)
                && !first(next).is_lowercase();
        }
        if self.inside.binary_search(&i).is_ok() && !last.ends_with(['.', '!', '?', ':', '"', '”']) {
            return false;
        }
        if last == "," || first(next).is_lowercase() && !last.ends_with(['.', '!', '?', ':', '"', '”']) {
            return false;
        }
        true
    }
}

/// Length in characters of what stands without a space from piece `i` on.
fn first_word(text: &str, pieces: &[Piece], i: usize) -> usize {
    let mut j = i + 1;
    while j < pieces.len() && pieces[j].gap == Gap::None {
        j += 1;
    }
    text[pieces[i].start as usize..pieces[j - 1].end as usize].chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::tokens;

    fn split(text: &str) -> Vec<&str> {
        let pieces = tokens(text);
        sentences(text, &pieces)
            .iter()
            .map(|r| &text[pieces[r.start as usize].start as usize..pieces[r.end as usize - 1].end as usize])
            .collect()
    }

    #[test]
    fn marks_and_abbreviations() {
        assert_eq!(split("Mr. Lind met J. Arvo. They spoke."), ["Mr. Lind met J. Arvo.", "They spoke."]);
        assert_eq!(split("\"We agree.\" He left."), ["\"We agree.\"", "He left."]);
        assert_eq!(split("“Why?” he asked. “Because.”"), ["“Why?” he asked.", "“Because.”"]);
        assert_eq!(split("He is in the U.S. The talks go on."), ["He is in the U.S.", "The talks go on."]);
        assert_eq!(split("He is in the U.S. Senate."), ["He is in the U.S. Senate."]);
    }

    #[test]
    fn paragraph_a_line() {
        let text = "Estmark recalls its envoy\nEstmark said on Monday that it would recall its envoy to Norvia after a dispute over fishing rights in the strait between them and the islands.\nNorvia did not answer.";
        assert_eq!(split(text).len(), 3);
    }

    #[test]
    fn a_dateline_is_apart() {
        for line in [
            "ARVIK, Nov. 11 (NNA) --",
            "ARVIK (NNA) -",
            "(NNA) -",
            "The Hague (NNA) -",
            "Arvik, Estmark (AP) —",
            "PORT ARVIK, Norvia —",
            "ARVIK —",
            "ARVIK:",
            "UNITED NATIONS, 5 March 2031 (NNA-Estmark) –",
            "ARVIK/TOVE (NNA) -",
            "AL-QASR, March 3 (SANA) -",
        ] {
            let text = format!("{line} Estmark recalled its envoy. Norvia did not answer.");
            let expected = [line, "Estmark recalled its envoy.", "Norvia did not answer."];
            assert_eq!(split(&text), expected);
            // Below a headline too, and before words that are quoted.
            let below = split(&format!("Envoy recalled\n\n{line} “We regret this,” Estmark said.")).len();
            assert_eq!(below, 3, "{line}");
        }
        for text in [
            "Estmark - a small state - recalled its envoy.",
            "NATO – Norvia ties are at their worst.",
            "Arvik: The envoy left.",
            "Estmark (the smaller state) - Norvia’s neighbour - agreed.",
            "The ministers of Estmark and Norvia met in ARVIK - They spoke at length.",
            "On March 3 - Norvia’s feast - they met.",
        ] {
            assert_eq!(split(text), [text]);
        }
    }

    #[test]
    fn wrapped_lines() {
        let text = "Estmark said on Monday that it would recall its envoy to\nNorvia after a dispute over fishing rights in the strait\nbetween them. Norvia did not answer when it was asked\nwhether it would do the same.";
        assert_eq!(split(text).len(), 2);
    }

    #[test]
    fn long_runs_are_cut() {
        let text = "a ".repeat(1000);
        let pieces = tokens(&text);
        assert!(sentences(&text, &pieces).iter().all(|r| r.len() <= MAX_TOKENS));
    }
}
