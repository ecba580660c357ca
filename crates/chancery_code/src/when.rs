//! When and where a predicate's event took place: the time and place expressions that belong to it.

use crate::actors::Cast;
use crate::frame::Frame;
use crate::operators::Operators;
use crate::standing::Tense;
use crate::tree::{Tree, is_day_word};
use chancery_lang::{Deprel, Upos, Xpos};
use chancery_model::{ClaimDate, DayInterval, EventType, MentionKind, Status, TimeType, Timex};
use std::ops::Range;

/// How many sentences open a report.
const OPENING: u32 = 3;

/// How many days back the news of an opening may lie.
const NEWS: i32 = 7;

/// How a time expression bears on what it dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bearing {
    /// It happened then.
    On,
    /// It began then or later ("since January", "after the 10 March vote").
    From,
    /// It was over by then ("by Monday", "until March", "ahead of the 3 May vote").
    UpTo,
}

/// How many sentences a past that was dated may go on.
const BACKGROUND: u32 = 4;

/// The report's times, by the tokens that they stand on.
pub struct Times<'a> {
    /// All of them.
    pub all: &'a [Timex],
    /// Their tokens; empty where they fit no token.
    pub tokens: Vec<Range<u32>>,
    /// When the report was published.
    pub published: DayInterval,
    operators: &'a Operators,
    /// The time that the report's opening gives its news.
    lead: Option<u32>,
}

