//! Where names stand: the tables' names and the front end's, made one.

use super::lexicon::{Entry, Lexicon, Trie, fold};
use crate::tree::Tree;
use chancery_lang::{Deprel, NameKind, Upos, Xpos};
use std::collections::HashSet;
use std::ops::Range;

/// What the words of a spot name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// Row of the states.
    State(u32),
    /// Nationality word of that state; the flag: a noun of its own ("Britons").
    Nation(u32, bool),
    /// A capital of that state.
    Capital(u32),
    /// A building or office that stands for that state's government.
    Seat(u32),
    /// Row of the organisations.
    Organization(u32),
    /// Row of the places.
    Place(u32),
    /// Row of the peoples.
    People(u32),
    /// A person's name.
    Person,
    /// A name of an organisation that the tables do not have.
    Named,
    /// A name of a place that the tables do not have.
    Site,
    /// Any other name.
    Other,
}

/// Words that name somebody or something.
#[derive(Clone, Debug)]
pub(crate) struct Spot {
    pub tokens: Range<u32>,
    pub what: What,
    /// Lies within another name.
    pub nested: bool,
}

/// The folded words of a text and their numbers in the tables.
pub(crate) struct Words {
    pub folded: Vec<String>,
    pub lower: Vec<String>,
    symbols: Vec<[u32; 2]>,
}

const NONE: u32 = u32::MAX;

impl Words {
    pub fn new(tree: &Tree, lexicon: &Lexicon) -> Words {
        let n = tree.len();
        let mut words = Words {
            folded: Vec::with_capacity(n as usize),
            lower: Vec::with_capacity(n as usize),
            symbols: Vec::with_capacity(n as usize),
        };
        for t in 0..n {
            let folded = fold(tree.word(t));
            let lower = folded.to_lowercase();
            let exact = lexicon.symbol(&folded).unwrap_or(NONE);
            // BEIJING in a dateline or headline is Beijing; short words in capitals are other words (US, UN).
            let second = if folded.len() > 3 && folded.chars().all(|c| c.is_uppercase()) {
                let mut title: String = folded.chars().take(1).collect();
                title.extend(lower.chars().skip(1));
                lexicon.symbol(&title).unwrap_or(NONE)
            } else {
                NONE
            };
            words.symbols.push([exact, second]);
            words.folded.push(folded);
            words.lower.push(lower);
        }
        words
    }

    /// The longest way through the trie of names from `start`, at most to `end`: where it ends and its values.
    fn longest<'l>(&self, trie: &'l Trie, start: u32, end: u32) -> Option<(u32, &'l [u32])> {
        let mut at = 0;
        let mut best = None;
        for t in start..end {
            let [exact, second] = self.symbols[t as usize];
            let Some(next) =
                [exact, second].into_iter().filter(|s| *s != NONE).find_map(|s| trie.step(at, s))
            else {
                break;
            };
            at = next;
            if !trie.values(at).is_empty() {
                best = Some((t + 1, trie.values(at)));
            }
        }
        best
    }

    /// The longest way through a trie of common words from `start`; the last word may be a plural.
    /// Where it ends, its values, and whether it is a plural.
    pub fn longest_common<'l>(
        &self,
        lexicon: &Lexicon,
        trie: &'l Trie,
        start: u32,
        end: u32,
    ) -> Option<(u32, &'l [u32], bool)> {
        let mut at = 0;
        let mut best = None;
        let mut many = false;
        for t in start..end {
            let lower = &self.lower[t as usize];
            // "heads of state"
            let inner = t + 1 < end
                && self.lower[t as usize + 1] == "of"
                && lexicon.symbol(lower).and_then(|s| trie.step(at, s)).is_none();
            if inner
                && let Some(node) =
                    singulars(lower).iter().find_map(|w| lexicon.symbol(w).and_then(|s| trie.step(at, s)))
            {
                at = node;
                many = true;
                if !trie.values(at).is_empty() {
                    best = Some((t + 1, trie.values(at), true));
                }
                continue;
            }
            for one in singulars(lower) {
                if let Some(node) = lexicon.symbol(&one).and_then(|s| trie.step(at, s))
                    && !trie.values(node).is_empty()
                {
                    best = Some((t + 1, trie.values(node), true));
                    break;
                }
            }
            let Some(next) = lexicon.symbol(lower).and_then(|s| trie.step(at, s)) else { break };
            at = next;
            if !trie.values(at).is_empty() {
                best = Some((t + 1, trie.values(at), many));
            }
        }
        best
    }
}

