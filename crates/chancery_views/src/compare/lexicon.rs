//! The words of `lexicons/compare.tsv`, and where a passage holds them.

use super::words::{Word, stem, words};
use chancery_model::CharSpan;
use chancery_model::table::rows;
use std::collections::HashMap;
use std::sync::LazyLock;

/// What words of the table tell; its header says what each class is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Class {
    Topic,
    Standing,
    Hedge,
    Scope,
    Bound,
    Tone,
    Asked,
    Jointly,
    Wording,
    Background,
    Common,
}

impl Class {
    fn read(name: &str) -> Option<Class> {
        Some(match name {
            "topic" => Class::Topic,
            "standing" => Class::Standing,
            "hedge" => Class::Hedge,
            "scope" => Class::Scope,
            "bound" => Class::Bound,
            "tone" => Class::Tone,
            "asked" => Class::Asked,
            "jointly" => Class::Jointly,
            "wording" => Class::Wording,
            "background" => Class::Background,
            "common" => Class::Common,
            _ => return None,
        })
    }

    /// Whether its words are found in all their forms.
    fn by_stem(self) -> bool {
        matches!(self, Class::Topic | Class::Standing | Class::Tone | Class::Background | Class::Common)
    }
}

/// A line of the table.
#[derive(Debug)]
pub(super) struct Entry {
    pub class: Class,
    pub value: &'static str,
    pub variant: &'static str,
    /// Stems, or words as written; "…" stands for up to five words.
    form: Vec<String>,
    written: Vec<String>,
}

/// Words of the table found in a passage.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit {
    pub entry: &'static Entry,
    /// Its words, as indices into the words searched; end-exclusive.
    pub words: (usize, usize),
    pub span: CharSpan,
}

/// The table.
pub(super) struct Lexicon {
    /// By class and the first word's form, the longest first.
    by_first: HashMap<(Class, String), Vec<Entry>>,
}

const TABLE: &str = include_str!("../../../../lexicons/compare.tsv");
const GAP: &str = "…";
const WIDEST_GAP: usize = 5;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut by_first: HashMap<(Class, String), Vec<Entry>> = HashMap::new();
    for cells in rows(TABLE) {
        let [class, value, variant, term, _] = cells[..] else { continue };
        let Some(class) = Class::read(class) else { continue };
        let written: Vec<String> = term
            .split(' ')
            .flat_map(|part| match part {
                GAP => vec![GAP.to_owned()],
                part if part.starts_with('=') => vec![part.to_lowercase()],
                part => words(part).into_iter().map(|word| word.folded).collect(),
            })
            .collect();
        let form =
            |word: &String| if class.by_stem() && !word.starts_with('=') { stem(word) } else { word.clone() };
        let form: Vec<String> = written.iter().map(form).collect();
        let Some(first) = form.first() else { continue };
        by_first.entry((class, first.clone())).or_default().push(Entry {
            class,
            value,
            variant,
            form,
            written,
        });
    }
    for entries in by_first.values_mut() {
        entries.sort_by(|a, b| (b.form.len(), &a.written).cmp(&(a.form.len(), &b.written)));
    }
    Lexicon { by_first }
});

impl Lexicon {
    /// The table that ships with the program.
    pub fn get() -> &'static Lexicon {
        &LEXICON
    }

    /// Where the words of a class stand, in order, apart; the longest at each place, and of two equally long the one
    /// whose form is as written.
    pub fn find(&'static self, class: Class, within: &[Word]) -> Vec<Hit> {
        let mut out = Vec::new();
        let mut at = 0;
        while at < within.len() {
            match self.at(class, within, at) {
                Some(hit) => {
                    at = hit.words.1;
                    out.push(hit);
                }
                None => at += 1,
            }
        }
        out
    }

    fn at(&'static self, class: Class, within: &[Word], at: usize) -> Option<Hit> {
        let first = &within[at];
        let key = if class.by_stem() { first.stem.clone() } else { first.folded.clone() };
        let mut best: Option<(usize, bool, &Entry)> = None;
        for entry in self.by_first.get(&(class, key))? {
            let Some(end) = entry.end(within, at) else { continue };
            let exact = entry.written.first() == Some(&first.folded);
            if best.is_none_or(|(e, x, _)| (end, exact) > (e, x)) {
                best = Some((end, exact, entry));
            }
        }
        let (end, _, entry) = best?;
        // "May" in the middle of a sentence is a month.
        if class == Class::Hedge && first.capital && at > 0 {
            return None;
        }
        let span = CharSpan::new(first.span.start, within[end - 1].span.end);
        Some(Hit { entry, words: (at, end), span })
    }
}

impl Entry {
    /// Whether many matters of one meeting fall under a topic.
    pub fn is_broad(&self) -> bool {
        self.class == Class::Topic && self.variant == "broad"
    }

    /// One past the last word, where the words from `at` on are these.
    fn end(&self, within: &[Word], at: usize) -> Option<usize> {
        let is = |form: &str, word: &Word| match form.strip_prefix('=') {
            Some(exact) => word.folded == exact,
            None if self.class.by_stem() => word.stem == form,
            None => word.folded == form,
        };
        let mut here = at;
        let mut gap = false;
        for form in &self.form {
            if form == GAP {
                gap = true;
                continue;
            }
            let reach = if gap { WIDEST_GAP } else { 0 };
            here = (here..=here + reach).find(|n| within.get(*n).is_some_and(|word| is(form, word)))? + 1;
            gap = false;
        }
        Some(here)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every line's words are found in its example, where the braces say, with its class and value.
    #[test]
    fn every_line_reads_its_own_example() {
        let mut wrong = Vec::new();
        let mut lines = 0;
        for row in rows(TABLE) {
            let [class, value, variant, _, example] = row[..] else { panic!("five cells: {row:?}") };
            let class = Class::read(class).unwrap_or_else(|| panic!("no class: {row:?}"));
            let (open, close) = (example.find('{').expect(example), example.rfind('}').expect(example));
            let start = example[..open].chars().count() as u32;
            let inside = &example[open..close];
            let length = inside.chars().filter(|c| !matches!(c, '{' | '}')).count() as u32;
            let plain = example.replace(['{', '}'], "");
            let found = Lexicon::get().find(class, &words(&plain));
            let span = CharSpan::new(start, start + length);
            let same =
                |hit: &Hit| hit.entry.value == value && hit.entry.variant == variant && hit.span == span;
            if !found.iter().any(same) {
                wrong.push(format!(
                    "{row:?}\n  found {:?}",
                    found.iter().map(|h| (h.entry.value, h.span)).collect::<Vec<_>>()
                ));
            }
            lines += 1;
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert!(lines > 500);
    }

    #[test]
    fn the_table_is_sorted_within_its_classes_and_holds_nothing_twice() {
        let keys: Vec<(String, String)> =
            rows(TABLE).map(|cells| (cells[0].to_owned(), cells[3].to_lowercase())).collect();
        let mut once = keys.clone();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), keys.len());
    }

    #[test]
    fn a_month_is_no_hedge_and_a_longer_name_wins() {
        let find = |class, text: &str| -> Vec<&str> {
            Lexicon::get().find(class, &words(text)).iter().map(|hit| hit.entry.value).collect()
        };
        assert!(find(Class::Hedge, "They will meet in May.").is_empty());
        assert_eq!(find(Class::Hedge, "They may meet."), ["possible"]);
        assert_eq!(find(Class::Standing, "They will meet."), ["planned"]);
        assert_eq!(find(Class::Standing, "They are willing."), ["wished"]);
        assert_eq!(find(Class::Topic, "a detained citizen"), ["consular cases"]);
    }
}
