//! Search for words in the sentences of the record's reports.
//!
//! The index (`sentence_words`) holds the folded words of each sentence and the states that the report names in it, and
//! no text. It follows the record: [`update`] runs in the transaction that replaces it. What a person types never reaches
//! FTS5 as it is: [`sought`] reads it, and hands on words of letters and digits alone.

mod sought;
mod words;

use crate::claims::json;
use crate::store::Store;
use crate::{StoreError, StoreProblem};
use chancery_model::{Actor, Day, DayInterval, EventType, Extent, Mention, ReportClaim};
use rusqlite::{CachedStatement, Connection, Row, params};
use serde::Serialize;
use sought::Sought;
use std::collections::{BTreeSet, BinaryHeap};
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// A sentence's row is its text's key and, in so many bits, its number; sentences past those are not found.
const BITS: u32 = 20;
/// So many hits come at once at most.
const MOST: usize = 1000;
/// bm25's score is a fraction; in whole numbers of this size it can be compared, and written into a cursor.
const SCALE: f64 = 1e9;

/// What is looked for. The default finds nothing: it has no words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// As a person types it: words, of which all must stand in the sentence, with their regular endings; "a phrase" as it
    /// stands; begin*; -without; this OR that. All else is taken as letters and digits.
    pub words: String,
    /// The sentence names each of these states, or somebody of it (ISO 3166-1 alpha-3, or a code of the ontology).
    pub states: Vec<String>,
    /// The report may have been published on or after this day.
    pub since: Option<Day>,
    /// The report may have been published on or before this day.
    pub until: Option<Day>,
    /// Part of the outlet's name, in any case, with or without accents.
    pub source: Option<String>,
    /// Only of this report.
    pub report: Option<String>,
    /// The sentence tells of an event of this type.
    pub event_type: Option<EventType>,
    /// So many hits at most (no more than 1000).
    pub limit: usize,
    /// Only what comes after this hit.
    pub after: Option<Cursor>,
}

impl Default for Query {
    fn default() -> Self {
        Query {
            words: String::new(),
            states: Vec::new(),
            since: None,
            until: None,
            source: None,
            report: None,
            event_type: None,
            limit: 20,
            after: None,
        }
    }
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = Hits))]
pub struct Found {
    /// How many sentences there are, on all pages.
    pub total: u64,
    /// Those of this page, the best first.
    pub hits: Vec<Hit>,
    /// Where the next page begins after; `None` on the last.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub next: Option<Cursor>,
    /// What there is to say about the query.
    pub note: Option<Note>,
    /// Where nothing was found: words that no sentence holds, with the known word that is nearest.
    pub unknown: Vec<UnknownWord>,
}

/// A sentence that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Hit {
    /// The report's id.
    pub report: String,
    /// Its headline.
    pub title: Option<String>,
    /// Its outlet.
    pub source: Option<String>,
    /// The day it was published, or the likeliest.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub date: Option<Day>,
    /// The days within which it was published.
    pub published: DayInterval,
    /// Id of the report that it copies.
    pub copy_of: Option<String>,
    /// The first character of the sentence in the report's text, in Unicode scalar values.
    pub start: u32,
    /// One past its last character.
    pub end: u32,
    /// The sentence.
    pub text: String,
    /// Where the words stand, counted from the sentence's beginning; in order, apart.
    pub marks: Vec<Extent>,
    /// Ids of the record's events that it tells of.
    pub events: Vec<String>,
}

/// What there is to say about a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Note {
    /// There is no word in it.
    NoWords,
    /// It only says what must not be there.
    OnlyWithout,
    /// It is too long; its first words were looked for.
    Cut,
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Note::NoWords => "there is no word to look for",
            Note::OnlyWithout => "say what must be there besides what must not",
            Note::Cut => "the query is too long; its first 64 words were looked for",
        })
    }
}

/// A word that no sentence holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UnknownWord {
    /// As it was looked for: lower case, without accents.
    pub word: String,
    /// The known word that is nearest, where one is near.
    pub nearest: Option<String>,
}

/// A place in the order of hits: by score, then report, then place. It holds whatever reports come or go; scores follow the
/// record, so that a page taken before a build need not join one taken after it. Written as text for addresses.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(into = "String")]
pub struct Cursor {
    /// bm25's: the lower the better, and never above 0; written without its sign.
    score: i64,
    report: Arc<str>,
    sentence: i64,
}

/// A text that is no cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no place in a list of hits")]
pub struct BadCursor;

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.score.saturating_neg(), self.sentence, self.report)
    }
}

impl From<Cursor> for String {
    fn from(cursor: Cursor) -> String {
        cursor.to_string()
    }
}

impl FromStr for Cursor {
    type Err = BadCursor;

