//! The words of `lexicons/statements.tsv` and `lexicons/topics.tsv`.

use crate::text;
use chancery_model::StatementKind;
use chancery_model::table::{list, rows};
use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

const STATEMENTS: &str = include_str!("../../../../lexicons/statements.tsv");
const TOPICS: &str = include_str!("../../../../lexicons/topics.tsv");

/// Where words are sought, beside the cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// What was said.
    Content,
    /// A sentence of a later report.
    Later,
    /// The sentence around: the public listened.
    Audience,
}

/// What an entry says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    /// No statement.
    None,
    /// A statement of this kind; of [`StatementKind::Position`] where what was said shows no other.
    Kind(StatementKind),
    /// A position, whatever was said.
    Opinion,
    /// A position, or a commitment where that is said.
    News,
    /// "Will" that promises nothing.
    Idle,
    /// Something became of a promise.
    Outcome(Outcome),
    /// The public listened.
    Audience,
}

/// What later words say of a promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub(super) enum Outcome {
    /// It was kept.
    Kept,
    /// It was not.
    Broken,
    /// The thing that follows was not done: broken, where that was promised.
    Undone,
    /// It was taken back.
    Withdrawn,
}

/// One place of an entry's words.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Slot {
    /// One of these words.
    Word(BTreeSet<String>),
    /// Up to [`GAP`] words.
    Gap,
}

/// Words that a `~` may stand for.
const GAP: usize = 3;

/// Words of an entry, in order.
#[derive(Clone, Debug)]
struct Phrase(Vec<Slot>);

impl Phrase {
    fn read(words: &str) -> Phrase {
        let slot = |word: &str| match word {
            "~" => Slot::Gap,
            word => Slot::Word(word.split('/').flat_map(forms).collect()),
        };
        Phrase(words.split(' ').filter(|w| !w.is_empty()).map(slot).collect())
    }

    /// Where the phrase ends that begins at `at`; `None` where it does not stand there.
    fn end(&self, words: &[String], at: usize) -> Option<usize> {
        fn rest(slots: &[Slot], words: &[String], at: usize) -> Option<usize> {
            match slots.split_first() {
                None => Some(at),
                Some((Slot::Word(forms), after)) => {
                    forms.contains(words.get(at)?).then(|| rest(after, words, at + 1)).flatten()
                }
                Some((Slot::Gap, after)) => (0..=GAP).find_map(|skip| rest(after, words, at + skip)),
            }
        }
        rest(&self.0, words, at)
    }

    fn is_in(&self, words: &[String]) -> bool {
        (0..words.len()).any(|at| self.end(words, at).is_some())
    }
}

/// All forms of a word: itself, or of `word+` those that a regular word has.
fn forms(word: &str) -> Vec<String> {
    let Some(base) = word.strip_suffix('+') else { return vec![word.to_owned()] };
    let mut out = vec![base.to_owned(), format!("{base}s"), format!("{base}es")];
    match (base.strip_suffix('e'), base.strip_suffix('y')) {
        (Some(stem), _) => out.extend([format!("{base}d"), format!("{stem}ing")]),
        (_, Some(stem)) => {
            out.extend([
                format!("{stem}ies"),
                format!("{stem}ied"),
                format!("{base}ing"),
                format!("{base}ed"),
            ]);
        }
        _ => out.extend([format!("{base}ed"), format!("{base}ing")]),
    }
    if let Some(last) = base.chars().last().filter(|c| "bdgklmnprt".contains(*c)) {
        out.extend([format!("{base}{last}ed"), format!("{base}{last}ing")]);
    }
    out
}

/// One line of a lexicon.
struct Entry<T> {
    says: T,
    phrase: Phrase,
    not: Vec<Phrase>,
    #[cfg(test)]
    example: &'static str,
}

/// Entries by each word that may come first.
struct Table<T> {
    entries: Vec<Entry<T>>,
    first: HashMap<String, Vec<usize>>,
}

impl<T: Copy> Table<T> {
    fn of(entries: Vec<Entry<T>>) -> Table<T> {
        let mut first: HashMap<String, Vec<usize>> = HashMap::new();
        for (n, entry) in entries.iter().enumerate() {
            if let Some(Slot::Word(forms)) = entry.phrase.0.first() {
                for form in forms {
                    first.entry(form.clone()).or_default().push(n);
                }
            }
        }
        Table { entries, first }
    }

