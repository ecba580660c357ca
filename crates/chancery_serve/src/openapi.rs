//! The API, described: `/openapi.json`. Which addresses there are, what may follow their question mark and what their JSON
//! holds stands in one table; the schemas are made from the types that are sent. Examples are of the record served, so
//! that each of them leads somewhere.

use crate::archive::Loaded;
use crate::pages;
use chancery_model::{EventType, StatementKind, Status};
use chancery_views::check::KINDS;
use serde_json::{Map, Value, json};
use utoipa::openapi::{RefOr, schema::Schema};

/// Schemas by name.
type Schemas = Vec<(String, RefOr<Schema>)>;

/// A page that has JSON and a table.
struct Address {
    /// Its address, without the end; names in braces are parts of it.
    path: &'static str,
    /// What it holds.
    about: &'static str,
    /// What may follow the question mark: keys of [`parameters`].
    given: &'static [&'static str],
    /// Adds the schema of its JSON and gives its name.
    json: fn(&mut Schemas) -> String,
}

/// Every page, in the order of the document.
const ADDRESSES: [Address; 15] = [
    Address {
        path: "/index",
        about: "What the record holds, and what is new",
        given: &[],
        json: of::<pages::Start>,
    },
    Address {
        path: "/relations",
        about: "Pairs of states that have events, those with the most first",
        given: &["after", "limit"],
        json: of::<pages::Relations>,
    },
    Address {
        path: "/relations/{a}/{b}",
        about: "The events of two states, the latest first",
        given: &["type", "person", "min-sources", "status", "since", "until", "after", "limit"],
        json: of::<pages::RelationPage>,
    },
    Address {
        path: "/events/{event}",
        about: "An event with the sentences that tell it",
        given: &[],
        json: of::<pages::EventPage>,
    },
    Address {
        path: "/events/{event}/compare",
        about: "The reports of an event, aligned point by point",
        given: &["only", "split"],
        json: of::<pages::ComparePage>,
    },
    Address {
        path: "/reports/{report}",
        about: "A report: its text and what was read in it",
        given: &[],
        json: of::<pages::ReportPage>,
    },
    Address {
        path: "/actors",
        about: "States, with the people and bodies that act for them",
        given: &[],
        json: of::<pages::ActorsPage>,
    },
    Address {
        path: "/actors/{name}",
        about: "A state, person or body: offices, events, statements",
        given: &["type", "person", "min-sources", "status", "since", "until", "after", "limit"],
        json: of::<pages::ActorPage>,
    },
    Address {
        path: "/offices",
        about: "States of which the reports show an office",
        given: &[],
        json: of::<pages::OfficeStates>,
    },
    Address {
        path: "/offices/{state}",
        about: "Who held which office of a state when",
        given: &[],
        json: of::<pages::OfficesPage>,
    },
    Address {
        path: "/statements",
        about: "Who said what to whom, the latest first",
        given: &["by", "to", "about", "kind", "state", "since", "until", "after", "limit"],
        json: of::<pages::StatementsPage>,
    },
    Address {
        path: "/statements/{statement}",
        about: "A statement",
        given: &[],
        json: of::<pages::StatementsPage>,
    },
    Address {
        path: "/search",
        about: "Sentences that hold the words looked for, the best first",
        given: &["q", "of-state", "source", "report", "event-type", "since", "until", "place", "few"],
        json: of::<pages::SearchPage>,
    },
    Address {
        path: "/findings",
        about: "What does not add up, with the words of each side",
        given: &["finding", "after", "limit"],
        json: of::<pages::FindingsPage>,
    },
    Address {
        path: "/log",
        about: "What each build changed, the last first",
        given: &["after", "few"],
        json: of::<pages::LogPage>,
    },
];

fn of<T: utoipa::ToSchema>(schemas: &mut Schemas) -> String {
    schemas.push((T::name().into(), T::schema()));
    T::schemas(schemas);
    T::name().into()
}

