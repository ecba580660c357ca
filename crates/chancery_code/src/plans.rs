//! The one table that turns a thing and its standing into a PLOVER event: `contract/annotation.md`, "Plans, threats,
//! refusals".

use crate::operators::Effect;
use crate::pattern::Thing;
use crate::standing::{Standing, Tense};
use chancery_model::{CameoCode, EventType, Plan, Status};

/// What is coded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    /// PLOVER type.
    pub event_type: EventType,
    /// PLOVER mode.
    pub mode: Option<&'static str>,
    /// CAMEO code.
    pub cameo: CameoCode,
    /// Status.
    pub status: Status,
    /// The thing, where it is still to come.
    pub plans: Option<Plan>,
    /// Who does it: the thing's own source, or who asks for the thing.
    pub by: By,
}

/// Whose act it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The source of the thing.
    Source,
    /// The subject of the operator asks the source of the thing.
    Asker,
}

/// The event that the thing is in that standing; `None` where nothing is told to have been done.
pub fn act(thing: &Thing, standing: &Standing) -> Option<Act> {
    let done = |status| Act {
        event_type: thing.event_type,
        mode: thing.mode,
        cameo: thing.cameo,
        status,
        plans: None,
        by: By::Source,
    };
    let of_plan = |event_type: EventType, mode, cameo: &str, status, by| Act {
        event_type,
        mode,
        cameo: code(cameo, event_type),
        status,
        plans: Some(Plan {
            event_type: thing.event_type,
            mode: thing.mode.map(str::to_string),
            cameo: thing.cameo,
        }),
        by,
    };
    let conflict = thing.event_type.is_conflict();
    match (standing.effect, standing.negated) {
        (Effect::Fact | Effect::Permit, false) => {
            let goes_on = standing.progressive && standing.tense == Tense::Present;
            Some(done(if goes_on && lasts(thing.event_type) { Status::Ongoing } else { Status::Happened }))
        }
        (Effect::Fact | Effect::Permit, true) => None,
        (Effect::Report, _) => None,
        // "will ask for", "will reject" stay what they are; they are words already.
        (Effect::Plan, false) if thing.event_type == EventType::Request => Some(done(Status::Planned)),
        (Effect::Plan, false) if thing.event_type == EventType::Agree => Some(done(Status::Planned)),
        (Effect::Promise, false) if thing.event_type == EventType::Agree => Some(done(Status::Happened)),
        (Effect::Promise | Effect::Plan | Effect::Propose, false) if !conflict => {
            let status = match standing.effect {
                Effect::Promise => Status::Happened,
                Effect::Propose => Status::Proposed,
                _ => Status::Planned,
            };
            Some(of_plan(EventType::Agree, None, agreed(thing), status, By::Source))
        }
        (Effect::Promise | Effect::Plan | Effect::Propose | Effect::Threat, false) => {
            let (mode, cameo) = threatened(thing);
            let status = if standing.effect == Effect::Propose { Status::Proposed } else { Status::Happened };
            Some(of_plan(EventType::Threaten, mode, cameo, status, By::Source))
        }
        // "promised not to attack" is a word of peace; "will not release" a refusal.
        (Effect::Promise | Effect::Plan, true) if conflict => {
            Some(Act { plans: None, ..of_plan(EventType::Agree, None, "030", Status::Happened, By::Source) })
        }
        (Effect::Plan | Effect::Promise | Effect::Refusal, _) => {
            let (mode, cameo) = refused(thing);
            Some(of_plan(EventType::Reject, mode, cameo, Status::Happened, By::Source))
        }
        (Effect::Threat, true) => {
            let (mode, cameo) = threatened(thing);
            Some(of_plan(EventType::Threaten, mode, cameo, Status::Happened, By::Source))
        }
        (Effect::Request, negated) => {
            let (mode, cameo) = if negated || conflict { (Some("change"), "1042") } else { requested(thing) };
            let act = of_plan(EventType::Request, mode, cameo, Status::Happened, By::Asker);
            Some(if negated { Act { plans: None, ..act } } else { act })
        }
        (Effect::Denial, false) => Some(done(Status::Denied)),
        (Effect::Denial, true) | (Effect::Propose, true) | (Effect::Void | Effect::Hypothetical, _) => None,
    }
}

