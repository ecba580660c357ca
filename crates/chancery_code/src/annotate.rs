//! One report to its annotated document: the stages in order, and their results in characters.

use crate::actors::{Cast, Lexicon};
use crate::backoff::Backoff;
use crate::coder::{Coder, Draft, consult_mode, is_person, operators, speakers};
use crate::matching::{Scene, Somebody};
use crate::mend;
use crate::operators::Operators;
use crate::pattern::{Library, PatternError, Sides};
use crate::published::{self, Tells};
use crate::quotes::{self, Quotation};
use crate::times;
use crate::tree::Tree;
use crate::when::Times;
use chancery_lang::{Analysis, Pipeline};
use chancery_model::{
    Actor, ActorKind, Annotated, ByteSpan, CharSpan, Claim, ClaimPlace, EventType, Extent, Mention, Party,
    Pieces, Quote, Report, TextIndex, Timex, TokenRow,
};
use std::collections::BTreeMap;
use std::ops::Range;

/// What the program knows before it reads a report: lexicons, patterns and models.
pub struct Knowledge {
    pipeline: &'static Pipeline,
    lexicon: &'static Lexicon,
    library: Library,
    operators: Operators,
}

impl Knowledge {
    /// The hash of what ships with the program ([`Knowledge::hash`]).
    pub const EMBEDDED_HASH: &'static str = env!("CHANCERY_CODER_HASH");

    /// What ships with the program.
    ///
    /// # Errors
    /// A pattern file that does not follow the language; a test keeps that from being shipped.
    pub fn embedded() -> Result<Knowledge, PatternError> {
        std::thread::scope(|scope| {
            // What takes the longest is unpacked beside the rest; where there is no thread for it, when it is first asked for.
            let _ = std::thread::Builder::new().spawn_scoped(scope, Pipeline::embedded);
            Backoff::embedded();
            Ok(Knowledge::with(Library::embedded()?, Lexicon::embedded()))
        })
    }

    /// The program's models with other patterns and names, as the patterns' own tests need them.
    pub fn with(library: Library, lexicon: &'static Lexicon) -> Knowledge {
        Knowledge { pipeline: Pipeline::embedded(), lexicon, library, operators: operators() }
    }

    /// By which a coder is known: patterns, lexicons, models and the code that reads a report. Claims coded under another
    /// hash are coded anew.
    pub fn hash(&self) -> &'static str {
        Self::EMBEDDED_HASH
    }

    /// The patterns.
    pub fn library(&self) -> &Library {
        &self.library
    }

    /// The names and words for actors.
    pub fn lexicon(&self) -> &Lexicon {
        self.lexicon
    }
}

/// Everything that one report tells.
///
/// A report in a language other than English has its text and publication date, and no analysis.
pub fn annotate(report: &Report, knowledge: &Knowledge) -> Annotated {
    let mut annotated = Annotated {
        schema: 1,
        id: report.id.clone(),
        url: report.url.clone(),
        source: report.source.clone(),
        language: report.language.clone(),
        title: report.title.clone(),
        text: report.text.clone(),
        removed: report.removed.clone(),
        ..Annotated::default()
    };
    let english = report
        .language
        .as_deref()
        .is_none_or(|l| l.eq_ignore_ascii_case("en") || l.to_lowercase().starts_with("en-"));
    if !english {
        annotated.published = published::decide(report, &[], &Tells::default());
        return annotated;
    }
    let analysis = mend::analyse(knowledge.pipeline, &knowledge.operators, &report.text);
    let tree = Tree::new(&report.text, &analysis);
    let reading = Reading::of(&tree, knowledge);
    let found = times::find(&report.text, &analysis);
    annotated.published = published::decide(report, &found, &reading.tells());
    let index = TextIndex::new(&report.text);
    annotated.times = times::anchor(&found, &index, &annotated.published);
    let drafts = reading.code(knowledge, &annotated.times, &annotated, &index);
    Writer::new(&reading, &index, knowledge).write(&mut annotated, &drafts);
    annotated
}

