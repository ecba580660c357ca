//! The pattern language: what an event pattern says, and the library of them in `patterns/`.
//!
//! A pattern file holds one kind of event: the *thing* (`event`), what it means (`about`), lines that match (`match`),
//! what forbids a match (`except`), and its own tests (`codes`, `silent`). `patterns/README.md` is the manual.

mod check;
mod library;
mod parse;

pub use check::{CheckOutcome, PUBLISHED, check};
pub use library::Library;
pub use parse::{PatternError, parse};

use chancery_model::{CameoCode, EventType, MentionKind};

/// One pattern file.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// Folder and file without extension: `consult/phone-call`.
    pub name: String,
    /// What it means, for a person.
    pub about: String,
    /// The lines that match.
    pub lines: Vec<Line>,
    /// A match is void where one of these holds.
    pub excepts: Vec<Condition>,
    /// Sentences that it codes.
    pub codes: Vec<Example>,
    /// Sentences in which no event of any pattern may be found.
    pub silent: Vec<(u32, String)>,
}

/// What happens when a line matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thing {
    /// PLOVER type of the thing as such, before status.
    pub event_type: EventType,
    /// PLOVER mode.
    pub mode: Option<&'static str>,
    /// CAMEO code.
    pub cameo: CameoCode,
    /// PLOVER contexts beyond those of the code.
    pub contexts: Vec<String>,
    /// How its sides stand to each other.
    pub sides: Sides,
}

/// How the sides of an event stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sides {
    /// From source to target.
    Directed,
    /// Each side is both (a meeting, a call, an agreement).
    Both,
    /// Two events, one each way, where the words name both at once ("traded fire", "accused each other").
    Mutual,
}

/// A line that matches.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its number in the file.
    pub number: u32,
    /// What it means.
    pub thing: Thing,
    /// The word it hangs on.
    pub anchor: Anchor,
    /// What must hold around that word.
    pub conditions: Vec<Condition>,
}

/// The word that a line hangs on.
#[derive(Clone, Debug)]
pub struct Anchor {
    /// Its part of speech.
    pub class: WordClass,
    /// Its lemmas; a particle after `_` ("pull_out").
    pub lemmas: Vec<(Box<str>, Option<Box<str>>)>,
}

/// Part of speech of an anchor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WordClass {
    /// A verb, in any voice and form.
    Verb,
    /// An event noun.
    Noun,
    /// A predicative adjective ("is ready to").
    Adj,
}

/// Something that must (or must not) hold.
#[derive(Clone, Debug)]
pub enum Condition {
    /// An argument of one of the roles.
    Slot {
        /// Any of these.
        roles: Vec<Role>,
        /// What fills it.
        filler: Filler,
        /// It need not be there.
        optional: bool,
        /// It must not be there.
        negated: bool,
    },
    /// One of the phrases stands in the clause.
    Phrase {
        /// Words in lower case, each a lemma or a form.
        any: Vec<Vec<Box<str>>>,
        /// It must not be there.
        negated: bool,
    },
}

/// How an argument hangs on the anchor, passives and relatives undone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    /// Who does it.
    Subj,
    /// To whom or what it is done.
    Obj,
    /// To whom something is given or told.
    Iobj,
    /// Possessor or nationality word of a noun ("China's visit", "the Chinese visit", "its visit").
    Poss,
    /// Infinitive or participle complement ("agreed *to send*").
    Xcomp,
    /// Clause complement ("said *that…*").
    Ccomp,
    /// Adverbial clause.
    Advcl,
    /// Noun that stands before a noun ("*peace* talks").
    Compound,
    /// Adjective of a noun.
    Amod,
    /// The speaker in whose words it stands.
    Speaker,
    /// An auxiliary.
    Aux,
    /// An argument of the complement clause ("refused to accept *their offer*", "demanded that *they* leave").
    Inside,
    /// A noun or clause marked by that preposition.
    Prep(Box<str>),
}

/// What fills a slot.
#[derive(Clone, Debug)]
pub enum Filler {
    /// An actor who is the source.
    Source(ActorTest),
    /// An actor who is the target.
    Target(ActorTest),
    /// Any actor, no side of the event.
    Actor(ActorTest),
    /// One of these words.
    Words(WordSet),
    /// Anything.
    Any,
}

/// Which actors fit; empty lists let all pass.
#[derive(Clone, Debug, Default)]
pub struct ActorTest {
    /// Kinds of mention.
    pub kinds: Vec<MentionKind>,
    /// Kinds that do not fit.
    pub not_kinds: Vec<MentionKind>,
    /// PLOVER sectors.
    pub sectors: Vec<String>,
    /// PLOVER sectors that do not fit.
    pub not_sectors: Vec<String>,
    /// Only an actor named by the slot's own words, not one that merely modifies them ("China" in "China's policy").
    pub direct: bool,
}

/// A set of words: lemmas, or several words of which the last is the head.
#[derive(Clone, Debug, Default)]
pub struct WordSet {
    /// Single lemmas, sorted.
    pub single: Vec<Box<str>>,
    /// Several words.
    pub several: Vec<Vec<Box<str>>>,
}

impl WordSet {
    /// Whether the set holds the lemma.
    pub fn has(&self, lemma: &str) -> bool {
        self.single.binary_search_by(|one| (**one).cmp(lemma)).is_ok()
    }
}

/// A sentence that a pattern codes, and how.
#[derive(Clone, Debug)]
pub struct Example {
    /// Its line in the file.
    pub number: u32,
    /// The sentence.
    pub sentence: String,
    /// What must be among the claims.
    pub expected: Vec<Expected>,
}

/// One expected claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    /// Codes of the source, sorted.
    pub source: Vec<String>,
    /// Codes of the target, sorted.
    pub target: Vec<String>,
    /// PLOVER type.
    pub event_type: EventType,
    /// Mode, where the line gives one.
    pub mode: Option<String>,
    /// Status.
    pub status: chancery_model::Status,
    /// The type of what is planned, where the line gives one.
    pub plans: Option<EventType>,
    /// First day, where the line gives one.
    pub date: Option<chancery_model::Day>,
    /// It stands in somebody's words only.
    pub said: bool,
}
