//! A text with its names found, as the rules for actors look at it.

use super::lexicon::Lexicon;
use super::spot::{Spot, What, Words, spots};
use crate::tree::{Tree, is_day_word};
use chancery_lang::{Deprel, Upos};
use std::ops::Range;

/// No spot.
pub(crate) const NONE: u32 = u32::MAX;

pub(crate) struct Scene<'a> {
    pub tree: &'a Tree<'a>,
    pub lexicon: &'a Lexicon,
    pub words: Words,
    pub spots: Vec<Spot>,
    /// For every token the outermost spot that starts there.
    pub start_at: Vec<u32>,
    /// For every token the outermost spot that holds it.
    pub inside: Vec<u32>,
    /// For every token whether it stands in quotation marks.
    pub quoted: Vec<bool>,
}

impl<'a> Scene<'a> {
    pub fn new(tree: &'a Tree<'a>, lexicon: &'a Lexicon) -> Scene<'a> {
        let words = Words::new(tree, lexicon);
        let spots = spots(tree, &words, lexicon);
        let n = tree.len() as usize;
        let mut start_at = vec![NONE; n];
        let mut inside = vec![NONE; n];
        for (i, spot) in spots.iter().enumerate() {
            if spot.nested {
                continue;
            }
            start_at[spot.tokens.start as usize] = i as u32;
            for t in spot.tokens.clone() {
                inside[t as usize] = i as u32;
            }
        }
        let mut quoted = vec![false; n];
        let mut open = false;
        let mut end_before = 0;
        for (t, inside) in quoted.iter_mut().enumerate() {
            let token = tree.token(t as u32);
            // An unclosed quotation ends with its paragraph.
            let gap = tree.text.get(end_before as usize..token.start as usize).unwrap_or_default();
            if gap.contains('\n') && gap.matches('\n').count() > 1 {
                open = false;
            }
            end_before = token.end;
            match tree.word(t as u32) {
                "“" | "``" => open = true,
                "”" | "''" => open = false,
                "\"" => open = !open,
                _ => *inside = open,
            }
        }
        Scene { tree, lexicon, words, spots, start_at, inside, quoted }
    }

    /// The person's name that starts at `t`.
    pub fn person_at(&self, t: u32) -> Option<u32> {
        let spot = *self.start_at.get(t as usize)?;
        (spot != NONE && self.spots[spot as usize].what == What::Person).then_some(spot)
    }

    /// The words as written, white space made one space.
    pub fn words_of(&self, tokens: &Range<u32>) -> String {
        if tokens.is_empty() {
            return String::new();
        }
        let start = self.tree.token(tokens.start).start as usize;
        let end = self.tree.token(tokens.end - 1).end as usize;
        let text = self.tree.text.get(start..end).unwrap_or_default();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The lower-case folded word.
    pub fn lower(&self, t: u32) -> &str {
        self.words.lower.get(t as usize).map_or("", String::as_str)
    }

    /// The words, folded and in lower case, parted by spaces.
    pub fn lower_words(&self, tokens: &Range<u32>) -> String {
        tokens.clone().map(|t| self.lower(t)).collect::<Vec<_>>().join(" ")
    }

    /// The state that a name within the name tells ("Canadian" in "Royal Canadian Mint").
    pub fn state_inside(&self, spot: u32) -> Option<&'static str> {
        let outer = &self.spots[spot as usize].tokens;
        self.spots[spot as usize..]
            .iter()
            .take_while(|s| s.tokens.start < outer.end)
            .filter(|s| s.nested)
            .find_map(|s| match s.what {
                What::State(r) | What::Nation(r, _) | What::Capital(r) | What::Seat(r) => {
                    Some(self.lexicon.states[r as usize].code)
                }
                What::Place(r) => Some(self.lexicon.places[r as usize].state).filter(|s| !s.is_empty()),
                _ => None,
            })
    }

    /// The state of the spot, where it names one or lies in one.
    pub fn state_of(&self, spot: u32) -> Option<&'static str> {
        match self.spots[spot as usize].what {
            What::State(r) | What::Nation(r, _) | What::Capital(r) | What::Seat(r) => {
                Some(self.lexicon.states[r as usize].code)
            }
            What::Place(r) => Some(self.lexicon.places[r as usize].state).filter(|s| !s.is_empty()),
            What::Organization(r) => {
                Some(self.lexicon.organizations[r as usize].state).filter(|s| !s.is_empty())
            }
            What::People(r) => Some(self.lexicon.peoples[r as usize].state).filter(|s| !s.is_empty()),
            What::Named => self.state_inside(spot),
            _ => None,
        }
    }

