//! Offices and titles in their phrases: whose they are, of which state or body, and who holds them.

use super::lexicon::{Gender, OfficeRow};
use super::scene::{NONE, Scene};
use super::spot::{What, honorific};
use crate::tree::is_day_word;
use chancery_lang::{Deprel, Upos};
use std::ops::Range;

/// A title with what belongs to it.
#[derive(Clone, Debug)]
pub(crate) struct Phrase {
    /// The words of the office alone.
    pub title: Range<u32>,
    /// With nationality, complement and holders.
    pub full: Range<u32>,
    /// As held: "foreign minister", "ambassador to Norvia".
    pub office: String,
    pub class: &'static str,
    pub sector: Option<&'static str>,
    pub gender: Option<Gender>,
    /// The state that its words tell.
    pub state: Option<&'static str>,
    /// Row of the organisation that its words tell.
    pub organization: Option<u32>,
    /// Spots that say the state (nationality words, possessors).
    pub nations: Vec<u32>,
    /// A possessive pronoun before it ("his Norvian counterpart").
    pub pronoun: Option<u32>,
    /// Spot of the person whom the office serves ("a spokesman for Lind").
    pub principal: Option<u32>,
    pub former: bool,
    pub plural: bool,
    pub definite: bool,
    pub indefinite: bool,
    /// A number or quantifier before it ("the two", "both").
    pub pair: bool,
    /// Spots of the persons who hold it, with the state that stands after each ("Arvo of Estmark").
    pub holders: Vec<u32>,
}

const FORMER: &[&str] = &[
    "former",
    "ex",
    "then",
    "late",
    "one-time",
    "onetime",
    "retired",
    "ousted",
    "deposed",
    "erstwhile",
    "outgoing",
    "previous",
    "longtime",
];
const PREFIXES: &[&str] = &[
    "deputy",
    "vice",
    "acting",
    "interim",
    "caretaker",
    "assistant",
    "associate",
    "shadow",
    "under",
    "co",
    "first",
];
const LOOSE: &[&str] = &[
    "new",
    "current",
    "senior",
    "top",
    "veteran",
    "newly",
    "incoming",
    "long-time",
    "then",
    "powerful",
    "influential",
    "embattled",
    "own",
    "visiting",
    "chief",
    "leading",
    "prominent",
    "respective",
    "fellow",
    "hardline",
    "populist",
    "conservative",
    "far",
    "right",
    "left",
    "wing",
    "-",
    "long",
    "serving",
    "time",
    "old",
    "year",
    "incumbent",
    "appointed",
    "elected",
    "sitting",
    "two",
    "three",
    "most",
    "high",
    "ranking",
    "well",
    "known",
    "so",
    "called",
    "outspoken",
    "beleaguered",
    "reformist",
    "moderate",
    "authoritarian",
    "democratic",
    "only",
    "first",
    "other",
    "remaining",
];
/// Classes whose office takes words before it ("fisheries minister", "trade envoy").
const OPEN: &[&str] = &[
    "minister",
    "spokesperson",
    "chief",
    "adviser",
    "diplomat",
    "director",
    "deputy",
    "official",
    "commander",
    "chief_of_staff",
    "secretary_general",
    "chair",
    "speaker",
    "prosecutor",
    "ambassador",
    "leader",
    "party_leader",
];

/// Whether a description of the class without a name is still somebody ("the foreign minister"), not people.
pub(crate) fn is_post(class: &str) -> bool {
    matches!(
        class,
        "head_of_state"
            | "head_of_government"
            | "foreign_minister"
            | "defence_minister"
            | "minister"
            | "deputy"
            | "monarch"
            | "royal"
            | "ambassador"
            | "spokesperson"
            | "leader"
            | "speaker"
            | "adviser"
            | "chief_of_staff"
            | "commander"
            | "governor"
            | "mayor"
            | "secretary_general"
            | "chair"
            | "director"
            | "chief"
            | "chief_executive"
            | "executive"
            | "prosecutor"
            | "diplomat"
            | "police"
            | "party_leader"
            | "counterpart"
    )
}

/// Whether the class is an office that one holds, not a trade or a quality.
pub(crate) fn is_held(class: &str) -> bool {
    !matches!(
        class,
        "citizen"
            | "student"
            | "academic"
            | "journalist"
            | "activist"
            | "business"
            | "family"
            | "medic"
            | "lawyer"
            | "criminal"
            | "elder"
            | "labour"
            | "title"
            | "politician"
            | "relation"
    )
}