/// A text with its linguistic analysis, actors and quotations.
struct Reading<'a> {
    text: &'a str,
    analysis: &'a Analysis,
    tree: &'a Tree<'a>,
    cast: Cast,
    quotations: Vec<Quotation>,
}

impl<'a> Reading<'a> {
    fn of(tree: &'a Tree<'a>, knowledge: &Knowledge) -> Reading<'a> {
        let cast = Cast::of(tree.text, tree.analysis, knowledge.lexicon);
        let quotations = quotes::find(tree, &cast);
        Reading { text: tree.text, analysis: tree.analysis, tree, cast, quotations }
    }

    /// What bears on the day of publication besides times.
    fn tells(&self) -> Tells<'_> {
        Tells { analysis: Some(self.analysis) }
    }

    fn code(
        &self,
        knowledge: &Knowledge,
        all: &[Timex],
        annotated: &Annotated,
        index: &TextIndex,
    ) -> Vec<Draft> {
        let tree = self.tree;
        let published = annotated.published.interval();
        let times = Times::new(tree, all, published, &knowledge.operators, |byte| index.char_of(byte));
        let speakers = speakers(tree, &self.quotations);
        let scene = Scene { tree, cast: &self.cast, operators: &knowledge.operators, speakers: &speakers };
        Coder { scene, library: &knowledge.library, times: &times, quotations: &self.quotations }.code()
    }
}

/// How sure an event is, 0 to 1 in hundredths, from its odds. A rational curve, so that it is the same on every machine.
fn score(odds: i32) -> f64 {
    let share = 50 * i64::from(odds) / (64 + i64::from(odds.unsigned_abs()));
    (50 + share) as f64 / 100.0
}

/// Turns tokens into characters and places into states.
struct Writer<'a> {
    reading: &'a Reading<'a>,
    index: &'a TextIndex,
    knowledge: &'a Knowledge,
    actors: Vec<Actor>,
    hosts: BTreeMap<String, u32>,
}

impl<'a> Writer<'a> {
    fn new(reading: &'a Reading<'a>, index: &'a TextIndex, knowledge: &'a Knowledge) -> Self {
        Writer { reading, index, knowledge, actors: reading.cast.actors.clone(), hosts: BTreeMap::new() }
    }

    fn write(mut self, annotated: &mut Annotated, drafts: &[Draft]) {
        let analysis = self.reading.analysis;
        let span = |start, end| self.index.char_span(ByteSpan::new(start, end));
        annotated.sentences = analysis.sentences.iter().map(|s| Extent::from(span(s.start, s.end))).collect();
        annotated.tokens = Vec::from_iter(analysis.tokens.iter().map(|t| {
            let at = span(t.start, t.end);
            TokenRow {
                start: at.start,
                end: at.end,
                lemma: t.lemma.to_string(),
                upos: t.upos.as_str().into(),
                head: t.head,
                deprel: t.deprel.as_str().into(),
            }
        }));
        annotated.mentions = Vec::from_iter(self.reading.cast.mentions.iter().map(|m| {
            let at = self.span(&m.tokens);
            Mention { start: at.start, end: at.end, kind: m.kind, actor: m.actor, anaphor: m.anaphor }
        }));
        annotated.quotes = Vec::from_iter(self.reading.quotations.iter().map(|q| Quote {
            speaker: self.pieces(&q.speaker),
            cue: self.pieces(&q.cue),
            content: q.content.iter().map(|r| self.span(r)).collect(),
            direct: q.direct,
            actor: q.mention.and_then(|m| self.reading.cast.mentions[m as usize].actor),
        }));
        annotated.events = drafts.iter().flat_map(|draft| self.claims(draft)).collect();
        annotated.actors = self.actors;
    }

