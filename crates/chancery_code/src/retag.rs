//! Words that the tagger took for another part of speech, where the words around leave no doubt.
//!
//! * "called the Norvian claims baseless", "closed the border crossing": a noun that looks like a verb.
//! * "had on Wednesday expelled": what parts an auxiliary from its verb makes a full verb of it.

use crate::tree::is_day_word;
use chancery_lang::{Analysis, Deprel, Token, Upos, Xpos};

/// Mends those words, with what hangs on them.
pub fn retag(text: &str, analysis: &mut Analysis) {
    for t in 1..analysis.tokens.len() {
        let tokens = &mut analysis.tokens;
        match tokens[t].text(text) {
            "crossing" | "crossings" => name_crossing(text, tokens, t),
            "claims" | "charges" | "remarks" | "comments" | "demands" => name_words(text, tokens, t),
            "shot" if tokens.get(t + 1).is_some_and(|next| next.text(text) == "down") => {
                shoot(text, tokens, t)
            }
            "'s" | "’s" => own(tokens, t),
            "had" | "has" | "have" => join_perfect(text, tokens, t),
            _ => {}
        }
    }
}

/// "closed the border crossing": what was closed.
fn name_crossing(text: &str, tokens: &mut [Token], t: usize) {
    let border = matches!(tokens[t - 1].text(text), "border" | "frontier");
    let Some(head) = tokens[t].head.map(|h| h as usize).filter(|h| border && *h < t) else { return };
    if tokens[t].upos != Upos::Verb || tokens[head].upos != Upos::Verb {
        return;
    }
    make_noun(text, tokens, t, Deprel::Compound);
    tokens[t].lemma = "crossing".into();
}

/// "In July Norvia shot down a drone": the name is the subject, the month no part of it.
fn shoot(text: &str, tokens: &mut [Token], t: usize) {
    if tokens[t].upos != Upos::Noun || tokens[t - 1].upos != Upos::Propn {
        return;
    }
    let token = &mut tokens[t];
    (token.lemma, token.upos, token.xpos) = ("shoot".into(), Upos::Verb, Xpos::Vbd);
    (tokens[t - 1].head, tokens[t - 1].deprel) = (Some(t as u32), Deprel::Nsubj);
    let fronted = t >= 2 && is_month(&tokens[t - 2].text(text).to_lowercase());
    if fronted && tokens[t - 2].deprel == Deprel::Compound {
        (tokens[t - 2].head, tokens[t - 2].deprel) = (Some(t as u32), Deprel::Obl);
        if t >= 3 && tokens[t - 3].upos == Upos::Adp {
            (tokens[t - 3].head, tokens[t - 3].deprel) = (Some(t as u32 - 2), Deprel::Case);
        }
    }
}

/// "called the Norvian claims baseless": the claims were called so.
fn name_words(text: &str, tokens: &mut [Token], t: usize) {
    let Some(head) = tokens[t].head.map(|h| h as usize).filter(|h| *h < t) else { return };
    let judged =
        matches!(&*tokens[head].lemma, "call" | "describe" | "label" | "brand" | "dismiss" | "reject");
    let before = &tokens[t - 1];
    let owner = before.head == Some(t as u32)
        && (matches!(before.deprel, Deprel::Nsubj | Deprel::Amod | Deprel::Compound)
            || before.text(text) == "'s");
    if !judged || !owner || tokens[t].upos != Upos::Verb {
        return;
    }
    make_noun(text, tokens, t, Deprel::Amod);
    // What they were called, and what was done besides, hang on the calling.
    for u in t + 1..tokens.len() {
        if tokens[u].head == Some(t as u32)
            && matches!(tokens[u].deprel, Deprel::Xcomp | Deprel::Conj | Deprel::Obl)
        {
            tokens[u].head = Some(head as u32);
        }
        let judgement = tokens[u]
            .head
            .map(|h| h as usize)
            .filter(|h| tokens[*h].head == Some(head as u32) && tokens[*h].deprel == Deprel::Xcomp && *h > t);
        if judgement.is_some() && tokens[u].deprel == Deprel::Conj && tokens[u].upos == Upos::Verb {
            tokens[u].head = Some(head as u32);
        }
    }
}