impl<'a> Times<'a> {
    /// Places the times on their tokens. `char_of` converts byte offsets.
    pub fn new(
        tree: &Tree,
        all: &'a [Timex],
        published: DayInterval,
        operators: &'a Operators,
        char_of: impl Fn(u32) -> u32,
    ) -> Times<'a> {
        let starts = Vec::from_iter(tree.analysis.tokens.iter().map(|t| char_of(t.start)));
        let ends = Vec::from_iter(tree.analysis.tokens.iter().map(|t| char_of(t.end)));
        let tokens = all.iter().map(|time| {
            let first = ends.partition_point(|end| *end <= time.start) as u32;
            let last = starts.partition_point(|start| *start < time.end) as u32;
            first..last.max(first)
        });
        let mut times = Times { all, tokens: tokens.collect(), published, operators, lead: None };
        times.lead = times.find_lead(tree);
        times
    }

    /// The first time of the opening sentences that is a day of the last week, in the main clause.
    fn find_lead(&self, tree: &Tree) -> Option<u32> {
        (0..self.all.len()).map(|i| i as u32).find(|i| {
            let time = &self.all[*i as usize];
            let tokens = &self.tokens[*i as usize];
            // A date with its year is a caption's or an old thing's; news says "on Tuesday".
            let leans = time.reckoning.is_some();
            // "on 13 September" is the news only where it stands first; later it dates what led to it.
            let opening = if self.is_weekday(tree, *i) { 4 } else { 2 };
            let near = match (time.interval().day(), self.published.end.or(self.published.begin)) {
                (Some(day), Some(published)) => {
                    (0..=7).contains(&chancery_model::day::days_between(day, published))
                }
                _ => false,
            };
            near && leans
                && !tokens.is_empty()
                && tokens.end <= tree.len()
                && tree.sentence_of(tokens.start) < opening
                && !self.names_another(tree, *i)
                && !self.is_aside(tree, *i)
        })
    }

    /// Whether a time stands in a relative clause: "Arvo, who resigned on Monday, met Lind".
    fn is_aside(&self, tree: &Tree, i: u32) -> bool {
        let verb = self.verb_above(tree, self.tokens[i as usize].start);
        verb.is_some_and(|v| tree.rel(v) == Deprel::AclRelcl)
    }

    /// Whether a time is told from the day of writing ("on Monday", "yesterday").
    fn is_weekday(&self, tree: &Tree, i: u32) -> bool {
        self.tokens[i as usize].clone().any(|t| t < tree.len() && is_day_word(&tree.word(t).to_lowercase()))
    }

    /// Whether the expression can date an event.
    fn dates(&self, i: u32) -> bool {
        let time = &self.all[i as usize];
        matches!(time.kind, TimeType::Date | TimeType::Time) && !time.interval().is_unknown()
    }

    /// The expression that belongs to the predicate.
    pub fn of(&self, tree: &Tree, frame: &Frame) -> Option<u32> {
        let sentence = tree.sentence_tokens(frame.anchor);
        let here = (0..self.all.len() as u32).filter(|i| {
            let tokens = &self.tokens[*i as usize];
            let stands = !tokens.is_empty() && sentence.contains(&tokens.start);
            stands
                && self.dates(*i)
                && !self.is_of_deed(tree, frame, *i)
                && !self.is_of_invitation(tree, frame, *i)
        });
        let here = Vec::from_iter(here);
        let distance = |i: &u32| self.tokens[*i as usize].start.abs_diff(frame.anchor);
        let governs = |i: &&u32, wanted: u32| self.governor(tree, **i) == Some(wanted);
        for wanted in [Some(frame.anchor), frame.support].into_iter().flatten() {
            if let Some(found) = here.iter().filter(|i| governs(i, wanted)).min_by_key(|i| distance(i)) {
                return Some(*found);
            }
        }
        // "Norvia last week blamed Estmark": the parser may take the verb for a part of the time.
        let finite = frame.finite();
        let holds = |i: &&u32| {
            let tokens = &self.tokens[**i as usize];
            let beside = tokens.end == finite || tree.rel(finite) == Deprel::Parataxis;
            beside && tree.head(finite).is_some_and(|head| tokens.contains(&head))
        };
        if let Some(found) = here.iter().find(holds) {
            return Some(*found);
        }
        // "a war that began in 1992 when Estmark invaded": the time stands right before the clause.
        let when = tree.children(frame.finite()).iter().find(|c| tree.is(**c, "when")).copied();
        let meets = |i: &&u32| {
            let end = self.tokens[**i as usize].end;
            when.is_some_and(|w| end == w || end + 1 == w && tree.word(end) == ",")
        };
        if let Some(found) = here.iter().find(meets) {
            return Some(*found);
        }
        // "met on Monday after signing a pact in March": the parser may hang it on the object.
        let close = here.iter().filter(|i| {
            let token = self.tokens[**i as usize].start;
            token > frame.finite()
                && self.is_adverbial(tree, **i)
                && self.governor(tree, **i).is_some_and(|g| {
                    tree.head(g) == Some(frame.finite()) && matches!(tree.rel(g), Deprel::Obj | Deprel::Obl)
                })
        });
        if let Some(found) = close.min_by_key(|i| distance(i)) {
            return Some(*found);
        }
        // In a noun phrase of the predicate's ("arrested on the 2018 charges" is not a date of the arrest): only its own.
        // A verb above that merely shares the clause: "met and agreed on Monday", "began by calling on Monday".
        let mut at = frame.finite();
        for _ in 0..4 {
            let Some(head) = tree.head(at) else { break };
            // "Last week's summit saw Norvia promise aid": the time is in the subject.
            if matches!(tree.rel(at), Deprel::Ccomp | Deprel::Xcomp | Deprel::Obj)
                && matches!(tree.lemma(head), "see" | "witness")
                && let Some(subject) = tree.child(head, Deprel::Nsubj)
                && let Some(found) =
                    here.iter().find(|i| tree.is_within(self.tokens[**i as usize].start, subject))
            {
                return Some(*found);
            }
            let shared = match tree.rel(at) {
                Deprel::Xcomp => true,
                // "met on Monday, two days after Norvia expelled": the parser may join the two.
                Deprel::Conj => self.told_apart(tree, at).is_none(),
                // "the decision last month to expel them"
                Deprel::Acl => crate::frame::has_to(tree, at),
                // "were detained in 2031 after Norvia accused them": one time for both, near enough; not where they are told
                // to be apart ("two days after").
                Deprel::Advcl => !crate::frame::has_to(tree, at) && self.told_apart(tree, at).is_none(),
                Deprel::Obl | Deprel::Obj | Deprel::Nsubj | Deprel::NsubjPass | Deprel::Nmod => {
                    let clause = tree.children(at).iter().any(|c| *c < at && tree.is(*c, "that"));
                    frame.class == crate::pattern::WordClass::Noun && !clause && !self.is_judged(tree, at)
                }
                _ => false,
            };
            if !shared {
                break;
            }
            if let Some(found) = here.iter().filter(|i| governs(i, head)).min_by_key(|i| distance(i)) {
                return Some(*found);
            }
            // "During a visit in April, Norvia promised to send aid"
            let occasion = |i: &&u32| {
                self.governor(tree, **i).is_some_and(|g| {
                    tree.head(g) == Some(head)
                        && tree.rel(g) == Deprel::Obl
                        && case_is(tree, g, &["at", "during"])
                })
            };
            if let Some(found) = here.iter().find(occasion) {
                return Some(*found);
            }
            at = head;
        }
        // The only time below the predicate that no other verb claims.
        let bare = frame.class == crate::pattern::WordClass::Verb && frame.support.is_none();
        let below = here.iter().filter(|i| {
            let token = self.tokens[**i as usize].start;
            tree.is_within(token, frame.finite())
                && self.verb_above(tree, token) == Some(frame.finite())
                && !(bare && self.names_another(tree, **i))
        });
        if let Some(found) = below.min_by_key(|i| distance(i)) {
            return Some(*found);
        }
        // "agreed to restore relations in a deal brokered by Sudland on March 10": the time of the occasion.
        let occasion = |i: &&u32| {
            self.governor(tree, **i)
                .filter(|g| tree.rel(*g) == Deprel::Acl)
                .and_then(|g| tree.head(g))
                .is_some_and(|noun| {
                    tree.rel(noun) == Deprel::Obl
                        && case_is(tree, noun, &["in", "at", "during"])
                        && tree.is_within(noun, frame.finite())
                        && self.verb_above(tree, noun).is_some_and(|v| {
                            v == frame.finite()
                                || tree.rel(v) == Deprel::Xcomp && tree.head(v) == Some(frame.finite())
                        })
                })
        };
        if let Some(found) = here.iter().find(|i| self.is_last(tree, **i) && occasion(i)) {
            return Some(*found);
        }
        // "closed the border and sent troops in 2015": a past that is told at the end is that of the whole.
        let long_past = |i: &&u32| {
            let end = self.all[**i as usize].end_date.zip(self.published.begin);
            end.is_some_and(|(end, told)| chancery_model::day::days_between(end, told) > 60)
        };
        let joined = |i: &&u32| {
            let governor = self.governor(tree, **i);
            governor.is_some_and(|g| {
                tree.rel(g) == Deprel::Conj
                    && tree.head(g) == Some(frame.finite())
                    && tree.upos(g) == Upos::Verb
            })
        };
        if let Some(found) = here.iter().find(|i| joined(i) && long_past(i) && self.is_last(tree, **i)) {
            return Some(*found);
        }
        // "in the past two years"
        (0..self.all.len() as u32).find(|i| {
            let tokens = &self.tokens[*i as usize];
            let time = &self.all[*i as usize];
            time.kind == TimeType::Duration
                && !time.interval().is_unknown()
                && !tokens.is_empty()
                && sentence.contains(&tokens.start)
                && tokens.start.checked_sub(1).is_some_and(|b| {
                    matches!(&*tree.word(b).to_lowercase(), "in" | "over" | "during" | "within")
                })
                && self.verb_above(tree, tokens.start) == Some(frame.finite())
        })
    }

    /// Whether a time is of what somebody is invited to: "invited her to Norhaven in May".
    fn is_of_invitation(&self, tree: &Tree, frame: &Frame, i: u32) -> bool {
        let between = frame.anchor + 1..self.tokens[i as usize].start;
        matches!(tree.lemma(frame.anchor), "invite" | "invitation")
            && between.clone().any(|t| matches!(tree.word(t), "to" | "for"))
            && !between.clone().any(|t| tree.word(t) == ",")
    }

    /// Whether a year behind a deed that the sentence speaks of is the deed's: "jailed him for the killing in 2019".
    fn is_of_deed(&self, tree: &Tree, frame: &Frame, i: u32) -> bool {
        let tokens = &self.tokens[i as usize];
        let year = self.all[i as usize].value.len() == 4;
        let deed = |t: u32| is_harm(tree, t) && case_is(tree, t, &["for", "over", "in", "of", "about"]);
        year && frame.class == crate::pattern::WordClass::Verb
            && tokens.start > frame.finite()
            && (frame.finite() + 1..tokens.start).any(deed)
    }

    /// Whether nothing but a full stop follows the expression in its sentence.
    fn is_last(&self, tree: &Tree, i: u32) -> bool {
        let end = self.tokens[i as usize].end;
        end < tree.len() && (end..tree.sentence_tokens(end - 1).end).all(|t| tree.upos(t) == Upos::Punct)
    }

    /// Whether the expression names a thing that a verb is about, and no occasion of it: "condemns Estmark over Saturday's
    /// attack".
    fn names_another(&self, tree: &Tree, i: u32) -> bool {
        let tokens = &self.tokens[i as usize];
        let top = tokens.clone().find(|t| tree.head(*t).is_none_or(|head| !tokens.contains(&head)));
        let Some((top, noun)) = top.and_then(|top| Some((top, tree.head(top)?))) else { return false };
        let names = matches!(
            tree.rel(top),
            Deprel::NmodPoss | Deprel::NmodDesc | Deprel::Compound | Deprel::Amod | Deprel::Nummod
        );
        names
            && noun >= tokens.end
            && tree.rel(noun) == Deprel::Obl
            && (case_is(
                tree,
                noun,
                &["over", "for", "with", "about", "of", "to", "from", "under", "against"],
            ) || is_harm(tree, noun))
    }

    /// The time of the speaking ("said on Tuesday that…") for an act that consists in saying it.
    pub fn of_saying(&self, tree: &Tree, frame: &Frame) -> Option<u32> {
        // "Norvia has invited Lind, an official said last month": the saying hangs on what is said.
        let trailing = |i: &u32| {
            let says = |g: u32| {
                tree.rel(g) == Deprel::Parataxis
                    && tree.head(g) == Some(frame.finite())
                    && matches!(tree.lemma(g), "say" | "announce" | "tell" | "report" | "state")
            };
            self.dates(*i)
                && self.tokens[*i as usize].start < tree.len()
                && self.governor(tree, *i).is_some_and(says)
        };
        if let Some(i) = (0..self.all.len() as u32).find(trailing) {
            return Some(i);
        }
        let mut at = frame.finite();
        for _ in 0..6 {
            let head = tree.head(at)?;
            // "warned Norvia last month that it would": the parser may hang what is said on the time.
            let hung = |i: &u32| self.dates(*i) && self.tokens[*i as usize].contains(&head);
            if tree.children(at).iter().any(|c| *c < at && tree.is(*c, "that"))
                && let Some(i) = (0..self.all.len() as u32).find(hung)
            {
                return Some(i);
            }
            if matches!(tree.rel(at), Deprel::Ccomp | Deprel::Parataxis | Deprel::Xcomp | Deprel::Conj) {
                for i in 0..self.all.len() as u32 {
                    let tokens = &self.tokens[i as usize];
                    // "warned Norvia last month that…": the parser may hang it on the object.
                    let of_head = || {
                        self.governor(tree, i) == Some(head)
                            || tokens.start < at && self.verb_above(tree, tokens.start) == Some(head)
                    };
                    if self.dates(i) && !tokens.is_empty() && tokens.start < tree.len() && of_head() {
                        return Some(i);
                    }
                }
            }
            at = head;
        }
        None
    }

    /// Whether the expression stands behind a preposition of its own.
    fn is_adverbial(&self, tree: &Tree, i: u32) -> bool {
        let before = self.tokens[i as usize].start.checked_sub(1);
        before.is_some_and(|b| {
            matches!(
                &*tree.word(b).to_lowercase(),
                "in" | "on" | "since" | "from" | "until" | "during" | "by"
            )
        })
    }

    /// How the expression bears on what it dates: by the preposition before it, its own or that of the noun it stands with.
    fn bearing(&self, tree: &Tree, i: u32, to_come: bool) -> Bearing {
        let mut at = self.tokens[i as usize].start;
        let mut word = || {
            at = at.checked_sub(1)?;
            Some(tree.word(at).to_lowercase())
        };
        let mut before = word().unwrap_or_default();
        if matches!(&*before, "the" | "a" | "last" | "early" | "late") {
            before = word().unwrap_or_default();
        }
        match &*before {
            "since" | "after" | "following" => Bearing::From,
            "from" if to_come => Bearing::From,
            "by" | "before" | "until" | "till" => Bearing::UpTo,
            "of" if word().as_deref() == Some("ahead") => Bearing::UpTo,
            "to" if word().as_deref() == Some("prior") => Bearing::UpTo,
            _ => Bearing::On,
        }
    }

    /// The two expressions of "from 3 to 9 March", "between Monday and Friday", where this is one of them.
    fn range(&self, tree: &Tree, i: u32) -> Option<(u32, u32)> {
        let pair = |first: u32| {
            let (a, b) = (self.tokens.get(first as usize)?, self.tokens.get(first as usize + 1)?);
            if a.is_empty() || b.is_empty() || a.end + 1 != b.start || b.start >= tree.len() {
                return None;
            }
            let opening = tree.word(a.start.checked_sub(1)?).to_lowercase();
            let joint = tree.word(a.end).to_lowercase();
            let range = match &*opening {
                "from" => matches!(&*joint, "to" | "until" | "till" | "through"),
                "between" => joint == "and",
                _ => false,
            };
            let (begin, end) = (self.all[first as usize].begin?, self.all[first as usize + 1].end_date?);
            (range && begin <= end).then_some((first, first + 1))
        };
        pair(i).or_else(|| pair(i.checked_sub(1)?))
    }

    /// Whether the noun is what a verb of judging or recalling is about ("hailed the visit").
    fn is_judged(&self, tree: &Tree, t: u32) -> bool {
        let head = tree.head(t).filter(|head| self.operators.is_appraisal(tree, *head));
        head.is_some_and(|head| {
            let passive = crate::frame::is_passive(tree, head);
            match tree.rel(t) {
                Deprel::Obj | Deprel::Nmod => true,
                Deprel::Nsubj | Deprel::NsubjPass => passive,
                _ => false,
            }
        })
    }

    /// The word that the expression hangs on.
    fn governor(&self, tree: &Tree, i: u32) -> Option<u32> {
        let tokens = &self.tokens[i as usize];
        let top = tokens
            .clone()
            .filter(|t| *t < tree.len())
            .find(|t| tree.head(*t).is_none_or(|head| !tokens.contains(&head)))?;
        let head = tree.head(top)?;
        // "said Monday it would send troops": a bare time after a verb is the verb's, whatever follows.
        let verb = tokens.start.checked_sub(1).filter(|v| *v < head && tree.is_finite(*v));
        let loose = match tree.rel(top) {
            Deprel::Obl | Deprel::OblUnmarked | Deprel::NmodUnmarked => true,
            Deprel::Nsubj => {
                tree.children(head).iter().any(|c| *c != top && tree.rel(*c).base() == Deprel::Nsubj)
            }
            _ => false,
        };
        if let Some(verb) = verb.filter(|v| loose && head >= tokens.end && tree.upos(*v) == Upos::Verb) {
            return Some(verb);
        }
        // "said that not long ago they met": what follows the "that" is of the meeting.
        let that = tokens.start.checked_sub(1).is_some_and(|before| before > head && tree.is(before, "that"));
        if let Some(clause) = tree.child(head, Deprel::Ccomp).filter(|c| that && *c > tokens.start) {
            return Some(clause);
        }
        // "met in Norhaven in May": the time is of the meeting, though it hangs on the place.
        let above = tree.head(head).filter(|v| tree.upos(*v) == Upos::Verb);
        if tree.upos(head) == Upos::Propn && tree.rel(head) == Deprel::Obl && above.is_some() {
            return above;
        }
        // "a visit to Norvia in May"
        if tree.upos(head) == Upos::Propn
            && tree.rel(head) == Deprel::Nmod
            && case_is(tree, head, &["to", "in", "with"])
            && let Some(noun) = tree.head(head).filter(|n| tree.upos(*n) == Upos::Noun)
        {
            return Some(noun);
        }
        // "on the night of Tuesday": the expression inside a longer one hangs where that one does.
        if tree.upos(head) == Upos::Noun
            && matches!(
                tree.lemma(head),
                "night" | "morning" | "evening" | "day" | "end" | "week" | "afternoon"
            )
        {
            return tree.head(head);
        }
        Some(head)
    }

    fn verb_above(&self, tree: &Tree, t: u32) -> Option<u32> {
        tree.upward(t)
            .skip(1)
            .find(|u| matches!(tree.upos(*u), Upos::Verb) || tree.child(*u, Deprel::Cop).is_some())
    }

    /// The days of an event: its own time, else what tense and the report's day allow.
    pub fn date(
        &self,
        tree: &Tree,
        frame: &Frame,
        tense: Tense,
        event_type: EventType,
        status: Status,
        promised: bool,
    ) -> ClaimDate {
        let verbal = matches!(
            event_type,
            EventType::Accuse
                | EventType::Request
                | EventType::Reject
                | EventType::Threaten
                | EventType::Support
                | EventType::Agree
        );
        // What has happened is not dated by what lies ahead ("gave them until Friday to leave").
        let past = |i: &u32| !((promised || status == Status::Happened) && self.is_future(*i));
        let own = self.of(tree, frame).filter(past);
        let saying = || if verbal { self.of_saying(tree, frame).filter(past) } else { None };
        if let Some(i) = own.or_else(saying) {
            let i = self.span_around(tree, frame, i).unwrap_or(i);
            let time = &self.all[i as usize];
            let to_come = matches!(status, Status::Planned | Status::Proposed);
            let (mut begin, mut end) = match (self.range(tree, i), self.bearing(tree, i, to_come)) {
                (Some((a, b)), _) => (self.all[a as usize].begin, self.all[b as usize].end_date),
                // "said on Monday that it would withdraw": so it stands from Monday on, and what is planned comes later.
                _ if to_come && own.is_none() => (time.begin, None),
                (_, Bearing::On) => (time.begin, time.end_date),
                (_, Bearing::From) if to_come => (time.begin, None),
                (_, Bearing::From) => (time.begin, self.published.end.max(time.end_date)),
                (_, Bearing::UpTo) if to_come => (self.published.begin, time.end_date),
                (_, Bearing::UpTo) => (None, time.end_date),
            };
            if !matches!(status, Status::Planned | Status::Proposed | Status::Ongoing) && !promised {
                // What has happened did so before it was told.
                end = match (end, self.published.end) {
                    (Some(e), Some(p)) if e > p && begin.is_none_or(|b| b <= p) => Some(p),
                    (e, _) => e,
                };
            }
            if let (Some(b), Some(e)) = (begin, end)
                && b > e
            {
                (begin, end) = (Some(e), Some(e));
            }
            return ClaimDate { begin, end, basis: "time".into(), time: Some(i) };
        }
        let published = self.published;
        if status == Status::Happened && self.is_then(tree, frame) {
            let told = (0..self.all.len() as u32).rev().find(|i| {
                let tokens = &self.tokens[*i as usize];
                self.dates(*i) && !tokens.is_empty() && tokens.start < frame.anchor
            });
            let days = told.map(|i| self.all[i as usize].interval());
            let DayInterval { begin, end } =
                days.unwrap_or(DayInterval { begin: None, end: self.published.end });
            let basis = if told.is_some() { "context" } else { "background" };
            return ClaimDate { begin, end, basis: basis.into(), time: told };
        }
        if let Some(date) = self.since_then(tree, frame, tense, status) {
            return date;
        }
        if let Some(date) =
            self.apart(tree, frame, status).or_else(|| self.so_far(tree, frame, tense, status))
        {
            return date;
        }
        // "not long ago they held talks": dated, but by nothing that the calendar knows.
        if self.is_vague(tree, frame) && status == Status::Happened {
            return ClaimDate { begin: None, end: published.end, basis: "background".into(), time: None };
        }
        // "since the arrest of the two men": a thing that the reader is taken to know of, of whenever.
        let noun = frame.class == crate::pattern::WordClass::Noun && frame.support.is_none();
        let aside = tree.rel(frame.anchor) == Deprel::Acl && frame.passive;
        let presupposed = aside || noun && !is_occasion(tree, frame);
        let stands = matches!(tree.rel(frame.anchor), Deprel::Nsubj | Deprel::NsubjPass | Deprel::Root);
        let narrated = event_type != EventType::Consult && (!noun || stands);
        // "Tensions rose in 2018 after the arrest. China then detained…": what goes on in the past told before.
        if !verbal
            && narrated
            && matches!(tense, Tense::Past | Tense::PastPerfect | Tense::None)
            && status == Status::Happened
            && let Some(i) = self.background(tree, frame)
        {
            let time = &self.all[i as usize];
            return ClaimDate {
                begin: time.begin,
                end: time.end_date,
                basis: "context".into(),
                time: Some(i),
            };
        }
        // Deeds that are told so further down are background more often than news.
        let news = verbal || event_type == EventType::Consult || tree.sentence_of(frame.anchor) < OPENING;
        let tense = if news && self.is_backshifted(tree, frame, tense) { Tense::Past } else { tense };
        if presupposed && status == Status::Happened {
            return ClaimDate { begin: None, end: published.end, basis: "background".into(), time: None };
        }
        match (status, tense) {
            (Status::Planned | Status::Proposed, _) if !promised => {
                ClaimDate { begin: published.begin, end: None, basis: "document".into(), time: None }
            }
            // "Norvia has expelled six diplomats", in the opening: news of these days.
            (Status::Happened, Tense::Perfect)
                if !verbal && !noun && tree.sentence_of(frame.anchor) < OPENING =>
            {
                let begin = published.begin.map(|day| chancery_model::day::plus_days(day, -NEWS));
                ClaimDate { begin, end: published.end, basis: "document".into(), time: None }
            }
            (_, Tense::PastPerfect | Tense::Perfect) if !verbal || tense == Tense::PastPerfect => {
                // "said on Tuesday that Norvia had severed relations": by then.
                let said = self.of_saying(tree, frame).filter(past);
                let end = said.and_then(|i| self.all[i as usize].end_date).or(published.end);
                ClaimDate { begin: None, end, basis: "background".into(), time: said }
            }
            _ => {
                if let Some(lead) = self.lead {
                    let time = &self.all[lead as usize];
                    return ClaimDate {
                        begin: time.begin,
                        end: time.end_date,
                        basis: "context".into(),
                        time: Some(lead),
                    };
                }
                ClaimDate { begin: published.begin, end: published.end, basis: "document".into(), time: None }
            }
        }
    }

    /// "The ministry said that it had summoned the envoy": what the speaker told as "we have summoned" or "we summoned".
    fn is_backshifted(&self, tree: &Tree, frame: &Frame, tense: Tense) -> bool {
        let told = |head: u32| {
            tree.token(head).xpos == Xpos::Vbd
                && matches!(tree.lemma(head), "say" | "announce" | "report" | "confirm" | "state" | "tell")
        };
        if tense != Tense::PastPerfect {
            return false;
        }
        let mut at = frame.finite();
        for _ in 0..4 {
            // "said on Monday that": the parser may hang the clause on the day.
            let mut above =
                tree.upward(at).skip(1).skip_while(|t| is_day_word(&tree.word(*t).to_lowercase()));
            let Some(head) = above.next() else { return false };
            let clause =
                matches!(tree.rel(at), Deprel::Ccomp | Deprel::Acl | Deprel::AclRelcl | Deprel::Advcl);
            if clause && told(head) {
                return true;
            }
            // "that it had issued the warning, summoning him"
            if !matches!(tree.rel(at), Deprel::Advcl | Deprel::Xcomp | Deprel::Conj) {
                return false;
            }
            at = head;
        }
        false
    }

    /// "Since Norvia invaded in 2022, Estmark has expelled 30 diplomats": from the days of the clause on.
    fn since_then(&self, tree: &Tree, frame: &Frame, tense: Tense, status: Status) -> Option<ClaimDate> {
        if tense != Tense::Perfect || !matches!(status, Status::Happened | Status::Ongoing) {
            return None;
        }
        let since = |c: &u32| tree.children(*c).iter().any(|m| tree.is(*m, "since"));
        let clause = tree
            .children(frame.finite())
            .iter()
            .copied()
            .find(|c| tree.rel(*c) == Deprel::Advcl && since(c))?;
        let told = (0..self.all.len() as u32).find(|i| {
            let tokens = &self.tokens[*i as usize];
            self.dates(*i)
                && !tokens.is_empty()
                && tokens.start < tree.len()
                && tree.is_within(tokens.start, clause)
        });
        let begin = told.and_then(|i| self.all[i as usize].begin);
        Some(ClaimDate { begin, end: self.published.end, basis: "time".into(), time: told })
    }

    /// "denied it at the time"
    fn is_then(&self, tree: &Tree, frame: &Frame) -> bool {
        tree.children(frame.finite()).iter().any(|c| {
            tree.rel(*c) == Deprel::Obl
                && matches!(tree.lemma(*c), "time" | "point" | "stage")
                && case_is(tree, *c, &["at"])
                && tree.children(*c).iter().any(|d| tree.is(*d, "the") || tree.is(*d, "that"))
                && tree
                    .children(*c)
                    .iter()
                    .all(|d| matches!(tree.rel(*d), Deprel::Case | Deprel::Det | Deprel::Punct))
        })
    }

    /// "a week after Norvia arrested a banker": the days of the clause, from those of what it is told beside.
    fn apart(&self, tree: &Tree, frame: &Frame, status: Status) -> Option<ClaimDate> {
        let clause = frame.finite();
        if status != Status::Happened {
            return None;
        }
        let (mark, length) = self.told_apart(tree, clause)?;
        let (least, most) = self.all[length].length_in_days()?;
        // The parser may take the clause for the main one.
        let head = match tree.rel(clause) {
            Deprel::Advcl | Deprel::Conj => tree.head(clause)?,
            _ => tree.child(clause, Deprel::Advcl)?,
        };
        let beside = (0..self.all.len() as u32).rev().find(|i| {
            let tokens = &self.tokens[*i as usize];
            let above = || self.verb_above(tree, tokens.start) == Some(head);
            self.dates(*i)
                && !tokens.is_empty()
                && tokens.start < mark
                && tokens.start < tree.len()
                && tree.sentence_tokens(clause).contains(&tokens.start)
                && (self.governor(tree, *i) == Some(head) || above())
        });
        let told = beside.or(self.lead).map(|i| self.all[i as usize].interval());
        let DayInterval { begin, end } = told.unwrap_or(self.published);
        let (near, far) = if tree.is(mark, "after") { (-least, -most) } else { (least, most) };
        let move_by =
            |day: Option<chancery_model::Day>, by| day.map(|d| chancery_model::day::plus_days(d, by));
        Some(ClaimDate {
            begin: move_by(begin, near.min(far)),
            end: move_by(end, near.max(far)),
            basis: "context".into(),
            time: None,
        })
    }

    /// The "after" or "before" of a clause and the length right before it ("two days after").
    fn told_apart(&self, tree: &Tree, clause: u32) -> Option<(u32, usize)> {
        let mut marks = tree.children(clause).iter().copied();
        let mark = marks
            .find(|c| tree.rel(*c) == Deprel::Mark && (tree.is(*c, "after") || tree.is(*c, "before")))?;
        let lengths = (0..self.all.len()).filter(|n| self.all[*n].kind == TimeType::Duration);
        let length = { lengths }.find(|n| !self.tokens[*n].is_empty() && self.tokens[*n].end == mark)?;
        Some((mark, length))
    }

    /// "has been held for 19 months": from so long ago to the day of the report.
    fn so_far(&self, tree: &Tree, frame: &Frame, tense: Tense, status: Status) -> Option<ClaimDate> {
        if tense != Tense::Perfect || !matches!(status, Status::Happened | Status::Ongoing) {
            return None;
        }
        let length = (0..self.all.len() as u32).find(|i| {
            let tokens = &self.tokens[*i as usize];
            tokens.start.checked_sub(1).is_some_and(|b| tree.is(b, "for"))
                && self.governor(tree, *i) == Some(frame.finite())
        })?;
        let (_, most) = self.all[length as usize].length_in_days()?;
        let begin = self.published.begin.map(|day| chancery_model::day::plus_days(day, -most));
        Some(ClaimDate { begin, end: self.published.end, basis: "time".into(), time: Some(length) })
    }

    /// The span that a time ends or begins: "the *three-day* visit through Saturday".
    fn span_around(&self, tree: &Tree, frame: &Frame, i: u32) -> Option<u32> {
        let inner = &self.all[i as usize];
        let holds = |span: &Timex| match (span.begin, inner.begin, inner.end_date, span.end_date) {
            (Some(a), Some(b), Some(c), Some(d)) => a <= b && c <= d && (a, d) != (b, c),
            _ => false,
        };
        let (governor, sentence) = (self.governor(tree, i), tree.sentence_tokens(frame.anchor));
        (0..self.all.len() as u32).find(|n| {
            let tokens = &self.tokens[*n as usize];
            let span = &self.all[*n as usize];
            span.kind == TimeType::Duration
                && holds(span)
                && !tokens.is_empty()
                && sentence.contains(&tokens.start)
                && self.governor(tree, *n).is_some_and(|g| Some(g) == governor || g == frame.anchor)
        })
    }

    /// Whether the predicate has a time of its own that bounds nothing ("recently", "not long ago").
    fn is_vague(&self, tree: &Tree, frame: &Frame) -> bool {
        (0..self.all.len() as u32).any(|i| {
            let time = &self.all[i as usize];
            time.kind == TimeType::Date
                && time.interval().is_unknown()
                && !self.tokens[i as usize].is_empty()
                && self.governor(tree, i).is_some_and(|g| g == frame.anchor || Some(g) == frame.support)
        })
    }

    /// The last time of the sentence before (or of this one, before the predicate) that lies well before publication.
    fn background(&self, tree: &Tree, frame: &Frame) -> Option<u32> {
        let published = self.published.begin.or(self.published.end)?;
        let sentence = tree.sentence_of(frame.anchor);
        let found = (0..self.all.len() as u32).rev().find(|i| {
            let tokens = &self.tokens[*i as usize];
            self.dates(*i)
                && !tokens.is_empty()
                && tokens.start < frame.anchor
                && tokens.start < tree.len()
                && tree.sentence_of(tokens.start) + BACKGROUND >= sentence
        })?;
        // Beyond the next sentence only while nothing but the past is told.
        let told = self.tokens[found as usize].start;
        let only_past =
            || !(told..frame.anchor).any(|t| matches!(tree.token(t).xpos, Xpos::Vbz | Xpos::Vbp | Xpos::Md));
        if tree.sentence_of(told) + 1 < sentence && !only_past() {
            return None;
        }
        let end = self.all[found as usize].end_date?;
        (chancery_model::day::days_between(end, published) > 14).then_some(found)
    }

    fn is_future(&self, i: u32) -> bool {
        match (self.all[i as usize].begin, self.published.end) {
            (Some(begin), Some(published)) => begin > published,
            _ => false,
        }
    }
}

