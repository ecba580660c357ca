//! What does not add up.

use super::{Asked, Choice, Frame, Quoted, filters, part};
use crate::answer::{Packed, Page, Refusal, Rows};
use crate::links;
use askama::Template;
use chancery_views::check::KINDS;
use chancery_views::{CheckedFinding, words};
use serde::Serialize;
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// `/findings`
#[derive(Template, Serialize, ToSchema)]
#[template(path = "findings.html")]
pub struct FindingsPage<'a> {
    #[serde(skip)]
    frame: Frame,
    #[serde(skip)]
    choices: Vec<Choice>,
    /// The findings, by kind and id.
    findings: Vec<CheckedFinding<'a>>,
    /// The id after which the rest of the list begins.
    next: Option<String>,
    #[serde(skip)]
    more: String,
    /// Which of the ids that they are about are events.
    #[serde(skip)]
    events: BTreeSet<&'a str>,
}

pub fn page(asked: &Asked<'_>) -> Result<Packed, Refusal> {
    let holdings = asked.now.holdings();
    let kinds: Vec<&str> = asked.query.all("kind").collect();
    if let Some(unknown) = kinds.iter().find(|k| !KINDS.contains(k)) {
        return Err(Refusal::Wrong(format!("“kind” is {}, not “{unknown}”.", words::list(&KINDS))));
    }
    let all = &asked.now.record().findings;
    let mut wanted: Vec<_> =
        all.iter().filter(|f| kinds.is_empty() || kinds.contains(&f.kind.as_str())).collect();
    wanted.sort_by_key(|f| (&f.kind, &f.id));
    let shown = part(wanted.into_iter(), |f| f.id.as_str(), asked.query.get("after"), asked.limit()?)?;
    let choice = |kind: &str| {
        let count = all.iter().filter(|f| f.kind == kind).count();
        (count > 0).then(|| asked.choice("kind", kind, words::finding_kind(kind), Some(count)))
    };
    let more = asked.more(shown.next.as_deref());
    let ids = shown.items.iter().flat_map(|f| &f.ids);
    let page = FindingsPage {
        events: ids.filter_map(|id| holdings.event(id)).map(|event| event.id.as_str()).collect(),
        frame: asked.frame("Findings", "/findings"),
        choices: KINDS.into_iter().filter_map(choice).collect(),
        findings: shown.items.iter().map(|f| CheckedFinding::of(holdings, f)).collect(),
        next: shown.next,
        more,
    };
    Packed::page(&page, asked.form)
}

impl FindingsPage<'_> {
    fn quoted(&self, finding: &CheckedFinding<'_>) -> Vec<Quoted> {
        finding.cited.iter().map(Quoted::of).collect()
    }

    fn about(&self, finding: &CheckedFinding<'_>) -> Vec<(String, String)> {
        let link = |id: &str| if self.events.contains(id) { links::event(id) } else { links::report(id) };
        let line = |(id, line): &(&str, String)| match line.as_str() {
            "" => (links::actor(id), (*id).to_owned()),
            line => (link(id), line.to_owned()),
        };
        finding.about.iter().map(line).collect()
    }
}

impl Page for FindingsPage<'_> {
    fn rows(&self) -> Rows {
        let row = |f: &CheckedFinding<'_>| {
            vec![
                f.finding.id.clone(),
                f.finding.kind.clone(),
                f.finding.message.clone(),
                f.finding.ids.join("; "),
            ]
        };
        Rows { head: &["id", "kind", "message", "ids"], rows: self.findings.iter().map(row).collect() }
    }
}