/// Things that can be under way for days: told in the progressive they are ongoing, the rest has happened when told.
fn lasts(event_type: EventType) -> bool {
    !matches!(
        event_type,
        EventType::Accuse
            | EventType::Request
            | EventType::Reject
            | EventType::Threaten
            | EventType::Agree
            | EventType::Support
    )
}

fn code(cameo: &str, event_type: EventType) -> CameoCode {
    cameo.parse().unwrap_or_else(|_| event_type.general_cameo())
}

fn agreed(thing: &Thing) -> &'static str {
    match (thing.event_type, thing.cameo.as_str()) {
        (EventType::Consult, "045") => "039",
        (EventType::Consult, _) => "036",
        (EventType::Aid, "071") => "0331",
        (EventType::Aid, "072") => "0332",
        (EventType::Aid, "073") => "0333",
        (EventType::Aid, "074") => "0334",
        (EventType::Aid, _) => "033",
        (EventType::Cooperate, "061") => "0311",
        (EventType::Cooperate, "062") => "0312",
        (EventType::Cooperate, "063") => "0313",
        (EventType::Cooperate, "064") => "0314",
        (EventType::Cooperate, _) => "031",
        (EventType::Support, _) => "032",
        (EventType::Concede | EventType::Retreat, c) if c.starts_with("084") => "0353",
        (EventType::Concede | EventType::Retreat, c) if c.starts_with("087") => "0356",
        (EventType::Concede | EventType::Retreat, c) if c.starts_with("086") => "0355",
        (EventType::Concede | EventType::Retreat, "085") => "0354",
        (EventType::Concede | EventType::Retreat, c) if c.starts_with("083") => "034",
        (EventType::Concede | EventType::Retreat, _) => "035",
        _ => "030",
    }
}

fn threatened(thing: &Thing) -> (Option<&'static str>, &'static str) {
    match (thing.event_type, thing.mode) {
        (EventType::Coerce, Some("arrest")) => (Some("arrest"), "131"),
        (EventType::Coerce, Some("deport")) => (Some("expel"), "136"),
        (EventType::Coerce, _) if thing.cameo.as_str() == "163" => (Some("restrict"), "1312"),
        (EventType::Coerce, _) if thing.cameo.as_str() == "191" => (Some("restrict"), "1381"),
        (EventType::Coerce, _) if thing.cameo.as_str() == "192" => (Some("territory"), "1382"),
        (EventType::Coerce, _) => (Some("restrict"), "132"),
        (EventType::Sanction, Some("expel")) => (Some("expel"), "136"),
        (EventType::Sanction, _) if thing.cameo.as_str().starts_with("162") => (Some("relations"), "1311"),
        (EventType::Sanction, _) if thing.cameo.as_str() == "164" => (Some("relations"), "134"),
        (EventType::Sanction, _) => (Some("relations"), "1313"),
        (EventType::Protest, _) => (Some("relations"), "133"),
        (EventType::Assault, Some("unconventional")) => (Some("violence"), "1385"),
        (EventType::Assault, _) => (Some("violence"), "1384"),
        (EventType::Mobilize, _) => (Some("violence"), "138"),
        _ => (None, "130"),
    }
}