/// The order in which of two offices of one person the higher counts.
pub(crate) fn rank(class: &str) -> u8 {
    match class {
        "head_of_state" | "monarch" => 0,
        "head_of_government" => 1,
        "foreign_minister" => 2,
        "defence_minister" | "secretary_general" => 3,
        "minister" | "deputy" | "governor" | "ambassador" => 4,
        "spokesperson" | "diplomat" | "adviser" | "speaker" | "chief_executive" | "executive" => 5,
        "counterpart" => 9,
        _ => 6,
    }
}

/// All office phrases of the text, in order, apart but for their holders.
pub(crate) fn phrases(scene: &Scene) -> Vec<Phrase> {
    let mut out: Vec<Phrase> = Vec::new();
    for sentence in &scene.tree.analysis.sentences {
        let Range { start, end } = sentence.tokens.clone();
        let mut t = start;
        while t < end {
            if scene.inside[t as usize] != NONE {
                t += 1;
                continue;
            }
            match phrase(scene, t, start, end, out.last()) {
                Some(phrase) => {
                    t = phrase.title.end;
                    if somebody(scene, &phrase) {
                        join(&mut out, phrase, scene);
                    }
                }
                None => t += 1,
            }
        }
    }
    out
}

/// Whether the phrase is an office at all: not "a native speaker", "worked as a diplomat", "took the chair".
fn somebody(scene: &Scene, phrase: &Phrase) -> bool {
    let told = phrase.state.is_some() || phrase.organization.is_some() || phrase.principal.is_some();
    let written = scene.tree.word(phrase.title.start).chars().next().is_some_and(char::is_uppercase);
    if phrase.class == "speaker"
        && !told
        && !written
        && phrase.holders.is_empty()
        && !phrase.office.contains(' ')
    {
        return false;
    }
    if phrase.class == "speaker" && phrase.indefinite && !told {
        return false;
    }
    if matches!(phrase.class, "chief" | "chair" | "director" | "deputy")
        && !told
        && !written
        && phrase.holders.is_empty()
        && !phrase.office.contains(' ')
    {
        return false;
    }
    let adjacent = phrase.holders.iter().any(|h| scene.spots[*h as usize].tokens.start == phrase.title.end);
    adjacent || told || !phrase.indefinite || !phrase.holders.is_empty() || phrase.class == "spokesperson"
}

/// Adds a phrase; one that stands right after another, with "and" or "&" between, shares its nationality and holder.
fn join(out: &mut Vec<Phrase>, mut phrase: Phrase, scene: &Scene) {
    if let Some(before) = out.last_mut() {
        let gap = before.title.end..phrase.title.start;
        let near = gap.len() <= 1
            && gap.clone().all(|t| matches!(scene.words.lower[t as usize].as_str(), "&" | "and" | "/"));
        let same_sentence =
            scene.tree.sentence_of(before.title.start) == scene.tree.sentence_of(phrase.title.start);
        if near && same_sentence && before.holders.is_empty() && !phrase.holders.is_empty() && !phrase.plural
        {
            before.holders = phrase.holders.clone();
            if phrase.state.is_none() {
                phrase.state = before.state;
                phrase.nations = before.nations.clone();
                phrase.organization = phrase.organization.or(before.organization);
            } else if before.state.is_none() {
                before.state = phrase.state;
            }
            before.full.end = before.full.end.max(phrase.full.end);
            phrase.full.start = phrase.full.start.min(before.full.start);
            phrase.former |= before.former;
        }
    }
    out.push(phrase);
}

