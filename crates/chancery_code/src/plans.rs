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
    let of_plan = |event_type, mode, cameo, status, by| Act {
        event_type,
        mode,
        cameo,
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
            Some(of_plan(EventType::Agree, None, words(Words::Agree, thing), status, By::Source))
        }
        (Effect::Promise | Effect::Plan | Effect::Propose | Effect::Threat, false) => {
            let (mode, cameo) = threat(thing);
            let status = if standing.effect == Effect::Propose { Status::Proposed } else { Status::Happened };
            Some(of_plan(EventType::Threaten, mode, cameo, status, By::Source))
        }
        // "promised not to attack" is a word of peace; "will not release" a refusal.
        (Effect::Promise | Effect::Plan, true) if conflict => {
            let cameo = EventType::Agree.general_cameo();
            Some(Act { plans: None, ..of_plan(EventType::Agree, None, cameo, Status::Happened, By::Source) })
        }
        (Effect::Plan | Effect::Promise | Effect::Refusal, _) => {
            let cameo = words(Words::Reject, thing);
            Some(of_plan(EventType::Reject, cameo.row().mode, cameo, Status::Happened, By::Source))
        }
        (Effect::Threat, true) => {
            let (mode, cameo) = threat(thing);
            Some(of_plan(EventType::Threaten, mode, cameo, Status::Happened, By::Source))
        }
        (Effect::Request, negated) => {
            let change = "1042".parse().unwrap_or_else(|_| EventType::Request.general_cameo());
            let cameo = if negated || conflict { change } else { words(Words::Request, thing) };
            let act = of_plan(EventType::Request, cameo.row().mode, cameo, Status::Happened, By::Asker);
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

/// Codes of a thing, by what they begin with, the closer first; and of agreeing to it, asking for it and refusing it.
const WORDS: [[&str; 4]; 27] = [
    ["045", "039", "108", "126"],
    ["04", "036", "106", "125"],
    ["05", "032", "102", "120"],
    ["061", "0311", "1011", "1211"],
    ["062", "0312", "1012", "1212"],
    ["063", "0313", "1013", "1213"],
    ["064", "0314", "1014", "1214"],
    ["06", "031", "101", "121"],
    ["071", "0331", "1031", "1221"],
    ["072", "0332", "1032", "1222"],
    ["073", "0333", "1033", "1223"],
    ["074", "0334", "1034", "1224"],
    ["07", "033", "103", "122"],
    ["081", "0351", "1051", "1241"],
    ["082", "0352", "1052", "1242"],
    ["0831", "0341", "1041", "1231"],
    ["0832", "0342", "1042", "1232"],
    ["0833", "0343", "1043", "1233"],
    ["0834", "0344", "1044", "1234"],
    ["083", "034", "104", "123"],
    ["084", "0353", "1053", "1243"],
    ["085", "0354", "1054", "1244"],
    ["086", "0355", "1055", "1245"],
    ["087", "0356", "1056", "1246"],
    ["08", "035", "105", "124"],
    ["03", "030", "102", "120"],
    ["", "030", "1042", "120"],
];

/// Codes of a thing of conflict, likewise, and of threatening with it.
const THREATS: [[&str; 2]; 22] = [
    ["14", "133"],
    ["15", "138"],
    ["162", "1311"],
    ["163", "1312"],
    ["164", "134"],
    ["165", "135"],
    ["166", "136"],
    ["16", "1313"],
    ["191", "1381"],
    ["192", "1382"],
    ["19", "1384"],
    ["1712", "1384"],
    ["1721", "1321"],
    ["1722", "1322"],
    ["1723", "1323"],
    ["1724", "1324"],
    ["174", "136"],
    ["175", "1384"],
    ["17", "132"],
    ["18", "1384"],
    ["204", "1385"],
    ["20", "1384"],
];

/// Which words about a thing.
#[derive(Clone, Copy)]
enum Words {
    Agree = 1,
    Request = 2,
    Reject = 3,
}

/// The code of words about a thing.
fn words(about: Words, thing: &Thing) -> CameoCode {
    let cameo = thing.cameo.as_str();
    let row = WORDS.iter().find(|row| cameo.starts_with(row[0])).unwrap_or(&WORDS[WORDS.len() - 1]);
    let event_type = match about {
        Words::Agree => EventType::Agree,
        Words::Request => EventType::Request,
        Words::Reject => EventType::Reject,
    };
    row[about as usize].parse().unwrap_or_else(|_| event_type.general_cameo())
}

/// The mode and code of a threat with a thing.
fn threat(thing: &Thing) -> (Option<&'static str>, CameoCode) {
    let general = EventType::Threaten.general_cameo();
    if thing.mode == Some("arrest") {
        return (Some("arrest"), "131".parse().unwrap_or(general));
    }
    let row = THREATS.iter().find(|row| thing.cameo.as_str().starts_with(row[0]));
    let code = row.and_then(|row| row[1].parse::<CameoCode>().ok()).unwrap_or(general);
    (code.row().mode, code)
}

/// The thing that words of a fine code promise, ask for, refuse or threaten with.
pub fn planned(words: CameoCode) -> Option<Plan> {
    if words == words.row().event_type.general_cameo() {
        return None;
    }
    let told = |codes: &[&str]| codes.contains(&words.as_str());
    let thing = WORDS.iter().find(|row| told(&row[1..])).map(|row| row[0]);
    let thing = thing.or_else(|| THREATS.iter().find(|row| told(&row[1..])).map(|row| row[0]));
    let thing = thing.filter(|thing| !thing.is_empty())?;
    let cameo: CameoCode = thing.parse().ok().or_else(|| format!("{thing}0").parse().ok())?;
    let row = cameo.row();
    Some(Plan { event_type: row.event_type, mode: row.mode.map(str::to_string), cameo })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_fine_code_say_what_they_are_about() {
        let thing = |code: &str| planned(code.parse().expect("a code")).map(|plan| plan.cameo.to_string());
        assert_eq!(thing("0333").as_deref(), Some("073"));
        assert_eq!(thing("036").as_deref(), Some("040"));
        assert_eq!(thing("1243").as_deref(), Some("084"));
        assert_eq!(thing("1312").as_deref(), Some("163"));
        assert_eq!(thing("1384").as_deref(), Some("190"));
        assert_eq!(thing("120"), None);
        assert_eq!(thing("112"), None);
    }

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