/// The singulars that a word may be the plural of.
fn singulars(word: &str) -> Vec<String> {
    let mut out = Vec::new();
    if let Some(stem) = word.strip_suffix("men") {
        out.push(format!("{stem}man"));
    }
    if let Some(stem) = word.strip_suffix("ies") {
        out.push(format!("{stem}y"));
    }
    if word == "children" {
        out.push("child".into());
    }
    if let Some(stem) = word.strip_suffix('s')
        && !stem.ends_with('s')
        && stem.len() > 1
    {
        out.push(stem.to_owned());
        if let Some(shorter) = stem.strip_suffix('e') {
            out.push(shorter.to_owned());
        }
    }
    out
}

/// Words that never belong to a person's name but often stand in a run of capitals.
const ORGANIZATION_WORDS: &[&str] = &[
    "ministry",
    "department",
    "party",
    "university",
    "group",
    "council",
    "inc",
    "ltd",
    "corp",
    "company",
    "agency",
    "association",
    "committee",
    "commission",
    "union",
    "bank",
    "institute",
    "centre",
    "center",
    "force",
    "forces",
    "army",
    "navy",
    "police",
    "court",
    "house",
    "office",
    "organization",
    "organisation",
    "foundation",
    "federation",
    "front",
    "movement",
    "academy",
    "news",
    "times",
    "post",
    "daily",
    "television",
    "tv",
    "radio",
    "assembly",
    "parliament",
    "congress",
    "senate",
    "embassy",
    "club",
    "league",
    "college",
    "hospital",
    "authority",
    "bureau",
    "society",
    "fund",
    "alliance",
    "coalition",
    "brigade",
    "brigades",
    "network",
    "board",
    "forum",
    "airlines",
    "administration",
    "week",
    "day",
    "act",
    "bill",
    "treaty",
    "programme",
    "program",
    "plan",
    "initiative",
    "war",
    "cup",
    "award",
    "prize",
    "agreement",
    "protocol",
    "museum",
    "zoo",
    "hotel",
    "square",
    "technologies",
    "co",
    "llc",
    "plc",
    "holdings",
    "press",
    "command",
    "service",
    "services",
    "church",
];

/// Words that open or hold a person's name together without a capital.
const PARTICLES: &[&str] = &[
    "al", "el", "bin", "ibn", "bint", "ben", "abu", "de", "del", "della", "di", "da", "do", "dos", "das",
    "du", "le", "la", "van", "von", "der", "den", "ter", "ten", "zu", "af", "av", "san", "ul", "ur", "as",
    "ad", "ash", "an",
];

/// Forms of address.
pub(crate) const HONORIFICS: &[(&str, Option<super::lexicon::Gender>)] = &[
    ("mr", Some(super::lexicon::Gender::Male)),
    ("mr.", Some(super::lexicon::Gender::Male)),
    ("mister", Some(super::lexicon::Gender::Male)),
    ("mrs", Some(super::lexicon::Gender::Female)),
    ("mrs.", Some(super::lexicon::Gender::Female)),
    ("ms", Some(super::lexicon::Gender::Female)),
    ("ms.", Some(super::lexicon::Gender::Female)),
    ("miss", Some(super::lexicon::Gender::Female)),
    ("madame", Some(super::lexicon::Gender::Female)),
    ("madam", Some(super::lexicon::Gender::Female)),
    ("sir", Some(super::lexicon::Gender::Male)),
    ("dame", Some(super::lexicon::Gender::Female)),
    ("lady", Some(super::lexicon::Gender::Female)),
    ("baroness", Some(super::lexicon::Gender::Female)),
    ("baron", Some(super::lexicon::Gender::Male)),
    ("lord", Some(super::lexicon::Gender::Male)),
    ("dr", None),
    ("dr.", None),
    ("hon.", None),
    ("herr", Some(super::lexicon::Gender::Male)),
    ("frau", Some(super::lexicon::Gender::Female)),
    ("mullah", Some(super::lexicon::Gender::Male)),
    ("sayyed", Some(super::lexicon::Gender::Male)),
    ("hajj", Some(super::lexicon::Gender::Male)),
];

pub(crate) fn honorific(lower: &str) -> Option<Option<super::lexicon::Gender>> {
    HONORIFICS.iter().find(|(word, _)| *word == lower).map(|(_, gender)| *gender)
}

