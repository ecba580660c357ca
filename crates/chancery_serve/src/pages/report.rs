//! A report: its text with all that was read in it marked, and what was taken out.

use super::{Asked, Found, Frame};
use crate::answer::{Packed, Page, Refusal, Rows};
use crate::links;
use crate::marked::{Marked, Piece, pieces};
use askama::Template;
use chancery_model::{Annotated, DateCandidate, MentionKind, ReportRow};
use chancery_views::{ReportView, show, words};
use serde::Serialize;
use utoipa::ToSchema;

/// `/reports/ID`
#[derive(Template, Serialize, ToSchema)]
#[template(path = "report.html")]
pub struct ReportPage<'a> {
    #[serde(skip)]
    frame: Frame,
    /// The record's report.
    #[serde(flatten)]
    report: &'a ReportRow,
    #[serde(skip)]
    view: ReportView<'a>,
    #[serde(skip)]
    pieces: Vec<Piece>,
    /// Findings about it.
    findings: Vec<Found<'a>>,
}

pub fn page(asked: &Asked<'_>, id: &str) -> Result<Packed, Refusal> {
    let holdings = asked.now.holdings();
    let Some(report) = holdings.report(id) else {
        let given = asked.archive.ask(|store| store.ids_given(id))?;
        let hint = match given.as_slice() {
            [] => String::new(),
            ids => format!(" There are several that were given this id: {}.", words::list(ids)),
        };
        return Err(Refusal::Unknown(format!("The record has no report {id}.{hint}")));
    };
    let telling = asked.archive.telling(id);
    let page = ReportPage {
        frame: asked.frame(show::headline(report), links::report(id)),
        report,
        view: ReportView::of(holdings, report),
        pieces: marked(report, telling.as_ref()),
        findings: holdings.findings(id).map(Found::of).collect(),
    };
    Packed::page(&page, asked.form)
}

/// The text with mentions, times, quotations and events marked, and its sentences as places to lead to.
fn marked(report: &ReportRow, telling: Option<&Annotated>) -> Vec<Piece> {
    let mut marks: Vec<Marked> = Vec::new();
    if let Some(told) = telling.filter(|told| told.text == report.text) {
        for quote in &told.quotes {
            let speaker = quote.actor.and_then(|a| told.actors.get(a as usize)).map(|a| a.name.as_str());
            let title = format!("words of {}", speaker.unwrap_or("somebody"));
            let spans = quote.content.iter();
            marks.extend(spans.map(|s| Marked {
                span: *s,
                class: "quote",
                title: title.clone(),
                href: None,
            }));
        }
        for mention in &told.mentions {
            let actor = mention.actor.and_then(|a| told.actors.get(a as usize));
            let title = actor.map(|a| match &a.code {
                Some(code) if *code != a.name => format!("{} ({code})", a.name),
                _ => a.name.clone(),
            });
            let class = match mention.kind {
                MentionKind::Place => "where",
                _ => "who",
            };
            let href = actor.filter(|a| a.state.is_some() && !a.unnamed).map(|a| links::actor(&a.name));
            marks.push(Marked { span: mention.span(), class, title: title.unwrap_or_default(), href });
        }
        for time in &told.times {
            marks.push(Marked { span: time.span(), class: "when", title: time.value.clone(), href: None });
        }
    }
    for claim in &report.events {
        let href = claim.same.as_deref().map(links::event);
        let title =
            if href.is_some() { "an event of the record" } else { "told, and no event of the record" };
        marks.push(Marked { span: claim.trigger, class: "what", title: title.into(), href });
    }
    let mut starts: Vec<u32> = report.events.iter().map(|claim| claim.sentence.start).collect();
    starts.extend(telling.iter().flat_map(|t| t.sentences.iter().map(|s| s.start)));
    starts.sort_unstable();
    starts.dedup();
    let places: Vec<(u32, String)> = starts.into_iter().map(|at| (at, format!("c{at}"))).collect();
    pieces(&report.text, &marks, &places)
}

impl ReportPage<'_> {
    fn published(&self) -> String {
        show::published(self.report)
    }

    fn candidates(&self) -> Vec<(String, &'static str, String)> {
        let said = |c: &DateCandidate| match (c.start, c.end, &c.words) {
            (Some(start), Some(end), _) => {
                let chars = self.report.text.chars().skip(start as usize);
                chars.take(end.saturating_sub(start) as usize).collect()
            }
            (_, _, Some(words)) => words.clone(),
            _ => String::new(),
        };
        let day = |c: &DateCandidate| c.date.map_or("no whole day".into(), chancery_views::period::day);
        self.report.published.candidates.iter().map(|c| (day(c), c.basis.as_str(), said(c))).collect()
    }

    fn basis(&self) -> &'static str {
        self.report.published.basis.map_or("nothing", |b| b.as_str())
    }

    fn copies(&self) -> Vec<(String, &str, String)> {
        let how = |how: Option<&chancery_model::CopyHow>| how.map(words::copy_how).unwrap_or_default();
        self.view.copies.iter().map(|(id, edit)| (links::report(id), *id, how(*edit))).collect()
    }

    fn copy_of(&self) -> Option<(String, &str, String)> {
        let original = self.report.copy_of.as_deref()?;
        let how = self.report.copy_how.as_ref().map(words::copy_how).unwrap_or_default();
        Some((links::report(original), original, how))
    }

    fn events(&self) -> Vec<(String, String, &str)> {
        let told = self.view.claims.iter().filter_map(|(_, event)| event.as_ref());
        let mut seen = std::collections::BTreeSet::new();
        told.filter(|(event, _)| seen.insert(event.id.as_str()))
            .map(|(event, kind)| (links::event(&event.id), kind.clone(), event.summary.as_str()))
            .collect()
    }

    fn removed(&self) -> Vec<(&'static str, &str)> {
        self.report.removed.iter().map(|r| (words::removal(r.why), r.text.as_str())).collect()
    }
}

impl Page for ReportPage<'_> {
    fn rows(&self) -> Rows {
        let row = |claim: &chancery_model::ReportClaim| {
            vec![
                self.report.id.clone(),
                claim.trigger.start.to_string(),
                claim.trigger.end.to_string(),
                claim.sentence.start.to_string(),
                claim.sentence.end.to_string(),
                claim.same.clone().unwrap_or_default(),
            ]
        };
        Rows {
            head: &["report", "trigger_start", "trigger_end", "sentence_start", "sentence_end", "event"],
            rows: self.report.events.iter().map(row).collect(),
        }
    }
}
