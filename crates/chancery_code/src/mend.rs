//! Slips of the parser that the words around know better.
//!
//! * "The opposition asked the court to annul the vote": half of such infinitives hang on the noun before, and what is let go
//!   is the subject of "go". Verbs that govern the act of their object (`operators.tsv`) say so.
//! * "Prime Minister Arvo is to meet the queen": the name is the root, and the verb hangs on it. A finite verb without a
//!   subject right behind a noun phrase that is no sentence makes it one.
//! * "Norvia's Foreign Minister Kari Lind met Arvo": a state with the mark of possession is no subject beside the one behind it.
//! * "agreed to send back to Norvia the drums": the place hangs on the adverb.

use crate::frame::{has_to, is_passive};
use crate::operators::{Control, Effect, Operators};
use crate::retag::retag;
use crate::tree::Tree;
use chancery_lang::{Analysis, Deprel, Pipeline, Upos, Xpos};

/// Analyses a text, with those slips mended.
pub fn analyse(pipeline: &Pipeline, operators: &Operators, text: &str) -> Analysis {
    let mut analysis = pipeline.analyse(text);
    name_cities(text, &mut analysis);
    retag(text, &mut analysis);
    for (t, head, rel) in headless(&Tree::new(text, &analysis), operators) {
        let token = &mut analysis.tokens[t as usize];
        (token.head, token.deprel) = (head, rel);
    }
    for (t, head, rel) in slips(&Tree::new(text, &analysis), operators) {
        let token = &mut analysis.tokens[t as usize];
        (token.head, token.deprel) = (Some(head), rel);
        if rel == Deprel::Nsubj && token.upos == Upos::Intj {
            (token.upos, token.xpos) = (Upos::Propn, Xpos::Nnp);
        }
    }
    analysis
}

/// Cities that look like participles ("Beijing expelled two diplomats").
const LIKE_PARTICIPLES: [&str; 3] = ["Beijing", "Chongqing", "Nanjing"];

/// Makes proper nouns of such cities, and the subject of the verb right behind.
fn name_cities(text: &str, analysis: &mut Analysis) {
    for t in 0..analysis.tokens.len() {
        let token = &mut analysis.tokens[t];
        let word = token.text(text);
        if token.upos == Upos::Propn || !LIKE_PARTICIPLES.contains(&word) {
            continue;
        }
        (token.lemma, token.upos, token.xpos) = (word.into(), Upos::Propn, Xpos::Nnp);
        let (head, rel) = (token.head, token.deprel);
        let next = t + 1;
        if analysis.tokens.get(next).is_none_or(|v| v.upos != Upos::Verb) {
            continue;
        }
        // "Beijing banned imports", with the imports banned: the verb takes what hung on the city.
        if analysis.tokens[next].deprel == Deprel::Amod
            && let Some(noun) = analysis.tokens[next].head
            && analysis.tokens[noun as usize].head == Some(t as u32)
        {
            for other in &mut analysis.tokens {
                if other.head == Some(t as u32) {
                    other.head = Some(next as u32);
                }
            }
            let verb = &mut analysis.tokens[next];
            (verb.head, verb.deprel, verb.xpos) = (head, rel, Xpos::Vbd);
        } else if head != Some(next as u32) {
            continue;
        }
        let token = &mut analysis.tokens[t];
        (token.head, token.deprel) = (Some(next as u32), Deprel::Nsubj);
    }
}