    fn span(&self, tokens: &Range<u32>) -> CharSpan {
        let all = &self.reading.analysis.tokens;
        let (Some(first), Some(last)) =
            (all.get(tokens.start as usize), all.get((tokens.end as usize).wrapping_sub(1)))
        else {
            return CharSpan::default();
        };
        self.index.char_span(ByteSpan::new(first.start, last.end))
    }

    fn pieces(&self, ranges: &[Range<u32>]) -> Option<Pieces> {
        match ranges {
            [] => None,
            [one] => Some(Pieces::One(self.span(one))),
            many => Some(Pieces::Many(many.iter().map(|r| self.span(r)).collect())),
        }
    }

    /// The actor that a mention names; for a place, its state.
    fn party(&mut self, somebody: &Somebody) -> Option<Party> {
        let mention = &self.reading.cast.mentions[somebody.mention as usize];
        let actor = match mention.actor {
            Some(actor) => actor,
            None => {
                let state = mention.place_state.clone()?;
                self.host(state)
            }
        };
        Some(Party { actor, mention: self.named(somebody.mention) })
    }

    /// For a pronoun or description, the mention before it in the same sentence that names the same actor.
    fn named(&self, mention: u32) -> u32 {
        let (tree, all) = (self.reading.tree, &self.reading.cast.mentions);
        let own = &all[mention as usize];
        if !own.anaphor || own.actor.is_none() || own.tokens.start >= tree.len() {
            return mention;
        }
        let sentence = tree.sentence_tokens(own.tokens.start);
        let from = all.partition_point(|m| m.tokens.start < sentence.start);
        let before = all[from..mention as usize].iter().position(|m| !m.anaphor && m.actor == own.actor);
        before.map_or(mention, |at| (from + at) as u32)
    }

    /// The state as an actor, found or added.
    fn host(&mut self, state: String) -> u32 {
        if let Some(known) = self.hosts.get(&state) {
            return *known;
        }
        let is_state = |a: &Actor| a.kind == ActorKind::State && a.state.as_deref() == Some(&state);
        let at = match self.actors.iter().position(is_state) {
            Some(at) => at as u32,
            None => {
                let name = self.knowledge.lexicon.state_name(&state).unwrap_or(&state).to_string();
                self.actors.push(Actor {
                    name,
                    kind: ActorKind::State,
                    state: Some(state.clone()),
                    sector: None,
                    code: Some(state.clone()),
                    office: None,
                    wikidata: None,
                    former: false,
                    unnamed: false,
                });
                self.actors.len() as u32 - 1
            }
        };
        self.hosts.insert(state, at);
        at
    }

    fn state_of(&self, party: &Party) -> Option<String> {
        self.actors[party.actor as usize].state.clone()
    }

    /// The claims of a draft: one, or two where it goes both ways.
    fn claims(&mut self, draft: &Draft) -> Vec<Claim> {
        let mut source = Vec::from_iter(draft.source.iter().filter_map(|s| self.party(s)));
        let mut target = Vec::from_iter(draft.target.iter().filter_map(|s| self.party(s)));
        source.dedup();
        target.dedup();
        let place = draft.place.map(|m| self.place(m));
        let mut mode = draft.act.mode;
        let mut reciprocal = draft.sides == Sides::Both;
        if draft.act.event_type == EventType::Agree && target.is_empty() {
            let mut states = Vec::from_iter(source.iter().filter_map(|p| self.state_of(p)));
            states.sort();
            states.dedup();
            reciprocal |= states.len() > 1;
        }
        if reciprocal {
            let mut all = source.clone();
            all.extend(target.iter().filter(|t| !source.iter().any(|s| s.actor == t.actor)));
            let mut states = Vec::from_iter(all.iter().filter_map(|p| self.state_of(p)));
            states.sort();
            states.dedup();
            if draft.act.event_type == EventType::Consult {
                let place_state = place.as_ref().and_then(|p| p.state.as_deref());
                mode = consult_mode(mode, &states, place_state);
                if mode == Some("visit") && states.len() == 2 {
                    // A visit goes from visitor to host.
                    let host = place_state.map(str::to_string);
                    let (hosts, visitors): (Vec<Party>, Vec<Party>) =
                        all.iter().partition(|p| self.state_of(p) == host);
                    if host.is_some() && !hosts.is_empty() && !visitors.is_empty() {
                        (source, target) = (visitors, hosts);
                        reciprocal = false;
                    }
                }
            }
            if reciprocal {
                source = all.clone();
                target = all;
            }
        }
        if source.is_empty() && target.is_empty() {
            return Vec::new();
        }
        let claim = self.claim(draft, mode, source, target, place);
        if draft.sides == Sides::Mutual {
            let mut other = claim.clone();
            std::mem::swap(&mut other.source, &mut other.target);
            if other.source.is_empty() {
                return self.mutual(claim);
            }
            return vec![claim, other];
        }
        vec![claim]
    }

