//! One line of plain English for an event, made from its fields.

use crate::states::StateNames;
use chancery_model::{Event, EventType, Plan, Side, Status};
use std::collections::BTreeMap;

/// The line.
pub(crate) fn summary(event: &Event, states: &StateNames) -> String {
    let plan = event.plans.as_ref();
    let bare_plan = plan.filter(|_| {
        event.event_type == EventType::Agree && matches!(event.status, Status::Planned | Status::Proposed)
    });
    let mutual = !event.source.is_empty() && event.source == event.target;
    let (who, whom) = if mutual {
        (list(&event.source, states), String::new())
    } else {
        (list(&event.source, states), list(&event.target, states))
    };
    let who = if who.is_empty() { "Somebody".to_owned() } else { who };
    let (thing, mode) = match bare_plan {
        Some(plan) => (plan.event_type, plan.mode.as_deref()),
        None => (event.event_type, event.mode.as_deref()),
    };
    // Who goes to see a person meets that person; the place says where.
    let host = event.target.iter().any(|side| event.participants.contains(&side.name));
    let mode =
        mode.filter(|m| !(thing == EventType::Consult && *m == "visit" && host && event.place.is_some()));
    let mutual = mutual || (thing == EventType::Consult && mode.is_none() && host && !whom.is_empty());
    let about = plan.filter(|_| bare_plan.is_none());
    let to_come = matches!(event.status, Status::Planned | Status::Proposed | Status::Hypothetical);
    let line = sentence(&who, &whom, thing, mode, about, mutual, to_come);
    let place = event.place.as_ref().map(|p| format!(" in {}", p.name)).unwrap_or_default();
    let said = match &event.said_by {
        Some(names) if !names.is_empty() => format!(" (according to {})", join(names)),
        Some(_) => " (as quoted)".to_owned(),
        None => String::new(),
    };
    let prefix = match event.status {
        Status::Happened => "",
        Status::Ongoing => "ongoing: ",
        Status::Planned => "planned: ",
        Status::Proposed => "proposed: ",
        Status::Denied => "denied: ",
        Status::Hypothetical => "supposed: ",
    };
    format!("{prefix}{line}{place}{said}")
}

