//! Laws of the pages: what they let through, what they refuse, and that a hostile report stays a text.

#![allow(clippy::disallowed_methods)] // a test reads the clock
#![allow(clippy::unwrap_used)]

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use chancery_link::{Corrections, link_corrected};
use chancery_model::{
    Actor, ActorKind, Annotated, Claim, ClaimDate, EventType, Extent, Mention, MentionKind, Party, Record,
    Report,
};
use chancery_serve::{Archive, Options, app, serve};
use chancery_store::{Identity, NewReport, Store};
use chancery_views::Directory;
use http_body_util::BodyExt;
use serde_json::Value;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::time::{Duration, Instant};
use tower::ServiceExt;

const CODER: &str = "coder 1";
const HOSTILE: &str = r#"</p><script>alert(1)</script><img src=x onerror="alert(2)">'"&amp;"#;

/// Somebody's deed: who (a name of a state), what, to whom, when (or nothing).
type Deed<'a> = (&'a str, EventType, &'a str, &'a str);

/// A report with a sentence for each deed, and a sentence of its own words.
fn report(id: &str, words: &str, deeds: &[Deed<'_>]) -> NewReport {
    let mut told =
        Annotated { schema: 1, id: id.into(), language: Some("en".into()), ..Annotated::default() };
    let chars = |words: &str| words.chars().count() as u32;
    for (who, event_type, whom, day) in deeds {
        let start = chars(&told.text);
        let sentence = told.sentences.len() as u32;
        let verb = event_type.as_str();
        told.text += &format!("{who} {verb} {whom} {day}.\n");
        let mut party = |name: &str, start: u32| {
            let (name, state) = name.split_once('@').unwrap_or((name, name));
            let person = name != state;
            told.actors.push(Actor {
                name: name.into(),
                kind: if person { ActorKind::Person } else { ActorKind::State },
                state: Some(state.into()),
                sector: person.then(|| "GOV".into()),
                code: Some(if person { format!("{state}GOV") } else { state.into() }),
                office: None,
                wikidata: None,
                former: false,
                unnamed: false,
            });
            let actor = told.actors.len() as u32 - 1;
            let kind = if person { MentionKind::Person } else { MentionKind::State };
            told.mentions.push(Mention {
                start,
                end: start + chars(name),
                kind,
                actor: Some(actor),
                anaphor: false,
            });
            Party { actor, mention: told.mentions.len() as u32 - 1 }
        };
        let trigger = start + chars(who) + 1;
        let source = party(who, start);
        let target = party(whom, trigger + chars(verb) + 1);
        let day = (!day.is_empty()).then(|| day.parse().unwrap());
        told.sentences.push(Extent { start, end: chars(&told.text) - 1 });
        told.events.push(Claim {
            source: vec![source],
            target: vec![target],
            date: ClaimDate { begin: day, end: day, basis: "time".into(), time: None },
            pattern: "test:1".into(),
            ..Claim::bare(*event_type, (trigger, trigger + chars(verb)).into(), sentence)
        });
    }
    let start = chars(&told.text);
    told.text += words;
    told.sentences.push(Extent { start, end: chars(&told.text) });
    told.title = Some(words.into());
    told.source = Some(words.into());
    let report = Report {
        id: id.into(),
        title: told.title.clone(),
        source: told.source.clone(),
        text: told.text.clone(),
        ..Report::default()
    };
    NewReport { identity: Identity::of(&report, "1"), report, annotated: told }
}

fn put(path: &Path, reports: &[NewReport], corrections: &str) -> Record {
    let mut store = Store::open_or_create(path).unwrap();
    store.put_reports(reports, CODER).unwrap();
    let corrections = Corrections::parse(corrections).unwrap();
    let snapshot = store.snapshot(CODER).unwrap().corrected_by(&corrections.text());
    let claims: Vec<Annotated> = store.claims(&snapshot).map(Result::unwrap).collect();
    let (record, _) = link_corrected(&claims, &corrections);
    store.replace_record(&record, &snapshot, "linker 1", "2031-04-01T09:00:00Z").unwrap();
    store.finish().unwrap();
    record
}

/// A record on the disk, and the service of its pages.
struct Served {
    record: Record,
    router: Router,
    folder: tempfile::TempDir,
}

fn states() -> Directory {
    let mut directory = Directory::default();
    directory.add_state("NVA", "Novia");
    directory.add_state("ESK", "Eskland");
    directory
}

fn options() -> Options {
    Options { address: "127.0.0.1:8080".parse().unwrap() }
}

fn served(reports: &[NewReport]) -> Served {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.chancery");
    let record = put(&path, reports, "");
    let archive = Archive::open(&path, states()).unwrap();
    Served { record, router: app(archive, &options()), folder }
}

/// Twenty deeds of two states in six reports, one of them hostile, one with an odd id each.
const ODD: [&str; 5] = ["../a b", "r.json", "Ærø/ø?x=1#y", "<script>alert(3)</script>", "%2e%2e%2f"];

fn lively() -> Served {
    let day = |n: usize| format!("2031-03-{:02}", n + 1);
    let days: Vec<String> = (0..20).map(day).collect();
    let deed = |n: usize| -> Deed<'_> {
        let what = [EventType::Accuse, EventType::Threaten, EventType::Aid, EventType::Sanction][n % 4];
        let who = ["NVA", "Ada Lind@NVA", "O'Hara <b>@NVA"][n % 3];
        (who, what, "ESK", &days[n])
    };
    let deeds: Vec<Deed<'_>> = (0..20).map(deed).collect();
    let mut reports: Vec<NewReport> = ODD
        .iter()
        .enumerate()
        .map(|(n, id)| report(id, "Nothing else was said.", &deeds[n * 4..n * 4 + 4]))
        .collect();
    reports.push(report("hostile", HOSTILE, &deeds[..1]));
    served(&reports)
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Answer {
    fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|v| v.to_str().unwrap()).unwrap_or_default()
    }
}