    /// "They accused each other": all on one side, so each against the rest.
    fn mutual(&self, claim: Claim) -> Vec<Claim> {
        let all = claim.source.clone();
        all.iter()
            .map(|one| Claim {
                source: vec![*one],
                target: all.iter().filter(|p| p.actor != one.actor).copied().collect(),
                ..claim.clone()
            })
            .filter(|c| !c.target.is_empty())
            .collect()
    }

    fn place(&self, mention: u32) -> ClaimPlace {
        let m = &self.reading.cast.mentions[mention as usize];
        let at = self.span(&m.tokens);
        let bytes = self.index.byte_span(at);
        ClaimPlace {
            name: bytes.of(self.reading.text).to_string(),
            state: m.place_state.clone(),
            mention: Some(mention),
        }
    }

    fn claim(
        &self,
        draft: &Draft,
        mode: Option<&'static str>,
        source: Vec<Party>,
        target: Vec<Party>,
        place: Option<ClaimPlace>,
    ) -> Claim {
        let act = &draft.act;
        let mut cameo = act.cameo;
        if act.event_type == EventType::Consult && cameo.as_str() == "040" {
            let finer = match mode {
                Some("phone") => "041",
                Some("visit") => "042",
                Some("third-party") => "044",
                _ => "040",
            };
            cameo = finer.parse().unwrap_or(cameo);
        }
        let row = cameo.row();
        let mut contexts = Vec::from_iter(row.contexts.iter().map(|c| c.to_string()));
        contexts.extend(draft.contexts.iter().cloned());
        contexts.sort();
        contexts.dedup();
        let cast = &self.reading.cast;
        let mut persons =
            Vec::from_iter(source.iter().chain(&target).filter(|p| is_person(cast, p.mention)).copied());
        persons.sort();
        persons.dedup_by_key(|p| p.actor);
        let first = *draft.trigger.iter().find(|t| **t == draft.anchor).unwrap_or(&draft.anchor);
        // The trigger runs over neighbouring words of the pattern ("held talks"), else it is the anchor alone.
        let near = draft.trigger.iter().copied().filter(|t| t.abs_diff(first) <= 6);
        let (low, high) = near.fold((first, first), |(low, high), t| (low.min(t), high.max(t)));
        let sentence = self.reading.analysis.sentence_of(draft.anchor).unwrap_or(0) as u32;
        Claim {
            event_type: act.event_type,
            mode: mode.map(str::to_string),
            contexts,
            plans: act.plans.clone(),
            cameo,
            quad: cameo.quad(),
            goldstein: row.goldstein,
            source,
            target,
            persons,
            trigger: self.span(&(low..high + 1)),
            sentence,
            date: draft.date.clone(),
            place,
            status: act.status,
            score: Some(score(draft.odds)),
            said_by: draft.said_by,
            pattern: draft.pattern.clone(),
        }
    }
}
