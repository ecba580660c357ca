//! What a person typed, read as what is looked for.

use super::words::{Word, forms, words};
use chancery_model::Extent;
use std::fmt::Write;

/// So many words are looked for; a longer query is cut there.
const MOST_WORDS: usize = 64;

/// Words that must stand one after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Each with the forms that will do.
    words: Vec<Vec<String>>,
    /// The last is the beginning of a word.
    prefix: bool,
}

/// A query as it was understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sought {
    /// Of each of these one must be there.
    pub all: Vec<Vec<Term>>,
    /// None of these may be there.
    pub none: Vec<Term>,
    /// Words were left out, because there were too many.
    pub is_cut: bool,
}

enum Item {
    Or,
    Term { term: Term, not: bool },
}

impl Sought {
    /// Reads a query: words, of which all are wanted; "a phrase"; begin*; -without; this OR that. All else is no more than
    /// its letters and digits.
    pub fn read(query: &str) -> Sought {
        let (items, is_cut) = items(query);
        let mut sought = Sought { is_cut, ..Sought::default() };
        let mut joins = false;
        for (at, item) in items.iter().enumerate() {
            let is_wanted = |at: usize| matches!(items.get(at), Some(Item::Term { not: false, .. }));
            match item {
                Item::Or if at > 0 && is_wanted(at - 1) && is_wanted(at + 1) => joins = true,
                Item::Or => sought.all.push(vec![Term { words: vec![vec!["or".into()]], prefix: false }]),
                Item::Term { term, not: true } => sought.none.push(term.clone()),
                Item::Term { term, not: false } => match sought.all.last_mut().filter(|_| joins) {
                    Some(any) => any.push(term.clone()),
                    None => sought.all.push(vec![term.clone()]),
                },
            }
            joins &= matches!(item, Item::Or);
        }
        sought
    }

    /// The words that are wanted, as they are looked for.
    pub fn wanted(&self) -> impl Iterator<Item = &str> {
        let words = self.all.iter().flatten().flat_map(|term| &term.words);
        words.filter_map(|forms| forms.first()).map(String::as_str)
    }

    /// As FTS5's query language has it: words of letters and digits alone, each in quotation marks.
    pub fn expression(&self, states: &[String]) -> String {
        let any = |terms: &[Term]| {
            let terms: Vec<String> = terms.iter().map(Term::expression).collect();
            format!("({})", terms.join(" OR "))
        };
        let all: Vec<String> = self.all.iter().map(|terms| any(terms)).collect();
        let mut out = format!("words : ({})", all.join(" AND "));
        if !self.none.is_empty() {
            out = format!("words : (({}) NOT {})", all.join(" AND "), any(&self.none));
        }
        for state in states {
            let _ = write!(out, " AND states : \"{state}\"");
        }
        out
    }

    /// Where the wanted words stand in a sentence: in order, apart.
    pub fn marks(&self, sentence: &str) -> Vec<Extent> {
        let words = words(sentence);
        let mut marks: Vec<Extent> = Vec::new();
        for at in 0..words.len() {
            let terms = self.all.iter().flatten();
            let longest = terms.filter(|term| term.is_at(&words[at..])).map(|term| term.words.len()).max();
            let Some(last) = longest.and_then(|n| words.get(at + n - 1)) else { continue };
            match marks.last_mut().filter(|mark| mark.end > words[at].start) {
                Some(mark) => mark.end = mark.end.max(last.end),
                None => marks.push(Extent { start: words[at].start, end: last.end }),
            }
        }
        marks
    }
}

impl Term {
    fn is_at(&self, words: &[Word]) -> bool {
        words.len() >= self.words.len()
            && self.words.iter().zip(words).enumerate().all(|(n, (forms, word))| {
                let begins = self.prefix && n + 1 == self.words.len();
                let fits = |form: &String| word.folded == *form || begins && word.folded.starts_with(form);
                forms.iter().any(fits)
            })
    }

    fn expression(&self) -> String {
        let star = if self.prefix { " *" } else { "" };
        match &self.words[..] {
            [forms] => {
                let forms: Vec<String> = forms.iter().map(|form| format!("\"{form}\"{star}")).collect();
                forms.join(" OR ")
            }
            words => {
                let words: Vec<&str> = words.iter().flatten().map(String::as_str).collect();
                format!("\"{}\"{star}", words.join(" "))
            }
        }
    }
}

/// What stands in a query between two others.
struct Piece<'q> {
    written: &'q str,
    /// In quotation marks.
    quoted: bool,
    /// A star follows.
    prefix: bool,
}