impl Served {
    fn send(&self, request: Request<Body>) -> Answer {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let response = self.router.clone().oneshot(request).await.unwrap();
            let (head, body) = response.into_parts();
            Answer {
                status: head.status,
                headers: head.headers,
                body: body.collect().await.unwrap().to_bytes().into(),
            }
        })
    }

    fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::empty()).unwrap())
    }

    fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[])
    }

    /// An address of every page.
    fn pages(&self) -> Vec<String> {
        let event = &self.record.events[0].id;
        let mut pages: Vec<String> =
            ["/index", "/relations", "/relations/ESK/NVA", "/actors", "/actors/NVA", "/offices"]
                .into_iter()
                .chain([
                    "/statements",
                    "/search",
                    "/findings",
                    "/log",
                    "/actors/Ada%20Lind",
                    "/reports/hostile",
                ])
                .map(String::from)
                .collect();
        pages.extend([format!("/events/{event}"), format!("/events/{event}/compare")]);
        pages
    }
}

fn escaped(words: &str) -> String {
    words
        .bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

/// No tag of the page comes from a text.
fn is_tame(page: &str) {
    for tag in ["<script", "<img", "onerror=\"", "<b>@", "javascript:"] {
        assert!(!page.contains(tag), "{tag} in {}", &page[page.find(tag).unwrap().saturating_sub(200)..]);
    }
}

#[test]
fn every_page_is_a_page_data_and_a_table_and_says_what_the_browser_must_not_do() {
    let served = lively();
    for path in served.pages() {
        for (end, mime) in
            [("", "text/html; charset=utf-8"), (".json", "application/json"), (".csv", "text/csv")]
        {
            let answer = served.get(&format!("{path}{end}"));
            assert_eq!(answer.status, StatusCode::OK, "{path}{end}");
            assert!(answer.header("content-type").starts_with(mime), "{path}{end}");
            guarded(&answer, &path);
        }
        let data = served.get(&format!("{path}.json")).json();
        assert!(data.as_object().is_some_and(|data| !data.is_empty()), "{path}");
        let table = served.get(&format!("{path}.csv"));
        assert!(table.text().lines().next().unwrap().contains(','), "{path}");
        is_tame(served.get(&path).text());
    }
}

fn guarded(answer: &Answer, path: &str) {
    let policy = answer.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'") && !policy.contains("script"), "{path}");
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "no-referrer"),
    ] {
        assert_eq!(answer.header(name), value, "{path}");
    }
}

