//! Credit lines: which news agency a report says that it is from.
//!
//! A line credits an agency where it stands as such lines do: in brackets before the dash that ends a dateline or after the
//! last sentence; after "Source:", "With files from"; before "contributed to this report"; or alone on its line. The name of
//! an agency in a sentence is no credit: the Reuters Foundation gives scholarships, and AFP is a police force too.

use crate::text::fold;
use chancery_model::table::{list, rows};
use chancery_model::{Annotated, Credit, RemovalReason};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

const TABLE: &str = include_str!("../../../lexicons/agencies.tsv");

/// By name or short form as written: the agency's name.
static AGENCIES: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let mut forms = HashMap::new();
    for cells in rows(TABLE) {
        if let [name, aliases, ..] = cells[..] {
            forms.extend(list(aliases).map(|alias| (alias, name)));
            forms.insert(name, name);
        }
    }
    forms
});

/// What a report is credited to.
#[derive(Default)]
pub(crate) struct Credits {
    /// Agencies, by name: those it credits, and the one that published it.
    pub agencies: Vec<&'static str>,
    /// Its credit lines, in order.
    pub lines: Vec<Credit>,
}

impl Credits {
    pub fn of(doc: &Annotated) -> Credits {
        use RemovalReason::{Byline, Date, Notice, Other};
        let above = doc.removed.iter().filter(|piece| matches!(piece.why, Byline | Date | Notice | Other));
        let mut out = Credits::default();
        for piece in above {
            for line in piece.text.lines() {
                out.read(line, |_| piece.at);
            }
        }
        let mut start = 0;
        for line in doc.text.split('\n') {
            out.read(line, |within| start + within);
            start += line.chars().count() as u32 + 1;
        }
        out.agencies.extend(doc.source.as_deref().and_then(agency));
        out.agencies.sort_unstable();
        out.agencies.dedup();
        out
    }

    /// Those of agencies that were found before.
    pub fn from_names(names: &[String]) -> Credits {
        let known = |name: &String| AGENCIES.values().find(|agency| **agency == name).copied();
        let agencies = names.iter().filter_map(known).collect();
        Credits { agencies, lines: Vec::new() }
    }

    /// Whether both are of one agency.
    pub fn meet(&self, other: &Credits) -> bool {
        self.agencies.iter().any(|name| other.agencies.binary_search(name).is_ok())
    }

    /// Reads one line; `place` gives the character of the report's text at which a character of the line stands.
    fn read(&mut self, line: &str, place: impl Fn(u32) -> u32) {
        let Some(found) = credit(line) else { return };
        let at = |byte: usize| place(line[..byte].chars().count() as u32);
        self.agencies.extend(&found.agencies);
        self.lines.push(Credit {
            agency: found.agencies.first().map(|name| (*name).to_owned()),
            start: at(found.bytes.start),
            end: at(found.bytes.end),
            text: line[found.bytes].to_owned(),
        });
    }
}

/// A credit in a line.
struct Found {
    /// Where its words stand.
    bytes: Range<usize>,
    /// The agencies; none for "with agencies".
    agencies: Vec<&'static str>,
}

/// A line longer than this (in bytes) is no line of credit, but may open with a dateline.
const LINE: usize = 120;
/// A dateline ends within so many bytes.
const DATELINE: usize = 80;

fn credit(line: &str) -> Option<Found> {
    in_brackets(line).or_else(|| (line.len() <= LINE).then(|| whole(line)).flatten())
}

/// "BEIJING, Nov. 11 (Xinhua) --", "... on Tuesday. (AFP)".
fn in_brackets(line: &str) -> Option<Found> {
    for (open, _) in line.match_indices('(') {
        let close = open + line[open..].find(')')?;
        let (before, after) = (line[..open].trim_end(), line[close + 1..].trim_start());
        let opens = open <= DATELINE && after.starts_with(['-', '–', '—', ':']);
        let closes =
            after.is_empty() && (before.is_empty() || before.ends_with(['.', '!', '?', '"', '”', '\'', '’']));
        if (opens || closes)
            && let Some(agencies) = named(&line[open + 1..close])
        {
            return Some(Found { bytes: open..close + 1, agencies });
        }
    }
    None
}