fn phrase(scene: &Scene, t: u32, first: u32, end: u32, before: Option<&Phrase>) -> Option<Phrase> {
    let (tree, words, lexicon) = (scene.tree, &scene.words, scene.lexicon);
    let limit = (t..end).find(|u| scene.inside[*u as usize] != NONE).unwrap_or(end);
    let mut former = false;
    let mut found = words.longest_common(lexicon, &lexicon.office_words, t, limit);
    // "ex-president" is one word.
    if found.is_none()
        && let Some(rest) = words.lower[t as usize].strip_prefix("ex-")
        && let Some(row) = lexicon.offices.iter().position(|o| o.office == rest)
    {
        former = true;
        return Some(finish(scene, t..t + 1, &lexicon.offices[row], false, former, first, end, before));
    }
    let (mut to, values, plural) = found.take()?;
    let row = &lexicon.offices[*values.first()? as usize];
    let head = to - 1;
    let upos = tree.upos(head);
    if !matches!(upos, Upos::Noun | Upos::Propn | Upos::Adj | Upos::X) {
        return None;
    }
    let holder_next = scene.person_at(to).is_some()
        || honorific_at(scene, to)
        || words.lower.get(to as usize).is_some_and(|w| matches!(w.as_str(), "-" | "of" | "&" | ","));
    // "gave the cardinal a mask", read as an adjective
    let nominal = t > first
        && words.lower[t as usize - 1] == "the"
        && matches!(tree.rel(head), Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obj | Deprel::Iobj);
    if matches!(upos, Upos::Adj | Upos::X) && !holder_next && !nominal {
        return None;
    }
    if row.class == "citizen" && capital(scene, t) && t != first {
        return None;
    }
    let strict = row.class.ends_with("ambiguous") || matches!(row.class, "title" | "judge_title");
    let certain = scene.person_at(to).is_some() || honorific_at(scene, to);
    if strict && !(certain && capital(scene, t)) {
        return None;
    }
    if matches!(
        words.lower[t as usize].as_str(),
        "private" | "general" | "chair" | "head" | "chief" | "major"
    ) && to - t == 1
        && !certain
        && tree.upos(t) != Upos::Noun
        && tree.upos(t) != Upos::Propn
    {
        return None;
    }
    // "the president election", "a minister meeting": a modifier of another noun names nobody.
    if !certain
        && matches!(tree.rel(head), Deprel::Compound | Deprel::Amod)
        && tree
            .head(head)
            .is_some_and(|h| h > head && h < end && scene.inside[h as usize] == NONE && h - head <= 2)
        && !matches!(words.lower.get(to as usize).map(String::as_str), Some("," | "of" | "to" | "-" | "&"))
    {
        let next = words.longest_common(lexicon, &lexicon.office_words, to, limit);
        next?;
    }
    // "president-elect", "minister-designate"
    let mut suffix = "";
    if to + 1 < end && words.lower[to as usize] == "-" {
        suffix = match words.lower[to as usize + 1].as_str() {
            "elect" => "-elect",
            "designate" => "-designate",
            "nominee" => " nominee",
            _ => "",
        };
        if !suffix.is_empty() {
            to += 2;
        }
    } else if to < end && ["nominee", "designate"].contains(&words.lower[to as usize].as_str()) {
        suffix = "-designate";
        to += 1;
    }
    let mut phrase = finish(scene, t..to, row, plural, former, first, end, before);
    if !suffix.is_empty() {
        phrase.office.push_str(suffix);
    }
    Some(phrase)
}

fn capital(scene: &Scene, t: u32) -> bool {
    scene.tree.word(t).chars().next().is_some_and(char::is_uppercase)
}

fn honorific_at(scene: &Scene, t: u32) -> bool {
    (t as usize) < scene.words.lower.len()
        && honorific(&scene.words.lower[t as usize]).is_some()
        && scene.person_at(t + 1).is_some()
}