/// What makes a sentence of a noun phrase with a finite verb behind it.
fn headless(tree: &Tree, operators: &Operators) -> Vec<(u32, Option<u32>, Deprel)> {
    let mut slips = Vec::new();
    for sentence in &tree.analysis.sentences {
        let Some(root) = sentence.tokens.clone().find(|t| tree.head(*t).is_none()) else { continue };
        if root == sentence.tokens.start && tree.word(root).eq_ignore_ascii_case("according") {
            according(tree, root, &mut slips);
            continue;
        }
        if due(tree, operators, root, &mut slips) {
            continue;
        }
        let nominal =
            matches!(tree.upos(root), Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num | Upos::Pron);
        if !nominal || tree.child(root, Deprel::Cop).is_some() || tree.child(root, Deprel::Nsubj).is_some() {
            continue;
        }
        // "In 1992 the two countries signed a treaty": the time is the root, the subject hangs on it.
        let fronted = tree.case_of(root).is_some();
        let behind = |c: &u32| fronted && *c > root && tree.case_of(*c).is_none();
        let hosts = std::iter::once(root)
            .filter(|_| !fronted)
            .chain(tree.children(root).iter().copied().filter(behind));
        let mut pairs = hosts.flat_map(|h| tree.children(h).iter().map(move |v| (h, *v)));
        let Some((host, verb)) = pairs.find(|(h, v)| v > h && is_main_verb(tree, *v)) else { continue };
        slips.push((verb, None, Deprel::Root));
        let passive = is_passive(tree, verb);
        slips.push((host, Some(verb), if passive { Deprel::NsubjPass } else { Deprel::Nsubj }));
        if host != root {
            slips.push((root, Some(verb), Deprel::Obl));
        }
        let nouns: &[u32] = if host == root { &[root] } else { &[root, host] };
        for &noun in nouns {
            for &c in tree.children(noun).iter().filter(|c| **c > verb) {
                slips.push((c, Some(verb), tree.rel(c)));
            }
        }
    }
    slips
}

/// "She is due to visit Norvia": the adjective is the predicate, not the pronoun or name before it.
fn due(tree: &Tree, operators: &Operators, root: u32, slips: &mut Vec<(u32, Option<u32>, Deprel)>) -> bool {
    let sentence = tree.sentence_tokens(root);
    let be = (root + 1..sentence.end.min(root + 6)).find(|t| tree.lemma(*t) == "be");
    let adjective = be.and_then(|be| {
        (be + 1..sentence.end.min(be + 3)).find(|t| tree.upos(*t) == Upos::Adj && tree.is(*t + 1, "to"))
    });
    let (Some(be), Some(adjective)) = (be, adjective) else { return false };
    let verb = adjective + 2;
    let plans = operators.effect(tree, adjective) == Some(Effect::Plan);
    let nominal = matches!(tree.upos(root), Upos::Noun | Upos::Propn | Upos::Pron);
    if !nominal || !plans || verb >= sentence.end || tree.upos(verb) != Upos::Verb {
        return false;
    }
    slips.extend([
        (adjective, None, Deprel::Root),
        (root, Some(adjective), Deprel::Nsubj),
        (be, Some(adjective), Deprel::Cop),
        (verb, Some(adjective), Deprel::Xcomp),
    ]);
    let moved = tree.children(root).iter().filter(|c| **c > be && ![adjective, verb].contains(c));
    slips.extend(moved.map(|c| (*c, Some(adjective), tree.rel(*c))));
    true
}

/// "According to the rights group Amnesty, police detained 46 people": the first word is no verb, and the clause behind the
/// comma is the sentence.
fn according(tree: &Tree, root: u32, slips: &mut Vec<(u32, Option<u32>, Deprel)>) {
    let sentence = tree.sentence_tokens(root);
    let Some(comma) = sentence.clone().find(|t| tree.word(*t) == ",") else { return };
    let Some(who) = tree.children(root).iter().copied().find(|c| *c < comma && tree.rel(*c) == Deprel::Obl)
    else {
        return;
    };
    let hangs = |v: &u32| tree.head(*v).is_some_and(|h| h <= comma) && tree.upos(*v) == Upos::Verb;
    let Some(verb) = (comma + 1..sentence.end).find(hangs) else { return };
    slips.extend([
        (verb, None, Deprel::Root),
        (who, Some(verb), Deprel::Obl),
        (root, Some(who), Deprel::Case),
    ]);
    for &c in tree.children(root).iter().filter(|c| **c != who && **c != verb) {
        slips.push((c, Some(if c < comma { who } else { verb }), tree.rel(c)));
    }
    // What stands before the comma is no argument of the verb behind it.
    for &c in tree.children(verb).iter().filter(|c| **c < comma && **c != who) {
        slips.push((c, Some(who), Deprel::Appos));
    }
}