/// "Source: TASS", "— With files from The Canadian Press", "AP contributed to this report", "Reuters".
fn whole(line: &str) -> Option<Found> {
    let bare =
        line.trim().trim_start_matches(['-', '–', '—', '*', '©', '[', ' ']).trim_end_matches([']', '.', ' ']);
    let who = match fold(bare).find(" contributed") {
        // Folding may change the length of what is before; such names are no agency's.
        Some(at) => bare.get(..at)?,
        None => bare,
    };
    let agencies = named(who)?;
    let start = line.len() - line.trim_start().len();
    Some(Found { bytes: start..line.trim_end().len(), agencies })
}

/// What may stand before the names.
const CUES: &[&str] = &[
    "additional reporting by",
    "by",
    "copyright",
    "credit:",
    "from",
    "reporting by",
    "source:",
    "sources:",
    "via",
    "with",
    "with additional reporting by",
    "with files from",
    "with information from",
    "with input from",
    "with inputs from",
    "with reporting by",
    "with reports from",
];

/// What stands for agencies that are not named.
const UNNAMED: &[&str] = &[
    "agencies",
    "agency",
    "news agencies",
    "news services",
    "other agencies",
    "wire reports",
    "wire services",
    "wires",
];

/// The agencies of a list of names, with or without a cue before it; `None` where it is no such list. Without a cue nothing
/// but agencies may stand in it; after one an agency may stand beside a person ("By Ada Lind, Reuters").
fn named(words: &str) -> Option<Vec<&'static str>> {
    let folded = fold(words);
    let cue = CUES
        .iter()
        .filter(|cue| folded.strip_prefix(**cue).is_some_and(|rest| rest.starts_with(' ')))
        .max_by_key(|cue| cue.len());
    let list = words.get(cue.map_or(0, |cue| cue.len())..)?;
    // What comes after tells who edited it.
    let list = list.split(';').next()?;
    let mut agencies = Vec::new();
    let mut others = 0;
    let mut unnamed = false;
    for part in list.split(['/', ',', '|', '&', '+', '—', '–']).flat_map(|part| part.split(" and ")) {
        let part = part.trim();
        match agency(part) {
            Some(name) => agencies.push(name),
            None if UNNAMED.contains(&fold(part).as_str()) => unnamed = true,
            None => others += 1,
        }
    }
    let is_credit =
        (!agencies.is_empty() || unnamed) && (others == 0 || cue.is_some() && !agencies.is_empty());
    is_credit.then_some(agencies)
}

/// The agency of a name.
fn agency(name: &str) -> Option<&'static str> {
    let name = name.trim().trim_end_matches('.');
    let bare = name.strip_prefix("The ").or(name.strip_prefix("the ")).unwrap_or(name);
    AGENCIES.get(bare).or_else(|| AGENCIES.get(name)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_credits_its_agency() {
        let mut n = 0;
        for cells in rows(TABLE) {
            let found = credit(cells[3]).map(|found| found.agencies).unwrap_or_default();
            // Two agencies may have one short form.
            let forms = std::iter::once(cells[0]).chain(cells[1].split(';'));
            assert!(
                forms.into_iter().any(|form| found.contains(&AGENCIES.get(form).copied().unwrap_or("-"))),
                "{cells:?}"
            );
            n += 1;
        }
        assert!(n > 100, "{n} agencies");
    }

    #[test]
    fn credits_stand_as_credits_do() {
        let words = |line: &str| credit(line).map(|found| line[found.bytes].to_owned());
        let by = |line: &str| credit(line).map(|found| found.agencies.join("+")).unwrap_or_default();
        assert_eq!(words("ESTGRAD, Nov. 11 (Xinhua) -- The envoy left.").as_deref(), Some("(Xinhua)"));
        assert_eq!(by("— With files from The Canadian Press and Ada Lind"), "Canadian Press");
        assert_eq!(by("(Reuters/AFP)"), "Reuters+Agence France-Presse");
        assert_eq!(by("By ADA LIND, Associated Press"), "Associated Press");
        assert_eq!(words("The envoy left. (with agencies)").as_deref(), Some("(with agencies)"));
        for silent in [
            "The Australian Federal Police (AFP) said that it had seized two boats.",
            "He studied with a grant of the Reuters Foundation.",
            "Reuters Foundation",
            "By Ada Lind",
            "Reuters reported on Tuesday that the envoy had left.",
            "The map (MAP) shows the line.",
            "With agencies of both states they drew up a list.",
            "",
            "((",
        ] {
            assert!(credit(silent).is_none(), "{silent}");
        }
    }
}