#[allow(clippy::too_many_arguments)]
fn finish(
    scene: &Scene,
    title: Range<u32>,
    row: &OfficeRow,
    plural: bool,
    former: bool,
    first: u32,
    end: u32,
    before: Option<&Phrase>,
) -> Phrase {
    let (tree, words, lexicon) = (scene.tree, &scene.words, scene.lexicon);
    let lower = |t: u32| words.lower[t as usize].as_str();
    let mut phrase = Phrase {
        full: title.clone(),
        office: row.office.to_owned(),
        class: row.class,
        sector: Some(row.sector).filter(|s| !s.is_empty()),
        gender: row.gender,
        state: None,
        organization: None,
        nations: Vec::new(),
        pronoun: None,
        principal: None,
        former,
        plural,
        definite: false,
        indefinite: false,
        pair: false,
        holders: Vec::new(),
        title,
    };
    let floor = before.map_or(first, |b| {
        let end = if b.principal.is_some() { b.title.end } else { b.full.end };
        if end <= phrase.title.start { end.max(first) } else { first }
    });

    // To the left: what else the office is called, then whose it is.
    let mut p = phrase.title.start;
    let mut in_name = true;
    let mut body_sector = None;
    let mut steps = 0;
    let mut possessive = false;
    while p > floor && steps < 14 {
        steps += 1;
        let q = p - 1;
        let spot = scene.inside[q as usize];
        if spot != NONE {
            let s = &scene.spots[spot as usize];
            if s.tokens.end != p {
                break;
            }
            match s.what {
                What::State(r) | What::Nation(r, _) | What::Capital(r) | What::Seat(r) => {
                    if phrase.state.is_some()
                        && !possessive
                        && !matches!(s.what, What::State(_) | What::Nation(..))
                    {
                        break;
                    }
                    if let What::Seat(_) = s.what
                        && OPEN.contains(&row.class)
                        && !possessive
                    {
                        phrase.office = format!("{} {}", scene.words_of(&s.tokens), phrase.office);
                    }
                    phrase.state.get_or_insert(lexicon.states[r as usize].code);
                    phrase.nations.push(spot);
                }
                What::Place(r) => {
                    let state = lexicon.places[r as usize].state;
                    if !state.is_empty() {
                        phrase.state.get_or_insert(state);
                        phrase.nations.push(spot);
                    }
                    if !possessive
                        && matches!(
                            row.class,
                            "governor" | "mayor" | "legislator" | "police" | "head_of_government"
                        )
                    {
                        if row.class == "head_of_government" {
                            phrase.class = "governor";
                        }
                        phrase.office = format!("{} of {}", phrase.office, scene.words_of(&s.tokens));
                    }
                }
                What::Organization(r) => {
                    phrase.organization.get_or_insert(r);
                    let o = &lexicon.organizations[r as usize];
                    if OPEN.contains(&row.class) && o.kind == "body" && !possessive {
                        phrase.office = format!("{} {}", scene.words_of(&s.tokens), phrase.office);
                    } else if matches!(
                        row.class,
                        "chief_executive"
                            | "executive"
                            | "director"
                            | "chair"
                            | "chief"
                            | "secretary_general"
                    ) {
                        phrase.office = format!("{} of {}", phrase.office, scene.words_of(&s.tokens));
                    }
                }
                What::Named => {
                    if let Some(code) = scene.state_inside(spot) {
                        phrase.state.get_or_insert(code);
                    }
                    if let Some(sector) = scene.sector_of_name(&s.tokens) {
                        body_sector = Some(sector);
                    }
                    if OPEN.contains(&row.class) {
                        phrase.office = format!("{} {}", scene.words_of(&s.tokens), phrase.office);
                    }
                }
                What::People(r) => {
                    let state = lexicon.peoples[r as usize].state;
                    if !state.is_empty() {
                        phrase.state.get_or_insert(state);
                    }
                }
                What::Person => {
                    // "Trump adviser", "Lind's spokesman"
                    phrase.principal = Some(spot);
                    p = s.tokens.start;
                    break;
                }
                _ => break,
            }
            in_name = false;
            possessive = false;
            p = s.tokens.start;
            continue;
        }
        let word = lower(q);
        if word == "'s" || word == "'" || word == "’" {
            if possessive || q == floor || tree.upos(q) == Upos::Punct && word != "'" {
                break;
            }
            // "the company's chief executive": a possessor without a name ends the phrase.
            if scene.inside[q as usize - 1] == NONE {
                break;
            }
            possessive = true;
            in_name = false;
            p = q;
            continue;
        }
        if ["the", "this", "that"].contains(&word) {
            phrase.definite = true;
            p = q;
            break;
        }
        if ["a", "an", "another", "any", "some", "one", "no", "every"].contains(&word) {
            phrase.indefinite = true;
            p = q;
            break;
        }
        if ["his", "her", "its", "their", "my", "our", "your"].contains(&word) {
            phrase.pronoun = Some(q);
            phrase.definite = true;
            p = q;
            break;
        }
        if ["both", "two", "2"].contains(&word) {
            phrase.pair = true;
            p = q;
            continue;
        }
        if FORMER.contains(&word) && !(word == "then" && tree.upos(q) == Upos::Adv && capital(scene, q)) {
            phrase.former |= !["longtime", "outgoing"].contains(&word);
            p = q;
            in_name = false;
            continue;
        }
        if word == "-" && q > floor && (FORMER.contains(&lower(q - 1)) || PREFIXES.contains(&lower(q - 1))) {
            p = q;
            continue;
        }
        let again = matches!(word, "deputy" | "vice" | "acting" | "assistant");
        if (in_name || again)
            && PREFIXES.contains(&word)
            && matches!(tree.upos(q), Upos::Adj | Upos::Noun | Upos::Propn | Upos::Verb)
        {
            if word != "first" {
                phrase.office = format!("{word} {}", phrase.office);
                if matches!(word, "deputy" | "vice" | "assistant" | "under") {
                    phrase.class = "deputy";
                }
            }
            if in_name {
                phrase.title.start = q;
            }
            p = q;
            continue;
        }
        if in_name && OPEN.contains(&row.class) || row.class == "police" {
            // A body before it: "foreign ministry spokesman".
            let body = (q.saturating_sub(3).max(floor)..=q).find_map(|s| {
                let free = (s..=q).all(|u| scene.inside[u as usize] == NONE);
                match words.longest_common(lexicon, &lexicon.group_words, s, p) {
                    Some((to, values, _)) if to == p && free => Some((s, values[0])),
                    _ => None,
                }
            });
            if let Some((s, value)) = body
                && !LOOSE.contains(&word)
            {
                let group = &lexicon.groups[value as usize];
                body_sector = Some(group.sector).filter(|s| *s != "UNK" && !s.is_empty()).or(body_sector);
                phrase.office = format!("{} {}", group.word, phrase.office);
                phrase.title.start = s;
                p = s;
                continue;
            }
            let plain = matches!(tree.upos(q), Upos::Noun | Upos::Propn | Upos::Adj)
                && !LOOSE.contains(&word)
                && word.chars().all(char::is_alphabetic)
                && phrase.title.start - q <= 3
                && tree.sentence_of(q) == tree.sentence_of(phrase.title.start)
                && (matches!(tree.rel(q), Deprel::Compound | Deprel::Amod | Deprel::Flat)
                    || capital(scene, q) && capital(scene, phrase.title.start));
            if plain {
                phrase.office = format!("{word} {}", phrase.office);
                phrase.title.start = q;
                p = q;
                continue;
            }
        }
        if LOOSE.contains(&word)
            || matches!(tree.upos(q), Upos::Adj | Upos::Num) && tree.rel(q) != Deprel::Root
        {
            in_name = false;
            p = q;
            continue;
        }
        break;
    }
    phrase.full.start = p.min(phrase.title.start);

    // To the right: of what, to whom; then who.
    let mut e = phrase.title.end;
    if let Some(complement) = complement(scene, &phrase, e, end) {
        let prep = lower(e).to_owned();
        let c = complement;
        if let Some(person) = c.principal {
            phrase.principal = Some(person);
        }
        let of =
            prep == "of" || prep == "for" || prep == "at" || prep == "from" || prep == "in" || prep == "with";
        let mut takes_words = matches!(
            row.class,
            "governor"
                | "mayor"
                | "chief"
                | "director"
                | "chair"
                | "chief_executive"
                | "executive"
                | "secretary_general"
                | "party_leader"
                | "speaker"
                | "official"
                | "deputy"
                | "spokesperson"
                | "diplomat"
                | "leader"
                | "commander"
        );
        let ambassador = matches!(row.class, "ambassador" | "diplomat");
        if ambassador && matches!(prep.as_str(), "to" | "in") {
            if let Some(code) = c.state.filter(|_| c.only_state) {
                let host = lexicon.state_name(code).unwrap_or(code);
                phrase.office = format!("{} to {host}", phrase.office);
            } else if prep == "to" {
                phrase.office = format!("{} to {}", phrase.office, scene.words_of(&c.words));
            }
            takes_words = false;
        } else if of {
            if phrase.state.is_none() && phrase.organization.is_none() {
                phrase.state = c.state;
                phrase.organization = c.organization;
            }
            phrase.nations.extend(c.nations.iter().copied());
            if c.sector.is_some() && body_sector.is_none() {
                body_sector = c.sector;
            }
            if row.class == "head_of_government" && c.place {
                phrase.class = "governor";
                takes_words = true;
            }
            if row.class == "minister" && !c.only_state && prep != "in" && phrase.office.ends_with("minister")
            {
                takes_words = true;
            }
        }
        if takes_words
            && !c.only_state
            && c.principal.is_none()
            && prep != "in"
            && prep != "from"
            && prep != "with"
        {
            let what = match c.organization {
                Some(r) if !matches!(row.class, "deputy" | "director") => {
                    lexicon.organizations[r as usize].name.to_owned()
                }
                _ => scene.words_of(&c.words),
            };
            phrase.office = format!("{} {prep} {what}", phrase.office);
        }
        phrase.full.end = phrase.full.end.max(c.words.end);
        e = c.words.end;
        if c.principal.is_some() {
            // The person in the complement holds another office.
            phrase.full.end = e;
        }
    }
    holders(scene, &mut phrase, e, first, end);

    let generic = matches!(
        row.class,
        "chief"
            | "director"
            | "chair"
            | "spokesperson"
            | "secretary_general"
            | "leader"
            | "commander"
            | "deputy"
            | "official"
            | "diplomat"
            | "adviser"
            | "party_leader"
            | "executive"
            | "chief_executive"
            | "governor"
            | "officer"
    );
    if let Some(r) = phrase.organization {
        let o = &lexicon.organizations[r as usize];
        if phrase.state.is_none() && !o.state.is_empty() {
            phrase.state = Some(o.state);
        }
        if generic || o.sector == "PTY" {
            phrase.sector = Some(o.sector).filter(|s| !s.is_empty());
        }
    } else if generic && body_sector.is_some() {
        phrase.sector = body_sector;
    }
    if let Some(code) = phrase.state
        && matches!(code, "UNO" | "IGO" | "NGO" | "IMG" | "ISM")
        && phrase.sector == Some("GOV")
    {
        phrase.sector = None;
    }
    if plural && !phrase.holders.is_empty() && phrase.holders.len() == 1 {
        phrase.plural = false;
    }
    phrase
}