/// A finite verb that hangs on a noun, though nothing makes its clause a part of it.
fn is_main_verb(tree: &Tree, v: u32) -> bool {
    if tree.upos(v) != Upos::Verb || !matches!(tree.rel(v), Deprel::Acl | Deprel::Parataxis | Deprel::Dep) {
        return false;
    }
    let subordinate = tree.children(v).iter().any(|c| {
        matches!(tree.rel(*c), Deprel::Nsubj | Deprel::NsubjPass | Deprel::Csubj)
            || tree.rel(*c) == Deprel::Mark && !tree.is(*c, "to")
            || *c < v && tree.upos(*c) == Upos::Punct
    });
    let carried = tree.children(v).iter().any(|c| {
        matches!(tree.rel(*c), Deprel::Aux | Deprel::AuxPass | Deprel::Cop) && *c < v && tree.is_finite(*c)
    });
    let governs =
        tree.children(v).iter().any(|c| matches!(tree.rel(*c), Deprel::Obj | Deprel::Ccomp | Deprel::Xcomp));
    // A past participle behind its noun has no object of its own.
    let object = tree.child(v, Deprel::Obj).is_some_and(|o| o > v);
    let finite = match tree.token(v).xpos {
        Xpos::Vbd => governs,
        Xpos::Vbn => object,
        _ => tree.is_finite(v),
    };
    !subordinate && (carried || finite)
}

/// What may open a sentence before a comma and is nobody's name.
const INTERJECTIONS: &[&str] = &[
    "yes",
    "no",
    "well",
    "oh",
    "ah",
    "hello",
    "hi",
    "hey",
    "please",
    "ok",
    "okay",
    "sure",
    "alas",
    "indeed",
    "now",
    "so",
    "thanks",
    "sorry",
    "right",
    "look",
    "listen",
    "see",
    "welcome",
    "congratulation",
];

