//! Whether a clause tells of what was or of what is to come: it decides which Tuesday "on Tuesday" is.

use chancery_lang::{Analysis, Deprel, Upos, Xpos};
use chancery_model::ByteSpan;
use std::ops::Range;

/// The time of a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tense {
    /// It was.
    Past,
    /// It is.
    Present,
    /// It is to come.
    Future,
    /// The words do not show it.
    Unknown,
}

/// Reads tenses in one analysed text.
pub(crate) struct Tenses<'a> {
    low: &'a str,
    analysis: &'a Analysis,
    /// The analysis knows verbs from nouns.
    tagged: bool,
}

/// Verbs and adjectives whose complement is still to come.
const AHEAD: [&str; 28] = [
    "plan", "expect", "schedule", "set", "due", "intend", "hope", "want", "agree", "slate", "prepare", "aim",
    "promise", "pledge", "propose", "vow", "ready", "invite", "urge", "ask", "call", "threaten", "decide",
    "book", "likely", "wait", "need", "seek",
];

/// What is called for a day to come.
const OCCASIONS: [&str; 21] = [
    "ballot",
    "conference",
    "debate",
    "election",
    "elections",
    "hearing",
    "march",
    "meeting",
    "poll",
    "polls",
    "protest",
    "rally",
    "referendum",
    "runoff",
    "run-off",
    "strike",
    "summit",
    "talks",
    "trial",
    "visit",
    "vote",
];

impl<'a> Tenses<'a> {
    pub(crate) fn new(low: &'a str, analysis: &'a Analysis) -> Self {
        let tagged = analysis.tokens.iter().any(|t| t.upos == Upos::Verb);
        Tenses { low, analysis, tagged }
    }

    /// The tense of the clause that holds an expression.
    pub(crate) fn of(&self, span: ByteSpan, tokens: &Range<u32>) -> Tense {
        if self.appointed(span) {
            return Tense::Future;
        }
        if self.is_over(span, tokens) {
            return Tense::Past;
        }
        let parsed = if self.tagged && !tokens.is_empty() { self.by_tree(tokens) } else { Tense::Unknown };
        // "have until Friday to leave", "stays shut until 5 March"
        let before = window(self.low, span.start as usize, true).split_whitespace().next_back();
        let until = matches!(before, Some("until" | "till" | "by"));
        if until && (parsed == Tense::Present || self.has_until(span)) {
            return Tense::Future;
        }
        if parsed != Tense::Unknown {
            return parsed;
        }
        match self.by_words(span) {
            // "Norvia to expel envoys by Friday"
            Tense::Unknown if until => Tense::Future,
            tense => tense,
        }
    }

    /// "a trial date was set for October 28", "postponed the vote until Monday", "a May 10 deadline": the verb is past and
    /// the day ahead.
    fn appointed(&self, span: ByteSpan) -> bool {
        let before = window(self.low, span.start as usize, true);
        let clause = before.rfind(['.', ';', '\n', '"', '“']).map_or(before, |at| &before[at..]);
        let mut words = clause.split_whitespace().rev();
        let said = |starts: &[&str], within: usize| {
            clause.split_whitespace().rev().take(within).any(|w| starts.iter().any(|s| w.starts_with(s)))
        };
        let after = window(self.low, span.end as usize, false);
        let next = after.split_whitespace().next().unwrap_or("").trim_matches(|c: char| !c.is_alphanumeric());
        if matches!(next, "deadline" | "ultimatum") {
            return !said(&["miss", "pass", "expir", "after", "met", "since", "ignor"], 8);
        }
        match words.next() {
            Some("for") => {
                let noun = words.next().unwrap_or("");
                let fixed = |w: &str| {
                    matches!(w, "set" | "scheduled" | "slated" | "fixed" | "planned" | "booked" | "due")
                };
                fixed(noun)
                    || noun == "in" && matches!(words.next(), Some("penciled" | "pencilled"))
                    // "called an election for 3 May", "a date was set for the vote, and the runoff for 17 May"
                    || OCCASIONS.contains(&noun)
                        && said(&["call", "schedul", "set", "announc", "propos", "plan", "fix", "slat"], 25)
            }
            Some("of" | "the") if said(&["ahead"], 3) => true,
            Some("until" | "till" | "to" | "by") => {
                said(
                    &[
                        "postpon",
                        "adjourn",
                        "delayed",
                        "delaying",
                        "rescheduled",
                        "extend",
                        "remand",
                        "deadline",
                        "ultimatum",
                        "demand",
                        "urged",
                        "ordered",
                    ],
                    12,
                ) || matches!(clause.split_whitespace().next_back(), Some("until" | "till" | "by"))
                    && said(&["gave", "giving", "given"], 12)
            }
            _ => false,
        }
    }