/// Whether the noun is a deed that others speak of afterwards ("in the 2029 murder").
fn is_harm(tree: &Tree, noun: u32) -> bool {
    let deeds = [
        "murder",
        "killing",
        "assassination",
        "attack",
        "bombing",
        "poisoning",
        "shooting",
        "abduction",
        "kidnapping",
        "massacre",
        "invasion",
        "coup",
        "crash",
        "sabotage",
        "plot",
    ];
    deeds.contains(&tree.lemma(noun))
}

/// Whether one of these prepositions stands before the noun.
fn case_is(tree: &Tree, noun: u32, any: &[&str]) -> bool {
    tree.case_of(noun).is_some_and(|c| any.contains(&&*tree.word(c).to_lowercase()))
}

/// Whether an event noun is the occasion of what its sentence tells ("in a telephone conversation with", "during the
/// visit"), so that it is of the same day.
fn is_occasion(tree: &Tree, frame: &Frame) -> bool {
    // "is on a visit"
    tree.child(frame.anchor, Deprel::Cop).is_some()
        || tree.rel(frame.anchor) == Deprel::Obl
            && tree.case_of(frame.anchor).is_some_and(|c| {
                matches!(&*tree.word(c).to_lowercase(), "in" | "during" | "over" | "at" | "on" | "through")
            })
}