#[test]
fn what_is_refused_is_refused_in_the_form_asked_for() {
    let served = lively();
    let long = format!("/search?q={}", "a".repeat(9000));
    let cases = [
        ("POST", "/index", &[][..], 405),
        ("DELETE", "/events/e-1.json", &[], 405),
        ("GET", &long, &[], 414),
        ("GET", "/index.json", &[("host", "elsewhere.example")], 421),
        ("GET", "/nothing", &[], 404),
        ("GET", "/events/none.json", &[], 404),
        ("GET", "/events/none/compare.csv", &[], 404),
        ("GET", "/relations/NVA/NVA", &[], 400),
        ("GET", "/relations/ESK/NVA.json?limit=0", &[], 400),
        ("GET", "/relations/ESK/NVA.json?limit=1001", &[], 400),
        ("GET", "/relations/ESK/NVA.json?status=finished", &[], 400),
        ("GET", "/relations/ESK/NVA.json?since=2031-13", &[], 400),
        ("GET", "/relations/ESK/NVA.json?type=nonsense", &[], 400),
        ("GET", "/relations/ESK/NVA.json?person=Nobody", &[], 404),
        ("GET", "/relations/ESK/NVA.json?after=e-none", &[], 404),
        ("GET", "/statements.json?kind=nonsense", &[], 400),
        ("GET", "/findings.json?kind=nonsense", &[], 400),
        ("GET", "/search.json?q=a&after=nonsense", &[], 400),
        ("GET", "/actors/%00", &[], 400),
        ("GET", "/actors/%FF.json", &[], 400),
    ];
    for (method, path, headers, status) in cases {
        let answer = served.ask(method, path, headers);
        assert_eq!(answer.status.as_u16(), status, "{method} {path}");
        guarded(&answer, path);
        if path.contains(".json") || path.contains(".csv") {
            assert!(answer.json()["error"].as_str().is_some_and(|e| !e.is_empty()), "{path}");
        }
    }
    assert_eq!(served.ask("PUT", "/", &[]).header("allow"), "GET, HEAD");
    assert_eq!(served.ask("GET", "/", &[("host", "LOCALHOST:8080")]).status, StatusCode::OK);
}

#[test]
fn no_address_leaves_its_place() {
    let served = lively();
    std::fs::write(served.folder.path().join("secret"), "xyzzy").unwrap();
    let up = [
        "/../secret",
        "/reports/../../secret",
        "/reports/..%2f..%2fsecret",
        "/%2e%2e/secret",
        "//secret",
        "/a.chancery",
    ];
    for path in up {
        let answer = served.get(path);
        assert!(answer.status == StatusCode::NOT_FOUND, "{path}: {}", answer.status);
        assert!(!answer.text().contains("xyzzy"), "{path}");
    }
}

#[test]
fn words_of_an_address_stay_words() {
    let served = lively();
    let names = [
        "q",
        "type",
        "person",
        "status",
        "since",
        "until",
        "after",
        "limit",
        "min-sources",
        "kind",
        "state",
        "by",
        "only",
    ];
    for words in
        [HOSTILE, "' OR 1=1 --", "\"; DROP TABLE reports; --", "a* AND NEAR(b", "\u{0}", "%", "é\u{202e}x"]
    {
        let words = escaped(words);
        for page in ["/relations/ESK/NVA", "/search", "/statements", "/findings", "/log", "/actors/NVA"] {
            for name in names {
                let answer = served.get(&format!("{page}?{name}={words}"));
                assert!(answer.status.as_u16() < 500, "{page}?{name}={words}: {}", answer.status);
                is_tame(answer.text());
            }
        }
        for page in ["events", "reports", "actors", "offices", "statements"] {
            let answer = served.get(&format!("/{page}/{words}"));
            assert!(answer.status.as_u16() < 500 && answer.status.as_u16() >= 400, "{page}/{words}");
            is_tame(answer.text());
        }
    }
    assert_eq!(served.get("/index.json").json()["reports"], 6, "nothing was dropped");
}