    /// "The rebels have until Friday to leave."
    fn has_until(&self, span: ByteSpan) -> bool {
        let mut words = window(self.low, span.start as usize, true).split_whitespace().rev().skip(1);
        matches!(words.next(), Some("have" | "has"))
    }

    /// "since January"; "said Monday it would go", where the parser may hang the day on what follows.
    fn is_over(&self, span: ByteSpan, tokens: &Range<u32>) -> bool {
        let before = window(self.low, span.start as usize, true);
        if before.split_whitespace().next_back() == Some("since") {
            return true;
        }
        let all = &self.analysis.tokens;
        let head = tokens
            .clone()
            .find_map(|t| all.get(t as usize).and_then(|t| t.head).filter(|h| !tokens.contains(h)));
        let verb = tokens.start.checked_sub(1).and_then(|v| all.get(v as usize));
        head.is_some_and(|h| h >= tokens.end && all.get(h as usize).is_some_and(|h| h.upos == Upos::Verb))
            && verb.is_some_and(|v| v.upos == Upos::Verb && v.xpos == Xpos::Vbd)
    }

    fn by_tree(&self, tokens: &Range<u32>) -> Tense {
        let all = &self.analysis.tokens;
        // The expression's own head: the token whose head lies outside.
        let Some(mut at) = tokens
            .clone()
            .find(|t| all.get(*t as usize).is_some_and(|t| t.head.is_none_or(|h| !tokens.contains(&h))))
        else {
            return Tense::Unknown;
        };
        let Some(sentence) = self.analysis.sentence_of(at).and_then(|s| self.analysis.sentences.get(s))
        else {
            return Tense::Unknown;
        };
        let range = sentence.tokens.start as usize..sentence.tokens.end as usize;
        // A long sentence is no reason to look through all of it for every expression in it.
        if range.len() > 400 {
            return Tense::Unknown;
        }
        for _ in 0..12 {
            let Some(token) = all.get(at as usize) else { return Tense::Unknown };
            let verbal = token.upos == Upos::Verb
                || token.upos == Upos::Aux
                || range.clone().any(|n| all[n].head == Some(at) && all[n].deprel == Deprel::Cop);
            if verbal {
                match self.of_verb(at, range.clone()) {
                    Some(tense) => return tense,
                    None => {
                        if matches!(token.lemma.as_ref(), "schedule" | "plan" | "expect" | "slate" | "set") {
                            return Tense::Future;
                        }
                    }
                }
            }
            match token.head {
                Some(h) => at = h,
                None => return Tense::Unknown,
            }
        }
        Tense::Unknown
    }

    /// The tense of one verb with its auxiliaries; `None` where its governor decides.
    fn of_verb(&self, at: u32, range: Range<usize>) -> Option<Tense> {
        let all = &self.analysis.tokens;
        let verb = all.get(at as usize)?;
        let mut past_aux = false;
        let mut present_aux = false;
        let mut have = false;
        let mut to = false;
        let mut copula = verb.upos != Upos::Verb && verb.upos != Upos::Aux;
        for n in range {
            let t = &all[n];
            if t.head != Some(at) {
                continue;
            }
            if t.xpos == Xpos::To {
                to = true;
            }
            if matches!(t.deprel.base(), Deprel::Aux | Deprel::Cop) {
                copula |= t.deprel == Deprel::Cop;
                if t.xpos == Xpos::Md {
                    return Some(Tense::Future);
                }
                match t.xpos {
                    Xpos::Vbd => past_aux = true,
                    Xpos::Vbz | Xpos::Vbp => present_aux = true,
                    _ => {}
                }
                have |= t.lemma.as_ref() == "have";
            }
        }
        if AHEAD.contains(&verb.lemma.as_ref()) && !have && (present_aux || copula) {
            return Some(Tense::Future);
        }
        if matches!(verb.lemma.as_ref(), "schedule" | "slate" | "due" | "expect")
            && (past_aux || verb.xpos == Xpos::Vbn)
        {
            return Some(Tense::Future);
        }
        // "they are to travel on Wednesday", "the vote is to be held on 5 May"
        let be_to =
            |t: &chancery_lang::Token| t.lemma.as_ref() == "be" && matches!(t.xpos, Xpos::Vbz | Xpos::Vbp);
        if to && !have && (present_aux || verb.head.and_then(|h| all.get(h as usize)).is_some_and(be_to)) {
            return Some(Tense::Future);
        }
        if past_aux {
            return Some(Tense::Past);
        }
        if to {
            // "plans to visit on Monday", "came to visit on Monday"
            let governor = verb.head.and_then(|h| all.get(h as usize))?;
            if AHEAD.contains(&governor.lemma.as_ref()) {
                return Some(Tense::Future);
            }
            return None;
        }
        match verb.xpos {
            Xpos::Vbd => Some(Tense::Past),
            Xpos::Vbn if present_aux && have => Some(Tense::Past),
            // "the deal signed on Monday"
            Xpos::Vbn if !present_aux => Some(Tense::Past),
            Xpos::Vbn => Some(Tense::Present),
            Xpos::Vbz | Xpos::Vbp => Some(Tense::Present),
            // "has been shelling", "is leaving on Friday"
            Xpos::Vbg if have => Some(Tense::Past),
            Xpos::Vbg if present_aux => Some(Tense::Future),
            _ if copula && present_aux => Some(Tense::Present),
            _ => None,
        }
    }

