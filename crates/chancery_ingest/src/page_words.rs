//! The table of words by which pages tell what their elements hold (`lexicons/page_words.tsv`).

use aho_corasick::AhoCorasick;
use chancery_model::RemovalReason;
use chancery_model::table::rows;
use std::sync::LazyLock;

const TABLE: &str = include_str!("../../../lexicons/page_words.tsv");

/// The words of the table, and the group of each.
pub(crate) struct Words {
    finder: AhoCorasick,
    groups: Vec<u8>,
    names: Vec<&'static str>,
}

/// The words in names of elements.
pub(crate) static NAMES: LazyLock<Words> = LazyLock::new(|| words(false));
/// The words in short lines.
pub(crate) static LINES: LazyLock<Words> = LazyLock::new(|| words(true));

#[allow(clippy::expect_used)] // a table of our own, compiled in the tests
fn words(says: bool) -> Words {
    let rows = rows(TABLE).filter_map(|cells| match cells[..] {
        [group, word] => Some((group, word)),
        _ => None,
    });
    let mut names: Vec<&'static str> = Vec::new();
    let mut patterns = Vec::new();
    let mut groups = Vec::new();
    for (group, word) in rows.filter(|(g, _)| g.starts_with("says_") == says) {
        let n = names.iter().position(|n| *n == group).unwrap_or_else(|| {
            names.push(group);
            names.len() - 1
        });
        patterns.push(word.strip_prefix('=').map_or(word.to_owned(), |w| format!(" {w} ")));
        groups.push(n as u8);
    }
    let finder = AhoCorasick::new(&patterns).expect("a valid table");
    Words { finder, groups, names }
}

impl Words {
    /// The bits of groups.
    fn bits(&self, groups: &[&str]) -> u32 {
        self.names
            .iter()
            .enumerate()
            .filter(|(_, n)| groups.contains(n))
            .fold(0, |mask, (n, _)| mask | 1 << n)
    }

    /// The groups of which a word is found in names or a line, as bits.
    pub(crate) fn of(&self, text: &str) -> u32 {
        self.finder
            .find_overlapping_iter(text)
            .fold(0, |mask, m| mask | 1 << self.groups[m.pattern().as_usize()])
    }
}

/// Names in small letters, every hump and sign a space, with a space at both ends.
pub(crate) fn spread(names: &str, out: &mut String) {
    out.push(' ');
    let mut low = false;
    for c in names.chars() {
        if c.is_ascii_lowercase() {
            out.push(c);
            low = true;
        } else if c.is_alphanumeric() {
            if c.is_uppercase() && low {
                out.push(' ');
            }
            low = c.is_lowercase();
            out.extend(c.to_lowercase());
        } else {
            low = false;
            if !out.ends_with(' ') {
                out.push(' ');
            }
        }
    }
    if !out.ends_with(' ') {
        out.push(' ');
    }
}

/// Groups of words in names of elements.
pub(crate) const GROUPS: usize = 20;
/// Groups of words in short lines.
pub(crate) const SAYS: usize = 7;
/// The bits of the groups that do not speak against the main text, and of the one that speaks most for it.
pub(crate) static FAIR: LazyLock<u32> =
    LazyLock::new(|| NAMES.bits(&["body", "article", "main", "lead", "title", "list"]));
pub(crate) static BODY: LazyLock<u32> = LazyLock::new(|| NAMES.bits(&["body"]));

/// Why an element is not of the main text, by the bits of groups of words in its names, the most telling first.
static REASONS: LazyLock<[(u32, RemovalReason); 10]> =
    LazyLock::new(|| REASONS_BY_NAME.map(|(group, why)| (NAMES.bits(&[group]), why)));
const REASONS_BY_NAME: [(&str, RemovalReason); 10] = [
    ("share", RemovalReason::Share),
    ("notice", RemovalReason::Notice),
    ("ad", RemovalReason::Notice),
    ("caption", RemovalReason::Caption),
    ("related", RemovalReason::Related),
    ("meta", RemovalReason::Byline),
    ("tags", RemovalReason::Navigation),
    ("nav", RemovalReason::Navigation),
    ("foot", RemovalReason::Navigation),
    ("head", RemovalReason::Navigation),
];

/// Why an element of these groups is not of the main text, as far as they tell.
pub(crate) fn reason(groups: u32) -> Option<RemovalReason> {
    REASONS.iter().find(|(group, _)| groups & group != 0).map(|(_, why)| *why)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(words: &Words, text: &str) -> Vec<&'static str> {
        let mut line = String::new();
        spread(text, &mut line);
        let mask = words.of(&line);
        words.names.iter().enumerate().filter(|(n, _)| mask >> n & 1 != 0).map(|(_, name)| *name).collect()
    }

    #[test]
    fn groups_are_as_many_as_the_measures_take() {
        assert_eq!((NAMES.names.len(), LINES.names.len()), (GROUPS, SAYS));
    }

    #[test]
    fn names_are_read_word_by_word() {
        assert_eq!(groups(&NAMES, "articleBody"), ["body", "article"]);
        assert_eq!(groups(&NAMES, "c-share-buttons js_ad"), ["share", "ad"]);
        // Neither a shadow nor a shareholder.
        assert_eq!(groups(&NAMES, "shadow"), [""; 0]);
        assert_eq!(groups(&LINES, "Read more: talks in Arvik"), ["says_more"]);
        assert_eq!(groups(&LINES, "Foto: dpa"), ["says_credit"]);
    }
}