impl Piece<'_> {
    /// Its words as a term; one alone, not in quotation marks, has its endings with it. `None` where there are none.
    fn term(&self) -> Option<Term> {
        let words = words(self.written).into_iter().map(|word| word.folded);
        let mut words: Vec<Vec<String>> = words.map(|word| vec![word]).collect();
        if let [only] = &mut words[..]
            && !self.quoted
            && !self.prefix
        {
            *only = forms(&only[0]);
        }
        (!words.is_empty()).then_some(Term { words, prefix: self.prefix })
    }
}

/// The items of a query, and whether there were too many.
fn items(query: &str) -> (Vec<Item>, bool) {
    let mut items = Vec::new();
    let mut room = MOST_WORDS;
    let mut rest = query.trim_start();
    while !rest.is_empty() {
        let bare = rest.strip_prefix('-');
        let (piece, after) = piece(bare.unwrap_or(rest));
        rest = after.trim_start();
        if piece.written == "OR" && !piece.quoted && bare.is_none() {
            items.push(Item::Or);
        } else if let Some(term) = piece.term() {
            match room.checked_sub(term.words.len()) {
                Some(left) => room = left,
                None => return (items, true),
            }
            items.push(Item::Term { term, not: bare.is_some() });
        }
    }
    (items, false)
}

/// The phrase or word that a text begins with, and what follows. A phrase that is never closed runs to the end.
fn piece(text: &str) -> (Piece<'_>, &str) {
    let is_quote = |c: char| matches!(c, '"' | '“' | '”' | '„' | '«' | '»');
    if let Some(inner) = text.strip_prefix(is_quote) {
        let (written, after) = inner.split_at(inner.find(is_quote).unwrap_or(inner.len()));
        let after = after.strip_prefix(is_quote).unwrap_or_default();
        let starred = after.strip_prefix('*');
        return (Piece { written, quoted: true, prefix: starred.is_some() }, starred.unwrap_or(after));
    }
    let end = text.find(|c: char| c.is_whitespace() || is_quote(c)).unwrap_or(text.len());
    let (written, after) = text.split_at(end);
    (Piece { written, quoted: false, prefix: written.ends_with('*') }, after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_read_as_written() {
        let read = |query: &str| Sought::read(query).expression(&[]);
        assert_eq!(read("“Łódź”"), "words : ((\"lodz\"))");
        assert_eq!(
            read("visit -“Wang Yi”"),
            "words : (((\"visit\" OR \"visits\" OR \"visited\" OR \"visiting\")) NOT (\"wang yi\"))"
        );
        assert_eq!(read("canol* \"foreign min\"*"), "words : ((\"canol\" *) AND (\"foreign min\" *))");
        assert_eq!(read("U.S. OR g7"), "words : ((\"u s\" OR \"g7\"))");
    }

    #[test]
    fn what_is_no_word_asks_for_nothing() {
        for query in ["", "  ", "\"", "*", "-", "-\"\"", "🙂", "\0", "\"*\"", "- *", "()"] {
            assert_eq!(Sought::read(query), Sought::default(), "{query:?}");
        }
        assert!(Sought::read("-a -b").all.is_empty());
    }

    #[test]
    fn an_or_with_nothing_to_join_is_a_word() {
        let words = |query: &str| Sought::read(query).wanted().map(str::to_string).collect::<Vec<_>>();
        assert_eq!(words("OR a"), ["or", "a"]);
        assert_eq!(words("a OR -b"), ["a", "or"]);
        assert_eq!(words("a OR b"), ["a", "b"]);
        assert_eq!(Sought::read("a OR b OR c d").all.len(), 2);
    }

    #[test]
    fn a_long_query_is_cut() {
        let sought = Sought::read(&"word ".repeat(2000));
        assert!(sought.is_cut && sought.all.len() == MOST_WORDS);
        assert!(Sought::read(&format!("a \"{}\"", "b ".repeat(5000))).is_cut);
    }

    #[test]
    fn marks_are_the_words_as_they_stand() {
        let text = "Erdoğan visited Łódź, and the visitors left Lodz.";
        let marks = |query: &str| {
            let marks = Sought::read(query).marks(text);
            let word = |m: Extent| {
                text.chars().skip(m.start as usize).take((m.end - m.start) as usize).collect::<String>()
            };
            marks.into_iter().map(word).collect::<Vec<_>>()
        };
        assert_eq!(marks("visit lodz"), ["visited", "Łódź", "Lodz"]);
        assert_eq!(marks("visit*"), ["visited", "visitors"]);
        assert_eq!(marks("\"visited lodz\" -left"), ["visited Łódź"]);
        assert_eq!(marks("\"the vis\"* visitors"), ["the visitors"]);
        assert!(marks("\"visit\"").is_empty());
    }
}
