//! Quotation marks: which words stand between them.

use crate::tree::Tree;
use std::ops::Range;

/// Words between an opening mark and its closing one, or the end of the paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Region {
    /// The tokens, marks included.
    pub tokens: Range<u32>,
    /// Its closing mark is there.
    pub closed: bool,
    /// Number of its paragraph.
    pub paragraph: u32,
}

/// All regions of a text, in order and apart.
pub(super) struct Marks {
    pub regions: Vec<Region>,
    /// For each token, its paragraph: lines of text are paragraphs.
    pub paragraph: Vec<u32>,
    /// For each token, one more than its region; 0 where there is none.
    of: Vec<u32>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Double,
    Single,
}

impl Marks {
    pub fn new(tree: &Tree) -> Marks {
        let n = tree.len();
        let mut paragraph = vec![0u32; n as usize];
        let mut number = 0;
        let mut at = 0usize;
        for t in 0..n {
            let token = tree.token(t);
            let gap = tree.text.get(at..token.start as usize).unwrap_or_default();
            if t > 0 && gap.contains(['\n', '\r', '\u{2029}']) {
                number += 1;
            }
            at = token.end as usize;
            paragraph[t as usize] = number;
        }
        let mut regions: Vec<Region> = Vec::new();
        let mut open: Option<(u32, Kind)> = None;
        for t in 0..n {
            if let Some((s, kind)) = open
                && paragraph[s as usize] != paragraph[t as usize]
            {
                // A single mark that is not closed was an apostrophe.
                if kind == Kind::Double {
                    regions.push(Region { tokens: s..t, closed: false, paragraph: paragraph[s as usize] });
                }
                open = None;
            }
            let Some((kind, opens, closes)) = sides(tree, t) else { continue };
            match open {
                None if opens && (kind == Kind::Double || closes_later(tree, &paragraph, t)) => {
                    open = Some((t, kind))
                }
                Some((s, of)) if of == kind && closes => {
                    regions.push(Region { tokens: s..t + 1, closed: true, paragraph: paragraph[s as usize] });
                    open = None;
                }
                // A new opening mark inside an open double one: the first was never closed.
                Some((s, Kind::Double))
                    if kind == Kind::Double && opens && matches!(tree.word(t), "“" | "``") =>
                {
                    regions.push(Region { tokens: s..t, closed: false, paragraph: paragraph[s as usize] });
                    open = Some((t, kind));
                }
                _ => {}
            }
        }
        if let Some((s, Kind::Double)) = open {
            regions.push(Region { tokens: s..n, closed: false, paragraph: paragraph[s as usize] });
        }
        let mut of = vec![0u32; n as usize];
        for (i, region) in regions.iter().enumerate() {
            of[region.tokens.start as usize..region.tokens.end as usize].fill(i as u32 + 1);
        }
        Marks { regions, paragraph, of }
    }

    /// The region that holds `t`.
    pub fn at(&self, t: u32) -> Option<usize> {
        let i = *self.of.get(t as usize)?;
        (i > 0).then(|| i as usize - 1)
    }

    /// Whether a region ends with `t`.
    pub fn closes_at(&self, t: u32) -> bool {
        self.at(t).is_some_and(|i| self.regions[i].tokens.end == t + 1)
    }

    /// Whether nine tenths of the words of `content` stand in quotation marks.
    pub fn all_inside(&self, tree: &Tree, content: &[Range<u32>]) -> bool {
        let (mut inside, mut all) = (0, 0);
        for t in content.iter().cloned().flatten() {
            if tree.word(t).contains(char::is_alphanumeric) {
                all += 1;
                inside += u32::from(self.at(t).is_some());
            }
        }
        all > 0 && inside * 10 >= all * 9
    }
}

/// The kind of mark that `t` is, and whether it can open and close.
fn sides(tree: &Tree, t: u32) -> Option<(Kind, bool, bool)> {
    let token = tree.token(t);
    let before = tree.text.get(..token.start as usize).and_then(|s| s.chars().next_back());
    let after = tree.text.get(token.end as usize..).and_then(|s| s.chars().next());
    let free = |c: Option<char>| {
        c.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '—' | '–' | '-' | '…'))
    };
    let end = |c: Option<char>| {
        c.is_none_or(|c| {
            c.is_whitespace() || matches!(c, ')' | ']' | '—' | '–' | '-' | ',' | '.' | ';' | ':' | '?' | '!')
        })
    };
    match tree.word(t) {
        "“" | "„" | "``" | "«" => Some((Kind::Double, true, false)),
        "”" | "»" => Some((Kind::Double, false, true)),
        "\"" | "''" => {
            let (opens, closes) = (free(before) && after.is_some_and(|c| !c.is_whitespace()), end(after));
            Some((Kind::Double, opens || !closes, closes || !opens))
        }
        "‘" | "`" => Some((Kind::Single, true, false)),
        "’" | "'" => {
            let opens = tree.word(t) == "'" && free(before) && after.is_some_and(char::is_alphanumeric);
            Some((Kind::Single, opens, end(after) && before.is_some_and(|c| !c.is_whitespace())))
        }
        _ => None,
    }
}

/// Whether a single mark that opens at `t` is closed in its paragraph, after some words.
fn closes_later(tree: &Tree, paragraph: &[u32], t: u32) -> bool {
    (t + 2..tree.len().min(t + 120))
        .take_while(|u| paragraph[*u as usize] == paragraph[t as usize])
        .any(|u| matches!(sides(tree, u), Some((Kind::Single, _, true))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chancery_lang::Pipeline;

    fn regions(text: &str) -> Vec<(String, bool)> {
        let analysis = Pipeline::embedded().analyse(text);
        let tree = Tree::new(text, &analysis);
        let words = |r: &Range<u32>| {
            text[tree.token(r.start).start as usize..tree.token(r.end - 1).end as usize].to_string()
        };
        Marks::new(&tree).regions.iter().map(|r| (words(&r.tokens), r.closed)).collect()
    }

    #[test]
    fn marks_of_all_kinds_are_paired() {
        assert_eq!(regions("He said, “We go.” She left."), [("“We go.”".into(), true)]);
        assert_eq!(
            regions("\"We go,\" he said. \"Now.\""),
            [("\"We go,\"".into(), true), ("\"Now.\"".into(), true)]
        );
        assert_eq!(regions("''We go,'' he said."), [("''We go,''".into(), true)]);
        assert_eq!(regions("‘We go,’ Lind’s aide said."), [("‘We go,’".into(), true)]);
    }

    #[test]
    fn a_mark_that_is_not_closed_ends_with_its_paragraph() {
        let found = regions("“We go.\n\n“We are gone,” he said.");
        assert_eq!(found, [("“We go.".into(), false), ("“We are gone,”".into(), true)]);
    }

    #[test]
    fn an_apostrophe_is_no_mark() {
        assert_eq!(regions("The ministers' talks failed in '31."), []);
    }
}