    fn from_str(text: &str) -> Result<Cursor, BadCursor> {
        let mut parts = text.splitn(3, '.');
        let mut part = || parts.next().ok_or(BadCursor);
        let score = part()?.parse::<i64>().ok().and_then(i64::checked_neg).ok_or(BadCursor)?;
        let sentence = part()?.parse().map_err(|_| BadCursor)?;
        Ok(Cursor { score, sentence, report: part()?.into() })
    }
}

impl Store {
    /// The sentences of the record's reports in which the words of a query stand, the best first (bm25), those alike by
    /// report and place. A query without words finds nothing; [`Found::note`] says so.
    pub fn search(&self, query: &Query) -> Result<Found, StoreError> {
        let search = || -> Result<Found, StoreProblem> {
            let sought = Sought::read(&query.words);
            if sought.all.is_empty() {
                let note = if sought.none.is_empty() { Note::NoWords } else { Note::OnlyWithout };
                return Ok(Found { note: Some(note), ..Found::default() });
            }
            let reading = self.connection.unchecked_transaction()?;
            let (total, mut ranked) = rank(&reading, query, &sought)?;
            let more = ranked.len() > query.limit.min(MOST);
            ranked.truncate(query.limit.min(MOST));
            let next = ranked.last().filter(|_| more).map(|place| place.cursor.clone());
            let mut reader = Reader::new(&reading)?;
            let hits = ranked.iter().map(|place| reader.hit(place, &sought)).collect::<Result<_, _>>()?;
            let unknown = if total == 0 { unknown(&reading, &sought)? } else { Vec::new() };
            Ok(Found { total, hits, next, note: sought.is_cut.then_some(Note::Cut), unknown })
        };
        self.at(search())
    }
}

/// A sentence in the order of hits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    cursor: Cursor,
    text_key: i64,
}

/// How many sentences a query finds, and those of its page and one more, in order.
fn rank(connection: &Connection, query: &Query, sought: &Sought) -> Result<(u64, Vec<Place>), StoreProblem> {
    let mut states = Vec::new();
    for state in &query.states {
        match &words::words(state)[..] {
            [word] => states.push(word.folded.clone()),
            _ => return Ok((0, Vec::new())),
        }
    }
    let mut statement = connection.prepare_cached(
        "SELECT rowid, bm25(sentence_words, 1.0, 0.0) FROM sentence_words WHERE sentence_words MATCH ?1 ORDER BY rowid",
    )?;
    let mut rows = statement.query([sought.expression(&states)])?;
    let mut filter = Filter::new(connection, query)?;
    let (mut total, mut best, room) = (0, BinaryHeap::new(), query.limit.min(MOST) + 1);
    while let Some(row) = rows.next()? {
        let number: i64 = row.get(0)?;
        let (text_key, sentence) = (number >> BITS, number & ((1 << BITS) - 1));
        let Some(report) = filter.report(text_key, sentence)? else { continue };
        total += 1;
        let score = (row.get::<_, f64>(1)? * SCALE) as i64;
        let place = Place { cursor: Cursor { score, report, sentence }, text_key };
        if query.after.as_ref().is_none_or(|after| place.cursor > *after)
            && (best.len() < room || best.peek().is_some_and(|worst| place < *worst))
        {
            best.push(place);
            if best.len() > room {
                best.pop();
            }
        }
    }
    Ok((total, best.into_sorted_vec()))
}

/// Which texts, and which sentences of them, a query lets through; remembers the text that was asked about last.
struct Filter<'c> {
    query: &'c Query,
    report: CachedStatement<'c>,
    claims: CachedStatement<'c>,
    /// Words of the outlet, with a space between.
    source: Option<String>,
    last: Option<(i64, Option<Let>)>,
}

/// What is let through of a text: the report's id, and the sentences where not all are.
struct Let {
    id: Arc<str>,
    sentences: Option<BTreeSet<i64>>,
}

impl<'c> Filter<'c> {
    fn new(connection: &'c Connection, query: &'c Query) -> Result<Self, StoreProblem> {
        // A day that is not known may be any day, yet a report of which nothing is known is in no period.
        let report = connection.prepare_cached(
            "SELECT r.id, t.source FROM reports r JOIN texts t USING (text_key)
             WHERE text_key = ?1 AND (?2 IS NULL OR r.id = ?2)
               AND (?3 IS NULL OR coalesce(published_end >= ?3, published_begin IS NOT NULL))
               AND (?4 IS NULL OR coalesce(published_begin <= ?4, published_end IS NOT NULL))",
        )?;
        let claims = connection.prepare_cached(
            "SELECT DISTINCT json_extract(a.events, '$[' || c.claim || '].sentence')
             FROM reports r JOIN searched s USING (text_key) JOIN analyses a USING (analysis_key)
                  JOIN event_documents d USING (report_no) JOIN events e USING (event_no)
                  JOIN event_claims c ON c.event_no = e.event_no AND c.report_no = r.report_no
             WHERE r.text_key = ?1 AND e.type = ?2",
        )?;
        let source = query.source.as_deref().map(folded);
        Ok(Filter { query, report, claims, source, last: None })
    }