/// Tokens with the head and relation that they should have.
fn slips(tree: &Tree, operators: &Operators) -> Vec<(u32, u32, Deprel)> {
    let mut slips = Vec::new();
    for t in 0..tree.len() {
        let Some(head) = tree.head(t) else { continue };
        match tree.rel(t) {
            Deprel::Acl if tree.upos(t) == Upos::Verb && has_to(tree, t) => {
                let object = matches!(tree.rel(head), Deprel::Obj | Deprel::Iobj);
                let verb = tree.head(head).filter(|v| object && tree.upos(*v) == Upos::Verb);
                let governs = |v: &u32| {
                    operators.control(tree, *v) == Control::Object
                        && !tree
                            .children(*v)
                            .iter()
                            .any(|c| matches!(tree.rel(*c), Deprel::Xcomp | Deprel::Ccomp))
                };
                if let Some(verb) = verb.filter(governs) {
                    slips.push((t, verb, Deprel::Xcomp));
                }
            }
            // "Norvia's Foreign Minister Kari Lind met Arvo": who is of Norvia is the subject, and Norvia is none.
            Deprel::Nsubj | Deprel::NsubjPass if owned(tree, t, head).is_some() => {
                slips.extend(owned(tree, t, head).map(|owned| (t, owned, Deprel::NmodPoss)));
            }
            // "is due to visit Norvia": no clause of its own, but what is due.
            Deprel::Csubj | Deprel::Advcl | Deprel::Ccomp
                if tree.upos(head) == Upos::Adj
                    && tree.upos(t) == Upos::Verb
                    && has_to(tree, t)
                    && head < t
                    && operators.effect(tree, head) == Some(Effect::Plan)
                    && tree.child(head, Deprel::Cop).is_some() =>
            {
                slips.push((t, head, Deprel::Xcomp));
            }
            // "Lind, for her part, said": an unknown name in front is no interjection.
            Deprel::Discourse | Deprel::Vocative
                if t == tree.sentence_tokens(t).start
                    && head > t
                    && tree.word(t + 1) == ","
                    && !INTERJECTIONS.contains(&tree.lemma(t))
                    && lacks_subject(tree, head) =>
            {
                slips.push((t, head, Deprel::Nsubj));
            }
            // "agreed in March to resume talks"
            Deprel::Advcl if tree.upos(t) == Upos::Verb && has_to(tree, t) && head < t => {
                let promises = matches!(
                    operators.effect(tree, head),
                    Some(Effect::Promise | Effect::Threat | Effect::Refusal)
                );
                let open = !tree
                    .children(head)
                    .iter()
                    .any(|c| matches!(tree.rel(*c), Deprel::Xcomp | Deprel::Ccomp | Deprel::Obj));
                if promises && open && tree.upos(head) == Upos::Verb {
                    slips.push((t, head, Deprel::Xcomp));
                }
            }
            // "Under the deal Norvia will provide loans": no comma, no apposition.
            Deprel::Appos if t > 0 && is_bare_apposition(tree, t, head) => {
                if let Some(verb) = tree.head(head).filter(|v| *v > t && lacks_subject(tree, *v)) {
                    let passive = is_passive(tree, verb);
                    slips.push((t, verb, if passive { Deprel::NsubjPass } else { Deprel::Nsubj }));
                }
            }
            // "had their visas revoked": what was had is what it was done to.
            Deprel::Obj if tree.lemma(head) == "have" && head < t => {
                let done = |v: &u32| {
                    tree.token(*v).xpos == Xpos::Vbn
                        && tree.child(*v, Deprel::AuxPass).is_none()
                        && !has_to(tree, *v)
                        && tree.child(*v, Deprel::Obj).is_none()
                };
                let below = tree.children(t).iter().filter(|c| tree.rel(**c) == Deprel::Acl);
                let beside = tree.children(head).iter().filter(|c| tree.rel(**c) == Deprel::Xcomp);
                let whose = tree.children(t).iter().any(|c| tree.rel(*c) == Deprel::NmodPoss);
                if let Some(verb) = below.chain(beside).copied().filter(|v| *v > t && whose).find(done) {
                    slips.push((verb, head, Deprel::Xcomp));
                    slips.push((t, verb, Deprel::NsubjPass));
                }
            }
            // "days after the envoy was expelled": the clause, not the days, was.
            Deprel::NsubjPass | Deprel::Nsubj if is_length(tree, t) => {
                let named = tree.children(t).iter().copied().find(|c| {
                    let apart = |case| tree.is(case, "after") || tree.is(case, "before");
                    *c > t && *c < head && tree.rel(*c) == Deprel::Nmod && tree.case_of(*c).is_some_and(apart)
                });
                if let Some((noun, mark)) = named.and_then(|n| Some((n, tree.case_of(n)?)))
                    && mark == t + 1
                {
                    slips.push((noun, head, tree.rel(t)));
                    slips.push((mark, head, Deprel::Mark));
                    slips.push((t, head, Deprel::OblUnmarked));
                }
            }
            // "demanded that Norvia withdraw its troops": the clause is what was demanded.
            Deprel::Conj
                if tree.upos(t) == Upos::Verb
                    && tree.upos(head) == Upos::Verb
                    && head < t
                    && tree.child(t, Deprel::Mark).is_some_and(|m| tree.is(m, "that"))
                    && tree.child(t, Deprel::Cc).is_none()
                    && tree.child(head, Deprel::Ccomp).is_none() =>
            {
                slips.push((t, head, Deprel::Ccomp));
            }
            // "spoke today with Norvian President Ivo Arvo", the name read as part of the preposition
            Deprel::Nmod | Deprel::Obl if tree.upos(t) == Upos::Adp => {
                if let Some((name, verb)) = flat_name(tree, t) {
                    slips.push((name, verb, Deprel::Obl));
                    slips.push((t, name, Deprel::Case));
                    for u in t + 1..name {
                        if tree.head(u) == Some(t) {
                            slips.push((u, name, Deprel::Compound));
                        }
                    }
                }
            }
            // "send back to Norvia"
            Deprel::Obl
                if tree.upos(head) == Upos::Adv
                    && matches!(tree.rel(head), Deprel::Advmod | Deprel::CompoundPrt) =>
            {
                if let Some(verb) = tree.head(head).filter(|v| tree.upos(*v) == Upos::Verb) {
                    slips.push((t, verb, Deprel::Obl));
                }
            }
            // "The Norvian Union and Estmark exchanged prisoners", read as two subjects of one verb
            Deprel::Nsubj if t > 1 && tree.upos(t - 1) == Upos::Cconj && is_second_subject(tree, t, head) => {
                slips.push((t, t - 2, Deprel::Conj));
                slips.push((t - 1, t, Deprel::Cc));
            }
            // "told a news conference on Tuesday that Norvia had cut ties": what was told, and no relative clause.
            Deprel::AclRelcl if is_told(tree, t, head).is_some() => {
                if let Some((verb, that)) = is_told(tree, t, head) {
                    slips.push((t, verb, Deprel::Ccomp));
                    slips.push((that, t, Deprel::Mark));
                }
            }
            // "let the sailors go"
            Deprel::Nsubj if tree.upos(head) == Upos::Verb => {
                let lets = |v: &u32| tree.lemma(*v) == "let" && *v < t && t < head;
                let above = tree.head(head).filter(lets);
                if let Some(verb) = above.filter(|_| matches!(tree.rel(head), Deprel::Xcomp | Deprel::Ccomp))
                {
                    slips.push((t, verb, Deprel::Obj));
                }
            }
            _ => {}
        }
    }
    slips
}

