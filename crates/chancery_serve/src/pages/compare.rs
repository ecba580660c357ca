//! The reports of one event side by side.

use super::{Asked, Choice, Frame, filters};
use crate::answer::{Packed, Page, Refusal, Rows};
use crate::links;
use askama::Template;
use chancery_model::Evidence;
use chancery_views::compare::{Account, Column, Point, Room, Standing, Words};
use chancery_views::{Comparison, Only, words};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// `/events/ID/compare`
#[derive(Template, Serialize, ToSchema)]
#[template(path = "compare.html")]
pub struct ComparePage<'a> {
    #[serde(skip)]
    frame: Frame,
    #[serde(flatten)]
    comparison: Comparison<'a>,
    #[serde(skip)]
    choices: Vec<Choice>,
    #[serde(skip)]
    shown: Vec<usize>,
    #[serde(skip)]
    names: BTreeMap<String, String>,
}

pub fn page(asked: &Asked<'_>, id: &str) -> Result<Packed, Refusal> {
    let event = asked.event(id, "/compare")?;
    let only = asked.query.get("only").map(Only::parse).transpose().map_err(Refusal::Wrong)?;
    let tellings = |doc: &str| asked.archive.telling(doc);
    let split = match asked.query.get("split") {
        None => false,
        Some("yes") => true,
        Some(other) => return Err(Refusal::Wrong(format!("“split” is yes, not “{other}”."))),
    };
    let comparison =
        chancery_views::compare(asked.now.record(), &asked.now.directory, event, &tellings, split);
    let count = |only: &Only| comparison.points.iter().filter(|p| only.wants(p, &comparison.columns)).count();
    let choice = |label: String, value: &str| {
        let count = Only::parse(value).map(|only| count(&only)).ok();
        asked.choice("only", value, label, count)
    };
    let everything = Choice {
        label: "all".into(),
        count: Some(comparison.points.len()),
        href: "?".into(),
        current: only.is_none(),
    };
    let of_column =
        comparison.columns.iter().map(|c| choice(format!("only {}", c.letter), &c.letter.to_lowercase()));
    let mut choices = vec![everything, choice("in all".into(), "both")];
    choices.extend(of_column);
    choices.extend([choice("differs".into(), "differs"), choice("contradicts".into(), "contradicts")]);
    let wanted =
        |at: &usize| only.as_ref().is_none_or(|o| o.wants(&comparison.points[*at], &comparison.columns));
    let shown = (0..comparison.points.len()).filter(wanted).collect();
    let states = chancery_views::holdings::states(event);
    let name = |code: &&str| ((*code).to_owned(), asked.now.directory.state_name(code).to_owned());
    let page = ComparePage {
        names: states.iter().map(name).collect(),
        frame: asked.frame(event.summary.clone(), format!("{}/compare", links::event(id))),
        choices,
        shown,
        comparison,
    };
    Packed::page(&page, asked.form)
}

impl<'a> ComparePage<'a> {
    fn event(&self) -> String {
        links::event(&self.comparison.event.id)
    }

    fn points(&self) -> impl Iterator<Item = &Point> {
        self.shown.iter().map(|at| &self.comparison.points[*at])
    }

    fn column(&self, column: &Column<'_>) -> (String, String) {
        (links::report(column.doc), words::list(&column.copies))
    }

    fn standing(&self, point: &Point) -> (&'static str, String) {
        let letters = || {
            let of = |at: usize| self.comparison.columns[at].letter.clone();
            words::list(&point.told_by().into_iter().map(of).collect::<Vec<_>>())
        };
        match point.standing {
            Standing::Contradicts => ("contradicts", "contradicts".into()),
            Standing::Differs => ("differs", "differs".into()),
            Standing::Same => ("same", "in all".into()),
            Standing::Several => ("same", format!("in {}", letters())),
            Standing::Only => ("only", format!("only {}", letters())),
        }
    }

    fn passages(&self, account: &'a Account) -> Vec<(&'a str, String)> {
        let link = |e: &'a Evidence| (e.text.as_str(), links::sentence(&e.doc, e.start));
        account.passages.iter().map(link).collect()
    }

    /// How much of a report each side's words take, in hundredths.
    fn room(&self, room: &Room) -> Vec<(String, u32)> {
        let spoken = room.spoken().max(1);
        let share = |words: usize| ((words * 100 + spoken / 2) / spoken) as u32;
        let name = |side: &Words| match (&side.state, side.together) {
            (Some(code), _) => self.names.get(code).cloned().unwrap_or_else(|| code.clone()),
            (None, true) => "both together".into(),
            (None, false) => "others".into(),
        };
        let sides = room.sides.iter().filter(|side| side.state.is_some() || side.all() > 0);
        sides.map(|side| (name(side), share(side.all()))).collect()
    }

    fn order(&self, column: &Column<'_>) -> String {
        column
            .order
            .iter()
            .map(|at| self.comparison.points[*at].heading.as_str())
            .collect::<Vec<_>>()
            .join(" → ")
    }
}

impl Page for ComparePage<'_> {
    fn rows(&self) -> Rows {
        let row = |point: &Point| {
            let accounts = point.accounts.iter().enumerate().filter_map(|(n, a)| Some((n, a.as_ref()?)));
            let rows = accounts.map(|(n, account)| {
                let words: Vec<&str> = account.passages.iter().map(|e| e.text.as_str()).collect();
                vec![
                    point.heading.clone(),
                    self.standing(point).0.into(),
                    self.comparison.columns[n].letter.clone(),
                    self.comparison.columns[n].doc.into(),
                    account.says.clone().unwrap_or_default(),
                    words.join(" … "),
                ]
            });
            rows.collect::<Vec<_>>()
        };
        Rows {
            head: &["point", "standing", "column", "report", "says", "words"],
            rows: self.points().flat_map(row).collect(),
        }
    }
}