    /// What stands in the words: entry, first word and the one past the last; in order of place, then of the lexicon.
    fn found<'t>(&'t self, words: &'t [String]) -> impl Iterator<Item = (&'t Entry<T>, usize, usize)> {
        words.iter().enumerate().flat_map(move |(at, word)| {
            let here = self.first.get(word).into_iter().flatten();
            here.filter_map(move |n| {
                let entry = &self.entries[*n];
                let end = entry.phrase.end(words, at)?;
                (!entry.not.iter().any(|not| not.is_in(words))).then_some((entry, at, end))
            })
        })
    }
}

/// A match of the lexicon of statements: what it says, its first word and the one past its last.
pub(super) type Found = (Class, usize, usize);

/// Both lexicons.
pub(super) struct Lexicon {
    cue: Table<Class>,
    content: Table<Class>,
    later: Table<Class>,
    audience: Table<Class>,
    topics: Table<(usize, &'static str)>,
}

static EMBEDDED: LazyLock<Lexicon> = LazyLock::new(|| Lexicon {
    cue: Table::of(entries("cue")),
    content: Table::of(entries("content")),
    later: Table::of(entries("later")),
    audience: Table::of(entries("audience")),
    topics: Table::of(topics()),
});

impl Lexicon {
    /// The lexicons that ship with the program.
    pub fn embedded() -> &'static Lexicon {
        &EMBEDDED
    }

    /// What stands in folded words.
    pub fn find(&self, part: Part, words: &[String]) -> Vec<Found> {
        let table = match part {
            Part::Content => &self.content,
            Part::Later => &self.later,
            Part::Audience => &self.audience,
        };
        table.found(words).map(|(entry, start, end)| (entry.says, start, end)).collect()
    }

    /// What a cue says, with the first words of what was said: the longest entry, the first of the lexicon among equals.
    pub fn cue(&self, cue: &[String], content: &[String]) -> Option<Class> {
        let mut words = cue.to_vec();
        words.push(":".to_owned());
        words.extend(content.iter().take(3).cloned());
        let found = self.cue.found(&words).filter(|(_, start, _)| *start < cue.len());
        let best = found.map(|(entry, start, end)| (entry.says, entry.phrase.0.len(), start, end));
        // "Expressed regret": the noun says more than its verb.
        best.max_by_key(|(says, length, start, _)| {
            let plain = matches!(says, Class::Kind(StatementKind::Position) | Class::News);
            (*says == Class::None, *length, !plain, std::cmp::Reverse(*start))
        })
        .map(|(says, ..)| says)
    }

    /// The topic of most of the words; of topics with as many, the more particular.
    pub fn topic(&self, words: &[String]) -> Option<&'static str> {
        let mut counts: HashMap<(usize, &'static str), BTreeSet<usize>> = HashMap::new();
        for (entry, start, end) in self.topics.found(words) {
            counts.entry(entry.says).or_default().extend(start..end);
        }
        let best = counts.into_iter().max_by_key(|((rank, _), at)| (at.len(), std::cmp::Reverse(*rank)));
        best.map(|((_, topic), _)| topic)
    }
}