/// "called Arvo's earlier remarks unacceptable": the remarks were called so, not Arvo.
fn own(tokens: &mut [Token], t: usize) {
    let owner = &tokens[t - 1];
    let torn =
        owner.upos == Upos::Propn && matches!(owner.deprel, Deprel::Xcomp | Deprel::Ccomp | Deprel::Obj);
    let Some(verb) = owner.head.filter(|h| torn && (*h as usize) < t) else { return };
    if !matches!(&*tokens[verb as usize].lemma, "call" | "describe" | "label" | "brand") {
        return;
    }
    let noun = (t + 1..tokens.len().min(t + 4)).find(|n| tokens[*n].upos == Upos::Noun);
    let Some(noun) = noun.filter(|n| tokens[*n].head == Some(verb)) else { return };
    let judgement = (noun + 1..tokens.len().min(noun + 3)).find(|a| tokens[*a].upos == Upos::Adj);
    (tokens[t - 1].head, tokens[t - 1].deprel) = (Some(noun as u32), Deprel::NmodPoss);
    tokens[noun].deprel = Deprel::Obj;
    if let Some(adjective) = judgement {
        (tokens[adjective].head, tokens[adjective].deprel) = (Some(verb), Deprel::Xcomp);
    }
}

/// Makes the object of its head of a word that was read as a verb, and of its subject what `owner` says.
fn make_noun(text: &str, tokens: &mut [Token], t: usize, owner: Deprel) {
    let word = tokens[t].text(text);
    let lemma = word.strip_suffix('s').unwrap_or(word).to_string();
    let token = &mut tokens[t];
    let plural = lemma.len() < word.len();
    token.lemma = lemma.into();
    (token.upos, token.xpos, token.deprel) =
        (Upos::Noun, if plural { Xpos::Nns } else { Xpos::Nn }, Deprel::Obj);
    for u in (0..t).rev().take_while(|u| t - u < 8).collect::<Vec<_>>() {
        let hangs = tokens[u].head == Some(t as u32);
        if hangs && matches!(tokens[u].deprel, Deprel::Nsubj | Deprel::NsubjPass) {
            let possessive = tokens[u + 1].text(text) == "'s";
            tokens[u].deprel = if possessive { Deprel::NmodPoss } else { owner };
        }
        // The article of "the border crossing" is the crossing's.
        if owner == Deprel::Compound && u + 2 == t && tokens[u].deprel == Deprel::Det {
            tokens[u].head = Some(t as u32);
        }
    }
}

/// "Norvia had on Wednesday expelled": one perfect, in which a time stands.
fn join_perfect(text: &str, tokens: &mut [Token], t: usize) {
    if tokens[t].upos != Upos::Verb || &*tokens[t].lemma != "have" {
        return;
    }
    let of_time = |token: &Token| {
        let word = token.text(text).to_lowercase();
        is_day_word(&word)
            || is_month(&word)
            || matches!(
                &*word,
                "on" | "in"
                    | "late"
                    | "early"
                    | "last"
                    | "earlier"
                    | "week"
                    | "month"
                    | "year"
                    | "also"
                    | "this"
            )
            || word.bytes().all(|b| b.is_ascii_digit())
    };
    let mut verb = t + 1;
    while tokens.get(verb).is_some_and(|u| verb < t + 5 && of_time(u)) {
        verb += 1;
    }
    let participle =
        tokens.get(verb).is_some_and(|v| v.upos == Upos::Verb && matches!(v.xpos, Xpos::Vbn | Xpos::Vbd));
    if verb == t + 1 || !participle {
        return;
    }
    let (head, rel) = (tokens[t].head, tokens[t].deprel);
    for (u, token) in tokens.iter_mut().enumerate() {
        let between = u > t && u < verb;
        if u != verb && (token.head == Some(t as u32) || between && token.head == Some(verb as u32)) {
            token.head = Some(verb as u32);
            if between && token.deprel != Deprel::Advmod {
                token.deprel = if token.upos == Upos::Adp { Deprel::Case } else { Deprel::Obl };
            }
        }
    }
    // The preposition is that of the time behind it.
    let time = (t + 1..verb).rev().find(|u| tokens[*u].upos != Upos::Adp);
    if let Some(time) = time {
        (tokens[time].head, tokens[time].deprel) = (Some(verb as u32), Deprel::Obl);
        for token in &mut tokens[t + 1..time] {
            token.head = Some(time as u32);
            if token.upos == Upos::Adp {
                token.deprel = Deprel::Case;
            }
        }
    }
    (tokens[verb].head, tokens[verb].deprel, tokens[verb].xpos) = (head, rel, Xpos::Vbn);
    (tokens[t].head, tokens[t].deprel, tokens[t].upos) = (Some(verb as u32), Deprel::Aux, Upos::Aux);
}

