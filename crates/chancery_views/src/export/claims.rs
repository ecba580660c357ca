//! The claims of annotated documents, one a row: what each report tells on its own, before it is set beside others. Columns that
//! the table of events has too have its names.

use super::column::{Column, aligned, date, flag, joined, number, text, whole};
use chancery_model::{Actor, Annotated, CharSpan, Claim, Party};

/// One claim of one document.
pub(super) struct Row<'a> {
    document: &'a Annotated,
    /// Its place among the document's events, from 0.
    at: usize,
    claim: &'a Claim,
}

pub(super) fn rows(documents: &[Annotated]) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    for document in documents {
        rows.extend(document.events.iter().enumerate().map(|(at, claim)| Row { document, at, claim }));
    }
    rows
}

pub(super) fn columns<'a>() -> Vec<Column<Row<'a>>> {
    vec![
        text("report_id", |row| Some(row.document.id.clone())),
        whole("position", |row| i64::try_from(row.at).ok()),
        text("type", |row| Some(row.claim.event_type.as_str().into())),
        text("mode", |row| row.claim.mode.clone()),
        text("status", |row| Some(row.claim.status.as_str().into())),
        date("date_begin", |row| row.claim.date.begin),
        date("date_end", |row| row.claim.date.end),
        text("cameo", |row| Some(row.claim.cameo.as_str().into())),
        text("cameo_label", |row| Some(row.claim.cameo.row().label.into())),
        whole("quad", |row| Some(row.claim.quad.into())),
        number("goldstein", |row| Some(row.claim.goldstein)),
        text("contexts", |row| joined(row.claim.contexts.iter().map(String::as_str))),
        text("plans_type", |row| row.claim.plans.as_ref().map(|plan| plan.event_type.to_string())),
        text("plans_mode", |row| row.claim.plans.as_ref()?.mode.clone()),
        text("plans_cameo", |row| row.claim.plans.as_ref().map(|plan| plan.cameo.to_string())),
        text("source", |row| names(row, &row.claim.source)),
        text("source_code", |row| codes(row, &row.claim.source)),
        text("source_state", |row| states(row, &row.claim.source)),
        text("target", |row| names(row, &row.claim.target)),
        text("target_code", |row| codes(row, &row.claim.target)),
        text("target_state", |row| states(row, &row.claim.target)),
        text("place", |row| row.claim.place.as_ref().map(|place| place.name.clone())),
        text("place_state", |row| row.claim.place.as_ref()?.state.clone()),
        flag("said_only", |row| Some(row.claim.said_by.is_some())),
        text("said_by", |row| speaker(row).map(|actor| actor.name.clone())),
        whole("char_start", |row| Some(sentence(row)?.start.into())),
        whole("char_end", |row| Some(sentence(row)?.end.into())),
        text("text", |row| words(&row.document.text, sentence(row)?)),
    ]
}

fn actors<'a>(row: &Row<'a>, parties: &[Party]) -> Vec<&'a Actor> {
    parties.iter().filter_map(|party| row.document.actors.get(party.actor as usize)).collect()
}

fn names(row: &Row<'_>, parties: &[Party]) -> Option<String> {
    joined(actors(row, parties).iter().map(|actor| actor.name.as_str()))
}

fn codes(row: &Row<'_>, parties: &[Party]) -> Option<String> {
    aligned(actors(row, parties).iter().map(|actor| actor.code.as_deref()), "")
}

fn states(row: &Row<'_>, parties: &[Party]) -> Option<String> {
    aligned(actors(row, parties).iter().map(|actor| actor.state.as_deref()), "")
}

/// In whose words alone it stands, where they have a name.
fn speaker<'a>(row: &Row<'a>) -> Option<&'a Actor> {
    let quote = row.document.quotes.get(row.claim.said_by? as usize)?;
    row.document.actors.get(quote.actor? as usize)
}

fn sentence(row: &Row<'_>) -> Option<CharSpan> {
    row.document.sentences.get(row.claim.sentence as usize).map(|sentence| sentence.span())
}

fn words(text: &str, span: CharSpan) -> Option<String> {
    let length = span.end.checked_sub(span.start)?;
    Some(text.chars().skip(span.start as usize).take(length as usize).collect())
}