/// What stands after an office and a preposition.
struct Complement {
    /// Without the preposition and article.
    words: Range<u32>,
    state: Option<&'static str>,
    organization: Option<u32>,
    nations: Vec<u32>,
    sector: Option<&'static str>,
    principal: Option<u32>,
    /// It is a state's name or capital and nothing else.
    only_state: bool,
    /// It begins with a part of a state.
    place: bool,
}

fn complement(scene: &Scene, phrase: &Phrase, at: u32, end: u32) -> Option<Complement> {
    let (tree, words, lexicon) = (scene.tree, &scene.words, scene.lexicon);
    let lower = |t: u32| words.lower[t as usize].as_str();
    if at + 1 >= end {
        return None;
    }
    let prep = lower(at);
    let takes = match prep {
        "of" | "for" => true,
        "to" => matches!(
            phrase.class,
            "ambassador" | "diplomat" | "adviser" | "official" | "deputy" | "counterpart"
        ),
        "in" => matches!(
            phrase.class,
            "ambassador" | "diplomat" | "spokesperson" | "official" | "executive" | "deputy" | "commander"
        ),
        "at" | "with" | "from" => matches!(
            phrase.class,
            "spokesperson"
                | "director"
                | "academic"
                | "diplomat"
                | "executive"
                | "official"
                | "deputy"
                | "adviser"
                | "journalist"
                | "business"
                | "citizen"
                | "politician"
                | "legislator"
        ),
        _ => false,
    };
    if !takes {
        return None;
    }
    let mut u = at + 1;
    if ["the", "its", "their", "his", "her", "a", "an"].contains(&lower(u)) {
        u += 1;
    }
    // "spoke with the minister for three hours"
    if words_of_time(scene, u, end) {
        return None;
    }
    let start = u;
    let mut c = Complement {
        words: start..start,
        state: None,
        organization: None,
        nations: Vec::new(),
        sector: None,
        principal: None,
        only_state: false,
        place: false,
    };
    let mut spots_only = true;
    let mut count = 0;
    while u < end && u < start + 14 {
        let spot = scene.start_at[u as usize];
        if spot != NONE {
            let s = &scene.spots[spot as usize];
            match s.what {
                What::Person => {
                    // "spokesman for Norvian Foreign Minister Lind": the title before the name is its own.
                    if (prep == "for" || prep == "to" || prep == "of")
                        && (u == start || c.principal.is_none() && !spots_only && prep == "for")
                    {
                        c.principal = Some(spot);
                        u = s.tokens.end;
                    }
                    break;
                }
                What::State(r) | What::Nation(r, _) | What::Capital(r) | What::Seat(r) => {
                    c.state.get_or_insert(lexicon.states[r as usize].code);
                    c.nations.push(spot);
                }
                What::Place(r) => {
                    let p = &lexicon.places[r as usize];
                    if !p.state.is_empty() {
                        c.state.get_or_insert(p.state);
                    }
                    c.place |= u == start;
                    if u == start {
                        spots_only = false;
                    }
                }
                What::Organization(r) => {
                    c.organization.get_or_insert(r);
                    let state = lexicon.organizations[r as usize].state;
                    if !state.is_empty()
                        && c.nations.iter().all(|n| matches!(scene.spots[*n as usize].what, What::Nation(..)))
                    {
                        c.state = Some(state);
                    }
                    spots_only = false;
                }
                What::Named => {
                    if let Some(code) = scene.state_inside(spot) {
                        c.state.get_or_insert(code);
                    }
                    c.sector = c.sector.or(scene.sector_of_name(&s.tokens));
                    spots_only = false;
                }
                What::Site => {
                    c.place |= u == start;
                    spots_only = false;
                }
                _ => spots_only = false,
            }
            if let What::State(r) = s.what
                && matches!(lexicon.states[r as usize].kind, super::lexicon::StateKind::Part)
            {
                c.place |= u == start;
            }
            count += 1;
            u = s.tokens.end;
            continue;
        }
        let word = lower(u);
        if word == "'s" && u > start {
            u += 1;
            continue;
        }
        if matches!(tree.upos(u), Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num) && !is_time(scene, u) {
            // A title opens the next name or phrase.
            if u > start
                && matches!(words.longest_common(lexicon, &lexicon.office_words, u, end), Some((to, _, false)) if scene.person_at(to).is_some())
            {
                if prep == "for" || prep == "to" {
                    let (to, ..) = words.longest_common(lexicon, &lexicon.office_words, u, end)?;
                    c.principal = scene.person_at(to);
                }
                break;
            }
            if let Some((to, values, _)) = words.longest_common(lexicon, &lexicon.group_words, u, end) {
                let g = &lexicon.groups[values[0] as usize];
                if !g.sector.is_empty() && g.sector != "UNK" && !g.what.ends_with("weak") {
                    c.sector = c.sector.or(Some(g.sector));
                }
                u = to;
            } else {
                u += 1;
            }
            spots_only = false;
            continue;
        }
        let joins = ["of", "for", "and", "&", "on", "the", "at", "-", ","].contains(&word);
        let next = u + 1;
        if joins && u > start && next < end {
            let capitals = capital(scene, next) || ["the"].contains(&lower(next));
            let fits = match word {
                "and" | "&" | "," => {
                    capitals
                        && capital(scene, u - 1)
                        && scene.person_at(next).is_none()
                        && (word != "," || phrase.class == "minister")
                        && scene.start_at[next as usize] == NONE
                }
                "the" => true,
                "-" => true,
                "on" | "at" => capitals,
                _ => capitals || matches!(tree.upos(next), Upos::Noun | Upos::Propn | Upos::Adj | Upos::Det),
            };
            if fits {
                u = next;
                continue;
            }
        }
        break;
    }
    while u > start && ["of", "for", "and", "the", "on", "at", "-", ",", "&", "'s"].contains(&lower(u - 1)) {
        u -= 1;
    }
    if u == start {
        return None;
    }
    c.words = start..u;
    c.only_state = count >= 1
        && c.state.is_some()
        && c.nations.first().is_some_and(|n| scene.spots[*n as usize].tokens == c.words);
    if c.state.is_none()
        && let Some(r) = c.organization
    {
        let o = &lexicon.organizations[r as usize];
        c.state = Some(o.state).filter(|s| !s.is_empty());
        c.sector = c.sector.or(Some(o.sector).filter(|s| !s.is_empty()));
    }
    Some(c)
}