/// What may follow a question mark, by a key of its own: two pages may use one name in two senses. An
/// empty value, as forms leave them, says nothing.
fn parameters() -> Value {
    let day =
        json!({ "type": "string", "pattern": "^([0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|1[0-9]|2[0-8]))?)?)?$" });
    let one = |name: &str, about: &str, schema: Value| json!({ "name": name, "in": "query", "description": about, "schema": schema });
    let some = |name: &str, about: &str, items: Value| {
        let schema = json!({ "type": "array", "items": items });
        json!({ "name": name, "in": "query", "description": about, "schema": schema, "explode": true })
    };
    let words = || json!({ "type": "string" });
    let types = EventType::ALL.map(|t| t.as_str());
    let kinds: Vec<&str> = types.into_iter().chain(["visit", "phone", "cooperation", "conflict"]).collect();
    json!({
        "type": some("type", "PLOVER type or mode, “cooperation”, “conflict” or a quad class in words", json!({ "enum": kinds })),
        "person": one("person", "A person who took part, by name or a part of it that one person alone has", words()),
        "min-sources": one("min-sources", "Told by so many independent reports at least", json!({ "type": "integer", "minimum": 0, "maximum": 1000 })),
        "status": some("status", "How far it has come", json!({ "enum": Status::ALL.map(Status::as_str) })),
        "since": one("since", "Not before this day, month or year", day.clone()),
        "until": one("until", "Not after this day, month or year", day),
        "after": one("after", "“next” of the part of the list before; anything else is not found", words()),
        "limit": one("limit", "So many at most; 100 where nothing is said", json!({ "type": "integer", "minimum": 1, "maximum": 1000 })),
        "few": one("limit", "So many at most", json!({ "type": "integer", "minimum": 1, "maximum": 1000 })),
        "only": one("only", "Points told by all, or by one report alone (its letter), or with differences", json!({ "type": "string", "pattern": "^(both|differs|contradicts|[a-z])?$" })),
        "split": one("split", "With copies in columns of their own", json!({ "type": "string", "enum": ["yes", ""] })),
        "by": one("by", "Who speaks: a state, person or body", words()),
        "to": one("to", "To or of whom", words()),
        "about": one("about", "Words of the topic or of what was said", words()),
        "kind": some("kind", "What is done with the words", json!({ "enum": StatementKind::ALL.map(|k| k.as_str()) })),
        "state": some("state", "What became of a commitment", json!({ "enum": ["open", "due", "kept", "broken", "withdrawn"] })),
        "q": one("q", "Words that stand in one sentence; “a phrase”, begin*, -without, this OR that", json!({ "type": "string" })),
        "of-state": some("state", "In reports with events of this state, by code or name", words()),
        "source": one("source", "The outlet, as the reports name it", words()),
        "report": one("report", "Id of a report", words()),
        "event-type": one("type", "In sentences that tell an event of this PLOVER type", json!({ "enum": types })),
        "place": one("after", "“next” of the part of the list before", json!({ "type": "string", "pattern": "^(-?[0-9]{1,15}\\.[0-9]{1,15}\\..+)?$" })),
        "finding": some("kind", "What does not add up", json!({ "enum": KINDS })),
    })
}

/// A part of an address: what it means, and one that the record has.
fn part(name: &str, now: &Loaded) -> Value {
    let record = now.record();
    let pair = now.holdings().relations().next().map(|(pair, _)| pair);
    let (about, example) = match name {
        "a" => ("Code or name of the one state", pair.map(|p| p.0)),
        "b" => ("Code or name of the other", pair.map(|p| p.1)),
        "event" => ("Id of an event", record.events.last().map(|e| e.id.as_str())),
        "report" => ("Id of a report", record.reports.first().map(|r| r.id.as_str())),
        "statement" => ("Id of a statement", record.statements.first().map(|s| s.id.as_str())),
        "state" => ("Code or name of a state", record.tenures.first().map(|t| t.state.as_str())),
        _ => ("Code of a state, or name of a state, person or body", pair.map(|p| p.0)),
    };
    let mut part = json!({ "name": name, "in": "path", "required": true, "description": about, "schema": { "type": "string", "minLength": 1 } });
    if let Some(example) = example {
        part["example"] = example.into();
    }
    part
}

/// What is answered besides the page: by status.
const OTHERWISE: [(&str, &str); 7] = [
    ("304", "As the caller has it (If-None-Match)"),
    ("308", "It is at another address now, or has one spelling of it"),
    ("400", "The address asks for what makes no sense"),
    ("404", "The record has nothing of that name"),
    ("405", "Only GET and HEAD are answered"),
    ("414", "The address is too long"),
    ("421", "The server is not of that name"),
];

/// `/openapi.json`
pub fn document(now: &Loaded) -> Vec<u8> {
    let mut schemas = Schemas::new();
    let mut paths = Map::new();
    for address in &ADDRESSES {
        let page =
            json!({ "schema": { "$ref": format!("#/components/schemas/{}", (address.json)(&mut schemas)) } });
        let table = json!({ "schema": { "type": "string" } });
        for (end, mime, body) in [("json", "application/json", page), ("csv", "text/csv", table)] {
            paths.insert(
                format!("{}.{end}", address.path),
                json!({ "get": operation(address, now, end, mime, body) }),
            );
        }
    }
    let refusal =
        json!({ "type": "object", "required": ["error"], "properties": { "error": { "type": "string" } } });
    let mut named: Map<String, Value> = schemas
        .into_iter()
        .filter_map(|(name, schema)| Some((name, serde_json::to_value(schema).ok()?)))
        .collect();
    named.insert("Refusal".into(), refusal);
    let document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Chancery",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "A record of what happened between states, as reports tell it. Each page has its data under the same address: .json whole, .csv its rows.",
            "license": { "name": "Apache-2.0 OR MIT" },
        },
        "paths": paths,
        "components": { "schemas": named, "parameters": parameters() },
    });
    document.to_string().into_bytes()
}

fn operation(address: &Address, now: &Loaded, end: &str, mime: &str, body: Value) -> Value {
    let names = address.path.split(['{', '}']).skip(1).step_by(2);
    let given = address.given.iter().map(|key| json!({ "$ref": format!("#/components/parameters/{key}") }));
    let parameters: Vec<Value> = names.map(|name| part(name, now)).chain(given).collect();
    let refusal = json!({ "application/json": { "schema": { "$ref": "#/components/schemas/Refusal" } } });
    let mut responses = Map::new();
    responses.insert("200".into(), json!({ "description": address.about, "content": { mime: body } }));
    for (status, about) in OTHERWISE {
        let bare = status.starts_with('3');
        let response = if bare {
            json!({ "description": about })
        } else {
            json!({ "description": about, "content": refusal })
        };
        responses.insert(status.into(), response);
    }
    let id = address.path.replace(['{', '}'], "").replace('/', "_");
    json!({
        "operationId": format!("{}_{end}", id.trim_start_matches('_')),
        "summary": address.about,
        "parameters": parameters,
        "responses": responses,
    })
}
