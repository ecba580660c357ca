//! One undecoded document to one report.

use crate::decode::{decode_declared, decode_row};
use crate::fields::{Given, wanted};
use crate::http;
use crate::raw::Body;
use crate::{Field, Options, Raw, SkipReason, Skipped, clean, dates, decode::decode, html, language};
use chancery_model::{DateBasis, DateCandidate, RemovalReason, Removed, Report};
use serde_json::{Map, Value};
use std::borrow::Cow;

/// Decodes a document, finds its body, and gathers what is known of it. The same document gives the same report, on
/// any machine; nothing else is read.
///
/// Fails where there is nothing to read: not text, not JSON, empty, or no body in it.
///
/// ```
/// use chancery_ingest::{Options, Raw, prepare};
/// let line = r#"{"doc_id": "n1", "Content": "BY ANA BRANDT\n\nLind met Arvo in Arvik on Monday.", "published": "3 March 2031"}"#;
/// let report = prepare(Raw::object("news.jsonl", 1, line), &Options::default())?;
/// assert_eq!((report.id.as_str(), report.text.as_str()), ("n1", "Lind met Arvo in Arvik on Monday."));
/// assert_eq!(report.dates[0].date.unwrap().to_string(), "2031-03-03");
/// # Ok::<(), chancery_ingest::Skipped>(())
/// ```
pub fn prepare(raw: Raw, options: &Options) -> Result<Report, Skipped> {
    let mut id = None;
    report(&raw, options, &mut id).map_err(|reason| raw.skipped(id, reason))
}

/// The report; `id` is set as soon as it is known, so that a failure can tell it.
fn report(raw: &Raw, options: &Options, id: &mut Option<String>) -> Result<Report, SkipReason> {
    let mut verbatim = false;
    let given = match &raw.body {
        Body::Text(bytes) => {
            verbatim = options.verbatim;
            Given { text: Some(text(bytes, false, None)?), ..Given::default() }
        }
        Body::Page(bytes) => Given { html: Some(text(bytes, true, None)?), ..Given::default() },
        Body::Line(_) | Body::Row(_) | Body::Object(_) => {
            let given = of_object(&*object(&raw.body)?, options, id)?;
            verbatim = options.verbatim && given.text.is_some();
            given
        }
        Body::Fetched(fetched) => {
            id.clone_from(&fetched.url);
            let (sent, packed) = (fetched.body.clone(), fetched.packed.as_deref());
            let body = http::body(sent, fetched.chunked, packed, options.max_report_bytes)?;
            let text = text(&body, fetched.page, fetched.charset.as_deref())?;
            verbatim = options.verbatim && !fetched.page;
            let (text, html) = if fetched.page { (None, Some(text)) } else { (Some(text), None) };
            Given { text, html, url: fetched.url.clone(), ..Given::default() }
        }
    };
    *id = given.id.clone().or_else(|| given.url.clone());
    let mut report = match (given.text, given.html) {
        (Some(text), _) => plain(text, given.title.as_deref(), verbatim)?,
        (None, Some(page)) => of_page(&page, given.title.as_deref(), given.url.as_deref())?,
        (None, None) => return Err(SkipReason::Empty),
    };
    // What was given comes first, and is believed before what was found.
    if let Some(value) = &given.date {
        let day = dates::parse(value);
        let words = Some(value.trim().to_owned());
        if day.is_some() || !dates::find(value).is_empty() {
            let first = DateCandidate { date: day, basis: DateBasis::Given, start: None, end: None, words };
            report.dates.insert(0, first);
        }
    }
    let address = given.url.clone();
    report.url = address.or(report.url);
    if let Some((day, words)) = report.url.as_deref().and_then(dates::of_address) {
        let found = DateCandidate {
            date: Some(day),
            basis: DateBasis::Url,
            start: None,
            end: None,
            words: Some(words),
        };
        report.dates.push(found);
    }
    report.dates.extend(clean::dateline_of(&report.text));
    // No later than when it was fetched; nothing says that it was not out long before.
    if let Body::Fetched(fetched) = &raw.body
        && let Some(words) = &fetched.at
        && let Some(day) = dates::parse(words)
    {
        let (basis, words) = (DateBasis::Collected, Some(words.clone()));
        report.dates.push(DateCandidate { date: Some(day), basis, start: None, end: None, words });
    }
    report.title = given.title.map(|t| t.trim().to_owned()).or(report.title);
    report.source = given.source.map(|s| s.trim().to_owned()).or(report.source);
    report.language = Some(match (&given.language, report.language) {
        (Some(language), _) => language::given(language),
        (None, Some(found)) => found,
        (None, None) => language::detect(&report.text).to_owned(),
    });
    report.id = id_given(given.id, given.url, raw);
    Ok(report)
}

/// The id that [`prepare`] gives a report, without reading its body; `None` where the document is no object or has too many cells, so
/// that there is no report.
pub fn id_of(raw: &Raw, options: &Options) -> Option<String> {
    let (id, url) = match &raw.body {
        Body::Text(_) | Body::Page(_) => (None, None),
        Body::Fetched(fetched) => (None, fetched.url.clone()),
        body => {
            let (given, _) = Given::of_object(&*object(body).ok()?, options);
            (given.id, given.url)
        }
    };
    Some(id_given(id, url, raw))
}

