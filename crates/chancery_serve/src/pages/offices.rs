//! Who held which office when, by state.

use super::{Asked, Frame, filters};
use crate::answer::{Packed, Page, Refusal, Rows};
use crate::links;
use askama::Template;
use chancery_model::Tenure;
use chancery_views::{OfficeHolders, Offices, Who, offices, words};
use serde::Serialize;
use utoipa::ToSchema;

/// `/offices/CAN`
#[derive(Template, Serialize, ToSchema)]
#[template(path = "offices.html")]
pub struct OfficesPage<'a> {
    #[serde(skip)]
    frame: Frame,
    /// Code of the state.
    state: String,
    /// Its name.
    name: String,
    #[serde(flatten)]
    view: Offices<'a>,
}

/// `/offices`
#[derive(Template, Serialize, ToSchema)]
#[template(path = "office_states.html")]
pub struct OfficeStates {
    #[serde(skip)]
    frame: Frame,
    /// The states of which the reports show an office, by name.
    states: Vec<StateOffices>,
}

/// A state and how many offices it is shown with.
#[derive(Serialize, ToSchema)]
pub struct StateOffices {
    code: String,
    name: String,
    holders: usize,
}

pub fn all(asked: &Asked<'_>) -> Result<Packed, Refusal> {
    let mut states: Vec<StateOffices> = Vec::new();
    for tenure in &asked.now.record().tenures {
        match states.last_mut().filter(|last| last.code == tenure.state) {
            Some(last) => last.holders += 1,
            None => states.push(StateOffices {
                code: tenure.state.clone(),
                name: asked.now.directory.state_name(&tenure.state).into(),
                holders: 1,
            }),
        }
    }
    states.sort_by(|a, b| a.name.cmp(&b.name));
    Packed::page(&OfficeStates { frame: asked.frame("Offices", "/offices"), states }, asked.form)
}

pub fn page(asked: &Asked<'_>, state: &str) -> Result<Packed, Refusal> {
    let directory = &asked.now.directory;
    let code = directory.state(state).map_err(Asked::nobody)?;
    let name = directory.state_name(&code).to_owned();
    if asked.now.holdings().with_offices(&Who::State(code.clone())).next().is_none() {
        return Err(Refusal::Unknown(format!("The reports show no office of {name}.")));
    }
    let page = OfficesPage {
        frame: asked.frame(format!("Offices of {name}"), links::offices(&code)),
        view: Offices::of(asked.now.holdings(), directory, Some(&code)),
        state: code,
        name,
    };
    Packed::page(&page, asked.form)
}

/// The rows of offices.
pub fn tenure_rows<'a>(tenures: impl Iterator<Item = &'a Tenure>) -> Rows {
    let day = |day: Option<chancery_model::Day>| day.map(|d| d.to_string()).unwrap_or_default();
    let row = |t: &Tenure| {
        vec![
            t.state.clone(),
            t.office.clone(),
            t.person.clone(),
            day(t.first),
            day(t.last),
            day(t.former_by),
            t.acting.to_string(),
            t.independent.to_string(),
        ]
    };
    Rows {
        head: &["state", "office", "person", "first", "last", "former_by", "acting", "independent"],
        rows: tenures.map(row).collect(),
    }
}

impl OfficesPage<'_> {
    fn actor(&self) -> String {
        links::actor(&self.state)
    }

    fn held(&self, tenure: &Tenure) -> String {
        offices::held(tenure)
    }

    fn person(&self, tenure: &Tenure) -> String {
        links::actor(&tenure.person)
    }

    fn shown_in(&self, tenure: &Tenure) -> Vec<(String, String)> {
        tenure.evidence.iter().take(2).map(|e| (links::sentence(&e.doc, e.start), e.text.clone())).collect()
    }

    fn rows_of<'p>(
        &self,
        office: &'p OfficeHolders<'p>,
    ) -> impl Iterator<Item = (&'p Tenure, Vec<String>, String)> {
        let findings = office.conflicts.iter().map(|ids| ids.iter().map(|id| links::finding(id)).collect());
        let sources =
            office.sources.iter().map(|(reports, independent)| words::sources(*reports, *independent));
        office
            .tenures
            .iter()
            .copied()
            .zip(findings)
            .zip(sources)
            .map(|((t, found), sources)| (t, found, sources))
    }
}

impl Page for OfficesPage<'_> {
    fn rows(&self) -> Rows {
        tenure_rows(self.view.offices.iter().flat_map(|o| o.tenures.iter().copied()))
    }
}

impl OfficeStates {
    fn link(&self, state: &StateOffices) -> String {
        links::offices(&state.code)
    }
}

impl Page for OfficeStates {
    fn rows(&self) -> Rows {
        let row = |s: &StateOffices| vec![s.code.clone(), s.name.clone(), s.holders.to_string()];
        Rows { head: &["state", "name", "holders"], rows: self.states.iter().map(row).collect() }
    }
}