    /// By the nearest word of the sentence that shows it.
    fn by_words(&self, span: ByteSpan) -> Tense {
        let stop = |c: char| matches!(c, ';' | '\n' | '"' | '“' | '”' | '!' | '?');
        let before = window(self.low, span.start as usize, true);
        let before = before.rfind(stop).map_or(before, |at| &before[at..]);
        let after = window(self.low, span.end as usize, false);
        let after = after.find(stop).map_or(after, |at| &after[..at]);
        // A full stop before a space ends a sentence, unless it ends a shortened month or title.
        let before = before
            .rfind(". ")
            .map_or(before, |at| if before.len() - at > 12 { &before[at + 1..] } else { before });
        let after = after.find(". ").map_or(after, |at| &after[..at]);
        let mut nearest: Option<(usize, Tense)> = None;
        let mut offer = |distance: usize, word: &str| {
            if let Some(tense) = cue(word)
                && nearest.is_none_or(|(d, _)| distance < d)
            {
                nearest = Some((distance, tense));
            }
        };
        for (n, word) in before
            .split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’')
            .rev()
            .filter(|w| !w.is_empty())
            .enumerate()
            .take(25)
        {
            offer(n, word);
        }
        for (n, word) in after
            .split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’')
            .filter(|w| !w.is_empty())
            .enumerate()
            .take(25)
        {
            offer(n + 3, word);
        }
        nearest.map_or(Tense::Unknown, |n| n.1)
    }
}

/// Up to 200 bytes of text before or after an offset, cut between characters.
fn window(text: &str, at: usize, before: bool) -> &str {
    let mut other = if before { at.saturating_sub(200) } else { (at + 200).min(text.len()) };
    while !text.is_char_boundary(other) {
        other += 1;
    }
    if before { text.get(other..at) } else { text.get(at..other) }.unwrap_or("")
}

/// What one word shows of the tense of its clause.
fn cue(word: &str) -> Option<Tense> {
    Some(match word {
        "will" | "shall" | "ll" | "'ll" | "would" | "scheduled" | "due" | "expected" | "planned"
        | "plans" | "upcoming" | "slated" | "expects" | "intends" | "tomorrow" | "ahead" | "won't"
        | "plan" | "hopes" | "forthcoming" => Tense::Future,
        "was" | "were" | "had" | "did" | "said" | "told" | "met" | "held" | "took" | "came" | "went"
        | "began" | "made" | "gave" | "saw" | "left" | "won" | "lost" | "spoke" | "wrote" | "became"
        | "found" | "got" | "fell" | "rose" | "led" | "brought" | "broke" | "sent" | "paid" | "put"
        | "struck" | "shot" | "drew" | "grew" | "flew" | "knew" | "hit" | "cut" | "quit" | "ran" | "sank"
        | "swore" | "thought" | "threw" | "withdrew" | "has" | "have" | "been" => Tense::Past,
        "is" | "are" => Tense::Present,
        w if w.len() > 4 && w.ends_with("ed") && !w.ends_with("eed") && w != "united" => Tense::Past,
        _ => return None,
    })
}