/// The place of a predicate: a place name behind "in", "at" or the like in its clause; an index into [`Cast::mentions`].
pub fn place_of(tree: &Tree, cast: &Cast, frame: &Frame) -> Option<u32> {
    let locative = ["in", "at", "near", "outside", "inside", "off", "on", "within", "across", "around"];
    let heads = [Some(frame.anchor), frame.support];
    let mut best: Option<(u32, u32)> = None;
    for arg in &frame.args {
        let crate::pattern::Role::Prep(case) = &arg.role else { continue };
        if !locative.contains(&&**case) {
            continue;
        }
        for m in place_mentions(tree, cast, arg.token) {
            if is_upon(case, cast, m, arg.token) {
                continue;
            }
            let rank = if arg.inherited { 1 } else { 0 };
            if best.is_none_or(|(r, _)| rank < r) {
                best = Some((rank, m));
            }
        }
    }
    if best.is_none() {
        // "a meeting on the sidelines of the summit in Gyeongju": below one of the predicate's obliques.
        let sentence = tree.sentence_tokens(frame.anchor);
        for (m, mention) in cast.mentions.iter().enumerate() {
            let place = mention.kind == MentionKind::Place || mention.kind == MentionKind::State;
            let own = mention.tokens.contains(&mention.head) && !is_joined(tree, &mention.tokens);
            if !place || !own || mention.place_state.is_none() || !sentence.contains(&mention.head) {
                continue;
            }
            let Some(case) = tree.case_of(mention.head) else { continue };
            let word = tree.word(case).to_lowercase();
            if !locative.contains(&&*word) || is_upon(&word, cast, m as u32, mention.head) {
                continue;
            }
            // "talks on the war in Norvia": there the war is, not the talks.
            let met = tree
                .upward(mention.head)
                .skip(1)
                .find(|u| heads.contains(&Some(*u)) || !may_lead_to(tree, *u))
                .is_some_and(|u| heads.contains(&Some(u)));
            if met {
                best = Some((2, m as u32));
                break;
            }
        }
    }
    best.map(|(_, m)| m)
}