fn requested(thing: &Thing) -> (Option<&'static str>, &'static str) {
    match (thing.event_type, thing.cameo.as_str()) {
        (EventType::Consult, "045") => (Some("meet"), "108"),
        (EventType::Consult, _) => (Some("meet"), "106"),
        (EventType::Aid, "071") => (Some("assist"), "1031"),
        (EventType::Aid, "072") => (Some("assist"), "1032"),
        (EventType::Aid, "073") => (Some("assist"), "1033"),
        (EventType::Aid, "074") => (Some("assist"), "1034"),
        (EventType::Aid, _) => (Some("assist"), "103"),
        (EventType::Cooperate, "061") => (Some("assist"), "1011"),
        (EventType::Cooperate, "062") => (Some("assist"), "1012"),
        (EventType::Cooperate, "063") => (Some("assist"), "1013"),
        (EventType::Cooperate, "064") => (Some("assist"), "1014"),
        (EventType::Cooperate, _) => (Some("assist"), "101"),
        (EventType::Support | EventType::Agree, _) => (Some("assist"), "102"),
        (EventType::Concede | EventType::Retreat, c) if c.starts_with("084") => (Some("yield"), "1053"),
        (EventType::Concede | EventType::Retreat, "085") => (Some("yield"), "1054"),
        (EventType::Concede | EventType::Retreat, c) if c.starts_with("086") => (Some("yield"), "1055"),
        (EventType::Concede | EventType::Retreat, c) if c.starts_with("087") => (Some("yield"), "1056"),
        (EventType::Concede | EventType::Retreat, _) => (Some("yield"), "105"),
        _ => (Some("change"), "1042"),
    }
}

fn refused(thing: &Thing) -> (Option<&'static str>, &'static str) {
    match (thing.event_type, thing.cameo.as_str()) {
        (EventType::Consult, "045") => (Some("meet"), "126"),
        (EventType::Consult, _) => (Some("meet"), "125"),
        (EventType::Aid, "071") => (Some("assist"), "1221"),
        (EventType::Aid, "072") => (Some("assist"), "1222"),
        (EventType::Aid, "073") => (Some("assist"), "1223"),
        (EventType::Aid, "074") => (Some("assist"), "1224"),
        (EventType::Aid, _) => (Some("assist"), "122"),
        (EventType::Cooperate, "061") => (Some("assist"), "1211"),
        (EventType::Cooperate, "062") => (Some("assist"), "1212"),
        (EventType::Cooperate, "063") => (Some("assist"), "1213"),
        (EventType::Cooperate, "064") => (Some("assist"), "1214"),
        (EventType::Cooperate, _) => (Some("assist"), "121"),
        (EventType::Concede | EventType::Retreat, c) if c.starts_with("084") => (Some("yield"), "1243"),
        (EventType::Concede | EventType::Retreat, "085") => (Some("yield"), "1244"),
        (EventType::Concede | EventType::Retreat, c) if c.starts_with("086") => (Some("yield"), "1245"),
        (EventType::Concede | EventType::Retreat, c) if c.starts_with("087") => (Some("yield"), "1246"),
        (EventType::Concede | EventType::Retreat, _) => (Some("change"), "124"),
        _ => (None, "120"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every code that the table can give is one of the ontology, of the type that goes with it.
    #[test]
    fn codes_fit_their_types() {
        for row in chancery_model::ontology::cameo_table() {
            let thing = Thing {
                event_type: row.event_type,
                mode: row.mode,
                cameo: row.code,
                contexts: Vec::new(),
                sides: crate::pattern::Sides::Directed,
            };
            for effect in [
                Effect::Promise,
                Effect::Plan,
                Effect::Propose,
                Effect::Threat,
                Effect::Refusal,
                Effect::Request,
            ] {
                for negated in [false, true] {
                    let standing = Standing {
                        effect,
                        operator: None,
                        negated,
                        modal: None,
                        tense: Tense::Past,
                        progressive: false,
                    };
                    if let Some(act) = act(&thing, &standing) {
                        assert_eq!(
                            act.cameo.row().event_type,
                            act.event_type,
                            "{thing:?} {effect:?} {negated}"
                        );
                        let modes = act.event_type.modes();
                        assert!(act.mode.is_none_or(|m| modes.contains(&m)), "{act:?}");
                    }
                }
            }
        }
    }
}