/// Whether a number and a unit of time stand there ("three hours").
fn words_of_time(scene: &Scene, t: u32, end: u32) -> bool {
    let unit = |t: u32| {
        let lower = scene.lower(t);
        scene.is_time(t) || matches!(lower, "hour" | "hours" | "minute" | "minutes" | "decade" | "decades")
    };
    (t..end.min(t + 4))
        .take_while(|u| matches!(scene.tree.upos(*u), Upos::Num | Upos::Adj | Upos::Noun))
        .any(unit)
}

fn is_time(scene: &Scene, t: u32) -> bool {
    is_day_word(&scene.words.lower[t as usize])
}

/// Who holds the office: the names right after it, or in apposition before or after.
fn holders(scene: &Scene, phrase: &mut Phrase, e: u32, first: u32, end: u32) {
    let (tree, words) = (scene.tree, &scene.words);
    let lower = |t: u32| words.lower[t as usize].as_str();
    let skip_honorific = |t: u32| if t < end && honorific(lower(t)).is_some() { t + 1 } else { t };
    let mut at = skip_honorific(e);
    if phrase.principal.is_some() && e > phrase.title.end {
        at = u32::MAX;
    }
    // "Foreign Minister (and …) Lind", "Presidents Arvo of Estmark and Lind of Norvia"
    if at < end
        && let Some(spot) = scene.person_at(at)
    {
        let mut spot = spot;
        loop {
            phrase.holders.push(spot);
            let mut u = scene.spots[spot as usize].tokens.end;
            phrase.full.end = phrase.full.end.max(u);
            if u + 1 < end && lower(u) == "of" {
                let n = if lower(u + 1) == "the" { u + 2 } else { u + 1 };
                if n < end && scene.start_at[n as usize] != NONE {
                    let s = &scene.spots[scene.start_at[n as usize] as usize];
                    if let What::State(r) = s.what {
                        if phrase.state.is_none() && !phrase.plural {
                            phrase.state = Some(scene.lexicon.states[r as usize].code);
                            phrase.nations.push(scene.start_at[n as usize]);
                        }
                        u = s.tokens.end;
                        phrase.full.end = phrase.full.end.max(u);
                    }
                }
            }
            if !phrase.plural {
                return;
            }
            let mut n = u;
            while n < end && [",", "and", "&"].contains(&lower(n)) {
                n += 1;
            }
            n = skip_honorific(n);
            match (n > u && n < end).then(|| scene.person_at(n)).flatten() {
                Some(next) if phrase.holders.len() < 8 => spot = next,
                _ => return,
            }
        }
    }
    if phrase.plural {
        return;
    }
    // "Lind, the Norvian foreign minister, said", "Lind, Norvia's foreign minister"
    let start = phrase.full.start;
    if start >= first + 2 && lower(start - 1) == "," {
        let mut comma = start - 1;
        // "Lind, 54, the Norvian foreign minister"
        if comma >= first + 3 && tree.upos(comma - 1) == Upos::Num && lower(comma - 2) == "," {
            comma -= 2;
        }
        let spot = scene.inside[comma as usize - 1];
        if spot != NONE
            && scene.spots[spot as usize].what == What::Person
            && scene.spots[spot as usize].tokens.end == comma
            && !phrase.indefinite_list(scene, start)
            && !capital_title_alone(scene, phrase)
        {
            phrase.holders.push(spot);
            phrase.full.start = scene.spots[spot as usize].tokens.start;
            return;
        }
    }
    // "Lind, who was Norvia's foreign minister"
    if start >= first + 3
        && ["is", "was", "is", "became", "served"].contains(&lower(start - 1))
        && lower(start - 2) == "who"
    {
        let mut end_of_name = start - 2;
        if lower(end_of_name - 1) == "," {
            end_of_name -= 1;
        }
        let spot = if end_of_name > first { scene.inside[end_of_name as usize - 1] } else { NONE };
        if spot != NONE
            && scene.spots[spot as usize].what == What::Person
            && scene.spots[spot as usize].tokens.end == end_of_name
        {
            phrase.former |= lower(start - 1) != "is";
            phrase.holders.push(spot);
            return;
        }
    }
    // "Lind is the foreign minister": by the tree.
    let head = phrase.title.end - 1;
    let of_person = |t: u32| {
        let spot = scene.inside[t as usize];
        (spot != NONE && scene.spots[spot as usize].what == What::Person).then_some(spot)
    };
    // "Lind, a consultant and former Norvian diplomat, was": by the tree.
    let mut up = head;
    for _ in 0..3 {
        match (tree.rel(up), tree.head(up)) {
            (Deprel::Appos, Some(h)) if h < up => {
                if let Some(spot) = of_person(h)
                    && scene.spots[spot as usize].tokens.end < phrase.title.start
                    && !capital_title_alone(scene, phrase)
                {
                    phrase.holders.push(spot);
                    return;
                }
                break;
            }
            (Deprel::Conj, Some(h)) if up == head && phrase.former => up = h,
            _ => break,
        }
    }
    if let Some(subject) = tree.child(head, Deprel::Nsubj)
        && tree
            .child(head, Deprel::Cop)
            .is_some_and(|c| ["is", "was", "been", "'s", "be"].contains(&lower(c)))
        && !phrase.former
    {
        let spot = scene.inside[subject as usize];
        if spot != NONE && scene.spots[spot as usize].what == What::Person {
            if tree.child(head, Deprel::Cop).is_some_and(|c| lower(c) == "was") {
                phrase.former = true;
            }
            phrase.holders.push(spot);
            return;
        }
    }
    // "Norvia's foreign minister, Lind, said"
    if e + 1 < end && lower(e) == "," {
        let mut at = skip_honorific(e + 1);
        // "their host, Norvian President Lind,"
        let nation = scene.start_at.get(at as usize).copied().unwrap_or(NONE);
        if phrase.class == "relation"
            && nation != NONE
            && matches!(scene.spots[nation as usize].what, What::Nation(..))
        {
            at = scene.spots[nation as usize].tokens.end;
        }
        if phrase.class == "relation"
            && let Some((to, _, false)) =
                words.longest_common(scene.lexicon, &scene.lexicon.office_words, at, end)
        {
            at = skip_honorific(to);
        }
        if at < end
            && let Some(spot) = scene.person_at(at)
        {
            let after = scene.spots[spot as usize].tokens.end;
            let closes = after >= end
                || [",", ".", ";", ")", "—", "–", ":"].contains(&lower(after))
                || tree.rel(at) == Deprel::Appos
                || tree
                    .token(at)
                    .head
                    .is_some_and(|h| phrase.title.contains(&h) && tree.rel(at) == Deprel::Appos);
            let named = phrase.definite
                || !phrase.nations.is_empty()
                || phrase.organization.is_some()
                || phrase.indefinite;
            if closes && named {
                phrase.holders.push(spot);
                phrase.full.end = after;
            }
        }
    }
}

/// "…, Foreign Minister" with neither article nor state is more often the next of a list.
fn capital_title_alone(scene: &Scene, phrase: &Phrase) -> bool {
    let next = phrase.title.end;
    (next as usize) < scene.words.lower.len() && scene.person_at(next).is_some()
}

impl Phrase {
    /// "Lind, a minister and …": kept, an indefinite apposition is one too.
    fn indefinite_list(&self, scene: &Scene, start: u32) -> bool {
        // "Arvo, Lind, foreign ministers": the plural was sent away before; a title that opens with "and" is a list.
        scene.words.lower[start as usize] == "and"
    }
}