#[test]
fn a_hostile_report_is_a_text() {
    let served = lively();
    let page = served.get("/reports/hostile");
    is_tame(page.text());
    let found =
        page.text().replace("&#60;", "<").replace("&#62;", ">").replace("&#34;", "\"").replace("&#39;", "'");
    assert!(found.replace("&#38;", "&").contains(HOSTILE), "every character of it is there");
    assert_eq!(served.get("/reports/hostile.json").json()["title"], HOSTILE);
    is_tame(served.get("/search?q=alert").text());
    assert_eq!(served.get("/search.json?q=alert").json()["total"], 1);
}

#[test]
fn reports_of_any_id_are_reached_by_the_links_to_them() {
    let served = lively();
    for id in ODD {
        let path = format!("/reports/{}", escaped(id));
        let page = served.get(&path);
        assert_eq!(page.status, StatusCode::OK, "{id}");
        is_tame(page.text());
        assert_eq!(served.get(&format!("{path}.json")).json()["id"], id);
    }
    let linked: Vec<String> = served
        .record
        .events
        .iter()
        .flat_map(|event| {
            let page = served.get(&format!("/events/{}", event.id));
            let links =
                page.text().split("href=\"").skip(1).filter_map(|l| l.split('"').next().map(String::from));
            links.filter(|l| l.starts_with("/reports/")).collect::<Vec<_>>()
        })
        .collect();
    assert!(linked.len() >= 20);
    for link in linked {
        let path = link.split('#').next().unwrap().replace("&#38;", "&");
        assert_eq!(served.get(&path).status, StatusCode::OK, "{path}");
    }
}

/// The ids of a list, part by part.
fn walk(served: &Served, page: &str, list: &str, id: &[&str]) -> Vec<String> {
    let (mut seen, mut after) = (Vec::new(), String::new());
    for _ in 0..100 {
        let data = served.get(&format!("{page}limit=3{after}")).json();
        for item in data[list].as_array().unwrap() {
            let words: Vec<String> =
                id.iter().map(|pointer| item.pointer(pointer).unwrap().to_string()).collect();
            seen.push(words.join(" "));
        }
        match data["next"].as_str() {
            Some(next) => after = format!("&after={}", escaped(next)),
            None => return seen,
        }
    }
    panic!("{page} has no end");
}

#[test]
fn a_list_is_walked_once() {
    let served = lively();
    let whole = |page: &str, list: &str| served.get(page).json()[list].as_array().unwrap().len();
    let cases: [(&str, &str, &[&str]); 4] = [
        ("/relations/ESK/NVA.json?", "events", &["/id"]),
        ("/actors/NVA.json?", "events", &["/id"]),
        ("/relations.json?", "relations", &["/states/0", "/states/1"]),
        ("/search.json?q=ESK&", "hits", &["/report", "/start"]),
    ];
    for (page, list, id) in cases {
        let mut seen = walk(&served, page, list, id);
        let count = seen.len();
        assert_eq!(count, whole(&format!("{page}limit=100"), list), "{page}");
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), count, "{page} gives something twice");
    }
    assert_eq!(
        walk(&served, "/relations/ESK/NVA.json?", "events", &["/id"]).len(),
        served.record.events.len()
    );
}

#[test]
fn the_latest_comes_first_and_what_has_no_day_last() {
    let deeds = [
        ("NVA", EventType::Consult, "ESK", "2030-05-03"),
        ("NVA", EventType::Sanction, "ESK", ""),
        ("ESK", EventType::Aid, "NVA", "2029-02-07"),
        ("ESK", EventType::Accuse, "NVA", "2030-05-04"),
    ];
    let served = served(&[report("a", "There was more.", &deeds)]);
    for page in ["/relations/ESK/NVA.json", "/actors/NVA.json"] {
        let page = served.get(page).json();
        let types: Vec<&str> =
            page["events"].as_array().unwrap().iter().map(|e| e["type"].as_str().unwrap()).collect();
        assert_eq!(types, ["ACCUSE", "CONSULT", "AID", "SANCTION"]);
    }
}

