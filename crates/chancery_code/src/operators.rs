//! Words that say how what they govern stands to the facts: "agreed to", "threatened to", "failed to", "denied that".
//!
//! The table is `patterns/operators.tsv`; its header says what the columns mean.

use crate::tree::Tree;
use chancery_lang::{Deprel, Upos};
use chancery_model::table::rows;
use std::collections::BTreeMap;

/// What an operator makes of the thing that it governs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// It took place ("managed to", "was forced to", "continued to").
    Fact,
    /// Somebody's word on what is to come ("agreed to", "promised to", "offered to").
    Promise,
    /// It is scheduled ("plans to", "is due to", "is expected to").
    Plan,
    /// Put forward, not settled ("proposed", "is considering").
    Propose,
    /// "threatened to", "warned that it would".
    Threat,
    /// "refused to", "declined to".
    Refusal,
    /// "urged X to", "called on X to", "demanded that".
    Request,
    /// "denied that".
    Denial,
    /// It did not take place ("failed to", "avoided").
    Void,
    /// It is only wished, tried or supposed ("wants to", "tried to", "if").
    Hypothetical,
    /// Only words about it ("said", "reported"): no change.
    Report,
    /// Allowed or approved ("allowed X to"): a fact of its own, its complement supposed.
    Permit,
}

/// Whose act the complement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Control {
    /// The subject's ("agreed to leave").
    Subject,
    /// The object's ("urged them to leave").
    Object,
}

/// The table of operators, support verbs, verbs of judging and quantity nouns.
#[derive(Clone, Debug, Default)]
pub struct Operators {
    words: BTreeMap<(Box<str>, char), (Effect, Control)>,
    support: Vec<Box<str>>,
    happening: Vec<Box<str>>,
    appraisal: Vec<Box<str>>,
    quantity: Vec<Box<str>>,
}

impl Operators {
    /// Reads the table. A line that does not fit is a defect of the program and is passed over; a test watches for it.
    pub fn read(table: &str) -> Operators {
        let mut operators = Operators::default();
        for cells in rows(table) {
            let [effect, class, control, words] = cells[..] else { continue };
            let words = words.split_whitespace().map(Box::<str>::from);
            match effect {
                "support" => operators.support.extend(words),
                "happening" => operators.happening.extend(words),
                "appraisal" => operators.appraisal.extend(words),
                "quantity" => operators.quantity.extend(words),
                _ => {
                    let Some(effect) = effect_named(effect) else { continue };
                    let control = if control == "object" { Control::Object } else { Control::Subject };
                    let class = class.chars().next().unwrap_or('v');
                    for word in words {
                        operators.words.insert((word, class), (effect, control));
                    }
                }
            }
        }
        let Operators { support, happening, appraisal, quantity, .. } = &mut operators;
        for list in [support, happening, appraisal, quantity] {
            list.sort();
            list.dedup();
        }
        operators
    }

    fn entry(&self, tree: &Tree, t: u32) -> Option<(Effect, Control)> {
        let class = match tree.upos(t) {
            Upos::Verb | Upos::Aux => 'v',
            Upos::Noun | Upos::Propn => 'n',
            Upos::Adj => 'a',
            _ => return None,
        };
        if let Some(particle) = tree.child(t, Deprel::CompoundPrt) {
            let joined = format!("{}_{}", tree.lemma(t), tree.lemma(particle));
            if let Some(found) = self.words.get(&(joined.as_str().into(), class)) {
                return Some(*found);
            }
        }
        self.words.get(&(tree.lemma(t).into(), class)).copied()
    }

    /// What the word makes of what it governs, if it is an operator.
    pub fn effect(&self, tree: &Tree, t: u32) -> Option<Effect> {
        self.entry(tree, t).map(|(effect, _)| effect)
    }

    /// Whose act the complement of `t` is.
    pub fn control(&self, tree: &Tree, t: u32) -> Control {
        self.entry(tree, t).map_or(Control::Subject, |(_, control)| control)
    }

    /// Whether the verb only carries an event noun ("hold talks", "pay a visit").
    pub fn is_support(&self, tree: &Tree, t: u32) -> bool {
        let lemma = tree.lemma(t);
        self.support.binary_search_by(|w| (**w).cmp(lemma)).is_ok() || self.is_happening(tree, t)
    }

    /// Whether the verb says that its subject happens ("talks took place", "the visit began").
    pub fn is_happening(&self, tree: &Tree, t: u32) -> bool {
        self.happening.binary_search_by(|w| (**w).cmp(tree.lemma(t))).is_ok()
    }

    /// Whether the verb judges or recalls what happened before ("hailed the visit").
    pub fn is_appraisal(&self, tree: &Tree, t: u32) -> bool {
        self.appraisal.binary_search_by(|w| (**w).cmp(tree.lemma(t))).is_ok()
    }

    /// Whether the noun only counts what follows "of" ("a series of", "a round of").
    pub fn is_quantity(&self, lemma: &str) -> bool {
        self.quantity.binary_search_by(|w| (**w).cmp(lemma)).is_ok()
    }
}

fn effect_named(name: &str) -> Option<Effect> {
    Some(match name {
        "fact" => Effect::Fact,
        "promise" => Effect::Promise,
        "plan" => Effect::Plan,
        "propose" => Effect::Propose,
        "threat" => Effect::Threat,
        "refusal" => Effect::Refusal,
        "request" => Effect::Request,
        "denial" => Effect::Denial,
        "void" => Effect::Void,
        "hypothetical" => Effect::Hypothetical,
        "report" => Effect::Report,
        "permit" => Effect::Permit,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_read() {
        let table = include_str!("../../../patterns/operators.tsv");
        for cells in rows(table) {
            let [effect, class, _, _] = cells[..] else { panic!("four cells: {cells:?}") };
            let list = ["support", "happening", "appraisal", "quantity"].contains(&effect);
            assert!(list || effect_named(effect).is_some(), "{cells:?}");
            assert!(list || ["verb", "noun", "adj"].contains(&class), "{cells:?}");
        }
    }
}