fn capitalised(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// All names of the text: those of one level apart and in order, names within names marked as nested.
pub(crate) fn spots(tree: &Tree, words: &Words, lexicon: &Lexicon) -> Vec<Spot> {
    let mut found: Vec<Spot> = Vec::new();
    for sentence in &tree.analysis.sentences {
        let Range { start, end } = sentence.tokens.clone();
        let mut t = start;
        while t < end {
            match words.longest(&lexicon.names, t, end) {
                Some((to, values)) => {
                    match choose(tree, lexicon, values, t..to, start) {
                        Some(what) => {
                            found.push(Spot { tokens: t..to, what, nested: false });
                            t = to;
                        }
                        None => t += 1,
                    };
                }
                None => t += 1,
            }
        }
    }
    let mut all = merge(tree, words, lexicon, found);
    persons_by_rule(tree, words, lexicon, &mut all);
    all.retain(|s| s.what != What::Other);
    all.sort_by_key(|s| (s.tokens.start, std::cmp::Reverse(s.tokens.end)));
    all
}

/// Which of the entries of some words they are here; `None` where they are common words.
fn choose(tree: &Tree, lexicon: &Lexicon, values: &[u32], tokens: Range<u32>, first: u32) -> Option<What> {
    let mut best: Option<(u8, What)> = None;
    for &value in values {
        let (rank, what) = match lexicon.entries[value as usize] {
            Entry::State(row) => (0, What::State(row)),
            Entry::Capital(row) => (1, What::Capital(row)),
            Entry::Seat(row) => (1, What::Seat(row)),
            Entry::Nation(row, noun) => (2, What::Nation(row, noun)),
            Entry::Organization(row) => (3, What::Organization(row)),
            Entry::Place(row) => (4, What::Place(row)),
            Entry::People(row) => (5, What::People(row)),
            Entry::Nothing => (6, What::Other),
        };
        if best.is_none_or(|(r, _)| rank < r) {
            best = Some((rank, what));
        }
    }
    let (_, what) = best?;
    if tokens.len() == 1 {
        let t = tokens.start;
        let word = tree.word(t);
        let upos = tree.upos(t);
        let lone_capital = word.chars().all(|c| c.is_uppercase());
        let open = !matches!(upos, Upos::Propn | Upos::Adj | Upos::Noun);
        let common = upos != Upos::Propn;
        match what {
            // "us" in capitals of a headline is rare; "IS" and "WHO" in one are not.
            What::Organization(_) if common && !(lone_capital && upos == Upos::Noun) => return None,
            What::Organization(_) if ["WHO", "IS", "IT", "AA", "MAS", "ICE"].contains(&word) && open => {
                return None;
            }
            What::Place(_) if common && (t == first || open) => return None,
            What::Capital(_) | What::Seat(_) if open && t == first => {}
            What::Capital(_) | What::Seat(_) | What::State(_) if open && !capitalised(word) => return None,
            _ => {}
        }
    }
    Some(what)
}

fn merge(tree: &Tree, words: &Words, lexicon: &Lexicon, table: Vec<Spot>) -> Vec<Spot> {
    let mut out: Vec<Spot> = Vec::with_capacity(table.len() + tree.analysis.names.len());
    let mut dead = vec![false; table.len()];
    let mut low = 0;
    // Family names of persons named in full ("Kara" is a town too, but not after "Vladimir Kara").
    let families: HashSet<&str> = tree
        .analysis
        .names
        .iter()
        .filter(|n| n.kind == NameKind::Person && n.tokens.len() > 1)
        .map(|n| words.folded[n.tokens.end as usize - 1].as_str())
        .collect();
    for name in &tree.analysis.names {
        let mut range = without_time(tree, words, name.tokens.clone());
        let last = range.end.saturating_sub(1);
        if tree.rel(last) == Deprel::Case && words.lower[last as usize] == "'s" {
            range.end = last;
        }
        if range.is_empty() {
            continue;
        }
        while low < table.len() && table[low].tokens.end <= range.start {
            low += 1;
        }
        let over: Vec<usize> =
            (low..table.len()).take_while(|i| table[*i].tokens.start < range.end).collect();
        let mut kind = name.kind;
        // "his counterpart Santiago Pena": a given name after a title opens a person's name, whatever town bears it.
        if kind == NameKind::Place
            && range.len() > 1
            && range.start > 0
            && lexicon.given_name(&words.folded[range.start as usize]).is_some()
            && title_before(tree, words, lexicon, range.start)
        {
            kind = NameKind::Person;
        }
        // "the Canadian miner Northgate Copper"
        if kind == NameKind::Person
            && range.start > 0
            && lexicon.given_name(&words.folded[range.start as usize]).is_none()
            && company_noun(words, lexicon, range.start).is_some()
        {
            kind = NameKind::Organization;
        }
        // "Foreign Minister", "Special Envoy for Norvia" are offices, not names.
        let office = (range.start..range.end).find_map(|s| {
            let found = words.longest_common(lexicon, &lexicon.office_words, s, range.end);
            found.filter(|(to, values, _)| {
                *to == range.end
                    && !matches!(
                        lexicon.offices[values[0] as usize].class,
                        "title" | "officer_ambiguous" | "judge_title"
                    )
            })?;
            Some(s)
        });
        if let Some(s) = office
            && (kind != NameKind::Person || s == range.start)
        {
            continue;
        }
        let held = |t: u32| over.iter().any(|i| table[*i].tokens.contains(&t));
        // "Estmark-Norvia" is two states.
        if over.len() > 1 && range.clone().all(|t| held(t) || words.lower[t as usize] == "-") {
            continue;
        }
        if kind == NameKind::Organization {
            // "Norvian Foreign Minister Lind" taken for a body: what follows a title is a person.
            let after = bare_person(tree, words, lexicon, skip_nation(&table, &over, range.clone()));
            let titled = after.start > range.start
                && after.len() <= 4
                && title_before(tree, words, lexicon, after.start)
                && !after.clone().any(|t| ORGANIZATION_WORDS.contains(&words.lower[t as usize].as_str()));
            if titled && !after.is_empty() {
                kind = NameKind::Person;
            } else if tree.rel(range.start) == Deprel::Det || words.lower[range.start as usize] == "the" {
                range.start += 1;
            }
            // "the Norvian government", "Estmark's parliament": the nouns' rules read those.
            let common = range.end > range.start
                && tree.word(range.end - 1).chars().next().is_some_and(char::is_lowercase)
                && matches!(tree.upos(range.end - 1), Upos::Noun);
            if range.is_empty() || kind == NameKind::Organization && common {
                continue;
            }
        }
        if kind == NameKind::Person {
            range = skip_nation(&table, &over, range);
            // "the ambassador to Estmark Karl Lind"
            let complement = range.start > 0
                && range.len() > 2
                && matches!(words.lower[range.start as usize - 1].as_str(), "to" | "of")
                && over.iter().any(|i| {
                    matches!(table[*i].what, What::State(_))
                        && table[*i].tokens == (range.start..range.start + 1)
                });
            if complement {
                range.start += 1;
            }
            range = bare_person(tree, words, lexicon, range);
            if range.is_empty() || !capital_inside(tree, &range) {
                continue;
            }
            range = whole_words(tree, words, range);
            range = with_given_name(tree, words, lexicon, range, &held);
            // "Countless Norvians" are people, not a person.
            if over.iter().any(|i| {
                matches!(table[*i].what, What::Nation(_, true)) && range.contains(&table[*i].tokens.start)
            }) {
                continue;
            }
            let mut beaten = false;
            for &i in &over {
                let spot = &table[i];
                if spot.tokens.end <= range.start || spot.tokens.start >= range.end {
                    continue;
                }
                let same = spot.tokens == range;
                let inside = spot.tokens.start >= range.start && spot.tokens.end <= range.end;
                let titled = range.start > 0 && title_before(tree, words, lexicon, range.start);
                let weak = matches!(spot.what, What::Place(_) | What::Capital(_) | What::People(_))
                    || matches!(spot.what, What::State(_) | What::Organization(_)) && spot.tokens.len() == 1;
                let family =
                    range.len() == 1 && families.contains(words.folded[range.start as usize].as_str());
                if inside && !same || same && weak && (titled || family) {
                    dead[i] = true;
                } else {
                    beaten = true;
                }
            }
            if !beaten {
                out.push(Spot { tokens: range, what: What::Person, nested: false });
            }
            continue;
        }
        let what = match kind {
            NameKind::Organization => What::Named,
            NameKind::Place => What::Site,
            _ => What::Other,
        };
        if over.is_empty() {
            if what != What::Other && capital_inside(tree, &range) {
                out.push(Spot { tokens: range, what, nested: false });
            }
            continue;
        }
        // The tables' words hold all of the name, or reach out of it: they know better.
        let wider = over.iter().any(|i| {
            let s = &table[*i].tokens;
            s.start <= range.start && s.end >= range.end || s.start < range.start || s.end > range.end
        });
        if wider || what == What::Other {
            continue;
        }
        // "China's Foreign Ministry", "Russian Navy": nationality and the rest; the body rules read those.
        let rest = over.iter().all(|i| {
            table[*i].tokens.start == range.start
                && matches!(
                    table[*i].what,
                    What::Nation(..) | What::State(_) | What::Capital(_) | What::Seat(_)
                )
        }) && over.len() == 1;
        let after = if rest { table[over[0]].tokens.end } else { range.start };
        if rest && words.lower[after as usize] == "'s" {
            continue;
        }
        for &i in &over {
            out.push(Spot { nested: true, ..table[i].clone() });
            dead[i] = true;
        }
        out.push(Spot { tokens: range, what, nested: false });
    }
    out.extend(table.into_iter().zip(dead).filter(|(_, dead)| !dead).map(|(spot, _)| spot));
    out
}

/// Without the nationality words and possessors that open a name, where a title or more of the name follows.
fn skip_nation(table: &[Spot], over: &[usize], mut range: Range<u32>) -> Range<u32> {
    for &i in over {
        let spot = &table[i];
        if spot.tokens.start == range.start
            && spot.tokens.end < range.end
            && (matches!(spot.what, What::Nation(..))
                || matches!(spot.what, What::State(_) if spot.tokens.len() > 1))
        {
            range.start = spot.tokens.end;
        }
    }
    range
}

/// With the parts of a hyphenated word that the name's edges cut off ("St-" of "St-Lind").
fn whole_words(tree: &Tree, words: &Words, mut range: Range<u32>) -> Range<u32> {
    let touches = |a: u32, b: u32| tree.token(a).end == tree.token(b).start;
    let sentence = tree.sentence_tokens(range.start);
    while range.start >= sentence.start + 2
        && words.lower[range.start as usize - 1] == "-"
        && touches(range.start - 1, range.start)
        && touches(range.start - 2, range.start - 1)
        && capitalised(tree.word(range.start - 2))
    {
        range.start -= 2;
    }
    while range.end + 1 < sentence.end
        && words.lower[range.end as usize] == "-"
        && touches(range.end - 1, range.end)
        && touches(range.end, range.end + 1)
        && tree.upos(range.end + 1) == Upos::Propn
    {
        range.end += 2;
    }
    range
}

/// Without the day that some names were read with ("Cho Tae-yul on Friday").
fn without_time(tree: &Tree, words: &Words, mut range: Range<u32>) -> Range<u32> {
    let day = |t: u32| is_calendar(&words.lower[t as usize]);
    while range.len() > 2 && day(range.end - 1) && tree.upos(range.end - 2) == Upos::Adp {
        range.end -= 2;
    }
    range
}

/// With the given name before a family name, and the rest of one with an article ("al-Sharaa") after it.
fn with_given_name(
    tree: &Tree,
    words: &Words,
    lexicon: &Lexicon,
    mut range: Range<u32>,
    held: &impl Fn(u32) -> bool,
) -> Range<u32> {
    let sentence = tree.sentence_tokens(range.start);
    if range.len() == 1 && range.start > sentence.start {
        let before = range.start - 1;
        let word = &words.folded[before as usize];
        let title = words.longest_common(lexicon, &lexicon.office_words, before, range.start).is_some();
        if capitalised(word)
            && tree.upos(before) == Upos::Propn
            && lexicon.given_name(word).is_some()
            && honorific(&words.lower[before as usize]).is_none()
            && !title
            && !held(before)
        {
            range.start = before;
        }
    }
    if range.end + 2 < sentence.end
        && PARTICLES.contains(&words.lower[range.end as usize].as_str())
        && words.lower[range.end as usize + 1] == "-"
        && tree.token(range.end).end == tree.token(range.end + 1).start
        && tree.token(range.end + 1).end == tree.token(range.end + 2).start
        && capitalised(tree.word(range.end + 2))
    {
        range.end += 3;
    }
    range
}

/// The noun for a firm that stands right before `t` ("carmaker" in "the Swedish carmaker Nordvik"): its first token.
pub(crate) fn company_noun(words: &Words, lexicon: &Lexicon, t: u32) -> Option<u32> {
    (t.saturating_sub(2)..t).find(|s| {
        let found = words.longest_common(lexicon, &lexicon.anaphor_words, *s, t);
        found.is_some_and(|(to, values, plural)| {
            let row = &lexicon.anaphors[values[0] as usize];
            to == t && !plural && row.points == "organization" && row.fits == "BUS"
        })
    })
}

fn capital_inside(tree: &Tree, range: &Range<u32>) -> bool {
    range.clone().any(|t| capitalised(tree.word(t)))
}

/// A person's name without titles, forms of address and nationality before it and clitics after it.
fn bare_person(tree: &Tree, words: &Words, lexicon: &Lexicon, mut range: Range<u32>) -> Range<u32> {
    while range.start < range.end {
        let lower = words.lower[range.start as usize].as_str();
        if honorific(lower).is_some() || !tree.word(range.start).chars().any(char::is_alphanumeric) {
            range.start += 1;
            continue;
        }
        match words.longest_common(lexicon, &lexicon.office_words, range.start, range.end) {
            Some((to, _, false)) if to < range.end => range.start = to,
            _ => {
                // "US President Lind", "Huawei CFO Lind": what stands before a title is no name of a person.
                let title = (range.start + 1..range.end.min(range.start + 4)).find_map(|s| {
                    match words.longest_common(lexicon, &lexicon.office_words, s, range.end) {
                        Some((to, values, false))
                            if to < range.end && lexicon.offices[values[0] as usize].class != "title" =>
                        {
                            Some(to)
                        }
                        _ => None,
                    }
                });
                match title {
                    Some(to) => range.start = to,
                    None => break,
                }
            }
        }
    }
    while range.start < range.end {
        let last = words.lower[range.end as usize - 1].as_str();
        if last == "'s" || last == "'" || last == "," {
            range.end -= 1;
        } else {
            break;
        }
    }
    range
}

/// Whether a title or form of address ends right before `t`.
fn title_before(tree: &Tree, words: &Words, lexicon: &Lexicon, t: u32) -> bool {
    let before = t - 1;
    honorific(&words.lower[before as usize]).is_some()
        || (before.saturating_sub(3)..=before).any(|s| {
            let found = words.longest_common(lexicon, &lexicon.office_words, s, t);
            // "National" before more capitals is a name's first word.
            found.is_some_and(|(to, values, plural)| {
                to == t
                    && !plural
                    && !(lexicon.offices[values[0] as usize].class == "citizen" && capitalised(tree.word(s)))
                    && lexicon.offices[values[0] as usize].class != "relation"
            })
        })
}

/// Persons that the front end's names do not hold: runs of proper nouns after a title, or that open with a given name.
fn persons_by_rule(tree: &Tree, words: &Words, lexicon: &Lexicon, all: &mut Vec<Spot>) {
    let n = tree.len();
    let mut taken = vec![false; n as usize];
    for spot in all.iter() {
        for t in spot.tokens.clone() {
            taken[t as usize] = true;
        }
    }
    let trained = !tree.analysis.names.is_empty();
    let mut known: HashSet<String> = HashSet::new();
    let mut state_starts = vec![false; n as usize + 1];
    let mut state_ends = vec![false; n as usize + 1];
    let mut person_ends = vec![false; n as usize + 1];
    for spot in all.iter() {
        match spot.what {
            What::State(_) => {
                state_starts[spot.tokens.start as usize] = true;
                state_ends[spot.tokens.end as usize] = true;
            }
            What::Person => person_ends[spot.tokens.end as usize] = true,
            _ => {}
        }
    }
    for spot in all.iter().filter(|s| s.what == What::Person) {
        known.extend(spot.tokens.clone().map(|t| words.folded[t as usize].clone()).filter(|w| w.len() > 2));
    }
    let mut lone: Vec<Range<u32>> = Vec::new();
    let mut t = 0;
    while t < n {
        let propn = |t: u32| {
            !taken[t as usize]
                && capitalised(tree.word(t))
                && (tree.upos(t) == Upos::Propn || matches!(tree.token(t).xpos, Xpos::Nnp | Xpos::Nnps))
        };
        if !propn(t) {
            t += 1;
            continue;
        }
        let sentence_end = tree.sentence_tokens(t).end;
        let start = t;
        let mut end = t + 1;
        while end < sentence_end {
            let lower = words.lower[end as usize].as_str();
            let next_is = |k: u32| end + k < sentence_end && propn(end + k);
            if propn(end)
                || (lower == "-" || PARTICLES.contains(&lower)) && next_is(1) && !taken[end as usize]
            {
                end += 1;
            } else if PARTICLES.contains(&lower) && next_is(2) && words.lower[end as usize + 1] == "-" {
                end += 2;
            } else {
                break;
            }
        }
        t = end;
        let mut range = bare_person(tree, words, lexicon, start..end);
        // "Foreign Minister" alone leaves its last word; a title is no name.
        if matches!(words.longest_common(lexicon, &lexicon.office_words, range.start, range.end), Some((to, ..)) if to == range.end)
        {
            continue;
        }
        // "Swedish carmaker Nordvik Motors"
        if !range.is_empty()
            && range.start > tree.sentence_tokens(range.start).start
            && company_noun(words, lexicon, range.start).is_some()
            && lexicon.given_name(&words.folded[range.start as usize]).is_none()
        {
            all.push(Spot { tokens: range, what: What::Named, nested: false });
            continue;
        }
        if range.is_empty()
            || range
                .clone()
                .any(|t| ORGANIZATION_WORDS.contains(&words.lower[t as usize].trim_end_matches('.')))
            || matches!(words.longest_common(lexicon, &lexicon.group_words, range.start, range.end), Some((to, ..)) if to == range.end)
            || is_calendar(&words.lower[range.start as usize])
        {
            continue;
        }
        let titled = range.start > 0
            && tree.sentence_of(range.start) == tree.sentence_of(range.start - 1)
            && title_before(tree, words, lexicon, range.start);
        let given = range.len() > 1 && lexicon.given_name(&words.folded[range.start as usize]).is_some();
        // "Netanyahu" alone, but not a given name.
        let bears = range.len() > 1 || lexicon.given_name(&words.folded[range.start as usize]).is_none();
        let well_known = bears && {
            let key: Vec<&str> = range.clone().map(|t| words.lower[t as usize].as_str()).collect();
            lexicon.person(&key.join(" ")).is_some()
        };
        let person = titled || well_known || given && range.len() <= 5;
        if person {
            if titled {
                range.end = range.end.min(range.start + 5);
            }
            known.extend(range.clone().map(|t| words.folded[t as usize].clone()).filter(|w| w.len() > 2));
            person_ends[range.end as usize] = true;
            all.push(Spot { tokens: range, what: What::Person, nested: false });
        } else {
            lone.push(range);
        }
    }
    // A surname alone, of a person named elsewhere; any other run where no names were trained.
    for range in lone {
        let surname = range.len() == 1 && known.contains(&words.folded[range.start as usize]);
        // "Presidents Arvo of Estmark and Lind of Norvia"
        let listed = range.start >= 4
            && range.len() <= 3
            && words.lower[range.start as usize - 1] == "and"
            && words.lower.get(range.end as usize).is_some_and(|w| w == "of")
            && state_starts.get(range.end as usize + 1) == Some(&true)
            && state_ends[range.start as usize - 1]
            && (2..=5).any(|back| person_ends.get((range.start as usize).wrapping_sub(back)) == Some(&true));
        let speaks = !trained && (2..=3).contains(&range.len()) && subject_of_speech(tree, &range);
        // "run by Estmark's Orano"
        let own = range.start > 1
            && words.lower[range.start as usize - 1] == "'s"
            && state_ends[range.start as usize - 1];
        if surname || speaks || listed {
            all.push(Spot { tokens: range, what: What::Person, nested: false });
        } else if own {
            all.push(Spot { tokens: range, what: What::Named, nested: false });
        }
    }
}

fn is_calendar(lower: &str) -> bool {
    const SHORT: [&str; 12] =
        ["jan.", "feb.", "mar.", "apr.", "jun.", "jul.", "aug.", "sept.", "sep.", "oct.", "nov.", "dec."];
    chancery_model::day::is_calendar_name(lower) || SHORT.contains(&lower)
}

/// Whether the words are the subject of a verb of saying: then they name a person.
fn subject_of_speech(tree: &Tree, range: &Range<u32>) -> bool {
    range.clone().any(|t| {
        tree.rel(t) == Deprel::Nsubj
            && tree.head(t).is_some_and(|h| ["say", "tell", "add", "note", "warn"].contains(&tree.lemma(h)))
    })
}