#[test]
fn what_the_caller_has_is_not_sent_again_and_bodies_are_packed() {
    let served = lively();
    let path = "/relations/ESK/NVA";
    let plain = served.get(path);
    let packed = served.ask("GET", path, &[("accept-encoding", "br, gzip")]);
    assert_eq!(packed.header("content-encoding"), "gzip");
    let mut unpacked = Vec::new();
    flate2::read::GzDecoder::new(packed.body.as_slice()).read_to_end(&mut unpacked).unwrap();
    assert_eq!(unpacked, plain.body);
    assert!(packed.body.len() < plain.body.len() / 2);
    assert_eq!(served.ask("GET", path, &[("accept-encoding", "gzip;q=0")]).body, plain.body);

    let again = served.ask("GET", path, &[("if-none-match", plain.header("etag"))]);
    assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0));
    let other = served.ask("GET", path, &[("if-none-match", packed.header("etag"))]);
    assert_eq!(other.status, StatusCode::OK, "packed and plain are known apart");
    let missing = served.ask("GET", "/nothing", &[("if-none-match", "*")]);
    assert_eq!(missing.status, StatusCode::NOT_FOUND);

    let head = served.ask("HEAD", path, &[]);
    assert_eq!((head.status, head.body.len()), (StatusCode::OK, 0));
    assert_eq!(head.header("content-length"), plain.body.len().to_string());
    assert_eq!(head.header("etag"), plain.header("etag"));
}

#[test]
fn an_empty_record_has_its_pages() {
    let served = served(&[]);
    for path in [
        "/",
        "/relations",
        "/actors",
        "/offices",
        "/statements",
        "/search?q=a",
        "/findings",
        "/log",
        "/openapi.json",
    ] {
        assert_eq!(served.get(path).status, StatusCode::OK, "{path}");
    }
    assert_eq!(served.get("/relations/ESK/NVA.json").json()["found"], 0);
    assert_eq!(served.get("/index.json").json()["events"], 0);
}

#[test]
fn states_have_one_address() {
    let served = lively();
    for (path, to) in [
        ("/relations/Novia/Eskland?limit=3", "/relations/ESK/NVA?limit=3"),
        ("/relations/NVA/ESK.csv", "/relations/ESK/NVA.csv"),
        ("/actors/novia.json?limit=3", "/actors/NVA.json?limit=3"),
    ] {
        let answer = served.get(path);
        assert_eq!(
            (answer.status, answer.header("location")),
            (StatusCode::PERMANENT_REDIRECT, to),
            "{path}"
        );
    }
}

#[test]
fn the_api_is_described_as_it_is() {
    let served = lively();
    let document = served.get("/openapi.json").json();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    let paths = document["paths"].as_object().unwrap();
    assert_eq!(paths.len(), 30);
    for reference in document.to_string().split("\"#/").skip(1) {
        let pointer = format!("/{}", reference.split('"').next().unwrap());
        assert!(document.pointer(&pointer).is_some(), "{pointer} leads nowhere");
    }
    for (path, described) in paths {
        let operation = &described["get"];
        let mut address = path.clone();
        for part in operation["parameters"].as_array().unwrap() {
            if let (Some(name), Some(example)) = (part["name"].as_str(), part["example"].as_str()) {
                address = address.replace(&format!("{{{name}}}"), &escaped(example));
            }
        }
        if address.contains('{') || address.starts_with("/offices/") {
            continue; // This record has no statement and no office.
        }
        let answer = served.get(&address);
        assert_eq!(answer.status, StatusCode::OK, "{address}");
        if path.ends_with(".json") {
            let schema = operation["responses"]["200"]["content"]["application/json"]["schema"]["$ref"]
                .as_str()
                .unwrap();
            let schema = document.pointer(&schema[1..]).unwrap();
            let mut told = Vec::new();
            properties(&document, schema, &mut told);
            for name in answer.json().as_object().unwrap().keys() {
                assert!(told.contains(name), "{path}: {name} is not described");
            }
        }
    }
}