/// The verb of telling and the "that" of a clause that is read as a relative one of those who were told, though it lacks
/// nothing: it has a subject and an object besides the "that".
fn is_told(tree: &Tree, t: u32, head: u32) -> Option<(u32, u32)> {
    let told = matches!(tree.rel(head), Deprel::Obj | Deprel::Iobj);
    let verb = tree.head(head).filter(|v| told && matches!(tree.lemma(*v), "tell" | "inform" | "remind"))?;
    let that =
        tree.children(t).iter().copied().find(|c| tree.is(*c, "that") && tree.rel(*c) == Deprel::Obj)?;
    let full = tree.child(t, Deprel::Nsubj).is_some_and(|s| s > that)
        && tree.children(t).iter().any(|c| *c > t && tree.rel(*c) == Deprel::Obj);
    (full && tree.child(verb, Deprel::Ccomp).is_none()).then_some((verb, that))
}

/// The subject of the same verb that begins right behind the possessive mark of `t`.
fn owned(tree: &Tree, t: u32, verb: u32) -> Option<u32> {
    let mark =
        tree.child(t, Deprel::Case).filter(|c| *c > t && matches!(tree.word(*c), "'s" | "’s" | "'" | "’"))?;
    let is_subject = |c: &u32| matches!(tree.rel(*c), Deprel::Nsubj | Deprel::NsubjPass);
    let behind = |c: &u32| is_subject(c) && tree.extent(*c).start == mark + 1;
    tree.children(verb).iter().copied().find(behind)
}

/// Whether the word two before `t` is a subject of the same verb.
fn is_second_subject(tree: &Tree, t: u32, verb: u32) -> bool {
    tree.head(t - 2) == Some(verb) && tree.rel(t - 2) == Deprel::Nsubj && tree.is(t - 1, "and") && t < verb
}