/// "Called on Norhaven to withdraw", "sanctions on Norvia": a state or its capital right behind "on" is whom it concerns; no
/// place, as the border or the island behind it is.
fn is_upon(case: &str, cast: &Cast, mention: u32, governed: u32) -> bool {
    case == "on" && cast.mentions[mention as usize].tokens.contains(&governed)
}

/// Whether a word between a predicate and a place lets the place be the predicate's: a name, a time, or an occasion or venue; no
/// matter that is talked about.
fn may_lead_to(tree: &Tree, t: u32) -> bool {
    match tree.upos(t) {
        Upos::Noun => VENUES.contains(&tree.lemma(t)) || TIMES_OF_DAY.contains(&tree.lemma(t)),
        Upos::Propn | Upos::Num | Upos::Pron => true,
        _ => false,
    }
}

const TIMES_OF_DAY: &[&str] =
    &["morning", "afternoon", "evening", "night", "noon", "midnight", "day", "week", "weekend", "month"];

/// Occasions, venues, and persons who are met.
const VENUES: &[&str] = &[
    "sideline",
    "sidelines",
    "margin",
    "margins",
    "fringe",
    "fringes",
    "edge",
    "summit",
    "meeting",
    "conference",
    "forum",
    "session",
    "assembly",
    "ceremony",
    "gathering",
    "congress",
    "convention",
    "talk",
    "talks",
    "negotiation",
    "consultation",
    "dialogue",
    "round",
    "series",
    "palace",
    "ministry",
    "office",
    "residence",
    "embassy",
    "consulate",
    "mission",
    "hotel",
    "headquarters",
    "capital",
    "city",
    "town",
    "village",
    "port",
    "harbour",
    "harbor",
    "base",
    "airport",
    "airbase",
    "border",
    "crossing",
    "parliament",
    "house",
    "villa",
    "building",
    "centre",
    "center",
    "resort",
    "retreat",
    "station",
    "square",
    "venue",
    "hall",
    "island",
    "university",
    "club",
    "museum",
    "monument",
    "memorial",
    "cemetery",
    "visit",
    "trip",
    "tour",
    "stop",
    "stopover",
    "stay",
    "reception",
    "dinner",
    "lunch",
    "breakfast",
    "banquet",
    "funeral",
    "inauguration",
    "anniversary",
    "exhibition",
    "exposition",
    "fair",
    "event",
    "course",
    "occasion",
    "beginning",
    "end",
    "close",
    "start",
    "presence",
    "front",
    "room",
    "minister",
    "president",
    "counterpart",
    "leader",
    "official",
    "ambassador",
    "envoy",
    "premier",
    "chancellor",
    "king",
    "secretary",
    "chief",
    "delegation",
    "representative",
    "diplomat",
    "colleague",
    "troop",
    "soldier",
    "army",
    "force",
    "police",
    "ship",
    "vessel",
    "region",
    "province",
    "area",
    "district",
    "zone",
    "territory",
    "sea",
    "strait",
    "coast",
    "water",
    "waters",
    "outpost",
    "post",
    "camp",
    "barracks",
    "prison",
    "court",
    "neighbourhood",
    "neighborhood",
    "street",
    "park",
    "garden",
    "church",
    "mosque",
    "temple",
    "hospital",
    "school",
    "market",
    "plant",
    "facility",
    "site",
    "suburb",
    "outskirts",
];

/// Whether a hyphen joins the words to the next ("in Estmark-Norvia relations").
fn is_joined(tree: &Tree, tokens: &Range<u32>) -> bool {
    let hyphen = |t: u32| t < tree.len() && matches!(tree.word(t), "-" | "–" | "‑");
    hyphen(tokens.end) || tokens.start.checked_sub(1).is_some_and(hyphen)
}

fn place_mentions<'a>(tree: &'a Tree, cast: &'a Cast, token: u32) -> impl Iterator<Item = u32> + 'a {
    cast.mentions
        .iter()
        .enumerate()
        .filter(move |(_, m)| {
            m.tokens.contains(&token)
                && !is_joined(tree, &m.tokens)
                && (m.kind == MentionKind::Place || (m.kind == MentionKind::State && m.place_state.is_some()))
        })
        .map(|(i, _)| i as u32)
}