    /// The id of the sentence's report, where the sentence is let through.
    fn report(&mut self, text_key: i64, sentence: i64) -> Result<Option<Arc<str>>, StoreProblem> {
        if self.last.as_ref().is_none_or(|(key, _)| *key != text_key) {
            self.last = Some((text_key, self.text(text_key)?));
        }
        let text = self.last.as_ref().and_then(|(_, text)| text.as_ref());
        let is_let = |text: &&Let| text.sentences.as_ref().is_none_or(|some| some.contains(&sentence));
        Ok(text.filter(is_let).map(|text| text.id.clone()))
    }

    fn text(&mut self, text_key: i64) -> Result<Option<Let>, StoreProblem> {
        let Query { since, until, report, event_type, .. } = self.query;
        let (since, until) = (since.map(|day| day.to_string()), until.map(|day| day.to_string()));
        let mut rows = self.report.query(params![text_key, report, since, until])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        if let Some(part) = &self.source {
            let source = row.get::<_, Option<String>>(1)?;
            if !source.is_some_and(|source| folded(&source).contains(part)) {
                return Ok(None);
            }
        }
        let id: String = row.get(0)?;
        drop(rows);
        let sentences = match event_type {
            None => None,
            Some(of) => {
                let numbers = self.claims.query_map(params![text_key, of.as_str()], |row| row.get(0))?;
                Some(numbers.collect::<Result<_, _>>()?)
            }
        };
        Ok(Some(Let { id: id.into(), sentences }))
    }
}

fn folded(text: &str) -> String {
    words::words(text).into_iter().map(|word| word.folded).collect::<Vec<_>>().join(" ")
}

/// Reads hits.
struct Reader<'c> {
    statement: CachedStatement<'c>,
}

impl<'c> Reader<'c> {
    fn new(connection: &'c Connection) -> Result<Self, StoreProblem> {
        let statement = connection.prepare_cached(
            "SELECT r.id, t.title, t.source, published_date, published_begin, published_end, copy_of, t.text,
                    a.sentences, r.claims
             FROM reports r JOIN texts t USING (text_key) JOIN searched s USING (text_key)
                  JOIN analyses a USING (analysis_key)
             WHERE r.text_key = ?1",
        )?;
        Ok(Reader { statement })
    }

    fn hit(&mut self, place: &Place, sought: &Sought) -> Result<Hit, StoreProblem> {
        let mut rows = self.statement.query([place.text_key])?;
        let row = rows.next()?.ok_or(StoreProblem::Moved)?;
        let text: String = row.get(7)?;
        let sentences = units(&text, json(row, 8)?);
        let lost = || StoreProblem::damaged("the index of words does not fit the reports");
        let Extent { start, end } = *sentences.get(place.cursor.sentence as usize).ok_or_else(lost)?;
        let text: String =
            text.chars().skip(start as usize).take(end.saturating_sub(start) as usize).collect();
        let claims: Vec<ReportClaim> = json(row, 9)?;
        let mut events: Vec<String> = Vec::new();
        for claim in claims.into_iter().filter(|claim| claim.sentence.start == start) {
            events.extend(claim.same.filter(|id| !events.contains(id)));
        }
        let marks = sought.marks(&text);
        Ok(Hit {
            report: row.get(0)?,
            title: row.get(1)?,
            source: row.get(2)?,
            date: day(row, 3)?,
            published: DayInterval { begin: day(row, 4)?, end: day(row, 5)? },
            copy_of: row.get(6)?,
            start,
            end,
            text,
            marks,
            events,
        })
    }
}

fn day(row: &Row<'_>, column: usize) -> Result<Option<Day>, StoreProblem> {
    let text: Option<String> = row.get(column)?;
    text.map(|text| text.parse().map_err(StoreProblem::damaged)).transpose()
}