/// The name that is read as part of the preposition `t` before it: the first of its words that a title goes with, else the
/// first of them; and the verb to which both belong.
fn flat_name(tree: &Tree, t: u32) -> Option<(u32, u32)> {
    let part = |u: u32| tree.children(u).iter().copied().find(|c| *c > t && tree.rel(*c) == Deprel::Flat);
    let outer = part(t)?;
    let titled = |u: &u32| tree.child(*u, Deprel::NmodDesc).is_some();
    let name = part(outer).filter(titled).unwrap_or(outer);
    let verb = tree.upward(t).skip(1).find(|u| tree.upos(*u) == Upos::Verb)?;
    (verb < t && tree.upos(name) == Upos::Propn).then_some((name, verb))
}

/// A word for a length of time ("days", "a week").
fn is_length(tree: &Tree, t: u32) -> bool {
    matches!(tree.lemma(t), "minute" | "hour" | "day" | "week" | "month" | "year" | "decade")
}

/// An apposition without a comma to a noun that a preposition governs.
fn is_bare_apposition(tree: &Tree, t: u32, head: u32) -> bool {
    let comma = (head + 1..t).any(|u| tree.upos(u) == Upos::Punct);
    head < t && !comma && tree.rel(head) == Deprel::Obl && tree.case_of(head).is_some()
}