/// Folded words, hyphens and apostrophes kept inside of them.
pub(super) fn words(text: &str) -> Vec<String> {
    let folded = text::fold(text);
    let split = folded.split(|c: char| !c.is_alphanumeric() && c != '-' && c != '\'');
    let trimmed = split.map(|w| w.trim_matches(['-', '\'']));
    // "Norvia's": the name.
    let whole = trimmed.map(|w| w.strip_suffix("'s").filter(|w| *w != "let").unwrap_or(w));
    whole.filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

fn entry<T>(says: T, phrase: &str, not: &str, _example: &'static str) -> Entry<T> {
    Entry {
        says,
        phrase: Phrase::read(phrase),
        not: list(not).map(Phrase::read).collect(),
        #[cfg(test)]
        example: _example,
    }
}

fn entries(part: &str) -> Vec<Entry<Class>> {
    rows(STATEMENTS)
        .filter_map(|cells| match cells[..] {
            [of, says, phrase, not, example] if of == part => Some(entry(class(says)?, phrase, not, example)),
            _ => None,
        })
        .collect()
}

fn class(word: &str) -> Option<Class> {
    Some(match word {
        "none" => Class::None,
        "opinion" => Class::Opinion,
        "news" => Class::News,
        "idle" => Class::Idle,
        "audience" => Class::Audience,
        "kept" => Class::Outcome(Outcome::Kept),
        "broken" => Class::Outcome(Outcome::Broken),
        "undone" => Class::Outcome(Outcome::Undone),
        "withdrawn" => Class::Outcome(Outcome::Withdrawn),
        kind => Class::Kind(StatementKind::ALL.into_iter().find(|k| k.as_str() == kind)?),
    })
}

fn topics() -> Vec<Entry<(usize, &'static str)>> {
    let mut names: Vec<&'static str> = Vec::new();
    let mut out = Vec::new();
    for cells in rows(TOPICS).skip(1) {
        let [topic, phrase, not, example] = cells[..] else { continue };
        if !names.contains(&topic) {
            names.push(topic);
        }
        out.push(entry((names.len(), topic), phrase, not, example));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text in the first and in the second pair of braces, and what follows the first.
    fn braces(example: &str) -> (&str, Option<&str>, &str) {
        let mut parts = example.split(['{', '}']);
        let (_, first, after) = (parts.next(), parts.next().unwrap_or(""), parts.next().unwrap_or(""));
        (first, parts.next(), after)
    }

    #[test]
    fn every_entry_for_a_cue_is_found_in_its_example() {
        let lexicon = Lexicon::embedded();
        let mut wrong = Vec::new();
        for entry in &lexicon.cue.entries {
            let (cue, second, after) = braces(entry.example);
            let said = second.unwrap_or(after);
            let (cue, said) = (words(cue), words(said));
            let found = lexicon.cue(&cue, &said);
            let mut all = cue.clone();
            all.push(":".into());
            all.extend(said.into_iter().take(3));
            if found != Some(entry.says) || !entry.phrase.is_in(&all) {
                wrong.push(format!("{found:?} {}", entry.example));
            }
        }
        assert!(wrong.is_empty(), "{} entries:\n{}", wrong.len(), wrong.join("\n"));
    }

    #[test]
    fn every_other_entry_is_found_in_its_example() {
        let lexicon = Lexicon::embedded();
        let mut wrong = Vec::new();
        for (part, table) in [
            (Part::Content, &lexicon.content),
            (Part::Later, &lexicon.later),
            (Part::Audience, &lexicon.audience),
        ] {
            for entry in &table.entries {
                let words = words(braces(entry.example).0);
                if !entry.phrase.is_in(&words)
                    || !lexicon.find(part, &words).iter().any(|(says, ..)| *says == entry.says)
                {
                    wrong.push(entry.example);
                }
            }
        }
        assert!(wrong.is_empty(), "{} entries:\n{}", wrong.len(), wrong.join("\n"));
    }

    #[test]
    fn every_word_of_a_topic_gives_it() {
        let lexicon = Lexicon::embedded();
        let mut wrong = Vec::new();
        for entry in &lexicon.topics.entries {
            let words = words(entry.example);
            if lexicon.topic(&words) != Some(entry.says.1) || !entry.phrase.is_in(&words) {
                wrong.push(format!("{:?} {}", lexicon.topic(&words), entry.example));
            }
        }
        assert!(wrong.is_empty(), "{} entries:\n{}", wrong.len(), wrong.join("\n"));
    }

    #[test]
    fn no_entry_stands_twice() {
        let mut seen = BTreeSet::new();
        for mut key in rows(STATEMENTS).chain(rows(TOPICS)) {
            key.truncate(3);
            assert!(seen.insert(key.clone()), "{key:?}");
        }
        assert!(Lexicon::embedded().content.entries.len() > 200);
    }

    #[test]
    fn words_that_mean_another_thing_give_no_topic() {
        let topic = |text: &str| Lexicon::embedded().topic(&words(text));
        assert_eq!(topic("It was a trial balloon."), Some("security"));
        assert_eq!(topic("The West Bank was on his mind."), Some("territory"));
        assert_eq!(topic("Think tanks wrote about it."), None);
        assert_eq!(topic("He came with open arms."), None);
        assert_eq!(topic("There was no conflict of interest."), None);
    }
}