/// The wanted words that no sentence holds, each with the nearest known word: one that begins alike and takes few letters
/// changed, the commonest of those as near.
fn unknown(connection: &Connection, sought: &Sought) -> Result<Vec<UnknownWord>, StoreProblem> {
    let mut known =
        connection.prepare_cached("SELECT doc FROM known_words WHERE term = ?1 AND col = 'words'")?;
    let mut alike = connection.prepare_cached(
        "SELECT term, doc FROM known_words WHERE term >= ?1 AND term < ?2 AND col = 'words'",
    )?;
    let mut unknown: Vec<UnknownWord> = Vec::new();
    for word in sought.wanted() {
        if known.exists([word])? || unknown.iter().any(|other| other.word == word) {
            continue;
        }
        let length = word.chars().count();
        let first: String = word.chars().take(1).collect();
        let mut rows = alike.query([&first, &format!("{first}\u{10ffff}")])?;
        let mut nearest: Option<(usize, i64, String)> = None;
        while let Some(row) = rows.next()? {
            let (term, reports): (String, i64) = (row.get(0)?, row.get(1)?);
            let steps = strsim::damerau_levenshtein(&term, word);
            if steps <= length / 3 && nearest.as_ref().is_none_or(|(a, b, _)| (steps, -reports) < (*a, *b)) {
                nearest = Some((steps, -reports, term));
            }
        }
        unknown.push(UnknownWord { word: word.into(), nearest: nearest.map(|(_, _, term)| term) });
    }
    Ok(unknown)
}

// --- the index

/// Brings the index up to the record: what left it or was coded again goes, what came to it is added.
pub(crate) fn update(connection: &Connection) -> Result<(), StoreProblem> {
    const HELD: &str = "SELECT text_key, analysis_key FROM reports JOIN analyses USING (text_key)
                        WHERE coder = (SELECT value FROM meta WHERE name = 'coder')";
    let pairs = |sql: &str| -> Result<Vec<(i64, i64)>, StoreProblem> {
        let mut statement = connection.prepare(sql)?;
        let pairs = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(pairs.collect::<Result<_, _>>()?)
    };
    let gone = pairs(&format!("SELECT text_key, analysis_key FROM searched EXCEPT {HELD} ORDER BY 1"))?;
    let held: usize = connection.query_row("SELECT count(*) FROM searched", [], |row| row.get(0))?;
    if gone.len() > held / 2 {
        connection.execute_batch(
            "INSERT INTO sentence_words (sentence_words) VALUES ('delete-all'); DELETE FROM searched",
        )?;
    } else {
        let mut forget = connection.prepare("DELETE FROM sentence_words WHERE rowid >= ?1 AND rowid < ?2")?;
        let mut unmark = connection.prepare("DELETE FROM searched WHERE text_key = ?1")?;
        for (text_key, _) in gone {
            forget.execute([text_key << BITS, (text_key + 1) << BITS])?;
            unmark.execute([text_key])?;
        }
    }
    for (text_key, analysis_key) in
        pairs(&format!("{HELD} EXCEPT SELECT text_key, analysis_key FROM searched ORDER BY 1"))?
    {
        add(connection, text_key, analysis_key)?;
    }
    Ok(())
}

fn add(connection: &Connection, text_key: i64, analysis_key: i64) -> Result<(), StoreProblem> {
    let mut read = connection.prepare_cached(
        "SELECT t.text, a.sentences, a.mentions, a.actors FROM texts t JOIN analyses a USING (text_key)
         WHERE analysis_key = ?1",
    )?;
    let mut rows = read.query([analysis_key])?;
    let row = rows.next()?.ok_or(StoreProblem::Moved)?;
    let text: String = row.get(0)?;
    let units = units(&text, json(row, 1)?);
    let (mentions, actors): (Vec<Mention>, Vec<Actor>) = (json(row, 2)?, json(row, 3)?);
    let mut insert =
        connection.prepare_cached("INSERT INTO sentence_words (rowid, words, states) VALUES (?1, ?2, ?3)")?;
    let words = words::words(&text);
    for (unit, n) in units.iter().zip(0..1i64 << BITS) {
        let first = words.partition_point(|word| word.start < unit.start);
        let within = words[first..].iter().take_while(|word| word.end <= unit.end);
        let within: Vec<&str> = within.map(|word| word.folded.as_str()).collect();
        let first = mentions.partition_point(|mention| mention.start < unit.start);
        let named = mentions[first..].iter().take_while(|mention| mention.start < unit.end);
        let actor = |mention: &Mention| actors.get(mention.actor? as usize)?.state.as_deref();
        let states: BTreeSet<&str> = named.filter_map(actor).collect();
        let states: Vec<&str> = states.into_iter().collect();
        insert.execute(params![text_key << BITS | n, within.join(" "), states.join(" ")])?;
    }
    connection.prepare_cached("INSERT INTO searched VALUES (?1, ?2)")?.execute([text_key, analysis_key])?;
    Ok(())
}

/// The sentences of a text; where it has none, as a text in a language that is not analysed, its lines.
fn units(text: &str, sentences: Vec<Extent>) -> Vec<Extent> {
    if !sentences.is_empty() {
        return sentences;
    }
    let mut units = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        let end = start + line.chars().count() as u32;
        if !line.trim().is_empty() {
            units.push(Extent { start, end });
        }
        start = end + 1;
    }
    units
}
