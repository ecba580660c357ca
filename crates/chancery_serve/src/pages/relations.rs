//! All pairs of states that have events.

use super::start::Relation;
use super::{Asked, Frame, filters};
use crate::answer::{Packed, Page, Refusal, Rows};
use askama::Template;
use serde::Serialize;
use utoipa::ToSchema;

/// `/relations`
#[derive(Template, Serialize, ToSchema)]
#[template(path = "relations.html")]
pub struct Relations<'a> {
    #[serde(skip)]
    frame: Frame,
    #[serde(skip)]
    map: Option<&'a str>,
    /// The pairs, those with the most events first.
    relations: Vec<Relation>,
    /// The first pair of the rest of the list, where there is more.
    next: Option<String>,
}

pub fn page(asked: &Asked<'_>) -> Result<Packed, Refusal> {
    let name = |code: &str| asked.now.directory.state_name(code).to_owned();
    let mut pairs: Vec<((&str, &str), usize)> = asked.now.holdings().relations().collect();
    pairs.sort_by_key(|(pair, n)| (std::cmp::Reverse(*n), *pair));
    let relations: Vec<(String, Relation)> = pairs
        .into_iter()
        .map(|((a, b), events)| {
            let relation = Relation { states: [a.into(), b.into()], names: [name(a), name(b)], events };
            (format!("{a}-{b}"), relation)
        })
        .collect();
    let part = super::part(relations.into_iter(), |r| &r.0, asked.query.get("after"), asked.limit()?)?;
    let relations = Relations {
        frame: asked.frame("Relations", "/relations"),
        map: asked.now.prepared.world.as_deref(),
        relations: part.items.into_iter().map(|r| r.1).collect(),
        next: part.next,
    };
    Packed::page(&relations, asked.form)
}

impl Page for Relations<'_> {
    fn rows(&self) -> Rows {
        let row = |r: &Relation| {
            let [a, b] = &r.states;
            vec![a.clone(), b.clone(), r.names[0].clone(), r.names[1].clone(), r.events.to_string()]
        };
        Rows {
            head: &["state_a", "state_b", "name_a", "name_b", "events"],
            rows: self.relations.iter().map(row).collect(),
        }
    }
}