/// The names of what a schema holds, and what it is made of.
fn properties(document: &Value, schema: &Value, into: &mut Vec<String>) {
    if let Some(reference) = schema["$ref"].as_str() {
        properties(document, document.pointer(&reference[1..]).unwrap(), into);
    }
    into.extend(schema["properties"].as_object().into_iter().flat_map(|p| p.keys().cloned()));
    for part in schema["allOf"].as_array().into_iter().flatten() {
        properties(document, part, into);
    }
}

#[test]
fn an_id_that_an_event_had_leads_to_the_one_of_today() {
    let served = lively();
    let path = served.folder.path().join("a.chancery");
    let deeds =
        |n: usize| served.record.events.iter().filter(move |e| e.event_type.as_str() == ["ACCUSE", "AID"][n]);
    let (one, two) = (&deeds(0).next().unwrap().id, &deeds(0).nth(1).unwrap().id);
    let now = put(&path, &[], &format!("merge {one} {two} # the same"));
    let gone = [one, two].into_iter().find(|id| !now.events.iter().any(|e| e.id == **id)).unwrap();
    let archive = Archive::open(&path, states()).unwrap();
    let served = Served { record: now, router: app(archive, &options()), folder: served.folder };
    for (end, kept) in [("", ""), (".json", ".json"), ("/compare.json?only=both", "/compare.json?only=both")]
    {
        let answer = served.get(&format!("/events/{gone}{end}"));
        assert_eq!(answer.status, StatusCode::PERMANENT_REDIRECT, "{end}");
        let to = answer.header("location").to_owned();
        assert!(to.starts_with("/events/") && to.ends_with(kept), "{to}");
        assert_eq!(served.get(&to).status, StatusCode::OK, "{to}");
    }
}

/// A running server, stopped when it is dropped.
struct Running {
    address: SocketAddr,
    stop: Option<tokio::sync::oneshot::Sender<()>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn running(path: &Path) -> Running {
    let archive = Archive::open(path, states()).unwrap();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let (tell, told) = std::sync::mpsc::channel();
    let thread = std::thread::spawn(move || {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let options = Options { address: "127.0.0.1:0".parse().unwrap() };
        let stop = async {
            let _ = stopped.await;
        };
        runtime.block_on(serve(archive, &options, |address| tell.send(address).unwrap(), stop)).unwrap();
    });
    Running { address: told.recv().unwrap(), stop: Some(stop), thread: Some(thread) }
}

/// Sends these bytes and reads until the other side hangs up, or for so long.
fn talk(address: SocketAddr, bytes: &str, patience: Duration) -> (String, bool) {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(patience)).unwrap();
    stream.write_all(bytes.as_bytes()).unwrap();
    let mut read = Vec::new();
    let hung_up = stream.read_to_end(&mut read).is_ok();
    (String::from_utf8_lossy(&read).into_owned(), hung_up)
}

#[test]
fn a_build_beside_the_server_changes_the_pages_and_who_says_nothing_is_let_go() {
    let served = lively();
    let path = served.folder.path().join("a.chancery");
    let running = running(&path);
    let head = format!("GET /index.json HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", running.address);
    let reports = || {
        let (answer, _) = talk(running.address, &head, Duration::from_secs(20));
        let body = answer.split("\r\n\r\n").nth(1).unwrap().to_owned();
        serde_json::from_str::<Value>(&body).unwrap()["reports"].as_u64().unwrap()
    };
    assert_eq!(reports(), 6);
    put(&path, &[report("new", "More was said.", &[("NVA", EventType::Aid, "ESK", "2031-05-01")])], "");
    let begin = Instant::now();
    while reports() != 7 {
        assert!(begin.elapsed() < Duration::from_secs(30), "the pages stay as they were");
        std::thread::sleep(Duration::from_millis(200));
    }
    let begin = Instant::now();
    let (_, hung_up) = talk(running.address, "GET / HTTP/1.1\r\nHos", Duration::from_secs(40));
    assert!(
        hung_up && begin.elapsed() >= Duration::from_secs(5),
        "half a request is waited for, and not for ever"
    );
}