    /// The sector that the words of an unknown body's name tell ("Ministry of Fisheries").
    pub fn sector_of_name(&self, tokens: &Range<u32>) -> Option<&'static str> {
        let words: Vec<&str> = tokens.clone().map(|t| self.lower(t)).collect();
        let has = |list: &[&str]| words.iter().any(|w| list.contains(&w.trim_end_matches('.')));
        let sector = if has(&[
            "ministry",
            "embassy",
            "consulate",
            "government",
            "treasury",
            "presidency",
            "cabinet",
        ]) {
            "GOV"
        } else if has(&["party"]) {
            "PTY"
        } else if has(&["police", "gendarmerie"]) {
            "COP"
        } else if has(&["court", "tribunal", "prosecutor", "prosecutors"]) {
            "JUD"
        } else if has(&["parliament", "senate", "congress", "assembly", "knesset"]) {
            "LEG"
        } else if has(&[
            "army",
            "navy",
            "military",
            "brigade",
            "battalion",
            "fleet",
            "force",
            "forces",
            "command",
            "marines",
        ]) {
            "MIL"
        } else if has(&["university", "college", "school", "institute", "academy"]) {
            "EDU"
        } else if has(&["intelligence"]) {
            "SPY"
        } else if has(&[
            "times",
            "post",
            "news",
            "daily",
            "tv",
            "television",
            "radio",
            "herald",
            "gazette",
            "tribune",
            "press",
        ]) {
            "JRN"
        } else if has(&[
            "inc",
            "ltd",
            "corp",
            "corporation",
            "company",
            "co",
            "bank",
            "group",
            "holdings",
            "airlines",
            "technologies",
            "plc",
            "llc",
            "industries",
            "energy",
            "motors",
            "airways",
        ]) {
            "BUS"
        } else if has(&["union", "unions"])
            && has(&[
                "workers", "labour", "labor", "trade", "teachers", "miners", "students", "writers", "drivers",
            ])
        {
            "LAB"
        } else if has(&["hospital", "clinic"]) {
            "MED"
        } else if has(&["church", "mosque"]) {
            "REL"
        } else if has(&[
            "department",
            "agency",
            "commission",
            "bureau",
            "authority",
            "council",
            "committee",
            "office",
        ]) {
            "GOV"
        } else if has(&[
            "association",
            "foundation",
            "society",
            "federation",
            "network",
            "organization",
            "organisation",
        ]) {
            "SOC"
        } else {
            return None;
        };
        Some(sector)
    }

    /// The tokens of a phrase whose heads lie outside of it: its heads, several where the tree is torn.
    pub fn outward(&self, tokens: &Range<u32>) -> Vec<u32> {
        tokens
            .clone()
            .filter(|t| {
                let token = self.tree.token(*t);
                token.head.is_none_or(|h| !tokens.contains(&h))
                    && !matches!(
                        token.deprel.base(),
                        Deprel::Punct | Deprel::Case | Deprel::Cc | Deprel::Det | Deprel::Mark
                    )
                    && token.upos != Upos::Punct
            })
            .collect()
    }

    /// Whether the word counts days: a name before it ("will visit Estgrad next week") does not belong to it.
    pub fn is_time(&self, t: u32) -> bool {
        let lower = self.lower(t);
        is_day_word(lower)
            || matches!(
                lower,
                "week"
                    | "weekend"
                    | "month"
                    | "year"
                    | "day"
                    | "morning"
                    | "afternoon"
                    | "evening"
                    | "night"
                    | "weeks"
                    | "months"
                    | "years"
                    | "days"
                    | "time"
            )
    }

    /// The head of the noun phrase that a name belongs to: up through "compound" and the like.
    pub fn climb(&self, mut t: u32) -> u32 {
        for _ in 0..6 {
            let token = self.tree.token(t);
            match (token.deprel, token.head) {
                (
                    Deprel::Compound
                    | Deprel::Amod
                    | Deprel::Flat
                    | Deprel::Nummod
                    | Deprel::Det
                    | Deprel::NmodDesc,
                    Some(h),
                ) if !self.is_time(h) => t = h,
                _ => break,
            }
        }
        t
    }
}