fn id_given(id: Option<String>, url: Option<String>, raw: &Raw) -> String {
    id.map(|id| id.trim().to_owned()).or(url).unwrap_or_else(|| raw.fallback_id())
}

/// The fields of a line, row or object.
fn object(body: &Body) -> Result<Cow<'_, Map<String, Value>>, SkipReason> {
    match body {
        Body::Line(bytes) => {
            let line = decode(bytes, false)?;
            let value: Value = serde_json::from_str(&line).map_err(|e| SkipReason::NotJson(e.to_string()))?;
            match value {
                Value::Object(object) => Ok(Cow::Owned(object)),
                _ => Err(SkipReason::NotAnObject),
            }
        }
        Body::Row(row) => {
            let mut object = Map::new();
            for (name, cell) in row.names.iter().zip(decode_row(row.cells.clone())?) {
                object.entry(name.clone()).or_insert(Value::String(cell));
            }
            Ok(Cow::Owned(object))
        }
        Body::Object(object) => Ok(Cow::Borrowed(object)),
        Body::Text(_) | Body::Page(_) | Body::Fetched(_) => Err(SkipReason::NotAnObject),
    }
}

/// What an object or row gives.
fn of_object(
    object: &Map<String, Value>,
    options: &Options,
    id: &mut Option<String>,
) -> Result<Given, SkipReason> {
    let (given, _) = Given::of_object(object, options);
    if given.text.is_none() && given.html.is_none() {
        *id = given.id.or(given.url);
        // A column that is there and blank is no fault of the names.
        let names: Vec<String> = object.keys().cloned().collect();
        let there = !wanted(&names, &[Field::Text, Field::Html], options).is_empty();
        return Err(if there { SkipReason::Empty } else { SkipReason::no_text(&names) });
    }
    Ok(given)
}

fn text(bytes: &[u8], page: bool, charset: Option<&str>) -> Result<String, SkipReason> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(SkipReason::Empty);
    }
    let text = decode_declared(bytes, page, charset)?;
    if text.trim().is_empty() { Err(SkipReason::Empty) } else { Ok(text) }
}

/// A plain text.
fn plain(text: String, title: Option<&str>, verbatim: bool) -> Result<Report, SkipReason> {
    let cleaned = clean::clean(&text, title);
    let mut report = Report {
        title: cleaned.title,
        url: cleaned.url,
        dates: cleaned.dates,
        text: cleaned.text,
        removed: cleaned.removed,
        ..Report::default()
    };
    if verbatim {
        report.text = text;
        report.removed = Vec::new();
    }
    if report.text.trim().is_empty() { Err(SkipReason::OnlyLitter) } else { Ok(report) }
}

/// A page: its main text, cleaned as a plain text is.
fn of_page(page: &str, title: Option<&str>, url: Option<&str>) -> Result<Report, SkipReason> {
    let found = html::read(page, url);
    if found.blocks.iter().all(|(_, why)| why.is_some()) {
        return Err(SkipReason::NoMainText);
    }
    let cleaned = clean::clean_page(&found.blocks, title.or(found.title.as_deref()));
    let mut removed = cleaned.removed;
    let told = title.map(str::to_owned).or_else(|| found.title.clone());
    if let Some(words) = told.filter(|_| !removed.iter().any(|r| r.why == RemovalReason::Title)) {
        removed.insert(0, Removed { at: 0, text: words, why: RemovalReason::Title });
    }
    let mut dates = found.dates;
    for date in cleaned.dates {
        if !dates.iter().any(|d| d.date == date.date) {
            dates.push(date);
        }
    }
    if cleaned.text.trim().is_empty() {
        return Err(SkipReason::OnlyLitter);
    }
    // Pages often declare a language that they are not in: the words decide.
    let language = language::detect(&cleaned.text).to_owned();
    Ok(Report {
        title: found.title.or(cleaned.title),
        source: found.source,
        url: found.url.or(cleaned.url),
        language: Some(language),
        dates,
        text: cleaned.text,
        removed,
        ..Report::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_known_before_its_body_is_read() {
        let options = Options::default();
        let words = "Lind met Arvo in Arvik on Monday.";
        let lines = [
            format!(r#"{{"doc_id": " n1 ", "text": "{words}", "url": "https://a.example/b"}}"#),
            format!(r#"{{"text": "{words}", "url": "https://a.example/b"}}"#),
            format!(r#"{{"text": "{words}"}}"#),
            format!(r#"{{"id": 7, "html": "<article><p>{}</p></article>"}}"#, [words; 9].join(" ")),
        ];
        let lines = lines.iter().map(|line| Raw::object("news.jsonl", 3, line));
        let raws = lines.chain([Raw::text("folder/arvik.txt", words)]);
        let ids: Vec<String> = raws
            .map(|raw| {
                let before = id_of(&raw, &options).unwrap();
                assert_eq!(before, prepare(raw, &options).unwrap().id);
                before
            })
            .collect();
        assert_eq!(ids[..2], ["n1", "https://a.example/b"]);
        assert_eq!(id_of(&Raw::object("news.jsonl", 3, "[1]"), &options), None);
    }
}