fn is_month(word: &str) -> bool {
    matches!(
        word,
        "january"
            | "february"
            | "march"
            | "april"
            | "may"
            | "june"
            | "july"
            | "august"
            | "september"
            | "october"
            | "november"
            | "december"
    )
}

#[cfg(test)]
mod tests {
    use crate::tree::Tree;
    use chancery_lang::{Deprel, Pipeline, Upos};

    fn relation(text: &str, word: &str) -> (String, Deprel, Upos) {
        let operators = crate::coder::operators();
        let analysis = crate::mend::analyse(Pipeline::embedded(), &operators, text);
        let tree = Tree::new(text, &analysis);
        let t = (0..tree.len()).find(|t| tree.word(*t) == word).expect("the word is there");
        let head = tree.head(t).map_or(String::new(), |h| tree.lemma(h).to_string());
        (head, tree.rel(t), tree.upos(t))
    }

    #[test]
    fn a_crossing_is_closed() {
        let text = "Norvia closed the border crossing at Bobrow at noon on Friday.";
        assert_eq!(relation(text, "crossing"), ("close".into(), Deprel::Obj, Upos::Noun));
        let text = "The soldiers were seen crossing the river.";
        assert_eq!(relation(text, "crossing").2, Upos::Verb);
    }

    #[test]
    fn drones_are_shot_down() {
        let text = "In July Norvia shot down three Estmarkian drones that were heading to the field.";
        assert_eq!(relation(text, "Norvia"), ("shoot".into(), Deprel::Nsubj, Upos::Propn));
        assert_eq!(relation(text, "July"), ("shoot".into(), Deprel::Obl, Upos::Propn));
        assert_eq!(relation("The player took one shot down the line.", "shot").2, Upos::Noun);
    }

    #[test]
    fn claims_are_called_baseless() {
        let text =
            "The Norvian foreign ministry called the Armenian claims baseless and accused Yerevan of lying.";
        assert_eq!(relation(text, "claims"), ("call".into(), Deprel::Obj, Upos::Noun));
        assert_eq!(relation(text, "accused").0, "call");
        let text = "Norvia claims the island.";
        assert_eq!(relation(text, "claims").2, Upos::Verb);
    }

    #[test]
    fn remarks_are_called_unacceptable() {
        let text = "Horak called Arvo's earlier remarks unacceptable.";
        assert_eq!(relation(text, "remarks"), ("call".into(), Deprel::Obj, Upos::Noun));
        assert_eq!(relation(text, "unacceptable").0, "call");
        assert_eq!(relation("Lind called Arvo's office on Monday.", "Arvo").0, "office");
    }

    #[test]
    fn a_time_does_not_part_a_perfect() {
        let text = "Pakistan had on Wednesday expelled Indian High Commissioner Arvo and suspended trade.";
        assert_eq!(relation(text, "had"), ("expel".into(), Deprel::Aux, Upos::Aux));
        assert_eq!(relation(text, "Pakistan"), ("expel".into(), Deprel::Nsubj, Upos::Propn));
        assert_eq!(relation(text, "Wednesday"), ("expel".into(), Deprel::Obl, Upos::Propn));
        let text = "Norvia had on its side the whole council.";
        assert_eq!(relation(text, "had").2, Upos::Verb);
    }
}