fn lacks_subject(tree: &Tree, verb: u32) -> bool {
    let subject = [Deprel::Nsubj, Deprel::NsubjPass, Deprel::Csubj, Deprel::Expl];
    tree.upos(verb) == Upos::Verb && !tree.children(verb).iter().any(|c| subject.contains(&tree.rel(*c)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn relation(text: &str, word: &str) -> (String, Deprel) {
        let operators = crate::coder::operators();
        let analysis = analyse(Pipeline::embedded(), &operators, text);
        let tree = Tree::new(text, &analysis);
        let t = (0..tree.len()).find(|t| tree.word(*t) == word).expect("the word is there");
        (tree.lemma(tree.head(t).expect("it has a head")).to_string(), tree.rel(t))
    }

    #[test]
    fn an_infinitive_belongs_to_the_verb_that_governs_its_object() {
        let of = relation(
            "The Dalai Lama's office requested the Czech parliament to adopt a resolution.",
            "adopt",
        );
        assert_eq!(of, ("request".into(), Deprel::Xcomp));
    }

    #[test]
    fn what_a_conference_is_told_is_no_relative_clause() {
        let text =
            "The minister told a news conference on Tuesday that Norvia had severed relations with Estmark.";
        assert_eq!(relation(text, "severed"), ("tell".into(), Deprel::Ccomp));
        let text = "The minister told the committee that had summoned him the truth.";
        assert_eq!(relation(text, "summoned").0, "committee");
    }

    #[test]
    fn whose_minister_it_is_is_no_subject() {
        let text = "Kenya's Foreign Minister Musalia Mudavadi met his Ethiopian counterpart in Addis Ababa.";
        assert_eq!(relation(text, "Kenya"), ("Musalia".into(), Deprel::NmodPoss));
        let text = "Norway's Espen Barth Eide, Sweden's Maria Malmer and others met in Stockholm.";
        assert_eq!(relation(text, "Norway").1, Deprel::NmodPoss);
    }

    #[test]
    fn who_is_let_go_is_the_object() {
        assert_eq!(relation("The army let the two sailors go.", "sailors"), ("let".into(), Deprel::Obj));
    }

    #[test]
    fn a_city_that_looks_like_a_participle_is_a_subject() {
        let expel = relation("Beijing expelled two Norvian diplomats on Monday.", "Beijing");
        assert_eq!(expel, ("expel".into(), Deprel::Nsubj));
        let ban = relation("Beijing banned imports of Norvian beef on Monday.", "imports");
        assert_eq!(ban, ("ban".into(), Deprel::Obj));
    }

    #[test]
    fn what_was_had_done_was_done() {
        let of = relation("Two Norvian journalists had their visas revoked by Estmark.", "visas");
        assert_eq!(of, ("revoke".into(), Deprel::NsubjPass));
    }

    #[test]
    fn days_after_a_clause_are_not_its_subject() {
        let text = "Norvia recalled its envoy, days after the Estmarkian attaché was expelled from Norhaven.";
        assert_eq!(relation(text, "attaché"), ("expel".into(), Deprel::NsubjPass));
    }

    #[test]
    fn a_name_before_a_finite_verb_is_its_subject() {
        let text = "Greek Prime Minister Kyriakos Mitsotakis is to meet Turkish President Tayyip Erdogan in Vilnius.";
        assert_eq!(relation(text, "Kyriakos"), ("meet".into(), Deprel::Nsubj));
    }

    #[test]
    fn what_is_due_is_the_predicate() {
        for text in [
            "He is due to meet Prime Minister Kyriakos Mitsotakis on Wednesday.",
            "She is also due to meet the king on Friday.",
            "Fidan is due to meet Prime Minister Kyriakos Mitsotakis on Wednesday.",
        ] {
            assert_eq!(relation(text, "meet"), ("due".into(), Deprel::Xcomp), "{text}");
        }
    }

    #[test]
    fn a_name_in_front_of_its_part_is_a_subject() {
        let of = relation("Anand, for her part, said that Norvia was willing to talk.", "Anand");
        assert_eq!(of, ("say".into(), Deprel::Nsubj));
        let of = relation("Yes, said the minister, Norvia was willing to talk.", "Yes");
        assert_ne!(of.1, Deprel::Nsubj);
    }

    #[test]
    fn what_is_promised_is_no_purpose() {
        let of = relation("The two sides had agreed in March to resume trade talks.", "resume");
        assert_eq!(of, ("agree".into(), Deprel::Xcomp));
    }

    #[test]
    fn a_subject_behind_a_fronted_phrase_is_found() {
        let of = relation("Under the deal South Korea will provide 200 million dollars in loans.", "Korea");
        assert_eq!(of, ("provide".into(), Deprel::Nsubj));
        let of = relation("In 1992 the two countries established diplomatic relations.", "countries");
        assert_eq!(of, ("establish".into(), Deprel::Nsubj));
    }

    #[test]
    fn the_clause_behind_according_to_is_the_sentence() {
        let text =
            "According to the rights group Amnesty International, Nicaraguan police have detained 46 people.";
        assert_eq!(relation(text, "police"), ("detain".into(), Deprel::Nsubj));
        assert_eq!(relation(text, "group"), ("detain".into(), Deprel::Obl));
        assert_eq!(relation(text, "Amnesty"), ("group".into(), Deprel::Appos));
    }

    #[test]
    fn a_place_behind_an_adverb_belongs_to_the_verb() {
        let of = relation("The museum agreed to send back to Ghana the royal drums.", "Ghana");
        assert_eq!(of, ("send".into(), Deprel::Obl));
    }

    #[test]
    fn a_name_behind_a_time_and_a_preposition_belongs_to_the_verb() {
        for text in [
            "Secretary of State Michael R. Pompeo spoke today with Azerbaijani President Ilham Aliyev.",
            "Foreign Minister Karl Lind spoke today with Georgian President Irakli Arvo.",
        ] {
            let name = if text.contains("Ilham") { "Ilham" } else { "Irakli" };
            assert_eq!(relation(text, name), ("speak".into(), Deprel::Obl));
        }
    }

    #[test]
    fn what_is_demanded_is_no_second_deed() {
        let of = relation("China demanded in August that Lithuania withdraw its ambassador.", "withdraw");
        assert_eq!(of, ("demand".into(), Deprel::Ccomp));
    }

    #[test]
    fn an_infinitive_of_a_noun_stays_with_it() {
        let of = relation("The minister announced a plan to adopt a resolution.", "adopt");
        assert_eq!(of.0, "plan");
    }
}