/// What is done: past, infinitive, and the word that leads to the other side.
struct Act(&'static str, &'static str, &'static str);

fn sentence(
    who: &str,
    whom: &str,
    thing: EventType,
    mode: Option<&str>,
    about: Option<&Plan>,
    mutual: bool,
    to_come: bool,
) -> String {
    let Act(past, bare, link) =
        if mutual { mutual_act(thing, mode) } else { act(thing, mode, !whom.is_empty()) };
    let verb = if to_come { format!("to {bare}") } else { past.to_owned() };
    let Some(meant) = about.map(noun) else {
        return match (whom, link) {
            ("", _) => format!("{who} {verb}"),
            (whom, "") => format!("{who} {verb} {whom}"),
            (whom, link) => format!("{who} {verb} {link} {whom}"),
        };
    };
    match (thing, whom) {
        (EventType::Agree, _) if mutual => format!("{who} agreed on {meant}"),
        (EventType::Agree, "") => format!("{who} promised {meant}"),
        (EventType::Agree, whom) => format!("{who} promised {whom} {meant}"),
        (EventType::Request, "") => format!("{who} asked for {meant}"),
        (EventType::Request, whom) => format!("{who} asked {whom} for {meant}"),
        (EventType::Reject, "") => format!("{who} refused {meant}"),
        (EventType::Reject, whom) => format!("{who} refused {whom} {meant}"),
        (EventType::Threaten, "") => format!("{who} threatened {meant}"),
        (EventType::Threaten, whom) => format!("{who} threatened {whom} with {meant}"),
        (_, "") => format!("{who} {verb} ({meant})"),
        (_, whom) => format!("{who} {verb} {link} {whom} ({meant})"),
    }
}

fn mutual_act(thing: EventType, mode: Option<&str>) -> Act {
    match (thing, mode) {
        (EventType::Consult, Some("phone")) => Act("spoke by telephone", "speak by telephone", "with"),
        (EventType::Consult, _) => Act("met", "meet", "with"),
        (EventType::Agree, _) => Act("reached an agreement", "reach an agreement", "with"),
        (EventType::Support, _) => Act("signed an accord", "sign an accord", "with"),
        (EventType::Cooperate, _) => Act("cooperated", "cooperate", "with"),
        _ => act(thing, mode, false),
    }
}

fn act(thing: EventType, mode: Option<&str>, target: bool) -> Act {
    match (thing, mode) {
        (EventType::Consult, Some("phone")) => Act("spoke by telephone", "speak by telephone", "with"),
        (EventType::Consult, Some("visit")) if target => Act("visited", "visit", ""),
        (EventType::Consult, Some("visit")) => Act("made a visit", "make a visit", ""),
        (EventType::Consult, _) => Act("held talks", "hold talks", "with"),
        (EventType::Agree, _) if target => Act("made a promise", "make a promise", "to"),
        (EventType::Agree, _) => Act("made a promise", "make a promise", ""),
        (EventType::Support, _) => Act("voiced support", "voice support", "for"),
        (EventType::Cooperate, _) => Act("cooperated", "cooperate", "with"),
        (EventType::Aid, _) => Act("gave aid", "give aid", "to"),
        (EventType::Concede, _) => Act("made a concession", "make a concession", "to"),
        (EventType::Retreat, Some("release")) if target => Act("released", "release", ""),
        (EventType::Retreat, Some("release")) => Act("released prisoners", "release prisoners", ""),
        (EventType::Retreat, Some("withdraw")) => Act("withdrew", "withdraw", "from"),
        (EventType::Retreat, Some("ceasefire")) => Act("ceased fire", "cease fire", "against"),
        (EventType::Retreat, Some("disarm")) => Act("disarmed", "disarm", "toward"),
        (EventType::Retreat, Some("access")) => Act("gave access", "give access", "to"),
        (EventType::Retreat, Some("resign")) => Act("resigned", "resign", "before"),
        (EventType::Retreat, _) => Act("gave way", "give way", "to"),
        (EventType::Request, _) => Act("made a demand", "make a demand", "of"),
        (EventType::Accuse, Some("investigate")) if target => Act("investigated", "investigate", ""),
        (EventType::Accuse, Some("investigate")) => {
            Act("opened an investigation", "open an investigation", "")
        }
        (EventType::Accuse, Some("disapprove")) if target => Act("criticized", "criticize", ""),
        (EventType::Accuse, Some("disapprove")) => Act("voiced disapproval", "voice disapproval", ""),
        (EventType::Accuse, _) if target => Act("accused", "accuse", ""),
        (EventType::Accuse, _) => Act("made an accusation", "make an accusation", ""),
        (EventType::Reject, _) => Act("rebuffed", "rebuff", ""),
        (EventType::Threaten, _) if target => Act("threatened", "threaten", ""),
        (EventType::Threaten, _) => Act("made a threat", "make a threat", ""),
        (EventType::Protest, Some("demo")) => Act("demonstrated", "demonstrate", "against"),
        (EventType::Protest, Some("riot")) => Act("rioted", "riot", "against"),
        (EventType::Protest, Some("boycott")) => Act("declared a boycott", "declare a boycott", "of"),
        (EventType::Protest, Some("strike")) => Act("went on strike", "go on strike", "against"),
        (EventType::Protest, Some("hunger")) => {
            Act("went on hunger strike", "go on hunger strike", "against")
        }
        (EventType::Protest, _) => Act("protested", "protest", "against"),
        (EventType::Sanction, Some("expel")) if target => Act("expelled", "expel", ""),
        (EventType::Sanction, Some("expel")) => Act("expelled people", "expel people", ""),
        (EventType::Sanction, Some("convict")) if target => Act("convicted", "convict", ""),
        (EventType::Sanction, Some("convict")) => Act("passed a sentence", "pass a sentence", ""),
        (EventType::Sanction, Some("withdraw")) => Act("cut ties", "cut ties", "with"),
        (EventType::Sanction, Some("discontinue")) => Act("suspended dealings", "suspend dealings", "with"),
        (EventType::Sanction, _) => Act("cut back relations", "cut back relations", "with"),
        (EventType::Mobilize, Some("police")) => Act("deployed police", "deploy police", "against"),
        (EventType::Mobilize, _) => Act("readied forces", "ready forces", "against"),
        (EventType::Coerce, Some("arrest")) if target => Act("detained", "detain", ""),
        (EventType::Coerce, Some("arrest")) => Act("made an arrest", "make an arrest", ""),
        (EventType::Coerce, Some("deport")) if target => Act("deported", "deport", ""),
        (EventType::Coerce, Some("deport")) => Act("deported people", "deport people", ""),
        (EventType::Coerce, Some("seize")) => Act("seized property", "seize property", "of"),
        (EventType::Coerce, Some("restrict")) => Act("imposed restrictions", "impose restrictions", "on"),
        (EventType::Coerce, Some("censor")) => Act("imposed censorship", "impose censorship", "on"),
        (EventType::Coerce, Some("curfew" | "martial-law")) => {
            Act("imposed emergency rule", "impose emergency rule", "on")
        }
        (EventType::Coerce, Some("cyber")) => Act("launched a cyberattack", "launch a cyberattack", "on"),
        (EventType::Coerce, Some("withhold")) => {
            Act("withheld goods or services", "withhold goods or services", "from")
        }
        (EventType::Coerce, Some("misinformation")) => {
            Act("spread false information", "spread false information", "about")
        }
        (EventType::Coerce, _) => Act("took coercive measures", "take coercive measures", "against"),
        (EventType::Assault, Some("abduct")) if target => Act("abducted", "abduct", ""),
        (EventType::Assault, Some("aerial")) => {
            Act("carried out an air attack", "carry out an air attack", "on")
        }
        (EventType::Assault, Some("drone")) => {
            Act("carried out a drone attack", "carry out a drone attack", "on")
        }
        (EventType::Assault, Some("explosives" | "suicide-attack")) => {
            Act("carried out a bombing", "carry out a bombing", "against")
        }
        (EventType::Assault, Some("heavy-weapons")) => Act("fired heavy weapons", "fire heavy weapons", "at"),
        (EventType::Assault, Some("firearms")) => Act("opened fire", "open fire", "on"),
        (EventType::Assault, Some("targeted")) => {
            Act("carried out a targeted killing", "carry out a targeted killing", "of")
        }
        (EventType::Assault, Some("destroy")) => Act("destroyed property", "destroy property", "of"),
        (EventType::Assault, _) if target => Act("attacked", "attack", ""),
        (EventType::Assault, _) => Act("used force", "use force", ""),
    }
}

/// What was promised, asked for or threatened.
fn noun(plan: &Plan) -> String {
    let words = match (plan.event_type, plan.mode.as_deref()) {
        (EventType::Consult, Some("visit")) => "a visit",
        (EventType::Consult, Some("phone")) => "a telephone call",
        (EventType::Consult, _) => "talks",
        (EventType::Agree, _) => "an agreement",
        (EventType::Support, _) => "support",
        (EventType::Cooperate, _) => "cooperation",
        (EventType::Aid, _) => "aid",
        (EventType::Concede, _) => "a concession",
        (EventType::Retreat, Some("release")) => "a release",
        (EventType::Retreat, Some("withdraw")) => "a withdrawal",
        (EventType::Retreat, Some("ceasefire")) => "a ceasefire",
        (EventType::Retreat, Some("access")) => "access",
        (EventType::Retreat, Some("disarm")) => "disarmament",
        (EventType::Retreat, _) => "a concession",
        (EventType::Request, _) => "a demand",
        (EventType::Accuse, Some("investigate")) => "an investigation",
        (EventType::Accuse, _) => "criticism",
        (EventType::Reject, _) => "a refusal",
        (EventType::Threaten, _) => "threats",
        (EventType::Protest, _) => "protest",
        (EventType::Sanction, Some("expel")) => "expulsion",
        (EventType::Sanction, Some("withdraw")) => "withdrawal",
        (EventType::Sanction, _) => "cutting relations",
        (EventType::Mobilize, _) => "deploying forces",
        (EventType::Coerce, Some("arrest")) => "arrest",
        (EventType::Coerce, Some("restrict")) => "restrictions",
        (EventType::Coerce, _) => "coercive measures",
        (EventType::Assault, _) => "the use of force",
    };
    words.to_owned()
}

/// Sides by state: "Ada Lind and Per Holm of Norvia and Estmark".
fn list(sides: &[Side], states: &StateNames) -> String {
    let mut by_state: BTreeMap<Option<&str>, Vec<&Side>> = BTreeMap::new();
    for side in sides {
        by_state.entry(side.state.as_deref()).or_default().push(side);
    }
    let parts: Vec<String> = by_state
        .into_iter()
        .map(|(state, sides)| {
            let Some(code) = state else {
                return join(&sides.iter().map(|s| s.name.clone()).collect::<Vec<_>>());
            };
            let name = states.name(code);
            let names: Vec<String> =
                sides.iter().filter(|s| s.name != name).map(|s| s.name.clone()).collect();
            let says_state = |n: &String| n.contains(name.trim_start_matches("the "));
            match names.as_slice() {
                [] => name,
                [one] if says_state(one) => one.clone(),
                [one] => format!("{one} ({name})"),
                many => format!("{} ({name})", join(many)),
            }
        })
        .collect();
    join(&parts)
}

/// "a", "a and b", "a, b and c".
pub(crate) fn join(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
